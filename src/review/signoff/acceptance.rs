use std::fmt;

use super::{ItemFingerprint, Label};
use crate::argument::Date;
use crate::text::visible::is_replaced;
use crate::text::{Fault, SourceFile};

/// Who accepts: a name, with or without an address, as `Jane Doe <jane@example.org>`. One line of text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reviewer(String);

/// A text that cannot be a reviewer's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReviewer {
    /// Nothing at all, or only white space.
    #[error("a reviewer's name cannot be empty")]
    Empty,
    /// A line break, an escape, a character that turns the direction of text, …
    #[error("a reviewer's name is one line of visible text; this one holds the character U+{0:04X}")]
    Invisible(u32),
    /// Too long to be a name.
    #[error("a reviewer's name has at most {most} characters; this one has {count}")]
    TooLong {
        /// How many it has.
        count: usize,
        /// How many it may have.
        most: usize,
    },
}

impl Reviewer {
    const MOST: usize = 200;

    /// Checks a name; blanks are folded.
    ///
    /// # Errors
    /// [`InvalidReviewer`] if it is empty, longer than 200 characters, or holds what does not show.
    pub fn new(name: &str) -> Result<Self, InvalidReviewer> {
        if let Some(c) = name.chars().find(|&c| is_replaced(c)) {
            return Err(InvalidReviewer::Invisible(u32::from(c)));
        }
        let folded = super::wording::folded(name);
        match folded.chars().count() {
            0 => Err(InvalidReviewer::Empty),
            count if count > Self::MOST => Err(InvalidReviewer::TooLong { count, most: Self::MOST }),
            _ => Ok(Self(folded)),
        }
    }

    /// The whole of it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without the address, where something is left then.
    #[must_use]
    pub fn name(&self) -> &str {
        let name = self.0.split_once(" <").map_or(self.0.as_str(), |(name, _)| name);
        if name.is_empty() { &self.0 } else { name }
    }
}

impl fmt::Display for Reviewer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// One item that somebody accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// Its name when it was accepted.
    pub item: Label,
    /// What it was.
    pub fingerprint: ItemFingerprint,
    /// The day.
    pub date: Date,
    /// Who accepted it.
    pub by: Reviewer,
    /// How its words began; of a link, its premise's.
    pub opening: String,
    /// The lines of comment above it, each with its `#`.
    pub comments: Vec<String>,
}

impl fmt::Display for Acceptance {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut opening = Vec::new();
        crate::text::json_text::write_json(&mut opening, &self.opening).map_err(|_| fmt::Error)?;
        let opening = String::from_utf8(opening).map_err(|_| fmt::Error)?;
        write!(formatter, "{}  {}  {}  {}  {opening}", self.item, self.fingerprint, self.date, self.by)
    }
}

/// What was accepted of one argument: the content of the file beside it.
///
/// The file has one line an item, `ITEM  FINGERPRINT  DATE  NAME  "OPENING WORDS"`, with two blanks or more between the
/// fields, in the order of the items' names, so that two branches' files merge line by line. An item may have several
/// lines after a merge; it is accepted if one of them holds. Lines that begin with `#` are comments; they stay above
/// their item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignOff {
    head: Vec<String>,
    entries: Vec<Acceptance>,
    tail: Vec<String>,
}

const HEAD: [&str; 2] = [
    "# What was reviewed; `linchpin review accept` adds lines, and `linchpin review status` says what changed since.",
    "# ITEM  FINGERPRINT  DATE  REVIEWER  \"OPENING WORDS\"",
];

impl SignOff {
    /// Reads a file.
    ///
    /// # Errors
    /// Every line that is none of its own, such as a merge's mark of a conflict.
    pub fn parse(file: &SourceFile) -> Result<Self, Vec<Fault>> {
        let mut sign_off = Self::default();
        let mut faults = Vec::new();
        let mut comments: Vec<String> = Vec::new();
        for number in 1..=file.lines().line_count() {
            let range = file.lines().line_range(file.text(), number).unwrap_or(0..0);
            let line = file.text()[range.clone()].trim_start_matches('\u{feff}').trim();
            if line.is_empty() {
                if sign_off.entries.is_empty() {
                    sign_off.head.append(&mut comments);
                }
            } else if line.starts_with('#') {
                if !HEAD.contains(&line) {
                    comments.push(line.to_owned());
                }
            } else if is_conflict(line) {
                faults.push(Fault::new(file, range, "a merge left its mark here").with_help(
                    "keep the lines of both sides and take away those that begin with <<<<<<<, ======= and >>>>>>>; \
                     with `*.review merge=union` in .gitattributes git does so by itself",
                ));
            } else if let Some(mut entry) = acceptance(line) {
                entry.comments = std::mem::take(&mut comments);
                sign_off.entries.push(entry);
            } else {
                faults.push(Fault::new(file, range, "this is no line of a sign-off").with_help(
                    "a line is `ITEM  FINGERPRINT  DATE  NAME  \"OPENING WORDS\"`, with two blanks between the \
                         fields; take it away and accept the item again with `linchpin review accept`",
                ));
            }
        }
        sign_off.tail = comments;
        if faults.is_empty() { Ok(sign_off.sorted()) } else { Err(faults) }
    }

    /// The acceptances, in the order of their items' names.
    #[must_use]
    pub fn entries(&self) -> &[Acceptance] {
        &self.entries
    }

    /// The same with other acceptances.
    #[must_use]
    pub(super) fn with_entries(&self, entries: Vec<Acceptance>) -> Self {
        Self { head: self.head.clone(), entries, tail: self.tail.clone() }.sorted()
    }

    fn sorted(mut self) -> Self {
        self.entries.sort_by_cached_key(|entry| (entry.item.to_string(), entry.date, entry.to_string()));
        self.entries.dedup_by(|next, kept| next.to_string() == kept.to_string());
        self
    }
}

impl fmt::Display for SignOff {
    /// The file's content.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in HEAD.into_iter().chain(self.head.iter().map(String::as_str)) {
            writeln!(formatter, "{line}")?;
        }
        formatter.write_str("\n")?;
        for entry in &self.entries {
            for comment in &entry.comments {
                writeln!(formatter, "{comment}")?;
            }
            writeln!(formatter, "{entry}")?;
        }
        for comment in &self.tail {
            writeln!(formatter, "{comment}")?;
        }
        Ok(())
    }
}

fn is_conflict(line: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark))
}

fn acceptance(line: &str) -> Option<Acceptance> {
    let (item, rest) = line.split_once("  ")?;
    let (fingerprint, rest) = rest.trim_start().split_once("  ")?;
    let (date, rest) = rest.trim_start().split_once("  ")?;
    let (by, opening) = rest.trim_start().split_once("  ")?;
    Some(Acceptance {
        item: Label::parse(item)?,
        fingerprint: ItemFingerprint::parse(fingerprint)?,
        date: date.parse::<Date>().ok().filter(|date| date.day().is_some())?,
        by: Reviewer::new(by).ok()?,
        opening: serde_json::from_str(opening.trim_start()).ok()?,
        comments: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Result<SignOff, Vec<String>> {
        SignOff::parse(&SourceFile::new("report.md.review", text))
            .map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    const LINE: &str =
        "kj1->a%20b  v1:0123456789abcdef-0000000000000001  2026-11-28  Jane \"J\" Doe <j@x>  \"It \\\"is\\\"\"";

    #[test]
    fn a_file_reads_back_with_its_comments() {
        let text = format!(
            "# Ours.\n\n# About b.\nb  v1:0123456789abcdef-0000000000000001-0000000000000002  2026-11-28  Ali  \"B\"\r\n{LINE}\n{LINE}\n# End."
        );
        let read = parse(&text).unwrap();
        assert_eq!(read.entries().len(), 2);
        assert_eq!(read.entries()[1].to_string(), LINE);
        assert_eq!(read.entries()[1].by.name(), "Jane \"J\" Doe");
        let written = read.to_string();
        assert_eq!(parse(&written).unwrap(), read);
        let ours = written.find("# Ours.\n\n").unwrap();
        assert!(ours < written.find("# About b.\nb  v1").unwrap() && written.ends_with("# End.\n"), "{written}");
        assert_eq!(parse(&written).unwrap().to_string(), written);
    }

    #[test]
    fn a_conflict_says_how_to_mend_it_and_a_line_that_is_none_is_a_fault() {
        let faults = parse(&format!("<<<<<<< ours\n{LINE}\n=======\n>>>>>>> theirs\nkj1 x\n")).unwrap_err();
        assert_eq!(faults.len(), 4);
        assert!(
            faults[0].starts_with("report.md.review:1:1: a merge left its mark here\nhelp: keep the lines of both")
        );
        assert!(faults[3].starts_with("report.md.review:5:1: this is no line of a sign-off"), "{}", faults[3]);
        for (from, to) in [("2026-11-28", "2026-11"), ("v1:", "v9:"), ("  Jane", " Jane"), ("\"\"", "\"")] {
            assert!(parse(&LINE.replace(from, to)).is_err() || !LINE.contains(from), "{to}");
        }
    }

    #[test]
    fn a_name_is_one_visible_line() {
        assert_eq!(Reviewer::new("  Jane   Doe ").unwrap().as_str(), "Jane Doe");
        assert_eq!(Reviewer::new("<j@x>").unwrap().name(), "<j@x>");
        for name in ["", "  ", "a\nb", "a\u{1b}[31m", "a\u{202e}b", &"x".repeat(201)] {
            assert!(Reviewer::new(name).is_err(), "{name:?}");
        }
    }

    proptest! {
        #[test]
        fn any_name_and_words_read_back(by in "[ -~]{1,20}|\\PC{1,10}", opening in "[ -~]{0,20}|\\PC{0,10}") {
            let Ok(by) = Reviewer::new(&by) else { return Ok(()) };
            let fingerprint = ItemFingerprint { words: 1, marks: 2, copies: None };
            let entry = Acceptance {
                item: Label::Node("a".into()), fingerprint, date: "2026-11-28".parse().unwrap(), by, opening, comments: Vec::new(),
            };
            let read = parse(&entry.to_string()).unwrap();
            prop_assert_eq!(read.entries(), [entry]);
        }
    }
}
