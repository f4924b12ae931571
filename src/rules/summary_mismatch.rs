use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::frame::english::{Word, is_matter, stem, words};
use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{Estimate, NodeHandle};
use crate::document::{Prose, sentences};
use crate::estimate::{TermMatch, Yardsticks, find_terms_in_prose, judgement_estimate};
use crate::text::Span;

rule! {
    /// ## What it does
    /// Reports a sentence that gives a judgement again with another term of the yardstick: in the paragraphs before the
    /// first judgement, or where the judgement itself is given a second time.
    ///
    /// A sentence before the judgements is taken for a judgement's if the clause with its one likelihood holds at least
    /// two of the judgement's words and the share `overlap` of them, clearly more than of any other judgement's. Names
    /// do not count, nor words of grammar, of likelihood and of time, nor what comes after "while", "within" or "if".
    /// Sentences with a condition, with a number or with a "not" that the judgement lacks are left alone. English, and
    /// the built-in yardsticks.
    ///
    /// ## Why it matters
    /// Many readers read nothing but the summary. If it says "likely" and the judgement "highly likely", they act on
    /// another report than the one that was reviewed.
    ///
    /// ## Example
    /// ```markdown fail
    /// # The pilots
    ///
    /// The harbour is likely to be closed to tankers by winter.
    ///
    /// ## Key Judgement 1
    ///
    /// The harbour is highly likely to be closed to tankers by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed.
    /// ```
    ///
    /// ```markdown pass
    /// # The pilots
    ///
    /// The harbour is highly likely to be closed to tankers by winter.
    ///
    /// ## Key Judgement 1
    ///
    /// The harbour is highly likely to be closed to tankers by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed.
    /// ```
    ///
    /// ## How to mend it
    /// Use the judgement's own term in the summary.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(6): products are internally consistent, and present a clear main analytic message up front;
    /// D.6.e(2)(a): the table of likelihood terms.
    pub struct SummaryMismatch;
    id = "summary-mismatch";
    group = Structure;
    level = Warning;
    summary = "A summary that gives a judgement another likelihood";
    option "overlap" = 0.5 in 0.3..=1.0: "the share of the judgement's words that a sentence of the summary has to hold";
}

static YARDSTICKS: LazyLock<Yardsticks> = LazyLock::new(Yardsticks::built_in);

impl Rule for SummaryMismatch {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        for restatement in &argument.restatements {
            let Some(estimate) = &argument.node(restatement.node).estimate else { continue };
            if let Some(found) = judgement_estimate(&restatement.text, &YARDSTICKS, &estimate.yardstick)
                && let Some(other) = differing(estimate, &found)
            {
                let span = restatement.text.span_of(found.range.clone());
                findings.push(hit(context, restatement.node, estimate, span, &other));
            }
        }
        if !argument.lead.is_empty() {
            let overlap = context.option(self, "overlap");
            let judgements = Judgements::new(context);
            for paragraph in &argument.lead {
                let terms = find_terms_in_prose(paragraph, &YARDSTICKS);
                let mut own = terms.iter().filter(|term| term.is_estimate()).peekable();
                for range in sentences(paragraph.as_str()) {
                    let mut of_sentence = Vec::new();
                    while let Some(term) = own.next_if(|term| term.range.start < range.end) {
                        of_sentence.push(term);
                    }
                    if let [term] = of_sentence.as_slice() {
                        judgements.compare(paragraph, range, term, overlap, findings);
                    }
                }
            }
        }
    }
}

fn hit(context: &Context<'_>, judgement: NodeHandle, estimate: &Estimate, span: Span, other: &str) -> Hit {
    let id = &context.argument.node(judgement).id;
    let message = format!("the judgement `{id}` says \"{}\", and here it is \"{other}\"", estimate.name);
    Hit::new(span, message)
        .saying(format!("\"{other}\" here"))
        .also(estimate.span, format!("\"{}\" in the judgement", estimate.name))
        .help("use the judgement's own term here, or mend the judgement")
        .about(judgement)
}

/// The yardstick's name of the term found, if it stands for another likelihood than the judgement's.
fn differing(estimate: &Estimate, found: &TermMatch) -> Option<String> {
    let index = YARDSTICKS.names().position(|name| name == estimate.yardstick)?;
    let term = &YARDSTICKS.get(&estimate.yardstick)?.terms[found.reading(index)?.term];
    let same = |low: f64, high: f64| (low - estimate.low).abs() < 1e-9 && (high - estimate.high).abs() < 1e-9;
    // "Unlikely to hold" and "likely to fail" may be one judgement seen from two sides.
    let mirrored = same(1.0 - term.band.high, 1.0 - term.band.low);
    (term.name != estimate.name && !same(term.band.low, term.band.high) && !mirrored).then(|| term.name.clone())
}

/// The judgements with an estimate, by the words that they are about.
struct Judgements<'c, 'a> {
    context: &'c Context<'a>,
    list: Vec<Judgement<'a>>,
    by_word: FxHashMap<String, Vec<usize>>,
}

struct Judgement<'a> {
    node: NodeHandle,
    estimate: &'a Estimate,
    /// What is judged, as stems, sorted.
    core: Vec<String>,
    numbers: Vec<String>,
    negated: bool,
}

/// A word of more judgements than this tells none of them apart.
const COMMON: usize = 32;
/// A runner-up with more than this share of the best one's overlap makes it unclear which of the two is meant.
const CLOSE: f64 = 0.75;
/// A sentence has to share so many words with a judgement.
const FEWEST: usize = 2;

/// Words after which a judgement says until when or while what it holds.
const BOUNDS: [&str; 15] = [
    "after", "as", "because", "before", "by", "during", "if", "over", "provided", "so", "unless", "until", "while",
    "whilst", "within",
];

/// Words after which a sentence speaks of something else than what it calls likely.
const ASIDES: [&str; 14] = [
    "after", "although", "as", "because", "if", "since", "though", "when", "where", "whereas", "which", "while",
    "whilst", "who",
];

/// Words of time, as stems.
const TIMES: [&str; 20] = [
    "day", "decad", "eight", "eleven", "five", "four", "month", "next", "nin", "quarter", "seven", "six", "soon",
    "ten", "three", "time", "twelv", "two", "week", "year",
];

const NEGATIONS: [&str; 8] = ["cannot", "neither", "never", "no", "nobody", "nor", "not", "without"];

fn is_number(word: &Word) -> bool {
    word.folded.starts_with(|c: char| c.is_ascii_digit())
}

fn is_negation(word: &Word) -> bool {
    NEGATIONS.contains(&word.folded.as_str()) || word.folded.ends_with("n't")
}

/// The stems of the words that say what is judged: no grammar, no likelihood, no time, and no name unless `names` count.
fn core(words: &[Word], names: bool) -> Vec<String> {
    let mut core: Vec<String> = words
        .iter()
        .enumerate()
        .filter(|(at, word)| (names || !word.capital || *at == 0) && !is_number(word) && is_matter(&word.folded))
        .map(|(_, word)| stem(&word.folded).to_owned())
        .filter(|stem| !TIMES.contains(&stem.as_str()))
        .collect();
    core.sort_unstable();
    core.dedup();
    core
}

fn numbers(words: &[Word]) -> Vec<String> {
    words.iter().filter(|word| is_number(word)).map(|word| word.folded.clone()).collect()
}

impl<'c, 'a> Judgements<'c, 'a> {
    fn new(context: &'c Context<'a>) -> Self {
        let mut list = Vec::new();
        let mut by_word: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (node, data) in context.argument.judgements() {
            let Some(estimate) = &data.estimate else { continue };
            let words = words(data.text.as_str());
            let bound =
                words.iter().enumerate().position(|(at, word)| at > 2 && BOUNDS.contains(&word.folded.as_str()));
            // "By winter the harbour will …" bounds at its start, and a judgement cut to a word says nothing.
            let core = match bound.map(|bound| core(&words[..bound], false)) {
                Some(core) if core.len() >= FEWEST => core,
                _ => core(&words, false),
            };
            for word in &core {
                by_word.entry(word.clone()).or_default().push(list.len());
            }
            let negated = words.iter().any(is_negation);
            list.push(Judgement { node, estimate, core, numbers: numbers(&words), negated });
        }
        Self { context, list, by_word }
    }

    /// The judgement that a clause is about, if that is clear.
    fn about(&self, words: &[String], overlap: f64) -> Option<&Judgement<'a>> {
        let mut shared: FxHashMap<usize, usize> = FxHashMap::default();
        for word in words {
            let of_word = self.by_word.get(word).map_or(&[][..], Vec::as_slice);
            for &judgement in of_word.iter().filter(|_| of_word.len() <= COMMON) {
                *shared.entry(judgement).or_default() += 1;
            }
        }
        // Judgements are short: the counts are small numbers.
        #[allow(clippy::cast_precision_loss)]
        let mut ranked: Vec<(f64, usize, usize)> = shared
            .into_iter()
            .map(|(judgement, count)| (count as f64 / self.list[judgement].core.len() as f64, judgement, count))
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let &(share, judgement, count) = ranked.first()?;
        let is_clear = ranked.get(1).is_none_or(|next| next.0 <= CLOSE * share);
        (count >= FEWEST && share >= overlap && is_clear).then(|| &self.list[judgement])
    }

    /// Compares a sentence, in which one likelihood term stands, with the judgement that it is about.
    fn compare(
        &self,
        paragraph: &Prose,
        sentence: Range<usize>,
        found: &TermMatch,
        overlap: f64,
        findings: &mut Findings,
    ) {
        let start = sentence.start;
        let words = words(&paragraph.as_str()[sentence]);
        if words.iter().any(|word| matches!(word.folded.as_str(), "if" | "unless" | "whether" | "provided")) {
            return;
        }
        // The clause of the term: from the last comma before it, unless that leaves no word, to the next aside.
        let term = words.iter().position(|word| start + word.range.start >= found.range.start).unwrap_or(0);
        let text = paragraph.as_str();
        let parts = |at: &usize| {
            let (before, after) = (&words[*at - 1], &words[*at]);
            text[start + before.range.end..start + after.range.start].contains([',', ';', ':', '—'])
        };
        let from = (1..=term).rev().find(parts).unwrap_or(0);
        let aside = words.iter().enumerate().position(|(at, word)| at > term && ASIDES.contains(&word.folded.as_str()));
        let clause = &words[from..aside.unwrap_or(words.len())];
        let Some(judgement) = self.about(&core(clause, true), overlap) else { return };
        let has_other_numbers = numbers(&words).iter().any(|number| !judgement.numbers.contains(number));
        if has_other_numbers || clause.iter().any(is_negation) != judgement.negated {
            return;
        }
        if let Some(other) = differing(judgement.estimate, found) {
            let span = paragraph.span_of(found.range.clone());
            findings.push(hit(self.context, judgement.node, judgement.estimate, span, &other));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_page_holds, report_hits};

    fn with_lead(lead: &str) -> Vec<String> {
        let report = format!(
            "# The lock\n\n{lead}\n\n## Key Judgement 1\n\nThe old lock at Riga is highly likely to fail during the \
             spring flood.\n\n- Gates leak.\n\n## Key Judgement 2\n\nBarge traffic from Riga is likely to move to the \
             northern canal.\n\n- Two firms said so.\n"
        );
        report_hits("summary-mismatch", &report)
    }

    #[test]
    fn another_term_in_the_lead_is_reported_at_the_term() {
        let found = with_lead("Rivers rise. The old lock at Riga is likely to fail in the spring flood, we think.");
        assert_eq!(found, ["3: the judgement `kj1` says \"highly likely\", and here it is \"likely\""]);
        let found = with_lead("It is highly unlikely that barge traffic from Riga will move to the northern canal.");
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn the_same_term_another_matter_and_conditions_are_not() {
        for lead in [
            "It is highly likely that the old lock at Riga will fail in the spring flood.",
            "The old bridge at Riga is likely to be repaired.",
            "Trade is likely to suffer when the old lock fails in the flood.",
            "If the rain goes on, the old lock at Riga is likely to fail in the spring flood.",
            "The old lock at Riga is likely to fail in the spring flood of 2031.",
            "The old lock at Riga fails in the spring flood.",
            "A likely failure of the old lock at Riga in the spring flood worries the town.",
        ] {
            assert!(with_lead(lead).is_empty(), "{lead}");
        }
    }

    #[test]
    fn a_lead_says_it_in_other_words_and_leaves_out_the_horizon() {
        let report = "# The lock\n\nDespite talk of a likely sale, it is unlikely that the board will sign a lasting water \
                      treaty, because it fears the cost.\n\n## Key Judgement 1\n\nThe board is highly unlikely to sign a \
                      binding water treaty with Oslo within 12 months.\n\n- It fears the cost.\n";
        assert_eq!(
            report_hits("summary-mismatch", report),
            ["3: the judgement `kj1` says \"highly unlikely\", and here it is \"unlikely\""]
        );
    }

    #[test]
    fn a_judgement_given_again_with_another_term_is_reported() {
        let report = "# R\n\n## Key Judgements\n\n- KJ-1: The lock will likely fail.\n- KJ-2: Traffic will likely \
                      move.\n\n## Key Judgement 1\n\nThe lock will highly likely fail.\n\n- Gates leak.\n";
        assert_eq!(
            report_hits("summary-mismatch", report),
            ["10: the judgement `kj1` says \"likely\", and here it is \"highly likely\""]
        );
    }

    #[test]
    fn reports_are_read() {
        assert_page_holds("summary-mismatch");
    }
}
