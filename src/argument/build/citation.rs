//! Where the sentences say that their information comes from: links, footnotes, citations, attributes.

use rustc_hash::FxHashMap;

use super::Builder;
use crate::argument::{Defect, Id, NodeHandle, Source, SourceReference};
use crate::document::Prose;
use crate::text::{Span, ends_sentence};

impl Builder<'_> {
    /// Notes the sources that the node's own text names.
    pub(super) fn cite(&mut self, node: NodeHandle) {
        // Taken out and put back, which is cheaper than a copy.
        let mut text = Prose::default();
        self.argument.update_node(node, |node| std::mem::swap(&mut text, &mut node.text));
        self.cite_from(node, &text);
        let (kept, cited) = take_citations(&text);
        for (key, span) in cited {
            self.cited.push((node, key, span));
        }
        self.argument.update_node(node, |node| node.text = kept.unwrap_or(text));
    }

    /// Notes the links and footnotes of `text` as sources of the node.
    pub(super) fn cite_from(&mut self, node: NodeHandle, text: &Prose) {
        let links: Vec<(String, Span, String)> = text
            .links()
            .filter(|(address, _)| !address.starts_with('#') && !address.is_empty())
            .map(|(address, range)| (address.to_owned(), text.span_of(range.clone()), text.as_str()[range].to_owned()))
            .collect();
        for (address, span, words) in links {
            self.cite_address(node, &address, span, &words);
        }
        let notes: Vec<(String, Span)> =
            text.footnote_references().map(|(label, range)| (label.to_owned(), text.span_of(range))).collect();
        for (label, span) in notes {
            self.cite_footnote(node, &label, span);
        }
        if text.links().next().is_none() {
            for range in super::reference::references(text.as_str()) {
                let words = text.as_str()[range.clone()].to_owned();
                self.cite_reference(node, &words, text.span_of(range));
            }
        }
    }

    /// A source that the text names in brackets.
    fn cite_reference(&mut self, node: NodeHandle, words: &str, span: Span) {
        let slug: Vec<String> = words
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let Ok(key) = Id::new(&slug.join("-")) else { return };
        if self.argument.source(key.as_str()).is_none() {
            let mut source = Source::new(key.clone(), span);
            source.title = Some(words.to_owned());
            let _ = self.argument.add_source(source);
        }
        self.refer(node, key, span);
    }

    fn cite_footnote(&mut self, node: NodeHandle, label: &str, span: Span) {
        let Some(&note) = self.footnotes.get(label) else { return };
        let (_, cited) = take_citations(note);
        if !cited.is_empty() {
            self.cited.extend(cited.into_iter().map(|(key, _)| (node, key, span)));
            return;
        }
        let Ok(key) = Id::new(&format!("note-{label}")) else { return };
        if self.argument.source(key.as_str()).is_none() {
            let mut source = Source::new(key.clone(), note.span());
            source.title = Some(note.as_str().to_owned());
            source.url = note.links().next().map(|(address, _)| address.to_owned());
            source.declared = true;
            let _ = self.argument.add_source(source);
        }
        self.refer(node, key, span);
    }

    fn cite_address(&mut self, node: NodeHandle, address: &str, span: Span, words: &str) {
        let key = match self.by_address.get(address) {
            Some(key) => key.clone(),
            None => {
                let key = self.key_for(address);
                let mut source = Source::new(key.clone(), span);
                source.url = Some(address.to_owned());
                source.title = (!words.is_empty() && words != address).then(|| words.to_owned());
                let _ = self.argument.add_source(source);
                self.by_address.insert(address.to_owned(), key.clone());
                key
            }
        };
        self.refer(node, key, span);
    }

    /// A short key from an address: its host, and a number where the host is taken.
    fn key_for(&mut self, address: &str) -> Id {
        let host = address.split_once("://").map_or(address, |pair| pair.1);
        let host = host.split(['/', '?', '#', ':']).next().unwrap_or("").trim_start_matches("www.");
        let stem: String = host.chars().filter(|c| c.is_alphanumeric() || matches!(c, '.' | '-')).collect();
        let stem = if stem.is_empty() { "link".to_owned() } else { stem };
        let mut key = stem.clone();
        while self.argument.source(&key).is_some() {
            let copy = self.hosts.entry(stem.clone()).or_insert(1);
            *copy += 1;
            key = format!("{stem}-{copy}");
        }
        super::judgement::id(&key)
    }

    pub(super) fn refer(&mut self, node: NodeHandle, key: Id, span: Span) {
        self.argument.update_node(node, |node| {
            if node.sources.iter().all(|known| known.key != key) {
                node.sources.push(SourceReference { key, span });
            }
        });
    }

    /// Resolves keys (`[@key]`, `source=key`) once every declared source is known.
    pub(super) fn name_cited_sources(&mut self) {
        let mut nearest_by_key: FxHashMap<String, Option<Id>> = FxHashMap::default();
        for (node, key, span) in std::mem::take(&mut self.cited) {
            if let Some(source) = self.argument.source(&key) {
                let key = source.key.clone();
                self.refer(node, key, span);
                continue;
            }
            let nearest = nearest_by_key
                .entry(key.clone())
                .or_insert_with(|| super::annotation::nearest(&key, self.argument.sources().map(|source| &source.key)))
                .clone();
            self.argument.defects.push(Defect::DanglingReference { id: key, span, wanted: "source", nearest });
        }
    }
}

/// Pandoc citations (`[@key]`, `[@one; @two, p. 4]`) in a text: the text without them, if there were any, and the
/// keys.
fn take_citations(prose: &Prose) -> (Option<Prose>, Vec<(String, Span)>) {
    let text = prose.as_str();
    let mut cited = Vec::new();
    if memchr::memchr(b'@', text.as_bytes()).is_none() {
        return (None, cited);
    }
    let mut first = None;
    let mut last = 0;
    for (open, _) in text.match_indices("[@") {
        if open < last {
            continue;
        }
        let Some(close) = text[open..].find(']').map(|offset| open + offset) else { break };
        for (at, _) in text[open..close].match_indices('@') {
            let start = open + at + 1;
            let length = text[start..close]
                .find(|c: char| !(c.is_alphanumeric() || "-_:./".contains(c)))
                .unwrap_or(close - start);
            let key = text[start..start + length].trim_end_matches(['.', ':', '/']);
            if !key.is_empty() {
                cited.push((key.to_owned(), prose.span_of(start..start + key.len())));
            }
        }
        first.get_or_insert(open);
        last = close + 1;
    }
    let Some(first) = first else { return (None, cited) };
    // Citations close a sentence as a rule; one in the middle stays readable where it is.
    let tail = text[last..].trim();
    let is_closing = tail.chars().all(ends_sentence);
    let kept = is_closing.then(|| prose.slice(0..first)).filter(|kept| !kept.is_empty());
    (kept, cited)
}
