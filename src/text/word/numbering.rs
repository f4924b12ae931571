use rustc_hash::FxHashMap;

use super::styles::Styles;
use super::xml::{Tag, Visitor};
use crate::text::ItemMarker;

/// The levels of a numbering.
const LEVELS: usize = 9;

#[derive(Clone, Debug, Default)]
struct Level {
    format: Option<String>,
    start: Option<u64>,
    indent: Option<i32>,
}

/// The definitions of lists.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: FxHashMap<String, Vec<Level>>,
    /// Definitions that are a style's.
    linked: FxHashMap<String, String>,
    lists: FxHashMap<String, (String, Vec<Level>)>,
    open: Option<(bool, String)>,
    level: usize,
}

impl Numbering {
    fn current(&mut self) -> Option<&mut Level> {
        let (is_list, id) = self.open.as_ref()?;
        let levels = if *is_list { &mut self.lists.get_mut(id)?.1 } else { self.definitions.get_mut(id)? };
        levels.get_mut(self.level)
    }

    fn levels<'a>(&'a self, list: &str, styles: &Styles) -> (Option<&'a [Level]>, Option<&'a [Level]>) {
        let Some((definition, overrides)) = self.lists.get(list) else { return (None, None) };
        let linked = self.linked.get(definition).and_then(|style| {
            let list = styles.resolve(Some(style)).look.list?;
            self.lists.get(&list).map(|(definition, _)| definition)
        });
        let levels = self.definitions.get(linked.unwrap_or(definition)).map(Vec::as_slice);
        (Some(overrides.as_slice()), levels)
    }

    fn find<T>(&self, list: &str, level: usize, styles: &Styles, part: impl Fn(&Level) -> Option<T>) -> Option<T> {
        let (overrides, levels) = self.levels(list, styles);
        [overrides, levels].into_iter().flatten().find_map(|levels| part(levels.get(level)?))
    }

    /// Whether there is such a list.
    pub fn has(&self, list: &str) -> bool {
        self.lists.contains_key(list)
    }

    /// How far the items of that level are indented.
    pub fn indent(&self, list: &str, level: usize, styles: &Styles) -> Option<i32> {
        self.find(list, level, styles, |level| level.indent)
    }
}

impl Visitor for Numbering {
    fn open(&mut self, tag: &Tag<'_, '_>) {
        match tag.name {
            "abstractNum" => {
                let id = tag.value("abstractNumId").unwrap_or_default();
                self.definitions.insert(id.clone(), vec![Level::default(); LEVELS]);
                self.open = Some((false, id));
            }
            "num" => {
                let id = tag.value("numId").unwrap_or_default();
                self.lists.insert(id.clone(), (String::new(), vec![Level::default(); LEVELS]));
                self.open = Some((true, id));
            }
            "abstractNumId" => {
                if let Some((true, id)) = &self.open
                    && let Some((definition, _)) = self.lists.get_mut(id)
                {
                    *definition = tag.value("val").unwrap_or_default();
                }
            }
            "numStyleLink" => {
                if let (Some((false, id)), Some(style)) = (&self.open, tag.value("val")) {
                    self.linked.insert(id.clone(), style);
                }
            }
            "lvl" | "lvlOverride" => self.level = tag.number("ilvl").unwrap_or(LEVELS),
            "numFmt" => {
                let format = tag.value("val");
                if let Some(level) = self.current() {
                    // Fallbacks for other programs come after.
                    level.format = level.format.take().or(format);
                }
            }
            "start" | "startOverride" => {
                let start = tag.number("val");
                if let Some(level) = self.current() {
                    level.start = start;
                }
            }
            "ind" => {
                let indent = tag.number("left").or_else(|| tag.number("start"));
                if let Some(level) = self.current() {
                    level.indent = indent;
                }
            }
            _ => {}
        }
    }
}

/// How far the lists of a document have counted.
#[derive(Debug, Default)]
pub(super) struct Counters {
    counted: FxHashMap<String, [Option<u64>; LEVELS]>,
}

impl Counters {
    /// What Word shows in front of the next item of that level.
    pub fn next(&mut self, list: &str, level: usize, numbering: &Numbering, styles: &Styles) -> ItemMarker {
        let level = level.min(LEVELS - 1);
        let counted = self.counted.entry(list.to_owned()).or_default();
        let start = numbering.find(list, level, styles, |level| level.start).unwrap_or(1);
        let value = counted[level].map_or(start, |value| value.saturating_add(1));
        counted[level] = Some(value);
        counted[level + 1..].fill(None);
        let format = numbering.find(list, level, styles, |level| level.format.clone());
        let letter = || u8::try_from(value).ok().filter(|value| (1..=26).contains(value));
        match format.as_deref() {
            None | Some("bullet" | "none") => ItemMarker::Bullet,
            Some("lowerLetter" | "upperLetter") => {
                letter().map_or(ItemMarker::Number(value), |value| ItemMarker::Letter(char::from(b'a' + value - 1)))
            }
            Some(_) => ItemMarker::Number(value),
        }
    }
}
