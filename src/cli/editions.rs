//! The two editions that `diff` compares: files, folders, and states in git.

#[cfg(feature = "git")]
mod in_git;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use anyhow::bail;
use camino::{Utf8Path, Utf8PathBuf};
use linchpin::archive::Archives;
use linchpin::argument::Argument;
use linchpin::config::{Config, Limits};
use linchpin::format::{Reader, Understood};
#[cfg(feature = "git")]
use linchpin::git::Snapshot;
use linchpin::review::diff::word_similarity;
use linchpin::text::SourceFile;
#[cfg(feature = "git")]
use linchpin::text::SourceProvider;

#[cfg(feature = "git")]
pub use in_git::in_git;

use super::input::{self, Refusal};
use super::targets::{holds_argument, targets};

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
    pub fn open(&self, is_named: bool, limits: Limits) -> Result<Option<SourceFile>, Refusal> {
        let (opened, shown) = match self {
            Self::Disk(path, _) if path.as_str() == "-" => return Ok(Some(input::open_within(path, limits)?)),
            Self::Disk(path, shown) => {
                let named = |file: SourceFile| file.renamed(shown.as_str());
                (input::text_within(path, limits).map(named), shown.clone())
            }
            #[cfg(feature = "git")]
            Self::Git(snapshot, path) => {
                (snapshot.with_limit(limits.most_bytes()).read(path), format!("{}:{path}", snapshot.name()))
            }
        };
        match opened {
            Ok(file) if is_named || holds_argument(&file) => Ok(Some(file)),
            Ok(_) => Ok(None),
            Err(error) if !is_named && error.kind() == io::ErrorKind::InvalidData => Ok(None),
            Err(error) => Err(Refusal::Other(anyhow::Error::new(error).context(format!("cannot read {shown}")))),
        }
    }

    /// Reads what its file holds, with the files of the same edition in its folder at hand.
    pub fn understand(&self, file: &SourceFile, reader: &dyn Reader, config: &Config) -> Result<Understood, Refusal> {
        match self {
            Self::Disk(path, _) => input::understand(file, path, reader, config),
            #[cfg(feature = "git")]
            Self::Git(snapshot, path) => {
                let folder = path.parent().unwrap_or(Utf8Path::new(""));
                let beside = snapshot.below(folder).with_limit(config.limits.most_bytes());
                linchpin::format::understand_among(file, reader, config, &beside).map_err(Refusal::Faults)
            }
        }
    }

    /// The copies of the argument's sources, as they were in the same edition.
    pub fn archives(&self, argument: &Argument, config: &Config) -> Archives {
        match self {
            Self::Disk(path, _) => input::archives(argument, path, config),
            #[cfg(feature = "git")]
            Self::Git(snapshot, path) => {
                let folder = path.parent().unwrap_or(Utf8Path::new(""));
                let provider = snapshot.below(folder).with_limit(config.limits.most_bytes());
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
                    let unread = |error| {
                        anyhow::Error::new(error).context(format!("cannot read the settings at {}", snapshot.name()))
                    };
                    match found.map_err(unread)? {
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
    let text =
        |edition: &Edition| edition.open(false, Limits::default()).ok().flatten().map(|file| file.text().to_owned());
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
