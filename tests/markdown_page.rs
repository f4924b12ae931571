//! The review page: what stands on it, and that a report's text is text on it.

use std::process::Command;

use linchpin::argument::{
    Argument, Edge, EdgeKind, Excerpt, Id, Node, NodeKind, Origin, Source, SourceReference, Weight,
};
use linchpin::config::Config;
use linchpin::document::Prose;
use linchpin::format::markdown::Markdown;
use linchpin::format::{self, Scored, WriteOptions, Writer};
use linchpin::review::visible;
use linchpin::rules::{self, Finding, Label, Level};
use linchpin::score::{self, ScoreSettings, semantics};
use linchpin::text::{SourceFile, SourceMap, Span};
use proptest::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

const REPORT: &str = "\
---
title: Will the harbour close?
date: 2031-10-01
sources:
  notice: { title: Notice of the port authority, grade: B2, date: 2031-05-01, url: 'https://example.org/notice' }
---

## Key Judgement 1

The harbour is highly likely to close by the end of 2031. (moderate confidence)

- The pilots' contract ends in November. {#ends source=notice weight=0.8}
- Nobody else has been hired. {#nobody .assumption}
- The mayor says that it stays open. {#mayor contradicts=kj1}

## Key Judgement 2

The ferry will stop.
";

fn read(name: &str, text: &str) -> Argument {
    let file = SourceFile::new(name, text);
    format::understand(&file, format::detect(&file), &Config::default()).unwrap().reading.argument
}

/// The page of an argument with what the rules find, or with other findings.
fn page(argument: &Argument, findings: Option<&[Finding]>, excerpt: Option<&Excerpt>) -> String {
    let found = rules::check(argument, &rules::Settings::default());
    let semantics = semantics::named("log-odds").unwrap();
    let settings = ScoreSettings::default();
    let scores = score::score(argument, semantics, &settings);
    let options = WriteOptions {
        findings: Some(findings.unwrap_or(&found)),
        scored: Some(Scored { scores: &scores, semantics, settings: &settings }),
        excerpt,
        ..WriteOptions::default()
    };
    String::from_utf8(Markdown.write(argument, &options).unwrap().bytes).unwrap()
}

/// What a reader of GitHub's dialect finds.
struct Read {
    /// The text of each block or cell, and of each code block.
    blocks: Vec<String>,
    diagrams: usize,
}

/// Fails on anything that a page does not have of its own.
fn read_page(page: &str) -> Read {
    let mut read = Read { blocks: vec![String::new()], diagrams: 0 };
    let mut in_code = false;
    for event in Parser::new_ext(page, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                assert_eq!(&*language, "mermaid");
                read.diagrams += 1;
                in_code = true;
            }
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Strong | Tag::Emphasis)
            | Event::End(pulldown_cmark::TagEnd::Strong | pulldown_cmark::TagEnd::Emphasis) => {}
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::BlockQuote(None)
                | Tag::List(None)
                | Tag::Item
                | Tag::Table(_)
                | Tag::TableHead
                | Tag::TableRow
                | Tag::TableCell,
            )
            | Event::End(_)
            | Event::SoftBreak => read.blocks.push(String::new()),
            Event::InlineHtml(html) if &*html == "<br>" => read.blocks.push(String::new()),
            Event::Text(_) if in_code => {}
            Event::Text(text) | Event::Code(text) => read.blocks.last_mut().unwrap().push_str(&text),
            other => panic!("{other:?} in {page}"),
        }
    }
    for block in &mut read.blocks {
        *block = block.replace('\u{200b}', "");
    }
    read
}

#[test]
fn a_page_says_how_each_judgement_stands() {
    let argument = read("report.md", REPORT);
    let page = page(&argument, None, None);
    assert_eq!(read_page(&page).diagrams, 1);
    insta::assert_snapshot!(page);
}

#[test]
fn what_speaks_against_a_contradiction_speaks_for_the_judgement() {
    let mut argument = Argument::default();
    let mut node = |id: &str, kind, text: &str| {
        let node = Node::new(Id::new(id).unwrap(), kind, Prose::synthetic(text), Span::default());
        argument.add_node(node).unwrap()
    };
    let kj1 = node("kj1", NodeKind::Judgement, "It closes.");
    let rival = node("h", NodeKind::Hypothesis, "It stays.");
    let mayor = node("pro", NodeKind::Evidence, "The mayor says so.");
    let absent = node("contra", NodeKind::Evidence, "He was not there.");
    for (premise, kind, conclusion) in [
        (rival, EdgeKind::Contradicts, kj1),
        (mayor, EdgeKind::Supports, rival),
        (absent, EdgeKind::Contradicts, rival),
    ] {
        let (span, origin) = (Span::default(), Origin::Layout);
        argument.connect(premise, conclusion, Edge { kind, weight: Weight::FULL, because: None, span, origin });
    }
    let page = page(&argument, None, None);
    let (favour, against) = page.split_once("### What speaks against kj1").unwrap();
    assert!(favour.contains("| contra |") && favour.contains("**contradicts** h |"), "{page}");
    assert!(against.contains("| pro |") && against.contains("supports h |"), "{page}");
}

#[test]
fn a_page_of_a_part_counts_what_is_not_on_it() {
    let argument = read("report.md", REPORT);
    let kj1 = argument.find("kj1").unwrap();
    let mayor = argument.find("mayor").unwrap();
    let excerpt = Excerpt::of(&argument, |node| node == kj1 || node == mayor);
    let page = page(&argument, None, Some(&excerpt));
    assert!(page.contains("+2 more that bear on these are not on this page."), "{page}");
    assert!(!page.contains("## Sources") && !page.contains("kj2"), "{page}");
}

#[test]
fn a_node_that_bears_on_everything_does_not_fill_the_page() {
    let mut argument = Argument::default();
    let mut node = |id: &str, kind, text: &str| {
        let node = Node::new(Id::new(id).unwrap(), kind, Prose::synthetic(text), Span::default());
        argument.add_node(node).unwrap()
    };
    let fact = node("e1", NodeKind::Evidence, &"The pilots leave. ".repeat(20));
    let judgements: Vec<_> =
        (0..500).map(|number| node(&format!("kj{number}"), NodeKind::Judgement, "It closes.")).collect();
    for judgement in judgements {
        let (kind, span, origin) = (EdgeKind::Supports, Span::default(), Origin::Layout);
        argument.connect(fact, judgement, Edge { kind, weight: Weight::FULL, because: None, span, origin });
    }
    let page = page(&argument, None, None);
    assert_eq!(page.matches("| *see above*").count(), 492);
    assert_eq!(page.matches("linchpin of kj0, kj1, kj2, kj3, kj4, kj5, kj6, kj7 and 492 more").count(), 500);
}

const PAYLOADS: &[&str] = &[
    "a | b || c \\| d",
    "<script>alert(1)</script> <img src=x onerror=y> <br> &lt; &#60; <!-- -->",
    "[click](https://evil.example/) ![pic](http://x/y.png) [1]: http://x [^1] [[wiki]] [x] [ref][ref]",
    "www.evil.example https://evil.example a@b.example <http://evil.example>",
    "@team @org/team #12 org/repo#1 GH-7 !3 :smile:",
    "`code` ``` ~~~ **bold** _it_ ~~gone~~ $x$ $$y$$ $`z`$ ^sup^ ~sub~ {#id .class}",
    "# heading",
    "- item",
    "+ item",
    "1. item",
    "2) item",
    "> quotation",
    "---",
    "===",
    ": definition",
    "    code",
    "one\ntwo\r\n\n```mermaid\nthree",
    "| a |\n| --- |",
    "\u{1b}[31mred\u{202e}txet\u{200b}",
    "日本語 مرحبا בעברית",
    "trailing backslash \\",
    " ",
];

/// An argument in which everything that may be any text is this one.
fn with(payload: &str) -> (Argument, Vec<Finding>) {
    let file = SourceFile::new(format!("re{payload}port.md"), format!("before {payload}\n"));
    let mut argument = Argument::new(SourceMap::single(file));
    argument.report.title = Some(Prose::synthetic(payload));
    let span = Span::default();
    let id = |text: &str| Id::new(text).unwrap_or_else(|_| Id::new("x").unwrap());
    let mut source = Source::new(id(payload), span);
    source.title = Some(payload.to_owned());
    source.author = Some(payload.to_owned());
    source.url = Some(payload.to_owned());
    argument.add_source(source).unwrap();
    let mut nodes = Vec::new();
    for (name, kind) in
        [("kj", NodeKind::Judgement), ("e", NodeKind::Evidence), ("c", NodeKind::Claim), ("o", NodeKind::Evidence)]
    {
        let mut node = Node::new(id(&format!("{name}{payload}")), kind, Prose::synthetic(payload), span);
        node.sources.push(SourceReference { key: id(payload), span });
        nodes.push(
            argument
                .add_node(node)
                .or_else(|_| {
                    let node = Node::new(Id::new(name).unwrap(), kind, Prose::synthetic(payload), span);
                    argument.add_node(node)
                })
                .unwrap(),
        );
    }
    for (premise, kind) in [(nodes[1], EdgeKind::Supports), (nodes[2], EdgeKind::Contradicts)] {
        let because = Some(payload.into());
        let edge = Edge { kind, weight: Weight::FULL, because, span, origin: Origin::Layout };
        argument.connect(premise, nodes[0], edge);
    }
    let finding = |nodes| Finding {
        rule: "no-horizon",
        level: Level::Warning,
        message: payload.to_owned(),
        primary: Label { span, message: payload.to_owned() },
        labels: Vec::new(),
        help: Some(payload.to_owned().into()),
        nodes,
        fix: None,
    };
    let findings = vec![finding(vec![nodes[0]]), finding(Vec::new())];
    (argument, findings)
}

/// Fails unless the text is on the page, letter for letter, and the page has no other parts than it should have.
fn assert_text_stays_text(payload: &str) {
    let (argument, findings) = with(payload);
    let page = page(&argument, Some(&findings), None);
    let read = read_page(&page);
    assert_eq!(read.diagrams, 1, "{page}");
    let shown = visible(payload).into_owned();
    if shown.trim().is_empty() {
        return;
    }
    // The title, a judgement in the table and under its heading, three other nodes and the findings.
    let whole = read.blocks.iter().filter(|block| **block == shown).count();
    assert!(whole >= 6, "{whole}: {page}");
    let lower = page.split("```mermaid").next().unwrap().to_lowercase();
    for linked in ["https://", "http://", "@team", "@org", "#12", "www.", "gh-7", ":smile", "!3"] {
        assert!(!lower.contains(linked), "{linked} in {page}");
    }
}

#[test]
fn hostile_text_stays_text() {
    for payload in PAYLOADS {
        assert_text_stays_text(payload);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_stays_text(text in "[ -~]{1,30}|[-+=*_#>:.()0-9 !|~`$^{}\\[\\]\\\\&<a-c\\n\\t]{1,16}|\\PC{1,30}") {
        assert_text_stays_text(&text);
    }
}

#[test]
fn the_command_writes_a_page_with_everything() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("report.md"), REPORT).unwrap();
    let arguments = ["export", "report.md", "--to", "markdown", "-o", "review.md"];
    let output =
        Command::new(env!("CARGO_BIN_EXE_linchpin")).current_dir(folder.path()).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let page = std::fs::read_to_string(folder.path().join("review.md")).unwrap();
    for part in ["# Will the harbour close?", "strength **", "`unsupported-judgement` at report.md", "```mermaid"] {
        assert!(page.contains(part), "{part}: {page}");
    }
}
