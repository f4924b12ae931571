//! What was read, as a line of text to compare.

use std::fmt::Write;

use super::Reading;
use crate::argument::EdgeKind;
use crate::text::Fault;

/// Ids with kinds, then edges (`-x` contradicts; weight and warrant where there are any), then what is lost, a line
/// each with its place.
pub(super) fn told_of(reading: &Reading) -> String {
    let argument = &reading.argument;
    let mut parts: Vec<String> = argument.nodes().map(|(_, node)| format!("{}:{}", node.id, node.kind)).collect();
    for (handle, edge) in argument.edges() {
        let (premise, conclusion) = argument.ends(handle);
        let [premise, conclusion] = [premise, conclusion].map(|node| argument.node(node).id.as_str());
        let arrow = if edge.kind == EdgeKind::Supports { "->" } else { "-x" };
        let weight = if edge.weight.get() < 1.0 { edge.weight.to_string() } else { String::new() };
        let because = edge.because.as_ref().map_or(String::new(), |because| format!("({because})"));
        parts.push(format!("| {premise}{arrow}{conclusion}{weight}{because}"));
    }
    let mut told = parts.join(" ");
    for loss in &reading.losses {
        let (start, _) = argument.files().positions(loss.span);
        write!(told, "\n{}:{}: {}", start.line, start.column, loss.message).unwrap();
    }
    told
}

/// The faults for which a file was refused.
///
/// # Panics
/// If it was read.
pub(super) fn refusal(result: Result<Reading, Vec<Fault>>) -> String {
    match result {
        Ok(reading) => panic!("read: {}", told_of(&reading)),
        Err(faults) => faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}
