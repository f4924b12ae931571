use anyhow::bail;
use camino::Utf8PathBuf;
use clap::{Args, ValueEnum};
use linchpin::acceptance::{self, Effort, Exhausted, Label, Reduced, Reduction, Semantics, Status};
use linchpin::argument::{Argument, NodeHandle, NodeKind};

use super::{Outcome, input, output, scoring};

mod json;
mod page;
mod why;

/// Say which nodes can be held together, and whether a node is accepted.
///
/// Contradictions are taken at face value, whatever their weight: two nodes of which one contradicts the other cannot be
/// held together, and a set stands if it answers everything that contradicts it. Without --semantics: what nobody can
/// dispute (grounded), and whether each judgement is in some or in every largest set that stands (preferred). With it: the
/// sets themselves. With NODE: how that node fares, and why.
#[derive(Debug, Args)]
pub struct Extensions {
    /// The report, graph file or framework; `-` is standard input.
    path: Utf8PathBuf,
    /// The node to explain, by its id.
    node: Option<String>,
    /// When a set stands.
    #[arg(long, value_enum, value_name = "NAME")]
    semantics: Option<SemanticsName>,
    /// What a support comes to.
    #[arg(long, value_enum, value_name = "NAME", default_value_t = ReductionName::Evidential)]
    reduction: ReductionName,
    /// Say how every node fares, not the judgements and hypotheses alone.
    #[arg(long, conflicts_with = "node")]
    all: bool,
    /// List at most so many sets.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    most: u32,
    /// Give up after so many conflicts of the SAT solver: a number, and not a time, so that the answer is the same everywhere.
    #[arg(long, value_name = "CONFLICTS", default_value_t = Effort::USUAL)]
    effort: u64,
    /// How the result is shown.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
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

/// When a set stands, on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SemanticsName {
    /// The one set that nobody can dispute.
    Grounded,
    /// Sets that answer every attack and hold all that they defend.
    Complete,
    /// The largest of those.
    Preferred,
    /// Those that attack everything outside.
    Stable,
    /// Those that hold or attack the most.
    SemiStable,
    /// The largest set that is part of every preferred one.
    Ideal,
}

impl From<SemanticsName> for Semantics {
    fn from(name: SemanticsName) -> Self {
        match name {
            SemanticsName::Grounded => Self::Grounded,
            SemanticsName::Complete => Self::Complete,
            SemanticsName::Preferred => Self::Preferred,
            SemanticsName::Stable => Self::Stable,
            SemanticsName::SemiStable => Self::SemiStable,
            SemanticsName::Ideal => Self::Ideal,
        }
    }
}

/// How supports are brought in, on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ReductionName {
    /// Nothing: supports are left out.
    None,
    /// Who accepts the premise has to accept the conclusion.
    Deductive,
    /// The conclusion needs every one of its premises.
    Necessary,
    /// The conclusion needs one of its premises, an inference all of them.
    Evidential,
}

impl From<ReductionName> for Reduction {
    fn from(name: ReductionName) -> Self {
        match name {
            ReductionName::None => Self::None,
            ReductionName::Deductive => Self::Deductive,
            ReductionName::Necessary => Self::Necessary,
            ReductionName::Evidential => Self::Evidential,
        }
    }
}

/// How a node fares.
struct Fate {
    node: NodeHandle,
    status: Status,
}

/// What is asked about, and what answers it.
struct Case<'a> {
    argument: &'a Argument,
    reduced: &'a Reduced,
    labels: &'a [Label],
    semantics: Semantics,
    effort: &'a Effort,
}

impl Extensions {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let read = input::read_configured(&self.path, self.from.as_deref(), self.config.as_deref())?;
        let Some((input, _)) = read else { return Ok(Outcome::Faults) };
        let argument = &input.reading.argument;
        if argument.node_count() == 0 {
            bail!("{} holds no argument; `linchpin check` says what was looked for", self.path);
        }
        let reduced = Reduced::new(argument, self.reduction.into());
        let labels = acceptance::grounded(&reduced.framework);
        let effort = Effort::of(self.effort);
        let semantics = self.semantics.map_or(Semantics::Preferred, Semantics::from);
        let case = Case { argument, reduced: &reduced, labels: &labels, semantics, effort: &effort };
        let text = self.answer(&case).map_err(|error| match error.downcast::<Exhausted>() {
            Ok(exhausted) => anyhow::Error::from(exhausted).context(
                "too hard a question for --effort; raise it, ask for --semantics grounded, or ask about one NODE",
            ),
            Err(other) => other,
        })?;
        output::write(None, text.as_bytes())?;
        Ok(Outcome::Clean)
    }

    fn answer(&self, case: &Case<'_>) -> anyhow::Result<String> {
        let width = output::width();
        if let Some(id) = &self.node {
            let node = scoring::node(case.argument, id.trim())?;
            let explained = why::explain(case, node)?;
            return match self.format {
                Form::Table => Ok(page::explained(case, &explained, width)),
                Form::Json => json::explained(case, &explained),
            };
        }
        if self.semantics.is_some() {
            let found =
                acceptance::extensions(&case.reduced.framework, case.semantics, self.most as usize, case.effort)?;
            let mut sets: Vec<Vec<NodeHandle>> = found.sets.iter().map(|set| case.reduced.nodes(set)).collect();
            // Sets may differ in what a reduction adds alone.
            sets.sort_unstable();
            sets.dedup();
            return match self.format {
                Form::Table => Ok(page::sets(case, &sets, found.are_all, width)),
                Form::Json => json::sets(case, &sets, found.are_all),
            };
        }
        let fates: Vec<Fate> = if self.all {
            let all = Status::of_all(case.argument, case.reduced, case.semantics, case.effort)?;
            case.argument.nodes().map(|(node, _)| node).zip(all).map(|(node, status)| Fate { node, status }).collect()
        } else {
            let is_answer = |kind| matches!(kind, NodeKind::Judgement | NodeKind::Hypothesis);
            let answers = case.argument.nodes().filter(|(_, node)| is_answer(node.kind));
            answers.map(|(node, _)| case.fate(node)).collect::<Result<_, _>>()?
        };
        match self.format {
            Form::Table => Ok(page::overview(case, &fates, width)),
            Form::Json => json::overview(case, &fates),
        }
    }
}

impl Case<'_> {
    /// How a node fares.
    fn fate(&self, node: NodeHandle) -> Result<Fate, Exhausted> {
        let status = Status::of(node, self.reduced, self.labels, self.semantics, self.effort)?;
        Ok(Fate { node, status })
    }
}
