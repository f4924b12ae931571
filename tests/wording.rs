//! The wording rules on whole reports: those of the shared corpus, and hostile ones.

use std::path::{Path, PathBuf};
use std::time::Instant;

use linchpin::config::Config;
use linchpin::format;
use linchpin::rules::{self, Finding, Group, Level, Settings};
use linchpin::text::SourceFile;
use proptest::prelude::*;

/// The findings on a text, with the line of each.
fn check(name: &str, text: &str) -> Vec<(usize, Finding)> {
    let file = SourceFile::new(name, text);
    let understood = format::understand(&file, format::detect(&file), &Config::default()).expect("a report");
    let argument = &understood.reading.argument;
    let findings = rules::check(argument, &Settings::default());
    findings.into_iter().map(|finding| (argument.files().positions(finding.primary.span).0.line, finding)).collect()
}

fn is_wording(finding: &Finding) -> bool {
    rules::find(finding.rule).is_some_and(|rule| rule.card().group == Group::Wording)
}

fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("LINCHPIN_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    Some(shared.join("corpus/reports")).filter(|folder| folder.is_dir())
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).expect("a report of the corpus")
}

/// Every hit at warning or above, each looked at by a reader and found right.
#[test]
fn warnings_on_the_published_reports_are_those_that_a_reader_agrees_with() {
    let Some(folder) = corpus() else {
        eprintln!("skipped: no corpus (set LINCHPIN_SHARED)");
        return;
    };
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("the corpus")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .collect();
    names.sort();
    let known = [
        "bold-leads.md",
        "burning-umbrella.md",
        "china-russia.txt",
        "flat-list.md",
        "long-brief.md",
        "run-in-labels.md",
    ];
    let mut hits = Vec::new();
    for name in names.iter().filter(|name| known.contains(&name.as_str()) || *name == "table.md") {
        for (line, finding) in check(name, &read(&folder, name)) {
            if is_wording(&finding) && finding.level != Level::Note {
                hits.push(format!("{name}:{line} {}", finding.rule));
            }
        }
    }
    let expected =
        ["china-russia.txt:12 no-horizon", "run-in-labels.md:19 no-likelihood", "run-in-labels.md:24 no-likelihood"];
    assert_eq!(hits, expected);
}

#[test]
fn the_open_condition_of_the_first_judgement_is_said_to_set_no_end() {
    let Some(folder) = corpus() else {
        eprintln!("skipped: no corpus (set LINCHPIN_SHARED)");
        return;
    };
    let found = check("china-russia.txt", &read(&folder, "china-russia.txt"));
    let (line, finding) = found.iter().find(|(_, finding)| finding.rule == "no-horizon").expect("no horizon");
    assert_eq!(*line, 12);
    assert!(finding.message.ends_with("is a condition without an end of its own"), "{}", finding.message);
}

#[test]
fn a_sentence_that_never_ends_takes_linear_time() {
    let pieces = [
        "may possibly ",
        "likely 70% ",
        "likely (70 %) ",
        "a 70% chance ",
        "possible that it ",
        "while he is ",
        "of of of ",
        "high confidence likely ",
        "certainly of course ",
        "not unlikely that ",
        "before the ",
        "will ",
        "\"may ",
    ];
    for piece in pieces {
        let time = |copies: usize| {
            let text = format!("## Key Judgement 1\n\nThe port {}.\n", piece.repeat(copies));
            let start = Instant::now();
            check("long.md", &text);
            start.elapsed().as_secs_f64()
        };
        let (short, long) = (time(300), time(2_400));
        // Eight times the text; squared, it would be sixty-four times the time.
        assert!(long < 30.0 * short + 0.5, "{piece:?}: {short} s and {long} s");
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec![
            "may", "May", "might", "could", "possibly", "potentially", "likely", "unlikely", "not", "very", "highly", "will",
            "confidence", "high", "80%", "(80 %)", "chance", "of", "that", "while", "remains", "in", "office", "by", "2030",
            "certainly", "almost", "cannot", "rule", "out", "or", "possible", "\"", "“", "”", "(", ")", ",", ";", ".", "?", "—",
            "is", "to", "be", "the", "a", "next", "12", "months", "we", "assess", "said", "if", "whether", "…", "'",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_text_makes_a_rule_fail(words in prop::collection::vec(word(), 0..40)) {
        let text = format!("## Key Judgement 1\n\nIt {}\n", words.join(" "));
        for (_, finding) in check("any.md", &text) {
            prop_assert!(text.get(finding.primary.span.range()).is_some(), "{text:?} {finding:?}");
            prop_assert!(!finding.message.is_empty());
        }
    }
}
