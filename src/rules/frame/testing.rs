//! What the rules' own tests say: a sketch, a rule, and the findings of that rule alone.

use crate::argument::Argument;
use crate::argument::testing::sketch;
use crate::config::Config;
use crate::format;
use crate::rules::{Finding, Settings, check, index_of};
use crate::text::SourceFile;

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

/// The argument of a report in Markdown, with its estimates.
pub(in crate::rules) fn report(text: &str) -> Argument {
    let file = SourceFile::new("report.md", text);
    let understood = format::understand(&file, format::detect(&file), &Config::default());
    understood.unwrap_or_else(|faults| panic!("{}", faults[0])).reading.argument
}

/// The hits of one rule on a report in Markdown as `line: message`, lines counted from 1.
pub(in crate::rules) fn report_hits(rule: &str, text: &str) -> Vec<String> {
    assert!(index_of(rule).is_some(), "no rule `{rule}`");
    let argument = report(text);
    let findings = check(&argument, &Settings::default());
    let line = |finding: &Finding| argument.files().positions(finding.primary.span).0.line;
    let of_rule = findings.iter().filter(|finding| finding.rule == rule);
    of_rule.map(|finding| format!("{}: {}", line(finding), finding.message)).collect()
}

/// That a rule finds something in each failing example of its page, and nothing in the passing ones.
pub(in crate::rules) fn assert_page_holds(rule: &str) {
    let card = crate::rules::find(rule).unwrap_or_else(|| panic!("no rule `{rule}`")).card();
    for example in card.examples().iter().filter(|example| example.language == "markdown") {
        let hits = report_hits(rule, &example.text);
        assert_eq!(hits.is_empty(), example.passes, "{rule}: {hits:?} in\n{}", example.text);
    }
}
