use super::{Context, Findings, Hit, Rule, rule};
use crate::document;
use crate::estimate::{LEVEL_WORDS, TermMatch, confidence_phrases};

rule! {
    /// ## What it does
    /// Reports a sentence that states a likelihood and a confidence level together: "we assess with high confidence that it is
    /// likely". A confidence in a label, heading or column of its own is in another place and fine. English only.
    ///
    /// ## Why it matters
    /// Likelihood is said of the event, confidence of the sourcing. In one sentence readers multiply the two, or take one for the
    /// other: "high confidence" makes them read "likely" as "almost certain".
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// We assess with moderate confidence that the dam is likely to be closed by March.
    ///
    /// - The inspection found two cracks.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The dam is likely to be closed by March. Our confidence is moderate, because one inspector saw the cracks.
    ///
    /// - The inspection found two cracks.
    /// ```
    ///
    /// ## How to mend it
    /// Make two sentences: the likelihood in the judgement's own, and the confidence, with its reason, in the next.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(2)(b): to avoid confusion, a confidence level and a degree of likelihood are not combined in the same
    /// sentence.
    pub struct LikelihoodWithConfidence;
    id = "likelihood-with-confidence";
    group = Wording;
    level = Warning;
    summary = "A sentence that states a likelihood and a confidence together";
}

impl Rule for LikelihoodWithConfidence {
    fn cues(&self) -> Vec<&'static str> {
        LEVEL_WORDS.to_vec()
    }

    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let cued = context.cued(self);
        for (handle, node) in context.propositions().filter(|&(handle, _)| cued(handle)) {
            let text = node.text.as_str();
            let confidences = confidence_phrases(text);
            if confidences.is_empty() {
                continue;
            }
            let terms = context.terms(handle);
            let terms: Vec<&TermMatch> = terms.iter().filter(|term| term.usage.is_own()).collect();
            for sentence in document::sentences(text) {
                let holds = |at: usize| sentence.contains(&at);
                let first = confidences.partition_point(|(range, _)| range.start < sentence.start);
                let Some((confidence, level)) = confidences.get(first).filter(|(range, _)| holds(range.start)) else {
                    continue;
                };
                let first = terms.partition_point(|term| term.range.start < sentence.start);
                let Some(term) = terms.get(first).filter(|term| holds(term.range.start)) else { continue };
                let message = format!(
                    "one sentence states a likelihood (\"{}\") and a confidence ({level}) in the {} `{}`",
                    term.words, node.kind, node.id
                );
                findings.push(
                    Hit::new(node.text.span_of(confidence.clone()), message)
                        .saying("confidence, of the sourcing")
                        .also(node.text.span_of(term.range.clone()), "likelihood, of the event")
                        .help("say the confidence, with its reason, in a sentence of its own after the judgement's")
                        .about(handle),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{hits, marked, report_hits};

    const RULE: &str = "likelihood-with-confidence";

    #[test]
    fn both_in_one_sentence_are_reported_at_the_confidence() {
        for (sentence, phrase) in [
            ("We assess with high confidence that the mill is likely to close.", "high confidence"),
            ("It is almost certain, with low to moderate confidence, that it closes.", "low to moderate confidence"),
        ] {
            assert_eq!(marked(RULE, sentence), [phrase], "{sentence}");
        }
        let text = "## Key Judgement 1\n\nWe have high confidence that the mill is likely to close.\n";
        let message = "3: one sentence states a likelihood (\"likely\") and a confidence (high) in the judgement `kj1`";
        assert_eq!(report_hits(RULE, text), [message]);
    }

    #[test]
    fn of_several_sentences_the_one_that_has_both_is_meant() {
        let apart = "Sales are unlikely to rise. We have high confidence in the figures.";
        assert!(hits(RULE, &format!("kj1: judgement \"{apart}\"")).is_empty());
        let both = "We assess with low confidence that the mill is likely to close.";
        let message = "1: one sentence states a likelihood (\"likely\") and a confidence (low) in the judgement `kj1`";
        assert_eq!(hits(RULE, &format!("kj1: judgement \"{apart} {both}\"")), [message]);
    }

    #[test]
    fn either_alone_in_a_sentence_is_fine() {
        for sentence in [
            "The mill is likely to close. We have high confidence in this.",
            "We assess with high confidence that the mill closed in 2019.",
            "We assess with high confidence that the owners left for likely buyers abroad.",
            "We judge with high confidence that the press calls it \"likely\".",
            "Consumer confidence is low, and the mill is likely to close.",
            // In brackets at the end it is a label, as behind "KJ-1".
            "The mill will probably close (moderate confidence).",
        ] {
            assert!(marked(RULE, sentence).is_empty(), "{sentence}");
        }
        let labelled = "## Key Judgements\n\n- **KJ-1 (High).** The mill is likely to close.\n";
        assert!(report_hits(RULE, labelled).is_empty());
    }
}
