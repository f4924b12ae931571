//! What is written into a box.

use super::palette::sign;
use super::quote::Side;
use super::wrap::{runs_right_to_left, wrap};
use crate::argument::{Argument, Edge, Estimate, Node, NodeKind, Weight};
use crate::rules::Level;

/// Columns of a line in a box.
pub(super) const BOX_COLUMNS: usize = 44;
/// Columns of a line beside an edge.
pub(super) const EDGE_COLUMNS: usize = 30;
/// Columns of a line of the title.
pub(super) const TITLE_COLUMNS: usize = 90;

/// The lines of one label, each with its side.
#[derive(Debug, Default)]
pub(super) struct Lines {
    lines: Vec<(String, Side)>,
}

impl Lines {
    /// Wraps a text; it stands on the side on which its script begins.
    pub(super) fn text(&mut self, text: &str, columns: usize) {
        let side = if runs_right_to_left(text) { Side::Right } else { Side::Left };
        self.lines.extend(wrap(text, columns).into_iter().map(|line| (line, side)));
    }

    /// Adds one line as it is, whatever its width.
    pub(super) fn line(&mut self, line: String) {
        self.lines.push((line, Side::Left));
    }

    /// The lines as a quoted label.
    pub(super) fn quoted(&self) -> String {
        super::quote::label(self.lines.iter().map(|(line, side)| (line.as_str(), *side)))
    }

    /// Adds the lines of another label under these.
    pub(super) fn append(&mut self, other: Self) {
        self.lines.extend(other.lines);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// The rules that hit a node: each once, the gravest level first.
pub(super) type Marks = Vec<(Level, &'static str)>;

/// Everything that a node's box says: its words, then what is known of it.
pub(super) fn of_node(argument: &Argument, node: &Node, strength: Option<f64>, marks: &Marks, columns: usize) -> Lines {
    let mut lines = Lines::default();
    lines.text(node.text.as_str(), columns);
    let standing = standing(node, strength);
    if !standing.is_empty() {
        lines.text(&standing.join(" · "), columns);
    }
    lines.text(&origin(argument, node), columns);
    findings(&mut lines, marks, columns);
    lines
}

/// One line a rule that hit.
pub(super) fn findings(lines: &mut Lines, marks: &Marks, columns: usize) {
    for (level, rule) in marks {
        lines.text(&format!("{} {rule}", sign(*level)), columns);
    }
}

/// How the node stands: its estimate and confidence, its base score, its strength.
fn standing(node: &Node, strength: Option<f64>) -> Vec<String> {
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
        said.push(format!("strength {}", short(strength)));
    }
    said
}

/// Where the node comes from: its id, whether it is inline, its date, its grade, its sources with theirs.
fn origin(argument: &Argument, node: &Node) -> String {
    let mut said = vec![format!("[{}]", node.id)];
    if node.inline {
        said.push("¶ inline".to_owned());
    }
    if let Some(date) = node.date {
        said.push(date.to_string());
    }
    if let Some(grade) = node.grade {
        said.push(grade.to_string());
    }
    let mut origin = said.join(" · ");
    for (number, source) in node.sources.iter().enumerate() {
        origin.push_str(if number == 0 { " — " } else { ", " });
        origin.push_str(source.key.as_str());
        if let Some(grade) = argument.source(source.key.as_str()).and_then(|source| source.grade) {
            origin.push_str(&format!(" ({grade})"));
        }
    }
    origin
}

/// "highly unlikely 10–20 %": the words as they stand, and the band in whole per cent.
fn band(estimate: &Estimate) -> String {
    let per_cent = |share: f64| trimmed(format!("{:.1}", share * 100.0));
    let (low, high) = (per_cent(estimate.low), per_cent(estimate.high));
    if low == high { format!("{} {low}\u{a0}%", estimate.term) } else { format!("{} {low}–{high}\u{a0}%", estimate.term) }
}

/// What stands beside an edge: its weight where it is not full, and its warrant.
pub(super) fn of_edge(edge: &Edge) -> Lines {
    let mut lines = Lines::default();
    if edge.weight != Weight::FULL {
        lines.line(short(edge.weight.get()));
    }
    if let Some(because) = &edge.because {
        lines.text(because, EDGE_COLUMNS);
    }
    lines
}

/// A number in [0, 1] in two decimals at most; one that would round to an end without being it says so.
pub(super) fn short(value: f64) -> String {
    if value > 0.0 && value < 0.005 {
        return "<0.01".to_owned();
    }
    if value < 1.0 && value >= 0.995 {
        return ">0.99".to_owned();
    }
    trimmed(format!("{value:.2}"))
}

fn trimmed(mut number: String) -> String {
    if number.contains('.') {
        number.truncate(number.trim_end_matches('0').trim_end_matches('.').len());
    }
    number
}

/// What a reader who cannot see the box is told of it: its id and its kind.
pub(super) fn tooltip(node: &Node) -> String {
    format!("{} ({})", node.id, node.kind)
}

/// The words in the legend's box for a kind.
pub(super) fn legend(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Judgement => "judgement: what the report stands for",
        NodeKind::Claim => "claim: supported, and supporting",
        NodeKind::Evidence => "evidence: a reported fact",
        NodeKind::Assumption => "assumption: taken without evidence",
        NodeKind::Hypothesis => "hypothesis: a rival answer",
        NodeKind::Inference => "inference: needs all of its premises",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_never_round_to_an_end() {
        for (value, written) in [
            (0.0, "0"),
            (1.0, "1"),
            (0.8, "0.8"),
            (0.25, "0.25"),
            (1.0 / 3.0, "0.33"),
            (0.001, "<0.01"),
            (0.999, ">0.99"),
            (0.1, "0.1"),
        ] {
            assert_eq!(short(value), written);
        }
    }

    #[test]
    fn a_band_is_written_in_per_cent() {
        let estimate = |low, high| Estimate {
            term: "unlikely".to_owned(),
            name: String::new(),
            yardstick: String::new(),
            low,
            high,
            span: crate::text::Span::default(),
        };
        assert_eq!(band(&estimate(0.1, 0.2)), "unlikely 10–20\u{a0}%");
        assert_eq!(band(&estimate(0.55, 0.75)), "unlikely 55–75\u{a0}%");
        assert_eq!(band(&estimate(0.005, 0.01)), "unlikely 0.5–1\u{a0}%");
        assert_eq!(band(&estimate(0.5, 0.5)), "unlikely 50\u{a0}%");
    }
}
