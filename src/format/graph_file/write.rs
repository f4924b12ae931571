use std::fmt::Write as _;

use serde::ser::{Serialize, SerializeMap, Serializer};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Key, Table};

use super::Syntax;
use super::tree::{Tree, Value};
use super::values;
use crate::argument::{Argument, Date};

/// Writes an argument as a graph file, in document order; the same argument gives the same bytes.
///
/// Everything that a graph file can say is written; reading it again gives an equal argument, but for places, for
/// estimates (which are found in the text) and for defects. O(nodes + edges).
#[must_use]
pub fn write(argument: &Argument, syntax: Syntax) -> String {
    print(&values::of_argument(argument), syntax)
}

/// Prints a whole graph file.
pub(in crate::format) fn print(root: &Tree<'_>, syntax: Syntax) -> String {
    match syntax {
        Syntax::Toml => print_toml(root),
        Syntax::Yaml => {
            let options = serde_saphyr::ser_options! {
                // One line a text: a block scalar would hide where its words stand, and a changed word would
                // rewrap the lines after it.
                prefer_block_scalars: false,
            };
            // Text, numbers, lists and maps with text keys: there is nothing here that YAML cannot hold.
            serde_saphyr::to_string_with_options(root, options).unwrap_or_default()
        }
        Syntax::Json => {
            let mut text = crate::text::json_pretty(root).unwrap_or_default();
            text.push('\n');
            text
        }
    }
}

impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(value) => serializer.serialize_f64(*value),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items),
            Value::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for entry in entries {
                    map.serialize_entry(&entry.key, &entry.value)?;
                }
                map.end()
            }
        }
    }
}

fn print_toml(root: &Tree<'_>) -> String {
    let mut document = DocumentMut::new();
    let Value::Map(sections) = &root.value else { return String::new() };
    for section in sections {
        let item = match (section.key.as_ref(), &section.value.value) {
            ("report", Value::Map(_)) => toml_section(&section.value),
            (_, Value::Map(entries)) => {
                // An empty `[nodes]` is printed, so that the file is still known for what it is.
                let mut parent = Table::new();
                parent.set_implicit(!entries.is_empty());
                for entry in entries {
                    parent.insert_formatted(&Key::new(entry.key.as_ref()), toml_section(&entry.value));
                }
                Item::Table(parent)
            }
            _ => toml_item(&section.key, &section.value),
        };
        document.insert(&section.key, item);
    }
    document.to_string().trim_start().to_owned()
}

/// A `[table]` of its own, whose values are all written inline.
pub(super) fn toml_section(tree: &Tree<'_>) -> Item {
    let Value::Map(entries) = &tree.value else { return toml_item("", tree) };
    let mut table = Table::new();
    table.decor_mut().set_prefix("\n");
    for entry in entries {
        table.insert_formatted(&Key::new(entry.key.as_ref()), toml_item(&entry.key, &entry.value));
    }
    Item::Table(table)
}

/// A value in TOML's form. A day under the key `date` is a date of TOML's own.
pub(super) fn toml_item(key: &str, tree: &Tree<'_>) -> Item {
    toml_value(key, tree).map_or(Item::None, Item::Value)
}

fn toml_value(key: &str, tree: &Tree<'_>) -> Option<toml_edit::Value> {
    Some(match &tree.value {
        Value::Null => return None,
        Value::Bool(value) => (*value).into(),
        Value::Number(value) => (*value).into(),
        Value::Text(text) => match day(key, text) {
            Some(date) => date.into(),
            None => toml_text(text),
        },
        Value::List(items) => {
            let mut array = Array::new();
            for value in items.iter().filter_map(|item| toml_value("", item)) {
                array.push(value);
            }
            array.into()
        }
        Value::Map(entries) => {
            let mut table = InlineTable::new();
            for entry in entries {
                if let Some(value) = toml_value(&entry.key, &entry.value) {
                    table.insert_formatted(&Key::new(entry.key.as_ref()), value);
                }
            }
            table.into()
        }
    })
}

/// TOML lets controls past ASCII stand as they are, which a terminal obeys; they are written as `\u…`.
fn toml_text(text: &str) -> toml_edit::Value {
    if !text.contains(|c| matches!(c, '\u{80}'..='\u{9f}')) {
        return text.into();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted.parse().unwrap_or_else(|_| text.into())
}

fn day(key: &str, text: &str) -> Option<toml_edit::Datetime> {
    if key != "date" {
        return None;
    }
    let date: Date = text.parse().ok()?;
    let date = toml_edit::Date { year: date.year(), month: date.month()?, day: date.day()? };
    Some(toml_edit::Datetime { date: Some(date), time: None, offset: None })
}
