//! Foreign and own formats, one folder or file each: what reads an argument, and what writes one.
//!
//! A format is a unit struct that implements [`Reader`] or [`Writer`]; adding one is one file and one line in
//! [`READERS`] or [`WRITERS`].

pub mod dot;
pub mod graph_file;
#[cfg(feature = "pictures")]
pub mod html;
pub mod report;
pub mod resolved_json;
mod understand;

pub use understand::{Understood, understand};

use crate::argument::{Argument, BlockReading, Excerpt, NodeHandle};
use crate::draw::Look;
use crate::rules::Finding;
use crate::score::{ScoreSettings, Scores, Semantics, Verdict};
use crate::text::{Fault, SourceFile};

/// What reading a file gave.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The argument.
    pub argument: Argument,
    /// What each block of a report was taken for; empty for formats that need no such judgement.
    pub blocks: Vec<BlockReading>,
}

/// A format that arguments are read from.
pub trait Reader: Sync {
    /// Its name for `--from`.
    fn name(&self) -> &'static str;
    /// What it is, in a line.
    fn summary(&self) -> &'static str;
    /// The endings of its files' names, without the dot, in lower case.
    fn extensions(&self) -> &'static [&'static str];
    /// Whether the content is of this format, where the file's name does not tell.
    fn recognises(&self, file: &SourceFile) -> bool;
    /// Reads an argument.
    ///
    /// # Errors
    /// Every fault that was found, if the file is malformed.
    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>>;
}

/// The scores of an argument, with what they were computed by.
#[derive(Clone, Copy)]
pub struct Scored<'a> {
    /// The scores.
    pub scores: &'a Scores,
    /// The semantics.
    pub semantics: &'static dyn Semantics,
    /// The settings.
    pub settings: &'a ScoreSettings,
}

/// What a writer is asked for besides the argument.
#[derive(Clone, Copy, Default)]
pub struct WriteOptions<'a> {
    /// The findings about the whole argument; `None` if they were not looked for.
    pub findings: Option<&'a [Finding]>,
    /// The scores of the whole argument; `None` if they were not computed.
    pub scored: Option<Scored<'a>>,
    /// The part to write; `None` for the whole.
    pub excerpt: Option<&'a Excerpt>,
    /// How pictures look.
    pub look: Look<'a>,
}

/// What is to be written of an argument: [`WriteOptions`] brought down to the part that they ask for.
#[derive(Clone)]
pub struct Part<'a> {
    /// The part as an argument; the handles below are of it.
    pub argument: &'a Argument,
    /// Where it comes from; `None` for the whole.
    pub excerpt: Option<&'a Excerpt>,
    /// The findings about a node of the part, or about the report; `None` if they were not looked for.
    pub findings: Option<Vec<Finding>>,
    /// The strengths in the whole argument, one a node of the part; `None` if they were not computed.
    pub strengths: Option<Vec<Option<f64>>>,
    /// How the part's judgements stand in the whole argument, in document order. A linchpin outside the part is kept
    /// by its id alone: see [`Part::linchpins`].
    pub verdicts: Vec<Verdict>,
}

impl<'a> WriteOptions<'a> {
    /// What is to be written of the whole argument. O(nodes + edges + findings).
    #[must_use]
    pub fn part(&self, whole: &'a Argument) -> Part<'a> {
        let Some(excerpt) = self.excerpt else {
            let strengths =
                |scored: Scored<'_>| scored.scores.strengths.iter().map(|(_, strength)| *strength).collect();
            return Part {
                argument: whole,
                excerpt: None,
                findings: self.findings.map(<[Finding]>::to_vec),
                strengths: self.scored.map(strengths),
                verdicts: self.scored.map(|scored| scored.scores.judgements.clone()).unwrap_or_default(),
            };
        };
        let findings = |findings: &[Finding]| {
            let here = |finding: &Finding| -> Option<Finding> {
                let nodes: Vec<NodeHandle> = finding.nodes.iter().filter_map(|node| excerpt.here(*node)).collect();
                (!nodes.is_empty() || finding.nodes.is_empty()).then(|| Finding { nodes, ..finding.clone() })
            };
            findings.iter().filter_map(here).collect()
        };
        let argument = excerpt.argument();
        let strengths = |scored: Scored<'_>| {
            let of = |node| scored.scores.strengths.get(excerpt.there(node).index()).and_then(|pair| pair.1);
            argument.nodes().map(|(node, _)| of(node)).collect()
        };
        let verdicts = |scored: Scored<'_>| {
            let here = |verdict: &Verdict| Some(Verdict { node: excerpt.here(verdict.node)?, ..verdict.clone() });
            scored.scores.judgements.iter().filter_map(here).collect()
        };
        Part {
            argument,
            excerpt: Some(excerpt),
            findings: self.findings.map(findings),
            strengths: self.scored.map(strengths),
            verdicts: self.scored.map(verdicts).unwrap_or_default(),
        }
    }
}

impl Part<'_> {
    /// The linchpins of the part's judgements that are in the part: judgement and linchpin.
    pub fn linchpins(&self) -> impl Iterator<Item = (NodeHandle, NodeHandle)> {
        let linchpin =
            |verdict: &Verdict| Some((verdict.node, self.argument.find(verdict.linchpin.as_ref()?.id.as_str())?));
        self.verdicts.iter().filter_map(linchpin)
    }

    /// How many edges into a node were left out with their premises.
    #[must_use]
    pub fn hidden(&self, node: NodeHandle) -> usize {
        self.excerpt.map_or(0, |excerpt| excerpt.hidden(node))
    }
}

/// Why an argument could not be written in a format; says how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WriteFault(pub String);

/// A format that arguments are written in.
pub trait Writer: Sync {
    /// Its name for `--to`.
    fn name(&self) -> &'static str;
    /// What it is, in a line.
    fn summary(&self) -> &'static str;
    /// The endings of its files' names, without the dot, in lower case.
    fn extensions(&self) -> &'static [&'static str];
    /// Whether findings and strengths are written without being asked for.
    fn is_review(&self) -> bool {
        false
    }
    /// The argument in this format. Same argument, same bytes.
    ///
    /// # Errors
    /// If the argument cannot be written so; each format says why that may be.
    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Vec<u8>, WriteFault>;
}

/// Every format that is read, the more particular first: contents are tried in this order.
pub static READERS: &[&dyn Reader] = &[
    &graph_file::Json,
    &graph_file::Toml,
    &graph_file::Yaml,
    &report::HtmlReport,
    &report::MarkdownReport,
    &report::TextReport,
];

/// Every format that is written. A graph file in JSON is written by `import`, as `json` is the resolved argument here.
pub static WRITERS: &[&dyn Writer] = &[
    &dot::Dot,
    #[cfg(feature = "pictures")]
    &html::Html,
    &resolved_json::ResolvedJson,
    &graph_file::Toml,
    &graph_file::Yaml,
];

/// The reader of that name.
#[must_use]
pub fn reader(name: &str) -> Option<&'static dyn Reader> {
    READERS.iter().copied().find(|reader| reader.name() == name)
}

/// The writer of that name.
#[must_use]
pub fn writer(name: &str) -> Option<&'static dyn Writer> {
    WRITERS.iter().copied().find(|writer| writer.name() == name)
}

/// The reader for a file: by the ending of its name, else by its content.
#[must_use]
pub fn detect(file: &SourceFile) -> &'static dyn Reader {
    let extension =
        file.name().rsplit(['/', '\\']).next().unwrap_or("").rsplit_once('.').map(|pair| pair.1.to_lowercase());
    let by_name = extension
        .and_then(|extension| READERS.iter().copied().find(|reader| reader.extensions().contains(&extension.as_str())));
    let by_content = || READERS.iter().copied().find(|reader| reader.recognises(file));
    by_name.or_else(by_content).unwrap_or(&report::TextReport)
}
