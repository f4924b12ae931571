use super::{Context, Findings, Hit, Rule, rule};

rule! {
    /// ## What it does
    /// Reports a suppression that gives no reason. It silences its rule all the same, so that one omission gives one
    /// finding.
    ///
    /// ## Why it matters
    /// The next reader sees that somebody looked, but not what they saw, and cannot tell when the reason has gone.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// <!-- linchpin: allow unsourced-evidence -->
    /// - The pilots' contract ends in November and was not renewed.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// <!-- linchpin: allow unsourced-evidence the notice is on the harbour's own wall -->
    /// - The pilots' contract ends in November and was not renewed.
    /// ```
    ///
    /// ## How to mend it
    /// Write the reason after the rule's name; in a graph file, as the value: `allow = { RULE = "reason" }`.
    ///
    /// ## Standard
    /// None of the analytic standards: this keeps the review itself honest.
    pub struct SuppressionWithoutReason;
    id = "suppression-without-reason";
    group = Review;
    level = Warning;
    summary = "A suppression that gives no reason";
}

impl Rule for SuppressionWithoutReason {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        for (number, suppression) in context.argument.suppressions.iter().enumerate() {
            if suppression.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty()) {
                continue;
            }
            let rule = &suppression.rule;
            let hit = Hit::new(suppression.span, format!("the suppression of `{rule}` gives no reason"))
                .help(format!("write why after the name, such as `allow {rule} the source is the report's own annex`"));
            findings.push(hit.about_all(suppression.node).about_suppression(number));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::hits;

    const BASE: &str = "kj1: judgement \"A.\"\ne1: evidence \"B.\"\ne1 -> kj1\n";

    #[test]
    fn a_missing_or_blank_reason_is_reported_even_by_a_suppression_of_all() {
        let text = format!("{BASE}allow all on e1\nallow no-likelihood on kj1 \" \"");
        let expected =
            ["4: the suppression of `all` gives no reason", "5: the suppression of `no-likelihood` gives no reason"];
        assert_eq!(hits("suppression-without-reason", &text), expected);
    }

    #[test]
    fn a_reason_is_enough() {
        let text = format!("{BASE}allow unsourced-evidence on e1 \"the notice is on the wall\"");
        assert!(hits("suppression-without-reason", &text).is_empty());
    }
}
