use proptest::prelude::*;

use super::{Aif, Xaif};
use crate::argument::Argument;
use crate::argument::testing::generated::{argument, canonical};
use crate::format::testing::{refusal, told_of};
use crate::format::{Reader, Reading, WriteOptions, Writer, detect};
use crate::text::{Fault, SourceFile};

fn read(text: &str) -> Result<Reading, Vec<Fault>> {
    Aif.read(&SourceFile::new("a.json", text))
}

fn told(text: &str) -> String {
    told_of(&read(text).unwrap_or_else(|faults| panic!("{}", faults[0])))
}

fn faults(text: &str) -> String {
    refusal(read(text))
}

/// AIF from `id:type` or `id:type:text`, and `from>to`.
fn aif(nodes: &str, edges: &str) -> String {
    let nodes = nodes.split_whitespace().map(|node| {
        let mut parts = node.splitn(3, ':');
        let (id, kind) = (parts.next().unwrap(), parts.next().unwrap());
        let text = parts.next().unwrap_or(if matches!(kind, "RA" | "CA" | "MA") { kind } else { id }).replace('_', " ");
        serde_json::json!({"nodeID": id, "text": text, "type": kind})
    });
    let edges = edges.split_whitespace().map(|edge| {
        let (from, to) = edge.split_once('>').unwrap();
        serde_json::json!({"edgeID": edge, "fromID": from, "toID": to})
    });
    let nodes: Vec<_> = nodes.collect();
    serde_json::json!({"nodes": nodes, "edges": edges.collect::<Vec<_>>(), "locutions": null}).to_string()
}

#[test]
fn a_step_of_one_premise_is_an_edge_and_of_several_an_inference() {
    let text = aif("a:I b:I c:I d:I r:RA s:RA:Expert_Opinion t:CA", "a>r r>c a>s b>s s>c d>t t>c");
    assert_eq!(
        told(&text),
        "a:evidence b:evidence c:judgement d:evidence s:inference | a->c | a->s | b->s | s->c | d-xc"
    );
    let text = aif("a:I b:I r:RA:Expert_Opinion", "a>r r>b");
    assert_eq!(told(&text), "a:evidence b:judgement | a->b(Expert Opinion)");
}

#[test]
fn a_conflict_with_a_step_undercuts_it() {
    // b undercuts the inference from a to c; d undercuts that undercut.
    let text = aif("a:I b:I c:I d:I r:RA k:CA l:CA", "a>r r>c b>k k>r d>l l>k");
    assert_eq!(
        told(&text),
        "a:evidence b:evidence c:judgement d:evidence r:inference k:inference | a->r | r->c | b->k | k-xr | d-xk"
    );
}

#[test]
fn what_is_odd_in_the_wild_is_read() {
    // Ids as numbers, null arrays, texts under `txt`, a step without premises, an edge between propositions, a circle.
    let text = r#"{"nodes": [
        {"nodeID": 1, "text": {"txt": "One."}, "type": "I"},
        {"nodeID": "2", "text": null, "type": "I"},
        {"nodeID": 3, "text": "RA", "type": "RA"},
        {"nodeID": 4, "text": "", "type": "RA", "scheme": "Analogy"}
        ], "edges": [
        {"fromID": "3", "toID": 1}, {"fromID": 1, "toID": 2}, {"fromID": 2, "toID": 4}, {"fromID": "4", "toID": "1"}
        ], "locutions": null, "participants": null}"#;
    assert_eq!(
        told(text),
        "1:claim 2:claim 3:inference | 3->1 | 1->2 | 2->1(Analogy)\n3:9: a proposition without words"
    );
    assert_eq!(told(r#"{"nodes": null, "edges": null, "locutions": []}"#), "");
}

#[test]
fn what_leads_nowhere_and_what_has_no_counterpart_is_said() {
    let text = aif("a:I b:I k:CA p:PA m:MA x:EN r:RA", "a>k a>p p>b a>m m>b a>x b>r z>a");
    assert_eq!(
        told(&text).split('\n').map(|line| line.split_once(": ").map_or(line, |pair| pair.1)).collect::<Vec<_>>(),
        [
            "a:evidence b:claim r:inference | a->b(Rephrase) | b->r",
            "a conflict without what it is against is left out",
            "a preference has no counterpart and is left out",
            "a rephrase is read as a support",
            "there are no nodes of the type `EN`; it is left out",
            "there is no node `z`; the edge is left out",
        ]
    );
}

#[test]
fn who_speaks_becomes_a_source() {
    let text = aif(
        "l:L:Ada_Vale_:_rain l2:L:Ben:_no k:L:rain y:YA y2:YA y3:YA t:TA a:I b:I c:CA",
        "l>y y>a l2>y2 y2>b l>t t>l2 t>y3 y3>c b>c c>a k>y2",
    );
    let reading = read(&text).unwrap();
    let argument = &reading.argument;
    let sources = |id: &str| {
        let node = argument.node(argument.find(id).unwrap());
        node.sources.iter().map(|source| source.key.to_string()).collect::<Vec<_>>()
    };
    assert_eq!((sources("a"), sources("b")), (vec!["ada-vale".to_owned()], vec!["ben".to_owned()]));
    assert_eq!(argument.source("ada-vale").unwrap().author.as_deref(), Some("Ada Vale"));
    let lost: Vec<_> = reading.losses.iter().map(|loss| loss.message.split(':').next().unwrap()).collect();
    assert_eq!(lost, ["3 locutions (L)", "3 illocutions (YA)", "1 transitions (TA)"]);
}

#[test]
fn participants_name_the_speakers() {
    let text = r#"{"AIF": {"nodes": [
        {"nodeID": 1, "type": "L", "text": "It rains."}, {"nodeID": 2, "type": "YA", "text": "Asserting"},
        {"nodeID": 3, "type": "I", "text": "It rains."}],
        "edges": [{"fromID": 1, "toID": 2}, {"fromID": 2, "toID": 3}],
        "locutions": [{"nodeID": 1, "personID": 7}],
        "participants": [{"participantID": 7, "firstname": "Ada", "surname": "Vale"}]},
        "OVA": {"nodes": [{"x": 1}], "url": ""}, "text": "It rains.", "dialog": true}"#;
    let reading = read(text).unwrap();
    assert_eq!(reading.argument.sources().next().unwrap().author.as_deref(), Some("Ada Vale"));
    let said = told_of(&reading);
    assert!(said.contains("`OVA` is not kept") && said.contains("`text` is not kept") && !said.contains("dialog"));
}

#[test]
fn a_locution_that_is_argued_with_is_a_proposition() {
    let text = aif("l:L:Ada:_rain a:I c:CA m:L m2:L", "a>c c>l m>m2");
    let reading = read(&text).unwrap();
    assert!(told_of(&reading).starts_with("l:judgement a:evidence | a-xl\n"), "{}", told_of(&reading));
    assert!(told_of(&reading).contains("an edge to or from what is only said in the dialogue is left out"));
    assert_eq!(reading.argument.node(reading.argument.find("l").unwrap()).sources[0].key.as_str(), "ada");
}

#[test]
fn an_id_given_twice_is_refused_unless_it_is_the_same_node() {
    let twice = aif("a:I:x a:I:x b:I r:RA", "a>r r>b");
    assert!(told(&twice).starts_with("a:evidence b:judgement | a->b\n"), "{}", told(&twice));
    assert!(faults(&aif("a:I:x a:I:y", "")).starts_with("a.json:1:"), "{}", faults(&aif("a:I:x a:I:y", "")));
    assert!(faults(&aif("a:I:x a:RA:x", "")).contains("the id `a` is given to two different nodes"));
}

#[test]
fn malformed_files_are_refused_with_their_place() {
    let at = |text: &str, expected: &str| {
        let said = faults(text);
        assert!(said.starts_with(expected), "{}\n{said}", text.get(..200).unwrap_or(text));
    };
    at("{\"nodes\": [\n {\"nodeID\": 1}]}", "a.json:2:2: `type` must be text");
    at("{\"nodes\": [\n {\"type\": \"I\"}]}", "a.json:2:2: there is no `nodeID`");
    at("{\"nodes\": [\n {\"nodeID\": [], \"type\": \"I\"}]}", "a.json:2:13: `nodeID` must be text or a number");
    at("{\"nodes\": [\n {\"nodeID\": \"\\n\\u0007x\", \"type\": \"I\"}]}", "a.json:2:13: `nodeID` holds a control");
    at("{\"nodes\": [1]}", "a.json:1:12: `nodes` must hold objects, not a number");
    at("{\"nodes\": {}}", "a.json:1:11: `nodes` must be a list");
    at("{\"edges\": []}", "a.json:1:1: there are no `nodes`");
    at("{\"AIF\": 3}", "a.json:1:9: `AIF` must be a table");
    at("{\"nodes\": [{\"nodeID\": 1, \"type\": \"I\", \"text\": 3}]}", "a.json:1:47: `text` must be text");
    at("{\"nodes\": [{\"nodeID\": 1, \"nodeID\": 2}]}", "a.json:1:26: the key `nodeID` stands twice");
    at("{\"nodes\": [{\"nodeID\": 1, \"type\": \"I\"", "a.json:1:");
    at("{\"nodes\": [NaN]}", "a.json:1:");
    at(&format!("{{\"nodes\": {}", "[".repeat(100_000)), "a.json:1:42: lists and tables lie in one another");
    let weighty = aif("a:I", "").replace("\"type\":\"I\"", "\"type\":\"I\",\"linchpin\":{\"credibility\":1e999}");
    assert!(faults(&weighty).contains("number out of range"), "{}", faults(&weighty));
    let weighty = weighty.replace("1e999", "7");
    assert!(faults(&weighty).contains("the credibility 7 is out of range"), "{}", faults(&weighty));
}

#[test]
fn it_is_known_by_its_content() {
    let name = |text: &str| detect(&SourceFile::new("a.json", text)).name();
    assert_eq!(name(&aif("a:I", "")), "aif");
    assert_eq!(name(r#"{"AIF": {"nodes": []}, "text": ""}"#), "aif");
    assert_eq!(name(r#"{"edges": [], "nodes": [], "locutions": []}"#), "aif");
    assert_ne!(name(r#"{"nodes": {"a": {"text": "x"}}}"#), "aif");
    assert_ne!(name(r#"{"nodes": [{"id": "a", "type": "atom"}], "edges": []}"#), "aif");
}

fn again(writer: &dyn Writer, argument: &Argument) -> Reading {
    let written = writer.write(argument, &WriteOptions::default()).unwrap();
    assert_eq!(written, writer.write(argument, &WriteOptions::default()).unwrap());
    let file = SourceFile::new("a.json", String::from_utf8(written.bytes).unwrap());
    assert!(Aif.recognises(&file) || argument.node_count() == 0, "{}", file.text());
    Aif.read(&file).unwrap_or_else(|faults| panic!("{}\n{}", faults[0], file.text()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(argument in argument()) {
        for writer in [&Aif as &dyn Writer, &Xaif] {
            let again = again(writer, &argument);
            prop_assert!(again.losses.iter().all(|loss| loss.message.starts_with("a proposition without words")));
            prop_assert_eq!(canonical(&again.argument), canonical(&argument));
        }
    }

    #[test]
    fn no_input_makes_reading_panic(
        text in "(\\{|\\}|\\[|\\]|,|:|\"nodes\"|\"edges\"|\"nodeID\"|\"type\"|\"I\"|\"RA\"|\"AIF\"|\"fromID\"|1|null| ){0,40}"
    ) {
        let _ = read(&text);
        let _ = read(&format!("{{\"nodes\": [{text}"));
    }
}
