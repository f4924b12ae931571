use super::Framework;
use super::part::number;

/// The strongly connected components of a relation: for each member its component's number, and the components. Members
/// are in rising order, components in the order of their first members. O(members + pairs), without recursion (Kosaraju).
pub(super) fn components(relation: &Framework) -> (Vec<u32>, Vec<Vec<u32>>) {
    const NONE: u32 = u32::MAX;
    let count = relation.count();
    let mut finished = Vec::with_capacity(count as usize);
    let mut is_seen = vec![false; count as usize];
    for first in 0..count {
        if std::mem::replace(&mut is_seen[first as usize], true) {
            continue;
        }
        let mut open = vec![(first, 0)];
        while let Some((member, next)) = open.last_mut() {
            match relation.attacked(*member).get(*next) {
                Some(&to) => {
                    *next += 1;
                    if !std::mem::replace(&mut is_seen[to as usize], true) {
                        open.push((to, 0));
                    }
                }
                None => {
                    finished.push(*member);
                    open.pop();
                }
            }
        }
    }
    let mut of = vec![NONE; count as usize];
    let mut found: Vec<Vec<u32>> = Vec::new();
    for &first in finished.iter().rev() {
        if of[first as usize] != NONE {
            continue;
        }
        let mine = number(found.len());
        of[first as usize] = mine;
        let mut members = vec![first];
        let mut done = 0;
        while let Some(&member) = members.get(done) {
            done += 1;
            for &from in relation.attackers(member) {
                if of[from as usize] == NONE {
                    of[from as usize] = mine;
                    members.push(from);
                }
            }
        }
        members.sort_unstable();
        found.push(members);
    }
    found.sort_unstable_by_key(|members| members[0]);
    for (index, members) in found.iter().enumerate() {
        for &member in members {
            of[member as usize] = number(index);
        }
    }
    (of, found)
}
