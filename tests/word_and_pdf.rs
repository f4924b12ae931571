//! Reports as Word and PDF files, as a user hands them to every command; made by python-docx and by a browser where they
//! are there, and by hand.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::containers::{paragraph, word_of};

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
    let styled =
        |text: &&str| text.split_once(':').map_or_else(|| paragraph("", text), |(style, text)| paragraph(style, text));
    word_of(&paragraphs.iter().map(styled).collect::<String>())
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
    use linchpin::text::SourceFile;

    use super::*;
    use crate::containers::{self, HELVETICA, Printed, deflated, page_of, pdf, pdf_of, stream};

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
        let first: &[Printed<'_>] = &[
            (8, 50, 780, "Harbour office, report 12"),
            (18, 50, 740, "Key Judgements"),
            (10, 50, 710, "- The ferry will likely stay in the har-"),
            (10, 60, 698, "bour this year."),
            (10, 70, 680, "- The yard reports a cracked shaft."),
            (10, 50, 662, "- It is unlikely that buses replace it."),
            (8, 290, 20, "1"),
        ];
        let second: &[Printed<'_>] = &[
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

    /// The text of a file, and what was left out.
    fn text_of(bytes: Vec<u8>) -> (String, Vec<String>) {
        let file = SourceFile::from_bytes("r.pdf", bytes).unwrap();
        let losses = &file.typeset().unwrap().losses;
        (file.text().to_owned(), losses.iter().map(|(_, message)| message.clone()).collect())
    }

    #[test]
    fn findings_name_the_page() {
        let first: &[Printed<'_>] = &[(18, 50, 740, "Introduction"), (10, 50, 700, "The weir is old.")];
        let second: &[Printed<'_>] =
            &[(18, 50, 740, "Key Judgements"), (10, 50, 710, "- The weir will likely hold through the spring.")];
        let file = SourceFile::from_bytes("r.pdf", pdf(&[first, second])).unwrap();
        assert_eq!(file.page(file.text().find("old").unwrap()), Some(1));
        assert_eq!(file.page(file.text().find("hold").unwrap()), Some(2));
        assert_eq!(SourceFile::new("r.md", "text").page(0), None);

        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("r.pdf"), pdf(&[first, second])).unwrap();
        let output = linchpin(folder.path(), &["check", "r.pdf"]);
        assert!(out(&output).contains("r.pdf:4:3 (page 2)"), "{}", out(&output));
        let output = linchpin(folder.path(), &["check", "r.pdf", "--format=json"]);
        assert!(out(&output).contains("\"page\":2"), "{}", out(&output));
    }

    #[test]
    fn what_is_seen_on_the_page_is_read_and_no_more() {
        let objects = |content: &str, entries: &str, more: &[Vec<u8>]| {
            let resources = format!("{HELVETICA}/XObject<</N 5 0 R>>/Properties<</A 6 0 R/B 7 0 R/C 8 0 R>>");
            let page = format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]{entries}/Contents 4 0 R/Resources<<{resources}>>>>"
            );
            let mut objects = vec![
                b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R 7 0 R]/D<</OFF[7 0 R]>>>>>>".to_vec(),
                b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
                page.into_bytes(),
                stream("", content.as_bytes()),
            ];
            objects.extend_from_slice(more);
            pdf_of(&objects, "")
        };
        let show = |text: &str| format!("({text}) Tj");
        let more = [
            stream("/Subtype/Form/Matrix[1 0 0 1 0 -20]", "BT /F 10 Tf 50 680 Td (In a form.) Tj ET".as_bytes()),
            b"<</Type/OCG/Name(On)>>".to_vec(),
            b"<</Type/OCG/Name(Off)>>".to_vec(),
            b"<</Type/OCMD/OCGs[7 0 R]>>".to_vec(),
        ];
        let content = format!(
            "q 2 0 0 2 0 0 cm BT /F 5 Tf 25 370 Td {} ET Q /OC /A BDC BT /F 10 Tf 50 700 Td {} ET EMC \
             /OC /B BDC BT /F 10 Tf 50 710 Td {} ET /Span BMC EMC BT /F 10 Tf 50 705 Td {} ET EMC \
             /OC /C BDC BT /F 10 Tf 50 700 Td {} ET EMC BT /F 10 Tf 900 700 Td {} ET BT 0 10 -10 0 20 400 Tm /F 1 Tf {} ET /N Do",
            show("Drawn larger."),
            show("On a layer."),
            show("Hidden."),
            show("Hidden too."),
            show("Hidden as well."),
            show("Beside."),
            show("Turned"),
        );
        let (text, losses) = text_of(objects(&content, "", &more));
        assert_eq!(text, "Drawn larger.\nOn a layer.\nIn a form.\n");
        assert_eq!(losses, ["6 letters of turned text are left out"]);
        // A page that lies on its side has its text upright when it is shown.
        let turned = "BT 0 10 -10 0 100 50 Tm /F 1 Tf (Landscape.) Tj ET";
        let (text, losses) = text_of(objects(turned, "/Rotate 90", &more));
        assert_eq!((text.as_str(), losses.len()), ("Landscape.\n", 0));
    }

    #[test]
    fn streams_may_be_packed_in_any_way_and_pictures_are_left_out() {
        let content = b"BT /F 10 Tf 50 700 Td (Packed.) Tj ET /I Do";
        let hexadecimal: String = deflated(content).iter().map(|byte| format!("{byte:02x}")).collect();
        let picture = stream("/Subtype/Image/Filter/Fl/Width 3/Height 3", &deflated(&[0; 9]));
        for page in [
            stream("/Filter/FlateDecode", &deflated(content)),
            stream("/Filter[/AHx/Fl]", format!("{hexadecimal}>").as_bytes()),
            stream("/Filter/#46lateDecode", &deflated(content)),
        ] {
            let resources = format!("{HELVETICA}/XObject<</I 5 0 R>>");
            let (text, losses) = text_of(page_of(page, &resources, std::slice::from_ref(&picture)));
            assert_eq!((text.as_str(), losses), ("Packed.\n", vec!["a picture is left out".to_owned()]));
        }
    }

    #[test]
    fn pages_that_are_pictures_among_others_are_said() {
        let page = |content: usize| {
            let resources = format!("{HELVETICA}/XObject<</I 7 0 R>>");
            format!("<</Type/Page/MediaBox[0 0 600 800]/Contents {content} 0 R/Resources<<{resources}>>>>").into_bytes()
        };
        let objects = [
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>".to_vec(),
            page(5),
            page(6),
            stream("", b"BT /F 10 Tf 50 700 Td (Words.) Tj ET"),
            stream("", b"/I Do"),
            stream("/Subtype/Image/Width 1/Height 1", &[0]),
        ];
        let (text, losses) = text_of(pdf_of(&objects, ""));
        assert_eq!(text, "Words.\n");
        assert!(losses.iter().any(|loss| loss.starts_with("page 2 is a picture without text")), "{losses:?}");
    }

    #[test]
    fn words_keep_the_hyphen_that_they_have_elsewhere() {
        let lines: &[Printed<'_>] = &[
            (10, 50, 700, "A long-term contract was signed in the har-"),
            (10, 50, 688, "bour, and the second one was as long-"),
            (10, 50, 676, "term as the first that we know of here."),
        ];
        let (text, _) = text_of(pdf(&[lines]));
        let whole = "A long-term contract was signed in the harbour, and the second one was as long-term as the first that we know of here.\n";
        assert_eq!(text, whole);
    }

    #[test]
    fn a_title_of_the_file_is_read_in_its_encoding() {
        for title in ["(The weir)", "<FEFF00540068006500200077006500690072>"] {
            let objects = [
                b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
                b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
                format!("<</Type/Page/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<{HELVETICA}>>>>").into_bytes(),
                stream("", b"BT /F 10 Tf 50 700 Td (Words.) Tj ET"),
                format!("<</Title{title}>>").into_bytes(),
            ];
            let file = SourceFile::from_bytes("r.pdf", pdf_of(&objects, "/Info 5 0 R")).unwrap();
            assert_eq!(file.typeset().unwrap().title.as_deref(), Some("The weir"), "{title}");
        }
    }

    #[test]
    fn columns_scans_and_damaged_files_are_refused_with_the_reason() {
        let words = "words of a column that are many";
        let lines: Vec<Printed<'_>> =
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
    fn any_byte_may_be_wrong() {
        let mut random = fastrand::Rng::with_seed(0x77_65_69_72);
        let mut wholes: Vec<Vec<u8>> =
            containers::hostile().into_iter().map(|(_, bytes)| bytes).filter(|bytes| bytes.len() < 1500).collect();
        wholes.push(pdf(&[&[(10, 50, 700, "Words that are there.")]]));
        for whole in wholes {
            for _ in 0..40 {
                let mut bytes = whole.clone();
                for _ in 0..random.usize(1..6) {
                    let at = random.usize(..bytes.len());
                    match random.u8(..4) {
                        0 => bytes[at] = random.u8(..),
                        1 => bytes[at] ^= 1 << random.u8(..8),
                        2 => drop(bytes.drain(at..(at + random.usize(1..9)).min(bytes.len()))),
                        _ => {
                            let more = bytes[at..(at + random.usize(1..40)).min(bytes.len())].to_vec();
                            let to = random.usize(..bytes.len());
                            bytes.splice(to..to, more);
                        }
                    }
                    if bytes.is_empty() {
                        bytes.push(b'%');
                    }
                }
                // Whatever it is, there is an answer, and what is read points into the text.
                if let Ok(file) = SourceFile::from_bytes("r", bytes)
                    && let Some(typeset) = file.typeset()
                {
                    assert!(typeset.lines.iter().all(|line| file.text().get(line.range.clone()).is_some()));
                    assert!(typeset.losses.iter().all(|(range, _)| file.text().get(range.clone()).is_some()));
                }
            }
        }
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
