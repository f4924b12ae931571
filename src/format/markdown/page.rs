use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use crate::argument::{Argument, Edge, EdgeHandle, EdgeKind, Estimate, Id, Node, NodeHandle, NodeKind, Source, Weight};
use crate::draw::{band, short, sign};
use crate::format::dot::lines;
use crate::format::{WriteOptions, mermaid};
use crate::part::Part;
use crate::review::Tally;
use crate::review::markdown_text::plain;
use crate::rules::{Finding, Level};
use crate::score::Verdict;
use crate::text::Span;

macro_rules! say {
    ($text:expr) => { $text.push('\n') };
    ($text:expr, $($rest:tt)*) => {{
        // Writing to a string cannot fail.
        let _ = writeln!($text, $($rest)*);
    }};
}

/// The page.
pub(super) fn page(argument: &Argument, options: &WriteOptions<'_>) -> String {
    let part = options.part(argument);
    let sections = sections(&part);
    let page = Page::new(&part, &sections);
    let mut text = String::new();
    page.summary(&mut text);
    page.judgements(&mut text);
    for (number, section) in sections.iter().enumerate() {
        page.section(&mut text, number, section);
    }
    page.other_findings(&mut text);
    page.sources(&mut text);
    diagram(&mut text, argument, options);
    text
}

/// A judgement with the edges that lead to it, or what stands under no judgement.
struct Section {
    judgement: Option<NodeHandle>,
    /// In the order of the report's tree: the edges into the judgement, and behind each those into its premise; with
    /// whether it speaks for the judgement, as what contradicts a contradiction does.
    edges: Vec<(EdgeHandle, bool)>,
    /// For what stands under no judgement: its nodes.
    nodes: Vec<NodeHandle>,
}

/// The sections. Each edge stands in the first to whose judgement it leads without passing another judgement, so that all
/// of them together are as long as the argument.
fn sections(part: &Part<'_>) -> Vec<Section> {
    let argument = part.argument;
    let mut followed = vec![false; argument.node_count()];
    let mut follow = |from: NodeHandle| {
        let mut edges = Vec::new();
        let into = |node: NodeHandle, favours: bool| {
            argument
                .premises(node)
                .rev()
                .map(move |premise| (premise.handle, favours == (premise.kind == EdgeKind::Supports)))
        };
        followed[from.index()] = true;
        let mut open: Vec<(EdgeHandle, bool)> = into(from, true).collect();
        while let Some((edge, favours)) = open.pop() {
            edges.push((edge, favours));
            let premise = argument.ends(edge).0;
            let nested = argument.node(premise).kind == NodeKind::Judgement;
            if !nested && !std::mem::replace(&mut followed[premise.index()], true) {
                open.extend(into(premise, favours));
            }
        }
        edges
    };
    let mut sections: Vec<Section> = argument
        .judgements()
        .map(|(judgement, _)| Section { judgement: Some(judgement), edges: follow(judgement), nodes: Vec::new() })
        .collect();
    let mut rest = Section { judgement: None, edges: Vec::new(), nodes: Vec::new() };
    for (handle, node) in argument.nodes() {
        if node.kind != NodeKind::Judgement && !followed[handle.index()] {
            rest.nodes.push(handle);
            rest.edges.extend(argument.premises(handle).map(|premise| (premise.handle, true)));
        }
    }
    if !rest.nodes.is_empty() {
        sections.push(rest);
    }
    sections
}

/// In how many rows a node's words and sources are given in full.
const MOST_ROWS: usize = 8;

/// One line, since some forges keep line breaks.
const HOW_TO_READ: &str = "*Strength* is what the argument gives, from 0 to 1; *claimed* is how sure the wording is. \
    A judgement stands if its strength reaches what is claimed at least, or the threshold if nothing is; ▼ marks one that \
    does not. The *linchpin* is the node without which it falls most. Findings are those about a judgement and about what \
    bears on it.";

struct Page<'a> {
    part: &'a Part<'a>,
    verdicts: FxHashMap<NodeHandle, &'a Verdict>,
    /// The judgements whose linchpin a node is.
    linchpin_of: FxHashMap<NodeHandle, Vec<NodeHandle>>,
    /// The edges in whose rows the premise's words are left out, since they have stood on the page often enough.
    brief: Vec<bool>,
    /// The findings of each section, and those of none.
    findings: Vec<Vec<&'a Finding>>,
    other_findings: Vec<&'a Finding>,
}

impl<'a> Page<'a> {
    fn new(part: &'a Part<'a>, sections: &[Section]) -> Self {
        let mut home: Vec<Option<usize>> = vec![None; part.argument.node_count()];
        for (number, section) in sections.iter().enumerate() {
            let premises = section.edges.iter().map(|&(edge, _)| part.argument.ends(edge).0);
            let premises = premises.filter(|&node| part.argument.node(node).kind != NodeKind::Judgement);
            for node in section.judgement.into_iter().chain(section.nodes.iter().copied()).chain(premises) {
                home[node.index()].get_or_insert(number);
            }
        }
        // A node that bears on thousands of others would fill the page.
        let mut brief = vec![false; part.argument.edge_count()];
        let mut rows = vec![0_usize; part.argument.node_count()];
        for &(edge, _) in sections.iter().flat_map(|section| &section.edges) {
            let rows = &mut rows[part.argument.ends(edge).0.index()];
            brief[edge.index()] = *rows >= MOST_ROWS;
            *rows += 1;
        }
        let mut findings = vec![Vec::new(); sections.len()];
        let mut other_findings = Vec::new();
        for finding in part.findings.iter().flatten() {
            match finding.nodes.first().and_then(|node| home[node.index()]) {
                Some(number) => findings[number].push(finding),
                None => other_findings.push(finding),
            }
        }
        let mut linchpin_of: FxHashMap<NodeHandle, Vec<NodeHandle>> = FxHashMap::default();
        for (judgement, linchpin) in part.linchpins() {
            linchpin_of.entry(linchpin).or_default().push(judgement);
        }
        let verdicts = part.verdicts.iter().map(|verdict| (verdict.node, verdict)).collect();
        Self { part, verdicts, linchpin_of, brief, findings, other_findings }
    }

    fn id(&self, node: NodeHandle) -> String {
        plain(self.part.argument.node(node).id.as_str())
    }

    fn strength(&self, node: NodeHandle) -> Option<f64> {
        self.part.strengths.as_ref().and_then(|strengths| strengths[node.index()])
    }

    /// Title, date, and the whole in a few lines.
    fn summary(&self, text: &mut String) {
        let argument = self.part.argument;
        let title = argument.report.title.as_ref().map(|title| plain(title.as_str()));
        say!(text, "# {}\n", title.filter(|title| !title.is_empty()).unwrap_or_else(|| "Review".to_owned()));
        let mut origin: Vec<String> = argument.report.date.iter().map(ToString::to_string).collect();
        origin.extend(argument.files().files().next().map(|file| plain(file.name())));
        if !origin.is_empty() {
            say!(text, "{}\n", origin.join(" · "));
        }
        say!(text, "- {}", lines::counts(argument).join(", "));
        let decided: Vec<(&Verdict, f64)> =
            self.part.verdicts.iter().filter_map(|verdict| Some((verdict, verdict.margin?))).collect();
        let ids = |stand: bool| -> Vec<String> {
            let those = decided.iter().filter(|(_, margin)| (*margin >= 0.0) == stand);
            those.map(|(verdict, _)| plain(verdict.id.as_str())).collect()
        };
        let (standing, falling) = (ids(true), ids(false));
        if !decided.is_empty() {
            let said = |ids: &[String]| if ids.is_empty() { String::new() } else { format!(" ({})", ids.join(", ")) };
            say!(text, "- judgements that stand: {}{}", standing.len(), said(&standing));
            let strong = if falling.is_empty() { "" } else { "**" };
            say!(text, "- {strong}judgements that do not stand: {}{strong}{}", falling.len(), said(&falling));
        }
        let unsettled = self.part.verdicts.len() - decided.len();
        if unsettled > 0 {
            say!(text, "- without a strength, since it does not settle: {unsettled}");
        }
        if let Some(findings) = &self.part.findings {
            let mut tally = Tally::default();
            tally.add(findings);
            say!(text, "- findings: {}", tally.counts());
        }
    }

    fn judgements(&self, text: &mut String) {
        let argument = self.part.argument;
        if argument.judgements().next().is_none() {
            return;
        }
        heading(text, 2, "Judgements");
        say!(text, "| id | judgement | likelihood | confidence | strength | claimed | linchpin | findings |");
        say!(text, "| --- | --- | --- | --- | ---: | ---: | --- | --- |");
        for (number, (handle, node)) in argument.judgements().enumerate() {
            let verdict = self.verdicts.get(&handle);
            let weak = verdict.and_then(|verdict| verdict.margin).is_some_and(|margin| margin < 0.0);
            let strength = match self.strength(handle).map(short) {
                Some(strength) if weak => format!("▼ **{}**", plain(&strength)),
                Some(strength) => plain(&strength),
                None => "—".to_owned(),
            };
            let linchpin = verdict.and_then(|verdict| verdict.linchpin.as_ref());
            let linchpin = linchpin.map(|linchpin| plain(linchpin.id.as_str()));
            let mut tally = Tally::default();
            tally.add(&self.findings[number].iter().map(|&finding| finding.clone()).collect::<Vec<_>>());
            let cells = [
                format!("**{}**", self.id(handle)),
                plain(node.text.as_str()),
                or_dash(node.estimate.as_deref().map(|estimate| plain(&band(estimate)))),
                or_dash(node.confidence.as_ref().map(|confidence| confidence.level.to_string())),
                strength,
                or_dash(node.estimate.as_deref().map(lines::certainty)),
                or_dash(linchpin),
                if self.findings[number].is_empty() { "none".to_owned() } else { tally.counts() },
            ];
            row(text, &cells);
        }
        say!(text);
        say!(text, "{HOW_TO_READ}");
    }

    fn section(&self, text: &mut String, number: usize, section: &Section) {
        let argument = self.part.argument;
        match section.judgement {
            Some(judgement) => {
                heading(text, 2, &self.id(judgement));
                let node = argument.node(judgement);
                say!(text, "> {}\n", plain(node.text.as_str()));
                let standing = self.standing(judgement, node);
                if !standing.is_empty() {
                    say!(text, "{}\n", standing.join(" · "));
                }
            }
            None => {
                heading(text, 2, "Under no judgement");
                let nodes = section.nodes.iter();
                let rows: Vec<_> =
                    nodes.map(|&node| self.cells(node, argument.node(node).kind.to_string(), None, false)).collect();
                table(text, "kind", &rows);
            }
        }
        if section.judgement.is_some() && self.part.findings.is_some() {
            heading(
                text,
                3,
                &format!("Findings on {}", section.judgement.map(|node| self.id(node)).unwrap_or_default()),
            );
        }
        self.list(text, &self.findings[number], section.judgement.is_some());
        let rows = |side: bool| {
            let edges = section.edges.iter().filter(|(_, favours)| *favours == side);
            edges.map(|&(edge, _)| self.edge_cells(edge)).collect::<Vec<_>>()
        };
        let Some(judgement) = section.judgement else {
            table(text, "bears", &rows(true));
            return;
        };
        for (side, word) in [(true, "supports"), (false, "speaks against")] {
            heading(text, 3, &format!("What {word} {}", self.id(judgement)));
            let rows = rows(side);
            if rows.is_empty() {
                say!(text, "Nothing.\n");
            }
            table(text, "bears", &rows);
        }
        let premises = section.edges.iter().map(|&(edge, _)| argument.ends(edge).0);
        let mut nodes: Vec<NodeHandle> = premises.chain([judgement]).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let hidden: usize = nodes.into_iter().map(|node| self.part.hidden(node)).sum();
        if hidden > 0 {
            say!(text, "+{hidden} more that bear on these are not on this page.\n");
        }
    }

    /// How a judgement stands, in a line.
    fn standing(&self, judgement: NodeHandle, node: &Node) -> Vec<String> {
        let mut said: Vec<String> = lines::standing(node, None).iter().map(|item| plain(item)).collect();
        if let Some(strength) = self.strength(judgement) {
            let claimed = node
                .estimate
                .as_deref()
                .map(|estimate: &Estimate| format!(" of {} claimed", lines::certainty(estimate)));
            said.push(format!("strength **{}**{}", plain(&short(strength)), claimed.unwrap_or_default()));
        }
        if let Some(linchpin) = self.verdicts.get(&judgement).and_then(|verdict| verdict.linchpin.as_ref()) {
            let (id, without) = (plain(linchpin.id.as_str()), plain(&short(linchpin.without)));
            let crosses = if linchpin.crosses { ", below what is claimed" } else { "" };
            said.push(format!("linchpin **{id}**: without it {without}{crosses}"));
        }
        said
    }

    fn edge_cells(&self, handle: EdgeHandle) -> Vec<String> {
        let argument = self.part.argument;
        let (premise, conclusion) = argument.ends(handle);
        let edge = argument.edge(handle);
        self.cells(premise, self.bears(edge, conclusion), Some(edge), self.brief[handle.index()])
    }

    fn bears(&self, edge: &Edge, conclusion: NodeHandle) -> String {
        let inference = self.part.argument.node(conclusion).kind == NodeKind::Inference;
        let id = self.id(conclusion);
        match (edge.kind, inference) {
            (EdgeKind::Supports, _) => format!("supports {id}"),
            (EdgeKind::Contradicts, false) => format!("**contradicts** {id}"),
            (EdgeKind::Contradicts, true) => format!("**undercuts** the step {id}"),
        }
    }

    /// id, text, how it bears, weight, sources, strength
    fn cells(&self, node: NodeHandle, bears: String, edge: Option<&Edge>, brief: bool) -> Vec<String> {
        let argument = self.part.argument;
        let data = argument.node(node);
        let mut words = if brief { "*see above*".to_owned() } else { plain(data.text.as_str()) };
        if let Some(because) = edge.and_then(|edge| edge.because.as_deref()) {
            let _ = write!(words, "<br>*because* {}", plain(because));
        }
        if let Some(linchpin) = self.linchpin_of.get(&node) {
            let linchpin = lines::linchpin_of(argument, linchpin).unwrap_or_default();
            let _ = write!(words, "<br>{}", plain(&linchpin));
        }
        let mut id = self.id(node);
        if edge.is_some() && data.kind != NodeKind::Evidence {
            let _ = write!(id, "<br>*{}*", data.kind);
        }
        let weight = edge.filter(|edge| edge.weight != Weight::FULL).map(|edge| short(edge.weight.get()));
        let named = if brief { Vec::new() } else { lines::sources(argument, data) };
        let mut sources: Vec<String> = named.iter().map(|source| plain(source)).collect();
        sources.extend(data.grade.map(|grade| format!("graded {grade}")));
        sources.extend(data.date.map(|date| date.to_string()));
        let sources = (!sources.is_empty()).then(|| sources.join(", "));
        let strength = self.strength(node).map(|strength| plain(&short(strength)));
        vec![
            id,
            words,
            bears,
            weight.map_or_else(|| "1".to_owned(), |weight| plain(&weight)),
            or_dash(sources),
            or_dash(strength),
        ]
    }

    fn other_findings(&self, text: &mut String) {
        if !self.other_findings.is_empty() {
            heading(text, 2, "Findings on the report");
            self.list(text, &self.other_findings, false);
        }
    }

    /// Findings, each with its place and what to write.
    fn list(&self, text: &mut String, findings: &[&Finding], with_none: bool) {
        if findings.is_empty() {
            if with_none && self.part.findings.is_some() {
                say!(text, "None.\n");
            }
            return;
        }
        for finding in findings {
            let (level, rule) = (finding.level, finding.rule);
            let place = self.place(finding.primary.span).map(|place| format!(" at {place}")).unwrap_or_default();
            let word = if level == Level::Note { level.word().to_owned() } else { format!("**{}**", level.word()) };
            let help = finding.help.as_deref().map(|help| format!("<br>*{}*", plain(help))).unwrap_or_default();
            say!(text, "- {} {word} `{rule}`{place}: {}{help}", sign(level), plain(&finding.message));
        }
        say!(text);
    }

    /// `file:line`.
    fn place(&self, span: Span) -> Option<String> {
        let file = self.part.argument.files().files().nth(span.file.index())?;
        let at = file.position(span.start as usize);
        Some(plain(&format!("{}:{}", file.name(), at.line)))
    }

    /// The sources that the page names, or all of them if it is about the whole argument.
    fn sources(&self, text: &mut String) {
        let argument = self.part.argument;
        let mut uses: FxHashMap<&Id, usize> = FxHashMap::default();
        for (_, node) in argument.nodes() {
            for reference in &node.sources {
                *uses.entry(&reference.key).or_default() += 1;
            }
        }
        let named = |source: &&Source| self.part.excerpt.is_none() || uses.contains_key(&source.key);
        let sources: Vec<&Source> = argument.sources().filter(named).collect();
        if sources.is_empty() {
            return;
        }
        heading(text, 2, "Sources");
        say!(text, "| source | title | grade | date | used by | took from | address |");
        say!(text, "| --- | --- | --- | --- | ---: | --- | --- |");
        for source in sources {
            let named = [&source.title, &source.author, &source.publisher];
            let named: Vec<String> = named.into_iter().flatten().map(|name| plain(name)).collect();
            let took: Vec<String> = source.derived_from.iter().map(|key| plain(key.as_str())).collect();
            let cells = [
                plain(source.key.as_str()),
                or_dash((!named.is_empty()).then(|| named.join(", "))),
                or_dash(source.grade.map(|grade| grade.to_string())),
                or_dash(source.date.map(|date| date.to_string())),
                uses.get(&source.key).copied().unwrap_or(0).to_string(),
                or_dash((!took.is_empty()).then(|| took.join(", "))),
                or_dash(source.url.as_deref().map(plain)),
            ];
            row(text, &cells);
        }
    }
}

fn diagram(text: &mut String, argument: &Argument, options: &WriteOptions<'_>) {
    heading(text, 2, "Diagram");
    match mermaid::diagram(argument, options, false) {
        Ok(diagram) => {
            if let Some(shortened) = diagram.shortened {
                say!(text, "{}.\n", plain(&shortened));
            }
            // Labels hold no line break and no backtick, so that nothing in them ends the block.
            say!(text, "```mermaid\n{}```", diagram.text);
        }
        Err(fault) => say!(text, "There is none: {}.", plain(&fault.to_string())),
    }
}

/// Rows of [`Page::cells`], without those columns in which nothing stands.
fn table(text: &mut String, relation: &str, rows: &[Vec<String>]) {
    if rows.is_empty() {
        return;
    }
    let headings = [
        ("id", "---"),
        ("text", "---"),
        (relation, "---"),
        ("weight", "---:"),
        ("sources", "---"),
        ("strength", "---:"),
    ];
    let says_something = |column: usize| {
        let nothing = if column == 3 { "1" } else { "—" };
        rows.iter().any(|row| row[column] != nothing)
    };
    let columns: Vec<usize> = (0..headings.len()).filter(|&column| says_something(column)).collect();
    row(text, &columns.iter().map(|&column| headings[column].0.to_owned()).collect::<Vec<_>>());
    row(text, &columns.iter().map(|&column| headings[column].1.to_owned()).collect::<Vec<_>>());
    for cells in rows {
        row(text, &columns.iter().map(|&column| cells[column].clone()).collect::<Vec<_>>());
    }
    say!(text);
}

/// A heading of that level, with a blank line on either side.
fn heading(text: &mut String, level: usize, words: &str) {
    text.truncate(text.trim_end_matches('\n').len());
    say!(text, "\n\n{} {words}\n", "#".repeat(level));
}

fn row(text: &mut String, cells: &[String]) {
    say!(text, "| {} |", cells.join(" | "));
}

fn or_dash(text: Option<String>) -> String {
    text.filter(|text| !text.is_empty()).unwrap_or_else(|| "—".to_owned())
}
