//! Parts of an argument, each an argument of its own.

use std::collections::VecDeque;

use super::{Argument, NodeHandle, NodeKind, Question};

/// A part of an argument: some of its nodes, with every edge between them, as an argument of its own.
///
/// Nodes and edges keep their order, their places in the text and their ids. What the report says of itself, its
/// files, sources and questions come along; defects, restatements and the lead do not.
#[derive(Clone, Debug)]
pub struct Excerpt {
    argument: Argument,
    /// For each node of the whole, its handle here.
    here: Vec<Option<NodeHandle>>,
    /// For each node here, its handle in the whole.
    there: Vec<NodeHandle>,
    /// For each node here, how many edges into it were left out.
    hidden: Vec<usize>,
}

impl Excerpt {
    /// The nodes for which `keep` says so. O(nodes + edges).
    #[must_use]
    pub fn of(whole: &Argument, keep: impl Fn(NodeHandle) -> bool) -> Self {
        let mut argument = Argument::new(whole.files().clone());
        argument.is_report = whole.is_report;
        argument.report = whole.report.clone();
        for source in whole.sources() {
            let added = argument.add_source(source.clone());
            debug_assert!(added.is_ok(), "the whole has each source once");
        }
        let mut here = vec![None; whole.node_count()];
        let mut there = Vec::new();
        for (handle, node) in whole.nodes().filter(|(handle, _)| keep(*handle)) {
            let Ok(new) = argument.add_node(node.clone()) else { continue };
            here[handle.index()] = Some(new);
            there.push(handle);
        }
        let mut hidden = vec![0; there.len()];
        for (handle, edge) in whole.edges() {
            let (premise, conclusion) = whole.ends(handle);
            match (here[premise.index()], here[conclusion.index()]) {
                (Some(premise), Some(conclusion)) => {
                    argument.connect(premise, conclusion, edge.clone());
                }
                (None, Some(conclusion)) => hidden[conclusion.index()] += 1,
                _ => {}
            }
        }
        for question in whole.questions() {
            let answers: Vec<NodeHandle> = question.answers.iter().filter_map(|answer| here[answer.index()]).collect();
            if !answers.is_empty() {
                argument.add_question(Question { answers, ..question.clone() });
            }
        }
        let suppressions = whole.suppressions.iter().filter_map(|suppression| {
            let node = match suppression.node {
                Some(node) => Some(here[node.index()]?),
                None => None,
            };
            Some(super::Suppression { node, ..suppression.clone() })
        });
        argument.suppressions = suppressions.collect();
        Self { argument, here, there, hidden }
    }

    /// A node, what bears on it and what it bears on, each up to `depth` edges away (without end if `None`).
    ///
    /// The way leads from the node back through premises, and from the node onwards through conclusions; what else
    /// bears on those conclusions is left out. O(nodes + edges).
    #[must_use]
    pub fn around(whole: &Argument, node: NodeHandle, depth: Option<usize>) -> Self {
        let back = reach(whole, node, depth, |_| true, |at| whole.premises(at).map(|edge| edge.node).collect());
        let on = reach(whole, node, depth, |_| true, |at| whole.conclusions(at).map(|edge| edge.node).collect());
        Self::of(whole, |handle| back[handle.index()] || on[handle.index()])
    }

    /// A judgement and what bears on it, up to `depth` edges away (without end if `None`); other judgements among
    /// that are there, but not what bears on them. O(nodes + edges).
    #[must_use]
    pub fn of_judgement(whole: &Argument, judgement: NodeHandle, depth: Option<usize>) -> Self {
        let goes_on = |at: NodeHandle| at == judgement || whole.node(at).kind != NodeKind::Judgement;
        let back = reach(whole, judgement, depth, goes_on, |at| whole.premises(at).map(|edge| edge.node).collect());
        Self::of(whole, |handle| back[handle.index()])
    }

    /// The judgements with what bears on them, each up to `depth` edges from the nearest judgement, and the nodes that
    /// bear on nothing, likewise. O(nodes + edges).
    #[must_use]
    pub fn near(whole: &Argument, depth: usize) -> Self {
        let is_top = |(handle, node): &(NodeHandle, &super::Node)| {
            node.kind == NodeKind::Judgement || !whole.has_conclusion(*handle)
        };
        let mut reached = vec![false; whole.node_count()];
        let mut open: VecDeque<(NodeHandle, usize)> = VecDeque::new();
        for (handle, _) in whole.nodes().filter(is_top) {
            reached[handle.index()] = true;
            open.push_back((handle, 0));
        }
        while let Some((at, steps)) = open.pop_front() {
            if steps >= depth {
                continue;
            }
            for premise in whole.premises(at) {
                if !std::mem::replace(&mut reached[premise.node.index()], true) {
                    open.push_back((premise.node, steps + 1));
                }
            }
        }
        Self::of(whole, |handle| reached[handle.index()])
    }

    /// The judgements with what bears on them directly; where there are none, the nodes that bear on nothing. An
    /// inference counts as a part of its edge. O(nodes + edges).
    #[must_use]
    pub fn collapsed(whole: &Argument) -> Self {
        let mut kept = vec![false; whole.node_count()];
        let mut tops: Vec<NodeHandle> = whole.judgements().map(|(handle, _)| handle).collect();
        if tops.is_empty() {
            tops = whole.nodes().map(|(handle, _)| handle).filter(|&handle| !whole.has_conclusion(handle)).collect();
        }
        let mut open = tops;
        while let Some(at) = open.pop() {
            kept[at.index()] = true;
            for premise in whole.premises(at) {
                let seen = std::mem::replace(&mut kept[premise.node.index()], true);
                if !seen && whole.node(premise.node).kind == NodeKind::Inference {
                    open.push(premise.node);
                }
            }
        }
        Self::of(whole, |handle| kept[handle.index()])
    }

    /// The part, as an argument.
    #[must_use]
    pub fn argument(&self) -> &Argument {
        &self.argument
    }

    /// Where a node of the whole is in the part, if it is.
    #[must_use]
    pub fn here(&self, whole: NodeHandle) -> Option<NodeHandle> {
        self.here.get(whole.index()).copied().flatten()
    }

    /// Where a node of the part is in the whole.
    ///
    /// # Panics
    /// If the handle is not of the part.
    #[must_use]
    pub fn there(&self, part: NodeHandle) -> NodeHandle {
        self.there[part.index()]
    }

    /// How many edges into a node of the part were left out with their premises.
    ///
    /// # Panics
    /// If the handle is not of the part.
    #[must_use]
    pub fn hidden(&self, part: NodeHandle) -> usize {
        self.hidden[part.index()]
    }
}

/// The nodes that are reached in at most `depth` steps, by their index.
fn reach(
    whole: &Argument,
    from: NodeHandle,
    depth: Option<usize>,
    goes_on: impl Fn(NodeHandle) -> bool,
    next: impl Fn(NodeHandle) -> Vec<NodeHandle>,
) -> Vec<bool> {
    let mut reached = vec![false; whole.node_count()];
    reached[from.index()] = true;
    let mut open = VecDeque::from([(from, 0)]);
    while let Some((at, steps)) = open.pop_front() {
        if depth.is_some_and(|depth| steps >= depth) || !goes_on(at) {
            continue;
        }
        for node in next(at) {
            if !std::mem::replace(&mut reached[node.index()], true) {
                open.push_back((node, steps + 1));
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::super::testing::lettered as argument;
    use super::*;

    fn names(excerpt: &Excerpt) -> String {
        excerpt
            .argument()
            .nodes()
            .map(|(handle, node)| match excerpt.hidden(handle) {
                0 => node.id.to_string(),
                hidden => format!("{}+{hidden}", node.id),
            })
            .collect()
    }

    #[test]
    fn the_part_around_a_node_holds_what_bears_on_it_and_what_it_bears_on() {
        let whole = argument("ABxyzw", &["xA", "yx", "zy", "xB", "wB"]);
        let at = |id| whole.find(id).unwrap();
        assert_eq!(names(&Excerpt::around(&whole, at("x"), Some(1))), "AB+1xy+1");
        assert_eq!(names(&Excerpt::around(&whole, at("A"), None)), "Axyz");
        assert_eq!(names(&Excerpt::around(&whole, at("A"), Some(0))), "A+1");
        let part = Excerpt::around(&whole, at("y"), Some(1));
        assert_eq!(names(&part), "x y z".replace(' ', ""));
        assert_eq!(part.argument().edge_count(), 2);
        assert_eq!(part.there(part.here(at("z")).unwrap()), at("z"));
        assert_eq!(part.here(at("A")), None);
    }

    #[test]
    fn the_part_of_a_judgement_ends_at_other_judgements() {
        let whole = argument("ABxyz", &["xA", "BA", "yB", "AB", "zx"]);
        let at = |id| whole.find(id).unwrap();
        assert_eq!(names(&Excerpt::of_judgement(&whole, at("A"), None)), "AB+1xz");
        assert_eq!(names(&Excerpt::of_judgement(&whole, at("A"), Some(1))), "AB+1x+1");
    }

    #[test]
    fn collapsed_keeps_judgements_and_their_direct_premises() {
        assert_eq!(
            names(&Excerpt::collapsed(&argument("ABxyz", &["xA", "yx", "zy", "yB"]))),
            "ABx+0y+1".replace("+0", "")
        );
        assert_eq!(names(&Excerpt::collapsed(&argument("xyz", &["yx", "zy"]))), "xy+1");
    }

    #[test]
    fn a_circle_is_walked_once() {
        let whole = argument("Axy", &["xA", "yx", "xy", "AA"]);
        assert_eq!(names(&Excerpt::around(&whole, whole.find("y").unwrap(), None)), "Axy");
    }
}
