//! From what a document says to an argument.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::scan::{Document, EdgeData, Entity, List, Member, Relation, RelationKind};
use crate::argument::{Argument, Defect, Edge, EdgeKind, Id, Node, NodeHandle, NodeKind, Origin, Question};
use crate::document::Prose;
use crate::format::graph_file::{FrontMatter, shown};
use crate::format::settle_kinds::settle_kinds;
use crate::format::{Loss, Reading};
use crate::text::{SourceFile, SourceMap, Span};

/// Makes the argument. O(n log n) of the document; see [`without_redundant`] for the one step that is not linear
/// besides sorting.
pub(super) fn build(file: &SourceFile, mut document: Document<'_>, front: FrontMatter, is_strict: bool) -> Reading {
    let relations = std::mem::take(&mut document.relations);
    let relations = resolved(&document, relations, is_strict);
    let relations = without_redundant(&document, relations);
    let mut losses = std::mem::take(&mut document.losses);
    let mut argument = Argument::new(SourceMap::single(file.clone()));
    argument.report = front.report;
    title(&mut argument, &document, &mut losses);
    for source in front.sources {
        let _ = argument.add_source(source);
    }
    let mut builder = Builder {
        argument,
        nodes: vec![None; document.entities.len()],
        steps: document.lists.iter().map(|list| vec![None; list.steps.len()]).collect(),
        unsettled: Vec::new(),
        numbers: FxHashMap::default(),
        edges: Vec::new(),
    };
    builder.add_nodes(file, &mut document, &mut losses);
    builder.add_list_edges(&document);
    builder.add_relations(relations);
    builder.edges.sort_by_key(|edge| edge.2.span.start);
    let mut argument = builder.argument;
    for (premise, conclusion, edge) in builder.edges {
        argument.connect(premise, conclusion, edge);
    }
    settle_kinds(&mut argument, builder.unsettled);
    for question in front.questions {
        let mut answers = Vec::new();
        for (id, span) in question.answers {
            match argument.find(&id) {
                Some(node) => answers.push(node),
                None => argument.defects.push(Defect::DanglingReference { id, span, wanted: "node", nearest: None }),
            }
        }
        let (id, text, span) = (question.id, question.text, question.span);
        argument.add_question(Question { id, text, answers, span });
    }
    losses.sort_by_key(|loss| loss.span.start);
    Reading { argument, blocks: Vec::new(), losses }
}

/// Relations as Argdown's own tools resolve them: what a reconstructed argument bears on, its conclusion bears on;
/// what undercuts it undercuts its last step; in strict mode statements that attack each other are contrary; each
/// relation is there once.
fn resolved(document: &Document<'_>, relations: Vec<Relation>, is_strict: bool) -> Vec<Relation> {
    let entity = |member| match member {
        Member::Entity(entity) => Some(&document.entities[entity]),
        Member::Step(..) => None,
    };
    let list_of = |member| entity(member).and_then(|entity| entity.list);
    let is_statement = |member| entity(member).is_some_and(|entity| !entity.is_argument);
    let mut seen: FxHashMap<(RelationKind, Member, Member), usize> = FxHashMap::default();
    let mut resolved: Vec<Relation> = Vec::with_capacity(relations.len());
    for mut relation in relations {
        if let Some(conclusion) = list_of(relation.from).and_then(|list| document.lists[list].items.last()) {
            relation.from = Member::Entity(conclusion.entity);
            if relation.from == relation.to {
                // What an argument concludes it supports: the list says so.
                continue;
            }
        }
        if relation.kind == RelationKind::Undercut
            && let Some(list) = list_of(relation.to)
        {
            relation.to = Member::Step(list, document.lists[list].steps.len().saturating_sub(1));
        }
        if is_strict
            && relation.kind == RelationKind::Attack
            && is_statement(relation.from)
            && is_statement(relation.to)
        {
            relation.kind = RelationKind::Contradiction;
        }
        let Relation { kind, from, to, .. } = relation;
        let turned = (kind == RelationKind::Contradiction).then(|| seen.get(&(kind, to, from))).flatten();
        if let Some(&known) = turned.or_else(|| seen.get(&(kind, from, to))) {
            let edge: &mut EdgeData = &mut resolved[known].edge;
            edge.weight = edge.weight.or(relation.edge.weight);
            edge.because = edge.because.take().or(relation.edge.because);
        } else {
            seen.insert((kind, from, to), resolved.len());
            resolved.push(relation);
        }
    }
    resolved
}

/// Leaves out a statement's attack on an argument where it attacks a premise of it too, which says the same more
/// exactly. For each such attack the shorter of two lists is walked: O(m √m) at worst.
fn without_redundant(document: &Document<'_>, mut relations: Vec<Relation>) -> Vec<Relation> {
    let target = |relation: &Relation| match (relation.kind, relation.from, relation.to) {
        (RelationKind::Attack, Member::Entity(from), Member::Entity(to)) if !document.entities[from].is_argument => {
            document.entities[to].list.map(|list| (from, list))
        }
        _ => None,
    };
    if !relations.iter().any(|relation| target(relation).is_some()) {
        return relations;
    }
    let mut opposed: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    let mut oppositions: FxHashSet<(usize, usize)> = FxHashSet::default();
    for relation in &relations {
        let (Member::Entity(from), Member::Entity(to)) = (relation.from, relation.to) else { continue };
        let mut note = |from, to| {
            if oppositions.insert((from, to)) {
                opposed.entry(from).or_default().push(to);
            }
        };
        match relation.kind {
            RelationKind::Attack => note(from, to),
            RelationKind::Contradiction => {
                note(from, to);
                note(to, from);
            }
            RelationKind::Support | RelationKind::Undercut => {}
        }
    }
    let mut premises: FxHashMap<usize, FxHashSet<usize>> = FxHashMap::default();
    relations.retain(|relation| {
        let Some((from, list)) = target(relation) else { return true };
        let premises = premises.entry(list).or_insert_with(|| premises_of(&document.lists[list]));
        let attacked = opposed.get(&from).map_or(&[][..], Vec::as_slice);
        let is_redundant = if attacked.len() < premises.len() {
            attacked.iter().any(|to| premises.contains(to))
        } else {
            premises.iter().any(|&premise| oppositions.contains(&(from, premise)))
        };
        !is_redundant
    });
    relations
}

fn premises_of(list: &List) -> FxHashSet<usize> {
    let conclusions: FxHashSet<usize> = list.steps.iter().map(|step| step.after).collect();
    let is_premise = |at: &usize| !conclusions.contains(at);
    (0..list.items.len()).filter(is_premise).map(|at| list.items[at].entity).collect()
}

/// The first heading is the title where it stands alone on its level and the front matter gives none. Other headings
/// make groups, which an argument does not have.
fn title(argument: &mut Argument, document: &Document<'_>, losses: &mut Vec<Loss>) {
    let is_alone = document.headings.iter().filter(|heading| heading.level == 1).count() == 1;
    for heading in &document.headings {
        if heading.is_first && heading.level == 1 && is_alone && argument.report.title.is_none() {
            argument.report.title = Some(heading.text.clone());
        } else {
            let message = format!("the heading “{}” and its group are left out", shown(heading.text.as_str()));
            losses.push(Loss { span: heading.span, message });
        }
    }
}

/// The titles of the statements that are nodes.
struct Statements<'t> {
    by_title: FxHashMap<Cow<'t, str>, usize>,
    /// By entity.
    are_nodes: Vec<bool>,
}

impl Statements<'_> {
    fn contains(&self, title: &str) -> bool {
        self.by_title.get(title).is_some_and(|&at| self.are_nodes[at])
    }
}

struct Builder {
    argument: Argument,
    nodes: Vec<Option<NodeHandle>>,
    steps: Vec<Vec<Option<NodeHandle>>>,
    unsettled: Vec<NodeHandle>,
    /// The next number for ids that are wished for more than once.
    numbers: FxHashMap<String, usize>,
    edges: Vec<(NodeHandle, NodeHandle, Edge)>,
}

impl Builder {
    /// Adds the nodes in the order in which the text says what they are.
    fn add_nodes(&mut self, file: &SourceFile, document: &mut Document<'_>, losses: &mut Vec<Loss>) {
        let mut places: Vec<(u32, Member)> = Vec::with_capacity(document.entities.len());
        for (at, entity) in document.entities.iter().enumerate() {
            if entity.is_titled || entity.is_connected {
                let span = entity.place();
                places.push((span.start, Member::Entity(at)));
            } else {
                losses.push(paragraph(file, entity));
            }
        }
        for (at, list) in document.lists.iter().enumerate() {
            let inner = list.steps.len().saturating_sub(1);
            places.extend((0..inner).map(|step| (list.steps[step].span.start, Member::Step(at, step))));
        }
        places.sort_by_key(|place| place.0);
        // Statements keep their titles; an argument of the same title is told apart from them.
        let statements = Statements {
            by_title: std::mem::take(&mut document.statements),
            are_nodes: document.entities.iter().map(|entity| entity.is_titled || entity.is_connected).collect(),
        };
        for (_, member) in places {
            match member {
                Member::Entity(at) => self.add_entity(at, &mut document.entities[at], &statements),
                Member::Step(list, step) => {
                    let title = document.entities[document.lists[list].argument].title.to_string();
                    let span = document.lists[list].steps[step].span;
                    let id = self.free_id(&format!("{title} (step {})", step + 1), &statements);
                    let text = Prose::approximate("", span);
                    let node = Node::new(id, NodeKind::Inference, text, span);
                    self.steps[list][step] = self.argument.add_node(node).ok();
                }
            }
        }
        for (at, list) in document.lists.iter().enumerate() {
            if let Some(last) = self.steps[at].last_mut() {
                *last = self.nodes[list.argument];
            }
        }
    }

    fn add_entity(&mut self, at: usize, entity: &mut Entity<'_>, statements: &Statements<'_>) {
        let id = if entity.is_argument && statements.contains(entity.title.as_ref()) {
            self.free_id(&format!("{} (argument)", entity.title), statements)
        } else {
            self.own_id(&entity.title, statements)
        };
        let facts = entity.facts.take().map(|facts| *facts).unwrap_or_default();
        let is_inference = entity.list.is_some() || facts.kind == Some(NodeKind::Inference);
        let span = entity.place();
        let text = match entity.words.take() {
            Some(words) => words.prose,
            None if is_inference => Prose::approximate("", span),
            None => Prose::approximate(entity.title.as_ref(), span),
        };
        let kind = if is_inference { NodeKind::Inference } else { NodeKind::Evidence };
        let mut node = Node::new(id, kind, text, span);
        let is_settled = facts.kind.is_some() || is_inference;
        facts.apply(&mut node, &mut self.argument);
        if entity.list.is_some() {
            node.kind = NodeKind::Inference;
        }
        self.nodes[at] = self.argument.add_node(node).ok();
        if !is_settled {
            self.unsettled.extend(self.nodes[at]);
        }
    }

    fn own_id(&mut self, title: &str, statements: &Statements<'_>) -> Id {
        match Id::new(title) {
            Ok(id) if self.argument.find(title).is_none() => id,
            // A tab in it, or a title that a step or an argument was given already.
            _ => self.free_id(title, statements),
        }
    }

    /// An id that no node and no statement has: the wish itself, or with a number; with blanks for what no id can hold.
    fn free_id(&mut self, wish: &str, statements: &Statements<'_>) -> Id {
        let wish = wish.replace(char::is_control, " ");
        let next = self.numbers.entry(wish.clone()).or_insert(1);
        loop {
            let name = if *next == 1 { wish.clone() } else { format!("{wish} ({next})") };
            *next += 1;
            if self.argument.find(&name).is_none()
                && !statements.contains(&name)
                && let Ok(id) = Id::new(&name)
            {
                return id;
            }
        }
    }

    fn member(&self, member: Member) -> Option<NodeHandle> {
        match member {
            Member::Entity(entity) => self.nodes[entity],
            Member::Step(list, step) => self.steps.get(list)?.get(step).copied().flatten(),
        }
    }

    /// Premises support their step, a step supports its conclusion, and what is concluded is a premise of the step
    /// after it.
    fn add_list_edges(&mut self, document: &Document<'_>) {
        for (at, list) in document.lists.iter().enumerate() {
            let by_number: FxHashMap<u64, usize> =
                list.items.iter().enumerate().map(|(at, item)| (item.number, at)).collect();
            let mut is_used = vec![false; list.items.len()];
            let mut premises: Vec<Vec<usize>> = Vec::with_capacity(list.steps.len());
            for step in &list.steps {
                let before = |at: &usize| *at < step.after;
                let mut named: Vec<usize> =
                    step.uses.iter().filter_map(|number| by_number.get(number).copied()).filter(before).collect();
                named.sort_unstable();
                named.dedup();
                for &at in &named {
                    is_used[at] = true;
                }
                premises.push(named);
            }
            let mut from = 0;
            for (number, step) in list.steps.iter().enumerate() {
                let is_open = premises[number].is_empty();
                let rest = (from..step.after)
                    .filter(|&at| is_open || !is_used[at] && Some(at) != conclusion_before(list, number));
                let rest: Vec<usize> = rest.collect();
                premises[number].extend(rest);
                premises[number].sort_unstable();
                premises[number].dedup();
                from = step.after;
                let Some(inference) = self.member(Member::Step(at, number)) else { continue };
                for &premise in &premises[number] {
                    let item = &list.items[premise];
                    let Some(node) = self.nodes[item.entity] else { continue };
                    // What is said at a conclusion is about the step to it.
                    let is_concluded = Some(premise) == conclusion_before(list, number);
                    let data = if is_concluded { EdgeData::default() } else { item.edge.clone() };
                    self.edges.push((node, inference, edge(EdgeKind::Supports, data, item.span)));
                }
                let Some(item) = list.items.get(step.after) else { continue };
                let Some(conclusion) = self.nodes[item.entity] else { continue };
                let rules = (!step.rules.is_empty()).then(|| step.rules.join(", ").into());
                let data = EdgeData { because: item.edge.because.clone().or(rules), ..item.edge.clone() };
                self.edges.push((inference, conclusion, edge(EdgeKind::Supports, data, item.span)));
            }
        }
    }

    fn add_relations(&mut self, relations: Vec<Relation>) {
        for relation in relations {
            let (Some(from), Some(to)) = (self.member(relation.from), self.member(relation.to)) else { continue };
            let kind = match relation.kind {
                RelationKind::Support => EdgeKind::Supports,
                _ => EdgeKind::Contradicts,
            };
            if relation.kind == RelationKind::Contradiction {
                self.edges.push((to, from, edge(kind, relation.edge.clone(), relation.span)));
            }
            self.edges.push((from, to, edge(kind, relation.edge, relation.span)));
        }
    }
}

/// Which item the step before this one concludes.
fn conclusion_before(list: &List, step: usize) -> Option<usize> {
    step.checked_sub(1).map(|before| list.steps[before].after)
}

fn edge(kind: EdgeKind, data: EdgeData, span: Span) -> Edge {
    Edge { kind, weight: data.weight.unwrap_or_default(), because: data.because, span, origin: Origin::Stated }
}

impl Entity<'_> {
    /// Where it is said what it is.
    fn place(&self) -> Span {
        self.words.as_ref().map_or(self.own.unwrap_or(self.first), |words| words.span)
    }
}

fn paragraph(file: &SourceFile, entity: &Entity<'_>) -> Loss {
    let span = entity.place();
    let text = file.text().get(span.range()).unwrap_or_default();
    let message = if text.starts_with("@include(") {
        "the file that is included here is not read"
    } else {
        "a paragraph with neither title nor relations is left out"
    };
    Loss { span, message: message.to_owned() }
}
