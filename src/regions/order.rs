use std::ops::Range;

use crate::document::Region;
use crate::draw::{Direction, Theme};
use crate::text::{Fault, SourceFile, nearest};

/// A word of an order, with its place in the document.
pub(super) type Word = (String, Range<usize>);

/// What a region is to show.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) kind: Kind,
    /// The report or graph file, from the document's folder; `.` is the document.
    pub(super) file: Word,
    /// The whole in one line.
    pub(super) words: String,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Diagram(Wanted),
    Findings,
    Scores,
    Judgements,
    /// Of the question that is named, or of every question.
    Matrix(Option<Word>),
}

/// Which diagram.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one an option")]
pub(super) struct Wanted {
    pub(super) focus: Option<Word>,
    pub(super) depth: Option<usize>,
    pub(super) collapse: bool,
    pub(super) findings: bool,
    pub(super) strengths: bool,
    pub(super) acceptance: bool,
    pub(super) theme: Theme,
    pub(super) direction: Direction,
    pub(super) form: Option<(Form, Range<usize>)>,
    /// The picture's file.
    pub(super) to: Option<Word>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Mermaid,
    Svg,
}

const KINDS: [&str; 5] = ["diagram", "findings", "scores", "judgements", "matrix"];
const OPTIONS: [&str; 10] =
    ["focus", "depth", "collapse", "findings", "strengths", "acceptance", "theme", "direction", "as", "to"];

/// Reads the order of a region.
///
/// # Errors
/// The first thing that is wrong with it.
pub(super) fn parse(document: &SourceFile, region: &Region) -> Result<Order, Fault> {
    let fault = |range: &Range<usize>, message: String| Fault::new(document, range.clone(), message);
    let mut words = words(document, &region.order)?.into_iter();
    let known = "a region is a diagram, findings, scores, judgements or a matrix";
    let Some((kind, place)) = words.next() else {
        return Err(fault(&region.opening, "the region does not say what it shows".to_owned()).with_help(known));
    };
    let is_diagram = kind == "diagram";
    let mut kind = match kind.as_str() {
        "diagram" => Kind::Diagram(Wanted::default()),
        "findings" => Kind::Findings,
        "scores" => Kind::Scores,
        "judgements" => Kind::Judgements,
        "matrix" => Kind::Matrix(None),
        other => {
            let help = match nearest(other, KINDS) {
                Some(near) => format!("did you mean `{near}`?"),
                None => known.to_owned(),
            };
            return Err(fault(&place, format!("there is no region `{other}`")).with_help(help));
        }
    };
    let Some(file) = words.next() else {
        return Err(fault(&place, "the region names no file".to_owned())
            .with_help("name a report or graph file, from this document's folder; `.` is this document"));
    };
    let mut wanted = Wanted::default();
    let mut seen: Vec<String> = Vec::new();
    for (word, place) in words {
        let (key, value) = match word.split_once('=') {
            Some((key, value)) => (key, Some(value)),
            None => (word.as_str(), None),
        };
        let is_question = matches!(kind, Kind::Matrix(_)) && key == "question";
        if !is_diagram && !is_question {
            let message = match kind {
                Kind::Matrix(_) => format!("`{word}` is too much: a matrix has the option question=ID alone"),
                _ => format!("`{word}` is too much: only a diagram and a matrix have options"),
            };
            return Err(fault(&place, message));
        }
        if seen.iter().any(|other| other == key) {
            return Err(fault(&place, format!("`{key}` is there twice")));
        }
        seen.push(key.to_owned());
        if is_question {
            let Some(value) = value.filter(|value| !value.is_empty()) else {
                return Err(fault(&place, "`question` has no value".to_owned()).with_help("write question=…"));
            };
            kind = Kind::Matrix(Some((value.to_owned(), place)));
            continue;
        }
        set(&mut wanted, key, value, &place).map_err(|(message, help)| fault(&place, message).with_help(help))?;
    }
    if let (Some(_), None) = (wanted.depth, &wanted.focus) {
        return Err(fault(&region.order, "`depth` says how far from a node to go, and there is no `focus`".to_owned())
            .with_help("name the node, as in focus=kj1"));
    }
    if let (Some((_, place)), true) = (&wanted.focus, wanted.collapse) {
        return Err(fault(place, "`focus` and `collapse` do not go together".to_owned()).with_help("take one of them"));
    }
    if let Some((_, place)) = &wanted.to
        && !matches!(wanted.form, Some((Form::Svg, _)))
    {
        return Err(fault(place, "`to` names a picture's file, and no picture is asked for".to_owned())
            .with_help("write as=svg, or take it out"));
    }
    let kind = if is_diagram { Kind::Diagram(wanted) } else { kind };
    let said = document.text()[region.order.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(Order { kind, file, words: said })
}

fn set(wanted: &mut Wanted, key: &str, value: Option<&str>, place: &Range<usize>) -> Result<(), (String, String)> {
    let one_of = |words: &str| (format!("`{}` is no {key}", value.unwrap_or("")), format!("write one of {words}"));
    let given = || match value {
        Some(value) if !value.is_empty() => Ok(value),
        _ => Err((format!("`{key}` has no value"), format!("write {key}=…"))),
    };
    let flag = || match value {
        None => Ok(true),
        Some(_) => Err((format!("`{key}` takes no value"), format!("write `{key}` alone"))),
    };
    match key {
        "focus" => wanted.focus = Some((given()?.to_owned(), place.clone())),
        "depth" => {
            let depth = given()?.parse().map_err(|_| one_of("0, 1, 2 …"))?;
            wanted.depth = Some(depth);
        }
        "collapse" => wanted.collapse = flag()?,
        "findings" => wanted.findings = flag()?,
        "strengths" => wanted.strengths = flag()?,
        "acceptance" => wanted.acceptance = flag()?,
        "theme" => {
            wanted.theme = match given()? {
                "light" => Theme::Light,
                "dark" => Theme::Dark,
                "print" => Theme::Print,
                _ => return Err(one_of("light, dark, print")),
            }
        }
        "direction" => {
            wanted.direction = match given()? {
                "right" => Direction::Right,
                "left" => Direction::Left,
                "down" => Direction::Down,
                "up" => Direction::Up,
                _ => return Err(one_of("right, left, down, up")),
            }
        }
        "as" => {
            let form = match given()? {
                "mermaid" => Form::Mermaid,
                "svg" => Form::Svg,
                _ => return Err(one_of("mermaid, svg")),
            };
            wanted.form = Some((form, place.clone()));
        }
        "to" => wanted.to = Some((given()?.to_owned(), place.clone())),
        other => {
            let help = match nearest(other, OPTIONS) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known are {}", OPTIONS.join(", ")),
            };
            return Err((format!("a diagram has no option `{other}`"), help));
        }
    }
    Ok(())
}

/// The words of an order. Blanks in quotation marks do not part words; the marks go.
fn words(document: &SourceFile, order: &Range<usize>) -> Result<Vec<Word>, Fault> {
    let text = &document.text()[order.clone()];
    let mut words: Vec<Word> = Vec::new();
    let mut word: Option<Word> = None;
    let mut quoted = None;
    for (at, c) in text.char_indices() {
        let here = order.start + at;
        if quoted.is_none() && c.is_whitespace() {
            words.extend(word.take());
            continue;
        }
        let (letters, place) = word.get_or_insert_with(|| (String::new(), here..here));
        place.end = here + c.len_utf8();
        match (c, quoted) {
            ('"', None) => quoted = Some(here),
            ('"', Some(_)) => quoted = None,
            _ => letters.push(c),
        }
    }
    if let Some(start) = quoted {
        return Err(
            Fault::new(document, start..order.end, "a quotation mark is open").with_help("write `\"` at the end")
        );
    }
    words.extend(word);
    Ok(words)
}
