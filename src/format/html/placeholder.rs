use std::fmt::Write as _;

use super::template::escaped;
use crate::argument::NodeKind;
use crate::format::Part;

/// Two columns of boxes, until there is a layout.
pub(super) fn svg(part: &Part<'_>) -> String {
    let argument = part.argument;
    let mut place = vec![(0_usize, 0_usize); argument.node_count()];
    let (mut left, mut right) = (40, 40);
    let mut nodes = String::new();
    for (handle, node) in argument.nodes() {
        let first = node.kind == NodeKind::Judgement;
        let words: Vec<char> = node.text.as_str().chars().collect();
        let lines: Vec<String> = words.chunks(44).map(|line| line.iter().collect()).collect();
        let height = 70 + 18 * lines.len();
        let (x, y) = if first { (40, left) } else { (520, right) };
        if first {
            left += height + 30
        } else {
            right += height + 30
        }
        place[handle.index()] = (x, y);
        let _ = write!(
            nodes,
            "<g class=\"node {}\" role=\"listitem\" data-node=\"{}\" data-id=\"{}\"><title>{}</title><rect class=\"box\" x=\"{x}\" y=\"{y}\" width=\"380\" height=\"{height}\"/><text font-size=\"14\">",
            node.kind,
            handle.index(),
            escaped(node.id.as_str()),
            escaped(node.id.as_str())
        );
        for (number, line) in lines.iter().enumerate() {
            let _ = write!(nodes, "<tspan x=\"{}\" y=\"{}\">{}</tspan>", x + 14, y + 26 + 18 * number, escaped(line));
        }
        let strength = part.strengths.as_ref().and_then(|all| all[handle.index()]).unwrap_or(0.0);
        let (bar, wide) = (y + height - 24, 200.0 * strength);
        let _ = write!(
            nodes,
            "</text><g class=\"strength-bar\"><rect class=\"track\" x=\"{}\" y=\"{bar}\" width=\"200\" height=\"8\"/><rect class=\"strength\" x=\"{}\" y=\"{bar}\" width=\"{wide}\" height=\"8\"/><text class=\"strength-number\" x=\"{}\" y=\"{}\" font-size=\"12\">{strength:.2}</text></g></g>",
            x + 14,
            x + 14,
            x + 222,
            bar + 9
        );
    }
    let mut edges = String::new();
    for (handle, edge) in argument.edges() {
        let (premise, conclusion) = argument.ends(handle);
        let ((px, py), (cx, cy)) = (place[premise.index()], place[conclusion.index()]);
        let _ = write!(
            edges,
            "<g class=\"edge {}\" data-edge=\"{}\" data-premise=\"{}\" data-conclusion=\"{}\"><title>e</title><path fill=\"none\" d=\"M{px} {} L{} {}\"/><text class=\"weight\" x=\"{}\" y=\"{}\" font-size=\"11\">{}</text></g>",
            edge.kind.word(),
            handle.index(),
            premise.index(),
            conclusion.index(),
            py + 30,
            cx + 380,
            cy + 30,
            usize::midpoint(px, cx + 380),
            usize::midpoint(py, cy) + 26,
            edge.weight.get()
        );
    }
    let height = left.max(right) + 20;
    let style = ".edge path{stroke:var(--support);stroke-width:2}.edge.contradicts path{stroke:var(--contradiction);stroke-dasharray:6 4}.box{fill:var(--fill);stroke:var(--line)}.judgement .box{fill:var(--judgement-fill);stroke-width:2}.linchpin-picture text{fill:var(--ink)}.background{fill:var(--background)}.track{fill:none;stroke:var(--line)}.strength{fill:var(--support)}";
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"linchpin-picture\" width=\"940\" height=\"{height}\" viewBox=\"0 0 940 {height}\" role=\"graphics-document\" aria-labelledby=\"title description\" font-family=\"Liberation Sans, Arimo, Arial, Helvetica, sans-serif\"><title id=\"title\">Argument</title><desc id=\"description\">Picture</desc><style>{style}</style><rect class=\"background\" width=\"940\" height=\"{height}\"/><g class=\"edges\">{edges}</g><g class=\"nodes\" role=\"list\">{nodes}</g></svg>"
    )
}
