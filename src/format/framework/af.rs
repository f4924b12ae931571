use std::ops::Range;

use super::parse::{Flaw, Sink, line_end, start, token};

/// Reads `p af N`, then a line `i j` for each attack; lines that begin with `#` are comments. O(bytes), and no table of
/// names.
pub(super) fn parse(bytes: &[u8], most: u32, sink: &mut impl Sink) -> Result<(), Flaw> {
    let mut at = start(bytes);
    let mut count = None;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => at += 1,
            b'#' => at = line_end(bytes, at),
            b'0'..=b'9' if count.is_some() => {
                let start = at;
                let from = number(bytes, &mut at, count)?;
                let to = number(bytes, &mut at, count)?;
                end_of_line(bytes, at, "an attack is two numbers on a line, the attacker first")?;
                sink.attack(from - 1, to - 1, start..at);
            }
            b'p' if count.is_none() => {
                let start = at;
                count = Some(header(bytes, &mut at, most)?);
                sink.numbered(count.unwrap_or(0), &(start..at));
            }
            _ if count.is_none() => return Err(no_header(token(bytes, at))),
            b'p' => {
                let flaw = Flaw::new(token(bytes, at), "the number of arguments is given a second time");
                return Err(flaw.with_help("take out this line"));
            }
            _ => {
                let flaw = Flaw::new(token(bytes, at), "this is no attack");
                return Err(flaw.with_help("write the numbers of the attacker and the attacked, as in `3 7`"));
            }
        }
    }
    if count.is_none() { Err(no_header(bytes.len()..bytes.len())) } else { Ok(()) }
}

fn no_header(range: Range<usize>) -> Flaw {
    Flaw::new(range, "there is no line that says how many arguments there are")
        .with_help("begin with `p af N`, where N is their number")
}

fn header(bytes: &[u8], at: &mut usize, most: u32) -> Result<u32, Flaw> {
    let start = *at;
    let mut words = Vec::new();
    let end = line_end(bytes, start);
    while words.len() < 4 {
        while *at < end && bytes[*at].is_ascii_whitespace() {
            *at += 1;
        }
        if *at == end {
            break;
        }
        let word = token(bytes, *at);
        *at = word.end;
        words.push(word);
    }
    let is_header = words.len() == 3 && &bytes[words[0].clone()] == b"p" && &bytes[words[1].clone()] == b"af";
    let count = words.get(2).and_then(|word| std::str::from_utf8(&bytes[word.clone()]).ok()?.parse::<u64>().ok());
    match count {
        Some(count) if is_header => u32::try_from(count).ok().filter(|&count| count <= most).ok_or_else(|| {
            Flaw::new(words[2].clone(), format!("{count} arguments are more than the {most} that are read"))
                .with_help("split the framework, or leave out the arguments that no attack names")
        }),
        _ => Err(no_header(start..end)),
    }
}

/// The number that begins here or after blanks, of an argument.
fn number(bytes: &[u8], at: &mut usize, count: Option<u32>) -> Result<u32, Flaw> {
    while matches!(bytes.get(*at), Some(b' ' | b'\t')) {
        *at += 1;
    }
    let start = *at;
    let mut number = 0_u64;
    while let Some(digit) = bytes.get(*at).filter(|byte| byte.is_ascii_digit()) {
        number = (number * 10 + u64::from(digit - b'0')).min(u64::from(u32::MAX));
        *at += 1;
    }
    let count = count.unwrap_or(0);
    match u32::try_from(number) {
        _ if *at == start => {
            let range = if *at < bytes.len() { token(bytes, start) } else { start..start };
            Err(Flaw::new(range, "the number of an argument was expected here")
                .with_help("write the numbers of the attacker and the attacked, as in `3 7`"))
        }
        Ok(number) if (1..=count).contains(&number) => Ok(number),
        _ => Err(Flaw::new(start..*at, format!("there is no such argument: they are numbered from 1 to {count}"))
            .with_help("correct the number, or the one in `p af`")),
    }
}

fn end_of_line(bytes: &[u8], at: usize, expected: &str) -> Result<(), Flaw> {
    let rest = &bytes[at..line_end(bytes, at)];
    match rest.iter().position(|byte| !byte.is_ascii_whitespace()) {
        None => Ok(()),
        Some(blanks) => Err(Flaw::new(token(bytes, at + blanks), expected).with_help("take out what follows them")),
    }
}
