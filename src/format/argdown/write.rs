//! An argument as an Argdown document.

use std::fmt::Write;

use rustc_hash::FxHashSet;

use super::shortcodes::shortcode;
use crate::argument::{Argument, Edge, EdgeKind, Node, NodeHandle, NodeKind, Weight};
use crate::format::Written;
use crate::format::facts::{facts_of, flow, text};
use crate::format::graph_file::Value;
use crate::format::graph_file::write_front_matter;
use crate::format::names::names;
use crate::format::settle_kinds::settle_kinds;

/// Writes each node where it stands in the argument, with what bears on it under it. O(nodes + edges).
pub(super) fn write(argument: &Argument) -> Written {
    let mut notes = Vec::new();
    let titles = titles(argument, &mut notes);
    let front_matter = write_front_matter(argument, &titles, "===");
    let mut writer = Writer {
        argument,
        titles,
        in_lists: argument.nodes().map(|(node, _)| is_list(argument, node)).collect(),
        settled: settled(argument),
        parallel: 0,
        text: front_matter.map(|yaml| format!("===\n{yaml}===\n\n")).unwrap_or_default(),
    };
    for (handle, node) in argument.nodes() {
        writer.node(handle, node);
    }
    if writer.parallel > 0 {
        notes.push(format!("{} edges that run beside another of the same kind are left out", writer.parallel));
    }
    if !argument.suppressions.is_empty() {
        notes.push("silenced rules are left out".to_owned());
    }
    Written { bytes: writer.text.into_bytes(), notes }
}

/// Whether an inference is written as a premise–conclusion list: it has premises and one conclusion, all of them
/// statements.
fn is_list(argument: &Argument, handle: NodeHandle) -> bool {
    let is_statement = |node| argument.node(node).kind != NodeKind::Inference;
    if is_statement(handle) {
        return false;
    }
    let mut conclusions = argument.conclusions(handle);
    let is_concluded = conclusions
        .next()
        .is_some_and(|conclusion| conclusion.kind == EdgeKind::Supports && is_statement(conclusion.node))
        && conclusions.next().is_none();
    let mut premises = argument.premises(handle).filter(|premise| premise.kind == EdgeKind::Supports).peekable();
    is_concluded && premises.peek().is_some() && premises.all(|premise| is_statement(premise.node))
}

/// The kinds that the reader gives if nothing is said.
fn settled(argument: &Argument) -> Vec<NodeKind> {
    let mut copy = argument.clone();
    let nodes: Vec<NodeHandle> =
        argument.nodes().filter(|(_, node)| node.kind != NodeKind::Inference).map(|(handle, _)| handle).collect();
    settle_kinds(&mut copy, nodes);
    copy.nodes().map(|(_, node)| node.kind).collect()
}

/// The ids as titles: without what would end them.
fn titles(argument: &Argument, notes: &mut Vec<String>) -> Vec<String> {
    // `<+`, `<-` and `<_` are marks of relations, `<!--` of a comment.
    let is_title = |id: &str| !id.contains([']', '>', '\u{2028}', '\u{2029}']) && !id.starts_with(['-', '+', '_', '!']);
    let mended = |id: &str| {
        let title = id.replace([']', '>'], ")").replace(['\u{2028}', '\u{2029}'], " ");
        if title.starts_with(['-', '+', '_', '!']) { format!("~{title}") } else { title }
    };
    names(argument, is_title, mended, notes)
}

struct Writer<'a> {
    argument: &'a Argument,
    titles: Vec<String>,
    in_lists: Vec<bool>,
    settled: Vec<NodeKind>,
    parallel: usize,
    text: String,
}

impl Writer<'_> {
    fn node(&mut self, handle: NodeHandle, node: &Node) {
        let is_list = self.in_lists[handle.index()];
        self.title(handle);
        let words = node.text.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
        // The definition says where the node stands, so that a statement has one even if its title says all.
        if !words.is_empty() {
            self.text.push_str(": ");
            escape(&words, &mut self.text);
        } else if node.kind != NodeKind::Inference {
            self.text.push_str(": ");
            escape(&self.titles[handle.index()].clone(), &mut self.text);
        }
        let mut data = facts_of(node);
        let is_settled = node.kind != NodeKind::Inference && self.settled[handle.index()] == node.kind;
        if !is_list && !is_settled {
            data.insert(0, ("kind", text(node.kind.word())));
        }
        self.data(&data);
        self.text.push('\n');
        self.relations(handle);
        self.text.push('\n');
        if is_list {
            self.list(handle);
        }
    }

    fn title(&mut self, handle: NodeHandle) {
        let (open, close) =
            if self.argument.node(handle).kind == NodeKind::Inference { ('<', '>') } else { ('[', ']') };
        self.text.push(open);
        self.text.push_str(&self.titles[handle.index()]);
        self.text.push(close);
    }

    fn relations(&mut self, handle: NodeHandle) {
        let is_list = self.in_lists[handle.index()];
        let mut seen = FxHashSet::default();
        for premise in self.argument.premises(handle) {
            let is_support = premise.kind == EdgeKind::Supports;
            // Written in a list: as a premise of this inference, or as the conclusion of that one.
            if is_support && (is_list || self.in_lists[premise.node.index()]) {
                continue;
            }
            if !seen.insert((premise.node, premise.kind)) {
                self.parallel += 1;
                continue;
            }
            self.text.push_str(match (is_support, is_list) {
                (true, _) => "  + ",
                (false, false) => "  - ",
                (false, true) => "  _ ",
            });
            self.title(premise.node);
            self.data(&edge_data(premise.edge, true));
            self.text.push('\n');
        }
    }

    fn list(&mut self, handle: NodeHandle) {
        let mut number = 1;
        for premise in self.argument.premises(handle).filter(|premise| premise.kind == EdgeKind::Supports) {
            self.item(number, premise.node, premise.edge, true);
            number += 1;
        }
        if let Some(conclusion) = self.argument.conclusions(handle).next() {
            let rule = conclusion.edge.because.as_deref().filter(|because| is_rule(because));
            match rule {
                Some(rule) => {
                    let _ = writeln!(self.text, "--\n{rule}\n--");
                }
                None => self.text.push_str("----\n"),
            }
            self.item(number, conclusion.node, conclusion.edge, rule.is_none());
        }
        self.text.push('\n');
    }

    fn item(&mut self, number: usize, node: NodeHandle, edge: &Edge, says_why: bool) {
        let _ = write!(self.text, "({number}) ");
        self.title(node);
        self.data(&edge_data(edge, says_why));
        self.text.push('\n');
    }

    fn data(&mut self, data: &[(&'static str, Value<'static>)]) {
        if !data.is_empty() {
            let _ = write!(self.text, " {}", flow(data));
        }
    }
}

fn edge_data(edge: &Edge, says_why: bool) -> Vec<(&'static str, Value<'static>)> {
    let mut data = Vec::new();
    if edge.weight != Weight::FULL {
        data.push(("weight", Value::Number(edge.weight.get())));
    }
    if let Some(because) = edge.because.as_ref().filter(|_| says_why) {
        data.push(("because", text(because)));
    }
    data
}

/// Whether a reason can stand as an inference rule, word for word.
fn is_rule(because: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '\'' | '(' | ')' | '’');
    because.starts_with(char::is_alphabetic)
        && because.chars().all(is_plain)
        && !because.contains("  ")
        && !because.ends_with(' ')
}

/// Writes words so that they are read as words: what would mark something stands behind a backslash.
fn escape(words: &str, text: &mut String) {
    let mut rest = words;
    while let Some(c) = rest.chars().next() {
        let mut after = &rest[c.len_utf8()..];
        let word = if matches!(c, '.' | ':') { word_between(c, after) } else { None };
        let is_marked = match c {
            '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '{' | '}' => true,
            '/' => after.starts_with(['/', '*']),
            '=' => after.starts_with("==") || text.ends_with("\\="),
            '.' | ':' => word.is_some_and(|word| !is_harmless(word)),
            'i' => text.ends_with('@') && after.starts_with("nclude("),
            _ => false,
        };
        if is_marked {
            text.push('\\');
        }
        text.push(c);
        if let Some(word) = word.filter(|_| !is_marked) {
            // Read as one word, marks included.
            text.push_str(word);
            text.push(c);
            after = &after[word.len() + c.len_utf8()..];
        }
        rest = after;
    }
}

/// The word up to the next `mark`, if there is no blank before it: Argdown writes signs so.
fn word_between(mark: char, after: &str) -> Option<&str> {
    let end = after.char_indices().find(|&(at, c)| at > 0 && c == mark || c.is_whitespace());
    end.filter(|&(_, c)| c == mark).map(|(length, _)| &after[..length])
}

/// Whether a word between marks is no sign or little picture of Argdown's, and holds nothing that must be escaped.
fn is_harmless(word: &str) -> bool {
    let is_picture = word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    shortcode(word).is_none() && !is_picture && word.chars().all(char::is_alphanumeric)
}
