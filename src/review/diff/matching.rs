//! Which node of the old edition is which node of the new one.

use std::collections::VecDeque;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::words::{Bag, Vocabulary, similarity};
use crate::argument::{Argument, NodeHandle, NodeKind};

/// By what two nodes were found to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatchedBy {
    /// The author gave both the same id.
    Id,
    /// They say the same.
    Text,
    /// They say nearly the same.
    NearText,
    /// They stand at the same place under nodes that are the same, and have words in common.
    Place,
}

impl MatchedBy {
    /// The word for it in outputs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Text => "text",
            Self::NearText => "near-text",
            Self::Place => "place",
        }
    }
}

/// The nodes that two editions of an argument have in common.
///
/// Nodes are matched in this order, each once:
///
/// 1. by an id that the author gave in both editions. Ids that are counted from a place (`kj1-2`) say nothing, and
///    the number of a judgement in a report (`kj1`) little;
/// 2. by the same words, whatever their case, punctuation and white space. Of several with the same words those are
///    taken together that bear on the same node, then those of the same kind, in their order;
/// 3. by nearly the same words. The similarity of two texts is Dice's coefficient of their words, each weighted by how
///    rare it is in the two editions; it has to be at least 0.5, less where both bear on the same node or stand at the same
///    place. Of all such pairs the best is taken, and so on (greedily);
/// 4. judgements with the same number, if more than half of what bears on either is the same.
///
/// Pairs with nearly the same words are found through the twelve rarest words of each text, of the texts with such a
/// word the nearest 24, and of these the eight with the most such words are compared: O(words · log words). The matching of
/// new with old is that of old with new, turned round.
#[derive(Clone, Debug)]
pub struct Matching {
    to_new: Vec<Option<NodeHandle>>,
    to_old: Vec<Option<NodeHandle>>,
    /// By the old node.
    by: Vec<Option<MatchedBy>>,
    /// By the old node: how alike the texts are.
    alike: Vec<f64>,
    /// By the old node: whether its words are the new node's.
    same_words: Vec<bool>,
    /// By the new node.
    reordered: Vec<bool>,
}

/// So many of a text's rarest words are looked up.
const RARE: usize = 12;
/// A word that stands in more unmatched texts of one edition than this leads to the nearest of them only.
const CANDIDATES: usize = 24;
/// So many of those that share the most rare words are compared with a text.
const COMPARED: usize = 8;
/// The least similarity of nodes that are nowhere near each other.
const ALIKE: f64 = 0.5;
/// The least similarity of nodes that bear on the same node.
const ALIKE_NEARBY: f64 = 0.36;
/// The least similarity of nodes that stand at the same place under the same node.
const ALIKE_IN_PLACE: f64 = 0.26;

impl Matching {
    /// Matches the nodes of two editions.
    #[must_use]
    pub fn new(old: &Argument, new: &Argument) -> Self {
        Matcher::new(old, new).run()
    }

    /// The node in the new edition.
    ///
    /// # Panics
    /// If the handle is not of the old edition.
    #[must_use]
    pub fn to_new(&self, old: NodeHandle) -> Option<NodeHandle> {
        self.to_new[old.index()]
    }

    /// The node in the old edition.
    ///
    /// # Panics
    /// If the handle is not of the new edition.
    #[must_use]
    pub fn to_old(&self, new: NodeHandle) -> Option<NodeHandle> {
        self.to_old[new.index()]
    }

    /// By what a node of the old edition was matched.
    ///
    /// # Panics
    /// If the handle is not of the old edition.
    #[must_use]
    pub fn by(&self, old: NodeHandle) -> Option<MatchedBy> {
        self.by[old.index()]
    }

    /// How alike the texts of a node of the old edition and its match are, from 0 to 1; 0 for a node without one.
    ///
    /// # Panics
    /// If the handle is not of the old edition.
    #[must_use]
    pub fn similarity(&self, old: NodeHandle) -> f64 {
        self.alike[old.index()]
    }

    /// Whether a node of the old edition and its match have the same words in the same order.
    ///
    /// # Panics
    /// If the handle is not of the old edition.
    #[must_use]
    pub fn has_same_words(&self, old: NodeHandle) -> bool {
        self.same_words[old.index()]
    }

    /// Whether a node of the new edition stands at another place among its neighbours than before.
    ///
    /// # Panics
    /// If the handle is not of the new edition.
    #[must_use]
    pub fn is_reordered(&self, new: NodeHandle) -> bool {
        self.reordered[new.index()]
    }

    /// The pairs, in the order of the new edition.
    pub fn pairs(&self) -> impl Iterator<Item = (NodeHandle, NodeHandle)> + '_ {
        let old = self.to_old.iter().copied().flatten();
        old.filter_map(|old| Some((old, self.to_new[old.index()]?)))
    }
}

/// One edition as it is matched.
struct Edition<'a> {
    argument: &'a Argument,
    handles: Vec<NodeHandle>,
    words: Vec<Vec<u32>>,
    /// What a node bears on first.
    parent: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    /// The place among the parent's children, or among those that bear on nothing.
    place: Vec<usize>,
    roots: Vec<usize>,
}

impl<'a> Edition<'a> {
    fn new(argument: &'a Argument, vocabulary: &mut Vocabulary) -> Self {
        let handles: Vec<NodeHandle> = argument.nodes().map(|(handle, _)| handle).collect();
        let words = argument.nodes().map(|(_, node)| vocabulary.read(node.text.as_str())).collect();
        let mut parent = vec![None; handles.len()];
        for (handle, _) in argument.edges() {
            let (premise, conclusion) = argument.ends(handle);
            if premise != conclusion {
                parent[premise.index()].get_or_insert(conclusion.index());
            }
        }
        let mut children = vec![Vec::new(); handles.len()];
        let mut roots = Vec::new();
        let mut place = vec![0; handles.len()];
        for (node, parent) in parent.iter().enumerate() {
            let siblings: &mut Vec<usize> = parent.map_or(&mut roots, |parent: usize| &mut children[parent]);
            place[node] = siblings.len();
            siblings.push(node);
        }
        Self { argument, handles, words, parent, children, place, roots }
    }

    fn id(&self, node: usize) -> &str {
        self.argument.node(self.handles[node]).id.as_str()
    }

    fn kind(&self, node: usize) -> NodeKind {
        self.argument.node(self.handles[node]).kind
    }

    /// Whether the author gave the id, so that it is the node's name and not its number.
    fn is_stated(&self, node: usize) -> bool {
        let data = self.argument.node(self.handles[node]);
        // In a report, ids of judgements are numbers of a list.
        !(data.counted || self.argument.is_report && is_number(data.id.as_str()))
    }
}

/// Whether an id is a judgement's number: `kj12`.
fn is_number(id: &str) -> bool {
    id.strip_prefix("kj").is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

struct Matcher<'a> {
    old: Edition<'a>,
    new: Edition<'a>,
    vocabulary: Vocabulary,
    old_bags: Vec<Bag>,
    new_bags: Vec<Bag>,
    to_new: Vec<Option<usize>>,
    to_old: Vec<Option<usize>>,
    by: Vec<Option<MatchedBy>>,
}

/// A pair that may be one node, with how well it fits.
struct Candidate {
    old: usize,
    new: usize,
    fit: f64,
    by: MatchedBy,
}

impl<'a> Matcher<'a> {
    fn new(old: &'a Argument, new: &'a Argument) -> Self {
        let mut vocabulary = Vocabulary::default();
        let old = Edition::new(old, &mut vocabulary);
        let new = Edition::new(new, &mut vocabulary);
        let bags = |edition: &Edition<'_>| edition.words.iter().map(|words| Bag::new(words, &vocabulary)).collect();
        let (old_bags, new_bags) = (bags(&old), bags(&new));
        let (to_new, to_old) = (vec![None; old.handles.len()], vec![None; new.handles.len()]);
        let by = vec![None; old.handles.len()];
        Self { old, new, vocabulary, old_bags, new_bags, to_new, to_old, by }
    }

    fn run(mut self) -> Matching {
        self.by_id();
        self.by_text();
        let is_top = |edition: &Edition<'_>, node: usize| {
            edition.parent[node].is_none() || matches!(edition.kind(node), NodeKind::Judgement | NodeKind::Hypothesis)
        };
        self.by_near_text(is_top);
        self.by_number();
        self.by_near_text(|_, _| true);
        self.by_place();
        self.finish()
    }

    fn pair(&mut self, old: usize, new: usize, by: MatchedBy) {
        debug_assert!(self.to_new[old].is_none() && self.to_old[new].is_none(), "each node is matched once");
        self.to_new[old] = Some(new);
        self.to_old[new] = Some(old);
        self.by[old] = Some(by);
    }

    fn by_id(&mut self) {
        for old in 0..self.old.handles.len() {
            if let Some(new) = self.new.argument.find(self.old.id(old)).map(NodeHandle::index)
                && self.old.is_stated(old)
                && self.new.is_stated(new)
            {
                self.pair(old, new, MatchedBy::Id);
            }
        }
    }

    fn by_text(&mut self) {
        let mut groups: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        {
            let mut numbers: FxHashMap<&[u32], usize> = FxHashMap::default();
            for old in (0..self.old.handles.len()).filter(|&old| self.to_new[old].is_none()) {
                let number = *numbers.entry(&self.old.words[old]).or_insert_with(|| {
                    groups.push((Vec::new(), Vec::new()));
                    groups.len() - 1
                });
                groups[number].0.push(old);
            }
            for new in (0..self.new.handles.len()).filter(|&new| self.to_old[new].is_none()) {
                if let Some(&number) = numbers.get(self.new.words[new].as_slice()) {
                    groups[number].1.push(new);
                }
            }
        }
        groups.retain(|(_, new)| !new.is_empty());
        let has_words = |group: &(Vec<usize>, Vec<usize>), this: &Self| !this.old.words[group.0[0]].is_empty();
        for group in &groups {
            if let ([old], [new]) = (group.0.as_slice(), group.1.as_slice())
                && has_words(group, self)
            {
                self.pair(*old, *new, MatchedBy::Text);
            }
        }
        // What says the same several times is told apart by what it bears on, which may be matched only now.
        for group in &groups {
            if group.0.len() == 1 && group.1.len() == 1 && has_words(group, self) {
                continue;
            }
            self.by_key(
                group,
                |this, node| Some((this.old_key(node), this.old.kind(node))),
                |this, node| Some((this.new.parent[node], this.new.kind(node))),
            );
            if has_words(group, self) {
                self.by_key(group, |this, node| Some(this.old.kind(node)), |this, node| Some(this.new.kind(node)));
                self.by_key(group, |_, _| Some(()), |_, _| Some(()));
            }
        }
    }

    /// What a node bears on, as a node of the new edition; one that is not there is nobody's.
    fn old_key(&self, old: usize) -> Option<usize> {
        self.old.parent[old].map(|parent| self.to_new[parent].unwrap_or(usize::MAX))
    }

    /// Pairs nodes of a group that have the same key, in their order.
    fn by_key<K: Eq + std::hash::Hash>(
        &mut self,
        (old, new): &(Vec<usize>, Vec<usize>),
        old_key: impl Fn(&Self, usize) -> Option<K>,
        new_key: impl Fn(&Self, usize) -> Option<K>,
    ) {
        let mut waiting: FxHashMap<K, VecDeque<usize>> = FxHashMap::default();
        for &node in new.iter().filter(|&&node| self.to_old[node].is_none()) {
            if let Some(key) = new_key(self, node) {
                waiting.entry(key).or_default().push_back(node);
            }
        }
        for &node in old {
            if self.to_new[node].is_none()
                && let Some(key) = old_key(self, node)
                && let Some(other) = waiting.get_mut(&key).and_then(VecDeque::pop_front)
            {
                self.pair(node, other, MatchedBy::Text);
            }
        }
    }

    fn by_near_text(&mut self, is_asked: impl Fn(&Edition<'_>, usize) -> bool) {
        let open = |edition: &Edition<'_>, matched: &[Option<usize>]| -> Vec<usize> {
            (0..matched.len()).filter(|&node| matched[node].is_none() && is_asked(edition, node)).collect()
        };
        let (old, new) = (open(&self.old, &self.to_new), open(&self.new, &self.to_old));
        if old.is_empty() || new.is_empty() {
            return;
        }
        let mut pairs: FxHashSet<(usize, usize)> = FxHashSet::default();
        // Looked for from both sides, so that the matching is the same turned round.
        for (one, other) in alike(&old, &self.old_bags, &new, &self.new_bags, &self.vocabulary) {
            pairs.insert((one, other));
        }
        for (one, other) in alike(&new, &self.new_bags, &old, &self.old_bags, &self.vocabulary) {
            pairs.insert((other, one));
        }
        // Neighbours need no rare word in common.
        for &node in &old {
            if let Some(other) = self.in_place_of(node)
                && self.to_old[other].is_none()
                && is_asked(&self.new, other)
            {
                pairs.insert((node, other));
            }
        }
        let candidates = pairs.into_iter().filter_map(|(old, new)| self.candidate(old, new)).collect();
        self.take_best(candidates);
    }

    /// The node of the new edition at a node's place.
    fn in_place_of(&self, old: usize) -> Option<usize> {
        let siblings = match self.old.parent[old] {
            None => &self.new.roots,
            Some(parent) => &self.new.children[self.to_new[parent]?],
        };
        siblings.get(self.old.place[old]).copied()
    }

    fn candidate(&self, old: usize, new: usize) -> Option<Candidate> {
        let likeness = similarity(&self.old_bags[old], &self.new_bags[new], &self.vocabulary);
        let is_child = self.old.parent[old].is_some() && self.new.parent[new].is_some();
        let same_parent = is_child && self.old_key(old) == self.new.parent[new];
        let same_place = self.old.place[old] == self.new.place[new]
            && (same_parent || self.old.parent[old].is_none() && self.new.parent[new].is_none());
        let (old_kind, new_kind) = (self.old.kind(old), self.new.kind(new));
        let is_judgement = |kind| kind == NodeKind::Judgement;
        let least = match (same_parent, same_place) {
            (_, true) => ALIKE_IN_PLACE,
            (true, false) => ALIKE_NEARBY,
            (false, false) => ALIKE,
        };
        let step = if is_judgement(old_kind) == is_judgement(new_kind) { 0.0 } else { 0.2 };
        if likeness < least + step {
            return None;
        }
        let sources =
            |argument: &Argument, node: NodeHandle| argument.node(node).sources.first().map(|s| s.key.clone());
        let source = sources(self.old.argument, self.old.handles[old]);
        let same_source = source.is_some() && source == sources(self.new.argument, self.new.handles[new]);
        let hints = [(same_parent, 0.1), (same_place, 0.03), (same_source, 0.05), (old_kind == new_kind, 0.02)];
        let fit = likeness - step + hints.iter().filter(|hint| hint.0).map(|hint| hint.1).sum::<f64>();
        let by = if likeness < ALIKE { MatchedBy::Place } else { MatchedBy::NearText };
        Some(Candidate { old, new, fit, by })
    }

    fn take_best(&mut self, mut candidates: Vec<Candidate>) {
        // Of two that fit as well, the pair that stands nearer together; the same seen from either edition.
        let order = |candidate: &Candidate| (candidate.old.abs_diff(candidate.new), candidate.old + candidate.new);
        candidates.sort_by(|a, b| {
            b.fit.total_cmp(&a.fit).then_with(|| order(a).cmp(&order(b))).then_with(|| a.old.cmp(&b.old))
        });
        for candidate in candidates {
            if self.to_new[candidate.old].is_none() && self.to_old[candidate.new].is_none() {
                self.pair(candidate.old, candidate.new, candidate.by);
            }
        }
    }

    /// Judgements with one number that are argued for in the same way, or to which a graph file gives one id.
    fn by_number(&mut self) {
        for old in 0..self.old.handles.len() {
            let Some(new) = self.new.argument.find(self.old.id(old)).map(NodeHandle::index) else { continue };
            if self.to_new[old].is_some() || self.to_old[new].is_some() {
                continue;
            }
            let both = |edition: &Edition<'_>, node| !edition.argument.node(edition.handles[node]).counted;
            if !both(&self.old, old) || !both(&self.new, new) || self.old.kind(old) != self.new.kind(new) {
                continue;
            }
            let (before, now) = (&self.old.children[old], &self.new.children[new]);
            let kept = before
                .iter()
                .filter(|&&child| self.to_new[child].is_some_and(|child| self.new.parent[child] == Some(new)))
                .count();
            if kept > 0 && kept * 2 > before.len() && kept * 2 > now.len() {
                self.pair(old, new, MatchedBy::Place);
            }
        }
    }

    /// What is left under nodes that are the same: compared with each other, where there is not too much of it.
    fn by_place(&mut self) {
        const MOST: usize = 12;
        let mut candidates = Vec::new();
        for (old_parent, new_parent) in self.to_new.iter().enumerate() {
            let Some(new_parent) = *new_parent else { continue };
            let open = |children: &[usize], matched: &[Option<usize>]| -> Vec<usize> {
                children.iter().copied().filter(|&child| matched[child].is_none()).take(MOST + 1).collect()
            };
            let old = open(&self.old.children[old_parent], &self.to_new);
            let new = open(&self.new.children[new_parent], &self.to_old);
            if old.len() > MOST || new.len() > MOST {
                continue;
            }
            for &old in &old {
                candidates.extend(new.iter().filter_map(|&new| self.candidate(old, new)));
            }
        }
        self.take_best(candidates);
    }

    fn finish(self) -> Matching {
        let mut alike = vec![0.0; self.to_new.len()];
        let mut same_words = vec![false; self.to_new.len()];
        for (old, new) in self.to_new.iter().enumerate() {
            let Some(new) = *new else { continue };
            same_words[old] = self.old.words[old] == self.new.words[new];
            let likeness = || similarity(&self.old_bags[old], &self.new_bags[new], &self.vocabulary);
            alike[old] = if same_words[old] { 1.0 } else { likeness() };
        }
        let mut reordered = vec![false; self.to_old.len()];
        for siblings in self.new.children.iter().chain([&self.new.roots]) {
            self.note_reordered(siblings, &mut reordered);
        }
        let handles = |nodes: &[Option<usize>], edition: &Edition<'_>| {
            nodes.iter().map(|node| node.map(|node| edition.handles[node])).collect()
        };
        Matching {
            to_new: handles(&self.to_new, &self.new),
            to_old: handles(&self.to_old, &self.old),
            by: self.by,
            alike,
            same_words,
            reordered,
        }
    }

    /// Of siblings that were siblings before, those outside a longest run that kept its order were moved.
    fn note_reordered(&self, siblings: &[usize], reordered: &mut [bool]) {
        let stayed: Vec<(usize, usize)> = siblings
            .iter()
            .filter_map(|&new| {
                let old = self.to_old[new]?;
                let parent = self.new.parent[new];
                (self.old_key(old) == parent).then_some((new, self.old.place[old]))
            })
            .collect();
        if stayed.is_sorted_by_key(|&(_, place)| place) {
            return;
        }
        let places: Vec<usize> = stayed.iter().map(|&(_, place)| place).collect();
        let mut kept = vec![false; places.len()];
        for at in longest_rise(&places) {
            kept[at] = true;
        }
        for (at, &(new, _)) in stayed.iter().enumerate() {
            reordered[new] = !kept[at];
        }
    }
}

/// For each node of one side, the nodes of the other that share its rarest words. O(words + nodes · [`RARE`] ·
/// [`CANDIDATES`]).
fn alike(
    from: &[usize],
    from_bags: &[Bag],
    to: &[usize],
    to_bags: &[Bag],
    vocabulary: &Vocabulary,
) -> Vec<(usize, usize)> {
    let mut postings: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for &node in to {
        for word in to_bags[node].words() {
            postings.entry(word).or_default().push(node);
        }
    }
    let mut found = Vec::new();
    let mut votes: FxHashMap<usize, u64> = FxHashMap::default();
    for &node in from {
        let mut words: Vec<u32> = from_bags[node].words().filter(|word| postings.contains_key(word)).collect();
        words.sort_by_key(|&word| (vocabulary.texts_with(word), postings[&word].len(), word));
        votes.clear();
        for word in words.iter().take(RARE) {
            let with = &postings[word];
            for at in nearest(with, node, CANDIDATES) {
                *votes.entry(with[at]).or_insert(0) += vocabulary.weight(*word);
            }
        }
        let mut best: Vec<(usize, u64)> = votes.iter().map(|(&other, &votes)| (other, votes)).collect();
        best.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| (a.0.abs_diff(node), a.0).cmp(&(b.0.abs_diff(node), b.0))));
        found.extend(best.iter().take(COMPARED).map(|&(other, _)| (node, other)));
    }
    found
}

/// The places of at most `most` numbers of a sorted list around a number.
fn nearest(list: &[usize], number: usize, most: usize) -> Range<usize> {
    if list.len() <= most {
        return 0..list.len();
    }
    let at = list.partition_point(|&other| other < number);
    let start = at.saturating_sub(most / 2).min(list.len() - most);
    start..start + most
}

/// The places of a longest strictly rising run of numbers. O(n log n).
fn longest_rise(numbers: &[usize]) -> Vec<usize> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; numbers.len()];
    for (at, &number) in numbers.iter().enumerate() {
        let length = tails.partition_point(|&tail| numbers[tail] < number);
        before[at] = length.checked_sub(1).map(|length| tails[length]);
        if length == tails.len() {
            tails.push(at);
        } else {
            tails[length] = at;
        }
    }
    let mut run = Vec::with_capacity(tails.len());
    let mut next = tails.last().copied();
    while let Some(at) = next {
        run.push(at);
        next = before[at];
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::argument::testing::sketch;

    /// The pairs as `old=new`, in the order of the new edition.
    fn pairs(old: &str, new: &str) -> String {
        let (old, new) = (sketch(old), sketch(new));
        let matching = Matching::new(&old, &new);
        let back = Matching::new(&new, &old);
        for (a, b) in matching.pairs() {
            assert_eq!(back.to_new(b), Some(a), "not the same turned round");
        }
        let shown: Vec<String> =
            matching.pairs().map(|(a, b)| format!("{}={}", old.node(a).id, new.node(b).id)).collect();
        shown.join(" ")
    }

    #[test]
    fn given_ids_win_over_texts() {
        let old = "a: evidence \"The lock is shut.\"\nb: evidence \"The gate is open.\"";
        let new = "a: evidence \"The gate is open.\"\nb: evidence \"The lock is shut.\"";
        assert_eq!(pairs(old, new), "a=a b=b");
    }

    #[test]
    fn words_decide_where_ids_are_others() {
        let old = "kj1: judgement \"The lock will fail in spring.\"\na: evidence \"Two gates leak badly.\"\na -> kj1";
        let new = "kj7: judgement \"The lock will probably fail in spring.\"\nx: evidence \"Rain fell.\"\n\
                   y: evidence \"Two of the gates leak badly.\"\nx -> kj7\ny -> kj7";
        assert_eq!(pairs(old, new), "kj1=kj7 a=y");
    }

    #[test]
    fn what_says_the_same_is_told_apart_by_what_it_bears_on() {
        let old = "k: judgement \"The lock fails.\"\nl: judgement \"The dam holds.\"\na: evidence \"It rains.\"\n\
                   b: evidence \"It rains.\"\na -> k\nb -> l";
        let new = "p: judgement \"The dam holds.\"\nq: judgement \"The lock fails.\"\nc: evidence \"It rains.\"\n\
                   d: evidence \"It rains.\"\nc -> p\nd -> q";
        assert_eq!(pairs(old, new), "l=p k=q b=c a=d");
    }

    #[test]
    fn the_longest_rise_is_found() {
        assert_eq!(longest_rise(&[3, 0, 1, 4, 2]), [1, 2, 4]);
        assert_eq!(longest_rise(&[0, 1, 2]), [0, 1, 2]);
        assert!(longest_rise(&[]).is_empty());
    }
}
