use std::fmt::Write as _;

use super::{Syntax, apx};
use crate::argument::{Argument, EdgeKind};
use crate::format::Written;

/// Writes an argument's nodes and contradictions, in document order. O(nodes + edges).
pub(super) fn write(argument: &Argument, syntax: Syntax) -> Written {
    let mut text = String::new();
    let attacks = argument
        .edges()
        .filter(|(_, edge)| edge.kind == EdgeKind::Contradicts)
        .map(|(handle, _)| argument.ends(handle));
    // Writing to a string cannot fail.
    match syntax {
        Syntax::Af => {
            let _ = writeln!(text, "p af {}", argument.node_count());
            for (handle, node) in argument.nodes() {
                let _ = writeln!(text, "# {} {}", handle.index() + 1, node.id);
            }
            for (from, to) in attacks {
                let _ = writeln!(text, "{} {}", from.index() + 1, to.index() + 1);
            }
        }
        Syntax::Apx => {
            for (_, node) in argument.nodes() {
                let _ = writeln!(text, "arg({}).", apx::quoted(node.id.as_str()));
            }
            for (from, to) in attacks {
                let name = |node| apx::quoted(argument.node(node).id.as_str());
                let _ = writeln!(text, "att({},{}).", name(from), name(to));
            }
        }
        Syntax::Tgf => {
            let names = tgf_names(argument);
            for ((_, node), name) in argument.nodes().zip(&names) {
                let words = node.text.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
                let label = if words.is_empty() { node.id.as_str() } else { &words };
                let gap = if label == name { String::new() } else { format!(" {label}") };
                let _ = writeln!(text, "{name}{gap}");
            }
            text.push_str("#\n");
            for (from, to) in attacks {
                let _ = writeln!(text, "{} {}", names[from.index()], names[to.index()]);
            }
        }
    }
    Written { bytes: text.into_bytes(), notes: notes(argument, syntax) }
}

/// The ids, if none has white space in it or could be taken for the mark; else the nodes' numbers.
fn tgf_names(argument: &Argument) -> Vec<String> {
    let is_name = |id: &str| id != "#" && !id.contains(char::is_whitespace) && !id.starts_with('\u{feff}');
    if argument.nodes().all(|(_, node)| is_name(node.id.as_str())) {
        return argument.nodes().map(|(_, node)| node.id.to_string()).collect();
    }
    (1..=argument.node_count()).map(|number| number.to_string()).collect()
}

fn notes(argument: &Argument, syntax: Syntax) -> Vec<String> {
    let mut notes = Vec::new();
    let supports = argument.edges().filter(|(_, edge)| edge.kind == EdgeKind::Supports).count();
    if supports > 0 {
        let them = if supports == 1 { "1 support is".to_owned() } else { format!("{supports} supports are") };
        notes.push(format!(
            "{them} left out, as a framework has attacks alone; --reduction says what they come to in attacks"
        ));
    }
    if argument.edges().any(|(_, edge)| edge.kind == EdgeKind::Contradicts && edge.weight.get() < 1.0) {
        notes.push("the weights of contradictions are left out, as an attack has none".to_owned());
    }
    match syntax {
        Syntax::Af => notes.push("nodes are numbered; comments name the id of each number".to_owned()),
        Syntax::Apx => notes.push("the nodes' words are left out; arguments have their ids as names".to_owned()),
        Syntax::Tgf => {}
    }
    notes
}
