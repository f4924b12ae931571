//! Report, sources and questions: what a graph file and a report's front matter have in common.

use super::decode::{Decoder, Reference};
use super::tree::Tree;
use crate::argument::{Id, Report, Source};
use crate::text::Span;

pub(in crate::format) const REPORT_KEYS: &[&str] = &["title", "date", "yardstick", "allow"];
pub(in crate::format) const SOURCE_KEYS: &[&str] =
    &["title", "author", "publisher", "url", "date", "archive", "grade", "derived_from"];
pub(in crate::format) const QUESTION_KEYS: &[&str] = &["text", "answers"];

/// A source with the keys that it names, which are checked when all sources are known.
pub(in crate::format) struct SourceEntry {
    pub source: Source,
    pub derived_from: Vec<Reference>,
}

/// A question whose answers are not looked up yet.
pub(in crate::format) struct RawQuestion {
    pub id: Id,
    pub text: String,
    pub answers: Vec<Reference>,
    pub span: Span,
}

/// One key of the report's own data; `false` if it is another key.
pub(in crate::format) fn report_key(
    decoder: &mut Decoder<'_>,
    report: &mut Report,
    key: &str,
    value: &Tree<'_>,
) -> bool {
    match key {
        "title" => report.title = decoder.prose(value, "`title`"),
        "date" => report.date = decoder.date(value),
        "yardstick" => {
            report.yardstick = decoder.text(value, "`yardstick`").map(str::to_owned);
            report.yardstick_span = report.yardstick.is_some().then_some(value.span);
        }
        _ => return false,
    }
    true
}

pub(in crate::format) fn sources(decoder: &mut Decoder<'_>, tree: &Tree<'_>) -> Vec<SourceEntry> {
    let mut found = Vec::new();
    for entry in decoder.entries(tree, "`sources`") {
        let Some(key) = decoder.id(&entry.key, entry.key_span) else { continue };
        let mut source = Source { declared: true, ..Source::new(key, entry.span()) };
        let mut derived_from = Vec::new();
        for field in decoder.entries(&entry.value, "a source") {
            let value = &field.value;
            match field.key.as_ref() {
                "title" => source.title = decoder.text(value, "`title`").map(str::to_owned),
                "author" => source.author = decoder.text(value, "`author`").map(str::to_owned),
                "publisher" => source.publisher = decoder.text(value, "`publisher`").map(str::to_owned),
                "url" => source.url = decoder.text(value, "`url`").map(str::to_owned),
                "archive" => source.archive = decoder.text(value, "`archive`").map(str::to_owned),
                "date" => source.date = decoder.date(value),
                "grade" => source.grade = decoder.grade(value),
                "derived_from" => derived_from = decoder.references(value, "`derived_from`"),
                _ => decoder.unknown(field, "a source", SOURCE_KEYS),
            }
        }
        found.push(SourceEntry { source, derived_from });
    }
    found
}

pub(in crate::format) fn questions(decoder: &mut Decoder<'_>, tree: &Tree<'_>) -> Vec<RawQuestion> {
    let mut found = Vec::new();
    for entry in decoder.entries(tree, "`questions`") {
        let Some(id) = decoder.id(&entry.key, entry.key_span) else { continue };
        let mut text = None;
        let mut answers = Vec::new();
        let mut has_text = false;
        for field in decoder.entries(&entry.value, "a question") {
            match field.key.as_ref() {
                "text" => {
                    has_text = true;
                    text = decoder.prose(&field.value, "`text`").map(|prose| prose.as_str().to_owned());
                }
                "answers" => answers = decoder.references(&field.value, "`answers`"),
                _ => decoder.unknown(field, "a question", QUESTION_KEYS),
            }
        }
        if !has_text {
            let message = format!("the question `{id}` has no `text`");
            decoder.fault(entry.key_span, message, "add the question's words under the key `text`");
        }
        let text = text.unwrap_or_default();
        found.push(RawQuestion { id, text, answers, span: entry.span() });
    }
    found
}
