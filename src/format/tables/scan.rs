use std::borrow::Cow;

use crate::text::{Fault, FileId, SourceFile, Span};

/// One cell, unquoted.
#[derive(Clone, Debug)]
pub(super) struct RawCell<'a> {
    pub text: Cow<'a, str>,
    /// Without the quotation marks.
    pub span: Span,
}

/// The rows of a table with the places of their cells. Blank lines are no rows.
pub(super) struct Rows<'a> {
    file: &'a SourceFile,
    id: FileId,
    delimiter: char,
    at: usize,
}

impl<'a> Rows<'a> {
    /// Of a file, which is `id` among those that are read together. Where the first line has more semicolons than
    /// commas, as spreadsheets write it in countries with a decimal comma, these separate.
    pub fn new(file: &'a SourceFile, id: FileId, delimiter: char) -> Self {
        let text = file.text();
        let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
        let mut delimiter = delimiter;
        let first = text[at..].lines().next().unwrap_or_default();
        if let Some(said) = first.strip_prefix("sep=").filter(|said| said.chars().count() == 1) {
            delimiter = said.chars().next().unwrap_or(delimiter);
            at += first.len();
        } else if delimiter == ',' && first.matches(';').count() > first.matches(',').count() {
            delimiter = ';';
        }
        Self { file, id, delimiter, at }
    }

    /// What parts its cells.
    pub fn delimiter(&self) -> char {
        self.delimiter
    }

    /// The next row; `None` at the end. O(its length).
    ///
    /// # Errors
    /// A quoted cell that does not end, or that something follows.
    pub fn next(&mut self) -> Result<Option<Vec<RawCell<'a>>>, Fault> {
        let text = self.file.text();
        self.at += text[self.at..].len() - text[self.at..].trim_start_matches(['\r', '\n']).len();
        if self.at >= text.len() {
            return Ok(None);
        }
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell()?);
            let rest = &text[self.at..];
            match rest.chars().next() {
                Some(c) if c == self.delimiter => self.at += c.len_utf8(),
                _ => return Ok(Some(cells)),
            }
        }
    }

    fn cell(&mut self) -> Result<RawCell<'a>, Fault> {
        let text = self.file.text();
        let ends = |c: char| c == self.delimiter || c == '\r' || c == '\n';
        let rest = &text[self.at..];
        let Some(quoted) = rest.strip_prefix('"') else {
            let end = self.at + rest.find(ends).unwrap_or(rest.len());
            let span = Span::new(self.id, self.at..end);
            self.at = end;
            return Ok(RawCell { text: Cow::Borrowed(&text[span.range()]), span });
        };
        let start = self.at + 1;
        let mut from = 0;
        let mut is_doubled = false;
        let end = loop {
            let Some(quote) = quoted[from..].find('"') else {
                let fault = Fault::new(self.file, self.at..self.at + 1, "this quoted cell does not end");
                return Err(fault.with_help("close it with a quotation mark; write each one in it twice"));
            };
            let quote = from + quote;
            if !quoted[quote + 1..].starts_with('"') {
                break quote;
            }
            is_doubled = true;
            from = quote + 2;
        };
        let inner = &quoted[..end];
        self.at = start + end + 1;
        let after = text[self.at..].chars().next();
        if after.is_some_and(|c| !ends(c)) {
            let fault = Fault::new(self.file, self.at..self.at, "something follows the end of a quoted cell");
            return Err(fault.with_help("write each quotation mark in a quoted cell twice"));
        }
        let cell = if is_doubled { Cow::Owned(inner.replace("\"\"", "\"")) } else { Cow::Borrowed(inner) };
        Ok(RawCell { text: cell, span: Span::new(self.id, start..start + end) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Result<Vec<Vec<String>>, String> {
        let file = SourceFile::new("f", text);
        let mut rows = Rows::new(&file, FileId::FIRST, ',');
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(|fault| fault.to_string())? {
            found.push(row.iter().map(|cell| cell.text.to_string()).collect());
        }
        Ok(found)
    }

    #[test]
    fn cells_are_read_as_the_standard_has_them() {
        assert_eq!(
            rows("\u{feff}a,b\r\n\r\n\"c\"\"\r\n,\",d\n,\n\"\",x").unwrap(),
            [vec!["a", "b"], vec!["c\"\r\n,", "d"], vec!["", ""], vec!["", "x"]]
        );
        assert_eq!(rows("a;b,c;d\n1;2").unwrap(), [vec!["a", "b,c", "d"], vec!["1", "2"]]);
        assert_eq!(rows("sep=|\na|b").unwrap(), [["a", "b"]]);
        assert!(rows("").unwrap().is_empty());
    }

    #[test]
    fn a_broken_cell_is_refused_at_its_place() {
        assert!(rows("a\n\"b").unwrap_err().starts_with("f:2:1: this quoted cell does not end"));
        assert!(rows("a\n\"b\"c").unwrap_err().starts_with("f:2:4: something follows"));
    }
}
