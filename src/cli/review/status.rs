use std::fmt::Write as _;

use clap::{Args, ValueEnum};
use linchpin::argument::Argument;
use linchpin::review::signoff::{self, Beneath, Item, ItemState, Label, ReviewStanding, accept_command, changed_parts};
use linchpin::review::visible;

use super::{Read, Reviewed};
use crate::cli::table::{Column, table, wrapped};
use crate::cli::{Outcome, output};

/// Say what of an argument was reviewed, and what changed since.
///
/// Exit code 1 says that something is suspect: it changed since it was accepted, or is gone.
#[derive(Debug, Args)]
pub struct Status {
    #[command(flatten)]
    reviewed: Reviewed,
    /// How the result is shown.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    /// End with exit code 1 also where something was never accepted, and name all of that.
    #[arg(long)]
    require_all: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// For reading.
    Table,
    /// For other tools.
    Json,
    /// For a comment on a pull request.
    Markdown,
}

/// So many items that nobody accepted are named, unless all have to be accepted.
const MOST_NAMED: usize = 12;

impl Status {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let Some(Read { argument, archives, sign_off }) = self.reviewed.read()? else { return Ok(Outcome::Faults) };
        let standing = ReviewStanding::new(&argument, &archives, &sign_off);
        let text = match self.format {
            Form::Table => self.table(&argument, &standing)?,
            Form::Json => signoff::json(&standing),
            Form::Markdown => signoff::markdown(&standing),
        };
        output::write(None, text.as_bytes())?;
        let is_missing = self.require_all && standing.coverage().not_yet() > 0;
        Ok(if standing.is_suspect() || is_missing { Outcome::Findings } else { Outcome::Clean })
    }

    fn table(&self, argument: &Argument, standing: &ReviewStanding<'_>) -> anyhow::Result<String> {
        let width = output::width();
        let path = self.reviewed.path.as_str();
        let all = standing.coverage();
        let mut text = format!(
            "{}: {} of {} items accepted, {} suspect, {} not yet\n\n",
            visible(path),
            all.accepted,
            all.items,
            all.suspect,
            all.not_yet()
        );
        text.push_str(&judgement_table(argument, standing, width));
        let mut lines: Vec<String> = Vec::new();
        let mut to_accept: Vec<Label> = Vec::new();
        for (item, state) in standing.items() {
            let ItemState::Suspect { acceptance, changed } = state else { continue };
            let label = item.label(argument);
            to_accept.push(label.clone());
            if matches!(item, Item::Link(link) if standing.is_carried(link)) {
                continue;
            }
            let accepted = standing.acceptance(acceptance);
            lines.push(format!(
                "{label} changed since {} accepted it on {}: {} (then \"{}\")",
                accepted.by,
                accepted.date,
                changed_parts(item, changed),
                accepted.opening
            ));
        }
        for (_, gone) in standing.gone_to_tell() {
            lines.push(format!(
                "{}, which {} accepted on {}, is gone (then \"{}\")",
                gone.item, gone.by, gone.date, gone.opening
            ));
        }
        to_accept.extend(standing.gone().map(|(_, gone)| gone.item.clone()));
        for (judgement, node) in argument.judgements() {
            let rests_on = match standing.beneath(judgement) {
                None => continue,
                Some(Beneath::Changed(item)) => format!("rests on {}, which changed", item.label(argument)),
                Some(Beneath::Gone(number)) => format!("rested on {}, which is gone", standing.acceptance(number).item),
            };
            lines.push(format!("{} {rests_on}", node.id));
        }
        if !lines.is_empty() {
            text.push_str("\nLook again\n");
            for line in &lines {
                item_lines(&mut text, line, width);
            }
            let command = if to_accept.len() > 6 {
                format!("{} --all", accept_command(path, &[]))
            } else {
                accept_command(path, &to_accept)
            };
            writeln!(text, "then {}", visible(&command))?;
        }
        self.not_yet(argument, standing, &mut text, width)?;
        Ok(text)
    }

    fn not_yet(
        &self,
        argument: &Argument,
        standing: &ReviewStanding<'_>,
        text: &mut String,
        width: usize,
    ) -> anyhow::Result<()> {
        let open = standing.items().filter(|(_, state)| *state == ItemState::NotYet);
        let labels: Vec<String> = open.map(|(item, _)| item.label(argument).to_string()).collect();
        if labels.is_empty() {
            return Ok(());
        }
        let most = if self.require_all { labels.len() } else { MOST_NAMED };
        let mut named = labels.iter().take(most).cloned().collect::<Vec<_>>().join(", ");
        if let Some(more @ 1..) = labels.len().checked_sub(most) {
            write!(named, " and {more} more")?;
        }
        text.push_str("\nNot yet\n");
        item_lines(text, &named, width);
        Ok(())
    }
}

fn item_lines(text: &mut String, line: &str, width: usize) {
    for (number, line) in wrapped(&visible(line), width.saturating_sub(4)).iter().enumerate() {
        text.push_str(if number == 0 { "  " } else { "    " });
        text.push_str(line);
        text.push('\n');
    }
}

fn judgement_table(argument: &Argument, standing: &ReviewStanding<'_>, width: usize) -> String {
    let columns = [
        Column::words("judgement"),
        Column::numbers("accepted"),
        Column::numbers("suspect"),
        Column::numbers("not yet"),
        Column::words("text"),
    ];
    let rows: Vec<Vec<String>> = standing
        .coverage_by_judgement()
        .into_iter()
        .map(|(judgement, coverage)| {
            let node = argument.node(judgement);
            let counts = coverage.map_or_else(
                || ["—", "—", "—"].map(str::to_owned),
                |one| {
                    [format!("{} of {}", one.accepted, one.items), one.suspect.to_string(), one.not_yet().to_string()]
                },
            );
            let [accepted, suspect, not_yet] = counts;
            vec![node.id.to_string(), accepted, suspect, not_yet, node.text.as_str().to_owned()]
        })
        .collect();
    if rows.is_empty() { "There is no judgement here.\n".to_owned() } else { table(&columns, &rows, width) }
}
