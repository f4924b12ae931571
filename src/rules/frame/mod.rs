//! What every rule stands on: its card, what it looks at, where it puts its hits, and what is done with them.

mod context;
pub(super) mod dates;
pub(super) mod english;
mod findings;
pub(super) mod forecast;
mod revision;
mod rule;
mod selector;
mod settings;
mod source_grounds;
pub(super) mod speech;
mod suppression;
#[cfg(test)]
pub(super) mod testing;

pub use context::Context;
pub use findings::{Findings, Hit};
pub use revision::{LostLinchpin, RevisedJudgement, Revision, Turn};
pub(super) use rule::rule;
pub use rule::{Card, Described, Example, Group, Rule, RuleOption, SECTIONS, Stage};
pub use selector::{Selector, UnknownRule};
pub use settings::{LevelOverrides, LevelSetting, OptionError, Settings, Thresholds};
pub use source_grounds::Grounds;
use suppression::Silencing;

use rayon::prelude::*;

use super::{Companions, Finding, all};
use crate::argument::{Argument, MANY_NODES};

/// Runs every rule that is switched on, takes out what the author silenced, and gives what is left its levels.
pub(super) fn run(argument: &Argument, settings: &Settings, companions: Companions<'_>) -> Vec<Finding> {
    let context = Context::new(argument, settings).with(companions);
    let mut silencing = Silencing::new(&argument.suppressions);
    let mut findings = stage(&context, Stage::Argument);
    findings.silence(&mut silencing);
    let not_yet = |rule: usize| all()[rule].stage() != Stage::Argument;
    context.set_idle_suppressions(silencing.idle(argument, settings, not_yet));
    let mut of_suppressions = stage(&context, Stage::Suppressions);
    of_suppressions.silence(&mut silencing);
    findings.append(of_suppressions);
    // What the rules shared takes room that sorting can use.
    drop(context);
    findings.finish(settings)
}

/// Runs the rules of revisions that are switched on; see [`run`].
pub(super) fn run_revision(argument: &Argument, revision: &Revision<'_>, settings: &Settings) -> Vec<Finding> {
    let context = Context::new(argument, settings);
    let mut findings = Findings::default();
    for (number, rule) in all().iter().enumerate() {
        if rule.stage() == Stage::Revision && settings.is_on(number) {
            findings.begin(number);
            rule.check_revision(&context, revision, &mut findings);
        }
    }
    findings.silence(&mut Silencing::new(&argument.suppressions));
    findings.finish(settings)
}

fn stage(context: &Context<'_>, stage: Stage) -> Findings {
    let is_asked = |number: usize| all()[number].stage() == stage && context.settings.is_on(number);
    let hits_of = |number: usize| {
        let mut findings = Findings::default();
        findings.begin(number);
        all()[number].check(context, &mut findings);
        findings
    };
    let mut by_rule: Vec<Findings> = if context.argument.node_count() < MANY_NODES {
        (0..all().len()).filter(|number| is_asked(*number)).map(hits_of).collect()
    } else {
        (0..all().len()).into_par_iter().with_max_len(1).filter(|number| is_asked(*number)).map(hits_of).collect()
    };
    // The most hits stay where they are; whoever sorts them does not mind the order of the rules.
    by_rule.sort_by_key(|of_rule| std::cmp::Reverse(of_rule.count()));
    by_rule
        .into_iter()
        .reduce(|mut all, of_rule| {
            all.append(of_rule);
            all
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    #[test]
    fn rules_side_by_side_find_what_they_find_one_by_one() {
        let mut sketch = "kj1: judgement \"It is likely, and perhaps certain.\"\n".to_owned();
        for number in 0..MANY_NODES {
            let _ = writeln!(sketch, "e{number} -> kj1");
        }
        let argument = crate::argument::testing::sketch(&sketch);
        let settings = Settings::default();
        let context = Context::new(&argument, &settings);
        let mut one_by_one = Findings::default();
        for (number, rule) in all().iter().enumerate() {
            if rule.stage() == Stage::Argument && settings.is_on(number) {
                one_by_one.begin(number);
                rule.check(&context, &mut one_by_one);
            }
        }
        let expected = one_by_one.finish(&settings);
        let rules: std::collections::BTreeSet<&str> = expected.iter().map(|finding| finding.rule).collect();
        assert!(rules.len() > 3 && expected.len() > MANY_NODES, "{rules:?}");
        assert_eq!(stage(&context, Stage::Argument).finish(&settings), expected);
    }
}
