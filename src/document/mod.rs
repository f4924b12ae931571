//! A report as its author laid it out: blocks with spans. Nothing here knows of arguments.
//!
//! Every reader (Markdown, plain text, HTML, text out of Word and PDF files) gives the same flat list of [`Block`]s, so that what is
//! downstream reads a report without knowing how it was written.

mod attributes;
mod block;
mod bullets;
mod detect;
mod front_matter;
pub mod html;
mod labels;
mod leaf;
pub mod markdown;
#[cfg(test)]
pub(crate) mod outline;
mod prose;
mod region;
mod sentences;
mod source_lines;
pub mod text;
pub mod typeset;

pub use attributes::{Attributes, MalformedAttributes, Spanned};
pub use block::{Block, BlockKind, Cell, Marker};
pub use detect::{Layout, detect};
pub use prose::{Mark, MarkKind, Prose, ProseBuilder};
pub use region::{END, Region, Regions};
pub use sentences::sentences;

use crate::text::{SourceFile, Span};

/// A report as blocks, in the order of the text.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file that it was read from.
    pub file: SourceFile,
    /// The bytes of the YAML front matter, without its fences.
    pub front_matter: Option<Span>,
    /// The title that the format itself declares (HTML's `<title>`); headings are blocks.
    pub title: Option<Prose>,
    /// The blocks, in the order of the text.
    pub blocks: Vec<Block>,
    /// Attribute braces that were meant as annotations and could not be read.
    pub malformed: Vec<MalformedAttributes>,
}
