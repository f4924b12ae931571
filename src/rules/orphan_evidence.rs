use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{Argument, NodeHandle, NodeKind};

rule! {
    /// ## What it does
    /// Reports evidence, assumptions, claims and inferences that bear on nothing: no edge, of support or of
    /// contradiction, leads from them to a judgement or a hypothesis. Where a whole branch leads nowhere, its last
    /// node is reported, since one edge from there mends them all. In an argument without judgements and hypotheses
    /// the rule is silent: `no-judgement` says it once.
    ///
    /// ## Why it matters
    /// Either the fact is of no use and only makes the report longer, or what it shows was never said.
    ///
    /// ## Example
    /// ```markdown fail
    /// - Two tugs were sold in March. {#tugs .evidence}
    ///
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed.
    /// ```
    ///
    /// ```markdown pass
    /// - Two tugs were sold in March. {#tugs .evidence supports="kj1"}
    ///
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed.
    /// ```
    ///
    /// ## How to mend it
    /// Say what it bears on with `supports="kj1"` or `contradicts="kj1"`, move it under its judgement, or take it out.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(6): clear and logical argumentation, in which significant supporting and contrary information is
    /// acknowledged.
    pub struct OrphanEvidence;
    id = "orphan-evidence";
    group = Structure;
    level = Warning;
    summary = "Evidence or an assumption that bears on nothing";
}

impl Rule for OrphanEvidence {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let bears = bearing(context);
        if !bears.contains(&true) || !bears.contains(&false) {
            return;
        }
        let mut known = bears;
        // Conclusions first: a component that is met unmarked has no edge out of it, so it is the last of its branch.
        for component in argument.components().into_iter().rev() {
            let Some(&last) = component.first().filter(|first| !known[first.index()]) else { continue };
            let node = argument.node(last);
            let message = format!("the {} `{}` bears on no judgement", node.kind, node.id);
            let help = "say what it bears on, such as `{supports=\"kj1\"}` or `{contradicts=\"kj1\"}`, move it under \
                        its judgement, or take it out";
            findings.push(Hit::new(context.place(last), message).help(help).about(last));
            mark_upstream(argument, last, &mut known);
        }
    }
}

/// Which nodes have a path to a judgement or a hypothesis.
fn bearing(context: &Context<'_>) -> Vec<bool> {
    let topics = context.are_of(&[NodeKind::Judgement, NodeKind::Hypothesis]);
    context.graph().passed_up(topics, None)
}

/// Marks the node and all that leads to it through nodes that are not marked yet.
fn mark_upstream(argument: &Argument, from: NodeHandle, marked: &mut [bool]) {
    marked[from.index()] = true;
    let mut open = vec![from];
    while let Some(handle) = open.pop() {
        for premise in argument.premises(handle) {
            if !std::mem::replace(&mut marked[premise.node.index()], true) {
                open.push(premise.node);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::hits;

    #[test]
    fn the_last_node_of_a_branch_that_leads_nowhere_is_reported() {
        let text = "kj1: judgement \"A.\"\nc1: claim \"B.\"\ne1: evidence \"C.\"\ne2: evidence \"D.\"\ne1 -> c1\n\
                    e3 -> kj1";
        let expected = ["2: the claim `c1` bears on no judgement", "4: the evidence `e2` bears on no judgement"];
        assert_eq!(hits("orphan-evidence", text), expected);
    }

    #[test]
    fn a_circle_that_leads_nowhere_is_reported_at_its_first_node() {
        let text = "kj1: judgement \"A.\"\nc1: claim \"B.\"\nc2: claim \"C.\"\nc3: claim \"D.\"\nc4: claim \"E.\"\n\
                    c1 -> c2\nc2 -> c3\nc3 -> c2\nc4 -> c4\ne1 -> c3";
        let expected = ["3: the claim `c2` bears on no judgement", "5: the claim `c4` bears on no judgement"];
        assert_eq!(hits("orphan-evidence", text), expected);
    }

    #[test]
    fn what_contradicts_a_hypothesis_or_undercuts_a_step_bears_on_it() {
        let text = "kj1: judgement \"A.\"\nh1: hypothesis \"B.\"\ni1: inference \"C.\"\ni1 -> kj1\ne1 -x h1\ne2 -x i1";
        assert!(hits("orphan-evidence", text).is_empty());
        assert!(hits("orphan-evidence", "e1: evidence \"A.\"").is_empty());
    }
}
