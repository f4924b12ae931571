use super::{Context, Findings, Hit, Rule, rule};

rule! {
    /// ## What it does
    /// Reports a judgement that is no answer of a question with two answers or more. If no judgement of the report is
    /// one, that is said once.
    ///
    /// ## Why it matters
    /// Evidence that fits a judgement may fit another explanation as well. Unless the rivals are named, nobody can tell
    /// whether the evidence speaks for the judgement or merely does not speak against it.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The pilots very likely struck over pay.
    ///
    /// - Their union had asked for a tenth more.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The pilots very likely struck over pay.
    ///
    /// - Their union had asked for a tenth more.
    ///
    /// ### Alternatives
    ///
    /// - They struck over the new shifts.
    ///   - The shifts were announced two days before.
    /// ```
    ///
    /// ## How to mend it
    /// Put the rival answers under a heading "Alternatives" below the judgement, each with what speaks for it and against
    /// it; in a graph file, list the answers of a question.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(4): incorporates analysis of alternatives.
    pub struct NoAlternative;
    id = "no-alternative";
    group = Balance;
    level = Note;
    summary = "A judgement beside which no other answer is considered";
}

const HELP: &str = "put rival answers under a heading \"Alternatives\" below the judgement, with what speaks for and \
                    against each";

impl Rule for NoAlternative {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let mut answers = vec![false; argument.node_count()];
        for question in argument.questions().iter().filter(|question| question.answers.len() >= 2) {
            for answer in &question.answers {
                answers[answer.index()] = true;
            }
        }
        let mut lone = argument.judgements().filter(|(handle, _)| !answers[handle.index()]).peekable();
        let count = argument.judgements().count();
        if count > 1 && argument.judgements().all(|(handle, _)| !answers[handle.index()]) {
            if let Some(&(first, _)) = lone.peek() {
                let message = format!("no other answer is considered for any of the {count} judgements");
                findings.push(Hit::new(context.place(first), message).help(HELP).about(first));
            }
            return;
        }
        for (handle, node) in lone {
            let message = format!("no other answer is considered beside the judgement `{}`", node.id);
            findings.push(Hit::new(context.place(handle), message).help(HELP).about(handle));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_page_holds, hits, report_hits};

    #[test]
    fn a_report_without_any_alternative_is_told_once() {
        let text = "kj1: judgement \"A.\"\nkj2: judgement \"B.\"\nquestion q1 kj1";
        let expected = ["1: no other answer is considered for any of the 2 judgements"];
        assert_eq!(hits("no-alternative", text), expected);
        assert!(hits("no-alternative", "c1: claim \"A.\"").is_empty());
    }

    #[test]
    fn otherwise_each_judgement_without_a_rival_is_reported() {
        let text = "kj1: judgement \"A.\"\nkj2: judgement \"B.\"\nh1: hypothesis \"C.\"\nquestion q1 kj1 h1";
        let expected = ["2: no other answer is considered beside the judgement `kj2`"];
        assert_eq!(hits("no-alternative", text), expected);
    }

    #[test]
    fn reports_are_read() {
        assert_page_holds("no-alternative");
        let report = "# R\n\n## Key Judgement 1\n\nThe lock will likely fail.\n\n- Gates leak.\n\n## Key Judgement \
                      2\n\nTraffic will likely move.\n\n- Two firms said so.\n";
        let expected = ["5: no other answer is considered for any of the 2 judgements"];
        assert_eq!(report_hits("no-alternative", report), expected);
    }
}
