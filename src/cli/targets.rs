//! Which files a command is to look at.

use std::io;

use anyhow::Context;
use camino::{Utf8Path, Utf8PathBuf};
use ignore::WalkBuilder;
use ignore::overrides::OverrideBuilder;
use linchpin::config::Limits;
use linchpin::format;
use linchpin::text::{DecodeError, SourceFile};

use super::{input, output};

/// One file to look at.
pub struct Target {
    pub path: Utf8PathBuf,
    /// Whether the user named it; else it was met in a folder, and counts only if it holds an argument.
    pub is_named: bool,
}

/// The files that the paths name, in the order of the paths, those of a folder by name; and whether a folder could not
/// be listed, which is said on standard error.
pub fn targets(paths: &[Utf8PathBuf], config: Option<&Utf8Path>) -> (Vec<Target>, bool) {
    let mut targets = Vec::new();
    let mut had_faults = false;
    for path in paths {
        if path.as_str() == "-" || !path.is_dir() {
            targets.push(Target { path: path.clone(), is_named: true });
            continue;
        }
        if let Err(error) = walk(path, config, &mut targets) {
            had_faults = true;
            output::error(&error);
        }
    }
    (targets, had_faults)
}

fn walk(folder: &Utf8Path, config: Option<&Utf8Path>, targets: &mut Vec<Target>) -> anyhow::Result<()> {
    let config = match input::config(folder, config) {
        Ok(config) => config,
        Err(refusal) => {
            input::report(refusal)?;
            anyhow::bail!("the settings for {folder} do not hold");
        }
    };
    let mut overrides = OverrideBuilder::new(folder);
    for glob in &config.ignore {
        overrides
            .add(&format!("!{}", glob.get_ref()))
            .with_context(|| format!("`ignore` holds a bad glob: {}", glob.get_ref()))?;
    }
    let mut walk = WalkBuilder::new(folder);
    walk.sort_by_file_name(std::cmp::Ord::cmp).follow_links(false).require_git(false).overrides(overrides.build()?);
    for entry in walk.build() {
        let entry = entry.with_context(|| format!("cannot list {folder}"))?;
        if !entry.file_type().is_some_and(|kind| kind.is_file()) {
            continue;
        }
        if let Ok(path) = Utf8PathBuf::try_from(entry.into_path())
            && is_candidate(&path)
        {
            let path = path.strip_prefix("./").map(Utf8Path::to_owned).unwrap_or(path);
            targets.push(Target { path, is_named: false });
        }
    }
    Ok(())
}

/// Whether the name of a file in a folder is one that arguments are kept under.
pub fn is_candidate(path: &Utf8Path) -> bool {
    let Some(extension) = path.extension() else { return false };
    let extension = extension.to_lowercase();
    path.file_name() != Some(linchpin::config::FILE_NAME)
        && format::READERS.iter().any(|reader| reader.extensions().contains(&extension.as_str()))
}

impl Target {
    /// The file's text; `None` if it was met in a folder and is no report and no graph file, but just any data file, or
    /// no text at all.
    pub fn open(&self, limits: Limits) -> anyhow::Result<Option<SourceFile>> {
        match input::open_within(&self.path, limits) {
            // It is read with another.
            Ok(_) if !self.is_named && has_leading_table(&self.path) => Ok(None),
            Ok(file) if self.is_named || holds_argument(&file) => Ok(Some(file)),
            Ok(_) => Ok(None),
            Err(error) if !self.is_named && is_container(&error) => {
                output::note(&format!("{error:#}"));
                Ok(None)
            }
            // A picture among the reports is no fault of theirs.
            Err(error) if !self.is_named && is_not_text(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Whether a file that nobody named is a report or a graph file.
pub fn holds_argument(file: &SourceFile) -> bool {
    let reader = format::detect(file);
    let is_report = ["markdown", "text", "html"].contains(&reader.name());
    is_report || reader.recognises(file)
}

fn has_leading_table(path: &Utf8Path) -> bool {
    format::tables::leading_table(path.as_str()).is_some_and(|leading| Utf8Path::new(&leading).is_file())
}

/// Whether a Word or PDF file gave no text: it may be meant as a report, so that it is said.
fn is_container(error: &anyhow::Error) -> bool {
    let is_refused = |cause: &io::Error| {
        let inner = cause.get_ref().and_then(|inner| inner.downcast_ref::<DecodeError>());
        matches!(inner, Some(DecodeError::Container(_)))
    };
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(is_refused)
}

fn is_not_text(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::InvalidData)
}
