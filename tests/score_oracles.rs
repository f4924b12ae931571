//! Strengths and attributions against published implementations, where their results are at hand: the folder
//! `oracles` of `../shared`, or of the folder that `LINCHPIN_SHARED` names.

use linchpin::score::semantics::{self, Semantics};
use linchpin::score::{Link, ScoreGraph, ShapleySettings, Standing, Upstream, gradient, removals, shapley, solve};
use serde_json::Value;
use std::collections::HashMap;
use std::path::PathBuf;

fn oracle(name: &str) -> Option<Value> {
    let shared = std::env::var_os("LINCHPIN_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = shared.join("oracles").join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: {name} is not at hand; name its folder's parent in LINCHPIN_SHARED");
        return None;
    };
    Some(serde_json::from_str(&text).expect("an oracle is JSON"))
}

struct Case {
    graph: ScoreGraph,
    numbers: HashMap<String, usize>,
    edges: Vec<(String, String)>,
}

fn case(graph: &Value) -> Case {
    let mut numbers = HashMap::new();
    let mut bases = Vec::new();
    for (name, base) in graph["base_scores"].as_object().unwrap() {
        numbers.insert(name.clone(), bases.len());
        bases.push(base.as_f64().unwrap());
    }
    let mut edges = Vec::new();
    let mut links = |kind: &str| -> Vec<Link> {
        let read = |edge: &Value| {
            let end = |index: usize| edge[index].as_str().unwrap();
            edges.push((end(0).to_owned(), end(1).to_owned()));
            let number = |name: &str| u32::try_from(numbers[name]).unwrap();
            (number(end(0)), number(end(1)), edge[2].as_f64().unwrap())
        };
        graph[kind].as_array().unwrap().iter().map(read).collect()
    };
    let supports = links("supports");
    let contradictions = links("contradictions");
    let graph = ScoreGraph::from_arrays(&bases, &[], &supports, &contradictions).unwrap();
    Case { graph, numbers, edges }
}

fn named(name: &str) -> &'static dyn Semantics {
    semantics::find(name).unwrap_or_else(|| panic!("{name} is not known"))
}

#[test]
fn strengths_agree_with_published_implementations() {
    let Some(oracle) = oracle("strengths.json") else { return };
    let mut checked = 0;
    let mut worst = 0.0_f64;
    for graph in oracle["graphs"].as_array().unwrap() {
        let case = case(graph);
        for (name, expected) in graph["strengths"].as_object().unwrap() {
            let label = format!("{} under {name}", graph["id"]);
            let solution = solve(&case.graph, named(name));
            if expected["not_converged"] == true {
                assert_eq!(solution.standing(), Standing::NotConverged, "{label}");
                assert!(solution.strengths().iter().all(Option::is_none), "{label} prints a number");
                continue;
            }
            assert_eq!(solution.standing() == Standing::Exact, case.graph.is_acyclic(), "{label}");
            for (node, strength) in expected["strengths"].as_object().unwrap() {
                let computed = solution.strength(case.numbers[node]);
                let strength = strength.as_f64().unwrap();
                let off = computed.map_or(f64::INFINITY, |computed| (computed - strength).abs());
                assert!(off <= 1e-9, "{label}: {node} is {computed:?}, not {strength}");
                worst = worst.max(off);
                checked += 1;
            }
        }
    }
    println!("{checked} strengths, the worst off by {worst:e}");
    assert!(checked > 100, "only {checked} strengths were compared");
}

#[test]
fn attributions_agree_with_published_implementations() {
    let Some(oracle) = oracle("attributions.json") else { return };
    let mut checked = 0;
    for expected in oracle["cases"].as_array().unwrap() {
        let name = expected["graph"].as_str().unwrap();
        let case = case(&oracle["graphs"][name]);
        let semantics = named(expected["semantics"].as_str().unwrap());
        let topic = case.numbers[expected["topic"].as_str().unwrap()];
        let upstream = Upstream::new(&case.graph, topic);
        let removals = removals(&upstream, semantics, usize::MAX).unwrap();
        let shapley = shapley(&upstream, semantics, &ShapleySettings::default()).unwrap();
        let gradient = gradient(&solve(&case.graph, semantics), semantics, topic).unwrap();
        let mut agree = |what: &str, computed: f64, stated: &Value, tolerance: f64| {
            let stated = stated.as_f64().unwrap();
            let off = (computed - stated).abs();
            assert!(off <= tolerance, "{name} under {}: {what} is {computed}, not {stated}", semantics.name());
            checked += 1;
        };
        agree("the strength", removals.strength, &expected["strength"], 1e-9);
        let sum: f64 = shapley.values.iter().map(|value| value.value).sum();
        agree("the sum", sum + case.graph.base(topic), &expected["sum_shapley_plus_base"], 1e-9);
        assert!(!removals.screened && shapley.orders.is_none());
        for (node, stated) in expected["argument_attributions"].as_object().unwrap() {
            let number = case.numbers[node];
            let at = removals.removals.iter().find(|removal| removal.node == number);
            let share = shapley.values.iter().find(|value| value.node == number).map_or(0.0, |value| value.value);
            // A node without a path to the topic contributes nothing and is not listed.
            let contribution = at.map_or(0.0, |removal| removal.contribution.unwrap());
            let intrinsic = at.map_or(0.0, |removal| removal.intrinsic.unwrap());
            agree(&format!("removal of {node}"), contribution, &stated["removal"], 1e-9);
            agree(&format!("intrinsic removal of {node}"), intrinsic, &stated["intrinsic_removal"], 1e-9);
            agree(&format!("Shapley value of {node}"), share, &stated["shapley"], 1e-9);
            agree(&format!("gradient by {node}"), gradient.bases[number], &stated["gradient_reverse_exact"], 1e-9);
            agree(&format!("difference by {node}"), gradient.bases[number], &stated["gradient_qbafpy_fd"], 1e-6);
        }
        for stated in expected["edge_gradients_GRAE"].as_array().unwrap() {
            let ends = (stated[0].as_str().unwrap(), stated[1].as_str().unwrap());
            let edge = case.edges.iter().position(|edge| (edge.0.as_str(), edge.1.as_str()) == ends).unwrap();
            agree(&format!("gradient by {ends:?}"), gradient.weights[edge], &stated[2], 1e-9);
        }
    }
    println!("{checked} attributions");
    assert!(checked > 100, "only {checked} attributions were compared");
}
