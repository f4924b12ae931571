use super::Incomplete;
use crate::document::Prose;
use crate::format::graph_file::decode::placed;
use crate::format::graph_file::tree::{Tree, Value, shown};

/// Values of the file, checked one by one; every fault is noted and the reading goes on.
impl<'t> Incomplete<'t> {
    /// The objects of a list; none if it is missing, which is a fault if it is `needed`, or `null`.
    pub fn objects(&mut self, table: &'t Tree<'t>, key: &str, needed: bool) -> &'t [Tree<'t>] {
        let Some(list) = table.get(key) else {
            if needed {
                let help = format!("write them as a list under the key `{key}`");
                self.fault(table.span, format!("there are no `{key}`"), help);
            }
            return &[];
        };
        if !matches!(list.value, Value::Null | Value::List(_)) {
            let message = format!("`{key}` must be a list, not {}", list.value.describe());
            self.fault(list.span, message, "write its objects in square brackets");
        }
        if let Some(other) = list.items().iter().find(|item| !matches!(item.value, Value::Map(_))) {
            let message = format!("`{key}` must hold objects, not {}", other.value.describe());
            self.fault(other.span, message, "write an object in braces there");
            return &[];
        }
        list.items()
    }

    /// A text that must be there; `what` says what is to be written.
    pub fn word(&mut self, table: &'t Tree<'t>, key: &str, what: &str) -> Option<&'t str> {
        match table.get(key).map(|value| (&value.value, value.span)) {
            Some((Value::Text(text), _)) => Some(text.trim()),
            found => {
                let span = found.map_or(table.span, |(_, span)| span);
                let found = found.map_or("nothing", |(value, _)| value.describe());
                self.fault(span, format!("`{key}` must be text, not {found}"), format!("write {what}"));
                None
            }
        }
    }

    /// Words that people read, a text or one under a key `txt`; empty if there are none.
    pub fn prose(&mut self, table: &Tree<'_>, key: &str) -> Prose {
        let nothing = Prose::approximate("", table.span);
        let Some(text) = table.get(key) else { return nothing };
        let text = text.get("txt").unwrap_or(text);
        match &text.value {
            Value::Text(words) => placed(words, self.builder.decoder.written(text.span), text.span),
            Value::Null => nothing,
            other => {
                let message = format!("`{key}` must be text, not {}", other.describe());
                self.fault(text.span, message, "put it in quotation marks");
                nothing
            }
        }
    }

    /// Notes every key of a table that holds something and is none of `known`.
    pub fn lose_others(&mut self, table: &Tree<'_>, known: &[&str]) {
        for entry in table.entries().iter().filter(|entry| !known.contains(&entry.key.as_ref())) {
            if says_something(&entry.value) {
                self.lose(entry.key_span, format!("`{}` is not kept", shown(&entry.key)));
            }
        }
    }
}

/// Whether a value holds more than empty lists and blank texts. Its depth is bounded by the parser.
pub(in crate::format) fn says_something(tree: &Tree<'_>) -> bool {
    match &tree.value {
        Value::Null | Value::Bool(_) => false,
        Value::Number(_) => true,
        Value::Text(text) => !text.trim().is_empty(),
        Value::List(items) => items.iter().any(says_something),
        Value::Map(entries) => entries.iter().any(|entry| says_something(&entry.value)),
    }
}
