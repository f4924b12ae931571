//! Source text: files, the bytes in them, and the places that people read (line and column).
//!
//! Everything that linchpin knows about a report points back here, so that each finding, node, edge
//! and estimate names the file, the line and the column that it comes from.

mod fault;
mod folder;
mod half_width;
pub(crate) mod json_text;
mod nearest;
#[cfg(feature = "documents")]
mod pdf;
mod position;
mod provider;
mod source_file;
mod span;
mod typeset;
mod unspaced;
pub(crate) mod visible;
mod word;

pub use fault::Fault;
pub use folder::Folder;
pub(crate) use half_width::{HalfWidth, ascii_kin};
pub use json_text::json_pretty;
pub use nearest::nearest;
#[cfg(feature = "documents")]
pub use pdf::is_panic_contained;
pub use position::{LineIndex, Position};
pub use provider::{Disk, InMemory, SourceProvider, read_within};
pub use source_file::{DecodeError, SourceFile, SourceMap};
pub use span::{FileId, Span};
pub use typeset::{Container, ItemMarker, LineMark, PDF_CREATOR, Role, Typeset, TypesetLine};
pub(crate) use unspaced::{ends_sentence, is_unspaced, is_wide_closing, joins_lines, word_count};
