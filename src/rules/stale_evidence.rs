use super::frame::dates::{YEAR, latest_date, years_in};
use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::NodeKind;

rule! {
    /// ## What it does
    /// Reports evidence that is older than five years (the option `years`) on the date of the report: by its own date, or
    /// else by that of its newest source. Of a date that is only known to the year or the month, the last day counts, so
    /// that what is reported is too old for certain. Evidence whose words name a later year speaks of that year. Without
    /// a date of the report the rule is silent.
    ///
    /// ## Why it matters
    /// Offices change hands, bans are lifted, treaties lapse. What was true then is no evidence for a judgement about now
    /// unless somebody has looked whether it still holds.
    ///
    /// ## Example
    /// ```markdown fail
    /// ---
    /// date: 2025-10-10
    /// sources:
    ///   survey: { title: Survey of the fairway, date: 2014-06 }
    /// ---
    ///
    /// ## Key Judgement 1
    ///
    /// Large ships will very likely keep using the harbour.
    ///
    /// - The fairway is eleven metres deep. [@survey]
    /// ```
    ///
    /// ```markdown pass
    /// ---
    /// date: 2025-10-10
    /// sources:
    ///   survey: { title: Survey of the fairway, date: 2014-06 }
    ///   sounding: { title: Sounding of the fairway, date: 2025-04 }
    /// ---
    ///
    /// ## Key Judgement 1
    ///
    /// Large ships will very likely keep using the harbour.
    ///
    /// - The fairway is eleven metres deep. [@survey; @sounding]
    /// ```
    ///
    /// ## How to mend it
    /// Look for something newer and cite it beside the old source. If the age does not matter, as of a law that is still
    /// in force, say so in the sentence and silence the rule with that reason.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(1): among the factors that affect the quality of sources are the age and continued currency of
    /// information.
    pub struct StaleEvidence;
    id = "stale-evidence";
    group = Sourcing;
    level = Warning;
    summary = "Evidence that is too old for the report's date";
    option "years" = 5.0 in 0.01..=1000.0: "the age from which evidence is too old, in years";
}

impl Rule for StaleEvidence {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let Some(report) = argument.report.date else { return };
        let years = context.option(self, "years");
        for (handle, node) in argument.nodes_of(NodeKind::Evidence) {
            let Some(date) = latest_date(argument, node) else { continue };
            let age = f64::from(report.first_day() - date.last_day());
            if age <= years * YEAR {
                continue;
            }
            let named = years_in(node.text.as_str()).filter(|&year| year <= report.year()).max().unwrap_or(0);
            if f64::from(report.year() - named.min(report.year())) < years && named > date.year() {
                continue;
            }
            let old = (age / YEAR).floor().max(1.0);
            let old = if age < 2.0 * YEAR { format!("{age} days") } else { format!("more than {old} years") };
            let message = format!("the evidence `{}` is of {date}, {old} before the report", node.id);
            let mut hit = Hit::new(context.place(handle), message)
                .help("cite something newer beside it, or say why its age does not matter")
                .about(handle);
            if node.date.is_none() {
                let newest = node.sources.iter().find_map(|reference| {
                    argument.source(reference.key.as_str()).filter(|source| source.date == Some(date))
                });
                if let Some(source) = newest {
                    hit = hit.also(source.span, "its newest source");
                }
            }
            findings.push(hit);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_examples, hits_in_report, read};
    use crate::rules::{Settings, check, find};

    fn report(report_date: &str, bullet: &str) -> String {
        format!("---\ndate: {report_date}\n---\n\n## Key Judgement 1\n\nIt will likely rain.\n\n{bullet}\n")
    }

    fn of(report_date: &str, bullet: &str) -> Vec<String> {
        hits_in_report("stale-evidence", &report(report_date, bullet))
    }

    #[test]
    fn the_page_keeps_its_word() {
        assert_examples("stale-evidence");
    }

    #[test]
    fn partial_dates_are_given_the_benefit_of_the_doubt() {
        assert_eq!(
            of("2025-06-01", "- Clouds. {#clouds date=2019}"),
            ["9: the evidence `clouds` is of 2019, more than 5 years before the report"]
        );
        assert!(of("2025", "- Clouds. {date=2020}").is_empty());
        assert!(of("2025-06-01", "- Clouds. {date=2020-06-01}").is_empty());
        assert_eq!(of("2025-06-03", "- Clouds. {date=2020-06-01}").len(), 1);
    }

    #[test]
    fn a_later_year_in_the_words_counts_and_an_undated_report_is_silent() {
        assert!(of("2022-02-16", "- A treaty, prolonged in 2021, binds both. {date=2001-07-16}").is_empty());
        assert_eq!(of("2022-02-16", "- A treaty of 2001 binds both. {date=2001-07-16}").len(), 1);
        assert_eq!(of("2022-02-16", "- A treaty until 2041 binds both. {date=2001-07-16}").len(), 1);
        let undated = "## Key Judgement 1\n\nIt will likely rain.\n\n- Clouds. {date=1999}\n";
        assert!(hits_in_report("stale-evidence", undated).is_empty());
    }

    #[test]
    fn the_age_is_an_option() {
        let argument = read("report.md", &report("2025-06-01", "- Clouds. {#clouds date=2025-03-01}"));
        let mut settings = Settings::default();
        settings.set_option(find("stale-evidence").unwrap().card(), "years", 0.1).unwrap();
        let found = check(&argument, &settings);
        let message = found.iter().find(|finding| finding.rule == "stale-evidence").map(|found| found.message.as_str());
        assert_eq!(message, Some("the evidence `clouds` is of 2025-03-01, 92 days before the report"));
    }
}
