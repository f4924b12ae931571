//! Reading and writing, together: what is written is read again, and valid by the schema.

use proptest::prelude::*;

use super::{Syntax, read, schema, update, write};
use crate::argument::testing::generated::{argument, canonical, folded};
use crate::argument::{Argument, Id, NodeKind};
use crate::text::SourceFile;

const SYNTAXES: [Syntax; 3] = [Syntax::Toml, Syntax::Yaml, Syntax::Json];

fn shown(faults: &[crate::text::Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(argument in argument()) {
        for syntax in SYNTAXES {
            let text = write(&argument, syntax);
            prop_assert_eq!(&text, &write(&argument, syntax));
            let again = read(&SourceFile::new("again", text.clone()), syntax)
                .map_err(|faults| TestCaseError::fail(format!("{syntax:?}: {}\n{text}", shown(&faults))))?;
            prop_assert!(again.defects.is_empty(), "{:?}\n{}", again.defects, text);
            prop_assert_eq!(canonical(&again), canonical(&argument), "{:?}\n{}", syntax, text);
        }
        let value: serde_json::Value = serde_json::from_str(&write(&argument, Syntax::Json)).unwrap();
        let validator = jsonschema::validator_for(&schema()).unwrap();
        if let Err(error) = validator.validate(&value) {
            return Err(TestCaseError::fail(format!("{error} at {}", error.instance_path())));
        }
    }

    #[test]
    fn an_update_loses_nothing(old in argument(), new in argument()) {
        for syntax in SYNTAXES {
            let before = write(&old, syntax);
            let refused = |faults: Vec<crate::text::Fault>| TestCaseError::fail(shown(&faults));
            prop_assert_eq!(&update(&before, "f", &old, syntax).map_err(refused)?.text, &before);
            let updated = update(&before, "f", &new, syntax).map_err(refused)?;
            let again = update(&updated.text, "f", &new, syntax).map_err(refused)?;
            prop_assert_eq!(&again.text, &updated.text);
            let merged = read(&SourceFile::new("f", updated.text.clone()), syntax).map_err(refused)?;
            for (_, node) in old.nodes() {
                prop_assert!(merged.find(node.id.as_str()).is_some());
            }
            for (handle, node) in new.nodes() {
                let Some(found) = merged.find(node.id.as_str()) else {
                    return Err(TestCaseError::fail(format!("{} is lost", node.id)));
                };
                prop_assert_eq!(merged.node(found).text.as_str(), folded(node.text.as_str()));
                prop_assert_eq!(merged.node(found).kind, node.kind);
                for edge in new.conclusions(handle) {
                    let target = merged.find(new.node(edge.node).id.as_str());
                    prop_assert!(merged.conclusions(found).any(|other| Some(other.node) == target));
                }
            }
            prop_assert!(merged.defects.is_empty(), "{:?}", merged.defects);
        }
    }

    #[test]
    fn no_input_makes_reading_panic(text in "[\\[\\]{}:,=\"'#&*!|>\\-\\n a-c0-9.\u{e9}\u{feff}]{0,60}") {
        for syntax in SYNTAXES {
            let _ = read(&SourceFile::new("any", text.clone()), syntax);
            let _ = super::detect(&SourceFile::new("any", text.clone()));
        }
    }

    #[test]
    fn no_mutation_makes_reading_panic(at in any::<prop::sample::Index>(), put in "\\PC{0,3}", cut in 0..4_usize) {
        for (syntax, text) in [(Syntax::Toml, TOML), (Syntax::Yaml, YAML), (Syntax::Json, JSON)] {
            let start = text.floor_char_boundary(at.index(text.len()));
            let end = text.ceil_char_boundary((start + cut).min(text.len()));
            let mutated = format!("{}{put}{}", &text[..start], &text[end..]);
            if let Err(faults) = read(&SourceFile::new("mutated", mutated.clone()), syntax) {
                for fault in faults {
                    prop_assert!(mutated.get(fault.range.clone()).is_some(), "{}", fault);
                }
            }
        }
    }
}

const TOML: &str = r#"[report]
title = "The river: will it flood?"
date = 2022-02-16
yardstick = "phia"

[nodes.kj1]
kind = "judgement"
text = "A flood before spring is highly unlikely."
confidence = "moderate"

[nodes.low-water]
kind = "evidence"
text = "The gauge has stood below two metres since autumn, and each week’s reading confirms it."
credibility = 0.9
sources = ["gauge"]
supports = { kj1 = 0.8 }

[nodes.snow]
kind = "evidence"
text = "There is more snow in the hills than last year."
supports = { kj2 = { weight = 0.9, because = "It has grown every week." } }
contradicts = { kj1 = 0.3 }

[nodes.kj2]
kind = "judgement"
text = "The reservoir will likely fill."

[sources.gauge]
title = "River gauge"
grade = "B2"
date = 2022-02-04
url = "https://river.example/gauge"

[questions.flood]
text = "Will the river flood?"
answers = ["kj1", "kj2"]
"#;

const YAML: &str = r#"report:
  title: "The river: will it flood?"
  date: 2022-02-16
  yardstick: phia
nodes:
  kj1:
    kind: judgement
    text: A flood before spring is highly unlikely.
    confidence: moderate
  low-water:
    kind: evidence
    text: >-
      The gauge has stood below two metres since autumn,
      and each week’s reading confirms it.
    credibility: 0.9
    sources: gauge
    supports: {kj1: 0.8}
  snow:
    kind: evidence
    text: 'There is more snow in the hills than last year.'
    supports:
      kj2:
        weight: 0.9
        because: It has grown every week.
    contradicts:
      kj1: 0.3
  kj2:
    kind: judgement
    text: The reservoir will likely fill.
sources:
  gauge:
    title: River gauge
    grade: B2
    date: 2022-02-04
    url: https://river.example/gauge
questions:
  flood:
    text: Will the river flood?
    answers: [kj1, kj2]
"#;

const JSON: &str = r#"{
  "report": {"title": "The river: will it flood?", "date": "2022-02-16", "yardstick": "phia"},
  "nodes": {
    "kj1": {"kind": "judgement", "text": "A flood before spring is highly unlikely.", "confidence": "moderate"},
    "low-water": {
      "kind": "evidence",
      "text": "The gauge has stood below two metres since autumn, and each week’s reading confirms it.",
      "credibility": 9e-1, "sources": ["gauge"], "supports": {"kj1": 0.8}
    },
    "snow": {
      "kind": "evidence",
      "text": "There is more snow in the hills than last year.",
      "supports": {"kj2": {"weight": 0.9, "because": "It has grown every week."}},
      "contradicts": {"kj1": 0.3}
    },
    "kj2": {"kind": "judgement", "text": "The reservoir will likely fill."}
  },
  "sources": {
    "gauge": {"title": "River gauge", "grade": "B2", "date": "2022-02-04", "url": "https://river.example/gauge"}
  },
  "questions": {"flood": {"text": "Will the river flood?", "answers": ["kj1", "kj2"]}}
}
"#;

fn read_ok(name: &str, text: &str, syntax: Syntax) -> Argument {
    read(&SourceFile::new(name, text), syntax).unwrap_or_else(|faults| panic!("{}", shown(&faults)))
}

fn refused(text: &str, syntax: Syntax) -> Vec<String> {
    match read(&SourceFile::new("f", text), syntax) {
        Ok(argument) => panic!("read: {}", canonical(&argument)),
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn the_three_syntaxes_say_the_same() {
    let toml = read_ok("a.toml", TOML, Syntax::Toml);
    assert_eq!(toml.node_count(), 4);
    assert_eq!(toml.edge_count(), 3);
    assert!(toml.defects.is_empty());
    assert_eq!(canonical(&read_ok("a.yaml", YAML, Syntax::Yaml)), canonical(&toml));
    assert_eq!(canonical(&read_ok("a.json", JSON, Syntax::Json)), canonical(&toml));
    // With a byte-order mark and the line breaks of Windows too.
    for (syntax, text) in [(Syntax::Toml, TOML), (Syntax::Yaml, YAML), (Syntax::Json, JSON)] {
        let text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert_eq!(canonical(&read_ok("a", &text, syntax)), canonical(&toml));
    }
    assert_eq!(write(&toml, Syntax::Toml), TOML);
}

#[test]
fn words_nodes_and_edges_know_their_places() {
    for (syntax, text) in [(Syntax::Toml, TOML), (Syntax::Yaml, YAML), (Syntax::Json, JSON)] {
        let argument = read_ok("a", text, syntax);
        let slice = |span| argument.files().slice(span);
        for (_, node) in argument.nodes() {
            let words = node.text.as_str();
            for word in words.split(' ') {
                let at = words.find(word).unwrap();
                assert_eq!(slice(node.text.span_of(at..at + word.len())), word, "{syntax:?}");
            }
            assert!(slice(node.span).contains(node.id.as_str()), "{syntax:?}: {}", slice(node.span));
        }
        let places: Vec<&str> = argument.edges().map(|(_, edge)| slice(edge.span)).collect();
        assert!(places[0].contains("kj1") && places[0].ends_with("0.8"), "{places:?}");
        assert!(places[1].contains("kj2") && places[1].contains("every week."), "{places:?}");
        assert!(places[2].contains("kj1") && places[2].ends_with("0.3"), "{places:?}");
        let snow = argument.node(argument.find("low-water").unwrap());
        assert_eq!(slice(snow.sources[0].span).trim_matches('"'), "gauge");
    }
}

#[test]
fn escaped_words_have_the_place_of_the_whole_literal() {
    let text = "[nodes.a]\ntext = \"say \\\"no\\\"\"\n";
    let argument = read_ok("a.toml", text, Syntax::Toml);
    let node = argument.node(argument.find("a").unwrap());
    assert_eq!(node.text.as_str(), "say \"no\"");
    assert_eq!(argument.files().slice(node.text.span_of(0..3)), "\"say \\\"no\\\"\"");
    let text = "[nodes.a]\ntext = \"\"\"\nTwo\n  lines. \"\"\"\n";
    let argument = read_ok("a.toml", text, Syntax::Toml);
    let node = argument.node(argument.find("a").unwrap());
    assert_eq!(node.text.as_str(), "Two lines.");
    assert_eq!(argument.files().slice(node.text.span_of(4..9)), "lines");
}

#[test]
fn a_kind_that_is_not_given_follows_from_the_edges() {
    let text = "nodes:\n  c: {text: x}\n  e: {text: y, supports: c, contradicts: [f]}\n  f: {text: z}\n";
    let argument = read_ok("a.yaml", text, Syntax::Yaml);
    let kind = |id: &str| argument.node(argument.find(id).unwrap()).kind;
    assert_eq!(kind("c"), NodeKind::Claim);
    assert_eq!(kind("e"), NodeKind::Evidence);
    assert_eq!(kind("f"), NodeKind::Evidence);
}

#[test]
fn yaml_words_stay_words() {
    let text =
        "nodes:\n  no: {text: on, supports: [yes, 1]}\n  yes: {text: 'off'}\n  1:\n    text: n\n    date: 2022\n";
    let argument = read_ok("a.yaml", text, Syntax::Yaml);
    let ids: Vec<&str> = argument.nodes().map(|(_, node)| node.id.as_str()).collect();
    assert_eq!(ids, ["no", "yes", "1"]);
    assert_eq!(argument.edge_count(), 2);
    assert_eq!(argument.node(argument.find("no").unwrap()).text.as_str(), "on");
    assert_eq!(argument.node(argument.find("1").unwrap()).date.unwrap().to_string(), "2022");
}

#[test]
fn references_that_dangle_are_kept_as_defects() {
    let text = "[nodes.patrols]\ntext = \"x\"\nsupports = { patrol = 0.5, zebra = 1 }\nsources = [\"wire\", \"wires\"]\n\
                [sources.wire]\nderived_from = [\"tip\"]\n[questions.q]\ntext = \"?\"\nanswers = [\"patrolls\"]\n";
    let argument = read_ok("a.toml", text, Syntax::Toml);
    assert_eq!(argument.edge_count(), 0);
    let defects: Vec<String> = argument
        .defects
        .iter()
        .map(|defect| match defect {
            crate::argument::Defect::DanglingReference { id, span, wanted, nearest } => {
                let near = nearest.as_ref().map_or("", Id::as_str);
                format!("{wanted} {id} {:?} {near}", argument.files().slice(*span))
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        defects,
        [
            "source tip \"\\\"tip\\\"\" ",
            "source wires \"\\\"wires\\\"\" wire",
            "node patrol \"patrol\" patrols",
            "node zebra \"zebra\" ",
            "node patrolls \"\\\"patrolls\\\"\" patrols",
        ]
    );
}

#[test]
fn all_faults_are_found_each_with_its_place() {
    let text = "[report]\ntitel = \"x\"\ndate = \"16 May\"\n\n[nodes.a]\nkind = \"judgment\"\ntext = 5\ncredibilty = 0.5\n\
                [nodes.b]\nkind = \"fact\"\ncredibility = 1.5\ngrade = \"Z9\"\nconfidence = \"total\"\ndate = true\n\
                inline = \"yes\"\nsupports = { a = 0, b = \"much\", c = { wieght = 1, weight = -1 } }\n\
                [nodes.d]\ntext = \"x\"\nconfidence-basis = \"y\"\nallow = { no-source = 3 }\nsupports = 1.5\nsources = {}\n\
                [node.c]\n[sources]\ns = \"x\"\n[questions.q]\n";
    let helps_removed: Vec<String> =
        refused(text, Syntax::Toml).iter().map(|fault| fault.split('\n').next().unwrap().to_owned()).collect();
    assert_eq!(
        helps_removed,
        [
            "f:2:1: `titel` is not a key of the report",
            "f:3:8: `16 May` is not a date",
            "f:7:8: `text` must be text, not a number",
            "f:8:1: `credibilty` is not a key of a node",
            "f:9:8: the node `b` has no `text`",
            "f:10:8: `fact` is not a kind of node",
            "f:11:15: the credibility 1.5 is out of range: it must be a number from 0 to 1",
            "f:12:9: `Z9` is not an Admiralty grade",
            "f:13:14: `total` is not a confidence",
            "f:14:8: `date` must be a date, not a truth value",
            "f:15:10: `inline` must be true or false, not text",
            "f:16:18: the weight 0 is out of range: it must be a number above 0 and at most 1",
            "f:16:25: a weight must be a number above 0 and at most 1, not text",
            "f:16:39: `wieght` is not a key of an edge",
            "f:16:60: the weight -1 is out of range: it must be a number above 0 and at most 1",
            "f:19:1: there is a `confidence-basis` without a `confidence`",
            "f:20:23: the reason must be text, not a number",
            "f:22:11: `sources` must be an id or a list of ids, not a table",
            "f:23:2: `node` is not a key of a graph file",
            "f:25:5: a source must be a table, not text",
            "f:26:12: the question `q` has no `text`",
        ]
    );
    let helps = refused(text, Syntax::Toml).join("\n");
    for help in
        ["did you mean `title`?", "did you mean `credibility`?", "did you mean `weight`?", "did you mean `nodes`?"]
    {
        assert!(helps.contains(help), "{help}");
    }
}

#[test]
fn syntax_errors_have_the_place_of_the_parser() {
    let cases = [
        (Syntax::Toml, "[nodes.a]\ntext = \n", "f:2:8: this is not valid TOML: "),
        (Syntax::Toml, "a = 1\na = 2", "f:2:1: the key `a` stands twice in one table"),
        (Syntax::Toml, "[nodes.a]\n[nodes.a]\n", "f:2:8: the key `a` stands twice in one table"),
        (Syntax::Toml, "a = nan", "f:1:5: `nan` is not a finite number"),
        (Syntax::Toml, "a = 1e999", "f:1:5: `1e999` is not a finite number"),
        (Syntax::Toml, "# é\n\"é\" = [", "f:2:8: this is not valid TOML: unclosed array"),
        (Syntax::Yaml, "a: [1,\nb: 2", "f:1:4: this is not valid YAML: unclosed bracket"),
        (Syntax::Yaml, "a: 1\nb: 2\na: 3\n", "f:3:1: the key `a` stands twice in one table"),
        (Syntax::Yaml, "é: 1e999", "f:1:4: `1e999` is not a finite number"),
        (Syntax::Yaml, "a: .nan", "f:1:4: `.nan` is not a finite number"),
        (Syntax::Yaml, "nodes: {}\n---\nnodes: {}\n", "f:3:1: this file holds more than one YAML document"),
        (Syntax::Json, "", "f:1:1: the file is empty"),
        (Syntax::Json, "{\"nodes\": {}\n} x", "f:2:3: this is not valid JSON: trailing characters"),
        (Syntax::Json, "\u{feff}{\"a\": 1,\r\n \"é\": 2, \"é\": 3}", "f:2:10: the key `é` stands twice in one table"),
        (Syntax::Json, "{\"é\": NaN}", "f:1:7: this is not valid JSON: expected value"),
        (Syntax::Json, "{\"a\": 1e999}", "f:1:11: this is not valid JSON: number out of range"),
        (Syntax::Json, "[1]", "f:1:1: a graph file must be a table, not a list"),
    ];
    for (syntax, text, expected) in cases {
        let faults = refused(text, syntax);
        assert!(faults.iter().any(|fault| fault.starts_with(expected)), "{text:?}: {faults:?}");
    }
}

#[test]
fn depth_and_repetition_are_bounded() {
    let bomb = (b'b'..=b'k').fold("a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned(), |text, letter| {
        let (name, before) = (letter as char, (letter - 1) as char);
        let item = format!("*{before},");
        format!("{text}{name}: &{name} [{}]\n", item.repeat(9))
    });
    let cases = [
        (Syntax::Toml, format!("a = {}", "[".repeat(100_000))),
        (Syntax::Toml, format!("{}a = 1", "a.".repeat(100_000))),
        (Syntax::Toml, format!("[{}a]", "a.".repeat(100_000))),
        (Syntax::Toml, format!("a = {}1{}", "[".repeat(60), "]".repeat(60))),
        (Syntax::Yaml, "[".repeat(100_000)),
        (Syntax::Yaml, "- ".repeat(100_000)),
        (Syntax::Yaml, "{a: ".repeat(100_000)),
        (Syntax::Yaml, "? ".repeat(100_000)),
        (Syntax::Yaml, (0..1000).map(|depth| " ".repeat(depth) + "a:\n").collect()),
        (Syntax::Yaml, bomb),
        (Syntax::Json, "[".repeat(100_000)),
        (Syntax::Json, "{\"a\":".repeat(100_000)),
        (Syntax::Json, format!("{}1{}", "[".repeat(33), "]".repeat(33))),
    ];
    for (syntax, text) in cases {
        let faults = refused(&text, syntax);
        assert_eq!(faults.len(), 1, "{syntax:?}: {}", &text[..60]);
    }
}

#[test]
fn an_empty_file_is_an_argument_without_nodes() {
    for (syntax, text) in
        [(Syntax::Toml, ""), (Syntax::Yaml, ""), (Syntax::Yaml, "# only a remark\n"), (Syntax::Json, "{}")]
    {
        assert_eq!(read_ok("f", text, syntax).node_count(), 0);
    }
    for syntax in SYNTAXES {
        let text = write(&Argument::default(), syntax);
        assert_eq!(read_ok("f", &text, syntax).node_count(), 0);
        let name = format!("f.{}", ["toml", "yaml", "json"][syntax as usize]);
        assert_eq!(super::detect(&SourceFile::new(name, text)), Some(syntax));
    }
}

#[test]
fn parallel_edges_and_suppressions_are_kept() {
    let text = "[report.allow]\nlength = \"a short note\"\n[nodes.a]\ntext = \"x\"\n\
                supports = { a = [{ weight = 0.4 }, 0.2, { because = \"y\" }] }\nallow = { no-source = \"\" }\n";
    let argument = read_ok("f", text, Syntax::Toml);
    let weights: Vec<f64> = argument.edges().map(|(_, edge)| edge.weight.get()).collect();
    assert_eq!(weights, [0.4, 0.2, 1.0]);
    let first = &argument.suppressions[0];
    assert_eq!((first.rule.as_str(), first.reason.as_deref(), first.node), ("length", Some("a short note"), None));
    let second = &argument.suppressions[1];
    assert_eq!((second.rule.as_str(), second.reason.as_deref(), second.node), ("no-source", None, argument.find("a")));
}
