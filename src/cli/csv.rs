//! Comma-separated values (RFC 4180), safe to open in a spreadsheet.

use linchpin::format::tables::quoted;

/// A cell: our own number, or somebody's text.
pub enum Cell<'a> {
    Number(Option<f64>),
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
