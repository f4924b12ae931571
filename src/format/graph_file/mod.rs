//! Graph files: an argument written down in TOML, YAML or JSON, one schema for all three.
//!
//! | table | keys |
//! | --- | --- |
//! | `report` | `title`, `date`, `yardstick`, `allow` |
//! | `nodes.ID` | `kind`, `text`, `likelihood`, `credibility`, `confidence`, `confidence-basis`, `grade`, `date`, `sources`, `supports`, `contradicts`, `allow`, `inline` |
//! | `sources.KEY` | `title`, `author`, `publisher`, `url`, `date`, `archive`, `grade`, `derived_from` |
//! | `questions.ID` | `text`, `answers` |
//!
//! Only `text` must be there, and an inference may do without. A node without a `kind` is a claim if something
//! supports it, else evidence. `supports` and `contradicts` take one id, a list of ids (each of full weight), or a
//! table from ids to a weight, to `{ weight, because }`, or to a list of these for parallel edges. `sources`,
//! `derived_from` and `answers` take one key or a list. `allow` is a table from rules to reasons. Every other key is
//! an error that names the nearest known one.

pub(super) mod decode;
mod detect;
mod format;
mod front_matter;
mod nearest;
pub(super) mod parts;
mod read;
mod schema;
pub(super) mod tree;
mod update;
pub(super) mod values;
mod write;

pub(super) use decode::{Decoder, Reference};
pub use detect::detect;
pub use format::{Json, Toml, Yaml};
pub(super) use front_matter::{FRONT_MATTER_KEYS, front_matter_of, write_front_matter};
pub use front_matter::{FrontMatter, QuestionEntry, read_front_matter};
pub(super) use nearest::Suggestions;
pub use read::read;
pub(super) use read::{Builder, NODE_FIELDS, ROOT_FIELDS};
pub use schema::schema;
pub(super) use tree::{Entry, Tree, Value, parse as parse_tree, shown};
pub use update::{Updated, update};
pub(super) use values::of_front_matter;
pub(super) use values::{beside_the_edge, beside_the_graph};
pub(super) use write::print;
pub use write::write;

/// The syntaxes that a graph file can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// TOML, the default.
    Toml,
    /// YAML 1.2.
    Yaml,
    /// JSON.
    Json,
}

#[cfg(test)]
mod tests;
