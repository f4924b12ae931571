use rustc_hash::FxHashSet;

use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::Id;

rule! {
    /// ## What it does
    /// Reports a source that is declared, in the front matter or in a graph file, and that nothing cites: no node of the
    /// argument, and no other source that is derived from it.
    ///
    /// ## Why it matters
    /// Either a reference was forgotten, and evidence looks unsourced that is not, or the list of sources makes the report
    /// look better grounded than it is.
    ///
    /// ## Example
    /// ```markdown fail
    /// ---
    /// sources:
    ///   notice: { title: Notice 12 of the harbour office }
    ///   pilots: { title: Letter of the pilots' union }
    /// ---
    ///
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed. [@notice]
    /// ```
    ///
    /// ```markdown pass
    /// ---
    /// sources:
    ///   notice: { title: Notice 12 of the harbour office }
    ///   pilots: { title: Letter of the pilots' union }
    /// ---
    ///
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed. [@notice; @pilots]
    /// ```
    ///
    /// ## How to mend it
    /// Cite it at the evidence that comes from it (`[@key]`, `{source=key}`), or take it out of the list.
    ///
    /// ## Standard
    /// ICD 206: sourcing information stands for the reporting on which a product's judgements depend; what nothing depends
    /// on is no source of the product.
    pub struct UnusedSource;
    id = "unused-source";
    group = Sourcing;
    level = Note;
    summary = "A source that is declared and nobody cites";
}

impl Rule for UnusedSource {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let by_nodes = argument.nodes().flat_map(|(_, node)| node.sources.iter().map(|reference| &reference.key));
        let by_sources =
            argument.sources().flat_map(|source| source.derived_from.iter().filter(|wanted| **wanted != source.key));
        let used: FxHashSet<&Id> = by_nodes.chain(by_sources).collect();
        for source in argument.sources().filter(|source| source.declared && !used.contains(&source.key)) {
            let hit = Hit::new(source.span, format!("nothing cites the source `{}`", source.key));
            findings.push(hit.help("cite it at the evidence that comes from it, or take it out of the list"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::frame::testing::{assert_examples, hits_in_file, hits_in_report};

    #[test]
    fn the_page_keeps_its_word() {
        assert_examples("unused-source");
    }

    #[test]
    fn what_a_cited_source_is_derived_from_is_used() {
        let text = "---\nsources:\n  a: { derived_from: [b] }\n  b: { title: B }\n  c: { derived_from: [c] }\n---\n\n\
                    ## Key Judgement 1\n\nIt will likely rain.\n\n- A. [@a]\n";
        assert_eq!(hits_in_report("unused-source", text), ["5: nothing cites the source `c`"]);
    }

    #[test]
    fn links_are_sources_that_are_cited() {
        let text = "## Key Judgement 1\n\nIt will likely rain.\n\n- [So](https://a.example) they say.\n";
        assert!(hits_in_report("unused-source", text).is_empty());
        let graph = "[nodes.kj1]\nkind = \"judgement\"\ntext = \"It is likely.\"\n[sources.a]\ntitle = \"A\"\n";
        assert_eq!(hits_in_file("unused-source", "graph.toml", graph, &[]), ["4: nothing cites the source `a`"]);
    }
}
