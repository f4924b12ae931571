use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::EdgeKind;

rule! {
    /// ## What it does
    /// Reports a judgement that nothing supports: no bullet under it, no further sentence in its own paragraph, and no
    /// `supports=` from anywhere else. What speaks against it, and its own support of itself, do not count. A
    /// hypothesis is a possible answer and not a conclusion, so it needs no support.
    ///
    /// ## Why it matters
    /// A reader cannot test a bare assertion, and cannot tell what news should change it.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed.
    /// ```
    ///
    /// ## How to mend it
    /// Write the facts that it rests on as bullets under it, or point to it from elsewhere with `supports=`.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(6): judgements are supported by relevant intelligence information and coherent reasoning.
    pub struct UnsupportedJudgement;
    id = "unsupported-judgement";
    group = Structure;
    level = Error;
    summary = "A judgement that nothing supports";
}

impl Rule for UnsupportedJudgement {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        for (handle, node) in context.argument.judgements() {
            let mut premises = context.argument.premises(handle);
            if premises.any(|premise| premise.kind == EdgeKind::Supports && premise.node != handle) {
                continue;
            }
            let help =
                format!("write what it rests on as bullets under it, or `{{supports=\"{}\"}}` elsewhere", node.id);
            let hit = Hit::new(context.place(handle), format!("nothing supports the judgement `{}`", node.id));
            findings.push(hit.help(help).about(handle));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::hits;

    #[test]
    fn a_bare_judgement_is_reported() {
        let found = hits("unsupported-judgement", "kj1: judgement \"A.\"\nkj2: judgement \"B.\"\ne1 -> kj2");
        assert_eq!(found, ["1: nothing supports the judgement `kj1`"]);
    }

    #[test]
    fn a_contradiction_and_a_loop_are_no_support() {
        let found = hits("unsupported-judgement", "kj1: judgement \"A.\"\ne1 -x kj1\nkj1 -> kj1");
        assert_eq!(found, ["1: nothing supports the judgement `kj1`"]);
    }

    #[test]
    fn inline_sentences_count_and_hypotheses_need_none() {
        let text = "kj1: judgement \"A.\"\ne1: evidence \"B.\" inline\nh1: hypothesis \"C.\"\ne1 -> kj1";
        assert!(hits("unsupported-judgement", text).is_empty());
    }
}
