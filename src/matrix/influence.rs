use petgraph::graph::{DiGraph, NodeIndex};

use super::is_item;
use crate::argument::{Argument, EdgeKind, NodeHandle};

/// How many nodes and edges may still be touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work(usize);

impl Default for Work {
    /// A few seconds.
    fn default() -> Self {
        Self(400_000_000)
    }
}

impl Work {
    /// So many nodes and edges.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self(most)
    }

    fn take(&mut self, amount: usize) -> Option<()> {
        self.0 = self.0.checked_sub(amount)?;
        Some(())
    }
}

/// What one node does to one answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Influence {
    /// The node.
    pub node: NodeHandle,
    /// The sum over its paths to the answer, in [−1, 1].
    pub amount: f64,
    /// Whether it is an item of evidence, where the paths begin; otherwise they lead through it.
    pub is_item: bool,
}

/// The influence of everything that bears on the answers of a question.
///
/// An edge's influence is its weight, negative for a contradiction; a path's is the product of its edges'; a node's is the sum
/// over its paths to the answer, held within [−1, 1] at each node on the way. It says how far the item, if it were certain and all
/// that it needs on the way held, would move the answer; whether the item is to be believed is a second question, which its
/// credibility answers. Thus contradicting what speaks for an answer speaks against it, and undercutting a step does too; a
/// cell does not change when another row is added, and can be checked by hand.
///
/// Paths begin at items: evidence, assumptions, and nodes without premises. What bears on an item counts in the item's
/// credibility and not again as a row. Paths do not lead through another answer of the question: each hypothesis is judged by
/// the evidence, as if the others were not there, and the ranking alone compares them. Evidence for one is no evidence
/// against its rivals until somebody says so (Heuer 1999, chapter 8).
///
/// On a cycle, only steps that lead nearer to the answer (by number of edges) count, so that nothing goes round.
#[derive(Clone, Debug, PartialEq)]
pub struct Influences {
    /// For each answer, the nodes that bear on it, in no particular but a fixed order.
    pub by_answer: Vec<Vec<Influence>>,
}

impl Influences {
    /// Follows the premises of each answer. Nodes in `without` are passed over. `None` if that is more than `work`.
    ///
    /// O(nodes + edges), and for each answer O(n log n + edges) of what bears on it.
    #[must_use]
    pub fn of(argument: &Argument, answers: &[NodeHandle], without: &[usize], work: &mut Work) -> Option<Self> {
        work.take(argument.node_count() + argument.edge_count())?;
        let network = Network::new(argument, answers, without);
        let mut walk = Walk::new(&network);
        let by_answer = answers.iter().map(|answer| walk.from(answer.index(), work)).collect::<Option<Vec<_>>>()?;
        let handles: Vec<NodeHandle> = argument.nodes().map(|(handle, _)| handle).collect();
        let by_answer = by_answer.into_iter().map(|found| {
            let influence = |(node, amount): (usize, f64)| Influence {
                node: handles[node],
                amount,
                is_item: network.is_item[node],
            };
            found.into_iter().map(influence).collect()
        });
        Some(Self { by_answer: by_answer.collect() })
    }

    /// The items that bear on any of the answers; one that bears on several comes several times.
    pub fn items(&self) -> impl Iterator<Item = NodeHandle> + '_ {
        self.by_answer.iter().flatten().filter(|influence| influence.is_item).map(|influence| influence.node)
    }
}

/// The edges that paths may take.
struct Network {
    starts: Vec<usize>,
    /// Premise and signed weight.
    premises: Vec<(u32, f64)>,
    /// The component of each node, conclusions before premises.
    ranks: Vec<u32>,
    is_item: Vec<bool>,
}

impl Network {
    #[expect(clippy::cast_possible_truncation, reason = "an argument's indices are u32")]
    fn new(argument: &Argument, answers: &[NodeHandle], without: &[usize]) -> Self {
        let count = argument.node_count();
        let mut is_cut = vec![false; count];
        let mut is_answer = vec![false; count];
        for answer in answers {
            is_answer[answer.index()] = true;
        }
        for &node in without.iter().filter(|&&node| node < count) {
            is_cut[node] = true;
        }
        let is_item: Vec<bool> =
            argument.nodes().map(|(node, _)| !is_answer[node.index()] && is_item(argument, node)).collect();
        let mut graph: DiGraph<(), (), u32> = DiGraph::with_capacity(count, argument.edge_count());
        for _ in 0..count {
            graph.add_node(());
        }
        let mut edges: Vec<(usize, u32, f64)> = Vec::with_capacity(argument.edge_count());
        for (handle, edge) in argument.edges() {
            let (premise, conclusion) = argument.ends(handle);
            let (premise, conclusion) = (premise.index(), conclusion.index());
            if is_answer[premise] || is_item[conclusion] || is_cut[premise] || is_cut[conclusion] {
                continue;
            }
            let weight = edge.weight.get();
            let signed = if edge.kind == EdgeKind::Supports { weight } else { -weight };
            edges.push((conclusion, premise as u32, signed));
            graph.add_edge(NodeIndex::new(premise), NodeIndex::new(conclusion), ());
        }
        let mut ranks = vec![0; count];
        for (rank, component) in petgraph::algo::kosaraju_scc(&graph).into_iter().enumerate() {
            for node in component {
                ranks[node.index()] = rank as u32;
            }
        }
        let mut starts = vec![0; count + 1];
        for edge in &edges {
            starts[edge.0 + 1] += 1;
        }
        for node in 0..count {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut premises = vec![(0, 0.0); edges.len()];
        for (conclusion, premise, signed) in edges {
            premises[next[conclusion]] = (premise, signed);
            next[conclusion] += 1;
        }
        Self { starts, premises, ranks, is_item }
    }

    fn premises(&self, node: usize) -> &[(u32, f64)] {
        &self.premises[self.starts[node]..self.starts[node + 1]]
    }
}

const UNSEEN: u32 = u32::MAX;

struct Walk<'n> {
    network: &'n Network,
    /// Edges to the answer, by the shortest way.
    distances: Vec<u32>,
    amounts: Vec<f64>,
}

impl<'n> Walk<'n> {
    fn new(network: &'n Network) -> Self {
        let count = network.ranks.len();
        Self { network, distances: vec![UNSEEN; count], amounts: vec![0.0; count] }
    }

    /// The nodes that bear on an answer, and what they do to it.
    fn from(&mut self, answer: usize, work: &mut Work) -> Option<Vec<(usize, f64)>> {
        let mut reached = vec![answer];
        self.distances[answer] = 0;
        let mut done = 0;
        while let Some(&node) = reached.get(done) {
            done += 1;
            let premises = self.network.premises(node);
            work.take(1 + premises.len())?;
            for &(premise, _) in premises {
                let premise = premise as usize;
                if self.distances[premise] == UNSEEN {
                    self.distances[premise] = self.distances[node] + 1;
                    reached.push(premise);
                }
            }
        }
        reached.sort_unstable_by_key(|&node| (self.network.ranks[node], self.distances[node], node));
        for &node in &reached {
            self.amounts[node] = 0.0;
        }
        self.amounts[answer] = 1.0;
        let mut found = Vec::with_capacity(reached.len() - 1);
        for &node in &reached {
            let amount = self.amounts[node].clamp(-1.0, 1.0);
            if node != answer {
                found.push((node, amount));
            }
            for &(premise, weight) in self.network.premises(node) {
                let premise = premise as usize;
                let is_nearer = self.distances[premise] > self.distances[node];
                if is_nearer || self.network.ranks[premise] != self.network.ranks[node] {
                    self.amounts[premise] += weight * amount;
                }
            }
        }
        for &node in &reached {
            self.distances[node] = UNSEEN;
        }
        Some(found)
    }
}
