//! Reports as Word and PDF files, as a user hands them to every command; made by python-docx and by a browser where they
//! are there, and by hand.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use zip::write::SimpleFileOptions;

fn linchpin(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_linchpin")).args(args).current_dir(folder).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const MARKDOWN: &str = "# Ferry outage\n\n## Key Judgements\n\n- **Key Judgement 1.** The ferry will likely stay in port.\n  \
    - The yard reports a cracked shaft.\n    - A spare takes five weeks to forge.\n  - The crew was sent home.\n\
    - **Key Judgement 2.** It is unlikely that buses replace it.\n  - The council voted the money down.\n\n\
    ## Figures\n\n| Day | Crossings |\n|--|--|\n| Monday | None |\n";

/// A Word file of these paragraphs, those of a style as `STYLE:text`.
fn word(paragraphs: &[&str]) -> Vec<u8> {
    let body: String = paragraphs
        .iter()
        .map(|text| {
            let (style, text) = text.split_once(':').unwrap_or(("", text));
            format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
        })
        .collect();
    let xml = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    zip.write_all(xml.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

fn small_report() -> Vec<u8> {
    word(&["Heading1:Key Judgements", "• We assess that the ferry will likely stay in port.", "Heading1:End"])
}

#[test]
fn every_command_reads_a_word_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("report.docx"), small_report()).unwrap();
    for (args, said) in [
        (&["import", "report.docx"][..], "will likely stay in port"),
        (&["import", "report.docx", "--from", "docx"], "will likely stay in port"),
        (&["export", "report.docx", "--to", "aif"], "will likely stay in port"),
        (&["score", "report.docx"], "kj1"),
        (&["show", "report.docx"], "kj1"),
        (&["explain", "report.docx", "kj1"], "kj1"),
        (&["diff", "report.docx", "report.docx"], ""),
        (&["check", "report.docx"], "report.docx:2:3"),
        (&["check", "."], "report.docx:2:3"),
    ] {
        let output = linchpin(at, args);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{args:?}: {}", err(&output));
        assert!(out(&output).contains(said), "{args:?}: {}", out(&output));
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_linchpin"))
        .args(["import", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&small_report()).unwrap();
    assert!(out(&child.wait_with_output().unwrap()).contains("will likely stay in port"));
    // Nothing writes into one.
    let before = fs::read(at.join("report.docx")).unwrap();
    linchpin(at, &["check", "--fix", "report.docx"]);
    assert!(!linchpin(at, &["update", "report.docx"]).status.success());
    assert_eq!(fs::read(at.join("report.docx")).unwrap(), before);
}

#[test]
fn a_damaged_file_is_an_error_if_named_and_a_note_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let whole = small_report();
    fs::write(at.join("cut.docx"), &whole[..whole.len() / 2]).unwrap();
    fs::write(at.join("text.docx"), "text").unwrap();
    let output = linchpin(at, &["check", "cut.docx"]);
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
    assert!(err(&output).contains("damaged ZIP archive"), "{}", err(&output));
    let output = linchpin(at, &["check", "text.docx"]);
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
    assert!(err(&output).contains("this is no Word file"), "{}", err(&output));
    fs::remove_file(at.join("text.docx")).unwrap();
    let output = linchpin(at, &["check", "."]);
    assert!(err(&output).contains("damaged ZIP archive"), "{}", err(&output));
    assert_ne!(output.status.code(), Some(2), "{}", err(&output));
}

/// `LINCHPIN_PYTHON` names a Python that has python-docx.
#[test]
fn what_python_docx_writes_is_the_argument_of_the_same_markdown() {
    let folder = tempfile::tempdir().unwrap();
    let python = std::env::var_os("LINCHPIN_PYTHON").unwrap_or_else(|| "python3".into());
    let made = Command::new(&python).arg("tests/make_word.py").arg(folder.path()).output();
    if !made.is_ok_and(|output| output.status.success()) {
        println!("skipped: {} has no python-docx", python.display());
        return;
    }
    fs::write(folder.path().join("report.md"), MARKDOWN).unwrap();
    let of_word = linchpin(folder.path(), &["import", "report.docx"]);
    let of_markdown = linchpin(folder.path(), &["import", "report.md"]);
    assert_eq!(out(&of_word), out(&of_markdown));
    assert!(out(&of_word).contains("supports = [\"kj1-1\"]"), "{}", out(&of_word));
    assert!(err(&of_word).contains("a tracked deletion is taken as accepted"), "{}", err(&of_word));
}

#[cfg(feature = "documents")]
mod pdf {
    use super::*;

    /// A PDF file with pages of text in a standard font: size, place and words.
    fn pdf(pages: &[&[(u32, u32, u32, &str)]]) -> Vec<u8> {
        let mut objects = vec!["<</Type/Catalog/Pages 2 0 R>>".to_owned(), String::new()];
        objects.push("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned());
        let mut kids = String::new();
        for page in pages {
            let content: String =
                page.iter().map(|(size, x, y, text)| format!("BT /F {size} Tf {x} {y} Td ({text}) Tj ET\n")).collect();
            kids.push_str(&format!("{} 0 R ", objects.len() + 1));
            objects.push(format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents {} 0 R>>",
                objects.len() + 2
            ));
            objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
        }
        objects[1] = format!("<</Type/Pages/Count {}/Kids[{kids}]>>", pages.len());
        let mut file = b"%PDF-1.4\n".to_vec();
        let mut places = Vec::new();
        for (number, object) in objects.iter().enumerate() {
            places.push(file.len());
            write!(file, "{} 0 obj\n{object}\nendobj\n", number + 1).unwrap();
        }
        let start = file.len();
        write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
        for place in places {
            write!(file, "{place:010} 00000 n \n").unwrap();
        }
        write!(file, "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).unwrap();
        file
    }

    fn explained(bytes: &[u8]) -> (String, String) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("r.pdf"), bytes).unwrap();
        let output = linchpin(folder.path(), &["import", "r.pdf", "--explain"]);
        let said = out(&output)
            .lines()
            .take_while(|line| !line.is_empty())
            .fold(String::new(), |said, line| said + &line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n");
        (said, err(&output))
    }

    #[test]
    fn sizes_gaps_and_indentation_make_headings_paragraphs_and_items() {
        let first: &[(u32, u32, u32, &str)] = &[
            (8, 50, 780, "Harbour office, report 12"),
            (18, 50, 740, "Key Judgements"),
            (10, 50, 710, "- The ferry will likely stay in the har-"),
            (10, 60, 698, "bour this year."),
            (10, 70, 680, "- The yard reports a cracked shaft."),
            (10, 50, 662, "- It is unlikely that buses replace it."),
            (8, 290, 20, "1"),
        ];
        let second: &[(u32, u32, u32, &str)] = &[
            (8, 50, 780, "Harbour office, report 12"),
            (18, 50, 740, "End"),
            (10, 50, 710, "A paragraph of the text that is set as wide as others are, and goes on below"),
            (10, 50, 698, "to its end."),
            (8, 290, 20, "2"),
        ];
        let (said, notes) = explained(&pdf(&[first, second]));
        let expected = "1:1 heading of the judgements Key Judgements it names a section of judgements\n\
            2:1 judgement kj1 - The ferry will likely stay in the harbour this year. an item in the list of judgements\n\
            3:1 evidence kj1-1 - The yard reports a cracked shaft. an item under the item above\n\
            4:1 judgement kj2 - It is unlikely that buses replace it. an item in the list of judgements\n";
        assert!(said.starts_with(expected), "{said}");
        assert!(said.lines().nth(5).is_some_and(|line| line.starts_with("6:1 text A paragraph")), "{said}");
        assert!(notes.contains("4 running heads and page numbers are left out"), "{notes}");
    }

    #[test]
    fn columns_scans_and_damaged_files_are_refused_with_the_reason() {
        let words = "words of a column that are many";
        let lines: Vec<(u32, u32, u32, &str)> =
            (0..20).flat_map(|line| [(10, 50, 700 - 12 * line, words), (10, 320, 700 - 12 * line, words)]).collect();
        assert!(explained(&pdf(&[&lines])).1.contains("has text in columns"));
        assert!(explained(&pdf(&[&[]])).1.contains("has no text"));
        assert!(explained(b"%PDF-1.7\nnothing").1.contains("damaged"));
        let whole = pdf(&[&[(10, 50, 700, "Words that are there.")]]);
        assert!(explained(&whole).0.contains("Words that are there."));
        for length in (0..whole.len()).step_by(whole.len() / 12) {
            let (_, notes) = explained(&whole[..length]);
            assert!(!notes.contains("panicked"), "{length}: {notes}");
        }
    }

    #[test]
    fn a_stream_that_inflates_without_end_is_refused() {
        let mut bomb = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        let megabyte = vec![b' '; 1 << 20];
        for _ in 0..258 {
            bomb.write_all(&megabyte).unwrap();
        }
        let bomb = bomb.finish().unwrap();
        let mut file = b"%PDF-1.4\n1 0 obj\n<</Filter/FlateDecode>>stream\n".to_vec();
        file.extend(bomb);
        file.extend(b"\nendstream\nendobj\n");
        assert!(explained(&file).1.contains("inflated"));
    }

    #[test]
    fn what_a_browser_prints_is_read_as_the_page_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let page = "<!doctype html><title>T</title><h1>Ferry outage</h1><h2>Key Judgements</h2><ul>\
            <li><b>Key Judgement 1.</b> The ferry will likely stay in port.<ul><li>The yard reports a cracked shaft.\
            <ul><li>A spare takes five weeks to forge.</ul><li>The crew was sent home.</ul>\
            <li><b>Key Judgement 2.</b> It is unlikely that buses replace it.<ul><li>The council voted the money down.</ul></ul><h2>Figures</h2><p>None.</p>";
        fs::write(folder.path().join("r.html"), page).unwrap();
        let target = folder.path().join("r.pdf");
        let printed = Command::new("chromium")
            .args(["--headless", "--no-sandbox", "--disable-gpu"])
            .arg(format!("--print-to-pdf={}", target.display()))
            .arg(folder.path().join("r.html"))
            .output();
        if printed.is_err() || !target.exists() {
            println!("skipped: no Chromium");
            return;
        }
        let of_pdf = linchpin(folder.path(), &["import", "r.pdf"]);
        assert_eq!(out(&of_pdf), out(&linchpin(folder.path(), &["import", "r.html"])), "{}", err(&of_pdf));
    }
}
