use std::fmt::Write as _;

use super::{Item, ItemState, ReviewStanding, changed_parts};
use crate::review::markdown_text::plain;

/// How an argument stands in review, for a comment on a pull request: a table of its judgements, and what has to be
/// looked at again.
#[must_use]
pub fn markdown(standing: &ReviewStanding<'_>) -> String {
    let argument = standing.argument();
    let all = standing.coverage();
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "**{}**: {} of {} items accepted, {} suspect, {} not yet\n",
        plain(crate::review::place::name_of(argument)),
        all.accepted,
        all.items,
        all.suspect,
        all.not_yet()
    );
    text.push_str("| judgement | accepted | suspect | not yet | text |\n| --- | --: | --: | --: | --- |\n");
    for (node, coverage) in standing.coverage_by_judgement() {
        let (id, words) = (&argument.node(node).id, super::wording::opening(argument.node(node).text.as_str()));
        let mark = if standing.beneath(node).is_some() { " ⚠" } else { "" };
        let counts = coverage.map_or_else(
            || "— | — | —".to_owned(),
            |one| format!("{} of {} | {} | {}", one.accepted, one.items, one.suspect, one.not_yet()),
        );
        let _ = writeln!(text, "| {}{mark} | {counts} | {} |", plain(id.as_str()), plain(&words));
    }
    let mut again = Vec::new();
    for (item, state) in standing.items() {
        let ItemState::Suspect { acceptance, changed } = state else { continue };
        if matches!(item, Item::Link(link) if standing.is_carried(link)) {
            continue;
        }
        let accepted = standing.acceptance(acceptance);
        again.push(format!(
            "- **{}** changed since {} accepted it on {}: {} (then “{}”)",
            plain(&item.label(argument).to_string()),
            plain(accepted.by.name()),
            accepted.date,
            changed_parts(item, changed),
            plain(&accepted.opening),
        ));
    }
    for (_, gone) in standing.gone_to_tell() {
        again.push(format!(
            "- **{}**, which {} accepted on {}, is gone (then “{}”)",
            plain(&gone.item.to_string()),
            plain(gone.by.name()),
            gone.date,
            plain(&gone.opening),
        ));
    }
    if !again.is_empty() {
        let _ = writeln!(text, "\nTo be looked at again:\n\n{}", again.join("\n"));
    }
    text
}
