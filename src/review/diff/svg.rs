use std::io;

use super::dot::only_one;
use super::union::{Union, unquoted};
use super::{Difference, DifferenceReporter, Teller};
use crate::draw::{self, Look};

/// Both editions in one picture.
#[derive(Clone, Copy, Debug, Default)]
pub struct Svg {
    shown: usize,
}

impl DifferenceReporter for Svg {
    fn difference(&mut self, difference: &Difference<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        only_one(&mut self.shown)?;
        let headline = unquoted(&difference.headline(Teller::PLAIN));
        out.write_all(picture(difference, Some(&headline))?.as_bytes())
    }
}

/// The picture as SVG: what is added, removed and changed by colour and by line, under a headline.
pub(super) fn picture(difference: &Difference<'_>, headline: Option<&str>) -> io::Result<String> {
    let union = Union::new(difference);
    let excerpt = union.excerpt();
    let part = union.part(&difference.new, excerpt.as_ref());
    let drawing = draw::svg(&part, &Look::default(), headline).map_err(io::Error::other)?;
    Ok(drawing.svg)
}
