//! Text as HTML gives it back.

use super::visible;

/// Text as text of a page, in an element or between an attribute's quotation marks: one line, in which nothing is hidden.
/// A reader of HTML gives back what [`visible`] gives. O(length).
pub(crate) fn plain(text: &str) -> String {
    escaped(&visible(text))
}

/// The same for text that keeps its line breaks and whatever else it holds.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text() {
        assert_eq!(escaped("<b a='\"'>&\n"), "&lt;b a=&#39;&quot;&#39;&gt;&amp;\n");
        assert_eq!(plain("<b>\u{1b}\u{202e}"), "&lt;b&gt;␛&lt;U+202E&gt;");
    }
}
