//! Chinese and Japanese writing: no blanks between words, punctuation of its own.

/// Whether `c` belongs to a script that is written without blanks: ideographs, kana, bopomofo, and the punctuation, digits and
/// letters as wide as they are. Hangul parts its words by blanks.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{2fdf}'
        | '\u{3001}'..='\u{312f}'
        | '\u{3190}'..='\u{31ff}'
        | '\u{3220}'..='\u{325f}'
        | '\u{3280}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff01}'..='\u{ff9f}'
        | '\u{1aff0}'..='\u{1b16f}'
        | '\u{1f200}'..='\u{1f2ff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Whether a line that ends in `before` and one that begins with `after` are joined without a blank. Chinese shares some of its
/// quotation marks with scripts that have blanks.
pub(crate) fn joins_lines(before: char, after: char) -> bool {
    let is_shared = |c| matches!(c, '“' | '”' | '‘' | '’' | '…');
    is_unspaced(before) && (is_unspaced(after) || is_shared(after)) || is_shared(before) && is_unspaced(after)
}

/// Whether a sentence ends with `c` in some script: a full stop, an exclamation mark, a question mark.
pub(crate) fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '｡' | '．')
}

/// Whether `c` is a quotation mark or bracket of Chinese or Japanese that closes.
pub(crate) fn is_wide_closing(c: char) -> bool {
    matches!(c, '」' | '』' | '）' | '】' | '〕' | '》' | '〉' | '］' | '｣')
}

/// About how many words a text has: what blanks part, and three characters a word where the script has no blanks. O(length).
pub(crate) fn word_count(text: &str) -> usize {
    let count = |word: &str| {
        let unspaced = word.chars().filter(|&c| is_unspaced(c) && c.is_alphanumeric()).count();
        let has_others = unspaced == 0 || word.chars().any(|c| c.is_alphanumeric() && !is_unspaced(c));
        unspaced.div_ceil(3) + usize::from(has_others)
    };
    text.split_whitespace().map(count).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_without_blanks_are_known() {
        for c in "再々〇アあーｱ、。「（：Ａ１㈱𠀀ㄅ・".chars() {
            assert!(is_unspaced(c), "{c}");
        }
        for c in "aé1.,(한ㅎ㈀ﾡ \u{3000}“—ไ".chars() {
            assert!(!is_unspaced(c), "{c}");
        }
        assert!(joins_lines('。', '再') && joins_lines('，', '“') && joins_lines('”', '再'));
        assert!(!joins_lines('再', 'A') && !joins_lines('한', '再') && !joins_lines('”', '“'));
    }

    #[test]
    fn words_are_counted_in_both_kinds_of_script() {
        for (text, count) in
            [("", 0), ("The lock fails.", 3), ("再開", 1), ("航路は再開する", 3), ("NK 検査", 2), ("NK検査。", 2)]
        {
            assert_eq!(word_count(text), count, "{text}");
        }
    }
}
