use std::io;

use super::changes::{Change, ChangeKind, Subject};
use super::told::{Stretch, Teller, opening, stretches};
use super::{Difference, DifferenceReporter, JudgementDifference, Side};
use crate::argument::{Argument, NodeHandle};
use crate::review::human::wrap;
use crate::review::place::stretch;
use crate::review::{Style, visible};
use crate::rules::{Finding, Level};
use crate::text::Span;

/// For reading: the first line, what must be looked at again, then what changed under each judgement, then findings.
#[derive(Clone, Copy, Debug)]
pub struct Human {
    style: Style,
    shown: usize,
}

impl Human {
    /// A reporter of that style.
    #[must_use]
    pub fn new(style: Style) -> Self {
        Self { style, shown: 0 }
    }

    fn paint(&self, how: &str, text: &str) -> String {
        if self.style.colour && !text.is_empty() { format!("\x1b[{how}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// Lines after a mark, those after the first set in.
    fn say(&self, out: &mut dyn io::Write, mark: &str, how: &str, text: &str) -> io::Result<()> {
        let indent = 2 + mark.chars().count() + usize::from(!mark.is_empty());
        let gap = if mark.is_empty() { "" } else { " " };
        let mut open = None;
        for (number, line) in wrap(text, self.style.width.saturating_sub(indent).max(20)).iter().enumerate() {
            let line = self.paint_words(line, &mut open);
            if number == 0 {
                writeln!(out, "  {}{gap}{line}", self.paint(how, mark))?;
            } else {
                writeln!(out, "{}{line}", " ".repeat(indent))?;
            }
        }
        Ok(())
    }

    /// Colours what stands between the marks of a rewording. A stretch may go over several lines: `open` is its colour from
    /// the line before, and afterwards the one that the line leaves open.
    fn paint_words(&self, line: &str, open: &mut Option<&'static str>) -> String {
        if !self.style.colour {
            return line.to_owned();
        }
        let mut painted = String::from(open.unwrap_or(""));
        for word in line.split_inclusive(' ') {
            let begins = [("[-", "\x1b[31m"), ("{+", "\x1b[32m")].into_iter().find(|(mark, _)| word.starts_with(mark));
            if let (Some((_, how)), None) = (begins, *open) {
                *open = Some(how);
                painted.push_str(how);
            }
            let rest = word.trim_end();
            painted.push_str(rest);
            if open.is_some() && (rest.ends_with("-]") || rest.ends_with("+}")) {
                *open = None;
                painted.push_str("\x1b[0m");
            }
            painted.push_str(&word[rest.len()..]);
        }
        if open.is_some() {
            painted.push_str("\x1b[0m");
        }
        painted
    }

    fn judgement(
        &self,
        difference: &Difference<'_>,
        judgement: &JudgementDifference,
        changes: &[usize],
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let moved = difference.standing(judgement, Teller::PLAIN).is_some();
        if changes.is_empty() && !moved {
            return Ok(());
        }
        let (argument, node) = match (judgement.old, judgement.new) {
            (_, Some(new)) => (difference.new.argument, new),
            (Some(old), None) => (difference.old.argument, old),
            (None, None) => return Ok(()),
        };
        let data = argument.node(node);
        let strength = strengths(judgement);
        let id = visible(data.id.as_str()).into_owned();
        let room = self.style.width.saturating_sub(id.chars().count() + strength.chars().count() + 6).max(20);
        let text = visible(&opening(data.text.as_str(), room)).into_owned();
        writeln!(out, "{}  {text}  {}", self.paint("1", &id), self.paint("2", &strength))?;
        if let Some(cause) = judgement.cause {
            let clause = Teller::PLAIN.clause(difference, &difference.changes[cause.change]);
            self.say(out, "", "", &format!("moved most by this: {clause} ({:+.2})", cause.effect))?;
        }
        for &change in changes {
            self.change(difference, &difference.changes[change], out)?;
        }
        writeln!(out)
    }

    fn change(&self, difference: &Difference<'_>, change: &Change, out: &mut dyn io::Write) -> io::Result<()> {
        let (mark, how) = match change.kind {
            ChangeKind::Added => ("+", "32"),
            ChangeKind::Removed => ("-", "31"),
            _ => ("~", "33"),
        };
        let (old, new) = (difference.old.argument, difference.new.argument);
        let whole = |argument: &Argument, node: NodeHandle, what: &str| {
            let data = argument.node(node);
            let (id, text) = (visible(data.id.as_str()), visible(data.text.as_str()));
            format!("{} `{id}` {what}: {text}", data.kind)
        };
        let text = match (&change.subject, change.kind) {
            (Subject::Node(None, Some(node)), _) => whole(new, *node, "is new"),
            (Subject::Node(Some(node), None), _) => whole(old, *node, "is gone"),
            (Subject::Node(Some(before), Some(now)), ChangeKind::Reworded) => {
                let data = new.node(*now);
                let changed = reworded(old.node(*before).text.as_str(), data.text.as_str());
                format!("{} `{}` is reworded: {changed}", data.kind, visible(data.id.as_str()))
            }
            _ => Teller::PLAIN.clause(difference, change),
        };
        self.say(out, mark, how, &text)
    }

    fn finding(&self, side: &Side<'_>, finding: &Finding, out: &mut dyn io::Write) -> io::Result<()> {
        let how = match finding.level {
            Level::Error => "1;31",
            Level::Warning => "1;33",
            Level::Note => "1;36",
        };
        let level = self.paint(how, finding.level.word());
        let line =
            format!("{}{}: {}", at(side.argument, finding.primary.span), finding.rule, visible(&finding.message));
        let indent = 2 + finding.level.word().len() + 1;
        for (number, line) in wrap(&line, self.style.width.saturating_sub(indent).max(20)).iter().enumerate() {
            if number == 0 {
                writeln!(out, "  {level} {line}")?;
            } else {
                writeln!(out, "{}{line}", " ".repeat(indent))?;
            }
        }
        Ok(())
    }

    fn findings<'f>(
        &self,
        heading: &str,
        side: &Side<'_>,
        findings: impl Iterator<Item = &'f Finding>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let mut findings = findings.peekable();
        if findings.peek().is_none() {
            return Ok(());
        }
        writeln!(out, "{}", self.paint("1", heading))?;
        for finding in findings {
            self.finding(side, finding, out)?;
        }
        writeln!(out)
    }
}

impl DifferenceReporter for Human {
    fn difference(&mut self, difference: &Difference<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        self.shown += 1;
        let (old, new) = (visible(difference.old.name()), visible(difference.new.name()));
        let names = match (old.as_ref(), new.as_ref()) {
            ("", new) => new.to_owned(),
            (old, "") => old.to_owned(),
            (old, new) if old == new => new.to_owned(),
            (old, new) => format!("{old} → {new}"),
        };
        writeln!(out, "{}", self.paint("2", &names))?;
        for line in wrap(&difference.headline(Teller::PLAIN), self.style.width.max(20)) {
            writeln!(out, "{}", self.paint("1", &line))?;
        }
        writeln!(out)?;
        self.findings("Look again", &difference.new, difference.review.iter(), out)?;
        let groups = difference.changes_by_judgement();
        for (judgement, changes) in difference.judgements.iter().zip(&groups) {
            self.judgement(difference, judgement, changes, out)?;
        }
        if let Some(elsewhere) = groups.last().filter(|group| !group.is_empty()) {
            writeln!(out, "{}", self.paint("1", "Under no judgement"))?;
            for &change in elsewhere {
                self.change(difference, &difference.changes[change], out)?;
            }
            writeln!(out)?;
        }
        let new = difference.findings.new.iter().map(|&number| &difference.new.findings[number]);
        self.findings("New findings", &difference.new, new, out)?;
        let gone = difference.findings.gone.iter().map(|&number| &difference.old.findings[number]);
        self.findings("Findings that are gone", &difference.old, gone, out)
    }

    fn finish(&mut self, same: usize, out: &mut dyn io::Write) -> io::Result<()> {
        if self.shown + same == 1 {
            return Ok(());
        }
        let arguments = |count: usize| format!("{count} argument{}", if count == 1 { "" } else { "s" });
        match (self.shown, same) {
            (0, 0) => writeln!(out, "there is no argument to compare"),
            (0, same) => writeln!(out, "{} as before", arguments(same)),
            (shown, 0) => writeln!(out, "{} changed", arguments(shown)),
            (shown, same) => writeln!(out, "{} changed, {same} as before", arguments(shown)),
        }
    }
}

/// `0.82 → 0.67`, or what is known of it.
pub(super) fn strengths(judgement: &JudgementDifference) -> String {
    let number = |strength: Option<f64>| strength.map_or_else(|| "–".to_owned(), |strength| format!("{strength:.2}"));
    match (judgement.old, judgement.new) {
        (Some(_), Some(_)) => format!("{} → {}", number(judgement.strengths.0), number(judgement.strengths.1)),
        (None, _) => format!("{} (new)", number(judgement.strengths.1)),
        (_, None) => format!("{} (gone)", number(judgement.strengths.0)),
    }
}

/// `report.md:12: `, or nothing for what was made in memory.
fn at(argument: &Argument, span: Span) -> String {
    stretch(argument, span).map_or_else(String::new, |at| format!("{}:{}: ", visible(at.file), at.start.line))
}

/// A rewording in one line, what went between `[-` and `-]`, what came between `{+` and `+}`.
fn reworded(old: &str, new: &str) -> String {
    let shown = stretches(old, new).into_iter().map(|stretch| match stretch {
        Stretch::Kept(words) => visible(&words).into_owned(),
        Stretch::Removed(words) => format!("[-{}-]", visible(&words)),
        Stretch::Added(words) => format!("{{+{}+}}", visible(&words)),
    });
    shown.collect::<Vec<_>>().join(" ")
}
