use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{Date, NodeHandle, Source};

rule! {
    /// ## What it does
    /// Reports evidence and sources with a date that lies after the report's. Of dates that are only known to the year or
    /// the month the earliest day of the evidence is held against the latest day of the report, so that what is reported
    /// is impossible. A source is reported once, whatever cites it. Without a date of the report the rule is silent.
    ///
    /// ## Why it matters
    /// Nobody can have known it then. One of the two dates is wrong, or the report was changed afterwards without saying
    /// so, and readers who hold the judgement against what its author knew are misled.
    ///
    /// ## Example
    /// ```markdown fail
    /// ---
    /// date: 2025-10-10
    /// sources:
    ///   notice: { title: Notice 12 of the harbour office, date: 2025-11-02 }
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
    /// date: 2025-10-10
    /// sources:
    ///   notice: { title: Notice 12 of the harbour office, date: 2025-10 }
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
    /// Correct the date that is wrong. If the report was brought up to date, give it its new date.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(1): the age and continued currency of information are told, which takes dates that can be true.
    pub struct EvidenceAfterReport;
    id = "evidence-after-report";
    group = Sourcing;
    level = Error;
    summary = "Evidence of a later date than the report";
}

const HELP: &str = "correct the date that is wrong, or give the report the date of its last change";

impl Rule for EvidenceAfterReport {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let Some(report) = argument.report.date else { return };
        let is_later = |date: Date| date.first_day() > report.last_day();
        let sources: Vec<&Source> = argument.sources().collect();
        let mut citing: Vec<Vec<NodeHandle>> = vec![Vec::new(); sources.len()];
        for (handle, node) in argument.nodes() {
            if let Some(date) = node.date.filter(|&date| is_later(date)) {
                let message = format!("the {} `{}` is of {date}, after the report of {report}", node.kind, node.id);
                findings.push(Hit::new(context.place(handle), message).help(HELP).about(handle));
            }
            for number in node.sources.iter().filter_map(|reference| context.origins().number(&reference.key)) {
                citing[number].push(handle);
            }
        }
        for (source, citing) in sources.iter().zip(citing) {
            if let Some(date) = source.date.filter(|&date| is_later(date)) {
                let message = format!("the source `{}` is of {date}, after the report of {report}", source.key);
                let mut hit = Hit::new(source.span, message).help(HELP);
                if let Some(&first) = citing.first() {
                    hit = hit.also(context.place(first).at_start(), "cited here");
                }
                findings.push(hit.about_all(citing));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_examples, hits_in_report};

    fn of(report_date: &str, bullet: &str) -> Vec<String> {
        let text = format!("---\ndate: {report_date}\n---\n\n## Key Judgement 1\n\nIt will likely rain.\n\n{bullet}\n");
        hits_in_report("evidence-after-report", &text)
    }

    #[test]
    fn the_page_keeps_its_word() {
        assert_examples("evidence-after-report");
    }

    #[test]
    fn partial_dates_are_only_reported_when_they_cannot_be() {
        assert_eq!(
            of("2025-06-01", "- Clouds. {#clouds date=2025-06-02}"),
            ["9: the evidence `clouds` is of 2025-06-02, after the report of 2025-06-01"]
        );
        assert_eq!(of("2025-06", "- Clouds. {date=2025-07}").len(), 1);
        for (report, evidence) in
            [("2025-06-01", "2025"), ("2025-06-01", "2025-06"), ("2025-06", "2025-06-30"), ("2025-06-01", "2025-06-01")]
        {
            assert!(of(report, &format!("- Clouds. {{date={evidence}}}")).is_empty(), "{report} {evidence}");
        }
    }
}
