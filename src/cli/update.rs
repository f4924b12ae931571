use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use anyhow::{Context, anyhow, bail};
use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use clap::Args;
use linchpin::config::Limits;
use linchpin::document::Layout;
use linchpin::format;
use linchpin::regions::{self, Picture, Rewritten, Subject};
use linchpin::review::visible;
use linchpin::rules::{self, LevelOverrides};
use linchpin::score;
use linchpin::text::{Disk, Fault, Folder, SourceFile, SourceProvider};

use super::input::Refusal;
use super::targets::{Target, targets};
use super::{Outcome, input, output};

/// Write the diagrams and tables in a document's marked regions anew.
///
/// A region stands between `<!-- linchpin: scores report.md -->` and `<!-- linchpin: end -->` in Markdown or HTML. Everything
/// outside of regions stays as it is, to the byte. Of a folder, every such document is looked at; ignore files are obeyed.
#[derive(Debug, Args)]
pub struct Update {
    /// Documents in Markdown or HTML, and folders.
    #[arg(required = true)]
    paths: Vec<Utf8PathBuf>,
    /// Write nothing; exit code 1 says that a region is out of date.
    #[arg(long)]
    check: bool,
    /// The folder that regions may name files in. Without it, the folder that PATH names, or that the document lies in.
    #[arg(long, value_name = "FOLDER")]
    root: Option<Utf8PathBuf>,
    /// The settings to use, instead of the linchpin.toml nearest to each report.
    #[arg(long, value_name = "FILE")]
    config: Option<Utf8PathBuf>,
}

/// What has been read and written in a run.
#[derive(Default)]
struct Ledger {
    subjects: HashMap<Utf8PathBuf, Result<Rc<Subject>, String>>,
    /// Each picture with the document that it is of.
    pictures: HashMap<Utf8PathBuf, (Utf8PathBuf, String)>,
    notes: HashSet<String>,
}

/// A document, and where its regions may lead.
struct Place<'a> {
    path: &'a Utf8Path,
    /// The folder that no region leads out of, as the user would write it, and as it is.
    root: Utf8PathBuf,
    real_root: Utf8PathBuf,
    /// The document's folder, from there.
    folder: Utf8PathBuf,
}

impl Update {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        if self.paths.iter().any(|path| path == "-") {
            bail!("update writes to the documents that it is given; standard input is none");
        }
        if let Some(root) = self.root.as_ref().filter(|root| !root.is_dir()) {
            bail!("--root names {root}, which is no folder");
        }
        let (mut had_faults, mut is_stale) = (false, false);
        let mut ledger = Ledger::default();
        let mut seen = HashSet::new();
        let mut said = HashSet::new();
        for path in &self.paths {
            let (targets, faults) = targets(std::slice::from_ref(path), self.config.as_deref());
            had_faults |= faults;
            for target in targets {
                if (!target.is_named && !has_regions_by_name(&target.path)) || !seen.insert(target.path.clone()) {
                    continue;
                }
                match self.update(&target, path, &mut ledger) {
                    Ok(stale) => is_stale |= stale,
                    Err(refusal) => {
                        had_faults = true;
                        input::report(refusal.unless_said(&mut said))?;
                    }
                }
            }
        }
        Ok(match (had_faults, self.check && is_stale) {
            (true, _) => Outcome::Faults,
            (false, true) => Outcome::Findings,
            (false, false) => Outcome::Clean,
        })
    }

    /// Brings one document up to date, or says what is not. Whether anything was out of date.
    fn update(&self, target: &Target, named: &Utf8Path, ledger: &mut Ledger) -> Result<bool, Refusal> {
        let path = target.path.as_path();
        let Some(document) = target.open(Limits::default())? else { return Ok(false) };
        let layout = match format::detect(&document).name() {
            "markdown" => Layout::Markdown,
            "html" => Layout::Html,
            _ => {
                return Err(anyhow!("{path} is no document with regions; they stand in Markdown and in HTML").into());
            }
        };
        let place = self.place(target, named)?;
        let mut lookup = |name: &Utf8Path| self.subject(&place, &document, name, &mut ledger.subjects);
        let rewritten = regions::rewrite(&document, layout, &mut lookup).map_err(Refusal::Faults)?;
        if rewritten.regions.is_empty() {
            if target.is_named {
                output::note(&format!("{path} has no region"));
            }
            return Ok(false);
        }
        let is_utf8 = std::fs::read(path).with_context(|| format!("cannot read {path}"))? == document.text().as_bytes();
        if !is_utf8 {
            return Err(anyhow!("{path} is not in UTF-8, or changes as it is read; save it as UTF-8").into());
        }
        for note in &rewritten.notes {
            if ledger.notes.insert(format!("{path}: {note}")) {
                output::note(&format!("{path}: {note}"));
            }
        }
        let pictures = pictures(&place, &document, &rewritten, ledger)?;
        if self.check {
            return Ok(self.tell_stale(&place, named, &document, &rewritten, &pictures)?);
        }
        let mut written = 0;
        for (file, picture) in pictures.iter().flatten() {
            if !is_on_disk(file, picture) {
                output::write(Some(file), picture.svg.as_bytes())?;
                written += 1;
            }
        }
        let changed = rewritten.regions.iter().filter(|region| region.changed).count();
        if changed > 0 {
            output::write(Some(path), rewritten.text.as_bytes())?;
        }
        if changed + written > 0 {
            let all = rewritten.regions.len();
            let pictures = match written {
                0 => String::new(),
                1 => ", and a picture".to_owned(),
                more => format!(", and {more} pictures"),
            };
            let line =
                format!("{path}: {changed} of {all} region{} written{pictures}\n", if all == 1 { "" } else { "s" });
            output::write(None, visible_line(&line).as_bytes())?;
        }
        Ok(changed + written > 0)
    }

    /// Says which regions are out of date, and to run the same again.
    fn tell_stale(
        &self,
        place: &Place<'_>,
        named: &Utf8Path,
        document: &SourceFile,
        rewritten: &Rewritten,
        pictures: &[Option<(Utf8PathBuf, Picture)>],
    ) -> anyhow::Result<bool> {
        let path = place.path;
        let root = self.root.as_ref().map(|root| format!(" --root {root}")).unwrap_or_default();
        let mut lines = String::new();
        for (region, picture) in rewritten.regions.iter().zip(pictures) {
            let stale_picture = picture.as_ref().filter(|(file, picture)| !is_on_disk(file, picture));
            let what = match stale_picture {
                _ if region.changed => format!("the region `{}`", region.order),
                Some((file, _)) => format!("the picture {file} of the region `{}`", region.order),
                None => continue,
            };
            let at = document.position(region.place.start);
            let said =
                format!("{path}:{}:{}: {what} is out of date; run `linchpin update{root} {named}`", at.line, at.column);
            lines.push_str(&visible_line(&said));
            lines.push('\n');
        }
        output::write(None, lines.as_bytes())?;
        Ok(!lines.is_empty())
    }

    fn place<'a>(&self, target: &'a Target, named: &Utf8Path) -> anyhow::Result<Place<'a>> {
        let path = target.path.as_path();
        let here = |folder: &Utf8Path| {
            if folder.as_str().is_empty() { Utf8PathBuf::from(".") } else { folder.to_owned() }
        };
        let folder = here(path.parent().unwrap_or(Utf8Path::new("")));
        let root = match &self.root {
            Some(root) => root.clone(),
            None if target.is_named => folder.clone(),
            None => named.to_owned(),
        };
        let real =
            |folder: &Utf8Path| folder.canonicalize_utf8().with_context(|| format!("cannot find the folder {folder}"));
        let (real_root, real_folder) = (real(&root)?, real(&folder)?);
        let folder = real_folder
            .strip_prefix(&real_root)
            .map_err(|_| anyhow!("{path} lies outside of {root}, which --root names"))?
            .to_owned();
        Ok(Place { path, root, real_root, folder })
    }

    /// The argument that a region of the document names.
    fn subject(
        &self,
        place: &Place<'_>,
        document: &SourceFile,
        name: &Utf8Path,
        known: &mut HashMap<Utf8PathBuf, Result<Rc<Subject>, String>>,
    ) -> Result<Rc<Subject>, String> {
        let own = place.folder.join(place.path.file_name().unwrap_or_default());
        let file = if name == "." { own.clone() } else { place.inside(name)? };
        let real = place.real_root.join(&file);
        if let Some(subject) = known.get(&real) {
            return subject.clone();
        }
        let shown = place.shown(&file);
        let read = || {
            let config = input::config(&shown, self.config.as_deref())?;
            let file = if file == own {
                document.clone()
            } else {
                let folder = Folder::new(&place.real_root, config.limits.most_bytes());
                let read = folder.read(&file).map_err(|error| match error.kind() {
                    std::io::ErrorKind::NotFound => anyhow!("there is no such file"),
                    _ => anyhow!("{error}"),
                })?;
                read.renamed(shown.as_str())
            };
            let reader = input::reader_for(&file, None)?;
            let understood = input::understand(&file, &shown, reader, &config)?;
            let argument = understood.reading.argument;
            let archives = input::archives(&argument, &shown, &config);
            let findings =
                rules::check_with_archives(&argument, &config.settings(&LevelOverrides::default()), &archives);
            let settings = config.score_settings();
            let scores = score::score(&argument, config.semantics(), &settings);
            Ok(Rc::new(Subject { argument, findings, scores, semantics: config.semantics(), settings }))
        };
        let subject = read().map_err(|refusal: Refusal| match refusal {
            Refusal::Other(error) => format!("`{name}` cannot be read: {error:#}"),
            Refusal::Faults(faults) => {
                let first = faults.first().map(Fault::to_string).unwrap_or_default();
                format!("`{name}` cannot be read: {}", first.lines().next().unwrap_or(""))
            }
        });
        known.insert(real, subject.clone());
        subject
    }
}

impl Place<'_> {
    /// A path that a region names, from the root on.
    fn inside(&self, name: &Utf8Path) -> Result<Utf8PathBuf, String> {
        let mut path = self.folder.clone();
        for component in name.components() {
            match component {
                Utf8Component::Normal(part) => path.push(part),
                Utf8Component::CurDir => {}
                Utf8Component::ParentDir if path.pop() => {}
                Utf8Component::ParentDir => {
                    return Err(format!(
                        "`{name}` leads out of the folder {}; point linchpin at a folder that holds both, or name it with \
                         --root",
                        self.root
                    ));
                }
                Utf8Component::RootDir | Utf8Component::Prefix(_) => {
                    return Err(format!("`{name}` is no path from the document's folder; write one without the root"));
                }
            }
        }
        Ok(path)
    }

    /// A path from the root on, as the user would write it.
    fn shown(&self, path: &Utf8Path) -> Utf8PathBuf {
        let shown = self.root.join(path);
        shown.strip_prefix("./").map(Utf8Path::to_owned).unwrap_or(shown)
    }
}

/// Whether documents of this name may have regions.
fn has_regions_by_name(path: &Utf8Path) -> bool {
    let extension = path.extension().unwrap_or("").to_lowercase();
    ["markdown", "html"]
        .iter()
        .filter_map(|name| format::reader(name))
        .any(|reader| reader.extensions().contains(&extension.as_str()))
}

/// For each region, its picture and the file to write it to.
fn pictures(
    place: &Place<'_>,
    document: &SourceFile,
    rewritten: &Rewritten,
    ledger: &mut Ledger,
) -> Result<Vec<Option<(Utf8PathBuf, Picture)>>, Refusal> {
    let mut faults = Vec::new();
    let mut files = Vec::new();
    for region in &rewritten.regions {
        let file = region.picture.as_ref().map(|picture| {
            let file = picture_file(place, picture)?;
            let known = ledger.pictures.insert(file.clone(), (place.path.to_owned(), picture.svg.clone()));
            match known.filter(|(_, svg)| *svg != picture.svg) {
                Some((other, _)) => {
                    Err(format!("{other} has another picture written to {file}; name another file, as in to=NAME.svg"))
                }
                None => Ok((file, picture.clone())),
            }
        });
        match file.transpose() {
            Ok(file) => files.push(file),
            Err(message) => faults.push(Fault::new(document, region.place.clone(), message)),
        }
    }
    if faults.is_empty() { Ok(files) } else { Err(Refusal::Faults(faults)) }
}

/// Where a picture may be written: inside the root, and over nothing but a picture of our own.
fn picture_file(place: &Place<'_>, picture: &Picture) -> Result<Utf8PathBuf, String> {
    let path = place.inside(&picture.path)?;
    let file = place.shown(&path);
    let real = place.real_root.join(&path);
    let parent = real.parent().unwrap_or(&place.real_root);
    let real_parent =
        parent.canonicalize_utf8().map_err(|_| format!("there is no folder for the picture {file}; make it first"))?;
    if !real_parent.starts_with(&place.real_root) {
        return Err(format!("the picture {file} would lie outside of {}", place.root));
    }
    match std::fs::symlink_metadata(&real) {
        Err(_) => Ok(file),
        Ok(data) if data.is_file() && is_ours(&real) => Ok(file),
        Ok(_) => {
            Err(format!("{file} is there and is no picture that linchpin drew; name another file, as in to=NAME.svg"))
        }
    }
}

fn is_ours(path: &Utf8Path) -> bool {
    let text = Disk.read(path).map(|file| file.text().chars().take(200).collect::<String>());
    text.is_ok_and(|text| text.starts_with("<svg") && text.contains("class=\"linchpin-picture\""))
}

fn is_on_disk(file: &Utf8Path, picture: &Picture) -> bool {
    std::fs::read(file).is_ok_and(|bytes| bytes == picture.svg.as_bytes())
}

/// A line in which nothing commands the terminal.
fn visible_line(line: &str) -> String {
    let end = if line.ends_with('\n') { "\n" } else { "" };
    format!("{}{end}", visible(line.trim_end_matches('\n')))
}
