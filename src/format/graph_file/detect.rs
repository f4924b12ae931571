use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::Syntax;
use super::read::NODE_KEYS;
use crate::text::SourceFile;

/// Whether `file` is a graph file, and in which syntax.
///
/// The name's ending decides the syntax where it is `.toml`, `.yaml`, `.yml` or `.json`; endings of reports are
/// never claimed; for any other name the content decides. In each case the content must show what a graph file is
/// known by: in TOML a `[report]` or `[nodes.…]` header, in YAML a `nodes:` table, in JSON an object whose `nodes`
/// are an object of nodes (AIF, and the resolved argument of `export --to json`, have an array). The file need not
/// be free of errors. O(length).
#[must_use]
pub fn detect(file: &SourceFile) -> Option<Syntax> {
    let text = file.text().trim_start_matches('\u{feff}');
    let name = file.name().rsplit(['/', '\\']).next().unwrap_or_default();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let holds = |syntax: Syntax, found: bool| found.then_some(syntax);
    match ending.as_str() {
        "toml" => holds(Syntax::Toml, text.lines().any(is_toml_header)),
        "yaml" | "yml" => holds(Syntax::Yaml, has_yaml_nodes(text) || is_graph_json(text)),
        "json" => holds(Syntax::Json, is_graph_json(text)),
        "md" | "markdown" | "mdown" | "qmd" | "txt" | "text" | "html" | "htm" | "xhtml" | "docx" | "pdf" => None,
        _ => by_content(text),
    }
}

fn by_content(text: &str) -> Option<Syntax> {
    let significant = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    let first = text.lines().find(significant)?;
    if first.trim_start().starts_with('{') {
        return is_graph_json(text).then_some(Syntax::Json);
    }
    if is_toml_header(first) || is_header_of(first, &["sources", "questions"]) {
        return text.lines().any(is_toml_header).then_some(Syntax::Toml);
    }
    let mut lines = text.lines().filter(significant).map(str::trim_end);
    let mut line = lines.next()?;
    if line.starts_with("%YAML") {
        line = lines.next()?;
    }
    if line == "---" {
        line = lines.next()?;
        // A second fence closes front matter: what follows is a report.
        if lines.clone().any(|line| line == "---") {
            return None;
        }
    }
    let starts = ["report", "nodes", "sources", "questions"].into_iter().any(|key| yaml_key(line) == Some(key));
    (starts && has_yaml_nodes(text)).then_some(Syntax::Yaml)
}

fn is_toml_header(line: &str) -> bool {
    is_header_of(line, &["report", "nodes"])
}

/// Whether a line opens one of the tables or something in it (a dotted key or an inline table does too).
fn is_header_of(line: &str, tables: &[&str]) -> bool {
    let line = line.trim();
    if let Some(header) = line.strip_prefix('[') {
        if header.starts_with('[') {
            return false;
        }
        let header = header.split(']').next().unwrap_or_default();
        let table = header.split('.').next().unwrap_or_default().trim();
        return tables.contains(&table.trim_matches(['"', '\'']));
    }
    let Some((key, value)) = line.split_once('=') else { return false };
    match key.split_once('.') {
        Some((table, _)) => table.trim() == "nodes" && tables.contains(&"nodes"),
        None => key.trim() == "nodes" && tables.contains(&"nodes") && value.trim_start().starts_with('{'),
    }
}

/// The key of a line that stands at the left margin: `nodes:` or `"nodes": …`.
fn yaml_key(line: &str) -> Option<&str> {
    let (key, value) = line.split_once(':')?;
    let is_key = value.is_empty() || value.starts_with([' ', '\t']);
    is_key.then(|| key.trim_end().trim_matches(['"', '\'']))
}

fn has_yaml_nodes(text: &str) -> bool {
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if yaml_key(line) != Some("nodes") {
            continue;
        }
        let value = line.split_once(':').map_or("", |(_, value)| value.trim());
        if !value.is_empty() && !value.starts_with('#') {
            return value.starts_with('{');
        }
        // A list of nodes is another format's.
        let next = lines.find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
        return next.is_some_and(|line| line.starts_with([' ', '\t']) && !line.trim_start().starts_with('-'));
    }
    false
}

fn is_graph_json(text: &str) -> bool {
    if !text.trim_start().starts_with('{') {
        return false;
    }
    let mut found = None;
    // The look stops at the nodes, by an error of its own; what follows them need not be valid.
    let _ = Look { found: &mut found, at: Place::Root }.deserialize(&mut serde_json::Deserializer::from_str(text));
    found == Some(true)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    Nodes,
    Node,
}

/// Looks for an object of nodes; says so in `found` and stops.
struct Look<'f> {
    found: &'f mut Option<bool>,
    at: Place,
}

impl<'de> DeserializeSeed<'de> for Look<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a graph file")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        *self.found = Some(false);
        Err(serde::de::Error::custom("an array"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let mut is_empty = true;
        while let Some(key) = access.next_key::<String>()? {
            is_empty = false;
            let at = match self.at {
                Place::Root if key == "nodes" => Place::Nodes,
                // Possibly a misspelt key of ours, which comes to light in reading.
                Place::Root => {
                    access.next_value::<IgnoredAny>()?;
                    continue;
                }
                Place::Nodes => Place::Node,
                Place::Node => {
                    if NODE_KEYS.contains(&key.as_str()) {
                        *self.found = Some(true);
                        return Err(serde::de::Error::custom("found"));
                    }
                    access.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            access.next_value_seed(Look { found: &mut *self.found, at })?;
            if at == Place::Node {
                // One node is enough to know the format.
                return Err(serde::de::Error::custom("not a node"));
            }
        }
        if self.at == Place::Nodes && is_empty {
            *self.found = Some(true);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(name: &str, text: &str) -> Option<Syntax> {
        detect(&SourceFile::new(name, text))
    }

    #[test]
    fn graph_files_are_known_by_ending_and_content() {
        assert_eq!(detected("graphs/a.toml", "# why\n[nodes.a]\ntext = \"x\"\n"), Some(Syntax::Toml));
        assert_eq!(detected("a.toml", "\u{feff}[report]\r\ntitle = \"x\"\r\n"), Some(Syntax::Toml));
        assert_eq!(detected("a.toml", "nodes.a.text = \"x\"\n"), Some(Syntax::Toml));
        assert_eq!(
            detected("a.yml", "report:\n  title: x\nnodes:\n  # first\n  a:\n    text: x\n"),
            Some(Syntax::Yaml)
        );
        assert_eq!(detected("a.yaml", "nodes: {a: {text: x}}\n"), Some(Syntax::Yaml));
        assert_eq!(detected("a.json", "{\"nodes\": {\"a\": {\"text\": \"x\"}}}"), Some(Syntax::Json));
        assert_eq!(detected("a.json", "{\"nodes\": {}}"), Some(Syntax::Json));
        assert_eq!(detected("<stdin>", "[nodes.a]\ntext = \"x\"\n"), Some(Syntax::Toml));
        assert_eq!(detected("<stdin>", "# c\nnodes:\n  a:\n    text: x\n"), Some(Syntax::Yaml));
        assert_eq!(
            detected("<stdin>", " {\"report\": {}, \"nodes\": {\"a\": {\"kind\": \"claim\"}}}"),
            Some(Syntax::Json)
        );
        // Broken ones too, so that their errors are shown.
        assert_eq!(detected("a.toml", "[nodes.a]\ntext = x\n"), Some(Syntax::Toml));
        assert_eq!(detected("a.json", "{\"nodes\": {\"a\": {\"text\": \"x\", }}"), Some(Syntax::Json));
    }

    #[test]
    fn other_files_are_not_claimed() {
        let others = [
            ("Cargo.toml", "[package]\nname = \"x\"\n[dependencies]\nnodes = \"1\"\n"),
            ("empty.toml", ""),
            ("linchpin.toml", "yardstick = \"phia\"\n[rules]\nall = \"warn\"\n"),
            ("aif.json", "{\"nodes\": [{\"nodeID\": \"1\", \"text\": \"x\", \"type\": \"I\"}], \"edges\": []}"),
            ("resolved.json", "{\"report\": {}, \"nodes\": [{\"id\": \"a\", \"text\": \"x\"}]}"),
            ("graph.json", "{\"graph\": {\"nodes\": {\"a\": {\"label\": \"x\"}}}}"),
            ("flake.lock", "{\"nodes\": {\"flake-utils\": {\"locked\": {}}}, \"root\": \"root\", \"version\": 7}"),
            ("broken.json", "{\"nodes\""),
            ("list.json", "[{\"nodes\": {}}]"),
            ("list.yaml", "nodes:\n- id: a\n"),
            ("list.yaml", "nodes:\n  - id: a\n"),
            ("nested.yaml", "cluster:\n  nodes:\n    a: 1\n"),
            ("report.md", "[nodes.a]\ntext = \"x\"\n"),
            ("report", "# Report\n\n```toml\n[nodes.a]\n```\n"),
            ("report", "---\ntitle: x\nnodes:\n  a: b\n---\n\nKey judgements\n"),
            ("report", "Key Judgement 1: it rains.\n\nnodes:\n  a: b\n"),
            ("<stdin>", ""),
        ];
        for (name, text) in others {
            assert_eq!(detected(name, text), None, "{name}: {text}");
        }
    }
}
