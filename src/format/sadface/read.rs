use rustc_hash::FxHashMap;

use super::Scheme;
use crate::argument::{EdgeKind, Id, Node, NodeKind, Source, SourceReference};
use crate::document::Prose;
use crate::format::Reading;
use crate::format::graph_file::Syntax;
use crate::format::graph_file::tree::{self, Tree, Value};
use crate::format::scheme_graph::{Incomplete, OWN_KEY, Role, Vertex, is_default_name, says_something};
use crate::text::{Fault, SourceFile, Span};

/// Of more that disagree, not every pair is made rivals.
const MOST_DISAGREEING: usize = 16;

/// Reads SADFace. O(length).
///
/// # Errors
/// All faults that were found: JSON that is none, nodes without id or type, two different nodes of one id.
pub(super) fn read(file: &SourceFile) -> Result<Reading, Vec<Fault>> {
    let root = tree::parse(file, 0..file.text().len(), Syntax::Json).map_err(|fault| vec![fault])?;
    let metadata = root.get("metadata");
    let own = metadata.and_then(|metadata| metadata.get(OWN_KEY));
    let mut reader =
        Reader { graph: Incomplete::new(file), disagreements: FxHashMap::default(), has_own: own.is_some() };
    reader.graph.lose_others(&root, &["nodes", "edges", "metadata", "resources"]);
    if let Some(metadata) = metadata {
        reader.metadata(metadata);
    }
    for resource in reader.graph.objects(&root, "resources", false) {
        reader.resource(resource);
    }
    for node in reader.graph.objects(&root, "nodes", true) {
        reader.node(node);
    }
    let of_edges = Tree::index(own.and_then(|own| own.get("edges")));
    for edge in reader.graph.objects(&root, "edges", false) {
        reader.edge(edge, &of_edges);
    }
    reader.disagree();
    reader.graph.finish(own.and_then(|own| own.get("argument")))
}

struct Reader<'t> {
    graph: Incomplete<'t>,
    disagreements: FxHashMap<usize, Disagreement>,
    /// Whether we wrote the file, so that sources and title are told in our own metadata.
    has_own: bool,
}

/// A conflict without sides.
#[derive(Default)]
struct Disagreement {
    /// What it leads to.
    members: Vec<usize>,
    /// Whether it has a side after all.
    has_premise: bool,
}

impl<'t> Reader<'t> {
    fn metadata(&mut self, metadata: &'t Tree<'t>) {
        self.graph.lose_others(metadata, &["core", OWN_KEY]);
        let Some(core) = metadata.get("core") else { return };
        // Numbers and times of the document's making.
        let bookkeeping = ["id", "version", "created", "edited", "title"];
        self.graph.lose_others(core, &bookkeeping);
        let title = self.graph.prose(core, "title");
        if !title.is_empty() {
            self.graph.builder.argument.report.title = Some(title);
        }
    }

    fn resource(&mut self, tree: &'t Tree<'t>) {
        let Some(id) = self.graph.id(tree.get("id"), tree.span, "`id` of a resource") else { return };
        if self.has_own {
            return;
        }
        let Ok(key) = Id::new(&id) else {
            self.graph.fault(tree.span, "the `id` of a resource holds a control character", "write it on one line");
            return;
        };
        let mut source = Source::new(key, tree.span);
        let metadata = tree.get("metadata").and_then(|metadata| metadata.get("core"));
        let word = |key: &str| metadata.and_then(|core| core.get(key)?.texts().next()).map(str::to_owned);
        (source.url, source.title, source.author) = (word("url"), word("title"), word("author"));
        source.declared = true;
        if tree.get("content").is_some_and(says_something) {
            let span = tree.get("content").map_or(tree.span, |content| content.span);
            self.graph.lose(span, "the text of a resource is not kept; the resource is kept as a source");
        }
        let _ = self.graph.builder.argument.add_source(source);
    }

    fn node(&mut self, tree: &'t Tree<'t>) {
        let Some(id) = self.graph.id(tree.get("id"), tree.span, "`id` of a node") else { return };
        let Some(word) = self.graph.word(tree, "type", "the type of a node: atom, scheme, inference or conflict")
        else {
            return;
        };
        let own = tree.get("metadata").and_then(|metadata| metadata.get(OWN_KEY));
        let place = tree.get("id").map_or(tree.span, |id| id.span);
        let own_id = own.and_then(|own| own.get("id")?.texts().next()).unwrap_or(&id);
        let Ok(own_id) = Id::new(own_id) else {
            self.graph.fault(place, "the `id` of a node holds a control character", "write it on one line");
            return;
        };
        let name = tree.get("name").and_then(|name| name.texts().next()).unwrap_or_default();
        let scheme = match word {
            "atom" => None,
            "conflict" if Scheme::of_name(name) == Scheme::Disagreement => Some(Scheme::Disagreement),
            "conflict" => Some(Scheme::Attack),
            "scheme" | "inference" => Some(Scheme::of_name(name)),
            _ => {
                self.graph.fault(
                    place,
                    "a node must be an atom, a scheme, an inference or a conflict",
                    "mend its `type`",
                );
                return;
            }
        };
        let role = match scheme {
            None => Role::Proposition,
            Some(Scheme::Support | Scheme::Rephrase) => Role::Step(EdgeKind::Supports),
            Some(Scheme::Attack | Scheme::Disagreement) => Role::Step(EdgeKind::Contradicts),
            Some(Scheme::Preference) => Role::LeftOut,
        };
        match scheme {
            Some(Scheme::Rephrase) => self.graph.lose(tree.span, "a rephrase is read as a support"),
            Some(Scheme::Preference) => self.graph.lose(tree.span, "a preference has no counterpart and is left out"),
            _ => {}
        }
        let text = match scheme {
            None => self.graph.prose(tree, "text"),
            Some(Scheme::Rephrase) => Prose::approximate("Rephrase", tree.span),
            Some(_) => match own.filter(|own| own.get("text").is_some()) {
                Some(own) => self.graph.prose(own, "text"),
                None if scheme == Some(Scheme::Support) && !is_default_name(name) => self.graph.prose(tree, "name"),
                None => Prose::approximate("", tree.span),
            },
        };
        if scheme.is_none() && text.is_empty() {
            self.graph.lose(tree.span, "a proposition without words");
        }
        if let Some(metadata) = tree.get("metadata") {
            self.graph.lose_others(metadata, &[OWN_KEY]);
        }
        let mut node = Node::new(own_id, NodeKind::Evidence, text, tree.span);
        if own.is_none() {
            self.sources(tree, &mut node);
        }
        let own = own.and_then(|own| own.get("node"));
        let at = self.graph.count();
        self.graph.add(id, place, Vertex::new(role, node, own));
        if scheme == Some(Scheme::Disagreement) && self.graph.count() > at {
            self.disagreements.insert(at, Disagreement::default());
        }
    }

    fn sources(&mut self, tree: &'t Tree<'t>, node: &mut Node) {
        for source in self.graph.objects(tree, "sources", false) {
            let key = source.get("resource_id");
            let Some(id) = self.graph.id(key, source.span, "`resource_id` of a source") else { continue };
            let span = key.map_or(source.span, |key| key.span);
            match self.graph.builder.argument.source(&id).map(|source| source.key.clone()) {
                Some(key) if node.sources.iter().all(|known| known.key != key) => {
                    node.sources.push(SourceReference { key, span });
                }
                Some(_) => {}
                None => self.graph.lose(span, "there is no such resource; the reference is left out"),
            }
        }
    }

    fn edge(&mut self, tree: &'t Tree<'t>, of_edges: &FxHashMap<&'t str, &'t Tree<'t>>) {
        let ends = ["source_id", "target_id"].map(|key| (key, tree.get(key)));
        let Some((from, to)) = self.graph.ends(ends, tree.span) else { return };
        if let Some(disagreement) = self.disagreements.get_mut(&to) {
            disagreement.has_premise = true;
        }
        if let Some(disagreement) = self.disagreements.get_mut(&from) {
            disagreement.members.push(to);
        } else {
            let id = tree.get("id").and_then(|id| match &id.value {
                Value::Text(id) => Some(id.as_ref()),
                _ => None,
            });
            let own = id.and_then(|id| of_edges.get(id).copied());
            self.graph.connect(from, to, tree.span, own);
        }
    }

    /// Makes rivals of those that disagree: a conflict without a side is no contradiction of anything by itself.
    fn disagree(&mut self) {
        let mut disagreements: Vec<_> = std::mem::take(&mut self.disagreements).into_iter().collect();
        disagreements.sort_unstable_by_key(|(at, _)| *at);
        for (at, Disagreement { members, has_premise }) in disagreements {
            let span = self.graph.vertex(at).node.span;
            let is_of_atoms = members.iter().all(|&member| self.graph.vertex(member).role == Role::Proposition);
            if has_premise || !is_of_atoms || members.len() < 2 {
                for member in members {
                    self.graph.connect(at, member, span, None);
                }
                continue;
            }
            self.graph.vertex(at).role = Role::LeftOut;
            if members.len() > MOST_DISAGREEING {
                let message = format!("more than {MOST_DISAGREEING} that disagree are left without contradictions");
                self.graph.lose(span, message);
                continue;
            }
            self.rivals(&members, span);
        }
    }

    fn rivals(&mut self, members: &[usize], span: Span) {
        for (at, &one) in members.iter().enumerate() {
            for &other in &members[at + 1..] {
                self.graph.step(EdgeKind::Contradicts, [one, other], span);
                self.graph.step(EdgeKind::Contradicts, [other, one], span);
            }
        }
    }
}
