use super::speakers::Speakers;
use crate::argument::{EdgeKind, Id, Node, NodeKind};
use crate::document::Prose;
use crate::format::Reading;
use crate::format::graph_file::Syntax;
use crate::format::graph_file::decode::placed;
use crate::format::graph_file::tree::{self, Tree, Value, shown};
use crate::format::scheme_graph::{Incomplete, OWN_KEY, Role, Vertex, is_default_name};
use crate::text::{Fault, SourceFile, Span};

/// The kinds of nodes in AIF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// I: information, a proposition.
    Information,
    /// L: who said what, in a dialogue.
    Locution,
    /// RA, CA, MA: the application of a scheme of inference, conflict or rephrase.
    Step,
    /// YA: what was done by saying it.
    Illocution,
    /// TA: which locution follows which.
    Transition,
    /// PA, and what is none of these.
    Other,
}

/// Reads AIF. O(length).
///
/// # Errors
/// All faults that were found: JSON that is none, nodes without id or kind, two different nodes of one id.
pub(super) fn read(file: &SourceFile) -> Result<Reading, Vec<Fault>> {
    let root = tree::parse(file, 0..file.text().len(), Syntax::Json).map_err(|fault| vec![fault])?;
    let mut reader = Reader { graph: Incomplete::new(file), kinds: Vec::new(), edges: Vec::new() };
    let aif = match root.get("AIF") {
        Some(aif) => {
            reader.graph.lose_others(&root, &["AIF", OWN_KEY]);
            if !matches!(aif.value, Value::Map(_)) {
                let message = format!("`AIF` must be a table, not {}", aif.value.describe());
                reader.graph.fault(aif.span, message, "write an object with `nodes` and `edges`");
                return reader.graph.finish(None);
            }
            aif
        }
        None => &root,
    };
    reader.graph.lose_others(aif, &["nodes", "edges", "locutions", "participants", OWN_KEY]);
    let nodes = reader.graph.objects(aif, "nodes", true);
    for node in nodes {
        reader.node(node);
    }
    for edge in reader.graph.objects(aif, "edges", false) {
        reader.edge(edge);
    }
    reader.argue_with_locutions();
    let participants = reader.graph.objects(aif, "participants", false);
    let locutions = reader.graph.objects(aif, "locutions", false);
    let mut speakers = Speakers::new(participants, locutions, &reader.graph);
    reader.say_who_speaks(&mut speakers);
    reader.connect();
    reader.lose_dialogue();
    reader.graph.finish(aif.get(OWN_KEY).or_else(|| root.get(OWN_KEY)))
}

/// An edge of the file.
struct FileEdge<'t> {
    from: usize,
    to: usize,
    span: Span,
    own: Option<&'t Tree<'t>>,
}

struct Reader<'t> {
    graph: Incomplete<'t>,
    /// What each node is, by its number in the graph.
    kinds: Vec<(Kind, Span)>,
    edges: Vec<FileEdge<'t>>,
}

impl<'t> Reader<'t> {
    fn node(&mut self, tree: &'t Tree<'t>) {
        let Some(id) = self.graph.id(tree.get("nodeID"), tree.span, "`nodeID`") else { return };
        let Some(word) = self.graph.word(tree, "type", "the kind of a node: I, L, RA, CA, MA, PA, TA or YA") else {
            return;
        };
        let (kind, role) = match word {
            "I" => (Kind::Information, Role::Proposition),
            "L" => (Kind::Locution, Role::LeftOut),
            "RA" | "MA" => (Kind::Step, Role::Step(EdgeKind::Supports)),
            "CA" => (Kind::Step, Role::Step(EdgeKind::Contradicts)),
            "YA" => (Kind::Illocution, Role::LeftOut),
            "TA" => (Kind::Transition, Role::LeftOut),
            _ => (Kind::Other, Role::LeftOut),
        };
        let place = tree.get("nodeID").map_or(tree.span, |id| id.span);
        let Ok(own_id) = Id::new(&id) else {
            self.graph.fault(place, "`nodeID` holds a control character", "write a short name on one line");
            return;
        };
        let text = match kind {
            Kind::Step => self.scheme(tree, word),
            _ => self.graph.prose(tree, "text"),
        };
        match (kind, word) {
            (Kind::Step, "MA") => self.graph.lose(tree.span, "a rephrase is read as a support"),
            (Kind::Other, "PA") => self.graph.lose(tree.span, "a preference has no counterpart and is left out"),
            (Kind::Other, _) => {
                let message = format!("there are no nodes of the type `{}`; it is left out", shown(word));
                self.graph.lose(tree.span, message);
            }
            (Kind::Information, _) if text.is_empty() => self.graph.lose(tree.span, "a proposition without words"),
            _ => {}
        }
        let node = Node::new(own_id, NodeKind::Evidence, text, tree.span);
        self.graph.add(id, place, Vertex::new(role, node, tree.get(OWN_KEY)));
        if self.graph.count() > self.kinds.len() {
            self.kinds.push((kind, tree.span));
        }
    }

    /// The words that name a step: its text, else its scheme, unless they say only that there is a step.
    fn scheme(&mut self, tree: &'t Tree<'t>, word: &str) -> Prose {
        let text = self.graph.prose(tree, "text");
        if !is_default_name(text.as_str()) {
            return text;
        }
        match tree.get("scheme") {
            Some(Tree { value: Value::Text(scheme), span }) if !is_default_name(scheme) => {
                placed(scheme, self.graph.builder.decoder.written(*span), *span)
            }
            _ if word == "MA" => Prose::approximate("Rephrase", tree.span),
            _ => Prose::approximate("", tree.span),
        }
    }

    fn edge(&mut self, tree: &'t Tree<'t>) {
        let ends = ["fromID", "toID"].map(|key| (key, tree.get(key)));
        if let Some((from, to)) = self.graph.ends(ends, tree.span) {
            self.edges.push(FileEdge { from, to, span: tree.span, own: tree.get(OWN_KEY) });
        }
    }

    /// What is said is a proposition itself where somebody infers from it or disputes it.
    fn argue_with_locutions(&mut self) {
        for edge in &self.edges {
            for (locution, step) in [(edge.from, edge.to), (edge.to, edge.from)] {
                if self.kinds[locution].0 == Kind::Locution && self.kinds[step].0 == Kind::Step {
                    self.graph.vertex(locution).role = Role::Proposition;
                }
            }
        }
    }

    /// Who speaks is the source of what is said: locution → illocution → proposition. Of an illocution with several
    /// locutions the first speaks.
    fn say_who_speaks(&mut self, speakers: &mut Speakers<'t>) {
        let mut said_by = vec![None; self.kinds.len()];
        for edge in &self.edges {
            if (self.kinds[edge.from].0, self.kinds[edge.to].0) == (Kind::Locution, Kind::Illocution) {
                said_by[edge.to].get_or_insert(edge.from);
            }
        }
        let is_proposition: Vec<bool> =
            (0..self.kinds.len()).map(|at| self.graph.vertex(at).role == Role::Proposition).collect();
        for edge in &self.edges {
            if let Some(locution) = said_by[edge.from]
                && self.kinds[edge.to].0 == Kind::Information
            {
                speakers.cite(&mut self.graph, locution, edge.to);
            }
        }
        for (at, (kind, _)) in self.kinds.iter().enumerate() {
            if *kind == Kind::Locution && is_proposition[at] {
                speakers.cite(&mut self.graph, at, at);
            }
        }
    }

    fn connect(&mut self) {
        for edge in std::mem::take(&mut self.edges) {
            let kinds = [self.kinds[edge.from].0, self.kinds[edge.to].0];
            let is_argued = |kind| matches!(kind, Kind::Information | Kind::Locution | Kind::Step);
            let is_left_out = [edge.from, edge.to].iter().any(|&at| self.graph.vertex(at).role == Role::LeftOut);
            if is_left_out && kinds.into_iter().all(is_argued) {
                self.graph.lose(edge.span, "an edge to or from what is only said in the dialogue is left out");
            }
            self.graph.connect(edge.from, edge.to, edge.span, edge.own);
        }
    }

    /// One note for each kind of node that only a dialogue has, at the first of them.
    fn lose_dialogue(&mut self) {
        let notes = [
            (Kind::Locution, "locutions (L): who speaks is kept as a source of what is said, their words are not"),
            (Kind::Illocution, "illocutions (YA): whether it was asserted, asked or granted is not kept"),
            (Kind::Transition, "transitions (TA): the order of the dialogue is not kept"),
        ];
        for (kind, note) in notes {
            let mut of_kind = Vec::new();
            for (at, &(other, span)) in self.kinds.iter().enumerate() {
                if other == kind && self.graph.vertex(at).role == Role::LeftOut {
                    of_kind.push(span);
                }
            }
            if let Some(&first) = of_kind.first() {
                self.graph.lose(first, format!("{} {note}", of_kind.len()));
            }
        }
    }
}
