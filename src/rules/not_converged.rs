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
    /// It takes many. Five crews of six accuse each other in a ring, all highly credible:
    ///
    /// ```toml fail
    /// [nodes]
    /// a1 = { kind = "claim", text = "Ship A: B lies.", credibility = 0.9, contradicts = ["b1", "b2", "b3", "b4", "b5", "b6"] }
    /// a2 = { kind = "claim", text = "Ship A: B lies.", credibility = 0.95, contradicts = ["b1", "b2", "b3", "b4", "b5", "b6"] }
    /// a3 = { kind = "claim", text = "Ship A: B lies.", credibility = 0.95, contradicts = ["b1", "b2", "b3", "b4", "b5", "b6"] }
    /// a4 = { kind = "claim", text = "Ship A: B lies.", credibility = 0.95, contradicts = ["b1", "b2", "b3", "b4", "b5", "b6"] }
    /// a5 = { kind = "claim", text = "Ship A: B lies.", credibility = 0.95, contradicts = ["b1", "b2", "b3", "b4", "b5", "b6"] }
    /// a6 = { kind = "claim", text = "Ship A: B lies.", credibility = 0.95, contradicts = ["b1", "b2", "b3", "b4", "b5", "b6"] }
    /// b1 = { kind = "claim", text = "Ship B: C lies.", credibility = 0.95, contradicts = ["c1", "c2", "c3", "c4", "c5", "c6"] }
    /// b2 = { kind = "claim", text = "Ship B: C lies.", credibility = 0.95, contradicts = ["c1", "c2", "c3", "c4", "c5", "c6"] }
    /// b3 = { kind = "claim", text = "Ship B: C lies.", credibility = 0.95, contradicts = ["c1", "c2", "c3", "c4", "c5", "c6"] }
    /// b4 = { kind = "claim", text = "Ship B: C lies.", credibility = 0.95, contradicts = ["c1", "c2", "c3", "c4", "c5", "c6"] }
    /// b5 = { kind = "claim", text = "Ship B: C lies.", credibility = 0.95, contradicts = ["c1", "c2", "c3", "c4", "c5", "c6"] }
    /// b6 = { kind = "claim", text = "Ship B: C lies.", credibility = 0.95, contradicts = ["c1", "c2", "c3", "c4", "c5", "c6"] }
    /// c1 = { kind = "claim", text = "Ship C: D lies.", credibility = 0.95, contradicts = ["d1", "d2", "d3", "d4", "d5", "d6"] }
    /// c2 = { kind = "claim", text = "Ship C: D lies.", credibility = 0.95, contradicts = ["d1", "d2", "d3", "d4", "d5", "d6"] }
    /// c3 = { kind = "claim", text = "Ship C: D lies.", credibility = 0.95, contradicts = ["d1", "d2", "d3", "d4", "d5", "d6"] }
    /// c4 = { kind = "claim", text = "Ship C: D lies.", credibility = 0.95, contradicts = ["d1", "d2", "d3", "d4", "d5", "d6"] }
    /// c5 = { kind = "claim", text = "Ship C: D lies.", credibility = 0.95, contradicts = ["d1", "d2", "d3", "d4", "d5", "d6"] }
    /// c6 = { kind = "claim", text = "Ship C: D lies.", credibility = 0.95, contradicts = ["d1", "d2", "d3", "d4", "d5", "d6"] }
    /// d1 = { kind = "claim", text = "Ship D: E lies.", credibility = 0.95, contradicts = ["e1", "e2", "e3", "e4", "e5", "e6"] }
    /// d2 = { kind = "claim", text = "Ship D: E lies.", credibility = 0.95, contradicts = ["e1", "e2", "e3", "e4", "e5", "e6"] }
    /// d3 = { kind = "claim", text = "Ship D: E lies.", credibility = 0.95, contradicts = ["e1", "e2", "e3", "e4", "e5", "e6"] }
    /// d4 = { kind = "claim", text = "Ship D: E lies.", credibility = 0.95, contradicts = ["e1", "e2", "e3", "e4", "e5", "e6"] }
    /// d5 = { kind = "claim", text = "Ship D: E lies.", credibility = 0.95, contradicts = ["e1", "e2", "e3", "e4", "e5", "e6"] }
    /// d6 = { kind = "claim", text = "Ship D: E lies.", credibility = 0.95, contradicts = ["e1", "e2", "e3", "e4", "e5", "e6"] }
    /// e1 = { kind = "claim", text = "Ship E: A lies.", credibility = 0.95, contradicts = ["a1", "a2", "a3", "a4", "a5", "a6"] }
    /// e2 = { kind = "claim", text = "Ship E: A lies.", credibility = 0.95, contradicts = ["a1", "a2", "a3", "a4", "a5", "a6"] }
    /// e3 = { kind = "claim", text = "Ship E: A lies.", credibility = 0.95, contradicts = ["a1", "a2", "a3", "a4", "a5", "a6"] }
    /// e4 = { kind = "claim", text = "Ship E: A lies.", credibility = 0.95, contradicts = ["a1", "a2", "a3", "a4", "a5", "a6"] }
    /// e5 = { kind = "claim", text = "Ship E: A lies.", credibility = 0.95, contradicts = ["a1", "a2", "a3", "a4", "a5", "a6"] }
    /// e6 = { kind = "claim", text = "Ship E: A lies.", credibility = 0.95, contradicts = ["a1", "a2", "a3", "a4", "a5", "a6"] }
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
    /// written as answers to one question.
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

    fn found(text: &str) -> Vec<Finding> {
        let argument = graph_file::read(&SourceFile::new("a.toml", text), Syntax::Toml).unwrap();
        let mut findings = check(&argument, &Settings::default());
        findings.retain(|finding| finding.rule == "not-converged");
        findings
    }

    #[test]
    fn the_page_holds_and_one_group_is_one_finding() {
        for example in find("not-converged").unwrap().card().examples() {
            let findings = found(&example.text);
            assert_eq!(findings.is_empty(), example.passes, "{findings:?}");
            if !example.passes {
                // What hangs on the ring has no strength either, and is not at fault.
                let hanging = "h = { kind = \"claim\", text = \"So they say.\", supports = [\"kj1\"] }\n\
                               kj1 = { kind = \"judgement\", text = \"Rain is likely.\" }";
                let text = example.text.replace("\na1 = {", &format!("\n{hanging}\na1 = {{ supports = [\"h\"],"));
                let [finding] = &found(&text)[..] else { panic!("{:?}", found(&text)) };
                assert_eq!(finding.nodes.len(), 30);
                assert_eq!(
                    finding.message,
                    "`a1`, `a2`, `a3`, `a4`, `a5`, `a6` and 24 more bear on each other, and their strengths never settle \
                     under log-odds"
                );
            }
        }
    }
}
