use std::borrow::Cow;

use crate::argument::NodeHandle;
use crate::text::Span;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Worth mending.
    Warning,
    /// The argument does not stand as it is.
    Error,
}

impl Level {
    /// The word for it in every output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place with what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What stands under it; may be empty.
    pub message: String,
}

/// A safe, mechanical mend: replace the bytes of `span` by `replacement`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The bytes to replace.
    pub span: Span,
    /// What to put there.
    pub replacement: String,
}

/// One hit of one rule, at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// The rule's level, after configuration.
    pub level: Level,
    /// What is wrong, in one sentence without a full stop. It may quote the report; it is text, not markup.
    pub message: String,
    /// Where.
    pub primary: Label,
    /// Other places that matter.
    pub labels: Vec<Label>,
    /// What to write.
    pub help: Option<Cow<'static, str>>,
    /// The nodes that it is about, the one at fault first.
    pub nodes: Vec<NodeHandle>,
    /// A mend that can be made without asking.
    pub fix: Option<Fix>,
}
