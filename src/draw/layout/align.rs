//! Columns that stand one under the other in parts that were laid out apart.

use super::{Outline, Placement, Point, Size};
use crate::draw::Direction;

/// The boxes of a part, its edges, and its size.
pub(super) type LaidPart = (Vec<usize>, Vec<usize>, Size);

/// The reading direction, whichever way it points.
pub(super) struct Along<'a> {
    outline: &'a Outline,
}

impl<'a> Along<'a> {
    pub(super) fn of(outline: &'a Outline) -> Self {
        Self { outline }
    }

    fn is_x(&self) -> bool {
        matches!(self.outline.direction, Direction::Right | Direction::Left)
    }

    /// Whether reading goes against the axis.
    fn is_backwards(&self) -> bool {
        matches!(self.outline.direction, Direction::Left | Direction::Up)
    }

    pub(super) fn length(&self, size: Size) -> f64 {
        if self.is_x() { size.width } else { size.height }
    }

    pub(super) fn breadth(&self, size: Size) -> f64 {
        if self.is_x() { size.height } else { size.width }
    }

    /// A point's place across the reading direction.
    pub(super) fn across<'p>(&self, point: &'p mut Point) -> &'p mut f64 {
        if self.is_x() { &mut point.y } else { &mut point.x }
    }

    fn along<'p>(&self, point: &'p mut Point) -> &'p mut f64 {
        if self.is_x() { &mut point.x } else { &mut point.y }
    }
}

/// The most room between two columns.
const WIDEST_GAP: f64 = 170.0;

/// Where a column begins and ends, along the reading direction.
#[derive(Clone, Copy)]
struct Reach {
    begin: f64,
    end: f64,
}

/// Moves every part's columns to where the widest part needs them, but no further apart than need be, and what lies between two columns in proportion, so that
/// columns of different parts are in line; gives the length of the whole. `columns` has each box's column.
///
/// What did not cross or overlap before does not afterwards, since no two places change their order. O(boxes + corners).
pub(super) fn columns(along: &Along<'_>, columns: &[usize], parts: &[LaidPart], whole: &mut Placement) -> f64 {
    let reaches: Vec<Vec<Reach>> = parts.iter().map(|part| reaches(along, columns, part, whole)).collect();
    let most = reaches.iter().map(Vec::len).max().unwrap_or(0);
    let mut extents = vec![0.0_f64; most];
    let mut gaps = vec![0.0_f64; most];
    let mut before = 0.0_f64;
    for part in &reaches {
        for (column, reach) in part.iter().enumerate() {
            extents[column] = extents[column].max(reach.end - reach.begin);
            match column.checked_sub(1).and_then(|left| part.get(left)) {
                Some(left) => gaps[column] = gaps[column].max(reach.begin - left.end),
                None => before = before.max(reach.begin),
            }
        }
    }
    // The engine widens a gap for lines to run less steeply, which bends do not need.
    for gap in &mut gaps {
        *gap = gap.min(WIDEST_GAP);
    }
    let mut begins = Vec::with_capacity(most);
    let mut at = before;
    for (gap, extent) in gaps.iter().zip(&extents) {
        at += gap;
        begins.push(at);
        at += extent;
    }
    // What stands after the last column: lines that turn there.
    let after = parts
        .iter()
        .zip(&reaches)
        .filter_map(|((_, _, size), part)| {
            let last = part.last()?;
            let moved = begins.get(part.len() - 1)? + (last.end - last.begin);
            Some(moved + along.length(*size) - last.end)
        })
        .fold(at, f64::max);
    for (part, reaches) in parts.iter().zip(&reaches) {
        let (nodes, edges, size) = part;
        let length = along.length(*size);
        let moved = |place: f64| to(place, reaches, &begins);
        for &node in nodes {
            let extent = along.length(along.outline.boxes[node]);
            let corner = along.along(&mut whole.boxes[node]);
            *corner = if along.is_backwards() {
                // The edge that reading meets first keeps its distance from the column's beginning.
                after - moved(length - *corner - extent) - extent
            } else {
                moved(*corner)
            };
        }
        for &edge in edges {
            for corner in whole.routes[edge].points_mut() {
                let place = along.along(corner);
                *place = if along.is_backwards() { after - moved(length - *place) } else { moved(*place) };
            }
        }
    }
    after
}

/// The reach of each column of a part, in reading order, from where reading begins.
fn reaches(along: &Along<'_>, columns: &[usize], (nodes, _, size): &LaidPart, whole: &mut Placement) -> Vec<Reach> {
    let count = nodes.iter().map(|&node| columns[node] + 1).max().unwrap_or(0);
    let mut reaches = vec![Reach { begin: f64::INFINITY, end: f64::NEG_INFINITY }; count];
    for &node in nodes {
        let extent = along.length(along.outline.boxes[node]);
        let corner = *along.along(&mut whole.boxes[node]);
        let begin = if along.is_backwards() { along.length(*size) - corner - extent } else { corner };
        let reach = &mut reaches[columns[node]];
        reach.begin = reach.begin.min(begin);
        reach.end = reach.end.max(begin + extent);
    }
    reaches
}

/// Where a place of a part goes: with its column, in proportion between two columns, or with the nearest column
/// before the first and after the last.
fn to(place: f64, reaches: &[Reach], begins: &[f64]) -> f64 {
    let next = reaches.partition_point(|reach| reach.begin <= place);
    let Some(at) = next.checked_sub(1) else {
        return match (reaches.first(), begins.first()) {
            (Some(reach), Some(begin)) => place + begin - reach.begin,
            _ => place,
        };
    };
    let shift = begins[at] - reaches[at].begin;
    match reaches.get(next) {
        Some(following) if place > reaches[at].end => {
            let (from, until) = (reaches[at].end + shift, begins[next]);
            let share = (place - reaches[at].end) / (following.begin - reaches[at].end);
            from + share * (until - from)
        }
        _ => place + shift,
    }
}
