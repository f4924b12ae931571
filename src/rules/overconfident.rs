use std::collections::HashSet;

use rustc_hash::FxBuildHasher;

use super::frame::forecast;
use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{Argument, Confidence, EdgeKind, Id, NodeHandle, NodeKind};

rule! {
    /// ## What it does
    /// Reports a judgement held with high confidence
    ///
    /// - that rests on fewer facts and sources than the option `facts` asks for; or
    /// - all of whose evidence names one and the same source; or
    /// - that forecasts further ahead than the option `years` allows: "by 2045", "over the next twenty years", counted
    ///   from the report's date.
    ///
    /// Facts are not counted where the report gives a reason for the confidence ("high: three ports agree"), nor where
    /// all of them are sentences of the judgement's own paragraph, for then the rest of the report may hold more. Where it
    /// names no sources, nothing is said of sources. "Moderate to high" is not high.
    ///
    /// ## Why it matters
    /// High confidence tells the reader that the sourcing is good and that the judgement is unlikely to be revised. One
    /// report cannot bear that, and neither can anybody's view of the next generation.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// Confidence: high
    ///
    /// - The pilots' contract ends in November and [was not renewed](https://example.org/harbour/notice-12).
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// Confidence: high
    ///
    /// - The pilots' contract ends in November and [was not renewed](https://example.org/harbour/notice-12).
    /// - The insurers have [withdrawn their cover](https://insurers.example/circulars/7) from November on.
    /// ```
    ///
    /// ## How to mend it
    /// Say "moderate" or "low", or add the independent evidence that the confidence comes from. For a far forecast, give
    /// the confidence for a nearer date, or say which conditions it holds under.
    ///
    /// ## Standard
    /// JP 2-0, appendix A: high confidence is for well-corroborated information from proven sources and minimal
    /// assumptions. PHIA's guidance rates confidence by the information base, rigour, and the volatility of the subject.
    pub struct Overconfident;
    id = "overconfident";
    group = Strength;
    level = Warning;
    summary = "High confidence on thin or single sourcing, or in a far forecast";
    option "facts" = 2.0 in 1.0..=100.0: "how many facts, or sources of one fact, high confidence needs";
    option "years" = 10.0 in 0.0..=1000.0: "how many years ahead a forecast may look that is made with high confidence";
}

impl Rule for Overconfident {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        for (handle, node) in argument.judgements() {
            let Some(confidence) = node.confidence.as_ref().filter(|stated| stated.level == Confidence::High) else {
                continue;
            };
            let hit = |message: String| Hit::new(confidence.span, message).about(handle);
            // What nothing at all supports is another rule's matter.
            if argument.has_premise(handle, EdgeKind::Supports)
                && let Some(base) = base(argument, handle)
            {
                let wanted = context.option(self, "facts");
                let counted = u32::try_from(base.facts.max(base.sources.len())).map_or(f64::INFINITY, f64::from);
                if counted < wanted && confidence.basis.is_none() && (base.facts == 0 || base.has_bullets) {
                    let message = match base.facts {
                        0 => format!("`{}` has high confidence, and no fact under it", node.id),
                        1 => format!("`{}` has high confidence, and one fact under it", node.id),
                        facts => format!("`{}` has high confidence, and {facts} facts under it", node.id),
                    };
                    findings
                        .push(hit(message).help("say \"moderate\" or \"low\", or add what the confidence comes from"));
                } else if base.all_sourced
                    && let (Some(source), 1) = (base.sources.iter().next(), base.sources.len())
                {
                    let message =
                        format!("`{}` has high confidence, and all of its evidence comes from `{source}`", node.id);
                    findings.push(hit(message).help("say \"moderate\", or add evidence from another source"));
                }
            }
            let english = context.english(handle);
            if let Some((years, words)) = forecast::years_ahead(&english, argument.report.date)
                && f64::from(years) > context.option(self, "years")
            {
                let message = format!("`{}` has high confidence in a forecast of {years} years", node.id);
                let help = "give the confidence for a nearer date, or the conditions that it holds under";
                findings.push(hit(message).help(help).also(english.span(&words), "looks this far ahead"));
            }
        }
    }
}

/// What supports a judgement.
struct Base<'a> {
    /// Pieces of evidence.
    facts: usize,
    sources: HashSet<&'a Id, FxBuildHasher>,
    /// Whether any piece of evidence stands outside of the judgement's own paragraph.
    has_bullets: bool,
    /// Whether every piece of evidence names a source.
    all_sourced: bool,
}

/// The facts that support a judgement, directly or through others; `None` for an argument so large that thinness is
/// not its trouble.
fn base(argument: &Argument, judgement: NodeHandle) -> Option<Base<'_>> {
    const MOST: usize = 1000;
    let mut base = Base { facts: 0, sources: HashSet::default(), has_bullets: false, all_sourced: true };
    let mut seen: HashSet<NodeHandle, FxBuildHasher> = HashSet::from_iter([judgement]);
    let mut open = vec![judgement];
    base.sources.extend(argument.node(judgement).sources.iter().map(|reference| &reference.key));
    while let Some(node) = open.pop() {
        for premise in argument.premises(node).filter(|premise| premise.kind == EdgeKind::Supports) {
            if !seen.insert(premise.node) {
                continue;
            }
            if seen.len() > MOST {
                return None;
            }
            open.push(premise.node);
            let data = argument.node(premise.node);
            base.sources.extend(data.sources.iter().map(|reference| &reference.key));
            if data.kind == NodeKind::Evidence {
                base.facts += 1;
                base.has_bullets |= !data.inline;
                base.all_sourced &= !data.sources.is_empty();
            }
        }
    }
    Some(base)
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_page_holds, hits};

    #[test]
    fn the_page_holds() {
        assert_page_holds("overconfident");
    }

    #[test]
    fn one_fact_or_one_source_is_too_little_and_lower_confidence_is_not() {
        let of = |level: &str, rest: &str| {
            hits("overconfident", &format!("kj1: judgement \"A.\" confidence={level}\n{rest}"))
        };
        let one = "e1: evidence \"B.\" source=wire\ne1 -> kj1";
        assert_eq!(of("high", one), ["1: `kj1` has high confidence, and one fact under it"]);
        assert!(of("moderate-to-high", one).is_empty());
        // Two sources for one fact corroborate it.
        assert!(of("high", "e1: evidence \"B.\" source=wire,paper\ne1 -> kj1").is_empty());
        let same = "e1: evidence \"B.\" source=wire\ne2: evidence \"C.\" source=wire\ne1 -> kj1\ne2 -> kj1";
        assert_eq!(of("high", same), ["1: `kj1` has high confidence, and all of its evidence comes from `wire`"]);
        // The second fact names nobody: who knows.
        assert!(of("high", "e1: evidence \"B.\" source=wire\ne2: evidence \"C.\"\ne1 -> kj1\ne2 -> kj1").is_empty());
        // Facts under a claim count; those that contradict do not.
        assert!(of("high", "c1: claim \"D.\"\ne1 -> c1\ne2 -> c1\nc1 -> kj1").is_empty());
        assert_eq!(of("high", "e1 -> kj1\ne2 -x kj1\ne3 -x kj1").len(), 1);
        assert!(of("high", "").is_empty());
        // The judgement's own sentences are a summary of what stands elsewhere.
        assert!(of("high", "e1: evidence \"B.\" inline\ne1 -> kj1").is_empty());
    }

    #[test]
    fn high_confidence_in_a_far_forecast_is_reported() {
        let text =
            "kj1: judgement \"Rain by design over the next thirty years.\" confidence=high\ne1 -> kj1\ne2 -> kj1";
        assert_eq!(hits("overconfident", text), ["1: `kj1` has high confidence in a forecast of 30 years"]);
        assert!(hits("overconfident", &text.replace("thirty", "nine")).is_empty());
    }
}
