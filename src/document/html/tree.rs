//! The elements of a page, nested as browsers nest them.
//!
//! Nodes lie in the order of the text, each with the end of its subtree, so that a walk is a loop. Open elements are
//! an explicit stack; for each name, and for each kind of wall that an end tag cannot reach through, the places on the
//! stack are kept, so that a tag is handled in constant time plus the elements that it closes. A page of a million
//! open elements is read in linear time.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::token::{Attribute, Token, Tokens, without_carriage_returns};

/// An element, with its tags.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// In lower case; empty for the page itself.
    pub name: String,
    attributes: Vec<Attribute>,
    /// The start tag; empty where an element is implied.
    pub open: Range<usize>,
    /// The end of its end tag, if it has one.
    pub close: Option<usize>,
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.find(name).map(|attribute| attribute.value.as_str())
    }

    /// An attribute with its bytes.
    pub fn find(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// 1 to 6 for `<h1>` to `<h6>` and what declares itself a heading.
    pub fn heading_level(&self) -> Option<u8> {
        if let [b'h', digit @ b'1'..=b'6'] = self.name.as_bytes() {
            return Some(digit - b'0');
        }
        let is_heading = self.attribute("role").is_some_and(|role| role.trim() == "heading");
        is_heading
            .then(|| self.attribute("aria-level").and_then(|level| level.trim().parse().ok()).unwrap_or(2u8))
            .map(|level| level.clamp(1, 6))
    }

    /// Whether a browser sets it apart from the text around it.
    pub fn is_block(&self) -> bool {
        is_special(&self.name)
            && !matches!(
                self.name.as_str(),
                "button"
                    | "select"
                    | "iframe"
                    | "object"
                    | "marquee"
                    | "applet"
                    | "noscript"
                    | "template"
                    | "textarea"
                    | "svg"
                    | "math"
            )
    }
}

/// What a node is.
#[derive(Debug)]
pub(super) enum NodeKind {
    /// An element; its content follows up to the node's end.
    Element(Element),
    /// Text, entities and all.
    Text(Range<usize>),
    /// A comment, marks and all.
    Comment(Range<usize>),
    /// The end tag of that element, which is open but cannot be closed yet (`<b><p>x</b> y`).
    MarkEnd(usize),
}

/// A node of the tree.
#[derive(Debug)]
pub(super) struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// The element that it stands in; 0 for the page itself.
    pub parent: usize,
    /// The number of the first node after it and all that it holds.
    pub end: usize,
}

/// A page as a tree. Node 0 is the page.
#[derive(Debug)]
pub(super) struct Tree {
    /// The nodes in the order of the text.
    pub nodes: Vec<Node>,
}

impl Tree {
    /// Reads a page. Linear in its length.
    pub fn read(source: &str) -> Self {
        let text = without_carriage_returns(source);
        let mut builder = Builder::default();
        builder.nodes.push(Node { kind: NodeKind::Element(Element::default()), parent: 0, end: 0 });
        builder.open.push(0);
        let mut tokens = Tokens::new(&text);
        while let Some(token) = tokens.next() {
            match token {
                Token::Start { name, attributes, self_closing, range } => {
                    builder.leave_foreign_content(&name);
                    let is_foreign = builder.is_foreign();
                    if !is_foreign {
                        tokens.enter_raw_text(&name);
                    }
                    let element = Element { name, attributes, open: range, close: None };
                    builder.start(element, is_foreign && self_closing);
                }
                Token::End { name, range } => builder.end(&name, &range),
                Token::Text { range } => {
                    builder.leaf(NodeKind::Text(range));
                }
                Token::Comment { range } => {
                    builder.leaf(NodeKind::Comment(range));
                }
            }
        }
        while !builder.open.is_empty() {
            builder.pop(None);
        }
        Self { nodes: builder.nodes }
    }

    /// The element of that number, or `None` for a text or comment.
    pub fn element(&self, node: usize) -> Option<&Element> {
        match &self.nodes.get(node)?.kind {
            NodeKind::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The elements that a node stands in, from the inside out, without the page itself.
    pub fn ancestors(&self, node: usize) -> impl Iterator<Item = (usize, &Element)> {
        let mut at = node;
        std::iter::from_fn(move || {
            at = self.nodes.get(at)?.parent;
            (at != 0).then(|| self.element(at).map(|element| (at, element)))?
        })
    }
}

/// What an end tag cannot reach through.
#[derive(Clone, Copy)]
enum Wall {
    /// For blocks: tables, cells, templates, embedded objects.
    Scope,
    /// For `<p>`: these and buttons.
    Button,
    /// For `</li>`: these and lists.
    List,
    /// For the parts of a table: tables and templates.
    Table,
    /// For a new `<li>`, `<dt>` or `<dd>`, which closes the one before it: blocks, except address, div and p.
    Item,
    /// For inline elements: every block.
    Special,
}

impl Wall {
    const ALL: [Self; 6] = [Self::Scope, Self::Button, Self::List, Self::Table, Self::Item, Self::Special];

    fn is_made_by(self, name: &str) -> bool {
        let scope = matches!(
            name,
            "table" | "td" | "th" | "caption" | "template" | "object" | "marquee" | "applet" | "svg" | "math"
        );
        match self {
            Self::Scope => scope,
            Self::Button => scope || name == "button",
            Self::List => scope || matches!(name, "ul" | "ol"),
            Self::Table => matches!(name, "table" | "template"),
            Self::Item => is_special(name) && !matches!(name, "address" | "div" | "p"),
            Self::Special => is_special(name),
        }
    }
}

/// HTML's "special" elements: blocks, and what holds something else than text.
fn is_special(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "applet"
            | "article"
            | "aside"
            | "blockquote"
            | "button"
            | "caption"
            | "center"
            | "colgroup"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "iframe"
            | "legend"
            | "li"
            | "listing"
            | "main"
            | "marquee"
            | "math"
            | "menu"
            | "nav"
            | "noscript"
            | "object"
            | "ol"
            | "optgroup"
            | "option"
            | "p"
            | "plaintext"
            | "pre"
            | "search"
            | "section"
            | "select"
            | "summary"
            | "svg"
            | "table"
            | "tbody"
            | "td"
            | "template"
            | "textarea"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "xmp"
    )
}

/// Elements whose start tag closes an open paragraph.
fn closes_paragraph(name: &str) -> bool {
    is_special(name)
        && !matches!(
            name,
            "applet"
                | "button"
                | "caption"
                | "colgroup"
                | "iframe"
                | "legend"
                | "marquee"
                | "math"
                | "noscript"
                | "object"
                | "optgroup"
                | "option"
                | "select"
                | "svg"
                | "tbody"
                | "td"
                | "template"
                | "textarea"
                | "tfoot"
                | "th"
                | "thead"
                | "tr"
        )
}

/// Elements without content.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "image"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements whose start tag ends an `<svg>` or `<math>` that was left open.
fn ends_foreign_content(name: &str) -> bool {
    matches!(
        name,
        "b" | "big"
            | "blockquote"
            | "body"
            | "br"
            | "center"
            | "code"
            | "dd"
            | "div"
            | "dl"
            | "dt"
            | "em"
            | "embed"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "hr"
            | "i"
            | "img"
            | "li"
            | "listing"
            | "menu"
            | "meta"
            | "nobr"
            | "ol"
            | "p"
            | "pre"
            | "ruby"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "strike"
            | "sub"
            | "sup"
            | "table"
            | "tt"
            | "u"
            | "ul"
            | "var"
    )
}

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
const FOREIGN: [&str; 2] = ["svg", "math"];
const SECTIONS: [&str; 3] = ["thead", "tbody", "tfoot"];
const CELLS: [&str; 2] = ["td", "th"];

#[derive(Default)]
struct Builder {
    nodes: Vec<Node>,
    /// The open elements' nodes, from the outside in.
    open: Vec<usize>,
    /// For each name, its places in `open`.
    places: FxHashMap<String, Vec<usize>>,
    /// For each [`Wall`], the places in `open` of the elements that make it.
    walls: [Vec<usize>; Wall::ALL.len()],
}

impl Builder {
    fn leaf(&mut self, kind: NodeKind) -> usize {
        let parent = self.open.last().copied().unwrap_or(0);
        let node = self.nodes.len();
        self.nodes.push(Node { kind, parent, end: node + 1 });
        node
    }

    fn push(&mut self, element: Element) {
        let place = self.open.len();
        for (wall, places) in Wall::ALL.into_iter().zip(&mut self.walls) {
            if wall.is_made_by(&element.name) {
                places.push(place);
            }
        }
        if let Some(places) = self.places.get_mut(&element.name) {
            places.push(place);
        } else {
            self.places.insert(element.name.clone(), vec![place]);
        }
        let node = self.leaf(NodeKind::Element(element));
        self.open.push(node);
    }

    fn pop(&mut self, close: Option<usize>) {
        let Some(node) = self.open.pop() else { return };
        let place = self.open.len();
        let end = self.nodes.len();
        self.nodes[node].end = end;
        for places in &mut self.walls {
            if places.last() == Some(&place) {
                places.pop();
            }
        }
        if let NodeKind::Element(element) = &mut self.nodes[node].kind {
            element.close = close;
            if let Some(places) = self.places.get_mut(&element.name)
                && places.last() == Some(&place)
            {
                places.pop();
            }
        }
    }

    /// Closes the element at `place` and all in it.
    fn close(&mut self, place: usize, close: Option<usize>) {
        while self.open.len() > place + 1 {
            self.pop(None);
        }
        self.pop(close);
    }

    /// The innermost open element of one of the names, unless a wall stands before it. O(names).
    fn reach(&self, names: &[&str], wall: Wall) -> Option<usize> {
        let place = names.iter().filter_map(|&name| self.innermost(name)).max()?;
        let wall = self.walls[wall as usize].last().copied().unwrap_or(0);
        (wall <= place).then_some(place)
    }

    fn innermost(&self, name: &str) -> Option<usize> {
        self.places.get(name)?.last().copied()
    }

    fn close_if_open(&mut self, names: &[&str], wall: Wall) {
        if let Some(place) = self.reach(names, wall) {
            self.close(place, None);
        }
    }

    fn is_foreign(&self) -> bool {
        let foreign = FOREIGN.iter().filter_map(|name| self.innermost(name)).max();
        foreign.is_some() && foreign > self.innermost("foreignobject")
    }

    fn leave_foreign_content(&mut self, name: &str) {
        while self.is_foreign() && ends_foreign_content(name) {
            let Some(place) = FOREIGN.iter().filter_map(|name| self.innermost(name)).max() else { return };
            self.close(place, None);
        }
    }

    fn start(&mut self, element: Element, is_closed: bool) {
        let name = element.name.as_str();
        match name {
            // A page has them whether it says so or not, and what they would tell is of no use here.
            "html" | "head" | "body" => return,
            "li" => self.close_if_open(&["li"], Wall::Item),
            "dt" | "dd" => self.close_if_open(&["dt", "dd"], Wall::Item),
            "a" => self.end("a", &element.open),
            "button" => self.close_if_open(&["button"], Wall::Scope),
            "option" | "optgroup" => self.close_if_open(&["option"], Wall::Special),
            "tr" => self.close_if_open(&["tr", "caption", "colgroup"], Wall::Table),
            "thead" | "tbody" | "tfoot" => {
                self.close_if_open(&["tr", "caption", "colgroup"], Wall::Table);
                self.close_if_open(&SECTIONS, Wall::Table);
            }
            "td" | "th" => {
                self.close_if_open(&["caption", "colgroup"], Wall::Table);
                self.close_if_open(&CELLS, Wall::Table);
                if self.reach(&["tr"], Wall::Table).is_none() && self.reach(&["table"], Wall::Table).is_some() {
                    let open = element.open.start..element.open.start;
                    self.push(Element { name: "tr".to_owned(), open, ..Element::default() });
                }
            }
            _ => {}
        }
        if closes_paragraph(name) {
            self.close_if_open(&["p"], Wall::Button);
        }
        if HEADINGS.contains(&name)
            && let Some(place) = self.reach(&HEADINGS, Wall::Scope)
            && place + 1 == self.open.len()
        {
            self.pop(None);
        }
        if is_void(name) || is_closed {
            let close = element.open.end;
            self.leaf(NodeKind::Element(Element { close: Some(close), ..element }));
        } else {
            self.push(element);
        }
    }

    fn end(&mut self, name: &str, range: &Range<usize>) {
        let wall = match name {
            "html" | "head" | "body" => return,
            "br" => {
                self.start(Element { name: name.to_owned(), open: range.clone(), ..Element::default() }, false);
                return;
            }
            "p" => {
                if self.reach(&["p"], Wall::Button).is_none() {
                    self.push(Element { name: name.to_owned(), open: range.clone(), ..Element::default() });
                }
                Wall::Button
            }
            "li" => Wall::List,
            "table" | "tr" | "td" | "th" | "thead" | "tbody" | "tfoot" | "caption" => Wall::Table,
            "template" | "svg" | "math" => {
                if let Some(place) = self.innermost(name) {
                    self.close(place, Some(range.end));
                }
                return;
            }
            _ if HEADINGS.contains(&name) => {
                if let Some(place) = self.reach(&HEADINGS, Wall::Scope) {
                    self.close(place, Some(range.end));
                }
                return;
            }
            _ if is_special(name) => Wall::Scope,
            _ => Wall::Special,
        };
        if let Some(place) = self.reach(&[name], wall) {
            self.close(place, Some(range.end));
        } else if let Wall::Special = wall
            && let Some(place) = self.reach(&[name], Wall::Scope)
        {
            // The element stays open, since blocks in it are; what it does to the text ends here.
            let node = self.open[place];
            self.leaf(NodeKind::MarkEnd(node));
            if let Some(places) = self.places.get_mut(name) {
                places.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree as text, in one line: `p(…)`, texts as they stand.
    fn drawn(source: &str) -> String {
        let tree = Tree::read(source);
        let mut drawn = String::new();
        let mut ends = Vec::new();
        for (at, node) in tree.nodes.iter().enumerate().skip(1) {
            while ends.last().is_some_and(|&end| end <= at) {
                ends.pop();
                drawn.push(')');
            }
            match &node.kind {
                NodeKind::Element(element) => {
                    drawn.push_str(&element.name);
                    drawn.push('(');
                    ends.push(node.end);
                }
                NodeKind::Text(range) => drawn.push_str(&source[range.clone()]),
                NodeKind::Comment(_) => drawn.push('!'),
                NodeKind::MarkEnd(_) => drawn.push('^'),
            }
        }
        drawn.extend(ends.iter().map(|_| ')'));
        drawn
    }

    #[test]
    fn end_tags_that_may_be_left_out_are_supplied() {
        assert_eq!(drawn("<p>a<p>b<div>c</div>d"), "p(a)p(b)div(c)d");
        assert_eq!(drawn("<ul><li>a<ul><li>b<li>c</ul><li>d</ul>"), "ul(li(aul(li(b)li(c)))li(d))");
        assert_eq!(drawn("<ul><li>a<div><li>b"), "ul(li(adiv())li(b))");
        assert_eq!(drawn("<dl><dt>a<dd>b<p>c<dt>d</dl>e"), "dl(dt(a)dd(bp(c))dt(d))e");
        assert_eq!(
            drawn("<table><thead><tr><th>a<th>b<tbody><tr><td>c<tr><td>d</table>e"),
            "table(thead(tr(th(a)th(b)))tbody(tr(td(c))tr(td(d))))e"
        );
        assert_eq!(drawn("<table><td>a<td>b<tr><td>c</table>"), "table(tr(td(a)td(b))tr(td(c)))");
        assert_eq!(drawn("<h2>a<h3>b</h2>c"), "h2(a)h3(b)c");
    }

    #[test]
    fn stray_end_tags_close_nothing_that_is_not_theirs() {
        assert_eq!(drawn("<div>a</span>b</ul>c</div>d"), "div(abc)d");
        assert_eq!(drawn("a</p>b</br>c"), "ap()bbr()c");
        assert_eq!(drawn("<table><tr><td>a</p></div></tr></table>b"), "table(tr(td(ap())))b");
        assert_eq!(drawn("<ul><li>a<ol></li>b</ol></ul>"), "ul(li(aol(b)))");
        assert_eq!(drawn("<b><p>a</b>b</p>c</b>"), "b(p(a^b)c)");
        assert_eq!(drawn("<a>x<a>y</a>z"), "a(x)a(y)z");
    }

    #[test]
    fn what_is_not_markup_is_not_read_as_markup() {
        assert_eq!(drawn("<script>if (a<b) '<p>'</script>c"), "script(if (a<b) '<p>')c");
        assert_eq!(drawn("<title>a <b> c</title>d<img>e"), "title(a <b> c)dimg()e");
        assert_eq!(drawn("<svg><style/><title>a</title><path/></svg>b"), "svg(style()title(a)path())b");
        assert_eq!(drawn("<svg><path><p>a"), "svg(path())p(a)");
    }
}
