//! Graphs of other formats, as they are found in public collections: every one is read, and has as many nodes and
//! edges as a script counts that knows nothing of our readers.
//!
//! The collections are no part of the repository: they are read from `corpus` of `../shared`, or of the folder that
//! `LINCHPIN_SHARED` names; `LINCHPIN_GRAPHS` names a folder with more of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use linchpin::format;
use linchpin::text::SourceFile;

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
    let files: Vec<PathBuf> = files.into_iter().filter(|path| format::detect(&open(path)).name() == reader).collect();
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
fn every_file_of_a_collection_has_the_nodes_and_edges_that_are_counted() {
    let Some(folder) = std::env::var_os("LINCHPIN_GRAPHS") else {
        println!("skipped: LINCHPIN_GRAPHS names no folder");
        return;
    };
    println!("{} files of AIF", compare(files(Path::new(&folder), "json"), "aif"));
}
