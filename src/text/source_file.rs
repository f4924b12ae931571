use std::sync::Arc;

#[cfg(feature = "documents")]
use super::pdf;
use super::{FileId, LineIndex, Position, Span, Typeset, word};

/// One file's text, with the name that it is shown under.
///
/// Cloning is cheap: the text and its line index are shared.
#[derive(Clone, Debug)]
pub struct SourceFile {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    name: String,
    text: String,
    lines: LineIndex,
    typeset: Option<Typeset>,
}

/// Why bytes could not be read as text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// A byte sequence that is not UTF-8.
    #[error("line {line}, byte {byte} of the line: not valid UTF-8; save the file as UTF-8 and try again")]
    NotUtf8 {
        /// The line, from 1.
        line: usize,
        /// The byte in the line, from 1.
        byte: usize,
    },
    /// A NUL byte, which no report holds: this is a binary file.
    #[error("line {line}: a NUL byte; this is a binary file, or UTF-16 without a byte-order mark, not text in UTF-8")]
    Binary {
        /// The line, from 1.
        line: usize,
    },
    /// A file of a kind that is known by how it begins, and is no text.
    #[error("this is {kind}, not text")]
    NotText {
        /// The kind, with its article.
        kind: &'static str,
    },
    /// A mark of UTF-16 at the beginning, and then what is none: half a character, or half a pair.
    #[error("the file begins as UTF-16 does and is not valid UTF-16; save the file as UTF-8 and try again")]
    NotUtf16,
    /// More bytes than a span can point into.
    #[error("the file has {bytes} bytes; at most 4 GiB can be read")]
    TooLarge {
        /// The file's size.
        bytes: usize,
    },
    /// A Word or PDF file whose text cannot be taken out.
    #[error("{0}")]
    Container(String),
}

impl SourceFile {
    /// A file from text that is in memory already.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::with(name.into(), text.into(), None)
    }

    fn with(name: String, text: String, typeset: Option<Typeset>) -> Self {
        let lines = LineIndex::new(&text);
        Self { inner: Arc::new(Inner { name, text, lines, typeset }) }
    }

    /// A file from bytes: UTF-8 with or without a byte-order mark, UTF-16 with one, or a Word or PDF file, known by its
    /// first bytes.
    ///
    /// Spans of a UTF-16 file count bytes of its UTF-8 form; those of a Word or PDF file, of the text that was taken
    /// out of it, one paragraph a line (see [`SourceFile::typeset`]).
    ///
    /// # Errors
    /// [`DecodeError`] if the bytes are none of these, hold a NUL, or are more than 4 GiB; and what is wrong with a
    /// container: damaged, encrypted, too large. O(bytes), those of a container inflated.
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, DecodeError> {
        if u32::try_from(bytes.len()).is_err() {
            return Err(DecodeError::TooLarge { bytes: bytes.len() });
        }
        if word::is_compound(&bytes) {
            return Err(DecodeError::Container(
                "this is an old Word file, or an encrypted one; save it as .docx without a password".to_owned(),
            ));
        }
        if word::is_archive(&bytes) {
            let (text, typeset) = word::read(&bytes).map_err(DecodeError::Container)?;
            return Ok(Self::with(name.into(), text, Some(typeset)));
        }
        if bytes.starts_with(b"%PDF-") {
            return Self::from_pdf(name.into(), bytes);
        }
        if let Some((_, kind)) = BINARY.iter().find(|(start, _)| bytes.starts_with(start)) {
            return Err(DecodeError::NotText { kind });
        }
        let utf16 = match bytes.as_slice() {
            [0xff, 0xfe, ..] => Some(encoding_rs::UTF_16LE),
            [0xfe, 0xff, ..] => Some(encoding_rs::UTF_16BE),
            _ => None,
        };
        let text = if let Some(encoding) = utf16 {
            let decoded = encoding.decode_without_bom_handling_and_without_replacement(&bytes[2..]);
            decoded.ok_or(DecodeError::NotUtf16)?.into_owned()
        } else {
            String::from_utf8(bytes).map_err(|error| {
                let valid = error.utf8_error().valid_up_to();
                let before = &error.as_bytes()[..valid];
                if let Some(at) = memchr::memchr(0, before) {
                    return DecodeError::Binary { line: line_of(&before[..at]) };
                }
                let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
                DecodeError::NotUtf8 { line: line_of(before), byte: valid - line_start + 1 }
            })?
        };
        if let Some(at) = memchr::memchr(0, text.as_bytes()) {
            return Err(DecodeError::Binary { line: line_of(&text.as_bytes()[..at]) });
        }
        Ok(Self::new(name, text))
    }

    #[cfg(feature = "documents")]
    fn from_pdf(name: String, bytes: Vec<u8>) -> Result<Self, DecodeError> {
        let (text, typeset) = pdf::read(bytes).map_err(DecodeError::Container)?;
        Ok(Self::with(name, text, Some(typeset)))
    }

    #[cfg(not(feature = "documents"))]
    fn from_pdf(_: String, _: Vec<u8>) -> Result<Self, DecodeError> {
        let message =
            "this is a PDF file, and this linchpin was built without the feature `documents`, which reads them";
        Err(DecodeError::Container(message.to_owned()))
    }

    /// The name that the file is shown under: a path as the user gave it, or `<stdin>`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// The whole text, byte-order mark and line breaks as they stand.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.inner.text
    }

    /// The same file under another name. O(length).
    #[must_use]
    pub fn renamed(&self, name: impl Into<String>) -> Self {
        Self::with(name.into(), self.inner.text.clone(), self.inner.typeset.clone())
    }

    /// How the text was set, if it was taken out of a Word or PDF file.
    #[must_use]
    pub fn typeset(&self) -> Option<&Typeset> {
        self.inner.typeset.as_ref()
    }

    /// The page that the text at a byte offset stands on, from 1, in a file that has pages. O(log lines).
    #[must_use]
    pub fn page(&self, offset: usize) -> Option<usize> {
        let lines = &self.typeset()?.lines;
        let behind = lines.partition_point(|line| line.range.start <= offset);
        let line = lines.get(behind.saturating_sub(1))?;
        (line.page > 0).then_some(line.page)
    }

    /// Line and column of a byte offset.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        self.inner.lines.position(&self.inner.text, offset)
    }

    /// The lines of the file.
    #[must_use]
    pub fn lines(&self) -> &LineIndex {
        &self.inner.lines
    }
}

/// How files begin that are often taken for text by their names, and what they are.
const BINARY: [(&[u8], &str); 6] = [
    (b"\x1f\x8b", "a file packed by gzip"),
    (b"\x89PNG\r\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"\xd0\xcf\x11\xe0", "a document of an old word processor or spreadsheet"),
    (b"SQLite format 3\0", "a database (SQLite)"),
    (b"PAR1", "a Parquet file"),
];

fn line_of(before: &[u8]) -> usize {
    before.iter().filter(|&&byte| byte == b'\n').count() + 1
}

/// The files that one argument was read from.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// A map with a single file, [`FileId::FIRST`].
    #[must_use]
    pub fn single(file: SourceFile) -> Self {
        Self { files: vec![file] }
    }

    /// Adds a file and gives its number.
    ///
    /// # Panics
    /// If the map holds 2³² files already.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        self.files.push(file);
        id
    }

    /// The file of that number.
    ///
    /// # Panics
    /// If the number is of another map.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.index()]
    }

    /// All files, in the order of their numbers.
    pub fn files(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter()
    }

    /// The text that a span covers.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.file(span.file).text().get(span.range()).unwrap_or("")
    }

    /// The name of the file that a span is in, and where it begins; `None` for a span of no file, as what was not read
    /// from one has.
    #[must_use]
    pub fn place(&self, span: Span) -> Option<(&str, Position)> {
        let file = self.files.get(span.file.index())?;
        Some((file.name(), file.position(span.start as usize)))
    }

    /// Where a span begins and where it ends.
    #[must_use]
    pub fn positions(&self, span: Span) -> (Position, Position) {
        let file = self.file(span.file);
        (file.position(span.start as usize), file.position(span.end as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_decoded_or_refused_with_a_place() {
        let read = |bytes: &[u8]| SourceFile::from_bytes("f", bytes.to_vec());
        assert_eq!(read(b"\xff\xfea\0\xe9\0").unwrap().text(), "aé");
        assert_eq!(read(b"\xfe\xff\0a").unwrap().text(), "a");
        assert_eq!(read(b"ok\nab\xff").unwrap_err(), DecodeError::NotUtf8 { line: 2, byte: 3 });
        assert_eq!(read(b"ok\n\0").unwrap_err(), DecodeError::Binary { line: 2 });
        assert_eq!(read(b"a\0\xff").unwrap_err(), DecodeError::Binary { line: 1 });
        assert!(matches!(read(b"PK\x03\x04\x14\0").unwrap_err(), DecodeError::Container(_)));
        assert_eq!(read(b"PKs are keys").unwrap().text(), "PKs are keys");
        for half in [b"\xff\xfe\x00\xd8a\0".as_slice(), b"\xfe\xff\xdc\x00", b"\xff\xfea"] {
            assert_eq!(read(half).unwrap_err(), DecodeError::NotUtf16);
        }
    }
}
