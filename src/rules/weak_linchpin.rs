use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{Argument, Grade, InformationCredibility, Node, Reliability};

rule! {
    /// ## What it does
    /// Reports a judgement whose linchpin has a poor grade: a source that is not usually reliable or unreliable (D, E), or
    /// information that is doubtful or improbable (4, 5). The linchpin is the node without which the judgement's strength
    /// falls below its threshold, or falls most, under the default semantics. Of several sources the best counts.
    ///
    /// ## Why it matters
    /// Everything else in the argument may be sound; it is this piece that the judgement stands and falls with, and the
    /// author's own grade says that it may not hold.
    ///
    /// ## Example
    /// ```markdown fail
    /// ---
    /// sources:
    ///   blog: { title: A sailor's blog, grade: D3 }
    /// ---
    ///
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed. [@blog]
    /// ```
    ///
    /// ```markdown pass
    /// ---
    /// sources:
    ///   notice: { title: Notice 12 of the harbour office, grade: B3 }
    /// ---
    ///
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed. [@notice]
    /// ```
    ///
    /// ## How to mend it
    /// Look for a better source of this one fact first; it moves the judgement more than anything else. If there is none,
    /// say in the judgement what it hangs on.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(1): source summary statements give the strengths or weaknesses in the source base and explain which
    /// sources are most important to key analytic judgements. STANAG 2511: the scales A to F and 1 to 6.
    pub struct WeakLinchpin;
    id = "weak-linchpin";
    group = Sourcing;
    level = Warning;
    summary = "A judgement that hangs on evidence with a poor grade";
}

impl Rule for WeakLinchpin {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        if !argument.nodes().any(|(_, node)| poor_grade(argument, node).is_some()) {
            return;
        }
        for verdict in &context.scores().judgements {
            let Some(linchpin) = &verdict.linchpin else { continue };
            let node = argument.node(linchpin.node);
            let Some(grade) = poor_grade(argument, node) else { continue };
            let message = format!("the judgement `{}` hangs on `{}`, which is graded {grade}", verdict.id, node.id);
            let fall =
                if linchpin.crosses { "it falls below its threshold without this" } else { "nothing weighs more" };
            let hit = Hit::new(context.place(linchpin.node), message)
                .help("look for a better source of this fact, or say in the judgement what it hangs on")
                .also(context.place(verdict.node), fall);
            findings.push(hit.about(linchpin.node).about(verdict.node));
        }
    }
}

/// The grade that the node goes by, if it is a poor one: its own, else the best of its sources'.
fn poor_grade(argument: &Argument, node: &Node) -> Option<Grade> {
    if let Some(grade) = node.grade {
        return is_poor(grade).then_some(grade);
    }
    let of_sources = node.sources.iter().filter_map(|reference| argument.source(reference.key.as_str())?.grade);
    let mut poor = None;
    for grade in of_sources {
        if !is_poor(grade) {
            return None;
        }
        poor = poor.or(Some(grade));
    }
    poor
}

fn is_poor(grade: Grade) -> bool {
    matches!(grade.reliability, Reliability::NotUsually | Reliability::Unreliable)
        || matches!(grade.credibility, InformationCredibility::Doubtful | InformationCredibility::Improbable)
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_examples, hits_in_report};

    fn of(sources: &str, bullets: &str) -> Vec<String> {
        let text = format!("---\nsources:\n{sources}---\n\n## Key Judgement 1\n\nIt will likely rain.\n\n{bullets}");
        hits_in_report("weak-linchpin", &text)
    }

    #[test]
    fn the_page_keeps_its_word() {
        assert_examples("weak-linchpin");
    }

    #[test]
    fn only_the_node_that_weighs_most_counts() {
        let sources = "  good: { grade: A2 }\n  poor: { grade: E4 }\n";
        let bullets = "- Clouds. [@good] {weight=0.2}\n- An aching knee. [@poor] {#knee credibility=0.9 weight=1}\n";
        assert_eq!(of(sources, bullets), ["12: the judgement `kj1` hangs on `knee`, which is graded E4"]);
        assert!(of(sources, "- Clouds. [@good] {weight=1}\n- A knee. [@poor] {weight=0.2}\n").is_empty());
    }

    #[test]
    fn the_best_source_counts_and_what_cannot_be_judged_is_not_poor() {
        assert!(of("  good: { grade: A2 }\n  poor: { grade: E4 }\n", "- Clouds. [@poor; @good]\n").is_empty());
        assert!(of("  some: { grade: F6 }\n", "- Clouds. [@some]\n").is_empty());
        assert!(of("  poor: { grade: E4 }\n", "- Clouds. [@poor] {grade=B2}\n").is_empty());
    }
}
