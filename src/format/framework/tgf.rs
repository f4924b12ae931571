use super::parse::{Flaw, Names, Sink, line_end, start, token, utf8};

/// Reads a line `name` or `name label` for each argument, then `#` on a line of its own, then a line `a b` for each
/// attack (a label after it says nothing here). O(bytes).
pub(super) fn parse(bytes: &[u8], most: u32, sink: &mut impl Sink) -> Result<(), Flaw> {
    let mut names = Names::new(most);
    let mut at = start(bytes);
    let mut has_mark = false;
    while at < bytes.len() {
        let end = line_end(bytes, at);
        let line = &bytes[at..end];
        let start = at + (line.len() - line.trim_ascii_start().len());
        let line = line.trim_ascii();
        at = end + 1;
        if line.is_empty() {
            continue;
        }
        if line == b"#" && !has_mark {
            has_mark = true;
            continue;
        }
        let whole = start..start + line.len();
        let first = token(bytes, start);
        let name = utf8(bytes, first.clone())?;
        if !has_mark {
            let label = utf8(bytes, first.end..whole.end)?.trim();
            let Some(number) = names.declare(name, first.clone())? else {
                return Err(Flaw::new(first, format!("the argument `{name}` is given a second time"))
                    .with_help("take out one of the lines"));
            };
            sink.named(number, name, if label.is_empty() { name } else { label }, whole);
            continue;
        }
        let gap = bytes[first.end..whole.end].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        if first.end + gap == whole.end {
            return Err(Flaw::new(whole, "an attack names two arguments, the attacker first")
                .with_help("write both on one line, as in `a b`"));
        }
        let second = token(bytes, first.end + gap);
        let from = names.number(name, first)?;
        let to = names.number(utf8(bytes, second.clone())?, second)?;
        sink.attack(from, to, whole);
    }
    if !has_mark {
        return Err(Flaw::new(bytes.len()..bytes.len(), "the arguments do not end")
            .with_help("put `#` on a line of its own between the arguments and the attacks"));
    }
    names.all_declared("a line before `#` for")
}
