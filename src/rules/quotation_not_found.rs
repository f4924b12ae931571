use super::frame::speech::{quotations, shortened};
use super::{Context, Findings, Hit, Level, Rule, rule};
use crate::archive::{Archive, ArchivedText, stays_inside};

rule! {
    /// ## What it does
    /// Looks for each quotation of three words or more (the option `words`) in the copies that its sources keep
    /// (`archive:`), and reports those that stand in none of them. Case, white space, punctuation and the kind of
    /// quotation marks do not matter; "…" stands for words left out, and what is in square brackets for words changed. Of a
    /// web page the text that it shows is read. Where one of several sources has no copy the rule is silent: the words may
    /// stand there.
    ///
    /// A copy outside the report's folder (an absolute path, or one that climbs out with `..`) is not read and reported as
    /// an error; a copy that is missing is reported as a warning. A copy that is no text, such as a PDF, is passed over.
    ///
    /// ## Why it matters
    /// Words between quotation marks are taken for the source's own. Where they are not, the report puts words into
    /// somebody's mouth, and whoever looks it up stops believing the rest.
    ///
    /// ## Example
    /// Where the copy of the letter reads "we see little hope of agreement", the quotation “no hope whatever of agreement”
    /// is reported, and “little hope of agreement” is not. The copy has to lie in the report's folder or below it:
    ///
    /// ```markdown fail
    /// ---
    /// sources:
    ///   letter: { title: Letter of the pilots' union, archive: ../../elsewhere/letter.txt }
    /// ---
    ///
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The union sees “no hope whatever of agreement”. [@letter]
    /// ```
    ///
    /// ```markdown pass
    /// ---
    /// sources:
    ///   letter: { title: Letter of the pilots' union }
    /// ---
    ///
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The union sees “no hope whatever of agreement”. [@letter]
    /// ```
    ///
    /// ## How to mend it
    /// Quote what stands there, mark what you left out with "…" and what you changed with square brackets, or take the
    /// quotation marks away. If the copy is the wrong one, name the right one.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(3): statements that convey underlying intelligence information are told apart from the analysts' own
    /// assumptions and judgements. ICD 206: sourcing information lets readers find and evaluate what is cited.
    pub struct QuotationNotFound;
    id = "quotation-not-found";
    group = Sourcing;
    level = Error;
    summary = "Quoted words that do not stand in the source's copy";
    option "words" = 3.0 in 1.0..=100.0: "how many words make a quotation; fewer are not looked for";
}

impl Rule for QuotationNotFound {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        for source in argument.sources() {
            let Some(path) = &source.archive else { continue };
            let archive = context.archives().and_then(|archives| archives.of(&source.key));
            match archive.or_else(|| (!stays_inside(path)).then_some(&Archive::Outside)) {
                Some(Archive::Outside) => findings.push(
                    Hit::new(
                        source.span,
                        format!("the copy of `{}` lies outside the report's folder: {path}", source.key),
                    )
                    .help("keep copies beside the report, and name them relative to it, such as `sources/letter.html`"),
                ),
                Some(Archive::Unreadable(why)) => findings.push(
                    Hit::new(source.span, format!("the copy of `{}` cannot be read, {path}: {why}", source.key))
                        .help("name the copy relative to the report's folder, or take `archive` away")
                        .at_level(Level::Warning),
                ),
                _ => {}
            }
        }
        // Without copies there is nothing to look into.
        let Some(archives) = context.archives() else { return };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let least = context.option(self, "words").ceil() as usize;
        for (handle, node) in argument.nodes() {
            let copies: Option<Vec<&ArchivedText>> = node
                .sources
                .iter()
                .map(|reference| match archives.of(&reference.key) {
                    Some(Archive::Text(text)) => Some(text),
                    _ => None,
                })
                .collect();
            let Some(copies) = copies.filter(|copies| !copies.is_empty()) else { continue };
            let text = node.text.as_str();
            for quotation in quotations(text, least) {
                let quoted = &text[quotation.range.clone()];
                if copies.iter().any(|copy| copy.holds(quoted)) {
                    continue;
                }
                let key = &node.sources[0].key;
                let whose = if copies.len() == 1 {
                    format!("the copy of `{key}`")
                } else {
                    format!("the copies of its {} sources", copies.len())
                };
                let message = format!("\"{}\" does not stand in {whose}", shortened(quoted));
                let mut hit = Hit::new(node.text.span_of(quotation.range), message)
                    .help("quote what stands there, with \"…\" for what is left out and [brackets] for what is changed")
                    .about(handle);
                for reference in node.sources.iter().take(3) {
                    if let Some(source) = argument.source(reference.key.as_str()) {
                        hit = hit.also(source.span, format!("copy: {}", source.archive.as_deref().unwrap_or_default()));
                    }
                }
                findings.push(hit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_examples, hits_in_file};

    const REPORT: &str = "---\nsources:\n  letter: { archive: copies/letter.html }\n  memo: { archive: memo.txt }\n  \
                          talk: { title: A talk }\n---\n\n## Key Judgement 1\n\nIt will likely rain.\n\n";
    const COPIES: &[(&str, &str)] = &[
        (
            "copies/letter.html",
            "<html><body><p>We see <b>no</b> hope whatever\nof agreement, and leave.</p></body></html>",
        ),
        ("memo.txt", "The pilots’ offer is off the table."),
    ];

    fn of(bullet: &str) -> Vec<String> {
        hits_in_file("quotation-not-found", "report.md", &format!("{REPORT}- {bullet}\n"), COPIES)
    }

    #[test]
    fn the_page_keeps_its_word() {
        assert_examples("quotation-not-found");
    }

    #[test]
    fn words_that_stand_there_are_found() {
        for bullet in [
            "They see “no hope whatever of agreement”. [@letter]",
            "They see “No hope … of agreement”. [@letter]",
            "They see \"no hope whatever of [an] agreement\". [@letter]",
            "“The pilots' offer is off the table”, it says. [@letter; @memo]",
            "They see “no help whatever”. [@letter; @talk]",
            "They see “no help whatever”. [@talk]",
            "They see “little hope”. [@letter]",
        ] {
            assert!(of(bullet).is_empty(), "{bullet}: {:?}", of(bullet));
        }
    }

    #[test]
    fn words_that_do_not_are_reported() {
        assert_eq!(
            of("They see “no hope of agreement”. [@letter]"),
            ["12: \"no hope of agreement\" does not stand in the copy of `letter`"]
        );
        assert_eq!(
            of("They see “no help whatever”. [@letter; @memo]"),
            ["12: \"no help whatever\" does not stand in the copies of its 2 sources"]
        );
    }

    #[test]
    fn a_missing_copy_is_reported_at_its_source() {
        let report = REPORT.replace("memo.txt", "gone.txt");
        let found = hits_in_file("quotation-not-found", "report.md", &report, COPIES);
        assert_eq!(found, ["4: the copy of `memo` cannot be read, gone.txt: there is no such file"]);
    }
}
