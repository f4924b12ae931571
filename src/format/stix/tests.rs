use super::Stix;
use crate::argument::testing::sketch;
use crate::format::{Reader, Reading, WriteOptions, Writer, detect};
use crate::text::SourceFile;

fn read(text: &str) -> Result<Reading, String> {
    let file = SourceFile::new("b.json", text);
    Stix.read(&file).map_err(|faults| faults.iter().map(|fault| format!("{fault}\n")).collect())
}

fn bundle(objects: &str) -> String {
    format!("{{\"type\": \"bundle\", \"id\": \"bundle--1\", \"objects\": [\n{objects}\n]}}")
}

fn said(reading: &Reading) -> Vec<String> {
    let argument = &reading.argument;
    let nodes = argument.nodes().map(|(_, node)| {
        let credibility = node.credibility.map(|value| format!(" {value}")).unwrap_or_default();
        let confidence = node.confidence.as_ref().map(|it| format!(" {}", it.level)).unwrap_or_default();
        format!("{}: {}{credibility}{confidence}", node.kind, node.text.as_str())
    });
    let edges = argument.edges().map(|(handle, edge)| {
        let (premise, conclusion) = argument.ends(handle);
        let ends = (argument.node(premise).text.as_str(), argument.node(conclusion).text.as_str());
        format!("{} {} {} {}", ends.0, edge.kind.word(), ends.1, edge.weight)
    });
    nodes.chain(edges).chain(reading.losses.iter().map(|loss| loss.message.clone())).collect()
}

#[test]
fn a_bundle_of_others_becomes_an_argument() {
    let text = bundle(
        r#"{"type": "report", "id": "report--1", "name": "R", "published": "2022-02-16T10:00:00.000Z", "object_refs": ["note--1"]},
{"type": "note", "id": "note--1", "content": "The group did it.", "confidence": 60, "object_refs": ["report--1", "indicator--1"]},
{"type": "indicator", "id": "indicator--1", "name": "Beacon", "pattern": "[x]", "confidence": 80},
{"type": "observed-data", "id": "observed-data--1", "first_observed": "2022-01-02T00:00:00Z"},
{"type": "relationship", "id": "relationship--1", "relationship_type": "based-on", "source_ref": "indicator--1", "target_ref": "observed-data--1"},
{"type": "relationship", "id": "relationship--2", "relationship_type": "uses", "source_ref": "indicator--1", "target_ref": "tool--1"},
{"type": "opinion", "id": "opinion--1", "opinion": "disagree", "explanation": "No.", "object_refs": ["note--1"]},
{"type": "tool", "id": "tool--1", "name": "T"}"#,
    );
    let reading = read(&text).unwrap();
    assert_eq!(reading.argument.report.title.as_ref().unwrap().as_str(), "R");
    assert_eq!(reading.argument.report.date.unwrap().to_string(), "2022-02-16");
    let (kept, losses): (Vec<String>, Vec<String>) =
        said(&reading).into_iter().partition(|line| !line.contains(" left out") && !line.contains("are kept"));
    assert_eq!(
        kept,
        [
            "judgement: The group did it. moderate",
            "claim: Beacon 0.8",
            "evidence: No.",
            "evidence: observed data observed-data--1",
            "Beacon supports The group did it. 1",
            "No. contradicts The group did it. 0.5",
            "observed data observed-data--1 supports Beacon 1",
        ]
    );
    assert!(losses.contains(&"relationships of the type `uses` say nothing of evidence and are left out".to_owned()));
    assert!(losses.contains(&"objects of the type `tool` that nothing bears on are left out".to_owned()));
}

#[test]
fn a_sighting_is_evidence() {
    let text = bundle(
        r#"{"type": "sighting", "id": "sighting--1", "sighting_of_ref": "malware--1", "observed_data_refs": ["x--1"]},
{"type": "malware", "id": "malware--1", "name": "M"}"#,
    );
    let reading = read(&text).unwrap();
    assert_eq!(
        said(&reading)[..3],
        ["evidence: sighting sighting--1", "judgement: M", "sighting sighting--1 supports M 1"]
    );
    assert!(reading.losses.iter().any(|loss| loss.message.contains("not in the bundle")));
}

#[test]
fn ids_are_the_same_for_the_same_argument_alone() {
    let write =
        |text: &str| String::from_utf8(Stix.write(&sketch(text), &WriteOptions::default()).unwrap().bytes).unwrap();
    let one = write("kj1: judgement \"A\"\ne -> kj1\n");
    assert_eq!(one, write("kj1: judgement \"A\"\ne -> kj1\n"));
    let other = write("kj1: judgement \"B\"\ne -> kj1\n");
    let note = |text: &str| text.split("\"note--").nth(1).unwrap()[..36].to_owned();
    assert_ne!(note(&one), note(&other));
    assert_eq!(detect(&SourceFile::new("b.json", one)).name(), "stix");
}

#[test]
fn an_address_has_the_id_that_the_standard_gives_it() {
    // Computed with the `stix2` library for Python.
    assert_eq!(super::ids::url("https://example.org/a?b=1"), EXAMPLE_URL);
}

const EXAMPLE_URL: &str = "url--5d97f88f-6223-5c41-9b26-70b2945f0484";

#[test]
fn what_is_wrong_is_said_at_its_place() {
    for (text, expected) in [
        ("{\"type\": \"bundle\"}".to_owned(), "b.json:1:1: there is no list of `objects`"),
        (bundle("{\"type\": \"note\"}"), "b.json:2:1: this object has no `id`"),
        (
            bundle("{\"type\": \"tool\", \"id\": \"tool--1\"},\n{\"type\": \"tool\", \"id\": \"tool--1\"}"),
            "b.json:3:24: the id `tool--1` is given twice",
        ),
        (
            bundle("{\"type\": \"relationship\", \"id\": \"relationship--1\"}"),
            "b.json:2:1: this relationship has no `source_ref`",
        ),
        (bundle("{\"type\": \"note\", \"id\""), "b.json:3:1: this is not valid JSON"),
        (
            bundle(r#"{"type": "note", "id": "note--1", "object_refs": "tool--1"}"#),
            "b.json:2:50: `object_refs` must be a list of ids",
        ),
        (
            bundle(r#"{"type": "note", "id": "note--1", "confidence": 150}"#),
            "b.json:2:49: `confidence` must be a number from 0 to 100",
        ),
        (bundle(r#"{"type": "note", "id": "note--1", "content": ["x"]}"#), "b.json:2:46: `content` must be text"),
        (bundle(&"[".repeat(50_000)), "b.json:2:31: lists and tables lie in one another"),
        (
            bundle("{\"type\": \"note\", \"id\": \"note--1\", \"confidence\": 1e999}"),
            "b.json:2:53: this is not valid JSON",
        ),
    ] {
        let faults = read(&text).err().unwrap_or_default();
        assert!(faults.starts_with(expected), "{expected}\n{faults}");
    }
    let own = String::from_utf8(
        Stix.write(&sketch("kj1: judgement \"A\"\ne -> kj1\n"), &WriteOptions::default()).unwrap().bytes,
    )
    .unwrap();
    let broken = own.replacen("\"weight\": 1.0", "\"weight\": 2", 1);
    assert!(read(&broken).unwrap_err().contains("the weight 2 is out of range"));
}

#[test]
fn what_nobody_stands_by_any_more_is_left_out() {
    let text = bundle(
        r#"{"type": "note", "id": "note--1", "content": "N", "object_refs": ["tool--1", "tool--2"]},
{"type": "tool", "id": "tool--1", "name": "T", "revoked": true},
{"type": "tool", "id": "tool--2", "name": "U", "external_references": [{"external_id": "x"}]},
{"type": "tool", "id": "tool--3", "name": "V"},
{"type": "relationship", "id": "relationship--1", "relationship_type": "supports", "source_ref": "tool--3",
 "target_ref": "note--1", "confidence": 0}"#,
    );
    let reading = read(&text).unwrap();
    let said = said(&reading);
    assert_eq!(said[..3], ["judgement: N", "evidence: U", "U supports N 1"], "{said:?}");
    for wanted in
        ["revoked objects", "references that have neither", "relationships without any confidence", "`tool` that"]
    {
        assert!(reading.losses.iter().any(|loss| loss.message.contains(wanted)), "{wanted}: {:?}", reading.losses);
    }
}
