use std::fmt::Write;

use anyhow::{anyhow, bail};
use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;
use linchpin::argument::{Argument, BlockReading};
use linchpin::estimate::Choice;
use linchpin::format::graph_file::{self, Syntax};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Outcome, input, output};

/// Turn a report into a graph file, or explain how it was read.
#[derive(Debug, Args)]
pub struct Import {
    /// The report; `-` is standard input.
    path: Utf8PathBuf,
    /// The format of the input, where its name and content do not tell.
    #[arg(long, value_name = "FORMAT")]
    from: Option<String>,
    /// The graph file to write: TOML, or YAML or JSON by its name. Without it, TOML on standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    /// Bring an existing graph file up to date, keeping what was edited by hand in it.
    #[arg(long, requires = "output")]
    update: bool,
    /// Say for every block of the report what it was taken for, and why, instead of writing a graph file.
    #[arg(long, conflicts_with_all = ["output", "update"])]
    explain: bool,
    /// The settings to use, instead of the nearest linchpin.toml.
    #[arg(long, value_name = "FILE")]
    config: Option<Utf8PathBuf>,
}

impl Import {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let read = |path: &Utf8Path| {
            let config = input::config(path, self.config.as_deref())?;
            if self.explain {
                input::read(path, self.from.as_deref(), &config)
            } else {
                input::read_sound(path, self.from.as_deref(), &config)
            }
        };
        let input = match read(&self.path) {
            Ok(input) => input,
            Err(refusal) => {
                input::report(refusal)?;
                return Ok(Outcome::Faults);
            }
        };
        let argument = &input.reading.argument;
        if self.explain {
            output::write(None, explain(argument, &input.reading.blocks, &input.choice)?.as_bytes())?;
            return Ok(Outcome::Clean);
        }
        if argument.node_count() == 0 {
            bail!(
                "{} holds no argument to import; `linchpin import {} --explain` says how it was read",
                self.path,
                self.path
            );
        }
        let syntax = self.syntax()?;
        let existing = self.output.as_deref().filter(|path| self.update && path.exists());
        let text = match existing {
            Some(path) => match self.updated(path, argument, syntax)? {
                Some(text) => text,
                None => return Ok(Outcome::Faults),
            },
            None => graph_file::write(argument, syntax),
        };
        output::write(self.output.as_deref(), text.as_bytes())?;
        Ok(Outcome::Clean)
    }

    fn updated(&self, path: &Utf8Path, argument: &Argument, syntax: Syntax) -> anyhow::Result<Option<String>> {
        let existing = input::open(path)?;
        match graph_file::update(existing.text(), existing.name(), argument, syntax) {
            Ok(update) => {
                for id in &update.gone {
                    output::note(&format!("{path}: {id} is no longer in the report; it was left as it is"));
                }
                Ok(Some(update.text))
            }
            Err(faults) => {
                input::report(input::Refusal::Faults(faults))?;
                Ok(None)
            }
        }
    }

    fn syntax(&self) -> anyhow::Result<Syntax> {
        let Some(path) = self.output.as_deref().filter(|path| path.as_str() != "-") else { return Ok(Syntax::Toml) };
        match path.extension().map(str::to_lowercase).as_deref() {
            Some("toml") => Ok(Syntax::Toml),
            Some("yaml" | "yml") => Ok(Syntax::Yaml),
            Some("json") => Ok(Syntax::Json),
            _ => Err(anyhow!("{path}: name the graph file .toml, .yaml or .json, which says how it is written")),
        }
    }
}

/// The reading of every block, a line each: place, what it was taken for, its words, and why.
fn explain(argument: &Argument, blocks: &[BlockReading], choice: &Choice) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    let mut blocks: Vec<&BlockReading> = blocks.iter().collect();
    blocks.sort_by_key(|block| (block.span.start, block.span.end));
    for block in blocks {
        let (start, _) = argument.files().positions(block.span);
        let words = shortened(argument.files().slice(block.span), 56);
        let place = format!("{}:{}", start.line, start.column);
        let what = match &block.node {
            Some(id) => format!("{} {id}", block.taken_for),
            None => block.taken_for.to_owned(),
        };
        let padding = " ".repeat(58_usize.saturating_sub(words.width()));
        writeln!(text, "{place:>8}  {what:<28} {words}{padding} {}", block.why)?;
    }
    let inline = argument.nodes().filter(|(_, node)| node.inline).count();
    writeln!(
        text,
        "\n{} judgements, {} other nodes ({inline} of them sentences of a judgement's own paragraph), {} edges",
        argument.judgements().count(),
        argument.node_count() - argument.judgements().count(),
        argument.edge_count()
    )?;
    writeln!(text, "{}", choice.reason)?;
    Ok(text)
}

/// The beginning of a text on one line of at most `width` cells.
fn shortened(text: &str, width: usize) -> String {
    let mut line = String::new();
    let mut used = 0;
    for c in linchpin::review::visible(&text.split_whitespace().collect::<Vec<_>>().join(" ")).chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            line.push('…');
            break;
        }
        line.push(c);
    }
    line
}
