use serde_json::{Map, Value, json};

use crate::matrix::{Comparison, Method, Sensitivity, Suspect, Swing};

/// Several questions for other tools: `{"matrices": [{"question": {"id", "text"}, "hypotheses": [{"id", "kind", "text"}],
/// "rows": [{"id", "kind", "text", "credibility", "credibility_level", "sources": [key], "diagnosticity", "cells":
/// {hypothesis: {"influence", "consistency", "relevance"} | null}}], "methods": [{"name", "source", "better":
/// "less" | "more", "scores": {hypothesis: number}, "ranks": {hypothesis: number}, "first": [hypothesis], "sensitivity":
/// {"cells": [{"row", "hypothesis", "first"}], "cell_count", "items": [{"row", "first"}], "item_count", "sources":
/// [{"source", "rows", "first"}], "source_count"}}], "missing": {"alike": [[hypothesis]], "untested", "unsupported",
/// "blank": {hypothesis: number}}}]}`. Rows are in document order, and named by their nodes' ids. O(cells).
#[must_use]
pub fn json(comparisons: &[Comparison<'_>]) -> Value {
    json!({ "matrices": comparisons.iter().map(one).collect::<Vec<_>>() })
}

fn one(comparison: &Comparison<'_>) -> Value {
    let matrix = &comparison.matrix;
    let hypotheses = matrix.hypotheses.iter().map(|&node| {
        let it = comparison.argument.node(node);
        json!({ "id": it.id.as_str(), "kind": it.kind.word(), "text": it.text.as_str() })
    });
    let rows = matrix.rows.iter().map(|row| {
        let it = comparison.argument.node(row.item);
        let cells = row.cells.iter().map(|cell| match cell {
            None => Value::Null,
            Some(cell) => json!({
                "influence": cell.influence,
                "consistency": cell.consistency.words(),
                "relevance": cell.relevance.word(),
            }),
        });
        json!({
            "id": it.id.as_str(),
            "kind": it.kind.word(),
            "text": it.text.as_str(),
            "credibility": row.credibility,
            "credibility_level": row.level().word(),
            "sources": it.sources.iter().map(|source| source.key.as_str()).collect::<Vec<_>>(),
            "diagnosticity": row.diagnosticity(),
            "cells": by_hypothesis(comparison, cells),
        })
    });
    let methods = comparison.rankings.iter().zip(&comparison.sensitivities).map(|(ranking, sensitivity)| {
        json!({
            "name": ranking.method.name(),
            "source": ranking.method.source(),
            "better": if ranking.method.is_more_better() { "more" } else { "less" },
            "scores": by_hypothesis(comparison, ranking.scores.iter().map(|&score| number(ranking.method, score))),
            "ranks": by_hypothesis(comparison, ranking.ranks.iter().map(|&rank| Value::from(rank))),
            "first": ids(comparison, &ranking.first()),
            "sensitivity": changes(comparison, sensitivity),
        })
    });
    let missing = &comparison.missing;
    json!({
        "question": { "id": comparison.question.id.as_str(), "text": comparison.question.text },
        "hypotheses": hypotheses.collect::<Vec<_>>(),
        "rows": rows.collect::<Vec<_>>(),
        "methods": methods.collect::<Vec<_>>(),
        "missing": {
            "alike": missing.alike.iter().map(|group| ids(comparison, group)).collect::<Vec<_>>(),
            "untested": ids(comparison, &missing.untested),
            "unsupported": ids(comparison, &missing.unsupported),
            "blank": by_hypothesis(comparison, missing.blank.iter().map(|&blank| Value::from(blank))),
        },
    })
}

/// A score; one of a method that counts is a whole number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count, or a sum of whole squares")]
fn number(method: Method, score: f64) -> Value {
    match method {
        Method::Inconsistencies | Method::OpenSynthesis => Value::from(score.round() as u64),
        Method::WeightedInconsistency | Method::LogOdds => Value::from(score),
    }
}

fn ids(comparison: &Comparison<'_>, which: &[usize]) -> Vec<String> {
    which.iter().map(|&at| comparison.id(comparison.matrix.hypotheses[at]).to_owned()).collect()
}

fn by_hypothesis(comparison: &Comparison<'_>, values: impl Iterator<Item = Value>) -> Value {
    let ids = comparison.matrix.hypotheses.iter().map(|&node| comparison.id(node).to_owned());
    Value::Object(ids.zip(values).collect::<Map<_, _>>())
}

fn changes(comparison: &Comparison<'_>, sensitivity: &Sensitivity) -> Value {
    let row = |row: usize| comparison.id(comparison.matrix.rows[row].item);
    let swing = |swing: &Swing| {
        let first = ids(comparison, &swing.first);
        match &swing.suspect {
            Suspect::Cell { row: at, hypothesis } => {
                let hypothesis = comparison.id(comparison.matrix.hypotheses[*hypothesis]);
                json!({ "row": row(*at), "hypothesis": hypothesis, "first": first })
            }
            Suspect::Item { row: at } => json!({ "row": row(*at), "first": first }),
            Suspect::Source { key, rows } => {
                let rows: Vec<&str> = rows.iter().map(|&at| row(at)).collect();
                json!({ "source": key.as_str(), "rows": rows, "first": first })
            }
        }
    };
    let all = |swings: &[Swing]| swings.iter().map(swing).collect::<Vec<_>>();
    json!({
        "cells": all(&sensitivity.cells),
        "cell_count": sensitivity.cell_count,
        "items": all(&sensitivity.items),
        "item_count": sensitivity.item_count,
        "sources": all(&sensitivity.sources),
        "source_count": sensitivity.source_count,
    })
}
