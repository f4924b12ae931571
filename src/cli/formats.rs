use std::fmt::Write;

use clap::Args;
use linchpin::format::{READERS, WRITERS};

use super::table::wrapped;
use super::{Outcome, output};

/// List the formats that are read and written.
#[derive(Debug, Args)]
pub struct Formats {}

impl Formats {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let width = output::width();
        let mut text = String::from("Read (--from):\n");
        for reader in READERS {
            entry(&mut text, width, reader.name(), reader.extensions(), reader.summary(), reader.keeps())?;
        }
        text.push_str("\nWritten (export --to):\n");
        for writer in WRITERS {
            entry(&mut text, width, writer.name(), writer.extensions(), writer.summary(), writer.keeps())?;
        }
        output::write(None, text.as_bytes())?;
        Ok(Outcome::Clean)
    }
}

/// A format's line, and under it what is kept.
fn entry(
    text: &mut String,
    width: usize,
    name: &str,
    extensions: &[&str],
    summary: &str,
    keeps: &str,
) -> std::fmt::Result {
    let endings = extensions.iter().map(|extension| format!(".{extension}")).collect::<Vec<_>>().join(" ");
    writeln!(text, "  {name:<10} {endings:<26} {summary}")?;
    for line in wrapped(&format!("keeps {keeps}"), width.saturating_sub(INDENT)) {
        writeln!(text, "{:INDENT$}{line}", "")?;
    }
    Ok(())
}

/// Under the summaries.
const INDENT: usize = 40;
