//! Tables in Markdown and HTML, in which text is data.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::html_text;
use super::markdown_text::plain;

/// What a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// GitHub's dialect.
    Markdown,
    Html,
}

/// A table, or a sentence where there is nothing to list.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Table { name: &'static str, columns: Vec<Column>, rows: Vec<Vec<Cell>> },
    Sentence(String),
}

/// A heading, which is data, and what stands under it.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    heading: Cow<'static, str>,
    is_number: bool,
}

impl Column {
    pub(crate) fn words(heading: impl Into<Cow<'static, str>>) -> Self {
        Self { heading: heading.into(), is_number: false }
    }

    pub(crate) fn numbers(heading: impl Into<Cow<'static, str>>) -> Self {
        Self { heading: heading.into(), is_number: true }
    }
}

/// Text in a cell; it is data, whatever it holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    text: String,
    is_strong: bool,
    /// Said below, in italics.
    aside: Option<String>,
}

impl Cell {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A dash for nothing.
    pub(crate) fn or_dash(text: Option<String>) -> Self {
        Self::new(text.filter(|text| !text.trim().is_empty()).unwrap_or_else(|| "—".to_owned()))
    }

    pub(crate) fn strong(self) -> Self {
        Self { is_strong: true, ..self }
    }

    pub(crate) fn with_aside(self, aside: Option<String>) -> Self {
        Self { aside, ..self }
    }
}

impl Content {
    /// The content as lines, each with its `\n`.
    pub(crate) fn written(&self, dialect: Dialect) -> String {
        match (self, dialect) {
            (Self::Sentence(text), Dialect::Markdown) => format!("{}\n", plain(text)),
            (Self::Sentence(text), Dialect::Html) => format!("<p>{}</p>\n", html_text::plain(text)),
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
    row(columns.iter().map(|column| plain(&column.heading)).collect());
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
        let _ = write!(text, "<th scope=\"col\"{}>{}</th>", align(column), html_text::plain(&column.heading));
    }
    text.push_str("</tr>\n</thead>\n<tbody>\n");
    for cells in rows {
        text.push_str("<tr>");
        for (cell, column) in cells.iter().zip(columns) {
            let words = html_text::plain(cell.text.trim());
            let words = if cell.is_strong { format!("<strong>{words}</strong>") } else { words };
            let aside = cell.aside.as_deref().map(|aside| format!("<br><em>{}</em>", html_text::plain(aside.trim())));
            let _ = write!(text, "<td{}>{words}{}</td>", align(column), aside.unwrap_or_default());
        }
        text.push_str("</tr>\n");
    }
    text + "</tbody>\n</table>\n"
}
