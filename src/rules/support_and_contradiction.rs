use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{EdgeKind, NodeHandle};
use crate::text::Span;

rule! {
    /// ## What it does
    /// Reports a premise that both supports and contradicts one conclusion.
    ///
    /// ## Why it matters
    /// One fact can cut both ways, but as one node its two effects cannot be weighed, nor doubted, apart: the reader
    /// is not told which part of it speaks for the conclusion and which against.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots asked for a shorter contract. {supports="kj1" contradicts="kj1:0.3"}
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots will not sign for another year.
    /// - The pilots did ask for a contract of three months. {contradicts="kj1:0.3"}
    /// ```
    ///
    /// ## How to mend it
    /// Split it into what speaks for the conclusion and what speaks against it; or take out the edge that was not meant.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(6): products are internally consistent and acknowledge significant supporting and contrary
    /// information.
    pub struct SupportAndContradiction;
    id = "support-and-contradiction";
    group = Structure;
    level = Warning;
    summary = "One premise that speaks both for and against one conclusion";
}

/// So few premises are compared with each other sooner than they are looked up.
const FEW: usize = 12;

fn no_two_alike(numbers: impl Iterator<Item = usize>) -> bool {
    let mut seen = [usize::MAX; FEW];
    numbers.enumerate().all(|(at, number)| {
        let is_new = !seen[..at].contains(&number);
        seen[at] = number;
        is_new
    })
}

impl Rule for SupportAndContradiction {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let graph = context.graph();
        for (conclusion, node) in argument.nodes() {
            let premises = graph.bearing_on(conclusion.index());
            if premises.len() < 2
                || !graph.bearing_on(conclusion.index()).any(|(_, kind)| kind == EdgeKind::Contradicts)
            {
                continue;
            }
            if premises.len() <= FEW && no_two_alike(premises.map(|(premise, _)| premise)) {
                continue;
            }
            // The first edge of each kind, by the premise.
            let mut ways: HashMap<NodeHandle, [Option<Span>; 2], FxBuildHasher> = HashMap::default();
            let mut both = Vec::new();
            for premise in argument.premises(conclusion) {
                let way = ways.entry(premise.node).or_default();
                let side = usize::from(premise.kind == EdgeKind::Contradicts);
                if way[side].is_none() {
                    way[side] = Some(premise.edge.span);
                    if way[1 - side].is_some() {
                        both.push(premise.node);
                    }
                }
            }
            for premise in both {
                let Some([Some(support), Some(contradiction)]) = ways.get(&premise) else { continue };
                let id = &argument.node(premise).id;
                let message = format!("`{id}` both supports and contradicts `{}`", node.id);
                let help =
                    "split it into what speaks for and what speaks against, or take out the edge that was not meant";
                let hit = Hit::new(*contradiction, message).saying("contradicts").also(*support, "supports").help(help);
                findings.push(hit.about(premise).about(conclusion));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::hits;

    #[test]
    fn both_ways_on_one_conclusion_is_reported_once() {
        let text = "kj1: judgement \"A.\"\ne1 -> kj1\ne1 -x kj1 0.3\ne1 -> kj1 0.2\ne1 -x kj1";
        assert_eq!(hits("support-and-contradiction", text), ["3: `e1` both supports and contradicts `kj1`"]);
    }

    #[test]
    fn two_ways_on_two_conclusions_is_not() {
        let text = "kj1: judgement \"A.\"\nkj2: judgement \"B.\"\ne1 -> kj1\ne1 -x kj2\ne2 -x kj1";
        assert!(hits("support-and-contradiction", text).is_empty());
    }
}
