use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{Argument, EdgeKind, NodeHandle, NodeKind};

rule! {
    /// ## What it does
    /// Reports a judgement that other judgements support and nothing else does. Steps of inference are looked through:
    /// what counts is what they start from.
    ///
    /// ## Why it matters
    /// The judgement adds no fact of its own. It is as uncertain as those that it rests on taken together, which is
    /// easily forgotten, and whatever weakens one of them weakens both.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter. {supports="kj2"}
    ///
    /// - The pilots' contract ends in November and was not renewed.
    ///
    /// ## Key Judgement 2
    ///
    /// Trade will likely move to the northern ports.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter. {supports="kj2"}
    ///
    /// - The pilots' contract ends in November and was not renewed.
    ///
    /// ## Key Judgement 2
    ///
    /// Trade will likely move to the northern ports.
    ///
    /// - Two lines have booked berths there from December.
    /// ```
    ///
    /// ## How to mend it
    /// Add the evidence that bears on this judgement itself, or make it part of the judgement that it follows from.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(3): underlying information, assumptions and judgements are told apart; D.6.e(6): judgements are
    /// supported by relevant intelligence information and coherent reasoning.
    pub struct JudgementsOnlySupport;
    id = "judgements-only-support";
    group = Structure;
    level = Warning;
    summary = "A judgement that rests on judgements alone";
}

impl Rule for JudgementsOnlySupport {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let grounded = grounded_inferences(argument);
        for (handle, node) in argument.judgements() {
            let support: Vec<_> = argument
                .premises(handle)
                .filter(|premise| premise.kind == EdgeKind::Supports && premise.node != handle)
                .collect();
            let fact = |premise: NodeHandle| match argument.node(premise).kind {
                NodeKind::Judgement => false,
                NodeKind::Inference => grounded[premise.index()],
                _ => true,
            };
            if support.is_empty() || support.iter().any(|premise| fact(premise.node)) {
                continue;
            }
            let message = format!("the judgement `{}` rests on judgements alone", node.id);
            let help =
                "add the evidence that bears on this judgement itself, or make it part of the one it follows from";
            let mut hit = Hit::new(context.place(handle), message).help(help).about(handle);
            for premise in support.iter().take(8) {
                let premise = argument.node(premise.node);
                hit = hit.also(premise.span.at_start(), format!("rests on `{}`", premise.id));
            }
            findings.push(hit);
        }
    }
}

/// By node: whether it is an inference that starts, maybe through others, from anything but judgements. O(edges).
fn grounded_inferences(argument: &Argument) -> Vec<bool> {
    let mut grounded = vec![false; argument.node_count()];
    if argument.nodes_of(NodeKind::Inference).next().is_none() {
        return grounded;
    }
    let mut open: Vec<NodeHandle> = argument
        .nodes()
        .filter(|(_, node)| !matches!(node.kind, NodeKind::Judgement | NodeKind::Inference))
        .map(|(handle, _)| handle)
        .collect();
    while let Some(premise) = open.pop() {
        for conclusion in argument.conclusions(premise) {
            let step =
                conclusion.kind == EdgeKind::Supports && argument.node(conclusion.node).kind == NodeKind::Inference;
            if step && !std::mem::replace(&mut grounded[conclusion.node.index()], true) {
                open.push(conclusion.node);
            }
        }
    }
    grounded
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{findings, hits};

    const BASE: &str = "kj1: judgement \"A.\"\nkj2: judgement \"B.\"\ni1: inference \"C.\"\ne1 -> kj1\n";

    #[test]
    fn judgements_alone_are_reported_with_those_that_it_rests_on() {
        let found = findings("judgements-only-support", &format!("{BASE}kj1 -> kj2"));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "the judgement `kj2` rests on judgements alone");
        assert_eq!(found[0].labels[0].message, "rests on `kj1`");
        assert_eq!(hits("judgements-only-support", &format!("{BASE}kj1 -> i1\ni1 -> kj2")).len(), 1);
    }

    #[test]
    fn one_fact_is_enough_also_through_a_step() {
        for more in ["kj1 -> kj2\ne2 -> kj2", "kj1 -> i1\ne2 -> i1\ni1 -> kj2", "e2 -x kj2"] {
            assert!(hits("judgements-only-support", &format!("{BASE}{more}")).is_empty(), "{more}");
        }
        assert_eq!(hits("judgements-only-support", &format!("{BASE}kj1 -> kj2\ne2 -x kj2")).len(), 1);
    }
}
