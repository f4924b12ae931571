//! The types of elements.

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ElementType {
    Goal,
    Strategy,
    Solution,
    Justification,
    Context,
    Assumption,
    CounterGoal,
    CounterSolution,
}

impl ElementType {
    const ALL: [Self; 8] = [
        Self::Goal,
        Self::Strategy,
        Self::Solution,
        Self::Justification,
        Self::Context,
        Self::Assumption,
        Self::CounterGoal,
        Self::CounterSolution,
    ];

    /// Its name under `nodeType`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Goal => "Goal",
            Self::Strategy => "Strategy",
            Self::Solution => "Solution",
            Self::Justification => "Justification",
            Self::Context => "Context",
            Self::Assumption => "Assumption",
            Self::CounterGoal => "CounterGoal",
            Self::CounterSolution => "CounterSolution",
        }
    }

    /// The type of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|element| element.name() == name)
    }

    /// The type that an id begins with, as gsn2x takes it: `Sn` before `S`, `CG` and `CSn` before `C`.
    pub fn from_id(id: &str) -> Option<Self> {
        let prefixes = [
            ("CG", Self::CounterGoal),
            ("G", Self::Goal),
            ("CSn", Self::CounterSolution),
            ("Sn", Self::Solution),
            ("S", Self::Strategy),
            ("C", Self::Context),
            ("A", Self::Assumption),
            ("J", Self::Justification),
        ];
        prefixes.into_iter().find(|(prefix, _)| id.starts_with(prefix)).map(|(_, element)| element)
    }
}
