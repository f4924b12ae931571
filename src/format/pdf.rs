//! PDF documents: `export --to pdf`.

use super::png::written;
use super::svg::drawing;
use super::{WriteFault, WriteOptions, Writer, Written};
use crate::argument::Argument;
use crate::draw::pdf;

/// The diagram as a PDF document.
#[derive(Clone, Copy, Debug)]
pub struct Pdf;

impl Writer for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn summary(&self) -> &'static str {
        "the diagram on a page, for paper; its text can be searched"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn is_diagram(&self) -> bool {
        true
    }

    fn keeps(&self) -> &'static str {
        "a picture: nodes, edges, weights, strengths and findings"
    }

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        let (drawing, notes) = drawing(argument, options)?;
        written(pdf::pdf(&drawing.svg, &options.rendering), notes)
    }
}
