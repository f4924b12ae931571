//! Discussions as Kialo exports them: a numbered outline of pros and cons.
//!
//! A line begins with its number (`1.2.1.`), then `Pro:` or `Con:`, then the words, or `-> See 1.3.` where a claim is
//! used again. Sources may follow at the end.

mod read;
mod write;

use super::{Reader, Reading, WriteFault, WriteOptions, Writer, Written};
use crate::argument::Argument;
use crate::text::{Fault, SourceFile};

/// Kialo's exported text.
#[derive(Clone, Copy, Debug)]
pub struct Kialo;

const SUMMARY: &str = "a discussion exported from Kialo as text";

impl Reader for Kialo {
    fn name(&self) -> &'static str {
        "kialo"
    }

    fn summary(&self) -> &'static str {
        SUMMARY
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt"]
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        let text = file.text();
        let text = text.get(..text.floor_char_boundary(LOOK)).unwrap_or_default();
        let mut has_thesis = false;
        text.lines().any(|line| match read::numbered(line.trim_start_matches('\u{feff}')) {
            Some(("1", _)) => {
                has_thesis = true;
                false
            }
            Some((number, rest)) => has_thesis && number.starts_with("1.") && read::stance(rest).is_some(),
            None => false,
        })
    }

    fn keeps(&self) -> &'static str {
        "claims, pros, cons, links and sources"
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        read::read(file)
    }
}

impl Writer for Kialo {
    fn name(&self) -> &'static str {
        "kialo"
    }

    fn summary(&self) -> &'static str {
        SUMMARY
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn keeps(&self) -> &'static str {
        "words, edges and sources; not ids, kinds, numbers, reasons, confidences, dates and questions"
    }

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        Ok(write::write(options.part(argument).argument))
    }
}

/// So much of a file is looked at to tell what it is.
const LOOK: usize = 1 << 16;

#[cfg(test)]
mod tests;
