use serde_json::{Value, json as value};

use super::{Beneath, Coverage, Item, ItemState, ReviewStanding};

/// How an argument stands in review, for other tools:
/// `{"file", "accepted", "suspect", "not_yet", "gone", "judgements", "items"}`.
#[must_use]
pub fn json(standing: &ReviewStanding<'_>) -> String {
    let argument = standing.argument();
    let coverage = standing.coverage();
    let who = |number: usize| {
        let acceptance = standing.acceptance(number);
        (acceptance.by.as_str().to_owned(), acceptance.date.to_string())
    };
    let items: Vec<Value> = standing
        .items()
        .map(|(item, state)| {
            let mut one = value!({ "item": item.label(argument).to_string(), "sort": item.word() });
            let (word, acceptance) = match state {
                ItemState::NotYet => ("not-yet", None),
                ItemState::Accepted(number) => ("accepted", Some(number)),
                ItemState::Suspect { acceptance, .. } => ("suspect", Some(acceptance)),
            };
            one["state"] = word.into();
            if let Some(number) = acceptance {
                let (by, date) = who(number);
                one["by"] = by.into();
                one["date"] = date.into();
            }
            if let ItemState::Suspect { changed, acceptance } = state {
                let parts = [(changed.words, "words"), (changed.marks, "marks"), (changed.copies, "copies")];
                let parts = parts.into_iter().filter(|(is_changed, _)| *is_changed).map(|(_, part)| part);
                one["changed"] = parts.collect::<Vec<_>>().into();
                one["opening_then"] = standing.acceptance(acceptance).opening.as_str().into();
            }
            if let Item::Node(node) = item {
                one["text"] = argument.node(node).text.as_str().into();
            }
            one
        })
        .collect();
    let gone: Vec<Value> = standing
        .gone()
        .map(|(number, acceptance)| {
            let (by, date) = who(number);
            value!({ "item": acceptance.item.to_string(), "by": by, "date": date, "opening_then": acceptance.opening })
        })
        .collect();
    let judgements: Vec<Value> = standing
        .coverage_by_judgement()
        .into_iter()
        .map(|(node, coverage)| {
            let rests_on = standing.beneath(node).map(|beneath| match beneath {
                Beneath::Changed(item) => item.label(argument).to_string(),
                Beneath::Gone(number) => standing.acceptance(number).item.to_string(),
            });
            let mut one = value!({ "id": argument.node(node).id.as_str() });
            one["coverage"] = coverage.map_or(Value::Null, counts);
            one["rests_on_suspect"] = rests_on.map_or(Value::Null, Value::from);
            one
        })
        .collect();
    let mut whole = value!({ "file": crate::review::place::name_of(argument) });
    if let (Value::Object(whole), Value::Object(counts)) = (&mut whole, counts(coverage)) {
        whole.extend(counts);
    }
    whole["gone"] = gone.into();
    whole["judgements"] = judgements.into();
    whole["items"] = items.into();
    let mut out = Vec::new();
    // Writing to memory cannot fail, and a value made here can be written.
    let _ = crate::text::json_text::write_json(&mut out, &whole);
    out.push(b'\n');
    String::from_utf8(out).unwrap_or_default()
}

fn counts(coverage: Coverage) -> Value {
    value!({
        "of": coverage.items,
        "accepted": coverage.accepted,
        "suspect": coverage.suspect,
        "not_yet": coverage.not_yet(),
    })
}
