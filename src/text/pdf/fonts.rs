use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use hayro_font::hayro_cmap::{self, BfString};
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn, GlyphId};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};
use rustc_hash::FxHashMap;

use super::content::Allowance;

/// How many fonts a file may have.
const MOST_FONTS: usize = 2_000;
/// How many widths a font may state.
const MOST_WIDTHS: i64 = 16_000_000;
/// The highest number of a letter in a font.
const LAST_LETTER: i64 = 0xffff;
/// How many letters a shape may stand for: ligatures have three.
const LONGEST: usize = 16;

/// A font, with what was asked of it.
pub(super) struct Face<'a> {
    font: Font<'a>,
    pub is_bold: bool,
    pub is_italic: bool,
    pub is_upright: bool,
    shapes: RefCell<FxHashMap<u32, Shape>>,
}

/// A letter's meaning, and how far the next is, in thousandths of the size.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub text: Option<Rc<str>>,
    pub advance: f64,
}

impl Face<'_> {
    /// The code at a place of a shown text, and its length, at least 1.
    pub fn code(&self, text: &[u8], at: usize) -> (u32, usize) {
        let (code, length) = self.font.read_code(text, at);
        (code, length.max(1))
    }

    pub fn shape(&self, code: u32) -> Shape {
        let mut shapes = self.shapes.borrow_mut();
        shapes.entry(code).or_insert_with(|| self.look_up(code)).clone()
    }

    fn look_up(&self, code: u32) -> Shape {
        // The outline is not asked for, so that it may be any.
        let found = match self.font.glyph(GlyphId::NOTDEF, code) {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        let text = found.and_then(|found| match found {
            BfString::Char(c) => Some(Rc::from(c.encode_utf8(&mut [0; 4]) as &str)),
            BfString::String(text) => (text.len() <= 4 * LONGEST).then(|| Rc::from(text)),
        });
        Shape { text, advance: self.font.code_advance(code).x }
    }
}

/// The fonts of a file.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    faces: FxHashMap<(usize, usize), Option<Rc<Face<'a>>>>,
    standard: FontResolverFn,
    maps: CMapResolverFn,
}

impl<'a> Fonts<'a> {
    pub fn new() -> Self {
        Self {
            cache: FontCache::new(),
            faces: FxHashMap::default(),
            standard: Arc::new(|query| match query {
                FontQuery::Standard(font) => Some(font.get_font_data()),
                FontQuery::Fallback(query) => Some(query.pick_standard_font().get_font_data()),
            }),
            maps: Arc::new(hayro_cmap::load_embedded),
        }
    }

    /// The font that a dictionary describes; `None` if that is not understood.
    ///
    /// # Errors
    /// If there are too many fonts, or too much work in them.
    pub fn face(&mut self, dict: &Dict<'a>, left: &mut Allowance) -> Result<Option<Rc<Face<'a>>>, String> {
        let key = (dict.data().as_ptr() as usize, dict.data().len());
        if let Some(face) = self.faces.get(&key) {
            return Ok(face.clone());
        }
        if self.faces.len() == MOST_FONTS {
            return Err(format!("this PDF file has more than {MOST_FONTS} fonts"));
        }
        left.work(dict.data().len())?;
        for key in ["ToUnicode", "Encoding"] {
            if let Some(map) = dict.get::<Stream<'_>>(key) {
                left.work(map.decoded_data().map_or(0, |data| data.len()))?;
            }
        }
        let face = is_bounded(dict).then(|| self.cache.font(dict, &self.standard, &self.maps)).flatten().map(|font| {
            let is_upright = font.is_horizontal();
            let (is_bold, is_italic) = look(dict);
            Rc::new(Face { font, is_bold, is_italic, is_upright, shapes: RefCell::default() })
        });
        self.faces.insert(key, face.clone());
        Ok(face)
    }
}

fn descendant<'a>(dict: &Dict<'a>) -> Option<Dict<'a>> {
    dict.get::<Array<'_>>("DescendantFonts")?.iter::<Dict<'_>>().next()
}

/// Whether the widths that a font states are of so many letters as there may be.
fn is_bounded(dict: &Dict<'_>) -> bool {
    let is_code = |key: &str| dict.get::<Number>(key).is_none_or(|number| (0..=LAST_LETTER).contains(&number.as_i64()));
    if !is_code("FirstChar") || !is_code("LastChar") {
        return false;
    }
    let Some(descendant) = descendant(dict) else { return true };
    ["W", "W2"].iter().all(|key| {
        let Some(widths) = descendant.get::<Array<'_>>(key) else { return true };
        let mut before: Option<i64> = None;
        let mut count = 0_i64;
        widths.iter::<Object<'_>>().all(|object| {
            let number = object.into_number().map(|number| number.as_i64());
            // First and last letter of a range, or two of its widths.
            if let (Some(first), Some(last)) = (before, number) {
                count += last.saturating_sub(first).saturating_add(1).clamp(0, MOST_WIDTHS + 1);
            }
            before = number;
            number.is_none_or(|number| number <= LAST_LETTER) && count <= MOST_WIDTHS
        })
    })
}

/// Whether a font is bold, and whether it is italic: by its name, or as it says.
fn look(dict: &Dict<'_>) -> (bool, bool) {
    const ITALIC: u32 = 1 << 6;
    const FORCED_BOLD: u32 = 1 << 18;
    let name = dict.get::<Name<'_>>("BaseFont").map(|name| name.as_str().to_ascii_lowercase()).unwrap_or_default();
    let is_named = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    let descriptor = dict
        .get::<Dict<'_>>("FontDescriptor")
        .or_else(|| descendant(dict)?.get::<Dict<'_>>("FontDescriptor"))
        .unwrap_or_default();
    let flags = descriptor.get::<u32>("Flags").unwrap_or(0);
    let weighs = descriptor.get::<Number>("FontWeight").is_some_and(|weight| weight.as_i64() >= 600);
    (
        is_named(&["bold", "-black", "-heavy", "demi"]) || weighs || flags & FORCED_BOLD != 0,
        is_named(&["italic", "oblique"]) || flags & ITALIC != 0,
    )
}
