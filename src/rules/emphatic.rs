use std::ops::Range;

use super::{Context, Findings, Hit, Rule, rule};
use crate::estimate::English;

rule! {
    /// ## What it does
    /// Notes words that insist instead of showing: "undoubtedly", "without doubt", "obviously", "of course", "definitely", and "certainly"
    /// where it is not part of a term such as "almost certainly". English only.
    ///
    /// ## Why it matters
    /// Nothing that has to be judged is beyond doubt. The word tells readers how the author feels, adds no evidence, and shuts out
    /// the question that a reviewer would ask next.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The council will undoubtedly lose the appeal this year.
    ///
    /// - It lost the same case in two other courts.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The council will almost certainly lose the appeal this year.
    ///
    /// - It lost the same case in two other courts.
    /// ```
    ///
    /// ## How to mend it
    /// Use the yardstick's highest term, or leave the word out where the sentence reports a fact.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(2)(a): the table ends at almost certain, below 100 %; D.6.a: objectivity, without advocacy.
    pub struct Emphatic;
    id = "emphatic";
    group = Wording;
    level = Note;
    summary = "A word that insists instead of showing";
}

const PHRASES: &[&str] = &[
    "undoubtedly",
    "indubitably",
    "unquestionably",
    "indisputably",
    "incontrovertibly",
    "undeniably",
    "doubtless",
    "without doubt",
    "without a doubt",
    "without any doubt",
    "without question",
    "beyond doubt",
    "beyond any doubt",
    "beyond all doubt",
    "beyond question",
    "no doubt",
    "there is no doubt",
    "there can be no doubt",
    "there is no question that",
    "obviously",
    "of course",
    "needless to say",
    "it goes without saying",
    "it is obvious",
    "definitely",
    "certainly",
    "surely",
    "inevitably",
];

impl Rule for Emphatic {
    fn cues(&self) -> Vec<&'static str> {
        PHRASES.to_vec()
    }

    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let cued = context.cued(self);
        for (handle, _) in context.propositions().filter(|&(handle, _)| cued(handle)) {
            let english = context.english(handle);
            let found = english.find(PHRASES);
            if found.is_empty() {
                continue;
            }
            let terms = context.terms(handle);
            for words in found {
                let bytes = english.bytes(&words);
                let next = terms.partition_point(|term| term.range.end <= bytes.start);
                let in_term = terms.get(next).is_some_and(|term| term.range.start < bytes.end);
                if in_term || !insists(&english, &words) || !english.is_authors(&words) {
                    continue;
                }
                let written = english.text(&words).to_lowercase();
                let message = format!("\"{written}\" insists and shows nothing");
                findings.push(
                    Hit::new(english.span(&words), message)
                        .help("use the yardstick's highest term, or leave the word out")
                        .about(handle),
                );
            }
        }
    }
}

fn insists(english: &English<'_>, words: &Range<usize>) -> bool {
    let before = english.before(words.start);
    let next = english.after(words.end);
    match english.at(words.start) {
        // "a change of course", "of course correction".
        "of" => {
            !matches!(
                before,
                "change" | "changes" | "changing" | "matter" | "correction" | "shift" | "reversal" | "kind" | "out"
            ) && !matches!(
                next,
                "correction" | "corrections" | "change" | "changes" | "work" | "material" | "materials" | "fees"
            )
        }
        "certainly" | "definitely" | "surely" | "obviously" | "inevitably" => {
            // "slowly but surely" is an idiom, "not certainly" denies.
            let denied = matches!(
                before,
                "not" | "almost" | "nearly" | "virtually" | "less" | "more" | "as" | "slowly" | "so" | "but" | "too"
            );
            let idiom = before == "and" && matches!(english.at(words.start.saturating_sub(2)), "slowly" | "gradually");
            !denied && !idiom
        }
        "no" | "beyond" | "without" => next != "about" || english.at(words.start) != "no",
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{marked, report_hits};

    const RULE: &str = "emphatic";

    #[test]
    fn words_that_insist_are_marked() {
        for (sentence, words) in [
            ("The council will undoubtedly lose.", "undoubtedly"),
            ("The council will certainly lose.", "certainly"),
            ("Without doubt the council will lose.", "Without doubt"),
            ("Obviously, the council will lose.", "Obviously"),
            ("The council will, of course, lose.", "of course"),
            ("There is no doubt that the council will lose.", "There is no doubt"),
        ] {
            assert_eq!(marked(RULE, sentence), [words], "{sentence}");
        }
        let text = "## Key Judgement 1\n\nThe council will\nsurely lose.\n";
        assert_eq!(report_hits(RULE, text), ["4: \"surely\" insists and shows nothing"]);
    }

    #[test]
    fn terms_of_a_yardstick_and_other_uses_are_left_alone() {
        for sentence in [
            "The council will almost certainly lose.",
            "The council will virtually certainly lose.",
            "The council will not certainly lose.",
            "A change of course is likely.",
            "The council is likely to lose in the uncertainly lit hall.",
            "The mayor says the council will certainly lose.",
            "The mayor wrote that it will \"definitely\" lose.",
            "Slowly but surely the council is likely to lose.",
        ] {
            assert!(marked(RULE, sentence).is_empty(), "{sentence}");
        }
    }
}
