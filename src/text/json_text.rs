use std::io;

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use super::visible::is_replaced;

/// Writes a value as JSON in which nothing commands a terminal or hides: besides what JSON demands, control characters
/// past ASCII and characters that turn the direction of text are written as `\u…`. It reads back the same.
pub(crate) fn write_json(out: &mut dyn io::Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Visible(CompactFormatter))).map_err(io::Error::from)
}

/// A value as JSON for reading, two blanks a level and without a line break at the end, in which nothing commands a
/// terminal or hides: control characters past ASCII, and characters that turn the direction of text or take no room, are
/// written as `\u…`. It reads back the same.
///
/// # Errors
/// If the value has a form that JSON has not, such as keys that are no text.
pub fn json_pretty(value: &(impl Serialize + ?Sized)) -> serde_json::Result<String> {
    let mut out = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut out, Visible(PrettyFormatter::new())))?;
    Ok(String::from_utf8(out).unwrap_or_default())
}

/// Writes strings so that nothing in them commands or hides; all else as the formatter within does.
struct Visible<F>(F);

impl<F: Formatter> Formatter for Visible<F> {
    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, is_first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, is_first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, is_first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, is_first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }

    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        for (at, c) in fragment.char_indices().filter(|&(_, c)| is_replaced(c)) {
            self.0.write_string_fragment(writer, &fragment[written..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            written = at + c.len_utf8();
        }
        self.0.write_string_fragment(writer, &fragment[written..])
    }
}

#[cfg(test)]
mod tests {
    use super::{json_pretty, write_json};

    #[test]
    fn what_commands_or_hides_is_escaped_and_reads_back() {
        let text = "a\u{1b}[1m\u{9b}1m\u{202e}\u{e0041} \"日\\\n";
        let mut out = Vec::new();
        write_json(&mut out, &text).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(out, r#""a\u001b[1m\u009b1m\u202e\udb40\udc41 \"日\\\n""#);
        assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
    }

    #[test]
    fn what_is_for_reading_is_laid_out_as_usual() {
        let value = serde_json::json!({"a": [1, {"b": []}], "c\u{9b}": "\u{202e}", "d": {}});
        let out = json_pretty(&value).unwrap();
        assert_eq!(serde_json::from_str::<serde_json::Value>(&out).unwrap(), value);
        let usual = serde_json::to_string_pretty(&value).unwrap();
        assert_eq!(out, usual.replace('\u{9b}', "\\u009b").replace('\u{202e}', "\\u202e"));
    }
}
