//! Text as Markdown gives it back: GitHub's dialect, and those of other forges.

use super::visible;

/// Stands behind a character that a forge would take for the beginning of a mention, a reference or an address: these are
/// found in the text that is left when Markdown and its escapes are gone.
const BREAK: &str = "&#8203;";

/// Text as text: one line in which nothing is marked up, wherever it stands (in a cell, in a paragraph, at its
/// beginning). Apart from the breaks that keep a forge from linking, a reader of Markdown gives back what
/// [`visible`] gives. O(length).
pub(crate) fn plain(text: &str) -> String {
    let text = visible(text);
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    let mut previous = ' ';
    // Whether there were only digits so far, or nothing: the number of a list.
    let mut number = true;
    let last = text.trim_end_matches(' ').len();
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map(|&(_, next)| next);
        match c {
            // Blanks at the ends would be taken off.
            ' ' if at == 0 || at >= last => escaped.push_str("&#32;"),
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // A formula on some forges, escaped or not.
            '$' => escaped.push_str("&#36;"),
            '@' | '#' => {
                escaped.push('\\');
                escaped.push(c);
                escaped.push_str(BREAK);
            }
            // "https://…", and ":name:" for a picture.
            ':' if at > 0 && next.is_some_and(|next| !next.is_whitespace()) => {
                escaped.push(c);
                escaped.push_str(BREAK);
            }
            // "www.…", found without a scheme.
            '.' if previous.eq_ignore_ascii_case(&'w') => {
                escaped.push_str(BREAK);
                escaped.push(c);
            }
            // "GH-123" refers to an issue, "!3" to a merge request.
            '-' if previous.eq_ignore_ascii_case(&'h') && next.is_some_and(|next| next.is_ascii_digit()) => {
                escaped.push(c);
                escaped.push_str(BREAK);
            }
            '!' if next.is_some_and(|next| next.is_ascii_digit()) => {
                escaped.push(c);
                escaped.push_str(BREAK);
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '{' | '}' | '^' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // The beginning of a list, a rule, a heading's underline, a definition or front matter.
            '-' | '+' | '=' | ':' if at == 0 => {
                escaped.push('\\');
                escaped.push(c);
                if c == ':' && next.is_some_and(|next| !next.is_whitespace()) {
                    escaped.push_str(BREAK);
                }
            }
            '.' | ')' if number && at > 0 && next.is_none_or(char::is_whitespace) => {
                escaped.push('\\');
                escaped.push(c);
            }
            _ => escaped.push(c),
        }
        number &= c.is_ascii_digit();
        previous = c;
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    #[test]
    fn text_is_not_marked_up() {
        assert_eq!(plain("a | b"), "a \\| b");
        assert_eq!(plain("`x` *y* [z](u) <b> &amp;"), "\\`x\\` \\*y\\* \\[z\\](u) &lt;b&gt; &amp;amp;");
        assert_eq!(plain("@team #12 a@b.c"), "\\@&#8203;team \\#&#8203;12 a\\@&#8203;b.c");
        assert_eq!(plain("https://x.y www.z.org GH-7"), "https:&#8203;//x.y www&#8203;.z.org GH-&#8203;7");
        assert_eq!(plain("so: it is, and high-level"), "so: it is, and high-level");
        assert_eq!(plain("1. a"), "1\\. a");
        assert_eq!(plain("In 2020. Of 0.7 (a)"), "In 2020. Of 0.7 (a)");
        assert_eq!(plain("- a"), "\\- a");
        assert_eq!(plain("$x$"), "&#36;x&#36;");
    }

    /// The text that a reader of Markdown finds, if it finds nothing but text between the block's own tags.
    fn read_back(markdown: &str) -> String {
        let mut text = String::new();
        for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(piece) => text.push_str(&piece),
                Event::Start(
                    Tag::Paragraph
                    | Tag::Heading { .. }
                    | Tag::Table(_)
                    | Tag::TableHead
                    | Tag::TableRow
                    | Tag::TableCell
                    | Tag::List(None)
                    | Tag::Item,
                )
                | Event::End(_) => {}
                other => panic!("{other:?} in {markdown}"),
            }
        }
        text.replace('\u{200b}', "")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn any_text_reads_back(text in "[ -~]{0,20}|[-+=*_#>:.()0-9 !|~`$^{}\\[\\]\\\\&<a-c\n\t]{0,12}|\\PC{0,20}") {
            prop_assume!(!text.trim().is_empty());
            let expected = visible(&text).into_owned();
            let plain = plain(&text);
            prop_assert_eq!(read_back(&plain), expected.clone(), "a paragraph: {}", plain);
            prop_assert_eq!(read_back(&format!("## {plain}\n")), expected.clone(), "a heading: {}", plain);
            prop_assert_eq!(read_back(&format!("- {plain}\n")), expected.clone(), "an item: {}", plain);
            prop_assert_eq!(read_back(&format!("| {plain} |\n| --- |\n")), expected, "a cell: {}", plain);
        }
    }
}
