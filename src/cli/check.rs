use std::io::{self, BufWriter};

use anyhow::{Context, anyhow};
use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;
use ignore::WalkBuilder;
use ignore::overrides::OverrideBuilder;
use linchpin::config::Config;
use linchpin::format::{self, Understood};
use linchpin::review::{self, FindingsWriter, Style};
use linchpin::rules::{self, LevelOverrides};

use super::level_flags::LevelFlags;
use super::{Outcome, input, output};

/// Check reports and graph files.
///
/// Of a folder, every file that holds an argument is checked; ignore files are obeyed.
#[derive(Debug, Args)]
pub struct Check {
    /// Reports, graph files and folders; `-` is standard input.
    #[arg(default_value = ".")]
    paths: Vec<Utf8PathBuf>,
    /// How findings are shown: human, concise or json.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: String,
    /// The format of the input, where names and contents do not tell.
    #[arg(long, value_name = "FORMAT")]
    from: Option<String>,
    #[command(flatten)]
    levels: LevelFlags,
    /// The settings to use, instead of the nearest linchpin.toml.
    #[arg(long, value_name = "FILE")]
    config: Option<Utf8PathBuf>,
}

/// One file to check.
struct Target {
    path: Utf8PathBuf,
    /// Whether the user named it; else it was met in a folder, and counts only if it holds an argument.
    is_named: bool,
}

impl Check {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let format = review::formats().iter().find(|format| format.name == self.format).ok_or_else(|| {
            let names: Vec<_> = review::formats().iter().map(|format| format.name).collect();
            anyhow!("findings are shown as {}, not as `{}`", names.join(", "), self.format)
        })?;
        let overrides = self.levels.overrides().map_err(|error| anyhow!("{error}"))?;
        if let Some(name) = &self.from
            && format::reader(name).is_none()
        {
            // Said once, not for every file.
            input::reader_for(&linchpin::text::SourceFile::new("", ""), Some(name))?;
        }
        let mut had_faults = false;
        let targets = self.targets(&mut had_faults);
        let stdout = anstream::stdout();
        let style = Style { colour: true, width: output::width() };
        let mut out = BufWriter::new(stdout.lock());
        let mut writer = FindingsWriter::new((format.reporter)(style), &mut out)?;
        for target in targets {
            match self.check_one(&target, &overrides, &mut writer) {
                Ok(()) => {}
                Err(input::Refusal::Other(error)) if super::is_broken_pipe(&error) => return Err(error),
                Err(refusal) => {
                    had_faults = true;
                    input::report(refusal)?;
                }
            }
        }
        let tally = writer.finish()?;
        Ok(match (had_faults, tally.errors) {
            (true, _) => Outcome::Faults,
            (false, 0) => Outcome::Clean,
            (false, _) => Outcome::Findings,
        })
    }

    fn check_one(
        &self,
        target: &Target,
        overrides: &LevelOverrides,
        writer: &mut FindingsWriter<'_>,
    ) -> Result<(), input::Refusal> {
        let config = input::config(&target.path, self.config.as_deref())?;
        let Some(input) = self.read(target, &config)? else { return Ok(()) };
        let argument = &input.reading.argument;
        if !target.is_named && argument.node_count() == 0 {
            return Ok(());
        }
        let archives = input::archives(argument, &target.path, &config);
        let findings = rules::check_with_archives(argument, &config.settings(overrides), &archives);
        writer.add(argument, &findings).map_err(|error| input::Refusal::Other(error.into()))
    }

    fn read(&self, target: &Target, config: &Config) -> Result<Option<Understood>, input::Refusal> {
        let path = &target.path;
        if target.is_named {
            return input::read(path, self.from.as_deref(), config).map(Some);
        }
        let file = match input::open(path) {
            Ok(file) => file,
            // A picture among the reports is no fault of theirs.
            Err(error) if is_not_text(&error) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if !holds_argument(&file) {
            return Ok(None);
        }
        let reader = input::reader_for(&file, self.from.as_deref())?;
        format::understand(&file, reader, config).map(Some).map_err(input::Refusal::Faults)
    }

    /// The files that the paths name, in the order of the paths, those of a folder by name.
    fn targets(&self, had_faults: &mut bool) -> Vec<Target> {
        let mut targets = Vec::new();
        for path in &self.paths {
            if path.as_str() == "-" || !path.is_dir() {
                targets.push(Target { path: path.clone(), is_named: true });
                continue;
            }
            if let Err(error) = self.walk(path, &mut targets) {
                *had_faults = true;
                output::error(&error);
            }
        }
        targets
    }

    fn walk(&self, folder: &Utf8Path, targets: &mut Vec<Target>) -> anyhow::Result<()> {
        let config = match input::config(folder, self.config.as_deref()) {
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
}

/// Whether the name of a file in a folder is one that arguments are kept under.
fn is_candidate(path: &Utf8Path) -> bool {
    let Some(extension) = path.extension() else { return false };
    let extension = extension.to_lowercase();
    path.file_name() != Some(linchpin::config::FILE_NAME)
        && format::READERS.iter().any(|reader| reader.extensions().contains(&extension.as_str()))
}

/// Whether a file that was met in a folder is a report or a graph file, and not just any data file.
fn holds_argument(file: &linchpin::text::SourceFile) -> bool {
    let reader = format::detect(file);
    let is_report = ["markdown", "text", "html"].contains(&reader.name());
    is_report || reader.recognises(file)
}

fn is_not_text(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::InvalidData)
}
