//! Text from strangers is data in every output: each payload stands as title, judgement, evidence, id, source, address,
//! reason and file name, goes through each format that is written, and a real reader of that format finds it there as
//! text, and nothing else.

#[cfg(feature = "pictures")]
#[path = "chromium/mod.rs"]
#[allow(dead_code, reason = "each program uses a part of it")]
mod chromium;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use linchpin::argument::Argument;
use linchpin::config::Config;
use linchpin::format::{self, Scored, WRITERS, WriteOptions, Writer};
use linchpin::review::visible;
use linchpin::rules::{self, LevelOverrides};
use linchpin::score;
use linchpin::text::SourceFile;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use serde_json::{Value, json};
use tempfile::TempDir;

/// What would do something in a page, a diagram, a terminal, a build log, a table, a spreadsheet or a file system.
const PAYLOADS: [&str; 22] = [
    "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>",
    "\"' onmouseover=window.hacked=1 autofocus onfocus=window.hacked=1 x=\"",
    "</script></title></style></svg><script>window.hacked=1</script>",
    "]]> --> ?> <!-- <![CDATA[ <!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]> &y;",
    "\"]; evil [label=\"x\", URL=\"javascript:alert(1)\"]; \"a\" -> \"b\" //",
    "\\N \\G \\L \\l\\r\\n \\\" \\",
    "\"]\nclick n1 href \"javascript:alert(1)\"\n%%{init: {'securityLevel': 'loose'}}%%\nend",
    "[click](javascript:alert(1)) ![x](http://evil.example/x.png) <http://evil.example> [r]: http://evil.example",
    "# heading\n\n- item\n\n```\ncode\n```\n~~~ | a | b |\n|---|---|\n***",
    "\u{1b}[31m\u{1b}[2J\u{1b}[?1049h\u{1b}]0;hacked\u{7}\u{1b}]8;;http://evil.example\u{1b}\\x\u{1b}]52;c;aGFja2Vk\u{7}",
    "\u{9b}31m\u{9d}0;hacked\u{9c}\u{85}\u{90}q\u{9c}",
    "\u{202e}gpj.exe\u{2066}\u{200f}\u{61c} \u{200b}\u{ad}\u{2028}\u{2029}",
    "::error file=a.md,line=1::forged\n::set-output name=x::y\r\n##[group]x\n::stop-commands::z",
    "=HYPERLINK(\"http://evil.example\",\"x\")\t@SUM(A1)\n+1-1;\"\r\n=cmd|' /C calc'!A0",
    "\"\"\"\n[nodes.forged]\ntext = \"x\"\n'''\n- a: &x !!js/function >\n  forged\n---\n...\n: {",
    "'; DROP TABLE nodes; -- \" OR 1=1",
    "javascript:window.hacked=1",
    "data:text/html,<script>parent.hacked=1</script>",
    "../../../../etc/passwd\\..\\..\\con",
    "${7*7} {{7*7}} <%= 7*7 %> #{7*7} $(touch hacked) `touch hacked` %s%n %0A",
    "x\u{fffe}\u{ffff}\u{fdd0}\u{b}\u{c}\u{7f}\u{1}y",
    "@team #12 GH-7 :smile: <!-- linchpin: end --> <!-- linchpin: allow all x -->",
];

/// What does nothing anywhere; a file of it is what one of the payloads is compared with.
const PLAIN: &str = "plain words";

/// A graph file that holds the payload wherever a graph file may hold text.
fn graph(payload: &str) -> Value {
    let name: String = payload.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    let (judgement, evidence, against, rival) =
        (name.trim().to_owned(), format!("e {name}e"), format!("c {name}c"), format!("h {name}h"));
    let edge = || json!({ "weight": 0.5, "because": payload });
    let mut nodes = serde_json::Map::new();
    nodes.insert(
        judgement.clone(),
        json!({ "kind": "judgement", "text": payload, "confidence": "low", "confidence-basis": payload }),
    );
    nodes.insert(
        evidence,
        json!({
            "kind": "evidence", "text": payload, "sources": [name.trim()], "supports": { judgement.clone(): edge() },
            "allow": { "orphan-evidence": payload }
        }),
    );
    nodes.insert(
        against,
        json!({ "text": payload, "sources": [name.trim()], "contradicts": { judgement.clone(): edge() } }),
    );
    nodes.insert(rival.clone(), json!({ "kind": "hypothesis", "text": payload }));
    let source = json!({
        "title": payload, "author": payload, "publisher": payload, "url": payload, "archive": payload, "grade": "B2"
    });
    json!({
        "report": { "title": payload },
        "nodes": nodes,
        "sources": { name.trim(): source },
        "questions": { name.trim(): { "text": payload, "answers": [judgement, rival] } }
    })
}

/// As a file of that name.
fn read(name: &str, payload: &str) -> Argument {
    let file = SourceFile::new(name, graph(payload).to_string());
    let reader = format::reader("json").unwrap();
    let understood = format::understand(&file, reader, &Config::default());
    understood.unwrap_or_else(|faults| panic!("{payload:?}: {}", faults[0])).reading.argument
}

/// The payload's letters and digits, as they are shown where nothing may command.
fn words(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Nothing in it commands a terminal; a data format keeps what turns the direction of writing or takes no room.
fn must_be_data(format: &str, text: &str) {
    let bad = text.chars().find(|&c| c.is_control() && !matches!(c, '\n' | '\t'));
    assert!(bad.is_none(), "{format} holds {bad:?}:\n{}", text.escape_debug());
}

/// Nothing in it commands a terminal or hides anything.
fn must_be_visible(format: &str, text: &str) {
    let bad = text.chars().find(|&c| !matches!(c, '\n' | '\t') && visible(c.encode_utf8(&mut [0; 4])) != c.to_string());
    assert!(bad.is_none(), "{format} holds {bad:?}:\n{}", text.escape_debug());
}

/// The files of a format, each with what it is called.
fn files(writer: &dyn Writer, argument: &Argument, with_review: bool) -> Vec<(&'static str, Vec<u8>)> {
    let config = Config::default();
    let findings = rules::check(argument, &config.settings(&LevelOverrides::default()));
    let settings = config.score_settings();
    let scores = score::score(argument, config.semantics(), &settings);
    let options = WriteOptions {
        findings: with_review.then_some(&findings),
        scored: with_review.then_some(Scored { scores: &scores, semantics: config.semantics(), settings: &settings }),
        ..WriteOptions::default()
    };
    let files = writer.write_files(argument, &options).unwrap_or_else(|fault| panic!("{}: {fault}", writer.name()));
    files.into_iter().map(|(name, written)| (name, written.bytes)).collect()
}

fn written(writer: &dyn Writer, argument: &Argument, with_review: bool) -> Vec<u8> {
    files(writer, argument, with_review).swap_remove(0).1
}

#[test]
fn every_format_that_is_written_holds_the_text_as_text() {
    let plain = read("a.json", PLAIN);
    for payload in PAYLOADS {
        let argument = read("a.json", payload);
        // Tables are several files each, and read below.
        let is_one_text = |writer: &&&dyn Writer| !writer.is_binary() && !matches!(writer.name(), "csv" | "tsv");
        for &writer in WRITERS.iter().filter(is_one_text) {
            for with_review in [false, true] {
                let text = String::from_utf8(written(writer, &argument, with_review)).unwrap();
                let of_plain = String::from_utf8(written(writer, &plain, with_review)).unwrap();
                holds_text(writer.name(), &text, &of_plain, payload, &argument, with_review);
            }
        }
    }
}

fn holds_text(format: &str, text: &str, of_plain: &str, payload: &str, argument: &Argument, with_review: bool) {
    match format {
        // A browser reads the page below; Graphviz reads all diagrams at once below.
        "html" | "dot" => must_be_data(format, text),
        "svg" => {
            must_be_data(format, text);
            is_picture(text);
        }
        "mermaid" | "d2" => {
            must_be_data(format, text);
            if !with_review {
                assert_eq!(
                    without_strings(text, format == "d2"),
                    without_strings(of_plain, format == "d2"),
                    "{format}, {payload:?}:\n{text}"
                );
            }
        }
        "markdown" => is_page(text, of_plain, payload, with_review),
        "json" => {
            let json: Value = serde_json::from_str(text).unwrap();
            // White space in a row is one blank; what takes no room at an end is left out.
            let flat = |text: &str| text.replace('\u{200b}', "").split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(flat(json["report"]["title"].as_str().unwrap()), flat(payload));
            for node in json["nodes"].as_array().unwrap() {
                assert_eq!(flat(node["text"].as_str().unwrap()), flat(payload));
            }
            assert_eq!(json["nodes"].as_array().unwrap().len(), argument.node_count());
            must_be_data(format, text);
        }
        _ => {
            // Outlines in plain text have no way to write a control character but itself.
            if !matches!(format, "argdown" | "ltac" | "kialo" | "tgf") {
                must_be_data(format, text);
            }
            reads_back(format, text, argument);
        }
    }
}

/// What our own reader of the format reads has the same nodes with the same words; XML, JSON and TOML are so to others.
fn reads_back(format: &str, text: &str, argument: &Argument) {
    let name = match format {
        "xaif" => "aif",
        other => other,
    };
    if text.starts_with("<?xml") {
        roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{format}: {error}\n{text}"));
    } else if text.starts_with(['{', '[']) && format != "toml" {
        serde_json::from_str::<Value>(text).unwrap_or_else(|error| panic!("{format}: {error}\n{text}"));
    } else if format == "toml" {
        toml::from_str::<toml::Value>(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    }
    let Some(reader) = format::reader(name) else {
        println!("{format} is not read back here: no reader has that name");
        return;
    };
    let file = SourceFile::new("again", text);
    let again = reader.read(&file).unwrap_or_else(|faults| panic!("{format}: {}\n{text}", faults[0])).argument;
    assert!(again.defects.is_empty(), "{format}: {:?}", again.defects);
    assert_eq!(again.node_count(), argument.node_count(), "{format}:\n{text}");
    // Frameworks know ids only; Kialo has links of its own, whose addresses become sources.
    if matches!(format, "af" | "apx" | "tgf" | "kialo") {
        return;
    }
    let told = |argument: &Argument| -> Vec<String> {
        let mut told: Vec<_> = argument.nodes().map(|(_, node)| words(&visible(node.text.as_str()))).collect();
        told.sort();
        told
    };
    assert_eq!(told(&again), told(argument), "{format}:\n{text}");
}

/// The text without what stands in double quotes, in which a backslash may keep the next letter from meaning anything.
fn without_strings(text: &str, has_escapes: bool) -> String {
    let (mut kept, mut is_quoted) = (String::new(), false);
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        match c {
            '"' => is_quoted = !is_quoted,
            '\\' if is_quoted && has_escapes => {
                letters.next();
            }
            c if !is_quoted => kept.push(c),
            _ => {}
        }
    }
    assert!(!is_quoted, "{text}");
    kept
}

#[test]
fn strings_are_left_out() {
    assert_eq!(without_strings("n1[\"a b\"] --> n2[\"\"]", false), "n1[] --> n2[]");
    assert_eq!(without_strings("a: \"b\\\"c\" d", true), "a:  d");
}

/// Elements and attributes that do something in a browser.
fn is_picture(text: &str) {
    let document = roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    for element in document.descendants().filter(roxmltree::Node::is_element) {
        assert!(
            !["script", "image", "foreignObject", "iframe", "use"].contains(&element.tag_name().name()),
            "{element:?}"
        );
        for attribute in element.attributes() {
            assert!(!attribute.name().starts_with("on"), "{attribute:?}");
            if attribute.name() == "href" {
                assert!(linchpin::draw::is_link(attribute.value()), "{attribute:?}");
            }
        }
    }
}

/// The kinds of the events and what in them does something.
fn doing(text: &str) -> (BTreeSet<String>, usize, String) {
    let mut kinds = BTreeSet::new();
    let (mut shown, mut blocks) = (String::new(), 0);
    for event in Parser::new_ext(text, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Text(text) | Event::Code(text) => shown.push_str(&text),
            Event::Start(Tag::Link { dest_url, .. }) => {
                kinds.insert(format!("link to {dest_url}"));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                kinds.insert(format!("code in {language}"));
            }
            Event::Start(Tag::Heading { level, .. }) => {
                blocks += 1;
                kinds.insert(format!("{level}"));
            }
            Event::Start(Tag::Item | Tag::Table(_) | Tag::TableRow) => {}
            Event::Start(tag) => {
                let kind = format!("{tag:?}");
                kinds.insert(kind.split([' ', '(']).next().unwrap_or_default().to_owned());
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                kinds.insert(format!("element {html}"));
            }
            Event::End(_) | Event::SoftBreak | Event::HardBreak | Event::Rule => {}
            other => {
                kinds.insert(format!("{other:?}"));
            }
        }
    }
    (kinds, blocks, shown)
}

/// A renderer of Markdown finds no heading, link, picture or element that is not on the page of plain words too, and
/// the payload's words.
fn is_page(text: &str, of_plain: &str, payload: &str, with_review: bool) {
    must_be_data("markdown", text);
    let ((kinds, blocks, shown), (plain_kinds, plain_blocks, _)) = (doing(text), doing(of_plain));
    let new: Vec<_> = kinds.iter().filter(|kind| !plain_kinds.contains(*kind) && *kind != "BlockQuote").collect();
    assert!(new.is_empty(), "{new:?} in\n{text}");
    // Other findings, other headings.
    assert!(with_review || blocks == plain_blocks, "{text}");
    let (shown, wanted) = (words(&shown), words(&visible(payload)));
    assert!(shown.contains(&wanted), "{wanted} is not in {shown}");
}

#[test]
fn graphviz_sees_labels_and_nothing_else() {
    let dot = format::writer("dot").unwrap();
    let arguments: Vec<Argument> = PAYLOADS.iter().chain(&[PLAIN]).map(|payload| read("a.json", payload)).collect();
    let text: Vec<u8> = arguments.iter().flat_map(|argument| written(dot, argument, true)).collect();
    let mut child = Command::new("dot")
        .arg("-Tjson")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Graphviz's `dot` is there; tests/run.sh installs it");
    let mut input = child.stdin.take().unwrap();
    let writing = std::thread::spawn(move || input.write_all(&text));
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    assert!(output.status.success());
    let json = String::from_utf8(output.stdout).unwrap();
    let graphs: Vec<Value> =
        serde_json::Deserializer::from_str(&json).into_iter::<Value>().map(|graph| graph.unwrap()).collect();
    assert_eq!(graphs.len(), arguments.len(), "each payload is one graph");
    let count = |graph: &Value| {
        let number = |key: &str| graph[key].as_array().map_or(0, Vec::len);
        (number("objects"), number("edges"))
    };
    let plain = count(graphs.last().unwrap());
    for (graph, payload) in graphs.iter().zip(PAYLOADS) {
        assert_eq!(count(graph), plain, "{payload:?}");
        // A picture shows what commands as one letter, not by its number.
        let wanted = words(payload);
        let labels: Vec<String> = graph["objects"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|object| object["label"].as_str())
            .map(label)
            .collect();
        assert!(labels.iter().any(|label| label.contains(&wanted)), "{wanted} is in none of {labels:?}");
        let objects = graph["objects"].as_array().unwrap().iter().chain(graph["edges"].as_array().unwrap());
        for object in objects.chain([graph]) {
            for key in ["URL", "href", "image", "shapefile", "imagepath", "fontpath", "stylesheet"] {
                assert!(object[key].is_null(), "{key} of {object}");
            }
        }
    }
}

/// The letters and digits of a label, as Graphviz writes them into a picture: without line breaks, entities resolved.
fn label(text: &str) -> String {
    let mut shown = String::new();
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        match c {
            '\\' => shown.extend(letters.next().filter(|next| !matches!(next, 'l' | 'n' | 'r'))),
            c => shown.push(c),
        }
    }
    words(&shown.replace("&amp;", "&"))
}

/// A folder with a file for each payload: a graph file, whose name is the payload's too.
fn folder() -> (TempDir, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let mut names = Vec::new();
    for (number, payload) in PAYLOADS.iter().enumerate() {
        let part: String = payload.chars().filter(|&c| !matches!(c, '/' | '\0')).take(50).collect();
        let name = format!("./{number} {part}.json");
        fs::write(folder.path().join(&name), graph(payload).to_string()).unwrap();
        names.push(name);
    }
    (folder, names)
}

fn ran(folder: &Path, arguments: &[&str]) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_linchpin")).current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}: {err}");
    (out, err)
}

/// A graph file that holds all payloads, so that one run shows them all.
fn all() -> String {
    let mut all = graph(PLAIN);
    all["report"]["title"] = json!(PAYLOADS.join(" "));
    for payload in PAYLOADS {
        for key in ["nodes", "sources", "questions"] {
            let more = graph(payload)[key].as_object().unwrap().clone();
            all[key].as_object_mut().unwrap().extend(more);
        }
    }
    all.to_string()
}

/// One question: each payload is an answer to it, and an item of evidence against the next one.
fn rivals() -> String {
    let mut nodes = serde_json::Map::new();
    for (number, payload) in PAYLOADS.iter().enumerate() {
        nodes.insert(format!("h{number}"), json!({ "kind": "hypothesis", "text": payload }));
        let against = format!("h{}", (number + 1) % PAYLOADS.len());
        nodes.insert(format!("e{number}"), json!({ "text": payload, "contradicts": [against] }));
    }
    let answers: Vec<String> = (0..PAYLOADS.len()).map(|number| format!("h{number}")).collect();
    json!({ "nodes": nodes, "questions": { "q": { "text": PAYLOADS.join(" "), "answers": answers } } }).to_string()
}

/// What a terminal was told besides letters, colours and lines.
#[derive(Default)]
struct Told(Vec<String>);

impl vt100::Callbacks for Told {
    fn audible_bell(&mut self, _: &mut vt100::Screen) {
        self.0.push("bell".into());
    }
    fn visual_bell(&mut self, _: &mut vt100::Screen) {
        self.0.push("flash".into());
    }
    fn resize(&mut self, _: &mut vt100::Screen, size: (u16, u16)) {
        self.0.push(format!("resize to {size:?}"));
    }
    fn set_window_icon_name(&mut self, _: &mut vt100::Screen, name: &[u8]) {
        self.0.push(format!("icon {name:?}"));
    }
    fn set_window_title(&mut self, _: &mut vt100::Screen, title: &[u8]) {
        self.0.push(format!("title {title:?}"));
    }
    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8], data: &[u8]) {
        self.0.push(format!("clipboard {data:?}"));
    }
    fn paste_from_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8]) {
        self.0.push("paste".into());
    }
    fn unhandled_char(&mut self, _: &mut vt100::Screen, c: char) {
        // What stands for a letter that there is not is just shown.
        if c != '\u{fffd}' {
            self.0.push(format!("character {c:?}"));
        }
    }
    fn unhandled_control(&mut self, _: &mut vt100::Screen, byte: u8) {
        self.0.push(format!("control {byte:#x}"));
    }
    fn unhandled_escape(&mut self, _: &mut vt100::Screen, _: Option<u8>, _: Option<u8>, byte: u8) {
        self.0.push(format!("escape {byte:#x}"));
    }
    fn unhandled_csi(&mut self, _: &mut vt100::Screen, _: Option<u8>, _: Option<u8>, _: &[&[u16]], c: char) {
        self.0.push(format!("sequence {c:?}"));
    }
    fn unhandled_osc(&mut self, _: &mut vt100::Screen, parameters: &[&[u8]]) {
        self.0.push(format!("command {parameters:?}"));
    }
}

/// The letters on a terminal's screen after `output`, each line of it on a screen of its own.
fn on_screen(output: &str) -> String {
    let size = |cells: u16| std::num::NonZeroU16::new(cells).unwrap();
    let mut shown = String::new();
    for line in output.lines() {
        let mut terminal = vt100::Parser::new_with_callbacks(size(40), size(200), 0, Told::default());
        terminal.process(line.as_bytes());
        assert_eq!(terminal.callbacks().0, Vec::<String>::new(), "{}", line.escape_debug());
        let screen = terminal.screen();
        let state = (screen.fgcolor(), screen.bgcolor(), screen.bold(), screen.inverse(), screen.underline());
        assert_eq!(
            state,
            (vt100::Color::Default, vt100::Color::Default, false, false, false),
            "{}",
            line.escape_debug()
        );
        assert!(!screen.hide_cursor() && !screen.alternate_screen() && !screen.bracketed_paste(), "{line:?}");
        shown.push_str(&screen.contents().replace('\n', ""));
        shown.push('\n');
    }
    shown
}

#[test]
fn a_terminal_shows_the_text_and_obeys_nothing_of_it() {
    let (folder, names) = folder();
    let files: Vec<&str> = names.iter().map(String::as_str).collect();
    for format in ["human", "concise"] {
        let (out, err) = ran(folder.path(), &[&["check", "--color=always", "--format", format], &files[..]].concat());
        let shown = words(&on_screen(&out));
        on_screen(&err);
        for payload in PAYLOADS {
            let id: String =
                payload.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
            let wanted: String = words(&visible(&id)).chars().take(20).collect();
            assert!(shown.contains(&wanted), "{format}: {wanted} is not shown");
        }
    }
    fs::write(folder.path().join("all.json"), all()).unwrap();
    fs::write(folder.path().join("rivals.json"), rivals()).unwrap();
    fs::write(folder.path().join("plain.json"), graph(PLAIN).to_string()).unwrap();
    let node: String = PAYLOADS[7].to_owned();
    let commands: [&[&str]; 14] = [
        &["matrix", "rivals.json"],
        &["extensions", "all.json", "--all"],
        &["extensions", "all.json", "--semantics=grounded"],
        &["extensions", "all.json", &node],
        &["review", "status", "all.json", "--require-all"],
        &["show", "all.json"],
        &["score", "all.json", "--all"],
        &["explain", "all.json", &node],
        &["diff", "plain.json", "all.json", "--fail-on=never"],
        &["diff", "all.json", "plain.json", "--fail-on=never"],
        &["export", "all.json", "--to=dot"],
        &["export", "all.json", "--to=mermaid"],
        &["import", "all.json"],
        &["export", "all.json", "--to=json"],
    ];
    for command in commands {
        let (out, err) = ran(folder.path(), &[&["--color=always"], command].concat());
        let shown = words(&on_screen(&out));
        // Diagrams and graph files keep what turns the direction of writing.
        if !matches!(command[0], "export" | "import") {
            must_be_visible(command[0], &anstream::adapter::strip_str(&out).to_string());
        }
        on_screen(&err);
        let wanted = words("click javascript alert");
        assert!(shown.contains(&wanted), "{command:?}: {shown}");
    }
}

/// The cells of a table, as a parser of such tables finds them: as many in each row as in the heading.
fn cells(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(text.as_bytes());
    let cells = |row: csv::Result<csv::StringRecord>| {
        let row = row.unwrap_or_else(|error| panic!("{error}\n{}", text.escape_debug()));
        row.iter().map(str::to_owned).collect()
    };
    reader.records().map(cells).collect()
}

/// No spreadsheet takes a cell of a table for a formula.
fn must_hold_no_formula(rows: &[Vec<String>]) {
    for cell in rows.iter().flatten() {
        let is_number = cell.parse::<f64>().is_ok();
        let is_formula = cell.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
        assert!(is_number || !is_formula, "{cell:?}");
    }
}

/// The cells of a column, under its heading.
fn column<'r>(rows: &'r [Vec<String>], name: &str) -> Vec<&'r str> {
    let at = rows[0].iter().position(|heading| heading == name).unwrap_or_else(|| panic!("{name} is not in {rows:?}"));
    rows[1..].iter().map(|row| row[at].as_str()).collect()
}

/// Whether a cell shows a text as it is, but for the apostrophe that makes a formula a text.
fn shows(cell: &str, text: &str) -> bool {
    cell == text || cell.strip_prefix('\'') == Some(text)
}

#[test]
fn tables_hold_no_formula_and_each_cell_as_it_is() {
    for payload in PAYLOADS {
        let argument = read("a.json", payload);
        let texts: Vec<&str> = argument.nodes().map(|(_, node)| node.text.as_str()).collect();
        let ids: Vec<&str> = argument.nodes().map(|(_, node)| node.id.as_str()).collect();
        for (name, delimiter) in [("csv", b','), ("tsv", b'\t')] {
            let files = files(format::writer(name).unwrap(), &argument, true);
            let read = |table: &str| {
                let (_, bytes) = files.iter().find(|(name, _)| *name == table).unwrap();
                let rows = cells(std::str::from_utf8(bytes).unwrap(), delimiter);
                must_hold_no_formula(&rows);
                rows
            };
            let must_show = |rows: &[Vec<String>], name: &str, texts: &[&str]| {
                let cells = column(rows, name);
                assert_eq!(cells.len(), texts.len(), "{payload:?}: {rows:?}");
                for (cell, text) in cells.iter().zip(texts) {
                    assert!(shows(cell, text), "{cell:?} is not {text:?}");
                }
            };
            let nodes = read("nodes");
            must_show(&nodes, "text", &texts);
            must_show(&nodes, "id", &ids);
            must_show(&read("edges"), "because", &[payload, payload]);
            for name in ["title", "author", "publisher", "url", "archive"] {
                must_show(&read("sources"), name, &[payload]);
            }
            must_show(&read("questions"), "text", &[argument.questions()[0].text.as_str()]);
        }
    }
}

#[cfg(feature = "columnar")]
#[test]
fn parquet_holds_each_value_as_it_is() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;

    let folder = tempfile::tempdir().unwrap();
    for payload in PAYLOADS {
        let argument = read("a.json", payload);
        for (table, bytes) in files(format::writer("parquet").unwrap(), &argument, true) {
            let path = folder.path().join(table);
            fs::write(&path, bytes).unwrap();
            let reader = SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap();
            let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
            if table == "edges" {
                assert_eq!(rows.len(), argument.edge_count());
                assert!(rows.iter().all(|row| row.get_string(4).unwrap() == payload));
                continue;
            }
            assert_eq!(rows.len(), argument.node_count());
            for (row, (_, node)) in rows.iter().zip(argument.nodes()) {
                assert_eq!(row.get_string(0).unwrap(), node.id.as_str());
                assert_eq!(row.get_string(2).unwrap(), node.text.as_str());
            }
            let whole = reader.metadata().file_metadata().key_value_metadata().unwrap();
            for part in ["report", "sources", "questions"] {
                let json = whole.iter().find(|pair| pair.key == part).and_then(|pair| pair.value.as_ref()).unwrap();
                serde_json::from_str::<Value>(json).unwrap_or_else(|error| panic!("{error}\n{json}"));
            }
        }
    }
}

#[test]
fn a_table_of_scores_holds_no_formula_and_no_row_too_many() {
    let (folder, names) = folder();
    for name in &names {
        let (out, _) = ran(folder.path(), &["score", name, "--all", "--format=csv"]);
        let rows = cells(&out, b',');
        assert_eq!(rows.len(), 5, "{out}");
        must_hold_no_formula(&rows);
    }
}

/// The elements of a page with their attributes and styles, as a tokeniser of HTML finds them; no attribute acts.
fn elements(html: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for token in html5gum::Tokenizer::new(html) {
        let Ok(html5gum::Token::StartTag(tag)) = token else { continue };
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut element = text(&tag.name);
        for (name, value) in &tag.attributes {
            let name = text(name);
            assert!(!name.starts_with("on") && !matches!(name.as_str(), "src" | "href"), "{element}: {name}");
            element.extend([" ", &name]);
            if name == "style" {
                element.push_str(&text(value));
            }
        }
        found.insert(element);
    }
    found
}

#[test]
fn matrices_stay_data_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let shown = |payload: &str, form: &str| {
        fs::write(folder.path().join("a.json"), graph(payload).to_string()).unwrap();
        ran(folder.path(), &["matrix", "a.json", "--format", form]).0
    };
    let page_of_plain = shown(PLAIN, "html");
    let markdown_of_plain = shown(PLAIN, "markdown");
    let rows_of_plain = cells(&shown(PLAIN, "csv"), b',');
    for payload in PAYLOADS {
        let argument = read("a.json", payload);
        let text = argument.nodes().next().unwrap().1.text.as_str();
        let rows = cells(&shown(payload, "csv"), b',');
        must_hold_no_formula(&rows);
        assert_eq!((rows.len(), rows[0].len()), (rows_of_plain.len(), rows_of_plain[0].len()), "{rows:?}");
        assert!(rows[1..].iter().all(|row| row.iter().any(|cell| shows(cell, text))), "{rows:?}");
        is_page(&shown(payload, "markdown"), &markdown_of_plain, text, false);
        let page = shown(payload, "html");
        must_be_data("html", &page);
        assert_eq!(elements(&page), elements(&page_of_plain), "{payload:?}");
        let json: Value = serde_json::from_str(&shown(payload, "json")).unwrap();
        must_be_data("json", &shown(payload, "json"));
        for part in ["hypotheses", "rows"] {
            let texts = json["matrices"][0][part].as_array().unwrap();
            assert!(texts.len() == 2 && texts.iter().all(|it| it["text"] == text), "{json}");
        }
    }
}

#[test]
fn extensions_stay_data_as_json() {
    let folder = tempfile::tempdir().unwrap();
    for payload in PAYLOADS {
        fs::write(folder.path().join("a.json"), graph(payload).to_string()).unwrap();
        let argument = read("a.json", payload);
        let node = argument.nodes().next().unwrap().1;
        let asked = |arguments: &[&str]| {
            let (out, _) = ran(folder.path(), &[&["extensions", "a.json", "--format=json"], arguments].concat());
            must_be_data("extensions", &out);
            serde_json::from_str::<Value>(&out).unwrap_or_else(|error| panic!("{error}\n{out}"))
        };
        let nodes = asked(&["--all"])["nodes"].as_array().unwrap().clone();
        assert_eq!(nodes.len(), argument.node_count());
        assert!(nodes.iter().all(|it| it["text"] == node.text.as_str()));
        let sets = asked(&["--semantics=preferred"])["extensions"].clone();
        let ids: BTreeSet<&str> = argument.nodes().map(|(_, node)| node.id.as_str()).collect();
        let named = sets.as_array().unwrap().iter().flat_map(|set| set.as_array().unwrap());
        assert!(named.clone().count() > 0 && named.clone().all(|id| ids.contains(id.as_str().unwrap())), "{sets}");
        assert_eq!(asked(&["--", node.id.as_str()])["id"], node.id.as_str());
    }
}

#[test]
fn sign_offs_stay_data_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| ran(folder.path(), arguments).0;
    let status = |payload: &str| {
        let mut graph = graph(payload);
        fs::write(folder.path().join("a.json"), graph.to_string()).unwrap();
        let name: String = payload.chars().filter(|&c| visible(c.encode_utf8(&mut [0; 4])) == c.to_string()).collect();
        let by = format!("--by={}", name.replace(['<', '>'], ""));
        run(&["review", "accept", "a.json", "--all", "--date=2026-11-28", &by]);
        // Then one is gone, and all others but the judgement say something else.
        let nodes = graph["nodes"].as_object_mut().unwrap();
        let last = nodes.keys().next_back().unwrap().clone();
        nodes.remove(&last);
        nodes.values_mut().skip(1).for_each(|node| node["text"] = json!("Other words."));
        graph["questions"] = json!({});
        fs::write(folder.path().join("a.json"), graph.to_string()).unwrap();
        let sign_off = fs::read_to_string(folder.path().join("a.json.review")).unwrap();
        let forms = ["table", "json", "markdown"].map(|form| run(&["review", "status", "a.json", "--format", form]));
        fs::remove_file(folder.path().join("a.json.review")).unwrap();
        (sign_off, forms)
    };
    let (plain_file, [_, _, plain_page]) = status(PLAIN);
    for payload in PAYLOADS {
        let (file, [table, json, page]) = status(payload);
        must_be_data("review", &file);
        assert_eq!(file.lines().count(), plain_file.lines().count(), "{file}");
        let again = linchpin::review::signoff::SignOff::parse(&SourceFile::new("a.json.review", file.as_str()));
        assert_eq!(again.unwrap().to_string(), file);
        must_be_visible("table", &table);
        on_screen(&table);
        must_be_data("json", &json);
        serde_json::from_str::<Value>(&json).unwrap_or_else(|error| panic!("{error}\n{json}"));
        let (kinds, plain_kinds) = (doing(&page).0, doing(&plain_page).0);
        assert!(kinds.is_subset(&plain_kinds), "{kinds:?}\n{page}");
        must_be_visible("markdown", &page.replace('\u{200b}', ""));
    }
}

#[test]
fn findings_stay_data_in_every_form() {
    let (folder, names) = folder();
    let files: Vec<&str> = names.iter().map(String::as_str).collect();
    let shown = |format: &str| {
        let (out, err) = ran(folder.path(), &[&["check", "--format", format], &files[..]].concat());
        assert_eq!(err, "", "{format}");
        must_be_visible(format, &out.replace('\u{200b}', ""));
        out
    };
    for format in ["json", "sarif", "gitlab"] {
        serde_json::from_str::<Value>(&shown(format)).unwrap_or_else(|error| panic!("{format}: {error}"));
    }
    let findings: Value = serde_json::from_str(&shown("json")).unwrap();
    let count = findings["findings"].as_array().unwrap().len();
    let sarif: Value = serde_json::from_str(&shown("sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), count);
    assert_eq!(serde_json::from_str::<Value>(&shown("gitlab")).unwrap().as_array().unwrap().len(), count);
    let github = shown("github");
    let commands =
        github.lines().filter(|line| ["::error ", "::warning ", "::notice "].iter().any(|it| line.starts_with(it)));
    assert_eq!(commands.count(), count, "{github}");
    let other: Vec<&str> = github.lines().filter(|line| line.contains("::") && !line.starts_with("::")).collect();
    assert!(other.is_empty(), "{other:?}");
    assert!(github.lines().filter(|line| line.starts_with("::")).all(|line| line.contains("title=")), "{github}");
    let junit = shown("junit");
    let document = roxmltree::Document::parse(&junit).unwrap();
    let names: BTreeSet<&str> =
        document.descendants().filter(roxmltree::Node::is_element).map(|e| e.tag_name().name()).collect();
    assert!(names.is_subset(&["testsuites", "testsuite", "testcase", "failure", "skipped"].into()), "{names:?}");
    let (kinds, blocks, _) = doing(&shown("markdown"));
    assert_eq!(blocks, 0);
    for kind in kinds {
        assert!(
            ["Table", "TableHead", "TableCell", "Paragraph", "Strong", "Emphasis", "element <br>"]
                .contains(&kind.as_str()),
            "{kind}"
        );
    }
}

#[test]
fn explanations_and_differences_stay_data() {
    let folder = tempfile::tempdir().unwrap();
    for (number, payload) in PAYLOADS.iter().enumerate() {
        let (name, plain) = (format!("{number}.json"), "plain.json");
        // The same nodes with other words: a difference shows both.
        let mut changed = graph(payload);
        for node in changed["nodes"].as_object_mut().unwrap().values_mut() {
            node["text"] = json!(PLAIN);
        }
        fs::write(folder.path().join(&name), graph(payload).to_string()).unwrap();
        fs::write(folder.path().join(plain), changed.to_string()).unwrap();
        let id: String = payload.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
        let run = |arguments: &[&str]| {
            let (out, err) = ran(folder.path(), arguments);
            must_be_data(arguments[0], &out);
            must_be_visible(arguments[0], &err);
            out
        };
        let explained: Value =
            serde_json::from_str(&run(&["explain", &name, "--format=json", "--", id.trim()])).unwrap();
        assert!(explained.to_string().contains(&json!(id.trim()).to_string()), "{explained}");
        let differing: Value =
            serde_json::from_str(&run(&["diff", plain, &name, "--to=json", "--fail-on=never"])).unwrap();
        assert!(differing.is_object());
        let (kinds, _, _) = doing(&run(&["diff", plain, &name, "--to=markdown", "--fail-on=never"]));
        let bad = kinds.iter().find(|kind| {
            kind.contains("evil") || kind.contains("javascript") || kind.contains("hacked") || kind.starts_with("Image")
        });
        assert!(bad.is_none(), "{bad:?}");
    }
}

#[cfg(feature = "pictures")]
#[test]
fn a_browser_runs_nothing_and_fetches_nothing() {
    if chromium::is_skipped() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("all.json"), all()).unwrap();
    fs::write(folder.path().join("plain.json"), graph(PLAIN).to_string()).unwrap();
    fs::write(folder.path().join("rivals.json"), rivals()).unwrap();
    let cases: [(&str, &[&str], u64); 6] = [
        ("matrix.html", &["matrix", "rivals.json", "--format=html"], 0),
        ("matrix.svg", &["matrix", "rivals.json", "--format=svg"], 0),
        ("all.html", &["export", "all.json", "--to=html"], 2),
        ("all.svg", &["export", "all.json", "--to=svg", "--findings", "--strengths"], 0),
        ("diff.html", &["diff", "plain.json", "all.json", "--to=html", "--fail-on=never"], 2),
        ("diff.svg", &["diff", "plain.json", "all.json", "--to=svg", "--fail-on=never"], 0),
    ];
    for (name, command, most_scripts) in cases {
        ran(folder.path(), &[command, &["-o", name]].concat());
        let tab = chromium::Tab::new(1200, 800);
        tab.open(&folder.path().canonicalize().unwrap().join(name));
        tab.settle();
        assert_eq!(tab.evaluate("typeof window.hacked"), "undefined", "{name}");
        let count = |selector: &str| {
            tab.evaluate(&format!("document.querySelectorAll({}).length", json!(selector))).as_u64().unwrap()
        };
        assert!(count("script") <= most_scripts, "{name}");
        assert_eq!(
            count("img, image, iframe, object, embed, base, foreignObject, form[action], meta[http-equiv=refresh]"),
            0,
            "{name}"
        );
        let handlers = "Array.from(document.querySelectorAll('*')).flatMap((element) => Array.from(element.attributes))\
                        .filter((attribute) => attribute.name.startsWith('on')).length";
        assert_eq!(tab.evaluate(handlers), 0, "{name}");
        let schemes = "Array.from(document.querySelectorAll('[href]'), (link) => String(link.href.baseVal ?? link.href))\
                       .filter((address) => /^(javascript|vbscript|data:text)/i.test(address)).length";
        assert_eq!(tab.evaluate(schemes), 0, "{name}");
        let shown = words(&tab.text("document.documentElement.textContent"));
        for wanted in ["clickjavascriptalert1", "DROPTABLEnodes", "scriptwindowhacked1script"] {
            assert!(shown.contains(wanted), "{name}: {wanted}");
        }
        assert_eq!(tab.misdeeds(), Vec::<String>::new(), "{name}");
    }
}

#[cfg(feature = "pictures")]
#[test]
fn a_pdf_and_a_pixel_picture_come_of_any_text() {
    for payload in PAYLOADS {
        let argument = read("a.json", payload);
        for name in ["png", "pdf"] {
            let bytes = written(format::writer(name).unwrap(), &argument, true);
            assert!(bytes.starts_with(if name == "png" { b"\x89PNG" } else { b"%PDF" }));
            if name == "pdf" {
                for action in [b"/JavaScript".as_slice(), b"/Launch", b"/URI (javascript", b"/OpenAction"] {
                    assert!(!bytes.windows(action.len()).any(|it| it == action), "{}", String::from_utf8_lossy(action));
                }
            }
        }
    }
}
