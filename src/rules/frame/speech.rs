//! Quotations and sayings in the words of a report. English, but for the quotation marks.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::document::sentences;
use crate::estimate::quoted_ranges;
use crate::text::{HalfWidth, ends_sentence, is_unspaced, word_count};

/// Somebody's words between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::rules) struct Quotation {
    /// The bytes between the marks.
    pub range: Range<usize>,
    /// Whether the sentence says in words whose they are ("According to the bank", "the minister said").
    pub is_attributed: bool,
    /// How many words it has.
    pub words: usize,
}

/// How many bytes of a sentence are looked at, on each side of a quotation, for whose it is. It bounds the work.
const REACH: usize = 600;

/// The quotations of at least `least` words. Left out are the names of things (in capitals, or behind "called",
/// "titled", "the term"; in Chinese and Japanese, what is short and no sentence), labels with slashes, code, and marks that are never closed; and, where nobody is said to speak, questions.
pub(in crate::rules) fn quotations(text: &str, least: usize) -> Vec<Quotation> {
    let ranges = quoted_ranges(text);
    if ranges.is_empty() {
        return Vec::new();
    }
    let sentences = sentences(text);
    let mut found = Vec::new();
    for range in &ranges {
        let Some(inner) = between_marks(text, range.clone()) else { continue };
        let words: Vec<&str> = text[inner.clone()].unicode_words().collect();
        let is_wide = text[inner.clone()].contains(is_unspaced);
        let length = if is_wide { word_count(&text[inner.clone()]) } else { words.len() };
        if length < least
            || is_wide && is_wide_name(&text[inner.clone()])
            || text[inner.clone()].contains(" / ")
            || is_title(&words)
            || is_named(&text[..range.start], length)
        {
            continue;
        }
        let first = sentences.partition_point(|sentence| sentence.end <= range.start);
        let behind = sentences.partition_point(|sentence| sentence.start < range.end);
        let start = sentences.get(first).map_or(range.start, |sentence| sentence.start.min(range.start));
        let start = start.max(text.ceil_char_boundary(range.start.saturating_sub(REACH)));
        let end = sentences.get(behind.saturating_sub(1)).map_or(range.end, |sentence| sentence.end.max(range.end));
        let end = end.min(text.floor_char_boundary(range.end.saturating_add(REACH).min(text.len())));
        let is_attributed = says_who(&text[start..range.start], &text[range.end..end]);
        if is_attributed || !is_question(&words, &text[inner.clone()]) {
            found.push(Quotation { range: inner, is_attributed, words: length });
        }
    }
    found
}

/// So many characters of a script without blanks stand for eight words.
const WIDEST: usize = 24;

/// The words of a quotation for a message: at most eight.
pub(in crate::rules) fn shortened(quoted: &str) -> String {
    let words: Vec<&str> = quoted.split_whitespace().collect();
    if words.len() > 8 {
        return format!("{} …", words[..8].join(" "));
    }
    let whole = words.join(" ");
    match whole.char_indices().filter(|(_, c)| is_unspaced(*c)).nth(WIDEST) {
        Some((at, _)) => format!("{} …", &whole[..at]),
        None => whole,
    }
}

fn between_marks(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let quoted = &text[range.clone()];
    let opener = quoted.chars().next()?;
    let closer = quoted.chars().next_back()?;
    let is_closed = matches!(closer, '”' | '“' | '’' | '‘' | '»' | '«' | '›' | '"' | '\'' | '」' | '』');
    let inner = range.start + opener.len_utf8()..range.end - closer.len_utf8();
    (opener != '`' && is_closed && inner.start < inner.end).then_some(inner)
}

/// Whether a quotation in Chinese or Japanese is a name: short, without a mark that parts or ends sentences, and without the ending
/// of a verb or an adjective.
fn is_wide_name(quoted: &str) -> bool {
    let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}');
    let letters = quoted.chars().filter(|c| c.is_alphanumeric());
    let (kana, others): (Vec<char>, Vec<char>) = letters.partition(|c| is_kana(*c));
    let most = if kana.is_empty() { 8 } else { 12 };
    let has_marks = quoted.contains(|c| ends_sentence(c) || matches!(c, '、' | '，' | '；'));
    let has_verb = quoted.ends_with(|c| "るただいうくすつぬむんせ".contains(c));
    kana.len() + others.len() <= most && !has_marks && !has_verb
}

/// Whether the words are set as a title: all but small ones begin with a capital.
fn is_title(words: &[&str]) -> bool {
    let is_upper = |word: &str| word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let is_small = |word: &str| {
        matches!(
            word,
            "a" | "an"
                | "and"
                | "at"
                | "by"
                | "for"
                | "from"
                | "in"
                | "into"
                | "of"
                | "on"
                | "or"
                | "over"
                | "the"
                | "to"
                | "under"
                | "with"
                | "de"
                | "der"
                | "des"
                | "die"
                | "du"
                | "la"
                | "le"
                | "und"
                | "von"
        )
    };
    let (small, large): (Vec<&str>, Vec<&str>) = words.iter().copied().partition(|word| is_small(word));
    large.len() >= 2 && small.len() <= 2 * large.len() && large.into_iter().all(is_upper)
}

/// Whether the words before the quotation make it a name.
fn is_named(before: &str, length: usize) -> bool {
    let mut last = before.unicode_words().rev();
    let word = last.next().unwrap_or("").to_lowercase();
    match word.as_str() {
        "called" | "named" | "dubbed" | "titled" | "entitled" | "headlined" | "nicknamed" | "codenamed" | "term"
        | "terms" | "phrase" | "labelled" | "labeled" | "tagged" => true,
        "as" => {
            let word = last.next().unwrap_or("").to_lowercase();
            matches!(word.as_str(), "known" | "such") && length <= 5
        }
        _ => false,
    }
}

fn is_question(words: &[&str], quoted: &str) -> bool {
    let first = words.first().map(|word| word.to_lowercase()).unwrap_or_default();
    quoted.trim_end().ends_with(['?', '？'])
        || matches!(
            first.as_str(),
            "should"
                | "can"
                | "could"
                | "would"
                | "will"
                | "does"
                | "do"
                | "did"
                | "is"
                | "are"
                | "was"
                | "who"
                | "what"
                | "why"
                | "how"
                | "when"
                | "where"
                | "which"
                | "whether"
        )
}

#[rustfmt::skip]
const SAYING: &[&str] = &[
    "said", "says", "say", "saying", "told", "tells", "wrote", "writes", "written", "stated", "states", "call",
    "called", "calls", "calling", "described", "describes", "describing", "declared", "declares", "argued", "argues",
    "claimed", "claims", "warned", "warns", "warning", "reads", "read", "quoted", "quotes", "quoting", "announced",
    "announces", "noted", "notes", "added", "adds", "explained", "explains", "insisted", "insists", "termed", "spoke",
    "speaks", "promised", "promises", "vowed", "vows", "pledged", "pledges", "reported", "reports", "asserted",
    "asserts", "concluded", "concludes", "remarked", "remarks", "denounced", "denounces", "refers", "referred",
    "admitted", "admits", "replied", "replies", "asked", "asks", "demanded", "demands", "urged", "urges",
    "testified", "testifies", "commented", "comments", "cited", "cites", "objects", "objected", "sees", "put", "puts",
];

/// Whether the words around a quotation, in its sentence, say whose it is.
fn says_who(before: &str, after: &str) -> bool {
    if before.trim_end().ends_with([':', '：']) {
        return true;
    }
    let words: Vec<String> =
        before.unicode_words().chain(["\u{0}"]).chain(after.unicode_words()).map(str::to_lowercase).collect();
    let is = |at: usize, word: &str| words.get(at).is_some_and(|found| found == word);
    words.iter().enumerate().any(|(at, word)| {
        SAYING.contains(&word.as_str())
            || (word == "according" && is(at + 1, "to"))
            || (word == "in" && (is(at + 2, "words") || is(at + 3, "words") || is(at + 4, "words")))
            || (word == "words" && is(at + 1, "of"))
    })
}

/// Whether a text says in words whose information it is: "according to", or a bracket at its end that holds more than a
/// word or two ("(harbour log, 3 May)").
pub(in crate::rules) fn names_source(text: &str) -> bool {
    if text.to_lowercase().contains("according to ") {
        return true;
    }
    let half = HalfWidth::of(text);
    let text = half.as_str().trim_end().trim_end_matches(['.', '!', '?']);
    let Some((_, bracket)) = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) else { return false };
    let has_letters = bracket.chars().any(char::is_alphabetic);
    has_letters && bracket.chars().any(|c| c == ',' || c.is_ascii_digit()) && bracket.unicode_words().count() >= 2
}

/// The sayings of nobody in particular: "reportedly", "is said to", "sources say". What is quoted, and sentences that
/// say according to whom, are left out.
pub(in crate::rules) fn hearsay(text: &str) -> Vec<Range<usize>> {
    let words: Vec<(usize, String)> =
        text.unicode_word_indices().map(|(at, word)| (at, word.to_lowercase().replace('’', "'"))).collect();
    let is = |at: usize, wanted: &[&str]| words.get(at).is_some_and(|(_, word)| wanted.contains(&word.as_str()));
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let length = hearsay_length(&is, at);
        if length > 0 {
            let (last, word) = &words[at + length - 1];
            let end = last + text[*last..].unicode_words().next().map_or(word.len(), str::len);
            found.push(words[at].0..end);
        }
        at += length.max(1);
    }
    if found.is_empty() {
        return found;
    }
    let quoted = quoted_ranges(text);
    let sentences = sentences(text);
    // Sayings come in the order of the text, so that each sentence is read once.
    let mut read: Option<(usize, bool)> = None;
    found.retain(|range| {
        let after = quoted.partition_point(|quotation| quotation.end <= range.start);
        let is_quoted = quoted.get(after).is_some_and(|quotation| quotation.start <= range.start);
        let after = sentences.partition_point(|sentence| sentence.end <= range.start);
        let names_speaker = match read {
            Some((sentence, verdict)) if sentence == after => verdict,
            _ => {
                let sentence = sentences.get(after).map_or("", |sentence| &text[sentence.clone()]);
                sentence.to_lowercase().contains("according to")
            }
        };
        read = Some((after, names_speaker));
        !is_quoted && !names_speaker
    });
    found
}

/// Of these at least one stands in every saying that [`hearsay`] finds.
pub(in crate::rules) const HEARSAY: &[&str] =
    &["reported*", "alleged*", "purported*", "rumour*", "rumor*", "sources", "unconfirmed", "said", "claimed"];

const BE: &[&str] = &["is", "are", "was", "were", "been", "being", "be"];
const DEGREE: &[&str] = &["widely", "now", "also", "often", "long", "still", "generally", "commonly"];

/// How many words a saying of nobody in particular takes that begins at a word; 0 if none begins there.
fn hearsay_length(is: &impl Fn(usize, &[&str]) -> bool, at: usize) -> usize {
    if is(at, &["reportedly", "allegedly", "purportedly"]) {
        return 1;
    }
    if is(at, &["rumour", "rumor"]) && is(at + 1, &["has"]) && is(at + 2, &["it"]) {
        return 3;
    }
    if is(at, &["rumours", "rumors"]) && is(at + 1, &["that", "say", "suggest", "claim"]) {
        return 2;
    }
    if is(at, &["sources"]) && is(at + 1, &["say", "said", "claim", "claimed", "report", "suggest"]) {
        return 2;
    }
    if is(at, &["unconfirmed"]) && is(at + 1, &["reports"]) {
        return 2;
    }
    if is(at, &["rumoured", "rumored"]) {
        return 1;
    }
    if is(at, BE) {
        let participle = if is(at + 1, DEGREE) { at + 2 } else { at + 1 };
        if is(participle, &["said", "alleged", "rumoured", "rumored"]) && is(participle + 1, &["to"]) {
            return participle + 2 - at;
        }
        // "Incidents are reported to the office" is no hearsay.
        if is(participle, &["reported"]) && is(participle + 1, &["to"]) && is(participle + 2, &["have", "be"]) {
            return participle + 2 - at;
        }
        if is(at.wrapping_sub(1), &["it"])
            && is(participle, &["said", "alleged", "rumoured", "rumored", "claimed"])
            && is(participle + 1, &["that"])
        {
            return participle + 2 - at;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<(&str, bool)> {
        quotations(text, 3).into_iter().map(|found| (&text[found.range], found.is_attributed)).collect()
    }

    #[test]
    fn whose_words_they_are_is_read_from_the_sentence() {
        for text in [
            "According to the harbour office, the ‘slow and steady silting’ goes on.",
            "The mayor said that it was \"slow and steady silting\".",
            "“Slow and steady silting”, writes the pilots' union.",
            "In the mayor's words, it is “slow and steady silting”.",
            "The notice: “slow and steady silting”.",
        ] {
            assert_eq!(quoted(text).iter().map(|found| found.1).collect::<Vec<_>>(), [true], "{text}");
        }
        assert_eq!(quoted("There is “slow and steady silting” at the quay."), [("slow and steady silting", false)]);
        assert_eq!(
            quoted("She said so. There is “slow and steady silting” here."),
            [("slow and steady silting", false)]
        );
    }

    #[test]
    fn scare_quotes_names_questions_and_code_are_no_quotations() {
        for text in [
            "They object to “alliance systems”.",
            "The report “The Slow Silting of a Port” is out.",
            "What is known as “living off land” goes on.",
            "A file titled \"plans for the summer\" was found.",
            "The question is not \"should we doubt the pilots\" but another.",
            "The cluster's \"fake job / fake video call / fake worker\" campaigns go on.",
            "She reads “War and Peace”; a “No Fly Zone” is set up.",
            "It runs `rm -r all of it` at night.",
            "A mast 6\" wide and a boom 4\" wide.",
            "The pilots’ and the masters’ letters are not the boatmen’s.",
        ] {
            assert_eq!(quoted(text), [], "{text}");
        }
    }

    #[test]
    fn names_in_japanese_and_chinese_are_no_quotations() {
        for text in [
            "代替船「しらなみ」の傭船契約を更新する。",
            "「しらなみ」は一月に検査を受けた。",
            "「国家安全保障会議」の決定による。",
            "「霧ヶ浜・海のまつり」は中止された。",
        ] {
            assert_eq!(quoted(text), [], "{text}");
        }
        for (text, words) in [
            ("組合長は「三月後半の水中工事は認めない」と述べた。", "三月後半の水中工事は認めない"),
            ("「夜間の工事を止める。」と述べた。", "夜間の工事を止める。"),
            ("“我们绝不会在压力之下让步”，他说。", "我们绝不会在压力之下让步"),
        ] {
            assert_eq!(quoted(text).iter().map(|found| found.0).collect::<Vec<_>>(), [words], "{text}");
        }
        assert_eq!(shortened(&"次".repeat(30)), format!("{} …", "次".repeat(24)));
        assert!(names_source("岸壁の傾きは止まった（県の報告、2026年）。"));
    }

    #[test]
    fn a_source_that_is_named_in_words_is_seen() {
        assert!(names_source("It fell, According to the wire."));
        assert!(names_source("The quay was mended (council minutes, 3 May)."));
        assert!(names_source("The quay was mended. (bulletin 41)"));
        for text in ["The quay (the old one) was mended.", "It fell by half (50)", "It fell (slowly).", "It fell"] {
            assert!(!names_source(text), "{text}");
        }
    }

    #[test]
    fn what_nobody_in_particular_says_is_found() {
        let of = |text| hearsay(text).into_iter().map(|range| &text[range]).collect::<Vec<&str>>();
        assert_eq!(of("The tug was Reportedly sold."), ["Reportedly"]);
        assert_eq!(
            of("The owner is widely said to be broke, and is rumoured to leave."),
            ["is widely said to", "is rumoured to"]
        );
        assert_eq!(of("Sources say it sank; it is said that nobody saw it."), ["Sources say", "is said that"]);
        assert_eq!(of("Rumour has it."), ["Rumour has it"]);
        for text in [
            "The alleged owner left.",
            "According to the court, he allegedly left.",
            "He said “they reportedly left”.",
            "Two sources of the river.",
            "It was reported by the office to the mayor.",
            "The unreportedlyish thing",
            "Incidents are reported to the office.",
        ] {
            assert_eq!(of(text), [] as [&str; 0], "{text}");
        }
    }
}
