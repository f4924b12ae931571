use std::borrow::Borrow;
use std::fmt;

use smol_str::SmolStr;

/// The name of a node, a source or a question: not empty, without control characters.
///
/// Cloning is cheap, and up to 23 bytes stand in the id itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(SmolStr);

/// A text that cannot be an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidId {
    /// Nothing at all, or only white space.
    #[error("an id cannot be empty")]
    Empty,
    /// A line break, an escape, …
    #[error("an id cannot hold the control character {0:?}")]
    Control(char),
}

impl Id {
    /// Checks a text and makes it an id.
    ///
    /// # Errors
    /// [`InvalidId`] if it is empty, blank, or holds a control character.
    pub fn new(text: &str) -> Result<Self, InvalidId> {
        if text.trim().is_empty() {
            return Err(InvalidId::Empty);
        }
        match text.chars().find(|c| c.is_control()) {
            Some(c) => Err(InvalidId::Control(c)),
            None => Ok(Self(text.into())),
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        &self.0
    }
}
