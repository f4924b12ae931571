use super::frame::speech;
use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{Argument, NodeHandle, NodeKind};

rule! {
    /// ## What it does
    /// Reports sentences that pass on what nobody in particular said ("reportedly", "allegedly", "rumoured", "is said
    /// to", "sources say") in a judgement, a claim or evidence that names no source, where nothing that bears on it
    /// directly names one either. What stands in quotation marks, and sentences with "according to", are left out. Each
    /// node is reported once. English.
    ///
    /// ## Why it matters
    /// The word tells the reader that the author does not vouch for it, and hides who does. Repeated in the next report
    /// the word is lost and the rumour has become a fact.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The owner of the tugs is said to be looking for a buyer.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The owner of the tugs is said to be [looking for a buyer](https://echo.example/tugs).
    /// ```
    ///
    /// ## How to mend it
    /// Name who says so, as a link, a footnote or `{source=key}`, with a grade that shows what you think of it. If nobody
    /// can be named, leave it out, or make it an `.assumption`.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(1): analytic products identify underlying sources upon which judgements are based. ICD 206 asks for
    /// source references for the reporting that judgements depend on.
    pub struct Hearsay;
    id = "hearsay";
    group = Sourcing;
    level = Warning;
    summary = "\"Reportedly\" and the like, without a source";
}

impl Rule for Hearsay {
    fn cues(&self) -> Vec<&'static str> {
        speech::HEARSAY.to_vec()
    }

    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let cued = context.cued(self);
        let argument = context.argument;
        for (handle, node) in argument.nodes().filter(|&(handle, _)| cued(handle)) {
            let is_told = matches!(node.kind, NodeKind::Evidence | NodeKind::Claim | NodeKind::Judgement);
            if !is_told || !node.sources.is_empty() {
                continue;
            }
            let text = node.text.as_str();
            let said = speech::hearsay(text);
            let Some(first) = said.first() else { continue };
            if has_sourced_premise(argument, handle) {
                continue;
            }
            let message =
                format!("\"{}\" in the {} `{}`, and no source is named", &text[first.clone()], node.kind, node.id);
            let mut hit = Hit::new(node.text.span_of(first.clone()), message)
                .help("name who says so, with a link, a footnote or `{source=key}`, or leave it out");
            for again in said.iter().skip(1).take(3) {
                hit = hit.also(node.text.span_of(again.clone()), "and here");
            }
            findings.push(hit.about(handle));
        }
    }
}

/// Whether a node that bears on it directly, in either way, names a source.
fn has_sourced_premise(argument: &Argument, node: NodeHandle) -> bool {
    argument.premises(node).any(|premise| !argument.node(premise.node).sources.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_examples, hits, hits_in_report};

    #[test]
    fn the_page_keeps_its_word() {
        assert_examples("hearsay");
    }

    #[test]
    fn a_node_is_reported_once_at_the_word() {
        let text = "## Key Judgement 1\n\nIt will likely rain.\n\n- The gauge reportedly broke, and its keeper\n  \
                    allegedly left. {#gauge}\n";
        assert_eq!(
            hits_in_report("hearsay", text),
            ["5: \"reportedly\" in the evidence `gauge`, and no source is named"]
        );
    }

    #[test]
    fn sourced_or_plain_sentences_are_silent() {
        let base = "kj1: judgement \"A.\"\n";
        for line in [
            "e1: evidence \"It reportedly fell.\" source=wire\ne1 -> kj1",
            "e1: evidence \"The alleged fall was a fall.\"\ne1 -> kj1",
            "e1: evidence \"According to the wire it reportedly fell.\"\ne1 -> kj1",
            "e1: evidence \"It reportedly fell.\"\ne2: evidence \"C.\" source=wire\ne2 -> e1\ne1 -> kj1",
            "a1: assumption \"It reportedly fell.\"\na1 -> kj1",
        ] {
            assert!(hits("hearsay", &format!("{base}{line}")).is_empty(), "{line}");
        }
    }
}
