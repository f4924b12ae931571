//! Text as DOT's lexer and Graphviz's label reader give it back: letter for letter.
//!
//! A name and a label pass through different readers, and both must be thought of (Graphviz's
//! [grammar](https://graphviz.org/doc/info/lang.html) and
//! [escString](https://graphviz.org/docs/attr-types/escString/)):
//!
//! 1. The **lexer** reads everything between double quotes. `\"` is a quotation mark; a backslash before a line break
//!    drops both; *every other backslash stays*, and `\\` stays two backslashes. Keywords (`node`, `strict`), `->`,
//!    `//`, `#`, `+`, `:` and `<…>` mean nothing between double quotes. Line breaks inside quotes are allowed, but would
//!    break the rule of one statement a line.
//! 2. A **label** is then read again: `\N`, `\G`, `\E`, `\T`, `\H`, `\L` are replaced by names, `\n`, `\l`, `\r` end a
//!    line (centred, to the left, to the right), `\\` is one backslash, and any other backslash is dropped. HTML entities
//!    (`&amp;`, `&#65;`) are resolved.
//! 3. A **name** is not read again, so that the lexer's rule alone decides, and some names cannot be written: with an odd
//!    run of backslashes before a quotation mark or at the end (the quotation mark would be taken into the run); with `%`
//!    at the beginning (Graphviz keeps these for things without a name, and gives out a number instead). A third kind can
//!    be written but not drawn: Graphviz puts what looks like an entity (`&x;`, and even `&;`) into its SVG as it stands,
//!    which is another text or no XML at all. In all three the character at fault is replaced by a look-alike; [`Names`]
//!    keeps the result unique.
//!
//! Graphviz's lexer (2.43) has no room for more than 16,383 bytes between two characters that mean something to it, and
//! takes a longer run for a string that is not closed. Long runs are written as pieces: `"…" + "…"`.
//!
//! Characters that XML 1.0 cannot hold (control characters, U+FFFE, U+FFFF) are replaced by visible symbols, since they
//! would make an SVG that no browser opens.

use crate::draw::visible;
use rustc_hash::FxHashSet;
use std::fmt::Write as _;

/// The side that a line of a label is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// Lines as a double-quoted escString: what Graphviz draws is what was given, each line on its side.
///
/// The lines may hold anything. No lines give `""`, which is an empty label and not Graphviz's default `\N`.
pub(super) fn label<'a>(lines: impl IntoIterator<Item = (&'a str, Side)>) -> String {
    let mut quoted = Quoted::new();
    for (line, side) in lines {
        quoted.push_escaped(line);
        quoted.push_mark(match side {
            Side::Left => "\\l",
            Side::Right => "\\r",
        });
    }
    quoted.finish()
}

/// A tooltip as a double-quoted escString. Graphviz reads a tooltip's backslashes once more than a label's.
pub(super) fn tooltip(text: &str) -> String {
    phrase(&text.replace('\\', "\\\\"))
}

/// One line as a double-quoted escString without a line end.
pub(super) fn phrase(text: &str) -> String {
    let mut quoted = Quoted::new();
    quoted.push_escaped(text);
    quoted.finish()
}

/// A name as a double-quoted string, for a name that [`Names`] has made fit.
pub(super) fn name(fit: &str) -> String {
    let mut quoted = Quoted::new();
    for c in fit.chars() {
        match c {
            '"' => quoted.push_mark("\\\""),
            '\\' => quoted.push_mark("\\"),
            _ => quoted.push_plain(c),
        }
    }
    quoted.finish()
}

/// A double-quoted string in the making.
struct Quoted {
    text: String,
    /// Bytes since the last character that means something to the lexer.
    run: usize,
}

/// The longest run of plain characters, in bytes.
const LONGEST_RUN: usize = 8_000;

impl Quoted {
    fn new() -> Self {
        Self { text: String::from('"'), run: 0 }
    }

    /// Adds something that has a backslash or a quotation mark in it.
    fn push_mark(&mut self, mark: &str) {
        self.text.push_str(mark);
        self.run = 0;
    }

    fn push_plain(&mut self, c: char) {
        if self.run >= LONGEST_RUN {
            // The character before is a plain one, so that it cannot take the quotation mark into the string.
            self.text.push_str("\" + \"");
            self.run = 0;
        }
        self.text.push(c);
        self.run += c.len_utf8();
    }

    fn push_escaped(&mut self, text: &str) {
        let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\' | b'&');
        let mut rest = text;
        loop {
            let plain = rest.bytes().take_while(is_plain).count();
            let (run, after) = rest.split_at(plain);
            if self.run + run.len() <= LONGEST_RUN {
                self.text.push_str(run);
                self.run += run.len();
            } else {
                run.chars().for_each(|c| self.push_plain(c));
            }
            let mut after = after.chars();
            match after.next() {
                Some('"') => self.push_mark("\\\""),
                Some('\\') => self.push_mark("\\\\"),
                Some('&') => "&amp;".chars().for_each(|c| self.push_plain(c)),
                Some(c) => self.push_plain(visible(c)),
                None => return,
            }
            rest = after.as_str();
        }
    }

    fn finish(mut self) -> String {
        self.text.push('"');
        self.text
    }
}

/// Whether Graphviz would take the `&` before `rest` for the beginning of an entity.
fn begins_entity(rest: &str) -> bool {
    let rest = rest.strip_prefix('#').unwrap_or(rest);
    rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).starts_with(';')
}

/// Gives out names that the lexer gives back unchanged, each once.
///
/// What is taken already is asked of the caller, so that a name that needs no mending (nearly every one) costs nothing.
pub(super) struct Names<'a> {
    taken: &'a dyn Fn(&str) -> bool,
    given: FxHashSet<String>,
}

/// Stands in for a backslash that a name cannot hold: U+29F5, reverse solidus operator.
const BACKSLASH: char = '\u{29f5}';
/// Stands in for an ampersand that begins an entity: U+FF06, full-width ampersand.
const AMPERSAND: char = '\u{ff06}';
/// Stands in for a leading per-cent sign: U+FF05, full-width per-cent sign.
const PER_CENT: char = '\u{ff05}';

impl<'a> Names<'a> {
    /// Names besides those of which `taken` says that they are somebody's own.
    pub(super) fn new(taken: &'a dyn Fn(&str) -> bool) -> Self {
        Self { taken, given: FxHashSet::default() }
    }

    /// The name for `own`, a text that is its holder's own (and that `taken` knows).
    pub(super) fn own(&mut self, own: &str) -> String {
        let fit = fit(own);
        if fit == own { fit } else { self.free(fit) }
    }

    /// A name like `wanted` that nobody has.
    pub(super) fn free(&mut self, wanted: impl AsRef<str>) -> String {
        let mut name = fit(wanted.as_ref());
        while (self.taken)(&name) || self.given.contains(&name) {
            name.push('\'');
        }
        self.given.insert(name.clone());
        name
    }
}

/// `text` with the characters replaced that a name cannot hold.
fn fit(text: &str) -> String {
    let mut fit = String::with_capacity(text.len());
    let mut run = 0_usize;
    for (at, c) in text.char_indices() {
        if c == '"' && run % 2 == 1 {
            fit.pop();
            fit.push(BACKSLASH);
        }
        run = if c == '\\' { run + 1 } else { 0 };
        fit.push(match c {
            '%' if at == 0 => PER_CENT,
            '&' if begins_entity(&text[at + 1..]) => AMPERSAND,
            _ => visible(c),
        });
    }
    if run % 2 == 1 {
        fit.pop();
        fit.push(BACKSLASH);
    }
    fit
}

/// A plain word or number as it is; for values of our own choice only.
pub(super) fn is_plain(value: &str) -> bool {
    let word = value.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let number = !value.is_empty()
        && value.starts_with(|c: char| c.is_ascii_digit())
        && value.ends_with(|c: char| c.is_ascii_digit())
        && value.chars().all(|c| c.is_ascii_digit() || c == '.')
        && value.matches('.').count() <= 1;
    let keyword = ["node", "edge", "graph", "digraph", "subgraph", "strict"]
        .iter()
        .any(|keyword| value.eq_ignore_ascii_case(keyword));
    (word || number) && !keyword
}

/// A value of our own choice (a shape, a colour, a number): bare where the lexer allows it, else quoted.
pub(super) fn value(value: &str) -> String {
    if is_plain(value) {
        return value.to_owned();
    }
    let mut quoted = String::new();
    // Writing into a string cannot fail.
    let _ = write!(quoted, "\"{value}\"");
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lexer's rule for double-quoted strings, written down once more from the grammar.
    fn lexed(quoted: &str) -> String {
        let inner = quoted.strip_prefix('"').unwrap();
        let mut read = String::new();
        let mut chars = inner.chars().peekable();
        loop {
            match (chars.next().expect("a closing quotation mark"), chars.peek()) {
                ('"', None) => return read,
                ('"', Some(_)) => panic!("the string ends early: {quoted}"),
                ('\\', Some('"')) => {
                    chars.next();
                    read.push('"');
                }
                ('\\', Some('\\')) => {
                    chars.next();
                    read.push_str("\\\\");
                }
                ('\\', Some('\n')) => {
                    chars.next();
                }
                (c, _) => read.push(c),
            }
        }
    }

    const NOBODY: &dyn Fn(&str) -> bool = &|_| false;

    #[test]
    fn names_come_back_from_the_lexer_as_they_were() {
        for own in [
            "kj1",
            "node",
            "STRICT",
            "a b",
            "a\\b",
            "\\N",
            "a\\\\",
            "\\\\\"",
            "say \"no\"",
            "<b>x</b>",
            "->",
            "a:b:c",
            "//",
            "# 1",
            "+",
            "R&D",
            "{a|b}",
            "日本",
            "🙂",
            "عربي",
            "50%",
            "'",
            "a\\\\\\b",
        ] {
            let name_of = Names::new(NOBODY).own(own);
            assert_eq!(name_of, own);
            assert_eq!(lexed(&name(&name_of)), own);
        }
    }

    #[test]
    fn names_that_cannot_be_written_are_mended_and_stay_apart() {
        let ids = ["a\\", "a\u{29f5}", "%1", "\u{ff05}1", "\\\"", "a\\\\\\", "%", "x\\\\\\\"y", "a\u{29f5}'"];
        let taken = |name: &str| ids.contains(&name);
        let mut names = Names::new(&taken);
        let mut seen = FxHashSet::default();
        for id in ids {
            let given = names.own(id);
            assert_eq!(lexed(&name(&given)), given, "{id}");
            assert!(!given.starts_with('%'));
            assert!(seen.insert(given), "{id}");
        }
        assert_eq!(Names::new(NOBODY).own("a\\"), "a\u{29f5}");
        assert_eq!(Names::new(NOBODY).own("%1"), "\u{ff05}1");
        for (id, name) in [("&amp;", "\u{ff06}amp;"), ("&;&#x1;", "\u{ff06};\u{ff06}#x1;"), ("R&D x;", "R&D x;")] {
            assert_eq!(Names::new(NOBODY).own(id), name);
        }
        assert_eq!(Names::new(&taken).own("a\\"), "a\u{29f5}''");
    }

    #[test]
    fn labels_keep_every_character_from_both_readers() {
        let one = |line| label([(line, Side::Left)]);
        assert_eq!(one("\\N"), r#""\\N\l""#);
        assert_eq!(one("ends in \\"), r#""ends in \\\l""#);
        assert_eq!(one("\\\""), r#""\\\"\l""#);
        assert_eq!(one("&amp; &#65; <b>"), r#""&amp;amp; &amp;#65; <b>\l""#);
        assert_eq!(one("a\0b\n\x7f\u{85}\u{ffff}"), "\"a\u{2400}b\u{240a}\u{2421}\u{fffd}\u{fffd}\\l\"");
        assert_eq!(label([("a", Side::Left), ("", Side::Left), ("b", Side::Right)]), r#""a\l\lb\r""#);
        assert_eq!(label([]), r#""""#);
        assert_eq!(phrase("\\l"), r#""\\l""#);
        assert_eq!(tooltip("\\l"), r#""\\\\l""#);
    }

    #[test]
    fn long_runs_are_written_in_pieces() {
        let text = format!("{}\\{}", "é".repeat(9_000), "x".repeat(20_000));
        let quoted = name(&text);
        assert!(quoted.split(['"', '\\']).all(|run| run.len() < 16_383));
        let pieces: String = quoted.split(" + ").map(lexed).collect();
        assert_eq!(pieces, text);
        assert!(phrase(&"&".repeat(9_000)).split('"').all(|run| run.len() < 16_383));
        assert_eq!(name(&"x".repeat(LONGEST_RUN)).len(), LONGEST_RUN + 2);
    }

    #[test]
    fn our_own_values_are_bare_only_where_the_lexer_allows_it() {
        for bare in ["box", "1.5", "0", "RL", "_x"] {
            assert_eq!(value(bare), bare);
        }
        for quoted in ["node", "Graph", "#0072b2", "rounded,filled", "", "1.2.3", "2x", "a-b", "1.", ".5"] {
            assert_eq!(value(quoted), format!("\"{quoted}\""));
        }
    }
}
