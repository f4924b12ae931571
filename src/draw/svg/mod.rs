//! An argument as SVG.

mod edges;
mod frame;
mod heat_map;
mod legend;
mod markup;
mod nodes;
mod shape;

use std::collections::HashMap;

use super::card::{Card, Knowledge, room_for_edges};
use super::layout::{Elk, LayoutFault, Outline, Placement, end_points};
use super::measure::Measure;
use super::{Look, Palette};
use crate::argument::{EdgeKind, NodeHandle, NodeKind};
use crate::part::Part;
use crate::rules::{Finding, Level};
use frame::Frame;
pub use heat_map::heat_map;
use markup::{Markup, length};

/// The most nodes that one picture holds. Beyond that nobody can read it.
pub const MOST_NODES: usize = 2_000;

/// The most edges that one picture holds.
pub const MOST_EDGES: usize = 6_000;

/// Why a picture could not be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrawFault {
    /// There are more than [`MOST_NODES`].
    #[error(
        "{0} nodes are too many for one picture, which holds {MOST_NODES}; draw a part of them with --focus NODE --depth N, --collapse or --per-judgement"
    )]
    TooLarge(usize),
    /// There are more than [`MOST_EDGES`].
    #[error(
        "{0} edges are too many for one picture, which holds {MOST_EDGES}; draw a part of them with --focus NODE --depth N, --collapse or --per-judgement"
    )]
    TooManyEdges(usize),
    /// The layout engine gave up.
    #[error(transparent)]
    Layout(#[from] LayoutFault),
}

/// A picture.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// An SVG document without an XML declaration.
    pub svg: String,
    /// Its width in CSS pixels.
    pub width: f64,
    /// Its height in CSS pixels.
    pub height: f64,
}

/// Draws a part of an argument. `remark` stands under the title, for what a reader must know of the picture itself.
///
/// Judgements stand first, what bears on them further on, in the order of the text. Every text is set with the real
/// widths of [`REGULAR`](super::font::REGULAR) and [`BOLD`](super::font::BOLD) and stands whole in its box. The same part gives the same bytes.
///
/// # Errors
/// If there are too many nodes, or the layout engine gives up.
pub fn svg(part: &Part<'_>, look: &Look<'_>, remark: Option<&str>) -> Result<Drawing, DrawFault> {
    drawn(part, look, Palette::of(look.theme), remark)
}

/// As [`svg`], with custom properties in the place of colours: [`Palette::properties`] has their values.
pub(crate) fn svg_for_page(part: &Part<'_>, look: &Look<'_>) -> Result<Drawing, DrawFault> {
    drawn(part, look, Palette::of_properties(), None)
}

fn drawn(
    part: &Part<'_>,
    look: &Look<'_>,
    palette: &'static Palette,
    remark: Option<&str>,
) -> Result<Drawing, DrawFault> {
    let count = part.argument.node_count();
    if count > MOST_NODES {
        return Err(DrawFault::TooLarge(count));
    }
    if part.argument.edge_count() > MOST_EDGES {
        return Err(DrawFault::TooManyEdges(part.argument.edge_count()));
    }
    let mut measure = Measure::new();
    let marks = Marks::new(part);
    let cards = cards(part, &marks, &mut measure);
    let placement = place(part, look, &cards)?;
    let picture = Picture { part, look, palette, cards: &cards, placement: &placement };
    let frame = Frame::new(part, look, &placement, &marks.report, remark, &mut measure);
    Ok(picture.draw(&frame))
}

/// The rules that hit each node, and the report: each once, the gravest first.
struct Marks {
    nodes: Vec<Vec<(Level, &'static str)>>,
    report: Vec<(Level, &'static str)>,
}

impl Marks {
    fn new(part: &Part<'_>) -> Self {
        let mut nodes = vec![Vec::new(); part.argument.node_count()];
        let mut report = Vec::new();
        for Finding { level, rule, nodes: about, .. } in part.findings.iter().flatten() {
            for node in about {
                nodes[node.index()].push((*level, *rule));
            }
            if about.is_empty() {
                report.push((*level, *rule));
            }
        }
        for marks in nodes.iter_mut().chain([&mut report]) {
            marks.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(other.1)));
            marks.dedup();
        }
        Self { nodes, report }
    }
}

fn cards(part: &Part<'_>, marks: &Marks, measure: &mut Measure) -> Vec<Card> {
    let argument = part.argument;
    let mut linchpin_of: HashMap<NodeHandle, Vec<&str>> = HashMap::new();
    for (judgement, linchpin) in part.linchpins() {
        linchpin_of.entry(linchpin).or_default().push(argument.node(judgement).id.as_str());
    }
    let verdicts: HashMap<NodeHandle, _> = part.verdicts.iter().map(|verdict| (verdict.node, verdict)).collect();
    argument
        .nodes()
        .map(|(handle, node)| {
            let warrants: Vec<(&str, &str)> = argument
                .conclusions(handle)
                .filter_map(|edge| Some((argument.node(edge.node).id.as_str(), edge.edge.because.as_deref()?)))
                .collect();
            let known = Knowledge {
                strength: part
                    .strengths
                    .as_ref()
                    .and_then(|strengths| strengths.get(handle.index()).copied().flatten()),
                status: part.status(handle),
                verdict: verdicts.get(&handle).copied(),
                linchpin_of: linchpin_of.get(&handle).map_or(&[], Vec::as_slice),
                marks: &marks.nodes[handle.index()],
                became: part
                    .changes
                    .as_ref()
                    .and_then(|changes| changes.nodes.get(handle.index())?.as_ref())
                    .map(|(became, how)| (*became, how.as_slice())),
                warrants: &warrants,
                hidden: part.hidden(handle),
                least_height: room_for_edges(part, handle),
            };
            Card::new(argument, node, &known, measure)
        })
        .collect()
}

fn place(part: &Part<'_>, look: &Look<'_>, cards: &[Card]) -> Result<Placement, LayoutFault> {
    let argument = part.argument;
    let ends = |edge| argument.ends(edge);
    let outline = Outline {
        boxes: cards.iter().map(|card| super::layout::Size { width: card.width, height: card.height }).collect(),
        edges: argument
            .edges()
            .map(|(handle, _)| ends(handle))
            .map(|(premise, conclusion)| (premise.index(), conclusion.index()))
            .collect(),
        tops: argument
            .nodes()
            .filter(|(_, node)| matches!(node.kind, NodeKind::Judgement | NodeKind::Hypothesis))
            .map(|(handle, _)| handle.index())
            .collect(),
        direction: look.direction,
    };
    let mut placement = look.engine.unwrap_or(&Elk).lay_out(&outline)?;
    let kinds: Vec<EdgeKind> = argument.edges().map(|(_, edge)| edge.kind).collect();
    end_points(&outline, &mut placement, |edge| kinds[edge] as usize);
    Ok(placement)
}

/// Everything that is drawn.
struct Picture<'a> {
    part: &'a Part<'a>,
    look: &'a Look<'a>,
    palette: &'static Palette,
    cards: &'a [Card],
    placement: &'a Placement,
}

impl Picture<'_> {
    fn draw(&self, frame: &Frame) -> Drawing {
        let (width, height) = (frame.width.ceil(), frame.height.ceil());
        let mut markup = Markup::default();
        markup.open_picture((width, height), self.palette, (&frame.name, &frame.description));
        frame.draw_header(&mut markup, self.palette);
        let shift = format!("translate({} {})", length(frame.left), length(frame.top));
        markup.open("g", &[("class", "argument"), ("transform", &shift)]);
        self.draw_edges(&mut markup);
        self.draw_nodes(&mut markup);
        markup.close();
        frame.draw_legend(&mut markup, self.palette);
        Drawing { svg: markup.finish(), width, height }
    }
}
