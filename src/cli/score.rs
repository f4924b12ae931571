use std::fmt::Write as _;

use anyhow::bail;
use camino::Utf8PathBuf;
use clap::{Args, ValueEnum};
use linchpin::argument::{Argument, NodeHandle};
use linchpin::config::Config;
use linchpin::review::csv_text::{self as csv, Cell};
use linchpin::review::{bar, visible};
use linchpin::score::{self, Base, BaseOrigin, ScoreSettings, Scores, Verdict};

use super::scoring::{ScoringFlags, report_unsettled};
use super::table::{Column, table};
use super::{Outcome, input, output, progress};

/// Compute how well each judgement stands, and what it hangs on.
///
/// A strength is a number from 0 to 1: how far the argument on the page carries the judgement. It is not the
/// probability of the event.
#[derive(Debug, Args)]
pub struct Score {
    /// The report or graph file; `-` is standard input.
    path: Utf8PathBuf,
    /// Show every node, not the judgements alone.
    #[arg(long)]
    all: bool,
    /// How the result is shown.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    #[command(flatten)]
    scoring: ScoringFlags,
    /// The format of the input, where its name and content do not tell.
    #[arg(long, value_name = "FORMAT")]
    from: Option<String>,
    /// The settings to use, instead of the nearest linchpin.toml.
    #[arg(long, value_name = "FILE")]
    config: Option<Utf8PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// For reading.
    Table,
    /// For other tools.
    Json,
    /// For a spreadsheet.
    Csv,
}

impl Score {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let read = input::read_configured(&self.path, self.from.as_deref(), self.config.as_deref())?;
        let Some((input, config)) = read else { return Ok(Outcome::Faults) };
        // The program ends after this: to take a large argument apart would only take time.
        let input = std::mem::ManuallyDrop::new(input);
        let argument = &input.reading.argument;
        if argument.node_count() == 0 {
            bail!("{} holds no argument to score; `linchpin check` says what was looked for", self.path);
        }
        let (scores, settings) = self.scores(argument, &config)?;
        let text = match self.format {
            Form::Table => self.table(argument, &scores, &settings)?,
            Form::Json => linchpin::text::json_pretty(&scores.of(argument))? + "\n",
            Form::Csv => self.csv(argument, &scores, &settings),
        };
        output::write(None, text.as_bytes())?;
        Ok(if report_unsettled(argument, &scores, &settings) { Outcome::Faults } else { Outcome::Clean })
    }

    fn scores(&self, argument: &Argument, config: &Config) -> anyhow::Result<(Scores, ScoreSettings)> {
        let semantics = self.scoring.semantics(config)?;
        let settings = self.scoring.settings(config, argument)?;
        progress::stage(|| format!("scoring {}", self.path));
        Ok((score::score(argument, semantics, &settings), settings))
    }

    fn table(&self, argument: &Argument, scores: &Scores, settings: &ScoreSettings) -> anyhow::Result<String> {
        let width = output::width();
        let mut text = format!("{} · {}", scores.semantics, scores.standing);
        let changes = self.scoring.changes();
        if !changes.is_empty() {
            write!(text, " · {}", visible(&changes))?;
        }
        text.push_str("\n\n");
        if scores.judgements.is_empty() {
            text.push_str("There is no judgement here; `--all` shows every node.\n");
        } else {
            text.push_str(&judgement_table(argument, &scores.judgements, width));
            let notes = notes(&scores.judgements)?;
            if !notes.is_empty() {
                write!(text, "\n{notes}")?;
            }
        }
        if self.all {
            write!(text, "\n{}", node_table(argument, scores, settings, width))?;
        }
        text.push_str("\nA strength says how far the argument on the page carries a judgement. It is not the event's probability.\n");
        Ok(text)
    }

    fn csv(&self, argument: &Argument, scores: &Scores, settings: &ScoreSettings) -> String {
        let mut text = String::new();
        let headings = [
            "id",
            "kind",
            "strength",
            "standing",
            "certainty_low",
            "certainty_high",
            "threshold",
            "margin",
            "linchpin",
            "strength_without",
            "linchpin_crosses",
            "disagrees",
            "base",
            "base_from",
            "file",
            "line",
            "text",
        ];
        csv::line(&mut text, &headings.map(Cell::Text));
        let mut verdicts = scores.judgements.iter().peekable();
        for (handle, node) in argument.nodes() {
            let verdict = verdicts.next_if(|verdict| verdict.node == handle);
            let is_out = settings.overrides.without.contains(&handle.index());
            if is_out || (verdict.is_none() && !self.all) {
                continue;
            }
            let base = base_of(argument, handle, settings);
            let place = argument.files().files().nth(node.span.file.index());
            let line = place.map(|file| file.position(super::explain::place(argument, handle).start as usize).line);
            let linchpin = verdict.and_then(|verdict| verdict.linchpin.as_ref());
            let disagrees = verdict
                .map(|verdict| verdict.disagreements.iter().map(|other| other.semantics).collect::<Vec<_>>().join(" "));
            let strength = scores.strengths.get(handle.index()).copied().flatten();
            let standing = verdict.map_or("", |verdict| verdict.standing.word());
            csv::line(
                &mut text,
                &[
                    Cell::Text(node.id.as_str()),
                    Cell::Text(node.kind.word()),
                    Cell::Number(strength),
                    Cell::Text(standing),
                    Cell::Number(verdict.and_then(|verdict| Some(verdict.certainty?.0))),
                    Cell::Number(verdict.and_then(|verdict| Some(verdict.certainty?.1))),
                    Cell::Number(verdict.map(|verdict| verdict.threshold)),
                    Cell::Number(verdict.and_then(|verdict| verdict.margin)),
                    Cell::Text(linchpin.map_or("", |linchpin| linchpin.id.as_str())),
                    Cell::Number(linchpin.map(|linchpin| linchpin.without)),
                    Cell::Text(linchpin.map_or("", |linchpin| if linchpin.crosses { "yes" } else { "no" })),
                    Cell::Text(disagrees.as_deref().unwrap_or("")),
                    Cell::Number(Some(base.score)),
                    Cell::Text(&origin(&base)),
                    Cell::Text(place.map_or("", linchpin::text::SourceFile::name)),
                    Cell::Text(&line.map(|line| line.to_string()).unwrap_or_default()),
                    Cell::Text(node.text.as_str()),
                ],
            );
        }
        text
    }
}

fn judgement_table(argument: &Argument, verdicts: &[Verdict], width: usize) -> String {
    let columns = [
        Column::words("judgement"),
        Column::numbers("strength"),
        Column::words("claims"),
        Column::numbers("margin"),
        Column::words("standing"),
        Column::words("hangs on"),
        Column::words("text"),
    ];
    let rows: Vec<Vec<String>> = verdicts
        .iter()
        .map(|verdict| {
            vec![
                verdict.id.to_string(),
                number(verdict.strength),
                verdict.certainty.map_or_else(|| "—".to_owned(), |(low, high)| format!("{low:.2}–{high:.2}")),
                verdict.margin.map_or_else(|| "—".to_owned(), signed),
                verdict.standing.to_string(),
                verdict.linchpin.as_ref().map_or_else(|| "—".to_owned(), |linchpin| linchpin.id.to_string()),
                argument.node(verdict.node).text.as_str().to_owned(),
            ]
        })
        .collect();
    table(&columns, &rows, width)
}

/// What does not go into a cell: what follows without the linchpin, and who disagrees.
fn notes(verdicts: &[Verdict]) -> anyhow::Result<String> {
    let mut text = String::new();
    for verdict in verdicts {
        let id = visible(verdict.id.as_str());
        if let Some(linchpin) = &verdict.linchpin {
            let without = visible(linchpin.id.as_str());
            let side = match (linchpin.crosses, verdict.certainty) {
                (true, Some(_)) => format!(", below the {} that its words claim", threshold(verdict.threshold)),
                (true, None) => format!(", below {}", threshold(verdict.threshold)),
                (false, _) => String::new(),
            };
            writeln!(text, "{id}: {:.3} without {without}{side}", linchpin.without)?;
        }
        for other in &verdict.disagreements {
            write!(text, "{id}: {:.3} under {}", other.strength, other.semantics)?;
            if other.crosses {
                let side = if other.strength < verdict.threshold { "below" } else { "not below" };
                write!(text, ", {side} {}", threshold(verdict.threshold))?;
            }
            if let Some(second) = &other.reorders {
                write!(text, ", which orders it and {} the other way round", visible(second.as_str()))?;
            }
            text.push('\n');
        }
    }
    Ok(text)
}

fn node_table(argument: &Argument, scores: &Scores, settings: &ScoreSettings, width: usize) -> String {
    let columns = [
        Column::words("node"),
        Column::words("kind"),
        Column::numbers("strength"),
        Column::words(""),
        Column::numbers("base"),
        Column::words("base from"),
        Column::words("text"),
    ];
    let rows: Vec<Vec<String>> = argument
        .nodes()
        .zip(&scores.strengths)
        .filter(|((handle, _), _)| !settings.overrides.without.contains(&handle.index()))
        .map(|((handle, node), strength)| {
            let base = base_of(argument, handle, settings);
            vec![
                node.id.to_string(),
                node.kind.to_string(),
                number(*strength),
                strength.map(bar).unwrap_or_default(),
                threshold(base.score),
                origin(&base),
                node.text.as_str().to_owned(),
            ]
        })
        .collect();
    table(&columns, &rows, width)
}

/// The base score in force, with the changes asked for.
fn base_of(argument: &Argument, handle: NodeHandle, settings: &ScoreSettings) -> Base {
    let changed = settings.overrides.bases.iter().rev().find(|(node, _)| *node == handle.index());
    match changed {
        Some(&(_, score)) => Base { score, origin: BaseOrigin::WhatIf },
        None => settings.bases.of(argument, handle),
    }
}

/// Where a base score comes from, in a few words.
pub fn origin(base: &Base) -> String {
    match &base.origin {
        BaseOrigin::Stated => "stated".to_owned(),
        BaseOrigin::Grade { source: None, grade } => format!("its grade {grade}"),
        BaseOrigin::Grade { source: Some(key), grade } => format!("grade {grade} of {key}"),
        BaseOrigin::KindDefault(kind) => format!("default for {}", super::explain::kinds(*kind)),
        BaseOrigin::WhatIf => "what if".to_owned(),
    }
}

fn number(number: Option<f64>) -> String {
    number.map_or_else(|| "—".to_owned(), |number| format!("{number:.3}"))
}

/// A difference, with its sign; one that rounds to nothing has none.
pub fn signed(number: f64) -> String {
    let text = format!("{number:+.3}").replace('-', "−");
    if text.ends_with("0.000") { "0.000".to_owned() } else { text }
}

/// A number that somebody wrote down or a table holds: no more places than it has.
pub fn threshold(number: f64) -> String {
    score::semantics::readable(number)
}
