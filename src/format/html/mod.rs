//! A page for reviews: one HTML file with the diagram, everything that is known of each node, and the scorer, so that a
//! meeting can ask "what if".
//!
//! The page is written by hand (`page.html`, `page.css` and `script/` beside this file) and needs neither a
//! network nor a build step. Text of the report goes into a data block of JSON, from which the script makes text nodes
//! and never markup. A content-security policy names the one script and the one style sheet by their hashes: should the
//! escaping fail, what got in still does not run, and nothing can be fetched or sent. Where the
//! browser knows trusted types, nobody can make markup or script from text at all.

mod colours;
mod data;
mod template;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::{Part, WriteFault, WriteOptions, Writer, Written};
use crate::argument::{Argument, Excerpt};
use crate::draw::{self, Drawing, Theme};
use crate::review::html_text::{escaped, plain};
use crate::score::{ScoreSettings, semantics};

/// The page for reviews.
#[derive(Clone, Copy, Debug)]
pub struct Html;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
/// One script: what a file names must stand in a file before it only if it is used at once.
const SCRIPT: &str = concat!(
    include_str!("script/scorer.js"),
    include_str!("script/argument.js"),
    include_str!("script/strengths.js"),
    include_str!("script/diagram.js"),
    include_str!("script/shown.js"),
    include_str!("script/nodes.js"),
    include_str!("script/selection.js"),
    include_str!("script/details.js"),
    include_str!("script/what_if.js"),
    include_str!("script/search.js"),
    include_str!("script/outline.js"),
    include_str!("script/paper.js"),
    include_str!("script/input.js"),
);

impl Writer for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn summary(&self) -> &'static str {
        "a page for reviews: diagram, search, details, findings, what-if; one file"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html"]
    }

    fn is_review(&self) -> bool {
        true
    }

    fn is_diagram(&self) -> bool {
        true
    }

    fn keeps(&self) -> &'static str {
        "the whole argument to look at, with its findings and strengths; a page, not a file to read back"
    }

    /// The page of the whole argument; an excerpt only says what it shows first.
    ///
    /// Without findings and scores in the options, the page has no findings, and strengths by the default semantics.
    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        let settings = ScoreSettings::default();
        let scores;
        let scored = match options.scored {
            Some(scored) => scored,
            None => {
                let semantics = semantics::default_semantics();
                scores = crate::score::score(argument, semantics, &settings);
                super::Scored { scores: &scores, semantics, settings: &settings }
            }
        };
        let whole = WriteOptions { excerpt: None, scored: Some(scored), ..*options };
        let part = whole.part(argument);
        let (drawing, note) = picture(argument, &part, &whole)?;
        let style = format!("{}\n{STYLE}", colours::of_themes());
        let policy = format!(
            "default-src 'none'; script-src '{}'; style-src '{}'; img-src data:; base-uri 'none'; form-action 'none'; \
             require-trusted-types-for 'script'; trusted-types 'none'",
            source_hash(SCRIPT),
            source_hash(&style)
        );
        let title = argument.report.title.as_ref().map_or("Argument", |title| title.as_str());
        let theme = match options.look.theme {
            Theme::Light => "auto",
            Theme::Dark => "dark",
            Theme::Print => "print",
        };
        let data = data::json(&part, scored, options, note.as_deref());
        let page = template::filled(
            PAGE,
            &[
                ("policy", &escaped(&policy)),
                ("theme", theme),
                ("title", &plain(title)),
                ("style", &style),
                ("picture", drawing.svg.trim()),
                ("data", &data),
                ("script", SCRIPT),
            ],
        );
        let notes = note.map(|note| format!("{note}; the outline in the page has all of them")).into_iter().collect();
        Ok(Written { bytes: page.into_bytes(), notes })
    }
}

/// The picture; where there are more nodes than a picture holds, of the judgements and what bears on them directly,
/// with a note that says so.
fn picture(
    argument: &Argument,
    part: &Part<'_>,
    options: &WriteOptions<'_>,
) -> Result<(Drawing, Option<String>), WriteFault> {
    let fault = |fault: draw::DrawFault| WriteFault(fault.to_string());
    let look = draw::Look { source_address: None, ..options.look };
    let count = argument.node_count();
    if count <= draw::MOST_NODES {
        return Ok((draw::svg_for_page(part, &look).map_err(fault)?, None));
    }
    let excerpt = Excerpt::collapsed(argument);
    let part = WriteOptions { excerpt: Some(&excerpt), ..*options }.part(argument);
    let drawing = draw::svg_for_page(&part, &look).map_err(fault)?;
    let note =
        format!("{count} nodes are too many for one picture: it shows judgements and what bears on them directly");
    Ok((drawing, Some(note)))
}

/// The hash of an inline script or style sheet, as a content-security policy names it.
fn source_hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::argument::testing::sketch;

    fn page(argument: &Argument) -> String {
        String::from_utf8(Html.write(argument, &WriteOptions::default()).unwrap().bytes).unwrap()
    }

    fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
        let from = text.find(start).unwrap_or_else(|| panic!("no {start}")) + start.len();
        &text[from..from + text[from..].find(end).unwrap()]
    }

    #[test]
    fn the_policy_names_the_script_and_the_style_that_are_there() {
        let page = page(&sketch("kj1: judgement \"A.\"\ne1 -> kj1 0.9"));
        let policy = between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"").replace("&#39;", "'");
        let script = between(&page, "<script>", "</script>");
        let style = between(&page, "<style>", "</style>");
        assert!(policy.contains(&format!("script-src '{}'", source_hash(script))), "{policy}");
        assert!(policy.contains(&format!("style-src '{}'", source_hash(style))), "{policy}");
        assert_eq!(page.matches("<script").count(), 2);
        assert_eq!(page.matches("<style").count(), 1);
        assert!(!page.contains(" style=\""), "style attributes are blocked by the policy");
    }

    #[test]
    fn a_hash_is_the_one_of_the_standard() {
        // The example of Content Security Policy Level 2, section 7.15.1.
        assert_eq!(source_hash("alert('Hello, world.');"), "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
    }

    #[test]
    fn same_argument_same_bytes() {
        let argument = sketch("kj1: judgement \"A.\"\ne1 -> kj1 0.9\ne2 -x e1");
        assert_eq!(page(&argument), page(&argument));
    }
}
