//! Whose likelihood it is: the author's own, or somebody else's that the sentence reports.

use super::vocabulary::{
    AUXILIARIES, CONCESSIVE, CONTRASTS, HEARSAY, IMPERSONAL, OTHERS, OWN, OWN_NOUNS, PRONOUNS, REPORTED_NOUNS, SAYING,
    SAYING_THAT, SEEING, SHOWING,
};
use super::words::{Gap, Words};

/// How many words a clause is looked through, before and after a term. It bounds the work per term.
pub(super) const REACH: usize = 60;

pub(super) fn is_auxiliary(word: &str) -> bool {
    AUXILIARIES.contains(&word)
}

/// Whether the term at `first..end` is reported as somebody else's.
pub(super) fn is_somebody_elses(words: &Words<'_>, first: usize, end: usize) -> bool {
    is_held_by(words, first, end) || said_before(words, first) || said_after(words, end) || is_hearsay(words, first)
}

/// "is considered likely by the police", but not "by May".
fn is_held_by(words: &Words<'_>, first: usize, end: usize) -> bool {
    let mut at = first;
    while at > 0 && matches!(words.before(at), "as" | "to" | "be" | "being") {
        at -= 1;
    }
    if !IMPERSONAL.contains(&words.before(at)) || words.after(end) != "by" {
        return false;
    }
    match words.after(end + 1) {
        "the" => !matches!(words.after(end + 2), "end" | "summer" | "winter" | "spring" | "autumn" | "middle" | "time"),
        word => matches!(word, "most" | "many" | "some" | "several") || OTHERS.contains(&word),
    }
}

/// "is reportedly likely", "is said to be likely".
fn is_hearsay(words: &Words<'_>, first: usize) -> bool {
    let mut at = first;
    for _ in 0..4 {
        let word = words.before(at);
        if HEARSAY.contains(&word) {
            return word.ends_with("ly") || AUXILIARIES.contains(&words.before(at - 1));
        }
        if !matches!(word, "to" | "be" | "as" | "being" | "is" | "are" | "will" | "would") {
            return false;
        }
        at -= 1;
    }
    false
}

/// Walks from the term to the left, to the verb or noun that governs its clause.
fn said_before(words: &Words<'_>, first: usize) -> bool {
    let sentence = words.list[first].sentence;
    let floor = first.saturating_sub(REACH).max(words.sentences[sentence].words.start);
    let mut at = first;
    // Where the innermost comma was met that could end a clause; what stands before it may be closed off.
    let mut comma: Option<usize> = None;
    let mut skip_to_comma = false;
    let mut in_brackets = false;
    while at > floor {
        at -= 1;
        let word = words.at(at);
        match words.list[at].gap {
            Gap::End => return false,
            Gap::Break if in_brackets => in_brackets = !words.between(at).contains(['(', '[']),
            Gap::Break if words.between(at).trim_start().starts_with([')', ']']) => in_brackets = true,
            Gap::Break => {
                // "The minister said: …"
                let speech = words.between(at).contains(':') && (SAYING.contains(&word) || SAYING_THAT.contains(&word));
                return speech && matches!(subject_of(words, at, SHOWING.contains(&word)), Governor::Other);
            }
            Gap::Comma if in_brackets => {}
            Gap::Comma => {
                if skip_to_comma {
                    skip_to_comma = false;
                } else {
                    let next = words.at(at + 1);
                    if word == "notwithstanding"
                        || CONTRASTS.contains(&next)
                        || (next == "and" && starts_clause(words, at + 2))
                    {
                        return false;
                    }
                    let reporting = starts_clause(words, at + 1);
                    if reporting && !has_according(words, floor, at + 1) {
                        return false;
                    }
                    if AUXILIARIES.contains(&next) || at + 1 == first {
                        // The comma ends an aside: leave the aside out and go on before it.
                        skip_to_comma = true;
                    }
                }
                comma = Some(at);
            }
            Gap::Joined | Gap::Other => {}
        }
        if skip_to_comma || in_brackets {
            continue;
        }
        if at + 1 < first && CONTRASTS[..3].contains(&word) {
            return false;
        }
        if word == "according" && words.at(at + 1) == "to" {
            return !OWN.contains(&words.at(at + 2));
        }
        if matches!(word, "view" | "opinion" | "eyes" | "judgement" | "judgment" | "assessment")
            && comma == Some(at)
            && let Some(owned) = owner_of_view(words, at)
        {
            return !owned;
        }
        match governs(words, at, first, comma) {
            Governor::Author => return false,
            Governor::Other => return true,
            Governor::Nobody => {}
        }
    }
    false
}

/// Whether a clause of its own begins here: a pronoun, or "that" and the like.
fn starts_clause(words: &Words<'_>, at: usize) -> bool {
    PRONOUNS.contains(&words.at(at))
}

fn has_according(words: &Words<'_>, floor: usize, end: usize) -> bool {
    (floor..end.saturating_sub(1)).any(|at| {
        (words.at(at) == "according" && words.at(at + 1) == "to")
            || (words.at(at) == "in"
                && (at + 1..(at + 5).min(end)).any(|at| matches!(words.at(at), "view" | "opinion" | "eyes")))
    })
}

/// "in Moscow's view,": whether the view is the author's; `None` if it is no such phrase.
fn owner_of_view(words: &Words<'_>, noun: usize) -> Option<bool> {
    let from = noun.saturating_sub(4);
    let preposition = (from..noun).rev().find(|&at| words.at(at) == "in")?;
    Some((preposition + 1..noun).any(|at| OWN.contains(&words.at(at))))
}

enum Governor {
    Author,
    Other,
    Nobody,
}

/// Whether the word at `at` is a verb or noun of saying that governs the term at `first`.
fn governs(words: &Words<'_>, at: usize, first: usize, comma: Option<usize>) -> Governor {
    let word = words.at(at);
    let next = words.after(at + 1);
    let says = SAYING.contains(&word);
    let says_that = SAYING_THAT.contains(&word) && ((at + 1)..(at + 4).min(first)).any(|at| words.at(at) == "that");
    let sees = SEEING.contains(&word) && sees_as(words, at, first);
    let noun = REPORTED_NOUNS.contains(&word);
    if !(says || says_that || sees || noun) {
        return Governor::Nobody;
    }
    if noun && next == "of" {
        let closed = comma.is_some_and(|comma| comma > at);
        let has_verb = (at + 2..first).any(|at| AUXILIARIES.contains(&words.at(at)));
        let others = !OWN.contains(&words.before(at));
        return if closed || has_verb || !others { Governor::Nobody } else { Governor::Other };
    }
    // "Territorial claims in the south are likely": a subject, not a verb.
    if noun && (AUXILIARIES.contains(&next) || next.is_empty() || is_preposition(next)) {
        return Governor::Nobody;
    }
    if matches!(word, "think" | "thinks" | "believe" | "believes" | "thought" | "believed")
        && matches!(next, "in" | "about" | "of")
    {
        return Governor::Nobody;
    }
    // "claims that …, a deal is unlikely": the clause was closed by a comma, after a concession.
    if let Some(comma) = comma
        && comma > at
        && opens_with_concession(words, at)
        && !((comma + 1)..first).any(|at| words.at(at) == "that")
    {
        return Governor::Nobody;
    }
    if noun && !says && !says_that && next != "that" {
        return Governor::Nobody;
    }
    // "thought to", "said to", "is assessed as": participles behind a form of "be".
    if IMPERSONAL.contains(&word) && is_passive(words, at) {
        let by = ((at + 1)..first).any(|at| words.at(at) == "by");
        return if by { Governor::Other } else { Governor::Author };
    }
    if HEARSAY.contains(&word) && is_passive(words, at) {
        return Governor::Other;
    }
    subject_of(words, at, SHOWING.contains(&word))
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "in" | "on"
            | "at"
            | "about"
            | "over"
            | "for"
            | "to"
            | "from"
            | "by"
            | "with"
            | "against"
            | "and"
            | "or"
            | "among"
    )
}

fn is_passive(words: &Words<'_>, at: usize) -> bool {
    let mut at = at;
    for _ in 0..3 {
        let word = words.before(at);
        if matches!(word, "is" | "are" | "was" | "were" | "be" | "been" | "being") {
            return true;
        }
        if !word.ends_with("ly") && !matches!(word, "not" | "still" | "now" | "also") {
            return false;
        }
        at -= 1;
    }
    false
}

/// "sees war as unlikely".
fn sees_as(words: &Words<'_>, verb: usize, first: usize) -> bool {
    let before = words.before(first);
    let as_before = before == "as" || (before == "being" && words.before(first - 1) == "as");
    as_before && first - verb <= 12
}

fn opens_with_concession(words: &Words<'_>, at: usize) -> bool {
    let start = words.sentences[words.list[at].sentence].words.start;
    CONCESSIVE.contains(&words.at(start))
}

/// Whose saying it is, by the words before the verb.
fn subject_of(words: &Words<'_>, verb: usize, showing: bool) -> Governor {
    let mut at = verb;
    let start = words.sentences[words.list[verb].sentence].words.start;
    for step in 0..8 {
        if at <= start {
            break;
        }
        at -= 1;
        if matches!(words.list[at].gap, Gap::Break | Gap::End) || (words.list[at].gap == Gap::Comma && step > 0) {
            break;
        }
        let word = words.at(at);
        if OWN.contains(&word) || OWN_NOUNS.contains(&word) {
            // "this week analysts say": the nearer noun speaks.
            let nearer =
                (at + 1..verb).any(|at| OTHERS.contains(&words.at(at)) && !matches!(word, "this" | "our" | "my"));
            return if nearer { Governor::Other } else { Governor::Author };
        }
        if OTHERS.contains(&word) && !matches!(words.before(at), "this" | "our" | "my" | "these") {
            return Governor::Other;
        }
        if matches!(word, "that" | "which" | "who") && step > 0 {
            break;
        }
    }
    if showing || has_no_subject(words, verb) { Governor::Author } else { Governor::Other }
}

/// Whether nobody in particular says it, so that the author does: "it is important to note that", "it should be said
/// that", "note that".
fn has_no_subject(words: &Words<'_>, verb: usize) -> bool {
    let sentence = words.sentences[words.list[verb].sentence].words.start;
    let floor = verb.saturating_sub(8).max(sentence);
    let start = (floor..verb).rev().take_while(|&at| matches!(words.list[at].gap, Gap::Joined | Gap::Other)).last();
    let Some(start) = start else {
        // Nothing before it: an order to the reader, if it is the verb's bare form.
        return matches!(words.at(verb), "note" | "assume" | "consider" | "observe" | "expect" | "say" | "suggest");
    };
    if matches!(words.at(start), "worth" | "important" | "notable") {
        return true;
    }
    // "It" stands for the clause that follows, not for somebody who speaks: "it says", "it has said", "it is saying".
    let Some(it) = (start..verb.min(start + 3)).find(|&at| words.at(at) == "it") else { return false };
    let passive = is_passive(words, verb);
    let infinitive = words.before(verb) == "to" || words.before(verb).ends_with("ly") && verb > it + 3;
    let gerund = words.before(verb) == "worth" || words.before(verb) == "bears";
    let linked = matches!(words.at(it + 1), "is" | "was" | "remains" | "seems" | "should" | "must" | "can" | "may");
    linked && (passive || infinitive || gerund)
}

/// "…, analysts say." and "…, according to the bank."
fn said_after(words: &Words<'_>, end: usize) -> bool {
    let Some(last) = end.checked_sub(1).and_then(|at| words.list.get(at)) else { return false };
    let ceiling = (end + REACH).min(words.sentences[last.sentence].words.end);
    let Some(comma) = (end - 1..ceiling.saturating_sub(1)).rev().find(|&at| words.list[at].gap == Gap::Comma) else {
        return false;
    };
    let tail: Vec<&str> = (comma + 1..ceiling).map(|at| words.at(at)).collect();
    if ceiling < words.sentences[last.sentence].words.end || tail.len() > 12 {
        return false;
    }
    if tail.first() == Some(&"according") {
        return tail.get(2).is_none_or(|word| !OWN.contains(word));
    }
    if tail.len() > 6 || tail.iter().any(|word| OWN.contains(word)) {
        return false;
    }
    let says = |word: &&str| {
        matches!(
            *word,
            "say"
                | "says"
                | "said"
                | "believe"
                | "believes"
                | "argue"
                | "argues"
                | "claim"
                | "claims"
                | "warn"
                | "warns"
        )
    };
    tail.first().is_some_and(says) || tail.last().is_some_and(says)
}
