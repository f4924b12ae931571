use std::ops::Range;

use super::Prose;
use crate::text::Span;

/// A value with the bytes that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its bytes.
    pub span: Span,
}

/// Pandoc attributes: `{#id .class key=value key="several words"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// The bytes from brace to brace.
    pub span: Span,
    /// `#id`.
    pub id: Option<Spanned<String>>,
    /// `.class`, in order.
    pub classes: Vec<Spanned<String>>,
    /// `key=value`, in order; quotes and backslash escapes resolved.
    pub pairs: Vec<(Spanned<String>, Spanned<String>)>,
}

/// Braces at the end of a block that were meant as attributes and could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MalformedAttributes {
    /// The bytes of the word at fault.
    pub span: Span,
    /// What is wrong.
    pub message: String,
}

impl MalformedAttributes {
    /// Attributes that no text stands in front of.
    #[must_use]
    pub fn standing_alone(attributes: &Attributes) -> Self {
        let message = "attributes that belong to nothing; write them at the end of a heading, paragraph or item";
        Self { span: attributes.span, message: message.to_owned() }
    }
}

impl Attributes {
    /// Takes attributes off the end of `prose`.
    ///
    /// Gives the prose without them. Braces whose first word is neither `#id`, `.class` nor `key=` are ordinary
    /// text and stay. Linear in the length of the text.
    #[must_use]
    pub fn take_from(prose: Prose) -> (Prose, Option<Box<Self>>, Vec<MalformedAttributes>) {
        let Some(range) = trailing_braces(prose.as_str()) else { return (prose, None, Vec::new()) };
        let inner = range.start + 1..range.end - 1;
        if !is_meant_as_attributes(&prose.as_str()[inner.clone()]) {
            return (prose, None, Vec::new());
        }
        let words = words(prose.as_str(), inner);
        let is_closed_before = |word: &Range<usize>| {
            let text = &prose.as_str()[word.clone()];
            text.ends_with('}') && !text.contains(['"', '\''])
        };
        if words.iter().any(is_closed_before) {
            return (prose, None, Vec::new());
        }
        let mut attributes = Box::new(Self { span: prose.span_of(range.clone()), ..Self::default() });
        let mut malformed = Vec::new();
        for word in words {
            if let Err(message) = attributes.read_word(&prose, word.clone()) {
                malformed.push(MalformedAttributes { span: prose.span_of(word), message });
            }
        }
        (prose.slice(0..range.start), Some(attributes), malformed)
    }

    /// The last value given for `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Spanned<String>> {
        self.pairs.iter().rev().find(|(name, _)| name.value == key).map(|(_, value)| value)
    }

    fn read_word(&mut self, prose: &Prose, word: Range<usize>) -> Result<(), String> {
        let text = &prose.as_str()[word.clone()];
        let spanned = |value: String, range: Range<usize>| Spanned { value, span: prose.span_of(range) };
        if let Some(id) = text.strip_prefix('#') {
            if id.is_empty() {
                return Err("an id is missing after `#`".to_owned());
            }
            if let Some(first) = &self.id {
                return Err(format!("a second id; `#{}` was given already", first.value));
            }
            self.id = Some(spanned(id.to_owned(), word.start + 1..word.end));
        } else if let Some(class) = text.strip_prefix('.') {
            if class.is_empty() {
                return Err("a kind is missing after `.`".to_owned());
            }
            self.classes.push(spanned(class.to_owned(), word.start + 1..word.end));
        } else if let Some((key, value)) = text.split_once('=') {
            let value_start = word.start + key.len() + 1;
            let (value, range) = unquote(value, value_start)?;
            if key.is_empty() {
                return Err("a name is missing before `=`".to_owned());
            }
            self.pairs.push((spanned(key.to_owned(), word.start..word.start + key.len()), spanned(value, range)));
        } else {
            return Err(format!("expected `#id`, `.kind` or `key=value`, found `{text}`"));
        }
        Ok(())
    }
}

/// The last `{…}` of the text, if nothing but white space follows it.
fn trailing_braces(text: &str) -> Option<Range<usize>> {
    let end = text.trim_end().len();
    if !text[..end].ends_with('}') {
        return None;
    }
    // Braces do not nest here; one inside a quoted value is skipped by looking for the opening from the left
    // side of the last run that starts like attributes do.
    let opens = |at: &usize| text[at + 1..].starts_with(['#', '.']) || is_meant_as_attributes(&text[at + 1..end - 1]);
    let start = text[..end].rmatch_indices('{').map(|(at, _)| at).find(opens)?;
    Some(start..end)
}

fn is_meant_as_attributes(inner: &str) -> bool {
    let inner = inner.trim_start();
    let is_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    match inner.chars().next() {
        Some('#' | '.') => inner[1..].chars().next().is_some_and(|c| !c.is_whitespace()),
        Some(c) if c.is_alphabetic() => inner.trim_start_matches(is_name).starts_with('='),
        _ => false,
    }
}

/// The words of `text[range]`, split at blanks outside double quotes.
fn words(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quote: Option<char> = None;
    let mut escaped = false;
    for (offset, c) in text[range.clone()].char_indices() {
        let at = range.start + offset;
        if escaped {
            escaped = false;
            continue;
        }
        match (c, quote) {
            ('\\', Some(_)) => escaped = true,
            (c, Some(open)) if c == open => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) => quote = Some(c),
            (c, None) if c.is_whitespace() => words.extend(start.take().map(|from| from..at)),
            _ => {}
        }
        if start.is_none() && !c.is_whitespace() {
            start = Some(at);
        }
    }
    words.extend(start.map(|from| from..range.end));
    words
}

fn unquote(value: &str, start: usize) -> Result<(String, Range<usize>), String> {
    let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return Ok((value.to_owned(), start..start + value.len()));
    };
    let inner = &value[1..];
    let Some(inner) = inner.strip_suffix(quote) else {
        return Err(format!("the quotation mark {quote} is not closed"));
    };
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        text.push(if c == '\\' { chars.next().unwrap_or('\\') } else { c });
    }
    Ok((text, start + 1..start + 1 + inner.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FileId;

    fn take(text: &str) -> (Prose, Option<Box<Attributes>>, Vec<MalformedAttributes>) {
        Attributes::take_from(Prose::verbatim(text, FileId::FIRST, 100))
    }

    #[test]
    fn attributes_are_taken_out_of_the_text() {
        let text = r#"They refuse. {#refusal .assumption weight=0.8 contradicts="kj1:0.4 kj2" note="a \"b\" }"}"#;
        let (prose, attributes, malformed) = take(text);
        let attributes = attributes.unwrap();
        assert_eq!(prose.as_str(), "They refuse.");
        assert_eq!(malformed, []);
        assert_eq!(attributes.id.as_ref().unwrap().value, "refusal");
        assert_eq!(attributes.classes[0].value, "assumption");
        assert_eq!(attributes.get("weight").unwrap().value, "0.8");
        assert_eq!(attributes.get("contradicts").unwrap().value, "kj1:0.4 kj2");
        assert_eq!(attributes.get("note").unwrap().value, "a \"b\" }");
        let span = attributes.get("weight").unwrap().span;
        assert_eq!(&text[span.start as usize - 100..span.end as usize - 100], "0.8");
    }

    #[test]
    fn ordinary_braces_stay_text() {
        for text in ["The set {a, b}", "Set {x}", "{", "}", "{}", "a { b }", "{ #}", "é}", "A {#a} and {b}", "{.a} {}"]
        {
            let (prose, attributes, malformed) = take(text);
            assert_eq!((prose.as_str(), attributes, malformed), (text, None, Vec::new()));
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_place() {
        let (_, attributes, malformed) = take("Text {#a oops weight=\"0.5}");
        assert_eq!(attributes.unwrap().id.unwrap().value, "a");
        assert_eq!(malformed.len(), 2);
        assert!(malformed[0].message.contains("found `oops`"), "{malformed:?}");
        assert!(malformed[1].message.contains("not closed"), "{malformed:?}");
    }
}
