use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use resvg::usvg::FontResolver;
use resvg::usvg::fontdb::{Database, FaceInfo, ID, Source, Stretch, Style};
use rustybuzz::ttf_parser::Face;

use super::font;

/// The embedded faces, and a face for every character that they lack.
pub(super) struct Typefaces {
    pub(super) database: Arc<Database>,
    embedded: [ID; 2],
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
        let embedded = [font::REGULAR, font::BOLD].map(|bytes| {
            let ids = database.load_font_source(Source::Binary(Arc::new(bytes)));
            *ids.first().expect("the embedded font is a font")
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
                    fallbacks.insert(character, found.map(|id| take(id.unwrap_or(any))));
                    lacking.remove(&character);
                }
            }
        }
        Self { database: Arc::new(database), embedded, fallbacks, without_glyph: lacking.into_iter().collect() }
    }

    /// Takes the embedded face for any family that is asked for.
    pub(super) fn resolver(&self) -> FontResolver<'_> {
        FontResolver {
            select_font: Box::new(|font, _| Some(self.embedded[usize::from(font.weight() >= 600)])),
            select_fallback: Box::new(|character, used, _| {
                let bold = used.first() == Some(&self.embedded[1]);
                let id = self.fallbacks.get(&character)?[usize::from(bold)];
                (!used.contains(&id)).then_some(id)
            }),
        }
    }
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
