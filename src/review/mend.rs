use crate::rules::Fix;

/// A text with mends made in it, and how many were made. Every byte outside of them stays as it is.
///
/// A mend that touches one made before it, or whose place is not in the text, is left out; it can be made in the next
/// round. O(length + mends log mends).
#[must_use]
pub fn mend<'a>(text: &str, fixes: impl IntoIterator<Item = &'a Fix>) -> (String, usize) {
    let mut fixes: Vec<&Fix> = fixes.into_iter().collect();
    fixes.sort_by_key(|fix| (fix.span.start, fix.span.end));
    let mut mended = String::with_capacity(text.len());
    let mut kept = 0;
    let mut count = 0;
    for fix in fixes {
        let range = fix.span.range();
        let touches = count > 0 && range.start <= kept;
        if touches || text.get(range.clone()).is_none() {
            continue;
        }
        mended.push_str(&text[kept..range.start]);
        mended.push_str(&fix.replacement);
        kept = range.end;
        count += 1;
    }
    mended.push_str(&text[kept..]);
    (mended, count)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{FileId, Span};

    fn fix(range: std::ops::Range<usize>, replacement: &str) -> Fix {
        Fix { span: Span::new(FileId::FIRST, range), replacement: replacement.to_owned() }
    }

    #[test]
    fn mends_are_made_from_the_start_and_those_that_touch_wait() {
        let fixes = [fix(4..5, "E"), fix(0..1, "AA"), fix(1..3, "no"), fix(0..1, "no"), fix(7..9, "no")];
        assert_eq!(mend("abcdefg\r\n", &fixes[..4]), ("AAbcdEfg\r\n".to_owned(), 2));
        assert_eq!(mend("abc", &fixes[4..]), ("abc".to_owned(), 0));
        // In the middle of a character.
        assert_eq!(mend("日本", &[fix(1..3, "")]), ("日本".to_owned(), 0));
    }

    proptest! {
        #[test]
        fn all_other_bytes_stay(text in "\\PC{0,40}", places in prop::collection::vec((0usize..60, 0usize..9), 0..9)) {
            let fixes: Vec<Fix> = places.iter().map(|&(start, len)| fix(start..start + len, "")).collect();
            let (mended, count) = mend(&text, &fixes);
            prop_assert!(count <= fixes.len() && mended.len() <= text.len());
            let mut rest = text.chars();
            prop_assert!(mended.chars().all(|c| rest.any(|other| other == c)));
        }
    }
}
