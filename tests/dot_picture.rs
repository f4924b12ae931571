//! A small argument with one of everything, drawn in every theme and direction.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use linchpin::argument::{
    Argument, Confidence, Credibility, Edge, EdgeKind, Estimate, Id, Node, NodeHandle, NodeKind, Origin, Source,
    SourceReference, StatedConfidence, Weight,
};
use linchpin::document::Prose;
use linchpin::draw::{Direction, Theme};
use linchpin::format::dot::{self, Options};
use linchpin::rules::{Finding, Label, Level};
use linchpin::text::Span;
use proptest::prelude::*;
use serde_json::Value;

struct Example {
    argument: Argument,
}

impl Example {
    fn node(&mut self, id: &str, kind: NodeKind, text: &str) -> NodeHandle {
        let node = Node::new(Id::new(id).unwrap(), kind, Prose::synthetic(text), Span::default());
        self.argument.add_node(node).unwrap()
    }

    fn edge(&mut self, premise: &str, kind: EdgeKind, conclusion: &str, weight: f64, because: Option<&str>) {
        let edge = Edge {
            kind,
            weight: Weight::new(weight).unwrap(),
            because: because.map(Into::into),
            span: Span::default(),
            origin: Origin::Layout,
        };
        let [premise, conclusion] = [premise, conclusion].map(|id| self.argument.find(id).unwrap());
        self.argument.connect(premise, conclusion, edge);
    }

    fn estimate(&mut self, id: &str, term: &str, low: f64, high: f64, confidence: Confidence) {
        let handle = self.argument.find(id).unwrap();
        self.argument.update_node(handle, |node| {
            node.estimate = Some(Box::new(Estimate {
                term: term.to_owned(),
                name: term.to_owned(),
                yardstick: "phia".to_owned(),
                low,
                high,
                span: Span::default(),
            }));
            node.confidence =
                Some(Box::new(StatedConfidence { level: confidence, span: Span::default(), basis: None }));
        });
    }

    fn source(&mut self, id: &str, key: &str, grade: Option<&str>) {
        let key = Id::new(key).unwrap();
        let mut source = Source::new(key.clone(), Span::default());
        source.grade = grade.map(|grade| grade.parse().unwrap());
        let _ = self.argument.add_source(source);
        let handle = self.argument.find(id).unwrap();
        self.argument.update_node(handle, |node| node.sources.push(SourceReference { key, span: Span::default() }));
    }

    fn finding(&self, rule: &'static str, level: Level, nodes: &[&str]) -> Finding {
        Finding {
            rule,
            level,
            message: String::new(),
            primary: Label { span: Span::default(), message: String::new() },
            labels: Vec::new(),
            help: None,
            nodes: nodes.iter().map(|id| self.argument.find(id).unwrap()).collect(),
            fix: None,
        }
    }
}

fn example() -> Example {
    use EdgeKind::{Contradicts, Supports};
    use NodeKind::{Assumption, Claim, Evidence, Hypothesis, Inference, Judgement};
    let mut it = Example { argument: Argument::default() };
    it.argument.report.title = Some(Prose::synthetic("Will the harbour towns merge their pilot services?"));
    it.argument.report.date = Some("2031-05-04".parse().unwrap());
    it.node("kj1", Judgement, "A full merger of the two pilot services is highly unlikely before the elections.");
    it.node("kj1-1", Evidence, "Both councils have turned a merger down in every session since the strike.");
    it.node("kj1-2", Claim, "The pilots' unions would strike again if their pay scales were merged.");
    it.node("kj1-2-1", Evidence, "The northern union called the pay scales “untouchable” in its last circular.");
    it.node("kj1-2-2", Evidence, "北港工会在通告中称薪级表不可触碰，并警告任何合并都会引发新的罢工和诉讼。");
    it.node("kj1-3", Assumption, "The election is held in the autumn, as the law now has it.");
    it.node("step", Inference, "A law that binds the harbours to a date leaves no time for a merger.");
    it.node("law", Evidence, "The harbour act of 2029 fixes the pilots' contracts for four years.");
    it.node("date", Assumption, "Parliament does not amend the act early.");
    it.node("amend", Evidence, "A bill to amend the act was tabled in March.");
    it.node("kj2", Judgement, "The services will likely share one control room within two years.");
    it.node(
        "kj2-1",
        Evidence,
        "A joint tender for radar was published (https://harbour.example/tenders/2031/radar-and-ais-equipment/lot-3).",
    );
    it.node("kj2-2", Evidence, "הנציבות אישרה את התקציב לחדר הבקרה המשותף, ושני הנמלים חתמו על ההסכם.");
    it.node("both", Evidence, "The two chief pilots meet every month, and publish joint minutes.");
    it.node("circle", Claim, "The control room pays for itself.");
    it.node("circle-2", Claim, "Fees fall once the control room has paid for itself.");
    it.node("kj3", Judgement, "Fees will rise.");
    it.node("h1", Hypothesis, "The services stay apart and outsource the night shift instead.");
    it.node("alone", Evidence, "A new quay was opened.");
    it.estimate("kj1", "highly unlikely", 0.1, 0.2, Confidence::Moderate);
    it.estimate("kj2", "likely", 0.55, 0.75, Confidence::ModerateToHigh);
    it.source("kj1-1", "council-minutes", Some("B2"));
    it.source("kj1-1", "gazette", None);
    it.source("law", "harbour-act", Some("A1"));
    it.edge("kj1-1", Supports, "kj1", 1.0, None);
    it.edge("kj1-2", Supports, "kj1", 0.7, None);
    it.edge("kj1-2-1", Supports, "kj1-2", 1.0, None);
    it.edge("kj1-2-2", Supports, "kj1-2", 0.4, None);
    it.edge("kj1-3", Supports, "kj1", 0.25, Some("The new councils would have to begin the talks again."));
    it.edge("law", Supports, "step", 1.0, None);
    it.edge("date", Supports, "step", 1.0, None);
    it.edge("step", Supports, "kj1", 0.9, None);
    it.edge("amend", Contradicts, "step", 0.5, None);
    it.edge("kj2-1", Supports, "kj2", 1.0, None);
    it.edge("kj2-2", Supports, "kj2", 1.0, None);
    it.edge("both", Supports, "kj2", 0.8, None);
    it.edge("both", Contradicts, "kj1", 0.3, None);
    it.edge("circle", Supports, "kj2", 1.0, None);
    it.edge("circle", Supports, "circle-2", 1.0, None);
    it.edge("circle-2", Supports, "circle", 1.0, None);
    it.edge("kj2-1", Supports, "kj2", 0.2, Some("Radar is the dearest part."));
    it.edge("circle-2", Contradicts, "circle-2", 0.1, None);
    let handle = it.argument.find("kj2-1").unwrap();
    it.argument.update_node(handle, |node| {
        node.inline = true;
        node.credibility = Some(Credibility::new(0.9).unwrap());
        node.date = Some("2031-02".parse().unwrap());
    });
    it
}

fn findings(it: &Example) -> Vec<Finding> {
    vec![
        it.finding("unsupported-judgement", Level::Error, &["kj3"]),
        it.finding("circular-support", Level::Error, &["circle", "circle-2"]),
        it.finding("unsourced-evidence", Level::Warning, &["kj1-2-1"]),
        it.finding("orphan-evidence", Level::Warning, &["alone"]),
        it.finding("unsourced-evidence", Level::Warning, &["alone"]),
        it.finding("no-likelihood", Level::Note, &["kj3"]),
        it.finding("unanswered-question", Level::Note, &[]),
    ]
}

/// Every theme and direction, by name.
fn views() -> [(&'static str, Options<'static>); 6] {
    let view = |theme, direction| Options { theme, direction, ..Options::default() };
    [
        ("light", view(Theme::Light, Direction::Right)),
        ("dark", view(Theme::Dark, Direction::Right)),
        ("print", view(Theme::Print, Direction::Right)),
        ("left", view(Theme::Light, Direction::Left)),
        ("down", view(Theme::Light, Direction::Down)),
        ("up", view(Theme::Light, Direction::Up)),
    ]
}

#[test]
fn a_small_argument() {
    let it = example();
    let strengths: Vec<Option<f64>> = (1..=19_u8).map(|n| Some(1.0 / f64::from(n))).collect();
    let options = Options { strengths: Some(&strengths), ..Options::default() };
    insta::assert_snapshot!(dot::write(&it.argument, &findings(&it), &options));
}

#[test]
fn linchpins_and_what_is_left_out_are_said_in_the_box() {
    let it = example();
    let find = |id| it.argument.find(id).unwrap();
    let linchpins = [(find("kj1"), find("law")), (find("kj2"), find("law"))];
    let mut hidden = vec![0; it.argument.node_count()];
    hidden[find("kj1-2").index()] = 3;
    let options = Options { linchpins: &linchpins, hidden: &hidden, ..Options::default() };
    let text = dot::write(&it.argument, &[], &options);
    let statement = |id: &str| text.lines().find(|line| line.trim_start().starts_with(&format!("\"{id}\"["))).unwrap();
    assert!(statement("law").contains("\\l◆ linchpin of kj1, kj2\\l"), "{}", statement("law"));
    assert!(statement("kj1-2").contains("\\l+3 more\\l"), "{}", statement("kj1-2"));
    assert_eq!((text.matches("linchpin of").count(), text.matches(" more\\l").count()), (1, 1));
}

#[test]
fn without_findings_clusters_and_legend() {
    let it = example();
    let options = Options { findings: false, clusters: false, legend: false, ..Options::default() };
    let text = dot::write(&it.argument, &findings(&it), &options);
    for absent in ["cluster", "⚠", "✖", "ℹ", "legend"] {
        assert!(!text.contains(absent), "{absent}");
    }
    assert!(text.contains("[kj1]"), "without a cluster the judgement's box names it");
}

#[test]
fn an_argument_of_nothing_is_a_graph_of_nothing() {
    let text = dot::write(&Argument::default(), &[], &Options::default());
    assert!(text.starts_with("digraph argument {\n") && text.ends_with("\n}\n"));
    assert_eq!(read(&[text]).map(|graphs| graphs[0]["objects"].is_null()), dot_is_there().then_some(true));
}

#[test]
fn a_changed_bullet_changes_one_line() {
    let before = example();
    let mut after = example();
    let changed = after.argument.find("kj1-2-1").unwrap();
    after
        .argument
        .update_node(changed, |node| node.text = Prose::synthetic("The union has left the talks.\nFor good."));
    let [before, after] = [before, after].map(|it| dot::write(&it.argument, &findings(&it), &Options::default()));
    let differing = before.lines().zip(after.lines()).filter(|(before, after)| before != after).count();
    assert_eq!((differing, before.lines().count()), (1, after.lines().count()));
}

#[test]
fn a_new_bullet_adds_two_lines() {
    let before = example();
    let mut after = example();
    after.node("kj3-1", NodeKind::Evidence, "The budget says so.");
    after.edge("kj3-1", EdgeKind::Supports, "kj3", 1.0, None);
    let [before, after] = [before, after].map(|it| dot::write(&it.argument, &findings(&it), &Options::default()));
    let mut old = before.lines().peekable();
    let added: Vec<&str> = after.lines().filter(|&line| old.next_if_eq(&line).is_none()).collect();
    assert!(old.peek().is_none(), "no line was changed or moved");
    assert_eq!(added.len(), 2, "{added:#?}");
}

fn dot_is_there() -> bool {
    Command::new("dot").arg("-V").output().is_ok()
}

/// Graphs as `dot` read and placed them, or `None` where there is no `dot`.
fn read(graphs: &[String]) -> Option<Vec<Value>> {
    if !dot_is_there() {
        eprintln!("skipped: Graphviz's `dot` is not installed");
        return None;
    }
    let mut input = tempfile::NamedTempFile::new().unwrap();
    for graph in graphs {
        input.write_all(graph.as_bytes()).unwrap();
    }
    let output = Command::new("dot").arg("-Tjson").stdin(File::open(input.path()).unwrap()).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let complaints: Vec<&str> = errors
        .lines()
        .filter(|line| !line.contains("Pango") && !line.contains("ontconfig") && !line.is_empty())
        .collect();
    assert!(complaints.is_empty(), "{complaints:?}");
    let values = serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Value>();
    Some(values.map(Result::unwrap).collect())
}

fn number(value: &Value) -> f64 {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{value} is no number"))
}

/// The nodes of a graph that `dot` has read, without the legend's.
fn nodes(graph: &Value) -> impl Iterator<Item = &Value> {
    let objects = graph["objects"].as_array().map(Vec::as_slice).unwrap_or_default();
    objects
        .iter()
        .filter(|object| object["nodes"].is_null() && object["subgraphs"].is_null() && object["pos"].is_string())
}

/// Premise, kind and conclusion of each edge, in order of these.
fn edges(graph: &Value) -> Vec<(String, String, String)> {
    let name = |gvid: &Value| {
        let object = graph["objects"].as_array().unwrap().iter().find(|object| object["_gvid"] == *gvid).unwrap();
        object["name"].as_str().unwrap().to_owned()
    };
    let mut edges: Vec<_> = graph["edges"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .map(|edge| (name(&edge["tail"]), edge["class"].as_str().unwrap().to_owned(), name(&edge["head"])))
        .filter(|(premise, _, _)| !premise.starts_with("legend "))
        .collect();
    edges.sort();
    edges
}

fn expected_edges(argument: &Argument) -> Vec<(String, String, String)> {
    let mut edges: Vec<_> = argument
        .edges()
        .map(|(handle, edge)| {
            let (premise, conclusion) = argument.ends(handle);
            let id = |end| argument.node(end).id.to_string();
            (id(premise), edge.kind.word().to_owned(), id(conclusion))
        })
        .collect();
    edges.sort();
    edges
}

/// No two boxes overlap, and every box lies in the picture.
fn assert_apart(graph: &Value) {
    let [_, _, width, height] = numbers(&graph["bb"]);
    let boxes: Vec<([f64; 4], &str)> = nodes(graph)
        .map(|node| {
            let [x, y] = numbers(&node["pos"]);
            let (half_width, half_height) = (number(&node["width"]) * 36.0, number(&node["height"]) * 36.0);
            ([x - half_width, y - half_height, x + half_width, y + half_height], node["name"].as_str().unwrap())
        })
        .collect();
    for (at, ([left, bottom, right, top], name)) in boxes.iter().enumerate() {
        assert!(*left > -1.0 && *bottom > -1.0 && *right < width + 1.0 && *top < height + 1.0, "{name} is cut off");
        for ([other_left, other_bottom, other_right, other_top], other) in &boxes[..at] {
            let apart = right < other_left || other_right < left || top < other_bottom || other_top < bottom;
            assert!(apart, "{name} lies on {other}");
        }
    }
}

fn numbers<const N: usize>(value: &Value) -> [f64; N] {
    let numbers: Vec<f64> = value.as_str().unwrap().split(',').map(|text| text.parse().unwrap()).collect();
    numbers.try_into().unwrap()
}

#[test]
fn dot_draws_every_node_and_edge_once_in_every_view() {
    let it = example();
    let graphs = views().map(|(_, options)| dot::write(&it.argument, &findings(&it), &options));
    // For people who want to look.
    for ((name, _), graph) in views().iter().zip(&graphs) {
        std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.dot")), graph).unwrap();
    }
    let Some(read) = read(&graphs) else { return };
    for (graph, (name, options)) in read.iter().zip(views()) {
        assert_eq!(edges(graph), expected_edges(&it.argument), "{name}");
        assert_apart(graph);
        // The judgements stand in one line, before everything that bears on them.
        let place = |id: &str| {
            let [x, y] = numbers(&nodes(graph).find(|node| node["name"] == id).unwrap()["pos"]);
            match options.direction {
                Direction::Right => x,
                Direction::Left => -x,
                Direction::Down => -y,
                Direction::Up => y,
            }
        };
        assert!((place("kj1") - place("kj2")).abs() < 1.0 && (place("kj1") - place("kj3")).abs() < 1.0, "{name}");
        for premise in ["kj1-1", "kj1-2", "kj1-3", "step", "both", "kj2-1", "circle"] {
            assert!(place(premise) > place("kj1") + 10.0, "{premise} in {name}");
        }
        // Bullets stand in the author's order.
        let across = |id: &str| {
            let [x, y] = numbers(&nodes(graph).find(|node| node["name"] == id).unwrap()["pos"]);
            if matches!(options.direction, Direction::Right | Direction::Left) { -y } else { x }
        };
        for pair in ["kj1", "kj2", "kj3"].windows(2).chain(["kj1-1", "kj1-2", "kj1-3"].windows(2)) {
            assert!(across(pair[0]) < across(pair[1]), "{pair:?} in {name}");
        }
    }
}

#[test]
fn the_two_kinds_of_edge_differ_by_more_than_colour() {
    let it = example();
    let graphs = views().map(|(_, options)| dot::write(&it.argument, &[], &options));
    let Some(read) = read(&graphs) else { return };
    for graph in &read {
        for edge in graph["edges"].as_array().unwrap().iter().filter(|edge| edge["style"] != "invis") {
            let (style, head) = if edge["class"] == "supports" { ("solid", "normal") } else { ("dashed", "tee") };
            assert_eq!((edge["style"].as_str(), edge["arrowhead"].as_str()), (Some(style), Some(head)));
        }
    }
}

prop_compose! {
    /// An argument of any shape: cycles, loops, parallel edges, undercuts, judgements that support each other.
    fn any_argument()(
        kinds in prop::collection::vec(0..NodeKind::ALL.len(), 1..14),
        links in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<bool>(), 1..=4_u32), 0..24),
    ) -> Example {
        let mut it = Example { argument: Argument::default() };
        for (at, kind) in kinds.iter().enumerate() {
            it.node(&format!("n{at}"), NodeKind::ALL[*kind], &"Words of some length. ".repeat(at % 5));
        }
        for (premise, conclusion, supports, weight) in links {
            let [premise, conclusion] = [premise, conclusion].map(|end| format!("n{}", end.index(kinds.len())));
            let kind = if supports { EdgeKind::Supports } else { EdgeKind::Contradicts };
            it.edge(&premise, kind, &conclusion, f64::from(weight) / 4.0, (weight == 1).then_some("It is said so."));
        }
        it
    }
}

impl std::fmt::Debug for Example {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&dot::write(&self.argument, &[], &Options::default()))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, max_shrink_iters: 40, ..ProptestConfig::default() })]
    #[test]
    fn arguments_of_any_shape_are_drawn_whole(examples in prop::collection::vec(any_argument(), 24)) {
        let views = views();
        let graphs: Vec<String> = examples
            .iter()
            .enumerate()
            .map(|(at, it)| dot::write(&it.argument, &[], &views[at % views.len()].1))
            .collect();
        if let Some(read) = read(&graphs) {
            prop_assert_eq!(read.len(), graphs.len());
            for (graph, it) in read.iter().zip(&examples) {
                prop_assert_eq!(edges(graph), expected_edges(&it.argument));
                assert_apart(graph);
            }
        }
    }
}

/// Ten times the argument takes about ten times as long: the shape is the hardest one for clusters and components, a
/// chain with a cycle over all of it and a node that everything leads to.
#[test]
fn a_large_argument_is_written_in_linear_time() {
    let time = |count: usize| {
        let mut it = Example { argument: Argument::default() };
        for at in 0..count {
            let kind = if at % 50 == 0 { NodeKind::Judgement } else { NodeKind::Evidence };
            it.node(&format!("n{at}"), kind, "A sentence of the usual length, with nothing in it that matters at all.");
        }
        for at in 1..count {
            it.edge(&format!("n{at}"), EdgeKind::Supports, &format!("n{}", at - 1), 0.5, None);
            it.edge(&format!("n{at}"), EdgeKind::Contradicts, "n0", 1.0, None);
        }
        it.edge("n0", EdgeKind::Supports, &format!("n{}", count - 1), 1.0, None);
        let start = std::time::Instant::now();
        let text = dot::write(&it.argument, &[], &Options::default());
        let taken = start.elapsed();
        assert!(text.lines().count() > 3 * count);
        taken
    };
    let (small, large) = (time(3_000), time(30_000));
    eprintln!("3,000 nodes: {small:?}; 30,000 nodes: {large:?}");
    // A quadratic step would take a hundred times as long.
    assert!(large < small * 40, "3,000 nodes: {small:?}; 30,000 nodes: {large:?}");
}
