use clap::Args;

use super::{Outcome, output};

/// Print the JSON Schema of graph files.
#[derive(Debug, Args)]
pub struct Schema {}

impl Schema {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let mut text = serde_json::to_string_pretty(&linchpin::format::graph_file::schema())?;
        text.push('\n');
        output::write(None, text.as_bytes())?;
        Ok(Outcome::Clean)
    }
}
