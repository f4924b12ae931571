use super::{Date, Grade, Id, NodeHandle};
use crate::text::Span;

/// Who says so.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its key, unique among the argument's sources.
    pub key: Id,
    /// Its title.
    pub title: Option<String>,
    /// Its author or the office that wrote it.
    pub author: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was published.
    pub date: Option<Date>,
    /// A copy on disk, relative to the argument's file.
    pub archive: Option<String>,
    /// Its Admiralty grade.
    pub grade: Option<Grade>,
    /// The keys of the sources that it took its information from.
    pub derived_from: Vec<Id>,
    /// Where it is declared, or where it is first cited.
    pub span: Span,
    /// Whether the author declared it (in front matter, a graph file, a footnote), rather than only linked to it.
    pub declared: bool,
}

impl Source {
    /// A source of which only the key and the place are known.
    #[must_use]
    pub fn new(key: Id, span: Span) -> Self {
        Self {
            key,
            title: None,
            author: None,
            publisher: None,
            url: None,
            date: None,
            archive: None,
            grade: None,
            derived_from: Vec::new(),
            span,
            declared: false,
        }
    }
}

/// A question with rival answers.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its name, unique among the argument's questions.
    pub id: Id,
    /// Its words.
    pub text: String,
    /// Its answers: judgements and hypotheses.
    pub answers: Vec<NodeHandle>,
    /// Where it is asked.
    pub span: Span,
}
