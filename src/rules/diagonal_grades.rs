use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{Grade, InformationCredibility, Reliability};
use crate::text::Span;

rule! {
    /// ## What it does
    /// Reports a report in which every grade pairs the letter with the digit of the same place: A1, B2, C3, D4, E5. F
    /// and 6 mean that somebody could not judge, and such grades are passed over. Below four grades (the option
    /// `grades`) it may be chance, and the rule is silent.
    ///
    /// ## Why it matters
    /// A grade holds two answers: how far the source can be trusted in general, and how likely this piece of information
    /// is, seen beside all others. Reliable sources are wrong at times, and unreliable ones are right. Where all grades
    /// lie on the diagonal, the second answer was probably copied from the first.
    ///
    /// ## Example
    /// ```markdown fail
    /// ---
    /// sources:
    ///   notice: { title: Notice 12, grade: A1 }
    ///   pilots: { title: Letter of the union, grade: B2 }
    ///   echo: { title: Harbour Echo, grade: C3 }
    ///   blog: { title: A sailor's blog, grade: D4 }
    /// ---
    ///
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract was not renewed. [@notice; @pilots]
    /// - Two tugs were sold in March. [@echo; @blog]
    /// ```
    ///
    /// ```markdown pass
    /// ---
    /// sources:
    ///   notice: { title: Notice 12, grade: A1 }
    ///   pilots: { title: Letter of the union, grade: B1 }
    ///   echo: { title: Harbour Echo, grade: C2 }
    ///   blog: { title: A sailor's blog, grade: D2 }
    /// ---
    ///
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract was not renewed. [@notice; @pilots]
    /// - Two tugs were sold in March. [@echo; @blog]
    /// ```
    ///
    /// ## How to mend it
    /// Look at each digit again without looking at the letter: who else says so, does it fit what is known, is it
    /// possible at all?
    ///
    /// ## Standard
    /// STANAG 2511 rates the reliability of the source and the credibility of the information on two scales. That
    /// graders copy one to the other was measured: 87 % of ratings lay on the diagonal (Baker et al. 1968).
    pub struct DiagonalGrades;
    id = "diagonal-grades";
    group = Sourcing;
    level = Note;
    summary = "All grades are A1, B2, C3 …: one scale was copied from the other";
    option "grades" = 4.0 in 2.0..=1000.0: "how many grades are too many for chance";
}

/// How many grades are pointed at.
const SHOWN: usize = 4;

/// The place of a grade's halves on their scales; `None` where one of them could not be judged.
fn places(grade: Grade) -> Option<(u8, u8)> {
    let letter = match grade.reliability {
        Reliability::Completely => 1,
        Reliability::Usually => 2,
        Reliability::Fairly => 3,
        Reliability::NotUsually => 4,
        Reliability::Unreliable => 5,
        Reliability::CannotBeJudged => return None,
    };
    let digit = match grade.credibility {
        InformationCredibility::Confirmed => 1,
        InformationCredibility::ProbablyTrue => 2,
        InformationCredibility::PossiblyTrue => 3,
        InformationCredibility::Doubtful => 4,
        InformationCredibility::Improbable => 5,
        InformationCredibility::CannotBeJudged => return None,
    };
    Some((letter, digit))
}

impl Rule for DiagonalGrades {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let of_sources = argument.sources().filter_map(|source| Some((source.grade?, source.span)));
        let of_nodes = argument.nodes().filter_map(|(_, node)| Some((node.grade?, node.span.at_start())));
        let mut graded: Vec<(Grade, Span)> = Vec::new();
        for (grade, span) in of_sources.chain(of_nodes) {
            match places(grade) {
                Some((letter, digit)) if letter == digit => graded.push((grade, span)),
                Some(_) => return,
                None => {}
            }
        }
        #[allow(clippy::cast_precision_loss)]
        if (graded.len() as f64) < context.option(self, "grades") {
            return;
        }
        let message = format!("all {} grades pair the letter with its own digit, as A1, B2 and C3 do", graded.len());
        let mut hit = Hit::new(graded[0].1, message)
            .help("grade the information apart from its source: who else says so, does it fit what is known?")
            .saying(graded[0].0.to_string());
        for (grade, span) in graded.iter().skip(1).take(SHOWN - 1) {
            hit = hit.also(*span, grade.to_string());
        }
        findings.push(hit);
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use crate::rules::frame::testing::{assert_examples, hits_in_report};

    fn of(grades: &[&str]) -> usize {
        let mut text = String::from("---\nsources:\n");
        for (number, grade) in grades.iter().enumerate() {
            writeln!(text, "  s{number}: {{ grade: {grade} }}").unwrap();
        }
        text.push_str("---\n\n## Key Judgement 1\n\nIt will likely rain.\n\n- So it is said. [@s0]\n");
        hits_in_report("diagonal-grades", &text).len()
    }

    #[test]
    fn the_page_keeps_its_word() {
        assert_examples("diagonal-grades");
    }

    #[test]
    fn one_grade_off_the_diagonal_is_enough() {
        assert_eq!(of(&["B2", "B2", "C3", "A1"]), 1);
        assert_eq!(of(&["B2", "B2", "C3", "A1", "B3"]), 0);
        assert_eq!(of(&["B2", "B2", "C3"]), 0);
    }

    #[test]
    fn what_could_not_be_judged_does_not_count() {
        assert_eq!(of(&["B2", "B2", "C3", "F6"]), 0);
        assert_eq!(of(&["B2", "B2", "C3", "A1", "F3", "B6"]), 1);
    }
}
