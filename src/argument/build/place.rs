//! Where in the report the builder stands.

use super::heading::Role;
use crate::argument::{Confidence, NodeHandle};
use crate::document::{Attributes, Marker, Prose};
use crate::text::Span;

/// Where the builder stands.
#[derive(Debug, Default)]
pub(super) struct Place {
    /// Under a heading "Key Judgements".
    pub section: Option<Section>,
    /// In one judgement.
    pub current: Option<Current>,
    /// Under a heading, or after a label, that says what the following is to the judgement.
    pub role: Option<OpenRole>,
    /// The items that the next one may stand under, outermost first.
    pub items: Vec<OpenItem>,
    /// Attributes of a judgement's heading, for the judgement in the next paragraph.
    pub heading_attributes: Option<Box<Attributes>>,
}

/// A section of judgements.
#[derive(Debug)]
pub(super) struct Section {
    /// The level of its heading.
    pub level: u8,
    /// Whether its judgements are list items, rows or labelled paragraphs; else its paragraphs are.
    pub holds_items: bool,
    /// What stands before its judgements.
    pub marker: Option<Marker>,
    /// How deep in lists they stand.
    pub depth: u16,
}

/// The judgement that the following blocks bear on.
#[derive(Debug)]
pub(super) struct Current {
    /// Its entry; `None` while its text is still to come.
    pub entry: Option<usize>,
    /// Its number, if its label gives one.
    pub number: Option<u32>,
    /// The level of the heading that opened it; 7 for a paragraph, 8 for a list item.
    pub level: u8,
    /// The confidence in its label.
    pub confidence: Option<(Confidence, Span)>,
    /// What its label holds in brackets besides: a likelihood, perhaps.
    pub note: Option<Prose>,
    /// The label's bytes.
    pub label: Option<Span>,
    /// Whether a list was met under it.
    pub has_list: bool,
}

impl Current {
    /// A judgement whose text is still to come.
    pub(super) fn awaiting(number: Option<u32>, level: u8, confidence: Option<(Confidence, Span)>) -> Self {
        Self { entry: None, number, level, confidence, note: None, label: None, has_list: false }
    }
}

/// A role that holds until a heading of its level or above.
#[derive(Debug)]
pub(super) struct OpenRole {
    /// The role.
    pub role: Role,
    /// The level of its heading; 7 for a label.
    pub level: u8,
    /// The entries that it is about; `None` for the current judgement.
    pub targets: Option<Vec<usize>>,
}

/// An item that deeper items stand under.
#[derive(Clone, Debug)]
pub(super) struct OpenItem {
    /// How deep it stands.
    pub depth: u16,
    /// What it became; `None` for a bare label or an item that is not part of the argument.
    pub node: Option<NodeHandle>,
    /// For a bare label ("Evidence:"): the role of the items under it.
    pub role: Option<Role>,
}

/// The level of a judgement that a paragraph opens.
pub(super) const PARAGRAPH_LEVEL: u8 = 7;
/// The level of a judgement that a list item opens.
pub(super) const ITEM_LEVEL: u8 = 8;
