use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{Argument, NodeHandle, NodeKind};

rule! {
    /// ## What it does
    /// Reports a judgement on which no assumption bears, directly or through what it rests on. If the report states no
    /// assumption at all, that is said once.
    ///
    /// ## Why it matters
    /// Every judgement takes something for granted: that a leader stays, that a source has told the truth. What is not
    /// written down cannot be watched, and nobody notices when it no longer holds.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed.
    ///
    /// ### Assumptions
    ///
    /// - The law that ships take a pilot stays in force.
    /// ```
    ///
    /// ## How to mend it
    /// State under a heading "Assumptions" what the judgement takes for granted, or mark a bullet `{.assumption}`.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(3): underlying intelligence information, assumptions and judgements are told apart.
    pub struct NoAssumption;
    id = "no-assumption";
    group = Assumption;
    level = Note;
    summary = "A judgement that states nothing that it takes for granted";
}

const HELP: &str = "state under a heading \"Assumptions\" what is taken for granted, or mark a bullet `{.assumption}`";

impl Rule for NoAssumption {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let judgements: Vec<NodeHandle> = argument.judgements().map(|(handle, _)| handle).collect();
        let Some(&first) = judgements.first() else { return };
        if judgements.len() > 1 && argument.nodes_of(NodeKind::Assumption).next().is_none() {
            let message = format!("the report states no assumption for any of its {} judgements", judgements.len());
            findings.push(Hit::new(context.place(first), message).help(HELP).about(first));
            return;
        }
        let assuming = rests_on_an_assumption(argument);
        for handle in judgements.into_iter().filter(|handle| !assuming[handle.index()]) {
            let message = format!("no assumption is stated for the judgement `{}`", argument.node(handle).id);
            findings.push(Hit::new(context.place(handle), message).help(HELP).about(handle));
        }
    }
}

/// Of each node, whether an assumption bears on it, however far off. O(nodes + edges).
fn rests_on_an_assumption(argument: &Argument) -> Vec<bool> {
    let mut assuming = vec![false; argument.node_count()];
    let mut open: Vec<NodeHandle> = argument.nodes_of(NodeKind::Assumption).map(|(handle, _)| handle).collect();
    while let Some(node) = open.pop() {
        for next in argument.conclusions(node) {
            if !std::mem::replace(&mut assuming[next.node.index()], true) {
                open.push(next.node);
            }
        }
    }
    assuming
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_page_holds, hits, report_hits};

    #[test]
    fn a_report_without_assumptions_is_told_once() {
        let text = "kj1: judgement \"A.\"\nkj2: judgement \"B.\"\ne1 -> kj1";
        assert_eq!(hits("no-assumption", text), ["1: the report states no assumption for any of its 2 judgements"]);
        assert!(hits("no-assumption", "c1: claim \"A.\"").is_empty());
    }

    #[test]
    fn otherwise_each_judgement_without_one_is_reported() {
        let text = "kj1: judgement \"A.\"\nkj2: judgement \"B.\"\nc1: claim \"C.\"\na1: assumption \"D.\"\na1 -> c1\nc1 -> kj2";
        assert_eq!(hits("no-assumption", text), ["1: no assumption is stated for the judgement `kj1`"]);
    }

    #[test]
    fn reports_are_read() {
        assert_page_holds("no-assumption");
        let report = "# R\n\n## Key Judgement 1\n\nThe lock will likely fail.\n\n- Gates leak.\n\n## Key Judgement \
                      2\n\nTraffic will likely move.\n\n- Two firms said so. {.assumption}\n";
        assert_eq!(report_hits("no-assumption", report), ["5: no assumption is stated for the judgement `kj1`"]);
    }
}
