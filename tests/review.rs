//! Sign-off as a user types it: `linchpin review status|accept`, the file that it keeps, and what `check` says of it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const REPORT: &str = "---
sources:
  letter: { title: Letter of the pilots' union, archive: copies/letter.txt }
---

## Key Judgement 1

The harbour is likely to be closed to tankers by winter.

- The pilots' contract ends in November and was not renewed. [@letter]
- Ice breakers are laid up for repair until the spring.
- The council refuses to pay for tugs from elsewhere. {weight=0.8}

## Key Judgement 2

Prices of fuel will probably rise on the islands.

- Tankers bring nine tenths of the islands' fuel.
";
const LETTER: &str = "We see little hope of agreement.\n";

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

/// A folder with a report and the copy of its source.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self::of(REPORT)
    }

    fn of(report: &str) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.write("report.md", report);
        desk.write("copies/letter.txt", LETTER);
        desk
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{from} in {text}");
        self.write(name, &text.replacen(from, to, 1));
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        command(self.0.path(), arguments).output().unwrap().into()
    }

    fn accept(&self, arguments: &[&str]) -> Ran {
        let by = ["--by", "Jane Doe <jane@example.org>", "--date", "2026-11-28"];
        let ran = self.run(&[&["review", "accept", "report.md"], arguments, &by].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran
    }

    fn status(&self) -> Value {
        serde_json::from_str(&self.run(&["review", "status", "report.md", "--format", "json"]).out).unwrap()
    }

    /// The labels of suspect items, with the parts that changed.
    fn suspect(&self) -> Vec<String> {
        let status = self.status();
        let items = status["items"].as_array().unwrap().iter().filter(|item| item["state"] == "suspect");
        items.map(|item| format!("{} {}", item["item"].as_str().unwrap(), item["changed"])).collect()
    }

    fn gone(&self) -> Vec<String> {
        let status = self.status();
        status["gone"].as_array().unwrap().iter().map(|gone| gone["item"].as_str().unwrap().to_owned()).collect()
    }

    /// What `check` says by the rule, as `line: message`.
    fn findings(&self) -> Vec<String> {
        let ran = self.run(&["check", "report.md", "--format", "json", "--allow", "all", "--warn", "suspect-review"]);
        let found: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
        let found = found["findings"].as_array().unwrap().iter();
        found.map(|one| format!("{}: {}", one["line"], one["message"].as_str().unwrap())).collect()
    }
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linchpin"));
    command.current_dir(folder).args(arguments).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "no-such-file").env("HOME", folder);
    command
}

#[test]
fn what_was_accepted_is_kept_one_sorted_line_an_item() {
    let desk = Desk::new();
    let ran = desk.accept(&["kj1", "kj1-2->kj1", "kj1-1"]);
    snapbox::assert_data_eq!(ran.err, "note: report.md.review: 3 accepted\n");
    let file = desk.read("report.md.review");
    snapbox::assert_data_eq!(
        file.as_str(),
        "# What was reviewed; `linchpin review accept` adds lines, and `linchpin review status` says what changed since.
# ITEM  FINGERPRINT  DATE  REVIEWER  \"OPENING WORDS\"

kj1  v1:[..]-[..]  2026-11-28  Jane Doe <jane@example.org>  \"The harbour is likely to be closed to tankers by winter.\"
kj1-1  v1:[..]-[..]-[..]  2026-11-28  Jane Doe <jane@example.org>  \"The pilots' contract ends in November and was not renewed.\"
kj1-2->kj1  v1:[..]-[..]  2026-11-28  Jane Doe <jane@example.org>  \"Ice breakers are laid up for repair until the spring.\"
"
    );
    let again = desk.accept(&["kj1"]);
    snapbox::assert_data_eq!(again.err, "note: report.md.review: 1 accepted before and unchanged\n");
    assert_eq!(desk.read("report.md.review"), file);
}

#[test]
fn status_says_what_part_was_reviewed() {
    let desk = Desk::new();
    let ran = desk.run(&["review", "status", "report.md"]);
    assert_eq!((ran.code, desk.run(&["review", "status", "report.md", "--require-all"]).code), (0, 1));
    assert!(!desk.0.path().join("report.md.review").exists());
    desk.accept(&["--under", "kj1"]);
    let ran = desk.run(&["review", "status", "report.md"]);
    assert_eq!(ran.code, 0);
    snapbox::assert_data_eq!(
        ran.out,
        "report.md: 7 of 10 items accepted, 0 suspect, 3 not yet

judgement  accepted  suspect  not yet  text
kj1          7 of 7        0        0  The harbour is likely to be closed to tankers by winter.
kj2          0 of 3        0        3  Prices of fuel will probably rise on the islands.

Not yet
  kj2, kj2-1, kj2-1->kj2
"
    );
    desk.accept(&["--all"]);
    assert_eq!(desk.run(&["review", "status", "report.md", "--require-all"]).code, 0);
}

#[test]
fn what_changed_is_suspect_until_somebody_accepts_it_again() {
    let desk = Desk::new();
    desk.accept(&["--all"]);
    assert!(desk.suspect().is_empty() && desk.findings().is_empty());

    desk.edit("report.md", "until the spring", "until the summer");
    assert_eq!(desk.suspect(), ["kj1-2 [\"words\"]", "kj1-2->kj1 [\"words\"]"]);
    assert_eq!(
        desk.findings(),
        [
            "8: `kj1` rests on `kj1-2`, which changed since Jane Doe accepted it on 2026-11-28",
            "11: `kj1-2` changed since Jane Doe accepted it on 2026-11-28: its words",
        ]
    );
    let ran = desk.run(&["review", "status", "report.md"]);
    assert_eq!(ran.code, 1);
    snapbox::assert_data_eq!(
        ran.out,
        "report.md: 8 of 10 items accepted, 2 suspect, 0 not yet

judgement  accepted  suspect  not yet  text
kj1          5 of 7        2        0  The harbour is likely to be closed to tankers by winter.
kj2          3 of 3        0        0  Prices of fuel will probably rise on the islands.

Look again
  kj1-2 changed since Jane Doe <jane@example.org> accepted it on 2026-11-28: its words (then \"Ice
    breakers are laid up for repair until the spring.\")
  kj1 rests on kj1-2, which changed
then linchpin review accept report.md kj1-2 'kj1-2->kj1'
"
    );
    desk.accept(&["kj1-2", "kj1-2->kj1"]);
    assert!(desk.suspect().is_empty() && desk.findings().is_empty());
    assert_eq!(desk.read("report.md.review").lines().filter(|line| line.starts_with("kj1-2")).count(), 2);

    desk.edit("report.md", "weight=0.8", "weight=0.4");
    assert_eq!(desk.suspect(), ["kj1-3->kj1 [\"marks\"]"]);
    desk.accept(&["--under", "kj1"]);
    assert!(desk.suspect().is_empty());

    desk.write("copies/letter.txt", "We see no hope of agreement.\n");
    assert_eq!(desk.suspect(), ["kj1-1 [\"copies\"]", "kj1-1->kj1 [\"copies\"]"]);
    desk.accept(&["--all"]);
    assert!(desk.suspect().is_empty());
    fs::remove_file(desk.0.path().join("copies/letter.txt")).unwrap();
    assert_eq!(desk.suspect().len(), 2);
}

#[test]
fn moving_and_wrapping_are_no_changes() {
    let desk = Desk::new();
    desk.accept(&["--all"]);
    let ice = "- Ice breakers are laid up for repair until the spring.\n";
    desk.edit("report.md", ice, "");
    desk.edit("report.md", "- The pilots'", &format!("{}- The pilots'", ice.replace("for repair ", "for\n  repair ")));
    desk.edit("report.md", "closed to tankers", "closed\nto   tankers");
    assert!(desk.suspect().is_empty() && desk.gone().is_empty() && desk.findings().is_empty());
    assert_eq!(desk.run(&["review", "status", "report.md", "--require-all"]).code, 0);
    // And the next acceptance writes the ids of today.
    desk.edit("report.md", "nine tenths", "eight tenths");
    desk.accept(&["--all"]);
    let file = desk.read("report.md.review");
    assert!(file.lines().any(|line| line.starts_with("kj1-1  ") && line.contains("\"Ice breakers")), "{file}");
    assert!(desk.suspect().is_empty());
}

#[test]
fn a_reworded_bullet_is_known_again_where_another_was_put_before_it() {
    let desk = Desk::new();
    desk.accept(&["--all"]);
    desk.edit(
        "report.md",
        "- Ice breakers are laid up for repair",
        "- The fog is dense.\n- Ice breakers are still laid up for repair",
    );
    assert_eq!(desk.suspect(), ["kj1-3 [\"words\"]", "kj1-3->kj1 [\"words\"]"]);
    assert!(desk.gone().is_empty());
    assert_eq!(desk.status()["not_yet"], 2);
}

#[test]
fn what_is_gone_is_told_and_can_be_taken_out() {
    let desk = Desk::new();
    desk.accept(&["--all"]);
    desk.edit("report.md", "- Ice breakers are laid up for repair until the spring.\n", "");
    assert_eq!(desk.gone(), ["kj1-2", "kj1-2->kj1"]);
    assert!(desk.suspect().is_empty());
    assert_eq!(desk.run(&["review", "status", "report.md"]).code, 1);
    assert_eq!(
        desk.findings(),
        [
            "8: `kj1-2->kj1`, which Jane Doe accepted on 2026-11-28, is gone: \"Ice breakers are laid up for repair until the spring.\""
        ]
    );
    let ran = desk.accept(&["--under", "kj1"]);
    assert!(ran.err.contains("2 gone and taken out"), "{}", ran.err);
    assert!(desk.gone().is_empty() && desk.findings().is_empty());
}

#[test]
fn a_graph_files_own_ids_name_its_items() {
    let desk = Desk::new();
    let graph = "[nodes.rain]\nkind = \"judgement\"\ntext = \"It will rain.\"\n\n[nodes.glass]\nkind = \"evidence\"\ntext = \"The glass is falling.\"\nsupports = { rain = 0.8 }\n";
    desk.write("g.toml", graph);
    assert_eq!(desk.run(&["review", "accept", "g.toml", "--all", "--by", "Ali", "--date", "2026-01-02"]).code, 0);
    desk.write("g.toml", &graph.replace("The glass is falling.", "Something else altogether was found."));
    let ran = desk.run(&["review", "status", "g.toml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("glass changed since Ali accepted it on 2026-01-02: its words"), "{}", ran.out);
}

#[test]
fn lines_of_two_branches_merge() {
    let (ours, theirs) = (Desk::new(), Desk::new());
    ours.accept(&["--under", "kj1"]);
    theirs.accept(&["--under", "kj2"]);
    let union = format!("{}{}", ours.read("report.md.review"), theirs.read("report.md.review"));
    ours.write("report.md.review", &union);
    assert_eq!(ours.run(&["review", "status", "report.md", "--require-all"]).code, 0);
    // Both branches accepted one item, at different states of its text: the line that holds counts.
    ours.edit("report.md", "until the spring", "until the summer");
    theirs.edit("report.md", "until the spring", "until the summer");
    theirs.accept(&["--all"]);
    ours.write("report.md.review", &format!("{union}{}", theirs.read("report.md.review")));
    assert!(ours.suspect().is_empty() && ours.gone().is_empty());
    let conflict = format!("<<<<<<< HEAD\n{}=======\n>>>>>>> draft\n", theirs.read("report.md.review"));
    ours.write("report.md.review", &conflict);
    for command in [&["review", "status", "report.md"][..], &["check", "report.md"]] {
        let ran = ours.run(command);
        assert_eq!(ran.code, 2);
        assert!(
            ran.err.contains("a merge left its mark here") && ran.err.contains("keep the lines of both sides"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn a_hostile_name_cannot_make_a_line_or_command_a_terminal() {
    let desk = Desk::new();
    for by in ["Jane\nkj2  v1", "Jane \u{1b}[31m", "\u{202e}enaJ", " "] {
        let ran = desk.run(&["review", "accept", "report.md", "--all", "--by", by]);
        assert_eq!(ran.code, 2, "{by:?}");
        assert!(ran.err.contains("--by does not name a reviewer"), "{}", ran.err);
        assert!(!ran.err.contains('\u{1b}') || !ran.err.contains("[31m\u{1b}"));
    }
    assert!(!desk.0.path().join("report.md.review").exists());
    let by = "J \"O'\\x\"  Doe # <j@x>";
    assert_eq!(desk.run(&["review", "accept", "report.md", "--all", "--by", by, "--date", "2026-11-28"]).code, 0);
    assert_eq!(desk.status()["items"][0]["by"], "J \"O'\\x\" Doe # <j@x>");
    assert!(desk.suspect().is_empty());
}

#[test]
fn who_accepts_comes_from_gits_configuration() {
    let desk = Desk::new();
    let ran = desk.run(&["review", "accept", "report.md", "kj1"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--by"), "{}", ran.err);
    if !cfg!(feature = "git") {
        return;
    }
    desk.write("global", "[user]\n\tname = Ali Baba\n\temail = ali@example.org\n");
    let accept = || {
        let mut command = command(desk.0.path(), &["review", "accept", "report.md", "--all"]);
        let ran: Ran = command.env("GIT_CONFIG_GLOBAL", desk.0.path().join("global")).output().unwrap().into();
        assert_eq!(ran.code, 0, "{}", ran.err);
        let by = desk.status()["items"][0]["by"].as_str().unwrap().to_owned();
        fs::remove_file(desk.0.path().join("report.md.review")).unwrap();
        by
    };
    assert_eq!(accept(), "Ali Baba <ali@example.org>");
    // The repository's own configuration counts more.
    fs::create_dir_all(desk.0.path().join(".git/objects")).unwrap();
    fs::create_dir_all(desk.0.path().join(".git/refs")).unwrap();
    desk.write(".git/HEAD", "ref: refs/heads/main\n");
    desk.write(".git/config", "[core]\n\trepositoryformatversion = 0\n[user]\n\tname = Jane Doe\n");
    assert_eq!(accept(), "Jane Doe <ali@example.org>");
}

#[test]
fn a_sign_off_is_no_report() {
    let desk = Desk::new();
    desk.accept(&["--all"]);
    let ran = desk.run(&["check", ".", "--format", "json", "--allow", "all"]);
    let two = desk.run(&["check", ".", "--format", "concise", "--allow", "all"]);
    assert_eq!((ran.code, two.code), (0, 0), "{}{}", ran.err, two.err);
    assert!(!two.out.contains(".review") && !two.err.contains(".review"), "{}{}", two.out, two.err);
    // By a name of its own it would be read.
    desk.write("notes.md", &desk.read("report.md"));
    desk.edit("report.md", "until the spring", "until the summer");
    let ran = desk.run(&["check", ".", "--format", "concise", "--allow", "all", "--warn", "suspect-review"]);
    assert!(ran.out.contains("report.md:11") && !ran.out.contains("notes.md"), "{}", ran.out);
}

#[test]
fn what_cannot_be_accepted_is_an_error_that_says_why() {
    let desk = Desk::new();
    let cases: &[(&[&str], &str)] = &[
        (&["report.md"], "--all"),
        (&["report.md", "kj9"], "did you mean `kj"),
        (&["report.md", "kj1-2-"], "'kj1-2->kj1'"),
        (&["report.md", "--under", "nothing"], "there is no node"),
        (&["report.md", "kj1", "--date", "tomorrow"], "`tomorrow` is not a day"),
        (&["report.md", "kj1", "--date", "2026-11"], "is not a day"),
        (&["-", "--all"], "standard input has no place"),
    ];
    for (arguments, expected) in cases {
        let ran = desk.run(&[&["review", "accept"], *arguments, &["--by", "Jane"]].concat());
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains(expected), "{arguments:?}: {}", ran.err);
    }
    assert!(!desk.0.path().join("report.md.review").exists());
}

#[cfg(unix)]
#[test]
fn a_link_to_somewhere_else_is_not_read() {
    let (desk, elsewhere) = (Desk::new(), tempfile::tempdir().unwrap());
    fs::write(elsewhere.path().join("secret"), "hunter2\n").unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("secret"), desk.0.path().join("report.md.review")).unwrap();
    for command in [
        &["review", "status", "report.md"][..],
        &["check", "report.md"],
        &["review", "accept", "report.md", "--all", "--by", "J"],
    ] {
        let ran = desk.run(command);
        assert_eq!(ran.code, 2);
        assert!(!ran.err.contains("hunter2") && ran.err.contains("report.md.review"), "{}", ran.err);
    }
    assert_eq!(fs::read_to_string(elsewhere.path().join("secret")).unwrap(), "hunter2\n");
}

/// Killed at any moment, `accept` leaves the old file or the new one.
#[cfg(unix)]
#[test]
fn a_kill_leaves_the_old_file_or_the_new_one() {
    let desk = Desk::new();
    desk.accept(&["kj1"]);
    let old = desk.read("report.md.review");
    desk.accept(&["--all"]);
    let new = desk.read("report.md.review");
    let mut seen = [0, 0];
    for step in 0..60_u64 {
        desk.write("report.md.review", &old);
        let arguments =
            ["review", "accept", "report.md", "--all", "--by", "Jane Doe <jane@example.org>", "--date", "2026-11-28"];
        let mut child = command(desk.0.path(), &arguments).stderr(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_micros(step * 500));
        child.kill().unwrap();
        child.wait().unwrap();
        let left = desk.read("report.md.review");
        assert!(left == old || left == new, "killed after {} µs:\n{left}", step * 500);
        seen[usize::from(left == new)] += 1;
    }
    assert!(seen[0] > 0, "never killed before it was done");
}
