//! Editions out of git: two states of a repository, or one and its work tree.

use anyhow::{Context, anyhow, bail};
use camino::{Utf8Path, Utf8PathBuf};
use linchpin::git::{Repository, Revisions, Snapshot};

use super::{Edition, EditionPair, Listing, Tree, listed, paired, renames};
use crate::cli::targets::is_candidate;

/// One file or folder at two revisions, or at one and in the work tree.
pub fn in_git(revision: &str, path: &Utf8Path, config: Option<&Utf8Path>) -> anyhow::Result<(Vec<EditionPair>, bool)> {
    let from = path.ancestors().find(|ancestor| !ancestor.as_str().is_empty() && ancestor.is_dir());
    let repository = Repository::discover(from.unwrap_or(Utf8Path::new(".")))?;
    let below = match repository.root() {
        Some(root) => below(root, path)?,
        None => {
            if path.is_absolute() {
                bail!("{path} is absolute; in a bare repository a path is counted from its root");
            }
            path.to_owned()
        }
    };
    let folder = if below == "." { Utf8PathBuf::new() } else { below };
    match repository.revisions(revision)? {
        Revisions::Two(old, new) => {
            let trees = (GitTree::new(old.clone(), &folder)?, GitTree::new(new.clone(), &folder)?);
            let missing = || anyhow!("there is no {folder} at {}, nor at {}", old.name(), new.name());
            let whole =
                (|| GitTree::new(old.clone(), Utf8Path::new("")), || GitTree::new(new.clone(), Utf8Path::new("")));
            Ok((compared(&folder, trees, whole, missing)?, false))
        }
        Revisions::One(old) => {
            let root = repository.root().ok_or_else(|| {
                anyhow!("this repository is bare: there is no work tree to compare `{revision}` with; write two revisions as A..B")
            })?;
            let (work_tree, faults) = WorkTree::new(root, &folder, config);
            let trees = (GitTree::new(old.clone(), &folder)?, work_tree);
            let missing = || anyhow!("there is no {path}, neither at {} nor in the work tree", old.name());
            let whole = (
                || GitTree::new(old.clone(), Utf8Path::new("")),
                || Ok(WorkTree::new(root, Utf8Path::new(""), config).0),
            );
            Ok((compared(&folder, trees, whole, missing)?, faults))
        }
    }
}

/// A path from the root of the work tree.
fn below(root: &Utf8Path, path: &Utf8Path) -> anyhow::Result<Utf8PathBuf> {
    let absolute = camino::absolute_utf8(path).with_context(|| format!("cannot tell where {path} is"))?;
    // What is there says where it is; what is gone is where its folder is.
    let mut rest = Utf8PathBuf::new();
    for ancestor in absolute.ancestors() {
        if let Ok(found) = ancestor.canonicalize_utf8() {
            let full = if rest.as_str().is_empty() { found } else { found.join(&rest) };
            return full
                .strip_prefix(root)
                .map(Utf8Path::to_owned)
                .map_err(|_| anyhow!("{path} lies outside the repository"));
        }
        let name = Utf8PathBuf::from(ancestor.file_name().unwrap_or(""));
        rest = if rest.as_str().is_empty() { name } else { name.join(&rest) };
    }
    bail!("cannot tell where {path} is")
}

/// The pairs of a file or folder. Where a file that was asked for is on one side only, the whole of the other is
/// searched for what it was called before, or is called now.
fn compared<O: Tree, N: Tree>(
    path: &Utf8Path,
    (old, new): (O, N),
    (whole_old, whole_new): (impl Fn() -> anyhow::Result<O>, impl Fn() -> anyhow::Result<N>),
    missing: impl Fn() -> anyhow::Error,
) -> anyhow::Result<Vec<EditionPair>> {
    let here = (old.files().contains(path), new.files().contains(path));
    if here == (false, false) {
        return if old.files().is_empty() && new.files().is_empty() { Err(missing()) } else { Ok(paired(&old, &new)) };
    }
    let path = path.to_owned();
    let pair = match here {
        (true, true) => (Some(old.edition(&path)), Some(new.edition(&path))),
        (true, false) => {
            let (all_old, all_new) = (whole_old()?, whole_new()?);
            let come: Vec<&Utf8PathBuf> =
                all_new.files().iter().filter(|path| !all_old.files().contains(*path)).collect();
            let found = renames(&old, &[&path], &all_new, &come);
            (Some(old.edition(&path)), found.first().map(|(_, now)| all_new.edition(now)))
        }
        _ => {
            let (all_old, all_new) = (whole_old()?, whole_new()?);
            let gone: Vec<&Utf8PathBuf> =
                all_old.files().iter().filter(|path| !all_new.files().contains(*path)).collect();
            let found = renames(&all_old, &gone, &new, &[&path]);
            (found.first().map(|(before, _)| all_old.edition(before)), Some(new.edition(&path)))
        }
    };
    Ok(vec![EditionPair { old: pair.0, new: pair.1, is_named: true }])
}

struct GitTree {
    snapshot: Snapshot,
    files: Listing,
}

impl GitTree {
    fn new(snapshot: Snapshot, under: &Utf8Path) -> anyhow::Result<Self> {
        let files = snapshot.files(under)?;
        let files = files.into_iter().filter(|path| path == under || is_candidate(path)).collect();
        Ok(Self { snapshot, files })
    }
}

impl Tree for GitTree {
    fn files(&self) -> &Listing {
        &self.files
    }

    fn edition(&self, path: &Utf8Path) -> Edition {
        Edition::Git(self.snapshot.clone(), path.to_owned())
    }
}

/// The files of a work tree, by their path from its root.
struct WorkTree {
    root: Utf8PathBuf,
    files: Listing,
}

impl WorkTree {
    fn new(root: &Utf8Path, under: &Utf8Path, config: Option<&Utf8Path>) -> (Self, bool) {
        let full = if under.as_str().is_empty() { root.to_owned() } else { root.join(under) };
        let (files, faults) = if full.is_dir() {
            let (files, faults) = listed(&full, config);
            (files.into_iter().map(|path| under.join(path)).collect(), faults)
        } else if full.is_file() {
            (Listing::from([under.to_owned()]), false)
        } else {
            (Listing::new(), false)
        };
        (Self { root: root.to_owned(), files }, faults)
    }
}

impl Tree for WorkTree {
    fn files(&self) -> &Listing {
        &self.files
    }

    fn edition(&self, path: &Utf8Path) -> Edition {
        Edition::Disk(self.root.join(path), seen_from_here(&self.root, path))
    }
}

/// A path of the work tree as the user would write it: from the folder that they stand in, if that is in the tree.
fn seen_from_here(root: &Utf8Path, path: &Utf8Path) -> String {
    let here = std::env::current_dir().ok().and_then(|here| here.canonicalize().ok());
    let here = here.and_then(|here| Utf8PathBuf::from_path_buf(here).ok());
    let Some(inside) = here.as_ref().and_then(|here| here.strip_prefix(root).ok()) else { return path.to_string() };
    let mut from = inside.components().peekable();
    let mut to = path.components().peekable();
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
    }
    let up = from.map(|_| camino::Utf8Component::ParentDir);
    up.chain(to).collect::<Utf8PathBuf>().into_string()
}
