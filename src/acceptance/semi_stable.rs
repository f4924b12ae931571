use batsat::Lit;

use super::encoding::{Effort, Encoding, Exhausted, Sets};
use super::stable::{self, Wish};
use super::{Framework, enumerate::Found};

/// Complete sets by their range: what they accept or attack.
struct Ranges {
    encoding: Encoding,
    /// For each argument: "it is in the range".
    reached: Vec<Lit>,
}

impl Ranges {
    fn new(framework: &Framework, effort: &Effort) -> Self {
        let mut encoding = Encoding::new(framework, Sets::Complete, effort);
        let reached: Vec<Lit> = (0..framework.count())
            .map(|argument| {
                let reached = encoding.fresh();
                let (accepted, rejected) = (encoding.accepted(argument), encoding.rejected(argument));
                encoding.add([!reached, accepted, rejected]);
                reached
            })
            .collect();
        Self { encoding, reached }
    }

    /// A range that no other of those not ruled out holds, as assumptions.
    fn largest(&mut self) -> Result<Option<Vec<Lit>>, Exhausted> {
        if !self.encoding.solve(&[])? {
            return Ok(None);
        }
        loop {
            let (mut inside, mut outside) = (Vec::new(), Vec::new());
            for (argument, &reached) in (0..).zip(&self.reached) {
                let (accepted, rejected) = (self.encoding.accepted(argument), self.encoding.rejected(argument));
                let is_inside = self.encoding.holds(accepted) || self.encoding.holds(rejected);
                if is_inside { inside.push(reached) } else { outside.push(reached) }
            }
            let larger = self.encoding.fresh();
            self.encoding.add(outside.into_iter().chain([!larger]));
            let assumptions: Vec<Lit> = inside.iter().copied().chain([larger]).collect();
            let grows = self.encoding.solve(&assumptions)?;
            // The question is answered; its clause holds from here on.
            self.encoding.add([!larger]);
            if !grows {
                return Ok(Some(inside));
            }
        }
    }

    /// Rules out a range and all that it holds.
    fn rule_out(&mut self, range: &[Lit]) {
        let mut kept = range.iter().copied().peekable();
        // Both lists are in the order of the arguments.
        let outside: Vec<Lit> =
            self.reached.iter().copied().filter(|&reached| kept.next_if_eq(&reached).is_none()).collect();
        self.encoding.add(outside);
    }
}

/// A complete set of maximal range, with or without an argument as wished (Verheij 1996; Caminada 2006).
///
/// Where there are stable sets, these are the ones; else maximal ranges are gone through one by one.
pub(super) fn some(framework: &Framework, wish: Option<Wish>, effort: &Effort) -> Result<Option<Vec<u32>>, Exhausted> {
    if let Some(set) = stable::some(framework, wish, effort)? {
        return Ok(Some(set));
    }
    if wish.is_some() && stable::some(framework, None, effort)?.is_some() {
        return Ok(None);
    }
    let mut ranges = Ranges::new(framework, effort);
    while let Some(mut assumptions) = ranges.largest()? {
        let range = assumptions.clone();
        if let Some((argument, is_in)) = wish {
            assumptions.push(ranges.encoding.accepted(argument).apply_sign(is_in));
        }
        if ranges.encoding.solve(&assumptions)? {
            return Ok(Some(ranges.encoding.set()));
        }
        ranges.rule_out(&range);
    }
    Ok(None)
}

/// The complete sets of maximal range, at most `most`.
pub(super) fn all(framework: &Framework, most: usize, effort: &Effort) -> Result<Found, Exhausted> {
    let stable = stable::all(framework, Sets::Stable, most, effort)?;
    if !stable.sets.is_empty() {
        return Ok(stable);
    }
    let mut found = Found::default();
    let mut ranges = Ranges::new(framework, effort);
    while let Some(range) = ranges.largest()? {
        let of_range = ranges.encoding.fresh();
        let assumptions: Vec<Lit> = range.iter().copied().chain([of_range]).collect();
        while ranges.encoding.solve(&assumptions)? {
            if found.sets.len() == most {
                found.is_cut = true;
                return Ok(found);
            }
            let set = ranges.encoding.set();
            ranges.encoding.exclude(&set, Some(!of_range));
            found.sets.push(set);
        }
        ranges.rule_out(&range);
    }
    Ok(found)
}
