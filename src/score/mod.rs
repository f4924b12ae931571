//! How well each node stands: gradual semantics over the argument, and what a strength hangs on.

mod base_scores;
mod explanation;
mod gradient;
mod order;
mod removal;
mod score_graph;
pub mod semantics;
mod shapley;
mod solve;
mod stated;
mod tipping;
mod unsettled;
mod upstream;
mod verdict;

pub use base_scores::{Base, BaseOrigin, BaseScores};
pub use explanation::{Contribution, Explanation, Step, explain};
pub use gradient::{Gradient, gradient};
pub use removal::{Linchpin, Removal, Removals, removals};
pub(crate) use score_graph::Grouped;
pub use score_graph::{InvalidGraph, Link, Overrides, ScoreGraph};
pub use semantics::Semantics;
pub use shapley::{Shapley, ShapleySettings, ShapleyValue, shapley};
pub use solve::{Solution, Standing, solve};
pub use stated::{JudgementShare, StatedShare, stated_share, stated_share_compiled};
pub use tipping::{Dial, Tipping, TippingPoint, tipping};
pub use unsettled::unsettled;
pub use upstream::Upstream;
pub use verdict::{
    Disagreement, JudgementLinchpin, ScoreSettings, Scores, Verdict, compiled, reordered, score, score_compiled,
};
