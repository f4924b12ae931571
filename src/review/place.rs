//! Where a finding is, as formats for other tools say it.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::file_of;
use crate::argument::Argument;
use crate::text::{Position, Span};

/// What may stand in a path of a URI: RFC 3986's unreserved characters and the slash. A colon in a first part would be
/// read as the end of a scheme.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A file's name as the path of a URI: what else stands in it is percent-encoded, `\` becomes `/` on Windows. The path
/// stays relative to where the user stands; one that begins at the root becomes a `file:` URI.
#[must_use]
pub fn uri(name: &str) -> String {
    let name = name.strip_prefix("./").unwrap_or(name);
    let name = if cfg!(windows) { Cow::Owned(name.replace('\\', "/")) } else { Cow::Borrowed(name) };
    let path = utf8_percent_encode(&name, IN_PATH).to_string();
    let has_drive = cfg!(windows) && name.as_bytes().get(1) == Some(&b':');
    match (name.starts_with('/'), has_drive) {
        (true, _) => format!("file://{path}"),
        (false, true) => format!("file:///{path}"),
        (false, false) => path,
    }
}

/// A span's first character and the place after its last one, in its file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch<'a> {
    /// The file's name.
    pub file: &'a str,
    pub start: Position,
    pub end: Position,
}

/// Where a span is; `None` if the argument has no such file (one made in memory).
pub(super) fn stretch(argument: &Argument, span: Span) -> Option<Stretch<'_>> {
    let file = file_of(argument, span)?;
    let (start, end) = (file.position(span.start as usize), file.position(span.end as usize));
    Some(Stretch { file: file.name(), start, end })
}

/// The name of the file that an argument was read from; empty for one made in memory.
pub(crate) fn name_of(argument: &Argument) -> &str {
    argument.files().files().next().map_or("", |file| file.name())
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_name_becomes_a_relative_reference() {
        assert_eq!(uri("./reports/a b.md"), "reports/a%20b.md");
        assert_eq!(uri("http://x.md"), "http%3A//x.md");
        assert_eq!(uri("été#?%.md"), "%C3%A9t%C3%A9%23%3F%25.md");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
        assert_eq!(uri("/srv/a.md"), "file:///srv/a.md");
    }
}
