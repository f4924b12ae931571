use rustc_hash::FxHashMap;

use super::Yardstick;
use super::cues::LateCues;
use super::words::{Gap, Words};

/// Adverbs that change a term into another one: "quite likely" is not "likely", though no yardstick knows it.
const INTENSIFIERS: &[&str] = &[
    "very",
    "highly",
    "extremely",
    "exceptionally",
    "exceedingly",
    "overwhelmingly",
    "quite",
    "fairly",
    "somewhat",
    "rather",
    "pretty",
    "reasonably",
    "relatively",
    "moderately",
    "increasingly",
    "decreasingly",
    "slightly",
    "almost",
    "nearly",
    "virtually",
    "practically",
];

/// What the intensifiers change.
const HEADS: &[&str] = &["likely", "unlikely", "probable", "probably", "improbable", "certain", "certainly", "remote"];

/// Common wordings of likelihood that are on no yardstick, with the word that they vary.
const OFF_SCALE: &[(&str, &str)] = &[
    ("more than likely", "likely"),
    ("in all likelihood", "likely"),
    ("in all probability", "likely"),
    ("good chance", "likely"),
    ("slim chance", "unlikely"),
    ("outside chance", "unlikely"),
    ("small chance", "unlikely"),
    ("serious possibility", "likely"),
    ("real possibility", "likely"),
    ("distinct possibility", "likely"),
    ("strong possibility", "likely"),
    ("better than even chance", "likely"),
    ("less than even chance", "unlikely"),
];

/// A term of a yardstick, as a phrase of the text reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LexiconReading {
    pub(super) yardstick: usize,
    pub(super) term: usize,
    /// How many words of the phrase this yardstick reads: "probably not" is two for Kent and one for ICD 203.
    pub(super) words: usize,
}

/// A phrase found at a word.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// How many words the longest reading has.
    pub(super) words: usize,
    pub(super) readings: Vec<LexiconReading>,
}

/// All phrases of all yardsticks as one tree of words.
///
/// At each word of a text the longest phrase that begins there wins, and the search goes on behind it, so that "highly
/// unlikely" is never read as "unlikely", not even under a yardstick that does not know it. O(words · longest phrase).
#[derive(Debug)]
pub(super) struct Lexicon {
    words: FxHashMap<String, u32>,
    steps: FxHashMap<(u32, u32), u32>,
    states: Vec<State>,
    cues: LateCues,
}

#[derive(Clone, Debug, Default)]
struct State {
    ends_phrase: bool,
    terms: Vec<(usize, usize)>,
}

impl Lexicon {
    pub(super) fn new(yardsticks: &[Yardstick]) -> Self {
        let phrases =
            yardsticks.iter().flat_map(|yardstick| &yardstick.terms).flat_map(super::yardstick::Term::phrases);
        let known = phrases.map(|phrase| phrase.join(" "));
        let shades = HEADS.iter().copied().chain(OFF_SCALE.iter().map(|(phrase, _)| *phrase)).map(str::to_owned);
        let mut lexicon = Self {
            words: FxHashMap::default(),
            steps: FxHashMap::default(),
            states: vec![State::default()],
            cues: LateCues::new(known.chain(shades).collect()),
        };
        for (yardstick_index, yardstick) in yardsticks.iter().enumerate() {
            for (term_index, term) in yardstick.terms.iter().enumerate() {
                for phrase in term.phrases() {
                    let state = lexicon.insert(phrase.iter().map(String::as_str));
                    let terms = &mut lexicon.states[state].terms;
                    if !terms.iter().any(|&(known, _)| known == yardstick_index) {
                        terms.push((yardstick_index, term_index));
                    }
                }
            }
        }
        for intensifier in INTENSIFIERS {
            for head in HEADS {
                lexicon.insert([*intensifier, *head].into_iter());
            }
        }
        for (phrase, _) in OFF_SCALE {
            lexicon.insert(phrase.split(' '));
        }
        lexicon
    }

    fn insert<'w>(&mut self, phrase: impl Iterator<Item = &'w str>) -> usize {
        let mut state = 0u32;
        for word in phrase {
            let fresh = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
            let word = *self.words.entry(word.to_owned()).or_insert(fresh);
            let fresh = u32::try_from(self.states.len()).unwrap_or(u32::MAX);
            state = *self.steps.entry((state, word)).or_insert(fresh);
            if state == fresh {
                self.states.push(State::default());
            }
        }
        self.states[state as usize].ends_phrase = true;
        state as usize
    }

    /// Whether any phrase may stand in the text; a quick look, which is wrong in one direction only.
    pub(super) fn may_stand_in(&self, text: &str) -> bool {
        self.cues.may_stand_in(text)
    }

    /// Every phrase.
    pub(super) fn phrases(&self) -> impl Iterator<Item = &str> {
        self.cues.phrases()
    }

    /// The longest phrase that begins at the word `start`.
    pub(super) fn longest_at(&self, words: &Words<'_>, start: usize) -> Option<Found> {
        let mut state = 0u32;
        let mut found: Option<Found> = None;
        for (count, word) in words.list.get(start..)?.iter().enumerate() {
            let Some(next) = self.words.get(word.folded.as_ref()).and_then(|&word| self.steps.get(&(state, word)))
            else {
                break;
            };
            state = *next;
            let here = &self.states[state as usize];
            if here.ends_phrase {
                let read = count + 1;
                let mut readings: Vec<LexiconReading> =
                    found.take().map(|shorter| shorter.readings).unwrap_or_default();
                for &(yardstick, term) in &here.terms {
                    readings.retain(|reading| reading.yardstick != yardstick);
                    readings.push(LexiconReading { yardstick, term, words: read });
                }
                found = Some(Found { words: read, readings });
            }
            if word.gap != Gap::Joined {
                break;
            }
        }
        found
    }
}

/// The plain term that a wording off every scale is a shade of: "quite likely" → "likely".
pub(super) fn plain_head(phrase: &str) -> Option<&'static str> {
    let phrase = phrase.replace('-', " ");
    if let Some((_, head)) = OFF_SCALE.iter().find(|(wording, _)| *wording == phrase) {
        return Some(head);
    }
    let last = phrase.rsplit(' ').next()?;
    HEADS.iter().find(|head| **head == last).copied()
}
