use super::{Context, Findings, Hit, Rule, rule};
use crate::document::Prose;
use crate::estimate::{self, English, TermMatch, Yardstick, find_terms_in_prose, foreign_among};

rule! {
    /// ## What it does
    /// Reports a likelihood term that the report's yardstick lacks, and suggests the nearest term that it has: "very likely" in a report
    /// by PHIA's yardstick, "highly likely" in one by ICD 203, and shades that are on no yardstick, such as "quite likely",
    /// "in all likelihood" and "not likely".
    ///
    /// Where neither the report nor `linchpin.toml` names a yardstick, only the shades are reported here; terms of two yardsticks
    /// beside each other are what `mixed-yardsticks` reports. English only.
    ///
    /// ## Why it matters
    /// A term stands for a band only on a scale. Off the scale it is an adjective, and readers differ on what it means by
    /// half the scale and more.
    ///
    /// ## Example
    /// ```markdown fail
    /// ---
    /// yardstick: phia
    /// ---
    ///
    /// ## Key Judgement 1
    ///
    /// The bridge is very likely to reopen before Easter.
    ///
    /// - The last span was set on 3 February.
    /// ```
    ///
    /// ```markdown pass
    /// ---
    /// yardstick: phia
    /// ---
    ///
    /// ## Key Judgement 1
    ///
    /// The bridge is highly likely to reopen before Easter.
    ///
    /// - The last span was set on 3 February.
    /// ```
    ///
    /// ## How to mend it
    /// Use the yardstick's own term. If the report goes by another yardstick, name that one: `yardstick: icd-203` in the front
    /// matter. A house style of one's own is defined in `linchpin.toml` under `[yardsticks.NAME]`.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(2)(a): one of the sets of terms of its table is to be used. PHIA probability yardstick, March 2025: likelihood
    /// is said in the terms of the yardstick.
    pub struct ForeignTerm;
    id = "foreign-term";
    group = Wording;
    level = Warning;
    summary = "A likelihood term that the report's yardstick lacks";
}

impl Rule for ForeignTerm {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        // A shade is one on every scale; without a scale the first known one lends its terms.
        let (yardstick, named) = match context.yardstick() {
            Some(chosen) => chosen,
            None => match context.yardsticks().iter().next() {
                Some(first) => (first, false),
                None => return,
            },
        };
        for (handle, node) in context.propositions().filter(|&(handle, _)| context.may_state_likelihood(handle)) {
            let apart = node
                .likelihood
                .as_deref()
                .map(|prose| (prose, find_terms_in_prose(prose, context.yardsticks()).into()));
            for (prose, terms) in std::iter::once((&node.text, context.terms(handle))).chain(apart) {
                for term in foreign_among(&terms, context.yardsticks(), &yardstick.name) {
                    if named || term.known_to.is_empty() {
                        findings.push(hit(&term, prose, yardstick, named).about(handle));
                    }
                }
                for hit in denied(prose, &terms) {
                    findings.push(hit.about(handle));
                }
            }
        }
    }
}

fn hit(term: &estimate::ForeignTerm<'_>, prose: &Prose, yardstick: &Yardstick, named: bool) -> Hit {
    let message = match (named, term.known_to.first()) {
        (true, Some(other)) => {
            format!("\"{}\" is a term of {}, not of {}", term.words, other.title, yardstick.title)
        }
        (true, None) => format!("\"{}\" is no term of {}", term.words, yardstick.title),
        (false, _) => format!("\"{}\" is on no yardstick", term.words),
    };
    let hit = Hit::new(prose.span_of(term.range.clone()), message);
    match term.nearest {
        Some(nearest) => {
            let band = super::number_mismatch::band(nearest.band);
            hit.help(format!("the nearest term of {} is \"{}\" ({band})", yardstick.title, nearest.name))
        }
        None => hit.help(format!("use a term of {}", yardstick.title)),
    }
}

/// "Not likely": no term, and no band. A denied negative ("not unlikely") is what `stacked-hedge` reports.
fn denied(prose: &Prose, terms: &[TermMatch]) -> Vec<Hit> {
    let is_denied = |term: &&TermMatch| {
        term.usage.is_own() && term.negated && !term.words.starts_with("un") && !term.words.starts_with("im")
    };
    let terms: Vec<&TermMatch> = terms.iter().filter(is_denied).collect();
    if terms.is_empty() {
        return Vec::new();
    }
    let english = English::new(prose);
    let hit = |term: &TermMatch| {
        let first = english.word_at(term.range.start);
        let before = english.before(first);
        (before == "not" || before.ends_with("n't")).then(|| {
            let start = english.bytes(&(first - 1..first)).start;
            let message = format!("\"{before} {}\" is on no yardstick", term.words);
            Hit::new(prose.span_of(start..term.range.end), message).help(
                "write the term that is meant, such as \"unlikely\"; what is left when a term is denied has no band",
            )
        })
    };
    terms.into_iter().filter_map(hit).collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{marked, report, report_hits};

    const RULE: &str = "foreign-term";

    fn under(yardstick: &str, sentence: &str) -> Vec<String> {
        report_hits(RULE, &format!("---\nyardstick: {yardstick}\n---\n\n## Key Judgement 1\n\n{sentence}\n"))
    }

    #[test]
    fn a_term_of_another_yardstick_is_reported_with_the_nearest() {
        assert_eq!(under("phia", "Rain is very likely."), ["7: \"very likely\" is a term of ICD 203, not of PHIA"]);
        assert_eq!(
            under("icd-203", "Rain is highly likely."),
            ["7: \"highly likely\" is a term of PHIA, not of ICD 203"]
        );
        assert_eq!(under("phia", "Rain is quite likely."), ["7: \"quite likely\" is no term of PHIA"]);
        let text = "---\nyardstick: phia\n---\n\n## Key Judgement 1\n\nThere is a roughly even chance of rain.\n";
        let (_, findings) = report(text);
        let found = findings.iter().find(|finding| finding.rule == RULE).unwrap();
        assert_eq!(
            found.help.as_deref(),
            Some("the nearest term of PHIA is \"realistic possibility\" (40 to under 50 %)")
        );
    }

    #[test]
    fn a_shade_is_reported_without_a_named_yardstick_too() {
        let text = "## Key Judgement 1\n\nRain is fairly likely.\n";
        assert_eq!(report_hits(RULE, text), ["3: \"fairly likely\" is on no yardstick"]);
        assert!(report_hits("no-likelihood", text).is_empty());
    }

    #[test]
    fn the_yardsticks_own_terms_and_the_words_of_others_are_left_alone() {
        for sentence in [
            "Rain is highly likely.",
            "Rain will probably fall.",
            "Forecasters say that rain is very likely.",
            "The sign reads \"very likely\".",
            "Rain is likely in very remote valleys.",
        ] {
            assert!(under("phia", sentence).is_empty(), "{sentence}");
        }
        assert!(under("icd-203", "Rain is very likely.").is_empty());
        // Nobody named a yardstick: that is for mixed-yardsticks.
        let text = "## Key Judgement 1\n\nRain is very likely.\n\n## Key Judgement 2\n\nHail is highly likely.\n";
        assert!(report_hits(RULE, text).is_empty());
    }

    #[test]
    fn a_denied_term_is_none() {
        assert_eq!(under("phia", "Rain is not likely to fall."), ["7: \"not likely\" is on no yardstick"]);
        assert_eq!(under("phia", "Rain isn't likely this week."), ["7: \"isn't likely\" is on no yardstick"]);
        assert_eq!(marked(RULE, "We judge that rain is not likely to fall."), ["not likely"]);
        assert!(under("phia", "Rain is not unlikely this week.").is_empty());
        assert!(under("phia", "No rain is likely to fall.").is_empty());
        let text = "## Key Judgement 1\n\nRain is not likely to fall this week.\n";
        assert!(report_hits("no-likelihood", text).is_empty());
    }

    #[test]
    fn a_column_of_its_own_is_read() {
        let text = "---\nyardstick: phia\n---\n\n## Key Judgements\n\n| Judgement | Likelihood |\n|---|---|\n\
                    | Rain falls. | Very likely |\n";
        assert_eq!(report_hits(RULE, text), ["9: \"very likely\" is a term of ICD 203, not of PHIA"]);
    }
}
