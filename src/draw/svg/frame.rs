//! What stands around the argument: title, date, findings about the report, and the room for it all.

use super::legend::Legend;
use super::markup::Markup;
use super::nodes::{draw_sign, draw_text};
use crate::argument::{EdgeKind, NodeKind};
use crate::draw::card::{Ink, Line, Role, SMALL_SIZE, Sign, SignKind};
use crate::draw::layout::Placement;
use crate::draw::measure::{Measure, Thickness};
use crate::draw::visible::visible_text;
use crate::draw::wrap::{runs_right_to_left, wrap_by};
use crate::draw::{Look, Palette};
use crate::part::Part;
use crate::rules::Level;

/// Room around everything.
const MARGIN: f64 = 26.0;
/// The least width of a picture, so that a title does not stand in a narrow column.
const LEAST_WIDTH: f64 = 520.0;
const TITLE_SIZE: f64 = 20.0;

/// The header, the legend, and where the argument stands between them.
pub(super) struct Frame {
    pub(super) width: f64,
    pub(super) height: f64,
    /// Where the argument begins.
    pub(super) left: f64,
    pub(super) top: f64,
    /// What the picture is called.
    pub(super) name: String,
    /// What is to be seen, for those who do not see it.
    pub(super) description: String,
    lines: Vec<Line>,
    signs: Vec<Sign>,
    legend: Option<Legend>,
}

impl Frame {
    pub(super) fn new(
        part: &Part<'_>,
        look: &Look<'_>,
        placement: &Placement,
        marks: &[(Level, &'static str)],
        remark: Option<&str>,
        measure: &mut Measure,
    ) -> Self {
        let inner = placement.width.max(LEAST_WIDTH);
        let report = &part.argument.report;
        let mut header = Header { measure, lines: Vec::new(), signs: Vec::new(), y: MARGIN, left: MARGIN, inner };
        if let Some(title) = &report.title {
            header.paragraph(title.as_str(), TITLE_SIZE, Thickness::Bold, Ink::Text);
        }
        if let Some(date) = report.date {
            header.paragraph(&date.to_string(), 13.0, Thickness::Regular, Ink::Muted);
            // A date stands under its title, on whichever side that is.
            let title = report.title.as_ref().map_or("", |title| title.as_str());
            if let (true, Some(line)) = (runs_right_to_left(title), header.lines.last_mut()) {
                line.x = MARGIN + inner;
                line.set_right = true;
            }
        }
        if let Some(remark) = remark {
            header.y += 4.0;
            header.paragraph(remark, 12.0, Thickness::Regular, Ink::Muted);
        }
        header.marks(marks);
        let Header { lines, signs, y, .. } = header;
        let top = if lines.is_empty() { MARGIN } else { y + 16.0 };
        let below = top + placement.height;
        let legend = look.legend.then(|| Legend::new(part, inner, measure)).filter(|legend| !legend.is_empty());
        let mut height = below + MARGIN;
        let legend = legend.map(|legend| {
            let legend = legend.at(MARGIN, below + 24.0);
            height = legend.bottom() + MARGIN;
            legend
        });
        let name = match &report.title {
            Some(title) => title.as_str().to_owned(),
            None => "Argument".to_owned(),
        };
        Self {
            width: inner + 2.0 * MARGIN,
            height,
            left: MARGIN,
            top,
            name,
            description: description(part),
            lines,
            signs,
            legend,
        }
    }

    pub(super) fn draw_header(&self, markup: &mut Markup, palette: &Palette) {
        if self.lines.is_empty() {
            return;
        }
        markup.open("g", &[("class", "header")]);
        self.lines.iter().for_each(|line| draw_text(markup, palette, line));
        self.signs.iter().for_each(|sign| draw_sign(markup, palette, sign));
        markup.close();
    }

    pub(super) fn draw_legend(&self, markup: &mut Markup, palette: &'static Palette) {
        if let Some(legend) = &self.legend {
            legend.draw(markup, palette);
        }
    }
}

struct Header<'m> {
    measure: &'m mut Measure,
    lines: Vec<Line>,
    signs: Vec<Sign>,
    y: f64,
    left: f64,
    inner: f64,
}

impl Header<'_> {
    fn paragraph(&mut self, text: &str, size: f64, thickness: Thickness, ink: Ink) {
        let text = visible_text(text);
        let room = MARGIN + self.inner - self.left;
        let measure = &mut *self.measure;
        let wrapped = wrap_by(&text, room, |piece| measure.width(piece, size, thickness));
        let right_to_left = runs_right_to_left(&text);
        for text in wrapped {
            let leading = (size * 1.3).round();
            let width = self.measure.covers(&text).then(|| self.measure.width(&text, size, thickness));
            let x = if right_to_left { MARGIN + self.inner } else { self.left };
            let (y, role, set_right) = (self.y + size, Role::Words, right_to_left);
            self.lines.push(Line { text, x, y, size, thickness, ink, set_right, right_to_left, width, role });
            self.y += leading;
        }
    }

    fn marks(&mut self, marks: &[(Level, &'static str)]) {
        for (level, rule) in marks {
            self.y += 3.0;
            self.signs.push(Sign { kind: SignKind::Finding(*level), x: MARGIN + 5.5, y: self.y + 7.5 });
            self.left += 16.0;
            self.paragraph(rule, SMALL_SIZE, Thickness::Bold, Ink::Finding(*level));
            self.left -= 16.0;
        }
    }
}

/// What the picture shows, in a sentence.
fn description(part: &Part<'_>) -> String {
    let argument = part.argument;
    let nodes = NodeKind::ALL.into_iter().filter_map(|kind| {
        let count = argument.nodes_of(kind).count();
        (count > 0).then(|| match (kind, count) {
            (NodeKind::Evidence, 1) => "1 piece of evidence".to_owned(),
            (NodeKind::Evidence, count) => format!("{count} pieces of evidence"),
            (NodeKind::Hypothesis, count) if count > 1 => format!("{count} hypotheses"),
            (kind, 1) => format!("1 {kind}"),
            (kind, count) => format!("{count} {kind}s"),
        })
    });
    let edges = |kind| argument.edges().filter(|(_, edge)| edge.kind == kind).count();
    let nodes: Vec<String> = nodes.collect();
    let lines = match (edges(EdgeKind::Supports), edges(EdgeKind::Contradicts)) {
        (supports, 0) => format!("{supports} of support"),
        (supports, contradictions) => format!("{supports} of support and {contradictions} of contradiction"),
    };
    format!("An argument diagram with {}, joined by lines: {lines}.", nodes.join(", "))
}
