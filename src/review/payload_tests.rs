//! A report's text stays text in every format, whatever it holds.

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::*;
use crate::rules::{Fix, Label};
use crate::text::{FileId, SourceMap};

/// What would do something in a terminal, a build log, a table, a page, an XML file or a forge.
const PAYLOADS: [&str; 16] = [
    "\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7} \u{9b}2J",
    "::set-output name=x::y",
    "x\n::error file=a.md,line=1::forged\r\n::stop-commands::t",
    "a | b || c",
    "<script>alert(1)</script> <img src=x onerror=y> &lt;",
    "]]> --> <!-- <![CDATA[ ?>",
    "@team @org/team #12 org/repo#1 GH-7 !3",
    "\u{202e}txet\u{2069} \u{200b}\u{feff}",
    "one\ntwo\u{2028}three\u{85}four\0",
    "[click](https://evil.example/) ![pic](http://x/y.png) [1]: http://x",
    "www.evil.example https://evil.example a@b.example",
    "`code` ```\n# heading\n- item **bold** _it_ ~~gone~~ $x$ \\",
    "{0} {{1}} {#id} \"quoted\" 'single' %0A %25",
    "\u{fffe}\u{ffff}\u{fdd0}\u{b}\u{c}\u{7f}",
    "file,with:colon%.md",
    ":smile: &#64;team &#x3c;b&#x3e;",
];

fn with(payload: &str) -> (Argument, Vec<Finding>) {
    let text = format!("before\n{payload}\nafter\n");
    let argument = Argument::new(SourceMap::single(SourceFile::new(format!("re{payload}port.md"), text)));
    let span = Span::new(FileId::FIRST, 0..6);
    let label = || Label { span, message: payload.to_owned() };
    let finding = |level, help: Option<&str>| Finding {
        rule: "duplicate-id",
        level,
        message: format!("{payload} is wrong"),
        primary: label(),
        labels: vec![label()],
        help: help.map(|help| help.to_owned().into()),
        nodes: Vec::new(),
        fix: Some(Fix { span, replacement: payload.to_owned() }),
    };
    let findings =
        vec![finding(Level::Error, Some(payload)), finding(Level::Warning, None), finding(Level::Note, Some(payload))];
    (argument, findings)
}

fn shown(format: &str, argument: &Argument, findings: &[Finding]) -> String {
    let format = formats().iter().find(|known| known.name == format).unwrap();
    let mut out = Vec::new();
    let mut writer = FindingsWriter::new((format.reporter)(Style::default()), &mut out).unwrap();
    writer.remark(argument, PAYLOADS[0]).unwrap();
    writer.add(argument, findings).unwrap();
    writer.finish().unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn nothing_commands_a_terminal_in_any_format() {
    for payload in PAYLOADS {
        let (argument, findings) = with(payload);
        for format in formats() {
            let out = shown(format.name, &argument, &findings);
            assert!(
                !out.chars().any(|c| c != '\n' && crate::text::visible::is_replaced(c)),
                "{}: {out:?}",
                format.name
            );
        }
    }
}

#[test]
fn the_json_formats_read_back_as_they_were() {
    for payload in PAYLOADS {
        let (argument, findings) = with(payload);
        let json: serde_json::Value = serde_json::from_str(&shown("json", &argument, &findings)).unwrap();
        assert_eq!(json["findings"][1]["message"], format!("{payload} is wrong"));
        assert_eq!(json["findings"][1]["file"], format!("re{payload}port.md"));
        let sarif: serde_json::Value = serde_json::from_str(&shown("sarif", &argument, &findings)).unwrap();
        let result = &sarif["runs"][0]["results"][1];
        let text = result["message"]["text"].as_str().unwrap().replace("\\[", "[").replace("\\]", "]");
        assert_eq!(text.replace("{{", "{").replace("}}", "}"), format!("{payload} is wrong"));
        let physical = &result["locations"][0]["physicalLocation"];
        let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()), "{uri}");
        let decoded = percent_encoding::percent_decode_str(uri).decode_utf8().unwrap();
        assert_eq!(decoded, format!("re{payload}port.md"));
        let fix = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(fix["insertedContent"]["text"], payload);
        assert_eq!(result["relatedLocations"][0]["physicalLocation"], *physical);
    }
}

#[test]
fn a_line_of_a_workflow_command_is_one_of_ours() {
    for payload in PAYLOADS {
        let (argument, findings) = with(payload);
        let out = shown("github", &argument, &findings);
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines.len(), findings.len() + 1, "{out}");
        for (line, command) in lines.iter().zip(["::error ", "::warning ", "::notice "]) {
            let rest = line.strip_prefix(command).unwrap();
            let (properties, message) = rest.split_once("::").unwrap();
            let keys: Vec<&str> = properties.split(',').map(|property| property.split_once('=').unwrap().0).collect();
            assert_eq!(keys, ["file", "line", "col", "endLine", "endColumn", "title"], "{line}");
            assert!(message.contains("is wrong") && !message.contains(['\r', '\n']), "{line}");
        }
        assert_eq!(lines[3], "1 error, 1 warning, 1 note in 1 file");
    }
    let (argument, findings) = with("a%b\nc");
    let out = shown("github", &argument, &findings);
    assert!(out.starts_with("::error file=rea%25b%0Acport.md,line=1,col=1,endLine=1,endColumn=6,title=duplicate-id::a%25b␊c is wrong%0Aa%25b␊c\n"), "{out}");
}

#[test]
fn junit_is_xml_with_the_text_in_it() {
    for payload in PAYLOADS {
        let (argument, findings) = with(payload);
        let out = shown("junit", &argument, &findings);
        let document = roxmltree::Document::parse(&out).unwrap_or_else(|error| panic!("{error}: {out}"));
        let names: Vec<&str> =
            document.descendants().filter(roxmltree::Node::is_element).map(|e| e.tag_name().name()).collect();
        assert_eq!(
            names,
            ["testsuites", "testsuite", "testcase", "failure", "testcase", "skipped", "testcase", "skipped"]
        );
        let failure = document.descendants().find(|e| e.has_tag_name("failure")).unwrap();
        let expected = visible(&format!("{payload} is wrong")).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}");
        assert_eq!(failure.attribute("message"), Some(expected.as_str()));
        let suite = document.descendants().find(|e| e.has_tag_name("testsuite")).unwrap();
        assert_eq!((suite.attribute("tests"), suite.attribute("failures")), (Some("3"), Some("1")));
    }
}

#[test]
fn a_table_in_markdown_holds_the_text_and_nothing_else() {
    for payload in PAYLOADS {
        let (argument, findings) = with(payload);
        let out = shown("markdown", &argument, &findings);
        let mut cells = Vec::new();
        for event in Parser::new_ext(&out, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Start(Tag::TableCell) => cells.push(String::new()),
                Event::Start(
                    Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::Paragraph | Tag::Strong | Tag::Emphasis,
                )
                | Event::End(_) => {}
                Event::Text(text) | Event::Code(text) => {
                    if let Some(cell) = cells.last_mut() {
                        cell.push_str(&text);
                    }
                }
                Event::InlineHtml(html) if html.as_ref() == "<br>" => {}
                other => panic!("{other:?} in {out}"),
            }
        }
        assert_eq!(cells.len(), 4 * (findings.len() + 1), "{out}");
        // The only marks that are left in the text are those that keep a forge from linking.
        let expected = visible(&format!("{payload} is wrong")).into_owned();
        assert_eq!(cells[11].replace('\u{200b}', ""), expected);
        let lower = out.to_lowercase();
        for linked in ["https://", "http://", "@team", "@org", "#12", "www.", "gh-7", ":smile"] {
            assert!(!lower.contains(linked), "{linked} in {out}");
        }
    }
}

#[test]
fn files_without_findings_are_said_to_be_without() {
    let argument = Argument::new(SourceMap::single(SourceFile::new("clean.md", "")));
    let junit = shown("junit", &argument, &[]);
    let document = roxmltree::Document::parse(&junit).unwrap();
    let suite = document.descendants().find(|e| e.has_tag_name("testsuite")).unwrap();
    assert_eq!((suite.attribute("name"), suite.attribute("tests")), (Some("clean.md"), Some("1")));
    assert_eq!(shown("markdown", &argument, &[]), "**linchpin:** no findings in 1 file\n");
    let sarif: serde_json::Value = serde_json::from_str(&shown("sarif", &argument, &[])).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(0));
}

#[test]
fn sarif_is_what_the_standard_asks_for() {
    let (argument, findings) = with("the pilots");
    let out = shown("sarif", &argument, &findings);
    let sarif: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let descriptors = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(descriptors.len(), crate::rules::all().len());
    for descriptor in descriptors {
        for key in ["shortDescription", "fullDescription", "help"] {
            assert!(!descriptor[key]["text"].as_str().unwrap().is_empty(), "{descriptor}");
        }
        assert!(descriptor["properties"]["group"].is_string() && descriptor["help"]["markdown"].is_string());
    }
    let mut prints = std::collections::BTreeSet::new();
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(descriptors[index]["id"], result["ruleId"]);
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert_eq!(*region, serde_json::json!({"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 7}));
        prints.insert(result["partialFingerprints"]["linchpin/v1"].as_str().unwrap().to_owned());
    }
    assert_eq!(prints.len(), findings.len());
    // The standard's own schema is not ours to keep here; whoever has a copy names it (see tests/README.md).
    let Some(path) = std::env::var_os("LINCHPIN_SARIF_SCHEMA") else {
        eprintln!("skipped: the check against the schema, as LINCHPIN_SARIF_SCHEMA names no copy of it");
        return;
    };
    let schema: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for payload in PAYLOADS {
        let (argument, findings) = with(payload);
        let sarif: serde_json::Value = serde_json::from_str(&shown("sarif", &argument, &findings)).unwrap();
        let errors: Vec<String> = validator.iter_errors(&sarif).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}
