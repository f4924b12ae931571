use std::io;

use super::markdown_text::plain;
use super::place::{name_of, stretch};
use super::{Reporter, Tally};
use crate::argument::Argument;
use crate::rules::Finding;

/// A review for a pull request: a table for each file that has findings, and a summary line under them. It comes last,
/// since findings stream.
///
/// Text that comes from a report is escaped: it makes no table, link, picture or HTML, and on a forge it calls nobody
/// and links no issue.
#[derive(Clone, Copy, Debug)]
pub struct Markdown;

impl Reporter for Markdown {
    fn findings(&mut self, argument: &Argument, findings: &[Finding], out: &mut dyn io::Write) -> io::Result<()> {
        if findings.is_empty() {
            return Ok(());
        }
        writeln!(out, "**{}**\n", plain(name_of(argument)))?;
        writeln!(out, "| place | level | rule | finding |\n| ---: | --- | --- | --- |")?;
        for finding in findings {
            let at = stretch(argument, finding.primary.span);
            let (line, column) = at.map_or((1, 1), |at| (at.start.line, at.start.column));
            write!(out, "| {line}:{column} | {} | `{}` | ", finding.level.word(), finding.rule)?;
            write!(out, "{}", plain(&finding.message))?;
            if let Some(help) = &finding.help {
                write!(out, "<br>*{}*", plain(help))?;
            }
            writeln!(out, " |")?;
        }
        writeln!(out)
    }

    fn finish(&mut self, tally: &Tally, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(out, "**linchpin:** {tally}")
    }
}
