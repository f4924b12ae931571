//! The registry of yardsticks: one file a table, one line here.

mod icd_203;
mod ipcc_ar5;
mod kent;
mod nato;
mod phia;
mod phia_2019;

use std::sync::{Arc, LazyLock};

use super::Yardstick;
use super::lexicon::Lexicon;

/// The built-in tables, in the order in which the automatic choice prefers them among equals.
const BUILT_IN: &[fn() -> Yardstick] =
    &[phia::yardstick, icd_203::yardstick, nato::yardstick, kent::yardstick, ipcc_ar5::yardstick, phia_2019::yardstick];

/// The yardsticks that are known: the author's own, then the built-in ones.
///
/// Order matters only for the automatic choice: among yardsticks that know a report's terms equally well, the first is
/// taken.
///
/// Cloning is cheap: clones share the tables.
#[derive(Clone, Debug)]
pub struct Yardsticks {
    tables: Arc<Tables>,
}

#[derive(Debug)]
struct Tables {
    yardsticks: Vec<Yardstick>,
    lexicon: Lexicon,
}

impl PartialEq for Yardsticks {
    fn eq(&self, other: &Self) -> bool {
        // The lexicon follows from the tables.
        self.tables.yardsticks == other.tables.yardsticks
    }
}

impl Default for Yardsticks {
    fn default() -> Self {
        Self::built_in()
    }
}

impl Yardsticks {
    /// The built-in yardsticks alone.
    #[must_use]
    pub fn built_in() -> Self {
        static ALONE: LazyLock<Yardsticks> = LazyLock::new(|| Yardsticks::of(Vec::new()));
        ALONE.clone()
    }

    /// The author's own yardsticks, and the built-in ones whose names these do not take.
    ///
    /// Of two of the author's with one name, the first stays. O(number of phrases).
    #[must_use]
    pub fn with_custom(custom: impl IntoIterator<Item = Yardstick>) -> Self {
        let custom: Vec<Yardstick> = custom.into_iter().collect();
        if custom.is_empty() { Self::built_in() } else { Self::of(custom) }
    }

    fn of(custom: Vec<Yardstick>) -> Self {
        let mut yardsticks: Vec<Yardstick> = Vec::new();
        for yardstick in custom.into_iter().chain(BUILT_IN.iter().map(|table| table())) {
            if !yardsticks.iter().any(|known| known.name == yardstick.name) {
                yardsticks.push(yardstick);
            }
        }
        let lexicon = Lexicon::new(&yardsticks);
        Self { tables: Arc::new(Tables { yardsticks, lexicon }) }
    }

    /// The yardstick of that name. Case, blanks and underscores do not matter ("ICD 203", `icd_203`), and well-known
    /// short forms are understood ("ipcc", "AJP-2.1").
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Yardstick> {
        self.index(name).map(|index| &self.tables.yardsticks[index])
    }

    /// All names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tables.yardsticks.iter().map(|yardstick| yardstick.name.as_str())
    }

    /// All yardsticks, in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Yardstick> {
        self.tables.yardsticks.iter()
    }

    /// The known name that is most like `name` (Jaro–Winkler similarity of at least 0.7), for "did you mean".
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let name = normalised(name);
        let mut best: Option<(f64, &str)> = None;
        for yardstick in &self.tables.yardsticks {
            for candidate in std::iter::once(&yardstick.name).chain(&yardstick.aliases) {
                let similarity = strsim::jaro_winkler(&name, candidate);
                if similarity >= 0.7 && best.is_none_or(|(most, _)| similarity > most) {
                    best = Some((similarity, &yardstick.name));
                }
            }
        }
        best.map(|(_, name)| name)
    }

    pub(super) fn index(&self, name: &str) -> Option<usize> {
        let name = normalised(name);
        let by_name = self.tables.yardsticks.iter().position(|yardstick| normalised(&yardstick.name) == name);
        by_name.or_else(|| self.tables.yardsticks.iter().position(|yardstick| yardstick.aliases.contains(&name)))
    }

    /// The place in [`Yardsticks::iter`] of the yardstick of that name; see [`Yardsticks::get`].
    #[must_use]
    pub fn place(&self, name: &str) -> Option<usize> {
        self.index(name)
    }

    pub(super) fn at(&self, index: usize) -> &Yardstick {
        &self.tables.yardsticks[index]
    }

    pub(super) fn lexicon(&self) -> &Lexicon {
        &self.tables.lexicon
    }

    /// All that can begin a match: the terms of all of them, and the shades.
    pub(crate) fn phrases(&self) -> impl Iterator<Item = &str> {
        self.tables.lexicon.phrases()
    }
}

/// Lower case, with one hyphen for each run of blanks, underscores and hyphens.
fn normalised(name: &str) -> String {
    let separator = |c: char| c.is_whitespace() || matches!(c, '_' | '-');
    name.to_lowercase().split(separator).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn bands(name: &str, expected: &[(&str, f64, f64)]) {
        let yardsticks = Yardsticks::built_in();
        let yardstick = yardsticks.get(name).unwrap();
        for &(term, low, high) in expected {
            let band = yardstick.term(term).unwrap_or_else(|| panic!("{name} knows {term}")).band;
            assert!((band.low * 100.0 - low).abs() < 1e-9 && (band.high * 100.0 - high).abs() < 1e-9, "{name} {term}");
        }
    }

    #[test]
    fn icd_203_is_as_the_directive_prints_it() {
        bands(
            "icd-203",
            &[
                ("almost no chance", 1.0, 5.0),
                ("remote", 1.0, 5.0),
                ("very unlikely", 5.0, 20.0),
                ("highly improbable", 5.0, 20.0),
                ("unlikely", 20.0, 45.0),
                ("improbable", 20.0, 45.0),
                ("roughly even chance", 45.0, 55.0),
                ("roughly even odds", 45.0, 55.0),
                ("likely", 55.0, 80.0),
                ("probably", 55.0, 80.0),
                ("very likely", 80.0, 95.0),
                ("highly probable", 80.0, 95.0),
                ("almost certainly", 95.0, 99.0),
                ("nearly certain", 95.0, 99.0),
            ],
        );
        assert_eq!(Yardsticks::built_in().get("icd-203").unwrap().term("highly likely"), None);
    }

    #[test]
    fn both_phia_editions_have_the_same_bands_and_differ_in_their_open_ends() {
        for name in ["phia", "phia-2019"] {
            bands(
                name,
                &[
                    ("remote chance", 0.0, 5.0),
                    ("highly unlikely", 10.0, 20.0),
                    ("unlikely", 25.0, 35.0),
                    ("realistic possibility", 40.0, 50.0),
                    ("likely", 55.0, 75.0),
                    ("probable", 55.0, 75.0),
                    ("highly likely", 80.0, 90.0),
                    ("almost certain", 95.0, 100.0),
                ],
            );
        }
        let yardsticks = Yardsticks::built_in();
        let open = |name: &str| {
            let terms = &yardsticks.get(name).unwrap().terms;
            terms.iter().map(|term| (term.band.low_open, term.band.high_open)).collect::<Vec<_>>()
        };
        let mut expected = vec![(false, false); 7];
        assert_eq!(open("phia-2019"), expected);
        (expected[0], expected[3], expected[6]) = ((true, false), (false, true), (false, true));
        assert_eq!(open("phia"), expected);
    }

    #[test]
    fn kent_is_middles_and_margins() {
        bands(
            "kent",
            &[
                ("almost certain", 93.0 - 6.0, 93.0 + 6.0),
                ("probable", 75.0 - 12.0, 75.0 + 12.0),
                ("chances about even", 40.0, 60.0),
                ("probably not", 20.0, 40.0),
                ("almost certainly not", 2.0, 12.0),
            ],
        );
    }

    #[test]
    fn nato_and_ipcc_bands() {
        bands(
            "nato",
            &[
                ("highly unlikely", 0.0, 10.0),
                ("unlikely", 10.0, 40.0),
                ("even chance", 40.0, 60.0),
                ("likely", 60.0, 90.0),
                ("highly likely", 90.0, 100.0),
            ],
        );
        bands(
            "ipcc-ar5",
            &[
                ("virtually certain", 99.0, 100.0),
                ("very likely", 90.0, 100.0),
                ("likely", 66.0, 100.0),
                ("about as likely as not", 33.0, 66.0),
                ("unlikely", 0.0, 33.0),
                ("very unlikely", 0.0, 10.0),
                ("exceptionally unlikely", 0.0, 1.0),
            ],
        );
    }

    #[test]
    fn every_table_is_in_order_and_overlaps_only_where_it_says_so() {
        for yardstick in Yardsticks::built_in().iter() {
            assert!(!yardstick.source.is_empty() && !yardstick.title.is_empty());
            for pair in yardstick.terms.windows(2) {
                assert!(pair[0].band.middle() < pair[1].band.middle(), "{} {pair:?}", yardstick.name);
                assert!(yardstick.overlapping || !pair[0].band.overlaps(pair[1].band), "{} {pair:?}", yardstick.name);
            }
            for term in &yardstick.terms {
                assert!(0.0 <= term.band.low && term.band.low < term.band.high && term.band.high <= 1.0);
            }
        }
    }

    #[test]
    fn names_are_found_as_people_write_them() {
        let yardsticks = Yardsticks::built_in();
        for (written, name) in [
            ("ICD 203", "icd-203"),
            ("icd_203", "icd-203"),
            ("icd203", "icd-203"),
            ("PHIA", "phia"),
            ("phia 2019", "phia-2019"),
            ("NATO", "nato"),
            ("AJP-2.1", "nato"),
            ("Kent 1964", "kent"),
            ("ipcc", "ipcc-ar5"),
        ] {
            assert_eq!(yardsticks.get(written).map(|yardstick| yardstick.name.as_str()), Some(name), "{written}");
        }
        assert!(yardsticks.get("").is_none() && yardsticks.get("percent").is_none());
        assert_eq!(yardsticks.nearest("icd-302"), Some("icd-203"));
        assert_eq!(yardsticks.nearest("phai"), Some("phia"));
        assert_eq!(yardsticks.nearest("zzz"), None);
    }
}
