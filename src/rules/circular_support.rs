use std::collections::{HashMap, VecDeque};

use rustc_hash::FxBuildHasher;

use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{Argument, EdgeHandle, EdgeKind, NodeHandle};

rule! {
    /// ## What it does
    /// Reports each circle of support, as the path that leads from a node back to itself, with a label for every step. A
    /// node that supports itself is a circle of one.
    ///
    /// Where circles share nodes there can be very many of them. The rule then reports a shortest circle through each
    /// step that no circle reported before has gone through, so that every step that lies on a circle is shown in one;
    /// after `circles` of them in one group of nodes it says how many steps are left.
    ///
    /// ## Why it matters
    /// Propositions that hold each other up rest on nothing: the conclusion is among its own premises.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1 {#resign supports="choose"}
    ///
    /// The minister will very likely resign.
    ///
    /// - Three of her allies have left the cabinet.
    ///
    /// ## Key Judgement 2 {#choose supports="resign"}
    ///
    /// Her party will likely choose another leader.
    ///
    /// - Two candidates have opened offices.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1 {#resign supports="choose"}
    ///
    /// The minister will very likely resign.
    ///
    /// - Three of her allies have left the cabinet.
    ///
    /// ## Key Judgement 2 {#choose}
    ///
    /// Her party will likely choose another leader.
    ///
    /// - Two candidates have opened offices.
    /// ```
    ///
    /// ## How to mend it
    /// Take out the weakest step of the circle, and give what then stands alone evidence of its own.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(6): judgements are supported by relevant intelligence information and coherent reasoning.
    pub struct CircularSupport;
    id = "circular-support";
    group = Structure;
    level = Error;
    summary = "Propositions that support each other in a circle";
    option "circles" = 50.0 in 1.0..=10_000.0: "how many circles are reported for one group of nodes that share them";
}

/// How many nodes of a circle a message names.
const NAMED: usize = 8;
/// How many steps of a circle get a label of their own.
const LABELLED: usize = 24;

impl Rule for CircularSupport {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        // The option's range keeps it small and positive.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let most = context.option(self, "circles") as usize;
        for group in context.support_circles() {
            let mut search = Search::new(context.argument, group);
            let mut reported = 0;
            for &node in group {
                for step in search.steps_from(node) {
                    if search.covered[search.number_of[&step]] {
                        continue;
                    }
                    if reported == most {
                        break;
                    }
                    reported += 1;
                    let circle = search.shortest_circle(step);
                    let left = if reported == most { search.uncovered() } else { 0 };
                    findings.push(hit(context.argument, &circle, left));
                }
            }
        }
    }
}

fn hit(argument: &Argument, circle: &[EdgeHandle], left: usize) -> Hit {
    // From the node that comes first in the text.
    let first = (0..circle.len()).min_by_key(|&at| argument.ends(circle[at]).0).unwrap_or(0);
    let circle: Vec<EdgeHandle> = circle[first..].iter().chain(&circle[..first]).copied().collect();
    let id = |node: NodeHandle| &argument.node(node).id;
    let nodes: Vec<NodeHandle> = circle.iter().map(|&step| argument.ends(step).0).collect();
    let message = if nodes.len() == 1 {
        format!("`{}` supports itself", id(nodes[0]))
    } else {
        let mut path: Vec<String> = nodes.iter().take(NAMED).map(|&node| format!("`{}`", id(node))).collect();
        if nodes.len() > NAMED {
            path.push(format!("{} more", nodes.len() - NAMED));
        }
        path.push(format!("`{}`", id(nodes[0])));
        format!("support runs in a circle: {}", path.join(" → "))
    };
    let label = |step: EdgeHandle| {
        let (premise, conclusion) = argument.ends(step);
        format!("`{}` supports `{}`", id(premise), id(conclusion))
    };
    let rest =
        if left > 0 { format!("; {left} more steps lie on circles through the same nodes") } else { String::new() };
    let help = format!("take out the weakest step, and give what then stands alone evidence of its own{rest}");
    let mut hit = Hit::new(argument.edge(circle[0]).span, message).saying(label(circle[0])).help(help);
    for &step in circle.iter().skip(1).take(LABELLED - 1) {
        hit = hit.also(argument.edge(step).span, label(step));
    }
    hit.about_all(nodes)
}

/// The search for circles among the nodes of one group.
struct Search<'a> {
    argument: &'a Argument,
    /// The steps inside the group, by the number of the node that they come from.
    number_of: HashMap<EdgeHandle, usize, FxBuildHasher>,
    position: HashMap<NodeHandle, usize, FxBuildHasher>,
    /// Of each node in the group, its steps to others in the group.
    steps: Vec<Vec<EdgeHandle>>,
    /// By the step's number: whether a circle that was reported goes through it.
    covered: Vec<bool>,
}

impl<'a> Search<'a> {
    fn new(argument: &'a Argument, group: &[NodeHandle]) -> Self {
        let position: HashMap<_, _, FxBuildHasher> =
            group.iter().enumerate().map(|(position, &node)| (node, position)).collect();
        let mut number_of = HashMap::default();
        let mut steps = Vec::with_capacity(group.len());
        for &node in group {
            let inside = argument
                .conclusions(node)
                .filter(|edge| edge.kind == EdgeKind::Supports && position.contains_key(&edge.node))
                .map(|edge| edge.handle);
            let inside: Vec<EdgeHandle> = inside.collect();
            for &step in &inside {
                number_of.insert(step, number_of.len());
            }
            steps.push(inside);
        }
        let covered = vec![false; number_of.len()];
        Self { argument, number_of, position, steps, covered }
    }

    fn steps_from(&self, node: NodeHandle) -> Vec<EdgeHandle> {
        self.steps[self.position[&node]].clone()
    }

    fn uncovered(&self) -> usize {
        self.covered.iter().filter(|covered| !**covered).count()
    }

    /// A shortest circle through `step`, beginning with it; marks its steps. O(nodes + steps of the group).
    fn shortest_circle(&mut self, step: EdgeHandle) -> Vec<EdgeHandle> {
        let (goal, start) = self.argument.ends(step);
        let mut came_by: Vec<Option<EdgeHandle>> = vec![None; self.steps.len()];
        let mut seen = vec![false; self.steps.len()];
        seen[self.position[&start]] = true;
        let mut open = VecDeque::from([start]);
        while let Some(node) = open.pop_front() {
            if node == goal {
                break;
            }
            for &next in &self.steps[self.position[&node]] {
                let (_, conclusion) = self.argument.ends(next);
                let at = self.position[&conclusion];
                if !std::mem::replace(&mut seen[at], true) {
                    came_by[at] = Some(next);
                    open.push_back(conclusion);
                }
            }
        }
        let mut circle = Vec::new();
        let mut at = goal;
        while at != start {
            let Some(by) = came_by[self.position[&at]] else { break };
            circle.push(by);
            at = self.argument.ends(by).0;
        }
        circle.push(step);
        circle.reverse();
        for step in &circle {
            self.covered[self.number_of[step]] = true;
        }
        circle
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::argument::testing::sketch;
    use crate::rules::frame::testing::{findings, hits};
    use crate::rules::{Settings, check};

    #[test]
    fn a_circle_is_reported_once_with_a_label_for_each_step() {
        let text =
            "kj1: judgement \"A.\"\nc1: claim \"B.\"\nc2: claim \"C.\"\nc2 -> c1\nc1 -> kj1\nkj1 -> c2\ne1 -> c1";
        let found = findings("circular-support", text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "support runs in a circle: `kj1` → `c2` → `c1` → `kj1`");
        let help = "take out the weakest step, and give what then stands alone evidence of its own";
        assert_eq!(found[0].help.as_deref(), Some(help), "no step is left to speak of");
        let labels: Vec<_> = std::iter::once(&found[0].primary).chain(&found[0].labels).collect();
        let said: Vec<_> = labels.iter().map(|label| label.message.as_str()).collect();
        assert_eq!(said, ["`kj1` supports `c2`", "`c2` supports `c1`", "`c1` supports `kj1`"]);
        let lines: Vec<_> = labels.iter().map(|label| label.span.start).collect();
        let line = |words: &str| u32::try_from(text.find(words).unwrap()).unwrap();
        assert_eq!(lines, [line("kj1 -> c2"), line("c2 -> c1"), line("c1 -> kj1")]);
    }

    #[test]
    fn a_loop_is_a_circle_of_one() {
        assert_eq!(hits("circular-support", "kj1: judgement \"A.\"\nkj1 -> kj1"), ["2: `kj1` supports itself"]);
    }

    #[test]
    fn contradictions_and_shared_premises_are_no_circle() {
        let text =
            "kj1: judgement \"A.\"\nkj2: judgement \"B.\"\nkj1 -x kj2\nkj2 -x kj1\ne1 -> kj1\ne1 -> kj2\nkj1 -> kj2";
        assert!(hits("circular-support", text).is_empty());
    }

    #[test]
    fn circles_that_share_nodes_are_each_reported() {
        let text = "a: claim \"A.\"\nb: claim \"B.\"\nc: claim \"C.\"\na -> b\nb -> a\nb -> c\nc -> b";
        let expected = ["4: support runs in a circle: `a` → `b` → `a`", "6: support runs in a circle: `b` → `c` → `b`"];
        assert_eq!(hits("circular-support", text), expected);
    }

    #[test]
    fn every_step_on_a_circle_is_shown_and_the_number_of_circles_is_capped() {
        // Every pair of twelve nodes supports each other: far more circles than anybody wants to read.
        let names: Vec<String> = (0..12).map(|number| format!("n{number}")).collect();
        let mut text = String::new();
        for from in &names {
            for to in names.iter().filter(|to| *to != from) {
                writeln!(text, "{from} -> {to}").unwrap();
            }
        }
        let all = findings("circular-support", &text);
        assert_eq!(all.len(), 50);
        assert!(all.iter().any(|found| {
            found.help.as_ref().unwrap().ends_with("32 more steps lie on circles through the same nodes")
        }));
        let argument = sketch(&text);
        let mut settings = Settings::default();
        settings.set_option(crate::rules::find("circular-support").unwrap().card(), "circles", 1000.0).unwrap();
        let found = check(&argument, &settings);
        let shown: std::collections::BTreeSet<_> = found
            .iter()
            .filter(|found| found.rule == "circular-support")
            .flat_map(|found| std::iter::once(&found.primary).chain(&found.labels))
            .map(|label| label.span)
            .collect();
        assert_eq!(shown.len(), argument.edge_count());
    }

    #[test]
    fn a_circle_of_many_thousand_nodes_needs_no_stack_and_little_time() {
        let count = 50_000;
        let mut text = String::new();
        for number in 0..count {
            writeln!(text, "n{number} -> n{}", (number + 1) % count).unwrap();
        }
        let found = findings("circular-support", &text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].labels.len(), LABELLED - 1);
        assert!(found[0].message.contains(&format!("{} more →", count - NAMED)));
    }
}
