use super::{Context, Findings, Hit, Rule, rule};

rule! {
    /// ## What it does
    /// Reports a judgement for which the report gives support and nothing on the other side: nothing contradicts it, nor
    /// anything that it rests on. A judgement without any support is left to `unsupported-judgement`.
    ///
    /// ## Why it matters
    /// Hardly any question worth a report has evidence on one side alone. Where none is shown against a judgement, the
    /// reader cannot tell whether none was found or none was looked for.
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
    /// ### Evidence against
    ///
    /// - The harbour office has asked two foreign firms for pilots.
    /// ```
    ///
    /// ## How to mend it
    /// Look for what speaks against the judgement, and give it under a heading "Evidence against", or as a bullet marked
    /// `{contradicts="kj1"}`. If the search found nothing, say what was looked for.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(6): products acknowledge significant supporting and contrary information that affects judgements.
    pub struct NoContraryEvidence;
    id = "no-contrary-evidence";
    group = Balance;
    level = Note;
    summary = "A judgement against which nothing is said";
}

impl Rule for NoContraryEvidence {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let contested = context.contested();
        for (handle, node) in argument.judgements() {
            if contested[handle.index()] || argument.premises(handle).next().is_none() {
                continue;
            }
            let message = format!("nothing is said against the judgement `{}`, or against what it rests on", node.id);
            let help = format!(
                "look for what speaks against it, and give it as a bullet marked `{{contradicts=\"{}\"}}`",
                node.id
            );
            findings.push(Hit::new(context.place(handle), message).help(help).about(handle));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_page_holds, hits, report_hits};

    #[test]
    fn one_sided_judgements_are_reported() {
        let text =
            "kj1: judgement \"A.\"\nkj2: judgement \"B.\"\nkj3: judgement \"C.\"\ne1 -> kj1\ne2 -x kj2\ne3 -> kj2";
        let expected = ["1: nothing is said against the judgement `kj1`, or against what it rests on"];
        assert_eq!(hits("no-contrary-evidence", text), expected);
    }

    #[test]
    fn a_contradiction_of_what_the_judgement_rests_on_counts() {
        let text = "kj1: judgement \"A.\"\nc1: claim \"B.\"\ne1 -> c1\nc1 -> kj1\ne2 -x e1";
        assert!(hits("no-contrary-evidence", text).is_empty());
    }

    #[test]
    fn reports_are_read() {
        assert_page_holds("no-contrary-evidence");
        let report = "# R\n\n## Key Judgement 1\n\nThe lock will likely fail.\n\n- Gates leak.\n- It held in May. \
                      {contradicts=\"kj1\"}\n\n## Key Judgement 2\n\nTraffic will likely move.\n\n- Two firms said so.\n";
        let expected = ["12: nothing is said against the judgement `kj2`, or against what it rests on"];
        assert_eq!(report_hits("no-contrary-evidence", report), expected);
    }
}
