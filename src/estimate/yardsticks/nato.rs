use crate::estimate::{Band, Term, Yardstick};

/// NATO's five terms: AJP-2.1, Allied Joint Doctrine for Intelligence Procedures.
///
/// The publication itself is not open. The bands are those that the FIRST CTI special interest group recommends as the
/// NATO terms: highly unlikely under 10, unlikely 10–40, even chance 40–60, likely 60–90, highly likely over 90 per
/// cent, with 40 belonging to "unlikely" too and 60 to "likely" too. Seen in a second-hand copy of that page only.
pub(super) fn yardstick() -> Yardstick {
    Yardstick {
        name: "nato".to_owned(),
        title: "NATO AJP-2.1".to_owned(),
        source:
            "NATO AJP-2.1, Allied Joint Doctrine for Intelligence Procedures (bands as the FIRST CTI SIG gives them)"
                .to_owned(),
        terms: vec![
            Term::new("highly unlikely", Band::percent(0.0, 10.0).below(), &[]),
            Term::new("unlikely", Band::percent(10.0, 40.0), &[]),
            Term::new("even chance", Band::percent(40.0, 60.0), &[]),
            Term::new("likely", Band::percent(60.0, 90.0), &[]),
            Term::new("highly likely", Band::percent(90.0, 100.0).above(), &[]),
        ],
        overlapping: false,
        aliases: vec!["ajp-2.1".to_owned(), "nato-ajp-2.1".to_owned()],
    }
}
