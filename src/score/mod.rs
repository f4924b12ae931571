//! How well each node stands: gradual semantics over the argument, and what a strength hangs on.

mod base_scores;
mod order;
mod score_graph;
pub mod semantics;
mod solve;

pub use base_scores::{Base, BaseOrigin, BaseScores};
pub use score_graph::{InvalidGraph, Link, ScoreGraph};
pub use semantics::Semantics;
pub use solve::{Overrides, Solution, Standing, solve, solve_with};
