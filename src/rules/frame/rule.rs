use std::fmt;

use super::{Context, Findings, Revision};
use crate::rules::Level;

/// What a rule looks after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Whether the argument holds together as a graph.
    Structure,
    /// Whether the other side is heard.
    Balance,
    /// Who says so, and how far that can be trusted.
    Sourcing,
    /// What is taken without evidence.
    Assumption,
    /// How likelihood and confidence are put into words (English).
    Wording,
    /// Whether the words are as strong as the evidence.
    Strength,
    /// The review itself: suppressions, annotations, sign-off.
    Review,
}

impl Group {
    /// Every group, in the order in which they are listed.
    pub const ALL: [Self; 7] =
        [Self::Structure, Self::Balance, Self::Sourcing, Self::Assumption, Self::Wording, Self::Strength, Self::Review];

    /// Its name on the command line, in files and in outputs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Balance => "balance",
            Self::Sourcing => "sourcing",
            Self::Assumption => "assumption",
            Self::Wording => "wording",
            Self::Strength => "strength",
            Self::Review => "review",
        }
    }

    /// The group of that name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.word() == word)
    }
}

impl fmt::Display for Group {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// A number that a rule can be told in `linchpin.toml`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RuleOption {
    /// Its key.
    pub key: &'static str,
    /// Its value where nothing is said.
    pub default: f64,
    /// The lowest value that makes sense.
    pub lowest: f64,
    /// The highest value that makes sense.
    pub highest: f64,
    /// What it is and in which unit, in one sentence without a full stop.
    pub meaning: &'static str,
}

/// What there is to know of a rule without running it.
#[derive(Clone, Copy, Debug)]
pub struct Card {
    /// Its name, in kebab case, the same everywhere.
    pub id: &'static str,
    /// What it looks after.
    pub group: Group,
    /// Its level where nothing is said.
    pub level: Level,
    /// What it reports, in one line without a full stop.
    pub summary: &'static str,
    /// The doc comment of its struct, as written: Markdown, each line with the blank that follows the slashes.
    pub doc: &'static str,
    /// The numbers that it can be told.
    pub options: &'static [RuleOption],
}

/// The sections that every rule's page has, in their order.
pub const SECTIONS: [&str; 5] = ["What it does", "Why it matters", "Example", "How to mend it", "Standard"];

/// An example on a rule's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Whether the rule is silent on it.
    pub passes: bool,
    /// The language of its fence: `markdown`, `toml`.
    pub language: String,
    /// The report or graph file.
    pub text: String,
}

impl Card {
    /// The lines of the page, without the blank that follows the slashes.
    pub fn lines(&self) -> impl Iterator<Item = &'static str> {
        self.doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line))
    }

    /// The sections of the page in their order: the heading, and the lines under it without blank ones at the ends.
    #[must_use]
    pub fn sections(&self) -> Vec<(&'static str, Vec<&'static str>)> {
        let mut sections: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
        // A heading inside a fence is part of an example.
        let mut fenced = false;
        for line in self.lines() {
            fenced ^= line.starts_with("```");
            match (line.strip_prefix("## ").filter(|_| !fenced), sections.last_mut()) {
                (Some(title), _) => sections.push((title, Vec::new())),
                (None, Some((_, body))) if !(body.is_empty() && line.trim().is_empty()) => body.push(line),
                (None, _) => {}
            }
        }
        for (_, body) in &mut sections {
            while body.last().is_some_and(|line| line.trim().is_empty()) {
                body.pop();
            }
        }
        sections
    }

    /// The examples on the page: fenced blocks whose language is followed by `pass` or `fail`.
    #[must_use]
    pub fn examples(&self) -> Vec<Example> {
        let mut examples = Vec::new();
        let mut open: Option<Example> = None;
        for line in self.lines() {
            match (&mut open, line.strip_prefix("```")) {
                (None, Some(info)) => {
                    if let Some((language, verdict @ ("pass" | "fail"))) = info.split_once(' ') {
                        let (passes, language) = (verdict == "pass", language.to_owned());
                        open = Some(Example { passes, language, text: String::new() });
                    }
                }
                (Some(_), Some(_)) => examples.extend(open.take()),
                (Some(example), None) => {
                    example.text.push_str(line);
                    example.text.push('\n');
                }
                (None, None) => {}
            }
        }
        examples
    }
}

/// When a rule runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// On the argument.
    Argument,
    /// On an argument and the edition before it.
    Revision,
    /// After suppressions were applied: it looks at which of them silenced something.
    Suppressions,
}

/// What `rule!` writes for a rule: its card.
pub trait Described {
    /// The rule's card.
    fn card(&self) -> &'static Card;
}

/// One thing that a demanding reviewer looks for.
pub trait Rule: Described + Sync {
    /// Looks for it, and puts each hit into `findings`. Linear in the argument; formats no output. A rule of
    /// [`Stage::Revision`] has nothing to look at here.
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let _ = (context, findings);
    }

    /// Looks for it in what changed since the edition before; for rules of [`Stage::Revision`]. `context` is of the
    /// new edition. Linear in both editions.
    fn check_revision(&self, context: &Context<'_>, revision: &Revision<'_>, findings: &mut Findings) {
        let _ = (context, revision, findings);
    }

    /// Phrases of which a text has at least one if it has what the rule looks for; the rule then asks
    /// [`Context::cued`] which texts are worth a closer look. Words are whole words; an asterisk at their beginning or
    /// end stands for any letters. Empty for rules that look at every text.
    fn cues(&self) -> Vec<&'static str> {
        Vec::new()
    }

    /// When it runs.
    fn stage(&self) -> Stage {
        Stage::Argument
    }
}

/// Declares a rule: the struct, and its card, whose page is the struct's doc comment.
macro_rules! rule {
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident;
        id = $id:literal;
        group = $group:ident;
        level = $level:ident;
        summary = $summary:literal;
        $(option $key:literal = $default:literal in $lowest:literal..=$highest:literal: $meaning:literal;)*
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl $crate::rules::Described for $name {
            fn card(&self) -> &'static $crate::rules::Card {
                static CARD: $crate::rules::Card = $crate::rules::Card {
                    id: $id,
                    group: $crate::rules::Group::$group,
                    level: $crate::rules::Level::$level,
                    summary: $summary,
                    doc: concat!($($doc, "\n"),*),
                    options: &[$($crate::rules::RuleOption {
                        key: $key,
                        default: $default,
                        lowest: $lowest,
                        highest: $highest,
                        meaning: $meaning,
                    }),*],
                };
                &CARD
            }
        }
    };
}

pub(in crate::rules) use rule;
