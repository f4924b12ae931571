use std::io;

use super::changes::{Change, ChangeKind, Subject};
use super::human::strengths;
use super::mermaid::mermaid;
use super::told::{Stretch, Teller, opening, stretches};
use super::{Difference, DifferenceReporter, JudgementDifference};
use crate::argument::{Argument, NodeHandle};
use crate::review::place::stretch;
use crate::review::plain;
use crate::rules::Finding;

/// For a comment on a pull request: the first line, a table of the judgements that stand differently, and the changes,
/// the findings and a picture folded away.
///
/// Text of a report is escaped: it makes no table, link, picture or HTML, and on a forge it calls nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Markdown {
    shown: usize,
}

const TELLER: Teller = Teller::MARKDOWN;
/// A comment on GitHub may have 65,536 characters; so much of it is for the changes of one argument.
const MOST: usize = 24_000;

impl DifferenceReporter for Markdown {
    fn difference(&mut self, difference: &Difference<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        self.shown += 1;
        let (old, new) = (difference.old.name(), difference.new.name());
        let name = if new.is_empty() { old } else { new };
        if !name.is_empty() {
            writeln!(out, "### {}\n", TELLER.id(name))?;
        }
        writeln!(out, "**{}**\n", difference.headline(TELLER))?;
        if !difference.review.is_empty() {
            writeln!(out, "| level | look again |\n| --- | --- |")?;
            for finding in &difference.review {
                writeln!(out, "| {} | {} |", finding.level.word(), told(difference.new.argument, finding))?;
            }
            writeln!(out)?;
        }
        table(difference, out)?;
        changes(difference, out)?;
        findings(difference, out)?;
        if let Some(picture) = mermaid(difference) {
            writeln!(out, "<details><summary>Picture of what changed</summary>\n")?;
            writeln!(out, "```mermaid\n{picture}```\n\n</details>\n")?;
        }
        Ok(())
    }

    fn finish(&mut self, same: usize, out: &mut dyn io::Write) -> io::Result<()> {
        match (self.shown, same) {
            (0, _) => writeln!(out, "**linchpin:** no argument changed"),
            (_, 0) => Ok(()),
            (_, 1) => writeln!(out, "One more argument is as before."),
            (_, same) => writeln!(out, "{same} more arguments are as before."),
        }
    }
}

fn table(difference: &Difference<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let differing: Vec<(&JudgementDifference, String)> = difference
        .judgements
        .iter()
        .filter_map(|judgement| Some((judgement, difference.standing(judgement, TELLER)?)))
        .collect();
    if differing.is_empty() {
        return Ok(());
    }
    writeln!(out, "| judgement | strength | how it stands |\n| --- | --- | --- |")?;
    for (judgement, standing) in differing {
        let (argument, node) = match (judgement.old, judgement.new) {
            (_, Some(new)) => (difference.new.argument, new),
            (Some(old), None) => (difference.old.argument, old),
            (None, None) => continue,
        };
        let text = plain(&opening(argument.node(node).text.as_str(), 90));
        writeln!(out, "| {text} | {} | {standing} |", strengths(judgement))?;
    }
    writeln!(out)
}

fn changes(difference: &Difference<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    if difference.changes.is_empty() {
        return Ok(());
    }
    let count = difference.changes.len();
    let plural = if count == 1 { "" } else { "s" };
    writeln!(out, "<details><summary>{count} change{plural}</summary>\n")?;
    let mut left = MOST;
    let mut untold = 0;
    let groups = difference.changes_by_judgement();
    let judgements = difference.judgements.iter().map(Some).chain([None]);
    for (judgement, group) in judgements.zip(&groups) {
        if group.is_empty() {
            continue;
        }
        if left > 0 {
            let heading = judgement.map_or_else(
                || "Under no judgement".to_owned(),
                |judgement| {
                    let named = |argument: &Argument, node: NodeHandle| TELLER.id(argument.node(node).id.as_str());
                    match (judgement.old, judgement.new) {
                        (_, Some(new)) => named(difference.new.argument, new),
                        (Some(old), None) => format!("{} (gone)", named(difference.old.argument, old)),
                        (None, None) => String::new(),
                    }
                },
            );
            writeln!(out, "{heading}\n")?;
        }
        for &change in group {
            let line = line(difference, &difference.changes[change]);
            match left.checked_sub(line.len()) {
                Some(rest) => {
                    left = rest;
                    writeln!(out, "- {line}")?;
                }
                None => {
                    left = 0;
                    untold += 1;
                }
            }
        }
        writeln!(out)?;
    }
    if untold > 0 {
        writeln!(out, "{untold} more are not shown here.\n")?;
    }
    writeln!(out, "</details>\n")
}

fn line(difference: &Difference<'_>, change: &Change) -> String {
    let (old, new) = (difference.old.argument, difference.new.argument);
    let whole = |argument: &Argument, node: NodeHandle, what: &str| {
        let data = argument.node(node);
        format!("{what}: {} {}, {}", data.kind, TELLER.id(data.id.as_str()), plain(data.text.as_str()))
    };
    match (&change.subject, change.kind) {
        (Subject::Node(None, Some(node)), _) => whole(new, *node, "**new**"),
        (Subject::Node(Some(node), None), _) => whole(old, *node, "**gone**"),
        (Subject::Node(Some(before), Some(now)), ChangeKind::Reworded) => {
            let shown = stretches(old.node(*before).text.as_str(), new.node(*now).text.as_str());
            let words = shown.into_iter().map(|stretch| match stretch {
                Stretch::Kept(words) => plain(&words),
                Stretch::Removed(words) => format!("<del>{}</del>", plain(&words)),
                Stretch::Added(words) => format!("<ins>{}</ins>", plain(&words)),
            });
            let words: Vec<String> = words.collect();
            format!(
                "**reworded**: {} {}, {}",
                new.node(*now).kind,
                TELLER.id(new.node(*now).id.as_str()),
                words.join(" ")
            )
        }
        _ => TELLER.clause(difference, change),
    }
}

fn findings(difference: &Difference<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let (new, gone) = (&difference.findings.new, &difference.findings.gone);
    if new.is_empty() && gone.is_empty() {
        return Ok(());
    }
    writeln!(out, "<details><summary>Findings: {} new, {} gone</summary>\n", new.len(), gone.len())?;
    writeln!(out, "| | level | finding |\n| --- | --- | --- |")?;
    let both = [("new", &difference.new, new), ("gone", &difference.old, gone)];
    for (what, side, numbers) in both {
        for &number in numbers {
            let finding = &side.findings[number];
            writeln!(out, "| {what} | {} | {} |", finding.level.word(), told(side.argument, finding))?;
        }
    }
    writeln!(out, "\n</details>\n")
}

fn told(argument: &Argument, finding: &Finding) -> String {
    let line =
        stretch(argument, finding.primary.span).map_or_else(String::new, |at| format!("line {}: ", at.start.line));
    format!("{line}`{}`: {}", finding.rule, message(&finding.message))
}

/// A rule's message: what stands between backticks in it becomes code if it is an id of plain letters, digits, `-`, `_` and `.`.
fn message(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let is_plain = |part: &str| part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let is_paired =
        parts.len() % 2 == 1 && parts.iter().skip(1).step_by(2).all(|part| !part.is_empty() && is_plain(part));
    if !is_paired {
        return plain(text);
    }
    let words = |part: &str| {
        // Blanks beside an id are blanks, and no end of a line.
        let inner = part.trim_matches(' ');
        let (before, after) = part.split_once(inner).unwrap_or((part, ""));
        format!("{before}{}{after}", plain(inner))
    };
    let told = parts.iter().enumerate().map(|(n, part)| if n % 2 == 1 { format!("`{part}`") } else { words(part) });
    told.collect()
}
