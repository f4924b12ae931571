use std::ops::Range;

use super::{Context, Findings, Hit, Rule, rule};
use crate::estimate::English;

rule! {
    /// ## What it does
    /// Notes wordings that no event can prove wrong: "we cannot rule out", "cannot be excluded", "may or may not", "it is possible that
    /// … or not", "it remains to be seen". English only.
    ///
    /// ## Why it matters
    /// Nothing can be ruled out for ever. Such a sentence is true whatever happens, and the decision that waits for it has nothing to go
    /// by. It is a note, because now and then the open possibility is what the reader has to hear.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// We cannot rule out that the ferry will be attacked this summer.
    ///
    /// - A ferry was attacked in a neighbouring sea in March.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// An attack on the ferry this summer is highly unlikely.
    ///
    /// - No group that attacks ships has ever come north of the strait.
    /// ```
    ///
    /// ## How to mend it
    /// Say how likely it is, low as that may be, and what would make it more so.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(8): analytic products do not avoid difficult judgements in order to minimise the risk of being wrong; clarity of
    /// meaning permits assessment for accuracy.
    pub struct Unfalsifiable;
    id = "unfalsifiable";
    group = Wording;
    level = Note;
    summary = "A wording that no event can prove wrong";
}

const PHRASES: &[&str] = &[
    "cannot rule out",
    "can't rule out",
    "can not rule out",
    "could not rule out",
    "cannot be ruled out",
    "can't be ruled out",
    "can not be ruled out",
    "cannot fully rule out",
    "cannot entirely rule out",
    "cannot completely rule out",
    "cannot be entirely ruled out",
    "cannot be completely ruled out",
    "cannot be fully ruled out",
    "not possible to rule out",
    "impossible to rule out",
    "cannot be excluded",
    "can't be excluded",
    "can not be excluded",
    "cannot exclude",
    "can't exclude",
    "cannot be discounted",
    "cannot discount",
    "may or may not",
    "might or might not",
    "could or could not",
    "will or will not",
    "remains to be seen",
    "only time will tell",
    "time will tell",
    "anything is possible",
];

impl Rule for Unfalsifiable {
    fn cues(&self) -> Vec<&'static str> {
        [PHRASES, &["possible that"]].concat()
    }

    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let cued = context.cued(self);
        for (handle, node) in context.propositions().filter(|&(handle, _)| cued(handle)) {
            let english = context.english(handle);
            for words in english.find(PHRASES).into_iter().chain(possible_or_not(&english)) {
                if !english.is_authors(&words) {
                    continue;
                }
                let message = format!("no event can prove the {} `{}` wrong", node.kind, node.id);
                findings.push(
                    Hit::new(english.span(&words), message)
                        .saying("true whatever happens")
                        .help("say how likely it is with a term of the yardstick, low as that may be")
                        .about(handle),
                );
            }
        }
    }
}

/// "It is possible that the dam holds or not".
fn possible_or_not(english: &English<'_>) -> Option<Range<usize>> {
    let closings = english.find(&["or not"]);
    english.find(&["possible that"]).into_iter().find_map(|opening| {
        let sentence = english.sentence(opening.start);
        let first = closings.partition_point(|closing| closing.start < opening.end);
        let closing = closings.get(first).filter(|closing| closing.end <= sentence.end)?;
        // "decides whether or not to go" is another thing.
        let whether = (opening.end..closing.end).any(|at| english.at(at) == "whether");
        (!whether).then_some(opening.start..closing.end)
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{marked, report_hits};

    const RULE: &str = "unfalsifiable";

    #[test]
    fn wordings_that_are_always_true_are_marked() {
        for (sentence, words) in [
            ("We cannot rule out a strike.", "cannot rule out"),
            ("We can’t rule out a strike.", "can’t rule out"),
            ("A strike cannot be excluded.", "cannot be excluded"),
            ("The crew may or may not strike.", "may or may not"),
            ("It is possible that the crew strikes, or not.", "possible that the crew strikes, or not"),
            ("It remains to be seen what the crew does.", "remains to be seen"),
        ] {
            assert_eq!(marked(RULE, sentence), [words], "{sentence}");
        }
        let text = "## Key Judgement 1\n\nA strike\ncannot be ruled out.\n";
        assert_eq!(report_hits(RULE, text), ["4: no event can prove the judgement `kj1` wrong"]);
    }

    #[test]
    fn other_sentences_are_left_alone() {
        for sentence in [
            "We rule out a strike.",
            "The crew is unlikely to strike.",
            "The owners say that they cannot rule out a strike.",
            "\"We cannot rule out a strike\" is what the owners wrote.",
            "It is possible that the crew decides whether or not to strike.",
            "The crew scannot rule outright.",
        ] {
            assert!(marked(RULE, sentence).is_empty(), "{sentence}");
        }
    }
}
