//! A part of an argument, with what was found and computed about it.

use crate::acceptance::Status;
use crate::argument::{Argument, EdgeHandle, Excerpt, NodeHandle};
use crate::rules::Finding;
use crate::score::{ScoreSettings, Scores, Semantics, Verdict};

/// The scores of an argument, with what they were computed by.
#[derive(Clone, Copy)]
pub struct Scored<'a> {
    /// The scores.
    pub scores: &'a Scores,
    /// The semantics.
    pub semantics: &'static dyn Semantics,
    /// The settings.
    pub settings: &'a ScoreSettings,
}

/// What is to be written of an argument: a part or the whole, with the findings and scores that are about it.
#[derive(Clone)]
pub struct Part<'a> {
    /// The part as an argument; the handles below are of it.
    pub argument: &'a Argument,
    /// Where it comes from; `None` for the whole.
    pub excerpt: Option<&'a Excerpt>,
    /// The findings about a node of the part, or about the report; `None` if they were not looked for.
    pub findings: Option<Vec<Finding>>,
    /// The strengths in the whole argument, one a node of the part; `None` if they were not computed.
    pub strengths: Option<Vec<Option<f64>>>,
    /// How each node of the part fares among what can be held together in the whole; `None` if that was not asked.
    pub acceptance: Option<Vec<Status>>,
    /// How the part's judgements stand in the whole argument, in document order. A linchpin outside the part is kept
    /// by its id alone: see [`Part::linchpins`].
    pub verdicts: Vec<Verdict>,
    /// What changed, where the part shows two editions.
    pub changes: Option<Changes>,
}

/// What became of a node or an edge between two editions of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Became {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another than it was.
    Changed,
}

impl Became {
    /// All, in the order of a legend.
    pub const ALL: [Self; 3] = [Self::Added, Self::Removed, Self::Changed];

    /// The word for it in pictures.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// What changed in an argument that holds both editions.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// For each node what became of it, and how, in a line each.
    pub nodes: Vec<Option<(Became, Vec<String>)>>,
    /// For each edge what became of it.
    pub edges: Vec<Option<Became>>,
}

impl<'a> Part<'a> {
    /// An excerpt of the whole, or the whole, with those of its findings and scores that are about it.
    /// O(nodes + edges + findings).
    #[must_use]
    pub fn new(
        whole: &'a Argument,
        excerpt: Option<&'a Excerpt>,
        findings: Option<&[Finding]>,
        scored: Option<Scored<'_>>,
    ) -> Self {
        let Some(excerpt) = excerpt else {
            let strengths = |scored: Scored<'_>| scored.scores.strengths.clone();
            return Part {
                argument: whole,
                excerpt: None,
                findings: findings.map(<[Finding]>::to_vec),
                strengths: scored.map(strengths),
                acceptance: None,
                verdicts: scored.map(|scored| scored.scores.judgements.clone()).unwrap_or_default(),
                changes: None,
            };
        };
        let about_it = |findings: &[Finding]| {
            let here = |finding: &Finding| -> Option<Finding> {
                let nodes: Vec<NodeHandle> = finding.nodes.iter().filter_map(|node| excerpt.here(*node)).collect();
                (!nodes.is_empty() || finding.nodes.is_empty()).then(|| Finding { nodes, ..finding.clone() })
            };
            findings.iter().filter_map(here).collect()
        };
        let argument = excerpt.argument();
        let strengths = |scored: Scored<'_>| {
            let of = |node| scored.scores.strengths.get(excerpt.there(node).index()).copied().flatten();
            argument.nodes().map(|(node, _)| of(node)).collect()
        };
        let verdicts = |scored: Scored<'_>| {
            let here = |verdict: &Verdict| Some(Verdict { node: excerpt.here(verdict.node)?, ..verdict.clone() });
            scored.scores.judgements.iter().filter_map(here).collect()
        };
        Part {
            argument,
            excerpt: Some(excerpt),
            findings: findings.map(about_it),
            strengths: scored.map(strengths),
            acceptance: None,
            verdicts: scored.map(verdicts).unwrap_or_default(),
            changes: None,
        }
    }

    /// With how each node of the whole fares, by its index there. O(nodes).
    #[must_use]
    pub fn with_acceptance(mut self, whole: Option<&[Status]>) -> Self {
        let there = |node| self.excerpt.map_or(node, |excerpt| excerpt.there(node));
        self.acceptance = whole
            .and_then(|all| self.argument.nodes().map(|(node, _)| all.get(there(node).index()).copied()).collect());
        self
    }

    /// How a node fares, if that was asked.
    #[must_use]
    pub fn status(&self, node: NodeHandle) -> Option<Status> {
        self.acceptance.as_ref().and_then(|all| all.get(node.index()).copied())
    }

    /// The linchpins of the part's judgements that are in the part: judgement and linchpin.
    pub fn linchpins(&self) -> impl Iterator<Item = (NodeHandle, NodeHandle)> {
        let linchpin =
            |verdict: &Verdict| Some((verdict.node, self.argument.find(verdict.linchpin.as_ref()?.id.as_str())?));
        self.verdicts.iter().filter_map(linchpin)
    }

    /// What became of an edge.
    #[must_use]
    pub fn became(&self, edge: EdgeHandle) -> Option<Became> {
        self.changes.as_ref().and_then(|changes| changes.edges.get(edge.index()).copied().flatten())
    }

    /// How many edges into a node were left out with their premises.
    #[must_use]
    pub fn hidden(&self, node: NodeHandle) -> usize {
        self.excerpt.map_or(0, |excerpt| excerpt.hidden(node))
    }
}
