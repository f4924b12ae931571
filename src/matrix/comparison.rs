use super::{Matrix, Method, Missing, NoMatrix, Ranking, Row, Sensitivity, sensitivity};
use crate::argument::{Argument, NodeHandle, Question};

/// One question's hypotheses against the evidence, and all that is made of it.
#[derive(Clone, Debug)]
pub struct Comparison<'a> {
    /// The argument.
    pub argument: &'a Argument,
    /// The question.
    pub question: &'a Question,
    /// Its matrix.
    pub matrix: Matrix,
    /// The scores by each method, in the order of [`Method::ALL`].
    pub rankings: Vec<Ranking>,
    /// What the first place hangs on, by each method.
    pub sensitivities: Vec<Sensitivity>,
    /// What would tell the hypotheses apart and is not there.
    pub missing: Missing,
}

impl<'a> Comparison<'a> {
    /// Computes the matrix of a question and all that is made of it; the arguments are those of [`Matrix::of`], and so is
    /// the complexity.
    ///
    /// # Errors
    /// As [`Matrix::of`].
    pub fn of(
        argument: &'a Argument,
        question: &'a Question,
        credibilities: &[f64],
        without: &[usize],
    ) -> Result<Self, NoMatrix> {
        let matrix = Matrix::of(argument, question, credibilities, without)?;
        let rankings = Method::ALL.map(|method| matrix.ranking(method)).into();
        let sensitivities = Method::ALL.map(|method| sensitivity(argument, &matrix, method)).into();
        let missing = matrix.missing();
        Ok(Self { argument, question, matrix, rankings, sensitivities, missing })
    }

    /// The id of a node.
    #[must_use]
    pub fn id(&self, node: NodeHandle) -> &'a str {
        self.argument.node(node).id.as_str()
    }

    /// The words of a node; its id where it has none.
    #[must_use]
    pub fn words(&self, node: NodeHandle) -> &'a str {
        let node = self.argument.node(node);
        if node.text.is_empty() { node.id.as_str() } else { node.text.as_str() }
    }

    /// The rows, the most telling first; of equals, in document order. O(n log n).
    #[must_use]
    pub fn rows_by_diagnosticity(&self) -> Vec<usize> {
        let tells: Vec<f64> = self.matrix.rows.iter().map(Row::diagnosticity).collect();
        let mut order: Vec<usize> = (0..tells.len()).collect();
        order.sort_by(|&a, &b| tells[b].total_cmp(&tells[a]));
        order
    }

    /// The hypotheses, the best first by the weighted inconsistency.
    #[must_use]
    pub fn hypotheses_in_order(&self) -> Vec<usize> {
        self.rankings[1].order()
    }
}
