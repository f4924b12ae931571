use std::fmt::Write as _;

use super::human::wrap;
use crate::rules::{self, Rule};

/// All rules by group, one a line: id, level, summary.
#[must_use]
pub fn rule_list() -> String {
    let width = rules::all().iter().map(|rule| rule.card().id.len()).max().unwrap_or(0);
    let mut list = String::new();
    let mut group = None;
    for rule in rules::all() {
        let card = rule.card();
        if group.replace(card.group) != Some(card.group) {
            let gap = if list.is_empty() { "" } else { "\n" };
            // Writing to a string cannot fail.
            let _ = writeln!(list, "{gap}{}", card.group);
        }
        let _ = writeln!(list, "  {:width$}  {:7}  {}", card.id, card.level.word(), card.summary);
    }
    list
}

/// A rule's page for the terminal, at most `width` cells wide but for the examples.
#[must_use]
pub fn rule_page(rule: &dyn Rule, width: usize) -> String {
    let card = rule.card();
    let width = width.max(40);
    let mut page =
        format!("{}\n{}.\nGroup {}, level {} by default.\n", card.id, card.summary, card.group, card.level.word());
    for (title, body) in card.sections() {
        let _ = writeln!(page, "\n{title}");
        write_body(&mut page, &body, width - 2);
    }
    if !card.options.is_empty() {
        page.push_str("\nOptions\n");
        for option in card.options {
            let said = format!(
                "{} = {}: {} ({} to {})",
                option.key, option.default, option.meaning, option.lowest, option.highest
            );
            write_paragraph(&mut page, &said, width - 2);
        }
    }
    page
}

/// A rule's page for the book, in Markdown: the text of [`rule_page`].
#[must_use]
pub fn rule_markdown(rule: &dyn Rule) -> String {
    let card = rule.card();
    let mut page = format!(
        "# {}\n\n{}.\n\nGroup **{}**, level **{}** by default.\n",
        card.id,
        card.summary,
        card.group,
        card.level.word()
    );
    for (title, body) in card.sections() {
        let _ = write!(page, "\n## {title}\n\n");
        let mut fenced = false;
        for line in body {
            match line.strip_prefix("```") {
                Some(info) if !fenced => {
                    let (language, verdict) = info.split_once(' ').unwrap_or((info, ""));
                    match verdict {
                        "fail" => page.push_str("Reported:\n\n"),
                        "pass" => page.push_str("Not reported:\n\n"),
                        _ => {}
                    }
                    let _ = writeln!(page, "```{language}");
                    fenced = true;
                }
                Some(_) => {
                    page.push_str("```\n");
                    fenced = false;
                }
                None => {
                    let _ = writeln!(page, "{line}");
                }
            }
        }
    }
    if !card.options.is_empty() {
        page.push_str("\n## Options\n\n| option | default | range | |\n| --- | ---: | --- | --- |\n");
        for option in card.options {
            let _ = writeln!(
                page,
                "| `{}` | {} | {} to {} | {} |",
                option.key,
                option.default,
                option.lowest,
                option.highest,
                option.meaning.replace('|', "\\|")
            );
        }
    }
    page
}

/// All rules by group as tables in Markdown, each rule a link to its page under `rules/`.
#[must_use]
pub fn rule_table() -> String {
    let mut table = String::new();
    let mut group = None;
    for rule in rules::all() {
        let card = rule.card();
        if group.replace(card.group) != Some(card.group) {
            let gap = if table.is_empty() { "" } else { "\n" };
            let _ = write!(table, "{gap}## {}\n\n| rule | level | |\n| --- | --- | --- |\n", card.group);
        }
        let summary = card.summary.replace('|', "\\|");
        let _ = writeln!(table, "| [{0}](rules/{0}.md) | {1} | {summary} |", card.id, card.level.word());
    }
    table
}

fn write_body(page: &mut String, body: &[&str], width: usize) {
    let mut paragraph = String::new();
    let mut fenced = false;
    for line in body {
        if let Some(info) = line.strip_prefix("```") {
            flush(page, &mut paragraph, width);
            fenced = !fenced;
            match info.split_once(' ').map(|(_, verdict)| verdict) {
                Some("fail") => page.push_str("  Reported:\n"),
                Some("pass") => page.push_str("  Not reported:\n"),
                _ => {}
            }
        } else if fenced {
            let gap = if line.is_empty() { "" } else { "    " };
            let _ = writeln!(page, "{gap}{line}");
        } else if line.trim().is_empty() {
            flush(page, &mut paragraph, width);
            page.push('\n');
        } else {
            paragraph.push_str(line.trim());
            paragraph.push(' ');
        }
    }
    flush(page, &mut paragraph, width);
}

fn flush(page: &mut String, paragraph: &mut String, width: usize) {
    if !paragraph.is_empty() {
        write_paragraph(page, paragraph, width);
        paragraph.clear();
    }
}

fn write_paragraph(page: &mut String, text: &str, width: usize) {
    for line in wrap(text, width) {
        let _ = writeln!(page, "  {line}");
    }
}
