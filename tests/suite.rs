//! All tests that use linchpin from outside, in one program: it is linked once, and a long test keeps no core idle.
//!
//! `cargo test --test suite hostile::` runs the tests of one file.

mod acceptance;
mod action;
#[cfg(feature = "pictures")]
mod chromium;
mod cli;
mod containers;
mod debates_and_cases;
mod diff;
mod diff_history;
mod diff_pictures;
mod dot_labels;
mod dot_picture;
mod foreign_graphs;
mod graph_formats;
mod hostile;
mod injection;
mod markdown_page;
mod matrix;
mod mermaid;
#[cfg(feature = "pictures")]
#[path = "page/main.rs"]
mod page;
mod picture_comparison;
mod picture_files;
mod picture_geometry;
mod program;
mod reading;
mod review;
mod rule_pages;
mod rules_on_reports;
mod score_cli;
mod score_oracles;
mod score_properties;
mod show;
mod svg_export;
mod update;
mod word_and_pdf;
mod wording;
