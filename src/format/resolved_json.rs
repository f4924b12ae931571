//! The argument as it was understood, resolved, for other tools to read: `export --to json`.
//!
//! Nodes and edges are flat arrays in document order; lines and columns count from 1. It is not a graph file: that
//! is what [`graph_file`](super::graph_file) writes.

use serde::Serialize;

use super::{WriteFault, WriteOptions, Writer, Written};
use crate::argument::{Argument, NodeHandle, SourceReference};
use crate::document::Prose;
use crate::text::Span;

/// The resolved argument in JSON.
#[derive(Clone, Copy, Debug)]
pub struct ResolvedJson;

impl Writer for ResolvedJson {
    fn name(&self) -> &'static str {
        "json"
    }

    fn summary(&self) -> &'static str {
        "the argument as it was understood, resolved, in two flat arrays"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn keeps(&self) -> &'static str {
        "the argument as it was understood: nodes, estimates, edges, sources and questions, with their places; suppressions are left out"
    }

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        let part = options.part(argument);
        let strengths = part.strengths.as_deref();
        let strength = |node: NodeHandle| strengths.unwrap_or_default().get(node.index()).copied().flatten();
        Ok(write(part.argument, strengths.is_some().then_some(&strength)).into())
    }
}

#[derive(Serialize)]
struct Resolved<'a> {
    report: Report<'a>,
    nodes: Vec<Node<'a>>,
    edges: Vec<Edge<'a>>,
    sources: Vec<Source<'a>>,
    questions: Vec<Question<'a>>,
}

#[derive(Serialize)]
struct Report<'a> {
    title: Option<&'a str>,
    date: Option<String>,
    yardstick: Option<&'a str>,
}

#[derive(Serialize)]
struct Node<'a> {
    id: &'a str,
    kind: &'static str,
    text: &'a str,
    estimate: Option<Estimate<'a>>,
    confidence: Option<&'static str>,
    credibility: Option<f64>,
    sources: Vec<&'a str>,
    #[serde(flatten)]
    place: Place<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    strength: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    grade: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    inline: bool,
}

#[derive(Serialize)]
struct Estimate<'a> {
    term: &'a str,
    name: &'a str,
    yardstick: &'a str,
    low: f64,
    high: f64,
}

/// Where something stands; all `null` for what was made in memory.
#[derive(Serialize, Default)]
struct Place<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
}

#[derive(Serialize)]
struct Edge<'a> {
    from: &'a str,
    to: &'a str,
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
    #[serde(flatten)]
    place: Place<'a>,
}

#[derive(Serialize)]
struct Question<'a> {
    id: &'a str,
    text: &'a str,
    answers: Vec<&'a str>,
}

/// Writes the resolved argument as indented JSON, ending in a line break.
///
/// `strengths` gives the strength of a node where one was computed; a number that is not finite is left out, as JSON
/// has none. O(nodes + edges), times O(log lines) for the places.
#[must_use]
pub fn write(argument: &Argument, strengths: Option<&dyn Fn(NodeHandle) -> Option<f64>>) -> String {
    let strength = |node| strengths.and_then(|strength| strength(node)).filter(|strength| strength.is_finite());
    let resolved = Resolved {
        report: Report {
            title: argument.report.title.as_ref().map(Prose::as_str),
            date: argument.report.date.map(|date| date.to_string()),
            yardstick: argument.report.yardstick.as_deref(),
        },
        nodes: argument.nodes().map(|(handle, node)| of_node(argument, node, strength(handle))).collect(),
        edges: argument
            .edges()
            .map(|(handle, edge)| {
                let (from, to) = argument.ends(handle);
                Edge {
                    from: argument.node(from).id.as_str(),
                    to: argument.node(to).id.as_str(),
                    kind: edge.kind.word(),
                    weight: edge.weight.get(),
                    because: edge.because.as_deref(),
                }
            })
            .collect(),
        sources: argument.sources().map(|source| of_source(argument, source)).collect(),
        questions: argument
            .questions()
            .iter()
            .map(|question| Question {
                id: question.id.as_str(),
                text: &question.text,
                answers: question.answers.iter().map(|&answer| argument.node(answer).id.as_str()).collect(),
            })
            .collect(),
    };
    // Plain structs with text keys and finite numbers: nothing here that JSON cannot hold.
    let mut text = crate::text::json_pretty(&resolved).unwrap_or_default();
    text.push('\n');
    text
}

fn of_node<'a>(argument: &'a Argument, node: &'a crate::argument::Node, strength: Option<f64>) -> Node<'a> {
    Node {
        id: node.id.as_str(),
        kind: node.kind.word(),
        text: node.text.as_str(),
        estimate: node.estimate.as_deref().map(|estimate| Estimate {
            term: &estimate.term,
            name: &estimate.name,
            yardstick: &estimate.yardstick,
            low: estimate.low,
            high: estimate.high,
        }),
        confidence: node.confidence.as_ref().map(|confidence| confidence.level.word()),
        credibility: node.credibility.map(crate::argument::Credibility::get),
        sources: node.sources.iter().map(|SourceReference { key, .. }| key.as_str()).collect(),
        place: place(argument, node.span),
        strength,
        grade: node.grade.map(|grade| grade.to_string()),
        date: node.date.map(|date| date.to_string()),
        inline: node.inline,
    }
}

fn of_source<'a>(argument: &'a Argument, source: &'a crate::argument::Source) -> Source<'a> {
    Source {
        key: source.key.as_str(),
        title: source.title.as_deref(),
        author: source.author.as_deref(),
        publisher: source.publisher.as_deref(),
        url: source.url.as_deref(),
        date: source.date.map(|date| date.to_string()),
        archive: source.archive.as_deref(),
        grade: source.grade.map(|grade| grade.to_string()),
        derived_from: source.derived_from.iter().map(crate::argument::Id::as_str).collect(),
        place: place(argument, source.span),
    }
}

fn place(argument: &Argument, span: Span) -> Place<'_> {
    let Some(file) = argument.files().files().nth(span.file.index()) else { return Place::default() };
    let at = file.position(span.start as usize);
    Place { file: Some(file.name()), line: Some(at.line), column: Some(at.column) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::argument::{Id, NodeKind};
    use crate::format::graph_file::{self, Syntax};
    use crate::text::SourceFile;

    #[test]
    fn the_form_is_the_documented_one() {
        let text =
            "[report]\ntitle = \"T\"\n[nodes.kj1]\nkind = \"judgement\"\ntext = \"It is likely.\"\nconfidence = \
                    \"low\"\n[nodes.é1]\ntext = \"A \\\"fact\\\"\"\ncredibility = 0.5\ngrade = \"B2\"\nsources = \
                    [\"s\"]\nsupports = { kj1 = { weight = 0.5, because = \"so\" } }\n[sources.s]\ndate = 2022\n\
                    [questions.q]\ntext = \"?\"\nanswers = [\"kj1\"]\n"
                .replace("[nodes.é1]", "[nodes.\"é1\"]");
        let mut argument = graph_file::read(&SourceFile::new("a.toml", text), Syntax::Toml).unwrap();
        let judgement = argument.find("kj1").unwrap();
        argument.update_node(judgement, |node| {
            node.estimate = Some(Box::new(crate::argument::Estimate {
                term: "likely".to_owned(),
                name: "likely".to_owned(),
                yardstick: "phia".to_owned(),
                low: 0.55,
                high: 0.75,
                span: node.span,
            }));
        });
        let strengths = |node: NodeHandle| (node == judgement).then_some(0.25);

        assert_eq!(write(&argument, Some(&strengths)), EXPECTED);
        let plain: serde_json::Value = serde_json::from_str(&write(&argument, None)).unwrap();
        assert!(plain["nodes"][0].get("strength").is_none());
    }

    #[test]
    fn what_was_made_in_memory_has_no_place() {
        let mut argument = Argument::default();
        let id = Id::new("a").unwrap();
        let text = Prose::synthetic("x");
        argument.add_node(crate::argument::Node::new(id, NodeKind::Claim, text, Span::default())).unwrap();
        let nan = |_: NodeHandle| Some(f64::NAN);
        let value: serde_json::Value = serde_json::from_str(&write(&argument, Some(&nan))).unwrap();
        assert_eq!(value["nodes"][0]["file"], serde_json::Value::Null);
        assert_eq!(value["nodes"][0]["line"], serde_json::Value::Null);
        assert!(value["nodes"][0].get("strength").is_none());
    }

    const EXPECTED: &str = r#"{
  "report": {
    "title": "T",
    "date": null,
    "yardstick": null
  },
  "nodes": [
    {
      "id": "kj1",
      "kind": "judgement",
      "text": "It is likely.",
      "estimate": {
        "term": "likely",
        "name": "likely",
        "yardstick": "phia",
        "low": 0.55,
        "high": 0.75
      },
      "confidence": "low",
      "credibility": null,
      "sources": [],
      "file": "a.toml",
      "line": 3,
      "column": 1,
      "strength": 0.25
    },
    {
      "id": "é1",
      "kind": "evidence",
      "text": "A \"fact\"",
      "estimate": null,
      "confidence": null,
      "credibility": 0.5,
      "sources": [
        "s"
      ],
      "file": "a.toml",
      "line": 7,
      "column": 1,
      "grade": "B2"
    }
  ],
  "edges": [
    {
      "from": "é1",
      "to": "kj1",
      "kind": "supports",
      "weight": 0.5,
      "because": "so"
    }
  ],
  "sources": [
    {
      "key": "s",
      "title": null,
      "author": null,
      "publisher": null,
      "url": null,
      "date": "2022",
      "archive": null,
      "grade": null,
      "derived_from": [],
      "file": "a.toml",
      "line": 13,
      "column": 1
    }
  ],
  "questions": [
    {
      "id": "q",
      "text": "?",
      "answers": [
        "kj1"
      ]
    }
  ]
}
"#;
}
