//! PNG pictures: `export --to png`.

use super::{Part, WriteFault, WriteOptions, Writer};
use crate::argument::Argument;
use crate::draw::{Look, raster};

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

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Vec<u8>, WriteFault> {
        let svg = svg_of(&options.part(argument), &options.look)?;
        raster::png(&svg, &options.rendering).map_err(|fault| WriteFault(fault.to_string()))
    }
}

/// A stand-in until pictures are drawn: the nodes below each other.
pub(super) fn svg_of(part: &Part<'_>, _look: &Look<'_>) -> Result<String, WriteFault> {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let nodes: String = part
        .argument
        .nodes()
        .map(|(handle, node)| {
            let y = handle.index() * 60 + 20;
            let text = escape(node.text.as_str());
            format!("<g class=\"node\"><rect x=\"20\" y=\"{y}\" width=\"960\" height=\"40\" fill=\"none\" stroke=\"#000000\"/><text x=\"30\" y=\"{}\" font-size=\"12\">{text}</text></g>", y + 25)
        })
        .collect();
    let height = part.argument.node_count() * 60 + 20;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1000\" height=\"{height}\"><title>Stand-in</title><rect width=\"1000\" height=\"{height}\" fill=\"#ffffff\"/>{nodes}</svg>"
    ))
}
