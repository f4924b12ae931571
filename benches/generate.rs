//! Arguments of any size and shape, to measure with: the same seed gives the same bytes.
//!
//! ```console
//! $ cargo run --release --example generate -- json layered 1000000 > /tmp/layered.json
//! $ cargo run --release --example generate -- reports tree 14 100000 /tmp/reports
//! ```
//!
//! The first word is the format (`markdown`, `json`, `toml`, `aif`, `argdown`, `gsn`, `af`), the second the shape
//! (`tree`, `layered`, `chain`, `cycles`, `hubs`), then come the number of nodes and a seed. `reports` writes that
//! many small reports in Markdown into a folder. Files are written as they are made: ten million nodes need no memory
//! to speak of.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use fastrand::Rng;

fn main() -> ExitCode {
    match run(&env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("generate: {message}");
            ExitCode::from(2)
        }
    }
}

const USAGE: &str = "usage: generate FORMAT SHAPE NODES [SEED], or generate reports SHAPE NODES FILES FOLDER [SEED]";

fn run(words: &[String]) -> Result<(), String> {
    // `cargo bench` and `cargo test` start every program once.
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.starts_with("--")).collect();
    let number = |word: &str| word.parse::<u64>().map_err(|_| format!("`{word}` is no number; {USAGE}"));
    match words[..] {
        [] => {
            println!("{USAGE}");
            Ok(())
        }
        ["reports", shape, nodes, files, folder, ref rest @ ..] => {
            let seed = rest.first().map_or(Ok(1), |word| number(word))?;
            let (shape, nodes) = (Shape::named(shape)?, number(nodes)?);
            for file in 0..number(files)? {
                let folder = format!("{folder}/{:03}", file / 1000);
                fs::create_dir_all(&folder).map_err(|error| format!("{folder}: {error}"))?;
                let path = format!("{folder}/{file:06}.md");
                let made = fs::File::create(&path).map_err(|error| format!("{path}: {error}"))?;
                write(made, &Markdown, shape, nodes, seed.wrapping_add(file))
                    .map_err(|error| format!("{path}: {error}"))?;
            }
            Ok(())
        }
        [format, shape, nodes, ref rest @ ..] => {
            let seed = rest.first().map_or(Ok(1), |word| number(word))?;
            let format = format_named(format)?;
            match write(io::stdout().lock(), format, Shape::named(shape)?, number(nodes)?, seed) {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.to_string()),
                _ => Ok(()),
            }
        }
        _ => Err(USAGE.to_owned()),
    }
}

fn write(to: impl Write, format: &dyn Format, shape: Shape, nodes: u64, seed: u64) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, to);
    format.write(&mut out, Graph { shape, nodes, seed })?;
    out.flush()
}

/// How premises and conclusions are connected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Every node but the judgements has one conclusion; a judgement has eight premises, and some of them two more.
    Tree,
    /// Layers, each node with three conclusions in the layer before its own.
    Layered,
    /// One chain of support, as deep as there are nodes.
    Chain,
    /// As layered, and a tenth of the nodes closes a cycle.
    Cycles,
    /// Every node bears on three of ten hubs.
    Hubs,
}

impl Shape {
    fn named(name: &str) -> Result<Self, String> {
        Ok(match name {
            "tree" => Self::Tree,
            "layered" => Self::Layered,
            "chain" => Self::Chain,
            "cycles" => Self::Cycles,
            "hubs" => Self::Hubs,
            _ => return Err(format!("`{name}` is no shape; {USAGE}")),
        })
    }
}

#[derive(Clone, Copy)]
struct Graph {
    shape: Shape,
    nodes: u64,
    seed: u64,
}

/// An edge out of a node.
struct Link {
    conclusion: u64,
    supports: bool,
    /// In hundredths.
    weight: u8,
}

struct Node {
    number: u64,
    is_judgement: bool,
    links: Vec<Link>,
    text: String,
}

/// In a tree: so many nodes make one judgement with all that is under it.
const FAMILY: u64 = 14;
const LAYERS: u64 = 40;

impl Graph {
    /// The nodes one after another, conclusions before their premises (but for cycles).
    fn each(self, mut take: impl FnMut(Node) -> io::Result<()>) -> io::Result<()> {
        let mut rng = Rng::with_seed(self.seed);
        let width = (self.nodes / LAYERS).max(1);
        for number in 0..self.nodes {
            let mut to: Vec<u64> = match self.shape {
                Shape::Tree => match number % FAMILY {
                    0 => Vec::new(),
                    place @ 1..=8 => vec![number - place],
                    place => vec![number - place + 1 + (place - 9) % 8],
                },
                Shape::Chain if number == 0 => Vec::new(),
                Shape::Chain => vec![number - 1],
                Shape::Layered | Shape::Cycles if number < width => Vec::new(),
                Shape::Layered | Shape::Cycles => {
                    let before = (number / width - 1) * width;
                    (0..3).map(|_| before + rng.u64(0..width)).collect()
                }
                Shape::Hubs if number < 10 => Vec::new(),
                Shape::Hubs => (0..3).map(|_| rng.u64(0..10)).collect(),
            };
            if self.shape == Shape::Cycles && number % 10 == 3 {
                to.push(rng.u64(number..self.nodes));
            }
            to.sort_unstable();
            to.dedup();
            let is_judgement = to.is_empty();
            let links = to
                .into_iter()
                .map(|conclusion| Link {
                    conclusion,
                    supports: self.shape == Shape::Chain || rng.u8(0..8) != 0,
                    weight: rng.u8(30..=100),
                })
                .collect();
            let text = sentence(number, is_judgement, &mut rng);
            take(Node { number, is_judgement, links, text })?;
        }
        Ok(())
    }
}

const ACTORS: [&str; 16] = [
    "The ministry",
    "The northern fleet",
    "The port authority",
    "The coastal group",
    "The union",
    "The junta",
    "The regulator",
    "The eastern bloc",
    "The contractor",
    "The council",
    "The exchange",
    "The border force",
    "The operator",
    "The province",
    "The cartel",
    "The cooperative",
];
const ACTIONS: [&str; 16] = [
    "moved two ships",
    "signed a contract",
    "closed the crossing",
    "recruited engineers",
    "bought spare parts",
    "postponed the vote",
    "published new tariffs",
    "withdrew its envoy",
    "tested a launcher",
    "laid a cable",
    "hired guards",
    "sold its shares",
    "froze the accounts",
    "reopened the mine",
    "printed new ballots",
    "leased a hangar",
];
const PLACES: [&str; 16] = [
    "at the northern harbour",
    "in the capital",
    "near the strait",
    "on the plateau",
    "along the pipeline",
    "at the old airfield",
    "in the free zone",
    "in three provinces",
    "across the river",
    "at the depot",
    "off the cape",
    "under the treaty",
    "in the valley",
    "at the terminal",
    "by the dam",
    "at the summit",
];
const TERMS: [&str; 7] = [
    "almost certainly",
    "very likely",
    "likely",
    "roughly even odds that it",
    "unlikely to",
    "very unlikely to",
    "probably",
];

/// Words that no other node has, of about the length of a bullet.
fn sentence(number: u64, is_judgement: bool, rng: &mut Rng) -> String {
    let one = |words: &[&'static str], rng: &mut Rng| words[rng.usize(0..words.len())];
    let (actor, place) = (one(&ACTORS, rng), one(&PLACES, rng));
    if is_judgement {
        let likelihood = match one(&TERMS, rng) {
            term if term.ends_with(" to") => format!("is {term} act"),
            term if term.starts_with("roughly") => "has roughly even odds to act".to_owned(),
            term => format!("will {term} act"),
        };
        return format!("{actor} {likelihood} {place} within {} months (case {number}).", rng.u8(2..36));
    }
    let (action, year, month) = (one(&ACTIONS, rng), rng.u16(2015..2026), rng.u8(1..=12));
    format!(
        "{actor} {action} {place} in {year}-{month:02}, as {} vessels and {number} pages of notes show.",
        rng.u8(2..90)
    )
}

trait Format {
    fn write(&self, out: &mut dyn Write, graph: Graph) -> io::Result<()>;
}

fn format_named(name: &str) -> Result<&'static dyn Format, String> {
    Ok(match name {
        "markdown" => &Markdown,
        "json" => &Json,
        "toml" => &Toml,
        "aif" => &Aif,
        "argdown" => &Argdown,
        "gsn" => &Gsn,
        "af" => &Af,
        _ => return Err(format!("`{name}` is no format; {USAGE}")),
    })
}

/// A report: judgements as headings, what bears on them as items. Only trees can be told so; of other shapes the first
/// conclusion of each node gives the item its place.
struct Markdown;

impl Format for Markdown {
    fn write(&self, out: &mut dyn Write, graph: Graph) -> io::Result<()> {
        writeln!(out, "---\ntitle: Case file {}\ndate: 2026-03-01\nyardstick: icd203\n---\n", graph.seed)?;
        let graph = Graph { shape: Shape::Tree, ..graph };
        // A family's items are told with their own under them.
        let mut family: Vec<Node> = Vec::new();
        let mut judgements = 0;
        let mut tell = |out: &mut dyn Write, family: &mut Vec<Node>| {
            let Some(judgement) = family.first() else { return Ok(()) };
            judgements += 1;
            writeln!(out, "## Key Judgement {judgements}\n\n{}\n", judgement.text)?;
            let under = |of: u64| {
                family.iter().filter(move |node| node.links.first().is_some_and(|link| link.conclusion == of))
            };
            for item in under(judgement.number) {
                writeln!(out, "- {} [note](https://example.org/notes/{})", item.text, item.number)?;
                for inner in under(item.number) {
                    writeln!(out, "  - {} {{credibility=0.{}}}", inner.text, 3 + inner.number % 7)?;
                }
            }
            writeln!(out)?;
            family.clear();
            io::Result::Ok(())
        };
        graph.each(|node| {
            if node.is_judgement {
                tell(out, &mut family)?;
            }
            family.push(node);
            Ok(())
        })?;
        tell(out, &mut family)
    }
}

struct Json;

impl Format for Json {
    fn write(&self, out: &mut dyn Write, graph: Graph) -> io::Result<()> {
        write!(
            out,
            "{{\"report\": {{\"title\": \"Case file {}\", \"date\": \"2026-03-01\"}}, \"nodes\": {{",
            graph.seed
        )?;
        graph.each(|node| {
            let comma = if node.number == 0 { "" } else { "," };
            let kind = if node.is_judgement { "\"kind\": \"judgement\", " } else { "" };
            write!(out, "{comma}\n\"n{}\": {{{kind}\"text\": \"{}\"", node.number, node.text)?;
            for supports in [true, false] {
                let of_kind: Vec<&Link> = node.links.iter().filter(|link| link.supports == supports).collect();
                if of_kind.is_empty() {
                    continue;
                }
                write!(out, ", \"{}\": {{", if supports { "supports" } else { "contradicts" })?;
                for (at, link) in of_kind.into_iter().enumerate() {
                    let comma = if at == 0 { "" } else { ", " };
                    write!(out, "{comma}\"n{}\": {}", link.conclusion, Hundredths(link.weight))?;
                }
                write!(out, "}}")?;
            }
            write!(out, "}}")
        })?;
        writeln!(out, "\n}}}}")
    }
}

struct Toml;

impl Format for Toml {
    fn write(&self, out: &mut dyn Write, graph: Graph) -> io::Result<()> {
        writeln!(out, "[report]\ntitle = \"Case file {}\"\ndate = 2026-03-01\n", graph.seed)?;
        graph.each(|node| {
            writeln!(out, "[nodes.n{}]", node.number)?;
            if node.is_judgement {
                writeln!(out, "kind = \"judgement\"")?;
            }
            writeln!(out, "text = \"{}\"", node.text)?;
            for (supports, key) in [(true, "supports"), (false, "contradicts")] {
                let of_kind: Vec<String> = node
                    .links
                    .iter()
                    .filter(|link| link.supports == supports)
                    .map(|link| format!("n{} = {}", link.conclusion, Hundredths(link.weight)))
                    .collect();
                if !of_kind.is_empty() {
                    writeln!(out, "{key} = {{ {} }}", of_kind.join(", "))?;
                }
            }
            writeln!(out)
        })
    }
}

/// Argument interchange format: a node for each proposition and one for each step.
struct Aif;

impl Format for Aif {
    fn write(&self, out: &mut dyn Write, graph: Graph) -> io::Result<()> {
        write!(out, "{{\"nodes\": [")?;
        graph.each(|node| {
            let comma = if node.number == 0 { "" } else { "," };
            write!(out, "{comma}\n{{\"nodeID\": \"{}\", \"text\": \"{}\", \"type\": \"I\"}}", node.number, node.text)?;
            for (at, link) in node.links.iter().enumerate() {
                let kind = if link.supports { "RA" } else { "CA" };
                write!(out, ",\n{{\"nodeID\": \"{}_{at}\", \"text\": \"{kind}\", \"type\": \"{kind}\"}}", node.number)?;
            }
            Ok(())
        })?;
        write!(out, "], \"edges\": [")?;
        let mut edges = 0_u64;
        graph.each(|node| {
            for (at, link) in node.links.iter().enumerate() {
                let step = format!("{}_{at}", node.number);
                for (from, to) in [(node.number.to_string(), step.clone()), (step, link.conclusion.to_string())] {
                    let comma = if edges == 0 { "" } else { "," };
                    write!(out, "{comma}\n{{\"edgeID\": \"{edges}\", \"fromID\": \"{from}\", \"toID\": \"{to}\"}}")?;
                    edges += 1;
                }
            }
            Ok(())
        })?;
        writeln!(out, "], \"locutions\": []}}")
    }
}

/// Argdown: a statement for each node, and its relations under it.
struct Argdown;

impl Format for Argdown {
    fn write(&self, out: &mut dyn Write, graph: Graph) -> io::Result<()> {
        graph.each(|node| {
            writeln!(out, "[n{}]: {}", node.number, node.text)?;
            for link in &node.links {
                writeln!(out, "  {} [n{}]", if link.supports { "+>" } else { "->" }, link.conclusion)?;
            }
            writeln!(out)
        })
    }
}

/// Goal structuring notation, the YAML of gsn2x: leaves are solutions. Contradictions are left out, and of cycles what
/// points down.
struct Gsn;

impl Format for Gsn {
    fn write(&self, out: &mut dyn Write, graph: Graph) -> io::Result<()> {
        // The notation names premises under their conclusion, so that the edges are turned first.
        let count = usize::try_from(graph.nodes).map_err(io::Error::other)?;
        let mut premises: Vec<Vec<u64>> = vec![Vec::new(); count];
        let mut texts = Vec::with_capacity(count);
        graph.each(|node| {
            for link in node.links.iter().filter(|link| link.conclusion < node.number) {
                premises[usize::try_from(link.conclusion).map_err(io::Error::other)?].push(node.number);
            }
            texts.push(node.text);
            Ok(())
        })?;
        let name = |number: u64| {
            let is_goal = usize::try_from(number).is_ok_and(|at| !premises[at].is_empty());
            format!("{}{number}", if is_goal { "G" } else { "Sn" })
        };
        for (number, text) in (0..).zip(&texts) {
            writeln!(out, "{}:\n  text: \"{text}\"", name(number))?;
            let under: Vec<String> =
                usize::try_from(number).map_or(&[][..], |at| &premises[at]).iter().map(|&it| name(it)).collect();
            if !under.is_empty() {
                writeln!(out, "  supportedBy: [{}]", under.join(", "))?;
            }
        }
        Ok(())
    }
}

/// An abstract framework: every edge an attack.
struct Af;

impl Format for Af {
    fn write(&self, out: &mut dyn Write, graph: Graph) -> io::Result<()> {
        writeln!(out, "p af {}", graph.nodes)?;
        let mut line = String::new();
        graph.each(|node| {
            line.clear();
            for link in &node.links {
                writeln!(line, "{} {}", node.number + 1, link.conclusion + 1).map_err(io::Error::other)?;
            }
            out.write_all(line.as_bytes())
        })
    }
}

/// A weight in hundredths, as a decimal number.
struct Hundredths(u8);

impl std::fmt::Display for Hundredths {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0 == 100 { formatter.write_str("1.0") } else { write!(formatter, "0.{:02}", self.0) }
    }
}
