use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{Bearing, NodeHandle};
use crate::text::Span;

rule! {
    /// ## What it does
    /// Reports an argument in which no judgement was found. In a report, it looks for headings "Key Judgement 1" or "KJ-1"
    /// (spelt either way; number, word, roman numeral or letter), for a list, paragraphs or a table under one heading "Key
    /// Judgements", "Key Findings" or "Key Takeaways", and for whatever is marked as a judgement. In a graph, whatever
    /// its format, a judgement is a node of that kind; where the format has no kinds, a node that others support or
    /// contradict and that bears on nothing. A graph with a question and its rival answers, as a matrix of hypotheses is,
    /// has them for its conclusions and is left alone.
    ///
    /// ## Why it matters
    /// Without a conclusion there is nothing that the rest can be held against: no other rule has anything to say,
    /// and its silence must not be taken for praise.
    ///
    /// ## Example
    /// ```markdown fail
    /// # Harbour traffic in May
    ///
    /// Forty ships called at the port, ten more than in April.
    /// ```
    ///
    /// ```markdown pass
    /// # Harbour traffic in May
    ///
    /// ## Key Judgement 1
    ///
    /// Traffic is likely to grow until October.
    ///
    /// - Forty ships called at the port, ten more than in April.
    /// ```
    ///
    /// ## How to mend it
    /// Put a heading `## Key Judgement 1` above the conclusion, or `{.judgement}` at the end of its paragraph. In a
    /// graph file, give a node `kind = "judgement"`; in GraphML, GEXF, JSON Graph Format and tables, a value `kind` that
    /// says so. From formats without kinds, `linchpin import` writes a graph file.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(6): a product presents a clear main analytic message up front.
    pub struct NoJudgement;
    id = "no-judgement";
    group = Structure;
    level = Error;
    summary = "An argument in which no judgement was found";
}

impl Rule for NoJudgement {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        if context.argument.judgements().next().is_some() {
            return;
        }
        let argument = context.argument;
        if argument.is_report {
            findings.push(in_report());
        } else if argument.questions().iter().all(|question| question.answers.is_empty()) {
            findings.push(in_graph(context));
        }
    }
}

fn in_report() -> Hit {
    let message = "no judgement was found: no heading \"Key Judgement 1\" or \"KJ-1\", and nothing under a heading \
                   \"Key Judgements\", \"Key Findings\" or \"Key Takeaways\"";
    let help = "put a heading `## Key Judgement 1` above the conclusion, or `{.judgement}` at the end of its paragraph";
    Hit::new(Span::default(), message).help(help)
}

fn in_graph(context: &Context<'_>) -> Hit {
    let argument = context.argument;
    let nodes = match argument.node_count() {
        0 => {
            return Hit::new(Span::default(), "no judgement was found: there is no node in this file")
                .help("add the judgement and what it rests on");
        }
        1 => "the one node is none".to_owned(),
        count => format!("none of the {count} nodes is one"),
    };
    let bearings = Bearing::of_all(argument);
    let conclusions: Vec<NodeHandle> =
        argument.nodes().map(|(handle, _)| handle).filter(|handle| bearings[handle.index()].is_conclusion()).collect();
    let Some((&first, others)) = conclusions.split_first() else {
        let bears = if bearings.iter().any(|bearing| bearing.bears) {
            "whatever something bears on bears on something else in turn"
        } else {
            "nothing bears on anything else"
        };
        let help = "let an edge lead from each premise to its conclusion, and give the last one the kind `judgement`; \
                    where the format has no kinds, `linchpin import` writes a graph file that has";
        return Hit::new(Span::default(), format!("no judgement was found: {nodes}, and {bears}")).help(help);
    };
    let id = &argument.node(first).id;
    let bears = match others.len() {
        0 => format!("others bear on `{id}`, which bears on nothing"),
        count => format!("others bear on `{id}` and {count} more, which bear on nothing"),
    };
    let help = format!(
        "give the conclusion the kind `judgement`, as `{id}` may be; where the format has no kinds, `linchpin import` \
         writes a graph file that has"
    );
    Hit::new(Span::default(), format!("no judgement was found: {nodes}; {bears}"))
        .also(argument.node(first).span, "others bear on this")
        .help(help)
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{findings, hits, hits_in_file, hits_in_report};

    #[test]
    fn an_argument_without_judgements_is_reported_once_at_its_start() {
        let found = findings("no-judgement", "c1: claim \"A.\"\ne1 -> c1\ne2 -> c1");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].primary.span.range(), 0..0);
        assert!(found[0].help.as_ref().unwrap().contains("`c1`"));
        assert_eq!(findings("no-judgement", "").len(), 1);
    }

    #[test]
    fn one_judgement_is_enough() {
        assert!(hits("no-judgement", "kj1: judgement \"A.\"").is_empty());
    }

    #[test]
    fn a_matrix_of_hypotheses_needs_no_judgement() {
        let matrix = "evidence,H1: It leaks,H2: It is dry\nThe floor is wet,CC,II\n";
        assert_eq!(hits_in_file("no-judgement", "a.csv", matrix, &[]), [""; 0]);
        let report = "---\nquestions:\n  q: {text: Why?, answers: [a, b]}\n---\n# A\n\n## Alternatives\n\n- It leaks. {#a}\n- It is dry. {#b}\n";
        assert_eq!(hits_in_report("no-judgement", report).len(), 1, "a report says which answer it stands for");
    }

    #[test]
    fn a_report_is_told_of_headings() {
        let found = hits_in_report("no-judgement", "# Harbour traffic\n\nForty ships called.\n");
        assert!(found[0].contains("no heading \"Key Judgement 1\""), "{found:?}");
    }

    #[test]
    fn a_graph_is_told_what_is_true_of_it() {
        let said = |name: &str, text: &str| hits_in_file("no-judgement", name, text, &[]);
        for (name, text, expected) in [
            ("a.toml", "nodes = {}\n", "there is no node in this file"),
            ("a.tgf", "a\n#\n", "the one node is none, and nothing bears on anything else"),
            (
                "a.apx",
                "arg(a).\narg(b).\natt(a,b).\n",
                "none of the 2 nodes is one; others bear on `b`, which bears on nothing",
            ),
            (
                "a.csv",
                "source,target\na,b\nb,a\n",
                "none of the 2 nodes is one, and whatever something bears on bears on something else in turn",
            ),
            (
                "a.json",
                r#"{"nodes": {"a": {"kind": "claim", "text": "A"}, "b": {"kind": "claim", "text": "B"}, "e": {"text": "E",
                "supports": ["a", "b"]}}}"#,
                "none of the 3 nodes is one; others bear on `a` and 1 more, which bear on nothing",
            ),
        ] {
            assert_eq!(said(name, text), [format!("1: no judgement was found: {expected}")], "{name}");
        }
    }
}
