use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use resvg::tiny_skia::Rect;
use resvg::usvg::roxmltree::{Document, Node};
use resvg::usvg::{self, ImageHrefResolver, Options, Tree};

use super::typefaces::{JOINING, Typefaces};
use super::{Remark, RenderFault, Rendering};

/// A picture, read for rendering.
pub(super) struct Scene {
    /// The picture with groups put in, by whose ids the renderer's tree can be asked where links and units are: the
    /// tree keeps neither links nor classes.
    source: String,
    pub(super) title: Option<String>,
    pub(super) language: Option<String>,
    /// The group and the address of each link.
    pub(super) links: Vec<(String, String)>,
    /// What is shown whole or not at all: nodes, edges, header, legend.
    units: Vec<Unit>,
    typefaces: Typefaces,
    pub(super) tree: Tree,
}

struct Unit {
    id: String,
    is_edge: bool,
    /// In the source.
    range: Range<usize>,
}

/// Where a unit is drawn.
pub(super) struct Block {
    pub(super) is_edge: bool,
    pub(super) bounds: Rect,
}

const CLASSES: [&str; 4] = ["node", "edge", "header", "legend"];
const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XLINK: &str = "http://www.w3.org/1999/xlink";

impl Scene {
    /// Reads a picture. O(its length), apart from the search for fonts.
    pub(super) fn read(svg: &str, rendering: &Rendering<'_>) -> Result<Self, RenderFault> {
        let document =
            Document::parse(svg).map_err(|error| RenderFault(format!("the picture is not read: {error}")))?;
        let root = document.root_element();
        let title = root.children().find(|child| child.has_tag_name((SVG, "title"))).map(text_of);
        let language = root.attribute((XML, "lang")).or_else(|| root.attribute("lang")).map(str::to_owned);
        let texts = || document.descendants().filter(|node| node.has_tag_name((SVG, "text")));
        let mut characters: BTreeSet<char> = title.iter().flat_map(|title| title.chars()).collect();
        texts().for_each(|text| characters.extend(text_of(text).chars()));
        let typefaces = Typefaces::of(&characters, rendering.further_fonts);
        let (mut links, mut marks, mut insertions) = (Vec::new(), Vec::new(), Vec::new());
        for node in document.descendants() {
            let Some(content) = content(node) else { continue };
            let link =
                node.has_tag_name((SVG, "a")).then(|| node.attribute("href").or(node.attribute((XLINK, "href"))));
            let classes = || node.attribute("class").unwrap_or_default().split_ascii_whitespace();
            let within_text = || node.ancestors().any(|ancestor| ancestor.has_tag_name((SVG, "text")));
            let id = if let Some(address) = link.flatten().filter(|_| !within_text()) {
                let id = format!("link~{}", links.len());
                links.push((id.clone(), address.to_owned()));
                id
            } else if node.has_tag_name((SVG, "g")) && classes().any(|class| CLASSES.contains(&class)) {
                let id = format!("unit~{}", marks.len());
                marks.push((id.clone(), classes().any(|class| class == "edge"), node.range()));
                id
            } else {
                continue;
            };
            insertions.push((content.start, format!("<g id=\"{id}\">")));
            insertions.push((content.end, "</g>".to_owned()));
        }
        for text in texts() {
            insertions.extend(faces_named(svg, text, &typefaces));
        }
        insertions.sort_by_key(|insertion| insertion.0);
        let (source, moved) = insert(svg, &insertions);
        let units = marks
            .into_iter()
            .map(|(id, is_edge, range)| Unit { id, is_edge, range: moved(range.start)..moved(range.end) })
            .collect();
        let tree = tree(&source, &typefaces)?;
        Ok(Self { source, title, language, links, units, typefaces, tree })
    }

    /// What no font has, if there is such.
    pub(super) fn remarks(&self) -> Vec<Remark> {
        let lacking = &self.typefaces.without_glyph;
        if lacking.is_empty() { Vec::new() } else { vec![Remark::NoGlyph(lacking.clone())] }
    }

    /// Where each unit is drawn, in document order.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let bounds = bounds_of_groups(&self.tree);
        let block = |unit: &Unit| Some(Block { is_edge: unit.is_edge, bounds: *bounds.get(unit.id.as_str())? });
        self.units.iter().filter_map(block).collect()
    }

    /// The picture with the units alone that are seen in a part of it, so that the others' words are not in the page.
    pub(super) fn part(&self, part: Rect) -> Result<Tree, RenderFault> {
        let bounds = bounds_of_groups(&self.tree);
        let mut source = String::with_capacity(self.source.len());
        let mut at = 0;
        for unit in &self.units {
            let seen = bounds.get(unit.id.as_str()).is_some_and(|bounds| meet(bounds, &part));
            // Units stand in document order; one within another is gone with it.
            if !seen && unit.range.start >= at {
                source.push_str(&self.source[at..unit.range.start]);
                at = unit.range.end;
            }
        }
        source.push_str(&self.source[at..]);
        tree(&source, &self.typefaces)
    }

    /// A line of text as a picture of its own.
    pub(super) fn line(&self, svg: &str) -> Result<Tree, RenderFault> {
        tree(svg, &self.typefaces)
    }

    /// The height of the smallest letters; `None` without text.
    pub(super) fn smallest_text(&self) -> Option<f32> {
        let mut smallest: Option<f32> = None;
        for node in nodes(&self.tree) {
            if let usvg::Node::Text(text) = node {
                let (x, y) = text.abs_transform().get_scale();
                for span in text.layouted().iter().filter(|span| !span.positioned_glyphs.is_empty()) {
                    let size = span.font_size.get() * x.min(y);
                    smallest = Some(smallest.map_or(size, |smallest| smallest.min(size)));
                }
            }
        }
        smallest
    }
}

const SVG: &str = "http://www.w3.org/2000/svg";

fn text_of(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|part| part.text()).collect()
}

/// Where the content of an element stands; `None` for what has none.
fn content(node: Node<'_, '_>) -> Option<Range<usize>> {
    Some(node.first_child()?.range().start..node.last_child()?.range().end)
}

/// What to put into a text so that each character is drawn in a face that has it.
fn faces_named(svg: &str, text: Node<'_, '_>, typefaces: &Typefaces) -> Vec<(usize, String)> {
    // All of a line is shaped together, whichever elements it is of.
    let joining = typefaces.runs(&text_of(text)).into_iter().next().filter(|run| run.1 == JOINING);
    let mut insertions = Vec::new();
    for part in text.descendants().filter(Node::is_text) {
        let Range { start, end } = part.range();
        let Some(written) = svg.get(start..end).filter(|written| !written.starts_with("<![CDATA[")) else { continue };
        let runs = match &joining {
            Some((_, family)) => vec![(0..written.len(), family.clone())],
            None => typefaces.runs(written),
        };
        // A length that is given for the line would be given to each part of it.
        let length = part.parent().and_then(|parent| parent.attribute("textLength")?.parse::<f32>().ok());
        let whole = runs.len() == 1 && runs[0].0 == (0..written.len());
        let attribute = length.filter(|_| whole).map(|length| format!(" textLength=\"{length}\"")).unwrap_or_default();
        let mut at = 0;
        let mut wrap = |range: Range<usize>, start_tag: String| {
            insertions.push((start + range.start, start_tag));
            insertions.push((start + range.end, "</tspan>".to_owned()));
        };
        for (run, family) in &runs {
            if length.is_some() && at < run.start {
                wrap(at..run.start, "<tspan>".to_owned());
            }
            wrap(run.clone(), format!("<tspan style=\"font-family:'{family}'\"{attribute}>"));
            at = run.end;
        }
        if length.is_some() && !runs.is_empty() && at < written.len() {
            wrap(at..written.len(), "<tspan>".to_owned());
        }
    }
    insertions
}

/// The text with the insertions, which are sorted by place, and where a place of the old text is in the new one: an
/// insertion at the place itself comes before it.
fn insert<'a>(text: &str, insertions: &'a [(usize, String)]) -> (String, impl Fn(usize) -> usize + use<'a>) {
    let mut sums = Vec::with_capacity(insertions.len() + 1);
    sums.push(0);
    let (mut result, mut at) = (String::with_capacity(text.len()), 0);
    for (place, inserted) in insertions {
        result.push_str(&text[at..*place]);
        result.push_str(inserted);
        at = *place;
        sums.push(sums[sums.len() - 1] + inserted.len());
    }
    result.push_str(&text[at..]);
    let moved = move |place: usize| place + sums[insertions.partition_point(|insertion| insertion.0 <= place)];
    (result, moved)
}

fn tree(source: &str, typefaces: &Typefaces) -> Result<Tree, RenderFault> {
    let options = Options {
        fontdb: Arc::clone(&typefaces.database),
        font_resolver: typefaces.resolver(),
        // A picture names no files, and if it did, they would not be opened.
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    Tree::from_str(source, &options).map_err(|error| RenderFault(format!("the picture is not rendered: {error}")))
}

/// Every node of a tree, in no order of meaning.
fn nodes(tree: &Tree) -> impl Iterator<Item = &usvg::Node> {
    let mut stack: Vec<&usvg::Node> = tree.root().children().iter().collect();
    std::iter::from_fn(move || {
        let node = stack.pop()?;
        if let usvg::Node::Group(group) = node {
            stack.extend(group.children());
        }
        Some(node)
    })
}

/// Where groups with an id are drawn.
pub(super) fn bounds_of_groups(tree: &Tree) -> HashMap<Cow<'_, str>, Rect> {
    nodes(tree)
        .filter_map(|node| match node {
            usvg::Node::Group(group) if !group.id().is_empty() => {
                Some((Cow::Borrowed(group.id()), group.abs_stroke_bounding_box()))
            }
            _ => None,
        })
        .collect()
}

/// Whether two areas have a point in common; one may be a line.
fn meet(one: &Rect, other: &Rect) -> bool {
    one.left() <= other.right()
        && other.left() <= one.right()
        && one.top() <= other.bottom()
        && other.top() <= one.bottom()
}
