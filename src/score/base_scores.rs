use crate::argument::{Argument, Grade, Id, InformationCredibility, NodeHandle, NodeKind, Reliability};

/// Where a base score comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum BaseOrigin {
    /// The author gave the node a credibility.
    Stated,
    /// An Admiralty grade.
    Grade {
        /// The source that has the grade; `None` if it is the node's own.
        source: Option<Id>,
        /// The grade.
        grade: Grade,
    },
    /// Nothing is said: the default of the node's kind.
    KindDefault(NodeKind),
    /// It was changed to see what would follow; see [`Overrides`](super::Overrides).
    WhatIf,
}

/// A base score and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Base {
    /// The score, in [0, 1].
    pub score: f64,
    /// Where it comes from.
    pub origin: BaseOrigin,
}

/// How base scores are found: a node's credibility, else its own Admiralty grade, else the best grade among its
/// sources, else the default of its kind.
///
/// The grades' default values are the five steps that STIX 2.1 (appendix A) gives for the Admiralty credibility, 1 to
/// 5 as 0.9, 0.7, 0.5, 0.3 and 0.1; the letters A to E, for which no standard has numbers, get the same steps. F and 6
/// mean "cannot be judged": that half of the grade is passed over, and F6 says nothing at all. Where both halves are
/// known, the score is their mean. The two are no independent measurements (in one study 87 % of ratings lay on the
/// diagonal A1, B2, C3; Baker, `McKendry` and Mace 1968), and a product would charge the same doubt twice.
///
/// Of several sources the best counts: a fact is as well attested as its best source, and a further, weaker one takes
/// nothing away. It adds nothing either, for whether two sources are independent is not for a table to say.
///
/// All values are in [0, 1]; values outside are clamped when they are used, and one that is no number is 0.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseScores {
    /// For the letters A to E.
    pub reliability: [f64; 5],
    /// For the digits 1 to 5.
    pub information: [f64; 5],
    /// For a judgement of which nothing is said. 0.5: nothing is known for or against it before its premises are
    /// read, and its log-odds are 0, so that its strength is theirs.
    pub judgement: f64,
    /// For a claim of which nothing is said. 0.5, as for a judgement.
    pub claim: f64,
    /// For a hypothesis of which nothing is said. 0.5: rivals start level.
    pub hypothesis: f64,
    /// For evidence of which nothing is said. 0.6: the report vouches for it by printing it, so it counts for more
    /// than a C3 (0.5), and a good grade (B2, 0.7) still raises it.
    pub evidence: f64,
    /// For an assumption of which nothing is said. 0.4: it is taken without evidence, so it carries less than any
    /// reported fact that nobody doubts; never 0, for 0 would mean that the assumption bears on nothing.
    pub assumption: f64,
    /// For an inference of which nothing is said. 1: the step itself is not in doubt, only its premises.
    pub inference: f64,
}

impl Default for BaseScores {
    fn default() -> Self {
        Self {
            reliability: [0.9, 0.7, 0.5, 0.3, 0.1],
            information: [0.9, 0.7, 0.5, 0.3, 0.1],
            judgement: 0.5,
            claim: 0.5,
            hypothesis: 0.5,
            evidence: 0.6,
            assumption: 0.4,
            inference: 1.0,
        }
    }
}

impl BaseScores {
    /// The base score of a node, and where it comes from. O(its sources).
    #[must_use]
    pub fn of(&self, argument: &Argument, handle: NodeHandle) -> Base {
        let node = argument.node(handle);
        if let Some(credibility) = node.credibility {
            return Base { score: credibility.get(), origin: BaseOrigin::Stated };
        }
        if let Some((grade, score)) = node.grade.and_then(|grade| Some((grade, self.of_grade(grade)?))) {
            return Base { score, origin: BaseOrigin::Grade { source: None, grade } };
        }
        let mut best: Option<Base> = None;
        for reference in &node.sources {
            let Some(source) = argument.source(reference.key.as_str()) else { continue };
            let Some(grade) = source.grade else { continue };
            let Some(score) = self.of_grade(grade) else { continue };
            if best.as_ref().is_none_or(|best| score > best.score) {
                best = Some(Base { score, origin: BaseOrigin::Grade { source: Some(source.key.clone()), grade } });
            }
        }
        best.unwrap_or_else(|| Base { score: self.of_kind(node.kind), origin: BaseOrigin::KindDefault(node.kind) })
    }

    /// The score of a grade: the mean of its known halves, or `None` for F6.
    #[must_use]
    pub fn of_grade(&self, grade: Grade) -> Option<f64> {
        let letter = match grade.reliability {
            Reliability::Completely => Some(0),
            Reliability::Usually => Some(1),
            Reliability::Fairly => Some(2),
            Reliability::NotUsually => Some(3),
            Reliability::Unreliable => Some(4),
            Reliability::CannotBeJudged => None,
        };
        let digit = match grade.credibility {
            InformationCredibility::Confirmed => Some(0),
            InformationCredibility::ProbablyTrue => Some(1),
            InformationCredibility::PossiblyTrue => Some(2),
            InformationCredibility::Doubtful => Some(3),
            InformationCredibility::Improbable => Some(4),
            InformationCredibility::CannotBeJudged => None,
        };
        let letter = letter.map(|step: usize| self.reliability[step]);
        let digit = digit.map(|step: usize| self.information[step]);
        let score = match (letter, digit) {
            (Some(letter), Some(digit)) => f64::midpoint(letter, digit),
            (Some(known), None) | (None, Some(known)) => known,
            (None, None) => return None,
        };
        Some(in_range(score))
    }

    /// The default of a kind.
    #[must_use]
    pub fn of_kind(&self, kind: NodeKind) -> f64 {
        in_range(match kind {
            NodeKind::Judgement => self.judgement,
            NodeKind::Claim => self.claim,
            NodeKind::Evidence => self.evidence,
            NodeKind::Assumption => self.assumption,
            NodeKind::Hypothesis => self.hypothesis,
            NodeKind::Inference => self.inference,
        })
    }
}

fn in_range(score: f64) -> f64 {
    if score.is_nan() { 0.0 } else { score.clamp(0.0, 1.0) }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "table values are passed through as they are")]
mod tests {
    use super::*;
    use crate::argument::{Credibility, Node, Source, SourceReference};
    use crate::document::Prose;
    use crate::text::Span;

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    fn argument_with(sources: &[(&str, &str)], change: impl FnOnce(&mut Node)) -> (Argument, NodeHandle) {
        let mut argument = Argument::default();
        let mut node = Node::new(id("a"), NodeKind::Evidence, Prose::synthetic("A ship left port."), Span::default());
        for (key, grade) in sources {
            let mut source = Source::new(id(key), Span::default());
            source.grade = grade.parse().ok();
            argument.add_source(source).unwrap();
            node.sources.push(SourceReference { key: id(key), span: Span::default() });
        }
        change(&mut node);
        let handle = argument.add_node(node).unwrap();
        (argument, handle)
    }

    #[test]
    fn a_stated_credibility_goes_before_grades_and_grades_before_the_kind() {
        let scores = BaseScores::default();
        let (argument, node) = argument_with(&[("s", "B2")], |node| {
            node.credibility = Some(Credibility::new(0.25).unwrap());
            node.grade = "A1".parse().ok();
        });
        assert_eq!(scores.of(&argument, node), Base { score: 0.25, origin: BaseOrigin::Stated });
        let (argument, node) = argument_with(&[("s", "B2")], |node| node.grade = "A1".parse().ok());
        assert_eq!(scores.of(&argument, node).score, 0.9);
        let (argument, node) = argument_with(&[("s", "B2")], |_| ());
        assert_eq!(
            scores.of(&argument, node),
            Base { score: 0.7, origin: BaseOrigin::Grade { source: Some(id("s")), grade: "B2".parse().unwrap() } }
        );
        let (argument, node) = argument_with(&[("s", "none")], |_| ());
        assert_eq!(
            scores.of(&argument, node),
            Base { score: 0.6, origin: BaseOrigin::KindDefault(NodeKind::Evidence) }
        );
    }

    #[test]
    fn what_cannot_be_judged_is_missing_and_not_middling() {
        let scores = BaseScores::default();
        let of = |grade: &str| scores.of_grade(grade.parse().unwrap());
        assert_eq!(of("F2"), Some(0.7));
        assert_eq!(of("B6"), Some(0.7));
        assert_eq!(of("F6"), None);
        assert!((of("A5").unwrap() - 0.5).abs() < 1e-15);
        let (argument, node) = argument_with(&[("s", "F6"), ("t", "D4")], |node| node.grade = "F6".parse().ok());
        assert_eq!(scores.of(&argument, node).score, 0.3);
    }

    #[test]
    fn the_best_source_counts_and_the_first_of_equals_is_named() {
        let scores = BaseScores::default();
        let (argument, node) = argument_with(&[("weak", "D4"), ("good", "B2"), ("same", "B2")], |_| ());
        let base = scores.of(&argument, node);
        assert_eq!(base.score, 0.7);
        assert!(matches!(base.origin, BaseOrigin::Grade { source: Some(key), .. } if key.as_str() == "good"));
    }

    #[test]
    fn settings_out_of_range_are_clamped() {
        let scores = BaseScores { evidence: 7.0, claim: f64::NAN, reliability: [-3.0; 5], ..BaseScores::default() };
        assert_eq!(scores.of_kind(NodeKind::Evidence), 1.0);
        assert_eq!(scores.of_kind(NodeKind::Claim), 0.0);
        assert_eq!(scores.of_grade("A6".parse().unwrap()), Some(0.0));
    }
}
