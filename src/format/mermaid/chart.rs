use std::fmt::Write as _;

use crate::argument::{EdgeHandle, EdgeKind, Node, NodeHandle, NodeKind, Weight};
use crate::draw::{Direction, Look, Palette, short, sign};
use crate::format::dot::lines::{self, Marks};
use crate::part::Part;
use crate::review::mermaid_text::{label, title};
use crate::rules::Level;

/// Pixels of a line in a box: as wide as the boxes of the other diagrams.
const WRAPPING_WIDTH: usize = 340;

pub(crate) struct Chart<'a> {
    pub(crate) part: &'a Part<'a>,
    pub(crate) look: Look<'a>,
    pub(crate) with_title: bool,
    /// What was left out.
    pub(crate) shortened: Option<&'a str>,
}

macro_rules! say {
    ($text:expr, $($rest:tt)*) => {{
        // Writing to a string cannot fail.
        let _ = writeln!($text, $($rest)*);
    }};
}

impl Chart<'_> {
    /// The diagram. One statement a line, nodes and edges in the report's order. O(length of the output).
    pub(crate) fn print(&self) -> String {
        let argument = self.part.argument;
        let findings = self.part.findings.as_deref().unwrap_or_default();
        let (marks, report_marks) = lines::marks(argument, findings);
        let mut linchpin_of = vec![Vec::new(); argument.node_count()];
        for (judgement, linchpin) in self.part.linchpins() {
            linchpin_of[linchpin.index()].push(judgement);
        }
        let mut text = self.front_matter(&report_marks);
        let direction = match self.look.direction {
            Direction::Right => "RL",
            Direction::Left => "LR",
            Direction::Down => "BT",
            Direction::Up => "TB",
        };
        say!(text, "flowchart {direction}");
        if let Some(shortened) = self.shortened {
            say!(text, "%% {shortened}.");
        }
        for (handle, node) in argument.nodes() {
            let said = if self.warrant_edge(handle).is_some() {
                String::new()
            } else {
                self.box_label(handle, &marks[handle.index()], &linchpin_of[handle.index()])
            };
            let (open, close) = shape(node.kind, said.is_empty());
            // An empty label would be the node's name.
            let said = if said.is_empty() { " " } else { &said };
            say!(text, "    n{}{open}\"{said}\"{close}", handle.index());
        }
        for (handle, edge) in argument.edges() {
            let (premise, conclusion) = argument.ends(handle);
            let mut parts = Vec::new();
            if edge.kind == EdgeKind::Contradicts {
                let undercuts = argument.node(conclusion).kind == NodeKind::Inference;
                parts.push(if undercuts { "undercuts" } else { "contradicts" }.to_owned());
            }
            if edge.weight != Weight::FULL {
                let weight = label(&short(edge.weight.get()));
                match parts.last_mut() {
                    Some(last) => *last = format!("{last} {weight}"),
                    None => parts.push(weight),
                }
            }
            parts.extend(edge.because.as_deref().map(label).filter(|because| !because.is_empty()));
            if self.warrant_edge(premise) == Some(handle) {
                parts.push(self.box_label(premise, &marks[premise.index()], &linchpin_of[premise.index()]));
            }
            let said = parts.join("<br>");
            let said = if said.is_empty() { said } else { format!("|\"{said}\"|") };
            let arrow = if edge.kind == EdgeKind::Supports { "-->" } else { "-.-x" };
            say!(text, "    n{} {arrow}{said} n{}", premise.index(), conclusion.index());
        }
        self.styles(&mut text, &marks);
        text
    }

    fn front_matter(&self, report_marks: &Marks) -> String {
        let mut text = String::from("---\n");
        let report = &self.part.argument.report;
        if self.with_title {
            let mut said: Vec<String> = report.title.iter().map(|title| title.as_str().to_owned()).collect();
            said.extend(report.date.map(|date| date.to_string()));
            said.extend(report_marks.iter().map(|(level, rule)| format!("{} {rule}", sign(*level))));
            if !said.is_empty() {
                say!(text, "title: {}", title(&said.join(" · ")));
            }
        }
        say!(text, "config:\n  flowchart:\n    wrappingWidth: {WRAPPING_WIDTH}\n---");
        text
    }

    /// The edge beside which an inference's words stand: a diamond around whole sentences would be huge.
    fn warrant_edge(&self, node: NodeHandle) -> Option<EdgeHandle> {
        let argument = self.part.argument;
        if argument.node(node).kind != NodeKind::Inference {
            return None;
        }
        argument.conclusions(node).find(|conclusion| conclusion.node != node).map(|edge| edge.handle)
    }

    /// What a box says; the lines of other diagrams, each wrapped by Mermaid.
    fn box_label(&self, handle: NodeHandle, marks: &Marks, linchpin_of: &[NodeHandle]) -> String {
        let argument = self.part.argument;
        let node = argument.node(handle);
        let strength = self.part.strengths.as_ref().and_then(|strengths| strengths[handle.index()]);
        let mut said = Vec::new();
        if node.kind == NodeKind::Judgement {
            said.push(format!("<b>{}</b>", label(node.id.as_str())));
        }
        said.push(label(node.text.as_str()));
        said.push(label(&lines::standing(node, strength).join(" · ")));
        said.extend(lines::acceptance(self.part.status(handle)).map(|status| label(&status)));
        said.extend(lines::linchpin_of(argument, linchpin_of).map(|linchpin| label(&linchpin)));
        said.push(self.origin_and_sources(node));
        said.extend(marks.iter().map(|(level, rule)| label(&format!("{} {rule}", sign(*level)))));
        said.extend(lines::more(self.part.hidden(handle)).map(|more| label(&more)));
        said.retain(|line| !line.is_empty());
        said.join("<br>")
    }

    fn origin_and_sources(&self, node: &Node) -> String {
        let origin = lines::origin(node, node.kind != NodeKind::Judgement).join(" · ");
        let sources = lines::sources(self.part.argument, node).join(", ");
        let both = if origin.is_empty() || sources.is_empty() { "" } else { " — " };
        label(&format!("{origin}{both}{sources}"))
    }

    fn styles(&self, text: &mut String, marks: &[Marks]) {
        let palette = Palette::of(self.look.theme);
        let argument = self.part.argument;
        let (ink, line) = (palette.ink, palette.line);
        for kind in NodeKind::ALL {
            let nodes: Vec<String> =
                argument.nodes_of(kind).map(|(handle, _)| format!("n{}", handle.index())).collect();
            if nodes.is_empty() {
                continue;
            }
            let word = kind.word();
            let (fill, stroke, more) = match kind {
                NodeKind::Judgement => (palette.judgement_fill, ink, ",stroke-width:2.5px"),
                NodeKind::Assumption => (palette.fill, line, ",stroke-dasharray:5 3"),
                _ => (palette.fill, line, ""),
            };
            say!(text, "    classDef {word} fill:{fill},stroke:{stroke},color:{ink}{more}");
            say!(text, "    class {} {word}", nodes.join(","));
        }
        for level in [Level::Error, Level::Warning, Level::Note] {
            let gravest =
                |(handle, _): &(NodeHandle, &Node)| marks[handle.index()].first().map(|mark| mark.0) == Some(level);
            let nodes: Vec<String> =
                argument.nodes().filter(gravest).map(|(handle, _)| format!("n{}", handle.index())).collect();
            if !nodes.is_empty() {
                let word = level.word();
                say!(text, "    classDef {word} stroke:{},stroke-width:3px", palette.level(level));
                say!(text, "    class {} {word}", nodes.join(","));
            }
        }
        for (kind, colour) in [(EdgeKind::Supports, palette.support), (EdgeKind::Contradicts, palette.contradiction)] {
            let edges: Vec<String> = argument
                .edges()
                .filter(|(_, edge)| edge.kind == kind)
                .map(|(handle, _)| handle.index().to_string())
                .collect();
            if !edges.is_empty() {
                say!(text, "    linkStyle {} stroke:{colour},stroke-width:2px", edges.join(","));
            }
        }
    }
}

/// What stands around a label, by the kind.
fn shape(kind: NodeKind, without_words: bool) -> (&'static str, &'static str) {
    match kind {
        NodeKind::Judgement => ("[[", "]]"),
        NodeKind::Claim => ("(", ")"),
        NodeKind::Evidence => ("[", "]"),
        NodeKind::Assumption => ("([", "])"),
        NodeKind::Hypothesis => ("{{", "}}"),
        NodeKind::Inference if without_words => ("((", "))"),
        NodeKind::Inference => ("{", "}"),
    }
}
