use std::borrow::Cow;

use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};

/// How deep elements may lie in one another.
const MAX_DEPTH: usize = 512;

/// An element's start.
pub(super) struct Tag<'a, 'b> {
    /// Its name: without the prefix if that is the outermost element's, else with it.
    pub name: &'a str,
    start: &'b BytesStart<'a>,
}

impl Tag<'_, '_> {
    /// The value of the attribute of that name, whatever its prefix.
    pub fn value(&self, name: &str) -> Option<String> {
        self.start.attributes().with_checks(false).filter_map(Result::ok).find_map(|attribute| {
            let key: &str = attribute.key.as_ref();
            let local = key.rsplit_once(':').map_or(key, |pair| pair.1);
            (local == name).then(|| unescape(&attribute.value).ok().map(Cow::into_owned))?
        })
    }

    /// The attribute's value as a number.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.value(name)?.trim().parse().ok()
    }

    /// What a property that is on or off says: on unless its value denies it.
    pub fn is_on(&self) -> bool {
        self.value("val").is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off" | "none"))
    }
}

/// What takes the pieces of a part in their order.
pub(super) trait Visitor {
    /// An element begins.
    fn open(&mut self, tag: &Tag<'_, '_>);
    /// Text in the element that was opened last.
    fn text(&mut self, text: &str) {
        let _ = text;
    }
    /// The element that was opened last ends.
    fn close(&mut self) {}
}

/// Shows a part to a visitor. Nothing expands: entities other than XML's own are refused. O(length).
///
/// # Errors
/// If the part is no XML, nests too deep, or ends too early.
pub(super) fn walk(part: &str, text: &str, visitor: &mut impl Visitor) -> Result<(), String> {
    let damaged = |what: &dyn std::fmt::Display| format!("`{part}` in this file is not valid XML ({what})");
    let mut reader = quick_xml::Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0_usize;
    let mut main: Option<String> = None;
    loop {
        match reader.read_event().map_err(|error| damaged(&error))? {
            Event::Start(start) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(format!("elements in `{part}` lie in one another more than {MAX_DEPTH} deep"));
                }
                let full = start.name();
                let full: &str = full.as_ref();
                let (prefix, local) = full.split_once(':').unwrap_or(("", full));
                let main = main.get_or_insert_with(|| prefix.to_owned());
                let name = if prefix == main { local } else { full };
                visitor.open(&Tag { name, start: &start });
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                visitor.close();
            }
            Event::Text(text) => visitor.text(&text.xml10_content()),
            Event::CData(text) => visitor.text(&text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(c)) => visitor.text(c.encode_utf8(&mut [0; 4])),
                Ok(None) => match resolve_predefined_entity(&reference) {
                    Some(text) => visitor.text(text),
                    None => return Err(damaged(&"it has an entity of its own")),
                },
                Err(error) => return Err(damaged(&error)),
            },
            Event::Eof if depth > 0 => return Err(damaged(&"it ends too early")),
            Event::Eof => return Ok(()),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}
