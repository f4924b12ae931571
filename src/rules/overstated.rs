use std::cell::OnceCell;

use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{EdgeKind, NodeHandle};
use crate::score::semantics::{DfQuad, readable};
use crate::score::{ScoreSettings, stated_share_compiled};

rule! {
    /// ## What it does
    /// Reports a judgement whose wording claims more certainty than its argument carries: the lower end of the
    /// certainty that its likelihood term claims lies above its computed strength by more than the margin.
    ///
    /// It speaks up only where the shortfall comes from what the report says, not from linchpin's default numbers. If a
    /// credibility, a grade or a weight is stated somewhere under the judgement, the judgement must fall short even
    /// if every fact and assumption of which nothing is stated, and which only supports, were certain; and it must do so
    /// by `df-quad` as well, under which one strong premise can carry any wording. If none is stated, it is reported only where what speaks against it outweighs what speaks for it. A judgement that nothing
    /// supports is left to `unsupported-judgement`.
    ///
    /// ## Why it matters
    /// "Almost certain" on two doubtful reports is read as almost certain. A reader acts on the term, and seldom on
    /// what stands under it.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// It is almost certain that the harbour will be closed by winter.
    ///
    /// - An unsigned letter says that the pilots will strike. {grade=E4}
    ///
    /// ### Evidence against
    ///
    /// - The pilots' union says that no vote is planned. {grade=B2}
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// It is likely that the harbour will be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed. {grade=A1}
    /// ```
    ///
    /// ## How to mend it
    /// Take a weaker term; or add the evidence that made you choose it. Where a grade or weight does not say what you
    /// think, change it: `linchpin explain REPORT ID` shows the sum line by line, and what would tip it.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(2)(a): products indicate and explain the basis for the uncertainties of their major analytic
    /// judgements; D.6.e(6), clear and logical argumentation: judgements are supported by the information given.
    pub struct Overstated;
    id = "overstated";
    group = Strength;
    level = Warning;
    summary = "A judgement whose wording claims more than its argument carries";
    option "margin" = 0.1 in 0.0..=1.0: "how far the strength may fall short of the certainty that the wording claims";
}

impl Rule for Overstated {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let (argument, margin) = (context.argument, context.option(self, "margin"));
        let generous = OnceCell::new();
        for verdict in &context.scores().judgements {
            let (Some((low, high)), Some(strength)) = (verdict.certainty, verdict.strength) else { continue };
            if low - strength <= margin || !argument.has_premise(verdict.node, EdgeKind::Supports) {
                continue;
            }
            let share = context.stated_share().of(verdict.node);
            let falls_short = if share.is_stated {
                let settings = ScoreSettings { bases: context.settings.bases.clone(), ..ScoreSettings::default() };
                let generous =
                    generous.get_or_init(|| stated_share_compiled(argument, context.graph(), &DfQuad, &settings));
                let of_all = [share, generous.of(verdict.node)];
                of_all.iter().all(|share| share.at_best.is_some_and(|best| low - best > margin))
            } else {
                strength < 0.5 && argument.has_premise(verdict.node, EdgeKind::Contradicts)
            };
            if !falls_short {
                continue;
            }
            let node = argument.node(verdict.node);
            let Some(estimate) = &node.estimate else { continue };
            let message = format!(
                "`{}` claims a certainty of {} to {}, and its argument carries {strength:.2}",
                node.id,
                readable(low),
                readable(high)
            );
            let mut hit = Hit::new(estimate.span, message).saying(format!("claims {} at least", readable(low)));
            if let Some((against, strength)) = strongest_contradiction(context, verdict.node) {
                hit = hit.also(context.place(against), format!("speaks against it with a strength of {strength:.2}"));
            }
            let help = format!(
                "take a weaker term, or give what it rests on; `linchpin explain REPORT {}` shows the sum",
                node.id
            );
            findings.push(hit.help(help).about(verdict.node));
        }
    }
}

/// What contradicts the judgement most, if anything does.
fn strongest_contradiction(context: &Context<'_>, judgement: NodeHandle) -> Option<(NodeHandle, f64)> {
    let contradictions = context.argument.premises(judgement).filter(|premise| premise.kind == EdgeKind::Contradicts);
    let weighed = contradictions.filter_map(|premise| {
        let strength = context.strength(premise.node)?;
        Some((premise.node, strength, strength * premise.edge.weight.get()))
    });
    weighed.max_by(|a, b| a.2.total_cmp(&b.2).then(b.0.cmp(&a.0))).map(|(node, strength, _)| (node, strength))
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_page_holds, hits, report_hits};

    #[test]
    fn the_page_holds() {
        assert_page_holds("overstated");
    }

    #[test]
    fn nothing_stated_is_no_ground_unless_the_other_side_outweighs() {
        let bare = "kj1: judgement \"A.\" likelihood=0.95..1\ne1 -> kj1\n";
        assert!(hits("overstated", bare).is_empty());
        assert!(hits("overstated", &format!("{bare}e2 -x kj1\n")).is_empty());
        let outweighed = format!("{bare}e2 -x kj1\ne3 -x kj1\n");
        assert_eq!(
            hits("overstated", &outweighed),
            ["1: `kj1` claims a certainty of 0.95 to 1, and its argument carries 0.35"]
        );
    }

    #[test]
    fn ungraded_facts_have_the_benefit_of_the_doubt() {
        let report = |bullets: &str| format!("## Key Judgement 1\n\nRain is almost certain tomorrow.\n\n{bullets}");
        let graded = report("- The glass is falling. {grade=C3}\n");
        // One C3 carries logistic(0.5) = 0.62.
        assert_eq!(
            report_hits("overstated", &graded),
            ["3: `kj1` claims a certainty of 0.95 to 1, and its argument carries 0.62"]
        );
        let more = report("- The glass is falling. {grade=C3}\n- The wind turns.\n- Swallows fly low.\n");
        // 0.85 with the defaults, but logistic(2.5) = 0.92 if the other two were certain.
        assert!(report_hits("overstated", &more).is_empty());
    }

    #[test]
    fn one_premise_that_is_all_but_certain_can_carry_any_wording() {
        let report = |grade: &str| {
            format!("## Key Judgement 1\n\nRain is almost certain tomorrow.\n\n- It rains already. {{grade={grade}}}\n")
        };
        // 0.71 by log-odds, but 0.95 by df-quad.
        assert!(report_hits("overstated", &report("A1")).is_empty());
        assert_eq!(report_hits("overstated", &report("D3")).len(), 1);
    }

    #[test]
    fn an_unlikely_event_is_as_sure_a_claim() {
        let text = "kj1: judgement \"A.\" likelihood=0.01..0.05\ne1 -> kj1 0.2";
        assert_eq!(
            hits("overstated", text),
            ["1: `kj1` claims a certainty of 0.95 to 0.99, and its argument carries 0.53"]
        );
    }
}
