use crate::estimate::{Band, Term, Yardstick};

/// Sherman Kent's scale: "Words of Estimative Probability", Studies in Intelligence 8(4), Fall 1964.
///
/// Almost certain 93 ± 6, probable 75 ± 12, chances about even 50 ± 10, probably not 30 ± 10, almost certainly not
/// 7 ± 5 per cent. Certainty (100) and impossibility (0) lie outside his "general area of possibility" and are left out.
/// The other spellings are adjectives from the essay's own list of synonyms (checked against second-hand lists only); its verbs ("we believe", "we doubt") are
/// not taken, because they are in every report.
pub(super) fn yardstick() -> Yardstick {
    Yardstick {
        name: "kent".to_owned(),
        title: "Kent (1964)".to_owned(),
        source: "Sherman Kent, Words of Estimative Probability, Studies in Intelligence 8(4), Fall 1964".to_owned(),
        terms: vec![
            Term::new("almost certainly not", Band::percent(2.0, 12.0), &["almost impossible", "virtually impossible"]),
            Term::new("probably not", Band::percent(20.0, 40.0), &["improbable", "unlikely"]),
            Term::new(
                "chances about even",
                Band::percent(40.0, 60.0),
                &["chances are about even", "about even chance", "about an even chance", "about even chances"],
            ),
            Term::new("probable", Band::percent(63.0, 87.0), &["likely"]),
            Term::new(
                "almost certain",
                Band::percent(87.0, 99.0),
                &["virtually certain", "all but certain", "highly probable", "highly likely"],
            ),
        ],
        overlapping: false,
        aliases: vec!["kent-1964".to_owned()],
    }
}
