use super::{Context, Findings, Hit, Rule, rule};
use crate::text::{SourceFile, Span};

rule! {
    /// ## What it does
    /// Reports a judgement's likelihood term that is written with hyphens where the yardstick writes blanks:
    /// "highly-unlikely". It is still read as the yardstick's term. Other spellings that a yardstick lists, such as
    /// "probably" for "likely", are not reported here.
    ///
    /// ## Why it matters
    /// A reader who looks a term up in the table, or searches a year of reports for it, finds only what is spelt as the
    /// table spells it.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour is highly-unlikely to be closed by winter.
    ///
    /// - The pilots' contract runs to June and was renewed.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour is highly unlikely to be closed by winter.
    ///
    /// - The pilots' contract runs to June and was renewed.
    /// ```
    ///
    /// ## How to mend it
    /// Write the term as the yardstick does. `check --fix` does it.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(2)(a): products use one of two sets of terms, as they stand in the table; PHIA Probability
    /// Yardstick.
    pub struct TermSpelling;
    id = "term-spelling";
    group = Wording;
    level = Note;
    summary = "A likelihood term with hyphens that the yardstick writes without";
}

impl Rule for TermSpelling {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        for (handle, node) in context.argument.nodes() {
            let Some(estimate) = &node.estimate else { continue };
            let file = context.argument.files().files().nth(estimate.span.file.index());
            let Some(spelt) = file.and_then(|file| spelt_plainly(file, estimate.span, &estimate.name)) else {
                continue;
            };
            let hit = Hit::new(estimate.span, format!("the yardstick writes \"{}\" without hyphens", estimate.name))
                .help(format!("write \"{spelt}\"; --fix does it"))
                .about(handle)
                .fix(estimate.span, spelt);
            findings.push(hit);
        }
    }
}

/// The words at a place with blanks for their hyphens, if that makes them the term `name`; `None` if there are none to
/// mend. Only hyphens change: capitals, and line breaks between the words, stay.
fn spelt_plainly(file: &SourceFile, span: Span, name: &str) -> Option<String> {
    const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{2011}'];
    let written = file.text().get(span.range()).filter(|written| written.contains(HYPHENS))?;
    let plain = written.replace(HYPHENS, " ");
    let folded = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    (folded(&plain) == folded(name)).then_some(plain)
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::format::{detect, understand};
    use crate::review::mend;
    use crate::rules::{Finding, Settings, check};
    use crate::text::SourceFile;

    fn hits(name: &str, text: &str) -> Vec<Finding> {
        let file = SourceFile::new(name, text);
        let argument = understand(&file, detect(&file), &Config::default()).unwrap().reading.argument;
        let mut findings = check(&argument, &Settings::default());
        findings.retain(|finding| finding.rule == "term-spelling");
        findings
    }

    fn mended(name: &str, text: &str) -> String {
        mend(text, hits(name, text).iter().filter_map(|finding| finding.fix.as_ref())).0
    }

    #[test]
    fn hyphens_become_blanks_and_nothing_else_changes() {
        let report =
            |term: &str| format!("## Key Judgement 1\n\nIt is {term} to close.\r\n\n- The well-known pier is shut.\n");
        for (before, after) in [
            ("highly-unlikely", "highly unlikely"),
            ("Highly\u{2011}Unlikely", "Highly Unlikely"),
            ("HIGHLY-UNLIKELY", "HIGHLY UNLIKELY"),
        ] {
            assert_eq!(mended("report.md", &report(before)), report(after));
        }
        let toml = |term: &str| format!("[nodes.kj1]\nkind = \"judgement\"\ntext = \"It is {term} to close.\"\n");
        assert_eq!(mended("graph.toml", &toml("highly-unlikely")), toml("highly unlikely"));
    }

    #[test]
    fn what_is_spelt_as_the_yardstick_does_or_by_another_word_is_silent() {
        for term in ["highly unlikely", "Highly\nunlikely", "probable"] {
            let report = format!("## Key Judgement 1\n\nIt is {term} to close.\n\n- The pier is shut.\n");
            assert!(hits("report.md", &report).is_empty(), "{term}");
        }
    }

    #[test]
    fn marks_between_the_words_are_left_to_the_author() {
        let report = "## Key Judgement 1\n\nIt is *highly*-unlikely to close.\n\n- The pier is shut.\n";
        assert!(hits("report.md", report).is_empty());
    }
}
