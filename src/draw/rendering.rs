use std::fmt::{self, Display, Formatter};
use std::sync::Arc;

use super::Paper;

pub use resvg::usvg::fontdb::Database as FontDatabase;

/// How a picture becomes a PNG or a PDF file.
#[derive(Clone, Copy)]
pub struct Rendering<'a> {
    /// PNG: pixels for one pixel of the picture, above 0. Pictures beyond [`MOST_PIXELS`](super::raster::MOST_PIXELS)
    /// are drawn smaller.
    pub scale: f32,
    /// PDF: the page.
    pub paper: Paper,
    /// Gives further fonts. It is asked only for a text with a character that the embedded font lacks, and then once a
    /// picture; the faces in it are used for such characters alone.
    pub further_fonts: Option<&'a dyn Fn() -> Arc<FontDatabase>>,
}

impl Default for Rendering<'_> {
    /// Two pixels a pixel, a page as large as the picture, the embedded font alone.
    fn default() -> Self {
        Self { scale: 2.0, paper: Paper::Fit, further_fonts: None }
    }
}

/// A picture as a file.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The file.
    pub bytes: Vec<u8>,
    /// What a reader of the picture should know.
    pub remarks: Vec<Remark>,
}

/// What came out otherwise than one may expect.
#[derive(Clone, Debug, PartialEq)]
pub enum Remark {
    /// Characters that no font at hand has; they are drawn as empty boxes. Sorted, not empty.
    NoGlyph(Vec<char>),
    /// A PNG was drawn at a smaller scale than asked for.
    Shrunk {
        /// The scale asked for.
        asked: f32,
        /// The scale taken.
        taken: f32,
    },
    /// A picture was spread over pages, as its text would have been too small on one.
    Pages(usize),
    /// The smallest text in a PDF is smaller than is comfortable on paper.
    SmallText {
        /// Its size in points.
        points: f32,
    },
}

impl Display for Remark {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoGlyph(characters) => {
                const SHOWN: usize = 8;
                let shown: Vec<String> = characters
                    .iter()
                    .take(SHOWN)
                    .map(|character| format!("{character} (U+{:04X})", u32::from(*character)))
                    .collect();
                let more = if characters.len() > SHOWN { ", …" } else { "" };
                let (count, verb) =
                    if characters.len() == 1 { ("character is", "has it") } else { ("characters are", "has them") };
                write!(
                    f,
                    "{} {count} in no font here and drawn as an empty box: {}{more}; install a font that {verb}",
                    characters.len(),
                    shown.join(", "),
                )
            }
            Self::Shrunk { asked, taken } => {
                write!(f, "at scale {asked} the picture would be too large for a PNG; it is drawn at scale {taken:.2}")
            }
            Self::Pages(pages) => {
                write!(f, "text would be too small on one page; the picture is spread over {pages} pages")
            }
            Self::SmallText { points } => write!(
                f,
                "the smallest text is {points:.1} pt high; take --paper fit, --focus or --per-judgement to read it on paper",
            ),
        }
    }
}

/// Why a picture could not be rendered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RenderFault(pub(super) String);
