//! A picture from the file on disk to the SVG, start of the process included, beside Graphviz laying out and drawing the
//! same argument from our DOT.
//!
//! `cargo bench --bench picture`. The ratio of each pair is the figure; the times are of the machine.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use divan::Bencher;

fn main() {
    divan::main();
}

/// The sizes of a short report, of a long one, and of the most that one picture holds.
const SIZES: [usize; 3] = [14, 200, 2_000];

/// A report with that many judgements and bullets, and a link across for every tenth bullet; its graph file and its DOT.
fn files(nodes: usize) -> (PathBuf, PathBuf) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (graph, dot) = (folder.join(format!("picture-{nodes}.toml")), folder.join(format!("picture-{nodes}.dot")));
    let mut text = "[report]\ntitle = \"A picture to measure\"\n".to_owned();
    // Writing to a string cannot fail.
    for node in 0..nodes {
        let judgement = node - node % 12;
        if node == judgement {
            let _ = write!(
                text,
                "[nodes.n{node}]\nkind = \"judgement\"\ntext = \"Judgement {node} is likely to hold for the next twelve months.\"\n"
            );
            continue;
        }
        let across = if node % 10 == 3 { format!(", n{} = 0.4", judgement.saturating_sub(12)) } else { String::new() };
        let across = if judgement == 0 { String::new() } else { across };
        // Every third bullet stands under the one before it.
        let above = if node % 12 > 1 && node % 3 == 0 { node - 1 } else { judgement };
        let _ = write!(
            text,
            "[nodes.n{node}]\nkind = \"evidence\"\ntext = \"Observation {node}, of the length that a sentence in a report has, \
             with a date and a place in it, and a reason to believe it.\"\nsupports = {{ n{above} = 0.7{across} }}\n"
        );
    }
    std::fs::write(&graph, text).expect("the folder for temporary files can be written to");
    run(env!("CARGO_BIN_EXE_linchpin"), &["export", text_of(&graph), "--to", "dot", "-o", text_of(&dot)]);
    (graph, dot)
}

fn text_of(path: &std::path::Path) -> &str {
    path.to_str().expect("the target folder has a name in UTF-8")
}

fn run(program: &str, arguments: &[&str]) {
    let status = Command::new(program).args(arguments).stdout(Stdio::null()).status().expect("the program starts");
    assert!(status.success(), "{program} failed");
}

#[divan::bench(args = SIZES, sample_count = 11, sample_size = 1)]
fn linchpin(bencher: Bencher, nodes: usize) {
    let (graph, _) = files(nodes);
    bencher.bench(|| run(env!("CARGO_BIN_EXE_linchpin"), &["export", text_of(&graph), "--to", "svg"]));
}

#[divan::bench(args = SIZES, sample_count = 11, sample_size = 1)]
fn graphviz(bencher: Bencher, nodes: usize) {
    let (_, dot) = files(nodes);
    bencher.bench(|| run("dot", &["-Tsvg", text_of(&dot)]));
}
