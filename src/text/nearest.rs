/// The candidate that `word` was most likely meant to be, or `None` if none is near enough.
///
/// Near means an edit distance (letters left out, put in, changed, or two swapped) of at most a third of the word's length (at least one, so that a slip in
/// a short word is still found), letters compared without case. Of two candidates that are equally near the first
/// wins. Words of more than 64 characters have no neighbour: the distance takes quadratic time.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 64;
    let word = word.to_lowercase();
    let length = word.chars().take(LONGEST + 1).count();
    if length > LONGEST {
        return None;
    }
    let allowed = (length / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.chars().take(LONGEST + 1).count().abs_diff(length) <= allowed)
        .map(|candidate| (strsim::osa_distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|&(distance, _)| distance <= allowed)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_found_and_another_word_is_not() {
        let known = ["no-judgement", "orphan-evidence", "kj1", "kj2"];
        let of = |word: &str| nearest(word, known);
        assert_eq!(of("no-judgment"), Some("no-judgement"));
        assert_eq!(of("Orphan-Evidnece"), Some("orphan-evidence"));
        assert_eq!(of("kj3"), Some("kj1"));
        assert_eq!(of("weather"), None);
        assert_eq!(of(""), None);
        assert_eq!(nearest(&"k".repeat(100_000), known), None);
    }
}
