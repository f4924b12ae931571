use std::ops::Range;

use super::{Context, Findings, Hit, Rule, rule};
use crate::estimate::{English, Gap};

rule! {
    /// ## What it does
    /// Reports two words of doubt about one thing: "could possibly", "may potentially", "probably might", "it is possible that … may", and
    /// denied negatives such as "not unlikely" and "not impossible". English only.
    ///
    /// ## Why it matters
    /// Two hedges are no finer than one. The reader multiplies them to an unknown smaller chance, or takes them for politeness, and the
    /// likelihood is lost between the two.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The two guilds could possibly merge before the autumn.
    ///
    /// - Their boards met twice in May.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// There is a realistic possibility that the two guilds will merge before the autumn.
    ///
    /// - Their boards met twice in May.
    /// ```
    ///
    /// ## How to mend it
    /// Keep one term, and take it from the yardstick. For "not unlikely" decide between an even chance and "likely".
    ///
    /// ## Standard
    /// ICD 203, D.6.e(2)(a): a degree of likelihood is expressed in one term of its table. PHIA probability yardstick: one term, as it stands.
    pub struct StackedHedge;
    id = "stacked-hedge";
    group = Wording;
    level = Warning;
    summary = "Two words of doubt about one thing";
}

/// Adverbs of doubt.
const DOUBTS: &[&str] =
    &["possibly", "potentially", "perhaps", "conceivably", "maybe", "probably", "presumably", "arguably"];

/// Negatives that are denied.
const NEGATIVES: &[&str] =
    &["unlikely", "improbable", "impossible", "inconceivable", "implausible", "unthinkable", "unreasonable"];

impl Rule for StackedHedge {
    fn cues(&self) -> Vec<&'static str> {
        [NEGATIVES, DOUBTS, &["likely", "possible", "probable", "conceivable", "possibility", "chance"]].concat()
    }

    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let cued = context.cued(self);
        for (handle, _) in context.propositions().filter(|&(handle, _)| cued(handle)) {
            let english = context.english(handle);
            let mut at = 0;
            while at < english.len() {
                let Some(words) = stack_at(&english, at).filter(|words| english.is_authors(words)) else {
                    at += 1;
                    continue;
                };
                let written = english.text(&words);
                let message = if english.at(at) == "not" {
                    format!("\"{written}\" denies a negative and leaves the likelihood open")
                } else {
                    format!("\"{written}\" doubts the same thing twice")
                };
                findings.push(
                    Hit::new(english.span(&words), message)
                        .help("keep one term, and take it from the yardstick")
                        .about(handle),
                );
                at = words.end;
            }
        }
    }
}

/// A stack of hedges that begins at a word.
fn stack_at(english: &English<'_>, at: usize) -> Option<Range<usize>> {
    let word = english.at(at);
    if word == "not" && english.before(at) != "if" {
        let middle = matches!(
            english.after(at + 1),
            "entirely" | "wholly" | "altogether" | "completely" | "at" | "very" | "totally"
        );
        let last = at + 1 + usize::from(middle);
        // "not impossible to climb" is of ability as often as of chance.
        let ability = english.at(last) == "impossible" && english.after(last + 1) == "to" && english.before(at) != "is";
        return (NEGATIVES.contains(&english.after(last)) && !ability).then_some(at..last + 1);
    }
    if english.is_open_modal(at) {
        return hedge_after_modal(english, at).map(|last| at..last + 1);
    }
    if DOUBTS.contains(&word) || word == "likely" {
        let next = at + 1;
        let joined = english.gap(at) == Gap::Joined;
        let modal = english.is_open_modal(next);
        let doubt = DOUBTS.contains(&english.at(next)) || matches!(english.at(next), "likely" | "unlikely");
        return (joined && (modal || doubt && word != "likely")).then_some(at..next + 1);
    }
    if matches!(word, "possible" | "conceivable" | "possibility" | "chance") && english.after(at + 1) == "that" {
        return modal_after_that(english, at + 2).map(|last| at..last + 1);
    }
    None
}

/// "could possibly", "may well be likely", "might be possible".
fn hedge_after_modal(english: &English<'_>, modal: usize) -> Option<usize> {
    let mut be = false;
    for at in modal + 1..modal + 4 {
        let word = english.after(at);
        let adverb = DOUBTS.contains(&word) && !(be && is_detail(english, at));
        let predicate = be && matches!(word, "likely" | "unlikely" | "possible" | "probable" | "conceivable");
        let term = !be && word == "likely" && !english.after(at + 1).is_empty();
        if adverb || predicate && is_complement(english, at, word) || term {
            return Some(at);
        }
        be |= matches!(word, "be" | "have");
        if !matches!(
            word,
            "be" | "have" | "been" | "also" | "well" | "still" | "even" | "very" | "most" | "highly" | "quite" | "not"
        ) {
            return None;
        }
    }
    None
}

/// "may be likely to", "could be possible.", but not "may be likely targets".
fn is_complement(english: &English<'_>, at: usize, word: &str) -> bool {
    let next = english.after(at + 1);
    matches!(next, "" | "to" | "that" | "in" | "if" | "by" | "for" | "when" | "but" | "and")
        || word == "possible" && next == "only"
}

/// "could be potentially fatal": the adverb belongs to the adjective behind it.
fn is_detail(english: &English<'_>, at: usize) -> bool {
    english.at(at) == "potentially" && !english.after(at + 1).ends_with("ed")
}

/// The modal of the clause after "possible that".
fn modal_after_that(english: &English<'_>, start: usize) -> Option<usize> {
    let sentence = english.sentence(start);
    for at in start..(start + 8).min(sentence.end) {
        if english.is_open_modal(at) {
            return Some(at);
        }
        let verb = matches!(
            english.at(at),
            "is" | "are" | "was" | "were" | "will" | "would" | "has" | "have" | "had" | "which" | "who" | "that"
        );
        if verb || !matches!(english.gap(at), Gap::Joined | Gap::Other) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{marked, report_hits};

    const RULE: &str = "stacked-hedge";

    #[test]
    fn stacks_are_marked_as_one() {
        for (sentence, words) in [
            ("The guilds could possibly merge.", "could possibly"),
            ("The guilds may potentially merge.", "may potentially"),
            ("The guilds probably might merge.", "probably might"),
            ("A merger is not unlikely.", "not unlikely"),
            ("It is not entirely impossible that they merge.", "not entirely impossible"),
            ("The guilds might perhaps merge.", "might perhaps"),
            ("The guilds may be likely to merge.", "may be likely"),
            ("A merger could be possible.", "could be possible"),
            ("It is possible that the guilds may merge.", "possible that the guilds may"),
            ("There is a chance that the guilds could merge.", "chance that the guilds could"),
            ("Possibly, the guilds may well potentially merge.", "may well potentially"),
            ("The guilds will perhaps probably merge.", "perhaps probably"),
        ] {
            assert_eq!(marked(RULE, sentence), [words], "{sentence}");
        }
        let text = "## Key Judgement 1\n\nThe guilds\ncould possibly merge.\n";
        assert_eq!(report_hits(RULE, text), ["4: \"could possibly\" doubts the same thing twice"]);
    }

    #[test]
    fn single_hedges_and_other_uses_are_left_alone() {
        for sentence in [
            "The guilds may merge.",
            "The guilds will possibly merge in May.",
            "A merger in May is likely.",
            "A merger is hard, if not impossible.",
            "Both guilds may be likely targets of a bid.",
            "The guilds could not possibly merge.",
            "It is possible that the guilds will merge.",
            "Officials say the guilds could possibly merge.",
            "The notice says they \"could possibly\" merge.",
            "A merger could be potentially harmful to trade.",
            "Possibly, a merger is near.",
            "The guild that may hold the vote is likely the older one.",
        ] {
            assert!(marked(RULE, sentence).is_empty(), "{sentence}");
        }
    }
}
