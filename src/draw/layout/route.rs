//! From corners to lines that are pleasant to follow.

use super::{Outline, Placement, Point};
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
pub(crate) fn smooth(route: &[Point], direction: Direction) -> Curve {
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

/// Lets the edges that arrive at the same side of a conclusion in the same way share one end: those of the group `way`
/// gives for each edge. Edges of different ways arrive apart, in the order in which they come. O(edges).
pub(crate) fn end_points(outline: &Outline, placement: &mut Placement, way: impl Fn(usize) -> usize) {
    const APART: f64 = 24.0;
    let along_x = matches!(outline.direction, Direction::Right | Direction::Left);
    let across = |point: Point| if along_x { point.y } else { point.x };
    let mut arriving: Vec<Vec<usize>> = vec![Vec::new(); outline.boxes.len()];
    for (edge, &(premise, conclusion)) in outline.edges.iter().enumerate() {
        let route = &placement.routes[edge];
        let (Some(&end), true) = (route.last(), route.len() > 1 && premise != conclusion) else { continue };
        let (corner, size) = (placement.boxes[conclusion], outline.boxes[conclusion]);
        let faces = match outline.direction {
            Direction::Right => (end.x - (corner.x + size.width)).abs() < 1.0,
            Direction::Left => (end.x - corner.x).abs() < 1.0,
            Direction::Down => (end.y - (corner.y + size.height)).abs() < 1.0,
            Direction::Up => (end.y - corner.y).abs() < 1.0,
        };
        if faces {
            arriving[conclusion].push(edge);
        }
    }
    for (conclusion, edges) in arriving.iter().enumerate() {
        // For each way, where its edges come from on the average.
        let mut ways: Vec<(usize, f64, f64)> = Vec::new();
        for &edge in edges {
            let route = &placement.routes[edge];
            let from = across(route[route.len() - 2]);
            match ways.iter_mut().find(|(known, _, _)| *known == way(edge)) {
                Some((_, sum, count)) => {
                    *sum += from;
                    *count += 1.0;
                }
                None => ways.push((way(edge), from, 1.0)),
            }
        }
        ways.sort_by(|one, other| (one.1 / one.2).total_cmp(&(other.1 / other.2)));
        let (corner, size) = (placement.boxes[conclusion], outline.boxes[conclusion]);
        let (begin, length) = if along_x { (corner.y, size.height) } else { (corner.x, size.width) };
        #[expect(clippy::cast_precision_loss, reason = "ways are few")]
        let count = ways.len() as f64;
        let apart = APART.min(length / (count + 1.0));
        let mut place = begin + length / 2.0 - apart * (count - 1.0) / 2.0;
        for (known, _, _) in ways {
            for &edge in edges.iter().filter(|&&edge| way(edge) == known) {
                turn_near_the_end(&mut placement.routes[edge], along_x);
                if let Some(end) = placement.routes[edge].last_mut() {
                    if along_x {
                        end.y = place;
                    } else {
                        end.x = place;
                    }
                }
            }
            place += apart;
        }
    }
}
