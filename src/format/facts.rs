//! What is known of a node besides its words, under the keys of a graph file, as other formats that hold data carry
//! it.

use std::borrow::Cow;
use std::fmt::Write;

use super::graph_file::{Decoder, Entry, Reference, Tree, Value};
use crate::argument::{Argument, Credibility, Date, Grade, Node, NodeKind, Source, SourceReference, StatedConfidence};
use crate::document::Prose;
use crate::text::Span;

/// The facts that were read of one node.
#[derive(Clone, Default)]
pub(super) struct Facts {
    pub kind: Option<NodeKind>,
    credibility: Option<Credibility>,
    confidence: Option<StatedConfidence>,
    basis: Option<Prose>,
    grade: Option<Grade>,
    date: Option<Date>,
    likelihood: Option<Prose>,
    inline: bool,
    sources: Vec<Reference>,
}

impl Facts {
    /// Nothing is known but the kind.
    pub fn of_kind(kind: NodeKind) -> Self {
        Self { kind: Some(kind), ..Self::default() }
    }

    /// Takes the value of a key; `false` if the key is none of these. What is wrong with it is left with the decoder.
    pub fn take(&mut self, decoder: &mut Decoder<'_>, entry: &Entry<'_>) -> bool {
        let value = &entry.value;
        match entry.key.as_ref() {
            "kind" => self.kind = decoder.kind(value),
            "credibility" => self.credibility = decoder.credibility(value),
            "confidence" => self.confidence = decoder.confidence(value),
            "confidence-basis" => self.basis = decoder.prose(value, "`confidence-basis`"),
            "grade" => self.grade = decoder.grade(value),
            "date" => self.date = decoder.date(value),
            "likelihood" => self.likelihood = decoder.prose(value, "`likelihood`"),
            "inline" => self.inline = decoder.truth(value, "`inline`").unwrap_or(false),
            "sources" => self.sources = decoder.references(value, "`sources`"),
            _ => return false,
        }
        true
    }

    /// As [`Facts::take`], for files of other tools, whose keys of the same name mean what they like: `false` if the
    /// value is none of ours. Kinds and credibilities are, and must be right.
    pub fn take_foreign(&mut self, decoder: &mut Decoder<'_>, entry: &Entry<'_>) -> bool {
        let before = decoder.faults.len();
        let is_known = self.take(decoder, entry);
        if matches!(entry.key.as_ref(), "kind" | "credibility") || decoder.faults.len() == before {
            return is_known;
        }
        decoder.faults.truncate(before);
        false
    }

    /// Adds what is said later on of the same node, which takes precedence.
    pub fn merge(&mut self, later: Self) {
        self.kind = later.kind.or(self.kind);
        self.credibility = later.credibility.or(self.credibility);
        self.confidence = later.confidence.or(self.confidence.take());
        self.basis = later.basis.or(self.basis.take());
        self.grade = later.grade.or(self.grade);
        self.date = later.date.or(self.date);
        self.likelihood = later.likelihood.or(self.likelihood.take());
        self.inline |= later.inline;
        if !later.sources.is_empty() {
            self.sources = later.sources;
        }
    }

    /// Adds a source of that key.
    pub fn add_source(&mut self, id: String, span: Span) {
        self.sources.push(Reference { id, span });
    }

    /// Gives a node its facts. A source that the argument does not have is added under the name that was given.
    pub fn apply(self, node: &mut Node, argument: &mut Argument) {
        node.kind = self.kind.unwrap_or(node.kind);
        node.credibility = self.credibility;
        node.confidence =
            self.confidence.map(|confidence| Box::new(StatedConfidence { basis: self.basis, ..confidence }));
        node.grade = self.grade;
        node.date = self.date;
        node.likelihood = self.likelihood.map(Box::new);
        node.inline = self.inline;
        for reference in self.sources {
            let Ok(key) = crate::argument::Id::new(&reference.id) else { continue };
            if argument.source(key.as_str()).is_none() {
                let _ = argument.add_source(Source::new(key.clone(), reference.span));
            }
            node.sources.push(SourceReference { key, span: reference.span });
        }
    }
}

/// The facts of a node under their keys, in the order of a graph file, but for its kind.
pub(super) fn facts_of(node: &Node) -> Vec<(&'static str, Value<'static>)> {
    let mut found = Vec::new();
    if let Some(likelihood) = &node.likelihood {
        found.push(("likelihood", text(likelihood.as_str())));
    }
    if let Some(confidence) = &node.confidence {
        found.push(("confidence", text(confidence.level.word())));
        if let Some(basis) = &confidence.basis {
            found.push(("confidence-basis", text(basis.as_str())));
        }
    }
    if let Some(credibility) = node.credibility {
        found.push(("credibility", Value::Number(credibility.get())));
    }
    if let Some(grade) = node.grade {
        found.push(("grade", text(&grade.to_string())));
    }
    if let Some(date) = node.date {
        found.push(("date", text(&date.to_string())));
    }
    if node.inline {
        found.push(("inline", Value::Bool(true)));
    }
    if !node.sources.is_empty() {
        found.push(("sources", texts(node.sources.iter().map(|reference| reference.key.as_str()))));
    }
    found
}

/// A text as a value that stands in no file.
pub(super) fn text(text: &str) -> Value<'static> {
    Value::Text(Cow::Owned(text.to_owned()))
}

/// A list of texts.
pub(super) fn texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Value<'static> {
    Value::List(texts.into_iter().map(|it| tree(text(it))).collect())
}

/// A table.
pub(super) fn table<K: Into<Cow<'static, str>>>(entries: Vec<(K, Value<'static>)>) -> Value<'static> {
    let entry = |(key, value): (K, _)| Entry { key: key.into(), key_span: Span::default(), value: tree(value) };
    Value::Map(entries.into_iter().map(entry).collect())
}

/// A value that stands in no file.
pub(super) fn tree(value: Value<'static>) -> Tree<'static> {
    Tree { value, span: Span::default() }
}

/// Entries in YAML's flow form, on one line: `{kind: claim, sources: ["a"]}`. Texts stand in double quotation marks
/// as JSON and YAML both read them, with braces escaped, so that whoever looks for the end of the data by them finds
/// it; single words stand as they are.
pub(super) fn flow(entries: &[(&'static str, Value<'static>)]) -> String {
    let entries: Vec<String> = entries.iter().map(|(key, value)| format!("{key}: {}", flow_value(value))).collect();
    format!("{{{}}}", entries.join(", "))
}

fn flow_value(value: &Value<'static>) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        Value::Text(text)
            if NodeKind::from_word(text).is_some() || text.parse::<crate::argument::Confidence>().is_ok() =>
        {
            text.to_string()
        }
        Value::Text(text) => quoted(text),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| flow_value(&item.value)).collect();
            format!("[{}]", items.join(", "))
        }
        // Facts are no deeper than lists of texts.
        Value::Map(_) => "{}".to_owned(),
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            // `]:` and `>:` end a title in Argdown.
            '{' | '}' | ']' | '>' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
