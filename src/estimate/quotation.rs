use std::ops::Range;

/// The stretches of a text that stand in quotation marks or between backticks, sorted, without overlaps.
///
/// Knows “ ”, ‘ ’, „ “, ‚ ‘, « », » «, ‹ ›, 「 」, 『 』, " " and ' ', nested in any order. An apostrophe opens nothing.
/// A mark of a kind that cannot be anything else (“ „ « 「 『) and is never closed runs to the end of the text, as in a
/// quotation that goes on in the next paragraph; other marks that are never closed are ignored. One pass, O(length).
#[must_use]
pub fn quoted_ranges(text: &str) -> Vec<Range<usize>> {
    if text.is_ascii() && memchr::memchr3(b'"', b'\'', b'`', text.as_bytes()).is_none() {
        return Vec::new();
    }
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut previous: Option<char> = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        let end = at + c.len_utf8();
        if closes(c, previous, next, &open)
            && let Some(depth) = open.iter().rposition(|&(opener, _)| matches(opener, c))
        {
            found.push(open[depth].1..end);
            open.truncate(depth);
        } else if opens(c, previous, next) {
            if open.len() == DEEPEST {
                open.remove(0);
            }
            open.push((c, at));
        }
        previous = Some(c);
    }
    found.extend(
        open.iter().find(|(opener, _)| matches!(opener, '“' | '„' | '«' | '「' | '『')).map(|&(_, at)| at..text.len()),
    );
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in found {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// Deeper nesting than this is no quotation but marks that were never closed: the outermost is forgotten. The bound
/// keeps the look for the opening mark short.
const DEEPEST: usize = 16;

fn matches(opener: char, closer: char) -> bool {
    matches!(
        (opener, closer),
        ('“' | '”' | '„', '”')
            | ('„', '“')
            | ('‘' | '‚', '’')
            | ('‚', '‘')
            | ('«', '»')
            | ('»', '«')
            | ('‹', '›')
            | ('「', '」')
            | ('『', '』')
            | ('"', '"')
            | ('\'', '\'')
            | ('`', '`')
    )
}

fn closes(c: char, previous: Option<char>, next: Option<char>, open: &[(char, usize)]) -> bool {
    let ends_word = previous.is_some_and(|c| !c.is_whitespace()) && !next.is_some_and(char::is_alphanumeric);
    match c {
        '’' | '\'' | '‘' => ends_word && open.iter().any(|&(opener, _)| matches(opener, c)),
        '”' | '“' | '»' | '›' | '」' | '』' | '«' | '"' | '`' => {
            open.iter().any(|&(opener, _)| matches(opener, c))
        }
        _ => false,
    }
}

fn opens(c: char, previous: Option<char>, next: Option<char>) -> bool {
    let starts_word = !previous.is_some_and(char::is_alphanumeric) && next.is_some_and(|c| !c.is_whitespace());
    match c {
        '“' | '„' | '«' | '‹' | '「' | '『' => true,
        '`' | '"' => starts_word,
        '”' | '»' => starts_word && next.is_some_and(char::is_alphanumeric),
        // '90s is an apostrophe.
        '‘' | '‚' | '\'' => starts_word && !next.is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        quoted_ranges(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn every_style_is_known() {
        for text in [
            "he said “x y” and",
            "he said ‘x y’ and",
            "he said \"x y\" and",
            "he said 'x y' and",
            "he said «x y» and",
            "he said »x y« and",
            "he said „x y“ and",
            "he said „x y” and",
            "he said ‚x y‘ and",
            "he said ”x y” and",
            "he said `x y` and",
            "he said 「x y」 and",
        ] {
            let found = quoted(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].contains("x y") && !found[0].contains("said") && !found[0].contains("and"), "{text}");
        }
    }

    #[test]
    fn nested_marks_are_one_stretch_and_apostrophes_none() {
        assert_eq!(quoted("a “b ‘c’ d” e “f”"), ["“b ‘c’ d”", "“f”"]);
        assert_eq!(quoted("China’s and allies’ and '90s isn't it"), [] as [&str; 0]);
        assert_eq!(quoted("6\" tall, a lone \" mark"), [] as [&str; 0]);
        assert_eq!(quoted("a ‘the ‘frequency’ of"), ["‘frequency’"]);
        assert_eq!(quoted("a “not closed"), ["“not closed"]);
    }
}
