use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::changes::{ChangeKind, Subject};
use super::human::strengths;
use super::svg::picture;
use super::told::{Stretch, opening, stretches};
use super::{Change, Difference, DifferenceReporter, Teller};
use crate::argument::Argument;
use crate::review::html_text::plain as text;
use crate::review::place::stretch;
use crate::rules::Finding;

/// A page that opens from disk: the summary, a table of the judgements that stand differently, the picture, the changes
/// and the findings. It has no script and loads nothing, and its policy forbids both.
#[derive(Clone, Copy, Debug, Default)]
pub struct Html {
    shown: usize,
}

const STYLE: &str = include_str!("page.css");

impl DifferenceReporter for Html {
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        let hash = STANDARD.encode(Sha256::digest(STYLE));
        writeln!(
            out,
            "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; \
             base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>What changed</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>What changed</h1>"
        )
    }

    fn difference(&mut self, difference: &Difference<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let (old, new) = (difference.old.name(), difference.new.name());
        let name = if new.is_empty() { old } else { new };
        writeln!(out, "<section>\n<h2>{}</h2>", text(if name.is_empty() { "argument" } else { name }))?;
        writeln!(out, "<p class=\"headline\">{}</p>", told(&difference.headline(Teller::PLAIN)))?;
        findings(out, "Look again", difference.new.argument, difference.review.iter())?;
        judgements(difference, out)?;
        self.shown += 1;
        let picture = named_apart(&picture(difference, None)?, self.shown);
        writeln!(out, "<figure tabindex=\"0\" aria-label=\"Picture of what changed\">\n{picture}</figure>")?;
        changes(difference, out)?;
        let of = |side: &super::Side<'_>, numbers: &[usize]| -> Vec<Finding> {
            numbers.iter().filter_map(|&number| side.findings.get(number).cloned()).collect()
        };
        let new = of(&difference.new, &difference.findings.new);
        findings(out, "New findings", difference.new.argument, new.iter())?;
        let gone = of(&difference.old, &difference.findings.gone);
        findings(out, "Findings that are gone", difference.old.argument, gone.iter())?;
        writeln!(out, "</section>")
    }

    fn finish(&mut self, same: usize, out: &mut dyn io::Write) -> io::Result<()> {
        if same > 0 {
            writeln!(out, "<p>Arguments that are as before: {same}.</p>")?;
        }
        writeln!(out, "</main>\n</body>\n</html>")
    }
}

/// The picture with names of its own for its title and description: a page may hold several. They stand in its first
/// tags, before any text of a report.
fn named_apart(svg: &str, number: usize) -> String {
    ["title", "description"].into_iter().fold(svg.to_owned(), |svg, name| {
        svg.replacen(&format!("by=\"{name}\""), &format!("by=\"{name}-{number}\""), 1).replacen(
            &format!("id=\"{name}\""),
            &format!("id=\"{name}-{number}\""),
            1,
        )
    })
}

/// What is told in plain text, with the ids between backticks as code.
fn told(words: &str) -> String {
    let parts: Vec<String> = words.split('`').map(text).collect();
    if parts.len().is_multiple_of(2) {
        return text(words);
    }
    let part = |(number, part): (usize, &String)| {
        if number % 2 == 1 { format!("<code>{part}</code>") } else { part.clone() }
    };
    parts.iter().enumerate().map(part).collect()
}

fn judgements(difference: &Difference<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut is_begun = false;
    for judgement in &difference.judgements {
        let Some(standing) = difference.standing(judgement, Teller::PLAIN) else { continue };
        let (argument, node) = match (judgement.old, judgement.new) {
            (_, Some(new)) => (difference.new.argument, new),
            (Some(old), None) => (difference.old.argument, old),
            (None, None) => continue,
        };
        if !std::mem::replace(&mut is_begun, true) {
            writeln!(
                out,
                "<table>\n<thead><tr><th>Judgement</th><th>Strength</th><th>How it stands</th></tr></thead>\n<tbody>"
            )?;
        }
        let words = text(&opening(argument.node(node).text.as_str(), 120));
        writeln!(out, "<tr><td>{words}</td><td>{}</td><td>{}</td></tr>", text(&strengths(judgement)), told(&standing))?;
    }
    if is_begun { writeln!(out, "</tbody>\n</table>") } else { Ok(()) }
}

fn changes(difference: &Difference<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    if difference.changes.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h3>Changes</h3>\n<ul>")?;
    for change in difference.changes_by_judgement().into_iter().flatten() {
        writeln!(out, "<li>{}</li>", line(difference, &difference.changes[change]))?;
    }
    writeln!(out, "</ul>")
}

fn line(difference: &Difference<'_>, change: &Change) -> String {
    let clause = told(&Teller::PLAIN.clause(difference, change));
    let whole = |argument: &Argument, node| text(argument.node(node).text.as_str());
    match (&change.subject, change.kind) {
        (Subject::Node(None, Some(node)), _) => {
            format!("{clause}: <ins>{}</ins>", whole(difference.new.argument, *node))
        }
        (Subject::Node(Some(node), None), _) => {
            format!("{clause}: <del>{}</del>", whole(difference.old.argument, *node))
        }
        (Subject::Node(Some(before), Some(now)), ChangeKind::Reworded) => {
            let (old, new) = (difference.old.argument.node(*before), difference.new.argument.node(*now));
            let words: Vec<String> = stretches(old.text.as_str(), new.text.as_str())
                .into_iter()
                .map(|stretch| match stretch {
                    Stretch::Kept(words) => text(&words),
                    Stretch::Removed(words) => format!("<del>{}</del>", text(&words)),
                    Stretch::Added(words) => format!("<ins>{}</ins>", text(&words)),
                })
                .collect();
            format!("{}: {}", told(&Teller::PLAIN.named(difference.new.argument, *now)), words.join(" "))
        }
        _ => clause,
    }
}

fn findings<'f>(
    out: &mut dyn io::Write,
    heading: &str,
    argument: &Argument,
    findings: impl Iterator<Item = &'f Finding>,
) -> io::Result<()> {
    let mut findings = findings.peekable();
    if findings.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "<h3>{heading}</h3>\n<ul>")?;
    for finding in findings {
        let line = stretch(argument, finding.primary.span)
            .map_or_else(String::new, |at| format!(" <span class=\"place\">line {}</span>", at.start.line));
        writeln!(
            out,
            "<li class=\"{}\"><strong>{}</strong> {}{line}</li>",
            finding.level.word(),
            text(finding.rule),
            told(&finding.message)
        )?;
    }
    writeln!(out, "</ul>")
}
