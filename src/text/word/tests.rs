use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use crate::document::{self, MarkKind};
use crate::format::report::{MarkdownReport, WordReport};
use crate::format::{Reader, detect};
use crate::text::{DecodeError, SourceFile};

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A zip archive of these parts.
fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn part(root: &str, content: &str) -> String {
    format!("<w:{root} xmlns:w=\"{MAIN}\" xmlns:r=\"r\" xmlns:mc=\"mc\">{content}</w:{root}>")
}

/// A Word file with this body, and with headings, lists, notes and links to refer to.
fn word(body: &str) -> Vec<u8> {
    let styles = "<w:style w:type='paragraph' w:default='1' w:styleId='Standard'><w:name w:val='Normal'/></w:style>\
        <w:style w:styleId='berschrift1'><w:name w:val='heading 1'/><w:rPr><w:b/></w:rPr></w:style>\
        <w:style w:styleId='H2'><w:name w:val='Kapitel'/><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style>\
        <w:style w:styleId='Sub'><w:name w:val='Mine'/><w:basedOn w:val='H2'/></w:style>\
        <w:style w:styleId='Titel'><w:name w:val='Title'/></w:style>\
        <w:style w:styleId='Fett'><w:name w:val='Strong'/><w:rPr><w:b/></w:rPr></w:style>";
    let numbering = "<w:abstractNum w:abstractNumId='7'>\
        <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='bullet'/><w:pPr><w:ind w:left='720'/></w:pPr></w:lvl>\
        <w:lvl w:ilvl='1'><w:start w:val='3'/><w:numFmt w:val='decimal'/><w:pPr><w:ind w:left='1440'/></w:pPr></w:lvl>\
        <w:lvl w:ilvl='2'><w:numFmt w:val='lowerLetter'/></w:lvl></w:abstractNum>\
        <w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>";
    let note = |id: &str, text: &str| format!("<w:footnote w:id='{id}'>{}</w:footnote>", p("", text));
    let notes = format!(
        "<w:footnote w:type='separator' w:id='0'><w:p/></w:footnote>{}{}",
        note("5", "The second."),
        note("9", "The first.")
    );
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id='{id}' Type='http://x/{kind}' Target='{target}'/>")
    };
    let relations = format!(
        "<Relationships>{}{}{}<Relationship Id='l' Type='http://x/hyperlink' Target='https://a.example/?b&amp;c' TargetMode='External'/></Relationships>",
        relation("1", "styles", "styles.xml"),
        relation("2", "numbering", "/word/numbering.xml"),
        relation("3", "footnotes", "footnotes.xml"),
    );
    zipped(&[
        ("word/document.xml", &part("document", &format!("<w:body>{body}<w:sectPr/></w:body>"))),
        ("word/styles.xml", &part("styles", styles)),
        ("word/numbering.xml", &part("numbering", numbering)),
        ("word/footnotes.xml", &part("footnotes", &notes)),
        ("word/_rels/document.xml.rels", &relations),
        (
            "_rels/.rels",
            "<Relationships><Relationship Type='http://x/officeDocument' Target='word/document.xml'/>\
             <Relationship Type='http://x/core-properties' Target='docProps/core.xml'/></Relationships>",
        ),
        (
            "docProps/core.xml",
            "<cp:p><dc:title>Of the file</dc:title><dcterms:created>2025-03-04T10:00:00Z</dcterms:created></cp:p>",
        ),
    ])
}

/// A paragraph of one run.
fn p(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>")
}

fn item(level: u8, text: &str) -> String {
    p(&format!("<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr>"), text)
}

fn file(body: &str) -> SourceFile {
    SourceFile::from_bytes("report.docx", word(body)).unwrap()
}

fn outline(body: &str) -> String {
    let document = document::typeset::read(&file(body));
    document::outline::check(&document);
    document::outline::outline(&document)
}

fn refused(bytes: Vec<u8>) -> String {
    match SourceFile::from_bytes("f", bytes) {
        Err(DecodeError::Container(message)) => message,
        other => panic!("{other:?}"),
    }
}

#[test]
fn headings_are_known_by_the_names_and_levels_of_styles_in_any_language() {
    let style = |id: &str, text: &str| p(&format!("<w:pStyle w:val='{id}'/>"), text);
    let body = [
        style("berschrift1", "One"),
        style("Sub", "Two"),
        style("Ttulo3", "Three"),
        p("<w:outlineLvl w:val='3'/>", "Four"),
    ];
    assert_eq!(outline(&body.concat()), "h1: One\nh2: Two\nh3: Three\nh4: Four\n");
    let titled = [style("Titel", "Zero"), style("berschrift1", "One"), style("TOC1", "One 3"), style("H2", "Two")];
    assert_eq!(outline(&titled.concat()), "h1: Zero\nh2: One\nfurniture: One 3\nh3: Two\n");
}

#[test]
fn items_have_their_levels_and_what_word_counts() {
    let body = [
        item(0, "a"),
        item(1, "b"),
        item(1, "c"),
        item(2, "d"),
        item(0, "e"),
        item(1, "f"),
        p("<w:ind w:left='1440'/>", "goes on"),
        p("", "ends"),
        item(0, "g"),
        p("", "• typed"),
    ];
    assert_eq!(
        outline(&body.concat()),
        "  0•: a\n    1[3]: b\n    1[4]: c\n      2[a]: d\n  0•: e\n    3[3]: f\n    p: goes on\np: ends\n  4•: g\n  5•: typed\n"
    );
}

#[test]
fn what_word_does_not_show_is_not_read_and_tracked_changes_are_accepted() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = [
        format!(
            "<w:p>{}<w:del w:id='1'><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del><w:ins>{}</w:ins><w:moveFrom>{}</w:moveFrom>\
             <w:commentRangeStart w:id='0'/>{}<w:commentRangeEnd w:id='0'/><w:r><w:commentReference w:id='0'/></w:r></w:p>",
            run("One"),
            run(" two"),
            run("gone"),
            run(" three")
        ),
        // The end of the first was deleted.
        "<w:p><w:pPr><w:rPr><w:del w:id='2'/></w:rPr></w:pPr><w:r><w:t>half </w:t></w:r></w:p><w:p><w:r><w:t>whole</w:t></w:r></w:p>".to_owned(),
        "<w:p><w:pPr><w:pPrChange><w:pPr><w:pStyle w:val='berschrift1'/></w:pPr></w:pPrChange></w:pPr><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>\
         <w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t><w:br/><w:t>d</w:t><w:tab/><w:sym w:font='Symbol' w:char='F0B3'/></w:r></w:p>".to_owned(),
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF x</w:instrText><w:t>no</w:t></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>\
         <w:r><w:t>result</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r><w:sdt><w:sdtPr><w:t>no</w:t></w:sdtPr><w:sdtContent><w:r><w:t> control</w:t></w:r></w:sdtContent></w:sdt></w:p>".to_owned(),
        "<w:p><w:r><w:t>Outer</w:t><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Box</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
         <mc:Fallback><w:txbxContent><w:p><w:r><w:t>Box</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t> text</w:t></w:r></w:p>".to_owned(),
    ]
    .concat();
    assert_eq!(
        outline(&body),
        "p: One two three\np: half whole\np: a-bc / d ≥\np: result control\np: Outer text\np: Box\n"
    );
    let losses: Vec<_> = file(&body).typeset().unwrap().losses.iter().map(|(_, message)| message.clone()).collect();
    assert_eq!(losses, ["a comment is left out", "2 tracked deletions are taken as accepted, the first here"]);
}

#[test]
fn marks_links_and_notes_lie_on_their_words() {
    let body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Bold </w:t></w:r><w:r><w:rPr><w:rStyle w:val='Fett'/><w:i/></w:rPr><w:t>both</w:t></w:r>\
        <w:r><w:rPr><w:i/><w:b w:val='0'/></w:rPr><w:t> slanted</w:t></w:r><w:r><w:footnoteReference w:id='9'/></w:r><w:r><w:t xml:space='preserve'> </w:t></w:r>\
        <w:hyperlink r:id='l'><w:r><w:t>there</w:t></w:r></w:hyperlink><w:r><w:footnoteReference w:id='5'/></w:r><w:r><w:footnoteReference w:id='77'/></w:r></w:p>";
    let document = document::typeset::read(&file(body));
    document::outline::check(&document);
    let prose = &document.blocks[0].prose;
    assert_eq!(prose.as_str(), "Bold both slanted there");
    assert_eq!(&prose.as_str()[prose.bold_lead().unwrap()], "Bold both");
    let marked = |kind: &MarkKind| {
        prose
            .marks()
            .iter()
            .filter(|mark| mark.kind == *kind)
            .map(|mark| &prose.as_str()[mark.range.clone()])
            .collect::<String>()
    };
    assert_eq!(marked(&MarkKind::Emphasis), "both slanted");
    assert_eq!(prose.links().next().unwrap().0, "https://a.example/?b&c");
    assert_eq!(prose.footnote_references().map(|(label, _)| label).collect::<Vec<_>>(), ["1", "2"]);
    let rest = document::outline::outline(&document);
    assert!(rest.ends_with("\nfootnote 1: The first.\nfootnote 2: The second.\n"), "{rest}");
}

fn table(rows: &[&[&str]]) -> String {
    let cell = |text: &&str| format!("<w:tc>{}</w:tc>", p("", text));
    let row = |cells: &&[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}

#[test]
fn a_row_is_a_line_and_a_table_of_one_column_a_box_around_text() {
    let body = format!("{}{}", table(&[&["A", "B"], &["c", "d"]]), table(&[&["In a box"], &["with two"]]));
    assert_eq!(outline(&body), "row 0 head: A | B\nrow 0: c | d\np: In a box\np: with two\n");
    assert_eq!(file(&body).text(), "A | B\nc | d\nIn a box\nwith two\n");
}

#[test]
fn a_line_is_a_paragraph() {
    let file = file(&[p("", "One"), "<w:p/>".to_owned(), p("", "Thrée x")].concat());
    assert_eq!(file.text(), "One\n\nThrée x\n");
    let document = document::typeset::read(&file);
    let place = file.position(document.blocks[1].prose.span_of(7..8).start as usize);
    assert_eq!((place.line, place.column), (3, 7));
}

#[test]
fn the_same_report_in_word_and_in_markdown_is_the_same_argument() {
    let style = |id: &str, text: &str| p(&format!("<w:pStyle w:val='{id}'/>"), text);
    let lead = |label: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>{label}</w:t></w:r>\
             <w:r><w:t xml:space='preserve'> {text}</w:t></w:r><w:r><w:footnoteReference w:id='9'/></w:r></w:p>"
        )
    };
    let body = [
        style("Titel", "The mill"),
        style("berschrift1", "Key Judgements"),
        lead("Key Judgement 1.", "The mill will likely close."),
        item(1, "Its owner sold the stones."),
        item(2, "The sale is in the register. {date=2025-01-02}"),
        lead("Key Judgement 2.", "It is unlikely that it reopens."),
        item(1, "Nobody bid for the lease."),
        style("berschrift1", "Sources"),
        table(&[&["Source", "Grade"], &["Register", "B2"]]),
    ]
    .concat();
    let markdown = "# The mill\n\n## Key Judgements\n\n- **Key Judgement 1.** The mill will likely close.[^1]\n  1. Its owner sold the stones.\n     \
        - The sale is in the register. {date=2025-01-02}\n- **Key Judgement 2.** It is unlikely that it reopens.[^1]\n  1. Nobody bid for the lease.\n\n\
        ## Sources\n\n| Source | Grade |\n|--|--|\n| Register | B2 |\n\n[^1]: The first.\n";
    let said = |argument: &crate::argument::Argument| {
        let nodes = argument
            .nodes()
            .map(|(_, node)| format!("{} {:?} {} {:?}\n", node.id, node.kind, node.text.as_str(), node.date));
        let edges = argument.edges().map(|(_, edge)| format!("{:?}\n", edge.kind));
        let sources = argument.sources().map(|source| format!("{} {:?}\n", source.key, source.title));
        nodes.chain(edges).chain(sources).collect::<String>()
    };
    let of_word = WordReport.read(&file(&body)).unwrap().argument;
    let of_markdown = MarkdownReport.read(&SourceFile::new("m.md", markdown)).unwrap().argument;
    assert_eq!(said(&of_word), said(&of_markdown));
    assert!(of_word.node_count() >= 5);
    assert_eq!(of_word.report.title.as_ref().unwrap().as_str(), "The mill");
    // The file may have been that of the report before.
    assert_eq!(of_word.report.date, None);
}

#[test]
fn a_word_file_is_known_by_its_content_and_has_its_own_title_if_no_other() {
    let bytes = word(&p("", "We assess that it will likely rain."));
    let file = SourceFile::from_bytes("notes.txt", bytes).unwrap();
    assert_eq!(detect(&file).name(), "docx");
    let reading = WordReport.read(&file).unwrap();
    assert_eq!(reading.argument.report.title.unwrap().as_str(), "Of the file");
    let text = SourceFile::new("x.docx", "text");
    assert_eq!(detect(&text).name(), "docx");
    assert!(WordReport.read(&text).unwrap_err()[0].message.contains("this is no Word file"));
}

#[test]
fn damaged_and_hostile_files_are_refused_within_bounds() {
    assert!(refused(zipped(&[("a.txt", "x")])).contains("it has no word/document.xml"));
    assert!(refused(zipped(&[("word/document.xml", "<worksheet/>")])).contains("no Word document"));
    assert!(refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....".to_vec()).contains("old Word file"));

    let whole = word(&p("", "Words that are there."));
    for length in (4..whole.len()).step_by(7) {
        refused(whole[..length].to_vec());
    }
    // Any byte may be wrong; where that goes unnoticed, the text is as it was or another, and nothing panics.
    for at in (4..whole.len()).step_by(3) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        if let Ok(file) = SourceFile::from_bytes("f", bytes)
            && file.typeset().is_some()
        {
            let _ = WordReport.read(&file);
        }
    }
    let stored = {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file("word/document.xml", options).unwrap();
        zip.write_all(part("document", &p("", "Checked text")).as_bytes()).unwrap();
        zip.finish().unwrap().into_inner()
    };
    let at = stored.windows(7).position(|window| window == b"Checked").unwrap();
    let mut wrong = stored;
    wrong[at] = b'D';
    assert!(refused(wrong).contains("is damaged"));

    let bomb = {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
        let megabyte = vec![b' '; 1 << 20];
        for _ in 0..70 {
            zip.write_all(&megabyte).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    assert!(bomb.len() < 1 << 20);
    assert!(refused(bomb).contains("more than 64 MiB"));

    let many: Vec<String> = (0..10_050).map(|number| format!("a/../{number}")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "")).collect();
    assert!(refused(zipped(&many)).contains("more than 10000 entries"));

    assert!(refused(word(&"<w:p><w:r>".repeat(100_000))).contains("more than 512 deep"));
    assert!(refused(word("<w:p>&lol;</w:p>")).contains("an entity of its own"));
    assert!(refused(word("<w:p>")).contains("not valid XML"));
    let laughs = format!(
        "<!DOCTYPE d [<!ENTITY a 'ha'>]><w:document xmlns:w='{MAIN}'><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:document>"
    );
    assert!(refused(zipped(&[("word/document.xml", &laughs)])).contains("an entity of its own"));
}

#[test]
fn parts_in_odd_places_do_no_harm() {
    for body in [
        "<w:tc><w:p/></w:tc><w:tr/>",
        "<w:tbl><w:p><w:r><w:t>x</w:t></w:r></w:p><w:tc/></w:tbl>",
        "<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc/></w:tr></w:tbl></w:tc><w:tc/></w:tr></w:tbl>",
        "<w:p><w:p><w:r><w:t>a</w:t></w:r></w:p></w:p>",
        "<w:r><w:t>no paragraph</w:t></w:r>",
        "<w:p><w:r><w:fldChar w:fldCharType='end'/><w:fldChar w:fldCharType='separate'/></w:r></w:p>",
        "<w:p><w:hyperlink><w:p/></w:hyperlink></w:p>",
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='200'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>",
        "<w:p><w:pPr><w:outlineLvl w:val='255'/><w:ind w:left='-2147483648'/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>",
        "<w:footnote w:id='1'><w:p/></w:footnote>",
        "<w:p><w:r><w:txbxContent><w:tbl><w:tr><w:tc/><w:tc/></w:tr></w:tbl></w:txbxContent></w:r></w:p>",
    ] {
        let _ = WordReport.read(&file(body));
        outline(body);
    }
}
