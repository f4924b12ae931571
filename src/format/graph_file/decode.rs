//! Values of a [`Tree`], checked one by one; every fault is noted and the reading goes on.

use std::str::FromStr;

use super::nearest::nearest;
use super::tree::{Entry, Tree, Value, shown};
use crate::argument::{Confidence, Credibility, Date, Grade, Id, NodeKind, StatedConfidence, Weight};
use crate::document::{Prose, ProseBuilder};
use crate::text::{Fault, FileId, SourceFile, Span};

/// An id as it is written somewhere else than at its owner.
#[derive(Clone, Debug)]
pub(in crate::format) struct Reference {
    pub id: String,
    pub span: Span,
}

/// The file with what was found wrong in it so far.
pub(in crate::format) struct Decoder<'f> {
    pub file: &'f SourceFile,
    pub faults: Vec<Fault>,
}

impl<'f> Decoder<'f> {
    pub fn new(file: &'f SourceFile) -> Self {
        Self { file, faults: Vec::new() }
    }

    pub fn fault(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.faults.push(Fault::new(self.file, span.range(), message).with_help(help));
    }

    /// The bytes as they are written.
    pub fn written(&self, span: Span) -> &'f str {
        self.file.text().get(span.range()).unwrap_or_default()
    }

    /// The entries of a table; none for a value that is missing or no table.
    pub fn entries<'t, 'a>(&mut self, tree: &'t Tree<'a>, what: &str) -> &'t [Entry<'a>] {
        match &tree.value {
            Value::Map(entries) => entries,
            Value::Null => &[],
            other => {
                let message = format!("{what} must be a table, not {}", other.describe());
                self.fault(tree.span, message, "write keys with their values there");
                &[]
            }
        }
    }

    /// Notes a key that means nothing in `owner` ("a node"), with the known key that it resembles.
    pub fn unknown(&mut self, entry: &Entry<'_>, owner: &str, known: &[&str]) {
        let help = match nearest(&entry.key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the keys of {owner} are: {}", known.join(", ")),
        };
        self.fault(entry.key_span, format!("`{}` is not a key of {owner}", shown(&entry.key)), help);
    }

    fn wrong_type(&mut self, tree: &Tree<'_>, what: &str, wanted: &str, help: &str) {
        self.fault(tree.span, format!("{what} must be {wanted}, not {}", tree.value.describe()), help);
    }

    /// A text as it is; `None` where there is nothing, or something else.
    pub fn text<'t>(&mut self, tree: &'t Tree<'_>, what: &str) -> Option<&'t str> {
        match &tree.value {
            Value::Text(text) => Some(text),
            Value::Null => None,
            _ => {
                self.wrong_type(tree, what, "text", "put it in quotation marks");
                None
            }
        }
    }

    /// A text that people read, with its place: white space is folded to single blanks, as in a report.
    pub fn prose(&mut self, tree: &Tree<'_>, what: &str) -> Option<Prose> {
        let text = self.text(tree, what)?;
        let range = tree.span.range();
        // A plain string in quotation marks is its own text.
        let inner = range.start + 1..range.end.saturating_sub(1);
        if matches!(self.written(tree.span).as_bytes().first(), Some(b'"' | b'\''))
            && self.file.text().get(inner.clone()) == Some(text)
            && let Some(prose) = Prose::in_source(self.file, tree.span.file, inner)
        {
            return Some(prose);
        }
        Some(placed(text, self.written(tree.span), tree.span))
    }

    /// A truth value.
    pub fn truth(&mut self, tree: &Tree<'_>, what: &str) -> Option<bool> {
        match tree.value {
            Value::Bool(value) => Some(value),
            Value::Null => None,
            _ => {
                self.wrong_type(tree, what, "true or false", "write true or false without quotation marks");
                None
            }
        }
    }

    fn number(&mut self, tree: &Tree<'_>, what: &str, range: &str) -> Option<f64> {
        match tree.value {
            Value::Number(value) => Some(value),
            Value::Null => None,
            _ => {
                self.wrong_type(tree, what, range, "write a number such as 0.8, without quotation marks");
                None
            }
        }
    }

    /// A weight.
    pub fn weight(&mut self, tree: &Tree<'_>) -> Option<Weight> {
        const RANGE: &str = "a number above 0 and at most 1";
        let value = self.number(tree, "a weight", RANGE)?;
        let weight = Weight::new(value).ok();
        if weight.is_none() {
            let message = format!("the weight {value} is out of range: it must be {RANGE}");
            self.fault(tree.span, message, "write 1.0 for full weight; leave the edge out if it has none");
        }
        weight
    }

    /// A credibility.
    pub fn credibility(&mut self, tree: &Tree<'_>) -> Option<Credibility> {
        const RANGE: &str = "a number from 0 to 1";
        let value = self.number(tree, "a credibility", RANGE)?;
        let credibility = Credibility::new(value).ok();
        if credibility.is_none() {
            let message = format!("the credibility {value} is out of range: it must be {RANGE}");
            self.fault(tree.span, message, "write it as a fraction, such as 0.9 for 90 %");
        }
        credibility
    }

    /// An Admiralty grade.
    pub fn grade(&mut self, tree: &Tree<'_>) -> Option<Grade> {
        const HELP: &str = "write a letter A to F and a digit 1 to 6, such as \"B2\"";
        let Value::Text(text) = &tree.value else {
            if !matches!(tree.value, Value::Null) {
                self.wrong_type(tree, "a grade", "text", HELP);
            }
            return None;
        };
        let grade = Grade::from_str(text).ok();
        if grade.is_none() {
            self.fault(tree.span, format!("`{}` is not an Admiralty grade", shown(text)), HELP);
        }
        grade
    }

    /// A date. A bare year is a number in all three syntaxes.
    pub fn date(&mut self, tree: &Tree<'_>) -> Option<Date> {
        let written = match &tree.value {
            Value::Null => return None,
            Value::Text(text) => text.trim(),
            Value::Number(_) => self.written(tree.span).trim(),
            _ => {
                self.wrong_type(tree, "`date`", "a date", "write it as 2022, 2022-02 or 2022-02-16");
                return None;
            }
        };
        let date = Date::from_str(written).ok();
        if date.is_none() {
            let message = format!("`{}` is not a date", shown(written));
            self.fault(tree.span, message, "write it as 2022, 2022-02 or 2022-02-16");
        }
        date
    }

    /// A date, or the day of a time stamp such as `2022-02-16T10:00:00Z` or `2022-02-16 10:00 +0000`.
    pub fn date_of_timestamp(&mut self, tree: &Tree<'_>) -> Option<Date> {
        if let Value::Text(text) = &tree.value
            && let Some((day, time)) = text.trim().split_once(['T', 't', ' '])
            && time.trim_start().starts_with(|c: char| c.is_ascii_digit())
            && let Ok(date) = day.parse()
        {
            return Some(date);
        }
        self.date(tree)
    }

    /// What a node is.
    pub fn kind(&mut self, tree: &Tree<'_>) -> Option<NodeKind> {
        let word = self.text(tree, "a kind")?;
        let kind = NodeKind::from_word(word);
        if kind.is_none() {
            let words = NodeKind::ALL.map(NodeKind::word);
            let help = match nearest(word, words) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("the kinds are: {}", words.join(", ")),
            };
            self.fault(tree.span, format!("`{}` is not a kind of node", shown(word)), help);
        }
        kind
    }

    /// A confidence, without its basis.
    pub fn confidence(&mut self, tree: &Tree<'_>) -> Option<StatedConfidence> {
        let word = self.text(tree, "a confidence")?;
        let Ok(level) = word.parse::<Confidence>() else {
            let help = "write low, moderate, high or a range such as \"moderate to high\"; a likelihood belongs in \
                        the text, a number in `credibility`";
            self.fault(tree.span, format!("`{}` is not a confidence", shown(word)), help);
            return None;
        };
        Some(StatedConfidence { level, span: tree.span, basis: None })
    }

    /// The id that a key is.
    pub fn id(&mut self, text: &str, span: Span) -> Option<Id> {
        match Id::new(text) {
            Ok(id) => Some(id),
            Err(error) => {
                self.fault(span, error.to_string(), "write a short name on one line, such as `kj1`");
                None
            }
        }
    }

    /// One id or a list of them. An id that is all digits may stand without quotation marks.
    pub fn references(&mut self, tree: &Tree<'_>, what: &str) -> Vec<Reference> {
        match &tree.value {
            Value::Null => Vec::new(),
            Value::List(items) => items.iter().filter_map(|item| self.reference(item, what)).collect(),
            _ => self.reference(tree, what).into_iter().collect(),
        }
    }

    fn reference(&mut self, tree: &Tree<'_>, what: &str) -> Option<Reference> {
        let id = match &tree.value {
            Value::Text(text) => text.to_string(),
            Value::Number(_) => self.written(tree.span).to_owned(),
            _ => {
                self.wrong_type(tree, what, "an id or a list of ids", "write ids in quotation marks");
                return None;
            }
        };
        Some(Reference { id, span: tree.span })
    }
}

/// `text` with the place of each of its letters in `raw`, the literal at `span`; where the literal spells it with
/// escapes, the place of the whole literal.
pub(in crate::format) fn placed(text: &str, raw: &str, span: Span) -> Prose {
    let quotes = ["\"\"\"", "'''", "\"", "'"];
    let quote =
        quotes.into_iter().find(|quote| raw.len() >= 2 * quote.len() && raw.starts_with(quote) && raw.ends_with(quote));
    let width = quote.map_or(0, str::len);
    let inner = &raw[width..raw.len() - width];
    let mut builder = ProseBuilder::new(span.file);
    builder.push(inner, span.range().start + width);
    let verbatim = builder.finish();
    if inner == text {
        return verbatim;
    }
    // Compared after folding: YAML folds the lines of a plain text itself.
    let folded = folded(text);
    if verbatim.as_str() == folded { verbatim } else { Prose::approximate(folded, span) }
}

/// A text with each run of white space as one blank, and none at its ends.
pub(in crate::format) fn folded(text: &str) -> String {
    let mut builder = ProseBuilder::new(FileId::FIRST);
    builder.push(text, 0);
    builder.finish().as_str().to_owned()
}
