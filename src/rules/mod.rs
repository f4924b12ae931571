//! The rules: what a demanding reviewer of an argument looks for. One file a rule; the list below names them all.
//!
//! To add one, write a file with `rule!` (the struct's doc comment is the page that `linchpin rules` prints)
//! and an implementation of [`Rule`], and add its line to the list. `rustfmt` does not see files through the list:
//! run it on the new file by name.

mod finding;
mod frame;

use std::collections::HashMap;
use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

pub use finding::{Finding, Fix, Label, Level};
pub(crate) use frame::forecast::stated_horizon;
pub use frame::{
    Card, Context, Described, Example, Findings, Grounds, Group, Hit, LevelOverrides, LevelSetting, LostLinchpin,
    OptionError, RevisedJudgement, Revision, Rule, RuleOption, SECTIONS, Selector, Settings, Stage, Thresholds, Turn,
    UnknownRule,
};
use frame::{rule, run, run_revision};

use crate::archive::Archives;
use crate::argument::Argument;
use crate::review::signoff::SignOff;
use crate::text::nearest;

macro_rules! registry {
    ($($module:ident::$rule:ident,)*) => {
        $(
            #[doc = concat!("The rule [`", stringify!($rule), "`](", stringify!($module), "::", stringify!($rule), ").")]
            pub mod $module;
        )*

        static ALL: &[&dyn Rule] = &[$(&$module::$rule),*];
    };
}

// By group, in the order in which the groups and their rules are listed.
registry! {
    no_judgement::NoJudgement,
    unsupported_judgement::UnsupportedJudgement,
    unsupported_claim::UnsupportedClaim,
    judgements_only_support::JudgementsOnlySupport,
    circular_support::CircularSupport,
    self_contradiction::SelfContradiction,
    support_and_contradiction::SupportAndContradiction,
    orphan_evidence::OrphanEvidence,
    duplicate_id::DuplicateId,
    dangling_reference::DanglingReference,
    duplicate_evidence::DuplicateEvidence,
    restated_judgement::RestatedJudgement,
    summary_mismatch::SummaryMismatch,
    compound_judgement::CompoundJudgement,
    no_contrary_evidence::NoContraryEvidence,
    no_alternative::NoAlternative,
    non_diagnostic_evidence::NonDiagnosticEvidence,
    rival_stronger::RivalStronger,
    unanswered_contradiction::UnansweredContradiction,
    unsourced_evidence::UnsourcedEvidence,
    ungraded_source::UngradedSource,
    single_source::SingleSource,
    circular_reporting::CircularReporting,
    uncorroborated_grade::UncorroboratedGrade,
    diagonal_grades::DiagonalGrades,
    weak_linchpin::WeakLinchpin,
    undated_evidence::UndatedEvidence,
    stale_evidence::StaleEvidence,
    evidence_after_report::EvidenceAfterReport,
    hearsay::Hearsay,
    unattributed_quotation::UnattributedQuotation,
    quotation_not_found::QuotationNotFound,
    unused_source::UnusedSource,
    no_assumption::NoAssumption,
    assumption_linchpin::AssumptionLinchpin,
    assertion_as_evidence::AssertionAsEvidence,
    no_consequence::NoConsequence,
    no_likelihood::NoLikelihood,
    vague_likelihood::VagueLikelihood,
    likelihood_with_confidence::LikelihoodWithConfidence,
    foreign_term::ForeignTerm,
    mixed_yardsticks::MixedYardsticks,
    stacked_hedge::StackedHedge,
    number_mismatch::NumberMismatch,
    percent_confident::PercentConfident,
    unfalsifiable::Unfalsifiable,
    no_horizon::NoHorizon,
    emphatic::Emphatic,
    term_spelling::TermSpelling,
    overstated::Overstated,
    understated::Understated,
    overconfident::Overconfident,
    fragile_verdict::FragileVerdict,
    not_converged::NotConverged,
    unused_suppression::UnusedSuppression,
    suppression_without_reason::SuppressionWithoutReason,
    malformed_annotation::MalformedAnnotation,
    counted_id::CountedId,
    likelihood_outruns_evidence::LikelihoodOutrunsEvidence,
    linchpin_lost::LinchpinLost,
    unexplained_change::UnexplainedChange,
    suspect_review::SuspectReview,
}

/// Every rule, by group.
#[must_use]
pub fn all() -> &'static [&'static dyn Rule] {
    ALL
}

/// The rule of that id.
#[must_use]
pub fn find(id: &str) -> Option<&'static dyn Rule> {
    index_of(id).map(|index| ALL[index])
}

/// The id that is nearest to a name that is no rule's, if any is near.
#[must_use]
pub fn nearest_id(name: &str) -> Option<&'static str> {
    nearest(name, ALL.iter().map(|rule| rule.card().id))
}

/// The place of a rule in [`all`]. O(1).
#[must_use]
pub fn index_of(id: &str) -> Option<usize> {
    static BY_ID: LazyLock<HashMap<&'static str, usize, FxBuildHasher>> =
        LazyLock::new(|| ALL.iter().enumerate().map(|(index, rule)| (rule.card().id, index)).collect());
    BY_ID.get(id).copied()
}

/// Checks an argument whose estimates are filled in, by every rule that is switched on.
///
/// Findings come in the order of the text, and at one place in the order of [`all`]. Linear in the argument, but for
/// sorting and for the bounded search that [`circular_support`] describes.
#[must_use]
pub fn check(argument: &Argument, settings: &Settings) -> Vec<Finding> {
    run(argument, settings, Companions::default())
}

/// The same, with the copies of the argument's sources, in which quoted words are looked for.
#[must_use]
pub fn check_with_archives(argument: &Argument, settings: &Settings, archives: &Archives) -> Vec<Finding> {
    run(argument, settings, Companions { archives: Some(archives), sign_off: None })
}

/// The same, with all that lies beside the argument.
#[must_use]
pub fn check_with(argument: &Argument, settings: &Settings, companions: Companions<'_>) -> Vec<Finding> {
    run(argument, settings, companions)
}

/// What lies beside an argument, as far as somebody read it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Companions<'a> {
    /// The copies of its sources.
    pub archives: Option<&'a Archives>,
    /// What was accepted of it in review. It is held against the copies of the sources too, so that they are to be read with it.
    pub sign_off: Option<&'a SignOff>,
}

/// Checks what changed between two editions of an argument; findings are of the new one. As [`check`] otherwise.
#[must_use]
pub fn check_revision(argument: &Argument, revision: &Revision<'_>, settings: &Settings) -> Vec<Finding> {
    run_revision(argument, revision, settings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    fn is_kebab(id: &str) -> bool {
        id.split('-').all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
    }

    #[test]
    fn every_rule_says_all_that_its_page_needs() {
        for rule in all() {
            let card = rule.card();
            let id = card.id;
            assert!(is_kebab(id), "{id}: not in kebab case");
            assert!(Group::from_word(id).is_none() && id != "all", "{id}: the name of a group");
            assert_eq!(all().iter().filter(|other| other.card().id == id).count(), 1, "{id}: twice");
            assert!(
                !card.summary.is_empty() && card.summary.len() <= 80 && !card.summary.ends_with('.'),
                "{id}: summary"
            );
            let sections = card.sections();
            assert_eq!(sections.iter().map(|(title, _)| *title).collect::<Vec<_>>(), SECTIONS, "{id}: sections");
            for (title, body) in sections {
                assert!(!body.is_empty(), "{id}: nothing under {title}");
            }
            let examples = card.examples();
            assert!(examples.iter().any(|example| example.passes), "{id}: no passing example");
            assert!(examples.iter().any(|example| !example.passes), "{id}: no failing example");
            assert_eq!(card.lines().filter(|line| line.starts_with("```")).count(), 2 * examples.len(), "{id}: fences");
            for option in card.options {
                assert!(is_kebab(option.key) && !option.meaning.is_empty(), "{id}: {}", option.key);
                assert!((option.lowest..=option.highest).contains(&option.default), "{id}: {}", option.key);
            }
        }
    }

    #[test]
    fn the_examples_on_every_page_do_as_the_page_says() {
        use crate::config::Config;
        use crate::format::{self, Reader, graph_file, report};
        use crate::text::SourceFile;

        let mut wrong = Vec::new();
        for (number, rule) in all().iter().enumerate() {
            let card = rule.card();
            for example in card.examples() {
                if rule.stage() == Stage::Revision {
                    assert_eq!(example.language, "diff", "{}: an example of a change is a diff", card.id);
                    let hits = frame::testing::hits_in_change(card.id, &example.text);
                    if hits.is_empty() != example.passes {
                        wrong.push(format!("{}: passes is {}\n{}{hits:?}", card.id, example.passes, example.text));
                    }
                    continue;
                }
                let reader: &dyn Reader = match example.language.as_str() {
                    "markdown" => &report::MarkdownReport,
                    "text" => &report::TextReport,
                    "html" => &report::HtmlReport,
                    "toml" => &graph_file::Toml,
                    "yaml" => &graph_file::Yaml,
                    "json" => &graph_file::Json,
                    other => panic!("{}: an example in {other}, which nobody reads", card.id),
                };
                let file = SourceFile::new("example", example.text.as_str());
                let understood = match format::understand(&file, reader, &Config::default()) {
                    Ok(understood) => understood,
                    Err(faults) => panic!("{}: an example cannot be read: {}", card.id, faults[0]),
                };
                let mut settings = Settings::default();
                if settings.level(number, card.level).is_none() {
                    let mut on = LevelOverrides::default();
                    on.push(card.id, LevelSetting::At(card.level)).unwrap();
                    settings = Settings::from_layers(&[&on]);
                }
                // "This fails with `semantics = \"df-quad\"`" is part of the example.
                settings.semantics = card
                    .doc
                    .split_once("`semantics = \"")
                    .and_then(|(_, rest)| Some(rest.split_once('"')?.0.to_owned()));
                let argument = &understood.reading.argument;
                let archives = crate::archive::Archives::read(argument, &crate::text::InMemory::default());
                let sign_off = frame::testing::sign_off_in(&example.text);
                let companions = Companions { archives: Some(&archives), sign_off: sign_off.as_ref() };
                let findings = check_with(argument, &settings, companions);
                let hits: Vec<_> = findings.iter().filter(|finding| finding.rule == card.id).collect();
                if hits.is_empty() != example.passes {
                    let said: Vec<_> = hits.iter().map(|hit| hit.message.as_str()).collect();
                    wrong.push(format!("{}: passes is {}\n{}{said:?}", card.id, example.passes, example.text));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn the_groups_stand_together_in_their_order() {
        assert!(all().is_sorted_by_key(|rule| rule.card().group));
    }

    #[test]
    fn the_list_of_rules() {
        let mut list = String::new();
        for rule in all() {
            let card = rule.card();
            writeln!(list, "{:<11} {:<7} {:<27} {}", card.group.word(), card.level.word(), card.id, card.summary)
                .unwrap();
        }
        insta::assert_snapshot!(list);
    }

    #[test]
    fn rules_are_found_by_id() {
        assert_eq!(find("no-judgement").unwrap().card().id, "no-judgement");
        assert!(find("no-judgment").is_none());
        assert_eq!(nearest_id("no-judgment"), Some("no-judgement"));
    }

    #[test]
    fn findings_come_in_the_order_of_the_text_and_are_the_same_every_time() {
        let text = "kj2: judgement \"B.\"\nkj1: judgement \"A.\"\ne1: evidence \"C.\"\ne1 -> kj2\nduplicate kj1";
        let argument = crate::argument::testing::sketch(text);
        let findings = check(&argument, &Settings::default());
        let rules = ["no-likelihood", "unsupported-judgement", "unsourced-evidence", "duplicate-id"];
        let of_these = findings.iter().filter(|finding| rules.contains(&finding.rule));
        let order: Vec<_> = of_these.map(|finding| (finding.primary.span.start, finding.rule)).collect();
        let line = |words: &str| u32::try_from(text.find(words).unwrap()).unwrap();
        let expected = [
            (line("B."), "no-likelihood"),
            (line("A."), "unsupported-judgement"),
            (line("A."), "no-likelihood"),
            (line("C."), "unsourced-evidence"),
            (line("duplicate"), "duplicate-id"),
        ];
        assert_eq!(order, expected);
        assert_eq!(findings, check(&argument, &Settings::default()));
    }

    #[test]
    fn a_hundred_thousand_findings_take_linear_time() {
        let mut text = String::from("kj1: judgement \"A.\"\n");
        for number in 0..100_000 {
            writeln!(text, "e{number} -> kj1").unwrap();
        }
        let argument = crate::argument::testing::sketch(&text);
        let findings = check(&argument, &Settings::default());
        assert_eq!(findings.iter().filter(|finding| finding.rule == "unsourced-evidence").count(), 100_000);
    }
}
