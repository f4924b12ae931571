use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use super::{Disk, SourceProvider};

/// Files on disk inside one folder, whatever a path or a symbolic link says.
#[derive(Clone, Debug)]
pub struct Folder {
    root: Utf8PathBuf,
    most_bytes: u64,
}

impl Folder {
    /// The files below `root` that have at most `most_bytes` bytes.
    #[must_use]
    pub fn new(root: impl Into<Utf8PathBuf>, most_bytes: u64) -> Self {
        Self { root: root.into(), most_bytes }
    }
}

impl SourceProvider for Folder {
    /// The file at `path`, relative to the folder.
    fn bytes(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        let root = if self.root.as_str().is_empty() { Utf8Path::new(".") } else { &self.root };
        let root = root.canonicalize_utf8()?;
        let found = root.join(path).canonicalize_utf8()?;
        if !found.starts_with(&root) {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it lies outside the folder"));
        }
        Disk.bytes_within(&found, self.most_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_is_read() {
        let outer = tempfile::tempdir().unwrap();
        let outer = Utf8Path::from_path(outer.path()).unwrap();
        std::fs::create_dir(outer.join("inner")).unwrap();
        std::fs::write(outer.join("secret.txt"), "secret").unwrap();
        std::fs::write(outer.join("inner/open.txt"), "open").unwrap();
        let folder = Folder::new(outer.join("inner"), 100);
        assert_eq!(folder.read(Utf8Path::new("open.txt")).unwrap().text(), "open");
        assert_eq!(folder.read(Utf8Path::new("open.txt")).unwrap().name(), "open.txt");
        for path in ["../secret.txt", outer.join("secret.txt").as_str(), ".", "missing.txt"] {
            assert!(folder.read(Utf8Path::new(path)).is_err(), "{path}");
        }
        assert!(Folder::new(outer.join("inner"), 3).read(Utf8Path::new("open.txt")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_out_is_not_followed() {
        let outer = tempfile::tempdir().unwrap();
        let outer = Utf8Path::from_path(outer.path()).unwrap();
        std::fs::create_dir(outer.join("inner")).unwrap();
        std::fs::write(outer.join("secret.txt"), "secret").unwrap();
        std::os::unix::fs::symlink(outer.join("secret.txt"), outer.join("inner/link.txt")).unwrap();
        let error = Folder::new(outer.join("inner"), 100).read(Utf8Path::new("link.txt")).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
    }
}
