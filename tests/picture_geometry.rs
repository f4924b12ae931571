//! A thousand pictures of arguments that nobody wrote, measured: by their own coordinates, and by a browser.

#![cfg(feature = "pictures")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts and pixels are small"
)]

use crate::chromium;

use kurbo::{BezPath, ParamCurve, PathEl, Point, Rect, Shape, Vec2};
use linchpin::argument::{Argument, Edge, EdgeKind, Id, Node, NodeHandle, NodeKind, Origin, Weight};
use linchpin::document::Prose;
use linchpin::draw::{self, Direction, Drawing, Look, Theme};
use linchpin::part::Part;
use linchpin::text::Span;
use roxmltree::Document;

/// A generator of numbers that are the same everywhere (Marsaglia's xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }

    fn chance(&mut self, in_a_hundred: usize) -> bool {
        self.below(100) < in_a_hundred
    }
}

const WORDS: [&str; 16] = [
    "Ships",
    "AVAV",
    "supply",
    "wholly",
    "mixed",
    "a",
    "§ 12",
    "“quoted”",
    "Zürich",
    "Київ",
    "Αθήνα",
    "per cent,",
    "Iiiill",
    "WWWMMM",
    "antidisestablishmentarianism",
    "no-limits",
];

/// Words that the picture's font lacks, and one that runs from right to left.
const FOREIGN: [&str; 8] = ["中国和俄罗斯", "不会结盟。", "مرحبا", "المناورات", "שלום", "नमस्ते", "สวัสดี", "👩‍🚀"];

fn text(numbers: &mut Numbers, longest: usize) -> String {
    let count = 1 + numbers.below(longest);
    let words: &[&str] = if numbers.chance(8) { &FOREIGN } else { &WORDS };
    (0..count).map(|_| words[numbers.below(words.len())]).collect::<Vec<_>>().join(" ")
}

/// An argument with trees, links across them, parallel edges, loops and circles.
fn argument(seed: u64) -> Argument {
    let mut numbers = Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut argument = Argument::default();
    if numbers.chance(70) {
        argument.report.title = Some(Prose::synthetic(text(&mut numbers, 20)));
    }
    let judgements = 1 + numbers.below(4);
    let count = judgements + numbers.below(18);
    let kinds = [
        NodeKind::Evidence,
        NodeKind::Evidence,
        NodeKind::Claim,
        NodeKind::Assumption,
        NodeKind::Inference,
        NodeKind::Hypothesis,
    ];
    for at in 0..count {
        let kind = if at < judgements { NodeKind::Judgement } else { kinds[numbers.below(kinds.len())] };
        let words = text(&mut numbers, 40);
        let mut node = Node::new(Id::new(&format!("n{at}")).unwrap(), kind, Prose::synthetic(&words), Span::default());
        for _ in 0..numbers.below(3) {
            let key = Id::new(&format!("source-{}", numbers.below(9))).unwrap();
            node.sources.push(linchpin::argument::SourceReference { key, span: Span::default() });
        }
        argument.add_node(node).unwrap();
    }
    let handles: Vec<NodeHandle> = argument.nodes().map(|(handle, _)| handle).collect();
    let mut connect = |numbers: &mut Numbers, premise: usize, conclusion: usize| {
        let kind = if numbers.chance(30) { EdgeKind::Contradicts } else { EdgeKind::Supports };
        let weight =
            if numbers.chance(50) { Weight::FULL } else { Weight::new(0.1 + 0.08 * numbers.below(10) as f64).unwrap() };
        let because = numbers.chance(10).then(|| text(numbers, 12).into());
        let edge = Edge { kind, weight, because, span: Span::default(), origin: Origin::Stated };
        argument.connect(handles[premise], handles[conclusion], edge);
    };
    for at in judgements..count {
        if numbers.chance(92) {
            let conclusion = numbers.below(at);
            connect(&mut numbers, at, conclusion);
        }
        if numbers.chance(20) {
            let conclusion = numbers.below(at);
            connect(&mut numbers, at, conclusion);
        }
    }
    if numbers.chance(30) {
        for _ in 0..3 {
            let (premise, conclusion) = (numbers.below(count), numbers.below(count));
            connect(&mut numbers, premise, conclusion);
        }
    }
    argument
}

fn drawing(argument: &Argument, direction: Direction, theme: Theme) -> Drawing {
    let strengths: Vec<Option<f64>> = argument.nodes().map(|(handle, _)| Some(handle.index() as f64 / 40.0)).collect();
    let part = Part { strengths: Some(strengths), ..Part::new(argument, None, None, None) };
    draw::svg(&part, &Look { direction, theme, ..Look::default() }, None).unwrap()
}

const DIRECTIONS: [Direction; 4] = [Direction::Right, Direction::Down, Direction::Left, Direction::Up];

fn seeds() -> std::ops::Range<u64> {
    1..1001
}

fn direction_of(seed: u64) -> Direction {
    // Most people read from left to right.
    if seed % 5 < 2 { Direction::Right } else { DIRECTIONS[usize::try_from(seed % 4).unwrap()] }
}

/// What is to be measured of a picture.
struct Measured {
    boxes: Vec<Rect>,
    /// Premise, conclusion, and every path that is drawn for the edge.
    edges: Vec<(usize, usize, Vec<BezPath>)>,
    /// The grounds of the weights' numbers.
    numbers: Vec<Rect>,
    view: Rect,
}

fn measured(svg: &str) -> Measured {
    let document = Document::parse(svg).expect("the picture is XML");
    let root = document.root_element();
    let number = |node: roxmltree::Node<'_, '_>, key: &str| -> f64 { node.attribute(key).unwrap().parse().unwrap() };
    let view: Vec<f64> = root.attribute("viewBox").unwrap().split(' ').map(|part| part.parse().unwrap()).collect();
    let shift_of = |node: roxmltree::Node<'_, '_>| -> Vec2 {
        let transform = node.attribute("transform").unwrap();
        let inside = transform.strip_prefix("translate(").unwrap().strip_suffix(')').unwrap();
        let (x, y) = inside.split_once(' ').unwrap();
        Vec2::new(x.parse().unwrap(), y.parse().unwrap())
    };
    let class = |node: &roxmltree::Node<'_, '_>, name: &str| {
        node.attribute("class").is_some_and(|classes| classes.split(' ').any(|class| class == name))
    };
    let path = |node: roxmltree::Node<'_, '_>| BezPath::from_svg(node.attribute("d").unwrap()).unwrap();
    let argument = root.children().find(|node| class(node, "argument")).unwrap();
    let offset = shift_of(argument);
    let mut found = Measured {
        boxes: Vec::new(),
        edges: Vec::new(),
        numbers: Vec::new(),
        view: Rect::new(view[0], view[1], view[0] + view[2], view[1] + view[3]),
    };
    for node in argument.descendants().filter(|node| class(node, "node")) {
        let outline = node.children().find(|child| class(child, "box")).unwrap();
        found.boxes.push(path(outline).bounding_box() + shift_of(node) + offset);
    }
    for edge in argument.descendants().filter(|node| class(node, "edge")) {
        let paths = edge.children().filter(|child| child.has_tag_name("path"));
        let shifted = |child| kurbo::Affine::translate(offset) * path(child);
        let ends = [number(edge, "data-premise") as usize, number(edge, "data-conclusion") as usize];
        found.edges.push((ends[0], ends[1], paths.map(shifted).collect()));
        for ground in edge.children().filter(|child| class(child, "weight-ground")) {
            let corner = Point::new(number(ground, "x"), number(ground, "y")) + offset;
            found.numbers.push(Rect::from_origin_size(corner, (number(ground, "width"), number(ground, "height"))));
        }
    }
    found
}

/// Points along a path, no further apart than two pixels.
fn points(path: &BezPath) -> Vec<Point> {
    let mut points = Vec::new();
    for segment in path.segments() {
        let length = segment.bounding_box().size().to_vec2().hypot();
        let pieces = (length / 2.0).ceil().max(1.0) as u32;
        points.extend((0..=pieces).map(|piece| segment.eval(f64::from(piece) / f64::from(pieces))));
    }
    if let (true, Some(PathEl::MoveTo(only))) = (points.is_empty(), path.elements().first()) {
        points.push(*only);
    }
    points
}

#[test]
fn boxes_stand_apart_and_no_line_runs_through_one() {
    for seed in seeds() {
        let argument = argument(seed);
        let drawing = drawing(&argument, direction_of(seed), Theme::Light);
        let picture = measured(&drawing.svg);
        assert_eq!(picture.boxes.len(), argument.node_count());
        assert_eq!(picture.edges.len(), argument.edge_count());
        for (at, one) in picture.boxes.iter().enumerate() {
            for other in &picture.boxes[at + 1..] {
                let apart = one.inflate(4.0, 4.0).intersect(*other).area();
                assert!(apart <= 0.0, "seed {seed}: {one:?} and {other:?} touch");
            }
        }
        for (premise, conclusion, paths) in &picture.edges {
            for point in paths.iter().flat_map(points) {
                for (at, rect) in picture.boxes.iter().enumerate() {
                    // A line ends at its conclusion's border, and may begin a little under its premise's.
                    let room = match at {
                        at if at == *premise => -13.0,
                        at if at == *conclusion => -1.5,
                        _ => 2.0,
                    };
                    assert!(
                        !rect.inflate(room, room).contains(point),
                        "seed {seed}: the edge from n{premise} to n{conclusion} runs through n{at} at {point:?}"
                    );
                }
            }
        }
        for (at, one) in picture.numbers.iter().enumerate() {
            for rect in &picture.boxes {
                assert!(one.intersect(*rect).area() <= 0.0, "seed {seed}: a weight is hidden at {one:?}");
            }
            for other in &picture.numbers[at + 1..] {
                assert!(one.intersect(*other).area() <= 0.0, "seed {seed}: two weights meet at {one:?} and {other:?}");
            }
        }
        let inside = |rect: Rect| picture.view.union(rect) == picture.view;
        let all = picture.boxes.iter().copied().chain(picture.numbers.iter().copied());
        let lines = picture.edges.iter().flat_map(|(_, _, paths)| paths.iter().map(Shape::bounding_box));
        for rect in all.chain(lines) {
            assert!(inside(rect.inflate(1.0, 1.0)), "seed {seed}: {rect:?} is outside of {:?}", picture.view);
        }
    }
}

#[test]
fn the_authors_order_stands_in_every_column() {
    for seed in seeds() {
        // Trees alone: with links across, no order is every conclusion's.
        let whole = argument(seed);
        let mut tree = Argument::default();
        for (_, node) in whole.nodes() {
            tree.add_node(node.clone()).unwrap();
        }
        let mut has_conclusion = vec![false; whole.node_count()];
        for (handle, edge) in whole.edges() {
            let (premise, conclusion) = whole.ends(handle);
            if conclusion < premise && !std::mem::replace(&mut has_conclusion[premise.index()], true) {
                tree.connect(premise, conclusion, edge.clone());
            }
        }
        let picture = measured(&drawing(&tree, Direction::Right, Theme::Light).svg);
        for (handle, _) in tree.nodes() {
            let tops: Vec<f64> = tree.premises(handle).map(|premise| picture.boxes[premise.node.index()].y0).collect();
            assert!(tops.is_sorted(), "seed {seed}: the premises of n{} stand at {tops:?}", handle.index());
        }
        let judgements: Vec<&Rect> = tree.judgements().map(|(handle, _)| &picture.boxes[handle.index()]).collect();
        let free: Vec<&&Rect> =
            judgements.iter().filter(|rect| (rect.x0 - picture.view.x0 - 26.0).abs() < 1.0).collect();
        assert!(free.is_sorted_by(|one, other| one.y0 < other.y0), "seed {seed}");
    }
}

#[test]
fn the_same_argument_gives_the_same_bytes() {
    for seed in seeds().step_by(50) {
        let draw = || drawing(&argument(seed), direction_of(seed), Theme::Dark).svg;
        assert_eq!(draw(), draw());
    }
}

/// What sticks out of its box by more than a pixel, as the browser measures it.
const STICKING_OUT: &str = r"
[...document.querySelectorAll('svg')].flatMap(svg => [...svg.querySelectorAll('.node')].flatMap(node => {
    const box = node.querySelector('.box').getBBox();
    return [...node.querySelectorAll('text')].map(text => [text, text.getBBox()]).filter(([, at]) =>
        at.x < box.x - 1 || at.y < box.y - 1 || at.x + at.width > box.x + box.width + 1
            || at.y + at.height > box.y + box.height + 1
    ).map(([text, at]) => `${svg.dataset.seed}: ${text.textContent} (${at.width} wide)`);
})).concat([...document.querySelectorAll('svg')].flatMap(svg => [...svg.querySelectorAll('.header text, .legend text')]
    .map(text => [text, text.getBBox()])
    .filter(([, at]) => at.x < 0 || at.x + at.width > svg.viewBox.baseVal.width)
    .map(([text]) => `${svg.dataset.seed}: ${text.textContent} in the frame`)))
";

#[test]
fn no_text_is_wider_than_its_box_in_a_browser() {
    if chromium::is_skipped() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let tab = chromium::Tab::new(1200, 800);
    let mut measured = 0;
    for first in seeds().step_by(100) {
        let mut page = "<!doctype html><meta charset=utf-8>".to_owned();
        for seed in first..first + 100 {
            let svg = drawing(&argument(seed), direction_of(seed), Theme::Light).svg;
            // As they come out, and not as the picture asks for them to be squeezed.
            let svg = svg.replace("textLength=", "data-length=").replacen("<svg", &format!("<svg data-seed={seed}"), 1);
            page.push_str(&svg);
        }
        let file = folder.path().join("pictures.html");
        std::fs::write(&file, page).unwrap();
        tab.open(&file);
        measured += tab.evaluate("document.querySelectorAll('.node text').length").as_u64().unwrap();
        let sticking_out = tab.evaluate(STICKING_OUT);
        assert_eq!(sticking_out, serde_json::json!([]));
    }
    assert!(measured > 20_000, "only {measured} texts were measured");
}
