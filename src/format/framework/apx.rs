use std::borrow::Cow;
use std::ops::Range;

use super::parse::{Flaw, Names, Sink, line_end, start, token};

/// Reads facts `arg(a).` and `att(a,b).` in any order; `%` begins a comment. A name is what stands between the
/// brackets or commas, or a text in double quotes. O(bytes).
pub(super) fn parse(bytes: &[u8], most: u32, sink: &mut impl Sink) -> Result<(), Flaw> {
    let mut names = Names::new(most);
    let mut at = start(bytes);
    loop {
        skip(bytes, &mut at);
        if at == bytes.len() {
            return names.all_declared("arg");
        }
        let start = at;
        let is_argument = match bytes.get(at..at + 3) {
            Some(b"arg") => true,
            Some(b"att") => false,
            _ => {
                return Err(Flaw::new(token(bytes, at), "this is neither an argument nor an attack")
                    .with_help("write `arg(a).` for an argument and `att(a,b).` for an attack"));
            }
        };
        at += 3;
        expect(bytes, &mut at, b'(')?;
        let first = name(bytes, &mut at)?;
        if is_argument {
            expect(bytes, &mut at, b')')?;
            expect(bytes, &mut at, b'.')?;
            let name = text(bytes, &first)?;
            // Facts are a set: one that is given again says nothing new.
            if let Some(number) = names.declare(&name, first.range.clone())? {
                sink.named(number, &name, &name, start..at);
            }
        } else {
            expect(bytes, &mut at, b',')?;
            let second = name(bytes, &mut at)?;
            expect(bytes, &mut at, b')')?;
            expect(bytes, &mut at, b'.')?;
            let from = names.number(&text(bytes, &first)?, first.range.clone())?;
            let to = names.number(&text(bytes, &second)?, second.range.clone())?;
            sink.attack(from, to, start..at);
        }
    }
}

struct Name {
    range: Range<usize>,
    is_quoted: bool,
}

/// White space and comments.
fn skip(bytes: &[u8], at: &mut usize) {
    while let Some(byte) = bytes.get(*at) {
        match byte {
            b'%' => *at = line_end(bytes, *at),
            byte if byte.is_ascii_whitespace() => *at += 1,
            _ => return,
        }
    }
}

fn expect(bytes: &[u8], at: &mut usize, wanted: u8) -> Result<(), Flaw> {
    skip(bytes, at);
    if bytes.get(*at) == Some(&wanted) {
        *at += 1;
        return Ok(());
    }
    let range = if *at < bytes.len() { token(bytes, *at) } else { *at..*at };
    Err(Flaw::new(range, format!("`{}` was expected here", char::from(wanted)))
        .with_help("facts have the form `arg(a).` and `att(a,b).`; put names with marks in them in double quotes"))
}

fn name(bytes: &[u8], at: &mut usize) -> Result<Name, Flaw> {
    skip(bytes, at);
    let start = *at;
    if bytes.get(start) == Some(&b'"') {
        *at += 1;
        while let Some(&byte) = bytes.get(*at) {
            *at += 1;
            match byte {
                b'"' => return Ok(Name { range: start + 1..*at - 1, is_quoted: true }),
                b'\\' => *at += 1,
                _ => {}
            }
        }
        *at = bytes.len();
        return Err(Flaw::new(start..start + 1, "this quoted name does not end").with_help("close it with `\"`"));
    }
    while bytes.get(*at).is_some_and(|byte| !matches!(byte, b',' | b'(' | b')' | b'\n')) {
        *at += 1;
    }
    let range = start..start + bytes[start..*at].trim_ascii_end().len();
    if range.is_empty() {
        return Err(Flaw::new(start..start, "the name of an argument was expected here")
            .with_help("write it between the brackets, as in `arg(a).`"));
    }
    Ok(Name { range, is_quoted: false })
}

fn text<'b>(bytes: &'b [u8], name: &Name) -> Result<Cow<'b, str>, Flaw> {
    let text = super::parse::utf8(bytes, name.range.clone())?;
    if !name.is_quoted || !text.contains('\\') {
        return Ok(Cow::Borrowed(text));
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        plain.push(if c == '\\' { chars.next().unwrap_or('\\') } else { c });
    }
    Ok(Cow::Owned(plain))
}

/// A name as it is written: bare if it is a constant of answer set programming, else in quotes.
pub(super) fn quoted(name: &str) -> Cow<'_, str> {
    let is_constant = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    if is_constant || is_number {
        return Cow::Borrowed(name);
    }
    Cow::Owned(format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")))
}
