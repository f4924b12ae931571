use super::words::folded_words;

/// A range of probabilities.
///
/// `0 <= low <= high <= 1`. An open end does not belong to the band ("under 50 %").
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The lower end, a probability in [0, 1].
    pub low: f64,
    /// The upper end, a probability in [0, 1].
    pub high: f64,
    /// Whether the lower end itself lies outside.
    pub low_open: bool,
    /// Whether the upper end itself lies outside.
    pub high_open: bool,
}

impl Band {
    /// A closed band from percentages; `low` and `high` must lie in [0, 100], in order.
    #[must_use]
    pub const fn percent(low: f64, high: f64) -> Self {
        Self { low: low / 100.0, high: high / 100.0, low_open: false, high_open: false }
    }

    /// The same band without its lower end.
    #[must_use]
    pub const fn above(self) -> Self {
        Self { low_open: true, ..self }
    }

    /// The same band without its upper end.
    #[must_use]
    pub const fn below(self) -> Self {
        Self { high_open: true, ..self }
    }

    /// The middle of the band.
    #[must_use]
    pub fn middle(self) -> f64 {
        f64::midpoint(self.low, self.high)
    }

    /// Whether a probability lies in the band; a tolerance of 10⁻⁹ absorbs rounding at closed ends.
    #[must_use]
    pub fn contains(self, probability: f64) -> bool {
        const ROUNDING: f64 = 1e-9;
        let above = if self.low_open { probability > self.low + ROUNDING } else { probability >= self.low - ROUNDING };
        let below =
            if self.high_open { probability < self.high - ROUNDING } else { probability <= self.high + ROUNDING };
        above && below
    }

    /// Whether some probability lies in both bands. Bands that only touch at an end share nothing worth naming.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.low < other.high && other.low < self.high
    }
}

/// One term of a yardstick, with the band that it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The yardstick's own name for it, in lower case.
    pub name: String,
    /// What it stands for.
    pub band: Band,
    /// Other spellings and inflections that are read as this term, in lower case.
    pub synonyms: Vec<String>,
}

impl Term {
    /// A term of that name, band and other spellings.
    #[must_use]
    pub fn new(name: &str, band: Band, synonyms: &[&str]) -> Self {
        Self { name: name.to_owned(), band, synonyms: synonyms.iter().map(|&synonym| synonym.to_owned()).collect() }
    }

    /// Every way in which the term can be written: name, other spellings, and for each the adverb that belongs to it
    /// ("probable" → "probably", "almost certain" → "almost certainly").
    pub(super) fn phrases(&self) -> Vec<Vec<String>> {
        let mut phrases: Vec<Vec<String>> = Vec::new();
        for spelling in std::iter::once(&self.name).chain(&self.synonyms) {
            let words = folded_words(spelling);
            let inflected = words.last().and_then(|last| adverb_of(last)).map(|adverb| {
                let mut inflected = words.clone();
                inflected.pop();
                inflected.push(adverb.to_owned());
                inflected
            });
            for phrase in std::iter::once(words).chain(inflected) {
                if !phrase.is_empty() && !phrases.contains(&phrase) {
                    phrases.push(phrase);
                }
            }
        }
        phrases
    }
}

fn adverb_of(adjective: &str) -> Option<&'static str> {
    match adjective {
        "probable" => Some("probably"),
        "improbable" => Some("improbably"),
        "certain" => Some("certainly"),
        "doubtful" => Some("doubtfully"),
        _ => None,
    }
}

/// A table of likelihood terms and the bands that they stand for.
#[derive(Clone, Debug, PartialEq)]
pub struct Yardstick {
    /// Its name in files and on the command line (`icd-203`).
    pub name: String,
    /// Its title for people.
    pub title: String,
    /// The standard, its edition, and the place in it.
    pub source: String,
    /// Its terms, from the least to the most likely.
    pub terms: Vec<Term>,
    /// Whether its bands are nested or overlap by design (IPCC AR5), so that an overlap is no mistake.
    pub overlapping: bool,
    /// Other names that it answers to.
    pub aliases: Vec<String>,
}

impl Yardstick {
    /// The term whose band's middle is nearest to a probability; of two that are equally near, the lower.
    /// `None` only for a yardstick without terms. O(terms).
    #[must_use]
    pub fn nearest_term(&self, probability: f64) -> Option<&Term> {
        let distance = |term: &Term| (term.band.middle() - probability).abs();
        self.terms.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }

    /// The term of that name or spelling, in any case. O(terms · spellings).
    #[must_use]
    pub fn term(&self, words: &str) -> Option<&Term> {
        let words = folded_words(words);
        self.terms.iter().find(|term| term.phrases().contains(&words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_ends_lie_outside() {
        let band = Band::percent(40.0, 50.0).below();
        assert!(band.contains(0.4) && band.contains(0.499) && !band.contains(0.5) && !band.contains(0.39));
        let band = Band::percent(0.0, 5.0).above();
        assert!(!band.contains(0.0) && band.contains(0.05));
        assert!(Band::percent(66.0, 100.0).overlaps(Band::percent(90.0, 100.0)));
        assert!(!Band::percent(20.0, 45.0).overlaps(Band::percent(45.0, 55.0)));
    }

    #[test]
    fn adverbs_are_spellings_of_their_adjectives() {
        let term = Term::new("almost certain", Band::percent(95.0, 99.0), &["nearly certain"]);
        let phrases: Vec<String> = term.phrases().iter().map(|phrase| phrase.join(" ")).collect();
        assert_eq!(phrases, ["almost certain", "almost certainly", "nearly certain", "nearly certainly"]);
    }
}
