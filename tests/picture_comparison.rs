//! The same picture drawn by three programs: our own renderer, rsvg-convert and a headless Chromium.
#![cfg(feature = "pictures")]

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use linchpin::draw::{Rendering, raster};

const THEMES: [&str; 3] = ["light", "dark", "print"];

/// The share of pixels in which two programs' drawings may differ, apart from anti-aliasing.
const ALLOWED: f64 = 0.01;

/// How much lighter or darker a colour may be than the neighbourhood in which it is looked for, of 255.
const TOLERANCE: u8 = 48;

struct Image {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 3]>,
}

fn decode(bytes: &[u8]) -> Image {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    let samples = info.color_type.samples();
    assert!(samples >= 3, "{:?}", info.color_type);
    let pixels = bytes[..info.buffer_size()].chunks(samples).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    Image { width: info.width as usize, height: info.height as usize, pixels }
}

impl Image {
    /// Whether a colour lies between those around a place, apart from the tolerance.
    fn has_around(&self, index: usize, colour: [u8; 3]) -> bool {
        let (x, y) = (index % self.width, index / self.width);
        let (mut low, mut high) = ([255; 3], [0; 3]);
        for y in y.saturating_sub(1)..(y + 2).min(self.height) {
            for x in x.saturating_sub(1)..(x + 2).min(self.width) {
                let pixel = self.pixels[y * self.width + x];
                for channel in 0..3 {
                    low[channel] = pixel[channel].min(low[channel]);
                    high[channel] = pixel[channel].max(high[channel]);
                }
            }
        }
        (0..3).all(|channel| {
            colour[channel] >= low[channel].saturating_sub(TOLERANCE)
                && colour[channel] <= high[channel].saturating_add(TOLERANCE)
        })
    }
}

/// The share of pixels of either image whose colour does not occur around the same place of the other. Anti-aliasing and
/// a shift by a pixel make no difference; a missing or other letter, line or colour does.
fn difference(one: &Image, other: &Image) -> f64 {
    assert_eq!((one.width, one.height), (other.width, other.height));
    let mut strange = 0_u32;
    for (index, (here, there)) in one.pixels.iter().zip(&other.pixels).enumerate() {
        if here != there && !(other.has_around(index, *here) && one.has_around(index, *there)) {
            strange += 1;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "millions")]
    let pixels = one.pixels.len() as f64;
    f64::from(strange) / pixels
}

fn succeed(program: &str, output: std::io::Result<Output>) -> Output {
    let output =
        output.unwrap_or_else(|error| panic!("{program} is needed for this test; tests/run.sh installs it ({error})"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn by_rsvg(svg: &Path) -> Image {
    decode(&succeed("rsvg-convert", Command::new("rsvg-convert").arg(svg).output()).stdout)
}

fn chromium() -> PathBuf {
    const NAMES: [&str; 6] = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome-headless-shell",
        "headless_shell",
    ];
    const MAC: [&str; 2] = [
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let named = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let found = named.chain(MAC.iter().map(PathBuf::from)).find(|program| program.is_file());
    found.expect("Chromium is needed for this test; tests/run.sh installs it")
}

fn by_chromium(svg: &Path, width: usize, height: usize) -> Image {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("picture.png");
    let mut command = Command::new(chromium());
    command
        .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"])
        .args(["--disable-lcd-text", "--font-render-hinting=none", "--force-color-profile=srgb"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .arg("--force-device-scale-factor=1")
        .arg(format!("--window-size={width},{height}"))
        .arg(format!("--screenshot={}", picture.display()))
        .arg(format!("file://{}", svg.display()));
    succeed("chromium", command.output());
    decode(&fs::read(picture).unwrap())
}

fn by_us(svg: &Path) -> Image {
    let rendering = Rendering { scale: 1.0, ..Rendering::default() };
    decode(&raster::png(&fs::read_to_string(svg).unwrap(), &rendering).unwrap().bytes)
}

/// Every graph that is drawn.
fn graphs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("graphs");
    let mut graphs: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    // One is not there to be drawn, one is there to fail, one is higher than a PNG may be, and two are in letters that each
    // program takes from another font.
    let others = ["README.md", "flawed.md", "dam-safety.toml", "kirigahama.md", "ras-al-nawras.md"];
    graphs.retain(|path| !others.iter().any(|name| path.ends_with(name)));
    graphs.sort();
    assert!(graphs.len() > 5);
    graphs
}

#[test]
fn three_programs_draw_every_graph_alike() {
    // Each takes a second to start, and waits most of it.
    let faults: Vec<String> = std::thread::scope(|scope| {
        let themes: Vec<_> = THEMES.iter().map(|theme| scope.spawn(|| faults_of(theme))).collect();
        themes.into_iter().flat_map(|theme| theme.join().unwrap()).collect()
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn faults_of(theme: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let mut faults = Vec::new();
    // Other themes are other colours in the same places: one picture of every kind of thing is enough for them.
    let is_enough = |graph: &PathBuf| theme == "light" || graph.ends_with("china-russia.md");
    for graph in graphs().into_iter().filter(is_enough) {
        let svg = folder.path().join("picture.svg");
        let mut command = Command::new(env!("CARGO_BIN_EXE_linchpin"));
        command.arg("export").arg(&graph).args(["--to", "svg", "--findings", "--strengths", "--theme", theme, "-o"]);
        succeed("linchpin", command.arg(&svg).output());
        let ours = by_us(&svg);
        let name = graph.file_name().unwrap().to_string_lossy();
        let theirs = [("rsvg-convert", by_rsvg(&svg)), ("Chromium", by_chromium(&svg, ours.width, ours.height))];
        for (program, theirs) in theirs {
            let share = difference(&ours, &theirs);
            println!("{name} {theme} {program}: {:.3} %", share * 100.0);
            if share >= ALLOWED {
                faults.push(format!("{name} {theme} {program}: {:.2} %", share * 100.0));
            }
        }
    }
    faults
}

/// Boxes of text on a ground, the text moved by some pixels.
fn boxes(text: &str, moved: u32, line: &str) -> Image {
    let cells: String = (0..20)
        .map(|number| {
            let y = number * 30;
            format!(
                "<rect x=\"10\" y=\"{}\" width=\"280\" height=\"26\" fill=\"none\" stroke=\"{line}\"/>\
                 <text x=\"{}\" y=\"{}\" font-size=\"13\">{text}</text>",
                y + 2,
                20 + moved,
                y + 20
            )
        })
        .collect();
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"600\"><rect width=\"300\" height=\"600\" \
         fill=\"#ffffff\"/>{cells}</svg>"
    );
    decode(&raster::png(&svg, &Rendering { scale: 1.0, ..Rendering::default() }).unwrap().bytes)
}

#[test]
fn the_comparison_sees_what_a_reader_would_see() {
    let picture = boxes("Ferries stop at the spring tide.", 0, "#0072b2");
    assert_eq!(difference(&picture, &boxes("Ferries stop at the spring tide.", 0, "#0072b2")), 0.0);
    assert!(difference(&picture, &boxes("Ferries stop at the spring tide.", 1, "#0072b2")) < ALLOWED / 2.0);
    assert!(difference(&picture, &boxes("Ferries stop at the spring tide.", 4, "#0072b2")) > ALLOWED);
    assert!(difference(&picture, &boxes("Trains leave from platform two.", 0, "#0072b2")) > ALLOWED);
    assert!(difference(&picture, &boxes("", 0, "#0072b2")) > ALLOWED);
    assert!(difference(&picture, &boxes("Ferries stop at the spring tide.", 0, "#d55e00")) > ALLOWED);
}
