use std::fmt;

use rustc_hash::FxHashMap;

use crate::argument::{Argument, EdgeHandle, NodeHandle, Suppression};
use crate::document::Prose;
use crate::format::graph_file::tree::{Tree, Value};
use crate::format::graph_file::values;
use crate::format::{Part, WriteOptions};
use crate::text::Span;

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::format) enum Type {
    Text,
    Number,
    Truth,
}

/// A named value that nodes or edges carry.
#[derive(Clone, Copy, Debug)]
pub(in crate::format) struct Column {
    pub name: &'static str,
    pub of: Type,
}

const fn column(name: &'static str, of: Type) -> Column {
    Column { name, of }
}

/// What is written of a node, besides its id; `low`, `high` (the likelihood's band) and `strength` are computed, and not
/// read again.
pub(in crate::format) const NODE_COLUMNS: [Column; 14] = [
    column("kind", Type::Text),
    column("text", Type::Text),
    column("likelihood", Type::Text),
    column("low", Type::Number),
    column("high", Type::Number),
    column("confidence", Type::Text),
    column("confidence_basis", Type::Text),
    column("credibility", Type::Number),
    column("grade", Type::Text),
    column("date", Type::Text),
    column("inline", Type::Truth),
    column("strength", Type::Number),
    column("sources", Type::Text),
    column("allow", Type::Text),
];

/// What is written of an edge, besides its two ends.
pub(in crate::format) const EDGE_COLUMNS: [Column; 3] =
    [column("kind", Type::Text), column("weight", Type::Number), column("because", Type::Text)];

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::format) enum Field {
    Text(String),
    Number(f64),
    Truth(bool),
}

impl fmt::Display for Field {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => formatter.write_str(text),
            // The shortest digits that are read back as the same number.
            Self::Number(number) => number.fmt(formatter),
            Self::Truth(truth) => truth.fmt(formatter),
        }
    }
}

fn text(value: &(impl ToString + ?Sized)) -> Field {
    Field::Text(value.to_string())
}

/// An argument as rows.
pub(in crate::format) struct Rows<'a> {
    pub part: Part<'a>,
    allowed: FxHashMap<Option<NodeHandle>, Vec<Suppression>>,
}

impl<'a> Rows<'a> {
    /// The part of an argument that is to be written. O(nodes + edges).
    pub fn new(argument: &'a Argument, options: &WriteOptions<'a>) -> Self {
        let part = options.part(argument);
        let allowed = values::suppressions_by_node(part.argument)
            .into_iter()
            .map(|(node, all)| (node, all.into_iter().cloned().collect()))
            .collect();
        Self { part, allowed }
    }

    pub fn argument(&self) -> &'a Argument {
        self.part.argument
    }

    /// Which columns of nodes, and of edges, hold anything. O(nodes + edges).
    pub fn used(&self) -> ([bool; NODE_COLUMNS.len()], [bool; EDGE_COLUMNS.len()]) {
        fn of<const N: usize>(rows: impl Iterator<Item = [Option<Field>; N]>) -> [bool; N] {
            let mut used = [false; N];
            for row in rows {
                used.iter_mut().zip(&row).for_each(|(used, field)| *used |= field.is_some());
            }
            used
        }
        let argument = self.argument();
        let nodes = of(argument.nodes().map(|(handle, _)| self.node(handle)));
        (nodes, of(argument.edges().map(|(handle, _)| self.edge(handle))))
    }

    /// A node's values, in the order of [`NODE_COLUMNS`].
    pub fn node(&self, handle: NodeHandle) -> [Option<Field>; NODE_COLUMNS.len()] {
        let node = self.argument().node(handle);
        let confidence = node.confidence.as_ref();
        let strength = self.part.strengths.as_ref().and_then(|all| all.get(handle.index()).copied().flatten());
        let keys: Vec<&str> = node.sources.iter().map(|reference| reference.key.as_str()).collect();
        [
            Some(text(&node.kind)),
            Some(text(node.text.as_str())),
            node.likelihood.as_deref().map(|likelihood| text(likelihood.as_str())),
            node.estimate.as_ref().map(|estimate| Field::Number(estimate.low)),
            node.estimate.as_ref().map(|estimate| Field::Number(estimate.high)),
            confidence.map(|confidence| text(&confidence.level)),
            confidence.and_then(|confidence| confidence.basis.as_ref()).map(|basis| text(basis.as_str())),
            node.credibility.map(|credibility| Field::Number(credibility.get())),
            node.grade.map(|grade| text(&grade)),
            node.date.map(|date| text(&date)),
            node.inline.then_some(Field::Truth(true)),
            strength.map(Field::Number),
            (!keys.is_empty()).then(|| Field::Text(join(&keys))),
            self.allow(Some(handle)),
        ]
    }

    /// An edge's values, in the order of [`EDGE_COLUMNS`].
    pub fn edge(&self, handle: EdgeHandle) -> [Option<Field>; EDGE_COLUMNS.len()] {
        let edge = self.argument().edge(handle);
        [Some(text(edge.kind.word())), Some(Field::Number(edge.weight.get())), edge.because.as_ref().map(text)]
    }

    fn allow(&self, node: Option<NodeHandle>) -> Option<Field> {
        json(values::allow(&self.suppressions(node))).map(Field::Text)
    }

    fn suppressions(&self, node: Option<NodeHandle>) -> Vec<&Suppression> {
        self.allowed.get(&node).into_iter().flatten().collect()
    }

    /// What belongs to no node and no edge, each as JSON: `report`, `sources` and `questions`, as far as there are any.
    pub fn whole(&self) -> Vec<(&'static str, String)> {
        let argument = self.argument();
        let report = values::of_report(argument, values::allow(&self.suppressions(None)));
        let parts = [
            ("report", report),
            ("sources", values::of_sources(argument)),
            ("questions", values::of_questions(argument)),
        ];
        parts.into_iter().filter_map(|(name, value)| Some((name, json(value)?))).collect()
    }

    /// The report's title.
    pub fn title(&self) -> Option<&'a str> {
        self.argument().report.title.as_ref().map(Prose::as_str)
    }
}

/// A table as JSON on one line; `None` if it is empty.
fn json(value: Value<'static>) -> Option<String> {
    if matches!(&value, Value::Map(entries) if entries.is_empty()) {
        return None;
    }
    let text = serde_json::to_string(&Tree { value, span: Span::default() }).ok()?;
    // The two characters that JSON can hold bare and XML cannot.
    Some(text.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff"))
}

/// Several keys in one text: `a; b`, or a JSON list where that would not be read back as it is.
pub(in crate::format) fn join(keys: &[&str]) -> String {
    let is_plain = |key: &&str| key.trim() == *key && !key.contains(';') && !key.starts_with('[');
    if keys.iter().all(is_plain) {
        return keys.join("; ");
    }
    serde_json::to_string(keys).unwrap_or_default()
}
