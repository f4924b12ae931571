//! The scripts of the GitHub Action, run by bash in a repository of their own, with a `gh` that writes down what it is asked.

#![cfg(all(unix, feature = "git"))]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

const REPORT: &str = "## Key Judgement 1\n\nThe harbour is highly likely to close by winter 2031.\n\n\
    - The pilots' contract ends [in November](https://example.org/notice). {#ends grade=B2 date=2031-05-01}\n";
/// Nothing stands under the judgement.
const BARE: &str = "## Key Judgement 1\n\nThe harbour will close by winter.\n";

/// A run of the action: a repository with a base and a head, and the runner's folder beside it.
struct Run {
    folder: TempDir,
    /// What expressions stand for, besides the inputs' defaults.
    values: Vec<(&'static str, String)>,
    action: Value,
}

struct Ran {
    code: i32,
    out: String,
}

impl Run {
    fn new(base: &[(&str, &str)], head: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for part in ["repository", "runner", "bin"] {
            fs::create_dir(folder.path().join(part)).unwrap();
        }
        let action =
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/actions/linchpin/action.yml"));
        let action: Value = serde_saphyr::from_str(&action.unwrap()).unwrap();
        let mut run = Self { folder, values: Vec::new(), action };
        let gh = "#!/usr/bin/env bash\n\
            printf '%s\\n' \"$*\" >> \"$RUNNER_TEMP/gh.log\"\n\
            case \"$*\" in *--jq*) cat \"$RUNNER_TEMP/answer\" 2>/dev/null || exit 1 ;; esac\n\
            for word in \"$@\"; do case \"$word\" in body=@*) cp \"${word#body=@}\" \"$RUNNER_TEMP/body\" ;; esac; done\n";
        let program = run.path("bin/gh");
        fs::write(&program, gh).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        run.git(&["init", "--quiet", "--initial-branch=main"]);
        for files in [base, head] {
            for (name, content) in files {
                let path = run.path("repository").join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, content).unwrap();
            }
            run.git(&["add", "--all"]);
            run.git(&["commit", "--quiet", "--allow-empty", "--message=draft"]);
        }
        let base = run.git(&["rev-parse", "HEAD~1"]).trim().to_owned();
        run.values = vec![
            ("inputs.binary", env!("CARGO_BIN_EXE_linchpin").to_owned()),
            ("github.action_path", String::new()),
            ("github.token", "token".to_owned()),
            ("github.repository", "owner/name".to_owned()),
            ("github.event.pull_request.number", "7".to_owned()),
            ("github.event.pull_request.base.sha", base),
        ];
        run
    }

    fn with(mut self, key: &'static str, value: &str) -> Self {
        self.values.insert(0, (key, value.to_owned()));
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .current_dir(self.path("repository"))
            .args(["-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "core.autocrlf=false"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .expect("git is installed");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What an expression stands for.
    fn value(&self, expression: &str) -> String {
        let inner = expression.strip_prefix("${{").and_then(|rest| rest.strip_suffix("}}"));
        let Some(name) = inner.map(str::trim) else { return expression.to_owned() };
        if let Some((_, value)) = self.values.iter().find(|(key, _)| *key == name) {
            return value.clone();
        }
        if let Some(input) = name.strip_prefix("inputs.") {
            return self.value(self.action["inputs"][input]["default"].as_str().expect(name));
        }
        let output = name.strip_prefix("steps.").expect(name);
        let (step, key) = output.split_once(".outputs.").expect(name);
        let outputs = self.read(&format!("runner/{step}.output"));
        let line = outputs.lines().rev().find_map(|line| line.strip_prefix(&format!("{key}=")));
        line.unwrap_or_default().to_owned()
    }

    /// Runs a step's script as the runner does.
    fn step(&self, name: &str) -> Ran {
        let steps = self.action["runs"]["steps"].as_array().unwrap();
        let step = steps.iter().find(|step| step["name"] == name).unwrap_or_else(|| panic!("there is no step {name}"));
        let id = step["id"].as_str().unwrap_or("none");
        let script = self.path("runner/script.sh");
        fs::write(&script, step["run"].as_str().unwrap()).unwrap();
        let mut command = Command::new("bash");
        command
            .args(["--noprofile", "--norc", "-e", "-o", "pipefail"])
            .arg(&script)
            .current_dir(self.path("repository"))
            .env(
                "PATH",
                format!(
                    "{}:{}:{}",
                    self.path("bin").display(),
                    self.path("runner/linchpin/bin").display(),
                    env!("PATH")
                ),
            )
            .env("RUNNER_TEMP", self.path("runner"))
            .env("GITHUB_PATH", self.path("runner/path"))
            .env("GITHUB_STEP_SUMMARY", self.path("runner/summary"))
            .env("GITHUB_OUTPUT", self.path(&format!("runner/{id}.output")));
        for (key, value) in step["env"].as_object().unwrap() {
            command.env(key, self.value(value.as_str().unwrap()));
        }
        let output = command.output().expect("bash is installed");
        let text = [output.stdout, output.stderr].concat();
        Ran { code: output.status.code().unwrap(), out: String::from_utf8(text).unwrap() }
    }

    /// The steps that check, and what they end with.
    fn check(&self) -> (i32, String) {
        let mut log = String::new();
        for step in ["Install linchpin", "Check", "Check regions"] {
            if step == "Check regions" && self.value("${{ inputs.documents }}").is_empty() {
                continue;
            }
            let ran = self.step(step);
            assert_eq!(ran.code, 0, "{step}: {}", ran.out);
            log.push_str(&ran.out);
        }
        let result = self.step("Result");
        (result.code, log + &result.out)
    }
}

#[test]
fn findings_fail_the_job_as_it_is_set_up() {
    let head: &[(&str, &str)] = &[("reports/a.md", REPORT), ("bare.md", BARE)];
    let (code, log) = Run::new(&[], head).check();
    assert_eq!(code, 1, "{log}");
    assert!(log.contains("::error file=bare.md,line=3"), "{log}");
    assert_eq!(Run::new(&[], head).with("inputs.fail-on", "never").check().0, 0);
    assert_eq!(Run::new(&[], head).with("inputs.paths", "reports").check().0, 0);
    assert_eq!(Run::new(&[], head).with("inputs.paths", "\nreports\n  \nbare.md\n").check().0, 1);
    let warned = Run::new(&[], &[("a.md", &format!("{REPORT}- The tugs left.\n"))]);
    assert_eq!(warned.check().0, 0);
    assert_eq!(warned.with("inputs.fail-on", "warnings").check().0, 1);
    let (code, log) = Run::new(&[], head).with("inputs.paths", "reports\nmissing.md").check();
    assert!(code == 2 && log.contains("missing.md"), "{log}");
    let (_, log) = Run::new(&[], head).with("inputs.annotations", "false").check();
    assert!(log.contains("bare.md:3:1: error[") && !log.contains("::error file"), "{log}");
    let run = Run::new(&[], head).with("inputs.fail-on", "$(touch pwned)");
    run.step("Install linchpin");
    assert_eq!(run.step("Check").code, 2);
}

#[test]
fn what_the_check_found_is_there_as_sarif() {
    let run = Run::new(&[], &[("bare.md", BARE)]);
    run.check();
    let file = run.value("${{ steps.check.outputs.sarif }}");
    let sarif: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
}

#[test]
fn regions_that_are_out_of_date_fail_the_job() {
    let page = "<!-- linchpin: scores ../a.md -->\n<!-- linchpin: end -->\n";
    let run = Run::new(&[], &[("a.md", REPORT), ("docs/page.md", page)]).with("inputs.documents", "docs\n");
    let (code, log) = run.check();
    assert!(code == 1 && log.contains("docs/page.md:1:1: the region"), "{log}");
    let status = Command::new(env!("CARGO_BIN_EXE_linchpin"))
        .args(["update", "."])
        .current_dir(run.path("repository"))
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(run.check().0, 0);
}

#[test]
fn one_comment_says_what_changed_and_is_brought_up_to_date() {
    let weaker = REPORT.replace("highly likely", "unlikely");
    let run = Run::new(&[("reports/a.md", REPORT)], &[("reports/a.md", &weaker), ("new/b.md", REPORT)])
        .with("inputs.paths", "reports\nnew\n");
    run.step("Install linchpin");
    let ran = run.step("Compare with the base");
    assert_eq!(ran.code, 0, "{}", ran.out);
    fs::write(run.path("runner/answer"), "").unwrap();
    let ran = run.step("Comment");
    assert_eq!(ran.code, 0, "{}", ran.out);
    let log = run.read("runner/gh.log");
    assert!(log.contains("--method POST repos/owner/name/issues/7/comments "), "{log}");
    let body = run.read("runner/body");
    assert!(body.starts_with("<!-- linchpin-argument-diff -->\n\n") && body.contains("reports/a.md"), "{body}");
    assert!(body.contains("new/b.md"), "{body}");
    assert!(run.read("runner/summary").contains("reports/a.md"));
    fs::write(run.path("runner/answer"), "11\n12\n").unwrap();
    assert_eq!(run.step("Comment").code, 0);
    assert!(run.read("runner/gh.log").contains("--method PATCH repos/owner/name/issues/comments/11 "));
    fs::remove_file(run.path("runner/answer")).unwrap();
    let ran = run.step("Comment");
    assert!(ran.code == 0 && ran.out.starts_with("::warning::"), "{}", ran.out);
    run.step("Check");
    assert_eq!(run.step("Result").code, 0, "the difference fails nothing unless it is asked to");
    let run = run.with("inputs.diff-fail-on", "weaker,any");
    run.step("Compare with the base");
    assert_eq!(run.step("Result").code, 1);
}

#[test]
fn a_difference_that_is_too_long_for_a_comment_stands_in_the_summary() {
    let facts: String = (0..2_000).map(|number| format!("- The {number}th tug left for a northern port.\n")).collect();
    let long = format!("{REPORT}{facts}");
    let run = Run::new(&[("a.md", REPORT)], &[("a.md", &long)]);
    fs::write(run.path("runner/answer"), "").unwrap();
    for step in ["Install linchpin", "Compare with the base", "Comment"] {
        let ran = run.step(step);
        assert_eq!(ran.code, 0, "{step}: {}", ran.out);
    }
    let (body, summary) = (run.read("runner/body"), run.read("runner/summary"));
    assert!(body.len() < 65_536 && summary.len() > body.len(), "{} {}", body.len(), summary.len());
}

#[test]
fn what_a_report_or_a_name_holds_is_never_run() {
    let name = "re $(touch pwned)`touch pwned`;touch pwned\" '&.md";
    let text = BARE.replace("close", "close $(touch pwned) `touch pwned` \"; touch pwned; ::set-output name=x::y")
        + "\n::error::forged\n\n- <!-- linchpin-argument-diff --> @team ${{ github.token }}\n";
    let run = Run::new(&[(name, BARE)], &[(name, &text)]).with("inputs.paths", name).with("inputs.documents", name);
    fs::write(run.path("runner/answer"), "").unwrap();
    let (_, log) = run.check();
    for step in ["Compare with the base", "Comment", "Result"] {
        run.step(step);
    }
    assert!(!log.lines().any(|line| line.starts_with("::set-output") || line.starts_with("::error::forged")), "{log}");
    let comment = run.read("runner/body");
    assert_eq!(comment.matches("<!-- linchpin-argument-diff -->").count(), 1, "{comment}");
    let found = Command::new("find").arg(run.folder.path()).args(["-name", "pwned"]).output().unwrap();
    assert!(found.stdout.is_empty(), "{}", String::from_utf8_lossy(&found.stdout));
}
