use proptest::prelude::*;
use serde_json::{Value, json};

use super::Arguebuf;
use crate::argument::Argument;
use crate::argument::testing::generated::{argument, canonical};
use crate::format::testing::{refusal, told_of};
use crate::format::{Reader, Reading, WriteOptions, Writer, detect};
use crate::text::{Fault, SourceFile};

fn read(text: &str) -> Result<Reading, Vec<Fault>> {
    Arguebuf.read(&SourceFile::new("a.json", text))
}

fn told(value: &Value) -> String {
    told_of(&read(&value.to_string()).unwrap_or_else(|faults| panic!("{}", faults[0])))
}

#[test]
fn atoms_schemes_and_the_major_claim_are_read() {
    let edge = |source: &str, target: &str| json!({"source": source, "target": target});
    let file = json!({
        "nodes": {
            "a": {"atom": {"text": "A."}}, "b": {"atom": {"text": "B."}}, "c": {"atom": {"text": "C."}},
            "d": {"atom": {"text": "D."}, "metadata": {"created": "2020-01-01T00:00:00Z"}},
            "s": {"scheme": {"support": "SUPPORT_EXPERT_OPINION"}}, "t": {"scheme": {"support": 7}},
            "k": {"scheme": {"attack": "ATTACK_DEFAULT"}}, "r": {"scheme": {"rephrase": "REPHRASE_DEFAULT"}},
            "p": {"scheme": {"preference": 0}}, "u": {"scheme": {}}, "n": {}
        },
        "edges": {
            "1": edge("a", "s"), "2": edge("b", "s"), "3": edge("s", "c"), "4": edge("d", "k"), "5": edge("k", "s"),
            "6": edge("a", "t"), "7": edge("t", "d"), "8": edge("c", "r"), "9": edge("r", "d"), "10": edge("a", "u"),
            "11": edge("u", "d")
        },
        "major_claim": "d", "schemaVersion": 1, "libraryVersion": "0.3.2",
        "userdata": {"note": "mine"}
    });
    assert_eq!(
        told(&file).split('\n').next().unwrap(),
        "a:evidence b:evidence c:claim d:judgement s:inference | a->s | b->s | s->c | d-xs | a->d(Analogy) | c->d(Rephrase)"
    );
    let reading = read(&file.to_string()).unwrap();
    let lost: Vec<_> = reading.losses.iter().map(|loss| loss.message.as_str()).collect();
    assert_eq!(lost.len(), 5, "{lost:?}");
    assert!(lost.contains(&"`note` is not kept"), "{lost:?}");
}

#[test]
fn resources_and_participants_are_sources() {
    let file = json!({
        "nodes": {"a": {"atom": {"text": "A.", "reference": {"resource": "r", "text": "a and b", "offset": 3}, "participant": "p"}}},
        "resources": {"r": {"text": "All of it.", "title": "Report", "source": "https://example.org"}},
        "participants": {"p": {"name": "Ada Vale", "email": "ada@example.org"}}
    });
    let reading = read(&file.to_string()).unwrap();
    let node = reading.argument.nodes().next().unwrap().1;
    assert_eq!(node.sources.iter().map(|source| source.key.as_str()).collect::<Vec<_>>(), ["r", "p"]);
    let source = reading.argument.source("r").unwrap();
    assert_eq!((source.title.as_deref(), source.url.as_deref()), (Some("Report"), Some("https://example.org")));
    assert_eq!(reading.argument.source("p").unwrap().author.as_deref(), Some("Ada Vale"));
    assert_eq!(reading.losses.len(), 3, "{:?}", reading.losses);
}

#[test]
fn malformed_files_are_refused_with_their_place() {
    let at = |text: &str, expected: &str| {
        let said = refusal(read(text));
        assert!(said.starts_with(expected), "{text}\n{said}");
    };
    at(r#"{"nodes": []}"#, "a.json:1:11: `nodes` must be a table from ids to objects");
    at(r#"{"nodes": {"a": 1}}"#, "a.json:1:17: `nodes` must hold objects");
    at(r#"{"nodes": {"a": {"atom": {"text": 1}}}}"#, "a.json:1:35: `text` must be text");
    at(r#"{"nodes": {" ": {"atom": {}}}}"#, "a.json:1:12: an id is blank");
    at(r#"{"nodes": {"a": {}, "a": {}}}"#, "a.json:1:21: the key `a` stands twice");
    at(r#"{"edges": {"1": {"source": true, "target": "a"}}}"#, "a.json:1:28: `source` of an edge must be text");
    at(r#"{"nodes": {"a": {"atom""#, "a.json:1:");
}

#[test]
fn it_is_known_by_its_content() {
    let name = |text: &str| detect(&SourceFile::new("a.json", text)).name();
    assert_eq!(name(r#"{"nodes": {"a": {"userdata": {}, "atom": {"text": "x"}}}}"#), "arguebuf");
    assert_eq!(name(r#"{"nodes": {}, "userdata": {"linchpin": {}}}"#), "arguebuf");
    assert_ne!(name(r#"{"schemaVersion": 1}"#), "arguebuf");
    assert_eq!(name(r#"{"nodes": {"a": {"kind": "claim", "text": "x"}}}"#), "json");
    // A graph of ours may have a node that is named like a key of Arguebuf's.
    assert_eq!(name(r#"{"nodes": {"atom": {"text": "x"}, "scheme": {"text": "y"}}}"#), "json");
}

fn again(argument: &Argument) -> Reading {
    let written = Arguebuf.write(argument, &WriteOptions::default()).unwrap();
    let file = SourceFile::new("a.json", String::from_utf8(written.bytes).unwrap());
    assert_eq!(detect(&file).name(), "arguebuf");
    Arguebuf.read(&file).unwrap_or_else(|faults| panic!("{}\n{}", faults[0], file.text()))
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
