use std::io;

use serde::Serialize;

use super::{Reporter, Tally, file_of};
use crate::argument::Argument;
use crate::rules::Finding;
use crate::text::json_text::write_json;

/// `{"findings": […]}`, one finding a line. Lines and columns count from 1, columns in Unicode scalar values; the end
/// is the place after the last character.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json {
    begun: bool,
}

#[derive(Serialize)]
struct Entry<'a> {
    rule: &'a str,
    level: &'a str,
    message: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    /// Of a PDF file.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<usize>,
    nodes: Vec<&'a str>,
    help: Option<&'a str>,
}

impl Reporter for Json {
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(b"{\"findings\":[")
    }

    fn findings(&mut self, argument: &Argument, findings: &[Finding], out: &mut dyn io::Write) -> io::Result<()> {
        for finding in findings {
            let span = finding.primary.span;
            let file = file_of(argument, span);
            let position = |offset: u32| {
                file.map_or((1, 1), |file| {
                    let at = file.position(offset as usize);
                    (at.line, at.column)
                })
            };
            let ((line, column), (end_line, end_column)) = (position(span.start), position(span.end));
            let entry = Entry {
                rule: finding.rule,
                level: finding.level.word(),
                message: &finding.message,
                file: file.map_or("", |file| file.name()),
                line,
                column,
                end_line,
                end_column,
                page: file.and_then(|file| file.page(span.start as usize)),
                nodes: finding.nodes.iter().map(|&node| argument.node(node).id.as_str()).collect(),
                help: finding.help.as_deref(),
            };
            out.write_all(if std::mem::replace(&mut self.begun, true) { b",\n" } else { b"\n" })?;
            write_json(out, &entry)?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &Tally, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(if self.begun { b"\n]}\n" } else { b"]}\n" })
    }
}
