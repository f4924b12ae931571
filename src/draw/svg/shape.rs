//! The outline of each kind of box.

use super::markup::length;
use crate::argument::NodeKind;

/// How deep a corner is cut or folded.
const CORNER: f64 = 11.0;

/// The outline of a box of that kind, as the data of an SVG path, from its upper left corner on.
pub(super) fn outline(kind: NodeKind, x: f64, y: f64, width: f64, height: f64) -> String {
    let (right, bottom) = (x + width, y + height);
    let corner = CORNER.min(height / 3.0);
    match kind {
        NodeKind::Judgement => rounded(x, y, right, bottom, 3.0),
        NodeKind::Claim | NodeKind::Assumption => rounded(x, y, right, bottom, 12.0_f64.min(height / 2.0)),
        NodeKind::Evidence => path(&[(x, y), (right - corner, y), (right, y + corner), (right, bottom), (x, bottom)]),
        NodeKind::Hypothesis => path(&[
            (x + corner, y),
            (right - corner, y),
            (right, y + corner),
            (right, bottom - corner),
            (right - corner, bottom),
            (x + corner, bottom),
            (x, bottom - corner),
            (x, y + corner),
        ]),
        NodeKind::Inference => path(&[
            (x + corner, y),
            (right - corner, y),
            (right, y + height / 2.0),
            (right - corner, bottom),
            (x + corner, bottom),
            (x, y + height / 2.0),
        ]),
    }
}

/// How far inside of its box's sides an outline may run. Lines begin there, under the box.
pub(super) fn inset(kind: NodeKind) -> f64 {
    if kind == NodeKind::Inference { CORNER } else { 0.0 }
}

/// The fold of a sheet's corner.
pub(super) fn fold(kind: NodeKind, x: f64, y: f64, width: f64, height: f64) -> Option<String> {
    let corner = CORNER.min(height / 3.0);
    let right = x + width;
    (kind == NodeKind::Evidence)
        .then(|| format!("M{} {}V{}H{}", length(right - corner), length(y), length(y + corner), length(right)))
}

/// The dashes of a kind's border, where it is not one line.
pub(super) fn dashes(kind: NodeKind) -> Option<&'static str> {
    (kind == NodeKind::Assumption).then_some("6 4")
}

fn path(corners: &[(f64, f64)]) -> String {
    let corner = |(x, y): &(f64, f64)| format!("{} {}", length(*x), length(*y));
    format!("M{}Z", corners.iter().map(corner).collect::<Vec<_>>().join("L"))
}

fn rounded(x: f64, y: f64, right: f64, bottom: f64, radius: f64) -> String {
    let (r, l) = (length(radius), length);
    format!(
        "M{} {}H{}A{r} {r} 0 0 1 {} {}V{}A{r} {r} 0 0 1 {} {}H{}A{r} {r} 0 0 1 {} {}V{}A{r} {r} 0 0 1 {} {}Z",
        l(x + radius),
        l(y),
        l(right - radius),
        l(right),
        l(y + radius),
        l(bottom - radius),
        l(right - radius),
        l(bottom),
        l(x + radius),
        l(x),
        l(bottom - radius),
        l(y + radius),
        l(x + radius),
        l(y),
    )
}
