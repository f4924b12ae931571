use std::collections::BTreeMap;

use super::{Card, Selector, UnknownRule};
use crate::estimate::Yardsticks;
use crate::rules::{self, Level};
use crate::score::BaseScores;

/// What a rule's findings are to count as: switched off, or a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelSetting {
    /// The rule does not run.
    Off,
    /// Its findings have this level.
    At(Level),
}

impl LevelSetting {
    /// The words that are read, in the order in which they are listed.
    pub const WORDS: [&str; 5] = ["allow", "note", "warn", "error", "deny"];

    /// The setting of that word; `deny` and `error` mean the same.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "allow" => Some(Self::Off),
            "note" => Some(Self::At(Level::Note)),
            "warn" => Some(Self::At(Level::Warning)),
            "error" | "deny" => Some(Self::At(Level::Error)),
            _ => None,
        }
    }
}

/// Levels asked for in one place, in the order in which they were given.
///
/// A rule's own name beats its group's, and a group beats `all`; of two that are alike the later wins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LevelOverrides {
    asked: Vec<(Selector, LevelSetting)>,
    /// Every warning counts as an error.
    pub deny_warnings: bool,
}

impl LevelOverrides {
    /// Asks for a level for the rule or group of that name.
    ///
    /// # Errors
    /// [`UnknownRule`] if there is none.
    pub fn push(&mut self, name: &str, setting: LevelSetting) -> Result<(), UnknownRule> {
        self.asked.push((Selector::parse(name)?, setting));
        Ok(())
    }

    /// The level asked for the rule of that number; `None` if nothing was. O(length).
    fn level_of(&self, rule: usize) -> Option<LevelSetting> {
        let covering = self.asked.iter().filter(|(selector, _)| selector.covers(rule));
        // `max_by_key` takes the last of equals.
        covering.max_by_key(|(selector, _)| selector.narrowness()).map(|&(_, setting)| setting)
    }
}

/// Numbers that several rules and the scores share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// The strength, in (0, 1), on whose upper side a judgement counts as holding.
    pub judgement: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { judgement: 0.5 }
    }
}

/// How an argument is to be checked: every rule's level and options, resolved.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Settings {
    /// By the rule's number; rules past the end, and `None`, have their own default level.
    levels: Vec<Option<LevelSetting>>,
    /// By the rule's number and the option's.
    options: BTreeMap<(usize, usize), f64>,
    deny_warnings: bool,
    /// Numbers that several rules share.
    pub thresholds: Thresholds,
    /// The base scores that strengths are computed from.
    pub bases: BaseScores,
    /// The yardsticks that likelihood terms are looked up in.
    pub yardsticks: Yardsticks,
    /// The name of the semantics that strengths are computed by; `None`, and a name that there is not, mean the
    /// default.
    pub semantics: Option<String>,
}

impl Settings {
    /// Resolves levels from the layers, the strongest last: the configuration file, then the command line. What a
    /// later layer says of a rule, by whatever name, beats what an earlier one says.
    #[must_use]
    pub fn from_layers(layers: &[&LevelOverrides]) -> Self {
        let level = |rule| layers.iter().rev().find_map(|layer| layer.level_of(rule));
        Self {
            levels: (0..rules::all().len()).map(level).collect(),
            deny_warnings: layers.iter().any(|layer| layer.deny_warnings),
            ..Self::default()
        }
    }

    /// Sets an option of a rule.
    ///
    /// # Errors
    /// Says which options the rule has, or which range this one has.
    pub fn set_option(&mut self, card: &Card, key: &str, value: f64) -> Result<(), OptionError> {
        let rule = rules::index_of(card.id).ok_or_else(|| OptionError::Unknown { rule: card.id, key: key.into() })?;
        let (index, option) = card
            .options
            .iter()
            .enumerate()
            .find(|(_, option)| option.key == key)
            .ok_or_else(|| OptionError::Unknown { rule: card.id, key: key.into() })?;
        if !(option.lowest..=option.highest).contains(&value) {
            let (lowest, highest) = (option.lowest, option.highest);
            return Err(OptionError::OutOfRange { key: option.key, value, lowest, highest });
        }
        self.options.insert((rule, index), value);
        Ok(())
    }

    /// The value of an option; 0 for an option that the rule does not have.
    #[must_use]
    pub fn option(&self, card: &Card, key: &str) -> f64 {
        let Some((index, option)) = card.options.iter().enumerate().find(|(_, option)| option.key == key) else {
            return 0.0;
        };
        let set = rules::index_of(card.id).and_then(|rule| self.options.get(&(rule, index)));
        set.copied().unwrap_or(option.default)
    }

    /// Whether the rule of that number runs.
    #[must_use]
    pub fn is_on(&self, rule: usize) -> bool {
        self.setting(rule) != Some(LevelSetting::Off)
    }

    /// The level of a finding that its rule gives `own`, or `None` if the rule is switched off.
    #[must_use]
    pub fn level(&self, rule: usize, own: Level) -> Option<Level> {
        let level = match self.setting(rule) {
            Some(LevelSetting::Off) => return None,
            Some(LevelSetting::At(level)) => level,
            None => own,
        };
        Some(if self.deny_warnings && level == Level::Warning { Level::Error } else { level })
    }

    fn setting(&self, rule: usize) -> Option<LevelSetting> {
        self.levels.get(rule).copied().flatten()
    }
}

/// An option that could not be set.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum OptionError {
    /// The rule has no such option.
    #[error("the rule `{rule}` has no option `{key}`")]
    Unknown {
        /// The rule.
        rule: &'static str,
        /// The key, as written.
        key: String,
    },
    /// The value makes no sense.
    #[error("`{key}` is {value}; it must be between {lowest} and {highest}")]
    OutOfRange {
        /// The option.
        key: &'static str,
        /// The value.
        value: f64,
        /// The lowest value allowed.
        lowest: f64,
        /// The highest value allowed.
        highest: f64,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overrides(asked: &[(&str, &str)]) -> LevelOverrides {
        let mut overrides = LevelOverrides::default();
        for (name, word) in asked {
            overrides.push(name, LevelSetting::from_word(word).unwrap()).unwrap();
        }
        overrides
    }

    fn level(layers: &[&LevelOverrides], id: &str) -> Option<Level> {
        let index = rules::index_of(id).unwrap();
        Settings::from_layers(layers).level(index, rules::all()[index].card().level)
    }

    #[test]
    fn a_rule_beats_its_group_and_a_group_beats_all_in_any_order() {
        let asked = overrides(&[("orphan-evidence", "note"), ("structure", "allow"), ("all", "deny")]);
        assert_eq!(level(&[&asked], "orphan-evidence"), Some(Level::Note));
        assert_eq!(level(&[&asked], "no-judgement"), None);
        assert_eq!(level(&[&asked], "unsourced-evidence"), Some(Level::Error));
    }

    #[test]
    fn of_two_that_are_alike_the_later_wins() {
        let asked = overrides(&[("orphan-evidence", "allow"), ("orphan-evidence", "deny")]);
        assert_eq!(level(&[&asked], "orphan-evidence"), Some(Level::Error));
    }

    #[test]
    fn the_command_line_beats_the_file_whatever_names_they_use() {
        let file = overrides(&[("orphan-evidence", "allow")]);
        let line = overrides(&[("all", "warn")]);
        assert_eq!(level(&[&file, &line], "orphan-evidence"), Some(Level::Warning));
        assert_eq!(level(&[&file, &overrides(&[])], "orphan-evidence"), None);
    }

    #[test]
    fn denied_warnings_are_errors_and_notes_stay() {
        let mut asked = overrides(&[("orphan-evidence", "warn"), ("no-likelihood", "note")]);
        asked.deny_warnings = true;
        assert_eq!(level(&[&asked], "orphan-evidence"), Some(Level::Error));
        assert_eq!(level(&[&asked], "no-likelihood"), Some(Level::Note));
    }

    #[test]
    fn an_unknown_name_comes_with_the_nearest() {
        let error = LevelOverrides::default().push("orphan-evidnce", LevelSetting::Off).unwrap_err();
        assert_eq!(error.to_string(), "no rule or group is called `orphan-evidnce`; did you mean `orphan-evidence`?");
        assert_eq!(Selector::parse("struktur").unwrap_err().nearest, Some("structure"));
        assert_eq!(Selector::parse("weather").unwrap_err().to_string(), "no rule or group is called `weather`");
    }
}
