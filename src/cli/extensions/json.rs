//! The answer for other tools.

use linchpin::acceptance::{Exchange, Label, Meaning};
use linchpin::argument::NodeHandle;
use serde::Serialize;

use super::super::explain::{place, position};
use super::page::says;
use super::why::{Explained, Reason};
use super::{Case, Fate};

#[derive(Serialize)]
struct Overview<'a> {
    reduction: &'static str,
    semantics: &'static str,
    grounded: Vec<&'a str>,
    nodes: Vec<NodeFate<'a>>,
}

#[derive(Serialize)]
struct Listing<'a> {
    reduction: &'static str,
    semantics: &'static str,
    extensions: Vec<Vec<&'a str>>,
    /// Whether these are all.
    complete: bool,
}

#[derive(Serialize)]
struct NodeFate<'a> {
    #[serde(flatten)]
    node: Words<'a>,
    grounded: &'static str,
    credulous: bool,
    sceptical: bool,
}

#[derive(Serialize)]
struct Words<'a> {
    id: &'a str,
    kind: &'static str,
    text: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
}

#[derive(Serialize)]
struct Explanation<'a> {
    reduction: &'static str,
    semantics: &'static str,
    #[serde(flatten)]
    fate: NodeFate<'a>,
    /// `defended`, `defeated` or `undefended`.
    reason: &'static str,
    defeated_by: Option<Said<'a>>,
    defence: Vec<Answer<'a>>,
    unanswered: Vec<Unanswered<'a>>,
    without: Option<Vec<&'a str>>,
}

/// An argument of the framework: the nodes that it is, or what a reduction adds.
#[derive(Serialize)]
struct Said<'a> {
    says: String,
    nodes: Vec<Words<'a>>,
}

#[derive(Serialize)]
struct Answer<'a> {
    attacked: Said<'a>,
    attacker: Said<'a>,
    counter: Said<'a>,
}

#[derive(Serialize)]
struct Unanswered<'a> {
    attacked: Said<'a>,
    /// Null if each attacker can be answered, but not all at once.
    attacker: Option<Said<'a>>,
    counters: Vec<Said<'a>>,
}

pub fn overview(case: &Case<'_>, fates: &[Fate]) -> anyhow::Result<String> {
    let accepted: Vec<u32> =
        (0..).zip(case.labels).filter(|(_, label)| **label == Label::In).map(|(argument, _)| argument).collect();
    print(&Overview {
        reduction: case.reduced.reduction.name(),
        semantics: case.semantics.name(),
        grounded: ids(case, &case.reduced.nodes(&accepted)),
        nodes: fates.iter().map(|fate| node_fate(case, fate)).collect(),
    })
}

pub fn sets(case: &Case<'_>, sets: &[Vec<NodeHandle>], are_all: bool) -> anyhow::Result<String> {
    print(&Listing {
        reduction: case.reduced.reduction.name(),
        semantics: case.semantics.name(),
        extensions: sets.iter().map(|set| ids(case, set)).collect(),
        complete: are_all,
    })
}

pub fn explained(case: &Case<'_>, explained: &Explained) -> anyhow::Result<String> {
    let answers = |exchanges: &[Exchange]| {
        let said = |argument| said(case, argument);
        let answer = |exchange: &Exchange| Answer {
            attacked: said(exchange.attacked),
            attacker: said(exchange.attacker),
            counter: said(exchange.counter),
        };
        exchanges.iter().map(answer).collect::<Vec<_>>()
    };
    let (reason, defeated_by, defence, unanswered) = match &explained.reason {
        Reason::Defended(exchanges) => ("defended", None, answers(exchanges), Vec::new()),
        Reason::Defeated { attacker, defence } => {
            ("defeated", Some(said(case, *attacker)), answers(defence), Vec::new())
        }
        Reason::Undefended(links) => {
            let unanswered = links.iter().map(|link| Unanswered {
                attacked: said(case, link.attacked),
                attacker: link.attacker.map(|attacker| said(case, attacker)),
                counters: link.counters.iter().map(|&counter| said(case, counter)).collect(),
            });
            ("undefended", None, Vec::new(), unanswered.collect())
        }
    };
    print(&Explanation {
        reduction: case.reduced.reduction.name(),
        semantics: case.semantics.name(),
        fate: node_fate(case, &explained.fate),
        reason,
        defeated_by,
        defence,
        unanswered,
        without: explained.without.as_ref().map(|set| ids(case, set)),
    })
}

fn print(value: &impl Serialize) -> anyhow::Result<String> {
    Ok(linchpin::text::json_pretty(value)? + "\n")
}

fn ids<'a>(case: &Case<'a>, nodes: &[NodeHandle]) -> Vec<&'a str> {
    nodes.iter().map(|&node| case.argument.node(node).id.as_str()).collect()
}

fn node_fate<'a>(case: &Case<'a>, fate: &Fate) -> NodeFate<'a> {
    NodeFate {
        node: words(case, fate.node),
        grounded: fate.status.grounded.word(),
        credulous: fate.status.in_some,
        sceptical: fate.status.in_every,
    }
}

fn words<'a>(case: &Case<'a>, handle: NodeHandle) -> Words<'a> {
    let node = case.argument.node(handle);
    let at = position(case.argument, place(case.argument, handle));
    Words {
        id: node.id.as_str(),
        kind: node.kind.word(),
        text: node.text.as_str(),
        file: at.map(|at| at.0),
        line: at.map(|at| at.1),
        column: at.map(|at| at.2),
    }
}

fn said<'a>(case: &Case<'a>, argument: u32) -> Said<'a> {
    let nodes = match case.reduced.meaning(argument) {
        Meaning::Nodes(nodes) => nodes.iter().map(|&node| words(case, node)).collect(),
        _ => Vec::new(),
    };
    Said { says: says(case, argument), nodes }
}
