use rustc_hash::FxHashMap;

use super::xml::{Tag, Visitor};

/// How far a chain of styles is followed.
const LONGEST_CHAIN: usize = 16;

/// What a style says, or what a paragraph says of itself; `None` where it is silent.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    /// The outline level, from 0; 9 is running text.
    pub outline: Option<u8>,
    /// The numbering; "0" is none.
    pub list: Option<String>,
    /// The level in the numbering.
    pub level: Option<u8>,
    /// The indentation on the left, in twentieths of a point.
    pub indent: Option<i32>,
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub hidden: Option<bool>,
}

impl Look {
    /// Takes note of a property, wherever it stands.
    pub fn note(&mut self, tag: &Tag<'_, '_>) {
        match tag.name {
            "outlineLvl" => self.outline = tag.number("val"),
            "numId" => self.list = tag.value("val"),
            "ilvl" => self.level = tag.number("val"),
            "ind" => self.indent = tag.number("left").or_else(|| tag.number("start")).or(self.indent),
            "b" => self.bold = Some(tag.is_on()),
            "i" => self.italic = Some(tag.is_on()),
            "vanish" => self.hidden = Some(tag.is_on()),
            _ => {}
        }
    }

    fn or(self, base: &Self) -> Self {
        Self {
            outline: self.outline.or(base.outline),
            list: self.list.or_else(|| base.list.clone()),
            level: self.level.or(base.level),
            indent: self.indent.or(base.indent),
            bold: self.bold.or(base.bold),
            italic: self.italic.or(base.italic),
            hidden: self.hidden.or(base.hidden),
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    look: Look,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: FxHashMap<String, Style>,
    standard: Option<String>,
    open: Option<(String, Style)>,
    depth: usize,
    opened_at: usize,
    skipped_from: Option<usize>,
}

impl Visitor for Styles {
    fn open(&mut self, tag: &Tag<'_, '_>) {
        self.depth += 1;
        if self.skipped_from.is_some() {
            return;
        }
        match (tag.name, &mut self.open) {
            ("style", None) => {
                let id = tag.value("styleId").unwrap_or_default();
                let is_standard = tag.value("default").is_some_and(|value| value == "1" || value == "true");
                if is_standard && tag.value("type").as_deref() == Some("paragraph") {
                    self.standard = Some(id.clone());
                }
                self.open = Some((id, Style::default()));
                self.opened_at = self.depth;
            }
            ("name", Some((_, style))) => style.name = tag.value("val").unwrap_or_default().to_lowercase(),
            ("basedOn", Some((_, style))) => style.based_on = tag.value("val"),
            // A table's style says of its rows and columns what is not so of its paragraphs.
            ("tblStylePr" | "pPrChange" | "rPrChange", _) => self.skipped_from = Some(self.depth),
            (_, Some((_, style))) => style.look.note(tag),
            _ => {}
        }
    }

    fn close(&mut self) {
        if self.skipped_from == Some(self.depth) {
            self.skipped_from = None;
        }
        if self.depth == self.opened_at
            && let Some((id, style)) = self.open.take()
        {
            self.by_id.insert(id, style);
        }
        self.depth = self.depth.saturating_sub(1);
    }
}

/// What a style makes of a paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Resolved {
    pub look: Look,
    pub kind: StyleKind,
    /// The number at the end of the style's name: "List Bullet 2".
    pub number: Option<i32>,
}

/// The styles that mean something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum StyleKind {
    #[default]
    Running,
    Title,
    /// From 1.
    Heading(u8),
    Caption,
    Quotation,
    Contents,
}

impl Styles {
    /// What the style of that id says, with what it is based on; `None` asks for the standard one.
    pub fn resolve(&self, id: Option<&str>) -> Resolved {
        let mut next = id.filter(|id| self.by_id.contains_key(*id)).or(self.standard.as_deref());
        let mut resolved = Resolved::default();
        if let Some(id) = id.filter(|id| !self.by_id.contains_key(*id)) {
            resolved.kind = kind_of(&id.to_lowercase());
        }
        for _ in 0..LONGEST_CHAIN {
            let Some((id, style)) = next.and_then(|id| Some((id, self.by_id.get(id)?))) else { break };
            resolved.look = resolved.look.or(&style.look);
            if resolved.kind == StyleKind::Running {
                resolved.kind = kind_of(&style.name);
                if resolved.kind == StyleKind::Running && style.name.is_empty() {
                    resolved.kind = kind_of(&id.to_lowercase());
                }
            }
            if resolved.number.is_none() {
                resolved.number = trailing_number(&style.name);
            }
            next = style.based_on.as_deref();
        }
        resolved
    }
}

fn trailing_number(name: &str) -> Option<i32> {
    name.starts_with("list").then(|| name.rsplit_once(' '))??.1.parse().ok().filter(|number| (1..=9).contains(number))
}

/// What a style is by its name or id, in lower case. Word keeps the English names in every language; other programs, and
/// styles that were pasted, have the reader's own.
fn kind_of(name: &str) -> StyleKind {
    const HEADINGS: &[&str] = &[
        "heading",
        "überschrift",
        "berschrift",
        "titre",
        "título",
        "titulo",
        "ttulo",
        "titolo",
        "kop",
        "rubrik",
        "overskrift",
        "otsikko",
        "nagłówek",
        "nagwek",
        "nadpis",
        "заголовок",
        "標題",
        "标题",
        "見出し",
        "제목",
        "başlık",
        "címsor",
        "cmsor",
        "επικεφαλίδα",
    ];
    let bare: String = name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_')).collect();
    if matches!(bare.as_str(), "title" | "titel" | "tittel" | "otsikko" | "titre" | "título" | "titolo" | "表題") {
        return StyleKind::Title;
    }
    if bare.starts_with("toc") && bare[3..].starts_with(|c: char| c.is_ascii_digit() || c == 'h') {
        return StyleKind::Contents;
    }
    if bare == "tableoffigures" {
        return StyleKind::Contents;
    }
    if matches!(bare.as_str(), "caption" | "beschriftung" | "légende") {
        return StyleKind::Caption;
    }
    if matches!(bare.as_str(), "quote" | "intensequote" | "blocktext" | "zitat" | "citation") {
        return StyleKind::Quotation;
    }
    let digits = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    if HEADINGS.contains(&digits)
        && let Ok(level @ 1..=9) = bare[digits.len()..].parse::<u8>()
    {
        return StyleKind::Heading(level);
    }
    StyleKind::Running
}
