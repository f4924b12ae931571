use std::fmt::Write as _;

use crate::review::markdown_text::plain;
use crate::review::visible;

/// What a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// GitHub's dialect.
    Markdown,
    Html,
}

/// A table, or a sentence where there is nothing to list.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Table { name: &'static str, columns: Vec<Column>, rows: Vec<Vec<Cell>> },
    Sentence(String),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) heading: &'static str,
    pub(super) is_number: bool,
}

impl Column {
    pub(super) fn words(heading: &'static str) -> Self {
        Self { heading, is_number: false }
    }

    pub(super) fn numbers(heading: &'static str) -> Self {
        Self { heading, is_number: true }
    }
}

/// Text in a cell; it is data, whatever it holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    text: String,
    is_strong: bool,
    /// Said below, in italics.
    aside: Option<String>,
}

impl Cell {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A dash for nothing.
    pub(super) fn or_dash(text: Option<String>) -> Self {
        Self::new(text.filter(|text| !text.trim().is_empty()).unwrap_or_else(|| "—".to_owned()))
    }

    pub(super) fn strong(self) -> Self {
        Self { is_strong: true, ..self }
    }

    pub(super) fn with_aside(self, aside: Option<String>) -> Self {
        Self { aside, ..self }
    }
}

impl Content {
    /// The content as lines, each with its `\n`.
    pub(super) fn written(&self, dialect: Dialect) -> String {
        match (self, dialect) {
            (Self::Sentence(text), Dialect::Markdown) => format!("{}\n", plain(text)),
            (Self::Sentence(text), Dialect::Html) => format!("<p>{}</p>\n", escape(text)),
            (Self::Table { columns, rows, .. }, Dialect::Markdown) => markdown(columns, rows),
            (Self::Table { name, columns, rows }, Dialect::Html) => html(name, columns, rows),
        }
    }
}

fn markdown(columns: &[Column], rows: &[Vec<Cell>]) -> String {
    let mut text = String::new();
    let mut row = |cells: Vec<String>| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    };
    row(columns.iter().map(|column| column.heading.to_owned()).collect());
    row(columns.iter().map(|column| if column.is_number { "---:" } else { "---" }.to_owned()).collect());
    for cells in rows {
        let cell = |cell: &Cell| {
            let words = plain(cell.text.trim());
            let mut said = if cell.is_strong { format!("**{words}**") } else { words };
            if let Some(aside) = &cell.aside {
                let _ = write!(said, "<br>*{}*", plain(aside.trim()));
            }
            said
        };
        row(cells.iter().map(cell).collect());
    }
    text
}

fn html(name: &str, columns: &[Column], rows: &[Vec<Cell>]) -> String {
    let mut text = format!("<table class=\"linchpin-{name}\">\n<thead>\n<tr>");
    let align = |column: &Column| if column.is_number { " style=\"text-align: right\"" } else { "" };
    for column in columns {
        let _ = write!(text, "<th scope=\"col\"{}>{}</th>", align(column), column.heading);
    }
    text.push_str("</tr>\n</thead>\n<tbody>\n");
    for cells in rows {
        text.push_str("<tr>");
        for (cell, column) in cells.iter().zip(columns) {
            let words = escape(cell.text.trim());
            let words = if cell.is_strong { format!("<strong>{words}</strong>") } else { words };
            let aside = cell.aside.as_deref().map(|aside| format!("<br><em>{}</em>", escape(aside.trim())));
            let _ = write!(text, "<td{}>{words}{}</td>", align(column), aside.unwrap_or_default());
        }
        text.push_str("</tr>\n");
    }
    text + "</tbody>\n</table>\n"
}

/// Text as it may stand in an element or an attribute's quotation marks: one line, in which nothing is hidden.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}
