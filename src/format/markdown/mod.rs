//! The review page: an argument with what `check` finds and `score` computes, in Markdown for a forge or a wiki.
//!
//! GitHub's dialect. Whatever a report's text holds, it is text on the page: it makes no table, link, picture, formula or
//! HTML, calls nobody and links no issue.

mod page;

use super::{WriteFault, WriteOptions, Writer, Written};
use crate::argument::Argument;

/// The review page.
#[derive(Clone, Copy, Debug)]
pub struct Markdown;

impl Writer for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn summary(&self) -> &'static str {
        "a page for a review, with findings, strengths and a diagram"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn is_review(&self) -> bool {
        true
    }

    fn is_diagram(&self) -> bool {
        true
    }

    fn keeps(&self) -> &'static str {
        "the whole argument to look at, with its findings and strengths; read back, it is a report without sources' grades and dates"
    }

    /// The page; a node that bears on many others has its words in its first eight rows. O(nodes + edges + findings + length of the text), besides the diagram.
    ///
    /// # Errors
    /// None; where no diagram can be drawn, the page says why.
    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        Ok(page::page(argument, options).into())
    }
}
