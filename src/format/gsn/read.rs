//! From a goal structure to an argument.

use rustc_hash::{FxHashMap, FxHashSet};

use super::element::ElementType;
use super::modules::{Modules, gather};
use crate::argument::{
    Argument, Defect, Edge, EdgeKind, Id, Node, NodeHandle, NodeKind, Origin, Question, Source, Warrant, Weight,
};
use crate::document::Prose;
use crate::format::facts::Facts;
use crate::format::graph_file::{
    Decoder, Entry, FRONT_MATTER_KEYS, Reference, Suggestions, Tree, Value, front_matter_of, shown,
};
use crate::format::{Loss, Reading};
use crate::text::{Fault, SourceFile, SourceProvider, Span};

/// Reads a file, with the modules that it uses if their folder is given. O(length).
pub(super) fn read(file: &SourceFile, folder: Option<&dyn SourceProvider>) -> Result<Reading, Vec<Fault>> {
    let Modules { files, trees, losses } = gather(file, folder)?;
    let module = trees.first().and_then(|(_, tree)| tree.get("module"));
    let mut reader = GsnReader {
        argument: Argument::new(files),
        losses,
        faults: Vec::new(),
        elements: Vec::new(),
        contexts: FxHashSet::default(),
        layout: None,
        is_part: module.is_some_and(|module| folder.is_none() || module.get("uses").is_none()),
    };
    let mut develops = Vec::new();
    let mut questions = Vec::new();
    for (file, tree) in &trees {
        let mut decoder = Decoder::new(file);
        for entry in decoder.entries(tree, "a goal structure") {
            if entry.key == "module" {
                reader.module(&mut decoder, &entry.value, &mut develops, &mut questions);
            } else {
                reader.element(&mut decoder, entry);
            }
        }
        reader.faults.append(&mut decoder.faults);
    }
    reader.connect(&develops);
    reader.settle();
    for (id, text, span, answers) in questions {
        let answers = answers.iter().filter_map(|answer: &String| reader.argument.find(answer)).collect();
        reader.argument.add_question(Question { id, text, answers, span });
    }
    if !reader.faults.is_empty() {
        return Err(reader.faults);
    }
    if let Some(span) = reader.layout {
        reader.losses.push(Loss { span, message: "layout and style are left out, here and elsewhere".to_owned() });
    }
    reader.losses.sort_by_key(|loss| (loss.span.file, loss.span.start));
    Ok(Reading { argument: reader.argument, blocks: Vec::new(), losses: reader.losses })
}

/// The name of a module that has no title.
pub(super) const NAMELESS: &str = "argument";

/// An element before its references are looked up.
struct Element {
    node: Option<NodeHandle>,
    is: ElementType,
    context: Vec<Reference>,
    supports: Vec<Reference>,
    challenges: Vec<Reference>,
    weights: FxHashMap<String, Weight>,
    reasons: FxHashMap<String, String>,
    challenge_weights: FxHashMap<String, Weight>,
    challenge_reasons: FxHashMap<String, String>,
    is_kind_given: bool,
}

struct GsnReader {
    argument: Argument,
    losses: Vec<Loss>,
    faults: Vec<Fault>,
    elements: Vec<Element>,
    contexts: FxHashSet<String>,
    /// Where something is said that is only about the picture.
    layout: Option<Span>,
    /// Whether this is a module among others that are not read: then what is not found may be in these.
    is_part: bool,
}

type Questions = Vec<(Id, String, Span, Vec<String>)>;

impl GsnReader {
    fn module(
        &mut self,
        decoder: &mut Decoder<'_>,
        tree: &Tree<'_>,
        develops: &mut Vec<(Reference, Vec<Reference>)>,
        questions: &mut Questions,
    ) {
        let before = decoder.faults.len();
        let front = front_matter_of(tree, decoder);
        for fault in decoder.faults.drain(before..) {
            let span = Span { file: tree.span.file, ..Span::new(tree.span.file, fault.range.clone()) };
            self.losses.push(Loss { span, message: format!("{}, and is left out", fault.message) });
        }
        let report = &mut self.argument.report;
        report.title = report.title.take().or(front.report.title);
        report.date = report.date.or(front.report.date);
        if report.yardstick.is_none() {
            report.yardstick = front.report.yardstick;
            report.yardstick_span = front.report.yardstick_span;
        }
        for source in front.sources {
            let _ = self.argument.add_source(source);
        }
        for question in front.questions {
            let answers = question.answers.into_iter().map(|(id, _)| id).collect();
            questions.push((question.id, question.text, question.span, answers));
        }
        for entry in tree.entries() {
            match entry.key.as_ref() {
                "uses" => {}
                // A module must have a name; ours says the title again, or nothing.
                "name" if matches!(&entry.value.value, Value::Text(name) if name == NAMELESS) => {}
                "name" => {
                    if self.argument.report.title.is_none() {
                        self.argument.report.title = decoder.prose(&entry.value, "`name`");
                    }
                }
                "extends" => self.extends(decoder, &entry.value, develops),
                key if FRONT_MATTER_KEYS.contains(&key) => {}
                key => self.left_out(entry, &format!("`{}` of the module is left out", shown(key))),
            }
        }
    }

    fn extends(&mut self, decoder: &mut Decoder<'_>, tree: &Tree<'_>, develops: &mut Vec<(Reference, Vec<Reference>)>) {
        for item in tree.items() {
            let Some(table) = item.get("develops") else { continue };
            for entry in decoder.entries(table, "`develops`") {
                let goal = Reference { id: entry.key.to_string(), span: entry.key_span };
                develops.push((goal, decoder.references(&entry.value, "`develops`")));
            }
        }
    }

    fn left_out(&mut self, entry: &Entry<'_>, message: &str) {
        self.losses.push(Loss { span: entry.key_span, message: message.to_owned() });
    }

    fn element(&mut self, decoder: &mut Decoder<'_>, entry: &Entry<'_>) {
        let Some(id) = decoder.id(&entry.key, entry.key_span) else { return };
        let given = entry.value.get("nodeType").and_then(|tree| match &tree.value {
            Value::Text(name) => Some((name, tree.span)),
            _ => None,
        });
        let is = match given {
            Some((name, span)) => {
                let is = ElementType::from_name(name);
                if is.is_none() {
                    let help = "write Goal, Strategy, Solution, Context, Assumption, Justification, CounterGoal or \
                                CounterSolution";
                    decoder.fault(span, format!("`{}` is no type of element", shown(name)), help);
                }
                is
            }
            None => {
                let is = ElementType::from_id(&entry.key);
                if is.is_none() {
                    let help = "begin its id with G, S, Sn, C, A, J, CG or CSn, or give it a `nodeType`";
                    let message = format!("the element `{}` has no type that is known", shown(&entry.key));
                    decoder.fault(entry.key_span, message, help);
                }
                is
            }
        };
        let Some(is) = is else { return };
        if is == ElementType::Context {
            self.left_out(
                entry,
                &format!("the context {} is left out: it neither supports nor contradicts", shown(&entry.key)),
            );
            self.contexts.insert(id.to_string());
            return;
        }
        let mut element = Element::new(is);
        let mut facts = Facts::default();
        let mut text = None;
        for field in decoder.entries(&entry.value, "an element") {
            let value = &field.value;
            match field.key.as_ref() {
                "text" => text = decoder.prose(value, "`text`").filter(|text| !text.is_empty()),
                "inContextOf" => element.context = decoder.references(value, "`inContextOf`"),
                "supportedBy" => element.supports = decoder.references(value, "`supportedBy`"),
                "challenges" => {
                    let found = decoder.references(value, "`challenges`");
                    for reference in found {
                        if reference.id.contains("->") {
                            let message = "a challenge of a relation is left out: edges cannot be contradicted";
                            self.left_out(field, message);
                        } else {
                            element.challenges.push(reference);
                        }
                    }
                }
                "also-challenges" => element.challenges.extend(decoder.references(value, "`also-challenges`")),
                "weights" => element.weights = weights(decoder, value),
                "challenge-weights" => element.challenge_weights = weights(decoder, value),
                "because" => element.reasons = reasons(decoder, value),
                "challenge-because" => element.challenge_reasons = reasons(decoder, value),
                // Said by the structure itself.
                "nodeType" | "undeveloped" => {}
                "classes" | "rankIncrement" | "horizontalIndex" | "charWrap" => {
                    self.layout.get_or_insert(field.key_span);
                }
                "url" => {
                    if let Some(url) = decoder.text(value, "`url`") {
                        facts.add_source(self.source_of(url, value.span), value.span);
                    }
                }
                key => {
                    if !facts.take_foreign(decoder, field) {
                        self.left_out(
                            field,
                            &format!("`{}` of the element {} is left out", shown(key), shown(&entry.key)),
                        );
                    }
                }
            }
        }
        let kind = match is {
            ElementType::Goal | ElementType::CounterGoal => NodeKind::Claim,
            ElementType::Strategy => NodeKind::Inference,
            ElementType::Solution | ElementType::CounterSolution => NodeKind::Evidence,
            ElementType::Assumption | ElementType::Justification | ElementType::Context => NodeKind::Assumption,
        };
        element.is_kind_given = facts.kind.is_some();
        let words = if facts.kind.unwrap_or(kind) == NodeKind::Inference { "" } else { entry.key.as_ref() };
        let text = text.unwrap_or_else(|| Prose::approximate(words, entry.key_span));
        let mut node = Node::new(id, kind, text, entry.key_span.to(entry.value.span));
        facts.apply(&mut node, &mut self.argument);
        match self.argument.add_node(node) {
            Ok(handle) => element.node = Some(handle),
            Err(taken) => {
                let first = self.argument.node(taken.holder).span;
                let id = taken.id.to_string();
                self.argument.defects.push(Defect::DuplicateId { id, first, again: entry.key_span });
            }
        }
        self.elements.push(element);
    }

    /// A source for an address, under the address as its key.
    fn source_of(&mut self, url: &str, span: Span) -> String {
        let key = url.replace(char::is_control, " ");
        if let Ok(id) = Id::new(&key)
            && self.argument.source(&key).is_none()
        {
            let _ = self.argument.add_source(Source { url: Some(url.to_owned()), ..Source::new(id, span) });
        }
        key
    }

    /// Connects the elements in the order of the text: what is in their context, what supports them, and what they
    /// challenge.
    fn connect(&mut self, develops: &[(Reference, Vec<Reference>)]) {
        let mut missing = Vec::new();
        for element in std::mem::take(&mut self.elements) {
            let Some(node) = element.node else { continue };
            let mut seen = FxHashSet::default();
            for reference in element.context.iter().chain(&element.supports) {
                let Some(premise) = self.find(reference, &mut missing) else { continue };
                if !seen.insert(premise) {
                    let message = format!("{} is named a second time, and counts once", shown(&reference.id));
                    self.losses.push(Loss { span: reference.span, message });
                    continue;
                }
                let weight = element.weights.get(&reference.id).copied().unwrap_or_default();
                let because = element.reasons.get(&reference.id).map(|reason| reason.as_str().into());
                self.edge(premise, node, EdgeKind::Supports, (weight, because), reference.span);
            }
            seen.clear();
            for reference in &element.challenges {
                let Some(challenged) = self.find(reference, &mut missing) else { continue };
                if seen.insert(challenged) {
                    let weight = element.challenge_weights.get(&reference.id).copied().unwrap_or_default();
                    let because = element.challenge_reasons.get(&reference.id).map(|reason| reason.as_str().into());
                    self.edge(node, challenged, EdgeKind::Contradicts, (weight, because), reference.span);
                }
            }
            self.elements.push(element);
        }
        for (goal, supports) in develops {
            let Some(node) = self.argument.find(&goal.id) else {
                let message = format!("the goal {} is in a module that is not read", shown(&goal.id));
                self.losses.push(Loss { span: goal.span, message });
                continue;
            };
            for reference in supports {
                if let Some(premise) = self.find(reference, &mut missing) {
                    self.edge(premise, node, EdgeKind::Supports, (Weight::FULL, None), reference.span);
                }
            }
        }
        self.note_missing(missing);
    }

    fn find(&self, reference: &Reference, missing: &mut Vec<Reference>) -> Option<NodeHandle> {
        let found = self.argument.find(&reference.id);
        if found.is_none() && !self.contexts.contains(&reference.id) {
            missing.push(reference.clone());
        }
        found
    }

    fn edge(
        &mut self,
        premise: NodeHandle,
        conclusion: NodeHandle,
        kind: EdgeKind,
        (weight, because): (Weight, Option<Warrant>),
        span: Span,
    ) {
        self.argument.connect(premise, conclusion, Edge { kind, weight, because, span, origin: Origin::Stated });
    }

    fn note_missing(&mut self, missing: Vec<Reference>) {
        if self.is_part {
            for reference in missing {
                let message =
                    format!("{} is in a module that is not read; the edge to it is left out", shown(&reference.id));
                self.losses.push(Loss { span: reference.span, message });
            }
            return;
        }
        if missing.is_empty() {
            return;
        }
        let mut suggestions = Suggestions::new(self.argument.nodes().map(|(_, node)| node.id.as_str()).collect());
        let defects: Vec<Defect> = missing
            .into_iter()
            .map(|Reference { id, span }| {
                let nearest = suggestions.nearest(&id).and_then(|id| Id::new(id).ok());
                Defect::DanglingReference { id, span, wanted: "node", nearest }
            })
            .collect();
        self.argument.defects.extend(defects);
    }

    /// A goal that supports nothing and challenges nothing is what the case stands for.
    fn settle(&mut self) {
        for element in &self.elements {
            let Some(node) = element.node.filter(|_| element.is == ElementType::Goal && !element.is_kind_given) else {
                continue;
            };
            if !self.argument.has_conclusion(node) {
                self.argument.update_node(node, |node| node.kind = NodeKind::Judgement);
            }
        }
    }
}

impl Element {
    fn new(is: ElementType) -> Self {
        Self {
            node: None,
            is,
            context: Vec::new(),
            supports: Vec::new(),
            challenges: Vec::new(),
            weights: FxHashMap::default(),
            reasons: FxHashMap::default(),
            challenge_weights: FxHashMap::default(),
            challenge_reasons: FxHashMap::default(),
            is_kind_given: false,
        }
    }
}

/// A table from ids to weights.
fn weights(decoder: &mut Decoder<'_>, tree: &Tree<'_>) -> FxHashMap<String, Weight> {
    let entries = decoder.entries(tree, "the weights").iter();
    entries.filter_map(|entry| Some((entry.key.to_string(), decoder.weight(&entry.value)?))).collect()
}

/// A table from ids to reasons.
fn reasons(decoder: &mut Decoder<'_>, tree: &Tree<'_>) -> FxHashMap<String, String> {
    let entries = decoder.entries(tree, "the reasons").iter();
    entries
        .filter_map(|entry| Some((entry.key.to_string(), decoder.text(&entry.value, "a reason")?.to_owned())))
        .collect()
}
