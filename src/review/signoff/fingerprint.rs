use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::archive::Archives;
use crate::argument::{Argument, Node, Source};

/// What an item was when it was accepted.
///
/// It has three parts, so that it can be said what changed: the words, what is said of them, and the copies of the
/// sources. Each is the first 64 bits of a SHA-256 over fields with their lengths, the same on every machine and in
/// every version. White space in texts counts as one blank; ids that are only counted do not go in, nor do the order of
/// sources and the paths of copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemFingerprint {
    /// A node's text; the texts at both ends of a link.
    pub words: u64,
    /// A node's kind, likelihood, confidence, credibility, grade, date and sources; a link's kind, weight and reason.
    pub marks: u64,
    /// The bytes of the copies of a node's sources, for a link of its premise's; `None` where none is kept.
    pub copies: Option<u64>,
}

/// Which parts of an item changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Changed {
    /// Its words.
    pub words: bool,
    /// What is said of them.
    pub marks: bool,
    /// The copies of its sources.
    pub copies: bool,
}

impl Changed {
    /// Whether anything did.
    #[must_use]
    pub fn any(self) -> bool {
        self.words || self.marks || self.copies
    }
}

/// The way in which fingerprints are made; another way has to take another name.
const SCHEME: &str = "v1:";

impl ItemFingerprint {
    /// Reads the form that `Display` writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix(SCHEME)?.split('-').map(|part| {
            let is_plain = part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
            if is_plain { u64::from_str_radix(part, 16).ok() } else { None }
        });
        let (words, marks) = (parts.next()??, parts.next()??);
        let copies = match parts.next() {
            None => None,
            Some(part) => Some(part?),
        };
        parts.next().is_none().then_some(Self { words, marks, copies })
    }

    /// What is different in another one.
    #[must_use]
    pub fn changed(self, now: Self) -> Changed {
        Changed { words: self.words != now.words, marks: self.marks != now.marks, copies: self.copies != now.copies }
    }
}

impl fmt::Display for ItemFingerprint {
    /// `v1:WORDS-MARKS` or `v1:WORDS-MARKS-COPIES`, each part 16 hexadecimal digits.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{SCHEME}{:016x}-{:016x}", self.words, self.marks)?;
        if let Some(copies) = self.copies {
            write!(formatter, "-{copies:016x}")?;
        }
        Ok(())
    }
}

/// The fingerprints of an argument's nodes in their order, then of its links in theirs. O(text + edges), besides
/// sorting each node's sources.
pub(super) fn fingerprints(argument: &Argument, archives: &Archives) -> Vec<ItemFingerprint> {
    let mut made: Vec<ItemFingerprint> = argument.nodes().map(|(_, node)| of_node(argument, node, archives)).collect();
    for (handle, edge) in argument.edges() {
        let (premise, conclusion) = argument.ends(handle);
        let (premise, conclusion) = (made[premise.index()], made[conclusion.index()]);
        let mut words = Hash::of("link");
        words.field(&premise.words.to_be_bytes());
        words.field(&conclusion.words.to_be_bytes());
        let mut marks = Hash::of("link's marks");
        marks.text(edge.kind.word());
        marks.text(&edge.weight.to_string());
        marks.optional(edge.because.as_deref());
        made.push(ItemFingerprint { words: words.finish(), marks: marks.finish(), copies: premise.copies });
    }
    made
}

fn of_node(argument: &Argument, node: &Node, archives: &Archives) -> ItemFingerprint {
    let mut words = Hash::of("node");
    words.text(node.text.as_str());
    let mut marks = Hash::of("node's marks");
    marks.text(node.kind.word());
    marks.optional(node.likelihood.as_deref().map(crate::document::Prose::as_str));
    // The same words mean another band by another yardstick.
    marks.optional(node.estimate.as_deref().map(|estimate| format!("{} {}", estimate.low, estimate.high)).as_deref());
    marks.optional(node.confidence.as_ref().map(|confidence| confidence.level.word()));
    let basis = node.confidence.as_ref().and_then(|confidence| confidence.basis.as_ref());
    marks.optional(basis.map(crate::document::Prose::as_str));
    marks.optional(node.credibility.map(|credibility| credibility.to_string()).as_deref());
    marks.optional(node.grade.map(|grade| grade.to_string()).as_deref());
    marks.optional(node.date.map(|date| date.to_string()).as_deref());
    let mut sources = Vec::with_capacity(node.sources.len());
    let mut copies = Vec::new();
    for reference in &node.sources {
        let source = argument.source(reference.key.as_str());
        sources.push(of_source(reference.key.as_str(), source));
        if source.is_some_and(|source| source.archive.is_some()) {
            copies.push(archives.digest(&reference.key));
        }
    }
    sources.sort_unstable();
    for source in sources {
        marks.field(&source.to_be_bytes());
    }
    copies.sort_unstable();
    let copies = (!copies.is_empty()).then(|| {
        let mut hash = Hash::of("copies");
        for copy in copies {
            hash.field(copy.map_or(b"missing".as_slice(), <[u8; 32]>::as_slice));
        }
        hash.finish()
    });
    ItemFingerprint { words: words.finish(), marks: marks.finish(), copies }
}

/// What is said of a source. A key may be a number of a list, and the title of a mere link is that of its first
/// mention: neither goes in where there is something better.
fn of_source(key: &str, source: Option<&Source>) -> u64 {
    let mut hash = Hash::of("source");
    let Some(source) = source else {
        hash.text(key);
        return hash.finish();
    };
    match (&source.url, &source.title) {
        (Some(url), _) if !source.declared => hash.text(url),
        (None, None) => hash.text(key),
        (url, title) => {
            hash.optional(url.as_deref());
            hash.optional(title.as_deref());
        }
    }
    hash.optional(source.author.as_deref());
    hash.optional(source.publisher.as_deref());
    hash.optional(source.date.map(|date| date.to_string()).as_deref());
    hash.optional(source.grade.map(|grade| grade.to_string()).as_deref());
    let mut origins: Vec<&str> = source.derived_from.iter().map(crate::argument::Id::as_str).collect();
    origins.sort_unstable();
    for origin in origins {
        hash.text(origin);
    }
    hash.finish()
}

/// SHA-256 over fields, each with its length before it.
struct Hash(Sha256);

impl Hash {
    fn of(what: &str) -> Self {
        let mut hash = Self(Sha256::new());
        hash.field(what.as_bytes());
        hash
    }

    fn field(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    /// A text, its white space as single blanks.
    fn text(&mut self, text: &str) {
        self.field(super::wording::folded(text).as_bytes());
    }

    /// A text, told apart from none.
    fn optional(&mut self, text: Option<&str>) {
        match text {
            None => self.field(b"-"),
            Some(text) => {
                self.field(b"+");
                self.text(text);
            }
        }
    }

    fn finish(self) -> u64 {
        let digest: [u8; 32] = self.0.finalize().into();
        digest.into_iter().take(8).fold(0, |number, byte| number << 8 | u64::from(byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::argument::testing::sketch;

    fn made(text: &str) -> Vec<ItemFingerprint> {
        fingerprints(&sketch(text), &Archives::default())
    }

    #[test]
    fn the_hash_is_the_same_in_every_version() {
        let made = made("kj1: judgement \"The harbour will close.\"\ne1: evidence \"It froze.\"\ne1 -> kj1\n");
        let texts: Vec<String> = made.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "v1:22975b5a88521e72-f6e8618cd545a7df",
                "v1:ccb6b484cde2d3b3-a9bcf2a88c923d6c",
                "v1:88b87cb84082b6da-214e9d36f6aec58d",
            ]
        );
        for one in made {
            assert_eq!(ItemFingerprint::parse(&one.to_string()), Some(one));
        }
        for text in ["", "v1:", "v2:0000000000000000-0000000000000000", "v1:0-0", "v1:0000000000000000"] {
            assert_eq!(ItemFingerprint::parse(text), None, "{text}");
        }
    }

    #[test]
    fn ids_do_not_count_and_words_do() {
        let one = made("kj1: judgement \"A.\"\ne1: evidence \"B.\"\ne1 -> kj1\n");
        assert_eq!(one, made("kj7: judgement \"A.\"\nx: evidence \"B.\"\nx -> kj7\n"));
        let other = made("kj1: judgement \"A.\"\ne1: evidence \"C.\"\ne1 -> kj1\n");
        assert_eq!(one[0], other[0]);
        assert_eq!(one[1].changed(other[1]), Changed { words: true, ..Changed::default() });
        assert_eq!(one[2].changed(other[2]), Changed { words: true, ..Changed::default() });
    }
}
