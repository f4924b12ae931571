use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use super::fingerprint::{Fingerprint, fingerprints};

use super::place::{Stretch, stretch, uri};
use super::{Reporter, Tally};
use crate::argument::Argument;
use crate::rules::{self, Card, Finding, Fix, Label, Level};
use crate::text::json_text::write_json;

/// SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), one run in one log file, one result a line.
///
/// The rules' pages go with it, so that a viewer can explain a result. The sections named below are the standard's.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sarif {
    begun: bool,
}

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

impl Reporter for Sarif {
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        write!(out, "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":")?;
        write_json(out, &Tool::new())?;
        out.write_all(b",\"columnKind\":\"unicodeCodePoints\",\"results\":[")
    }

    fn findings(&mut self, argument: &Argument, findings: &[Finding], out: &mut dyn io::Write) -> io::Result<()> {
        for (finding, fingerprint) in findings.iter().zip(fingerprints(argument, findings)) {
            out.write_all(if std::mem::replace(&mut self.begun, true) { b",\n" } else { b"\n" })?;
            write_json(out, &SarifResult::new(argument, finding, fingerprint))?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &Tally, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(if self.begun { b"\n]}]}\n" } else { b"]}]}\n" })
    }
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

/// §3.49, reportingDescriptor.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    name: String,
    short_description: Multiformat,
    full_description: Multiformat,
    help: Multiformat,
    default_configuration: Configuration,
    properties: Properties,
}

/// §3.12, multiformatMessageString.
#[derive(Serialize)]
struct Multiformat {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    group: &'static str,
    tags: [&'static str; 1],
}

impl Tool {
    fn new() -> Self {
        let rules = rules::all().iter().map(|rule| Descriptor::new(rule.card())).collect();
        Self { driver: Driver { name: "linchpin", semantic_version: env!("CARGO_PKG_VERSION"), rules } }
    }
}

impl Descriptor {
    fn new(card: &'static Card) -> Self {
        let sections = card.sections();
        let of = |title: &str| {
            let lines = sections.iter().find(|(known, _)| *known == title).map_or(&[][..], |(_, lines)| lines);
            lines.join("\n")
        };
        let mut pages: Vec<String> = Vec::new();
        for (title, lines) in &sections {
            // A fence's `pass` and `fail` are for our tests.
            let lines: Vec<&str> = lines
                .iter()
                .map(|line| if line.starts_with("```") { line.split(' ').next().unwrap_or(line) } else { *line })
                .collect();
            pages.push(format!("## {title}\n\n{}", lines.join("\n")));
        }
        let page = pages.join("\n\n");
        let one_paragraph = of("What it does").split("\n\n").next().unwrap_or("").replace('\n', " ");
        Self {
            id: card.id,
            name: pascal_case(card.id),
            short_description: Multiformat { text: literal(card.summary).into_owned(), markdown: None },
            full_description: Multiformat { text: literal(&one_paragraph).into_owned(), markdown: None },
            help: Multiformat { text: literal(&page).into_owned(), markdown: Some(braces(&page).into_owned()) },
            default_configuration: Configuration { level: card.level.word() },
            properties: Properties { group: card.group.word(), tags: [card.group.word()] },
        }
    }
}

fn pascal_case(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    for word in id.split('-') {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

/// §3.27, result.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix>,
}

#[derive(Serialize)]
struct Message<'a> {
    text: Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_field_names)] // The standard's names.
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'a> {
    name: &'a str,
    kind: &'static str,
}

/// §3.30: lines and columns from 1, the end column that after the last character.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix {
    artifact_changes: [ArtifactChange; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: ArtifactLocation,
    replacements: [Replacement; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Content,
}

#[derive(Serialize)]
struct Content {
    text: String,
}

impl<'a> SarifResult<'a> {
    fn new(argument: &'a Argument, finding: &'a Finding, fingerprint: Fingerprint) -> Self {
        let message = match &finding.help {
            Some(help) => Cow::Owned(literal(&format!("{}\n{help}", finding.message)).into_owned()),
            None => literal(&finding.message),
        };
        let primary = Location::new(argument, &finding.primary, None).map(|mut location| {
            location.logical_locations = finding
                .nodes
                .iter()
                .map(|&node| argument.node(node))
                .map(|node| LogicalLocation { name: node.id.as_str(), kind: node.kind.word() })
                .collect();
            location
        });
        Self {
            rule_id: finding.rule,
            rule_index: rules::index_of(finding.rule),
            level: match finding.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Note => "note",
            },
            message: Message { text: message },
            locations: primary.into_iter().collect(),
            related_locations: (0..)
                .zip(&finding.labels)
                .filter_map(|(number, label)| Location::new(argument, label, Some(number)))
                .collect(),
            partial_fingerprints: BTreeMap::from([
                (Fingerprint::SCHEME, fingerprint.to_string()),
                // The only one that GitHub's code scanning compares.
                ("primaryLocationLineHash", format!("{fingerprint}:1")),
            ]),
            fixes: finding.fix.iter().filter_map(|fix| SarifFix::new(argument, fix)).collect(),
        }
    }
}

impl<'a> Location<'a> {
    fn new(argument: &'a Argument, label: &'a Label, id: Option<usize>) -> Option<Self> {
        let message = (!label.message.is_empty()).then(|| Message { text: literal(&label.message) });
        let physical_location = PhysicalLocation::new(stretch(argument, label.span)?);
        Some(Self { id, message, physical_location, logical_locations: Vec::new() })
    }
}

impl PhysicalLocation {
    fn new(at: Stretch<'_>) -> Self {
        Self { artifact_location: ArtifactLocation { uri: uri(at.file) }, region: Region::new(at) }
    }
}

impl Region {
    fn new(at: Stretch<'_>) -> Self {
        Self {
            start_line: at.start.line,
            start_column: at.start.column,
            end_line: at.end.line,
            end_column: at.end.column,
        }
    }
}

impl SarifFix {
    fn new(argument: &Argument, fix: &Fix) -> Option<Self> {
        let place = PhysicalLocation::new(stretch(argument, fix.span)?);
        let inserted_content = Content { text: fix.replacement.clone() };
        let replacement = Replacement { deleted_region: place.region, inserted_content };
        let change = ArtifactChange { artifact_location: place.artifact_location, replacements: [replacement] };
        Some(Self { artifact_changes: [change] })
    }
}

/// Text in a message string that stays text: braces, which would be placeholders, are doubled (§3.11.5), and brackets,
/// where they would make an embedded link, are escaped (§3.11.6).
fn literal(text: &str) -> Cow<'_, str> {
    let text = braces(text);
    if text.contains("](") { Cow::Owned(text.replace('[', "\\[").replace(']', "\\]")) } else { text }
}

fn braces(text: &str) -> Cow<'_, str> {
    if text.contains(['{', '}']) { Cow::Owned(text.replace('{', "{{").replace('}', "}}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_makes_no_placeholder_and_no_link() {
        assert_eq!(literal("write {#id}"), "write {{#id}}");
        assert_eq!(literal("see [this](1)"), "see \\[this\\](1)");
        assert_eq!(literal("as [1] says"), "as [1] says");
    }

    #[test]
    fn names_are_in_pascal_case() {
        assert_eq!(pascal_case("no-judgement"), "NoJudgement");
    }
}
