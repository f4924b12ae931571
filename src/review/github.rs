use std::borrow::Cow;
use std::io;

use super::place::{name_of, stretch};
use super::{Reporter, Tally, visible};
use crate::argument::Argument;
use crate::rules::{Finding, Level};

/// Workflow commands of GitHub Actions, which show findings at their lines in a pull request.
///
/// The forms are those of GitHub's "Workflow commands" page. Columns are only said of places on one line: annotations
/// over several lines have none.
#[derive(Clone, Copy, Debug)]
pub struct Github;

impl Reporter for Github {
    fn findings(&mut self, argument: &Argument, findings: &[Finding], out: &mut dyn io::Write) -> io::Result<()> {
        for finding in findings {
            let command = match finding.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Note => "notice",
            };
            match stretch(argument, finding.primary.span) {
                None => write!(out, "::{command} file={}", property(name_of(argument)))?,
                Some(at) => {
                    let (start, end) = (at.start, at.end);
                    write!(out, "::{command} file={},line={}", property(at.file), start.line)?;
                    if start.line == end.line {
                        // The last column belongs to the place.
                        let last = end.column.saturating_sub(1).max(start.column);
                        write!(out, ",col={},endLine={},endColumn={last}", start.column, end.line)?;
                    } else {
                        write!(out, ",endLine={}", end.line)?;
                    }
                }
            }
            write!(out, ",title={}::{}", property(finding.rule), data(&finding.message))?;
            if let Some(help) = &finding.help {
                write!(out, "%0A{}", data(help))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    fn finish(&mut self, tally: &Tally, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(out, "{tally}")
    }
}

/// Text after the second `::`. Line breaks are made visible before, so that none has to be escaped.
fn data(text: &str) -> String {
    visible(text).replace('%', "%25")
}

/// The value of a property. A file's name has to stay what it is.
fn property(text: &str) -> Cow<'_, str> {
    if !text.contains(['%', '\r', '\n', ':', ',']) {
        return visible(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for part in text.split_inclusive(['%', '\r', '\n', ':', ',']) {
        let plain = part.trim_end_matches(['%', '\r', '\n', ':', ',']);
        escaped.push_str(&visible(plain));
        for c in part[plain.len()..].chars() {
            escaped.push_str(match c {
                '%' => "%25",
                '\r' => "%0D",
                '\n' => "%0A",
                ':' => "%3A",
                _ => "%2C",
            });
        }
    }
    Cow::Owned(escaped)
}
