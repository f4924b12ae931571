//! An argument as an indented list.

use std::fmt::Write;

use crate::argument::{Argument, EdgeKind, Node, NodeHandle, NodeKind};
use crate::format::Written;
use crate::format::names::names;
use crate::format::outline::{left_out, outline};

/// Deeper than this, a package of its own is begun and cited.
const DEEPEST: usize = 40;

/// Writes each node once, under the first that it bears on, and cites it elsewhere. O(nodes + edges).
pub(super) fn write(argument: &Argument) -> Written {
    let mut notes = Vec::new();
    let names = identifiers(argument, &mut notes);
    let (places, parallel) = outline(argument, DEEPEST);
    let mut text = String::new();
    let mut is_declared = vec![false; argument.node_count()];
    for place in places {
        let node = argument.node(place.node);
        if place.depth == 0 && !text.is_empty() {
            text.push('\n');
        }
        let contradicts = place.edge.is_some_and(|edge| edge.kind == EdgeKind::Contradicts);
        let _ = write!(text, "{:indent$}- ", "", indent = 2 * place.depth);
        let name = &names[place.node.index()];
        if place.is_own {
            is_declared[place.node.index()] = true;
            let _ = write!(text, "{} {name}:", word(argument, place.node));
            element(argument, node, contradicts, &mut text);
        } else if is_declared[place.node.index()] {
            let _ = write!(text, "Link {name}{}", if contradicts { " {defeater}" } else { "" });
        } else {
            let _ = write!(text, "Claim ^{name}");
            if contradicts {
                text.push(':');
                element(argument, node, true, &mut text);
            }
        }
        text.push('\n');
    }
    lost(argument, parallel, &mut notes);
    Written { bytes: text.into_bytes(), notes }
}

/// The type that a node is written as.
fn word(argument: &Argument, handle: NodeHandle) -> &'static str {
    let node = argument.node(handle);
    let is_supported = argument.has_premise(handle, EdgeKind::Supports);
    match node.kind {
        NodeKind::Inference => "Strategy",
        NodeKind::Evidence if !is_supported => "Evidence",
        NodeKind::Assumption if !is_supported && node.id.as_str().starts_with('J') => "Justification",
        NodeKind::Assumption if !is_supported => "Assumption",
        _ => "Claim",
    }
}

fn element(argument: &Argument, node: &Node, contradicts: bool, text: &mut String) {
    let words = node.text.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
    if !words.is_empty() {
        text.push(' ');
        text.push_str(&words);
    }
    let reference = node.sources.first().map(|reference| {
        let key = reference.key.as_str();
        let url = argument.source(key).and_then(|source| source.url.as_deref());
        let url =
            url.filter(|url| !url.contains(|c: char| c == ')' || c == '(' || c.is_control() || c.is_whitespace()));
        let plain = |text: &str| text.replace(|c: char| matches!(c, '(' | ')') || c.is_control(), " ");
        // verocase takes what has neither a full stop nor this sign for a remark.
        url.map_or_else(|| format!("#{}", plain(key)), plain)
    });
    if contradicts {
        text.push_str(" {defeater}");
    } else if words.ends_with('}') || reference.is_some() && words.ends_with(')') {
        text.push_str(" {}");
    }
    match reference {
        Some(reference) => {
            let _ = write!(text, " ({})", reference.trim());
        }
        None if words.ends_with(')') && !contradicts => text.push_str(" ()"),
        None => {}
    }
}

/// The ids as identifiers: without colons, carets and blanks at their ends.
fn identifiers(argument: &Argument, notes: &mut Vec<String>) -> Vec<String> {
    let is_identifier = |id: &str| !id.contains([':', '^']) && !id.contains(" {") && id.trim() == id;
    let mended = |id: &str| id.replace([':', '^', '{'], "-").trim().to_owned();
    names(argument, is_identifier, mended, notes)
}

/// Says what of this argument the format does not hold.
fn lost(argument: &Argument, parallel: usize, notes: &mut Vec<String>) {
    notes.extend(left_out(argument, parallel));
    if argument.nodes().any(|(_, node)| node.sources.len() > 1) {
        notes.push("of a node's sources only the first is written".to_owned());
    }
    if argument.nodes().any(|(_, node)| node.kind == NodeKind::Hypothesis) {
        notes.push("hypotheses are written as claims".to_owned());
    }
    if !argument.questions().is_empty() || !argument.suppressions.is_empty() || argument.report.title.is_some() {
        notes.push("the report's title and date, questions and silenced rules are left out".to_owned());
    }
}
