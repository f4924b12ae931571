use std::collections::HashSet;

use anyhow::{Context, anyhow, bail};
use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;
use linchpin::acceptance::{Effort, Reduced, Reduction, Status};
use linchpin::argument::{Argument, Excerpt, NodeHandle};
use linchpin::draw::{Direction, Look, Theme, is_link};
use linchpin::format::framework::Syntax;
use linchpin::format::{self, Scored, WRITERS, WriteOptions, Writer, tables, writer};
use linchpin::rules;
use linchpin::score;

use super::extensions::{ReductionName, SemanticsName};
use super::scoring::{self, report_unsettled};
use super::{Outcome, input, output, progress, review};

/// Write the argument as a diagram or in another format.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "one a flag")]
pub struct Export {
    /// The report or graph file; `-` is standard input.
    path: Utf8PathBuf,
    /// The format to write; `linchpin formats` lists them.
    #[arg(long, value_name = "FORMAT")]
    to: String,
    /// The file to write; without it, standard output. Formats of two files (csv, parquet) write NAME-nodes and
    /// NAME-edges. With --per-judgement, the folder.
    #[arg(short, long, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    /// The format of the input, where its name and content do not tell.
    #[arg(long, value_name = "FORMAT")]
    from: Option<String>,
    /// Write only this node, what bears on it and what it bears on.
    #[arg(long, value_name = "NODE", conflicts_with_all = ["per_judgement", "collapse"])]
    focus: Option<String>,
    /// With --focus or --per-judgement: no further than so many edges away.
    #[arg(long, value_name = "N")]
    depth: Option<usize>,
    /// Write only the judgements and what bears on them directly.
    #[arg(long, conflicts_with = "per_judgement")]
    collapse: bool,
    /// Write one file for each judgement, named by its id, into the folder that --output names.
    #[arg(long, requires = "output")]
    per_judgement: bool,
    /// Mark the findings of `check` in the diagram.
    #[arg(long)]
    findings: bool,
    /// Write the strength of each node, as `score` computes it.
    #[arg(long)]
    strengths: bool,
    /// Write into a diagram how each node fares among what can be held together, as `extensions` computes it: accepted,
    /// rejected or undecided, and what the semantics says of the undecided ones.
    #[arg(long, value_enum, value_name = "SEMANTICS", num_args = 0..=1, require_equals = true, default_missing_value = "preferred")]
    acceptance: Option<SemanticsName>,
    /// The diagram's colours.
    #[arg(long, value_enum, default_value_t = ThemeName::Light)]
    theme: ThemeName,
    /// The way from a judgement to what bears on it.
    #[arg(long, value_enum, default_value_t = DirectionName::Right)]
    direction: DirectionName,
    /// What lays out SVG, PNG, PDF and HTML: linchpin itself, or `dot` of an installed Graphviz.
    #[cfg(feature = "pictures")]
    #[arg(long, value_enum, default_value_t = LayoutName::Own)]
    layout: LayoutName,
    /// What supports come to in attacks. For af, apx and tgf: write that, instead of leaving supports out. For
    /// --acceptance: evidential, if this is not given.
    #[arg(long, value_enum, value_name = "NAME")]
    reduction: Option<ReductionName>,
    /// Leave out the explanation of shapes and lines.
    #[arg(long)]
    no_legend: bool,
    #[cfg(feature = "pictures")]
    #[command(flatten)]
    rendering: super::rendering::RenderingFlags,
    /// Link each node to its line in the report: an address with {file} and {line} in it.
    #[arg(long, value_name = "ADDRESS", value_parser = source_address)]
    source_address: Option<String>,
    /// The settings to use, instead of the nearest linchpin.toml.
    #[arg(long, value_name = "FILE")]
    config: Option<Utf8PathBuf>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum ThemeName {
    /// Dark ink on a light ground.
    Light,
    /// Light ink on a dark ground.
    Dark,
    /// Black and white.
    Print,
}

impl From<ThemeName> for Theme {
    fn from(name: ThemeName) -> Self {
        match name {
            ThemeName::Light => Self::Light,
            ThemeName::Dark => Self::Dark,
            ThemeName::Print => Self::Print,
        }
    }
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum DirectionName {
    /// Judgements on the left.
    Right,
    /// Judgements on the right.
    Left,
    /// Judgements at the top.
    Down,
    /// Judgements at the bottom.
    Up,
}

#[cfg(feature = "pictures")]
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum LayoutName {
    /// In the order of the text, without another program.
    Own,
    /// By the program `dot`, with fewer crossings.
    Dot,
}

impl From<DirectionName> for Direction {
    fn from(name: DirectionName) -> Self {
        match name {
            DirectionName::Right => Self::Right,
            DirectionName::Left => Self::Left,
            DirectionName::Down => Self::Down,
            DirectionName::Up => Self::Up,
        }
    }
}

/// An address that a picture may link to: of the web, or relative.
fn source_address(text: &str) -> Result<String, String> {
    if !is_link(text) {
        return Err("only addresses of the web (http, https) and relative ones are linked to".to_owned());
    }
    if !text.contains("{line}") {
        return Err("an address needs {line} in it, as in report.md#L{line}".to_owned());
    }
    Ok(text.to_owned())
}

impl Export {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let writer = writer(&self.to).ok_or_else(|| {
            let mut names: Vec<_> = WRITERS.iter().map(|writer| writer.name()).collect();
            names.dedup();
            anyhow!("`{}` is no format that is written; they are {}", self.to, names.join(", "))
        })?;
        if writer.is_binary() && !self.per_judgement {
            output::refuse_terminal(self.output.as_deref(), writer.name())?;
        }
        if self.depth.is_some() && self.focus.is_none() && !self.per_judgement {
            bail!("--depth says how far from a node to go; name the node with --focus, or take --per-judgement");
        }
        let read = input::read_configured(&self.path, self.from.as_deref(), self.config.as_deref())?;
        let Some((input, config)) = read else { return Ok(Outcome::Faults) };
        // The program ends after this: to take a large argument apart would only take time.
        let input = std::mem::ManuallyDrop::new(input);
        let argument = &input.reading.argument;
        if argument.node_count() == 0 {
            bail!("{} holds no argument to export; `linchpin check` says what was looked for", self.path);
        }
        let reduced = self.reduced(writer, argument)?;
        let argument = reduced.as_ref().unwrap_or(argument);
        let acceptance = self.acceptance(writer, argument)?;
        let mut findings = None;
        if self.findings || writer.is_review() {
            // As `check` finds them, quotations in the sources' copies and the sign-off too.
            let settings = config.settings(&rules::LevelOverrides::default());
            match review::findings(argument, &self.path, &config, &settings) {
                Ok(found) => findings = Some(found),
                Err(refusal) => return input::report(refusal).map(|()| Outcome::Faults),
            }
        }
        let mut outcome = Outcome::Clean;
        let settings = config.score_settings();
        progress::stage(|| format!("scoring {}", self.path));
        let scores =
            (self.strengths || writer.is_review()).then(|| score::score(argument, config.semantics(), &settings));
        if let Some(scores) = &scores
            && report_unsettled(argument, scores, &settings)
        {
            outcome = Outcome::Faults;
        }
        let scored =
            scores.as_ref().map(|scores| Scored { scores, semantics: config.semantics(), settings: &settings });
        let look = Look {
            theme: self.theme.into(),
            direction: self.direction.into(),
            legend: !self.no_legend,
            source_address: self.source_address.as_deref(),
            #[cfg(feature = "pictures")]
            engine: match self.layout {
                LayoutName::Own => None,
                LayoutName::Dot => Some(&super::graphviz::Graphviz),
            },
        };
        let options = WriteOptions {
            findings: findings.as_deref(),
            scored,
            acceptance: acceptance.as_deref(),
            excerpt: None,
            look,
            #[cfg(feature = "pictures")]
            rendering: self.rendering.rendering(),
        };
        if self.per_judgement {
            self.write_each(writer, argument, &options)?;
            return Ok(outcome);
        }
        progress::stage(|| format!("writing {}", writer.name()));
        let excerpt = self.excerpt(argument)?;
        let options = WriteOptions { excerpt: excerpt.as_ref(), ..options };
        write(writer, self.output.as_deref(), argument, &options)?;
        Ok(outcome)
    }

    /// The framework that a reduction of supports gives.
    fn reduced(&self, writer: &dyn Writer, argument: &Argument) -> anyhow::Result<Option<Argument>> {
        let Some(reduction) = self.reduction.filter(|_| self.acceptance.is_none()) else { return Ok(None) };
        if Syntax::ALL.into_iter().all(|syntax| syntax.name() != writer.name()) {
            bail!("--reduction is for formats without supports (af, apx and tgf) and for --acceptance; take it out");
        }
        if self.focus.is_some() || self.collapse || self.per_judgement {
            bail!("a framework is written whole; take --focus, --collapse and --per-judgement out, or --reduction");
        }
        Ok(Some(Reduced::new(argument, reduction.into()).to_argument(argument)))
    }

    /// How each node fares, if that is to be drawn.
    fn acceptance(&self, writer: &dyn Writer, argument: &Argument) -> anyhow::Result<Option<Vec<Status>>> {
        let Some(semantics) = self.acceptance else { return Ok(None) };
        if !writer.is_diagram() {
            let names: Vec<_> =
                WRITERS.iter().filter(|writer| writer.is_diagram()).map(|writer| writer.name()).collect();
            bail!("--acceptance is for diagrams: {}; `linchpin extensions` says the rest", names.join(", "));
        }
        let reduced = Reduced::new(argument, self.reduction.map_or(Reduction::Evidential, Reduction::from));
        let statuses = Status::of_all(argument, &reduced, semantics.into(), &Effort::of(Effort::USUAL));
        Ok(Some(statuses.context("too hard a question; take --acceptance=grounded")?))
    }

    /// The part asked for.
    fn excerpt(&self, argument: &Argument) -> anyhow::Result<Option<Excerpt>> {
        Ok(match &self.focus {
            Some(id) => Some(Excerpt::around(argument, scoring::node(argument, id)?, self.depth)),
            None => self.collapse.then(|| Excerpt::collapsed(argument)),
        })
    }

    /// One file a judgement.
    fn write_each(&self, writer: &dyn Writer, argument: &Argument, options: &WriteOptions<'_>) -> anyhow::Result<()> {
        let folder = self.output.as_deref().expect("clap requires it");
        if argument.judgements().next().is_none() {
            bail!("{} holds no judgement, so that there is nothing to write one file each for", self.path);
        }
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {folder}"))?;
        let extension = writer.extensions().first().copied().unwrap_or(writer.name());
        let mut taken = HashSet::new();
        for (judgement, node) in argument.judgements() {
            let excerpt = Excerpt::of_judgement(argument, judgement, self.depth);
            let options = WriteOptions { excerpt: Some(&excerpt), ..*options };
            let name = file_name(node.id.as_str(), judgement, &mut taken);
            write(writer, Some(&folder.join(format!("{name}.{extension}"))), argument, &options)?;
        }
        Ok(())
    }
}

/// Writes a file, or the several that the format needs, and says what is to be said of them.
fn write(
    writer: &dyn Writer,
    path: Option<&Utf8Path>,
    argument: &Argument,
    options: &WriteOptions<'_>,
) -> anyhow::Result<()> {
    let Some(path) = path.filter(|path| path.as_str() != "-") else {
        let written = writer.write(argument, options)?;
        output::write(None, &written.bytes)?;
        written.notes.iter().for_each(|note| output::note(note));
        return Ok(());
    };
    let files = writer.write_files(argument, options)?;
    let path_of = |table: &str| Utf8PathBuf::from(tables::path_of_table(path.as_str(), table));
    let contents: Vec<(Utf8PathBuf, &[u8])> =
        files.iter().map(|(table, written)| (path_of(table), written.bytes.as_slice())).collect();
    output::write_all(&contents)?;
    files.iter().flat_map(|(_, written)| &written.notes).for_each(|note| output::note(note));
    // Tables of an earlier export would be read with these.
    let stale = format::reader(writer.name())
        .map(|reader| reader.companions(contents.first().map_or("", |(path, _)| path.as_str())))
        .unwrap_or_default();
    for left in
        stale.iter().filter(|left| Utf8Path::new(left).exists() && contents.iter().all(|(path, _)| path != *left))
    {
        output::note(&format!("{left} was not written now, and is read with these; remove it if it is an older one"));
    }
    Ok(())
}

/// A file's name for an id, without its ending: letters, digits, `-`, `_` and `.` stay, and no two are the same on any
/// file system.
fn file_name(id: &str, node: NodeHandle, taken: &mut HashSet<String>) -> String {
    const LONGEST: usize = 60;
    let kept = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    let name: String = id.chars().map(kept).take(LONGEST).collect();
    let name = name.trim_matches(['.', '-']);
    let name = if name.is_empty() { "judgement" } else { name };
    if taken.insert(name.to_lowercase()) {
        return name.to_owned();
    }
    // Handles are distinct, but an id may end like a name made here.
    let mut name = format!("{name}-{}", node.index() + 1);
    while !taken.insert(name.to_lowercase()) {
        name.push('-');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_hold_no_way_out_of_the_folder() {
        let mut taken = HashSet::new();
        let mut name = |id: &str| file_name(id, handle(), &mut taken);
        assert_eq!(name("kj1"), "kj1");
        assert_eq!(name("KJ1"), "KJ1-1");
        assert_eq!(name("../../etc/passwd"), "etc-passwd");
        assert_eq!(name(".."), "judgement");
        assert_eq!(name("a/b\\c:d"), "a-b-c-d");
        assert_eq!(name("判断"), "判断");
        assert_eq!(name(&"x".repeat(500)).len(), 60);
    }

    fn handle() -> NodeHandle {
        let mut argument = Argument::default();
        let id = linchpin::argument::Id::new("a").unwrap();
        let node = linchpin::argument::Node::new(
            id,
            linchpin::argument::NodeKind::Judgement,
            linchpin::document::Prose::default(),
            linchpin::text::Span::default(),
        );
        argument.add_node(node).unwrap()
    }

    #[test]
    fn an_address_is_of_the_web_or_relative() {
        assert!(source_address("report.md#L{line}").is_ok());
        assert!(source_address("https://example.org/{file}#L{line}").is_ok());
        assert!(source_address("javascript:alert({line})").is_err());
        assert!(source_address("data:text/html,{line}").is_err());
        assert!(source_address("report.md").is_err());
    }
}
