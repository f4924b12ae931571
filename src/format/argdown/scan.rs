//! The marks of an Argdown document, read from top to bottom without looking back.
//!
//! What nests, nests by indentation, and is kept on a stack of our own: depth costs nothing.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::content::{Content, Piece};
use super::data::Data;
use super::find::{Braces, Finder};
use crate::document::Prose;
use crate::format::Loss;
use crate::format::facts::Facts;
use crate::text::{Fault, FileId, SourceFile, Span};

/// Reading stops at so many faults; who mends these will see the others.
const MOST_FAULTS: usize = 100;

/// What a document says, before it is an argument.
#[derive(Default)]
pub(super) struct Document<'f> {
    pub entities: Vec<Entity<'f>>,
    pub relations: Vec<Relation>,
    pub lists: Vec<List>,
    pub headings: Vec<Heading>,
    pub losses: Vec<Loss>,
    /// The statements by title.
    pub statements: FxHashMap<Cow<'f, str>, usize>,
}

/// A statement's equivalence class, or an argument: all that has one title.
pub(super) struct Entity<'f> {
    pub title: Cow<'f, str>,
    pub is_argument: bool,
    pub is_titled: bool,
    /// Where it is named first.
    pub first: Span,
    /// Where it stands by itself, under no other.
    pub own: Option<Span>,
    /// Its words, from the definition that counts.
    pub words: Option<Words>,
    pub facts: Option<Box<Facts>>,
    /// Whether it is in a relation or a premise–conclusion list.
    pub is_connected: bool,
    /// The premise–conclusion list of an argument.
    pub list: Option<usize>,
}

pub(super) struct Words {
    pub prose: Prose,
    pub span: Span,
    /// The definition says of itself that it is the one that counts.
    is_canonical: bool,
}

/// What a relation is between.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Member {
    Entity(usize),
    /// A step of a premise–conclusion list.
    Step(usize, usize),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum RelationKind {
    Support,
    Attack,
    Contradiction,
    Undercut,
}

pub(super) struct Relation {
    pub kind: RelationKind,
    pub from: Member,
    pub to: Member,
    pub edge: EdgeData,
    pub span: Span,
}

/// What the data in braces says of the edge that its statement stands in.
#[derive(Clone, Default)]
pub(super) struct EdgeData {
    pub weight: Option<crate::argument::Weight>,
    pub because: Option<crate::argument::Warrant>,
}

/// A premise–conclusion list.
pub(super) struct List {
    pub argument: usize,
    pub items: Vec<Item>,
    pub steps: Vec<Step>,
    pub span: Span,
}

pub(super) struct Item {
    pub entity: usize,
    pub number: u64,
    pub edge: EdgeData,
    pub span: Span,
}

pub(super) struct Step {
    pub rules: Vec<String>,
    /// The numbers of the items that the step uses, where it says so.
    pub uses: Vec<u64>,
    /// How many items come before it; the next is its conclusion.
    pub after: usize,
    pub span: Span,
}

pub(super) struct Heading {
    pub level: usize,
    pub text: Prose,
    pub span: Span,
    /// Whether nothing stands before it.
    pub is_first: bool,
}

/// The beginning of a line that is not blank, comments left out.
#[derive(Clone, Copy)]
pub(super) struct Line {
    /// Whether an empty line comes before it.
    pub is_apart: bool,
    indent: usize,
    pub start: usize,
}

#[derive(Clone, Copy)]
enum Marker {
    Heading(usize),
    /// The kind, whether the parent bears on the child, and the mark's length.
    Relation(RelationKind, bool, usize),
    Inference,
    Number(usize),
    ListItem(usize),
    Text,
}

/// Something with a title or words, as it stands at one place.
struct Occurrence {
    entity: usize,
    is_argument: bool,
    edge: EdgeData,
    span: Span,
}

pub(super) struct Scanner<'f> {
    pub file: &'f SourceFile,
    pub text: &'f str,
    pub bytes: &'f [u8],
    pub faults: Vec<Fault>,
    pub removes_tags: bool,
    document: Document<'f>,
    arguments: FxHashMap<Cow<'f, str>, usize>,
    untitled: usize,
    pub finders: Finders,
    pub braces: Braces,
    /// The line to go on with; `None` at the end.
    pub line: Option<Line>,
    pub data: Data,
    pub content: Content,
    /// The open levels of relations: their indentation, and what they are relations of.
    levels: Vec<(usize, Member)>,
    /// What a relation that is indented deeper belongs to, and the indentation that it must exceed.
    last: Option<(Member, usize)>,
    list: Option<List>,
    /// The argument that the block before this one is.
    argument_before: Option<usize>,
    /// Whether the block is a list, whose items follow each other without empty lines.
    is_in_list: bool,
}

/// One for each mark that ends something.
pub(super) struct Finders {
    pub newline: Finder,
    pub blank_line: Finder,
    pub bracket: Finder,
    pub angle: Finder,
    pub round: Finder,
    statement_definition: Finder,
    argument_definition: Finder,
    block_comment: Finder,
    html_comment: Finder,
}

impl<'f> Scanner<'f> {
    pub fn new(file: &'f SourceFile) -> Self {
        let text = file.text();
        Self {
            file,
            text,
            bytes: text.as_bytes(),
            faults: Vec::new(),
            removes_tags: false,
            document: Document::default(),
            arguments: FxHashMap::default(),
            untitled: 0,
            finders: Finders {
                newline: Finder::new("\n"),
                blank_line: Finder::new("\n\n"),
                bracket: Finder::new("]"),
                angle: Finder::new(">"),
                round: Finder::new(")"),
                statement_definition: Finder::new("]:"),
                argument_definition: Finder::new(">:"),
                block_comment: Finder::new("*/"),
                html_comment: Finder::new("-->"),
            },
            braces: Braces::default(),
            line: None,
            data: Data::default(),
            content: Content::default(),
            levels: Vec::new(),
            last: None,
            list: None,
            argument_before: None,
            is_in_list: false,
        }
    }

    /// Reads the text from `start` on.
    pub fn scan(mut self, start: usize) -> Result<Document<'f>, Vec<Fault>> {
        self.line = self.next_line(start, true);
        let mut is_first = true;
        while let Some(line) = self.line {
            if self.faults.len() >= MOST_FAULTS {
                break;
            }
            self.block(line, is_first);
            is_first = false;
        }
        self.finish_list();
        if self.faults.is_empty() {
            let losses = self.data.losses();
            self.document.losses.extend(losses);
            return Ok(self.document);
        }
        self.faults.sort_by_key(|fault| fault.range.start);
        Err(self.faults)
    }

    /// Reads what begins on a line, and goes to the line after it.
    fn block(&mut self, line: Line, is_first: bool) {
        if line.is_apart {
            self.finish_list();
            self.levels.clear();
            self.last = None;
            self.is_in_list = false;
        }
        let marker = self.marker(line);
        match marker {
            Marker::Relation(kind, is_outgoing, length) => return self.relation(line, kind, is_outgoing, length),
            Marker::Inference => return self.inference(line),
            Marker::Number(end) => return self.numbered(line, end),
            _ => {}
        }
        let is_item = matches!(marker, Marker::ListItem(_));
        let goes_on = is_item && self.is_in_list;
        if !line.is_apart && !goes_on {
            let help = "an empty line ends what comes before";
            self.fault(line.start..line.start, "an empty line is missing before this line", help);
            self.finish_list();
        }
        self.levels.clear();
        self.last = None;
        self.is_in_list = is_item;
        let argument = match marker {
            Marker::Heading(level) => {
                self.heading(line, level, is_first);
                None
            }
            Marker::ListItem(end) => {
                // An item's relations are indented deeper than its mark.
                if let Some(found) = self.occurrence(end, line.start) {
                    self.last = Some((Member::Entity(found.entity), line.indent));
                }
                None
            }
            _ => {
                let found = self.occurrence(line.start, line.start);
                self.last = found.as_ref().map(|found| (Member::Entity(found.entity), 0));
                if let Some(found) = &found {
                    self.document.entities[found.entity].own.get_or_insert(found.span);
                }
                found.filter(|found| found.is_argument).map(|found| found.entity)
            }
        };
        self.argument_before = argument;
    }

    fn heading(&mut self, line: Line, level: usize, is_first: bool) {
        let data = self.read_content(line.start + level, false);
        self.content.drop_trailing_tags();
        let text = self.prose();
        let span = self.span(line.start..self.content.end);
        if let Some(data) = data {
            // Groups are all that a heading's data is about.
            self.read_data(data);
        }
        self.document.headings.push(Heading { level, text, span, is_first });
    }

    fn relation(&mut self, line: Line, kind: RelationKind, is_outgoing: bool, length: usize) {
        let mark = line.start..line.start + length;
        let Some((last, base)) = self.last else {
            let help = "put it right under a statement or an argument, indented, without an empty line between them";
            self.fault(mark, "this relation belongs to nothing", help);
            self.occurrence(line.start + length, line.start);
            return;
        };
        let base = if self.levels.is_empty() { base } else { 0 };
        if line.indent <= base {
            self.fault(mark.clone(), "a relation must be indented", "put blanks before it");
        }
        if line.indent > self.levels.last().map_or(base, |level| level.0) || self.levels.is_empty() {
            self.levels.push((line.indent, last));
        } else {
            while self.levels.len() > 1 && self.levels.last().is_some_and(|level| line.indent < level.0) {
                self.levels.pop();
            }
        }
        let Some(&(_, mut parent)) = self.levels.last() else { return };
        let undercuts_parent = kind == RelationKind::Undercut && !is_outgoing;
        if matches!(parent, Member::Step(..)) && !undercuts_parent {
            self.fault(mark, "an inference can only be undercut", "write `_` or `<_`, or put the relation under (n)");
        } else if undercuts_parent
            && self.levels.len() == 1
            && let Some(list) = &self.list
            && let Some(step) = list.steps.len().checked_sub(1)
        {
            // What stands in a premise–conclusion list is undercut at the inference above it.
            parent = Member::Step(self.document.lists.len(), step);
        }
        let Some(found) = self.occurrence(line.start + length, line.start) else { return };
        let child = Member::Entity(found.entity);
        self.last = Some((child, line.indent));
        for member in [parent, child] {
            if let Member::Entity(entity) = member {
                self.document.entities[entity].is_connected = true;
            }
        }
        let (from, to) = if is_outgoing { (parent, child) } else { (child, parent) };
        self.document.relations.push(Relation { kind, from, to, edge: found.edge, span: found.span });
    }

    fn numbered(&mut self, line: Line, end: usize) {
        if self.list.is_none() {
            if !line.is_apart && self.argument_before.is_none() {
                let help = "an empty line ends what comes before";
                self.fault(line.start..end, "an empty line is missing before this premise–conclusion list", help);
            }
            let argument = match self.argument_before.take() {
                Some(argument) => argument,
                None => {
                    let title = self.untitled();
                    self.entity(title, true, false, line.start..end)
                }
            };
            if self.document.entities[argument].list.is_some() {
                let title = self.document.entities[argument].title.to_string();
                let message = format!("the argument <{title}> has a premise–conclusion list already");
                self.fault(line.start..end, message, "give the second list an argument of its own");
            }
            let list = self.document.lists.len();
            let entity = &mut self.document.entities[argument];
            entity.list = Some(list);
            entity.is_connected = true;
            let span = self.span(line.start..end);
            self.list = Some(List { argument, items: Vec::new(), steps: Vec::new(), span });
        }
        self.levels.clear();
        self.last = None;
        let number = self.text[line.start + 1..end - 1].parse().unwrap_or(u64::MAX);
        let found = self.occurrence(end, line.start);
        let (Some(found), Some(list)) = (found, &mut self.list) else { return };
        self.last = Some((Member::Entity(found.entity), 0));
        self.document.entities[found.entity].is_connected = true;
        if found.is_argument {
            let help = "write a statement there: text, [a title]: with text, or [a title]";
            self.fault(line.start..end, "an argument cannot be a premise or conclusion", help);
            return;
        }
        list.span = list.span.to(found.span);
        list.items.push(Item { entity: found.entity, number, edge: found.edge, span: found.span });
    }

    fn inference(&mut self, line: Line) {
        let dashes = self.bytes[line.start..].iter().take_while(|&&byte| byte == b'-').count();
        // Dashes enough for both ends, unless the rules stand on lines of their own below.
        let mut is_bare = dashes >= 4;
        if is_bare && self.is_line_end(self.skip_spaces(line.start + dashes)) {
            let end = self.line_end(line.start);
            let next = self.next_line(self.after_newline(end), false);
            is_bare = next.is_none_or(|next| next.is_apart || !matches!(self.marker(next), Marker::Text));
        }
        let mark = line.start..line.start + dashes;
        let begins = if dashes >= 4 { mark.end } else { line.start + 2 };
        let (step, end) = if is_bare {
            (Step { rules: Vec::new(), uses: Vec::new(), after: 0, span: self.span(mark.clone()) }, mark.end)
        } else {
            self.rules(line.start, begins)
        };
        self.levels.clear();
        self.last = None;
        let Some(list) = &mut self.list else {
            self.fault(mark, "this inference line stands in no premise–conclusion list", "write (1), (2) … above it");
            self.line = self.line_after(end);
            return;
        };
        let after = list.items.len();
        let is_second = after == 0 || list.steps.last().is_some_and(|step| step.after >= after);
        list.steps.push(Step { after, ..step });
        let member = Member::Step(self.document.lists.len(), list.steps.len() - 1);
        if is_second {
            self.fault(mark, "there is no statement above this inference line", "write premises above it: (1), (2) …");
        }
        self.line = self.line_after(end);
        self.last = Some((member, 0));
        if let Some(next) = self.line
            && !next.is_apart
            && !matches!(self.marker(next), Marker::Relation(..) | Marker::Number(_))
        {
            let help = "write the conclusion there, with its number: (3) …";
            self.fault(next.start..next.start, "a conclusion was expected under the inference line", help);
        }
    }

    /// The rules and data between two pairs of dashes, and where the second ends.
    fn rules(&mut self, start: usize, mut at: usize) -> (Step, usize) {
        let mut rules = Vec::new();
        let mut uses = Vec::new();
        let mut rule = String::new();
        let end = loop {
            let Some(&byte) = self.bytes.get(at) else { break None };
            match byte {
                b'-' if self.bytes[at..].starts_with(b"--") => {
                    break Some(at + self.bytes[at..].iter().take_while(|&&byte| byte == b'-').count());
                }
                b'\n' | b'\r' if self.is_line_end(at) => match self.next_line(self.after_newline(at), false) {
                    Some(line) if !line.is_apart => {
                        rule.push(' ');
                        at = line.start;
                    }
                    _ => break None,
                },
                b',' => {
                    rules.push(std::mem::take(&mut rule));
                    at += 1;
                }
                b'{' if self.braces.close(self.text, at).is_some() => {
                    let close = self.braces.close(self.text, at).unwrap_or(at);
                    uses = self.read_uses(at..close + 1);
                    at = close + 1;
                }
                b'/' | b'<' if self.comment(at).is_some() => at = self.comment(at).unwrap_or(at),
                _ => {
                    if byte == b'\\' && !self.is_line_end(at + 1) {
                        at += 1;
                    }
                    let Some(c) = self.text[at..].chars().next() else { break None };
                    rule.push(c);
                    at += c.len_utf8();
                }
            }
        };
        rules.push(rule);
        let rules: Vec<String> = rules
            .iter()
            .map(|rule| rule.split_whitespace().collect::<Vec<_>>().join(" ").trim_start_matches('-').to_owned())
            .filter(|rule| !rule.is_empty())
            .collect();
        if end.is_none() {
            let help = "write `----`, or the rules between two lines `--`";
            self.fault(start..start + 2, "the inference that begins here is not closed by `--`", help);
        }
        let end = end.unwrap_or(at);
        (Step { rules, uses, after: 0, span: self.span(start..end) }, end)
    }

    fn finish_list(&mut self) {
        let Some(list) = self.list.take() else { return };
        let help = "a premise–conclusion list ends with `----` and a conclusion";
        match list.steps.last() {
            None => self.fault(list.span.range(), "this premise–conclusion list has no inference line", help),
            Some(step) if step.after + 1 != list.items.len() => {
                let span = if step.after < list.items.len() { list.span } else { step.span };
                self.fault(span.range(), "this premise–conclusion list does not end with a conclusion", help);
            }
            Some(_) => {}
        }
        self.document.lists.push(list);
        self.argument_before = None;
    }

    /// Reads a statement or an argument from `at`; `start` is where its line's mark begins.
    fn occurrence(&mut self, at: usize, start: usize) -> Option<Occurrence> {
        let at = self.skip_blanks(at);
        if self.is_line_end(at) {
            let help = "write a statement, [a title] or <a title> after it";
            self.fault(start..at, "there is nothing behind this mark", help);
            self.line = self.line_after(at);
            return None;
        }
        let line_end = self.line_end(at);
        let is_link = self.bytes[at] == b'[' && self.link(at).is_some();
        let found = match self.bytes[at] {
            b'[' if !is_link => {
                let definition = self.finders.statement_definition.find(self.text, at + 2);
                let reference = || self.finders.bracket.find(self.text, at + 2);
                titled(definition, reference, line_end)
            }
            b'<' => {
                let definition = self.finders.argument_definition.find(self.text, at + 2);
                let reference = || self.finders.angle.find(self.text, at + 2);
                titled(definition, reference, line_end)
            }
            _ => None,
        };
        let is_argument = self.bytes[at] == b'<' && found.is_some();
        Some(match found {
            Some((close, true)) => {
                let title = Cow::Borrowed(&self.text[at + 1..close]);
                self.check_title(&title, at + 1..close);
                let data = self.read_content(close + 2, true);
                let entity = self.entity(title, is_argument, true, start..self.content.end);
                self.define(entity, is_argument, data, start)
            }
            Some((close, false)) if self.bytes[at + 1] != b'-' => {
                let title = Cow::Borrowed(&self.text[at + 1..close]);
                self.check_title(&title, at + 1..close);
                let entity = self.entity(title, is_argument, true, start..close + 1);
                self.refer(entity, is_argument, close + 1, start)
            }
            _ => {
                let data = self.read_content(at, true);
                let title = self.untitled();
                let entity = self.entity(title, false, false, start..self.content.end);
                self.define(entity, false, data, start)
            }
        })
    }

    fn define(&mut self, entity: usize, is_argument: bool, data: Option<Range<usize>>, start: usize) -> Occurrence {
        let end = data.as_ref().map_or(self.content.end, |data| data.end);
        let span = self.span(start..end);
        let tagged = self.take_tags();
        let prose = self.prose();
        let (edge, is_canonical) = self.note_data(entity, data, tagged);
        let known = &mut self.document.entities[entity];
        if !prose.is_empty() && (is_canonical || known.words.as_ref().is_none_or(|words| !words.is_canonical)) {
            known.words = Some(Words { prose, span, is_canonical });
        }
        Occurrence { entity, is_argument, edge, span }
    }

    /// Reads what may follow a title alone: tags and data.
    fn refer(&mut self, entity: usize, is_argument: bool, end: usize, start: usize) -> Occurrence {
        let data = self.read_content(end, true);
        let words = self.content.first_words(self.text);
        if let Some(words) = words {
            let title = self.text[start..end].trim_start_matches(|c| !matches!(c, '[' | '<')).to_owned();
            let help = format!("write `{}:` to say what it means, or end the line there", shown(&title));
            self.fault(words, format!("there is text behind the title {}", shown(&title)), help);
        }
        let span = self.span(start..data.as_ref().map_or(end, |data| data.end));
        let tagged = self.take_tags();
        let (edge, _) = self.note_data(entity, data, tagged);
        Occurrence { entity, is_argument, edge, span }
    }

    fn note_data(&mut self, entity: usize, data: Option<Range<usize>>, tagged: Option<Facts>) -> (EdgeData, bool) {
        let mut edge = EdgeData::default();
        let mut is_canonical = false;
        let mut facts = tagged;
        if let Some(data) = data {
            let read = self.read_data(data);
            edge = read.edge;
            is_canonical = read.is_canonical;
            if let Some(read) = read.facts {
                facts.get_or_insert_default().merge(*read);
            }
        }
        if let Some(facts) = facts {
            self.document.entities[entity].facts.get_or_insert_default().merge(facts);
        }
        (edge, is_canonical)
    }

    fn entity(&mut self, title: Cow<'f, str>, is_argument: bool, is_titled: bool, first: Range<usize>) -> usize {
        let first = self.span(first);
        let names = if is_argument { &mut self.arguments } else { &mut self.document.statements };
        let entities = &mut self.document.entities;
        *names.entry(title.clone()).or_insert_with(|| {
            entities.push(Entity {
                title,
                is_argument,
                is_titled,
                first,
                own: None,
                words: None,
                facts: None,
                is_connected: false,
                list: None,
            });
            entities.len() - 1
        })
    }

    fn untitled(&mut self) -> Cow<'f, str> {
        self.untitled += 1;
        Cow::Owned(format!("Untitled {}", self.untitled))
    }

    fn check_title(&mut self, title: &str, range: Range<usize>) {
        if title.trim().is_empty() {
            self.fault(range, "a title cannot be blank", "write a name between the brackets");
        }
    }

    pub fn fault(&mut self, range: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.faults.push(Fault::new(self.file, range, message).with_help(help));
    }

    pub fn loss(&mut self, span: Span, message: impl Into<String>) {
        self.document.losses.push(Loss { span, message: message.into() });
    }

    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(FileId::FIRST, range)
    }

    fn prose(&mut self) -> Prose {
        self.content.prose(self.text)
    }

    fn marker(&self, line: Line) -> Marker {
        use RelationKind::{Attack, Contradiction, Support, Undercut};
        let at = line.start;
        let rest = &self.bytes[at..];
        let second = rest.get(1).copied().unwrap_or(b'\n');
        let is_blank = |byte: u8| byte.is_ascii_whitespace();
        match (rest[0], second) {
            (b'-', b'-') => Marker::Inference,
            (b'-', b'>') => Marker::Relation(Attack, true, 2),
            (b'-', _) => Marker::Relation(Attack, false, 1),
            (b'+', b'>') => Marker::Relation(Support, true, 2),
            (b'+', _) => Marker::Relation(Support, false, 1),
            (b'<', b'+') => Marker::Relation(Support, false, 2),
            (b'<', b'-') => Marker::Relation(Attack, false, 2),
            (b'<', b'_') => Marker::Relation(Undercut, false, 2),
            (b'>', b'<') => Marker::Relation(Contradiction, true, 2),
            (b'_', b'>') => Marker::Relation(Undercut, true, 2),
            (b'_', second) if is_blank(second) => Marker::Relation(Undercut, false, 1),
            (b'*', second) if is_blank(second) => Marker::ListItem(at + 1),
            (b'#', _) => {
                let level = rest.iter().take_while(|&&byte| byte == b'#').count();
                if rest.get(level) == Some(&b' ') { Marker::Heading(level) } else { Marker::Text }
            }
            (b'(', b'0'..=b'9') => {
                let digits = rest[1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                if rest.get(digits + 1) == Some(&b')') { Marker::Number(at + digits + 2) } else { Marker::Text }
            }
            (b'0'..=b'9', _) => {
                let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
                let is_item = rest.get(digits) == Some(&b'.') && rest.get(digits + 1).is_some_and(|&b| is_blank(b));
                if is_item { Marker::ListItem(at + digits + 1) } else { Marker::Text }
            }
            _ => Marker::Text,
        }
    }

    /// Whether a line goes on with no text, but with a mark or a title.
    pub fn begins_block(&mut self, line: Line) -> bool {
        if line.is_apart || !matches!(self.marker(line), Marker::Text) {
            return true;
        }
        let at = line.start;
        let is_link = self.bytes[at] == b'[' && self.link(at).is_some();
        let (definition, reference) = match self.bytes[at] {
            b'[' if !is_link => (
                self.finders.statement_definition.find(self.text, at + 2),
                self.finders.bracket.find(self.text, at + 2),
            ),
            b'<' => {
                (self.finders.argument_definition.find(self.text, at + 2), self.finders.angle.find(self.text, at + 2))
            }
            _ => return false,
        };
        let line_end = self.line_end(at);
        let is_definition = definition.is_some_and(|close| close < line_end);
        // A title that fills its line is a reference; within a sentence it is none.
        is_definition
            || reference.is_some_and(|close| close < line_end && self.is_line_end(self.skip_spaces(close + 1)))
    }

    /// The next line that is not blank, from the beginning of a line. A line that is nothing but a comment is as if
    /// it were not there.
    pub fn next_line(&mut self, mut at: usize, mut is_apart: bool) -> Option<Line> {
        loop {
            let from = at;
            at = self.skip_spaces(at);
            if at >= self.bytes.len() {
                return None;
            }
            if self.is_line_end(at) {
                at = self.after_newline(at);
                is_apart = true;
            } else if let Some(end) = self.comment(at) {
                let rest = self.skip_spaces(end);
                at = if rest < self.bytes.len() && self.is_line_end(rest) { self.after_newline(rest) } else { end };
            } else {
                return Some(Line { is_apart, indent: at - from, start: at });
            }
        }
    }

    /// The line after the one that `at` is in; what stands between is passed over with a fault.
    fn line_after(&mut self, at: usize) -> Option<Line> {
        let at = self.skip_blanks(at);
        if !self.is_line_end(at) {
            let help = "put it on a line of its own";
            self.fault(at..at, "nothing was expected here before the end of the line", help);
        }
        let end = self.line_end(at);
        self.next_line(self.after_newline(end), false)
    }

    /// Where the comment that begins at `at` ends. An address's `//` begins none.
    pub fn comment(&mut self, at: usize) -> Option<usize> {
        let rest = &self.bytes[at..];
        if rest.starts_with(b"//") && (at == 0 || self.bytes[at - 1] != b':') {
            return Some(self.line_end(at));
        }
        if rest.starts_with(b"/*") {
            return self.finders.block_comment.find(self.text, at + 2).map(|end| end + 2);
        }
        if rest.starts_with(b"<!--") {
            return self.finders.html_comment.find(self.text, at + 4).map(|end| end + 3);
        }
        None
    }

    /// The words and the address of the link that begins at `at`.
    pub fn link(&mut self, at: usize) -> Option<(Range<usize>, Range<usize>)> {
        let close = self.finders.bracket.find(self.text, at + 1)?;
        if close == at + 1 || self.bytes.get(close + 1) != Some(&b'(') {
            return None;
        }
        let end = self.finders.round.find(self.text, close + 2)?;
        let is_broken = self.finders.blank_line.find(self.text, at).is_some_and(|blank| blank < end);
        (end > close + 2 && !is_broken).then_some((at + 1..close, close + 2..end))
    }

    pub fn line_end(&mut self, at: usize) -> usize {
        let end = self.finders.newline.find(self.text, at).unwrap_or(self.bytes.len());
        if end > at && self.bytes[end - 1] == b'\r' { end - 1 } else { end }
    }

    pub fn is_line_end(&self, at: usize) -> bool {
        matches!(self.bytes.get(at), None | Some(b'\n')) || self.bytes[at..].starts_with(b"\r\n")
    }

    pub fn after_newline(&self, at: usize) -> usize {
        if self.bytes[at.min(self.bytes.len())..].starts_with(b"\r\n") { at + 2 } else { at + 1 }
    }

    pub fn skip_spaces(&self, mut at: usize) -> usize {
        while matches!(self.bytes.get(at), Some(b' ' | b'\t' | b'\r')) && !self.is_line_end(at) {
            at += 1;
        }
        at
    }

    /// Passes over blanks and comments; a comment may lead to another line.
    pub fn skip_blanks(&mut self, mut at: usize) -> usize {
        loop {
            at = self.skip_spaces(at);
            if at >= self.bytes.len() {
                return at;
            }
            match self.comment(at) {
                Some(end) => at = end,
                None => return at,
            }
        }
    }

    fn take_tags(&mut self) -> Option<Facts> {
        let mut tags = std::mem::take(&mut self.content.tags);
        if self.removes_tags {
            tags.extend(self.content.all_tags());
        } else {
            self.content.drop_trailing_tags();
            tags.append(&mut self.content.tags);
        }
        let mut facts = None;
        for Piece { range, .. } in tags {
            let span = self.span(range.clone());
            let name = self.text[range].trim_start_matches('#').trim_matches(['(', ')']);
            match crate::argument::NodeKind::from_word(&name.to_ascii_lowercase()) {
                Some(kind) => facts = Some(Facts::of_kind(kind)),
                None => self.data.note_tag(name, span),
            }
        }
        facts
    }
}

/// Where a title ends on its line, and whether it is defined there.
fn titled(
    definition: Option<usize>,
    reference: impl FnOnce() -> Option<usize>,
    line_end: usize,
) -> Option<(usize, bool)> {
    if let Some(close) = definition.filter(|&close| close < line_end) {
        return Some((close, true));
    }
    reference().filter(|&close| close < line_end).map(|close| (close, false))
}

fn shown(title: &str) -> String {
    crate::format::graph_file::shown(title)
}
