use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::NodeHandle;
use crate::estimate::{TermMatch, Yardsticks, find_terms_in_prose};
use crate::text::Span;

rule! {
    /// ## What it does
    /// Reports a report whose judgements use terms of two yardsticks, such as PHIA's "realistic possibility" and ICD 203's "roughly
    /// even chance", so that no yardstick knows them all; and one by ICD 203 that mixes the two rows of names of its table ("very likely"
    /// in one judgement, "probable" in another). It is said once for a report, at the first term that does not fit. English only.
    ///
    /// Where a yardstick is named, a term that is not on it is what `foreign-term` reports.
    ///
    /// ## Why it matters
    /// The same word has another band on another scale: "likely" ends at 75 % for PHIA and at 80 % for ICD 203. In a mixture no term
    /// has a known band, and readers look for a difference in meaning where there is only one in style.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// There is a realistic possibility that the strike will spread to the railways by June.
    ///
    /// - Two railway lodges voted for it.
    ///
    /// ## Key Judgement 2
    ///
    /// There is a roughly even chance that the government will mediate by June.
    ///
    /// - The minister met both sides on 4 May.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// There is a realistic possibility that the strike will spread to the railways by June.
    ///
    /// - Two railway lodges voted for it.
    ///
    /// ## Key Judgement 2
    ///
    /// The government is likely to mediate by June.
    ///
    /// - The minister met both sides on 4 May.
    /// ```
    ///
    /// ## How to mend it
    /// Choose one yardstick, name it in the front matter (`yardstick: phia`), and put its terms in place of the others.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(2)(a): terms from different rows are not to be mixed, or a disclaimer has to say that they mean the same
    /// assessment of probability.
    pub struct MixedYardsticks;
    id = "mixed-yardsticks";
    group = Wording;
    level = Warning;
    summary = "Judgements that use likelihood terms of two yardsticks";
}

/// A term of a judgement, and where it stands.
struct Used {
    node: NodeHandle,
    term: TermMatch,
    span: Span,
}

impl Rule for MixedYardsticks {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let yardsticks = context.yardsticks();
        let Some((chosen, named)) = context.yardstick() else { return };
        let Some(place) = yardsticks.place(&chosen.name) else { return };
        let used = terms_of_judgements(context, yardsticks);
        if !named && let Some(strange) = used.iter().find(|used| used.term.reading(place).is_none()) {
            let Some(known) = used.iter().find(|used| used.term.reading(place).is_some()) else { return };
            let other = strange.term.readings.first().and_then(|reading| yardsticks.iter().nth(reading.yardstick));
            let other = other.map_or("another yardstick", |yardstick| &yardstick.title);
            let message = format!(
                "the judgements mix terms of {} (\"{}\") and {other} (\"{}\")",
                chosen.title, known.term.words, strange.term.words
            );
            findings.push(
                Hit::new(strange.span, message)
                    .saying(format!("of {other}"))
                    .also(known.span, format!("of {}", chosen.title))
                    .help("choose one yardstick, name it in the front matter (`yardstick: …`), and use its terms throughout")
                    .about_all([strange.node, known.node]),
            );
            return;
        }
        if chosen.name == "icd-203"
            && let Some(hit) = mixed_rows(&used)
        {
            findings.push(hit);
        }
    }
}

fn terms_of_judgements(context: &Context<'_>, yardsticks: &Yardsticks) -> Vec<Used> {
    let mut used = Vec::new();
    for (handle, node) in context.argument.judgements() {
        let apart = node.likelihood.as_deref().map(|prose| (prose, find_terms_in_prose(prose, yardsticks).into()));
        for (prose, terms) in std::iter::once((&node.text, context.terms(handle))).chain(apart) {
            let own = terms.iter().filter(|term| term.usage.is_own() && !term.readings.is_empty()).cloned();
            used.extend(own.map(|term| Used { node: handle, span: prose.span_of(term.range.clone()), term }));
        }
    }
    used
}

/// The two rows of names of ICD 203's table, mixed.
fn mixed_rows(used: &[Used]) -> Option<Hit> {
    let (first, rest) = used.split_first()?;
    let row = in_second_row(&first.term.words);
    let other = rest.iter().find(|used| in_second_row(&used.term.words) != row)?;
    let message = format!(
        "the judgements mix the two rows of names of ICD 203: \"{}\" and \"{}\"",
        first.term.words, other.term.words
    );
    let number = |second: bool| if second { "of the second row" } else { "of the first row" };
    let hit = Hit::new(other.span, message)
        .saying(number(!row))
        .also(first.span, number(row))
        .help("take all terms from one row, or say in a note that the names of both mean the same")
        .about_all([other.node, first.node]);
    Some(hit)
}

/// Remote, highly improbable, improbable, roughly even odds, probable, highly probable, nearly certain.
fn in_second_row(words: &str) -> bool {
    words.split([' ', '-']).any(|word| {
        matches!(word, "remote" | "improbable" | "improbably" | "odds" | "probable" | "probably" | "nearly")
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::report_hits;

    const RULE: &str = "mixed-yardsticks";

    fn judgements(front: &str, sentences: &[&str]) -> String {
        use std::fmt::Write as _;
        let mut text = front.to_owned();
        for (number, sentence) in sentences.iter().enumerate() {
            writeln!(text, "## Key Judgement {}\n\n{sentence}\n", number + 1).unwrap();
        }
        text
    }

    #[test]
    fn terms_of_two_yardsticks_are_reported_once() {
        let text = judgements(
            "",
            &[
                "There is a realistic possibility that tolls rise.",
                "There is a roughly even chance that tolls fall.",
                "It is very likely that tolls are discussed.",
            ],
        );
        let hits = report_hits(RULE, &text);
        assert_eq!(
            hits,
            ["3: the judgements mix terms of ICD 203 (\"roughly even chance\") and PHIA (\"realistic possibility\")"]
        );
        let text = judgements("", &["Tolls are very likely to rise.", "Tolls are highly likely to rise again."]);
        assert_eq!(report_hits(RULE, &text).len(), 1);
    }

    #[test]
    fn the_rows_of_icd_203_are_not_mixed() {
        let front = "---\nyardstick: icd-203\n---\n\n";
        let text = judgements(front, &["Tolls are very likely to rise.", "It is probable that tolls fall later."]);
        let expected = ["11: the judgements mix the two rows of names of ICD 203: \"very likely\" and \"probable\""];
        assert_eq!(report_hits(RULE, &text), expected);
        let text = judgements(front, &["Tolls are highly probable to rise.", "Tolls will probably fall later."]);
        assert!(report_hits(RULE, &text).is_empty());
    }

    #[test]
    fn one_yardstick_and_the_words_of_others_are_fine() {
        for sentences in [
            ["Tolls are likely to rise.", "Tolls will probably fall later."],
            ["Tolls are highly unlikely to rise.", "There is a realistic possibility that they fall."],
            ["Tolls are highly likely to rise.", "Drivers say a cut is very likely."],
            ["Tolls are likely to rise.", "Toll booths stand at the most remote pass."],
        ] {
            assert!(report_hits(RULE, &judgements("", &sentences)).is_empty(), "{sentences:?}");
        }
        // A named yardstick makes the other term a foreign one.
        let front = "---\nyardstick: phia\n---\n\n";
        let text = judgements(front, &["Tolls are highly likely to rise.", "Tolls are very likely to fall."]);
        assert!(report_hits(RULE, &text).is_empty());
        assert_eq!(report_hits("foreign-term", &text).len(), 1);
    }
}
