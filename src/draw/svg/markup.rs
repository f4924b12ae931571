//! Markup, element by element: names are ours, values are data.

use std::fmt::Write as _;

use crate::draw::visible::visible;
use crate::draw::{Palette, font};

/// SVG in the making.
#[derive(Default)]
pub(super) struct Markup {
    text: String,
    open: Vec<&'static str>,
}

impl Markup {
    /// Begins an element that holds others.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.text.push_str(">\n");
        self.open.push(name);
    }

    /// Begins a picture of that width and height on its ground; it has a name, and a description for those who do not see it.
    pub(super) fn open_picture(&mut self, size: (f64, f64), palette: &Palette, (name, description): (&str, &str)) {
        let (width, height) = (length(size.0), length(size.1));
        self.open(
            "svg",
            &[
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("class", "linchpin-picture"),
                ("width", &width),
                ("height", &height),
                ("viewBox", &format!("0 0 {width} {height}")),
                ("role", "graphics-document"),
                ("aria-labelledby", "title"),
                ("aria-describedby", "description"),
                ("font-family", font::FAMILIES),
                ("font-size", "13"),
                ("fill", palette.ink),
            ],
        );
        self.text("title", &[("id", "title")], name);
        self.text("desc", &[("id", "description")], description);
        let ground = [("class", "background"), ("width", &width), ("height", &height), ("fill", palette.background)];
        self.empty("rect", &ground);
    }

    /// Ends the element that was begun last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            let _ = writeln!(self.text, "</{name}>");
        }
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.text.push_str("/>\n");
    }

    /// An element that holds a text.
    pub(super) fn text(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.start(name, attributes);
        self.text.push('>');
        escape(text, &mut self.text);
        let _ = writeln!(self.text, "</{name}>");
    }

    /// All that another holds.
    pub(super) fn append(&mut self, other: Self) {
        self.text.push_str(&other.finish());
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            let _ = write!(self.text, " {key}=\"");
            escape(value, &mut self.text);
            self.text.push('"');
        }
    }

    /// The whole, with every open element ended.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }
}

/// A text as it stands between tags or quotation marks: read back, it is what it was, but for characters that XML 1.0
/// cannot hold.
fn escape(text: &str, into: &mut String) {
    for c in text.chars() {
        match c {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\'' => into.push_str("&#39;"),
            '\n' | '\r' | '\t' => {
                let _ = write!(into, "&#{};", u32::from(c));
            }
            c => into.push(visible(c)),
        }
    }
}

/// A length in CSS pixels, to a hundredth, in as few characters as that needs.
pub(super) fn length(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded == 0.0 { "0".to_owned() } else { format!("{rounded}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_data() {
        let mut markup = Markup::default();
        markup.open("g", &[("data-id", "\"><script>alert(1)</script>")]);
        markup.text("text", &[], "a < b & c > 'd' \"e\" ]]> \0 \u{fffe}");
        let svg = markup.finish();
        let document = roxmltree::Document::parse(&svg).unwrap();
        assert_eq!(document.root_element().attribute("data-id"), Some("\"><script>alert(1)</script>"));
        let text = document.root_element().first_element_child().unwrap().text().unwrap();
        assert_eq!(text, "a < b & c > 'd' \"e\" ]]> ␀ \u{fffd}");
    }

    #[test]
    fn lengths_are_short() {
        for (value, written) in [(0.0, "0"), (-0.001, "0"), (12.0, "12"), (1.0 / 3.0, "0.33"), (99.999, "100")] {
            assert_eq!(length(value), written);
        }
    }
}
