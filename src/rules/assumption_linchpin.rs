use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{Argument, EdgeKind, NodeHandle, NodeKind};
use crate::score::Verdict;

rule! {
    /// ## What it does
    /// Reports a judgement that hangs on an assumption most: of all that bears on it, taking the assumption away lowers
    /// its computed strength furthest, and by at least `fall` or from its threshold or above to below it. An assumption
    /// that a step of inference needs counts as the step itself, which is not made without it.
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
        for (verdict, assumption) in hanging_on_assumptions(context) {
            let (Some(linchpin), Some(strength)) = (&verdict.linchpin, verdict.strength) else { continue };
            let message = format!(
                "the judgement `{}` hangs on the assumption `{}`: without it, its strength falls from {strength:.2} to \
                 {:.2}",
                verdict.id,
                context.argument.node(assumption).id,
                linchpin.without
            );
            let help = "look for evidence for the assumption, or for the judgement without it; else say in the \
                        judgement that it holds only if the assumption does";
            findings.push(
                Hit::new(context.place(assumption), message)
                    .also(context.place(verdict.node), "the judgement")
                    .help(help)
                    .about(assumption)
                    .about(verdict.node),
            );
        }
    }
}

/// The judgements that hang on an assumption most, with the assumption.
pub(super) fn hanging_on_assumptions<'a>(context: &'a Context<'_>) -> Vec<(&'a Verdict, NodeHandle)> {
    let least = context.option(&AssumptionLinchpin, "fall");
    // Without an assumption there is no need for scores.
    if context.argument.nodes_of(NodeKind::Assumption).next().is_none() {
        return Vec::new();
    }
    let judgements = context.scores().judgements.iter();
    let found = judgements.filter_map(|verdict| {
        let linchpin = verdict.linchpin.as_ref().filter(|linchpin| linchpin.crosses || linchpin.fall >= least)?;
        Some((verdict, assumption_in(context.argument, linchpin.node)?))
    });
    found.collect()
}

/// How many steps of inference are looked through.
const DEEPEST: usize = 16;

/// The assumption that a node is, or that a step of inference needs: a step is not made without any one of its premises,
/// so that taking away the premise is the same as taking away the step.
fn assumption_in(argument: &Argument, mut node: NodeHandle) -> Option<NodeHandle> {
    for _ in 0..DEEPEST {
        match argument.node(node).kind {
            NodeKind::Assumption => return Some(node),
            NodeKind::Inference => {}
            _ => return None,
        }
        let needed = |kind: NodeKind| {
            let mut premises = argument.premises(node).filter(|premise| premise.kind == EdgeKind::Supports);
            premises.find(|premise| argument.node(premise.node).kind == kind).map(|premise| premise.node)
        };
        node = needed(NodeKind::Assumption).or_else(|| needed(NodeKind::Inference))?;
    }
    None
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
