use std::collections::BTreeMap;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use super::SourceFile;

/// Where source text comes from: files on disk, editor buffers, blobs of a repository.
///
/// The library reads nothing but through this trait.
pub trait SourceProvider {
    /// The bytes of the file at `path`, whether they are text or not.
    ///
    /// # Errors
    /// When there is no such file, or it cannot be read.
    fn bytes(&self, path: &Utf8Path) -> io::Result<Vec<u8>>;

    /// The text of the file at `path`, named as it was asked for.
    ///
    /// # Errors
    /// When there is no such file, it cannot be read, or it is not text ([`io::ErrorKind::InvalidData`]).
    fn read(&self, path: &Utf8Path) -> io::Result<SourceFile> {
        let bytes = self.bytes(path)?;
        SourceFile::from_bytes(path.as_str(), bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }
}

/// Files on disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl SourceProvider for Disk {
    fn bytes(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        if std::fs::metadata(path)?.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "this is a folder, not a file"));
        }
        std::fs::read(path)
    }
}

/// Texts held in memory, by path: editor buffers, tests.
#[derive(Clone, Debug, Default)]
pub struct InMemory {
    files: BTreeMap<Utf8PathBuf, String>,
}

impl InMemory {
    /// Adds or replaces a text.
    pub fn insert(&mut self, path: impl Into<Utf8PathBuf>, text: impl Into<String>) {
        self.files.insert(path.into(), text.into());
    }
}

impl SourceProvider for InMemory {
    fn bytes(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.files
            .get(path)
            .map(|text| text.clone().into_bytes())
            .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no such text in memory"))
    }
}
