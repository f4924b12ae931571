use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{Argument, EdgeHandle, EdgeKind, NodeHandle, Premise};

rule! {
    /// ## What it does
    /// Reports a node that stands against itself, in one of three ways:
    ///
    /// - it contradicts itself;
    /// - it contradicts something that it rests on, by a path of support however long: if it holds, its own ground gives
    ///   way;
    /// - it contradicts something that it also supports, by a path of two steps or more. (That one node supports and
    ///   contradicts another directly is for `support-and-contradiction`.)
    ///
    /// The paths are looked for from each node that contradicts something, one search forwards and one backwards. Where
    /// that would come to more than eight times the size of the graph and a million steps, the nodes that are left are
    /// not searched.
    ///
    /// ## Why it matters
    /// An argument from which a proposition and its opposite both follow shows nothing.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter. {contradicts="pilots"}
    ///
    /// - The channel will be shut.
    ///   - The pilots go on working. {#pilots}
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The channel will be shut.
    ///   - The pilots' contract was not renewed. {#pilots}
    /// ```
    ///
    /// ## How to mend it
    /// Take out the edge that was not meant. If all were, split the node: what speaks for the conclusion and what speaks
    /// against it are two propositions.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(6): products are internally consistent.
    pub struct SelfContradiction;
    id = "self-contradiction";
    group = Structure;
    level = Error;
    summary = "A node that contradicts itself, or what it rests on or supports";
}

/// How many steps of a path get a label of their own.
const LABELLED: usize = 12;

impl Rule for SelfContradiction {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let mut work = 8 * (argument.node_count() + argument.edge_count()) + 1_000_000;
        let graph = context.graph();
        for (node, _) in argument.nodes() {
            let denials = || argument.conclusions(node).filter(|next| next.kind == EdgeKind::Contradicts);
            if denials().next().is_none() {
                continue;
            }
            let mut known: FxHashSet<NodeHandle> = FxHashSet::default();
            let first_of_each = denials().filter(|next| known.insert(next.node));
            let denied: Vec<(NodeHandle, EdgeHandle)> = first_of_each.map(|next| (next.node, next.handle)).collect();
            // What a node rests on and contradicts is on a cycle with it; what it supports comes behind it, and nothing
            // that comes behind all that it contradicts leads back there.
            let cycle = graph.cycle(node.index());
            let last = denied.iter().map(|(other, _)| graph.cycle(other.index()).end).max().unwrap_or(0);
            let in_cycle = |at: NodeHandle| cycle.contains(&graph.place(at.index()));
            let comes_before = |at: NodeHandle| graph.place(at.index()) < last;
            // Where no first step is to be made, nothing is looked up later either.
            let ground = (cycle.len() > 1).then(|| Search::run(argument, node, false, &mut work, in_cycle));
            let leads_on =
                argument.conclusions(node).any(|next| next.kind == EdgeKind::Supports && comes_before(next.node));
            let consequences = leads_on.then(|| Search::run(argument, node, true, &mut work, comes_before));
            if ground.is_none() && consequences.is_none() && denied.iter().all(|&(other, _)| other != node) {
                continue;
            }
            let path_in = |search: &Option<Search>, to| search.as_ref().and_then(|search| search.path(argument, to));
            for (other, edge) in denied {
                let (id, other_id) = (&argument.node(node).id, &argument.node(other).id);
                let (message, path) = if other == node {
                    (format!("`{id}` contradicts itself"), Vec::new())
                } else if let Some(path) = path_in(&ground, other) {
                    (format!("`{id}` contradicts `{other_id}`, which it rests on"), path)
                } else if let Some(path) = path_in(&consequences, other).filter(|path| path.len() > 1) {
                    (format!("`{id}` contradicts `{other_id}`, which it also supports by a longer way"), path)
                } else {
                    continue;
                };
                let help = "take out the edge that was not meant, or split the node into what speaks for and what \
                            speaks against";
                let mut hit = Hit::new(argument.edge(edge).span, message)
                    .saying(format!("contradicts `{other_id}`"))
                    .help(help)
                    .about(node);
                if other != node {
                    hit = hit.about(other);
                }
                for step in path.into_iter().take(LABELLED) {
                    let (premise, conclusion) = argument.ends(step);
                    let label = format!("`{}` supports `{}`", argument.node(premise).id, argument.node(conclusion).id);
                    hit = hit.also(argument.edge(step).span, label);
                }
                findings.push(hit);
            }
        }
    }
}

/// What can be reached from a node by support, with the step that each node was reached by.
struct Search {
    start: NodeHandle,
    forwards: bool,
    came_by: FxHashMap<NodeHandle, EdgeHandle>,
}

impl Search {
    fn run(
        argument: &Argument,
        start: NodeHandle,
        forwards: bool,
        work: &mut usize,
        may_lead_on: impl Fn(NodeHandle) -> bool,
    ) -> Self {
        let mut came_by: FxHashMap<NodeHandle, EdgeHandle> = FxHashMap::default();
        let mut open = VecDeque::from([start]);
        while let Some(node) = open.pop_front() {
            let steps: Vec<Premise<'_>> =
                if forwards { argument.conclusions(node).collect() } else { argument.premises(node).collect() };
            let Some(left) = work.checked_sub(1 + steps.len()) else { break };
            *work = left;
            let leads_on =
                |step: &Premise<'_>| step.kind == EdgeKind::Supports && step.node != start && may_lead_on(step.node);
            for step in steps.into_iter().filter(leads_on) {
                came_by.entry(step.node).or_insert_with(|| {
                    open.push_back(step.node);
                    step.handle
                });
            }
        }
        Self { start, forwards, came_by }
    }

    /// The steps between the start and `end`, in the direction of support.
    fn path(&self, argument: &Argument, end: NodeHandle) -> Option<Vec<EdgeHandle>> {
        let mut path = vec![*self.came_by.get(&end)?];
        loop {
            let (premise, conclusion) = argument.ends(*path.last()?);
            let at = if self.forwards { premise } else { conclusion };
            if at == self.start {
                break;
            }
            path.push(*self.came_by.get(&at)?);
        }
        if self.forwards {
            path.reverse();
        }
        Some(path)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::rules::frame::testing::{assert_page_holds, findings, hits, report_hits};

    #[test]
    fn a_node_that_contradicts_itself_is_reported() {
        assert_eq!(hits("self-contradiction", "kj1: judgement \"A.\"\nkj1 -x kj1"), ["2: `kj1` contradicts itself"]);
    }

    #[test]
    fn a_conclusion_that_contradicts_its_ground_is_reported_with_the_path() {
        let text = "kj1: judgement \"A.\"\nc1: claim \"B.\"\ne1 -> c1\nc1 -> kj1\nkj1 -x e1";
        let found = findings("self-contradiction", text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "`kj1` contradicts `e1`, which it rests on");
        let said: Vec<_> = found[0].labels.iter().map(|label| label.message.as_str()).collect();
        assert_eq!(said, ["`e1` supports `c1`", "`c1` supports `kj1`"]);
    }

    #[test]
    fn a_premise_that_supports_by_one_way_and_contradicts_by_another_is_reported() {
        let text = "kj1: judgement \"A.\"\nc1: claim \"B.\"\ne1 -> c1\nc1 -> kj1\ne1 -x kj1";
        assert_eq!(
            hits("self-contradiction", text),
            ["5: `e1` contradicts `kj1`, which it also supports by a longer way"]
        );
    }

    #[test]
    fn rebuttals_rivals_and_the_direct_case_are_not() {
        let text = "kj1: judgement \"A.\"\nkj2: judgement \"B.\"\nkj1 -x kj2\nkj2 -x kj1\ne1 -> kj1\ne1 -x kj2\n\
                    e2 -x e1\ne3 -x e2\ne4 -> kj1\ne4 -x kj1";
        assert!(hits("self-contradiction", text).is_empty());
    }

    #[test]
    fn a_long_chain_in_which_every_node_contradicts_takes_bounded_work() {
        let mut text = String::new();
        for number in 0..20_000 {
            writeln!(text, "n{number} -> n{}\nn{number} -x m{number}", number + 1).unwrap();
        }
        assert!(hits("self-contradiction", &text).is_empty());
    }

    #[test]
    fn reports_are_read() {
        assert_page_holds("self-contradiction");
        let report = "# R\n\n## Key Judgement 1\n\nThe lock will likely fail.\n\n- Gates leak. {#leak}\n  - Divers saw \
                      it. {supports=\"leak\" contradicts=\"kj1\"}\n";
        assert_eq!(
            report_hits("self-contradiction", report),
            ["8: `leak-1` contradicts `kj1`, which it also supports by a longer way"]
        );
    }
}
