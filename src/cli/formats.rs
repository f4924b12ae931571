use std::fmt::Write;

use clap::Args;
use linchpin::format::{READERS, WRITERS};

use super::{Outcome, output};

/// List the formats that are read and written.
#[derive(Debug, Args)]
pub struct Formats {}

impl Formats {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let mut text = String::from("Read (--from):\n");
        for reader in READERS {
            line(&mut text, reader.name(), reader.extensions(), reader.summary())?;
        }
        text.push_str("\nWritten (export --to):\n");
        for writer in WRITERS {
            line(&mut text, writer.name(), writer.extensions(), writer.summary())?;
        }
        output::write(None, text.as_bytes())?;
        Ok(Outcome::Clean)
    }
}

fn line(text: &mut String, name: &str, extensions: &[&str], summary: &str) -> std::fmt::Result {
    let endings = extensions.iter().map(|extension| format!(".{extension}")).collect::<Vec<_>>().join(" ");
    writeln!(text, "  {name:<10} {endings:<26} {summary}")
}
