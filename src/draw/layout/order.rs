//! The order in which boxes are read: columns, and rows within them.

use super::{Outline, Point};

/// Room between two boxes of a column, as the order sees it; the engine makes its own.
const GAP: f64 = 16.0;
/// Columns are so far apart that no two boxes of different columns share a place along them.
const COLUMN: f64 = 10_000.0;

/// A place for the middle of each box such that, within each column, the boxes stand in the order of the text: for a layout
/// engine that takes columns and their order from places. A premise stands at least one column after its conclusions
/// (edges that close a circle apart), in the rows of the first of them that stands in the column before.
///
/// The places are along the reading direction (x) and across it (y). O(boxes + edges), without recursion.
pub(super) fn places(outline: &Outline, premises: &[Vec<(usize, usize)>], extent: impl Fn(usize) -> f64) -> Vec<Point> {
    let walk = Walk::new(outline, premises);
    let count = outline.boxes.len();
    let mut column = vec![0_usize; count];
    for &conclusion in walk.finished.iter().rev() {
        for &(premise, edge) in &premises[conclusion] {
            if !walk.closes_circle[edge] {
                column[premise] = column[premise].max(column[conclusion] + 1);
            }
        }
    }
    let mut host: Vec<Option<usize>> = vec![None; count];
    let mut guests: Vec<Vec<usize>> = vec![Vec::new(); count];
    for &conclusion in &walk.begun {
        for &(premise, edge) in &premises[conclusion] {
            let next = column[premise] == column[conclusion] + 1;
            if next && host[premise].is_none() && !walk.closes_circle[edge] {
                host[premise] = Some(conclusion);
                guests[conclusion].push(premise);
            }
        }
    }
    let mut middle = vec![0.0; count];
    let mut row = 0.0;
    // Each box once with its guests still to come, and once with them placed.
    let mut open: Vec<(usize, Option<f64>)> = Vec::new();
    for &first in walk.begun.iter().filter(|&&node| host[node].is_none()) {
        open.push((first, None));
        while let Some((node, begin)) = open.pop() {
            match begin {
                None => {
                    open.push((node, Some(row)));
                    open.extend(guests[node].iter().rev().map(|&guest| (guest, None)));
                }
                Some(begin) => {
                    let end = (begin + extent(node) + GAP).max(row);
                    middle[node] = match (guests[node].first(), guests[node].last()) {
                        (Some(&first), Some(&last)) => f64::midpoint(middle[first], middle[last]),
                        _ => begin + extent(node) / 2.0,
                    };
                    row = end;
                }
            }
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "columns are few")]
    (0..count).map(|node| Point { x: column[node] as f64 * COLUMN, y: middle[node] }).collect()
}

/// The column that a place is in, from 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "made from a column's number")]
pub(super) fn column(place: Point) -> usize {
    (place.x / COLUMN).round() as usize
}

/// A walk through the boxes, from conclusions to premises, deep first.
struct Walk {
    /// The boxes as the walk came to them.
    begun: Vec<usize>,
    /// The boxes as the walk was done with all their premises.
    finished: Vec<usize>,
    /// For each edge, whether it leads back to a box on the way.
    closes_circle: Vec<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Unseen,
    Open,
    Done,
}

impl Walk {
    fn new(outline: &Outline, premises: &[Vec<(usize, usize)>]) -> Self {
        let count = outline.boxes.len();
        let mut walk = Self {
            begun: Vec::with_capacity(count),
            finished: Vec::with_capacity(count),
            closes_circle: vec![false; outline.edges.len()],
        };
        let mut bears_on_something = vec![false; count];
        for &(premise, conclusion) in &outline.edges {
            bears_on_something[premise] |= premise != conclusion;
        }
        let mut state = vec![State::Unseen; count];
        // Tops that bear on nothing are read first; a circle has none, and is entered at its first box.
        let free = outline.tops.iter().copied().filter(|&top| !bears_on_something[top]);
        let roots = (0..count).filter(|&node| !bears_on_something[node]);
        let starts: Vec<usize> = free.chain(outline.tops.iter().copied()).chain(roots).chain(0..count).collect();
        for start in starts {
            if state[start] != State::Unseen {
                continue;
            }
            state[start] = State::Open;
            walk.begun.push(start);
            let mut way = vec![(start, 0)];
            while let Some((node, next)) = way.last_mut() {
                let Some(&(premise, edge)) = premises[*node].get(*next) else {
                    state[*node] = State::Done;
                    walk.finished.push(*node);
                    way.pop();
                    continue;
                };
                *next += 1;
                match state[premise] {
                    State::Open => walk.closes_circle[edge] = true,
                    State::Done => {}
                    State::Unseen => {
                        state[premise] = State::Open;
                        walk.begun.push(premise);
                        way.push((premise, 0));
                    }
                }
            }
        }
        walk
    }
}

/// For each box, the premises' boxes and edges, in the order of the edges.
pub(super) fn premises(outline: &Outline) -> Vec<Vec<(usize, usize)>> {
    let mut premises = vec![Vec::new(); outline.boxes.len()];
    for (edge, &(premise, conclusion)) in outline.edges.iter().enumerate() {
        premises[conclusion].push((premise, edge));
    }
    premises
}

/// The parts that hang together, each by its boxes in order; parts in the order of their first boxes. O(boxes + edges).
pub(super) fn parts(outline: &Outline) -> Vec<Vec<usize>> {
    let count = outline.boxes.len();
    let mut neighbours = vec![Vec::new(); count];
    for &(premise, conclusion) in &outline.edges {
        neighbours[premise].push(conclusion);
        neighbours[conclusion].push(premise);
    }
    let mut seen = vec![false; count];
    let mut parts = Vec::new();
    for first in 0..count {
        if std::mem::replace(&mut seen[first], true) {
            continue;
        }
        let mut part = vec![first];
        let mut next = 0;
        while let Some(&node) = part.get(next) {
            next += 1;
            for &neighbour in &neighbours[node] {
                if !std::mem::replace(&mut seen[neighbour], true) {
                    part.push(neighbour);
                }
            }
        }
        part.sort_unstable();
        parts.push(part);
    }
    parts
}
