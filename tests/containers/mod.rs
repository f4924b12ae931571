//! Word and PDF files, put together by hand: whole ones, and those that mean harm.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use zip::write::SimpleFileOptions;

const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A zip archive of these parts.
pub fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A part of a Word file.
fn part(root: &str, content: &str) -> String {
    format!("<w:{root} xmlns:w=\"{WORDS}\">{content}</w:{root}>")
}

/// A Word file with that in its body.
pub fn word_of(body: &str) -> Vec<u8> {
    zipped(&[("word/document.xml", &part("document", &format!("<w:body>{body}</w:body>")))])
}

/// A paragraph in a style.
pub fn paragraph(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// The paragraphs of a small report.
fn small_body() -> String {
    paragraph("Heading1", "Key Judgements") + &paragraph("", "• We assess that the weir will likely hold.")
}

/// A PDF file of these objects, numbered from 1; the first is the catalogue. The last word of the trailer is the
/// caller's.
pub fn pdf_of(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        writeln!(file, "{} 0 obj", number + 1).unwrap();
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    writeln!(file, "xref\n0 {}\n0000000000 65535 f ", objects.len() + 1).unwrap();
    for place in places {
        writeln!(file, "{place:010} 00000 n ").unwrap();
    }
    let size = objects.len() + 1;
    writeln!(file, "trailer<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF").unwrap();
    file
}

/// A stream with its dictionary's other entries.
pub fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut object = format!("<</Length {}{entries}>>stream\n", data.len()).into_bytes();
    object.extend(data);
    object.extend(b"\nendstream");
    object
}

pub fn deflated(data: &[u8]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(data).unwrap();
    packed.finish().unwrap()
}

/// A PDF file of one page with that content; the page's resources, and objects from number 5 on, are the caller's.
pub fn page_of(content: Vec<u8>, resources: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<{resources}>>>>")
            .into_bytes(),
        content,
    ];
    objects.extend_from_slice(more);
    pdf_of(&objects, "")
}

/// The resources of a page that writes in the font `F`.
pub const HELVETICA: &str = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>";

/// Lines of text: size, place, words.
pub type Printed<'a> = (u32, u32, u32, &'a str);

fn commands(lines: &[Printed<'_>]) -> String {
    lines.iter().fold(String::new(), |mut text, (size, x, y, words)| {
        writeln!(text, "BT /F {size} Tf {x} {y} Td ({words}) Tj ET").unwrap();
        text
    })
}

/// A PDF file with pages of text in a standard font.
pub fn pdf(pages: &[&[Printed<'_>]]) -> Vec<u8> {
    let mut objects = vec![b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), Vec::new()];
    let mut kids = String::new();
    for page in pages {
        write!(kids, "{} 0 R ", objects.len() + 1).unwrap();
        let page_object = format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<<{HELVETICA}>>/Contents {} 0 R>>",
            objects.len() + 2
        );
        objects.push(page_object.into_bytes());
        objects.push(stream("", commands(page).as_bytes()));
    }
    objects[1] = format!("<</Type/Pages/Count {}/Kids[{kids}]>>", pages.len()).into_bytes();
    pdf_of(&objects, "")
}

const REPORT: &[Printed<'static>] =
    &[(18, 50, 740, "Key Judgements"), (10, 50, 710, "- The weir will likely hold through the spring.")];

/// Commands of a page of the small report.
fn small_page() -> Vec<u8> {
    stream("", commands(REPORT).as_bytes())
}

/// Forms that each draw the next ten times, and a page that draws the first.
fn forms_in_forms() -> Vec<u8> {
    let form = |number: usize| {
        let next = format!("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</N {} 0 R>>>>", number + 1);
        stream(&next, "/N Do ".repeat(10).as_bytes())
    };
    let forms: Vec<_> = (5..15).map(form).chain([stream("/Subtype/Form/BBox[0 0 9 9]", b"q Q")]).collect();
    page_of(stream("", b"/N Do"), "/XObject<</N 5 0 R>>", &forms)
}

/// A file whose table of objects is a stream: entries of the kinds and numbers given, from object 0.
fn with_stream_table(objects: &[Vec<u8>], entries: &[(u8, u32, u8)]) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n".to_vec();
    let mut places = vec![0];
    for (number, object) in objects.iter().enumerate() {
        places.push(u32::try_from(file.len()).unwrap());
        writeln!(file, "{} 0 obj", number + 1).unwrap();
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let mut table = Vec::new();
    for &(kind, at, index) in entries {
        let at = if kind == 1 { places[at as usize] } else { at };
        table.push(kind);
        table.extend(at.to_be_bytes());
        table.push(index);
    }
    let start = file.len();
    let own = entries.len();
    writeln!(file, "{own} 0 obj").unwrap();
    file.extend(stream(&format!("/Type/XRef/Size {own}/W[1 4 1]/Root 1 0 R"), &table));
    writeln!(file, "\nendobj\nstartxref\n{start}\n%%EOF").unwrap();
    file
}

/// A font of wide letters, whose widths are stated so.
fn composite_font(widths: &str) -> String {
    format!(
        "/Font<</F<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W[{widths}]>>]>>>>"
    )
}

/// Marks the entry of a zip archive as encrypted, in both its places.
fn as_if_encrypted(mut zip: Vec<u8>) -> Vec<u8> {
    for (sign, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        for at in 0..zip.len() - 4 {
            if zip[at..].starts_with(sign) {
                zip[at + flags] |= 1;
            }
        }
    }
    zip
}

/// Files that mean harm, or that something went wrong with.
#[allow(clippy::too_many_lines, reason = "a list")]
pub fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let whole = word_of(&small_body());
    let whole_pdf = pdf(&[REPORT]);
    let column = "words of a column that are many";
    let columns: Vec<Printed<'_>> =
        (0..20).flat_map(|line| [(10, 50, 700 - 12 * line, column), (10, 320, 700 - 12 * line, column)]).collect();
    let laughs: String = (1..10).fold("<!ENTITY l0 'ha'>".to_owned(), |text, level| {
        format!("{text}<!ENTITY l{level} '{}'>", format!("&l{};", level - 1).repeat(10))
    });
    let entities = |doctype: &str, name: &str| {
        let body = format!("<w:body><w:p><w:r><w:t>&{name};</w:t></w:r></w:p></w:body>");
        zipped(&[("word/document.xml", &format!("<!DOCTYPE d [{doctype}]>{}", part("document", &body)))])
    };
    let names: Vec<String> = (0..10_050).map(|number| format!("word/{number}.xml")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    let tables = |depth: usize| "<w:tbl><w:tr><w:tc>".repeat(depth) + &"</w:tc></w:tr></w:tbl>".repeat(depth);
    let spans = "<w:tc><w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr><w:p/></w:tc>".repeat(50);
    let style = |id: &str, base: &str| format!("<w:style w:styleId='{id}'><w:basedOn w:val='{base}'/></w:style>");
    let relations = "<Relationships><Relationship Id='a' Type='x/styles' Target='styles.xml'/>\
        <Relationship Id='b' Type='x/footnotes' Target='footnotes.xml'/></Relationships>";
    let note = "<w:p><w:r><w:t>See it.</w:t><w:footnoteReference w:id='1'/></w:r></w:p>";
    let document = part("document", &format!("<w:body>{}{note}</w:body>", small_body()));
    let bytes = |length: usize| deflated(&vec![b' '; length]);
    let kids = |count: usize| -> String { (0..count).map(|_| "<</Type/Page/MediaBox[0 0 9 9]>>").collect() };
    let catalog = || b"<</Type/Catalog/Pages 2 0 R>>".to_vec();
    let letters = format!("BT /F 1 Tf {} ET", format!("1 0 0 1 9 9 Tm ({}) Tj ", "a".repeat(1000)).repeat(250));
    let dictionary = |content: &str| format!("<<{content}>>").into_bytes();

    vec![
        ("word-bomb.docx", word_of(&" ".repeat(70 << 20))),
        ("word-cut.docx", whole[..whole.len() / 2].to_vec()),
        ("word-entities.docx", entities(&laughs, "l9")),
        ("word-outer-entity.docx", entities("<!ENTITY file SYSTEM 'file:///etc/passwd'>", "file")),
        ("word-deep-tables.docx", word_of(&tables(10_000))),
        ("word-nested-tables.docx", word_of(&(small_body() + &tables(100)))),
        ("word-no-document.docx", zipped(&[("word/other.xml", &part("document", ""))])),
        ("word-sheet.docx", zipped(&[("word/document.xml", "<worksheet><row/></worksheet>")])),
        ("word-many-entries.docx", zipped(&many)),
        ("word-encrypted.docx", as_if_encrypted(whole.clone())),
        ("word-old.docx", [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 600]].concat()),
        ("word-wide-cells.docx", word_of(&format!("{}<w:tbl><w:tr>{spans}</w:tr></w:tbl>", small_body()))),
        ("word-many-paragraphs.docx", word_of(&"<w:p/>".repeat(1_000_001))),
        ("word-not-closed.docx", word_of("<w:p><w:r><w:t>The weir holds.")),
        ("word-zeros.docx", zipped(&[("word/document.xml", &"\0".repeat(5000))])),
        ("word-controls.docx", word_of(&(small_body() + &paragraph("", "a&#27;[2J\u{202e}b&#7;c")))),
        (
            "word-parent-path.docx",
            zipped(&[
                ("../../evil.xml", "<a/>"),
                ("/etc/evil", "x"),
                ("word/_rels/document.xml.rels", "<R><Relationship Type='x/styles' Target='../../../etc/passwd'/></R>"),
                ("word/document.xml", &part("document", &format!("<w:body>{}</w:body>", small_body()))),
            ]),
        ),
        (
            "word-circles.docx",
            zipped(&[
                ("word/_rels/document.xml.rels", relations),
                ("word/styles.xml", &part("styles", &(style("Heading1", "b") + &style("b", "Heading1")))),
                ("word/footnotes.xml", &part("footnotes", &format!("<w:footnote w:id='1'>{note}</w:footnote>"))),
                ("word/document.xml", &document),
            ]),
        ),
        ("pdf-encrypted.pdf", {
            let key = "0".repeat(64);
            pdf_of(
                &[
                    catalog(),
                    dictionary("/Type/Pages/Count 0/Kids[]"),
                    dictionary(&format!("/Filter/Standard/V 1/R 2/O<{key}>/U<{key}>/P -4")),
                ],
                "/Encrypt 3 0 R",
            )
        }),
        (
            "pdf-scan.pdf",
            page_of(
                stream("", b"q 600 0 0 800 0 0 cm /I Do Q"),
                "/XObject<</I 5 0 R>>",
                &[stream("/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray", &[0; 81])],
            ),
        ),
        ("pdf-columns.pdf", pdf(&[&columns])),
        ("pdf-cut.pdf", whole_pdf[..whole_pdf.len() / 3].to_vec()),
        (
            "pdf-cyclic-pages.pdf",
            pdf_of(
                &[
                    catalog(),
                    dictionary("/Type/Pages/Count 2/Kids[2 0 R 3 0 R]"),
                    dictionary("/Type/Pages/Count 1/Kids[2 0 R]"),
                ],
                "",
            ),
        ),
        (
            "pdf-cyclic-object-streams.pdf",
            with_stream_table(
                &[
                    catalog(),
                    dictionary("/Type/Pages/Count 1/Kids[5 0 R]"),
                    stream("/Type/ObjStm/N 1/First 4/Extends 4 0 R", b"4 0 null"),
                    stream("/Type/ObjStm/N 1/First 4/Extends 3 0 R", b"3 0 null"),
                ],
                // 3 lies in 4, 4 in 3, and 5 in itself.
                &[(0, 0, 0), (1, 1, 0), (1, 2, 0), (2, 4, 0), (2, 3, 0), (2, 5, 0), (0, 0, 0)],
            ),
        ),
        ("pdf-cyclic-tables.pdf", pdf_of(&[catalog(), dictionary("/Type/Pages/Count 0/Kids[]")], "/Prev 9/XRefStm 9")),
        ("pdf-huge-length.pdf", {
            let page = [&b"<</Length 4294967295>>stream\n"[..], commands(REPORT).as_bytes(), b"\nendstream"].concat();
            page_of(page, HELVETICA, &[])
        }),
        ("pdf-negative-length.pdf", {
            let page = [&b"<</Length -1>>stream\n"[..], commands(REPORT).as_bytes(), b"\nendstream"].concat();
            page_of(page, HELVETICA, &[])
        }),
        (
            "pdf-many-pages.pdf",
            pdf_of(&[catalog(), dictionary(&format!("/Type/Pages/Count 2001/Kids[{}]", kids(2001)))], ""),
        ),
        ("pdf-many-lookups.pdf", {
            let names: String = (0..800).map(|number| format!("/N{number} {number} ")).collect();
            let kids: String = (0..10_000).map(|_| "<</Type/Page/Resources 3 0 R>>").collect();
            let pages = dictionary(&format!("/Type/Pages/Count 1/Kids[{kids}]"));
            pdf_of(&[catalog(), pages, dictionary(&names)], "")
        }),
        (
            "pdf-page-count.pdf",
            pdf_of(&[catalog(), dictionary(&format!("/Type/Pages/Count 2147483647/Kids[{}]", kids(1)))], ""),
        ),
        ("pdf-bomb.pdf", page_of(stream("/Filter/FlateDecode", &bytes(130 << 20)), "", &[])),
        ("pdf-bomb-in-bomb.pdf", page_of(stream("/Filter[/Fl/Fl]", &deflated(&bytes(64 << 20))), "", &[])),
        ("pdf-hidden-bomb.pdf", page_of(stream("/Filter 5 0 R", &bytes(64 << 20)), "", &[b"[/Fl/Fl]".to_vec()])),
        ("pdf-picture-bomb.pdf", {
            let picture = stream("/Subtype/Image/Filter/FlateDecode/Width 9/Height 9", &bytes(200 << 20));
            page_of(small_page(), HELVETICA, &[picture])
        }),
        ("pdf-run-length-bomb.pdf", page_of(stream("/Filter/RL", &[129, b' '].repeat(1 << 20)), "", &[])),
        ("pdf-wide-rows.pdf", {
            let entries = "/Filter/Fl/DecodeParms<</Predictor 2/BitsPerComponent 1/Columns 9223372036854775807>>";
            page_of(stream(entries, &bytes(99)), "", &[])
        }),
        ("pdf-forms-in-forms.pdf", forms_in_forms()),
        (
            "pdf-form-in-itself.pdf",
            page_of(
                stream("", b"/N Do"),
                "/XObject<</N 5 0 R>>",
                &[stream("/Subtype/Form/Resources<</XObject<</N 5 0 R>>>>", b"/N Do /N Do")],
            ),
        ),
        ("pdf-open-strings.pdf", [&b"%PDF-1.4\n"[..], "1 0 obj( ".repeat(100_000).as_bytes()].concat()),
        ("pdf-open-dictionaries.pdf", [&b"%PDF-1.4\n"[..], "<<( ".repeat(100_000).as_bytes()].concat()),
        ("pdf-deep-arrays.pdf", [&b"%PDF-1.4\n1 0 obj"[..], "[".repeat(100_000).as_bytes()].concat()),
        ("pdf-deep-content.pdf", page_of(stream("", "[".repeat(100_000).as_bytes()), "", &[])),
        ("pdf-wide-font.pdf", page_of(small_page(), &composite_font("0 4294967295 500"), &[])),
        ("pdf-wide-codes.pdf", {
            let font = "/Font<</F<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 9223372036854775806/LastChar 9223372036854775807/Widths[5]>>>>";
            page_of(small_page(), font, &[])
        }),
        ("pdf-many-letters.pdf", page_of(stream("/Filter/Fl", &deflated(letters.as_bytes())), HELVETICA, &[])),
        ("pdf-saved-states.pdf", page_of(stream("/Filter/Fl", &deflated("q ".repeat(4 << 20).as_bytes())), "", &[])),
        ("pdf-no-numbers.pdf", {
            let content = "99999999999999999999999999999999999999 0 0 1e999 0 0 cm -9e99 w BT /F 1e308 Tf 0 0 0 0 0 0 Tm (The weir) Tj ET";
            page_of(stream("", content.as_bytes()), HELVETICA, &[])
        }),
        ("pdf-zeros.pdf", [&b"%PDF-1.4\n"[..], &[0; 100_000]].concat()),
    ]
}
