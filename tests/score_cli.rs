//! `score`, `explain` and `export --strengths`, as a user types them.

#[path = "program/mod.rs"]
mod program;

use std::fmt::Write as _;
use std::path::Path;

use program::{file, linchpin};
use serde_json::Value;

fn json(arguments: &[&str]) -> Value {
    let run = linchpin(&[arguments, &["--format", "json"]].concat());
    assert_eq!(run.code, Some(0), "{}", run.err);
    serde_json::from_str(&run.out).expect("JSON")
}

/// The example of the chapter on strength.
fn harbour() -> String {
    let chapter = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src/strength.md")).unwrap();
    let block = chapter.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
    // PHIA's "likely" is 55 to 75 %.
    format!("[report]\nyardstick = \"phia\"\n{}", block.expect("the chapter's example"))
}

fn near(value: &Value, expected: f64) {
    let number = value.as_f64().unwrap_or_else(|| panic!("{value} is no number"));
    assert!((number - expected).abs() < 1e-12, "{number}, not {expected}");
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[test]
fn the_example_of_the_chapter_comes_out_as_computed_by_hand() {
    let (_folder, path) = file("harbour.toml", &harbour());
    let scores = json(&["score", &path]);
    let cranes = logistic(0.8 * 0.9);
    let closure = logistic(1.0 * 0.7 + 0.9 * cranes - 0.5 * 0.4);
    assert_eq!((scores["semantics"].as_str(), scores["standing"].as_str()), (Some("log-odds"), Some("exact")));
    near(&scores["strengths"]["cranes"], cranes);
    near(&scores["strengths"]["closure"], closure);
    let judgement = &scores["judgements"][0];
    assert_eq!((judgement["id"].as_str(), judgement["linchpin"].as_str()), (Some("closure"), Some("manifests")));
    assert_eq!(judgement["certainty"], serde_json::json!([0.55, 0.75]));
    near(&judgement["margin"], closure - 0.55);

    let explained = json(&["explain", &path, "closure"]);
    near(&explained["strength"], closure);
    near(&explained["push"], 0.7 + 0.9 * cranes - 0.2);
    let without = |id: &str| {
        let shares = explained["contributions"].as_array().unwrap();
        &shares.iter().find(|share| share["id"] == id).unwrap()["without"]
    };
    near(without("manifests"), logistic(0.9 * cranes - 0.2));
    near(without("cranes"), logistic(0.7 - 0.2));
    near(without("photos"), logistic(0.7 + 0.9 * 0.5 - 0.2));
    near(without("denial"), logistic(0.7 + 0.9 * cranes));

    let page = linchpin(&["explain", &path, "closure"]).out;
    for line in [
        "  α = 0.7 + 0.6053 − 0.2 = 1.1053",
        "  strength = logistic(0 + 1.1053) = 1 / (1 + e^−1.1053) = 0.7513",
        "  manifests: no single absence takes it below 0.55; without this one it falls furthest, to 0.600",
    ] {
        assert!(page.contains(line), "no `{line}` in\n{page}");
    }
}

#[test]
fn the_worked_formula_ends_in_the_strength_under_every_semantics() {
    let (_folder, path) = file("harbour.toml", &harbour());
    for (semantics, worked) in [
        ("log-odds", "logistic(0 + 1.1053) = 1 / (1 + e^−1.1053) = 0.7513"),
        ("quadratic-energy", "0.5 + 0.5·1.1036² / (1 + 1.1036²) = 0.7746"),
        ("df-quad", "0.5 + 0.5·0.7322 = 0.8661"),
        ("euler-based", "1 − (1 − 0.5²) / (1 + 0.5·e^1.067) = 0.6943"),
        ("euler-based-top", "1 − (1 − 0.5²) / (1 + 0.5·e^0.5) = 0.5889"),
    ] {
        let page = linchpin(&["explain", &path, "closure", "--semantics", semantics]).out;
        assert!(page.contains(&format!("  strength = {worked}\n")), "{semantics}\n{page}");
    }
}

#[test]
fn what_if_and_without_do_what_an_edited_file_does() {
    let text = harbour();
    let (_folder, path) = file("harbour.toml", &text);
    let edited = text.replace("credibility = 0.9", "credibility = 0.2").replace("grade = \"D3\"", "credibility = 1.0");
    let (_folder, edited) = file("harbour.toml", &edited);
    let changes = ["--what-if", "photos=0.2", "--what-if", "denial = 1"];
    assert_eq!(json(&[&["score", path.as_str()], &changes[..]].concat()), json(&["score", &edited]));

    let cut = text.split("[nodes.denial]").next().unwrap();
    let (_folder, cut) = file("harbour.toml", cut);
    assert_eq!(json(&["score", &path, "--without", "denial"]), json(&["score", &cut]));
    let mut left_out = json(&["explain", &path, "closure", "--without", "denial"]);
    let mut never_there = json(&["explain", &cut, "closure"]);
    for explained in [&mut left_out, &mut never_there] {
        let fields = explained.as_object_mut().unwrap();
        fields.remove("file");
        for list in ["premises", "contributions"] {
            for entry in fields[list].as_array_mut().unwrap() {
                entry.as_object_mut().unwrap().remove("file");
                // Added up in another order.
                if let Some(value) = entry.get_mut("shapley") {
                    *value = format!("{:.12}", value.as_f64().unwrap()).into();
                }
            }
        }
    }
    assert_eq!(left_out, never_there);
}

#[test]
fn dropping_a_linchpin_does_what_explain_said() {
    for graph in ["graphs/china-russia.md", "graphs/port-sabotage.md", "graphs/delivery-cart.yaml"] {
        let scores = json(&["score", graph]);
        for judgement in scores["judgements"].as_array().unwrap() {
            let id = judgement["id"].as_str().unwrap();
            let explained = json(&["explain", graph, id]);
            assert_eq!(explained["strength"], judgement["strength"], "{graph} {id}");
            for linchpin in explained["linchpins"].as_array().unwrap() {
                let gone = linchpin["id"].as_str().unwrap();
                let without = json(&["score", graph, "--without", gone]);
                near(&without["strengths"][id], linchpin["without"].as_f64().unwrap());
                assert!(without["strengths"].get(gone).is_none());
            }
            if explained["tipping"]["change"] == "credibility" {
                let (node, then) = (explained["tipping"]["node"].as_str().unwrap(), &explained["tipping"]["then"]);
                let tipped = json(&["score", graph, "--what-if", &format!("{node}={then}")]);
                let side = |strength: &Value| strength.as_f64() >= explained["threshold"].as_f64();
                assert_ne!(side(&tipped["strengths"][id]), side(&judgement["strength"]), "{graph} {id}");
            }
        }
    }
}

#[test]
fn every_number_is_traceable_to_a_sentence() {
    let graph = "graphs/china-russia.md";
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(graph)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let understood: Value = serde_json::from_str(&linchpin(&["export", graph, "--to", "json"]).out).unwrap();
    let words = |id: &Value| {
        let nodes = understood["nodes"].as_array().unwrap();
        let text = nodes.iter().find(|node| node["id"] == *id).unwrap()["text"].as_str().unwrap();
        text.chars().take(20).collect::<String>()
    };
    for id in ["kj1", "kj2", "kj3", "deterrence"] {
        for share in json(&["explain", graph, id])["contributions"].as_array().unwrap() {
            assert_eq!(share["file"], graph);
            let line = usize::try_from(share["line"].as_u64().unwrap()).unwrap();
            let column = usize::try_from(share["column"].as_u64().unwrap()).unwrap();
            let there: String = lines[line - 1].chars().skip(column - 1).take(20).collect();
            assert_eq!(there, words(&share["id"]));
        }
        let page = linchpin(&["explain", graph, id]).out;
        // Every row of every table and tree ends in, or has, a place.
        let tree = page.split("The argument\n").nth(1).unwrap();
        assert!(
            tree.lines()
                .step_by(2)
                .all(|line| line.contains(" · shown above") || line.contains("graphs/china-russia.md:"))
        );
    }
}

#[test]
fn the_tables_for_reading() {
    insta::assert_snapshot!("score", linchpin(&["score", "graphs/china-russia.md", "--all"]).out);
    insta::assert_snapshot!("explain", linchpin(&["explain", "graphs/china-russia.md", "kj1"]).out);
    insta::assert_snapshot!(
        "explain_inference",
        linchpin(&["explain", "graphs/china-russia.md", "signal", "--what-if", "audience=0.1"]).out
    );
}

#[test]
fn a_table_for_a_spreadsheet_has_no_formulas() {
    let text = "[nodes.kj1]\nkind = \"judgement\"\ntext = \"=HYPERLINK(\\\"http://x\\\", 1)\"\n\
                [nodes.\"@a\"]\ntext = \"Rain, \\\"heavy\\\"\\nand long.\"\ncontradicts = [\"kj1\"]\n\
                [nodes.b]\ntext = \"+1\"\ncontradicts = [\"kj1\"]\n";
    let (_folder, path) = file("a.toml", text);
    let csv = linchpin(&["score", &path, "--all", "--format", "csv"]).out;
    assert!(csv.contains("\"'=HYPERLINK(\"\"http://x\"\", 1)\""), "{csv}");
    assert!(csv.contains("\r\n\"'@a\",evidence,0.6,"), "{csv}");
    assert!(csv.ends_with(",\"'+1\"\r\n"), "{csv}");
    // Our own negative numbers stay numbers.
    let strength = logistic(-1.2);
    assert!(csv.contains(&format!("kj1,judgement,{strength},exact,,,0.5,{},", strength - 0.5)), "{csv}");
}

#[test]
fn a_reports_words_do_not_command_the_terminal() {
    let text = "[nodes.kj1]\nkind = \"judgement\"\ntext = \"Red \\u001b[31m alert\\u202e likely.\"\n\
                [nodes.\"e\u{200b}1\"]\ntext = \"\\u009b2J\"\nsupports = [\"kj1\"]\n";
    let (_folder, path) = file("a.toml", text);
    for arguments in [&["score", &path, "--all"][..], &["explain", &path, "kj1"][..]] {
        let run = linchpin(arguments);
        assert_eq!(run.code, Some(0), "{}", run.err);
        assert!(!run.out.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{200b}']), "{}", run.out);
        assert!(run.out.contains("Red ␛[31m alert<U+202E> likely."), "{}", run.out);
    }
}

/// Seven pairs that contradict each other in a ring, which never settles under df-quad, what hangs on them, and what does
/// not.
fn ring() -> String {
    let mut text = String::from(
        "[nodes]\nkj1 = { kind = \"judgement\", text = \"A.\" }\nkj2 = { kind = \"judgement\", text = \"B.\" }\n\
         fact = { text = \"C.\", supports = [\"kj2\"] }\n",
    );
    for number in 0..7 {
        let next = (number + 1) % 7;
        for twin in ["a", "b"] {
            let credibility = if (number, twin) == (0, "a") { 0.9 } else { 1.0 };
            let support = if number == 3 { ", supports = [\"kj1\"]" } else { "" };
            writeln!(
                text,
                "r{number}{twin} = {{ kind = \"claim\", text = \"R.\", credibility = {credibility}, contradicts = [\"r{next}a\", \
                 \"r{next}b\"]{support} }}"
            )
            .unwrap();
        }
    }
    text
}

#[test]
fn what_does_not_settle_has_no_number_and_is_an_error() {
    let (_folder, path) = file("ring.toml", &ring());
    let run = linchpin(&["score", &path, "--semantics", "df-quad", "--format", "json"]);
    assert_eq!(run.code, Some(2));
    let scores: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(scores["standing"], "not-converged");
    assert_eq!(scores["strengths"].as_object().unwrap().keys().collect::<Vec<_>>(), ["kj2", "fact"]);
    assert_eq!(scores["judgements"][0]["strength"], Value::Null);
    assert!(run.err.contains("`r0a`, `r0b`, `r1a`"), "{}", run.err);
    assert!(run.err.contains("under `--semantics log-odds` they do"), "{}", run.err);
    assert!(run.err.contains("`kj1` hang on that"), "{}", run.err);

    let run = linchpin(&["explain", &path, "kj1", "--semantics", "df-quad"]);
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    // What does not hang on the ring can be explained all the same.
    assert_eq!(linchpin(&["explain", &path, "kj2", "--semantics", "df-quad"]).code, Some(0));
    assert_eq!(linchpin(&["score", &path]).code, Some(0));
}

#[test]
fn what_cannot_be_is_refused_with_what_to_write() {
    let graph = "graphs/china-russia.md";
    for (arguments, message) in [
        (&["explain", graph, "no-bloc"][..], "there is no node `no-bloc`; did you mean `no-blocs`?"),
        (&["score", graph, "--semantics", "log-ods"], "there is no semantics `log-ods`; did you mean `log-odds`?"),
        (&["score", graph, "--what-if", "no-blocs"], "write a node and its credibility"),
        (&["score", graph, "--what-if", "no-blocs=1.5"], "`1.5` is no credibility of `no-blocs`"),
        (&["score", graph, "--what-if", "no-blocs=NaN"], "`NaN` is no credibility of `no-blocs`"),
        (&["score", graph, "--without", "zzzzzzzz"], "there is no node `zzzzzzzz`"),
        (&["score", graph, "--what-if", "gas=1", "--without", "gas"], "`gas` is both changed and left out"),
        (&["score", graph, "--what-if", "gas=1", "--what-if", "gas=0"], "`gas` is given two credibilities"),
        (&["explain", graph, "gas", "--without", "gas"], "`gas` cannot be explained and left out at once"),
    ] {
        let run = linchpin(arguments);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.err.contains(message), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn the_configuration_is_obeyed() {
    let (folder, path) = file("harbour.toml", &harbour());
    let config = folder.path().join("linchpin.toml");
    std::fs::write(&config, "semantics = \"df-quad\"\n[base-scores]\nB = 0.9\nclaim = 0.25\n").unwrap();
    let scores = json(&["score", &path]);
    assert_eq!(scores["semantics"], "df-quad");
    near(&scores["strengths"]["manifests"], 0.8);
    near(&scores["strengths"]["cranes"], 0.25 + 0.75 * 0.72);
    assert_eq!(json(&["score", &path, "--semantics", "euler-based"])["semantics"], "euler-based");

    std::fs::write(&config, "semantics = \"df-squad\"\n").unwrap();
    let run = linchpin(&["score", &path]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("there is no semantics `df-squad`"), "{}", run.err);
    assert!(run.err.contains("did you mean `df-quad`?"), "{}", run.err);

    let init = tempfile::tempdir().unwrap();
    assert_eq!(linchpin(&["init", init.path().to_str().unwrap()]).code, Some(0));
    let template = std::fs::read_to_string(init.path().join("linchpin.toml")).unwrap();
    // All that the template only mentions is what holds without it.
    let spelt_out: String = template
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(setting) if setting.contains(" = 0.") || setting.contains(" = 1.0") => format!("{setting}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    assert!(spelt_out.contains("\nevidence = 0.6\n"));
    std::fs::write(&config, spelt_out).unwrap();
    let with = json(&["score", &path]);
    std::fs::remove_file(&config).unwrap();
    assert_eq!(with, json(&["score", &path]));
}

#[test]
fn export_writes_strengths() {
    let graph = "graphs/china-russia.md";
    let scores = json(&["score", graph]);
    let run = linchpin(&["export", graph, "--to", "json", "--strengths"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let exported: Value = serde_json::from_str(&run.out).unwrap();
    for node in exported["nodes"].as_array().unwrap() {
        assert_eq!(node["strength"], scores["strengths"][node["id"].as_str().unwrap()]);
    }
    assert!(linchpin(&["export", graph, "--to", "dot", "--strengths"]).out.contains("strength 0.76"));
    assert!(!linchpin(&["export", graph, "--to", "dot"]).out.contains("strength 0."));

    let (folder, path) = file("ring.toml", &ring());
    std::fs::write(folder.path().join("linchpin.toml"), "semantics = \"df-quad\"\n").unwrap();
    let run = linchpin(&["export", &path, "--to", "json", "--strengths"]);
    assert_eq!(run.code, Some(2));
    let exported: Value = serde_json::from_str(&run.out).unwrap();
    let with: Vec<&Value> =
        exported["nodes"].as_array().unwrap().iter().filter(|node| node.get("strength").is_some()).collect();
    assert_eq!(with.iter().map(|node| node["id"].as_str().unwrap()).collect::<Vec<_>>(), ["kj2", "fact"]);
}
