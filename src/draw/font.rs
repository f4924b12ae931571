//! The font that pictures are measured with and, in PNG and PDF, drawn with.
//!
//! Liberation Sans 2.1.5 (SIL Open Font License 1.1), whole and unmodified. Its letters are as wide as those of Arial and
//! Helvetica, so that a picture fits its boxes with whichever of the three a viewer has.

/// The regular face, as a TrueType file.
pub const REGULAR: &[u8] = include_bytes!("fonts/LiberationSans-Regular.ttf");

/// The bold face, as a TrueType file.
pub const BOLD: &[u8] = include_bytes!("fonts/LiberationSans-Bold.ttf");

/// The fonts to name in a picture, by falling preference: all of the same widths, but for the last.
pub const FAMILIES: &str = "Liberation Sans, Arimo, Arial, Helvetica, sans-serif";
