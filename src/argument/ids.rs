//! Which node has an id.

use hashbrown::HashTable;
use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::BuildHasher;

use super::{Edge, Node, NodeHandle};

type Graph = DiGraph<Node, Edge, u32>;

/// The nodes by their ids.
///
/// Most ids of a large argument are a name and a number (`e1`, `e2`, …): of these the number alone says where the node is
/// looked up, and neither its id nor that of another need be fetched from memory. All others are found by their hashes.
#[derive(Clone, Debug, Default)]
pub(super) struct Ids {
    /// By the name, the nodes at their numbers; [`NONE`] where a number is free.
    numbered: FxHashMap<Box<str>, Series>,
    /// The ids stand in the nodes.
    others: HashTable<NodeHandle>,
}

#[derive(Clone, Debug, Default)]
struct Series {
    nodes: Vec<u32>,
    count: usize,
}

const NONE: u32 = u32::MAX;

/// More names than this are no series.
const MOST_NAMES: usize = 1024;

impl Ids {
    /// The node of that id. O(length of the id).
    pub(super) fn find(&self, graph: &Graph, id: &str) -> Option<NodeHandle> {
        let in_series = numbered(id).and_then(|(name, number)| {
            let node = *self.numbered.get(name)?.nodes.get(number)?;
            (node != NONE).then(|| NodeHandle(NodeIndex::new(node as usize)))
        });
        let has_id = |handle: &NodeHandle| graph[handle.0].id.as_str() == id;
        in_series.or_else(|| self.others.find(hash_of(id), has_id).copied())
    }

    /// Notes the id of a node, which no other node has. O(length of the id), but for the growth of the tables.
    pub(super) fn insert(&mut self, graph: &Graph, handle: NodeHandle) {
        let id = graph[handle.0].id.as_str();
        if let Some((name, number)) = numbered(id) {
            if !self.numbered.contains_key(name) && self.numbered.len() < MOST_NAMES {
                self.numbered.insert(name.into(), Series::default());
            }
            if let Some(series) = self.numbered.get_mut(name)
                && number < 2 * series.count + 16
            {
                if series.nodes.len() <= number {
                    series.nodes.resize(number + 1, NONE);
                }
                series.nodes[number] = u32::try_from(handle.index()).unwrap_or(NONE);
                series.count += 1;
                return;
            }
        }
        self.others.insert_unique(hash_of(id), handle, |handle| hash_of(graph[handle.0].id.as_str()));
    }
}

/// An id as a name and a number, where the two make it again: without leading zeros.
fn numbered(id: &str) -> Option<(&str, usize)> {
    const MOST_DIGITS: usize = 9;
    let bytes = id.as_bytes();
    let (mut start, mut number, mut unit) = (bytes.len(), 0, 1);
    while let Some(digit) = start.checked_sub(1).map(|at| bytes[at].wrapping_sub(b'0')).filter(|digit| *digit < 10) {
        if bytes.len() - start == MOST_DIGITS {
            return None;
        }
        number += usize::from(digit) * unit;
        unit *= 10;
        start -= 1;
    }
    let is_bare = match bytes.len() - start {
        0 => false,
        1 => true,
        _ => bytes[start] != b'0',
    };
    is_bare.then(|| (&id[..start], number))
}

fn hash_of(id: &str) -> u64 {
    FxBuildHasher.hash_one(id)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;
    use crate::argument::{Id, NodeKind};
    use crate::document::Prose;
    use crate::text::Span;

    fn graph_of(ids: &[String]) -> (Graph, Ids, HashMap<String, NodeHandle>) {
        let (mut graph, mut table, mut expected) = (Graph::default(), Ids::default(), HashMap::new());
        for id in ids {
            assert_eq!(table.find(&graph, id), expected.get(id).copied(), "{id}");
            if !expected.contains_key(id) {
                let node = Node::new(Id::new(id).unwrap(), NodeKind::Claim, Prose::default(), Span::default());
                let handle = NodeHandle(graph.add_node(node));
                table.insert(&graph, handle);
                expected.insert(id.clone(), handle);
            }
        }
        (graph, table, expected)
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_a_plain_table_finds(ids in proptest::collection::vec("[ab]?(é|-)?0?[0-9]{0,2}[0-9a]", 0..60)) {
            let (graph, table, expected) = graph_of(&ids);
            for id in ids.iter().chain(&["a".to_owned(), "a01".to_owned(), "b7".to_owned()]) {
                prop_assert_eq!(table.find(&graph, id), expected.get(id).copied(), "{}", id);
            }
        }
    }

    #[test]
    fn numbers_far_apart_and_many_names_take_no_room() {
        let far = (0..2_000_u32).map(|number| format!("e{}", u64::from(number) * 499_999));
        let names = (0..2_000).map(|number| format!("kj{number}-1"));
        let ids: Vec<String> = far.chain(names).chain(["123456789012345678901234567890".to_owned()]).collect();
        let (graph, table, expected) = graph_of(&ids);
        assert!(ids.iter().all(|id| table.find(&graph, id) == expected.get(id).copied()));
        assert_eq!(table.numbered.len(), MOST_NAMES);
        assert!(table.numbered.values().map(|series| series.nodes.len()).sum::<usize>() < 4 * MOST_NAMES);
    }
}
