//! PDF documents: `export --to pdf`.

use super::png::svg_of;
use super::{WriteFault, WriteOptions, Writer};
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

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Vec<u8>, WriteFault> {
        let svg = svg_of(&options.part(argument), &options.look)?;
        pdf::pdf(&svg, &options.rendering).map_err(|fault| WriteFault(fault.to_string()))
    }
}
