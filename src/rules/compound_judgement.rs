use std::ops::Range;

use super::frame::english::{Word, lies_in, quoted, words};
use super::{Context, Findings, Hit, Rule, rule};

rule! {
    /// ## What it does
    /// Reports a judgement whose sentence makes two claims that evidence could decide differently. It goes by the
    /// coordination of English sentences:
    ///
    /// - two clauses, each with its verb, joined by a semicolon or by "and", "but", "or", "while": "… and will …", "…,
    ///   but it has …";
    /// - two verbs after one "to" or "will": "is likely to delay or cancel …", "likely to close the port and to sell it";
    /// - two adjectives or adverbs joined by "or" that say how something is done or what it will be: "in a symbolic or
    ///   limited way", "will stay small or secret".
    ///
    /// Lists of things ("scale and complexity", "China and Russia"), pairs that leave no case out ("directly or
    /// indirectly"), fixed pairs ("more or less"), relative clauses and quotations are no second claim. One finding a
    /// judgement. What needs a grammar to see, such as two verbs far from their "to", is missed.
    ///
    /// ## Why it matters
    /// When one half comes true and the other does not, nobody can say whether the judgement was right; and one
    /// likelihood cannot be that of both halves and of the whole.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter and will be sold in spring.
    ///
    /// - The pilots' contract ends in November and was not renewed.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed.
    ///
    /// ## Key Judgement 2
    ///
    /// The harbour is likely to be sold in spring.
    ///
    /// - Two buyers have seen the books.
    /// ```
    ///
    /// ## How to mend it
    /// Make two judgements of it, each with its own likelihood and evidence. If the alternatives are one thing to the
    /// reader, name that thing in one word.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(6): language and syntax convey meaning unambiguously; D.6.e(8): products express
    /// judgements as clearly and precisely as possible.
    pub struct CompoundJudgement;
    id = "compound-judgement";
    group = Structure;
    level = Warning;
    summary = "Two claims in one judgement that evidence could decide differently";
}

impl Rule for CompoundJudgement {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        for (handle, node) in context.argument.judgements() {
            let text = node.text.as_str();
            let Some(found) = second_claim(text) else { continue };
            let words = &text[found.clone()];
            let message = format!("the judgement `{}` makes two claims (\"{words}\")", node.id);
            let help = "make two judgements of it, each with its own likelihood and evidence; or name what both have \
                        in common in one word";
            findings.push(Hit::new(node.text.span_of(found), message).help(help).about(handle));
        }
    }
}

/// The words in which a second claim shows. O(length), since the words around a coordination are looked at only so far.
fn second_claim(text: &str) -> Option<Range<usize>> {
    let words = words(text);
    let quoted = quoted(text);
    let sentence = Sentence { text, words: &words };
    (1..words.len()).find_map(|at| {
        let found = sentence
            .second_clause(at)
            .or_else(|| sentence.second_verb(at))
            .or_else(|| sentence.second_infinitive(at))
            .or_else(|| sentence.alternatives(at))?;
        let range = words[found.start].range.start..words[found.end - 1].range.end;
        (!lies_in(&quoted, &range)).then_some(range)
    })
}

struct Sentence<'t> {
    text: &'t str,
    words: &'t [Word],
}

/// How many words a clause is looked through.
const REACH: usize = 40;

const AUXILIARIES: [&str; 29] = [
    "are", "aren't", "can", "can't", "cannot", "could", "did", "didn't", "do", "does", "doesn't", "don't", "had",
    "has", "hasn't", "have", "haven't", "is", "isn't", "may", "might", "must", "shall", "should", "was", "were",
    "will", "won't", "would",
];

/// Words that open a clause inside another.
const SUBORDINATORS: [&str; 22] = [
    "after", "although", "as", "because", "before", "how", "if", "since", "so", "than", "that", "though", "unless",
    "until", "what", "when", "where", "whether", "which", "who", "whom", "whose",
];

/// Words after which "that" opens the judgement itself: "it is likely that".
const INTRODUCING: [&str; 33] = [
    "agree",
    "agrees",
    "assess",
    "assessed",
    "assesses",
    "assume",
    "believe",
    "believes",
    "certain",
    "certainly",
    "chance",
    "clear",
    "conclude",
    "confidence",
    "confident",
    "estimate",
    "evident",
    "expect",
    "find",
    "highly",
    "improbable",
    "judge",
    "judged",
    "judges",
    "likelihood",
    "likely",
    "odds",
    "possibility",
    "possible",
    "probability",
    "probable",
    "risk",
    "unlikely",
];

const SUBJECTS: [&str; 14] =
    ["both", "he", "i", "it", "neither", "she", "that", "there", "these", "they", "this", "those", "we", "you"];

/// Adverbs between a coordination, or a "will", and its verb.
const BETWEEN: [&str; 27] = [
    "almost",
    "also",
    "certainly",
    "consequently",
    "even",
    "eventually",
    "further",
    "hence",
    "highly",
    "however",
    "instead",
    "likely",
    "most",
    "nearly",
    "not",
    "now",
    "probably",
    "rather",
    "soon",
    "still",
    "subsequently",
    "then",
    "therefore",
    "thereby",
    "thus",
    "very",
    "yet",
];

/// Words that no verb is: what may follow "to VERB and" without being a second verb.
const NO_VERBS: [&str; 38] = [
    "a", "all", "an", "and", "any", "around", "at", "away", "back", "both", "by", "down", "each", "every", "for",
    "from", "her", "his", "in", "into", "its", "many", "most", "my", "no", "of", "off", "on", "or", "other", "our",
    "over", "some", "the", "their", "these", "through", "to",
];

/// Pairs of verbs that are one act, in the order of the alphabet.
const ONE_ACT: [(&str, &str); 28] = [
    ("ally", "partner"),
    ("broaden", "deepen"),
    ("build", "maintain"),
    ("carry", "conduct"),
    ("come", "go"),
    ("conduct", "plan"),
    ("deepen", "expand"),
    ("deepen", "widen"),
    ("develop", "expand"),
    ("develop", "grow"),
    ("develop", "maintain"),
    ("develop", "research"),
    ("equip", "train"),
    ("execute", "plan"),
    ("expand", "grow"),
    ("expand", "intensify"),
    ("expand", "maintain"),
    ("find", "try"),
    ("grow", "spread"),
    ("hide", "seek"),
    ("improve", "increase"),
    ("increase", "intensify"),
    ("meet", "talk"),
    ("persist", "remain"),
    ("remain", "stay"),
    ("see", "wait"),
    ("support", "sustain"),
    ("sustain", "maintain"),
];

/// Alternatives of which one always holds, or that are one expression.
const FIXED: [(&str, &str); 25] = [
    ("civil", "military"),
    ("direct", "indirect"),
    ("directly", "indirectly"),
    ("domestic", "foreign"),
    ("explicitly", "implicitly"),
    ("explicit", "implicit"),
    ("external", "internal"),
    ("formal", "informal"),
    ("formally", "informally"),
    ("full", "partial"),
    ("fully", "partially"),
    ("fully", "partly"),
    ("global", "regional"),
    ("intentionally", "unintentionally"),
    ("intentional", "unintentional"),
    ("later", "sooner"),
    ("less", "more"),
    ("national", "regional"),
    ("partially", "wholly"),
    ("partly", "wholly"),
    ("private", "public"),
    ("privately", "publicly"),
    ("rightly", "wrongly"),
    ("voluntarily", "involuntarily"),
    ("worse", "better"),
];

/// Nouns that say how something is done: "in a symbolic or limited way".
const MANNERS: [&str; 18] = [
    "basis", "capacity", "degree", "extent", "fashion", "form", "forms", "level", "manner", "nature", "pace", "role",
    "scale", "scope", "sense", "style", "way", "ways",
];

const COPULAS: [&str; 12] =
    ["are", "be", "become", "becomes", "is", "prove", "remain", "remains", "stay", "stays", "was", "were"];

fn pair_in(pairs: &[(&str, &str)], one: &str, other: &str) -> bool {
    pairs.iter().any(|&(a, b)| (a == one && b == other) || (a == other && b == one))
}

impl Sentence<'_> {
    fn at(&self, index: usize) -> &str {
        self.words.get(index).map_or("", |word| word.folded.as_str())
    }

    /// What stands between a word and the next.
    fn gap(&self, index: usize) -> &str {
        let Some(word) = self.words.get(index) else { return "" };
        let end = self.words.get(index + 1).map_or(self.text.len(), |next| next.range.start);
        self.text.get(word.range.end..end).unwrap_or("")
    }

    /// Whether a sentence ends between a word and the next.
    fn ends_sentence(&self, index: usize) -> bool {
        let gap = self.gap(index);
        gap.contains(['.', '!', '?']) && gap.contains(char::is_whitespace)
    }

    /// Whether punctuation parts a word from the next.
    fn parts(&self, index: usize) -> bool {
        self.gap(index).contains([',', ';', '(', '.', '!', '?'])
    }

    fn is_joined(&self, index: usize) -> bool {
        self.gap(index).chars().all(char::is_whitespace)
    }

    fn is_auxiliary(&self, index: usize) -> bool {
        let Some(word) = self.words.get(index) else { return false };
        // The month of May, a Will: capitals inside a sentence are names.
        AUXILIARIES.binary_search(&word.folded.as_str()).is_ok() && !(word.capital && index > 0)
    }

    fn is_subordinator(&self, index: usize) -> bool {
        let word = self.at(index);
        if word == "that" {
            let before = index.checked_sub(1).map_or("", |before| self.at(before));
            return INTRODUCING.binary_search(&before).is_err();
        }
        if word == "as" || word == "so" || word == "than" {
            // "as well as", "so far": no clause.
            return word == "as"
                && self.at(index + 1) != "well"
                && self.at(index + 1) != "a"
                && self.at(index + 2) != "as";
        }
        SUBORDINATORS.binary_search(&word).is_ok()
    }

    /// Whether what follows `at` can be a further claim of the main clause: no clause that a subordinator opened is still
    /// open, and if `needs_verb` an auxiliary stands before it.
    fn follows_a_claim(&self, at: usize, needs_verb: bool) -> bool {
        let mut claims = !needs_verb;
        for index in (at.saturating_sub(REACH)..at).rev() {
            if index + 1 < at && self.ends_sentence(index) {
                break;
            }
            // "As" with no verb after it compares: "lists it as safe".
            let opens = self.is_subordinator(index)
                && (self.at(index) != "as" || (index + 1..at).any(|inside| self.is_auxiliary(inside)));
            if opens {
                let closed =
                    (index + 1..at).any(|inside| inside + 1 < at && self.gap(inside).contains([',', ';', ')']));
                if !closed && !self.is_followed_by_its_verb_and_another(index, at) {
                    return false;
                }
            }
            claims |= self.is_auxiliary(index);
        }
        claims
    }

    /// "Those who laid the fire were hired": the second verb is the main clause's.
    fn is_followed_by_its_verb_and_another(&self, index: usize, at: usize) -> bool {
        let next = self.at(index + 1);
        self.at(index) == "who"
            && !self.is_auxiliary(index + 1)
            && !BETWEEN.contains(&next)
            && NO_VERBS.binary_search(&next).is_err()
            && !SUBJECTS.contains(&next)
            && (index + 2..at).any(|inside| self.is_auxiliary(inside))
    }

    /// Whether any verb can be seen to stand before a comma at `at`: for "X collapsed the window, and I assess …".
    fn follows_a_sentence(&self, at: usize) -> bool {
        let from = at.saturating_sub(REACH);
        (from..at).any(|index| self.is_auxiliary(index) || (index > 0 && self.at(index).ends_with("ed")))
    }

    /// "… and will …", "…, but it has …", "…; the port is …".
    fn second_clause(&self, at: usize) -> Option<Range<usize>> {
        if self.gap(at - 1).contains(';') {
            let end = (at..(at + REACH).min(self.words.len()))
                .find(|&index| self.gap(index).contains(';') || self.ends_sentence(index));
            let end = end.map_or(self.words.len().min(at + REACH), |index| index + 1);
            let verb = (at..end).find(|&index| self.is_auxiliary(index))?;
            let opens_inside = (at..verb).any(|index| self.is_subordinator(index));
            let claims_before = (0..at).rev().take(REACH).any(|index| self.is_auxiliary(index));
            return (claims_before && !opens_inside).then(|| at..verb + 1);
        }
        let word = self.at(at);
        let coordinates = matches!(word, "and" | "but" | "or");
        if !coordinates && !matches!(word, "while" | "whereas") {
            return None;
        }
        let comma = self.gap(at - 1).contains(',');
        let mut verb = at + 1;
        while BETWEEN.contains(&self.at(verb)) && verb < at + 4 && self.is_joined(verb) {
            verb += 1;
        }
        if coordinates && self.is_auxiliary(verb) && self.is_joined(at) {
            // "is and will remain", "can or will": one claim in two tenses.
            let before = self.at(at - 1);
            if self.is_auxiliary(at - 1) || matches!(before, "been" | "always" | "not") {
                return None;
            }
            // "the ability and will to fight".
            if matches!(self.at(verb), "will" | "might" | "can") && matches!(self.at(verb + 1), "to" | "of" | "") {
                return None;
            }
            return self.follows_a_claim(at, false).then_some(at..verb + 1);
        }
        // "It is likely that the dam will hold and that the lock will fail".
        if coordinates && self.at(at + 1) == "that" && self.is_joined(at) {
            let introduced =
                (at.saturating_sub(REACH)..at).any(|index| self.at(index) == "that" && !self.is_subordinator(index));
            let verb = (at + 2..(at + 12).min(self.words.len())).any(|index| self.is_auxiliary(index));
            return (introduced && verb).then_some(at..at + 2);
        }
        if !comma {
            return None;
        }
        // A subject of its own, and its verb within a few words.
        let subject = at + 1;
        if SUBJECTS.contains(&self.at(subject)) {
            let verb = (subject + 1..subject + 5)
                .take_while(|&index| !self.parts(index - 1))
                .find(|&index| self.is_auxiliary(index));
            let says = matches!(self.at(subject), "i" | "we" | "it" | "they" | "he" | "she");
            let end = verb.or(says.then_some(subject + 1)).filter(|&end| end < self.words.len())?;
            return (self.follows_a_sentence(at) && !self.is_subordinate(at)).then_some(at..end + 1);
        }
        let verb = (subject + 1..(subject + 8).min(self.words.len()))
            .find(|&index| self.is_auxiliary(index) || (subject..index).any(|index| self.parts(index)))?;
        let opens_inside = (subject..verb).any(|index| self.is_subordinator(index));
        (self.is_auxiliary(verb)
            && !opens_inside
            && !(subject..verb).any(|index| self.parts(index))
            && self.follows_a_claim(at, true))
        .then_some(at..verb + 1)
    }

    /// Whether a clause that a subordinator opened is still open at `at`: "because the port is shut, and …" is not.
    fn is_subordinate(&self, at: usize) -> bool {
        let opened = (at.saturating_sub(REACH)..at).rev().find(|&index| self.is_subordinator(index));
        opened.is_some_and(|opened| !(opened..at - 1).any(|index| self.gap(index).contains([',', ';'])))
    }

    /// "is likely to delay or cancel", "will patch and close".
    fn second_verb(&self, at: usize) -> Option<Range<usize>> {
        if !matches!(self.at(at), "and" | "or") || at < 2 || !self.is_joined(at - 1) || !self.is_joined(at) {
            return None;
        }
        let mut governor = at - 2;
        while governor > 0 && BETWEEN.contains(&self.at(governor)) {
            governor -= 1;
        }
        let governs = match self.at(governor) {
            // "likely to", "continue to": what is judged. "to close and sell" elsewhere is a purpose or a noun's.
            "to" => matches!(
                governor.checked_sub(1).map_or("", |before| self.at(before)),
                "likely" | "unlikely" | "certain" | "expected" | "intends" | "intend" | "plans" | "going"
            ),
            "will" | "would" | "may" | "might" | "could" | "can" | "shall" => !self.words[governor].capital,
            _ => false,
        };
        let (one, other) = (self.at(at - 1), self.at(at + 1));
        let is_verb = |word: &str| {
            !word.is_empty()
                && NO_VERBS.binary_search(&word).is_err()
                && AUXILIARIES.binary_search(&word).is_err()
                && SUBORDINATORS.binary_search(&word).is_err()
                && !SUBJECTS.contains(&word)
                && !BETWEEN.contains(&word)
                && !is_adverb(word)
                && !matches!(word, "more" | "less" | "sooner" | "later")
                && word.chars().all(|c| c.is_alphabetic() || c == '-')
        };
        let plain = !self.words[at - 1].capital && !self.words.get(at + 1)?.capital;
        let is_one_act = self.at(at) == "and" && pair_in(&ONE_ACT, one, other);
        (governs && plain && is_verb(one) && is_verb(other) && !is_one_act && !matches!(one, "be" | "have"))
            .then_some(at - 1..at + 2)
    }

    /// "is likely to close the port and to sell it".
    fn second_infinitive(&self, at: usize) -> Option<Range<usize>> {
        if !matches!(self.at(at), "and" | "or" | "but") || self.at(at + 1) != "to" || !self.is_joined(at) {
            return None;
        }
        let verb = self.words.get(at + 2)?;
        let word = verb.folded.as_str();
        // Endings of nouns: "and to losses", "and to Riga" go on with a "to" of another kind.
        let is_plural = word.ends_with('s') && !word.ends_with("ss");
        let is_noun = is_plural || word.ends_with("ing") || word.ends_with("ion");
        let is_verb = !verb.capital && !is_noun && NO_VERBS.binary_search(&word).is_err();
        let from = at.saturating_sub(REACH);
        let first = (from..at).rev().find(|&index| self.at(index) == "to")?;
        let governor = first.checked_sub(1).map_or("", |before| self.at(before));
        let is_judged = matches!(
            governor,
            "likely" | "unlikely" | "certain" | "expected" | "intends" | "intend" | "plans" | "going"
        );
        let opens_inside = (first..at).any(|index| self.is_subordinator(index));
        (is_verb && is_judged && !opens_inside).then_some(at..at + 3)
    }

    /// "in a symbolic or limited way", "will stay small or secret", "partly or secretly".
    fn alternatives(&self, at: usize) -> Option<Range<usize>> {
        if self.at(at) != "or" || !self.is_joined(at - 1) || !self.is_joined(at) || at + 1 >= self.words.len() {
            return None;
        }
        let (one, other) = (self.at(at - 1), self.at(at + 1));
        if pair_in(&FIXED, one, other) || is_negation_of(one, other) || is_negation_of(other, one) {
            return None;
        }
        // A list of three or more is a list of cases.
        let is_list = at >= 2 && self.gap(at - 2).contains(',');
        let found = at - 1..at + 2;
        let adverbs = is_adverb(one) && is_adverb(other);
        let adjectives = is_adjective(one) && is_adjective(other);
        let in_a_way = adjectives && MANNERS.binary_search(&self.at(at + 2)).is_ok() && self.is_joined(at + 1);
        let ends_clause = !self.is_joined(at + 1)
            || at + 2 >= self.words.len()
            || matches!(
                self.at(at + 2),
                "and"
                    | "as"
                    | "at"
                    | "because"
                    | "before"
                    | "by"
                    | "for"
                    | "if"
                    | "in"
                    | "over"
                    | "this"
                    | "through"
                    | "throughout"
                    | "unless"
                    | "until"
                    | "when"
                    | "while"
                    | "within"
            );
        let is_predicate = adjectives
            && ends_clause
            && at >= 2
            && (COPULAS.binary_search(&self.at(at - 2)).is_ok()
                || (BETWEEN.contains(&self.at(at - 2)) && at >= 3 && COPULAS.binary_search(&self.at(at - 3)).is_ok()));
        (!is_list && (adverbs || in_a_way || is_predicate)).then_some(found)
    }
}

/// "Unintentional" of "intentional".
fn is_negation_of(one: &str, other: &str) -> bool {
    ["un", "in", "im", "il", "ir", "non", "non-", "dis"].iter().any(|prefix| one.strip_prefix(prefix) == Some(other))
}

fn is_adverb(word: &str) -> bool {
    const OTHERS: [&str; 12] = [
        "ally", "apply", "comply", "early", "family", "imply", "likely", "multiply", "rely", "reply", "supply",
        "unlikely",
    ];
    word.len() > 4 && word.ends_with("ly") && !OTHERS.contains(&word)
}

/// Whether a word looks like an adjective: by its ending, or because it is a common one.
fn is_adjective(word: &str) -> bool {
    const PLAIN: [&str; 48] = [
        "absent", "bad", "big", "brief", "cheap", "closed", "cold", "dead", "deep", "empty", "false", "firm", "flat",
        "full", "good", "hard", "high", "hot", "large", "late", "light", "local", "long", "loose", "low", "minor",
        "narrow", "new", "open", "poor", "rapid", "rare", "remote", "safe", "secret", "severe", "short", "slight",
        "slow", "small", "soft", "strong", "true", "weak", "wet", "wide", "wrong", "young",
    ];
    const ENDINGS: [&str; 17] = [
        "able", "al", "ant", "ar", "ary", "ate", "ed", "en", "ent", "ful", "ible", "ic", "ical", "ish", "ive", "less",
        "ous",
    ];
    PLAIN.binary_search(&word).is_ok() || (word.len() > 4 && ENDINGS.iter().any(|ending| word.ends_with(ending)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::frame::testing::{assert_page_holds, report_hits};

    fn found(text: &str) -> Option<&str> {
        second_claim(text).map(|range| &text[range])
    }

    #[test]
    fn the_lists_are_in_order_so_that_they_can_be_searched() {
        assert!(AUXILIARIES.is_sorted());
        assert!(SUBORDINATORS.is_sorted());
        assert!(INTRODUCING.is_sorted());
        assert!(NO_VERBS.is_sorted());
        assert!(MANNERS.is_sorted());
        assert!(COPULAS.is_sorted());
    }

    #[test]
    fn two_clauses() {
        for (text, words) in [
            ("The dam is leaking and is close to failing.", "and is"),
            ("The dam will hold but will have to be watched.", "but will"),
            ("The dam will likely hold, and it will be full by May.", "and it will"),
            ("The dam will likely hold, while the lock is unlikely to.", "while the lock is"),
            ("The dam is unsafe; the lock is not, because it is new.", "the lock is"),
            ("It is likely that the dam will hold and that the lock will fail.", "and that"),
            ("It is likely that the dam will hold and that", ""),
            ("The storm shortened the season, and I assess that this is the rule now.", "and I assess that this is"),
            ("The office lists the dam as safe but has published no survey.", "but has"),
            ("Those who built the dam were paid and did not know for what.", "and did"),
            ("The dam is safe, but the office has published no survey.", "but the office has"),
        ] {
            assert_eq!(found(text).unwrap_or(""), words, "{text}");
        }
    }

    #[test]
    fn two_verbs() {
        for (text, words) in [
            ("The board is likely to delay or cancel the works.", "delay or cancel"),
            ("Many firms will pay and forget the matter.", "pay and forget"),
            ("The board is likely to close the lock and to sell the land.", "and to sell"),
        ] {
            assert_eq!(found(text), Some(words), "{text}");
        }
    }

    #[test]
    fn two_ways() {
        for (text, words) in [
            ("Trade is likely to grow in a hidden or limited way by May.", "hidden or limited"),
            ("Growth is likely to stay symbolic or limited.", "symbolic or limited"),
            ("The works will probably go on slowly or secretly.", "slowly or secretly"),
        ] {
            assert_eq!(found(text), Some(words), "{text}");
        }
    }

    #[test]
    fn one_claim_in_many_words() {
        for text in [
            "China and Russia are highly unlikely to build a dam whilst the board is in office.",
            "The two are likely to raise the scale and complexity of their works and the number of crews.",
            "Prices are likely to rise by a tenth or more before the New Year.",
            "It is likely that the lack of crews, and not a lack of money, held the works back.",
            "The dam is and will remain unsafe.",
            "The board lacks the money and will to build.",
            "The firm, which is led by Roe and is based in Riga, is likely to win.",
            "The dam is likely to fail because the gates are old and are not mended.",
            "The board is likely to give access to Riga and to Tallinn.",
            "The board is likely to lead works and to losses.",
            "The works will directly or indirectly harm the town.",
            "The board will plan and conduct the works.",
            "The dam will more or less hold.",
            "It is unlikely that chemical or biological waste is stored there.",
            "It is likely that the note said “it is old and is unsafe”.",
            "In April and May the dam will likely be closed.",
            "Wheat, maize, and the oats will likely rise.",
            "The dam will likely be seen by 2 crews from Riga, and 1 from Oslo. 33 boats were lost.",
            "Three aims are likely: money; fame; revenge.",
            "Der Damm hält wahrscheinlich und wird geschlossen.",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        let text = "and or ; to that will ".repeat(20_000);
        let _ = second_claim(&text);
        let _ = second_claim(&"“x and is ".repeat(50_000));
    }

    #[test]
    fn reports_are_read() {
        assert_page_holds("compound-judgement");
        let report =
            "# R\n\n## Key Judgement 1\n\nThe lock is likely to fail\nin a sudden or hidden way.\n\n- Gates leak.\n";
        assert_eq!(
            report_hits("compound-judgement", report),
            ["6: the judgement `kj1` makes two claims (\"sudden or hidden\")"]
        );
    }
}
