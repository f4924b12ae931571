use crate::estimate::{Band, Term, Yardstick};

/// The probability yardstick of the UK's Professional Head of Intelligence Assessment, as published on 24 March 2025
/// in "Explaining Uncertainty in UK Intelligence Assessment" (Cabinet Office, gov.uk).
///
/// In per cent: above 0 to ≈5, ≈10–≈20, ≈25–≈35, ≈40 to under 50, ≈55–≈75, ≈80–≈90, ≈95 to under 100. The gaps are
/// meant: the scale is not continuous, so that it does not look more precise than it is. Its lowest end, its highest end and the end of
/// "realistic possibility" are open.
pub(super) fn yardstick() -> Yardstick {
    Yardstick {
        name: "phia".to_owned(),
        title: "PHIA".to_owned(),
        source: "PHIA probability yardstick, in Explaining Uncertainty in UK Intelligence Assessment, 24 March 2025"
            .to_owned(),
        terms: vec![
            Term::new("remote chance", Band::percent(0.0, 5.0).above(), &[]),
            Term::new("highly unlikely", Band::percent(10.0, 20.0), &[]),
            Term::new("unlikely", Band::percent(25.0, 35.0), &[]),
            Term::new("realistic possibility", Band::percent(40.0, 50.0).below(), &[]),
            Term::new("likely", Band::percent(55.0, 75.0), &["probable"]),
            Term::new("highly likely", Band::percent(80.0, 90.0), &[]),
            Term::new("almost certain", Band::percent(95.0, 100.0).below(), &[]),
        ],
        overlapping: false,
        aliases: vec!["phia-2025".to_owned()],
    }
}
