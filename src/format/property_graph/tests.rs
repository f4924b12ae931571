//! What the formats of property graphs have in common: what is written is read again, and what is hostile stays data.

use proptest::prelude::*;
use serde_json::Value;

use crate::argument::testing::generated::{argument, canonical};
use crate::argument::testing::sketch;
use crate::argument::{Argument, NodeKind};
use crate::format::graph_file::{self, Syntax};
use crate::format::{Reader, Reading, WriteOptions, Writer, detect, reader, writer};
use crate::text::SourceFile;

/// Name of the format, ending of its files, and whether it is XML.
const FORMATS: [(&str, &str, bool); 4] =
    [("graphml", "graphml", true), ("gexf", "gexf", true), ("jgf", "json", false), ("stix", "json", false)];

fn pair(name: &str) -> (&'static dyn Reader, &'static dyn Writer) {
    (reader(name).unwrap(), writer(name).unwrap())
}

fn written(argument: &Argument, name: &str) -> String {
    let bytes = pair(name).1.write(argument, &WriteOptions::default()).unwrap().bytes;
    String::from_utf8(bytes).unwrap()
}

fn read(name: &str, text: &str) -> Result<Reading, String> {
    let file = SourceFile::new("f", text);
    let said = |faults: Vec<crate::text::Fault>| faults.iter().map(|fault| format!("{fault}\n")).collect::<String>();
    pair(name).0.read(&file).map_err(said)
}

/// What XML cannot hold, replaced in the words of nodes and edges; what belongs to the whole is JSON, which can.
fn as_xml_holds(argument: &Argument) -> Argument {
    fn clean(value: &mut Value) {
        match value {
            Value::String(text) => {
                *text = text
                    .chars()
                    .map(|c| match c {
                        '\t' | '\n' | '\r' => c,
                        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
                        c => c,
                    })
                    .collect();
            }
            Value::Array(items) => items.iter_mut().for_each(clean),
            Value::Object(entries) => entries.iter_mut().filter(|(key, _)| *key != "allow").for_each(|(_, v)| clean(v)),
            _ => {}
        }
    }
    let mut value: Value = serde_json::from_str(&graph_file::write(argument, Syntax::Json)).unwrap();
    clean(&mut value["nodes"]);
    graph_file::read(&SourceFile::new("f", value.to_string()), Syntax::Json).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(argument in argument()) {
        let has_odd_id = argument.nodes().any(|(_, node)| node.id.as_str().contains(['\u{fffe}', '\u{ffff}']));
        prop_assume!(!has_odd_id);
        for (name, ending, is_xml) in FORMATS {
            let text = written(&argument, name);
            prop_assert_eq!(&text, &written(&argument, name));
            let again = read(name, &text).map_err(|faults| TestCaseError::fail(format!("{name}: {faults}\n{text}")))?;
            prop_assert!(again.losses.is_empty(), "{name}: {:?}", again.losses);
            prop_assert!(again.argument.defects.is_empty(), "{name}: {:?}\n{text}", again.argument.defects);
            let expected = if is_xml { as_xml_holds(&argument) } else { argument.clone() };
            prop_assert_eq!(canonical(&again.argument), canonical(&expected), "{}\n{}", name, text);
            let found = detect(&SourceFile::new(format!("f.{ending}"), text));
            prop_assert_eq!(found.name(), name);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}", cut in any::<prop::sample::Index>()) {
        for (name, ..) in FORMATS {
            let _ = read(name, &text);
            let whole = written(&sketch("kj1: judgement \"A < b\"\ne1 -> kj1 0.5\n"), name);
            let at = whole.floor_char_boundary(cut.index(whole.len()));
            let _ = read(name, &whole[..at]);
            let _ = read(name, &format!("{}{text}{}", &whole[..at], &whole[at..]));
        }
    }
}

#[test]
fn the_order_of_edges_is_kept() {
    let argument = sketch("a: judgement \"A\"\nb: judgement \"B\"\ne -x b\nf -> a 0.25\ne -> a\n");
    for (name, ..) in FORMATS {
        let again = read(name, &written(&argument, name)).unwrap().argument;
        let ends: Vec<String> = again
            .edges()
            .map(|(handle, edge)| {
                let (premise, conclusion) = again.ends(handle);
                format!("{} {} {} {}", again.node(premise).id, edge.kind.word(), again.node(conclusion).id, edge.weight)
            })
            .collect();
        assert_eq!(ends, ["e contradicts b 1", "f supports a 0.25", "e supports a 1"], "{name}");
    }
}

#[test]
fn hostile_words_stay_words() {
    let hostile = "<script>alert(1)</script> ]]> --> <!-- &lol; \u{202e}\u{2066} \"'` =1+1 {{x}} \u{7f}\u{85}";
    let mut argument = sketch("kj1: judgement \"A\"\ne -> kj1\n");
    let node = argument.find("kj1").unwrap();
    argument.update_node(node, |node| node.text = crate::document::Prose::synthetic(hostile));
    for (name, ..) in FORMATS {
        let again = read(name, &written(&argument, name)).unwrap().argument;
        let expected = crate::argument::testing::generated::folded(hostile);
        assert_eq!(again.node(again.find("kj1").unwrap()).text.as_str(), expected, "{name}");
    }
}

#[test]
fn large_graphs_are_written_and_read() {
    let mut lines = String::from("kj: judgement \"K\"\n");
    lines.extend((0..20_000).map(|n| format!("e{n} -> kj 0.5\n")));
    let argument = sketch(&lines);
    for (name, ..) in FORMATS {
        let again = read(name, &written(&argument, name)).unwrap().argument;
        assert_eq!((again.node_count(), again.edge_count()), (20_001, 20_000));
    }
}

fn graphml(body: &str) -> String {
    format!(
        "<graphml>\n<key id=\"w\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>\n<key id=\"l\" for=\"node\" \
         attr.name=\"label\"/>\n<key id=\"c\" attr.name=\"colour\" for=\"all\"><default>red</default></key>\n<key id=\"g\" \
         yfiles.type=\"nodegraphics\"/>\n<graph edgedefault=\"directed\">\n{body}\n</graph></graphml>"
    )
}

fn gexf(body: &str) -> String {
    format!(
        "<gexf version=\"1.2\"><graph defaultedgetype=\"directed\">\n<attributes class=\"node\"><attribute id=\"0\" \
         title=\"statement\"><default>S</default></attribute></attributes>\n{body}\n</graph></gexf>"
    )
}

fn said(reading: &Reading) -> String {
    let argument = &reading.argument;
    let nodes = argument.nodes().map(|(_, node)| format!("{}:{} {}\n", node.id, node.kind, node.text.as_str()));
    let edges = argument.edges().map(|(handle, edge)| {
        let (premise, conclusion) = argument.ends(handle);
        let because = edge.because.as_deref().unwrap_or_default();
        let ends = (&argument.node(premise).id, &argument.node(conclusion).id);
        format!("{} {} {} {} {because}\n", ends.0, edge.kind.word(), ends.1, edge.weight)
    });
    let losses = reading.losses.iter().map(|loss| format!("{}\n", loss.message));
    nodes.chain(edges).chain(losses).collect()
}

#[test]
fn graphml_of_others_is_read() {
    let text = graphml(
        "<edge source=\"a\" target=\"b\"><data key=\"w\">0.5</data></edge>\n<node id=\"a\"><data key=\"l\">Ants &amp; \
         <![CDATA[<bees>]]></data></node>\n<node id=\"b\"><data key=\"g\"><y:ShapeNode xmlns:y=\"urn:y\"><y:NodeLabel>\
         \n  Bees\n</y:NodeLabel></y:ShapeNode></data></node>\n<node id=\"c\"/><edge source=\"b\" target=\"c\"/>",
    );
    assert_eq!(
        said(&read("graphml", &text).unwrap()),
        "a:evidence Ants & <bees>\nb:claim Bees\nc:judgement c\na supports b 0.5 \nb supports c 1 \nthe value `colour` of 3 \
         nodes is left out\nthe value `colour` of 2 edges is left out\n"
    );
}

#[test]
fn gexf_of_others_is_read() {
    let text = gexf(
        "<nodes><node id=\"1\" label=\"L\"/><node id=\"2\"><attvalues><attvalue for=\"0\" value=\"T\"/></attvalues>\
         <viz:color r=\"1\"/></node></nodes><edges><edge source=\"1\" target=\"2\" weight=\"0.5\" label=\"attacks\"/>\
         </edges>",
    );
    assert_eq!(
        said(&read("gexf", &text).unwrap()),
        "1:evidence L\n2:judgement T\n1 contradicts 2 0.5 \nthe value `statement` of a node is left out\ncolours, sizes and \
         places are left out\n"
    );
}

#[test]
fn jgf_of_others_is_read() {
    let version_1 = r#"{"graph": {"label": "T", "nodes": [{"id": "a", "label": "A"}, {"id": 2}], "edges": [
        {"source": "a", "target": 2, "relation": "disputes", "label": "they differ", "metadata": {"x": [1]}}]}}"#;
    let reading = read("jgf", version_1).unwrap();
    assert_eq!(
        said(&reading),
        "a:evidence A\n2:judgement 2\na contradicts 2 1 they differ\nthe value `x` of a edge is left out\n"
            .replace("a edge", "an edge")
    );
    assert_eq!(reading.argument.report.title.unwrap().as_str(), "T");
    let version_2 = r#"{"graphs": [{"nodes": {"a": {}, "b": {"metadata": {"kind": "Hypothesis"}}}}]}"#;
    let reading = read("jgf", version_2).unwrap();
    assert_eq!(reading.argument.nodes_of(NodeKind::Hypothesis).count(), 1);
}

/// Each with the beginning of what is said.
fn must_be_refused(cases: impl IntoIterator<Item = (&'static str, String, &'static str)>) {
    let mut wrong = String::new();
    for (name, text, expected) in cases {
        let faults = read(name, &text).err().unwrap_or_default();
        if !faults.starts_with(expected) {
            wrong.extend(["expected ", expected, "\nbut got  ", &faults]);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_is_wrong_in_xml_is_said_at_its_place() {
    must_be_refused([
        ("graphml", graphml("<node id=\"a\"/><node id=\"a\"/>"), "f:7:25: the id `a` is given twice"),
        (
            "graphml",
            graphml("<node id=\"a\"/>\n<edge source=\"a\" target=\"b\"/>"),
            "f:8:26: the target of this edge, `b`, is no",
        ),
        (
            "graphml",
            graphml("<node id=\"a\"/>\n<edge source=\"a\" target=\"a\"><data key=\"w\">NaN</data></edge>"),
            "f:8:43: the weight NaN is out of range",
        ),
        (
            "graphml",
            graphml("<node id=\"a\"/>\n<edge source=\"a\" target=\"a\"><data key=\"w\">1e999</data></edge>"),
            "f:8:43: the weight 1e999 is out of range",
        ),
        (
            "graphml",
            graphml("<node id=\"a\"/>\n<edge source=\"a\" target=\"a\" directed=\"false\"/>"),
            "f:8:1: this edge is undirected",
        ),
        ("graphml", graphml("<node/>"), "f:7:1: this `node` has no `id`"),
        ("graphml", graphml("<node id=\"a\"><data key=\"x\">1</data></node>"), "f:7:25: there is no key `x`"),
        (
            "graphml",
            graphml("<node id=\"a\"><data key=\"l\">&ha;</data></node>"),
            "f:7:28: the entity `&ha;` is not resolved",
        ),
        ("graphml", graphml("")[..40].to_owned(), "f:2:1: this is not valid XML"),
        ("gexf", gexf("<node id=\"1\"/><node id=\"1\"/>"), "f:3:25: the id `1` is given twice"),
        ("gexf", gexf("<node id=\"1\"><attvalue for=\"9\" value=\"\"/></node>"), "f:3:29: there is no column `9`"),
        (
            "gexf",
            gexf("<node id=\"1\"/><edge source=\"1\" target=\"1\" weight=\"3\"/>"),
            "f:3:51: the weight 3 is out of range",
        ),
        (
            "gexf",
            "<gexf><graph><node id='1'/><edge source='1' target='1'/></graph></gexf>".to_owned(),
            "f:1:28: this edge is undirected",
        ),
        ("gexf", "<gexf><graph/><graph/></gexf>".to_owned(), "f:1:15: this is a second graph"),
        ("gexf", "<gexf/>".to_owned(), "f:1:1: there is no `graph`"),
        ("gexf", "<svg/>".to_owned(), "f:1:1: the outermost element must be `gexf`, not `svg`"),
        (
            "gexf",
            gexf("<attributes class=\"node\"><attribute id=\"0\"/></attributes>"),
            "f:3:41: the column `0` is declared twice",
        ),
        (
            "gexf",
            gexf("<node id=\"1\"/><edge source=\"1\" target=\"1\" type=\"mutual\"/>"),
            "f:3:15: this edge is `mutual` and not directed",
        ),
        ("graphml", "<graphml><graph/><graph/></graphml>".to_owned(), "f:1:18: this is a second graph"),
        ("graphml", "<graphml/>".to_owned(), "f:1:1: there is no `graph`"),
        ("graphml", "<!-- x -->".to_owned(), "f:1:1: there is no element"),
        (
            "graphml",
            "<graphml><key id='a'/><key id='a'/></graphml>".to_owned(),
            "f:1:32: the key `a` is declared twice",
        ),
        (
            "graphml",
            "<graphml><graph edgedefault='both'/></graphml>".to_owned(),
            "f:1:30: `edgedefault` must be `directed` or `undirected`, not `both`",
        ),
        (
            "graphml",
            graphml("<node id=\"a\"/>\n<edge source=\"a\" target=\"a\" directed=\"maybe\"/>"),
            "f:8:39: `directed` must be `true` or `false`, not `maybe`",
        ),
        (
            "graphml",
            graphml("<node id=\"a\"/>\n<edge source=\"a\" target=\"a&#9;b\"/>"),
            "f:8:26: an id cannot hold the control character",
        ),
    ]);
}

#[test]
fn what_is_wrong_in_json_is_said_at_its_place() {
    must_be_refused([
        ("jgf", r#"{"graph": {"nodes": {}}, "graphs": []}"#.to_owned(), "f:1:36: `graphs` stands beside `graph`"),
        ("jgf", r#"{"graphs": {"nodes": {}}}"#.to_owned(), "f:1:12: `graphs` must be a list, not a table"),
        (
            "jgf",
            r#"{"graph": {"nodes": {"a": {"metadata": ["x"]}}}}"#.to_owned(),
            "f:1:40: `metadata` must be a table, not a list",
        ),
        ("jgf", r#"{"graph": {"edges": ["a"]}}"#.to_owned(), "f:1:22: an edge must be a table, not text"),
        ("jgf", r#"{"graph": {"directed": "no"}}"#.to_owned(), "f:1:24: `directed` must be true or false, not text"),
        ("jgf", r#"{"graph": {"nodes": {"a": {}, "a": {}}}}"#.to_owned(), "f:1:31: the key `a` stands twice"),
        ("jgf", r#"{"graph": {"nodes": [{"id": "a"}, {"id": "a"}]}}"#.to_owned(), "f:1:42: the id `a` is given twice"),
        (
            "jgf",
            r#"{"graph": {"nodes": {"a": {}}, "edges": [{"source": "a"}]}}"#.to_owned(),
            "f:1:42: this edge has no",
        ),
        (
            "jgf",
            r#"{"graph": {"nodes": {"a": {}}, "edges": [{"source": "a", "target": "b"}]}}"#.to_owned(),
            "f:1:68: the target of this edge, `b`, is no node",
        ),
        (
            "jgf",
            r#"{"graph": {"directed": false, "nodes": {"a": {}}, "edges": [{"source": "a", "target": "a"}]}}"#
                .to_owned(),
            "f:1:61: this edge is undirected",
        ),
        ("jgf", r#"{"graphs": [{"nodes": {}}, {"nodes": {}}]}"#.to_owned(), "f:1:12: `graphs` holds 2 graphs"),
        (
            "jgf",
            r#"{"graph": {"nodes": {"a": {"metadata": {"credibility": 1e999}}}}}"#.to_owned(),
            "f:1:60: this is not valid JSON",
        ),
        (
            "jgf",
            r#"{"graph": {"nodes": {"a": {"metadata": {"credibility": 7}}}}}"#.to_owned(),
            "f:1:56: the credibility 7 is out",
        ),
        ("jgf", format!("{{\"graph\": {}", "[".repeat(100_000)), "f:1:42: lists and tables lie in one another"),
    ]);
}

#[test]
fn what_stands_in_no_place_is_a_loss() {
    let cases = [
        (
            "graphml",
            graphml(
                "<desc>D</desc><node id=\"a\">Words<colour/><data key=\"l\"><data key=\"l\">Inner</data></data></node>\n\
                 <node id=\"b\"><desc>Bees</desc><data key=\"l\">A</data><data key=\"l\">B</data></node>\n<edge source=\"a\" \
                 target=\"b\"><data key=\"w\">0.5</data><data key=\"w\">0.9</data></edge>",
            ),
            "a:evidence a\nb:judgement A\na supports b 0.5 \nthe value `colour` of 2 nodes is left out\nthe value `colour` of an \
             edge is left out\nthe graph's description is left out\ntext that stands in no `data` is left out\nelements \
             `colour` are left out\ndata in data is left out\nthe value `description` of a node is left out\nthe second \
             `label` of a node says something else and is left out\nthe second `weight` of an edge says something else \
             and is left out\n",
        ),
        (
            "gexf",
            gexf(
                "<node id=\"1\">Words<port/><spells/><attvalue for=\"0\" value=\"A\"/><attvalue for=\"0\" value=\"B\"/></node>",
            ),
            "1:evidence A\ntext in an element is left out; nodes and edges have attributes and columns\nelements `port` are \
             left out\ntimes are left out; what is there at any time is kept\nthe second `statement` of a node says \
             something else and is left out\n",
        ),
        (
            "jgf",
            r#"{"verdict": 1, "graph": {"hyperedges": {"a": 1}, "nodes": {"a": {"id": "b", "kind": "claim", "metadata":
            {"kind": "judgement", "strength": 1, "low": 0}}, "b": {"id": "b", "confidence": "", "date": ""}}, "edges":
            [{"source": "b", "target": "a", "weight": 0.5, "metadata": {"weight": 0.25}},
            {"source": "b", "target": "a", "relation": "supports", "metadata": {"kind": "attacks", "weight": ""}}]}}"#
                .to_owned(),
            "a:claim a\nb:evidence b\nb supports a 0.5 \nb supports a 1 \n`verdict`, beside the graph, is left out\nhyperedges \
             are left out\nthe value `id` of a node is left out\nthe second `kind` of a node says something else and is left \
             out\nthe second `weight` of an edge says something else and is left out\nthe second `kind` of an edge says \
             something else and is left out\n",
        ),
    ];
    for (name, text, expected) in cases {
        assert_eq!(said(&read(name, &text).unwrap()), expected, "{name}");
    }
}

#[test]
fn a_value_that_all_share_is_wrong_once() {
    let text = graphml("<node id=\"a\"/><edge source=\"a\" target=\"a\"/><edge source=\"a\" target=\"a\"/>")
        .replace("attr.type=\"double\"/>", "attr.type=\"double\"><default>7</default></key>");
    assert_eq!(read("graphml", &text).unwrap_err().matches("out of range").count(), 1);
}

/// Where nothing gives a node's words, its id does; ids may hold what is folded in words.
#[test]
fn an_id_with_blanks_is_read_and_written_the_same() {
    for (name, text) in [
        ("graphml", "<graphml><graph edgedefault='directed'><node id='  weir   two'/></graph></graphml>"),
        ("gexf", "<gexf version='1.3'><graph><nodes><node id='  weir   two'/></nodes></graph></gexf>"),
        ("jgf", r#"{"graph": {"nodes": {"  weir   two": {}}}}"#),
    ] {
        let argument = read(name, text).unwrap().argument;
        let (_, node) = argument.nodes().next().unwrap();
        assert_eq!((node.id.as_str(), node.text.as_str()), ("  weir   two", "weir two"), "{name}");
        let first = written(&argument, name);
        assert_eq!(written(&read(name, &first).unwrap().argument, name), first);
    }
}
