use rustc_hash::FxHashMap;

use super::standing::{LEVEL, cost};
use super::{Matrix, Method};
use crate::argument::{Argument, Id, SourceOrigins};

/// Of each kind and for each method, so many changes are listed; the rest are counted.
pub const MOST_LISTED: usize = 1_000;

/// What may be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suspect {
    /// One cell: the item says nothing of that hypothesis.
    Cell {
        /// The row.
        row: usize,
        /// The hypothesis.
        hypothesis: usize,
    },
    /// One item: its row goes.
    Item {
        /// The row.
        row: usize,
    },
    /// One source: the rows go that have no source that is independent of it.
    Source {
        /// The source's key.
        key: Id,
        /// The rows.
        rows: Vec<usize>,
    },
}

/// A suspect without which others stand first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swing {
    /// What may be wrong.
    pub suspect: Suspect,
    /// The hypotheses that stand first without it.
    pub first: Vec<usize>,
}

/// What the first place hangs on, by one method.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// The method.
    pub method: Method,
    /// The hypotheses that stand first.
    pub first: Vec<usize>,
    /// Cells that change who stands first when they are taken out, in the order of the matrix; see [`MOST_LISTED`].
    pub cells: Vec<Swing>,
    /// How many such cells there are.
    pub cell_count: usize,
    /// Items that do.
    pub items: Vec<Swing>,
    /// How many such items there are.
    pub item_count: usize,
    /// Sources that do.
    pub sources: Vec<Swing>,
    /// How many such sources there are.
    pub source_count: usize,
}

/// Finds what changes the first place, by one method: scores are not summed again, what goes is subtracted.
///
/// O(rows × hypotheses), for a cell takes O(1), a row O(hypotheses), and a row goes with two sources at most: its only one,
/// and the only origin of all its sources.
#[must_use]
pub fn sensitivity(argument: &Argument, matrix: &Matrix, method: Method) -> Sensitivity {
    let costs: Vec<f64> = matrix.totals(method).into_iter().map(|total| cost(method, total)).collect();
    let leaders = Leaders::new(&costs);
    let part = |row: usize, hypothesis: usize| {
        let row = &matrix.rows[row];
        cost(method, method.part(row.cells[hypothesis].as_ref(), row.credibility))
    };
    let mut found = Sensitivity {
        method,
        first: first(&costs),
        cells: Vec::new(),
        cell_count: 0,
        items: Vec::new(),
        item_count: 0,
        sources: Vec::new(),
        source_count: 0,
    };
    let mut trial = costs.clone();
    for row in 0..matrix.rows.len() {
        for hypothesis in 0..costs.len() {
            let changed = costs[hypothesis] - part(row, hypothesis);
            if matrix.rows[row].cells[hypothesis].is_none() || !leaders.change_by(hypothesis, changed, &costs) {
                continue;
            }
            found.cell_count += 1;
            if found.cells.len() < MOST_LISTED {
                trial[hypothesis] = changed;
                found.cells.push(Swing { suspect: Suspect::Cell { row, hypothesis }, first: first(&trial) });
                trial[hypothesis] = costs[hypothesis];
            }
        }
        for (hypothesis, trial) in trial.iter_mut().enumerate() {
            *trial -= part(row, hypothesis);
        }
        if !leaders.are_first(&trial) {
            found.item_count += 1;
            if found.items.len() < MOST_LISTED {
                found.items.push(Swing { suspect: Suspect::Item { row }, first: first(&trial) });
            }
        }
        trial.copy_from_slice(&costs);
    }
    for (key, rows) in resting(argument, matrix) {
        for &row in &rows {
            for (hypothesis, trial) in trial.iter_mut().enumerate() {
                *trial -= part(row, hypothesis);
            }
        }
        if !leaders.are_first(&trial) {
            found.source_count += 1;
            if found.sources.len() < MOST_LISTED {
                found.sources.push(Swing { suspect: Suspect::Source { key, rows }, first: first(&trial) });
            }
        }
        trial.copy_from_slice(&costs);
    }
    found
}

/// Those of the least cost.
fn first(costs: &[f64]) -> Vec<usize> {
    let least = costs.iter().copied().fold(f64::INFINITY, f64::min);
    (0..costs.len()).filter(|&at| costs[at] - least <= LEVEL).collect()
}

struct Leaders {
    leads: Vec<bool>,
    count: usize,
    least: f64,
    /// The least cost of those that do not lead.
    next: f64,
}

impl Leaders {
    fn new(costs: &[f64]) -> Self {
        let mut leads = vec![false; costs.len()];
        let first = first(costs);
        for &at in &first {
            leads[at] = true;
        }
        let least = costs.iter().copied().fold(f64::INFINITY, f64::min);
        let others = costs.iter().zip(&leads).filter(|(_, leads)| !**leads).map(|(cost, _)| *cost);
        Self { count: first.len(), least, next: others.fold(f64::INFINITY, f64::min), leads }
    }

    /// Whether others lead when one cost is changed. O(1), but where several lead and differ by rounding.
    fn change_by(&self, at: usize, changed: f64, costs: &[f64]) -> bool {
        if changed == costs[at] {
            return false;
        }
        match (self.leads[at], self.count) {
            (true, 1) => self.next - changed <= LEVEL,
            (true, _) => (changed - self.least).abs() > LEVEL,
            (false, _) => changed - self.least <= LEVEL,
        }
    }

    /// Whether the same lead at other costs. O(n).
    fn are_first(&self, costs: &[f64]) -> bool {
        let least = costs.iter().copied().fold(f64::INFINITY, f64::min);
        costs.iter().zip(&self.leads).all(|(cost, leads)| (cost - least <= LEVEL) == *leads)
    }
}

/// For each source, the rows that go with it, in the order of the sources.
fn resting(argument: &Argument, matrix: &Matrix) -> Vec<(Id, Vec<usize>)> {
    let origins = SourceOrigins::new(argument);
    let keys: Vec<&Id> = argument.sources().map(|source| &source.key).collect();
    let mut rows: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (number, row) in matrix.rows.iter().enumerate() {
        let cited = &argument.node(row.item).sources;
        let sources: Vec<usize> = cited.iter().filter_map(|cited| origins.number(&cited.key)).collect();
        let Some((&source, others)) = sources.split_first() else { continue };
        let mut falls_with = Vec::new();
        if others.iter().all(|&other| other == source) {
            falls_with.push(source);
        }
        if let [origin] = origins.of(source)
            && others.iter().all(|&other| origins.of(other) == [*origin])
            && !falls_with.contains(origin)
        {
            falls_with.push(*origin);
        }
        for source in falls_with {
            rows.entry(source).or_default().push(number);
        }
    }
    let mut rows: Vec<(usize, Vec<usize>)> = rows.into_iter().collect();
    rows.sort_unstable();
    rows.into_iter().filter_map(|(source, rows)| Some(((*keys.get(source)?).clone(), rows))).collect()
}
