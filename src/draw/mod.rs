//! Pictures of arguments.
//!
//! `svg` draws a [`Part`](crate::part::Part) of an argument: each node's box is set out with the real widths of a font,
//! a layout engine places the boxes in the order of the text, and the result is written as SVG that needs nothing beside
//! itself.

#[cfg(feature = "pictures")]
mod card;
#[cfg(feature = "pictures")]
pub mod font;
#[cfg(feature = "pictures")]
pub mod layout;
mod link;
#[cfg(feature = "pictures")]
mod measure;
mod number;
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
#[cfg(feature = "pictures")]
mod svg;
mod theme;
#[cfg(feature = "pictures")]
mod typefaces;
mod visible;
mod wrap;

pub use link::is_link;
#[cfg(feature = "pictures")]
pub(crate) use link::source_link;
pub(crate) use number::{band, short};
pub(crate) use palette::{Palette, sign};
#[cfg(feature = "pictures")]
pub use paper::Paper;
#[cfg(feature = "pictures")]
pub use rendering::{FontDatabase, Remark, RenderFault, Rendered, Rendering};
#[cfg(feature = "pictures")]
pub(crate) use svg::svg_for_page;
#[cfg(feature = "pictures")]
pub use svg::{DrawFault, Drawing, MOST_EDGES, MOST_NODES, heat_map, svg};
pub use theme::{Direction, Look, Theme};
pub(crate) use visible::visible;
pub(crate) use wrap::{runs_right_to_left, wrap};
