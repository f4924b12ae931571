use super::Syntax;
use super::decode::Decoder;
use super::tree::{self, Tree};
use super::{parts, values, write};
use crate::argument::{Argument, Id, Report, Source};
use crate::text::{Fault, SourceFile, Span};

/// What the front matter of a report says in linchpin's words.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// Title, date and yardstick.
    pub report: Report,
    /// The sources. Their `derived_from` keys are as written: they may name sources that do not exist.
    pub sources: Vec<Source>,
    /// The questions.
    pub questions: Vec<QuestionEntry>,
}

/// A question of the front matter, whose answers are known by their ids only: the nodes come later.
#[derive(Clone, Debug)]
pub struct QuestionEntry {
    /// Its name.
    pub id: Id,
    /// Its words.
    pub text: String,
    /// The ids of its answers, each with its place.
    pub answers: Vec<(String, Span)>,
    /// Where it is asked.
    pub span: Span,
}

/// Reads the YAML front matter that lies at `span` in `file`, without its fences. Places count from the start of
/// the file. O(length).
///
/// The keys are `title`, `date`, `yardstick`, `sources` and `questions`, with the same content as in a graph file;
/// of a date with a time, which site generators write, the day is taken. Other keys belong to other tools and are
/// passed over.
///
/// # Errors
/// All faults that were found, in the order of the text.
pub fn read_front_matter(file: &SourceFile, span: Span) -> Result<FrontMatter, Vec<Fault>> {
    let root = tree::parse(file, span.range(), Syntax::Yaml).map_err(|fault| vec![fault])?;
    let mut decoder = Decoder::new(file);
    let found = front_matter_of(&root, &mut decoder);
    let mut faults = decoder.faults;
    if faults.is_empty() {
        return Ok(found);
    }
    faults.sort_by_key(|fault| (fault.range.start, fault.range.end));
    Err(faults)
}

/// The keys of front matter that are linchpin's.
pub(in crate::format) const FRONT_MATTER_KEYS: &[&str] = &["title", "date", "yardstick", "sources", "questions"];

/// What front matter that is parsed already says in linchpin's words; what is wrong in it is left with the decoder.
pub(in crate::format) fn front_matter_of(root: &Tree<'_>, decoder: &mut Decoder<'_>) -> FrontMatter {
    let mut found = FrontMatter::default();
    for entry in decoder.entries(root, "the front matter") {
        match entry.key.as_ref() {
            "sources" => {
                for entry in parts::sources(decoder, &entry.value) {
                    let mut source = entry.source;
                    for reference in &entry.derived_from {
                        source.derived_from.extend(decoder.id(&reference.id, reference.span));
                    }
                    found.sources.push(source);
                }
            }
            "questions" => {
                for question in parts::questions(decoder, &entry.value) {
                    let answers = question.answers.into_iter().map(|answer| (answer.id, answer.span)).collect();
                    let (id, text, span) = (question.id, question.text, question.span);
                    found.questions.push(QuestionEntry { id, text, answers, span });
                }
            }
            "date" => found.report.date = decoder.date_of_timestamp(&entry.value),
            key => {
                parts::report_key(decoder, &mut found.report, key, &entry.value);
            }
        }
    }
    found
}

/// Title, date, yardstick, sources and questions as YAML that [`read_front_matter`] reads back, without fences;
/// `None` if the argument has none of them. `fence`, the text that ends the front matter, does not occur in it.
pub(in crate::format) fn write_front_matter(argument: &Argument, names: &[String], fence: &str) -> Option<String> {
    let root = values::of_front_matter(argument, names)?;
    let text = write::print(&root, Syntax::Yaml);
    // JSON is YAML too, and every character can be escaped there.
    let escaped = |text: String| {
        let first = fence.chars().next().unwrap_or('=');
        let escape = format!("\\u{:04x}", u32::from(first));
        // These two YAML holds escaped only.
        let text = text.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff");
        text.replace(fence, &fence.replace(first, &escape))
    };
    Some(if text.contains(fence) { escaped(write::print(&root, Syntax::Json)) } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FileId;

    fn read(text: &str) -> (SourceFile, Result<FrontMatter, Vec<Fault>>) {
        let file = SourceFile::new("report.md", text);
        let start = text.find("---\n").unwrap() + 4;
        let end = text[start..].find("---\n").unwrap() + start;
        let found = read_front_matter(&file, Span::new(FileId::FIRST, start..end));
        (file, found)
    }

    #[test]
    fn places_count_from_the_start_of_the_file() {
        let text = "---\nlayout: post\ntags: [a, {b: c}]\ntitle: Héron ahead\ndate: 2022-02-16T10:00:00Z\nyardstick: phia\n\
                    sources:\n  wire:\n    title: The wire\n    grade: b2\n    derived_from: tip\nquestions:\n  q1:\n    \
                    text: Who?\n    answers: [kj1, h1]\n---\n\nBody\n";
        let (file, found) = read(text);
        let found = found.unwrap();
        let title = found.report.title.unwrap();
        assert_eq!(&file.text()[title.span().range()], "Héron ahead");
        assert_eq!(found.report.date.unwrap().to_string(), "2022-02-16");
        assert_eq!(&text[found.report.yardstick_span.unwrap().range()], "phia");
        assert_eq!(found.sources[0].grade.unwrap().to_string(), "B2");
        assert_eq!(found.sources[0].derived_from[0].as_str(), "tip");
        assert!(found.sources[0].declared);
        assert!(text[found.sources[0].span.range()].starts_with("wire:"));
        let answers: Vec<_> = found.questions[0].answers.iter().map(|(_, span)| &text[span.range()]).collect();
        assert_eq!(answers, ["kj1", "h1"]);
        assert_eq!(found.questions[0].text, "Who?");
    }

    #[test]
    fn faults_name_the_line_of_the_file() {
        let (_, found) = read("---\ntitle: [a]\nsources:\n  x:\n    graed: B2\n    date: soon\n---\n");
        let shown: Vec<String> = found.unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "report.md:2:8: `title` must be text, not a list\nhelp: put it in quotation marks",
                "report.md:5:5: `graed` is not a key of a source\nhelp: did you mean `grade`?",
                "report.md:6:11: `soon` is not a date\nhelp: write it as 2022, 2022-02 or 2022-02-16",
            ]
        );
        let (_, found) = read("---\ntitle: a: b\n---\n");
        assert!(found.unwrap_err()[0].to_string().starts_with("report.md:2:9: this is not valid YAML:"));
        let (_, found) = read("---\n---\n");
        assert!(found.unwrap().report.title.is_none());
    }
}
