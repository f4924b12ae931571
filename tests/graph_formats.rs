//! Graphs in other tools' formats, as a user exports and imports them; and what those tools' own libraries find in them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// Words that mean something somewhere.
const HOSTILE: &str = r#"
[report]
title = "<script> ]]> \u0001"
date = 2022-02-16

[nodes.kj1]
kind = "judgement"
text = "=1+1 <script>alert(1)</script> ]]> --> &lol; \u202E ${x} {{y}} \\ \" '"
likelihood = "likely"
confidence = "moderate to high"

[nodes."a;b"]
kind = "evidence"
text = "-- ; # | ` @x"
credibility = 0.3
sources = ["s 1", "s;2"]
supports = { kj1 = { weight = 0.25, because = "@because \"so\"" } }
contradicts = ["kj1"]

[nodes."判断"]
kind = "hypothesis"
text = "' 中文 עברית"
supports = ["判断"]

[sources."s 1"]
title = "=S"
url = "https://example.org/?q=1"
grade = "B2"

[sources."s;2"]

[questions.q]
text = "?"
answers = ["kj1", "判断"]
"#;

fn linchpin(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_linchpin")).current_dir(folder).args(arguments).output().unwrap()
}

fn succeeded(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every graph of ours, and the hostile one.
fn graphs(folder: &Path) -> Vec<PathBuf> {
    let hostile = folder.join("hostile.toml");
    fs::write(&hostile, HOSTILE).unwrap();
    let mut graphs: Vec<PathBuf> = fs::read_dir("graphs").unwrap().map(|entry| entry.unwrap().path()).collect();
    // One is no argument, and one is refused on purpose.
    graphs.retain(|path| !path.ends_with("README.md") && !path.ends_with("flawed.md"));
    graphs.sort();
    graphs.push(hostile);
    graphs.iter().map(|path| fs::canonicalize(path).unwrap()).collect()
}

/// A folder with each graph in each format.
fn exported(formats: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    for graph in graphs(out) {
        let name = graph.file_name().unwrap().to_str().unwrap().replace('.', "-");
        for (format, ending) in formats {
            let to = out.join(format!("{name}{ending}"));
            succeeded(&linchpin(out, &["export", graph.to_str().unwrap(), "--to", format, "-o", to.to_str().unwrap()]));
        }
    }
    folder
}

/// Fails for each line of a reader's that says "wrong"; prints what was skipped.
fn judge(output: &Output, what: &str) {
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{what}: {}\n{lines}", said(output));
    for line in lines.lines().filter(|line| line.starts_with("skipped")) {
        eprintln!("{line}");
    }
    assert!(!lines.contains("wrong: "), "{lines}");
    let ok = lines.lines().filter(|line| line.starts_with("ok ")).count();
    eprintln!("{what}: {ok} comparisons");
}

#[test]
fn libraries_of_others_find_the_same_graph() {
    let python = std::env::var_os("LINCHPIN_PYTHON").unwrap_or_else(|| "python3".into());
    let mut formats = vec![
        ("json", ".resolved.json"),
        ("graphml", ".graphml"),
        ("gexf", ".gexf"),
        ("jgf", ".jgf.json"),
        ("stix", ".stix.json"),
        ("csv", ".csv"),
        ("tsv", ".tsv"),
    ];
    if cfg!(feature = "columnar") {
        formats.push(("parquet", ".parquet"));
    }
    let folder = exported(&formats);
    match Command::new(&python).arg("tests/readers/graphs.py").arg(folder.path()).output() {
        Ok(output) => judge(&output, "graphs"),
        Err(error) => eprintln!("skipped: {} cannot be run: {error}", python.display()),
    }
}

#[test]
fn compilers_of_diagrams_find_the_same_graph() {
    let Some(modules) = std::env::var_os("LINCHPIN_NODE_MODULES") else {
        eprintln!("skipped: compiling diagrams, as LINCHPIN_NODE_MODULES names no node_modules with mermaid and D2");
        return;
    };
    let folder = exported(&[("json", ".resolved.json"), ("mermaid", ".mmd"), ("d2", ".d2")]);
    let output = Command::new("node")
        .arg("tests/readers/diagrams.mjs")
        .arg(folder.path())
        .arg(modules)
        .output()
        .expect("node runs the compilers of diagrams; install Node.js");
    judge(&output, "diagrams");
}

#[test]
fn every_graph_comes_back_from_every_format() {
    let formats = [("graphml", ".graphml"), ("gexf", ".gexf"), ("jgf", ".json"), ("stix", ".stix"), ("csv", ".csv")];
    let folder = exported(&formats);
    let out = folder.path();
    for graph in graphs(out) {
        let name = graph.file_name().unwrap().to_str().unwrap().replace('.', "-");
        // Through a graph file once: what a report's layout says is no longer there then.
        succeeded(&linchpin(out, &["import", graph.to_str().unwrap(), "-o", "first.json"]));
        let first = fs::read_to_string(out.join("first.json")).unwrap();
        for (format, ending) in formats {
            let path = format!("{name}{}", if format == "csv" { "-nodes.csv" } else { ending });
            let output = linchpin(out, &["import", &path, "-o", "again.json"]);
            succeeded(&output);
            assert_eq!(said(&output), "", "{format}: {path}");
            let again = fs::read_to_string(out.join("again.json")).unwrap();
            let [mut first, mut again] =
                [&first, &again].map(|text| serde_json::from_str::<serde_json::Value>(text).unwrap());
            if format == "csv" {
                forget_report(&mut first);
            }
            sort_edges(&mut first);
            sort_edges(&mut again);
            assert_eq!(first, again, "{format}: {path}");
        }
    }
}

fn forget_report(graph: &mut serde_json::Value) {
    graph.as_object_mut().unwrap().remove("report");
}

/// Edges are written by premise; a format that keeps their order gives the conclusions in that order.
fn sort_edges(graph: &mut serde_json::Value) {
    for node in graph["nodes"].as_object_mut().unwrap().values_mut() {
        for kind in ["supports", "contradicts"] {
            match node.get_mut(kind) {
                Some(serde_json::Value::Array(ids)) => ids.sort_by_key(ToString::to_string),
                Some(serde_json::Value::Object(edges)) => edges.sort_keys(),
                _ => {}
            }
        }
    }
}

#[test]
fn tables_are_files_beside_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    fs::write(out.join("hostile.toml"), HOSTILE).unwrap();
    let refused = linchpin(out, &["export", "hostile.toml", "--to", "csv"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        said(&refused).contains("with -o NAME.csv, they are NAME-nodes.csv and NAME-edges.csv"),
        "{}",
        said(&refused)
    );
    let written = linchpin(out, &["export", "hostile.toml", "--to", "csv", "-o", "x.csv"]);
    succeeded(&written);
    assert!(said(&written).contains("tables have no place for the report's title"), "{}", said(&written));
    let mut names: Vec<String> =
        fs::read_dir(out).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["hostile.toml", "x-edges.csv", "x-nodes.csv", "x-questions.csv", "x-sources.csv"]);
    // Any of them is the whole argument, and a folder has it once.
    let by_nodes = succeeded(&linchpin(out, &["import", "x-nodes.csv"]));
    assert_eq!(by_nodes, succeeded(&linchpin(out, &["import", "x-edges.csv"])));
    assert!(by_nodes.contains("weight = 0.25") && by_nodes.contains("[questions.q]"), "{by_nodes}");
    fs::remove_file(out.join("hostile.toml")).unwrap();
    let checked = linchpin(out, &["check", ".", "--format", "concise"]);
    let checked = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(checked.contains("x-nodes.csv") && !checked.contains("x-sources.csv:1"), "{checked}");
    let ended = checked.lines().filter(|line| line.contains("no-alternative") || line.contains("kj1")).count();
    let alone = linchpin(out, &["check", "x-nodes.csv", "--format", "concise"]);
    let alone = String::from_utf8_lossy(&alone.stdout).into_owned();
    assert_eq!(ended, alone.lines().filter(|line| line.contains("no-alternative") || line.contains("kj1")).count());
    // A table of an earlier export is not read with a later one in silence.
    fs::write(out.join("y.toml"), "[nodes.a]\ntext = \"A\"\n").unwrap();
    let written = linchpin(out, &["export", "y.toml", "--to", "csv", "-o", "x-nodes.csv"]);
    succeeded(&written);
    assert!(said(&written).contains("x-sources.csv was not written now"), "{}", said(&written));
}

#[test]
fn an_edge_list_is_an_argument() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    fs::write(out.join("edges.csv"), "from,to,relation\nrain,flood,supports\ndam,flood,attacks\n").unwrap();
    let text = succeeded(&linchpin(out, &["import", "edges.csv"]));
    assert!(
        text.contains("[nodes.flood]\nkind = \"judgement\"") && text.contains("contradicts = [\"flood\"]"),
        "{text}"
    );
}
