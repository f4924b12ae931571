use crate::format::WriteFault;

/// Writes XML 1.0, an element a line.
#[derive(Default)]
pub(in crate::format) struct Xml {
    out: String,
    open: Vec<&'static str>,
    /// Whether a character was replaced that XML cannot hold.
    pub replaced: bool,
}

impl Xml {
    pub fn new() -> Self {
        Self { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), ..Self::default() }
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) {
        for _ in &self.open {
            self.out.push_str("  ");
        }
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            self.text(value);
            self.out.push('"');
        }
        self.out.push_str(end);
    }

    /// Opens an element; names are ours.
    pub fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, ">\n");
        self.open.push(name);
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, "/>\n");
    }

    /// An element that holds a text.
    pub fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.tag(name, attributes, ">");
        self.text(text);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    /// Closes the element that was opened last.
    pub fn close(&mut self) {
        let Some(name) = self.open.pop() else { return };
        for _ in &self.open {
            self.out.push_str("  ");
        }
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    /// Text as data, in content and in attributes alike.
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                // Allowed, but a terminal obeys them.
                '\u{7f}'..='\u{9f}' => self.out.push_str(&["&#", &u32::from(c).to_string(), ";"].concat()),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '&' => self.out.push_str("&amp;"),
                '"' => self.out.push_str("&quot;"),
                // Readers fold these where they stand bare.
                '\t' => self.out.push_str("&#9;"),
                '\n' => self.out.push_str("&#10;"),
                '\r' => self.out.push_str("&#13;"),
                c if is_unholdable(c) => {
                    self.replaced = true;
                    self.out.push(char::REPLACEMENT_CHARACTER);
                }
                c => self.out.push(c),
            }
        }
    }
}

/// Characters that XML 1.0 has no way to write (section 2.2).
fn is_unholdable(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Checks that XML can hold every id.
///
/// # Errors
/// If it cannot: an id that is replaced in part would be another.
pub(in crate::format) fn check_ids<'a>(mut ids: impl Iterator<Item = &'a str>) -> Result<(), WriteFault> {
    match ids.find(|id| id.contains(is_unholdable)) {
        None => Ok(()),
        Some(id) => Err(WriteFault(format!(
            "the id `{}` holds a character that XML cannot; give the node another id",
            id.escape_debug()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let mut xml = Xml::new();
        xml.open("a", &[("b", "\"'<&>\n")]);
        xml.leaf("c", &[], "]]> --> \r\u{1}\u{fffe}\u{85}");
        assert!(xml.replaced);
        assert_eq!(
            xml.finish().lines().skip(1).collect::<Vec<_>>(),
            ["<a b=\"&quot;'&lt;&amp;&gt;&#10;\">", "  <c>]]&gt; --&gt; &#13;\u{fffd}\u{fffd}&#133;</c>", "</a>"]
        );
        assert!(check_ids(["a", "b\u{ffff}"].into_iter()).is_err());
    }
}
