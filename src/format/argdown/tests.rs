use super::*;
use crate::argument::NodeKind;
use crate::argument::testing::edges;
use crate::format::Reading;

fn read(text: &str) -> Reading {
    Argdown.read(&SourceFile::new("debate.argdown", text)).unwrap_or_else(|faults| panic!("{}", faults[0]))
}

fn faults(text: &str) -> Vec<String> {
    let faults = Argdown.read(&SourceFile::new("d.argdown", text)).map(|reading| reading.argument.node_count());
    faults.unwrap_err().iter().map(ToString::to_string).collect()
}

fn texts(argument: &Argument) -> Vec<(String, NodeKind, String)> {
    argument.nodes().map(|(_, node)| (node.id.to_string(), node.kind, node.text.as_str().to_owned())).collect()
}

#[test]
fn every_relation_points_the_way_its_mark_does() {
    let argument =
        read("[s]\n  + [a]\n  <+ [b]\n  +> [c]\n  - [d]\n  <- [e]\n  -> [f]\n  _ <g>\n  <_ <h>\n  _> <i>\n  >< [j]\n")
            .argument;
    let expected = ["a + s", "b + s", "s + c", "d - s", "e - s", "s - f", "g - s", "h - s", "s - i", "j - s", "s - j"];
    assert_eq!(edges(&argument), expected);
}

#[test]
fn what_is_indented_deeper_belongs_to_the_line_above_it() {
    let text = "[a]: top\n  + [b]\n    - [c]\n        + [d]\n    + [e]\n\t\t\t\t\t- [f]\n  - [g]\n\n[x]\n  + [y]\n";
    assert_eq!(edges(&read(text).argument), ["b + a", "c - b", "d + c", "e + b", "f - e", "g - a", "y + x"]);
}

#[test]
fn one_title_is_one_node_and_its_last_words_count() {
    let argument = read(
        "[a]: first\n\n[a]\n  + <a>: an argument of the same name\n\n[a]: last, over\n  two lines\n\n[b]: kept {isCanonical: true}\n\n[b]: later\n",
    )
    .argument;
    assert_eq!(
        texts(&argument),
        [
            ("a (argument)".into(), NodeKind::Evidence, "an argument of the same name".into()),
            ("a".into(), NodeKind::Judgement, "last, over two lines".into()),
            ("b".into(), NodeKind::Evidence, "kept".into()),
        ]
    );
    // Said twice, and there once.
    let twice = read("[a]\n  + [b] {weight: 0.4}\n\n[b]\n  +> [a]\n  - [a]\n").argument;
    assert_eq!(edges(&twice), ["b + a 0.4", "a - b"]);
}

#[test]
fn a_premise_conclusion_list_is_a_chain_of_inferences() {
    let text = "<arg>: what it says\n\n(1) [p]: one {weight: 0.5}\n(2) two\n--\nModus ponens, by cases {uses: [1, 2]}\n--\n  <_ <u>\n\
                (3) [m]: middle\n  - [o]\n(4) [q]\n----\n(5) [c]: end {weight: 0.9}\n  _ <v>\n\n<arg>\n  + <k>\n  -> [x]\n  _ <w>\n";
    let reading = read(text);
    let argument = &reading.argument;
    assert_eq!(
        edges(argument),
        [
            "p + arg (step 1) 0.5",
            "Untitled 1 + arg (step 1)",
            "u - arg (step 1)",
            "arg (step 1) + m",
            "m + arg",
            "o - m",
            "q + arg",
            "arg + c 0.9",
            "v - arg",
            "k + arg",
            "c - x",
            "w - arg",
        ]
    );
    let because: Vec<_> = argument.edges().filter_map(|(_, edge)| edge.because.as_deref()).collect();
    assert_eq!(because, ["Modus ponens, by cases"]);
    let arg = argument.node(argument.find("arg").unwrap());
    assert_eq!((arg.kind, arg.text.as_str()), (NodeKind::Inference, "what it says"));
    assert!(reading.losses.is_empty(), "{:?}", reading.losses);
}

#[test]
fn rules_may_stand_on_lines_between_two_lines_of_dashes() {
    let argument = read("(1) a\n-----\nby analogy\n-----\n(2) b\n\n(1) c\n---- \n(2) d\n").argument;
    assert_eq!(edges(&argument)[1], "Untitled 1 + Untitled 3");
    let because: Vec<_> = argument.edges().map(|(_, edge)| edge.because.as_deref()).collect();
    assert_eq!(because, [None, Some("by analogy"), None, None]);
}

#[test]
fn strict_mode_makes_statements_contrary() {
    let text = "===\nmodel:\n  mode: strict\n===\n\n[a]\n  - [b]\n  - <c>\n\n[a]\n  -> [b]\n";
    assert_eq!(edges(&read(text).argument), ["a - b", "b - a", "c - a"]);
}

#[test]
fn an_attack_on_an_argument_gives_way_to_the_one_on_its_premise() {
    let text = "[o]\n  -> <arg>\n  -> [p]\n\n[other]\n  -> <arg>\n\n<arg>\n\n(1) [p]\n----\n(2) [c]\n  + <arg>\n";
    assert_eq!(edges(&read(text).argument), ["o - p", "other - arg", "p + arg", "arg + c"]);
}

#[test]
fn marks_in_words_are_taken_out_and_keep_their_places() {
    let text = "[a]: **Bold _and_** it, a [link](https://e.example/x) \\#no :A:x /* gone */ // gone\n  @[b] snake_case 2 * 3 // gone\n  http://e.example/y #tag #(two words) {grade: b2}\n  + [b]\n";
    let reading = read(text);
    let node = reading.argument.node(reading.argument.find("a").unwrap());
    assert_eq!(node.text.as_str(), "Bold and it, a link #no ∀x @[b] snake_case 2 * 3 http://e.example/y");
    assert_eq!(node.text.links().map(|link| link.0).collect::<Vec<_>>(), ["https://e.example/x"]);
    assert_eq!(node.grade.unwrap().to_string(), "B2");
    let at = node.text.as_str().find("snake").unwrap();
    assert_eq!(&text[node.text.span_of(at..at + 5).range()], "snake");
    let losses: Vec<_> = reading.losses.iter().map(|loss| loss.message.as_str()).collect();
    assert_eq!(losses, ["the tag `tag` is left out", "the tag `two words` is left out"]);
}

#[test]
fn comments_are_as_if_they_were_not_there() {
    let text = "// head\n[a]: x\n  // between\n  + [b]\n  <!-- over\n\n  lines -->\n  - [c] /* tail\n */\n    + [d]\n\n/* alone */\n\n[e]\n  + [f]";
    assert_eq!(edges(&read(text).argument), ["b + a", "c - a", "d + c", "f + e"]);
}

#[test]
fn data_gives_kinds_numbers_and_sources() {
    let text = "===\ntitle: Debate\ndate: 2024-05\nsources:\n  wire: {title: The wire}\nauthor: N\n===\n\n[a]: x #hypothesis\n  + [b]: y {weight: 0.25, because: \"so, {so}\", credibility: 0.9, sources: [wire, other]}\n  - <c>: z {\n    kind: assumption\n    weight: 1\n  }\n";
    let text = text.replace("{so}", "so");
    let reading = read(&text);
    let argument = &reading.argument;
    let kinds: Vec<_> = argument.nodes().map(|(_, node)| node.kind).collect();
    assert_eq!(kinds, [NodeKind::Hypothesis, NodeKind::Evidence, NodeKind::Assumption]);
    assert_eq!(edges(argument), ["b + a 0.25", "c - a"]);
    let b = argument.node(argument.find("b").unwrap());
    assert_eq!(b.credibility.unwrap().get(), 0.9);
    assert_eq!(b.sources.len(), 2);
    assert_eq!(argument.source("wire").unwrap().title.as_deref(), Some("The wire"));
    assert_eq!(argument.report.title.as_ref().unwrap().as_str(), "Debate");
    assert_eq!(reading.losses.len(), 1);
    assert_eq!(reading.losses[0].message, "the setting `author` of the front matter is left out");
}

#[test]
fn what_an_argument_cannot_hold_is_a_loss_with_a_place() {
    let reading = read(
        "# Title\n\nJust words.\n\n## Group {isGroup: true}\n\n[a]: x {isInMap: false}\n\n@include(other.argdown)\n",
    );
    assert_eq!(reading.argument.report.title.as_ref().unwrap().as_str(), "Title");
    let said: Vec<_> = reading.losses.iter().map(|loss| (loss.span.start, loss.message.as_str())).collect();
    assert_eq!(
        said,
        [
            (9, "a paragraph with neither title nor relations is left out"),
            (22, "the heading “Group” and its group are left out"),
            (32, "the data under `isGroup` is left out"),
            (56, "the data under `isInMap` is left out"),
            (73, "the file that is included here is not read"),
        ]
    );
}

#[test]
fn faults_say_where_and_how_to_mend_it() {
    let first = |text: &str| faults(text).remove(0);
    for (text, start) in [
        ("  + [a]\n", "d.argdown:1:3: this relation belongs to nothing"),
        ("[a]\n+ [b]\n", "d.argdown:2:1: a relation must be indented"),
        ("[a]: x\n[b]: y\n", "d.argdown:2:1: an empty line is missing before this line"),
        ("[a] is said\n", "d.argdown:1:5: there is text behind the title [a]"),
        ("(1) a\n(2) b\n", "d.argdown:1:1: this premise–conclusion list has no inference line"),
        ("(1) a\n----\n\nx\n", "d.argdown:2:1: this premise–conclusion list does not end with a conclusion"),
        ("(1) a\n--\nrule\n\n(2) b\n", "d.argdown:2:1: the inference that begins here is not closed by `--`"),
        (
            "<a>\n\n(1) b\n----\n(2) c\n\n<a>\n\n(1) d\n----\n(2) e\n",
            "d.argdown:9:1: the argument <a> has a premise–conclusion list already",
        ),
        ("[a]: x {weight: 2}\n", "d.argdown:1:17: the weight 2 is out of range"),
        ("[a]: x {weight: [}\n", "d.argdown:1:"),
        ("[a]: x {k: 1, k: 2}\n", "d.argdown:1:15: the key `k` stands twice in one table"),
        ("===\na: b\n", "d.argdown:1:1: the front matter that begins here has no end"),
        ("[ ]: x\n", "d.argdown:1:2: a title cannot be blank"),
        ("[a]\n  +\n", "d.argdown:2:3: there is nothing behind this mark"),
    ] {
        let fault = first(text);
        assert!(fault.starts_with(start), "{text:?}: {fault}");
        assert!(fault.contains("help: ") || fault.contains("YAML"), "{fault}");
    }
    let bomb: String =
        (1..8).map(|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(", "))).collect();
    let fault = first(&format!("===\na0: &a0 [x]\n{bomb}===\n"));
    assert!(fault.contains("the aliases of this file repeat too much"), "{fault}");
}

#[test]
fn depth_costs_nothing() {
    let depth = 10_000;
    let mut text = "[0]\n".to_owned();
    for level in 1..depth {
        text.push_str(&" ".repeat(level));
        text.push_str("+ [");
        text.push_str(&level.to_string());
        text.push_str("]\n");
    }
    let argument = read(&text).argument;
    assert_eq!((argument.node_count(), argument.edge_count()), (depth, depth - 1));
    assert_eq!(argument.node(argument.find("0").unwrap()).kind, NodeKind::Judgement);
}

/// Each of these makes a reader that searches anew from every mark take time in the square of the length: minutes
/// instead of a blink.
#[test]
fn marks_that_end_nowhere_take_linear_time() {
    for mark in [
        "[", "<", "{", "}", "*a", "_a ", "/*", "<!--", "#(", "@[", ".a:b", "[a](", "\\", "(1)", "=", "{a}", "**_a", "-",
    ] {
        let text = format!("[a]: {}", mark.repeat(200_000));
        let _ = Argdown.read(&SourceFile::new("d.argdown", text));
    }
    for line in ["[a]: x\n", "(1) a\n", "  + [b]\n", "<!--\n", "----\n", "--\n", "[a]: /*\n\n", "x {\n\n", "* a\n"] {
        let _ = Argdown.read(&SourceFile::new("d.argdown", line.repeat(50_000)));
    }
}

#[test]
fn other_files_are_not_taken_for_it() {
    let is = |text: &str| Argdown.recognises(&SourceFile::new("<stdin>", text));
    assert!(is("# T\n\n[a]: x\n  + <b>: y\n"));
    assert!(is("<a>\n  -> [b]\n"));
    for text in [
        "[a]: http://e.example\n  - [b](http://e.example)\n",
        "<div>\n\n  - <b>x</b>\n</div>\n",
        "- [ ] task\n  - [x] done\n",
        "[nodes.a]\n  text = \"x\"\n",
        "Key Judgement 1\n\n- [a] x\n  - [b] y\n",
        "a:\n  - [b]\n",
    ] {
        assert!(!is(text), "{text}");
    }
}

#[test]
fn steps_of_titles_that_no_id_can_hold_are_named() {
    let text = "<a\u{4}b>: x\n\n(1) p\n----\n(2) q\n----\n(3) r\n\n[a\u{4}b]: y\n  + [c\u{7}]\n";
    let argument = read(text).argument;
    let ids: Vec<_> = argument.nodes().map(|(_, node)| node.id.as_str()).collect();
    assert_eq!(ids, ["a b (argument)", "Untitled 1", "a b (step 1)", "Untitled 2", "Untitled 3", "a b", "c "]);
}

#[test]
fn a_carriage_return_alone_is_a_blank() {
    let text = "(1) a\r\n--\r\u{feff}by analogy\r\r\n--\r\n(2) b\r\n";
    let argument = read(text).argument;
    let because: Vec<_> = argument.edges().filter_map(|(_, edge)| edge.because.as_deref()).collect();
    assert_eq!(because, ["\u{feff}by analogy"]);
}

#[test]
fn a_title_that_holds_a_fence_and_what_yaml_escapes_is_read_again() {
    let text = "===\ntitle: \"a \\u003d== b \\ufffe \\uffff\"\n===\n\n[a]: x\n";
    let argument = read(text).argument;
    let title = argument.report.title.as_ref().map(|title| title.as_str().to_owned());
    assert_eq!(title.as_deref(), Some("a === b \u{fffe} \u{ffff}"));
    let written = String::from_utf8(super::write::write(&argument).bytes).unwrap();
    assert!(written.contains("\\ufffe \\uffff"), "{written}");
    assert_eq!(read(&written).argument.report.title.map(|title| title.as_str().to_owned()), title);
}
