use std::collections::HashSet;

use rustc_hash::FxBuildHasher;
use serde_json::{Map, Value, json};

use super::ids::{self, Ids};
use super::scales;
use crate::argument::{Argument, Date, Edge, EdgeHandle, Node, NodeHandle, NodeKind, Source};
use crate::format::WriteOptions;
use crate::format::graph_file::{self, Syntax};
use crate::format::property_graph::{EDGE_COLUMNS, Field, NODE_COLUMNS, Rows};

/// The time of the objects that are the same in every bundle.
const FIRST_TIME: &str = "2026-01-01T00:00:00.000Z";
/// The time of the objects of a report without a date.
const NO_TIME: &str = "1970-01-01T00:00:00.000Z";

/// O(nodes + edges).
pub(super) fn write(argument: &Argument, options: &WriteOptions<'_>) -> String {
    let rows = Rows::new(argument, options);
    let content = graph_file::write(rows.argument(), Syntax::Json);
    let bundle = Bundle { time: time(rows.argument().report.date), ids: Ids::of(&content), rows };
    bundle.print()
}

/// The first moment that a date can mean.
fn time(date: Option<Date>) -> String {
    date.map_or_else(
        || NO_TIME.to_owned(),
        |date| {
            let (month, day) = (date.month().unwrap_or(1), date.day().unwrap_or(1));
            format!("{:04}-{month:02}-{day:02}T00:00:00.000Z", date.year())
        },
    )
}

struct Bundle<'a> {
    rows: Rows<'a>,
    ids: Ids,
    time: String,
}

impl Bundle<'_> {
    /// The bundle, object by object: as values in memory, all of them would take many times the room.
    fn print(&self) -> String {
        let argument = self.rows.argument();
        let mut ids = Vec::new();
        let mut body = String::new();
        let mut add = |object: &Value| {
            ids.extend(object.get("id").cloned());
            print_object(&mut body, object);
        };
        let mut seen: HashSet<&str, FxBuildHasher> = HashSet::default();
        for address in argument.sources().filter_map(address).filter(|address| seen.insert(address)) {
            add(&json!({ "type": "url", "spec_version": "2.1", "id": ids::url(address), "value": address }));
        }
        argument.nodes().for_each(|(handle, node)| add(&self.note(handle, node)));
        for (handle, edge) in argument.edges() {
            add(&self.relationship(handle, edge));
            add(&self.opinion(handle, edge));
        }
        let id = Value::from(self.ids.id("bundle", ""));
        let mut text = format!("{{\n  \"type\": \"bundle\",\n  \"id\": {id},\n  \"objects\": [\n");
        for object in [extension_definition(), creator(), self.report(ids)] {
            print_object(&mut text, &object);
        }
        text.push_str(&body);
        text.truncate(text.len() - ",\n".len());
        text.push_str("\n  ]\n}\n");
        text
    }

    /// What all objects begin with.
    fn object(&self, kind: &str, name: &str) -> Map<String, Value> {
        let id = self.ids.id(kind, name);
        common(kind, &id, Some(&ids::creator()), &self.time)
    }

    fn note_id(&self, node: NodeHandle) -> String {
        self.ids.id("note", self.rows.argument().node(node).id.as_str())
    }

    fn report(&self, mut refs: Vec<Value>) -> Value {
        let mut report = self.object("report", "");
        if refs.is_empty() {
            refs.push(ids::creator().into());
        }
        // A name must be there.
        let name = self.rows.title().filter(|title| !title.is_empty()).unwrap_or("Argument");
        report.insert("name".to_owned(), name.into());
        report.insert("published".to_owned(), self.time.clone().into());
        report.insert("object_refs".to_owned(), refs.into());
        let whole = self.rows.whole().into_iter();
        // It was made by us.
        extend(&mut report, whole.map(|(name, json)| (name, serde_json::from_str(&json).unwrap_or_default())));
        report.into()
    }

    fn note(&self, handle: NodeHandle, node: &Node) -> Value {
        let argument = self.rows.argument();
        let mut note = self.object("note", node.id.as_str());
        if let Some(confidence) = confidence(node) {
            note.insert("confidence".to_owned(), confidence.into());
        }
        let sources: Vec<&Source> =
            node.sources.iter().filter_map(|reference| argument.source(reference.key.as_str())).collect();
        if !sources.is_empty() {
            let references: Vec<Value> = sources.iter().map(|source| external_reference(source)).collect();
            note.insert("external_references".to_owned(), references.into());
        }
        let text = node.text.as_str();
        note.insert("abstract".to_owned(), format!("{} {}", node.kind, node.id).into());
        // Some content must be there.
        note.insert("content".to_owned(), if text.is_empty() { node.id.as_str() } else { text }.into());
        let mut about: Vec<String> = if node.kind == NodeKind::Evidence {
            sources.iter().filter_map(|source| address(source)).map(ids::url).collect()
        } else {
            argument.premises(handle).map(|premise| self.note_id(premise.node)).collect()
        };
        let mut seen: HashSet<String, FxBuildHasher> = HashSet::default();
        about.retain(|id| seen.insert(id.clone()));
        if about.is_empty() {
            about.push(self.ids.id("report", ""));
        }
        note.insert("object_refs".to_owned(), about.into());
        let own = NODE_COLUMNS.iter().zip(self.rows.node(handle)).filter_map(|(column, field)| {
            // The words are the content.
            let is_said = column.name == "text" && !text.is_empty();
            (!is_said).then_some((column.name, value(column.name, field?)))
        });
        extend(&mut note, std::iter::once(("id", node.id.as_str().into())).chain(own));
        note.into()
    }

    fn relationship(&self, handle: EdgeHandle, edge: &Edge) -> Value {
        let (premise, conclusion) = self.rows.argument().ends(handle);
        let mut relationship = self.object("relationship", &handle.index().to_string());
        relationship.insert("relationship_type".to_owned(), edge.kind.word().into());
        if let Some(because) = edge.because.as_deref().filter(|because| !because.is_empty()) {
            relationship.insert("description".to_owned(), because.into());
        }
        relationship.insert("source_ref".to_owned(), self.note_id(premise).into());
        relationship.insert("target_ref".to_owned(), self.note_id(conclusion).into());
        let own = EDGE_COLUMNS.iter().zip(self.rows.edge(handle));
        extend(&mut relationship, own.filter_map(|(column, field)| Some((column.name, value(column.name, field?)))));
        relationship.into()
    }

    fn opinion(&self, handle: EdgeHandle, edge: &Edge) -> Value {
        let argument = self.rows.argument();
        let (premise, conclusion) = argument.ends(handle);
        let mut opinion = self.object("opinion", &handle.index().to_string());
        let because = edge.because.as_deref().filter(|because| !because.is_empty());
        let explanation = because.unwrap_or_else(|| argument.node(premise).text.as_str());
        if !explanation.is_empty() {
            opinion.insert("explanation".to_owned(), explanation.into());
        }
        opinion.insert("opinion".to_owned(), scales::of_edge(edge.kind, edge.weight.get()).into());
        opinion.insert("object_refs".to_owned(), json!([self.note_id(conclusion)]));
        let relationship = self.ids.id("relationship", &handle.index().to_string());
        extend(&mut opinion, std::iter::once(("relationship_ref", relationship.into())));
        opinion.into()
    }
}

/// Adds an object to the list, each line further in, and a comma.
fn print_object(text: &mut String, object: &Value) {
    let printed = crate::text::json_pretty(object).unwrap_or_default();
    for line in printed.lines() {
        text.push_str("    ");
        text.push_str(line);
        text.push('\n');
    }
    text.truncate(text.len() - 1);
    text.push_str(",\n");
}

fn common(kind: &str, id: &str, creator: Option<&str>, time: &str) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("type".to_owned(), kind.into());
    object.insert("spec_version".to_owned(), "2.1".into());
    object.insert("id".to_owned(), id.into());
    if let Some(creator) = creator {
        object.insert("created_by_ref".to_owned(), creator.into());
    }
    object.insert("created".to_owned(), time.into());
    object.insert("modified".to_owned(), time.into());
    object
}

fn extension_definition() -> Value {
    let mut object = common("extension-definition", &ids::extension(), Some(&ids::creator()), FIRST_TIME);
    let schema = "Properties of a note: those of a node of a linchpin graph file, by the same names, with its id. Of a \
                  relationship: kind, weight and because of an edge. Of an opinion: relationship_ref, the relationship \
                  that it restates. Of a report: report, sources and questions of a graph file.";
    object.insert("name".to_owned(), "linchpin argument".into());
    object.insert("description".to_owned(), "What an argument graph says that STIX has no properties for.".into());
    object.insert("schema".to_owned(), schema.into());
    object.insert("version".to_owned(), "1.0.0".into());
    object.insert("extension_types".to_owned(), json!(["property-extension"]));
    object.into()
}

fn creator() -> Value {
    let mut object = common("identity", &ids::creator(), None, FIRST_TIME);
    object.insert("name".to_owned(), "linchpin".into());
    object.insert("identity_class".to_owned(), "system".into());
    object.into()
}

/// Adds our extension to an object.
fn extend(object: &mut Map<String, Value>, own: impl Iterator<Item = (&'static str, Value)>) {
    let mut properties = Map::new();
    properties.insert("extension_type".to_owned(), "property-extension".into());
    properties.extend(own.map(|(name, value)| (name.to_owned(), value)));
    object.insert("extensions".to_owned(), json!({ ids::extension(): properties }));
}

fn value(name: &str, field: Field) -> Value {
    match field {
        // A table is one in JSON, too.
        Field::Text(text) if name == "allow" => serde_json::from_str(&text).unwrap_or_default(),
        Field::Text(text) => text.into(),
        Field::Number(number) => number.into(),
        Field::Truth(truth) => truth.into(),
    }
}

/// A stated confidence, else a credibility, else the digit of a grade.
fn confidence(node: &Node) -> Option<u8> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
    let percent = |share: f64| (share * 100.0).round() as u8;
    let stated = node.confidence.as_ref().map(|confidence| scales::of_confidence(confidence.level));
    stated
        .or_else(|| node.credibility.map(|credibility| percent(credibility.get())))
        .or_else(|| node.grade.and_then(|grade| scales::of_admiralty(grade.credibility)))
}

/// The address of a source, if it is one of the web.
fn address(source: &Source) -> Option<&str> {
    let url = source.url.as_deref()?;
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    (is_web && url.is_ascii() && !url.contains(|c: char| c.is_ascii_control() || c == ' ' || "\"<>\\^`{|}".contains(c)))
        .then_some(url)
}

fn external_reference(source: &Source) -> Value {
    let mut reference = Map::new();
    let title = source.title.as_deref().filter(|title| !title.is_empty()).unwrap_or(source.key.as_str());
    reference.insert("source_name".to_owned(), title.into());
    if let Some(address) = address(source) {
        reference.insert("url".to_owned(), address.into());
    }
    reference.insert("external_id".to_owned(), source.key.as_str().into());
    reference.into()
}
