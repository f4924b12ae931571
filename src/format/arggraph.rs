//! Argument graphs in XML, as the microtext corpora have them (Peldszus & Stede 2013, 2015).

use std::collections::hash_map::Entry;
use std::ops::Range;

use quick_xml::events::{BytesStart, Event};
use rustc_hash::{FxHashMap, FxHashSet};

use super::graph_file::tree::shown;
use super::scheme_graph::{Incomplete, Role, Vertex};
use super::{Reader, Reading, xml};
use crate::argument::{EdgeKind, Id, Node, NodeKind};
use crate::document::{Prose, ProseBuilder};
use crate::text::{Fault, FileId, SourceFile, Span};

/// Argument graphs in XML.
#[derive(Clone, Copy, Debug)]
pub struct Arggraph;

impl Reader for Arggraph {
    fn name(&self) -> &'static str {
        "arggraph"
    }

    fn summary(&self) -> &'static str {
        "argument graphs in XML, as in the microtext corpora"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xml"]
    }

    fn keeps(&self) -> &'static str {
        "units with their words, support, rebuttals, undercuts and added premises; proponent and opponent, topic and \
         stance are left out"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        let mut xml = quick_xml::Reader::from_str(file.text().trim_start_matches('\u{feff}'));
        loop {
            match xml.read_event() {
                Ok(Event::Start(root) | Event::Empty(root)) => return root.name().as_ref() == "arggraph",
                Ok(Event::Text(text)) if !text.trim().is_empty() => return false,
                Ok(Event::Eof) | Err(_) => return false,
                Ok(_) => {}
            }
        }
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        let xml = Xml::read(file).map_err(|fault| vec![fault])?;
        Graph { xml, incomplete: Incomplete::new(file) }.read()
    }
}

/// An elementary unit of discourse: a stretch of the text.
struct Unit {
    id: String,
    span: Span,
    words: Vec<Words>,
}

/// A stretch of a unit's words, and where it stands.
struct Words {
    text: String,
    source: Range<usize>,
    /// Whether it stands there letter for letter.
    is_verbatim: bool,
}

/// An element that has no content: a unit of the argument, a joint, an edge.
struct Element {
    span: Span,
    attributes: FxHashMap<String, String>,
}

impl Element {
    fn get(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }
}

/// What the file holds, as it stands.
struct Xml {
    root: Element,
    units: Vec<Unit>,
    joints: Vec<Element>,
    arguments: Vec<Element>,
    edges: Vec<Element>,
    others: Vec<(Span, String)>,
}

impl Xml {
    /// One pass over the text; entities of the file's own are neither declared nor expanded. O(length).
    fn read(file: &SourceFile) -> Result<Self, Fault> {
        let text = file.text().trim_start_matches('\u{feff}');
        let base = file.text().len() - text.len();
        let at = |position: u64| usize::try_from(position).unwrap_or(usize::MAX).min(text.len()) + base;
        let fault = |range: Range<usize>, message: String| Fault::new(file, range, message);
        let mut reader = quick_xml::Reader::from_str(text);
        let mut found: Option<Self> = None;
        let mut unit: Option<Unit> = None;
        let mut depth = 0_usize;
        loop {
            let start = at(reader.buffer_position());
            let event = reader.read_event().map_err(|error| {
                let place = at(reader.error_position());
                fault(place..place, format!("this is not valid XML: {}", xml::told(&error)))
            })?;
            let range = start..at(reader.buffer_position());
            match event {
                Event::Start(ref tag) | Event::Empty(ref tag) => {
                    let element = element(file, tag, &range)?;
                    let name = tag.name();
                    match (&mut found, depth) {
                        (None, _) if name.as_ref() == "arggraph" => found = Some(Self::new(element)),
                        (None, _) | (Some(_), 0) => {
                            let message = format!("the root must be `arggraph`, not `{}`", shown(name.as_ref()));
                            return Err(fault(range, message).with_help("other XML is not read by this format"));
                        }
                        (Some(xml), 1) => match name.as_ref() {
                            "edu" => {
                                let id = element.get("id").to_owned();
                                let new = Unit { id, span: element.span, words: Vec::new() };
                                if matches!(event, Event::Empty(_)) { xml.units.push(new) } else { unit = Some(new) }
                            }
                            "joint" => xml.joints.push(element),
                            "adu" => xml.arguments.push(element),
                            "edge" => xml.edges.push(element),
                            other => xml.others.push((element.span, shown(other))),
                        },
                        (Some(_), _) => {}
                    }
                    depth += usize::from(matches!(event, Event::Start(_)));
                }
                Event::End(_) => {
                    depth -= 1;
                    if depth == 1
                        && let (Some(xml), Some(mut unit)) = (&mut found, unit.take())
                    {
                        unit.span.end = Span::new(FileId::FIRST, 0..range.end).end;
                        xml.units.push(unit);
                    }
                }
                Event::Text(words) => {
                    if let Some(unit) = &mut unit {
                        unit.words.push(Words { text: words.to_string(), source: range, is_verbatim: true });
                    } else if depth == 0 && !words.trim().is_empty() {
                        return Err(fault(range, "there is text outside of the root element".to_owned()));
                    }
                }
                Event::CData(words) => {
                    if let Some(unit) = &mut unit {
                        let source = range.start + "<![CDATA[".len()..range.end;
                        unit.words.push(Words { text: words.to_string(), source, is_verbatim: true });
                    }
                }
                Event::GeneralRef(reference) => {
                    let resolved = match reference.resolve_char_ref() {
                        Ok(Some(c)) => Some(c.to_string()),
                        _ => quick_xml::escape::resolve_predefined_entity(&reference).map(str::to_owned),
                    };
                    let Some(text) = resolved else {
                        let message = format!("the entity `{}` is not known", shown(&reference));
                        let help = "write the character itself; entities that a file declares are not read";
                        return Err(fault(range, message).with_help(help));
                    };
                    if let Some(unit) = &mut unit {
                        unit.words.push(Words { text, source: range, is_verbatim: false });
                    }
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        let end = file.text().len();
        if depth > 0 {
            return Err(fault(end..end, "the file ends in the middle of an element".to_owned()));
        }
        found.ok_or_else(|| fault(0..0, "there is no element `arggraph`".to_owned()))
    }

    fn new(root: Element) -> Self {
        let (units, joints, arguments, edges, others) = Default::default();
        Self { root, units, joints, arguments, edges, others }
    }
}

/// The most attributes of one element that are read: the format has four.
const MOST_ATTRIBUTES: usize = 32;

fn element(file: &SourceFile, tag: &BytesStart<'_>, range: &Range<usize>) -> Result<Element, Fault> {
    let fault = |message: String| Fault::new(file, range.clone(), message);
    let mut attributes = FxHashMap::default();
    // Our own look for names that stand twice: the crate's compares each with each.
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| fault(format!("this is not valid XML: {error}")))?;
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_err(|error| fault(format!("this is not valid XML: {}", xml::told(&error))))?;
        if attributes.len() == MOST_ATTRIBUTES {
            return Err(fault(format!("an element has more than {MOST_ATTRIBUTES} attributes")));
        }
        match attributes.entry(attribute.key.as_ref().to_owned()) {
            Entry::Vacant(entry) => entry.insert(value.into_owned()),
            Entry::Occupied(entry) => {
                let message = format!("the attribute `{}` stands twice", shown(entry.key()));
                return Err(fault(message).with_help("keep one of the two"));
            }
        };
    }
    Ok(Element { span: Span::new(FileId::FIRST, range.clone()), attributes })
}

/// The units' words may be repeated for several units of the argument, but not so often that they fill the memory.
const MOST_REPETITION: usize = 8;

struct Graph<'t> {
    xml: Xml,
    incomplete: Incomplete<'t>,
}

impl Graph<'_> {
    fn read(mut self) -> Result<Reading, Vec<Fault>> {
        let texts = self.texts();
        self.arguments(texts);
        self.steps();
        self.edges();
        self.lose_the_rest();
        self.incomplete.finish(None)
    }

    /// The words of each unit of the argument: those of the units of the text that are segmented into it, in the order
    /// of the text.
    fn texts(&mut self) -> Vec<Prose> {
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        let mut twice = None;
        for (at, unit) in self.xml.units.iter().enumerate() {
            if places.insert(&unit.id, at).is_some() {
                twice = Some((unit.span, shown(&unit.id)));
            }
        }
        if let Some((span, id)) = twice {
            let message = format!("the id `{id}` is given to two units of the text");
            self.incomplete.fault(span, message, "give one of the two another id");
        }
        let mut of_joint: FxHashMap<&str, Vec<usize>> =
            self.xml.joints.iter().map(|joint| (joint.get("id"), Vec::new())).collect();
        let segments = || self.xml.edges.iter().filter(|edge| edge.get("type") == "seg");
        for edge in segments() {
            if let (Some(joint), Some(&unit)) = (of_joint.get_mut(edge.get("trg")), places.get(edge.get("src"))) {
                joint.push(unit);
            }
        }
        let mut of_argument: FxHashMap<&str, Vec<usize>> =
            self.xml.arguments.iter().map(|argument| (argument.get("id"), Vec::new())).collect();
        let mut is_used = vec![false; self.xml.units.len()];
        let mut losses = Vec::new();
        let mut budget = MOST_REPETITION * self.xml.units.len().max(1_000);
        for edge in segments() {
            let Some(argument) = of_argument.get_mut(edge.get("trg")) else {
                if !of_joint.contains_key(edge.get("trg")) {
                    let message = format!("there is no unit `{}`; the segment is left out", shown(edge.get("trg")));
                    losses.push((edge.span, message));
                }
                continue;
            };
            let units = match (places.get(edge.get("src")), of_joint.get(edge.get("src"))) {
                (Some(unit), _) => std::slice::from_ref(unit),
                (None, Some(units)) => units.as_slice(),
                (None, None) => {
                    let message = format!("there is no unit `{}`; the segment is left out", shown(edge.get("src")));
                    losses.push((edge.span, message));
                    continue;
                }
            };
            if budget < units.len() {
                losses
                    .push((edge.span, "a unit of the text is repeated too often; the segment is left out".to_owned()));
                continue;
            }
            budget -= units.len();
            for &unit in units {
                is_used[unit] = true;
                argument.push(unit);
            }
        }
        for (unit, is_used) in self.xml.units.iter().zip(is_used) {
            if !is_used {
                losses.push((unit.span, "a unit of the text that is no part of the argument is left out".to_owned()));
            }
        }
        let mut length =
            self.xml.units.iter().flat_map(|unit| &unit.words).map(|words| words.text.len()).sum::<usize>();
        length = length.saturating_mul(MOST_REPETITION).max(1 << 20);
        let texts = self.xml.arguments.iter().map(|argument| {
            let mut units = of_argument.get(argument.get("id")).cloned().unwrap_or_default();
            units.sort_unstable();
            units.dedup();
            let mut builder = ProseBuilder::new(FileId::FIRST);
            for unit in units.iter().map(|&unit| &self.xml.units[unit]) {
                for words in &unit.words {
                    if length < words.text.len() {
                        losses.push((
                            unit.span,
                            "the words of a unit are repeated too often; they are left out".to_owned(),
                        ));
                        break;
                    }
                    length -= words.text.len();
                    if words.is_verbatim {
                        builder.push(&words.text, words.source.start);
                    } else {
                        builder.push_replacement(&words.text, words.source.clone());
                    }
                }
                builder.push_blank(unit.span.end as usize);
            }
            let text = builder.finish();
            if text.is_empty() { Prose::approximate("", argument.span) } else { text }
        });
        let texts = texts.collect();
        for (span, message) in losses {
            self.incomplete.lose(span, message);
        }
        texts
    }

    fn arguments(&mut self, texts: Vec<Prose>) {
        let mut opponents = Vec::new();
        for (element, text) in std::mem::take(&mut self.xml.arguments).into_iter().zip(texts) {
            if element.get("type") == "opp" {
                opponents.push(element.span);
            }
            if text.is_empty() {
                self.incomplete.lose(element.span, "a proposition without words");
            }
            self.add(&element, Role::Proposition, text);
        }
        if let Some(&first) = opponents.first() {
            let message = format!("{} units are the opponent's, which is not kept", opponents.len());
            self.incomplete.lose(first, message);
        }
    }

    fn add(&mut self, element: &Element, role: Role, text: Prose) {
        let Ok(id) = Id::new(element.get("id")) else {
            self.incomplete.fault(element.span, "there is no `id`", "give the element a short name");
            return;
        };
        let kind = if role == Role::Proposition { NodeKind::Evidence } else { NodeKind::Inference };
        let place = element.span;
        let node = Node::new(id, kind, text, place);
        self.incomplete.add(element.get("id").to_owned(), place, Vertex::new(role, node, None));
    }

    /// Each relation is a step, so that others can be added to it or undercut it.
    fn steps(&mut self) {
        let edges = std::mem::take(&mut self.xml.edges);
        let is_relation = |edge: &&Element| matches!(edge.get("type"), "sup" | "exa" | "reb" | "und");
        let relations: FxHashSet<&str> = edges.iter().filter(is_relation).map(|edge| edge.get("id")).collect();
        for edge in &edges {
            let (kind, name) = match edge.get("type") {
                "sup" => (EdgeKind::Supports, ""),
                "exa" => (EdgeKind::Supports, "Example"),
                "reb" | "und" => (EdgeKind::Contradicts, ""),
                "seg" | "add" => continue,
                other => {
                    let message = format!("there are no edges of the type `{}`; it is left out", shown(other));
                    self.incomplete.lose(edge.span, message);
                    continue;
                }
            };
            let is_there = |id: &str| self.incomplete.find(id).is_some() || relations.contains(id);
            // That an end is missing is noted with the edges.
            let has_ends = ["src", "trg"].into_iter().all(|end| is_there(edge.get(end)));
            let role = if has_ends { Role::Step(kind) } else { Role::LeftOut };
            self.add(edge, role, Prose::approximate(name, edge.span));
        }
        self.xml.edges = edges;
    }

    fn edges(&mut self) {
        for edge in std::mem::take(&mut self.xml.edges) {
            let relation = match edge.get("type") {
                "sup" | "exa" | "reb" | "und" => self.incomplete.find(edge.get("id")),
                "add" => None,
                _ => continue,
            };
            let mut end = |name: &str| {
                let found = self.incomplete.find(edge.get(name));
                if found.is_none() {
                    let message = format!("there is no node `{}`; the edge is left out", shown(edge.get(name)));
                    self.incomplete.lose(edge.span, message);
                }
                found
            };
            let (from, to) = (end("src"), end("trg"));
            let is_addition = edge.get("type") == "add";
            if let (true, Some(to)) = (is_addition, to)
                && self.incomplete.vertex(to).role == Role::Proposition
            {
                self.incomplete.lose(edge.span, "a premise is added to what is no relation; it is left out");
                continue;
            }
            match (relation, from, to) {
                (Some(step), Some(from), to) => {
                    self.incomplete.connect(from, step, edge.span, None);
                    if let Some(to) = to {
                        self.incomplete.connect(step, to, edge.span, None);
                    }
                }
                (None, Some(from), Some(to)) if is_addition => self.incomplete.connect(from, to, edge.span, None),
                _ => {}
            }
        }
    }

    fn lose_the_rest(&mut self) {
        for (span, name) in std::mem::take(&mut self.xml.others) {
            self.incomplete.lose(span, format!("`{name}` is not kept"));
        }
        let span = self.xml.root.span;
        for (name, what) in [("topic_id", "the topic"), ("stance", "the stance of the whole towards its topic")] {
            if !self.xml.root.get(name).is_empty() {
                self.incomplete.lose(span, format!("{what} is not kept"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use proptest::prelude::*;

    use super::*;
    use crate::format::detect;
    use crate::format::testing::{refusal, told_of};

    fn read(text: &str) -> Result<Reading, Vec<Fault>> {
        Arggraph.read(&SourceFile::new("a.xml", text))
    }

    /// A graph of units of the same names as their segments, and edges `id:src>trg:type`.
    fn graph(units: &str, edges: &str) -> String {
        let mut text = String::from("<?xml version='1.0' encoding='UTF-8'?>\n<arggraph id=\"g\">\n");
        for unit in units.chars() {
            writeln!(text, "<edu id=\"e{unit}\"><![CDATA[Words of {unit}.]]></edu><adu id=\"{unit}\" type=\"pro\"/>")
                .unwrap();
            writeln!(text, "<edge id=\"s{unit}\" src=\"e{unit}\" trg=\"{unit}\" type=\"seg\"/>").unwrap();
        }
        for edge in edges.split_whitespace() {
            let [id, ends, kind] = edge.split(':').collect::<Vec<_>>().try_into().unwrap();
            let (src, trg) = ends.split_once('>').unwrap();
            writeln!(text, "<edge id=\"{id}\" src=\"{src}\" trg=\"{trg}\" type=\"{kind}\"/>").unwrap();
        }
        text + "</arggraph>\n"
    }

    fn told(text: &str) -> String {
        told_of(&read(text).unwrap_or_else(|faults| panic!("{}", faults[0])))
    }

    #[test]
    fn support_rebuttal_undercut_and_addition_are_read() {
        assert_eq!(
            told(&graph("abcde", "1:a>b:sup 2:c>b:reb 3:d>2:und 4:e>3:add")),
            "a:evidence b:judgement c:evidence d:evidence e:evidence 2:inference 3:inference \
             | a->b | c->2 | 2-xb | d->3 | 3-x2 | e->3"
        );
        assert_eq!(
            told(&graph("abc", "1:a>c:exa 2:b>1:add")),
            "a:evidence b:evidence c:judgement 1:inference | a->1 | 1->c | b->1"
        );
        assert_eq!(told(&graph("ab", "1:a>b:exa")), "a:evidence b:judgement | a->b(Example)");
    }

    #[test]
    fn words_are_those_of_the_segments_in_the_order_of_the_text() {
        let text = "<arggraph id='g' stance='pro'><edu id='1'>One &amp; <![CDATA[<two>]]></edu><edu id='2'>\n three\n</edu>\
                    <edu id='3'>&#x66;our</edu><edu id='4'>Five.</edu><joint id='j'/><adu id='a' type='opp'/>\
                    <edge id='x' src='3' trg='j' type='seg'/><edge id='y' src='2' trg='j' type='seg'/>\
                    <edge id='z' src='j' trg='a' type='seg'/><edge id='w' src='1' trg='a' type='seg'/></arggraph>";
        let reading = read(text).unwrap();
        let (_, node) = reading.argument.nodes().next().unwrap();
        assert_eq!(node.text.as_str(), "One & <two> three four");
        let place = node.text.span_of(12..17);
        assert_eq!(&text[place.range()], "three");
        let lost: Vec<_> = reading.losses.iter().map(|loss| loss.message.as_str()).collect();
        assert_eq!(
            lost,
            [
                "the stance of the whole towards its topic is not kept",
                "a unit of the text that is no part of the argument is left out",
                "1 units are the opponent's, which is not kept",
            ]
        );
    }

    #[test]
    fn what_does_not_fit_together_is_said() {
        let text = graph("ab", "1:z>b:sup 2:a>y:reb 3:a>b:add 4:a>b:odd");
        let said = told(&text);
        assert!(said.starts_with("a:evidence b:evidence\n"), "{said}");
        for part in ["no node `z`", "no node `y`", "to what is no relation", "of the type `odd`"] {
            assert_eq!(said.matches(part).count(), 1, "{part}: {said}");
        }
    }

    #[test]
    fn malformed_and_hostile_files_are_refused_with_their_place() {
        let at = |text: &str, expected: &str| {
            let said = refusal(read(text));
            assert!(said.starts_with(expected), "{}\n{said}", text.get(..200).unwrap_or(text));
        };
        at("<arggraph>\n<edu id='1'>x</arggraph>", "a.xml:2:");
        at("<arggraph>\n<edu id='1'>", "a.xml:2:13: the file ends in the middle");
        at("<graphml/>", "a.xml:1:1: the root must be `arggraph`, not `graphml`");
        at("", "a.xml:1:1: there is no element `arggraph`");
        at("words", "a.xml:1:1: there is text outside");
        at("<arggraph><adu id='a' id='b'/></arggraph>", "a.xml:1:11: the attribute `id` stands twice");
        at("<arggraph><adu/></arggraph>", "a.xml:1:11: there is no `id`");
        at("<arggraph><edu id='1'/><edu id='1'/></arggraph>", "a.xml:1:24: the id `1` is given to two units");
        let bomb = "<!DOCTYPE arggraph [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\n\
                    <arggraph><edu id='1'>&b;&b;</edu></arggraph>";
        at(bomb, "a.xml:2:23: the entity `b` is not known");
        at(&format!("<arggraph>{}", "<x>".repeat(200_000)), "a.xml:1:600011: the file ends");
        let attributes: String = (0..200_000).map(|number| format!(" a{number}='x'")).collect();
        at(&format!("<arggraph><adu{attributes}/></arggraph>"), "a.xml:1:11: an element has more than 32");
    }

    #[test]
    fn repeated_words_do_not_fill_the_memory() {
        let mut text = format!("<arggraph><edu id='e'>{}</edu>", "x".repeat(100_000));
        for number in 0..10_000 {
            write!(text, "<adu id='a{number}'/><edge id='s{number}' src='e' trg='a{number}' type='seg'/>").unwrap();
        }
        text += "</arggraph>";
        let reading = read(&text).unwrap();
        let length: usize = reading.argument.nodes().map(|(_, node)| node.text.as_str().len()).sum();
        assert!(length < 2 << 20, "{length}");
        assert!(reading.losses.iter().any(|loss| loss.message.contains("repeated too often")));
    }

    #[test]
    fn it_is_known_by_its_root() {
        let name = |name: &str, text: &str| detect(&SourceFile::new(name, text)).name();
        assert_eq!(
            name("<stdin>", "\u{feff}<?xml version='1.0'?>\n<!-- a -->\n<!DOCTYPE arggraph>\n<arggraph id='x'/>"),
            "arggraph"
        );
        assert_ne!(name("<stdin>", "<graphml/>"), "arggraph");
        assert_ne!(name("<stdin>", "x <arggraph/>"), "arggraph");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_input_makes_reading_panic(
            text in "(<|>|/>|</|<arggraph>|</arggraph>|<edu id='1'>|</edu>|<adu id='1'/>|<edge id='2' src='1' trg='1' type='sup'/>|&|;|&amp;|<!\\[CDATA\\[|\\]\\]>|x| |é){0,24}"
        ) {
            let _ = read(&text);
            let _ = read(&format!("<arggraph>{text}</arggraph>"));
        }
    }
}
