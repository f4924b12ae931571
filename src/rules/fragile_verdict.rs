use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::Id;
use crate::score::reordered;

rule! {
    /// ## What it does
    /// Reports a judgement that stands above one half under one semantics and below it under another, or that changes
    /// places with a second judgement. The semantics in use is compared with `log-odds` and `quadratic-energy`.
    /// Differences smaller than the gap do not count. Two judgements change places only where the report states a
    /// credibility, grade or weight for both: an order that comes from default numbers means nothing.
    ///
    /// ## Why it matters
    /// The semantics are rival readings of the same weights, and none is the right one. What hangs on the choice
    /// between them should not be said to follow from the evidence.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// It is likely that the harbour will be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed. {credibility=0.5}
    ///
    /// ### Evidence against
    ///
    /// - Rumour has it that they have signed after all. {#signed .claim credibility=0.1}
    ///   - The mayor says so. {credibility=0.85}
    ///   - The pilots' spokesman says so. {credibility=0.85}
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// It is likely that the harbour will be closed by winter.
    ///
    /// - Pilots have left. {credibility=0.9}
    /// - Dredgers have left. {credibility=0.8}
    /// ```
    ///
    /// ## How to mend it
    /// Look at `linchpin explain REPORT ID` under both, and see which premise makes the difference. Give it a weight
    /// that you can defend, find more evidence, or say in the report that the two sides are about even.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(2)(a): products identify indicators that would alter the levels of uncertainty of their major
    /// analytic judgements. That semantics can disagree: linchpin's chapter on strength.
    pub struct FragileVerdict;
    id = "fragile-verdict";
    group = Strength;
    level = Warning;
    summary = "A judgement whose side or rank hangs on the choice of semantics";
    option "gap" = 0.02 in 0.0..=0.5: "how far from one half, or from the other judgement, both semantics must put it";
}

impl Rule for FragileVerdict {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let (argument, gap) = (context.argument, context.option(self, "gap"));
        let scores = context.scores();
        let mut reported = vec![false; scores.judgements.len()];
        for rival in scores.judgements.first().map(|verdict| verdict.rivals.as_slice()).unwrap_or_default() {
            let name = rival.0;
            let pairs: Vec<Option<(f64, f64)>> = scores
                .judgements
                .iter()
                .map(|verdict| {
                    let there = verdict.rivals.iter().find(|other| other.0 == name)?.1?;
                    Some((verdict.strength?, there))
                })
                .collect();
            let swapped = reordered(&pairs, gap.max(1e-9));
            for (index, verdict) in scores.judgements.iter().enumerate() {
                let Some((here, there)) = pairs[index] else { continue };
                if std::mem::replace(&mut reported[index], true) {
                    continue;
                }
                let id = &verdict.id;
                let apart = (here - 0.5).abs() > gap && (there - 0.5).abs() > gap;
                let other: Option<&Id> = swapped[index].map(|other| &scores.judgements[other].id);
                let message = if apart && (here > 0.5) != (there > 0.5) {
                    format!("`{id}` stands at {here:.2} under {}, and at {there:.2} under {name}", scores.semantics)
                } else if let Some(other) = other.filter(|other| {
                    let is_stated = |id: &Id| {
                        let share = context.stated_share();
                        argument.find(id.as_str()).is_some_and(|node| share.of(node).is_stated)
                    };
                    is_stated(id) && is_stated(other)
                }) {
                    format!(
                        "`{id}` and `{other}` change places: {} and {name} disagree on which stands better",
                        scores.semantics
                    )
                } else {
                    reported[index] = false;
                    continue;
                };
                let help = format!("`linchpin explain REPORT {id} --semantics {name}` shows where the two part");
                findings.push(Hit::new(context.place(verdict.node), message).help(help).about(verdict.node));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_page_holds, report_hits};

    #[test]
    fn the_page_holds() {
        assert_page_holds("fragile-verdict");
    }

    #[test]
    fn two_judgements_that_change_places_are_each_reported_if_something_is_stated_for_both() {
        let text = |reeds: &str, flags: &str| {
            format!(
                "## Key Judgement 1 {{credibility=0.3}}\n\nRain is likely.\n\n- The glass falls. {{credibility=0.9}}\n\
                 - Swallows fly low. {{credibility=0.8}}\n\n## Key Judgement 2\n\nWind is likely.\n\n\
                 - The reeds bend.{reeds}\n- The flags fly.{flags}\n"
            )
        };
        let said = |a, b| {
            format!("`{a}` and `{b}` change places: log-odds and quadratic-energy disagree on which stands better")
        };
        // By log-odds 0.70 and 0.75, by quadratic energy 0.82 and 0.77.
        let stated = text(" {credibility=0.6}", " {credibility=0.5}");
        let expected = [format!("3: {}", said("kj1", "kj2")), format!("10: {}", said("kj2", "kj1"))];
        assert_eq!(report_hits("fragile-verdict", &stated), expected);
        // By log-odds 0.70 and 0.77, by quadratic energy 0.82 and 0.80.
        assert!(report_hits("fragile-verdict", &text("", "")).is_empty());
    }
}
