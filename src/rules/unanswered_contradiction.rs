use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{EdgeKind, NodeKind};

rule! {
    /// ## What it does
    /// Reports a contradiction of a judgement, or of something that a judgement rests on, that is strong and that
    /// nothing answers. Strong is one whose strength times the weight of its edge is at least `strength`; answered is
    /// one that something contradicts, or of which something contradicts a premise.
    ///
    /// Evidence without a grade or a credibility has the strength 0.6, so that at the default of `strength` the rule
    /// speaks only of contradictions that the report itself calls good, or that are well supported.
    ///
    /// ## Why it matters
    /// A report that gives strong evidence against its own judgement and passes on leaves the reader to answer it. Why
    /// does the judgement hold all the same?
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed.
    ///
    /// ### Evidence against
    ///
    /// - The harbour office has signed with two foreign firms for pilots. {#firms grade=A1}
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed.
    ///
    /// ### Evidence against
    ///
    /// - The harbour office has signed with two foreign firms for pilots. {#firms grade=A1}
    ///   - Neither firm's pilots have the licence for this channel. {contradicts="firms:0.7"}
    /// ```
    ///
    /// ## How to mend it
    /// Say what speaks against the contradiction, as a bullet under it marked `{contradicts="…"}`; lower its weight and
    /// say why; or lower the judgement.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(6): products acknowledge significant supporting and contrary information that affects judgements.
    pub struct UnansweredContradiction;
    id = "unanswered-contradiction";
    group = Balance;
    level = Warning;
    summary = "A strong contradiction that nothing answers";
    option "strength" = 0.7 in 0.0..=1.0: "the strength times weight from which a contradiction has to be answered";
}

impl Rule for UnansweredContradiction {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        if argument.edges().all(|(_, edge)| edge.kind != EdgeKind::Contradicts) {
            return;
        }
        let least = context.option(self, "strength");
        let contested = context.contested();
        let holding = holds_up_a_judgement(context);
        for (handle, edge) in argument.edges().filter(|(_, edge)| edge.kind == EdgeKind::Contradicts) {
            let (premise, conclusion) = argument.ends(handle);
            if !holding[conclusion.index()] || contested[premise.index()] {
                continue;
            }
            let Some(strength) = context.strength(premise) else { continue };
            let force = strength * edge.weight.get();
            if force < least {
                continue;
            }
            let (id, against) = (&argument.node(premise).id, &argument.node(conclusion).id);
            let message =
                format!("`{id}` speaks against `{against}` with a force of {force:.2}, and nothing answers it");
            let help = format!(
                "say what speaks against `{id}`, as a bullet marked `{{contradicts=\"{id}\"}}`; or lower its weight, \
                 or the judgement"
            );
            let hit = Hit::new(context.place(premise), message).help(help).about(premise).about(conclusion);
            findings.push(hit.also(context.place(conclusion).at_start(), format!("contradicts `{against}`")));
        }
    }
}

/// Of each node, whether it is a judgement or supports one, however far off. O(nodes + edges).
pub(super) fn holds_up_a_judgement(context: &Context<'_>) -> Vec<bool> {
    let is_judgement = context.are_of(&[NodeKind::Judgement]);
    context.graph().passed_up(is_judgement, Some(EdgeKind::Supports))
}

#[cfg(test)]
mod tests {
    use crate::argument::testing::sketch;
    use crate::rules::frame::testing::{assert_page_holds, hits, report_hits};
    use crate::rules::{Settings, check, find};

    #[test]
    fn evidence_of_unknown_worth_is_not_strong_and_what_is_well_supported_is() {
        let weak = "kj1: judgement \"A.\"\ne1 -> kj1\ne2 -x kj1";
        assert!(hits("unanswered-contradiction", weak).is_empty());
        let strong = format!("{weak}\ne3 -> e2\ne4 -> e2");
        let found = hits("unanswered-contradiction", &strong);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("3: `e2` speaks against `kj1` with a force of 0."), "{found:?}");
    }

    #[test]
    fn an_answer_a_low_weight_or_a_mere_rival_silence_it() {
        let text = "kj1: judgement \"A.\"\nh1: hypothesis \"B.\"\ne3 -> e2\ne4 -> e2\n";
        assert!(hits("unanswered-contradiction", &format!("{text}e2 -x kj1\ne5 -x e4 0.1")).is_empty());
        assert!(hits("unanswered-contradiction", &format!("{text}e2 -x kj1 0.5")).is_empty());
        assert!(hits("unanswered-contradiction", &format!("{text}e2 -x h1")).is_empty());
    }

    #[test]
    fn the_option_moves_the_bar() {
        let argument = sketch("kj1: judgement \"A.\"\ne1 -> kj1\ne2 -x kj1");
        let mut settings = Settings::default();
        settings.set_option(find("unanswered-contradiction").unwrap().card(), "strength", 0.5).unwrap();
        let found = check(&argument, &settings);
        assert_eq!(found.iter().filter(|found| found.rule == "unanswered-contradiction").count(), 1);
    }

    #[test]
    fn reports_are_read() {
        assert_page_holds("unanswered-contradiction");
        let report = "# R\n\n## Key Judgement 1\n\nThe lock will likely fail.\n\n- Gates leak.\n- It held in May. \
                      {#held credibility=0.95 contradicts=\"kj1\"}\n";
        let expected = ["8: `held` speaks against `kj1` with a force of 0.95, and nothing answers it"];
        assert_eq!(report_hits("unanswered-contradiction", report), expected);
    }
}
