//! What the rules' own tests say: a sketch, a rule, and the findings of that rule alone.

use crate::argument::testing::sketch;
use crate::rules::{Finding, Settings, check, index_of};

/// The findings of one rule on a sketch (see [`sketch`]), at default settings.
pub(in crate::rules) fn findings(rule: &str, text: &str) -> Vec<Finding> {
    assert!(index_of(rule).is_some(), "no rule `{rule}`");
    let mut findings = check(&sketch(text), &Settings::default());
    findings.retain(|finding| finding.rule == rule);
    findings
}

/// The same as `line: message`, lines of the sketch counted from 1.
pub(in crate::rules) fn hits(rule: &str, text: &str) -> Vec<String> {
    let argument = sketch(text);
    let line = |finding: &Finding| argument.files().positions(finding.primary.span).0.line;
    findings(rule, text).iter().map(|finding| format!("{}: {}", line(finding), finding.message)).collect()
}
