use rustc_hash::FxHashSet;

use super::{Argument, EdgeKind};

/// What a node's edges say of its place in the argument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bearing {
    /// Something else supports it.
    pub is_supported: bool,
    /// Something else contradicts it.
    pub is_disputed: bool,
    /// It supports or contradicts something else.
    pub bears: bool,
}

impl Bearing {
    /// Whether it is what the rest bears on: something does, and it bears on nothing.
    pub fn is_conclusion(self) -> bool {
        (self.is_supported || self.is_disputed) && !self.bears
    }

    /// Each node's, in document order.
    ///
    /// A contradiction that is returned by its conclusion makes rivals of the two and counts as no bearing; neither
    /// does an edge from a node to itself. O(nodes + edges), without recursion.
    pub fn of_all(argument: &Argument) -> Vec<Self> {
        let mut all = vec![Self::default(); argument.node_count()];
        let mut contradictions = FxHashSet::default();
        for (handle, edge) in argument.edges() {
            if edge.kind == EdgeKind::Contradicts {
                contradictions.insert(argument.ends(handle));
            }
        }
        for (handle, edge) in argument.edges() {
            let (premise, conclusion) = argument.ends(handle);
            if premise == conclusion {
                continue;
            }
            match edge.kind {
                EdgeKind::Supports => {
                    all[conclusion.index()].is_supported = true;
                    all[premise.index()].bears = true;
                }
                EdgeKind::Contradicts => {
                    all[conclusion.index()].is_disputed = true;
                    all[premise.index()].bears |= !contradictions.contains(&(conclusion, premise));
                }
            }
        }
        all
    }
}
