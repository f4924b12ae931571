//! The YAML in braces, and the front matter.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::scan::{EdgeData, Scanner};
use crate::argument::Weight;
use crate::format::Loss;
use crate::format::facts::Facts;
use crate::format::graph_file::{
    Decoder, FRONT_MATTER_KEYS, FrontMatter, Reference, Syntax, Tree, Value, front_matter_of, parse_tree, shown,
};
use crate::text::Span;

/// What one pair of braces says.
#[derive(Default)]
pub(super) struct Read {
    pub facts: Option<Box<Facts>>,
    pub edge: EdgeData,
    /// Argdown's own word for: this definition counts, whatever follows.
    pub is_canonical: bool,
}

/// What is left out of tags and data, counted by name: a document says the same few things very often.
#[derive(Default)]
pub(super) struct Data {
    left_out: FxHashMap<(&'static str, String), (Span, usize)>,
}

impl Data {
    pub fn note_tag(&mut self, name: &str, span: Span) {
        self.note("the tag", name, span);
    }

    fn note(&mut self, what: &'static str, name: &str, span: Span) {
        self.left_out.entry((what, shown(name))).or_insert((span, 0)).1 += 1;
    }

    /// What is left out, in the order of the text.
    pub fn losses(&mut self) -> Vec<Loss> {
        let mut losses: Vec<Loss> = std::mem::take(&mut self.left_out)
            .into_iter()
            .map(|((what, name), (span, count))| {
                let times = if count == 1 { String::new() } else { format!(" ({count} times)") };
                Loss { span, message: format!("{what} `{name}` is left out{times}") }
            })
            .collect();
        losses.sort_by(|a, b| (a.span.start, &a.message).cmp(&(b.span.start, &b.message)));
        losses
    }
}

impl Scanner<'_> {
    pub(super) fn read_data(&mut self, range: Range<usize>) -> Read {
        let mut read = Read::default();
        let weight = self.text[range.clone()].strip_prefix("{weight: ").and_then(|rest| rest.strip_suffix('}'));
        if let Some(weight) = weight.and_then(|number| Weight::new(plain_number(number)?).ok()) {
            // Very many, and all alike: no need to call YAML for them.
            read.edge.weight = Some(weight);
            return read;
        }
        let Some(tree) = self.tree(range) else { return read };
        let mut decoder = Decoder::new(self.file);
        for entry in decoder.entries(&tree, "the data in braces") {
            match entry.key.as_ref() {
                "weight" => read.edge.weight = decoder.weight(&entry.value),
                "because" => read.edge.because = decoder.text(&entry.value, "`because`").map(Into::into),
                "isCanonical" => read.is_canonical = matches!(entry.value.value, Value::Bool(true)),
                key => {
                    if !read.facts.get_or_insert_default().take_foreign(&mut decoder, entry) {
                        self.data.note("the data under", key, entry.key_span);
                    }
                }
            }
        }
        self.faults.append(&mut decoder.faults);
        read
    }

    /// The numbers that an inference says it uses.
    pub(super) fn read_uses(&mut self, range: Range<usize>) -> Vec<u64> {
        let Some(tree) = self.tree(range) else { return Vec::new() };
        let mut uses = Vec::new();
        for entry in tree.entries() {
            if entry.key != "uses" {
                self.data.note("the inference's data under", &entry.key, entry.key_span);
                continue;
            }
            let found = Decoder::new(self.file).references(&entry.value, "`uses`");
            uses.extend(found.iter().filter_map(|Reference { id, .. }| id.parse::<u64>().ok()));
        }
        uses
    }

    /// Data that begins with a line break is in YAML's block form, without the braces.
    fn tree(&mut self, range: Range<usize>) -> Option<Tree<'static>> {
        let inner = range.start + 1..range.end - 1;
        let first = self.skip_spaces(inner.start);
        let is_block = first < inner.end && self.is_line_end(first);
        let range = if is_block { self.after_newline(first).min(inner.end)..inner.end } else { range };
        match parse_tree(self.file, range, Syntax::Yaml) {
            Ok(tree) => Some(tree.into_owned()),
            Err(fault) => {
                self.faults.push(fault);
                None
            }
        }
    }

    /// Reads the front matter, if the document has one, and says where it ends.
    pub(super) fn read_front_matter(&mut self) -> (FrontMatter, usize, bool) {
        let nothing = (FrontMatter::default(), self.text.len() - self.text.trim_start_matches('\u{feff}').len(), false);
        let start = self.text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
        let at = self.text.len() - start.len();
        let fence = start.len() - start.trim_start_matches('=').len();
        if fence < 3 {
            return nothing;
        }
        let from = at + fence;
        let Some(to) = self.text[from..].find("===").map(|to| from + to) else {
            let help = "write `===` on a line of its own under it";
            self.fault(at..from, "the front matter that begins here has no end", help);
            return nothing;
        };
        let end = to + (self.text[to..].len() - self.text[to..].trim_start_matches('=').len());
        let tree = match parse_tree(self.file, from..to, Syntax::Yaml) {
            Ok(tree) => tree,
            Err(fault) => {
                self.faults.push(fault);
                return (FrontMatter::default(), end, false);
            }
        };
        let mut decoder = Decoder::new(self.file);
        let found = front_matter_of(&tree, &mut decoder);
        for fault in decoder.faults {
            self.loss(self.span(fault.range), format!("{}, and is left out", fault.message));
        }
        let mut is_strict = false;
        let mut others = Vec::new();
        let mut first = None;
        for entry in tree.entries() {
            if FRONT_MATTER_KEYS.contains(&entry.key.as_ref()) {
                continue;
            }
            if entry.key == "model" {
                is_strict = matches!(entry.value.get("mode").map(|tree| &tree.value), Some(Value::Text(mode)) if mode == "strict");
                self.removes_tags =
                    matches!(entry.value.get("removeTagsFromText").map(|tree| &tree.value), Some(Value::Bool(true)));
            }
            first.get_or_insert(entry.key_span);
            others.push(format!("`{}`", shown(&entry.key)));
        }
        if let Some(first) = first {
            let is_one = others.len() == 1;
            let (are, they) = if is_one { ("is", "") } else { ("are", "s") };
            self.loss(first, format!("the setting{they} {} of the front matter {are} left out", others.join(", ")));
        }
        (found, end, is_strict)
    }
}

/// Digits with at most one point, as every syntax reads them alike.
fn plain_number(text: &str) -> Option<f64> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten()
}
