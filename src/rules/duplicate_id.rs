use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::Defect;

rule! {
    /// ## What it does
    /// Reports an id that was given twice: to two nodes, two sources or two questions. The second got another id.
    ///
    /// ## Why it matters
    /// References to the id mean the first of the two, which may not be what their author had in mind; an edge then
    /// holds up the wrong conclusion.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November. {#contract}
    /// - The dredging contract was cancelled. {#contract}
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November. {#pilots}
    /// - The dredging contract was cancelled. {#dredging}
    /// ```
    ///
    /// ## How to mend it
    /// Rename one of the two, and look at each reference to the id for which of them it means.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(6): language and syntax convey meaning unambiguously.
    pub struct DuplicateId;
    id = "duplicate-id";
    group = Structure;
    level = Error;
    summary = "One id given to two things";
}

impl Rule for DuplicateId {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        for defect in &context.argument.defects {
            let Defect::DuplicateId { id, first, again } = defect else { continue };
            let help = format!("rename one of the two; as it is, every reference to `{id}` means the first");
            let hit = Hit::new(*again, format!("the id `{id}` is given twice")).saying("given again here");
            findings.push(hit.also(*first, "given first here").help(help).about_all(context.node_at(*again)));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{findings, hits};

    #[test]
    fn both_places_are_shown() {
        let text = "kj1: judgement \"A.\"\ne1 -> kj1\nduplicate kj1";
        assert_eq!(hits("duplicate-id", text), ["3: the id `kj1` is given twice"]);
        let found = findings("duplicate-id", text);
        assert_eq!(found[0].labels.len(), 1);
        assert_eq!(found[0].labels[0].span.start, 0);
    }

    #[test]
    fn ids_that_differ_are_silent() {
        assert!(hits("duplicate-id", "kj1: judgement \"A.\"\ne1 -> kj1").is_empty());
    }
}
