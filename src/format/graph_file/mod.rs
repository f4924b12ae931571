//! Graph files: an argument written down in TOML, YAML or JSON, one schema for all three.

mod decode;
mod detect;
mod front_matter;
mod nearest;
mod parts;
mod read;
mod schema;
mod tree;
mod values;
mod write;

pub use detect::detect;
pub use front_matter::{FrontMatter, QuestionEntry, read_front_matter};
pub use read::read;
pub use schema::schema;
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
