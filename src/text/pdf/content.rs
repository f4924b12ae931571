use std::rc::Rc;

use hayro_font::kurbo::{Affine, Point, Rect};
use hayro_syntax::Pdf;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Number, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page as PdfPage, Resources};
use rustc_hash::{FxHashMap, FxHashSet};

use super::fonts::{Face, Fonts, Shape};
use super::layout::{self, Line};

/// How many letters a file may have.
const MOST_GLYPHS: usize = 4_000_000;
/// How many of them may be on one page: a full one has some thousands.
const MOST_ON_PAGE: usize = 200_000;
/// How many bytes of content and fonts are gone through: those of a form count as often as it is drawn.
const MOST_WORK: usize = 128 << 20;
/// How deep forms are drawn in one another; deeper ones are not.
const DEEPEST_FORM: usize = 12;
/// How many states are kept for later; more are not.
const MOST_STATES: usize = 512;
/// How many small shapes a page may have.
const MOST_DOTS: usize = 100_000;
/// The letters whose meaning may be missing, or that may run down the page, in percent.
const MOST_UNKNOWN: usize = 20;

/// A letter at its place on the page, in points from the lower left.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub text: Rc<str>,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub size: f64,
    pub bold: bool,
    pub italic: bool,
}

/// What is on a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub width: f64,
    pub height: f64,
    pub glyphs: Vec<Glyph>,
    /// Small shapes, as browsers draw bullets: their middle.
    pub dots: Vec<Point>,
}

/// What is on all pages.
#[derive(Clone, Debug, Default)]
pub(super) struct Pages {
    pub lines: Vec<Vec<Line>>,
    /// How many pictures there are.
    pub pictures: usize,
    /// The pages that have pictures and no text, from 1.
    pub blind: Vec<usize>,
    /// How many letters are turned.
    pub turned: usize,
}

/// What may still be done.
pub(super) struct Allowance {
    glyphs: usize,
    work: usize,
}

impl Allowance {
    /// Takes note that so many bytes are gone through, which costs something even if there are none.
    ///
    /// # Errors
    /// If they are too many.
    pub fn work(&mut self, bytes: usize) -> Result<(), String> {
        self.work = self.work.checked_sub(bytes.saturating_add(256)).ok_or_else(|| {
            format!("the pages of this PDF file are drawn by more than {} MiB of commands", MOST_WORK >> 20)
        })?;
        Ok(())
    }

    fn glyph(&mut self) -> Result<(), String> {
        self.glyphs =
            self.glyphs.checked_sub(1).ok_or_else(|| format!("this PDF file has more than {MOST_GLYPHS} letters"))?;
        Ok(())
    }
}

/// The letters of every page.
///
/// # Errors
/// If there are none, too many, too many without a meaning, or if they stand in columns.
pub(super) fn pages(pdf: &Pdf) -> Result<Pages, String> {
    let mut reader = Reader {
        fonts: Fonts::new(),
        hidden: hidden(pdf),
        left: Allowance { glyphs: MOST_GLYPHS, work: MOST_WORK },
        page: Page::default(),
        unknown: 0,
        downward: 0,
        all: Pages::default(),
    };
    let mut known = 0;
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        reader.page = Page { width: f64::from(width), height: f64::from(height), ..Page::default() };
        let pictures = reader.all.pictures;
        reader.read(page)?;
        known += reader.page.glyphs.len();
        if reader.page.glyphs.is_empty() && reader.all.pictures > pictures {
            reader.all.blind.push(reader.all.lines.len() + 1);
        }
        let lines = layout::lines(std::mem::take(&mut reader.page), reader.all.lines.len())?;
        reader.all.lines.push(lines);
    }
    let Reader { unknown, downward, all, .. } = reader;
    if known == 0 && unknown == 0 {
        return Err(if all.pictures > 0 {
            "this PDF file is a scan: it has pictures and no text; run a text recognition over it first".to_owned()
        } else {
            "this PDF file has no text".to_owned()
        });
    }
    if unknown * 100 > (known + unknown) * MOST_UNKNOWN {
        return Err(
            "this PDF file does not say which letters its shapes are; save the report in another format".to_owned()
        );
    }
    if downward * 100 > known * MOST_UNKNOWN {
        return Err("the text of this PDF file runs down the page; save the report in another format".to_owned());
    }
    Ok(all)
}

/// The layers that are not shown.
fn hidden(pdf: &Pdf) -> FxHashSet<ObjectIdentifier> {
    let layers = || {
        let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
        let properties = catalog.get::<Dict<'_>>("OCProperties")?;
        let usual = properties.get::<Dict<'_>>("D")?;
        let ids = |array: Option<Array<'_>>| -> Vec<ObjectIdentifier> {
            let array = array.unwrap_or_default();
            array.raw_iter().filter_map(|item| item.as_obj_ref()).map(Into::into).collect()
        };
        let mut hidden = FxHashSet::default();
        if usual.get::<Name<'_>>("BaseState").is_some_and(|state| &*state == b"OFF") {
            hidden.extend(ids(properties.get::<Array<'_>>("OCGs")));
        }
        for id in ids(usual.get::<Array<'_>>("ON")) {
            hidden.remove(&id);
        }
        hidden.extend(ids(usual.get::<Array<'_>>("OFF")));
        Some(hidden)
    };
    layers().unwrap_or_default()
}

/// What drawing depends on besides the command.
#[derive(Clone)]
struct State<'a> {
    matrix: Affine,
    face: Option<Rc<Face<'a>>>,
    size: f64,
    letter_gap: f64,
    word_gap: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
    is_outlined: bool,
}

struct Reader<'a> {
    fonts: Fonts<'a>,
    hidden: FxHashSet<ObjectIdentifier>,
    left: Allowance,
    page: Page,
    unknown: usize,
    downward: usize,
    all: Pages,
}

impl<'a> Reader<'a> {
    fn read(&mut self, page: &PdfPage<'a>) -> Result<(), String> {
        // Commands may go on from one stream in the next.
        let mut content = Vec::new();
        let mut add = |reader: &mut Self, stream: &Stream<'_>| {
            reader.left.work(stream.raw_data().len())?;
            if let Ok(data) = stream.decoded_data() {
                reader.left.work(data.len())?;
                content.extend_from_slice(&data);
                content.push(b' ');
            }
            Ok::<(), String>(())
        };
        if let Some(stream) = page.raw().get::<Stream<'_>>("Contents") {
            add(self, &stream)?;
        } else if let Some(streams) = page.raw().get::<Array<'_>>("Contents") {
            for stream in streams.iter::<Stream<'_>>() {
                add(self, &stream)?;
            }
        }
        let state = State {
            matrix: Affine::new(page.initial_transform(false).as_coeffs()),
            face: None,
            size: 0.0,
            letter_gap: 0.0,
            word_gap: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            is_outlined: false,
        };
        self.draw(&content, page.resources(), state, 0)
    }

    /// Draws a page or a form; forms in it by itself, to a depth of [`DEEPEST_FORM`].
    #[allow(clippy::too_many_lines)]
    fn draw(
        &mut self,
        content: &[u8],
        resources: &Resources<'a>,
        state: State<'a>,
        depth: usize,
    ) -> Result<(), String> {
        let mut drawing = Drawing {
            resources,
            state,
            saved: Vec::new(),
            unsaved: 0,
            line: Affine::IDENTITY,
            cursor: Affine::IDENTITY,
            path: None,
            marks: 0,
            hidden_from: None,
            faces: FxHashMap::default(),
        };
        let mut commands = TypedIter::new(content);
        while let Some(command) = commands.next() {
            let at = &mut drawing;
            match command {
                Op::SaveState(_) if at.saved.len() == MOST_STATES => at.unsaved += 1,
                Op::SaveState(_) => at.saved.push(at.state.clone()),
                Op::RestoreState(_) if at.unsaved > 0 => at.unsaved -= 1,
                Op::RestoreState(_) => at.state = at.saved.pop().unwrap_or_else(|| at.state.clone()),
                Op::Transform(m) => at.state.matrix *= matrix([m.0, m.1, m.2, m.3, m.4, m.5]),
                Op::SetGraphicsState(name) => self.set_font_of(at, name.0)?,

                Op::BeginText(_) => at.set_line(Affine::IDENTITY),
                Op::SetTextMatrix(m) => at.set_line(matrix([m.0, m.1, m.2, m.3, m.4, m.5])),
                Op::TextFont(font) => {
                    at.state.size = font.1.as_f64();
                    at.state.face = self.face(at, font.0)?;
                }
                Op::CharacterSpacing(gap) => at.state.letter_gap = gap.0.as_f64(),
                Op::WordSpacing(gap) => at.state.word_gap = gap.0.as_f64(),
                Op::HorizontalScaling(percent) => at.state.stretch = percent.0.as_f64() / 100.0,
                Op::TextLeading(leading) => at.state.leading = leading.0.as_f64(),
                Op::TextRise(rise) => at.state.rise = rise.0.as_f64(),
                Op::TextRenderingMode(mode) => at.state.is_outlined = mode.0.as_i64() == 2,
                Op::NextLine(by) => at.next_line(by.0.as_f64(), by.1.as_f64()),
                Op::NextLineAndSetLeading(by) => {
                    at.state.leading = -by.1.as_f64();
                    at.next_line(by.0.as_f64(), by.1.as_f64());
                }
                Op::NextLineUsingLeading(_) => at.next_line(0.0, -at.state.leading),
                Op::ShowText(text) => self.show(at, text.0.as_bytes())?,
                Op::NextLineAndShowText(text) => {
                    at.next_line(0.0, -at.state.leading);
                    self.show(at, text.0.as_bytes())?;
                }
                Op::ShowTextWithParameters(text) => {
                    at.state.word_gap = text.0.as_f64();
                    at.state.letter_gap = text.1.as_f64();
                    at.next_line(0.0, -at.state.leading);
                    self.show(at, text.2.as_bytes())?;
                }
                Op::ShowTexts(parts) => {
                    for part in parts.0.iter::<Object<'_>>() {
                        match part {
                            Object::String(text) => self.show(at, text.as_bytes())?,
                            Object::Number(back) => {
                                at.advance(-back.as_f64() / 1000.0 * at.state.size * at.state.stretch);
                            }
                            _ => {}
                        }
                    }
                }

                Op::MoveTo(to) => at.reach(to.0, to.1),
                Op::LineTo(to) => at.reach(to.0, to.1),
                Op::CubicTo(to) => {
                    at.reach(to.0, to.1);
                    at.reach(to.2, to.3);
                    at.reach(to.4, to.5);
                }
                Op::CubicStartTo(to) => {
                    at.reach(to.0, to.1);
                    at.reach(to.2, to.3);
                }
                Op::CubicEndTo(to) => {
                    at.reach(to.0, to.1);
                    at.reach(to.2, to.3);
                }
                Op::RectPath(rect) => {
                    let (x, y) = (rect.0.as_f64(), rect.1.as_f64());
                    at.reach_point(Point::new(x, y));
                    at.reach_point(Point::new(x + rect.2.as_f64(), y + rect.3.as_f64()));
                }
                Op::FillPathNonZero(_)
                | Op::FillPathNonZeroCompatibility(_)
                | Op::FillPathEvenOdd(_)
                | Op::FillAndStrokeNonZero(_)
                | Op::FillAndStrokeEvenOdd(_)
                | Op::CloseFillAndStrokeNonZero(_)
                | Op::CloseFillAndStrokeEvenOdd(_)
                | Op::StrokePath(_)
                | Op::CloseAndStrokePath(_) => {
                    if let Some(path) = at.path.take()
                        && at.is_shown()
                    {
                        self.dot(path);
                    }
                }
                Op::EndPath(_) => at.path = None,

                Op::BeginMarkedContent(_) => at.marks += 1,
                Op::BeginMarkedContentWithProperties(mark) => {
                    at.marks += 1;
                    let layer = mark.1.clone().into_name().filter(|_| &**mark.0 == b"OC");
                    if layer.is_some_and(|name| self.is_hidden(&at.resources.properties, &name)) && at.is_shown() {
                        at.hidden_from = Some(at.marks);
                    }
                }
                Op::EndMarkedContent(_) => {
                    if at.hidden_from == Some(at.marks) {
                        at.hidden_from = None;
                    }
                    at.marks = at.marks.saturating_sub(1);
                }
                Op::InlineImage(_) => self.all.pictures += 1,
                Op::XObject(name) if at.is_shown() => {
                    let Some(object) = at.resources.get_x_object(name.0) else { continue };
                    if !self.is_hidden(object.dict(), b"OC") {
                        self.draw_object(&object, resources, &at.state, depth)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn draw_object(
        &mut self,
        object: &Stream<'a>,
        resources: &Resources<'a>,
        state: &State<'a>,
        depth: usize,
    ) -> Result<(), String> {
        let dict = object.dict();
        self.left.work(dict.data().len())?;
        if dict.get::<Name<'_>>("Subtype").is_none_or(|kind| &*kind != b"Form") {
            self.all.pictures += 1;
            return Ok(());
        }
        if depth == DEEPEST_FORM {
            return Ok(());
        }
        self.left.work(object.raw_data().len())?;
        let Ok(content) = object.decoded_data() else { return Ok(()) };
        self.left.work(content.len())?;
        let mut state = state.clone();
        if let Some(matrix) = dict.get::<[f64; 6]>("Matrix") {
            state.matrix *= Affine::new(matrix);
        }
        let own = dict.get::<Dict<'_>>("Resources").map(Resources::new);
        self.draw(&content, own.as_ref().unwrap_or(resources), state, depth + 1)
    }

    /// Whether what a dictionary names so is a layer that is not shown, or belongs only to such.
    fn is_hidden(&self, dict: &Dict<'a>, name: &[u8]) -> bool {
        if self.hidden.is_empty() {
            return false;
        }
        let Some(id) = dict.get_ref(name) else { return false };
        if self.hidden.contains(&id.into()) {
            return true;
        }
        let Some(group) = dict.get::<Dict<'_>>(name) else { return false };
        let members: Vec<ObjectIdentifier> = match group.get_raw::<Array<'_>>("OCGs") {
            Some(MaybeRef::NotRef(array)) => {
                array.raw_iter().filter_map(|item| item.as_obj_ref()).map(Into::into).collect()
            }
            _ => group.get_ref("OCGs").map(Into::into).into_iter().collect(),
        };
        !members.is_empty() && members.iter().all(|member| self.hidden.contains(member))
    }

    fn face(&mut self, at: &mut Drawing<'_, 'a>, name: &Name<'_>) -> Result<Option<Rc<Face<'a>>>, String> {
        if let Some(face) = at.faces.get(&**name) {
            return Ok(face.clone());
        }
        let face = match at.resources.get_font(name) {
            Some(dict) => self.fonts.face(&dict, &mut self.left)?,
            None => None,
        };
        at.faces.insert(name.to_vec(), face.clone());
        Ok(face)
    }

    /// The font may be part of a named state.
    fn set_font_of(&mut self, at: &mut Drawing<'_, 'a>, name: &Name<'_>) -> Result<(), String> {
        self.left.work(0)?;
        let Some(font) = at.resources.get_ext_g_state(name).and_then(|state| state.get::<Array<'_>>("Font")) else {
            return Ok(());
        };
        let mut parts = font.iter::<Object<'_>>();
        if let (Some(Object::Dict(dict)), Some(Object::Number(size))) = (parts.next(), parts.next()) {
            at.state.size = size.as_f64();
            at.state.face = self.fonts.face(&dict, &mut self.left)?;
        }
        Ok(())
    }

    fn show(&mut self, at: &mut Drawing<'_, 'a>, text: &[u8]) -> Result<(), String> {
        let Some(face) = at.state.face.clone() else {
            for _ in text {
                self.left.glyph()?;
                self.unknown += 1;
            }
            return Ok(());
        };
        let mut place = 0;
        while place < text.len() {
            let (code, length) = face.code(text, place);
            place += length;
            self.left.glyph()?;
            let shape = face.shape(code);
            if at.is_shown() {
                self.put(at, &face, &shape);
                if self.page.glyphs.len() > MOST_ON_PAGE {
                    return Err(format!("a page of this PDF file has more than {MOST_ON_PAGE} letters"));
                }
            }
            let State { size, letter_gap, word_gap, stretch, .. } = at.state;
            let gap = letter_gap + if code == 32 && length == 1 { word_gap } else { 0.0 };
            at.advance((shape.advance / 1000.0 * size + gap) * stretch);
        }
        Ok(())
    }

    /// Puts a letter at its place.
    fn put(&mut self, at: &Drawing<'_, 'a>, face: &Face<'a>, shape: &Shape) {
        let State { size, stretch, rise, .. } = at.state;
        let transform = at.state.matrix * at.cursor * Affine::new([size * stretch, 0.0, 0.0, size, 0.0, rise]);
        let [across, up, c, d, x, y] = transform.as_coeffs();
        if !transform.is_finite() {
            return;
        }
        // Text that is turned is a stamp on the page.
        if up.abs() > 0.1 * across.abs() || across <= 0.0 {
            self.all.turned += 1;
            return;
        }
        let size = c.hypot(d);
        // What lies beside the page is not seen.
        if x < -size || y < -size || x > self.page.width || y > self.page.height {
            return;
        }
        let Some(text) = shape.text.clone() else {
            self.unknown += 1;
            return;
        };
        self.downward += usize::from(!face.is_upright);
        let width = shape.advance / 1000.0 * across;
        let bold = face.is_bold || at.state.is_outlined;
        // Slanted by the font, or by drawing.
        let italic = face.is_italic || c > 0.15 * d;
        self.page.glyphs.push(Glyph { text, x, y, width, size, bold, italic });
    }

    fn dot(&mut self, path: Rect) {
        let (width, height) = (path.width(), path.height());
        let is_dot = (1.0..10.0).contains(&width) && (0.8..1.25).contains(&(width / height));
        if is_dot && self.page.dots.len() < MOST_DOTS {
            self.page.dots.push(path.center());
        }
    }
}

/// The drawing of a page or of a form.
struct Drawing<'r, 'a> {
    resources: &'r Resources<'a>,
    state: State<'a>,
    saved: Vec<State<'a>>,
    /// How many states were not saved, as there were too many.
    unsaved: usize,
    /// Where the line of text began.
    line: Affine,
    cursor: Affine,
    /// What the points of the path reach over, on the page.
    path: Option<Rect>,
    /// How many marks are open.
    marks: usize,
    /// From which of them on nothing is shown.
    hidden_from: Option<usize>,
    faces: FxHashMap<Vec<u8>, Option<Rc<Face<'a>>>>,
}

impl Drawing<'_, '_> {
    fn is_shown(&self) -> bool {
        self.hidden_from.is_none()
    }

    fn set_line(&mut self, line: Affine) {
        self.line = line;
        self.cursor = line;
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.set_line(self.line * Affine::translate((x, y)));
    }

    fn advance(&mut self, by: f64) {
        self.cursor *= Affine::translate((by, 0.0));
    }

    fn reach(&mut self, x: Number, y: Number) {
        self.reach_point(Point::new(x.as_f64(), y.as_f64()));
    }

    fn reach_point(&mut self, point: Point) {
        let point = self.state.matrix * point;
        self.path = Some(self.path.map_or(Rect::from_points(point, point), |path| path.union_pt(point)));
    }
}

fn matrix(parts: [Number; 6]) -> Affine {
    Affine::new(parts.map(|part| part.as_f64()))
}
