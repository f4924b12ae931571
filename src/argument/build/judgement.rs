//! Opening judgements, and merging the two places where a report gives one.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::heading::{JudgementLabel, is_topic, judgement_label};
use super::place::{Current, ITEM_LEVEL, PARAGRAPH_LEVEL};
use super::{Builder, Role};
use crate::argument::{
    Confidence, Defect, Edge, EdgeKind, Id, Node, NodeHandle, NodeKind, Origin, Restatement, StatedConfidence, Weight,
};
use crate::document::{Block, BlockKind, MarkKind, Prose, Spanned, sentences};
use crate::text::{HalfWidth, Span, is_wide_closing, word_count};

/// A judgement that was met.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its node.
    pub node: NodeHandle,
    /// The number that its label gives, if any.
    pub number: Option<u32>,
}

/// A judgement's paragraph taken apart.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The claim.
    pub claim: Prose,
    /// The sentences after it.
    pub rest: Vec<Prose>,
    /// The confidence stated at its end, with the reason.
    pub confidence: Option<StatedConfidence>,
    /// The reason for a confidence that the label states.
    pub basis: Option<Prose>,
}

impl Builder<'_> {
    /// A heading or paragraph that begins with "Key Judgement N".
    pub(super) fn open_labelled(&mut self, at: usize, block: &Block, label: &JudgementLabel, level: u8) {
        self.place.role = None;
        self.place.items.clear();
        let confidence = self.label_confidence(block, label);
        let rest = block.prose.slice(label.rest.clone());
        let mut current = Current::awaiting(label.number, level, confidence);
        current.label = Some(block.span);
        current.note = label.note.clone().map(|note| block.prose.slice(note));
        let is_announced = rest.is_empty() || is_topic(rest.as_str()) && self.paragraph_follows(at);
        if is_announced {
            self.place.current = Some(current);
            self.remember_attributes(block);
            return self.note(block, "heading of a judgement", "it names a judgement, which follows", None);
        }
        self.place.current = Some(current);
        let entry = self.state_judgement(block, &rest);
        let node = self.entries[entry].node;
        self.note(block, "judgement", "it begins with the label of a judgement", Some(node));
    }

    /// Whether the next block of text after block `at` is a paragraph of its own.
    fn paragraph_follows(&self, at: usize) -> bool {
        let next = self.document.blocks[at + 1..]
            .iter()
            .find(|block| !matches!(block.kind, BlockKind::Comment | BlockKind::Rule));
        next.is_some_and(|block| {
            matches!(block.kind, BlockKind::Paragraph)
                && block.depth == 0
                && judgement_label(block.prose.as_str()).is_none()
        })
    }

    pub(super) fn label_confidence(&self, block: &Block, label: &JudgementLabel) -> Option<(Confidence, Span)> {
        label.confidence.clone().map(|(level, range)| (level, block.prose.span_of(range)))
    }

    /// Makes `prose` the judgement that the current label (or item, or paragraph) announces: its claim becomes a
    /// judgement, its further sentences what it rests on. Gives the entry.
    pub(super) fn state_judgement(&mut self, block: &Block, prose: &Prose) -> usize {
        let current = self.place.current.take().unwrap_or_else(|| Current::awaiting(None, PARAGRAPH_LEVEL, None));
        let parts = take_apart(prose, current.confidence.is_some());
        let span = current.label.map_or(block.span, |label| label.to(block.span));
        let given = self.judgement_id(block);
        let entry = self.enter(current.number, parts.claim, span, given);
        let node = self.entries[entry].node;
        self.apply_block(node, block);
        let confidence = match (current.confidence, parts.confidence) {
            (Some((level, span)), _) => Some(StatedConfidence { level, span, basis: parts.basis }),
            (None, stated) => stated,
        };
        if confidence.is_some() {
            self.argument.update_node(node, |node| node.confidence = confidence.map(Box::new));
        }
        if let Some(note) = current.note.clone() {
            self.argument.update_node(node, |node| {
                node.likelihood.get_or_insert(Box::new(note));
            });
        }
        for sentence in parts.rest {
            self.add_inline(node, sentence, Role::Evidence);
        }
        let is_item = matches!(block.kind, BlockKind::Item { .. });
        let level = if is_item && current.level > ITEM_LEVEL { ITEM_LEVEL } else { current.level };
        self.place.current = Some(Current { entry: Some(entry), level, ..current });
        entry
    }

    /// Adds a judgement, or finds the one that this is a repetition of.
    pub(super) fn enter(&mut self, number: Option<u32>, claim: Prose, span: Span, given: Option<Spanned<Id>>) -> usize {
        if let Some(known) = self.repeated(number, &claim) {
            let node = self.entries[known].node;
            self.argument.restatements.push(Restatement { node, text: claim });
            if number.is_some() {
                self.entries[known].number = number;
            }
            return known;
        }
        let wanted = number.unwrap_or_else(|| self.next_number());
        let name = match given {
            Some(given) => {
                if let Some(holder) = self.argument.find(given.value.as_str()) {
                    let first = self.argument.node(holder).span;
                    let id = given.value.to_string();
                    self.argument.defects.push(Defect::DuplicateId { id, first, again: given.span });
                }
                given.value
            }
            None if self.argument.find(&format!("kj{wanted}")).is_some() => id(&format!("kj{}", self.next_number())),
            None => id(&format!("kj{wanted}")),
        };
        let words = folded(claim.as_str());
        let node = self.add(Node::new(name, NodeKind::Judgement, claim, span));
        self.entries.push(Entry { node, number });
        let entry = self.entries.len() - 1;
        self.by_number.entry(wanted).or_insert(entry);
        self.by_words.entry(words).or_insert(entry);
        entry
    }

    /// The judgement that one of this number and these words repeats. One number is one judgement, unless the first
    /// was only counted (a list without numbers) and the words have nothing in common.
    fn repeated(&self, number: Option<u32>, claim: &Prose) -> Option<usize> {
        let same_words = self.by_words.get(&folded(claim.as_str())).copied();
        let Some(number) = number else { return same_words };
        if let Some(known) = same_words.filter(|&known| self.entries[known].number.is_none_or(|first| first == number))
        {
            return Some(known);
        }
        let known = *self.by_number.get(&number)?;
        let entry = &self.entries[known];
        let same = alike(self.argument.node(entry.node).text.as_str(), claim.as_str());
        (entry.number.is_some() || same).then_some(known)
    }

    /// The next number that no judgement has. O(1) amortised: a number once taken stays taken.
    fn next_number(&mut self) -> u32 {
        let counted = u32::try_from(self.entries.len()).unwrap_or(u32::MAX).saturating_add(1);
        self.next_free = self.next_free.max(counted);
        while self.by_number.contains_key(&self.next_free) && self.next_free < u32::MAX {
            self.next_free += 1;
        }
        self.next_free
    }

    /// Adds a node; where its id is taken, it gets a number after it.
    pub(super) fn add(&mut self, mut node: Node) -> NodeHandle {
        let wanted = node.id.to_string();
        while self.argument.find(node.id.as_str()).is_some() {
            let copy = self.copies.entry(wanted.clone()).or_insert(1);
            *copy += 1;
            node.id = id(&format!("{wanted}-again-{copy}"));
        }
        match self.argument.add_node(node) {
            Ok(handle) => handle,
            Err(taken) => taken.holder,
        }
    }

    /// The id for the next node under `parent`: `kj1-1`, `kj1-1-2`.
    pub(super) fn child_id(&mut self, parent: NodeHandle) -> Id {
        let parent_id = self.argument.node(parent).id.clone();
        let count = self.children.entry(parent).or_insert(0);
        *count += 1;
        let name = format!("{parent_id}-{count}");
        if name.len() > 200 {
            // Nesting thousands of levels deep: ids stay readable, and the whole stays linear.
            return id(&format!("node-{}", self.argument.node_count() + 1));
        }
        id(&name)
    }

    /// A sentence of the judgement's own paragraph, or a paragraph under it.
    pub(super) fn add_inline(&mut self, target: NodeHandle, text: Prose, role: Role) -> NodeHandle {
        let span = text.span();
        let mut node = Node::new(self.child_id(target), role.node_kind(), text, span);
        node.inline = true;
        node.counted = true;
        let handle = self.add(node);
        self.cite(handle);
        self.bear(handle, target, role, Origin::Inline);
        handle
    }

    /// Connects a node to what it bears on, as its role says.
    pub(super) fn bear(&mut self, premise: NodeHandle, conclusion: NodeHandle, role: Role, origin: Origin) {
        let kind = match role {
            Role::Contrary => EdgeKind::Contradicts,
            Role::Evidence | Role::Assumption => EdgeKind::Supports,
            Role::Alternative => return self.offer_alternative(premise, conclusion),
            _ => return,
        };
        if kind == EdgeKind::Supports {
            self.supported.insert(conclusion);
        }
        let span = self.argument.node(premise).span;
        self.argument.connect(premise, conclusion, Edge { kind, weight: Weight::FULL, because: None, span, origin });
    }
}

impl Role {
    /// The kind of the nodes that the role makes.
    pub(super) fn node_kind(self) -> NodeKind {
        match self {
            Self::Assumption => NodeKind::Assumption,
            Self::Alternative => NodeKind::Hypothesis,
            _ => NodeKind::Evidence,
        }
    }

    /// What it is called when a block is explained.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Evidence => "evidence",
            Self::Contrary => "contrary evidence",
            Self::Assumption => "an assumption",
            Self::Alternative => "a rival answer",
            Self::Assessment => "the judgement",
            Self::Confidence => "the confidence",
            Self::ConfidenceBasis => "the reason for the confidence",
            Self::Likelihood => "the likelihood",
            Self::Sources => "a source",
            Self::Consequence => "a consequence, which is no evidence",
        }
    }
}

/// An id that is known to be well formed.
pub(super) fn id(name: &str) -> Id {
    Id::new(name).unwrap_or_else(|_| unreachable!("`{name}` holds letters, digits and hyphens"))
}

/// Takes a judgement's paragraph apart: the bold lead or else the first sentence is the claim.
pub(super) fn take_apart(prose: &Prose, has_confidence: bool) -> Parts {
    let text = prose.as_str();
    let mut ends = text.len();
    let mut parts = Parts::default();
    if let Some(range) = closing_emphasis(prose) {
        let closing = prose.slice(range.clone());
        if let Some(stated) = stated_confidence(&closing) {
            parts.basis.clone_from(&stated.basis);
            parts.confidence = Some(stated);
            ends = range.start;
        } else if has_confidence {
            parts.basis = Some(closing);
            ends = range.start;
        }
    }
    let half = HalfWidth::of(&text[..ends]);
    if let Some((level, range, start)) = bracketed_confidence(half.as_str()) {
        let span = prose.span_of(half.source(range));
        let basis = parts.basis.clone();
        parts.confidence.get_or_insert(StatedConfidence { level, span, basis });
        ends = half.source_at(start);
    }
    let body = prose.slice(0..ends);
    let text = body.as_str();
    let mut pieces = sentences(text);
    if let Some(range) = pieces.iter().skip(1).position(|range| begins_confidence(&text[range.clone()])) {
        let from = pieces[range + 1].start;
        if let Some(stated) = stated_confidence(&body.slice(from..text.len())) {
            parts.basis.clone_from(&stated.basis);
            parts.confidence = Some(stated);
            pieces.truncate(range + 1);
        }
    }
    let claim = claim_range(&body, &pieces);
    let after = claim.as_ref().map_or(0, |range| range.end);
    parts.claim = claim.map_or_else(|| body.clone(), |range| body.slice(range));
    parts.rest = pieces
        .iter()
        .filter(|range| range.end > after)
        .map(|range| body.slice(range.start.max(after)..range.end))
        .filter(|sentence| sentence.as_str().chars().any(char::is_alphanumeric))
        .collect();
    parts
}

/// The claim of a paragraph: its bold lead where that is a sentence, else its first sentence.
fn claim_range(body: &Prose, pieces: &[Range<usize>]) -> Option<Range<usize>> {
    let text = body.as_str();
    let first = pieces.first()?.clone();
    let Some(bold) = body.bold_lead() else { return Some(first) };
    let lead = text[bold.clone()].trim_end();
    let is_wide_sentence = lead.trim_end_matches(is_wide_closing).ends_with(['。', '！', '？', '｡']);
    let is_closed = lead.ends_with(['.', '!', '?', ':', '”', '"', '：', '．'])
        || is_wide_sentence
        || text[bold.end..].trim_start().starts_with(['.', ':', '–', '—', '：', '．', '。'])
        || bold.end >= first.end;
    let words = word_count(lead);
    if !is_closed {
        return Some(first);
    }
    let has_more = text[bold.end..].contains(char::is_alphanumeric);
    if words <= 3 && has_more && !is_wide_sentence {
        // A bold word or two are a label: "**Ports.** Riga will close."
        let rest = bold.end + text[bold.end..].find(|c: char| c.is_alphanumeric())?;
        let next = pieces.iter().find(|range| range.end > rest)?;
        return Some(rest..next.end);
    }
    let mut end = bold.end;
    while text[end..].starts_with(['.', '”', '"', '’', '。', '」', '』']) {
        end += text[end..].chars().next().map_or(1, char::len_utf8);
    }
    Some(bold.start..end)
}

/// The italic run that a paragraph closes with, if whole sentences stand in it.
fn closing_emphasis(prose: &Prose) -> Option<Range<usize>> {
    let text = prose.as_str();
    let mark = prose.marks().iter().rev().find(|mark| mark.kind == MarkKind::Emphasis)?;
    let closes = text[mark.range.end..].chars().all(|c| !c.is_alphanumeric());
    let before = text[..mark.range.start].trim_end();
    (closes && !before.is_empty() && super::glued::ends_sentence(before)).then_some(mark.range.start..text.len())
}

/// A level of confidence in brackets at the end: "… (High)", "… [moderate confidence]." Gives the level, the bytes of
/// its words, and where the bracket opens.
fn bracketed_confidence(text: &str) -> Option<(Confidence, Range<usize>, usize)> {
    let end = text.trim_end_matches(|c: char| c.is_whitespace() || c == '.').len();
    let inner_end = text[..end].strip_suffix([')', ']'])?.len();
    let open = text[..inner_end].rfind(['(', '['])?;
    let inner = text[open + 1..inner_end].trim();
    let lower = inner.to_lowercase();
    let word = lower.strip_suffix("confidence").or_else(|| lower.strip_prefix("confidence:")).unwrap_or(&lower);
    let level = word.trim().parse().ok()?;
    Some((level, open + 1..inner_end, open))
}

/// Reads "High: three reports agree" or "Confidence: medium, because …".
pub(super) fn stated_confidence(prose: &Prose) -> Option<StatedConfidence> {
    let half = HalfWidth::of(prose.as_str());
    let text = half.as_str();
    let lower = text.to_ascii_lowercase();
    let lead = text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let mut at = lead;
    for label in ["analytic confidence", "confidence level", "confidence", "overall confidence"] {
        if lower[lead..].starts_with(label) {
            let tail = &text[lead + label.len()..];
            let after = tail.trim_start_matches(|c: char| c.is_whitespace() || ":–—-=(".contains(c));
            if after.len() == tail.len() {
                return None;
            }
            at = text.len() - after.len();
            break;
        }
    }
    let tail = &text[at..];
    let separators: &[char] = &[':', ',', '.', ';', '(', '—', '–'];
    let end = tail.find(separators).unwrap_or(tail.len());
    // "moderate–high" holds a dash of its own.
    let (level, end) =
        [end, tail.find([':', ',', '.', ';', '(']).unwrap_or(tail.len())].into_iter().find_map(|end| {
            let word = tail[..end].trim();
            let word = word.strip_suffix("confidence").map_or(word, str::trim_end);
            Some((word.parse::<Confidence>().ok()?, end))
        })?;
    let span = prose.span_of(half.source(at..at + end));
    let reason = tail[end..].trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '"' | '“' | '「'));
    let basis = (!reason.is_empty()).then(|| prose.slice(half.source(text.len() - reason.len()..text.len())));
    Some(StatedConfidence { level, span, basis })
}

fn begins_confidence(sentence: &str) -> bool {
    let half = HalfWidth::of(sentence);
    let lower = half.as_str().trim_start_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
    ["confidence:", "confidence level:", "analytic confidence:", "overall confidence:"]
        .iter()
        .any(|label| lower.starts_with(label))
}

/// A text in lower case without anything but letters, digits and single blanks.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        folded.extend(word.chars().flat_map(char::to_lowercase));
        folded.push(' ');
    }
    folded
}

/// Whether two sentences say the same thing: more than half of their words are shared.
pub(super) fn alike(one: &str, other: &str) -> bool {
    let words = |text: &str| -> FxHashSet<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let (one, other) = (words(one), words(other));
    let shared = one.intersection(&other).count();
    shared * 2 > one.len().max(other.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ProseBuilder;
    use crate::text::FileId;

    fn marked(pieces: &[(&str, Option<MarkKind>)]) -> Prose {
        let mut builder = ProseBuilder::new(FileId::FIRST);
        let mut at = 0;
        for (text, mark) in pieces {
            if let Some(mark) = mark {
                builder.open(mark.clone());
            }
            builder.push(text, at);
            if mark.is_some() {
                builder.close();
            }
            at += text.len();
        }
        builder.finish()
    }

    fn rest(parts: &Parts) -> Vec<&str> {
        parts.rest.iter().map(Prose::as_str).collect()
    }

    #[test]
    fn the_first_sentence_is_the_claim_and_the_others_are_what_it_rests_on() {
        let parts =
            take_apart(&marked(&[("They will stay. Ships left. Confidence: medium, because one port.", None)]), false);
        assert_eq!(parts.claim.as_str(), "They will stay.");
        assert_eq!(rest(&parts), ["Ships left."]);
        let confidence = parts.confidence.unwrap();
        assert_eq!(confidence.level, Confidence::Moderate);
        assert_eq!(confidence.basis.unwrap().as_str(), "because one port.");
    }

    #[test]
    fn a_bold_lead_is_the_claim_and_a_bold_word_is_a_label() {
        let strong = Some(MarkKind::Strong);
        let parts = take_apart(&marked(&[("It is not A. It is B.", strong.clone()), (" Ships left.", None)]), false);
        assert_eq!(parts.claim.as_str(), "It is not A. It is B.");
        assert_eq!(rest(&parts), ["Ships left."]);
        let parts = take_apart(&marked(&[("Ports.", strong), (" Riga will close. Ships left.", None)]), false);
        assert_eq!(parts.claim.as_str(), "Riga will close.");
        assert_eq!(rest(&parts), ["Ships left."]);
    }

    #[test]
    fn sentences_and_brackets_of_scripts_without_blanks_are_read_as_well() {
        let text = "航路は再開する。船員の雇用は続く（一名を除く）。Confidence：中。";
        let parts = take_apart(&marked(&[(text, None)]), false);
        assert_eq!(parts.claim.as_str(), "航路は再開する。");
        assert_eq!(rest(&parts), ["船員の雇用は続く（一名を除く）。", "Confidence：中。"]);
        let text = "航路は再開する。船は残る。Confidence：High、測量が二つある。";
        let parts = take_apart(&marked(&[(text, None)]), false);
        assert_eq!(rest(&parts), ["船は残る。"]);
        let confidence = parts.confidence.unwrap();
        assert_eq!(&text[confidence.span.range()], "High");
        assert_eq!(confidence.basis.unwrap().as_str(), "測量が二つある。");
        let text = "航路は再開する（High）。";
        let parts = take_apart(&marked(&[(text, None)]), false);
        assert_eq!((parts.claim.as_str(), parts.confidence.unwrap().level), ("航路は再開する", Confidence::High));
        let strong = Some(MarkKind::Strong);
        let parts = take_apart(&marked(&[("航路は閉じる。", strong), ("船は残る。", None)]), false);
        assert_eq!((parts.claim.as_str(), rest(&parts)), ("航路は閉じる。", vec!["船は残る。"]));
    }

    #[test]
    fn closing_italics_are_the_reason_for_the_confidence() {
        let emphasis = Some(MarkKind::Emphasis);
        let parts =
            take_apart(&marked(&[("They pay. ", None), ("High: three reports agree.", emphasis.clone())]), false);
        assert_eq!(parts.confidence.as_ref().unwrap().level, Confidence::High);
        assert_eq!(parts.confidence.unwrap().basis.unwrap().as_str(), "three reports agree.");
        assert!(parts.rest.is_empty());
        let parts = take_apart(&marked(&[("They pay. ", None), ("A guess from habit.", emphasis)]), true);
        assert_eq!(parts.basis.unwrap().as_str(), "A guess from habit.");
    }
}
