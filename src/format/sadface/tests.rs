use proptest::prelude::*;
use serde_json::{Value, json};

use super::Sadface;
use crate::argument::Argument;
use crate::argument::testing::generated::{argument, canonical};
use crate::format::testing::{refusal, told_of};
use crate::format::{Reader, Reading, WriteOptions, Writer, detect};
use crate::text::{Fault, SourceFile};

fn read(text: &str) -> Result<Reading, Vec<Fault>> {
    Sadface.read(&SourceFile::new("a.json", text))
}

fn told(value: &Value) -> String {
    told_of(&read(&value.to_string()).unwrap_or_else(|faults| panic!("{}", faults[0])))
}

fn atom(id: &str) -> Value {
    json!({"id": id, "type": "atom", "text": format!("Words of {id}."), "sources": [], "metadata": {"core": {}}})
}

fn scheme(id: &str, kind: &str, name: &str) -> Value {
    json!({"id": id, "type": kind, "name": name, "metadata": {}})
}

fn edges(edges: &str) -> Value {
    let edge = |edge: &str| {
        let (from, to) = edge.split_once('>').unwrap();
        json!({"id": edge, "source_id": from, "target_id": to})
    };
    edges.split_whitespace().map(edge).collect()
}

#[test]
fn atoms_and_schemes_of_both_versions_are_read() {
    let file = json!({
        "edges": edges("a>s s>c b>s d>k k>s e>x x>d"),
        "nodes": [atom("a"), atom("b"), atom("c"), atom("d"), atom("e"), scheme("s", "scheme", "support"),
            scheme("k", "conflict", "attack"), scheme("x", "inference", "Expert opinion")],
        "metadata": {"core": {"title": "Why", "analyst_name": "Ada", "created": "2020-01-01T00:00:00", "id": "1"}},
        "resources": []
    });
    assert_eq!(
        told(&file).split('\n').next().unwrap(),
        "a:evidence b:evidence c:judgement d:claim e:evidence s:inference | a->s | s->c | b->s | d-xs | e->d(Expert opinion)"
    );
    assert!(told(&file).contains("`analyst_name` is not kept"), "{}", told(&file));
    let reading = read(&file.to_string()).unwrap();
    assert_eq!(reading.argument.report.title.unwrap().as_str(), "Why");
}

#[test]
fn those_that_disagree_are_rivals() {
    let file = json!({
        "edges": edges("k>a k>b e>s s>a"),
        "nodes": [atom("a"), atom("b"), atom("e"), scheme("k", "conflict", "disagreement"), scheme("s", "inference", "support")],
    });
    assert_eq!(told(&file), "a:judgement b:judgement e:evidence | e->a | a-xb | b-xa");
    // With a side, it is an attack.
    let file = json!({
        "edges": edges("a>k k>b"),
        "nodes": [atom("a"), atom("b"), scheme("k", "conflict", "disagree")],
    });
    assert_eq!(told(&file), "a:evidence b:judgement | a-xb");
}

#[test]
fn resources_are_sources() {
    let file = json!({
        "nodes": [{"id": "a", "type": "atom", "text": "x", "metadata": {},
            "sources": [{"resource_id": "r", "text": "x", "offset": 0, "length": 1}, {"resource_id": "q"}]}],
        "edges": [],
        "resources": [{"id": "r", "type": "text", "content": "All of x.", "metadata": {"core": {"url": "https://example.org"}}}],
    });
    let reading = read(&file.to_string()).unwrap();
    let node = reading.argument.nodes().next().unwrap().1;
    assert_eq!(node.sources.iter().map(|source| source.key.as_str()).collect::<Vec<_>>(), ["r"]);
    assert_eq!(reading.argument.source("r").unwrap().url.as_deref(), Some("https://example.org"));
    let lost: Vec<_> = reading.losses.iter().map(|loss| loss.message.as_str()).collect();
    assert_eq!(lost.len(), 2, "{lost:?}");
}

#[test]
fn malformed_files_are_refused_with_their_place() {
    let at = |text: &str, expected: &str| {
        let said = refusal(read(text));
        assert!(said.starts_with(expected), "{text}\n{said}");
    };
    at(r#"{"nodes": [{"id": "a"}]}"#, "a.json:1:12: `type` must be text");
    at(r#"{"nodes": [{"id": "a", "type": "cloud"}]}"#, "a.json:1:19: a node must be an atom");
    at(r#"{"nodes": [{"id": "a", "type": "atom", "text": []}]}"#, "a.json:1:48: `text` must be text");
    at(r#"{"edges": []}"#, "a.json:1:1: there are no `nodes`");
    at(
        r#"{"nodes": [{"id": "a", "type": "atom", "text": "x"}, {"id": "a", "type": "atom", "text": "y"}]}"#,
        "a.json:1:61",
    );
    at(r#"{"nodes": [{"id": "a", "type": "atom""#, "a.json:1:");
}

#[test]
fn it_is_known_by_its_content() {
    let name = |text: &str| detect(&SourceFile::new("a.json", text)).name();
    assert_eq!(name(&json!({"edges": edges("a>b"), "nodes": [scheme("s", "scheme", "x")]}).to_string()), "sadface");
    assert_eq!(name(&json!({"nodes": [scheme("s", "conflict", "x")], "edges": edges("a>b")}).to_string()), "sadface");
    assert_ne!(name(&json!({"edges": edges("a>b"), "nodes": []}).to_string()), "sadface");
    assert_eq!(name(&json!({"nodes": [atom("a")]}).to_string()), "sadface");
    assert_eq!(name(r#"{"edges": [], "metadata": {"core": {"analyst_name": ""}}, "nodes": []}"#), "sadface");
    assert_ne!(name(r#"{"nodes": [{"id": "a"}], "edges": [{"source": "a", "target": "b"}]}"#), "sadface");
}

fn again(argument: &Argument) -> Reading {
    let written = Sadface.write(argument, &WriteOptions::default()).unwrap();
    let file = SourceFile::new("a.json", String::from_utf8(written.bytes).unwrap());
    assert_eq!(detect(&file).name(), "sadface");
    Sadface.read(&file).unwrap_or_else(|faults| panic!("{}\n{}", faults[0], file.text()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(argument in argument()) {
        let again = again(&argument);
        prop_assert!(again.losses.iter().all(|loss| loss.message.starts_with("a proposition without words")), "{:?}", again.losses);
        prop_assert_eq!(canonical(&again.argument), canonical(&argument));
    }
}
