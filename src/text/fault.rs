use std::fmt;
use std::ops::Range;

use super::SourceFile;

/// Input that could not be read: where, what was expected, and how to mend it.
///
/// Its `Display` form is one line, `file:line:column: message`, followed by `help: …` where there is help.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The file.
    pub file: SourceFile,
    /// The bytes that are at fault.
    pub range: Range<usize>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What was expected at the place, shown under it; may be empty.
    pub label: String,
    /// How to mend it.
    pub help: Option<String>,
}

impl Fault {
    /// A fault at `range` of `file`.
    #[must_use]
    pub fn new(file: &SourceFile, range: Range<usize>, message: impl Into<String>) -> Self {
        Self { file: file.clone(), range, message: message.into(), label: String::new(), help: None }
    }

    /// Says what was expected at the place.
    #[must_use]
    pub fn with_label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.file.position(self.range.start);
        write!(formatter, "{}:{}:{}: {}", self.file.name(), at.line, at.column, self.message)?;
        if let Some(help) = &self.help {
            write!(formatter, "\nhelp: {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}
