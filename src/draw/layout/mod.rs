//! Where boxes and lines go.

mod align;
mod elk;
mod order;
mod route;

pub(crate) use route::{Curve, Step, end_points, smooth};

use super::Direction;
pub use elk::Elk;

/// A point, in CSS pixels from the picture's upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

/// The size of a box, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// What is to be laid out: boxes, in the order in which they are to be read, and the edges between them.
#[derive(Clone, Debug)]
pub struct Outline {
    /// The boxes' sizes.
    pub boxes: Vec<Size>,
    /// For each edge the numbers of its premise's and its conclusion's box.
    pub edges: Vec<(usize, usize)>,
    /// The boxes that a reading begins with, in order: the judgements.
    pub tops: Vec<usize>,
    /// The way from conclusions to premises.
    pub direction: Direction,
}

/// Where everything of an [`Outline`] goes.
#[derive(Clone, Debug, Default)]
pub struct Placement {
    /// The upper left corners of the boxes.
    pub boxes: Vec<Point>,
    /// For each edge its corners, from the border of its premise's box to that of its conclusion's.
    pub routes: Vec<Vec<Point>>,
    /// The width of the whole.
    pub width: f64,
    /// The height of the whole.
    pub height: f64,
}

/// Why nothing could be laid out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the diagram cannot be laid out: {0}")]
pub struct LayoutFault(pub String);

/// What lays out.
pub trait Engine: Sync {
    /// Gives every box and every edge a place, so that no two boxes overlap.
    ///
    /// # Errors
    /// If the engine gives up; it says why.
    fn lay_out(&self, outline: &Outline) -> Result<Placement, LayoutFault>;
}
