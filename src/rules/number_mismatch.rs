use std::ops::Range;

use super::{Context, Findings, Hit, Rule, rule};
use crate::document::Prose;
use crate::estimate::{Band, English, TermMatch, Yardstick, find_terms_in_prose, percentages};

rule! {
    /// ## What it does
    /// Reports a percentage beside a likelihood term that lies outside the term's band ("likely (85 %)"), and a chance in per cent that
    /// falls into a gap of the named yardstick ("a 78 % chance" by PHIA's). A percentage counts where it is said of the likelihood: in
    /// brackets or after a comma behind the term, or as a chance, probability or likelihood. Prices that are likely to rise by 5 % are
    /// another thing. Where no yardstick is named, a number is wrong only if it fits the term neither on the yardstick that was found out nor
    /// on PHIA's or ICD 203's. English only.
    ///
    /// ## Why it matters
    /// The term and the number are two answers to one question. Half of the readers keep the one and half the other.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// It is likely (90 %) that the airport will close its second runway by 2028.
    ///
    /// - The lease ends in June 2027.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// It is likely (70 %) that the airport will close its second runway by 2028.
    ///
    /// - The lease ends in June 2027.
    /// ```
    ///
    /// ## How to mend it
    /// Take the term in whose band the number lies, or correct the number. In a gap, which PHIA leaves so that the scale does
    /// not look more precise than it is, choose the side that the evidence supports.
    ///
    /// PHIA's ends are approximate. The option `tolerance` says by how many percentage points a number may pass an end.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(2)(a), the table's last row: the percentages that its terms stand for. PHIA probability yardstick, March 2025:
    /// the ranges, and the gaps between them.
    pub struct NumberMismatch;
    id = "number-mismatch";
    group = Wording;
    level = Warning;
    summary = "A percentage that lies outside the band of its likelihood term";
    option "tolerance" = 0.0 in 0.0..=10.0: "how many percentage points a number may lie outside its band";
}

/// Of these at least one stands in every text with a percentage.
pub(super) const PERCENT: &[&str] = &["%", "％", "٪", "*percent", "per cent", "*pct"];

impl Rule for NumberMismatch {
    fn cues(&self) -> Vec<&'static str> {
        PERCENT.to_vec()
    }

    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let cued = context.cued(self);
        for (handle, node) in context.propositions().filter(|&(handle, _)| cued(handle)) {
            for (prose, apart) in
                std::iter::once((&node.text, false)).chain(node.likelihood.as_deref().map(|p| (p, true)))
            {
                for hit in hits(context, prose, apart) {
                    findings.push(hit.about(handle));
                }
            }
        }
    }
}

/// The yardsticks that a report which names none goes by as a rule.
const STANDARDS: [&str; 2] = ["phia", "icd-203"];

/// A likelihood in per cent: its bytes, and its ends as probabilities.
pub(super) type Chance = (Range<usize>, f64, f64);

fn hits(context: &Context<'_>, prose: &Prose, apart: bool) -> Vec<Hit> {
    let text = prose.as_str();
    let numbers = percentages(text);
    if numbers.is_empty() {
        return Vec::new();
    }
    let english = English::new(prose);
    let mut terms = find_terms_in_prose(prose, context.yardsticks());
    terms.retain(|term| term.usage.is_own() && !term.negated);
    let chances = chances(&english);
    let named = context.yardstick().filter(|(_, named)| *named).map(|(yardstick, _)| yardstick);
    let mut found = Vec::new();
    for chance in &numbers {
        let is_chance = chances.binary_search_by_key(&chance.0.start, |(range, ..)| range.start).is_ok();
        let beside = term_beside(text, &terms, chance).or_else(|| {
            (is_chance || apart).then(|| only_term_of_sentence(&english, &terms, &chances, chance)).flatten()
        });
        match (beside, named) {
            (Some(term), _) => found.extend(outside_its_band(context, prose, term, chance, named)),
            (None, Some(yardstick)) if is_chance || apart => {
                found.extend(in_a_gap(prose, yardstick, chance, tolerance(context)));
            }
            _ => {}
        }
    }
    found
}

/// The percentages of a text that are said of a chance: "a 70 % chance", "a probability of 70 %", of the author's own. O(length).
pub(super) fn chances(english: &English<'_>) -> Vec<Chance> {
    const NOUNS: &[&str] = &["chance", "chances", "probability", "likelihood", "odds", "possibility"];
    let mut found = percentages(english.whole());
    found.retain(|(range, ..)| {
        let (first, next) = (english.word_at(range.start), english.word_at(range.end));
        let follows =
            NOUNS.contains(&english.after(next)) || matches!(english.after(next), "likely" | "certain" | "sure");
        let precedes = {
            let mut at = first;
            while at > 0
                && matches!(english.at(at - 1), "of" | "is" | "at" | "about" | "around" | "roughly" | "a" | "the")
            {
                at -= 1;
            }
            at > 0
                && at < first + 1
                && first - at <= 3
                && NOUNS.contains(&english.at(at - 1))
                && english.sentence(at - 1).contains(&first)
        };
        (follows || precedes) && english.is_authors(&(first..next.max(first + 1)))
    });
    found
}

/// The term that a percentage in brackets, or between commas, stands right behind.
fn term_beside<'t>(text: &str, terms: &'t [TermMatch], (range, ..): &Chance) -> Option<&'t TermMatch> {
    let behind = terms.partition_point(|term| term.range.end <= range.start);
    let term = &terms[behind.checked_sub(1)?];
    let between = text[term.range.end..range.start].trim();
    let (opener, words) = between.split_at(between.chars().next().map_or(0, char::len_utf8));
    let filler = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "about"
                | "around"
                | "roughly"
                | "approximately"
                | "approx."
                | "ca."
                | "c."
                | "i.e."
                | "i.e.,"
                | "at"
                | "or"
                | "~"
                | "≈"
                | "a"
                | "an"
                | "probability"
                | "likelihood"
                | "chance"
                | "of"
                | "p"
                | "="
                | "estimated"
                | "say"
        )
    };
    if !words.split_whitespace().all(filler) {
        return None;
    }
    let rest = text[range.end..].trim_start();
    let mut tail = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let chance = matches!(tail, "chance" | "probability" | "likelihood");
    if chance {
        tail = "";
    }
    let closes = |marks: &[char]| rest.is_empty() || rest.starts_with(marks);
    let fits = match opener {
        "(" | "[" => chance || closes(&[')', ']', ',', ';']),
        "," | ":" | "/" | "–" | "—" | "-" | "=" | "~" | "≈" => {
            chance || (tail.is_empty() && closes(&['.', ',', ';', ')', '—', '–', '|']))
        }
        _ => false,
    };
    fits.then_some(term)
}

/// The one term of the sentence in which the one chance stands.
fn only_term_of_sentence<'t>(
    english: &English<'_>,
    terms: &'t [TermMatch],
    chances: &[Chance],
    (range, ..): &Chance,
) -> Option<&'t TermMatch> {
    let sentence = english.bytes(&english.sentence(english.word_at(range.start)));
    let first = terms.partition_point(|term| term.range.start < sentence.start);
    let inside = |at: usize| sentence.contains(&at);
    let mut here = terms[first..].iter().take_while(|term| inside(term.range.start));
    let term = here.next()?;
    let first = chances.partition_point(|(range, ..)| range.start < sentence.start);
    let numbers = chances[first..].iter().take(2).filter(|(range, ..)| inside(range.start)).count();
    let alone = here.next().is_none() && numbers <= 1;
    alone.then_some(term)
}

fn outside_its_band(
    context: &Context<'_>,
    prose: &Prose,
    term: &TermMatch,
    chance: &Chance,
    named: Option<&Yardstick>,
) -> Option<Hit> {
    let yardsticks = context.yardsticks();
    let used = context.yardstick().map(|(yardstick, _)| yardstick.name.as_str());
    let readings: Vec<(&Yardstick, Band)> = term
        .readings
        .iter()
        .filter_map(|reading| {
            let yardstick = yardsticks.iter().nth(reading.yardstick)?;
            Some((yardstick, yardstick.terms.get(reading.term)?.band))
        })
        .filter(|(yardstick, _)| match named {
            Some(named) => named.name == yardstick.name,
            None => Some(yardstick.name.as_str()) == used || STANDARDS.contains(&yardstick.name.as_str()),
        })
        .collect();
    let tolerance = tolerance(context);
    if readings.iter().any(|&(_, band)| fits(widened(band, tolerance), chance)) {
        return None;
    }
    // By the yardstick in use, where that knows the term.
    let &(yardstick, its_band) =
        readings.iter().find(|(yardstick, _)| Some(yardstick.name.as_str()) == used).or(readings.first())?;
    let number = &prose.as_str()[chance.0.clone()];
    let message =
        format!("\"{}\" stands for {} by {}, and the text says {number}", term.words, band(its_band), yardstick.title);
    let hit = Hit::new(prose.span_of(chance.0.clone()), message)
        .also(prose.span_of(term.range.clone()), format!("{} by {}", band(its_band), yardstick.title));
    Some(hit.help(help(yardstick, chance)))
}

fn help(yardstick: &Yardstick, chance @ (_, low, high): &Chance) -> String {
    if let Some(term) = yardstick.terms.iter().find(|term| fits(term.band, chance)) {
        return format!("{}'s term for it is \"{}\" ({})", yardstick.title, term.name, band(term.band));
    }
    match neighbours(yardstick, f64::midpoint(*low, *high)) {
        Some((below, above)) if (high - low).abs() < f64::EPSILON => format!(
            "{} leaves a gap there, between \"{}\" ({}) and \"{}\" ({}): choose a side",
            yardstick.title,
            below.name,
            band(below.band),
            above.name,
            band(above.band)
        ),
        _ => format!("give a range within the band of one term of {}", yardstick.title),
    }
}

/// How far a number may pass the end of a band, as a probability.
fn tolerance(context: &Context<'_>) -> f64 {
    context.option(&NumberMismatch, "tolerance") / 100.0
}

fn widened(band: Band, by: f64) -> Band {
    Band { low: band.low - by, high: band.high + by, ..band }
}

fn in_a_gap(prose: &Prose, yardstick: &Yardstick, (range, low, high): &Chance, tolerance: f64) -> Option<Hit> {
    let exact = (high - low).abs() < f64::EPSILON;
    if !exact || yardstick.terms.iter().any(|term| widened(term.band, tolerance).contains(*low)) {
        return None;
    }
    neighbours(yardstick, *low)?;
    let number = &prose.as_str()[range.clone()];
    let message = format!("{number} falls between two terms of {}", yardstick.title);
    Some(Hit::new(prose.span_of(range.clone()), message).help(help(yardstick, &(range.clone(), *low, *high))))
}

/// The terms whose bands end below and begin above a probability; `None` if it lies in a band, or outside the scale.
fn neighbours(yardstick: &Yardstick, probability: f64) -> Option<(&crate::estimate::Term, &crate::estimate::Term)> {
    if yardstick.terms.iter().any(|term| term.band.contains(probability)) {
        return None;
    }
    let below = yardstick
        .terms
        .iter()
        .filter(|term| term.band.high <= probability)
        .max_by(|a, b| a.band.high.total_cmp(&b.band.high))?;
    let above = yardstick
        .terms
        .iter()
        .filter(|term| term.band.low >= probability)
        .min_by(|a, b| a.band.low.total_cmp(&b.band.low))?;
    Some((below, above))
}

/// Whether a number lies in a band. A range has to lie inside it, where an end that is open may be touched; of a range
/// that is open itself ("over 80 %", "up to 5 %"), its one number has to.
fn fits(band: Band, &(_, low, high): &Chance) -> bool {
    const ROUNDING: f64 = 1e-9;
    if (high - low).abs() < ROUNDING {
        return band.contains(low);
    }
    let touches = |probability: f64| (band.low - ROUNDING..=band.high + ROUNDING).contains(&probability);
    match (low <= 0.0, high >= 1.0) {
        (true, false) => touches(high),
        (false, true) => touches(low),
        _ => touches(low) && touches(high),
    }
}

/// A band in words: "55–75 %", "40 to under 50 %".
pub(super) fn band(band: Band) -> String {
    let number = |probability: f64| format!("{}", (probability * 10_000.0).round() / 100.0);
    let (low, high) = (number(band.low), number(band.high));
    match (band.low_open, band.high_open) {
        (false, false) => format!("{low}–{high} %"),
        (true, false) => format!("over {low} to {high} %"),
        (false, true) => format!("{low} to under {high} %"),
        (true, true) => format!("over {low} to under {high} %"),
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{marked, report, report_hits, report_with};
    use crate::rules::{Settings, find};

    const RULE: &str = "number-mismatch";

    fn by_phia(sentence: &str) -> Vec<String> {
        report_hits(RULE, &format!("---\nyardstick: phia\n---\n\n## Key Judgement 1\n\n{sentence}\n"))
    }

    #[test]
    fn a_number_outside_the_band_is_reported() {
        let likely = "7: \"likely\" stands for 55–75 % by PHIA, and the text says";
        assert_eq!(by_phia("The toll is likely (85 %) to rise."), [format!("{likely} 85 %")]);
        assert_eq!(by_phia("The toll is likely (55–80 %) to rise."), [format!("{likely} 55–80 %")]);
        assert_eq!(by_phia("It is likely, about 90 percent, that the toll rises."), [format!("{likely} 90 percent")]);
        assert_eq!(by_phia("The toll is likely to rise; there is an 80% chance of it."), [format!("{likely} 80%")]);
        assert_eq!(by_phia("The toll is almost certain (100 %) to rise.").len(), 1);
        let (_, findings) =
            report("---\nyardstick: phia\n---\n\n## Key Judgement 1\n\nThe toll is likely (85 %) to rise.\n");
        let found = findings.iter().find(|finding| finding.rule == RULE).unwrap();
        assert_eq!(found.help.as_deref(), Some("PHIA's term for it is \"highly likely\" (80–90 %)"));
    }

    #[test]
    fn a_number_in_a_gap_is_reported_with_the_terms_on_both_sides() {
        assert_eq!(by_phia("There is a 77% chance that the toll rises."), ["7: 77% falls between two terms of PHIA"]);
        assert_eq!(by_phia("The toll is likely (78 %) to rise.").len(), 1);
        let text = "---\nyardstick: phia\n---\n\n## Key Judgements\n\n| Judgement | Likelihood |\n|---|---|\n\
                    | The toll rises. | likely (77 %) |\n";
        let (_, findings) = report(text);
        let found = findings.iter().find(|finding| finding.rule == RULE).unwrap();
        assert_eq!(
            found.help.as_deref(),
            Some(
                "PHIA leaves a gap there, between \"likely\" (55–75 %) and \"highly likely\" (80–90 %): choose a side"
            )
        );
    }

    #[test]
    fn numbers_that_fit_and_numbers_of_other_things_are_left_alone() {
        for sentence in [
            "The toll is likely (55–75 %) to rise.",
            "The toll is likely (70 %) to rise.",
            "The toll is almost certain (95–100 %) to rise.",
            "There is a remote chance (<5 %) that the toll rises.",
            "The toll is likely to rise by 5 %.",
            "The toll is likely to rise, 80 % of drivers say.",
            "The toll, which 90 % of drivers pay, is likely to rise.",
            "The toll is likely (90 % of it is unpaid) to rise.",
            "There is a 60% chance that the toll rises.",
            "Officials say there is a 77% chance that the toll rises.",
        ] {
            assert!(by_phia(sentence).is_empty(), "{sentence}");
        }
    }

    #[test]
    fn the_tolerance_lets_a_number_pass_an_end() {
        let text = "---\nyardstick: phia\n---\n\n## Key Judgement 1\n\nThe toll is likely (78 %) to rise.\n\n\
                    ## Key Judgement 2\n\nThere is a 77% chance that it falls again.\n\n\
                    ## Key Judgement 3\n\nThe bridge is likely (51 %) to stay open.\n";
        let count = |points: f64| {
            let mut settings = Settings::default();
            settings.set_option(find(RULE).unwrap().card(), "tolerance", points).unwrap();
            report_with(text, &settings).1.iter().filter(|finding| finding.rule == RULE).count()
        };
        assert_eq!([count(0.0), count(2.0), count(3.0), count(4.0)], [3, 2, 1, 0]);
    }

    #[test]
    fn without_a_named_yardstick_a_number_that_fits_either_standard_is_fine() {
        assert_eq!(marked(RULE, "The toll is likely (90 %) to rise."), ["90 %"]);
        assert!(marked(RULE, "The toll is likely (80 %) to rise.").is_empty());
        assert_eq!(marked(RULE, "The toll is likely (30 %) to rise."), ["30 %"]);
        assert!(marked(RULE, "There is a 77% chance that the toll rises.").is_empty());
    }
}
