use super::frame::english::{matter, words};
use super::{Context, Findings, Hit, Rule, rule};

rule! {
    /// ## What it does
    /// Reports a judgement that the report gives twice under one number, where the two texts differ in substance: in
    /// the words that say what is judged. Case, punctuation, white space, endings and words of grammar make no
    /// difference; another likelihood is for `summary-mismatch`; and a heading that only names the judgement's subject is
    /// no second text. English; in other languages all words count.
    ///
    /// ## Why it matters
    /// Two texts under one number are two judgements. Readers quote the one that they saw, and the evidence bears on
    /// one of them at most.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgements
    ///
    /// 1. The harbour will very likely be closed by winter.
    ///
    /// ## Key Judgement 1
    ///
    /// The channel will very likely be shut to tankers by spring.
    ///
    /// - The pilots' contract ends in November and was not renewed.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgements
    ///
    /// 1. The harbour will very likely be closed by winter.
    ///
    /// ## Key Judgement 1
    ///
    /// The harbour very likely will be closed, by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed.
    /// ```
    ///
    /// ## How to mend it
    /// Write the judgement once and repeat it word for word; or give the second its own number.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(6): products are internally consistent, and language and syntax convey meaning unambiguously.
    pub struct RestatedJudgement;
    id = "restated-judgement";
    group = Structure;
    level = Error;
    summary = "One judgement given twice, in two texts that differ";
}

impl Rule for RestatedJudgement {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        for restatement in &context.argument.restatements {
            let node = context.argument.node(restatement.node);
            let (first, again) = (node.text.as_str(), restatement.text.as_str());
            if is_title(first) || is_title(again) {
                continue;
            }
            if matter(first) == matter(again) {
                continue;
            }
            let hit =
                Hit::new(restatement.text.span(), format!("the judgement `{}` is given twice, in two texts", node.id))
                    .saying("given again here")
                    .also(context.place(restatement.node), "given first here")
                    .help("write it once and repeat it word for word, or give the second its own number");
            findings.push(hit.about(restatement.node));
        }
    }
}

/// Words that a sentence which states something mostly has one of, in order.
const STATING: [&str; 24] = [
    "are", "can", "cannot", "could", "did", "do", "does", "had", "has", "have", "is", "isn't", "likely", "may",
    "might", "must", "probably", "should", "unlikely", "was", "were", "will", "won't", "would",
];

/// Whether a text names a subject and states nothing: it ends no sentence, and is short or has no verb that shows.
fn is_title(text: &str) -> bool {
    if text.trim_end().ends_with(crate::text::ends_sentence) {
        return false;
    }
    let words = words(text);
    words.len() <= 6 || !words.iter().any(|word| STATING.binary_search(&word.folded.as_str()).is_ok())
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_page_holds, report_hits};

    fn twice(first: &str, again: &str) -> Vec<String> {
        let report = format!(
            "# R\n\n## Key Judgements\n\n- KJ-1: {first}\n- KJ-2: Traffic moves.\n\n## Key Judgement 1\n\n{again}\n\n- Gates leak.\n"
        );
        report_hits("restated-judgement", &report)
    }

    #[test]
    fn two_texts_under_one_number_are_reported_at_the_second() {
        let expected = ["10: the judgement `kj1` is given twice, in two texts"];
        assert_eq!(twice("The lock will likely fail by May.", "Both gates will likely fail by June."), expected);
        assert_eq!(twice("The lock will likely fail.", "The lock will likely not fail."), expected);
    }

    #[test]
    fn the_same_text_in_other_dress_is_not() {
        let first = "It is likely that the lock will fail in May.";
        for again in [
            first,
            "IT IS LIKELY THAT the lock will fail, in May.",
            "The lock is likely to fail in May.",
            "We assess with moderate confidence that the locks will probably fail in May.",
        ] {
            assert!(twice(first, again).is_empty(), "{again}");
        }
    }

    #[test]
    fn a_heading_that_names_the_subject_is_no_second_text() {
        let report = "# R\n\n## Key Judgement 1: Closing of the northern lock for the whole season\n\n**Assessment:** It \
                      is likely that the lock will be shut from May.\n\n- Gates leak.\n";
        assert!(report_hits("restated-judgement", report).is_empty());
    }

    #[test]
    fn reports_are_read() {
        assert!(super::STATING.is_sorted());
        assert_page_holds("restated-judgement");
    }
}
