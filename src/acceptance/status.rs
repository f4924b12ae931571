use super::query::preferred_of_all;
use super::{Effort, Exhausted, Label, Reduced, Semantics, credulous, defence, grounded, refutation, sceptical};
use crate::argument::{Argument, NodeHandle};

/// How a node fares among what can be held together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// Under grounded semantics.
    pub grounded: Label,
    /// The semantics that the next two speak of.
    pub semantics: Semantics,
    /// Whether some set holds it: it is accepted credulously.
    pub in_some: bool,
    /// Whether every set holds it, or there is none: it is accepted sceptically.
    pub in_every: bool,
}

impl Status {
    /// How a node fares; `labels` is the grounded labelling of the framework.
    ///
    /// O(1) if the labelling decides it, or under grounded semantics; otherwise O(arguments + attacks), and a SAT solver is
    /// asked, at most twice. For many nodes see [`Status::of_all`].
    ///
    /// # Errors
    /// If the work allowed is not enough.
    ///
    /// # Panics
    /// If the node or the labels are not of the framework.
    pub fn of(
        node: NodeHandle,
        reduced: &Reduced,
        labels: &[Label],
        semantics: Semantics,
        effort: &Effort,
    ) -> Result<Self, Exhausted> {
        let (framework, argument) = (&reduced.framework, reduced.of_node(node));
        let grounded = labels[argument as usize];
        // What the grounded labelling decides holds under every semantics, but that there may be no stable set.
        let is_decided = grounded != Label::Undecided && semantics != Semantics::Stable;
        let (in_some, in_every) = match grounded {
            Label::In if is_decided => (true, true),
            Label::Out if is_decided => (false, false),
            _ if semantics == Semantics::Grounded => (grounded == Label::In, grounded == Label::In),
            // A preferred set around an argument need not be made to know that there is one.
            _ if semantics == Semantics::Preferred => {
                let in_some = defence(framework, argument, effort)?.is_some();
                (in_some, in_some && refutation(framework, argument, effort)?.is_none())
            }
            _ => (
                credulous(framework, semantics, argument, effort)?.is_some(),
                sceptical(framework, semantics, argument, effort)?.is_none(),
            ),
        };
        Ok(Self { grounded, semantics, in_some, in_every })
    }

    /// How every node of the argument that was reduced fares, by [`NodeHandle::index`].
    ///
    /// O(arguments + attacks) under grounded semantics, and under preferred semantics besides the solver; under the others
    /// as [`Status::of`] for each node that is undecided.
    ///
    /// # Errors
    /// If the work allowed is not enough.
    pub fn of_all(
        argument: &Argument,
        reduced: &Reduced,
        semantics: Semantics,
        effort: &Effort,
    ) -> Result<Vec<Self>, Exhausted> {
        let labels = grounded(&reduced.framework);
        if semantics == Semantics::Preferred {
            let found = preferred_of_all(&reduced.framework, effort)?;
            let status = |node| {
                let at = reduced.of_node(node) as usize;
                let (in_some, in_every) = found[at];
                Self { grounded: labels[at], semantics, in_some, in_every }
            };
            return Ok(argument.nodes().map(|(node, _)| status(node)).collect());
        }
        argument.nodes().map(|(node, _)| Self::of(node, reduced, &labels, semantics, effort)).collect()
    }

    /// Under the semantics, in a word or two.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match (self.in_some, self.in_every) {
            (true, true) => "in every set",
            (true, false) => "in some sets",
            (false, false) => "in no set",
            (false, true) => "there is no set",
        }
    }

    /// As diagrams say it: `accepted`, `rejected`, or `undecided` with what the semantics says of it.
    #[must_use]
    pub fn words(&self) -> String {
        let label = self.grounded.word();
        let name = self.semantics.name();
        match (self.semantics, self.grounded) {
            (Semantics::Grounded, _) => label.to_owned(),
            (Semantics::Stable, _) if self.in_every && !self.in_some => format!("{label}, but there is no {name} set"),
            (_, Label::In | Label::Out) => label.to_owned(),
            (_, Label::Undecided) => match (self.in_some, self.in_every) {
                (true, true) => format!("{label}, but in every {name} set"),
                (true, false) => format!("{label}, in some {name} sets"),
                _ => format!("{label}, in no {name} set"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acceptance::Reduction;
    use crate::argument::testing::sketch;

    fn words(lines: &str, semantics: Semantics) -> Vec<(String, String)> {
        let argument = sketch(lines);
        let reduced = Reduced::new(&argument, Reduction::Evidential);
        let all = Status::of_all(&argument, &reduced, semantics, &Effort::of(1000)).unwrap();
        argument.nodes().map(|(node, said)| (said.id.to_string(), all[node.index()].words())).collect()
    }

    fn of<'a>(all: &'a [(String, String)], id: &str) -> &'a str {
        &all.iter().find(|(of, _)| of == id).unwrap().1
    }

    #[test]
    fn a_word_says_in_how_many_sets_a_node_is() {
        let argument = sketch("a -x b\nb -x a\nd -x e");
        let reduced = Reduced::new(&argument, Reduction::Evidential);
        assert_eq!(reduced.framework.attack_count(), 3);
        let word = |lines: &str, id: &str, semantics| {
            let argument = sketch(lines);
            let reduced = Reduced::new(&argument, Reduction::Evidential);
            let all = Status::of_all(&argument, &reduced, semantics, &Effort::of(1000)).unwrap();
            all[argument.find(id).unwrap().index()].word()
        };
        let rivals = "a -x b\nb -x a\nd -x e";
        assert_eq!(word(rivals, "a", Semantics::Preferred), "in some sets");
        assert_eq!(word(rivals, "d", Semantics::Preferred), "in every set");
        assert_eq!(word(rivals, "e", Semantics::Preferred), "in no set");
        assert_eq!(word("a -x a", "a", Semantics::Stable), "there is no set");
    }

    #[test]
    fn a_node_is_accepted_rejected_or_a_matter_of_choice() {
        let rivals = "a -x b\nb -x a\nb -x c\nd -x e\nf -x f";
        let said = words(rivals, Semantics::Preferred);
        assert_eq!(of(&said, "a"), "undecided, in some preferred sets");
        assert_eq!(of(&said, "c"), "undecided, in some preferred sets");
        assert_eq!(of(&said, "d"), "accepted");
        assert_eq!(of(&said, "e"), "rejected");
        assert_eq!(of(&said, "f"), "undecided, in no preferred set");
        assert_eq!(of(&words(rivals, Semantics::Grounded), "a"), "undecided");
        assert_eq!(of(&words(rivals, Semantics::Stable), "d"), "accepted, but there is no stable set");
    }

    #[test]
    fn what_both_rivals_reject_lets_a_third_stand_in_every_set() {
        let said = words("a -x b\nb -x a\na -x c\nb -x c\nc -x d", Semantics::Preferred);
        assert_eq!(of(&said, "d"), "undecided, but in every preferred set");
        assert_eq!(of(&said, "c"), "undecided, in no preferred set");
    }

    #[test]
    fn the_status_of_a_node_is_what_the_lists_of_sets_say() {
        for lines in
            ["a -x b\nb -x a\na -x c\nb -x c\nc -x d", "a -x b\nb -x c\nc -x a\nd -x a", "a -> b\nc -x b\nb -x c"]
        {
            let argument = sketch(lines);
            let reduced = Reduced::new(&argument, Reduction::Evidential);
            let effort = Effort::of(1000);
            for semantics in Semantics::ALL {
                let sets = crate::acceptance::extensions(&reduced.framework, semantics, 100, &effort).unwrap().sets;
                let all = Status::of_all(&argument, &reduced, semantics, &effort).unwrap();
                for (node, _) in argument.nodes() {
                    let holds = |set: &Vec<u32>| reduced.nodes(set).contains(&node);
                    let found = (sets.iter().any(holds), sets.iter().all(holds));
                    let status = all[node.index()];
                    let labels = grounded(&reduced.framework);
                    assert_eq!(Status::of(node, &reduced, &labels, semantics, &effort).unwrap(), status);
                    assert_eq!((status.in_some, status.in_every), found, "{lines}: {semantics:?} {node:?}");
                }
            }
        }
    }
}
