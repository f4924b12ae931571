//! How well each node stands: gradual semantics over the argument, and what a strength hangs on.

mod base_scores;
mod gradient;
mod order;
mod removal;
mod score_graph;
pub mod semantics;
mod shapley;
mod solve;
mod tipping;
mod upstream;

pub use base_scores::{Base, BaseOrigin, BaseScores};
pub use gradient::{Gradient, gradient};
pub use removal::{Linchpin, Removal, Removals, removals};
pub use score_graph::{InvalidGraph, Link, ScoreGraph};
pub use semantics::Semantics;
pub use shapley::{Shapley, ShapleySettings, ShapleyValue, shapley};
pub use solve::{Overrides, Solution, Standing, solve, solve_with};
pub use tipping::{Dial, Tipping, TippingPoint, tipping};
pub use upstream::Upstream;
