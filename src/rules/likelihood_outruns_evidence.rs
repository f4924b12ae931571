use super::{Context, Findings, Hit, Revision, Rule, Stage, Turn, rule};

rule! {
    /// ## What it does
    /// `linchpin diff` reports a judgement that is surer than in the edition before ("likely" became "highly likely", or
    /// "unlikely" became "highly unlikely") while its strength has not risen by at least the option `rise`; and one whose
    /// likelihood turned to the other side of one half although nothing that bears on it changed.
    ///
    /// ## Why it matters
    /// Readers take a rising likelihood for news. If no evidence came in, the words rose because somebody had got used to
    /// them, or wanted a clearer message.
    ///
    /// ## Example
    /// ```diff fail
    ///  ## Key Judgement 1
    ///
    /// -The harbour is likely to be closed by winter.
    /// +The harbour is highly likely to be closed by winter.
    ///
    ///  - The pilots' contract ends in November and was not renewed.
    /// ```
    ///
    /// ```diff pass
    ///  ## Key Judgement 1
    ///
    /// -The harbour is likely to be closed by winter.
    /// +The harbour is highly likely to be closed by winter.
    ///
    ///  - The pilots' contract ends in November and was not renewed.
    /// +- The insurers have withdrawn their cover from November on.
    /// ```
    ///
    /// ## How to mend it
    /// Add the evidence that made you surer, or go back to the term before. Where the first edition was too careful, say so in the judgement.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(2): expresses and explains the uncertainties of major analytic judgments; D.6.e(7): explains
    /// change to or consistency of analytic judgments.
    pub struct LikelihoodOutrunsEvidence;
    id = "likelihood-outruns-evidence";
    group = Review;
    level = Warning;
    summary = "A likelihood that rose while its evidence did not (diff)";
    option "rise" = 0.01 in 0.0..=1.0: "how far the strength has to rise for the likelihood to rise with it";
}

impl Rule for LikelihoodOutrunsEvidence {
    fn stage(&self) -> Stage {
        Stage::Revision
    }

    fn check_revision(&self, context: &Context<'_>, revision: &Revision<'_>, findings: &mut Findings) {
        let rise = context.option(self, "rise");
        for judgement in &revision.judgements {
            let (before, now) = (revision.old.node(judgement.old), context.argument.node(judgement.new));
            let (Some(old), Some(new)) = (&before.estimate, &now.estimate) else { continue };
            let change = format!("from \"{}\" to \"{}\"", old.name, new.name);
            let message = match (judgement.turn, judgement.strengths) {
                (Some(Turn::Stronger), (Some(was), Some(is))) if is - was < rise => {
                    let strength = match is - was {
                        fall if fall <= -0.005 => format!("its strength fell from {was:.2} to {is:.2}"),
                        _ if judgement.is_grounds_changed => format!("its strength stayed at {is:.2}"),
                        _ => "nothing that bears on it changed".to_owned(),
                    };
                    format!("`{}` went {change}, and {strength}", now.id)
                }
                (Some(Turn::Reversed), _) if !judgement.is_grounds_changed => {
                    format!("`{}` turned {change}, and nothing that bears on it changed", now.id)
                }
                _ => continue,
            };
            let hit = Hit::new(new.span, message)
                .saying(format!("was \"{}\"", old.name))
                .help("add the evidence that made you surer, or go back to the term before")
                .about(judgement.new);
            findings.push(hit);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::hits_in_change;

    fn hits(bullets: &str) -> Vec<String> {
        let diff = format!(
            " ## Key Judgement 1\n \n-The harbour is likely to be closed.\n+The harbour is highly likely to be closed.\n \n\
             {bullets}"
        );
        hits_in_change("likelihood-outruns-evidence", &diff)
    }

    #[test]
    fn the_message_says_what_became_of_the_strength() {
        let surer = "`kj1` went from \"likely\" to \"highly likely\"";
        assert_eq!(hits(" - The pilots have left.\n"), [format!("{surer}, and nothing that bears on it changed")]);
        assert_eq!(
            hits("-- The pilots have left.\n+- Insurers give no more cover.\n"),
            [format!("{surer}, and its strength stayed at 0.65")]
        );
        // logistic(2·0.6), then logistic(0.6).
        assert_eq!(
            hits(" - The pilots have left.\n-- Insurers give no more cover.\n"),
            [format!("{surer}, and its strength fell from 0.77 to 0.65")]
        );
        assert!(hits(" - The pilots have left.\n+- Insurers give no more cover.\n").is_empty());
    }
}
