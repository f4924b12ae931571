//! Likelihood terms: yardsticks as data, and the estimate that a judgement states.
//!
//! A yardstick is a table of terms and probability bands ([`Yardsticks`] holds the built-in ones, one file each, and the
//! author's own). [`find_terms`] finds the terms in a text and says how each is used; [`annotate`] picks the yardstick
//! and fills in the estimates of an argument.

mod annotate;
mod attribution;
mod confidence;
mod cues;
mod definition;
mod english;
mod lexicon;
mod matching;
mod percentages;
mod quotation;
#[cfg(test)]
mod tests;
mod usage;
mod vocabulary;
mod words;
mod yardstick;
mod yardsticks;

pub use annotate::{Choice, UnknownYardstick, annotate};
pub use confidence::{LEVEL_WORDS, confidence_phrases};
pub(crate) use cues::{Cues, FEW_TEXTS};
pub use definition::{InvalidYardstick, PercentDefinition, TermDefinition, YardstickDefinition};
pub(crate) use english::English;
pub use matching::{
    ForeignTerm, Reading, TermMatch, find_terms, find_terms_in_prose, foreign_among, foreign_terms, judgement_estimate,
};
pub use percentages::percentages;
pub use quotation::quoted_ranges;
pub use usage::Usage;
pub(crate) use words::{Gap, is_invisible};
pub use yardstick::{Band, Term, Yardstick};
pub use yardsticks::Yardsticks;
