//! Competing hypotheses ([`crate::matrix`]) as tables, a page and JSON.

mod contents;
mod html;
mod json;
mod markdown;

pub(crate) use contents::contents;
pub use html::html_page;
pub use json::json;
pub use markdown::markdown;
