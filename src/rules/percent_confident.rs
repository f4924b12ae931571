use super::{Context, Findings, Hit, Rule, number_mismatch, rule};
use crate::estimate::{English, percentages};

rule! {
    /// ## What it does
    /// Reports a confidence in per cent: "we are 80 % confident", "with a confidence of 80 %". Confidence intervals and limits
    /// of a statistic are another thing and left alone. English only.
    ///
    /// ## Why it matters
    /// Confidence is said of the sourcing and has three levels. A percentage makes it look like a likelihood, and nobody can tell
    /// which of the two is meant.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// We are 80% confident that the factory will close by the end of 2027.
    ///
    /// - Its largest customer has left.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The factory is very likely to close by the end of 2027.
    ///
    /// - Its largest customer has left.
    /// ```
    ///
    /// ## How to mend it
    /// If the chance is meant, use a term of the yardstick, with the number in brackets if you like. If the sourcing is meant,
    /// say low, moderate or high confidence, and why, in another sentence.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(2)(b): confidence in the basis of a judgement and the likelihood of an event are kept apart. JP 2-0, appendix A:
    /// confidence is low, moderate or high.
    pub struct PercentConfident;
    id = "percent-confident";
    group = Wording;
    level = Warning;
    summary = "A confidence in per cent";
}

/// Nouns with which "confidence" is a figure of statistics.
const STATISTICS: &[&str] = &[
    "interval",
    "intervals",
    "level",
    "levels",
    "limit",
    "limits",
    "bound",
    "bounds",
    "band",
    "bands",
    "region",
    "score",
    "scores",
    "threshold",
    "range",
];

impl Rule for PercentConfident {
    fn cues(&self) -> Vec<&'static str> {
        number_mismatch::PERCENT.to_vec()
    }

    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let cued = context.cued(self);
        for (handle, node) in context.propositions().filter(|&(handle, _)| cued(handle)) {
            let numbers = percentages(node.text.as_str());
            if numbers.is_empty() {
                continue;
            }
            let english = context.english(handle);
            for (range, ..) in numbers {
                let (first, next) = (english.word_at(range.start), english.word_at(range.end));
                let Some(noun) = confidence_beside(&english, first, next) else { continue };
                let words = first.min(noun)..next.max(noun + 1);
                if !english.is_authors(&words) {
                    continue;
                }
                let bytes = english.bytes(&words);
                let span = node.text.span_of(bytes.start.min(range.start)..bytes.end.max(range.end));
                let message = format!("the {} `{}` gives its confidence in per cent", node.kind, node.id);
                findings.push(
                    Hit::new(span, message)
                        .saying("a likelihood, or a confidence?")
                        .help("use a term of the yardstick for the chance, or low, moderate or high for the confidence")
                        .about(handle),
                );
            }
        }
    }
}

/// The word of confidence that the number at `first..next` is said of.
fn confidence_beside(english: &English<'_>, first: usize, next: usize) -> Option<usize> {
    let follows =
        matches!(english.after(next), "confident" | "confidence") && !STATISTICS.contains(&english.after(next + 1));
    if follows {
        return Some(next);
    }
    // "a confidence of 80 %", "confidence is about 80 %".
    let mut at = first;
    while at > 0
        && first - at < 4
        && matches!(english.at(at - 1), "of" | "is" | "at" | "about" | "around" | "roughly" | "only")
    {
        at -= 1;
    }
    let noun = at.checked_sub(1)?;
    let stated = english.at(noun) == "confidence" && (at < first || !english.before(first).is_empty());
    (stated && english.sentence(noun).contains(&first)).then_some(noun)
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{marked, report_hits};

    const RULE: &str = "percent-confident";

    #[test]
    fn a_confidence_in_per_cent_is_marked() {
        for (sentence, words) in [
            ("We are 80% confident that the mill will close.", "80% confident"),
            ("We assess with 75 percent confidence that the mill will close.", "75 percent confidence"),
            ("The mill will close (90 % confidence).", "90 % confidence"),
            ("The mill will close, which we hold with a confidence of 60 %.", "confidence of 60 %"),
            ("We are over 90% confident that the mill will close.", "over 90% confident"),
        ] {
            assert_eq!(marked(RULE, sentence), [words], "{sentence}");
        }
        let text = "## Key Judgement 1\n\nWe are 80% confident that it rains.\n";
        assert_eq!(report_hits(RULE, text), ["3: the judgement `kj1` gives its confidence in per cent"]);
    }

    #[test]
    fn statistics_chances_and_the_words_of_others_are_left_alone() {
        for sentence in [
            "The mill is likely to lose 3 to 5 workers (95% confidence interval).",
            "The trend is real at the 95% confidence level.",
            "There is an 80% chance that the mill closes.",
            "Confidence among millers is likely to fall by 80%.",
            "The owners say they are 80% confident that the mill closes.",
            "The notice says \"80% confident\".",
            "Of the millers, 80% are confident.",
        ] {
            assert!(marked(RULE, sentence).is_empty(), "{sentence}");
        }
    }
}
