use petgraph::graph::EdgeIndex;

use super::Weight;
use crate::text::Span;

/// The two ways in which a premise bears on a conclusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgeKind {
    /// The premise speaks for the conclusion.
    Supports,
    /// The premise speaks against the conclusion. Of an inference: it undercuts the step.
    Contradicts,
}

impl EdgeKind {
    /// The word for it in files and messages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Contradicts => "contradicts",
        }
    }
}

/// Where an edge comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The author wrote it down as an edge.
    Stated,
    /// The layout of the report gives it: a bullet under a judgement.
    Layout,
    /// A sentence of the judgement's own paragraph.
    Inline,
}

/// An edge from a premise to a conclusion.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Whether it supports or contradicts.
    pub kind: EdgeKind,
    /// How much the conclusion moves if the premise is certain; [`Weight::FULL`] where nothing is said.
    pub weight: Weight,
    /// The warrant: why the premise bears on the conclusion.
    pub because: Option<Box<str>>,
    /// Where it is written, or where the layout gives it (the premise's own place).
    pub span: Span,
    /// Who says that there is such an edge.
    pub origin: Origin,
}

/// The place of an edge in its argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeHandle(pub(super) EdgeIndex<u32>);

impl EdgeHandle {
    /// Its number in the order in which edges were connected, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.0.index()
    }
}
