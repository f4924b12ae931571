use super::Framework;
use super::encoding::{Effort, Encoding, Exhausted, Sets};
use super::preferred::maximal_from;

/// The ideal set: the largest admissible set that is part of every preferred one (Dung, Mancarella & Toni 2007). Rising.
///
/// Of one preferred set, whatever an admissible set attacks is taken away, and then what is left undefended; the rest is
/// the ideal set, since no member of it has an attacker that is accepted anywhere (Dunne 2009; Thimm, Cerutti & Vallati 2021).
pub(super) fn ideal(framework: &Framework, effort: &Effort) -> Result<Vec<u32>, Exhausted> {
    let mut kept = maximal_from(framework, &[], effort)?;
    if kept.is_empty() {
        return Ok(kept);
    }
    let mut encoding = Encoding::new(framework, Sets::Admissible, effort);
    loop {
        kept = largest_admissible(framework, &kept);
        let attacked: Vec<_> = kept.iter().map(|&argument| encoding.rejected(argument)).collect();
        let asked = encoding.fresh();
        encoding.add(attacked.into_iter().chain([!asked]));
        if kept.is_empty() || !encoding.solve(&[asked])? {
            return Ok(kept);
        }
        let mut is_attacked = vec![false; framework.count() as usize];
        for argument in encoding.set() {
            for &attacked in framework.attacked(argument) {
                is_attacked[attacked as usize] = true;
            }
        }
        kept.retain(|&argument| !is_attacked[argument as usize]);
    }
}

/// The largest admissible subset of a set without attacks among its members, rising. O(arguments + attacks).
fn largest_admissible(framework: &Framework, set: &[u32]) -> Vec<u32> {
    let count = framework.count() as usize;
    let mut is_in = vec![false; count];
    // How many members attack each argument.
    let mut counters = vec![0_u32; count];
    for &argument in set {
        is_in[argument as usize] = true;
        for &attacked in framework.attacked(argument) {
            counters[attacked as usize] += 1;
        }
    }
    let is_defended = |argument: u32, counters: &[u32]| {
        framework.attackers(argument).iter().all(|&attacker| counters[attacker as usize] > 0)
    };
    let mut dropped: Vec<u32> = set.iter().copied().filter(|&argument| !is_defended(argument, &counters)).collect();
    for &argument in &dropped {
        is_in[argument as usize] = false;
    }
    while let Some(argument) = dropped.pop() {
        for &attacked in framework.attacked(argument) {
            counters[attacked as usize] -= 1;
            if counters[attacked as usize] > 0 {
                continue;
            }
            for &undefended in framework.attacked(attacked) {
                if std::mem::replace(&mut is_in[undefended as usize], false) {
                    dropped.push(undefended);
                }
            }
        }
    }
    set.iter().copied().filter(|&argument| is_in[argument as usize]).collect()
}
