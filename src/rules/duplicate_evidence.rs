use std::collections::VecDeque;
use std::hash::{BuildHasher, BuildHasherDefault};

use rustc_hash::{FxHashMap, FxHashSet};

use super::frame::english::words;
use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{Argument, NodeHandle, NodeKind};
use crate::estimate::is_invisible;

rule! {
    /// ## What it does
    /// Reports evidence, a claim or an assumption that says what an earlier one says, where both bear on one judgement.
    ///
    /// Two texts say the same if they are equal up to case, punctuation and white space, or if the Jaccard similarity of
    /// their pairs of neighbouring words (Broder's shingles, 1997) is at least `similarity`. For the latter a text needs
    /// five pairs, and numbers, negations and words of quantity and direction have to be the same in both. What is nested under its own repetition is not
    /// counted twice, and is left alone.
    ///
    /// Pairs are found through an index of the rarest shingles of each text, which misses none; only where a shingle is
    /// among the rarest of more than 64 texts are they compared with the last 64 of them alone, and a text with 256
    /// others at most.
    ///
    /// ## Why it matters
    /// A fact that is listed twice is weighed twice, and makes the judgement look better supported than it is.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed.
    /// - Two firms have moved their ships.
    /// - The pilots’ contract ends in November, and was not renewed!
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed.
    /// - Two firms have moved their ships.
    /// ```
    ///
    /// ## How to mend it
    /// Take one of the two out, and name at the other all sources that report the fact. If one node is to bear on two
    /// conclusions, give it both: `{supports="kj1 kj2"}`.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(6): judgements are supported by relevant intelligence information and coherent reasoning.
    pub struct DuplicateEvidence;
    id = "duplicate-evidence";
    group = Structure;
    level = Warning;
    summary = "One fact counted twice under one judgement";
    option "similarity" = 0.8 in 0.3..=1.0: "the share of word pairs, of all that either text has, from which two texts are the same";
}

/// Words that turn a fact into another.
const TURNS: [&str; 35] = [
    "after", "all", "before", "below", "cannot", "down", "except", "fell", "few", "fewer", "first", "from", "if",
    "last", "less", "more", "most", "never", "no", "nobody", "none", "nor", "not", "nothing", "only", "over", "rose",
    "second", "some", "third", "to", "under", "unless", "up", "without",
];

/// How long the words of [`TURNS`] are, a bit a length, by their first letter: it tells most words apart from all of them.
const LENGTHS: [u32; 26] = {
    let mut lengths = [0; 26];
    let mut at = 0;
    while at < TURNS.len() {
        let word = TURNS[at].as_bytes();
        lengths[(word[0] - b'a') as usize] |= 1 << word.len();
        at += 1;
    }
    lengths
};

/// Whether a word of ASCII letters and digits, in any case, has the first letter and the length of one of [`TURNS`].
fn may_turn_a_fact(word: &[u8]) -> bool {
    let letter = word.first().map_or(26, |first| usize::from(first.to_ascii_lowercase().wrapping_sub(b'a')));
    let lengths = LENGTHS.get(letter).copied().unwrap_or(0);
    word.len() < 32 && lengths >> word.len() & 1 == 1
}

/// The most texts with a shingle that a new text is compared with.
const MOST: usize = 64;
/// Texts with fewer pairs of words are compared as a whole only.
const FEWEST: usize = 5;
/// How many nodes are looked at to see which judgements a node bears on.
const REACH: usize = 256;

impl Rule for DuplicateEvidence {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let similarity = context.option(self, "similarity");
        let mut texts: Vec<Text> = Vec::new();
        let mut first_of: FxHashMap<Vec<String>, NodeHandle> = FxHashMap::default();
        for handle in with_like_facts(argument) {
            let words = folded_words(argument.node(handle).text.as_str());
            match first_of.get(&words) {
                Some(&first) => {
                    if count_twice(argument, first, handle) {
                        findings.push(hit(context, first, handle));
                        continue;
                    }
                }
                None => {
                    first_of.insert(words.clone(), handle);
                }
            }
            texts.push(Text::new(handle, &words));
        }
        drop(first_of);
        for (first, again) in Join::new(texts, similarity).pairs() {
            if count_twice(argument, first, again) {
                findings.push(hit(context, first, again));
            }
        }
    }
}

fn folded_words(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| word.folded).collect()
}

/// What must be the same in two texts that say the same: numbers, negations, quantities and directions.
fn is_telling(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit()) || word.ends_with("n't") || TURNS.contains(&word)
}

/// The nodes whose texts have two words or more, and the same telling words as another's: only these can be said
/// twice. In document order. O(length of all texts).
fn with_like_facts(argument: &Argument) -> Vec<NodeHandle> {
    let is_fact = |kind| matches!(kind, NodeKind::Evidence | NodeKind::Claim | NodeKind::Assumption);
    let facts = argument.nodes().filter(|(_, node)| is_fact(node.kind));
    // Numbers are found without taking a text apart, and tell most texts from all others.
    let of_numbers = alike(facts.map(|(handle, node)| (handle, numbers_in(node.text.as_str()))).collect());
    let text = |handle: NodeHandle| argument.node(handle).text.as_str();
    alike(of_numbers.into_iter().filter_map(|handle| Some((handle, signature(text(handle))?))).collect())
}

/// Those whose signature another has too, in their order.
fn alike(signed: Vec<(NodeHandle, u64)>) -> Vec<NodeHandle> {
    let mut seen: Vec<u64> = signed.iter().map(|&(_, signature)| signature).collect();
    seen.sort_unstable();
    let again: FxHashSet<u64> = seen.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    signed.into_iter().filter(|(_, signature)| again.contains(signature)).map(|(handle, _)| handle).collect()
}

/// A hash whose sums tell sets of numbers apart, as those of multiplication alone do not (the finaliser of `MurmurHash3`).
fn mixed(number: u64) -> u64 {
    let halfway = (number ^ (number >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let most = (halfway ^ (halfway >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    most ^ (most >> 33)
}

/// A number that is the same for two texts whose words have the same runs of ASCII digits in any order.
fn numbers_in(text: &str) -> u64 {
    let mut numbers = Numbers::default();
    if text.is_ascii() || !text.contains(is_invisible) {
        numbers.take(text.as_bytes());
    } else {
        // Words lose these before they are compared.
        for word in folded_words(text) {
            numbers.take(word.as_bytes());
        }
    }
    numbers.signature
}

/// The sum over the runs of digits in some texts.
#[derive(Default)]
struct Numbers {
    signature: u64,
    run: u64,
}

impl Numbers {
    fn take(&mut self, text: &[u8]) {
        // A stretch without digits is seen to be one with few instructions.
        for stretch in text.chunks(16) {
            if !stretch.iter().fold(false, |any, byte| any | byte.is_ascii_digit()) {
                self.end();
                continue;
            }
            for &byte in stretch {
                if byte.is_ascii_digit() {
                    // One more than the digit, so that leading zeros count; of very long runs the last digits do.
                    self.run = self.run.wrapping_mul(11).wrapping_add(u64::from(byte - b'0') + 1);
                } else {
                    self.end();
                }
            }
        }
        self.end();
    }

    fn end(&mut self) {
        if self.run != 0 {
            self.signature = self.signature.wrapping_add(mixed(std::mem::take(&mut self.run)) | 1);
        }
    }
}

/// A number that is the same for two texts with the same telling words in any order; `None` for a text with fewer than
/// two words.
fn signature(text: &str) -> Option<u64> {
    let hasher = BuildHasherDefault::<rustc_hash::FxHasher>::default();
    let mut signature = 0_u64;
    let mut count = 0;
    let mut tell = |word: &str| {
        if is_telling(word) {
            signature = signature.wrapping_add(hasher.hash_one(word) | 1);
        }
    };
    if is_plain(text) {
        let mut folded = [0_u8; LONGEST_PLAIN];
        for word in text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
            count += 1;
            if may_turn_a_fact(word) || word.iter().any(u8::is_ascii_digit) {
                // No word of a plain text is longer.
                let kept = &mut folded[..word.len().min(LONGEST_PLAIN)];
                kept.copy_from_slice(&word[..kept.len()]);
                kept.make_ascii_lowercase();
                tell(std::str::from_utf8(kept).unwrap_or_default());
            }
        }
    } else {
        for word in folded_words(text) {
            count += 1;
            tell(&word);
        }
    }
    (count >= 2).then_some(signature)
}

/// So many letters of a word of a plain text are looked at.
const LONGEST_PLAIN: usize = 32;

/// Whether Unicode's words of a text are its runs of ASCII letters and digits: nothing stands in it that can join two
/// of them, as an apostrophe, a full stop or an underscore does, and no run is cut short in [`signature`].
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let joins = |at: usize, byte: u8| match byte {
        b'.' | b',' | b':' | b';' | b'\'' => bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric),
        b'_' => true,
        _ => !byte.is_ascii(),
    };
    let mut run = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        run = if byte.is_ascii_alphanumeric() { run + 1 } else { 0 };
        if run > LONGEST_PLAIN || joins(at, byte) {
            return false;
        }
    }
    true
}

fn hit(context: &Context<'_>, first: NodeHandle, again: NodeHandle) -> Hit {
    let id = |node: NodeHandle| &context.argument.node(node).id;
    Hit::new(context.place(again), format!("`{}` says what `{}` says, under the same judgement", id(again), id(first)))
        .saying("said again here")
        .also(context.place(first), "said first here")
        .help("take one of the two out, and name at the other all sources that report it")
        .about(again)
        .about(first)
}

/// Whether two nodes bear on one judgement, and neither bears on the other.
fn count_twice(argument: &Argument, first: NodeHandle, again: NodeHandle) -> bool {
    let (of_first, of_again) = (reached(argument, first), reached(argument, again));
    let is_judgement = |node: &NodeHandle| argument.node(*node).kind == NodeKind::Judgement;
    !of_first.contains(&again)
        && !of_again.contains(&first)
        && of_again.iter().filter(|node| is_judgement(node)).any(|node| of_first.contains(node))
}

/// What a node bears on, directly or not.
fn reached(argument: &Argument, node: NodeHandle) -> FxHashSet<NodeHandle> {
    let mut reached = FxHashSet::default();
    let mut open = VecDeque::from([node]);
    while let Some(node) = open.pop_front() {
        for next in argument.conclusions(node) {
            if reached.len() < REACH && reached.insert(next.node) {
                open.push_back(next.node);
            }
        }
    }
    reached
}

/// A text as the set of its shingles, by number.
struct Text {
    node: NodeHandle,
    shingles: Vec<u64>,
    /// What must be the same in two texts: numbers, negations, quantities and directions, sorted.
    telling: Vec<String>,
}

impl Text {
    fn new(node: NodeHandle, words: &[String]) -> Self {
        let hasher = BuildHasherDefault::<rustc_hash::FxHasher>::default();
        let mut shingles: Vec<u64> = words.windows(2).map(|pair| hasher.hash_one(pair)).collect();
        shingles.sort_unstable();
        shingles.dedup();
        let mut telling: Vec<String> = words.iter().filter(|word| is_telling(word)).cloned().collect();
        telling.sort_unstable();
        Self { node, shingles, telling }
    }
}

/// Finds the pairs of texts that are similar enough, by the prefix filter of Chaudhuri, Ganti and Kaushik ("A primitive
/// operator for similarity joins in data cleaning", ICDE 2006): with its shingles in order of rarity, a text shares one
/// of the first |x| − ⌈t·|x|⌉ + 1 with every text whose similarity to it is t or more.
struct Join {
    texts: Vec<Text>,
    similarity: f64,
}

impl Join {
    fn new(mut texts: Vec<Text>, similarity: f64) -> Self {
        texts.retain(|text| text.shingles.len() >= FEWEST);
        let mut frequency: FxHashMap<u64, u32> = FxHashMap::default();
        for shingle in texts.iter().flat_map(|text| &text.shingles) {
            *frequency.entry(*shingle).or_default() += 1;
        }
        for text in &mut texts {
            text.shingles.sort_unstable_by_key(|shingle| (frequency[shingle], *shingle));
        }
        Self { texts, similarity }
    }

    /// Of each text that is like an earlier one, the first such and the text itself, in order.
    fn pairs(&self) -> Vec<(NodeHandle, NodeHandle)> {
        let mut pairs = Vec::new();
        let mut by_shingle: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for (number, text) in self.texts.iter().enumerate() {
            let prefix = &text.shingles[..self.prefix(text.shingles.len())];
            let mut candidates: Vec<usize> = prefix
                .iter()
                .filter_map(|shingle| by_shingle.get(shingle))
                .flat_map(|holders| holders.iter().rev().take(MOST).copied())
                .collect();
            candidates.sort_unstable();
            candidates.dedup();
            candidates.truncate(4 * MOST);
            let like = candidates.into_iter().find(|&other| self.are_alike(&self.texts[other], text));
            if let Some(other) = like {
                pairs.push((self.texts[other].node, text.node));
            }
            for &shingle in prefix {
                by_shingle.entry(shingle).or_default().push(number);
            }
        }
        pairs
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::cast_sign_loss)]
    fn prefix(&self, length: usize) -> usize {
        let needed = (self.similarity * length as f64 - 1e-9).ceil().max(1.0) as usize;
        (length + 1).saturating_sub(needed).min(length)
    }

    #[allow(clippy::cast_precision_loss, reason = "a text has far fewer than 2⁵² words")]
    fn are_alike(&self, one: &Text, other: &Text) -> bool {
        let (small, large) =
            (one.shingles.len().min(other.shingles.len()), one.shingles.len().max(other.shingles.len()));
        if (small as f64) < self.similarity * large as f64 - 1e-9 || one.telling != other.telling {
            return false;
        }
        let known: FxHashSet<u64> = one.shingles.iter().copied().collect();
        let shared = other.shingles.iter().filter(|shingle| known.contains(shingle)).count();
        let all = one.shingles.len() + other.shingles.len() - shared;
        shared as f64 >= self.similarity * all as f64 - 1e-9
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::argument::testing::sketch;
    use crate::rules::frame::testing::{assert_page_holds, hits, report_hits};
    use crate::rules::{Settings, check, find};

    fn two(first: &str, again: &str) -> Vec<String> {
        hits(
            "duplicate-evidence",
            &format!("kj1: judgement \"A.\"\ne1: evidence \"{first}\"\ne2: evidence \"{again}\"\ne1 -> kj1\ne2 -> kj1"),
        )
    }

    proptest::proptest! {
        #[test]
        fn a_plain_text_has_the_words_that_unicode_finds(text in "[a-cA-C0-9 .,:;'_/()%-]{0,24}") {
            let plain: Vec<String> = text
                .split(|c: char| !c.is_ascii_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(str::to_ascii_lowercase)
                .collect();
            proptest::prop_assert!(!super::is_plain(&text) || plain == super::folded_words(&text), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn numbers_are_those_of_the_words(text in "([0-9]{1,3}|[a-c.,'_ \u{ad}\u{200b}é٣٪-]){0,12}") {
            let words = super::folded_words(&text).join(" ");
            proptest::prop_assert_eq!(super::numbers_in(&text), super::numbers_in(&words), "{:?}", text);
        }
    }

    #[test]
    fn facts_that_differ_in_a_telling_word_have_other_signatures() {
        for word in super::TURNS {
            for word in [word.to_owned(), word.to_uppercase()] {
                assert!(super::may_turn_a_fact(word.as_bytes()), "{word}");
                let (plain, turned) = ("Gates leak", format!("Gates leak {word}"));
                assert_ne!(super::signature(plain), super::signature(&turned), "{word}");
            }
        }
        let same = [("Gates leak 3 times", "3 gates, leak TIMES"), ("It isn't up", "Up it isn’t")];
        for (one, other) in same {
            assert_eq!(super::signature(one), super::signature(other), "{one}");
        }
        for other in ["Gates leak 4 times", "Gates leak 3 times up", "Gates leak", "3"] {
            assert_ne!(super::signature("Gates leak 3 times"), super::signature(other), "{other}");
        }
    }

    const FACT: &str = "The council has repaired the long quay wall at Riga and signed it off in May";

    #[test]
    fn the_same_words_and_nearly_the_same_words_are_reported() {
        let expected = ["3: `e2` says what `e1` says, under the same judgement"];
        assert_eq!(two("Gates leak.", "GATES  leak"), expected);
        assert_eq!(two(FACT, &format!("{FACT}, too.")), expected);
    }

    #[test]
    fn other_facts_in_like_words_are_not() {
        assert!(two(FACT, &FACT.replace("council", "board").replace("Riga", "Oslo")).is_empty());
        assert!(two(&format!("{FACT} 2021"), &format!("{FACT} 2022")).is_empty());
        assert!(two(FACT, &FACT.replace("has repaired", "has not repaired")).is_empty());
        assert!(two("A trawler touched ground on 12 January.", "A yacht touched ground on 15 January.").is_empty());
    }

    #[test]
    fn two_judgements_may_rest_on_one_fact_and_nesting_is_not_twice() {
        let apart = "kj1: judgement \"A.\"\nkj2: judgement \"B.\"\ne1: evidence \"Gates leak.\"\ne2: evidence \"Gates leak.\"\n";
        assert!(hits("duplicate-evidence", &format!("{apart}e1 -> kj1\ne2 -> kj2")).is_empty());
        assert!(hits("duplicate-evidence", &format!("{apart}e1 -> kj1\ne2 -> e1")).is_empty());
        assert_eq!(hits("duplicate-evidence", &format!("{apart}e1 -> kj1\ne2 -> kj2\nkj2 -> kj1")).len(), 1);
    }

    #[test]
    fn the_option_moves_the_bar() {
        let again = FACT.replace("long ", "");
        assert_eq!(two(FACT, &again).len(), 1);
        let argument = sketch(&format!(
            "kj1: judgement \"A.\"\ne1: evidence \"{FACT}\"\ne2: evidence \"{again}\"\ne1 -> kj1\ne2 -> kj1"
        ));
        let mut settings = Settings::default();
        settings.set_option(find("duplicate-evidence").unwrap().card(), "similarity", 0.95).unwrap();
        assert!(check(&argument, &settings).iter().all(|found| found.rule != "duplicate-evidence"));
    }

    #[test]
    fn ten_thousand_texts_that_are_nearly_alike_take_bounded_work() {
        let mut text = String::from("kj1: judgement \"A.\"\n");
        for number in 0..10_000 {
            writeln!(text, "e{number}: evidence \"The gauge at the old bridge stood at {number} that day.\"").unwrap();
        }
        assert!(hits("duplicate-evidence", &text).is_empty());
    }

    #[test]
    fn reports_are_read() {
        assert_page_holds("duplicate-evidence");
        let report = "# R\n\n## Key Judgement 1\n\nThe lock will likely fail.\n\n- Gates leak by the hour.\n- Divers \
                      saw it.\n- Gates leak *by the hour*.\n";
        assert_eq!(
            report_hits("duplicate-evidence", report),
            ["9: `kj1-3` says what `kj1-1` says, under the same judgement"]
        );
    }
}
