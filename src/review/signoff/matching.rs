//! Which item of the argument an acceptance is of, now that ids may be counted anew.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::standing::{Item, Items};
use super::{ItemFingerprint, Label, SignOff};
use crate::argument::{Argument, EdgeHandle, NodeHandle, NodeKind};
use crate::review::diff::word_similarity;

/// What became of an acceptance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is of the item of that number.
    Of(usize),
    /// Another line is of the same item.
    Superseded,
    /// The item is gone.
    Gone,
}

/// From this similarity of their first words on, an item that is nowhere near is the same one, reworded.
const ALIKE: f64 = 0.5;
/// The same for one that has the number that the item had.
const ALIKE_IN_PLACE: f64 = 0.26;
/// So many pairs of first words are compared at most; beyond that, labels decide.
const MOST_COMPARED: usize = 40_000;
/// Of links with the same ends only so many are told apart.
const NAMESAKES: usize = 16;

struct Matcher<'a> {
    argument: &'a Argument,
    items: &'a Items,
    sign_off: &'a SignOff,
    by_label: FxHashMap<Label, Vec<usize>>,
    /// By the item's number.
    taken: Vec<bool>,
    fates: Vec<Option<Fate>>,
}

/// The item of each acceptance, in their order. An item that says the same is the same, wherever it stands; then one
/// with the same words; then one with the id that its author gave it; then one that begins with nearly the same words; then
/// one with the same number. O((items + acceptances) · log), and a bounded number of comparisons of first words.
pub(super) fn fates(argument: &Argument, items: &Items, sign_off: &SignOff) -> Vec<Fate> {
    let mut by_label: FxHashMap<Label, Vec<usize>> = FxHashMap::default();
    for number in 0..items.len() {
        by_label.entry(items.label(argument, number)).or_default().push(number);
    }
    let mut matcher = Matcher {
        argument,
        items,
        sign_off,
        by_label,
        taken: vec![false; items.len()],
        fates: vec![None; sign_off.entries().len()],
    };
    matcher.by_fingerprint(|fingerprint| fingerprint);
    matcher.by_fingerprint(|fingerprint| fingerprint.words);
    matcher.by_id(Matcher::is_stated);
    matcher.by_opening(false);
    matcher.by_number();
    matcher.by_ends();
    matcher.by_opening(true);
    matcher.by_id(|matcher, entry| matches!(matcher.entry(entry).item, Label::Link(..)));
    matcher.finish()
}

impl<'a> Matcher<'a> {
    fn entry(&self, entry: usize) -> &'a super::Acceptance {
        &self.sign_off.entries()[entry]
    }

    fn open(&self) -> Vec<usize> {
        (0..self.fates.len()).filter(|&entry| self.fates[entry].is_none()).collect()
    }

    fn pair(&mut self, entry: usize, item: usize) {
        self.taken[item] = true;
        self.fates[entry] = Some(Fate::Of(item));
    }

    fn free_of_label(&self, label: &Label) -> Option<usize> {
        self.by_label.get(label)?.iter().copied().take(NAMESAKES).find(|&item| !self.taken[item])
    }

    /// Items and acceptances that agree in (a part of) their fingerprints: those with one label first, then the others
    /// in their order.
    fn by_fingerprint<K: Eq + std::hash::Hash>(&mut self, part: impl Fn(ItemFingerprint) -> K) {
        for entry in self.open() {
            let wanted = part(self.entry(entry).fingerprint);
            let found = self.by_label.get(&self.entry(entry).item).and_then(|items| {
                items
                    .iter()
                    .copied()
                    .take(NAMESAKES)
                    .find(|&item| !self.taken[item] && part(self.items.fingerprint(item)) == wanted)
            });
            if let Some(item) = found {
                self.pair(entry, item);
            }
        }
        let mut waiting: FxHashMap<K, VecDeque<usize>> = FxHashMap::default();
        for item in (0..self.items.len()).filter(|&item| !self.taken[item]) {
            waiting.entry(part(self.items.fingerprint(item))).or_default().push_back(item);
        }
        for entry in self.open() {
            let key = part(self.entry(entry).fingerprint);
            if let Some(item) = waiting.get_mut(&key).and_then(VecDeque::pop_front) {
                self.pair(entry, item);
            }
        }
    }

    fn by_id(&mut self, concerns: impl Fn(&Self, usize) -> bool) {
        for entry in self.open() {
            if concerns(self, entry)
                && let Some(item) = self.free_of_label(&self.entry(entry).item)
            {
                self.pair(entry, item);
            }
        }
    }

    /// Whether an acceptance's label is of ids that the argument's author gave, so that they are names and no numbers.
    fn is_stated(&self, entry: usize) -> bool {
        let is_name = |id: &String| {
            self.argument.find(id).is_some_and(|node| {
                let node = self.argument.node(node);
                !(node.counted || self.argument.is_report && node.kind == NodeKind::Judgement && is_number(id))
            })
        };
        match &self.entry(entry).item {
            Label::Node(id) => is_name(id),
            Label::Link(premise, conclusion) => is_name(premise) && is_name(conclusion),
        }
    }

    /// Nodes (or links) that begin with nearly the same words, the most alike first.
    fn by_opening(&mut self, links: bool) {
        let of_sort = |is_link: bool| is_link == links;
        let mut open = self.open();
        open.retain(|&entry| of_sort(matches!(self.entry(entry).item, Label::Link(..))));
        let free: Vec<usize> = (0..self.items.len())
            .filter(|&item| !self.taken[item] && of_sort(matches!(self.items.item(item), Item::Link(_))))
            .collect();
        if open.len().saturating_mul(free.len()) > MOST_COMPARED {
            return;
        }
        let openings: Vec<String> = free.iter().map(|&item| self.items.opening(self.argument, item)).collect();
        let mut pairs: Vec<(f64, bool, usize, usize)> = Vec::new();
        for &entry in &open {
            for (&item, opening) in free.iter().zip(&openings) {
                let alike = word_similarity(&self.entry(entry).opening, opening);
                if alike >= ALIKE {
                    let is_elsewhere = self.items.label(self.argument, item) != self.entry(entry).item;
                    pairs.push((alike, is_elsewhere, entry, item));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2, a.3).cmp(&(b.1, b.2, b.3))));
        for (_, _, entry, item) in pairs {
            if self.fates[entry].is_none() && !self.taken[item] {
                self.pair(entry, item);
            }
        }
    }

    /// Judgements with the same number, and what stands at the same place with some of the same words.
    fn by_number(&mut self) {
        for entry in self.open() {
            let Label::Node(id) = &self.entry(entry).item else { continue };
            let Some(item) = self.free_of_label(&self.entry(entry).item) else { continue };
            let opening = self.items.opening(self.argument, item);
            if is_number(id) || word_similarity(&self.entry(entry).opening, &opening) >= ALIKE_IN_PLACE {
                self.pair(entry, item);
            }
        }
    }

    /// Links between nodes that are known by other ids now.
    fn by_ends(&mut self) {
        let mut nodes: FxHashMap<&str, NodeHandle> = FxHashMap::default();
        for (entry, fate) in self.fates.iter().enumerate() {
            if let (Label::Node(id), Some(Fate::Of(item))) = (&self.entry(entry).item, fate)
                && let Item::Node(node) = self.items.item(*item)
            {
                nodes.insert(id, node);
            }
        }
        let mut by_ends: FxHashMap<(NodeHandle, NodeHandle), Vec<EdgeHandle>> = FxHashMap::default();
        for (handle, _) in self.argument.edges() {
            by_ends.entry(self.argument.ends(handle)).or_default().push(handle);
        }
        for entry in self.open() {
            let Label::Link(premise, conclusion) = &self.entry(entry).item else { continue };
            let now = |id: &String| nodes.get(id.as_str()).copied().or_else(|| self.argument.find(id));
            let Some(ends) = now(premise).zip(now(conclusion)) else { continue };
            // Where only one end is known for sure, the other may be anything by now.
            if !nodes.contains_key(premise.as_str()) && !self.is_stated(entry) {
                continue;
            }
            let links = by_ends.get(&ends).map_or(&[][..], Vec::as_slice);
            let free = links
                .iter()
                .take(NAMESAKES)
                .map(|&link| self.items.number(Item::Link(link)))
                .find(|&item| !self.taken[item]);
            if let Some(item) = free {
                self.pair(entry, item);
            }
        }
    }

    fn finish(self) -> Vec<Fate> {
        // A merge may leave an older line of an item beside the one that holds.
        let mut held: FxHashMap<&Label, Vec<usize>> = FxHashMap::default();
        for (entry, fate) in self.fates.iter().enumerate() {
            if fate.is_some() {
                held.entry(&self.entry(entry).item).or_default().push(entry);
            }
        }
        let holding: FxHashSet<(&Label, ItemFingerprint)> = (0..self.fates.len())
            .filter(|&entry| self.fates[entry].is_some())
            .map(|entry| (&self.entry(entry).item, self.entry(entry).fingerprint))
            .collect();
        let fate = |entry: usize| {
            let own = self.entry(entry);
            let is_like = |&other: &usize| word_similarity(&self.entry(other).opening, &own.opening) >= ALIKE_IN_PLACE;
            let is_superseded = holding.contains(&(&own.item, own.fingerprint))
                || held.get(&own.item).is_some_and(|others| others.iter().take(8).any(is_like));
            if is_superseded { Fate::Superseded } else { Fate::Gone }
        };
        (0..self.fates.len()).map(|entry| self.fates[entry].unwrap_or_else(|| fate(entry))).collect()
    }
}

/// Whether an id is a judgement's number: `kj12`.
fn is_number(id: &str) -> bool {
    id.strip_prefix("kj").is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}
