use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::argument::testing::sketch;
use crate::rules::{self, Label, Settings};
use crate::text::{FileId, SourceMap};

fn shown(format: &str, style: Style, runs: &[(&Argument, &[Finding])]) -> String {
    let format = formats().iter().find(|known| known.name == format).unwrap();
    let mut out = Vec::new();
    let mut writer = FindingsWriter::new((format.reporter)(style), &mut out).unwrap();
    for (argument, findings) in runs {
        writer.add(argument, findings).unwrap();
    }
    writer.finish().unwrap();
    String::from_utf8(out).unwrap()
}

fn at(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap();
    Span::new(FileId::FIRST, start..start + words.len())
}

fn finding(span: Span, message: &str) -> Finding {
    Finding {
        rule: "duplicate-id",
        level: Level::Error,
        message: message.to_owned(),
        primary: Label { span, message: "given again here".to_owned() },
        labels: Vec::new(),
        help: None,
        nodes: Vec::new(),
        fix: None,
    }
}

fn of_text(text: &str) -> Argument {
    Argument::new(SourceMap::single(SourceFile::new("report.md", text)))
}

const SKETCH: &str = "kj1: judgement \"The harbour will be closed by winter.\" confidence=low\n\
                      e1: evidence \"The pilots' contract ends in November.\"\ne1 -> kj1\nkj1 -> e1\n\
                      kj2: judgement \"Trade will likely move to the northern ports.\" likelihood=0.55..0.75\n";

#[test]
fn findings_for_reading() {
    let argument = sketch(SKETCH);
    let findings = rules::check(&argument, &Settings::default());
    insta::assert_snapshot!(shown("human", Style::default(), &[(&argument, &findings)]));
}

#[test]
fn findings_on_one_line_each() {
    let argument = sketch(SKETCH);
    let findings = rules::check(&argument, &Settings::default());
    insta::assert_snapshot!(shown("concise", Style::default(), &[(&argument, &findings)]));
}

#[test]
fn findings_for_other_tools() {
    let argument = sketch(SKETCH);
    let findings = rules::check(&argument, &Settings::default());
    let json = shown("json", Style::default(), &[(&argument, &findings), (&argument, &findings)]);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let list = value["findings"].as_array().unwrap();
    assert_eq!(list.len(), 2 * findings.len());
    insta::assert_snapshot!(serde_json::to_string_pretty(&list[1]).unwrap());
    assert_eq!(shown("json", Style::default(), &[]), "{\"findings\":[]}\n");
}

/// Many findings are drawn side by side: no other way, nor in another order, than few.
#[test]
fn many_findings_are_drawn_as_few_are() {
    let text: String = (0..1_200).map(|number| format!("- The pilots struck on day {number}.\n")).collect();
    let argument = of_text(&text);
    let places =
        text.match_indices("The pilots").map(|(start, words)| Span::new(FileId::FIRST, start..start + words.len()));
    let mut findings: Vec<Finding> =
        places.map(|span| finding(span, &format!("of interest: {}", span.start))).collect();
    for (number, finding) in findings.iter_mut().enumerate() {
        finding.help = Some(format!("look at it, for reason {}", number % 700).into());
    }
    let few = |findings: &[Finding]| shown("human", Style::default(), &[(&argument, findings)]);
    let without_tally = |text: &str| text.rsplit_once("\n\n").unwrap().0.to_owned();
    let mut expected = String::new();
    for (number, finding) in findings.iter().enumerate() {
        // Help is given once.
        let alone = Finding { help: finding.help.clone().filter(|_| number < 700), ..finding.clone() };
        expected.push_str(&without_tally(&few(&[alone])));
        expected.push_str("\n\n");
    }
    assert_eq!(without_tally(&few(&findings)), expected.trim_end_matches('\n'));
}

#[test]
fn a_long_line_is_cut_about_the_label_and_its_column_is_the_real_one() {
    let text = format!(
        "{}\nKey: {}the pilots struck{} and so on.\n",
        "x".repeat(9),
        "many words ".repeat(200),
        " more words".repeat(200)
    );
    let argument = of_text(&text);
    let findings = [finding(at(&text, "the pilots struck"), "of interest")];
    for width in [80, 100, 120] {
        let out = shown("human", Style { colour: false, width }, &[(&argument, &findings)]);
        assert!(out.contains(" --> report.md:2:2206\n"), "{out}");
        let line = out.lines().find(|line| line.contains("the pilots struck")).unwrap();
        assert!(line.contains("| …") && line.ends_with('…'), "{out}");
        assert!(line.contains("many words the pilots struck more words"), "{out}");
        let carets: String = "^".repeat("the pilots struck".len());
        assert!(out.contains(&format!("{carets} given again here")), "{out}");
        let below = out.lines().find(|line| line.contains('^')).unwrap();
        let cells = |line: &str, to: &str| line[..line.find(to).unwrap()].chars().count();
        assert_eq!(cells(line, "the pilots"), cells(below, "^"));
        assert!(out.lines().all(|line| line.chars().count() <= width), "{out}");
    }
}

#[test]
fn a_long_line_that_is_the_label_shows_its_beginning() {
    let text = format!("- {}", "many words ".repeat(300));
    let argument = of_text(text.trim());
    let findings = [finding(Span::new(FileId::FIRST, 2..text.trim().len()), "of interest")];
    let out = shown("human", Style { colour: false, width: 80 }, &[(&argument, &findings)]);
    assert!(out.contains("- many words many"), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
}

#[test]
fn two_places_on_one_long_line_are_both_shown() {
    let text = format!("first {} second", "many words ".repeat(300));
    let argument = of_text(&text);
    let mut found = finding(at(&text, "second"), "of interest");
    found.labels.push(Label { span: at(&text, "first"), message: "given first here".to_owned() });
    let out = shown("human", Style::default(), &[(&argument, &[found])]);
    assert!(out.contains("^^^^^^ given again here") && out.contains("----- given first here"), "{out}");
    assert!(out.contains("--> report.md:1:3308") && out.contains("::: report.md:1:1"), "{out}");
}

#[test]
fn a_place_over_several_lines_is_bracketed_and_a_very_long_one_is_cut_short() {
    let text = "one\n    two words\n    three\nfour\n";
    let argument = of_text(text);
    let found = [finding(at(text, "two words\n    three"), "of interest")];
    let out = shown("human", Style::default(), &[(&argument, &found)]);
    assert!(out.contains("2 | /     two words\n3 | |     three\n  | |_________^ given again here"), "{out}");
    let text = "words\n".repeat(1000);
    let argument = of_text(&text);
    let found = [finding(Span::new(FileId::FIRST, 0..text.len()), "of interest")];
    assert!(shown("human", Style::default(), &[(&argument, &found)]).lines().count() < 15);
}

#[test]
fn the_text_of_a_report_stays_text() {
    let text = "a \u{1b}[31mred\u{1b}[0m \u{202e}word\u{2069} \u{9b}1m \u{fdd0}0:1:1 end\n";
    let argument = Argument::new(SourceMap::single(SourceFile::new("re\u{1b}[2Jport\n.md", text)));
    let mut found = finding(at(text, "word"), "a \u{1b}]0;title\u{7} message\nerror[forged]: not one");
    found.help = Some("write \u{1b}[1m".into());
    found.primary.message = "la\u{1b}bel".to_owned();
    for format in ["human", "concise"] {
        let out = shown(format, Style::default(), &[(&argument, std::slice::from_ref(&found))]);
        assert!(out.chars().all(|c| c == '\n' || !c.is_control()), "{out:?}");
        assert!(!out.contains(['\u{202e}', '\u{2069}', '\u{fdd0}']), "{out:?}");
        assert!(!out.lines().any(|line| line.starts_with("error[forged]")), "{out}");
        assert!(out.contains("a ␛]0;title␇ message␊error[forged]: not one"), "{out}");
    }
    let json = shown("json", Style::default(), &[(&argument, &[found])]);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["findings"][0]["message"], "a \u{1b}]0;title\u{7} message\nerror[forged]: not one");
    assert!(json.chars().all(|c| c == '\n' || !c.is_control()));
}

#[test]
fn colour_changes_nothing_but_colour() {
    let argument = sketch(SKETCH);
    let findings = rules::check(&argument, &Settings::default());
    let plain = shown("human", Style::default(), &[(&argument, &findings)]);
    let coloured = shown("human", Style { colour: true, ..Style::default() }, &[(&argument, &findings)]);
    assert_ne!(plain, coloured);
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
}

#[test]
fn faults_are_shown_like_findings() {
    let file = SourceFile::new("linchpin.toml", "yardstick = \"phia\"\nsemantix = \"log-odds\"\n");
    let fault =
        crate::text::Fault::new(&file, 19..27, "there is no key `semantix`").with_help("did you mean `semantics`?");
    insta::assert_snapshot!(render_fault(&fault, Style::default()));
}

#[test]
fn the_summary_counts() {
    let tally = Tally { errors: 2, warnings: 1, notes: 0, files: 3 };
    assert_eq!(tally.to_string(), "2 errors, 1 warning in 3 files");
    assert_eq!(Tally { files: 1, ..Tally::default() }.to_string(), "no findings in 1 file");
}

#[test]
fn a_page_says_all_that_there_is_to_know() {
    insta::assert_snapshot!(rule_page(rules::find("circular-support").unwrap(), 80));
    for rule in rules::all() {
        let page = rule_page(*rule, 80);
        for title in rules::SECTIONS {
            assert!(page.contains(&format!("\n{title}\n")), "{}: {title}", rule.card().id);
        }
    }
    assert_eq!(rule_list().lines().filter(|line| line.starts_with("  ")).count(), rules::all().len());
}

#[test]
fn many_findings_on_one_line_take_linear_time() {
    let count = 20_000;
    let mut text = String::new();
    for number in 0..count {
        write!(text, "word{number} and some more words; ").unwrap();
    }
    let argument = of_text(&text);
    let findings: Vec<Finding> = text
        .match_indices("word")
        .filter(|(at, _)| text[at + 4..].starts_with(|c: char| c.is_ascii_digit()))
        .map(|(at, word)| finding(Span::new(FileId::FIRST, at..at + word.len()), "of interest"))
        .collect();
    assert_eq!(findings.len(), count);
    for format in formats() {
        let out = shown(format.name, Style::default(), &[(&argument, &findings)]);
        assert!(out.len() < 1000 * count);
    }
}

proptest! {
    #[test]
    fn no_text_and_no_place_is_too_much(
        text in "\\PC{0,40}|[\\x00-\\x20a-c\u{e9}\u{65e5}\u{301}\u{202e}\u{fdd0}\u{200d}\u{1f469}\\r\\n]{0,300}",
        repeat in 1usize..30,
        spans in prop::collection::vec((0usize..12_000, 0usize..12_000), 1..6),
        message in "[\\x00-\\x7f\u{fdd0}\u{202e}]{0,50}",
        width in 0usize..200,
    ) {
        let text = text.repeat(repeat);
        let argument = of_text(&text);
        let mut labels: Vec<Label> = spans
            .iter()
            .map(|&(start, len)| Label { span: Span::new(FileId::FIRST, start..start + len), message: message.clone() })
            .collect();
        let primary = labels.remove(0);
        let found = Finding { primary, labels, help: Some(message.clone().into()), ..finding(Span::default(), &message) };
        for format in formats() {
            for colour in [false, true] {
                let out = shown(format.name, Style { colour, width }, &[(&argument, std::slice::from_ref(&found))]);
                prop_assert!(!out.contains(char::from_u32(0xfdd0).unwrap()) || format.name == "json");
                if !colour {
                    prop_assert!(out.chars().all(|c| c == '\n' || !c.is_control() || format.name == "json"));
                }
            }
        }
        let out = shown("human", Style { colour: false, width }, &[(&argument, &[found])]);
        let at = argument.files().positions(Span::new(FileId::FIRST, spans[0].0..spans[0].0)).0;
        let place = format!("--> report.md:{}:{}\n", at.line, at.column);
        prop_assert!(out.contains(&place), "{} in {}", place, out);
    }
}

#[test]
fn what_to_write_is_said_once_for_each_rule_and_file() {
    let argument = sketch(
        "kj1: judgement \"A.\" likelihood=0.1..0.2\ne1: evidence \"B.\"\ne2: evidence \"C.\"\ne1 -> kj1\ne2 -> kj1",
    );
    let mut findings = rules::check(&argument, &Settings::default());
    findings.retain(|finding| finding.rule == "unsourced-evidence");
    assert_eq!(findings.len(), 2);
    let once = shown("human", Style::default(), &[(&argument, &findings)]);
    assert_eq!(once.matches("help: link the words").count(), 1);
    let twice = shown("human", Style::default(), &[(&argument, &findings), (&argument, &findings)]);
    assert_eq!(twice.matches("help: link the words").count(), 2);
}
