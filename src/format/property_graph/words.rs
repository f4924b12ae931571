//! What other tools call the values that an argument has.

use crate::argument::EdgeKind;

/// A value of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum NodeValue {
    Kind,
    Text,
    Likelihood,
    Confidence,
    ConfidenceBasis,
    Credibility,
    Grade,
    Date,
    Inline,
    Sources,
    Allow,
    /// Computed by us: of no use in reading.
    Computed,
}

impl NodeValue {
    /// Whether a blank one is a text that is blank; others are not there then.
    pub fn may_be_blank(self) -> bool {
        matches!(self, Self::Text | Self::Likelihood | Self::ConfidenceBasis)
    }
}

/// The names of a node's words, the first that a node has being taken.
pub(super) const TEXT_NAMES: [&str; 7] = ["text", "label", "statement", "content", "title", "name", "description"];

/// What a node's value of that name is; cases, and `_`, `-` and blanks, are alike.
pub(super) fn node_value(name: &str) -> Option<NodeValue> {
    use NodeValue::{
        Allow, Computed, Confidence, ConfidenceBasis, Credibility, Date, Grade, Inline, Kind, Likelihood, Sources, Text,
    };
    let known = [
        ("kind", Kind),
        ("type", Kind),
        ("likelihood", Likelihood),
        ("confidence", Confidence),
        ("confidence-basis", ConfidenceBasis),
        ("credibility", Credibility),
        ("grade", Grade),
        ("date", Date),
        ("inline", Inline),
        ("sources", Sources),
        ("source", Sources),
        ("allow", Allow),
        ("low", Computed),
        ("high", Computed),
        ("strength", Computed),
    ];
    let names = TEXT_NAMES.iter().map(|&name| (name, Text));
    known.into_iter().chain(names).find(|(known, _)| is_alike(known, name)).map(|pair| pair.1)
}

/// Whether linchpin takes a node's value of that name.
pub(in crate::format) fn is_known_of_nodes(name: &str) -> bool {
    node_value(name).is_some()
}

/// A value of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum EdgeValue {
    Kind,
    Weight,
    Because,
    /// A relation if it is one of the words for it, else the reason.
    Label,
}

/// What an edge's value of that name is.
pub(super) fn edge_value(name: &str) -> Option<EdgeValue> {
    let known = [
        ("kind", EdgeValue::Kind),
        ("relation", EdgeValue::Kind),
        ("relationship", EdgeValue::Kind),
        ("interaction", EdgeValue::Kind),
        ("type", EdgeValue::Kind),
        ("weight", EdgeValue::Weight),
        ("because", EdgeValue::Because),
        ("warrant", EdgeValue::Because),
        ("label", EdgeValue::Label),
    ];
    known.into_iter().find(|(known, _)| is_alike(known, name)).map(|pair| pair.1)
}

/// Whether a name is a known one: cases, and `_`, `-` and blanks, are alike.
pub(in crate::format) fn is_alike(known: &str, name: &str) -> bool {
    let plain = |byte: u8| if matches!(byte, b'_' | b' ') { b'-' } else { byte.to_ascii_lowercase() };
    known.len() == name.len() && known.bytes().zip(name.bytes()).all(|(known, byte)| known == plain(byte))
}

/// The relation that a word of other tools means.
pub(super) fn relation(word: &str) -> Option<EdgeKind> {
    let word = word.trim().to_lowercase();
    match word.as_str() {
        "supports" | "support" | "supporting" | "pro" | "for" | "+" | "consistent" => Some(EdgeKind::Supports),
        "contradicts" | "contradict" | "contradiction" | "attacks" | "attack" | "con" | "contra" | "against" | "-"
        | "opposes" | "refutes" | "rebuts" | "undercuts" | "undermines" | "disputes" | "inconsistent" => {
            Some(EdgeKind::Contradicts)
        }
        _ => None,
    }
}
