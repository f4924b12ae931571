use linchpin::argument::{Argument, NodeHandle};
use linchpin::score::{Base, BaseOrigin, Dial, Explanation};
use linchpin::text::Span;
use serde::Serialize;

use super::{place, position};

#[derive(Serialize)]
struct Explained<'a> {
    id: &'a str,
    kind: &'static str,
    text: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    semantics: &'static str,
    strength: f64,
    standing: &'static str,
    certainty: Option<(f64, f64)>,
    threshold: f64,
    margin: f64,
    base: BaseScore<'a>,
    /// The base score as the formula takes it: clamped, or for an inference the weakest of what it needs.
    admitted: f64,
    push: f64,
    formula: &'static str,
    worked: String,
    premises: Vec<Premise<'a>>,
    contributions: Vec<PremiseRow<'a>>,
    weights: Vec<WeightSlope<'a>>,
    screened: bool,
    shapley_orders: Option<usize>,
    linchpins: Vec<Linchpin<'a>>,
    tipping: Option<Tipping<'a>>,
}

#[derive(Serialize, Default)]
struct Place<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
}

#[derive(Serialize)]
struct BaseScore<'a> {
    score: f64,
    from: &'static str,
    grade: Option<String>,
    source: Option<&'a str>,
}

#[derive(Serialize)]
struct Premise<'a> {
    id: &'a str,
    kind: &'static str,
    weight: f64,
    strength: f64,
    amount: f64,
    #[serde(flatten)]
    place: Place<'a>,
}

#[derive(Serialize)]
struct PremiseRow<'a> {
    id: &'a str,
    kind: &'static str,
    strength: f64,
    base: BaseScore<'a>,
    without: Option<f64>,
    #[serde(rename = "contribution")]
    change: Option<f64>,
    intrinsic: Option<f64>,
    gradient: Option<f64>,
    shapley: Option<f64>,
    shapley_error: Option<f64>,
    #[serde(flatten)]
    place: Place<'a>,
}

#[derive(Serialize)]
struct WeightSlope<'a> {
    from: &'a str,
    to: &'a str,
    kind: &'static str,
    weight: f64,
    gradient: f64,
}

#[derive(Serialize)]
struct Linchpin<'a> {
    id: &'a str,
    without: f64,
    fall: f64,
    crosses: bool,
}

#[derive(Serialize)]
struct Tipping<'a> {
    /// `credibility` of a node, or `weight` of an edge.
    change: &'static str,
    node: Option<&'a str>,
    from: Option<&'a str>,
    to: Option<&'a str>,
    now: f64,
    then: f64,
    strength: f64,
}

/// The explanation for other tools, as the chapter on the command line has it.
pub fn json(argument: &Argument, explanation: &Explanation) -> anyhow::Result<String> {
    let node = argument.node(explanation.node);
    let id = |handle: NodeHandle| argument.node(handle).id.as_str();
    let handles: Vec<NodeHandle> = argument.nodes().map(|(handle, _)| handle).collect();
    let slopes = explanation.gradient.as_ref().map(|gradient| gradient.weights.as_slice()).unwrap_or_default();
    let upstream = |handle: NodeHandle| {
        handle == explanation.node
            || explanation.contributions.binary_search_by_key(&handle, |share| share.node).is_ok()
    };
    let weights = argument.edges().zip(slopes).filter_map(|((handle, edge), &gradient)| {
        let (premise, conclusion) = argument.ends(handle);
        (upstream(premise) && upstream(conclusion)).then(|| WeightSlope {
            from: id(premise),
            to: id(conclusion),
            kind: edge.kind.word(),
            weight: edge.weight.get(),
            gradient,
        })
    });
    let tipping = explanation.tipping.and_then(|tipping| tipping.point).map(|point| {
        let (change, node, ends) = match point.dial {
            Dial::Base(node) => ("credibility", Some(id(handles[node])), None),
            Dial::Weight(edge) => {
                let edge = argument.edges().nth(edge).map(|(handle, _)| argument.ends(handle));
                ("weight", None, edge.map(|(premise, conclusion)| (id(premise), id(conclusion))))
            }
        };
        let (from, to) = ends.unzip();
        Tipping { change, node, from, to, now: point.from, then: point.to, strength: point.strength }
    });
    let explained = Explained {
        id: id(explanation.node),
        kind: node.kind.word(),
        text: node.text.as_str(),
        place: at(argument, place(argument, explanation.node)),
        semantics: explanation.semantics.name(),
        strength: explanation.strength,
        standing: explanation.standing.word(),
        certainty: explanation.certainty,
        threshold: explanation.threshold,
        margin: explanation.strength - explanation.threshold,
        base: base(&explanation.bases[explanation.node.index()]),
        admitted: explanation.admitted,
        push: explanation.push,
        formula: explanation.semantics.formula(),
        worked: explanation.semantics.worked(explanation.admitted, explanation.push),
        premises: explanation
            .steps
            .iter()
            .map(|step| Premise {
                id: id(step.premise),
                kind: step.kind.word(),
                weight: step.weight,
                strength: step.strength,
                amount: step.amount,
                place: at(argument, argument.edge(step.edge).span),
            })
            .collect(),
        contributions: explanation
            .contributions
            .iter()
            .map(|share| PremiseRow {
                id: id(share.node),
                kind: argument.node(share.node).kind.word(),
                strength: share.strength,
                base: base(&explanation.bases[share.node.index()]),
                without: share.without,
                change: share.contribution,
                intrinsic: share.intrinsic,
                gradient: share.gradient,
                shapley: share.shapley.map(|shapley| shapley.value),
                shapley_error: share.shapley.map(|shapley| shapley.error),
                place: at(argument, place(argument, share.node)),
            })
            .collect(),
        weights: weights.collect(),
        screened: explanation.is_screened,
        shapley_orders: explanation.orders,
        linchpins: explanation
            .linchpins
            .iter()
            .map(|linchpin| Linchpin {
                id: id(handles[linchpin.node]),
                without: linchpin.without,
                fall: linchpin.fall,
                crosses: linchpin.crosses,
            })
            .collect(),
        tipping,
    };
    Ok(linchpin::text::json_pretty(&explained)? + "\n")
}

fn at(argument: &Argument, span: Span) -> Place<'_> {
    position(argument, span).map_or_else(Place::default, |(file, line, column)| Place {
        file: Some(file),
        line: Some(line),
        column: Some(column),
    })
}

fn base(base: &Base) -> BaseScore<'_> {
    let (from, grade, source) = match &base.origin {
        BaseOrigin::Stated => ("credibility", None, None),
        BaseOrigin::Grade { source, grade } => ("grade", Some(grade.to_string()), source.as_ref()),
        BaseOrigin::KindDefault(_) => ("default", None, None),
        BaseOrigin::WhatIf => ("what-if", None, None),
    };
    BaseScore { score: base.score, from, grade, source: source.map(linchpin::argument::Id::as_str) }
}
