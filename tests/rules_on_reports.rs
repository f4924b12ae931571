//! Rules on whole reports: what a reader of them sees, at its line. The published reports stand in `corpus/reports` of
//! `../shared`, or of the folder that `LINCHPIN_SHARED` names.

use std::path::PathBuf;

use linchpin::argument::Argument;
use linchpin::config::Config;
use linchpin::format;
use linchpin::rules::{LevelOverrides, check};
use linchpin::text::SourceFile;

fn read(name: &str, text: &str) -> Argument {
    let file = SourceFile::new(name, text);
    let understood = format::understand(&file, format::detect(&file), &Config::default());
    understood.unwrap_or_else(|faults| panic!("{}", faults[0])).reading.argument
}

/// The lines at which a rule finds something.
fn lines(argument: &Argument, rule: &str) -> Vec<usize> {
    let settings = Config::default().settings(&LevelOverrides::default());
    let findings = check(argument, &settings);
    let of_rule = findings.iter().filter(|finding| finding.rule == rule);
    of_rule.map(|finding| argument.files().positions(finding.primary.span).0.line).collect()
}

fn published(name: &str) -> Option<String> {
    let shared = std::env::var_os("LINCHPIN_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = shared.join("corpus/reports").join(name);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("skipped: there is no {}", path.display());
    }
    text
}

#[test]
fn the_published_report_on_an_alliance_is_found_wanting_where_it_is() {
    let Some(text) = published("china-russia.txt") else { return };
    let argument = read("china-russia.txt", &text);
    assert_eq!(lines(&argument, "no-contrary-evidence"), [12, 24, 36]);
    assert_eq!(lines(&argument, "compound-judgement"), [36]);
    assert_eq!(lines(&argument, "assertion-as-evidence"), [30]);
    assert_eq!(lines(&argument, "no-alternative"), [12]);
    assert_eq!(lines(&argument, "no-assumption"), [12]);
    assert_eq!(argument.lead.len(), 2, "the title and the introduction");
    assert!(lines(&argument, "summary-mismatch").is_empty());
    let other = text.replacen("it is highly unlikely that they", "it is unlikely that they", 1);
    assert_eq!(lines(&read("china-russia.txt", &other), "summary-mismatch"), [8]);
}

#[test]
fn the_published_reports_have_no_errors_of_these_rules() {
    for name in
        ["bold-leads.md", "burning-umbrella.md", "flat-list.md", "long-brief.md", "run-in-labels.md", "table.md"]
    {
        let Some(text) = published(name) else { return };
        let argument = read(name, &text);
        for rule in ["self-contradiction", "restated-judgement", "rival-stronger", "duplicate-evidence"] {
            assert!(lines(&argument, rule).is_empty(), "{rule} on {name}");
        }
    }
}

#[test]
fn a_report_that_is_fair_to_the_other_side_has_no_warning_of_balance_structure_or_assumption() {
    let report = "---\ntitle: The lock\n---\n\n# The lock\n\nThe lock is likely to fail in the spring flood.\n\n\
        ## Key Judgement 1\n\nThe lock is likely to fail in the spring flood of 2031.\n\n- Two gates leak. {grade=B2}\n\
        - The pump failed its test. {grade=A1}\n\n### Evidence against\n\n- It held in the flood of 2029. {#held grade=A1}\n  \
        - That flood was a metre lower. {contradicts=\"held:0.6\"}\n\n### Alternatives\n\n- The lock holds, and the dam fails.\n  \
        - The dam is older. {weight=0.3}\n\n### Assumptions\n\n- No gate is mended before the flood. If one is, the lock \
        holds. {weight=0.2}\n";
    let argument = read("lock.md", report);
    let findings = check(&argument, &Config::default().settings(&LevelOverrides::default()));
    for rule in [
        "self-contradiction",
        "duplicate-evidence",
        "restated-judgement",
        "summary-mismatch",
        "compound-judgement",
        "no-contrary-evidence",
        "no-alternative",
        "non-diagnostic-evidence",
        "rival-stronger",
        "unanswered-contradiction",
        "no-assumption",
        "assumption-linchpin",
        "assertion-as-evidence",
        "no-consequence",
    ] {
        let of_rule: Vec<_> = findings.iter().filter(|finding| finding.rule == rule).collect();
        assert!(of_rule.is_empty(), "{of_rule:?}");
    }
}
