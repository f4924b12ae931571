//! Reads web pages: the article, and not the navigation, the scripts and the forms around it.

mod article;
mod blocks;
mod flow;
mod footnotes;
mod furniture;
mod token;
mod tree;

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::Document;
use crate::text::SourceFile;

/// Reads the article of a web page. Never fails: what is not well-formed is read as browsers read it.
///
/// The article is the only `<article>` or the longest, else `<main>`, else the whole page. What lies outside it, and
/// inside it navigation, forms, author boxes, share bars and what is hidden, becomes
/// [`BlockKind::Furniture`](super::BlockKind::Furniture); only scripts and styles are dropped. Lines that begin with
/// a bullet glyph are items, also where they are set apart by `<br>` alone.
///
/// Linear in the length of the page, however deep its elements nest.
#[must_use]
pub fn read(file: &SourceFile) -> Document {
    blocks::read(file)
}

/// The comments of a page, marks and all; what stands in scripts and styles is none.
pub(super) fn comments(source: &str) -> Vec<Range<usize>> {
    let text = token::without_carriage_returns(source);
    let mut tokens = token::Tokens::new(&text);
    let mut comments = Vec::new();
    while let Some(token) = tokens.next() {
        match token {
            token::Token::Comment { range } => comments.push(range),
            token::Token::Start { name, .. } => tokens.enter_raw_text(&name),
            _ => {}
        }
    }
    comments
}
