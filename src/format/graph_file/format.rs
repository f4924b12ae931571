use super::{Syntax, detect, read, write};
use crate::argument::Argument;
use crate::format::{Reader, Reading, WriteFault, WriteOptions, Writer, Written};
use crate::text::{Fault, SourceFile};

/// Graph files in TOML.
#[derive(Clone, Copy, Debug)]
pub struct Toml;

/// Graph files in YAML.
#[derive(Clone, Copy, Debug)]
pub struct Yaml;

/// Graph files in JSON.
#[derive(Clone, Copy, Debug)]
pub struct Json;

/// A graph file's syntax as a format of its own: name, summary and endings.
macro_rules! graph_file_format {
    ($name:ident, $word:literal, $summary:literal, $extensions:expr) => {
        impl Reader for $name {
            named!($word, $summary, $extensions, "everything");

            fn recognises(&self, file: &SourceFile) -> bool {
                detect(file) == Some(Syntax::$name)
            }

            fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
                read(file, Syntax::$name).map(Reading::whole)
            }
        }

        impl Writer for $name {
            named!(
                $word,
                $summary,
                $extensions,
                "everything but the places in the file that the argument was read from",
            );

            fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
                Ok(write(options.part(argument).argument, Syntax::$name).into())
            }
        }
    };
}

graph_file_format!(Toml, "toml", "a graph file in TOML", &["toml"]);
graph_file_format!(Yaml, "yaml", "a graph file in YAML", &["yaml", "yml"]);
graph_file_format!(Json, "json", "a graph file in JSON", &["json"]);
