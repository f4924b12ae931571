use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::NodeKind;
use crate::score::Verdict;

rule! {
    /// ## What it does
    /// Reports a judgement that hangs on an assumption most: of all that bears on it, taking the assumption away lowers
    /// its computed strength furthest, and by at least `fall` or from its threshold or above to below it.
    ///
    /// ## Why it matters
    /// An assumption is what was not shown. A judgement that stands or falls with one is as good as a guess, however much
    /// evidence is listed beside it.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - No pilots, no ships. {.inference}
    ///   - The pilots' contract ends in November.
    ///   - The pilots will not sign again. {.assumption}
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - No pilots, no ships. {.inference}
    ///   - The pilots' contract ends in November.
    ///   - The pilots' assembly voted against signing again.
    /// ```
    ///
    /// ## How to mend it
    /// Look for evidence for the assumption, or for the judgement without it; else say in the judgement that it holds
    /// only if the assumption does, and what would show that it does not.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(3): products state assumptions explicitly when they serve as the linchpin of an argument, and say
    /// what follows if they prove to be incorrect.
    pub struct AssumptionLinchpin;
    id = "assumption-linchpin";
    group = Assumption;
    level = Warning;
    summary = "A judgement that hangs on an assumption most";
    option "fall" = 0.05 in 0.0..=1.0: "how far the judgement's strength has to fall without the assumption";
}

impl Rule for AssumptionLinchpin {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        for verdict in hanging_on_assumptions(context) {
            let (Some(linchpin), Some(strength)) = (&verdict.linchpin, verdict.strength) else { continue };
            let message = format!(
                "the judgement `{}` hangs on the assumption `{}`: without it, its strength falls from {strength:.2} to \
                 {:.2}",
                verdict.id, linchpin.id, linchpin.without
            );
            let help = "look for evidence for the assumption, or for the judgement without it; else say in the \
                        judgement that it holds only if the assumption does";
            findings.push(
                Hit::new(context.place(linchpin.node), message)
                    .also(context.place(verdict.node), "the judgement")
                    .help(help)
                    .about(linchpin.node)
                    .about(verdict.node),
            );
        }
    }
}

/// The judgements that hang on an assumption most.
pub(super) fn hanging_on_assumptions<'a>(context: &'a Context<'_>) -> impl Iterator<Item = &'a Verdict> {
    let least = context.option(&AssumptionLinchpin, "fall");
    // Without an assumption there is no need for scores.
    let any = context.argument.nodes_of(NodeKind::Assumption).next().is_some();
    let judgements = if any { context.scores().judgements.as_slice() } else { &[] };
    judgements.iter().filter(move |verdict| {
        verdict.linchpin.as_ref().is_some_and(|linchpin| {
            context.argument.node(linchpin.node).kind == NodeKind::Assumption
                && (linchpin.crosses || linchpin.fall >= least)
        })
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_page_holds, findings, hits, report_hits};

    #[test]
    fn an_assumption_that_holds_up_the_judgement_is_reported() {
        let text = "kj1: judgement \"A.\"\na1: assumption \"B.\"\na1 -> kj1\ne1 -> kj1 0.2";
        let found = findings("assumption-linchpin", text);
        assert_eq!(found.len(), 1);
        assert!(found[0].message.starts_with("the judgement `kj1` hangs on the assumption `a1`"), "{found:?}");
        assert_eq!(found[0].nodes.len(), 2);
    }

    #[test]
    fn evidence_that_weighs_more_takes_its_place() {
        let text = "kj1: judgement \"A.\"\na1: assumption \"B.\"\na1 -> kj1\ne1 -> kj1";
        assert!(hits("assumption-linchpin", text).is_empty());
        assert!(hits("assumption-linchpin", "kj1: judgement \"A.\"\na1: assumption \"B.\"\na1 -> kj1 0.1").is_empty());
    }

    #[test]
    fn reports_are_read() {
        assert_page_holds("assumption-linchpin");
        let report = "# R\n\n## Key Judgement 1\n\nThe lock will likely fail.\n\n- Gates leak. {weight=0.1}\n- No \
                      money comes. {.assumption}\n";
        let found = report_hits("assumption-linchpin", report);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("8: the judgement `kj1` hangs on the assumption `kj1-2`"), "{found:?}");
    }
}
