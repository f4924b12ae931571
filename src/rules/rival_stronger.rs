use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{NodeHandle, NodeKind};

rule! {
    /// ## What it does
    /// Reports a judgement beside which another answer of the same question stands better: its computed strength is
    /// higher by more than `margin`. Another judgement counts as a rival only if the report itself calls it less likely;
    /// of several rivals the strongest is named.
    ///
    /// ## Why it matters
    /// The report's own evidence, weighed as the report weighs it, picks another answer than the report does.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The pilots very likely struck over pay.
    ///
    /// - Their union had asked for a tenth more. {weight=0.2}
    ///
    /// ### Alternatives
    ///
    /// - They struck over the new shifts.
    ///   - The strike began on the day on which the shifts changed.
    ///   - Their letter to the harbour office names the shifts alone.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The pilots very likely struck over the new shifts.
    ///
    /// - The strike began on the day on which the shifts changed.
    /// - Their letter to the harbour office names the shifts alone.
    ///
    /// ### Alternatives
    ///
    /// - They struck over pay.
    ///   - Their union had asked for a tenth more. {weight=0.2}
    /// ```
    ///
    /// ## How to mend it
    /// Judge for the other answer; or give the evidence and the weights that make the judgement the better one.
    /// `linchpin score` shows what each answer rests on.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(4): incorporates analysis of alternatives; D.6.e(6): judgements are supported by relevant
    /// intelligence information and coherent reasoning.
    pub struct RivalStronger;
    id = "rival-stronger";
    group = Balance;
    level = Error;
    summary = "Another answer stands better than the judgement";
    option "margin" = 0.02 in 0.0..=1.0: "by how much the other answer's strength has to be higher";
}

impl Rule for RivalStronger {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let margin = context.option(self, "margin");
        let middle = |handle: NodeHandle| {
            argument.node(handle).estimate.as_deref().map(|estimate| f64::midpoint(estimate.low, estimate.high))
        };
        for question in argument.questions().iter().filter(|question| question.answers.len() >= 2) {
            // The answers from the strongest down: a judgement's rivals are looked through in that order, and the look
            // ends at the first that counts or is no stronger.
            let mut ranked: Vec<(f64, NodeHandle)> =
                question.answers.iter().filter_map(|&answer| Some((context.strength(answer)?, answer))).collect();
            ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let best_other = ranked.iter().find(|(_, answer)| argument.node(*answer).kind != NodeKind::Judgement);
            let mut least_likely: Option<(f64, f64, NodeHandle)> = None;
            for &(strength, judgement) in &ranked {
                if argument.node(judgement).kind != NodeKind::Judgement {
                    continue;
                }
                let said = middle(judgement);
                let conceded = least_likely.filter(|(likelihood, ..)| said.is_some_and(|said| *likelihood < said));
                let rivals =
                    best_other.copied().into_iter().chain(conceded.map(|(_, strength, node)| (strength, node)));
                let rival = rivals.filter(|rival| rival.0 > strength + margin).max_by(|a, b| a.0.total_cmp(&b.0));
                if let Some((rival_strength, rival)) = rival {
                    let message = format!(
                        "`{}` stands better than the judgement `{}`: {rival_strength:.2} against {strength:.2}",
                        argument.node(rival).id,
                        argument.node(judgement).id
                    );
                    let help = "judge for the other answer, or give the evidence and the weights that make this one \
                                the better; `linchpin score` shows what each rests on";
                    findings.push(
                        Hit::new(context.place(judgement), message)
                            .also(context.place(rival), "the other answer")
                            .help(help)
                            .about(judgement)
                            .about(rival),
                    );
                }
                if let Some(said) = said
                    && least_likely.is_none_or(|(likelihood, ..)| said < likelihood)
                {
                    least_likely = Some((said, strength, judgement));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_page_holds, findings, hits, report_hits};

    #[test]
    fn a_hypothesis_with_better_evidence_is_reported() {
        let text = "kj1: judgement \"A.\"\nh1: hypothesis \"B.\"\nh2: hypothesis \"C.\"\nquestion q1 kj1 h1 h2\n\
                    e1 -> kj1 0.2\ne2 -> h1\ne3 -> h2\ne4 -> h2";
        let found = findings("rival-stronger", text);
        assert_eq!(found.len(), 1);
        assert!(
            found[0].message.starts_with("`h2` stands better than the judgement `kj1`: 0."),
            "{}",
            found[0].message
        );
    }

    #[test]
    fn a_judgement_that_stands_best_or_level_is_not() {
        let rivals = "kj1: judgement \"A.\"\nh1: hypothesis \"B.\"\nquestion q1 kj1 h1\n";
        assert!(hits("rival-stronger", &format!("{rivals}e1 -> kj1\ne2 -> h1 0.5")).is_empty());
        assert!(hits("rival-stronger", &format!("{rivals}e1 -> kj1\ne2 -> h1")).is_empty());
    }

    #[test]
    fn a_second_judgement_is_a_rival_only_if_it_is_called_less_likely() {
        let judgements = |first: &str, second: &str| {
            format!(
                "kj1: judgement \"A.\" likelihood={first}\nkj2: judgement \"B.\" likelihood={second}\n\
                 question q1 kj1 kj2\ne1 -> kj1 0.1\ne2 -> kj2"
            )
        };
        assert_eq!(hits("rival-stronger", &judgements("0.8..0.9", "0.1..0.2")).len(), 1);
        assert!(hits("rival-stronger", &judgements("0.1..0.2", "0.8..0.9")).is_empty());
    }

    #[test]
    fn reports_are_read() {
        assert_page_holds("rival-stronger");
        let report = "# R\n\n## Key Judgement 1\n\nThe lock will likely fail by age.\n\n- It is old. {weight=0.1}\n\n\
                      ### Alternatives\n\n- It fails by flood.\n  - The river stands higher than ever.\n";
        let found = report_hits("rival-stronger", report);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("5: "), "{found:?}");
    }
}
