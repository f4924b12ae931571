//! The boxes and what stands in them.

use super::Picture;
use super::markup::{Markup, length};
use super::shape;
use crate::acceptance::Label;
use crate::argument::{NodeHandle, NodeKind};
use crate::draw::card::{Bar, Card, Ink, Line, Role, Sign, SignKind};
use crate::draw::measure::Thickness;
use crate::draw::{Palette, short, source_link};
use crate::part::Became;
use crate::rules::Level;

impl Picture<'_> {
    pub(super) fn draw_nodes(&self, markup: &mut Markup) {
        markup.open("g", &[("class", "nodes"), ("role", "list")]);
        for (handle, _) in self.part.argument.nodes() {
            self.draw_node(handle, markup);
        }
        markup.close();
    }

    fn draw_node(&self, handle: NodeHandle, markup: &mut Markup) {
        let node = self.part.argument.node(handle);
        let card = &self.cards[handle.index()];
        let corner = self.placement.boxes[handle.index()];
        markup.open(
            "g",
            &[
                ("class", &self.class_of(handle)),
                ("role", "listitem"),
                ("data-node", &handle.index().to_string()),
                ("data-id", node.id.as_str()),
                ("transform", &format!("translate({} {})", length(corner.x), length(corner.y))),
            ],
        );
        let place = self.part.argument.files().place(node.span);
        let title = match &place {
            Some((_, position)) => format!("{}, {}, line {}", node.id, node.kind, position.line),
            None => format!("{}, {}", node.id, node.kind),
        };
        markup.text("title", &[], &title);
        let became = self.part.changes.as_ref().and_then(|changes| changes.nodes.get(handle.index())?.as_ref());
        let border = match became {
            Some((became, _)) => Border::Became(*became),
            None => worst(card).map_or(Border::Plain, Border::Finding),
        };
        draw_box(markup, self.palette, node.kind, (0.0, 0.0, card.width, card.height), border);
        let link = self.link(handle);
        for line in &card.lines {
            let linked = link.as_deref().filter(|_| line.role == Role::Id);
            if let Some(address) = linked {
                markup.open("a", &[("href", address)]);
            }
            draw_text(markup, self.palette, line);
            if linked.is_some() {
                markup.close();
            }
        }
        for tag in &card.tags {
            markup.empty(
                "rect",
                &[
                    ("class", "source-tag"),
                    ("x", &length(tag.x)),
                    ("y", &length(tag.y)),
                    ("width", &length(tag.width)),
                    ("height", &length(tag.height)),
                    ("rx", "3"),
                    ("fill", "none"),
                    ("stroke", self.palette.line),
                    ("stroke-width", "0.8"),
                ],
            );
        }
        if let Some(bar) = &card.bar {
            draw_bar(markup, self.palette, bar);
        }
        for sign in &card.signs {
            draw_sign(markup, self.palette, sign);
        }
        markup.close();
    }

    fn class_of(&self, handle: NodeHandle) -> String {
        let kind = self.part.argument.node(handle).kind;
        match self.part.changes.as_ref().and_then(|changes| changes.nodes.get(handle.index())?.as_ref()) {
            Some((became, _)) => format!("node {kind} {}", became.word()),
            None => format!("node {kind}"),
        }
    }

    /// Where the node's line in the report is.
    fn link(&self, handle: NodeHandle) -> Option<String> {
        let address = self.look.source_address?;
        let (file, position) = self.part.argument.files().place(self.part.argument.node(handle).span)?;
        source_link(address, file, position.line)
    }
}

/// The level of the gravest finding about a box.
fn worst(card: &Card) -> Option<Level> {
    let level = |sign: &Sign| match sign.kind {
        SignKind::Finding(level) => Some(level),
        SignKind::Linchpin | SignKind::Acceptance(_) => None,
    };
    card.signs.iter().filter_map(level).max()
}

/// What a box's border tells.
#[derive(Clone, Copy)]
pub(super) enum Border {
    Plain,
    /// The gravest finding about it.
    Finding(Level),
    /// What became of it between two editions.
    Became(Became),
}

/// A box of some kind, at `(x, y, width, height)`.
pub(super) fn draw_box(
    markup: &mut Markup,
    palette: &Palette,
    kind: NodeKind,
    (x, y, width, height): (f64, f64, f64, f64),
    border: Border,
) {
    let judgement = kind == NodeKind::Judgement;
    // By colour, and by the line.
    let (stroke, stroke_width, dashes) = match border {
        Border::Became(became) => {
            let (width, dashes) = match became {
                Became::Added => ("4", None),
                Became::Removed => ("1.6", Some("2 3")),
                Became::Changed => ("3", Some("12 4 2 4")),
            };
            (palette.became(became), width, dashes)
        }
        Border::Finding(level) => (palette.level(level), if judgement { "3.2" } else { "2.2" }, None),
        Border::Plain if judgement => (palette.ink, "2.2", None),
        Border::Plain => (palette.line, "1.2", None),
    };
    let dashes = dashes.or(shape::dashes(kind));
    let fill = if judgement { palette.judgement_fill } else { palette.fill };
    let outline = shape::outline(kind, x, y, width, height);
    let mut attributes = vec![
        ("class", "box"),
        ("d", outline.as_str()),
        ("fill", fill),
        ("stroke", stroke),
        ("stroke-width", stroke_width),
    ];
    if let Some(dashes) = dashes {
        attributes.push(("stroke-dasharray", dashes));
    }
    markup.empty("path", &attributes);
    if let Some(fold) = shape::fold(kind, x, y, width, height) {
        markup.empty(
            "path",
            &[("class", "fold"), ("d", &fold), ("fill", "none"), ("stroke", stroke), ("stroke-width", "1")],
        );
    }
}

/// One line of text.
pub(super) fn draw_text(markup: &mut Markup, palette: &Palette, line: &Line) {
    const RIGHT_TO_LEFT_ISOLATE: char = '\u{2067}';
    const POP_ISOLATE: char = '\u{2069}';
    let class = match line.role {
        Role::Id => "id",
        Role::Origin => "origin",
        Role::Words => "words",
        Role::Standing => "standing",
        Role::StrengthNumber => "strength-number",
        Role::Source => "source",
        Role::Mark => "mark",
        Role::Acceptance => "acceptance",
        Role::Linchpin => "linchpin",
        Role::Warrant => "warrant",
        Role::Hidden => "hidden",
        Role::Change => "change",
    };
    let (class, fill) = match line.ink {
        Ink::Text => (class.to_owned(), palette.ink),
        Ink::Muted => (class.to_owned(), palette.muted),
        Ink::Finding(level) => (format!("{class} {}", level.word()), palette.ink),
    };
    let (x, y, size) = (length(line.x), length(line.y), length(line.size));
    let mut attributes = vec![
        ("class", class.as_str()),
        ("x", x.as_str()),
        ("y", y.as_str()),
        ("font-size", size.as_str()),
        ("fill", fill),
    ];
    if line.thickness == Thickness::Bold {
        attributes.push(("font-weight", "bold"));
    }
    if line.set_right {
        attributes.push(("text-anchor", "end"));
    }
    let width = line.width.map(length);
    if let Some(width) = &width {
        attributes.push(("textLength", width));
        attributes.push(("lengthAdjust", "spacingAndGlyphs"));
    }
    if line.right_to_left {
        // Not every viewer knows which way a text runs; this is not seen, and tells them (UAX #9).
        markup.text("text", &attributes, &format!("{RIGHT_TO_LEFT_ISOLATE}{}{POP_ISOLATE}", line.text));
    } else {
        markup.text("text", &attributes, &line.text);
    }
}

/// How strong the judgement is, and the range that its words claim: a bar under a bracket.
pub(super) fn draw_bar(markup: &mut Markup, palette: &Palette, bar: &Bar) {
    markup.open("g", &[("class", "strength-bar")]);
    let title = match bar.certainty {
        Some((low, high)) => {
            format!("strength {}, its words claim {} to {}", short(bar.strength), short(low), short(high))
        }
        None => format!("strength {}", short(bar.strength)),
    };
    markup.text("title", &[], &title);
    let rect = |markup: &mut Markup, class: &str, x: f64, width: f64, fill: &str, stroke: &str| {
        markup.empty(
            "rect",
            &[
                ("class", class),
                ("x", &length(x)),
                ("y", &length(bar.y)),
                ("width", &length(width)),
                ("height", &length(bar.height)),
                ("fill", fill),
                ("stroke", stroke),
                ("stroke-width", "1"),
            ],
        );
    };
    rect(markup, "track", bar.x, bar.width, palette.background, palette.line);
    rect(markup, "strength", bar.x, bar.width * bar.strength.clamp(0.0, 1.0), palette.support, "none");
    if let Some((low, high)) = bar.certainty {
        // A bracket around the bar, so that the claim is seen where it lies over the strength.
        let (left, right) = (bar.x + bar.width * low, (bar.x + bar.width * high).max(bar.x + bar.width * low + 2.0));
        markup.empty(
            "rect",
            &[
                ("class", "certainty"),
                ("x", &length(left)),
                ("y", &length(bar.y - 3.0)),
                ("width", &length(right - left)),
                ("height", &length(bar.height + 6.0)),
                ("rx", "2"),
                ("fill", "none"),
                ("stroke", palette.ink),
                ("stroke-width", "1.6"),
            ],
        );
    }
    markup.close();
}

/// A small sign, told by its shape as well as its colour.
pub(super) fn draw_sign(markup: &mut Markup, palette: &Palette, sign: &Sign) {
    const RADIUS: f64 = 5.5;
    let (x, y) = (sign.x, sign.y);
    let mut path = |class: &str, data: String, fill: &str, stroke: &str| {
        markup.empty(
            "path",
            &[
                ("class", class),
                ("d", &data),
                ("fill", fill),
                ("stroke", stroke),
                ("stroke-width", "1.5"),
                ("stroke-linecap", "round"),
            ],
        );
    };
    let l = length;
    let circle = |radius: f64| {
        let r = l(radius);
        format!("M{} {}a{r} {r} 0 1 0 {} 0a{r} {r} 0 1 0 {} 0Z", l(x - radius), l(y), l(2.0 * radius), l(-2.0 * radius))
    };
    match sign.kind {
        SignKind::Finding(level) => {
            let colour = palette.level(level);
            match level {
                Level::Error => {
                    path("sign error", circle(RADIUS), colour, "none");
                    let cross =
                        format!("M{} {}l4.4 4.4M{} {}l-4.4 4.4", l(x - 2.2), l(y - 2.2), l(x + 2.2), l(y - 2.2));
                    path("sign-stroke", cross, "none", palette.background);
                }
                Level::Warning => {
                    let triangle = format!("M{} {}l6 10.6h-12Z", l(x), l(y - 6.0));
                    path("sign warning", triangle, colour, "none");
                    path(
                        "sign-stroke",
                        format!("M{} {}v2.8M{} {}v0.1", l(x), l(y - 2.0), l(x), l(y + 2.9)),
                        "none",
                        palette.background,
                    );
                }
                Level::Note => {
                    path("sign note", circle(RADIUS - 0.8), palette.background, colour);
                    path(
                        "sign-stroke",
                        format!("M{} {}v0.1M{} {}v2.4", l(x), l(y - 2.4), l(x), l(y + 0.2)),
                        "none",
                        colour,
                    );
                }
            }
        }
        SignKind::Acceptance(Label::In) => {
            path("sign accepted", circle(RADIUS), palette.support, "none");
            let tick = format!("M{} {}l2 2.3l3.4 -4.4", l(x - 2.7), l(y + 0.1));
            path("sign-stroke", tick, "none", palette.background);
        }
        SignKind::Acceptance(Label::Out) => {
            path("sign rejected", circle(RADIUS), palette.contradiction, "none");
            path("sign-stroke", format!("M{} {}h5.6", l(x - 2.8), l(y)), "none", palette.background);
        }
        SignKind::Acceptance(Label::Undecided) => {
            path("sign undecided", circle(RADIUS - 0.8), "none", palette.muted);
            let half = format!("M{} {}a3 3 0 0 1 0 6Z", l(x), l(y - 3.0));
            path("sign undecided", half, palette.muted, "none");
        }
        SignKind::Linchpin => {
            // A pin through an axle, seen from the side.
            path("sign linchpin", circle(3.0), "none", palette.ink);
            path(
                "sign linchpin",
                format!("M{} {}v6.2M{} {}v3", l(x), l(y - 6.2), l(x), l(y + 3.2)),
                "none",
                palette.ink,
            );
        }
    }
}
