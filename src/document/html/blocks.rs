//! The walk over a page's elements that makes them blocks.

use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::article::{Root, Totals};
use super::flow::{Built, Bullet, Flow, Marks};
use super::footnotes::{self, Footnotes};
use super::furniture;
use super::tree::{Element, NodeKind, Tree};
use crate::document::{
    Attributes, Block, BlockKind, Cell, Document, MalformedAttributes, MarkKind, Marker, Prose, ProseBuilder,
};
use crate::text::{FileId, SourceFile, Span};

const FILE: FileId = FileId::FIRST;

/// Reads a page.
pub(super) fn read(file: &SourceFile) -> Document {
    let source = file.text();
    let tree = Tree::read(source);
    let totals = Totals::of(source, &tree);
    let root = super::article::choose(&tree, &totals);
    let notes = Footnotes::find(&tree, &totals);
    let mut walk = Walk::new(source, &tree, &totals, root, &notes);
    walk.run();
    let title = title(source, &tree);
    Document { file: file.clone(), front_matter: None, title, blocks: walk.blocks, malformed: walk.malformed }
}

/// The text of the first `<title>` that is the page's and not a drawing's.
fn title(source: &str, tree: &Tree) -> Option<Prose> {
    let mut at = 1;
    while at < tree.nodes.len() {
        match tree.element(at).map(|element| element.name.as_str()) {
            Some("svg") => at = tree.nodes[at].end,
            Some("title") => {
                let mut flow = Flow::default();
                for node in &tree.nodes[at..tree.nodes[at].end] {
                    if let NodeKind::Text(range) = &node.kind {
                        flow.text(source, range.clone(), &Rc::from([]));
                    }
                }
                return flow.has_text().then(|| flow.build(FILE, source).prose);
            }
            _ => at += 1,
        }
    }
    None
}

/// What the text of an element becomes.
#[derive(Clone, Debug)]
enum Context {
    /// Paragraphs and items.
    Running,
    /// A heading; once its text is written, what follows in it (an end tag is missing) is running text.
    Heading {
        level: u8,
        is_written: bool,
    },
    Caption,
    Code,
    /// `<dt>`.
    Term,
    Footnote(Rc<str>),
    /// A cell: blocks in it are not kept apart.
    Cell,
}

/// A list that is open.
#[derive(Debug)]
struct List {
    number: u32,
    style: ListStyle,
    next: i64,
    step: i64,
    /// The depth of its items.
    depth: u16,
    /// How many items were open around it.
    items_around: usize,
    has_items: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ListStyle {
    Bullets,
    Numbers,
    Letters,
}

/// An item that is open.
#[derive(Debug)]
struct Item {
    list: u32,
    marker: Marker,
    depth: u16,
    /// Where it begins, until its first paragraph is written.
    start: Option<usize>,
}

/// Items made by bullet glyphs that follow one another: a list, in which a new glyph begins a list inside.
#[derive(Debug)]
struct Bullets {
    depth: u16,
    quotation: u16,
    /// The glyphs from the outside in, with their lists.
    levels: Vec<(char, u32)>,
}

/// A row of a table that is being read.
#[derive(Debug)]
struct Row {
    start: usize,
    cells: Vec<(Flow, Range<usize>, bool)>,
}

/// What an element is to the text in it, besides its context.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Role {
    #[default]
    None,
    List,
    Item,
    Quotation,
    Table,
    TableHead,
    Row,
    Cell,
}

/// Text that goes on after furniture inside it.
#[derive(Debug)]
struct Interrupted {
    flow: Flow,
    block_start: Option<usize>,
    was_putting_off: bool,
}

/// What held outside of an element that is furniture, or that is none inside furniture.
#[derive(Clone, Copy, Debug)]
struct Outside {
    furniture: Option<&'static str>,
}

/// What has to be undone at an element's end.
#[derive(Debug, Default)]
struct Frame {
    node: usize,
    end: usize,
    is_block: bool,
    has_context: bool,
    role: Role,
    mark: Option<usize>,
    outside: Option<Outside>,
    interrupted: Option<Box<Interrupted>>,
}

/// Which marks are on: the order in which they were opened, and how often each was.
#[derive(Debug)]
struct MarkState {
    on: Vec<(usize, MarkKind)>,
    counts: [u32; 4],
    snapshot: Marks,
}

impl MarkState {
    fn add(&mut self, kind: MarkKind) -> usize {
        let index = mark_index(&kind);
        self.counts[index] += 1;
        if self.counts[index] == 1 {
            self.on.push((index, kind));
            self.renew();
        }
        index
    }

    fn remove(&mut self, index: usize) {
        self.counts[index] = self.counts[index].saturating_sub(1);
        if self.counts[index] == 0 {
            self.on.retain(|(on, _)| *on != index);
            self.renew();
        }
    }

    fn renew(&mut self) {
        self.snapshot = self.on.iter().map(|(_, kind)| kind.clone()).collect();
    }
}

fn mark_index(kind: &MarkKind) -> usize {
    match kind {
        MarkKind::Strong => 0,
        MarkKind::Emphasis => 1,
        MarkKind::Code => 2,
        MarkKind::Link(_) | MarkKind::FootnoteReference(_) => 3,
    }
}

/// The mark that an element puts on its text.
fn mark_of(element: &Element) -> Option<MarkKind> {
    let style = element.attribute("style").unwrap_or("");
    let weight = |is_such: fn(&str) -> bool| furniture::declares(style, "font-weight", is_such);
    match element.name.as_str() {
        // Word processors wrap whole documents in a `<b>` that is none.
        "b" | "strong" => (!weight(|value| matches!(value, "normal" | "400"))).then_some(MarkKind::Strong),
        "i" | "em" | "cite" => Some(MarkKind::Emphasis),
        "code" | "kbd" | "samp" | "tt" => Some(MarkKind::Code),
        "a" => {
            let address = element.attribute("href")?.trim();
            let is_script = address.get(..11).is_some_and(|scheme| scheme.eq_ignore_ascii_case("javascript:"));
            (!address.is_empty() && !address.starts_with('#') && !is_script).then(|| MarkKind::Link(address.to_owned()))
        }
        "span" if weight(|value| matches!(value, "bold" | "bolder" | "600" | "700" | "800" | "900")) => {
            Some(MarkKind::Strong)
        }
        "span" if furniture::declares(style, "font-style", |value| value == "italic") => Some(MarkKind::Emphasis),
        _ => None,
    }
}

struct Walk<'a> {
    source: &'a str,
    tree: &'a Tree,
    totals: &'a [Totals],
    root: Root,
    /// The text of the article, in bytes.
    whole: u32,
    notes: &'a Footnotes,
    blocks: Vec<Block>,
    malformed: Vec<MalformedAttributes>,
    /// Blocks that stand inside a text that is not written yet.
    put_off: Vec<Block>,
    is_putting_off: bool,
    flow: Flow,
    /// Where the innermost block began, if no text of it is written yet.
    block_start: Option<usize>,
    frames: Vec<Frame>,
    contexts: Vec<Context>,
    lists: Vec<List>,
    items: Vec<Item>,
    bullets: Option<Bullets>,
    quotation: u16,
    marks: MarkState,
    /// Elements whose mark was taken off before their end.
    ended: FxHashSet<usize>,
    furniture: Option<&'static str>,
    table: Option<u32>,
    is_table_head: bool,
    row: Option<Row>,
    /// The list of items without a list, and the element that they stand in.
    stray: Option<(usize, u32)>,
    next_list: u32,
    next_table: u32,
}

impl<'a> Walk<'a> {
    fn new(source: &'a str, tree: &'a Tree, totals: &'a [Totals], root: Root, notes: &'a Footnotes) -> Self {
        Self {
            source,
            tree,
            totals,
            root,
            whole: Totals::within(totals, root.node, tree.nodes[root.node].end).text,
            notes,
            blocks: Vec::new(),
            malformed: Vec::new(),
            put_off: Vec::new(),
            is_putting_off: false,
            flow: Flow::default(),
            block_start: None,
            frames: Vec::new(),
            contexts: Vec::new(),
            lists: Vec::new(),
            items: Vec::new(),
            bullets: None,
            quotation: 0,
            marks: MarkState { on: Vec::new(), counts: [0; 4], snapshot: Rc::from([]) },
            ended: FxHashSet::default(),
            furniture: (root.node != 0).then_some(root.outside),
            table: None,
            is_table_head: false,
            row: None,
            stray: None,
            next_list: 0,
            next_table: 0,
        }
    }

    fn run(&mut self) {
        let tree = self.tree;
        let mut at = 1;
        while at < tree.nodes.len() {
            self.leave_until(at);
            at = match &tree.nodes[at].kind {
                NodeKind::Element(element) => self.enter(at, element),
                NodeKind::Text(range) => {
                    self.flow.text(self.source, range.clone(), &self.marks.snapshot);
                    at + 1
                }
                NodeKind::Comment(range) => {
                    self.comment(range);
                    at + 1
                }
                NodeKind::MarkEnd(node) => {
                    if let Some(kind) = tree.element(*node).and_then(mark_of)
                        && self.ended.insert(*node)
                    {
                        self.marks.remove(mark_index(&kind));
                    }
                    at + 1
                }
            };
        }
        self.leave_until(usize::MAX);
        self.boundary(None);
        let put_off = std::mem::take(&mut self.put_off);
        self.blocks.extend(put_off);
    }

    /// The depth of what stands here.
    fn depth(&self) -> u16 {
        self.items.last().map_or(0, |item| item.depth)
    }

    /// Whether the text that is being collected is a heading's.
    fn is_inside_heading(&self) -> bool {
        self.furniture.is_none() && matches!(self.contexts.last(), Some(Context::Heading { is_written: false, .. }))
    }

    fn is_in_cell(&self) -> bool {
        self.furniture.is_none() && matches!(self.contexts.last(), Some(Context::Cell))
    }

    // --- entering and leaving elements

    /// Enters an element; gives the next node.
    fn enter(&mut self, at: usize, element: &'a Element) -> usize {
        let end = self.tree.nodes[at].end;
        let name = element.name.as_str();
        if furniture::is_dropped(name) {
            return end;
        }
        match name {
            "br" => {
                self.flow.line_break(element.open.start);
                return end;
            }
            "hr" => {
                self.rule(element);
                return end;
            }
            "img" | "image" => {
                self.picture(element);
                return end;
            }
            "a" if self.is_skipped_link(at, element) => return end,
            _ => {}
        }
        let mut frame = Frame { node: at, end, ..Frame::default() };
        let is_caption = self.is_caption(at, element);
        frame.is_block = element.is_block() || is_caption;
        if self.is_inside_heading() && matches!(name, "div" | "section" | "center" | "address") {
            // `<h2><div>Key</div><div>judgements</div></h2>` is one heading.
            frame.is_block = false;
            self.flow.tag(Some(element.open.start));
        }
        self.enter_furniture(at, element, &mut frame);
        if frame.is_block && frame.interrupted.is_none() {
            self.boundary(None);
            self.block_start = Some(element.open.start);
        }
        if self.furniture.is_none() {
            self.enter_block(at, element, is_caption, &mut frame);
        }
        frame.mark =
            mark_of(element).or_else(|| (name == "dt").then_some(MarkKind::Strong)).map(|kind| self.marks.add(kind));
        self.frames.push(frame);
        at + 1
    }

    /// Whether a link within the page is not read: a footnote's mark, a way back, a heading's own address.
    fn is_skipped_link(&mut self, at: usize, element: &Element) -> bool {
        if self.furniture.is_some() {
            return false;
        }
        if let Some(reference) = self.notes.references.get(&at) {
            self.flow.reference(&reference.label);
            return reference.is_mark;
        }
        if footnotes::fragment(element).is_none() {
            return false;
        }
        let in_note = self.contexts.iter().rev().take(3).any(|context| matches!(context, Context::Footnote(_)));
        let in_heading = self.is_inside_heading();
        if !in_note && !in_heading {
            return false;
        }
        let text = self.text_of(at);
        let is_sign = !text.contains(char::is_alphanumeric);
        (in_note && footnotes::leads_back(element, &text)) || (in_heading && is_sign)
    }

    /// The text in the first few nodes of an element.
    fn text_of(&self, at: usize) -> String {
        let mut flow = Flow::default();
        for node in &self.tree.nodes[at..self.tree.nodes[at].end.min(at + 8)] {
            if let NodeKind::Text(range) = &node.kind {
                flow.text(self.source, range.clone(), &Rc::from([]));
            }
        }
        flow.build(FILE, self.source).prose.as_str().to_owned()
    }

    fn is_caption(&self, at: usize, element: &Element) -> bool {
        if element.name == "figcaption" || element.name == "caption" {
            return true;
        }
        let says_so = element.attribute("class").is_some_and(|class| class.to_ascii_lowercase().contains("caption"));
        let is_candidate = element.heading_level().is_none()
            && !matches!(element.name.as_str(), "table" | "tr" | "td" | "th" | "li" | "img" | "article" | "main");
        if !says_so || !is_candidate || at == self.root.node || self.is_inside_heading() {
            return false;
        }
        let end = self.tree.nodes[at].end;
        let held = Totals::within(self.totals, at, end);
        held.tables == 0 && u64::from(held.text) * 2 <= u64::from(self.whole)
    }

    /// Begins furniture, or the article or a footnote in it.
    fn enter_furniture(&mut self, at: usize, element: &Element, frame: &mut Frame) {
        let reason = if at == self.root.node || self.notes.notes.get(&at).is_some_and(|(_, is_used)| *is_used) {
            if self.furniture.is_some() {
                self.boundary(None);
                frame.outside = Some(Outside { furniture: self.furniture.take() });
            }
            return;
        } else if self.furniture.is_none() {
            furniture::reason(self.tree, self.totals, at, self.whole)
        } else {
            None
        };
        let Some(reason) = reason else { return };
        frame.outside = Some(Outside { furniture: None });
        if !frame.is_block || self.is_in_cell() {
            // A button in a sentence must not break the sentence off.
            self.flow.tag(Some(element.open.start));
            let flow = std::mem::take(&mut self.flow);
            let is_open = flow.has_text() || self.row.is_some();
            frame.interrupted = Some(Box::new(Interrupted {
                flow,
                block_start: self.block_start.take(),
                was_putting_off: self.is_putting_off,
            }));
            self.is_putting_off |= is_open;
        } else {
            self.boundary(None);
        }
        self.furniture = Some(reason);
    }

    /// Begins a list, an item, a heading, …
    fn enter_block(&mut self, at: usize, element: &Element, is_caption: bool, frame: &mut Frame) {
        if self.is_in_cell() {
            return;
        }
        let mut context = if let Some((label, _)) = self.notes.notes.get(&at) {
            Some(Context::Footnote(Rc::clone(label)))
        } else if let Some(level) = element.heading_level() {
            self.items_heading();
            Some(Context::Heading { level, is_written: false })
        } else if is_caption {
            Some(Context::Caption)
        } else {
            match element.name.as_str() {
                "pre" | "listing" | "xmp" | "plaintext" => Some(Context::Code),
                "dt" => Some(Context::Term),
                "ul" | "ol" | "dl" | "blockquote" | "table"
                    if matches!(
                        self.contexts.last(),
                        Some(Context::Heading { .. } | Context::Caption | Context::Term)
                    ) =>
                {
                    Some(Context::Running)
                }
                _ => None,
            }
        };
        match element.name.as_str() {
            "ul" | "ol" | "menu" | "dir" | "dl" => {
                self.open_list(at, element);
                frame.role = Role::List;
            }
            "li" | "dd" if !matches!(context, Some(Context::Footnote(_))) => {
                self.open_item(at, element);
                frame.role = Role::Item;
            }
            "blockquote" => {
                self.quotation = self.quotation.saturating_add(1);
                frame.role = Role::Quotation;
            }
            "table" if self.is_data_table(at, element) => {
                self.table = Some(self.next_table);
                self.next_table += 1;
                frame.role = Role::Table;
            }
            "thead" if self.table.is_some() => {
                self.is_table_head = true;
                frame.role = Role::TableHead;
            }
            "tr" if self.table.is_some() && self.row.is_none() => {
                self.row = Some(Row { start: element.open.start, cells: Vec::new() });
                frame.role = Role::Row;
            }
            "td" | "th" if self.row.is_some() => {
                context = Some(Context::Cell);
                frame.role = Role::Cell;
                self.block_start = None;
            }
            _ => {}
        }
        if let Some(context) = context {
            self.contexts.push(context);
            frame.has_context = true;
        }
    }

    fn leave_until(&mut self, at: usize) {
        while let Some(frame) = self.frames.pop_if(|frame| frame.end <= at) {
            self.leave(frame);
        }
    }

    fn leave(&mut self, frame: Frame) {
        let close = self.tree.element(frame.node).and_then(|element| element.close);
        if frame.is_block || frame.outside.is_some() {
            if frame.role != Role::Cell {
                self.boundary(close);
            }
            self.block_start = None;
        }
        if let Some(index) = frame.mark
            && !self.ended.contains(&frame.node)
        {
            self.marks.remove(index);
        }
        if frame.has_context {
            self.contexts.pop();
        }
        match frame.role {
            Role::None => {}
            Role::List => {
                self.lists.pop();
            }
            Role::Item => {
                self.items.pop();
            }
            Role::Quotation => self.quotation = self.quotation.saturating_sub(1),
            Role::Table => self.table = None,
            Role::TableHead => self.is_table_head = false,
            Role::Row => self.close_row(close),
            Role::Cell => self.close_cell(frame.node, close),
        }
        if let Some(outside) = frame.outside {
            self.furniture = outside.furniture;
        }
        if let Some(mut interrupted) = frame.interrupted {
            interrupted.flow.tag(close);
            self.flow = interrupted.flow;
            self.block_start = interrupted.block_start;
            self.is_putting_off = interrupted.was_putting_off;
        }
    }

    // --- lists

    fn open_list(&mut self, at: usize, element: &Element) {
        let around = self.items.len();
        let depth = match self.lists.last() {
            // A list right in a list, and not in one of its items, still is one inside the other to its reader.
            Some(list) if list.items_around == around => list.depth.saturating_add(u16::from(list.has_items)),
            _ => self.depth().saturating_add(1),
        };
        let is_ordered = element.name == "ol";
        let letters = matches!(element.attribute("type").map(str::trim), Some("a" | "A"))
            || element.attribute("style").is_some_and(|style| {
                furniture::declares(style, "list-style-type", |value| {
                    value.ends_with("-alpha") || value.ends_with("-latin")
                })
            });
        let style = match (is_ordered, letters) {
            (false, _) => ListStyle::Bullets,
            (true, false) => ListStyle::Numbers,
            (true, true) => ListStyle::Letters,
        };
        let is_reversed = is_ordered && element.attribute("reversed").is_some();
        let start = element.attribute("start").and_then(|start| start.trim().parse().ok());
        let next = match start {
            Some(start) => start,
            None if is_reversed => self.count_items(at),
            None => 1,
        };
        let step = if is_reversed { -1 } else { 1 };
        let number = self.new_list();
        self.lists.push(List { number, style, next, step, depth, items_around: around, has_items: false });
    }

    /// How many items stand right in a list. Each node is in one list alone, so that all lists together cost linear
    /// time.
    fn count_items(&self, at: usize) -> i64 {
        let mut child = at + 1;
        let mut count = 0;
        while child < self.tree.nodes[at].end {
            count += i64::from(self.tree.element(child).is_some_and(|element| element.name == "li"));
            child = self.tree.nodes[child].end;
        }
        count
    }

    fn new_list(&mut self) -> u32 {
        let number = self.next_list;
        self.next_list += 1;
        number
    }

    fn open_item(&mut self, at: usize, element: &Element) {
        let start = Some(element.open.start);
        let Some(list) = self.lists.last_mut() else {
            let parent = self.tree.nodes[at].parent;
            let list = match self.stray {
                Some((of, list)) if of == parent => list,
                _ => self.new_list(),
            };
            self.stray = Some((parent, list));
            let depth = self.depth().saturating_add(1);
            self.items.push(Item { list, marker: Marker::Bullet('•'), depth, start });
            return;
        };
        let value = element.attribute("value").and_then(|value| value.trim().parse().ok());
        let number: i64 = value.unwrap_or(list.next);
        list.next = number.saturating_add(list.step);
        list.has_items = true;
        let letter =
            || u8::try_from(number).ok().filter(|number| (1..=26).contains(number)).map(|number| b'a' + number - 1);
        let marker = match list.style {
            ListStyle::Bullets => Marker::Bullet('•'),
            ListStyle::Letters if letter().is_some() => Marker::Letter(letter().map_or('a', char::from)),
            ListStyle::Numbers | ListStyle::Letters => Marker::Number(u64::try_from(number).unwrap_or(0)),
        };
        self.items.push(Item { list: list.number, marker, depth: list.depth, start });
    }

    /// An item that begins with a heading is a section of the page and no item.
    fn items_heading(&mut self) {
        if let Some(item) = self.items.last_mut()
            && item.start.take().is_some()
        {
            item.depth = item.depth.saturating_sub(1);
        }
    }

    // --- tables

    /// Whether a table holds data: it has several cells, no table inside and no headings.
    fn is_data_table(&self, at: usize, element: &Element) -> bool {
        let held = Totals::within(self.totals, at, self.tree.nodes[at].end);
        let is_layout = element.attribute("role").is_some_and(|role| matches!(role.trim(), "presentation" | "none"));
        !is_layout && held.tables == 1 && held.headings == 0 && held.cells > 1 && self.table.is_none()
    }

    fn close_cell(&mut self, node: usize, close: Option<usize>) {
        let flow = std::mem::take(&mut self.flow);
        let Some(element) = self.tree.element(node) else { return };
        let end = close.or_else(|| flow.range().map(|range| range.end)).unwrap_or(element.open.end);
        if let Some(row) = &mut self.row {
            row.cells.push((flow, element.open.start..end, element.name == "th"));
        }
    }

    fn close_row(&mut self, close: Option<usize>) {
        let Some(row) = self.row.take() else { return };
        let Some(table) = self.table else { return };
        if row.cells.iter().any(|(flow, ..)| flow.has_text()) {
            let header = self.is_table_head || row.cells.iter().all(|(.., is_header)| *is_header);
            let mut builder = ProseBuilder::new(FILE);
            let mut cells = Vec::with_capacity(row.cells.len());
            for (index, (flow, range, _)) in row.cells.iter().enumerate() {
                if index > 0 {
                    let tag = range.start..range.start;
                    for separator in [" ", "|", " "] {
                        builder.push_replacement(separator, tag.clone());
                    }
                }
                builder = flow.write(builder, self.source);
                cells.push(Cell { prose: flow.build(FILE, self.source).prose, span: Span::new(FILE, range.clone()) });
            }
            let end = close.or_else(|| row.cells.last().map(|(_, range, _)| range.end)).unwrap_or(row.start);
            let built = Built { prose: builder.finish(), lines: Vec::new(), source: row.start..end, bullet: None };
            self.emit(BlockKind::Row { table, header, cells }, built, row.start..end);
        }
        self.append_put_off();
    }

    // --- blocks without text of their own

    fn rule(&mut self, element: &Element) {
        self.boundary(None);
        if self.furniture.is_none() && !self.is_in_cell() {
            let range = element.open.clone();
            self.emit(BlockKind::Rule, nothing_at(&range), range);
        }
    }

    fn picture(&mut self, element: &Element) {
        let alt = element.find("alt");
        let mut flow = Flow::default();
        if let Some(alt) = alt {
            let range = alt.range.clone();
            flow.text(self.source, range, &Rc::from([]));
        }
        let is_emoji =
            element.attribute("class").is_some_and(|class| class.split_ascii_whitespace().any(|one| one == "emoji"));
        if is_emoji && let Some(alt) = alt {
            self.flow.text(self.source, alt.range.clone(), &self.marks.snapshot);
            return;
        }
        let kind = match self.furniture {
            // A page's ornaments say nothing.
            Some(_) if !flow.has_text() => return,
            Some(reason) => BlockKind::Furniture { reason },
            None => BlockKind::Picture,
        };
        let range = element.open.clone();
        let built = if flow.has_text() { flow.build(FILE, self.source) } else { nothing_at(&range) };
        let is_inside = self.flow.has_text() || self.row.is_some();
        self.emit_where(kind, built, range, is_inside);
    }

    fn comment(&mut self, range: &Range<usize>) {
        let text = self.source.get(range.clone()).unwrap_or("");
        let Some(inner) = text.strip_prefix("<!--") else { return };
        let inner = inner.strip_suffix("-->").unwrap_or(inner);
        let is_conditional = inner.trim_start().starts_with("[if ") || inner.trim_end().ends_with("<![endif]");
        if is_conditional {
            return;
        }
        let start = range.start + "<!--".len();
        let mut builder = ProseBuilder::new(FILE);
        builder.push(inner, start);
        let built = Built { prose: builder.finish(), lines: Vec::new(), source: range.clone(), bullet: None };
        let is_inside = self.flow.has_text() || self.row.as_ref().is_some_and(|row| !row.cells.is_empty());
        self.emit_where(BlockKind::Comment, built, range.clone(), is_inside);
    }

    // --- text

    /// The beginning or end of a block: what was collected becomes a block. `close` is the end of its end tag.
    fn boundary(&mut self, close: Option<usize>) {
        if self.is_in_cell() {
            self.flow.tag(close);
            return;
        }
        let flow = std::mem::take(&mut self.flow);
        let Some(text) = flow.range() else {
            self.append_put_off();
            return;
        };
        // With its tags, if it is all that its element holds.
        let range = match self.block_start.take() {
            Some(start) => start.min(text.start)..close.unwrap_or(text.end).max(text.end),
            None => text,
        };
        if let Some(reason) = self.furniture {
            let built = flow.build(FILE, self.source);
            self.emit(BlockKind::Furniture { reason }, built, range);
        } else {
            self.write(&flow, range);
        }
        self.append_put_off();
    }

    fn append_put_off(&mut self) {
        if !self.is_putting_off && self.row.is_none() && !self.put_off.is_empty() {
            self.blocks.append(&mut self.put_off);
        }
    }

    fn write(&mut self, flow: &Flow, range: Range<usize>) {
        let kind = match self.contexts.last_mut() {
            None | Some(Context::Running | Context::Heading { is_written: true, .. } | Context::Cell) => {
                self.write_running(flow, range);
                return;
            }
            Some(Context::Heading { level, is_written }) => {
                *is_written = true;
                BlockKind::Heading { level: *level }
            }
            Some(Context::Caption) => BlockKind::Caption,
            Some(Context::Code) => BlockKind::Code,
            Some(Context::Term) => BlockKind::Paragraph,
            Some(Context::Footnote(label)) => BlockKind::Footnote { label: label.to_string() },
        };
        let built = flow.build(FILE, self.source);
        self.emit(kind, built, range);
    }

    /// Paragraphs and items of running text.
    fn write_running(&mut self, flow: &Flow, range: Range<usize>) {
        let parts = flow.split(FILE, self.source);
        let last = parts.len().saturating_sub(1);
        for (index, built) in parts.into_iter().enumerate() {
            let start = if index == 0 { range.start } else { built.source.start };
            let end = if index == last { range.end } else { built.source.end };
            let pending = self.items.last_mut().and_then(|item| item.start.take().map(|start| (start, item)));
            if let Some((item_start, item)) = pending {
                let kind = BlockKind::Item { list: item.list, marker: item.marker.clone() };
                self.emit(kind, built, item_start.min(start)..end);
            } else if let Some(bullet) = built.bullet.clone() {
                self.write_bullet(bullet, built, start..end);
            } else {
                self.emit(BlockKind::Paragraph, built, start..end);
            }
        }
    }

    fn write_bullet(&mut self, bullet: Bullet, built: Built, range: Range<usize>) {
        let (depth, quotation) = (self.depth(), self.quotation);
        let mut bullets = self
            .bullets
            .take()
            .filter(|bullets| bullets.depth == depth && bullets.quotation == quotation)
            .unwrap_or(Bullets { depth, quotation, levels: Vec::new() });
        if let Some(level) = bullets.levels.iter().position(|&(known, _)| known == bullet.sign) {
            bullets.levels.truncate(level + 1);
        } else {
            let list = self.new_list();
            bullets.levels.push((bullet.sign, list));
        }
        let level = u16::try_from(bullets.levels.len()).unwrap_or(u16::MAX);
        let list = bullets.levels.last().map_or(0, |&(_, list)| list);
        let kind = BlockKind::Item { list, marker: bullet.marker };
        self.push(kind, built, range, depth.saturating_add(level), false);
        self.bullets = Some(bullets);
    }

    fn emit(&mut self, kind: BlockKind, built: Built, range: Range<usize>) {
        self.emit_where(kind, built, range, false);
    }

    fn emit_where(&mut self, kind: BlockKind, built: Built, range: Range<usize>, is_inside: bool) {
        if !matches!(kind, BlockKind::Comment | BlockKind::Picture) && !self.is_putting_off {
            self.bullets = None;
        }
        let depth = match kind {
            BlockKind::Furniture { .. } | BlockKind::Footnote { .. } => 0,
            _ => self.depth(),
        };
        self.push(kind, built, range, depth, is_inside);
    }

    /// Makes a block and puts it into its place.
    fn push(&mut self, kind: BlockKind, built: Built, range: Range<usize>, depth: u16, is_inside: bool) {
        let takes_attributes =
            matches!(kind, BlockKind::Heading { .. } | BlockKind::Paragraph | BlockKind::Item { .. });
        let quotation = if matches!(kind, BlockKind::Furniture { .. }) { 0 } else { self.quotation };
        let (prose, attributes, lines) = if takes_attributes {
            let (prose, attributes, malformed) = Attributes::take_from(built.prose);
            self.malformed.extend(malformed);
            let lines = without_cut_off(built.lines, prose.as_str().len());
            (prose, attributes, lines)
        } else {
            (built.prose, None, built.lines)
        };
        let block = block(kind, prose, lines, range, (depth, quotation), attributes);
        if is_inside || self.is_putting_off { &mut self.put_off } else { &mut self.blocks }.push(block);
    }
}

fn nothing_at(range: &Range<usize>) -> Built {
    let prose = Prose::approximate("", Span::new(FILE, range.clone()));
    Built { prose, lines: Vec::new(), source: range.clone(), bullet: None }
}

/// The lines of a text of which only the first `length` bytes are left.
fn without_cut_off(lines: Vec<Range<usize>>, length: usize) -> Vec<Range<usize>> {
    let mut lines: Vec<_> =
        lines.into_iter().map(|line| line.start..line.end.min(length)).filter(|line| line.start < line.end).collect();
    if lines.len() < 2 {
        lines.clear();
    }
    lines
}

/// The one place where blocks are made.
fn block(
    kind: BlockKind,
    prose: Prose,
    lines: Vec<Range<usize>>,
    range: Range<usize>,
    (depth, quotation): (u16, u16),
    attributes: Option<Box<Attributes>>,
) -> Block {
    Block { kind, prose, span: Span::new(FILE, range), depth, quotation, attributes, lines }
}
