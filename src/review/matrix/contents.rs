use crate::draw::short;
use crate::matrix::{Comparison, TOLD};
use crate::review::content::{Cell, Column, Content};

/// The hypotheses with their scores, and the matrix, as tables.
pub(crate) fn contents(comparison: &Comparison<'_>) -> [Content; 2] {
    [standing(comparison), rows(comparison)]
}

fn standing(comparison: &Comparison<'_>) -> Content {
    let methods = &comparison.rankings[..TOLD];
    let mut columns = vec![Column::words("answer"), Column::words("")];
    columns.extend(methods.iter().map(|ranking| Column::numbers(ranking.method.heading())));
    let rows = comparison.hypotheses_in_order().into_iter().map(|hypothesis| {
        let node = comparison.matrix.hypotheses[hypothesis];
        let mut cells = vec![Cell::new(comparison.id(node)).strong(), Cell::new(comparison.words(node))];
        cells.extend(methods.iter().map(|ranking| {
            let scored = ranking.shown(hypothesis);
            let cell = Cell::new(format!("{scored} ({})", ranking.rank(hypothesis)));
            if ranking.ranks[hypothesis] == 1 { cell.strong() } else { cell }
        }));
        cells
    });
    Content::Table { name: "standing", columns, rows: rows.collect() }
}

fn rows(comparison: &Comparison<'_>) -> Content {
    let matrix = &comparison.matrix;
    if matrix.rows.is_empty() {
        return Content::Sentence("No evidence bears on any of the answers.".to_owned());
    }
    let mut columns = vec![Column::words("evidence"), Column::words(""), Column::numbers("credibility")];
    columns.extend(matrix.hypotheses.iter().map(|&node| Column::words(comparison.id(node).to_owned())));
    columns.push(Column::numbers("tells apart"));
    let rows = comparison.rows_by_diagnosticity().into_iter().map(|row| {
        let row = &matrix.rows[row];
        let mut cells = vec![
            Cell::new(comparison.id(row.item)).strong(),
            Cell::new(comparison.words(row.item)),
            Cell::new(short(row.credibility)),
        ];
        cells.extend(row.cells.iter().map(|cell| match cell {
            Some(cell) => Cell::new(format!("{} {}", cell.consistency.signs(), signed(cell.influence))),
            None => Cell::new("n/a"),
        }));
        cells.push(Cell::new(format!("{:.2}", row.diagnosticity())));
        cells
    });
    Content::Table { name: "matrix", columns, rows: rows.collect() }
}

/// An influence without its sign, which stands before it.
fn signed(influence: f64) -> String {
    short(influence.abs())
}
