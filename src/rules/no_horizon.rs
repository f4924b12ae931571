use super::frame::forecast;
use super::{Context, Findings, Hit, Rule, rule};
use crate::estimate::TermMatch;

rule! {
    /// ## What it does
    /// Reports a judgement that gives a likelihood for something to come and neither a date nor a period by which it can be
    /// checked. A condition that has no end of its own ("while President X remains in power", "as long as the sanctions last") and a
    /// period that nobody can count ("soon", "in the near term") set none, and the message says so.
    ///
    /// Judgements of what was or is the case need no date and are left alone: "the fire was likely laid", "the letter is unlikely to be
    /// genuine". English only.
    ///
    /// ## Why it matters
    /// Over a long enough time almost everything is likely. Without a date the likelihood has no meaning, and the judgement can never be
    /// found wrong.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The coalition is highly unlikely to split while the old chairman remains in office.
    ///
    /// - Both wings owe him their seats.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The coalition is highly unlikely to split before the election of May 2027.
    ///
    /// - Both wings owe the chairman their seats.
    /// ```
    ///
    /// ## How to mend it
    /// Name the date, or the period counted from the report's: "within the next 12 months", "before the end of 2027". Where a
    /// condition matters, keep it and add the date.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(8): judgements are expressed as clearly and precisely as possible, reducing ambiguity by addressing the likelihood,
    /// timing and nature of the outcome, so that their accuracy can be assessed.
    pub struct NoHorizon;
    id = "no-horizon";
    group = Wording;
    level = Warning;
    summary = "A forecast without a date or period by which it can be checked";
}

impl Rule for NoHorizon {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        for (handle, node) in context.argument.judgements() {
            let english = context.english(handle);
            let terms: Vec<TermMatch> =
                context.terms(handle).iter().filter(|term| term.usage.is_own()).cloned().collect();
            let is_estimate =
                !terms.is_empty() || node.estimate.is_some() || !super::number_mismatch::chances(&english).is_empty();
            if !is_estimate
                || !forecast::looks_ahead(&english, &terms)
                || forecast::horizon(&english, context.argument.report.date).is_some()
            {
                continue;
            }
            let message = format!("the judgement `{}` has no date or period by which it can be checked", node.id);
            let open = forecast::open_end(&english)
                .map(|words| (words, "a condition without an end of its own", "sets no end"));
            let vague = || {
                forecast::vague_period(&english).map(|words| (words, "a period that nobody can count", "has no length"))
            };
            let hit = match open.or_else(vague) {
                Some((words, what, label)) => {
                    let said = english.text(&words);
                    Hit::new(english.span(&words), format!("{message}: \"{said}\" is {what}")).saying(label)
                }
                None => Hit::new(context.place(handle), message),
            };
            findings.push(
                hit.help(
                    "name the date or the period, such as \"within the next 12 months\" or \"before the end of 2027\"",
                )
                .about(handle),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{marked, report_hits};

    const RULE: &str = "no-horizon";

    #[test]
    fn forecasts_without_an_end_are_reported() {
        for sentence in [
            "The two ports are likely to merge.",
            "The two ports will probably merge.",
            "It is highly likely that the two ports will merge.",
            "A merger is unlikely.",
            "There is a realistic possibility that the council will forbid it.",
            "The two ports are likely to be merged.",
            "The dredging is likely to be stopped.",
            "The merger is likely to be deeply damaging.",
            "There is a 70% chance that the ports will merge.",
            "The ports, founded in 1890, are likely to remain apart, as they have since 1990 and for years.",
        ] {
            assert_eq!(marked(RULE, sentence).len(), 1, "{sentence}");
        }
    }

    #[test]
    fn a_likelihood_in_a_column_makes_a_forecast_of_it() {
        let table = |likelihood: &str| {
            format!(
                "## Key Judgements\n\n| Judgement | Likelihood |\n|---|---|\n| The two ports will merge. | {likelihood} |\n"
            )
        };
        assert_eq!(report_hits(RULE, &table("Likely")).len(), 1);
        assert!(report_hits(RULE, &table("")).is_empty());
    }

    #[test]
    fn an_open_condition_sets_no_end_and_the_message_says_so() {
        for (sentence, words) in [
            (
                "The ports are highly unlikely to merge while the mayor remains in office.",
                "while the mayor remains in office",
            ),
            ("The ports are highly unlikely to merge whilst the mayor is in power.", "whilst the mayor is in power"),
            ("A merger is highly unlikely for as long as the mayor stays.", "for as long as the mayor stays"),
            ("The ports are likely to merge in the near future.", "in the near future"),
            ("The ports are unlikely to merge until trade recovers.", "until trade recovers"),
            ("The ports are unlikely to merge while trade grows.", "while trade grows"),
        ] {
            assert_eq!(marked(RULE, sentence), [words], "{sentence}");
        }
        let text = "## Key Judgement 1\n\nThe ports are unlikely to merge\nas long as the tariff lasts.\n";
        let expected = "4: the judgement `kj1` has no date or period by which it can be checked: \"as long as the tariff \
                        lasts\" is a condition without an end of its own";
        assert_eq!(report_hits(RULE, text), [expected]);
    }

    #[test]
    fn a_date_or_a_period_is_an_end() {
        for end in [
            "by 2030",
            "before the end of 2027",
            "within the next 12 months",
            "over the next twelve months",
            "this year",
            "in the coming weeks",
            "by May",
            "before 3 May",
            "by Christmas",
            "this winter",
            "within five years",
            "over the next thirty years",
            "in two years",
            "before the next election",
            "until the harvest",
            "by the end of the year",
            "over the rest of this decade",
            "during the next legislative term",
            "tomorrow",
            "by Friday",
            "in Q3",
            "before long, if they survive the quarter",
            "before the New Year",
            "inside the current cycle",
            "while the mayor remains in office and before 2030",
        ] {
            assert!(marked(RULE, &format!("The ports are likely to merge {end}.")).is_empty(), "{end}");
        }
    }

    #[test]
    fn what_sets_no_end_is_not_taken_for_one() {
        for rest in [
            "after 2019",
            "as they have wanted since 2012",
            "as they did last year",
            "as wages fell two years ago",
            "one day",
        ] {
            assert_eq!(marked(RULE, &format!("The ports are likely to merge, {rest}.")).len(), 1, "{rest}");
        }
        let dated = "---\ndate: 2026-03-01\n---\n\n## Key Judgement 1\n\nThe 2019 pact is likely to fail.\n";
        assert_eq!(report_hits(RULE, dated).len(), 1);
    }

    #[test]
    fn judgements_of_what_was_or_is_are_left_alone() {
        for sentence in [
            "The fire was likely laid.",
            "The ports likely have one owner.",
            "The letter is unlikely to be genuine.",
            "The letter is likely to have been forged.",
            "A fault is unlikely to explain the fire.",
            "Water is highly likely to be carrying fill into the outlet culvert through an open joint.",
            "Both ports are likely to be already quietly sharing pilots.",
            "It is unlikely that the files were taken.",
            "Human error is likely.",
            "Opening the gate is likely to halve the queue.",
            "The walls are unlikely to withstand a storm.",
            "The ports will merge.",
            "Officials say the ports are likely to merge.",
            "The mayor's will is likely the cause.",
        ] {
            assert!(marked(RULE, sentence).is_empty(), "{sentence}");
        }
    }
}
