//! The tags, texts and comments of a page, each with its bytes.
//!
//! html5gum finds the tags and hands out their places; texts are taken from the source between them, because its own
//! texts have their entities resolved and no longer say which letter stood where.

use std::borrow::Cow;
use std::ops::Range;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{State, StringReader, Tokenizer};

/// An attribute of a tag.
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    /// The name, in lower case.
    pub name: &'static str,
    /// The value, entities resolved; empty if there is none.
    pub value: String,
    /// The bytes of the value, without quotation marks.
    pub range: Range<usize>,
}

/// The attributes that matter to the reading of a page; all others are dropped, so that a page of a million of them
/// costs nothing.
const ATTRIBUTES: [&str; 17] = [
    "alt",
    "aria-hidden",
    "aria-level",
    "class",
    "epub:type",
    "hidden",
    "href",
    "id",
    "itemprop",
    "name",
    "open",
    "reversed",
    "role",
    "start",
    "style",
    "type",
    "value",
];

/// A piece of a page.
#[derive(Debug)]
pub(super) enum Token {
    /// `<name …>`.
    Start {
        /// In lower case.
        name: String,
        attributes: Vec<Attribute>,
        self_closing: bool,
        range: Range<usize>,
    },
    /// `</name>`.
    End { name: String, range: Range<usize> },
    /// What stands between tags, entities and all.
    Text { range: Range<usize> },
    /// `<!-- … -->`, and what browsers take for one (`<?php … ?>`, `<![CDATA[…]]>`).
    Comment { range: Range<usize> },
}

/// Puts html5gum's events together to tokens.
#[derive(Default)]
struct Assembler {
    name: String,
    start: usize,
    attributes: Vec<Attribute>,
    /// Whether the attribute read last is one of [`ATTRIBUTES`] and the first of its name.
    is_wanted: bool,
    /// The end of the last token: a text begins there, whatever the tokenizer says.
    end: usize,
}

impl Callback<Token, usize> for Assembler {
    fn handle_event(&mut self, event: CallbackEvent<'_>, span: html5gum::Span<usize>) -> Option<Token> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.name = text(name);
                self.start = span.start;
                self.attributes.clear();
                None
            }
            CallbackEvent::AttributeName { name } => {
                let wanted = ATTRIBUTES.into_iter().find(|wanted| wanted.as_bytes() == name);
                self.is_wanted = wanted.is_some_and(|name| self.attributes.iter().all(|other| other.name != name));
                if let (Some(name), true) = (wanted, self.is_wanted) {
                    self.attributes.push(Attribute { name, value: String::new(), range: span.end..span.end });
                }
                None
            }
            CallbackEvent::AttributeValue { value } => {
                if let (Some(attribute), true) = (self.attributes.last_mut(), self.is_wanted) {
                    attribute.value = text(value);
                    attribute.range = span.start..span.end;
                }
                None
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                self.end = span.end;
                Some(Token::Start {
                    name: std::mem::take(&mut self.name),
                    attributes: std::mem::take(&mut self.attributes),
                    self_closing,
                    range: self.start..span.end,
                })
            }
            CallbackEvent::EndTag { name } => {
                self.end = span.end;
                Some(Token::End { name: text(name), range: span.start..span.end })
            }
            CallbackEvent::String { .. } => {
                let range = self.end..span.end.max(self.end);
                self.end = range.end;
                Some(Token::Text { range })
            }
            CallbackEvent::Comment { .. } => {
                self.end = span.end;
                Some(Token::Comment { range: span.start..span.end })
            }
            CallbackEvent::Doctype { .. } => {
                self.end = span.end;
                None
            }
            CallbackEvent::Error(_) => None,
        }
    }
}

/// The tokens of a page, in order.
pub(super) struct Tokens<'a> {
    tokenizer: Tokenizer<StringReader<'a>, CallbackEmitter<Assembler, Token, usize>>,
}

impl<'a> Tokens<'a> {
    /// The tokens of `text`, which must hold no carriage return (see [`without_carriage_returns`]).
    pub fn new(text: &'a str) -> Self {
        Self { tokenizer: Tokenizer::new_with_emitter(text, CallbackEmitter::new(Assembler::default())) }
    }

    /// Says what the element that was just opened holds, if it is not markup.
    pub fn enter_raw_text(&mut self, name: &str) {
        let state = match name {
            "title" | "textarea" => State::RcData,
            "script" => State::ScriptData,
            "style" | "iframe" | "xmp" | "noembed" | "noframes" => State::RawText,
            "plaintext" => State::PlainText,
            _ => return,
        };
        self.tokenizer.set_state(state);
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        match self.tokenizer.next() {
            Some(Ok(token)) => Some(token),
            Some(Err(never)) => match never {},
            None => None,
        }
    }
}

/// The text with a blank for every carriage return.
///
/// HTML reads `\r\n` as one character, which would shift every place after it; a blank means the same to a page and
/// takes the same one byte.
pub(super) fn without_carriage_returns(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace('\r', " ")) } else { Cow::Borrowed(text) }
}

/// A piece of text: letter for letter in the source, or spelt as an entity.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// As it stands at these bytes.
    Verbatim(Range<usize>),
    /// Other characters than the bytes that spell them.
    Entity(String, Range<usize>),
}

/// The longest name of an entity has 31 letters; no reference that is longer than this is looked up.
const LONGEST_REFERENCE: usize = 40;

/// Takes a text apart into what stands there and what is spelt as an entity. Linear in the length of the range.
pub(super) fn pieces(source: &str, range: Range<usize>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = range.start;
    let mut from = at;
    let text = source.get(range.clone()).unwrap_or("");
    let bytes = source.as_bytes();
    let flush = |pieces: &mut Vec<Piece>, range: Range<usize>| {
        if !range.is_empty() {
            pieces.push(Piece::Verbatim(range));
        }
    };
    for (offset, mark) in text.match_indices(['&', '<']) {
        let here = range.start + offset;
        if here < at {
            continue;
        }
        if mark == "<" {
            // The one tag that browsers drop without a trace.
            if text[offset..].starts_with("</>") {
                flush(&mut pieces, from..here);
                at = here + 3;
                from = at;
            }
            continue;
        }
        let body = bytes[here + 1..range.end]
            .iter()
            .take(LONGEST_REFERENCE)
            .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#')
            .count();
        let mut end = here + 1 + body;
        if bytes.get(end) == Some(&b';') && end < range.end {
            end += 1;
        }
        let raw = &source[here..end];
        let Some((decoded, used)) = decode(raw) else { continue };
        flush(&mut pieces, from..here);
        at = here + used;
        from = at;
        pieces.push(Piece::Entity(decoded, here..at));
    }
    flush(&mut pieces, from..range.end.max(from));
    pieces
}

/// What the character reference that `raw` begins with stands for, and how many bytes spell it.
fn decode(raw: &str) -> Option<(String, usize)> {
    if raw.len() < 3 {
        return None;
    }
    let mut decoded = String::new();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| match event {
        CallbackEvent::String { value } => Some(String::from_utf8_lossy(value).into_owned()),
        _ => None,
    });
    for part in Tokenizer::new_with_emitter(raw, emitter) {
        match part {
            Ok(part) => decoded.push_str(&part),
            Err(never) => match never {},
        }
    }
    if decoded == raw {
        return None;
    }
    // A reference without a semicolon ends where the rest stands as it was written (`&ampere` is `&` and `ere`).
    let first = decoded.chars().next()?.len_utf8();
    let rest = decoded[first..].bytes().rev().zip(raw.bytes().rev()).take_while(|(left, right)| left == right).count();
    let decoded_end = decoded.len() - rest;
    let used = raw.len() - rest;
    Some((decoded.get(..decoded_end)?.to_owned(), used))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spelt(text: &str) -> Vec<(String, &str)> {
        pieces(text, 0..text.len())
            .into_iter()
            .map(|piece| match piece {
                Piece::Verbatim(range) => (text[range.clone()].to_owned(), &text[range]),
                Piece::Entity(decoded, range) => (decoded, &text[range]),
            })
            .collect()
    }

    #[test]
    fn entities_keep_their_own_bytes() {
        let read = spelt("R&amp;D &#8211; caf&eacute; &bogus; &ampere &#x41b&");
        let entities: Vec<_> = read.iter().filter(|(text, raw)| text != raw).cloned().collect();
        let expected = [("&", "&amp;"), ("–", "&#8211;"), ("é", "&eacute;"), ("&", "&amp"), ("\u{41b}", "&#x41b")];
        assert_eq!(entities, expected.map(|(text, raw)| (text.to_owned(), raw)));
        let whole: String = read.into_iter().map(|(text, _)| text).collect();
        assert_eq!(whole, "R&D – café &bogus; &ere \u{41b}&");
    }

    #[test]
    fn an_entity_of_two_characters_stays_whole() {
        assert_eq!(spelt("&NotEqualTilde;x"), [("≂̸".to_owned(), "&NotEqualTilde;"), ("x".to_owned(), "x")]);
    }

    proptest! {
        /// The tokenizer's own reading of a text is the oracle: the same letters must come out of the source's bytes.
        #[test]
        fn the_pieces_of_a_text_spell_what_the_tokenizer_reads(text in "([ab<>/!é&;#0-9x-]|&amp;?|&#x?[0-9a-f]{1,4};?|&notin?t?;?|&lt;|<b>|</b>|<!--c-->|</>| ){0,24}") {
            let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| match event {
                CallbackEvent::String { value } => Some(String::from_utf8_lossy(value).into_owned()),
                _ => None,
            });
            let mut expected = String::new();
            for part in Tokenizer::new_with_emitter(text.as_str(), emitter) {
                match part { Ok(part) => expected.push_str(&part), Err(never) => match never {} }
            }
            let mut read = String::new();
            for token in Tokens::new(&text) {
                let Token::Text { range } = token else { continue };
                prop_assert!(text.get(range.clone()).is_some(), "{range:?} is not on character boundaries");
                for piece in pieces(&text, range) {
                    match piece {
                        Piece::Verbatim(range) => read.push_str(&text[range]),
                        Piece::Entity(decoded, _) => read.push_str(&decoded),
                    }
                }
            }
            prop_assert_eq!(read, expected);
        }
    }
}
