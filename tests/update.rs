//! Regions in documents: `linchpin update` writes them, and touches nothing else.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::rc::Rc;

use camino::Utf8Path;
use linchpin::argument::Argument;
use linchpin::config::Config;
use linchpin::document::{Layout, Regions};
use linchpin::format;
use linchpin::regions::{Subject, rewrite};
use linchpin::rules::{LevelOverrides, check};
use linchpin::score::{score, semantics};
use linchpin::text::SourceFile;
use proptest::prelude::*;
use snapbox::{assert_data_eq, str};
use tempfile::TempDir;

const REPORT: &str = "# The harbour\n\n## Key Judgement 1\n\nThe harbour is highly likely to close by winter 2031.\n\n\
    - The pilots' contract ends [in November](https://example.org/notice). {#ends grade=B2 date=2031-05-01}\n\
    - Dredging | was *stopped* <b>in</b> May. {weight=0.5}\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_linchpin"))
        .current_dir(folder)
        .args(arguments)
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap();
    Ran {
        code: status.code().expect("it ended by itself"),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

/// A document with one region, after `update`.
fn updated(name: &str, order: &str) -> String {
    let document = format!("before\n\n<!-- linchpin: {order} -->\n<!-- linchpin: end -->\n\nafter\n");
    let document = if name == "page.html" { format!("<!doctype html>\n{document}") } else { document };
    let files = folder(&[("report.md", REPORT), (name, &document)]);
    let ran = run(files.path(), &["update", name]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert_eq!(ran.out, format!("{name}: 1 of 1 region written\n"));
    let text = read(&files, name);
    let again = run(files.path(), &["update", name]);
    assert_eq!((again.code, again.out.as_str(), read(&files, name)), (0, "", text.clone()), "a second run");
    assert_eq!(run(files.path(), &["update", "--check", name]).code, 0);
    text
}

#[test]
fn a_diagram_says_how_each_node_fares_where_the_order_asks_for_it() {
    let plain = updated("page.md", "diagram report.md");
    assert!(!plain.contains("accepted"), "{plain}");
    let asked = updated("page.md", "diagram report.md acceptance");
    assert_eq!(asked.matches("✓ accepted").count(), 3, "{asked}");
}

#[test]
fn a_region_of_scores_is_a_table() {
    assert_data_eq!(
        updated("page.md", "scores report.md"),
        str![[r"
before

<!-- linchpin: scores report.md -->

| id | judgement | strength | claimed | linchpin |
| --- | --- | ---: | ---: | --- |
| **kj1** | The harbour is highly likely to close by winter 2031. | **▼ 0.73** | 0.8–0.9 | ends |

<!-- linchpin: end -->

after

"]]
    );
}

#[test]
fn a_region_of_judgements_is_a_table() {
    let text = updated("page.md", "judgements report.md");
    assert!(text.contains("| id | judgement | likelihood | confidence |\n"), "{text}");
    assert!(
        text.contains("| **kj1** | The harbour is highly likely to close by winter 2031. | highly likely 80–90"),
        "{text}"
    );
}

#[test]
fn a_region_of_findings_names_nodes_and_no_lines() {
    let text = updated("page.md", "findings report.md");
    assert!(text.contains("| node | level | rule | finding |\n"), "{text}");
    assert!(text.contains("| kj1-2 | ⚠ warning | unsourced-evidence | "), "{text}");
}

#[test]
fn a_diagram_is_a_block_of_mermaid() {
    let text = updated("page.md", "diagram report.md focus=ends theme=dark direction=down");
    assert!(text.contains("-->\n\n```mermaid\n---\ntitle: "), "{text}");
    assert!(text.contains("\nflowchart BT\n") && text.contains("\n```\n\n<!-- linchpin: end -->\n\nafter\n"), "{text}");
    assert!(!text.contains("Dredging"), "{text}");
}

#[test]
fn a_page_gets_escaped_tables_and_a_picture() {
    let text = updated("page.html", "findings report.md");
    assert!(
        text.contains("<table class=\"linchpin-findings\">\n") && text.contains("<td>unsourced-evidence</td>"),
        "{text}"
    );
    #[cfg(feature = "pictures")]
    {
        let text = updated("page.html", "diagram report.md");
        assert!(text.contains("<svg ") && text.contains("id=\"linchpin-1-title\""), "{text}");
        assert!(text.contains("aria-labelledby=\"linchpin-1-title\"") && !text.contains("<b>in</b>"), "{text}");
    }
}

#[cfg(feature = "pictures")]
#[test]
fn a_picture_stands_beside_the_document() {
    let document = "<!-- linchpin: diagram report.md focus=kj1 as=svg -->\n<!-- linchpin: end -->";
    let files = folder(&[("report.md", REPORT), ("page.md", document)]);
    let stale = run(files.path(), &["update", "--check", "."]);
    assert_eq!(stale.code, 1);
    assert!(!files.path().join("report-kj1.svg").exists(), "--check writes nothing");
    let ran = run(files.path(), &["update", "."]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "page.md: 1 of 1 region written, and a picture\n"), "{}", ran.err);
    let text = read(&files, "page.md");
    let expected =
        "![Diagram: The harbour, the part around kj1 (of 1 judgement, 2 pieces of evidence)](report-kj1.svg)";
    assert!(text.contains(expected), "{text}");
    assert!(text.ends_with("end -->"), "there is still no line break at the end");
    assert!(read(&files, "report-kj1.svg").starts_with("<svg"));
    assert_eq!(run(files.path(), &["update", "--check", "."]).code, 0);
    fs::write(files.path().join("report-kj1.svg"), "<svg xmlns=\"\" class=\"linchpin-picture\"/>").unwrap();
    let stale = run(files.path(), &["update", "--check", "."]);
    assert_eq!(
        (stale.code, stale.out.as_str()),
        (
            1,
            "page.md:1:1: the picture report-kj1.svg of the region `diagram report.md focus=kj1 as=svg` is out of date; run \
             `linchpin update .`\n"
        )
    );
    let foreign = "<svg/>";
    fs::write(files.path().join("report-kj1.svg"), foreign).unwrap();
    let refused = run(files.path(), &["update", "."]);
    assert_eq!((refused.code, read(&files, "report-kj1.svg").as_str()), (2, foreign));
    assert!(refused.err.contains("is no picture that linchpin drew"), "{}", refused.err);
}

#[cfg(feature = "pictures")]
#[test]
fn two_pictures_do_not_share_a_file() {
    let region =
        |order: &str| format!("<!-- linchpin: diagram report.md as=svg {order} -->\n<!-- linchpin: end -->\n\n");
    let both = region("") + &region("collapse theme=dark");
    let files = folder(&[("report.md", REPORT), ("page.md", &both)]);
    let ran = run(files.path(), &["update", "page.md"]);
    assert!(ran.code == 2 && ran.err.contains("another picture to report.svg"), "{}", ran.err);
    let files = folder(&[("report.md", REPORT), ("a.md", &region("")), ("b.md", &region("theme=dark"))]);
    let ran = run(files.path(), &["update", "."]);
    assert!(ran.code == 2 && ran.err.contains("a.md has another picture written to report.svg"), "{}", ran.err);
    let apart = region("") + &region("theme=dark to=\"in the dark.svg\"");
    let files = folder(&[("report.md", REPORT), ("page.md", &apart)]);
    assert_eq!(run(files.path(), &["update", "page.md"]).code, 0);
    assert!(read(&files, "page.md").contains("](in%20the%20dark.svg)"));
}

#[test]
fn what_is_out_of_date_is_told_with_its_line_and_what_to_run() {
    let region = "<!-- linchpin: scores report.md -->\n<!-- linchpin: end -->\n";
    let files = folder(&[
        ("docs/report.md", REPORT),
        ("docs/page.md", &format!("# A\n\n{region}")),
        ("ignored/b.md", region),
        (".ignore", "ignored/\n"),
    ]);
    let ran = run(files.path(), &["update", "--check", "."]);
    let said = "docs/page.md:3:1: the region `scores report.md` is out of date; run `linchpin update .`\n";
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (1, said, ""));
    assert_eq!(read(&files, "docs/page.md"), format!("# A\n\n{region}"));
    assert_eq!(run(files.path(), &["update", "docs/page.md"]).code, 0);
    assert_eq!(run(files.path(), &["update", "--check", "."]).code, 0);
    let changed = REPORT.replace("highly likely", "unlikely");
    fs::write(files.path().join("docs/report.md"), changed).unwrap();
    assert_eq!(run(files.path(), &["update", "--check", "."]).code, 1);
}

#[test]
fn a_report_that_shows_itself_stays_the_same_argument() {
    let region = |order: &str| format!("<!-- linchpin: {order} -->\n<!-- linchpin: end -->\n\n");
    let orders =
        ["scores .", "findings .", "judgements report.md", "diagram .", "diagram . collapse strengths findings"];
    for at in ["# The harbour\n\n", "## Key Judgement 1\n\n", "winter 2031.\n\n", "2031-05-01}\n"] {
        let regions: String = orders.map(region).concat();
        let report = REPORT.replace(at, &format!("{at}{regions}"));
        let before = json(&SourceFile::new("report.md", REPORT));
        assert_eq!(json(&SourceFile::new("report.md", &*report)), before, "empty, behind {at:?}");
        let files = folder(&[("report.md", &report)]);
        let ran = run(files.path(), &["update", "report.md"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        let text = read(&files, "report.md");
        assert_eq!(json(&SourceFile::new("report.md", &*text)), before, "written, behind {at:?}: {text}");
        let again = run(files.path(), &["update", "report.md"]);
        assert_eq!((again.out.as_str(), read(&files, "report.md")), ("", text));
    }
}

/// The argument as it was understood, without places.
fn json(file: &SourceFile) -> Vec<String> {
    let argument = understood(file);
    let mut said: Vec<String> = argument
        .nodes()
        .map(|(_, node)| format!("{} {} {} {:?}", node.id, node.kind, node.text.as_str(), node.grade))
        .collect();
    said.extend(
        argument
            .edges()
            .map(|(edge, data)| format!("{:?} {} {:?}", argument.ends(edge), data.kind.word(), data.weight)),
    );
    said
}

fn understood(file: &SourceFile) -> Argument {
    let understood = format::understand(file, format::detect(file), &Config::default());
    understood.unwrap_or_else(|faults| panic!("{}", faults[0])).reading.argument
}

#[test]
fn a_page_that_shows_itself_stays_the_same_argument() {
    let region = "<!-- linchpin: scores . --><!-- linchpin: end -->";
    let page = format!(
        "<!doctype html>\n<h2>Key Judgement 1</h2>\n<p>Rain is likely by 2031.</p>{region}\n<ul><li>The glass falls.</li>\n{region}<li>It \
         is May.</li></ul>\n"
    );
    let files = folder(&[("page.html", &page)]);
    assert_eq!(run(files.path(), &["update", "."]).code, 0);
    let text = read(&files, "page.html");
    assert_eq!(text.matches("<table").count(), 2);
    let without = json(&SourceFile::new("page.html", page.replace(region, "")));
    assert_eq!(json(&SourceFile::new("page.html", &*text)), without);
    assert_eq!(run(files.path(), &["update", "--check", "."]).code, 0);
}

#[test]
fn a_matrix_of_rival_answers_is_a_table_in_markdown_and_in_html() {
    let report = "# R\n\n## Key Judgement 1\n\nThe lock will likely fail by age.\n\n- It is | old. {#old contradicts=\"flood:0.7\"}\n\n\
                  ### Alternatives\n\n- It fails by flood. {#flood}\n";
    let markdown = "<!-- linchpin: matrix report.md -->\n<!-- linchpin: end -->\n";
    let html = "<!-- linchpin: matrix report.md question=kj1-alternatives -->\n<!-- linchpin: end -->\n";
    let page = format!("<html><body>{html}</body></html>");
    let files = folder(&[("report.md", report), ("page.md", markdown), ("page.html", &page)]);
    assert_eq!(run(files.path(), &["update", "page.md", "page.html"]).code, 0);
    let table = read(&files, "page.md");
    assert!(table.contains("| **old** | It is \\| old. | 0.6 | \\++ 1 | −− 0.7 | 2.00 |"), "{table}");
    assert!(table.contains("| **kj1** | The lock will likely fail by age. | **0 (1)** | **0.00 (1)** |"), "{table}");
    let table = read(&files, "page.html");
    assert_eq!(table.matches("<table class=\"linchpin-").count(), 2, "{table}");
    assert_eq!(run(files.path(), &["update", "--check", "page.md", "page.html"]).code, 0);
}

#[test]
fn what_is_wrong_is_told_with_line_and_column_and_nothing_is_written() {
    let said = |document: &str| {
        let files = folder(&[
            ("in/report.md", REPORT),
            ("in/page.md", document),
            ("report.md", REPORT),
            ("in/none.md", "Nothing.\n"),
            ("in/broken.toml", "[nodes.a]\nkind = \"opinion\"\ntext = \"It rains.\"\n"),
        ]);
        let ran = run(files.path(), &["update", "in/page.md"]);
        assert_eq!((ran.code, ran.out.as_str(), read(&files, "in/page.md").as_str()), (2, "", document), "{}", ran.err);
        ran.err
    };
    let region = |order: &str| format!("\n<!-- linchpin: {order} -->\n<!-- linchpin: end -->\n");
    for (order, column, message) in [
        ("diagramm report.md", 16, "there is no region `diagramm`"),
        ("matrix report.md question=who", 33, "there is no question `who` in `report.md`"),
        ("matrix report.md depth=1", 33, "`depth=1` is too much: a matrix has the option question=ID alone"),
        ("scores", 16, "the region names no file"),
        ("scores missing.md", 23, "`missing.md` cannot be read: there is no such file"),
        ("scores broken.toml", 23, "`broken.toml` cannot be read: in/broken.toml:2:8:"),
        ("scores none.md", 23, "`none.md` holds no argument"),
        ("scores ../report.md", 23, "`../report.md` leads out of the folder in"),
        ("scores /etc/passwd", 23, "`/etc/passwd` is no path from the document's folder"),
        ("scores report.md depth=1", 33, "`depth=1` is too much"),
        ("diagram report.md size=3", 34, "a diagram has no option `size`"),
        ("diagram report.md theme=pink", 34, "`pink` is no theme"),
        ("diagram report.md focus=kj9", 34, "there is no node `kj9` in `report.md`"),
        ("diagram report.md depth=1", 16, "`depth` says how far from a node to go"),
        ("diagram report.md collapse collapse", 43, "`collapse` is there twice"),
        ("diagram report.md to=a.svg", 34, "`to` names a picture's file"),
        ("diagram report.md as=svg to=a.md", 41, "`a.md` is no name of a picture"),
        ("diagram \"report.md", 24, "a quotation mark is open"),
    ] {
        let err = said(&region(order));
        assert!(err.contains(message), "{order}: {err}");
        assert!(err.contains(&format!("in/page.md:2:{column}")), "{order}: {err}");
    }
    for (document, place, message) in [
        ("<!-- linchpin: scores report.md -->\n", "1:1", "this region has no end"),
        ("a\n\n<!-- linchpin: end -->\n", "3:1", "this ends a region, and none was begun"),
        (
            "<!-- linchpin: scores report.md -->\n<!-- linchpin: scores report.md -->\n<!-- linchpin: end -->\n",
            "2:1",
            "a region begins in the region that began on line 1",
        ),
    ] {
        let err = said(document);
        assert!(err.contains(message) && err.contains(&format!("in/page.md:{place}")), "{err}");
    }
}

#[test]
fn a_region_leads_nowhere_outside_of_the_folder_that_was_named() {
    let region = "<!-- linchpin: scores ../report.md -->\n<!-- linchpin: end -->\n";
    let files = folder(&[("report.md", REPORT), ("docs/page.md", region), ("else/page.md", region)]);
    assert_eq!(run(files.path(), &["update", "docs"]).code, 2);
    assert_eq!(run(files.path(), &["update", "docs/page.md"]).code, 2);
    assert_eq!(run(files.path(), &["update", "--root", "docs", "else/page.md"]).code, 2);
    assert_eq!(run(files.path(), &["update", "--root", ".", "docs/page.md"]).code, 0);
    assert_eq!(run(files.path(), &["update", "."]).code, 0);
    assert_eq!(read(&files, "docs/page.md"), read(&files, "else/page.md"));
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_either() {
    use std::os::unix::fs::symlink;
    let region = "<!-- linchpin: scores link.md -->\n<!-- linchpin: end -->\n";
    let files =
        folder(&[("report.md", REPORT), ("in/page.md", region), ("victim.svg", "<svg class=\"linchpin-picture\"")]);
    symlink(files.path().join("report.md"), files.path().join("in/link.md")).unwrap();
    let ran = run(files.path(), &["update", "in"]);
    assert!(ran.code == 2 && ran.err.contains("it lies outside the folder"), "{}", ran.err);
    #[cfg(feature = "pictures")]
    {
        fs::write(files.path().join("in/r.md"), REPORT).unwrap();
        symlink(files.path(), files.path().join("in/out")).unwrap();
        symlink(files.path().join("victim.svg"), files.path().join("in/r.svg")).unwrap();
        for order in ["diagram r.md as=svg", "diagram r.md as=svg to=out/new.svg"] {
            let region = format!("<!-- linchpin: {order} -->\n<!-- linchpin: end -->\n");
            fs::write(files.path().join("in/page.md"), region).unwrap();
            assert_eq!(run(files.path(), &["update", "in"]).code, 2, "{order}");
        }
        assert_eq!(read(&files, "victim.svg"), "<svg class=\"linchpin-picture\"");
        assert!(!files.path().join("new.svg").exists());
    }
}

#[test]
fn code_is_text_and_other_encodings_are_left_alone() {
    let fenced = "```\n<!-- linchpin: scores report.md -->\n<!-- linchpin: end -->\n```\n";
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(
            "<!-- linchpin: scores report.md -->\n<!-- linchpin: end -->\n".encode_utf16().flat_map(u16::to_le_bytes),
        )
        .collect();
    let files = folder(&[("report.md", REPORT), ("page.md", fenced)]);
    let ran = run(files.path(), &["update", "page.md"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "note: page.md has no region\n"));
    assert_eq!(read(&files, "page.md"), fenced);
    fs::write(files.path().join("wide.md"), &utf16).unwrap();
    let ran = run(files.path(), &["update", "wide.md"]);
    assert!(ran.code == 2 && ran.err.contains("save it as UTF-8"), "{}", ran.err);
    assert_eq!(fs::read(files.path().join("wide.md")).unwrap(), utf16);
}

#[test]
fn a_region_keeps_to_its_item_its_quotation_and_its_line_breaks() {
    let document = "\u{feff}- a\r\n\r\n  <!-- linchpin: scores report.md -->\r\n  <!-- linchpin: end -->\r\n\r\n- b\r\n\r\n\
        > <!-- linchpin: judgements report.md -->\r\n> <!-- linchpin: end -->";
    let files = folder(&[("report.md", REPORT), ("page.md", document)]);
    assert_eq!(run(files.path(), &["update", "page.md"]).code, 0);
    let text = read(&files, "page.md");
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{text:?}");
    assert!(text.contains("\r\n\r\n  | id |") && text.contains("\r\n>\r\n> | id |"), "{text}");
    assert!(text.contains("|\r\n\r\n  <!-- linchpin: end -->\r\n\r\n- b\r\n\r\n> <!--"), "{text}");
    assert_eq!(run(files.path(), &["update", "--check", "page.md"]).code, 0);
}

/// At whatever moment it is killed, the document is the old one or the new one.
#[cfg(unix)]
#[test]
fn a_kill_leaves_the_old_document_or_the_new_one() {
    let region = "<!-- linchpin: scores report.md -->\n<!-- linchpin: end -->\n";
    let old = format!("{region}{}", "Many words.\n\n".repeat(20_000));
    let files = folder(&[("report.md", REPORT), ("page.md", &old)]);
    assert_eq!(run(files.path(), &["update", "page.md"]).code, 0);
    let new = read(&files, "page.md");
    let mut seen = [0, 0];
    for round in 0..40 {
        fs::write(files.path().join("page.md"), &old).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_linchpin"))
            .current_dir(files.path())
            .args(["update", "page.md"])
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(round * 3));
        child.kill().unwrap();
        child.wait().unwrap();
        let text = read(&files, "page.md");
        assert!(text == old || text == new, "round {round}: {} bytes", text.len());
        seen[usize::from(text == new)] += 1;
    }
    assert!(seen[0] > 0, "none was killed in time: {seen:?}");
}

fn subject() -> Rc<Subject> {
    let argument = understood(&SourceFile::new("report.md", REPORT));
    let config = Config::default();
    let findings = check(&argument, &config.settings(&LevelOverrides::default()));
    let settings = config.score_settings();
    let scores = score(&argument, semantics::default_semantics(), &settings);
    Rc::new(Subject { argument, findings, scores, semantics: semantics::default_semantics(), settings })
}

/// What stands outside of regions, and the lines of the marks.
fn outside(text: &str) -> Vec<String> {
    let mut kept = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(" linchpin: scores x -->") {
        kept.push(before.to_owned());
        let Some((_, after)) = after.split_once("<!-- linchpin: end -->") else { break };
        rest = after;
    }
    kept.push(rest.to_owned());
    kept
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn outside_of_regions_every_byte_stays(
        pieces in prop::collection::vec("\\PC{0,12}|[-#>*+|`~<!\\[\\] \t\u{feff}a-c0-9.:=\\\\]{0,12}|(\r\n|\n|\r| ){0,4}", 1..8),
        bodies in prop::collection::vec("|\n|\r\n|x\n|\n```\n|\n| a |\n|\r", 8),
        line_break in "\n|\r\n|\r",
        indent in "| |  |> |\t|- ",
        page in any::<bool>(),
    ) {
        let mut text = String::new();
        for (piece, body) in pieces.iter().zip(&bodies) {
            text.push_str(piece);
            text.extend([line_break.as_str(), &line_break, &indent, "<!-- linchpin: scores x -->", &line_break, body]);
            text.extend([indent.as_str(), "<!-- linchpin: end -->", &line_break]);
        }
        text.push_str(&pieces[0]);
        let layout = if page { Layout::Html } else { Layout::Markdown };
        let subject = subject();
        let mut lookup = |_: &Utf8Path| Ok(Rc::clone(&subject));
        let file = SourceFile::new(if page { "a.html" } else { "a.md" }, &*text);
        if let Ok(rewritten) = rewrite(&file, layout, &mut lookup) {
            if rewritten.regions.len() == pieces.len() {
                prop_assert_eq!(outside(&rewritten.text), outside(&text));
            }
            let around = |text: &str| {
                let found = Regions::find(&SourceFile::new(file.name(), text), layout);
                let mut rest = text.to_owned();
                found.regions.iter().rev().for_each(|region| rest.replace_range(region.content(), ""));
                rest
            };
            prop_assert_eq!(around(&rewritten.text), around(&text));
            let again = rewrite(&SourceFile::new(file.name(), &*rewritten.text), layout, &mut lookup);
            let again = again.unwrap_or_else(|faults| panic!("{}\n{text:?}\n{:?}", faults[0], rewritten.text));
            prop_assert_eq!(again.regions.len(), rewritten.regions.len());
            prop_assert!(again.regions.iter().all(|region| !region.changed), "{:?}", rewritten.text);
            prop_assert_eq!(again.text, rewritten.text);
        }
    }

    #[test]
    fn what_stands_in_a_region_is_no_part_of_a_report(
        line in 0usize..9,
        body in "(\n|\r\n)|\n\n## Key Judgement 2\n\nIt is likely to rain.\n\n- It is May.\n\n|\n([-#>*|a-c` 1.]{0,12}\n){0,4}",
        page in any::<bool>(),
    ) {
        let name = if page { "a.html" } else { "a.md" };
        let with = |body: &str| {
            let mut lines: Vec<String> = REPORT.lines().map(str::to_owned).collect();
            if page {
                lines.insert(0, "<!doctype html><pre>".to_owned());
            }
            lines.insert(line.min(lines.len()), format!("<!-- linchpin: scores . -->{body}<!-- linchpin: end -->"));
            SourceFile::new(name, lines.join("\n"))
        };
        let (empty, full) = (with("\n"), with(&body));
        let layout = if page { Layout::Html } else { Layout::Markdown };
        prop_assume!(Regions::find(&full, layout).regions.len() == 1);
        prop_assert_eq!(json(&full), json(&empty));
    }

    #[test]
    fn any_text_is_a_document(text in "\\PC{0,60}|(<!-- linchpin: |end|scores x|diagram x as=svg| -->|<!--|\n|\r|> |- |```|\t|  ){0,12}") {
        let subject = subject();
        let mut lookup = |_: &Utf8Path| Ok(Rc::clone(&subject));
        for layout in [Layout::Markdown, Layout::Html, Layout::Text] {
            let _ = rewrite(&SourceFile::new("a.md", &*text), layout, &mut lookup);
        }
    }
}
