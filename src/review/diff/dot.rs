use std::io;

use super::union::Union;
use super::{Difference, DifferenceReporter};
use crate::format::dot::{self, Options};

/// Both editions in one picture, for Graphviz.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dot {
    shown: usize,
}

impl DifferenceReporter for Dot {
    fn difference(&mut self, difference: &Difference<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        only_one(&mut self.shown)?;
        let union = Union::new(difference);
        let excerpt = union.excerpt();
        let part = union.part(&difference.new, excerpt.as_ref());
        let options =
            Options { strengths: part.strengths.as_deref(), changes: part.changes.as_ref(), ..Options::default() };
        let findings = part.findings.as_deref().unwrap_or_default();
        out.write_all(dot::write(part.argument, findings, &options).as_bytes())
    }
}

/// Refuses a second argument: a picture is of one.
pub(super) fn only_one(shown: &mut usize) -> io::Result<()> {
    *shown += 1;
    if *shown > 1 {
        return Err(io::Error::other(
            "several arguments changed, and a picture shows one; name a file, or take --to html or markdown",
        ));
    }
    Ok(())
}
