use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::matching::{Fate, fates};
use super::{Acceptance, Changed, ItemFingerprint, Label, Reviewer, SignOff, fingerprint, wording};
use crate::archive::Archives;
use crate::argument::{Argument, Date, EdgeHandle, NodeHandle, NodeKind};

/// What can be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// A judgement, a piece of evidence, or another node.
    Node(NodeHandle),
    /// A link from a premise to a conclusion.
    Link(EdgeHandle),
}

impl Item {
    /// Its name.
    #[must_use]
    pub fn label(self, argument: &Argument) -> Label {
        match self {
            Self::Node(node) => Label::of_node(argument, node),
            Self::Link(link) => Label::of_link(argument, link),
        }
    }

    /// The word for its sort.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Node(_) => "node",
            Self::Link(_) => "link",
        }
    }
}

/// An argument's items: its nodes, then its links.
#[derive(Clone, Debug)]
pub(super) struct Items {
    all: Vec<Item>,
    nodes: usize,
    fingerprints: Vec<ItemFingerprint>,
}

impl Items {
    fn new(argument: &Argument, archives: &Archives) -> Self {
        let nodes = argument.nodes().map(|(handle, _)| Item::Node(handle));
        let all = nodes.chain(argument.edges().map(|(handle, _)| Item::Link(handle))).collect();
        Self { all, nodes: argument.node_count(), fingerprints: fingerprint::fingerprints(argument, archives) }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn item(&self, number: usize) -> Item {
        self.all[number]
    }

    pub(super) fn number(&self, item: Item) -> usize {
        match item {
            Item::Node(node) => node.index(),
            Item::Link(link) => self.nodes + link.index(),
        }
    }

    pub(super) fn fingerprint(&self, number: usize) -> ItemFingerprint {
        self.fingerprints[number]
    }

    pub(super) fn label(&self, argument: &Argument, number: usize) -> Label {
        self.item(number).label(argument)
    }

    /// How its words begin; of a link, its premise's.
    pub(super) fn opening(&self, argument: &Argument, number: usize) -> String {
        let node = match self.item(number) {
            Item::Node(node) => node,
            Item::Link(link) => argument.ends(link).0,
        };
        wording::opening(argument.node(node).text.as_str())
    }
}

/// How an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemState {
    /// Nobody accepted it.
    NotYet,
    /// It is as it was accepted; the number of its acceptance.
    Accepted(usize),
    /// It changed since it was accepted.
    Suspect {
        /// The number of its acceptance.
        acceptance: usize,
        /// What changed.
        changed: Changed,
    },
}

/// What under a judgement is no longer as it was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beneath {
    /// An item that changed.
    Changed(Item),
    /// An item that is gone; the number of its acceptance.
    Gone(usize),
}

/// How much of what a judgement rests on was reviewed: itself and, up to the next judgements, the nodes and links that bear
/// on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// How many items there are.
    pub items: usize,
    /// How many are accepted and as they were.
    pub accepted: usize,
    /// How many changed since.
    pub suspect: usize,
}

impl Coverage {
    /// How many nobody accepted.
    #[must_use]
    pub fn not_yet(&self) -> usize {
        self.items - self.accepted - self.suspect
    }

    fn add(&mut self, state: ItemState) {
        self.items += 1;
        match state {
            ItemState::NotYet => {}
            ItemState::Accepted(_) => self.accepted += 1,
            ItemState::Suspect { .. } => self.suspect += 1,
        }
    }
}

/// A sign-off held against the argument as it is now.
#[derive(Clone, Debug)]
pub struct ReviewStanding<'a> {
    argument: &'a Argument,
    sign_off: &'a SignOff,
    items: Items,
    states: Vec<ItemState>,
    fates: Vec<Fate>,
    /// By node: the nearest thing under it that is no longer as it was accepted.
    beneath: Vec<Option<Beneath>>,
    /// By acceptance.
    gone_conclusions: Vec<Option<NodeHandle>>,
}

/// The most steps over all questions for what is under a judgement.
const COVERAGE_WORK: usize = 20_000_000;

impl<'a> ReviewStanding<'a> {
    /// Holds a sign-off against an argument whose estimates are filled in, and the copies of its sources.
    ///
    /// O(text + (nodes + edges + acceptances) · log), and a bounded search for what was reworded.
    #[must_use]
    pub fn new(argument: &'a Argument, archives: &Archives, sign_off: &'a SignOff) -> Self {
        let items = Items::new(argument, archives);
        let fates = fates(argument, &items, sign_off);
        let mut states = vec![ItemState::NotYet; items.len()];
        for (acceptance, fate) in fates.iter().enumerate() {
            let Fate::Of(number) = *fate else { continue };
            let changed = sign_off.entries()[acceptance].fingerprint.changed(items.fingerprint(number));
            states[number] = if changed.any() {
                ItemState::Suspect { acceptance, changed }
            } else {
                ItemState::Accepted(acceptance)
            };
        }
        let beneath = vec![None; argument.node_count()];
        let mut standing = Self { argument, sign_off, items, states, fates, beneath, gone_conclusions: Vec::new() };
        standing.look_for_conclusions();
        standing.look_beneath();
        standing
    }

    /// The argument.
    #[must_use]
    pub fn argument(&self) -> &'a Argument {
        self.argument
    }

    /// The acceptance of that number.
    ///
    /// # Panics
    /// If the number is not one of this sign-off's.
    #[must_use]
    pub fn acceptance(&self, number: usize) -> &'a Acceptance {
        &self.sign_off.entries()[number]
    }

    /// All items with their states: nodes in document order, then links in the order of the text.
    pub fn items(&self) -> impl Iterator<Item = (Item, ItemState)> + '_ {
        self.items.all.iter().copied().zip(self.states.iter().copied())
    }

    /// The state of an item.
    ///
    /// # Panics
    /// If it is not one of this argument's.
    #[must_use]
    pub fn state(&self, item: Item) -> ItemState {
        self.states[self.items.number(item)]
    }

    /// The acceptances whose items are gone, in their order.
    pub fn gone(&self) -> impl Iterator<Item = (usize, &'a Acceptance)> + '_ {
        let gone = self.fates.iter().enumerate().filter(|(_, fate)| **fate == Fate::Gone);
        gone.map(|(number, _)| (number, self.acceptance(number)))
    }

    /// Whether anything that was accepted changed or is gone.
    #[must_use]
    pub fn is_suspect(&self) -> bool {
        self.fates.contains(&Fate::Gone) || self.states.iter().any(|state| matches!(state, ItemState::Suspect { .. }))
    }

    /// Whether a suspect link changed only as the words of a node at one of its ends did, which is suspect itself.
    #[must_use]
    pub fn is_carried(&self, link: EdgeHandle) -> bool {
        let ItemState::Suspect { changed, .. } = self.state(Item::Link(link)) else { return false };
        let (premise, conclusion) = self.argument.ends(link);
        let of = |node: NodeHandle| match self.states[node.index()] {
            ItemState::Suspect { changed, .. } => changed,
            _ => Changed::default(),
        };
        let (premise, conclusion) = (of(premise), of(conclusion));
        !changed.marks && (!changed.words || premise.words || conclusion.words) && (!changed.copies || premise.copies)
    }

    /// The nearest thing under a node, itself left out, that is no longer as it was accepted.
    ///
    /// # Panics
    /// If the node is not of this argument.
    #[must_use]
    pub fn beneath(&self, node: NodeHandle) -> Option<Beneath> {
        self.beneath[node.index()]
    }

    /// Of what is gone, the node that it bore on, as far as that is known: a link's conclusion.
    ///
    /// # Panics
    /// If the number is not one of this sign-off's.
    #[must_use]
    pub fn conclusion_of_gone(&self, acceptance: usize) -> Option<NodeHandle> {
        self.gone_conclusions[acceptance]
    }

    /// The acceptances whose items are gone and that tell something of their own: not those of nodes that had a link,
    /// which says where the node is missing.
    pub fn gone_to_tell(&self) -> impl Iterator<Item = (usize, &'a Acceptance)> + '_ {
        let premises: FxHashSet<&str> = self
            .gone()
            .filter(|&(number, _)| self.gone_conclusions[number].is_some())
            .filter_map(|(_, gone)| match &gone.item {
                Label::Link(premise, _) => Some(premise.as_str()),
                Label::Node(_) => None,
            })
            .collect();
        self.gone().filter(move |(_, gone)| match &gone.item {
            Label::Node(id) => !premises.contains(id.as_str()),
            Label::Link(..) => true,
        })
    }

    /// The conclusions of links that are gone, by acceptance: ids may have been counted anew since.
    fn look_for_conclusions(&mut self) {
        let mut nodes: FxHashMap<&str, NodeHandle> = FxHashMap::default();
        for (number, fate) in self.fates.iter().enumerate() {
            if let (Label::Node(id), Fate::Of(item)) = (&self.sign_off.entries()[number].item, fate)
                && let Item::Node(node) = self.items.item(*item)
            {
                nodes.insert(id, node);
            }
        }
        let conclusion = |(number, fate): (usize, &Fate)| match &self.sign_off.entries()[number].item {
            Label::Link(_, id) if *fate == Fate::Gone => {
                nodes.get(id.as_str()).copied().or_else(|| self.argument.find(id))
            }
            _ => None,
        };
        self.gone_conclusions = self.fates.iter().enumerate().map(conclusion).collect();
    }

    /// O(nodes + edges + acceptances): outward from all that is suspect at once.
    fn look_beneath(&mut self) {
        let mut open: VecDeque<(NodeHandle, Beneath)> = VecDeque::new();
        for (number, state) in self.states.iter().enumerate() {
            if !matches!(state, ItemState::Suspect { .. }) {
                continue;
            }
            let item = self.items.item(number);
            match item {
                Item::Node(node) => {
                    open.extend(self.argument.conclusions(node).map(|next| (next.node, Beneath::Changed(item))));
                }
                Item::Link(link) if !self.is_carried(link) => {
                    open.push_back((self.argument.ends(link).1, Beneath::Changed(item)));
                }
                Item::Link(_) => {}
            }
        }
        let gone: Vec<usize> = self.gone().map(|(number, _)| number).collect();
        open.extend(
            gone.into_iter().filter_map(|number| Some((self.conclusion_of_gone(number)?, Beneath::Gone(number)))),
        );
        while let Some((node, cause)) = open.pop_front() {
            if self.beneath[node.index()].is_some() || cause == Beneath::Changed(Item::Node(node)) {
                continue;
            }
            self.beneath[node.index()] = Some(cause);
            open.extend(self.argument.conclusions(node).map(|next| (next.node, cause)));
        }
    }

    /// How much of the whole argument was reviewed.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        let mut coverage = Coverage::default();
        self.states.iter().for_each(|&state| coverage.add(state));
        coverage
    }

    /// How much of each judgement was reviewed, in document order. What several judgements rest on counts for each. After
    /// twenty million steps the rest is `None`.
    #[must_use]
    pub fn coverage_by_judgement(&self) -> Vec<(NodeHandle, Option<Coverage>)> {
        let mut walk =
            Walk { standing: self, reached: vec![0; self.argument.node_count()], walks: 0, work: COVERAGE_WORK };
        let mut count = |judgement: NodeHandle| {
            let mut coverage = Coverage::default();
            walk.under(judgement, |item| coverage.add(self.state(item)))?;
            Some(coverage)
        };
        self.argument.judgements().map(|(judgement, _)| (judgement, count(judgement))).collect()
    }

    /// A node and, up to the next judgements, the nodes and links that bear on it. O(their number).
    #[must_use]
    pub fn under(&self, node: NodeHandle) -> Vec<Item> {
        let mut walk =
            Walk { standing: self, reached: vec![0; self.argument.node_count()], walks: 0, work: usize::MAX };
        let mut items = Vec::new();
        walk.under(node, |item| items.push(item));
        items
    }
}

/// From a node to what bears on it.
struct Walk<'s, 'a> {
    standing: &'s ReviewStanding<'a>,
    /// By node: the last walk that reached it.
    reached: Vec<usize>,
    walks: usize,
    work: usize,
}

impl Walk<'_, '_> {
    /// `None` where the work does not reach.
    fn under(&mut self, top: NodeHandle, mut visit: impl FnMut(Item)) -> Option<()> {
        let argument = self.standing.argument;
        self.walks += 1;
        self.reached[top.index()] = self.walks;
        let mut open = vec![top];
        while let Some(node) = open.pop() {
            visit(Item::Node(node));
            for premise in argument.premises(node) {
                self.work = self.work.checked_sub(1)?;
                visit(Item::Link(premise.handle));
                let is_other = argument.node(premise.node).kind == NodeKind::Judgement;
                if !is_other && self.reached[premise.node.index()] != self.walks {
                    self.reached[premise.node.index()] = self.walks;
                    open.push(premise.node);
                }
            }
        }
        Some(())
    }
}

/// What an acceptance did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// Items that nobody had accepted.
    pub first: usize,
    /// Items that had changed.
    pub again: usize,
    /// Items that stood as they were accepted: they keep who accepted them, and when.
    pub kept: usize,
    /// Lines of items that are gone, taken out.
    pub dropped: usize,
}

/// Accepts items as they are now, and takes out the acceptances of those numbers, whose items are gone. Gives the new
/// content of the file. O(acceptances + items · log).
///
/// Items that are accepted already, and unchanged, keep their line.
#[must_use]
pub fn accept(
    standing: &ReviewStanding<'_>,
    items: &[Item],
    gone: &[usize],
    by: &Reviewer,
    date: Date,
) -> (SignOff, Accepted) {
    let mut wanted: Vec<usize> = items.iter().map(|&item| standing.items.number(item)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut gone: Vec<usize> = gone.iter().copied().filter(|&entry| standing.fates[entry] == Fate::Gone).collect();
    gone.sort_unstable();
    gone.dedup();
    let mut accepted = Accepted { dropped: gone.len(), ..Accepted::default() };
    let mut entries = Vec::new();
    for (number, fate) in standing.fates.iter().enumerate() {
        let old = standing.acceptance(number);
        match *fate {
            Fate::Superseded => {}
            Fate::Gone if gone.binary_search(&number).is_ok() => {}
            Fate::Gone => entries.push(old.clone()),
            Fate::Of(item) => match standing.states[item] {
                // Its id may be another one by now.
                ItemState::Accepted(_) => {
                    let item = standing.items.label(standing.argument, item);
                    entries.push(Acceptance { item, ..old.clone() });
                }
                _ if wanted.binary_search(&item).is_ok() => {}
                _ => entries.push(old.clone()),
            },
        }
    }
    for number in wanted {
        let comments = match standing.states[number] {
            ItemState::Accepted(_) => {
                accepted.kept += 1;
                continue;
            }
            ItemState::Suspect { acceptance, .. } => {
                accepted.again += 1;
                standing.acceptance(acceptance).comments.clone()
            }
            ItemState::NotYet => {
                accepted.first += 1;
                Vec::new()
            }
        };
        entries.push(Acceptance {
            item: standing.items.label(standing.argument, number),
            fingerprint: standing.items.fingerprint(number),
            date,
            by: by.clone(),
            opening: standing.items.opening(standing.argument, number),
            comments,
        });
    }
    (standing.sign_off.with_entries(entries), accepted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::format;
    use crate::text::SourceFile;
    use proptest::prelude::*;
    use std::fmt::Write as _;

    fn read(text: &str) -> Argument {
        let file = SourceFile::new("report.md", text);
        format::understand(&file, &format::report::MarkdownReport, &Config::default()).expect(text).reading.argument
    }

    fn all_accepted(argument: &Argument) -> SignOff {
        let none = SignOff::default();
        let standing = ReviewStanding::new(argument, &Archives::default(), &none);
        let items: Vec<Item> = standing.items().map(|(item, _)| item).collect();
        accept(&standing, &items, &[], &Reviewer::new("Jane").unwrap(), "2026-11-28".parse().unwrap()).0
    }

    const BULLETS: [&str; 8] = [
        "The pilots' contract ends in November and was not renewed.",
        "Ice breakers are laid up for repair until the spring.",
        "The council refuses to pay for tugs from elsewhere.",
        "Insurers doubled their premiums for the northern approach.",
        "Divers found cracks in two of the piles of the jetty.",
        "Swallows fly low over the fields of the estate.",
        "A new dredger was ordered, and lies unpaid at the yard.",
        "Fishermen report that the lighthouse is dark at night.",
    ];

    fn report(bullets: &[String]) -> Argument {
        let bullets: String = bullets.iter().map(|bullet| format!("- {bullet}\n")).collect();
        read(&format!("## Key Judgement 1\n\nThe harbour is likely to be closed by winter.\n\n{bullets}"))
    }

    proptest! {
        #[test]
        fn only_what_was_reworded_is_suspect_in_any_order(
            order in Just((0..BULLETS.len()).collect::<Vec<_>>()).prop_shuffle(),
            reworded in 0..BULLETS.len(),
            dropped in 0..BULLETS.len(),
        ) {
            let before: Vec<String> = BULLETS.map(str::to_owned).to_vec();
            let sign_off = all_accepted(&report(&before));
            let reword = |text: &str| text.replacen("the", "this", 1).replacen("in", "within", 1).replacen("for", "against", 1);
            let after: Vec<String> = order
                .iter()
                .filter(|&&bullet| bullet != dropped)
                .map(|&bullet| if bullet == reworded { reword(BULLETS[bullet]) } else { BULLETS[bullet].to_owned() })
                .collect();
            let argument = report(&after);
            let standing = ReviewStanding::new(&argument, &Archives::default(), &sign_off);
            let suspect: Vec<&str> = standing
                .items()
                .filter(|(_, state)| matches!(state, ItemState::Suspect { .. }))
                .filter_map(|(item, _)| match item {
                    Item::Node(node) => Some(argument.node(node).text.as_str()),
                    Item::Link(_) => None,
                })
                .collect();
            let expected: Vec<String> = if dropped == reworded { Vec::new() } else { vec![reword(BULLETS[reworded])] };
            prop_assert_eq!(suspect, expected);
            let gone: Vec<&str> = standing.gone_to_tell().map(|(_, gone)| gone.opening.as_str()).collect();
            prop_assert_eq!(gone, [BULLETS[dropped]]);
            prop_assert_eq!(standing.coverage().not_yet(), 0);
            // Accepted again, all of it stands.
            let items: Vec<Item> = standing.items().map(|(item, _)| item).collect();
            let gone: Vec<usize> = standing.gone().map(|(number, _)| number).collect();
            let date = "2026-11-29".parse().unwrap();
            let (again, done) = accept(&standing, &items, &gone, &Reviewer::new("Ali").unwrap(), date);
            prop_assert_eq!(done.dropped, 2);
            prop_assert_eq!(done.again, 2 * usize::from(dropped != reworded));
            prop_assert_eq!(again.entries().len(), standing.coverage().items);
            prop_assert!(!ReviewStanding::new(&argument, &Archives::default(), &again).is_suspect());
        }
    }

    #[test]
    fn what_says_the_same_twice_is_told_apart() {
        let twice = ["It froze.", "It froze.", "It thawed."].map(str::to_owned);
        let sign_off = all_accepted(&report(&twice));
        let once = report(&twice[1..]);
        let standing = ReviewStanding::new(&once, &Archives::default(), &sign_off);
        assert_eq!(standing.coverage().accepted, standing.coverage().items);
        assert_eq!(standing.gone().count(), 2);
    }

    #[test]
    fn a_circle_marks_every_judgement_on_it() {
        let sketch =
            "kj1: judgement \"A.\"\nkj2: judgement \"B.\"\ne1: evidence \"C.\"\ne1 -> kj1\nkj1 -> kj2\nkj2 -> kj1\n";
        let sign_off = all_accepted(&crate::argument::testing::sketch(sketch));
        let changed = crate::argument::testing::sketch(&sketch.replace("C.", "D."));
        let standing = ReviewStanding::new(&changed, &Archives::default(), &sign_off);
        let evidence = Beneath::Changed(Item::Node(changed.find("e1").unwrap()));
        for id in ["kj1", "kj2"] {
            assert_eq!(standing.beneath(changed.find(id).unwrap()), Some(evidence), "{id}");
        }
        let counts: Vec<usize> =
            standing.coverage_by_judgement().into_iter().map(|(_, coverage)| coverage.unwrap().items).collect();
        assert_eq!(counts, [4, 2]);
    }

    #[test]
    fn a_hundred_thousand_items_that_all_changed_take_linear_time() {
        let mut text = String::from("kj1: judgement \"A.\"\n");
        for number in 0..50_000 {
            writeln!(text, "e{number}: evidence \"Fact {number}.\"\ne{number} -> kj1").unwrap();
        }
        let sign_off = all_accepted(&crate::argument::testing::sketch(&text));
        let changed = crate::argument::testing::sketch(&text.replace("Fact", "Rumour"));
        let standing = ReviewStanding::new(&changed, &Archives::default(), &sign_off);
        assert_eq!(standing.coverage().suspect, 100_000);
        let gone = crate::argument::testing::sketch("kj1: judgement \"A.\"\n");
        let standing = ReviewStanding::new(&gone, &Archives::default(), &sign_off);
        assert_eq!((standing.gone().count(), standing.gone_to_tell().count()), (100_000, 50_000));
    }
}
