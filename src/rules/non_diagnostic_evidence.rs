use rustc_hash::FxHashMap;

use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{EdgeKind, NodeHandle};

rule! {
    /// ## What it does
    /// Reports evidence that bears alike on every answer of a question: directly on each, with the same sign and the
    /// same weight. Of several edges from one node to one answer the sum counts.
    ///
    /// ## Why it matters
    /// Evidence tells rival answers apart by speaking for one more than for another. What speaks alike for all of them
    /// looks like support under each, and decides nothing.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The pilots very likely struck over pay.
    ///
    /// - They struck in the busiest week. {supports="kj1 shifts"}
    ///
    /// ### Alternatives
    ///
    /// - They struck over the new shifts. {#shifts}
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The pilots very likely struck over pay.
    ///
    /// - They struck in the busiest week. {supports="kj1:0.8 shifts:0.2"}
    ///
    /// ### Alternatives
    ///
    /// - They struck over the new shifts. {#shifts}
    /// ```
    ///
    /// ## How to mend it
    /// Give it the weight that it has for each answer, or take it out: what fits everything is background.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(4): incorporates analysis of alternatives. The test is Heuer's (Psychology of Intelligence
    /// Analysis, 1999, chapter 8): evidence is diagnostic when it influences the judgement of the relative likelihood of
    /// the hypotheses.
    pub struct NonDiagnosticEvidence;
    id = "non-diagnostic-evidence";
    group = Balance;
    level = Warning;
    summary = "Evidence that bears alike on every answer of its question";
}

/// What a node does to the answers looked at so far.
struct Bearing {
    answers: usize,
    /// The last answer looked at, and the sum of weights on it.
    last: NodeHandle,
    sum: f64,
    /// The sum on the first answer.
    first_sum: f64,
    alike: bool,
}

const ALIKE: f64 = 1e-9;

impl Bearing {
    /// Compares the answer that is done with the first.
    fn close(&mut self) {
        if self.answers == 1 {
            self.first_sum = self.sum;
        } else {
            self.alike &= (self.sum - self.first_sum).abs() < ALIKE;
        }
    }
}

impl Rule for NonDiagnosticEvidence {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        for question in argument.questions().iter().filter(|question| question.answers.len() >= 2) {
            let mut bearings: FxHashMap<NodeHandle, Bearing> = FxHashMap::default();
            let mut order = Vec::new();
            for &answer in &question.answers {
                for premise in argument.premises(answer) {
                    let weight = premise.edge.weight.get();
                    let signed = if premise.edge.kind == EdgeKind::Supports { weight } else { -weight };
                    let bearing = bearings.entry(premise.node).or_insert_with(|| {
                        order.push(premise.node);
                        Bearing { answers: 1, last: answer, sum: 0.0, first_sum: 0.0, alike: true }
                    });
                    if bearing.last != answer {
                        bearing.close();
                        bearing.last = answer;
                        bearing.answers += 1;
                        bearing.sum = 0.0;
                    }
                    bearing.sum += signed;
                }
            }
            for handle in order {
                let Some(bearing) = bearings.get_mut(&handle) else { continue };
                bearing.close();
                let decides_nothing = bearing.sum.abs() < ALIKE;
                if !bearing.alike || bearing.answers < question.answers.len() || decides_nothing {
                    continue;
                }
                let id = &argument.node(handle).id;
                let way = if bearing.sum > 0.0 { "for" } else { "against" };
                let count = question.answers.len();
                let message =
                    format!("`{id}` speaks alike {way} all {count} answers of the question `{}`", question.id);
                let mut hit = Hit::new(context.place(handle), message)
                    .help("give it the weight that it has for each answer, or take it out: it does not tell them apart")
                    .about(handle);
                for &answer in question.answers.iter().take(8) {
                    let answer_id = &argument.node(answer).id;
                    hit = hit.also(context.place(answer).at_start(), format!("the answer `{answer_id}`"));
                }
                findings.push(hit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_page_holds, hits, report_hits};

    const RIVALS: &str = "kj1: judgement \"A.\"\nh1: hypothesis \"B.\"\nh2: hypothesis \"C.\"\nquestion q1 kj1 h1 h2\n";

    #[test]
    fn the_same_weight_on_every_answer_is_reported() {
        let text = format!("{RIVALS}e1 -> kj1 0.5\ne1 -> h1 0.5\ne1 -> h2 0.2\ne1 -> h2 0.3");
        assert_eq!(
            hits("non-diagnostic-evidence", &text),
            ["5: `e1` speaks alike for all 3 answers of the question `q1`"]
        );
        let text = format!("{RIVALS}e1 -x kj1\ne1 -x h1\ne1 -x h2");
        assert_eq!(
            hits("non-diagnostic-evidence", &text),
            ["5: `e1` speaks alike against all 3 answers of the question `q1`"]
        );
    }

    #[test]
    fn another_sign_another_weight_or_a_missing_answer_tells_apart() {
        for edges in ["e1 -> kj1\ne1 -> h1", "e1 -> kj1\ne1 -> h1\ne1 -x h2", "e1 -> kj1\ne1 -> h1\ne1 -> h2 0.9"] {
            assert!(hits("non-diagnostic-evidence", &format!("{RIVALS}{edges}")).is_empty(), "{edges}");
        }
    }

    #[test]
    fn reports_are_read() {
        assert_page_holds("non-diagnostic-evidence");
        let report = "# R\n\n## Key Judgement 1\n\nThe lock will likely fail by age.\n\n- It is closed. {#closed \
                      supports=\"kj1 flood\"}\n\n### Alternatives\n\n- It fails by flood. {#flood}\n";
        let found = report_hits("non-diagnostic-evidence", report);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("7: `closed` speaks alike for all 2 answers"), "{found:?}");
    }
}
