//! A report's history in git, written by gix: for each step, the first line is what a reviewer would say.
#![cfg(feature = "git")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use gix::objs::tree::{Entry, EntryKind};
use gix::objs::{Tree, WriteTo};
use serde_json::Value;
use tempfile::TempDir;

/// The first of eight drafts.
const FIRST: &str = "# China and Russia: how close will they get?

The two presidents met before the Winter Olympics and promised each other more. We look at what either side would gain.

## Key Judgement 1

A formal military alliance is highly unlikely before the end of 2027.

- For decades Beijing has kept out of alliances, and its communiqués go on objecting to them. {grade=A2}
- A treaty would tie China to whatever Moscow does next, and to the sanctions that follow. {grade=B2}
- Advisers in Beijing prefer partnerships, which leave each side free to move. {grade=C2}

### Evidence against

- The joint statement of February speaks of a friendship without limits. {grade=B3 weight=0.3}

## Key Judgement 2

Over the next twelve months the joint exercises are likely to become larger.

- Observers at sea have counted more ships in each of the last four years. {grade=B2}
- A smaller exercise would be read as a step back by both publics. {grade=C3}

## Key Judgement 3

Growth in trade within the next twelve months is likely to stay limited.

- Each matters to the other very unequally: one side sells raw materials, the other almost everything. {grade=B1}
- Private investors keep away from a poor business climate. {grade=B2}
";

/// What each later draft does, the first line that says so, and the rules that find something in the change.
struct Step {
    what: &'static str,
    edits: &'static [(&'static str, &'static str)],
    says: &'static str,
    finds: &'static [&'static str],
    fails: bool,
}

const STEPS: [Step; 7] = [
    Step {
        what: "strengthens",
        edits: &[(
            "- A smaller exercise would",
            "- Both navies have booked berths for twice as many hulls this summer. {grade=A1}\n- A smaller exercise would",
        )],
        says: "`kj2` is stronger (0.77, now 0.89, mostly because `kj2-2` (\"Both navies have booked berths for twice as…\") is new).",
        finds: &[],
        fails: false,
    },
    Step {
        what: "weakens",
        edits: &[(
            "- A treaty would tie China to whatever Moscow does next, and to the sanctions that follow. {grade=B2}\n",
            "",
        )],
        says: "`kj1` no longer stands (0.87, now 0.77, and it needs 0.80, mostly because `kj1-2` (\"A treaty would tie China to whatever Moscow…\") is gone).",
        finds: &[],
        fails: true,
    },
    Step {
        what: "reorders and wraps anew",
        edits: &[
            (
                "- Both navies have booked berths for twice as many hulls this summer. {grade=A1}\n- A smaller exercise would be read as a step back by both publics. {grade=C3}\n",
                "- A smaller exercise would be read as a step\n  back by both publics. {grade=C3}\n- Both navies have booked berths for\n  twice as many hulls this summer. {grade=A1}\n",
            ),
            ("The two presidents met before", "The two presidents\nmet before"),
        ],
        says: "Nothing in the argument changed but its order.",
        finds: &[],
        fails: false,
    },
    Step {
        what: "rewords",
        edits: &[
            (
                "have counted more ships in each of the last four years",
                "have counted more warships in every one of the last four years",
            ),
            ("Private investors keep away from", "Private investors are kept away by"),
        ],
        says: "No judgement stands differently: 2 reworded.",
        finds: &[],
        fails: false,
    },
    Step {
        what: "claims more on the same evidence",
        edits: &[("the joint exercises are likely to", "the joint exercises are almost certain to")],
        says: "`kj2` goes from \"likely\" to \"almost certain\" and claims more than its argument carries (it needs 0.95, and has 0.89).",
        finds: &["likelihood-outruns-evidence", "unexplained-change"],
        fails: true,
    },
    Step {
        what: "breaks",
        edits: &[(
            "- Each matters to the other very unequally: one side sells raw materials, the other almost everything. {grade=B1}\n- Private investors are kept away by a poor business climate. {grade=B2}\n",
            "",
        )],
        says: "`kj3` no longer stands (0.82, now 0.50, and it needs 0.55, mostly because `kj3-1` (\"Each matters to the other very unequally: one…\") is gone).",
        finds: &["linchpin-lost"],
        fails: true,
    },
    Step {
        what: "drops the judgement, and says so",
        edits: &[
            (
                "\n## Key Judgement 3\n\nGrowth in trade within the next twelve months is likely to stay limited.\n\n",
                "",
            ),
            (
                "We look at what",
                "We have dropped the judgement on trade of our last report, which nothing supported any more. We look at what",
            ),
        ],
        says: "`kj3` (\"Growth in trade within the next twelve months…\") is gone.",
        finds: &[],
        fails: false,
    },
];

/// A repository with one commit for each draft, from the first; the report moves to another name with the last.
struct History {
    folder: TempDir,
    commits: Vec<String>,
}

impl History {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let repository = gix::ThreadSafeRepository::init_opts(
            folder.path(),
            gix::create::Kind::WithWorktree,
            gix::create::Options::default(),
            gix::open::Options::isolated(),
        );
        let repository = repository.unwrap().to_thread_local();
        let mut commits: Vec<gix::ObjectId> = Vec::new();
        let mut text = FIRST.to_owned();
        let mut commit = |text: &str, name: &str, message: &str| {
            let report = repository.write_blob(text).unwrap().detach();
            let other = repository.write_blob("Nothing to see.\n").unwrap().detach();
            let entry = |mode: EntryKind, name: &str, oid| Entry { mode: mode.into(), filename: name.into(), oid };
            let inner = Tree { entries: vec![entry(EntryKind::Blob, name, report)] };
            let inner = written(&repository, &inner);
            let tree = Tree {
                entries: vec![entry(EntryKind::Blob, "README.md", other), entry(EntryKind::Tree, "reports", inner)],
            };
            let tree = written(&repository, &tree);
            let by =
                gix::actor::SignatureRef { name: "A".into(), email: "a@example.org".into(), time: "1600000000 +0000" };
            let id = repository.commit_as(by, by, "HEAD", message, tree, commits.last().copied()).unwrap().detach();
            commits.push(id);
        };
        commit(&text, "report.md", "first");
        for (number, step) in STEPS.iter().enumerate() {
            for (from, to) in step.edits {
                assert!(text.contains(from), "{}: {from}", step.what);
                text = text.replace(from, to);
            }
            let name = if number + 1 == STEPS.len() { "final.md" } else { "report.md" };
            commit(&text, name, step.what);
        }
        fs::create_dir(folder.path().join("reports")).unwrap();
        fs::write(folder.path().join("reports/final.md"), &text).unwrap();
        fs::write(folder.path().join("README.md"), "Nothing to see.\n").unwrap();
        Self { folder, commits: commits.iter().map(ToString::to_string).collect() }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}

fn written(repository: &gix::Repository, tree: &impl WriteTo) -> gix::ObjectId {
    repository.write_object(tree).unwrap().detach()
}

fn ran(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linchpin"));
    command.current_dir(folder).arg("diff").args(arguments).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

fn json(folder: &Path, arguments: &[&str]) -> (i32, Value) {
    let (code, out, err) = ran(folder, &[arguments, &["--to", "json"]].concat());
    assert_eq!(err, "");
    (code, serde_json::from_str(&out).unwrap())
}

#[test]
fn each_step_is_told_as_a_reviewer_would() {
    let history = History::new();
    let mut wrong = String::new();
    for (number, step) in STEPS.iter().enumerate() {
        let range = format!("{}..{}", history.commits[number], history.commits[number + 1]);
        let (code, json) = json(history.path(), &["--git", &range, "reports/report.md"]);
        let difference = &json["differences"][0];
        let said = difference["summary"].as_str().unwrap();
        let found: Vec<&str> = difference["findings"]["review"]
            .as_array()
            .unwrap()
            .iter()
            .map(|found| found["rule"].as_str().unwrap())
            .collect();
        if (said, found.as_slice(), code == 1) != (step.says, step.finds, step.fails) {
            writeln!(wrong, "{}: {said}\n  {found:?} {code}", step.what).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_work_tree_is_compared_with_a_revision_and_a_renamed_file_is_followed() {
    let history = History::new();
    let (code, same) = json(history.path(), &["--git", "HEAD", "reports/final.md"]);
    assert_eq!((code, &same["differences"][0]["empty"]), (0, &Value::from(true)));
    // The name of today, and of yesterday.
    for path in ["reports/final.md", "reports/report.md"] {
        let (_, json) = json(history.path(), &["--git", "HEAD~1", path]);
        let difference = &json["differences"][0];
        assert_eq!(difference["summary"], STEPS[6].says, "{path}");
        assert_eq!(difference["file"]["old"], "HEAD~1:reports/report.md");
        assert_eq!(difference["file"]["new"], "reports/final.md");
    }
    // From below, and the whole folder; the README holds no argument.
    let (_, below) = json(&history.path().join("reports"), &["--git", "HEAD~1", "final.md"]);
    assert_eq!(below["differences"][0]["file"]["new"], "final.md");
    let (_, whole) = json(history.path(), &["--git", "HEAD~1", "."]);
    let all = whole["differences"].as_array().unwrap();
    assert_eq!(all.len(), 1, "{whole}");
    assert_eq!(all[0]["summary"], STEPS[6].says);
    fs::write(
        history.path().join("reports/new.md"),
        "## Key Judgement 1\n\nRain is likely by May 2031.\n\n- The glass falls.\n",
    )
    .unwrap();
    let (_, whole) = json(history.path(), &["--git", "HEAD", "reports"]);
    assert_eq!(whole["differences"][0]["summary"], "The argument is new, with 1 judgement.");
    assert_eq!(whole["same"], 1);
}

#[test]
fn three_dots_begin_where_the_two_parted() {
    let history = History::new();
    let range = format!("{}...{}", history.commits[6], history.commits[5]);
    let (_, json) = json(history.path(), &["--git", &range, "reports/report.md"]);
    let difference = &json["differences"][0];
    assert_eq!(difference["file"]["old"], format!("{}:reports/report.md", &history.commits[5][..10]));
    assert_eq!(difference["empty"], true);
}

#[test]
fn a_bare_repository_serves_as_well() {
    let history = History::new();
    let bare = tempfile::tempdir().unwrap();
    copy(&history.path().join(".git"), bare.path());
    let config = fs::read_to_string(bare.path().join("config")).unwrap();
    fs::write(bare.path().join("config"), config.replace("bare = false", "bare = true")).unwrap();
    let (code, json) = json(bare.path(), &["--git", "HEAD~2..HEAD~1", "reports/report.md"]);
    assert_eq!(code, 1);
    assert_eq!(json["differences"][0]["findings"]["review"][0]["rule"], "linchpin-lost");
    let (code, out, err) = ran(bare.path(), &["--git", "HEAD~1", "reports/report.md"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("this repository is bare") && err.contains("A..B"), "{err}");
}

#[test]
fn what_is_not_there_is_said() {
    let history = History::new();
    for (arguments, said) in [
        (&["--git", "no-such-branch", "reports/final.md"][..], "`no-such-branch` names no revision"),
        (&["--git", "HEAD", "reports/missing.md"], "there is no reports/missing.md"),
        (&["--git", "HEAD", "../elsewhere.md"], "there is no git repository"),
        (&["--git", "HEAD", "a.md", "b.md"], "name one path"),
    ] {
        let (code, out, err) = ran(history.path(), arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.contains(said), "{err}");
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let (code, _, err) = ran(elsewhere.path(), &["--git", "HEAD", "."]);
    assert_eq!(code, 2);
    assert!(err.contains("there is no git repository"), "{err}");
}

#[test]
fn settings_and_copies_come_from_the_same_revision() {
    // See `each_step_is_told_as_a_reviewer_would` for the plain case: here the folder has a linchpin.toml in the new state alone.
    let history = History::new();
    fs::write(history.path().join("linchpin.toml"), "[rules]\nlinchpin-lost = \"allow\"\n").unwrap();
    let range = "HEAD~2..HEAD~1";
    let (_, committed) = json(history.path(), &["--git", range, "reports/report.md"]);
    assert_eq!(committed["differences"][0]["findings"]["review"][0]["rule"], "linchpin-lost");
    let (_, named) = json(history.path(), &["--git", range, "reports/report.md", "--config", "linchpin.toml"]);
    assert_eq!(named["differences"][0]["findings"]["review"].as_array().unwrap().len(), 0);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
