use std::collections::HashMap;

use rustc_hash::FxBuildHasher;
use smallvec::SmallVec;

use super::Syntax;
use super::decode::{Decoder, Reference};
use super::nearest::Suggestions;
use super::parts::{self, RawQuestion, SourceEntry};
use super::tree::{self, Entry, Taken, Tree, Value};
use crate::argument::{
    Argument, Defect, Edge, EdgeKind, Id, Node, NodeHandle, NodeKind, Origin, Question, SourceReference, Suppression,
    Weight,
};
use crate::document::Prose;
use crate::text::{Fault, SourceFile, SourceMap, Span};

pub(super) const ROOT_KEYS: &[&str] = &["report", "nodes", "sources", "questions", "$schema"];
pub(super) const NODE_KEYS: &[&str] = &[
    "kind",
    "text",
    "likelihood",
    "credibility",
    "confidence",
    "confidence-basis",
    "grade",
    "date",
    "sources",
    "supports",
    "contradicts",
    "allow",
    "inline",
];
/// The keys of a node beside its words and its edges.
pub(in crate::format) const NODE_FIELDS: &[&str] = &[
    "kind",
    "likelihood",
    "credibility",
    "confidence",
    "confidence-basis",
    "grade",
    "date",
    "sources",
    "allow",
    "inline",
];
/// The keys of a graph file beside its nodes.
pub(in crate::format) const ROOT_FIELDS: &[&str] = &["report", "sources", "questions"];
pub(super) const EDGE_KEYS: &[&str] = &["weight", "because"];

/// Reads a graph file.
///
/// A node without a `kind` is a claim if something supports it, else evidence. References to nodes and sources that
/// do not exist are no faults: they are left out and kept as [`Defect::DanglingReference`], for the rule of that
/// name. Texts are folded to one line, as everywhere. O(length of the file), except that near ids are looked for
/// (with a bound) where references dangle.
///
/// # Errors
/// All faults that were found, in the order of the text: syntax, unknown keys, values of a wrong type or out of
/// range, nodes without a text.
pub fn read(file: &SourceFile, syntax: Syntax) -> Result<Argument, Vec<Fault>> {
    let mut reader = Builder::new(file);
    let mut take = |entry: Entry<'_>| reader.own_node(&entry);
    let root = tree::parse_by_entries(file, syntax, "nodes", &mut take).map_err(|fault| vec![fault])?;
    reader.root(&root);
    reader.finish()
}

/// An edge whose conclusion is not looked up yet.
struct RawEdge {
    premise: NodeHandle,
    conclusion: Reference,
    edge: Edge,
}

/// Puts an argument together from the tables of a graph file, or of another format's file that holds some of ours.
pub(in crate::format) struct Builder<'f> {
    pub(in crate::format) decoder: Decoder<'f>,
    pub(in crate::format) argument: Argument,
    edges: Vec<RawEdge>,
    cited: Vec<(NodeHandle, Vec<Reference>)>,
    of_unknown_kind: Vec<NodeHandle>,
}

impl<'f> Builder<'f> {
    /// An empty argument of `file`.
    pub(in crate::format) fn new(file: &'f SourceFile) -> Self {
        Self {
            decoder: Decoder::new(file),
            argument: Argument::new(SourceMap::single(file.clone())),
            edges: Vec::new(),
            cited: Vec::new(),
            of_unknown_kind: Vec::new(),
        }
    }

    /// The argument, or every fault that was found, in the order of the text.
    pub(in crate::format) fn finish(self) -> Result<Argument, Vec<Fault>> {
        let mut faults = self.decoder.faults;
        if faults.is_empty() {
            return Ok(self.argument);
        }
        faults.sort_by_key(|fault| (fault.range.start, fault.range.end));
        Err(faults)
    }

    fn root(&mut self, root: &Tree<'_>) {
        self.tables(root, "a graph file", ROOT_KEYS);
    }

    /// What a table of `known` keys says of the argument as a whole, after its nodes and edges are there, where they
    /// do not stand in the table itself.
    pub(in crate::format) fn tables(&mut self, root: &Tree<'_>, what: &str, known: &[&str]) {
        let mut sources = Vec::new();
        let mut questions = Vec::new();
        for entry in self.decoder.entries(root, what) {
            match entry.key.as_ref() {
                key if !known.contains(&key) => self.decoder.unknown(entry, what, known),
                "report" => self.report(&entry.value),
                "nodes" => self.nodes(&entry.value),
                "sources" => sources = parts::sources(&mut self.decoder, &entry.value),
                "questions" => questions = parts::questions(&mut self.decoder, &entry.value),
                // For editors, which find the schema by it.
                "$schema" => {
                    self.decoder.text(&entry.value, "`$schema`");
                }
                _ => {}
            }
        }
        self.add_sources(&sources);
        self.cite();
        self.connect();
        self.settle_kinds();
        self.add_questions(questions);
        // Nodes are read before the rest, wherever the rest stands.
        self.argument.suppressions.sort_by_key(|suppression| suppression.span.start);
    }

    fn report(&mut self, tree: &Tree<'_>) {
        for entry in self.decoder.entries(tree, "`report`") {
            if entry.key == "allow" {
                self.allow(&entry.value, None);
            } else if !parts::report_key(&mut self.decoder, &mut self.argument.report, &entry.key, &entry.value) {
                self.decoder.unknown(entry, "the report", parts::REPORT_KEYS);
            }
        }
    }

    fn nodes(&mut self, tree: &Tree<'_>) {
        for entry in self.decoder.entries(tree, "`nodes`") {
            self.own_node(entry);
        }
    }

    fn own_node(&mut self, entry: &Entry<'_>) -> Taken {
        match self.decoder.id(&entry.key, entry.key_span) {
            Some(id) => self.node(id, entry),
            None => Taken::First,
        }
    }

    fn node(&mut self, id: Id, entry: &Entry<'_>) -> Taken {
        let fields = self.decoder.entries(&entry.value, "a node");
        let node = Node::new(id, NodeKind::Evidence, Prose::approximate("", entry.key_span), entry.span());
        let field = |key: &str| fields.iter().find(|field| field.key == key).map(|field| &field.value);
        let has_text = field("text").is_some_and(|text| !matches!(text.value, Value::Null));
        let is_inference = field("kind").is_some_and(|kind| kind.texts().next() == Some(NodeKind::Inference.word()));
        if !has_text && !is_inference {
            let message = format!("the node `{}` has no `text`", node.id);
            self.decoder.fault(entry.key_span, message, "add its words under the key `text`");
        }
        let Some((handle, kind)) = self.add(node, fields, NODE_KEYS) else { return Taken::Before };
        if kind.is_none() {
            self.of_unknown_kind.push(handle);
        }
        self.argument.make_room(entry.span().range().end, self.decoder.file.text().len());
        Taken::First
    }

    /// Adds a node with what its table says of it, by those of a node's keys that are `known` here; gives its kind
    /// back if that is said. `None` if the node's id is taken.
    pub(in crate::format) fn add(
        &mut self,
        mut node: Node,
        fields: &[Entry<'_>],
        known: &[&str],
    ) -> Option<(NodeHandle, Option<NodeKind>)> {
        let mut kind = None;
        let mut basis: Option<(Prose, Span)> = None;
        let mut sources = Vec::new();
        // The keys that need the node's handle.
        let mut later = Vec::new();
        for field in fields {
            let value = &field.value;
            match field.key.as_ref() {
                // All that are ever known have an arm below.
                key if known.len() < NODE_KEYS.len() && !known.contains(&key) => {
                    self.decoder.unknown(field, "a node", known);
                }
                "kind" => kind = self.decoder.kind(value),
                "text" => {
                    if let Some(text) = self.decoder.prose(value, "`text`") {
                        node.text = text;
                    }
                }
                "likelihood" => node.likelihood = self.decoder.prose(value, "`likelihood`").map(Box::new),
                "credibility" => node.credibility = self.decoder.credibility(value),
                "confidence" => node.confidence = self.decoder.confidence(value).map(Box::new),
                "confidence-basis" => {
                    basis = self.decoder.prose(value, "`confidence-basis`").map(|prose| (prose, field.key_span));
                }
                "grade" => node.grade = self.decoder.grade(value),
                "date" => node.date = self.decoder.date(value),
                "sources" => sources = self.decoder.references(value, "`sources`"),
                "inline" => node.inline = self.decoder.truth(value, "`inline`").unwrap_or(false),
                "supports" | "contradicts" | "allow" => later.push(field),
                _ => self.decoder.unknown(field, "a node", known),
            }
        }
        match (basis, &mut node.confidence) {
            (Some((basis, _)), Some(confidence)) => confidence.basis = Some(basis),
            (Some((_, span)), None) if !fields.iter().any(|field| field.key == "confidence") => {
                let help = "add `confidence` with low, moderate or high";
                self.decoder.fault(span, "there is a `confidence-basis` without a `confidence`", help);
            }
            _ => {}
        }
        if let Some(kind) = kind {
            node.kind = kind;
        }
        let handle = self.argument.add_node(node).ok()?;
        if !sources.is_empty() {
            self.cited.push((handle, sources));
        }
        for field in later {
            match field.key.as_ref() {
                "supports" => self.edges_of(handle, EdgeKind::Supports, &field.value),
                "contradicts" => self.edges_of(handle, EdgeKind::Contradicts, &field.value),
                _ => self.allow(&field.value, Some(handle)),
            }
        }
        Some((handle, kind))
    }

    fn allow(&mut self, tree: &Tree<'_>, node: Option<NodeHandle>) {
        for entry in self.decoder.entries(tree, "`allow`") {
            let reason = self.decoder.text(&entry.value, "the reason");
            let reason = reason.filter(|reason| !reason.trim().is_empty()).map(str::to_owned);
            let rule = entry.key.to_string();
            self.argument.suppressions.push(Suppression { rule, reason, span: entry.span(), node });
        }
    }

    fn edges_of(&mut self, premise: NodeHandle, kind: EdgeKind, tree: &Tree<'_>) {
        let Value::Map(entries) = &tree.value else {
            for conclusion in self.decoder.references(tree, &format!("`{}`", kind.word())) {
                let edge = plain_edge(kind, conclusion.span);
                let found = self.argument.find(&conclusion.id);
                self.lead(premise, found, (&conclusion.id, conclusion.span), edge);
            }
            return;
        };
        // Looked up all together, one after another: the processor then waits for several places of memory at once.
        let found: SmallVec<[Option<NodeHandle>; 8]> = if self.edges.is_empty() {
            entries.iter().map(|entry| self.argument.find(&entry.key)).collect()
        } else {
            // Edges keep their order.
            SmallVec::from_elem(None, entries.len())
        };
        for (entry, found) in entries.iter().zip(found) {
            if let Value::List(several) = &entry.value.value {
                for one in several {
                    self.edge(premise, (entry, found), plain_edge(kind, one.span), one);
                }
            } else {
                self.edge(premise, (entry, found), plain_edge(kind, entry.span()), &entry.value);
            }
        }
    }

    fn edge(
        &mut self,
        premise: NodeHandle,
        (conclusion, found): (&Entry<'_>, Option<NodeHandle>),
        mut edge: Edge,
        tree: &Tree<'_>,
    ) {
        match &tree.value {
            Value::Map(fields) => self.edge_fields(&mut edge, fields),
            _ => edge.weight = self.decoder.weight(tree).unwrap_or_default(),
        }
        self.lead(premise, found, (&conclusion.key, conclusion.key_span), edge);
    }

    /// Connects a premise with the conclusion of that id, at once if it was found; but edges keep their order.
    fn lead(&mut self, premise: NodeHandle, found: Option<NodeHandle>, (id, span): (&str, Span), edge: Edge) {
        match found.filter(|_| self.edges.is_empty()) {
            Some(found) => {
                self.argument.connect(premise, found, edge);
            }
            None => {
                let conclusion = Reference { id: id.to_owned(), span };
                self.edges.push(RawEdge { premise, conclusion, edge });
            }
        }
    }

    /// What a table says of an edge.
    pub(in crate::format) fn edge_fields(&mut self, edge: &mut Edge, fields: &[Entry<'_>]) {
        for field in fields {
            match field.key.as_ref() {
                "weight" => edge.weight = self.decoder.weight(&field.value).unwrap_or_default(),
                "because" => edge.because = self.decoder.text(&field.value, "`because`").map(Into::into),
                _ => self.decoder.unknown(field, "an edge", EDGE_KEYS),
            }
        }
    }

    fn add_sources(&mut self, entries: &[SourceEntry]) {
        let keys: HashMap<String, Id, FxBuildHasher> =
            entries.iter().map(|entry| (entry.source.key.to_string(), entry.source.key.clone())).collect();
        let mut suggestions = Suggestions::new(entries.iter().map(|entry| entry.source.key.as_str()).collect());
        let mut found = Vec::with_capacity(entries.len());
        for entry in entries {
            let mut source = entry.source.clone();
            for reference in &entry.derived_from {
                match keys.get(&reference.id) {
                    Some(key) => source.derived_from.push(key.clone()),
                    None => self.argument.defects.push(dangling(reference, "source", &mut suggestions)),
                }
            }
            found.push(source);
        }
        for source in found {
            // Keys of one table are unique, so that none is refused.
            let _ = self.argument.add_source(source);
        }
    }

    fn cite(&mut self) {
        let mut defects = Vec::new();
        let mut found = Vec::new();
        let mut suggestions = Suggestions::new(self.argument.sources().map(|source| source.key.as_str()).collect());
        for (node, references) in std::mem::take(&mut self.cited) {
            for reference in references {
                match self.argument.source(&reference.id) {
                    Some(source) => {
                        found.push((node, SourceReference { key: source.key.clone(), span: reference.span }));
                    }
                    None => defects.push(dangling(&reference, "source", &mut suggestions)),
                }
            }
        }
        for (node, reference) in found {
            self.argument.update_node(node, |node| node.sources.push(reference));
        }
        self.argument.defects.extend(defects);
    }

    fn connect(&mut self) {
        let mut missing = Vec::new();
        for RawEdge { premise, conclusion, edge } in std::mem::take(&mut self.edges) {
            match self.argument.find(&conclusion.id) {
                Some(found) => {
                    self.argument.connect(premise, found, edge);
                }
                None => missing.push(conclusion),
            }
        }
        self.note_missing_nodes(&missing);
    }

    fn add_questions(&mut self, questions: Vec<RawQuestion>) {
        let mut missing = Vec::new();
        for RawQuestion { id, text, answers, span } in questions {
            let mut found = Vec::new();
            for answer in answers {
                match self.argument.find(&answer.id) {
                    Some(node) => found.push(node),
                    None => missing.push(answer),
                }
            }
            self.argument.add_question(Question { id, text, answers: found, span });
        }
        self.note_missing_nodes(&missing);
    }

    fn note_missing_nodes(&mut self, missing: &[Reference]) {
        if missing.is_empty() {
            return;
        }
        let mut suggestions = Suggestions::new(self.argument.nodes().map(|(_, node)| node.id.as_str()).collect());
        let defects: Vec<Defect> =
            missing.iter().map(|reference| dangling(reference, "node", &mut suggestions)).collect();
        self.argument.defects.extend(defects);
    }

    fn settle_kinds(&mut self) {
        for handle in std::mem::take(&mut self.of_unknown_kind) {
            if self.argument.has_premise(handle, EdgeKind::Supports) {
                self.argument.update_node(handle, |node| node.kind = NodeKind::Claim);
            }
        }
    }
}

fn plain_edge(kind: EdgeKind, span: Span) -> Edge {
    Edge { kind, weight: Weight::FULL, because: None, span, origin: Origin::Stated }
}

fn dangling(reference: &Reference, wanted: &'static str, suggestions: &mut Suggestions<'_>) -> Defect {
    let nearest = suggestions.nearest(&reference.id).and_then(|id| Id::new(id).ok());
    Defect::DanglingReference { id: reference.id.clone(), span: reference.span, wanted, nearest }
}
