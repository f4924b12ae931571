//! D2 (d2lang.com), a language of diagrams that its own compiler lays out.
//!
//! Kinds are told apart by shape, support and contradiction by line and word. Nodes have names of our own (`n0`, `n1`,
//! …); a report's words stand in double-quoted labels only, in which they stay text.

use std::fmt::Write as _;

use super::{WriteFault, WriteOptions, Writer, Written};
use crate::argument::{Argument, EdgeKind, NodeHandle, NodeKind};
use crate::draw::{Direction, Palette};
use crate::format::dot::lines::{self, BOX_COLUMNS, Known, Lines, TITLE_COLUMNS};
use crate::part::Part;

/// D2.
#[derive(Clone, Copy, Debug)]
pub struct D2;

impl Writer for D2 {
    fn name(&self) -> &'static str {
        "d2"
    }

    fn summary(&self) -> &'static str {
        "a diagram for the D2 compiler"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["d2"]
    }

    fn is_diagram(&self) -> bool {
        true
    }

    fn keeps(&self) -> &'static str {
        "nodes and edges with their kinds and weights, to draw"
    }

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        Ok(print(&options.part(argument), options).into())
    }
}

/// One statement a line, nodes and edges in the report's order. O(length of the output).
fn print(part: &Part<'_>, options: &WriteOptions<'_>) -> String {
    let argument = part.argument;
    let (marks, report_marks) = lines::marks(argument, part.findings.as_deref().unwrap_or_default());
    let mut linchpin_of: Vec<Vec<NodeHandle>> = vec![Vec::new(); argument.node_count()];
    for (judgement, linchpin) in part.linchpins() {
        linchpin_of[linchpin.index()].push(judgement);
    }
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "direction: {}", direction(options.look.direction));
    classes(&mut text, Palette::of(options.look.theme));
    let mut title = Lines::default();
    if let Some(said) = &argument.report.title {
        title.text(said.as_str(), TITLE_COLUMNS);
    }
    if let Some(date) = argument.report.date {
        title.line(date.to_string());
    }
    lines::findings(&mut title, &report_marks, TITLE_COLUMNS);
    if !title.is_empty() {
        let _ = writeln!(text, "title: {} {{class: title; near: top-center; shape: text}}", quoted(&title.plain()));
    }
    for (handle, node) in argument.nodes() {
        let at = handle.index();
        let strength = part.strengths.as_ref().and_then(|strengths| strengths[at]);
        let known = Known {
            strength,
            status: part.status(handle),
            marks: &marks[at],
            linchpin_of: &linchpin_of[at],
            hidden: part.hidden(handle),
        };
        let said = lines::of_node(argument, node, &known, BOX_COLUMNS, true).plain();
        let _ = writeln!(text, "n{at}: {} {{class: {}}}", quoted(&said), node.kind);
    }
    for (handle, edge) in argument.edges() {
        let (premise, conclusion) = argument.ends(handle);
        let mut said = String::new();
        if edge.kind == EdgeKind::Contradicts {
            let undercuts = argument.node(conclusion).kind == NodeKind::Inference;
            said.push_str(if undercuts { "undercuts" } else { "contradicts" });
        }
        let more = lines::of_edge(edge).plain();
        if !said.is_empty() && !more.is_empty() {
            said.push(' ');
        }
        said.push_str(&more);
        let label = if said.is_empty() { said } else { format!("{} ", quoted(&said)) };
        let (premise, conclusion, class) = (premise.index(), conclusion.index(), edge.kind.word());
        let _ = writeln!(text, "n{premise} -> n{conclusion}: {label}{{class: {class}}}");
    }
    text
}

/// The way of an edge, from premise to conclusion.
fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Right => "left",
        Direction::Left => "right",
        Direction::Down => "up",
        Direction::Up => "down",
    }
}

fn classes(text: &mut String, palette: &Palette) {
    let _ = writeln!(text, "style.fill: \"{}\"", palette.background);
    text.push_str("classes: {\n");
    let _ = writeln!(text, "  title: {{style: {{font-size: 24; font-color: \"{}\"}}}}", palette.ink);
    for kind in NodeKind::ALL {
        let (shape, fill, stroke, more) = match kind {
            NodeKind::Judgement => {
                ("rectangle", palette.judgement_fill, palette.ink, "; stroke-width: 3; double-border: true")
            }
            NodeKind::Claim => ("rectangle", palette.fill, palette.line, "; border-radius: 12"),
            NodeKind::Evidence => ("rectangle", palette.fill, palette.line, ""),
            NodeKind::Assumption => ("rectangle", palette.fill, palette.line, "; border-radius: 12; stroke-dash: 4"),
            NodeKind::Hypothesis => ("hexagon", palette.fill, palette.line, ""),
            NodeKind::Inference => ("oval", palette.fill, palette.line, ""),
        };
        let ink = palette.ink;
        let _ = writeln!(
            text,
            "  {kind}: {{shape: {shape}; style: {{fill: \"{fill}\"; stroke: \"{stroke}\"; font-color: \"{ink}\"; bold: \
             false{more}}}}}"
        );
    }
    for (kind, colour, dash) in
        [(EdgeKind::Supports, palette.support, ""), (EdgeKind::Contradicts, palette.contradiction, "; stroke-dash: 4")]
    {
        let (word, ink) = (kind.word(), palette.ink);
        let _ = writeln!(
            text,
            "  {word}: {{style: {{stroke: \"{colour}\"; font-color: \"{ink}\"; stroke-width: 2{dash}}}}}"
        );
    }
    text.push_str("}\n");
}

/// A text as a double-quoted string: a dollar sign would begin a substitution. Control characters, which no picture
/// can hold, are replaced.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' | '$' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => quoted.push(char::REPLACEMENT_CHARACTER),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::argument::testing::sketch;

    #[test]
    fn every_node_and_edge_is_a_statement() {
        let mut argument =
            sketch("kj1: judgement \"It ${x} \\ #rains\"\ni: inference \"step\"\ne -> i 0.5\ni -> kj1\nf -x i\n");
        argument.report.title = Some(crate::document::Prose::synthetic("T"));
        let bytes = D2.write(&argument, &WriteOptions::default()).unwrap().bytes;
        let text = String::from_utf8(bytes).unwrap();
        let body: Vec<&str> = text.lines().skip_while(|line| *line != "}").skip(1).collect();
        assert_eq!(
            body,
            [
                "title: \"T\" {class: title; near: top-center; shape: text}",
                "n0: \"It \\${x} \\\\ #rains\\n[kj1]\" {class: judgement}",
                "n1: \"step\\n[i]\" {class: inference}",
                "n2: \"e\\n[e]\" {class: evidence}",
                "n3: \"f\\n[f]\" {class: evidence}",
                "n2 -> n1: \"0.5\" {class: supports}",
                "n1 -> n0: {class: supports}",
                "n3 -> n1: \"undercuts\" {class: contradicts}",
            ]
        );
    }

    #[test]
    fn quotation_marks_do_not_end_a_label() {
        assert_eq!(quoted("a\"b\n\u{1}\t$"), "\"a\\\"b\\n\u{fffd} \\$\"");
    }
}
