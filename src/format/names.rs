//! Ids as names in a format that forbids some of them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::argument::Argument;

/// A name for each node: its id if that is allowed, else what `mended` makes of it, with a number where another has
/// that. Says how many are not their ids in `notes`. O(nodes).
pub(super) fn names(
    argument: &Argument,
    is_allowed: impl Fn(&str) -> bool,
    mended: impl Fn(&str) -> String,
    notes: &mut Vec<String>,
) -> Vec<String> {
    let ids = || argument.nodes().map(|(_, node)| node.id.as_str());
    let mut taken: FxHashSet<String> = ids().filter(|id| is_allowed(id)).map(str::to_owned).collect();
    let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
    let mut changed = 0;
    let names = ids()
        .map(|id| {
            if is_allowed(id) {
                return id.to_owned();
            }
            changed += 1;
            let wish = mended(id);
            let next = numbers.entry(wish.clone()).or_insert(0);
            loop {
                *next += 1;
                let name = if *next == 1 && is_allowed(&wish) { wish.clone() } else { format!("{wish}-{next}") };
                if taken.insert(name.clone()) {
                    return name;
                }
            }
        })
        .collect();
    if changed > 0 {
        notes.push(format!("{changed} ids hold what a name cannot, and are written otherwise"));
    }
    names
}
