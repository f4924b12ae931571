use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::{anyhow, bail};
use camino::Utf8PathBuf;
use clap::{Args, ValueEnum};
use linchpin::argument::{Argument, NodeHandle, Question};
use linchpin::config::Config;
use linchpin::format::matrix_csv;
use linchpin::matrix::{Comparison, Sentence, TOLD, askable, credibilities};
use linchpin::review::matrix::{html_page, json, markdown};
use linchpin::review::visible;
use linchpin::score;
use linchpin::text::nearest;

use super::scoring::ScoringFlags;
use super::table::{Column, cut, table, wrapped};
use super::{Outcome, input, output};

/// Weigh the rival answers of a question against the evidence.
///
/// Analysis of competing hypotheses: every cell says how consistent an item of evidence is with an answer, computed from the
/// argument's edges. The answer with the least against it comes first.
#[derive(Debug, Args)]
pub struct Matrix {
    /// The report or graph file; `-` is standard input.
    path: Utf8PathBuf,
    /// The question's id; without it, every question that has two answers or more.
    question: Option<String>,
    /// How the result is shown.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    /// The file to write; without it, standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    /// Table: so many items at most, the most telling ones.
    #[arg(long, value_name = "N", default_value_t = 100)]
    rows: usize,
    /// SVG: the colours.
    #[cfg(feature = "pictures")]
    #[arg(long, value_enum, default_value_t = super::export::ThemeName::Light)]
    theme: super::export::ThemeName,
    #[command(flatten)]
    scoring: ScoringFlags,
    /// The format of the input, where its name and content do not tell.
    #[arg(long, value_name = "FORMAT")]
    from: Option<String>,
    /// The settings to use, instead of the nearest linchpin.toml.
    #[arg(long, value_name = "FILE")]
    config: Option<Utf8PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For reading.
    Table,
    /// For a spreadsheet; `import` reads it back.
    Csv,
    /// For a document.
    Markdown,
    /// A page that opens from disk.
    Html,
    /// For other tools.
    Json,
    /// A heat map.
    #[cfg(feature = "pictures")]
    Svg,
}

impl Matrix {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let read = input::read_configured(&self.path, self.from.as_deref(), self.config.as_deref())?;
        let Some((input, config)) = read else { return Ok(Outcome::Faults) };
        let comparisons = self.comparisons(&input.reading.argument, &config)?;
        let text = match self.format {
            Form::Table => comparisons.iter().map(|it| self.table(it)).collect::<Vec<_>>().join("\n"),
            Form::Csv => matrix_csv::csv(self.only(&comparisons)?),
            Form::Markdown => comparisons.iter().map(markdown).collect::<Vec<_>>().join("\n"),
            Form::Html => html_page(&comparisons),
            Form::Json => linchpin::text::json_pretty(&json(&comparisons))? + "\n",
            #[cfg(feature = "pictures")]
            Form::Svg => self.picture(&comparisons)?,
        };
        output::write(self.output.as_deref(), text.as_bytes())?;
        Ok(Outcome::Clean)
    }

    fn comparisons<'a>(&self, argument: &'a Argument, config: &Config) -> anyhow::Result<Vec<Comparison<'a>>> {
        let questions = self.questions(argument)?;
        let settings = self.scoring.settings(config, argument)?;
        let semantics = self.scoring.semantics(config)?;
        let numbers = credibilities(argument, semantics, &settings);
        let without = &settings.overrides.without;
        let compared = |question| Ok(Comparison::of(argument, question, &numbers, without)?);
        let comparisons = questions.into_iter().map(compared).collect::<anyhow::Result<Vec<Comparison<'a>>>>()?;
        let graph = score::compiled(argument, &settings);
        let solution = score::solve(&graph, semantics);
        let rows = comparisons.iter().flat_map(|comparison| &comparison.matrix.rows);
        let unsettled: BTreeSet<NodeHandle> =
            rows.map(|row| row.item).filter(|item| solution.strength(item.index()).is_none()).collect();
        if !unsettled.is_empty() {
            output::note(&format!(
                "the strengths of {} do not settle under {}; they are believed by their base scores alone",
                listed(unsettled.iter().map(|&item| argument.node(item).id.as_str())),
                semantics.name()
            ));
        }
        Ok(comparisons)
    }

    fn questions<'a>(&self, argument: &'a Argument) -> anyhow::Result<Vec<&'a Question>> {
        let questions = argument.questions();
        if let Some(id) = &self.question {
            let found = questions.iter().find(|question| question.id.as_str() == id);
            return found.map(|question| vec![question]).ok_or_else(|| {
                let ids = || questions.iter().map(|question| question.id.as_str());
                let hint = match nearest(id, ids()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if questions.is_empty() => "the argument asks none".to_owned(),
                    None => format!("the questions are {}", listed(ids())),
                };
                anyhow!("there is no question `{id}`; {hint}")
            });
        }
        let found = askable(argument);
        if found.is_empty() {
            bail!(
                "{} has no question with two answers; put rival answers under a heading \"Alternatives\" below a judgement, or \
                 list the answers of a question in the front matter or graph file",
                self.path
            );
        }
        Ok(found)
    }

    /// The one question, for formats that hold one.
    fn only<'c, 'a>(&self, comparisons: &'c [Comparison<'a>]) -> anyhow::Result<&'c Comparison<'a>> {
        match comparisons {
            [one] => Ok(one),
            _ => bail!(
                "{} has {} questions and this format holds one matrix; name one of {}",
                self.path,
                comparisons.len(),
                listed(comparisons.iter().map(|it| it.question.id.as_str()))
            ),
        }
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, comparisons: &[Comparison<'_>]) -> anyhow::Result<String> {
        Ok(linchpin::draw::heat_map(self.only(comparisons)?, self.theme.into()).svg)
    }

    fn table(&self, comparison: &Comparison<'_>) -> String {
        let width = output::width();
        let mut text = String::new();
        let question = format!("{} [{}]", comparison.question.text.trim(), comparison.question.id);
        for line in wrapped(&visible(&question), width) {
            add(&mut text, &line);
        }
        text.push('\n');
        for (hypothesis, &node) in comparison.matrix.hypotheses.iter().enumerate() {
            let name = short_name(hypothesis);
            let words = format!("{}: {}", comparison.id(node), comparison.words(node));
            for (number, line) in wrapped(&visible(&words), width.saturating_sub(5)).iter().enumerate() {
                let _ = writeln!(text, "{:<5}{line}", if number == 0 { name.as_str() } else { "" });
            }
        }
        text.push('\n');
        text.push_str(&standing(comparison, width));
        let sentences = comparison.standing();
        say(&mut text, None, &sentences, width);
        if !comparison.matrix.rows.is_empty() {
            text.push('\n');
            self.panels(&mut text, comparison, width);
            let legend =
                "++ very consistent, + consistent, 0 neutral, − inconsistent, −− very inconsistent, · not applicable";
            for line in wrapped(legend, width) {
                add(&mut text, &line);
            }
        }
        let hangs_on: Vec<Sentence> = comparison.undiagnostic().into_iter().chain(comparison.hangs_on()).collect();
        say(&mut text, Some("What it hangs on"), &hangs_on, width);
        say(&mut text, Some("What to look for"), &comparison.to_look_for(), width);
        text
    }

    /// The rows under as many hypotheses as fit, then again under the next.
    fn panels(&self, text: &mut String, comparison: &Comparison<'_>, width: usize) {
        /// Id, credibility, what the row tells apart, and some words.
        const BESIDE: usize = 20 + 11 + 13 + 18;
        let matrix = &comparison.matrix;
        let mut order = comparison.rows_by_diagnosticity();
        let left_out = order.split_off(order.len().min(self.rows));
        let wide = format!("h{}", matrix.hypotheses.len()).len() + 2;
        let fitting = (width.saturating_sub(BESIDE) / wide).max(3);
        let all: Vec<usize> = (0..matrix.hypotheses.len()).collect();
        for (number, panel) in all.chunks(fitting).enumerate() {
            if number > 0 {
                text.push('\n');
            }
            let mut columns = vec![Column::words("evidence"), Column::words("believed")];
            columns.extend(panel.iter().map(|hypothesis| Column::words(short_name(*hypothesis))));
            columns.extend([Column::numbers("tells"), Column::words("")]);
            let rows: Vec<Vec<String>> = order
                .iter()
                .map(|&row| {
                    let row = &matrix.rows[row];
                    let mut cells = vec![cut(comparison.id(row.item), 18), row.level().word().to_owned()];
                    let signs =
                        |&hypothesis: &usize| row.cells[hypothesis].map_or("·", |cell| cell.consistency.signs());
                    cells.extend(panel.iter().map(|hypothesis| signs(hypothesis).to_owned()));
                    cells.extend([format!("{:.2}", row.diagnosticity()), comparison.words(row.item).to_owned()]);
                    cells
                })
                .collect();
            text.push_str(&table(&columns, &rows, width));
        }
        if let Some(&next) = left_out.first() {
            let note = format!(
                "{} more items, none of which tells more than {:.2}; --rows {} shows them all",
                left_out.len(),
                matrix.rows[next].diagnosticity(),
                matrix.rows.len()
            );
            add(text, &note);
        }
    }
}

fn short_name(hypothesis: usize) -> String {
    format!("h{}", hypothesis + 1)
}

/// The scores, the best answer first.
fn standing(comparison: &Comparison<'_>, width: usize) -> String {
    let methods = &comparison.rankings[..TOLD];
    let mut columns = vec![Column::words(""), Column::words("answer")];
    columns.extend(methods.iter().map(|ranking| Column::numbers(ranking.method.heading())));
    // The last column takes what room is left.
    columns.push(Column::words(""));
    let rows: Vec<Vec<String>> = comparison
        .hypotheses_in_order()
        .into_iter()
        .map(|hypothesis| {
            let node = comparison.matrix.hypotheses[hypothesis];
            let mut cells = vec![short_name(hypothesis), cut(comparison.id(node), 20)];
            cells.extend(
                methods.iter().map(|ranking| format!("{} ({})", ranking.shown(hypothesis), ranking.rank(hypothesis))),
            );
            cells
        })
        .collect();
    table(&columns, &rows, width) + "In brackets the rank: least against, or most for in log-odds, comes first.\n"
}

fn say(text: &mut String, heading: Option<&str>, sentences: &[Sentence], width: usize) {
    if sentences.is_empty() {
        return;
    }
    match heading {
        Some(heading) => {
            let _ = write!(text, "\n{heading}\n");
        }
        None => text.push('\n'),
    }
    for sentence in sentences {
        for (number, line) in wrapped(&visible(&sentence.plain()), width.saturating_sub(2)).iter().enumerate() {
            let _ = writeln!(text, "{}{line}", if number == 0 { "- " } else { "  " });
        }
    }
}

fn add(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// Ids between backticks, the first few of many.
fn listed<'i>(ids: impl Iterator<Item = &'i str>) -> String {
    let ids: Vec<String> = ids.map(|id| format!("`{id}`")).collect();
    let more = if ids.len() > 12 { format!(" and {} more", ids.len() - 12) } else { String::new() };
    ids[..ids.len().min(12)].join(", ") + &more
}
