//! Characters that no picture can hold, or that hide what a picture shows.

#[cfg(feature = "pictures")]
use std::borrow::Cow;

/// A character that can stand in every output, in the place of `c`.
pub(crate) fn visible(c: char) -> char {
    match c {
        // The Control Pictures block has the C0 controls in their own order.
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        _ => c,
    }
}

/// A text that can stand in an SVG as it will be read: [`visible`], and without what turns the order of letters that have
/// an order of their own. O(length).
#[cfg(feature = "pictures")]
pub(crate) fn visible_text(text: &str) -> Cow<'_, str> {
    let shown = |c: char| match c {
        '\u{202d}' | '\u{202e}' => '\u{fffd}',
        '\t' | '\n' | '\r' => c,
        c => visible(c),
    };
    if text.chars().all(|c| shown(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(shown).collect())
}

#[cfg(all(test, feature = "pictures"))]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_shown() {
        assert_eq!(visible_text("a\0b\u{1b}[31m\u{202e}c"), "a␀b␛[31m\u{fffd}c");
        assert!(matches!(visible_text("two\nlines, שלום"), Cow::Borrowed(_)));
    }
}
