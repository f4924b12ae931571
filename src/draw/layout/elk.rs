use serde_json::{Value, json};

use super::align::{self, Along, LaidPart};
use super::{Engine, LayoutFault, Outline, Placement, Point, Route, Size, order};
use crate::draw::Direction;

/// The layered layout of the Eclipse Layout Kernel, by `elkrs`.
///
/// Columns and the order in them come from the text, so that the author's order stands whatever it costs in crossings;
/// the library finds the boxes' places, ways for the edges that no box is in, and ports that keep edges apart. Parts that do not
/// hang together are laid out one by one and stacked in the order of the text, so that the judgements stand in one line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Elk;

/// Room between boxes that stand beside each other in a column.
const BETWEEN_BOXES: f64 = 16.0;
/// Room between columns, for lines to turn in.
const BETWEEN_COLUMNS: f64 = 92.0;
/// Room between parts that do not hang together.
const BETWEEN_PARTS: f64 = 34.0;
/// Room between edges that run side by side, and between an edge and a box.
const BETWEEN_EDGES: f64 = 12.0;
/// How far an edge from a box to itself goes out: there is room for its weight.
const LOOP: f64 = 32.0;
/// Stack of the thread that lays out: the library recurses on the depth of what it is given, which the picture bounds.
const STACK: usize = 64 << 20;

impl Engine for Elk {
    fn lay_out(&self, outline: &Outline) -> Result<Placement, LayoutFault> {
        std::thread::scope(|scope| {
            std::thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, || all_parts(outline))
                .map_err(|error| LayoutFault(format!("no thread could be started ({error})")))?
                .join()
                .unwrap_or_else(|_| Err(LayoutFault("the layout library gave up".to_owned())))
        })
    }
}

fn all_parts(outline: &Outline) -> Result<Placement, LayoutFault> {
    let premises = order::premises(outline);
    let along_x = matches!(outline.direction, Direction::Right | Direction::Left);
    let extent = |node: usize| if along_x { outline.boxes[node].height } else { outline.boxes[node].width };
    let places = order::places(outline, &premises, extent);
    let mut parts = order::parts(outline);
    let mut rank = vec![usize::MAX; outline.boxes.len()];
    for (position, &top) in outline.tops.iter().enumerate() {
        rank[top] = position;
    }
    parts.sort_by_key(|part| (part.iter().map(|&node| rank[node]).min(), part.first().copied()));

    let elk = elkrs::create_elk();
    let mut whole = Placement {
        boxes: vec![Point { x: 0.0, y: 0.0 }; outline.boxes.len()],
        routes: vec![Route::Corners(Vec::new()); outline.edges.len()],
        ..Placement::default()
    };
    let mut laid: Vec<LaidPart> = Vec::new();
    for part in parts {
        let edges: Vec<usize> = part.iter().flat_map(|&node| premises[node].iter().map(|&(_, edge)| edge)).collect();
        let size = if let ([node], []) = (part.as_slice(), edges.as_slice()) {
            outline.boxes[*node]
        } else {
            one_part(&elk, outline, &part, &edges, &places, &mut whole)?
        };
        laid.push((part, edges, size));
    }
    let along = Along::of(outline);
    let columns: Vec<usize> = places.iter().map(|place| order::column(*place)).collect();
    let aligned = align::columns(&along, &columns, &laid, &mut whole);
    let mut across = 0.0;
    for (part, edges, size) in &laid {
        for &node in part {
            *along.across(&mut whole.boxes[node]) += across;
        }
        for &edge in edges {
            whole.routes[edge].points_mut().iter_mut().for_each(|corner| *along.across(corner) += across);
        }
        across += along.breadth(*size) + BETWEEN_PARTS;
    }
    across = (across - BETWEEN_PARTS).max(0.0);
    (whole.width, whole.height) = if along_x { (aligned, across) } else { (across, aligned) };
    Ok(whole)
}

/// Lays out one part from (0, 0) on, and gives its size.
fn one_part(
    elk: &elkrs::core::Elk,
    outline: &Outline,
    part: &[usize],
    edges: &[usize],
    places: &[Point],
    whole: &mut Placement,
) -> Result<Size, LayoutFault> {
    let boxes: Vec<Value> = part
        .iter()
        .map(|&node| {
            let size = outline.boxes[node];
            let (along, across) = (places[node].x, places[node].y);
            let (x, y) = match outline.direction {
                Direction::Right => (along, across),
                Direction::Left => (-along, across),
                Direction::Down => (across, along),
                Direction::Up => (across, -along),
            };
            json!({
                "id": format!("n{node}"),
                "width": size.width,
                "height": size.height,
                "x": x - size.width / 2.0,
                "y": y - size.height / 2.0,
            })
        })
        .collect();
    let lines: Vec<Value> = edges
        .iter()
        .map(|&edge| {
            let (premise, conclusion) = outline.edges[edge];
            json!({
                "id": format!("e{edge}"),
                "sources": [format!("n{conclusion}")],
                "targets": [format!("n{premise}")],
            })
        })
        .collect();
    let graph = json!({
        "id": "argument",
        "layoutOptions": options(outline.direction),
        "children": boxes,
        "edges": lines,
    });
    let laid = elk.layout_json(&graph.to_string()).map_err(LayoutFault)?;
    let unreadable = || LayoutFault("the layout library gave no places".to_owned());
    for node in laid["children"].as_array().ok_or_else(unreadable)? {
        let number = number(&node["id"]).ok_or_else(unreadable)?;
        whole.boxes[number] = point(node).ok_or_else(unreadable)?;
    }
    for line in laid["edges"].as_array().ok_or_else(unreadable)? {
        let number = number(&line["id"]).ok_or_else(unreadable)?;
        let section = &line["sections"][0];
        let mut corners = vec![point(&section["startPoint"]).ok_or_else(unreadable)?];
        for bend in section["bendPoints"].as_array().into_iter().flatten() {
            corners.push(point(bend).ok_or_else(unreadable)?);
        }
        corners.push(point(&section["endPoint"]).ok_or_else(unreadable)?);
        corners.reverse();
        whole.routes[number] = Route::Corners(corners);
    }
    match (laid["width"].as_f64(), laid["height"].as_f64()) {
        (Some(width), Some(height)) => Ok(Size { width, height }),
        _ => Err(unreadable()),
    }
}

fn options(direction: Direction) -> Value {
    let way = match direction {
        Direction::Right => "RIGHT",
        Direction::Left => "LEFT",
        Direction::Down => "DOWN",
        Direction::Up => "UP",
    };
    json!({
        "org.eclipse.elk.algorithm": "org.eclipse.elk.layered",
        "org.eclipse.elk.direction": way,
        "org.eclipse.elk.randomSeed": "1",
        "org.eclipse.elk.padding": "[top=0,left=0,bottom=0,right=0]",
        "org.eclipse.elk.separateConnectedComponents": "false",
        "org.eclipse.elk.edgeRouting": "POLYLINE",
        "org.eclipse.elk.layered.cycleBreaking.strategy": "INTERACTIVE",
        "org.eclipse.elk.layered.layering.strategy": "INTERACTIVE",
        "org.eclipse.elk.layered.crossingMinimization.strategy": "INTERACTIVE",
        "org.eclipse.elk.layered.nodePlacement.strategy": "INTERACTIVE",
        // Without them, a line may run aslant through a whole column, where moving its end would lead it into a box.
        "org.eclipse.elk.layered.unnecessaryBendpoints": "true",
        "org.eclipse.elk.spacing.nodeNode": BETWEEN_BOXES,
        "org.eclipse.elk.spacing.edgeNode": BETWEEN_EDGES,
        "org.eclipse.elk.spacing.edgeEdge": BETWEEN_EDGES,
        "org.eclipse.elk.spacing.nodeSelfLoop": LOOP,
        "org.eclipse.elk.layered.spacing.nodeNodeBetweenLayers": BETWEEN_COLUMNS,
        "org.eclipse.elk.layered.spacing.edgeNodeBetweenLayers": BETWEEN_EDGES,
        "org.eclipse.elk.layered.spacing.edgeEdgeBetweenLayers": BETWEEN_EDGES,
    })
}

fn number(id: &Value) -> Option<usize> {
    id.as_str()?.get(1..)?.parse().ok()
}

fn point(value: &Value) -> Option<Point> {
    let at = |key: &str| match &value[key] {
        Value::Null => Some(0.0),
        number => number.as_f64().filter(|number| number.is_finite()),
    };
    Some(Point { x: at("x")?, y: at("y")? })
}
