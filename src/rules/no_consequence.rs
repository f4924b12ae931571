use std::collections::BTreeSet;

use super::assumption_linchpin::hanging_on_assumptions;
use super::frame::english::{Word, words};
use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::NodeHandle;

rule! {
    /// ## What it does
    /// Reports an assumption on which a judgement hangs most (see `assumption-linchpin`) if neither its own words, nor what
    /// bears on it, nor what stands between it and the next proposition says what follows where it does not hold: "if it is wrong", "should
    /// this fail", "otherwise", "unless". English.
    ///
    /// ## Why it matters
    /// The reader plans with the judgement. When the assumption breaks, the plan has to change, and nobody has said how.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots will not sign again. {.assumption}
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots will not sign again. If they do, the harbour stays open until the ice comes. {.assumption}
    /// ```
    ///
    /// ## How to mend it
    /// Add a sentence to the assumption: "If this is wrong, then …".
    ///
    /// ## Standard
    /// ICD 203, D.6.e(3): where assumptions are the linchpin of an argument, products identify them and the implications
    /// for judgements if they prove to be incorrect.
    pub struct NoConsequence;
    id = "no-consequence";
    group = Assumption;
    level = Note;
    summary = "An assumption on which all hangs, without what follows if it is wrong";
}

/// How many bytes after an assumption's words are looked at.
const REACH: usize = 2_000;
/// How many of the propositions that bear on an assumption are looked at.
const MOST: usize = 32;

impl Rule for NoConsequence {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let linchpins: BTreeSet<NodeHandle> =
            hanging_on_assumptions(context).into_iter().map(|(_, assumption)| assumption).collect();
        if linchpins.is_empty() {
            return;
        }
        let mut starts: Vec<(usize, u32)> =
            argument.nodes().map(|(_, node)| (node.span.file.index(), node.span.start)).collect();
        starts.sort_unstable();
        for handle in linchpins {
            let node = argument.node(handle);
            let at = (node.span.file.index(), node.span.start);
            let next = starts.get(starts.partition_point(|&start| start <= at));
            let end = next.filter(|next| next.0 == at.0).map(|next| next.1 as usize);
            let whole = argument.files().files().nth(at.0).map_or("", |file| file.text());
            let from = node.span.start as usize;
            let mut end = end.unwrap_or(whole.len()).min(from.saturating_add(REACH)).min(whole.len());
            while !whole.is_char_boundary(end) {
                end -= 1;
            }
            let around = whole.get(from..end).unwrap_or("");
            let mut nested = argument.premises(handle).take(MOST);
            if says_what_follows(node.text.as_str())
                || says_what_follows(around)
                || nested.any(|premise| says_what_follows(argument.node(premise.node).text.as_str()))
            {
                continue;
            }
            let message = format!("nothing says what follows if the assumption `{}` is wrong", node.id);
            let help = "add a sentence to the assumption: \"If this is wrong, then …\"";
            findings.push(Hit::new(context.place(handle), message).help(help).about(handle));
        }
    }
}

fn says_what_follows(text: &str) -> bool {
    let words = words(text);
    words.iter().enumerate().any(|(at, word)| {
        let next = words.get(at + 1).map_or("", |next: &Word| next.folded.as_str());
        match word.folded.as_str() {
            "otherwise" | "unless" => true,
            "if" | "should" | "were" => {
                matches!(
                    next,
                    "this" | "that" | "it" | "they" | "he" | "she" | "not" | "so" | "wrong" | "the" | "these" | "any"
                ) && (word.folded == "if" || word.capital)
            }
            "or" => next == "else",
            "failing" => matches!(next, "this" | "that"),
            "without" => next == "it",
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::says_what_follows;
    use crate::rules::frame::testing::{assert_page_holds, hits, report_hits};

    #[test]
    fn a_linchpin_without_a_consequence_is_reported() {
        let text = "kj1: judgement \"A.\"\na1: assumption \"No money comes.\"\na1 -> kj1\ne1 -> kj1 0.2";
        assert_eq!(hits("no-consequence", text), ["2: nothing says what follows if the assumption `a1` is wrong"]);
        let said = text.replace("comes.", "comes; otherwise the lock is rebuilt.");
        assert!(hits("no-consequence", &said).is_empty());
        assert!(hits("no-consequence", &text.replace("0.2", "1.0")).is_empty());
    }

    #[test]
    fn the_ways_of_saying_it() {
        for text in ["If it fails, we pay.", "Should this be wrong, pay.", "Unless he leaves.", "Or else."] {
            assert!(says_what_follows(text), "{text}");
        }
        for text in ["They should this year pay.", "Nobody asks.", "It is unclear if Riga pays."] {
            assert!(!says_what_follows(text), "{text}");
        }
    }

    #[test]
    fn reports_are_read() {
        assert_page_holds("no-consequence");
        let report = |then: &str| {
            format!(
                "# R\n\n## Key Judgement 1\n\nThe lock will likely fail.\n\n- No money comes. {{.assumption}}\n{then}\n\
                 ## Annex\n\nIf it rains, it pours.\n"
            )
        };
        assert!(report_hits("no-consequence", &report("  - If this is wrong: the lock is rebuilt.\n")).is_empty());
        let found = report_hits("no-consequence", &report("").replace("If it rains", "When it rains"));
        assert_eq!(found, ["7: nothing says what follows if the assumption `kj1-1` is wrong"]);
    }
}
