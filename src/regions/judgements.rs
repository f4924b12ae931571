use super::Subject;
use crate::draw::band;
use crate::review::content::{Cell, Column, Content};

/// What the report stands for, with how likely and how confident it says that it is.
pub(super) fn content(subject: &Subject) -> Content {
    let rows: Vec<Vec<Cell>> = subject
        .argument
        .judgements()
        .map(|(_, node)| {
            vec![
                Cell::new(node.id.as_str()).strong(),
                Cell::new(node.text.as_str()),
                Cell::or_dash(node.estimate.as_deref().map(band)),
                Cell::or_dash(node.confidence.as_ref().map(|confidence| confidence.level.to_string())),
            ]
        })
        .collect();
    if rows.is_empty() {
        return Content::Sentence("There are no judgements.".to_owned());
    }
    let columns = ["id", "judgement", "likelihood", "confidence"].map(Column::words);
    Content::Table { name: "judgements", columns: columns.to_vec(), rows }
}
