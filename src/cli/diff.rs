use std::collections::HashSet;
use std::io::{BufWriter, Write};

use anyhow::{anyhow, bail};
use camino::Utf8PathBuf;
use clap::Args;
use linchpin::argument::Argument;
use linchpin::config::Config;
use linchpin::format::Understood;
use linchpin::review::Style;
use linchpin::review::diff::{self, DifferenceReporter, FailOn, Side, difference};
use linchpin::rules::{self, Finding, Settings};
use linchpin::score::{self, ScoreSettings, Scores};

use super::editions::{self, Edition, EditionPair};
use super::input::Refusal;
use super::level_flags::LevelFlags;
use super::progress;
use super::{Outcome, input, output};

/// Say what changed in an argument: which judgements stand differently, and why.
///
/// Nodes are matched by id and by text, so that a bullet that was moved or reworded stays the same; order, line breaks and
/// markup are no changes. Of two folders, files with the same path are compared. Exit code 1 says that the argument got worse,
/// in the sense that --fail-on gives.
#[derive(Debug, Args)]
#[command(override_usage = "linchpin diff [OPTIONS] <OLD> <NEW>\n       linchpin diff [OPTIONS] --git <REV> <PATH>")]
pub struct Diff {
    /// The two editions, files or folders; with --git, one file or folder. `-` is standard input.
    #[arg(value_name = "PATH", num_args = 1..=2, required = true)]
    paths: Vec<Utf8PathBuf>,
    /// Compare with an earlier state in git: a branch, tag or commit (against the work tree), or two as A..B. In a bare
    /// repository, PATH is counted from its root.
    #[cfg(feature = "git")]
    #[arg(long, value_name = "REV")]
    git: Option<String>,
    /// How the difference is shown: human, markdown, json, dot, svg or html.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    to: String,
    /// The file to write; without it, standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    /// The format of the input, where names and contents do not tell.
    #[arg(long, value_name = "FORMAT")]
    from: Option<String>,
    /// When to end with exit code 1; several are parted by commas.
    #[arg(long, value_name = "SENSE", value_enum, value_delimiter = ',', default_values = ["weaker", "findings"])]
    fail_on: Vec<Sense>,
    #[command(flatten)]
    levels: LevelFlags,
    /// The settings to use for both editions, instead of the linchpin.toml nearest to the new one.
    #[arg(long, value_name = "FILE")]
    config: Option<Utf8PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Sense {
    /// A judgement of both editions lost strength, or no longer reaches what its words claim.
    Weaker,
    /// There are new findings at the level of an error, or the change itself has one.
    Findings,
    /// There is any change.
    Any,
    /// Never.
    Never,
}

impl From<Sense> for FailOn {
    fn from(sense: Sense) -> Self {
        match sense {
            Sense::Weaker => Self::Weaker,
            Sense::Findings => Self::Findings,
            Sense::Any => Self::Any,
            Sense::Never => Self::Never,
        }
    }
}

/// One edition, read, checked and scored.
struct Read {
    argument: Argument,
    findings: Vec<Finding>,
    scores: Scores,
}

impl Read {
    fn side<'r>(&'r self, config: &Config, settings: &'r ScoreSettings) -> Side<'r> {
        Side {
            argument: &self.argument,
            findings: &self.findings,
            scores: &self.scores,
            semantics: config.semantics(),
            settings,
        }
    }
}

impl Diff {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let format = diff::formats().iter().find(|format| format.name == self.to).ok_or_else(|| {
            let names: Vec<_> = diff::formats().iter().map(|format| format.name).collect();
            anyhow!("differences are shown as {}, not as `{}`", names.join(", "), self.to)
        })?;
        let overrides = self.levels.overrides().map_err(|error| anyhow!("{error}"))?;
        if let Some(name) = &self.from {
            input::reader_for(&linchpin::text::SourceFile::new("", ""), Some(name))?;
        }
        let (pairs, mut had_faults) = self.pairs()?;
        let (takes_colour, stdout) = output::stdout();
        let style = Style { colour: takes_colour && self.output.is_none(), width: output::width() };
        let mut reporter = (format.reporter)(style);
        let mut written: Vec<u8> = Vec::new();
        let mut out: Box<dyn Write> = match &self.output {
            Some(_) => Box::new(&mut written),
            None => Box::new(BufWriter::new(stdout)),
        };
        reporter.begin(&mut out)?;
        let (mut same, mut is_worse) = (0, false);
        let mut said = HashSet::new();
        for pair in &pairs {
            match self.compare(pair, &overrides, reporter.as_mut(), &mut out) {
                Ok(Some(told)) => {
                    same += usize::from(told.is_same);
                    is_worse |= told.is_worse;
                }
                Ok(None) => {}
                Err(refusal) => {
                    had_faults = true;
                    out.flush()?;
                    input::report(refusal.unless_said(&mut said))?;
                }
            }
        }
        reporter.finish(same, &mut out)?;
        out.flush()?;
        drop(out);
        if let Some(path) = &self.output {
            output::write(Some(path), &written)?;
        }
        Ok(match (had_faults, is_worse) {
            (true, _) => Outcome::Faults,
            (false, true) => Outcome::Findings,
            (false, false) => Outcome::Clean,
        })
    }

    /// The editions to compare, and whether some could not be found, which is said then.
    fn pairs(&self) -> anyhow::Result<(Vec<EditionPair>, bool)> {
        #[cfg(feature = "git")]
        if let Some(revision) = &self.git {
            let [path] = self.paths.as_slice() else {
                bail!("--git compares one file or folder with itself; name one path");
            };
            return editions::in_git(revision, path, self.config.as_deref());
        }
        match self.paths.as_slice() {
            [old, new] => editions::on_disk(old, new, self.config.as_deref()),
            _ => bail!("name two files or folders, or one with --git"),
        }
    }

    /// Compares one pair; `None` if neither is an argument and nobody named them.
    fn compare(
        &self,
        pair: &EditionPair,
        overrides: &rules::LevelOverrides,
        reporter: &mut dyn DifferenceReporter,
        out: &mut dyn Write,
    ) -> Result<Option<Told>, Refusal> {
        let config = pair.config(self.config.as_deref())?;
        let settings = config.settings(overrides);
        let score_settings = config.score_settings();
        let read = |edition: Option<&Edition>| match edition {
            None => Ok(None),
            Some(edition) => self.read(edition, pair.is_named, &config, &settings, &score_settings),
        };
        let (old, new) = (read(pair.old.as_ref())?, read(pair.new.as_ref())?);
        if old.is_none() && new.is_none() {
            return Ok(None);
        }
        let nothing = || Read {
            argument: Argument::default(),
            findings: Vec::new(),
            scores: score::score(&Argument::default(), config.semantics(), &score_settings),
        };
        let (old, new) = (old.unwrap_or_else(nothing), new.unwrap_or_else(nothing));
        let (old, new) = (old.side(&config, &score_settings), new.side(&config, &score_settings));
        let difference = difference(&old, &new, &settings);
        let is_worse = self.fail_on.iter().any(|&sense| difference.is_worse(sense.into()));
        let is_renamed = !difference.findings.new.is_empty() || !difference.findings.gone.is_empty();
        let is_same = difference.is_empty() && !is_renamed;
        // One that is as before is shown where it was asked for alone.
        if !is_same || pair.is_named {
            reporter.difference(&difference, out).map_err(|error| Refusal::Other(error.into()))?;
            return Ok(Some(Told { is_same: false, is_worse }));
        }
        Ok(Some(Told { is_same, is_worse }))
    }

    /// `None` for a file that nobody named and that holds no argument.
    fn read(
        &self,
        edition: &Edition,
        is_named: bool,
        config: &Config,
        settings: &Settings,
        score_settings: &ScoreSettings,
    ) -> Result<Option<Read>, Refusal> {
        let Some(file) = edition.open(is_named, config.limits)? else { return Ok(None) };
        let reader = input::reader_for(&file, self.from.as_deref())?;
        let Understood { reading, .. } = edition.understand(&file, reader, config)?;
        let argument = reading.argument;
        if !is_named && argument.node_count() == 0 {
            return Ok(None);
        }
        let archives = edition.archives(&argument, config);
        let findings = rules::check_with_archives(&argument, settings, &archives);
        progress::stage(|| format!("scoring {}", file.name()));
        let scores = score::score(&argument, config.semantics(), score_settings);
        Ok(Some(Read { argument, findings, scores }))
    }
}

/// What came of one comparison.
struct Told {
    /// Whether nothing was shown, since nothing changed.
    is_same: bool,
    is_worse: bool,
}
