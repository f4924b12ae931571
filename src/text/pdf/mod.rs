//! The text of PDF files of one column, put together from the places of its letters.

mod glyphs;
mod layout;

use std::io::Read;
use std::sync::Arc;

use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};

use super::{Container, Typeset};

/// How large a file may be.
const MOST_BYTES: usize = 64 << 20;
/// How many bytes its streams may have, inflated.
const MOST_INFLATED: u64 = 256 << 20;
/// How many pages it may have.
const MOST_PAGES: usize = 2_000;

/// The text of a PDF file.
///
/// # Errors
/// One sentence that says why there is none: damaged, encrypted, too large, a scan, columns.
pub(super) fn read(bytes: Vec<u8>) -> Result<(String, Typeset), String> {
    if bytes.len() > MOST_BYTES {
        return Err(format!("this PDF file has more than {} MiB", MOST_BYTES >> 20));
    }
    check_streams(&bytes)?;
    let pdf = Pdf::new(Arc::new(bytes)).map_err(|error| match error {
        LoadPdfError::Decryption(_) => "this PDF file is encrypted; save it without a password".to_owned(),
        LoadPdfError::Invalid => "this is a PDF file that is damaged; get it again".to_owned(),
    })?;
    if pdf.pages().len() > MOST_PAGES {
        return Err(format!("this PDF file has more than {MOST_PAGES} pages"));
    }
    let pages = glyphs::pages(&pdf)?;
    let (text, lines, losses) = layout::set(pages)?;
    let metadata = pdf.metadata();
    let title = metadata.title.as_deref().and_then(|title| std::str::from_utf8(title).ok()).map(str::trim);
    let title = title.filter(|title| !title.is_empty() && !title.chars().any(char::is_control)).map(str::to_owned);
    // The day on which it was printed is not the report's.
    Ok((text, Typeset { container: Container::Pdf, title, created: None, lines, losses }))
}

/// Inflates every compressed stream once, for its size only. O(file + inflated size), which is bounded.
fn check_streams(bytes: &[u8]) -> Result<(), String> {
    const WORD: &[u8] = b"stream";
    let mut left = MOST_INFLATED;
    for at in memchr::memmem::find_iter(bytes, WORD) {
        let rest = bytes[at + WORD.len()..].trim_ascii_start();
        if rest.first().is_none_or(|first| first & 0x0f != 8) {
            continue;
        }
        let mut inflated = flate2::read::ZlibDecoder::new(rest).take(left + 1);
        // Where it is damaged is the reader's concern.
        let mut sunk = 0;
        let mut buffer = [0; 16 * 1024];
        while let Ok(count @ 1..) = inflated.read(&mut buffer) {
            sunk += count as u64;
        }
        left = left.checked_sub(sunk).ok_or_else(|| {
            format!("the streams of this PDF file have more than {} MiB inflated", MOST_INFLATED >> 20)
        })?;
    }
    Ok(())
}
