//! What stands in a document's regions: diagrams and tables of arguments, written anew without touching anything else.
//!
//! [`rewrite`] takes a document and gives it back with the content of its regions ([`Region`]) as it should be. One file a
//! kind of region; each makes content that knows nothing of the document that it goes into.

mod diagram;
mod findings;
mod judgements;
mod matrix;
mod order;
mod scores;

use std::ops::Range;
use std::rc::Rc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::argument::Argument;
use crate::document::{Layout, Region, Regions};
use crate::review::content::{Content, Dialect};
use crate::rules::Finding;
use crate::score::{ScoreSettings, Scores, Semantics};
use crate::text::{Fault, SourceFile};
use order::{Kind, Order};

/// An argument with what was found and computed about it: what regions show.
#[derive(Clone)]
pub struct Subject {
    /// The argument.
    pub argument: Argument,
    /// Its findings.
    pub findings: Vec<Finding>,
    /// Its scores.
    pub scores: Scores,
    /// What they were computed by.
    pub semantics: &'static dyn Semantics,
    /// The settings that they were computed with.
    pub settings: ScoreSettings,
}

/// Where regions' arguments come from: given a name as a region says it (a path from the document's folder, `.` for the
/// document itself), the argument, or why there is none, in a sentence without a full stop.
pub type Lookup<'a> = dyn FnMut(&Utf8Path) -> Result<Rc<Subject>, String> + 'a;

/// A document with its regions as they should be.
#[derive(Clone, Debug)]
pub struct Rewritten {
    /// The whole text. Outside of the regions it is the document's, to the byte.
    pub text: String,
    /// The regions, in their order.
    pub regions: Vec<RewrittenRegion>,
    /// What is to be said besides; a sentence each, without a full stop.
    pub notes: Vec<String>,
}

/// What became of one region.
#[derive(Clone, Debug)]
pub struct RewrittenRegion {
    /// Where its order stands in the document as it was.
    pub place: Range<usize>,
    /// The order, in one line.
    pub order: String,
    /// Whether its content is another than before.
    pub changed: bool,
    /// The picture that it shows, which stands in a file of its own.
    pub picture: Option<Picture>,
}

/// A picture in a file beside the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file, from the document's folder.
    pub path: Utf8PathBuf,
    /// Its content.
    pub svg: String,
}

/// The most regions of one document, so that a small document does not ask for endless work.
const MOST_REGIONS: usize = 1_000;

/// Writes the content of a document's regions anew. A document without regions comes back as it is.
///
/// Line breaks are those of the line on which a region begins. A second run on the result changes nothing, since
/// readers of reports pass over regions. O(length), besides what the regions show; there are a thousand at most.
///
/// # Errors
/// All that is wrong with marks, orders and the arguments that they name, in the order of the text.
pub fn rewrite(document: &SourceFile, layout: Layout, lookup: &mut Lookup<'_>) -> Result<Rewritten, Vec<Fault>> {
    let Regions { regions, mut faults } = Regions::find(document, layout);
    let text = document.text();
    let dialect = if layout == Layout::Html { Dialect::Html } else { Dialect::Markdown };
    let mut rewritten = Rewritten { text: String::with_capacity(text.len()), regions: Vec::new(), notes: Vec::new() };
    let mut at = 0;
    let ends_with_crlf = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
    for (number, region) in regions.iter().enumerate() {
        if number == MOST_REGIONS {
            let message = format!("a document holds at most {MOST_REGIONS} regions");
            faults.push(Fault::new(document, region.opening.clone(), message).with_help("write several documents"));
            break;
        }
        let written = order::parse(document, region).and_then(|order| {
            let body = body(document, number, &order, dialect, lookup)?;
            Ok((order, body))
        });
        let (order, body) = match written {
            Ok(written) => written,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        let content = laid_out(text, region, &body.text, dialect, ends_with_crlf);
        rewritten.text.push_str(&text[at..region.opening.end]);
        rewritten.text.push_str(&content);
        at = region.closing.start;
        if let Some(picture) = &body.picture
            && let Some(other) = rewritten
                .regions
                .iter()
                .filter_map(|region| region.picture.as_ref())
                .find(|other| other.path == picture.path && other.svg != picture.svg)
        {
            let message = format!("another region of this document writes another picture to {}", other.path);
            faults.push(
                Fault::new(document, region.order.clone(), message).with_help("name the file, as in to=NAME.svg"),
            );
        }
        rewritten.notes.extend(body.notes);
        rewritten.regions.push(RewrittenRegion {
            place: region.opening.clone(),
            order: order.words,
            changed: content != text[region.content()],
            picture: body.picture,
        });
    }
    rewritten.text.push_str(&text[at..]);
    faults.sort_by_key(|fault| fault.range.start);
    if faults.is_empty() { Ok(rewritten) } else { Err(faults) }
}

/// What goes into a region, with `\n` at the end of every line.
struct Body {
    text: String,
    picture: Option<Picture>,
    notes: Vec<String>,
}

fn body(
    document: &SourceFile,
    number: usize,
    order: &Order,
    dialect: Dialect,
    lookup: &mut Lookup<'_>,
) -> Result<Body, Fault> {
    let fault = |message: String| Fault::new(document, order.file.1.clone(), message);
    let subject = lookup(Utf8Path::new(&order.file.0)).map_err(fault)?;
    let argument = &subject.argument;
    if argument.node_count() == 0 {
        return Err(fault(format!("`{}` holds no argument", order.file.0))
            .with_help("`linchpin check` says what was looked for"));
    }
    if !argument.defects.is_empty() && !matches!(order.kind, Kind::Findings) {
        return Err(fault(format!("`{}` has faults that must be mended first", order.file.0))
            .with_help("`linchpin check` says which"));
    }
    let content = match &order.kind {
        Kind::Findings => findings::content(&subject),
        Kind::Scores => scores::content(&subject),
        Kind::Judgements => judgements::content(&subject),
        Kind::Matrix(question) => {
            let text = matrix::body(&subject, question.as_ref(), order, dialect, document)?;
            return Ok(Body { text, picture: None, notes: Vec::new() });
        }
        Kind::Diagram(wanted) => {
            let diagram = diagram::body(&subject, wanted, order, dialect, number);
            return diagram.map_err(|refusal| refusal.fault(document));
        }
    };
    Ok(Body { text: Content::written(&content, dialect), picture: None, notes: Vec::new() })
}

/// The content of a region: its lines behind what the mark's line begins with, and a blank line on either side in Markdown,
/// since not all readers end a comment at its line.
fn laid_out(text: &str, region: &Region, body: &str, dialect: Dialect, ends_with_crlf: bool) -> String {
    let behind = text[region.opening.end..].trim_start_matches([' ', '\t']);
    let line_break = if behind.starts_with("\r\n") {
        "\r\n"
    } else if behind.starts_with('\r') {
        "\r"
    } else if behind.starts_with('\n') {
        "\n"
    } else if ends_with_crlf {
        "\r\n"
    } else {
        "\n"
    };
    let prefix = &text[region.prefix.clone()];
    let gap = match dialect {
        Dialect::Markdown => format!("{}{line_break}", prefix.trim_end()),
        Dialect::Html => String::new(),
    };
    let mut content = format!("{line_break}{gap}");
    for line in body.lines() {
        let is_blank = line.is_empty();
        content.push_str(if is_blank { prefix.trim_end() } else { prefix });
        content.push_str(line);
        content.push_str(line_break);
    }
    content + &gap + prefix
}
