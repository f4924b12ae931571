use std::io;

use super::{Reporter, file_of, visible};
use crate::argument::Argument;
use crate::rules::Finding;

/// One line a finding: `file:line:column: level[rule] message`, the form that editors and `grep` know.
#[derive(Clone, Copy, Debug)]
pub struct Concise;

impl Reporter for Concise {
    fn findings(&mut self, argument: &Argument, findings: &[Finding], out: &mut dyn io::Write) -> io::Result<()> {
        for finding in findings {
            if let Some(file) = file_of(argument, finding.primary.span) {
                let at = file.position(finding.primary.span.start as usize);
                write!(out, "{}:{}:{}: ", visible(file.name()), at.line, at.column)?;
            }
            writeln!(out, "{}[{}] {}", finding.level.word(), finding.rule, visible(&finding.message))?;
        }
        Ok(())
    }
}
