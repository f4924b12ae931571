//! What changed between two editions of an argument: which judgements stand differently, and why.
//!
//! [`difference`] compares two [`Side`]s and gives a [`Difference`], which holds all that a format or a drawing needs:
//! both arguments, which node is which ([`Matching`]), every [`Change`], how each judgement stood and stands
//! ([`JudgementDifference`]), and the findings that are new or gone. A format is one file and one line in [`formats`].
//!
//! Order, line breaks, markup and ids that were only counted are no changes.

mod cause;
mod changes;
mod dot;
mod findings;
#[cfg(feature = "pictures")]
mod html;
mod human;
mod json;
mod markdown;
mod matching;
mod mermaid;
mod standing;
#[cfg(feature = "pictures")]
mod svg;
mod told;
mod union;
mod words;

use std::collections::VecDeque;
use std::io;

pub use cause::Cause;
pub use changes::{Change, ChangeKind, Subject, horizon, turn};
pub use findings::FindingsDifference;
pub use human::Human;
pub use json::Json;
pub use markdown::Markdown;
pub use matching::{MatchedBy, Matching};
pub use standing::{FailOn, LEAST_MOVE};
pub use told::Teller;
pub use words_alike::word_similarity;

use rustc_hash::FxHashMap;

use super::Style;
use crate::argument::{Argument, NodeHandle, NodeKind};
use crate::rules::{self, Finding, LostLinchpin, RevisedJudgement, Revision, Settings, Turn};
use crate::score::{BaseScores, ScoreSettings, Scores, Semantics, Verdict};

/// How alike two whole texts are.
mod words_alike {
    use super::words::{Bag, Vocabulary, similarity};

    /// How alike two texts are, from 0 for no common word to 1 for the same words in any order (Dice's coefficient).
    /// O(words · log words).
    #[must_use]
    pub fn word_similarity(one: &str, other: &str) -> f64 {
        let mut vocabulary = Vocabulary::default();
        let words = [one, other].map(|text| vocabulary.read(text));
        let [one, other] = words.map(|words| Bag::new(&words, &vocabulary));
        similarity(&one, &other, &vocabulary)
    }
}

/// One edition of an argument, with what is known of it.
///
/// Both editions are to be checked and scored by the same settings, so that what is different is the argument.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// The argument.
    pub argument: &'a Argument,
    /// What `check` finds in it.
    pub findings: &'a [Finding],
    /// Its strengths.
    pub scores: &'a Scores,
    /// What they were computed by.
    pub semantics: &'static dyn Semantics,
    /// The settings that they were computed by.
    pub settings: &'a ScoreSettings,
}

impl<'a> Side<'a> {
    /// The strength of a node in [0, 1]; `None` if it does not settle.
    #[must_use]
    pub fn strength(&self, node: NodeHandle) -> Option<f64> {
        self.scores.strengths.get(node.index()).copied().flatten()
    }

    /// How a judgement stands. O(log judgements).
    #[must_use]
    pub fn verdict(&self, judgement: NodeHandle) -> Option<&'a Verdict> {
        // In document order.
        let at = self.scores.judgements.binary_search_by_key(&judgement, |verdict| verdict.node).ok()?;
        self.scores.judgements.get(at)
    }

    /// The name of the file that it was read from; empty for one made in memory.
    #[must_use]
    pub fn name(&self) -> &'a str {
        super::place::name_of(self.argument)
    }

    fn bases(&self) -> &BaseScores {
        &self.settings.bases
    }
}

/// How one judgement stood and stands.
#[derive(Clone, Debug)]
pub struct JudgementDifference {
    /// It in the old edition; `None` if it is new.
    pub old: Option<NodeHandle>,
    /// It in the new edition; `None` if it is gone.
    pub new: Option<NodeHandle>,
    /// Its strengths in [0, 1], old and new; `None` where it does not settle or is not there.
    pub strengths: (Option<f64>, Option<f64>),
    /// Whether its strength reached its threshold, old and new.
    pub stands: (Option<bool>, Option<bool>),
    /// Its linchpins, old and new, each in its own edition.
    pub linchpins: (Option<NodeHandle>, Option<NodeHandle>),
    /// How its likelihood turned; `None` if both editions give the same, or one of them none.
    pub turn: Option<Turn>,
    /// The change that moved its strength most.
    pub cause: Option<Cause>,
    /// The places in [`Difference::changes`] of the changes of the judgement itself.
    pub own: Vec<usize>,
    /// Whether anything that bears on it changed, near or far.
    pub is_grounds_changed: bool,
}

impl JudgementDifference {
    /// How far the strength moved; `None` where one of the two is not known.
    #[must_use]
    pub fn movement(&self) -> Option<f64> {
        Some(self.strengths.1? - self.strengths.0?)
    }
}

/// What changed between two editions of an argument.
#[derive(Clone)]
pub struct Difference<'a> {
    /// The edition before.
    pub old: Side<'a>,
    /// The edition after.
    pub new: Side<'a>,
    /// Which node is which.
    pub matching: Matching,
    /// Every change: of the nodes of the new edition in their order, then removed nodes, edges, sources.
    pub changes: Vec<Change>,
    /// How each judgement stood and stands, in the order of the new edition, then those that are gone.
    pub judgements: Vec<JudgementDifference>,
    /// The findings that are new, and those that are gone.
    pub findings: FindingsDifference,
    /// What the rules find in the change itself; their places are in the new edition.
    pub review: Vec<Finding>,
}

impl Difference<'_> {
    /// The places of the changes that are told under each judgement, in the order of [`Difference::judgements`], and last of
    /// those that are told under none. O(changes + judgements).
    #[must_use]
    pub fn changes_by_judgement(&self) -> Vec<Vec<usize>> {
        let mut groups = vec![Vec::new(); self.judgements.len() + 1];
        for (number, change) in self.changes.iter().enumerate() {
            groups[change.judgement.unwrap_or(self.judgements.len())].push(number);
        }
        groups
    }

    /// Whether the two say the same: no change, whatever was moved or set in another way.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Compares two editions of an argument; `settings` are those of the rules that look at the change.
///
/// O((nodes + edges + words) · log) for the changes; see [`Matching`] and [`Cause`] for the bounds of matching and of the
/// search for causes.
#[must_use]
pub fn difference<'a>(old: &Side<'a>, new: &Side<'a>, settings: &Settings) -> Difference<'a> {
    let matching = Matching::new(old.argument, new.argument);
    let mut changes = changes::changes(old.argument, new.argument, &matching);
    let mut pairs: Vec<(Option<NodeHandle>, Option<NodeHandle>)> = Vec::new();
    let is_judgement = |argument: &Argument, node| argument.node(node).kind == NodeKind::Judgement;
    for (node, _) in new.argument.judgements() {
        let before = matching.to_old(node).filter(|&old_node| is_judgement(old.argument, old_node));
        pairs.push((before, Some(node)));
    }
    for (node, _) in old.argument.judgements() {
        if matching.to_new(node).is_none_or(|new_node| !is_judgement(new.argument, new_node)) {
            pairs.push((Some(node), None));
        }
    }
    let causes = cause::causes(old, new, &matching, &changes, &pairs);
    let mut homes = Homes::new(old.argument, new.argument, &pairs);
    let grounds = homes.assign(&mut changes, old.argument, new.argument);
    let mut own: Vec<Vec<usize>> = vec![Vec::new(); pairs.len()];
    for (number, change) in changes.iter().enumerate() {
        if let Subject::Node(before, now) = change.subject
            && let Some(place) = homes.judgement(before, now)
        {
            own[place].push(number);
        }
    }
    let judgements: Vec<JudgementDifference> = pairs
        .iter()
        .zip(causes)
        .zip(own.into_iter().zip(grounds))
        .map(|((&(before, now), cause), (own, is_grounds_changed))| {
            let verdicts = (before.and_then(|node| old.verdict(node)), now.and_then(|node| new.verdict(node)));
            let stands =
                |verdict: Option<&Verdict>| verdict.and_then(|verdict| Some(verdict.strength? >= verdict.threshold));
            let linchpin =
                |verdict: Option<&Verdict>| verdict.and_then(|verdict| Some(verdict.linchpin.as_ref()?.node));
            let estimates = before.zip(now).and_then(|(before, now)| {
                Some((old.argument.node(before).estimate.as_deref()?, new.argument.node(now).estimate.as_deref()?))
            });
            JudgementDifference {
                old: before,
                new: now,
                strengths: (
                    verdicts.0.and_then(|verdict| verdict.strength),
                    verdicts.1.and_then(|verdict| verdict.strength),
                ),
                stands: (stands(verdicts.0), stands(verdicts.1)),
                linchpins: (linchpin(verdicts.0), linchpin(verdicts.1)),
                turn: estimates
                    .filter(|(before, now)| !changes::is_same_likelihood(Some(before), Some(now)))
                    .map(|(before, now)| turn(before, now)),
                cause,
                own,
                is_grounds_changed,
            }
        })
        .collect();
    let review = {
        let revision = revision(old, new, &matching, &changes, &judgements);
        rules::check_revision(new.argument, &revision, settings)
    };
    let findings = findings::compare(old, new, &matching);
    Difference { old: *old, new: *new, matching, changes, judgements, findings, review }
}

/// What the rules are told of the change.
fn revision<'a>(
    old: &Side<'a>,
    new: &Side<'a>,
    matching: &Matching,
    changes: &[Change],
    judgements: &[JudgementDifference],
) -> Revision<'a> {
    /// From this similarity on, other words are another way to say the same.
    const SAME_CLAIM: f64 = 0.7;
    let mut upstream = Reach::new(new.argument);
    let revised = judgements.iter().filter_map(|judgement| {
        let (before, now) = (judgement.old?, judgement.new?);
        let lost = judgement.linchpins.0.and_then(|linchpin| {
            let after = matching.to_new(linchpin);
            let still = after.is_some_and(|after| upstream.bears_on(after, now));
            let crosses = judgement.stands == (Some(true), Some(false));
            (!still).then_some(LostLinchpin { old: linchpin, new: after, crosses })
        });
        let changed = judgement.own.iter().filter_map(|&change| match changes[change].kind {
            ChangeKind::Likelihood => Some("likelihood"),
            ChangeKind::Confidence => Some("confidence"),
            ChangeKind::Horizon => Some("horizon"),
            ChangeKind::Reworded if matching.similarity(before) < SAME_CLAIM => Some("claim"),
            _ => None,
        });
        Some(RevisedJudgement {
            old: before,
            new: now,
            turn: judgement.turn,
            strengths: judgement.strengths,
            is_grounds_changed: judgement.is_grounds_changed,
            lost,
            changed: changed.collect(),
        })
    });
    let judgements_left = revised.collect();
    let dropped = judgements.iter().filter(|judgement| judgement.new.is_none()).filter_map(|judgement| judgement.old);
    // One that is still there as something else was not dropped without a trace.
    let dropped = dropped.filter(|&node| matching.to_new(node).is_none()).collect();
    Revision { old: old.argument, judgements: judgements_left, dropped }
}

/// Whether a node bears on another, near or far.
struct Reach<'a> {
    argument: &'a Argument,
    /// By node: the last question in which it was reached.
    reached: Vec<usize>,
    questions: usize,
    work: usize,
}

impl<'a> Reach<'a> {
    /// The most steps over all questions.
    const WORK: usize = 20_000_000;

    fn new(argument: &'a Argument) -> Self {
        Self { argument, reached: vec![0; argument.node_count()], questions: 0, work: Self::WORK }
    }

    /// O(what the node bears on); true where the work does not reach.
    fn bears_on(&mut self, node: NodeHandle, on: NodeHandle) -> bool {
        self.questions += 1;
        let mut open = vec![node];
        while let Some(at) = open.pop() {
            if at == on {
                return true;
            }
            if std::mem::replace(&mut self.reached[at.index()], self.questions) == self.questions {
                continue;
            }
            for next in self.argument.conclusions(at) {
                let Some(left) = self.work.checked_sub(1) else { return true };
                self.work = left;
                open.push(next.node);
            }
        }
        false
    }
}

/// Which judgement a change is told under, and whether it bears on others.
struct Homes {
    old: Vec<Option<usize>>,
    new: Vec<Option<usize>>,
    judgement_of_old: Vec<Option<usize>>,
    judgement_of_new: Vec<Option<usize>>,
}

impl Homes {
    /// O(nodes + edges): the first judgement to reach a node keeps it.
    fn new(old: &Argument, new: &Argument, pairs: &[(Option<NodeHandle>, Option<NodeHandle>)]) -> Self {
        let places = || pairs.iter().enumerate();
        let old_tops: Vec<(usize, NodeHandle)> = places().filter_map(|(place, pair)| Some((place, pair.0?))).collect();
        let new_tops: Vec<(usize, NodeHandle)> = places().filter_map(|(place, pair)| Some((place, pair.1?))).collect();
        let of = |argument: &Argument, tops: &[(usize, NodeHandle)]| {
            let mut places = vec![None; argument.node_count()];
            for &(place, node) in tops {
                places[node.index()] = Some(place);
            }
            places
        };
        Self {
            old: homes(old, &old_tops),
            new: homes(new, &new_tops),
            judgement_of_old: of(old, &old_tops),
            judgement_of_new: of(new, &new_tops),
        }
    }

    /// The judgement that a node is.
    fn judgement(&self, old: Option<NodeHandle>, new: Option<NodeHandle>) -> Option<usize> {
        new.and_then(|node| self.judgement_of_new[node.index()])
            .or_else(|| old.and_then(|node| self.judgement_of_old[node.index()]))
    }

    /// Gives each change its judgement. Says for each judgement whether anything that bears on it changed.
    fn assign(&mut self, changes: &mut [Change], old: &Argument, new: &Argument) -> Vec<bool> {
        let count =
            self.judgement_of_old.iter().chain(&self.judgement_of_new).flatten().max().map_or(0, |most| most + 1);
        // Nodes from which a change flows on to what they bear on.
        let mut citing: FxHashMap<&str, Vec<NodeHandle>> = FxHashMap::default();
        if changes.iter().any(|change| matches!(change.subject, Subject::Source(..))) {
            for (handle, node) in new.nodes() {
                for reference in &node.sources {
                    citing.entry(reference.key.as_str()).or_default().push(handle);
                }
            }
        }
        let mut sources: (Vec<NodeHandle>, Vec<NodeHandle>) = (Vec::new(), Vec::new());
        for change in changes.iter_mut() {
            change.judgement = match &change.subject {
                Subject::Node(before, now) => {
                    let own = self.judgement(*before, *now);
                    let flows = own.is_none()
                        || matches!(change.kind, ChangeKind::Regraded | ChangeKind::Added | ChangeKind::Removed);
                    if flows {
                        sources.0.extend(before.iter().flat_map(|&node| old.conclusions(node)).map(|edge| edge.node));
                        sources.1.extend(now.iter().flat_map(|&node| new.conclusions(node)).map(|edge| edge.node));
                    }
                    let home = now.and_then(|node| self.new[node.index()]);
                    own.or(home).or_else(|| before.and_then(|node| self.old[node.index()]))
                }
                Subject::Edge(before, now) => {
                    let ends = (before.map(|edge| old.ends(edge).1), now.map(|edge| new.ends(edge).1));
                    sources.0.extend(ends.0);
                    sources.1.extend(ends.1);
                    let home = ends.1.and_then(|node| self.new[node.index()]);
                    home.or_else(|| ends.0.and_then(|node| self.old[node.index()]))
                }
                Subject::Source(_, now) => {
                    let citing = now.as_ref().and_then(|key| citing.get(key.as_str())).map_or(&[][..], Vec::as_slice);
                    sources.1.extend(citing.iter().flat_map(|&node| new.conclusions(node)).map(|edge| edge.node));
                    citing.first().and_then(|node| self.new[node.index()])
                }
            };
        }
        let mut grounds = vec![false; count];
        for (argument, from, judgements) in
            [(old, sources.0, &self.judgement_of_old), (new, sources.1, &self.judgement_of_new)]
        {
            let mut reached = vec![false; argument.node_count()];
            let mut open = from;
            while let Some(node) = open.pop() {
                if !std::mem::replace(&mut reached[node.index()], true) {
                    if let Some(place) = judgements[node.index()] {
                        grounds[place] = true;
                    }
                    open.extend(argument.conclusions(node).map(|edge| edge.node));
                }
            }
        }
        grounds
    }
}

/// For each node the first judgement that it bears on, by the judgement's place. O(nodes + edges).
fn homes(argument: &Argument, tops: &[(usize, NodeHandle)]) -> Vec<Option<usize>> {
    let mut homes = vec![None; argument.node_count()];
    for &(place, node) in tops {
        homes[node.index()] = Some(place);
    }
    for &(place, top) in tops {
        let mut open = VecDeque::from([top]);
        while let Some(at) = open.pop_front() {
            for premise in argument.premises(at) {
                let home = &mut homes[premise.node.index()];
                if home.is_none() {
                    *home = Some(place);
                    open.push_back(premise.node);
                }
            }
        }
    }
    homes
}

/// Shows differences in one format.
pub trait DifferenceReporter {
    /// Writes what stands before all differences.
    ///
    /// # Errors
    /// If `out` cannot be written to; so for the other methods.
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        let _ = out;
        Ok(())
    }

    /// Writes the difference between two editions of one argument.
    ///
    /// # Errors
    /// If `out` cannot be written to.
    fn difference(&mut self, difference: &Difference<'_>, out: &mut dyn io::Write) -> io::Result<()>;

    /// Writes what stands after all differences; `same` arguments had none.
    ///
    /// # Errors
    /// If `out` cannot be written to.
    fn finish(&mut self, same: usize, out: &mut dyn io::Write) -> io::Result<()> {
        let _ = (same, out);
        Ok(())
    }
}

/// A format that differences can be shown in.
pub struct Format {
    /// Its name after `--to`.
    pub name: &'static str,
    /// What it is for, in one line without a full stop.
    pub about: &'static str,
    /// Makes its reporter.
    pub reporter: fn(Style) -> Box<dyn DifferenceReporter>,
}

/// Every format.
#[must_use]
pub fn formats() -> &'static [Format] {
    static FORMATS: &[Format] = &[
        Format { name: "human", about: "for reading", reporter: |style| Box::new(Human::new(style)) },
        Format {
            name: "markdown",
            about: "for a comment on a pull request: the summary, a table, the details folded, a picture",
            reporter: |_| Box::new(Markdown::default()),
        },
        Format { name: "json", about: "for other tools", reporter: |_| Box::new(Json::default()) },
        Format {
            name: "dot",
            about: "a picture of both editions, for Graphviz",
            reporter: |_| Box::new(dot::Dot::default()),
        },
        #[cfg(feature = "pictures")]
        Format { name: "svg", about: "a picture of both editions", reporter: |_| Box::new(svg::Svg::default()) },
        #[cfg(feature = "pictures")]
        Format {
            name: "html",
            about: "a page: the summary, a table, the picture, the changes",
            reporter: |_| Box::<html::Html>::default(),
        },
    ];
    FORMATS
}
