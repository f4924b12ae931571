//! Texts as sequences of words, so that two editions of a sentence can be compared however they are set.

use rustc_hash::FxHashMap;
use unicode_segmentation::UnicodeSegmentation;

/// Numbers for the words of both editions. What carries no meaning is left out: case, white space, punctuation, the
/// shape of apostrophes and quotation marks, characters that nobody sees. Signs that do (`%`, `€`, `+`, the minus before
/// a number) are words.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    numbers: FxHashMap<String, u32>,
    /// By word: in how many texts it stands.
    texts: Vec<u32>,
    count: u32,
}

impl Vocabulary {
    /// The words of a text, in order. O(length).
    pub(super) fn read(&mut self, text: &str) -> Vec<u32> {
        let mut words = Vec::new();
        for word in words_of(text) {
            let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
            words.push(*self.numbers.entry(word).or_insert(next));
        }
        self.texts.resize(self.numbers.len(), 0);
        let mut distinct = words.clone();
        distinct.sort_unstable();
        distinct.dedup();
        for word in distinct {
            self.texts[word as usize] += 1;
        }
        self.count += 1;
        words
    }

    /// In how many texts of either edition the word stands.
    pub(super) fn texts_with(&self, word: u32) -> u32 {
        self.texts[word as usize]
    }

    /// How much a word tells: the inverse document frequency, ln(1 + texts / texts with it), in millionths. Whole numbers, so
    /// that sums of them are the same in whatever order the editions are read.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 23 million")]
    pub(super) fn weight(&self, word: u32) -> u64 {
        let told = (1.0 + f64::from(self.count) / f64::from(self.texts[word as usize].max(1))).ln();
        (told * 1e6).round() as u64
    }
}

/// The words of a text as they are compared.
pub(super) fn words_of(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut before = ' ';
    let mut pieces = text.split_word_bounds().peekable();
    while let Some(piece) = pieces.next() {
        let follows_blank = before.is_whitespace() || matches!(before, '(' | '"' | '“');
        before = piece.chars().next_back().unwrap_or(before);
        if piece.chars().any(char::is_alphanumeric) {
            let visible = piece.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}'));
            let folded: String = visible.map(|c| if matches!(c, '’' | '‘' | 'ʼ') { '\'' } else { c }).collect();
            words.push(folded.to_lowercase());
        } else if matches!(piece, "-" | "−" | "–") {
            let number = pieces.peek().is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
            if number && follows_blank {
                words.push("-".to_owned());
            }
        } else if piece.chars().any(is_sign) {
            words.push(piece.to_owned());
        }
    }
    words
}

/// Whether a character that is no letter and no digit says something.
fn is_sign(c: char) -> bool {
    match c {
        '%' | '+' | '=' | '<' | '>' | '$' | '&' | '§' | '°' | '±' | '‰' => true,
        _ if c.is_ascii() || c.is_whitespace() || c.is_control() => false,
        // General punctuation, brackets and stops of CJK, marks of Latin-1 that are no money.
        '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff65}' | '\u{fe00}'..='\u{fe6f}' => false,
        '¡' | '¿' | '«' | '»' | '·' | '¶' | '´' | '¨' | '¸' | '\u{ad}' | '\u{feff}' => false,
        _ => true,
    }
}

/// A text as a bag of words with what each tells, for [`similarity`].
#[derive(Clone, Debug, Default)]
pub(super) struct Bag {
    /// By word, sorted: how often it stands there.
    counts: Vec<(u32, u32)>,
    weight: u64,
}

impl Bag {
    pub(super) fn new(words: &[u32], vocabulary: &Vocabulary) -> Self {
        let mut sorted = words.to_vec();
        sorted.sort_unstable();
        let mut counts: Vec<(u32, u32)> = Vec::new();
        for word in sorted {
            match counts.last_mut() {
                Some((last, count)) if *last == word => *count += 1,
                _ => counts.push((word, 1)),
            }
        }
        let weight = counts.iter().map(|&(word, count)| vocabulary.weight(word) * u64::from(count)).sum();
        Self { counts, weight }
    }

    /// The distinct words.
    pub(super) fn words(&self) -> impl Iterator<Item = u32> + '_ {
        self.counts.iter().map(|&(word, _)| word)
    }
}

/// How alike two texts are, from 0 for no common word to 1 for the same words in any order: the share of what they have
/// in common in what both say, each word by its weight (Dice's coefficient). O(their words).
#[expect(clippy::cast_precision_loss, reason = "sums of weights are far below 2^53")]
pub(super) fn similarity(one: &Bag, other: &Bag, vocabulary: &Vocabulary) -> f64 {
    let (mut left, mut right) = (one.counts.iter().peekable(), other.counts.iter().peekable());
    let mut common = 0;
    while let (Some(&&(a, count)), Some(&&(b, other_count))) = (left.peek(), right.peek()) {
        match a.cmp(&b) {
            std::cmp::Ordering::Less => {
                left.next();
            }
            std::cmp::Ordering::Greater => {
                right.next();
            }
            std::cmp::Ordering::Equal => {
                common += vocabulary.weight(a) * u64::from(count.min(other_count));
                left.next();
                right.next();
            }
        }
    }
    let whole = one.weight + other.weight;
    if whole > 0 { 2.0 * common as f64 / whole as f64 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        words_of(one) == words_of(other)
    }

    #[test]
    fn how_a_text_is_set_does_not_matter() {
        assert!(same("The  fleet’s boats\nwill sail.", "the fleet's boats will sail"));
        assert!(same("“No limits” – they say", "\"No limits\", they say"));
        assert!(same("well-known", "well known"));
        assert!(same("日本は、島国です。", "日本は島国です"));
    }

    #[test]
    fn what_changes_the_meaning_does() {
        assert!(!same("It fell by 5 %.", "It fell by 5."));
        assert!(!same("-5 degrees", "5 degrees"));
        assert!(!same("€5", "$5"));
        assert!(!same("It is likely.", "It is unlikely."));
    }

    #[test]
    fn rare_words_weigh_more() {
        let mut vocabulary = Vocabulary::default();
        let texts = ["the port is shut", "the port is open", "the lock is shut", "a whale"];
        let words: Vec<Vec<u32>> = texts.iter().map(|text| vocabulary.read(text)).collect();
        let bags: Vec<Bag> = words.iter().map(|words| Bag::new(words, &vocabulary)).collect();
        assert_eq!(similarity(&bags[0], &bags[0], &vocabulary), 1.0);
        assert_eq!(similarity(&bags[0], &bags[3], &vocabulary), 0.0);
        let (port, shut) = (similarity(&bags[0], &bags[1], &vocabulary), similarity(&bags[1], &bags[2], &vocabulary));
        assert!(port > shut, "{port} {shut}");
    }
}
