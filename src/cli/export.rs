use anyhow::{anyhow, bail};
use camino::Utf8PathBuf;
use clap::Args;
use linchpin::format::{WRITERS, WriteOptions, dot::Theme, writer};
use linchpin::rules;
use linchpin::score::{self, ScoreSettings};

use super::scoring::report_unsettled;
use super::{Outcome, input, output};

/// Write the argument as a diagram or in another format.
#[derive(Debug, Args)]
pub struct Export {
    /// The report or graph file; `-` is standard input.
    path: Utf8PathBuf,
    /// The format to write: dot, json, toml, yaml.
    #[arg(long, value_name = "FORMAT")]
    to: String,
    /// The file to write; without it, standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    /// The format of the input, where its name and content do not tell.
    #[arg(long, value_name = "FORMAT")]
    from: Option<String>,
    /// Mark the findings of `check` in the diagram.
    #[arg(long)]
    findings: bool,
    /// Write the strength of each node, as `score` computes it.
    #[arg(long)]
    strengths: bool,
    /// The diagram's colours.
    #[arg(long, value_enum, default_value_t = ThemeName::Light)]
    theme: ThemeName,
    /// The settings to use, instead of the nearest linchpin.toml.
    #[arg(long, value_name = "FILE")]
    config: Option<Utf8PathBuf>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum ThemeName {
    /// Dark ink on a light ground.
    Light,
    /// Light ink on a dark ground.
    Dark,
    /// Black and white.
    Print,
}

impl From<ThemeName> for Theme {
    fn from(name: ThemeName) -> Self {
        match name {
            ThemeName::Light => Self::Light,
            ThemeName::Dark => Self::Dark,
            ThemeName::Print => Self::Print,
        }
    }
}

impl Export {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let writer = writer(&self.to).ok_or_else(|| {
            let mut names: Vec<_> = WRITERS.iter().map(|writer| writer.name()).collect();
            names.dedup();
            anyhow!("`{}` is no format that is written; they are {}", self.to, names.join(", "))
        })?;
        let read = input::read_configured(&self.path, self.from.as_deref(), self.config.as_deref())?;
        let Some((input, config)) = read else { return Ok(Outcome::Faults) };
        let argument = &input.reading.argument;
        if argument.node_count() == 0 {
            bail!("{} holds no argument to export; `linchpin check` says what was looked for", self.path);
        }
        let findings = if self.findings {
            // As `check` finds them, quotations in the sources' copies too.
            let archives = input::archives(argument, &self.path, &config);
            let settings = config.settings(&rules::LevelOverrides::default());
            rules::check_with_archives(argument, &settings, &archives)
        } else {
            Vec::new()
        };
        let mut outcome = Outcome::Clean;
        let mut strengths = Vec::new();
        if self.strengths {
            // Nobody asks for linchpins here.
            let settings = ScoreSettings { work: 0, rivals: Vec::new(), ..config.score_settings() };
            let scores = score::score(argument, config.semantics(), &settings);
            if report_unsettled(argument, &scores, &settings) {
                outcome = Outcome::Faults;
            }
            strengths = scores.strengths.into_iter().map(|(_, strength)| strength).collect();
        }
        let options = WriteOptions { findings: &findings, strengths: &strengths, theme: self.theme.into() };
        output::write(self.output.as_deref(), writer.write(argument, &options).as_bytes())?;
        Ok(outcome)
    }
}
