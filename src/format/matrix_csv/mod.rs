//! A matrix of competing hypotheses in a table of values: evidence in rows, hypotheses in columns, a grade in each cell.
//!
//! Spreadsheets and PARC's ACH keep such tables. Reading one gives a question, its hypotheses, the evidence, and an edge for
//! each grade; [`csv`] writes one from an argument's computed matrix.

mod grades;
mod read;
mod records;
#[cfg(test)]
mod tests;

use super::{Reader, Reading};
use crate::matrix::{Comparison, Row};
use crate::review::csv_text::{Cell, line};
use crate::text::{Fault, SourceFile};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub struct MatrixCsv;

impl Reader for MatrixCsv {
    fn name(&self) -> &'static str {
        "matrix"
    }

    fn summary(&self) -> &'static str {
        "a matrix of competing hypotheses: evidence by hypotheses, in comma-, semicolon- or tab-separated values"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv"]
    }

    fn keeps(&self) -> &'static str {
        "hypotheses, evidence, credibility, sources, dates, and each grade as an edge's weight; neutral cells become no edge, and \
         relevance goes into the weights"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        read::recognises(file)
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        read::read(file)
    }
}

/// The matrix of a question as comma-separated values (RFC 4180), which [`MatrixCsv`] reads back: a line an item in document
/// order with id, kind, credibility, sources and words, and a column a hypothesis with `CC`, `C`, `N`, `I`, `II` or `NA`. Texts that a
/// spreadsheet would take for a formula are disarmed. O(cells).
#[must_use]
pub fn csv(comparison: &Comparison<'_>) -> String {
    let matrix = &comparison.matrix;
    let mut text = String::new();
    let corner = format!("evidence: {}", comparison.question.text.trim());
    let named = |&node: &crate::argument::NodeHandle| {
        let (id, words) = (comparison.id(node), comparison.argument.node(node).text.as_str());
        let is_plain = !id.contains(char::is_whitespace) && !id.ends_with(':') && !id.starts_with('[');
        if is_plain { format!("{id}: {words}") } else { format!("[{id}] {words}") }
    };
    let headings: Vec<String> = matrix.hypotheses.iter().map(named).collect();
    let mut cells = ["id", "kind", "credibility", "source", corner.as_str()].map(Cell::Text).to_vec();
    cells.extend(headings.iter().map(|heading| Cell::Text(heading)));
    line(&mut text, &cells);
    for row in &matrix.rows {
        let node = comparison.argument.node(row.item);
        let sources = node.sources.iter().map(|source| source.key.as_str()).collect::<Vec<_>>().join("; ");
        let mut cells = vec![
            Cell::Text(node.id.as_str()),
            Cell::Text(node.kind.word()),
            Cell::Number(Some(rounded(row))),
            Cell::Text(&sources),
            Cell::Text(comparison.words(row.item)),
        ];
        let letters = row.cells.iter().map(|cell| cell.map_or("NA", |cell| cell.consistency.letters()));
        cells.extend(letters.map(Cell::Text));
        line(&mut text, &cells);
    }
    text
}

/// The credibility to six places: what a formula leaves behind that is no more says nothing.
fn rounded(row: &Row) -> f64 {
    (row.credibility * 1e6).round() / 1e6
}
