//! From corners to lines that are pleasant to follow.

use super::{Outline, Placement, Point, Route};
use crate::draw::Direction;

/// One step of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Step {
    /// Straight on to a point.
    Line(Point),
    /// To the last point, by way of two control points of a cubic Bézier curve.
    Bend(Point, Point, Point),
}

/// A line from a premise to its conclusion.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Curve {
    pub(crate) start: Point,
    pub(crate) steps: Vec<Step>,
}

impl Curve {
    /// Where the line ends.
    pub(crate) fn end(&self) -> Point {
        match self.steps.last() {
            Some(Step::Line(end) | Step::Bend(_, _, end)) => *end,
            None => self.start,
        }
    }

    /// The direction in which the line arrives, as a vector of length 1.
    pub(crate) fn arrival(&self) -> Point {
        let before = match self.steps.last() {
            Some(Step::Bend(_, control, _)) => *control,
            _ => match self.steps.len().checked_sub(2).and_then(|at| self.steps.get(at)) {
                Some(Step::Line(point) | Step::Bend(_, _, point)) => *point,
                None => self.start,
            },
        };
        unit(before, self.end())
    }

    /// The direction in which the line sets out, as a vector of length 1.
    pub(crate) fn departure(&self) -> Point {
        match self.steps.first() {
            Some(Step::Line(next) | Step::Bend(next, _, _)) => unit(self.start, *next),
            None => Point { x: 1.0, y: 0.0 },
        }
    }

    /// The line, begun so much earlier.
    pub(crate) fn begun_before(&self, length: f64) -> Self {
        if length == 0.0 {
            return self.clone();
        }
        let out = self.departure();
        let start = Point { x: self.start.x - out.x * length, y: self.start.y - out.y * length };
        let steps = std::iter::once(Step::Line(self.start)).chain(self.steps.iter().copied()).collect();
        Self { start, steps }
    }

    /// The line with its end drawn back by some length, for an end mark to stand there.
    pub(crate) fn drawn_back(mut self, length: f64) -> Self {
        let arrival = self.arrival();
        let back = |point: Point| Point { x: point.x - arrival.x * length, y: point.y - arrival.y * length };
        match self.steps.last_mut() {
            Some(Step::Line(end)) => *end = back(*end),
            Some(Step::Bend(_, control, end)) => {
                *control = back(*control);
                *end = back(*end);
            }
            None => {}
        }
        self
    }
}

fn unit(from: Point, to: Point) -> Point {
    let (x, y) = (to.x - from.x, to.y - from.y);
    let length = x.hypot(y);
    if length > 0.0 { Point { x: x / length, y: y / length } } else { Point { x: 1.0, y: 0.0 } }
}

/// A route as a line that leaves and arrives along the reading direction: what runs aslant, between two columns, becomes
/// a bend that stays between its two corners, so that it meets no box that the straight line does not meet.
pub(crate) fn smooth(route: &Route, direction: Direction) -> Curve {
    match route {
        Route::Corners(corners) => bent(corners, direction),
        Route::Curves(points) => {
            let start = points.first().copied().unwrap_or(Point { x: 0.0, y: 0.0 });
            let steps = points.get(1..).unwrap_or_default().chunks_exact(3);
            Curve { start, steps: steps.map(|step| Step::Bend(step[0], step[1], step[2])).collect() }
        }
    }
}

fn bent(route: &[Point], direction: Direction) -> Curve {
    let start = route.first().copied().unwrap_or(Point { x: 0.0, y: 0.0 });
    let along_x = matches!(direction, Direction::Right | Direction::Left);
    let steps = route
        .windows(2)
        .map(|pair| {
            let (from, to) = (pair[0], pair[1]);
            if (from.x - to.x).abs() < 0.5 || (from.y - to.y).abs() < 0.5 {
                return Step::Line(to);
            }
            if along_x {
                let middle = f64::midpoint(from.x, to.x);
                Step::Bend(Point { x: middle, y: from.y }, Point { x: middle, y: to.y }, to)
            } else {
                let middle = f64::midpoint(from.y, to.y);
                Step::Bend(Point { x: from.x, y: middle }, Point { x: to.x, y: middle }, to)
            }
        })
        .collect();
    Curve { start, steps }
}

/// Gives a route a corner close to its end, on the line as it is, so that the end can be moved without moving the line
/// where it runs past boxes.
fn turn_near_the_end(route: &mut Vec<Point>, along_x: bool) {
    const NEAR: f64 = 80.0;
    let [.., before, end] = route[..] else { return };
    let (dx, dy) = (before.x - end.x, before.y - end.y);
    let (distance, aside) = if along_x { (dx.abs(), dy.abs()) } else { (dy.abs(), dx.abs()) };
    // What runs aslant ends where its column does.
    if distance > NEAR && aside < 0.5 {
        let share = NEAR / distance;
        let at = route.len() - 1;
        route.insert(at, Point { x: end.x + dx * share, y: end.y + dy * share });
    }
}

/// An end of an edge at the side of a box that faces its premises.
#[derive(Clone, Copy)]
struct End {
    edge: usize,
    /// Whether the edge arrives here, or sets out against the reading direction.
    arrives: bool,
}

/// Lets the edges that arrive at the same side of a conclusion in the same way share one end: those of the group `way`
/// gives for each edge. Edges of different ways arrive apart, in the order in which they come, and so do edges that set out
/// from that side against the reading direction, each for itself. O(edges log edges).
pub(crate) fn end_points(outline: &Outline, placement: &mut Placement, way: impl Fn(usize) -> usize) {
    let along_x = matches!(outline.direction, Direction::Right | Direction::Left);
    // A weight is wider than high.
    let apart_at_most = if along_x { 24.0_f64 } else { 34.0 };
    let across = |point: Point| if along_x { point.y } else { point.x };
    let faces = |placement: &Placement, node: usize, end: Point| {
        let (corner, size) = (placement.boxes[node], outline.boxes[node]);
        match outline.direction {
            Direction::Right => (end.x - (corner.x + size.width)).abs() < 1.0,
            Direction::Left => (end.x - corner.x).abs() < 1.0,
            Direction::Down => (end.y - (corner.y + size.height)).abs() < 1.0,
            Direction::Up => (end.y - corner.y).abs() < 1.0,
        }
    };
    let mut ends: Vec<Vec<End>> = vec![Vec::new(); outline.boxes.len()];
    for (edge, &(premise, conclusion)) in outline.edges.iter().enumerate() {
        let Route::Corners(route) = &placement.routes[edge] else { continue };
        let [first, .., last] = route[..] else { continue };
        if premise == conclusion {
            continue;
        }
        if faces(placement, conclusion, last) {
            ends[conclusion].push(End { edge, arrives: true });
        }
        if faces(placement, premise, first) {
            ends[premise].push(End { edge, arrives: false });
        }
    }
    for (node, ends) in ends.into_iter().enumerate() {
        // For each way, its ends and the sum of where they come from. There are few ways, but for what sets out.
        let mut ways: Vec<(Option<usize>, Vec<End>, f64)> = Vec::new();
        for end in ends {
            let route = placement.routes[end.edge].points_mut();
            let before = if end.arrives { route.len() - 2 } else { 1 };
            let from = across(route[before]);
            let kind = end.arrives.then(|| way(end.edge));
            match ways.iter_mut().find(|(known, _, _)| end.arrives && *known == kind) {
                Some((_, members, sum)) => {
                    members.push(end);
                    *sum += from;
                }
                None => ways.push((kind, vec![end], from)),
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "edges of one box")]
        let mean = |(_, members, sum): &(Option<usize>, Vec<End>, f64)| sum / members.len() as f64;
        ways.sort_by(|one, other| mean(one).total_cmp(&mean(other)));
        let (corner, size) = (placement.boxes[node], outline.boxes[node]);
        let (begin, length) = if along_x { (corner.y, size.height) } else { (corner.x, size.width) };
        #[expect(clippy::cast_precision_loss, reason = "edges of one box")]
        let count = ways.len() as f64;
        let apart = apart_at_most.min(length / (count + 1.0));
        let mut place = begin + length / 2.0 - apart * (count - 1.0) / 2.0;
        for end in ways.iter().map(|(_, members, _)| members) {
            for end in end {
                let route = placement.routes[end.edge].points_mut();
                if !end.arrives {
                    route.reverse();
                }
                turn_near_the_end(route, along_x);
                if let Some(point) = route.last_mut() {
                    if along_x {
                        point.y = place;
                    } else {
                        point.x = place;
                    }
                }
                if !end.arrives {
                    route.reverse();
                }
            }
            place += apart;
        }
    }
}
