use super::Subject;
use crate::draw::sign;
use crate::review::content::{Cell, Column, Content};
use crate::rules::Level;

/// The findings, in the report's order. They are told by node and not by line, which every change above them moves.
pub(super) fn content(subject: &Subject) -> Content {
    if subject.findings.is_empty() {
        return Content::Sentence("There are no findings.".to_owned());
    }
    let rows = subject.findings.iter().map(|finding| {
        let node = finding.nodes.first().map(|&node| subject.argument.node(node).id.as_str().to_owned());
        let level = Cell::new(format!("{} {}", sign(finding.level), finding.level.word()));
        vec![
            Cell::or_dash(node),
            if finding.level == Level::Error { level.strong() } else { level },
            Cell::new(finding.rule),
            Cell::new(&*finding.message).with_aside(finding.help.as_deref().map(str::to_owned)),
        ]
    });
    let columns = ["node", "level", "rule", "finding"].map(Column::words);
    Content::Table { name: "findings", columns: columns.to_vec(), rows: rows.collect() }
}
