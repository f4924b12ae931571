use anyhow::{anyhow, bail};
use clap::{Args, ValueEnum};
use linchpin::review::{rule_list, rule_page};
use linchpin::rules::{Card, Rule};
use serde::Serialize;

use super::{Outcome, output};

/// List the rules, or explain one.
#[derive(Debug, Args)]
pub struct Rules {
    /// The rule to explain.
    rule: Option<String>,
    /// For reading, or everything there is to know in JSON.
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    format: ListFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// A list, or a rule's page.
    Text,
    /// `{"rules": [{"id", "group", "level", "summary", "options", "page"}]}`, the page in Markdown.
    Json,
}

#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    group: &'a str,
    level: &'a str,
    summary: &'a str,
    options: Vec<ListedOption<'a>>,
    page: String,
}

#[derive(Serialize)]
struct ListedOption<'a> {
    key: &'a str,
    default: f64,
    lowest: f64,
    highest: f64,
    meaning: &'a str,
}

impl Rules {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let chosen = self.rule.as_deref().map(find).transpose()?;
        let text = match (self.format, chosen) {
            (ListFormat::Text, None) => rule_list(),
            (ListFormat::Text, Some(rule)) => rule_page(rule, output::width()),
            (ListFormat::Json, None) => json(linchpin::rules::all())?,
            (ListFormat::Json, Some(rule)) => json(&[rule])?,
        };
        output::write(None, text.as_bytes())?;
        Ok(Outcome::Clean)
    }
}

fn find(id: &str) -> anyhow::Result<&'static dyn Rule> {
    match (linchpin::rules::find(id), linchpin::rules::nearest_id(id)) {
        (Some(rule), _) => Ok(rule),
        (None, Some(nearest)) => Err(anyhow!("there is no rule `{id}`; did you mean `{nearest}`?")),
        (None, None) => bail!("there is no rule `{id}`; `linchpin rules` lists them"),
    }
}

fn json(rules: &[&'static dyn Rule]) -> anyhow::Result<String> {
    let rules: Vec<_> = rules.iter().map(|rule| listed(rule.card())).collect();
    Ok(serde_json::to_string_pretty(&serde_json::json!({ "rules": rules }))? + "\n")
}

fn listed(card: &'static Card) -> Listed<'static> {
    let options = card.options.iter().map(|option| ListedOption {
        key: option.key,
        default: option.default,
        lowest: option.lowest,
        highest: option.highest,
        meaning: option.meaning,
    });
    Listed {
        id: card.id,
        group: card.group.word(),
        level: card.level.word(),
        summary: card.summary,
        options: options.collect(),
        page: card.lines().collect::<Vec<_>>().join("\n"),
    }
}
