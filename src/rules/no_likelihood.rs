use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::Confidence;

rule! {
    /// ## What it does
    /// Reports a judgement that does not say how likely it is, in any term that the yardstick knows. A judgement that
    /// is held with high confidence may do without: "we have high confidence that the pilots struck" states a fact.
    /// Moderate or low confidence is no likelihood and does not stand in for one.
    ///
    /// ## Why it matters
    /// "The harbour will close" can mean anything from a hunch to a certainty. Readers fill the gap each in their own
    /// way, and afterwards nobody can say whether the judgement was right.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will be closed by winter.
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
    /// ```
    ///
    /// ## How to mend it
    /// Put one term of the yardstick into the judgement's sentence, such as "likely" or "highly unlikely"; of a thing
    /// that is known to have happened, say with what confidence.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(2)(a), the table of likelihood terms; PHIA Probability Yardstick. That confidence is another
    /// thing: ICD 203, D.6.e(2)(b).
    pub struct NoLikelihood;
    id = "no-likelihood";
    group = Wording;
    level = Warning;
    summary = "A judgement that does not say how likely it is";
}

impl Rule for NoLikelihood {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        for (handle, node) in context.argument.judgements() {
            let confidence = node.confidence.as_ref();
            if node.estimate.is_some() || confidence.is_some_and(|stated| stated.level == Confidence::High) {
                continue;
            }
            let mut hit =
                Hit::new(context.place(handle), format!("the judgement `{}` does not say how likely it is", node.id))
                    .help("use one term of the yardstick, such as \"likely\" or \"highly unlikely\"")
                    .about(handle);
            if let Some(confidence) = confidence {
                hit = hit.also(confidence.span, "confidence is not likelihood");
            }
            findings.push(hit);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{findings, hits};

    #[test]
    fn a_judgement_without_a_term_is_reported() {
        let text = "kj1: judgement \"A.\"\nkj2: judgement \"B.\" likelihood=0.55..0.75\ne1: evidence \"C.\"";
        assert_eq!(hits("no-likelihood", text), ["1: the judgement `kj1` does not say how likely it is"]);
    }

    #[test]
    fn high_confidence_may_stand_alone_and_less_may_not() {
        assert!(hits("no-likelihood", "kj1: judgement \"A.\" confidence=high").is_empty());
        let found = findings("no-likelihood", "kj1: judgement \"A.\" confidence=low");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].labels.len(), 1);
    }
}
