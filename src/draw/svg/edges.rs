//! The lines, their end marks and their weights.

use std::fmt::Write as _;

use super::Picture;
use super::markup::{Markup, length};
use super::shape;
use crate::argument::{EdgeHandle, EdgeKind, Weight};
use crate::draw::layout::{Curve, Point, Step, smooth};
use crate::draw::{Palette, short};
use crate::part::Became;

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
        let became = self.part.became(handle);
        let colour = became.map_or(colour(self.palette, edge.kind), |became| self.palette.became(became));
        let class = match became {
            Some(became) => format!("edge {} {}", edge.kind.word(), became.word()),
            None => format!("edge {}", edge.kind.word()),
        };
        markup.open(
            "g",
            &[
                ("class", &class),
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
        let style = LineStyle { kind: edge.kind, weight, colour, became };
        draw_line(markup, &curve.begun_before(inset), style);
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

/// How a line is drawn.
#[derive(Clone, Copy)]
pub(super) struct LineStyle {
    pub(super) kind: EdgeKind,
    pub(super) weight: f64,
    pub(super) colour: &'static str,
    pub(super) became: Option<Became>,
}

/// A line with its end mark: an arrow head for support, a bar for contradiction.
pub(super) fn draw_line(markup: &mut Markup, curve: &Curve, style: LineStyle) {
    let LineStyle { kind, weight, colour, became } = style;
    let (end, arrival) = (curve.end(), curve.arrival());
    let more = if became == Some(Became::Added) { 1.8 } else { 0.0 };
    let width = length(0.7 + 1.9 * weight + more);
    let dashes = match (became, kind) {
        (Some(Became::Removed), _) => Some("2 3"),
        (Some(Became::Changed), _) => Some("12 4 2 4"),
        (_, EdgeKind::Contradicts) => Some("7 4"),
        (_, EdgeKind::Supports) => None,
    };
    let draw = |markup: &mut Markup, line: &Curve| {
        let data = data(line);
        let mut attributes = vec![("class", "line"), ("d", data.as_str()), ("stroke-width", width.as_str())];
        attributes.extend(dashes.map(|dashes| ("stroke-dasharray", dashes)));
        markup.empty("path", &attributes);
    };
    let back = |distance: f64| Point { x: end.x - arrival.x * distance, y: end.y - arrival.y * distance };
    let aside =
        |point: Point, distance: f64| Point { x: point.x - arrival.y * distance, y: point.y + arrival.x * distance };
    match kind {
        EdgeKind::Supports => {
            let line = curve.clone().drawn_back(HEAD - 1.0);
            draw(markup, &line);
            let [one, two] = [aside(back(HEAD), HALF_HEAD), aside(back(HEAD), -HALF_HEAD)];
            let head = format!("M{}L{}L{}Z", at(end), at(one), at(two));
            markup.empty("path", &[("class", "end"), ("d", &head), ("stroke", "none"), ("fill", colour)]);
        }
        EdgeKind::Contradicts => {
            let line = curve.clone().drawn_back(BAR_BACK);
            draw(markup, &line);
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
