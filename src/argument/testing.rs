//! Arguments for tests, from a few terse lines, or of any kind at all.

pub(crate) mod generated;

use super::{Argument, Confidence, Defect, Edge, EdgeKind, Estimate, Id, Node, NodeHandle, NodeKind, Origin};
use super::{Question, Source, SourceReference, StatedConfidence, Suppression, Weight};
use crate::document::Prose;
use crate::text::{FileId, SourceFile, SourceMap, Span};

/// An argument whose source file is the sketch itself, so that spans show the sketch's own lines.
///
/// ```text
/// kj1: judgement "Words." likelihood=0.55..0.75 confidence=high
/// e1: evidence "Words." source=wire,paper inline
/// e1 -> kj1 0.8                  supports; the weight may be left out
/// e2 -x kj1                      contradicts; a node that is only named is evidence whose words are its id
/// question q1 kj1 h1
/// allow RULE on e1 "reason"      or for the whole report without `on`, and without a reason
/// duplicate e1 | dangling kj9 near kj1 | malformed "what is wrong"
/// ```
///
/// # Panics
/// If a line is none of these.
pub(crate) fn sketch(text: &str) -> Argument {
    let file = SourceFile::new("sketch.md", text);
    let mut argument = Argument::new(SourceMap::single(file));
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let from = start + line.find(trimmed).unwrap();
            lines.push((trimmed, Span::new(FileId::FIRST, from..from + trimmed.len())));
        }
        start += line.len();
    }
    // Nodes first, in the order of their lines, so that edges may name nodes that are declared further down.
    for &(line, span) in &lines {
        if let Some((id, rest)) = line.split_once(": ") {
            declare(&mut argument, id, rest, span);
        }
    }
    for &(line, span) in lines.iter().filter(|(line, _)| !line.contains(": ")) {
        connect_or_note(&mut argument, line, span);
    }
    argument
}

fn declare(argument: &mut Argument, id: &str, rest: &str, span: Span) {
    let (head, quoted) = rest.split_once('"').map_or((rest, None), |(head, tail)| (head, tail.split_once('"')));
    let kind = NodeKind::from_word(head.split_whitespace().next().unwrap()).unwrap();
    let words = quoted.map_or(id, |(words, _)| words);
    let at = span.start as usize + id.len() + 2 + if quoted.is_some() { head.len() + 1 } else { 0 };
    let prose = if quoted.is_some() { Prose::verbatim(words, FileId::FIRST, at) } else { Prose::approximate(id, span) };
    let mut node = Node::new(Id::new(id).unwrap(), kind, prose, span);
    let options = quoted.map_or(head.split_once(' ').map_or("", |(_, tail)| tail), |(_, tail)| tail);
    for option in options.split_whitespace() {
        match option.split_once('=') {
            None if option == "inline" => node.inline = true,
            Some(("source", keys)) => {
                for key in keys.split(',') {
                    let key = Id::new(key).unwrap();
                    node.sources.push(SourceReference { key: key.clone(), span });
                    let _ = argument.add_source(Source::new(key, span));
                }
            }
            Some(("confidence", level)) => {
                let level: Confidence = level.parse().unwrap();
                node.confidence = Some(Box::new(StatedConfidence { level, span, basis: None }));
            }
            Some(("likelihood", band)) => {
                let (low, high) = band.split_once("..").unwrap();
                node.estimate = Some(Box::new(Estimate {
                    term: "likely".into(),
                    name: "likely".into(),
                    yardstick: "sketch".into(),
                    low: low.parse().unwrap(),
                    high: high.parse().unwrap(),
                    span,
                }));
            }
            _ => panic!("no such option: {option}"),
        }
    }
    argument.add_node(node).unwrap();
}

fn named(argument: &mut Argument, id: &str, span: Span) -> NodeHandle {
    argument.find(id).unwrap_or_else(|| {
        let node = Node::new(Id::new(id).unwrap(), NodeKind::Evidence, Prose::approximate(id, span), span);
        argument.add_node(node).unwrap()
    })
}

fn connect_or_note(argument: &mut Argument, line: &str, span: Span) {
    let (words, quoted) = line.split_once('"').map_or((line, None), |(words, tail)| (words, tail.split_once('"')));
    let quoted = quoted.map(|(quoted, _)| quoted.to_owned());
    let words: Vec<&str> = words.split_whitespace().collect();
    match words.as_slice() {
        [premise, arrow @ ("->" | "-x"), conclusion, weight @ ..] => {
            let premise = named(argument, premise, span);
            let conclusion = named(argument, conclusion, span);
            let kind = if *arrow == "->" { EdgeKind::Supports } else { EdgeKind::Contradicts };
            let weight = weight.first().map_or(Weight::FULL, |weight| Weight::new(weight.parse().unwrap()).unwrap());
            let inline = argument.node(premise).inline;
            let origin = if inline { Origin::Inline } else { Origin::Stated };
            argument.connect(premise, conclusion, Edge { kind, weight, because: None, span, origin });
        }
        ["question", id, answers @ ..] => {
            let answers = answers.iter().map(|answer| named(argument, answer, span)).collect();
            argument.add_question(Question { id: Id::new(id).unwrap(), text: (*id).into(), answers, span });
        }
        ["allow", rule, on @ ..] => {
            let node = on.get(1).map(|id| argument.find(id).unwrap());
            argument.suppressions.push(Suppression { rule: (*rule).into(), reason: quoted, span, node });
        }
        ["duplicate", id] => {
            let first = argument.find(id).map(|node| argument.node(node).span).unwrap();
            argument.defects.push(Defect::DuplicateId { id: (*id).into(), first, again: span });
        }
        ["dangling", id, near @ ..] => {
            let nearest = near.get(1).map(|id| Id::new(id).unwrap());
            argument.defects.push(Defect::DanglingReference { id: (*id).into(), span, wanted: "node", nearest });
        }
        ["malformed"] => {
            let message = quoted.unwrap();
            argument.defects.push(Defect::MalformedAnnotation { span, message, help: None });
        }
        _ => panic!("no such line: {line}"),
    }
}

/// Nodes named by a letter, judgements in capitals; `ab` leads from `a` to `b`.
pub(crate) fn lettered(nodes: &str, edges: &[&str]) -> Argument {
    let mut argument = Argument::default();
    for c in nodes.chars() {
        let kind = if c.is_uppercase() { NodeKind::Judgement } else { NodeKind::Claim };
        let id = Id::new(&c.to_string()).unwrap();
        argument.add_node(Node::new(id, kind, Prose::default(), Span::default())).unwrap();
    }
    for edge in edges {
        let [premise, conclusion] = [&edge[..1], &edge[1..]].map(|id| argument.find(id).unwrap());
        let edge = Edge {
            kind: EdgeKind::Supports,
            weight: Weight::FULL,
            because: None,
            span: Span::default(),
            origin: Origin::Stated,
        };
        argument.connect(premise, conclusion, edge);
    }
    argument
}

/// `premise + conclusion` for a support, `premise - conclusion` for a contradiction, with the weight where it is not
/// full, in the order in which they were connected.
pub(crate) fn edges(argument: &Argument) -> Vec<String> {
    argument
        .edges()
        .map(|(handle, edge)| {
            let (premise, conclusion) = argument.ends(handle);
            let mark = if edge.kind == EdgeKind::Supports { '+' } else { '-' };
            let weight = if edge.weight == Weight::FULL { String::new() } else { format!(" {}", edge.weight) };
            format!("{} {mark} {}{weight}", argument.node(premise).id, argument.node(conclusion).id)
        })
        .collect()
}
