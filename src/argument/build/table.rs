//! Tables of judgements: a column that holds them, and the columns beside it.

use super::heading::{Role, judgement_label, judgements_title, role_of_heading};
use super::place::{Current, ITEM_LEVEL};
use super::{Builder, judgement};
use crate::argument::{Node, Origin, StatedConfidence};
use crate::document::{Block, Cell};
use crate::text::{HalfWidth, word_count};

/// What the columns of the table at hand hold.
#[derive(Debug)]
pub(super) struct Columns {
    table: u32,
    judgement: Option<usize>,
    number: Option<usize>,
    roles: Vec<(usize, Role)>,
}

impl Builder<'_> {
    pub(super) fn read_row(&mut self, block: &Block, table: u32, header: bool, cells: &[Cell]) {
        self.place.items.clear();
        if self.table.as_ref().is_none_or(|columns| columns.table != table) {
            self.table = Some(self.columns(table, cells));
            if header {
                let has_judgements = self.table.as_ref().is_some_and(|columns| columns.judgement.is_some());
                let why = if has_judgements { "one column holds judgements" } else { "no column holds judgements" };
                return self.note(block, "heading of a table", why, None);
            }
        }
        let Some(columns) = self.table.take() else { return };
        self.read_judgement_row(block, &columns, cells);
        self.table = Some(columns);
    }

    fn columns(&self, table: u32, header: &[Cell]) -> Columns {
        let in_section = self.place.section.is_some();
        let mut columns = Columns { table, judgement: None, number: None, roles: Vec::new() };
        for (at, cell) in header.iter().enumerate() {
            let text = cell.prose.as_str();
            let lower = text.trim().trim_end_matches(['.', ':']).to_lowercase();
            let is_named = judgements_title(text, true).is_some() || matches!(lower.as_str(), "judgement" | "judgment");
            let is_plain = in_section
                && matches!(
                    lower.as_str(),
                    "finding" | "findings" | "takeaway" | "assessment" | "statement" | "claim" | "conclusion"
                );
            if columns.judgement.is_none() && (is_named || is_plain) {
                columns.judgement = Some(at);
            } else if columns.number.is_none()
                && matches!(lower.as_str(), "#" | "no" | "nr" | "number" | "id" | "kj" | "ref")
            {
                columns.number = Some(at);
            } else if let Some(role) = role_of_heading(text) {
                columns.roles.push((at, role));
            }
        }
        if in_section && columns.judgement.is_none() {
            columns.judgement = header.iter().position(|cell| judgement_label(cell.prose.as_str()).is_some());
        }
        columns
    }

    fn read_judgement_row(&mut self, block: &Block, columns: &Columns, cells: &[Cell]) {
        let Some(cell) = columns.judgement.and_then(|at| cells.get(at)).filter(|cell| !cell.prose.is_empty()) else {
            return self.note(block, "table row", "its table has no column of judgements", None);
        };
        let number = columns.number.and_then(|at| cells.get(at)).and_then(|cell| {
            let text = cell.prose.as_str().trim();
            text.parse::<u32>().ok().or_else(|| judgement_label(text)?.number)
        });
        let mut current = Current::awaiting(number, ITEM_LEVEL, None);
        let mut text = cell.prose.clone();
        if let Some(label) = judgement_label(text.as_str()).filter(|label| !label.rest.is_empty()) {
            current.number = label.number.or(number);
            current.confidence = label.confidence.clone().map(|(level, range)| (level, text.span_of(range)));
            text = text.slice(label.rest);
        }
        self.place.current = Some(current);
        let entry = self.state_judgement(block, &text);
        let node = self.entries[entry].node;
        self.argument.update_node(node, |node| node.span = block.span);
        for (at, role) in &columns.roles {
            let Some(cell) = cells.get(*at).filter(|cell| cell.prose.as_str().chars().any(char::is_alphanumeric))
            else {
                continue;
            };
            if *role == Role::Confidence
                && let Ok(level) = cell.prose.as_str().trim_matches(|c: char| !c.is_alphanumeric()).parse()
            {
                let span = cell.prose.span();
                let stated = StatedConfidence { level, span, basis: None };
                self.argument.update_node(node, |node| node.confidence = Some(Box::new(stated)));
            } else if role.makes_nodes() {
                let id = self.child_id(node);
                let made = self.add(Node::new(id, role.node_kind(), cell.prose.clone(), cell.span));
                self.cite(made);
                self.bear(made, node, *role, Origin::Layout);
            } else {
                self.apply_field(node, &cell.prose, *role);
            }
        }
        // A row ends its judgement: what follows the table does not bear on the last row.
        self.place.current = None;
        self.note(block, "judgement", "a row of a table of judgements", Some(node));
    }

    /// "### 2. They will stay" under "Key Judgements": a judgement that is a numbered heading.
    pub(super) fn open_numbered_heading(&mut self, block: &Block, level: u8) -> bool {
        let half = HalfWidth::of(block.prose.as_str());
        let text = half.as_str();
        let is_below = self.place.section.as_ref().is_some_and(|section| level > section.level);
        let start = text.find(|c: char| c.is_alphanumeric()).unwrap_or(text.len());
        let digits = text[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
        let Ok(number) = text[start..start + digits].parse::<u32>() else { return false };
        let rest = text[start + digits..].trim_start_matches(|c: char| c.is_whitespace() || ".):–—-".contains(c));
        if !is_below || digits > 2 || word_count(rest) < 4 || rest.len() + digits + start == text.len() {
            return false;
        }
        self.place.role = None;
        let mut current = Current::awaiting(Some(number), level, None);
        current.label = Some(block.span);
        self.place.current = Some(current);
        let entry = self.state_judgement(block, &block.prose.slice(half.source(text.len() - rest.len()..text.len())));
        let node = self.entries[entry].node;
        self.note(block, "judgement", "a numbered heading under the heading of the judgements", Some(node));
        true
    }

    /// Notes a rival answer to the question that the judgement answers.
    pub(super) fn offer_alternative(
        &mut self,
        rival: crate::argument::NodeHandle,
        judgement: crate::argument::NodeHandle,
    ) {
        let judgement_node = self.argument.node(judgement);
        let name = format!("{}-alternatives", judgement_node.id);
        let span = judgement_node.span;
        let text = format!("Which holds: {}?", judgement_node.text.as_str().trim_end_matches(['.', '。']));
        self.argument.add_answer(&judgement::id(&name), &text, span, &[judgement, rival]);
    }
}
