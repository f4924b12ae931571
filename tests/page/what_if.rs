//! The scorer in the page against the library's own.

use linchpin::argument::{Argument, NodeKind, Weight};
use linchpin::score::semantics::ALL;
use linchpin::score::{Link, Overrides, ScoreGraph, ScoreSettings, Standing, explain, score, solve};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::{Opened, argument, chromium, graphs, linchpin, opened};

const NEAR: f64 = 1e-9;

/// One cycle that comes to rest, and one that does not under most semantics; something hangs on each.
const CYCLES: &str = "[nodes.kj1]\nkind = \"judgement\"\ntext = \"It is likely.\"\n[nodes.a]\nkind = \"claim\"\ntext = \"A.\"\nsupports = { kj1 = 0.9, b = 0.7 }\n\
                      [nodes.b]\nkind = \"claim\"\ntext = \"B.\"\ncontradicts = { a = 0.6 }\n[nodes.e]\ntext = \"E.\"\ncredibility = 0.83\nsupports = { a = 0.4 }\n\
                      [nodes.kj2]\nkind = \"judgement\"\ntext = \"It is unlikely.\"\n[nodes.c]\nkind = \"claim\"\ntext = \"C.\"\nsupports = { kj2 = 1.0 }\ncontradicts = { c = 1.0 }\n\
                      [nodes.i]\nkind = \"inference\"\ntext = \"So.\"\nsupports = { kj1 = 0.5 }\n[nodes.f]\ntext = \"F.\"\nsupports = { i = 0.8 }\n[nodes.g]\ntext = \"G.\"\nsupports = { i = 0.9 }\n";

fn near(page: Option<f64>, library: Option<f64>, what: &str) {
    match (page, library) {
        (Some(page), Some(library)) => assert!((page - library).abs() <= NEAR, "{what}: {page}, not {library}"),
        (None, None) => {}
        _ => panic!("{what}: {page:?}, not {library:?}"),
    }
}

/// The strengths that the page shows, from the diagram and from the table.
fn shown(page: &Opened, argument: &Argument) -> Vec<Option<f64>> {
    page.settle();
    let read = "groups.map((group) => group.dataset.strength)";
    let in_diagram: Vec<String> = serde_json::from_value(page.evaluate(read)).unwrap();
    let strengths: Vec<Option<f64>> = in_diagram.iter().map(|text| text.parse().ok()).collect();
    let table: Vec<String> =
        serde_json::from_value(page.evaluate(
            "Array.from(document.querySelectorAll('#judgements td:nth-child(4) data'), (cell) => cell.value)",
        ))
        .unwrap();
    let of_table: Vec<Option<f64>> = table.iter().map(|text| text.parse().ok()).collect();
    let of_judgements: Vec<Option<f64>> = argument.judgements().map(|(node, _)| strengths[node.index()]).collect();
    assert_eq!(of_table, of_judgements, "the table and the diagram differ");
    strengths
}

fn compare(page: &Opened, argument: &Argument, overrides: &Overrides, what: &str) {
    for semantics in ALL {
        page.set("#semantics", semantics.name());
        let settings = ScoreSettings { overrides: overrides.clone(), ..ScoreSettings::default() };
        let scores = score(argument, semantics, &settings);
        for ((page, library), (_, node)) in
            shown(page, argument).into_iter().zip(&scores.strengths).zip(argument.nodes())
        {
            let id = &node.id;
            near(page, *library, &format!("{what}, {id} under {}", semantics.name()));
        }
    }
}

#[test]
fn a_slider_gives_what_the_library_gives_under_every_semantics() {
    if chromium::is_skipped() {
        return;
    }
    let (_folder, cycles) = super::file("cycles.toml", CYCLES);
    let page = opened(&cycles, &[]);
    for path in graphs().iter().chain([&cycles]) {
        page.reopen(path);
        let argument = argument(path);
        compare(&page, &argument, &Overrides::default(), path);

        // The leaf of the longest text, so that it is not always the first.
        let leaf = argument.nodes().filter(|(node, _)| argument.premises(*node).len() == 0);
        let Some((leaf, node)) = leaf.max_by_key(|(_, node)| node.text.as_str().len()) else { continue };
        page.evaluate(&format!("select({})", leaf.index()));
        page.set("#details .dial input[type=range]", "0.2");
        let overrides = Overrides { bases: vec![(leaf.index(), 0.2)], without: Vec::new() };
        compare(&page, &argument, &overrides, &format!("{path}, {}=0.2", node.id));

        // A number of full precision in the field beside it.
        page.set("#details .dial input[type=number]", "0.123456789012345678");
        let overrides = Overrides { bases: vec![(leaf.index(), 0.123_456_789_012_345_68)], without: Vec::new() };
        compare(&page, &argument, &overrides, path);

        page.evaluate("document.querySelector('#leave-out').click()");
        let without = Overrides { bases: overrides.bases, without: vec![leaf.index()] };
        compare(&page, &argument, &without, &format!("{path}, without {}", node.id));

        page.click("#reset");
        compare(&page, &argument, &Overrides::default(), &format!("{path}, reset"));
        page.must_have_behaved();
    }
}

#[test]
fn the_slider_of_a_weight_does_what_an_edited_weight_does() {
    if chromium::is_skipped() {
        return;
    }
    let page = opened("graphs/smallest.txt", &[]);
    for path in ["graphs/china-russia.md", "graphs/port-sabotage.md", "graphs/datastore-adr.md"] {
        page.reopen(path);
        let mut argument = argument(path);
        let (judgement, _) = argument.judgements().next().unwrap();
        let edge = argument.premises(judgement).last().unwrap().handle;
        argument.update_edge(edge, |edge| edge.weight = Weight::new(0.35).unwrap());
        page.evaluate(&format!("select({})", judgement.index()));
        page.set("#details .items > li:last-child .dial input[type=range]", "0.35");
        assert_eq!(page.evaluate("state.weights.size"), 1);
        compare(&page, &argument, &Overrides::default(), path);
        assert!(page.texts("#command-note")[0].contains("no flag for weights"));
        page.must_have_behaved();
    }
}

#[test]
fn the_command_that_the_page_gives_computes_the_same() {
    if chromium::is_skipped() {
        return;
    }
    let path = "graphs/china-russia.md";
    let page = opened(path, &[]);
    let argument = argument(path);
    page.choose("no-blocs");
    page.set("#details .dial input[type=number]", "0.05");
    page.evaluate("select(indexOfId.get('kj1-2'))");
    page.evaluate("document.querySelector('#leave-out').click()");
    page.set("#semantics", "df-quad");
    let command = page.texts("#command").remove(0);
    assert_eq!(
        command,
        "linchpin score graphs/china-russia.md --semantics df-quad --what-if \"no-blocs=0.05\" --without \"kj1-2\""
    );
    let binary = std::path::Path::new(env!("CARGO_BIN_EXE_linchpin"));
    let output = std::process::Command::new("/bin/sh")
        .args(["-c", &format!("{command} --format json")])
        .env("PATH", binary.parent().unwrap())
        .current_dir(super::root())
        .output()
        .unwrap();
    let scores: Value = serde_json::from_slice(&output.stdout).unwrap();
    for (strength, (_, node)) in shown(&page, &argument).into_iter().zip(argument.nodes()) {
        near(strength, scores["strengths"][node.id.as_str()].as_f64(), node.id.as_str());
    }
    page.must_have_behaved();
}

#[test]
fn a_judgement_that_crosses_its_threshold_is_said_and_shown() {
    if chromium::is_skipped() {
        return;
    }
    let path = "graphs/china-russia.md";
    let page = opened(path, &[]);
    let argument = argument(path);
    let before = linchpin(&["score", path, "--format", "json"]);
    assert_eq!(page.texts("#crossings"), [""]);
    page.choose("kj3");
    page.set("#details .dial input[type=number]", "0.1");
    let after = linchpin(&["score", path, "--what-if", "kj3=0.1", "--format", "json"]);
    let threshold = before["judgements"][2]["threshold"].as_f64().unwrap();
    let (was, now) = (before["strengths"]["kj3"].as_f64().unwrap(), after["strengths"]["kj3"].as_f64().unwrap());
    assert!(was >= threshold && now < threshold, "the example crosses");
    assert_eq!(page.texts("#crossings"), [format!("Kj3 falls below the {threshold} that it needs.")]);
    assert_eq!(page.status(), format!("kj3 falls below the {threshold} that it needs"));
    assert_eq!(page.count("tr.crossed"), 1);
    // The picture says old and new.
    let words = page.texts("[data-id=kj3] .change text");
    assert_eq!(words, [format!("{} → {}", (was * 100.0).round() / 100.0, (now * 100.0).round() / 100.0)]);
    let width = "Number(document.querySelector('[data-id=kj3] .strength').getAttribute('width')) / Number(document.querySelector('[data-id=kj3] .track').getAttribute('width'))";
    near(page.evaluate(width).as_f64(), Some(now), "the bar");
    page.click("#reset");
    page.settle();
    assert_eq!(page.count(".change, .was"), 0);
    near(page.evaluate(width).as_f64(), Some(was), "the bar after the reset");
    assert_eq!(shown(&page, &argument)[argument.find("kj3").unwrap().index()], Some(was));
    page.must_have_behaved();
}

#[test]
fn contributions_are_those_of_explain() {
    if chromium::is_skipped() {
        return;
    }
    let page = opened("graphs/smallest.txt", &[]);
    for path in ["graphs/china-russia.md", "graphs/festival.json", "graphs/delivery-cart.yaml"] {
        page.reopen(path);
        let argument = argument(path);
        for semantics in ALL {
            page.set("#semantics", semantics.name());
            for (judgement, node) in argument.nodes().filter(|(_, node)| node.kind != NodeKind::Evidence) {
                let script = format!("Array.from(contributions({}))", judgement.index());
                let pairs: Vec<(usize, f64)> = serde_json::from_value(page.evaluate(&script)).unwrap();
                let explained = explain(&argument, judgement, semantics, &ScoreSettings::default()).unwrap();
                assert_eq!(pairs.is_empty(), argument.premises(judgement).len() == 0);
                for (premise, adds) in pairs {
                    let share = explained.contributions.iter().find(|share| share.node.index() == premise).unwrap();
                    near(Some(adds), share.contribution, &format!("{path}: {premise} on {}", node.id));
                }
            }
        }
    }
}

#[derive(Clone, Debug)]
struct Drawn {
    bases: Vec<f64>,
    inferences: Vec<u32>,
    supports: Vec<Link>,
    contradictions: Vec<Link>,
}

impl Drawn {
    fn for_the_page(&self) -> Value {
        let edges = |links: &[Link], supports: bool| -> Vec<Value> {
            let edge = |link: &Link| json!({ "premise": link.0, "conclusion": link.1, "weight": link.2, "supports": supports });
            links.iter().map(edge).collect()
        };
        let joint: Vec<bool> =
            (0..self.bases.len()).map(|node| self.inferences.iter().any(|&one| one as usize == node)).collect();
        let edges = [edges(&self.supports, true), edges(&self.contradictions, false)].concat();
        json!({ "bases": self.bases, "joint": joint, "edges": edges })
    }
}

fn drawn() -> impl Strategy<Value = Drawn> {
    (1_u32..16).prop_flat_map(|count| {
        let base = prop_oneof![6 => 0.0..=1.0, 1 => Just(0.0), 1 => Just(1.0)];
        let weight = prop_oneof![5 => 0.01..=1.0, 1 => Just(1.0), 1 => 1.0..=9.0];
        let links = proptest::collection::vec((0..count, 0..count, weight), 0..count as usize * 2);
        let bases = proptest::collection::vec(base, count as usize);
        (bases, proptest::collection::vec(0..count, 0..3), links.clone(), links).prop_map(
            |(bases, inferences, supports, contradictions)| Drawn { bases, inferences, supports, contradictions },
        )
    })
}

#[test]
fn the_scorer_of_the_page_is_the_library_on_any_graph() {
    if chromium::is_skipped() {
        return;
    }
    let page = opened("graphs/smallest.txt", &[]);
    let mut runner = TestRunner::deterministic();
    let strategy = drawn();
    let graphs: Vec<Drawn> = (0..200).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect();
    let sent: Vec<Value> = graphs.iter().map(Drawn::for_the_page).collect();
    let names: Vec<&str> = ALL.iter().map(|semantics| semantics.name()).collect();
    let script = format!("{}.map((graph) => {}.map((name) => solve(graph, name)))", json!(sent), json!(names));
    let answers = page.evaluate(&script);
    let mut standings = std::collections::BTreeMap::<Standing, usize>::new();
    for (graph, answers) in graphs.iter().zip(answers.as_array().unwrap()) {
        let compiled =
            ScoreGraph::from_arrays(&graph.bases, &graph.inferences, &graph.supports, &graph.contradictions).unwrap();
        for (semantics, answer) in ALL.iter().zip(answers.as_array().unwrap()) {
            let solution = solve(&compiled, *semantics);
            let what = format!("{graph:?} under {}", semantics.name());
            assert_eq!(answer["standing"], solution.standing().word(), "{what}");
            for (node, library) in solution.strengths().into_iter().enumerate() {
                near(answer["strengths"][node].as_f64(), library, &what);
            }
            *standings.entry(solution.standing()).or_default() += 1;
        }
    }
    assert_eq!(standings.len(), 4, "no graph of some standing: {standings:?}");
}
