use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::frame::english::{matter, words};
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
    /// A sentence before the judgements is taken for a judgement's if it holds at least three of its words and at least
    /// the share `overlap` of them (words of grammar and of likelihood do not count), clearly more than of any other
    /// judgement, and states one likelihood of its own. Sentences with a condition, with other numbers, or with a "not"
    /// that the judgement lacks, are left alone. English, and the built-in yardsticks.
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
    option "overlap" = 0.6 in 0.3..=1.0: "the share of the judgement's words that a sentence of the summary has to hold";
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
    list: Vec<(NodeHandle, &'a Estimate, Vec<String>)>,
    by_word: FxHashMap<String, Vec<usize>>,
}

/// A word of more judgements than this tells none of them apart.
const COMMON: usize = 32;
/// A runner-up with more than this share of the best one's overlap makes it unclear which of the two is meant.
const CLOSE: f64 = 0.75;

impl<'c, 'a> Judgements<'c, 'a> {
    fn new(context: &'c Context<'a>) -> Self {
        let mut list = Vec::new();
        let mut by_word: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (handle, node) in context.argument.judgements() {
            let Some(estimate) = &node.estimate else { continue };
            let matter = matter(node.text.as_str());
            for word in &matter {
                by_word.entry(word.clone()).or_default().push(list.len());
            }
            list.push((handle, estimate, matter));
        }
        Self { context, list, by_word }
    }

    /// The judgement that a sentence is about, if that is clear.
    fn about(&self, words: &[String], overlap: f64) -> Option<usize> {
        let mut shared: FxHashMap<usize, usize> = FxHashMap::default();
        for word in words {
            let of_word = self.by_word.get(word).map_or(&[][..], Vec::as_slice);
            for &judgement in of_word.iter().filter(|_| of_word.len() <= COMMON) {
                *shared.entry(judgement).or_default() += 1;
            }
        }
        // Judgements are short: the counts are small numbers.
        #[allow(clippy::cast_precision_loss)]
        let mut shares: Vec<(f64, usize, usize)> = shared
            .into_iter()
            .map(|(judgement, count)| (count as f64 / self.list[judgement].2.len() as f64, judgement, count))
            .collect();
        shares.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let &(share, judgement, count) = shares.first()?;
        let is_clear = shares.get(1).is_none_or(|next| next.0 <= CLOSE * share);
        (count >= 3 && share >= overlap && is_clear).then_some(judgement)
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
        let text = &paragraph.as_str()[sentence];
        if words(text).iter().any(|word| matches!(word.folded.as_str(), "if" | "unless" | "whether" | "provided")) {
            return;
        }
        let about = matter(text);
        let Some(judgement) = self.about(&about, overlap) else { return };
        let (handle, estimate, matter) = &self.list[judgement];
        let of = |words: &[String], wanted: fn(&String) -> bool| -> Vec<String> {
            words.iter().filter(|word| wanted(word)).cloned().collect()
        };
        let is_number: fn(&String) -> bool = |word| word.starts_with(|c: char| c.is_ascii_digit());
        let is_negation: fn(&String) -> bool =
            |word| matches!(word.as_str(), "not" | "no" | "never" | "cannot" | "without" | "neither" | "nor");
        if of(&about, is_number) != of(matter, is_number) || of(&about, is_negation) != of(matter, is_negation) {
            return;
        }
        if let Some(other) = differing(estimate, found) {
            let span = paragraph.span_of(found.range.clone());
            findings.push(hit(self.context, *handle, estimate, span, &other));
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
            "If the rain goes on, the old lock at Riga is likely to fail in the spring flood.",
            "The old lock at Riga is likely to fail in the spring flood of 2031.",
            "The old lock at Riga fails in the spring flood.",
            "A likely failure of the old lock at Riga in the spring flood worries the town.",
        ] {
            assert!(with_lead(lead).is_empty(), "{lead}");
        }
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
