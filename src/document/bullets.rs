//! List items that no list syntax marks: bullets of published pages, letters, numbers that stand alone.
//!
//! Both line-based readers ask here. What stands at the head of a line is a [`Candidate`]; whether it is a list item
//! depends on what stands around it ([`Lists::judge`]) and, for letters and roman numerals, on whether they run on
//! ([`Runs`]). Indentation and the kind of bullet give the nesting ([`Lists::enter`]).

use std::borrow::Cow;

use super::Marker;
use crate::text::{HalfWidth, ascii_kin, ends_sentence, is_unspaced, is_wide_closing};

/// Bullets that nothing else begins with, so that a line that begins with one is always an item.
const FIRM: &[char] = &[
    '•', '●', '▪', '◦', '‣', '⁃', '∙', '■', '□', '▫', '○', '◆', '◇', '➢', '►', '▶', '▸', '▹', '➤', '❖', '⦁',
    '\u{f0b7}', '\u{f0a7}', '\u{f0d8}', '\u{f076}', '\u{f0fc}',
];
/// Bullets that a wrapped line can begin with for other reasons; a blank must follow.
const SOFT: &[char] = &['-', '–', '—', '‐', '‑', '−', '*', '+', '·', '›', '»'];
/// The bullets of Chinese and Japanese, which need no blank. Names have them between their parts.
const WIDE: &[char] = &['・', '･'];
/// Bullets that word processors leave of their symbol fonts; a tab or two blanks must follow.
const SYMBOL: &[char] = &['o', '§', 'Ø', 'ü'];
/// A wrapped line is hardly shorter than this, in bytes.
const WRAPPED: usize = 50;
/// Indentations that differ by no more are the same (right-aligned numbers, careless typing).
const JITTER: usize = 1;

/// How a number or letter is set off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Enclosure {
    /// `1.`
    Dot,
    /// `1)`
    Close,
    /// `(1)`
    Both,
}

/// The kind of a bullet: items of one list share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Glyph(char),
    Number(Enclosure),
    Letter(Enclosure, bool),
    Roman(Enclosure, bool),
}

/// A bullet at the head of a line, taken for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bullet {
    pub style: Style,
    pub marker: Marker,
    /// Its number in its list, from 1; 0 for glyphs.
    pub value: u64,
    /// The bytes of the bullet itself.
    pub len: usize,
}

/// What may be a bullet at the head of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Candidate<'a> {
    Glyph {
        glyph: char,
        is_firm: bool,
    },
    Number {
        value: u64,
        enclosure: Enclosure,
    },
    /// Letters, or a number in brackets: taken for a bullet only in a run.
    InRun {
        word: Cow<'a, str>,
        enclosure: Enclosure,
    },
}

/// Reads the bullet at the head of `line`, which has no blanks in front. O(1).
fn candidate(line: &str) -> Option<(Candidate<'_>, usize)> {
    let first = line.chars().next()?;
    let after = |len: usize| line[len..].chars().next();
    let is_set_off = |len: usize| after(len).is_none_or(char::is_whitespace);
    if FIRM.contains(&first) {
        return Some((Candidate::Glyph { glyph: first, is_firm: true }, first.len_utf8()));
    }
    if SOFT.contains(&first) {
        let len = first.len_utf8();
        return is_set_off(len).then_some((Candidate::Glyph { glyph: first, is_firm: false }, len));
    }
    if SYMBOL.contains(&first) {
        let len = first.len_utf8();
        let mut gap = line[len..].chars();
        let is_wide =
            gap.next().is_some_and(|c| c == '\t' || c.is_whitespace() && gap.next().is_some_and(char::is_whitespace));
        if is_wide {
            return Some((Candidate::Glyph { glyph: first, is_firm: true }, len));
        }
    }
    if WIDE.contains(&first) {
        let is_single = after(first.len_utf8()) != Some(first);
        return is_single.then_some((Candidate::Glyph { glyph: first, is_firm: false }, first.len_utf8()));
    }
    numbered(line)
}

/// Reads the number or the letters at the head of `line`, also in full width: `1.`, `(a)`, `１．`, `（１）`. O(1).
fn numbered(line: &str) -> Option<(Candidate<'_>, usize)> {
    let inner = line.strip_prefix(['(', '（']).unwrap_or(line);
    let opening = line.len() - inner.len();
    let kin = |c: char| ascii_kin(c).unwrap_or(c);
    let head = inner.chars().take(9).take_while(|&c| kin(c).is_ascii_alphanumeric());
    let word = &inner[..head.map(char::len_utf8).sum::<usize>()];
    let closing = inner[word.len()..].chars().next()?;
    let enclosure = match (opening > 0, kin(closing)) {
        (false, '.') if closing != '。' && closing != '｡' => Enclosure::Dot,
        (false, ')') => Enclosure::Close,
        (true, ')') => Enclosure::Both,
        _ => return None,
    };
    let len = opening + word.len() + closing.len_utf8();
    let word = if word.is_ascii() { Cow::Borrowed(word) } else { Cow::Owned(HalfWidth::of(word).as_str().to_owned()) };
    // Full-width marks bring their blank with them; "１．５" is a number.
    let is_set_off = line[len..].chars().next().is_none_or(|next| {
        next.is_whitespace() || is_unspaced(next) && !next.is_numeric() || !closing.is_ascii() && next.is_alphabetic()
    });
    if word.is_empty() || !is_set_off {
        return None;
    }
    if word.bytes().all(|byte| byte.is_ascii_digit()) && word.len() <= 6 {
        if enclosure == Enclosure::Both {
            return Some((Candidate::InRun { word, enclosure }, len));
        }
        return Some((Candidate::Number { value: word.parse().ok()?, enclosure }, len));
    }
    word.bytes().all(|byte| byte.is_ascii_alphabetic()).then_some((Candidate::InRun { word, enclosure }, len))
}

/// The letters, roman numerals and bracketed numbers of a text that run on from the first of their kind.
///
/// One "a." is the beginning of a sentence or somebody's initial; "a." and further down "b." are a list.
#[derive(Debug, Default)]
pub(super) struct Runs {
    /// Where they stand, with what they are, by place.
    found: Vec<(usize, Style, u64)>,
}

/// Where a run of one style has got to.
#[derive(Clone, Copy)]
struct Run {
    style: Style,
    last: u64,
    /// The first of its kind, until the second is met.
    first: Option<usize>,
}

impl Runs {
    /// Looks through the lines of a text: the byte at which each one's content begins, and the content. O(length).
    pub fn find<'a>(lines: impl Iterator<Item = (usize, &'a str)>) -> Self {
        let mut runs: Vec<Run> = Vec::new();
        let mut found = Vec::new();
        let mut known: Vec<Style> = Vec::new();
        for (at, line) in lines {
            let Some((Candidate::InRun { word, enclosure }, _)) = candidate(line) else { continue };
            let readings = readings(&word, enclosure);
            let next = |&(style, value): &(Style, u64)| {
                runs.iter().position(|run| run.style == style && run.last + 1 == value)
            };
            if let Some((run, (style, value))) = readings.iter().find_map(|reading| Some((next(reading)?, *reading))) {
                found.extend(runs[run].first.take().map(|first| (first, style, value - 1)));
                found.push((at, style, value));
                runs[run].last = value;
                // Capitals are initials too often ("A. Smith") to be taken for bullets one by one.
                if !matches!(style, Style::Letter(Enclosure::Dot, true)) && !known.contains(&style) {
                    known.push(style);
                }
            } else if let Some(&(style, value)) = readings.iter().find(|(_, value)| *value == 1) {
                runs.retain(|run| run.style != style);
                // A text that lists by letters elsewhere can have a list of a single one.
                let is_known = known.contains(&style);
                if is_known {
                    found.push((at, style, value));
                }
                runs.push(Run { style, last: value, first: (!is_known).then_some(at) });
            }
        }
        found.sort_unstable_by_key(|&(at, _, _)| at);
        Self { found }
    }

    fn at(&self, at: usize) -> Option<(Style, u64)> {
        let index = self.found.binary_search_by_key(&at, |&(place, _, _)| place).ok()?;
        let (_, style, value) = self.found[index];
        Some((style, value))
    }
}

/// The full-width number at the head of a paragraph that an HTML page sets as an item: the number, the sign that lists of its kind share,
/// and its length. ASCII ones begin headings and tables of contents too often.
pub(super) fn wide_number(text: &str) -> Option<(u64, char, usize)> {
    let (candidate, len) = numbered(text)?;
    let (word, enclosure) = match candidate {
        Candidate::Number { value, enclosure } => (value, enclosure),
        Candidate::InRun { word, enclosure } => (word.parse().ok()?, enclosure),
        Candidate::Glyph { .. } => return None,
    };
    let sign = match enclosure {
        Enclosure::Dot => '．',
        Enclosure::Close => '）',
        Enclosure::Both => '（',
    };
    text[..len].contains(['．', '）']).then_some((word, sign, len))
}

/// What a word in front of a dot or bracket can count, the letter before the numeral.
fn readings(word: &str, enclosure: Enclosure) -> Vec<(Style, u64)> {
    let mut readings = Vec::new();
    let bytes = word.as_bytes();
    if let Ok(value) = word.parse() {
        readings.push((Style::Number(enclosure), value));
    }
    let is_upper = bytes.iter().all(u8::is_ascii_uppercase);
    if !is_upper && !bytes.iter().all(u8::is_ascii_lowercase) {
        return readings;
    }
    if let [letter] = bytes {
        readings.push((Style::Letter(enclosure, is_upper), u64::from(letter.to_ascii_lowercase() - b'a') + 1));
    }
    readings.extend(roman(word).map(|value| (Style::Roman(enclosure, is_upper), value)));
    readings
}

/// The value of a roman numeral below fifty.
fn roman(word: &str) -> Option<u64> {
    const UNITS: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    const TENS: [&str; 5] = ["", "x", "xx", "xxx", "xl"];
    let lower = word.to_ascii_lowercase();
    (1..50)
        .find(|&value: &usize| lower.strip_prefix(TENS[value / 10]).is_some_and(|units| units == UNITS[value % 10]))
        .and_then(|value| u64::try_from(value).ok())
}

/// What stands around a line that may begin with a bullet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Surroundings<'a> {
    /// The line directly above, if it belongs to the same block.
    pub above: Option<&'a str>,
    /// The line directly below, if it is not blank.
    pub below: Option<&'a str>,
}

/// The lists that are open at a place, outermost first.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    levels: Vec<Level>,
}

#[derive(Clone, Copy, Debug)]
struct Level {
    indent: usize,
    style: Style,
    last: u64,
    list: u32,
}

impl Lists {
    /// Whether a line (without the blanks in front), whose content begins at byte `at`, begins with a bullet.
    pub fn judge(&self, runs: &Runs, line: &str, at: usize, indent: usize, around: Surroundings<'_>) -> Option<Bullet> {
        let (candidate, len) = candidate(line)?;
        let is_alone = line[len..].trim().is_empty();
        let ended = around.above.is_none_or(|above| ends_something(above) || above.len() < WRAPPED);
        match candidate {
            Candidate::Glyph { glyph, is_firm } => {
                let style = Style::Glyph(normal(glyph));
                let is_sibling = || self.find(indent, style).is_some();
                let has_sibling_below = || {
                    around.below.and_then(self::candidate).is_some_and(
                        |(below, _)| matches!(below, Candidate::Glyph { glyph: other, .. } if other == glyph),
                    )
                };
                (is_firm || ended || is_sibling() || has_sibling_below()).then_some(Bullet {
                    style,
                    marker: Marker::Bullet(glyph),
                    value: 0,
                    len,
                })
            }
            Candidate::Number { value, enclosure } => {
                let style = Style::Number(enclosure);
                let runs_on =
                    || self.levels.iter().any(|level| level.style == style && level.last.checked_add(1) == Some(value));
                let is_item =
                    around.above.is_none() || is_alone && around.below.is_some() || runs_on() || value == 1 && ended;
                is_item.then_some(Bullet { style, marker: Marker::Number(value), value, len })
            }
            Candidate::InRun { .. } => {
                let (style, value) = runs.at(at)?;
                let letter =
                    u8::try_from(value).ok().filter(|value| *value <= 26).map(|value| char::from(b'a' + value - 1));
                let marker = match (style, letter) {
                    (Style::Letter(..), Some(letter)) => Marker::Letter(letter),
                    _ => Marker::Number(value),
                };
                Some(Bullet { style, marker, value, len })
            }
        }
    }

    /// Enters an item and gives its list's number and its depth, from 1.
    ///
    /// An item that is indented further than the one before it, or whose bullet is new to the open lists, is nested.
    pub fn enter(&mut self, indent: usize, bullet: &Bullet, lists: &mut u32) -> (u32, usize) {
        while self.levels.last().is_some_and(|level| level.indent > indent + JITTER) {
            self.levels.pop();
        }
        if let Some(found) = self.find(indent, bullet.style) {
            self.levels.truncate(found + 1);
            let level = &mut self.levels[found];
            if bullet.value > 0 && bullet.value <= level.last {
                level.list = next(lists);
            }
            level.last = bullet.value;
            return (level.list, found + 1);
        }
        let list = next(lists);
        self.levels.push(Level { indent, style: bullet.style, last: bullet.value, list });
        (list, self.levels.len())
    }

    /// The open list of that style at that indentation.
    fn find(&self, indent: usize, style: Style) -> Option<usize> {
        let is_beside = |level: &&Level| level.indent + JITTER >= indent;
        let beside = self
            .levels
            .iter()
            .rev()
            .take_while(is_beside)
            .position(|level| level.style == style && level.indent <= indent + JITTER)?;
        Some(self.levels.len() - 1 - beside)
    }

    /// Ends the lists whose items a paragraph of that indentation does not belong to; gives the depth that is left.
    pub fn continue_at(&mut self, indent: usize) -> usize {
        while self.levels.last().is_some_and(|level| level.indent + JITTER >= indent) {
            self.levels.pop();
        }
        self.levels.len()
    }

    /// Ends every list.
    pub fn clear(&mut self) {
        self.levels.clear();
    }
}

/// The next number of a list.
pub(super) fn next(lists: &mut u32) -> u32 {
    let list = *lists;
    *lists = lists.saturating_add(1);
    list
}

/// Writers and their word processors do not keep dashes apart.
fn normal(glyph: char) -> char {
    match glyph {
        '–' | '—' | '‐' | '‑' | '−' => '-',
        '･' => '・',
        other => other,
    }
}

/// Whether a line may be the last of a sentence, an item or a lead-in.
fn ends_something(line: &str) -> bool {
    let end = line.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '*' | '_') || is_wide_closing(c)
    });
    end.len() < line.trim_end().len()
        || end.ends_with(|c| ends_sentence(c) || matches!(c, ':' | ';' | '…' | '}' | '：' | '；'))
        || end.ends_with(" and")
        || end.ends_with(" or")
}

/// Whether indented lines are a page of a report that was pasted with its indentation, and no program text.
pub(super) fn looks_like_a_report<'a>(runs: &Runs, mut lines: impl Iterator<Item = (usize, &'a str)>) -> bool {
    lines.any(|(at, line)| {
        if super::labels::is_label(line) || super::labels::is_run_in(line) {
            return true;
        }
        let reads_as_prose = |text: &str| {
            let text = text.trim_start();
            text.starts_with(is_unspaced)
                || text.starts_with(|c: char| c.is_uppercase() || matches!(c, '*' | '"' | '“' | '‘'))
                    && text.split_whitespace().take(5).count() == 5
        };
        match candidate(line) {
            Some((Candidate::Glyph { glyph, is_firm: true }, _)) => glyph != 'o',
            Some((Candidate::Glyph { .. } | Candidate::Number { .. }, len)) => reads_as_prose(&line[len..]),
            Some((Candidate::InRun { .. }, len)) => runs.at(at).is_some() && reads_as_prose(&line[len..]),
            None => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::source_lines;

    fn runs(text: &str) -> Vec<(&str, u64)> {
        let runs = Runs::find(source_lines::lines(text, 0..text.len()).map(|line| (line.start, line.text(text))));
        runs.found
            .iter()
            .map(|&(at, _, value)| {
                (text[at..].get(..text[at..].chars().next().map_or(0, char::len_utf8)).unwrap(), value)
            })
            .collect()
    }

    #[test]
    fn letters_count_only_in_a_run() {
        assert_eq!(runs("a. one\n\nb. two\n"), [("a", 1), ("b", 2)]);
        assert_eq!(runs("A. Smith wrote\nD. Jones read\n"), []);
        assert_eq!(runs("a. one\nb) two\n(c) three"), []);
        assert_eq!(runs("(a) one\ntext\n(b) two\n(a) again\n(b) and again"), [("(", 1), ("(", 2), ("(", 1), ("(", 2)]);
        assert_eq!(runs("a. x\nb. x\na. alone"), [("a", 1), ("b", 2), ("a", 1)]);
        assert_eq!(runs("A. x\nB. x\nA. Smith"), [("A", 1), ("B", 2)]);
        assert_eq!(runs("(1) x\n(2) x"), [("(", 1), ("(", 2)]);
    }

    #[test]
    fn a_roman_numeral_and_a_letter_are_told_apart_by_what_stands_before() {
        assert_eq!(runs("i. x\nii. x\niii. x\niv. x\nv. x"), [("i", 1), ("i", 2), ("i", 3), ("i", 4), ("v", 5)]);
        let letters = ('a'..='j').flat_map(|letter| [letter, '.', ' ', 'x', '\n']).collect::<String>();
        assert_eq!(runs(&letters).last(), Some(&("j", 10)));
        assert_eq!(runs(&letters).len(), 10);
        assert_eq!(roman("xlix"), Some(49));
        assert_eq!(roman("iix"), None);
        assert_eq!(roman(""), None);
    }

    fn judged(above: Option<&str>, line: &str, below: Option<&str>) -> Option<Marker> {
        Lists::default().judge(&Runs::default(), line, 0, 0, Surroundings { above, below }).map(|bullet| bullet.marker)
    }

    #[test]
    fn a_bullet_needs_more_or_less_around_it() {
        let wrapped = Some("a line that is long enough to have been wrapped by a mailer");
        assert_eq!(judged(wrapped, "•China", None), Some(Marker::Bullet('•')));
        assert_eq!(judged(wrapped, "- and so on", None), None);
        assert_eq!(judged(wrapped, "- and so on", Some("- more")), Some(Marker::Bullet('-')));
        assert_eq!(judged(None, "- and so on", None), Some(Marker::Bullet('-')));
        assert_eq!(judged(Some("Evidence against"), "– a", None), Some(Marker::Bullet('–')));
        assert_eq!(judged(wrapped, "2004. The", None), None);
        assert_eq!(judged(wrapped, "640.", Some("At")), Some(Marker::Number(640)));
        assert_eq!(judged(None, "640. At", None), Some(Marker::Number(640)));
        assert_eq!(judged(None, "o  sub", None), Some(Marker::Bullet('o')));
        for line in ["o sub", "-x", "1.5 per cent", "2004.258", "*bold*", "a. x", "1234567. x", "", "(", "()", "."] {
            assert_eq!(judged(None, line, None), None, "{line}");
        }
    }

    #[test]
    fn bullets_and_numbers_of_full_width_need_no_blank() {
        let wrapped = Some("昨年九月の台風で第二岸壁が傾き、離島への定期船は五か月にわたって運休し");
        assert_eq!(judged(None, "・一月", None), Some(Marker::Bullet('・')));
        assert_eq!(judged(wrapped, "・一月", None), None);
        assert_eq!(judged(wrapped, "・一月", Some("・二月")), Some(Marker::Bullet('・')));
        assert_eq!(judged(Some("次のとおりである。"), "･一月", None), Some(Marker::Bullet('･')));
        for line in ["１．岸壁", "１． 岸壁", "1．岸壁", "1.岸壁", "１）岸壁", "１．NK級", "１．"]
        {
            assert_eq!(judged(None, line, None), Some(Marker::Number(1)), "{line}");
        }
        assert_eq!(runs("（１）岸壁\n（２）杭\n（Ａ）次"), [("（", 1), ("（", 2)]);
        assert_eq!(runs("（ａ）岸壁\n（ｂ）杭"), [("（", 1), ("（", 2)]);
        for line in ["１．５ミリ", "１。岸壁", "（１）岸壁", "・・・", "１", "．", "（", "（）"] {
            assert_eq!(judged(None, line, None), None, "{line}");
        }
    }

    fn depths(items: &[(usize, &str)]) -> Vec<(u32, usize)> {
        let (mut lists, mut counter) = (Lists::default(), 0);
        items
            .iter()
            .map(|&(indent, line)| {
                let around = Surroundings { above: None, below: None };
                let bullet = lists.judge(&Runs::default(), line, 0, indent, around).unwrap();
                lists.enter(indent, &bullet, &mut counter)
            })
            .collect()
    }

    #[test]
    fn nesting_comes_of_indentation_and_of_the_kind_of_bullet() {
        assert_eq!(depths(&[(4, "• a"), (8, "◦ b"), (8, "◦ c"), (4, "• d")]), [(0, 1), (1, 2), (1, 2), (0, 1)]);
        assert_eq!(depths(&[(0, "• a"), (0, "– b"), (0, "- c"), (0, "• d")]), [(0, 1), (1, 2), (1, 2), (0, 1)]);
        assert_eq!(depths(&[(1, "9. a"), (0, "10. b"), (0, "• c"), (0, "11. d")]), [(0, 1), (0, 1), (1, 2), (0, 1)]);
        assert_eq!(depths(&[(0, "1. a"), (0, "2. b"), (0, "1. c")]), [(0, 1), (0, 1), (1, 1)]);
        assert_eq!(depths(&[(4, "• a"), (2, "• b"), (0, "• c")]), [(0, 1), (1, 1), (2, 1)]);
    }

    #[test]
    fn a_paragraph_stays_with_the_item_that_it_is_indented_under() {
        let (mut lists, mut counter) = (Lists::default(), 0);
        for (indent, line) in [(0, "• a"), (4, "◦ b")] {
            let around = Surroundings { above: None, below: None };
            let bullet = lists.judge(&Runs::default(), line, 0, indent, around).unwrap();
            lists.enter(indent, &bullet, &mut counter);
        }
        assert_eq!(lists.clone().continue_at(6), 2);
        assert_eq!(lists.continue_at(2), 1);
        assert_eq!(lists.continue_at(0), 0);
    }

    #[test]
    fn program_text_is_no_report() {
        let is_report = |text: &str| {
            let lines = source_lines::lines(text, 0..text.len());
            looks_like_a_report(&Runs::default(), lines.map(|line| (line.start, line.text(text))))
        };
        assert!(!is_report("fn main() {\n  * deref\n  - 1\n}\n- name: value\n1. x"));
        assert!(is_report("x\n• y"));
        assert!(is_report("Key Judgement 1"));
        assert!(is_report("- China has long refused formal alliances."));
    }
}
