//! The text of PDF files of one column, put together from the places of its letters (ISO 32000-2).
//!
//! What reads the file's objects and fonts is other people's code: it sees a file only after [`survey`], may ask for its
//! bytes only so often, and its panics end in [`contained`].

mod contained;
mod content;
mod fonts;
mod layout;
mod packed;
mod survey;
mod table;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hayro_syntax::{LoadPdfError, Pdf};

use self::contained::contained;
pub use self::contained::is_panic_contained;
use super::{Container, PDF_CREATOR, Typeset};

/// How large a file may be.
const MOST_BYTES: usize = 64 << 20;
/// How many pages it may have.
const MOST_PAGES: usize = 2_000;
/// How often its objects may be looked up.
const MOST_LOOKUPS: usize = 1_000_000;
/// How many bytes that may be, if each were as large as the largest.
const MOST_LOOKED_UP: usize = 2 << 30;

/// The text of a PDF file.
///
/// # Errors
/// One sentence that says why there is none: damaged, encrypted, too large, a scan, columns.
pub(super) fn read(mut bytes: Vec<u8>) -> Result<(String, Typeset), String> {
    if bytes.len() > MOST_BYTES {
        return Err(format!("this PDF file has more than {} MiB", MOST_BYTES >> 20));
    }
    let (pages, title) = contained(move || {
        let largest = survey::survey(&mut bytes)?;
        let most = MOST_LOOKUPS.min(MOST_LOOKED_UP / largest.max(1));
        let metered = Arc::new(Metered { bytes, left: AtomicUsize::new(most) });
        let read = look(&metered);
        if metered.left.load(Ordering::Relaxed) == 0 {
            return Err("the parts of this PDF file refer to each other too often; print the report anew".to_owned());
        }
        read
    })?;
    let (text, lines, losses) = layout::set(pages);
    Ok((text, Typeset { container: Container::Pdf, title, lines, losses }))
}

fn look(metered: &Arc<Metered>) -> Result<(content::Pages, Option<String>), String> {
    let pdf = Pdf::new(metered.clone()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => "this PDF file is encrypted; save it without a password".to_owned(),
        LoadPdfError::Invalid => "this is a PDF file that is damaged; get it again".to_owned(),
    })?;
    if pdf.pages().is_empty() {
        return Err("this is a PDF file that has no pages; get it again".to_owned());
    }
    if pdf.pages().len() > MOST_PAGES {
        return Err(format!("this PDF file has more than {MOST_PAGES} pages"));
    }
    let metadata = pdf.metadata();
    if metadata.creator.as_deref().and_then(text_of).as_deref() == Some(PDF_CREATOR) {
        return Err("this PDF file is a drawing that linchpin made; read what it was drawn from".to_owned());
    }
    let title = metadata.title.as_deref().and_then(text_of);
    Ok((content::pages(&pdf)?, title))
}

/// A text outside pages: UTF-16 or UTF-8 with a mark, else nearly Latin-1.
fn text_of(bytes: &[u8]) -> Option<String> {
    let encoding = match (encoding_rs::Encoding::for_bom(bytes), std::str::from_utf8(bytes)) {
        (Some((encoding, _)), _) => encoding,
        (None, Ok(_)) => encoding_rs::UTF_8,
        (None, Err(_)) => encoding_rs::WINDOWS_1252,
    };
    let (text, _, is_malformed) = encoding.decode(bytes);
    let text = text.trim();
    (!is_malformed && !text.is_empty() && !text.chars().any(char::is_control)).then(|| text.to_owned())
}

/// The bytes of a file, which are gone after they were asked for so many times.
struct Metered {
    bytes: Vec<u8>,
    left: AtomicUsize,
}

impl AsRef<[u8]> for Metered {
    fn as_ref(&self) -> &[u8] {
        match self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)) {
            Ok(_) => &self.bytes,
            Err(_) => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_looked_at_so_often_and_no_more() {
        let bytes = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[<</Type/Page>>]>>endobj\n\
            trailer<</Root 1 0 R>>";
        let pages = |left: usize| {
            let metered = Arc::new(Metered { bytes: bytes.to_vec(), left: AtomicUsize::new(left) });
            (contained(|| look(&metered)).map(|_| ()), metered.left.load(Ordering::Relaxed))
        };
        let (read, left) = pages(1000);
        assert_eq!(read.unwrap_err(), "this PDF file has no text");
        let used = 1000 - left;
        for few in 0..used {
            let (read, left) = pages(few);
            assert!(read.is_err());
            assert_eq!(left, 0, "{few}");
        }
    }
}
