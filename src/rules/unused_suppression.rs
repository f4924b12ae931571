use std::collections::HashSet;

use super::{Context, Findings, Hit, Rule, Selector, Stage, rule};
use crate::argument::{NodeHandle, Suppression};
use crate::text::{SourceFile, Span};

rule! {
    /// ## What it does
    /// Reports a suppression that silences nothing: the rule has nothing to say there (any more), the same is silenced
    /// twice, or no rule has that name. A suppression of a rule that is switched off is left alone, and so is one of
    /// this rule itself.
    ///
    /// ## Why it matters
    /// A suppression that has outlived its reason hides the next finding, which nobody has looked at.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// <!-- linchpin: allow unsourced-evidence the notice is on the harbour's own wall -->
    /// - The pilots' contract ends in November and [was not renewed](https://example.org/harbour/notice-12).
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// <!-- linchpin: allow unsourced-evidence the notice is on the harbour's own wall -->
    /// - The pilots' contract ends in November and was not renewed.
    /// ```
    ///
    /// ## How to mend it
    /// Take it out, or correct the rule's name. `check --fix` takes out the second of two that are the same, reason and
    /// all.
    ///
    /// ## Standard
    /// None of the analytic standards: this keeps the review itself honest.
    pub struct UnusedSuppression;
    id = "unused-suppression";
    group = Review;
    level = Warning;
    summary = "A suppression that silences nothing";
}

impl Rule for UnusedSuppression {
    fn stage(&self) -> Stage {
        Stage::Suppressions
    }

    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let suppressions = &context.argument.suppressions;
        let mut said: HashSet<Said<'_>> = HashSet::new();
        let again: Vec<bool> = suppressions.iter().map(|suppression| !said.insert(said_by(suppression))).collect();
        for &number in context.idle_suppressions() {
            let suppression = &suppressions[number];
            let (message, help) = match Selector::parse(&suppression.rule) {
                Ok(_) if again[number] => {
                    let message = format!("the suppression of `{}` is given a second time", suppression.rule);
                    (message, "take one of the two out; --fix does it".into())
                }
                Ok(_) => (format!("the suppression of `{}` silences nothing", suppression.rule), "take it out".into()),
                Err(unknown) => {
                    let help = match unknown.nearest {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "take it out; `linchpin rules` lists the names".to_owned(),
                    };
                    (format!("no rule or group is called `{}`, so this silences nothing", unknown.name), help)
                }
            };
            let mut hit = Hit::new(suppression.span, message).help(help);
            let file = context.argument.files().files().nth(suppression.span.file.index());
            if again[number]
                && let Some(line) = file.and_then(|file| line_of_comment(file, suppression.span))
            {
                hit = hit.fix(line, "");
            }
            findings.push(hit.about_all(suppression.node).about_suppression(number));
        }
    }
}

/// What a suppression says, and of what.
type Said<'a> = (Option<NodeHandle>, &'a str, Option<&'a str>);

fn said_by(suppression: &Suppression) -> Said<'_> {
    (suppression.node, &suppression.rule, suppression.reason.as_deref())
}

/// The lines of a comment that has them to itself, with the last one's line break.
fn line_of_comment(file: &SourceFile, span: Span) -> Option<Span> {
    let text = file.text();
    let comment = text.get(span.range())?.trim();
    let is_one = comment.starts_with("<!--") && comment.find("-->") == comment.len().checked_sub(3);
    let start = text[..span.range().start].rfind('\n').map_or(0, |at| at + 1);
    let end = span.range().end;
    // The span may reach over the line's break already.
    let end =
        if text[..end].ends_with('\n') { end } else { text[end..].find('\n').map_or(text.len(), |at| end + at + 1) };
    let is_alone = text[start..end].trim() == comment;
    (is_one && is_alone).then(|| Span::new(span.file, start..end))
}

#[cfg(test)]
mod tests {
    use crate::argument::testing::sketch;
    use crate::rules::frame::testing::hits;
    use crate::rules::{LevelOverrides, LevelSetting, Settings, check};
    use crate::text::SourceFile;

    const BASE: &str = "kj1: judgement \"A.\" likelihood=0.55..0.75\ne1: evidence \"B.\"\ne1 -> kj1\n";

    fn with(line: &str) -> Vec<String> {
        hits("unused-suppression", &format!("{BASE}{line}"))
    }

    #[test]
    fn a_suppression_of_use_is_silent_whatever_name_it_uses() {
        for line in [
            "allow unsourced-evidence on e1 \"why\"",
            "allow sourcing on e1 \"why\"",
            "allow all on e1 \"why\"",
            "allow unsourced-evidence \"why\"",
        ] {
            assert!(with(line).is_empty(), "{line}");
            assert!(hits("unsourced-evidence", &format!("{BASE}{line}")).is_empty(), "{line}");
        }
    }

    #[test]
    fn a_suppression_at_the_wrong_place_or_for_nothing_is_reported() {
        let expected = ["4: the suppression of `unsourced-evidence` silences nothing"];
        assert_eq!(with("allow unsourced-evidence on kj1 \"why\""), expected);
        assert_eq!(hits("unsourced-evidence", BASE).len(), 1);
        assert_eq!(with("allow review on kj1 \"why\"").len(), 1);
    }

    #[test]
    fn of_two_the_second_has_nothing_left() {
        let twice = "allow unsourced-evidence on e1 \"why\"\nallow unsourced-evidence on e1 \"again\"";
        assert_eq!(with(twice), ["5: the suppression of `unsourced-evidence` silences nothing"]);
        let wider = "allow unsourced-evidence \"why\"\nallow unsourced-evidence on e1 \"again\"";
        assert_eq!(with(wider), ["4: the suppression of `unsourced-evidence` silences nothing"]);
    }

    /// The report with the mends of this rule made.
    fn mended(report: &str) -> String {
        let file = SourceFile::new("report.md", report);
        let argument = crate::format::detect(&file).read(&file).unwrap().argument;
        let findings = check(&argument, &Settings::default());
        let fixes = findings.iter().filter(|finding| finding.rule == "unused-suppression");
        crate::review::mend(report, fixes.filter_map(|finding| finding.fix.as_ref())).0
    }

    #[test]
    fn the_second_of_two_that_are_the_same_is_taken_out_with_its_line() {
        let comment = "<!-- linchpin: allow unsourced-evidence on the wall -->";
        let other = "<!-- linchpin: allow unsourced-evidence another reason -->";
        let head = "## Key Judgement 1\n\nThe harbour will likely close.\n\n";
        let item = "- The contract ends in November.\n";
        for (before, after) in [
            (format!("{head}{comment}\n{comment}\n{item}"), format!("{head}{comment}\n{item}")),
            (format!("{head}{comment}\n\n  {comment}\r\n\n{item}"), format!("{head}{comment}\n\n\n{item}")),
            // Which of two reasons holds is for the author to say, and so is a comment that shares its line.
            (format!("{head}{comment}\n{other}\n{item}"), format!("{head}{comment}\n{other}\n{item}")),
            (format!("{head}{comment} {comment}\n{item}"), format!("{head}{comment} {comment}\n{item}")),
            (format!("{head}{comment}\n{item}"), format!("{head}{comment}\n{item}")),
        ] {
            assert_eq!(mended(&before), after, "{before}");
        }
    }

    #[test]
    fn a_misspelt_name_is_reported() {
        let expected = ["4: no rule or group is called `unsourced-evidnce`, so this silences nothing"];
        assert_eq!(with("allow unsourced-evidnce on e1 \"why\""), expected);
    }

    #[test]
    fn a_suppression_of_a_rule_that_is_off_is_left_alone() {
        let argument = sketch(&format!("{BASE}allow no-judgement \"why\""));
        let mut off = LevelOverrides::default();
        off.push("no-judgement", LevelSetting::Off).unwrap();
        let count = |settings: &Settings| {
            check(&argument, settings).iter().filter(|finding| finding.rule == "unused-suppression").count()
        };
        assert_eq!(count(&Settings::default()), 1);
        assert_eq!(count(&Settings::from_layers(&[&off])), 0);
    }

    #[test]
    fn it_can_be_silenced_but_not_by_the_suppression_that_it_is_about() {
        let kept =
            "allow no-likelihood on kj1 \"kept for the next edition\"\nallow unused-suppression on kj1 \"see above\"";
        assert!(with(kept).is_empty());
        assert_eq!(with("allow review \"why\"").len(), 1);
    }
}
