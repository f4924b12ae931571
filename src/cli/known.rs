//! `--baseline` and `--update-baseline`: findings that were there before.

use std::collections::BTreeSet;

use anyhow::{Context, bail};
use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use linchpin::argument::Argument;
use linchpin::review::{Baseline, Entry, Sifted};
use linchpin::rules::{self, Finding, Settings};

use super::{input, output};

/// The baseline that a run is measured against.
pub struct Known {
    path: Utf8PathBuf,
    /// The folder that its paths are relative to.
    folder: Utf8PathBuf,
    baseline: Baseline,
    is_updated: bool,
}

/// What a run found out about the baseline.
#[derive(Default)]
pub struct Seen {
    found: BTreeSet<Entry>,
    stale: BTreeSet<Entry>,
}

/// The findings of one argument, told apart by the baseline.
pub struct Told {
    /// Those that are to be reported.
    pub new: Vec<Finding>,
    found: Vec<Entry>,
    stale: Vec<Entry>,
}

impl Told {
    /// Where there is no baseline, all findings are new.
    pub fn all_new(new: Vec<Finding>) -> Self {
        Self { new, found: Vec::new(), stale: Vec::new() }
    }
}

impl Seen {
    pub fn add(&mut self, told: Told) -> Vec<Finding> {
        self.found.extend(told.found);
        self.stale.extend(told.stale);
        told.new
    }
}

impl Known {
    /// Reads the baseline; one that is to be updated need not exist yet.
    pub fn read(path: &Utf8Path, is_updated: bool) -> Result<Self, input::Refusal> {
        input::must_be_file(path)?;
        let baseline = if is_updated && !path.exists() {
            Baseline::default()
        } else {
            let file = input::open(path).context("--update-baseline writes a baseline that is not there yet")?;
            Baseline::parse(&file).map_err(input::Refusal::Faults)?
        };
        let folder = absolute(path)?.parent().map(Utf8Path::to_owned).unwrap_or_default();
        Ok(Self { path: path.to_owned(), folder, baseline, is_updated })
    }

    /// Tells an argument's findings apart. Of entries that no longer occur, those of rules that are switched off stay.
    pub fn tell(
        &self,
        path: &Utf8Path,
        argument: &Argument,
        settings: &Settings,
        findings: Vec<Finding>,
    ) -> anyhow::Result<Told> {
        let path = if path.as_str() == "-" { "<stdin>".into() } else { self.seen_from_here(path)? };
        let Sifted { new, entries: found } = self.baseline.sift(&path, argument, findings);
        let stale = self.baseline.stale(&path, &found);
        let ran = |entry: &&Entry| rules::index_of(&entry.rule).is_none_or(|rule| settings.is_on(rule));
        let stale = stale.into_iter().filter(ran).cloned().collect();
        let new = if self.is_updated { Vec::new() } else { new };
        Ok(Told { new, found, stale })
    }

    /// Says what the baseline held back and what is stale in it, or writes it anew.
    pub fn finish(self, mut seen: Seen) -> anyhow::Result<()> {
        let vanished = self.baseline.entries().filter(|entry| !self.exists(entry)).cloned();
        seen.stale.extend(vanished);
        let name = &self.path;
        if self.is_updated {
            let added = seen.found.iter().filter(|entry| !self.baseline.holds(entry)).count();
            let kept = self.baseline.entries().filter(|entry| !seen.stale.contains(entry)).cloned();
            let updated: Baseline = kept.chain(seen.found.iter().cloned()).collect();
            output::write(Some(&self.path), updated.to_string().as_bytes())?;
            let (all, gone) = (updated.entries().count(), seen.stale.len());
            output::note(&format!("{name} holds {}: {added} new, {gone} taken out", findings(all)));
            return Ok(());
        }
        let held_back = seen.found.iter().filter(|entry| self.baseline.holds(entry)).count();
        if held_back > 0 {
            output::note(&format!("{} not reported, as {name} holds them", findings(held_back)));
        }
        if let Some(first) = seen.stale.first() {
            let what = format!("{} of {}", first.rule, first.path);
            let rest = match seen.stale.len() {
                1 => " no longer occurs".to_owned(),
                count => format!(" and {} more no longer occur", count - 1),
            };
            output::note(&format!("{name}: {what}{rest}; --update-baseline takes stale lines out"));
        }
        Ok(())
    }

    fn exists(&self, entry: &Entry) -> bool {
        match percent_encoding::percent_decode_str(&entry.path).decode_utf8() {
            Ok(path) => path == "<stdin>" || self.folder.join(path.trim_start_matches("file://")).exists(),
            Err(_) => false,
        }
    }

    /// A path as seen from the baseline's folder, so that it is the same wherever the command is run.
    fn seen_from_here(&self, path: &Utf8Path) -> anyhow::Result<String> {
        let path = absolute(path)?;
        let mut from = self.folder.components().peekable();
        let mut to = path.components().peekable();
        while from.peek().is_some() && from.peek() == to.peek() {
            from.next();
            to.next();
        }
        let up = from.map(|_| Utf8Component::ParentDir);
        let relative: Utf8PathBuf = up.chain(to).collect();
        Ok(relative.into_string().replace('\\', "/"))
    }
}

/// An absolute path without `.` and `..`; links are left as they are, so that a path is what the user wrote.
fn absolute(path: &Utf8Path) -> anyhow::Result<Utf8PathBuf> {
    let Ok(path) = camino::absolute_utf8(path) else { bail!("cannot tell where {path} is") };
    let mut plain = Utf8PathBuf::new();
    for component in path.components() {
        match component {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => {
                plain.pop();
            }
            _ => plain.push(component),
        }
    }
    Ok(plain)
}

fn findings(count: usize) -> String {
    if count == 1 { "1 finding".to_owned() } else { format!("{count} findings") }
}
