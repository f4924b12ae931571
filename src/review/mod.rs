//! Findings' reporters: how findings are shown to people and to other tools.
//!
//! A reporter is one file and one line in [`formats`]. Findings stream through it, one argument after the other, so
//! that none are held twice. The report's text is data in every format: it is escaped or made visible, and can neither
//! colour a terminal nor break out of a field.

mod baseline;
mod concise;
pub(crate) mod content;
pub mod csv_text;
pub mod diff;
mod excerpt;
mod fingerprint;
mod github;
mod gitlab;
pub(crate) mod html_text;
mod human;
mod json;
mod junit;
mod markdown;
pub(crate) mod markdown_text;
pub mod matrix;
mod mend;
pub(crate) mod mermaid_text;
mod pages;
mod place;
mod sarif;
pub mod signoff;
mod tree;

use std::io;

pub use crate::text::visible::visible;
pub use baseline::{Baseline, Entry, Sifted};
pub use concise::Concise;
pub use fingerprint::{Fingerprint, fingerprints};
pub use github::Github;
pub use gitlab::Gitlab;
pub use human::{Human, render_fault};
pub use json::Json;
pub use junit::Junit;
pub use markdown::Markdown;
use markdown_text::plain;
pub use mend::mend;
pub use pages::{rule_list, rule_markdown, rule_page, rule_table};
pub(crate) use place::name_of;
pub(crate) use place::uri;
pub use sarif::Sarif;
pub use tree::{bar, tree};

use crate::argument::Argument;
use crate::rules::{Finding, Level};
use crate::text::{SourceFile, Span};

/// How output for people looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether it is coloured with ANSI sequences.
    pub colour: bool,
    /// The width that it should keep to, in cells.
    pub width: usize,
}

impl Default for Style {
    /// No colour, 100 cells.
    fn default() -> Self {
        Self { colour: false, width: 100 }
    }
}

/// Shows findings in one format.
pub trait Reporter {
    /// Writes what stands before all findings.
    ///
    /// # Errors
    /// If `out` cannot be written to; so for the other methods.
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        let _ = out;
        Ok(())
    }

    /// Writes the findings of one argument, in their order.
    ///
    /// # Errors
    /// If `out` cannot be written to.
    fn findings(&mut self, argument: &Argument, findings: &[Finding], out: &mut dyn io::Write) -> io::Result<()>;

    /// Says something of one argument that is no finding, before its findings; only formats for people do.
    ///
    /// # Errors
    /// If `out` cannot be written to.
    fn remark(&mut self, argument: &Argument, text: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let _ = (argument, text, out);
        Ok(())
    }

    /// Writes what stands after all findings.
    ///
    /// # Errors
    /// If `out` cannot be written to.
    fn finish(&mut self, tally: &Tally, out: &mut dyn io::Write) -> io::Result<()> {
        let _ = (tally, out);
        Ok(())
    }
}

/// A format that findings can be shown in.
pub struct Format {
    /// Its name after `--format`.
    pub name: &'static str,
    /// What it is for, in one line without a full stop.
    pub about: &'static str,
    /// Makes its reporter.
    pub reporter: fn(Style) -> Box<dyn Reporter>,
}

/// Every format.
#[must_use]
pub fn formats() -> &'static [Format] {
    static FORMATS: &[Format] = &[
        Format {
            name: "human",
            about: "for reading, with the report's own lines",
            reporter: |s| Box::new(Human::new(s)),
        },
        Format { name: "concise", about: "one line a finding", reporter: |_| Box::new(Concise) },
        Format { name: "json", about: "for other tools", reporter: |_| Box::new(Json::default()) },
        Format {
            name: "sarif",
            about: "SARIF 2.1.0, for code scanning services and editors",
            reporter: |_| Box::new(Sarif::default()),
        },
        Format {
            name: "github",
            about: "workflow commands of GitHub Actions, shown at the lines of a pull request",
            reporter: |_| Box::new(Github),
        },
        Format {
            name: "gitlab",
            about: "GitLab's Code Quality report, shown at the lines of a merge request",
            reporter: |_| Box::new(Gitlab::default()),
        },
        Format { name: "junit", about: "JUnit's XML, for build servers", reporter: |_| Box::new(Junit) },
        Format { name: "markdown", about: "tables for a comment on a pull request", reporter: |_| Box::new(Markdown) },
    ];
    FORMATS
}

/// How many findings of each level there are, and in how many arguments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Findings at the level of an error.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
    /// Reports and graph files that were looked at.
    pub files: usize,
}

impl Tally {
    /// Counts the findings of one more report or graph file.
    pub fn add(&mut self, findings: &[Finding]) {
        self.files += 1;
        for finding in findings {
            match finding.level {
                Level::Error => self.errors += 1,
                Level::Warning => self.warnings += 1,
                Level::Note => self.notes += 1,
            }
        }
    }
}

impl Tally {
    /// `2 errors, 1 note`
    #[must_use]
    pub fn counts(&self) -> String {
        let counts = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let said: Vec<String> = counts.map(|(count, word)| format!("{count} {word}{}", plural(count))).collect();
        if said.is_empty() { "no findings".to_owned() } else { said.join(", ") }
    }
}

impl std::fmt::Display for Tally {
    /// `2 errors, 1 note in 3 files`
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.files == 0 {
            return formatter.write_str("nothing was checked");
        }
        formatter.write_str(&self.counts())?;
        write!(formatter, " in {} file{}", self.files, plural(self.files))
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// Writes findings as they come, and counts them.
pub struct FindingsWriter<'w> {
    reporter: Box<dyn Reporter>,
    out: &'w mut dyn io::Write,
    tally: Tally,
}

impl<'w> FindingsWriter<'w> {
    /// Begins a run.
    ///
    /// # Errors
    /// If `out` cannot be written to.
    pub fn new(mut reporter: Box<dyn Reporter>, out: &'w mut dyn io::Write) -> io::Result<Self> {
        reporter.begin(out)?;
        Ok(Self { reporter, out, tally: Tally::default() })
    }

    /// Writes the findings of one argument.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, argument: &Argument, findings: &[Finding]) -> io::Result<()> {
        self.tally.add(findings);
        self.reporter.findings(argument, findings, self.out)
    }

    /// Says something of an argument that is no finding, where the format is for people.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn remark(&mut self, argument: &Argument, text: &str) -> io::Result<()> {
        self.reporter.remark(argument, text, self.out)
    }

    /// Hands on what was written so far.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Ends the run.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(mut self) -> io::Result<Tally> {
        self.reporter.finish(&self.tally, self.out)?;
        self.out.flush()?;
        Ok(self.tally)
    }
}

/// The file that a span lies in; `None` if the argument has no such file (one made in memory).
fn file_of(argument: &Argument, span: Span) -> Option<&SourceFile> {
    argument.files().files().nth(span.file.index())
}

#[cfg(test)]
mod payload_tests;
#[cfg(test)]
mod tests;
