//! The book's pages of the rules are the text that `linchpin rules` prints. `UPDATE_DOCS=1 cargo test --test suite rule_pages::`
//! writes them anew.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use linchpin::review::{rule_markdown, rule_table};
use linchpin::rules;

const INTRODUCTION: &str = "\
# Rules

What a demanding reviewer of an argument looks for. `linchpin rules` prints this list, `linchpin rules RULE` a rule's page.

An *error* fails a check, a *warning* does with `--deny-warnings`, a *note* never does. [Levels](configuration.md) are set for a rule, \
for its group, or for all; a [suppression](reports.md#silencing-a-rule) silences a rule at one place.

The rules of the group *wording* read English. Those of the other groups look at the argument's structure, sources and numbers, and serve any \
language, but for what their pages say.

<!-- Written by tests/rule_pages.rs from the rules' own text. -->

";

fn pages() -> BTreeMap<PathBuf, String> {
    let folder = Path::new("docs/src");
    let mut pages = BTreeMap::from([(folder.join("rules.md"), format!("{INTRODUCTION}{}", rule_table()))]);
    for rule in rules::all() {
        pages.insert(folder.join("rules").join(rule.card().id).with_extension("md"), rule_markdown(*rule));
    }
    let summary = folder.join("SUMMARY.md");
    let old = fs::read_to_string(&summary).unwrap();
    pages.insert(summary, with_rules(&old));
    pages
}

/// The table of contents with a line for each rule under that of the rules.
fn with_rules(summary: &str) -> String {
    let mut text = String::new();
    for line in summary.lines().filter(|line| !line.contains("](rules/")) {
        writeln!(text, "{line}").unwrap();
        if line == "- [Rules](rules.md)" {
            for rule in rules::all() {
                writeln!(text, "  - [{0}](rules/{0}.md)", rule.card().id).unwrap();
            }
        }
    }
    text
}

/// Pages of rules that there are no more.
fn left_over(pages: &BTreeMap<PathBuf, String>) -> Vec<PathBuf> {
    let Ok(folder) = fs::read_dir("docs/src/rules") else { return Vec::new() };
    folder.map(|entry| entry.unwrap().path()).filter(|path| !pages.contains_key(path)).collect()
}

#[test]
fn the_book_says_what_the_rules_say() {
    let pages = pages();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all("docs/src/rules").unwrap();
        for path in left_over(&pages) {
            fs::remove_file(path).unwrap();
        }
        for (path, text) in &pages {
            fs::write(path, text).unwrap();
        }
    }
    for (path, text) in &pages {
        let found = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
        assert!(
            found == *text,
            "{} is out of date; run UPDATE_DOCS=1 cargo test --test suite rule_pages::",
            path.display()
        );
    }
    assert_eq!(left_over(&pages), Vec::<PathBuf>::new(), "pages of no rule");
    assert!(pages[Path::new("docs/src/SUMMARY.md")].contains("rules/no-judgement.md"));
}

#[test]
fn every_page_is_whole_markdown() {
    for (path, text) in pages() {
        assert_eq!(text.lines().filter(|line| line.starts_with("```")).count() % 2, 0, "{}", path.display());
        assert!(!text.contains("``` ") && !text.contains("markdown fail"), "{}", path.display());
    }
}
