use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar;

/// Text as it may be shown on a terminal and in line-based outputs: one line, in which nothing is hidden and nothing
/// commands. Control characters (escape sequences begin with one), line breaks too, become their pictures (`␛`), and
/// what turns the direction of text or takes no room becomes its number (`<U+202E>`).
///
/// O(length).
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if is_plain(text) || !text.chars().any(is_replaced) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        push_visible(&mut shown, c);
    }
    Cow::Owned(shown)
}

/// Adds one character as [`visible`] shows it.
pub(crate) fn push_visible(shown: &mut String, c: char) {
    match c {
        ' '..='~' => shown.push(c),
        '\t' => shown.push_str("  "),
        '\0'..='\u{1f}' => shown.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')),
        '\u{7f}' => shown.push('␡'),
        _ if is_replaced(c) => {
            // Writing to a string cannot fail.
            let _ = write!(shown, "<U+{:04X}>", u32::from(c));
        }
        _ => shown.push(c),
    }
}

/// The screen cells that one character takes as [`visible`] shows it.
pub(crate) fn width_of(c: char) -> usize {
    match c {
        ' '..='~' => 1,
        '\t' => 2,
        '\0'..='\u{1f}' | '\u{7f}' => 1,
        _ if is_replaced(c) => 8 + usize::from(u32::from(c) > 0xffff),
        _ => c.width().unwrap_or(0),
    }
}

/// The screen cells that a text takes; stops counting once it is past `enough`.
pub(crate) fn width_up_to(text: &str, enough: usize) -> usize {
    // Most text is plain: then each byte is a cell.
    let head = text.len().min(enough.saturating_add(1));
    if text.get(..head).is_some_and(is_plain) {
        return head;
    }
    let mut width = 0;
    for c in text.chars() {
        width += width_of(c);
        if width > enough {
            break;
        }
    }
    width
}

/// Whether the text is of ASCII letters, digits, signs and blanks alone.
pub(crate) fn is_plain(text: &str) -> bool {
    // Without a way out in the middle, so that many bytes are looked at at once.
    text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'))
}

/// Whether the character is shown as something else.
pub(crate) fn is_replaced(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fdd0}'..='\u{fdef}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_commands_or_hides_is_shown() {
        assert_eq!(visible("\u{1b}[31mred\u{1b}[0m"), "␛[31mred␛[0m");
        assert_eq!(visible("a\r\nb\tc\0"), "a␍␊b  c␀");
        assert_eq!(visible("\u{202e}txet\u{9b}31m"), "<U+202E>txet<U+009B>31m");
        assert_eq!(visible("\u{e0041}x\u{200b}"), "<U+E0041>x<U+200B>");
    }

    #[test]
    fn text_in_any_script_stays() {
        for text in ["plain", "日本語", "مرحبا", "e\u{301}", "👩\u{200d}🚀"] {
            assert!(matches!(visible(text), Cow::Borrowed(shown) if shown == text));
        }
    }

    #[test]
    fn the_width_is_that_of_what_is_shown() {
        for c in ['a', '日', '\t', '\u{1b}', '\u{7f}', '\u{9b}', '\u{202e}', '\u{e0041}', '\u{301}'] {
            let mut shown = String::new();
            push_visible(&mut shown, c);
            assert_eq!(shown.chars().filter_map(UnicodeWidthChar::width).sum::<usize>(), width_of(c), "{c:?}");
        }
        assert_eq!([0, 4, 5, 6, usize::MAX].map(|enough| width_up_to("plain", enough)), [1, 5, 5, 5, 5]);
        assert_eq!([0, 3, 4, 5, 6].map(|enough| width_up_to("ab日本c", enough)), [1, 4, 6, 6, 7]);
    }
}
