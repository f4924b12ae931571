use std::collections::HashSet;

use rustc_hash::FxBuildHasher;

use super::Syntax;

/// Which of the three forms a text has, told by its content. At most one pass over it.
pub(super) fn detect(text: &str) -> Option<Syntax> {
    let text = text.trim_start_matches('\u{feff}');
    if is_af(text) {
        Some(Syntax::Af)
    } else if is_apx(text) {
        Some(Syntax::Apx)
    } else if is_tgf(text) {
        Some(Syntax::Tgf)
    } else {
        None
    }
}

fn is_af(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    first.is_some_and(|line| {
        let mut words = line.split_whitespace();
        (words.next(), words.next()) == (Some("p"), Some("af"))
            && words.next().is_some_and(|word| word.parse::<u64>().is_ok())
    })
}

fn is_apx(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('%'));
    let fact = first.and_then(|line| line.strip_prefix("arg").or_else(|| line.strip_prefix("att")));
    fact.is_some_and(|rest| rest.trim_start().starts_with('(') && rest.contains(')') && rest.contains('.'))
}

/// Names, a mark, and attacks by those names alone.
fn is_tgf(text: &str) -> bool {
    let mut names: HashSet<&str, FxBuildHasher> = HashSet::default();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    for line in lines.by_ref() {
        if line == "#" {
            return !names.is_empty()
                && lines.all(|line| {
                    let mut words = line.split_whitespace();
                    [words.next(), words.next()].iter().all(|word| word.is_some_and(|word| names.contains(word)))
                });
        }
        names.extend(line.split_whitespace().next());
    }
    false
}
