use crate::estimate::{Band, Term, Yardstick};

/// The likelihood scale of the IPCC's fifth assessment: Mastrandrea et al., "Guidance Note for Lead Authors of the IPCC
/// Fifth Assessment Report on Consistent Treatment of Uncertainties", 2010, table 1.
///
/// The bands are nested: what is very likely is likely too. The note under the table allows three terms of the fourth
/// assessment besides: extremely likely 95–100, more likely than not >50–100, extremely unlikely 0–5 per cent. The
/// confidence of the same note (evidence and agreement) is a separate scale.
pub(super) fn yardstick() -> Yardstick {
    Yardstick {
        name: "ipcc-ar5".to_owned(),
        title: "IPCC AR5".to_owned(),
        source: "IPCC AR5 Guidance Note on Consistent Treatment of Uncertainties (Mastrandrea et al. 2010), table 1"
            .to_owned(),
        terms: vec![
            Term::new("exceptionally unlikely", Band::percent(0.0, 1.0), &[]),
            Term::new("extremely unlikely", Band::percent(0.0, 5.0), &[]),
            Term::new("very unlikely", Band::percent(0.0, 10.0), &[]),
            Term::new("unlikely", Band::percent(0.0, 33.0), &[]),
            Term::new("about as likely as not", Band::percent(33.0, 66.0), &[]),
            Term::new("more likely than not", Band::percent(50.0, 100.0).above(), &[]),
            Term::new("likely", Band::percent(66.0, 100.0), &[]),
            Term::new("very likely", Band::percent(90.0, 100.0), &[]),
            Term::new("extremely likely", Band::percent(95.0, 100.0), &[]),
            Term::new("virtually certain", Band::percent(99.0, 100.0), &[]),
        ],
        overlapping: true,
        aliases: vec!["ipcc".to_owned(), "ar5".to_owned()],
    }
}
