//! Files that mean harm, or that something went wrong with: each is refused with a clear sentence or read for what it
//! is, in little time and memory, and nothing in it gets out of its place.
//!
//! `tests/hostile/files` holds them; `tests/hostile/made.toml` those that are made here, as they are long and dull, and
//! `tests/containers` Word and PDF files; `tests/hostile/expected.toml` the exit codes of `check`, `export --to dot` and `import`, and the first line that
//! `check` says, on standard error if it says something there. `UPDATE_HOSTILE=1` writes that table anew: look at
//! `git diff`.

use crate::containers;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use linchpin::review::visible;
use tempfile::TempDir;

/// What a command may take on one file: processor time in seconds, and memory (of addresses, which is more than what
/// is in use) in KiB. Builds without optimisation are ten to twenty times slower.
const SECONDS: u32 = if cfg!(debug_assertions) { 10 } else { 1 };
const KIB: u32 = 200 * 1024;

fn hostile() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile")
}

/// linchpin in a folder, with so much time and memory and no more.
fn limited(folder: &Path, seconds: u32, kib: u32, arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    // Not every system can limit memory; the time is limited everywhere. One arena: each more takes 64 MiB of addresses.
    let script = format!("ulimit -v {kib} 2>/dev/null; ulimit -t {seconds}; exec \"$0\" \"$@\"");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_linchpin")]).args(arguments);
    command.current_dir(folder).env("MALLOC_ARENA_MAX", "1").env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    fn first_line(&self) -> &str {
        self.err.lines().next().or(self.out.lines().next()).unwrap_or_default()
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    Ran::of(limited(folder, SECONDS, KIB, arguments).output().expect("sh runs"))
}

/// A folder with the files.
fn laid_out(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// All hostile files, in one folder.
fn all_files() -> (TempDir, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let mut names = Vec::new();
    for entry in fs::read_dir(hostile().join("files")).unwrap() {
        let entry = entry.unwrap();
        names.push(entry.file_name().into_string().unwrap());
        fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    let made = fs::read_to_string(hostile().join("made.toml")).unwrap();
    let made: BTreeMap<String, Vec<(String, usize)>> = toml::from_str(&made).unwrap();
    for (name, parts) in made {
        let text: String = parts.iter().map(|(piece, times)| piece.repeat(*times)).collect();
        fs::write(folder.path().join(&name), text).unwrap();
        names.push(name);
    }
    for (name, bytes) in containers::hostile() {
        fs::write(folder.path().join(name), bytes).unwrap();
        names.push(name.to_owned());
    }
    names.sort();
    (folder, names)
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
struct Expected {
    /// The exit codes of `check`, `export --to dot` and `import`.
    codes: [i32; 3],
    /// The first line of `check`.
    says: String,
    /// The feature without which the file is refused, with a line that names it.
    #[serde(default)]
    needs: Option<String>,
}

/// Whether the program that is tested was built with a feature.
fn has(feature: &str) -> bool {
    match feature {
        "documents" => cfg!(feature = "documents"),
        other => panic!("{other} is no feature that a file needs"),
    }
}

/// What a command that is run on a file may not do, whatever the file is.
fn must_behave(name: &str, ran: &Ran) {
    assert!(matches!(ran.code, Some(0..=2)), "{name}: {:?}\n{}\n{}", ran.code, ran.out, ran.err);
    assert!(!ran.err.contains("panicked"), "{name}: {}", ran.err);
    let is_hidden = |c: char| visible(c.encode_utf8(&mut [0; 4])) != c.to_string();
    // A data format keeps what turns the direction of writing; what people read does not.
    let is_data = name.starts_with("export") || name.starts_with("import");
    let must_hold = |text: &str, is_data: bool| {
        let bad = |c: char| !matches!(c, '\t' | '\n') && if is_data { c.is_control() } else { is_hidden(c) };
        let found = text.lines().find_map(|line| line.chars().find(|&c| bad(c)).map(|c| (c, line)));
        assert!(found.is_none(), "{name}: {found:?}");
    };
    must_hold(&ran.out, is_data);
    must_hold(&ran.err, false);
}

fn dealt_with(folder: &Path, name: &str) -> Expected {
    let path = format!("./{name}");
    let check = run(folder, &["check", "--jobs=1", "--format=concise", &path]);
    must_behave(&format!("check {name}"), &check);
    let mut codes = [check.code.unwrap(), 2, 2];
    // What cannot be read cannot be written: the same reader refuses it with the same words.
    if codes[0] != 2 {
        for (code, command) in codes[1..].iter_mut().zip([&["export", "--to=dot"][..], &["import"]]) {
            let ran = run(folder, &[command, &[&path]].concat());
            must_behave(&format!("{} {name}", command[0]), &ran);
            *code = ran.code.unwrap();
        }
    }
    let is_pdf = fs::read(folder.join(name)).unwrap().starts_with(b"%PDF-");
    Expected { codes, says: check.first_line().to_owned(), needs: is_pdf.then(|| "documents".to_owned()) }
}

#[test]
fn every_file_is_refused_or_read_as_expected() {
    let (folder, names) = all_files();
    assert!(names.len() >= 200, "{}", names.len());
    let (next, found) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, std::num::NonZero::get) {
            scope.spawn(|| {
                while let Some(name) = names.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let told = dealt_with(folder.path(), name);
                    found.lock().unwrap().insert(name.clone(), told);
                }
            });
        }
    });
    let found = found.into_inner().unwrap();
    let table = hostile().join("expected.toml");
    if std::env::var_os("UPDATE_HOSTILE").is_some() {
        let mut text =
            String::from("# Exit codes of `check`, `export --to dot` and `import`, and the first line of `check`.\n\n");
        for (name, Expected { codes, says, needs }) in &found {
            let needed = needs.as_ref().map(|feature| format!(", needs = \"{feature}\"")).unwrap_or_default();
            assert!(needs.as_deref().is_none_or(has), "build with the feature{needed} to write the table");
            let [name, says] = [name, says].map(|text| toml::Value::String(text.clone()));
            writeln!(text, "{name} = {{ codes = {codes:?}, says = {says}{needed} }}").unwrap();
        }
        fs::write(&table, text).unwrap();
    }
    let expected: BTreeMap<String, Expected> = toml::from_str(&fs::read_to_string(&table).unwrap()).unwrap();
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (name, told) in &found {
        match &expected[name].needs {
            Some(feature) if !has(feature) => {
                assert_eq!(told.codes, [2, 2, 2], "{name}");
                assert!(told.says.contains(&format!("without the feature `{feature}`")), "{name}: {}", told.says);
            }
            _ => assert_eq!(*told, expected[name], "{name}"),
        }
    }
}

/// Writes the small Word and PDF files to the folder that `LINCHPIN_SEEDS` names, for the fuzzer.
#[test]
#[ignore = "writes into a folder"]
fn seeds() {
    let folder = std::env::var_os("LINCHPIN_SEEDS").map(PathBuf::from).expect("LINCHPIN_SEEDS names a folder");
    for (name, bytes) in containers::hostile().into_iter().filter(|(_, bytes)| bytes.len() < 12 << 10) {
        fs::write(folder.join(name), bytes).unwrap();
    }
}

/// A sentence of a report that is a judgement, and its beginning.
const HEAD: &str = "## Key Judgement 1\n\nThe weir is likely to hold through the spring of 2031.\n\n";

#[test]
fn large_files_take_time_and_memory_in_proportion() {
    // Ten megabytes, a million lines; a twentieth of that in builds that are so much slower.
    let scale = if cfg!(debug_assertions) { 1 } else { 20 };
    let long = "word ".repeat(100_000 * scale);
    let lines = "- The gauge stands still.\n".repeat(50_000 * scale);
    let item = |number: usize| format!("- Stone {number} lies still.\n");
    let many: String = (0..2_000 * scale).map(item).collect();
    let staircase: String = (0..500).map(|depth| format!("{}{}", "  ".repeat(depth), item(depth))).collect();
    let chain: String = (0..20_000)
        .map(|n| {
            format!(
                "{}\"n{n}\":{{\"text\":\"Stone {n}.\",\"supports\":[\"n{}\"]}}",
                if n == 0 { "" } else { "," },
                n + 1
            )
        })
        .collect();
    let chain = format!("{{\"nodes\":{{{chain},\"n20000\":{{\"kind\":\"judgement\",\"text\":\"It holds.\"}}}}}}");
    let files: [(&str, String); 9] = [
        ("label.md", format!("{HEAD}- {long}\n")),
        ("label.toml", format!("[nodes.a]\nkind = \"judgement\"\ntext = \"\"\"{long}\"\"\"\n")),
        ("label.json", format!("{{\"nodes\":{{\"a\":{{\"kind\":\"judgement\",\"text\":\"{long}\"}}}}}}")),
        ("label.html", format!("<h2>Key Judgement 1</h2><p>{long}</p>")),
        ("lines.txt", lines.replace("- ", "")),
        ("items.md", format!("{HEAD}{many}")),
        ("staircase.md", format!("{HEAD}{staircase}")),
        ("elements.html", format!("<h2>Key Judgement 1</h2><p>It holds.</p>{}x", "<ul><li>".repeat(12_000))),
        ("chain.json", chain),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), &text).unwrap();
        // A second and 200 MB for what is small; what is large may take its size's share of each besides.
        let size = u32::try_from(text.len() >> 20).unwrap() + 1;
        let (seconds, kib) = (SECONDS * (1 + size), KIB + 64 * 1024 * size);
        for command in [&["check", "--jobs=1", "--format=json"][..], &["export", "--to=dot"], &["import"]] {
            let arguments = [command, &[name]].concat();
            let ran = Ran::of(limited(folder.path(), seconds, kib, &arguments).output().unwrap());
            must_behave(&format!("{} {name}", command[0]), &ran);
        }
    }
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let folder = laid_out(&[]);
    // A hole: it takes no room on disk.
    fs::File::create(folder.path().join("huge.md")).unwrap().set_len((1 << 30) + 1).unwrap();
    let before = Instant::now();
    let ran = run(folder.path(), &["check", "huge.md"]);
    assert!(before.elapsed() < Duration::from_secs(30));
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.err.trim_end(),
        "error: cannot read huge.md: it has 1073741825 bytes, and at most 1073741824 are allowed; split it, or raise \
         `bytes` under `[limits]` in linchpin.toml"
    );
}

#[test]
fn limits_are_set_in_the_settings() {
    let report = format!("{HEAD}- The gauge stands still.\n- The sluice was greased.\n");
    let folder = laid_out(&[("a.md", report.as_bytes())]);
    let refusal = |limits: &str, arguments: &[&str]| {
        fs::write(folder.path().join("linchpin.toml"), format!("[limits]\n{limits}\n")).unwrap();
        let ran = run(folder.path(), arguments);
        assert_eq!(ran.code, Some(2), "{limits}: {}{}", ran.out, ran.err);
        ran.first_line().to_owned()
    };
    let size = report.len();
    assert_eq!(
        refusal("bytes = 100", &["check", "a.md"]),
        format!(
            "error: cannot read a.md: it has {size} bytes, and at most 100 are allowed; split it, or raise `bytes` \
             under `[limits]` in linchpin.toml"
        )
    );
    for command in ["score", "show", "import"] {
        assert!(refusal("bytes = 100", &[command, "a.md"]).contains("at most 100 are allowed"), "{command}");
    }
    assert!(refusal("bytes = 100", &["diff", "a.md", "a.md"]).contains("at most 100 are allowed"));
    assert_eq!(refusal("nodes = 2", &["check", "a.md"]), "error: 3 nodes, and at most 2 are allowed");
    assert_eq!(refusal("edges = 1", &["score", "a.md"]), "error: 2 edges, and at most 1 are allowed");
    fs::write(folder.path().join("linchpin.toml"), "[limits]\nbytes = 1000\nnodes = 3\nedges = 2\n").unwrap();
    assert_eq!(run(folder.path(), &["check", "a.md"]).code, Some(0));
}

#[test]
fn standard_input_is_read_no_further_than_the_limit() {
    let folder = laid_out(&[("linchpin.toml", b"[limits]\nbytes = 100_000\n")]);
    let mut command = limited(folder.path(), SECONDS, KIB, &["check", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let written =
        std::thread::spawn(move || (0..u32::MAX).take_while(|_| input.write_all(&[b'x'; 10_000]).is_ok()).count());
    let ran = Ran::of(child.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(2));
    assert!(ran.first_line().contains("standard input: it has more than 100000 bytes"), "{}", ran.err);
    assert!(written.join().unwrap() < 200);
}

#[cfg(unix)]
mod special {
    use std::os::unix::fs::symlink;

    use super::*;

    /// As [`run`], and fails if it waits for ever.
    fn run_in_time(folder: &Path, arguments: &[&str]) -> Ran {
        let mut command = limited(folder, SECONDS, KIB, arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let end = Instant::now() + Duration::from_mins(1);
        while child.try_wait().unwrap().is_none() {
            if Instant::now() > end {
                child.kill().unwrap();
                panic!("{arguments:?} waits for ever");
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ran::of(child.wait_with_output().unwrap())
    }

    fn pipe(path: &Path) {
        assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo is there").success());
    }

    const REPORT: &str = "## Key Judgement 1\n\nThe weir is likely to hold through the spring of 2031.\n\n\
        - The gauge stands still.\n";

    #[test]
    fn devices_pipes_and_sockets_are_refused() {
        let folder = laid_out(&[("a.md", REPORT.as_bytes())]);
        pipe(&folder.path().join("pipe.md"));
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket.md")).unwrap();
        symlink("/dev/zero", folder.path().join("zero.md")).unwrap();
        for path in ["/dev/zero", "pipe.md", "socket.md", "zero.md"] {
            for command in
                [&["check", path][..], &["score", path], &["diff", "a.md", path], &["import", path], &["update", path]]
            {
                let ran = run_in_time(folder.path(), command);
                assert_eq!(ran.code, Some(2), "{command:?}");
                let expected = format!("cannot read {path}: this is a device, a socket or a named pipe, not a file");
                assert!(ran.first_line().contains(&expected), "{command:?}: {}", ran.err);
            }
        }
        // As settings and as a baseline, too.
        for flag in ["--config", "--baseline"] {
            assert_eq!(run_in_time(folder.path(), &["check", "a.md", flag, "pipe.md"]).code, Some(2), "{flag}");
        }
    }

    #[test]
    fn the_pipe_of_a_shell_and_the_empty_file_are_read() {
        let folder = laid_out(&[("a.md", REPORT.as_bytes())]);
        let script = "cat a.md | \"$0\" check /dev/stdin --from markdown --format concise";
        let ran =
            Command::new("sh").args(["-c", script, env!("CARGO_BIN_EXE_linchpin")]).current_dir(folder.path()).output();
        let ran = Ran::of(ran.unwrap());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert_ne!(run_in_time(folder.path(), &["diff", "/dev/null", "a.md"]).code, Some(2));
    }

    #[test]
    fn a_folder_is_walked_without_following_what_leads_away() {
        let outside = laid_out(&[("secret.md", REPORT.as_bytes())]);
        let folder = laid_out(&[("a.md", REPORT.as_bytes())]);
        let inside = folder.path().join("inside");
        fs::create_dir(&inside).unwrap();
        symlink(folder.path(), inside.join("up")).unwrap();
        symlink("loop.md", inside.join("loop.md")).unwrap();
        symlink(outside.path(), inside.join("away")).unwrap();
        symlink(outside.path().join("secret.md"), inside.join("secret.md")).unwrap();
        symlink("/dev/zero", inside.join("zero.md")).unwrap();
        symlink("nowhere.md", inside.join("nowhere.md")).unwrap();
        pipe(&inside.join("pipe.md"));
        let ran = run_in_time(folder.path(), &["check", ".", "--format=json"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        for finding in json["findings"].as_array().unwrap() {
            assert_eq!(finding["file"], "a.md");
        }
        assert!(!json["findings"].as_array().unwrap().is_empty());
        let ran = run_in_time(folder.path(), &["check", "inside/loop.md"]);
        assert_eq!(ran.code, Some(2), "{}", ran.out);
    }

    #[test]
    fn copies_of_sources_are_read_in_the_folder_and_nowhere_else() {
        let outside = laid_out(&[("secret.txt", b"The gauge has not moved for eleven weeks.")]);
        let quotes = |archive: &str| {
            format!(
                "---\nsources:\n  s: {{ title: A page, archive: {archive} }}\n---\n{HEAD}\
                 - The keeper said: “the gauge has not moved for eleven weeks”. {{source=s}}\n"
            )
        };
        let folder = laid_out(&[]);
        symlink(outside.path().join("secret.txt"), folder.path().join("link.txt")).unwrap();
        symlink(outside.path(), folder.path().join("away")).unwrap();
        symlink("/dev/zero", folder.path().join("zero")).unwrap();
        pipe(&folder.path().join("pipe"));
        for archive in ["link.txt", "away/secret.txt", "zero", "pipe", "/dev/zero", "/proc/self/environ", "."] {
            fs::write(folder.path().join("a.md"), quotes(archive)).unwrap();
            let ran = run_in_time(folder.path(), &["check", "a.md", "--format=concise"]);
            let finding = ran.out.lines().find(|line| line.contains("quotation-not-found"));
            assert!(finding.is_some(), "{archive}: {}{}", ran.out, ran.err);
        }
        fs::copy(outside.path().join("secret.txt"), folder.path().join("copy.txt")).unwrap();
        fs::write(folder.path().join("a.md"), quotes("copy.txt")).unwrap();
        let ran = run_in_time(folder.path(), &["check", "a.md", "--format=concise"]);
        assert!(!ran.out.contains("quotation-not-found"), "{}", ran.out);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_said() {
        let folder = laid_out(&[("a.md", REPORT.as_bytes())]);
        let ran = run_in_time(folder.path(), &["export", "a.md", "--to=dot", "-o", "/dev/full"]);
        assert_eq!(ran.code, Some(2));
        assert!(ran.first_line().starts_with("error: cannot write /dev/full: No space left"), "{}", ran.err);
        let commands: [&[&str]; 6] = [
            &["export", "a.md", "--to=dot"],
            &["check", "a.md"],
            &["score", "a.md"],
            &["show", "a.md"],
            &["import", "a.md"],
            &["diff", "/dev/null", "a.md"],
        ];
        for arguments in commands {
            let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
            let ran = Ran::of(limited(folder.path(), SECONDS, KIB, arguments).stdout(full).output().unwrap());
            assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.err);
            assert!(ran.err.contains("No space left"), "{arguments:?}: {}", ran.err);
        }
    }

    #[test]
    fn a_file_that_is_not_written_leaves_the_old_one_and_nothing_beside_it() {
        let folder = laid_out(&[("a.md", REPORT.as_bytes()), ("bad.toml", b"nodes = 1\n"), ("old.dot", b"old")]);
        let ran = run_in_time(folder.path(), &["export", "bad.toml", "--to=dot", "-o", "old.dot"]);
        assert_eq!(ran.code, Some(2));
        assert_eq!(fs::read(folder.path().join("old.dot")).unwrap(), b"old");
        let ran = run_in_time(folder.path(), &["export", "a.md", "--to=dot", "-o", "old.dot"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let mut names: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, ["a.md", "bad.toml", "old.dot"]);
    }
}
