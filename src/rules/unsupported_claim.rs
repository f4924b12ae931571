use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{EdgeKind, NodeKind};

rule! {
    /// ## What it does
    /// Reports a claim that nothing supports, and an inference that has no premise to start from.
    ///
    /// ## Why it matters
    /// A claim stands in the middle of the argument: what rests on it has only borrowed strength until something
    /// holds up the claim itself.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The strike is likely to spread to the northern ports.
    ///
    /// - The union has the money for a long strike. {.claim}
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The strike is likely to spread to the northern ports.
    ///
    /// - The union has the money for a long strike. {.claim}
    ///   - Its last accounts show a fund of nine months' pay.
    /// ```
    ///
    /// ## How to mend it
    /// Nest the facts that show it under the claim. If it is itself a reported fact, mark it `.evidence`; if it is
    /// taken without evidence, mark it `.assumption`.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(6): judgements are supported by relevant intelligence information and coherent reasoning; and
    /// D.6.e(3): information, assumptions and judgements are told apart.
    pub struct UnsupportedClaim;
    id = "unsupported-claim";
    group = Structure;
    level = Error;
    summary = "A claim, or a step of inference, that nothing supports";
}

impl Rule for UnsupportedClaim {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let graph = context.graph();
        for (handle, node) in context.argument.nodes() {
            if !matches!(node.kind, NodeKind::Claim | NodeKind::Inference) {
                continue;
            }
            let mut premises = graph.bearing_on(handle.index());
            if premises.any(|(premise, kind)| kind == EdgeKind::Supports && premise != handle.index()) {
                continue;
            }
            let (message, help) = if node.kind == NodeKind::Claim {
                let help = "nest what shows it under it; or mark it `.evidence` if it is a reported fact, `.assumption` \
                            if it is taken without evidence";
                (format!("nothing supports the claim `{}`", node.id), help.to_owned())
            } else {
                let help = format!("name its premises: write `{{supports=\"{}\"}}` at each of them", node.id);
                (format!("the inference `{}` has no premise", node.id), help)
            };
            let hit = Hit::new(context.place(handle), message);
            findings.push(hit.help(help).about(handle));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{hits, report_hits};

    #[test]
    fn claims_and_inferences_without_premises_are_reported() {
        let text = "kj1: judgement \"A.\"\nc1: claim \"B.\"\ni1: inference \"C.\"\nc1 -> kj1\ni1 -> kj1\ne1 -x c1";
        let expected = ["2: nothing supports the claim `c1`", "3: the inference `i1` has no premise"];
        assert_eq!(hits("unsupported-claim", text), expected);
    }

    #[test]
    fn what_another_page_recommends_is_not() {
        for example in crate::rules::find("unanswered-contradiction").unwrap().card().examples() {
            assert!(report_hits("unsupported-claim", &example.text).is_empty(), "{}", example.text);
        }
    }

    #[test]
    fn supported_claims_and_other_kinds_are_not() {
        let text = "kj1: judgement \"A.\"\nc1: claim \"B.\"\na1: assumption \"C.\"\nc1 -> kj1\na1 -> c1";
        assert!(hits("unsupported-claim", text).is_empty());
    }
}
