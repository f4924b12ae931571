use std::io;

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use super::visible::is_replaced;

/// Writes a value as JSON in which nothing commands a terminal or hides: besides what JSON demands, control characters
/// past ASCII and characters that turn the direction of text are written as `\u…`. It reads back the same.
pub(super) fn write_json(out: &mut dyn io::Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Visible)).map_err(io::Error::from)
}

struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        for (at, c) in fragment.char_indices().filter(|&(_, c)| is_replaced(c)) {
            CompactFormatter.write_string_fragment(writer, &fragment[written..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            written = at + c.len_utf8();
        }
        CompactFormatter.write_string_fragment(writer, &fragment[written..])
    }
}

#[cfg(test)]
mod tests {
    use super::write_json;

    #[test]
    fn what_commands_or_hides_is_escaped_and_reads_back() {
        let text = "a\u{1b}[1m\u{9b}1m\u{202e}\u{e0041} \"日\\\n";
        let mut out = Vec::new();
        write_json(&mut out, &text).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(out, r#""a\u001b[1m\u009b1m\u202e\udb40\udc41 \"日\\\n""#);
        assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
    }
}
