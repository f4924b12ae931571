use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use super::{Described, Settings};
use crate::archive::Archives;
use crate::argument::{Argument, EdgeKind, Node, NodeHandle, NodeKind, ReadBy};
use crate::document::Prose;
use crate::estimate::{Cues, English, FEW_TEXTS, TermMatch, Yardstick, Yardsticks, find_terms_in_prose};
use crate::review::signoff::ReviewStanding;
use crate::rules::{self, Companions, Rule};
use crate::score::{self, ScoreGraph, ScoreSettings, Scores, StatedShare, semantics};
use crate::text::Span;

/// What a rule looks at: the argument, the settings, and facts that several rules need, each worked out once, when the
/// first rule asks for it.
///
/// A fact that is dear to compute becomes a cell here and a method that fills it. Rules run side by side, and wait for
/// the one that fills a cell: what fills it must not share its work out among threads itself, as a thread that took
/// another rule meanwhile could wait for itself.
#[derive(Debug)]
pub struct Context<'a> {
    /// The argument.
    pub argument: &'a Argument,
    /// How it is to be checked.
    pub settings: &'a Settings,
    companions: Companions<'a>,
    review_standing: OnceLock<Option<ReviewStanding<'a>>>,
    origins: OnceLock<crate::argument::SourceOrigins>,
    grounds: OnceLock<Vec<super::Grounds>>,
    graph: OnceLock<ScoreGraph>,
    scores: OnceLock<Scores>,
    support_circles: OnceLock<Vec<Vec<NodeHandle>>>,
    places: OnceLock<NodePlaces>,
    idle_suppressions: OnceLock<Vec<usize>>,
    stated_share: OnceLock<StatedShare>,
    cued: OnceLock<Vec<u32>>,
    contested: OnceLock<Vec<bool>>,
    propositions: OnceLock<Vec<NodeHandle>>,
    terms: Mutex<FxHashMap<NodeHandle, Arc<[TermMatch]>>>,
    english: Mutex<FxHashMap<NodeHandle, Arc<English<'a>>>>,
}

/// How many nodes and edges may be touched in the search for linchpins, besides [`LINCHPIN_PASSES`] over the argument:
/// a fraction of a second's work, so that a check stays fast on graphs of millions of edges.
const LINCHPIN_WORK: usize = 10_000_000;
/// Enough for the judgements of a report, which share little, however many they are.
const LINCHPIN_PASSES: usize = 20;

/// The words of more texts than this are taken apart anew for each rule that asks: they take many times the room of the
/// texts, and in large arguments few texts have a cue.
const MOST_KEPT_TEXTS: usize = 4096;

/// The bit of the cues of likelihood terms; the rules' own come after it.
const LIKELIHOOD: u32 = 1;

impl<'a> Context<'a> {
    /// A context in which nothing is worked out yet.
    #[must_use]
    pub fn new(argument: &'a Argument, settings: &'a Settings) -> Self {
        argument.line_up();
        Self {
            argument,
            settings,
            companions: Companions::default(),
            review_standing: OnceLock::new(),
            origins: OnceLock::new(),
            grounds: OnceLock::new(),
            graph: OnceLock::new(),
            scores: OnceLock::new(),
            support_circles: OnceLock::new(),
            places: OnceLock::new(),
            idle_suppressions: OnceLock::new(),
            stated_share: OnceLock::new(),
            cued: OnceLock::new(),
            contested: OnceLock::new(),
            propositions: OnceLock::new(),
            terms: Mutex::default(),
            english: Mutex::default(),
        }
    }

    /// The same, with what lies beside the argument.
    #[must_use]
    pub fn with(mut self, companions: Companions<'a>) -> Self {
        self.companions = companions;
        self
    }

    /// The copies of the sources; `None` if nobody read them.
    #[must_use]
    pub fn archives(&self) -> Option<&'a Archives> {
        self.companions.archives
    }

    /// The sign-off held against the argument; `None` if nobody read one. See [`ReviewStanding::new`] for the cost of the
    /// first call.
    #[must_use]
    pub fn review_standing(&self) -> Option<&ReviewStanding<'a>> {
        let hold = || {
            let sign_off = self.companions.sign_off?;
            let none = Archives::default();
            Some(ReviewStanding::new(self.argument, self.companions.archives.unwrap_or(&none), sign_off))
        };
        self.review_standing.get_or_init(hold).as_ref()
    }

    /// Where the information of each source comes from.
    #[must_use]
    pub fn origins(&self) -> &crate::argument::SourceOrigins {
        self.origins.get_or_init(|| crate::argument::SourceOrigins::new(self.argument))
    }

    /// For each judgement, the nodes with sources that it rests on; see [`Grounds`](super::Grounds).
    #[must_use]
    pub fn grounds(&self) -> &[super::Grounds] {
        self.grounds.get_or_init(|| super::Grounds::of_all(self.argument))
    }

    /// The value of one of the rule's options.
    #[must_use]
    pub fn option(&self, rule: &impl Described, key: &str) -> f64 {
        self.settings.option(rule.card(), key)
    }

    /// The nodes at which the author silenced the rule, by its name, its group's or all.
    ///
    /// For a rule that says once what holds of many nodes: a suppression at one of them is to take that one out, and
    /// not to silence the rest. It pushes a hit of its own for each such node, which the suppression then takes out.
    #[must_use]
    pub fn silenced(&self, rule: &impl Described) -> rustc_hash::FxHashSet<NodeHandle> {
        let Some(number) = crate::rules::index_of(rule.card().id) else { return rustc_hash::FxHashSet::default() };
        let covers = |suppression: &&crate::argument::Suppression| {
            super::Selector::parse_exact(&suppression.rule).is_some_and(|selector| selector.covers(number))
        };
        self.argument.suppressions.iter().filter(covers).filter_map(|suppression| suppression.node).collect()
    }

    /// Where a node's words stand; for words without a place, where the node stands.
    #[must_use]
    pub fn place(&self, node: NodeHandle) -> Span {
        let node = self.argument.node(node);
        let words = node.text.span();
        if words.is_empty() { node.span } else { words }
    }

    /// The propositions whose wording the author answers for, in document order: judgements, claims and hypotheses, and
    /// the sentences of a judgement's own paragraph.
    pub fn propositions(&self) -> impl Iterator<Item = (NodeHandle, &'a Node)> {
        let is_proposition = |kind| matches!(kind, NodeKind::Judgement | NodeKind::Claim | NodeKind::Hypothesis);
        let listed = self.propositions.get_or_init(|| {
            let nodes = self.argument.nodes().filter(|(_, node)| node.inline || is_proposition(node.kind));
            nodes.map(|(handle, _)| handle).collect()
        });
        listed.iter().map(|&handle| (handle, self.argument.node(handle)))
    }

    /// By node, whether it is of one of the kinds; without a look at nodes of others. O(nodes).
    #[must_use]
    pub fn are_of(&self, kinds: &[NodeKind]) -> Vec<bool> {
        let mut found = vec![false; self.argument.node_count()];
        for (handle, _) in kinds.iter().flat_map(|&kind| self.argument.nodes_of(kind)) {
            found[handle.index()] = true;
        }
        found
    }

    /// Whether a node's words, or the likelihood given beside them, can have what a rule with [`Rule::cues`] looks for.
    /// The first call reads all texts once, for all rules that are on; O(length of all texts).
    pub fn cued(&self, rule: &impl Described) -> impl Fn(NodeHandle) -> bool {
        let id = rule.card().id;
        let set = self.cueing_rules().position(|cueing| cueing.card().id == id).map(|place| place + 1);
        let mask = set.filter(|set| *set < Cues::MOST_SETS).map(|set| LIKELIHOOD << set);
        let found = self.cued.get_or_init(|| self.read_cues());
        // Too few texts for the reading to pay, or no cues: every text is looked at.
        move |node| mask.is_none_or(|mask| found.get(node.index()).is_none_or(|sets| sets & mask != 0))
    }

    /// Whether a node's words, or the likelihood given beside them, can have a likelihood term of any yardstick or a
    /// shade of one. As [`Context::cued`].
    #[must_use]
    pub fn may_state_likelihood(&self, node: NodeHandle) -> bool {
        let found = self.cued.get_or_init(|| self.read_cues());
        found.get(node.index()).is_none_or(|sets| sets & LIKELIHOOD != 0)
    }

    /// The likelihood terms in a node's words, of all yardsticks. O(length) when they are asked for first.
    #[must_use]
    pub fn terms(&self, node: NodeHandle) -> Arc<[TermMatch]> {
        if !self.may_state_likelihood(node) {
            return Arc::default();
        }
        let find = || find_terms_in_prose(&self.argument.node(node).text, self.yardsticks()).into();
        kept(&self.terms, node, find)
    }

    /// A node's words, one by one. They are kept where there are not too many of them. O(length) when they are asked for
    /// first.
    #[must_use]
    pub(crate) fn english(&self, node: NodeHandle) -> Arc<English<'a>> {
        let read = || Arc::new(English::new(&self.argument.node(node).text));
        if self.argument.node_count() > MOST_KEPT_TEXTS {
            return read();
        }
        kept(&self.english, node, read)
    }

    fn cueing_rules(&self) -> impl Iterator<Item = &'static dyn Rule> {
        let on = rules::all().iter().copied().enumerate().filter(|&(number, _)| self.settings.is_on(number));
        on.map(|(_, rule)| rule).filter(|rule| !rule.cues().is_empty())
    }

    fn read_cues(&self) -> Vec<u32> {
        if self.argument.node_count() < FEW_TEXTS {
            return Vec::new();
        }
        // One pass over the texts finds the cues of the terms, the first set, and those of the rules.
        let of_terms: Vec<&str> = self.yardsticks().phrases().collect();
        let of_rules = self.cueing_rules().map(|rule| -> Vec<&str> { rule.cues() });
        let cues = Cues::of_phrases(self.argument.node_count(), std::iter::once(of_terms).chain(of_rules));
        let read = |prose: &Prose| cues.in_text(prose.as_str());
        let of_node = |node: &Node| read(&node.text) | node.likelihood.as_deref().map_or(0, read);
        self.argument.nodes().map(|(_, node)| of_node(node)).collect()
    }

    /// The yardsticks that are known.
    #[must_use]
    pub fn yardsticks(&self) -> &'a Yardsticks {
        &self.settings.yardsticks
    }

    /// The yardstick that the report's likelihoods were read by, and whether somebody named it.
    #[must_use]
    pub fn yardstick(&self) -> Option<(&'a Yardstick, bool)> {
        let ReadBy { yardstick, named } = self.argument.report.read_by.as_ref()?;
        Some((self.settings.yardsticks.get(yardstick)?, *named))
    }

    /// The innermost node whose bytes hold `span`. O(log nodes) after the first call.
    #[must_use]
    pub fn node_at(&self, span: Span) -> Option<NodeHandle> {
        self.places.get_or_init(|| NodePlaces::new(self.argument)).innermost(span)
    }

    /// The argument compiled for scoring, which knows an order of its nodes and its cycles. O(nodes + edges) at the first
    /// call.
    #[must_use]
    pub fn graph(&self) -> &ScoreGraph {
        self.graph.get_or_init(|| ScoreGraph::new(self.argument, &self.settings.bases))
    }

    /// By node, whether something contradicts it or anything that supports it, however far off. O(nodes + edges) at the
    /// first call.
    #[must_use]
    pub fn contested(&self) -> &[bool] {
        self.contested.get_or_init(|| {
            let mut contradicted = vec![false; self.argument.node_count()];
            for (handle, edge) in self.argument.edges() {
                if edge.kind == EdgeKind::Contradicts {
                    contradicted[self.argument.ends(handle).1.index()] = true;
                }
            }
            self.graph().passed_down(contradicted, Some(EdgeKind::Supports))
        })
    }

    /// The groups of nodes that support each other in a circle; see [`Argument::circles`].
    #[must_use]
    pub fn support_circles(&self) -> &[Vec<NodeHandle>] {
        self.support_circles.get_or_init(|| {
            if self.graph().is_acyclic() { Vec::new() } else { self.argument.circles(EdgeKind::Supports) }
        })
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
                work: LINCHPIN_WORK + LINCHPIN_PASSES * (self.argument.node_count() + self.argument.edge_count()),
                ..ScoreSettings::default()
            };
            let semantics = named.unwrap_or_else(semantics::default_semantics);
            score::score_compiled(self.argument, self.graph(), semantics, &settings)
        })
    }

    /// The strength of a node in [0, 1]; `None` if it does not settle.
    #[must_use]
    pub fn strength(&self, node: NodeHandle) -> Option<f64> {
        self.scores().strengths.get(node.index()).copied().flatten()
    }

    /// How far the strengths rest on what the author stated. O(nodes + edges) at the first call, besides the iteration on
    /// cycles.
    #[must_use]
    pub fn stated_share(&self) -> &StatedShare {
        self.stated_share.get_or_init(|| {
            let named = self.settings.semantics.as_deref().and_then(semantics::find);
            let settings = ScoreSettings { bases: self.settings.bases.clone(), ..ScoreSettings::default() };
            let semantics = named.unwrap_or_else(semantics::default_semantics);
            score::stated_share_compiled(self.argument, self.graph(), semantics, &settings)
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

/// What is kept of a node; worked out if it is not there yet, while other threads go on.
fn kept<T: ?Sized>(
    all: &Mutex<FxHashMap<NodeHandle, Arc<T>>>,
    node: NodeHandle,
    work_out: impl FnOnce() -> Arc<T>,
) -> Arc<T> {
    // Whole entries only are put in: the map holds even if a thread panicked.
    let all = || all.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all().get(&node) {
        return Arc::clone(known);
    }
    // Not under the lock.
    let new = work_out();
    Arc::clone(all().entry(node).or_insert(new))
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
    use crate::rules::frame::testing::read;
    use crate::text::FileId;

    #[test]
    fn scores_are_by_the_semantics_of_the_settings() {
        let argument = crate::argument::testing::sketch("kj1: judgement \"A.\"\ne1 -> kj1\ne2 -> kj1");
        let by = |name: Option<&str>| {
            let mut settings = Settings::default();
            settings.semantics = name.map(str::to_owned);
            let context = Context::new(&argument, &settings);
            let judgement = argument.find("kj1").unwrap();
            (context.scores().semantics, context.strength(judgement).unwrap())
        };
        let (name, strength) = by(Some("df-quad"));
        assert_eq!(name, "df-quad");
        // 1 − 0.4·0.4 of what is missing to 1, from 0.5.
        assert!((strength - 0.92).abs() < 1e-12, "{strength}");
        assert_eq!(by(None).0, semantics::default_semantics().name());
        assert_eq!(by(Some("nonsense")).0, by(None).0);
    }

    #[test]
    fn scores_are_by_the_threshold_and_the_base_scores_of_the_settings() {
        let argument = crate::argument::testing::sketch("kj1: judgement \"A.\"\ne1 -> kj1");
        let mut settings = Settings::default();
        settings.semantics = Some("df-quad".to_owned());
        settings.thresholds.judgement = 0.7;
        settings.bases.evidence = 0.5;
        let context = Context::new(&argument, &settings);
        let verdict = &context.scores().judgements[0];
        // Half of what is missing from 0.5 to 1.
        assert_eq!((verdict.strength, verdict.threshold), (Some(0.75), 0.7));
        assert!(verdict.linchpin.as_ref().unwrap().crosses, "to 0.5");
    }

    /// Cues are asked for in long arguments only, and the examples on the rules' pages are short.
    #[test]
    fn cues_hide_nothing_that_the_pages_of_their_rules_show() {
        for rule in rules::all().iter().filter(|rule| !rule.cues().is_empty()) {
            let card = rule.card();
            for example in card.examples().iter().filter(|example| example.language == "markdown") {
                let mut argument = read("report.md", &example.text);
                let found = |argument: &Argument| {
                    let mut findings = rules::check(argument, &Settings::default());
                    findings.retain(|finding| finding.rule == card.id);
                    findings
                };
                let in_short = found(&argument);
                assert_eq!(in_short.is_empty(), example.passes, "{}", card.id);
                for number in 0..FEW_TEXTS {
                    let id = Id::new(&format!("more{number}")).unwrap();
                    let span = Span::new(FileId::FIRST, 0..0);
                    argument.add_node(Node::new(id, NodeKind::Assumption, Prose::default(), span)).unwrap();
                }
                assert_eq!(found(&argument), in_short, "{}", card.id);
            }
        }
    }

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
