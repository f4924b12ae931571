use std::ops::Range;

use super::attribution::{REACH, is_auxiliary, is_somebody_elses};
use super::vocabulary::{
    BETWEEN_NEGATION, CHANCES, CONDITIONS, DETERMINERS, NEGATIONS, NOUNS, PREPOSITIONS, SUBORDINATORS,
};
use super::words::{Gap, Words};

/// How a text uses a likelihood term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Usage {
    /// The author says how likely something is.
    Own,
    /// Part of a noun phrase: "likely targets", "a likely outcome", "remote access".
    Attributive,
    /// Inside quotation marks or code.
    Quoted,
    /// In a question, or in an indirect one ("whether it is likely").
    Question,
    /// Under a condition: "if it becomes likely".
    Condition,
    /// In a comparison: "more likely than", "as likely as", "the least likely".
    Comparison,
    /// Somebody else's likelihood, reported: "analysts say it is likely".
    Reported,
    /// In a clause beside the main one: "although an attack is unlikely, …".
    Subordinate,
}

impl Usage {
    /// Whether the term is the author's own estimate of what the sentence says.
    #[must_use]
    pub fn is_own(self) -> bool {
        self == Self::Own
    }
}

/// What a term is in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Adjective,
    Adverb,
    Phrase,
}

/// How the term at the words `first..end` is used, and whether it is negated.
pub(super) fn usage_of(words: &Words<'_>, first: usize, end: usize, quoted: &[Range<usize>]) -> (Usage, bool) {
    let start = words.list[first].start;
    let behind = quoted.partition_point(|range| range.end <= start);
    if quoted.get(behind).is_some_and(|range| range.start <= start) {
        return (Usage::Quoted, false);
    }
    let negated = is_negated(words, first);
    let usage = if words.sentences[words.list[first].sentence].question {
        Usage::Question
    } else if is_label(words, first, end) {
        Usage::Own
    } else if is_compared(words, first, end) {
        Usage::Comparison
    } else if is_attributive(words, first, end) {
        Usage::Attributive
    } else if let Some(usage) = governing_conjunction(words, first) {
        usage
    } else if is_somebody_elses(words, first, end) {
        Usage::Reported
    } else if is_in_side_clause(words, first, end) {
        Usage::Subordinate
    } else {
        Usage::Own
    };
    (usage, negated)
}

fn form_of(words: &Words<'_>, end: usize) -> Form {
    match words.at(end - 1) {
        "likely" | "unlikely" | "probable" | "improbable" | "certain" | "remote" | "doubtful" | "impossible" => {
            Form::Adjective
        }
        word if word.ends_with("ly") => Form::Adverb,
        _ => Form::Phrase,
    }
}

/// The term stands alone between punctuation, as in "Outlook: unlikely." or "(Highly likely, 85 %)".
fn is_label(words: &Words<'_>, first: usize, end: usize) -> bool {
    let opens = first == 0 || matches!(words.list[first - 1].gap, Gap::Break | Gap::End);
    let closes = matches!(words.list[end - 1].gap, Gap::Break | Gap::End)
        || words.list.get(end).is_some_and(|next| next.folded.starts_with(|c: char| c.is_ascii_digit()));
    opens && closes
}

fn is_compared(words: &Words<'_>, first: usize, end: usize) -> bool {
    if words.at(first) == "more" || words.at(first) == "about" {
        // A term of its own: "more likely than not".
        return false;
    }
    let before = words.before(first);
    let before_twice = if first > 0 { words.before(first - 1) } else { "" };
    let next = words.after(end);
    match before {
        "least" => before_twice != "at",
        "more" | "less" | "how" | "equally" | "likelier" | "too" | "however" => true,
        "so" => next == "that" || form_of(words, end) == Form::Adjective && before_twice != "and",
        "as" => {
            (end..(end + 12).min(words.list.len()))
                .take_while(|&at| !words.after(at).is_empty())
                .any(|at| words.at(at) == "as")
                && !is_followed_by_clause(words, end)
                || matches!(before_twice, "twice" | "times" | "just" | "equally" | "half")
        }
        "enough" => false,
        _ => next == "than" || next == "enough",
    }
}

fn is_followed_by_clause(words: &Words<'_>, end: usize) -> bool {
    matches!(words.after(end), "that" | "given" | "because" | "due")
}

fn is_attributive(words: &Words<'_>, first: usize, end: usize) -> bool {
    let form = form_of(words, end);
    if form == Form::Phrase {
        return false;
    }
    if form == Form::Adverb {
        // "a probably fatal blow", "improbably high".
        let before = words.before(first);
        return matches!(before, "a" | "an") || words.at(end - 1) == "improbably" && !is_auxiliary(before);
    }
    if words.at(end - 1) == "remote" {
        if CHANCES.contains(&words.after(end)) {
            return false;
        }
        return !is_said_of_a_chance(words, first, end);
    }
    let edge = if words.before(first) == "most" { first - 1 } else { first };
    let before = words.before(edge);
    let next = words.after(end);
    let open = opens_complement(next);
    if DETERMINERS.contains(&before) {
        // "deemed the likely winner", but "are all likely to close", "are both unlikely".
        return matches!(before, "a" | "an" | "the") || !open;
    }
    if before.ends_with("'s") && !matches!(before, "it's" | "that's" | "there's" | "he's" | "she's") && !open {
        return !looks_verbal(next);
    }
    if NOUNS.contains(&next) {
        // "will likely target ports", "the raiders likely use a relay": a verb after all.
        let verbal = matches!(before, "to" | "they" | "we" | "it" | "he" | "she") || is_modal(before);
        let object = matches!(next, "target" | "targets" | "use" | "cause" | "causes" | "source" | "threat")
            && matches!(words.after(end + 1), "the" | "a" | "an" | "its" | "their");
        return !verbal && !object;
    }
    if PREPOSITIONS.contains(&before) {
        return !open;
    }
    if before == "as" {
        return !open && !is_adverbial_opening(next);
    }
    if matches!(before, "are" | "were") && is_bare_plural(next) {
        return true;
    }
    // "Probable sites were seen": unlike "likely", this is no adverb.
    if matches!(words.at(end - 1), "probable" | "improbable" | "certain")
        && matches!(before, "" | "and" | "or")
        && !open
        && !is_adverbial_opening(next)
    {
        return true;
    }
    // A verb in front, a plural behind: "identified likely hideouts".
    before.ends_with("ed") && is_bare_plural(next)
}

/// What follows an adjective that is said of a subject: "likely to", "likely that", a comma, the end.
fn opens_complement(next: &str) -> bool {
    matches!(next, "" | "to" | "that")
}

fn is_adverbial_opening(next: &str) -> bool {
    matches!(
        next,
        "in" | "within"
            | "by"
            | "before"
            | "after"
            | "during"
            | "over"
            | "at"
            | "on"
            | "given"
            | "because"
            | "due"
            | "if"
            | "when"
            | "while"
            | "for"
            | "from"
            | "under"
            | "and"
            | "or"
            | "but"
            | "only"
            | "a"
            | "an"
            | "the"
            | "until"
            | "as"
            | "unless"
            | "next"
            | "this"
            | "through"
            | "into"
            | "not"
            | "than"
    )
}

fn is_modal(word: &str) -> bool {
    matches!(word, "will" | "would" | "may" | "might" | "can" | "could" | "should" | "must" | "shall")
}

fn looks_verbal(next: &str) -> bool {
    is_auxiliary(next)
        || next.ends_with("ed")
        || next.ends_with("ing")
        || matches!(
            next,
            "made" | "took" | "sent" | "held" | "did" | "does" | "do" | "begin" | "continue" | "lead" | "result"
        )
}

fn is_bare_plural(word: &str) -> bool {
    word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && !word.ends_with("ous")
        && !matches!(
            word,
            "always" | "perhaps" | "thus" | "towards" | "this" | "does" | "besides" | "across" | "sometimes"
        )
}

/// "Remote" says something of a chance: "the prospects remain remote".
fn is_said_of_a_chance(words: &Words<'_>, first: usize, end: usize) -> bool {
    if !matches!(words.after(end), "" | "at" | "in" | "given" | "because" | "for" | "and" | "but" | "unless" | "over") {
        return false;
    }
    let floor = first.saturating_sub(12).max(words.sentences[words.list[first].sentence].words.start);
    let joined = is_auxiliary(words.before(first));
    joined && (floor..first).any(|at| CHANCES.contains(&words.at(at)))
}

fn is_negated(words: &Words<'_>, first: usize) -> bool {
    let mut at = first;
    for _ in 0..5 {
        let word = words.before(at);
        if NEGATIONS.contains(&word) || word.ends_with("n't") {
            // "neither" and "nor" negate a list; "no doubt", "not only" negate nothing.
            return !matches!(words.at(at), "only" | "just" | "merely" | "doubt");
        }
        if !BETWEEN_NEGATION.contains(&word) {
            break;
        }
        at -= 1;
    }
    has_negative_subject(words, first)
}

/// "No party is likely to win".
fn has_negative_subject(words: &Words<'_>, first: usize) -> bool {
    if !is_auxiliary(words.before(first)) {
        return false;
    }
    let floor = first.saturating_sub(8).max(words.sentences[words.list[first].sentence].words.start);
    let clause = (floor..first).rev().take_while(|&at| matches!(words.list[at].gap, Gap::Joined | Gap::Other));
    let Some(start) = clause.last() else { return false };
    matches!(words.at(start), "no" | "none" | "nobody" | "neither" | "nothing" | "few" | "nowhere")
}

/// The conjunction that the term's clause stands under, looked for to the left up to the clause's border.
fn governing_conjunction(words: &Words<'_>, first: usize) -> Option<Usage> {
    let sentence = &words.sentences[words.list[first].sentence];
    let floor = first.saturating_sub(REACH).max(sentence.words.start);
    let mut at = first;
    while at > floor {
        at -= 1;
        let gap = words.list[at].gap;
        if gap != Gap::Joined && gap != Gap::Other {
            return None;
        }
        let word = words.at(at);
        if word == "whether" {
            return Some(Usage::Question);
        }
        let opens = at == sentence.words.start || !matches!(words.list[at - 1].gap, Gap::Joined | Gap::Other);
        if CONDITIONS.contains(&word) && (opens || word != "once") {
            // "as if", "only if"; "provided" is a verb unless "that" or a clause border stands by it.
            if matches!(word, "provided" | "assuming" | "supposing") && !opens && words.after(at + 1) != "that" {
                continue;
            }
            return Some(Usage::Condition);
        }
        if opens && matches!(word, "should" | "were" | "had") {
            return Some(Usage::Condition);
        }
        if matches!(word, "because" | "although" | "though" | "whereas" | "despite") && !opens {
            return Some(Usage::Subordinate);
        }
        if matches!(word, "because" | "although" | "though" | "whereas") && at > sentence.words.start {
            return Some(Usage::Subordinate);
        }
        // "as seems likely": a remark on the sentence.
        if word == "as" && is_auxiliary(words.after(at + 1)) && at + 2 == first {
            return Some(Usage::Subordinate);
        }
        // "forces that are likely to stay" says something of the forces.
        if matches!(word, "that" | "who") && at > sentence.words.start && relates(words, at, first) {
            return Some(Usage::Subordinate);
        }
    }
    None
}

/// Whether the "that" or "who" at `at` is the subject of the term's verb.
fn relates(words: &Words<'_>, at: usize, first: usize) -> bool {
    let nothing_but_verb =
        (at + 1..first).all(|at| is_auxiliary(words.at(at)) || matches!(words.at(at), "most" | "also"));
    let noun_before = !matches!(words.before(at), "" | "is" | "and" | "assess" | "judge" | "believe" | "say" | "so");
    nothing_but_verb && noun_before
}

/// The sentence begins with a side clause and the term stands before the comma that ends it.
fn is_in_side_clause(words: &Words<'_>, first: usize, end: usize) -> bool {
    let sentence = &words.sentences[words.list[first].sentence];
    if first - sentence.words.start > REACH || !SUBORDINATORS.contains(&words.at(sentence.words.start)) {
        return false;
    }
    if sentence.words.start == first {
        return false;
    }
    let comma_before = (sentence.words.start..first).any(|at| matches!(words.list[at].gap, Gap::Comma | Gap::Break));
    let ceiling = (end + REACH).min(sentence.words.end);
    let comma_after = (end - 1..ceiling).any(|at| words.list[at].gap == Gap::Comma);
    !comma_before && comma_after
}
