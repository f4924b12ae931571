use std::fmt;
use std::ops::Deref;

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

/// A warrant, in words: why a premise bears on its conclusion.
///
/// Few edges have one, and there are more edges than anything else: it is one pointer wide.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Warrant(Box<Box<str>>);

impl Deref for Warrant {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<T: Into<Box<str>>> From<T> for Warrant {
    fn from(words: T) -> Self {
        Self(Box::new(words.into()))
    }
}

impl fmt::Display for Warrant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(formatter)
    }
}

impl fmt::Debug for Warrant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(formatter)
    }
}

/// An edge from a premise to a conclusion.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Whether it supports or contradicts.
    pub kind: EdgeKind,
    /// How much the conclusion moves if the premise is certain; [`Weight::FULL`] where nothing is said.
    pub weight: Weight,
    /// The warrant: why the premise bears on the conclusion.
    pub because: Option<Warrant>,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_takes_little_room() {
        assert!(size_of::<Edge>() <= 32, "{}", size_of::<Edge>());
        assert!(size_of::<super::super::Node>() <= 136, "{}", size_of::<super::super::Node>());
    }

    #[test]
    fn a_warrant_is_its_words() {
        let warrant = Warrant::from("so it is");
        assert_eq!((&*warrant, warrant.to_string().as_str()), ("so it is", "so it is"));
        assert_eq!(format!("{warrant:>9} {warrant:?}"), " so it is \"so it is\"");
        assert_eq!(Some(warrant).as_deref(), Some("so it is"));
    }
}
