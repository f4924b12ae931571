//! A Mermaid picture of what changed, for Markdown.

use std::fmt::Write as _;

use rustc_hash::{FxHashMap, FxHashSet};

use super::changes::{ChangeKind, Subject};
use super::told::opening;
use super::{Difference, Side};
use crate::argument::{EdgeKind, NodeHandle};
use crate::review::mermaid_text::label;

/// A picture is of this many nodes at most: those of the first changes.
const MOST: usize = 40;

/// A node of one of the editions: by its handle in the new one, or in the old one where it is gone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Place {
    New(NodeHandle),
    Gone(NodeHandle),
}

/// The nodes that changed with what they bear on, as the text of a Mermaid flowchart; `None` if no node or edge did.
///
/// New is green and thick, gone red and dashed, changed amber: by colour and by line. O(nodes + edges).
pub(super) fn mermaid(difference: &Difference<'_>) -> Option<String> {
    let mut classes: FxHashMap<Place, &'static str> = FxHashMap::default();
    let mut shown: Vec<Place> = Vec::new();
    let mut seen: FxHashSet<Place> = FxHashSet::default();
    let mut show = |place: Place, class: &'static str| {
        if seen.len() < MOST || seen.contains(&place) {
            if seen.insert(place) {
                shown.push(place);
            }
            let known = classes.entry(place).or_insert("");
            if known.is_empty() {
                *known = class;
            }
        }
    };
    for change in &difference.changes {
        let class = match change.kind {
            ChangeKind::Added => "added",
            ChangeKind::Removed => "removed",
            _ => "changed",
        };
        match change.subject {
            Subject::Node(_, Some(node)) => show(Place::New(node), class),
            Subject::Node(Some(node), None) => show(Place::Gone(node), class),
            Subject::Edge(before, now) => {
                for node in ends(&difference.new, now) {
                    show(Place::New(node), "");
                }
                for node in ends(&difference.old, before) {
                    show(in_new(difference, node), "");
                }
            }
            Subject::Source(..) | Subject::Node(None, None) => {}
        }
    }
    // What a changed node bears on, up to its judgement.
    let mut at = 0;
    while at < shown.len() && shown.len() < MOST {
        let next: Vec<Place> = match shown[at] {
            Place::New(node) => difference.new.argument.conclusions(node).map(|edge| Place::New(edge.node)).collect(),
            Place::Gone(node) => {
                difference.old.argument.conclusions(node).map(|edge| in_new(difference, edge.node)).collect()
            }
        };
        for place in next {
            if shown.len() < MOST && seen.insert(place) {
                shown.push(place);
            }
        }
        at += 1;
    }
    if shown.is_empty() {
        return None;
    }
    shown.sort_unstable();
    let numbers: FxHashMap<Place, usize> = shown.iter().enumerate().map(|(number, &place)| (place, number)).collect();
    let mut picture = String::from("flowchart RL\n");
    for (number, place) in shown.iter().enumerate() {
        let (argument, node) = match place {
            Place::New(node) => (difference.new.argument, *node),
            Place::Gone(node) => (difference.old.argument, *node),
        };
        let data = argument.node(node);
        let label = format!("{}<br>{}", label(data.id.as_str()), label(&opening(data.text.as_str(), 60)));
        let class =
            classes.get(place).filter(|class| !class.is_empty()).map_or_else(String::new, |c| format!(":::{c}"));
        // Writing to a string cannot fail.
        let _ = writeln!(picture, "  n{number}[\"{label}\"]{class}");
    }
    edges(difference, &numbers, &mut picture);
    picture.push_str(
        "  classDef added stroke:#2e7d32,stroke-width:3px\n  classDef removed stroke:#c62828,stroke-dasharray:5 4\n  \
         classDef changed stroke:#b26a00,stroke-width:2px\n",
    );
    Some(picture)
}

fn edges(difference: &Difference<'_>, numbers: &FxHashMap<Place, usize>, picture: &mut String) {
    let fresh: FxHashSet<usize> = difference
        .changes
        .iter()
        .filter(|change| matches!(change.kind, ChangeKind::Added | ChangeKind::Moved | ChangeKind::Turned))
        .filter_map(|change| if let Subject::Edge(_, Some(edge)) = change.subject { Some(edge.index()) } else { None })
        .collect();
    let lost: FxHashSet<usize> = difference
        .changes
        .iter()
        .filter(|change| matches!(change.kind, ChangeKind::Removed | ChangeKind::Moved))
        .filter_map(|change| if let Subject::Edge(Some(edge), _) = change.subject { Some(edge.index()) } else { None })
        .collect();
    let mut draw = |premise: Place, conclusion: Place, kind: EdgeKind, class: &str| {
        let (Some(from), Some(to)) = (numbers.get(&premise), numbers.get(&conclusion)) else { return };
        let (line, against) = match class {
            "removed" => ("-.->", "-.-x"),
            "added" => ("==>", "==x"),
            _ => ("-->", "--x"),
        };
        let line = if kind == EdgeKind::Supports { line } else { against };
        let _ = writeln!(picture, "  n{from} {line} n{to}");
    };
    for (handle, edge) in difference.new.argument.edges() {
        let (premise, conclusion) = difference.new.argument.ends(handle);
        let is_new = difference.matching.to_old(premise).is_none() || difference.matching.to_old(conclusion).is_none();
        let class = if is_new || fresh.contains(&handle.index()) { "added" } else { "" };
        draw(Place::New(premise), Place::New(conclusion), edge.kind, class);
    }
    for (handle, edge) in difference.old.argument.edges() {
        let (premise, conclusion) = difference.old.argument.ends(handle);
        let (premise, conclusion) = (in_new(difference, premise), in_new(difference, conclusion));
        let is_gone = matches!(premise, Place::Gone(_)) || matches!(conclusion, Place::Gone(_));
        if is_gone || lost.contains(&handle.index()) {
            draw(premise, conclusion, edge.kind, "removed");
        }
    }
}

fn ends(side: &Side<'_>, edge: Option<crate::argument::EdgeHandle>) -> Vec<NodeHandle> {
    edge.map_or_else(Vec::new, |edge| {
        let (premise, conclusion) = side.argument.ends(edge);
        vec![premise, conclusion]
    })
}

fn in_new(difference: &Difference<'_>, old: NodeHandle) -> Place {
    difference.matching.to_new(old).map_or(Place::Gone(old), Place::New)
}
