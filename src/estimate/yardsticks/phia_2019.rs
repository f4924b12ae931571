use crate::estimate::{Band, Term, Yardstick};

/// The PHIA probability yardstick before the edition of March 2025, with closed ends: 0–5, 10–20, 25–35, 40–50, 55–75,
/// 80–90, 95–100 per cent.
///
/// No copy of the edition itself was at hand when this table was written. The seven terms and their bands agree with
/// two second-hand copies: the constants of the Tweety libraries' `YardstickProbability` (0–5, 10–20, 25–35, 40–50,
/// 55–75, 80–90, 95–100), and the upper ends 5, 20, 35 and 50 of the yardstick that the National Police Chiefs' Council
/// printed in its assessment of violence against women and girls (2023). Whether its ends are open (some later copies
/// print "40–<50") is not confirmed; they are taken as closed.
pub(super) fn yardstick() -> Yardstick {
    Yardstick {
        name: "phia-2019".to_owned(),
        title: "PHIA (2019)".to_owned(),
        source: "PHIA probability yardstick, edition before March 2025 (from second-hand copies)".to_owned(),
        terms: vec![
            Term::new("remote chance", Band::percent(0.0, 5.0), &[]),
            Term::new("highly unlikely", Band::percent(10.0, 20.0), &[]),
            Term::new("unlikely", Band::percent(25.0, 35.0), &[]),
            Term::new("realistic possibility", Band::percent(40.0, 50.0), &[]),
            Term::new("likely", Band::percent(55.0, 75.0), &["probable"]),
            Term::new("highly likely", Band::percent(80.0, 90.0), &[]),
            Term::new("almost certain", Band::percent(95.0, 100.0), &[]),
        ],
        overlapping: false,
        aliases: Vec::new(),
    }
}
