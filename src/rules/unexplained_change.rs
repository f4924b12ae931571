use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Context, Findings, Hit, Revision, Rule, Stage, rule};
use crate::argument::{Argument, NodeHandle, NodeKind};
use crate::document::{Prose, sentences};
use crate::estimate::{Cues, English};

rule! {
    /// ## What it does
    /// `linchpin diff` reports a judgement whose likelihood, confidence, horizon or claim is another one than in the
    /// edition before, and one that was dropped, if no sentence of the new edition says so. A sentence says so if it was not there before
    /// and speaks of change ("previously", "we now", "revised", "our last report", …); it may stand in the judgement, in what bears on it, in the
    /// reason for its confidence, or before the first judgement. For a dropped judgement only the last counts. English.
    ///
    /// ## Why it matters
    /// A reader who knows the last edition has to be told that the view changed and why. One who does not notice acts on the
    /// old view; one who does wonders what else was changed without a word.
    ///
    /// ## Example
    /// ```diff fail
    ///  ## Key Judgement 1
    ///
    /// -The harbour is likely to be closed by winter.
    /// +The harbour is unlikely to be closed by winter.
    ///
    /// -- The pilots' contract ends in November and was not renewed.
    /// +- The pilots have signed for another year.
    /// ```
    ///
    /// ```diff pass
    ///  ## Key Judgement 1
    ///
    /// -The harbour is likely to be closed by winter.
    /// +The harbour is unlikely to be closed by winter. We previously judged this likely.
    ///
    /// -- The pilots' contract ends in November and was not renewed.
    /// +- The pilots have signed for another year.
    /// ```
    ///
    /// ## How to mend it
    /// Say what you judged before and what made you change it, in a sentence under the judgement or in the summary.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(7): explains change to or consistency of analytic judgments.
    pub struct UnexplainedChange;
    id = "unexplained-change";
    group = Review;
    level = Warning;
    summary = "A judgement that changed without a word about it (diff)";
}

/// Words by which an author says that a view is another one than before.
#[rustfmt::skip]
const PHRASES: &[&str] = &[
    "previously", "formerly", "we now", "i now", "now assess", "now judge", "now assesses", "now judges", "now believe",
    "revised", "revise", "revises", "revision", "upgraded", "upgrade", "downgraded", "downgrade", "reassessed", "reassess", "reassessment",
    "reconsidered", "corrected", "correction", "withdrawn our", "withdraw our", "dropped the judgement", "dropped the judgment", "drop the judgement",
    "change from our", "changes from our", "changed our", "change our", "change in our", "change of judgement", "change of judgment", "changed from",
    "changed since", "our earlier", "our previous", "our last", "our former", "our prior", "our first", "our initial", "an earlier edition", "the last edition",
    "the previous edition", "last report", "previous report", "earlier report", "prior report", "last assessment", "previous assessment", "earlier assessment",
    "prior assessment", "last estimate", "previous estimate", "earlier estimate", "last draft", "previous draft", "earlier draft", "raised from", "lowered from", "raise our", "raised our", "lower our",
    "lowered our", "we raise", "we raised", "we lower", "we lowered", "we have raised", "we have lowered", "we had judged", "we had assessed",
    "we have changed", "we have become", "more confident than", "less confident than", "surer than", "less sure than", "more likely than we", "less likely than we", "new evidence", "new information", "new reporting",
    "in light of", "in the light of", "since our", "since the last",
];

/// How many nodes under a judgement are read for a word about the change.
const REACH: usize = 256;

impl Rule for UnexplainedChange {
    fn stage(&self) -> Stage {
        Stage::Revision
    }

    fn check_revision(&self, context: &Context<'_>, revision: &Revision<'_>, findings: &mut Findings) {
        if revision.dropped.is_empty() && revision.judgements.iter().all(|judgement| judgement.changed.is_empty()) {
            return;
        }
        let argument = context.argument;
        let mut said = Said::new(argument, revision.old);
        if argument.lead.iter().any(|prose| said.speaks_of_change(prose)) {
            return;
        }
        for judgement in revision.judgements.iter().filter(|judgement| !judgement.changed.is_empty()) {
            if is_explained(argument, judgement.new, &mut said) {
                continue;
            }
            let node = argument.node(judgement.new);
            let what = listed(&judgement.changed);
            let span = match (judgement.changed.as_slice(), &node.estimate, &node.confidence) {
                (["likelihood", ..], Some(estimate), _) => estimate.span,
                (["confidence", ..], _, Some(confidence)) => confidence.span,
                _ => context.place(judgement.new),
            };
            let message = format!("the {what} of `{}` changed, and no sentence says so", node.id);
            findings.push(
                Hit::new(span, message)
                    .help("say what you judged before and what made you change it")
                    .about(judgement.new),
            );
        }
        for &dropped in &revision.dropped {
            let Some((first, _)) = argument.judgements().next() else { continue };
            let old = revision.old.node(dropped);
            let message = format!(
                "the judgement `{}` of the edition before is gone, and no sentence says so: \"{}\"",
                old.id,
                old.text.as_str()
            );
            findings.push(
                Hit::new(context.place(first), message)
                    .help("say before the first judgement that it was dropped, and why"),
            );
        }
    }
}

/// "likelihood", "likelihood and confidence", "likelihood, confidence and horizon".
fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// The sentences of all that an argument says, in lower case and without the white space between their words.
fn all_sentences(argument: &Argument) -> FxHashSet<String> {
    let bases = argument.nodes().filter_map(|(_, node)| node.confidence.as_ref()?.basis.as_ref());
    let texts = argument.nodes().map(|(_, node)| &node.text).chain(&argument.lead).chain(bases);
    texts.flat_map(|prose| sentences(prose.as_str()).into_iter().map(|range| folded(&prose.as_str()[range]))).collect()
}

fn folded(sentence: &str) -> String {
    sentence.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Fewer nodes than this are read faster than an automaton for the phrases is built.
const FEW: usize = 256;

/// What the new edition says of change.
struct Said {
    /// The sentences of the old edition.
    known: FxHashSet<String>,
    cues: Option<Cues>,
    /// Nodes that were looked at: many judgements may rest on one.
    nodes: FxHashMap<NodeHandle, bool>,
}

impl Said {
    fn new(argument: &Argument, old: &Argument) -> Self {
        let cues =
            (argument.node_count() > FEW).then(|| Cues::of_phrases(argument.node_count(), [PHRASES.iter().copied()]));
        Self { known: all_sentences(old), cues, nodes: FxHashMap::default() }
    }

    fn speaks_of_change(&self, prose: &Prose) -> bool {
        self.cues.as_ref().is_none_or(|cues| cues.may_stand_in(prose.as_str())) && speaks_of_change(prose, &self.known)
    }

    /// Whether the node's words, or the reason for its confidence, speak of change.
    fn at_node(&mut self, argument: &Argument, at: NodeHandle) -> bool {
        if let Some(&found) = self.nodes.get(&at) {
            return found;
        }
        let node = argument.node(at);
        let basis = node.confidence.as_ref().and_then(|confidence| confidence.basis.as_ref());
        let found = std::iter::once(&node.text).chain(basis).any(|prose| self.speaks_of_change(prose));
        self.nodes.insert(at, found);
        found
    }
}

/// Whether a sentence that is not among those known speaks of change, in the author's own words.
fn speaks_of_change(prose: &Prose, known: &FxHashSet<String>) -> bool {
    let english = English::new(prose);
    let found = english.find(PHRASES);
    if found.is_empty() {
        return false;
    }
    let mut fresh = sentences(prose.as_str());
    fresh.retain(|range| !known.contains(&folded(&prose.as_str()[range.clone()])));
    found.iter().any(|words| {
        let at = english.bytes(words).start;
        english.is_authors(words) && fresh.iter().any(|range| range.contains(&at))
    })
}

/// Whether the judgement itself, the reason for its confidence, or something that bears on it speaks of change.
fn is_explained(argument: &Argument, judgement: NodeHandle, said: &mut Said) -> bool {
    let mut seen: FxHashSet<NodeHandle> = FxHashSet::from_iter([judgement]);
    let mut open = VecDeque::from([judgement]);
    while let Some(at) = open.pop_front() {
        if said.at_node(argument, at) {
            return true;
        }
        for premise in argument.premises(at) {
            let is_other = argument.node(premise.node).kind == NodeKind::Judgement;
            if !is_other && seen.len() < REACH && seen.insert(premise.node) {
                open.push_back(premise.node);
            }
        }
    }
    false
}
