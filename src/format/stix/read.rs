use std::borrow::Cow;

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashSet};

use super::{ids, scales};
use crate::argument::EdgeKind;
use crate::format::Reading;
use crate::format::graph_file::Syntax;
use crate::format::graph_file::tree::{self, Tree, Value, shown};
use crate::format::property_graph::{Builder, Cell, End, RawEdge, RawNode};
use crate::text::{Fault, SourceFile, SourceMap, Span};

/// What a relationship of others says of evidence: whether its source is the premise, and which way it points.
fn evidential(kind: &str) -> Option<(bool, EdgeKind)> {
    match kind {
        "supports" | "indicates" | "corroborates" | "confirms" => Some((true, EdgeKind::Supports)),
        "characterizes" | "analysis-of" | "static-analysis-of" | "dynamic-analysis-of" => {
            Some((true, EdgeKind::Supports))
        }
        "based-on" | "derived-from" => Some((false, EdgeKind::Supports)),
        "contradicts" | "refutes" | "disputes" => Some((true, EdgeKind::Contradicts)),
        _ => None,
    }
}

/// O(length).
pub(super) fn read(file: &SourceFile) -> Result<Reading, Vec<Fault>> {
    let root = tree::parse(file, 0..file.text().len(), Syntax::Json).map_err(|fault| vec![fault])?;
    let builder = Builder::new(SourceMap::single(file.clone()), file);
    let mut reader = BundleReader {
        builder,
        extension: ids::extension(),
        objects: IndexMap::default(),
        nodes: IndexMap::default(),
        edges: Vec::new(),
    };
    reader.index(&root);
    reader.whole();
    reader.ours();
    reader.notes();
    reader.opinions();
    reader.relationships();
    reader.sightings();
    reader.finish()
}

type Object<'t, 'a> = &'t Tree<'a>;

struct BundleReader<'t, 'a> {
    builder: Builder<'a>,
    extension: String,
    /// By id, the newest of each.
    objects: IndexMap<&'t str, Object<'t, 'a>, FxBuildHasher>,
    /// The objects that are nodes: by their STIX id, the node.
    nodes: IndexMap<&'t str, RawNode<'a>, FxBuildHasher>,
    edges: Vec<RawEdge<'a>>,
}

fn text<'t>(object: &'t Tree<'_>, key: &str) -> Option<&'t str> {
    match &object.get(key)?.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn cell<'a>(name: &'static str, value: impl Into<Cow<'a, str>>, span: Span) -> Cell<'a> {
    Cell { name: Cow::Borrowed(name), value: value.into(), span }
}

impl<'t, 'a> BundleReader<'t, 'a> {
    fn index(&mut self, root: &'t Tree<'a>) {
        let Some(objects) = root.get("objects").filter(|objects| matches!(objects.value, Value::List(_))) else {
            let help = "a bundle is {\"type\": \"bundle\", \"id\": \"bundle--…\", \"objects\": […]}";
            return self.builder.fault(root.span, "there is no list of `objects` in this file", help);
        };
        let mut revoked: FxHashSet<&str> = FxHashSet::default();
        for object in objects.items() {
            let (Some(id), Some(_)) = (text(object, "id"), text(object, "type")) else {
                let message = "this object has no `id` or no `type` that is text";
                self.builder.fault(object.span, message, "add them, as the standard asks");
                continue;
            };
            if matches!(object.get("revoked").map(|revoked| &revoked.value), Some(Value::Bool(true))) {
                revoked.insert(id);
            }
            let time = |object: &'t Tree<'_>| text(object, "modified").unwrap_or_default();
            let Some(known) = self.objects.get(id).copied() else {
                self.objects.insert(id, object);
                continue;
            };
            let is_newer = time(object) > time(known);
            if time(object) == time(known) {
                let span = object.get("id").map_or(object.span, |id| id.span);
                let message = format!("the id `{}` is given twice", shown(id));
                self.builder.fault(span, message, "keep one of the two, or give the newer one a later `modified`");
                continue;
            }
            self.builder.lose(object.span, "older versions of objects are left out");
            if is_newer {
                self.objects.insert(id, object);
            }
        }
        let Self { objects, builder, .. } = self;
        objects.retain(|id, object| {
            let is_revoked = revoked.contains(id);
            if is_revoked {
                builder.lose(object.span, "revoked objects are left out");
            }
            !is_revoked
        });
    }

    /// The ids that a property lists.
    fn references(&mut self, object: Object<'t, 'a>, key: &str) -> Vec<(&'t str, Span)> {
        let Some(listed) = object.get(key) else { return Vec::new() };
        let id = |item: &'t Tree<'_>| match &item.value {
            Value::Text(text) => Some((text.as_ref(), item.span)),
            _ => None,
        };
        let ids: Option<Vec<_>> = match &listed.value {
            Value::List(items) => items.iter().map(id).collect(),
            _ => None,
        };
        ids.unwrap_or_else(|| {
            let message = format!("`{key}` must be a list of ids");
            self.builder.fault(listed.span, message, format!("write {{\"{key}\": [\"…--…\"]}}"));
            Vec::new()
        })
    }

    /// How confident an object's creator is in it, from 0 to 100.
    fn confidence(&mut self, object: Object<'t, 'a>) -> Option<(f64, Span)> {
        let stated = object.get("confidence")?;
        match stated.value {
            Value::Number(number @ 0.0..=100.0) => Some((number, stated.span)),
            Value::Null => None,
            _ => {
                let message = "`confidence` must be a number from 0 to 100";
                self.builder.fault(stated.span, message, "leave it out if it is not known");
                None
            }
        }
    }

    /// What our extension says of an object.
    fn own(&self, object: Object<'t, 'a>) -> Option<&'t Tree<'a>> {
        object.get("extensions")?.get(&self.extension)
    }

    fn of_type(&self, kind: &'static str) -> Vec<(&'t str, Object<'t, 'a>)> {
        let is_it = |(_, object): &(&&'t str, &Object<'t, 'a>)| text(object, "type") == Some(kind);
        self.objects.iter().filter(is_it).map(|(id, object)| (*id, *object)).collect()
    }

    /// The first report is the argument's.
    fn whole(&mut self) {
        let reports = self.of_type("report");
        let Some((_, report)) = reports.iter().find(|(_, report)| self.own(report).is_some()).or(reports.first())
        else {
            return;
        };
        if let Some(own) = self.own(report) {
            for entry in own.entries().iter().filter(|entry| entry.key != "extension_type") {
                if matches!(entry.key.as_ref(), "report" | "sources" | "questions") {
                    self.builder.part(&entry.key, &entry.value);
                } else {
                    self.builder.lose(entry.span(), format!("the report's `{}` is left out", shown(&entry.key)));
                }
            }
        } else {
            if let Some(name) = report.get("name").and_then(|name| Cell::of_json("title", name)) {
                self.builder.whole(&name);
            }
            if let (Some(published), Some(tree)) = (text(report, "published"), report.get("published")) {
                let day: String = published.chars().take(10).collect();
                self.builder.whole(&cell("date", day, tree.span));
            }
        }
        if let Some((_, second)) = reports.iter().find(|(id, _)| text(report, "id") != Some(id)) {
            self.builder.lose(second.span, "only one report is read; others are left out, and what they hold is kept");
        }
    }

    /// The nodes and edges that we wrote.
    fn ours(&mut self) {
        for (id, note) in self.of_type("note") {
            let Some(own) = self.own(note) else { continue };
            let Some(name @ Tree { value: Value::Text(own_id), .. }) = own.get("id") else {
                let help = "write the node's id there, or take the extension out";
                self.builder.fault(own.span, "linchpin's extension of this note has no `id` that is text", help);
                continue;
            };
            let mut cells: Vec<Cell<'a>> = own
                .entries()
                .iter()
                .filter(|entry| !matches!(entry.key.as_ref(), "id" | "extension_type"))
                .filter_map(|entry| Cell::of_json(&entry.key, &entry.value))
                .collect();
            if !cells.iter().any(|cell| cell.name == "text") {
                cells.extend(note.get("content").and_then(|content| Cell::of_json("text", content)));
            }
            let node = RawNode { id: own_id.clone(), id_span: name.span, span: note.span, cells };
            self.nodes.insert(id, node);
        }
    }

    /// An object of others that an edge leads from or to, as a node; `false` if it is not in the bundle.
    fn node(&mut self, id: &'t str) -> bool {
        if self.nodes.contains_key(id) {
            return true;
        }
        let Some(object) = self.objects.get(id).copied() else { return false };
        let kind = text(object, "type").unwrap_or_default();
        let id_span = object.get("id").map_or(object.span, |id| id.span);
        let mut cells = vec![self.words(object, kind, id)];
        let is_note = kind == "note";
        if is_note {
            cells.push(cell("kind", "judgement", object.span));
        }
        if let Some((number, span)) = self.confidence(object) {
            if !is_note {
                cells.push(cell("credibility", (number / 100.0).to_string(), span));
            } else if let Some(level) = scales::confidence(number) {
                cells.push(cell("confidence", level.word(), span));
            }
        }
        if let (Some(time), Some(tree)) = (text(object, "first_observed"), object.get("first_observed")) {
            cells.push(cell("date", time.chars().take(10).collect::<String>(), tree.span));
        }
        if let Some(listed) = object.get("external_references") {
            let named = |reference: &'t Tree<'_>| text(reference, "url").or_else(|| text(reference, "source_name"));
            let sources: Vec<&str> = listed.items().iter().filter_map(named).collect();
            if sources.len() < listed.items().len() || !matches!(listed.value, Value::List(_)) {
                self.builder.lose(listed.span, "references that have neither an address nor a name are left out");
            }
            if !sources.is_empty() {
                cells.push(cell("sources", serde_json::to_string(&sources).unwrap_or_default(), listed.span));
            }
        }
        let message =
            format!("of objects of the type `{}`, words, confidence, day and references are kept", shown(kind));
        self.builder.lose(object.span, message);
        let node = RawNode { id: Cow::Owned(id.to_owned()), id_span, span: object.span, cells };
        self.nodes.insert(id, node);
        true
    }

    /// An object's words: what it says, else what it is called, else what it is.
    fn words(&mut self, object: Object<'t, 'a>, kind: &str, id: &str) -> Cell<'a> {
        let first: &[&str] = match kind {
            "note" => &["content"],
            "opinion" => &["explanation"],
            _ => &[],
        };
        for key in first.iter().copied().chain(["name", "value", "description", "pattern", "abstract"]) {
            match object.get(key) {
                Some(Tree { value: Value::Text(words), span }) if !words.trim().is_empty() => {
                    return cell("text", words.clone(), *span);
                }
                Some(Tree { value: Value::Text(_) | Value::Null, .. }) | None => {}
                // `value` is what it is of, in some objects.
                Some(_) if key == "value" => {}
                Some(other) => {
                    let message = format!("`{key}` must be text, not {}", other.value.describe());
                    self.builder.fault(other.span, message, "put it in quotation marks");
                }
            }
        }
        cell("text", format!("{} {id}", kind.replace('-', " ")), object.span)
    }

    /// An edge between two objects; noted if one of them is elsewhere.
    fn edge(&mut self, premise: (&'t str, Span), conclusion: (&'t str, Span), span: Span, cells: Vec<Cell<'a>>) {
        for end in [premise, conclusion] {
            if !self.node(end.0) {
                return self.builder.lose(end.1, "links to objects that are not in the bundle are left out");
            }
        }
        let end = |(id, span): (&'t str, Span)| End {
            id: self.nodes.get(id).map_or_else(|| Cow::Owned(id.to_owned()), |node| node.id.clone()),
            span,
        };
        self.edges.push(RawEdge { source: end(premise), target: end(conclusion), span, cells });
    }

    /// A note is a judgement on the objects that it is about.
    fn notes(&mut self) {
        for (id, note) in self.of_type("note") {
            if self.nodes.contains_key(id) {
                continue;
            }
            self.node(id);
            let here = note.get("id").map_or(note.span, |id| id.span);
            for about in self.references(note, "object_refs") {
                // The report, and who wrote it, are not what it rests on.
                let kind = self.objects.get(about.0).and_then(|object| text(object, "type"));
                if !matches!(kind, Some("report" | "grouping" | "identity")) {
                    self.edge(about, (id, here), about.1, Vec::new());
                }
            }
        }
    }

    /// An opinion is evidence for or against its objects.
    fn opinions(&mut self) {
        for (id, opinion) in self.of_type("opinion") {
            let restates = self.own(opinion).and_then(|own| text(own, "relationship_ref"));
            if restates.is_some_and(|edge| self.objects.contains_key(edge)) {
                continue;
            }
            let Some((kind, weight)) = text(opinion, "opinion").and_then(scales::edge) else {
                self.builder.lose(opinion.span, "opinions that neither agree nor disagree are left out");
                continue;
            };
            let here = opinion.get("id").map_or(opinion.span, |id| id.span);
            for about in self.references(opinion, "object_refs") {
                let place = opinion.get("opinion").map_or(opinion.span, |tree| tree.span);
                let cells = vec![cell("kind", kind.word(), place), cell("weight", weight, place)];
                self.edge((id, here), about, opinion.span, cells);
            }
        }
    }

    fn relationships(&mut self) {
        for (_, relationship) in self.of_type("relationship") {
            let end = |key: &str| Some((text(relationship, key)?, relationship.get(key)?.span));
            let (Some(source), Some(target)) = (end("source_ref"), end("target_ref")) else {
                let help = "add them, as the standard asks";
                self.builder.fault(relationship.span, "this relationship has no `source_ref` or no `target_ref`", help);
                continue;
            };
            if let Some(own) = self.own(relationship) {
                let mut cells = own.entries().iter().filter(|entry| entry.key != "extension_type");
                let cells: Vec<Cell<'a>> =
                    cells.by_ref().filter_map(|entry| Cell::of_json(&entry.key, &entry.value)).collect();
                for end in [source, target] {
                    if !self.objects.contains_key(end.0) {
                        let message = format!("this relationship's end `{}` is not in the bundle", shown(end.0));
                        self.builder.fault(end.1, message, "name an object that is there, or add this one");
                    }
                }
                self.edge(source, target, relationship.span, cells);
                continue;
            }
            let word = text(relationship, "relationship_type").unwrap_or_default();
            let Some((is_forward, kind)) = evidential(word) else {
                let message =
                    format!("relationships of the type `{}` say nothing of evidence and are left out", shown(word));
                self.builder.lose(relationship.span, message);
                continue;
            };
            let place = relationship.get("relationship_type").map_or(relationship.span, |tree| tree.span);
            let mut cells = vec![cell("kind", kind.word(), place)];
            match self.confidence(relationship) {
                Some((0.0, span)) => {
                    self.builder.lose(span, "relationships without any confidence in them are left out");
                    continue;
                }
                Some((number, span)) => cells.push(cell("weight", (number / 100.0).to_string(), span)),
                None => {}
            }
            cells.extend(relationship.get("description").and_then(|tree| Cell::of_json("because", tree)));
            let (premise, conclusion) = if is_forward { (source, target) } else { (target, source) };
            self.edge(premise, conclusion, relationship.span, cells);
        }
    }

    /// A sighting is evidence for what was sighted, and rests on what was observed.
    fn sightings(&mut self) {
        for (id, sighting) in self.of_type("sighting") {
            let here = sighting.get("id").map_or(sighting.span, |id| id.span);
            if let (Some(sighted), Some(tree)) = (text(sighting, "sighting_of_ref"), sighting.get("sighting_of_ref")) {
                self.edge((id, here), (sighted, tree.span), sighting.span, Vec::new());
            }
            for observed in self.references(sighting, "observed_data_refs") {
                self.edge(observed, (id, here), observed.1, Vec::new());
            }
        }
    }

    fn finish(mut self) -> Result<Reading, Vec<Fault>> {
        let used: FxHashSet<&str> = self.nodes.keys().copied().collect();
        for (id, object) in &self.objects {
            let kind = text(object, "type").unwrap_or_default();
            let is_told = matches!(
                kind,
                "report" | "relationship" | "opinion" | "extension-definition" | "identity" | "marking-definition"
            );
            // An address stands in the sources.
            let is_source = kind == "url" && object.get("extensions").is_none();
            if !used.contains(id) && !is_told && !is_source {
                let message = format!("objects of the type `{}` that nothing bears on are left out", shown(kind));
                self.builder.lose(object.span, message);
            }
        }
        self.builder.finish_with(self.nodes.values(), &self.edges)
    }
}
