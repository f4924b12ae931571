use super::{Context, Findings, Hit, Rule, rule};
use crate::text::Span;

rule! {
    /// ## What it does
    /// Reports an argument in which no judgement was found. It looks for headings "Key Judgement 1" or "KJ-1" (spelt
    /// either way; number, word, roman numeral or letter), for a list, paragraphs or a table under one heading "Key
    /// Judgements", "Key Findings" or "Key Takeaways", and for whatever is marked as a judgement.
    ///
    /// ## Why it matters
    /// Without a conclusion there is nothing that the rest can be held against: no other rule has anything to say,
    /// and its silence must not be taken for praise.
    ///
    /// ## Example
    /// ```markdown fail
    /// # Harbour traffic in May
    ///
    /// Forty ships called at the port, ten more than in April.
    /// ```
    ///
    /// ```markdown pass
    /// # Harbour traffic in May
    ///
    /// ## Key Judgement 1
    ///
    /// Traffic is likely to grow until October.
    ///
    /// - Forty ships called at the port, ten more than in April.
    /// ```
    ///
    /// ## How to mend it
    /// Put a heading `## Key Judgement 1` above the conclusion, or `{.judgement}` at the end of its paragraph. In a
    /// graph file, give a node `kind = "judgement"`.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(6): a product presents a clear main analytic message up front.
    pub struct NoJudgement;
    id = "no-judgement";
    group = Structure;
    level = Error;
    summary = "A report in which no judgement was found";
}

impl Rule for NoJudgement {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        if context.argument.judgements().next().is_some() {
            return;
        }
        let message = "no judgement was found: no heading \"Key Judgement 1\" or \"KJ-1\", and nothing under a heading \
                       \"Key Judgements\", \"Key Findings\" or \"Key Takeaways\"";
        let help = "put a heading `## Key Judgement 1` above the conclusion, or `{.judgement}` at the end of its \
                    paragraph; in a graph file, write `kind = \"judgement\"`";
        findings.push(Hit::new(Span::default(), message).help(help));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{findings, hits};

    #[test]
    fn an_argument_without_judgements_is_reported_once_at_its_start() {
        let found = findings("no-judgement", "c1: claim \"A.\"\ne1 -> c1\ne2 -> c1");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].primary.span.range(), 0..0);
        assert!(found[0].help.as_ref().unwrap().contains("## Key Judgement 1"));
        assert_eq!(findings("no-judgement", "").len(), 1);
    }

    #[test]
    fn one_judgement_is_enough() {
        assert!(hits("no-judgement", "kj1: judgement \"A.\"").is_empty());
    }
}
