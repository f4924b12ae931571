//! Graphs of other formats, as they are found in public collections: every one is read, and has as many nodes and
//! edges as a script counts that knows nothing of our readers.
//!
//! The collections are no part of the repository: they are read from `corpus` of `../shared`, or of the folder that
//! `LINCHPIN_SHARED` names; `LINCHPIN_GRAPHS` names a folder with more of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use linchpin::argument::{Argument, EdgeKind, NodeKind};
use linchpin::format::graph_file::{self, Syntax};
use linchpin::format::{self, WriteOptions};
use linchpin::text::SourceFile;
use serde_json::json;

/// The files in a folder and those below it whose names end so, sorted.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Nodes and edges by file, as the script counts them; `None` if there is no Python.
fn counted(files: &[PathBuf]) -> Option<BTreeMap<PathBuf, (usize, usize)>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/count_graphs.py");
    let mut counts = BTreeMap::new();
    for part in files.chunks(500) {
        let output = Command::new("python3").arg(&script).args(part).output().ok()?;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        for line in String::from_utf8(output.stdout).unwrap().lines() {
            let [path, nodes, edges] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
            counts.insert(path.into(), (nodes.parse().unwrap(), edges.parse().unwrap()));
        }
    }
    Some(counts)
}

fn open(path: &Path) -> SourceFile {
    SourceFile::from_bytes(path.to_str().unwrap(), std::fs::read(path).unwrap()).unwrap()
}

/// Reads every file that `reader` recognises and compares what came of it with the script's counts; gives back how
/// many were read.
fn compare(files: Vec<PathBuf>, reader: &str) -> usize {
    let is_known = |path: &PathBuf| {
        let (file, reader) = (open(path), format::reader(reader).unwrap());
        reader.recognises(&file) && format::detect(&file).name() == reader.name()
    };
    let files: Vec<PathBuf> = files.into_iter().filter(is_known).collect();
    let Some(counts) = counted(&files) else {
        println!("skipped: python3 is not there to count");
        return files.len();
    };
    for path in &files {
        let file = open(path);
        let reading = format::detect(&file).read(&file).unwrap_or_else(|faults| panic!("{}", faults[0]));
        let argument = reading.argument;
        assert!(argument.defects.is_empty(), "{}: {:?}", path.display(), argument.defects);
        let found = (argument.node_count(), argument.edge_count());
        assert_eq!(found, counts[path], "nodes and edges of {}", path.display());
    }
    files.len()
}

fn corpus(folder: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("LINCHPIN_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = shared.join("corpus").join(folder);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

#[test]
fn every_aif_file_has_the_nodes_and_edges_that_are_counted() {
    if let Some(folder) = corpus("aif") {
        assert_eq!(compare(files(&folder, "json"), "aif"), 169);
    }
}

#[test]
fn every_arggraph_has_the_nodes_and_edges_that_are_counted() {
    if let Some(folder) = corpus("xml") {
        assert_eq!(compare(files(&folder, "xml"), "arggraph"), 30);
    }
}

/// Kinds of nodes and of edges, each with their number.
fn shape(path: &Path) -> BTreeMap<&'static str, usize> {
    let file = open(path);
    let argument = format::detect(&file).read(&file).unwrap_or_else(|faults| panic!("{}", faults[0])).argument;
    let words = argument.nodes().map(|(_, node)| node.kind.word());
    let mut shape = BTreeMap::new();
    for word in words.chain(argument.edges().map(|(_, edge)| edge.kind.word())) {
        *shape.entry(word).or_default() += 1;
    }
    shape
}

#[test]
fn a_text_that_is_published_in_two_formats_is_one_argument() {
    let (Some(aif), Some(xml)) = (corpus("aif/microtexts"), corpus("xml")) else { return };
    let mut count = 0;
    for number in 1..=30 {
        let [aif, xml] =
            [aif.join(format!("nodeset{}.json", 6360 + number)), xml.join(format!("micro_b{number:03}.xml"))];
        if aif.exists() && xml.exists() {
            assert_eq!(shape(&aif), shape(&xml), "{}", xml.display());
            count += 1;
        }
    }
    assert!(count > 0);
    println!("{count} texts in both formats");
}

#[test]
fn every_file_of_a_collection_has_the_nodes_and_edges_that_are_counted() {
    let Some(folder) = std::env::var_os("LINCHPIN_GRAPHS") else {
        println!("skipped: LINCHPIN_GRAPHS names no folder");
        return;
    };
    let folder = Path::new(&folder);
    println!("{} files of AIF", compare(files(folder, "json"), "aif"));
    println!("{} argument graphs in XML", compare(files(folder, "xml"), "arggraph"));
    let mut known: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    for path in ["json", "yml", "yaml"].into_iter().flat_map(|ending| files(folder, ending)) {
        let file = open(&path);
        let reader = format::detect(&file);
        if !reader.recognises(&file) || reader.name() == "aif" {
            continue;
        }
        let read = reader.read(&file);
        for fault in read.as_ref().err().into_iter().flatten() {
            println!("{fault}");
        }
        *known.entry((reader.name(), read.is_ok())).or_default() += 1;
    }
    println!("{known:?}");
}

/// What is kept by every format: nodes with kinds, words and what is known of them, edges with weight and warrant.
fn told(argument: &Argument) -> String {
    graph_file::write(argument, Syntax::Toml)
}

/// Files that are cut off, or of which bytes are changed: the same ones at each run.
fn damaged(text: &str) -> Vec<String> {
    let mut state = 7_usize;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below.max(1)
    };
    let letters = ['"', '{', '}', '[', ']', ':', ',', '<', '>', '&', '0', '-', ' ', '\n', 'é'];
    (0..40)
        .map(|number| {
            let at = text.floor_char_boundary(next(text.len()));
            if number % 4 == 0 {
                return text[..at].to_owned();
            }
            let mut damaged = text.to_owned();
            for _ in 0..number {
                let at = damaged.floor_char_boundary(next(damaged.len()));
                let end = damaged.ceil_char_boundary((at + next(8)).min(damaged.len()));
                damaged.replace_range(at..end, &letters[next(letters.len())].to_string());
            }
            damaged
        })
        .collect()
}

#[test]
fn damaged_files_are_read_or_refused_at_a_place_in_them() {
    let folders = [("aif", "json", "aif"), ("xml", "xml", "arggraph")].into_iter();
    let mut texts: Vec<(String, &str)> = folders
        .filter_map(|(folder, ending, reader)| Some((files(&corpus(folder)?, ending), reader)))
        .flat_map(|(files, reader)| {
            files.into_iter().step_by(7).map(move |path| (open(&path).text().to_owned(), reader))
        })
        .collect();
    for (_, argument) in our_graphs() {
        for format in ["aif", "sadface", "arguebuf"] {
            texts.push((String::from_utf8(written(&argument, format)).unwrap(), format));
        }
    }
    for (text, reader) in texts {
        for damaged in damaged(&text) {
            let file = SourceFile::new("damaged", damaged);
            let reader = format::reader(reader).unwrap();
            let _ = reader.recognises(&file);
            match reader.read(&file) {
                Ok(reading) => {
                    for loss in &reading.losses {
                        assert!(file.text().get(loss.span.range()).is_some(), "{loss:?}");
                    }
                }
                Err(faults) => {
                    assert!(!faults.is_empty());
                    for fault in faults {
                        assert!(file.text().get(fault.range.clone()).is_some(), "{fault}");
                    }
                }
            }
        }
    }
}

/// The graphs of the repository that are sound, with their names.
fn our_graphs() -> Vec<(PathBuf, Argument)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("graphs");
    let paths = ["toml", "yaml", "json", "md", "txt", "html"].into_iter().flat_map(|ending| files(&folder, ending));
    let read = paths.filter(|path| !path.ends_with("README.md")).map(|path| {
        let file = open(&path);
        let reading = format::detect(&file).read(&file).unwrap_or_else(|faults| panic!("{}", faults[0]));
        (path, reading.argument)
    });
    let graphs: Vec<_> = read.filter(|(_, argument)| argument.defects.is_empty()).collect();
    assert!(graphs.len() > 10, "{}", graphs.len());
    graphs
}

fn written(argument: &Argument, writer: &str) -> Vec<u8> {
    format::writer(writer).unwrap().write(argument, &WriteOptions::default()).unwrap().bytes
}

#[test]
fn our_graphs_come_back_from_every_format_that_is_written_and_read() {
    for (path, argument) in our_graphs() {
        for (writer, reader) in [("aif", "aif"), ("xaif", "aif"), ("sadface", "sadface"), ("arguebuf", "arguebuf")] {
            let file = SourceFile::from_bytes("again.json", written(&argument, writer)).unwrap();
            assert_eq!(format::detect(&file).name(), reader, "{} as {writer}", path.display());
            let again = format::detect(&file).read(&file).unwrap_or_else(|faults| panic!("{}", faults[0]));
            assert!(again.losses.is_empty(), "{} as {writer}: {:?}", path.display(), again.losses);
            assert_eq!(told(&again.argument), told(&argument), "{} as {writer}", path.display());
        }
    }
}

#[test]
fn packages_of_others_load_what_is_written() {
    let Some(python) = std::env::var_os("LINCHPIN_ARGUEBUF") else {
        println!("skipped: LINCHPIN_ARGUEBUF names no Python with the packages arguebuf and sadface");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let mut expected = BTreeMap::new();
    for (path, argument) in our_graphs() {
        let of_kind = |kind| argument.edges().filter(|(_, edge)| edge.kind == kind).count();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        for format in ["aif", "xaif", "sadface", "arguebuf"] {
            let path = folder.path().join(format!("{name}.{format}.json"));
            std::fs::write(&path, written(&argument, format)).unwrap();
            let inferences = argument.nodes_of(NodeKind::Inference).count();
            expected.insert(path, (argument.node_count() - inferences, of_kind(EdgeKind::Contradicts), inferences));
        }
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/load_graphs.py");
    let output = Command::new(python).arg(script).args(expected.keys()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.lines().count(), expected.len());
    for line in output.lines() {
        let [path, atoms, supports, attacks, edges] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let [atoms, supports, attacks, edges] = [atoms, supports, attacks, edges].map(|count| count.parse().unwrap());
        let (propositions, contradictions, inferences) = expected[Path::new(path)];
        assert_eq!((atoms, attacks), (propositions, contradictions), "{path}");
        // Each step has an edge in and one out; an inference has further premises.
        assert!(edges >= 2 * (supports + attacks - inferences), "{path}");
    }
}

/// What AIFdb's exports have, in our own words: ids are text, kinds are the format's, ends of edges are there.
fn aif_schema() -> serde_json::Value {
    let text = json!({"type": "string", "minLength": 1});
    json!({
        "type": "object",
        "required": ["nodes", "edges", "locutions"],
        "properties": {
            "nodes": {"type": "array", "items": {
                "type": "object",
                "required": ["nodeID", "text", "type"],
                "properties": {
                    "nodeID": text, "text": {"type": "string"},
                    "type": {"enum": ["I", "L", "RA", "CA", "MA", "PA", "TA", "YA"]},
                    "scheme": text
                }
            }},
            "edges": {"type": "array", "items": {
                "type": "object",
                "required": ["edgeID", "fromID", "toID", "formEdgeID"],
                "properties": {"edgeID": text, "fromID": text, "toID": text, "formEdgeID": {"type": "null"}}
            }},
            "locutions": {"type": "array"}
        }
    })
}

#[test]
fn written_aif_has_the_form_of_an_export() {
    let validator = jsonschema::validator_for(&aif_schema()).unwrap();
    let valid = |path: &Path, value: &serde_json::Value| {
        if let Err(error) = validator.validate(value) {
            panic!("{}: {error} at {}", path.display(), error.instance_path());
        }
    };
    // The schema is that of the exports themselves.
    for path in corpus("aif").map(|folder| files(&folder, "json")).unwrap_or_default() {
        valid(&path, &serde_json::from_str(open(&path).text()).unwrap());
    }
    for (path, argument) in our_graphs() {
        let value: serde_json::Value = serde_json::from_slice(&written(&argument, "aif")).unwrap();
        valid(&path, &value);
        let kind_of: BTreeMap<&str, &str> = value["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|node| (node["nodeID"].as_str().unwrap(), node["type"].as_str().unwrap()))
            .collect();
        for edge in value["edges"].as_array().unwrap() {
            let [from, to] = ["fromID", "toID"].map(|key| kind_of[edge[key].as_str().unwrap()]);
            assert!(from != "I" || to != "I", "AIF has no edges between propositions");
        }
    }
}
