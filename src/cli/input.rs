//! Reading what a command is pointed at: a file, or standard input.

use std::collections::HashSet;
use std::io::{self, Write};

use anyhow::{Context, anyhow, bail};
use camino::{Utf8Path, Utf8PathBuf};
use linchpin::archive::Archives;
use linchpin::argument::Argument;
use linchpin::config::{self, Config, Limits};
use linchpin::format::{self, Reader, Understood};
use linchpin::review::{Style, render_fault};
use linchpin::text::{Disk, Fault, Folder, SourceFile, read_within};

use super::output;
use super::progress;

/// Why a file gave no argument.
pub enum Refusal {
    /// Its content is malformed.
    Faults(Vec<Fault>),
    /// It could not be opened, or its settings do not hold.
    Other(anyhow::Error),
}

impl Refusal {
    /// Without the faults that were said before: settings that do not hold are at fault for every file in their folder.
    pub fn unless_said(self, said: &mut HashSet<String>) -> Self {
        match self {
            Self::Faults(mut faults) => {
                faults.retain(|fault| said.insert(fault.to_string()));
                Self::Faults(faults)
            }
            Self::Other(error) if said.insert(format!("{error:#}")) => Self::Other(error),
            Self::Other(_) => Self::Faults(Vec::new()),
        }
    }
}

impl From<anyhow::Error> for Refusal {
    fn from(error: anyhow::Error) -> Self {
        Self::Other(error)
    }
}

/// The text at `path`, if it is within the limits that hold without settings; `-` is standard input.
pub fn open(path: &Utf8Path) -> anyhow::Result<SourceFile> {
    open_within(path, Limits::default())
}

/// The text at `path`, if it is within the limits; `-` is standard input.
pub fn open_within(path: &Utf8Path, limits: Limits) -> anyhow::Result<SourceFile> {
    let shown = if path.as_str() == "-" { "standard input" } else { path.as_str() };
    text_within(path, limits).with_context(|| format!("cannot read {shown}"))
}

/// As [`open_within`]; the error does not name the file.
pub fn text_within(path: &Utf8Path, limits: Limits) -> io::Result<SourceFile> {
    let most = limits.most_bytes();
    let (name, bytes) = if path.as_str() == "-" {
        ("<stdin>", read_within(io::stdin().lock(), 0, most))
    } else {
        (path.as_str(), Disk.bytes_within(path, most))
    };
    let bytes = bytes.map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge => {
            let message = format!("{error}; split it, or raise `bytes` under `[limits]` in {}", config::FILE_NAME);
            io::Error::new(io::ErrorKind::FileTooLarge, message)
        }
        _ => error,
    })?;
    SourceFile::from_bytes(name, bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// The reader that `--from` names, or the one that the file is recognised by.
pub fn reader_for(file: &SourceFile, from: Option<&str>) -> anyhow::Result<&'static dyn Reader> {
    let Some(name) = from else { return Ok(format::detect(file)) };
    let found = match name {
        "md" => format::reader("markdown"),
        "txt" => format::reader("text"),
        "yml" => format::reader("yaml"),
        name => format::reader(name),
    };
    found.ok_or_else(|| {
        let names: Vec<_> = format::READERS.iter().map(|reader| reader.name()).collect();
        anyhow!("`{name}` is no format that is read; they are {}", names.join(", "))
    })
}

/// Reads one file into an argument whose likelihoods are filled in.
pub fn read(path: &Utf8Path, from: Option<&str>, config: &Config) -> Result<Understood, Refusal> {
    let file = open_within(path, config.limits)?;
    let reader = reader_for(&file, from)?;
    let input = understand(&file, path, reader, config)?;
    say_losses(&input);
    Ok(input)
}

/// Reads what the file at `path` holds, with the files in its folder at hand; standard input has none.
pub fn understand(
    file: &SourceFile,
    path: &Utf8Path,
    reader: &dyn Reader,
    config: &Config,
) -> Result<Understood, Refusal> {
    progress::stage(|| format!("reading {path}"));
    if path.as_str() == "-" {
        return format::understand(file, reader, config).map_err(Refusal::Faults);
    }
    format::understand_among(file, reader, config, &folder(path, config)).map_err(Refusal::Faults)
}

/// The files in the folder of the one at `path`; for standard input, in the folder that the command runs in.
fn folder(path: &Utf8Path, config: &Config) -> Folder {
    let folder = if path.as_str() == "-" { Utf8Path::new("") } else { path.parent().unwrap_or(Utf8Path::new("")) };
    Folder::new(folder, config.limits.most_bytes())
}

/// So many losses of one file are listed; the rest are counted.
const MOST_LOSSES: usize = 50;

/// Says on standard error what the file says and the argument does not hold.
fn say_losses(input: &Understood) {
    let losses = &input.reading.losses;
    let files = input.reading.argument.files();
    for loss in losses.iter().take(MOST_LOSSES) {
        let (start, _) = files.positions(loss.span);
        let name = files.file(loss.span.file).name();
        output::note(&format!("{name}:{}:{}: {}", start.line, start.column, loss.message));
    }
    if let Some(name) = losses.get(MOST_LOSSES).map(|loss| files.file(loss.span.file).name()) {
        output::note(&format!("{name}: {} more things are not kept", losses.len() - MOST_LOSSES));
    }
}

/// As [`read`], for commands that need the whole argument: what could not become part of it is an error.
pub fn read_sound(path: &Utf8Path, from: Option<&str>, config: &Config) -> Result<Understood, Refusal> {
    let input = read(path, from, config)?;
    let argument = &input.reading.argument;
    let faults: Vec<Fault> = argument.defects.iter().map(|defect| defect.fault(argument.files())).collect();
    if faults.is_empty() { Ok(input) } else { Err(Refusal::Faults(faults)) }
}

/// The sound argument of one file, with its settings; `None` if it was refused, which is said on standard error then.
pub fn read_configured(
    path: &Utf8Path,
    from: Option<&str>,
    named: Option<&Utf8Path>,
) -> anyhow::Result<Option<(Understood, Config)>> {
    must_be_file(path)?;
    let result = config(path, named).and_then(|config| Ok((read_sound(path, from, &config)?, config)));
    match result {
        Ok(pair) => Ok(Some(pair)),
        Err(refusal) => report(refusal).map(|()| None),
    }
}

/// The copies of an argument's sources, from the folder of the file that it was read from; for standard input, the
/// folder that the command runs in.
pub fn archives(argument: &Argument, path: &Utf8Path, config: &Config) -> Archives {
    Archives::read(argument, &folder(path, config))
}

/// Says faults on standard error, with the lines at fault.
pub fn report(refusal: Refusal) -> anyhow::Result<()> {
    match refusal {
        Refusal::Faults(faults) => {
            let style = Style { colour: true, width: output::width() };
            for fault in &faults {
                let said = render_fault(fault, style);
                progress::aside(|| writeln!(anstream::stderr().lock(), "{}", said.trim_end()))?;
            }
            Ok(())
        }
        Refusal::Other(error) => {
            output::error(&error);
            Ok(())
        }
    }
}

/// The settings for a file: those that `--config` names, else the nearest `linchpin.toml` upwards from it.
pub fn config(path: &Utf8Path, named: Option<&Utf8Path>) -> Result<Config, Refusal> {
    let found = match named {
        Some(named) => Some(named.to_owned()),
        None => nearest_config(path),
    };
    let Some(found) = found else { return Ok(Config::default()) };
    let file = open(&found)?;
    Config::parse(&file).map_err(Refusal::Faults)
}

fn nearest_config(path: &Utf8Path) -> Option<Utf8PathBuf> {
    let start = if path.as_str() == "-" { Utf8Path::new(".") } else { path };
    let absolute = start.canonicalize_utf8().or_else(|_| camino::absolute_utf8(start)).ok()?;
    let found =
        absolute.ancestors().map(|folder| folder.join(config::FILE_NAME)).find(|candidate| candidate.is_file())?;
    // Shown, and so named, as the user would: relative to where they stand.
    let here = Utf8PathBuf::try_from(std::env::current_dir().ok()?).ok()?;
    Some(found.strip_prefix(&here).map_or_else(|_| found.clone(), Utf8Path::to_owned))
}

/// Refuses an output path that is one of the inputs' folders.
pub fn must_be_file(path: &Utf8Path) -> anyhow::Result<()> {
    if path.as_str() != "-" && path.is_dir() {
        bail!("{path} is a folder; name one file");
    }
    Ok(())
}
