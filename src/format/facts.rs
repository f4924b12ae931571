//! What is known of a node besides its words, under the keys of a graph file, as other formats that hold data carry
//! it.

use std::fmt::Write;

use super::graph_file::{Decoder, Entry, Reference};
use crate::argument::{Argument, Credibility, Date, Grade, Node, NodeKind, Source, SourceReference, StatedConfidence};
use crate::document::Prose;

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

    /// Gives a node its facts. A source that the argument does not have is added under the name that was given.
    pub fn apply(self, node: &mut Node, argument: &mut Argument) {
        node.kind = self.kind.unwrap_or(node.kind);
        node.credibility = self.credibility;
        node.confidence = self.confidence.map(|confidence| StatedConfidence { basis: self.basis, ..confidence });
        node.grade = self.grade;
        node.date = self.date;
        node.likelihood = self.likelihood;
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

/// The facts of a node as keys with values in YAML's flow form, in the order of a graph file, but for its kind.
pub(super) fn facts_of(node: &Node) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    if let Some(likelihood) = &node.likelihood {
        found.push(("likelihood", quoted(likelihood.as_str())));
    }
    if let Some(confidence) = &node.confidence {
        found.push(("confidence", confidence.level.to_string()));
        if let Some(basis) = &confidence.basis {
            found.push(("confidence-basis", quoted(basis.as_str())));
        }
    }
    if let Some(credibility) = node.credibility {
        found.push(("credibility", credibility.to_string()));
    }
    if let Some(grade) = node.grade {
        found.push(("grade", grade.to_string()));
    }
    if let Some(date) = node.date {
        found.push(("date", quoted(&date.to_string())));
    }
    if node.inline {
        found.push(("inline", "true".to_owned()));
    }
    if !node.sources.is_empty() {
        let keys: Vec<String> = node.sources.iter().map(|reference| quoted(reference.key.as_str())).collect();
        found.push(("sources", format!("[{}]", keys.join(", "))));
    }
    found
}

/// A text in double quotation marks, as JSON and YAML both read it. Braces are escaped, so that whoever looks for the
/// end of the data by them finds it.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '{' | '}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
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
