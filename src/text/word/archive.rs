use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

/// How many bytes all parts that are read may have, inflated.
const MOST_BYTES: u64 = 64 << 20;
/// How many entries an archive may have.
const MOST_ENTRIES: usize = 10_000;
/// The size of an entry in an archive's directory, at least.
const LEAST_ENTRY: usize = 46;

/// The parts of a zip archive, inflated within bounds. Nothing is written anywhere: names are only compared.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Archive<'a> {
    /// # Errors
    /// If the bytes are no zip archive, or one of too many entries.
    pub fn new(bytes: &'a [u8]) -> Result<Self, String> {
        // Before the directory is taken into memory.
        let entries = memchr::memmem::find_iter(bytes, b"PK\x01\x02").take(MOST_ENTRIES + 1).count();
        if entries > MOST_ENTRIES && bytes.len() / LEAST_ENTRY > MOST_ENTRIES {
            return Err(format!("this archive has more than {MOST_ENTRIES} entries; a Word file has a few dozen"));
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            format!("this is a damaged ZIP archive ({error}); get the file again, or let Word save it anew")
        })?;
        Ok(Self { zip, left: MOST_BYTES })
    }

    /// A part's text; `None` if there is no such part.
    ///
    /// # Errors
    /// If it is encrypted, damaged, longer than what is left of 64 MiB, or no text.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, String> {
        let file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err("this archive is encrypted; save the report without a password".to_owned());
            }
            Err(error) => return Err(format!("`{name}` in this archive cannot be read ({error})")),
        };
        // What it says of its size may be false.
        let size = usize::try_from(file.size().min(self.left + 1)).unwrap_or(0);
        let mut bytes = Vec::with_capacity(size);
        file.take(self.left + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| format!("`{name}` in this archive is damaged ({error}); get the file again"))?;
        self.left = self
            .left
            .checked_sub(bytes.len() as u64)
            .ok_or_else(|| format!("the text of this file has more than {} MiB inflated", MOST_BYTES >> 20))?;
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => return Ok(Some(text)),
            Err(error) => error.into_bytes(),
        };
        let encoding = encoding_rs::Encoding::for_bom(&bytes).map_or(encoding_rs::UTF_8, |(encoding, _)| encoding);
        let (text, _, is_malformed) = encoding.decode(&bytes);
        if is_malformed {
            return Err(format!("`{name}` in this archive is no text in UTF-8 or UTF-16"));
        }
        Ok(Some(text.into_owned()))
    }
}
