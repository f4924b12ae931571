//! From a document to an argument: what is a judgement, what is evidence, and what is neither.
//!
//! The layout carries the structure (see the book's chapter on reading reports). This module alone decides; it
//! reads the blocks once, in order, and says of each what it was taken for and why.

mod annotation;
mod citation;
mod glued;
mod heading;
mod item;
mod judgement;
mod paragraph;
mod place;
mod reference;
mod table;

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use self::annotation::StatedEdge;
use self::heading::{Role, judgement_label, judgements_title, role_of_heading};
use self::judgement::Entry;
use self::place::{Current, OpenItem, Place, Section};
use super::{Argument, EdgeKind, Id, NodeHandle, NodeKind, Report, Source, Suppression};
use crate::document::{Block, BlockKind, Document, Prose};
use crate::text::{SourceMap, Span};

/// What a report declares of itself before its text: its front matter, decoded.
#[derive(Clone, Debug, Default)]
pub struct Preface {
    /// Title, date and yardstick.
    pub report: Report,
    /// Sources with their keys.
    pub sources: Vec<Source>,
}

/// What a block of the report was taken for, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockReading {
    /// The block's bytes.
    pub span: Span,
    /// What it was taken for: "judgement", "evidence", "caption", …
    pub taken_for: &'static str,
    /// Why.
    pub why: Cow<'static, str>,
    /// The node that it became part of, if any.
    pub node: Option<Id>,
}

/// An argument built from a report, with the reading of every block.
#[derive(Clone, Debug)]
pub struct Build {
    /// The argument.
    pub argument: Argument,
    /// One reading a block, in the order of the text.
    pub blocks: Vec<BlockReading>,
}

/// Builds the argument of a report. Linear in the report's length.
#[must_use]
pub fn build(document: &Document, preface: Preface) -> Build {
    let mut builder = Builder::new(document, preface);
    for (at, block) in document.blocks.iter().enumerate() {
        builder.read_block(at, block);
    }
    builder.finish()
}

struct Builder<'a> {
    document: &'a Document,
    argument: Argument,
    blocks: Vec<BlockReading>,
    /// Whether the format marks headings; where it does not (plain text), short lines that stand alone are.
    marks_headings: bool,
    /// From here on every break between two lines was meant: the width to which the text is wrapped.
    wrap_width: usize,
    footnotes: FxHashMap<&'a str, &'a Prose>,
    place: Place,
    entries: Vec<Entry>,
    by_number: FxHashMap<u32, usize>,
    next_free: u32,
    /// Judgements by their words, folded: a report may repeat them word for word.
    by_words: FxHashMap<String, usize>,
    /// How often an id was wanted again.
    copies: FxHashMap<String, u32>,
    by_address: FxHashMap<String, Id>,
    hosts: FxHashMap<String, u32>,
    children: FxHashMap<NodeHandle, u32>,
    stated_edges: Vec<StatedEdge>,
    /// The nodes whose kind the author states.
    stated_kinds: FxHashSet<NodeHandle>,
    /// The nodes that the layout lets others support.
    supported: FxHashSet<NodeHandle>,
    cited: Vec<(NodeHandle, String, Span)>,
    waiting: Vec<Suppression>,
    table: Option<table::Columns>,
}

impl<'a> Builder<'a> {
    fn new(document: &'a Document, preface: Preface) -> Self {
        let mut argument = Argument::new(SourceMap::single(document.file.clone()));
        argument.is_report = true;
        argument.report = preface.report;
        for source in preface.sources {
            // The decoder of the front matter has reported a second source of the same key.
            let _ = argument.add_source(source);
        }
        let by_address =
            argument.sources().filter_map(|source| Some((source.url.clone()?, source.key.clone()))).collect();
        if argument.report.title.is_none() {
            argument.report.title = title_of(document);
        }
        argument.defects.extend(document.malformed.iter().map(|malformed| super::Defect::MalformedAnnotation {
            span: malformed.span,
            message: malformed.message.clone(),
            help: Some("write attributes as `{#id .kind key=value}`".to_owned()),
        }));
        let footnotes = document
            .blocks
            .iter()
            .filter_map(|block| match &block.kind {
                BlockKind::Footnote { label } => Some((label.as_str(), &block.prose)),
                _ => None,
            })
            .collect();
        let marks_headings = document.blocks.iter().any(|block| matches!(block.kind, BlockKind::Heading { .. }));
        Self {
            document,
            argument,
            blocks: Vec::with_capacity(document.blocks.len()),
            marks_headings,
            wrap_width: glued::wrap_width(document),
            footnotes,
            place: Place::default(),
            entries: Vec::new(),
            by_number: FxHashMap::default(),
            next_free: 1,
            by_words: FxHashMap::default(),
            copies: FxHashMap::default(),
            by_address,
            hosts: FxHashMap::default(),
            children: FxHashMap::default(),
            stated_edges: Vec::new(),
            stated_kinds: FxHashSet::default(),
            supported: FxHashSet::default(),
            cited: Vec::new(),
            waiting: Vec::new(),
            table: None,
        }
    }

    fn note(
        &mut self,
        block: &Block,
        taken_for: &'static str,
        why: impl Into<Cow<'static, str>>,
        node: Option<NodeHandle>,
    ) {
        let node = node.map(|handle| self.argument.node(handle).id.clone());
        self.blocks.push(BlockReading { span: block.span, taken_for, why: why.into(), node });
    }

    fn read_block(&mut self, at: usize, block: &Block) {
        if !matches!(block.kind, BlockKind::Row { .. }) {
            self.table = None;
        }
        match &block.kind {
            BlockKind::Heading { level } => self.read_heading(at, block, *level),
            BlockKind::Paragraph => self.read_paragraph(at, block),
            BlockKind::Item { marker, .. } => self.read_item(block, marker),
            BlockKind::Row { table, header, cells } => self.read_row(block, *table, *header, cells),
            BlockKind::Comment => self.read_comment(block),
            BlockKind::Code => self.note(block, "code", "preformatted text is never part of an argument", None),
            BlockKind::Picture => self.note(block, "picture", "a picture and its description are not evidence", None),
            BlockKind::Caption => self.note(block, "caption", "the format marks it as a caption", None),
            BlockKind::Rule => self.note(block, "rule", "a line across the page", None),
            BlockKind::Footnote { .. } => {
                self.note(block, "footnote", "a source of the sentences that refer to it", None);
            }
            BlockKind::Furniture { reason } => self.note(block, "furniture", *reason, None),
        }
    }

    fn read_heading(&mut self, at: usize, block: &Block, level: u8) {
        let text = block.prose.as_str();
        self.place.items.clear();
        if block.quotation > 0 {
            return self.note(block, "heading", "a heading inside a quotation", None);
        }
        if self.is_annotated_as_node(block) {
            return self.read_annotated(block, level);
        }
        if let Some(label) = judgement_label(text) {
            return self.open_labelled(at, block, &label, level);
        }
        if let Some(plural) = judgements_title(text, true) {
            return self.open_section(at, block, level, plural);
        }
        if text.contains([':', '：']) && self.read_field(block) {
            return;
        }
        if let Some(role) = role_of_heading(text)
            && self.open_role(block, role, level)
        {
            return;
        }
        if self.open_numbered_heading(block, level) {
            return;
        }
        self.pass_heading(block, level);
    }

    fn open_section(&mut self, at: usize, block: &Block, level: u8, plural: bool) {
        self.place.role = None;
        if plural {
            let holds_items = self.section_holds_items(at, level);
            self.place.section = Some(Section { level, holds_items, marker: None, depth: 0 });
            self.place.current = None;
            self.note(block, "heading of the judgements", "it names a section of judgements", None);
        } else {
            self.place.section = None;
            self.place.current = Some(Current::awaiting(None, level, None));
            self.note(block, "heading of a judgement", "it names one judgement, which follows", None);
        }
    }

    /// Whether list items, labelled paragraphs or table rows stand in the section that begins at block `at`.
    fn section_holds_items(&self, at: usize, level: u8) -> bool {
        for block in &self.document.blocks[at + 1..] {
            match &block.kind {
                BlockKind::Heading { level: next } if *next <= level => return false,
                BlockKind::Heading { .. } if judgement_label(block.prose.as_str()).is_some() => return true,
                BlockKind::Heading { .. } if judgements_title(block.prose.as_str(), true).is_some() => return false,
                BlockKind::Item { .. } | BlockKind::Row { .. } => return true,
                BlockKind::Paragraph if judgement_label(block.prose.as_str()).is_some() => return true,
                BlockKind::Paragraph if !self.marks_headings && self.is_title_like(block) => return false,
                _ => {}
            }
        }
        false
    }

    /// Opens a role for what follows; `false` if the heading is not about the judgements at hand.
    fn open_role(&mut self, block: &Block, role: Role, level: u8) -> bool {
        let named: Vec<usize> = heading::named_judgements(block.prose.as_str())
            .into_iter()
            .filter_map(|number| self.by_number.get(&number).copied())
            .collect();
        let inside = self.place.current.as_ref().is_some_and(|current| {
            // Where nothing marks headings, a line that stands alone can be about the judgement above, unless that is
            // an item in a list of them, or the line is one that whole reports are divided by.
            level > current.level
                || !self.marks_headings
                    && current.level < place::ITEM_LEVEL
                    && !heading::divides_reports(block.prose.as_str())
        });
        if inside && named.is_empty() {
            self.place.role = Some(place::OpenRole { role, level, targets: None });
            self.note(block, "heading", format!("what follows is {} of the judgement above", role.words()), None);
            return true;
        }
        let is_global = matches!(role, Role::Contrary | Role::Assumption | Role::Alternative) || !named.is_empty();
        if !is_global || self.entries.is_empty() {
            return false;
        }
        let targets = match (named.is_empty(), self.entries.len()) {
            (false, _) => named,
            (true, 1) => vec![0],
            (true, _) => Vec::new(),
        };
        self.place.section = None;
        self.place.current = None;
        self.place.role = Some(place::OpenRole { role, level, targets: Some(targets) });
        self.note(block, "heading", format!("what follows is {} of the judgements that it names", role.words()), None);
        true
    }

    fn pass_heading(&mut self, block: &Block, level: u8) {
        if self.place.role.as_ref().is_some_and(|role| level <= role.level) {
            self.place.role = None;
        }
        let closes_current = self.place.current.as_ref().is_some_and(|current| level <= current.level);
        if closes_current {
            self.place.current = None;
        }
        let closes_section = self.place.section.as_ref().is_some_and(|section| level <= section.level);
        if closes_section {
            self.place.section = None;
            self.place.current = None;
        }
        let why = if closes_current || closes_section {
            "the next section begins: the judgements end here"
        } else if self.place.current.is_some() {
            "a heading inside the judgement"
        } else {
            "a heading that names no judgement"
        };
        self.note(block, "heading", why, None);
    }

    fn finish(mut self) -> Build {
        self.argument.suppressions.append(&mut self.waiting);
        self.name_cited_sources();
        self.connect_stated_edges();
        self.name_claims();
        Build { argument: self.argument, blocks: self.blocks }
    }

    /// A fact that is only disputed stays a fact; one that others support is a claim, unless the author says what it is.
    /// Attributes can turn a support into a contradiction, so that this is known at the end only.
    fn name_claims(&mut self) {
        for &node in self.supported.difference(&self.stated_kinds) {
            if self.argument.node(node).kind == NodeKind::Evidence
                && self.argument.has_premise(node, EdgeKind::Supports)
            {
                self.argument.update_node(node, |node| node.kind = NodeKind::Claim);
            }
        }
    }
}

impl OpenItem {
    fn is_above(&self, depth: u16) -> bool {
        self.depth < depth
    }
}

/// The report's title: its first heading of the first level, else the first heading, else what the format declares,
/// else (plain text) the first line if it is no sentence.
fn title_of(document: &Document) -> Option<Prose> {
    let headings = || {
        document.blocks.iter().filter_map(|block| match block.kind {
            BlockKind::Heading { level } => Some((level, &block.prose)),
            _ => None,
        })
    };
    let is_own = |prose: &Prose| {
        let text = prose.as_str();
        !text.is_empty() && judgements_title(text, true).is_none() && judgement_label(text).is_none()
    };
    if let Some((_, prose)) = headings().find(|(level, prose)| *level == 1 && is_own(prose)) {
        return Some(prose.clone());
    }
    if document.title.as_ref().is_some_and(|title| !title.is_empty()) {
        return document.title.clone();
    }
    if let Some((_, prose)) = headings().next() {
        return is_own(prose).then(|| prose.clone());
    }
    let first = document.blocks.iter().find(|block| !block.prose.is_empty())?;
    let is_title = matches!(first.kind, BlockKind::Paragraph)
        && first.lines.len() <= 1
        && first.prose.as_str().chars().count() <= 160
        && is_own(&first.prose);
    is_title.then(|| first.prose.clone())
}
