//! What the page carries: the argument, its sources, findings and scores, as JSON.

use std::fmt::Write as _;

use std::collections::HashMap;

use serde::Serialize;

use crate::argument::{self, Argument, EdgeHandle, NodeHandle};
use crate::document::Prose;
use crate::draw::source_link;
use crate::format::{Part, Scored, WriteOptions};
use crate::rules;
use crate::score::{self, BaseOrigin, Verdict, semantics};
use crate::text::{SourceFile, Span};

#[derive(Serialize)]
struct Page<'a> {
    report: Report<'a>,
    scoring: Scoring,
    nodes: Vec<Node<'a>>,
    edges: Vec<Edge<'a>>,
    sources: Vec<Source<'a>>,
    questions: Vec<Question<'a>>,
    findings: Vec<Finding<'a>>,
    /// Pairs of judgement and linchpin.
    linchpins: Vec<(usize, usize)>,
    /// The nodes that are shown at first; `null` for all.
    shown: Option<Vec<usize>>,
    /// What is to be said of the picture.
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct Report<'a> {
    title: Option<&'a str>,
    date: Option<String>,
    yardstick: Option<&'a str>,
    file: Option<&'a str>,
}

#[derive(Serialize)]
struct Scoring {
    semantics: &'static str,
    standing: &'static str,
    all: Vec<SemanticsCard>,
}

#[derive(Serialize)]
struct SemanticsCard {
    name: &'static str,
    formula: &'static str,
    paper: &'static str,
}

#[derive(Serialize)]
struct Node<'a> {
    id: &'a str,
    kind: &'static str,
    text: &'a str,
    place: Option<Place<'a>>,
    quotation: Option<Quotation<'a>>,
    estimate: Option<Estimate<'a>>,
    likelihood: Option<&'a str>,
    confidence: Option<&'static str>,
    basis: Option<&'a str>,
    grade: Option<String>,
    date: Option<String>,
    sources: Vec<usize>,
    inline: bool,
    base: f64,
    base_from: &'static str,
    base_grade: Option<String>,
    base_source: Option<&'a str>,
    strength: Option<f64>,
    certainty: Option<(f64, f64)>,
    threshold: Option<f64>,
}

#[derive(Serialize)]
struct Estimate<'a> {
    term: &'a str,
    yardstick: &'a str,
    low: f64,
    high: f64,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    /// Where that line is to be read, if the pictures link there.
    address: Option<String>,
}

/// A stretch of the report with what stands around it.
#[derive(Serialize)]
struct Quotation<'a> {
    /// The line that `before` begins on.
    line: usize,
    before: &'a str,
    marked: &'a str,
    after: &'a str,
    /// Whether the beginning, the middle and the end are whole.
    whole: [bool; 3],
}

#[derive(Serialize)]
struct Edge<'a> {
    premise: usize,
    conclusion: usize,
    kind: &'static str,
    weight: f64,
    because: Option<&'a str>,
}

#[derive(Serialize)]
struct Source<'a> {
    key: &'a str,
    title: Option<&'a str>,
    author: Option<&'a str>,
    publisher: Option<&'a str>,
    url: Option<&'a str>,
    date: Option<String>,
    archive: Option<&'a str>,
    grade: Option<String>,
    derived_from: Vec<&'a str>,
}

#[derive(Serialize)]
struct Question<'a> {
    id: &'a str,
    text: &'a str,
    answers: Vec<usize>,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'static str,
    level: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    place: Option<Place<'a>>,
    nodes: Vec<usize>,
}

/// Lines shown above and below a stretch of the report.
const LINES_AROUND: usize = 2;
/// The most bytes of a quotation before, in and after the stretch: nested bullets would repeat each other without end.
const MOST_AROUND: usize = 600;
const MOST_MARKED: usize = 4_000;

/// The data of the page as JSON that may stand in a script element. O(nodes + edges + findings), times O(log lines).
pub(super) fn json(part: &Part<'_>, scored: Scored<'_>, options: &WriteOptions<'_>, note: Option<&str>) -> String {
    let argument = part.argument;
    let places = Places { argument, address: options.look.source_address };
    let page = Page {
        report: Report {
            title: argument.report.title.as_ref().map(Prose::as_str),
            date: argument.report.date.map(|date| date.to_string()),
            yardstick: argument.report.read_by.as_ref().map(|read_by| read_by.yardstick.as_str()),
            file: argument.files().files().next().map(SourceFile::name),
        },
        scoring: Scoring {
            semantics: scored.semantics.name(),
            standing: scored.scores.standing.word(),
            all: semantics::ALL
                .iter()
                .map(|one| SemanticsCard { name: one.name(), formula: one.formula(), paper: one.paper() })
                .collect(),
        },
        nodes: nodes(part, scored, &places),
        edges: argument.edges().map(|(handle, _)| of_edge(argument, handle)).collect(),
        sources: argument.sources().map(of_source).collect(),
        questions: argument
            .questions()
            .iter()
            .map(|question| Question {
                id: question.id.as_str(),
                text: &question.text,
                answers: question.answers.iter().map(|answer| answer.index()).collect(),
            })
            .collect(),
        findings: part.findings.iter().flatten().map(|finding| of_finding(finding, &places)).collect(),
        linchpins: part.linchpins().map(|(judgement, linchpin)| (judgement.index(), linchpin.index())).collect(),
        shown: options.excerpt.map(|excerpt| {
            excerpt.argument().nodes().map(|(node, _): (NodeHandle, _)| excerpt.there(node).index()).collect()
        }),
        note,
    };
    // Plain structs with text keys and finite numbers: nothing here that JSON cannot hold.
    for_script(&serde_json::to_string(&page).unwrap_or_default())
}

fn nodes<'a>(part: &'a Part<'_>, scored: Scored<'_>, places: &Places<'a>) -> Vec<Node<'a>> {
    let argument = part.argument;
    let numbers: HashMap<&str, usize> =
        argument.sources().enumerate().map(|(number, source)| (source.key.as_str(), number)).collect();
    let graph = score::compiled(argument, scored.settings);
    let mut verdicts: Vec<Option<&Verdict>> = vec![None; argument.node_count()];
    for verdict in &part.verdicts {
        verdicts[verdict.node.index()] = Some(verdict);
    }
    let of_node = |(handle, node): (NodeHandle, &'a argument::Node)| {
        let (base_from, base_grade, base_source) = match scored.settings.bases.of(argument, handle).origin {
            BaseOrigin::Stated => ("credibility", None, None),
            BaseOrigin::Grade { source, grade } => {
                let key = source.and_then(|key| argument.source(key.as_str()));
                ("grade", Some(grade.to_string()), key.map(|source| source.key.as_str()))
            }
            BaseOrigin::KindDefault(_) => ("default", None, None),
            BaseOrigin::WhatIf => ("what-if", None, None),
        };
        let verdict = verdicts[handle.index()];
        let confidence = node.confidence.as_ref();
        Node {
            id: node.id.as_str(),
            kind: node.kind.word(),
            text: node.text.as_str(),
            place: places.of(node.span),
            quotation: quotation(argument, node.span),
            estimate: node.estimate.as_deref().map(|estimate| Estimate {
                term: &estimate.term,
                yardstick: &estimate.yardstick,
                low: estimate.low,
                high: estimate.high,
            }),
            likelihood: node.likelihood.as_deref().map(Prose::as_str),
            confidence: confidence.map(|confidence| confidence.level.word()),
            basis: confidence.and_then(|confidence| Some(confidence.basis.as_ref()?.as_str())),
            grade: node.grade.map(|grade| grade.to_string()),
            date: node.date.map(|date| date.to_string()),
            sources: node.sources.iter().filter_map(|source| numbers.get(source.key.as_str()).copied()).collect(),
            inline: node.inline,
            base: graph.base(handle.index()),
            base_from,
            base_grade,
            base_source,
            strength: part.strengths.as_ref().and_then(|strengths| strengths[handle.index()]),
            certainty: verdict.and_then(|verdict| verdict.certainty),
            threshold: verdict.map(|verdict| verdict.threshold),
        }
    };
    argument.nodes().map(of_node).collect()
}

fn of_edge(argument: &Argument, handle: EdgeHandle) -> Edge<'_> {
    let edge = argument.edge(handle);
    let (premise, conclusion) = argument.ends(handle);
    Edge {
        premise: premise.index(),
        conclusion: conclusion.index(),
        kind: edge.kind.word(),
        weight: edge.weight.get(),
        because: edge.because.as_deref(),
    }
}

fn of_finding<'a>(finding: &'a rules::Finding, places: &Places<'a>) -> Finding<'a> {
    Finding {
        rule: finding.rule,
        level: finding.level.word(),
        message: &finding.message,
        help: finding.help.as_deref(),
        place: places.of(finding.primary.span),
        nodes: finding.nodes.iter().map(|node| node.index()).collect(),
    }
}

fn of_source(source: &argument::Source) -> Source<'_> {
    Source {
        key: source.key.as_str(),
        title: source.title.as_deref(),
        author: source.author.as_deref(),
        publisher: source.publisher.as_deref(),
        url: source.url.as_deref(),
        date: source.date.map(|date| date.to_string()),
        archive: source.archive.as_deref(),
        grade: source.grade.map(|grade| grade.to_string()),
        derived_from: source.derived_from.iter().map(argument::Id::as_str).collect(),
    }
}

/// JSON in which nothing ends a script element, begins a comment, breaks a line or commands a terminal: these characters stand in strings
/// only, where they have another way to be written.
fn for_script(json: &str) -> String {
    let mut safe = String::with_capacity(json.len() + json.len() / 16);
    for c in json.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            // A terminal takes these for commands.
            '\u{7f}'..='\u{9f}' => {
                let _ = write!(safe, "\\u{:04x}", u32::from(c));
            }
            _ => safe.push(c),
        }
    }
    safe
}

struct Places<'a> {
    argument: &'a Argument,
    address: Option<&'a str>,
}

impl<'a> Places<'a> {
    /// Where a span begins; `None` for what was made in memory.
    fn of(&self, span: Span) -> Option<Place<'a>> {
        let (file, at) = self.argument.files().place(span)?;
        let address = self.address.and_then(|pattern| source_link(pattern, file, at.line));
        Some(Place { file, line: at.line, column: at.column, address })
    }
}

/// A span with the lines around it. `None` for what was made in memory, and for spans of nothing.
fn quotation(argument: &Argument, span: Span) -> Option<Quotation<'_>> {
    let file = argument.files().files().nth(span.file.index())?;
    let text = file.text();
    let (start, end) = (span.start as usize, span.end as usize);
    let marked = text.get(start..end).filter(|marked| !marked.trim().is_empty())?;
    let marked = marked.trim_end();
    let end = start + marked.len();
    let line = |offset: usize| file.position(offset).line;
    let (first, last) = (line(start).saturating_sub(LINES_AROUND).max(1), line(end) + LINES_AROUND);
    let from = file.lines().line_range(text, first).map_or(0, |range| range.start);
    let to = file.lines().line_range(text, last).map_or(text.len(), |range| range.end).max(end);
    let earliest = text.ceil_char_boundary(start.saturating_sub(MOST_AROUND));
    let latest = text.floor_char_boundary(end.saturating_add(MOST_AROUND));
    let before = &text[from.max(earliest)..start];
    let shown = &marked[..marked.floor_char_boundary(MOST_MARKED)];
    let is_whole = shown.len() == marked.len();
    let after = if is_whole { &text[end..to.min(latest)] } else { "" };
    Some(Quotation {
        line: line(from.max(earliest)),
        before: before.trim_start_matches('\u{feff}'),
        marked: shown,
        after: after.trim_end(),
        whole: [from >= earliest, is_whole, to <= latest],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Reader, report::MarkdownReport};

    fn read(text: &str) -> Argument {
        MarkdownReport.read(&SourceFile::new("r.md", text)).unwrap().argument
    }

    #[test]
    fn a_quotation_is_the_span_with_the_lines_around_it() {
        let text =
            "# T\n\n## Key Judgement 1\n\nRain is likely.\n\n- The glass is falling.\n- Swallows fly low.\n\nEnd.\n";
        let argument = read(text);
        let node = argument.node(argument.find("kj1-1").unwrap());
        let quotation = quotation(&argument, node.span).unwrap();
        assert_eq!(
            (quotation.line, quotation.before, quotation.marked, quotation.after),
            (5, "Rain is likely.\n\n", "- The glass is falling.", "\n- Swallows fly low.")
        );
        assert_eq!(quotation.whole, [true; 3]);
    }

    #[test]
    fn a_quotation_of_a_long_line_is_cut_at_characters() {
        let long = "é".repeat(5_000);
        let argument = read(&format!("## Key Judgement 1\n\nRain is likely. {long}\n\n- {long}\n"));
        for (_, node) in argument.nodes() {
            let quotation = quotation(&argument, node.span).unwrap();
            assert!(quotation.marked.len() <= MOST_MARKED && quotation.before.len() <= MOST_AROUND);
            assert!(quotation.after.len() <= MOST_AROUND);
        }
    }

    #[test]
    fn nothing_in_the_data_ends_its_element() {
        let safe = for_script("\"</script><!--\u{2028}\u{2029}&\"");
        assert_eq!(safe, "\"\\u003c/script\\u003e\\u003c!--\\u2028\\u2029\\u0026\"");
        let value: String = serde_json::from_str(&safe).unwrap();
        assert_eq!(value, "</script><!--\u{2028}\u{2029}&");
    }

    #[test]
    fn an_address_is_of_the_web_or_relative() {
        let argument = Argument::new(crate::text::SourceMap::single(SourceFile::new("javascript:alert(1)", "x")));
        let at = |address| Places { argument: &argument, address: Some(address) }.of(Span::default()).unwrap().address;
        assert_eq!(at("{file}#L{line}").as_deref(), Some("javascript%3Aalert%281%29#L1"));
        assert_eq!(at("https://e.org/{file}?{line}").as_deref(), Some("https://e.org/javascript%3Aalert%281%29?1"));
        assert_eq!(at("javascript:alert({line})"), None);
        assert_eq!(at("//e.org/{line}"), None);
    }
}
