use std::collections::{BTreeSet, HashMap};

use rustc_hash::FxBuildHasher;

use super::Framework;
use super::circles::components;
use super::part::number;
use crate::argument::{Argument, Edge, EdgeKind, Id, Node, NodeHandle, NodeKind, Origin, Weight};
use crate::document::Prose;

/// What supports come to in a framework that has attacks alone.
///
/// A contradiction is an attack, always; an inference is an argument like any other, and undercutting it attacks it. Where
/// supports count at all, an inference needs every one of its premises (*x needs y*: x is rejected once y is rejected, and
/// accepted only if y is). Needs are written with one more argument each, "x lacks y", which attacks x and is attacked by
/// y, so that the framework grows by at most one argument and two attacks a support, and no closure is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reduction {
    /// Supports are left out.
    None,
    /// Boella, Gabbay, van der Torre & Villata (2010): who accepts the premise accepts the conclusion. For each support of a
    /// node that is no inference the *premise* needs the *conclusion*; what attacks the conclusion attacks the premise
    /// through it (a mediated attack), and who accepts the premise has the conclusion's attacks on their side (supported
    /// attacks).
    Deductive,
    /// Nouioua & Risch (2011): the conclusion is not to be had without the premise. For each support the *conclusion* needs
    /// the *premise*; what attacks the premise attacks the conclusion through it (secondary attacks).
    Necessary,
    /// Oren & Norman (2008): a chain of support has to lead from what needs none. A node that nothing supports stands on
    /// the report's word; any other needs *one* of the nodes that support it, supported in its turn, and an inference all of
    /// them. Support in a circle holds nothing up.
    Evidential,
}

impl Reduction {
    /// Every reduction.
    pub const ALL: [Self; 4] = [Self::None, Self::Deductive, Self::Necessary, Self::Evidential];

    /// Its name on the command line and in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Deductive => "deductive",
            Self::Necessary => "necessary",
            Self::Evidential => "evidential",
        }
    }

    /// The reduction of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reduction| reduction.name() == name)
    }
}

/// What an argument of a reduced framework says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The node; or the nodes, in document order, that need each other in a circle and stand or fall together.
    Nodes(Vec<NodeHandle>),
    /// The node lacks what it needs: the one that is named, or every one of those that are.
    Lack {
        /// The node that needs.
        node: NodeHandle,
        /// What it needs one of.
        needed: Vec<NodeHandle>,
    },
    /// Within so many steps along a circle of support nothing from outside holds the node up.
    Adrift {
        /// The node.
        node: NodeHandle,
        /// The steps.
        steps: u32,
    },
    /// Within so many steps along a circle of support something from outside holds the node up.
    Moored {
        /// The node.
        node: NodeHandle,
        /// The steps.
        steps: u32,
    },
    /// The node is rejected.
    Not(NodeHandle),
}

impl Meaning {
    /// The words for it, with the nodes by their ids.
    #[must_use]
    pub fn words(&self, argument: &Argument) -> String {
        self.told(argument).2
    }

    /// A name for an id, the node that it is about, and words.
    fn told(&self, argument: &Argument) -> (String, NodeHandle, String) {
        let id = |node: NodeHandle| argument.node(node).id.as_str();
        match self {
            Self::Nodes(nodes) => (id(nodes[0]).to_owned(), nodes[0], listed(argument, nodes)),
            Self::Lack { node, needed } => {
                let all_of = if needed.len() > 1 { "all of " } else { "" };
                let words = format!("{} lacks {all_of}{}", id(*node), listed(argument, needed));
                let name = format!("{}-lacks-{}", id(*node), needed.first().map_or("", |&first| id(first)));
                (name, *node, words)
            }
            Self::Adrift { node, steps } => {
                let words = format!("nothing outside its circle holds {} up within {steps} steps", id(*node));
                (format!("{}-adrift-{steps}", id(*node)), *node, words)
            }
            Self::Moored { node, steps } => {
                let words = format!("something outside its circle holds {} up within {steps} steps", id(*node));
                (format!("{}-moored-{steps}", id(*node)), *node, words)
            }
            Self::Not(node) => (format!("not-{}", id(*node)), *node, format!("{} is rejected", id(*node))),
        }
    }
}

/// So many ids are named in one sentence.
const MOST_NAMES: usize = 12;

fn listed(argument: &Argument, nodes: &[NodeHandle]) -> String {
    let ids = nodes.iter().take(MOST_NAMES).map(|&node| argument.node(node).id.as_str()).collect::<Vec<_>>().join(", ");
    match nodes.len().saturating_sub(MOST_NAMES) {
        0 => ids,
        more => format!("{ids} and {more} more"),
    }
}

/// A chain of support that runs inside a circle counts up to this length under [`Reduction::Evidential`], so that the
/// framework stays linear in the argument.
pub const LONGEST_CHAIN: u32 = 32;

/// An argument's contradictions, and its supports by a named reduction, as a framework.
#[derive(Clone, Debug)]
pub struct Reduced {
    /// The framework: first the nodes in document order, or the circles of nodes that stand or fall together, in the order
    /// of their first nodes; then the arguments that the reduction adds.
    pub framework: Framework,
    /// How supports were brought in.
    pub reduction: Reduction,
    meanings: Vec<Meaning>,
    of_node: Vec<u32>,
}

impl Reduced {
    /// Reduces an argument. O(nodes + edges); at most 32 times that where supports run in circles.
    #[must_use]
    pub fn new(argument: &Argument, reduction: Reduction) -> Self {
        let mut builder = Builder::new(argument, reduction);
        builder.contradictions();
        match reduction {
            Reduction::None => {}
            Reduction::Deductive | Reduction::Necessary => builder.needs(),
            Reduction::Evidential => builder.evidence(),
        }
        Self {
            framework: Framework::new(number(builder.meanings.len()), &builder.attacks),
            reduction,
            meanings: builder.meanings,
            of_node: builder.of_node,
        }
    }

    /// The framework's argument that a node is.
    ///
    /// # Panics
    /// If the node is of a larger argument.
    #[must_use]
    pub fn of_node(&self, node: NodeHandle) -> u32 {
        self.of_node[node.index()]
    }

    /// What an argument of the framework says.
    ///
    /// # Panics
    /// If there is no such argument.
    #[must_use]
    pub fn meaning(&self, argument: u32) -> &Meaning {
        &self.meanings[argument as usize]
    }

    /// The framework as an argument of its own, for formats that hold no more than attacks: claims and contradictions.
    /// A node keeps its id and words, of a circle the first does; what the reduction adds has an id and words that say what
    /// it is. O(arguments + attacks).
    #[must_use]
    pub fn to_argument(&self, argument: &Argument) -> Argument {
        let mut reduced = Argument::new(argument.files().clone());
        let mut handles = Vec::with_capacity(self.meanings.len());
        for meaning in &self.meanings {
            let mut node = match meaning {
                Meaning::Nodes(nodes) => {
                    let first = argument.node(nodes[0]);
                    Node::new(first.id.clone(), NodeKind::Claim, first.text.clone(), first.span)
                }
                _ => {
                    let (name, node, words) = meaning.told(argument);
                    let node = argument.node(node);
                    let id = Id::new(&name).unwrap_or_else(|_| node.id.clone());
                    Node::new(id, NodeKind::Claim, Prose::approximate(words, node.span), node.span)
                }
            };
            // An id may be one that a reduction would give.
            let handle = loop {
                match reduced.add_node(node.clone()) {
                    Ok(handle) => break handle,
                    Err(taken) => node.id = Id::new(&format!("{}-", taken.id)).unwrap_or(taken.id),
                }
            };
            handles.push(handle);
        }
        for (from, to) in self.framework.attacks() {
            let edge = Edge {
                kind: EdgeKind::Contradicts,
                weight: Weight::FULL,
                because: None,
                span: argument.node(self.node_of(from)).span,
                origin: Origin::Stated,
            };
            reduced.connect(handles[from as usize], handles[to as usize], edge);
        }
        reduced
    }

    /// The node that an argument of the framework is, or is about.
    fn node_of(&self, argument: u32) -> NodeHandle {
        match self.meaning(argument) {
            Meaning::Nodes(nodes) => nodes[0],
            Meaning::Lack { node, .. } | Meaning::Adrift { node, .. } | Meaning::Moored { node, .. } => *node,
            Meaning::Not(node) => *node,
        }
    }

    /// The nodes in a set of the framework's arguments, in document order.
    #[must_use]
    pub fn nodes(&self, set: &[u32]) -> Vec<NodeHandle> {
        let mut nodes: Vec<NodeHandle> = set
            .iter()
            .filter_map(|&argument| match self.meaning(argument) {
                Meaning::Nodes(nodes) => Some(nodes.as_slice()),
                _ => None,
            })
            .flatten()
            .copied()
            .collect();
        nodes.sort_unstable();
        nodes
    }
}

struct Builder<'a> {
    argument: &'a Argument,
    nodes: Vec<NodeHandle>,
    of_node: Vec<u32>,
    meanings: Vec<Meaning>,
    attacks: Vec<(u32, u32)>,
    /// Who needs whom, by nodes.
    needs: Vec<(u32, u32)>,
    denials: HashMap<u32, u32, FxBuildHasher>,
}

impl<'a> Builder<'a> {
    fn new(argument: &'a Argument, reduction: Reduction) -> Self {
        let nodes: Vec<NodeHandle> = argument.nodes().map(|(handle, _)| handle).collect();
        let mut builder = Self {
            argument,
            of_node: (0..number(nodes.len())).collect(),
            meanings: nodes.iter().map(|&node| Meaning::Nodes(vec![node])).collect(),
            nodes,
            attacks: Vec::new(),
            needs: Vec::new(),
            denials: HashMap::default(),
        };
        if matches!(reduction, Reduction::Deductive | Reduction::Necessary) {
            builder.needs = builder
                .supports()
                .map(|(premise, conclusion)| {
                    let is_step = argument.node(builder.nodes[conclusion as usize]).kind == NodeKind::Inference;
                    let by_premise = reduction == Reduction::Deductive && !is_step;
                    if by_premise { (premise, conclusion) } else { (conclusion, premise) }
                })
                .collect();
            let (of_node, circles) = components(&Framework::new(number(builder.nodes.len()), &builder.needs));
            let nodes = &builder.nodes;
            builder.meanings = circles
                .into_iter()
                .map(|circle| Meaning::Nodes(circle.into_iter().map(|node| nodes[node as usize]).collect()))
                .collect();
            builder.of_node = of_node;
        }
        builder
    }

    fn supports(&self) -> impl Iterator<Item = (u32, u32)> + 'a {
        self.edges(EdgeKind::Supports)
    }

    fn edges(&self, kind: EdgeKind) -> impl Iterator<Item = (u32, u32)> + 'a {
        let argument = self.argument;
        argument.edges().filter(move |(_, edge)| edge.kind == kind).map(move |(handle, _)| {
            let (premise, conclusion) = argument.ends(handle);
            (number(premise.index()), number(conclusion.index()))
        })
    }

    fn contradictions(&mut self) {
        let attacks: BTreeSet<(u32, u32)> = self
            .edges(EdgeKind::Contradicts)
            .map(|(from, to)| (self.of_node[from as usize], self.of_node[to as usize]))
            .collect();
        self.attacks.extend(attacks);
    }

    /// One more argument.
    fn add(&mut self, meaning: Meaning) -> u32 {
        self.meanings.push(meaning);
        number(self.meanings.len() - 1)
    }

    fn needs(&mut self) {
        let mut done = BTreeSet::new();
        for (node, needed) in std::mem::take(&mut self.needs) {
            let ends = (self.of_node[node as usize], self.of_node[needed as usize]);
            if ends.0 != ends.1 && done.insert(ends) {
                self.lack(node, &[needed]);
            }
        }
    }

    /// The node needs one of those.
    fn lack(&mut self, node: u32, needed: &[u32]) {
        let handles = needed.iter().map(|&needed| self.nodes[needed as usize]).collect();
        let lack = self.add(Meaning::Lack { node: self.nodes[node as usize], needed: handles });
        self.attacks.push((lack, self.of_node[node as usize]));
        self.attacks.extend(needed.iter().map(|&needed| (self.of_node[needed as usize], lack)));
    }

    fn evidence(&mut self) {
        let count = number(self.nodes.len());
        let pairs: Vec<(u32, u32)> = self.supports().collect::<BTreeSet<_>>().into_iter().collect();
        let support = Framework::new(count, &pairs);
        let (circle_of, circles) = components(&support);
        for node in 0..count {
            let supporters = support.attackers(node);
            let circle = &circles[circle_of[node as usize] as usize];
            if supporters.is_empty() || circle.len() > 1 || supporters.contains(&node) {
                continue;
            }
            if self.is_step(node) {
                for &supporter in supporters {
                    self.lack(node, &[supporter]);
                }
            } else {
                self.lack(node, supporters);
            }
        }
        for circle in &circles {
            if circle.len() > 1 || support.attackers(circle[0]).contains(&circle[0]) {
                self.circle(&support, circle);
            }
        }
    }

    fn is_step(&self, node: u32) -> bool {
        self.argument.node(self.nodes[node as usize]).kind == NodeKind::Inference
    }

    /// "The node is rejected."
    fn denial(&mut self, node: u32) -> u32 {
        if let Some(&denial) = self.denials.get(&node) {
            return denial;
        }
        let denial = self.add(Meaning::Not(self.nodes[node as usize]));
        self.attacks.push((node, denial));
        self.denials.insert(node, denial);
        denial
    }

    /// Nodes that support each other in a circle: step by step, those that something from outside holds up, those that
    /// these hold up, and so on.
    fn circle(&mut self, support: &Framework, circle: &[u32]) {
        let steps = number(circle.len()).min(LONGEST_CHAIN);
        let is_inside = |node: &u32| circle.binary_search(node).is_ok();
        let place = |node: u32| circle.binary_search(&node).unwrap_or_default();
        // The arguments of the step before, by place in the circle.
        let mut adrift: Vec<u32> = Vec::new();
        for step in 0..steps {
            let moored: Vec<u32> = if step == 0 { Vec::new() } else { self.moored(circle, &adrift, step - 1) };
            let mut now = Vec::with_capacity(circle.len());
            for &member in circle {
                let node = self.nodes[member as usize];
                let lost = self.add(Meaning::Adrift { node, steps: step });
                now.push(lost);
                let supporters = support.attackers(member);
                if !self.is_step(member) {
                    for &supporter in supporters {
                        if !is_inside(&supporter) {
                            self.attacks.push((supporter, lost));
                        } else if step > 0 {
                            self.attacks.push((moored[place(supporter)], lost));
                        }
                    }
                } else if step > 0 {
                    let whole = self.add(Meaning::Moored { node, steps: step });
                    self.attacks.push((whole, lost));
                    for &supporter in supporters {
                        let denial = self.denial(supporter);
                        self.attacks.push((denial, whole));
                        if is_inside(&supporter) {
                            self.attacks.push((adrift[place(supporter)], whole));
                        }
                    }
                }
            }
            adrift = now;
        }
        for (&member, &lost) in circle.iter().zip(&adrift) {
            self.attacks.push((lost, member));
        }
    }

    /// For each member: "it is accepted, and was not adrift within so many steps".
    fn moored(&mut self, circle: &[u32], adrift: &[u32], steps: u32) -> Vec<u32> {
        let mut moored = Vec::with_capacity(circle.len());
        for (&member, &lost) in circle.iter().zip(adrift) {
            let denial = self.denial(member);
            let held = self.add(Meaning::Moored { node: self.nodes[member as usize], steps });
            self.attacks.extend([(denial, held), (lost, held)]);
            moored.push(held);
        }
        moored
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acceptance::{Effort, Label, Semantics, extensions, grounded};
    use crate::argument::testing::sketch;

    /// The grounded labels of an argument's nodes, by id: `+` accepted, `-` rejected, `?` undecided.
    fn labels(text: &str, reduction: Reduction) -> String {
        let argument = sketch(text);
        let reduced = Reduced::new(&argument, reduction);
        let labels = grounded(&reduced.framework);
        let sign = |node| match labels[reduced.of_node(node) as usize] {
            Label::In => '+',
            Label::Out => '-',
            Label::Undecided => '?',
        };
        argument.nodes().map(|(node, it)| format!("{}{}", sign(node), it.id)).collect::<Vec<_>>().join(" ")
    }

    /// The extensions by the ids of their nodes.
    fn sets(text: &str, reduction: Reduction, semantics: Semantics) -> Vec<String> {
        let argument = sketch(text);
        let reduced = Reduced::new(&argument, reduction);
        let found = extensions(&reduced.framework, semantics, 1000, &Effort::unbounded()).unwrap();
        let mut sets: Vec<String> = found
            .sets
            .iter()
            .map(|set| reduced.nodes(set).iter().map(|&node| argument.node(node).id.to_string()).collect::<String>())
            .collect();
        sets.sort_unstable();
        sets
    }

    const ALL: [Reduction; 4] = Reduction::ALL;

    /// a supports b; c contradicts b. And: a supports b, which contradicts c.
    #[test]
    fn an_attack_on_the_conclusion_reaches_the_premise_only_by_deduction() {
        let text = "a: claim\nb: claim\nc: claim\na -> b\nc -x b";
        assert_eq!(ALL.map(|it| labels(text, it)), ["+a -b +c", "-a -b +c", "+a -b +c", "+a -b +c"]);
        let text = "a: claim\nb: claim\nc: claim\na -> b\nb -x c";
        assert_eq!(ALL.map(|it| labels(text, it)), ["+a +b -c"; 4]);
    }

    /// a supports b; c contradicts a.
    #[test]
    fn an_attack_on_the_premise_reaches_the_conclusion_that_needs_it() {
        let text = "a: claim\nb: claim\nc: claim\na -> b\nc -x a";
        assert_eq!(ALL.map(|it| labels(text, it)), ["-a +b +c", "-a +b +c", "-a -b +c", "-a -b +c"]);
        // A second premise is enough for evidence, and not where all are needed.
        let text = "a: claim\nb: claim\nc: claim\nd: claim\na -> b\nd -> b\nc -x a";
        assert_eq!(ALL.map(|it| labels(text, it)), ["-a +b +c +d", "-a +b +c +d", "-a -b +c +d", "-a +b +c +d"]);
    }

    /// Chains of support carry attacks all the way: a → b → c, with d against one end.
    #[test]
    fn needs_run_along_chains() {
        let chain = "a: claim\nb: claim\nc: claim\nd: claim\na -> b\nb -> c\n";
        let with = |attack: &str, reduction| labels(&format!("{chain}{attack}"), reduction);
        assert_eq!(with("d -x c", Reduction::Deductive), "-a -b -c +d");
        assert_eq!(with("d -x a", Reduction::Deductive), "-a +b +c +d");
        assert_eq!(with("d -x a", Reduction::Necessary), "-a -b -c +d");
        assert_eq!(with("d -x a", Reduction::Evidential), "-a -b -c +d");
        assert_eq!(with("d -x b", Reduction::Necessary), "+a -b -c +d");
    }

    /// a and d contradict each other; a supports b, b contradicts c. By hand: a holds b up, and then c falls; without a,
    /// under evidence, b has nothing.
    #[test]
    fn whole_sets_are_as_worked_out_by_hand() {
        let text = "a: claim\nb: claim\nc: claim\nd: claim\na -x d\nd -x a\na -> b\nb -x c";
        let preferred = |reduction| sets(text, reduction, Semantics::Preferred);
        assert_eq!(preferred(Reduction::None), ["ab", "bd"]);
        assert_eq!(preferred(Reduction::Deductive), ["ab", "bd"]);
        assert_eq!(preferred(Reduction::Necessary), ["ab", "cd"]);
        assert_eq!(preferred(Reduction::Evidential), ["ab", "cd"]);
    }

    #[test]
    fn an_inference_needs_every_premise_and_can_be_undercut() {
        let text = "p: claim\nq: claim\ni: inference\nk: judgement\nx: claim\np -> i\nq -> i\ni -> k\n";
        let with = |attack: &str| ALL.map(|it| labels(&format!("{text}{attack}"), it));
        assert_eq!(with("x -x q"), ["+p -q +i +k +x", "+p -q -i +k +x", "+p -q -i -k +x", "+p -q -i -k +x"]);
        assert_eq!(with("x -x i"), ["+p +q -i +k +x", "+p +q -i +k +x", "+p +q -i -k +x", "+p +q -i -k +x"]);
        // Who accepts the step accepts its conclusion; the premises by themselves do not.
        assert_eq!(with("x -x k")[1], "+p +q -i -k +x");
    }

    #[test]
    fn a_circle_of_support_holds_nothing_up_by_itself() {
        let circle = "a: claim\nb: claim\nc: claim\nd: claim\na -> b\nb -> c\nc -> a\n";
        assert_eq!(labels(circle, Reduction::Evidential), "-a -b -c +d");
        assert_eq!(sets(circle, Reduction::Evidential, Semantics::Preferred), ["d"]);
        assert_eq!(sets(circle, Reduction::Evidential, Semantics::Stable), ["d"]);
        let held = format!("{circle}d -> b\n");
        assert_eq!(labels(&held, Reduction::Evidential), "+a +b +c +d");
        let cut = format!("{held}e -x d\n");
        assert_eq!(sets(&cut, Reduction::Evidential, Semantics::Preferred), ["e"]);
        // An attack on one link cuts off what comes after it.
        let cut = format!("{held}e -x c\n");
        assert_eq!(labels(&cut, Reduction::Evidential), "-a +b -c +d +e");
        assert_eq!(labels("a: claim\na -> a", Reduction::Evidential), "-a");
        // Where they need each other, they stand or fall together.
        for reduction in [Reduction::Deductive, Reduction::Necessary] {
            assert_eq!(labels(&held, reduction), "+a +b +c +d");
            assert_eq!(labels(&format!("{circle}d -x b"), reduction), "-a -b -c +d");
            assert_eq!(labels("a: claim\na -> a", reduction), "+a");
        }
        let argument = sketch(circle);
        let reduced = Reduced::new(&argument, Reduction::Necessary);
        assert_eq!(reduced.framework.count(), 2);
    }

    /// The step p, q ⇒ i inside a circle i → k → p: k needs i, i needs p and q, p needs k.
    #[test]
    fn an_inference_in_a_circle_needs_all_of_its_premises_from_outside_in_the_end() {
        let text = "p: claim\nq: claim\ni: inference\nk: judgement\np -> i\nq -> i\ni -> k\nk -> p\n";
        assert_eq!(labels(text, Reduction::Evidential), "-p +q -i -k");
        assert_eq!(labels(&format!("{text}e -> p"), Reduction::Evidential), "+p +q +i +k +e");
        assert_eq!(labels(&format!("{text}e -> p\ne -x q"), Reduction::Evidential), "+p -q -i -k +e");
        assert_eq!(labels(&format!("{text}e -> k"), Reduction::Evidential), "+p +q +i +k +e");
    }

    #[test]
    fn a_reduced_framework_is_an_argument_of_claims() {
        let argument = sketch("a: claim\nb: judgement\na -> b\nb-lacks-a -x a");
        let reduced = Reduced::new(&argument, Reduction::Necessary).to_argument(&argument);
        let ids: Vec<_> = reduced.nodes().map(|(_, node)| node.id.to_string()).collect();
        assert_eq!(ids, ["a", "b", "b-lacks-a", "b-lacks-a-"]);
        let attacks: Vec<_> = reduced
            .edges()
            .map(|(handle, _)| reduced.ends(handle))
            .map(|(from, to)| (from.index(), to.index()))
            .collect();
        assert_eq!(attacks, [(0, 3), (2, 0), (3, 1)]);
        assert_eq!(reduced.node(reduced.find("b-lacks-a-").unwrap()).text.as_str(), "b lacks a");
    }

    #[test]
    fn the_framework_stays_linear() {
        use std::fmt::Write as _;
        let mut text = String::new();
        for n in 0..300 {
            let _ = writeln!(text, "n{n} -> n{}", (n + 1) % 300);
        }
        let argument = sketch(&text);
        for reduction in ALL {
            let framework = Reduced::new(&argument, reduction).framework;
            assert!(framework.count() <= 300 * 66, "{reduction:?}: {}", framework.count());
            assert!(framework.attack_count() <= 300 * 200, "{reduction:?}: {}", framework.attack_count());
        }
    }

    #[test]
    fn a_long_chain_of_needs_is_no_burden_to_the_stack() {
        let mut argument = sketch("n0: claim");
        let edge = argument_edge();
        let mut last = argument.find("n0").unwrap();
        for n in 1..100_000 {
            let id = crate::argument::Id::new(&format!("n{n}")).unwrap();
            let prose = crate::document::Prose::default();
            let node = crate::argument::Node::new(id, NodeKind::Claim, prose, crate::text::Span::default());
            let next = argument.add_node(node).unwrap();
            argument.connect(last, next, edge.clone());
            last = next;
        }
        for reduction in ALL {
            let reduced = Reduced::new(&argument, reduction);
            assert_eq!(grounded(&reduced.framework)[reduced.of_node(last) as usize], Label::In);
        }
    }

    fn argument_edge() -> crate::argument::Edge {
        let argument = sketch("a -> b");
        argument.edges().next().unwrap().1.clone()
    }
}
