use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, RenderContent, SoftMask, interpret_page,
};

/// How many letters a file may have.
const MOST_GLYPHS: usize = 4_000_000;
/// The letters whose meaning may be missing, in percent.
const MOST_UNKNOWN: usize = 20;
/// The units in an em.
const UNITS: f64 = 1000.0;

/// A letter at its place on the page, in points from the lower left.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub text: String,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub size: f64,
    pub bold: bool,
}

/// What is on a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub width: f64,
    pub glyphs: Vec<Glyph>,
    /// Small shapes, as browsers draw bullets: their middle.
    pub dots: Vec<Point>,
}

#[derive(Default)]
struct Collector {
    page: Page,
    left: usize,
    unknown: usize,
    pictures: usize,
}

/// The letters of every page.
///
/// # Errors
/// If there are none, too many, or too many without a meaning.
pub(super) fn pages(pdf: &Pdf) -> Result<Vec<Page>, String> {
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings { render_content: RenderContent::PAGE, ..InterpreterSettings::default() };
    let mut collector = Collector { left: MOST_GLYPHS, ..Collector::default() };
    let mut pages = Vec::new();
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(Affine::IDENTITY, bounds, &cache, pdf.xref(), settings.clone());
        interpret_page(page, &mut context, &mut collector);
        let mut page = std::mem::take(&mut collector.page);
        page.width = f64::from(width);
        pages.push(page);
        if collector.left == 0 {
            return Err(format!("this PDF file has more than {MOST_GLYPHS} letters"));
        }
    }
    let known = MOST_GLYPHS - collector.left;
    if known == 0 && collector.unknown == 0 {
        return Err(if collector.pictures > 0 {
            "this PDF file is a scan: it has pictures and no text; run a text recognition over it first".to_owned()
        } else {
            "this PDF file has no text".to_owned()
        });
    }
    if collector.unknown * 100 > (known + collector.unknown) * MOST_UNKNOWN {
        return Err(
            "this PDF file does not say which letters its shapes are; save the report in another format".to_owned()
        );
    }
    Ok(pages)
}

impl Device<'_> for Collector {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'_>, _: &DrawMode) {
        let bounds = props.transform.transform_rect_bbox(path.bounding_box());
        let (width, height) = (bounds.width(), bounds.height());
        let is_dot = (1.0..10.0).contains(&width) && (0.8..1.25).contains(&(width / height));
        if is_dot && self.page.dots.len() < MOST_GLYPHS {
            self.page.dots.push(bounds.center());
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        let bold = run.glyphs().first().is_some_and(|glyph| match &**glyph {
            Drawn::Outline(outline) => outline.font_data().is_some_and(|font| {
                let names_it = font.postscript_name.as_deref().is_some_and(|name| name.to_lowercase().contains("bold"));
                names_it || font.weight.is_some_and(|weight| weight >= 600)
            }),
            Drawn::Type3(_) => false,
        });
        for glyph in run.glyphs() {
            let transform = props.transform * glyph.transform();
            let [a, b, ..] = transform.as_coeffs();
            // Text that is turned is a stamp on the page.
            if b.abs() > 0.1 * a.abs() || a <= 0.0 || !transform.is_finite() {
                continue;
            }
            let text = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => {
                    self.unknown += 1;
                    continue;
                }
            };
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            let advance = match &**glyph {
                Drawn::Outline(outline) => outline.advance_width(),
                Drawn::Type3(drawn) => drawn.advance_width(),
            };
            let at = transform * Point::ZERO;
            let width = advance.map_or(0.5 * UNITS, f64::from) * a;
            self.page.glyphs.push(Glyph { text, x: at.x, y: at.y, width, size: a * UNITS, bold });
        }
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.pictures += 1;
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
