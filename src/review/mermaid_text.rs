//! Text as Mermaid's labels give it back: letter for letter.
//!
//! A label in double quotes goes through many hands before it is seen, and each must be thought of:
//!
//! 1. The whole text, before it is parsed: `%%{…}%%` is taken for a directive and `%% …` for a comment wherever they
//!    stand; entity codes (`#35;`, `#quot;`) are replaced by marks of Mermaid's own, spelt `ﬂ°°35¶ß` and `ﬂ°quot¶ß`; and a
//!    line that matches `style.*:\S*#.*;` loses its last semicolon. So no `%` and no `:` stays as it is.
//! 2. The parser: a double quote ends the label.
//! 3. The renderer turns the marks into HTML entities, and cleans the HTML, by which the entities become characters
//!    (if there is any markup in the label, else later). Versions before 11.12 or so then read Markdown (`**`, `1. `,
//!    backticks), later ones take a backslash before `n` for a line break, all of them `fa:fa-…` for an icon and `$$` for a
//!    formula; and then the marks are looked for again, and once more in the finished picture. So characters that mean
//!    something there are marked twice: the entity codes for `ﬂ°°`, and for `¶ß` after the number, are a mark after the
//!    first time and the character after the second. Where a report's own text has such a mark, it is broken by `<wbr>`.
//!
//! This holds for labels of nodes and of edges alike, from 11.0 to 11.17 (see `tests/mermaid.rs`, which asks the real
//! program).

use std::fmt::Write as _;

use super::visible;
use crate::draw::wrap;

/// The longest word, in columns, that a box has room for; a longer one may be broken there.
const WIDEST_WORD: usize = 36;

/// A place where a line may break; it is not seen.
const BREAK: &str = "<wbr>";

/// A text as it may stand in a quoted label: white space folded, control characters visible, everything else as it is
/// once it is drawn. O(length).
pub(crate) fn label(text: &str) -> String {
    let text = visible(text);
    let mut escaped = String::with_capacity(text.len() * 2);
    let mut at_start = true;
    for (number, word) in text.split_whitespace().enumerate() {
        if number > 0 {
            escaped.push(' ');
        }
        for (number, piece) in wrap(word, WIDEST_WORD).iter().enumerate() {
            if number > 0 {
                escaped.push_str(BREAK);
            }
            push(&mut escaped, piece, at_start);
            at_start = false;
        }
    }
    escaped
}

fn push(escaped: &mut String, text: &str, at_start: bool) {
    let mut marker = at_start;
    let mut number = at_start;
    let mut previous = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        let means_something = match c {
            '*' | '_' | '`' | '\\' | '$' | '~' | '#' | '@' => true,
            // "fa:fa-car" and "https://…".
            ':' => matches!(next, 'f' | '/'),
            // "www.…", and "1." at the beginning.
            '.' => previous.eq_ignore_ascii_case(&'w') || (number && next == ' '),
            ')' => number && next == ' ',
            ']' => matches!(next, '(' | '['),
            '!' => next == '[',
            // A list, a rule or a quotation.
            '-' | '+' => marker && (next == ' ' || next == c),
            '>' => marker,
            _ => false,
        };
        // Mermaid's own marks.
        if matches!((previous, c), ('ﬂ', '°') | ('¶', 'ß')) {
            escaped.push_str(BREAK);
        }
        match c {
            _ if means_something => twice(escaped, c),
            '"' | '%' | '&' | ':' | ';' | '<' | '>' | '{' | '}' | '|' => {
                // Writing to a string cannot fail.
                let _ = write!(escaped, "#{};", u32::from(c));
            }
            _ => escaped.push(c),
        }
        marker &= !c.is_alphanumeric();
        number &= c.is_ascii_digit();
        previous = c;
    }
}

fn twice(escaped: &mut String, c: char) {
    let _ = write!(escaped, "#64258;#176;#176;{}#182;#223;", u32::from(c));
}

/// A text as a string of YAML, for the title in the front matter; what Mermaid could take for HTML or a directive is
/// written by its number.
pub(crate) fn title(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in visible(text).trim().chars() {
        match c {
            '"' | '\\' | '<' | '>' | '%' | '{' | '}' | '=' | '#' | '&' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_stays_readable() {
        let text = "The pilots' long-standing contract [e1] (of 2019) ends in 2021. Of 0.7 says Müller! 日本語 - مرحبا";
        assert_eq!(label(text), text);
    }

    #[test]
    fn what_means_something_is_written_by_its_number() {
        assert_eq!(label("50 % \"x\"; <b>"), "50 #37; #34;x#34;#59; #60;b#62;");
        assert_eq!(
            label("1. *x*"),
            "1#64258;#176;#176;46#182;#223; #64258;#176;#176;42#182;#223;x#64258;#176;#176;42#182;#223;"
        );
        assert_eq!(label("ﬂ°°60¶ß straße"), "ﬂ<wbr>°°60¶<wbr>ß straße");
        for text in ["%%{init}%%", "a:b", "\"", "`x`", "a\nb\u{1b}", "fa:fa-car", "$$x$$", "C:\\new"] {
            let shown = label(text);
            assert!(!shown.contains(['%', ':', '"', '`', '\n', '\u{1b}', '$', '\\']), "{shown}");
        }
    }

    #[test]
    fn long_words_may_be_broken() {
        assert_eq!(label(&"x".repeat(80)).replace("<wbr>", ""), "x".repeat(80));
        assert_eq!(label(&"x".repeat(80)).matches("<wbr>").count(), 2);
    }

    #[test]
    fn a_title_is_a_string_of_yaml() {
        assert_eq!(title("a \"b\" <c> %%{d}"), "\"a \\u0022b\\u0022 \\u003cc\\u003e \\u0025\\u0025\\u007bd\\u007d\"");
    }
}
