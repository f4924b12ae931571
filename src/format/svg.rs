//! SVG, as [`crate::draw`] draws it.

use super::{WriteFault, WriteOptions, Writer, Written};
use crate::argument::{Argument, Excerpt};
use crate::draw::{self, Drawing, MOST_NODES};

/// A diagram in SVG, which every browser opens.
#[derive(Clone, Copy, Debug)]
pub struct Svg;

impl Writer for Svg {
    fn name(&self) -> &'static str {
        "svg"
    }

    fn summary(&self) -> &'static str {
        "a diagram that every browser opens"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["svg"]
    }

    fn is_diagram(&self) -> bool {
        true
    }

    fn keeps(&self) -> &'static str {
        "a picture: nodes, edges, weights, strengths and findings"
    }

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        let (drawing, notes) = drawing(argument, options)?;
        Ok(Written { bytes: drawing.svg.into_bytes(), notes })
    }
}

/// The picture of what is to be written; where that has more nodes than a picture holds, of its judgements and what bears
/// on them directly, and a note that says so.
///
/// # Errors
/// If that is too much as well.
pub(super) fn drawing(argument: &Argument, options: &WriteOptions<'_>) -> Result<(Drawing, Vec<String>), WriteFault> {
    let fault = |fault: draw::DrawFault| WriteFault(fault.to_string());
    let part = options.part(argument);
    let count = part.argument.node_count();
    if count <= MOST_NODES {
        return Ok((draw::svg(&part, &options.look, None).map_err(fault)?, Vec::new()));
    }
    let excerpt = match options.excerpt {
        Some(outer) => {
            let inner = Excerpt::collapsed(outer.argument());
            Excerpt::of(argument, |node| outer.here(node).is_some_and(|node| inner.here(node).is_some()))
        }
        None => Excerpt::collapsed(argument),
    };
    let part = WriteOptions { excerpt: Some(&excerpt), ..*options }.part(argument);
    let note = format!(
        "{count} nodes are too many for one picture: only judgements and what bears on them directly are drawn"
    );
    let drawing = draw::svg(&part, &options.look, Some(&note)).map_err(fault)?;
    Ok((drawing, vec![format!("{note}; take --focus NODE or --per-judgement for the rest")]))
}
