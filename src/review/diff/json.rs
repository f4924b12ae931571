use std::io;

use serde::Serialize;

use super::changes::{Change, Subject, horizon};
use super::told::Teller;
use super::{Difference, DifferenceReporter, FailOn, JudgementDifference, Side};
use crate::argument::{Argument, EdgeHandle, Id, Node, NodeHandle};
use crate::review::place::stretch;
use crate::rules::Finding;
use crate::text::Span;
use crate::text::json_text::write_json;

/// `{"differences": […]}`, one argument a line; see the book's chapter on diffs for the keys. New keys may come; those that are there stay.
///
/// Whatever has an old and a new form is a pair `{"old", "new"}`, `null` where there is none. Lines and columns count
/// from 1.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json {
    begun: bool,
}

#[derive(Serialize)]
struct Pair<T> {
    old: Option<T>,
    new: Option<T>,
}

impl<T> Pair<T> {
    fn new(old: Option<T>, new: Option<T>) -> Self {
        Self { old, new }
    }
}

#[derive(Serialize)]
struct Whole<'a> {
    file: Pair<&'a str>,
    summary: String,
    empty: bool,
    weaker: bool,
    judgements: Vec<Judgement<'a>>,
    changes: Vec<ChangeEntry<'a>>,
    nodes: Vec<NodePair<'a>>,
    findings: Findings<'a>,
}

#[derive(Serialize)]
struct Judgement<'a> {
    id: Pair<&'a str>,
    differs: bool,
    strength: Pair<f64>,
    stands: Pair<bool>,
    linchpin: Pair<&'a str>,
    likelihood: Pair<&'a str>,
    turn: Option<&'static str>,
    confidence: Pair<&'static str>,
    horizon: Pair<String>,
    cause: Option<CauseEntry>,
}

#[derive(Serialize)]
struct CauseEntry {
    change: usize,
    effect: f64,
}

#[derive(Serialize)]
struct ChangeEntry<'a> {
    of: &'static str,
    kind: &'static str,
    judgement: Option<usize>,
    message: String,
    old: Option<Element<'a>>,
    new: Option<Element<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Element<'a> {
    Node(NodeEntry<'a>),
    Edge { from: &'a str, to: &'a str, kind: &'static str, weight: f64, because: Option<&'a str> },
    Source { key: &'a str, grade: Option<String>, date: Option<String> },
}

#[derive(Serialize)]
struct NodeEntry<'a> {
    id: &'a str,
    kind: &'static str,
    text: &'a str,
    likelihood: Option<&'a str>,
    confidence: Option<&'static str>,
    credibility: Option<f64>,
    grade: Option<String>,
    date: Option<String>,
    sources: Vec<&'a str>,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
}

#[derive(Serialize)]
struct NodePair<'a> {
    old: &'a str,
    new: &'a str,
    by: &'static str,
    similarity: f64,
    reordered: bool,
}

#[derive(Serialize)]
struct Findings<'a> {
    review: Vec<FindingEntry<'a>>,
    new: Vec<FindingEntry<'a>>,
    gone: Vec<FindingEntry<'a>>,
}

#[derive(Serialize)]
struct FindingEntry<'a> {
    rule: &'a str,
    level: &'static str,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    nodes: Vec<&'a str>,
    help: Option<&'a str>,
}

impl DifferenceReporter for Json {
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(b"{\"differences\":[")
    }

    fn difference(&mut self, difference: &Difference<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(if std::mem::replace(&mut self.begun, true) { b",\n" } else { b"\n" })?;
        write_json(out, &whole(difference))
    }

    fn finish(&mut self, same: usize, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(if self.begun { b"\n" } else { b"" })?;
        writeln!(out, "],\"same\":{same}}}")
    }
}

fn whole<'a>(difference: &'a Difference<'a>) -> Whole<'a> {
    let (old, new) = (difference.old.argument, difference.new.argument);
    let name = |name: &'a str| Some(name).filter(|name| !name.is_empty());
    let findings = |side: &'a Side<'a>, numbers: &[usize]| {
        numbers.iter().map(|&number| finding(side.argument, &side.findings[number])).collect()
    };
    Whole {
        file: Pair::new(name(difference.old.name()), name(difference.new.name())),
        summary: difference.headline(Teller::PLAIN),
        empty: difference.is_empty(),
        weaker: difference.is_worse(FailOn::Weaker),
        judgements: difference.judgements.iter().map(|judgement| of_judgement(difference, judgement)).collect(),
        changes: difference.changes.iter().map(|change| of_change(difference, change)).collect(),
        nodes: difference
            .matching
            .pairs()
            .map(|(before, now)| NodePair {
                old: old.node(before).id.as_str(),
                new: new.node(now).id.as_str(),
                by: difference.matching.by(before).map_or("", super::MatchedBy::word),
                similarity: difference.matching.similarity(before),
                reordered: difference.matching.is_reordered(now),
            })
            .collect(),
        findings: Findings {
            review: difference.review.iter().map(|found| finding(new, found)).collect(),
            new: findings(&difference.new, &difference.findings.new),
            gone: findings(&difference.old, &difference.findings.gone),
        },
    }
}

fn of_judgement<'a>(difference: &'a Difference<'a>, judgement: &JudgementDifference) -> Judgement<'a> {
    let (old, new) = (difference.old.argument, difference.new.argument);
    let (before, now) = (judgement.old.map(|node| old.node(node)), judgement.new.map(|node| new.node(node)));
    let id = |argument: &'a Argument, node: Option<NodeHandle>| node.map(|node| argument.node(node).id.as_str());
    let likelihood = |node: Option<&'a Node>| node.and_then(|node| Some(node.estimate.as_deref()?.name.as_str()));
    let confidence = |node: Option<&Node>| node.and_then(|node| Some(node.confidence.as_ref()?.level.word()));
    Judgement {
        id: Pair::new(id(old, judgement.old), id(new, judgement.new)),
        differs: difference.stands_differently(judgement),
        strength: Pair::new(judgement.strengths.0, judgement.strengths.1),
        stands: Pair::new(judgement.stands.0, judgement.stands.1),
        linchpin: Pair::new(id(old, judgement.linchpins.0), id(new, judgement.linchpins.1)),
        likelihood: Pair::new(likelihood(before), likelihood(now)),
        turn: judgement.turn.map(crate::rules::Turn::word),
        confidence: Pair::new(confidence(before), confidence(now)),
        horizon: Pair::new(
            judgement.old.and_then(|node| horizon(old, node)),
            judgement.new.and_then(|node| horizon(new, node)),
        ),
        cause: judgement.cause.map(|cause| CauseEntry { change: cause.change, effect: cause.effect }),
    }
}

fn of_change<'a>(difference: &'a Difference<'a>, change: &'a Change) -> ChangeEntry<'a> {
    let (old, new) = (difference.old.argument, difference.new.argument);
    let (of, before, now) = match &change.subject {
        Subject::Node(before, now) => {
            ("node", before.map(|node| of_node(old, node)), now.map(|node| of_node(new, node)))
        }
        Subject::Edge(before, now) => {
            ("edge", before.map(|edge| of_edge(old, edge)), now.map(|edge| of_edge(new, edge)))
        }
        Subject::Source(before, now) => {
            ("source", before.as_ref().map(|key| of_source(old, key)), now.as_ref().map(|key| of_source(new, key)))
        }
    };
    ChangeEntry {
        of,
        kind: change.kind.word(),
        judgement: change.judgement,
        message: Teller::PLAIN.clause(difference, change),
        old: before,
        new: now,
    }
}

fn of_node(argument: &Argument, node: NodeHandle) -> Element<'_> {
    let data = argument.node(node);
    let (file, line, column) = place(argument, data.span);
    Element::Node(NodeEntry {
        id: data.id.as_str(),
        kind: data.kind.word(),
        text: data.text.as_str(),
        likelihood: data.estimate.as_deref().map(|estimate| estimate.name.as_str()),
        confidence: data.confidence.as_ref().map(|stated| stated.level.word()),
        credibility: data.credibility.map(crate::argument::Credibility::get),
        grade: data.grade.map(|grade| grade.to_string()),
        date: data.date.map(|date| date.to_string()),
        sources: data.sources.iter().map(|reference| reference.key.as_str()).collect(),
        file,
        line,
        column,
    })
}

fn of_edge(argument: &Argument, edge: EdgeHandle) -> Element<'_> {
    let data = argument.edge(edge);
    let (premise, conclusion) = argument.ends(edge);
    Element::Edge {
        from: argument.node(premise).id.as_str(),
        to: argument.node(conclusion).id.as_str(),
        kind: data.kind.word(),
        weight: data.weight.get(),
        because: data.because.as_deref(),
    }
}

fn of_source<'a>(argument: &'a Argument, key: &'a Id) -> Element<'a> {
    let source = argument.source(key.as_str());
    Element::Source {
        key: key.as_str(),
        grade: source.and_then(|source| source.grade).map(|grade| grade.to_string()),
        date: source.and_then(|source| source.date).map(|date| date.to_string()),
    }
}

fn finding<'a>(argument: &'a Argument, finding: &'a Finding) -> FindingEntry<'a> {
    let (file, line, column) = place(argument, finding.primary.span);
    FindingEntry {
        rule: finding.rule,
        level: finding.level.word(),
        message: &finding.message,
        file,
        line,
        column,
        nodes: finding.nodes.iter().map(|&node| argument.node(node).id.as_str()).collect(),
        help: finding.help.as_deref(),
    }
}

fn place(argument: &Argument, span: Span) -> (Option<&str>, Option<usize>, Option<usize>) {
    match stretch(argument, span) {
        Some(at) => (Some(at.file), Some(at.start.line), Some(at.start.column)),
        None => (None, None, None),
    }
}
