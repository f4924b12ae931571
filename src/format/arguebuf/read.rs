use super::schemes;
use crate::argument::{EdgeKind, Id, Node, NodeKind, Source, SourceReference};
use crate::document::Prose;
use crate::format::Reading;
use crate::format::graph_file::Syntax;
use crate::format::graph_file::tree::{self, Entry, Tree, Value, shown};
use crate::format::scheme_graph::{Incomplete, OWN_KEY, Role, Vertex, says_something};
use crate::text::{Fault, SourceFile, Span};

/// Reads Arguebuf. Keys may be written as `majorClaim` or `major_claim`, schemes by name or number, as Protobuf's JSON
/// allows. O(length).
///
/// # Errors
/// All faults that were found: JSON that is none, values of a wrong type.
pub(super) fn read(file: &SourceFile) -> Result<Reading, Vec<Fault>> {
    let root = tree::parse(file, 0..file.text().len(), Syntax::Json).map_err(|fault| vec![fault])?;
    let own = root.get("userdata").and_then(|data| data.get(OWN_KEY));
    let mut reader = Reader { graph: Incomplete::new(file), has_own: own.is_some() };
    let known = ["nodes", "edges", "resources", "participants", "majorClaim", "major_claim"];
    let versions = ["schemaVersion", "schema_version", "libraryVersion", "library_version", "metadata", "userdata"];
    reader.graph.lose_others(&root, &[&known[..], &versions[..]].concat());
    reader.lose_user_data(&root);
    for entry in reader.table(&root, "resources") {
        reader.source(entry, "the text of a resource is not kept; the resource is kept as a source");
    }
    for entry in reader.table(&root, "participants") {
        reader.source(entry, "where a participant lives and what is said of them is not kept");
    }
    for entry in reader.table(&root, "nodes") {
        reader.node(entry);
    }
    for entry in reader.table(&root, "edges") {
        reader.edge(entry);
    }
    let major = root.get("majorClaim").or_else(|| root.get("major_claim"));
    if let Some((id, span)) = major.and_then(|id| Some((id.texts().next().filter(|id| !id.is_empty())?, id.span))) {
        reader.major_claim(id, span);
    }
    reader.graph.finish(own.and_then(|own| own.get("argument")))
}

struct Reader<'t> {
    graph: Incomplete<'t>,
    /// Whether we wrote the file, so that sources are told in our own data.
    has_own: bool,
}

impl<'t> Reader<'t> {
    /// The entries of a table from ids to objects.
    fn table(&mut self, root: &'t Tree<'t>, key: &str) -> &'t [Entry<'t>] {
        let Some(table) = root.get(key) else { return &[] };
        if !matches!(table.value, Value::Null | Value::Map(_)) {
            let message = format!("`{key}` must be a table from ids to objects, not {}", table.value.describe());
            self.graph.fault(table.span, message, "write an object in braces");
        }
        let other = table.entries().iter().find(|entry| !matches!(entry.value.value, Value::Map(_)));
        if let Some(other) = other {
            let message = format!("`{key}` must hold objects, not {}", other.value.value.describe());
            self.graph.fault(other.value.span, message, "write an object in braces there");
            return &[];
        }
        table.entries()
    }

    fn own(tree: &'t Tree<'t>) -> Option<&'t Tree<'t>> {
        tree.get("userdata").and_then(|data| data.get(OWN_KEY))
    }

    fn lose_user_data(&mut self, tree: &'t Tree<'t>) {
        if let Some(data) = tree.get("userdata") {
            self.graph.lose_others(data, &[OWN_KEY]);
        }
    }

    fn id_of(&mut self, entry: &Entry<'_>) -> Option<Id> {
        let id = Id::new(&entry.key).ok();
        if id.is_none() {
            self.graph.fault(entry.key_span, "an id is blank or holds a control character", "write a short name");
        }
        id
    }

    fn source(&mut self, entry: &'t Entry<'t>, loss: &str) {
        let Some(key) = self.id_of(entry) else { return };
        if self.has_own {
            return;
        }
        let tree = &entry.value;
        let word = |key: &str| tree.get(key).and_then(|value| value.texts().next()).map(str::to_owned);
        let filled = |key: &str| word(key).filter(|word| !word.trim().is_empty());
        let address = filled("url").or_else(|| filled("source"));
        let source = Source {
            title: filled("title"),
            author: filled("name").or_else(|| filled("username")),
            url: address,
            declared: true,
            ..Source::new(key, entry.span())
        };
        let lost = ["text", "email", "location", "description"].into_iter().find_map(|key| {
            let value = tree.get(key).filter(|value| says_something(value))?;
            Some(value.span)
        });
        if let Some(span) = lost {
            self.graph.lose(span, loss);
        }
        self.lose_user_data(tree);
        if self.graph.builder.argument.add_source(source).is_err() {
            self.graph.lose(entry.key_span, "a participant with the id of a resource is left out");
        }
    }

    fn node(&mut self, entry: &'t Entry<'t>) {
        let Some(id) = self.id_of(entry) else { return };
        let tree = &entry.value;
        let own = Self::own(tree);
        self.lose_user_data(tree);
        let (role, text) = match (tree.get("atom"), tree.get("scheme")) {
            (Some(atom), _) => (Role::Proposition, self.graph.prose(atom, "text")),
            (None, Some(scheme)) => self.scheme(scheme, own, entry.span()),
            (None, None) => {
                self.graph.lose(entry.key_span, "a node that is no atom and no scheme is left out");
                (Role::LeftOut, Prose::default())
            }
        };
        if role == Role::Proposition && text.is_empty() {
            self.graph.lose(entry.key_span, "a proposition without words");
        }
        let mut node = Node::new(id, NodeKind::Evidence, text, entry.span());
        if let (Some(atom), None) = (tree.get("atom"), own) {
            self.cite(atom, &mut node);
        }
        let own = own.and_then(|own| own.get("node"));
        self.graph.add(entry.key.to_string(), entry.key_span, Vertex::new(role, node, own));
    }

    /// What kind of step a scheme is, and the words that name it.
    fn scheme(&mut self, scheme: &'t Tree<'t>, own: Option<&'t Tree<'t>>, span: Span) -> (Role, Prose) {
        let nothing = Prose::approximate("", span);
        for key in ["premiseDescriptors", "premise_descriptors"] {
            if let Some(roles) = scheme.get(key).filter(|roles| says_something(roles)) {
                self.graph.lose(roles.span, "the roles of premises are not kept");
            }
        }
        let own = own.filter(|own| own.get("text").is_some());
        let own = own.map(|own| self.graph.prose(own, "text"));
        if let Some(support) = scheme.get("support") {
            return (Role::Step(EdgeKind::Supports), own.unwrap_or_else(|| self.support(support)));
        }
        if scheme.get("attack").is_some() {
            return (Role::Step(EdgeKind::Contradicts), own.unwrap_or(nothing));
        }
        if scheme.get("rephrase").is_some() {
            self.graph.lose(span, "a rephrase is read as a support");
            return (Role::Step(EdgeKind::Supports), Prose::approximate("Rephrase", span));
        }
        let what = match scheme.get("preference") {
            Some(_) => "a preference has no counterpart and is left out",
            None => "a step of which it is not said whether it supports or attacks is left out",
        };
        self.graph.lose(span, what);
        (Role::LeftOut, nothing)
    }

    fn support(&mut self, tree: &Tree<'_>) -> Prose {
        let name = match &tree.value {
            Value::Text(name) => name.to_string(),
            Value::Number(_) => self.graph.builder.decoder.written(tree.span).to_owned(),
            _ => String::new(),
        };
        let words = schemes::words(&name);
        if words.is_none() {
            self.graph.lose(tree.span, format!("there is no scheme `{}`; it is read as a plain support", shown(&name)));
        }
        Prose::approximate(words.unwrap_or_default(), tree.span)
    }

    fn cite(&mut self, atom: &'t Tree<'t>, node: &mut Node) {
        let resource = atom.get("reference").and_then(|reference| reference.get("resource"));
        for cited in [resource, atom.get("participant")].into_iter().flatten() {
            let Some(key) = cited.texts().next().filter(|key| !key.is_empty()) else { continue };
            match self.graph.builder.argument.source(key).map(|source| source.key.clone()) {
                Some(key) => node.sources.push(SourceReference { key, span: cited.span }),
                None => {
                    let message = format!("there is no resource or participant `{}`", shown(key));
                    self.graph.lose(cited.span, message);
                }
            }
        }
        let words = atom.get("reference").and_then(|reference| reference.get("text"));
        if let Some(words) = words.filter(|words| says_something(words)) {
            let said = words.texts().next().unwrap_or_default();
            if said.trim() != node.text.as_str() {
                self.graph.lose(words.span, "the words of the source that an atom rests on are not kept");
            }
        }
    }

    fn edge(&mut self, entry: &'t Entry<'t>) {
        let tree = &entry.value;
        self.lose_user_data(tree);
        let ends = ["source", "target"].map(|key| (key, tree.get(key)));
        if let Some((from, to)) = self.graph.ends(ends, entry.span()) {
            self.graph.connect(from, to, entry.span(), Self::own(tree));
        }
    }

    fn major_claim(&mut self, id: &str, span: Span) {
        match self.graph.find(id).filter(|&at| self.graph.vertex(at).role == Role::Proposition) {
            Some(at) => self.graph.settle(at, NodeKind::Judgement),
            None => self.graph.lose(span, "the major claim is no atom; it is left out"),
        }
    }
}
