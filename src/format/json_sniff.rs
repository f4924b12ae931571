//! What a JSON file of unknown format begins with: keys, looked at without keeping values.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The segment of a path that stands for the first item of an array; the others are passed over.
pub(super) const FIRST: &str = "[]";

/// So many keys and brackets deep are looked at.
const DEPTH: usize = 4;

/// Walks a JSON object in the order of the text and asks `decide` about each key, until it answers.
///
/// `decide` gets the path of the value (`["nodes", FIRST, "nodeID"]`, at most four segments) and the value itself if
/// it is a text without escapes. Of an array only the first item is looked at. `false` if nothing was decided, or if
/// the text is no JSON object; what follows the decision need not be valid. At worst one pass, O(length).
pub(super) fn sniff_json(text: &str, mut decide: impl FnMut(&[&str], Option<&str>) -> Option<bool>) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    if !text.trim_start().starts_with('{') {
        return false;
    }
    let mut walk = Walk { path: Vec::new(), decide: &mut decide, decided: None };
    // The decision is handed out by an error that stops the parser.
    let _ = Look(&mut walk).deserialize(&mut serde_json::Deserializer::from_str(text));
    walk.decided.unwrap_or(false)
}

/// What is asked about each key: its path, and its value if that is a text.
type Decide<'d> = dyn FnMut(&[&str], Option<&str>) -> Option<bool> + 'd;

struct Walk<'t, 'd> {
    path: Vec<&'t str>,
    decide: &'d mut Decide<'d>,
    decided: Option<bool>,
}

impl Walk<'_, '_> {
    fn ask<E: serde::de::Error>(&mut self, text: Option<&str>) -> Result<(), E> {
        if self.path.is_empty() || self.path.last() == Some(&FIRST) && text.is_none() {
            return Ok(());
        }
        self.decided = (self.decide)(&self.path, text);
        if self.decided.is_some() { Err(E::custom("decided")) } else { Ok(()) }
    }
}

struct Look<'w, 't, 'd>(&'w mut Walk<'t, 'd>);

impl<'t> DeserializeSeed<'t> for Look<'_, 't, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for Look<'_, 't, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.0.ask(None)
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        self.0.ask(None)
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        self.0.ask(None)
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<(), E> {
        self.0.ask(None)
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        self.0.ask(None)
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        self.0.ask(None)
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'t str) -> Result<(), E> {
        self.0.ask(Some(text))
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut access: A) -> Result<(), A::Error> {
        self.0.ask(None)?;
        if self.0.path.len() < DEPTH {
            self.0.path.push(FIRST);
            access.next_element_seed(Look(self.0))?;
            self.0.path.pop();
        }
        while access.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'t>>(self, mut access: A) -> Result<(), A::Error> {
        self.0.ask(None)?;
        if self.0.path.len() == DEPTH {
            while access.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(());
        }
        while let Some(Key(key)) = access.next_key_seed(Key(""))? {
            self.0.path.push(key);
            access.next_value_seed(Look(self.0))?;
            self.0.path.pop();
        }
        Ok(())
    }
}

/// A key of the text; empty if it holds an escape, as no format's own keys do.
struct Key<'t>(&'t str);

impl<'t> DeserializeSeed<'t> for Key<'t> {
    type Value = Self;

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'t> Visitor<'t> for Key<'t> {
    type Value = Self;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, text: &'t str) -> Result<Self, E> {
        Ok(Self(text))
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<String> {
        let mut seen = Vec::new();
        let decided = sniff_json(text, |path, text| {
            seen.push(format!("{}{}", path.join("."), text.map_or(String::new(), |text| format!("={text}"))));
            None
        });
        assert!(!decided);
        seen
    }

    #[test]
    fn keys_are_seen_in_the_order_of_the_text() {
        let text =
            r#"{"type": "bundle", "objects": [{"a": 1, "b": {"c": 2}}, {"z": 1}], "n": null, "e": [], "s": ["x"]}"#;
        assert_eq!(
            seen(text),
            ["type=bundle", "objects", "objects.[].a", "objects.[].b", "objects.[].b.c", "n", "e", "s", "s.[]=x"]
        );
        assert_eq!(
            seen(r#"{"a": {"b": {"c": {"d": {"e": 1}}}}, "k\u0041": "\n"}"#),
            ["a", "a.b", "a.b.c", "a.b.c.d", ""]
        );
    }

    #[test]
    fn a_decision_stops_the_walk() {
        let is_it = |text: &str| {
            sniff_json(text, |path, _| match path {
                ["nodes", FIRST, "nodeID"] => Some(true),
                ["no"] => Some(false),
                _ => None,
            })
        };
        assert!(is_it("\u{feff} {\"nodes\": [{\"nodeID\": 1, this is no JSON"));
        assert!(!is_it(r#"{"no": 1, "nodes": [{"nodeID": 1}]}"#));
        for text in ["", "[]", "{", "nodes", "{\"nodes\": [{\"id\"", "[{\"nodeID\": 1}]"] {
            assert!(!is_it(text), "{text}");
        }
        assert!(!is_it(&"{\"a\":".repeat(100_000)));
        assert!(!is_it(&format!("{{\"a\": {}", "[".repeat(100_000))));
    }
}
