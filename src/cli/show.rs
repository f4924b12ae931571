use std::io::{self, Write as _};

use anyhow::bail;
use camino::Utf8PathBuf;
use clap::Args;
use linchpin::argument::{Argument, Excerpt};
use linchpin::format::{Scored, WriteOptions};
use linchpin::review::{Style, tree};
use linchpin::rules;
use linchpin::score;
use terminal_size::Width;

use super::progress;
use super::scoring::{self, ScoringFlags, report_unsettled};
use super::{Outcome, input, output, review};

/// Show the argument as a tree: judgements, and under each what bears on it.
///
/// Each node stands once, with its words, its strength, what `check` finds and its sources; where it bears on something
/// else as well, it is referred to by its id. `+` supports, `−` contradicts.
#[derive(Debug, Args)]
pub struct Show {
    /// The report or graph file; `-` is standard input.
    path: Utf8PathBuf,
    /// Show only this node, what bears on it and what it bears on.
    #[arg(long, value_name = "NODE", conflicts_with = "collapse")]
    focus: Option<String>,
    /// No further than so many edges from a judgement, or from the node that --focus names.
    #[arg(long, value_name = "N")]
    depth: Option<usize>,
    /// Show only the judgements and what bears on them directly.
    #[arg(long, conflicts_with = "depth")]
    collapse: bool,
    /// Leave out what `check` finds.
    #[arg(long)]
    no_findings: bool,
    #[command(flatten)]
    scoring: ScoringFlags,
    /// The format of the input, where its name and content do not tell.
    #[arg(long, value_name = "FORMAT")]
    from: Option<String>,
    /// The settings to use, instead of the nearest linchpin.toml.
    #[arg(long, value_name = "FILE")]
    config: Option<Utf8PathBuf>,
}

impl Show {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let read = input::read_configured(&self.path, self.from.as_deref(), self.config.as_deref())?;
        let Some((input, config)) = read else { return Ok(Outcome::Faults) };
        let argument = &input.reading.argument;
        if argument.node_count() == 0 {
            bail!("{} holds no argument to show; `linchpin check` says what was looked for", self.path);
        }
        let excerpt = self.excerpt(argument)?;
        let semantics = self.scoring.semantics(&config)?;
        let settings = self.scoring.settings(&config, argument)?;
        let mut findings = None;
        if !self.no_findings {
            let settings = config.settings(&rules::LevelOverrides::default());
            match review::findings(argument, &self.path, &config, &settings) {
                Ok(found) => findings = Some(found),
                Err(refusal) => return input::report(refusal).map(|()| Outcome::Faults),
            }
        }
        progress::stage(|| format!("scoring {}", self.path));
        let scores = score::score(argument, semantics, &settings);
        let unsettled = report_unsettled(argument, &scores, &settings);
        let options = WriteOptions {
            findings: findings.as_deref(),
            scored: Some(Scored { scores: &scores, semantics, settings: &settings }),
            excerpt: excerpt.as_ref(),
            ..WriteOptions::default()
        };
        let changes = self.scoring.changes();
        if !changes.is_empty() {
            output::note(&changes);
        }
        let (colour, mut out) = output::stdout();
        let text = tree(&options.part(argument), Style { colour, width: width() });
        out.write_all(text.as_bytes())?;
        out.flush()?;
        Ok(if unsettled { Outcome::Faults } else { Outcome::Clean })
    }

    /// The part asked for.
    fn excerpt(&self, argument: &Argument) -> anyhow::Result<Option<Excerpt>> {
        Ok(match (&self.focus, self.depth) {
            (Some(id), depth) => Some(Excerpt::around(argument, scoring::node(argument, id.trim())?, depth)),
            (None, Some(depth)) => Some(Excerpt::near(argument, depth)),
            (None, None) => self.collapse.then(|| Excerpt::collapsed(argument)),
        })
    }
}

/// The width of the terminal that the tree is shown on; the same everywhere where it is none, so that output stays as it
/// is when it is kept.
fn width() -> usize {
    terminal_size::terminal_size_of(io::stdout()).map_or(100, |(Width(width), _)| usize::from(width).clamp(40, 140))
}
