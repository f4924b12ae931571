use std::collections::HashSet;
use std::fmt::Write as _;
use std::io;

use annotate_snippets::{AnnotationKind, Group, Level as Heading, Renderer, Snippet};
use rayon::prelude::*;

use super::excerpt::{Excerpt, Place, excerpts, text_width};
use super::place::name_of;
use super::{Reporter, Style, Tally, file_of};
use crate::argument::Argument;
use crate::rules::{Finding, Level};
use crate::text::Fault;
use crate::text::visible::{visible, width_up_to};

/// For reading: each finding with the report's own lines and what to write (once for each rule and file), and a summary line at the end.
#[derive(Clone, Debug)]
pub struct Human {
    style: Style,
    renderer: Renderer,
}

impl Human {
    /// A reporter of that style.
    #[must_use]
    pub fn new(style: Style) -> Self {
        Self { style, renderer: renderer(style) }
    }

    fn drawn(&self, argument: &Argument, finding: &Finding, help: Option<&str>) -> String {
        let heading = match finding.level {
            Level::Error => Heading::ERROR,
            Level::Warning => Heading::WARNING,
            Level::Note => Heading::NOTE,
        };
        let labels = std::iter::once((true, &finding.primary)).chain(finding.labels.iter().map(|label| (false, label)));
        let places = labels.filter_map(|(primary, label)| {
            let file = file_of(argument, label.span)?;
            let (start, end) = (label.span.start as usize, label.span.end as usize);
            Some(Place { file, start, end, message: &label.message, primary })
        });
        let message = Message { heading, rule: Some(finding.rule), text: &finding.message, help };
        render(&self.renderer, self.style, &message, places)
    }
}

/// So many findings are drawn side by side, where there are as many.
const DRAWN_TOGETHER: usize = 1024;

impl Reporter for Human {
    fn findings(&mut self, argument: &Argument, findings: &[Finding], out: &mut dyn io::Write) -> io::Result<()> {
        // What to write is said once for each rule: under the eleventh bullet without a source nobody reads it again.
        let mut said: HashSet<(&str, &str)> = HashSet::new();
        let draw = |&(finding, help): &(&Finding, Option<&str>)| self.drawn(argument, finding, help);
        // Bounded, so that what is drawn takes no more room than a share of it.
        for some in findings.chunks(DRAWN_TOGETHER) {
            let with_help = some.iter().map(|finding| {
                let help = finding.help.as_deref();
                (finding, help.filter(|help| said.insert((finding.rule, *help))))
            });
            let some: Vec<_> = with_help.collect();
            let drawn: Vec<String> = match some.len() {
                ..DRAWN_TOGETHER => some.iter().map(draw).collect(),
                _ => some.par_iter().map(draw).collect(),
            };
            for one in drawn {
                writeln!(out, "{one}\n")?;
            }
        }
        Ok(())
    }

    fn remark(&mut self, argument: &Argument, text: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let said = format!("{}: {}", visible(name_of(argument)), visible(text));
        let mut lines = wrap(&said, self.style.width.saturating_sub("note: ".len()).max(20)).into_iter();
        let note = Group::with_title(Heading::NOTE.primary_title(lines.next().unwrap_or_default()));
        writeln!(out, "{}", self.renderer.render(&[note]))?;
        for line in lines {
            writeln!(out, "      {line}")?;
        }
        writeln!(out)
    }

    fn finish(&mut self, tally: &Tally, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(out, "{tally}")
    }
}

/// A fault in an input file, shown as findings are, without a line break at the end.
#[must_use]
pub fn render_fault(fault: &Fault, style: Style) -> String {
    let place = Place {
        file: &fault.file,
        start: fault.range.start,
        end: fault.range.end,
        message: &fault.label,
        primary: true,
    };
    let message = Message { heading: Heading::ERROR, rule: None, text: &fault.message, help: fault.help.as_deref() };
    render(&renderer(style), style, &message, [place])
}

struct Message<'a> {
    heading: Heading<'static>,
    rule: Option<&'static str>,
    text: &'a str,
    help: Option<&'a str>,
}

/// Excerpts are cut to the width already, so the renderer has nothing left to cut.
fn renderer(style: Style) -> Renderer {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    renderer.term_width(100_000)
}

/// Stands for a file's place until the renderer is done: it would count columns in the cut line. No text that is shown
/// holds this character, since [`visible`] replaces it.
const PLACEHOLDER: char = '\u{fdd0}';

fn render<'a>(
    renderer: &Renderer,
    style: Style,
    message: &Message<'_>,
    places: impl IntoIterator<Item = Place<'a>>,
) -> String {
    let places: Vec<Place<'a>> = places.into_iter().collect();
    let digits = places.iter().map(|place| place.file.position(place.end).line.max(1).ilog10() as usize + 1).max();
    let digits = digits.unwrap_or(1);
    let excerpts = excerpts(places, text_width(style.width, digits));
    let mut title = message.heading.clone().primary_title(visible(message.text));
    if let Some(rule) = message.rule {
        title = title.id(rule);
    }
    let mut group = Group::with_title(title);
    for (number, excerpt) in excerpts.iter().enumerate() {
        group = group.element(snippet(excerpt, number));
    }
    if let Some(help) = message.help {
        let help = visible(help);
        let lines = wrap(&help, style.width.saturating_sub(digits + " = help: ".len()).max(20));
        group = group.element(Heading::HELP.message(lines.join("\n")));
    }
    let drawn = renderer.render(&[group]);
    fill_in(&drawn, &excerpts)
}

fn snippet<'s>(excerpt: &'s Excerpt<'_>, number: usize) -> Snippet<'s, annotate_snippets::Annotation<'s>> {
    let marks = excerpt.marks.iter().map(|mark| {
        let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let label = (!mark.message.is_empty()).then(|| visible(mark.message));
        kind.span(mark.range.clone()).label(label)
    });
    Snippet::source(&excerpt.source)
        .path(format!("{PLACEHOLDER}{number}"))
        .line_start(excerpt.first_line)
        .annotations(marks)
}

/// Puts the real places where the placeholders stand.
fn fill_in(drawn: &str, excerpts: &[Excerpt<'_>]) -> String {
    let mut parts = drawn.split(PLACEHOLDER);
    let mut filled = parts.next().unwrap_or("").to_owned();
    for part in parts {
        // The number of the excerpt, then the line and column that the renderer counted.
        let counted = part.find(|c: char| !(c.is_ascii_digit() || c == ':')).unwrap_or(part.len());
        let number = part[..counted].split(':').next().and_then(|number| number.parse::<usize>().ok());
        if let Some(excerpt) = number.and_then(|number| excerpts.get(number)) {
            let at = excerpt.position;
            // Writing to a string cannot fail.
            let _ = write!(filled, "{}:{}:{}", visible(excerpt.file.name()), at.line, at.column);
            if let Some(page) = excerpt.page {
                let _ = write!(filled, " (page {page})");
            }
        }
        filled.push_str(&part[counted..]);
    }
    filled
}

/// Breaks text at blanks into lines of at most `width` cells; a longer word stands alone.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let cells = width_up_to(word, usize::MAX - 1);
        if !line.is_empty() && used + 1 + cells > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if !line.is_empty() {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += cells;
    }
    lines.push(line);
    lines
}
