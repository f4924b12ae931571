use std::borrow::Cow;
use std::ops::Range;

use crate::text::{Fault, SourceFile};

/// A value with its place, quotation marks included. No crate for such tables gives the bytes of a value.
#[derive(Clone, Debug)]
pub(super) struct Field<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) range: Range<usize>,
}

/// What stands between the values of a table: of comma, semicolon and tab the one that its first line has most of.
pub(super) fn separator(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if !quoted => counts.iter_mut().filter(|it| it.0 == byte).for_each(|it| it.1 += 1),
            _ => {}
        }
    }
    counts.into_iter().rev().max_by_key(|it| it.1).map_or(b',', |it| it.0)
}

/// The lines of a table with their values (RFC 4180): a value in quotation marks may hold separators and line breaks, and two
/// marks for one. Lines without anything are passed over. O(length).
pub(super) struct Records<'t> {
    file: &'t SourceFile,
    text: &'t str,
    separator: u8,
    at: usize,
}

impl<'t> Records<'t> {
    pub(super) fn new(file: &'t SourceFile, text: &'t str) -> Self {
        Self { file, text, separator: separator(text), at: 0 }
    }

    fn field(&mut self) -> Result<Field<'t>, Fault> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        if bytes.get(start) != Some(&b'"') {
            let ends = |byte: &u8| *byte == self.separator || matches!(byte, b'\n' | b'\r');
            let end = bytes[start..].iter().position(ends).map_or(bytes.len(), |length| start + length);
            self.at = end;
            return Ok(Field { text: Cow::Borrowed(&self.text[start..end]), range: start..end });
        }
        let mut value = String::new();
        let mut from = start + 1;
        loop {
            let Some(length) = self.text[from..].find('"') else {
                let end = self.text[start..].find(['\n', '\r']).map_or(self.text.len(), |length| start + length);
                self.at = self.text.len();
                return Err(Fault::new(
                    self.file,
                    start..end,
                    "this value has an opening quotation mark and no closing one",
                )
                .with_help("write `\"` at its end; a mark inside of a value is written twice"));
            };
            value.push_str(&self.text[from..from + length]);
            from += length + 1;
            if bytes.get(from) != Some(&b'"') {
                break;
            }
            value.push('"');
            from += 1;
        }
        let is_end = |byte: &u8| *byte == self.separator || matches!(byte, b'\n' | b'\r');
        let rest = bytes[from..].iter().position(is_end).unwrap_or(bytes.len() - from);
        // What stands behind the closing mark belongs to the value, as spreadsheets read it.
        value.push_str(&self.text[from..from + rest]);
        self.at = from + rest;
        Ok(Field { text: Cow::Owned(value), range: start..self.at })
    }
}

impl<'t> Iterator for Records<'t> {
    type Item = Result<Vec<Field<'t>>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        loop {
            if self.at >= bytes.len() {
                return None;
            }
            let mut fields = Vec::new();
            loop {
                match self.field() {
                    Ok(field) => fields.push(field),
                    Err(fault) => return Some(Err(fault)),
                }
                match bytes.get(self.at) {
                    Some(&byte) if byte == self.separator => self.at += 1,
                    Some(b'\r') if bytes.get(self.at + 1) == Some(&b'\n') => {
                        self.at += 2;
                        break;
                    }
                    Some(_) => {
                        self.at += 1;
                        break;
                    }
                    None => break,
                }
            }
            if fields.iter().any(|field| !field.text.trim().is_empty()) {
                return Some(Ok(fields));
            }
        }
    }
}
