use std::io;

use super::place::{name_of, stretch};
use super::{Reporter, Tally, visible};
use crate::argument::Argument;
use crate::rules::Finding;

/// A review for a pull request: a table for each file that has findings, and a summary line under them. It comes last,
/// since findings stream.
///
/// Text that comes from a report is escaped: it makes no table, link, picture or HTML, and on a forge it calls nobody
/// and links no issue.
#[derive(Clone, Copy, Debug)]
pub struct Markdown;

impl Reporter for Markdown {
    fn findings(&mut self, argument: &Argument, findings: &[Finding], out: &mut dyn io::Write) -> io::Result<()> {
        if findings.is_empty() {
            return Ok(());
        }
        writeln!(out, "**{}**\n", plain(name_of(argument)))?;
        writeln!(out, "| place | level | rule | finding |\n| ---: | --- | --- | --- |")?;
        for finding in findings {
            let at = stretch(argument, finding.primary.span);
            let (line, column) = at.map_or((1, 1), |at| (at.start.line, at.start.column));
            write!(out, "| {line}:{column} | {} | `{}` | ", finding.level.word(), finding.rule)?;
            write!(out, "{}", plain(&finding.message))?;
            if let Some(help) = &finding.help {
                write!(out, "<br>*{}*", plain(help))?;
            }
            writeln!(out, " |")?;
        }
        writeln!(out)
    }

    fn finish(&mut self, tally: &Tally, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(out, "**linchpin:** {tally}")
    }
}

/// Stands behind a character that a forge would take for the beginning of a mention, a reference or an address: these are
/// found in the text that is left when Markdown and its escapes are gone.
const BREAK: &str = "&#8203;";

/// Text as text: one line in which nothing is marked up.
pub(super) fn plain(text: &str) -> String {
    let text = visible(text);
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    let mut previous = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '@' | '#' => {
                escaped.push('\\');
                escaped.push(c);
                escaped.push_str(BREAK);
            }
            // "https://…", and ":name:" for a picture.
            ':' if rest.peek().is_some_and(|next| !next.is_whitespace()) => {
                escaped.push(c);
                escaped.push_str(BREAK);
            }
            // "www.…", found without a scheme.
            '.' if previous.eq_ignore_ascii_case(&'w') => {
                escaped.push_str(BREAK);
                escaped.push(c);
            }
            // "GH-123" refers to an issue.
            '-' if previous.eq_ignore_ascii_case(&'h') && rest.peek().is_some_and(char::is_ascii_digit) => {
                escaped.push(c);
                escaped.push_str(BREAK);
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                escaped.push('\\');
                escaped.push(c);
            }
            _ => escaped.push(c),
        }
        previous = c;
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn text_is_not_marked_up() {
        assert_eq!(plain("a | b"), "a \\| b");
        assert_eq!(plain("`x` *y* [z](u) <b> &amp;"), "\\`x\\` \\*y\\* \\[z\\](u) &lt;b&gt; &amp;amp;");
        assert_eq!(plain("@team #12 a@b.c"), "\\@&#8203;team \\#&#8203;12 a\\@&#8203;b.c");
        assert_eq!(plain("https://x.y www.z.org GH-7"), "https:&#8203;//x.y www&#8203;.z.org GH-&#8203;7");
        assert_eq!(plain("so: it is, and high-level"), "so: it is, and high-level");
    }
}
