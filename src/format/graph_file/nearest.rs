/// The candidate that `word` was most probably meant to be, or `None` if none is near.
///
/// Near is: at most a third of the letters differ (case, `-`, `_` and blanks do not count), by the optimal string
/// alignment distance. Of equally near ones the first is taken.
pub(super) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = folded(word)?;
    let length = word.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        // The length alone rules most of them out, without a look at the letters.
        if candidate.len() > 4 * LONGEST {
            continue;
        }
        let Some(other) = folded(candidate) else { continue };
        let allowed = (length.max(other.chars().count()) / 3).max(1);
        if length.abs_diff(other.chars().count()) > allowed {
            continue;
        }
        let distance = strsim::osa_distance(&word, &other);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Longer words are not compared: the comparison takes the product of the lengths.
const LONGEST: usize = 64;

fn folded(word: &str) -> Option<String> {
    let kept = word.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase);
    let folded: String = kept.take(LONGEST + 1).collect();
    (folded.chars().count() <= LONGEST).then_some(folded)
}

/// Looks for near ids without letting the number of wrong references decide the time that it takes.
pub(in crate::format) struct Suggestions<'a> {
    candidates: Vec<&'a str>,
    comparisons_left: usize,
}

impl<'a> Suggestions<'a> {
    /// Suggests among `candidates`.
    pub fn new(candidates: Vec<&'a str>) -> Self {
        /// About a second's work.
        const COMPARISONS: usize = 1_000_000;
        Self { candidates, comparisons_left: COMPARISONS }
    }

    /// The nearest candidate; `None` too once the comparisons are used up.
    pub fn nearest(&mut self, word: &str) -> Option<&'a str> {
        self.comparisons_left = self.comparisons_left.checked_sub(self.candidates.len())?;
        nearest(word, self.candidates.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_and_far_ones_are_not() {
        let known = ["credibility", "confidence", "confidence-basis", "kind", "date"];
        assert_eq!(nearest("credibilty", known), Some("credibility"));
        assert_eq!(nearest("Confidence_Basis", known), Some("confidence-basis"));
        assert_eq!(nearest("dtae", known), Some("date"));
        assert_eq!(nearest("weather", known), None);
        assert_eq!(nearest(&"x".repeat(1_000_000), known), None);
    }

    #[test]
    fn the_work_is_bounded() {
        let ids: Vec<String> = (0..40).map(|n| format!("node-{n}")).collect();
        let candidates = ids.iter().map(String::as_str).collect();
        let mut suggestions = Suggestions { candidates, comparisons_left: 100 };
        assert_eq!(suggestions.nearest("node-7x"), Some("node-7"));
        assert_eq!(suggestions.nearest("node-8x"), Some("node-8"));
        assert_eq!(suggestions.nearest("node-9x"), None);
        let mut suggestions = Suggestions::new(ids.iter().map(String::as_str).collect());
        assert_eq!(suggestions.nearest("node-9x"), Some("node-9"));
    }
}
