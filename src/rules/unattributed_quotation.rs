use rustc_hash::FxHashMap;

use super::frame::speech::{quotations, shortened};
use super::{Context, Findings, Hit, Level, Rule, rule};
use crate::argument::{Argument, NodeHandle, NodeKind};

rule! {
    /// ## What it does
    /// Reports a quotation of three words or more (the option `words`) in a judgement, a claim or evidence that refers to
    /// no source. The message tells apart the quotation of nobody knows whom, and the one whose sentence says whose words
    /// they are ("According to the harbour office") but gives the reader nothing to look up.
    ///
    /// Three or four words that nobody is said to have said may be a phrase of everyday ("land of the free"): they are
    /// reported as a note. Left out are scare quotes of one or two words, titles (in capitals, or behind "titled" and the like), short
    /// names in Chinese and Japanese, labels with slashes, terms behind "called" or "known as", questions that nobody asks, and code. A judgement's own paragraph is looked at as a whole:
    /// a source at any of its sentences will do. Telling whose words they are is for English; the marks of all languages
    /// are known.
    ///
    /// ## Why it matters
    /// Quotation marks promise that somebody used these very words. Without a reference nobody can see who, when, and what
    /// stood before and after.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - According to the pilots' union there is “no hope whatever of agreement”.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - According to the pilots' union there is [“no hope whatever of agreement”](https://pilots.example/letters/7).
    /// ```
    ///
    /// ## How to mend it
    /// Link the quotation to where it stands, cite the source, or write `{source=key}`. If they are nobody's words, take
    /// the marks away.
    ///
    /// ## Standard
    /// ICD 206: disseminated analytic products contain consistent and structured sourcing information for all significant
    /// and substantive reporting on which their judgements depend. ICD 203, D.6.e(1): analytic products identify
    /// underlying sources.
    pub struct UnattributedQuotation;
    id = "unattributed-quotation";
    group = Sourcing;
    level = Warning;
    summary = "A quotation without a reference to its source";
    option "words" = 3.0 in 1.0..=100.0: "how many words make a quotation; fewer are scare quotes";
}

/// Up to so many words may be a phrase that is nobody's, where nobody is named.
const PHRASE: usize = 4;

impl Rule for UnattributedQuotation {
    fn cues(&self) -> Vec<&'static str> {
        vec!["“", "”", "„", "‘", "‚", "«", "»", "‹", "「", "『", "\"", "'"]
    }

    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let cued = context.cued(self);
        let argument = context.argument;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let least = context.option(self, "words").ceil() as usize;
        let mut paragraphs = FxHashMap::default();
        for (handle, node) in argument.nodes() {
            if !cued(handle) || !matches!(node.kind, NodeKind::Evidence | NodeKind::Claim | NodeKind::Judgement) {
                continue;
            }
            let text = node.text.as_str();
            let found = if node.sources.is_empty() { quotations(text, least) } else { Vec::new() };
            if found.is_empty() || is_sourced_nearby(argument, handle, &mut paragraphs) {
                continue;
            }
            for quotation in found {
                let words = shortened(&text[quotation.range.clone()]);
                let (message, help) = if quotation.is_attributed {
                    (
                        format!("the quotation \"{words}\" is attributed but no source is referenced"),
                        "link the quotation to where it stands, cite it (`[@key]`, a footnote), or write `{source=key}`",
                    )
                } else {
                    (
                        format!("nobody is named for the quotation \"{words}\""),
                        "say whose words they are and link to them; if they are nobody's, take the marks away",
                    )
                };
                let mut hit = Hit::new(node.text.span_of(quotation.range), message).help(help).about(handle);
                if !quotation.is_attributed && quotation.words <= PHRASE {
                    hit = hit.at_level(Level::Note);
                }
                findings.push(hit);
            }
        }
    }
}

/// Whether a reader finds a source beside the node: at what supports it, or, of a sentence of a judgement's own
/// paragraph, at the judgement or another of its sentences. What was found of a paragraph is kept.
fn is_sourced_nearby(argument: &Argument, handle: NodeHandle, paragraphs: &mut FxHashMap<NodeHandle, bool>) -> bool {
    let has_source = |node: NodeHandle| !argument.node(node).sources.is_empty();
    let node = argument.node(handle);
    let is_own = |premise: NodeHandle| node.kind != NodeKind::Judgement || argument.node(premise).inline;
    if argument.premises(handle).any(|premise| is_own(premise.node) && has_source(premise.node)) {
        return true;
    }
    let Some(paragraph) = argument.conclusions(handle).next().filter(|_| node.inline) else { return false };
    *paragraphs.entry(paragraph.node).or_insert_with(|| {
        let mut sentences = argument.premises(paragraph.node).filter(|other| argument.node(other.node).inline);
        has_source(paragraph.node) || sentences.any(|other| has_source(other.node))
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::Level;
    use crate::rules::frame::testing::{assert_examples, findings, hits, hits_in_file, hits_in_report};

    #[test]
    fn the_page_keeps_its_word() {
        assert_examples("unattributed-quotation");
    }

    #[test]
    fn both_kinds_are_found_at_their_lines() {
        let text = "Key Judgement 1\n\nIt is likely to rain.\n\n• According to the Met Office, the the ‘frequency, depth \
                    and width’ of lows has grown.\n\n• There is ‘hardly a dry day’ in the valley.\n";
        assert_eq!(
            hits_in_file("unattributed-quotation", "report.txt", text, &[]),
            [
                "5: the quotation \"frequency, depth and width\" is attributed but no source is referenced",
                "7: nobody is named for the quotation \"hardly a dry day\"",
            ]
        );
    }

    #[test]
    fn a_reference_scare_quotes_and_titles_are_silent() {
        let report = |bullet: &str| format!("## Key Judgement 1\n\nIt will likely rain.\n\n- {bullet}\n");
        for bullet in [
            "“It will rain all day”, says [the office](https://met.example/1).",
            "“It will rain all day”, says the office.[^1]\n\n[^1]: Forecast of 3 May.",
            "The “big wet” is coming.",
            "The paper “Rain Over the Northern Valleys” is out.",
            "「しらなみ」は一月に定期検査を受けた。",
            "“It will rain all day”, says the office.\n  - So it does. [log](https://met.example/2)",
        ] {
            let found = hits_in_report("unattributed-quotation", &report(bullet));
            assert!(found.is_empty(), "{bullet}: {found:?}");
        }
    }

    #[test]
    fn a_short_phrase_of_nobody_is_a_note() {
        let level = |words: &str| {
            findings("unattributed-quotation", &format!("kj1: judgement \"A ‘{words}’ it is.\""))[0].level
        };
        assert_eq!(level("land of the free"), Level::Note);
        assert_eq!(level("land of the very free"), Level::Warning);
    }

    #[test]
    fn a_paragraph_is_looked_at_as_a_whole() {
        let text = "kj1: judgement \"A.\"\ne1: evidence \"He said ‘it will rain all day’.\" inline\ne2: evidence \"B.\" inline";
        let edges = "\ne1 -> kj1\ne2 -> kj1";
        assert_eq!(hits("unattributed-quotation", &format!("{text}{edges}")).len(), 1);
        assert!(hits("unattributed-quotation", &format!("{text} source=wire{edges}")).is_empty());
    }
}
