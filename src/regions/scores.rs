use super::Subject;
use crate::draw::short;
use crate::format::dot::lines::certainty;
use crate::review::content::{Cell, Column, Content};

/// How each judgement stands: its strength beside what its words claim, and what it hangs on. ▼ marks one that does not
/// reach what it claims.
pub(super) fn content(subject: &Subject) -> Content {
    if subject.scores.judgements.is_empty() {
        return Content::Sentence("There are no judgements.".to_owned());
    }
    let rows = subject.scores.judgements.iter().map(|verdict| {
        let node = subject.argument.node(verdict.node);
        let strength = match verdict.strength.map(short) {
            Some(strength) if verdict.margin.is_some_and(|margin| margin < 0.0) => {
                Cell::new(format!("▼ {strength}")).strong()
            }
            strength => Cell::or_dash(strength),
        };
        vec![
            Cell::new(node.id.as_str()).strong(),
            Cell::new(node.text.as_str()),
            strength,
            Cell::or_dash(node.estimate.as_deref().map(certainty)),
            Cell::or_dash(verdict.linchpin.as_ref().map(|linchpin| linchpin.id.as_str().to_owned())),
        ]
    });
    let columns = vec![
        Column::words("id"),
        Column::words("judgement"),
        Column::numbers("strength"),
        Column::numbers("claimed"),
        Column::words("linchpin"),
    ];
    Content::Table { name: "scores", columns, rows: rows.collect() }
}
