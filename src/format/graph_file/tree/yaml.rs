use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::{Error, Location, Spanned};

use super::{Entry, Input, MAX_DEPTH, Tree, Value, duplicate_key, shown, too_deep};
use crate::text::{Fault, Span};

/// Parses one YAML 1.2 document. An empty document is `Null`.
///
/// Aliases are followed, within the crate's bounds on how much they may repeat; `no`, `on` and dates stay text.
pub(super) fn parse(input: Input<'_>) -> Result<Tree<'_>, Fault> {
    if input.text.trim().is_empty() {
        return Ok(Tree { value: Value::Null, span: input.span(0..0) });
    }
    let options = serde_saphyr::options! {
        strict_booleans: true,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            flow_nesting_limit: MAX_DEPTH,
            max_recorded_anchor_events: REPLAY_LIMIT,
            max_events: usize::MAX,
            max_nodes: usize::MAX,
            max_total_scalar_bytes: usize::MAX,
            max_total_comment_bytes: usize::MAX,
        },
        alias_limits: alias_limits(),
    };
    let node: Spanned<Node> = serde_saphyr::from_str_with_options(input.text, options).map_err(|error| {
        let range = error.location().map_or(0..0, |location| place(input, &location));
        fault(input, error.without_snippet(), range)
    })?;
    Ok(tree(input, node))
}

/// How many values aliases may repeat in one file: enough for hand-written files, too few for a bomb.
const REPLAY_LIMIT: usize = 100_000;

fn alias_limits() -> serde_saphyr::options::AliasLimits {
    let mut limits = serde_saphyr::options::AliasLimits::default();
    limits.max_total_replayed_events = REPLAY_LIMIT;
    limits
}

fn fault(input: Input<'_>, error: &Error, range: Range<usize>) -> Fault {
    let message = error.to_string();
    // The place is shown beside the message; the crate's own " at line 1, column 2" would repeat it.
    let message = message.split(" at line ").next().unwrap_or_default();
    match error {
        Error::DuplicateMappingKey { key, .. } => {
            let written = input.text.get(range.clone()).unwrap_or_default();
            duplicate_key(input, key.as_deref().unwrap_or(written), range)
        }
        Error::Budget { breach: BudgetBreach::Depth { .. }, .. } => too_deep(input, range),
        Error::Budget {
            breach:
                BudgetBreach::RecordedAnchorEvents { .. }
                | BudgetBreach::RecordedAnchorBytes { .. }
                | BudgetBreach::AliasAnchorRatio { .. }
                | BudgetBreach::Aliases { .. }
                | BudgetBreach::Anchors { .. },
            ..
        }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => too_many_aliases(input, range),
        Error::NonFiniteFloat { value, .. } => input.fault(range, format!("`{}` is not a finite number", shown(value))),
        Error::MultipleDocuments { .. } => input
            .fault(range, "this file holds more than one YAML document")
            .with_help("keep one argument to a file, without a second `---`"),
        _ if message.starts_with("recursive references") => input
            .fault(range, "an alias stands inside of the value that it repeats")
            .with_help("write the value out instead of repeating it with `*`"),
        // Wrapped once more where an alias leads to an alias.
        _ if message.contains("RecordedAnchor") => too_many_aliases(input, range),
        // The scanner's own bound on brackets in brackets; it has no variant of its own.
        _ if message.starts_with("recursion limit") => too_deep(input, range),
        _ => input.fault(range, format!("this is not valid YAML: {}", message.replace('\n', "; "))),
    }
}

fn too_many_aliases(input: Input<'_>, range: Range<usize>) -> Fault {
    input
        .fault(range, "the aliases of this file repeat too much")
        .with_help("write values out instead of repeating them with `*`")
}

fn place(input: Input<'_>, location: &Location) -> Range<usize> {
    if location.line() == 0 {
        return 0..0;
    }
    let span = location.span();
    let within = |at: u64| {
        let at = usize::try_from(at).unwrap_or(usize::MAX).min(input.text.len());
        input.text.floor_char_boundary(at)
    };
    if let (Some(start), Some(len)) = (span.byte_offset(), span.byte_len()) {
        return within(start)..within(start.saturating_add(len));
    }
    let number = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
    let at = input.offset(number(location.line()), number(location.column()));
    at..at
}

fn span_of(input: Input<'_>, location: &Location) -> Span {
    input.span(place(input, location))
}

fn tree(input: Input<'_>, node: Spanned<Node>) -> Tree<'static> {
    let mut span = span_of(input, &node.referenced);
    let value = match node.value {
        Node::Null => Value::Null,
        Node::Bool(value) => Value::Bool(value),
        Node::Number(value) => Value::Number(value),
        Node::Text(text) => {
            // A block scalar's place runs on to the next key.
            let raw = input.slice(span);
            span.end -= u32::try_from(raw.len() - raw.trim_end().len()).unwrap_or(0);
            Value::Text(Cow::Owned(text))
        }
        Node::List(items) => {
            let items: Vec<Tree<'static>> = items.into_iter().map(|item| tree(input, item)).collect();
            span = whole(input, span, items.last().map(|item| item.span), b']');
            Value::List(items)
        }
        Node::Map(entries) => {
            let entries: Vec<Entry<'static>> = entries
                .into_iter()
                .map(|(key, value)| Entry {
                    key_span: span_of(input, &key.referenced),
                    key: Cow::Owned(key.value),
                    value: tree(input, value),
                })
                .collect();
            span = whole(input, span, entries.last().map(Entry::span), b'}');
            Value::Map(entries)
        }
    };
    Tree { value, span }
}

/// The crate gives the opening bracket, or nothing, for the place of a list or map: this adds what is inside.
fn whole(input: Input<'_>, opening: Span, last: Option<Span>, bracket: u8) -> Span {
    let mut span = last.map_or(opening, |last| opening.to(last));
    if opening.is_empty() {
        return span;
    }
    let rest = input.text.as_bytes().get(span.range().end - input.base..).unwrap_or_default();
    let blanks = rest.iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b',').count();
    if rest.get(blanks) == Some(&bracket) {
        span.end += u32::try_from(blanks + 1).unwrap_or(0);
    }
    span
}

enum Node {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Spanned<Node>>),
    Map(Vec<(Spanned<String>, Spanned<Node>)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "weights are fractions, and a year is exact")]
    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "weights are fractions, and a year is exact")]
    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "weights are fractions, and a year is exact")]
    fn visit_u128<E>(self, value: u128) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "weights are fractions, and a year is exact")]
    fn visit_i128<E>(self, value: i128) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Map(entries))
    }
}
