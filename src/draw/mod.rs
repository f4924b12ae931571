//! Pictures of arguments.

#[cfg(feature = "pictures")]
pub mod font;
mod palette;
mod theme;

pub(crate) use palette::{Palette, sign};
pub use theme::{Direction, Look, Theme};
