use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::Defect;

rule! {
    /// ## What it does
    /// Reports a reference to a node, source or question that does not exist. What it would have tied together was
    /// left out of the argument.
    ///
    /// ## Why it matters
    /// A support that was meant is missing, or a fact stands without the source that its author named.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed.
    /// - The dredging contract was cancelled. {supports="kj2"}
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed.
    /// - The dredging contract was cancelled. {supports="kj1:0.6"}
    /// ```
    ///
    /// ## How to mend it
    /// Correct the spelling, or declare what is meant: `{#id}` names a node, `sources:` in the front matter a source.
    ///
    /// ## Standard
    /// ICD 206: sourcing information is consistent and structured. ICD 203, D.6.e(6): language and syntax convey
    /// meaning unambiguously.
    pub struct DanglingReference;
    id = "dangling-reference";
    group = Structure;
    level = Error;
    summary = "A reference to something that does not exist";
}

impl Rule for DanglingReference {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        for defect in &context.argument.defects {
            let Defect::DanglingReference { id, span, wanted, nearest } = defect else { continue };
            let help = match (nearest, *wanted) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, "source") => format!("declare the source `{id}` under `sources:`, or take the reference out"),
                (None, wanted) => format!("name the {wanted} that is meant `{id}`, or take the reference out"),
            };
            let hit = Hit::new(*span, format!("there is no {wanted} `{id}`")).help(help);
            findings.push(hit.about_all(context.node_at(*span)));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::findings;

    #[test]
    fn the_nearest_id_is_offered_where_there_is_one() {
        let found = findings("dangling-reference", "kj1: judgement \"A.\"\ndangling kj9 near kj1\ndangling weather");
        let said: Vec<_> = found.iter().map(|found| (found.message.as_str(), found.help.as_deref().unwrap())).collect();
        assert_eq!(said[0], ("there is no node `kj9`", "did you mean `kj1`?"));
        assert_eq!(said[1].0, "there is no node `weather`");
        assert!(said[1].1.starts_with("name the node that is meant `weather`"));
    }

    #[test]
    fn references_that_hold_are_silent() {
        assert!(findings("dangling-reference", "kj1: judgement \"A.\"\ne1 -> kj1").is_empty());
    }
}
