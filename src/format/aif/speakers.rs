use rustc_hash::{FxHashMap, FxHashSet};

use crate::argument::{Id, Source, SourceReference};
use crate::document::Prose;
use crate::format::graph_file::tree::{Tree, Value};
use crate::format::scheme_graph::Incomplete;
use crate::text::Span;

/// Who said what, and under which keys they are sources.
pub(super) struct Speakers<'t> {
    /// The participants' names by their ids.
    names: FxHashMap<&'t str, String>,
    /// The participants' ids by those of the locutions.
    by_locution: FxHashMap<&'t str, &'t str>,
    keys: FxHashMap<String, Id>,
    taken: FxHashSet<String>,
    /// The last number that was given to a key, so that many names of one key do not take the square of their number.
    numbers: FxHashMap<String, usize>,
    cited: FxHashSet<(usize, String)>,
}

impl<'t> Speakers<'t> {
    /// The participants and their locutions, as AIF lists them.
    pub fn new(participants: &'t [Tree<'t>], locutions: &'t [Tree<'t>], graph: &Incomplete<'t>) -> Self {
        let word = |tree: &'t Tree<'t>, key: &str| tree.get(key).and_then(|value| text_of(value, graph));
        let names = participants.iter().filter_map(|participant| {
            let parts = ["firstname", "surname"].map(|key| word(participant, key).unwrap_or_default().trim());
            let name = parts.join(" ").trim().to_owned();
            (!name.is_empty()).then_some((word(participant, "participantID")?, name))
        });
        let by_locution =
            locutions.iter().filter_map(|locution| Some((word(locution, "nodeID")?, word(locution, "personID")?)));
        Self {
            names: names.collect(),
            by_locution: by_locution.collect(),
            keys: FxHashMap::default(),
            taken: FxHashSet::default(),
            numbers: FxHashMap::default(),
            cited: FxHashSet::default(),
        }
    }

    /// Makes who speaks in a locution a source of a node.
    pub fn cite(&mut self, graph: &mut Incomplete<'t>, locution: usize, node: usize) {
        let said = &graph.vertex(locution).node;
        let span = said.span;
        let participant = self.by_locution.get(said.id.as_str()).and_then(|person| self.names.get(person));
        let Some(name) = participant.cloned().or_else(|| speaker(&said.text)) else { return };
        if !self.cited.insert((node, name.clone())) {
            return;
        }
        let Some(key) = self.key(&name, graph, span) else { return };
        graph.vertex(node).node.sources.push(SourceReference { key, span });
    }

    fn key(&mut self, name: &str, graph: &mut Incomplete<'t>, span: Span) -> Option<Id> {
        if let Some(key) = self.keys.get(name) {
            return Some(key.clone());
        }
        let words: Vec<String> =
            name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        let plain = if words.is_empty() { "speaker".to_owned() } else { words.join("-") };
        let mut key = plain.clone();
        if !self.taken.insert(key.clone()) {
            let number = self.numbers.entry(plain.clone()).or_insert(1);
            while !self.taken.insert(key.clone()) {
                *number += 1;
                key = format!("{plain}-{number}");
            }
        }
        let key = Id::new(&key).ok()?;
        let source = Source { author: Some(name.to_owned()), ..Source::new(key.clone(), span) };
        // Its key is new, so that it is not refused.
        let _ = graph.builder.argument.add_source(source);
        self.keys.insert(name.to_owned(), key.clone());
        Some(key)
    }
}

fn text_of<'t>(tree: &'t Tree<'t>, graph: &Incomplete<'t>) -> Option<&'t str> {
    match &tree.value {
        Value::Text(text) => Some(text),
        Value::Number(_) => Some(graph.builder.decoder.written(tree.span)),
        _ => None,
    }
}

/// Who speaks in "John Smith: It rains." or "John Smith : It rains."; names are short.
fn speaker(said: &Prose) -> Option<String> {
    const LONGEST: usize = 60;
    let (name, words) = said.as_str().split_once(':')?;
    let name = name.trim();
    // The colon of an address names nobody.
    let is_name = !words.starts_with("//")
        && name.len() <= LONGEST
        && name.split(' ').count() <= 5
        && name.chars().any(char::is_alphanumeric)
        && !name.contains(['?', '!', ';', ',', '"', '“', '/']);
    is_name.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::SourceFile;

    #[test]
    fn names_that_differ_in_marks_alone_get_keys_of_their_own() {
        let file = SourceFile::new("a.json", "{}");
        let mut graph = Incomplete::new(&file);
        let mut speakers = Speakers::new(&[], &[], &graph);
        let mut key = |name: &str| speakers.key(name, &mut graph, Span::default()).unwrap().to_string();
        assert_eq!(key("Ada Vale"), "ada-vale");
        assert_eq!(key("Ada-Vale"), "ada-vale-2");
        assert_eq!(key("ada vale 2"), "ada-vale-2-2");
        assert_eq!(key("ada (Vale)"), "ada-vale-3");
        assert_eq!(key("Ada Vale"), "ada-vale");
        assert_eq!(key("!"), "speaker");
    }

    #[test]
    fn a_speaker_is_named_before_a_colon() {
        let speaker = |text: &str| speaker(&Prose::synthetic(text));
        assert_eq!(speaker("Ada Vale : it rains"), Some("Ada Vale".to_owned()));
        assert_eq!(speaker("Ada: Ben: it rains"), Some("Ada".to_owned()));
        for text in ["it rains", ": it rains", "Well, one thing is clear: it rains", "See https://example.org/x"] {
            assert_eq!(speaker(text), None, "{text}");
        }
    }
}
