//! linchpin reads an analytic report as its author wrote it, turns its judgements and the evidence under them into a
//! graph, and checks the argument the way a demanding reviewer would.
//!
//! The way through the library is one way: source text ([`text`]) → [`document`] → [`argument`] → findings
//! ([`rules`]) and scores ([`score`]) → reports ([`review`]), drawings ([`draw`]) and files ([`mod@format`]). A module knows what is
//! upstream of it and nothing downstream. The library never prints, and never reads the clock, the environment or
//! the network; files come through [`text::SourceProvider`].

pub mod acceptance;
pub mod archive;
pub mod argument;
pub mod config;
pub mod document;
pub mod draw;
pub mod estimate;
pub mod format;
#[cfg(feature = "git")]
pub mod git;
pub mod matrix;
pub mod part;
pub mod regions;
pub mod review;
pub mod rules;
pub mod score;
pub mod text;
