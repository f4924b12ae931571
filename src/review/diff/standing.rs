//! The line that comes first: which judgements now stand differently. And whether the argument got worse.

use super::changes::ChangeKind;
use super::told::{Teller, listed};
use super::{Difference, JudgementDifference};
use crate::rules::Level;
use crate::score::Verdict;

/// A strength that moves less than this stands where it stood: strengths are shown with two digits, and a step of the last is no news.
pub const LEAST_MOVE: f64 = 0.02;
/// From this similarity on, a judgement in other words makes the same claim.
const SAME_CLAIM: f64 = 0.7;
/// So many judgements are named in the first line.
const NAMED: usize = 3;

/// In which sense an argument can have got worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FailOn {
    /// A judgement that both editions hold is weaker by at least [`LEAST_MOVE`], no longer reaches the threshold that its
    /// words set, or no longer has a strength.
    Weaker,
    /// There is a new finding at the level of an error, or the change itself has one.
    Findings,
    /// There is any change at all.
    Any,
    /// Never.
    Never,
}

impl Difference<'_> {
    /// Whether the argument got worse in that sense.
    #[must_use]
    pub fn is_worse(&self, sense: FailOn) -> bool {
        match sense {
            FailOn::Weaker => self.judgements.iter().any(is_weaker),
            FailOn::Findings => {
                let new = self.findings.new.iter().map(|&number| &self.new.findings[number]);
                new.chain(&self.review).any(|finding| finding.level == Level::Error)
            }
            FailOn::Any => !self.is_empty(),
            FailOn::Never => false,
        }
    }

    /// Whether a judgement stands differently: it is new or gone, its likelihood, confidence, horizon or claim is another,
    /// its strength moved by at least [`LEAST_MOVE`] or passed its threshold.
    #[must_use]
    pub fn stands_differently(&self, judgement: &JudgementDifference) -> bool {
        !self.predicates(judgement, Teller::PLAIN).is_empty()
    }

    /// The line that comes first, as a reviewer would say it.
    #[must_use]
    pub fn headline(&self, teller: Teller) -> String {
        let count = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        if self.is_empty() {
            let is_reordered = self.new.argument.nodes().any(|(node, _)| self.matching.is_reordered(node));
            let but = if is_reordered { " but its order" } else { "" };
            return format!("Nothing in the argument changed{but}.");
        }
        let judgements = |argument: &crate::argument::Argument| count(argument.judgements().count(), "judgement");
        if self.old.argument.node_count() == 0 {
            return format!("The argument is new, with {}.", judgements(self.new.argument));
        }
        if self.new.argument.node_count() == 0 {
            return format!("The argument is gone, with {}.", judgements(self.old.argument));
        }
        let standing: Vec<String> =
            self.judgements.iter().filter_map(|judgement| self.standing(judgement, teller)).collect();
        if standing.is_empty() {
            return format!("No judgement stands differently: {}.", self.tally(teller));
        }
        let mut line = standing.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
        if let more @ 1.. = standing.len().saturating_sub(NAMED) {
            let verb = if more == 1 { "stands" } else { "stand" };
            line.extend(["; and ", &count(more, "more judgement"), " ", verb, " differently"]);
        }
        line.push('.');
        line
    }

    /// What is to be said of one judgement in the first line; `None` if it stands as it stood.
    #[must_use]
    pub fn standing(&self, judgement: &JudgementDifference, teller: Teller) -> Option<String> {
        let predicates = self.predicates(judgement, teller);
        let subject = match (judgement.old, judgement.new) {
            (_, Some(new)) => teller.id(self.new.argument.node(new).id.as_str()),
            (Some(old), None) => teller.named(self.old.argument, old),
            (None, None) => return None,
        };
        (!predicates.is_empty()).then(|| format!("{subject} {}", listed(&predicates)))
    }

    fn predicates(&self, judgement: &JudgementDifference, teller: Teller) -> Vec<String> {
        let (old, new) = match (judgement.old, judgement.new) {
            (Some(old), Some(new)) => (old, new),
            (None, _) => return vec!["is new".to_owned()],
            (Some(old), None) => {
                let is_there = self.matching.to_new(old).is_some();
                return vec![if is_there { "is no judgement any more" } else { "is gone" }.to_owned()];
            }
        };
        let mut predicates = Vec::new();
        for &change in &judgement.own {
            let change = &self.changes[change];
            match change.kind {
                ChangeKind::Likelihood | ChangeKind::Confidence | ChangeKind::Horizon => {
                    predicates.push(teller.predicate(self, change));
                }
                ChangeKind::Reworded if self.matching.similarity(old) < SAME_CLAIM => {
                    predicates.push("makes another claim".to_owned());
                }
                ChangeKind::Retyped => predicates.push("is a judgement now".to_owned()),
                _ => {}
            }
        }
        let because = judgement.cause.map_or_else(String::new, |cause| {
            format!(", mostly because {}", teller.clause(self, &self.changes[cause.change]))
        });
        let threshold = |verdict: Option<&Verdict>| verdict.map_or(0.5, |verdict| verdict.threshold);
        let (needed, needs) = (threshold(self.old.verdict(old)), threshold(self.new.verdict(new)));
        match (judgement.strengths, judgement.stands) {
            // By its strength: it would have passed the old threshold too.
            ((Some(was), Some(is)), (Some(true), Some(false))) if is < needed => {
                predicates.push(format!("no longer stands ({was:.2}, now {is:.2}, and it needs {needs:.2}{because})"));
            }
            ((Some(was), Some(is)), (Some(false), Some(true))) if is >= needed => {
                predicates.push(format!("stands now ({was:.2}, now {is:.2}, and it needs {needs:.2}{because})"));
            }
            ((Some(was), Some(is)), sides) => {
                if (is - was).abs() >= LEAST_MOVE {
                    let way = if is > was { "stronger" } else { "weaker" };
                    predicates.push(format!("is {way} ({was:.2}, now {is:.2}{because})"));
                }
                // By its words.
                match sides {
                    (Some(true), Some(false)) => predicates
                        .push(format!("claims more than its argument carries (it needs {needs:.2}, and has {is:.2})")),
                    (Some(false), Some(true)) => predicates.push(format!(
                        "no longer claims more than its argument carries (it needs {needs:.2}, and has {is:.2})"
                    )),
                    _ => {}
                }
            }
            ((Some(_), None), _) => predicates.push("has no strength any more: it does not settle".to_owned()),
            ((None, Some(is)), _) => predicates.push(format!("has a strength now ({is:.2})")),
            _ => {}
        }
        predicates
    }

    /// How many changes of each kind there are, in words.
    fn tally(&self, teller: Teller) -> String {
        if let [change] = self.changes.as_slice() {
            return teller.clause(self, change);
        }
        let mut counts: Vec<(ChangeKind, usize)> = Vec::new();
        for change in &self.changes {
            match counts.iter_mut().find(|(kind, _)| *kind == change.kind) {
                Some((_, count)) => *count += 1,
                None => counts.push((change.kind, 1)),
            }
        }
        counts.sort_unstable();
        let said: Vec<String> = counts
            .into_iter()
            .map(|(kind, count)| {
                let what = match kind {
                    ChangeKind::Added => "added",
                    ChangeKind::Removed => "removed",
                    ChangeKind::Reworded => "reworded",
                    ChangeKind::Retyped => "of another kind",
                    ChangeKind::Likelihood => "with another likelihood",
                    ChangeKind::Confidence => "with another confidence",
                    ChangeKind::Horizon => "with another horizon",
                    ChangeKind::Regraded => "regraded",
                    ChangeKind::Moved => "moved to another conclusion",
                    ChangeKind::Turned => "turned from support to contradiction or back",
                    ChangeKind::Reweighted => "with another weight",
                    ChangeKind::Rewarranted => "for another reason",
                };
                format!("{count} {what}")
            })
            .collect();
        listed(&said)
    }
}

fn is_weaker(judgement: &JudgementDifference) -> bool {
    if judgement.old.is_none() || judgement.new.is_none() {
        return false;
    }
    let fell = judgement.movement().is_some_and(|movement| movement <= -LEAST_MOVE);
    let lost = judgement.strengths.0.is_some() && judgement.strengths.1.is_none();
    fell || lost || judgement.stands == (Some(true), Some(false))
}
