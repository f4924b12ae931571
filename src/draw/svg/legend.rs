//! What shapes, lines and signs mean: those that occur.

use super::edges::{LineStyle, colour, draw_line};
use super::markup::Markup;
use super::nodes::{Border, draw_bar, draw_box, draw_sign, draw_text};
use crate::acceptance::Label;
use crate::argument::{EdgeKind, NodeKind};
use crate::draw::Palette;
use crate::draw::card::{Bar, Ink, Line, Role, SMALL_SIZE, Sign, SignKind};
use crate::draw::layout::{Curve, Point, Step};
use crate::draw::measure::{Measure, Thickness};
use crate::part::{Became, Part};
use crate::rules::Level;

const ROW: f64 = 26.0;
const SAMPLE_HEIGHT: f64 = 18.0;
const BETWEEN: f64 = 22.0;
const BESIDE: f64 = 7.0;

#[derive(Clone, Copy)]
enum Sample {
    Box(NodeKind),
    Edge(EdgeKind),
    Bar { certainty: bool },
    Sign(SignKind),
    Became(Became),
}

impl Sample {
    fn width(self) -> f64 {
        match self {
            Self::Box(_) | Self::Became(_) => 30.0,
            Self::Edge(_) => 38.0,
            Self::Bar { .. } => 54.0,
            Self::Sign(_) => 12.0,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Box(kind) => kind.word(),
            Self::Became(became) => became.word(),
            Self::Edge(EdgeKind::Supports) => "supports",
            Self::Edge(EdgeKind::Contradicts) => "contradicts",
            Self::Bar { certainty: true } => "strength, and the range that the words claim",
            Self::Bar { certainty: false } => "strength",
            Self::Sign(SignKind::Linchpin) => "linchpin",
            Self::Sign(SignKind::Acceptance(label)) => label.word(),
            Self::Sign(SignKind::Finding(Level::Error)) => "error",
            Self::Sign(SignKind::Finding(Level::Warning)) => "warning",
            Self::Sign(SignKind::Finding(Level::Note)) => "note",
        }
    }
}

/// A row of samples, or several where one does not hold them.
pub(super) struct Legend {
    /// Each with its place from the legend's corner, and the width of its words.
    samples: Vec<(Sample, f64, f64, f64)>,
    x: f64,
    y: f64,
    height: f64,
}

impl Legend {
    pub(super) fn new(part: &Part<'_>, room: f64, measure: &mut Measure) -> Self {
        let argument = part.argument;
        let kinds = NodeKind::ALL.into_iter().filter(|&kind| argument.nodes_of(kind).next().is_some()).map(Sample::Box);
        let edges = [EdgeKind::Supports, EdgeKind::Contradicts]
            .into_iter()
            .filter(|&kind| argument.edges().any(|(_, edge)| edge.kind == kind))
            .map(Sample::Edge);
        let certainty = part.verdicts.iter().any(|verdict| verdict.certainty.is_some());
        let bar = part.verdicts.iter().any(|verdict| verdict.strength.is_some()).then_some(Sample::Bar { certainty });
        let linchpin = part.linchpins().next().is_some().then_some(Sample::Sign(SignKind::Linchpin));
        let labels = [Label::In, Label::Out, Label::Undecided]
            .into_iter()
            .filter(|&label| part.acceptance.iter().flatten().any(|status| status.grounded == label))
            .map(|label| Sample::Sign(SignKind::Acceptance(label)));
        let levels = [Level::Error, Level::Warning, Level::Note]
            .into_iter()
            .filter(|&level| part.findings.iter().flatten().any(|finding| finding.level == level))
            .map(|level| Sample::Sign(SignKind::Finding(level)));
        let mut samples = Vec::new();
        let (mut x, mut y) = (0.0, 0.0);
        let became = |wanted: Became| {
            let changes = part.changes.as_ref();
            let nodes = changes.into_iter().flat_map(|changes| changes.nodes.iter().flatten());
            let edges = changes.into_iter().flat_map(|changes| changes.edges.iter().flatten());
            nodes.map(|(became, _)| became).chain(edges).any(|became| *became == wanted)
        };
        let changes = Became::ALL.into_iter().filter(|wanted| became(*wanted)).map(Sample::Became);
        for sample in kinds.chain(edges).chain(bar).chain(labels).chain(linchpin).chain(levels).chain(changes) {
            let words = measure.width(sample.words(), SMALL_SIZE, Thickness::Regular);
            let width = sample.width() + BESIDE + words;
            if x > 0.0 && x + width > room {
                x = 0.0;
                y += ROW;
            }
            samples.push((sample, x, y, words));
            x += width + BETWEEN;
        }
        Self { samples, x: 0.0, y: 0.0, height: y + SAMPLE_HEIGHT }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }

    /// The legend with its upper left corner there.
    pub(super) fn at(self, x: f64, y: f64) -> Self {
        Self { x, y, ..self }
    }

    pub(super) fn bottom(&self) -> f64 {
        self.y + self.height
    }

    pub(super) fn draw(&self, markup: &mut Markup, palette: &'static Palette) {
        markup.open("g", &[("class", "legend"), ("role", "group"), ("aria-label", "Legend")]);
        for &(sample, x, y, words) in &self.samples {
            let (x, y) = (self.x + x, self.y + y);
            let middle = y + SAMPLE_HEIGHT / 2.0;
            match sample {
                Sample::Box(kind) => {
                    draw_box(markup, palette, kind, (x, y, sample.width(), SAMPLE_HEIGHT), Border::Plain);
                }
                Sample::Became(became) => {
                    let place = (x, y, sample.width(), SAMPLE_HEIGHT);
                    draw_box(markup, palette, NodeKind::Claim, place, Border::Became(became));
                }
                Sample::Edge(kind) => {
                    let curve = Curve {
                        start: Point { x: x + sample.width(), y: middle },
                        steps: vec![Step::Line(Point { x, y: middle })],
                    };
                    let colour = colour(palette, kind);
                    markup.open("g", &[("stroke", colour), ("fill", "none")]);
                    draw_line(markup, &curve, LineStyle { kind, weight: 0.7, colour, became: None });
                    markup.close();
                }
                Sample::Bar { certainty } => {
                    let bar = Bar {
                        x,
                        y: middle - 4.0,
                        width: sample.width(),
                        height: 8.0,
                        strength: 0.5,
                        certainty: certainty.then_some((0.6, 0.85)),
                    };
                    draw_bar(markup, palette, &bar);
                }
                Sample::Sign(kind) => draw_sign(markup, palette, &Sign { kind, x: x + 6.0, y: middle }),
            }
            let line = Line {
                text: sample.words().to_owned(),
                x: x + sample.width() + BESIDE,
                y: middle + SMALL_SIZE * 0.35,
                size: SMALL_SIZE,
                thickness: Thickness::Regular,
                ink: Ink::Muted,
                set_right: false,
                right_to_left: false,
                width: Some(words),
                role: Role::Standing,
            };
            draw_text(markup, palette, &line);
        }
        markup.close();
    }
}
