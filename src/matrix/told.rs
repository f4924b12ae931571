//! What is to be said of a matrix, in sentences without full stops.

use rustc_hash::FxHashMap;

use super::{Comparison, MOST_LISTED, Method, Sentence, Suspect, Swing};
use crate::argument::Id;

/// So many methods, of [`Method::ALL`], are told of; the rest are in JSON alone.
pub const TOLD: usize = 3;

/// So many cells, items and sources are told of each.
const MOST_TOLD: usize = 12;

/// A suspect, to know it again.
#[derive(PartialEq, Eq, Hash)]
enum Key<'s> {
    Cell(usize, usize),
    Item(usize),
    Source(&'s Id),
}

fn by(method: Method) -> &'static str {
    match method {
        Method::Inconsistencies => "Heuer's count",
        Method::WeightedInconsistency => "PARC's weighted inconsistency",
        Method::LogOdds => "log-odds",
        Method::OpenSynthesis => "Open Synthesis's squares",
    }
}

fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

impl Comparison<'_> {
    fn hypotheses<'s>(&'s self, which: &'s [usize]) -> impl ExactSizeIterator<Item = &'s str> {
        which.iter().map(|&hypothesis| self.id(self.matrix.hypotheses[hypothesis]))
    }

    /// Who stands first by which method, and what is level.
    #[must_use]
    pub fn standing(&self) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        if self.matrix.rows.is_empty() {
            return vec![Sentence::default().words("No evidence bears on any of the answers")];
        }
        let mut told: Vec<Vec<usize>> = Vec::new();
        for ranking in &self.rankings[..TOLD] {
            let first = ranking.first();
            if told.contains(&first) {
                continue;
            }
            let methods: Vec<&str> = self.rankings[..TOLD]
                .iter()
                .filter(|other| other.first() == first)
                .map(|ranking| by(ranking.method))
                .collect();
            let verb = if first.len() == 1 { " stands first by " } else { " stand first, level, by " };
            let all = if methods.len() == TOLD { "every method: " } else { "" };
            sentences
                .push(Sentence::default().ids(self.hypotheses(&first)).words(verb).words(all).words(&listed(&methods)));
            told.push(first);
        }
        if told.len() > 1 {
            sentences.push(Sentence::default().words(
                "The methods differ. An answer that more items bear on has had more chances to be contradicted: fill the empty \
                 cells before you trust a count",
            ));
        }
        for ranking in &self.rankings[..TOLD] {
            let mut level: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
            for hypothesis in ranking.order() {
                level.entry(ranking.ranks[hypothesis]).or_default().push(hypothesis);
            }
            let mut level: Vec<_> = level.into_iter().filter(|(rank, group)| *rank > 1 && group.len() > 1).collect();
            level.sort_unstable();
            for (_, group) in level {
                let at = ranking.shown(group[0]);
                sentences.push(
                    Sentence::default()
                        .ids(self.hypotheses(&group))
                        .words(&format!(" are level at {at} by {}", by(ranking.method))),
                );
            }
        }
        sentences
    }

    /// Rows that are nothing but weight: they say the same of every hypothesis.
    #[must_use]
    pub fn undiagnostic(&self) -> Option<Sentence> {
        let same: Vec<&str> =
            self.matrix.rows.iter().filter(|row| row.diagnosticity() == 0.0).map(|row| self.id(row.item)).collect();
        let verb = if same.len() == 1 { " says" } else { " say" };
        let count = self.matrix.hypotheses.len();
        let sentence = || {
            Sentence::default()
                .ids(same.iter().copied())
                .words(&format!("{verb} the same of all {count} answers and cannot tell them apart"))
        };
        (!same.is_empty()).then(sentence)
    }

    /// What the first place hangs on: sources, items and cells without which others stand first.
    #[must_use]
    pub fn hangs_on(&self) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        if self.matrix.rows.is_empty() {
            return sentences;
        }
        let told = &self.sensitivities[..TOLD];
        let sources = told.iter().map(|it| (it.method, it.sources.as_slice(), it.source_count));
        self.swings(&mut sentences, "sources", sources.collect());
        let items = told.iter().map(|it| (it.method, it.items.as_slice(), it.item_count));
        self.swings(&mut sentences, "items", items.collect());
        // A cell does no more than its item has been said to do.
        let cells: Vec<(Method, Vec<Swing>, usize)> = told
            .iter()
            .map(|it| {
                let items: FxHashMap<usize, &[usize]> = it
                    .items
                    .iter()
                    .filter_map(|swing| match swing.suspect {
                        Suspect::Item { row } => Some((row, swing.first.as_slice())),
                        _ => None,
                    })
                    .collect();
                let is_new = |swing: &&Swing| match swing.suspect {
                    Suspect::Cell { row, .. } => items.get(&row) != Some(&swing.first.as_slice()),
                    _ => true,
                };
                let new: Vec<Swing> = it.cells.iter().filter(is_new).cloned().collect();
                let count = if it.cell_count > MOST_LISTED { it.cell_count } else { new.len() };
                (it.method, new, count)
            })
            .collect();
        let cells = cells.iter().map(|(method, swings, count)| (*method, swings.as_slice(), *count));
        self.swings(&mut sentences, "cells", cells.collect());
        if sentences.is_empty() {
            let words = "No single cell, item or source changes who stands first when it is taken away";
            sentences.push(Sentence::default().words(words));
        }
        sentences
    }

    fn swings(&self, sentences: &mut Vec<Sentence>, kind: &str, found: Vec<(Method, &[Swing], usize)>) {
        // One sentence for a suspect and what follows, with the methods that say so.
        let mut told: Vec<(&Swing, Vec<&str>)> = Vec::new();
        let mut places: FxHashMap<(Key<'_>, &[usize]), usize> = FxHashMap::default();
        let mut most = 0;
        for (method, swings, count) in found {
            most = most.max(count);
            for swing in swings {
                let key = match &swing.suspect {
                    Suspect::Cell { row, hypothesis } => Key::Cell(*row, *hypothesis),
                    Suspect::Item { row } => Key::Item(*row),
                    Suspect::Source { key, .. } => Key::Source(key),
                };
                let place = *places.entry((key, swing.first.as_slice())).or_insert(told.len());
                if place == told.len() {
                    told.push((swing, Vec::new()));
                }
                told[place].1.push(by(method));
            }
        }
        let count = told.len();
        for (swing, methods) in told.into_iter().take(MOST_TOLD) {
            let sentence = match &swing.suspect {
                Suspect::Cell { row, hypothesis } => Sentence::default()
                    .words("If ")
                    .id(self.id(self.matrix.rows[*row].item))
                    .words(" says nothing of ")
                    .id(self.id(self.matrix.hypotheses[*hypothesis])),
                Suspect::Item { row } => Sentence::default().words("Without ").id(self.id(self.matrix.rows[*row].item)),
                Suspect::Source { key, rows } => {
                    let items = if rows.len() == 1 { "item that rests" } else { "items that rest" };
                    Sentence::default()
                        .words("Without the source ")
                        .id(key.as_str())
                        .words(&format!(" and the {} {items} on it", rows.len()))
                }
            };
            let verb = if swing.first.len() == 1 { " stands first by " } else { " stand first, level, by " };
            sentences
                .push(sentence.words(", ").ids(self.hypotheses(&swing.first)).words(verb).words(&listed(&methods)));
        }
        if count > MOST_TOLD || most > MOST_LISTED {
            let rest = count.max(most) - MOST_TOLD;
            sentences.push(Sentence::default().words(&format!("{rest} or more further {kind} do the like")));
        }
    }

    /// Evidence that would tell hypotheses apart and is not there: rows that should exist.
    #[must_use]
    pub fn to_look_for(&self) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        for group in self.missing.alike.iter().take(MOST_TOLD) {
            sentences.push(
                Sentence::default()
                    .words("No item tells ")
                    .ids(self.hypotheses(group))
                    .words(" apart: look for what would be expected under one of them and surprising under another"),
            );
        }
        let alone = |which: &[usize]| if which.len() == 1 { "it" } else { "each" };
        let untested = &self.missing.untested;
        if !untested.is_empty() {
            sentences.push(Sentence::default().words("Nothing speaks against ").ids(self.hypotheses(untested)).words(
                &format!(": ask what would have to be seen if {} were wrong, and look for that", alone(untested)),
            ));
        }
        let unsupported = &self.missing.unsupported;
        if !unsupported.is_empty() {
            sentences.push(Sentence::default().words("Nothing speaks for ").ids(self.hypotheses(unsupported)).words(
                &format!(": say what {} would lead one to expect, and whether it is there", alone(unsupported)),
            ));
        }
        let telling = self.matrix.rows.iter().filter(|row| row.diagnosticity() > 0.0).count();
        let blank: Vec<usize> =
            self.hypotheses_in_order().into_iter().filter(|&hypothesis| self.missing.blank[hypothesis] > 0).collect();
        if !blank.is_empty() {
            let mut sentence = Sentence::default()
                .words(&format!("Of the {telling} items that tell answers apart, some say nothing of one: "));
            for (number, &hypothesis) in blank.iter().take(MOST_TOLD).enumerate() {
                let count = self.missing.blank[hypothesis];
                let comma = if number == 0 { "" } else { ", " };
                sentence =
                    sentence.words(&format!("{comma}{count} of ")).id(self.id(self.matrix.hypotheses[hypothesis]));
            }
            let rest = blank.len().saturating_sub(MOST_TOLD);
            let more = if rest > 0 { format!(" and some of {rest} more") } else { String::new() };
            sentences.push(sentence.words(&format!("{more}; decide what each says there")));
        }
        sentences
    }
}
