use rustc_hash::{FxHashMap, FxHashSet};
use toml_edit::{Array, DocumentMut, Item, Table, TableLike};

use super::Syntax;
use super::decode::folded;
use super::read::read;
use super::tree::{self, Entry, Tree, Value};
use super::values::{self, plain};
use super::write::{print, toml_item, toml_section};
use crate::argument::Argument;
use crate::text::{Fault, SourceFile};

/// A graph file brought up to date with its report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Updated {
    /// The new text of the file.
    pub text: String,
    /// The ids of the nodes that were added.
    pub added: Vec<String>,
    /// The ids of the nodes whose words, kind or confidence changed in the report.
    pub changed: Vec<String>,
    /// The ids of the nodes that the report no longer has. They were left as they are.
    pub gone: Vec<String>,
}

/// Brings a graph file up to date with the argument that was read from its report anew, and keeps what was edited
/// by hand.
///
/// There is no third text to tell an edit by hand from an old reading, so each key has one owner:
///
/// - the report owns the words of the report: its title and date, and each node's `kind`, `text`, `confidence` and
///   `confidence-basis` and `likelihood` (one that the report does not state stays);
/// - the file owns the rest: `yardstick`, `credibility`, `grade`, `date`, `inline`, weights, `because`, whether an
///   edge supports or contradicts, reasons in `allow`, and the keys of sources and questions. What the file lacks is
///   added from the argument, what it has stays;
/// - nodes, edges, sources, questions and answers that are new are added; those that the report no longer has stay,
///   and the nodes among them are listed in [`Updated::gone`]. An edge that was deleted by hand comes back: give it
///   a low weight instead.
///
/// In TOML, comments, order and spelling stay as they are. JSON is printed anew with the same values in the same
/// order; so is YAML, whose aliases are written out. O(length of both).
///
/// # Errors
/// The faults of the file as it is, if it cannot be read; for YAML with comments, the first comment, since it would
/// be lost.
pub fn update(existing: &str, file_name: &str, argument: &Argument, syntax: Syntax) -> Result<Updated, Vec<Fault>> {
    let file = SourceFile::new(file_name, existing);
    read(&file, syntax)?;
    let old = tree::parse(&file, 0..existing.len(), syntax).map_err(|fault| vec![fault])?;
    if syntax == Syntax::Yaml
        && let Some(fault) = comment(&file, &old)
    {
        return Err(vec![fault]);
    }
    let new = values::of_argument(argument);
    let mut plan = Plan::default();
    plan.root(&old, &new);
    let text = match syntax {
        Syntax::Toml => {
            let mut document: DocumentMut = existing.parse().map_err(|error: toml_edit::TomlError| {
                vec![Fault::new(&file, error.span().unwrap_or(0..0), error.message().to_owned())]
            })?;
            for change in &plan.changes {
                change_toml(&mut document, change);
            }
            document.to_string()
        }
        Syntax::Yaml | Syntax::Json => {
            let mut merged = old.into_owned();
            if plan.changes.is_empty() {
                existing.to_owned()
            } else {
                apply(&mut merged, plan.changes);
                print(&merged, syntax)
            }
        }
    };
    Ok(Updated { text, added: plan.added, changed: plan.changed, gone: plan.gone })
}

/// The first comment of a YAML file: a `#` after a blank or at the start of a line, in no key and no value.
fn comment(file: &SourceFile, root: &Tree<'_>) -> Option<Fault> {
    let mut covered = Vec::new();
    root.each_scalar(&mut |span| covered.push(span.range()));
    covered.sort_unstable_by_key(|range| (range.start, range.end));
    let bytes = file.text().as_bytes();
    let mut ranges = covered.into_iter().peekable();
    let mut end = 0;
    for (at, _) in file.text().match_indices('#') {
        while let Some(range) = ranges.next_if(|range| range.start <= at) {
            end = end.max(range.end);
        }
        let is_first = at.checked_sub(1).is_none_or(|before| bytes[before].is_ascii_whitespace());
        if is_first && at >= end {
            return Some(
                Fault::new(file, at..at + 1, "this comment would be lost: YAML is written anew by an update")
                    .with_help("take the comments out, or keep the graph in TOML, where comments stay"),
            );
        }
    }
    None
}

/// One thing to change in the file.
#[derive(Debug)]
struct Change {
    path: Vec<String>,
    action: Action,
}

#[derive(Debug)]
enum Action {
    /// Put a value under a key that is not there.
    Add(Tree<'static>),
    /// Put a value under the key, in place of what is there.
    Set(Tree<'static>),
    /// Add values to the list that is there.
    Append(Vec<Tree<'static>>),
}

#[derive(Default)]
struct Plan {
    changes: Vec<Change>,
    added: Vec<String>,
    changed: Vec<String>,
    gone: Vec<String>,
}

impl Plan {
    fn note(&mut self, path: &[&str], action: Action) {
        self.changes.push(Change { path: path.iter().map(ToString::to_string).collect(), action });
    }

    fn set(&mut self, path: &[&str], value: Tree<'static>) {
        self.note(path, Action::Set(value));
    }

    fn add(&mut self, path: &[&str], value: Tree<'static>) {
        self.note(path, Action::Add(value));
    }

    fn root(&mut self, old: &Tree<'_>, new: &Tree<'static>) {
        for section in new.entries() {
            let name = section.key.as_ref();
            let there = old.get(name);
            match name {
                "report" => self.fields(&["report"], there, &section.value, &["title", "date"]),
                "nodes" => self.nodes(there, &section.value),
                _ => self.named(name, there, &section.value),
            }
        }
        let kept: FxHashSet<&str> =
            new.get("nodes").into_iter().flat_map(Tree::entries).map(|node| node.key.as_ref()).collect();
        let old_nodes = old.get("nodes").into_iter().flat_map(Tree::entries);
        self.gone = old_nodes.map(|node| node.key.to_string()).filter(|id| !kept.contains(id.as_str())).collect();
    }

    fn nodes(&mut self, old: Option<&Tree<'_>>, new: &Tree<'static>) {
        let index = Tree::index(old);
        for node in new.entries() {
            let id = node.key.as_ref();
            let path = ["nodes", id];
            let Some(&there) = index.get(id) else {
                self.added.push(id.to_owned());
                self.add(&path, node.value.clone());
                continue;
            };
            let before = self.changes.len();
            self.fields(
                &path,
                Some(there),
                &node.value,
                &["kind", "text", "likelihood", "confidence", "confidence-basis"],
            );
            if self.changes[before..].iter().any(|change| is_word(&change.path[2])) {
                self.changed.push(id.to_owned());
            }
        }
    }

    /// Sources and questions: whole entries, and what the file lacks of the others.
    fn named(&mut self, section: &str, old: Option<&Tree<'_>>, new: &Tree<'static>) {
        let index = Tree::index(old);
        for entry in new.entries() {
            let path = [section, entry.key.as_ref()];
            match index.get(entry.key.as_ref()) {
                Some(&there) => self.fields(&path, Some(there), &entry.value, &[]),
                None => self.add(&path, entry.value.clone()),
            }
        }
    }

    /// The keys of one table; those in `owned` are the report's.
    fn fields(&mut self, path: &[&str], old: Option<&Tree<'_>>, new: &Tree<'static>, owned: &[&str]) {
        for field in new.entries() {
            let key = field.key.as_ref();
            let path = [path, &[key]].concat();
            let there = old.and_then(|old| old.get(key)).filter(|there| !matches!(there.value, Value::Null));
            match (key, there) {
                ("supports" | "contradicts", there) => self.edges(&path, old, there, &field.value),
                (_, None) => self.set(&path, field.value.clone()),
                ("sources" | "answers" | "derived_from", Some(there)) => self.references(&path, there, &field.value),
                ("allow", Some(there)) => {
                    for rule in field.value.entries() {
                        if there.get(&rule.key).is_none() {
                            self.add(&[&path[..], &[rule.key.as_ref()]].concat(), rule.value.clone());
                        }
                    }
                }
                (_, Some(there)) => {
                    if owned.contains(&key) && !says_the_same(key, there, &field.value) {
                        self.set(&path, field.value.clone());
                    }
                }
            }
        }
    }

    /// Adds the references that are missing to a list, or to a single one that is made a list.
    fn references(&mut self, path: &[&str], old: &Tree<'_>, new: &Tree<'static>) {
        let there: FxHashSet<&str> = old.texts().collect();
        let missing: Vec<Tree<'static>> =
            new.items().iter().filter(|item| !item.texts().any(|text| there.contains(text))).cloned().collect();
        if missing.is_empty() {
            return;
        }
        if matches!(old.value, Value::List(_)) {
            self.note(path, Action::Append(missing));
        } else {
            let mut items = vec![old.clone().into_owned()];
            items.extend(missing);
            self.set(path, plain(Value::List(items)));
        }
    }

    /// Adds the edges to conclusions to which the file has no edge of either kind.
    fn edges(&mut self, path: &[&str], node: Option<&Tree<'_>>, old: Option<&Tree<'_>>, new: &Tree<'static>) {
        let of_kind = |kind: &str| node.and_then(|node| node.get(kind)).into_iter().flat_map(Tree::texts);
        let there: FxHashSet<&str> = of_kind("supports").chain(of_kind("contradicts")).collect();
        let missing: Vec<Entry<'static>> = match &new.value {
            Value::Map(entries) => entries.iter().filter(|edge| !there.contains(edge.key.as_ref())).cloned().collect(),
            _ => new.texts().filter(|id| !there.contains(id)).map(|id| full_edge(id.to_owned())).collect(),
        };
        if missing.is_empty() {
            return;
        }
        let Some(old) = old else {
            let value = if matches!(new.value, Value::Map(_)) {
                Value::Map(missing)
            } else {
                Value::List(missing.into_iter().map(|edge| plain(Value::Text(edge.key))).collect())
            };
            return self.set(path, plain(value));
        };
        if let Value::Map(_) = old.value {
            for edge in missing {
                self.add(&[path, &[edge.key.as_ref()]].concat(), edge.value);
            }
        } else if !matches!(new.value, Value::Map(_)) {
            let list = Value::List(missing.into_iter().map(|edge| plain(Value::Text(edge.key))).collect());
            self.references(path, old, &plain(list));
        } else {
            let mut entries: Vec<Entry<'static>> = Vec::new();
            let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
            for id in old.texts() {
                let count = counts.entry(id).or_default();
                *count += 1;
                if *count == 1 {
                    entries.push(full_edge(id.to_owned()));
                }
            }
            // A list may name a conclusion twice; a table holds parallel edges in a list.
            for edge in &mut entries {
                let count = counts.get(edge.key.as_ref()).copied().unwrap_or_default();
                if count > 1 {
                    edge.value = plain(Value::List(vec![edge.value.clone(); count]));
                }
            }
            entries.extend(missing);
            self.set(path, plain(Value::Map(entries)));
        }
    }
}

fn is_word(key: &str) -> bool {
    matches!(key, "kind" | "text" | "likelihood" | "confidence" | "confidence-basis")
}

fn full_edge(conclusion: String) -> Entry<'static> {
    Entry { key: conclusion.into(), key_span: crate::text::Span::default(), value: plain(Value::Number(1.0)) }
}

/// Whether two values mean the same, though they may be spelt in different ways.
fn says_the_same(key: &str, old: &Tree<'_>, new: &Tree<'_>) -> bool {
    let (Value::Text(old), Value::Text(new)) = (&old.value, &new.value) else {
        // A bare year.
        return matches!((&old.value, &new.value), (Value::Number(year), Value::Text(date)) if *date == format!("{year:04}"));
    };
    match key {
        "kind" => old == new || (old == "judgment" && new == "judgement"),
        "confidence" => old.parse::<crate::argument::Confidence>() == new.parse(),
        _ => folded(old) == folded(new),
    }
}

/// Puts the changes into a tree. O(tree + changes).
fn apply(root: &mut Tree<'static>, changes: Vec<Change>) {
    // Nodes, sources and questions may be many, and their order is not that of the changes.
    let mut places: FxHashMap<String, FxHashMap<String, usize>> = FxHashMap::default();
    for section in root.entries() {
        let keys = section.value.entries().iter().enumerate().map(|(at, entry)| (entry.key.to_string(), at));
        places.insert(section.key.to_string(), keys.collect());
    }
    for change in changes {
        // A change always finds its place: it was planned on this tree.
        let _ = apply_one(root, change, &places);
    }
}

fn apply_one(
    root: &mut Tree<'static>,
    change: Change,
    places: &FxHashMap<String, FxHashMap<String, usize>>,
) -> Option<()> {
    let (last, parents) = change.path.split_last()?;
    let mut at = root;
    for (depth, key) in parents.iter().enumerate() {
        let place = (depth == 1).then(|| places.get(&parents[0])?.get(key).copied()).flatten();
        at = at.child(key, place)?;
    }
    match change.action {
        Action::Add(value) => at.push(last.clone(), value),
        Action::Set(value) => *at.child(last, None)? = value,
        Action::Append(values) => {
            if let Value::List(items) = &mut at.child(last, None)?.value {
                items.extend(values);
            }
        }
    }
    Some(())
}

fn change_toml(document: &mut DocumentMut, change: &Change) {
    let Some((last, parents)) = change.path.split_last() else { return };
    let mut table: &mut dyn TableLike = document.as_table_mut();
    for parent in parents {
        if table.get(parent).is_none_or(Item::is_none) {
            let mut new = Table::new();
            new.set_implicit(true);
            insert(table, parent, Item::Table(new));
        }
        match table.get_mut(parent).and_then(Item::as_table_like_mut) {
            Some(next) => table = next,
            None => return,
        }
    }
    match &change.action {
        // A node, source or question has a table of its own.
        Action::Add(value) if matches!(parents, [section] if section != "report") => {
            insert(table, last, toml_section(value));
        }
        Action::Add(value) | Action::Set(value) => insert(table, last, toml_item(last, value)),
        Action::Append(values) => {
            if let Some(array) = table.get_mut(last).and_then(Item::as_array_mut) {
                append(array, values);
            }
        }
    }
}

/// Puts an item under a key. What stands before and after the value on its line stays.
fn insert(table: &mut dyn TableLike, key: &str, item: Item) {
    match table.get_mut(key) {
        Some(Item::Value(old)) => {
            let decor = old.decor().clone();
            if let Ok(mut value) = item.into_value() {
                *value.decor_mut() = decor;
                *old = value;
            }
        }
        Some(old) => *old = item,
        None => {
            table.insert(key, item);
        }
    }
}

/// Adds values to an array, in the array's own form: one a line where its values stand one a line.
fn append(array: &mut Array, values: &[Tree<'static>]) {
    let prefix = array.iter().last().and_then(|last| last.decor().prefix()?.as_str().map(str::to_owned));
    for value in values {
        let Ok(mut value) = toml_item("", value).into_value() else { continue };
        match prefix.as_deref().filter(|prefix| prefix.contains('\n') && array.len() > 1) {
            // Without a comment that stands before the last value.
            Some(prefix) => {
                let indent = prefix.rsplit('\n').next().unwrap_or_default();
                value.decor_mut().set_prefix(format!("\n{indent}"));
                array.push_formatted(value);
            }
            None => array.push(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(text: &str) -> Argument {
        read(&SourceFile::new("new.toml", text), Syntax::Toml).unwrap()
    }

    const NEW: &str = r#"[report]
title = "New title"
yardstick = "kent"

[nodes.kj1]
kind = "judgement"
text = "It is unlikely."
confidence = "high"

[nodes.a]
text = "A said so, again."
credibility = 0.2
sources = ["wire", "paper"]
supports = { kj1 = 0.9, kj2 = 0.7 }

[nodes.kj2]
kind = "judgement"
text = "It will rain."

[sources.wire]
title = "The wire"
url = "https://wire.example"

[sources.paper]
date = 2022-02-16

[questions.q]
text = "What now?"
answers = ["kj1", "kj2"]
"#;

    #[test]
    fn toml_keeps_comments_order_and_edits() {
        let old = r#"# Our graph.
[report]
title = "Old title" # as printed
yardstick = "phia"

# The first.
[nodes.kj1]
text = "It is likely."   # to be watched
kind = "judgement"

[nodes.gone]
text = "No longer in the report."
supports = ["kj1"]

[nodes.a]
text = """A said
  so, again."""
credibility = 0.85 # checked by hand
contradicts = { kj1 = { weight = 0.1, because = "it cuts the other way" } }
sources = [
    "wire", # the usual
]

[sources.wire] # see annex
title = "Wire service"

[questions.q]
text = "And now?"
answers = ["kj1"]
# The end.
"#;
        let updated = update(old, "old.toml", &report(NEW), Syntax::Toml).unwrap();
        let expected = r#"# Our graph.
[report]
title = "New title" # as printed
yardstick = "phia"

# The first.
[nodes.kj1]
text = "It is unlikely."   # to be watched
kind = "judgement"
confidence = "high"

[nodes.gone]
text = "No longer in the report."
supports = ["kj1"]

[nodes.a]
text = """A said
  so, again."""
credibility = 0.85 # checked by hand
contradicts = { kj1 = { weight = 0.1, because = "it cuts the other way" } }
sources = [
    "wire", "paper", # the usual
]
kind = "evidence"
supports = { kj2 = 0.7 }

[nodes.kj2]
kind = "judgement"
text = "It will rain."

[sources.wire] # see annex
title = "Wire service"
url = "https://wire.example"

[sources.paper]
date = 2022-02-16

[questions.q]
text = "And now?"
answers = ["kj1", "kj2"]
# The end.
"#;
        assert_eq!(updated.text, expected);
        assert_eq!(updated.added, ["kj2"]);
        assert_eq!(updated.changed, ["kj1", "a"]);
        assert_eq!(updated.gone, ["gone"]);
        let again = update(&updated.text, "old.toml", &report(NEW), Syntax::Toml).unwrap();
        assert_eq!(again.text, expected);
        assert!(again.added.is_empty() && again.changed.is_empty());
    }

    #[test]
    fn every_shape_of_toml_takes_new_nodes_and_edges() {
        let shapes = [
            "",
            "nodes = { kj1 = { text = \"x\" } }\n",
            "nodes.kj1.text = \"x\"\nnodes.a.supports.kj1 = 0.5\nnodes.a.text = \"y\"\n",
            "[nodes]\nkj1 = { text = \"x\" }\na = { text = \"y\", supports = \"kj1\", sources = \"wire\" }\n",
            "[nodes.a]\ntext = \"y\"\nsupports = [\"kj1\", \"kj1\", \"zzz\"]\n[nodes.kj1]\ntext = \"x\"\n",
            "[nodes.a]\ntext = \"y\"\n[nodes.a.supports]\nkj1 = 0.5\n[nodes.a.supports.kj2]\nweight = 0.25\n[nodes.kj1]\n\
             text = \"x\"\n[nodes.kj2]\ntext = \"z\"\n",
        ];
        for old in shapes {
            let updated = update(old, "old.toml", &report(NEW), Syntax::Toml).unwrap();
            let argument = read(&SourceFile::new("f", updated.text.as_str()), Syntax::Toml).unwrap();
            let text = &updated.text;
            for (_, node) in report(NEW).nodes() {
                let found = argument.node(argument.find(node.id.as_str()).expect(text));
                assert_eq!(found.text.as_str(), node.text.as_str(), "{text}");
                assert_eq!(found.kind, node.kind, "{text}");
            }
            let a = argument.find("a").unwrap();
            for target in ["kj1", "kj2"] {
                assert!(argument.conclusions(a).any(|edge| Some(edge.node) == argument.find(target)), "{text}");
            }
            assert_eq!(argument.node(a).sources.len(), 2, "{text}");
            assert_eq!(argument.questions()[0].answers.len(), 2, "{text}");
            if old.contains("zzz") {
                assert!(text.contains("zzz") && argument.edge_count() == 3, "{text}");
            }
        }
    }

    #[test]
    fn yaml_and_json_are_merged_alike() {
        let old = "{\"nodes\": {\"b\": {\"text\": \"mine\", \"supports\": \"nowhere\"}, \"a\": {\"text\": \"old\", \
                   \"supports\": {\"kj1\": 0.25}, \"credibility\": 0.5}, \"kj1\": {\"kind\": \"judgment\", \"text\": \
                   \"It is unlikely.\"}}}";
        for syntax in [Syntax::Json, Syntax::Yaml] {
            let updated = update(old, "old", &report(NEW), syntax).unwrap();
            assert_eq!(updated.added, ["kj2"]);
            assert_eq!(updated.gone, ["b"]);
            assert_eq!(updated.changed, ["kj1", "a"]);
            assert!(updated.text.contains("nowhere"), "an edge that dangles is kept");
            let argument = read(&SourceFile::new("f", updated.text.as_str()), syntax).unwrap();
            let ids: Vec<_> = argument.nodes().map(|(_, node)| node.id.to_string()).collect();
            assert_eq!(ids, ["b", "a", "kj1", "kj2"]);
            let a = argument.find("a").unwrap();
            assert_eq!(argument.node(a).text.as_str(), "A said so, again.");
            assert_eq!(argument.node(a).credibility, crate::argument::Credibility::new(0.5).ok());
            let weights: Vec<_> = argument.conclusions(a).map(|edge| edge.edge.weight.get()).collect();
            assert_eq!(weights, [0.25, 0.7]);
            assert_eq!(argument.sources().len(), 2);
            let again = update(&updated.text, "old", &report(NEW), syntax).unwrap();
            assert_eq!(again.text, updated.text);
        }
    }

    #[test]
    fn comments_in_yaml_are_not_lost_in_silence() {
        let at = |text: &str| match update(text, "f.yaml", &report(NEW), Syntax::Yaml) {
            Ok(_) => None,
            Err(faults) => Some(faults[0].to_string().split(": ").next().unwrap().to_owned()),
        };
        let kept = "nodes:\n  a:\n    text: 'no # comment'\n    date: 2022\n  b#c:\n    text: a#b\n  d:\n    text: |\n      # x\n      y\n";
        assert_eq!(at(kept), None);
        assert_eq!(at("nodes:\n  a: # first\n    text: x\n").as_deref(), Some("f.yaml:2:6"));
        assert_eq!(at("# top\nnodes: {}\n").as_deref(), Some("f.yaml:1:1"));
        assert_eq!(at("nodes:\n  a:\n    text: | # why\n      x\n").as_deref(), Some("f.yaml:3:13"));
        assert_eq!(at("nodes:\n  a:\n    text: é x # why\n").as_deref(), Some("f.yaml:3:15"));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_not_touched() {
        let faults = update("[nodes.a]\ntxt = 1\n", "f.toml", &report(NEW), Syntax::Toml).unwrap_err();
        assert_eq!(faults.len(), 2);
        assert!(faults[1].to_string().starts_with("f.toml:2:1: `txt` is not a key of a node"));
    }
}
