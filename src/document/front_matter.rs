//! The YAML block at the head of a report.

use std::ops::Range;

/// The bytes of the front matter between its fences, and where the text after it begins.
///
/// A byte-order mark and blank lines may precede it. Front matter begins with `---`, ends with `---` or `...`, and
/// its first line that is not blank is a key, a list entry or a comment; anything else between two rules is text.
pub(super) fn find(source: &str) -> Option<(Range<usize>, usize)> {
    let text = source.trim_start_matches('\u{feff}').trim_start_matches(['\n', '\r']);
    let mut at = source.len() - text.len();
    let mut content_start = None;
    let mut seen_key = false;
    for line in text.split_inclusive('\n') {
        let next = at + line.len();
        let content = line.trim_end();
        match content_start {
            None if content == "---" => content_start = Some(next),
            Some(start) if matches!(content, "---" | "...") => return Some((start..at, next)),
            Some(_) if seen_key || content.is_empty() => {}
            Some(_) if is_key(content) => seen_key = true,
            None | Some(_) => return None,
        }
        at = next;
    }
    None
}

fn is_key(line: &str) -> bool {
    line.starts_with('#') && !line.starts_with("##")
        || line.split_once(':').is_some_and(|(key, value)| {
            let key = key.trim_matches(['"', '\'']);
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
            !key.is_empty() && key.chars().all(is_name) && (value.is_empty() || value.starts_with([' ', '\t']))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_found_behind_a_byte_order_mark() {
        let source = "\u{feff}---\r\ntitle: A\r\n\r\ndate: 2024-01-01\r\n---\r\nText\n---\n";
        let (content, body) = find(source).unwrap();
        assert_eq!(&source[content], "title: A\r\n\r\ndate: 2024-01-01\r\n");
        assert_eq!(&source[body..], "Text\n---\n");
        assert_eq!(find("---\n---\n"), Some((4..4, 8)));
        assert_eq!(find("---\n# note\nx: 1\n..."), Some((4..16, 19)));
    }

    #[test]
    fn two_rules_with_text_between_them_are_no_front_matter() {
        for source in [
            "",
            "---",
            "---\ntitle: A\n",
            "---\nSome words.\n---\n",
            "----\na: b\n---\n",
            "x\n---\na: b\n---\n",
            "---\n## H: x\n---\n",
        ] {
            assert_eq!(find(source), None, "{source:?}");
        }
    }
}
