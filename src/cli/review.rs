mod accept;
mod reviewer;
mod status;

use std::io;

use anyhow::bail;
use camino::{Utf8Path, Utf8PathBuf};
use clap::{Args, Subcommand};
use linchpin::archive::Archives;
use linchpin::argument::Argument;
use linchpin::config::Config;
use linchpin::review::signoff::{EXTENSION, SignOff};
use linchpin::rules::{self, Companions, Finding, Settings};
use linchpin::text::{Folder, SourceFile, SourceProvider};

use super::input::Refusal;
use super::{Outcome, input, progress};

/// Sign off what was reviewed, and see what changed since.
///
/// Of a report or graph file, its nodes and links can be accepted one by one. Who accepted what, when, and a fingerprint of
/// what it was, stand in a file beside it (`report.md.review`), which belongs into version control.
#[derive(Debug, Args)]
pub struct Review {
    #[command(subcommand)]
    command: ReviewCommand,
}

#[derive(Debug, Subcommand)]
enum ReviewCommand {
    Status(status::Status),
    Accept(accept::Accept),
}

impl Review {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        match &self.command {
            ReviewCommand::Status(command) => command.run(),
            ReviewCommand::Accept(command) => command.run(),
        }
    }
}

/// What both commands are pointed at.
#[derive(Debug, Args)]
struct Reviewed {
    /// The report or graph file.
    path: Utf8PathBuf,
    /// The format of the input, where its name and content do not tell.
    #[arg(long, value_name = "FORMAT")]
    from: Option<String>,
    /// The settings to use, instead of the nearest linchpin.toml.
    #[arg(long, value_name = "FILE")]
    config: Option<Utf8PathBuf>,
}

/// An argument with what lies beside it.
struct Read {
    argument: Argument,
    archives: Archives,
    sign_off: SignOff,
}

impl Reviewed {
    /// `None` if it was refused, which is said on standard error then.
    fn read(&self) -> anyhow::Result<Option<Read>> {
        if self.path.as_str() == "-" {
            bail!("a sign-off lies beside the file that it is of; standard input has no place, so name a file");
        }
        let read = input::read_configured(&self.path, self.from.as_deref(), self.config.as_deref())?;
        let Some((understood, config)) = read else { return Ok(None) };
        let argument = understood.reading.argument;
        if argument.node_count() == 0 {
            bail!("{} holds no argument to review; `linchpin check` says what was looked for", self.path);
        }
        let archives = input::archives(&argument, &self.path, &config);
        match sign_off(&self.path) {
            Ok(sign_off) => Ok(Some(Read { argument, archives, sign_off: sign_off.unwrap_or_default() })),
            Err(refusal) => input::report(refusal).map(|()| None),
        }
    }
}

/// The file beside an argument's that holds its sign-off.
fn file_beside(path: &Utf8Path) -> Utf8PathBuf {
    Utf8PathBuf::from(format!("{path}.{EXTENSION}"))
}

/// The sign-off that lies beside a file; `None` if there is none, as for standard input.
fn sign_off(path: &Utf8Path) -> Result<Option<SignOff>, Refusal> {
    if path.as_str() == "-" {
        return Ok(None);
    }
    let beside = file_beside(path);
    let (folder, name) = (beside.parent().unwrap_or(Utf8Path::new("")), beside.file_name().unwrap_or(""));
    // A link that leads elsewhere is not followed: the folder may be somebody else's.
    match Folder::new(folder, u64::MAX).read(Utf8Path::new(name)) {
        Ok(file) => SignOff::parse(&SourceFile::new(beside.as_str(), file.text())).map(Some).map_err(Refusal::Faults),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Refusal::Other(anyhow::Error::new(error).context(format!("cannot read {beside}")))),
    }
}

/// What the rules find in an argument and in what lies beside its file: the copies of its sources, and its sign-off.
pub fn findings(
    argument: &Argument,
    path: &Utf8Path,
    config: &Config,
    settings: &Settings,
) -> Result<Vec<Finding>, Refusal> {
    progress::stage(|| format!("checking {path}"));
    let archives = input::archives(argument, path, config);
    let sign_off = sign_off(path)?;
    let companions = Companions { archives: Some(&archives), sign_off: sign_off.as_ref() };
    Ok(rules::check_with(argument, settings, companions))
}
