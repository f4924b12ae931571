use std::fmt;

use percent_encoding::percent_decode_str;

use crate::argument::{Argument, EdgeHandle, NodeHandle};
use crate::text::visible::is_replaced;

/// The name of an item: a node's id, or the two ids of a link.
///
/// Its written form has no white space: `kj1-2`, `kj1-2->kj1`. In an id, white space, what is invisible, and the
/// characters `% " # < > = |` are percent-encoded, so that a line of a file can be told apart and no id looks like a
/// mark of a merge.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// A node.
    Node(String),
    /// A link from a premise to a conclusion.
    Link(String, String),
}

const ARROW: &str = "->";

impl Label {
    /// The label of a node.
    #[must_use]
    pub fn of_node(argument: &Argument, node: NodeHandle) -> Self {
        Self::Node(argument.node(node).id.as_str().to_owned())
    }

    /// The label of a link.
    #[must_use]
    pub fn of_link(argument: &Argument, link: EdgeHandle) -> Self {
        let (premise, conclusion) = argument.ends(link);
        let id = |node| argument.node(node).id.as_str().to_owned();
        Self::Link(id(premise), id(conclusion))
    }

    /// Reads the written form; `→` is read as `->`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let decode = |text: &str| {
            let id = percent_decode_str(text).decode_utf8().ok()?.into_owned();
            (!id.trim().is_empty() && !id.chars().any(char::is_control)).then_some(id)
        };
        match text.split_once(ARROW).or_else(|| text.split_once('→')) {
            Some((premise, conclusion)) => Some(Self::Link(decode(premise)?, decode(conclusion)?)),
            None => Some(Self::Node(decode(text)?)),
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node(id) => encode(formatter, id),
            Self::Link(premise, conclusion) => {
                encode(formatter, premise)?;
                formatter.write_str(ARROW)?;
                encode(formatter, conclusion)
            }
        }
    }
}

fn encode(formatter: &mut fmt::Formatter<'_>, id: &str) -> fmt::Result {
    for c in id.chars() {
        let is_special = matches!(c, '%' | '"' | '#' | '<' | '>' | '=' | '|' | '→');
        if is_special || c.is_whitespace() || is_replaced(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                write!(formatter, "%{byte:02X}")?;
            }
        } else {
            fmt::Write::write_char(formatter, c)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_ids_stand_as_they_are() {
        assert_eq!(Label::Link("kj1-2".into(), "kj1".into()).to_string(), "kj1-2->kj1");
        assert_eq!(Label::Node("港-1".into()).to_string(), "港-1");
        assert_eq!(Label::parse("a→b"), Some(Label::Link("a".into(), "b".into())));
        for text in ["", "->b", "a->", "%0A", "%FF"] {
            assert_eq!(Label::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_id_reads_back(premise in "[ -~]{1,8}|\\PC{1,6}", conclusion in "[-<>=|#a% ]{1,8}") {
            prop_assume!(!premise.trim().is_empty() && !conclusion.trim().is_empty());
            prop_assume!(!premise.chars().any(char::is_control));
            for label in [Label::Link(premise.clone(), conclusion), Label::Node(premise)] {
                let text = label.to_string();
                prop_assert!(!text.contains(char::is_whitespace), "{}", text);
                prop_assert_eq!(Label::parse(&text), Some(label));
            }
        }
    }
}
