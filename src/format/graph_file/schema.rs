//! The keys of a graph file as documented structs, from which the JSON Schema is made.
//!
//! Nothing is read into them: reading wants places, and a suggestion for each wrong key, which derived code gives
//! neither of. A test holds the decoder and these structs to the same keys.

#![expect(dead_code, reason = "the structs are there for their schema")]

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::argument::NodeKind;

/// The JSON Schema (draft 2020-12) of graph files: what `linchpin schema` prints, for editors and validators.
///
/// It describes the JSON form; YAML and TOML have the same keys. Ids that name nothing are beyond a schema.
#[must_use]
pub fn schema() -> serde_json::Value {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<GraphFile>().into()
}

/// An argument graph, as linchpin reads and writes it.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "linchpin graph file")]
struct GraphFile {
    /// The address of this schema, for editors; linchpin passes it over.
    #[serde(rename = "$schema")]
    schema: Option<String>,
    /// What the report says of itself.
    report: Option<Report>,
    /// The nodes by id, in document order.
    nodes: Option<BTreeMap<Id, Node>>,
    /// The sources by key.
    sources: Option<BTreeMap<Id, Option<Source>>>,
    /// The questions by id.
    questions: Option<BTreeMap<Id, Question>>,
}

/// What the report says of itself.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct Report {
    /// Its title.
    title: Option<String>,
    /// Its date.
    date: Option<Date>,
    /// The table of likelihood terms that it goes by, such as `icd-203` or `phia`; found out if it is not given.
    yardstick: Option<String>,
    /// Rules that are silenced for the whole file, each with the reason.
    allow: Option<BTreeMap<String, Option<String>>>,
}

/// A proposition, or an inference between propositions.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(extend("anyOf" = [
    { "required": ["text"] },
    { "properties": { "kind": { "const": "inference" } }, "required": ["kind"] },
]))]
struct Node {
    /// What the node is. Without it, a node that something supports is a claim, and any other is evidence.
    kind: Option<Kind>,
    /// Its words; only an inference may do without.
    #[schemars(with = "String", default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// How likely it is, said apart from its sentence: a term of the yardstick.
    likelihood: Option<String>,
    /// Its base score before any edge, from 0 (not believed) to 1 (certain).
    #[schemars(range(min = 0, max = 1))]
    credibility: Option<f64>,
    /// How good the sourcing is: low, moderate, high, or a range such as "moderate to high". Not a likelihood.
    confidence: Option<Confidence>,
    /// Why the confidence is what it is.
    confidence_basis: Option<String>,
    /// The information's Admiralty grade.
    grade: Option<Grade>,
    /// When the fact was reported or observed.
    date: Option<Date>,
    /// The keys of its sources.
    sources: Option<References>,
    /// The nodes that it speaks for.
    supports: Option<Edges>,
    /// The nodes that it speaks against.
    contradicts: Option<Edges>,
    /// Rules that are silenced for this node, each with the reason.
    allow: Option<BTreeMap<String, Option<String>>>,
    /// Whether it is a sentence of its judgement's own paragraph, not an item under it.
    inline: Option<bool>,
}

/// Who says so.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct Source {
    /// Its title.
    title: Option<String>,
    /// Its author, or the office that wrote it.
    author: Option<String>,
    /// Who published it.
    publisher: Option<String>,
    /// Its address.
    url: Option<String>,
    /// When it was published.
    date: Option<Date>,
    /// A copy on disk, relative to this file.
    archive: Option<String>,
    /// Its Admiralty grade.
    grade: Option<Grade>,
    /// The keys of the sources that it took its information from.
    derived_from: Option<References>,
}

/// A question with rival answers.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct Question {
    /// Its words.
    text: String,
    /// The ids of its answers: judgements and hypotheses.
    answers: Option<References>,
}

/// One id, or several.
#[derive(JsonSchema)]
#[serde(untagged)]
enum References {
    /// One id.
    One(Reference),
    /// Several ids.
    Many(Vec<Reference>),
}

/// An id; one that is all digits may stand as a number.
#[derive(JsonSchema)]
#[serde(untagged)]
enum Reference {
    /// An id.
    Text(String),
    /// An id that is all digits.
    Number(f64),
}

/// Where edges lead: ids alone for full weight, or a table from ids to weights.
#[derive(JsonSchema)]
#[serde(untagged)]
enum Edges {
    /// Edges of full weight.
    Plain(References),
    /// The edges by the id of their conclusion.
    Weighted(BTreeMap<String, Option<EdgesToOne>>),
}

/// The edge to one node, or several parallel edges to it.
#[derive(JsonSchema)]
#[serde(untagged)]
enum EdgesToOne {
    /// One edge.
    One(Edge),
    /// Parallel edges.
    Several(Vec<Option<Edge>>),
}

/// An edge: its weight alone, or with more to it.
#[derive(JsonSchema)]
#[serde(untagged)]
enum Edge {
    /// The weight alone.
    Weight(Weight),
    /// The weight and the warrant.
    Full(EdgeTable),
}

/// An edge with its warrant.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct EdgeTable {
    /// How much the conclusion moves if the premise is certain; 1 if it is not given.
    weight: Option<Weight>,
    /// The warrant: why the premise bears on the conclusion.
    because: Option<String>,
}

/// Gives a type without fields the schema that is written beside it.
macro_rules! schema_of {
    ($(#[doc = $doc:literal])* $name:ident, $schema:tt) => {
        $(#[doc = $doc])*
        #[derive(PartialEq, Eq, PartialOrd, Ord)]
        struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let mut schema = json_schema!($schema);
                schema.insert("description".to_owned(), concat!($($doc, " "),*).trim().into());
                schema
            }
        }
    };
}

schema_of!(
    /// A short name on one line, such as kj1.
    Id,
    { "type": "string", "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*[^\\s\\u0000-\\u001f\\u007f-\\u009f][^\\u0000-\\u001f\\u007f-\\u009f]*$" }
);
schema_of!(
    /// The weight of an edge: above 0 and at most 1.
    Weight,
    { "type": "number", "exclusiveMinimum": 0, "maximum": 1 }
);
schema_of!(
    /// A date as exactly as it is known: 2022, 2022-02 or 2022-02-16.
    Date,
    {
        "anyOf": [
            { "type": "string", "pattern": "^\\s*[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\\s*$" },
            { "type": "integer", "minimum": 1000, "maximum": 9999 },
        ]
    }
);
schema_of!(
    /// An Admiralty grade: reliability A to F, credibility 1 to 6, such as B2.
    Grade,
    { "type": "string", "pattern": "^\\s*[A-Fa-f]-?[1-6]\\s*$" }
);
schema_of!(
    /// How good the sourcing is: low, moderate, high, or a range such as "moderate to high".
    Confidence,
    {
        "type": "string",
        "pattern": "^\\s*([Ll][Oo][Ww]|[Mm][Oo][Dd][Ee][Rr][Aa][Tt][Ee]|[Mm][Ee][Dd]([Ii][Uu][Mm])?|[Hh][Ii][Gg][Hh])(\\s*(-[Tt][Oo]-| [Tt][Oo] |/|–|-)\\s*([Ll][Oo][Ww]|[Mm][Oo][Dd][Ee][Rr][Aa][Tt][Ee]|[Mm][Ee][Dd]([Ii][Uu][Mm])?|[Hh][Ii][Gg][Hh]))?\\s*$",
        "examples": ["low", "moderate", "high", "low to moderate", "moderate to high"]
    }
);

/// The kinds of node.
struct Kind;

impl JsonSchema for Kind {
    fn schema_name() -> Cow<'static, str> {
        "Kind".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut words: Vec<&str> = NodeKind::ALL.map(NodeKind::word).to_vec();
        words.push("judgment");
        json_schema!({
            "description": "What a node is: a judgement is a conclusion that the report stands for.",
            "enum": words
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::graph_file::read::{self, read};
    use crate::format::graph_file::{Syntax, parts};
    use crate::text::SourceFile;

    fn keys(definition: &serde_json::Value) -> Vec<&str> {
        let mut keys: Vec<&str> = definition["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        keys
    }

    fn sorted<'a>(keys: &[&'a str]) -> Vec<&'a str> {
        let mut keys = keys.to_vec();
        keys.sort_unstable();
        keys
    }

    #[test]
    fn the_decoder_knows_the_same_keys() {
        let schema = schema();
        assert_eq!(keys(&schema), sorted(read::ROOT_KEYS));
        let definitions = &schema["$defs"];
        assert_eq!(keys(&definitions["Node"]), sorted(read::NODE_KEYS));
        assert_eq!(keys(&definitions["EdgeTable"]), sorted(read::EDGE_KEYS));
        assert_eq!(keys(&definitions["Report"]), sorted(parts::REPORT_KEYS));
        assert_eq!(keys(&definitions["Source"]), sorted(parts::SOURCE_KEYS));
        assert_eq!(keys(&definitions["Question"]), sorted(parts::QUESTION_KEYS));
    }

    #[test]
    fn every_key_is_described() {
        let schema = schema();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        for definition in std::iter::once(&schema).chain(schema["$defs"].as_object().unwrap().values()) {
            assert!(definition["description"].is_string(), "{definition}");
            for (key, property) in definition["properties"].as_object().into_iter().flatten() {
                assert!(property["description"].is_string(), "{key}");
            }
        }
    }

    #[test]
    fn schema_and_decoder_accept_and_refuse_the_same() {
        let validator = jsonschema::validator_for(&schema()).unwrap();
        let accepted = [
            r#"{"nodes": {}}"#,
            r#"{"$schema": "x", "report": {"title": null, "date": 2022, "allow": {"r": ""}}, "nodes": {"a": {"text": ""}}}"#,
            r#"{"nodes": {"a": {"kind": "inference", "supports": "b"}, "b": {"text": "x", "contradicts": {"a": null}}}}"#,
            r#"{"nodes": {"a": {"text": "x", "supports": {"a": [0.5, {"weight": 1}, {"because": "y"}]}, "inline": true}}}"#,
            r#"{"nodes": {"a": {"text": "x", "supports": ["a", 1], "sources": 7, "confidence": "Medium–High"}}}"#,
            r#"{"nodes": {"a": {"text": "x", "confidence": "low", "confidence-basis": "y", "grade": "b-2", "kind": "judgment"}}}"#,
            r#"{"sources": {"s": {"date": "2022-02", "derived_from": "s"}, "t": null}, "questions": {"q": {"text": "?"}}}"#,
        ];
        let refused = [
            "[]",
            r#"{"node": {}}"#,
            r#"{"nodes": {"a": {}}}"#,
            r#"{"nodes": {"a": {"kind": "claim"}}}"#,
            r#"{"nodes": {"": {"text": "x"}}}"#,
            r#"{"nodes": {"a\n": {"text": "x"}}}"#,
            r#"{"nodes": {"a": "x"}}"#,
            r#"{"nodes": {"a": {"text": 1}}}"#,
            r#"{"nodes": {"a": {"text": "x", "colour": 1}}}"#,
            r#"{"nodes": {"a": {"text": "x", "kind": "fact"}}}"#,
            r#"{"nodes": {"a": {"text": "x", "credibility": 1.1}}}"#,
            r#"{"nodes": {"a": {"text": "x", "credibility": "0.5"}}}"#,
            r#"{"nodes": {"a": {"text": "x", "confidence": "total"}}}"#,
            r#"{"nodes": {"a": {"text": "x", "grade": "G1"}}}"#,
            r#"{"nodes": {"a": {"text": "x", "date": "16 May"}}}"#,
            r#"{"nodes": {"a": {"text": "x", "supports": {"a": 0}}}}"#,
            r#"{"nodes": {"a": {"text": "x", "supports": {"a": 1.5}}}}"#,
            r#"{"nodes": {"a": {"text": "x", "supports": {"a": {"wieght": 1}}}}}"#,
            r#"{"nodes": {"a": {"text": "x", "supports": true}}}"#,
            r#"{"nodes": {"a": {"text": "x", "inline": "yes"}}}"#,
            r#"{"nodes": {"a": {"text": "x", "allow": {"r": 1}}}}"#,
            r#"{"sources": {"s": {"grade": 2}}}"#,
            r#"{"questions": {"q": {"answers": ["a"]}}}"#,
        ];
        for (texts, valid) in [(&accepted[..], true), (&refused[..], false)] {
            for text in texts {
                let value = serde_json::from_str(text).unwrap();
                assert_eq!(validator.is_valid(&value), valid, "schema: {text}");
                let read = read(&SourceFile::new("a.json", *text), Syntax::Json);
                assert_eq!(
                    read.is_ok(),
                    valid,
                    "decoder: {text}: {:?}",
                    read.err().map(|faults| faults[0].to_string())
                );
            }
        }
    }
}
