use anyhow::bail;
use camino::Utf8PathBuf;
use clap::{Args, ValueEnum};
use linchpin::argument::{Argument, NodeHandle, NodeKind};
use linchpin::score;
use linchpin::text::Span;

use super::scoring::{self, ScoringFlags, report_unsettled};
use super::{Outcome, input, output, progress};

mod json;
mod page;

/// Explain why a judgement, or any other node, stands as it does.
///
/// Shows how its strength comes about, what each premise does for it, what it hangs on, and the smallest change that would
/// tip it; every number with the place where it is written.
#[derive(Debug, Args)]
pub struct Explain {
    /// The report or graph file; `-` is standard input.
    path: Utf8PathBuf,
    /// The node, by its id.
    node: String,
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
}

impl Explain {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let read = input::read_configured(&self.path, self.from.as_deref(), self.config.as_deref())?;
        let Some((input, config)) = read else { return Ok(Outcome::Faults) };
        let argument = &input.reading.argument;
        let node = scoring::node(argument, self.node.trim())?;
        let semantics = self.scoring.semantics(&config)?;
        let settings = self.scoring.settings(&config, argument)?;
        if settings.overrides.without.contains(&node.index()) {
            bail!("`{}` cannot be explained and left out at once", self.node.trim());
        }
        let Some(explanation) = score::explain(argument, node, semantics, &settings) else {
            progress::stage(|| format!("scoring {}", self.path));
            let scores = score::score(argument, semantics, &settings);
            report_unsettled(argument, &scores, &settings);
            return Ok(Outcome::Faults);
        };
        let text = match self.format {
            Form::Table => page::page(argument, &explanation, &self.scoring.changes(), output::width()),
            Form::Json => json::json(argument, &explanation)?,
        };
        output::write(None, text.as_bytes())?;
        Ok(Outcome::Clean)
    }
}

/// Where a node's words stand; for words without a place, where the node stands.
pub fn place(argument: &Argument, node: NodeHandle) -> Span {
    let node = argument.node(node);
    let words = node.text.span();
    if words.is_empty() { node.span } else { words }
}

/// A kind in the plural.
pub fn kinds(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Judgement => "judgements",
        NodeKind::Claim => "claims",
        NodeKind::Evidence => "evidence",
        NodeKind::Assumption => "assumptions",
        NodeKind::Hypothesis => "hypotheses",
        NodeKind::Inference => "inferences",
    }
}

/// A span's file, line and column, from 1.
pub fn position(argument: &Argument, span: Span) -> Option<(&str, usize, usize)> {
    let file = argument.files().files().nth(span.file.index())?;
    let at = file.position(span.start as usize);
    Some((file.name(), at.line, at.column))
}
