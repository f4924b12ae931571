//! What stands in a box, and where.

use super::measure::{Measure, Thickness};
use super::wrap::{runs_right_to_left, wrap_by};
use crate::acceptance::{Label, Status};
use crate::argument::{Argument, Node, NodeKind, SourceReference, Weight};
use crate::part::{Became, Part};
use crate::rules::Level;
use crate::score::Verdict;

/// The width of every box, in CSS pixels; a line holds some fifty letters.
pub(super) const BOX_WIDTH: f64 = 330.0;
/// Room between a box's border and its text.
pub(super) const INSET: f64 = 13.0;
/// Room between the top of a line of small print and its base line, as a share of its size.
const ASCENT: f64 = 0.905;

const TEXT_SIZE: f64 = 13.0;
const JUDGEMENT_SIZE: f64 = 14.0;
pub(super) const SMALL_SIZE: f64 = 11.0;
const BAR_HEIGHT: f64 = 8.0;

/// What a text is in the picture, which gives its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// The words of the report.
    Text,
    /// What is known of them.
    Muted,
    /// A finding's rule.
    Finding(Level),
}

/// One line of text at its place in the box.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) text: String,
    /// The left end, or the right end for a line that is set to the right.
    pub(super) x: f64,
    /// The base line.
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) thickness: Thickness,
    pub(super) ink: Ink,
    pub(super) set_right: bool,
    /// Whether it is a line of a text that runs from right to left, whatever it holds itself.
    pub(super) right_to_left: bool,
    /// As measured, for viewers with another font; `None` where the font lacks a letter.
    pub(super) width: Option<f64>,
    pub(super) role: Role,
}

/// What a line is, for those who style or read the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Id,
    Origin,
    Words,
    Standing,
    StrengthNumber,
    Source,
    Mark,
    Acceptance,
    Linchpin,
    Warrant,
    Hidden,
    Change,
}

/// A source's tag around its line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A sign before a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sign {
    pub(super) kind: SignKind,
    pub(super) x: f64,
    pub(super) y: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SignKind {
    Finding(Level),
    Linchpin,
    Acceptance(Label),
}

/// Strength and claimed certainty, on a scale from 0 to 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bar {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) strength: f64,
    pub(super) certainty: Option<(f64, f64)>,
}

/// A box and all that stands in it; places count from its upper left corner.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) lines: Vec<Line>,
    pub(super) tags: Vec<Tag>,
    pub(super) signs: Vec<Sign>,
    pub(super) bar: Option<Bar>,
}

/// What is known of a node besides its own words.
pub(super) struct Knowledge<'a> {
    pub(super) strength: Option<f64>,
    pub(super) verdict: Option<&'a Verdict>,
    /// How it fares among what can be held together.
    pub(super) status: Option<Status>,
    /// The judgements that hang on it.
    pub(super) linchpin_of: &'a [&'a str],
    /// The rules that hit it, the gravest first.
    pub(super) marks: &'a [(Level, &'static str)],
    /// What became of it between two editions, and how.
    pub(super) became: Option<(Became, &'a [String])>,
    /// The warrants of its edges: the conclusion's id, and why.
    pub(super) warrants: &'a [(&'a str, &'a str)],
    /// How many edges into it are not drawn.
    pub(super) hidden: usize,
    /// The least height of the box, for its edges to leave it apart.
    pub(super) least_height: f64,
}

impl Card {
    /// Sets out a node's box.
    pub(super) fn new(argument: &Argument, node: &Node, known: &Knowledge<'_>, measure: &mut Measure) -> Self {
        // The slanting sides of an inference's box come nearer to its text.
        let side = if node.kind == NodeKind::Inference { INSET + 9.0 } else { INSET };
        let mut setter = Setter { measure, card: Self::empty(), y: INSET - 2.0, left: side, right: BOX_WIDTH - side };
        setter.heading(node);
        setter.change(known);
        let (size, thickness) = match node.kind {
            NodeKind::Judgement => (JUDGEMENT_SIZE, Thickness::Bold),
            _ => (TEXT_SIZE, Thickness::Regular),
        };
        setter.paragraph(node.text.as_str(), size, thickness, Ink::Text, Role::Words);
        for (conclusion, because) in known.warrants {
            setter.gap(3.0);
            let text = format!("→ {conclusion}: {because}");
            setter.paragraph(&text, SMALL_SIZE, Thickness::Regular, Ink::Muted, Role::Warrant);
        }
        let standing = standing(node, known);
        if !standing.is_empty() {
            setter.gap(4.0);
            setter.paragraph(&standing.join(" · "), SMALL_SIZE, Thickness::Regular, Ink::Muted, Role::Standing);
        }
        setter.bar(known);
        setter.sources(argument, node);
        setter.marks(known);
        if known.hidden > 0 {
            setter.gap(4.0);
            let text = if known.hidden == 1 {
                "1 more is not shown".to_owned()
            } else {
                format!("{} more are not shown", known.hidden)
            };
            setter.paragraph(&text, SMALL_SIZE, Thickness::Regular, Ink::Muted, Role::Hidden);
        }
        let mut card = setter.card;
        let needed = setter.y + INSET - 2.0;
        card.height = needed.max(known.least_height).ceil();
        card
    }

    fn empty() -> Self {
        Self { width: BOX_WIDTH, height: 0.0, lines: Vec::new(), tags: Vec::new(), signs: Vec::new(), bar: None }
    }
}

/// Sets lines one under the other.
struct Setter<'m> {
    measure: &'m mut Measure,
    card: Card,
    /// Where the next line begins.
    y: f64,
    left: f64,
    right: f64,
}

impl Setter<'_> {
    fn gap(&mut self, height: f64) {
        self.y += height;
    }

    /// The id at the left, date and grade at the right, on one line if they fit.
    fn heading(&mut self, node: &Node) {
        let id = visible(node.id.as_str());
        let mut origin: Vec<String> = Vec::new();
        if node.inline {
            origin.push("in the text".to_owned());
        }
        origin.extend(node.date.map(|date| date.to_string()));
        origin.extend(node.grade.map(|grade| grade.to_string()));
        let origin = origin.join(" · ");
        let room = self.right - self.left;
        let width = self.measure.width(&id, SMALL_SIZE, Thickness::Bold);
        let beside = self.measure.width(&origin, SMALL_SIZE, Thickness::Regular);
        let top = self.y;
        self.paragraph(&id, SMALL_SIZE, Thickness::Bold, Ink::Muted, Role::Id);
        if !origin.is_empty() {
            if width + beside + 12.0 <= room {
                let after = std::mem::replace(&mut self.y, top);
                // A folded corner stands in the way of evidence.
                let right = self.right - if node.kind == NodeKind::Evidence { 6.0 } else { 0.0 };
                self.line(origin, right, SMALL_SIZE, Thickness::Regular, Ink::Muted, Role::Origin, true);
                self.y = after;
            } else {
                self.paragraph(&origin, SMALL_SIZE, Thickness::Regular, Ink::Muted, Role::Origin);
            }
        }
        self.gap(2.0);
    }

    /// What became of the node: the word in bold where nothing more is to be said, else what changed.
    fn change(&mut self, known: &Knowledge<'_>) {
        let Some((became, how)) = known.became else { return };
        let word = [became.word().to_owned()];
        for line in if how.is_empty() { &word } else { how } {
            self.paragraph(line, SMALL_SIZE, Thickness::Bold, Ink::Text, Role::Change);
        }
        self.gap(2.0);
    }

    /// A text in as many lines as it needs, on the side on which its script begins.
    fn paragraph(&mut self, text: &str, size: f64, thickness: Thickness, ink: Ink, role: Role) {
        let room = self.right - self.left;
        let text = visible(text);
        let measure = &mut *self.measure;
        let lines = wrap_by(&text, room, |piece| measure.width(piece, size, thickness));
        let right_to_left = runs_right_to_left(&text);
        for line in lines {
            let x = if right_to_left { self.right } else { self.left };
            self.line(line, x, size, thickness, ink, role, right_to_left);
            if let Some(line) = self.card.lines.last_mut() {
                line.right_to_left = right_to_left;
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a line is all that")]
    fn line(&mut self, text: String, x: f64, size: f64, thickness: Thickness, ink: Ink, role: Role, set_right: bool) {
        let width = self.measure.covers(&text).then(|| self.measure.width(&text, size, thickness));
        let leading = (size * 1.32).round();
        let y = self.y + (leading - size) / 2.0 + size * ASCENT;
        self.card.lines.push(Line { text, x, y, size, thickness, ink, set_right, right_to_left: false, width, role });
        self.y += leading;
    }

    fn bar(&mut self, known: &Knowledge<'_>) {
        let (Some(strength), Some(verdict)) = (known.strength, known.verdict) else { return };
        self.gap(6.0);
        let number = super::number::short(strength);
        let room = 34.0;
        let width = self.right - self.left - room;
        self.card.bar = Some(Bar {
            x: self.left,
            y: self.y + 3.0,
            width,
            height: BAR_HEIGHT,
            strength,
            certainty: verdict.certainty,
        });
        self.line(number, self.right, SMALL_SIZE, Thickness::Bold, Ink::Text, Role::StrengthNumber, true);
    }

    /// The sources, each in a tag, as many to a line as it holds.
    fn sources(&mut self, argument: &Argument, node: &Node) {
        const SIDE: f64 = 6.0;
        const HEIGHT: f64 = 17.0;
        let mut x = self.left;
        let mut first = true;
        for tag in node.sources.iter().map(|reference| source_tag(argument, reference)) {
            let room = self.right - self.left - 2.0 * SIDE;
            let measure = &mut *self.measure;
            for text in wrap_by(&visible(&tag), room, |piece| measure.width(piece, SMALL_SIZE, Thickness::Regular)) {
                let width = self.measure.width(&text, SMALL_SIZE, Thickness::Regular) + 2.0 * SIDE;
                if first {
                    self.gap(6.0);
                    first = false;
                } else if x + width > self.right {
                    x = self.left;
                    self.gap(HEIGHT + 4.0);
                }
                self.card.tags.push(Tag { x, y: self.y, width, height: HEIGHT });
                let before = self.y;
                self.y += 1.0;
                self.line(text, x + SIDE, SMALL_SIZE, Thickness::Regular, Ink::Muted, Role::Source, false);
                self.y = before;
                x += width + 5.0;
            }
        }
        if !first {
            self.gap(HEIGHT);
        }
    }

    /// How the node fares, what hangs on it, and the rules that hit, each after its sign.
    fn marks(&mut self, known: &Knowledge<'_>) {
        const SIGN: f64 = 16.0;
        let status = known
            .status
            .map(|status| (SignKind::Acceptance(status.grounded), status.words(), Ink::Text, Role::Acceptance));
        let linchpins = (!known.linchpin_of.is_empty()).then(|| {
            (SignKind::Linchpin, format!("linchpin of {}", known.linchpin_of.join(", ")), Ink::Text, Role::Linchpin)
        });
        let hits = known
            .marks
            .iter()
            .map(|(level, rule)| (SignKind::Finding(*level), (*rule).to_owned(), Ink::Finding(*level), Role::Mark));
        for (at, (kind, text, ink, role)) in status.into_iter().chain(linchpins).chain(hits).enumerate() {
            self.gap(if at == 0 { 5.0 } else { 1.0 });
            self.card.signs.push(Sign { kind, x: self.left + 5.5, y: self.y + 7.5 });
            self.left += SIGN;
            self.paragraph(&text, SMALL_SIZE, Thickness::Bold, ink, role);
            self.left -= SIGN;
        }
    }
}

/// How the node stands, in words.
fn standing(node: &Node, known: &Knowledge<'_>) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(estimate) = &node.estimate {
        said.push(super::number::band(estimate));
    }
    if let Some(confidence) = &node.confidence {
        said.push(format!("{} confidence", confidence.level));
    }
    if let Some(credibility) = node.credibility {
        said.push(format!("credibility {}", super::number::short(credibility.get())));
    }
    if let (Some(strength), None) = (known.strength, known.verdict) {
        said.push(format!("strength {}", super::number::short(strength)));
    }
    if let Some((low, high)) = known.verdict.filter(|_| known.strength.is_some()).and_then(|verdict| verdict.certainty)
    {
        said.push(format!("claims {}–{}", super::number::short(low), super::number::short(high)));
    }
    said
}

fn source_tag(argument: &Argument, reference: &SourceReference) -> String {
    let key = &reference.key;
    match argument.source(key.as_str()).and_then(|source| source.grade) {
        Some(grade) => format!("{key} · {grade}"),
        None => key.to_string(),
    }
}

/// A text whose control characters can be seen: XML cannot hold them, and nobody should miss them.
fn visible(text: &str) -> String {
    super::visible::visible_text(text).into_owned()
}

/// How much room a node's edges need to leave it apart: each has its weight written beside it.
pub(super) fn room_for_edges(part: &Part<'_>, handle: crate::argument::NodeHandle) -> f64 {
    const MOST: usize = 40;
    let numbered = part.argument.conclusions(handle).filter(|edge| edge.edge.weight != Weight::FULL).take(MOST).count();
    #[expect(clippy::cast_precision_loss, reason = "at most forty")]
    let room = numbered as f64 * 17.0;
    if numbered > 1 { room + 8.0 } else { 0.0 }
}
