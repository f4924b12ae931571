//! From a numbered outline to an argument.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::argument::{
    Argument, Defect, Edge, EdgeKind, Id, Node, NodeHandle, NodeKind, Origin, Source, SourceReference, Weight,
};
use crate::document::{MarkKind, Prose, ProseBuilder};
use crate::format::graph_file::shown;
use crate::format::settle_kinds::settle_kinds;
use crate::format::{Loss, Reading};
use crate::text::{Fault, FileId, SourceFile, SourceMap, Span};

/// Reads a file. A number is looked up and not walked, so that depth costs nothing: O(length).
pub(super) fn read(file: &SourceFile) -> Result<Reading, Vec<Fault>> {
    let mut reader = KialoReader {
        file,
        argument: Argument::new(SourceMap::single(file.clone())),
        losses: Vec::new(),
        faults: Vec::new(),
        claims: Vec::new(),
        by_number: FxHashMap::default(),
        roots: 0,
        notes: FxHashMap::default(),
        is_in_sources: false,
    };
    let mut start = 0;
    for line in file.text().split_inclusive('\n') {
        let mark = line.len() - line.trim_start_matches('\u{feff}').len();
        reader.line(line[mark..].trim_end(), start + mark);
        start += line.len();
    }
    reader.finish()
}

/// The number at the head of a line, without its last full stop, and the rest.
pub(super) fn numbered(line: &str) -> Option<(&str, &str)> {
    let length = line.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let (number, rest) = line.split_at(length);
    let number = number.strip_suffix('.')?;
    let is_number = !number.is_empty() && number.split('.').all(|part| !part.is_empty());
    (is_number && (rest.is_empty() || rest.starts_with([' ', '\t']))).then(|| (number, rest.trim_start()))
}

/// Whether a claim speaks for or against the one above it, and the rest.
pub(super) fn stance(text: &str) -> Option<(EdgeKind, &str)> {
    let pro = text.strip_prefix("Pro:").map(|rest| (EdgeKind::Supports, rest));
    pro.or_else(|| text.strip_prefix("Con:").map(|rest| (EdgeKind::Contradicts, rest)))
}

fn is_address(word: &str) -> bool {
    word.starts_with("http://") || word.starts_with("https://")
}

/// What the words of a list's entry say of a source.
pub(super) struct Described<'t> {
    pub(super) title: Option<&'t str>,
    pub(super) address: Option<&'t str>,
}

/// Takes a source's title and address apart. The address is the last word, or else the first word that is one, and then
/// the title holds it too, as it stands in the middle of a sentence. Marks at the end belong to neither.
pub(super) fn described(words: &str) -> Described<'_> {
    fn last_address(words: &str) -> Option<&str> {
        words.split_whitespace().next_back().filter(|word| is_address(word))
    }
    let is_mark = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | '-');
    let words = words.trim();
    let words =
        if last_address(words).is_some() { words.trim_end_matches(',') } else { words.trim_end_matches(is_mark) };
    let (title, address) = match last_address(words) {
        Some(address) => (words[..words.len() - address.len()].trim_end_matches(is_mark), Some(address)),
        None => {
            (words, words.split_whitespace().find(|word| is_address(word)).map(|address| address.trim_end_matches(',')))
        }
    };
    Described { title: (!title.is_empty()).then_some(title), address }
}

struct Claim<'f> {
    number: &'f str,
    stance: Option<EdgeKind>,
    /// Its words on the line of its number, and those on the lines after it.
    words: Range<usize>,
    more: Vec<Range<usize>>,
    span: Span,
}

struct KialoReader<'f> {
    file: &'f SourceFile,
    argument: Argument,
    losses: Vec<Loss>,
    faults: Vec<Fault>,
    claims: Vec<Claim<'f>>,
    by_number: FxHashMap<&'f str, usize>,
    roots: usize,
    /// The sources under their marks: `[3]`, or a claim's number.
    notes: FxHashMap<&'f str, Vec<(Range<usize>, Span)>>,
    is_in_sources: bool,
}

impl<'f> KialoReader<'f> {
    fn line(&mut self, line: &str, start: usize) {
        let text = self.file.text();
        let line: &'f str = text.get(start..start + line.len()).unwrap_or_default();
        let inner = line.trim_start();
        let at = start + (line.len() - inner.len());
        if inner.is_empty() {
            return;
        }
        let span = Span::new(FileId::FIRST, at..at + inner.len());
        if self.is_in_sources {
            return self.source(inner, at, span);
        }
        if matches!(inner.trim_end_matches(':'), "Sources" | "References") && !self.claims.is_empty() {
            self.is_in_sources = true;
            return;
        }
        if let Some((number, rest)) = numbered(line)
            && self.begins_claim(number, rest, span)
        {
            let (stance, words) = match stance(rest) {
                Some((kind, words)) => (Some(kind), words.trim_start()),
                None => (None, rest),
            };
            let words_at = start + (line.len() - words.len());
            self.by_number.insert(number, self.claims.len());
            self.claims.push(Claim { number, stance, words: words_at..start + line.len(), more: Vec::new(), span });
            return;
        }
        match self.claims.last_mut() {
            Some(claim) => {
                claim.more.push(at..at + inner.len());
                claim.span = claim.span.to(span);
            }
            None => match inner.strip_prefix("Discussion Title:") {
                Some(title) => {
                    let title_at = at + (inner.len() - title.len());
                    let mut builder = ProseBuilder::new(FileId::FIRST);
                    builder.push(title, title_at);
                    self.argument.report.title = Some(builder.finish());
                }
                None => {
                    let message = "what stands before the first claim is left out";
                    self.losses.push(Loss { span, message: message.to_owned() });
                }
            },
        }
    }

    /// Whether a number is a claim's, and not one that a line of text happens to begin with.
    fn begins_claim(&mut self, number: &'f str, rest: &str, span: Span) -> bool {
        let has_stance = stance(rest).is_some();
        if self.by_number.contains_key(number) {
            if has_stance {
                self.fault(span, format!("there is a claim {number} already"), "give each claim a number of its own");
            }
            return false;
        }
        match number.rsplit_once('.') {
            None => {
                let is_next = number.parse() == Ok(self.roots + 1);
                self.roots += usize::from(is_next);
                if !is_next && has_stance {
                    let message = format!("the thesis {} is not the next one", shown(number));
                    self.fault(span, message, "number theses 1., 2., 3. …");
                }
                is_next
            }
            Some((above, _)) => {
                let is_known = self.by_number.contains_key(above);
                if !is_known && has_stance {
                    let message =
                        format!("there is no claim {} that {} could stand under", shown(above), shown(number));
                    self.fault(span, message, "put the claim above it first");
                }
                is_known
            }
        }
    }

    fn source(&mut self, line: &'f str, at: usize, span: Span) {
        // A mark keeps its brackets here, so that it is no claim's number.
        let close = line.find(']').filter(|_| line.starts_with('['));
        let found = close.map(|close| line.split_at(close + 1)).or_else(|| numbered(line));
        match found {
            Some((mark, words)) if !words.trim().is_empty() => {
                let words_at = at + (line.len() - words.len());
                let words = words_at..at + line.len();
                self.notes.entry(mark.trim()).or_default().push((words, span));
            }
            _ => self.losses.push(Loss { span, message: "a source without a number is left out".to_owned() }),
        }
    }

    fn finish(mut self) -> Result<Reading, Vec<Fault>> {
        if self.claims.is_empty() && self.faults.is_empty() {
            let start = Span::new(FileId::FIRST, 0..0);
            self.fault(start, "there is no claim in this file", "begin with the thesis: `1. …`");
        }
        let claims = std::mem::take(&mut self.claims);
        let mut nodes: Vec<Option<NodeHandle>> = Vec::with_capacity(claims.len());
        let mut links: Vec<(usize, &'f str)> = Vec::new();
        let mut unsettled = Vec::new();
        let mut used: FxHashSet<&'f str> = FxHashSet::default();
        for (place, claim) in claims.iter().enumerate() {
            let words = self.file.text().get(claim.words.clone()).unwrap_or_default();
            if let Some(target) = words.strip_prefix("-> See ") {
                links.push((place, target.split_whitespace().next().unwrap_or_default().trim_end_matches('.')));
                nodes.push(None);
                continue;
            }
            let node = self.node(claim, &mut used);
            if claim.number.contains('.') {
                unsettled.extend(node);
            }
            nodes.push(node);
        }
        for (place, target) in links {
            nodes[place] = self.by_number.get(target).and_then(|&at| nodes[at]);
            if nodes[place].is_none() {
                let (id, span) = (target.to_owned(), claims[place].span);
                self.argument.defects.push(Defect::DanglingReference { id, span, wanted: "node", nearest: None });
            }
        }
        let mut seen = FxHashSet::default();
        for (place, claim) in claims.iter().enumerate() {
            self.connect(claim, nodes[place], &nodes, &mut seen);
        }
        let mut unused: Vec<Span> = self
            .notes
            .iter()
            .filter(|(mark, _)| !used.contains(*mark))
            .flat_map(|(_, notes)| notes.iter().map(|note| note.1))
            .collect();
        unused.sort_unstable();
        for span in unused {
            self.losses.push(Loss { span, message: "a source that no claim names is left out".to_owned() });
        }
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        settle_kinds(&mut self.argument, unsettled);
        self.losses.sort_by_key(|loss| loss.span.start);
        Ok(Reading { argument: self.argument, blocks: Vec::new(), losses: self.losses })
    }

    fn fault(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.faults.push(Fault::new(self.file, span.range(), message).with_help(help));
    }

    fn node(&mut self, claim: &Claim<'f>, used: &mut FxHashSet<&'f str>) -> Option<NodeHandle> {
        let mut marks = Vec::new();
        let text = self.prose(claim, &mut marks);
        let id = Id::new(claim.number).ok()?;
        let mut node = Node::new(id, NodeKind::Judgement, text, claim.span);
        node.counted = true;
        for mark in marks.into_iter().chain([claim.number]) {
            let Some(notes) = self.notes.get(mark) else { continue };
            let notes = notes.clone();
            used.insert(mark);
            for (number, (words, span)) in notes.into_iter().enumerate() {
                let name = if number == 0 { mark.to_owned() } else { format!("{mark} ({})", number + 1) };
                self.cite(&mut node, &name, words, span);
            }
        }
        let links: Vec<(String, Span)> =
            node.text.links().map(|(address, range)| (address.to_owned(), node.text.span_of(range))).collect();
        for (address, span) in links {
            let Ok(key) = Id::new(&address.replace(char::is_control, " ")) else { continue };
            if self.argument.source(key.as_str()).is_none() {
                let _ = self.argument.add_source(Source { url: Some(address), ..Source::new(key.clone(), span) });
            }
            node.sources.push(SourceReference { key, span });
        }
        self.argument.add_node(node).ok()
    }

    /// Adds the source that is described in `words` to a node, under the mark that stands before it.
    fn cite(&mut self, node: &mut Node, mark: &str, words: Range<usize>, span: Span) {
        let text = self.file.text().get(words).unwrap_or_default();
        let Ok(key) = Id::new(&format!("source-{}", mark.replace(['[', ']'], "").replace(char::is_control, " ")))
        else {
            return;
        };
        if self.argument.source(key.as_str()).is_none() {
            let Described { title, address } = described(text);
            let _ = self.argument.add_source(Source {
                title: title.map(str::to_owned),
                url: address.map(str::to_owned),
                declared: true,
                ..Source::new(key.clone(), span)
            });
        }
        node.sources.push(SourceReference { key, span });
    }

    /// The words of a claim: without the marks of its sources, with its links.
    fn prose(&self, claim: &Claim<'f>, marks: &mut Vec<&'f str>) -> Prose {
        let text = self.file.text();
        let mut builder = ProseBuilder::new(FileId::FIRST);
        for (number, line) in std::iter::once(&claim.words).chain(&claim.more).enumerate() {
            if number > 0 {
                builder.push_line_break(line.start - 1..line.start);
            }
            let mut run = line.start;
            let mut at = line.start;
            // Brackets that are not closed on this line are looked for once.
            let last =
                |bracket| text.get(line.clone()).and_then(|line| line.rfind(bracket)).map_or(0, |at| line.start + at);
            let (last_close, last_round) = (last(']'), last(')'));
            let mut last_blank = 0;
            while let Some(open) = text.get(at..last_close).and_then(|rest| rest.find('[')).map(|open| at + open) {
                let Some(close) = text.get(open..line.end).and_then(|rest| rest.find(']')).map(|close| open + close)
                else {
                    break;
                };
                // A bracket that is not closed is a word's, and the innermost one is what counts; unless there is a source of
                // just that mark.
                let is_mark = |open| text.get(open..=close).is_some_and(|mark| self.notes.contains_key(mark));
                let innermost =
                    || text.get(open..close).and_then(|inside| inside.rfind('[')).map_or(open, |at| open + at);
                let open = if is_mark(open) { open } else { innermost() };
                let inside = text.get(open + 1..close).unwrap_or_default();
                let after = text.get(close + 1..line.end).unwrap_or_default();
                at = close + 1;
                let mark = text.get(open..=close).unwrap_or_default();
                if is_mark(open) {
                    builder.push(text.get(run..open).unwrap_or_default(), run);
                    marks.push(mark);
                    run = at;
                } else if let Some(rest) = after.strip_prefix('(').filter(|_| last_blank <= close && close < last_round)
                    && is_address(rest)
                {
                    let end =
                        rest.find(|c: char| c == ')' || c.is_whitespace() || c.is_control()).unwrap_or(rest.len());
                    let (address, behind) = rest.split_at(end);
                    if !behind.starts_with(')') {
                        // No address holds a blank or a control character; what begins before it is none either.
                        last_blank = close + 2 + end;
                        continue;
                    }
                    builder.push(text.get(run..open).unwrap_or_default(), run);
                    builder.open(MarkKind::Link(address.to_owned()));
                    builder.push(inside, open + 1);
                    builder.close();
                    at = close + 2 + address.len() + 1;
                    run = at;
                }
            }
            builder.push(text.get(run..line.end).unwrap_or_default(), run);
        }
        builder.finish()
    }

    fn connect(
        &mut self,
        claim: &Claim<'f>,
        node: Option<NodeHandle>,
        nodes: &[Option<NodeHandle>],
        seen: &mut FxHashSet<(NodeHandle, NodeHandle, EdgeKind)>,
    ) {
        let Some((above, _)) = claim.number.rsplit_once('.') else { return };
        let Some(kind) = claim.stance else {
            let help = "write `Pro:` or `Con:` between its number and its words";
            return self.fault(claim.span, format!("the claim {} is neither pro nor con", shown(claim.number)), help);
        };
        let conclusion = self.by_number.get(above).and_then(|&at| nodes[at]);
        let (Some(premise), Some(conclusion)) = (node, conclusion) else { return };
        if seen.insert((premise, conclusion, kind)) {
            let edge = Edge { kind, weight: Weight::FULL, because: None, span: claim.span, origin: Origin::Layout };
            self.argument.connect(premise, conclusion, edge);
        } else {
            let message = "this stands there a second time, and counts once".to_owned();
            self.losses.push(Loss { span: claim.span, message });
        }
    }
}
