//! `linchpin.toml`: the yardstick, the semantics, base scores, rule levels and options, limits, ignored paths.
//!
//! ```toml
//! yardstick = "phia"
//! semantics = "log-odds"
//! ignore = ["drafts/**"]
//!
//! [rules]
//! wording = "note"                                        # a group
//! no-likelihood = "deny"                                  # a rule: allow, note, warn, error, deny (the same as error)
//! circular-support = { level = "error", circles = 20 }    # with its options
//!
//! [thresholds]
//! judgement = 0.5
//!
//! [base-scores]
//! evidence = 0.5                                          # a kind, a letter A to E, or a digit 1 to 5
//!
//! [limits]
//! bytes = 10_000_000
//!
//! [yardsticks.house]
//! # see the book's chapter on yardsticks
//! ```

use std::io;
use std::ops::Range;

use camino::Utf8Path;
use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use crate::argument::Argument;
use crate::estimate::{YardstickDefinition, Yardsticks};
use crate::rules::{self, LevelOverrides, LevelSetting, OptionError, Selector, Settings, Thresholds};
use crate::score::{BaseScores, ScoreSettings, Semantics, semantics};
use crate::text::{Fault, SourceFile, SourceProvider, nearest};

/// The name of the file.
pub const FILE_NAME: &str = "linchpin.toml";

const KEYS: [&str; 8] =
    ["yardstick", "semantics", "rules", "thresholds", "limits", "ignore", "yardsticks", "base-scores"];

/// What a configuration file says. The default is what an empty file says.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The file; `None` for the default.
    pub file: Option<SourceFile>,
    /// The yardstick's name, `auto` for the one that knows all of the report's terms.
    pub yardstick: Option<Spanned<String>>,
    /// The name of the semantics that strengths are computed by; there is one of this name.
    pub semantics: Option<Spanned<String>>,
    /// Numbers that several rules and the scores share.
    pub thresholds: Thresholds,
    /// What is refused.
    pub limits: Limits,
    /// Paths that are not checked, as globs in the form of `.gitignore`, relative to the file's folder.
    pub ignore: Vec<Spanned<String>>,
    /// Yardsticks by name, as they stand; [`Config::yardstick_as`] reads one with places for its errors.
    pub yardsticks: IndexMap<String, toml::Table>,
    /// The base scores of kinds and grades.
    pub bases: BaseScores,
    levels: LevelOverrides,
    options: Vec<(usize, &'static str, f64)>,
}

/// Sizes above which input is refused; `None` is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Of a file, in bytes: as it lies on disk, which is looked at before it is read, and in its UTF-8 form.
    pub bytes: Option<u64>,
    /// Of an argument, in nodes.
    pub nodes: Option<u64>,
    /// Of an argument, in edges.
    pub edges: Option<u64>,
}

impl Default for Limits {
    /// 1 GiB, ten million nodes and fifty million edges: what a machine of today holds in memory.
    fn default() -> Self {
        Self { bytes: Some(1 << 30), nodes: Some(10_000_000), edges: Some(50_000_000) }
    }
}

impl Limits {
    const KEYS: [&str; 3] = ["bytes", "nodes", "edges"];

    /// How many bytes may be read of one file.
    #[must_use]
    pub fn most_bytes(&self) -> u64 {
        self.bytes.unwrap_or(u64::MAX)
    }

    /// Whether the file may be read.
    ///
    /// # Errors
    /// Says how large it is and what is allowed.
    pub fn check_file(&self, file: &SourceFile) -> Result<(), Fault> {
        let size = file.text().len();
        match self.bytes {
            Some(most) if size as u64 > most => Err(too_many(file, size, "bytes", most)),
            _ => Ok(()),
        }
    }

    /// Whether the argument, read from `file`, may be worked on.
    ///
    /// # Errors
    /// Says how many nodes or edges it has and how many are allowed.
    pub fn check_argument(&self, argument: &Argument, file: &SourceFile) -> Result<(), Fault> {
        for (count, what, most) in
            [(argument.node_count(), "nodes", self.nodes), (argument.edge_count(), "edges", self.edges)]
        {
            if let Some(most) = most.filter(|&most| count as u64 > most) {
                return Err(too_many(file, count, what, most));
            }
        }
        Ok(())
    }
}

fn too_many(file: &SourceFile, count: usize, what: &str, most: u64) -> Fault {
    Fault::new(file, 0..0, format!("{count} {what}, and at most {most} are allowed"))
        .with_help(format!("split the report, or raise `{what}` under `[limits]` in {FILE_NAME}"))
}

impl Config {
    /// The configuration for files in `folder`: the first `linchpin.toml` in it or a folder above it.
    ///
    /// # Errors
    /// If such a file exists and cannot be read.
    pub fn look_for(provider: &dyn SourceProvider, folder: &Utf8Path) -> io::Result<Option<SourceFile>> {
        for folder in folder.ancestors() {
            match provider.read(&folder.join(FILE_NAME)) {
                Ok(file) => return Ok(Some(file)),
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Reads a configuration file.
    ///
    /// # Errors
    /// All that is wrong with it, in the order of the file: bad TOML (then the first fault only), unknown keys and
    /// rules, each with the nearest known one, values of the wrong type or out of range.
    pub fn parse(file: &SourceFile) -> Result<Self, Vec<Fault>> {
        let text = file.text().strip_prefix('\u{feff}').unwrap_or(file.text());
        let table = DeTable::parse(text).map_err(|error| vec![fault_of(file, &error)])?;
        let mut reader = Reader { file, faults: Vec::new() };
        let mut config = Self { file: Some(file.clone()), ..Self::default() };
        for (key, value) in table.get_ref() {
            reader.top(&mut config, key, value);
        }
        reader.faults.sort_by_key(|fault| fault.range.start);
        if reader.faults.is_empty() { Ok(config) } else { Err(reader.faults) }
    }

    /// How arguments are to be checked, with what the command line adds.
    #[must_use]
    pub fn settings(&self, command_line: &LevelOverrides) -> Settings {
        let mut settings = Settings::from_layers(&[&self.levels, command_line]);
        for &(rule, key, value) in &self.options {
            // Checked when the file was read.
            let _ = settings.set_option(rules::all()[rule].card(), key, value);
        }
        settings.thresholds = self.thresholds;
        if !self.yardsticks.is_empty()
            && let Ok(yardsticks) = self.yardsticks()
        {
            // A definition that does not hold is said when the report is read.
            settings.yardsticks = yardsticks;
        }
        settings.semantics = self.semantics.as_ref().map(|name| name.get_ref().clone());
        settings.bases = self.bases.clone();
        settings
    }

    /// The semantics that strengths are computed by.
    #[must_use]
    pub fn semantics(&self) -> &'static dyn Semantics {
        // Checked when the file was read.
        let named = self.semantics.as_ref().and_then(|name| semantics::find(name.get_ref()));
        named.unwrap_or_else(semantics::default_semantics)
    }

    /// How arguments are to be scored.
    #[must_use]
    pub fn score_settings(&self) -> ScoreSettings {
        ScoreSettings { bases: self.bases.clone(), threshold: self.thresholds.judgement, ..ScoreSettings::default() }
    }

    /// The built-in yardsticks, and those that the file defines.
    ///
    /// # Errors
    /// All that is wrong with the definitions.
    pub fn yardsticks(&self) -> Result<Yardsticks, Vec<Fault>> {
        let mut custom = Vec::new();
        let mut faults = Vec::new();
        for name in self.yardsticks.keys() {
            let definition = match self.yardstick_as::<YardstickDefinition>(name) {
                Ok(Some(definition)) => definition,
                Ok(None) => continue,
                Err(fault) => {
                    faults.push(fault);
                    continue;
                }
            };
            match (definition.validate(name), &self.file) {
                (Ok(yardstick), _) => custom.push(yardstick),
                (Err(errors), Some(file)) => {
                    // The definition's name is the nearest place that a check of the whole can point at.
                    let at = file.text().find(&format!("yardsticks.{name}")).unwrap_or(0);
                    let range = at..(at + "yardsticks.".len() + name.len()).min(file.text().len());
                    faults.extend(errors.iter().map(|error| Fault::new(file, range.clone(), error.to_string())));
                }
                (Err(_), None) => {}
            }
        }
        if faults.is_empty() { Ok(Yardsticks::with_custom(custom)) } else { Err(faults) }
    }

    /// Reads the yardstick of that name into a type; `None` if the file has none.
    ///
    /// # Errors
    /// What does not fit the type, at its place.
    pub fn yardstick_as<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Fault> {
        let Some(file) = self.file.as_ref().filter(|_| self.yardsticks.contains_key(name)) else { return Ok(None) };
        let text = file.text().strip_prefix('\u{feff}').unwrap_or(file.text());
        let table = DeTable::parse(text).map_err(|error| fault_of(file, &error))?;
        let value = table.get_ref().get("yardsticks").and_then(|value| value.get_ref().get(name).cloned());
        let Some(value) = value else { return Ok(None) };
        let span = shift(file, value.span());
        T::deserialize(ValueDeserializer::from(value)).map(Some).map_err(|error| {
            let mut fault = fault_of(file, &error);
            if error.span().is_none() {
                fault.range = span;
            }
            fault
        })
    }
}

/// A byte range of the text without its byte-order mark, as one of the file.
fn shift(file: &SourceFile, range: Range<usize>) -> Range<usize> {
    let mark = if file.text().starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    range.start + mark..range.end + mark
}

fn fault_of(file: &SourceFile, error: &toml::de::Error) -> Fault {
    // The parser's messages may hold line breaks; a fault's is one line.
    let message = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
    Fault::new(file, shift(file, error.span().unwrap_or(0..0)), message)
}

type Key<'i> = Spanned<std::borrow::Cow<'i, str>>;
type Value<'i> = Spanned<DeValue<'i>>;

struct Reader<'f> {
    file: &'f SourceFile,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn fault(&mut self, range: Range<usize>, message: impl Into<String>) -> &mut Fault {
        self.faults.push(Fault::new(self.file, shift(self.file, range), message));
        self.faults.last_mut().expect("it was pushed just now")
    }

    fn unknown(&mut self, key: &Key<'_>, lead: &str, known: &[&str]) {
        let name = key.get_ref();
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known are {}", listed(known)),
        };
        self.fault(key.span(), format!("{lead} `{name}`")).help = Some(help);
    }

    fn expect<T>(&mut self, key: &Key<'_>, value: &Value<'_>, wanted: &str, read: Option<T>) -> Option<T> {
        if read.is_none() {
            let message = format!("`{}` must be {wanted}, not {}", key.get_ref(), named(value.get_ref()));
            self.fault(value.span(), message);
        }
        read
    }

    fn string(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<Spanned<String>> {
        let read = value.get_ref().as_str().map(|text| Spanned::new(shift(self.file, value.span()), text.to_owned()));
        self.expect(key, value, "a text in quotes", read)
    }

    fn number(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<f64> {
        let read = match value.get_ref() {
            DeValue::Float(number) => number.as_str().replace('_', "").parse().ok(),
            // Integers past 2⁵³ are out of the range of every number that is read.
            #[allow(clippy::cast_precision_loss)]
            DeValue::Integer(_) => integer(value.get_ref()).map(|number| number as f64),
            _ => None,
        };
        self.expect(key, value, "a number", read.filter(|number: &f64| number.is_finite()))
    }

    fn table<'v, 'i>(&mut self, key: &Key<'_>, value: &'v Value<'i>) -> Option<&'v DeTable<'i>> {
        let read = value.get_ref().as_table();
        self.expect(key, value, "a table", read)
    }

    fn top(&mut self, config: &mut Config, key: &Key<'_>, value: &Value<'_>) {
        match key.get_ref().as_ref() {
            "yardstick" => config.yardstick = self.string(key, value),
            "semantics" => config.semantics = self.string(key, value).filter(|name| self.semantics(name)),
            "rules" => {
                for (key, value) in self.table(key, value).into_iter().flatten() {
                    self.rule(config, key, value);
                }
            }
            "thresholds" => {
                for (key, value) in self.table(key, value).into_iter().flatten() {
                    self.threshold(config, key, value);
                }
            }
            "limits" => {
                for (key, value) in self.table(key, value).into_iter().flatten() {
                    self.limit(config, key, value);
                }
            }
            "ignore" => {
                let globs = value.get_ref().as_array();
                for glob in self.expect(key, value, "a list of globs", globs).into_iter().flat_map(|globs| globs.iter())
                {
                    config.ignore.extend(self.string(key, glob));
                }
            }
            "yardsticks" => {
                for (name, value) in self.table(key, value).into_iter().flatten() {
                    if let Some(table) = self.raw(name, value) {
                        config.yardsticks.insert(name.get_ref().to_string(), table);
                    }
                }
            }
            "base-scores" => {
                for (key, value) in self.table(key, value).into_iter().flatten() {
                    self.base_score(config, key, value);
                }
            }
            _ => self.unknown(key, "there is no key", &KEYS),
        }
    }

    fn raw(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<toml::Table> {
        self.table(key, value)?;
        match toml::Table::deserialize(ValueDeserializer::from(value.clone())) {
            Ok(table) => Some(table),
            Err(error) => {
                self.faults.push(fault_of(self.file, &error));
                None
            }
        }
    }

    fn rule(&mut self, config: &mut Config, key: &Key<'_>, value: &Value<'_>) {
        let name = key.get_ref().as_ref();
        let selector = match Selector::parse(name) {
            Ok(selector) => selector,
            Err(unknown) => {
                let help = unknown.nearest.map_or_else(
                    || "`linchpin rules` lists the names".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                self.fault(key.span(), format!("no rule or group is called `{name}`")).help = Some(help);
                return;
            }
        };
        let Some(table) = value.get_ref().as_table() else {
            self.level(config, name, key, value);
            return;
        };
        for (option, value) in table {
            if option.get_ref() == "level" {
                self.level(config, name, option, value);
                continue;
            }
            let card = match selector {
                Selector::Rule(rule) => Some((rule, rules::all()[rule].card())),
                Selector::All | Selector::Group(_) => None,
            };
            let options = card.map_or(&[][..], |(_, card)| card.options);
            let Some((rule, known)) =
                card.and_then(|(rule, _)| Some((rule, options.iter().find(|known| known.key == option.get_ref())?)))
            else {
                let known: Vec<&str> = options.iter().map(|option| option.key).chain(["level"]).collect();
                self.unknown(option, &format!("`{name}` has no option"), &known);
                continue;
            };
            let Some(number) = self.number(option, value) else { continue };
            let (lowest, highest) = (known.lowest, known.highest);
            if (lowest..=highest).contains(&number) {
                config.options.push((rule, known.key, number));
            } else {
                let error = OptionError::OutOfRange { key: known.key, value: number, lowest, highest };
                self.fault(value.span(), error.to_string());
            }
        }
    }

    fn level(&mut self, config: &mut Config, name: &str, key: &Key<'_>, value: &Value<'_>) {
        let Some(word) = self.string(key, value) else { return };
        if let Some(setting) = LevelSetting::from_word(word.get_ref()) {
            // The name was read before.
            let _ = config.levels.push(name, setting);
            return;
        }
        let help = match nearest(word.get_ref(), LevelSetting::WORDS) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known are {}", listed(&LevelSetting::WORDS)),
        };
        self.fault(value.span(), format!("`{}` is no level", word.get_ref())).help = Some(help);
    }

    fn threshold(&mut self, config: &mut Config, key: &Key<'_>, value: &Value<'_>) {
        if key.get_ref() != "judgement" {
            self.unknown(key, "there is no threshold", &["judgement"]);
            return;
        }
        let Some(number) = self.number(key, value) else { return };
        if number > 0.0 && number < 1.0 {
            config.thresholds.judgement = number;
        } else {
            self.fault(value.span(), format!("`judgement` is {number}; it must lie between 0 and 1"));
        }
    }

    /// Whether there is such a semantics.
    fn semantics(&mut self, name: &Spanned<String>) -> bool {
        let Err(unknown) = semantics::named(name.get_ref()) else { return true };
        let help = match unknown.nearest {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known are {}", listed(&semantics::ALL.map(super::score::semantics::Semantics::name))),
        };
        // The name's place is one of the file already, with its byte-order mark.
        let message = format!("there is no semantics `{}`", unknown.name);
        self.faults.push(Fault::new(self.file, name.span(), message).with_help(help));
        false
    }

    fn base_score(&mut self, config: &mut Config, key: &Key<'_>, value: &Value<'_>) {
        const KEYS: [&str; 16] = [
            "judgement",
            "claim",
            "evidence",
            "assumption",
            "hypothesis",
            "inference",
            "A",
            "B",
            "C",
            "D",
            "E",
            "1",
            "2",
            "3",
            "4",
            "5",
        ];
        let bases = &mut config.bases;
        let score = match key.get_ref().as_ref() {
            "judgement" => &mut bases.judgement,
            "claim" => &mut bases.claim,
            "evidence" => &mut bases.evidence,
            "assumption" => &mut bases.assumption,
            "hypothesis" => &mut bases.hypothesis,
            "inference" => &mut bases.inference,
            letter @ ("A" | "B" | "C" | "D" | "E") => &mut bases.reliability[usize::from(letter.as_bytes()[0] - b'A')],
            digit @ ("1" | "2" | "3" | "4" | "5") => &mut bases.information[usize::from(digit.as_bytes()[0] - b'1')],
            unknown @ ("F" | "6") => {
                let message = format!("`{unknown}` says that nobody can judge; it has no score");
                self.fault(key.span(), message).help = Some("take the line out".to_owned());
                return;
            }
            _ => return self.unknown(key, "no base score is set for", &KEYS),
        };
        let Some(number) = self.number(key, value) else { return };
        if (0.0..=1.0).contains(&number) {
            *score = number;
        } else {
            self.fault(value.span(), format!("`{}` is {number}; it must lie in [0, 1]", key.get_ref()));
        }
    }

    fn limit(&mut self, config: &mut Config, key: &Key<'_>, value: &Value<'_>) {
        let limit = match key.get_ref().as_ref() {
            "bytes" => &mut config.limits.bytes,
            "nodes" => &mut config.limits.nodes,
            "edges" => &mut config.limits.edges,
            _ => return self.unknown(key, "there is no limit", &Limits::KEYS),
        };
        let read = integer(value.get_ref()).and_then(|number| u64::try_from(number).ok()).filter(|&number| number > 0);
        *limit = self.expect(key, value, "a whole number above 0", read);
    }
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok()
}

fn named(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "this whole number",
        DeValue::Float(_) => "this number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Level;
    use crate::text::InMemory;

    fn parse(text: &str) -> Result<Config, Vec<String>> {
        Config::parse(&SourceFile::new(FILE_NAME, text))
            .map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    fn refused(text: &str) -> Vec<String> {
        parse(text).expect_err(text)
    }

    fn level(config: &Config, id: &str) -> Option<Level> {
        let rule = rules::index_of(id).unwrap();
        config.settings(&LevelOverrides::default()).level(rule, rules::all()[rule].card().level)
    }

    #[test]
    fn everything_that_the_file_can_say_is_read() {
        let config = parse(
            "yardstick = \"phia\"\nsemantics = \"log-odds\"\nignore = [\"drafts/**\", \"*.bak\"]\n\
             [rules]\nno-likelihood = \"deny\"\nwording = \"allow\"\nreview = { level = \"note\" }\n\
             circular-support = { level = \"warn\", circles = 2e1 }\n\
             [thresholds]\njudgement = 0.6\n[limits]\nnodes = 1_000\nedges = 0x10\n\
             [yardsticks.house]\nterms = [{ name = \"likely\", low = 0.5, high = 0.8 }]\n\
             [base-scores]\nevidence = 0.5\nB = 0.8\n2 = 1\n",
        )
        .unwrap();
        assert_eq!(config.yardstick.as_ref().unwrap().get_ref(), "phia");
        assert_eq!(config.semantics.as_ref().unwrap().get_ref(), "log-odds");
        assert_eq!(config.ignore.iter().map(Spanned::get_ref).collect::<Vec<_>>(), ["drafts/**", "*.bak"]);
        assert_eq!(level(&config, "no-likelihood"), Some(Level::Error));
        assert_eq!(level(&config, "unused-suppression"), Some(Level::Note));
        assert_eq!(level(&config, "circular-support"), Some(Level::Warning));
        assert_eq!(level(&config, "orphan-evidence"), Some(Level::Warning));
        let settings = config.settings(&LevelOverrides::default());
        let card = rules::find("circular-support").unwrap().card();
        assert!((settings.option(card, "circles") - 20.0).abs() < f64::EPSILON);
        assert!((settings.thresholds.judgement - 0.6).abs() < f64::EPSILON);
        assert_eq!(settings.semantics.as_deref(), Some("log-odds"));
        assert_eq!(config.limits, Limits { nodes: Some(1000), edges: Some(16), ..Limits::default() });
        assert_eq!(config.yardsticks["house"]["terms"][0]["name"].as_str(), Some("likely"));
        let scores = config.score_settings();
        assert_eq!((scores.bases.evidence, scores.bases.reliability[1], scores.bases.information[1]), (0.5, 0.8, 1.0));
        assert_eq!((scores.threshold, config.semantics().name()), (0.6, "log-odds"));
        assert_eq!(config.settings(&LevelOverrides::default()).bases, scores.bases);
    }

    #[test]
    fn the_command_line_wins() {
        let config = parse("[rules]\norphan-evidence = \"deny\"\n").unwrap();
        let mut line = LevelOverrides::default();
        line.push("structure", LevelSetting::Off).unwrap();
        assert!(!config.settings(&line).is_on(rules::index_of("orphan-evidence").unwrap()));
    }

    #[test]
    fn what_is_unknown_comes_with_its_place_and_the_nearest() {
        assert_eq!(
            refused("\nyardstik = \"phia\"\n"),
            ["linchpin.toml:2:1: there is no key `yardstik`\nhelp: did you mean `yardstick`?"]
        );
        assert_eq!(
            refused("[rules]\nno-judgment = \"deny\"\n"),
            ["linchpin.toml:2:1: no rule or group is called `no-judgment`\nhelp: did you mean `no-judgement`?"]
        );
        assert_eq!(
            refused("[rules]\nstructure = \"warning\""),
            ["linchpin.toml:2:13: `warning` is no level\nhelp: known are `allow`, `note`, `warn`, `error`, `deny`"]
        );
        assert_eq!(
            refused("[rules]\ncircular-support = { circle = 3 }"),
            ["linchpin.toml:2:22: `circular-support` has no option `circle`\nhelp: did you mean `circles`?"]
        );
        assert_eq!(
            refused("\u{feff}semantics = \"log-ods\""),
            ["linchpin.toml:1:13: there is no semantics `log-ods`\nhelp: did you mean `log-odds`?"]
        );
        assert_eq!(
            refused("[base-scores]\nevidense = 0.5\nF = 0.5\nA = 1.5"),
            [
                "linchpin.toml:2:1: no base score is set for `evidense`\nhelp: did you mean `evidence`?",
                "linchpin.toml:3:1: `F` says that nobody can judge; it has no score\nhelp: take the line out",
                "linchpin.toml:4:5: `A` is 1.5; it must lie in [0, 1]",
            ]
        );
        assert_eq!(
            refused("[limits]\nnode = 3"),
            ["linchpin.toml:2:1: there is no limit `node`\nhelp: did you mean `nodes`?"]
        );
    }

    #[test]
    fn all_faults_are_reported_in_the_order_of_the_file() {
        let faults = refused(
            "\u{feff}zzz = 1\nyardstick = 3\nignore = [1]\n[thresholds]\njudgement = 1.0\n[limits]\nnodes = -1\n",
        );
        let said: Vec<_> = faults.iter().map(|fault| fault.lines().next().unwrap()).collect();
        assert_eq!(
            said,
            [
                "linchpin.toml:1:1: there is no key `zzz`",
                "linchpin.toml:2:13: `yardstick` must be a text in quotes, not this whole number",
                "linchpin.toml:3:11: `ignore` must be a text in quotes, not this whole number",
                "linchpin.toml:5:13: `judgement` is 1; it must lie between 0 and 1",
                "linchpin.toml:7:9: `nodes` must be a whole number above 0, not this whole number",
            ]
        );
    }

    #[test]
    fn bad_toml_is_a_fault_with_a_place() {
        assert!(refused("yardstick = \n")[0].starts_with("linchpin.toml:1:"));
        assert!(refused("a = 1\na = 2\n")[0].starts_with("linchpin.toml:2:1"));
        assert!(refused("[rules]\ncircular-support = { circles = 0 }")[0].contains("must be between 1 and 10000"));
    }

    #[test]
    fn a_yardstick_is_read_into_a_type_with_places_for_its_errors() {
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Scale {
            low: f64,
        }
        let config = parse("\u{feff}[yardsticks.a]\nlow = 0.1\n[yardsticks.b]\nlow = 0.1\nhihg = 1\n").unwrap();
        assert!((config.yardstick_as::<Scale>("a").unwrap().unwrap().low - 0.1).abs() < f64::EPSILON);
        let fault = config.yardstick_as::<Scale>("b").unwrap_err().to_string();
        assert!(fault.starts_with("linchpin.toml:5:1: unknown field `hihg`"), "{fault}");
        assert!(config.yardstick_as::<Scale>("c").unwrap().is_none());
    }

    #[test]
    fn the_file_is_looked_for_upwards() {
        let mut files = InMemory::default();
        files.insert("/a/linchpin.toml", "yardstick = \"phia\"");
        let found = |folder: &str| Config::look_for(&files, Utf8Path::new(folder)).unwrap();
        assert_eq!(found("/a/b/c").unwrap().name(), "/a/linchpin.toml");
        assert!(found("/b").is_none());
    }

    #[test]
    fn limits_are_kept() {
        let file = SourceFile::new("report.md", "twelve bytes");
        let limits = Limits { bytes: Some(11), nodes: Some(1), edges: None };
        let fault = limits.check_file(&file).unwrap_err();
        assert_eq!(fault.message, "12 bytes, and at most 11 are allowed");
        let argument = crate::argument::testing::sketch("kj1: judgement \"A.\"\ne1 -> kj1");
        assert!(limits.check_argument(&argument, &file).is_err());
        assert!(Limits::default().check_file(&file).is_ok());
    }
}
