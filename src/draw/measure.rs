//! How wide a text is.

use rustc_hash::FxHashMap;
use rustybuzz::{Face, UnicodeBuffer};
use unicode_width::UnicodeWidthChar;

use super::font;

/// The thickness of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Thickness {
    Regular,
    Bold,
}

/// Measures text in the picture's font, kerned as a viewer draws it.
///
/// Letters that the font lacks are drawn in a font that nobody knows beforehand; they are taken to be as wide as such
/// letters get, so that a line of them is rather short than too long.
pub(crate) struct Measure {
    regular: Face<'static>,
    bold: Face<'static>,
    /// Widths in the font's units of words that were measured before.
    known: [FxHashMap<Box<str>, f64>; 2],
    buffer: Option<UnicodeBuffer>,
}

/// A guess that holds for the widest letters of most scripts, in em.
const WIDE: f64 = 1.0;
/// Emoji are wider than ideographs in the usual fonts.
const EMOJI: f64 = 1.4;
/// Letters of scripts that join theirs: Arabic and Syriac.
const JOINED: f64 = 0.6;
/// Letters of scripts that stack theirs: those of India and its neighbours.
const STACKED: f64 = 0.8;

impl Measure {
    pub(crate) fn new() -> Self {
        let face = |file| Face::from_slice(file, 0).expect("the font that comes with the library is sound");
        Self {
            regular: face(font::REGULAR),
            bold: face(font::BOLD),
            known: [FxHashMap::default(), FxHashMap::default()],
            buffer: Some(UnicodeBuffer::new()),
        }
    }

    /// The width of a text on one line, in the unit of `size`. O(length).
    pub(crate) fn width(&mut self, text: &str, size: f64, thickness: Thickness) -> f64 {
        let known = &self.known[thickness as usize];
        let units = match known.get(text) {
            Some(&units) => units,
            None => {
                let units = self.shape(text, thickness);
                // Words come again, whole lines do not.
                if text.len() <= 40 {
                    self.known[thickness as usize].insert(text.into(), units);
                }
                units
            }
        };
        units * size
    }

    /// Whether the font has every letter of a text.
    pub(crate) fn covers(&self, text: &str) -> bool {
        text.is_ascii() || text.chars().all(|c| is_unseen(c) || self.regular.glyph_index(c).is_some())
    }

    /// The width in em.
    fn shape(&mut self, text: &str, thickness: Thickness) -> f64 {
        let face = if thickness == Thickness::Bold { &self.bold } else { &self.regular };
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let shaped = rustybuzz::shape(face, &[], buffer);
        let mut units = 0.0;
        let mut guessed = 0.0;
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        for (info, position) in glyphs {
            if info.glyph_id == 0 {
                let c = text.get(info.cluster as usize..).and_then(|rest| rest.chars().next());
                guessed += c.map_or(WIDE, guess);
            } else {
                units += f64::from(position.x_advance);
            }
        }
        let em = f64::from(face.units_per_em());
        self.buffer = Some(shaped.clear());
        units / em + guessed
    }
}

/// Whether a character leaves no ink and takes no room in any font.
fn is_unseen(c: char) -> bool {
    c.width() == Some(0) && !c.is_alphanumeric()
}

/// How wide a letter that the font lacks may be, in em.
fn guess(c: char) -> f64 {
    match c {
        // Ligatures of whole phrases.
        '\u{fdf0}'..='\u{fdfd}' => 6.0,
        '\u{12000}'..='\u{1254f}' => 3.0,
        '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' => EMOJI,
        _ => match c.width() {
            Some(0) if !c.is_alphabetic() => 0.0,
            Some(2) => WIDE,
            _ if c.is_alphabetic() && ('\u{600}'..'\u{900}').contains(&c) => JOINED,
            _ if c.is_alphabetic() && ('\u{900}'..'\u{1100}').contains(&c) => STACKED,
            _ => WIDE,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_font() {
        let mut measure = Measure::new();
        // Advances of Arial and its like: a full em has 2,048 units; "i" has 455, "m" 1,706.
        let width = |text: &str, measure: &mut Measure| measure.width(text, 2048.0, Thickness::Regular).round();
        assert_eq!(width("i", &mut measure), 455.0);
        assert_eq!(width("m", &mut measure), 1706.0);
        assert_eq!(width("mi", &mut measure), 1706.0 + 455.0);
        // Kerning draws these two together.
        assert!(width("AV", &mut measure) < width("A", &mut measure) + width("V", &mut measure));
        assert!(measure.width("m", 1.0, Thickness::Bold) > measure.width("m", 1.0, Thickness::Regular));
    }

    #[test]
    fn letters_that_the_font_lacks_take_the_room_that_they_may_need() {
        let mut measure = Measure::new();
        assert_eq!(measure.width("中国", 10.0, Thickness::Regular), 20.0);
        assert!(measure.width("👩", 10.0, Thickness::Regular) >= 12.5);
        assert!(!measure.covers("中国"));
        assert!(measure.covers("Zürich, Київ, Αθήνα, שלום"));
        assert!(measure.width("مرحبا", 10.0, Thickness::Regular) > 20.0);
    }
}
