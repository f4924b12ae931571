use std::ops::Range;

use super::lexicon::{Found, plain_head};
use super::quotation::quoted_ranges;
use super::usage::{Usage, usage_of};
use super::words::{Words, fold};
use super::{Term, Yardstick, Yardsticks};
use crate::document::{MarkKind, Prose};

/// A likelihood term in a text, and how each yardstick that knows it reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermMatch {
    /// The bytes of the text. The longest reading's, and a superlative's "most" with it.
    pub range: Range<usize>,
    /// The words as they stand, in lower case, with white space folded.
    pub words: String,
    /// How the text uses them.
    pub usage: Usage,
    /// Whether they are negated ("not likely to"): then no band fits, and no mirror of one either.
    pub negated: bool,
    /// Whether "most" stands in front ("will most likely"): the band is that of the plain term.
    pub superlative: bool,
    /// The readings; empty for a shade that no yardstick knows ("quite likely").
    pub readings: Vec<Reading>,
}

/// What a match is for one yardstick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The yardstick's place in [`Yardsticks::iter`].
    pub yardstick: usize,
    /// The term's place in [`Yardstick::terms`].
    pub term: usize,
    /// The bytes of the text that this yardstick reads: Kent reads "probably not", ICD 203 "probably".
    pub range: Range<usize>,
}

impl TermMatch {
    /// The reading under a yardstick of [`Yardsticks::iter`], by its place there.
    #[must_use]
    pub fn reading(&self, yardstick: usize) -> Option<&Reading> {
        self.readings.iter().find(|reading| reading.yardstick == yardstick)
    }

    /// Whether the match can be an estimate: the author's own, and not negated.
    #[must_use]
    pub fn is_estimate(&self) -> bool {
        self.usage.is_own() && !self.negated
    }
}

/// Finds the likelihood terms of a text: those of one yardstick, or of all if `only` is `None`.
///
/// Longest first, without regard to case; white space, no-break spaces and hyphens between the words are all the same.
/// A term inside a longer one that another yardstick knows is not found ("unlikely" in "very unlikely" for PHIA).
/// Matches are sorted, do not overlap and lie on character boundaries. One pass: O(length), since the words around a
/// term are looked at only so far.
#[must_use]
pub fn find_terms(text: &str, yardsticks: &Yardsticks, only: Option<&str>) -> Vec<TermMatch> {
    let matches = matches_in(text, yardsticks, || quoted_ranges(text));
    let Some(only) = only else { return matches };
    let Some(index) = yardsticks.index(only) else { return Vec::new() };
    matches
        .into_iter()
        .filter_map(|mut found| {
            found.readings.retain(|reading| reading.yardstick == index);
            let range = found.readings.first()?.range.clone();
            found.words = folded(&text[range.clone()]);
            found.range = range;
            Some(found)
        })
        .collect()
}

/// The same for a node's prose, where what is marked up as code counts as quoted. O(length + marks).
#[must_use]
pub fn find_terms_in_prose(prose: &Prose, yardsticks: &Yardsticks) -> Vec<TermMatch> {
    matches_in(prose.as_str(), yardsticks, || quoted_in_prose(prose))
}

/// What stands in quotation marks or is marked up as code, sorted and without overlaps. O(length + marks).
pub(super) fn quoted_in_prose(prose: &Prose) -> Vec<Range<usize>> {
    let mut quoted = quoted_ranges(prose.as_str());
    quoted.extend(prose.marks().iter().filter(|mark| mark.kind == MarkKind::Code).map(|mark| mark.range.clone()));
    quoted.sort_by_key(|range| range.start);
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(quoted.len());
    for range in quoted {
        match apart.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

/// The estimate that a judgement states: its first likelihood term, if that is the author's own, stands in a main
/// clause, is not negated, and is on the yardstick of that name. `None` otherwise.
///
/// "Unlikely to X" keeps its direction: it is the band of "unlikely" for X.
#[must_use]
pub fn judgement_estimate(prose: &Prose, yardsticks: &Yardsticks, yardstick: &str) -> Option<TermMatch> {
    let index = yardsticks.index(yardstick)?;
    let found = first_own(find_terms_in_prose(prose, yardsticks))?;
    (!found.negated && found.reading(index).is_some()).then_some(found)
}

/// The first term that is the author's own, negated or not.
pub(super) fn first_own(matches: Vec<TermMatch>) -> Option<TermMatch> {
    matches.into_iter().find(|found| found.usage.is_own())
}

/// A likelihood term that the yardstick in use does not know.
#[derive(Clone, Debug, PartialEq)]
pub struct ForeignTerm<'y> {
    /// Its bytes.
    pub range: Range<usize>,
    /// The words as they stand, in lower case.
    pub words: String,
    /// The yardsticks that know it; empty for a shade that none knows.
    pub known_to: Vec<&'y Yardstick>,
    /// The term of the yardstick in use whose band is nearest.
    pub nearest: Option<&'y Term>,
}

/// The author's own likelihood terms in a text that the yardstick of that name does not know, in order.
///
/// An unknown yardstick gives nothing. O(length + matches · terms).
#[must_use]
pub fn foreign_terms<'y>(text: &str, yardsticks: &'y Yardsticks, yardstick: &str) -> Vec<ForeignTerm<'y>> {
    foreign_among(&find_terms(text, yardsticks, None), yardsticks, yardstick)
}

/// Those among terms that were found already ([`find_terms_in_prose`]). O(terms).
#[must_use]
pub fn foreign_among<'y>(terms: &[TermMatch], yardsticks: &'y Yardsticks, yardstick: &str) -> Vec<ForeignTerm<'y>> {
    let Some(index) = yardsticks.index(yardstick) else { return Vec::new() };
    terms
        .iter()
        .filter(|found| found.usage.is_own() && found.reading(index).is_none())
        .map(|found| foreign(found, yardsticks, index))
        .collect()
}

fn foreign<'y>(found: &TermMatch, yardsticks: &'y Yardsticks, index: usize) -> ForeignTerm<'y> {
    let chosen = yardsticks.at(index);
    let term_of = |reading: &Reading| &yardsticks.at(reading.yardstick).terms[reading.term];
    let nearest = match found.readings.first() {
        Some(reading) => chosen.nearest_term(term_of(reading).band.middle()),
        None => plain_head(&found.words).and_then(|head| {
            chosen.term(head).or_else(|| {
                let known = yardsticks.iter().find_map(|yardstick| yardstick.term(head))?;
                chosen.nearest_term(known.band.middle())
            })
        }),
    };
    let known_to = found.readings.iter().map(|reading| yardsticks.at(reading.yardstick)).collect();
    ForeignTerm { range: found.range.clone(), words: found.words.clone(), known_to, nearest }
}

fn matches_in(text: &str, yardsticks: &Yardsticks, quoted: impl FnOnce() -> Vec<Range<usize>>) -> Vec<TermMatch> {
    if !yardsticks.lexicon().may_stand_in(text) {
        return Vec::new();
    }
    let quoted = quoted();
    let words = Words::new(text);
    let mut matches = Vec::new();
    let mut at = 0;
    while at < words.list.len() {
        let Some(Found { words: count, readings }) = yardsticks.lexicon().longest_at(&words, at) else {
            at += 1;
            continue;
        };
        let end = at + count;
        let (usage, negated) = usage_of(&words, at, end, &quoted);
        let superlative = words.before(at) == "most";
        let start = words.list[if superlative { at - 1 } else { at }].start;
        let range_of = |count: usize| start..words.list[at + count - 1].end;
        matches.push(TermMatch {
            range: range_of(count),
            words: folded(&text[range_of(count)]),
            usage,
            negated,
            superlative,
            readings: readings
                .into_iter()
                .map(|reading| Reading {
                    yardstick: reading.yardstick,
                    term: reading.term,
                    range: range_of(reading.words),
                })
                .collect(),
        });
        at = end;
    }
    matches
}

/// Lower case, invisible characters dropped, runs of white space as one blank.
pub(super) fn folded(words: &str) -> String {
    words.split_whitespace().map(fold).collect::<Vec<_>>().join(" ")
}
