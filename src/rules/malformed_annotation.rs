use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::Defect;

rule! {
    /// ## What it does
    /// Reports an annotation that could not be read: attributes in braces, a value out of its range, a comment that
    /// begins with `linchpin:` and says nothing that is known.
    ///
    /// ## Why it matters
    /// What the author wanted to say of the argument was not understood, and was left out.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November. {#pilots weight=1.4}
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November. {#pilots weight=0.9}
    /// ```
    ///
    /// ## How to mend it
    /// Write it in the form that the message shows.
    ///
    /// ## Standard
    /// None: this is about linchpin's own annotations.
    pub struct MalformedAnnotation;
    id = "malformed-annotation";
    group = Review;
    level = Error;
    summary = "An annotation that could not be read";
}

impl Rule for MalformedAnnotation {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        for defect in &context.argument.defects {
            let Defect::MalformedAnnotation { span, message, help } = defect else { continue };
            let hit = Hit::new(*span, message.clone()).about_all(context.node_at(*span));
            findings.push(match help {
                Some(help) => hit.help(help.clone()),
                None => hit,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::hits;

    #[test]
    fn what_is_wrong_is_said_at_its_place() {
        let text = "kj1: judgement \"A.\"\nmalformed \"`1.4` is not a weight\"";
        assert_eq!(hits("malformed-annotation", text), ["2: `1.4` is not a weight"]);
    }

    #[test]
    fn other_defects_are_other_rules() {
        assert!(hits("malformed-annotation", "kj1: judgement \"A.\"\ndangling kj9\nduplicate kj1").is_empty());
    }
}
