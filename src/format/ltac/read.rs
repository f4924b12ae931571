//! From an indented list to an argument.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::argument::{
    Argument, Defect, Edge, EdgeKind, Id, Node, NodeHandle, NodeKind, Origin, Source, SourceReference, Weight,
};
use crate::document::Prose;
use crate::format::graph_file::shown;
use crate::format::{Loss, Reading};
use crate::text::{Fault, FileId, SourceFile, SourceMap, Span};

/// Reads a file. O(length); depth costs nothing.
pub(super) fn read(file: &SourceFile) -> Result<Reading, Vec<Fault>> {
    let mut reader = LtacReader {
        file,
        argument: Argument::new(SourceMap::single(file.clone())),
        losses: Vec::new(),
        faults: Vec::new(),
        elements: Vec::new(),
        edges: Vec::new(),
        levels: Vec::new(),
        numbers: FxHashMap::default(),
        contexts: FxHashSet::default(),
    };
    let mut start = 0;
    for line in file.text().split_inclusive('\n') {
        reader.line(line.trim_end(), start);
        start += line.len();
    }
    if !reader.faults.is_empty() {
        return Err(reader.faults);
    }
    reader.connect();
    reader.settle();
    Ok(Reading { argument: reader.argument, blocks: Vec::new(), losses: reader.losses })
}

/// What stands on a level.
#[derive(Clone, Copy)]
enum Parent {
    /// The node, or the one that is cited.
    Place(usize),
    /// Nothing that could be supported: a context.
    Nothing,
}

/// A line that stands for a node: its own, or one that is declared elsewhere.
enum Element {
    Own(NodeHandle),
    Cited { id: String, span: Span, text: Option<Prose>, is_link: bool },
}

struct LtacReader<'f> {
    file: &'f SourceFile,
    argument: Argument,
    losses: Vec<Loss>,
    faults: Vec<Fault>,
    elements: Vec<Element>,
    /// Premise, conclusion, whether it contradicts, and the line.
    edges: Vec<(usize, usize, bool, Span)>,
    levels: Vec<(usize, Parent)>,
    numbers: FxHashMap<String, usize>,
    /// The identifiers of what is left out.
    contexts: FxHashSet<String>,
}

/// The parts of a line behind its identifier.
struct Tail<'t> {
    text: &'t str,
    options: Vec<String>,
    reference: Option<&'t str>,
}

impl LtacReader<'_> {
    fn line(&mut self, line: &str, start: usize) {
        let line_start = start + (line.len() - line.trim_start_matches('\u{feff}').len());
        let line = line.trim_start_matches('\u{feff}');
        let inner = line.trim_start_matches([' ', '\t']);
        if inner.is_empty() || inner.starts_with('#') || inner.starts_with("```") {
            return;
        }
        let indent = line.len() - inner.len();
        let at = line_start + indent;
        let span = Span::new(FileId::FIRST, at..at + inner.len());
        while self.levels.last().is_some_and(|level| level.0 >= indent) {
            self.levels.pop();
        }
        let parent = self.levels.last().map(|level| level.1);
        let Some(body) = inner.strip_prefix('-').map(|rest| rest.trim_start_matches([' ', '\t'])) else {
            let help = "begin it with `- ` and a type, or with `#` if it is a comment";
            return self.fault(span, "this line is no element", help);
        };
        let word = body.split(|c: char| c.is_whitespace() || c == ':').next().unwrap_or_default();
        let rest = body[word.len()..].trim_start_matches([' ', '\t']);
        let rest_at = at + (inner.len() - rest.len());
        let Some(is) = Type::from_word(word) else {
            let help = "write Claim, Strategy, Evidence, Justification, Assumption, Context, Relation or Link";
            return self.fault(span, format!("`{}` is no type of element", shown(word)), help);
        };
        let is_cited = rest.starts_with('^');
        let (id, after) = match (is, rest.split_once(':')) {
            (Type::Link, _) => match rest.find(" {") {
                Some(brace) => (&rest[..brace], &rest[brace..]),
                None => (rest, ""),
            },
            (_, Some(pair)) => pair,
            (_, None) if is_cited => (rest, ""),
            (_, None) => {
                let help = format!("write `- {word} ID: text`");
                return self.fault(span, "there is no colon between the identifier and the text", help);
            }
        };
        let tail = tail(after);
        let text_at = rest_at + (tail.text.as_ptr() as usize).saturating_sub(rest.as_ptr() as usize).min(rest.len());
        let id = id.trim().trim_start_matches('^').trim();
        if matches!(is, Type::Context | Type::Relation) {
            let what = if is == Type::Context { "context" } else { "relation element" };
            self.losses.push(Loss { span, message: format!("the {what} {} is left out", shown(id)) });
            self.contexts.insert(id.to_owned());
            // What stands under a relation is about what the relation leads to.
            let stands_for = if is == Type::Relation { parent.unwrap_or(Parent::Nothing) } else { Parent::Nothing };
            self.levels.push((indent, stands_for));
            return;
        }
        let text = (!tail.text.is_empty()).then(|| Prose::verbatim(tail.text, FileId::FIRST, text_at));
        let is_reference = is_cited || is == Type::Link;
        if is_reference && id.is_empty() {
            return self.fault(span, "there is no identifier to cite", "name the element that is meant");
        }
        let place = self.elements.len();
        if is_reference {
            self.elements.push(Element::Cited { id: id.to_owned(), span, text, is_link: is == Type::Link });
        } else {
            let node = self.own(is, id, text, &tail, span);
            self.elements.push(node);
        }
        self.levels.push((indent, Parent::Place(place)));
        let contradicts = self.options(&tail, span);
        match parent {
            Some(Parent::Place(conclusion)) => self.edges.push((place, conclusion, contradicts, span)),
            Some(Parent::Nothing) => {
                let message = "this stands under a context, which nothing can support; it is kept by itself";
                self.losses.push(Loss { span, message: message.to_owned() });
            }
            None => {}
        }
    }

    /// Whether the options make the element a counter; the others are left out.
    fn options(&mut self, tail: &Tail<'_>, span: Span) -> bool {
        let mut contradicts = false;
        for option in &tail.options {
            match option.as_str() {
                "defeater" | "iscounter" => contradicts = true,
                // The default, what a kind says, and what the structure says.
                "asserted" | "assumed" | "axiomatic" | "needssupport" | "undeveloped" => {}
                option => {
                    self.losses.push(Loss { span, message: format!("the option `{}` is left out", shown(option)) });
                }
            }
        }
        contradicts
    }

    fn own(&mut self, is: Type, name: &str, text: Option<Prose>, tail: &Tail<'_>, span: Span) -> Element {
        let is_assumed = tail.options.iter().any(|option| matches!(option.as_str(), "assumed" | "axiomatic"));
        let kind = match is {
            Type::Claim if is_assumed => NodeKind::Assumption,
            Type::Strategy => NodeKind::Inference,
            Type::Evidence => NodeKind::Evidence,
            // Until it is known what supports it.
            Type::Assumption | Type::Justification => NodeKind::Assumption,
            _ => NodeKind::Claim,
        };
        let id = self.id(is, name, span);
        let words = if kind == NodeKind::Inference { "" } else { id.as_str() };
        let text = text.unwrap_or_else(|| Prose::approximate(words, span));
        let mut node = Node::new(id, kind, text, span);
        node.counted = name.is_empty();
        if let Some(reference) = tail.reference
            && let Ok(key) = Id::new(&reference.strip_prefix('#').unwrap_or(reference).replace(char::is_control, " "))
        {
            if self.argument.source(key.as_str()).is_none() {
                let is_address = reference.starts_with("http://") || reference.starts_with("https://");
                let url = is_address.then(|| reference.to_owned());
                let _ = self.argument.add_source(Source { url, ..Source::new(key.clone(), span) });
            }
            node.sources.push(SourceReference { key, span });
        }
        match self.argument.add_node(node) {
            Ok(handle) => Element::Own(handle),
            // The id was free when it was chosen.
            Err(taken) => Element::Own(taken.holder),
        }
    }

    /// The identifier, or a number where there is none or another element has it.
    fn id(&mut self, is: Type, name: &str, span: Span) -> Id {
        let clean = name.replace(char::is_control, " ");
        if let Ok(id) = Id::new(&clean) {
            let Some(first) = self.argument.find(&clean) else { return id };
            let first = self.argument.node(first).span;
            self.argument.defects.push(Defect::DuplicateId { id: clean.clone(), first, again: span });
        }
        let stem = if clean.trim().is_empty() { is.word().to_lowercase() } else { clean };
        let next = self.numbers.entry(stem.clone()).or_insert(0);
        loop {
            *next += 1;
            let name = format!("{stem}-{next}");
            if self.argument.find(&name).is_none()
                && let Ok(id) = Id::new(&name)
            {
                return id;
            }
        }
    }

    fn connect(&mut self) {
        let mut nodes = Vec::with_capacity(self.elements.len());
        for element in std::mem::take(&mut self.elements) {
            nodes.push(match element {
                Element::Own(node) => Some(node),
                Element::Cited { id, span, text, is_link } => match self.argument.find(&id) {
                    Some(node) => Some(node),
                    None if self.contexts.contains(&id) => None,
                    // Declared in a file that is not at hand.
                    None if !is_link => Id::new(&id).ok().and_then(|id| {
                        let text = text.unwrap_or_else(|| Prose::approximate(id.as_str(), span));
                        let message =
                            format!("{} is declared in another file; it is kept as a claim", shown(id.as_str()));
                        self.losses.push(Loss { span, message });
                        self.argument.add_node(Node::new(id, NodeKind::Claim, text, span)).ok()
                    }),
                    None => {
                        self.argument.defects.push(Defect::DanglingReference {
                            id,
                            span,
                            wanted: "node",
                            nearest: None,
                        });
                        None
                    }
                },
            });
        }
        let mut seen: FxHashSet<(NodeHandle, NodeHandle, bool)> = FxHashSet::default();
        for (premise, conclusion, contradicts, span) in std::mem::take(&mut self.edges) {
            let (Some(premise), Some(conclusion)) = (nodes[premise], nodes[conclusion]) else { continue };
            if !seen.insert((premise, conclusion, contradicts)) {
                self.losses.push(Loss { span, message: "this stands there a second time, and counts once".to_owned() });
                continue;
            }
            let kind = if contradicts { EdgeKind::Contradicts } else { EdgeKind::Supports };
            let edge = Edge { kind, weight: Weight::FULL, because: None, span, origin: Origin::Layout };
            self.argument.connect(premise, conclusion, edge);
        }
        self.losses.sort_by_key(|loss| loss.span.start);
    }

    /// A claim that bears on nothing is what the case stands for; a supported justification is a claim.
    fn settle(&mut self) {
        let nodes: Vec<(NodeHandle, NodeKind)> = self.argument.nodes().map(|(node, data)| (node, data.kind)).collect();
        for (node, kind) in nodes {
            let settled = match kind {
                NodeKind::Claim if !self.argument.has_conclusion(node) => NodeKind::Judgement,
                NodeKind::Assumption if self.argument.has_premise(node, EdgeKind::Supports) => NodeKind::Claim,
                kind => kind,
            };
            self.argument.update_node(node, |node| node.kind = settled);
        }
    }

    fn fault(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.faults.push(Fault::new(self.file, span.range(), message).with_help(help));
    }
}

/// The types of elements, and the word for citing one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Claim,
    Strategy,
    Evidence,
    Justification,
    Assumption,
    Context,
    Relation,
    Link,
}

impl Type {
    const ALL: [Self; 8] = [
        Self::Claim,
        Self::Strategy,
        Self::Evidence,
        Self::Justification,
        Self::Assumption,
        Self::Context,
        Self::Relation,
        Self::Link,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Claim => "Claim",
            Self::Strategy => "Strategy",
            Self::Evidence => "Evidence",
            Self::Justification => "Justification",
            Self::Assumption => "Assumption",
            Self::Context => "Context",
            Self::Relation => "Relation",
            Self::Link => "Link",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|is| is.word() == word)
    }
}

/// Takes the options and the reference off the end of a text: `text {options} (reference)`. Empty ones say that the
/// brackets before them are text.
fn tail(after: &str) -> Tail<'_> {
    let mut text = after.trim();
    let mut tail = Tail { text, options: Vec::new(), reference: None };
    if let Some((before, reference)) = bracketed(text, '(', ')') {
        tail.reference = (!reference.trim().is_empty()).then(|| reference.trim());
        text = before;
    }
    if let Some((before, options)) = bracketed(text, '{', '}') {
        let options = options.split(',').map(|option| option.trim().to_lowercase());
        tail.options = options.filter(|option| !option.is_empty()).collect();
        text = before;
    }
    tail.text = text;
    tail
}

/// The text before a bracket at its end, and what is in it.
fn bracketed(text: &str, open: char, close: char) -> Option<(&str, &str)> {
    let inner = text.strip_suffix(close)?;
    let at = inner.rfind(open)?;
    let (before, inside) = (&inner[..at], &inner[at + 1..]);
    let is_apart = before.is_empty() || before.ends_with([' ', '\t']);
    (is_apart && !inside.contains(close)).then(|| (before.trim_end(), inside))
}
