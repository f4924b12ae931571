//! Changes in words.

use super::changes::{Change, ChangeKind, Subject, cited, grade_word, horizon};
use super::{Difference, Side};
use crate::argument::{Argument, Credibility, Date, EdgeHandle, EdgeKind, Node, NodeHandle, NodeKind};
use crate::review::{plain, visible};

/// Says changes in words, for text or for Markdown. What comes from a report is data in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Teller {
    markdown: bool,
}

/// How many characters of a text are enough to know it by.
const ENOUGH: usize = 48;

impl Teller {
    /// For text: ids stand between backticks, as in messages of rules.
    pub const PLAIN: Self = Self { markdown: false };
    /// For Markdown.
    pub const MARKDOWN: Self = Self { markdown: true };

    /// An id.
    #[must_use]
    pub fn id(self, id: &str) -> String {
        let id = visible(id);
        if self.markdown && id.contains(['`', '|', '\n']) {
            return plain(&id);
        }
        format!("`{id}`")
    }

    /// Text of a report.
    #[must_use]
    pub fn words(self, text: &str) -> String {
        if self.markdown { plain(text) } else { visible(text).into_owned() }
    }

    /// A node by its id; by its first words too where its id was only counted, so that another may have it by now.
    #[must_use]
    pub fn named(self, argument: &Argument, node: NodeHandle) -> String {
        let data = argument.node(node);
        let id = self.id(data.id.as_str());
        if data.counted || data.kind == NodeKind::Judgement {
            format!("{id} (\"{}\")", self.words(&opening(data.text.as_str(), ENOUGH)))
        } else {
            id
        }
    }

    /// What became of a change's subject, as the end of a sentence that begins with it: "is gone".
    #[must_use]
    pub fn predicate(self, difference: &Difference<'_>, change: &Change) -> String {
        let (old, new) = (&difference.old, &difference.new);
        match (&change.subject, change.kind) {
            (Subject::Node(Some(before), Some(now)), kind) => {
                let nodes = ((*before, old.argument.node(*before)), (*now, new.argument.node(*now)));
                self.of_node(difference, nodes.0, nodes.1, kind)
            }
            (Subject::Edge(before, now), kind) => self.of_edge(old, new, (*before, *now), kind),
            (Subject::Source(Some(before), Some(now)), _) => {
                let sources = old.argument.source(before.as_str()).zip(new.argument.source(now.as_str()));
                let said = sources.map(|(before, now)| {
                    let mut said = Vec::new();
                    if before.grade != now.grade {
                        said.push(format!("has the grade {}, not {}", grade_word(now.grade), grade_word(before.grade)));
                    }
                    if before.date != now.date {
                        said.push(format!("is dated {}, not {}", date_word(now.date), date_word(before.date)));
                    }
                    said
                });
                listed(&said.unwrap_or_default())
            }
            (_, ChangeKind::Removed) => "is gone".to_owned(),
            _ => "is new".to_owned(),
        }
    }

    /// The whole change as a clause: "`no-blocs` is gone".
    #[must_use]
    pub fn clause(self, difference: &Difference<'_>, change: &Change) -> String {
        let (old, new) = (difference.old.argument, difference.new.argument);
        let predicate = self.predicate(difference, change);
        let subject = match &change.subject {
            Subject::Node(_, Some(now)) if new.node(*now).kind == NodeKind::Judgement => {
                self.id(new.node(*now).id.as_str())
            }
            Subject::Node(_, Some(now)) => self.named(new, *now),
            Subject::Node(Some(before), None) => self.named(old, *before),
            Subject::Edge(_, Some(now)) => self.named(new, new.ends(*now).0),
            Subject::Edge(Some(before), None) => match difference.matching.to_new(old.ends(*before).0) {
                Some(now) => self.named(new, now),
                None => self.named(old, old.ends(*before).0),
            },
            Subject::Source(_, Some(key)) | Subject::Source(Some(key), None) => {
                format!("the source {}", self.id(key.as_str()))
            }
            Subject::Node(None, None) | Subject::Edge(None, None) | Subject::Source(None, None) => String::new(),
        };
        format!("{subject} {predicate}")
    }

    fn of_node(
        self,
        difference: &Difference<'_>,
        (old, before): (NodeHandle, &Node),
        (new, now): (NodeHandle, &Node),
        kind: ChangeKind,
    ) -> String {
        let quoted = |words: Option<&str>| {
            words.map_or_else(|| "nothing".to_owned(), |words| format!("\"{}\"", self.words(words)))
        };
        match kind {
            ChangeKind::Retyped => format!("is {} now, not {}", with_article(now.kind), with_article(before.kind)),
            ChangeKind::Likelihood => {
                let name = |node: &Node| node.estimate.as_deref().map(|estimate| estimate.name.clone());
                match (name(before), name(now)) {
                    (Some(was), Some(is)) if was == is => {
                        let yardstick = now.estimate.as_deref().map_or("", |estimate| estimate.yardstick.as_str());
                        format!("is \"{}\" by another yardstick ({})", self.words(&is), self.words(yardstick))
                    }
                    (Some(was), Some(is)) => {
                        format!("goes from {} to {}", quoted(Some(&was)), quoted(Some(&is)))
                    }
                    (None, is) => format!("is given a likelihood, {}", quoted(is.as_deref())),
                    (was, None) => format!("has no likelihood any more; it was {}", quoted(was.as_deref())),
                }
            }
            ChangeKind::Confidence => {
                let level = |node: &Node| node.confidence.as_ref().map(|stated| stated.level.word());
                match (level(before), level(now)) {
                    (Some(was), Some(is)) => format!("is held with {is} confidence, not {was}"),
                    (None, Some(is)) => format!("is held with {is} confidence now"),
                    (was, None) => format!("states no confidence any more; it was {}", was.unwrap_or("none")),
                }
            }
            ChangeKind::Horizon => {
                let horizons = (horizon(difference.old.argument, old), horizon(difference.new.argument, new));
                match horizons {
                    (Some(was), Some(is)) => format!("looks {}, not {}", quoted(Some(&is)), quoted(Some(&was))),
                    (None, is) => format!("has a horizon now, {}", quoted(is.as_deref())),
                    (was, None) => format!("has no horizon any more; it was {}", quoted(was.as_deref())),
                }
            }
            ChangeKind::Regraded => self.regraded(difference, before, now),
            _ => "is reworded".to_owned(),
        }
    }

    fn regraded(self, difference: &Difference<'_>, before: &Node, now: &Node) -> String {
        let mut said = Vec::new();
        let credibility = |value: Option<Credibility>| value.map_or("none".to_owned(), |value| value.to_string());
        if before.credibility != now.credibility {
            said.push(format!(
                "has the credibility {}, not {}",
                credibility(now.credibility),
                credibility(before.credibility)
            ));
        }
        if before.grade != now.grade {
            said.push(format!("has the grade {}, not {}", grade_word(now.grade), grade_word(before.grade)));
        }
        if before.date != now.date {
            said.push(format!("is dated {}, not {}", date_word(now.date), date_word(before.date)));
        }
        let sources = (cited(difference.old.argument, before), cited(difference.new.argument, now));
        let only = |these: &[String], others: &[String]| -> Vec<String> {
            these
                .iter()
                .filter(|source| !others.contains(source))
                .map(|source| self.words(&opening(source, ENOUGH)))
                .collect()
        };
        let (lost, gained) = (only(&sources.0, &sources.1), only(&sources.1, &sources.0));
        if !gained.is_empty() {
            said.push(format!("cites {}", listed(&gained)));
        }
        if !lost.is_empty() {
            said.push(format!("no longer cites {}", listed(&lost)));
        }
        listed(&said)
    }

    fn of_edge(
        self,
        old: &Side<'_>,
        new: &Side<'_>,
        (before, now): (Option<EdgeHandle>, Option<EdgeHandle>),
        kind: ChangeKind,
    ) -> String {
        let end =
            |side: &Side<'_>, edge: EdgeHandle| self.id(side.argument.node(side.argument.ends(edge).1).id.as_str());
        let verb = |side: &Side<'_>, edge: EdgeHandle| side.argument.edge(edge).kind.word();
        match (before, now) {
            (Some(before), Some(now)) => {
                let (was, is) = (old.argument.edge(before), new.argument.edge(now));
                let (verb, end_now) = (verb(new, now), end(new, now));
                match kind {
                    ChangeKind::Moved => {
                        let was_on = self.named(old.argument, old.argument.ends(before).1);
                        format!("{verb} {end_now} now, where it bore on {was_on}")
                    }
                    ChangeKind::Turned => format!("{verb} {end_now} now; it {} it before", did(was.kind)),
                    ChangeKind::Reweighted => {
                        format!("{verb} {end_now} with a weight of {}, not {}", is.weight, was.weight)
                    }
                    _ => format!("{verb} {end_now} for another reason"),
                }
            }
            (None, Some(now)) => format!("{} {} too", verb(new, now), end(new, now)),
            (Some(before), None) => {
                let verb = verb(old, before).trim_end_matches('s');
                format!("does not {verb} {} any more", end(old, before))
            }
            (None, None) => String::new(),
        }
    }
}

fn did(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Supports => "supported",
        EdgeKind::Contradicts => "contradicted",
    }
}

fn with_article(kind: NodeKind) -> String {
    match kind {
        NodeKind::Evidence => "evidence".to_owned(),
        NodeKind::Assumption | NodeKind::Inference => format!("an {kind}"),
        _ => format!("a {kind}"),
    }
}

fn date_word(date: Option<Date>) -> String {
    date.map_or_else(|| "nothing".to_owned(), |date| date.to_string())
}

/// "a", "a and b", "a, b and c".
pub(super) fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// The first words of a text, at most so many characters.
pub(super) fn opening(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let cut = text[..end].rfind(char::is_whitespace).filter(|&at| at > end / 2).unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches(|c: char| c.is_whitespace() || c == ','))
}

/// A stretch of a text that was reworded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stretch {
    /// In both.
    Kept(String),
    /// In the old text alone.
    Removed(String),
    /// In the new text alone.
    Added(String),
}

/// Which words of a text are other ones than before: what is common at both ends, and between them a longest common
/// sequence, unless that would take more than a quarter of a million steps.
pub(super) fn stretches(old: &str, new: &str) -> Vec<Stretch> {
    const MOST: usize = 250_000;
    let (before, now): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    let head = before.iter().zip(&now).take_while(|(a, b)| a == b).count();
    let (rest_before, rest_now) = (&before[head..], &now[head..]);
    let tail = rest_before.iter().rev().zip(rest_now.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_middle, new_middle) = (&rest_before[..rest_before.len() - tail], &rest_now[..rest_now.len() - tail]);
    let mut kept = Vec::new();
    if old_middle.len().saturating_mul(new_middle.len()) <= MOST {
        let width = new_middle.len() + 1;
        let mut longest = vec![0_u32; (old_middle.len() + 1) * width];
        for i in (0..old_middle.len()).rev() {
            for j in (0..new_middle.len()).rev() {
                longest[i * width + j] = if old_middle[i] == new_middle[j] {
                    longest[(i + 1) * width + j + 1] + 1
                } else {
                    longest[(i + 1) * width + j].max(longest[i * width + j + 1])
                };
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < old_middle.len() && j < new_middle.len() {
            if old_middle[i] == new_middle[j] {
                kept.push((i, j));
                i += 1;
                j += 1;
            } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
                i += 1;
            } else {
                j += 1;
            }
        }
    }
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut push = |words: &[&str], make: fn(String) -> Stretch| {
        if words.is_empty() {
            return;
        }
        let words = words.join(" ");
        match (stretches.last_mut(), make(words)) {
            (Some(Stretch::Kept(last)), Stretch::Kept(words)) => {
                last.push(' ');
                last.push_str(&words);
            }
            (_, stretch) => stretches.push(stretch),
        }
    };
    push(&before[..head], Stretch::Kept);
    let (mut i, mut j) = (0, 0);
    for (at_old, at_new) in kept.into_iter().chain([(old_middle.len(), new_middle.len())]) {
        push(&old_middle[i..at_old], Stretch::Removed);
        push(&new_middle[j..at_new], Stretch::Added);
        push(&old_middle[at_old..(at_old + 1).min(old_middle.len())], Stretch::Kept);
        (i, j) = (at_old + 1, at_new + 1);
    }
    push(&rest_before[rest_before.len() - tail..], Stretch::Kept);
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rewording_is_told_word_by_word() {
        let shown: String =
            stretches("The port is likely to close in May.", "The port is highly likely to shut in May.")
                .iter()
                .map(|stretch| match stretch {
                    Stretch::Kept(words) => format!("{words} "),
                    Stretch::Removed(words) => format!("[-{words}-] "),
                    Stretch::Added(words) => format!("{{+{words}+}} "),
                })
                .collect();
        assert_eq!(shown.trim(), "The port is {+highly+} likely to [-close-] {+shut+} in May.");
        assert!(stretches("", "").is_empty());
    }
}
