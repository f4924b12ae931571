use std::ops::Range;

use camino::{Utf8Path, Utf8PathBuf};

use super::order::{Form, Order, Wanted};
use super::{Body, Picture, Subject};
use crate::acceptance::{Effort, Reduced, Reduction, Semantics, Status};
use crate::argument::Excerpt;
use crate::draw::Look;
use crate::format::dot::lines::counts;
use crate::format::{Scored, WriteOptions, mermaid};
use crate::review::content::Dialect;
use crate::review::html_text;
use crate::review::markdown_text::plain;
use crate::review::uri;
use crate::text::{Fault, SourceFile, nearest};

/// Why there is no diagram.
pub(super) struct Refusal {
    place: Range<usize>,
    message: String,
    help: String,
}

impl Refusal {
    fn new(place: &Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { place: place.clone(), message: message.into(), help: help.into() }
    }

    pub(super) fn fault(self, document: &SourceFile) -> Fault {
        let fault = Fault::new(document, self.place, self.message);
        if self.help.is_empty() { fault } else { fault.with_help(self.help) }
    }
}

/// The diagram: in Markdown a Mermaid block, in HTML a picture in the page, or in either a picture in a file of its own.
pub(super) fn body(
    subject: &Subject,
    wanted: &Wanted,
    order: &Order,
    dialect: Dialect,
    number: usize,
) -> Result<Body, Refusal> {
    let argument = &subject.argument;
    let excerpt = match &wanted.focus {
        Some((id, place)) => {
            let node = argument.find(id).ok_or_else(|| {
                let near = nearest(id, argument.nodes().map(|(_, node)| node.id.as_str()));
                let help = near.map_or_else(String::new, |near| format!("did you mean `{near}`?"));
                Refusal::new(place, format!("there is no node `{id}` in `{}`", order.file.0), help)
            })?;
            Some(Excerpt::around(argument, node, wanted.depth))
        }
        None => wanted.collapse.then(|| Excerpt::collapsed(argument)),
    };
    let scored = wanted.strengths.then_some(Scored {
        scores: &subject.scores,
        semantics: subject.semantics,
        settings: &subject.settings,
    });
    let acceptance = if wanted.acceptance {
        let reduced = Reduced::new(argument, Reduction::Evidential);
        let statuses = Status::of_all(argument, &reduced, Semantics::Preferred, &Effort::of(Effort::USUAL));
        let hard =
            |_| Refusal::new(&order.file.1, "to say what can be held together takes too long", "take `acceptance` out");
        Some(statuses.map_err(hard)?)
    } else {
        None
    };
    let options = WriteOptions {
        findings: wanted.findings.then_some(subject.findings.as_slice()),
        scored,
        excerpt: excerpt.as_ref(),
        acceptance: acceptance.as_deref(),
        look: Look { theme: wanted.theme, direction: wanted.direction, ..Look::default() },
        #[cfg(feature = "pictures")]
        rendering: crate::draw::Rendering::default(),
    };
    let whole = |message: String| Refusal::new(&order.file.1, message, "take a part, with focus=NODE or collapse");
    match (&wanted.form, dialect) {
        (None | Some((Form::Mermaid, _)), Dialect::Markdown) => {
            // The title of a document that shows itself stands above already.
            let diagram = mermaid::diagram(argument, &options, order.file.0 != ".");
            let diagram = diagram.map_err(|fault| whole(fault.to_string()))?;
            // Labels hold no line break and no backtick, so that nothing in them ends the block.
            let mut text = format!("```mermaid\n{}```\n", diagram.text);
            if let Some(shortened) = &diagram.shortened {
                text = format!("{}.\n\n{text}", plain(shortened));
            }
            Ok(Body { text, picture: None, notes: diagram.shortened.into_iter().collect() })
        }
        (Some((Form::Mermaid, place)), Dialect::Html) => Err(Refusal::new(
            place,
            "a page draws no Mermaid by itself",
            "take `as` out for a picture in the page, or write as=svg for one in a file of its own",
        )),
        (Some((Form::Svg, _)), _) => {
            let path = file_name(wanted, order)?;
            let (svg, notes) = svg(subject, &options).map_err(whole)?;
            let said = description(subject, wanted);
            let text = match dialect {
                Dialect::Markdown => format!("![{}]({})\n", plain(&said), uri(path.as_str())),
                Dialect::Html => format!(
                    "<img src=\"{}\" alt=\"{}\">\n",
                    html_text::plain(&uri(path.as_str())),
                    html_text::plain(&said)
                ),
            };
            Ok(Body { text, picture: Some(Picture { path, svg }), notes })
        }
        (None, Dialect::Html) => {
            let (svg, notes) = svg(subject, &options).map_err(whole)?;
            Ok(Body { text: in_page(svg, number), picture: None, notes })
        }
    }
}

/// The picture's file: the one that the region names, or one named after the argument's.
fn file_name(wanted: &Wanted, order: &Order) -> Result<Utf8PathBuf, Refusal> {
    if let Some((name, place)) = &wanted.to {
        let path = Utf8PathBuf::from(name);
        if path.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("svg")) {
            return Err(Refusal::new(
                place,
                format!("`{name}` is no name of a picture"),
                "write a name that ends in .svg",
            ));
        }
        return Ok(path);
    }
    let stem = Utf8Path::new(&order.file.0).file_stem().filter(|_| order.file.0 != ".");
    let Some(stem) = stem else {
        let help = "write to=NAME.svg";
        return Err(Refusal::new(&order.file.1, "the picture needs a name", help));
    };
    let kept = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    let focus: String = wanted.focus.iter().flat_map(|(id, _)| id.chars().map(kept)).take(60).collect();
    let part = if focus.is_empty() { focus } else { format!("-{focus}") };
    Ok(format!("{stem}{part}.svg").into())
}

#[cfg(feature = "pictures")]
fn svg(subject: &Subject, options: &WriteOptions<'_>) -> Result<(String, Vec<String>), String> {
    use crate::format::Writer as _;
    let written = crate::format::svg::Svg.write(&subject.argument, options).map_err(|fault| fault.to_string())?;
    let svg = String::from_utf8(written.bytes).map_err(|error| error.to_string())?;
    Ok((svg, written.notes))
}

#[cfg(not(feature = "pictures"))]
fn svg(_: &Subject, _: &WriteOptions<'_>) -> Result<(String, Vec<String>), String> {
    Err("this linchpin was built without pictures".to_owned())
}

/// The picture as a part of a page, in which other pictures have the same names for their titles. What is replaced stands
/// before all text of the report, in which no `<` and no `"` is left as it was.
fn in_page(svg: String, number: usize) -> String {
    let mut svg = svg;
    for name in ["title", "description"] {
        let own = format!("linchpin-{}-{name}", number + 1);
        let attribute = if name == "title" { "aria-labelledby" } else { "aria-describedby" };
        for key in [attribute, "id"] {
            svg = svg.replacen(&format!("{key}=\"{name}\""), &format!("{key}=\"{own}\""), 1);
        }
    }
    svg
}

/// What is to be seen, for those who do not see it.
fn description(subject: &Subject, wanted: &Wanted) -> String {
    let argument = &subject.argument;
    let title = argument.report.title.as_ref().map_or("Argument", |title| title.as_str());
    let part = match &wanted.focus {
        Some((id, _)) => format!(", the part around {id}"),
        None if wanted.collapse => ", judgements and what bears on them directly".to_owned(),
        None => String::new(),
    };
    format!("Diagram: {title}{part} (of {})", counts(argument).join(", "))
}
