use std::borrow::Cow;

use rustc_hash::FxHashSet;

use super::names;
use super::scan::{RawCell, Rows};
use super::write::{QUESTION_COLUMNS, SOURCE_COLUMNS};
use crate::format::Reading;
use crate::format::graph_file::tree::{Entry, Tree, Value, shown};
use crate::format::property_graph::{Builder, Cell, End, RawEdge, RawNode, is_alike, is_known_of_nodes, split};
use crate::review::csv_text::restored;
use crate::text::{Fault, FileId, SourceFile, SourceMap, Span};

/// What other tools call the columns.
const IDS: &[&str] = &["id", "node", "node-id"];
const SOURCES: &[&str] = &["source", "src", "from", "premise"];
const TARGETS: &[&str] = &["target", "dst", "to", "conclusion"];

/// So many columns of a table are named where none is a known one.
const MOST_NAMED: usize = 8;

/// What a table's rows are, by its heading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Rowed {
    Nodes { id: usize },
    Edges { source: usize, target: usize },
}

fn find(heading: &[RawCell<'_>], names: &[&str]) -> Option<usize> {
    names.iter().find_map(|name| heading.iter().position(|cell| is_alike(name, cell.text.trim())))
}

fn rowed(heading: &[RawCell<'_>]) -> Option<Rowed> {
    if let (Some(source), Some(target)) = (find(heading, SOURCES), find(heading, TARGETS)) {
        return Some(Rowed::Edges { source, target });
    }
    find(heading, IDS).map(|id| Rowed::Nodes { id })
}

/// Whether the first line is the heading of a table of nodes or edges. Looks at the beginning only.
pub(super) fn recognises(file: &SourceFile, delimiter: char) -> bool {
    const LONGEST: usize = 4096;
    let text = file.text();
    let first = text.trim_start_matches(['\u{feff}', '\r', '\n']).lines().next().unwrap_or_default();
    if first.len() > LONGEST {
        return false;
    }
    // With a `sep=`, the heading is on the second line.
    let beginning: Vec<&str> = text.lines().filter(|line| !line.is_empty()).take(2).collect();
    let beginning = SourceFile::new("", beginning.join("\n"));
    match Rows::new(&beginning, FileId::FIRST, delimiter).next() {
        Ok(Some(heading)) => match rowed(&heading) {
            Some(Rowed::Edges { .. }) => true,
            Some(Rowed::Nodes { .. }) => heading.iter().any(|cell| is_known_of_nodes(cell.text.trim())),
            None => false,
        },
        _ => false,
    }
}

/// O(length).
pub(super) fn read(file: &SourceFile, companions: &[SourceFile], delimiter: char) -> Result<Reading, Vec<Fault>> {
    let mut files = SourceMap::default();
    let mut tables = Vec::new();
    for file in std::iter::once(file).chain(companions) {
        let id = files.add(file.clone());
        tables.push(Table::read(file, id, delimiter).map_err(|fault| vec![fault])?);
    }
    let mut builder = Builder::new(files, file);
    // By its heading; for the further tables, by its name.
    let is_own = |table: &&Table<'_>| matches!(table.name, Some("sources" | "questions"));
    for table in tables.iter().filter(is_own) {
        further(&mut builder, table);
    }
    let kinds: Vec<Option<Rowed>> =
        tables.iter().map(|table| rowed(&table.heading).filter(|_| !is_own(&table))).collect();
    for (table, _) in tables.iter().zip(&kinds).filter(|(table, kind)| kind.is_none() && !is_own(table)) {
        let wanted = "begin with a line of column names: `id` and `text` for nodes, `source` and `target` for edges";
        let names: Vec<String> =
            table.heading.iter().take(MOST_NAMED).map(|cell| format!("`{}`", shown(cell.text.trim()))).collect();
        let (message, help) = match names.as_slice() {
            [] if table.is_empty => ("the file is empty", wanted.to_owned()),
            [] => ("the first line of this table is blank", wanted.to_owned()),
            names => (
                "this table has no column `id`, and no two `source` and `target`",
                format!("it begins with {}; {wanted}", names.join(", ")),
            ),
        };
        builder.fault(table.heading_span(), message, help);
    }
    let mut has = (false, false);
    for (table, kind) in tables.iter().zip(&kinds) {
        if let Some(Rowed::Nodes { id }) = *kind {
            has.0 = true;
            table.nodes(&mut builder, id);
        }
    }
    builder.ends_are_nodes = !has.0;
    for (table, kind) in tables.iter().zip(&kinds) {
        if let Some(Rowed::Edges { source, target }) = *kind {
            has.1 = true;
            table.edges(&mut builder, source, target);
        }
    }
    if has == (true, false) {
        let place = tables.first().map(Table::heading_span).unwrap_or_default();
        let name = names::companions(file.name()).into_iter().find(|name| names::table_of(name) == Some("edges"));
        let message = match name {
            Some(name) => format!("there is no {name} beside this table, so that the nodes have no edges"),
            None => "the nodes have no edges: name this table NAME-nodes.csv and the one of the edges NAME-edges.csv"
                .to_owned(),
        };
        builder.lose(place, message);
    }
    builder.finish()
}

struct Table<'a> {
    name: Option<&'static str>,
    id: FileId,
    heading: Vec<RawCell<'a>>,
    rows: Vec<Vec<RawCell<'a>>>,
    /// Whether the file holds nothing at all.
    is_empty: bool,
    /// Where semicolons part cells, commas part fractions.
    has_decimal_commas: bool,
}

impl<'a> Table<'a> {
    fn read(file: &'a SourceFile, id: FileId, delimiter: char) -> Result<Self, Fault> {
        let mut scan = Rows::new(file, id, delimiter);
        let first = scan.next()?;
        let is_empty = first.is_none();
        let mut heading = first.unwrap_or_default();
        while heading.last().is_some_and(|cell| cell.text.trim().is_empty()) {
            heading.pop();
        }
        let mut seen = FxHashSet::default();
        for cell in heading.iter().filter(|cell| !cell.text.trim().is_empty()) {
            if !seen.insert(cell.text.trim()) {
                let message = format!("the column `{}` stands twice in one table", shown(cell.text.trim()));
                let fault = Fault::new(file, cell.span.range(), message);
                return Err(fault.with_help("take one of the two out, or give it another name"));
            }
        }
        let mut rows = Vec::new();
        while let Some(row) = scan.next()? {
            if !heading.is_empty()
                && let Some(extra) = row.iter().skip(heading.len()).find(|cell| !cell.text.trim().is_empty())
            {
                let message = format!("this row has {} cells, the heading has {}", row.len(), heading.len());
                let help = "put a cell that holds what separates the cells into quotation marks";
                return Err(Fault::new(file, extra.span.range(), message).with_help(help));
            }
            if row.iter().any(|cell| !cell.text.trim().is_empty()) {
                rows.push(row);
            }
        }
        let has_decimal_commas = scan.delimiter() == ';';
        Ok(Self { name: names::table_of(file.name()), id, heading, rows, is_empty, has_decimal_commas })
    }

    fn heading_span(&self) -> Span {
        match (self.heading.first(), self.heading.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => Span::new(self.id, 0..0),
        }
    }

    /// The cells of a row that hold something, but for those of `without`. Words may be empty.
    fn cells(&self, builder: &mut Builder<'a>, row: &[RawCell<'a>], without: &[usize]) -> Vec<Cell<'a>> {
        let mut cells = Vec::new();
        for (_, (name, cell)) in self.heading.iter().zip(row).enumerate().filter(|(at, _)| !without.contains(at)) {
            let name = name.text.trim();
            let mut value = plain(&cell.text);
            if value.is_empty() && !is_alike("text", name) {
                continue;
            }
            if name.is_empty() {
                builder.lose(cell.span, "a column without a name is left out");
                continue;
            }
            if self.has_decimal_commas && (is_alike("weight", name) || is_alike("credibility", name)) {
                value = Cow::Owned(value.replacen(',', ".", 1));
            }
            cells.push(Cell { name: Cow::Owned(name.to_owned()), value, span: cell.span });
        }
        cells
    }

    fn nodes(&self, builder: &mut Builder<'a>, id: usize) {
        for row in &self.rows {
            let Some(own) = row.get(id) else {
                builder.fault(of(row), "this row has no id", "write one in the column of the ids");
                continue;
            };
            let cells = self.cells(builder, row, &[id]);
            builder.node(&RawNode { id: plain(&own.text), id_span: own.span, span: of(row), cells });
        }
    }

    fn edges(&self, builder: &mut Builder<'a>, source: usize, target: usize) {
        let own = find(&self.heading, IDS);
        let kind = find(&self.heading, &["type"]);
        let without: Vec<usize> = [source, target].into_iter().chain(own).collect();
        for row in &self.rows {
            let ends = (row.get(source), row.get(target));
            let (Some(source), Some(target)) = ends else {
                let missing = if ends.0.is_none() { "source" } else { "target" };
                let help = "write the ids of the premise and of the conclusion there";
                builder.fault(of(row), format!("this edge has no {missing}"), help);
                continue;
            };
            let mut cells = self.cells(builder, row, &without);
            // Gephi's.
            if let Some(cell) = kind.and_then(|at| row.get(at)) {
                match cell.text.trim().to_lowercase().as_str() {
                    "undirected" => {
                        let help = "let the source be the premise, and write Directed";
                        builder.fault(cell.span, "this edge does not say which end is the premise", help);
                        continue;
                    }
                    "directed" => cells.retain(|known| known.span != cell.span),
                    _ => {}
                }
            }
            let end = |cell: &RawCell<'a>| End { id: plain(&cell.text), span: cell.span };
            builder.edge(&RawEdge { source: end(source), target: end(target), span: of(row), cells });
        }
    }
}

fn of(row: &[RawCell<'_>]) -> Span {
    match (row.first(), row.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
    }
}

/// A cell's text without the apostrophe that disarms it.
fn plain<'a>(text: &Cow<'a, str>) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(restored(text)),
        Cow::Owned(text) => Cow::Owned(restored(text).to_owned()),
    }
}

/// The table of the sources or of the questions, as the table of a graph file that it is.
fn further<'a>(builder: &mut Builder<'a>, table: &Table<'a>) {
    let name = table.name.unwrap_or_default();
    let (known, lists): (&[&str], &[&str]) = match name {
        "sources" => (&SOURCE_COLUMNS, &["derived_from"]),
        _ => (&QUESTION_COLUMNS, &["answers"]),
    };
    let Some(own) = find(&table.heading, &known[..1]) else {
        let message = format!("this table has no column `{}`", known[0]);
        return builder.fault(table.heading_span(), message, format!("the columns are {}", known.join(", ")));
    };
    let mut entries: Vec<Entry<'a>> = Vec::new();
    let mut seen = FxHashSet::default();
    for row in &table.rows {
        let Some(key) = row.get(own) else {
            builder.fault(of(row), format!("this row has no {}", known[0]), "write one in its column");
            continue;
        };
        if !seen.insert(plain(&key.text)) {
            let message = format!("the {} `{}` is given twice", known[0], shown(&key.text));
            builder.fault(key.span, message, "give one of the two another");
            continue;
        }
        let mut fields = Vec::new();
        for (heading, cell) in table.heading.iter().zip(row) {
            let Some(&column) = known.iter().find(|column| is_alike(&column.replace('_', "-"), heading.text.trim()))
            else {
                builder.lose(heading.span, format!("the column `{}` is left out", shown(heading.text.trim())));
                continue;
            };
            let text = plain(&cell.text);
            if column == known[0] || (text.is_empty() && column != "text") {
                continue;
            }
            let value = if lists.contains(&column) {
                let keys = split(&text).into_iter();
                Value::List(keys.map(|key| Tree { value: Value::Text(Cow::Owned(key)), span: cell.span }).collect())
            } else {
                Value::Text(text)
            };
            let value = Tree { value, span: cell.span };
            fields.push(Entry { key: Cow::Borrowed(column), key_span: heading.span, value });
        }
        let value = Tree { value: Value::Map(fields), span: of(row) };
        entries.push(Entry { key: plain(&key.text), key_span: key.span, value });
    }
    builder.part(name, &Tree { value: Value::Map(entries), span: table.heading_span() });
}
