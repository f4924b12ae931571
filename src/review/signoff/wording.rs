//! What is said of items, in every output alike.

use super::{Changed, Item, Label};

/// White space as single blanks.
pub(super) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most so many characters of an item's words stand in the file.
const OPENING: usize = 60;

/// How a text begins: whole words, and `…` if there are more.
pub(super) fn opening(text: &str) -> String {
    let mut short = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        let long = word.chars().count();
        if count + 1 + long > OPENING {
            if short.is_empty() {
                short.extend(word.chars().take(OPENING));
            }
            short.push('…');
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
        count += 1 + long;
    }
    short
}

/// What of an item changed, in words: "its words and the copy of a source".
#[must_use]
pub fn changed_parts(item: Item, changed: Changed) -> String {
    let (words, marks, copies) = match item {
        Item::Node(_) => {
            ("its words", "its kind, likelihood, confidence, grade, date or sources", "the copy of a source")
        }
        Item::Link(_) => ("the words at its ends", "its kind, weight or reason", "the copy of its premise's source"),
    };
    // Other words mostly bring another likelihood with them.
    let marks = if changed.words && matches!(item, Item::Node(_)) { "what is said of it" } else { marks };
    let parts = [(changed.words, words), (changed.marks, marks), (changed.copies, copies)];
    let parts: Vec<&str> = parts.into_iter().filter(|(is_changed, _)| *is_changed).map(|(_, part)| part).collect();
    match parts.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// The command that accepts items, for a shell.
#[must_use]
pub fn accept_command(file: &str, labels: &[Label]) -> String {
    let mut command = format!("linchpin review accept {}", shell_word(file));
    for label in labels {
        command.push(' ');
        command.push_str(&quoted_label(label));
    }
    command
}

/// A label as it is typed: in quotation marks where a shell would read it as something else, as it would `>`.
#[must_use]
pub fn quoted_label(label: &Label) -> String {
    shell_word(&label.to_string())
}

fn shell_word(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | ':' | '%' | '@' | '+' | ',');
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_can_be_pasted_into_a_shell() {
        let labels = [Label::Node("kj1".into()), Label::Link("kj1-2".into(), "kj1".into())];
        assert_eq!(accept_command("a b's.md", &labels), r"linchpin review accept 'a b'\''s.md' kj1 'kj1-2->kj1'");
    }

    #[test]
    fn an_opening_is_short_and_whole() {
        assert_eq!(opening("  It \n rains. "), "It rains.");
        let long = opening(&"word ".repeat(30));
        assert!(long.ends_with("word…") && long.chars().count() <= OPENING + 1, "{long}");
        assert_eq!(opening(&"x".repeat(100)).chars().count(), OPENING + 1);
    }
}
