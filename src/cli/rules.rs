use anyhow::anyhow;
use clap::Args;
use linchpin::review::{rule_list, rule_page};

use super::{Outcome, output};

/// List the rules, or explain one.
#[derive(Debug, Args)]
pub struct Rules {
    /// The rule to explain.
    rule: Option<String>,
}

impl Rules {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let text = match &self.rule {
            None => rule_list(),
            Some(id) => {
                let rule = linchpin::rules::find(id).ok_or_else(|| {
                    let hint = match linchpin::rules::nearest_id(id) {
                        Some(nearest) => format!("did you mean `{nearest}`?"),
                        None => "`linchpin rules` lists them".to_owned(),
                    };
                    anyhow!("there is no rule `{id}`; {hint}")
                })?;
                rule_page(rule, output::width())
            }
        };
        output::write(None, text.as_bytes())?;
        Ok(Outcome::Clean)
    }
}
