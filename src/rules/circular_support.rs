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
            for step in 0..search.steps.len() {
                if search.covered[step] {
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

/// The search for circles among the nodes of one group. Nodes go by their places in it, steps by their numbers.
struct Search {
    /// The steps from each node to others in the group, side by side: where those of each begin, and where the last end.
    starts: Vec<usize>,
    steps: Vec<EdgeHandle>,
    /// Where the steps come from and lead to.
    ends: Vec<(usize, usize)>,
    /// Whether a circle that was reported goes through the step.
    covered: Vec<bool>,
}

impl Search {
    fn new(argument: &Argument, group: &[NodeHandle]) -> Self {
        let places: HashMap<NodeHandle, usize, FxBuildHasher> =
            group.iter().enumerate().map(|(place, &node)| (node, place)).collect();
        let mut search = Self { starts: vec![0], steps: Vec::new(), ends: Vec::new(), covered: Vec::new() };
        for (place, &node) in group.iter().enumerate() {
            for edge in argument.conclusions(node).filter(|edge| edge.kind == EdgeKind::Supports) {
                if let Some(&conclusion) = places.get(&edge.node) {
                    search.steps.push(edge.handle);
                    search.ends.push((place, conclusion));
                }
            }
            search.starts.push(search.steps.len());
        }
        search.covered = vec![false; search.steps.len()];
        search
    }

    fn uncovered(&self) -> usize {
        self.covered.iter().filter(|covered| !**covered).count()
    }

    /// A shortest circle through the step of that number, beginning with it; marks its steps. O(nodes + steps of the
    /// group).
    fn shortest_circle(&mut self, step: usize) -> Vec<EdgeHandle> {
        let (goal, start) = self.ends[step];
        let mut came_by: Vec<Option<usize>> = vec![None; self.starts.len()];
        // The start is come to by the step itself.
        came_by[start] = Some(step);
        let mut open = VecDeque::from([start]);
        while let Some(place) = open.pop_front().filter(|place| *place != goal) {
            for next in self.starts[place]..self.starts[place + 1] {
                let conclusion = self.ends[next].1;
                if came_by[conclusion].is_none() {
                    came_by[conclusion] = Some(next);
                    open.push_back(conclusion);
                }
            }
        }
        let mut circle = Vec::new();
        let mut at = goal;
        while at != start {
            let Some(by) = came_by[at] else { break };
            circle.push(by);
            at = self.ends[by].0;
        }
        circle.push(step);
        circle.reverse();
        for &step in &circle {
            self.covered[step] = true;
        }
        circle.into_iter().map(|step| self.steps[step]).collect()
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
