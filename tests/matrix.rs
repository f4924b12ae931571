//! `matrix` as a user types it: the examples of its chapter, its formats, hostile texts, large inputs.

#[path = "program/mod.rs"]
mod program;

use std::fmt::Write as _;
use std::time::Instant;

use program::{file, linchpin};
use serde_json::Value;

fn written(arguments: &[&str]) -> String {
    let run = linchpin(arguments);
    assert_eq!(run.code, Some(0), "{}", run.err);
    run.out
}

/// The only matrix of a file.
fn json(path: &str) -> Value {
    let value: Value = serde_json::from_str(&written(&["matrix", path, "--format", "json"])).expect("JSON");
    assert_eq!(value["matrices"].as_array().unwrap().len(), 1);
    value["matrices"][0].clone()
}

fn method<'v>(matrix: &'v Value, name: &str) -> &'v Value {
    matrix["methods"].as_array().unwrap().iter().find(|method| method["name"] == name).unwrap()
}

fn near(value: &Value, expected: f64) {
    let number = value.as_f64().unwrap_or_else(|| panic!("{value} is no number"));
    assert!((number - expected).abs() < 1e-9, "{number}, not {expected}");
}

/// Heuer's example, typed as a table. The chapter adds up the same numbers.
const TYPED: &str = "How will Iraq answer the strike?,kind,nothing: Not at all.,minor: By minor acts.,major: By a large attack.\n\
                     He said that he will not,evidence,C,C,C\n\
                     No terror in the war,evidence,C,C,I\n\
                     No wish for a second strike,assumption,C,C,I\n\
                     More broadcasts to agents,evidence,I,C,C\n\
                     Embassies on guard,evidence,I,C,C\n\
                     Face would be lost,assumption,I,C,C\n";

#[test]
fn the_books_example_is_ranked_as_by_hand_typed_or_as_a_graph() {
    let (_folder, typed) = file("typed.csv", TYPED);
    for path in ["graphs/gulf-retaliation.toml", &typed] {
        let matrix = json(path);
        let heuer = method(&matrix, "inconsistencies");
        assert_eq!(heuer["scores"], serde_json::json!({"nothing": 3, "minor": 0, "major": 2}));
        assert_eq!(heuer["ranks"], serde_json::json!({"nothing": 3, "minor": 1, "major": 2}));
        // Every grade is plain, every relevance and credibility middling: one each.
        let parc = &method(&matrix, "weighted-inconsistency")["scores"];
        near(&parc["nothing"], 3.0);
        near(&parc["minor"], 0.0);
        near(&parc["major"], 2.0);
        // 0.3 times 0.6 for evidence, 0.4 for assumptions.
        let odds = &method(&matrix, "log-odds")["scores"];
        near(&odds["nothing"], 0.3 * (0.6 + 0.6 + 0.4 - 0.6 - 0.6 - 0.4));
        near(&odds["minor"], 0.3 * (4.0 * 0.6 + 2.0 * 0.4));
        near(&odds["major"], 0.3 * (0.6 - 0.6 - 0.4 + 0.6 + 0.6 + 0.4));
        // (3 − 2)² each.
        assert_eq!(
            method(&matrix, "open-synthesis")["scores"],
            serde_json::json!({"nothing": 3, "minor": 0, "major": 2})
        );
        let tells: Vec<f64> =
            matrix["rows"].as_array().unwrap().iter().map(|row| row["diagnosticity"].as_f64().unwrap()).collect();
        // 4, 4, 4 and 4, 4, 2: the mean is 10/3, the variance 8/9.
        assert_eq!(tells[0], 0.0);
        assert!(tells[1..].iter().all(|tells| (tells - (8.0_f64 / 9.0).sqrt()).abs() < 1e-12), "{tells:?}");
        assert_eq!(matrix["missing"]["untested"], serde_json::json!(["minor"]));
    }
}

#[test]
fn the_attribution_hangs_on_one_laboratory() {
    let matrix = json("graphs/customs-outage.md");
    assert_eq!(matrix["question"]["id"], "who");
    let heuer = method(&matrix, "inconsistencies");
    assert_eq!(heuer["scores"], serde_json::json!({"kj1": 1, "h-gang": 3, "h-insider": 2, "h-accident": 4}));
    let sources = heuer["sensitivity"]["sources"].as_array().unwrap();
    let northgate = sources.iter().find(|source| source["source"] == "northgate").unwrap();
    // What the second author wrote rests on the same laboratory.
    assert_eq!(northgate["rows"], serde_json::json!(["server", "routine"]));
    assert_eq!(northgate["first"], serde_json::json!(["kj1", "h-insider"]));
    // Through the claim that damage was the aim: 1 · 0.6 for, 1 · 0.9 against.
    let row = matrix["rows"].as_array().unwrap().iter().find(|row| row["id"] == "no-keys").unwrap();
    near(&row["cells"]["kj1"]["influence"], 0.6);
    near(&row["cells"]["h-gang"]["influence"], -0.9);
    assert_eq!(row["cells"]["h-insider"], Value::Null);
}

#[test]
fn the_chapter_shows_what_is_printed() {
    let chapter = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/src/matrix.md")).unwrap();
    let mut shown = 0;
    for block in chapter.split("```console\n$ linchpin ").skip(1) {
        let block = block.split("```").next().unwrap();
        let (command, expected) = block.split_once('\n').unwrap();
        let arguments: Vec<&str> = command.split_whitespace().collect();
        let printed = written(&arguments);
        // A block may leave out the beginning or the end.
        assert!(printed.contains(expected.trim_end()), "{command}:\n{printed}");
        shown += 1;
    }
    assert!(shown >= 2);
}

#[test]
fn every_graph_that_asks_is_shown_in_every_format() {
    let mut asked = 0;
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/graphs")).unwrap() {
        let path = entry.unwrap().path();
        let path = path.to_str().unwrap();
        let table = linchpin(&["matrix", path]);
        if table.code != Some(0) {
            assert!(table.err.contains("has no question with two answers") || path.contains("flawed"), "{}", table.err);
            continue;
        }
        asked += 1;
        assert!(table.out.lines().all(|line| unicode_width(line) <= 100), "{}", table.out);
        for format in ["markdown", "html"] {
            assert!(!written(&["matrix", path, "--format", format]).is_empty());
        }
        // What is written as a table of values has the same grades when it is read again.
        let all: Value = serde_json::from_str(&written(&["matrix", path, "--format", "json"])).unwrap();
        for before in all["matrices"].as_array().unwrap() {
            let id = before["question"]["id"].as_str().unwrap();
            let (_folder, copy) = file("copy.csv", &written(&["matrix", path, id, "--format", "csv"]));
            let after = json(&copy);
            let grades = |matrix: &Value| -> Vec<String> {
                let rows = matrix["rows"].as_array().unwrap().iter();
                let grade = |cell: &Value| cell["consistency"].as_str().unwrap_or("neutral").to_owned();
                rows.flat_map(|row| row["cells"].as_object().unwrap().values().map(grade)).collect()
            };
            assert_eq!(grades(before), grades(&after), "{path}");
            for part in ["scores", "ranks", "first"] {
                let [old, new] = [before, &after].map(|matrix| &method(matrix, "inconsistencies")[part]);
                assert_eq!(old, new, "{path}");
            }
        }
    }
    assert!(asked >= 7, "{asked}");
}

fn unicode_width(line: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(line)
}

#[test]
fn questions_are_named_and_mistakes_are_told() {
    let two = "[nodes.a]\ntext = \"A.\"\n[nodes.b]\ntext = \"B.\"\n[nodes.c]\ntext = \"C.\"\n[questions.one]\ntext = \"One?\"\n\
               answers = [\"a\", \"b\"]\n[questions.two]\ntext = \"Two?\"\nanswers = [\"b\", \"c\"]\n[questions.three]\ntext = \
               \"Three?\"\nanswers = [\"c\"]\n";
    let (_folder, path) = file("two.toml", two);
    let all = written(&["matrix", &path]);
    assert!(all.contains("One? [one]") && all.contains("Two? [two]") && !all.contains("Three?"), "{all}");
    assert!(all.contains("No evidence bears on any of the answers"), "{all}");
    let named = written(&["matrix", &path, "two"]);
    assert!(!named.contains("One?"), "{named}");
    for (arguments, message) in [
        (vec!["matrix", &path, "tow"], "there is no question `tow`; did you mean `two`?"),
        (vec!["matrix", &path, "three"], "the question `three` has one answer; give it two answers or more"),
        (vec!["matrix", &path, "--format", "csv"], "this format holds one matrix; name one of `one`, `two`"),
        (vec!["matrix", &path, "one", "--without", "a"], "the question `one` has one answer"),
        (vec!["matrix", "graphs/reservoir.md"], "has no question with two answers"),
    ] {
        let run = linchpin(&arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}");
        assert!(run.err.contains(message), "{}", run.err);
    }
}

#[test]
fn hostile_texts_are_data_in_every_format() {
    let hostile = "<script>alert(1)</script> | `x` **b** =1+1 \\u001b[31m \\u202e ]]> & \\\"q\\\"";
    let graph = format!(
        "{{\"nodes\": {{\"=cmd|' /C calc'!A0\": {{\"kind\": \"hypothesis\", \"text\": \"{hostile}\"}}, \"h`2|<b>\": {{\"kind\": \
         \"hypothesis\", \"text\": \"=HYPERLINK(1)\"}}, \"@e\": {{\"kind\": \"evidence\", \"text\": \"{hostile}\", \"contradicts\": \
         {{\"=cmd|' /C calc'!A0\": 1}}, \"supports\": {{\"h`2|<b>\": 0.3}}, \"sources\": [\"<s>\"]}}}}, \"sources\": {{\"<s>\": \
         {{\"title\": \"T\"}}}}, \"questions\": {{\"q\": {{\"text\": \"{hostile}?\", \"answers\": [\"=cmd|' /C calc'!A0\", \"h`2|<b>\"]}}}}}}"
    );
    let (_folder, path) = file("hostile.json", &graph);
    for format in ["table", "csv", "markdown", "html", "json"] {
        let out = written(&["matrix", &path, "--format", format]);
        assert!(format == "csv" || format == "json" || !out.contains('\u{1b}'), "{format}: {out}");
        match format {
            "html" => {
                assert!(!out.contains("<script") && !out.contains("<b>") && !out.contains("<s>"), "{out}");
                assert!(out.contains("&lt;script&gt;"));
            }
            "csv" => assert!(
                out.lines().flat_map(|line| line.split(',')).all(|cell| !cell.starts_with(['=', '+', '-', '@']))
            ),
            "markdown" => {
                assert!(!out.contains("<script") && !out.contains("**b**") && !out.contains(" `x` "), "{out}");
            }
            _ => {}
        }
    }
}

#[test]
fn large_matrices_and_graphs_take_little_time_and_long_tables_are_cut() {
    let mut csv = String::from("evidence");
    (0..50).for_each(|number| write!(csv, ",h{number}: Hypothesis {number}").unwrap());
    for row in 0..2_000 {
        write!(csv, "\nItem {row}").unwrap();
        (0..50).for_each(|column| {
            csv.push_str([",C", ",I", ",II", ",NA", ",CC", ",C", ",C"][(row * 5 + column * column) % 7]);
        });
    }
    let (_folder, path) = file("large.csv", &csv);
    let start = Instant::now();
    let table = written(&["matrix", &path]);
    assert!(table.contains("1900 more items") && table.lines().all(|line| unicode_width(line) <= 100), "{table}");
    assert_eq!(json(&path)["rows"].as_array().unwrap().len(), 2_000);
    let rows = start.elapsed();

    let mut graph = String::from(
        "[nodes.a]\nkind = \"hypothesis\"\ntext = \"A.\"\n[nodes.b]\nkind = \"hypothesis\"\ntext = \"B.\"\n",
    );
    graph.push_str("[questions.q]\ntext = \"Which?\"\nanswers = [\"a\", \"b\"]\n");
    for node in 0..100_000 {
        let on = if node < 10 { ["a", "b"][node % 2].to_owned() } else { format!("n{}", node / 10) };
        writeln!(
            graph,
            "[nodes.n{node}]\ntext = \"N.\"\nsupports = {{ {on} = 0.9 }}\ncontradicts = [\"{}\"]",
            ["b", "a"][node % 2]
        )
        .unwrap();
    }
    let (_folder, path) = file("large.toml", &graph);
    let start = Instant::now();
    assert!(written(&["matrix", &path]).contains("more items"));
    let nodes = start.elapsed();
    eprintln!("2,000 rows by 50 answers, twice: {rows:?}; 100,000 nodes: {nodes:?}");
    assert!(rows.as_secs() < 60 && nodes.as_secs() < 60);
}
