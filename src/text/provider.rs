use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::io::{self, Read as _};

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

impl Disk {
    /// The bytes of a file that has at most `most` of them; a larger one is refused by its size, before it is read.
    ///
    /// # Errors
    /// When there is no such file or it cannot be read, it is too large ([`io::ErrorKind::FileTooLarge`]), or it is a
    /// folder, a device, a socket or a named pipe, which may never end.
    pub fn bytes_within(self, path: &Utf8Path, most: u64) -> io::Result<Vec<u8>> {
        let data = std::fs::metadata(path)?;
        must_end(path, &data)?;
        if data.len() > most {
            let message = format!("it has {} bytes, and at most {most} are allowed", data.len());
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        read_within(File::open(path)?, usize::try_from(data.len()).unwrap_or(0), most)
    }
}

/// Everything that a stream gives, if that is at most `most` bytes.
///
/// # Errors
/// When it cannot be read, or gives more ([`io::ErrorKind::FileTooLarge`]).
pub fn read_within(stream: impl io::Read, expected: usize, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // One more than expected, so that the end is seen without growing.
    bytes.try_reserve(expected.saturating_add(1))?;
    stream.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let message = format!("it has more than {most} bytes, which are allowed");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// Refuses what is no file, and may have no end.
fn must_end(path: &Utf8Path, data: &Metadata) -> io::Result<()> {
    if data.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "this is a folder, not a file"));
    }
    // `<(…)` of a shell, and the empty file of Unix.
    if data.is_file() || path == "/dev/null" || is_shell_pipe(path, data) {
        return Ok(());
    }
    Err(io::Error::new(
        io::ErrorKind::InvalidInput,
        "this is a device, a socket or a named pipe, not a file; send what it gives to standard input, and name `-`",
    ))
}

#[cfg(unix)]
fn is_shell_pipe(path: &Utf8Path, data: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let of_shell = ["/dev/fd/", "/dev/stdin", "/proc/self/fd/"].iter().any(|start| path.as_str().starts_with(start));
    of_shell && data.file_type().is_fifo()
}

#[cfg(not(unix))]
fn is_shell_pipe(_: &Utf8Path, _: &Metadata) -> bool {
    false
}

impl SourceProvider for Disk {
    fn bytes(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        // No span points further.
        self.bytes_within(path, u32::MAX.into())
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
