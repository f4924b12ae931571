use super::{Context, Findings, Hit, Rule, rule};
use crate::score::semantics::readable;

rule! {
    /// ## What it does
    /// Reports a judgement whose argument carries more than its wording claims: its computed strength lies above the
    /// upper end of the certainty that its likelihood term claims by more than the margin, and still does if every fact
    /// and assumption of which nothing is stated, and which only supports, counted for nothing.
    ///
    /// ## Why it matters
    /// Caution can mislead as much as boldness: "likely" for what the evidence all but proves leaves the reader less
    /// well warned than the report could have done. Often, though, it says that a contrary argument was left out.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// There is a roughly even chance that the harbour will be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed. {grade=A1}
    /// - The insurers have withdrawn their cover from November on. {grade=A1}
    /// - The dredgers were sold and have left. {grade=A2}
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
    /// Take a stronger term; or write down what holds you back, under "Evidence against" or as an assumption. Several
    /// bullets that rest on one source count several times: merge them, or give them smaller weights.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(2)(a): products indicate and explain the basis for the uncertainties of their major analytic
    /// judgements; D.6.e(8), accurate judgements: products do not avoid difficult judgements by undue caution.
    pub struct Understated;
    id = "understated";
    group = Strength;
    level = Note;
    summary = "A judgement whose argument carries more than its wording claims";
    option "margin" = 0.15 in 0.0..=1.0: "how far the strength may exceed the certainty that the wording claims";
}

impl Rule for Understated {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let margin = context.option(self, "margin");
        for verdict in &context.scores().judgements {
            let (Some((low, high)), Some(strength)) = (verdict.certainty, verdict.strength) else { continue };
            if strength - high <= margin {
                continue;
            }
            let worst = context.stated_share().of(verdict.node).at_worst;
            let node = context.argument.node(verdict.node);
            let Some(estimate) = node.estimate.as_deref().filter(|_| worst.is_some_and(|worst| worst - high > margin))
            else {
                continue;
            };
            let message = format!(
                "`{}` claims a certainty of {} to {}, and its argument carries {strength:.2}",
                node.id,
                readable(low),
                readable(high)
            );
            let hit = Hit::new(estimate.span, message).saying(format!("claims {} at most", readable(high)));
            let help = "take a stronger term, or write down what holds you back";
            findings.push(hit.help(help).about(verdict.node));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::rules::frame::testing::{assert_page_holds, hits, report_hits};

    #[test]
    fn the_page_holds() {
        assert_page_holds("understated");
    }

    #[test]
    fn defaults_alone_never_say_so() {
        let mut text = String::from("kj1: judgement \"A.\" likelihood=0.55..0.75\n");
        for number in 0..20 {
            writeln!(text, "e{number} -> kj1").unwrap();
        }
        assert!(hits("understated", &text).is_empty());
    }

    #[test]
    fn stated_grades_do() {
        let bullets = "- The glass falls. {credibility=1}\n".repeat(4);
        let text = format!("## Key Judgement 1\n\nRain is likely tomorrow.\n\n{bullets}");
        // logistic(4) = 0.98, more than 0.15 above 0.75.
        assert_eq!(
            report_hits("understated", &text),
            ["3: `kj1` claims a certainty of 0.55 to 0.75, and its argument carries 0.98"]
        );
    }
}
