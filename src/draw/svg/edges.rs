//! The lines, their end marks and their weights.

use std::fmt::Write as _;

use super::Picture;
use super::markup::{Markup, length};
use super::shape;
use crate::argument::{EdgeHandle, EdgeKind, Weight};
use crate::draw::layout::{Curve, Point, Step, smooth};
use crate::draw::{Palette, short};

/// The length of an arrow head.
const HEAD: f64 = 10.0;
/// Half the width of an arrow head.
const HALF_HEAD: f64 = 4.6;
/// How far from the box the bar at the end of a contradiction stands.
const BAR_BACK: f64 = 4.0;
/// Half the length of that bar.
const HALF_BAR: f64 = 8.0;

impl Picture<'_> {
    pub(super) fn draw_edges(&self, markup: &mut Markup) {
        markup.open("g", &[("class", "edges"), ("fill", "none")]);
        for (handle, _) in self.part.argument.edges() {
            self.draw_edge(handle, markup);
        }
        markup.close();
    }

    fn draw_edge(&self, handle: EdgeHandle, markup: &mut Markup) {
        let argument = self.part.argument;
        let edge = argument.edge(handle);
        let (premise, conclusion) = argument.ends(handle);
        let curve = smooth(&self.placement.routes[handle.index()], self.look.direction);
        let colour = colour(self.palette, edge.kind);
        markup.open(
            "g",
            &[
                ("class", &format!("edge {}", edge.kind.word())),
                ("data-edge", &handle.index().to_string()),
                ("data-premise", &premise.index().to_string()),
                ("data-conclusion", &conclusion.index().to_string()),
                ("stroke", colour),
            ],
        );
        let id = |node| argument.node(node).id.as_str();
        let weight = edge.weight.get();
        let mut title = format!("{} {} {}, weight {}", id(premise), edge.kind.word(), id(conclusion), short(weight));
        if let Some(because) = &edge.because {
            title.push_str(": ");
            title.push_str(because);
        }
        markup.text("title", &[], &title);
        let inset = shape::inset(argument.node(premise).kind);
        draw_line(markup, &curve.begun_before(inset), edge.kind, weight, colour);
        if edge.weight != Weight::FULL {
            self.draw_weight(markup, &curve, weight);
        }
        markup.close();
    }

    /// The weight, beside the premise, where no two edges meet.
    fn draw_weight(&self, markup: &mut Markup, curve: &Curve, weight: f64) {
        const SIZE: f64 = 10.0;
        const AWAY: f64 = 4.0;
        let text = short(weight);
        // A digit of the font is 0.556 em wide, and nothing in a weight is wider but "<" and ">".
        #[expect(clippy::cast_precision_loss, reason = "a few letters")]
        let width = text.len() as f64 * 0.58 * SIZE + 4.0;
        let height = SIZE + 3.0;
        let out = curve.departure();
        let (x, y) = (curve.start.x + out.x * (AWAY + width / 2.0), curve.start.y + out.y * (AWAY + height / 2.0));
        markup.empty(
            "rect",
            &[
                ("class", "weight-ground"),
                ("x", &length(x - width / 2.0)),
                ("y", &length(y - height / 2.0)),
                ("width", &length(width)),
                ("height", &length(height)),
                ("rx", "3"),
                ("stroke", "none"),
                ("fill", self.palette.background),
            ],
        );
        markup.text(
            "text",
            &[
                ("class", "weight"),
                ("x", &length(x)),
                ("y", &length(y + SIZE * 0.36)),
                ("font-size", &length(SIZE)),
                ("text-anchor", "middle"),
                ("stroke", "none"),
                ("fill", self.palette.ink),
            ],
            &text,
        );
    }
}

/// The colour of an edge's line.
pub(super) fn colour(palette: &'static Palette, kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Supports => palette.support,
        EdgeKind::Contradicts => palette.contradiction,
    }
}

/// A line with its end mark: an arrow head for support, a bar for contradiction.
pub(super) fn draw_line(markup: &mut Markup, curve: &Curve, kind: EdgeKind, weight: f64, colour: &str) {
    let (end, arrival) = (curve.end(), curve.arrival());
    let width = length(0.7 + 1.9 * weight);
    let back = |distance: f64| Point { x: end.x - arrival.x * distance, y: end.y - arrival.y * distance };
    let aside =
        |point: Point, distance: f64| Point { x: point.x - arrival.y * distance, y: point.y + arrival.x * distance };
    match kind {
        EdgeKind::Supports => {
            let line = curve.clone().drawn_back(HEAD - 1.0);
            markup.empty("path", &[("class", "line"), ("d", &data(&line)), ("stroke-width", &width)]);
            let [one, two] = [aside(back(HEAD), HALF_HEAD), aside(back(HEAD), -HALF_HEAD)];
            let head = format!("M{}L{}L{}Z", at(end), at(one), at(two));
            markup.empty("path", &[("class", "end"), ("d", &head), ("stroke", "none"), ("fill", colour)]);
        }
        EdgeKind::Contradicts => {
            let line = curve.clone().drawn_back(BAR_BACK);
            let dashes = "7 4";
            markup.empty(
                "path",
                &[("class", "line"), ("d", &data(&line)), ("stroke-width", &width), ("stroke-dasharray", dashes)],
            );
            let bar = back(BAR_BACK);
            let bar = format!("M{}L{}", at(aside(bar, HALF_BAR)), at(aside(bar, -HALF_BAR)));
            markup.empty("path", &[("class", "end"), ("d", &bar), ("stroke-width", "3")]);
        }
    }
}

/// The data of a path.
fn data(curve: &Curve) -> String {
    let mut data = format!("M{}", at(curve.start));
    for step in &curve.steps {
        match step {
            Step::Line(to) => {
                data.push('L');
                data.push_str(&at(*to));
            }
            Step::Bend(one, two, to) => {
                // Writing to a string cannot fail.
                let _ = write!(data, "C{} {} {}", at(*one), at(*two), at(*to));
            }
        }
    }
    data
}

fn at(point: Point) -> String {
    format!("{} {}", length(point.x), length(point.y))
}
