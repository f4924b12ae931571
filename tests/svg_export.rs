//! `export --to svg` as a user types it, and what no report can do to a picture.

#![cfg(feature = "pictures")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use roxmltree::Document;

struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

fn export(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_linchpin"))
        .arg("export")
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn graphs() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/graphs"))
}

fn svg(folder: &Path, arguments: &[&str]) -> String {
    let run = export(folder, &[arguments, &["--to", "svg"]].concat());
    assert_eq!(run.code, Some(0), "{}", run.err);
    run.out
}

/// The ids of the boxes, in their order.
fn ids(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).expect("the picture is XML");
    document.descendants().filter_map(|node| node.attribute("data-id")).map(str::to_owned).collect()
}

/// The texts of that class.
fn texts(svg: &str, class: &str) -> Vec<String> {
    let document = Document::parse(svg).expect("the picture is XML");
    document
        .descendants()
        .filter(|node| node.attribute("class").is_some_and(|classes| classes.split(' ').any(|word| word == class)))
        .map(|node| node.text().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn a_focus_shows_what_is_near() {
    let near = ids(&svg(graphs(), &["china-russia.md", "--focus", "deterrence", "--depth", "1"]));
    assert_eq!(near, ["kj1", "deterrence", "deterrence-1"]);
    let whole = ids(&svg(graphs(), &["china-russia.md"]));
    assert_eq!(whole.len(), 26);
    let collapsed = svg(graphs(), &["china-russia.md", "--collapse"]);
    assert!(!ids(&collapsed).contains(&"deterrence-1".to_owned()));
    assert!(texts(&collapsed, "hidden").contains(&"1 more is not shown".to_owned()), "{collapsed}");
    let unknown = export(graphs(), &["china-russia.md", "--to", "svg", "--focus", "deterence"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.err.contains("did you mean `deterrence`?"), "{}", unknown.err);
    assert_eq!(export(graphs(), &["china-russia.md", "--to", "svg", "--depth", "1"]).code, Some(2));
}

#[test]
fn one_picture_for_each_judgement() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("pictures");
    let report = graphs().join("china-russia.md");
    let run = export(
        folder.path(),
        &[report.to_str().unwrap(), "--to", "svg", "--per-judgement", "-o", out.to_str().unwrap()],
    );
    assert_eq!(run.code, Some(0), "{}", run.err);
    let mut files: Vec<String> =
        std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    assert_eq!(files, ["kj1.svg", "kj2.svg", "kj3.svg"]);
    let second = ids(&std::fs::read_to_string(out.join("kj2.svg")).unwrap());
    assert!(second.contains(&"kj2".to_owned()) && !second.contains(&"kj1".to_owned()), "{second:?}");
}

#[test]
fn strengths_findings_and_linchpins_are_marked_when_asked_for() {
    let plain = svg(graphs(), &["china-russia.md"]);
    assert!(texts(&plain, "mark").is_empty() && texts(&plain, "strength-number").is_empty());
    let full = svg(graphs(), &["china-russia.md", "--strengths", "--findings"]);
    assert_eq!(texts(&full, "strength-number"), ["0.76", "0.72", "0.8"]);
    assert!(texts(&full, "linchpin").contains(&"linchpin of kj1".to_owned()));
    assert!(texts(&full, "mark").contains(&"no-horizon".to_owned()));
}

#[test]
fn ids_link_to_their_lines() {
    let linked = svg(graphs(), &["china-russia.md", "--source-address", "https://example.org/{file}#L{line}"]);
    let document = Document::parse(&linked).unwrap();
    let first = document.descendants().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "a"))).unwrap();
    let text = std::fs::read_to_string(graphs().join("china-russia.md")).unwrap();
    let line = 1 + text.lines().position(|line| line == "## Key Judgement 1").unwrap();
    assert_eq!(first.attribute("href"), Some(format!("https://example.org/china-russia.md#L{line}").as_str()));
    let run = export(graphs(), &["china-russia.md", "--to", "svg", "--source-address", "javascript:{line}"]);
    assert_eq!(run.code, Some(2));
}

#[test]
fn themes_differ_in_colour_and_print_has_none() {
    let of = |theme| svg(graphs(), &["china-russia.md", "--theme", theme, "--findings", "--strengths"]);
    let print = of("print");
    let colours: std::collections::BTreeSet<&str> =
        print.split('"').filter(|value| value.len() == 7 && value.starts_with('#')).collect();
    for colour in &colours {
        assert!(colour[1..3] == colour[3..5] && colour[3..5] == colour[5..7], "{colour} is no grey");
    }
    assert_ne!(of("light"), of("dark"));
}

#[test]
fn what_is_too_large_is_drawn_in_part_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::new();
    for judgement in 0..250 {
        let _ =
            write!(text, "[nodes.j{judgement}]\nkind = \"judgement\"\ntext = \"Judgement {judgement} is likely.\"\n");
        let _ = write!(
            text,
            "[nodes.c{judgement}]\nkind = \"claim\"\ntext = \"A claim.\"\nsupports = {{ j{judgement} = 1.0 }}\n"
        );
        for fact in 0..8 {
            let _ = write!(
                text,
                "[nodes.f{judgement}-{fact}]\nkind = \"evidence\"\ntext = \"A fact.\"\nsupports = {{ c{judgement} = 0.5 }}\n"
            );
        }
    }
    std::fs::write(folder.path().join("large.toml"), text).unwrap();
    let run = export(folder.path(), &["large.toml", "--to", "svg"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("2500 nodes are too many for one picture"), "{}", run.err);
    assert!(run.out.contains("2500 nodes are too many for one picture"));
    assert_eq!(ids(&run.out).len(), 500);
    assert_eq!(texts(&run.out, "hidden").len(), 250);
}

#[test]
fn a_long_chain_is_drawn_without_a_deep_stack() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = "[nodes.n0]\nkind = \"judgement\"\ntext = \"It is likely.\"\n".to_owned();
    for node in 1..2_000 {
        let _ =
            write!(text, "[nodes.n{node}]\nkind = \"claim\"\ntext = \"So.\"\nsupports = {{ n{} = 0.9 }}\n", node - 1);
    }
    std::fs::write(folder.path().join("chain.toml"), text).unwrap();
    assert_eq!(ids(&svg(folder.path(), &["chain.toml"])).len(), 2_000);
}

/// What strangers write into reports.
const PAYLOADS: [&str; 8] = [
    "</text></svg><script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "' onload='alert(1)",
    "]]><!DOCTYPE x [<!ENTITY a \"b\">]>&a;",
    "&lt;b&gt; &amp;amp; &#x3c;",
    "\u{202e}desrever\u{202c} \u{2067}isolated",
    "\u{1b}[31mred\u{1b}[0m \u{7f}",
    "<!-- --> <?xml version='1.0'?> {{data}}",
];

#[test]
fn texts_are_data_wherever_they_stand() {
    for payload in PAYLOADS {
        let folder = tempfile::tempdir().unwrap();
        let quoted = serde_json::to_string(payload).unwrap();
        let clean: String = payload.chars().filter(|c| !c.is_control()).collect();
        let id = serde_json::to_string(&clean).unwrap();
        let file = format!(
            "{{\"report\": {{\"title\": {quoted}}}, \"sources\": {{{id}: {{}}}}, \"nodes\": {{\"j\": {{\"kind\": \"judgement\", \"text\": {quoted}}}, \
             {id}: {{\"kind\": \"evidence\", \"text\": {quoted}, \"sources\": [{id}], \
             \"supports\": {{\"j\": {{\"weight\": 0.5, \"because\": {quoted}}}}}}}}}}}"
        );
        std::fs::write(folder.path().join("hostile.json"), file).unwrap();
        let picture = svg(folder.path(), &["hostile.json", "--findings", "--strengths"]);
        let document = Document::parse(&picture).unwrap_or_else(|error| panic!("{payload:?}: {error}"));
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let name = node.tag_name().name();
            assert!(
                ["svg", "title", "desc", "g", "rect", "path", "text", "a"].contains(&name),
                "{payload:?} became an element <{name}>"
            );
            assert!(node.attributes().all(|attribute| !attribute.name().starts_with("on")), "{payload:?}");
        }
        assert!(ids(&picture).contains(&clean), "{payload:?}");
        assert!(!picture.contains(['\u{202e}', '\u{1b}']) || picture.contains("data-id"), "{payload:?}");
        let words = texts(&picture, "words").concat();
        assert!(!words.contains(['\u{202e}', '\u{1b}']), "{payload:?}: {words:?}");
    }
}
