//! The explanation for reading: from the result down to the sentences.

use std::fmt::Write as _;

use linchpin::argument::{Argument, EdgeHandle, EdgeKind, NodeHandle};
use linchpin::review::{bar, visible};
use linchpin::score::semantics::{Aggregation, readable};
use linchpin::score::{BaseOrigin, Dial, Explanation, Standing};
use linchpin::text::Span;

use super::super::score::{origin, signed};
use super::super::table::{Column, cut, table, wrapped};
use super::{place, position};

/// The whole page, for a terminal of that width. `changes` says what was changed first.
pub fn page(argument: &Argument, explanation: &Explanation, changes: &str, width: usize) -> String {
    let page = Page { argument, explanation, width };
    let sections =
        [page.verdict(changes), page.derivation(), page.contributions(), page.hinges(), page.bases(), page.tree()];
    sections.into_iter().filter(|section| !section.is_empty()).collect::<Vec<_>>().join("\n")
}

struct Page<'a> {
    argument: &'a Argument,
    explanation: &'a Explanation,
    width: usize,
}

/// Indentation stops here: deeper levels say their depth.
const DEEPEST: usize = 12;

macro_rules! say {
    ($text:expr, $($rest:tt)*) => {{
        // Writing to a string cannot fail.
        let _ = writeln!($text, $($rest)*);
    }};
}

impl Page<'_> {
    fn id(&self, node: NodeHandle) -> String {
        visible(self.argument.node(node).id.as_str()).into_owned()
    }

    fn at(&self, span: Span) -> String {
        let Some((file, line, column)) = position(self.argument, span) else { return "—".to_owned() };
        format!("{}:{line}:{column}", visible(file))
    }

    fn words(&self, node: NodeHandle) -> String {
        visible(self.argument.node(node).text.as_str()).into_owned()
    }

    fn verdict(&self, changes: &str) -> String {
        let (explanation, node) = (self.explanation, self.argument.node(self.explanation.node));
        let mut text = String::new();
        let at = self.at(place(self.argument, explanation.node));
        say!(text, "{} · {} · {at}", self.id(explanation.node), node.kind);
        for line in wrapped(&self.words(explanation.node), self.width.saturating_sub(2)) {
            say!(text, "  {line}");
        }
        text.push('\n');
        let (strength, standing) = (explanation.strength, explanation.standing);
        say!(text, "strength  {strength:.3} {} {}, {standing}", bar(strength), explanation.semantics.name());
        if standing != Standing::Exact {
            say!(text, "          it hangs on premises that bear on each other: {}", meaning(standing));
        }
        if !changes.is_empty() {
            say!(text, "changed   {}", visible(changes));
        }
        let margin = signed(strength - explanation.threshold);
        match (&node.estimate, explanation.certainty) {
            (Some(estimate), Some((low, high))) => {
                let mirror = if low == estimate.low { "" } else { ", so its mirror is the certainty" };
                let band = format!("{}–{} %", readable(estimate.low * 100.0), readable(estimate.high * 100.0));
                let at = self.at(estimate.span);
                let term = visible(&estimate.term);
                say!(
                    text,
                    "claims    {} to {}: “{term}” ({}, {band}{mirror}) {at}",
                    readable(low),
                    readable(high),
                    visible(&estimate.yardstick)
                );
                say!(
                    text,
                    "margin    {margin} to the {} that its words claim at least",
                    readable(explanation.threshold)
                );
            }
            _ => say!(
                text,
                "margin    {margin} to {}, as its words claim no likelihood",
                readable(explanation.threshold)
            ),
        }
        if let Some(confidence) = &node.confidence {
            say!(
                text,
                "          ({} confidence, which is said of the sourcing and is no part of this)",
                confidence.level
            );
        }
        text
    }

    /// The formula with its numbers.
    fn derivation(&self) -> String {
        let explanation = self.explanation;
        let semantics = explanation.semantics;
        let base = &explanation.bases[explanation.node.index()];
        let mut text = String::from("How it comes about\n");
        say!(text, "  strength = {}", semantics.formula());
        say!(text, "  w = {} ({})", readable(base.score), origin(base));
        let slopes = explanation.gradient.as_ref().map(|gradient| gradient.weights.as_slice()).unwrap_or_default();
        let columns = [
            Column::words(""),
            Column::words("premise"),
            Column::numbers("e"),
            Column::numbers("s"),
            Column::numbers("e·s"),
            Column::numbers("slope by e"),
            Column::places("at"),
        ];
        let rows: Vec<Vec<String>> = explanation
            .steps
            .iter()
            .map(|step| {
                vec![
                    sign(step.kind).to_owned(),
                    self.id(step.premise),
                    readable(step.weight),
                    readable(step.strength),
                    readable(step.amount),
                    slopes.get(step.edge.index()).map_or_else(|| "—".to_owned(), |&slope| signed(slope)),
                    self.at(self.argument.edge(step.edge).span),
                ]
            })
            .collect();
        if rows.is_empty() {
            text.push_str("  nothing bears on it\n");
        } else {
            indent(&mut text, &table(&columns, &rows, self.width.saturating_sub(2)));
        }
        if let Some(weakest) = explanation.weakest {
            say!(
                text,
                "  it needs all of its supports: w = {}, the least of the base score and each e·s",
                readable(weakest)
            );
            if weakest <= 0.0 {
                say!(text, "  one of them is missing, so the step is not made: strength 0");
                return text;
            }
        }
        let base_in_force = explanation.weakest.unwrap_or(base.score);
        if explanation.admitted != base_in_force {
            say!(
                text,
                "  w is taken as {}, the nearest that the formula has a value for",
                readable(explanation.admitted)
            );
        }
        let (sum, push) = (self.sum(), readable(explanation.push));
        if sum == push {
            say!(text, "  α = {push}");
        } else {
            say!(text, "  α = {sum} = {push}");
        }
        let worked = semantics.worked(explanation.admitted, explanation.push);
        say!(text, "  strength = {worked} = {}", readable(explanation.strength));
        text
    }

    /// How the premises make α, with their numbers if there are few.
    fn sum(&self) -> String {
        const MOST: usize = 12;
        let explanation = self.explanation;
        let of = |kind: EdgeKind| {
            let counts = kind == EdgeKind::Contradicts || !explanation.joint;
            let steps = explanation.steps.iter().filter(move |step| counts && step.kind == kind);
            steps.map(|step| readable(step.amount)).collect::<Vec<_>>()
        };
        let (favour, doubt) = (of(EdgeKind::Supports), of(EdgeKind::Contradicts));
        let few = favour.len() + doubt.len() <= MOST;
        match explanation.semantics.aggregation() {
            Aggregation::Sum if few => {
                let favour = if favour.is_empty() { "0".to_owned() } else { favour.join(" + ") };
                doubt.iter().fold(favour, |sum, amount| format!("{sum} − {amount}"))
            }
            Aggregation::Sum => "the e·s of the supports, less those of the contradictions".to_owned(),
            Aggregation::Product if few => {
                let product = |amounts: &[String]| match amounts {
                    [] => "1".to_owned(),
                    amounts => amounts.iter().map(|amount| format!("(1 − {amount})")).collect::<Vec<_>>().join("·"),
                };
                format!("{} − {}", product(&doubt), product(&favour))
            }
            Aggregation::Product => {
                "the product of 1 − e·s of the contradictions, less that of the supports".to_owned()
            }
            Aggregation::Top => {
                let top = |kind: EdgeKind| {
                    let counts = kind == EdgeKind::Contradicts || !explanation.joint;
                    let steps = explanation.steps.iter().filter(|step| counts && step.kind == kind);
                    steps.map(|step| step.amount).fold(0.0, f64::max)
                };
                format!("{} − {}", readable(top(EdgeKind::Supports)), readable(top(EdgeKind::Contradicts)))
            }
        }
    }

    fn contributions(&self) -> String {
        let explanation = self.explanation;
        if explanation.contributions.is_empty() {
            return String::new();
        }
        let mut text = String::from("What each node does for it\n");
        let columns = [
            Column::words("node"),
            Column::numbers("strength"),
            Column::numbers("without it"),
            Column::numbers("contribution"),
            Column::numbers("by itself"),
            Column::numbers("slope"),
            Column::numbers("Shapley"),
            Column::places("at"),
        ];
        let mut shares: Vec<_> = explanation.contributions.iter().collect();
        shares.sort_by(|a, b| {
            let size = |share: Option<f64>| share.map_or(0.0, f64::abs);
            size(b.contribution).total_cmp(&size(a.contribution))
        });
        let dash = |text: Option<String>| text.unwrap_or_else(|| "—".to_owned());
        let rows: Vec<Vec<String>> = shares
            .into_iter()
            .map(|share| {
                vec![
                    self.id(share.node),
                    format!("{:.3}", share.strength),
                    dash(share.without.map(|without| format!("{without:.3}"))),
                    dash(share.contribution.map(signed)),
                    dash(share.intrinsic.map(signed)),
                    dash(share.gradient.map(signed)),
                    dash(share.shapley.map(|shapley| match explanation.orders {
                        Some(_) => format!("{} ± {:.3}", signed(shapley.value), shapley.error),
                        None => signed(shapley.value),
                    })),
                    self.at(place(self.argument, share.node)),
                ]
            })
            .collect();
        indent(&mut text, &table(&columns, &rows, self.width.saturating_sub(2)));
        say!(
            text,
            "  contribution: the strength less that without the node, solved again; by itself: with its own premises"
        );
        say!(text, "  cut off; slope: by how much the strength moves for each unit of the node's base score.");
        match explanation.orders {
            Some(orders) => {
                say!(text, "  Shapley values are means over {orders} random orders, ± their standard error.");
            }
            None => {
                say!(text, "  Shapley values are exact; they add up to the strength less what it is without premises.");
            }
        }
        if explanation.is_screened {
            say!(text, "  There are too many nodes to try each: those that promise least were left out.");
        }
        text
    }

    /// What it hangs on, and what would tip it.
    fn hinges(&self) -> String {
        let explanation = self.explanation;
        let threshold = readable(explanation.threshold);
        let mut text = String::from("What it hangs on\n");
        let handles: Vec<NodeHandle> = self.argument.nodes().map(|(handle, _)| handle).collect();
        for linchpin in &explanation.linchpins {
            let (id, without) = (self.id(handles[linchpin.node]), linchpin.without);
            if explanation.strength < explanation.threshold {
                say!(
                    text,
                    "  {id}: it is below {threshold} as it is; without this one it falls furthest, to {without:.3}"
                );
            } else if linchpin.crosses {
                say!(text, "  {id}: without it the strength is {without:.3}, below {threshold}");
            } else {
                say!(
                    text,
                    "  {id}: no single absence takes it below {threshold}; without this one it falls furthest, to {without:.3}"
                );
            }
        }
        if explanation.linchpins.is_empty() {
            text.push_str("  on nothing: no node's absence lowers it\n");
        }
        let across = if explanation.strength >= explanation.threshold { "below" } else { "up to" };
        let Some(tipping) = explanation.tipping else { return text };
        match tipping.point {
            Some(point) => {
                let (what, at) = match point.dial {
                    Dial::Base(node) => {
                        let node = handles[node];
                        (format!("the base score of {}", self.id(node)), place(self.argument, node))
                    }
                    Dial::Weight(edge) => self.weight_named(edge),
                };
                let (from, to, strength) = (readable(point.from), tipped(point.from, point.to), point.strength);
                say!(
                    text,
                    "  smallest single change: {what}, from {from} to {to}, takes it {across} {threshold} ({strength:.3})"
                );
                say!(text, "  {}", self.at(at));
            }
            None => say!(text, "  no single change of one base score or weight takes it {across} {threshold}"),
        }
        text
    }

    fn weight_named(&self, edge: usize) -> (String, Span) {
        let found: Option<(EdgeHandle, _)> = self.argument.edges().nth(edge);
        match found {
            Some((handle, edge)) => {
                let (premise, conclusion) = self.argument.ends(handle);
                let verb = if edge.kind == EdgeKind::Supports { "for" } else { "against" };
                (format!("the weight of {} {verb} {}", self.id(premise), self.id(conclusion)), edge.span)
            }
            None => (format!("the weight of edge {edge}"), Span::default()),
        }
    }

    /// Where the numbers were that the computation starts from.
    fn bases(&self) -> String {
        let explanation = self.explanation;
        let mut text = String::from("Base scores\n");
        let columns = [Column::words("node"), Column::numbers("base"), Column::words("from"), Column::places("at")];
        let nodes = explanation.contributions.iter().map(|share| share.node).chain([explanation.node]);
        let mut nodes: Vec<NodeHandle> = nodes.collect();
        nodes.sort_unstable();
        let rows: Vec<Vec<String>> = nodes
            .into_iter()
            .map(|node| {
                let base = &explanation.bases[node.index()];
                let of_source = match &base.origin {
                    BaseOrigin::Grade { source: Some(key), .. } => self.argument.source(key.as_str()),
                    _ => None,
                };
                let span = of_source.map_or(place(self.argument, node), |source| source.span);
                vec![self.id(node), readable(base.score), origin(base), self.at(span)]
            })
            .collect();
        indent(&mut text, &table(&columns, &rows, self.width.saturating_sub(2)));
        text
    }

    /// The argument below it, premises under conclusions; what has been shown with its premises is not shown again.
    fn tree(&self) -> String {
        let explanation = self.explanation;
        let mut text = String::from("The argument\n");
        let mut shown = vec![false; self.argument.node_count()];
        let kept: Vec<NodeHandle> = explanation.contributions.iter().map(|share| share.node).collect();
        let mut open: Vec<(Option<EdgeHandle>, NodeHandle, usize)> = vec![(None, explanation.node, 0)];
        while let Some((edge, node, depth)) = open.pop() {
            let margin = "  ".repeat(depth.min(DEEPEST) + 1);
            let deep = if depth > DEEPEST { format!("({depth}) ") } else { String::new() };
            let strength = explanation.strengths[node.index()].unwrap_or(0.0);
            let mut line = format!("{margin}{deep}");
            if let Some(edge) = edge.map(|edge| self.argument.edge(edge)) {
                let _ = write!(line, "{} ", sign(edge.kind));
            }
            let _ = write!(line, "{} {strength:.3} {}", bar(strength), self.id(node));
            if let Some(edge) = edge.map(|edge| self.argument.edge(edge)) {
                let verb = if edge.kind == EdgeKind::Supports { "supports" } else { "CONTRADICTS" };
                let _ = write!(line, " · {verb} {}", readable(edge.weight.get()));
            }
            let again = std::mem::replace(&mut shown[node.index()], true);
            let _ = write!(line, " · {}", self.at(place(self.argument, node)));
            if again {
                line.push_str(" · shown above");
            }
            say!(text, "{line}");
            if again {
                continue;
            }
            let room = self.width.saturating_sub(margin.len() + 2).max(20);
            say!(text, "{margin}  {}", cut(&self.words(node), room));
            let premises = self.argument.premises(node).rev();
            let premises =
                premises.filter(|premise| shown[premise.node.index()] || kept.binary_search(&premise.node).is_ok());
            open.extend(premises.map(|premise| (Some(premise.handle), premise.node, depth + 1)));
        }
        text
    }
}

fn sign(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Supports => "+",
        EdgeKind::Contradicts => "−",
    }
}

fn meaning(standing: Standing) -> &'static str {
    match standing {
        Standing::Exact => "no cycle is involved",
        Standing::Certified => "there is one solution, and this is it",
        Standing::Converged => "the computation came to rest, but there may be other solutions",
        Standing::NotConverged => "it does not come to rest",
    }
}

/// The value that tips, rounded away from the present one, so that it still tips.
fn tipped(from: f64, to: f64) -> String {
    let scaled = to * 1000.0;
    let rounded = if to < from { scaled.floor() } else { scaled.ceil() } / 1000.0;
    if (0.0..=1.0).contains(&rounded) { readable(rounded) } else { readable(to) }
}

fn indent(text: &mut String, block: &str) {
    for line in block.lines() {
        say!(text, "  {line}");
    }
}
