//! PNG pictures: `export --to png`.

use super::svg::drawing;
use super::{WriteFault, WriteOptions, Writer, Written};
use crate::argument::Argument;
use crate::draw::{RenderFault, Rendered, raster};

/// The diagram as a PNG picture.
#[derive(Clone, Copy, Debug)]
pub struct Png;

impl Writer for Png {
    fn name(&self) -> &'static str {
        "png"
    }

    fn summary(&self) -> &'static str {
        "the diagram as a picture in pixels, for slides and documents"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["png"]
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn is_diagram(&self) -> bool {
        true
    }

    fn keeps(&self) -> &'static str {
        "a picture"
    }

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        let (drawing, notes) = drawing(argument, options)?;
        written(raster::png(&drawing.svg, &options.rendering), notes)
    }
}

/// A file with what is to be said of it.
pub(super) fn written(rendered: Result<Rendered, RenderFault>, mut notes: Vec<String>) -> Result<Written, WriteFault> {
    let Rendered { bytes, remarks } = rendered.map_err(|fault| WriteFault(fault.to_string()))?;
    notes.extend(remarks.iter().map(ToString::to_string));
    Ok(Written { bytes, notes })
}
