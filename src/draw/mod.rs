//! Pictures of arguments.

#[cfg(feature = "pictures")]
pub mod font;
mod palette;
#[cfg(feature = "pictures")]
mod paper;
#[cfg(feature = "pictures")]
pub mod pdf;
#[cfg(feature = "pictures")]
pub mod raster;
#[cfg(feature = "pictures")]
mod rendering;
#[cfg(feature = "pictures")]
mod scene;
mod theme;
#[cfg(feature = "pictures")]
mod typefaces;

pub(crate) use palette::{Palette, sign};
#[cfg(feature = "pictures")]
pub use paper::Paper;
#[cfg(feature = "pictures")]
pub use rendering::{FontDatabase, Remark, RenderFault, Rendering};
pub use theme::{Direction, Look, Theme};
