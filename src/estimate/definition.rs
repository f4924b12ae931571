use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;

use super::words::folded_words;
use super::{Band, Term, Yardstick};

/// A yardstick of the author's own, as `linchpin.toml` holds it under its name.
///
/// ```toml
/// [yardsticks.house]
/// title = "House style"
/// terms = [
///   { name = "unlikely", percent = "<40" },
///   { name = "even", percent = [40, 60], also = ["as likely as not"] },
///   { name = "likely", percent = "60-90" },
/// ]
/// ```
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YardstickDefinition {
    /// Its title for people; its name if left out.
    pub title: Option<String>,
    /// Where the table comes from.
    pub source: Option<String>,
    /// Its terms, in any order.
    pub terms: Vec<TermDefinition>,
    /// Whether bands may overlap.
    #[serde(default)]
    pub overlapping: bool,
}

/// A term of a yardstick of the author's own.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TermDefinition {
    /// The term.
    pub name: String,
    /// Its band in per cent: `[55, 75]`, `"55-75"`, `"55–75 %"`, `">0-5"`, `"95-<100"`, `"<10"`, `">90"` or `"75±12"`.
    pub percent: PercentDefinition,
    /// Other spellings.
    #[serde(default)]
    pub also: Vec<String>,
}

/// A band in per cent, as people write it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum PercentDefinition {
    /// `[55, 75]`
    Ends([f64; 2]),
    /// `"55-75"` and the like.
    Text(String),
}

impl fmt::Display for PercentDefinition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ends([low, high]) => write!(formatter, "[{low}, {high}]"),
            Self::Text(text) => write!(formatter, "\"{}\"", text.escape_debug()),
        }
    }
}

/// What is wrong with a yardstick of the author's own.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum InvalidYardstick {
    /// No name, or one that cannot be typed.
    #[error("a yardstick's name must have letters or digits")]
    Name,
    /// No terms.
    #[error("the yardstick `{yardstick}` has no terms; give at least one")]
    NoTerms {
        /// The yardstick.
        yardstick: String,
    },
    /// A term without a word in it.
    #[error("term {place} of the yardstick `{yardstick}` has a name or spelling without letters")]
    NoWords {
        /// The yardstick.
        yardstick: String,
        /// The term's place, from 1.
        place: usize,
    },
    /// One wording for two terms.
    #[error("the yardstick `{yardstick}` gives \"{wording}\" to two terms, \"{first}\" and \"{second}\"")]
    Twice {
        /// The yardstick.
        yardstick: String,
        /// The wording.
        wording: String,
        /// The term that has it.
        first: String,
        /// The term that has it too.
        second: String,
    },
    /// A band that is none.
    #[error(
        "the term \"{term}\" of the yardstick `{yardstick}` has the percentages {written}; {reason} \
         (write [55, 75], \"55-75\", \"<10\", \">90\" or \"75±12\")"
    )]
    Percent {
        /// The yardstick.
        yardstick: String,
        /// The term.
        term: String,
        /// What is written.
        written: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Bands that overlap though the yardstick does not say that they may.
    #[error(
        "the terms \"{first}\" and \"{second}\" of the yardstick `{yardstick}` overlap; \
         mend a band, or write `overlapping = true`"
    )]
    Overlap {
        /// The yardstick.
        yardstick: String,
        /// The lower term.
        first: String,
        /// The higher term.
        second: String,
    },
}

impl YardstickDefinition {
    /// Checks the definition and makes it a yardstick of that name, its terms sorted by their bands.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the file. O(terms²) for the overlaps.
    pub fn validate(&self, name: &str) -> Result<Yardstick, Vec<InvalidYardstick>> {
        let yardstick = || name.to_owned();
        let mut faults = Vec::new();
        if !name.chars().any(char::is_alphanumeric) {
            faults.push(InvalidYardstick::Name);
        }
        if self.terms.is_empty() {
            faults.push(InvalidYardstick::NoTerms { yardstick: yardstick() });
        }
        let mut terms: Vec<Term> = Vec::new();
        let mut wordings: Vec<(String, String)> = Vec::new();
        for (index, definition) in self.terms.iter().enumerate() {
            let term_name = folded_words(&definition.name).join(" ");
            for spelling in std::iter::once(&definition.name).chain(&definition.also) {
                let wording = folded_words(spelling).join(" ");
                if wording.is_empty() {
                    faults.push(InvalidYardstick::NoWords { yardstick: yardstick(), place: index + 1 });
                } else if let Some((_, first)) =
                    wordings.iter().find(|(known, first)| *known == wording && *first != term_name)
                {
                    let (first, second) = (first.clone(), term_name.clone());
                    faults.push(InvalidYardstick::Twice { yardstick: yardstick(), wording, first, second });
                } else {
                    wordings.push((wording, term_name.clone()));
                }
            }
            match band_of(&definition.percent) {
                Ok(band) => {
                    let synonyms = definition.also.iter().map(|also| folded_words(also).join(" ")).collect();
                    terms.push(Term { name: term_name, band, synonyms });
                }
                Err(reason) => faults.push(InvalidYardstick::Percent {
                    yardstick: yardstick(),
                    term: definition.name.clone(),
                    written: definition.percent.to_string(),
                    reason,
                }),
            }
        }
        terms.sort_by(|a, b| a.band.middle().total_cmp(&b.band.middle()));
        if !self.overlapping {
            for pair in terms.windows(2) {
                if pair[0].band.overlaps(pair[1].band) || pair[0].band == pair[1].band {
                    let (first, second) = (pair[0].name.clone(), pair[1].name.clone());
                    faults.push(InvalidYardstick::Overlap { yardstick: yardstick(), first, second });
                }
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Yardstick {
            name: name.to_owned(),
            title: self.title.clone().unwrap_or_else(|| name.to_owned()),
            source: self.source.clone().unwrap_or_else(|| "the author's own".to_owned()),
            terms,
            overlapping: self.overlapping,
            aliases: Vec::new(),
        })
    }
}

fn band_of(percent: &PercentDefinition) -> Result<Band, &'static str> {
    let band = match percent {
        PercentDefinition::Ends([low, high]) => Band::percent(*low, *high),
        PercentDefinition::Text(text) => band_of_text(text)?,
    };
    if !(0.0..=1.0).contains(&band.low) || !(0.0..=1.0).contains(&band.high) {
        return Err("percentages go from 0 to 100");
    }
    if band.low > band.high {
        return Err("the lower end comes first");
    }
    if band.low >= band.high && (band.low_open || band.high_open) {
        return Err("no number lies in it");
    }
    Ok(band)
}

fn band_of_text(text: &str) -> Result<Band, &'static str> {
    const UNREADABLE: &str = "it cannot be read";
    let text: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '%' | '≈' | '~')).collect();
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite()).ok_or(UNREADABLE);
    if let Some((middle, margin)) = text.split_once('±') {
        let (middle, margin) = (number(middle)?, number(margin)?);
        return Ok(Band::percent(middle - margin, middle + margin));
    }
    if let Some((low, high)) = text.split_once(['-', '–', '—']) {
        let (open_low, low) = (low.starts_with('>'), low.trim_start_matches('>'));
        let (open_high, high) = (high.starts_with('<'), high.trim_start_matches('<'));
        let band = Band::percent(number(low)?, number(high)?);
        return Ok(Band { low_open: open_low, high_open: open_high, ..band });
    }
    if let Some(high) = text.strip_prefix("<=").or_else(|| text.strip_prefix('≤')) {
        return Ok(Band::percent(0.0, number(high)?));
    }
    if let Some(low) = text.strip_prefix(">=").or_else(|| text.strip_prefix('≥')) {
        return Ok(Band::percent(number(low)?, 100.0));
    }
    if let Some(high) = text.strip_prefix('<') {
        return Ok(Band::percent(0.0, number(high)?).below());
    }
    if let Some(low) = text.strip_prefix('>') {
        return Ok(Band::percent(number(low)?, 100.0).above());
    }
    let exact = number(&text)?;
    Ok(Band::percent(exact, exact))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(toml: &str) -> Result<Yardstick, Vec<String>> {
        let definition: YardstickDefinition = toml::from_str(toml).unwrap();
        definition.validate("house").map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    fn band(percent: &str) -> Result<(f64, f64, bool, bool), &'static str> {
        band_of(&PercentDefinition::Text(percent.to_owned()))
            .map(|band| (band.low, band.high, band.low_open, band.high_open))
    }

    #[test]
    fn percentages_are_read_as_people_write_them() {
        assert_eq!(band("55-75"), Ok((0.55, 0.75, false, false)));
        assert_eq!(band("55 – 75 %"), Ok((0.55, 0.75, false, false)));
        assert_eq!(band(">0% - ≈5%"), Ok((0.0, 0.05, true, false)));
        assert_eq!(band("95-<100"), Ok((0.95, 1.0, false, true)));
        assert_eq!(band("<10"), Ok((0.0, 0.1, false, true)));
        assert_eq!(band("≥90"), Ok((0.9, 1.0, false, false)));
        assert_eq!(band("75±12"), Ok((0.63, 0.87, false, false)));
        assert_eq!(band("50"), Ok((0.5, 0.5, false, false)));
        for wrong in ["", "-", "a-b", "75-55", "90-110", "NaN", "inf", "-5", ">100", "<0", "1e400", "50±60"] {
            assert!(band(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_definition_becomes_a_sorted_yardstick() {
        let yardstick = read(
            "title = 'House'\nterms = [\n{ name = 'Likely', percent = '60-90', also = ['Odds-on'] },\n\
             { name = 'unlikely', percent = [10, 40] } ]",
        )
        .unwrap();
        assert_eq!(yardstick.terms[0].name, "unlikely");
        assert_eq!(yardstick.terms[1].synonyms, ["odds on"]);
        assert_eq!(yardstick.title, "House");
    }

    #[test]
    fn every_fault_is_said_at_once_and_plainly() {
        let faults = read(
            "terms = [{ name = 'likely', percent = '60-90', also = ['odds on'] }, { name = '…', percent = '1-2' },\n\
             { name = 'sure', percent = '80-100', also = ['odds on'] }, { name = 'x', percent = '120' }]",
        )
        .unwrap_err();
        assert_eq!(faults.len(), 4, "{faults:?}");
        assert!(faults[0].contains("term 2"), "{faults:?}");
        assert!(faults[1].contains("\"odds on\" to two terms, \"likely\" and \"sure\""), "{faults:?}");
        assert!(faults[2].contains("percentages go from 0 to 100"), "{faults:?}");
        assert!(faults[3].contains("`overlapping = true`"), "{faults:?}");
        assert!(read("terms = []").unwrap_err()[0].contains("no terms"));
    }

    #[test]
    fn an_unknown_key_is_refused() {
        assert!(toml::from_str::<YardstickDefinition>("terms = []\nterm = 1").is_err());
    }
}
