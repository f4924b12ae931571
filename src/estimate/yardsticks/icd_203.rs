use crate::estimate::{Band, Term, Yardstick};

/// ICD 203, the analytic standards of the US intelligence community: Intelligence Community Directive 203,
/// 2 January 2015, section D.6.e(2)(a).
///
/// The standard gives two rows of names for the same seven bands and asks that they be not mixed without a note; the
/// second row's names are kept as other spellings. "Remote" counts only as a chance, possibility, likelihood or
/// prospect: remote access is no estimate. Inflections that the table prints: almost certain(ly), probable
/// (probably), improbable (improbably).
pub(super) fn yardstick() -> Yardstick {
    Yardstick {
        name: "icd-203".to_owned(),
        title: "ICD 203".to_owned(),
        source: "Intelligence Community Directive 203, Analytic Standards, 2 January 2015, D.6.e(2)(a)".to_owned(),
        terms: vec![
            Term::new(
                "almost no chance",
                Band::percent(1.0, 5.0),
                &["remote", "remote chance", "remote possibility", "remote likelihood", "remote prospect"],
            ),
            Term::new("very unlikely", Band::percent(5.0, 20.0), &["highly improbable", "very improbable"]),
            Term::new("unlikely", Band::percent(20.0, 45.0), &["improbable"]),
            Term::new(
                "roughly even chance",
                Band::percent(45.0, 55.0),
                &[
                    "roughly even chances",
                    "roughly an even chance",
                    "roughly even odds",
                    "chances are roughly even",
                    "chances roughly even",
                    "odds are roughly even",
                ],
            ),
            Term::new("likely", Band::percent(55.0, 80.0), &["probable"]),
            Term::new("very likely", Band::percent(80.0, 95.0), &["highly probable", "very probable"]),
            Term::new("almost certain", Band::percent(95.0, 99.0), &["nearly certain"]),
        ],
        overlapping: false,
        aliases: vec!["icd203".to_owned(), "icd".to_owned()],
    }
}
