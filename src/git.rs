//! Earlier drafts out of a git repository, through gix: no program is run, and nothing is written.

use std::io;
use std::path::Path;
use std::rc::Rc;

use camino::{Utf8Path, Utf8PathBuf};
use gix::ObjectId;
use gix::object::tree::EntryKind;

use crate::text::{SourceFile, SourceProvider};

/// A git repository, with or without a work tree.
///
/// It is opened without the environment and without the user's and the system's configuration, so that what is read
/// depends on the repository alone.
#[derive(Clone, Debug)]
pub struct Repository {
    inner: Rc<gix::Repository>,
    root: Option<Utf8PathBuf>,
}

/// Why something could not be had from a repository.
#[derive(Debug, thiserror::Error)]
pub enum GitFault {
    /// There is no repository at a folder or above it.
    #[error("there is no git repository at {folder} or above it: {reason}")]
    NoRepository {
        /// The folder.
        folder: Utf8PathBuf,
        /// What git says.
        reason: String,
    },
    /// A revision that names nothing, or no state that files could be read from.
    #[error("`{revision}` names no revision: {reason}; write a branch, a tag, a commit, or two of them as A..B")]
    NoRevision {
        /// The revision, as written.
        revision: String,
        /// What git says.
        reason: String,
    },
    /// An object that is missing or broken.
    #[error("cannot read {path} at {revision}: {reason}")]
    Unreadable {
        /// The file or folder.
        path: Utf8PathBuf,
        /// The revision, as written.
        revision: String,
        /// What git says.
        reason: String,
    },
}

/// What a text such as `main~2` or `v1..v2` names.
#[derive(Clone, Debug)]
pub enum Revisions {
    /// One state, to be compared with the work tree.
    One(Snapshot),
    /// Two states.
    Two(Snapshot, Snapshot),
}

/// The files of a repository as they were at a revision. As a [`SourceProvider`] it gives the files below one folder.
#[derive(Clone, Debug)]
pub struct Snapshot {
    repository: Rc<gix::Repository>,
    tree: ObjectId,
    name: String,
    folder: Utf8PathBuf,
    most_bytes: u64,
}

impl Repository {
    /// The repository that a folder is in, or that it is.
    ///
    /// # Errors
    /// [`GitFault::NoRepository`] if there is none, or it cannot be opened.
    pub fn discover(folder: &Utf8Path) -> Result<Self, GitFault> {
        let folder = if folder.as_str().is_empty() { Utf8Path::new(".") } else { folder };
        let fault = |reason: String| GitFault::NoRepository { folder: folder.to_owned(), reason };
        let trust =
            gix::sec::trust::Mapping { full: gix::open::Options::isolated(), reduced: gix::open::Options::isolated() };
        let inner = gix::ThreadSafeRepository::discover_opts(folder, gix::discover::upwards::Options::default(), trust)
            .map_err(|error| fault(error.to_string()))?
            .to_thread_local();
        let root = match inner.workdir() {
            None => None,
            Some(root) => {
                let root = root.canonicalize().map_err(|error| fault(error.to_string()))?;
                Some(Utf8PathBuf::from_path_buf(root).map_err(|_| fault("its path is not UTF-8".to_owned()))?)
            }
        };
        Ok(Self { inner: Rc::new(inner), root })
    }

    /// The folder of the work tree; `None` for a bare repository.
    #[must_use]
    pub fn root(&self) -> Option<&Utf8Path> {
        self.root.as_deref()
    }

    /// What a revision names: one state, or two as `A..B`, or as `A...B`, where the first is the last that both have in
    /// common.
    ///
    /// # Errors
    /// [`GitFault::NoRevision`] if it names none.
    pub fn revisions(&self, text: &str) -> Result<Revisions, GitFault> {
        let fault = |reason: String| GitFault::NoRevision { revision: text.to_owned(), reason };
        let repository = &self.inner;
        let parsed = repository.rev_parse(text).map_err(|error| fault(error.to_string()))?.detach();
        let (first, second) = text.split_once("..").unwrap_or((text, ""));
        let label = |label: &str| if label.is_empty() { "HEAD".to_owned() } else { label.to_owned() };
        let snapshot = |id: ObjectId, name: String| -> Result<Snapshot, GitFault> {
            let tree = repository
                .find_object(id)
                .and_then(gix::Object::peel_to_tree)
                .map_err(|error| fault(error.to_string()))?
                .id;
            let repository = Rc::clone(&self.inner);
            Ok(Snapshot { repository, tree, name, folder: Utf8PathBuf::new(), most_bytes: u64::MAX })
        };
        match parsed {
            gix::revision::plumbing::Spec::Include(id) => Ok(Revisions::One(snapshot(id, text.to_owned())?)),
            gix::revision::plumbing::Spec::Range { from, to } => {
                Ok(Revisions::Two(snapshot(from, label(first))?, snapshot(to, label(second))?))
            }
            gix::revision::plumbing::Spec::Merge { theirs, ours } => {
                let base = repository.merge_base(theirs, ours).map_err(|error| fault(error.to_string()))?;
                let base = base.ok_or_else(|| fault("the two have no commit in common".to_owned()))?.detach();
                let name = base.to_hex_with_len(10).to_string();
                Ok(Revisions::Two(snapshot(base, name)?, snapshot(ours, label(second.trim_start_matches('.')))?))
            }
            _ => Err(fault("it names a set of commits".to_owned())),
        }
    }
}

impl Snapshot {
    /// The revision as it was asked for.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same, as a provider of the files below one folder.
    #[must_use]
    pub fn below(&self, folder: &Utf8Path) -> Self {
        Self { folder: folder.to_owned(), ..self.clone() }
    }

    /// The same, where files with more bytes are refused.
    #[must_use]
    pub fn with_limit(&self, most_bytes: u64) -> Self {
        Self { most_bytes, ..self.clone() }
    }

    /// The file at a path from the root, or the files below it, in the order of their paths; empty if there is nothing.
    /// Links and submodules are left out, and names that are not UTF-8. O(files below).
    ///
    /// # Errors
    /// [`GitFault::Unreadable`] if the repository is broken.
    pub fn files(&self, under: &Utf8Path) -> Result<Vec<Utf8PathBuf>, GitFault> {
        let fault = |path: &Utf8Path, reason: String| GitFault::Unreadable {
            path: path.to_owned(),
            revision: self.name.clone(),
            reason,
        };
        let repository = &self.repository;
        let tree = repository.find_tree(self.tree).map_err(|error| fault(under, error.to_string()))?;
        let mut files = Vec::new();
        let mut open: Vec<(Utf8PathBuf, ObjectId)> = Vec::new();
        if under.as_str().is_empty() || under == "." {
            open.push((Utf8PathBuf::new(), self.tree));
        } else {
            let found = tree.lookup_entry_by_path(under).map_err(|error| fault(under, error.to_string()))?;
            match found.as_ref().map(|entry| (entry.mode().kind(), entry.object_id())) {
                Some((EntryKind::Tree, id)) => open.push((under.to_owned(), id)),
                Some((EntryKind::Blob | EntryKind::BlobExecutable, _)) => files.push(under.to_owned()),
                _ => {}
            }
        }
        while let Some((folder, id)) = open.pop() {
            let tree = repository.find_tree(id).map_err(|error| fault(&folder, error.to_string()))?;
            for entry in tree.iter() {
                let entry = entry.map_err(|error| fault(&folder, error.to_string()))?;
                let Ok(name) = std::str::from_utf8(entry.filename()) else { continue };
                let path = folder.join(name);
                match entry.kind() {
                    EntryKind::Tree => open.push((path, entry.object_id())),
                    EntryKind::Blob | EntryKind::BlobExecutable => files.push(path),
                    EntryKind::Link | EntryKind::Commit => {}
                }
            }
        }
        files.sort_unstable();
        Ok(files)
    }
}

impl SourceProvider for Snapshot {
    /// The bytes of the file at `path`, relative to the folder.
    fn bytes(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        let other = |error: gix::Error| io::Error::other(error.to_string());
        let full = plain(&self.folder.join(path))
            .ok_or_else(|| io::Error::new(io::ErrorKind::PermissionDenied, "it lies outside the repository"))?;
        let repository = &self.repository;
        let tree = repository.find_tree(self.tree).map_err(other)?;
        let entry = tree.lookup_entry_by_path(Path::new(full.as_str())).map_err(other)?;
        let missing = || io::Error::new(io::ErrorKind::NotFound, format!("there is no such file at {}", self.name));
        let entry = entry.ok_or_else(missing)?;
        if !matches!(entry.mode().kind(), EntryKind::Blob | EntryKind::BlobExecutable) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
        }
        let size = repository.find_header(entry.object_id()).map_err(other)?.size();
        if size > self.most_bytes {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("it has {size} bytes")));
        }
        Ok(entry.object().map_err(other)?.detach().data)
    }

    /// The file at `path`, relative to the folder, under the name `REVISION:PATH`.
    fn read(&self, path: &Utf8Path) -> io::Result<SourceFile> {
        let bytes = self.bytes(path)?;
        let full = plain(&self.folder.join(path)).unwrap_or_default();
        let name = format!("{}:{full}", self.name);
        SourceFile::from_bytes(name, bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }
}

/// A path without `.` and `..`; `None` if it climbs out of the root, or begins there.
fn plain(path: &Utf8Path) -> Option<Utf8PathBuf> {
    let mut plain = Utf8PathBuf::new();
    for component in path.components() {
        match component {
            camino::Utf8Component::Normal(name) => plain.push(name),
            camino::Utf8Component::CurDir => {}
            camino::Utf8Component::ParentDir => {
                if !plain.pop() {
                    return None;
                }
            }
            _ => return None,
        }
    }
    Some(plain)
}
