//! The syntax tree of a picture, statement by statement.

use graphviz_rust::dot_structures::{
    Attribute, Edge as DotEdge, EdgeTy, Graph, GraphAttributes, Id as DotId, Node as DotNode, NodeId, Stmt, Subgraph,
    Vertex,
};
use graphviz_rust::printer::{DotPrinter, PrinterContext};
use rayon::prelude::*;

use super::Options;
use super::home::{Home, components, homes};
use super::lines::{self, BOX_COLUMNS, EDGE_COLUMNS, Known, Lines, Marks, TITLE_COLUMNS};
use super::quote::{self, Names};
use crate::argument::{Argument, Edge, EdgeHandle, EdgeKind, NodeHandle, NodeKind};
use crate::draw::{Direction, Palette, short};
use crate::part::Became;
use crate::rules::{Finding, Level};

/// Metric-compatible with each other where they are not the same: Helvetica, Arial, Liberation Sans, Nimbus Sans.
const FONT: &str = "Helvetica,Arial,sans-serif";

pub(super) struct Picture<'a> {
    argument: &'a Argument,
    options: &'a Options<'a>,
    palette: &'static Palette,
    /// The names of the nodes, quoted, by their index.
    names: Vec<DotId>,
    /// The rules that hit each node.
    marks: Vec<Marks>,
    /// The rules that hit and name no node.
    report_marks: Marks,
    /// The judgements whose linchpin each node is.
    linchpin_of: Vec<Vec<NodeHandle>>,
    /// The names of the legend's nodes, quoted.
    legend_names: Vec<DotId>,
}

/// The bytes of an edge's statement with short names and nothing else.
const SHORT_EDGE: usize = 96;

/// Two a row, and at most three rows: see [`Picture::legend_rows`].
const LEGEND_NODES: usize = 6;

impl<'a> Picture<'a> {
    pub(super) fn new(argument: &'a Argument, findings: &[Finding], options: &'a Options<'a>) -> Self {
        let taken = |name: &str| argument.find(name).is_some();
        let mut names = Names::new(&taken);
        let node_names = argument.nodes().map(|(_, node)| quoted(&names.own(node.id.as_str()))).collect();
        let legend_names = (0..LEGEND_NODES).map(|number| quoted(&names.free(format!("legend {number}")))).collect();
        let (marks, report_marks) = lines::marks(argument, if options.findings { findings } else { &[] });
        let mut linchpin_of = vec![Vec::new(); argument.node_count()];
        for &(judgement, linchpin) in options.linchpins {
            if let Some(judgements) = linchpin_of.get_mut(linchpin.index()) {
                judgements.push(judgement);
            }
        }
        let palette = Palette::of(options.theme);
        Self { argument, options, palette, names: node_names, marks, report_marks, linchpin_of, legend_names }
    }

    pub(super) fn print(&self) -> String {
        let mut text = Printed::new();
        self.defaults().into_iter().for_each(|stmt| text.push(stmt));
        text.later = self.argument.edge_count() * SHORT_EDGE;
        self.body(&mut text);
        text.later = 0;
        let stmt = |handle: EdgeHandle| Some(self.edge(handle, self.argument.edge(handle)));
        let edges = self.argument.edges().map(|(handle, _)| handle);
        let count = self.argument.edge_count();
        if self.is_sideways() {
            text.push_all(edges, count, stmt);
        } else {
            text.push_all(edges.rev(), count, stmt);
        }
        self.first_rank().into_iter().for_each(|stmt| text.push(stmt));
        text.finish()
    }

    /// The title, and what all nodes and edges have in common.
    fn defaults(&self) -> Vec<Stmt> {
        let palette = self.palette;
        let rankdir = match self.options.direction {
            Direction::Right => "RL",
            Direction::Left => "LR",
            Direction::Down => "BT",
            Direction::Up => "TB",
        };
        let mut stmts = vec![
            set("rankdir", rankdir),
            // Ranks across clusters, so that the judgements stand in one column.
            set("newrank", "true"),
            set("ranksep", "0.6"),
            set("nodesep", "0.22"),
            set("pad", "0.3"),
            set("bgcolor", palette.background),
            set("fontname", FONT),
            set("fontsize", "20"),
            set("fontcolor", palette.ink),
            set("labelloc", "t"),
            set("labeljust", "l"),
        ];
        let title = self.title();
        if !title.is_empty() {
            stmts.push(Stmt::Attribute(attribute("label", title.quoted())));
        }
        stmts.push(Stmt::GAttribute(GraphAttributes::Node(vec![
            own("shape", "note"),
            own("style", "filled"),
            own("class", "evidence"),
            own("color", palette.line),
            own("fillcolor", palette.fill),
            own("fontname", FONT),
            own("fontsize", "12"),
            own("fontcolor", palette.ink),
            own("margin", "0.16,0.09"),
            own("penwidth", "1.2"),
        ])));
        stmts.push(Stmt::GAttribute(GraphAttributes::Edge(vec![
            own("class", "supports"),
            own("color", palette.support),
            own("style", "solid"),
            own("arrowhead", "normal"),
            own("arrowsize", "0.8"),
            own("penwidth", "2"),
            own("fontname", FONT),
            own("fontsize", "10"),
            own("fontcolor", palette.ink),
        ])));
        stmts
    }

    fn title(&self) -> Lines {
        let mut title = Lines::default();
        let report = &self.argument.report;
        if let Some(text) = &report.title {
            title.text(text.as_str(), TITLE_COLUMNS);
        }
        if let Some(date) = report.date {
            title.line(date.to_string());
        }
        lines::findings(&mut title, &self.report_marks, TITLE_COLUMNS);
        title
    }

    /// The clusters and the nodes outside them, in an order in which Graphviz draws the report's order.
    fn body(&self, text: &mut Printed) {
        let homes =
            if self.options.clusters { homes(self.argument) } else { vec![Home::Nowhere; self.argument.node_count()] };
        let mut members: Vec<Vec<NodeHandle>> = vec![Vec::new(); self.argument.node_count()];
        for (handle, _) in self.argument.nodes() {
            if let Home::In(judgement) = homes[handle.index()] {
                members[judgement.index()].push(handle);
            }
        }
        let stmt = |handle: NodeHandle| match homes[handle.index()] {
            Home::In(judgement) if judgement == handle => Some(self.cluster(handle, &members[handle.index()])),
            Home::In(_) => None,
            Home::Nowhere | Home::Shared => Some(self.node(handle)),
        };
        // Graphviz lays ranks out downwards, each from right to left as it were, and turns the picture afterwards. So
        // the author's order comes out if either the parts that hang together nowhere are given last to first, or the
        // nodes of each cluster and the edges are.
        let legend = self.has_legend().then(|| self.legend());
        let parts = components(self.argument).into_iter();
        let count = self.argument.node_count();
        if self.is_sideways() {
            text.push_all(legend, 1, Some);
            text.push_all(parts.rev().flatten(), count, stmt);
        } else {
            text.push_all(parts.flatten(), count, stmt);
            text.push_all(legend, 1, Some);
        }
    }

    /// Whether judgements and premises stand side by side, and not one above the other.
    fn is_sideways(&self) -> bool {
        matches!(self.options.direction, Direction::Right | Direction::Left)
    }

    fn cluster(&self, judgement: NodeHandle, members: &[NodeHandle]) -> Stmt {
        let id = self.argument.node(judgement).id.as_str();
        let mut stmts = self.cluster_look(id);
        let from = stmts.len();
        stmts.extend(members.iter().map(|&member| self.node(member)));
        if !self.is_sideways() {
            stmts[from..].reverse();
        }
        // A cluster's name must begin with "cluster"; what follows is mended like a node's name. Ids are unique, and
        // so are names made of them.
        let name = unquoted(&self.names[judgement.index()]);
        Stmt::Subgraph(Subgraph { id: DotId::Escaped(format!("\"cluster_{name}\"")), stmts })
    }

    fn cluster_look(&self, label: &str) -> Vec<Stmt> {
        let palette = self.palette;
        vec![
            Stmt::Attribute(attribute("label", quote::phrase(label))),
            // A cluster's label is turned with the picture.
            set("labeljust", if self.options.direction == Direction::Right { "r" } else { "l" }),
            set("labelloc", if self.options.direction == Direction::Down { "b" } else { "t" }),
            set("fontsize", "13"),
            set("style", "filled,rounded"),
            set("color", palette.cluster_line),
            set("fillcolor", palette.cluster_fill),
            set("margin", "14"),
        ]
    }

    fn node(&self, handle: NodeHandle) -> Stmt {
        let node = self.argument.node(handle);
        let marks = &self.marks[handle.index()];
        let mut attributes = Vec::new();
        if node.kind == NodeKind::Inference && self.warrant_edge(handle).is_some() {
            attributes.push(own("label", ""));
            attributes.push(own("width", "0.3"));
            attributes.push(own("height", "0.3"));
        } else {
            attributes.push(attribute("label", self.box_lines(handle, BOX_COLUMNS).quoted()));
        }
        let look = self.look(node.kind, marks.first().map(|(level, _)| *level));
        let changed = self.became(handle).map(|(became, _)| self.change_look(*became)).unwrap_or_default();
        attributes.extend(overlaid(look, changed));
        attributes.push(attribute("tooltip", quote::tooltip(&lines::tooltip(node))));
        Stmt::Node(DotNode::new(NodeId(self.names[handle.index()].clone(), None), attributes))
    }

    /// What a kind's box has of its own, with the border of the gravest finding about it.
    fn look(&self, kind: NodeKind, finding: Option<Level>) -> Vec<Attribute> {
        let (shape, style) = shape(kind);
        let mut attributes = Vec::new();
        if kind != NodeKind::Evidence {
            attributes.push(own("shape", shape));
            attributes.push(own("class", kind.word()));
        }
        if style != "filled" {
            attributes.push(own("style", style));
        }
        let judgement = kind == NodeKind::Judgement;
        let border = match finding {
            Some(level) => Some((self.palette.level(level), if judgement { "4" } else { "3" })),
            None => judgement.then_some((self.palette.ink, "2.4")),
        };
        if let Some((colour, width)) = border {
            attributes.push(own("color", colour));
            attributes.push(own("penwidth", width));
        }
        match kind {
            NodeKind::Judgement => {
                attributes.push(own("fillcolor", self.palette.judgement_fill));
                attributes.push(own("fontsize", "13"));
            }
            // Slanting sides take room of their own.
            NodeKind::Hypothesis => attributes.push(own("margin", "0.02,0.03")),
            _ => {}
        }
        attributes
    }

    fn box_lines(&self, handle: NodeHandle, columns: usize) -> Lines {
        let strength = self.options.strengths.and_then(|strengths| strengths.get(handle.index()).copied().flatten());
        let node = self.argument.node(handle);
        let with_id = node.kind != NodeKind::Judgement || !self.options.clusters;
        let known = Known {
            strength,
            status: self.options.acceptance.and_then(|all| all.get(handle.index()).copied()),
            marks: &self.marks[handle.index()],
            linchpin_of: &self.linchpin_of[handle.index()],
            hidden: self.options.hidden.get(handle.index()).copied().unwrap_or(0),
        };
        let mut lines = Lines::default();
        if let Some((became, how)) = self.became(handle) {
            let word = [became.word().to_owned()];
            for line in if how.is_empty() { &word } else { how.as_slice() } {
                lines.text(line, columns);
            }
        }
        lines.append(lines::of_node(self.argument, node, &known, columns, with_id));
        lines
    }

    /// What became of a node, and how.
    fn became(&self, handle: NodeHandle) -> Option<&(Became, Vec<String>)> {
        self.options.changes.and_then(|changes| changes.nodes.get(handle.index())?.as_ref())
    }

    /// The line of what changed: by its colour, and by its width and dashes.
    fn change_look(&self, became: Became) -> Vec<Attribute> {
        let (width, style) = match became {
            Became::Added => ("5", None),
            Became::Removed => ("1.5", Some("dotted")),
            Became::Changed => ("3.5", Some("dashed")),
        };
        let mut look = vec![own("color", self.palette.became(became)), own("penwidth", width)];
        look.extend(style.map(|style| own("style", style)));
        look
    }

    /// The edge beside which an inference's words stand: a diamond around whole sentences would be huge.
    fn warrant_edge(&self, inference: NodeHandle) -> Option<EdgeHandle> {
        self.argument.conclusions(inference).find(|conclusion| conclusion.node != inference).map(|edge| edge.handle)
    }

    fn edge(&self, handle: EdgeHandle, edge: &Edge) -> Stmt {
        let (premise, conclusion) = self.argument.ends(handle);
        let mut label = lines::of_edge(edge);
        if self.argument.node(premise).kind == NodeKind::Inference && self.warrant_edge(premise) == Some(handle) {
            label.append(self.box_lines(premise, EDGE_COLUMNS));
        }
        let mut attributes = Vec::new();
        if !label.is_empty() {
            attributes.push(attribute("label", label.quoted()));
        }
        let mut look = self.edge_look(edge.kind);
        let weight = edge.weight.get();
        if weight < 1.0 {
            look.push(own("penwidth", &short(0.5 + 1.5 * weight)));
        }
        let became = self.options.changes.and_then(|changes| changes.edges.get(handle.index()).copied().flatten());
        let changed = became.map(|became| self.change_look(became)).unwrap_or_default();
        attributes.extend(overlaid(look, changed));
        let id = |handle| &self.argument.node(handle).id;
        let tooltip = format!("{} {} {}", id(premise), edge.kind.word(), id(conclusion));
        attributes.push(attribute("tooltip", quote::tooltip(&tooltip)));
        Stmt::Edge(arrow(self.names[premise.index()].clone(), self.names[conclusion.index()].clone(), attributes))
    }

    fn edge_look(&self, kind: EdgeKind) -> Vec<Attribute> {
        match kind {
            EdgeKind::Supports => Vec::new(),
            EdgeKind::Contradicts => vec![
                own("class", "contradicts"),
                own("color", self.palette.contradiction),
                own("style", "dashed"),
                own("arrowhead", "tee"),
                own("arrowsize", "1.1"),
            ],
        }
    }

    /// The judgements that bear on nothing, in one column.
    fn first_rank(&self) -> Option<Stmt> {
        let legend = self.has_legend().then(|| self.legend_names.iter().step_by(2).take(self.legend_rows().len()));
        let judgements = self.argument.judgements().filter(|(handle, _)| !self.argument.has_conclusion(*handle));
        let mut stmts: Vec<Stmt> = judgements
            .map(|(handle, _)| &self.names[handle.index()])
            .chain(legend.into_iter().flatten())
            .map(|name| Stmt::Node(DotNode::new(NodeId(name.clone(), None), Vec::new())))
            .collect();
        if stmts.len() < 2 {
            return None;
        }
        stmts.insert(0, set("rank", "sink"));
        Some(Stmt::Subgraph(Subgraph { id: DotId::Anonymous(String::new()), stmts }))
    }

    fn has_legend(&self) -> bool {
        self.options.legend && self.argument.node_count() > 0
    }

    /// The legend: conclusions in the judgements' column, premises in the next, the edges that occur between them.
    fn legend_rows(&self) -> Vec<LegendRow> {
        let occurring = |kinds: [NodeKind; 3]| {
            let mut kinds: Vec<NodeKind> = kinds.into();
            kinds.retain(|&kind| self.argument.nodes_of(kind).next().is_some());
            kinds.into_iter()
        };
        let mut conclusions = occurring([NodeKind::Judgement, NodeKind::Claim, NodeKind::Hypothesis]);
        let mut premises = occurring([NodeKind::Evidence, NodeKind::Assumption, NodeKind::Inference]);
        let mut edges = [EdgeKind::Supports, EdgeKind::Contradicts]
            .into_iter()
            .filter(|&kind| self.argument.edges().any(|(_, edge)| edge.kind == kind));
        let mut rows = Vec::new();
        loop {
            let row = LegendRow { conclusion: conclusions.next(), premise: premises.next(), edge: edges.next() };
            if row.conclusion.is_none() && row.premise.is_none() && row.edge.is_none() {
                return rows;
            }
            rows.push(row);
        }
    }

    fn legend(&self) -> Stmt {
        let mut stmts = self.cluster_look("Legend");
        let mut edges = Vec::new();
        for (row, names) in self.legend_rows().into_iter().zip(self.legend_names.chunks_exact(2)) {
            for (kind, name, role) in [(row.conclusion, &names[0], "conclusion"), (row.premise, &names[1], "premise")] {
                let attributes = match (kind, row.edge) {
                    (Some(kind), _) => {
                        let mut attributes = vec![own("label", kind.word())];
                        attributes.extend(self.look(kind, None));
                        attributes
                    }
                    (None, Some(_)) => vec![own("label", role), own("shape", "plaintext"), own("style", "solid")],
                    // Holds the row together, unseen.
                    (None, None) => vec![own("label", ""), own("style", "invis")],
                };
                stmts.push(Stmt::Node(DotNode::new(NodeId(name.clone(), None), attributes)));
            }
            let attributes = match row.edge {
                Some(kind) => {
                    let mut attributes = vec![own("label", kind.word())];
                    attributes.extend(self.edge_look(kind));
                    attributes
                }
                None => vec![own("style", "invis")],
            };
            edges.push(Stmt::Edge(arrow(names[1].clone(), names[0].clone(), attributes)));
        }
        stmts.extend(edges);
        // No judgement's cluster has this name, since theirs go on with an underscore.
        Stmt::Subgraph(Subgraph { id: DotId::Escaped("\"cluster legend\"".to_owned()), stmts })
    }
}

/// A graph in the making. Statements are printed a few at a time, and are gone: all of them together take many times the
/// room of the text.
struct Printed {
    text: String,
    /// About how many bytes are to come after the statements that are being printed.
    later: usize,
}

impl Printed {
    const HEAD: &str = "digraph argument {";
    const FOOT: &str = "\n}";

    fn new() -> Self {
        Self { text: Self::HEAD.to_owned(), later: 0 }
    }

    fn push(&mut self, stmt: Stmt) {
        self.push_printed(&Self::alone(vec![stmt]));
    }

    /// The statements about `count` things, in their order; printed side by side where there are as many as pay.
    fn push_all<T: Send + Sync>(
        &mut self,
        things: impl IntoIterator<Item = T>,
        count: usize,
        stmt: impl Fn(T) -> Option<Stmt> + Sync,
    ) {
        /// As many are taken at once, and as many of these printed as one graph.
        const TOGETHER: usize = 2048;
        const ALONE: usize = 32;
        let mut things = things.into_iter().peekable();
        let (start, mut done) = (self.text.len(), 0);
        while things.peek().is_some() {
            let mut parts: Vec<Vec<T>> = Vec::with_capacity(TOGETHER / ALONE);
            while parts.len() < TOGETHER / ALONE && things.peek().is_some() {
                parts.push(things.by_ref().take(ALONE).collect());
            }
            let print = |part: Vec<T>| Self::alone(part.into_iter().filter_map(&stmt).collect());
            if parts.len() < TOGETHER / ALONE {
                for part in parts {
                    self.push_printed(&print(part));
                }
                return;
            }
            done += TOGETHER;
            let printed: Vec<String> = parts.into_par_iter().map(print).collect();
            self.make_room(printed.iter().map(String::len).sum(), self.text.len() - start, done, count);
            for one in printed {
                self.push_printed(&one);
            }
        }
    }

    /// Makes room for `next` bytes, and if there is none, for as much more as `done` of `count` things took, these bytes
    /// with the `taken` ones: by doubling, two copies may be held that are each as large as the whole text.
    fn make_room(&mut self, next: usize, taken: usize, done: usize, count: usize) {
        if self.text.capacity() - self.text.len() < next {
            let rest = (taken + next) as u128 * count.saturating_sub(done) as u128 / done.max(1) as u128;
            let rest = usize::try_from(rest + rest / 16).unwrap_or(usize::MAX).saturating_add(self.later);
            self.text.reserve_exact(next + rest.clamp(self.text.len() / 2, self.text.len().saturating_mul(8)));
        }
    }

    /// A graph of these statements only. Empty for none.
    fn alone(stmts: Vec<Stmt>) -> String {
        if stmts.is_empty() {
            return String::new();
        }
        let alone = Graph::DiGraph { id: DotId::Plain("argument".to_owned()), strict: false, stmts };
        // Attributes stand on one line whatever their length, so that nothing is gained by printing short edges a second
        // time, as the printer does up to this size.
        alone.print(PrinterContext::default().with_inline_size(0))
    }

    fn push_printed(&mut self, printed: &str) {
        if printed.is_empty() {
            return;
        }
        let body = printed.strip_prefix(Self::HEAD).and_then(|rest| rest.strip_suffix(Self::FOOT));
        self.text.push_str(body.expect("the printer writes a graph around its statements"));
    }

    fn finish(mut self) -> String {
        self.text.push_str(Self::FOOT);
        self.text.push('\n');
        self.text
    }
}

/// Attributes with others in the place of those of the same name.
fn overlaid(mut look: Vec<Attribute>, over: Vec<Attribute>) -> Vec<Attribute> {
    look.retain(|Attribute(key, _)| over.iter().all(|Attribute(other, _)| key != other));
    look.extend(over);
    look
}

/// One line of the legend: what stands in the judgements' column, what bears on it, and how.
struct LegendRow {
    conclusion: Option<NodeKind>,
    premise: Option<NodeKind>,
    edge: Option<EdgeKind>,
}

fn quoted(name: &str) -> DotId {
    DotId::Escaped(quote::name(name))
}

/// The inside of a quoted name.
fn unquoted(name: &DotId) -> &str {
    match name {
        DotId::Escaped(name) => name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name),
        DotId::Plain(name) | DotId::Html(name) | DotId::Anonymous(name) => name,
    }
}

/// An attribute whose value is quoted already.
fn attribute(key: &str, value: String) -> Attribute {
    Attribute(DotId::Plain(key.to_owned()), DotId::Escaped(value))
}

/// An attribute of our own choice.
fn own(key: &str, value: &str) -> Attribute {
    attribute(key, quote::value(value))
}

fn set(key: &str, value: &str) -> Stmt {
    Stmt::Attribute(own(key, value))
}

fn arrow(premise: DotId, conclusion: DotId, attributes: Vec<Attribute>) -> DotEdge {
    let ty = EdgeTy::Pair(Vertex::N(NodeId(premise, None)), Vertex::N(NodeId(conclusion, None)));
    DotEdge { ty, attributes }
}

/// Graphviz's shape for a kind, and the style of its border.
fn shape(kind: NodeKind) -> (&'static str, &'static str) {
    match kind {
        NodeKind::Judgement => ("box", "filled"),
        NodeKind::Claim => ("box", "filled,rounded"),
        NodeKind::Evidence => ("note", "filled"),
        NodeKind::Assumption => ("tab", "filled,dashed"),
        NodeKind::Hypothesis => ("octagon", "filled"),
        NodeKind::Inference => ("diamond", "filled"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_statements_are_printed_in_their_order() {
        let stmt = |number: usize| (!number.is_multiple_of(7)).then(|| set(&format!("key{number}"), "value"));
        let (mut together, mut one_by_one) = (Printed::new(), Printed::new());
        together.push_all(0..2500, 2500, stmt);
        for stmt in (0..2500).filter_map(stmt) {
            one_by_one.push(stmt);
        }
        let text = together.finish();
        assert_eq!(text, one_by_one.finish());
        assert_eq!(text.lines().count(), 2500 - 358 + 2);
    }

    #[test]
    fn room_is_made_for_what_is_to_come_and_not_twice_that() {
        let line = |number: usize| Some(set("key", &number.to_string()));
        // Of sizes up to twice the first, doubling leaves half of the room or more empty for one.
        for count in [40_000, 50_000, 60_000, 70_000] {
            let mut printed = Printed::new();
            printed.push_all(0..count, count, line);
            let (len, capacity) = (printed.text.len(), printed.text.capacity());
            assert!(capacity < len + len / 4, "{count}: {len} {capacity}");
        }
        let mut printed = Printed { later: 1_000_000, ..Printed::new() };
        printed.push_all(0..50_000, 50_000, line);
        assert!(printed.text.capacity() - printed.text.len() >= 1_000_000);
        // A count that is far off does no harm.
        for count in [0, 1, usize::MAX] {
            let mut printed = Printed::new();
            printed.push_all(0..5_000, count, line);
            assert_eq!(printed.text.lines().count(), 5_001);
        }
    }
}
