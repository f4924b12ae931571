//! What is written in a format and read again is the same, but for what its page says that it does not keep.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Reader, Writer, argdown, gsn, kialo, ltac};
use crate::argument::testing::generated::argument;
use crate::argument::{Argument, NodeHandle, NodeKind};
use crate::document::Prose;
use crate::document::ProseBuilder;
use crate::text::{FileId, SourceFile};

/// A text as every reader folds it.
fn folded(text: &str) -> String {
    let mut builder = ProseBuilder::new(FileId::FIRST);
    builder.push(&text.split_whitespace().collect::<Vec<_>>().join(" "), 0);
    builder.finish().as_str().to_owned()
}

/// The same without the second of two edges that run beside each other.
fn without_parallels(argument: &Argument) -> Argument {
    let mut copy = Argument::new(argument.files().clone());
    copy.report = argument.report.clone();
    for source in argument.sources() {
        copy.add_source(source.clone()).unwrap();
    }
    let nodes: Vec<NodeHandle> = argument.nodes().map(|(_, node)| copy.add_node(node.clone()).unwrap()).collect();
    let mut seen = std::collections::HashSet::new();
    for (handle, edge) in argument.edges() {
        let (premise, conclusion) = argument.ends(handle);
        if seen.insert((premise, conclusion, edge.kind)) {
            copy.connect(nodes[premise.index()], nodes[conclusion.index()], edge.clone());
        }
    }
    copy
}

fn again(argument: &Argument, writer: &dyn Writer, reader: &dyn Reader) -> (String, Argument) {
    let written = writer.write(argument, &super::WriteOptions::default()).unwrap();
    let text = String::from_utf8(written.bytes).unwrap();
    let file = SourceFile::new("it", text.clone());
    let read = reader.read(&file).unwrap_or_else(|faults| panic!("{}\n{text}", faults[0]));
    (text, read.argument)
}

/// Everything of the nodes, in their order, and of the edges, in any; ids only where `with_ids`.
fn everything(argument: &Argument, with_ids: bool) -> Vec<String> {
    let words = |prose: &Prose| folded(prose.as_str());
    let mut all: Vec<String> = argument
        .nodes()
        .map(|(_, node)| {
            let mut text = words(&node.text);
            // A node without words is read back with its id for words; where ids are not compared, as written.
            let id = folded(node.id.as_str());
            let is_its_id = text.is_empty() || !with_ids && (text == id || text == id.trim_start_matches('~'));
            if is_its_id && node.kind != NodeKind::Inference {
                text = if with_ids { id } else { "its id".to_owned() };
            }
            let id = if with_ids { node.id.as_str() } else { "" };
            let confidence = node.confidence.as_ref().map(|it| (it.level, it.basis.as_ref().map(words)));
            let sources: Vec<&str> = node.sources.iter().map(|source| source.key.as_str()).collect();
            format!(
                "{id} {} {text:?} {:?} {confidence:?} {:?} {:?} {:?} {} {sources:?}",
                node.kind,
                node.credibility,
                node.grade,
                node.date,
                node.likelihood.as_deref().map(words),
                node.inline
            )
        })
        .collect();
    let mut edges: Vec<String> = argument
        .edges()
        .map(|(handle, edge)| {
            let (premise, conclusion) = argument.ends(handle);
            let ends = (premise.index(), conclusion.index());
            format!("{ends:?} {} {} {:?}", edge.kind.word(), edge.weight, edge.because)
        })
        .collect();
    edges.sort();
    all.append(&mut edges);
    all.push(format!(
        "{:?} {:?}",
        argument.report.title.as_ref().map(words).filter(|it| !it.is_empty()),
        argument.report.date
    ));
    all.extend(argument.sources().map(|source| {
        format!("{} {:?} {:?} {:?} {:?}", source.key, source.title, source.url, source.grade, source.derived_from)
    }));
    all
}

/// How often each text and each kind of edge is there: what an outline keeps whatever it calls its nodes.
fn tally(argument: &Argument) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for (_, node) in argument.nodes() {
        let text = folded(node.text.as_str());
        *found.entry(if text.is_empty() { "nothing".to_owned() } else { text }).or_insert(0) += 1;
    }
    for (_, edge) in argument.edges() {
        *found.entry(edge.kind.word().to_owned()).or_insert(0) += 1;
    }
    found
}

/// An argument whose ids and texts are plain words, so that outlines keep them too.
fn plain(argument: &Argument) -> Argument {
    let mut copy = Argument::default();
    let nodes: Vec<NodeHandle> = argument
        .nodes()
        .enumerate()
        .map(|(at, (_, node))| {
            let id = crate::argument::Id::new(&format!("n{at}")).unwrap();
            let text = Prose::synthetic(format!("Words of node {at} ({}) {{x}}", at * 7));
            copy.add_node(crate::argument::Node::new(id, node.kind, text, node.span)).unwrap()
        })
        .collect();
    for (handle, edge) in argument.edges() {
        let (premise, conclusion) = argument.ends(handle);
        let edge = crate::argument::Edge { weight: crate::argument::Weight::FULL, because: None, ..edge.clone() };
        copy.connect(nodes[premise.index()], nodes[conclusion.index()], edge);
    }
    copy
}

/// Edges by the words of their ends.
fn by_words(argument: &Argument) -> Vec<String> {
    let words = |node: NodeHandle| argument.node(node).text.as_str().to_owned();
    let mut edges: Vec<String> = argument
        .edges()
        .map(|(handle, edge)| {
            let (premise, conclusion) = argument.ends(handle);
            format!("{} {} {}", words(premise), edge.kind.word(), words(conclusion))
        })
        .collect();
    edges.sort();
    edges
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn argdown_keeps_nodes_data_and_edges(drawn in argument()) {
        let argument = without_parallels(&drawn);
        let (text, read) = again(&argument, &argdown::Argdown, &argdown::Argdown);
        let with_ids = argument.nodes().zip(read.nodes()).all(|((_, a), (_, b))| a.id == b.id);
        prop_assert_eq!(everything(&read, with_ids), everything(&argument, with_ids), "{}", text);
    }

    #[test]
    fn goal_structures_keep_nodes_data_and_edges(drawn in argument()) {
        let argument = without_parallels(&drawn);
        let (text, read) = again(&argument, &gsn::Gsn, &gsn::Gsn);
        let with_ids = argument.nodes().zip(read.nodes()).all(|((_, a), (_, b))| a.id == b.id);
        prop_assert_eq!(everything(&read, with_ids), everything(&argument, with_ids), "{}", text);
    }

    #[test]
    fn outlines_keep_words_and_edges(drawn in argument()) {
        let argument = plain(&without_parallels(&drawn));
        let (text, read) = again(&argument, &ltac::Ltac, &ltac::Ltac);
        prop_assert_eq!(by_words(&read), by_words(&argument), "{}", text);
        prop_assert_eq!(tally(&read), tally(&argument), "{}", text);
        let (text, read) = again(&argument, &kialo::Kialo, &kialo::Kialo);
        prop_assert_eq!(by_words(&read), by_words(&argument), "{}", text);
        prop_assert_eq!(tally(&read), tally(&argument), "{}", text);
    }

    #[test]
    fn whatever_is_written_is_read(drawn in argument()) {
        for (writer, reader) in [(&ltac::Ltac as &dyn Writer, &ltac::Ltac as &dyn Reader), (&kialo::Kialo, &kialo::Kialo)] {
            let (text, read) = again(&drawn, writer, reader);
            prop_assert_eq!(read.node_count(), drawn.node_count(), "{}", text);
        }
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in "([\\[\\]<>(){}@#*_+\\-=/.:|&!\\\\\"'1-3a^ \n\t\r]|-->|<!--|/\\*|\\*/|\n  [+-]>? |\n- Claim|\n1\\.1\\. (Pro|Con):|: |\n\n){0,60}") {
        let file = SourceFile::new("it", text);
        for reader in [&argdown::Argdown as &dyn Reader, &gsn::Gsn, &ltac::Ltac, &kialo::Kialo] {
            let _ = reader.recognises(&file);
            let _ = reader.read(&file);
        }
    }
}
