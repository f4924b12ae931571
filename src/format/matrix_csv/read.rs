use std::collections::HashSet;

use super::grades::{Said, credibility, edge, grade, level};
use super::records::{Field, Records};
use crate::argument::{
    Argument, Credibility, Edge, Grade, Id, Node, NodeHandle, NodeKind, Origin, Question, Source, SourceReference,
    Weight,
};
use crate::document::Prose;
use crate::format::{Loss, Reading};
use crate::matrix::{Consistency, Level};
use crate::review::csv_text::restored;
use crate::text::{Fault, FileId, SourceFile, SourceMap, Span};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Id,
    Kind,
    Credibility,
    Relevance,
    Source,
    Date,
    Evidence,
    /// What follows from the rest.
    Computed,
    Hypothesis,
    /// Nothing that a matrix has.
    Other,
}

/// More faults of one file are not told.
const MOST_FAULTS: usize = 50;

fn named(heading: &str) -> Option<Column> {
    let heading = restored(heading).trim().to_lowercase();
    Some(match heading.as_str() {
        "id" => Column::Id,
        "kind" => Column::Kind,
        "credibility" | "believed" => Column::Credibility,
        "relevance" => Column::Relevance,
        "source" | "sources" => Column::Source,
        "date" => Column::Date,
        "diagnosticity" | "tells apart" => Column::Computed,
        "item" | "items" | "text" => Column::Evidence,
        _ if is_evidence(&heading) => Column::Evidence,
        _ => return None,
    })
}

fn is_evidence(heading: &str) -> bool {
    heading.strip_prefix("evidence").is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// What the columns hold, by their headings and by what stands in them. Without a column that is called so, the first that is
/// nothing else holds the evidence.
fn columns(headings: &[Field<'_>], rows: &[Vec<Field<'_>>]) -> Vec<Column> {
    let mut has_grade = vec![false; headings.len()];
    for row in rows {
        for (has, field) in has_grade.iter_mut().zip(row) {
            *has |= !field.text.trim().is_empty() && grade(restored(&field.text)).is_some();
        }
    }
    let mut is_evidence_found = headings.iter().any(|heading| named(&heading.text) == Some(Column::Evidence));
    let mut seen = HashSet::new();
    let columns = headings.iter().zip(has_grade).map(|(heading, has_grade)| match named(&heading.text) {
        // A second column of a name is none.
        Some(column) => {
            let is_new = column == Column::Computed || seen.insert(column as u8);
            if is_new { column } else { Column::Other }
        }
        None if !is_evidence_found && !has_grade => {
            is_evidence_found = true;
            Column::Evidence
        }
        None if has_grade => Column::Hypothesis,
        None => Column::Other,
    });
    columns.collect()
}

/// So much of a file, and so many of its lines, are looked at to recognise it.
const LOOKED_AT: usize = 64 * 1024;
const LINES_LOOKED_AT: usize = 50;

/// Whether a file is a matrix: there are two columns or more that hold nothing but grades, and a column of words beside them;
/// where the grades are numbers, the words have to be called evidence.
pub(super) fn recognises(file: &SourceFile) -> bool {
    let text = file.text();
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut records: Vec<Vec<Field<'_>>> =
        Records::new(file, &text[..end]).take(LINES_LOOKED_AT + 1).map_while(Result::ok).collect();
    if end < text.len() && records.len() <= LINES_LOOKED_AT {
        // The last line may be cut.
        records.pop();
    }
    let Some((headings, rows)) = records.split_first() else { return false };
    let columns = columns(headings, rows);
    let hypotheses = || columns.iter().enumerate().filter(|(_, column)| **column == Column::Hypothesis).map(|it| it.0);
    let cells = || rows.iter().flat_map(|row| hypotheses().filter_map(|at| row.get(at)));
    let is_evidence_named = headings.iter().any(|heading| is_evidence(&heading.text.trim().to_lowercase()));
    let is_number = |field: &Field<'_>| field.text.trim().parse::<f64>().is_ok();
    hypotheses().count() >= 2
        && columns.contains(&Column::Evidence)
        && rows.iter().all(|row| row.len() == headings.len())
        && cells().all(|field| grade(restored(&field.text)).is_some())
        && (is_evidence_named || cells().any(|field| !field.text.trim().is_empty() && !is_number(field)))
}

pub(super) fn read(file: &SourceFile) -> Result<Reading, Vec<Fault>> {
    let records: Vec<Vec<Field<'_>>> =
        Records::new(file, file.text()).collect::<Result<_, Fault>>().map_err(|fault| vec![fault])?;
    let Some((headings, rows)) = records.split_first() else {
        let help = "write a heading line, with a column for the evidence and one for each hypothesis";
        return Err(vec![Fault::new(file, 0..0, "there is no matrix in this file").with_help(help)]);
    };
    let columns = columns(headings, rows);
    if columns.iter().filter(|column| **column == Column::Hypothesis).count() < 2 {
        let place = headings[0].range.start..headings[headings.len() - 1].range.end;
        let help =
            "a hypothesis is a column that holds CC, C, N, I, II or NA; ++, +, 0, - or --; 5 to 1; or those in words";
        return Err(vec![Fault::new(file, place, "there are no two columns of hypotheses").with_help(help)]);
    }
    let mut reader = Matrix {
        file,
        argument: Argument::new(SourceMap::single(file.clone())),
        hypotheses: Vec::new(),
        losses: Vec::new(),
        neutral: None,
        faults: Vec::new(),
        free: [1, 1],
    };
    reader.headings(headings, &columns);
    for row in rows {
        if reader.faults.len() >= MOST_FAULTS {
            break;
        }
        reader.row(row, headings, &columns);
    }
    reader.finish(headings, &columns)
}

struct Matrix<'f> {
    file: &'f SourceFile,
    argument: Argument,
    /// By column.
    hypotheses: Vec<Option<NodeHandle>>,
    losses: Vec<Loss>,
    /// The first neutral cell, and how many there are.
    neutral: Option<(Span, usize)>,
    faults: Vec<Fault>,
    /// The next numbers for ids that are made: of hypotheses, of evidence.
    free: [usize; 2],
}

impl Matrix<'_> {
    fn fault(&mut self, field: &Field<'_>, message: String, help: &str) {
        self.faults.push(Fault::new(self.file, field.range.clone(), message).with_help(help));
    }

    fn lose(&mut self, field: &Field<'_>, message: String) {
        self.losses.push(Loss { span: span(field), message });
    }

    fn headings(&mut self, headings: &[Field<'_>], columns: &[Column]) {
        for (heading, column) in headings.iter().zip(columns) {
            if *column != Column::Hypothesis {
                self.hypotheses.push(None);
                if *column == Column::Other && !heading.text.trim().is_empty() {
                    let name = folded(&heading.text);
                    self.lose(heading, format!("the column `{name}` holds no grades and is left out"));
                }
                continue;
            }
            let words = folded(restored(&heading.text));
            let (id, words) = match split_name(&words) {
                Some((id, words)) => (Some(id), words.to_owned()),
                None => (None, words),
            };
            let words = if words.is_empty() { format!("Hypothesis {}", self.free[0]) } else { words };
            let text = prose(heading, words);
            let made = self.add(id, ("h", 0), NodeKind::Hypothesis, text, heading, span(heading));
            self.hypotheses.push(made);
        }
        if let Some(at) = columns.iter().position(|column| *column == Column::Relevance) {
            let message = "relevance has no place of its own: it goes into the weights of the edges, 1 and 0.45 where it is \
                           high, 0.6 and 0.3, 0.45 and 0.15 where it is low";
            self.lose(&headings[at], message.to_owned());
        }
    }

    fn row(&mut self, row: &[Field<'_>], headings: &[Field<'_>], columns: &[Column]) {
        if row.len() > headings.len()
            && let Some(extra) = row[headings.len()..].iter().find(|field| !field.text.trim().is_empty())
        {
            let message = format!("this line has {} values, and there are {} headings", row.len(), headings.len());
            self.fault(extra, message, "put quotation marks around values that hold the separator");
            return;
        }
        let value = |wanted: Column| {
            let at = columns.iter().position(|column| *column == wanted)?;
            row.get(at).filter(|field| !field.text.trim().is_empty())
        };
        let Some(words) = value(Column::Evidence).or_else(|| value(Column::Id)) else {
            let field = row[0].clone();
            return self.fault(
                &field,
                "this line has no words for its evidence".to_owned(),
                "say what the evidence is",
            );
        };
        let kind =
            match value(Column::Kind).map(|field| (NodeKind::from_word(&folded(&field.text).to_lowercase()), field)) {
                None => NodeKind::Evidence,
                Some((
                    Some(kind @ (NodeKind::Evidence | NodeKind::Assumption | NodeKind::Claim | NodeKind::Inference)),
                    _,
                )) => kind,
                Some((_, field)) => {
                    let message = format!("`{}` is no kind of evidence", folded(&field.text));
                    return self.fault(&field.clone(), message, "write evidence, assumption or claim");
                }
            };
        let id = value(Column::Id).map(|field| folded(restored(&field.text)));
        let text = prose(words, folded(restored(&words.text)));
        let whole = Span::new(FileId::FIRST, row[0].range.start..row[row.len() - 1].range.end);
        let Some(item) = self.add(id.as_deref(), ("e", 1), kind, text, words, whole) else { return };
        if let Some(field) = value(Column::Credibility) {
            self.believe(item, field);
        }
        if let Some(field) = value(Column::Date) {
            match folded(&field.text).parse() {
                Ok(date) => self.argument.update_node(item, |node| node.date = Some(date)),
                Err(_) => self.fault(field, format!("`{}` is no date", folded(&field.text)), "write it as 2022-02-16"),
            }
        }
        if let Some(field) = value(Column::Source) {
            self.cite(item, field);
        }
        let relevance = match value(Column::Relevance) {
            None => Level::Medium,
            Some(field) => match level(&field.text) {
                Some(level) => level,
                None => {
                    return self.fault(
                        field,
                        format!("`{}` is no relevance", folded(&field.text)),
                        "write high, medium or low",
                    );
                }
            },
        };
        let hypotheses = self.hypotheses.clone();
        for (field, hypothesis) in row.iter().zip(hypotheses) {
            let Some(hypothesis) = hypothesis else { continue };
            match grade(restored(&field.text)) {
                None => {
                    let message = format!("`{}` is no grade", folded(&field.text));
                    let help = "write CC, C, N, I, II or NA; ++, +, 0, - or --; 5 to 1; or the grade in words";
                    self.fault(field, message, help);
                }
                Some(Said::NotApplicable) => {}
                Some(Said::Grade(Consistency::Neutral)) => self.neutral.get_or_insert((span(field), 0)).1 += 1,
                Some(Said::Grade(grade)) => {
                    let Some((kind, weight)) = edge(grade, relevance) else { continue };
                    let weight = Weight::new(weight).unwrap_or_default();
                    let edge = Edge { kind, weight, because: None, span: span(field), origin: Origin::Stated };
                    self.argument.connect(item, hypothesis, edge);
                }
            }
        }
    }

    fn believe(&mut self, item: NodeHandle, field: &Field<'_>) {
        let word = folded(&field.text);
        let number = word.parse().ok().and_then(|number| Credibility::new(number).ok());
        let number = number.or_else(|| level(&word).and_then(|level| Credibility::new(credibility(level)).ok()));
        match (number, word.parse::<Grade>()) {
            (Some(number), _) => self.argument.update_node(item, |node| node.credibility = Some(number)),
            (None, Ok(grade)) => self.argument.update_node(item, |node| node.grade = Some(grade)),
            (None, Err(_)) => {
                let help = "write high, medium or low, a number from 0 to 1, or an Admiralty grade such as B2";
                self.fault(field, format!("`{word}` is no credibility"), help);
            }
        }
    }

    fn cite(&mut self, item: NodeHandle, field: &Field<'_>) {
        let span = span(field);
        let text = folded(restored(&field.text));
        for name in text.split([';', '|']).map(str::trim).filter(|name| !name.is_empty()) {
            let Ok(key) = Id::new(name) else { continue };
            let mut source = Source::new(key.clone(), span);
            source.title = Some(name.to_owned());
            source.declared = true;
            // The same name again is the same source.
            let _ = self.argument.add_source(source);
            self.argument.update_node(item, |node| node.sources.push(SourceReference { key, span }));
        }
    }

    /// Adds a node by the id that is given, or else by the next number behind a letter.
    fn add(
        &mut self,
        id: Option<&str>,
        (letter, counter): (&str, usize),
        kind: NodeKind,
        text: Prose,
        place: &Field<'_>,
        span: Span,
    ) -> Option<NodeHandle> {
        let given = match id.map(Id::new) {
            Some(Ok(id)) => Some(id),
            Some(Err(fault)) => {
                self.fault(place, fault.to_string(), "give it another id");
                return None;
            }
            None => None,
        };
        let id = given.or_else(|| {
            loop {
                let id = format!("{letter}{}", self.free[counter]);
                self.free[counter] += 1;
                if self.argument.find(&id).is_none() {
                    break Id::new(&id).ok();
                }
            }
        })?;
        match self.argument.add_node(Node::new(id, kind, text, span)) {
            Ok(handle) => Some(handle),
            Err(taken) => {
                self.fault(place, taken.to_string(), "give each line and each hypothesis an id of its own");
                None
            }
        }
    }

    fn finish(mut self, headings: &[Field<'_>], columns: &[Column]) -> Result<Reading, Vec<Fault>> {
        if !self.faults.is_empty() {
            self.faults.truncate(MOST_FAULTS);
            return Err(self.faults);
        }
        let corner =
            columns.iter().position(|column| *column == Column::Evidence).map_or(&headings[0], |at| &headings[at]);
        let words = folded(restored(&corner.text));
        let asked = match words.split_once(':') {
            Some((before, after)) if is_evidence(&before.to_lowercase()) => Some(after.trim().to_owned()),
            _ => Some(words).filter(|words| words.ends_with(['?', '？', '؟'])),
        };
        let text = asked.filter(|text| !text.is_empty()).unwrap_or_else(|| "Which hypothesis holds?".to_owned());
        if let (Ok(id), answers) = (Id::new("question"), self.hypotheses.iter().flatten().copied().collect()) {
            self.argument.add_question(Question { id, text, answers, span: span(corner) });
        }
        if let Some((span, count)) = self.neutral {
            let cells = if count == 1 { "cell becomes" } else { "cells become" };
            self.losses
                .push(Loss { span, message: format!("{count} neutral {cells} no edge, like those that do not apply") });
        }
        self.losses.sort_by_key(|loss| loss.span.start);
        Ok(Reading { argument: self.argument, blocks: Vec::new(), losses: self.losses })
    }
}

fn span(field: &Field<'_>) -> Span {
    Span::new(FileId::FIRST, field.range.clone())
}

/// Text on one line.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words from a value, with their own place where they stand in it letter for letter.
fn prose(field: &Field<'_>, words: String) -> Prose {
    match (&field.text, field.text.find(&words)) {
        (std::borrow::Cow::Borrowed(_), Some(at)) => Prose::verbatim(words, FileId::FIRST, field.range.start + at),
        _ => Prose::approximate(words, span(field)),
    }
}

/// `id: words`, or `[id] words` for an id with blanks.
fn split_name(heading: &str) -> Option<(&str, &str)> {
    let (id, words) = match heading.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => heading.split_once(": ").or_else(|| heading.strip_suffix(':').map(|id| (id, "")))?,
    };
    let is_bracketed = heading.starts_with('[');
    let fits = is_bracketed || (!id.contains(char::is_whitespace) && id.chars().count() <= 80);
    (fits && !id.trim().is_empty()).then(|| (id, words.trim()))
}
