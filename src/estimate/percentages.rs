use std::ops::Range;

/// Finds numbers and ranges of per cent in a text: the bytes, and the ends as probabilities in [0, 1].
///
/// Reads "70%", "70 percent", "70 per cent", "55-80 %", "55–80%", "55% to 80%", "between 55 and 80 per cent", and one-sided
/// ones: "over 90%", "more than 90 %", "at least 90%", ">90%", "less than 10%", "under 10%", "up to 10%", "<10%", "≤10%".
/// The words before a number belong to its range of bytes. Percentage points, numbers over 100 and ranges whose ends are
/// in the wrong order are left out; whether a percentage is a likelihood at all is not decided here. Sorted, without
/// overlaps, on character boundaries. One pass, O(length).
#[must_use]
pub fn percentages(text: &str) -> Vec<(Range<usize>, f64, f64)> {
    let mut found: Vec<(Range<usize>, f64, f64)> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let previous_end = found.last().map_or(0, |(range, ..)| range.end);
        let Some(number) = number_at(text, at) else { break };
        at = number.end;
        let standing_alone =
            !text[..number.start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ','));
        if !standing_alone {
            continue;
        }
        let (range, low, high) = if let Some(second) = second_of_range(text, &number) {
            let Some(unit) = unit_after(text, second.end) else { continue };
            let start = start_before(text, number.start, previous_end, &["between", "from"]);
            (start..unit, number.value, second.value)
        } else {
            let Some(unit) = unit_after(text, number.end) else { continue };
            let (start, side) = side_before(text, number.start, previous_end);
            match side {
                Side::Exact => (start..unit, number.value, number.value),
                Side::Above => (start..unit, number.value, 100.0),
                Side::Below => (start..unit, 0.0, number.value),
            }
        };
        at = range.end;
        if low <= high && high <= 100.0 {
            found.push((range, low / 100.0, high / 100.0));
        }
    }
    found
}

#[derive(Clone, Copy)]
struct Number {
    start: usize,
    end: usize,
    value: f64,
}

/// The decimal number that begins at the digit at `start`; a comma before one or two digits is a decimal sign.
fn number_at(text: &str, start: usize) -> Option<Number> {
    let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut end = start + digits(start);
    let mut written = text[start..end].to_owned();
    if let Some(sign @ (b'.' | b',')) = text.as_bytes().get(end) {
        let decimals = digits(end + 1);
        if decimals > 0 && (*sign == b'.' || decimals < 3) {
            written.push('.');
            written.push_str(&text[end + 1..end + 1 + decimals]);
            end += 1 + decimals;
        } else if decimals > 0 {
            // Thousands: too large to be a percentage that matters, but one number all the same.
            written.push_str(&text[end + 1..end + 1 + decimals]);
            end += 1 + decimals;
        }
    }
    written.parse().ok().map(|value| Number { start, end, value })
}

/// The end of the unit (`%`, "percent", "per cent") after `at`.
fn unit_after(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let blank = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '-').len();
    let unit = &rest[blank..];
    let length = if let Some(sign) = unit.chars().next().filter(|c| matches!(c, '%' | '％' | '٪')) {
        sign.len_utf8()
    } else {
        let word = ["percent", "per cent", "per\u{a0}cent", "pct"].into_iter().find(|word| starts_with(unit, word))?;
        if unit[word.len()..].starts_with(char::is_alphanumeric) {
            return None;
        }
        word.len()
    };
    let end = at + blank + length;
    let points = text[end..].trim_start_matches([' ', '-', '\u{a0}']);
    (!starts_with(points, "point") && !starts_with(points, "pts")).then_some(end)
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// The second number of "55-80", "55% to 80", "55 and 80" (only after "between").
fn second_of_range(text: &str, first: &Number) -> Option<Number> {
    let after_unit = unit_after(text, first.end).unwrap_or(first.end);
    let rest = text[after_unit..].trim_start();
    let joined = rest.strip_prefix(['-', '–', '—', '−', '‑']).or_else(|| {
        let word = if starts_with(rest, "to") {
            2
        } else if starts_with(rest, "and") && ends_with_word(text[..first.start].trim_end(), "between") {
            3
        } else {
            return None;
        };
        Some(&rest[word..]).filter(|rest| rest.starts_with(char::is_whitespace))
    })?;
    let joined = joined.trim_start();
    let joined = joined.strip_prefix(['<', '≈', '~']).unwrap_or(joined);
    let start = text.len() - joined.len();
    joined.starts_with(|c: char| c.is_ascii_digit()).then(|| number_at(text, start)).flatten()
}

enum Side {
    Exact,
    Above,
    Below,
}

const ABOVE: &[&str] = &["more than", "greater than", "at least", "over", "above", "upwards of", "not less than"];
const BELOW: &[&str] = &["less than", "fewer than", "at most", "under", "below", "up to", "not more than"];

/// The sign or words before a number that make it one end of a range.
fn side_before(text: &str, start: usize, floor: usize) -> (usize, Side) {
    let before = text[floor..start].trim_end();
    for (signs, above) in [(['>', '≥'], true), (['<', '≤'], false)] {
        if let Some(rest) = before.strip_suffix(signs) {
            return (floor + rest.len(), if above { Side::Above } else { Side::Below });
        }
    }
    let longest = |phrases: &[&str]| {
        phrases.iter().filter(|phrase| ends_with_word(before, phrase)).map(|phrase| phrase.len()).max()
    };
    match (longest(ABOVE), longest(BELOW)) {
        (Some(above), below) if below.is_none_or(|below| above > below) => (floor + before.len() - above, Side::Above),
        (_, Some(below)) => (floor + before.len() - below, Side::Below),
        _ => (start, Side::Exact),
    }
}

fn start_before(text: &str, start: usize, floor: usize, words: &[&str]) -> usize {
    let before = text[floor..start].trim_end();
    words.iter().find(|word| ends_with_word(before, word)).map_or(start, |word| floor + before.len() - word.len())
}

fn ends_with_word(text: &str, word: &str) -> bool {
    let Some(start) = text.len().checked_sub(word.len()).filter(|&at| text.is_char_boundary(at)) else { return false };
    text[start..].eq_ignore_ascii_case(word) && !text[..start].ends_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(&str, f64, f64)> {
        percentages(text).into_iter().map(|(range, low, high)| (&text[range], low, high)).collect()
    }

    #[test]
    fn every_common_form_is_read() {
        for (text, expected) in [
            ("likely (55-80%)", vec![("55-80%", 0.55, 0.8)]),
            ("likely (55 – 80 %)", vec![("55 – 80 %", 0.55, 0.8)]),
            ("a 70 percent chance", vec![("70 percent", 0.7, 0.7)]),
            ("a 70\u{a0}per cent chance", vec![("70\u{a0}per cent", 0.7, 0.7)]),
            ("55% to 80% sure", vec![("55% to 80%", 0.55, 0.8)]),
            ("Between 55 and 80 per cent", vec![("Between 55 and 80 per cent", 0.55, 0.8)]),
            ("more than 90% and under 10%", vec![("more than 90%", 0.9, 1.0), ("under 10%", 0.0, 0.1)]),
            (">90 % or ≤5%", vec![(">90 %", 0.9, 1.0), ("≤5%", 0.0, 0.05)]),
            ("not more than 10%", vec![("not more than 10%", 0.0, 0.1)]),
            ("15,5 % or 12.25%", vec![("15,5 %", 0.155, 0.155), ("12.25%", 0.1225, 0.1225)]),
            ("80 and 90%", vec![("90%", 0.9, 0.9)]),
        ] {
            let found = read(text);
            assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
            for (found, expected) in found.iter().zip(&expected) {
                assert_eq!(found.0, expected.0);
                assert!((found.1 - expected.1).abs() < 1e-9 && (found.2 - expected.2).abs() < 1e-9, "{found:?}");
            }
        }
    }

    #[test]
    fn what_is_no_percentage_is_left_out() {
        for text in
            ["120%", "1,200%", "5 percentage points", "12.3 percent-points", "80-55%", "v1.70%", "a70%", "70", "%"]
        {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
