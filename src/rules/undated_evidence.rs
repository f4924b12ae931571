use super::frame::dates::{latest_date, names_date};
use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{EdgeKind, NodeHandle, NodeKind};

rule! {
    /// ## What it does
    /// Counts the evidence that is of no known date: it has none, none of its sources has one, and its words name neither
    /// a year nor a day. It is said once for the report, at the first. Evidence that other evidence supports is left out,
    /// and so are the sentences of a judgement's own paragraph.
    ///
    /// ## Why it matters
    /// "The pilots are on strike" was true once. A reader has to know when, to see whether it still bears on the
    /// judgement.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots are on strike.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots have been on strike since 3 October.
    /// ```
    ///
    /// ## How to mend it
    /// Say when in the sentence, write `{date=2025-10-03}`, or give the source its date (`date:` under `sources:`).
    ///
    /// ## Standard
    /// ICD 203, D.6.e(1): among the factors that affect the quality of sources are the age and continued currency of
    /// information.
    pub struct UndatedEvidence;
    id = "undated-evidence";
    group = Sourcing;
    level = Note;
    summary = "Evidence of which nobody can tell when it was true";
}

const UNDATED: &str = "this evidence has no date, and neither has its source";

/// How many of them are pointed at.
const SHOWN: usize = 4;

impl Rule for UndatedEvidence {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let silenced = context.silenced(self);
        let mut all = 0_usize;
        let mut undated: Vec<NodeHandle> = Vec::new();
        for (handle, node) in argument.nodes_of(NodeKind::Evidence) {
            if node.inline || argument.has_premise(handle, EdgeKind::Supports) {
                continue;
            }
            all += 1;
            if latest_date(argument, node).is_none() && !names_date(node.text.as_str()) {
                if silenced.contains(&handle) {
                    findings.push(Hit::new(context.place(handle), UNDATED).about(handle));
                } else {
                    undated.push(handle);
                }
            }
        }
        let Some(&first) = undated.first() else { return };
        let message = match (undated.len(), all) {
            (1, _) => format!("the evidence `{}` has no date, and neither has its source", argument.node(first).id),
            (some, all) if some == all => format!("none of the {all} pieces of evidence has a date"),
            (some, all) => format!("{some} of the {all} pieces of evidence have no date"),
        };
        let mut hit = Hit::new(context.place(first), message)
            .help("say when in the sentence, write `{date=2025-10-03}`, or give the source its `date`");
        for &other in undated.iter().skip(1).take(SHOWN - 1) {
            hit = hit.also(context.place(other).at_start(), "no date here either");
        }
        findings.push(hit.about_all(undated));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_examples, findings, hits, hits_in_report};

    #[test]
    fn the_page_keeps_its_word() {
        assert_examples("undated-evidence");
    }

    #[test]
    fn all_are_counted_in_one_finding() {
        let text = "kj1: judgement \"A.\"\ne1: evidence \"In 2021 it fell.\"\ne2: evidence \"It falls.\"\n\
                    e3: evidence \"It rises.\"\ne1 -> kj1\ne2 -> kj1\ne3 -x kj1";
        assert_eq!(hits("undated-evidence", text), ["3: 2 of the 3 pieces of evidence have no date"]);
        assert_eq!(findings("undated-evidence", text)[0].nodes.len(), 2);
    }

    #[test]
    fn a_suppression_takes_out_its_own_node_only() {
        let text = "kj1: judgement \"A.\"\ne1: evidence \"It falls.\"\ne2: evidence \"It rises.\"\ne1 -> kj1\n\
                    e2 -> kj1\nallow undated-evidence on e1 \"a law of nature\"";
        assert_eq!(hits("undated-evidence", text), ["3: the evidence `e2` has no date, and neither has its source"]);
        assert!(hits("unused-suppression", text).is_empty());
    }

    #[test]
    fn a_date_of_its_own_or_of_its_source_is_enough() {
        let report = "---\nsources:\n  log: { date: 2025-03 }\n---\n\n## Key Judgement 1\n\nIt will likely rain.\n\n\
                      - Clouds. [@log]\n- A breeze. {date=2025}\n";
        assert!(hits_in_report("undated-evidence", report).is_empty());
    }
}
