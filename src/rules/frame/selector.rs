use super::Group;
use crate::rules;
use crate::text::nearest;

/// Which rules a level or a suppression is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Selector {
    /// Every rule.
    All,
    /// The rules of a group.
    Group(Group),
    /// One rule, by its number in [`rules::all`].
    Rule(usize),
}

/// A name that is neither a rule's nor a group's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no rule or group is called `{name}`{}", .nearest.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
pub struct UnknownRule {
    /// The name, as written.
    pub name: String,
    /// The nearest name that exists.
    pub nearest: Option<&'static str>,
}

impl Selector {
    /// Reads the id of a rule, the name of a group, or `all`.
    ///
    /// # Errors
    /// [`UnknownRule`], with the nearest name, for anything else.
    pub fn parse(name: &str) -> Result<Self, UnknownRule> {
        Self::parse_exact(name)
            .ok_or_else(|| UnknownRule { name: name.to_owned(), nearest: nearest(name, Self::names()) })
    }

    /// The same without looking for the nearest name, which takes longer than all else.
    #[must_use]
    pub fn parse_exact(name: &str) -> Option<Self> {
        if name == "all" {
            return Some(Self::All);
        }
        Group::from_word(name).map(Self::Group).or_else(|| rules::index_of(name).map(Self::Rule))
    }

    /// Every name that can be read.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let rules = rules::all().iter().map(|rule| rule.card().id);
        rules.chain(Group::ALL.into_iter().map(Group::word)).chain(["all"])
    }

    /// How narrow it is: 0 for all, 1 for a group, 2 for a rule.
    pub(super) fn narrowness(self) -> u8 {
        match self {
            Self::All => 0,
            Self::Group(_) => 1,
            Self::Rule(_) => 2,
        }
    }

    /// Whether the rule of that number is one of those meant.
    #[must_use]
    pub fn covers(self, rule: usize) -> bool {
        match self {
            Self::All => true,
            Self::Group(group) => rules::all().get(rule).is_some_and(|rule| rule.card().group == group),
            Self::Rule(index) => index == rule,
        }
    }
}
