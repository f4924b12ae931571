use super::{Context, Findings, Hit, Level, Rule, rule};
use crate::argument::{Confidence, Node, Source};

rule! {
    /// ## What it does
    /// Reports a judgement whose sourced evidence leads to one source: all that supports it, through any number of
    /// steps, is taken as far as it names sources, and these are followed to where they have their information from
    /// (`derived_from`, one address, one publisher). A judgement that says so itself ("a single source", "uncorroborated"),
    /// in its words or in the reason for its confidence, is left alone unless the confidence is high. It is an error where the judgement is held with high confidence.
    ///
    /// ## Why it matters
    /// If the one source is wrong, or was deceived, nothing is left. Ten bullets from one report look like much and
    /// are one voice.
    ///
    /// ## Example
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and [was not renewed](https://harbour.example/notice-12).
    /// - Two tugs [were sold](https://harbour.example/notice-12) in March.
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and [was not renewed](https://harbour.example/notice-12).
    /// - Two tugs [were sold](https://ships.example/sales/march) in March.
    /// ```
    ///
    /// ## How to mend it
    /// Find a second source that does not draw on the first. If there is none, say so in the judgement and lower its
    /// confidence.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(1): source summary statements give a holistic assessment of the strengths or weaknesses in the
    /// source base. JP 2-0: high confidence goes with well-corroborated information.
    pub struct SingleSource;
    id = "single-source";
    group = Sourcing;
    level = Warning;
    summary = "A judgement whose evidence leads to one source";
}

impl Rule for SingleSource {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let origins = context.origins();
        let sources: Vec<&Source> = argument.sources().collect();
        for grounds in context.grounds() {
            let references = grounds.sourced.iter().flat_map(|&node| &argument.node(node).sources);
            let mut cited = references.filter_map(|reference| origins.number(&reference.key));
            let Some(first) = cited.next() else { continue };
            let [origin] = *origins.of(first) else { continue };
            let mut is_one_source = true;
            let leads_there = |number: usize| {
                is_one_source &= number == first;
                origins.of(number) == [origin]
            };
            if !cited.all(leads_there) {
                continue;
            }
            let judgement = argument.node(grounds.judgement);
            let is_high = judgement.confidence.as_ref().is_some_and(|stated| stated.level == Confidence::High);
            if !is_high && says_so(judgement) {
                continue;
            }
            let what = if is_one_source { "one source" } else { "one origin" };
            let name = if is_one_source { &sources[first].key } else { &sources[origin].key };
            let held = if is_high { ", held with high confidence," } else { "" };
            let message = format!("the judgement `{}`{held} rests on {what}, `{name}`", judgement.id);
            let mut hit = Hit::new(context.place(grounds.judgement), message)
                .help("find a second source that does not draw on the first, or say that there is none")
                .about(grounds.judgement);
            if let Some(confidence) = judgement.confidence.as_ref().filter(|_| is_high) {
                hit = hit.also(confidence.span, "one source is too thin for high confidence").at_level(Level::Error);
            }
            findings.push(hit.also(sources[first].span, "all that is sourced leads here"));
        }
    }
}

/// Whether the judgement tells its readers that it rests on one source.
fn says_so(judgement: &Node) -> bool {
    let basis = judgement.confidence.as_ref().and_then(|stated| stated.basis.as_ref());
    let texts = [Some(&judgement.text), basis];
    texts.into_iter().flatten().any(|text| {
        let text = text.as_str().to_lowercase();
        ["single source", "single-source", "one source", "sole source", "only source", "uncorroborated"]
            .iter()
            .any(|words| text.contains(words))
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::Level;
    use crate::rules::frame::testing::{assert_examples, findings, hits, hits_in_file};

    #[test]
    fn the_page_keeps_its_word() {
        assert_examples("single-source");
    }

    #[test]
    fn one_source_is_found_through_steps_and_is_an_error_with_high_confidence() {
        let text = "kj1: judgement \"A.\" confidence=high\nc1: claim \"B.\"\ne1: evidence \"C.\" source=wire\n\
                    e2: evidence \"D.\" source=wire\ne3: evidence \"E.\"\ne1 -> c1\ne2 -> c1\nc1 -> kj1\ne3 -> kj1";
        let found = findings("single-source", text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "the judgement `kj1`, held with high confidence, rests on one source, `wire`");
        assert_eq!(found[0].level, Level::Error);
        let moderate = findings("single-source", &text.replace("=high", "=moderate"));
        assert_eq!(moderate[0].level, Level::Warning);
    }

    #[test]
    fn a_second_source_or_none_at_all_is_silent() {
        let base = "kj1: judgement \"A.\"\ne1: evidence \"B.\" source=wire\ne2: evidence \"C.\"";
        assert!(hits("single-source", &format!("{base} source=paper\ne1 -> kj1\ne2 -> kj1")).is_empty());
        assert!(hits("single-source", &format!("{base}\ne2 -> kj1")).is_empty());
        assert_eq!(hits("single-source", &format!("{base} source=paper\ne1 -> kj1\ne2 -x kj1")).len(), 1);
        assert!(
            hits("single-source", "kj1: judgement \"A.\" source=wire\ne1: evidence \"B.\" source=b\ne1 -> kj1")
                .is_empty()
        );
    }

    #[test]
    fn a_judgement_that_says_so_is_left_alone_unless_it_is_sure() {
        let of = |confidence: &str| {
            let text = format!(
                "**KJ-1 ({confidence}).** The tug was likely sold. [The register](https://r.example) shows it. \
                 *{confidence}: strong claim, single source.*\n"
            );
            hits_in_file("single-source", "report.md", &format!("## Key Judgements\n\n{text}"), &[]).len()
        };
        assert_eq!((of("Moderate"), of("High")), (0, 1));
    }

    #[test]
    fn sources_that_copy_one_are_one() {
        let graph = "[nodes.kj1]\nkind = \"judgement\"\ntext = \"It is likely.\"\n\
                     [nodes.e1]\nkind = \"evidence\"\ntext = \"A.\"\nsources = [\"echo\"]\nsupports = { kj1 = 1.0 }\n\
                     [nodes.e2]\nkind = \"evidence\"\ntext = \"B.\"\nsources = [\"paper\"]\nsupports = { kj1 = 1.0 }\n\
                     [sources.echo]\nderived_from = [\"wire\"]\n[sources.paper]\nderived_from = [\"wire\"]\n[sources.wire]\n";
        let found = hits_in_file("single-source", "graph.toml", graph, &[]);
        assert_eq!(found, ["3: the judgement `kj1` rests on one origin, `wire`"]);
    }
}
