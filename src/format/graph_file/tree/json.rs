use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::ops::Range;

use rustc_hash::FxHashSet;
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};

use super::{Entry, Input, MAX_DEPTH, Taken, Tree, Value, duplicate_key, too_deep};
use crate::text::Fault;

/// Parses JSON in one pass.
///
/// `serde_json` gives values without places. Since it visits them in the order of the text, a cursor that steps over
/// the same tokens knows where each of them stands; the parser has checked every token that the cursor steps over.
pub(super) fn parse(input: Input<'_>) -> Result<Tree<'_>, Fault> {
    with_places(input, |state, deserializer| Seed { state, depth: 0 }.deserialize(deserializer))
}

/// The same; the entries of the table under `key` of the outermost one are given to `take` one by one, and the tree
/// has an empty table in their place, so that there is never a tree of all of them. Their keys are not compared: `take`
/// says whether it has had one before.
pub(super) fn parse_by_entries<'a>(
    input: Input<'a>,
    key: &str,
    take: &mut dyn FnMut(Entry<'a>) -> Taken,
) -> Result<Tree<'a>, Fault> {
    with_places(input, |state, deserializer| {
        Outermost { below: Seed { state, depth: 0 }, key, take }.deserialize(deserializer)
    })
}

fn with_places<'a>(
    input: Input<'a>,
    read: impl FnOnce(
        &State<'a>,
        &mut serde_json::Deserializer<serde_json::de::StrRead<'a>>,
    ) -> serde_json::Result<Tree<'a>>,
) -> Result<Tree<'a>, Fault> {
    let state = State { input, cursor: Cell::new(0), fault: RefCell::new(None) };
    let mut deserializer = serde_json::Deserializer::from_str(input.text);
    let parsed = read(&state, &mut deserializer).and_then(|tree| {
        deserializer.end()?;
        Ok(tree)
    });
    parsed.map_err(|error| {
        if let Some(fault) = state.fault.take() {
            return fault;
        }
        let at = offset_of(input.text, error.line(), error.column());
        let message = error.to_string();
        // The place is shown beside the message; the crate's own " at line 1 column 2" would repeat it.
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
        let message = match message.strip_prefix("EOF while parsing ") {
            Some(_) if input.text.trim().is_empty() => "the file is empty".to_owned(),
            Some(what) => format!("this is not valid JSON: the file ends in the middle of {what}"),
            None => format!("this is not valid JSON: {message}"),
        };
        input.fault(at..at, message)
    })
}

/// The byte at a line and column of `serde_json`, which counts both from 1 and columns in bytes (column 0 is the
/// line break before the line).
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    text.floor_char_boundary((start + column.saturating_sub(1)).min(text.len()))
}

struct State<'a> {
    input: Input<'a>,
    cursor: Cell<usize>,
    fault: RefCell<Option<Fault>>,
}

impl State<'_> {
    /// Steps over blanks, commas and colons to the next token.
    fn seek(&self) -> usize {
        let bytes = self.input.text.as_bytes();
        let mut at = self.cursor.get();
        while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r' | b',' | b':')) {
            at += 1;
        }
        self.cursor.set(at);
        at
    }

    /// Steps over one string, number or word, or a single bracket.
    fn step(&self) {
        let bytes = self.input.text.as_bytes();
        let mut at = self.cursor.get();
        match bytes.get(at) {
            Some(b'"') => {
                at += 1;
                while let Some(next) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
                    at += next + 1;
                    if bytes[at - 1] == b'"' {
                        break;
                    }
                    at += 1;
                }
            }
            Some(b'{' | b'}' | b'[' | b']') => at += 1,
            _ => {
                while bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)) {
                    at += 1;
                }
            }
        }
        self.cursor.set(at.min(bytes.len()));
    }

    /// Steps over the token that comes next; gives its bytes.
    fn token(&self) -> Range<usize> {
        let start = self.seek();
        self.step();
        start..self.cursor.get()
    }

    /// The same for a string that comes next. One that was borrowed says itself where in the input it stands.
    #[allow(clippy::ptr_arg, reason = "whether it is borrowed matters")]
    fn string(&self, text: &Cow<'_, str>) -> Range<usize> {
        let inside = match text {
            Cow::Borrowed(text) => text.as_ptr().addr().checked_sub(self.input.text.as_ptr().addr()),
            Cow::Owned(_) => None,
        };
        let Some(start) = inside.and_then(|inside| inside.checked_sub(1)) else { return self.token() };
        let end = start + text.len() + 2;
        debug_assert_eq!(self.input.text.get(start + 1..end - 1), Some(&**text), "a text of the input");
        self.cursor.set(end.min(self.input.text.len()));
        start..end
    }
}

#[derive(Clone, Copy)]
struct Seed<'s, 'a> {
    state: &'s State<'a>,
    depth: usize,
}

impl<'a> Seed<'_, 'a> {
    fn scalar(self, value: Value<'a>) -> Tree<'a> {
        let range = match &value {
            Value::Text(text) => self.state.string(text),
            _ => self.state.token(),
        };
        Tree { value, span: self.state.input.span(range) }
    }

    fn below<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            let at = self.state.seek();
            *self.state.fault.borrow_mut() = Some(too_deep(self.state.input, at..at + 1));
            return Err(E::custom("too deep"));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }
}

impl<'a> DeserializeSeed<'a> for Seed<'_, 'a> {
    type Value = Tree<'a>;

    fn deserialize<D: serde::Deserializer<'a>>(self, deserializer: D) -> Result<Tree<'a>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Seed<'_, 'a> {
    type Value = Tree<'a>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Tree<'a>, E> {
        Ok(self.scalar(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree<'a>, E> {
        Ok(self.scalar(Value::Bool(value)))
    }

    #[expect(clippy::cast_precision_loss, reason = "weights are fractions, and a year is exact")]
    fn visit_u64<E>(self, value: u64) -> Result<Tree<'a>, E> {
        Ok(self.scalar(Value::Number(value as f64)))
    }

    #[expect(clippy::cast_precision_loss, reason = "weights are fractions, and a year is exact")]
    fn visit_i64<E>(self, value: i64) -> Result<Tree<'a>, E> {
        Ok(self.scalar(Value::Number(value as f64)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree<'a>, E> {
        Ok(self.scalar(Value::Number(value)))
    }

    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<Tree<'a>, E> {
        Ok(self.scalar(Value::Text(Cow::Borrowed(text))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree<'a>, E> {
        Ok(self.scalar(Value::Text(Cow::Owned(text.to_owned()))))
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut access: A) -> Result<Tree<'a>, A::Error> {
        let below = self.below()?;
        let open = self.state.token();
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(below)? {
            items.push(item);
        }
        let close = self.state.token();
        Ok(Tree { value: Value::List(items), span: self.state.input.span(open.start..close.end) })
    }

    fn visit_map<A: MapAccess<'a>>(self, access: A) -> Result<Tree<'a>, A::Error> {
        self.entries(access, |below, access, _| access.next_value_seed(below))
    }
}

impl<'a> Seed<'_, 'a> {
    /// A table whose values `value` reads, by their keys.
    fn entries<A: MapAccess<'a>>(
        self,
        mut access: A,
        mut value: impl FnMut(Self, &mut A, &str) -> Result<Tree<'a>, A::Error>,
    ) -> Result<Tree<'a>, A::Error> {
        const SMALL: usize = 16;
        let below = self.below()?;
        let state = self.state;
        let open = state.token();
        let mut entries: Vec<Entry<'a>> = Vec::new();
        let mut seen: FxHashSet<Cow<'a, str>> = FxHashSet::default();
        while let Some(key) = access.next_key_seed(Key)? {
            let range = state.string(&key);
            // Most tables are small: only a large one is worth a set.
            if entries.len() == SMALL {
                seen.extend(entries.iter().map(|entry| entry.key.clone()));
            }
            let is_new = match entries.len() {
                ..SMALL => entries.iter().all(|entry| entry.key != key),
                _ => seen.insert(key.clone()),
            };
            if !is_new {
                *state.fault.borrow_mut() = Some(duplicate_key(state.input, &key, range));
                return Err(A::Error::custom("duplicate key"));
            }
            let value = value(below, &mut access, &key)?;
            entries.push(Entry { key, key_span: state.input.span(range), value });
        }
        let close = state.token();
        Ok(Tree { value: Value::Map(entries), span: state.input.span(open.start..close.end) })
    }
}

/// The outermost table, one of whose tables is given away entry by entry.
struct Outermost<'s, 'a, 't> {
    below: Seed<'s, 'a>,
    key: &'t str,
    take: &'t mut dyn FnMut(Entry<'a>) -> Taken,
}

impl<'a> DeserializeSeed<'a> for Outermost<'_, 'a, '_> {
    type Value = Tree<'a>;

    fn deserialize<D: serde::Deserializer<'a>>(self, deserializer: D) -> Result<Tree<'a>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// A table that is given away entry by entry.
struct GivenAway<'s, 'a, 't> {
    below: Seed<'s, 'a>,
    take: &'t mut dyn FnMut(Entry<'a>) -> Taken,
}

impl<'a> DeserializeSeed<'a> for GivenAway<'_, 'a, '_> {
    type Value = Tree<'a>;

    fn deserialize<D: serde::Deserializer<'a>>(self, deserializer: D) -> Result<Tree<'a>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Everything but a table is read as it would be elsewhere.
macro_rules! read_as_elsewhere {
    () => {
        type Value = Tree<'a>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.below.expecting(formatter)
        }

        fn visit_unit<E: serde::de::Error>(self) -> Result<Tree<'a>, E> {
            self.below.visit_unit()
        }

        fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Tree<'a>, E> {
            self.below.visit_bool(value)
        }

        fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Tree<'a>, E> {
            self.below.visit_u64(value)
        }

        fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Tree<'a>, E> {
            self.below.visit_i64(value)
        }

        fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Tree<'a>, E> {
            self.below.visit_f64(value)
        }

        fn visit_borrowed_str<E: serde::de::Error>(self, text: &'a str) -> Result<Tree<'a>, E> {
            self.below.visit_borrowed_str(text)
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Tree<'a>, E> {
            self.below.visit_str(text)
        }

        fn visit_seq<A: SeqAccess<'a>>(self, access: A) -> Result<Tree<'a>, A::Error> {
            self.below.visit_seq(access)
        }
    };
}

impl<'a> Visitor<'a> for Outermost<'_, 'a, '_> {
    read_as_elsewhere!();

    fn visit_map<A: MapAccess<'a>>(self, access: A) -> Result<Tree<'a>, A::Error> {
        let Self { below, key: given_away, take } = self;
        below.entries(access, |below, access, key| {
            if key == given_away {
                access.next_value_seed(GivenAway { below, take: &mut *take })
            } else {
                access.next_value_seed(below)
            }
        })
    }
}

impl<'a> Visitor<'a> for GivenAway<'_, 'a, '_> {
    read_as_elsewhere!();

    fn visit_map<A: MapAccess<'a>>(self, mut access: A) -> Result<Tree<'a>, A::Error> {
        let below = self.below.below()?;
        let state = below.state;
        let open = state.token();
        while let Some(key) = access.next_key_seed(Key)? {
            let range = state.string(&key);
            let value = access.next_value_seed(below)?;
            let entry = Entry { key: key.clone(), key_span: state.input.span(range.clone()), value };
            if (self.take)(entry) == Taken::Before {
                *state.fault.borrow_mut() = Some(duplicate_key(state.input, &key, range));
                return Err(A::Error::custom("duplicate key"));
            }
        }
        let close = state.token();
        Ok(Tree { value: Value::Map(Vec::new()), span: state.input.span(open.start..close.end) })
    }
}

/// A key, borrowed from the input where it holds no escape.
struct Key;

impl<'a> DeserializeSeed<'a> for Key {
    type Value = Cow<'a, str>;

    fn deserialize<D: serde::Deserializer<'a>>(self, deserializer: D) -> Result<Cow<'a, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a> Visitor<'a> for Key {
    type Value = Cow<'a, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<Cow<'a, str>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Cow<'a, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}
