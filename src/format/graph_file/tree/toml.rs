use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::{Entry, Input, MAX_DEPTH, Tree, Value, duplicate_key, too_deep};
use crate::text::Fault;

/// Parses TOML 1.1. The crate bounds the depth of arrays, inline tables and dotted keys itself.
pub(super) fn parse(input: Input<'_>) -> Result<Tree<'_>, Fault> {
    let root = DeTable::parse(input.text).map_err(|error| {
        let range = error.span().unwrap_or(0..0);
        let message = error.message().trim().replace('\n', "; ");
        // The crate's own bounds, which have no variant of their own.
        if message.contains("recursion") {
            return too_deep(input, range);
        }
        if message == "duplicate key" {
            let written = input.text.get(range.clone()).unwrap_or_default();
            return duplicate_key(input, written, range);
        }
        input.fault(range, format!("this is not valid TOML: {message}"))
    })?;
    let span = 0..input.text.len();
    let value = map(input, root.into_inner(), 0)?;
    Ok(Tree { value, span: input.span(span) })
}

fn map<'a>(input: Input<'a>, table: DeTable<'a>, depth: usize) -> Result<Value<'a>, Fault> {
    let mut entries = Vec::with_capacity(table.len());
    for (key, value) in table {
        entries.push(entry(input, key, value, depth)?);
    }
    // The crate sorts by key; the order of the text is the order of the argument.
    entries.sort_by_key(|entry| (entry.key_span.start, entry.key_span.end));
    Ok(Value::Map(entries))
}

fn entry<'a>(
    input: Input<'a>,
    key: Spanned<DeString<'a>>,
    value: Spanned<DeValue<'a>>,
    depth: usize,
) -> Result<Entry<'a>, Fault> {
    let key_span = input.span(key.span());
    Ok(Entry { key: key.into_inner(), key_span, value: tree(input, value, depth + 1)? })
}

fn tree<'a>(input: Input<'a>, value: Spanned<DeValue<'a>>, depth: usize) -> Result<Tree<'a>, Fault> {
    let range = value.span();
    if depth > MAX_DEPTH {
        return Err(too_deep(input, range));
    }
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text),
        DeValue::Boolean(value) => Value::Bool(value),
        DeValue::Integer(_) | DeValue::Float(_) => Value::Number(number(input, range.clone())?),
        // Dates are read by the decoder, which knows less exact ones too.
        DeValue::Datetime(date) => Value::Text(Cow::Owned(date.to_string())),
        DeValue::Array(items) => {
            Value::List(items.into_iter().map(|item| tree(input, item, depth + 1)).collect::<Result<_, _>>()?)
        }
        DeValue::Table(table) => map(input, table, depth)?,
    };
    Ok(Tree { value, span: input.span(range) })
}

/// The number as it is written; the crate has checked its form.
fn number(input: Input<'_>, range: Range<usize>) -> Result<f64, Fault> {
    let written: String = input.text.get(range.clone()).unwrap_or_default().chars().filter(|&c| c != '_').collect();
    let digits = written.trim_start_matches(['+', '-']);
    let radix = match digits.get(..2) {
        Some("0x") => 16,
        Some("0o") => 8,
        Some("0b") => 2,
        _ => 10,
    };
    let value = if radix == 10 {
        written.parse::<f64>().ok()
    } else {
        u32::from_str_radix(&digits[2..], radix).ok().map(f64::from)
    };
    value
        .filter(|value| value.is_finite())
        .ok_or_else(|| input.fault(range, format!("`{}` is not a finite number", super::shown(&written))))
}
