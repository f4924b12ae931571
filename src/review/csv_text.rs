//! Comma-separated values (RFC 4180), safe to open in a spreadsheet.

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
            Cell::Text(words) => text(out, words),
        }
    }
    out.push_str("\r\n");
}

/// A spreadsheet takes what begins with `=`, `+`, `-`, `@`, a tab or a line break for a formula; an apostrophe before it
/// makes it text again.
fn text(out: &mut String, words: &str) {
    // What looks disarmed already is disarmed once more, so that it can be restored.
    let is_formula = is_formula(words.trim_start_matches('\''));
    let needs_quotes = is_formula || words.contains(['"', ',', ';', '\r', '\n', '\t']) || words.trim() != words;
    if !needs_quotes {
        return out.push_str(words);
    }
    out.push('"');
    if is_formula {
        out.push('\'');
    }
    out.push_str(&words.replace('"', "\"\""));
    out.push('"');
}

fn is_formula(words: &str) -> bool {
    words.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// The text of a cell as it was before [`line`] made it safe.
#[must_use]
pub fn restored(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest.trim_start_matches('\''))).unwrap_or(cell)
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
