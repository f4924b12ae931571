use std::collections::HashSet;

use rustc_hash::FxBuildHasher;

use super::Framework;
use super::encoding::{Effort, Exhausted};
use super::grounded::label_from;
use super::query::defence;

/// A move in the defence of an argument: it is attacked, and the attack is countered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The argument that is attacked.
    pub attacked: u32,
    /// What attacks it.
    pub attacker: u32,
    /// What attacks the attacker, and is defended in its turn.
    pub counter: u32,
}

/// A few members of an admissible set that defend an argument of it, as the exchanges in which they do.
///
/// Each attacker is countered by the member that `set` names first. So there is one counter an attacker; it is not the
/// smallest defence that there is (to find that is NP-hard). For [`accepted_in_order`] no argument has a part in its own
/// defence. O(arguments + attacks).
#[must_use]
pub fn defenders(framework: &Framework, set: &[u32], argument: u32) -> Vec<Exchange> {
    const NONE: usize = usize::MAX;
    let mut rank = vec![NONE; framework.count() as usize];
    for (place, &member) in set.iter().enumerate() {
        rank[member as usize] = place;
    }
    let mut is_used = vec![false; rank.len()];
    let mut is_answered = vec![false; rank.len()];
    is_used[argument as usize] = true;
    let mut defence = vec![argument];
    let mut exchanges = Vec::new();
    let mut done = 0;
    while let Some(&attacked) = defence.get(done) {
        done += 1;
        for &attacker in framework.attackers(attacked) {
            if std::mem::replace(&mut is_answered[attacker as usize], true) {
                continue;
            }
            let first = framework.attackers(attacker).iter().copied().min_by_key(|&counter| rank[counter as usize]);
            let Some(counter) = first.filter(|&counter| rank[counter as usize] != NONE) else { continue };
            exchanges.push(Exchange { attacked, attacker, counter });
            if !std::mem::replace(&mut is_used[counter as usize], true) {
                defence.push(counter);
            }
        }
    }
    exchanges
}

/// The grounded extension, each argument after those that defend it. O(arguments + attacks).
#[must_use]
pub fn accepted_in_order(framework: &Framework) -> Vec<u32> {
    label_from(framework, &[]).1
}

/// A link in the chain of attacks that nothing answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undefended {
    /// The argument that falls.
    pub attacked: u32,
    /// Its attacker that no acceptable argument counters; `None` if each of its attackers can be countered, but not all by
    /// arguments that can be held together.
    pub attacker: Option<u32>,
    /// What attacks that attacker, and is not acceptable itself.
    pub counters: Vec<u32>,
}

/// Why no admissible set holds an argument: the first of its attackers that no acceptable argument counters, then why the
/// first of those that would counter it is not acceptable, and so on, until nothing would counter an attacker or an
/// argument comes up again. At most `links` links; each asks of every argument that would counter an attacker whether it
/// is acceptable.
///
/// # Errors
/// If the work allowed is not enough.
pub fn undefended(
    framework: &Framework,
    argument: u32,
    links: usize,
    effort: &Effort,
) -> Result<Vec<Undefended>, Exhausted> {
    let mut chain = Vec::new();
    let mut met: HashSet<u32, FxBuildHasher> = HashSet::default();
    let mut next = Some(argument);
    while let Some(attacked) = next.take() {
        if !met.insert(attacked) || chain.len() == links {
            break;
        }
        let mut link = Undefended { attacked, attacker: None, counters: Vec::new() };
        for &attacker in framework.attackers(attacked) {
            if !is_answerable(framework, attacker, effort)? {
                link.attacker = Some(attacker);
                link.counters = framework.attackers(attacker).to_vec();
                link.counters.sort_unstable();
                link.counters.dedup();
                next = link.counters.iter().copied().find(|counter| *counter != attacked && *counter != attacker);
                break;
            }
        }
        chain.push(link);
    }
    Ok(chain)
}

fn is_answerable(framework: &Framework, attacker: u32, effort: &Effort) -> Result<bool, Exhausted> {
    for &counter in framework.attackers(attacker) {
        if defence(framework, counter, effort)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
