use super::{Context, Findings, Hit, Rule, rule};
use crate::score::unsettled;

rule! {
    /// ## What it does
    /// Reports nodes that bear on each other in such a way that their strengths never settle under the semantics in use:
    /// what one gains the next loses, round and round. They have no strength then, and neither has what hangs on
    /// them. Each such group is reported once.
    ///
    /// ## Why it matters
    /// Whatever number were printed would be a matter of where the computation happened to stop.
    ///
    /// ## Example
    /// This fails with `semantics = "df-quad"`. Seven crews accuse each other in a ring, each by two men, all fully
    /// credible but one:
    ///
    /// ```toml fail
    /// [nodes]
    /// a1 = { kind = "claim", text = "The Agate's mate: the Beryl's crew lie.", credibility = 0.9, contradicts = { b1 = 1, b2 = 1 } }
    /// a2 = { kind = "claim", text = "The Agate's cook: the Beryl's crew lie.", credibility = 1, contradicts = { b1 = 1, b2 = 1 } }
    /// b1 = { kind = "claim", text = "The Beryl's mate: the Coral's crew lie.", credibility = 1, contradicts = { c1 = 1, c2 = 1 } }
    /// b2 = { kind = "claim", text = "The Beryl's cook: the Coral's crew lie.", credibility = 1, contradicts = { c1 = 1, c2 = 1 } }
    /// c1 = { kind = "claim", text = "The Coral's mate: the Dahlia's crew lie.", credibility = 1, contradicts = { d1 = 1, d2 = 1 } }
    /// c2 = { kind = "claim", text = "The Coral's cook: the Dahlia's crew lie.", credibility = 1, contradicts = { d1 = 1, d2 = 1 } }
    /// d1 = { kind = "claim", text = "The Dahlia's mate: the Ebony's crew lie.", credibility = 1, contradicts = { e1 = 1, e2 = 1 } }
    /// d2 = { kind = "claim", text = "The Dahlia's cook: the Ebony's crew lie.", credibility = 1, contradicts = { e1 = 1, e2 = 1 } }
    /// e1 = { kind = "claim", text = "The Ebony's mate: the Flint's crew lie.", credibility = 1, contradicts = { f1 = 1, f2 = 1 } }
    /// e2 = { kind = "claim", text = "The Ebony's cook: the Flint's crew lie.", credibility = 1, contradicts = { f1 = 1, f2 = 1 } }
    /// f1 = { kind = "claim", text = "The Flint's mate: the Garnet's crew lie.", credibility = 1, contradicts = { g1 = 1, g2 = 1 } }
    /// f2 = { kind = "claim", text = "The Flint's cook: the Garnet's crew lie.", credibility = 1, contradicts = { g1 = 1, g2 = 1 } }
    /// g1 = { kind = "claim", text = "The Garnet's mate: the Agate's crew lie.", credibility = 1, contradicts = { a1 = 1, a2 = 1 } }
    /// g2 = { kind = "claim", text = "The Garnet's cook: the Agate's crew lie.", credibility = 1, contradicts = { a1 = 1, a2 = 1 } }
    /// ```
    ///
    /// Two that accuse each other settle, under every semantics:
    ///
    /// ```toml pass
    /// [nodes]
    /// a = { kind = "claim", text = "The Beryl's crew lie.", credibility = 1, contradicts = { b = 1 } }
    /// b = { kind = "claim", text = "The Agate's crew lie.", credibility = 0.9, contradicts = { a = 1 } }
    /// ```
    ///
    /// ## How to mend it
    /// Take one of the edges between them out, or lower its weight; statements that exclude each other are better
    /// written as answers to one question. Or compute by `log-odds`, which settles on far more of such rings.
    ///
    /// ## Standard
    /// N. Potyka, "Continuous Dynamical Systems for Weighted Bipolar Argumentation", KR 2018: where arguments are
    /// cyclic, strengths by iteration need not exist.
    pub struct NotConverged;
    id = "not-converged";
    group = Strength;
    level = Error;
    summary = "Nodes that bear on each other and whose strengths never settle";
}

impl Rule for NotConverged {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        /// As many of a group are named; the finding is about all of them.
        const NAMED: usize = 6;
        let (argument, scores) = (context.argument, context.scores());
        for group in unsettled(argument, scores, &[]) {
            let Some(&first) = group.first() else { continue };
            let mut names: Vec<String> =
                group.iter().take(NAMED).map(|&node| format!("`{}`", argument.node(node).id)).collect();
            if group.len() > NAMED {
                names.push(format!("{} more", group.len() - NAMED));
            }
            let last = names.pop().unwrap_or_default();
            let message = match names.as_slice() {
                [] => format!("{last} bears on itself, and its strength never settles under {}", scores.semantics),
                names => format!(
                    "{} and {last} bear on each other, and their strengths never settle under {}",
                    names.join(", "),
                    scores.semantics
                ),
            };
            let help = "take one of the edges between them out, or lower its weight; or choose another `semantics`";
            findings.push(Hit::new(context.place(first), message).help(help).about_all(group));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::format::graph_file::{self, Syntax};
    use crate::rules::{Finding, Settings, check, find};
    use crate::text::SourceFile;

    fn under(semantics: &str, text: &str) -> Vec<Finding> {
        let argument = graph_file::read(&SourceFile::new("a.toml", text), Syntax::Toml).unwrap();
        let mut settings = Settings::default();
        settings.semantics = Some(semantics.to_owned());
        let mut findings = check(&argument, &settings);
        findings.retain(|finding| finding.rule == "not-converged");
        findings
    }

    #[test]
    fn the_page_holds_and_one_group_is_one_finding() {
        for example in find("not-converged").unwrap().card().examples() {
            let found = under("df-quad", &example.text);
            assert_eq!(found.is_empty(), example.passes, "{found:?}");
            assert!(under("log-odds", &example.text).is_empty());
            if !example.passes {
                assert_eq!(found.len(), 1);
                assert_eq!(found[0].nodes.len(), 14);
                assert_eq!(
                    found[0].message,
                    "`a1`, `a2`, `b1`, `b2`, `c1`, `c2` and 8 more bear on each other, and their strengths never settle \
                     under df-quad"
                );
                // What hangs on the ring has no strength either, and is not at fault.
                let hanging = "h = { kind = \"judgement\", text = \"Rain is likely.\" }\n\
                               i = { text = \"So they say.\", contradicts = [\"a1\"], supports = [\"h\"] }\n";
                let text = format!("{}\n{hanging}a0 = {{ text = \"x\" }}\n", example.text.trim_end());
                assert_eq!(under("df-quad", &text)[0].nodes.len(), 14);
            }
        }
    }
}
