//! `linchpin show` as a user types it.

use std::process::{Command, Output};

use tempfile::TempDir;

const REPORT: &str = "\
# Will the harbour close?

## Key Judgement 1

The harbour is highly likely to close by the end of 2031. (moderate confidence)

- The pilots' contract ends in November. {#ends weight=0.8}
- Nobody else has been hired. {#nobody .assumption}
- The mayor says that it stays open. {#mayor contradicts=kj1}
  - The mayor has no say in it. {#say contradicts=mayor}

## Key Judgement 2

The ferry is likely to stop by the end of 2031, since kj1 leaves it without pilots.

- Its crew has given notice. {#crew}
";

fn folder(text: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("report.md"), text).unwrap();
    folder
}

fn show(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linchpin"));
    command.current_dir(folder.path()).args(["show", "report.md"]).args(arguments);
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").output().unwrap()
}

fn text(folder: &TempDir, arguments: &[&str]) -> String {
    let output = show(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_tree_is_plain_when_it_is_piped() {
    let text = text(&folder(REPORT), &[]);
    assert!(!text.contains('\u{1b}'));
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn colour_is_used_where_it_is_asked_for() {
    let folder = folder(REPORT);
    let coloured = text(&folder, &["--color", "always"]);
    assert!(coloured.contains("\u{1b}[1;33m− mayor\u{1b}[0m"), "{coloured:?}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_linchpin"));
    let output = command.current_dir(folder.path()).args(["show", "report.md"]).env("NO_COLOR", "1").output().unwrap();
    assert!(!output.stdout.contains(&0x1b));
}

#[test]
fn a_part_is_shown_with_what_is_left_out() {
    let folder = folder(REPORT);
    let plain = |arguments: &[&str]| text(&folder, &[arguments, &["--no-findings"]].concat());
    let collapsed = plain(&["--collapse"]);
    assert!(collapsed.contains("+ ends") && !collapsed.contains("− say"), "{collapsed}");
    assert!(collapsed.contains("+1 more, not shown"), "{collapsed}");
    assert_eq!(plain(&["--depth", "1"]), collapsed);
    let bare = plain(&["--depth", "0"]);
    assert!(bare.contains("kj1 · judgement") && !bare.contains("ends"), "{bare}");
    assert!(bare.contains("+3 more, not shown"), "{bare}");
    let focus = plain(&["--focus", "mayor"]);
    assert!(focus.contains("kj1 ·") && focus.contains("− mayor") && focus.contains("− say"), "{focus}");
    assert!(!focus.contains("nobody") && !focus.contains("kj2"), "{focus}");
    assert!(!focus.contains("undated-evidence"), "{focus}");
}

#[test]
fn a_change_is_tried() {
    let folder = folder(REPORT);
    let strength = |arguments: &[&str]| {
        let text = text(&folder, arguments);
        let line = text.lines().find(|line| line.starts_with("kj1 ·")).unwrap().to_owned();
        line.split_whitespace().find_map(|word| word.parse::<f64>().ok()).unwrap()
    };
    assert!(strength(&["--without", "mayor"]) > strength(&[]));
    assert!(strength(&["--what-if", "ends=0.1"]) < strength(&[]));
    assert_ne!(strength(&["--semantics", "df-quad"]), strength(&[]));
    let output = show(&folder, &["--without", "mayor"]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("without mayor"));
}

#[test]
fn what_cannot_be_shown_is_said() {
    let output = show(&folder("Nothing here.\n"), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("holds no argument to show"));
    let output = show(&folder(REPORT), &["--focus", "mayr"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("did you mean `mayor`?"));
}

#[test]
fn a_report_cannot_command_the_terminal() {
    let hostile = REPORT.replace("ends in November", "ends \u{1b}]0;title\u{7}\u{1b}[2J\u{202e} now");
    let text = text(&folder(&hostile), &["--color", "always"]);
    assert!(text.contains("␛]0;title␇␛[2J<U+202E> now"), "{text:?}");
    assert!(!text.contains('\u{202e}') && !text.contains("\u{1b}]"), "{text:?}");
}
