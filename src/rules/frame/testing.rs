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

/// A report or graph file as it is read from disk, with its likelihoods filled in.
pub(in crate::rules) fn read(name: &str, text: &str) -> Argument {
    let file = SourceFile::new(name, text);
    format::understand(&file, format::detect(&file), &Config::default()).expect(text).reading.argument
}

/// The findings of one rule on a file, as `line: message`; `copies` are the copies of its sources, by path.
pub(in crate::rules) fn hits_in_file(rule: &str, name: &str, text: &str, copies: &[(&str, &str)]) -> Vec<String> {
    let argument = read(name, text);
    let mut files = crate::text::InMemory::default();
    for (path, copy) in copies {
        files.insert(*path, *copy);
    }
    let archives = crate::archive::Archives::read(&argument, &files);
    let mut findings = crate::rules::check_with_archives(&argument, &Settings::default(), &archives);
    findings.retain(|finding| finding.rule == rule);
    let line = |finding: &Finding| argument.files().positions(finding.primary.span).0.line;
    findings.iter().map(|finding| format!("{}: {}", line(finding), finding.message)).collect()
}

/// The sign-off that an example shows in a comment `<!-- report.md.review … -->`; it lies in a file of its own.
pub(in crate::rules) fn sign_off_in(text: &str) -> Option<crate::review::signoff::SignOff> {
    let (_, rest) = text.split_once("<!-- report.md.review\n")?;
    let (lines, _) = rest.split_once("-->")?;
    Some(crate::review::signoff::SignOff::parse(&SourceFile::new("report.md.review", lines)).expect(text))
}

/// The findings of one rule on a Markdown report, as `line: message`.
pub(in crate::rules) fn hits_in_report(rule: &str, text: &str) -> Vec<String> {
    assert!(index_of(rule).is_some(), "no rule `{rule}`");
    hits_in_file(rule, "report.md", text, &[])
}

/// Checks that a rule's page keeps its word: the failing examples fail and the passing ones pass, by this rule.
pub(in crate::rules) fn assert_examples(rule: &str) {
    let card = crate::rules::find(rule).expect(rule).card();
    for example in card.examples() {
        let name = if example.language == "markdown" { "report.md" } else { "graph.toml" };
        let found = hits_in_file(rule, name, &example.text, &[]);
        assert_eq!(found.is_empty(), example.passes, "{rule}: {found:?}\n{}", example.text);
    }
}

/// The same as `line: message`, lines of the sketch counted from 1.
pub(in crate::rules) fn hits(rule: &str, text: &str) -> Vec<String> {
    let argument = sketch(text);
    let line = |finding: &Finding| argument.files().positions(finding.primary.span).0.line;
    findings(rule, text).iter().map(|finding| format!("{}: {}", line(finding), finding.message)).collect()
}

/// The findings of all rules on a report in Markdown, read and understood as `linchpin check` does.
pub(in crate::rules) fn report(text: &str) -> (Argument, Vec<Finding>) {
    report_with(text, &Settings::default())
}

/// The same with other settings.
pub(in crate::rules) fn report_with(text: &str, settings: &Settings) -> (Argument, Vec<Finding>) {
    let file = SourceFile::new("report.md", text);
    let understood = format::understand(&file, &format::report::MarkdownReport, &Config::default()).unwrap();
    let argument = understood.reading.argument;
    let findings = check(&argument, settings);
    (argument, findings)
}

/// The findings of one rule on a report in Markdown, as `line: message`.
pub(in crate::rules) fn report_hits(rule: &str, text: &str) -> Vec<String> {
    assert!(index_of(rule).is_some(), "no rule `{rule}`");
    let (argument, findings) = report(text);
    let line = |finding: &Finding| argument.files().positions(finding.primary.span).0.line;
    let of_rule = findings.iter().filter(|finding| finding.rule == rule);
    of_rule.map(|finding| format!("{}: {}", line(finding), finding.message)).collect()
}

/// The words that one rule marks in a report whose only judgement is this sentence.
pub(in crate::rules) fn marked(rule: &str, sentence: &str) -> Vec<String> {
    assert!(index_of(rule).is_some(), "no rule `{rule}`");
    let (argument, findings) = report(&format!("## Key Judgement 1\n\n{sentence}\n"));
    assert_eq!(argument.judgements().count(), 1, "{sentence}");
    let of_rule = findings.iter().filter(|finding| finding.rule == rule);
    of_rule.map(|finding| argument.files().slice(finding.primary.span).to_owned()).collect()
}

/// That a rule finds something in each failing example of its page, and nothing in the passing ones.
pub(in crate::rules) fn assert_page_holds(rule: &str) {
    let card = crate::rules::find(rule).unwrap_or_else(|| panic!("no rule `{rule}`")).card();
    for example in card.examples().iter().filter(|example| example.language == "markdown") {
        let hits = report_hits(rule, &example.text);
        assert_eq!(hits.is_empty(), example.passes, "{rule}: {hits:?} in\n{}", example.text);
    }
}

/// What a rule finds in the change that a page shows as a diff.
pub(in crate::rules) fn hits_in_change(rule: &str, diff: &str) -> Vec<String> {
    use crate::review::diff::{Side, difference};
    use crate::score::{ScoreSettings, score, semantics};

    let edition = |left_out: char| -> String {
        let lines = diff.lines().filter(|line| !line.starts_with(left_out));
        lines.map(|line| format!("{}\n", line.get(1..).unwrap_or(""))).collect()
    };
    let settings = ScoreSettings::default();
    let read = |text: &str| {
        let file = SourceFile::new("report.md", text);
        let reader = &format::report::MarkdownReport;
        let argument = format::understand(&file, reader, &Config::default()).unwrap().reading.argument;
        let scores = score(&argument, semantics::default_semantics(), &settings);
        (argument, scores)
    };
    let (old, new) = (read(&edition('+')), read(&edition('-')));
    let side = |edition| {
        let (argument, scores): &(Argument, _) = edition;
        Side { argument, findings: &[], scores, semantics: semantics::default_semantics(), settings: &settings }
    };
    let found = difference(&side(&old), &side(&new), &Settings::default()).review;
    found.into_iter().filter(|finding| finding.rule == rule).map(|finding| finding.message).collect()
}
