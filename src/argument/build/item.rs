//! List items: judgements in a list of judgements, and what stands under a judgement.

use super::heading::{Role, field_label, judgement_label};
use super::place::{Current, ITEM_LEVEL, OpenItem, PARAGRAPH_LEVEL, Section};
use super::{Builder, glued};
use crate::argument::{Node, NodeHandle, Origin};
use crate::document::{Block, Marker, Prose};
use crate::text::Span;

impl Builder<'_> {
    pub(super) fn read_item(&mut self, block: &Block, marker: &Marker) {
        let depth = self.depth_of(block.depth, marker);
        while self.place.items.last().is_some_and(|item| !item.is_above(depth)) {
            self.place.items.pop();
        }
        let (prose, span) = self.own_text(block);
        if prose.is_empty() {
            self.open_item(depth, None, None);
            return self.note(block, "item", "no text of its own", None);
        }
        if block.quotation > 0 && self.place.current.is_none() {
            self.open_item(depth, None, None);
            return self.note(block, "quotation", "somebody else's list", None);
        }
        if self.is_judgement_item(block, depth, marker) {
            return self.read_judgement_item(block, &prose, span, depth, marker);
        }
        if self.is_annotated_as_node(block) {
            let node = self.add_annotated(block, prose, span);
            self.open_item(depth, Some(node), None);
            return self.note(block, "annotated node", "its attributes say what it is", Some(node));
        }
        if let Some(current) = &self.place.current
            && current.entry.is_none()
        {
            let field = field_label(prose.as_str(), prose.bold_lead().as_ref());
            match field {
                Some((Role::Assessment, rest)) => {
                    let entry = self.state_judgement(block, &prose.slice(rest));
                    let node = self.entries[entry].node;
                    return self.note(block, "judgement", "the field that holds the judgement", Some(node));
                }
                Some(_) => {}
                None => {
                    let entry = self.state_judgement(block, &prose);
                    let node = self.entries[entry].node;
                    self.open_item(depth, Some(node), None);
                    return self.note(block, "judgement", "the item after the label of a judgement", Some(node));
                }
            }
        }
        self.read_supporting_item(block, &prose, span, depth, marker);
    }

    /// Depth as a reader sees it: items of another kind of mark, at the depth of a list's judgements, stand under them.
    fn depth_of(&self, depth: u16, marker: &Marker) -> u16 {
        match &self.place.section {
            Some(Section { marker: Some(first), depth: first_depth, .. })
                if depth == *first_depth && !same_kind(first, marker) =>
            {
                depth + 1
            }
            _ => depth,
        }
    }

    fn is_judgement_item(&self, block: &Block, depth: u16, marker: &Marker) -> bool {
        let Some(section) = &self.place.section else {
            // "1. Key Judgement 1" or "• KJ-2: …" says what it is wherever it stands, unless it stands under a
            // judgement of its own heading.
            return block.depth == 1
                && self.place.role.is_none()
                && self.place.current.as_ref().is_none_or(|current| current.level >= PARAGRAPH_LEVEL)
                && judgement_label(block.prose.as_str()).is_some_and(|label| label.number.is_some());
        };
        if self.place.role.is_some() || self.place.current.as_ref().is_some_and(|current| current.level < ITEM_LEVEL) {
            return false;
        }
        match &section.marker {
            None => depth == block.depth,
            Some(first) => depth <= section.depth && same_kind(first, marker),
        }
    }

    fn read_judgement_item(&mut self, block: &Block, prose: &Prose, span: Span, depth: u16, marker: &Marker) {
        if let Some(section) = &mut self.place.section
            && section.marker.is_none()
        {
            section.marker = Some(marker.clone());
            section.depth = depth;
        }
        let label = judgement_label(prose.as_str());
        let mut current = Current::awaiting(None, ITEM_LEVEL, None);
        let mut text = prose.clone();
        if let Some(label) = label {
            current.number = label.number;
            current.confidence = label.confidence.clone().map(|(level, range)| (level, prose.span_of(range)));
            current.note = label.note.clone().map(|note| prose.slice(note));
            text = prose.slice(label.rest);
        } else if let Marker::Number(number) = marker {
            current.number = u32::try_from(*number).ok();
        }
        current.label = Some(span);
        if text.is_empty() {
            current.level = PARAGRAPH_LEVEL;
            self.place.current = Some(current);
            self.open_item(depth, None, None);
            return self.note(block, "heading of a judgement", "it names a judgement, which follows", None);
        }
        self.place.current = Some(current);
        let entry = self.state_judgement(block, &text);
        let node = self.entries[entry].node;
        self.open_item(depth, Some(node), None);
        self.note(block, "judgement", "an item in the list of judgements", Some(node));
    }

    fn read_supporting_item(&mut self, block: &Block, prose: &Prose, span: Span, depth: u16, marker: &Marker) {
        let above = self.place.items.last().cloned();
        let inherited = above.as_ref().and_then(|item| item.role);
        let role = inherited.or_else(|| self.place.role.as_ref().map(|open| open.role)).unwrap_or(Role::Evidence);
        let mut targets = match above.as_ref().and_then(|item| item.node) {
            Some(node) => vec![node],
            None => self.targets(),
        };
        if targets.is_empty() {
            // Under "Assumptions" at the end of a report, an item can name the judgement that it is about.
            targets = self.named_in(prose);
        }
        let holds_role = self.place.role.as_ref().is_some_and(|open| open.targets.is_some());
        if targets.is_empty() && !holds_role {
            self.open_item(depth, None, None);
            if self.entries.is_empty() {
                self.argument.lead.push(prose.clone());
            }
            let why =
                if self.entries.is_empty() { "a list before the judgements" } else { "a list outside the judgements" };
            return self.note(block, "text", why, None);
        }
        if let Some(current) = &mut self.place.current {
            current.has_list = true;
        }
        if let Some((field, rest)) = field_label(prose.as_str(), prose.bold_lead().as_ref()) {
            return self.read_field_item(block, field, &prose.slice(rest), &targets, depth, marker);
        }
        if !role.makes_nodes() {
            if let Some(&first) = targets.first() {
                self.apply_field(first, prose, role);
            }
            self.open_item(depth, None, Some(role));
            return self.note(block, role.words(), "it stands under a label or heading of that name", None);
        }
        let nested = above.as_ref().is_some_and(|item| item.node.is_some());
        // What stands under an item supports it, whatever the item is to the judgement.
        let role = if nested && inherited.is_none() { Role::Evidence } else { role };
        let node = self.add_item_node(block, prose.clone(), span, &targets, role);
        self.open_item(depth, Some(node), None);
        let why = match (nested, holds_role) {
            (true, _) => "an item under the item above",
            (false, true) => "an item under a heading that says so",
            (false, false) => "an item under the judgement",
        };
        self.note(block, role.words(), why, Some(node));
    }

    fn add_item_node(
        &mut self,
        block: &Block,
        text: Prose,
        span: Span,
        targets: &[NodeHandle],
        role: Role,
    ) -> NodeHandle {
        // Counted even where the author gives an id, so that a bullet's number is its place in the list.
        let counted = targets.first().map(|&first| self.child_id(first));
        let given = self.given_id(block);
        let is_counted = given.is_none();
        let id = given
            .or(counted)
            .unwrap_or_else(|| super::judgement::id(&format!("node-{}", self.argument.node_count() + 1)));
        let mut node = Node::new(id, role.node_kind(), text, span);
        node.counted = is_counted;
        let node = self.add_or_rename(node, block);
        self.cite(node);
        for &target in targets {
            self.bear(node, target, role, Origin::Layout);
        }
        self.apply_attributes(node, block, targets.first().copied());
        node
    }

    /// "Evidence: …", "Confidence: high", "Caveat: …" as an item; what stands under it takes its role.
    fn read_field_item(
        &mut self,
        block: &Block,
        role: Role,
        rest: &Prose,
        targets: &[NodeHandle],
        depth: u16,
        _marker: &Marker,
    ) {
        let Some(&first) = targets.first() else {
            self.open_item(depth, None, Some(role));
            return self.note(block, role.words(), "a label says so, but of no judgement", None);
        };
        if !role.makes_nodes() || rest.is_empty() {
            self.apply_field(first, rest, role);
            self.open_item(depth, None, Some(role));
            return self.note(block, role.words(), "a label says so", None);
        }
        let node = self.add_item_node(block, rest.clone(), block.span, targets, role);
        self.open_item(depth, Some(node), None);
        self.note(block, role.words(), "a label says so", Some(node));
    }

    /// The judgements that a text names by number.
    fn named_in(&self, prose: &Prose) -> Vec<NodeHandle> {
        if self.place.role.is_none() {
            return Vec::new();
        }
        super::heading::named_judgements(prose.as_str())
            .into_iter()
            .filter_map(|number| self.by_number.get(&number).map(|&entry| self.entries[entry].node))
            .collect()
    }

    /// The block's text without the captions and bylines that the page glued to it.
    fn own_text(&mut self, block: &Block) -> (Prose, Span) {
        match glued::glued_tail(block, self.wrap_width) {
            Some((end, why)) => {
                let own = block.prose.slice(0..end);
                let tail = block.prose.slice(end..block.prose.as_str().len());
                self.blocks.push(super::BlockReading {
                    span: tail.span(),
                    taken_for: "caption",
                    why: why.into(),
                    node: None,
                });
                let span = Span { end: own.span().end, ..block.span };
                (own, span)
            }
            None => (block.prose.clone(), block.span),
        }
    }

    fn open_item(&mut self, depth: u16, node: Option<NodeHandle>, role: Option<Role>) {
        self.place.items.push(OpenItem { depth, node, role });
    }
}

fn same_kind(one: &Marker, other: &Marker) -> bool {
    match (one, other) {
        (Marker::Bullet(one), Marker::Bullet(other)) => one == other,
        _ => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}
