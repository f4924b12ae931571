//! The order in which a graph is solved: premises before conclusions, and the nodes of a cycle side by side.

use std::ops::Range;

/// Nodes in solving order, and the ranges of it that are cycles.
pub(super) struct Order {
    pub(super) nodes: Vec<u32>,
    pub(super) cycles: Vec<Range<u32>>,
}

const UNSEEN: u32 = u32::MAX;
const DONE: u32 = u32::MAX - 1;

/// Finds a solving order of `count` nodes whose premises are `premises[starts[n]..starts[n + 1]]`. O(nodes + edges).
///
/// Most reports put every premise after its conclusion, and most generated graphs before it: one reading of the edges
/// shows either, and then the order of the nodes is the answer. Else it is Tarjan's algorithm (SIAM Journal on
/// Computing 1, 1972) along the premises, which gives up components with premises first; its stack is on the heap,
/// for the depth is the input's.
pub(super) fn solving_order(count: usize, starts: &[u32], premises: &[u32]) -> Order {
    let mut after = true;
    let mut before = true;
    for (node, bounds) in (0..).zip(starts.windows(2)) {
        for &premise in &premises[bounds[0] as usize..bounds[1] as usize] {
            after &= premise > node;
            before &= premise < node;
        }
    }
    let end = u32::try_from(count).expect("nodes are numbered in u32");
    if after {
        return Order { nodes: (0..end).rev().collect(), cycles: Vec::new() };
    }
    if before {
        return Order { nodes: (0..end).collect(), cycles: Vec::new() };
    }
    components(count, starts, premises)
}

/// The most places in a batch.
pub(super) const BATCH: usize = 128;

/// The ends of runs of places, each of at most [`BATCH`], none of which has a premise in its own run: their pushes can
/// all be summed before any of their strengths is computed. Empty where the runs are too short to gain anything.
#[allow(clippy::cast_possible_truncation, reason = "places are numbered in u32")]
pub(super) fn batches(starts: &[u32], premises: &[u32]) -> Vec<u32> {
    let mut ends = Vec::new();
    let mut start = 0;
    for (place, bounds) in starts.windows(2).enumerate() {
        let within = |premise: u32| premise as usize >= start;
        let depends = premises[bounds[0] as usize..bounds[1] as usize].iter().copied().any(within);
        if place > start && (depends || place - start == BATCH) {
            ends.push(place as u32);
            start = place;
        }
    }
    let count = starts.len() - 1;
    if count > start {
        ends.push(count as u32);
    }
    if ends.len() * 8 > count { Vec::new() } else { ends }
}

fn components(count: usize, starts: &[u32], premises: &[u32]) -> Order {
    let mut order = Order { nodes: Vec::with_capacity(count), cycles: Vec::new() };
    // The smallest visit number that a node reaches; its own at first. DONE once its component is given up.
    let mut reach = vec![UNSEEN; count];
    let mut next_edge: Vec<u32> = starts[..count].to_vec();
    let mut path: Vec<(u32, u32)> = Vec::new();
    let mut open: Vec<u32> = Vec::new();
    let mut visits = 0_u32;
    for root in 0..count {
        if reach[root] != UNSEEN {
            continue;
        }
        let mut enter = Some(root);
        loop {
            if let Some(node) = enter.take() {
                reach[node] = visits;
                #[allow(clippy::cast_possible_truncation, reason = "nodes are numbered in u32")]
                let number = node as u32;
                path.push((number, visits));
                open.push(number);
                visits += 1;
            }
            let Some(&(node, visit)) = path.last() else { break };
            let at = node as usize;
            let end = starts[at + 1];
            while next_edge[at] < end {
                let premise = premises[next_edge[at] as usize] as usize;
                next_edge[at] += 1;
                match reach[premise] {
                    UNSEEN => {
                        enter = Some(premise);
                        break;
                    }
                    DONE => {}
                    other => reach[at] = reach[at].min(other),
                }
            }
            if enter.is_some() {
                continue;
            }
            path.pop();
            if let Some(&(below, _)) = path.last() {
                let reached = reach[at];
                let below = below as usize;
                reach[below] = reach[below].min(reached);
            }
            if reach[at] == visit {
                let start = order.nodes.len();
                while let Some(member) = open.pop() {
                    reach[member as usize] = DONE;
                    order.nodes.push(member);
                    if member == node {
                        break;
                    }
                }
                let lone = order.nodes.len() - start == 1;
                let loops = || premises[starts[at] as usize..end as usize].contains(&node);
                if !lone || loops() {
                    #[allow(clippy::cast_possible_truncation, reason = "nodes are numbered in u32")]
                    order.cycles.push(start as u32..order.nodes.len() as u32);
                }
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(count: usize, edges: &[(u32, u32)]) -> Order {
        let mut starts = vec![0_u32];
        let mut premises = Vec::new();
        for node in 0..count {
            premises.extend(edges.iter().filter(|edge| edge.1 as usize == node).map(|edge| edge.0));
            starts.push(u32::try_from(premises.len()).unwrap());
        }
        solving_order(count, &starts, &premises)
    }

    #[test]
    fn premises_come_before_conclusions() {
        for edges in [vec![(1, 0), (2, 0), (3, 1)], vec![(0, 1), (1, 3), (2, 3)], vec![(0, 2), (2, 1), (3, 0), (3, 1)]]
        {
            let order = order(4, &edges);
            assert!(order.cycles.is_empty());
            let place = |node| order.nodes.iter().position(|&other| other == node).unwrap();
            assert!(edges.iter().all(|&(premise, conclusion)| place(premise) < place(conclusion)), "{edges:?}");
        }
    }

    #[test]
    fn cycles_stand_side_by_side() {
        // 4 → {1 ⇄ 2 ⇄ 3} → 0, 5 loops.
        let order = order(6, &[(1, 2), (2, 1), (2, 3), (3, 2), (4, 2), (3, 0), (5, 5)]);
        assert_eq!(order.nodes.len(), 6);
        let sets: Vec<Vec<u32>> = order
            .cycles
            .iter()
            .map(|range| {
                let mut nodes = order.nodes[range.start as usize..range.end as usize].to_vec();
                nodes.sort_unstable();
                nodes
            })
            .collect();
        assert_eq!(sets, [vec![1, 2, 3], vec![5]]);
        let place = |node| order.nodes.iter().position(|&other| other == node).unwrap();
        assert!(place(4) < place(1) && place(1) < place(0));
    }

    #[test]
    fn no_place_of_a_batch_has_a_premise_in_it() {
        // Place p has the premises p − 20 and p − 33, where they exist.
        let mut starts = vec![0_u32];
        let mut premises = Vec::new();
        for place in 0..500_u32 {
            premises.extend([20, 33].into_iter().filter_map(|back| place.checked_sub(back)));
            starts.push(u32::try_from(premises.len()).unwrap());
        }
        let ends = batches(&starts, &premises);
        assert_eq!(ends.last(), Some(&500));
        let mut start = 0;
        for &end in &ends {
            for place in start..end {
                let own = &premises[starts[place as usize] as usize..starts[place as usize + 1] as usize];
                assert!(own.iter().all(|&premise| premise < start), "{start}..{end}: {place}");
            }
            start = end;
        }
        assert!(batches(&[0, 0, 1, 2, 3], &[0, 1, 2]).is_empty());
        assert!(batches(&[0], &[]).is_empty());
    }

    #[test]
    fn a_ring_of_a_million_needs_no_stack() {
        let count = 1_000_000;
        let starts: Vec<u32> = (0..=count).collect();
        let premises: Vec<u32> = (0..count).map(|node| (node + 1) % count).collect();
        let order = solving_order(count as usize, &starts, &premises);
        assert_eq!(order.cycles.len(), 1);
        assert_eq!(order.cycles[0], 0..count);
    }
}
