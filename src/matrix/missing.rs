use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::{Consistency, Matrix};

/// Evidence that would tell hypotheses apart and is not there. Hypotheses are named by their places in the matrix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// Hypotheses of which every item says the same: no row tells them apart. Groups of two or more.
    pub alike: Vec<Vec<usize>>,
    /// Hypotheses that no item is inconsistent with. Evidence cannot prove a hypothesis, only fail to refute it, so
    /// that one whose refutation nobody sought has not been tested.
    pub untested: Vec<usize>,
    /// Hypotheses that no item is consistent with.
    pub unsupported: Vec<usize>,
    /// By hypothesis: how many of the items say nothing of it, though they tell others apart.
    pub blank: Vec<usize>,
}

impl Missing {
    /// O(rows × hypotheses).
    pub(super) fn of(matrix: &Matrix) -> Self {
        let count = matrix.hypotheses.len();
        let has = |hypothesis: usize, wanted: fn(Consistency) -> bool| {
            let mut cells = matrix.rows.iter().filter_map(|row| row.cells[hypothesis]);
            cells.any(|cell| wanted(cell.consistency))
        };
        let lacking = |wanted: fn(Consistency) -> bool| (0..count).filter(|&at| !has(at, wanted)).collect();
        let mut groups: HashMap<Vec<Consistency>, Vec<usize>, FxBuildHasher> = HashMap::default();
        for hypothesis in 0..count {
            let grade = |row: &super::Row| row.cells[hypothesis].map_or(Consistency::Neutral, |cell| cell.consistency);
            groups.entry(matrix.rows.iter().map(grade).collect()).or_default().push(hypothesis);
        }
        let mut alike: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
        alike.sort_unstable();
        let mut blank = vec![0; count];
        for row in matrix.rows.iter().filter(|row| row.diagnosticity() > 0.0) {
            for (blank, _) in blank.iter_mut().zip(&row.cells).filter(|(_, cell)| cell.is_none()) {
                *blank += 1;
            }
        }
        Self {
            alike,
            untested: lacking(Consistency::is_against),
            unsupported: lacking(|grade| grade > Consistency::Neutral),
            blank,
        }
    }
}
