//! Layout by an installed Graphviz: `export --layout dot`.

use std::fmt::Write as _;
use std::io::Write;
use std::process::{Command, Stdio};

use linchpin::draw::Direction;
use linchpin::draw::layout::{Engine, LayoutFault, Outline, Placement, Point, Route};

/// The program `dot`, started without a shell; it is told sizes and numbers, never a text of the report.
#[derive(Debug)]
pub struct Graphviz;

/// CSS pixels an inch, as we count for Graphviz: one of its points is one of our pixels.
const INCH: f64 = 72.0;

impl Engine for Graphviz {
    fn lay_out(&self, outline: &Outline) -> Result<Placement, LayoutFault> {
        let plain = run(&graph(outline))?;
        parsed(outline, &plain).ok_or_else(|| LayoutFault("`dot` gave no places that can be read".to_owned()))
    }
}

/// The outline in DOT: numbered boxes of fixed sizes.
fn graph(outline: &Outline) -> String {
    // Lines leave a premise on the side of its conclusions, and arrive on the other.
    let (rankdir, tail, head) = match outline.direction {
        Direction::Right => ("RL", "w", "e"),
        Direction::Left => ("LR", "e", "w"),
        Direction::Down => ("BT", "n", "s"),
        Direction::Up => ("TB", "s", "n"),
    };
    let mut text = format!(
        "digraph {{\nrankdir={rankdir}\nnodesep=0.22\nranksep=1.2\nnode [shape=box, fixedsize=true, label=\"\"]\n\
         edge [dir=none, tailport={tail}, headport={head}]\n"
    );
    // Writing to a string cannot fail.
    for (number, size) in outline.boxes.iter().enumerate() {
        let _ = writeln!(text, "{number} [width={:.4}, height={:.4}]", size.width / INCH, size.height / INCH);
    }
    for (premise, conclusion) in &outline.edges {
        let _ = writeln!(text, "{premise} -> {conclusion}");
    }
    text.push_str("}\n");
    text
}

/// What `dot -Tplain` says of a graph.
fn run(graph: &str) -> Result<String, LayoutFault> {
    let started =
        Command::new("dot").arg("-Tplain").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = started.map_err(|error| {
        LayoutFault(format!("`dot` could not be started ({error}); install Graphviz, or leave --layout out"))
    })?;
    let failed = |error: std::io::Error| LayoutFault(format!("`dot` broke off ({error})"));
    if let Some(mut input) = child.stdin.take() {
        // `dot` reads everything before it writes anything.
        input.write_all(graph.as_bytes()).map_err(failed)?;
    }
    let output = child.wait_with_output().map_err(failed)?;
    if !output.status.success() {
        return Err(LayoutFault(format!("`dot` gave up ({})", output.status)));
    }
    String::from_utf8(output.stdout).map_err(|_| LayoutFault("`dot` wrote something that is not text".to_owned()))
}

/// Reads the plain format: `graph scale width height`, `node name x y …`, `edge tail head n x y …`, in inches from the
/// lower left corner.
fn parsed(outline: &Outline, plain: &str) -> Option<Placement> {
    let mut placement = Placement {
        boxes: vec![Point { x: 0.0, y: 0.0 }; outline.boxes.len()],
        routes: vec![Route::Curves(Vec::new()); outline.edges.len()],
        ..Placement::default()
    };
    // Edges come in an order of their own; parallel ones are taken in turn.
    let mut waiting: std::collections::HashMap<(usize, usize), Vec<usize>> = std::collections::HashMap::new();
    for (edge, &ends) in outline.edges.iter().enumerate().rev() {
        waiting.entry(ends).or_default().push(edge);
    }
    let mut height = 0.0;
    for line in plain.lines() {
        let mut words = line.split(' ');
        match words.next()? {
            "graph" => {
                let _scale = words.next()?;
                placement.width = inches(words.next()?)?;
                height = inches(words.next()?)?;
                placement.height = height;
            }
            "node" => {
                let number: usize = words.next()?.parse().ok()?;
                let size = outline.boxes.get(number)?;
                let (x, y) = (inches(words.next()?)?, height - inches(words.next()?)?);
                *placement.boxes.get_mut(number)? = Point { x: x - size.width / 2.0, y: y - size.height / 2.0 };
            }
            "edge" => {
                let ends = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
                let count: usize = words.next()?.parse().ok()?;
                let mut points = Vec::with_capacity(count.min(plain.len()));
                for _ in 0..count {
                    points.push(Point { x: inches(words.next()?)?, y: height - inches(words.next()?)? });
                }
                let edge = waiting.get_mut(&ends)?.pop()?;
                *placement.routes.get_mut(edge)? = Route::Curves(points);
            }
            _ => {}
        }
    }
    waiting.values().all(Vec::is_empty).then_some(placement)
}

fn inches(word: &str) -> Option<f64> {
    word.parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| number * INCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use linchpin::draw::layout::Size;

    #[test]
    fn dot_places_every_box_and_edge() {
        let outline = Outline {
            boxes: vec![Size { width: 300.0, height: 60.0 }; 3],
            edges: vec![(1, 0), (1, 0), (2, 1), (2, 2)],
            tops: vec![0],
            direction: Direction::Right,
        };
        let placement = Graphviz.lay_out(&outline).unwrap();
        assert!(placement.boxes[0].x + 300.0 < placement.boxes[1].x);
        assert!(placement.boxes[1].x + 300.0 < placement.boxes[2].x);
        for route in placement.routes {
            let Route::Curves(points) = route else { panic!("dot draws curves") };
            assert!(points.len() >= 4 && points.len() % 3 == 1, "{points:?}");
        }
    }

    #[test]
    fn what_is_not_plain_is_refused() {
        let outline = Outline {
            boxes: vec![Size { width: 1.0, height: 1.0 }],
            edges: Vec::new(),
            tops: Vec::new(),
            direction: Direction::Right,
        };
        assert!(parsed(&outline, "graph 1 nan 2\n").is_none());
        assert!(parsed(&outline, "node 7 1 1\n").is_none());
        assert!(parsed(&outline, "edge 0 0 4 1 1\n").is_none());
    }
}
