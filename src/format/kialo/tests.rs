use super::*;
use crate::argument::testing::edges;
use crate::argument::{EdgeKind, NodeKind};
use crate::format::Reading;

fn read(text: &str) -> Reading {
    Kialo.read(&SourceFile::new("debate.txt", text)).unwrap_or_else(|faults| panic!("{}", faults[0]))
}

const DEBATE: &str = "Discussion Title: Close the bridge?\n\nWritten in May.\n\n1. Close it. [1]\n1.1. Pro: Worn [2], as [the office](https://e.example/o) says.\n\n2019 was\n\
                      bad too.\n1.1.1. Con: Found sound.\n1.1.2. Pro: Rust.\n1.2. Con: -> See 1.1.2.\n1.3. Pro: -> See 1.9.\n2. Or mend it.\n\nSources:\n[1] Log, https://e.example/l\n\
                      [2] Talk\n[3] Nobody\n1.1.1. By number\nloose\n";

#[test]
fn numbers_give_the_tree_and_links_the_rest() {
    let reading = read(DEBATE);
    let argument = &reading.argument;
    let nodes: Vec<_> = argument.nodes().map(|(_, node)| (node.id.as_str(), node.kind, node.text.as_str())).collect();
    assert_eq!(
        nodes,
        [
            ("1", NodeKind::Judgement, "Close it."),
            ("1.1", NodeKind::Claim, "Worn , as the office says. 2019 was bad too."),
            ("1.1.1", NodeKind::Evidence, "Found sound."),
            ("1.1.2", NodeKind::Evidence, "Rust."),
            ("2", NodeKind::Judgement, "Or mend it."),
        ]
    );
    assert_eq!(edges(argument), ["1.1 + 1", "1.1.1 - 1.1", "1.1.2 + 1.1", "1.1.2 - 1"]);
    assert_eq!(argument.defects.len(), 1);
    assert_eq!(argument.report.title.as_ref().unwrap().as_str(), "Close the bridge?");
    let log = argument.source("source-1").unwrap();
    assert_eq!((log.title.as_deref(), log.url.as_deref()), (Some("Log"), Some("https://e.example/l")));
    let keys = |id: &str| {
        let node = argument.node(argument.find(id).unwrap());
        node.sources.iter().map(|source| source.key.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(keys("1.1"), ["source-2", "https://e.example/o"]);
    assert_eq!(keys("1.1.1"), ["source-1.1.1"]);
    let losses: Vec<_> = reading.losses.iter().map(|loss| loss.message.as_str()).collect();
    assert_eq!(
        losses,
        [
            "what stands before the first claim is left out",
            "a source that no claim names is left out",
            "a source without a number is left out"
        ]
    );
}

#[test]
fn faults_have_a_place() {
    for (text, start) in [
        ("1. a\n1.1. b\n", "debate.txt:2:1: the claim 1.1 is neither pro nor con"),
        ("1. a\n1.2.1. Pro: b\n", "debate.txt:2:1: there is no claim 1.2 that 1.2.1 could stand under"),
        ("1. a\n1.1. Pro: b\n1.1. Con: c\n", "debate.txt:3:1: there is a claim 1.1 already"),
        ("words\n", "debate.txt:1:1: there is no claim in this file"),
    ] {
        let faults = Kialo.read(&SourceFile::new("debate.txt", text)).map(|reading| reading.argument.node_count());
        let fault = faults.unwrap_err()[0].to_string();
        assert!(fault.starts_with(start), "{fault}");
    }
}

#[test]
fn reports_are_not_taken_for_it() {
    let is = |text: &str| Kialo.recognises(&SourceFile::new("x.txt", text));
    assert!(is(DEBATE));
    for text in ["1. First.\n2. Second.\n", "1. Judgement.\n1.1. A reason.\n", "Pro: x\nCon: y\n", ""] {
        assert!(!is(text), "{text}");
    }
}

#[test]
fn length_and_depth_take_linear_time() {
    let deep: String = (1..2_000).map(|at| format!("{}Pro: x\n", "1.".repeat(at) + " ")).collect();
    let deep = deep.replacen("Pro: ", "", 1);
    assert_eq!(read(&deep).argument.edge_count(), 1_998);
    for mark in ["[", "](", "[x](http://", "[1]", "1."] {
        let _ = Kialo
            .read(&SourceFile::new("x.txt", format!("1. {}\n1.1. Pro: x\nSources:\n[1] x\n", mark.repeat(100_000))));
    }
}

#[test]
fn words_that_look_like_marks_are_quoted() {
    let argument = crate::argument::testing::sketch("a: judgement \"Pro: a\"\nb: evidence \"1. b\"\nb -> a\n");
    let text = String::from_utf8(Kialo.write(&argument, &WriteOptions::default()).unwrap().bytes).unwrap();
    assert_eq!(text, "1. “Pro: a”\n1.1. Pro: “1. b”\n");
    assert_eq!(read(&text).argument.edges().next().unwrap().1.kind, EdgeKind::Supports);
}

#[test]
fn numbers_in_brackets_that_cite_nothing_go_on_citing_nothing() {
    let text =
        "1. One [1] [2] [99999999999999999999].\n1.1. Pro: Seen in [the log](https://e.example/l).\n1.2. Con: [3]\n";
    let write = |text: &str| {
        String::from_utf8(Kialo.write(&read(text).argument, &WriteOptions::default()).unwrap().bytes).unwrap()
    };
    let written = write(text);
    assert_eq!(
        written,
        "1. One [1] [2] [99999999999999999999].\n1.1. Pro: Seen in the log. [4]\n1.2. Con: [3]\n\n\
         Sources:\n[4] https://e.example/l\n"
    );
    assert_eq!(write(&written), written);
    let argument = read(&written).argument;
    let cited: Vec<usize> = argument.nodes().map(|(_, node)| node.sources.len()).collect();
    assert_eq!(cited, [0, 1, 0]);
}

#[test]
fn a_bracket_that_is_not_closed_hides_no_mark() {
    let text =
        "1. One [2 and [1] [more (https://e.example/l)] [see [it](https://e.example/m)\nSources:\n[1] The log.\n";
    let argument = read(text).argument;
    let node = argument.nodes().next().unwrap().1;
    assert_eq!(node.text.as_str(), "One [2 and [more (https://e.example/l)] [see it");
    let cited: Vec<&str> = node.sources.iter().map(|reference| reference.key.as_str()).collect();
    assert_eq!(cited, ["source-1", "https://e.example/m"]);
}

#[test]
fn an_address_holds_no_blank() {
    let text = "1. A [log](https://e.example/a. [letters](https://e.example/b) and [c](https://e.example/c\u{a0}d).\n\
                2. [d](https://e.example/d\u{1a}).\n";
    let argument = read(text).argument;
    let node = argument.node(argument.find("1").unwrap());
    assert_eq!(node.text.as_str(), "A [log](https://e.example/a. letters and [c](https://e.example/c d).");
    assert_eq!(node.text.links().map(|link| link.0).collect::<Vec<_>>(), ["https://e.example/b"]);
    assert_eq!(argument.sources().len(), 1);
    let open = format!("1. {} x)\n", "[a](https://".repeat(100_000));
    assert_eq!(read(&open).argument.sources().len(), 0);
}

#[test]
fn words_that_look_like_a_link_once_they_stand_on_a_line_make_none() {
    let argument = read("1. A [\nlog](https://e.example/a) and [a\nb](https://e.example/b).\n").argument;
    assert_eq!(argument.sources().len(), 0);
    let written = String::from_utf8(super::write::write(&argument).bytes).unwrap();
    assert_eq!(written, "1. A [ log] (https://e.example/a) and [a b] (https://e.example/b).\n");
}

#[test]
fn a_title_loses_all_marks_before_its_address() {
    let argument = read("1. A. [1]\n\nSources:\n[1] Log: , - https://e.example/l\n").argument;
    let titles: Vec<_> = argument.sources().map(|source| source.title.as_deref()).collect();
    assert_eq!(titles, [Some("Log")]);
}

#[test]
fn a_source_is_written_as_it_is_read_again_wherever_its_address_stands() {
    for (entry, title, address, written) in [
        ("Log, https://e.example/l", Some("Log"), Some("https://e.example/l"), "Log, https://e.example/l"),
        ("https://e.example/l,", None, Some("https://e.example/l"), "https://e.example/l"),
        ("Log https://e.example/l -", Some("Log"), Some("https://e.example/l"), "Log, https://e.example/l"),
        (
            "See https://e.example/l, p. 4:",
            Some("See https://e.example/l, p. 4"),
            Some("https://e.example/l"),
            "See https://e.example/l, p. 4",
        ),
        (
            "A https://a.example, https://b.example",
            Some("A https://a.example"),
            Some("https://b.example"),
            "A https://a.example, https://b.example",
        ),
        (
            "https://a.example https://a.example",
            Some("https://a.example"),
            Some("https://a.example"),
            "https://a.example, https://a.example",
        ),
        (
            "0j https://a.example, https://a.example",
            Some("0j https://a.example"),
            Some("https://a.example"),
            "0j https://a.example, https://a.example",
        ),
        ("Log:", Some("Log"), None, "Log"),
    ] {
        let text = |entry: &str| format!("1. A. [1]\n\nSources:\n[1] {entry}\n");
        let argument = read(&text(entry)).argument;
        let source = argument.sources().next().unwrap();
        assert_eq!((source.title.as_deref(), source.url.as_deref()), (title, address), "{entry}");
        let again = String::from_utf8(super::write::write(&argument).bytes).unwrap();
        assert_eq!(again, text(written), "{entry}");
        let argument = read(&again).argument;
        let source = argument.sources().next().unwrap();
        assert_eq!((source.title.as_deref(), source.url.as_deref()), (title, address), "{entry}, read again");
    }
}
