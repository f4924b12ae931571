use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::NodeHandle;
use crate::estimate::{English, Usage};
use std::ops::Range;

rule! {
    /// ## What it does
    /// Reports a judgement whose only word of likelihood is "may", "might", "could", "possibly", "potentially" or
    /// "perhaps". The month of May, the might of a fleet, what somebody could not do, and what stands in a quotation, in a
    /// question, under an "if" or in the mouth of others are no such words. English only.
    ///
    /// ## Why it matters
    /// Almost anything may happen. The reader cannot tell one chance in twenty from nineteen, and whatever happens, the
    /// judgement was not wrong.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The ferry line may stop its winter service before December.
    ///
    /// - Two of its three captains have given notice.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The ferry line is likely to stop its winter service before December.
    ///
    /// - Two of its three captains have given notice.
    /// ```
    ///
    /// ## How to mend it
    /// Put a term of the yardstick in the word's place. Where the evidence allows no estimate at all, say that, and say what
    /// would allow one.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(2)(a): degrees of likelihood are expressed in one of the two rows of terms of its table, in which these words
    /// do not stand. The PHIA probability yardstick has no band for them either.
    pub struct VagueLikelihood;
    id = "vague-likelihood";
    group = Wording;
    level = Warning;
    summary = "A judgement that says no more than that something may be so";
}

impl Rule for VagueLikelihood {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        for (handle, node) in context.argument.judgements() {
            let Some(words) = only_estimate(context, handle) else { continue };
            let english = context.english(handle);
            let word = english.text(&words).to_lowercase();
            let message = format!("\"{word}\" is all that the judgement `{}` says of its likelihood", node.id);
            findings.push(
                Hit::new(english.span(&words), message)
                    .saying("fits every chance above zero")
                    .help("use one term of the yardstick instead, such as \"likely\" or \"highly unlikely\"")
                    .about(handle),
            );
        }
    }
}

/// The vague word that is all a judgement says of its likelihood; `None` if it has a better one, or none. O(length).
pub(super) fn only_estimate(context: &Context<'_>, judgement: NodeHandle) -> Option<Range<usize>> {
    let node = context.argument.node(judgement);
    let states_it = node.estimate.is_some()
        || node.likelihood.is_some()
        || context.terms(judgement).iter().any(|term| term.usage.is_own());
    if states_it {
        return None;
    }
    let english = context.english(judgement);
    if !super::number_mismatch::chances(&english).is_empty() {
        return None;
    }
    (0..english.len()).map(|at| at..at + 1).find(|word| is_vague(&english, word))
}

/// Whether the word says, in a main clause of the author's, that something is possible.
fn is_vague(english: &English<'_>, word: &Range<usize>) -> bool {
    let at = word.start;
    let candidate = english.is_open_modal(at) && !is_permission(english, at)
        || match english.at(at) {
            "possibly" | "potentially" | "perhaps" => governs_clause(english, at),
            _ => false,
        };
    candidate && english.usage(word) == Usage::Own && !is_in_relative_clause(english, at)
}

/// The adverb bears on the sentence's verb, not on a detail ("two men, possibly three").
fn governs_clause(english: &English<'_>, at: usize) -> bool {
    const VERBS: &[&str] = &["is", "are", "was", "were", "will", "would", "has", "have", "had", "can"];
    // "potentially fatal", "possibly the largest": an adjective or a noun phrase's own.
    let next = english.after(at + 1);
    let first = english.sentence(at).start == at;
    first && !next.is_empty() && english.at(at) != "potentially"
        || VERBS.contains(&next)
        || VERBS.contains(&english.before(at))
            && (next.ends_with("ed") || matches!(english.before(at), "will" | "would"))
}

/// "may only", "may no longer": what is allowed.
fn is_permission(english: &English<'_>, at: usize) -> bool {
    // "may or may not" is what `unfalsifiable` notes.
    matches!(english.after(at + 1), "only" | "or") || english.after(at + 1) == "no" && english.after(at + 2) == "longer"
}

/// What a clause of the author's own hangs on.
#[rustfmt::skip]
const OPENERS: &[&str] = &[
    "assess",
    "assesses",
    "assessed",
    "judge",
    "judges",
    "judged",
    "believe",
    "think",
    "estimate",
    "estimated",
    "conclude",
    "concludes",
    "expect",
    "expected",
    "suggest",
    "suggests",
    "suggested",
    "indicate",
    "indicates",
    "show",
    "shows",
    "mean",
    "means",
    "possible",
    "conceivable",
    "plausible",
    "confidence",
    "is",
    "chance",
    "risk",
    "possibility",
    "note",
    "noting",
    "assume",
    "clear",
    "anticipate",
    "imply",
    "implies",
    "find",
    "feasible",
];

/// How many words a clause is looked through, which bounds the work for a word.
const REACH: usize = 60;

/// "parts that could be used", "a group which may": a remark on a noun.
fn is_in_relative_clause(english: &English<'_>, at: usize) -> bool {
    let mut place = at;
    while place > 0 && at - place < REACH && !english.before(place).is_empty() {
        place -= 1;
        if OPENERS.contains(&english.at(place)) && !matches!(english.at(place), "is" | "mean" | "means" | "clear") {
            return false;
        }
        match english.at(place) {
            "which" | "who" | "whose" | "whom" | "where" | "what" | "how" | "when" => return true,
            "that" => return !introduces_judgement(english, place),
            "so" if english.at(place + 1) == "that" => return true,
            _ => {}
        }
    }
    matches!(english.at(place), "which" | "who" | "whose" | "where" | "while" | "whilst") && place != at
}

/// The "that" follows what the author thinks or what is said of the whole clause.
fn introduces_judgement(english: &English<'_>, that: usize) -> bool {
    OPENERS.contains(&english.before(that)) || that == english.sentence(that).start
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{marked, report_hits};

    #[test]
    fn vague_words_are_marked_where_they_are_the_only_estimate() {
        for (sentence, word) in [
            ("The guild may raise its fees next spring.", "may"),
            ("The guild might well raise its fees next spring.", "might"),
            ("We assess that the guild could raise its fees.", "could"),
            ("The fees will possibly rise next spring.", "possibly"),
            ("The fees were potentially raised to deter newcomers.", "potentially"),
            ("Perhaps the guild wants fewer members.", "Perhaps"),
            ("We assess with high confidence that the guild may raise its fees.", "may"),
            ("The evidence suggests that the guild could raise its fees.", "could"),
            ("The claim that the guild lost money suggests it may raise its fees.", "may"),
        ] {
            assert_eq!(marked("vague-likelihood", sentence), [word], "{sentence}");
        }
    }

    #[test]
    fn other_uses_and_better_estimates_are_left_alone() {
        for sentence in [
            "The guild is likely to raise its fees, which may deter newcomers.",
            "The guild will raise its fees in May.",
            "May 2027 is when the guild will raise its fees.",
            "The might of the guild will shrink.",
            "The guild could not raise its fees last year.",
            "Officials say the guild may raise its fees.",
            "The notice reads \"fees may rise\".",
            "The guild will lose members if the fees may rise.",
            "The guild holds tools that could be used against it.",
            "There is a 70% chance that the guild might raise its fees.",
            "The guild sells potentially harmful paints.",
            "The maybelle and the coulds are boats.",
        ] {
            assert!(marked("vague-likelihood", sentence).is_empty(), "{sentence}");
        }
    }

    #[test]
    fn the_message_names_the_judgement_and_no_other_rule_says_the_same() {
        let text = "# Fees\n\n## Key Judgement 1\n\nThe guild\nmight raise its fees.\n\n- It lost money.\n";
        let expected = ["6: \"might\" is all that the judgement `kj1` says of its likelihood"];
        assert_eq!(report_hits("vague-likelihood", text), expected);
        assert!(report_hits("no-likelihood", text).is_empty());
        let table = "## Key Judgements\n\n| Judgement | Likelihood |\n|---|---|\n| The guild may close. | Likely |\n";
        assert!(report_hits("vague-likelihood", table).is_empty());
    }
}
