//! What is written into a box.

use super::quote::Side;
use crate::acceptance::{Label, Status};
use crate::argument::{Argument, Edge, Estimate, Node, NodeHandle, NodeKind, SourceReference, Weight};
use crate::draw::{band, runs_right_to_left, short, sign, wrap};
use crate::rules::{Finding, Level};
use unicode_width::UnicodeWidthStr;

/// Columns of a line in a box.
pub(crate) const BOX_COLUMNS: usize = 44;
/// Columns of a line beside an edge.
pub(super) const EDGE_COLUMNS: usize = 30;
/// Columns of a line of the title.
pub(crate) const TITLE_COLUMNS: usize = 90;

const RIGHT_TO_LEFT_ISOLATE: char = '\u{2067}';
const POP_ISOLATE: char = '\u{2069}';

/// The lines of one label, each with its side.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    lines: Vec<(String, Side)>,
}

impl Lines {
    /// Wraps a text; it stands on the side on which its script begins.
    ///
    /// Graphviz cannot say in SVG which way a text runs, and a browser would put the full stop of a right-to-left
    /// sentence at its wrong end; so each such line is set apart by a right-to-left isolate (UAX #9), which is not seen.
    pub(crate) fn text(&mut self, text: &str, columns: usize) {
        let lines = wrap(text, columns).into_iter();
        if runs_right_to_left(text) {
            self.lines.extend(lines.map(|line| (format!("{RIGHT_TO_LEFT_ISOLATE}{line}{POP_ISOLATE}"), Side::Right)));
        } else {
            self.lines.extend(lines.map(|line| (line, Side::Left)));
        }
    }

    /// Adds one line as it is, whatever its width.
    pub(crate) fn line(&mut self, line: String) {
        self.lines.push((line, Side::Left));
    }

    /// Adds items side by side, as many to a line as it holds; one that is too wide alone is wrapped.
    pub(super) fn items(&mut self, items: &[String], separator: &str, columns: usize) {
        let mut line = String::new();
        for item in items {
            if !line.is_empty() && line.width() + separator.width() + item.width() > columns {
                // A comma stays at the end of its line.
                line.push_str(separator.trim_end().trim_end_matches('·').trim_end());
                self.text(&std::mem::take(&mut line), columns + separator.len());
            }
            if !line.is_empty() {
                line.push_str(separator);
            }
            line.push_str(item);
        }
        self.text(&line, columns);
    }

    /// The lines as a quoted label.
    pub(super) fn quoted(&self) -> String {
        super::quote::label(self.lines.iter().map(|(line, side)| (line.as_str(), *side)))
    }

    /// The lines as they are, for formats that know no sides.
    pub(crate) fn plain(&self) -> String {
        self.lines.iter().map(|(line, _)| line.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// Adds the lines of another label under these.
    pub(super) fn append(&mut self, other: Self) {
        self.lines.extend(other.lines);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// The rules that hit a node: each once, the gravest level first.
pub(crate) type Marks = Vec<(Level, &'static str)>;

/// The rules that hit each node, by its index, and those that hit and name no node.
pub(crate) fn marks(argument: &Argument, findings: &[Finding]) -> (Vec<Marks>, Marks) {
    let mut marks: Vec<Marks> = vec![Vec::new(); argument.node_count()];
    let mut report_marks = Vec::new();
    for finding in findings {
        let mark = (finding.level, finding.rule);
        for node in &finding.nodes {
            if let Some(marks) = marks.get_mut(node.index()) {
                marks.push(mark);
            }
        }
        if finding.nodes.is_empty() {
            report_marks.push(mark);
        }
    }
    for marks in marks.iter_mut().chain([&mut report_marks]) {
        marks.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(other.1)));
        marks.dedup();
    }
    (marks, report_marks)
}

/// What is known of a node besides what it says itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known<'a> {
    pub(crate) strength: Option<f64>,
    /// How it fares among what can be held together.
    pub(crate) status: Option<Status>,
    pub(crate) marks: &'a [(Level, &'static str)],
    /// The judgements whose linchpin it is.
    pub(crate) linchpin_of: &'a [NodeHandle],
    /// How many edges into it were left out.
    pub(crate) hidden: usize,
}

/// Everything that a node's box says: its words, then what is known of it. `with_id` is for boxes whose id does not
/// stand beside them.
pub(crate) fn of_node(argument: &Argument, node: &Node, known: &Known<'_>, columns: usize, with_id: bool) -> Lines {
    let mut lines = Lines::default();
    lines.text(node.text.as_str(), columns);
    lines.items(&standing(node, known.strength), " · ", columns);
    lines.items(&acceptance(known.status).into_iter().collect::<Vec<_>>(), " ", columns);
    lines.items(&linchpin_of(argument, known.linchpin_of).into_iter().collect::<Vec<_>>(), " ", columns);
    let (origin, sources) = (origin(node, with_id), sources(argument, node));
    let together = format!("{} — {}", origin.join(" · "), sources.join(", "));
    if !origin.is_empty() && !sources.is_empty() && together.width() <= columns {
        lines.text(&together, columns);
    } else {
        lines.items(&origin, " · ", columns);
        lines.items(&sources, ", ", columns);
    }
    findings(&mut lines, known.marks, columns);
    lines.items(&more(known.hidden).into_iter().collect::<Vec<_>>(), " ", columns);
    lines
}

/// "accepted", with a sign.
pub(crate) fn acceptance(status: Option<Status>) -> Option<String> {
    let status = status?;
    let sign = match status.grounded {
        Label::In => '✓',
        Label::Out => '✗',
        Label::Undecided => '◌',
    };
    Some(format!("{sign} {}", status.words()))
}

/// "linchpin of kj1, kj2", with a sign; the first eight, and how many more there are.
pub(crate) fn linchpin_of(argument: &Argument, judgements: &[NodeHandle]) -> Option<String> {
    const MOST: usize = 8;
    let ids: Vec<&str> = judgements.iter().take(MOST).map(|&node| argument.node(node).id.as_str()).collect();
    let more = judgements.len().saturating_sub(MOST);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!ids.is_empty()).then(|| format!("◆ linchpin of {}{more}", ids.join(", ")))
}

/// "+3 more", for edges that were left out.
pub(crate) fn more(hidden: usize) -> Option<String> {
    (hidden > 0).then(|| format!("+{hidden} more"))
}

/// One line a rule that hit.
pub(crate) fn findings(lines: &mut Lines, marks: &[(Level, &'static str)], columns: usize) {
    for (level, rule) in marks {
        lines.text(&format!("{} {rule}", sign(*level)), columns);
    }
}

/// How the node stands: its estimate and confidence, its base score, its strength beside the certainty that its words
/// claim.
pub(crate) fn standing(node: &Node, strength: Option<f64>) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(estimate) = &node.estimate {
        said.push(band(estimate));
    }
    if let Some(confidence) = &node.confidence {
        said.push(format!("{} confidence", confidence.level));
    }
    if let Some(credibility) = node.credibility {
        said.push(format!("credibility {}", short(credibility.get())));
    }
    if let Some(strength) = strength {
        let claimed = node.estimate.as_deref().map(|estimate| format!(" of {} claimed", certainty(estimate)));
        said.push(format!("strength {}{}", short(strength), claimed.unwrap_or_default()));
    }
    said
}

/// "0.8–0.9": the certainty that the wording claims.
pub(crate) fn certainty(estimate: &Estimate) -> String {
    let (low, high) = estimate.certainty();
    let (low, high) = (short(low), short(high));
    if low == high { low } else { format!("{low}–{high}") }
}

/// Where the node comes from: its id, whether it is inline, its date, its own grade.
pub(crate) fn origin(node: &Node, with_id: bool) -> Vec<String> {
    let mut said = Vec::new();
    if with_id {
        said.push(format!("[{}]", node.id));
    }
    if node.inline {
        said.push("¶ inline".to_owned());
    }
    said.extend(node.date.map(|date| date.to_string()));
    said.extend(node.grade.map(|grade| grade.to_string()));
    said
}

/// The keys of the node's sources, each with its grade.
pub(crate) fn sources(argument: &Argument, node: &Node) -> Vec<String> {
    let source = |reference: &SourceReference| {
        let key = &reference.key;
        match argument.source(key.as_str()).and_then(|source| source.grade) {
            Some(grade) => format!("{key} ({grade})"),
            None => key.to_string(),
        }
    };
    node.sources.iter().map(source).collect()
}

/// "2 judgements", "1 claim", …: how many nodes there are of each kind that occurs.
pub(crate) fn counts(argument: &Argument) -> Vec<String> {
    let count = |kind: NodeKind| {
        let (one, many) = match kind {
            NodeKind::Judgement => ("judgement", "judgements"),
            NodeKind::Claim => ("claim", "claims"),
            NodeKind::Evidence => ("piece of evidence", "pieces of evidence"),
            NodeKind::Assumption => ("assumption", "assumptions"),
            NodeKind::Hypothesis => ("hypothesis", "hypotheses"),
            NodeKind::Inference => ("inference", "inferences"),
        };
        match argument.nodes_of(kind).count() {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{count} {many}")),
        }
    };
    NodeKind::ALL.into_iter().filter_map(count).collect()
}

/// What stands beside an edge: its weight where it is not full, and its warrant.
pub(crate) fn of_edge(edge: &Edge) -> Lines {
    let mut lines = Lines::default();
    if edge.weight != Weight::FULL {
        lines.line(short(edge.weight.get()));
    }
    if let Some(because) = &edge.because {
        lines.text(because, EDGE_COLUMNS);
    }
    lines
}

/// What a reader who cannot see the box is told of it: its id and its kind.
pub(super) fn tooltip(node: &Node) -> String {
    format!("{} ({})", node.id, node.kind)
}
