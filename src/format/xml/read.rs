use std::borrow::Cow;

use quick_xml::errors::{Error, IllFormedError};
use quick_xml::escape::{EscapeError, resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};

use crate::format::graph_file::tree::shown;
use crate::text::{Fault, FileId, SourceFile, Span};

/// How deep elements may lie in one another.
const MAX_DEPTH: usize = 256;
/// How many attributes an element may have.
const MOST_ATTRIBUTES: usize = 256;

/// An element's start.
#[derive(Clone, Debug)]
pub(in crate::format) struct Element<'a> {
    /// Its name without the prefix.
    pub name: &'a str,
    pub prefix: &'a str,
    attributes: Vec<(&'a str, Cow<'a, str>, Span)>,
    /// The tag.
    pub span: Span,
}

impl<'a> Element<'a> {
    /// An attribute's value, and where it stands.
    pub fn attribute(&self, name: &str) -> Option<(Cow<'a, str>, Span)> {
        self.attributes.iter().find(|(found, ..)| *found == name).map(|(_, value, span)| (value.clone(), *span))
    }

    /// An attribute's value.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(found, ..)| *found == name).map(|(_, value, _)| value.as_ref())
    }

    /// The attribute of that name, or a fault that it is missing.
    pub fn required(&self, file: &SourceFile, name: &str) -> Result<(Cow<'a, str>, Span), Fault> {
        self.attribute(name).ok_or_else(|| {
            Fault::new(file, self.span.range(), format!("this `{}` has no `{name}`", shown(self.name)))
                .with_help(format!("write it as <{} {name}=\"…\">", shown(self.name)))
        })
    }
}

/// A piece of a file.
#[derive(Clone, Debug)]
enum Token<'a> {
    Open(Element<'a>),
    /// Text; one run may come in several pieces.
    Text(Cow<'a, str>, Span),
    Close,
}

/// Reads a file piece by piece. An empty element is opened and closed.
struct Scanner<'a> {
    file: &'a SourceFile,
    text: &'a str,
    base: usize,
    reader: quick_xml::Reader<&'a [u8]>,
    open: Vec<&'a str>,
    /// Whether the outermost element was opened.
    has_root: bool,
}

/// What is said where another program's spelling is at fault.
const WRITE_AGAIN: &str = "let the program that wrote the file write it again";

impl<'a> Scanner<'a> {
    fn new(file: &'a SourceFile) -> Self {
        let text = file.text().trim_start_matches('\u{feff}');
        let mut reader = quick_xml::Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { file, text, base: file.text().len() - text.len(), reader, open: Vec::new(), has_root: false }
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.text.len())
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(FileId::FIRST, self.base + start..self.base + end.max(start))
    }

    fn fault(&self, start: usize, end: usize, message: impl Into<String>) -> Fault {
        let text = self.file.text();
        let start = text.floor_char_boundary((self.base + start).min(text.len()));
        let end = text.floor_char_boundary((self.base + end).min(text.len())).max(start);
        Fault::new(self.file, start..end, message)
    }

    /// The next piece; `None` at the end. O(its length).
    ///
    /// # Errors
    /// At the place: what is no XML, elements nested too deep, an entity that is not XML's own, a file that ends inside
    /// an element, anything but one outermost element.
    fn next(&mut self) -> Result<Option<Token<'a>>, Fault> {
        loop {
            let start = self.position();
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let at = usize::try_from(self.reader.error_position()).unwrap_or(start);
                    return Err(self.invalid("this is not valid XML", &told(&error), at, at));
                }
            };
            let end = self.position();
            match event {
                Event::Start(tag) => {
                    let element = self.element(&tag, start, end)?;
                    if self.open.len() >= MAX_DEPTH {
                        return Err(self
                            .fault(start, end, format!("elements lie in one another more than {MAX_DEPTH} deep"))
                            .with_help("a graph needs ten levels at most; write it flatter"));
                    }
                    if self.open.is_empty() && std::mem::replace(&mut self.has_root, true) {
                        let message =
                            format!("a second outermost element, `{}`, follows the first", shown(element.name));
                        return Err(self.fault(start, end, message).with_help("give each a file of its own"));
                    }
                    self.open.push(element.name);
                    return Ok(Some(Token::Open(element)));
                }
                Event::End(_) => {
                    self.open.pop();
                    return Ok(Some(Token::Close));
                }
                Event::Text(text) if self.open.is_empty() && text.trim().is_empty() => {}
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) if self.open.is_empty() => {
                    let message = if self.has_root {
                        "text stands after the end of the outermost element"
                    } else {
                        "text stands before the first element: this is not XML, or something was put before it"
                    };
                    return Err(self.fault(start, end, message).with_help("take the text out"));
                }
                Event::Text(text) => return Ok(Some(Token::Text(text.xml10_content(), self.span(start, end)))),
                Event::CData(text) => return Ok(Some(Token::Text(text.xml10_content(), self.span(start, end)))),
                Event::GeneralRef(reference) => {
                    let resolved = match reference.resolve_char_ref() {
                        Ok(Some(c)) => Some(c.to_string()),
                        Ok(None) => resolve_predefined_entity(&reference).map(str::to_owned),
                        Err(_) => None,
                    };
                    let Some(resolved) = resolved else { return Err(self.unknown_entity(&reference, start, end)) };
                    return Ok(Some(Token::Text(Cow::Owned(resolved), self.span(start, end))));
                }
                Event::Eof if self.text.trim().is_empty() => return Err(self.fault(0, 0, "the file is empty")),
                Event::Eof => {
                    let Some(open) = self.open.last() else { return Ok(None) };
                    let message = format!("the file ends inside `{}`", shown(open));
                    return Err(self
                        .fault(end, end, message)
                        .with_help("the rest of the file is missing; get it whole"));
                }
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    fn unknown_entity(&self, name: &str, start: usize, end: usize) -> Fault {
        if name.starts_with('#') {
            return self
                .fault(start, end, format!("`&{};` is the number of no character", shown(name)))
                .with_help("write the character itself");
        }
        self.fault(start, end, format!("the entity `&{};` is not resolved", shown(name)))
            .with_help("write the characters themselves; only &amp; &lt; &gt; &quot; &apos; and &#…; are read")
    }

    fn element(&self, tag: &BytesStart<'a>, start: usize, end: usize) -> Result<Element<'a>, Fault> {
        // The tag as it stands, between `<` and `>`.
        let name_len = tag.name().as_ref().len();
        let full = self.text.get(start + 1..start + 1 + name_len).unwrap_or_default();
        let (prefix, name) = full.split_once(':').unwrap_or(("", full));
        let body = self.text.get(start + 1..end).unwrap_or_default();
        let mut attributes: Vec<(&'a str, Cow<'a, str>, Span)> = Vec::new();
        let mut found = tag.attributes();
        for attribute in found.with_checks(false) {
            let attribute = attribute.map_err(|error| {
                // Its own place, counted from the tag's beginning, would stand beside ours.
                let error = error.to_string();
                let error = error.split_once(": ").map_or(error.as_str(), |pair| pair.1);
                self.invalid("this tag is not valid XML", error, start, end)
            })?;
            if attributes.len() >= MOST_ATTRIBUTES {
                let message = format!("this `{}` has more than {MOST_ATTRIBUTES} attributes", shown(name));
                return Err(self.fault(start, end, message).with_help("give what it says elements of its own"));
            }
            let key = self.same(body, attribute.key.as_ref()).unwrap_or_default();
            let raw = self.same(body, attribute.value.as_ref()).unwrap_or_default();
            let at = offset(self.text, raw).unwrap_or(start);
            let spaced = if raw.contains(['\n', '\r', '\t']) {
                // As XML has it: each line break, and each tab, is a blank.
                Cow::Owned(raw.replace("\r\n", " ").replace(['\n', '\r', '\t'], " "))
            } else {
                Cow::Borrowed(raw)
            };
            let value = match spaced {
                Cow::Borrowed(raw) => unescape(raw),
                Cow::Owned(ref raw) => unescape(raw).map(|value| Cow::Owned(value.into_owned())),
            };
            let value = value.map_err(|error| match error {
                EscapeError::UnrecognizedEntity(_, name) => self.unknown_entity(&name, at, at + raw.len()),
                EscapeError::InvalidCharRef(_) => self
                    .fault(at, at + raw.len(), "a `&#…;` in this attribute is the number of no character")
                    .with_help("write the character itself"),
                error => {
                    self.invalid("this attribute is not valid XML", &shown(&error.to_string()), at, at + raw.len())
                }
            })?;
            if attributes.iter().any(|(known, ..)| *known == key) {
                return Err(self
                    .fault(start, end, format!("the attribute `{}` stands twice in one tag", shown(key)))
                    .with_help("keep one of the two"));
            }
            attributes.push((key, value, self.span(at, at + raw.len())));
        }
        Ok(Element { name, prefix, attributes, span: self.span(start, end) })
    }

    fn invalid(&self, message: &str, error: &str, start: usize, end: usize) -> Fault {
        self.fault(start, end, format!("{message}: {error}")).with_help(WRITE_AGAIN)
    }

    /// A part of the tag, as it stands in the file; the parser lends it for less long.
    fn same(&self, body: &'a str, part: &str) -> Option<&'a str> {
        let at = offset(body, part)?;
        body.get(at..at + part.len())
    }
}

/// What the parser found wrong, in a few words.
pub(in crate::format) fn told(error: &Error) -> String {
    match error {
        Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            format!("`</{}>` was expected here, not `</{}>`", shown(expected), shown(found))
        }
        Error::IllFormed(IllFormedError::UnmatchedEndTag(name)) => format!("`</{}>` ends nothing", shown(name)),
        Error::IllFormed(IllFormedError::MissingDeclVersion(_)) => {
            "the declaration must begin with `version`".to_owned()
        }
        // These hold nothing of the file.
        Error::Syntax(error) => error.to_string(),
        Error::IllFormed(error) => error.to_string(),
        other => shown(&other.to_string()),
    }
}

/// What takes a file's pieces in their order.
pub(in crate::format) trait Visitor<'a> {
    /// An element begins.
    ///
    /// # Errors
    /// If it cannot be what it is.
    fn open(&mut self, element: &Element<'a>) -> Result<(), Fault>;
    /// Text in the element that was opened last; one run may come in several pieces.
    fn text(&mut self, text: &str, span: Span);
    /// The element that was opened last ends.
    fn close(&mut self);
}

/// Shows all pieces of a file to a visitor, whose outermost element must be `root`. O(length).
///
/// # Errors
/// The first fault, of the file or of the visitor's.
pub(in crate::format) fn walk<'a>(
    file: &'a SourceFile,
    root: &str,
    visitor: &mut impl Visitor<'a>,
) -> Result<(), Fault> {
    let mut scanner = Scanner::new(file);
    while let Some(token) = scanner.next()? {
        match token {
            Token::Open(element) if scanner.open.len() == 1 && element.name != root => {
                let message = format!("the outermost element must be `{root}`, not `{}`", shown(element.name));
                let help = "of XML, linchpin reads what begins with <arggraph>, <graphml> or <gexf>";
                return Err(Fault::new(file, element.span.range(), message).with_help(help));
            }
            Token::Open(element) => visitor.open(&element)?,
            Token::Text(text, span) => visitor.text(&text, span),
            Token::Close => visitor.close(),
        }
    }
    if !scanner.has_root {
        let help = format!("begin it with <{root}>");
        return Err(Fault::new(file, 0..0, "there is no element in this file").with_help(help));
    }
    Ok(())
}

/// Where `part` begins in `whole`, if it is a piece of it.
fn offset(whole: &str, part: &str) -> Option<usize> {
    let at = (part.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
    (at + part.len() <= whole.len()).then_some(at)
}

/// The name of a file's outermost element, without its prefix, if it is XML. Looks at the beginning only.
pub(in crate::format) fn root_name(file: &SourceFile) -> Option<&str> {
    const MOST_LOOKED_AT: usize = 64 * 1024;
    let text = file.text().trim_start_matches('\u{feff}').trim_start();
    let text = &text[..text.floor_char_boundary(MOST_LOOKED_AT)];
    if !text.starts_with('<') {
        return None;
    }
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let start = offset(text, tag.name().as_ref())?;
                let name = text.get(start..start + tag.name().as_ref().len())?;
                return Some(name.rsplit_once(':').map_or(name, |pair| pair.1));
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Result<String, String> {
        let file = SourceFile::new("f.xml", text);
        let mut scanner = Scanner::new(&file);
        let mut said = String::new();
        loop {
            match scanner.next() {
                Ok(Some(Token::Open(element))) => {
                    said.extend(["<", element.name]);
                    for (name, value, span) in &element.attributes {
                        said.extend([format!(" {name}={value:?}@"), file.text()[span.range()].to_owned()]);
                    }
                    said.push('>');
                }
                Ok(Some(Token::Text(text, _))) => said.push_str(&text),
                Ok(Some(Token::Close)) => said.push_str("</>"),
                Ok(None) => return Ok(said),
                Err(fault) => return Err(fault.to_string()),
            }
        }
    }

    #[test]
    fn elements_attributes_and_text_are_read_as_xml_has_them() {
        assert_eq!(
            all(
                "\u{feff}<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><!-- d --><x:a é='1 &lt;&#10;\n2'>p&amp;q<![CDATA[<r>]]></x:a>"
            ),
            Ok("<a é=\"1 <\\n 2\"@1 &lt;&#10;\n2>p&q<r></>".to_owned())
        );
        assert_eq!(all("<a><b/></a>"), Ok("<a><b></></>".to_owned()));
    }

    #[test]
    fn what_is_no_xml_is_refused_at_its_place() {
        for (text, place) in [
            ("<a>\n <b>", "f.xml:2:5: the file ends inside `b`"),
            ("<a>\n</b>", "f.xml:2:1: this is not valid XML: `</a>` was expected here, not `</b>`"),
            ("<a>&lol;</a>", "f.xml:1:4: the entity `&lol;` is not resolved"),
            ("<a b='&lol;'/>", "f.xml:1:7: the entity `&lol;` is not resolved"),
            ("<a b='1' b='2'/>", "f.xml:1:1: the attribute `b` stands twice"),
            ("<a b=1/>", "f.xml:1:1: this tag is not valid XML: attribute value must be enclosed"),
            ("<a", "f.xml:1:1: this is not valid XML"),
            ("<a/>\n<b/>", "f.xml:2:1: a second outermost element, `b`, follows the first"),
            ("<a/>\nb", "f.xml:1:5: text stands after the end of the outermost element"),
            ("b<a/>", "f.xml:1:1: text stands before the first element"),
            ("<a>&#xD800;</a>", "f.xml:1:4: `&#xD800;` is the number of no character"),
            ("<a b='x&#0;'/>", "f.xml:1:7: a `&#…;` in this attribute is the number of no character"),
            ("\n", "f.xml:1:1: the file is empty"),
        ] {
            let fault = all(text).unwrap_err();
            assert!(fault.starts_with(place), "{text}: {fault}");
        }
        let laughs =
            "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]><l>&c;</l>";
        assert!(all(laughs).unwrap_err().contains("the entity `&c;` is not resolved"));
        let deep = "<a>".repeat(100_000);
        assert!(all(&deep).unwrap_err().contains("more than 256 deep"));
        let wide = format!("<a {}/>", (0..10_000).map(|n| format!("b{n}='' ")).collect::<String>());
        assert!(all(&wide).unwrap_err().contains("more than 256 attributes"));
    }

    #[test]
    fn a_file_is_known_by_its_outermost_element() {
        let root = |text: &str| root_name(&SourceFile::new("f", text)).map(str::to_owned);
        assert_eq!(root("<?xml version='1.0'?>\n<!-- <a> --><g:graphml x='1'>"), Some("graphml".to_owned()));
        assert_eq!(root("Key Judgement 1: <b>x</b>"), None);
        assert_eq!(root("<"), None);
    }
}
