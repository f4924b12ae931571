use std::cell::OnceCell;

use super::{Described, Settings};
use crate::argument::{Argument, EdgeKind, NodeHandle};
use crate::score::{self, ScoreSettings, Scores, StatedShare, semantics};
use crate::text::Span;

/// What a rule looks at: the argument, the settings, and facts that several rules need, each worked out once, when the
/// first rule asks for it.
///
/// A fact that is dear to compute becomes a cell here and a method that fills it.
#[derive(Debug)]
pub struct Context<'a> {
    /// The argument.
    pub argument: &'a Argument,
    /// How it is to be checked.
    pub settings: &'a Settings,
    support_circles: OnceCell<Vec<Vec<NodeHandle>>>,
    places: OnceCell<NodePlaces>,
    idle_suppressions: OnceCell<Vec<usize>>,
    scores: OnceCell<Scores>,
    stated_share: OnceCell<StatedShare>,
}

/// The most nodes and edges that may be touched in the search for linchpins: under a second's work, so that a check
/// stays fast on graphs of millions of edges, where the search looks at the most promising nodes only.
const LINCHPIN_WORK: usize = 10_000_000;

impl<'a> Context<'a> {
    /// A context in which nothing is worked out yet.
    #[must_use]
    pub fn new(argument: &'a Argument, settings: &'a Settings) -> Self {
        Self {
            argument,
            settings,
            support_circles: OnceCell::new(),
            places: OnceCell::new(),
            idle_suppressions: OnceCell::new(),
            scores: OnceCell::new(),
            stated_share: OnceCell::new(),
        }
    }

    /// The value of one of the rule's options.
    #[must_use]
    pub fn option(&self, rule: &impl Described, key: &str) -> f64 {
        self.settings.option(rule.card(), key)
    }

    /// Where a node's words stand; for words without a place, where the node stands.
    #[must_use]
    pub fn place(&self, node: NodeHandle) -> Span {
        let node = self.argument.node(node);
        let words = node.text.span();
        if words.is_empty() { node.span } else { words }
    }

    /// The innermost node whose bytes hold `span`. O(log nodes) after the first call.
    #[must_use]
    pub fn node_at(&self, span: Span) -> Option<NodeHandle> {
        self.places.get_or_init(|| NodePlaces::new(self.argument)).innermost(span)
    }

    /// The groups of nodes that support each other in a circle; see [`Argument::circles`].
    #[must_use]
    pub fn support_circles(&self) -> &[Vec<NodeHandle>] {
        self.support_circles.get_or_init(|| self.argument.circles(EdgeKind::Supports))
    }

    /// The strengths of all nodes, and how each judgement stands, by the semantics and the threshold of the settings.
    /// See [`score`](score::score()) for the cost of the first call.
    #[must_use]
    pub fn scores(&self) -> &Scores {
        self.scores.get_or_init(|| {
            let named = self.settings.semantics.as_deref().and_then(semantics::find);
            let settings = ScoreSettings {
                bases: self.settings.bases.clone(),
                threshold: self.settings.thresholds.judgement,
                work: LINCHPIN_WORK,
                ..ScoreSettings::default()
            };
            score::score(self.argument, named.unwrap_or_else(semantics::default_semantics), &settings)
        })
    }

    /// The strength of a node in [0, 1]; `None` if it does not settle.
    #[must_use]
    pub fn strength(&self, node: NodeHandle) -> Option<f64> {
        self.scores().strengths.get(node.index()).and_then(|(_, strength)| *strength)
    }

    /// How far the strengths rest on what the author stated. O(nodes + edges) at the first call, besides the iteration on
    /// cycles.
    #[must_use]
    pub fn stated_share(&self) -> &StatedShare {
        self.stated_share.get_or_init(|| {
            let named = self.settings.semantics.as_deref().and_then(semantics::find);
            let settings = ScoreSettings { bases: self.settings.bases.clone(), ..ScoreSettings::default() };
            score::stated_share(self.argument, named.unwrap_or_else(semantics::default_semantics), &settings)
        })
    }

    /// The numbers of the suppressions that silenced nothing and are of rules that ran. Empty before suppressions
    /// were applied: only for rules of [`Stage::Suppressions`](super::Stage::Suppressions).
    #[must_use]
    pub fn idle_suppressions(&self) -> &[usize] {
        self.idle_suppressions.get().map_or(&[], Vec::as_slice)
    }

    /// Says which suppressions silenced nothing.
    pub(super) fn set_idle_suppressions(&self, idle: Vec<usize>) {
        // Set once, by the run; a second run of the same context would find the same.
        let _ = self.idle_suppressions.set(idle);
    }
}

/// Which node is innermost at each byte, as the places where that changes.
#[derive(Debug)]
struct NodePlaces {
    /// File and offset, in order, and the innermost node from there on.
    changes: Vec<((usize, u32), Option<NodeHandle>)>,
    spans: Vec<Span>,
}

impl NodePlaces {
    /// O(nodes log nodes). Nodes nest as bullets do; where two overlap without nesting, the later one counts.
    fn new(argument: &Argument) -> Self {
        let spans: Vec<Span> = argument.nodes().map(|(_, node)| node.span).collect();
        let mut order: Vec<(NodeHandle, Span)> = argument.nodes().map(|(handle, node)| (handle, node.span)).collect();
        order.sort_by_key(|&(handle, span)| (span.file, span.start, std::cmp::Reverse(span.end), handle));
        let mut changes = Vec::with_capacity(2 * order.len());
        let mut open: Vec<(NodeHandle, Span)> = Vec::new();
        let close_before = |open: &mut Vec<(NodeHandle, Span)>, changes: &mut Vec<_>, next: Option<Span>| {
            while let Some(&(_, top)) = open.last() {
                if next.is_some_and(|next| next.file == top.file && next.start < top.end) {
                    break;
                }
                open.pop();
                let outer = open.last().filter(|(_, outer)| outer.end > top.end).map(|&(handle, _)| handle);
                changes.push(((top.file.index(), top.end), outer));
            }
        };
        for (handle, span) in order {
            close_before(&mut open, &mut changes, Some(span));
            changes.push(((span.file.index(), span.start), Some(handle)));
            open.push((handle, span));
        }
        close_before(&mut open, &mut changes, None);
        changes.sort_by_key(|&(at, _)| at);
        Self { changes, spans }
    }

    fn innermost(&self, span: Span) -> Option<NodeHandle> {
        let after = self.changes.partition_point(|&(at, _)| at <= (span.file.index(), span.start));
        let node = self.changes[after.checked_sub(1)?].1?;
        self.spans[node.index()].contains(span).then_some(node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::argument::{Id, Node, NodeKind};
    use crate::document::Prose;
    use crate::text::FileId;

    #[test]
    fn the_innermost_node_is_found_at_every_byte() {
        let spans = [0..100, 10..40, 20..30, 40..60, 120..130];
        let mut argument = Argument::default();
        for (number, range) in spans.iter().enumerate() {
            let id = Id::new(&number.to_string()).unwrap();
            let span = Span::new(FileId::FIRST, range.clone());
            argument.add_node(Node::new(id, NodeKind::Claim, Prose::default(), span)).unwrap();
        }
        let settings = Settings::default();
        let context = Context::new(&argument, &settings);
        for at in 0..140 {
            let expected = (0..spans.len()).rev().find(|&number| spans[number].contains(&at));
            let found = context.node_at(Span::new(FileId::FIRST, at..at + 1)).map(NodeHandle::index);
            assert_eq!(found, expected, "byte {at}");
        }
    }
}
