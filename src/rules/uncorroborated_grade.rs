use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{EdgeKind, InformationCredibility, Node, NodeHandle, Source};
use crate::text::Span;

rule! {
    /// ## What it does
    /// Reports information that is graded 1, "confirmed by other sources", where the report names no other source for
    /// it: a source with such a grade is cited alone, or evidence with such a grade of its own has sources of one origin
    /// only. What supports the evidence counts with its sources. Each source is reported once.
    ///
    /// ## Why it matters
    /// The 1 does not mean "surely true". It says that somebody else confirms it; unless the reader can see who, it is a
    /// promise that nobody can check, and graders give it out of habit to sources that they trust.
    ///
    /// ## Example
    /// ```markdown fail
    /// ---
    /// sources:
    ///   notice: { title: Notice 12 of the harbour office, grade: A1 }
    /// ---
    ///
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed. [@notice]
    /// ```
    ///
    /// ```markdown pass
    /// ---
    /// sources:
    ///   notice: { title: Notice 12 of the harbour office, grade: A1 }
    ///   pilots: { title: Letter of the pilots' union, grade: B2 }
    /// ---
    ///
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed. [@notice; @pilots]
    /// ```
    ///
    /// ## How to mend it
    /// Cite the source that confirms it as well, or give the information a 2. A reliable source keeps its A.
    ///
    /// ## Standard
    /// STANAG 2511, credibility of information: information is rated 1, "confirmed by other sources", if it can be
    /// stated with certainty that it originates from another source than the already existing information on the same
    /// subject.
    pub struct UncorroboratedGrade;
    id = "uncorroborated-grade";
    group = Sourcing;
    level = Warning;
    summary = "Information graded as confirmed that one source alone gives";
}

const HELP: &str = "cite the source that confirms it as well, or give the information a 2";

impl Rule for UncorroboratedGrade {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let sources: Vec<&Source> = argument.sources().collect();
        let mut alone: Vec<Vec<(NodeHandle, Span)>> = vec![Vec::new(); sources.len()];
        for (handle, node) in argument.nodes() {
            let own = node.grade.filter(|grade| grade.credibility == InformationCredibility::Confirmed);
            if node.sources.is_empty() && own.is_none() {
                continue;
            }
            if own.is_none() && (node.grade.is_some() || !cites_confirmed(context, &sources, node)) {
                continue;
            }
            if has_second_origin(context, handle) {
                continue;
            }
            if let Some(grade) = own {
                let what =
                    if node.sources.is_empty() { "and names no source" } else { "and one source alone gives it" };
                let message = format!("`{}` is graded {grade}, confirmed by other sources, {what}", node.id);
                findings.push(Hit::new(context.place(handle), message).help(HELP).about(handle));
                continue;
            }
            for reference in &node.sources {
                if let Some(number) = context.origins().number(&reference.key)
                    && is_confirmed(sources[number])
                {
                    alone[number].push((handle, reference.span));
                }
            }
        }
        for (source, citing) in sources.iter().zip(alone) {
            let (Some(&(first, span)), Some(grade)) = (citing.first(), source.grade) else { continue };
            let first = &argument.node(first).id;
            let whom = match citing.len() - 1 {
                0 => format!("`{first}`"),
                more => format!("`{first}` and {more} more"),
            };
            let message = format!(
                "the source `{}` is graded {grade}, confirmed by other sources, and {whom} name no other",
                source.key
            );
            let message =
                if citing.len() == 1 { message.replace(" name no other", " names no other") } else { message };
            let hit = Hit::new(source.span, message).help(HELP);
            findings.push(hit.also(span, "nobody else confirms this").about_all(citing.into_iter().map(|pair| pair.0)));
        }
    }
}

fn is_confirmed(source: &Source) -> bool {
    source.grade.is_some_and(|grade| grade.credibility == InformationCredibility::Confirmed)
}

fn cites_confirmed(context: &Context<'_>, sources: &[&Source], node: &Node) -> bool {
    let numbers = node.sources.iter().filter_map(|reference| context.origins().number(&reference.key));
    numbers.into_iter().any(|number| is_confirmed(sources[number]))
}

/// Whether the node's sources, with those of what supports it directly, lead to more than one origin.
fn has_second_origin(context: &Context<'_>, handle: NodeHandle) -> bool {
    let argument = context.argument;
    let premises = argument.premises(handle).filter(|premise| premise.kind == EdgeKind::Supports);
    let nodes = std::iter::once(handle).chain(premises.map(|premise| premise.node));
    let mut first: Option<&[usize]> = None;
    for reference in nodes.flat_map(|node| &argument.node(node).sources) {
        let Some(number) = context.origins().number(&reference.key) else { continue };
        let origins = context.origins().of(number);
        if origins.len() > 1 || first.is_some_and(|first| first != origins) {
            return true;
        }
        first = Some(origins);
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_examples, hits_in_report};

    fn report(sources: &str, bullets: &str) -> Vec<String> {
        let text = format!("---\nsources:\n{sources}---\n\n## Key Judgement 1\n\nIt will likely rain.\n\n{bullets}");
        hits_in_report("uncorroborated-grade", &text)
    }

    #[test]
    fn the_page_keeps_its_word() {
        assert_examples("uncorroborated-grade");
    }

    #[test]
    fn a_source_is_reported_once_for_all_that_cites_it() {
        assert_eq!(
            report("  log: { grade: A1 }\n", "- One. [@log] {#one}\n- Two. [@log]\n"),
            ["3: the source `log` is graded A1, confirmed by other sources, and `one` and 1 more name no other"]
        );
        assert!(report("  log: { grade: A2 }\n", "- One. [@log]\n").is_empty());
    }

    #[test]
    fn a_copy_confirms_nothing() {
        let bullets = "- One. [@log; @copy] {#one}\n";
        assert_eq!(
            report("  log: { grade: B1 }\n  copy: { derived_from: [log] }\n", bullets),
            ["3: the source `log` is graded B1, confirmed by other sources, and `one` names no other"]
        );
        assert!(report("  log: { grade: B1 }\n  copy: { title: Copy }\n", bullets).is_empty());
    }

    #[test]
    fn the_grade_of_the_evidence_counts_before_that_of_its_source() {
        let sources = "  log: { grade: A1 }\n";
        assert!(report(sources, "- One. [@log] {grade=A2}\n").is_empty());
        assert_eq!(
            report("  log: { grade: A2 }\n", "- One. [@log] {#one grade=B1}\n"),
            ["10: `one` is graded B1, confirmed by other sources, and one source alone gives it"]
        );
    }

    #[test]
    fn what_supports_the_evidence_confirms_it() {
        assert!(report("  log: { grade: A1 }\n  book: { title: B }\n", "- One. [@log]\n  - Two. [@book]\n").is_empty());
    }
}
