//! Argdown and GSN files as others write them, and our own examples written in the formats of debates and assurance
//! cases. The files of others stand in `corpus` of `../shared`, or of the folder that `LINCHPIN_SHARED` names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use linchpin::argument::{Argument, EdgeKind};
use linchpin::format::argdown::Argdown;
use linchpin::format::gsn::Gsn;
use linchpin::format::{self, Reader, WriteOptions};
use linchpin::text::{Folder, SourceFile};

fn corpus(folder: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("LINCHPIN_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = shared.join("corpus").join(folder);
    if !path.is_dir() {
        eprintln!("skipped: there is no {}", path.display());
        return None;
    }
    Some(path)
}

fn file(path: &Path) -> SourceFile {
    SourceFile::new(path.to_str().unwrap(), std::fs::read_to_string(path).unwrap())
}

#[test]
fn argdown_documents_of_others_are_read_as_argdown_s_own_tools_do() {
    let Some(folder) = corpus("argdown") else { return };
    // Counted in the official JSON export by tests/peers/argdown_cli.py, but for the last: the official parser refuses
    // it, and it was counted by hand.
    for (name, nodes, edges) in [
        ("argdown-primer", 13, 13),
        ("semmelweis_betz", 42, 53),
        ("state-censorship", 38, 37),
        ("veggie_debate", 43, 58),
        ("demo", 12, 11),
    ] {
        let file = file(&folder.join(format!("{name}.argdown")));
        assert_eq!(format::detect(&file).name(), "argdown");
        let argument = Argdown.read(&file).unwrap().argument;
        assert_eq!((argument.node_count(), argument.edge_count()), (nodes, edges), "{name}");
    }
}

/// The elements and references of a goal structure, by its lines alone: elements stand at the margin, references on
/// the line of their key.
fn count(texts: &[String]) -> (usize, usize) {
    let mut elements: BTreeSet<String> = BTreeSet::new();
    let mut references: BTreeSet<(String, String, bool)> = BTreeSet::new();
    for text in texts {
        let mut element = String::new();
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            let Some((key, value)) = line.split_once(':') else { continue };
            if !line.starts_with([' ', '\t']) {
                key.clone_into(&mut element);
                let is_context = key.starts_with('C') && !key.starts_with("CG") && !key.starts_with("CSn");
                if key != "module" && (!is_context || key.starts_with("CC")) {
                    elements.insert(element.clone());
                }
                continue;
            }
            let is_challenge = key.trim() == "challenges";
            if !matches!(key.trim(), "supportedBy" | "inContextOf") && (!is_challenge || value.contains("->")) {
                continue;
            }
            for name in value.trim().trim_matches(['[', ']']).split(',') {
                references.insert((element.clone(), name.trim().to_owned(), is_challenge));
            }
        }
    }
    let edges = references.iter().filter(|(from, to, _)| elements.contains(from) && elements.contains(to));
    (elements.len(), edges.count())
}

#[test]
fn goal_structures_of_others_have_the_nodes_and_edges_that_their_lines_say() {
    let Some(folder) = corpus("gsn") else { return };
    for parts in [
        &["bullet_lists.gsn.yaml"][..],
        &["confidence.gsn.yaml"],
        &["dialectic/first.gsn.yaml"],
        &["dialectic/second.gsn.yaml"],
        &["entangled.gsn.yaml"],
        &["example.gsn.yaml"],
        &["issue313.yaml"],
        &["minimalcss/min.gsn.yaml"],
        &["multi_parents.gsn.yaml"],
        &["template/instance.gsn.yaml"],
        &["template/template.gsn.yaml"],
        &["modular/sub1.gsn.yaml"],
        &["modular/sub2.gsn.yaml"],
        &["modular/sub3.gsn.yaml"],
        &["modular/index.gsn.yaml", "modular/sub1.gsn.yaml", "modular/sub3.gsn.yaml"],
    ] {
        let path = folder.join(parts[0]);
        let file = file(&path);
        assert_eq!(format::detect(&file).name(), "gsn", "{}", parts[0]);
        let beside = camino::Utf8PathBuf::from_path_buf(path.parent().unwrap().to_owned()).unwrap();
        let argument = Gsn.read_among(&file, &Folder::new(beside, 1 << 20)).unwrap().argument;
        let texts: Vec<String> = parts.iter().map(|part| std::fs::read_to_string(folder.join(part)).unwrap()).collect();
        assert_eq!((argument.node_count(), argument.edge_count()), count(&texts), "{}", parts[0]);
    }
}

#[test]
fn goal_structures_that_are_none_are_refused_and_why_is_said() {
    let Some(folder) = corpus("gsn") else { return };
    // A module whose other half is not there, and a list.
    let beside = Folder::new(camino::Utf8PathBuf::from_path_buf(folder.clone()).unwrap(), 1 << 20);
    let circle = file(&folder.join("circle1.yaml"));
    let fault = Gsn.read_among(&circle, &beside).map(|reading| reading.argument.node_count()).unwrap_err().remove(0);
    assert!(fault.message.starts_with("the module in `circle2.yaml` cannot be read"), "{fault}");
    let list = file(&folder.join("invalid1.yaml"));
    let fault = format::detect(&list).read(&list).map(|reading| reading.argument.node_count()).unwrap_err().remove(0);
    assert!(fault.message.ends_with("must be a table, not a list"), "{fault}");
}

/// Kinds of nodes in order, and edges in any, so that orders of writing do not count.
fn shape(argument: &Argument, by_place: bool) -> (Vec<String>, Vec<String>) {
    let name =
        |node| if by_place { argument.node(node).id.to_string() } else { argument.node(node).text.as_str().to_owned() };
    let mut nodes: Vec<String> = argument
        .nodes()
        .map(|(node, data)| if by_place { format!("{} {}", data.id, data.kind) } else { name(node) })
        .collect();
    nodes.sort();
    let mut edges: Vec<String> = argument
        .edges()
        .map(|(handle, edge)| {
            let (premise, conclusion) = argument.ends(handle);
            let weight = if by_place { format!(" {}", edge.weight) } else { String::new() };
            let mark = if edge.kind == EdgeKind::Supports { '+' } else { '-' };
            format!("{} {mark} {}{weight}", name(premise), name(conclusion))
        })
        .collect();
    edges.sort();
    (nodes, edges)
}

#[test]
fn our_examples_come_back_as_they_went() {
    let graphs = Path::new(env!("CARGO_MANIFEST_DIR")).join("graphs");
    let mut tried = 0;
    let mut paths: Vec<PathBuf> = std::fs::read_dir(graphs).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.is_file()) {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let file = SourceFile::new(path.to_str().unwrap(), text);
        let Ok(reading) = format::detect(&file).read(&file) else { continue };
        let argument = reading.argument;
        if argument.node_count() == 0 {
            continue;
        }
        tried += 1;
        for (name, by_place) in [("argdown", true), ("gsn", true), ("ltac", false), ("kialo", false)] {
            let written = format::writer(name).unwrap().write(&argument, &WriteOptions::default()).unwrap();
            let file = SourceFile::new("it", String::from_utf8(written.bytes).unwrap());
            let again =
                format::reader(name).unwrap().read(&file).unwrap_or_else(|faults| panic!("{}", faults[0])).argument;
            let (mut nodes, edges) = shape(&argument, by_place);
            let (mut nodes_again, edges_again) = shape(&again, by_place);
            if !by_place {
                // An inference without words has its id for them in Kialo.
                nodes.retain(|words| !words.is_empty());
                nodes_again.retain(|words| nodes.contains(words));
            }
            assert_eq!(nodes_again, nodes, "{} in {name}", path.display());
            assert_eq!(edges_again, edges, "{} in {name}", path.display());
            if name != "kialo" {
                assert_eq!(format::detect(&SourceFile::new("<stdin>", file.text())).name(), name, "{}", path.display());
            }
        }
    }
    assert!(tried > 10, "{tried}");
}
