//! Argument graphs of Carneades 4 in YAML (Gordon & Walton 2016).

mod read;
#[cfg(test)]
mod tests;

use super::{Reader, Reading};
use crate::text::{Fault, SourceFile};

/// Argument graphs of Carneades 4.
#[derive(Clone, Copy, Debug)]
pub struct Carneades;

/// The keys of such a file.
const KEYS: [&str; 12] = [
    "meta",
    "statements",
    "arguments",
    "issues",
    "assumptions",
    "references",
    "tests",
    "labels",
    "language",
    "argument_schemes",
    "issue_schemes",
    "weighing_functions",
];

/// Those of them by which the format is known.
const TELLING: [&str; 3] = ["statements", "arguments", "argument_schemes"];

impl Reader for Carneades {
    fn name(&self) -> &'static str {
        "carneades"
    }

    fn summary(&self) -> &'static str {
        "argument graphs of Carneades 4, in YAML"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["yaml", "yml"]
    }

    fn keeps(&self) -> &'static str {
        "statements, arguments with their weights and undercutters, issues, assumptions and references; schemes are \
         not run, proof standards and expected labels are left out"
    }

    /// Whether every key at the left margin is one of the format's, and one of them tells it from others. O(length).
    fn recognises(&self, file: &SourceFile) -> bool {
        let text = file.text().trim_start_matches('\u{feff}');
        let mut is_told = false;
        for line in text.lines() {
            let is_key = !line.is_empty() && !line.starts_with([' ', '\t', '#', '%']) && line.trim_end() != "---";
            if !is_key {
                continue;
            }
            let Some((key, rest)) = line.split_once(':') else { return false };
            let key = key.trim_end().trim_matches(['"', '\'']);
            if !(rest.is_empty() || rest.starts_with([' ', '\t'])) || !KEYS.contains(&key) {
                return false;
            }
            is_told |= TELLING.contains(&key);
        }
        is_told
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        read::read(file)
    }
}
