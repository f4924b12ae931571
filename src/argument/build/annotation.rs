//! What the author annotated: Pandoc attributes, and rules that are silenced.

use super::Builder;
use crate::argument::{
    Argument, Credibility, Defect, Edge, EdgeKind, Id, Node, NodeHandle, NodeKind, Origin, StatedConfidence,
    Suppression, Weight,
};
use crate::document::{Attributes, Block, BlockKind, Prose, Spanned};
use crate::text::Span;

/// An edge that an attribute names; its conclusion may come later in the text.
#[derive(Debug)]
pub(super) struct StatedEdge {
    premise: NodeHandle,
    kind: EdgeKind,
    conclusion: String,
    weight: Option<Weight>,
    span: Span,
}

const KEYS: [&str; 9] =
    ["credibility", "weight", "supports", "contradicts", "source", "sources", "grade", "date", "confidence"];

impl Builder<'_> {
    /// Whether attributes alone make the block a node: they name a kind, or what it bears on.
    pub(super) fn is_annotated_as_node(&self, block: &Block) -> bool {
        let Some(attributes) = &block.attributes else { return false };
        // A labelled judgement is one already; its attributes say more of it.
        if super::heading::judgement_label(block.prose.as_str()).is_some() {
            return false;
        }
        let is_kind = attributes.classes.iter().any(|class| NodeKind::from_word(&class.value).is_some());
        let is_outside = self.place.current.is_none() && self.place.section.is_none() && self.place.role.is_none();
        let is_judgement =
            attributes.classes.iter().any(|class| NodeKind::from_word(&class.value) == Some(NodeKind::Judgement));
        let bears = attributes.get("supports").is_some() || attributes.get("contradicts").is_some();
        let is_beside = matches!(block.kind, BlockKind::Paragraph)
            && self.place.current.as_ref().is_some_and(|current| current.entry.is_some());
        is_judgement || (is_outside && (is_kind || bears)) || (is_beside && bears)
    }

    /// A block that its attributes make a node, wherever it stands.
    pub(super) fn read_annotated(&mut self, block: &Block, level: u8) {
        let node = self.add_annotated(block, block.prose.clone(), block.span);
        let node_kind = self.argument.node(node).kind;
        if node_kind == NodeKind::Judgement {
            let entry = self.entries.len() - 1;
            let mut current = super::Current::awaiting(None, level, None);
            current.entry = Some(entry);
            self.place.role = None;
            self.place.items.clear();
            self.place.current = Some(current);
        }
        self.note(block, "annotated node", "its attributes say what it is", Some(node));
    }

    pub(super) fn add_annotated(&mut self, block: &Block, prose: Prose, span: Span) -> NodeHandle {
        let kind = block
            .attributes
            .iter()
            .flat_map(|attributes| &attributes.classes)
            .find_map(|class| NodeKind::from_word(&class.value))
            .unwrap_or(NodeKind::Evidence);
        if kind == NodeKind::Judgement {
            let parts = super::judgement::take_apart(&prose, false);
            let given = self.judgement_id(block);
            let entry = self.enter(None, parts.claim, span, given);
            let node = self.entries[entry].node;
            if parts.confidence.is_some() {
                self.argument.update_node(node, |node| node.confidence = parts.confidence.map(Box::new));
            }
            self.cite(node);
            self.apply_attributes(node, block, None);
            self.silence(node);
            for sentence in parts.rest {
                self.add_inline(node, sentence, super::Role::Evidence);
            }
            return node;
        }
        let id = self
            .given_id(block)
            .unwrap_or_else(|| super::judgement::id(&format!("node-{}", self.argument.node_count() + 1)));
        let node = self.add_or_rename(Node::new(id, kind, prose, span), block);
        self.cite(node);
        self.apply_attributes(node, block, None);
        self.silence(node);
        node
    }

    /// The id that the attributes of a judgement's heading, or of its own block, give.
    pub(super) fn judgement_id(&mut self, block: &Block) -> Option<Spanned<Id>> {
        let heading = self.place.heading_attributes.as_ref().and_then(|attributes| attributes.id.clone());
        let own = || block.attributes.as_ref().and_then(|attributes| attributes.id.clone());
        let given = heading.or_else(own)?;
        self.checked(&given).map(|value| Spanned { value, span: given.span })
    }

    /// The id that the block's attributes give.
    pub(super) fn given_id(&mut self, block: &Block) -> Option<Id> {
        let given = block.attributes.as_ref()?.id.clone()?;
        self.checked(&given)
    }

    fn checked(&mut self, given: &Spanned<String>) -> Option<Id> {
        match Id::new(&given.value) {
            Ok(id) => Some(id),
            Err(error) => {
                self.malformed(given.span, error.to_string(), "give an id such as `#patrols`");
                None
            }
        }
    }

    /// Adds a node; where its id is taken, it gets another and the clash is noted.
    pub(super) fn add_or_rename(&mut self, node: Node, block: &Block) -> NodeHandle {
        let given = block.attributes.as_ref().and_then(|attributes| attributes.id.as_ref());
        if let (Some(given), Some(holder)) = (given, self.argument.find(node.id.as_str())) {
            let first = self.argument.node(holder).span;
            self.argument.defects.push(Defect::DuplicateId { id: given.value.clone(), first, again: given.span });
        }
        self.add(node)
    }

    /// A judgement's heading holds its attributes when its text follows in the next paragraph.
    pub(super) fn remember_attributes(&mut self, block: &Block) {
        self.place.heading_attributes.clone_from(&block.attributes);
    }

    /// Applies attributes and silenced rules of the block that a judgement or inline sentence was read from.
    pub(super) fn apply_block(&mut self, node: NodeHandle, block: &Block) {
        if let Some(attributes) = self.place.heading_attributes.take() {
            self.apply(node, &attributes, None);
        }
        self.cite(node);
        self.apply_attributes(node, block, None);
        self.silence(node);
    }

    pub(super) fn apply_attributes(&mut self, node: NodeHandle, block: &Block, layout_target: Option<NodeHandle>) {
        if let Some(attributes) = &block.attributes {
            self.apply(node, attributes, layout_target);
        }
        self.silence(node);
    }

    fn apply(&mut self, node: NodeHandle, attributes: &Attributes, layout_target: Option<NodeHandle>) {
        for class in &attributes.classes {
            match NodeKind::from_word(&class.value) {
                Some(kind) => {
                    self.stated_kinds.insert(node);
                    self.argument.update_node(node, |node| node.kind = kind);
                }
                None => self.malformed(
                    class.span,
                    format!("`.{}` is no kind of node", class.value),
                    "write .judgement, .claim, .evidence, .assumption, .hypothesis or .inference",
                ),
            }
        }
        for (key, value) in &attributes.pairs {
            self.apply_pair(node, key, value, layout_target);
        }
    }

    fn apply_pair(
        &mut self,
        node: NodeHandle,
        key: &Spanned<String>,
        value: &Spanned<String>,
        target: Option<NodeHandle>,
    ) {
        match key.value.as_str() {
            "credibility" => match parse_number(&value.value)
                .and_then(|number| Credibility::new(number).map_err(|error| error.to_string()))
            {
                Ok(credibility) => self.argument.update_node(node, |node| node.credibility = Some(credibility)),
                Err(message) => {
                    self.malformed(value.span, message, "write a number from 0 to 1, such as credibility=0.9");
                }
            },
            "weight" => match parse_weight(&value.value) {
                Ok(weight) => self.weigh_layout_edges(node, target, weight, value.span),
                Err(message) => {
                    self.malformed(value.span, message, "write a number above 0, at most 1, such as weight=0.8");
                }
            },
            "supports" => self.state_edges(node, EdgeKind::Supports, value),
            "contradicts" => self.state_edges(node, EdgeKind::Contradicts, value),
            "source" | "sources" => {
                for word in value.value.split_whitespace() {
                    self.cited.push((node, word.trim_matches(',').to_owned(), value.span));
                }
            }
            "grade" => match value.value.parse() {
                Ok(grade) => self.argument.update_node(node, |node| node.grade = Some(grade)),
                Err(error) => self.malformed(value.span, format!("{error}"), "write grade=B2"),
            },
            "date" => match value.value.parse() {
                Ok(date) => self.argument.update_node(node, |node| node.date = Some(date)),
                Err(error) => self.malformed(value.span, format!("{error}"), "write date=2022-02-16"),
            },
            "confidence" => match value.value.parse() {
                Ok(level) => {
                    let stated = StatedConfidence { level, span: value.span, basis: None };
                    self.argument.update_node(node, |node| node.confidence = Some(Box::new(stated)));
                }
                Err(()) => {
                    let message = format!("`{}` is no level of confidence", value.value);
                    self.malformed(value.span, message, "write confidence=low, moderate or high");
                }
            },
            unknown => {
                let near = KEYS
                    .iter()
                    .map(|known| (strsim::jaro_winkler(unknown, known), known))
                    .max_by(|a, b| a.0.total_cmp(&b.0));
                let help = match near {
                    Some((likeness, known)) if likeness > 0.8 => format!("did you mean `{known}`?"),
                    _ => format!("the attributes are {}", KEYS.join(", ")),
                };
                self.malformed(key.span, format!("unknown attribute `{unknown}`"), help);
            }
        }
    }

    fn weigh_layout_edges(&mut self, node: NodeHandle, target: Option<NodeHandle>, weight: Weight, span: Span) {
        let edges: Vec<_> = self
            .argument
            .conclusions(node)
            .filter(|conclusion| {
                target.is_none_or(|target| conclusion.node == target) && conclusion.edge.origin != Origin::Stated
            })
            .map(|conclusion| conclusion.handle)
            .collect();
        if edges.is_empty() {
            return self.malformed(
                span,
                "the layout gives no edge that this weight could be of".to_owned(),
                "write supports=\"kj1:0.8\" or contradicts=\"kj1:0.8\"",
            );
        }
        for edge in edges {
            self.argument.update_edge(edge, |edge| edge.weight = weight);
        }
    }

    fn state_edges(&mut self, node: NodeHandle, kind: EdgeKind, value: &Spanned<String>) {
        let verbatim = value.span.range().len() == value.value.len();
        let mut at = 0;
        for word in value.value.split_whitespace() {
            let offset = at + value.value[at..].find(word).unwrap_or(0);
            at = offset + word.len();
            let start = value.span.start as usize + offset;
            let span = if verbatim { Span::new(value.span.file, start..start + word.len()) } else { value.span };
            let (name, weight) = match word.rsplit_once(':') {
                Some((name, weight)) => match parse_weight(weight) {
                    Ok(weight) => (name, Some(weight)),
                    Err(message) => {
                        self.malformed(span, message, "write an id and a weight, such as kj1:0.4");
                        (name, None)
                    }
                },
                None => (word, None),
            };
            self.stated_edges.push(StatedEdge { premise: node, kind, conclusion: name.to_owned(), weight, span });
        }
    }

    /// Connects the edges that attributes name, once every node is known.
    pub(super) fn connect_stated_edges(&mut self) {
        let mut suggestions = 0;
        for stated in std::mem::take(&mut self.stated_edges) {
            let Some(conclusion) = self.argument.find(&stated.conclusion) else {
                // Each suggestion reads every id; a report with more mistakes than this needs no more of them.
                suggestions += 1;
                let nearest = (suggestions <= 50)
                    .then(|| nearest(&stated.conclusion, self.argument.nodes().map(|(_, node)| &node.id)))
                    .flatten();
                self.argument.defects.push(Defect::DanglingReference {
                    id: stated.conclusion,
                    span: stated.span,
                    wanted: "node",
                    nearest,
                });
                continue;
            };
            connect_stated(&mut self.argument, &stated, conclusion);
        }
    }

    fn malformed(&mut self, span: Span, message: String, help: impl Into<String>) {
        self.argument.defects.push(Defect::MalformedAnnotation { span, message, help: Some(help.into()) });
    }

    /// `<!-- linchpin: allow RULE reason -->` silences a rule for the next judgement, item or paragraph.
    pub(super) fn read_comment(&mut self, block: &Block) {
        let text = block.prose.as_str();
        let Some(order) = text.trim().strip_prefix("linchpin:").map(str::trim_start) else {
            return self.note(block, "comment", "not addressed to linchpin", None);
        };
        let Some(rest) = order.strip_prefix("allow").filter(|rest| rest.is_empty() || rest.starts_with(' ')) else {
            // Regions that `linchpin update` rewrites are marked by comments of their own.
            return self.note(block, "comment", "an instruction that is not about rules", None);
        };
        let rest = rest.trim();
        let (rule, reason) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        if rule.is_empty() {
            self.malformed(block.span, "no rule is named".to_owned(), "write <!-- linchpin: allow RULE reason -->");
            return self.note(block, "comment", "it names no rule", None);
        }
        let reason = Some(reason.trim()).filter(|reason| !reason.is_empty()).map(str::to_owned);
        self.waiting.push(Suppression { rule: rule.to_owned(), reason, span: block.span, node: None });
        self.note(block, "suppression", "it silences a rule for the item that follows", None);
    }

    fn silence(&mut self, node: NodeHandle) {
        for mut suppression in std::mem::take(&mut self.waiting) {
            suppression.node = Some(node);
            self.argument.suppressions.push(suppression);
        }
    }
}

/// Naming the layout's own conclusion changes the edge that is there; anything else adds one.
fn connect_stated(argument: &mut Argument, stated: &StatedEdge, conclusion: NodeHandle) {
    let layout = argument
        .conclusions(stated.premise)
        .find(|known| known.node == conclusion && known.edge.origin != Origin::Stated)
        .map(|known| known.handle);
    match layout {
        Some(edge) => argument.update_edge(edge, |edge| {
            edge.kind = stated.kind;
            edge.weight = stated.weight.unwrap_or(edge.weight);
            edge.span = stated.span;
            edge.origin = Origin::Stated;
        }),
        None => {
            let edge = Edge {
                kind: stated.kind,
                weight: stated.weight.unwrap_or_default(),
                because: None,
                span: stated.span,
                origin: Origin::Stated,
            };
            argument.connect(stated.premise, conclusion, edge);
        }
    }
}

/// The known id that a mistyped one is nearest to.
pub(super) fn nearest<'a>(wanted: &str, known: impl Iterator<Item = &'a Id>) -> Option<Id> {
    known
        .map(|id| (strsim::jaro_winkler(wanted, id.as_str()), id))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, id)| id.clone())
}

fn parse_number(text: &str) -> Result<f64, String> {
    text.trim().parse().map_err(|_| format!("`{text}` is not a number"))
}

fn parse_weight(text: &str) -> Result<Weight, String> {
    parse_number(text).and_then(|number| Weight::new(number).map_err(|error| error.to_string()))
}
