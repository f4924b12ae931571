/// When a set of arguments can be held together (Dung 1995; Caminada 2006; Dung, Mancarella & Toni 2007).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Semantics {
    /// The one least complete set: what nobody can reasonably dispute.
    Grounded,
    /// A set without attacks among its members that counters every attack on them and holds all that it defends so.
    Complete,
    /// A largest complete set.
    Preferred,
    /// A complete set that attacks everything outside of it; there may be none.
    Stable,
    /// A complete set with the largest range: what it holds or attacks.
    SemiStable,
    /// The one largest complete set that is part of every preferred one.
    Ideal,
}

impl Semantics {
    /// Every semantics.
    pub const ALL: [Self; 6] =
        [Self::Grounded, Self::Complete, Self::Preferred, Self::Stable, Self::SemiStable, Self::Ideal];

    /// Its name on the command line and in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Grounded => "grounded",
            Self::Complete => "complete",
            Self::Preferred => "preferred",
            Self::Stable => "stable",
            Self::SemiStable => "semi-stable",
            Self::Ideal => "ideal",
        }
    }

    /// Its two or three letters in the names of the competition's tasks.
    #[must_use]
    pub fn letters(self) -> &'static str {
        match self {
            Self::Grounded => "GR",
            Self::Complete => "CO",
            Self::Preferred => "PR",
            Self::Stable => "ST",
            Self::SemiStable => "SST",
            Self::Ideal => "ID",
        }
    }

    /// The semantics of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|semantics| semantics.name() == name)
    }

    /// Whether every framework has exactly one such set.
    #[must_use]
    pub fn is_unique(self) -> bool {
        matches!(self, Self::Grounded | Self::Ideal)
    }
}
