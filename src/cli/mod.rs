//! The command line, one file a command.

mod check;
mod completions;
mod diff;
mod editions;
mod explain;
mod export;
mod extensions;
mod formats;
#[cfg(feature = "pictures")]
mod graphviz;
mod iccma;
mod import;
mod in_order;
mod init;
mod input;
mod known;
mod level_flags;
mod man;
mod matrix;
mod mending;
mod output;
mod progress;
#[cfg(feature = "pictures")]
mod rendering;
mod review;
mod rules;
mod schema;
mod score;
mod scoring;
mod show;
mod table;
mod targets;
mod update;

use std::process::ExitCode;

use clap::{ColorChoice, Parser, Subcommand};

/// Finds what is unsupported in an analytic report, and draws its argument.
///
/// linchpin reads a report as its author wrote it (Markdown, plain text, HTML) or a graph file, and turns each
/// judgement and what stands under it into a graph. Exit codes: 0 nothing at the failing level, 1 findings at the
/// failing level, 2 the command could not do its work.
#[derive(Debug, Parser)]
#[command(name = "linchpin", version, max_term_width = 100)]
struct Cli {
    /// When to use colours; `NO_COLOR` is obeyed.
    #[arg(long, value_name = "WHEN", global = true, default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Check),
    Show(show::Show),
    Export(export::Export),
    Import(import::Import),
    Score(score::Score),
    Explain(explain::Explain),
    Extensions(extensions::Extensions),
    Iccma(iccma::Iccma),
    Matrix(matrix::Matrix),
    Diff(diff::Diff),
    Review(review::Review),
    Update(update::Update),
    Rules(rules::Rules),
    Formats(formats::Formats),
    Schema(schema::Schema),
    Init(init::Init),
    Completions(completions::Completions),
    Man(man::Man),
}

/// How a command ended, apart from errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing at the failing level.
    Clean,
    /// Findings at the failing level.
    Findings,
    /// Some input could not be read; what could be was dealt with. The faults are on standard error already.
    Faults,
}

/// Runs the command that the process's arguments name.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    cli.color.write_global();
    progress::begin(1);
    let result = match &cli.command {
        Command::Check(command) => command.run(),
        Command::Show(command) => command.run(),
        Command::Export(command) => command.run(),
        Command::Import(command) => command.run(),
        Command::Score(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Extensions(command) => command.run(),
        Command::Iccma(command) => command.run(),
        Command::Matrix(command) => command.run(),
        Command::Diff(command) => command.run(),
        Command::Review(command) => command.run(),
        Command::Update(command) => command.run(),
        Command::Rules(command) => command.run(),
        Command::Formats(command) => command.run(),
        Command::Schema(command) => command.run(),
        Command::Init(command) => command.run(),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
    };
    let code = match result {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Faults) => ExitCode::from(2),
        // The reader of a pipe may leave before the end ("linchpin rules | head").
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&error);
            ExitCode::from(2)
        }
    };
    progress::end();
    code
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}

/// `--color` for clap and for anstream alike.
trait WriteGlobal {
    fn write_global(self);
}

impl WriteGlobal for ColorChoice {
    fn write_global(self) {
        let choice = match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

#[cfg(test)]
mod pipeline_tests;
