use std::ops::ControlFlow;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use aho_corasick::automaton::Automaton;
use aho_corasick::{Anchored, StartKind, dfa, nfa};

/// Tells cheaply which of several sets of words cannot stand in a text, so that nobody takes the text apart for them.
///
/// A cue is a word in ASCII, a part of one, or a sign, in any case. A text that has a cue need not have the
/// words; a text that lacks all cues of a set lacks its words.
#[derive(Clone, Debug)]
pub(crate) struct Cues {
    finder: Finder,
    found: Vec<Cue>,
    /// The sets with words that no cue stands for: they may stand anywhere.
    always: u32,
}

#[derive(Clone, Debug)]
enum Finder {
    /// Quickly made.
    Small(nfa::noncontiguous::NFA),
    /// Quickly run.
    Quick(dfa::DFA),
    /// There are more cues than an automaton holds.
    None,
}

#[derive(Clone, Copy, Debug)]
struct Cue {
    /// The sets that it is of, a bit each.
    sets: u32,
    /// Whether a word has to begin and to end with it.
    bounds: (bool, bool),
}

impl Cues {
    /// The most sets that are told apart.
    pub(crate) const MOST_SETS: usize = 31;

    /// For as many texts as this the quicker automaton pays, which takes longer to make.
    const MANY: usize = 2048;

    /// Cues of phrases, to be looked for in about so many texts. Their words are whole words, save that an asterisk stands
    /// for any letters: of each phrase, the longest run of ASCII letters and digits, or the whole phrase if it has no
    /// letters. Sets beyond [`Cues::MOST_SETS`] are left out. O(length of the phrases), but for the automaton.
    pub(crate) fn of_phrases<'p, S>(texts: usize, sets: impl IntoIterator<Item = S>) -> Self
    where
        S: IntoIterator<Item = &'p str>,
    {
        let mut found: Vec<(String, (bool, bool), u32)> = Vec::new();
        let mut always = 0;
        for (number, phrases) in sets.into_iter().take(Self::MOST_SETS).enumerate() {
            for phrase in phrases {
                let runs = phrase.split(|c: char| !c.is_ascii_alphanumeric());
                let longest = runs.max_by_key(|run| run.len()).filter(|run| !run.is_empty());
                let sign = Some(phrase).filter(|phrase| !phrase.is_empty() && !phrase.contains(char::is_alphanumeric));
                match (longest, sign) {
                    (Some(run), _) => {
                        let bounds = (!phrase.contains(&format!("*{run}")), !phrase.contains(&format!("{run}*")));
                        found.push((run.to_ascii_lowercase(), bounds, 1 << number));
                    }
                    (None, Some(sign)) => found.push((sign.to_owned(), (false, false), 1 << number)),
                    (None, None) => always |= 1 << number,
                }
            }
        }
        found.sort_unstable();
        found.dedup_by(|again, first| {
            let same = (&again.0, again.1) == (&first.0, first.1);
            if same {
                first.2 |= again.2;
            }
            same
        });
        let cues = found.iter().map(|(cue, ..)| cue);
        let finder = if texts < Self::MANY {
            let made = nfa::noncontiguous::Builder::new().ascii_case_insensitive(true).prefilter(false).build(cues);
            made.map_or(Finder::None, Finder::Small)
        } else {
            let mut builder = dfa::Builder::new();
            let made =
                builder.ascii_case_insensitive(true).prefilter(false).start_kind(StartKind::Unanchored).build(cues);
            made.map_or(Finder::None, Finder::Quick)
        };
        let found = found.into_iter().map(|(_, bounds, sets)| Cue { sets, bounds }).collect();
        Self { finder, found, always }
    }

    /// Looks at the sets of each cue in a text, one after another, until `look` breaks off; `None` if cues say nothing about
    /// the text.
    fn look_at_sets<B>(&self, text: &str, look: impl FnMut(u32) -> ControlFlow<B>) -> Option<ControlFlow<B>> {
        match &self.finder {
            _ if is_deceptive(text) => None,
            Finder::Small(automaton) => Some(self.run(automaton, text.as_bytes(), look)),
            Finder::Quick(automaton) => Some(self.run(automaton, text.as_bytes(), look)),
            Finder::None => None,
        }
    }

    fn run<B>(
        &self,
        automaton: &impl Automaton,
        text: &[u8],
        mut look: impl FnMut(u32) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        // All automata that are made here start so.
        let Ok(mut state) = automaton.start_state(Anchored::No) else { return ControlFlow::Continue(()) };
        let is_letter = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        for (at, &byte) in text.iter().enumerate() {
            state = automaton.next_state(Anchored::No, state, byte);
            if automaton.is_special(state) && automaton.is_match(state) {
                for number in 0..automaton.match_len(state) {
                    let pattern = automaton.match_pattern(state, number);
                    let Cue { sets, bounds: (begins, ends) } = self.found[pattern];
                    let before = || (at + 1).checked_sub(automaton.pattern_len(pattern) + 1);
                    if !(begins && is_letter(before()) || ends && is_letter(Some(at + 1))) {
                        look(sets)?;
                    }
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// The sets that may have words in the text, a bit each. O(length).
    pub(crate) fn in_text(&self, text: &str) -> u32 {
        let mut all = self.always;
        let looked = self.look_at_sets(text, |sets| {
            all |= sets;
            ControlFlow::<()>::Continue(())
        });
        if looked.is_some() { all } else { u32::MAX }
    }

    /// Whether any set may have words in the text. O(length).
    pub(crate) fn may_stand_in(&self, text: &str) -> bool {
        self.always != 0 || self.look_at_sets(text, |_| ControlFlow::Break(())).is_none_or(|looked| looked.is_break())
    }
}

/// So few texts are read faster than an automaton for their cues is made.
pub(crate) const FEW_TEXTS: usize = 48;

/// Cues that are made once enough texts were asked about: to make them takes as long as to read dozens of texts. Once many
/// were, they are made again for the quicker look.
#[derive(Debug)]
pub(super) struct LateCues {
    phrases: Vec<String>,
    asked: AtomicUsize,
    small: OnceLock<Cues>,
    quick: OnceLock<Cues>,
}

impl LateCues {
    pub(super) fn new(phrases: Vec<String>) -> Self {
        Self { phrases, asked: AtomicUsize::new(0), small: OnceLock::new(), quick: OnceLock::new() }
    }

    pub(super) fn phrases(&self) -> impl Iterator<Item = &str> {
        self.phrases.iter().map(String::as_str)
    }

    /// Whether any of the phrases may stand in the text. O(length).
    pub(super) fn may_stand_in(&self, text: &str) -> bool {
        let cues = match self.quick.get() {
            Some(quick) => quick,
            None => match self.asked.fetch_add(1, Ordering::Relaxed) {
                ..FEW_TEXTS => return true,
                asked @ ..Cues::MANY => self.small.get_or_init(|| Cues::of_phrases(asked, [self.phrases()])),
                asked => self.quick.get_or_init(|| Cues::of_phrases(asked, [self.phrases()])),
            },
        };
        cues.may_stand_in(text)
    }
}

/// Whether words of the text can have ASCII letters that do not stand in it as such: invisible characters inside a word
/// are dropped before words are compared, and the Kelvin sign is a k in lower case.
fn is_deceptive(text: &str) -> bool {
    !text.is_ascii()
        && text.contains(|c| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{212a}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Prose;
    use crate::estimate::English;
    use crate::text::FileId;
    use proptest::prelude::*;

    #[test]
    fn sets_are_told_apart_in_any_case() {
        let cues = Cues::of_phrases(1, [vec!["no doubt", "of cours*"], vec!["likely", "“"], vec!["вероятно"]]);
        assert_eq!(cues.in_text("Undoubtedly unlikely"), 0b100);
        assert_eq!(cues.in_text("No-DOUBT"), 0b101);
        assert_eq!(cues.in_text("LIKELY, of Course"), 0b111);
        assert_eq!(cues.in_text("Nothing here"), 0b100);
        assert_eq!(cues.in_text("“Nothing here”"), 0b110);
        assert_eq!(cues.in_text("un\u{ad}li\u{ad}kely"), u32::MAX);
        assert!(!Cues::of_phrases(Cues::MANY, [["likely"]]).may_stand_in("Nothing here"));
    }

    proptest! {
        /// What a text is taken apart for is never missed.
        #[test]
        fn a_phrase_that_stands_in_a_text_is_never_missed(
            text in "([nN][oO] [dD][oO]\u{ad}?[uU][bB][tT]|can[’']t|[\u{212a}k]now|[a-zİſ ,’\u{200b}-]{0,4}){0,6}"
        ) {
            const PHRASES: &[&str] = &["no doubt", "can't", "know", "is"];
            let prose = Prose::verbatim(text.as_str(), FileId::FIRST, 0);
            let stands = !English::new(&prose).find(PHRASES).is_empty();
            for texts in [1, Cues::MANY] {
                let cues = Cues::of_phrases(texts, [PHRASES.iter().copied()]);
                prop_assert!(!stands || cues.in_text(&text) == 1 || cues.in_text(&text) == u32::MAX, "{text:?}");
                prop_assert!(!stands || cues.may_stand_in(&text));
            }
        }
    }
}
