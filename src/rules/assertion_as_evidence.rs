use std::ops::Range;

use super::frame::english::{Word, lies_in, quoted, words};
use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{EdgeKind, Node, NodeKind};
use crate::document::sentences;

rule! {
    /// ## What it does
    /// Reports evidence that argues where it should report: that something "is necessary", that somebody "must" or
    /// "should", that a thing is so "clearly", "obviously" or "of course". One finding a node, at the first such words.
    ///
    /// Left alone are quotations; sentences that say whose view it is ("according to", "the minister said"); what a law,
    /// a contract or a rule lays down; "clearly marked" and the like, which tell how something looks; "should" in a
    /// condition ("should the ice come early"); and, but for "clearly" and its kin, evidence with a source. English.
    ///
    /// ## Why it matters
    /// That a state must do something, to look strong, is the author's own inference. Listed among the facts it lends
    /// the judgement support that nobody observed.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The two navies will very likely hold another exercise this year.
    ///
    /// - To impress their neighbours it is necessary to sail together again.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The two navies will very likely hold another exercise this year.
    ///
    /// - Both have booked the same range for October.
    /// ```
    ///
    /// ## How to mend it
    /// Give the observation that it was concluded from. If it is a step of reasoning, mark it `{.claim}` or
    /// `{.inference}` and nest its premises under it; if it is taken for granted, mark it `{.assumption}`.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(3): underlying intelligence information is told apart from analysts' assumptions and judgements.
    pub struct AssertionAsEvidence;
    id = "assertion-as-evidence";
    group = Assumption;
    level = Warning;
    summary = "An assertion or a demand that is offered as a fact";
}

impl Rule for AssertionAsEvidence {
    fn cues(&self) -> Vec<&'static str> {
        ASSERTING.to_vec()
    }

    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let cued = context.cued(self);
        let argument = context.argument;
        for (handle, node) in argument.nodes_of(NodeKind::Evidence) {
            if !cued(handle) || argument.has_premise(handle, EdgeKind::Supports) {
                continue;
            }
            let Some(found) = assertion(node) else { continue };
            let words = &node.text.as_str()[found.clone()];
            let message = format!("`{}` asserts (\"{words}\") where evidence reports", node.id);
            let help = "give the observation that it was concluded from; or mark it `{.claim}` and nest its premises \
                        under it, or `{.assumption}`";
            findings.push(Hit::new(node.text.span_of(found), message).help(help).about(handle));
        }
    }
}

/// Of these at least one stands in every assertion that [`emphasis`] or [`demand`] finds.
const ASSERTING: &[&str] = &[
    "clear*",
    "obvious*",
    "evident*",
    "needless",
    "course",
    "undeniable",
    "necessary",
    "essential",
    "imperative",
    "vital",
    "crucial",
    "indispensable",
    "must",
    "should",
    "ought",
];

/// The first words of a node that assert.
fn assertion(node: &Node) -> Option<Range<usize>> {
    let text = node.text.as_str();
    let quoted = quoted(text);
    sentences(text).into_iter().find_map(|sentence| {
        let part = text.get(sentence.clone())?;
        let words = words(part);
        if is_attributed(&words) {
            return None;
        }
        let is_bound = !node.sources.is_empty() || lays_down(&words);
        let found = (0..words.len()).find_map(|at| {
            let found = emphasis(&words, at).or_else(|| if is_bound { None } else { demand(&words, at) })?;
            let range =
                sentence.start + words[found.start].range.start..sentence.start + words[found.end - 1].range.end;
            (!lies_in(&quoted, &range)).then_some(range)
        })?;
        (!part.ends_with('?')).then_some(found)
    })
}

fn at(words: &[Word], index: usize) -> &str {
    words.get(index).map_or("", |word| word.folded.as_str())
}

/// "clearly", "obviously", "of course", "it is clear that".
fn emphasis(words: &[Word], first: usize) -> Option<Range<usize>> {
    let next = at(words, first + 1);
    match at(words, first) {
        "clearly" => {
            // "Clearly marked" tells how it looks; "clearly wants" asserts.
            let looks = next.ends_with("ed")
                || matches!(
                    next,
                    "visible"
                        | "audible"
                        | "legible"
                        | "seen"
                        | "heard"
                        | "shown"
                        | "written"
                        | ""
                        | "and"
                        | "enough"
                        | "in"
                        | "on"
                        | "at"
                        | "from"
                        | "that"
                        | "to"
                );
            let before = first.checked_sub(1).map_or("", |before| at(words, before));
            let manner = matches!(
                before,
                "more" | "most" | "less" | "very" | "so" | "as" | "too" | "not" | "speak" | "speaks" | "see" | "show"
            );
            (!looks && !manner).then_some(first..first + 1)
        }
        "obviously" | "self-evidently" | "needless" if at(words, first) != "needless" || next == "to" => {
            Some(first..first + 1)
        }
        "of" if next == "course" && at(words, first + 2) != "action" => Some(first..first + 2),
        "it" if next == "is" => {
            let adjective = at(words, first + 2);
            let holds = matches!(adjective, "clear" | "obvious" | "evident" | "self-evident" | "undeniable");
            (holds && at(words, first + 3) == "that").then_some(first..first + 4)
        }
        _ => None,
    }
}

/// "it is necessary to", "must", "should", "ought to".
fn demand(words: &[Word], first: usize) -> Option<Range<usize>> {
    let next = at(words, first + 1);
    let before = first.checked_sub(1).map_or("", |before| at(words, before));
    match at(words, first) {
        "it" | "is" if at(words, first) == "is" || matches!(next, "is" | "was" | "will" | "would") => {
            let verb = if at(words, first) == "it" { first + 1 } else { first };
            // "is necessary to" counts without "it" as well: "a larger exercise is necessary to".
            let adjective = if at(words, verb + 1) == "be" { verb + 2 } else { verb + 1 };
            let holds = matches!(
                at(words, adjective),
                "necessary" | "essential" | "imperative" | "vital" | "crucial" | "indispensable"
            ) && matches!(at(words, adjective + 1), "to" | "that" | "for");
            let hedged = matches!(at(words, adjective + 2), "note" | "remember" | "mention" | "add" | "say");
            (holds && !hedged).then(|| first..adjective + 2)
        }
        "must" => {
            let is_noun = matches!(before, "a" | "the");
            // "must pass the tunnel" and "must be signed" may be facts of geography or procedure; what cannot be
            // observed is that somebody must want, show, have been.
            (!is_noun && !next.is_empty() && !is_procedure(words, first + 1)).then_some(first..first + 1)
        }
        "should" => {
            let conditional = first == 0
                || words[first].capital
                || matches!(next, "the" | "a" | "this" | "it" | "any")
                || matches!(before, "what" | "whether" | "how");
            (!conditional && !next.is_empty()).then_some(first..first + 1)
        }
        "ought" if next == "to" => Some(first..first + 2),
        _ => None,
    }
}

/// Whether "must" is followed by what procedures ask for: "be signed", "register", "apply".
fn is_procedure(words: &[Word], next: usize) -> bool {
    let verb = at(words, next);
    let participle = at(words, next + 1);
    (verb == "be" && participle.ends_with("ed"))
        || matches!(verb, "register" | "apply" | "pay" | "carry" | "pass" | "stop" | "report" | "obtain" | "submit")
}

/// Words by which a sentence says whose view it gives.
const ATTRIBUTING: [&str; 44] = [
    "according",
    "advise",
    "advised",
    "advises",
    "advocated",
    "argue",
    "argued",
    "argues",
    "believe",
    "believes",
    "called",
    "calls",
    "claim",
    "claimed",
    "claims",
    "concluded",
    "concludes",
    "declared",
    "demanded",
    "demands",
    "discussed",
    "insisted",
    "insists",
    "ordered",
    "recommend",
    "recommended",
    "recommends",
    "reported",
    "reports",
    "requested",
    "said",
    "say",
    "says",
    "stated",
    "states",
    "suggested",
    "suggests",
    "think",
    "thinks",
    "told",
    "urged",
    "urges",
    "warned",
    "wrote",
];

fn is_attributed(words: &[Word]) -> bool {
    words.iter().any(|word| ATTRIBUTING.binary_search(&word.folded.as_str()).is_ok() && !word.is_name())
}

impl Word {
    /// "States" in "the United States" is no verb.
    fn is_name(&self) -> bool {
        self.capital && self.range.start > 0
    }
}

/// Words of what binds by law, contract or rule.
const BINDING: [&str; 42] = [
    "act",
    "agreement",
    "allowed",
    "article",
    "bylaw",
    "charter",
    "clause",
    "code",
    "constitution",
    "contract",
    "convention",
    "court",
    "decree",
    "directive",
    "law",
    "laws",
    "legislation",
    "licence",
    "license",
    "mandatory",
    "obliged",
    "obliges",
    "permit",
    "policy",
    "procedure",
    "procedures",
    "protocol",
    "provision",
    "provisions",
    "regulation",
    "regulations",
    "requirement",
    "requirements",
    "requires",
    "rule",
    "rules",
    "standard",
    "standards",
    "statute",
    "statutes",
    "treaties",
    "treaty",
];

fn lays_down(words: &[Word]) -> bool {
    words.iter().any(|word| BINDING.binary_search(&word.folded.as_str()).is_ok())
}

#[cfg(test)]
mod tests {
    use super::{ATTRIBUTING, BINDING};
    use crate::rules::frame::testing::{assert_page_holds, hits, report_hits};

    #[test]
    fn the_lists_are_in_order_so_that_they_can_be_searched() {
        assert!(ATTRIBUTING.is_sorted());
        assert!(BINDING.is_sorted());
    }

    fn on(words: &str) -> Vec<String> {
        hits("assertion-as-evidence", &format!("kj1: judgement \"A.\"\ne1: evidence \"{words}\"\ne1 -> kj1"))
    }

    #[test]
    fn assertions_are_reported_at_their_words() {
        for (words, found) in [
            ("To look strong, it is necessary to sail again.", "it is necessary to"),
            ("A second exercise is essential to keep face.", "is essential to"),
            ("The party must want another leader.", "must"),
            ("He must have known of the plan.", "must"),
            ("Ships left. The navy should sail again soon.", "should"),
            ("The minister clearly wants to stay.", "clearly"),
            ("Obviously, the money is gone.", "Obviously"),
            ("It is clear that nobody asked.", "It is clear that"),
            ("The union will of course strike.", "of course"),
        ] {
            let expected = [format!("2: `e1` asserts (\"{found}\") where evidence reports")];
            assert_eq!(on(words), expected, "{words}");
        }
    }

    #[test]
    fn facts_quotations_views_and_rules_are_not() {
        for words in [
            "The treaty says that each must consult the other.",
            "Under the law the council must meet in May.",
            "The contract requires that ships must stop.",
            "The chairman said the navy should sail again.",
            "According to the union it is necessary to strike.",
            "The buoys were clearly marked on the chart.",
            "The leaflet reads “we must strike”.",
            "Should the ice come early, the port closes.",
            "Crews must be vaccinated before boarding.",
            "Must they sail?",
            "It is necessary.",
            "It is important to note the date.",
        ] {
            assert!(on(words).is_empty(), "{words}: {:?}", on(words));
        }
    }

    #[test]
    fn only_evidence_without_ground_of_its_own_is_looked_at() {
        let text = "kj1: judgement \"They must sail.\"\na1: assumption \"They must sail.\"\ne1: evidence \"They must sail.\"\n\
                    e2: evidence \"They must sail.\" source=wire\na1 -> kj1\ne1 -> kj1\ne3 -> e1\ne2 -> kj1";
        assert!(hits("assertion-as-evidence", text).is_empty());
    }

    #[test]
    fn reports_are_read() {
        assert_page_holds("assertion-as-evidence");
        let report = "# R\n\n## Key Judgement 1\n\nThe lock will likely fail.\n\n- Gates leak.\n- To save the town, it \
                      is necessary to\n  build another lock.\n";
        let expected = ["8: `kj1-2` asserts (\"it is necessary to\") where evidence reports"];
        assert_eq!(report_hits("assertion-as-evidence", report), expected);
    }
}
