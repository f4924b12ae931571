use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::{Hit, Selector, Settings};
use crate::argument::{Argument, NodeHandle, Suppression};
use crate::rules;

/// The author's suppressions, and which of them were of use. A look-up takes constant time for each node of a hit.
#[derive(Debug)]
pub struct Silencing {
    /// By the node that it is for (`None` for the whole report) and what it silences: the first such suppression.
    /// A second one of the same kind has nothing left to silence.
    by_target: HashMap<(Option<NodeHandle>, Selector), usize, FxBuildHasher>,
    used: Vec<bool>,
}

impl Silencing {
    pub(super) fn new(suppressions: &[Suppression]) -> Self {
        let mut by_target = HashMap::default();
        for (number, suppression) in suppressions.iter().enumerate() {
            if let Some(selector) = Selector::parse_exact(&suppression.rule) {
                by_target.entry((suppression.node, selector)).or_insert(number);
            }
        }
        Self { by_target, used: vec![false; suppressions.len()] }
    }

    /// Whether the hit is silenced. The narrowest suppression that does so is the one that was of use: at a node
    /// before the whole report, the rule before its group before all.
    pub(super) fn silences(&mut self, rule: usize, hit: &Hit) -> bool {
        if self.by_target.is_empty() {
            return false;
        }
        let group = rules::all()[rule].card().group;
        let selectors = [Selector::Rule(rule), Selector::Group(group), Selector::All];
        let places = hit.nodes().iter().copied().map(Some).chain([None]);
        let found = places
            .flat_map(|place| selectors.map(|selector| (place, selector)))
            .filter_map(|target| self.by_target.get(&target).copied())
            .find(|&number| hit.suppression != Some(number));
        if let Some(number) = found {
            self.used[number] = true;
        }
        found.is_some()
    }

    /// The suppressions that silenced nothing. Those of rules that are all switched off are left out: nobody can
    /// know whether they are needed. So are those of rules that have not run yet.
    pub(super) fn idle(&self, argument: &Argument, settings: &Settings, not_yet: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut ran: HashMap<Selector, bool, FxBuildHasher> = HashMap::default();
        let mut any_ran = |selector: Selector| {
            *ran.entry(selector)
                .or_insert_with(|| (0..rules::all().len()).any(|rule| selector.covers(rule) && settings.is_on(rule)))
        };
        let mut idle = Vec::new();
        for (number, suppression) in argument.suppressions.iter().enumerate() {
            let needed = match Selector::parse_exact(&suppression.rule) {
                Some(Selector::Rule(rule)) if not_yet(rule) => true,
                Some(selector) => self.used[number] || !any_ran(selector),
                None => false,
            };
            if !needed {
                idle.push(number);
            }
        }
        idle
    }
}
