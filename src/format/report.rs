//! Reports as their authors wrote them: Markdown, plain text, HTML, Word, PDF.

use std::collections::HashSet;

use super::{Loss, Reader, Reading, graph_file};
use crate::argument::{Argument, Defect, NodeHandle, Preface, Question, build};
use crate::document::{self, Document, Layout, Regions};
use crate::text::{Container, Fault, FileId, SourceFile, Span};

/// Markdown: CommonMark with tables, footnotes, front matter and Pandoc's attributes.
#[derive(Clone, Copy, Debug)]
pub struct MarkdownReport;

/// Plain text.
#[derive(Clone, Copy, Debug)]
pub struct TextReport;

/// A web page.
#[derive(Clone, Copy, Debug)]
pub struct HtmlReport;

impl Reader for MarkdownReport {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn summary(&self) -> &'static str {
        "a report in Markdown (CommonMark, tables, footnotes, front matter, attributes)"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown", "mdown", "qmd"]
    }

    fn keeps(&self) -> &'static str {
        "judgements, what stands under them, fields, attributes, sources and front matter; `import --explain` says for every block what it was taken for"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        document::detect(file) == Layout::Markdown
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        read_document(&read_past_regions(file, Layout::Markdown, document::markdown::read))
    }
}

impl Reader for TextReport {
    fn name(&self) -> &'static str {
        "text"
    }

    fn summary(&self) -> &'static str {
        "a report in plain text"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn keeps(&self) -> &'static str {
        "judgements, what stands under them, and fields; `import --explain` says for every block what it was taken for"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        document::detect(file) == Layout::Text
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        read_document(&document::text::read(file))
    }
}

impl Reader for HtmlReport {
    fn name(&self) -> &'static str {
        "html"
    }

    fn summary(&self) -> &'static str {
        "a report as a web page: the article, not its navigation"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml"]
    }

    fn keeps(&self) -> &'static str {
        "judgements, what stands under them, fields and links of the article; navigation, scripts and forms are left out"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        document::detect(file) == Layout::Html
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        read_document(&read_past_regions(file, Layout::Html, document::html::read))
    }
}

/// A Word file.
#[derive(Clone, Copy, Debug)]
pub struct WordReport;

impl Reader for WordReport {
    fn name(&self) -> &'static str {
        "docx"
    }

    fn summary(&self) -> &'static str {
        "a report as a Word file"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["docx", "docm", "dotx"]
    }

    fn keeps(&self) -> &'static str {
        "judgements, what stands under them, fields, links and notes, with tracked changes accepted; a line is a paragraph, or a row of a table; comments and pictures are left out"
    }

    fn reads_containers(&self) -> bool {
        true
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        came_in(file, Container::Word)
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        if !self.recognises(file) {
            return Err(vec![
                Fault::new(file, 0..0, "this is no Word file: it does not begin as a zip archive does")
                    .with_help("let the format be found out, without --from, or save the report as .docx"),
            ]);
        }
        read_typeset(file)
    }
}

/// A PDF file.
#[cfg(feature = "documents")]
#[derive(Clone, Copy, Debug)]
pub struct PdfReport;

#[cfg(feature = "documents")]
impl Reader for PdfReport {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn summary(&self) -> &'static str {
        "a report as a PDF file with text in one column"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn keeps(&self) -> &'static str {
        "judgements, what stands under them, and fields, as the letters' sizes and places tell; a line is a paragraph, or a row of a table; pictures, running heads and links on words are left out; scans and columns are refused"
    }

    fn reads_containers(&self) -> bool {
        true
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        came_in(file, Container::Pdf)
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        if !self.recognises(file) {
            return Err(vec![
                Fault::new(file, 0..0, "this is no PDF file: it does not begin with `%PDF-`")
                    .with_help("let the format be found out, without --from"),
            ]);
        }
        read_typeset(file)
    }
}

fn came_in(file: &SourceFile, container: Container) -> bool {
    file.typeset().is_some_and(|typeset| typeset.container == container)
}

/// Reads what came in a container.
fn read_typeset(file: &SourceFile) -> Result<Reading, Vec<Fault>> {
    let mut reading = read_document(&document::typeset::read(file))?;
    let Some(typeset) = file.typeset() else { return Ok(reading) };
    reading.losses = typeset
        .losses
        .iter()
        .map(|(range, message)| Loss { span: Span::new(FileId::FIRST, range.clone()), message: message.clone() })
        .collect();
    Ok(reading)
}

/// Reads a document as if there were nothing in its regions: what linchpin writes there is no part of the report.
fn read_past_regions(file: &SourceFile, layout: Layout, read: fn(&SourceFile) -> Document) -> Document {
    Document { file: file.clone(), ..read(&Regions::masked(file, layout)) }
}

/// Builds the argument of a document, with what its front matter declares.
fn read_document(document: &Document) -> Result<Reading, Vec<Fault>> {
    let front_matter = match document.front_matter {
        Some(span) => graph_file::read_front_matter(&document.file, span)?,
        None => graph_file::FrontMatter::default(),
    };
    let preface = Preface { report: front_matter.report, sources: front_matter.sources };
    let mut built = build(document, preface);
    let given_by_layout = built.argument.questions().len();
    for question in front_matter.questions {
        ask(&mut built.argument, question);
    }
    ask_once(&mut built.argument, given_by_layout);
    Ok(Reading { argument: built.argument, blocks: built.blocks, losses: Vec::new() })
}

/// Takes out the questions of the layout, which come first, whose answers are those of a question in the front matter: the
/// author words what the layout asks as well.
fn ask_once(argument: &mut Argument, given_by_layout: usize) {
    let answers = |question: &Question| {
        let mut answers = question.answers.clone();
        answers.sort_unstable();
        answers.dedup();
        answers
    };
    let stated: HashSet<Vec<NodeHandle>> = argument.questions()[given_by_layout..].iter().map(answers).collect();
    let mut number = 0;
    argument.retain_questions(|question| {
        number += 1;
        number > given_by_layout || !stated.contains(&answers(question))
    });
}

/// Adds a question of the front matter, whose answers are ids of nodes in the text.
fn ask(argument: &mut Argument, entry: graph_file::QuestionEntry) {
    let mut answers = Vec::new();
    for (answer, span) in entry.answers {
        match argument.find(&answer) {
            Some(node) => answers.push(node),
            None => {
                argument.defects.push(Defect::DanglingReference { id: answer, span, wanted: "node", nearest: None });
            }
        }
    }
    argument.add_question(Question { id: entry.id, text: entry.text, answers, span: entry.span });
}
