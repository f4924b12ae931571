//! Reads web pages.

mod token;
