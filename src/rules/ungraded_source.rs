use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{NodeHandle, Source};

rule! {
    /// ## What it does
    /// Counts the sources that are cited and have no Admiralty grade, and says so once for the report, at the first of
    /// them. Where everything that is taken from a source is graded on its own (`grade=` of the evidence), the source
    /// needs no grade.
    ///
    /// ## Why it matters
    /// A press release and a court record look alike in a footnote. Unless the author says how far each is to be
    /// trusted, readers guess, and the scores of the argument have nothing to go by.
    ///
    /// ## Example
    /// ```markdown fail
    /// ---
    /// sources:
    ///   notice: { title: Notice 12 of the harbour office }
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
    ///   notice: { title: Notice 12 of the harbour office, grade: B2 }
    /// ---
    ///
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed. [@notice]
    /// ```
    ///
    /// ## How to mend it
    /// Declare the source under `sources:` and give it a grade: a letter for the source, A to E, and a digit for the
    /// information, 1 to 5; F and 6 where you cannot judge. For one piece of evidence, write `{grade=B2}`.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(1): source descriptors are used, in accordance with ICD 206, to describe factors affecting
    /// source quality and credibility. STANAG 2511: the scales A to F and 1 to 6.
    pub struct UngradedSource;
    id = "ungraded-source";
    group = Sourcing;
    level = Note;
    summary = "Sources that are cited and have no grade";
}

/// How many of them are pointed at.
const SHOWN: usize = 4;

impl Rule for UngradedSource {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let sources: Vec<&Source> = argument.sources().collect();
        let silenced = context.silenced(self);
        let mut cited = vec![false; sources.len()];
        let mut needs_grade = vec![false; sources.len()];
        let mut nodes: Vec<NodeHandle> = Vec::new();
        for (handle, node) in argument.nodes() {
            for number in node.sources.iter().filter_map(|reference| context.origins().number(&reference.key)) {
                cited[number] = true;
                if node.grade.is_none() && sources[number].grade.is_none() {
                    if silenced.contains(&handle) {
                        let message = format!("the source `{}` has no grade", sources[number].key);
                        findings.push(Hit::new(context.place(handle), message).about(handle));
                        continue;
                    }
                    needs_grade[number] = true;
                    if nodes.last() != Some(&handle) {
                        nodes.push(handle);
                    }
                }
            }
        }
        let ungraded: Vec<&Source> =
            sources.iter().zip(&needs_grade).filter(|(_, needs)| **needs).map(|(source, _)| *source).collect();
        let Some(first) = ungraded.first() else { return };
        let all = cited.iter().filter(|cited| **cited).count();
        let message = match (ungraded.len(), all) {
            (1, 1) => format!("the only source, `{}`, has no grade", first.key),
            (1, _) => format!("the source `{}` has no grade", first.key),
            (some, all) if some == all => format!("none of the {all} sources has a grade"),
            (some, all) => format!("{some} of the {all} sources that are cited have no grade"),
        };
        let mut hit = Hit::new(first.span, message)
            .help("grade each source under `sources:`, such as `grade: B2`; F and 6 mean that you cannot judge");
        for source in ungraded.iter().skip(1).take(SHOWN - 1) {
            hit = hit.also(source.span, format!("`{}` has none either", source.key));
        }
        findings.push(hit.about_all(nodes));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_examples, findings, hits, hits_in_report};

    #[test]
    fn the_page_keeps_its_word() {
        assert_examples("ungraded-source");
    }

    #[test]
    fn many_sources_are_counted_once() {
        let text = "kj1: judgement \"A.\"\ne1: evidence \"B.\" source=a,b\ne2: evidence \"C.\" source=b,c\ne1 -> kj1\ne2 -> kj1";
        assert_eq!(hits("ungraded-source", text), ["2: none of the 3 sources has a grade"]);
        assert_eq!(findings("ungraded-source", text)[0].labels.len(), 2);
    }

    #[test]
    fn a_grade_of_the_evidence_is_enough() {
        let report = |more: &str| {
            format!(
                "---\nsources:\n  log: {{ title: Log }}\n  book: {{ title: Book, grade: C2 }}\n---\n\n## Key Judgement 1\n\n\
                 It will likely rain.\n\n- The log says so. [@log] {more}\n- The book too. [@book]\n"
            )
        };
        assert!(hits_in_report("ungraded-source", &report("{grade=B2}")).is_empty());
        assert_eq!(hits_in_report("ungraded-source", &report("")), ["3: the source `log` has no grade"]);
        assert!(hits("ungraded-source", "kj1: judgement \"A.\"\ne1 -> kj1").is_empty());
    }
}
