//! Both editions in one argument, for pictures.

use super::changes::{ChangeKind, Subject};
use super::told::Teller;
use super::{Difference, Side};
use crate::argument::{Argument, EdgeHandle, Excerpt, Id, NodeHandle};
use crate::part::{Became, Changes, Part};
use crate::rules::Finding;

/// An argument with every node and edge of the new edition, under the same handles, and after them what is gone.
pub(super) struct Union {
    argument: Argument,
    changes: Changes,
    findings: Vec<Finding>,
}

/// A picture of more nodes shows only what changed, and what is near it.
const SMALL: usize = 60;

impl Union {
    /// O(nodes + edges + changes).
    pub(super) fn new(difference: &Difference<'_>) -> Self {
        let (old, new) = (difference.old.argument, difference.new.argument);
        let mut argument = new.clone();
        let mut nodes: Vec<Option<(Became, Vec<String>)>> = vec![None; new.node_count()];
        let mut edges: Vec<Option<Became>> = vec![None; new.edge_count()];
        for source in old.sources() {
            // One that is in both is the new one.
            let _ = argument.add_source(source.clone());
        }
        let mut here: Vec<Option<NodeHandle>> = Vec::with_capacity(old.node_count());
        for (handle, node) in old.nodes() {
            here.push(difference.matching.to_new(handle).or_else(|| {
                let mut gone = node.clone();
                gone.id = free_id(&argument, node.id.as_str());
                let handle = argument.add_node(gone).ok();
                nodes.extend(handle.map(|_| Some((Became::Removed, Vec::new()))));
                handle
            }));
        }
        let mut lost = vec![false; old.edge_count()];
        for change in &difference.changes {
            match &change.subject {
                Subject::Node(None, Some(node)) => nodes[node.index()] = Some((Became::Added, Vec::new())),
                Subject::Node(Some(_), Some(node)) => {
                    let (_, how) = nodes[node.index()].get_or_insert((Became::Changed, Vec::new()));
                    how.push(unquoted(&Teller::PLAIN.predicate(difference, change)));
                }
                Subject::Edge(before, now) => {
                    let moved = matches!(change.kind, ChangeKind::Added | ChangeKind::Removed | ChangeKind::Moved);
                    if let Some(now) = now {
                        edges[now.index()] = Some(if moved { Became::Added } else { Became::Changed });
                    }
                    if let (Some(before), true) = (before, moved) {
                        lost[before.index()] = true;
                    }
                }
                Subject::Node(_, None) | Subject::Source(..) => {}
            }
        }
        // An edge comes and goes with its node.
        let is = |nodes: &[Option<(Became, Vec<String>)>], node: NodeHandle, wanted| {
            nodes[node.index()].as_ref().is_some_and(|(became, _)| *became == wanted)
        };
        for (handle, _) in new.edges() {
            let (premise, conclusion) = new.ends(handle);
            if is(&nodes, premise, Became::Added) || is(&nodes, conclusion, Became::Added) {
                edges[handle.index()] = Some(Became::Added);
            }
        }
        for (handle, edge) in old.edges() {
            let (premise, conclusion) = old.ends(handle);
            let (Some(premise), Some(conclusion)) = (here[premise.index()], here[conclusion.index()]) else { continue };
            let went = is(&nodes, premise, Became::Removed) || is(&nodes, conclusion, Became::Removed);
            if went || lost[handle.index()] {
                argument.connect(premise, conclusion, edge.clone());
                edges.push(Some(Became::Removed));
            }
        }
        let findings = difference.findings.new.iter().filter_map(|&number| difference.new.findings.get(number));
        let findings = findings.chain(&difference.review).cloned().collect();
        Self { argument, changes: Changes { nodes, edges }, findings }
    }

    /// The nodes to show of a large argument: what changed, its neighbours, and the judgements.
    pub(super) fn excerpt(&self) -> Option<Excerpt> {
        if self.argument.node_count() <= SMALL {
            return None;
        }
        let mut near = vec![false; self.argument.node_count()];
        for (handle, _) in self.argument.nodes() {
            if self.changes.nodes[handle.index()].is_some() {
                let around = self.argument.premises(handle).chain(self.argument.conclusions(handle));
                around.for_each(|edge| near[edge.node.index()] = true);
                near[handle.index()] = true;
            }
        }
        for (handle, _) in self.argument.edges().filter(|(handle, _)| self.changes.edges[handle.index()].is_some()) {
            let (premise, conclusion) = self.argument.ends(handle);
            near[premise.index()] = true;
            near[conclusion.index()] = true;
        }
        self.argument.judgements().for_each(|(handle, _)| near[handle.index()] = true);
        Some(Excerpt::of(&self.argument, |handle| near[handle.index()]))
    }

    /// What is to be drawn: strengths are those of the new edition, and nothing of what is gone has one.
    pub(super) fn part<'a>(&'a self, new: &Side<'_>, excerpt: Option<&'a Excerpt>) -> Part<'a> {
        let mut part = Part::new(&self.argument, excerpt, Some(&self.findings), None);
        let there = |node: NodeHandle| excerpt.map_or(node, |excerpt| excerpt.there(node));
        part.strengths = Some(
            part.argument
                .nodes()
                .map(|(node, _)| {
                    let node = there(node);
                    (node.index() < new.argument.node_count()).then(|| new.strength(node)).flatten()
                })
                .collect(),
        );
        let here = |verdict: &crate::score::Verdict| {
            let node = match excerpt {
                Some(excerpt) => excerpt.here(verdict.node)?,
                None => verdict.node,
            };
            Some(crate::score::Verdict { node, ..verdict.clone() })
        };
        part.verdicts = new.scores.judgements.iter().filter_map(here).collect();
        let nodes = part.argument.nodes().map(|(node, _)| self.changes.nodes[there(node).index()].clone()).collect();
        part.changes = Some(Changes { nodes, edges: self.edges_of(excerpt) });
        part
    }

    fn edges_of(&self, excerpt: Option<&Excerpt>) -> Vec<Option<Became>> {
        let is_shown = |edge: EdgeHandle| {
            let (premise, conclusion) = self.argument.ends(edge);
            excerpt.is_none_or(|excerpt| excerpt.here(premise).is_some() && excerpt.here(conclusion).is_some())
        };
        // An excerpt keeps its edges in their order.
        self.argument
            .edges()
            .filter(|(handle, _)| is_shown(*handle))
            .map(|(handle, _)| self.changes.edges[handle.index()])
            .collect()
    }
}

/// What is told, without the backticks that set ids apart in plain text.
pub(super) fn unquoted(told: &str) -> String {
    told.replace('`', "")
}

/// The id, or one like it that no node has.
fn free_id(argument: &Argument, id: &str) -> Id {
    let mut wanted = id.to_owned();
    loop {
        match Id::new(&wanted) {
            Ok(free) if argument.find(&wanted).is_none() => return free,
            _ => wanted.push_str(" (gone)"),
        }
    }
}
