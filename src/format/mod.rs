//! Foreign and own formats, one folder or file each: what reads an argument, and what writes one.
//!
//! A format is a unit struct that implements [`Reader`] or [`Writer`]; adding one is one file and one line in
//! [`READERS`] or [`WRITERS`].

// First, as the formats after it use its macro.
#[macro_use]
mod named;

pub mod aif;
pub mod argdown;
pub mod arggraph;
pub mod arguebuf;
pub mod carneades;
pub mod d2;
pub mod dot;
mod facts;
pub mod framework;
pub mod gexf;
pub mod graph_file;
pub mod graphml;
pub mod gsn;
#[cfg(feature = "pictures")]
pub mod html;
pub mod jgf;
mod json_sniff;
pub mod kialo;
pub mod ltac;
pub mod markdown;
pub mod matrix_csv;
pub mod mermaid;
mod names;
mod outline;
#[cfg(feature = "columnar")]
pub mod parquet;
#[cfg(feature = "pictures")]
pub mod pdf;
#[cfg(feature = "pictures")]
pub mod png;
mod property_graph;
pub mod report;
pub mod resolved_json;
#[cfg(test)]
mod round_trips;
pub mod sadface;
mod scheme_graph;
mod settle_kinds;
pub mod stix;
#[cfg(feature = "pictures")]
pub mod svg;
pub mod tables;
#[cfg(test)]
mod testing;
mod understand;
mod xml;

use std::io;

use camino::Utf8Path;

pub use understand::{Understood, understand, understand_among};

use crate::acceptance::Status;
use crate::argument::{Argument, BlockReading, Excerpt};
use crate::draw::Look;
#[cfg(feature = "pictures")]
use crate::draw::Rendering;
pub use crate::part::{Part, Scored};
use crate::rules::Finding;
use crate::text::{Fault, SourceFile, SourceProvider, Span};

/// What reading a file gave.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The argument.
    pub argument: Argument,
    /// What each block of a report was taken for; empty for formats that need no such judgement.
    pub blocks: Vec<BlockReading>,
    /// What the file says and the argument does not hold, in the order of the text; empty for our own formats.
    pub losses: Vec<Loss>,
}

impl Reading {
    /// Of a format of which everything is kept.
    #[must_use]
    pub fn whole(argument: Argument) -> Self {
        Self { argument, blocks: Vec::new(), losses: Vec::new() }
    }
}

/// Something in a file of a foreign format that an argument cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// Where it stands.
    pub span: Span,
    /// What is left out, and what became of it, in one sentence without a full stop.
    pub message: String,
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
    /// Whether its files are no text themselves, so that the text is taken out of them first
    /// ([`SourceFile::typeset`]).
    fn reads_containers(&self) -> bool {
        false
    }
    /// What an argument keeps of such a file and what it does not, in a sentence.
    fn keeps(&self) -> &'static str;
    /// Reads an argument; what it cannot hold is said in [`Reading::losses`].
    ///
    /// # Errors
    /// Every fault that was found, if the file is malformed.
    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>>;
    /// The paths of the files that belong to the one at `path`, where they exist: for formats of more than one file.
    fn companions(&self, path: &str) -> Vec<String> {
        let _ = path;
        Vec::new()
    }
    /// Reads an argument out of a file and those of its companions that exist.
    ///
    /// # Errors
    /// Every fault that was found, if one of them is malformed.
    fn read_with(&self, file: &SourceFile, companions: &[SourceFile]) -> Result<Reading, Vec<Fault>> {
        let _ = companions;
        self.read(file)
    }
    /// As [`Reader::read`], where the files beside this one are at hand, for formats that spread an argument over
    /// several: by default, with its [`companions`](Reader::companions). Nothing outside `folder` can be named.
    ///
    /// # Errors
    /// As for [`Reader::read`], and if a file that belongs to the argument cannot be read.
    fn read_among(&self, file: &SourceFile, folder: &dyn SourceProvider) -> Result<Reading, Vec<Fault>> {
        let mut found = Vec::new();
        for companion in self.companions(file.name()) {
            let path = Utf8Path::new(&companion);
            let read = folder.bytes(Utf8Path::new(path.file_name().unwrap_or_default())).and_then(|bytes| {
                SourceFile::from_bytes(companion.as_str(), bytes)
                    .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
            });
            match read {
                Ok(companion) => found.push(companion),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(vec![Fault::new(file, 0..0, format!("cannot read {companion}: {error}"))]),
            }
        }
        self.read_with(file, &found)
    }
}

/// What a writer is asked for besides the argument.
#[derive(Clone, Copy, Default)]
pub struct WriteOptions<'a> {
    /// The findings about the whole argument; `None` if they were not looked for.
    pub findings: Option<&'a [Finding]>,
    /// The scores of the whole argument; `None` if they were not computed.
    pub scored: Option<Scored<'a>>,
    /// How each node of the whole argument fares among what can be held together, by its index; `None` if that was not
    /// asked.
    pub acceptance: Option<&'a [Status]>,
    /// The part to write; `None` for the whole.
    pub excerpt: Option<&'a Excerpt>,
    /// How pictures look.
    pub look: Look<'a>,
    /// How a picture becomes a PNG or PDF file.
    #[cfg(feature = "pictures")]
    pub rendering: Rendering<'a>,
}

impl<'a> WriteOptions<'a> {
    /// What is to be written of the whole argument. O(nodes + edges + findings).
    #[must_use]
    pub fn part(&self, whole: &'a Argument) -> Part<'a> {
        Part::new(whole, self.excerpt, self.findings, self.scored).with_acceptance(self.acceptance)
    }
}

/// Why an argument could not be written in a format; says how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WriteFault(pub String);

/// What a writer wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The file's content.
    pub bytes: Vec<u8>,
    /// What is to be said of it besides: what was left out, and how to get it. A sentence each, without a full stop.
    pub notes: Vec<String>,
}

impl From<Vec<u8>> for Written {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, notes: Vec::new() }
    }
}

impl From<String> for Written {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

/// A format that arguments are written in.
pub trait Writer: Sync {
    /// Its name for `--to`.
    fn name(&self) -> &'static str;
    /// What it is, in a line.
    fn summary(&self) -> &'static str;
    /// The endings of its files' names, without the dot, in lower case.
    fn extensions(&self) -> &'static [&'static str];
    /// Whether it writes bytes that are no text.
    fn is_binary(&self) -> bool {
        false
    }
    /// Whether it is a diagram, which shows how nodes fare if asked to.
    fn is_diagram(&self) -> bool {
        false
    }

    /// Whether findings and strengths are written without being asked for.
    fn is_review(&self) -> bool {
        false
    }
    /// What such a file keeps of an argument and what it does not, in a sentence.
    fn keeps(&self) -> &'static str;
    /// The argument in this format. Same argument, same bytes. What the format cannot hold of it is said in
    /// [`Written::notes`].
    ///
    /// # Errors
    /// If the argument cannot be written so; each format says why that may be.
    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault>;
    /// The argument as the files that this format needs, each with what its name has besides the one that the user
    /// gives: nothing where there is one file, `nodes` and `edges` where there is one of each.
    ///
    /// # Errors
    /// As [`Writer::write`], which refuses formats of several files.
    fn write_files(
        &self,
        argument: &Argument,
        options: &WriteOptions<'_>,
    ) -> Result<Vec<(&'static str, Written)>, WriteFault> {
        Ok(vec![("", self.write(argument, options)?)])
    }
}

/// Why a format of several files cannot be written to one.
fn several_files(ending: &str) -> WriteFault {
    WriteFault(format!(
        "{ending} is a file for the nodes and one for the edges: with -o NAME.{ending}, they are NAME-nodes.{ending} \
         and NAME-edges.{ending}"
    ))
}

/// Every format that is read, the more particular first: contents are tried in this order, and the last of those that
/// share an ending is the one that stands for it.
pub static READERS: &[&dyn Reader] = &[
    &aif::Aif,
    &sadface::Sadface,
    &arguebuf::Arguebuf,
    &arggraph::Arggraph,
    &framework::Af,
    &framework::Apx,
    &framework::Tgf,
    &matrix_csv::MatrixCsv,
    &argdown::Argdown,
    &gsn::Gsn,
    &ltac::Ltac,
    &kialo::Kialo,
    &graphml::GraphMl,
    &gexf::Gexf,
    &jgf::Jgf,
    &stix::Stix,
    &tables::Csv,
    &tables::Tsv,
    &graph_file::Json,
    &graph_file::Toml,
    &carneades::Carneades,
    &graph_file::Yaml,
    &report::WordReport,
    #[cfg(feature = "documents")]
    &report::PdfReport,
    &report::HtmlReport,
    &report::MarkdownReport,
    &report::TextReport,
];

/// Every format that is written. A graph file in JSON is written by `import`, as `json` is the resolved argument here.
pub static WRITERS: &[&dyn Writer] = &[
    #[cfg(feature = "pictures")]
    &svg::Svg,
    #[cfg(feature = "pictures")]
    &png::Png,
    #[cfg(feature = "pictures")]
    &pdf::Pdf,
    #[cfg(feature = "pictures")]
    &html::Html,
    &dot::Dot,
    &mermaid::Mermaid,
    &d2::D2,
    &markdown::Markdown,
    &argdown::Argdown,
    &gsn::Gsn,
    &ltac::Ltac,
    &kialo::Kialo,
    &graphml::GraphMl,
    &gexf::Gexf,
    &jgf::Jgf,
    &stix::Stix,
    &tables::Csv,
    &tables::Tsv,
    #[cfg(feature = "columnar")]
    &parquet::Parquet,
    &resolved_json::ResolvedJson,
    &aif::Aif,
    &aif::Xaif,
    &sadface::Sadface,
    &arguebuf::Arguebuf,
    &graph_file::Toml,
    &graph_file::Yaml,
    &framework::Af,
    &framework::Apx,
    &framework::Tgf,
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

/// The reader for a file: of those that read its name's ending, the first that recognises the content, else the last
/// (ours: its faults say most); for other names, the first that recognises the content. What came in a container is
/// read as that, whatever its name.
#[must_use]
pub fn detect(file: &SourceFile) -> &'static dyn Reader {
    if file.typeset().is_some()
        && let Some(reader) =
            READERS.iter().copied().find(|reader| reader.reads_containers() && reader.recognises(file))
    {
        return reader;
    }
    let extension =
        file.name().rsplit(['/', '\\']).next().unwrap_or("").rsplit_once('.').map(|pair| pair.1.to_lowercase());
    let mut of_name = READERS
        .iter()
        .copied()
        .filter(|reader| extension.as_deref().is_some_and(|it| reader.extensions().contains(&it)));
    let Some(first) = of_name.next() else {
        return READERS.iter().copied().find(|reader| reader.recognises(file)).unwrap_or(&report::TextReport);
    };
    let rivals: Vec<_> = std::iter::once(first).chain(of_name).collect();
    let Some((&ours, others)) = rivals.split_last() else { return first };
    others.iter().copied().find(|reader| reader.recognises(file)).unwrap_or(ours)
}
