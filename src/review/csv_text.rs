//! Comma-separated values (RFC 4180), safe to open in a spreadsheet.

use std::borrow::Cow;

/// A cell.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    /// Our own number.
    Number(Option<f64>),
    /// Somebody's text.
    Text(&'a str),
}

/// Adds a line. Numbers are written in full, an absent one as nothing; texts are quoted where they need it.
pub fn line(out: &mut String, cells: &[Cell<'_>]) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        match cell {
            Cell::Number(number) => out.push_str(&number.map(|number| number.to_string()).unwrap_or_default()),
            Cell::Text(words) => out.push_str(&quoted(words, ',')),
        }
    }
    out.push_str("\r\n");
}

/// A text as a cell of a table: in quotation marks where it needs them, and disarmed.
///
/// Spreadsheets take what begins with `=`, `+`, `-`, `@`, a tab or a line break for a formula; an apostrophe before it
/// makes it text. [`restored`] takes it away again, and no other apostrophe.
#[must_use]
pub fn quoted(text: &str, delimiter: char) -> Cow<'_, str> {
    let is_formula = is_formula(text);
    let needs_quotes = is_formula || text.contains(['"', ',', ';', '\r', '\n', '\t', delimiter]) || text.trim() != text;
    if !needs_quotes {
        return Cow::Borrowed(text);
    }
    let apostrophe = if is_formula { "'" } else { "" };
    Cow::Owned(format!("\"{apostrophe}{}\"", text.replace('"', "\"\"")))
}

/// Whether a spreadsheet may take a text for a formula, apostrophes before it left aside.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches([' ', '\'']).starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// The text of a cell as it was before [`quoted`] disarmed it.
#[must_use]
pub fn restored(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_and_formulas_are_disarmed() {
        let mut out = String::new();
        line(&mut out, &[Cell::Text("plain"), Cell::Number(Some(-0.5)), Cell::Number(None), Cell::Text("a, \"b\"\nc")]);
        line(
            &mut out,
            &[Cell::Text("=HYPERLINK(1)"), Cell::Text(" +1"), Cell::Text("@a"), Cell::Text("-b"), Cell::Text("")],
        );
        assert_eq!(out, "plain,-0.5,,\"a, \"\"b\"\"\nc\"\r\n\"'=HYPERLINK(1)\",\"' +1\",\"'@a\",\"'-b\",\r\n");
    }
}
