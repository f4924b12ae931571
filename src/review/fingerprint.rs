use std::collections::HashMap;
use std::fmt;
use std::hash::Hasher;

use rustc_hash::FxBuildHasher;
use siphasher::sip128::{Hasher128, SipHasher13};

use crate::argument::Argument;
use crate::rules::Finding;

/// What makes a finding the same one in the next edition of a report: its rule, the node that it is about, and the words
/// at its place (of a very long one, the first 8 KiB). Line numbers do not count, nor do white space and case, so that text may move and be wrapped anew.
///
/// The hash is SipHash-1-3 with 128 bits and a fixed key, which is the same on every machine and in every version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u128);

/// So many bytes at the beginning of a place make its fingerprint.
const LOOKED_AT: usize = 8192;

impl Fingerprint {
    /// The name of this way of making fingerprints; another way has to take another name.
    pub const SCHEME: &'static str = "linchpin/v1";

    /// No fingerprint stands before this one.
    pub(super) const LOWEST: Self = Self(0);

    /// Reads the form that `Display` writes: 32 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_plain { u128::from_str_radix(text, 16).ok().map(Self) } else { None }
    }

    fn new(argument: &Argument, finding: &Finding, occurrence: u64) -> Self {
        let mut hasher = SipHasher13::new_with_keys(0, 0);
        let mut field = |text: &str| {
            hasher.write(text.as_bytes());
            // No field holds this byte, since text is UTF-8.
            hasher.write(&[0xff]);
        };
        field(finding.rule);
        field(finding.nodes.first().map_or("", |&node| argument.node(node).id.as_str()));
        let span = finding.primary.span;
        let words = super::file_of(argument, span).and_then(|file| file.text().get(span.range())).unwrap_or("");
        // Many findings may share one very long place; the whole must stay linear.
        let words = &words[..words.floor_char_boundary(LOOKED_AT)];
        for word in words.split_whitespace() {
            field(&word.to_lowercase());
        }
        hasher.write(&occurrence.to_le_bytes());
        Self(hasher.finish128().as_u128())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.0)
    }
}

/// The fingerprints of one argument's findings, in their order. Findings that would have the same one are told apart by
/// how many such came before. Linear in the texts at the findings' places.
#[must_use]
pub fn fingerprints(argument: &Argument, findings: &[Finding]) -> Vec<Fingerprint> {
    let mut seen: HashMap<Fingerprint, u64, FxBuildHasher> = HashMap::default();
    findings
        .iter()
        .map(|finding| {
            let first = Fingerprint::new(argument, finding, 0);
            let before = seen.entry(first).or_insert(0);
            let occurrence = std::mem::replace(before, *before + 1);
            if occurrence == 0 { first } else { Fingerprint::new(argument, finding, occurrence) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Label, Level};
    use crate::text::{FileId, SourceFile, SourceMap, Span};

    fn made(text: &str, words: &[&str]) -> Vec<Fingerprint> {
        let argument = Argument::new(SourceMap::single(SourceFile::new("report.md", text)));
        let findings: Vec<Finding> = words
            .iter()
            .map(|words| {
                let start = text.find(words).unwrap();
                let span = Span::new(FileId::FIRST, start..start + words.len());
                Finding {
                    rule: "no-likelihood",
                    level: Level::Warning,
                    message: String::new(),
                    primary: Label { span, message: String::new() },
                    labels: Vec::new(),
                    help: None,
                    nodes: Vec::new(),
                    fix: None,
                }
            })
            .collect();
        fingerprints(&argument, &findings)
    }

    #[test]
    fn moving_and_wrapping_text_changes_nothing_and_other_words_do() {
        let before = made("The harbour will close.", &["The harbour will close."]);
        assert_eq!(before, made("\n\n> The  harbour\nwill close.", &["The  harbour\nwill close."]));
        assert_ne!(before, made("The harbour may close.", &["The harbour may close."]));
        // "ab c" is not "a bc".
        assert_ne!(made("ab c", &["ab c"]), made("a bc", &["a bc"]));
    }

    #[test]
    fn equal_ones_are_told_apart_by_their_order() {
        let twice = made("It will close.", &["It will close.", "It will close."]);
        assert_ne!(twice[0], twice[1]);
        assert_eq!(twice[0], made("It will close.", &["It will close."])[0]);
    }

    #[test]
    fn the_hash_is_the_same_in_every_version() {
        let one = made("The harbour will close.", &["The harbour will close."])[0];
        assert_eq!(one.to_string(), "02b0acea97450e23f332ea0e732faf51");
        assert_eq!(Fingerprint::parse(&one.to_string()), Some(one));
        assert_eq!(Fingerprint::parse("+0000000000000000000000000000001"), None);
    }
}
