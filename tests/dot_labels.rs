//! Whatever the texts of an argument hold, Graphviz's own `dot` reads back the same text.
//!
//! Each test writes DOT through the public API, has `dot` lay it out, and compares what `dot` says it drew (the text
//! operations in its JSON and the text elements in its SVG) with what went in. Several graphs go through one process.
//! Where `dot` is not installed the tests say so and pass.

use std::collections::HashSet;
use std::fs::File;
use std::io::Write as _;
use std::process::{Command, Stdio};

use linchpin::argument::{Argument, Edge, EdgeKind, Id, Node, NodeKind, Origin, SourceReference, Weight};
use linchpin::document::Prose;
use linchpin::format::dot::{self, Options};
use linchpin::text::Span;
use proptest::prelude::*;
use serde_json::Value;

/// Texts that mean something to DOT, to Graphviz's labels, to XML, or to a reader of any of them.
const AWKWARD: &[&str] = &[
    "plain",
    "say \"no\"",
    "\"",
    "\"\"",
    "back\\slash",
    "ends in \\",
    "\\",
    "\\\\",
    "\\\\\\",
    "\\\"",
    "quote after \\\" and \\\\\" both",
    "line\nbreak",
    "continued \\\nline",
    "carriage\r\nreturn\ttab\u{b}vertical\u{c}feed",
    "<b>bold</b>",
    "<b>",
    "<>",
    "<",
    ">",
    "<table><tr><td>cell</td></tr></table>",
    "<!-- comment -->",
    "{a|b}",
    "{",
    "}",
    "|<port>|",
    "\\N",
    "\\G \\E \\T \\H \\L",
    "\\n \\l \\r",
    "&amp;",
    "&amp;amp;",
    "&lt;b&gt;",
    "&#65;",
    "&#x41;",
    "&nosuch;",
    "&",
    "&;",
    "R&D; and AT&T",
    "中国和俄罗斯不会结盟。",
    "日本語のテキスト、長い文章でも切られない。そのまま読めること。もう一度、長い文章でも切られない。",
    "🙂 👨‍👩‍👧 🏴‍☠️",
    "مرحبا بالعالم، هذا نص من اليمين إلى اليسار.",
    "שלום hello עולם",
    "\u{202e}reversed\u{202c}",
    "\u{2067}isolated\u{2069}",
    "e\u{301}\u{327} combining",
    "node",
    "Graph",
    "STRICT",
    "digraph",
    "subgraph",
    "edge",
    "cluster",
    "cluster_x",
    "cluster legend",
    "legend 0",
    "legend",
    "",
    " ",
    "   three   blanks   ",
    "no\u{a0}break",
    "\\ud800",
    "\u{fffd}",
    "\u{fffe}\u{ffff}",
    "\0",
    "nul\0inside",
    "bell\u{7}escape\u{1b}[31mdelete\u{7f}c1\u{9b}",
    "\u{feff}bom",
    "line\u{2028}separator\u{2029}paragraph\u{85}next",
    "->",
    "--",
    "// no comment",
    "/* no comment */",
    "# no line",
    "#include",
    "a -> b; c [label=x]",
    "\"];\n\"x\" -> \"y",
    "a + b",
    "\" + \"",
    "+",
    "a:b:c",
    "port:n",
    ":",
    ";",
    ",",
    "=",
    "%1",
    "%",
    "50 %",
    "1",
    "-1.5",
    ".5",
    "1e3",
    "_",
    "'",
    "`",
    "$HOME",
    "javascript:alert(1)",
    "]]>",
    "<?xml?>",
    "<script>alert(1)</script>",
];

/// What a reader sees in the place of a character that XML cannot hold.
fn seen(text: &str) -> String {
    text.chars()
        .map(|c| match c as u32 {
            code @ 0..=0x1f => char::from_u32(0x2400 + code).unwrap(),
            0x7f => '␡',
            0x80..=0x9f | 0xfffe | 0xffff => '\u{fffd}',
            _ => c,
        })
        .collect()
}

/// Without the white space at which lines may be broken and which is folded, and without the isolates that lines of
/// right-to-left text are set apart by.
fn without_blanks(text: &str) -> String {
    text.chars()
        .filter(|c| {
            !matches!(c, ' ' | '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{2067}' | '\u{2069}' | '\u{feff}')
        })
        .collect()
}

fn without_blanks_seen(text: &str) -> String {
    seen(&without_blanks(text))
}

/// The forms of id that no name in DOT, or in the SVG that Graphviz makes of it, can have: see `write`.
fn can_be_a_name(id: &str) -> bool {
    let odd_run = |before: &str| before.chars().rev().take_while(|&c| c == '\\').count() % 2 == 1;
    let entity = |from: usize| {
        let between = id[from + 1..].split(';').next().filter(|between| from + 1 + between.len() < id.len());
        between.is_some_and(|name| name.trim_start_matches('#').chars().all(|c| c.is_ascii_alphanumeric()))
    };
    !id.starts_with('%')
        && !odd_run(id)
        && !id.match_indices('"').any(|(at, _)| odd_run(&id[..at]))
        && !id.match_indices('&').any(|(at, _)| entity(at))
        && seen(id) == id
}

/// An argument in which `text` stands everywhere: as the title, and as a judgement's, a premise's and an inference's id,
/// words and warrant, and as a source's key.
fn everywhere(text: &str) -> Argument {
    let mut argument = Argument::default();
    argument.report.title = Some(Prose::synthetic(text));
    let mut add = |id: String, kind| {
        let id = Id::new(&id).unwrap_or_else(|_| Id::new(&format!("no id {kind}")).unwrap());
        let mut node = Node::new(id, kind, Prose::synthetic(text), Span::default());
        if let Ok(key) = Id::new(text) {
            node.sources.push(SourceReference { key, span: Span::default() });
        }
        argument.add_node(node).unwrap()
    };
    let judgement = add(text.to_owned(), NodeKind::Judgement);
    let evidence = add(format!("{text} "), NodeKind::Evidence);
    let inference = add(format!("x{text}"), NodeKind::Inference);
    let edge = |kind, because: Option<&str>| Edge {
        kind,
        weight: Weight::FULL,
        because: because.map(Into::into),
        span: Span::default(),
        origin: Origin::Stated,
    };
    argument.connect(evidence, inference, edge(EdgeKind::Contradicts, Some(text)));
    argument.connect(inference, judgement, edge(EdgeKind::Supports, None));
    argument
}

/// What `dot` makes of several graphs, or `None` where there is no `dot`.
fn laid_out(graphs: &[String], format: &str) -> Option<String> {
    let mut input = tempfile::NamedTempFile::new().unwrap();
    for graph in graphs {
        input.write_all(graph.as_bytes()).unwrap();
    }
    let run = Command::new("dot").arg(format).stdin(Stdio::from(File::open(input.path()).unwrap())).output();
    let output = match run {
        Ok(output) => output,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("skipped: Graphviz's `dot` is not installed");
            return None;
        }
        Err(error) => panic!("dot could not be started: {error}"),
    };
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    // Fonts that lack a script are no fault of the graph.
    let complaints: Vec<&str> = errors
        .lines()
        .filter(|line| !line.contains("Pango") && !line.contains("ontconfig") && !line.is_empty())
        .collect();
    assert!(complaints.is_empty(), "{complaints:?}");
    Some(String::from_utf8(output.stdout).expect("dot writes UTF-8"))
}

/// The lines of text that an object of the JSON output is drawn with.
fn drawn(object: &Value) -> Vec<String> {
    let operations = object["_ldraw_"].as_array().map(Vec::as_slice).unwrap_or_default();
    let texts = operations.iter().filter(|operation| operation["op"] == "T");
    texts.map(|operation| operation["text"].as_str().unwrap().to_owned()).collect()
}

/// One graph as `dot` read it.
struct Read {
    json: Value,
}

impl Read {
    fn objects(&self) -> &[Value] {
        self.json["objects"].as_array().map(Vec::as_slice).unwrap_or_default()
    }

    fn subgraphs(&self) -> &[Value] {
        &self.objects()[..usize::try_from(self.json["_subgraph_cnt"].as_u64().unwrap()).unwrap()]
    }

    fn nodes(&self) -> &[Value] {
        &self.objects()[self.subgraphs().len()..]
    }

    fn edges(&self) -> &[Value] {
        self.json["edges"].as_array().map(Vec::as_slice).unwrap_or_default()
    }

    /// Every line of text in the picture.
    fn all_lines(&self) -> Vec<String> {
        let mut lines = drawn(&self.json);
        for object in self.objects().iter().chain(self.edges()) {
            lines.extend(drawn(object));
        }
        lines
    }
}

fn read_json(output: &str) -> Vec<Read> {
    let values = serde_json::Deserializer::from_str(output).into_iter::<Value>();
    values.map(|json| Read { json: json.unwrap_or_else(|error| panic!("{error} in {output}")) }).collect()
}

/// Compares what was written with what was read. `text` stands everywhere in the argument.
fn check(argument: &Argument, text: &str, read: &Read) -> Result<(), TestCaseError> {
    let expected = without_blanks_seen(text);
    prop_assert_eq!(without_blanks(&drawn(&read.json).concat()), expected.clone(), "title {:?}", text);
    let nodes = read.nodes();
    prop_assert_eq!(nodes.len(), argument.node_count());
    let mut names = HashSet::new();
    for (handle, node) in argument.nodes() {
        let id = node.id.as_str();
        let object = if can_be_a_name(id) {
            nodes.iter().find(|object| object["name"] == id)
        } else {
            // Nodes keep the order in which they first stand in the file: here, that of the argument.
            nodes.get(handle.index())
        };
        let Some(object) = object else {
            return Err(TestCaseError::fail(format!(
                "no node {id:?} among {:?}",
                nodes.iter().map(|n| &n["name"]).collect::<Vec<_>>()
            )));
        };
        prop_assert!(names.insert(object["name"].clone()));
        let sources: String = node.sources.iter().map(|source| without_blanks_seen(source.key.as_str())).collect();
        let id = without_blanks_seen(id);
        let lines = drawn(object);
        let said = without_blanks(&lines.concat());
        match node.kind {
            NodeKind::Judgement => prop_assert_eq!(said, format!("{}{}", expected, sources)),
            NodeKind::Inference => prop_assert!(said.is_empty()),
            _ => {
                let dash = if said.contains(&format!("]—{sources}")) { "—" } else { "" };
                // A key can be nothing that is seen; its dash is drawn all the same.
                let dash = if node.sources.is_empty() { "" } else { dash };
                prop_assert_eq!(said, format!("{}[{}]{}{}", expected, id, dash, sources));
            }
        }
        // A short text without anything to fold is one line, blanks and all.
        let plain = text.chars().count() < 20 && text.trim() == text && !text.contains("  ") && !text.is_empty();
        if plain
            && !text.chars().any(|c| c.is_control() || c == '\u{feff}' || c == '\u{2028}' || c == '\u{2029}')
            && node.kind != NodeKind::Inference
        {
            let is_isolate = |c| c == '\u{2067}' || c == '\u{2069}';
            let seen = seen(text);
            prop_assert_eq!(lines[0].trim_matches(is_isolate), seen.trim_matches(is_isolate));
        }
    }
    // The judgement's cluster is labelled with its id.
    let judgement = argument.judgements().next().unwrap().1;
    let cluster = read.subgraphs().iter().find(|graph| graph["label"] != "Legend").expect("a cluster");
    prop_assert_eq!(drawn(cluster).concat(), seen(judgement.id.as_str()));
    // The first edge carries the warrant, the second the inference's words.
    let edges = read.edges();
    prop_assert_eq!(edges.len(), 2);
    prop_assert_eq!(without_blanks(&drawn(&edges[0]).concat()), expected.clone());
    prop_assert!(without_blanks(&drawn(&edges[1]).concat()).starts_with(&expected));
    Ok(())
}

fn options() -> Options<'static> {
    Options { legend: false, ..Options::default() }
}

fn check_all(texts: &[String]) -> Result<(), TestCaseError> {
    let arguments: Vec<Argument> = texts.iter().map(|text| everywhere(text)).collect();
    let graphs: Vec<String> = arguments.iter().map(|argument| dot::write(argument, &[], &options())).collect();
    let (Some(json), Some(svg)) = (laid_out(&graphs, "-Tjson"), laid_out(&graphs, "-Tsvg")) else { return Ok(()) };
    let read = read_json(&json);
    prop_assert_eq!(read.len(), texts.len(), "each graph is read as one graph");
    for ((argument, text), read) in arguments.iter().zip(texts).zip(&read) {
        check(argument, text, read)?;
    }
    let pictures: Vec<&str> = svg.split("<?xml").filter(|picture| !picture.trim().is_empty()).collect();
    prop_assert_eq!(pictures.len(), texts.len());
    for ((picture, read), argument) in pictures.iter().zip(&read).zip(&arguments) {
        check_svg(&format!("<?xml{picture}"), read, argument)?;
    }
    Ok(())
}

/// The SVG shows the same lines, and each node's id and kind to those who cannot see it.
fn check_svg(picture: &str, read: &Read, argument: &Argument) -> Result<(), TestCaseError> {
    let parsing = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    let document = roxmltree::Document::parse_with_options(picture, parsing)
        .map_err(|error| TestCaseError::fail(format!("{error} in {picture}")))?;
    let elements = |name: &'static str| {
        document.descendants().filter(move |element| element.has_tag_name(("http://www.w3.org/2000/svg", name)))
    };
    let mut shown: Vec<String> = elements("text").map(|text| text.text().unwrap_or_default().to_owned()).collect();
    let mut lines = read.all_lines();
    // Graphviz writes the second of two blanks as a no-break space.
    shown.iter_mut().chain(&mut lines).for_each(|line| *line = line.replace('\u{a0}', " "));
    shown.sort_unstable();
    lines.sort_unstable();
    prop_assert_eq!(shown, lines);
    let told: HashSet<String> = elements("a")
        .filter_map(|link| link.attribute(("http://www.w3.org/1999/xlink", "title")))
        .map(|title| title.replace('\u{a0}', " "))
        .collect();
    for (_, node) in argument.nodes() {
        let tooltip = seen(&format!("{} ({})", node.id, node.kind)).replace('\u{a0}', " ");
        prop_assert!(told.contains(tooltip.as_str()), "{:?} not in {:?}", tooltip, told);
    }
    for (handle, edge) in argument.edges() {
        let (premise, conclusion) = argument.ends(handle);
        let [premise, conclusion] = [premise, conclusion].map(|end| &argument.node(end).id);
        let tooltip = seen(&format!("{premise} {} {conclusion}", edge.kind.word())).replace('\u{a0}', " ");
        prop_assert!(told.contains(tooltip.as_str()), "{:?} not in {:?}", tooltip, told);
    }
    Ok(())
}

#[test]
fn dot_reads_back_every_awkward_text() {
    let mut texts: Vec<String> = AWKWARD.iter().map(|&text| text.to_owned()).collect();
    texts.push("a very long text ".repeat(600));
    texts.push("averylongword".repeat(800));
    texts.push("\\".repeat(1_001));
    texts.push("\"".repeat(1_000));
    texts.push("z".repeat(40_000));
    texts.push(format!("e{}", "\u{301}".repeat(10_000)));
    texts.push(AWKWARD.join(" "));
    check_all(&texts).unwrap();
}

#[test]
fn ids_that_dot_cannot_hold_are_told_apart() {
    let ids = ["a\\", "a\u{29f5}", "a\u{29f5}'", "%1", "\u{ff05}1", "x\\\"y", "x\u{29f5}\"y", "%", "legend 0"];
    let mut argument = Argument::default();
    for id in ids {
        let node = Node::new(Id::new(id).unwrap(), NodeKind::Evidence, Prose::synthetic(id), Span::default());
        argument.add_node(node).unwrap();
    }
    let Some(json) = laid_out(&[dot::write(&argument, &[], &options())], "-Tjson") else { return };
    let read = read_json(&json);
    let mut pairs: Vec<(String, String)> = read[0]
        .nodes()
        .iter()
        .map(|node| (drawn(node)[0].clone(), node["name"].as_str().unwrap().to_owned()))
        .collect();
    pairs.sort();
    let mut expected = [
        ("a\\", "a\u{29f5}''"),
        ("a\u{29f5}", "a\u{29f5}"),
        ("a\u{29f5}'", "a\u{29f5}'"),
        ("%1", "\u{ff05}1'"),
        ("\u{ff05}1", "\u{ff05}1"),
        ("x\\\"y", "x\u{29f5}\"y'"),
        ("x\u{29f5}\"y", "x\u{29f5}\"y"),
        ("%", "\u{ff05}"),
        ("legend 0", "legend 0"),
    ]
    .map(|(id, name)| (id.to_owned(), name.to_owned()));
    expected.sort();
    assert_eq!(pairs, expected);
}

/// Strings in which the characters that mean something are as frequent as all others together.
fn text() -> impl Strategy<Value = String> {
    let special = prop::sample::select("\"\\\\\\\"<>&;{}|%#/+-:\n\r\0 NGETHLnlr10xa".chars().collect::<Vec<char>>());
    let c = prop_oneof![4 => special, 3 => any::<char>(), 1 => prop::char::range('\0', '\u{ff}')];
    prop::collection::vec(c, 0..40).prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, max_shrink_iters: 60, ..ProptestConfig::default() })]
    #[test]
    fn dot_reads_back_any_text(texts in prop::collection::vec(text(), 40)) {
        check_all(&texts)?;
    }
}
