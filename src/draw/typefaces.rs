use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use resvg::usvg::fontdb::{Database, FaceInfo, ID, Source, Stretch, Style};
use resvg::usvg::{FontFamily, FontResolver};
use rustybuzz::ttf_parser::Face;

use unicode_segmentation::UnicodeSegmentation;

use super::font;

/// The embedded faces, and a face for every character that they lack.
///
/// The renderer draws a whole line in another face as soon as one letter of it needs that face. So characters that
/// stand alone, such as those of Chinese or a tick, are put into an element of their own that names the face. Letters that
/// join with their neighbours have to be shaped with them: a text with such letters is drawn as the renderer does it.
pub(super) struct Typefaces {
    pub(super) database: Arc<Database>,
    /// Regular and bold, without and with faces for other characters.
    embedded: [ID; 2],
    embedded_joining: [ID; 2],
    /// By character, for regular and for bold text.
    fallbacks: HashMap<char, [ID; 2]>,
    /// What no face has.
    pub(super) without_glyph: Vec<char>,
}

const WEIGHTS: [u16; 2] = [400, 700];

impl Typefaces {
    /// O(characters), and O(further faces × characters) where the embedded faces lack one.
    pub(super) fn of(characters: &BTreeSet<char>, further: Option<&dyn Fn() -> Arc<Database>>) -> Self {
        let mut database = Database::new();
        let [embedded, embedded_joining] = [(); 2].map(|()| {
            [font::REGULAR, font::BOLD].map(|bytes| {
                let ids = database.load_font_source(Source::Binary(Arc::new(bytes)));
                *ids.first().expect("the embedded font is a font")
            })
        });
        let faces = [font::REGULAR, font::BOLD].map(|bytes| Face::parse(bytes, 0).ok());
        let has = |face: &Option<Face<'_>>, character| face.as_ref().is_some_and(|face| has(face, character));
        let mut lacking: BTreeSet<char> = characters.iter().copied().filter(|c| !is_invisible(*c)).collect();
        lacking.retain(|character| !faces.iter().all(|face| has(face, *character)));
        let mut fallbacks = HashMap::new();
        if !lacking.is_empty()
            && let Some(further) = further
        {
            let further = further();
            let region = region(&lacking);
            let by_weight = WEIGHTS.map(|weight| covering(&further, &lacking, weight, region));
            let mut here: HashMap<ID, ID> = HashMap::new();
            let mut take = |id: ID| {
                *here.entry(id).or_insert_with(|| {
                    let info = further.face(id).expect("it is of this database").clone();
                    database.push_face_info(info)
                })
            };
            for character in lacking.clone() {
                // What one weight has, another may lack.
                let found = by_weight.each_ref().map(|found| found.get(&character).copied());
                if let Some(any) = found[0].or(found[1]) {
                    // Two faces may join letters differently, which the renderer does not survive in one line.
                    let found = if stands_alone(character) { found } else { [Some(any); 2] };
                    fallbacks.insert(character, found.map(|id| take(id.unwrap_or(any))));
                    lacking.remove(&character);
                }
            }
        }
        Self {
            database: Arc::new(database),
            embedded,
            embedded_joining,
            fallbacks,
            without_glyph: lacking.into_iter().collect(),
        }
    }

    /// Takes the embedded face for any family but those of [`Typefaces::runs`].
    pub(super) fn resolver(&self) -> FontResolver<'_> {
        FontResolver {
            select_font: Box::new(|font, _| {
                let bold = usize::from(font.weight() >= 600);
                let family = match font.families().first() {
                    Some(FontFamily::Named(name)) => name.as_str(),
                    _ => "",
                };
                if family == JOINING {
                    return Some(self.embedded_joining[bold]);
                }
                let alone = family.strip_prefix(ALONE).and_then(|number| number.parse().ok()).and_then(char::from_u32);
                let fallback = alone.and_then(|character| self.fallbacks.get(&character));
                Some(fallback.unwrap_or(&self.embedded)[bold])
            }),
            select_fallback: Box::new(|character, used, _| {
                let bold = self.embedded_joining.iter().position(|id| used.first() == Some(id))?;
                let id = self.fallbacks.get(&character)?[bold];
                (!used.contains(&id)).then_some(id)
            }),
        }
    }

    /// The parts of a text that are to be drawn in other faces, in order, each with the family to name for it. O(length).
    pub(super) fn runs(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let mut runs: Vec<(Range<usize>, String)> = Vec::new();
        let mut last = None;
        for (start, cluster) in text.grapheme_indices(true) {
            let Some(character) = cluster.chars().find(|character| self.fallbacks.contains_key(character)) else {
                last = None;
                continue;
            };
            // A variation selector may follow.
            let others = cluster.chars().filter(|other| !('\u{fe00}'..='\u{fe0f}').contains(other)).count() - 1;
            if others > 0 || !stands_alone(character) {
                return vec![(0..text.len(), JOINING.to_owned())];
            }
            let faces = self.fallbacks.get(&character);
            match runs.last_mut() {
                Some(run) if last == faces => run.0.end = start + cluster.len(),
                _ => runs.push((start..start + cluster.len(), format!("{ALONE}{}", u32::from(character)))),
            }
            last = faces;
        }
        runs
    }
}

/// The families that stand for a text with letters that join, and for the face of a character, named by its number.
pub(super) const JOINING: &str = "joining";
const ALONE: &str = "alone-";

/// Whether a character looks the same whatever stands beside it: not in scripts that join or reorder their letters.
fn stands_alone(character: char) -> bool {
    !matches!(
        character,
        '\u{300}'..='\u{36f}' | '\u{590}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1700}'..='\u{1cff}'
        | '\u{a800}'..='\u{abff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{11fff}'
        | '\u{1e800}'..='\u{1efff}' | '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f3fb}'..='\u{1f3ff}'
    )
}

fn has(face: &Face<'_>, character: char) -> bool {
    face.glyph_index(character).is_some_and(|glyph| glyph.0 != 0)
}

/// Blank, or with an effect on others alone: to lack it is no loss.
fn is_invisible(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}'
        )
}

/// The ending of the names of families that draw Han characters as the text's language does.
fn region(characters: &BTreeSet<char>) -> &'static str {
    if characters.range('\u{3041}'..='\u{30ff}').next().is_some() {
        " JP"
    } else if characters.range('\u{ac00}'..='\u{d7a3}').next().is_some() {
        " KR"
    } else {
        " SC"
    }
}

/// A face for each character that some face has. The order of the database, which is that of the machine's folders,
/// does not matter.
fn covering(database: &Database, characters: &BTreeSet<char>, weight: u16, region: &str) -> HashMap<char, ID> {
    let mut faces: Vec<&FaceInfo> = database.faces().collect();
    faces.sort_by_cached_key(|face| {
        let family = face.families.first().map_or("", |family| family.0.as_str());
        (
            face.style != Style::Normal,
            face.stretch != Stretch::Normal,
            face.monospaced,
            !family.contains("Sans"),
            face.weight.0.abs_diff(weight),
            !family.ends_with(region),
            family.to_owned(),
            face.post_script_name.clone(),
            face.index,
        )
    });
    let mut wanted = characters.clone();
    let mut found = HashMap::new();
    for face in faces {
        if wanted.is_empty() {
            break;
        }
        let here: Vec<char> = database
            .with_face_data(face.id, |data, index| {
                let Ok(face) = Face::parse(data, index) else { return Vec::new() };
                wanted.iter().copied().filter(|character| has(&face, *character)).collect()
            })
            .unwrap_or_default();
        for character in here {
            wanted.remove(&character);
            found.insert(character, face.id);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn characters(text: &str) -> BTreeSet<char> {
        text.chars().collect()
    }

    #[test]
    fn further_fonts_are_left_alone_where_the_embedded_one_suffices() {
        let asked = || -> Arc<Database> { panic!("asked for further fonts") };
        let faces = Typefaces::of(&characters("Ärger, “naïve”\u{200f} Ελλάδα Корабль 0.62"), Some(&asked));
        assert!(faces.without_glyph.is_empty());
    }

    #[test]
    fn what_no_font_has_is_known() {
        let asked = std::cell::Cell::new(0);
        let further = || {
            asked.set(asked.get() + 1);
            Arc::new(Database::new())
        };
        let faces = Typefaces::of(&characters("a同b盟\u{fe0f}"), Some(&further));
        assert_eq!(faces.without_glyph, ['同', '盟']);
        assert_eq!(asked.get(), 1);
    }
}
