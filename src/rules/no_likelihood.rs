use super::frame::forecast;
use super::{Context, Findings, Hit, Level, Rule, number_mismatch, rule, vague_likelihood};
use crate::argument::Confidence;
use crate::estimate::find_terms_in_prose;

rule! {
    /// ## What it does
    /// Reports a judgement about something to come ("will close", "is expected to close") that does not say how likely it is: neither in
    /// a term of the yardstick nor as a chance in per cent. High confidence may stand alone; moderate or low confidence is no likelihood and
    /// does not stand in for one.
    ///
    /// A judgement of what was or is the case may do with a confidence: "we have moderate confidence that the pilots struck". If it has
    /// none of the two, that is a note and not a warning, since many such sentences are plain facts, and which of them are judged and which are known
    /// cannot be told from the words. Whether a sentence looks ahead is told by its English.
    ///
    /// A judgement whose only word for it is "may" or the like is what `vague-likelihood` reports, and one whose term is on no
    /// yardstick, `foreign-term`.
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
            let english = context.english(handle);
            let apart = node.likelihood.as_deref().map(|prose| find_terms_in_prose(prose, context.yardsticks()));
            let has_term = context.terms(handle).iter().chain(apart.iter().flatten()).any(|term| term.usage.is_own());
            if has_term
                || !number_mismatch::chances(&english).is_empty()
                || vague_likelihood::only_estimate(context, handle).is_some()
            {
                continue;
            }
            let place = context.place(handle);
            if forecast::speaks_of_future(&english) {
                let message = format!("the judgement `{}` does not say how likely it is", node.id);
                let help = "use one term of the yardstick, such as \"likely\" or \"highly unlikely\"";
                let mut hit = Hit::new(place, message).help(help).about(handle);
                if let Some(confidence) = confidence {
                    hit = hit.also(confidence.span, "confidence is not likelihood");
                }
                findings.push(hit);
            } else if confidence.is_none() {
                let message =
                    format!("the judgement `{}` says neither how likely it is nor with what confidence", node.id);
                let help =
                    "use one term of the yardstick, or say how confident you are and why; a plain fact is evidence";
                findings.push(Hit::new(place, message).help(help).at_level(Level::Note).about(handle));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::Level;
    use crate::rules::frame::testing::{findings, hits, marked, report};

    const RULE: &str = "no-likelihood";

    #[test]
    fn a_judgement_about_the_future_without_a_term_is_reported() {
        let text = "kj1: judgement \"It will rain.\"\nkj2: judgement \"It will pour.\" likelihood=0.55..0.75\n\
                    e1: evidence \"C.\"";
        assert_eq!(hits(RULE, text), ["1: the judgement `kj1` does not say how likely it is"]);
        for sentence in
            ["The quay will close.", "The quay won't close.", "The quay is going to close.", "We expect a closure."]
        {
            assert_eq!(marked(RULE, sentence).len(), 1, "{sentence}");
        }
    }

    #[test]
    fn high_confidence_may_stand_alone_and_less_may_not() {
        assert!(hits(RULE, "kj1: judgement \"It will rain.\" confidence=high").is_empty());
        let found = findings(RULE, "kj1: judgement \"It will rain.\" confidence=low");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].labels.len(), 1);
        assert_eq!(found[0].level, Level::Warning);
    }

    #[test]
    fn what_is_the_case_needs_one_of_the_two_and_is_a_note_without() {
        let (_, found) = report("## Key Judgement 1\n\nThe pilots struck.\n");
        let found: Vec<_> = found.iter().filter(|finding| finding.rule == RULE).collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].level, Level::Note);
        assert_eq!(found[0].message, "the judgement `kj1` says neither how likely it is nor with what confidence");
        assert!(marked(RULE, "We assess with moderate confidence that the pilots struck.").is_empty());
        assert!(marked(RULE, "The pilots likely struck.").is_empty());
        assert!(marked(RULE, "There is a 60% chance that the pilots will strike.").is_empty());
    }
}
