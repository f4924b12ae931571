//! linchpin as a user types it: what it prints, where, the exit code, and the files that it writes.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// One judgement without a likelihood and one fact without a source: two warnings and no error.
const REPORT: &str =
    "## Key Judgement 1\n\nThe harbour will close by winter.\n\n- The pilots' contract ends in November.\n";
/// Nothing to say against it.
const CLEAN: &str = "## Key Judgement 1\n\nThe harbour is highly likely to close by winter 2031.\n\n\
    - The pilots' contract ends [in November](https://example.org/notice). {#ends grade=B2 date=2031-05-01}\n";
/// Nothing stands under the judgement: an error.
const BARE: &str = "## Key Judgement 1\n\nThe harbour will close by winter.\n";
/// A graph file with a kind that there is none.
const BROKEN: &str = "[nodes.a]\nkind = \"opinion\"\ntext = \"It rains.\"\n";

/// A folder with the files, that goes when the test ends.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linchpin"));
    command.current_dir(folder).args(arguments).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("it ended by itself"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

fn run(folder: &TempDir, arguments: &[&str]) -> Ran {
    command(folder.path(), arguments).output().unwrap().into()
}

fn run_with_input(folder: &TempDir, arguments: &[&str], input: &str) -> Ran {
    let mut child = command(folder.path(), arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap().into()
}

/// Only the rules that the tests count on, so that they need not know of every rule there is.
const ONLY: [&str; 6] = ["--allow", "all", "--warn", "no-likelihood", "--warn", "unsourced-evidence"];

fn check(folder: &TempDir, arguments: &[&str]) -> Ran {
    run(folder, &[&["check", "--format", "concise"], &ONLY[..], arguments].concat())
}

#[test]
fn every_command_says_by_its_exit_code_how_it_ended() {
    let files = folder(&[("r.md", REPORT), ("bare.md", BARE), ("broken.toml", BROKEN), ("empty.md", "Hello.\n")]);
    let cases: &[(i32, &[&str])] = &[
        (0, &["check", "r.md", "--allow", "all"]),
        (1, &["check", "bare.md"]),
        (2, &["check", "broken.toml"]),
        (2, &["check", "absent.md"]),
        (2, &["check", "r.md", "--format", "runes"]),
        (2, &["check", "r.md", "--deny", "no-such-rule"]),
        (2, &["check", "r.md", "--from", "runes"]),
        (2, &["check", "r.md", "--config", "absent.toml"]),
        (2, &["check", "r.md", "--jobs", "0"]),
        (2, &["check", "r.md", "--update-baseline"]),
        (2, &["check", "r.md", "--baseline", "absent.txt"]),
        (2, &["check", "-", "--fix"]),
        (0, &["export", "r.md", "--to", "dot"]),
        (2, &["export", "r.md", "--to", "runes"]),
        (2, &["export", "broken.toml", "--to", "dot"]),
        (2, &["export", "empty.md", "--to", "dot"]),
        (2, &["export", ".", "--to", "dot"]),
        (0, &["import", "r.md"]),
        (0, &["import", "empty.md", "--explain"]),
        (2, &["import", "empty.md"]),
        (2, &["import", "r.md", "-o", "graph.docx"]),
        (2, &["import", "r.md", "--update"]),
        (0, &["rules"]),
        (0, &["rules", "no-judgement"]),
        (2, &["rules", "no-judgment"]),
        (0, &["formats"]),
        (0, &["schema"]),
        (0, &["init", "."]),
        (2, &["init", "absent/folder"]),
        (0, &["completions", "bash"]),
        (2, &["completions", "runes"]),
        (0, &["man"]),
        (0, &["man", "check"]),
        (0, &["man", "review", "status"]),
        (2, &["man", "dance"]),
        (2, &["man", "review", "dance"]),
        (0, &["--version"]),
        (2, &["dance"]),
    ];
    for (expected, arguments) in cases {
        let ran = run(&files, arguments);
        assert_eq!(ran.code, *expected, "{arguments:?}\n{}\n{}", ran.out, ran.err);
        assert_eq!(ran.err.is_empty(), *expected != 2, "{arguments:?}: {}", ran.err);
    }
    assert_eq!(run(&files, &["init", "."]).code, 2, "it is there already");
    assert_eq!(run(&files, &["init", ".", "--force"]).code, 0);
}

#[test]
fn standard_input_is_read_in_the_format_that_is_named() {
    let files = folder(&[]);
    let ran = run_with_input(&files, &[&["check", "-", "--format", "concise"], &ONLY[..]].concat(), REPORT);
    assert_eq!(
        ran.out.lines().next(),
        Some("<stdin>:3:1: warning[no-likelihood] the judgement `kj1` does not say how likely it is")
    );
    let graph = "nodes:\n  kj1:\n    kind: judgement\n    text: It will rain.\n";
    let ran =
        run_with_input(&files, &[&["check", "-", "--format", "concise", "--from", "yaml"], &ONLY[..]].concat(), graph);
    assert!(ran.out.starts_with("<stdin>:4:11: warning[no-likelihood]"), "{}{}", ran.out, ran.err);
    // The same bytes as a report hold no judgement.
    let ran = run_with_input(&files, &["check", "-", "--format", "concise", "--from", "text"], graph);
    assert!(ran.code == 1 && ran.out.contains("error[no-judgement]"), "{}", ran.out);
    assert_eq!(run_with_input(&files, &["check", "-", "--from", "toml"], "[nodes").code, 2);
}

#[test]
fn one_bad_file_of_many_is_reported_and_the_others_are_checked() {
    let files = folder(&[("1.md", REPORT), ("2.toml", BROKEN), ("4.md", REPORT)]);
    let ran = check(&files, &["1.md", "2.toml", "3.md", "4.md"]);
    assert_eq!(ran.code, 2);
    let places: Vec<&str> = ran.out.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(places, ["1.md:3:1:", "1.md:5:3:", "4.md:3:1:", "4.md:5:3:"]);
    assert!(ran.err.contains("`opinion` is not a kind of node") && ran.err.contains("cannot read 3.md"), "{}", ran.err);
    assert!(ran.err.contains("2.toml:2:8"), "{}", ran.err);
}

#[test]
fn settings_that_do_not_hold_are_said_once() {
    let files = folder(&[("1.md", REPORT), ("2.md", REPORT), ("linchpin.toml", "yardstik = 1\n")]);
    let ran = check(&files, &["1.md", "2.md"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert_eq!(ran.err.matches("there is no key `yardstik`").count(), 1, "{}", ran.err);
}

#[test]
fn a_folder_stands_for_the_arguments_in_it_and_ignore_files_are_obeyed() {
    let files = folder(&[
        ("b/2.md", REPORT),
        ("a.md", REPORT),
        ("b/1.yaml", "nodes:\n  kj1:\n    kind: judgement\n    text: It will rain.\n"),
        ("data.json", "{\"rows\": [1, 2]}"),
        ("notes.md", "Nothing is judged here.\n"),
        ("picture.txt", "\0\u{1}"),
        ("drafts/c.md", BARE),
        ("old/d.md", BARE),
        (".gitignore", "drafts/\n"),
        ("linchpin.toml", "ignore = [\"old/\"]\n"),
    ]);
    let ran = check(&files, &[]);
    let places: Vec<&str> = ran.out.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(places, ["a.md:3:1:", "a.md:5:3:", "b/1.yaml:4:11:", "b/2.md:3:1:", "b/2.md:5:3:"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let ran = run(&files, &[&["check", "b", "a.md"], &ONLY[..]].concat());
    assert!(ran.out.ends_with("\n5 warnings in 3 files\n"), "{}", ran.out);
}

#[test]
fn many_files_give_the_same_bytes_however_many_are_checked_at_once() {
    let names: Vec<String> = (0..60).map(|number| format!("{number:02}.md")).collect();
    let files: Vec<(&str, &str)> =
        names.iter().enumerate().map(|(number, name)| (name.as_str(), [REPORT, CLEAN, BARE][number % 3])).collect();
    let files = folder(&files);
    for format in ["human", "sarif", "junit", "markdown"] {
        let one = run(&files, &["check", ".", "--format", format, "--jobs", "1"]);
        let many = run(&files, &["check", ".", "--format", format, "--jobs", "7"]);
        assert!(one.out == many.out && one.code == 1 && many.code == 1, "{format}");
    }
}

#[test]
fn of_levels_the_later_wins_and_a_rule_beats_its_group() {
    let files = folder(&[("r.md", REPORT), ("linchpin.toml", "[rules]\nno-likelihood = \"deny\"\n")]);
    let levels = |arguments: &[&str]| {
        let ran = run(&files, &[&["check", "--format", "concise", "r.md"], arguments].concat());
        let level = |rule: &str| {
            let line = ran.out.lines().find(|line| line.contains(rule));
            line.map_or("off", |line| line.split([' ', '[']).nth(1).unwrap()).to_owned()
        };
        (level("[no-likelihood]"), level("[unsourced-evidence]"))
    };
    let expect = |no_likelihood: &str, unsourced: &str| (no_likelihood.to_owned(), unsourced.to_owned());
    assert_eq!(levels(&[]), expect("error", "warning"));
    let rule = "no-likelihood";
    assert_eq!(levels(&["--allow", rule, "--warn", rule]), expect("warning", "warning"));
    assert_eq!(levels(&["--warn", rule, "--allow", rule]), expect("off", "warning"));
    assert_eq!(levels(&["--warn", rule, "--deny", "wording"]), expect("warning", "warning"));
    assert_eq!(levels(&["--deny", "wording", "--allow", "all"]), expect("error", "off"));
    assert_eq!(levels(&["--allow", "all", "--deny", "unsourced-evidence"]), expect("off", "error"));
    assert_eq!(levels(&["--warn", "all", "--deny-warnings"]), expect("error", "error"));
    let code = |arguments: &[&str]| run(&files, &[&["check", "r.md", "--allow", "all"], arguments].concat()).code;
    assert_eq!(code(&["--warn", rule]), 0);
    assert_eq!(code(&["--warn", rule, "--deny-warnings"]), 1);
    assert_eq!(code(&["--deny", rule]), 1);
}

#[test]
fn the_json_of_findings_has_the_documented_keys() {
    let files = folder(&[("r.md", REPORT)]);
    let ran = run(&files, &[&["check", "r.md", "--format", "json"], &ONLY[..]].concat());
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    let first = &json["findings"][0];
    let expected = serde_json::json!({
        "rule": "no-likelihood",
        "level": "warning",
        "message": "the judgement `kj1` does not say how likely it is",
        "file": "r.md",
        "line": 3,
        "column": 1,
        "end_line": 3,
        "end_column": 34,
        "nodes": ["kj1"],
        "help": first["help"],
    });
    assert_eq!(*first, expected);
    assert!(first["help"].is_string());
    assert_eq!(json["findings"].as_array().unwrap().len(), 2);
    assert_eq!(json.as_object().unwrap().len(), 1);
    let none = run(&files, &["check", "r.md", "--format", "json", "--allow", "all"]);
    assert_eq!(none.out, "{\"findings\":[]}\n");
}

#[test]
fn people_are_told_which_yardstick_was_used_and_programs_are_not() {
    let files = folder(&[("r.md", CLEAN)]);
    let ran = run(&files, &["check", "r.md", "--allow", "all"]);
    let said = "note: r.md: PHIA knows the one term of the report's judgements: \"highly likely\"\n\n";
    assert_eq!(ran.out, format!("{said}no findings in 1 file\n"));
    for format in ["concise", "json", "sarif", "github", "junit", "markdown"] {
        assert!(!run(&files, &["check", "r.md", "--format", format]).out.contains("PHIA knows"), "{format}");
    }
}

#[test]
fn colour_is_for_terminals_or_on_demand() {
    let files = folder(&[("r.md", REPORT)]);
    let plain = run(&files, &["check", "r.md"]);
    assert!(!plain.out.contains('\u{1b}'));
    let coloured = run(&files, &["check", "r.md", "--color", "always"]);
    assert!(coloured.out.contains('\u{1b}'));
    let forced = |no_colour: bool| {
        let mut command = command(files.path(), &["check", "r.md"]);
        command.env("CLICOLOR_FORCE", "1");
        if no_colour {
            command.env("NO_COLOR", "1");
        }
        Ran::from(command.output().unwrap()).out.contains('\u{1b}')
    };
    assert!(!forced(true), "NO_COLOR beats CLICOLOR_FORCE");
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let files = folder(&[("r.md", &format!("{REPORT}{}", "- The tugs left for the northern ports.\n".repeat(5_000)))]);
    for format in ["concise", "sarif", "human"] {
        let mut child = command(files.path(), &["check", "r.md", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let ran = Ran::from(child.wait_with_output().unwrap());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{format}");
    }
}

#[test]
fn an_output_that_cannot_be_written_leaves_the_old_file_whole() {
    let files = folder(&[("r.md", REPORT), ("broken.toml", BROKEN), ("old.dot", "digraph old {}\n"), ("sub/x", "")]);
    let old = || fs::read_to_string(files.path().join("old.dot")).unwrap();
    assert_eq!(run(&files, &["export", "broken.toml", "--to", "dot", "-o", "old.dot"]).code, 2);
    assert_eq!(run(&files, &["export", "r.md", "--to", "dot", "-o", "sub"]).code, 2);
    assert_eq!(run(&files, &["export", "r.md", "--to", "dot", "-o", "absent/new.dot"]).code, 2);
    assert_eq!(old(), "digraph old {}\n");
    // A disk that is full, as far as the process can tell: no file of its own may have a byte.
    #[cfg(unix)]
    {
        let script = "trap '' XFSZ; ulimit -f 0; exec \"$@\"";
        let output = Command::new("sh")
            .current_dir(files.path())
            .args([
                "-c",
                script,
                "sh",
                env!("CARGO_BIN_EXE_linchpin"),
                "export",
                "r.md",
                "--to",
                "dot",
                "-o",
                "old.dot",
            ])
            .output()
            .unwrap();
        let ran = Ran::from(output);
        assert!(ran.code == 2 && ran.err.contains("cannot write old.dot"), "{}", ran.err);
        assert_eq!(old(), "digraph old {}\n");
        let left: Vec<_> = fs::read_dir(files.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left.len(), 4, "{left:?}");
    }
    assert_eq!(run(&files, &["export", "r.md", "--to", "dot", "-o", "old.dot"]).code, 0);
    assert!(old().contains("kj1"));
}

#[test]
fn what_import_writes_is_checked_alike_in_every_syntax() {
    let files = folder(&[("r.md", REPORT)]);
    let rules = |path: &str| {
        let ran = check(&files, &[path]);
        let rules: Vec<String> = ran.out.lines().map(|line| line.split(": ").nth(1).unwrap().to_owned()).collect();
        (rules, ran.code)
    };
    let expected = rules("r.md");
    assert_eq!(expected.0.len(), 2);
    for syntax in ["toml", "yaml", "json"] {
        let graph = format!("graph.{syntax}");
        assert_eq!(run(&files, &["import", "r.md", "-o", &graph]).code, 0);
        assert_eq!(rules(&graph), expected, "{syntax}");
        let again = run(&files, &["import", "r.md", "-o", &graph, "--update"]);
        assert_eq!(again.code, 0, "{}", again.err);
        assert_eq!(rules(&graph), expected, "{syntax}");
    }
}

#[test]
fn export_writes_a_diagram_and_the_resolved_argument() {
    let files = folder(&[("r.md", CLEAN)]);
    let dot = run(&files, &["export", "r.md", "--to", "dot"]).out;
    assert!(dot.starts_with("digraph") && dot.contains("ends"), "{dot}");
    assert_eq!(run(&files, &["export", "r.md", "--to", "dot"]).out, dot);
    let json: Value = serde_json::from_str(&run(&files, &["export", "r.md", "--to", "json"]).out).unwrap();
    let judgement = &json["nodes"][0];
    assert_eq!((&judgement["id"], &judgement["kind"]), (&"kj1".into(), &"judgement".into()));
    let estimate = serde_json::json!({
        "term": "highly likely", "name": "highly likely", "yardstick": "phia", "low": 0.8, "high": 0.9
    });
    assert_eq!(judgement["estimate"], estimate);
    assert_eq!((&json["edges"][0]["from"], &json["edges"][0]["to"]), (&"ends".into(), &"kj1".into()));
}

#[test]
fn a_baseline_holds_what_was_there_and_not_what_is_new() {
    let files = folder(&[("docs/r.md", REPORT), ("docs/s.md", REPORT)]);
    let baseline = files.path().join("known.txt");
    let with =
        |arguments: &[&str]| check(&files, &[&["--deny-warnings", "--baseline", "known.txt"], arguments].concat());
    assert_eq!(with(&["docs", "--update-baseline"]).code, 0);
    let written = fs::read_to_string(&baseline).unwrap();
    let lines: Vec<&str> = written.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines.len() == 4 && lines.is_sorted() && lines[0].starts_with("docs/r.md no-likelihood kj1 "), "{written}");

    // Moved down and wrapped anew, in a run from another folder: still the same findings.
    let moved = REPORT.replace("close by", "close\nby");
    fs::write(files.path().join("docs/r.md"), format!("# Title\n\nA line.\n\n{moved}")).unwrap();
    let ran: Ran =
        command(&files.path().join("docs"), &["check", "--baseline", "../known.txt", "--format", "concise", "."])
            .args(ONLY)
            .output()
            .unwrap()
            .into();
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);

    fs::write(files.path().join("docs/r.md"), format!("{REPORT}- The tugs left.\n")).unwrap();
    let ran = with(&["docs"]);
    assert_eq!((ran.code, ran.out.lines().count()), (1, 1), "{}", ran.out);
    assert!(ran.out.starts_with("docs/r.md:6:3: error[unsourced-evidence]"), "{}", ran.out);
    assert!(ran.err.contains("4 findings not reported"), "{}", ran.err);

    fs::remove_file(files.path().join("docs/s.md")).unwrap();
    let ran = with(&["docs/r.md"]);
    assert!(ran.err.contains("no-likelihood of docs/s.md and 1 more no longer occur"), "{}", ran.err);
    // A rule that is off is no reason to call its entries stale.
    let ran = with(&["docs/r.md", "--allow", "no-likelihood", "--update-baseline"]);
    assert!(ran.code == 0 && ran.err.contains("holds 3 findings: 1 new, 2 taken out"), "{}", ran.err);

    fs::write(&baseline, "<<<<<<< HEAD\n").unwrap();
    let ran = with(&["docs"]);
    assert!(ran.code == 2 && ran.err.contains("known.txt:1:1"), "{}", ran.err);
}

#[test]
fn fix_mends_the_named_files_and_leaves_every_other_byte() {
    let comment = "<!-- linchpin: allow unsourced-evidence Seen on the spot. -->\r\n";
    let report = |term: &str, comments: &str| {
        format!(
            "\u{feff}## Key Judgement 1\r\n\r\nThe harbour is  {term} to close\tby winter.\r\n\r\n\
             {comments}- The well-paid pilots' contract ends. \r\n"
        )
    };
    let flawed = report("Highly-unlikely", &comment.repeat(2));
    let files = folder(&[("r.md", &flawed), ("docs/s.md", &flawed), ("clean.md", CLEAN)]);
    let content = |name: &str| fs::read_to_string(files.path().join(name)).unwrap();
    let ran = check(&files, &["--warn", "review", "--warn", "term-spelling", "--fix", "r.md", "docs", "clean.md"]);
    assert_eq!(content("r.md"), report("Highly unlikely", comment));
    assert_eq!(content("docs/s.md"), flawed, "it was met in a folder");
    assert_eq!(content("clean.md"), CLEAN);
    assert!(ran.err.contains("note: r.md: 2 mended"), "{}", ran.err);
    let places: Vec<&str> = ran.out.lines().map(|line| line.split(']').next().unwrap()).collect();
    let expected = ["docs/s.md:3:17: warning[term-spelling", "docs/s.md:6:1: warning[unused-suppression"];
    assert_eq!(places, expected, "{}", ran.out);
    // Spans of UTF-16 do not count its bytes.
    let utf16: Vec<u8> = flawed.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(files.path().join("wide.md"), &utf16).unwrap();
    let ran = run(&files, &["check", "--fix", "wide.md"]);
    assert!(ran.err.contains("not mended") && fs::read(files.path().join("wide.md")).unwrap() == utf16, "{}", ran.err);
}

#[test]
fn rules_are_listed_for_programs_too() {
    let files = folder(&[]);
    let json: Value = serde_json::from_str(&run(&files, &["rules", "--format", "json"]).out).unwrap();
    let listed = json["rules"].as_array().unwrap();
    assert_eq!(listed.len(), linchpin::rules::all().len());
    assert!(listed.iter().all(|rule| rule["page"].as_str().unwrap().contains("## Why it matters")));
    let one: Value = serde_json::from_str(&run(&files, &["rules", "no-judgement", "--format", "json"]).out).unwrap();
    assert_eq!(one["rules"][0]["level"], "error");
}

#[test]
fn a_diagram_marks_what_check_finds_in_the_sources_copies() {
    let report = "---\nsources:\n  letter: { title: Letter, archive: letter.txt }\n---\n\n## Key Judgement 1\n\n\
                  The harbour is likely to close.\n\n- The pilots wrote that \"nobody will sail in winter\". [@letter]\n";
    let folder = folder(&[("report.md", report), ("letter.txt", "We shall all sail in winter.\n")]);
    let checked = run(&folder, &["check", "report.md", "--format", "concise"]);
    assert!(checked.out.contains("quotation-not-found"), "{}", checked.out);
    let drawn = run(&folder, &["export", "report.md", "--to", "dot", "--findings"]);
    assert!(drawn.out.contains("quotation-not-found"), "{}", drawn.out);
    fs::write(folder.path().join("letter.txt"), "Nobody will sail in winter.\n").unwrap();
    let drawn = run(&folder, &["export", "report.md", "--to", "dot", "--findings"]);
    assert!(!drawn.out.contains("quotation-not-found"), "{}", drawn.out);
}

/// What a command shows on a terminal of its own; `None` where nothing here makes one.
#[cfg(target_os = "linux")]
fn on_a_terminal(folder: &TempDir, line: &str) -> Option<Vec<u8>> {
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", line, "/dev/null"]).current_dir(folder.path());
    script.env("LINCHPIN", env!("CARGO_BIN_EXE_linchpin")).env("TERM", "xterm").stdin(Stdio::null());
    match script.output() {
        Ok(output) => Some(output.stdout),
        Err(error) => {
            eprintln!("skipped: there is no program `script` to make a terminal ({error})");
            None
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn long_work_shows_on_a_terminal_what_it_is_at_and_leaves_nothing_of_it() {
    let files = folder(&[("report.md", REPORT)]);
    let nonzero = |size: u16| std::num::NonZero::new(size).unwrap();
    // The second that is waited for is spent before the first byte comes.
    for (line, words) in [
        ("(sleep 2; cat report.md) | $LINCHPIN check --from markdown -", "unsourced-evidence"),
        ("(sleep 2; cat report.md) | $LINCHPIN score --from markdown -", "kj1"),
        ("(sleep 2; echo '[nodes]]') | $LINCHPIN score --from toml -", "error"),
    ] {
        let Some(bytes) = on_a_terminal(&files, line) else { return };
        assert!(String::from_utf8_lossy(&bytes).contains("working"), "{line}: nothing was shown");
        let mut terminal = vt100::Parser::new(nonzero(200), nonzero(160), 0);
        terminal.process(&bytes);
        let left = terminal.screen().contents();
        assert!(left.contains(words) && !left.contains("working"), "{line}: {left}");
        let quick = on_a_terminal(&files, &line.replace("sleep 2; ", "")).unwrap();
        assert!(!String::from_utf8_lossy(&quick).contains("working"), "{line}: a line for nothing");
    }
    let ran = Ran::from(
        Command::new("sh")
            .args(["-c", "(sleep 2; cat report.md) | $LINCHPIN check --from markdown -"])
            .env("LINCHPIN", env!("CARGO_BIN_EXE_linchpin"))
            .current_dir(files.path())
            .output()
            .unwrap(),
    );
    assert!(!ran.err.contains("working"), "no terminal, and yet: {}", ran.err);
}
