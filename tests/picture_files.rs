//! Pictures as PNG and PDF files, read back by other programs, and drawn by others for comparison.
#![cfg(feature = "pictures")]

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use linchpin::draw::{FontDatabase, Paper, Remark, Rendered, Rendering, pdf, raster};

/// A picture of 640 × 240 pixels with what ours hold: classes and attributes, a line of given length, dashes, a marker,
/// links and tooltips.
const PICTURE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" class="linchpin-picture" width="640" height="240" viewBox="0 0 640 240" xml:lang="en-GB" font-family="Liberation Sans, Arimo, Arial, Helvetica, sans-serif">
<title>Ferries &amp; tides</title><desc>Two boxes and a line</desc>
<style>.box { stroke: #6b6b6b; fill: #ffffff } .judgement .box { fill: #e1edf8 } text { fill: #1a1a1a; font-size: 13px } .supports path { fill: none; stroke: #0072b2; stroke-width: 2 } .id { font-weight: bold }</style>
<defs><marker id="arrow" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="5" markerHeight="5" orient="auto"><path d="M0,0 L10,5 L0,10 z" fill="#0072b2"/></marker></defs>
<rect class="background" width="640" height="240" fill="#ffffff"/>
<g class="edges">
<g class="edge supports" data-edge="0"><title>supports</title><path d="M360,70 L300,70" marker-end="url(#arrow)"/><text class="weight" x="330" y="62" text-anchor="middle" font-size="11">0.7</text></g>
<g class="edge contradicts"><path d="M360,180 C330,180 330,110 300,110" fill="none" stroke="#d55e00" stroke-width="2" stroke-dasharray="6 4"/></g>
</g>
<g class="nodes" role="list">
<g class="node judgement" data-id="kj1"><title>tooltip only</title><rect class="box" x="20" y="30" width="280" height="110" rx="8"/><a href="https://example.org/report.md#L3"><text x="32" y="56"><tspan x="32" class="id">kj1 Key judgement</tspan><tspan x="32" dy="18">The ferries will almost certainly stop</tspan><tspan x="32" dy="18" textLength="190" lengthAdjust="spacing">before the efficient spring tide.</tspan></text></a></g>
<g class="node evidence" data-id="kj1-1"><rect class="box" x="360" y="30" width="260" height="80"/><text x="372" y="56"><tspan x="372" class="id">kj1-1</tspan><tspan x="372" dy="18">Ärger am Fährhaus: “naïve” façade</tspan></text></g>
<g class="node evidence" data-id="kj1-2"><rect class="box" x="360" y="140" width="260" height="80"/><text x="372" y="166">Корабль покинул порт. Ελλάδα</text></g>
</g>
</svg>"##;

/// Every word in it that is drawn.
const WORDS: &str = "kj1 Key judgement The ferries will almost certainly stop before the efficient spring tide. kj1-1 Ärger am \
    Fährhaus: “naïve” façade Корабль покинул порт. Ελλάδα 0.7";

/// A picture of a column of boxes.
fn column(boxes: usize) -> String {
    let height = boxes * 60 + 20;
    let nodes: String = (0..boxes)
        .map(|number| {
            let y = number * 60 + 20;
            format!(
                "<g class=\"node evidence\"><rect x=\"20\" y=\"{y}\" width=\"600\" height=\"40\" fill=\"none\" \
                 stroke=\"#000000\"/><a href=\"https://example.org/{number}\"><text x=\"30\" y=\"{}\" \
                 font-size=\"12\">sentence-{number}</text></a></g>",
                y + 25
            )
        })
        .collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"{height}\"><title>A column</title>\
         <rect width=\"640\" height=\"{height}\" fill=\"#ffffff\"/>{nodes}</svg>"
    )
}

struct Image {
    width: usize,
    height: usize,
    /// Red, green and blue, on white.
    pixels: Vec<[u8; 3]>,
}

fn decode(bytes: &[u8]) -> Image {
    read_image(png::Decoder::new(Cursor::new(bytes)))
}

fn read_image<R: std::io::BufRead + std::io::Seek>(mut decoder: png::Decoder<R>) -> Image {
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    bytes.truncate(info.buffer_size());
    let samples = info.color_type.samples();
    let on_white = |pixel: &[u8]| match *pixel {
        [red, green, blue] => [red, green, blue],
        [red, green, blue, alpha] => [red, green, blue]
            .map(|c| u8::try_from((u32::from(c) * u32::from(alpha) + 255 * (255 - u32::from(alpha))) / 255).unwrap()),
        _ => panic!("{:?}", info.color_type),
    };
    Image {
        width: info.width as usize,
        height: info.height as usize,
        pixels: bytes.chunks(samples).map(on_white).collect(),
    }
}

/// What a program wrote to its standard output; it has to be there and to succeed.
fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{program} is needed for this test; tests/run.sh installs it ({error})"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

struct Pdf {
    _folder: tempfile::TempDir,
    path: String,
    remarks: Vec<Remark>,
}

fn pdf_of(svg: &str, paper: Paper) -> Pdf {
    let rendering = Rendering { paper, ..Rendering::default() };
    let Rendered { bytes, remarks } = pdf::pdf(svg, &rendering).unwrap();
    assert_eq!(bytes, pdf::pdf(svg, &rendering).unwrap().bytes, "same picture, same bytes");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("picture.pdf");
    fs::write(&path, bytes).unwrap();
    let path = path.to_str().unwrap().to_owned();
    Pdf { _folder: folder, path, remarks }
}

impl Pdf {
    fn words(&self, page: Option<usize>) -> Vec<String> {
        let text = match page.map(|page| page.to_string()) {
            Some(page) => run("pdftotext", &["-f", &page, "-l", &page, &self.path, "-"]),
            None => run("pdftotext", &[&self.path, "-"]),
        };
        text.split_whitespace().map(str::to_owned).collect()
    }

    fn info(&self, key: &str) -> String {
        let info = run("pdfinfo", &[&self.path]);
        let line = info.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
        line.unwrap_or_default().trim().to_owned()
    }
}

#[test]
fn a_png_has_the_size_asked_for_and_shows_the_picture() {
    for (scale, size) in [(1.0, (640, 240)), (2.0, (1280, 480)), (0.5, (320, 120))] {
        let rendering = Rendering { scale, ..Rendering::default() };
        let bytes = raster::png(PICTURE, &rendering).unwrap().bytes;
        assert_eq!(bytes, raster::png(PICTURE, &rendering).unwrap().bytes);
        let image = decode(&bytes);
        assert_eq!((image.width, image.height), size);
        // The middle of the judgement's left end, and of a free corner.
        let at = |x: usize, y: usize| image.pixels[y * image.width / 640 * image.width + x * image.width / 640];
        assert_eq!(at(26, 85), [0xe1, 0xed, 0xf8]);
        assert_eq!(at(5, 5), [255, 255, 255]);
        let dark = image.pixels.iter().filter(|pixel| pixel.iter().all(|channel| *channel < 100)).count();
        assert!(dark > image.pixels.len() / 400, "text is drawn: {dark} dark pixels");
    }
}

#[test]
fn a_png_knows_its_title_and_its_size_on_paper() {
    let bytes = raster::png(PICTURE, &Rendering::default()).unwrap().bytes;
    let reader = png::Decoder::new(Cursor::new(bytes)).read_info().unwrap();
    let info = reader.info();
    assert_eq!(info.utf8_text[0].get_text().unwrap(), "Ferries & tides");
    assert_eq!(info.pixel_dims.unwrap().xppu, 7559);
}

#[test]
fn a_png_that_would_be_too_large_is_drawn_smaller() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"32768\" height=\"64\"><rect width=\"9\" height=\"9\"/></svg>";
    let rendered = raster::png(svg, &Rendering::default()).unwrap();
    let image = decode(&rendered.bytes);
    assert_eq!((image.width, image.height), (16_384, 32));
    assert_eq!(rendered.remarks, [Remark::Shrunk { asked: 2.0, taken: 0.5 }]);
}

#[test]
fn every_word_in_a_pdf_is_found() {
    let pdf = pdf_of(PICTURE, Paper::Fit);
    let words = pdf.words(None);
    for word in WORDS.split_whitespace() {
        assert!(words.iter().any(|found| found == word), "{word} in {words:?}");
    }
    assert!(!words.iter().any(|word| word == "tooltip"), "{words:?}");
}

#[test]
fn a_pdf_embeds_what_it_uses_of_its_fonts() {
    let pdf = pdf_of(PICTURE, Paper::A4);
    let fonts = run("pdffonts", &[&pdf.path]);
    let fonts: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(fonts.len(), 2, "{fonts:?}");
    for font in fonts {
        assert!(font.contains("+LiberationSans"), "{font}");
        // Embedded, a subset, with the characters of its glyphs.
        assert!(font.contains("yes yes yes"), "{font}");
    }
    assert!(fs::metadata(&pdf.path).unwrap().len() < 60_000);
}

#[test]
fn a_page_is_as_large_as_asked_for() {
    for (paper, size) in [
        (Paper::Fit, "480 x 180 pts"),
        (Paper::A4, "595.28 x 841.89 pts (A4)"),
        (Paper::A3, "841.89 x 1190.55 pts (A3)"),
        (Paper::Letter, "612 x 792 pts (letter)"),
    ] {
        let pdf = pdf_of(PICTURE, paper);
        assert_eq!(pdf.info("Page size"), size);
        assert_eq!(pdf.info("Pages"), "1");
        assert!(pdf.remarks.is_empty(), "{:?}", pdf.remarks);
    }
}

#[test]
fn a_pdf_has_title_and_language_and_no_date() {
    let pdf = pdf_of(PICTURE, Paper::A4);
    assert_eq!(pdf.info("Title"), "Ferries & tides");
    assert_eq!(pdf.info("CreationDate"), "");
    let bytes = fs::read(&pdf.path).unwrap();
    let bytes = String::from_utf8_lossy(&bytes);
    assert!(bytes.contains("/Lang"), "a language");
}

#[test]
fn a_link_in_a_pdf_goes_where_it_says() {
    let pdf = pdf_of(PICTURE, Paper::Fit);
    let listed = run("pdfinfo", &["-url", &pdf.path]);
    assert!(listed.contains("https://example.org/report.md#L3"), "{listed}");
}

#[test]
fn a_long_picture_is_spread_over_pages_with_no_box_cut() {
    let pdf = pdf_of(&column(100), Paper::A4);
    let pages: usize = pdf.info("Pages").parse().unwrap();
    assert!(pages > 1);
    assert!(pdf.remarks.contains(&Remark::Pages(pages)), "{:?}", pdf.remarks);
    let mut seen = Vec::new();
    for page in 1..=pages {
        let words = pdf.words(Some(page));
        seen.extend(words.iter().filter(|word| word.starts_with("sentence-")).cloned());
        let text = words.join(" ");
        assert!(text.contains(&format!("page {page} of {pages}")), "{text}");
        assert!(text.contains("A column"), "{text}");
    }
    let all: Vec<String> = (0..100).map(|number| format!("sentence-{number}")).collect();
    assert_eq!(seen, all, "each once, in order");
    let links = run("pdfinfo", &["-url", &pdf.path]);
    assert_eq!(links.matches("https://example.org/").count(), 100, "each link on its page");
}

#[test]
fn characters_without_a_glyph_are_reported_and_a_further_font_gives_them() {
    let svg = PICTURE.replace("Корабль", "Корабль ✖ 同");
    let remarks = raster::png(&svg, &Rendering::default()).unwrap().remarks;
    assert_eq!(remarks, [Remark::NoGlyph(vec!['✖', '同'])]);
    assert_eq!(
        remarks[0].to_string(),
        "2 characters are in no font here and drawn as an empty box: ✖ (U+2716), 同 (U+540C); install a font that has them"
    );

    let Some(further) = dejavu() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("picture.pdf");
    let rendering = Rendering { further_fonts: Some(&further), ..Rendering::default() };
    fs::write(&path, pdf::pdf(&svg, &rendering).unwrap().bytes).unwrap();
    let path = path.to_str().unwrap();
    assert!(run("pdffonts", &[path]).contains("DejaVuSans"));
    assert!(run("pdftotext", &[path, "-"]).contains('✖'));
}

/// A font with some signs and Arabic and without Chinese; `None` where it is not installed.
fn dejavu() -> Option<impl Fn() -> Arc<FontDatabase>> {
    let folder = Path::new("/usr/share/fonts/truetype/dejavu");
    if !folder.join("DejaVuSans.ttf").exists() {
        eprintln!("skipped: no DejaVu Sans here");
        return None;
    }
    Some(move || {
        let mut fonts = FontDatabase::new();
        fonts.load_fonts_dir(folder);
        Arc::new(fonts)
    })
}

/// A line of text, drawn at scale 2.
fn line(text: &str, fonts: &dyn Fn() -> Arc<FontDatabase>) -> Image {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"40\"><rect width=\"400\" height=\"40\" \
         fill=\"#ffffff\"/><text x=\"10\" y=\"25\" font-size=\"16\">{text}</text></svg>"
    );
    decode(&raster::png(&svg, &Rendering { further_fonts: Some(fonts), ..Rendering::default() }).unwrap().bytes)
}

#[test]
fn a_sign_that_another_font_gives_changes_no_letter_beside_it() {
    let Some(fonts) = dejavu() else { return };
    let plain = line("The efficient office file", &fonts);
    for sign in ["\u{2716}", "\u{26a0}\u{fe0f}"] {
        let signed = line(&format!("The efficient office file {sign}"), &fonts);
        let differing = |columns: std::ops::Range<usize>| {
            let at = |image: &Image, x: usize, y: usize| image.pixels[y * image.width + x];
            columns
                .flat_map(|x| (0..80).map(move |y| (x, y)))
                .filter(|(x, y)| at(&plain, *x, *y) != at(&signed, *x, *y))
                .count()
        };
        let end = (0..800).rev().find(|x| (0..80).any(|y| plain.pixels[y * 800 + x][0] < 128)).unwrap();
        assert_eq!(differing(0..end + 4), 0);
        assert!(differing(end + 4..800) > 20, "the sign is drawn");
    }
}

#[test]
fn letters_that_join_are_drawn_from_any_font() {
    let Some(fonts) = dejavu() else { return };
    // Ligatures, marks and signs: where two faces differ in how letters make up a glyph.
    for text in [
        "\u{633}\u{644}\u{627}",
        "abc <tspan font-weight=\"bold\">\u{644}\u{627}</tspan> \u{2716}",
        "\u{2716} \u{633}\u{644}\u{627} efficient \u{540c}\u{301}",
        "<tspan>\u{2716}</tspan><tspan font-weight=\"bold\">\u{644}\u{627}\u{64e}</tspan>\u{1112}\u{1161}\u{11ab}",
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} &amp; \u{2716}\u{540c}",
    ] {
        let image = line(text, &fonts);
        assert!(image.pixels.iter().any(|pixel| pixel[0] < 128), "{text}");
    }
}

#[test]
fn every_word_of_a_report_is_found_in_its_pdf() {
    let graph = Path::new(env!("CARGO_MANIFEST_DIR")).join("graphs/china-russia.toml");
    let file = linchpin::text::SourceFile::new("china-russia.toml", fs::read_to_string(&graph).unwrap());
    let argument = linchpin::format::detect(&file).read(&file).unwrap().argument;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("argument.pdf");
    let output = Command::new(env!("CARGO_BIN_EXE_linchpin"))
        .args(["export", "--to", "pdf", "--paper", "a4", "-o"])
        .args([&path, &graph])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let pages = run("pdfinfo", &[path.to_str().unwrap()]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(pages.contains("Pages:           1\n") || said.contains("is spread over"), "{said}");
    let text = run("pdftotext", &[path.to_str().unwrap(), "-"]);
    let words: std::collections::HashSet<&str> = text.split_whitespace().collect();
    for (_, node) in argument.nodes() {
        for word in node.text.as_str().split_whitespace() {
            assert!(words.contains(word), "{word} of {}", node.id.as_str());
        }
    }
}

#[test]
fn a_picture_reaches_for_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("red.svg");
    fs::write(&file, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\" fill=\"#ff0000\"/></svg>").unwrap();
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><image href=\"{}\" width=\"9\" height=\"9\"/></svg>",
        file.display()
    );
    let image = decode(&raster::png(&svg, &Rendering::default()).unwrap().bytes);
    assert!(image.pixels.iter().all(|pixel| *pixel == [255, 255, 255]));
}

#[test]
fn what_is_no_picture_is_refused() {
    for text in ["", "<svg", "<p/>", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"0\"/>"] {
        let fault = raster::png(text, &Rendering::default()).unwrap_err();
        assert!(fault.to_string().starts_with("the picture is not re"), "{fault}");
        assert!(pdf::pdf(text, &Rendering::default()).is_err());
    }
}
