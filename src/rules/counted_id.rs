use rustc_hash::FxHashSet;

use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{Argument, Node, Origin};
use crate::text::Span;

rule! {
    /// ## What it does
    /// Reports a reference to a bullet by the number that its place in the list gave it (`kj1-2`), where the author
    /// gave it no id of its own.
    ///
    /// ## Why it matters
    /// The number changes when a bullet is put before it or the list is sorted anew. The reference then silently
    /// means another bullet.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour is likely to close by winter.
    ///
    /// - The pilots' contract ends in November.
    /// - The union says that it was renewed. {contradicts="kj1-1:0.5"}
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour is likely to close by winter.
    ///
    /// - The pilots' contract ends in November. {#contract}
    /// - The union says that it was renewed. {contradicts="contract:0.5"}
    /// ```
    ///
    /// ## How to mend it
    /// Give the bullet an id at its end, `{#kj1-1}` or a telling one. `check --fix` writes the number down as its id,
    /// where the bullet ends its line and has no attributes yet.
    ///
    /// ## Standard
    /// None of the analytic standards: this keeps the review itself honest.
    pub struct CountedId;
    id = "counted-id";
    group = Review;
    level = Note;
    summary = "A reference to a bullet by the number that its place gave it";
}

impl Rule for CountedId {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        if argument.nodes().all(|(_, node)| !node.counted) {
            return;
        }
        let mut reported = FxHashSet::default();
        for (handle, edge) in argument.edges() {
            let (premise, conclusion) = argument.ends(handle);
            let node = argument.node(conclusion);
            if edge.origin != Origin::Stated || !node.counted || !reported.insert(conclusion) {
                continue;
            }
            let message = format!("`{}` is the number of a place in the list, and changes with the list", node.id);
            let mut hit = Hit::new(edge.span, message)
                .also(context.place(conclusion), "the one that has the number now")
                .help(format!("write `{{#{}}}`, or an id that tells more, at its end, and refer to that", node.id))
                .about(conclusion)
                .about(premise);
            if let Some(end) = end_of_line(argument, node) {
                hit = hit.fix(end, format!(" {{#{}}}", node.id));
            }
            findings.push(hit);
        }
    }
}

/// The place after the node's words, if they end their line.
fn end_of_line(argument: &Argument, node: &Node) -> Option<Span> {
    let words = node.text.span();
    let file = argument.files().files().nth(words.file.index())?;
    let rest = file.text().get(words.end as usize..)?;
    let is_bullet = !node.inline && !words.is_empty();
    (is_bullet && (rest.is_empty() || rest.starts_with(['\n', '\r']))).then_some(Span { start: words.end, ..words })
}

#[cfg(test)]
mod tests {
    use crate::review::mend;
    use crate::rules::frame::testing::{report, report_hits};

    const REPORT: &str = "## Key Judgement 1\n\nIt is likely to close.\n\n- The pier is shut.\n- It was mended. {contradicts=\"kj1-1:0.5\"}\n\
                          - Nobody came. {contradicts=kj1-1}\n";

    #[test]
    fn a_reference_by_number_is_reported_once_at_its_place() {
        let message = "6: `kj1-1` is the number of a place in the list, and changes with the list";
        assert_eq!(report_hits("counted-id", REPORT), [message]);
    }

    #[test]
    fn ids_that_are_given_and_numbers_of_judgements_are_silent() {
        let given = REPORT.replace("shut.", "shut. {#kj1-1}");
        assert!(report_hits("counted-id", &given).is_empty());
        assert!(report_hits("counted-id", &REPORT.replace("kj1-1", "kj1")).is_empty());
    }

    #[test]
    fn the_fix_writes_the_number_down_and_nothing_else() {
        let (_, findings) = report(REPORT);
        let fixes = findings.iter().filter(|finding| finding.rule == "counted-id").filter_map(|hit| hit.fix.as_ref());
        assert_eq!(mend(REPORT, fixes), (REPORT.replace("shut.", "shut. {#kj1-1}"), 1));
        let braced = REPORT.replace("shut.", "shut. {weight=0.5}");
        let (_, findings) = report(&braced);
        assert!(findings.iter().all(|finding| finding.rule != "counted-id" || finding.fix.is_none()));
    }
}
