use super::frame::speech::names_source;
use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{Argument, EdgeKind, NodeHandle, NodeKind};

rule! {
    /// ## What it does
    /// Reports evidence for which the report names no source: no link, footnote, citation or `source=`. Evidence that
    /// other evidence supports is left out: the sources stand with what supports it.
    ///
    /// A source that is named in words alone ("according to the pilots' union", "(minutes, 3 May)") gives the reader
    /// nothing to look up; the message says so.
    ///
    /// The sentences of a judgement's own paragraph are looked at together: where the judgement, and all that bears on
    /// it, is such sentences and none of them names a source, that is said once, at the judgement.
    ///
    /// ## Why it matters
    /// A reader who cannot see where a fact comes from can neither weigh it nor look it up.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and [was not renewed](https://example.org/harbour/notice-12).
    /// ```
    ///
    /// ## How to mend it
    /// Link the words to the source, cite it (`[@key]`, a footnote), or write `{source=key}` and declare the key under
    /// `sources:` in the front matter. A proposition that is taken without evidence is an `.assumption`.
    ///
    /// ## Standard
    /// ICD 206: disseminated analytic products contain consistent and structured sourcing information for all
    /// significant and substantive reporting on which their judgements depend. ICD 203, D.6.e(1): the quality and
    /// credibility of underlying sources are properly described.
    pub struct UnsourcedEvidence;
    id = "unsourced-evidence";
    group = Sourcing;
    level = Warning;
    summary = "Evidence for which no source is named";
}

const HELP: &str = "link the words to their source, cite it (`[@key]`, a footnote), or write `{source=key}`; if it is \
                    taken without evidence, mark it `.assumption`";

impl Rule for UnsourcedEvidence {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        for (handle, node) in argument.nodes_of(NodeKind::Evidence) {
            if !node.inline && node.sources.is_empty() && !is_supported(argument, handle) {
                let message = if names_source(node.text.as_str()) {
                    format!("the evidence `{}` names its source in words and refers to none", node.id)
                } else {
                    format!("no source is named for the evidence `{}`", node.id)
                };
                let hit = Hit::new(context.place(handle), message);
                findings.push(hit.help(HELP).about(handle));
            }
        }
        // Most arguments have no such premise, and need not be walked through.
        let mut evidence = argument.nodes_of(NodeKind::Evidence);
        if !evidence.any(|(_, node)| node.inline && node.sources.is_empty()) {
            return;
        }
        for (handle, node) in argument.nodes() {
            if !node.sources.is_empty() || context.graph().bearing_on(handle.index()).len() == 0 {
                continue;
            }
            let bare = |premise: NodeHandle| {
                let premise = argument.node(premise);
                premise.kind == NodeKind::Evidence && premise.inline && premise.sources.is_empty()
            };
            if argument.premises(handle).all(|premise| bare(premise.node)) {
                let premises: Vec<NodeHandle> = argument.premises(handle).map(|premise| premise.node).collect();
                let message =
                    format!("no source is referred to for the {} `{}`, nor in what is said for it", node.kind, node.id);
                let hit = Hit::new(context.place(handle), message).help(HELP);
                findings.push(hit.about(handle).about_all(premises));
            }
        }
    }
}

fn is_supported(argument: &Argument, node: NodeHandle) -> bool {
    argument.premises(node).any(|premise| premise.kind == EdgeKind::Supports && premise.node != node)
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{findings, hits};

    #[test]
    fn each_bullet_without_a_source_is_reported_at_its_line() {
        let text = "kj1: judgement \"A.\"\ne1: evidence \"B.\"\ne2: evidence \"C.\" source=wire\ne3: evidence \"D.\"\n\
                    e1 -> kj1\ne2 -> kj1\ne3 -x kj1";
        let expected = ["2: no source is named for the evidence `e1`", "4: no source is named for the evidence `e3`"];
        assert_eq!(hits("unsourced-evidence", text), expected);
    }

    #[test]
    fn a_source_in_words_is_told_apart() {
        let text = "kj1: judgement \"A.\"\ne1: evidence \"It fell, according to the wire.\"\ne1 -> kj1";
        let expected = ["2: the evidence `e1` names its source in words and refers to none"];
        assert_eq!(hits("unsourced-evidence", text), expected);
    }

    #[test]
    fn evidence_with_sourced_detail_and_other_kinds_are_silent() {
        let text = "kj1: judgement \"A.\"\ne1: evidence \"B.\"\ne2: evidence \"C.\" source=wire\na1: assumption \"D.\"\n\
                    e1 -> kj1\ne2 -> e1\na1 -> kj1";
        assert!(hits("unsourced-evidence", text).is_empty());
    }

    #[test]
    fn a_paragraph_without_any_source_is_reported_once() {
        let text =
            "kj1: judgement \"A.\"\ne1: evidence \"B.\" inline\ne2: evidence \"C.\" inline\ne1 -> kj1\ne2 -> kj1";
        let found = findings("unsourced-evidence", text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "no source is referred to for the judgement `kj1`, nor in what is said for it");
        assert_eq!(found[0].nodes.len(), 3);
    }

    #[test]
    fn a_paragraph_with_a_source_anywhere_is_silent() {
        let inline = "e1: evidence \"B.\" inline\ne2: evidence \"C.\" inline source=wire\ne1 -> kj1\ne2 -> kj1";
        assert!(hits("unsourced-evidence", &format!("kj1: judgement \"A.\"\n{inline}")).is_empty());
        let at_judgement = "kj1: judgement \"A.\" source=wire\ne1: evidence \"B.\" inline\ne1 -> kj1";
        assert!(hits("unsourced-evidence", at_judgement).is_empty());
    }
}
