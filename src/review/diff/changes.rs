//! What is another than before, one thing at a time.

use rustc_hash::{FxHashMap, FxHashSet};

use super::matching::Matching;
use super::words::words_of;
use crate::argument::{Argument, Edge, EdgeHandle, EdgeKind, Estimate, Grade, Id, Node, NodeHandle, NodeKind, Source};
use crate::estimate::English;
use crate::rules::{Turn, stated_horizon};

/// What a change is of: at least one of the two is there, the old one unless it was added, the new one unless it was
/// removed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A node.
    Node(Option<NodeHandle>, Option<NodeHandle>),
    /// An edge.
    Edge(Option<EdgeHandle>, Option<EdgeHandle>),
    /// A source, by its keys.
    Source(Option<Id>, Option<Id>),
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// It was not there before. A node comes with its edges: they are no changes of their own.
    Added,
    /// It is no longer there; a node goes with its edges.
    Removed,
    /// A node says it in other words; apart from its likelihood, its confidence and its horizon, which are changes of
    /// their own.
    Reworded,
    /// A node is of another kind: evidence became an assumption.
    Retyped,
    /// A judgement gives another likelihood.
    Likelihood,
    /// A judgement is held with another confidence.
    Confidence,
    /// A judgement can be checked at another time.
    Horizon,
    /// A node has another credibility, grade, date or other sources; a source another grade or date.
    Regraded,
    /// An edge leads from the same premise to another conclusion.
    Moved,
    /// An edge contradicts that supported, or the reverse.
    Turned,
    /// An edge has another weight.
    Reweighted,
    /// The reason for an edge is another.
    Rewarranted,
}

impl ChangeKind {
    /// The word for it in outputs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Reworded => "reworded",
            Self::Retyped => "kind",
            Self::Likelihood => "likelihood",
            Self::Confidence => "confidence",
            Self::Horizon => "horizon",
            Self::Regraded => "regraded",
            Self::Moved => "moved",
            Self::Turned => "turned",
            Self::Reweighted => "weight",
            Self::Rewarranted => "warrant",
        }
    }
}

/// One thing that is another than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is of.
    pub subject: Subject,
    /// What became of it.
    pub kind: ChangeKind,
    /// The judgement that it is told under, by its place in [`Difference::judgements`](super::Difference::judgements):
    /// the first that it bears on. `None` if it bears on none.
    pub judgement: Option<usize>,
}

/// How one likelihood turned into the other, by how sure it is of the judgement as it is written.
#[must_use]
pub fn turn(old: &Estimate, new: &Estimate) -> Turn {
    const LEVEL: f64 = 1e-9;
    let middle = |estimate: &Estimate| f64::midpoint(estimate.low, estimate.high);
    let side = |estimate: &Estimate| match middle(estimate) - 0.5 {
        off if off > LEVEL => 1,
        off if off < -LEVEL => -1,
        _ => 0,
    };
    if side(old) * side(new) < 0 {
        return Turn::Reversed;
    }
    let sureness = |estimate: &Estimate| {
        let (low, high) = estimate.certainty();
        f64::midpoint(low, high)
    };
    match sureness(new) - sureness(old) {
        rise if rise > LEVEL => Turn::Stronger,
        rise if rise < -LEVEL => Turn::Weaker,
        _ => Turn::Level,
    }
}

/// Whether two likelihoods are the same: one term, or one band.
pub(super) fn is_same_likelihood(old: Option<&Estimate>, new: Option<&Estimate>) -> bool {
    match (old, new) {
        (None, None) => true,
        (Some(old), Some(new)) => (old.low - new.low).abs() < 1e-9 && (old.high - new.high).abs() < 1e-9,
        _ => false,
    }
}

/// The words by which a judgement says when it can be checked. O(length).
#[must_use]
pub fn horizon(argument: &Argument, node: NodeHandle) -> Option<String> {
    let english = English::new(&argument.node(node).text);
    stated_horizon(&english, argument.report.date).map(|words| english.text(&words).to_owned())
}

/// Finds every change. O((nodes + edges + words) · log).
pub(super) fn changes(old: &Argument, new: &Argument, matching: &Matching) -> Vec<Change> {
    let mut finder = Finder { old, new, matching, changes: Vec::new() };
    finder.nodes();
    finder.edges();
    finder.sources();
    finder.changes
}

struct Finder<'a> {
    old: &'a Argument,
    new: &'a Argument,
    matching: &'a Matching,
    changes: Vec<Change>,
}

impl Finder<'_> {
    fn push(&mut self, subject: Subject, kind: ChangeKind) {
        self.changes.push(Change { subject, kind, judgement: None });
    }

    fn nodes(&mut self) {
        let identity = SourceIdentities { old: self.old, new: self.new };
        for (new, node) in self.new.nodes() {
            let Some(old) = self.matching.to_old(new) else {
                self.push(Subject::Node(None, Some(new)), ChangeKind::Added);
                continue;
            };
            let before = self.old.node(old);
            let mut found = |kind| {
                self.changes.push(Change { subject: Subject::Node(Some(old), Some(new)), kind, judgement: None });
            };
            if before.kind != node.kind {
                found(ChangeKind::Retyped);
            }
            let mut set_apart: (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
            if is_proposition(before.kind) || is_proposition(node.kind) {
                if !is_same_likelihood(before.estimate.as_deref(), node.estimate.as_deref()) {
                    found(ChangeKind::Likelihood);
                }
                if before.confidence.as_ref().map(|stated| stated.level)
                    != node.confidence.as_ref().map(|stated| stated.level)
                {
                    found(ChangeKind::Confidence);
                }
                if !self.matching.has_same_words(old)
                    && before.kind == NodeKind::Judgement
                    && node.kind == NodeKind::Judgement
                {
                    let horizons = (horizon(self.old, old), horizon(self.new, new));
                    let words = |horizon: &Option<String>| words_of(horizon.as_deref().unwrap_or(""));
                    set_apart = (words(&horizons.0), words(&horizons.1));
                    if set_apart.0 != set_apart.1 {
                        found(ChangeKind::Horizon);
                    }
                }
            }
            if !self.matching.has_same_words(old) && claim(before, &set_apart.0) != claim(node, &set_apart.1) {
                found(ChangeKind::Reworded);
            }
            let is_regraded = before.credibility != node.credibility
                || before.grade != node.grade
                || before.date != node.date
                || identity.differ(before, node);
            if is_regraded {
                found(ChangeKind::Regraded);
            }
        }
        for (old, _) in self.old.nodes().filter(|&(old, _)| self.matching.to_new(old).is_none()) {
            self.changes.push(Change {
                subject: Subject::Node(Some(old), None),
                kind: ChangeKind::Removed,
                judgement: None,
            });
        }
    }

    fn edges(&mut self) {
        // The edges between nodes that both editions hold, by their ends in the new one.
        let mut before: FxHashMap<(NodeHandle, NodeHandle), Vec<EdgeHandle>> = FxHashMap::default();
        // Edges that went elsewhere, and those that came from elsewhere, by their premise in the new edition.
        let mut gone: Vec<EdgeHandle> = Vec::new();
        for (handle, _) in self.old.edges() {
            let (premise, conclusion) = self.old.ends(handle);
            match (self.matching.to_new(premise), self.matching.to_new(conclusion)) {
                (Some(premise), Some(conclusion)) => before.entry((premise, conclusion)).or_default().push(handle),
                (Some(_), None) => gone.push(handle),
                _ => {}
            }
        }
        let mut come: Vec<EdgeHandle> = Vec::new();
        let mut now: FxHashMap<(NodeHandle, NodeHandle), Vec<EdgeHandle>> = FxHashMap::default();
        let mut order: Vec<(NodeHandle, NodeHandle)> = Vec::new();
        for (handle, _) in self.new.edges() {
            let ends = self.new.ends(handle);
            match (self.matching.to_old(ends.0), self.matching.to_old(ends.1)) {
                (Some(_), Some(_)) => {
                    let edges = now.entry(ends).or_default();
                    if edges.is_empty() {
                        order.push(ends);
                    }
                    edges.push(handle);
                }
                (Some(_), None) => come.push(handle),
                _ => {}
            }
        }
        for ends in &order {
            let (kept, left) = pair_up(self.old, self.new, before.remove(ends).unwrap_or_default(), &now[ends]);
            for (old, new) in kept {
                self.compare_edges(old, new);
            }
            come.extend(left.1);
            gone.extend(left.0);
        }
        gone.extend(before.into_values().flatten());
        gone.sort_unstable();
        come.sort_unstable();
        self.moves(&gone, &come);
    }

    fn compare_edges(&mut self, old: EdgeHandle, new: EdgeHandle) {
        let (before, now) = (self.old.edge(old), self.new.edge(new));
        let subject = Subject::Edge(Some(old), Some(new));
        if before.kind != now.kind {
            self.push(subject.clone(), ChangeKind::Turned);
        }
        if before.weight != now.weight {
            self.push(subject.clone(), ChangeKind::Reweighted);
        }
        let words = |edge: &Edge| words_of(edge.because.as_deref().unwrap_or(""));
        if words(before) != words(now) {
            self.push(subject, ChangeKind::Rewarranted);
        }
    }

    /// An edge that is gone and one that came, of one premise, are one that moved. Edges of nodes that are added or
    /// removed go without saying, but not where the premise is another's by now.
    fn moves(&mut self, gone: &[EdgeHandle], come: &[EdgeHandle]) {
        let mut waiting: FxHashMap<(NodeHandle, EdgeKind), Vec<EdgeHandle>> = FxHashMap::default();
        for &handle in gone.iter().rev() {
            if let Some(premise) = self.matching.to_new(self.old.ends(handle).0) {
                waiting.entry((premise, self.old.edge(handle).kind)).or_default().push(handle);
            }
        }
        let mut taken: FxHashSet<EdgeHandle> = FxHashSet::default();
        for &new in come {
            let (premise, conclusion) = self.new.ends(new);
            let same = waiting.get_mut(&(premise, self.new.edge(new).kind)).and_then(Vec::pop);
            match same {
                Some(old) => {
                    taken.insert(old);
                    self.push(Subject::Edge(Some(old), Some(new)), ChangeKind::Moved);
                    if self.old.edge(old).weight != self.new.edge(new).weight {
                        self.push(Subject::Edge(Some(old), Some(new)), ChangeKind::Reweighted);
                    }
                }
                None if self.matching.to_old(conclusion).is_some() => {
                    self.push(Subject::Edge(None, Some(new)), ChangeKind::Added);
                }
                // It leads to a node that is new itself.
                None => {}
            }
        }
        for &old in gone.iter().filter(|old| !taken.contains(old)) {
            if self.matching.to_new(self.old.ends(old).1).is_some() {
                self.push(Subject::Edge(Some(old), None), ChangeKind::Removed);
            }
        }
    }

    /// Sources of both editions with another grade or date. Those that came or went are told with the nodes that cite
    /// them.
    fn sources(&mut self) {
        let mut before: FxHashMap<String, &Source> = FxHashMap::default();
        for source in self.old.sources() {
            before.entry(identity(source)).or_insert(source);
        }
        for source in self.new.sources() {
            if let Some(old) = before.get(&identity(source))
                && (old.grade != source.grade || old.date != source.date)
            {
                let subject = Subject::Source(Some(old.key.clone()), Some(source.key.clone()));
                self.push(subject, ChangeKind::Regraded);
            }
        }
    }
}

fn is_proposition(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::Judgement | NodeKind::Hypothesis | NodeKind::Claim)
}

/// What a node says apart from its likelihood and its horizon: their words are left out where they stand first.
fn claim(node: &Node, horizon: &[String]) -> Vec<String> {
    let mut words = words_of(node.text.as_str());
    let mut take_out = |part: &[String]| {
        if part.is_empty() || part.len() > words.len() {
            return;
        }
        if let Some(at) = words.windows(part.len()).position(|window| window == part) {
            words.drain(at..at + part.len());
        }
    };
    take_out(horizon);
    if let Some(estimate) = &node.estimate {
        take_out(&words_of(&estimate.term));
    }
    words
}

/// By what a source is known in both editions: its address, else its title, else its key.
fn identity(source: &Source) -> String {
    let said = source.url.as_deref().or(source.title.as_deref());
    said.map_or_else(|| source.key.as_str().to_owned(), |said| said.trim().trim_end_matches('/').to_lowercase())
}

/// The sources that a node names, by what each is known by.
pub(super) fn cited(argument: &Argument, node: &Node) -> Vec<String> {
    let mut cited: Vec<String> = node
        .sources
        .iter()
        .map(|reference| argument.source(reference.key.as_str()).map_or_else(|| reference.key.to_string(), identity))
        .collect();
    cited.sort_unstable();
    cited.dedup();
    cited
}

struct SourceIdentities<'a> {
    old: &'a Argument,
    new: &'a Argument,
}

impl SourceIdentities<'_> {
    fn differ(&self, before: &Node, now: &Node) -> bool {
        if before.sources.is_empty() && now.sources.is_empty() {
            return false;
        }
        cited(self.old, before) != cited(self.new, now)
    }
}

/// Pairs of edges between the same two nodes, and what is left over on each side: the same kind first, in their order.
type Paired = (Vec<(EdgeHandle, EdgeHandle)>, (Vec<EdgeHandle>, Vec<EdgeHandle>));

fn pair_up(old: &Argument, new: &Argument, before: Vec<EdgeHandle>, now: &[EdgeHandle]) -> Paired {
    let mut pairs = Vec::new();
    let mut left: Vec<EdgeHandle> = Vec::new();
    let mut by_kind: FxHashMap<EdgeKind, std::collections::VecDeque<EdgeHandle>> = FxHashMap::default();
    for &handle in now {
        by_kind.entry(new.edge(handle).kind).or_default().push_back(handle);
    }
    for handle in before {
        match by_kind.get_mut(&old.edge(handle).kind).and_then(std::collections::VecDeque::pop_front) {
            Some(other) => pairs.push((handle, other)),
            None => left.push(handle),
        }
    }
    let mut rest: Vec<EdgeHandle> = by_kind.into_values().flatten().collect();
    rest.sort_unstable();
    let turned = left.len().min(rest.len());
    pairs.extend(left.drain(..turned).zip(rest.drain(..turned)));
    pairs.sort_unstable();
    (pairs, (left, rest))
}

/// What a node's or source's grading says, as `B2` or `none`.
pub(super) fn grade_word(grade: Option<Grade>) -> String {
    grade.map_or_else(|| "none".to_owned(), |grade| grade.to_string())
}
