//! The two editions that `diff` compares: files, folders, and states in git.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use anyhow::{Context, anyhow, bail};
use camino::{Utf8Path, Utf8PathBuf};
use linchpin::archive::Archives;
use linchpin::argument::Argument;
use linchpin::config::Config;
#[cfg(feature = "git")]
use linchpin::git::{Repository, Revisions, Snapshot};
use linchpin::review::diff::word_similarity;
use linchpin::text::{Disk, SourceFile, SourceProvider};

use super::input::{self, Refusal};
use super::targets::{holds_argument, is_candidate, targets};

/// One edition of one file.
pub enum Edition {
    /// A file on disk, or standard input; and the name that it is shown under.
    Disk(Utf8PathBuf, String),
    /// A file of a state in git.
    #[cfg(feature = "git")]
    Git(Snapshot, Utf8PathBuf),
}

/// Two editions of one argument; at least one is there.
pub struct EditionPair {
    pub old: Option<Edition>,
    pub new: Option<Edition>,
    /// Whether the user named the file; else it was met in a folder, and counts only if it holds an argument.
    pub is_named: bool,
}

impl Edition {
    fn on_disk(path: &Utf8Path) -> Self {
        Self::Disk(path.to_owned(), path.to_string())
    }

    /// The text; `None` if nobody named the file and it is no report, no graph file or no text.
    pub fn open(&self, is_named: bool) -> Result<Option<SourceFile>, Refusal> {
        let (opened, shown) = match self {
            Self::Disk(path, _) if path.as_str() == "-" => return Ok(Some(input::open(path)?)),
            Self::Disk(path, shown) => {
                let named = |file: SourceFile| SourceFile::new(shown.as_str(), file.text());
                (Disk.read(path).map(named), shown.clone())
            }
            #[cfg(feature = "git")]
            Self::Git(snapshot, path) => (snapshot.read(path), format!("{}:{path}", snapshot.name())),
        };
        match opened {
            Ok(file) if is_named || holds_argument(&file) => Ok(Some(file)),
            Ok(_) => Ok(None),
            Err(error) if !is_named && error.kind() == io::ErrorKind::InvalidData => Ok(None),
            Err(error) => Err(Refusal::Other(anyhow::Error::new(error).context(format!("cannot read {shown}")))),
        }
    }

    /// The copies of the argument's sources, as they were in the same edition.
    pub fn archives(&self, argument: &Argument, config: &Config) -> Archives {
        match self {
            Self::Disk(path, _) => input::archives(argument, path, config),
            #[cfg(feature = "git")]
            Self::Git(snapshot, path) => {
                let folder = path.parent().unwrap_or(Utf8Path::new(""));
                let provider = snapshot.below(folder).with_limit(config.limits.bytes.unwrap_or(u64::MAX));
                Archives::read(argument, &provider)
            }
        }
    }
}

impl EditionPair {
    /// The settings for both: those that `--config` names, else the nearest to the new edition, of its time.
    pub fn config(&self, named: Option<&Utf8Path>) -> Result<Config, Refusal> {
        match self.new.as_ref().or(self.old.as_ref()) {
            Some(Edition::Disk(path, _)) => input::config(path, named),
            #[cfg(feature = "git")]
            Some(Edition::Git(snapshot, path)) => match named {
                Some(named) => input::config(path, Some(named)),
                None => {
                    let folder = path.parent().unwrap_or(Utf8Path::new(""));
                    let found = Config::look_for(&snapshot.below(Utf8Path::new("")), folder);
                    match found.with_context(|| format!("cannot read the settings at {}", snapshot.name()))? {
                        Some(file) => Config::parse(&file).map_err(Refusal::Faults),
                        None => Ok(Config::default()),
                    }
                }
            },
            None => Ok(Config::default()),
        }
    }
}

/// Two files, or the files of two folders by their paths.
pub fn on_disk(old: &Utf8Path, new: &Utf8Path, config: Option<&Utf8Path>) -> anyhow::Result<(Vec<EditionPair>, bool)> {
    match (old.is_dir(), new.is_dir()) {
        (false, false) => {
            if old.as_str() == "-" && new.as_str() == "-" {
                bail!("standard input can be one edition, not both");
            }
            let pair =
                EditionPair { old: Some(Edition::on_disk(old)), new: Some(Edition::on_disk(new)), is_named: true };
            Ok((vec![pair], false))
        }
        (true, true) => {
            let (before, faults) = listed(old, config);
            let (now, more_faults) = listed(new, config);
            let pairs = paired(
                &Folder { folder: old.to_owned(), files: before },
                &Folder { folder: new.to_owned(), files: now },
            );
            Ok((pairs, faults || more_faults))
        }
        (true, false) => bail!("{old} is a folder and {new} a file; name two of a kind"),
        (false, true) => bail!("{old} is a file and {new} a folder; name two of a kind"),
    }
}

/// Files that may hold an argument, by their path below a folder.
type Listing = BTreeSet<Utf8PathBuf>;

fn listed(folder: &Utf8Path, config: Option<&Utf8Path>) -> (Listing, bool) {
    let (found, had_faults) = targets(&[folder.to_owned()], config);
    let folder = folder.strip_prefix("./").unwrap_or(folder);
    let below =
        found.into_iter().map(|target| target.path.strip_prefix(folder).map(Utf8Path::to_owned).unwrap_or(target.path));
    (below.collect(), had_faults)
}

/// One side of a comparison of folders.
trait Tree {
    fn files(&self) -> &Listing;
    fn edition(&self, path: &Utf8Path) -> Edition;
}

struct Folder {
    folder: Utf8PathBuf,
    files: Listing,
}

impl Tree for Folder {
    fn files(&self) -> &Listing {
        &self.files
    }

    fn edition(&self, path: &Utf8Path) -> Edition {
        Edition::on_disk(&self.folder.join(path))
    }
}

/// Pairs files with one path, then files that went elsewhere with those that came from elsewhere.
fn paired(old: &impl Tree, new: &impl Tree) -> Vec<EditionPair> {
    let gone: Vec<&Utf8PathBuf> = old.files().iter().filter(|path| !new.files().contains(*path)).collect();
    let come: Vec<&Utf8PathBuf> = new.files().iter().filter(|path| !old.files().contains(*path)).collect();
    let renamed = renames(old, &gone, new, &come);
    let mut pairs: BTreeMap<Utf8PathBuf, EditionPair> = BTreeMap::new();
    for path in new.files() {
        let before = match renamed.iter().find(|(_, now)| *now == path) {
            Some((before, _)) => Some((*before).clone()),
            None => old.files().contains(path).then(|| path.clone()),
        };
        let pair =
            EditionPair { old: before.map(|path| old.edition(&path)), new: Some(new.edition(path)), is_named: false };
        pairs.insert(path.clone(), pair);
    }
    for path in gone {
        if !renamed.iter().any(|(before, _)| *before == path) {
            pairs.insert(path.clone(), EditionPair { old: Some(old.edition(path)), new: None, is_named: false });
        }
    }
    pairs.into_values().collect()
}

/// From this similarity of their words on, two files with different paths are one that was renamed.
const RENAMED: f64 = 0.5;
/// So many pairs of texts are compared at most; beyond that only files with the same content are followed.
const MOST_COMPARED: usize = 400;

/// Which file that is gone is which one that came: with the same content, else with the most similar words.
fn renames<'p>(
    old: &impl Tree,
    gone: &[&'p Utf8PathBuf],
    new: &impl Tree,
    come: &[&'p Utf8PathBuf],
) -> Vec<(&'p Utf8PathBuf, &'p Utf8PathBuf)> {
    if gone.is_empty() || come.is_empty() {
        return Vec::new();
    }
    let text = |edition: &Edition| edition.open(false).ok().flatten().map(|file| file.text().to_owned());
    let read = |tree: &dyn Fn(&Utf8Path) -> Edition, paths: &[&Utf8PathBuf]| -> Vec<Option<String>> {
        paths.iter().map(|path| text(&tree(path))).collect()
    };
    let before = read(&|path| old.edition(path), gone);
    let now = read(&|path| new.edition(path), come);
    let compares = gone.len().saturating_mul(come.len()) <= MOST_COMPARED;
    let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
    if compares {
        for (i, before) in before.iter().enumerate() {
            for (j, now) in now.iter().enumerate() {
                if let (Some(before), Some(now)) = (before, now) {
                    let alike = if before == now { 2.0 } else { word_similarity(before, now) };
                    candidates.push((alike, i, j));
                }
            }
        }
    } else {
        let by_text: BTreeMap<&str, usize> =
            now.iter().enumerate().filter_map(|(j, text)| Some((text.as_deref()?, j))).collect();
        let same = before.iter().enumerate().filter_map(|(i, text)| Some((2.0, i, *by_text.get(text.as_deref()?)?)));
        candidates.extend(same);
    }
    candidates.retain(|candidate| candidate.0 >= RENAMED);
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let (mut taken_old, mut taken_new) = (vec![false; gone.len()], vec![false; come.len()]);
    let mut found = Vec::new();
    for (_, i, j) in candidates {
        if !taken_old[i] && !taken_new[j] {
            (taken_old[i], taken_new[j]) = (true, true);
            found.push((gone[i], come[j]));
        }
    }
    found
}

/// One file or folder at two revisions, or at one and in the work tree.
#[cfg(feature = "git")]
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
#[cfg(feature = "git")]
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
#[cfg(feature = "git")]
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

#[cfg(feature = "git")]
struct GitTree {
    snapshot: Snapshot,
    files: Listing,
}

#[cfg(feature = "git")]
impl GitTree {
    fn new(snapshot: Snapshot, under: &Utf8Path) -> anyhow::Result<Self> {
        let files = snapshot.files(under)?;
        let files = files.into_iter().filter(|path| path == under || is_candidate(path)).collect();
        Ok(Self { snapshot, files })
    }
}

#[cfg(feature = "git")]
impl Tree for GitTree {
    fn files(&self) -> &Listing {
        &self.files
    }

    fn edition(&self, path: &Utf8Path) -> Edition {
        Edition::Git(self.snapshot.clone(), path.to_owned())
    }
}

/// The files of a work tree, by their path from its root.
#[cfg(feature = "git")]
struct WorkTree {
    root: Utf8PathBuf,
    files: Listing,
}

#[cfg(feature = "git")]
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

#[cfg(feature = "git")]
impl Tree for WorkTree {
    fn files(&self) -> &Listing {
        &self.files
    }

    fn edition(&self, path: &Utf8Path) -> Edition {
        Edition::Disk(self.root.join(path), seen_from_here(&self.root, path))
    }
}

/// A path of the work tree as the user would write it: from the folder that they stand in, if that is in the tree.
#[cfg(feature = "git")]
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
