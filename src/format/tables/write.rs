use std::borrow::Cow;

use super::names::TABLES;
use crate::argument::Argument;
use crate::format::property_graph::{EDGE_COLUMNS, Field, NODE_COLUMNS, Rows, join};
use crate::format::{WriteOptions, Written};
use crate::review::csv_text::quoted;

/// What the columns of the further tables are.
pub(super) const SOURCE_COLUMNS: [&str; 9] =
    ["key", "title", "author", "publisher", "url", "date", "archive", "grade", "derived_from"];
pub(super) const QUESTION_COLUMNS: [&str; 3] = ["id", "text", "answers"];

struct Table {
    text: String,
    delimiter: char,
}

impl Table {
    fn new(delimiter: char, columns: impl IntoIterator<Item = &'static str>) -> Self {
        let mut table = Self { text: String::new(), delimiter };
        table.row(columns.into_iter().map(|name| Some(Cow::Borrowed(name))));
        table
    }

    fn row<'c>(&mut self, cells: impl IntoIterator<Item = Option<Cow<'c, str>>>) {
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.text.push(self.delimiter);
            }
            self.text.push_str(&cell.unwrap_or_default());
        }
        self.text.push_str("\r\n");
    }

    fn cell(&self, field: Option<Field>) -> Option<Cow<'static, str>> {
        Some(match field? {
            Field::Text(text) => Cow::Owned(quoted(&text, self.delimiter).into_owned()),
            number => Cow::Owned(number.to_string()),
        })
    }

    fn texts(&mut self, texts: &[Option<String>]) {
        let delimiter = self.delimiter;
        self.row(texts.iter().map(|text| text.as_deref().map(|text| quoted(text, delimiter))));
    }

    fn finish(self) -> Written {
        self.text.into()
    }
}

/// The tables with their names. O(nodes + edges).
pub(super) fn write(argument: &Argument, options: &WriteOptions<'_>, delimiter: char) -> Vec<(&'static str, Written)> {
    let rows = Rows::new(argument, options);
    let argument = rows.argument();
    let mut nodes = Table::new(delimiter, std::iter::once("id").chain(NODE_COLUMNS.map(|column| column.name)));
    for (handle, node) in argument.nodes() {
        let id = Some(Field::Text(node.id.to_string()));
        let cells: Vec<_> = std::iter::once(id).chain(rows.node(handle)).map(|field| nodes.cell(field)).collect();
        nodes.row(cells);
    }
    let mut edges =
        Table::new(delimiter, ["source", "target"].into_iter().chain(EDGE_COLUMNS.map(|column| column.name)));
    for (handle, _) in argument.edges() {
        let (premise, conclusion) = argument.ends(handle);
        let ends = [premise, conclusion].map(|end| Some(Field::Text(argument.node(end).id.to_string())));
        let cells: Vec<_> = ends.into_iter().chain(rows.edge(handle)).map(|field| edges.cell(field)).collect();
        edges.row(cells);
    }
    let [nodes_name, edges_name, sources_name, questions_name] = TABLES;
    let mut nodes = nodes.finish();
    let report = &argument.report;
    let has_more = report.title.is_some() || report.date.is_some() || report.yardstick.is_some();
    if has_more || argument.suppressions.iter().any(|suppression| suppression.node.is_none()) {
        let left = "tables have no place for the report's title, date, yardstick and allowed rules; they are left out";
        nodes.notes.push(left.to_owned());
    }
    let mut files = vec![(nodes_name, nodes), (edges_name, edges.finish())];
    if argument.sources().len() > 0 {
        let mut sources = Table::new(delimiter, SOURCE_COLUMNS);
        for source in argument.sources() {
            let derived: Vec<&str> = source.derived_from.iter().map(crate::argument::Id::as_str).collect();
            sources.texts(&[
                Some(source.key.to_string()),
                source.title.clone(),
                source.author.clone(),
                source.publisher.clone(),
                source.url.clone(),
                source.date.map(|date| date.to_string()),
                source.archive.clone(),
                source.grade.map(|grade| grade.to_string()),
                (!derived.is_empty()).then(|| join(&derived)),
            ]);
        }
        files.push((sources_name, sources.finish()));
    }
    if !argument.questions().is_empty() {
        let mut questions = Table::new(delimiter, QUESTION_COLUMNS);
        for question in argument.questions() {
            let answers: Vec<&str> = question.answers.iter().map(|answer| argument.node(*answer).id.as_str()).collect();
            questions.texts(&[
                Some(question.id.to_string()),
                Some(question.text.clone()),
                (!answers.is_empty()).then(|| join(&answers)),
            ]);
        }
        files.push((questions_name, questions.finish()));
    }
    files
}
