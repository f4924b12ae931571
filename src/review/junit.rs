use std::fmt::{self, Write as _};
use std::io;

use super::place::{name_of, stretch};
use super::{Reporter, Tally, visible};
use crate::argument::Argument;
use crate::rules::{Finding, Level};

/// JUnit's XML, which most build servers show: a suite for each file, a test case for each finding.
///
/// An error is a failure. Warnings and notes do not fail a run of linchpin, so they are no failures here: they are
/// skipped cases with a message, which servers show without counting them against the build. A file without findings is
/// one case that passed. The elements are those of the schema of Jenkins' JUnit plugin; it is written by hand
/// and not with a crate that holds a whole report, so that findings stream.
#[derive(Clone, Copy, Debug)]
pub struct Junit;

impl Reporter for Junit {
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"linchpin\">")
    }

    fn findings(&mut self, argument: &Argument, findings: &[Finding], out: &mut dyn io::Write) -> io::Result<()> {
        let name = Text(name_of(argument));
        let failures = findings.iter().filter(|finding| finding.level == Level::Error).count();
        let (cases, skipped) = (findings.len().max(1), findings.len() - failures);
        writeln!(
            out,
            "<testsuite name=\"{name}\" tests=\"{cases}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">"
        )?;
        if findings.is_empty() {
            writeln!(out, "<testcase name=\"check\" classname=\"{name}\"/>")?;
        }
        for finding in findings {
            case(argument, finding, out)?;
        }
        writeln!(out, "</testsuite>")
    }

    fn finish(&mut self, _: &Tally, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(out, "</testsuites>")
    }
}

fn case(argument: &Argument, finding: &Finding, out: &mut dyn io::Write) -> io::Result<()> {
    let at = stretch(argument, finding.primary.span);
    let file = at.map_or_else(|| name_of(argument), |at| at.file);
    let (line, column) = at.map_or((1, 1), |at| (at.start.line, at.start.column));
    let (rule, level) = (Text(finding.rule), finding.level.word());
    let message = Text(&finding.message);
    writeln!(out, "<testcase name=\"{rule} at {line}:{column}\" classname=\"{}\">", Text(file))?;
    match finding.level {
        Level::Error => {
            write!(out, "<failure type=\"{rule}\" message=\"{message}\">")?;
            write!(out, "{}:{line}:{column}: {level}[{rule}] {message}", Text(file))?;
            if let Some(help) = &finding.help {
                write!(out, "\nhelp: {}", Text(help))?;
            }
            writeln!(out, "</failure>")?;
        }
        Level::Warning | Level::Note => writeln!(out, "<skipped message=\"{level}: {message}\"/>")?,
    }
    writeln!(out, "</testcase>")
}

/// Text as it may stand in an element and in an attribute's quotation marks. XML 1.0 allows no control characters, not
/// even as references; they become visible. `>` is escaped too, so that no `]]>` stands anywhere.
struct Text<'a>(&'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in visible(self.0).chars() {
            match c {
                '&' => formatter.write_str("&amp;")?,
                '<' => formatter.write_str("&lt;")?,
                '>' => formatter.write_str("&gt;")?,
                '"' => formatter.write_str("&quot;")?,
                '\'' => formatter.write_str("&apos;")?,
                // The two code points besides control characters that XML forbids.
                '\u{fffe}' | '\u{ffff}' => formatter.write_char('\u{fffd}')?,
                _ => formatter.write_char(c)?,
            }
        }
        Ok(())
    }
}
