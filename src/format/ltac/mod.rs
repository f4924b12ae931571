//! Lightweight Text Assurance Cases: claims, strategies and evidence as an indented list.
//!
//! LTAC 1.1.2 of Argevide (<https://www.argevide.com/documents/ltac.txt>) with the extensions 1.5.0 of David A.
//! Wheeler's verocase: packages, citations (`^`), options, comments, counter-evidence and defeaters.

mod read;
mod write;

use super::{Reader, Reading, WriteFault, WriteOptions, Writer, Written};
use crate::argument::Argument;
use crate::text::{Fault, SourceFile};

/// Lightweight Text Assurance Cases.
#[derive(Clone, Copy, Debug)]
pub struct Ltac;

const SUMMARY: &str = "an assurance case as an indented list (LTAC)";

impl Reader for Ltac {
    fn name(&self) -> &'static str {
        "ltac"
    }

    fn summary(&self) -> &'static str {
        SUMMARY
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ltac"]
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        let text = file.text();
        let text = text.get(..text.floor_char_boundary(LOOK)).unwrap_or_default();
        let mut lines = text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
        let first = lines.next().and_then(|line| line.strip_prefix("- "));
        first.is_some_and(|line| {
            ["Claim", "Strategy", "Justification"]
                .iter()
                .filter_map(|word| line.strip_prefix(word))
                .any(|rest| rest.starts_with([' ', ':']) && line.contains(':'))
        })
    }

    fn keeps(&self) -> &'static str {
        "claims, strategies, evidence, assumptions, justifications, references and counters; not contexts and options"
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        read::read(file)
    }
}

impl Writer for Ltac {
    fn name(&self) -> &'static str {
        "ltac"
    }

    fn summary(&self) -> &'static str {
        SUMMARY
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ltac"]
    }

    fn keeps(&self) -> &'static str {
        "nodes, edges and the first source of each; not numbers, reasons, confidences, dates and questions"
    }

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        Ok(write::write(options.part(argument).argument))
    }
}

/// So much of a file is looked at to tell what it is.
const LOOK: usize = 1 << 16;

#[cfg(test)]
mod tests;
