use rustc_hash::FxHashMap;

use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{Argument, NodeHandle};
use crate::matrix::{Influences, Work};

rule! {
    /// ## What it does
    /// Reports evidence that bears alike on every answer of a question: it has an edge to each, and the same influence
    /// on each. Influence is what a cell of `linchpin matrix` shows, the sum over the paths to the answer.
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

/// Influences that differ by less are alike.
const ALIKE: f64 = 1e-9;

/// The most nodes and edges to touch over all questions; what is left then is not looked at.
const MOST_WORK: usize = 50_000_000;

impl Rule for NonDiagnosticEvidence {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let mut work = Work::new(MOST_WORK);
        for question in argument.questions().iter().filter(|question| question.answers.len() >= 2) {
            let candidates = bearing_on_all(argument, &question.answers);
            if candidates.is_empty() {
                continue;
            }
            // Paths count as in the matrix, so that the two agree.
            let Some(influences) = Influences::of(argument, &question.answers, &[], &mut work) else { return };
            let mut amounts: FxHashMap<NodeHandle, Vec<f64>> =
                candidates.iter().map(|&candidate| (candidate, Vec::new())).collect();
            for influence in influences.by_answer.iter().flatten() {
                if let Some(amounts) = amounts.get_mut(&influence.node) {
                    amounts.push(influence.amount);
                }
            }
            for handle in candidates {
                let amounts = &amounts[&handle];
                let Some(&first) = amounts.first() else { continue };
                let is_alike = amounts.iter().all(|amount| (amount - first).abs() < ALIKE);
                if !is_alike || amounts.len() < question.answers.len() || first.abs() < ALIKE {
                    continue;
                }
                let id = &argument.node(handle).id;
                let way = if first > 0.0 { "for" } else { "against" };
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

/// The nodes with an edge to every answer, in the order of the first answer's premises.
fn bearing_on_all(argument: &Argument, answers: &[NodeHandle]) -> Vec<NodeHandle> {
    // For each node, how many answers from the first on it bears on without a gap.
    let mut reach: FxHashMap<NodeHandle, usize> = FxHashMap::default();
    let mut order = Vec::new();
    for (number, &answer) in answers.iter().enumerate() {
        for premise in argument.premises(answer) {
            let reach = reach.entry(premise.node).or_insert(0);
            if *reach == number {
                *reach += 1;
                if number == 0 {
                    order.push(premise.node);
                }
            }
        }
    }
    order.retain(|node| reach[node] == answers.len());
    order
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
    fn a_way_round_counts() {
        let text = format!("{RIVALS}c: claim \"D.\"\ne1 -> kj1\ne1 -> h1\ne1 -> h2\ne1 -> c\nc -x h2 0.5");
        assert!(hits("non-diagnostic-evidence", &text).is_empty());
    }

    #[test]
    fn whatever_is_reported_tells_nothing_apart_in_the_matrix() {
        let text = format!("{RIVALS}e1 -> kj1 0.5\ne1 -> h1 0.5\ne1 -> h2 0.2\ne1 -> h2 0.3\ne2 -> h1");
        let argument = crate::argument::testing::sketch(&text);
        let matrix = crate::matrix::Matrix::of(&argument, &argument.questions()[0], &[], &[]).unwrap();
        let row = |id: &str| matrix.rows.iter().find(|row| argument.node(row.item).id.as_str() == id).unwrap();
        assert_eq!(hits("non-diagnostic-evidence", &text).len(), 1);
        assert_eq!(row("e1").diagnosticity(), 0.0);
        assert!(row("e2").diagnosticity() > 0.0);
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
