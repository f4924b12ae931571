//! Competing hypotheses: the rival answers of a question against the evidence, every cell computed from the graph.
//!
//! Analysis of competing hypotheses (Heuer, *Psychology of Intelligence Analysis*, 1999, chapter 8) asks of each item of
//! evidence how well it goes with each hypothesis, and keeps the hypothesis with the least against it. Its matrix is
//! usually typed in; here a cell is the [influence](Influences) of the item on the answer, read off the argument's edges,
//! so that the matrix and the argument cannot disagree.

mod comparison;
mod grade;
mod influence;
mod method;
mod missing;
mod sensitivity;
mod sentence;
mod standing;
#[cfg(test)]
mod tests;
mod told;

pub use comparison::Comparison;
pub use grade::{Consistency, Level};
pub use influence::{Influence, Influences, Work};
pub use method::Method;
pub use missing::Missing;
pub use sensitivity::{MOST_LISTED, Sensitivity, Suspect, Swing, sensitivity};
pub use sentence::Sentence;
pub use standing::Ranking;
pub use told::TOLD;

use std::collections::HashSet;

use rustc_hash::FxHashSet;

use crate::argument::{Argument, NodeHandle, NodeKind, Question};
use crate::score::{ScoreSettings, Semantics, compiled, solve};

/// The most cells of a matrix: rows by hypotheses.
pub const MOST_CELLS: usize = 10_000_000;

/// Why there is no matrix; says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoMatrix {
    /// There is nothing to compare.
    #[error("the question `{question}` has {answers}; give it two answers or more")]
    TooFewAnswers {
        /// The question's id.
        question: String,
        /// How many answers there are, in words.
        answers: &'static str,
    },
    /// More than anybody reads.
    #[error(
        "the question `{question}` has {rows} items of evidence by {hypotheses} answers; a matrix holds {MOST_CELLS} cells"
    )]
    TooLarge {
        /// The question's id.
        question: String,
        /// How many rows it would have.
        rows: usize,
        /// How many answers it has.
        hypotheses: usize,
    },
    /// The answers' premises are too many to be followed for each answer.
    #[error(
        "the {hypotheses} answers of `{question}` share too many premises to follow them for each; ask fewer answers at once"
    )]
    TooMuchWork {
        /// The question's id.
        question: String,
        /// How many answers it has.
        hypotheses: usize,
    },
}

/// What an item says of a hypothesis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// The item's influence on the answer, in [−1, 1].
    pub influence: f64,
    /// The influence as a grade.
    pub consistency: Consistency,
    /// How much the item matters here: its influence without the sign, by level.
    pub relevance: Level,
}

impl Cell {
    /// The cell of an influence.
    #[must_use]
    pub fn new(influence: f64) -> Self {
        let (consistency, relevance) = (Consistency::of(influence), Level::of_relevance(influence));
        Self { influence, consistency, relevance }
    }
}

/// An item of evidence against each hypothesis.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The node.
    pub item: NodeHandle,
    /// How far it is to be believed, in [0, 1]: the strength that it has by its own base score and by what supports and
    /// contradicts it, or its base score where that does not settle.
    pub credibility: f64,
    /// One for each hypothesis; `None` where the item has no path to it: not applicable.
    pub cells: Vec<Option<Cell>>,
}

impl Row {
    /// The credibility as a level.
    #[must_use]
    pub fn level(&self) -> Level {
        Level::of_credibility(self.credibility)
    }

    /// How far the item tells the hypotheses apart: the population standard deviation of its grades on the scale from 1
    /// (very inconsistent) to 5 (very consistent), where not applicable counts as 3 (Open Synthesis). From 0 to 2; exactly 0
    /// for an item that says the same of all. A sum of the row would do otherwise: evidence that is inconsistent with
    /// everything would look telling. O(hypotheses).
    #[must_use]
    pub fn diagnosticity(&self) -> f64 {
        if self.cells.is_empty() {
            return 0.0;
        }
        let marks = || self.cells.iter().map(|cell| mark(cell.as_ref()));
        #[expect(clippy::cast_precision_loss, reason = "hypotheses are few")]
        let count = self.cells.len() as f64;
        let mean = marks().sum::<f64>() / count;
        (marks().map(|mark| (mark - mean).powi(2)).sum::<f64>() / count).sqrt()
    }
}

/// A cell on the scale from 1 to 5; not applicable is in the middle.
fn mark(cell: Option<&Cell>) -> f64 {
    cell.map_or(3.0, |cell| cell.consistency.mark())
}

/// A question's hypotheses against the evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// The answers, in the question's order.
    pub hypotheses: Vec<NodeHandle>,
    /// The items that bear on any of them, in document order.
    pub rows: Vec<Row>,
}

impl Matrix {
    /// Computes the matrix of one question. `credibilities` has a number for each node; see [`credibilities`].
    ///
    /// O(nodes + edges) once, and for each answer O(n log n + edges) of what bears on it, within [`Work`]; rows by
    /// hypotheses in memory.
    ///
    /// # Errors
    /// [`NoMatrix`] if there are fewer than two answers, more than [`MOST_CELLS`] cells, or more work than allowed.
    pub fn of(
        argument: &Argument,
        question: &Question,
        credibilities: &[f64],
        without: &[usize],
    ) -> Result<Self, NoMatrix> {
        let mut seen: FxHashSet<usize> = without.iter().copied().collect();
        let hypotheses: Vec<NodeHandle> =
            question.answers.iter().copied().filter(|answer| seen.insert(answer.index())).collect();
        if hypotheses.len() < 2 {
            let answers = if hypotheses.is_empty() { "no answer" } else { "one answer" };
            return Err(NoMatrix::TooFewAnswers { question: question.id.to_string(), answers });
        }
        let mut work = Work::default();
        let influences = Influences::of(argument, &hypotheses, without, &mut work)
            .ok_or_else(|| NoMatrix::TooMuchWork { question: question.id.to_string(), hypotheses: hypotheses.len() })?;
        let mut rows_of: Vec<u32> = vec![u32::MAX; argument.node_count()];
        let mut items: Vec<NodeHandle> = influences.items().collect();
        items.sort_unstable();
        items.dedup();
        if items.len().saturating_mul(hypotheses.len()) > MOST_CELLS {
            return Err(NoMatrix::TooLarge {
                question: question.id.to_string(),
                rows: items.len(),
                hypotheses: hypotheses.len(),
            });
        }
        let mut rows: Vec<Row> = Vec::with_capacity(items.len());
        for (number, item) in (0..).zip(items) {
            rows_of[item.index()] = number;
            let credibility = credibilities.get(item.index()).copied().unwrap_or(0.0);
            rows.push(Row { item, credibility, cells: vec![None; hypotheses.len()] });
        }
        for (hypothesis, found) in influences.by_answer.iter().enumerate() {
            for influence in found.iter().filter(|influence| influence.is_item) {
                let row = rows_of[influence.node.index()] as usize;
                rows[row].cells[hypothesis] = Some(Cell::new(influence.amount));
            }
        }
        Ok(Self { hypotheses, rows })
    }

    /// The scores of the hypotheses by one method, and the order that they give. O(rows × hypotheses).
    #[must_use]
    pub fn ranking(&self, method: Method) -> Ranking {
        Ranking::new(method, self.totals(method))
    }

    /// The sums of a method's parts over the rows.
    pub(crate) fn totals(&self, method: Method) -> Vec<f64> {
        let mut totals = vec![0.0; self.hypotheses.len()];
        for row in &self.rows {
            for (total, cell) in totals.iter_mut().zip(&row.cells) {
                *total += method.part(cell.as_ref(), row.credibility);
            }
        }
        totals
    }

    /// What would tell the hypotheses apart and is not there. O(rows × hypotheses).
    #[must_use]
    pub fn missing(&self) -> Missing {
        Missing::of(self)
    }
}

/// The questions that can be compared: those with two answers or more. Of several with the same answers the last counts, for
/// a report's front matter words what its layout asks too. In their order. O(answers · log answers).
#[must_use]
pub fn askable(argument: &Argument) -> Vec<&Question> {
    let mut seen: HashSet<Vec<NodeHandle>> = HashSet::new();
    let is_new = |question: &&Question| {
        let mut answers = question.answers.clone();
        answers.sort_unstable();
        answers.dedup();
        answers.len() > 1 && seen.insert(answers)
    };
    let mut found: Vec<&Question> = argument.questions().iter().rev().filter(is_new).collect();
    found.reverse();
    found
}

/// How far each node is to be believed: its strength under the semantics, or its base score where that does not settle.
/// O(nodes + edges), besides the iteration on cycles.
#[must_use]
pub fn credibilities(argument: &Argument, semantics: &dyn Semantics, settings: &ScoreSettings) -> Vec<f64> {
    let graph = compiled(argument, settings);
    let solution = solve(&graph, semantics);
    (0..argument.node_count()).map(|node| solution.strength(node).unwrap_or_else(|| graph.base(node))).collect()
}

/// Whether a node is believed or not for what it reports itself: evidence and assumptions are, and whatever nothing bears
/// on. What bears on such an item makes it more or less credible, and is no item of its own.
fn is_item(argument: &Argument, node: NodeHandle) -> bool {
    matches!(argument.node(node).kind, NodeKind::Evidence | NodeKind::Assumption) || argument.premises(node).len() == 0
}
