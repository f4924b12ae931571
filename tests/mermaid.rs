//! Mermaid: what is written is a flowchart of the argument, and any text in it comes out of Mermaid as it went in.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use linchpin::argument::{Argument, Edge, EdgeKind, Id, Node, NodeHandle, NodeKind, Origin, Weight};
use linchpin::document::Prose;
use linchpin::draw::{Direction, Look, Theme};
use linchpin::format::mermaid::Mermaid;
use linchpin::format::{self, WriteOptions, Writer};
use linchpin::text::{SourceFile, Span};
use proptest::prelude::*;

fn node(argument: &mut Argument, id: &str, kind: NodeKind, text: &str) -> NodeHandle {
    let node = Node::new(Id::new(id).unwrap(), kind, Prose::synthetic(text), Span::default());
    argument.add_node(node).unwrap()
}

fn edge(argument: &mut Argument, premise: NodeHandle, kind: EdgeKind, conclusion: NodeHandle, because: Option<&str>) {
    let edge = Edge {
        kind,
        weight: Weight::FULL,
        because: because.map(Into::into),
        span: Span::default(),
        origin: Origin::Layout,
    };
    argument.connect(premise, conclusion, edge);
}

fn written(argument: &Argument) -> String {
    String::from_utf8(Mermaid.write(argument, &WriteOptions::default()).unwrap().bytes).unwrap()
}

fn read(text: &str) -> Argument {
    let file = SourceFile::new("report.md", text);
    let config = linchpin::config::Config::default();
    format::understand(&file, format::detect(&file), &config).unwrap().reading.argument
}

/// What means something to Mermaid, to Markdown, to HTML or to a terminal.
const PAYLOADS: &[&str] = &[
    "**bold** *it* _em_ __strong__ ~~gone~~ `code` $$x^2$$ $x$",
    "1. item",
    "1) item",
    "- item",
    "+ item",
    "# head",
    "> quotation",
    "--- === ***",
    "[link](http://x.example) ![pic](http://e.example/x.png) <http://a.example> [ref][ref] [ref]: http://x",
    "www.a.example https://b.example c@d.example",
    "C:\\new \\\\ \\n \\*x\\* fa:fa-car fab:fa-github",
    "\"quoted\" 'single' <script>alert(1)</script> <img src=x onerror=alert(1)> &amp; &lt; &#60; &#x3c;",
    "%%{init: {\"theme\":\"dark\"}}%% %% comment",
    "end ] ) } | ; # #35; #quot; ﬂ°°60¶ß ﬂ°lt¶ß ß ° straße 5°",
    "style a:b#c; classDef x:#y; linkStyle 0 stroke:#f00; click n0 \"javascript:alert(1)\" href",
    "graph TB; subgraph x; n0 -->|x| n1 --- title: x ---",
    "| a | b | |---| x@{ shape: rect } A:::b",
    "~~~ ```mermaid",
    "a_b_c snake (x) [y] {z}",
    "日本語の長い文章 مرحبا بالعالم שלום",
    "<br> <br/> <wbr> <b>x</b> <style>*{display:none}</style> ]]>",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "end",
    "default",
    "0",
];

/// Every statement after the front matter.
fn statements(text: &str) -> Vec<&str> {
    let body = text.strip_prefix("---\n").unwrap().split_once("\n---\n").unwrap().1;
    body.lines().map(str::trim_start).collect()
}

/// Fails unless each line is a statement of ours around quoted labels in which nothing means anything.
fn assert_well_formed(argument: &Argument, text: &str) {
    let statements = statements(text);
    assert!(statements[0].starts_with("flowchart "), "{text}");
    let mut nodes = 0;
    let mut edges = 0;
    for statement in &statements[1..] {
        let outside: String = statement.split('"').step_by(2).collect();
        let inside: Vec<&str> = statement.split('"').skip(1).step_by(2).collect();
        assert_eq!(statement.matches('"').count(), 2 * inside.len(), "{statement}");
        if statement.starts_with("%% ") {
            continue;
        }
        for label in inside {
            let plain =
                ["<b>", "</b>", "<br>", "<wbr>"].iter().fold(label.to_owned(), |text, tag| text.replace(tag, ""));
            let forbidden = ['<', '>', '%', ':', '{', '}', '`', '\\', '$', '*', '&', '|'];
            assert!(!plain.contains(forbidden), "{label}");
            assert!(!label.contains("ﬂ°") && !label.contains("¶ß"), "{label}");
            // Entity codes come out only where they went in.
            for (at, _) in plain.match_indices('#') {
                let number = plain[at + 1..].split_once(';').unwrap().0;
                assert!(!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()), "{label}");
            }
            assert!(!label.chars().any(char::is_control), "{label:?}");
        }
        if ["classDef ", "class ", "linkStyle "].iter().any(|word| statement.starts_with(word)) {
            assert!(!statement.contains(';'), "{statement}");
        } else if outside.contains("-->") || outside.contains("-.-x") {
            edges += 1;
        } else {
            assert!(outside.starts_with(&format!("n{nodes}")), "{statement}");
            nodes += 1;
        }
    }
    assert_eq!((nodes, edges), (argument.node_count(), argument.edge_count()), "{text}");
}

/// One node a payload, of each kind in turn, and one edge with the payload as its warrant.
fn with_payloads() -> Argument {
    let mut argument = Argument::default();
    argument.report.title = Some(Prose::synthetic(PAYLOADS.join(" ")));
    for (number, payload) in PAYLOADS.iter().enumerate() {
        let kind = NodeKind::ALL[number % 5];
        let premise = node(&mut argument, &format!("p{number}"), kind, payload);
        let conclusion = node(&mut argument, &format!("c{number}"), NodeKind::Claim, "x");
        edge(&mut argument, premise, EdgeKind::Supports, conclusion, Some(payload));
    }
    argument
}

#[test]
fn one_of_everything() {
    let mut argument = Argument::default();
    argument.report.title = Some(Prose::synthetic("Will the harbour \"close\"?"));
    let kj1 = node(&mut argument, "kj1", NodeKind::Judgement, "The harbour will close.");
    let step = node(&mut argument, "s1", NodeKind::Inference, "No ship enters without a pilot.");
    let contract = node(&mut argument, "e1", NodeKind::Evidence, "The contract ends: 50 % leave.");
    let others = node(&mut argument, "a1", NodeKind::Assumption, "No others come.");
    let tug = node(&mut argument, "e2", NodeKind::Evidence, "A tug has a licence.");
    let claim = node(&mut argument, "c1", NodeKind::Claim, "Trade moves away.");
    let rival = node(&mut argument, "h1", NodeKind::Hypothesis, "It stays open.");
    edge(&mut argument, step, EdgeKind::Supports, kj1, None);
    edge(&mut argument, contract, EdgeKind::Supports, step, None);
    edge(&mut argument, others, EdgeKind::Supports, step, None);
    edge(&mut argument, tug, EdgeKind::Contradicts, step, Some("it may lead others"));
    edge(&mut argument, claim, EdgeKind::Supports, kj1, None);
    edge(&mut argument, rival, EdgeKind::Contradicts, kj1, None);
    edge(&mut argument, claim, EdgeKind::Supports, claim, None);
    let text = written(&argument);
    assert_well_formed(&argument, &text);
    insta::assert_snapshot!(text);
}

#[test]
fn themes_and_directions() {
    let argument = read("## Key Judgement 1\n\nThe harbour will close.\n\n- The pilots leave.\n");
    let text = |theme, direction| {
        let look = Look { theme, direction, ..Look::default() };
        let options = WriteOptions { look, ..WriteOptions::default() };
        String::from_utf8(Mermaid.write(&argument, &options).unwrap().bytes).unwrap()
    };
    assert!(text(Theme::Light, Direction::Right).contains("flowchart RL\n"));
    assert!(text(Theme::Light, Direction::Down).contains("flowchart BT\n"));
    assert_ne!(text(Theme::Light, Direction::Right), text(Theme::Dark, Direction::Right));
}

#[test]
fn hostile_text_stays_in_its_label() {
    let argument = with_payloads();
    assert_well_formed(&argument, &written(&argument));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_stays_in_its_label(text in "\\PC*|[\\x00-\\x7f]*", because in "\\PC*") {
        let mut argument = Argument::default();
        let premise = node(&mut argument, "e1", NodeKind::Evidence, &text);
        let conclusion = node(&mut argument, "kj1", NodeKind::Judgement, &text);
        edge(&mut argument, premise, EdgeKind::Contradicts, conclusion, Some(&because));
        assert_well_formed(&argument, &written(&argument));
    }
}

/// A report of so many judgements, with so many bullets each, each under a bullet of its own.
fn large(judgements: usize, bullets: usize) -> Argument {
    let mut argument = Argument::default();
    for number in 0..judgements {
        let kj = node(&mut argument, &format!("kj{number}"), NodeKind::Judgement, "The harbour will be closed.");
        for bullet in 0..bullets {
            let claim = node(&mut argument, &format!("c{number}-{bullet}"), NodeKind::Claim, "Ships stay away.");
            let fact = node(&mut argument, &format!("e{number}-{bullet}"), NodeKind::Evidence, "One did.");
            edge(&mut argument, claim, EdgeKind::Supports, kj, None);
            edge(&mut argument, fact, EdgeKind::Supports, claim, None);
        }
    }
    argument
}

#[test]
fn what_mermaid_does_not_draw_is_drawn_collapsed() {
    let edges = |text: &str| text.matches("-->").count();
    let comment = |text: &str| text.lines().find(|line| line.starts_with("%% ")).map(str::to_owned);
    let whole = written(&large(1, 250));
    assert_eq!((edges(&whole), comment(&whole)), (500, None));
    let collapsed = written(&large(1, 251));
    assert_eq!(edges(&collapsed), 251);
    assert_eq!(
        comment(&collapsed).unwrap(),
        "%% The argument has 503 nodes and 502 edges, more than Mermaid draws: only the judgements and what bears on \
         them directly are shown."
    );
    assert!(collapsed.contains("+1 more"), "{collapsed}");
    let few = written(&large(30, 20));
    assert_eq!(edges(&few), 30 * 16);
    assert!(comment(&few).unwrap().ends_with("the first 16 nodes that bear on each directly are shown."));
    let judgements = written(&large(300, 3));
    assert_eq!(edges(&judgements), 0);
    assert!(comment(&judgements).unwrap().ends_with("only the judgements are shown."));
    let first = written(&large(3_000, 1));
    assert!(
        comment(&first).unwrap().ends_with("only the first 375 of 3000 judgements are shown."),
        "{:?}",
        comment(&first)
    );
    assert!([whole, collapsed, few, judgements, first].iter().all(|text| text.encode_utf16().count() <= 50_000));
}

#[test]
fn a_node_that_is_too_long_is_refused() {
    let mut argument = Argument::default();
    node(&mut argument, "kj1", NodeKind::Judgement, &"long ".repeat(20_000));
    let fault = Mermaid.write(&argument, &WriteOptions::default()).unwrap_err();
    assert!(fault.to_string().ends_with("export it to svg or dot"), "{fault}");
}

#[test]
fn mermaid_itself_gives_every_text_back() {
    let Some(script) = std::env::var_os("LINCHPIN_MERMAID").map(PathBuf::from) else {
        eprintln!("skipped: drawing with Mermaid, as LINCHPIN_MERMAID names no copy of mermaid.min.js");
        return;
    };
    let argument = with_payloads();
    let (nodes, edges) = drawn(&script, &written(&argument));
    let expected = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (number, payload) in PAYLOADS.iter().enumerate() {
        let said = &nodes[&(2 * number)];
        // A judgement's label begins with its id, other labels end with theirs; lines are joined without a blank.
        let id = format!("p{number}");
        let text = said.strip_prefix(&id).unwrap_or(said);
        let text = text.strip_suffix(&format!("[{id}]")).unwrap_or(text);
        assert_eq!(text, expected(payload));
        assert_eq!(edges[number], expected(payload));
    }
    for graph in std::fs::read_dir("graphs").unwrap() {
        let path = graph.unwrap().path();
        let file = SourceFile::from_bytes(path.to_str().unwrap(), std::fs::read(&path).unwrap()).unwrap();
        let Ok(understood) = format::understand(&file, format::detect(&file), &linchpin::config::Config::default())
        else {
            continue;
        };
        let argument = understood.reading.argument;
        if argument.node_count() > 0 {
            assert_eq!(drawn(&script, &written(&argument)).0.len(), argument.node_count(), "{}", path.display());
        }
    }
}

/// What Mermaid writes into nodes, by the number in their names, and beside edges, once a browser has drawn it.
fn drawn(script: &Path, diagram: &str) -> (BTreeMap<usize, String>, Vec<String>) {
    const BROWSERS: [&str; 6] = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome-headless-shell",
        "headless_shell",
    ];
    let folder = tempfile::tempdir().unwrap();
    let script = std::fs::canonicalize(script).expect("LINCHPIN_MERMAID names a copy of mermaid.min.js");
    std::fs::copy(script, folder.path().join("mermaid.min.js")).unwrap();
    let source = serde_json::to_string(diagram).unwrap().replace('<', "\\u003c");
    let mut page =
        String::from("<!doctype html><meta charset=\"utf-8\"><div id=\"picture\"></div><pre id=\"said\"></pre>");
    page.push_str("<script src=\"mermaid.min.js\"></script><script>\n");
    write!(page, "const source = {source};\n{SCRIPT}</script>").unwrap();
    let file = folder.path().join("page.html");
    std::fs::write(&file, page).unwrap();
    let address = format!("file://{}", file.display());
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--allow-file-access-from-files",
        "--virtual-time-budget=60000",
        "--dump-dom",
        &address,
    ];
    let output = BROWSERS
        .iter()
        .find_map(|browser| Command::new(browser).args(arguments).output().ok())
        .expect("a Chromium is needed; tests/run.sh installs one");
    let page = String::from_utf8(output.stdout).unwrap();
    let said = page.split_once("<pre id=\"said\">").unwrap().1.split_once("</pre>").unwrap().0;
    let said = said.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u{a0}").replace("&amp;", "&");
    serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"))
}

/// Draws as a forge does, and says what stands in the picture.
const SCRIPT: &str = "
mermaid.initialize({startOnLoad: false, securityLevel: 'strict'});
mermaid.render('d', source).then(({svg}) => {
  document.getElementById('picture').innerHTML = svg;
  const forbidden = document.querySelectorAll('#picture :is(script, img, a, em, strong, code, i)').length;
  if (forbidden > 0) throw new Error(forbidden + ' elements came out of text');
  const nodes = {};
  for (const node of document.querySelectorAll('#picture g.node'))
    nodes[node.id.match(/n([0-9]+)-[0-9]+$/)[1]] = node.querySelector('.nodeLabel').textContent;
  const edges = [...document.querySelectorAll('#picture .edgeLabels span.edgeLabel')].map(e => e.textContent);
  document.getElementById('said').textContent = JSON.stringify([nodes, edges]);
}).catch(error => { document.getElementById('said').textContent = String(error); });
";
