//! A look over the bytes of a PDF file before its reader sees them: what would make it work or grow without bound is
//! refused here, and pictures are emptied.

use hayro_syntax::object::dict::Dict;
use hayro_syntax::object::{Array, FromBytes, MaybeRef, Name, Number, Object};

use super::packed::{Filter, Size, bytes_of, inflate, size_of};

/// How many bytes its streams may have, inflated, without pictures.
const MOST_INFLATED: usize = 128 << 20;
/// How many bytes a table of its objects may have, inflated: some hundred thousand objects.
const LARGEST_TABLE: usize = 4 << 20;
/// How often the bytes may be looked at.
const MOST_LOOKS: usize = 16;
/// How wide the rows of a predicted stream may be.
const WIDEST: i64 = 1 << 20;
/// How many times faster other objects are passed over than dictionaries are taken apart.
const PASSED_OVER: usize = 16;
/// How deep objects may lie in one another; deeper ones are not read.
const DEEPEST: usize = 512;

/// Empties the pictures of a file, so that nothing decodes them, and gives the size of its largest dictionary, or a
/// sixteenth of that of its largest other object: those are passed over faster. O(16 · bytes + inflated size), which are bounded.
///
/// # Errors
/// One sentence that says why the file is refused: encrypted, too large inflated, damaged.
pub(super) fn survey(bytes: &mut [u8]) -> Result<usize, String> {
    let (starts, largest) = starts(bytes)?;
    let mut ends = Vec::new();
    for &start in &starts {
        let Some(dict) = Dict::from_bytes(&bytes[start..]) else { continue };
        if dict.contains_key("Encrypt") {
            return Err("this PDF file is encrypted, if only against changes; print it to a new file, or save it \
                without protection"
                .to_owned());
        }
        if let Some(data) = data_of(bytes, start + dict.data().len())
            && is_picture(&dict)
            && let [first, ..] = filters(&dict)?[..]
        {
            ends.push((data, first.end()));
        }
    }
    for (at, end) in ends {
        for (byte, end) in bytes[at..].iter_mut().zip(end) {
            *byte = *end;
        }
    }
    Ok(largest.max(measure(bytes, &starts)?))
}

/// Measures every stream that may be decoded, and gives the size of the largest object in them.
fn measure(bytes: &[u8], starts: &[usize]) -> Result<usize, String> {
    let mut largest = 0;
    let mut left = MOST_INFLATED;
    let mut looks = bytes.len() * MOST_LOOKS;
    for &start in starts {
        let Some(dict) = Dict::from_bytes(&bytes[start..]) else { continue };
        let Some(data) = data_of(bytes, start + dict.data().len()) else { continue };
        // Where its length is wrong, its end is looked for.
        let length = memchr::memmem::find(&bytes[data..], b"endstream");
        let length = length.ok_or("this PDF file is damaged: it ends within a stream; get it again")?;
        looks = looks.checked_sub(length).ok_or(TOO_INTERTWINED)?;
        let filters = filters(&dict)?;
        if filters.contains(&Filter::Picture) {
            continue;
        }
        let size = unpacked(&filters, &bytes[data..], left)?;
        looks = looks.checked_sub(size.taken).ok_or(TOO_INTERTWINED)?;
        left = left.checked_sub(size.given).ok_or_else(|| {
            format!("the streams of this PDF file have more than {} MiB inflated", MOST_INFLATED >> 20)
        })?;
        if dict.contains_key("First") {
            largest = largest.max(largest_in(&filters, &bytes[data..], size.given));
        }
        if dict.contains_key("W") && size.given > LARGEST_TABLE {
            return Err("this PDF file lists too many objects".to_owned());
        }
        if filters.iter().any(|filter| filter.expands()) {
            check_rows(&dict)?;
        }
    }
    Ok(largest)
}

const TOO_INTERTWINED: &str = "this PDF file is damaged: its parts lie in one another; print the report anew";

/// The size of a stream's data, decoded.
fn unpacked(filters: &[Filter], data: &[u8], most: usize) -> Result<Size, String> {
    let is_text = |filter: &&Filter| matches!(filter, Filter::Ascii85 | Filter::AsciiHex);
    let expanding: Vec<usize> = (0..filters.len()).filter(|&at| filters[at].expands()).collect();
    let &[at] = expanding.as_slice() else {
        if expanding.is_empty() {
            // Text is longer than its bytes, but for zeros.
            return Ok(Size::default());
        }
        return Err("a stream of this PDF file is packed twice over, as no report is; print it anew".to_owned());
    };
    if filters.iter().filter(is_text).count() > 1 {
        return Err(
            "a stream of this PDF file is written as text twice over, as no report is; print it anew".to_owned()
        );
    }
    let size = match filters[..at].iter().find(is_text) {
        Some(&text) => {
            let bytes = bytes_of(text, data);
            size_of(filters[at], &bytes, most).map(|size| Size { taken: 5 * bytes.len() / 4, ..size })
        }
        None => size_of(filters[at], data, most),
    };
    // In text, one letter may stand for four zeros.
    let is_text_after = filters[at..].iter().any(|filter| is_text(&filter));
    let size = size.map(|size| Size { given: size.given.saturating_mul(if is_text_after { 4 } else { 1 }), ..size });
    size.ok_or_else(|| "a stream of this PDF file is damaged; get it again, or print the report anew".to_owned())
}

/// The size of the largest object in a stream of objects.
fn largest_in(filters: &[Filter], data: &[u8], size: usize) -> usize {
    let objects = match filters {
        [Filter::Flate] => inflate(data, size),
        _ => return size,
    };
    let mut skim = Skim { bytes: &objects, at: 0 };
    let mut largest = objects.len() / PASSED_OVER;
    while let Some(next) = memchr::memmem::find(skim.rest(), b"<<") {
        skim.at += next;
        let start = skim.at;
        skim.object();
        largest = largest.max(skim.at - start);
    }
    largest
}

/// Where dictionaries may begin that the reader takes for objects: behind `obj` and `trailer`, and wherever it looks
/// for them if the table of objects is of no use. With the size of the largest.
///
/// # Errors
/// If that search would go over the bytes again and again.
fn starts(bytes: &[u8]) -> Result<(Vec<usize>, usize), String> {
    let mut starts = Vec::new();
    for word in ["obj", "trailer"] {
        for at in memchr::memmem::find_iter(bytes, word) {
            let mut skim = Skim { bytes, at: at + word.len() };
            skim.trivia();
            if bytes[skim.at..].starts_with(b"<<") {
                starts.push(skim.at);
            }
        }
    }
    let mut largest = 0;
    let mut looks = bytes.len() * MOST_LOOKS;
    let mut at = 0;
    while at < bytes.len() {
        let mut skim = Skim { bytes, at };
        let from = at;
        at = if bytes[at].is_ascii_digit() && skim.header() {
            let behind = skim.at;
            skim.object();
            largest = largest.max((skim.at - behind) / PASSED_OVER);
            behind
        } else if bytes[at..].starts_with(b"<<") {
            starts.push(at);
            if skim.object() { skim.at } else { next_word(bytes, at) }
        } else {
            next_word(bytes, at)
        };
        let seen = skim.at.max(at) - from;
        looks = looks.checked_sub(seen).ok_or(TOO_INTERTWINED)?;
    }
    starts.sort_unstable();
    starts.dedup();
    // Of those, too, each is read to its end.
    let mut looks = bytes.len() * MOST_LOOKS;
    for &start in &starts {
        let mut skim = Skim { bytes, at: start };
        skim.object();
        largest = largest.max(skim.at - start);
        looks = looks.checked_sub(skim.at - start).ok_or(TOO_INTERTWINED)?;
    }
    Ok((starts, largest))
}

fn next_word(bytes: &[u8], at: usize) -> usize {
    let word = bytes[at..].iter().take_while(|byte| !is_white(**byte)).count();
    at + word.max(1)
}

/// Goes over objects without making anything of them.
struct Skim<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Skim<'_> {
    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn pass(&mut self, does_belong: impl Fn(u8) -> bool) -> usize {
        let count = self.rest().iter().take_while(|byte| does_belong(**byte)).count();
        self.at += count;
        count
    }

    /// White space and comments.
    fn trivia(&mut self) {
        loop {
            self.pass(is_white);
            if self.rest().first() != Some(&b'%') {
                return;
            }
            self.pass(|byte| !matches!(byte, b'\n' | b'\r'));
        }
    }

    /// `12 0 obj`.
    fn header(&mut self) -> bool {
        for _ in 0..2 {
            if self.pass(|byte| byte.is_ascii_digit()) == 0 {
                return false;
            }
            self.trivia();
        }
        let is_header = self.rest().starts_with(b"obj");
        self.at += if is_header { 3 } else { 0 };
        is_header
    }

    /// An object to its end; `false` if there is none.
    fn object(&mut self) -> bool {
        let mut depth = 0_usize;
        loop {
            self.trivia();
            let (Some(&first), second) = (self.rest().first(), self.rest().get(1)) else { return false };
            match first {
                b'(' => {
                    if !self.string() {
                        return false;
                    }
                }
                b'<' | b'>' if second == Some(&first) => {
                    self.at += 2;
                    depth = if first == b'<' { depth + 1 } else { depth.saturating_sub(1) };
                }
                b'<' => {
                    self.pass(|byte| byte != b'>');
                    if self.rest().is_empty() {
                        return false;
                    }
                    self.at += 1;
                }
                b'[' => {
                    self.at += 1;
                    depth += 1;
                }
                b']' => {
                    self.at += 1;
                    depth = depth.saturating_sub(1);
                }
                b'/' => {
                    self.at += 1;
                    self.pass(is_regular);
                }
                b'+' | b'-' | b'.' | b'0'..=b'9' => {
                    self.pass(is_regular);
                }
                b'R' | b't' | b'f' | b'n' => {
                    let start = self.at;
                    self.pass(is_regular);
                    if !matches!(&self.bytes[start..self.at], b"R" | b"true" | b"false" | b"null") {
                        return false;
                    }
                }
                _ => return false,
            }
            if depth == 0 {
                return true;
            }
            if depth > DEEPEST {
                return false;
            }
        }
    }

    /// `(text (in brackets \) too))`.
    fn string(&mut self) -> bool {
        let mut depth = 0_usize;
        while let Some(&byte) = self.rest().first() {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return true;
            }
        }
        self.at = self.bytes.len();
        false
    }
}

fn is_white(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_white(byte) && !b"()<>[]{}/%".contains(&byte)
}

/// Where the data of a stream begin whose dictionary ends at that place.
fn data_of(bytes: &[u8], at: usize) -> Option<usize> {
    let mut skim = Skim { bytes, at };
    skim.trivia();
    let rest = skim.rest().strip_prefix(b"stream")?;
    let line = if rest.starts_with(b"\r\n") { 2 } else { usize::from(matches!(rest.first(), Some(b'\r' | b'\n'))) };
    (line > 0).then_some(skim.at + "stream".len() + line)
}

fn is_picture(dict: &Dict<'_>) -> bool {
    matches!(dict.get_raw::<Name<'_>>("Subtype"), Some(MaybeRef::NotRef(name)) if &*name == b"Image")
}

/// The filters of a stream, in their order.
///
/// # Errors
/// If they are not stated with the stream.
fn filters(dict: &Dict<'_>) -> Result<Vec<Filter>, String> {
    let elsewhere = || "a stream of this PDF file states elsewhere how it is packed; print the report anew".to_owned();
    let mut found = Vec::new();
    for key in ["F", "Filter"] {
        match dict.get_raw::<Object<'_>>(key) {
            Some(MaybeRef::Ref(_)) => return Err(elsewhere()),
            Some(MaybeRef::NotRef(Object::Name(name))) => found.push(Filter::of(&name)),
            Some(MaybeRef::NotRef(Object::Array(names))) => {
                for name in names.raw_iter() {
                    match name {
                        MaybeRef::Ref(_) => return Err(elsewhere()),
                        MaybeRef::NotRef(Object::Name(name)) => found.push(Filter::of(&name)),
                        MaybeRef::NotRef(_) => {}
                    }
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

/// Checks the width of the rows that a stream is predicted by.
fn check_rows(dict: &Dict<'_>) -> Result<(), String> {
    let check = |parameters: &MaybeRef<Object<'_>>| match parameters {
        MaybeRef::NotRef(Object::Dict(parameters)) => match parameters.get_raw::<Number>("Columns") {
            Some(MaybeRef::NotRef(number)) => (0..=WIDEST).contains(&number.as_i64()),
            Some(MaybeRef::Ref(_)) => false,
            None => !parameters.contains_key("Columns"),
        },
        MaybeRef::NotRef(_) => true,
        MaybeRef::Ref(_) => false,
    };
    let is_bounded = ["DP", "DecodeParms"].iter().all(|key| match dict.get_raw::<Array<'_>>(key) {
        Some(MaybeRef::NotRef(each)) => each.raw_iter().all(|parameters| check(&parameters)),
        _ => dict.get_raw::<Object<'_>>(key).is_none_or(|parameters| check(&parameters)),
    });
    if is_bounded {
        Ok(())
    } else {
        Err("a stream of this PDF file has rows without bound, or states them elsewhere; print the report anew"
            .to_owned())
    }
}
