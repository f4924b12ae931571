//! Paragraphs: labels of judgements, judgements, what stands under them, and what is none of it.

use super::heading::{Role, field_label, is_caption, is_furniture, judgement_label, judgements_title, role_of_heading};
use super::judgement::stated_confidence;
use super::place::{Current, OpenRole, PARAGRAPH_LEVEL};
use super::{Builder, glued};
use crate::argument::{NodeHandle, StatedConfidence};
use crate::document::{Block, Prose};
use crate::text::word_count;

impl Builder<'_> {
    pub(super) fn read_paragraph(&mut self, at: usize, block: &Block) {
        let text = block.prose.as_str();
        if text.is_empty() {
            return self.note(block, "blank", "no text", None);
        }
        if block.depth > 0 {
            return self.read_continuation(block);
        }
        if self.is_annotated_as_node(block) {
            return self.read_annotated(block, PARAGRAPH_LEVEL);
        }
        if block.quotation > 0 && self.place.current.as_ref().is_none_or(|current| current.entry.is_some()) {
            return self.note(block, "quotation", "somebody else's words", None);
        }
        if let Some(label) = judgement_label(text) {
            return self.open_labelled(at, block, &label, PARAGRAPH_LEVEL);
        }
        if self.read_field(block) {
            return;
        }
        if self.acts_as_heading(block) {
            if let Some(plural) = judgements_title(text, self.is_all_bold(block)) {
                return self.open_section(at, block, PARAGRAPH_LEVEL, plural);
            }
            if let Some(role) = role_of_heading(text)
                && self.open_role(block, role, PARAGRAPH_LEVEL)
            {
                return;
            }
        }
        if self.place.current.as_ref().is_some_and(|current| current.entry.is_none()) {
            if is_caption(text) || is_furniture(text) {
                return self.note(block, "caption", "a caption or a line of the page", None);
            }
            let entry = self.state_judgement(block, &block.prose);
            let node = self.entries[entry].node;
            return self.note(block, "judgement", "the paragraph after the label of a judgement", Some(node));
        }
        self.read_plain_paragraph(block);
    }

    fn read_plain_paragraph(&mut self, block: &Block) {
        let text = block.prose.as_str();
        if is_caption(text) {
            return self.note(block, "caption", "it begins as captions and credits do", None);
        }
        if is_furniture(text) {
            if !self.marks_headings {
                self.leave();
            }
            return self.note(block, "furniture", "a line of the page, not of the report", None);
        }
        if self.is_title_like(block) {
            return self.read_title_like(block);
        }
        if text.trim_end().ends_with([':', '：']) {
            return self.note(block, "lead-in", "it announces what follows", None);
        }
        let is_section_judgement = self.place.role.is_none()
            && self.place.section.as_ref().is_some_and(|section| !section.holds_items)
            && self
                .place
                .current
                .as_ref()
                .is_none_or(|current| current.level >= PARAGRAPH_LEVEL && current.label.is_none());
        if is_section_judgement {
            self.place.current = Some(Current::awaiting(None, PARAGRAPH_LEVEL, None));
            let entry = self.state_judgement(block, &block.prose);
            let node = self.entries[entry].node;
            return self.note(block, "judgement", "a paragraph under the heading of the judgements", Some(node));
        }
        self.read_paragraph_under_judgement(block);
    }

    fn read_paragraph_under_judgement(&mut self, block: &Block) {
        let role = self.place.role.as_ref().map(|open| open.role);
        let targets = self.targets();
        let Some(&first) = targets.first() else {
            let why = match (&self.place.section, role) {
                (Some(_), _) => "a paragraph beside the list of judgements",
                (None, Some(_)) => "it names no judgement that it could bear on",
                (None, None) => "outside the judgements",
            };
            if self.entries.is_empty() && role.is_none() {
                self.argument.lead.push(block.prose.clone());
            }
            return self.note(block, "text", why, None);
        };
        match role {
            Some(role) if !role.makes_nodes() => self.apply_field(first, &block.prose, role),
            _ => {
                let is_list_over =
                    self.place.current.as_ref().is_some_and(|current| current.has_list) && role.is_none();
                if is_list_over {
                    return self.note(block, "text", "a paragraph after the judgement's list", None);
                }
                let role = role.unwrap_or(Role::Evidence);
                let node = self.add_inline(first, block.prose.clone(), role);
                self.apply_block(node, block);
                for &other in &targets[1..] {
                    self.bear(node, other, role, crate::argument::Origin::Layout);
                }
                return self.note(block, role.words(), "a paragraph under the judgement", Some(node));
            }
        }
        self.note(block, role.map_or("text", Role::words), "it stands under a label or heading of that name", None);
    }

    /// A further paragraph of a list item.
    fn read_continuation(&mut self, block: &Block) {
        let text = block.prose.as_str();
        if is_caption(text) || is_furniture(text) {
            return self.note(block, "caption", "a caption or a line of the page inside a list item", None);
        }
        let owner = self.place.items.iter().rev().find(|item| item.depth <= block.depth).cloned();
        let Some(node) = owner.as_ref().and_then(|item| item.node) else {
            return self.note(block, "text", "it goes on with an item that is not part of the argument", None);
        };
        if let Some((role, rest)) = field_label(text, block.prose.bold_lead().as_ref()) {
            let rest = block.prose.slice(rest);
            if role.makes_nodes() && !rest.is_empty() {
                let made = self.add_inline(node, rest, role);
                self.apply_block(made, block);
                return self.note(block, role.words(), "a label in the item says so", Some(made));
            }
            self.apply_field(node, &rest, role);
            return self.note(block, role.words(), "a label in the item says so", Some(node));
        }
        if self.is_title_like(block) || text.ends_with([':', '：']) {
            return self.note(block, "text", "no sentence: a caption or a lead-in", None);
        }
        let made = self.add_inline(node, block.prose.clone(), Role::Evidence);
        self.apply_block(made, block);
        self.note(block, "evidence", "a further paragraph of the item above, which it supports", Some(made));
    }

    /// "Confidence: high, because …", "Caveat: …", "Assessment: …" at the start of a paragraph.
    pub(super) fn read_field(&mut self, block: &Block) -> bool {
        let Some((role, rest)) = field_label(block.prose.as_str(), block.prose.bold_lead().as_ref()) else {
            return false;
        };
        let Some(current) = &self.place.current else { return false };
        let rest = block.prose.slice(rest);
        let Some(entry) = current.entry else {
            // The judgement's own field comes first: "Assessment: It is likely that …".
            if role == Role::Assessment && !rest.is_empty() {
                let entry = self.state_judgement(block, &rest);
                let node = self.entries[entry].node;
                self.note(block, "judgement", "the field that holds the judgement", Some(node));
                return true;
            }
            if let (Role::Confidence, Some(stated)) = (role, stated_confidence(&rest)) {
                if let Some(current) = &mut self.place.current {
                    current.confidence = Some((stated.level, stated.span));
                }
                self.note(block, role.words(), "a label says so", None);
                return true;
            }
            return false;
        };
        let node = self.entries[entry].node;
        self.place.items.clear();
        if role.makes_nodes() {
            if rest.is_empty() {
                self.place.role = Some(OpenRole { role, level: PARAGRAPH_LEVEL, targets: None });
                self.note(block, "label", format!("what follows is {} of the judgement above", role.words()), None);
                return true;
            }
            self.place.role = None;
            let made = self.add_inline(node, rest, role);
            self.apply_block(made, block);
            self.note(block, role.words(), "a label says so", Some(made));
            return true;
        }
        if rest.is_empty() || role == Role::Consequence {
            self.place.role = Some(OpenRole { role, level: PARAGRAPH_LEVEL, targets: None });
        }
        self.apply_field(node, &rest, role);
        self.note(block, role.words(), "a label says so", Some(node));
        true
    }

    /// Puts a field's text where it belongs in a judgement.
    pub(super) fn apply_field(&mut self, node: NodeHandle, text: &Prose, role: Role) {
        if text.is_empty() {
            return;
        }
        match role {
            Role::Confidence => {
                let stated = stated_confidence(text);
                self.argument.update_node(node, |node| match (stated, &mut node.confidence) {
                    (Some(stated), _) => node.confidence = Some(Box::new(stated)),
                    (None, Some(known)) if known.basis.is_none() => known.basis = Some(text.clone()),
                    (None, _) => {}
                });
            }
            Role::ConfidenceBasis => {
                let stated = stated_confidence(text);
                self.argument.update_node(node, |node| match &mut node.confidence {
                    Some(known) => known.basis = Some(text.clone()),
                    None => {
                        node.confidence =
                            stated.map(|stated| Box::new(StatedConfidence { basis: Some(text.clone()), ..stated }));
                    }
                });
            }
            Role::Likelihood => self.argument.update_node(node, |node| node.likelihood = Some(Box::new(text.clone()))),
            Role::Assessment => {
                let text = text.clone();
                self.argument.restatements.push(crate::argument::Restatement { node, text });
            }
            Role::Sources => self.cite_from(node, text),
            Role::Consequence | Role::Evidence | Role::Contrary | Role::Assumption | Role::Alternative => {}
        }
    }

    /// The nodes that what follows bears on: those that the open role names, else the current judgement.
    pub(super) fn targets(&self) -> Vec<NodeHandle> {
        if let Some(targets) = self.place.role.as_ref().and_then(|role| role.targets.as_ref()) {
            return targets.iter().map(|&entry| self.entries[entry].node).collect();
        }
        let current = self.place.current.as_ref().and_then(|current| current.entry);
        current.map(|entry| self.entries[entry].node).into_iter().collect()
    }

    fn read_title_like(&mut self, block: &Block) {
        let is_in_judgements = self.place.current.is_some() || self.place.section.is_some();
        if self.marks_headings || !is_in_judgements || block.lines.len() > 1 {
            return self.note(block, "caption", "a short line that is no sentence", None);
        }
        self.leave();
        self.note(block, "heading", "a short line that stands alone: the judgements end here", None);
    }

    fn leave(&mut self) {
        self.place.section = None;
        self.place.current = None;
        self.place.role = None;
        self.place.items.clear();
    }

    /// Whether the paragraph could stand for a heading: all bold, or a short line where nothing marks headings.
    fn acts_as_heading(&self, block: &Block) -> bool {
        self.is_all_bold(block)
            || self.is_title_like(block)
            || (block.lines.len() <= 1 && block.prose.as_str().ends_with([':', '：']))
    }

    fn is_all_bold(&self, block: &Block) -> bool {
        let text = block.prose.as_str();
        block.prose.bold_lead().is_some_and(|bold| text[bold.end..].chars().all(|c| !c.is_alphanumeric()))
    }

    /// Whether the block reads like a title or caption: short, and no sentence.
    pub(super) fn is_title_like(&self, block: &Block) -> bool {
        let text = block.prose.as_str();
        let first = block.lines.first().and_then(|line| text.get(line.clone())).unwrap_or(text);
        word_count(first) <= 12
            && !glued::ends_sentence(text)
            && !text.starts_with(char::is_lowercase)
            && word_count(text) <= 30
    }
}

impl Role {
    /// Whether what has this role becomes nodes of the argument.
    pub(super) fn makes_nodes(self) -> bool {
        matches!(self, Self::Evidence | Self::Contrary | Self::Assumption | Self::Alternative)
    }
}
