//! Mermaid, which forges draw where it stands in a Markdown file.
//!
//! A flowchart in the dialect of Mermaid 11 that needs nothing newer than its first release: kinds are told apart by
//! shape, support and contradiction by line, end mark and word. Nodes have names of our own (`n0`, `n1`, …), so that no id
//! can be a keyword; the report's text stands in quoted labels only, in which it stays text (see `escape`).

mod chart;

pub(crate) use chart::Chart;

use super::{WriteFault, WriteOptions, Writer, Written};
use crate::argument::{Argument, Excerpt, NodeHandle, NodeKind};

/// The longest text that Mermaid draws as it is set up at first, and on GitHub: `maxTextSize`, in UTF-16 units.
const MOST_TEXT: usize = 50_000;
/// The most edges that it draws: `maxEdges`.
const MOST_EDGES: usize = 500;

/// Mermaid.
#[derive(Clone, Copy, Debug)]
pub struct Mermaid;

impl Writer for Mermaid {
    fn name(&self) -> &'static str {
        "mermaid"
    }

    fn summary(&self) -> &'static str {
        "a diagram that forges draw in Markdown"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["mmd", "mermaid"]
    }

    fn is_diagram(&self) -> bool {
        true
    }

    fn keeps(&self) -> &'static str {
        "nodes and edges with their kinds and weights, to draw"
    }

    /// The diagram; of an argument that is larger than Mermaid draws, the judgements with what bears on them directly, and
    /// of one that is larger still, its first judgements. A comment says so.
    ///
    /// # Errors
    /// If the text of a single node is longer than Mermaid draws.
    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        let diagram = diagram(argument, options, true)?;
        Ok(Written { bytes: diagram.text.into_bytes(), notes: diagram.shortened.into_iter().collect() })
    }
}

/// A diagram that Mermaid draws.
pub(crate) struct Diagram {
    pub(crate) text: String,
    /// What was left out, because the whole is larger than Mermaid draws; a sentence.
    pub(crate) shortened: Option<String>,
}

/// The largest diagram that Mermaid draws. O((nodes + edges) log judgements, and the length of the whole diagram): from
/// the judgements alone on, each try has half as many of them as the last.
pub(crate) fn diagram(
    argument: &Argument,
    options: &WriteOptions<'_>,
    with_title: bool,
) -> Result<Diagram, WriteFault> {
    let draw = |options: &WriteOptions<'_>, shortened: Option<&str>| {
        let part = options.part(argument);
        let chart = Chart { part: &part, look: options.look, with_title, shortened };
        (part.argument.edge_count() <= MOST_EDGES).then(|| chart.print()).filter(|text| fits(text))
    };
    if let Some(text) = draw(options, None) {
        return Ok(Diagram { text, shortened: None });
    }
    // The part that was asked for, with the nodes' handles in the whole.
    let whole_part = options.excerpt.map_or(argument, Excerpt::argument);
    let there = |node: NodeHandle| options.excerpt.map_or(node, |excerpt| excerpt.there(node));
    let keep = |kept: &[NodeHandle]| {
        let mut keeps = vec![false; argument.node_count()];
        for &node in kept {
            keeps[there(node).index()] = true;
        }
        Excerpt::of(argument, |handle| keeps[handle.index()])
    };
    let collapsed = Excerpt::collapsed(whole_part);
    let collapsed_nodes: Vec<NodeHandle> =
        collapsed.argument().nodes().map(|(node, _)| collapsed.there(node)).collect();
    let all = format!("{} nodes and {} edges", whole_part.node_count(), whole_part.edge_count());
    let try_with = |kept: &[NodeHandle], shown: &str| {
        let excerpt = keep(kept);
        let said = format!("The argument has {all}, more than Mermaid draws: {shown}");
        let text = draw(&WriteOptions { excerpt: Some(&excerpt), ..*options }, Some(&said))?;
        Some(Diagram { text, shortened: Some(said) })
    };
    let direct = "only the judgements and what bears on them directly are shown";
    if let Some(diagram) = try_with(&collapsed_nodes, direct) {
        return Ok(diagram);
    }
    let mut tops: Vec<NodeHandle> = whole_part.nodes_of(NodeKind::Judgement).map(|(node, _)| node).collect();
    if tops.is_empty() {
        tops = collapsed_nodes;
    }
    let of_all = tops.len();
    for limit in [16, 8, 4, 2] {
        let first = tops.iter().flat_map(|&top| whole_part.premises(top).take(limit)).map(|premise| premise.node);
        let kept: Vec<NodeHandle> = tops.iter().copied().chain(first).collect();
        let shown = format!("only the judgements and the first {limit} nodes that bear on each directly are shown");
        if let Some(diagram) = try_with(&kept, &shown) {
            return Ok(diagram);
        }
    }
    // Judgements bear on each other, too: a few of them may have more edges than are drawn.
    while !tops.is_empty() {
        let shown = match tops.len() {
            1 if of_all == 1 => "only the judgement is shown".to_owned(),
            1 => format!("only the first of {of_all} judgements is shown"),
            count if count == of_all => "only the judgements are shown".to_owned(),
            count => format!("only the first {count} of {of_all} judgements are shown"),
        };
        if let Some(diagram) = try_with(&tops, &shown) {
            return Ok(diagram);
        }
        tops.truncate(tops.len() / 2);
    }
    Err(WriteFault(format!(
        "a node's text is longer than the {MOST_TEXT} characters that Mermaid draws; export it to svg or dot"
    )))
}

fn fits(text: &str) -> bool {
    text.encode_utf16().count() <= MOST_TEXT
}
