//! The answer for reading.

use std::fmt::Write as _;

use linchpin::acceptance::{Exchange, Label, Meaning, Reduction, Undefended};
use linchpin::argument::{EdgeKind, NodeHandle};
use linchpin::review::visible;

use super::super::explain::{place, position};
use super::super::table::{Column, table, wrapped};
use super::why::{Explained, Reason};
use super::{Case, Fate};

/// So many exchanges of a defence are shown.
const MOST_EXCHANGES: usize = 40;
/// So many names are listed in one sentence.
const MOST_NAMES: usize = 12;

macro_rules! say {
    ($text:expr, $($rest:tt)*) => {{
        // Writing to a string cannot fail.
        let _ = writeln!($text, $($rest)*);
    }};
}

/// How each of some nodes fares, and what nobody can dispute.
pub fn overview(case: &Case<'_>, fates: &[Fate], width: usize) -> String {
    let mut text = heading(case);
    text.push('\n');
    if fates.is_empty() {
        text.push_str("There is no judgement and no hypothesis here; `--all` shows every node.\n");
    } else {
        let columns = [
            Column::words("node"),
            Column::words("kind"),
            Column::words("grounded"),
            Column::words(case.semantics.name()),
            Column::words("text"),
        ];
        let rows: Vec<Vec<String>> = fates
            .iter()
            .map(|fate| {
                let node = case.argument.node(fate.node);
                let [id, kind, words] = [node.id.to_string(), node.kind.to_string(), node.text.as_str().to_owned()];
                vec![id, kind, fate.status.grounded.word().to_owned(), fate.status.word().to_owned(), words]
            })
            .collect();
        text.push_str(&table(&columns, &rows, width));
    }
    for (label, meaning) in [
        (Label::In, "accepted: nobody can dispute them as the argument stands"),
        (Label::Out, "rejected: something that is accepted stands against them"),
        (Label::Undecided, "undecided"),
    ] {
        let nodes: Vec<NodeHandle> = case
            .argument
            .nodes()
            .map(|(handle, _)| handle)
            .filter(|&node| case.labels[case.reduced.of_node(node) as usize] == label)
            .collect();
        if !nodes.is_empty() {
            say!(text, "\n{} {meaning}", nodes.len());
            let ids: Vec<String> = nodes.iter().map(|&node| id(case, node)).collect();
            for line in wrapped(&ids.join(" "), width.saturating_sub(2)) {
                say!(text, "  {line}");
            }
        }
    }
    text.push_str("\nA contradiction counts in full here, whatever its weight. With a NODE: why it fares so.\n");
    text
}

/// The sets: what is in every one, then what each has besides.
pub fn sets(case: &Case<'_>, sets: &[Vec<NodeHandle>], are_all: bool, width: usize) -> String {
    let mut text = heading(case);
    let count = match (sets.len(), are_all) {
        (0, _) => {
            say!(text, "\nThere is no {} set.", case.semantics.name());
            return text;
        }
        (1, true) => "1 set".to_owned(),
        (count, true) => format!("{count} sets"),
        (count, false) => format!("the first {count} sets of more (--most)"),
    };
    say!(text, "{}: {count}", case.semantics.name());
    let shared: Vec<NodeHandle> =
        sets[0].iter().copied().filter(|node| sets.iter().all(|set| set.binary_search(node).is_ok())).collect();
    let is_one = sets.len() == 1;
    let title = if is_one {
        "The set"
    } else if are_all {
        "In every set"
    } else {
        "In each of these sets"
    };
    section(case, &mut text, title, &shared, width);
    for (number, set) in (1..).zip(sets).filter(|_| !is_one) {
        let own: Vec<NodeHandle> = set.iter().copied().filter(|node| shared.binary_search(node).is_err()).collect();
        section(case, &mut text, &format!("Set {number}, besides"), &own, width);
    }
    text
}

fn section(case: &Case<'_>, text: &mut String, title: &str, nodes: &[NodeHandle], width: usize) {
    say!(text, "\n{title}: {}", if nodes.is_empty() { "nothing".to_owned() } else { counted(nodes.len(), "node") });
    if nodes.is_empty() {
        return;
    }
    let columns = [Column::words("node"), Column::words("kind"), Column::words("text")];
    let rows: Vec<Vec<String>> = nodes
        .iter()
        .map(|&node| {
            let node = case.argument.node(node);
            vec![node.id.to_string(), node.kind.to_string(), node.text.as_str().to_owned()]
        })
        .collect();
    for line in table(&columns, &rows, width.saturating_sub(2)).lines() {
        say!(text, "  {line}");
    }
}

/// One node: how it fares and why.
pub fn explained(case: &Case<'_>, explained: &Explained, width: usize) -> String {
    let page = Page { case, width };
    let fate = &explained.fate;
    let node = case.argument.node(fate.node);
    let mut text = String::new();
    say!(text, "{} · {} · {}", id(case, fate.node), node.kind, page.at(fate.node));
    page.words(&mut text, fate.node, "  ");
    text.push('\n');
    say!(text, "grounded   {}", fate.status.grounded.word());
    say!(text, "{:<10} {}", case.semantics.name(), fate.status.word());
    say!(text, "supports   {}", supports(case.reduced.reduction));
    let own = case.reduced.of_node(fate.node);
    if matches!(case.reduced.meaning(own), Meaning::Nodes(nodes) if nodes.len() > 1) {
        say!(text, "           these support each other in a circle, and stand or fall together: {}", says(case, own));
    }
    text.push('\n');
    page.reason(&mut text, explained);
    if let Some(without) = &explained.without {
        say!(text, "\nA {} set without it", case.semantics.name());
        let ids: Vec<String> = without.iter().map(|&node| id(case, node)).collect();
        for line in wrapped(&ids.join(" "), width.saturating_sub(2)) {
            say!(text, "  {line}");
        }
    }
    text
}

struct Page<'a> {
    case: &'a Case<'a>,
    width: usize,
}

impl Page<'_> {
    fn at(&self, node: NodeHandle) -> String {
        let span = place(self.case.argument, node);
        let Some((file, line, column)) = position(self.case.argument, span) else { return "—".to_owned() };
        format!("{}:{line}:{column}", visible(file))
    }

    fn words(&self, text: &mut String, node: NodeHandle, margin: &str) {
        let words = visible(self.case.argument.node(node).text.as_str()).into_owned();
        for line in wrapped(&words, self.width.saturating_sub(margin.len())) {
            say!(text, "{margin}{line}");
        }
    }

    fn reason(&self, text: &mut String, explained: &Explained) {
        let me = id(self.case, explained.fate.node);
        match &explained.reason {
            Reason::Defended(exchanges) if exchanges.is_empty() => {
                say!(text, "Why it can be held\n  nothing stands against it");
            }
            Reason::Defended(exchanges) => {
                text.push_str("Why it can be held\n");
                self.exchanges(text, exchanges);
            }
            Reason::Defeated { attacker, defence } => {
                text.push_str("Why it cannot be held\n");
                self.line(text, &format!("against {me}"), *attacker);
                if defence.is_empty() {
                    text.push_str("  and nothing stands against that\n");
                } else {
                    text.push_str("and that is accepted in its turn\n");
                    self.exchanges(text, defence);
                }
            }
            Reason::Undefended(links) => {
                text.push_str("Why it cannot be held\n");
                for link in links {
                    self.link(text, link);
                }
            }
        }
    }

    fn exchanges(&self, text: &mut String, exchanges: &[Exchange]) {
        for exchange in exchanges.iter().take(MOST_EXCHANGES) {
            self.line(text, &format!("against {}", says(self.case, exchange.attacked)), exchange.attacker);
            self.line(text, "  answered by", exchange.counter);
        }
        if let Some(more @ 1..) = exchanges.len().checked_sub(MOST_EXCHANGES) {
            say!(text, "  and {more} more such answers");
        }
    }

    fn link(&self, text: &mut String, link: &Undefended) {
        let attacked = says(self.case, link.attacked);
        let Some(attacker) = link.attacker else {
            say!(text, "  each attack on {attacked} can be answered, but not by things that can be held together");
            return;
        };
        self.line(text, &format!("against {attacked}"), attacker);
        let counters: Vec<String> =
            link.counters.iter().take(MOST_NAMES).map(|&counter| says(self.case, counter)).collect();
        let more = link.counters.len().saturating_sub(MOST_NAMES);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        match counters.as_slice() {
            [] => text.push_str("    and nothing stands against that\n"),
            [only] if link.counters == [attacker] => {
                say!(text, "    {only} stands against itself, but nothing else does that could be held");
            }
            [only] => say!(text, "    only {only} stands against that, and cannot be held"),
            _ => say!(text, "    only {}{more} stand against that, and none can be held", counters.join(", ")),
        }
    }

    /// What an argument of the framework says, with the words and the place where it is a node's.
    fn line(&self, text: &mut String, lead: &str, argument: u32) {
        match self.case.reduced.meaning(argument) {
            Meaning::Nodes(nodes) => {
                for &node in nodes {
                    say!(text, "  {lead}: {} · {}", id(self.case, node), self.at(node));
                    self.words(text, node, "      ");
                }
            }
            _ => say!(text, "  {lead}: {}", says(self.case, argument)),
        }
    }
}

fn heading(case: &Case<'_>) -> String {
    let argument = case.argument;
    let attacks = argument.edges().filter(|(_, edge)| edge.kind == EdgeKind::Contradicts).count();
    format!(
        "{}, {} · supports {}\n",
        counted(argument.node_count(), "node"),
        counted(attacks, "contradiction"),
        supports(case.reduced.reduction)
    )
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn supports(reduction: Reduction) -> &'static str {
    match reduction {
        Reduction::None => "none: they are left out",
        Reduction::Deductive => "deductive: who accepts a premise accepts its conclusion",
        Reduction::Necessary => "necessary: a conclusion needs every premise",
        Reduction::Evidential => "evidential: a conclusion needs one premise that stands",
    }
}

fn id(case: &Case<'_>, node: NodeHandle) -> String {
    visible(case.argument.node(node).id.as_str()).into_owned()
}

/// What an argument of the framework says, in a few words.
pub fn says(case: &Case<'_>, argument: u32) -> String {
    let meaning = case.reduced.meaning(argument);
    let words = visible(&meaning.words(case.argument)).into_owned();
    if matches!(meaning, Meaning::Nodes(_)) { words } else { format!("“{words}”") }
}
