//! The text of Word files (Office Open XML, ECMA-376): what their reader sees with every change accepted.

mod archive;
mod body;
mod numbering;
mod styles;
#[cfg(test)]
mod tests;
mod xml;

use std::ops::Range;

use rustc_hash::FxHashMap;

use self::archive::Archive;
use self::body::{Block, Body, Left, Paragraph};
use self::numbering::{Counters, Numbering};
use self::styles::{StyleKind, Styles};
use self::xml::{Tag, Visitor};
use super::{Container, LineMark, Role, Typeset, TypesetLine};

/// Twentieths of a point in the step from one level of a list to the next.
const STEP: i32 = 360;
/// Twentieths of a point in a column.
const COLUMN: i32 = 120;

/// Whether bytes begin as a zip archive does.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Whether bytes begin as files of the old Word, and encrypted ones of the new, do.
pub(super) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

/// The text of a Word file. Linear in its inflated size, which is bounded.
///
/// # Errors
/// One sentence that says what is wrong with the file.
pub(super) fn read(bytes: &[u8]) -> Result<(String, Typeset), String> {
    let mut archive = Archive::new(bytes)?;
    let package = relations(&mut archive, "", "_rels/.rels")?;
    let main = package.of("officeDocument").unwrap_or("word/document.xml").to_owned();
    let Some(text) = archive.part(&main)? else {
        return Err("this is a zip archive and no Word file: it has no word/document.xml".to_owned());
    };
    if !text.contains("wordprocessingml") {
        return Err(format!("`{main}` in this archive is no Word document; spreadsheets and slides are not read"));
    }
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
    let parts = relations(&mut archive, folder, &beside(folder, &format!("_rels/{name}.rels")))?;
    let mut styles = Styles::default();
    let mut numbering = Numbering::default();
    load(&mut archive, parts.of("styles"), &mut styles)?;
    load(&mut archive, parts.of("numbering"), &mut numbering)?;
    let mut notes = FxHashMap::default();
    for kind in ["footnotes", "endnotes"] {
        let Some(part) = parts.of(kind) else { continue };
        let name = part.rsplit_once('/').map_or(part, |pair| pair.1);
        let links = relations(&mut archive, folder, &beside(folder, &format!("_rels/{name}.rels")))?.links;
        let mut body = Body::new(&styles, &links);
        load(&mut archive, Some(part), &mut body)?;
        notes.extend(
            std::mem::take(&mut body.notes).into_iter().map(|(id, note)| (format!("{}{id}", &kind[..1]), note)),
        );
        body.finish()?;
    }
    let mut properties = Properties::default();
    load(&mut archive, package.of("core-properties"), &mut properties)?;
    let mut body = Body::new(&styles, &parts.links);
    xml::walk(&main, &text, &mut body)?;
    let (blocks, left) = body.finish()?;
    let mut setter = Setter::new(&styles, &numbering, &notes);
    setter.set(blocks);
    setter.set_notes();
    Ok(setter.finish(&left, &properties))
}

fn load(archive: &mut Archive<'_>, part: Option<&str>, visitor: &mut impl Visitor) -> Result<(), String> {
    let Some(part) = part else { return Ok(()) };
    match archive.part(part)? {
        Some(text) => xml::walk(part, &text, visitor),
        None => Ok(()),
    }
}

fn beside(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// What a part refers to.
#[derive(Debug, Default)]
struct Relations {
    folder: String,
    parts: Vec<(String, String)>,
    /// The addresses that it links to, by id.
    links: FxHashMap<String, String>,
}

impl Relations {
    fn of(&self, kind: &str) -> Option<&str> {
        self.parts.iter().find(|(found, _)| found == kind).map(|(_, target)| target.as_str())
    }
}

impl Visitor for Relations {
    fn open(&mut self, tag: &Tag<'_, '_>) {
        let (Some(kind), Some(target)) = (tag.value("Type"), tag.value("Target")) else { return };
        let kind = kind.rsplit('/').next().unwrap_or_default();
        if tag.value("TargetMode").as_deref() == Some("External") {
            if let Some(id) = tag.value("Id").filter(|_| kind == "hyperlink") {
                self.links.insert(id, target);
            }
            return;
        }
        let path = target.strip_prefix('/').map_or_else(|| beside(&self.folder, &target), str::to_owned);
        self.parts.push((kind.to_owned(), path));
    }
}

fn relations(archive: &mut Archive<'_>, folder: &str, part: &str) -> Result<Relations, String> {
    let mut relations = Relations { folder: folder.to_owned(), ..Relations::default() };
    load(archive, Some(part), &mut relations)?;
    Ok(relations)
}

/// The title among the file's properties. Its day of creation is not asked for: a file lives on as the next report.
#[derive(Debug, Default)]
struct Properties {
    title: String,
    open: Vec<bool>,
}

impl Visitor for Properties {
    fn open(&mut self, tag: &Tag<'_, '_>) {
        self.open.push(tag.name == "dc:title");
    }

    fn text(&mut self, text: &str) {
        if self.open.last() == Some(&true) {
            self.title.push_str(text);
        }
    }

    fn close(&mut self) {
        self.open.pop();
    }
}

/// An item of an open list.
struct Open {
    list: String,
    level: usize,
    indent: i32,
    number: u32,
}

/// Sets blocks as lines.
struct Setter<'a> {
    styles: &'a Styles,
    numbering: &'a Numbering,
    notes: &'a FxHashMap<String, Vec<Paragraph>>,
    counters: Counters,
    text: String,
    lines: Vec<TypesetLine>,
    /// Where the block of each number begins.
    starts: Vec<usize>,
    open: Vec<Open>,
    lists: u32,
    /// By how much headings are lower than they say: the title is the highest.
    lowered: u8,
    labels: FxHashMap<String, String>,
    referred: Vec<String>,
    feet: usize,
    ends: usize,
}

impl<'a> Setter<'a> {
    fn new(styles: &'a Styles, numbering: &'a Numbering, notes: &'a FxHashMap<String, Vec<Paragraph>>) -> Self {
        Self {
            styles,
            numbering,
            notes,
            counters: Counters::default(),
            text: String::new(),
            lines: Vec::new(),
            starts: Vec::new(),
            open: Vec::new(),
            lists: 0,
            lowered: 0,
            labels: FxHashMap::default(),
            referred: Vec::new(),
            feet: 0,
            ends: 0,
        }
    }

    fn set(&mut self, blocks: Vec<Block>) {
        let is_title = |block: &Block| match block {
            Block::Paragraph(paragraph) if !paragraph.text.trim().is_empty() => {
                self.styles.resolve(paragraph.style.as_deref()).kind == StyleKind::Title
            }
            _ => false,
        };
        self.lowered = u8::from(blocks.iter().any(is_title));
        for block in blocks {
            self.starts.push(self.text.len());
            match block {
                Block::Paragraph(paragraph) => self.set_paragraph(paragraph),
                Block::Row { table, header, cells } => self.set_row(table, header, cells),
            }
            self.text.push('\n');
        }
    }

    fn set_paragraph(&mut self, paragraph: Paragraph) {
        if paragraph.text.trim().is_empty() {
            return;
        }
        let resolved = self.styles.resolve(paragraph.style.as_deref());
        let outline =
            paragraph.look.outline.or(resolved.look.outline).filter(|level| *level < 9).map(|level| level + 1);
        let heading = match resolved.kind {
            StyleKind::Title => Some(1),
            StyleKind::Heading(level) => Some(level.saturating_add(self.lowered)),
            StyleKind::Contents => None,
            _ => outline.map(|level| level.saturating_add(self.lowered)),
        };
        let own_list = paragraph.look.list.clone();
        let list = own_list.or_else(|| resolved.look.list.clone()).filter(|list| self.numbering.has(list));
        let level = usize::from(paragraph.look.level.or(resolved.look.level).unwrap_or(0)).min(8);
        let stated = paragraph.look.indent.or_else(|| {
            let of_list = list.as_ref().and_then(|list| self.numbering.indent(list, level, self.styles));
            if paragraph.look.list.is_some() {
                of_list.or(resolved.look.indent)
            } else {
                resolved.look.indent.or(of_list)
            }
        });
        let by_name = resolved.number.unwrap_or(1).max(i32::try_from(level).unwrap_or(0) + 1);
        let mut line = self.line(paragraph);
        if let Some(level) = heading {
            self.open.clear();
            line.role = Role::Heading(level.clamp(1, 6));
        } else if resolved.kind == StyleKind::Contents {
            self.open.clear();
            line.role = Role::Furniture("a line of the table of contents");
        } else if let Some(list) = list {
            let indent = stated.unwrap_or(STEP * by_name);
            line.role = self.item(&list, level, indent);
            line.depth = u16::try_from(self.open.len()).unwrap_or(u16::MAX);
        } else {
            let indent = stated.unwrap_or(0);
            while self.open.last().is_some_and(|open| indent <= 0 || indent + COLUMN < open.indent) {
                self.open.pop();
            }
            line.depth = u16::try_from(self.open.len()).unwrap_or(u16::MAX);
            line.indent = usize::try_from(indent / COLUMN).unwrap_or(0);
            match resolved.kind {
                StyleKind::Caption => line.role = Role::Caption,
                StyleKind::Quotation => line.quotation = 1,
                _ => {}
            }
        }
        self.lines.push(line);
    }

    /// Enters an item.
    fn item(&mut self, list: &str, level: usize, indent: i32) -> Role {
        let is_outside = |open: &Open| {
            if open.list == list { open.level > level } else { open.indent > indent }
        };
        while self.open.last().is_some_and(is_outside) {
            self.open.pop();
        }
        let marker = self.counters.next(list, level, self.numbering, self.styles);
        let number = match self.open.last_mut() {
            Some(open) if open.list == list && open.level == level => open.number,
            Some(open) if open.list != list && open.indent == indent => {
                self.lists += 1;
                *open = Open { list: list.to_owned(), level, indent, number: self.lists - 1 };
                open.number
            }
            _ => {
                self.lists += 1;
                self.open.push(Open { list: list.to_owned(), level, indent, number: self.lists - 1 });
                self.lists - 1
            }
        };
        Role::Item { list: number, marker }
    }

    fn set_row(&mut self, table: u32, header: bool, cells: Vec<Vec<Paragraph>>) {
        self.open.clear();
        let mut row = TypesetLine { range: self.text.len()..self.text.len(), ..TypesetLine::default() };
        let mut ranges = Vec::with_capacity(cells.len());
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.text.push_str(" | ");
            }
            let start = self.text.len();
            for paragraph in cell.into_iter().filter(|paragraph| !paragraph.text.trim().is_empty()) {
                if self.text.len() > start {
                    self.text.push(' ');
                }
                let line = self.line(paragraph);
                row.marks.extend(line.marks);
            }
            ranges.push(start..self.text.len());
        }
        row.range.end = self.text.len();
        if ranges.iter().any(|range| !range.is_empty()) {
            row.role = Role::Row { table, header, cells: ranges };
            self.lines.push(row);
        }
    }

    /// Writes a paragraph's text, without the line break.
    fn line(&mut self, paragraph: Paragraph) -> TypesetLine {
        let base = self.text.len();
        self.text.push_str(&paragraph.text);
        let mut marks: Vec<_> =
            paragraph.marks.into_iter().map(|(range, mark)| (base + range.start..base + range.end, mark)).collect();
        marks.retain_mut(|(_, mark)| match mark {
            LineMark::Note(id) => match self.label(id) {
                Some(label) => {
                    *id = label;
                    true
                }
                None => false,
            },
            _ => true,
        });
        TypesetLine {
            range: base..self.text.len(),
            marks,
            breaks: paragraph.breaks.into_iter().map(|at| base + at).collect(),
            ..TypesetLine::default()
        }
    }

    /// What Word shows as the reference to a note: its number in the order of reference.
    fn label(&mut self, id: &str) -> Option<String> {
        if !self.notes.contains_key(id) {
            return None;
        }
        if let Some(label) = self.labels.get(id) {
            return Some(label.clone());
        }
        let label = if id.starts_with('f') {
            self.feet += 1;
            self.feet.to_string()
        } else {
            self.ends += 1;
            format!("e{}", self.ends)
        };
        self.labels.insert(id.to_owned(), label.clone());
        self.referred.push(id.to_owned());
        Some(label)
    }

    /// Sets the notes that were referred to, a line each.
    fn set_notes(&mut self) {
        let notes = self.notes;
        let mut at = 0;
        // A note may refer to another.
        while let Some(id) = self.referred.get(at).cloned() {
            at += 1;
            let (Some(note), Some(label)) = (notes.get(&id), self.labels.get(&id).cloned()) else { continue };
            let mut line = TypesetLine { range: self.text.len()..self.text.len(), ..TypesetLine::default() };
            for paragraph in note.iter().filter(|paragraph| !paragraph.text.trim().is_empty()) {
                if self.text.len() > line.range.start {
                    self.text.push(' ');
                }
                line.marks.extend(self.line(paragraph.clone()).marks);
            }
            line.range.end = self.text.len();
            line.role = Role::Footnote(label);
            if !line.range.is_empty() {
                self.lines.push(line);
                self.text.push('\n');
            }
        }
    }

    fn finish(self, left: &[(usize, Left)], properties: &Properties) -> (String, Typeset) {
        let title = Some(properties.title.trim().to_owned()).filter(|title| !title.is_empty());
        let losses = self.losses(left);
        (self.text, Typeset { container: Container::Word, title, lines: self.lines, losses })
    }

    /// What was left out, each kind at the place of the first.
    fn losses(&self, left: &[(usize, Left)]) -> Vec<(Range<usize>, String)> {
        let mut losses = Vec::new();
        for (kind, one, many) in [
            (Left::Comment, "a comment is left out", "comments are left out, the first here"),
            (
                Left::Deletion,
                "a tracked deletion is taken as accepted",
                "tracked deletions are taken as accepted, the first here",
            ),
            (Left::Picture, "a picture is left out", "pictures are left out, the first here"),
            (Left::Embedded, "an embedded document is left out", "embedded documents are left out, the first here"),
        ] {
            let mut places = left.iter().filter(|(_, found)| *found == kind).map(|(at, _)| *at);
            let Some(first) = places.next() else { continue };
            let count = places.count() + 1;
            let start = self.starts.get(first).copied().unwrap_or(self.text.len());
            let line = self.lines.iter().find(|line| line.range.start >= start).map(|line| line.range.clone());
            let message = if count == 1 { one.to_owned() } else { format!("{count} {many}") };
            losses.push((line.unwrap_or(start..start), message));
        }
        losses.sort_by_key(|(range, _)| range.start);
        losses
    }
}
