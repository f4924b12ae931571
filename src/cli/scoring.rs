//! What `score` and `explain` share: the semantics, and changes to try.

use anyhow::{anyhow, bail};
use clap::Args;
use linchpin::argument::{Argument, NodeHandle};
use linchpin::config::Config;
use linchpin::review::visible;
use linchpin::score::{self, Overrides, ScoreSettings, Scores, Semantics, Standing, semantics};
use linchpin::text::nearest;

use super::output;

/// How strengths are computed, and what is changed first.
#[derive(Debug, Args)]
pub struct ScoringFlags {
    /// The formula: log-odds, quadratic-energy, df-quad, euler-based or euler-based-top. Without it, that of
    /// linchpin.toml, else log-odds.
    #[arg(long, value_name = "NAME")]
    semantics: Option<String>,
    /// Give a node another credibility, to see what follows; may be given several times.
    #[arg(long, value_name = "NODE=NUMBER")]
    what_if: Vec<String>,
    /// Leave a node out, to see what follows; may be given several times.
    #[arg(long, value_name = "NODE")]
    without: Vec<String>,
}

impl ScoringFlags {
    /// The semantics asked for.
    pub fn semantics(&self, config: &Config) -> anyhow::Result<&'static dyn Semantics> {
        match &self.semantics {
            Some(name) => Ok(semantics::named(name)?),
            None => Ok(config.semantics()),
        }
    }

    /// The configuration's settings with the changes asked for.
    pub fn settings(&self, config: &Config, argument: &Argument) -> anyhow::Result<ScoreSettings> {
        let mut overrides = Overrides::default();
        for wanted in &self.what_if {
            let (id, number) = wanted.rsplit_once('=').ok_or_else(|| {
                anyhow!("`{wanted}` changes nothing; write a node and its credibility, as in --what-if \"kj1-1=0.2\"")
            })?;
            let handle = node(argument, id.trim())?;
            let number: f64 =
                number.trim().parse().ok().filter(|number| (0.0..=1.0).contains(number)).ok_or_else(|| {
                    anyhow!("`{}` is no credibility of `{}`; write a number from 0 to 1", number.trim(), id.trim())
                })?;
            if overrides.bases.iter().any(|&(other, _)| other == handle.index()) {
                bail!("`{}` is given two credibilities; write one --what-if for it", id.trim());
            }
            overrides.bases.push((handle.index(), number));
        }
        for id in &self.without {
            let handle = node(argument, id.trim())?;
            if overrides.bases.iter().any(|&(changed, _)| changed == handle.index()) {
                bail!("`{}` is both changed and left out; take one of --what-if and --without", id.trim());
            }
            if !overrides.without.contains(&handle.index()) {
                overrides.without.push(handle.index());
            }
        }
        Ok(ScoreSettings { overrides, ..config.score_settings() })
    }

    /// What is changed, in a line; empty for nothing.
    pub fn changes(&self) -> String {
        let mut said: Vec<String> = self.what_if.iter().map(|change| format!("what if {change}")).collect();
        said.extend(self.without.iter().map(|id| format!("without {id}")));
        said.join(", ")
    }
}

/// The node of that id.
pub fn node(argument: &Argument, id: &str) -> anyhow::Result<NodeHandle> {
    argument.find(id).ok_or_else(|| {
        let hint = match nearest(id, argument.nodes().map(|(_, node)| node.id.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`linchpin score PATH --all` lists the nodes".to_owned(),
        };
        anyhow!("there is no node `{id}`; {hint}")
    })
}

/// Says on standard error which nodes have no strength, why, and what to do. Whether there are any.
pub fn report_unsettled(argument: &Argument, scores: &Scores, settings: &ScoreSettings) -> bool {
    if scores.standing != Standing::NotConverged {
        return false;
    }
    let without = &settings.overrides.without;
    let cycles = score::unsettled(argument, scores, without);
    let graph = score::compiled(argument, settings);
    let settles = |semantics: &&dyn Semantics| score::solve(&graph, *semantics).standing() != Standing::NotConverged;
    let way_out = match semantics::ALL.iter().find(|semantics| settles(semantics)) {
        Some(other) => format!("; under `--semantics {}` they do", other.name()),
        None => String::new(),
    };
    let mut is_told = vec![false; scores.strengths.len()];
    let told = cycles.iter().flatten().map(|node| node.index()).chain(without.iter().copied());
    told.for_each(|index| is_told[index] = true);
    let lacking =
        argument.nodes().filter(|(node, _)| scores.strengths[node.index()].is_none() && !is_told[node.index()]);
    let hanging: Vec<&str> = lacking.map(|(_, node)| node.id.as_str()).collect();
    for cycle in &cycles {
        let members: Vec<&str> = cycle.iter().map(|&node| argument.node(node).id.as_str()).collect();
        output::error(&anyhow!(
            "{} bear on each other, and their strengths never settle under {}{way_out}. Take one of the edges between them \
             out, or lower its weight",
            listed(&members),
            scores.semantics,
        ));
    }
    if !hanging.is_empty() {
        output::error(&anyhow!("{} hang on that, and have no strength either", listed(&hanging)));
    }
    true
}

/// Names, all of them if they are few.
fn listed(ids: &[&str]) -> String {
    const MOST: usize = 8;
    let text = ids.iter().take(MOST).map(|id| format!("`{}`", visible(id))).collect::<Vec<_>>().join(", ");
    match ids.len().saturating_sub(MOST) {
        0 => text,
        more => format!("{text} and {more} more"),
    }
}
