//! An argument as a [`Tree`], with the keys of a graph file.

use std::borrow::Cow;
use std::collections::HashSet;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::tree::{Entry, Tree, Value};
use crate::argument::{Argument, Edge, EdgeKind, Node, NodeHandle, Question, Source, Suppression, Weight};
use crate::document::Prose;
use crate::text::Span;

/// A table under construction; keys are written in the order in which they are added.
#[derive(Default)]
pub(super) struct Table(Vec<Entry<'static>>);

impl Table {
    pub fn add(&mut self, key: impl Into<Cow<'static, str>>, value: Value<'static>) {
        self.0.push(Entry { key: key.into(), key_span: Span::default(), value: plain(value) });
    }

    fn add_text(&mut self, key: &'static str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.add(key, text(&value));
        }
    }

    fn add_unless_empty(&mut self, key: &'static str, value: Value<'static>) {
        let empty = match &value {
            Value::List(items) => items.is_empty(),
            Value::Map(entries) => entries.is_empty(),
            _ => false,
        };
        if !empty {
            self.add(key, value);
        }
    }

    pub fn finish(self) -> Value<'static> {
        Value::Map(self.0)
    }
}

/// A value that stands in no file.
pub(super) fn plain(value: Value<'static>) -> Tree<'static> {
    Tree { value, span: Span::default() }
}

pub(super) fn text(value: &(impl ToString + ?Sized)) -> Value<'static> {
    Value::Text(Cow::Owned(value.to_string()))
}

fn texts(values: impl Iterator<Item = impl ToString>) -> Value<'static> {
    Value::List(values.map(|value| plain(text(&value))).collect())
}

/// The whole argument: report, nodes, sources and questions, each where there is one. O(nodes + edges).
pub(in crate::format) fn of_argument(argument: &Argument) -> Tree<'static> {
    let allowed = suppressions_by_node(argument);
    let allowed_for = |node| allow(allowed.get(&node).map_or(&[], Vec::as_slice));
    let mut root = Table::default();
    root.add_unless_empty("report", of_report(argument, allowed_for(None)));
    let mut nodes = Table::default();
    for (handle, node) in argument.nodes() {
        nodes.add(node.id.to_string(), of_node(argument, handle, node, allowed_for(Some(handle))));
    }
    // Always there: it is what a graph file is known by.
    root.add("nodes", nodes.finish());
    add_sources_and_questions(&mut root, argument, |node| argument.node(node).id.to_string());
    plain(root.finish())
}

/// What a graph file says beside nodes and edges: the tables of the report, its sources and questions; and for each
/// node its table without words and edges. For files of other formats, which have words and edges of their own.
pub(in crate::format) fn beside_the_graph(argument: &Argument) -> (Tree<'static>, Vec<Tree<'static>>) {
    let allowed = suppressions_by_node(argument);
    let allowed_for = |node| allow(allowed.get(&node).map_or(&[], Vec::as_slice));
    let mut root = Table::default();
    root.add_unless_empty("report", of_report(argument, allowed_for(None)));
    add_sources_and_questions(&mut root, argument, |node| argument.node(node).id.to_string());
    let nodes = argument.nodes().map(|(handle, node)| {
        let mut table = Table::default();
        table.add("kind", text(&node.kind));
        add_fields(&mut table, node);
        table.add_unless_empty("allow", allowed_for(Some(handle)));
        plain(table.finish())
    });
    (plain(root.finish()), nodes.collect())
}

/// The table of an edge of which more is said than its kind; `None` otherwise.
pub(in crate::format) fn beside_the_edge(weight: Weight, because: Option<&str>) -> Option<Tree<'static>> {
    let mut table = Table::default();
    if weight != Weight::FULL {
        table.add("weight", Value::Number(weight.get()));
    }
    table.add_text("because", because);
    (!table.0.is_empty()).then(|| plain(table.finish()))
}

/// The silenced rules of each node; those of the whole report under `None`.
pub(in crate::format) fn suppressions_by_node(argument: &Argument) -> FxHashMap<Option<NodeHandle>, Vec<&Suppression>> {
    let mut allowed: FxHashMap<Option<NodeHandle>, Vec<&Suppression>> = FxHashMap::default();
    for suppression in &argument.suppressions {
        allowed.entry(suppression.node).or_default().push(suppression);
    }
    allowed
}

/// What the report says of itself.
pub(in crate::format) fn of_report(argument: &Argument, allow: Value<'static>) -> Value<'static> {
    let mut report = Table::default();
    report.add_text("title", argument.report.title.as_ref().map(Prose::as_str));
    report.add_text("date", argument.report.date);
    report.add_text("yardstick", argument.report.yardstick.as_ref());
    report.add_unless_empty("allow", allow);
    report.finish()
}

/// The sources by key.
pub(in crate::format) fn of_sources(argument: &Argument) -> Value<'static> {
    let mut sources = Table::default();
    for source in argument.sources() {
        sources.add(source.key.to_string(), of_source(source));
    }
    sources.finish()
}

fn add_sources_and_questions(root: &mut Table, argument: &Argument, name: impl Fn(NodeHandle) -> String) {
    root.add_unless_empty("sources", of_sources(argument));
    root.add_unless_empty("questions", of_questions_called(argument, name));
}

/// Title, date and yardstick at the root, and sources and questions; `None` if there is none of these. Nodes are called
/// by `names`, which has a name for each in the order of their handles.
pub(in crate::format) fn of_front_matter(argument: &Argument, names: &[String]) -> Option<Tree<'static>> {
    let mut root = Table::default();
    root.add_text("title", argument.report.title.as_ref().map(Prose::as_str));
    root.add_text("date", argument.report.date);
    root.add_text("yardstick", argument.report.yardstick.as_ref());
    add_sources_and_questions(&mut root, argument, |node| names[node.index()].clone());
    match root.finish() {
        Value::Map(entries) if entries.is_empty() => None,
        root => Some(plain(root)),
    }
}

fn of_node(argument: &Argument, handle: NodeHandle, node: &Node, allow: Value<'static>) -> Value<'static> {
    let mut table = Table::default();
    table.add("kind", text(&node.kind));
    table.add("text", text(node.text.as_str()));
    add_fields(&mut table, node);
    for kind in [EdgeKind::Supports, EdgeKind::Contradicts] {
        let edges: Vec<(&str, &Edge)> = argument
            .conclusions(handle)
            .filter(|premise| premise.kind == kind)
            .map(|premise| (argument.node(premise.node).id.as_str(), premise.edge))
            .collect();
        table.add_unless_empty(kind.word(), of_edges(&edges));
    }
    table.add_unless_empty("allow", allow);
    table.finish()
}

/// What is said of a node beside its kind, its words and its edges.
fn add_fields(table: &mut Table, node: &Node) {
    table.add_text("likelihood", node.likelihood.as_deref().map(Prose::as_str));
    table.add_text("confidence", node.confidence.as_ref().map(|confidence| confidence.level));
    let basis = node.confidence.as_ref().and_then(|confidence| confidence.basis.as_ref());
    table.add_text("confidence-basis", basis.map(Prose::as_str));
    if let Some(credibility) = node.credibility {
        table.add("credibility", Value::Number(credibility.get()));
    }
    table.add_text("grade", node.grade);
    table.add_text("date", node.date);
    if node.inline {
        table.add("inline", Value::Bool(true));
    }
    table.add_unless_empty("sources", texts(node.sources.iter().map(|reference| &reference.key)));
}

/// A plain list of ids where nothing is said of the edges, else a table by conclusion.
fn of_edges(edges: &[(&str, &Edge)]) -> Value<'static> {
    let mut order: Vec<(&str, Vec<&Edge>)> = Vec::new();
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for &(conclusion, edge) in edges {
        let place = *places.entry(conclusion).or_insert_with(|| {
            order.push((conclusion, Vec::new()));
            order.len() - 1
        });
        order[place].1.push(edge);
    }
    let is_bare = |edge: &Edge| edge.weight == Weight::FULL && edge.because.is_none();
    if order.iter().all(|(_, edges)| matches!(edges.as_slice(), [edge] if is_bare(edge))) {
        return texts(order.iter().map(|(conclusion, _)| conclusion));
    }
    let mut table = Table::default();
    for (conclusion, edges) in order {
        let value = match edges.as_slice() {
            [edge] => of_edge(edge),
            several => Value::List(several.iter().map(|edge| plain(of_edge(edge))).collect()),
        };
        table.add(conclusion.to_owned(), value);
    }
    table.finish()
}

fn of_edge(edge: &Edge) -> Value<'static> {
    let weight = Value::Number(edge.weight.get());
    let Some(because) = &edge.because else { return weight };
    let mut table = Table::default();
    table.add("weight", weight);
    table.add("because", text(because));
    table.finish()
}

/// The silenced rules; of two reasons for one rule the first is kept, as a table has each key once.
pub(in crate::format) fn allow(suppressions: &[&Suppression]) -> Value<'static> {
    let mut table = Table::default();
    let mut seen: HashSet<&str, FxBuildHasher> = HashSet::default();
    for suppression in suppressions {
        if seen.insert(&suppression.rule) {
            table.add(suppression.rule.clone(), text(suppression.reason.as_deref().unwrap_or_default()));
        }
    }
    table.finish()
}

fn of_source(source: &Source) -> Value<'static> {
    let mut table = Table::default();
    table.add_text("title", source.title.as_ref());
    table.add_text("author", source.author.as_ref());
    table.add_text("publisher", source.publisher.as_ref());
    table.add_text("grade", source.grade);
    table.add_text("date", source.date);
    table.add_text("url", source.url.as_ref());
    table.add_text("archive", source.archive.as_ref());
    table.add_unless_empty("derived_from", texts(source.derived_from.iter()));
    table.finish()
}

/// The questions by id. A second question of an id, which only an argument made in memory can have, is numbered.
pub(in crate::format) fn of_questions(argument: &Argument) -> Value<'static> {
    of_questions_called(argument, |node| argument.node(node).id.to_string())
}

fn of_questions_called(argument: &Argument, name: impl Fn(NodeHandle) -> String) -> Value<'static> {
    let mut table = Table::default();
    let mut taken: HashSet<String, FxBuildHasher> =
        argument.questions().iter().map(|question| question.id.to_string()).collect();
    let mut written: HashSet<&str, FxBuildHasher> = HashSet::default();
    for question in argument.questions() {
        let mut id = question.id.to_string();
        if !written.insert(question.id.as_str()) {
            // One of as many names as there are questions is free.
            let names = (2..=argument.questions().len() + 2).map(|number| format!("{id}-{number}"));
            id = names.into_iter().find(|name| !taken.contains(name)).unwrap_or(id);
            taken.insert(id.clone());
        }
        table.add(id, of_question(question, &name));
    }
    table.finish()
}

fn of_question(question: &Question, name: impl Fn(NodeHandle) -> String) -> Value<'static> {
    let mut table = Table::default();
    table.add("text", text(&question.text));
    table.add_unless_empty("answers", texts(question.answers.iter().map(|&answer| name(answer))));
    table.finish()
}
