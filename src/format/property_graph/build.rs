use std::borrow::Cow;

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::words::{self, EdgeValue, NodeValue, TEXT_NAMES};
use crate::argument::{
    Argument, Confidence, Credibility, Date, Defect, Edge, EdgeKind, Grade, Id, Node, NodeHandle, NodeKind, Origin,
    Question, Source, SourceReference, StatedConfidence, Suppression, Warrant, Weight,
};
use crate::document::Prose;
use crate::format::graph_file::Syntax;
use crate::format::graph_file::decode::{Decoder, placed};
use crate::format::graph_file::parts;
use crate::format::graph_file::tree::{self, Tree, Value, shown};
use crate::format::settle_kinds::settle_kinds;
use crate::format::{Loss, Reading};
use crate::text::{Fault, SourceFile, SourceMap, Span};

/// A named value as it is written.
#[derive(Clone, Debug)]
pub(in crate::format) struct Cell<'a> {
    pub name: Cow<'a, str>,
    pub value: Cow<'a, str>,
    /// Where the value stands.
    pub span: Span,
}

/// A node as it is written.
#[derive(Clone, Debug)]
pub(in crate::format) struct RawNode<'a> {
    pub id: Cow<'a, str>,
    pub id_span: Span,
    /// The whole of it.
    pub span: Span,
    pub cells: Vec<Cell<'a>>,
}

/// One end of an edge: a node's id, and where it is named.
#[derive(Clone, Debug)]
pub(in crate::format) struct End<'a> {
    pub id: Cow<'a, str>,
    pub span: Span,
}

/// An edge as it is written, from premise to conclusion.
#[derive(Clone, Debug)]
pub(in crate::format) struct RawEdge<'a> {
    pub source: End<'a>,
    pub target: End<'a>,
    /// The whole of it.
    pub span: Span,
    pub cells: Vec<Cell<'a>>,
}

/// What is not kept: once a name, at its first place, with how often.
#[derive(PartialEq, Eq, Hash)]
enum Left {
    NodeValue(String),
    EdgeValue(String),
    NodeKind(String),
    Relation(String),
    /// A value that is not what its name promises.
    Unreadable(&'static str),
    /// A value that says something else than an earlier one of the same meaning.
    SecondOfNode(String),
    SecondOfEdge(String),
    Other(String),
}

/// A node as far as its values are read.
struct Draft<'r, 'f> {
    node: Node,
    kind: Option<NodeKind>,
    /// The words, and how good their name is.
    words: Option<(usize, &'r Cell<'f>)>,
    basis: Option<&'r Cell<'f>>,
    allow: Option<&'r Cell<'f>>,
    sources: Vec<End<'f>>,
    /// What was taken, the words apart.
    taken: Vec<(NodeValue, &'r Cell<'f>)>,
}

/// Builds an argument from nodes and edges as they are read.
///
/// Values that linchpin has are taken under their own names and common others; what remains is a loss. A weight or a
/// credibility out of range, an id given twice and an edge to a node that is not there are faults; other values that
/// cannot be read are losses, as other tools mean other things by `confidence` or `date`.
pub(in crate::format) struct Builder<'f> {
    files: SourceMap,
    main: &'f SourceFile,
    argument: Argument,
    pub faults: Vec<Fault>,
    left: IndexMap<Left, (Span, usize), FxBuildHasher>,
    of_unknown_kind: Vec<NodeHandle>,
    cited: Vec<(NodeHandle, Vec<End<'f>>)>,
    has_sources: bool,
    questions: Vec<parts::RawQuestion>,
    /// Whether an end that is no node yet becomes one: an edge list stands alone.
    pub ends_are_nodes: bool,
}

impl<'f> Builder<'f> {
    /// Of one file, and those that belong to it.
    pub fn new(files: SourceMap, main: &'f SourceFile) -> Self {
        Self {
            argument: Argument::new(files.clone()),
            files,
            main,
            faults: Vec::new(),
            left: IndexMap::default(),
            of_unknown_kind: Vec::new(),
            cited: Vec::new(),
            has_sources: false,
            questions: Vec::new(),
            ends_are_nodes: false,
        }
    }

    fn file(&self, span: Span) -> &SourceFile {
        self.files.files().nth(span.file.index()).unwrap_or(self.main)
    }

    pub fn fault(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        let fault = Fault::new(self.file(span), span.range(), message).with_help(help);
        self.faults.push(fault);
    }

    fn leave(&mut self, what: Left, span: Span) {
        self.left.entry(what).or_insert((span, 0)).1 += 1;
    }

    /// Notes something that is not kept, in a sentence; the same sentence is noted once.
    pub fn lose(&mut self, span: Span, message: impl Into<String>) {
        self.leave(Left::Other(message.into()), span);
    }

    fn prose(&self, cell: &Cell<'_>) -> Prose {
        let raw = self.file(cell.span).text().get(cell.span.range()).unwrap_or_default();
        placed(&cell.value, raw, cell.span)
    }

    fn number(&mut self, cell: &Cell<'_>, what: &str, range: &str, help: &str) -> Option<f64> {
        let written = cell.value.trim();
        let number = written.parse::<f64>().ok();
        if number.is_none() {
            let message = format!("{what} must be {range}, not `{}`", shown(&cell.value));
            let with_point = written.replacen(',', ".", 1);
            if with_point.parse::<f64>().is_ok() {
                self.fault(cell.span, message, format!("write it with a point: {}", shown(&with_point)));
            } else {
                self.fault(cell.span, message, help);
            }
        }
        number
    }

    /// Adds a node. O(its values).
    pub fn node(&mut self, raw: &RawNode<'f>) {
        let id = match Id::new(&raw.id) {
            Ok(id) => id,
            Err(error) => {
                return self.fault(raw.id_span, error.to_string(), "write a short name on one line, such as `kj1`");
            }
        };
        if let Some(holder) = self.argument.find(&raw.id) {
            let line =
                self.file(self.argument.node(holder).span).position(self.argument.node(holder).span.start as usize);
            let message = format!("the id `{}` is given twice", shown(&raw.id));
            let help = format!("give one of the two another id; the first is on line {}", line.line);
            return self.fault(raw.id_span, message, help);
        }
        let mut draft = Draft {
            node: Node::new(id, NodeKind::Evidence, Prose::default(), raw.span),
            kind: None,
            words: None,
            basis: None,
            allow: None,
            sources: Vec::new(),
            taken: Vec::new(),
        };
        for cell in &raw.cells {
            match words::node_value(&cell.name) {
                Some(NodeValue::Text) => self.words(&mut draft, cell),
                Some(NodeValue::Computed) => {}
                // No value at all.
                Some(value) if cell.value.trim().is_empty() && !value.may_be_blank() => {}
                Some(value) => match draft.taken.iter().find(|(taken, _)| *taken == value) {
                    Some((_, first)) if first.value == cell.value => {}
                    Some(_) => self.leave(Left::SecondOfNode(cell.name.to_string()), cell.span),
                    None => {
                        if self.take(&mut draft, value, cell) {
                            draft.taken.push((value, cell));
                        }
                    }
                },
                None => self.leave(Left::NodeValue(cell.name.to_string()), cell.span),
            }
        }
        let Draft { mut node, kind, words, basis, allow, sources, .. } = draft;
        // Only a node of ours, which has a kind, has no words on purpose.
        node.text = match words {
            Some((_, cell)) if kind.is_some() || !cell.value.trim().is_empty() => self.prose(cell),
            None if kind == Some(NodeKind::Inference) => Prose::approximate("", raw.id_span),
            _ => Prose::approximate(raw.id.as_ref(), raw.id_span),
        };
        if let Some(cell) = basis {
            let prose = self.prose(cell);
            match &mut node.confidence {
                Some(confidence) => confidence.basis = Some(prose),
                None => self.leave(Left::Unreadable("confidence_basis"), cell.span),
            }
        }
        node.kind = kind.unwrap_or(NodeKind::Evidence);
        let Ok(handle) = self.argument.add_node(node) else { return };
        if kind.is_none() {
            self.of_unknown_kind.push(handle);
        }
        if !sources.is_empty() {
            self.cited.push((handle, sources));
        }
        if let Some(cell) = allow
            && let Some(tree) = self.json(cell)
        {
            self.allow(&tree, Some(handle));
        }
    }

    /// The words of a node, by the best of their names.
    fn words<'r>(&mut self, draft: &mut Draft<'r, 'f>, cell: &'r Cell<'f>) {
        let rank = TEXT_NAMES.iter().position(|name| words::is_alike(name, &cell.name)).unwrap_or(usize::MAX);
        match draft.words {
            // Two names for the same words.
            Some((_, other)) if other.value == cell.value => {}
            Some((best, other)) if rank < best => {
                self.leave(Left::NodeValue(other.name.to_string()), other.span);
                draft.words = Some((rank, cell));
            }
            Some((best, _)) if rank == best => self.leave(Left::SecondOfNode(cell.name.to_string()), cell.span),
            Some(_) => self.leave(Left::NodeValue(cell.name.to_string()), cell.span),
            None => draft.words = Some((rank, cell)),
        }
    }

    /// Takes any other value, which is not blank; `false` if it is not what its name promises.
    fn take<'r>(&mut self, draft: &mut Draft<'r, 'f>, value: NodeValue, cell: &'r Cell<'f>) -> bool {
        let word = cell.value.trim();
        let unreadable = match value {
            NodeValue::Kind => {
                let found = NodeKind::from_word(word.to_lowercase().as_str());
                draft.kind = draft.kind.or(found);
                found.is_none().then(|| Left::NodeKind(word.to_owned()))
            }
            NodeValue::Likelihood => {
                draft.node.likelihood = Some(Box::new(self.prose(cell)));
                None
            }
            NodeValue::Confidence => {
                let level = cell.value.parse::<Confidence>().ok();
                draft.node.confidence =
                    level.map(|level| Box::new(StatedConfidence { level, span: cell.span, basis: None }));
                level.is_none().then_some(Left::Unreadable("confidence"))
            }
            NodeValue::ConfidenceBasis => {
                draft.basis = Some(cell);
                None
            }
            NodeValue::Credibility => {
                const RANGE: &str = "a number from 0 to 1";
                const HELP: &str = "write it as a fraction, such as 0.9 for 90 %";
                if let Some(number) = self.number(cell, "a credibility", RANGE, HELP) {
                    match Credibility::new(number) {
                        Ok(credibility) => draft.node.credibility = Some(credibility),
                        Err(_) => {
                            let written = shown(cell.value.trim());
                            let message = format!("the credibility {written} is out of range: it must be {RANGE}");
                            self.fault(cell.span, message, HELP);
                        }
                    }
                }
                None
            }
            NodeValue::Grade => {
                draft.node.grade = word.parse::<Grade>().ok();
                draft.node.grade.is_none().then_some(Left::Unreadable("grade"))
            }
            NodeValue::Date => {
                draft.node.date = word.parse::<Date>().ok();
                draft.node.date.is_none().then_some(Left::Unreadable("date"))
            }
            NodeValue::Inline => {
                let truth = word.to_lowercase();
                draft.node.inline = matches!(truth.as_str(), "true" | "1");
                (!matches!(truth.as_str(), "true" | "1" | "false" | "0")).then_some(Left::Unreadable("inline"))
            }
            NodeValue::Sources => {
                let keys = split(&cell.value).into_iter();
                draft.sources = keys.map(|key| End { id: Cow::Owned(key), span: cell.span }).collect();
                None
            }
            NodeValue::Allow => {
                draft.allow = Some(cell);
                None
            }
            NodeValue::Computed | NodeValue::Text => None,
        };
        let is_readable = unreadable.is_none();
        if let Some(left) = unreadable {
            self.leave(left, cell.span);
        }
        is_readable
    }

    fn end(&mut self, end: &End<'f>, which: &str) -> Option<NodeHandle> {
        if let Some(found) = self.argument.find(&end.id) {
            return Some(found);
        }
        if self.ends_are_nodes && Id::new(&end.id).is_ok() {
            let node = RawNode { id: end.id.clone(), id_span: end.span, span: end.span, cells: Vec::new() };
            self.node(&node);
            return self.argument.find(&end.id);
        }
        match Id::new(&end.id) {
            Ok(_) => {
                let message = format!("the {which} of this edge, `{}`, is no node of the graph", shown(&end.id));
                self.fault(end.span, message, "name a node that exists, or add this one");
            }
            // No node can be called so.
            Err(error) => self.fault(end.span, error.to_string(), "write the id of a node there"),
        }
        None
    }

    /// Adds an edge; its ends must be there already. O(its values).
    pub fn edge(&mut self, raw: &RawEdge<'f>) {
        let mut kind: Option<EdgeKind> = None;
        let mut weight: Option<(Weight, &Cell<'_>)> = None;
        let mut because: Option<Warrant> = None;
        let mut label: Option<&Cell<'_>> = None;
        for cell in &raw.cells {
            let is_blank = cell.value.trim().is_empty();
            let is_second = match words::edge_value(&cell.name) {
                Some(EdgeValue::Kind | EdgeValue::Weight | EdgeValue::Label) if is_blank => false,
                Some(EdgeValue::Kind) => match words::relation(&cell.value) {
                    Some(found) => *kind.get_or_insert(found) != found,
                    None => {
                        self.leave(Left::Relation(cell.value.trim().to_owned()), cell.span);
                        false
                    }
                },
                Some(EdgeValue::Weight) => match weight {
                    Some((_, first)) => first.value.trim() != cell.value.trim(),
                    None => {
                        weight = self.weight(cell).map(|found| (found, cell));
                        false
                    }
                },
                Some(EdgeValue::Because) => **because.get_or_insert_with(|| (*cell.value).into()) != *cell.value,
                Some(EdgeValue::Label) => label.get_or_insert(cell).value != cell.value,
                None => {
                    self.leave(Left::EdgeValue(cell.name.to_string()), cell.span);
                    false
                }
            };
            if is_second {
                self.leave(Left::SecondOfEdge(cell.name.to_string()), cell.span);
            }
        }
        if let Some(label) = label {
            match words::relation(&label.value) {
                Some(found) => kind = kind.or(Some(found)),
                None if because.is_none() => because = Some((*label.value).into()),
                None => self.leave(Left::EdgeValue(label.name.to_string()), label.span),
            }
        }
        let ends = (self.end(&raw.source, "source"), self.end(&raw.target, "target"));
        let (Some(premise), Some(conclusion)) = ends else { return };
        let kind = kind.unwrap_or(EdgeKind::Supports);
        let weight = weight.map_or(Weight::FULL, |pair| pair.0);
        let edge = Edge { kind, weight, because, span: raw.span, origin: Origin::Stated };
        self.argument.connect(premise, conclusion, edge);
    }

    fn weight(&mut self, cell: &Cell<'_>) -> Option<Weight> {
        const RANGE: &str = "a number above 0 and at most 1";
        const HELP: &str = "divide all weights by the largest; leave the edge out if it has none";
        let number = self.number(cell, "a weight", RANGE, HELP)?;
        let weight = Weight::new(number).ok();
        if weight.is_none() {
            let message = format!("the weight {} is out of range: it must be {RANGE}", shown(cell.value.trim()));
            let help = if number < 0.0 {
                "write the number without its sign, and `contradicts` as the kind of the edge"
            } else {
                HELP
            };
            self.fault(cell.span, message, help);
        }
        weight
    }

    /// Takes a value of the whole graph: `report`, `sources` or `questions` as JSON, or a key of the report.
    pub fn whole(&mut self, cell: &Cell<'f>) {
        let name = cell.name.to_lowercase();
        match name.as_str() {
            "title" | "label" | "name" => self.argument.report.title = Some(self.prose(cell)),
            "date" => match cell.value.trim().parse::<Date>() {
                Ok(date) => self.argument.report.date = Some(date),
                Err(_) => self.lose(cell.span, "the graph's `date` is no date of the form 2022-02-16 and is left out"),
            },
            "yardstick" => {
                self.argument.report.yardstick = Some(cell.value.to_string());
                self.argument.report.yardstick_span = Some(cell.span);
            }
            "report" | "sources" | "questions" | "allow" => {
                if let Some(tree) = self.json(cell) {
                    self.part(&name, &tree);
                }
            }
            _ => self.lose(cell.span, format!("the graph's `{}` is left out", shown(&cell.name))),
        }
    }

    /// Takes a part of the whole: a table with the keys of a graph file.
    pub fn part(&mut self, name: &str, tree: &Tree<'_>) {
        let main = self.file(tree.span).clone();
        let mut decoder = Decoder::new(&main);
        match name {
            "allow" => self.allow(tree, None),
            "report" => {
                for entry in decoder.entries(tree, "`report`") {
                    if entry.key == "allow" {
                        self.allow(&entry.value, None);
                    } else if !parts::report_key(&mut decoder, &mut self.argument.report, &entry.key, &entry.value) {
                        decoder.unknown(entry, "the report", parts::REPORT_KEYS);
                    }
                }
            }
            "sources" => {
                self.has_sources = true;
                let entries = parts::sources(&mut decoder, tree);
                let keys: FxHashMap<String, Id> =
                    entries.iter().map(|entry| (entry.source.key.to_string(), entry.source.key.clone())).collect();
                for entry in entries {
                    let mut source = entry.source;
                    for reference in entry.derived_from {
                        match keys.get(&reference.id) {
                            Some(key) => source.derived_from.push(key.clone()),
                            None => self.argument.defects.push(dangling(&reference.id, reference.span, "source")),
                        }
                    }
                    if let Err(taken) = self.argument.add_source(source) {
                        let message = format!("the source `{}` is given twice", taken.key);
                        decoder.fault(taken.span, message, "keep one of the two");
                    }
                }
            }
            _ => self.questions.extend(parts::questions(&mut decoder, tree)),
        }
        self.faults.append(&mut decoder.faults);
    }

    fn allow(&mut self, tree: &Tree<'_>, node: Option<NodeHandle>) {
        let main = self.file(tree.span).clone();
        let mut decoder = Decoder::new(&main);
        for entry in decoder.entries(tree, "`allow`") {
            let reason = decoder.text(&entry.value, "the reason").filter(|reason| !reason.trim().is_empty());
            let (rule, reason) = (entry.key.to_string(), reason.map(str::to_owned));
            self.argument.suppressions.push(Suppression { rule, reason, span: entry.span(), node });
        }
        self.faults.append(&mut decoder.faults);
    }

    /// The JSON that a value holds, all of it at the value's place.
    fn json(&mut self, cell: &Cell<'_>) -> Option<Tree<'static>> {
        let inner = SourceFile::new("", cell.value.as_ref());
        match tree::parse(&inner, 0..inner.text().len(), Syntax::Json) {
            Ok(tree) => Some(tree.into_owned().placed_at(cell.span)),
            Err(fault) => {
                let message = format!("`{}` holds what linchpin does not write there: {}", cell.name, fault.message);
                self.fault(cell.span, message, "write a JSON object with the keys of a graph file there, or nothing");
                None
            }
        }
    }

    fn cite(&mut self) {
        for (node, references) in std::mem::take(&mut self.cited) {
            for End { id, span } in references {
                let Ok(key) = Id::new(&id) else {
                    self.leave(Left::Unreadable("sources"), span);
                    continue;
                };
                if self.argument.source(&id).is_none() {
                    if self.has_sources {
                        self.argument.defects.push(dangling(&id, span, "source"));
                        continue;
                    }
                    let is_address = id.starts_with("https://") || id.starts_with("http://");
                    let url = is_address.then(|| id.to_string());
                    // It is not there yet.
                    let _ = self.argument.add_source(Source { url, ..Source::new(key.clone(), span) });
                }
                self.argument.update_node(node, |node| node.sources.push(SourceReference { key, span }));
            }
        }
    }

    fn ask(&mut self) {
        for parts::RawQuestion { id, text, answers, span } in std::mem::take(&mut self.questions) {
            let mut found = Vec::new();
            for answer in answers {
                match self.argument.find(&answer.id) {
                    Some(node) => found.push(node),
                    None => self.argument.defects.push(dangling(&answer.id, answer.span, "node")),
                }
            }
            self.argument.add_question(Question { id, text, answers: found, span });
        }
    }

    /// The argument of these nodes and edges, and of what was added before. O(nodes + edges).
    ///
    /// # Errors
    /// As [`Builder::finish`].
    pub fn finish_with<'r>(
        mut self,
        nodes: impl IntoIterator<Item = &'r RawNode<'f>>,
        edges: &[RawEdge<'f>],
    ) -> Result<Reading, Vec<Fault>>
    where
        'f: 'r,
    {
        nodes.into_iter().for_each(|node| self.node(node));
        for edge in edges {
            self.edge(edge);
        }
        self.finish()
    }

    /// The argument, when all nodes and edges are there. O(nodes + edges).
    ///
    /// # Errors
    /// All faults, in the order of the text.
    pub fn finish(mut self) -> Result<Reading, Vec<Fault>> {
        self.cite();
        self.ask();
        settle_kinds(&mut self.argument, std::mem::take(&mut self.of_unknown_kind));
        if !self.faults.is_empty() {
            self.faults.sort_by(|a, b| (a.file.name(), a.range.start).cmp(&(b.file.name(), b.range.start)));
            // The value that a key gives to all edges is wrong once, not once an edge.
            self.faults.dedup_by(|a, b| a.file.name() == b.file.name() && a.range == b.range && a.message == b.message);
            return Err(self.faults);
        }
        let mut losses: Vec<Loss> =
            self.left.iter().map(|(what, &(span, count))| Loss { span, message: what.message(count) }).collect();
        losses.sort_by_key(|loss| loss.span);
        Ok(Reading { argument: self.argument, blocks: Vec::new(), losses })
    }
}

/// The keys in one text: a JSON list, or parted by semicolons.
pub(in crate::format) fn split(text: &str) -> Vec<String> {
    let text = text.trim();
    if text.starts_with('[')
        && let Ok(keys) = serde_json::from_str::<Vec<String>>(text)
    {
        return keys;
    }
    text.split(';').map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned).collect()
}

fn dangling(id: &str, span: Span, wanted: &'static str) -> Defect {
    Defect::DanglingReference { id: id.to_owned(), span, wanted, nearest: None }
}

impl Left {
    fn message(&self, count: usize) -> String {
        let of = |one: &str| match count {
            1 => format!("of {} {one}", if one == "edge" { "an" } else { "a" }),
            count => format!("of {count} {one}s"),
        };
        match self {
            Self::NodeValue(name) => format!("the value `{}` {} is left out", shown(name), of("node")),
            Self::EdgeValue(name) => format!("the value `{}` {} is left out", shown(name), of("edge")),
            Self::NodeKind(word) => {
                format!("the kind `{}` {} is none of linchpin's; the edges decided what it is", shown(word), of("node"))
            }
            Self::Relation(word) => {
                format!(
                    "the relation `{}` {} is taken for support unless another value says more",
                    shown(word),
                    of("edge")
                )
            }
            Self::Unreadable(name) => {
                format!("the value `{name}` {} is not what linchpin means by it and is left out", of("node"))
            }
            Self::SecondOfNode(name) => {
                format!("the second `{}` {} says something else and is left out", shown(name), of("node"))
            }
            Self::SecondOfEdge(name) => {
                format!("the second `{}` {} says something else and is left out", shown(name), of("edge"))
            }
            Self::Other(message) => message.clone(),
        }
    }
}

/// A value of JSON as text, for a cell: texts as they are, `null` as nothing.
impl<'a> Cell<'a> {
    pub fn of_json(name: &str, tree: &Tree<'a>) -> Option<Self> {
        let value = match &tree.value {
            Value::Null => return None,
            Value::Text(text) => text.clone(),
            Value::Bool(truth) => Cow::Owned(truth.to_string()),
            Value::Number(number) => Cow::Owned(number.to_string()),
            Value::List(_) | Value::Map(_) => Cow::Owned(serde_json::to_string(tree).unwrap_or_default()),
        };
        Some(Cell { name: Cow::Owned(name.to_owned()), value, span: tree.span })
    }
}
