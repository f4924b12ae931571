//! The copies on disk that sources name (`archive =`), as text in which quoted words can be looked for.

use std::collections::HashMap;
use std::io;

use camino::Utf8Path;
use rustc_hash::FxBuildHasher;
use sha2::{Digest as _, Sha256};
use unicode_segmentation::UnicodeSegmentation;

use crate::argument::{Argument, Id};
use crate::document::{BlockKind, html};
use crate::text::{SourceFile, SourceProvider};

/// What became of a source's copy.
#[derive(Clone, Debug)]
pub enum Archive {
    /// It was read.
    Text(ArchivedText),
    /// Its path leads out of the report's folder, or is no path at all; it was not touched.
    Outside,
    /// There is no such file, or it cannot be opened; why, in the system's words.
    Unreadable(String),
    /// It is no text (a PDF, a picture): nothing can be looked for in it.
    NotText,
}

/// The copies of an argument's sources.
#[derive(Clone, Debug, Default)]
pub struct Archives {
    by_source: HashMap<Id, Copied, FxBuildHasher>,
}

#[derive(Clone, Debug)]
struct Copied {
    archive: Archive,
    /// SHA-256 of its bytes; `None` for one that could not be read.
    digest: Option<[u8; 32]>,
}

impl Archives {
    /// Reads the copies that the argument's sources name. The provider is asked for paths relative to the folder
    /// of the argument's file; paths that are absolute or climb (`..`) are not asked for.
    #[must_use]
    pub fn read(argument: &Argument, provider: &dyn SourceProvider) -> Self {
        let mut by_source = HashMap::default();
        for source in argument.sources() {
            let Some(path) = source.archive.as_deref() else { continue };
            let copied = if stays_inside(path) {
                match provider.bytes(Utf8Path::new(path)) {
                    Ok(bytes) => Copied::new(path, bytes),
                    Err(error) => Copied { archive: refused(&error), digest: None },
                }
            } else {
                Copied { archive: Archive::Outside, digest: None }
            };
            by_source.insert(source.key.clone(), copied);
        }
        Self { by_source }
    }

    /// The copy of the source of that key; `None` if it names none, or copies were not read.
    #[must_use]
    pub fn of(&self, source: &Id) -> Option<&Archive> {
        self.by_source.get(source).map(|copied| &copied.archive)
    }

    /// The SHA-256 of the copy's bytes; `None` if there is no copy, or it could not be read.
    #[must_use]
    pub fn digest(&self, source: &Id) -> Option<&[u8; 32]> {
        self.by_source.get(source)?.digest.as_ref()
    }
}

impl Copied {
    fn new(path: &str, bytes: Vec<u8>) -> Self {
        let digest = Some(Sha256::digest(&bytes).into());
        let archive = match SourceFile::from_bytes(path, bytes) {
            Ok(file) => Archive::Text(ArchivedText::new(&file)),
            Err(_) => Archive::NotText,
        };
        Self { archive, digest }
    }
}

fn refused(error: &io::Error) -> Archive {
    match error.kind() {
        io::ErrorKind::PermissionDenied => Archive::Outside,
        io::ErrorKind::NotFound => Archive::Unreadable("there is no such file".into()),
        _ => Archive::Unreadable(error.to_string()),
    }
}

/// Whether a path, written for any system, names something below the folder that it is relative to, as far as the path
/// itself tells: no absolute path, no drive or scheme, no `..`.
#[must_use]
pub fn stays_inside(path: &str) -> bool {
    let climbs = path.split(['/', '\\']).any(|part| part.trim() == "..");
    let is_absolute = path.starts_with(['/', '\\', '~']) || path.contains(':');
    !path.trim().is_empty() && !climbs && !is_absolute && !path.chars().any(char::is_control)
}

/// The words of a copy. Case, white space, punctuation and the kind of quotation marks are left out, so that a quotation
/// is found however it was set.
#[derive(Clone, Debug)]
pub struct ArchivedText {
    /// The words, each between blanks.
    words: String,
}

impl ArchivedText {
    /// The words of a file: of a web page those that it shows, of any other text all.
    #[must_use]
    pub fn new(file: &SourceFile) -> Self {
        let extension = Utf8Path::new(file.name()).extension().unwrap_or("").to_lowercase();
        let head = file.text().trim_start_matches('\u{feff}').trim_start();
        let opening: String = head.chars().take(15).collect::<String>().to_lowercase();
        let is_page = matches!(extension.as_str(), "html" | "htm" | "xhtml")
            || opening.starts_with("<!doctype html")
            || opening.starts_with("<html");
        let mut words = String::from(" ");
        if is_page {
            let document = html::read(file);
            for block in document.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Comment)) {
                push_words(&mut words, block.prose.as_str());
            }
        } else {
            push_words(&mut words, file.text());
        }
        Self { words }
    }

    /// Whether the quoted words stand in the text: in one piece, or, where the quotation has an ellipsis or square
    /// brackets, piece by piece in their order. O(length of the text).
    #[must_use]
    pub fn holds(&self, quotation: &str) -> bool {
        let mut from = 0;
        for piece in pieces(quotation) {
            let mut wanted = String::from(" ");
            push_words(&mut wanted, &piece);
            if wanted.len() == 1 {
                continue;
            }
            let Some(at) = self.words[from..].find(&wanted) else { return false };
            // The blank behind the last word may begin the next piece.
            from += at + wanted.len() - 1;
        }
        true
    }
}

/// What of a quotation claims to be the source's own words: not what stands in square brackets, nor the rest of a
/// word that a bracket changes ("\[h\]e").
fn pieces(quotation: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut depth = 0_usize;
    let mut cut_word = false;
    let flat = quotation.replace("...", "…").replace(". . .", "…");
    for c in flat.chars() {
        let piece = pieces.last_mut().expect("never empty");
        match c {
            '[' => {
                depth += 1;
                let kept = piece.trim_end_matches(|c: char| !c.is_whitespace()).len();
                piece.truncate(kept);
            }
            ']' if depth > 0 => {
                depth -= 1;
                cut_word = true;
                pieces.push(String::new());
            }
            _ if depth > 0 => {}
            '…' => {
                pieces.push(String::new());
                cut_word = false;
            }
            _ if cut_word && c.is_alphanumeric() => {}
            _ => {
                cut_word = false;
                piece.push(c);
            }
        }
    }
    pieces
}

fn push_words(into: &mut String, text: &str) {
    let flat: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}'))
        .map(|c| if matches!(c, '’' | '‘' | 'ʼ') { '\'' } else { c })
        .collect();
    for word in flat.unicode_words() {
        into.push_str(&word.to_lowercase());
        into.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::argument::Source;
    use crate::text::{InMemory, Span};

    fn text(name: &str, text: &str) -> ArchivedText {
        ArchivedText::new(&SourceFile::new(name, text))
    }

    #[test]
    fn words_are_found_however_they_are_set() {
        let copy = text("a.txt", "He said: “The fleet’s boats\n  will NOT sail — not\nbefore May, at any rate.”");
        for quoted in [
            "the fleet's boats will not sail",
            "will not sail, not before May",
            "The fleet’s boats … before May",
            "The fleet’s boats ... at any rate",
            "[The] fleet’s boats will not sail",
            "T[he] fleet’s [two] boats will not sail",
            "will not sail [sic] - not before May",
        ] {
            assert!(copy.holds(quoted), "{quoted}");
        }
        for quoted in [
            "the fleets boats",
            "will sail",
            "before May … the fleet’s boats",
            "fleet’s boats [will] never",
            "leet’s boats",
        ] {
            assert!(!copy.holds(quoted), "{quoted}");
        }
    }

    #[test]
    fn a_page_is_read_as_it_shows() {
        let page = "<!DOCTYPE html><html><body><p>The boats <em>will</em> stay&nbsp;in&#32;port.</p>\
                    <script>var hidden = 'the boats will sail';</script></body></html>";
        for name in ["page.html", "page"] {
            assert!(text(name, page).holds("the boats will stay in port"));
            assert!(!text(name, page).holds("the boats will sail"));
        }
    }

    #[test]
    fn a_path_that_leads_out_is_not_read() {
        let mut argument = Argument::default();
        let mut add = |key: &str, path: &str| {
            let mut source = Source::new(Id::new(key).unwrap(), Span::default());
            source.archive = Some(path.to_owned());
            argument.add_source(source).unwrap();
        };
        add("good", "copies/a.txt");
        add("missing", "copies/b.txt");
        for (number, path) in
            ["/etc/passwd", "../a.txt", "copies/../../a.txt", "C:\\a.txt", "..\\a.txt", "~/a", "file:///a", ""]
                .iter()
                .enumerate()
        {
            add(&format!("out{number}"), path);
        }
        let mut files = InMemory::default();
        files.insert("copies/a.txt", "words");
        files.insert("/etc/passwd", "words");
        files.insert("../a.txt", "words");
        let archives = Archives::read(&argument, &files);
        let of = |key: &str| archives.of(&Id::new(key).unwrap());
        assert!(matches!(of("good"), Some(Archive::Text(_))));
        assert!(matches!(of("missing"), Some(Archive::Unreadable(_))));
        for number in 0..8 {
            assert!(matches!(of(&format!("out{number}")), Some(Archive::Outside)), "{number}");
        }
    }
}
