//! What headings and labels mean in a report: "Key Judgement 2", "Key Findings", "Evidence against", "Confidence:".

use std::ops::Range;

use crate::argument::Confidence;
use crate::text::{HalfWidth, ends_sentence, word_count};

/// "Key Judgement 2 (High): text" taken apart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct JudgementLabel {
    /// The number; letters count from a = 1.
    pub number: Option<u32>,
    /// The confidence in brackets, with its bytes.
    pub confidence: Option<(Confidence, Range<usize>)>,
    /// The bytes in other brackets: a likelihood, a requirement.
    pub note: Option<Range<usize>>,
    /// The bytes of what follows the label: the judgement itself, if not empty.
    pub rest: Range<usize>,
}

/// What the blocks under a heading, or the text after a run-in label, are to the judgement above them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// They support it.
    Evidence,
    /// They contradict it.
    Contrary,
    /// They are assumptions that it rests on.
    Assumption,
    /// They are rival answers.
    Alternative,
    /// They are the judgement itself.
    Assessment,
    /// They say how confident the author is.
    Confidence,
    /// They say why the author is so confident.
    ConfidenceBasis,
    /// They say how likely it is, apart from its sentence.
    Likelihood,
    /// They name where the information comes from.
    Sources,
    /// They follow from the judgement and do not bear on it.
    Consequence,
}

const ADJECTIVES: [&str; 10] =
    ["key", "main", "principal", "core", "primary", "major", "top", "critical", "overall", "central"];
const SINGULAR: [&str; 6] = ["judgement", "judgment", "finding", "takeaway", "assessment", "conclusion"];
const PLURAL: [&str; 8] =
    ["judgements", "judgments", "findings", "takeaways", "take-aways", "assessments", "conclusions", "takeways"];

const ROLES: [(&str, Role); 82] = [
    ("evidence", Role::Evidence),
    ("supporting evidence", Role::Evidence),
    ("evidence for", Role::Evidence),
    ("key evidence", Role::Evidence),
    ("evidence in support", Role::Evidence),
    ("evidence and reasoning", Role::Evidence),
    ("supporting points", Role::Evidence),
    ("supporting information", Role::Evidence),
    ("supporting indicators", Role::Evidence),
    ("supporting facts", Role::Evidence),
    ("indicators for", Role::Evidence),
    ("support", Role::Evidence),
    ("rationale", Role::Evidence),
    ("reasoning", Role::Evidence),
    ("basis", Role::Evidence),
    ("basis for judgement", Role::Evidence),
    ("basis for judgment", Role::Evidence),
    ("justification", Role::Evidence),
    ("analysis", Role::Evidence),
    ("discussion", Role::Evidence),
    ("key facts", Role::Evidence),
    ("facts", Role::Evidence),
    ("evidence against", Role::Contrary),
    ("contrary evidence", Role::Contrary),
    ("counter-evidence", Role::Contrary),
    ("counterevidence", Role::Contrary),
    ("counter evidence", Role::Contrary),
    ("contrary indicators", Role::Contrary),
    ("contra-indicators", Role::Contrary),
    ("contraindicators", Role::Contrary),
    ("counter-indicators", Role::Contrary),
    ("indicators against", Role::Contrary),
    ("contradicting evidence", Role::Contrary),
    ("contradictory evidence", Role::Contrary),
    ("conflicting evidence", Role::Contrary),
    ("disconfirming evidence", Role::Contrary),
    ("opposing evidence", Role::Contrary),
    ("opposing view", Role::Contrary),
    ("counter-arguments", Role::Contrary),
    ("counterarguments", Role::Contrary),
    ("counter-argument", Role::Contrary),
    ("arguments against", Role::Contrary),
    ("dissent", Role::Contrary),
    ("dissenting view", Role::Contrary),
    ("dissenting views", Role::Contrary),
    ("caveat", Role::Contrary),
    ("caveats", Role::Contrary),
    ("assumption", Role::Assumption),
    ("assumptions", Role::Assumption),
    ("key assumption", Role::Assumption),
    ("key assumptions", Role::Assumption),
    ("working assumptions", Role::Assumption),
    ("alternative", Role::Alternative),
    ("alternatives", Role::Alternative),
    ("alternative hypothesis", Role::Alternative),
    ("alternative hypotheses", Role::Alternative),
    ("alternative explanation", Role::Alternative),
    ("alternative explanations", Role::Alternative),
    ("alternative analysis", Role::Alternative),
    ("competing hypotheses", Role::Alternative),
    ("rival hypotheses", Role::Alternative),
    ("alternative judgements", Role::Alternative),
    ("alternative judgments", Role::Alternative),
    ("assessment", Role::Assessment),
    ("judgement", Role::Assessment),
    ("judgment", Role::Assessment),
    ("key judgement", Role::Assessment),
    ("confidence", Role::Confidence),
    ("confidence level", Role::Confidence),
    ("analytic confidence", Role::Confidence),
    ("confidence reasoning", Role::ConfidenceBasis),
    ("confidence basis", Role::ConfidenceBasis),
    ("confidence rationale", Role::ConfidenceBasis),
    ("basis for confidence", Role::ConfidenceBasis),
    ("likelihood", Role::Likelihood),
    ("probability", Role::Likelihood),
    ("estimative probability", Role::Likelihood),
    ("source", Role::Sources),
    ("sources", Role::Sources),
    ("sourcing", Role::Sources),
    ("implication", Role::Consequence),
    ("implications", Role::Consequence),
];

const CONSEQUENCES: [&str; 16] = [
    "so what",
    "impact",
    "outlook",
    "recommendation",
    "recommendations",
    "recommended action",
    "recommended actions",
    "action",
    "actions",
    "next steps",
    "what to watch",
    "indicators to watch",
    "signposts",
    "mitigation",
    "mitigations",
    "consequences",
];

/// `text` from its first letter or digit on: emoji, section signs and quotation marks before it are decoration.
fn skip_decoration(text: &str) -> usize {
    text.find(|c: char| c.is_alphanumeric()).unwrap_or(text.len())
}

/// The length of a section number at the start ("2.", "4.3 |", "II.", "B)"), with the blanks after it.
fn section_number(text: &str) -> usize {
    let number = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let head = if number > 0 && text.starts_with(|c: char| c.is_ascii_digit()) {
        number
    } else {
        let letters = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
        let is_number = letters == 1 || roman(&text[..letters].to_lowercase()).is_some();
        if letters == 0 || !is_number || !text[letters..].starts_with(['.', ')', ':']) {
            return 0;
        }
        letters
    };
    let tail = &text[head..];
    let skipped = tail.len() - tail.trim_start_matches(|c: char| c.is_whitespace() || ".)|:–—-".contains(c)).len();
    if skipped == 0 && !tail.is_empty() && !text[..head].ends_with('.') { 0 } else { head + skipped }
}

/// Whether the text is the title of a section of judgements: "2. Key Judgements", "Key Findings: what changed".
///
/// `is_heading` says that the format marks it as a heading, so that a subtitle may follow without a colon.
pub(super) fn judgements_title(text: &str, is_heading: bool) -> Option<bool> {
    let half = HalfWidth::of(text);
    // Full-width brackets and colons need no blanks around them.
    let spaced = half.has_wide().then(|| half.as_str().replace('(', " (").replace(':', ": "));
    let text = spaced.as_deref().unwrap_or(text);
    let start = skip_decoration(text);
    let text = &text[start..];
    let text = &text[section_number(text)..];
    let text = &text[skip_decoration(text)..];
    let lower = text.to_lowercase();
    let mut words = lower.split_whitespace();
    let first = words.next()?.trim_end_matches(':');
    let (noun, is_bare) = if ADJECTIVES.contains(&first) { (words.next()?, false) } else { (first, true) };
    let has_end = noun.ends_with([':', '.', '–', '—', '-']);
    let noun = noun.trim_end_matches(|c: char| !c.is_alphanumeric());
    let plural = PLURAL.contains(&noun);
    let singular = SINGULAR.contains(&noun);
    if !(plural || singular) || (is_bare && !noun.starts_with("judg")) || (singular && is_bare) {
        return None;
    }
    let rest: Vec<&str> = words.collect();
    let is_title = match rest.first() {
        None => true,
        Some(_) if has_end && plural => is_heading,
        Some(&next) => {
            plural
                && is_heading
                && (next.starts_with(|c: char| !c.is_alphanumeric())
                    || matches!(next, "and" | "&" | "of" | "on" | "for" | "from" | "in" | "about" | "at" | "with"))
        }
    };
    is_title.then_some(plural)
}

/// Takes "Key Judgement 2", "KJ-1 (High):", "Judgement IV –" off the start of a text.
///
/// A label without a number ("Key Judgement: text") needs a colon or a dash after it, or nothing at all.
pub(super) fn judgement_label(text: &str) -> Option<JudgementLabel> {
    let half = HalfWidth::of(text);
    let text = half.as_str();
    let start = skip_decoration(text);
    if text[..start].chars().any(|c| !c.is_whitespace() && c.is_ascii_alphanumeric()) {
        return None;
    }
    let numbered = section_number(&text[start..]);
    let label = [start, start + numbered].into_iter().find_map(|at| label_at(text, at))?;
    Some(JudgementLabel {
        number: label.number,
        confidence: label.confidence.map(|(level, range)| (level, half.source(range))),
        note: label.note.map(|range| half.source(range)),
        rest: half.source(label.rest),
    })
}

/// Whether a label of a judgement can begin so: a quick look at the first word, which is wrong in one direction only.
fn may_begin_label(text: &str) -> bool {
    let Some(first) = text.split_whitespace().next() else { return false };
    let begins = |with: &str| first.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with));
    begins("kj") || begins("judg") || ADJECTIVES.iter().any(|word| first.eq_ignore_ascii_case(word))
}

fn label_at(text: &str, start: usize) -> Option<JudgementLabel> {
    if !may_begin_label(&text[start..]) {
        return None;
    }
    let lower = text[start..].to_ascii_lowercase();
    let mut at;
    let has_noun;
    if let Some(after) = lower.strip_prefix("kj") {
        if after.starts_with(char::is_alphabetic) {
            return None;
        }
        at = start + 2;
        has_noun = false;
    } else {
        let mut words = lower.split_whitespace();
        let first = words.next()?;
        let with_adjective = ADJECTIVES.contains(&first);
        let noun = if with_adjective { words.next()? } else { first };
        let noun_stem: &str = noun.split(|c: char| !c.is_alphabetic()).next()?;
        let is_known = SINGULAR.contains(&noun_stem) && (with_adjective || noun_stem.starts_with("judg"));
        if !is_known {
            return None;
        }
        let noun_at = if with_adjective { first.len() + lower[first.len()..].find(noun_stem)? } else { 0 };
        at = start + noun_at + noun_stem.len();
        has_noun = true;
    }
    let gap = text[at..].len() - text[at..].trim_start_matches([' ', '-', '–', '#', '\u{a0}', '\u{3000}', '.']).len();
    let after_gap = at + gap;
    let word_end = after_gap + text[after_gap..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - after_gap);
    let number = number(&text[after_gap..word_end]);
    match number {
        Some(_) => at = word_end,
        None if !has_noun => return None,
        None => {}
    }
    finish_label(text, at, number)
}

fn finish_label(text: &str, mut at: usize, number: Option<u32>) -> Option<JudgementLabel> {
    let mut confidence = None;
    let mut note = None;
    loop {
        let blank = text[at..].len() - text[at..].trim_start().len();
        let open = at + blank;
        if !text[open..].starts_with(['(', '[']) {
            break;
        }
        let Some(close) = text[open..].find([')', ']']).map(|offset| open + offset) else { break };
        let inner = open + 1..close;
        let mut part_start = inner.start;
        for part in text[inner.clone()].split([',', ';', '|']) {
            let lower = part.trim().to_lowercase();
            let word = lower.strip_suffix("confidence").or_else(|| lower.strip_prefix("confidence:")).unwrap_or(&lower);
            match word.trim().parse::<Confidence>() {
                Ok(level) => confidence = Some((level, part_start..part_start + part.len())),
                Err(()) => note = Some(inner.clone()),
            }
            part_start += part.len() + 1;
        }
        at = close + 1;
    }
    let tail = &text[at..];
    let separated = tail.trim_start();
    let separator = separated.starts_with([':', '.', '–', '—', '-', '|', ')', '/']);
    let rest_text = separated.trim_start_matches(|c: char| c.is_whitespace() || ":.–—-|)*/".contains(c));
    if !rest_text.is_empty() && !separator && (number.is_none() || confidence.is_none()) {
        // "Key Judgement 2 was wrong" and "Judgement day" are sentences, not labels.
        return None;
    }
    let rest = text.len() - rest_text.len()..text.len();
    // "KJ 3 – High confidence" announces the judgement and says how confident its author is.
    let word = rest_text.trim_end_matches(['.', ':', ')', ' ']).to_lowercase();
    if let Some(level) = word.strip_suffix("confidence").and_then(|word| word.trim().parse().ok()) {
        return Some(JudgementLabel { number, confidence: Some((level, rest)), note, rest: text.len()..text.len() });
    }
    Some(JudgementLabel { number, confidence, note, rest })
}

/// Whether what follows a judgement's label is the title of its section ("Attribution") and not the judgement.
pub(super) fn is_topic(text: &str) -> bool {
    const VERBS: [&str; 26] = [
        "is",
        "are",
        "was",
        "were",
        "be",
        "will",
        "would",
        "has",
        "have",
        "had",
        "can",
        "cannot",
        "could",
        "may",
        "might",
        "must",
        "should",
        "likely",
        "unlikely",
        "probably",
        "does",
        "do",
        "did",
        "remains",
        "remain",
        "continues",
    ];
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words().map(word_count).sum::<usize>() <= 6
        && !text.trim_end().ends_with(ends_sentence)
        && words().all(|word| !VERBS.contains(&word.to_lowercase().as_str()))
}

fn number(word: &str) -> Option<u32> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let lower = word.to_lowercase();
    if let Ok(number) = lower.parse::<u32>() {
        return (lower.len() <= 4).then_some(number);
    }
    if let Some(at) = WORDS.iter().position(|known| *known == lower) {
        return u32::try_from(at + 1).ok();
    }
    let mut letters = lower.chars();
    match (letters.next(), letters.next()) {
        (Some(letter @ ('a'..='h' | 'j'..='u' | 'w' | 'y' | 'z')), None) => Some(letter as u32 - 'a' as u32 + 1),
        _ => roman(&lower),
    }
}

/// Roman numerals up to 39 (`xxxix`), in their one canonical spelling.
fn roman(lower: &str) -> Option<u32> {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let ones = lower.trim_start_matches('x');
    let tens = lower.len() - ones.len();
    let ones = ONES.iter().position(|known| *known == ones)?;
    let value = u32::try_from(tens * 10 + ones).ok()?;
    (value > 0 && tens <= 3).then_some(value)
}

/// The role that a heading gives to what stands under it.
pub(super) fn role_of_heading(text: &str) -> Option<Role> {
    let half = HalfWidth::of(text);
    let text = half.as_str();
    let text = &text[skip_decoration(text)..];
    let text = &text[section_number(text)..];
    let lower = text.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace(['‐', '‑', '–'], "-");
    let bare = lower.split([':', '(']).next().unwrap_or("").trim();
    role(bare).or_else(|| {
        // "Evidence against KJ 2", "Assumptions behind Key Judgement 1".
        let spread = bare.find(" kj").or_else(|| bare.find(" key judg")).or_else(|| bare.find(" judg"));
        let head = bare[..spread?].trim_end_matches(" for").trim_end_matches(" of").trim_end_matches(" behind");
        role(head.trim_end_matches(" behind").trim())
    })
}

fn role(name: &str) -> Option<Role> {
    ROLES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, role)| *role)
        .or_else(|| CONSEQUENCES.contains(&name).then_some(Role::Consequence))
}

/// Whether a heading divides whole reports rather than judgements: "Discussion", "Sources".
pub(super) fn divides_reports(text: &str) -> bool {
    let lower = text[skip_decoration(text)..].to_lowercase();
    let lower = lower.trim_end_matches(|c: char| !c.is_alphanumeric());
    matches!(
        lower,
        "discussion"
            | "analysis"
            | "sources"
            | "source"
            | "sourcing"
            | "assessment"
            | "facts"
            | "outlook"
            | "recommendations"
    )
}

/// No run-in label has more bytes.
const LONGEST_LABEL: usize = 40;

/// Takes a run-in label ("Evidence:", "Confidence reasoning —") off the start of a text.
pub(super) fn field_label(text: &str, bold: Option<&Range<usize>>) -> Option<(Role, Range<usize>)> {
    let half = HalfWidth::of(text);
    let text = half.as_str();
    let start = skip_decoration(text);
    let nearby = &text[start..text.floor_char_boundary(start + LONGEST_LABEL + '—'.len_utf8())];
    let end = start + nearby.find([':', '—', '–', '.'])?;
    if end - start > LONGEST_LABEL {
        return None;
    }
    // Without a colon, only bold type makes a label.
    let is_bold = bold.is_some_and(|range| {
        let place = |at: usize| half.source_at(at);
        range.start <= place(start) && range.end >= place(end) && range.end <= place(end + 2)
    });
    if !text[end..].starts_with(':') && !is_bold {
        return None;
    }
    let lower = text[start..end].trim().to_lowercase();
    let role = role(&lower)?;
    // "Analysis: …" and "Basis: …" in the middle of prose are labels only when bold.
    let rest = text[end..].trim_start_matches(|c: char| c.is_whitespace() || ":—–.*".contains(c));
    Some((role, half.source(text.len() - rest.len()..text.len())))
}

/// The numbers of the judgements that a text names ("KJ 1 and KJ-3", "Key Judgement 2").
pub(super) fn named_judgements(text: &str) -> Vec<u32> {
    let lower = HalfWidth::of(text).as_str().to_lowercase();
    let mut found = Vec::new();
    for name in ["kj", "judgement", "judgment"] {
        for (at, _) in lower.match_indices(name) {
            let before = lower[..at].chars().next_back();
            if before.is_some_and(char::is_alphanumeric) {
                continue;
            }
            let after = lower[at + name.len()..].trim_start_matches([' ', '-', '\u{a0}', 's']);
            let word = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
            if let Ok(number) = word.parse::<u32>() {
                found.push(number);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether a line is part of the page's furniture: a newsletter line, a table of contents, a list of related posts.
pub(super) fn is_furniture(text: &str) -> bool {
    const STARTS: [&str; 22] = [
        "table of contents",
        "related content",
        "related posts",
        "related articles",
        "related reading",
        "read more",
        "read also",
        "see also",
        "subscribe",
        "sign up",
        "share this",
        "share on",
        "get the weekly",
        "join our",
        "follow us",
        "about the author",
        "leave a comment",
        "leave a reply",
        "newsletter",
        "written by",
        "advertisement",
        "download the",
    ];
    const PARTS: [&str; 6] =
        ["mailing list", "our newsletter", "free newsletter", "weekly email", "privacy policy", "all rights reserved"];
    let lower = text[skip_decoration(text)..].to_lowercase();
    STARTS.iter().any(|start| lower.starts_with(start)) || PARTS.iter().any(|part| lower.contains(part))
}

/// Whether a line is a caption or a credit by its words.
pub(super) fn is_caption(text: &str) -> bool {
    const STARTS: [&str; 13] = [
        "image via",
        "image:",
        "image credit",
        "image source",
        "photo:",
        "photo by",
        "photo credit",
        "picture:",
        "credit:",
        "credits:",
        "figure ",
        "fig. ",
        "map:",
    ];
    let half = HalfWidth::of(text);
    let lower = half.as_str().trim_start().to_lowercase();
    STARTS.iter().any(|start| lower.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_judgements_are_read_in_every_spelling() {
        let read = |text: &str| {
            judgement_label(text)
                .map(|label| (label.number, label.confidence.map(|pair| pair.0), text[label.rest].to_owned()))
        };
        let plain = |number, rest: &str| Some((Some(number), None, rest.to_owned()));
        assert_eq!(read("Key Judgement 1"), plain(1, ""));
        assert_eq!(read("KEY JUDGMENT TWO"), plain(2, ""));
        assert_eq!(read("Key Judgement IV: They will."), plain(4, "They will."));
        assert_eq!(read("Key judgment B – They will."), plain(2, "They will."));
        assert_eq!(read("KJ-1: It is likely."), plain(1, "It is likely."));
        assert_eq!(read("KJ 3. It is."), plain(3, "It is."));
        assert_eq!(read("KJ2"), plain(2, ""));
        assert_eq!(read("2.1 Key Judgement 3"), plain(3, ""));
        assert_eq!(read("🔍 Key Judgement 3"), plain(3, ""));
        assert_eq!(read("Judgement 5: x"), plain(5, "x"));
        assert_eq!(read("KJ-1 (High). Text."), Some((Some(1), Some(Confidence::High), "Text.".to_owned())));
        assert_eq!(read("KJ-1 (medium confidence): T"), Some((Some(1), Some(Confidence::Moderate), "T".to_owned())));
        assert_eq!(read("Key Judgment 2 (PIR-01.2: who did it)"), plain(2, ""));
        assert_eq!(read("Key Judgement: They will."), Some((None, None, "They will.".to_owned())));
        for text in
            ["Key Judgements", "Judgement day came", "Key Judgement 2 was wrong", "KJX", "Keys 1", "", "1", "kj"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn full_width_punctuation_and_digits_are_read_like_their_kin() {
        let read = |text: &str| {
            let label = judgement_label(text)?;
            let level = label.confidence.map(|(level, range)| (level, text[range].to_owned()));
            Some((label.number, level, label.note.map(|note| text[note].to_owned()), text[label.rest].to_owned()))
        };
        let high = || Some((Confidence::High, "High".to_owned()));
        assert_eq!(
            read("Key Judgement 1：The route is likely to reopen."),
            Some((Some(1), None, None, "The route is likely to reopen.".to_owned()))
        );
        assert_eq!(read("Key Judgement 2（High）"), Some((Some(2), high(), None, String::new())));
        assert_eq!(
            read("KJ－２（High）：航路は再開する。"),
            Some((Some(2), high(), None, "航路は再開する。".to_owned()))
        );
        assert_eq!(
            read("Key Judgement　３（中、High）航路"),
            Some((Some(3), high(), Some("中、High".to_owned()), "航路".to_owned()))
        );
        assert_eq!(read("１．Key Judgement １．"), Some((Some(1), None, None, String::new())));
        assert_eq!(judgements_title("Key Judgements：二〇二六年", true), Some(true));
        assert_eq!(judgements_title("２．Key Judgements（二〇二六年）", true), Some(true));
        assert_eq!(role_of_heading("Evidence against：KJ １"), Some(Role::Contrary));
        assert_eq!(named_judgements("KJ １、KJ２"), [1, 2]);
        let field = |text: &str, bold: Option<Range<usize>>| {
            field_label(text, bold.as_ref()).map(|(role, rest)| (role, text[rest].to_owned()))
        };
        assert_eq!(field("Confidence：中", None), Some((Role::Confidence, "中".to_owned())));
        assert_eq!(field("Caveat：次。", Some(0..9)), Some((Role::Contrary, "次。".to_owned())));
        assert_eq!(field("Evidence。次", Some(0..11)), Some((Role::Evidence, "次".to_owned())));
        assert_eq!(field("Evidence。次", None), None);
        assert!(is_topic("再開の時期") && !is_topic("再開する。"));
        assert!(!is_topic("航路は四月末までに再開する可能性が高い"));
    }

    #[test]
    fn a_topic_is_told_from_a_judgement() {
        for text in ["Attribution", "Motive and means", "The harbour"] {
            assert!(is_topic(text), "{text}");
        }
        for text in
            ["The lock will fail", "It is over", "The lock fails.", "A war over the strait before the next winter"]
        {
            assert!(!is_topic(text), "{text}");
        }
        let label = judgement_label("KJ 3 – High confidence").unwrap();
        assert_eq!((label.confidence.unwrap().0, label.rest.is_empty()), (Confidence::High, true));
    }

    #[test]
    fn titles_of_sections_of_judgements_are_known() {
        for text in ["Key Judgements", "2. Key Judgments", "KEY FINDINGS:", "📌 Key Takeaways", "IV. Main Findings"] {
            assert_eq!(judgements_title(text, false), Some(true), "{text}");
        }
        assert_eq!(judgements_title("Key Judgements: What Changed", true), Some(true));
        assert_eq!(judgements_title("Key findings and outlook", true), Some(true));
        assert_eq!(judgements_title("Key Finding", true), Some(false));
        for text in ["Key Judgements are hard to write.", "Findings", "Key", "Investigative Findings", "Keyfindings"] {
            assert_eq!(judgements_title(text, false), None, "{text}");
        }
    }

    #[test]
    fn roles_come_from_headings_and_labels() {
        assert_eq!(role_of_heading("Evidence against"), Some(Role::Contrary));
        assert_eq!(role_of_heading("3. Counter‑evidence:"), Some(Role::Contrary));
        assert_eq!(role_of_heading("Evidence against KJ 2"), Some(Role::Contrary));
        assert_eq!(role_of_heading("Key Assumptions"), Some(Role::Assumption));
        assert_eq!(role_of_heading("Evidence Base"), None);
        let field = |text: &str| field_label(text, None).map(|(role, rest)| (role, text[rest].to_owned()));
        assert_eq!(field("Confidence: medium, because"), Some((Role::Confidence, "medium, because".to_owned())));
        assert_eq!(field("Evidence. They left."), None);
        assert_eq!(field("They left: three ships."), None);
        assert_eq!(named_judgements("bears on KJ 1, KJ-3 and Key Judgement 2"), [1, 2, 3]);
    }
}
