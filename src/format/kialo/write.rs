//! An argument as a numbered outline of pros and cons.

use std::fmt::Write;

use rustc_hash::{FxHashMap, FxHashSet};

use super::read::{described, numbered, stance};
use crate::argument::{Argument, EdgeKind, Node, NodeHandle, NodeKind, Source};
use crate::format::Written;
use crate::format::outline::{left_out, outline};

/// Deeper than this, a thesis of its own is begun and linked.
const DEEPEST: usize = 40;

/// Writes each node once, under the first that it bears on, and links to it elsewhere. O(nodes + edges).
pub(super) fn write(argument: &Argument) -> Written {
    let (places, parallel) = outline(argument, DEEPEST);
    let mut counts: Vec<usize> = Vec::new();
    let numbers: Vec<String> = places
        .iter()
        .map(|place| {
            counts.truncate(place.depth + 1);
            counts.resize(place.depth + 1, 0);
            counts[place.depth] += 1;
            counts.iter().map(|count| format!("{count}.")).collect()
        })
        .collect();
    let mut own: FxHashMap<NodeHandle, &str> = FxHashMap::default();
    for (place, number) in places.iter().zip(&numbers).filter(|(place, _)| place.is_own) {
        own.insert(place.node, number);
    }
    let mut text = String::new();
    if let Some(title) = &argument.report.title {
        let _ = writeln!(text, "Discussion Title: {}\n", one_line(title.as_str()));
    }
    let mut sources = Sources {
        argument,
        numbers: FxHashMap::default(),
        listed: Vec::new(),
        taken: argument.nodes().flat_map(|(_, node)| bracketed_numbers(node.text.as_str())).collect(),
    };
    for (place, number) in places.iter().zip(&numbers) {
        text.push_str(number);
        match place.edge.map(|edge| edge.kind) {
            Some(EdgeKind::Supports) => text.push_str(" Pro:"),
            Some(EdgeKind::Contradicts) => text.push_str(" Con:"),
            None => {}
        }
        text.push(' ');
        if place.is_own {
            text.push_str(&words(argument, place.node));
            sources.cite(argument.node(place.node), &mut text);
        } else {
            let _ = write!(text, "-> See {}", own.get(&place.node).copied().unwrap_or_default());
        }
        text.push('\n');
    }
    sources.list(&mut text);
    Written { bytes: text.into_bytes(), notes: lost(argument, parallel) }
}

/// A node's words on one line, or its id where it has none. Words that would be taken for something else stand in
/// quotation marks, and what would be taken for a link has a blank in it.
fn words(argument: &Argument, handle: NodeHandle) -> String {
    let node = argument.node(handle);
    let words = one_line(node.text.as_str()).replace("](http", "] (http");
    if words.is_empty() {
        return node.id.to_string();
    }
    let is_mistakable = stance(&words).is_some() || numbered(&words).is_some() || words.starts_with("-> See ");
    if is_mistakable { format!("“{words}”") } else { words }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Sources<'a> {
    argument: &'a Argument,
    numbers: FxHashMap<&'a str, usize>,
    listed: Vec<(usize, &'a Source)>,
    /// The numbers that stand in brackets among the words, where they refer to nothing and are to go on doing so.
    taken: FxHashSet<usize>,
}

/// The numbers that the text gives in brackets, as marks of sources are.
fn bracketed_numbers(text: &str) -> impl Iterator<Item = usize> {
    text.split('[').skip(1).filter_map(|rest| rest.split_once(']')?.0.parse().ok())
}

impl<'a> Sources<'a> {
    /// Writes the marks of a node's sources behind its words.
    fn cite(&mut self, node: &'a Node, text: &mut String) {
        for reference in &node.sources {
            let Some(source) = self.argument.source(reference.key.as_str()) else { continue };
            let known = self.numbers.get(source.key.as_str()).copied();
            let number = known.unwrap_or_else(|| {
                let mut number = self.listed.last().map_or(1, |(last, _)| last + 1);
                while self.taken.contains(&number) {
                    number += 1;
                }
                self.numbers.insert(source.key.as_str(), number);
                self.listed.push((number, source));
                number
            });
            let _ = write!(text, " [{number}]");
        }
    }

    fn list(&self, text: &mut String) {
        if !self.listed.is_empty() {
            text.push_str("\nSources:\n");
        }
        for (number, source) in &self.listed {
            // A key that says no more than the address or the number does is left out.
            let key = source.key.as_str();
            let says_more = |url: &str| url != key && key.strip_prefix("source-") != Some(number.to_string().as_str());
            let is_named = source.title.is_some() || source.url.as_deref().is_none_or(says_more);
            let title = source.title.as_deref().map_or_else(|| source.key.to_string(), one_line);
            let url = source.url.as_deref().map(one_line);
            // An address that is read out of the title is not said again: it would be taken for a part of the title.
            let of_title = described(&title);
            let is_in_title = is_named && of_title.title == Some(title.as_str()) && of_title.address == url.as_deref();
            let url = if is_in_title { None } else { url };
            let parts = [is_named.then_some(title), source.author.as_deref().map(one_line), url];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            let _ = writeln!(text, "[{number}] {}", parts.join(", "));
        }
    }
}

/// Says what of this argument the format does not hold.
fn lost(argument: &Argument, parallel: usize) -> Vec<String> {
    let mut notes = vec!["ids and kinds are left out: claims have numbers".to_owned()];
    if argument.nodes().any(|(_, node)| node.kind == NodeKind::Inference) {
        notes.push("inferences are written as claims".to_owned());
    }
    notes.extend(left_out(argument, parallel));
    if !argument.questions().is_empty() || !argument.suppressions.is_empty() {
        notes.push("questions and silenced rules are left out".to_owned());
    }
    notes
}
