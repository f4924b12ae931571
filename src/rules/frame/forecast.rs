//! Whether a sentence looks ahead, and when it can be checked. English.

use std::ops::Range;

use crate::argument::Date;
use crate::estimate::{English, Gap, TermMatch, Usage};

/// Verbs after "likely to" that say how things are, not what happens.
#[rustfmt::skip]
const STATES: &[&str] = &[
    "have", "know", "explain", "reflect", "represent", "indicate", "mean", "originate", "stem", "contain", "belong", "own",
    "exist", "account", "match", "correspond", "overlap", "derive", "share", "understand", "believe", "want", "prefer",
    "need", "withstand", "suffice", "qualify", "require", "depend", "understate", "underestimate", "overstate", "possess", "contribute", "involve", "consist", "hold",
];

/// What follows "likely to be" where it says how things are: "the work of", "behind it", "responsible".
#[rustfmt::skip]
const STATES_OF_BEING: &[&str] = &[
    "a", "an", "the", "its", "their", "his", "her", "in", "behind", "from", "of", "responsible", "due", "because", "true",
    "false", "genuine", "accurate", "aware", "linked", "related", "associated", "involved", "based", "located", "state",
    "one", "part", "at", "on", "under", "someone", "somebody", "motivated", "connected", "working", "using", "operating",
    "wrong", "right", "correct", "incorrect", "complete", "incomplete", "authentic", "fake", "higher", "lower", "greater",
    "caused", "driven",
];

/// Adjectives that look like what somebody is doing, and verbs whose present is a plan.
#[rustfmt::skip]
const NOT_GOING_ON: &[&str] = &[
    "damaging", "lasting", "devastating", "disappointing", "challenging", "crippling", "demanding", "binding", "overwhelming",
    "surprising", "encouraging", "destabilising", "destabilizing", "forthcoming", "coming", "going", "sobering", "punishing", "pressing", "bruising",
];

/// Things that happen: "a coup is unlikely" looks ahead, "human error is likely" does not.
#[rustfmt::skip]
const EVENTS: &[&str] = &[
    "attack", "attacks", "coup", "invasion", "war", "collapse", "strike", "strikes", "escalation", "ceasefire", "truce",
    "election", "elections", "default", "recession", "alliance", "merger", "agreement", "deal", "treaty", "withdrawal",
    "resumption", "closure", "closures", "increase", "rise", "decline", "fall", "growth", "shortage", "shortages",
    "outbreak", "interruption", "interruptions", "restriction", "restrictions", "protest", "protests", "attempt",
    "attempts", "intervention", "retaliation", "sanctions", "ban", "blockade", "incursion", "offensive", "settlement",
    "breakthrough", "compromise", "reform", "reforms", "resignation", "bankruptcy", "disruption", "disruptions", "flood",
    "flooding", "floods", "drought", "conflict", "violence", "unrest", "referendum", "successor",
];

/// Months but May, which [`is_month`] tells from the verb.
#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
];

const SEASONS: &[&str] = &["spring", "summer", "autumn", "winter", "christmas", "easter", "ramadan", "midsummer"];

const DAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Spans of time that can be counted.
#[rustfmt::skip]
const PERIODS: &[&str] = &[
    "hour", "hours", "day", "days", "night", "nights", "week", "weeks", "weekend", "fortnight", "month", "months", "quarter",
    "quarters", "year", "years", "decade", "decades", "season", "seasons", "term", "session", "century", "semester", "cycle",
    "mandate", "presidency", "recess",
];

/// What makes a span of time a period that ends.
#[rustfmt::skip]
const BOUNDS: &[&str] = &[
    "next", "coming", "following", "this", "within", "upcoming", "remaining", "current", "in", "over", "for", "a", "an", "one",
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "eighteen", "twenty", "several", "few",
    "some", "couple", "half", "calendar", "financial", "fiscal", "school", "rainy", "dry", "hurricane", "election", "the",
    "parliamentary", "legislative", "growing", "marketing", "later",
];

/// Events that have a date, after "by", "before" and "until".
#[rustfmt::skip]
const DATED: &[&str] = &[
    "election", "elections", "vote", "referendum", "summit", "harvest", "deadline", "congress", "conference", "games", "olympics",
    "holiday", "holidays", "budget", "ballot", "poll", "inauguration", "end", "close", "middle", "start", "beginning", "turn",
    "expiry", "primary", "primaries", "anniversary", "season", "then", "festival", "tournament", "parade", "meeting",
];

/// How many words a clause is looked through, which bounds the work for a term.
const REACH: usize = 60;

/// Whether the sentence of a likelihood, or of "will", is about what is to come. `terms` are the author's own. O(length).
pub(in crate::rules) fn looks_ahead(english: &English<'_>, terms: &[TermMatch]) -> bool {
    let by_term = terms.iter().any(|term| {
        let (first, end) = (english.word_at(term.range.start), english.word_at(term.range.end));
        promises(english, end) && !is_of_a_measure(english, first) || is_of_event(english, first, end)
    });
    by_term || speaks_of_future(english) || (!terms.is_empty() && open_end(english).is_some())
}

/// "Will", "is going to", "is expected to", in the author's own words. O(length).
pub(in crate::rules) fn speaks_of_future(english: &English<'_>) -> bool {
    (0..english.len()).any(|at| {
        let next = english.after(at + 1);
        let found = match english.at(at) {
            "will" => is_auxiliary_will(english, at),
            "won't" => true,
            "going" => next == "to" && english.after(at + 2) != "the",
            "expected" | "poised" | "bound" | "set" | "about" => {
                next == "to" && matches!(english.before(at), "is" | "are" | "be" | "remains")
            }
            "expect" | "expects" | "foresee" | "anticipate" => matches!(english.before(at), "we" | "i"),
            word => word.ends_with("'ll"),
        };
        found && matches!(english.usage(&(at..at + 1)), Usage::Own | Usage::Subordinate)
    })
}

fn is_auxiliary_will(english: &English<'_>, at: usize) -> bool {
    const OWNERS: &[&str] = &[
        "the",
        "political",
        "free",
        "good",
        "ill",
        "own",
        "public",
        "popular",
        "its",
        "their",
        "his",
        "her",
        "our",
        "a",
        "at",
        "of",
        "no",
        "national",
        "living",
        "last",
        "strong",
    ];
    let next = english.after(at + 1);
    !OWNERS.contains(&english.before(at))
        && !english.before(at).ends_with("'s")
        && !matches!(next, "" | "of" | "to" | "is" | "was")
}

/// "Likely to rise", but not "likely to have risen", "likely to be the work of", "likely to be carrying water".
fn promises(english: &English<'_>, end: usize) -> bool {
    if english.after(end) != "to" {
        return false;
    }
    let mut at = end + 1;
    while english.after(at).ends_with("ly") || matches!(english.after(at), "also" | "soon" | "again" | "not") {
        at += 1;
    }
    match english.after(at) {
        "" => false,
        "be" => !STATES_OF_BEING.contains(&english.after(at + 1)) && !is_going_on(english, at + 1),
        verb => !STATES.contains(&verb),
    }
}

/// "Carrying fill", "already leaking": what goes on at the time of the report.
fn is_going_on(english: &English<'_>, mut at: usize) -> bool {
    while english.after(at).ends_with("ly") || matches!(english.after(at), "already" | "still" | "now" | "also") {
        at += 1;
    }
    let word = english.after(at);
    word.ends_with("ing") && !NOT_GOING_ON.contains(&word)
}

/// "Opening the gate is likely to …": what a measure does, whenever it is taken.
fn is_of_a_measure(english: &English<'_>, first: usize) -> bool {
    let start = english.sentence(first).start;
    english.at(start).ends_with("ing")
        && english.at(start) != "during"
        && matches!(
            english.after(start + 1),
            "the" | "a" | "an" | "its" | "their" | "our" | "more" | "all" | "this" | "these"
        )
}

/// "A coup is unlikely", "a further attack within the year is likely".
fn is_of_event(english: &English<'_>, first: usize, end: usize) -> bool {
    let verb = first
        .checked_sub(1)
        .is_some_and(|at| matches!(english.at(at), "is" | "are" | "remains" | "remain" | "seems" | "looks" | "most"));
    let closed = matches!(
        english.after(end),
        "" | "in"
            | "within"
            | "by"
            | "before"
            | "during"
            | "over"
            | "this"
            | "next"
            | "for"
            | "while"
            | "as"
            | "until"
            | "at"
    );
    if !verb || !closed {
        return false;
    }
    let start = english.sentence(first).start.max(first.saturating_sub(REACH));
    // The head of the subject: the last noun of the list before a preposition opens its details.
    let mut event = false;
    for at in start..first {
        match english.at(at) {
            "of" | "in" | "by" | "against" | "at" | "on" | "between" | "with" | "to" | "for" | "from" | "within"
                if event =>
            {
                break;
            }
            "that" | "who" | "which" | "what" => return false,
            word => event |= EVENTS.contains(&word),
        }
    }
    event
}

/// A date or a period by which the text can be checked. Years before that of the report set no end. O(length).
pub(in crate::rules) fn horizon(english: &English<'_>, report: Option<Date>) -> Option<Range<usize>> {
    (0..english.len()).find(|&at| is_horizon(english, at, report)).map(|at| at..at + 1)
}

/// How many years ahead the text looks, by the furthest of its horizons, and the words that say so: "by 2045", counted from the report's
/// date, "next twenty years", "coming decade". O(length).
pub(in crate::rules) fn years_ahead(english: &English<'_>, report: Option<Date>) -> Option<(u16, Range<usize>)> {
    let mut furthest: Option<(u16, Range<usize>)> = None;
    for at in (0..english.len()).filter(|&at| is_horizon(english, at, report)) {
        if let Some((years, words)) = distance(english, at, report)
            && furthest.as_ref().is_none_or(|(most, _)| years > *most)
        {
            furthest = Some((years, words));
        }
    }
    furthest
}

/// How many years lie before the horizon whose word stands at `at`, if its words count them.
fn distance(english: &English<'_>, at: usize, report: Option<Date>) -> Option<(u16, Range<usize>)> {
    let word = english.at(at);
    let mut first = at;
    if let Some(year) = year(word) {
        // "By the end of the year 2045"; a plan of 2045 looks nowhere.
        while matches!(
            english.before(first),
            "the"
                | "year"
                | "end"
                | "middle"
                | "start"
                | "of"
                | "early"
                | "mid"
                | "late"
                | "spring"
                | "summer"
                | "autumn"
                | "winter"
        ) || first > 0 && !english.before(first).is_empty() && is_month(english, first - 1)
        {
            first -= 1;
        }
        let is_end = matches!(english.before(first), "by" | "until" | "till" | "through" | "before");
        return report.filter(|_| is_end).map(|from| (year.saturating_sub(from.year()), first - 1..at + 1));
    }
    let unit = match word {
        "year" | "years" => 1,
        "decade" | "decades" => 10,
        "century" => 100,
        _ => return None,
    };
    let ones = number(english.before(at));
    first -= usize::from(ones.is_some());
    let tens = number(english.before(first)).filter(|tens| ones.is_some_and(|ones| ones < 10) && *tens >= 20);
    first -= usize::from(tens.is_some());
    let is_ahead = match english.before(first) {
        "next" | "coming" | "within" => ones.is_some() || word != "year" && word != "years",
        "in" | "over" => ones.is_some(),
        _ => false,
    };
    let count = ones.unwrap_or(1).saturating_add(tens.unwrap_or(0)).saturating_mul(unit);
    is_ahead.then(|| (count, first - 1..at + 1))
}

fn number(word: &str) -> Option<u16> {
    #[rustfmt::skip]
    const WORDS: &[(&str, u16)] = &[
        ("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7), ("eight", 8), ("nine", 9),
        ("ten", 10), ("eleven", 11), ("twelve", 12), ("fifteen", 15), ("twenty", 20), ("thirty", 30), ("forty", 40), ("fifty", 50),
        ("sixty", 60), ("seventy", 70), ("eighty", 80), ("ninety", 90), ("hundred", 100),
    ];
    word.parse().ok().or_else(|| WORDS.iter().find(|(name, _)| *name == word).map(|pair| pair.1))
}

fn is_horizon(english: &English<'_>, at: usize, report: Option<Date>) -> bool {
    let word = english.at(at);
    let past = matches!(english.before(at), "since" | "after" | "from") || starts_in_past(english, at);
    if let Some(year) = year(word) {
        return !past && report.is_none_or(|date| year >= date.year());
    }
    if is_month(english, at) || DAYS.contains(&word) {
        return !past;
    }
    if SEASONS.contains(&word) || word == "fall" && matches!(english.before(at), "this" | "next" | "the") {
        return !past && english.before(at) != "last";
    }
    if matches!(word, "today" | "tonight" | "tomorrow" | "overnight" | "q1" | "q2" | "q3" | "q4" | "h1" | "h2") {
        return true;
    }
    if PERIODS.contains(&word) {
        return is_bounded(english, at) || word == "year" && english.before(at) == "new" && !past;
    }
    // "before the next election", "until the harvest", "at the next summit".
    matches!(word, "by" | "before" | "until" | "till" | "during" | "ahead" | "prior" | "at")
        && (at + 1..(at + 6).min(english.len()))
            .take_while(|&next| !english.after(next).is_empty())
            .any(|next| DATED.contains(&english.at(next)))
        && !english.at(at + 1).is_empty()
        && !tied_to_office(english, at)
}

/// "By the end of his time in office": an end without a date.
fn tied_to_office(english: &English<'_>, at: usize) -> bool {
    let end = (at + 12).min(english.len());
    (at..end).any(|at| matches!(english.at(at), "office" | "rule" | "reign" | "tenure" | "lifetime"))
}

/// "since early 2019", "after the summer".
fn starts_in_past(english: &English<'_>, at: usize) -> bool {
    let from = at.saturating_sub(3);
    (from..at).any(|before| {
        matches!(english.at(before), "since" | "last" | "previous" | "past" | "after")
            && (before..at).all(|at| english.gap(at) == Gap::Joined)
    })
}

fn year(word: &str) -> Option<u16> {
    let digits = word.strip_prefix("fy").unwrap_or(word);
    let digits = digits.strip_suffix("'s").unwrap_or(digits);
    (digits.len() == 4).then(|| digits.parse().ok()).flatten().filter(|year| (1900..2200).contains(year))
}

fn is_month(english: &English<'_>, at: usize) -> bool {
    let word = english.at(at);
    if word == "may" {
        return !english.is_open_modal(at);
    }
    // "march" and "mar" are words of their own in lower case.
    MONTHS.contains(&word) && english.written(at).starts_with(char::is_uppercase)
}

/// "Within two weeks", "this year", "the next legislative term", but not "for years" or "two years ago".
fn is_bounded(english: &English<'_>, at: usize) -> bool {
    if matches!(english.after(at + 1), "ago" | "old" | "earlier" | "before" | "of") && english.after(at + 1) != "of" {
        return false;
    }
    let within = matches!(english.at(at), "week" | "weekend" | "month" | "quarter" | "year" | "season" | "decade");
    if within && english.before(at) == "the" {
        return true;
    }
    let mut place = at;
    let mut bound = false;
    while place > 0 && !english.before(place).is_empty() && at - place < 5 {
        let word = english.before(place);
        let counted = word.starts_with(|c: char| c.is_ascii_digit());
        if matches!(
            word,
            "last" | "past" | "previous" | "recent" | "near" | "short" | "long" | "medium" | "every" | "each" | "per"
        ) {
            return false;
        }
        bound |= counted
            || matches!(
                word,
                "next"
                    | "coming"
                    | "following"
                    | "this"
                    | "within"
                    | "upcoming"
                    | "remaining"
                    | "current"
                    | "in"
                    | "over"
                    | "end"
            );
        if word == "in" || word == "over" {
            // "in years", "over time" have no number; "in two years" has.
            return at - place > 0 || matches!(english.at(at), "weeks" | "days" | "hours" | "months");
        }
        let is_part = number(word).is_some() || BOUNDS.contains(&word) || PERIODS.contains(&word) || word == "end";
        if !counted && !is_part {
            break;
        }
        place -= 1;
    }
    bound
}

/// What a condition holds on to that lasts as long as it lasts.
const IN_POWER: &[&str] = &[
    "power", "office", "charge", "place", "force", "command", "control", "alive", "rules", "rule", "reigns", "governs",
];

/// A condition without an end: "while he remains in office", "as long as the sanctions last". O(length).
pub(in crate::rules) fn open_end(english: &English<'_>) -> Option<Range<usize>> {
    const OPENERS: &[&str] = &[
        "for as long as",
        "for so long as",
        "as long as",
        "so long as",
        "while",
        "whilst",
        "until",
        "unless and until",
    ];
    const LASTING: &[&str] = &[
        "remains",
        "remain",
        "stays",
        "stay",
        "is",
        "are",
        "holds",
        "hold",
        "keeps",
        "keep",
        "continues",
        "continue",
        "lasts",
        "last",
        "rules",
        "rule",
        "governs",
        "govern",
        "lives",
        "live",
        "persists",
        "persist",
        "serves",
        "serve",
        "leads",
        "lead",
        "exists",
        "exist",
        "controls",
        "control",
        "occupies",
        "endures",
        "sits",
    ];
    english.find(OPENERS).into_iter().find_map(|opener| {
        let sentence = english.sentence(opener.start);
        let ceiling = (opener.end + 10).min(sentence.end);
        let stop = (opener.end..ceiling).find(|&at| !matches!(english.gap(at), Gap::Joined | Gap::Other));
        let end = stop.map_or(ceiling, |at| at + 1);
        let in_power = (opener.end..end).any(|at| IN_POWER.contains(&english.at(at)));
        let has_verb = (opener.end + 1..end).any(|at| LASTING.contains(&english.at(at)));
        // "Growth slows while prices rise" lasts; "…, while prices rise" and "While prices rise, …" contrast.
        let temporal = match english.at(opener.start) {
            "while" | "whilst" => {
                let apart = opener.start == sentence.start || english.gap(opener.start - 1) != Gap::Joined;
                in_power && has_verb || !apart && end > opener.end + 1
            }
            "until" => end > opener.end + 1,
            _ => has_verb,
        };
        temporal.then_some(opener.start..end)
    })
}

/// The words by which the text says when it can be checked, as far as they go: "by the end of June 2027", "over the next
/// twelve months", "while he remains in office", "in the near future". O(length).
pub(crate) fn stated_horizon(english: &English<'_>, report: Option<Date>) -> Option<Range<usize>> {
    #[rustfmt::skip]
    const BEFORE: &[&str] = &[
        "by", "before", "until", "till", "during", "at", "on", "through", "of", "early", "mid", "late", "ahead", "prior", "to",
        "course", "than", "no", "since", "after",
    ];
    const MOST: usize = 8;
    let Some(found) = horizon(english, report) else { return open_end(english).or_else(|| vague_period(english)) };
    let is_number = |at: usize| english.at(at).starts_with(|c: char| c.is_ascii_digit());
    let is_time = |at: usize| {
        let word = english.at(at);
        BOUNDS.contains(&word)
            || PERIODS.contains(&word)
            || SEASONS.contains(&word)
            || is_month(english, at)
            || is_number(at)
    };
    // "Close" and "vote" are verbs too; behind "by", "before", "at" they are not.
    let to_event = BEFORE.contains(&english.at(found.start));
    let is_end = |at: usize| is_time(at) || to_event && DATED.contains(&english.at(at));
    let (mut start, mut end) = (found.start, found.end);
    let joined = |at: usize| english.gap(at) == Gap::Joined;
    while start > 0
        && found.start - start < MOST
        && joined(start - 1)
        && (is_time(start - 1) || BEFORE.contains(&english.at(start - 1)))
    {
        start -= 1;
    }
    // The last word of time that is reached over small words.
    let mut at = end;
    while at < english.len() && at - found.start < MOST && joined(at - 1) {
        if is_end(at) && !matches!(english.at(at), "a" | "an" | "the" | "in" | "for" | "over" | "this") {
            end = at + 1;
        } else if !(is_end(at) || BEFORE.contains(&english.at(at))) {
            break;
        }
        at += 1;
    }
    // "In" and "a" begin more than times.
    while start < found.start && matches!(english.at(start), "of" | "to" | "no" | "than") {
        start += 1;
    }
    Some(start..end)
}

/// A period that nobody can count: "soon", "in the near future". O(length).
pub(in crate::rules) fn vague_period(english: &English<'_>) -> Option<Range<usize>> {
    const PHRASES: &[&str] = &[
        "in the near future",
        "in the foreseeable future",
        "for the foreseeable future",
        "in the near term",
        "in the short term",
        "in the medium term",
        "in the long term",
        "in the longer term",
        "in the long run",
        "over the long term",
        "over time",
        "in due course",
        "sooner or later",
        "eventually",
        "soon",
        "at some point",
        "some day",
        "ultimately",
    ];
    english.find(PHRASES).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Prose;

    #[test]
    fn the_words_of_a_horizon_are_whole() {
        let words = |text: &str| {
            let prose = Prose::synthetic(text);
            let english = English::new(&prose);
            stated_horizon(&english, "2022".parse().ok()).map(|words| english.text(&words).to_owned())
        };
        for (text, expected) in [
            ("It is likely to close by winter 2031.", "by winter 2031"),
            ("Within the next twelve months it will close.", "Within the next twelve months"),
            ("Over the next twelve months the drills are likely to grow.", "Over the next twelve months"),
            ("It will close by the end of June 2027, we judge.", "by the end of June 2027"),
            ("It is unlikely before the next election.", "before the next election"),
            ("It will hold while he remains in office.", "while he remains in office"),
            ("It will close in the near future.", "in the near future"),
            ("A strike in 2023 is likely.", "in 2023"),
        ] {
            assert_eq!(words(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(words("The lock is shut."), None);
    }

    #[test]
    fn the_furthest_horizon_is_found() {
        let ahead = |text: &str, report: &str| {
            let prose = Prose::synthetic(text);
            let english = English::new(&prose);
            years_ahead(&english, report.parse().ok()).map(|(years, words)| (years, english.text(&words).to_owned()))
        };
        for (text, years, words) in [
            ("It will fall by 2045, if not by 2030.", 23, "by 2045"),
            ("It will fall by the end of June 2045.", 23, "by the end of June 2045"),
            ("Over the next twenty years it will.", 20, "next twenty years"),
            ("Over the next twenty-five years it will.", 25, "next twenty-five years"),
            ("It will in 15 years.", 15, "in 15 years"),
            ("Within two decades.", 20, "Within two decades"),
            ("In the coming decade.", 10, "coming decade"),
        ] {
            assert_eq!(ahead(text, "2022-02"), Some((years, words.to_owned())), "{text}");
        }
        for text in [
            "Within the year 2045, 1,200 ships by 3 pm; the next twelve months.",
            "The 2045 plan will fail by the end of the decade.",
            "Two hundred years ago it fell, as in the next year.",
            "It has held for twenty years.",
        ] {
            assert_eq!(ahead(text, "2022-02"), None, "{text}");
        }
        assert_eq!(ahead("By 2045.", ""), None);
    }
}
