use super::encoding::{Effort, Encoding, Exhausted, Sets};
use super::grounded::label_from;
use super::part::{undecided_parts, upstream};
use super::{Framework, enumerate::Found};

/// A maximal admissible set that holds `seeds`, which are admissible. Rising.
///
/// What a set leaves undecided is a smaller framework; the set is maximal once no piece of that has an admissible set but
/// the empty one (Baumann, Brewka & Ulbricht 2020, on the reduct).
pub(super) fn maximal_from(framework: &Framework, seeds: &[u32], effort: &Effort) -> Result<Vec<u32>, Exhausted> {
    let (labels, mut accepted) = label_from(framework, seeds);
    let mut open = undecided_parts(framework, &labels);
    while let Some(part) = open.pop() {
        let Some(set) = some_admissible(&part.framework, effort)? else { continue };
        let (labels, more) = label_from(&part.framework, &set);
        accepted.extend(part.outer(more));
        open.extend(undecided_parts(&part.framework, &labels).into_iter().map(|inner| inner.within(&part.members)));
    }
    accepted.sort_unstable();
    Ok(accepted)
}

/// An admissible set that is not empty.
fn some_admissible(framework: &Framework, effort: &Effort) -> Result<Option<Vec<u32>>, Exhausted> {
    let mut encoding = Encoding::new(framework, Sets::Admissible, effort);
    encoding.demand_more_than(&[]);
    Ok(encoding.solve(&[])?.then(|| encoding.set()))
}

/// An admissible set that holds the argument. Only what leads to it is looked at.
pub(super) fn admissible_with(
    framework: &Framework,
    argument: u32,
    effort: &Effort,
) -> Result<Option<Vec<u32>>, Exhausted> {
    let part = upstream(framework, argument);
    let mut encoding = Encoding::new(&part.framework, Sets::Admissible, effort);
    let wanted = part.position(argument).map(|position| encoding.accepted(position));
    encoding.add(wanted);
    Ok(encoding.solve(&[])?.then(|| part.outer(encoding.set()).collect()))
}

/// An admissible set that is part of no admissible set with the argument, among the arguments that lead to it; `None` if
/// there is none, and every maximal set holds the argument.
///
/// Sets without it are tried until one is not part of a maximal set with it; each maximal set with it that is met rules
/// out all that it holds (Dvořák, Järvisalo, Wallner & Woltran 2014).
pub(super) fn never_with(framework: &Framework, argument: u32, effort: &Effort) -> Result<Option<Vec<u32>>, Exhausted> {
    let part = upstream(framework, argument);
    let Some(position) = part.position(argument) else { return Ok(None) };
    let mut encoding = Encoding::new(&part.framework, Sets::Admissible, effort);
    let (accepted, rejected) = (encoding.accepted(position), encoding.rejected(position));
    let outer = |set: Vec<u32>| part.outer(set).collect::<Vec<_>>();
    // A set that attacks it can never be part of one that holds it.
    if encoding.solve(&[rejected])? {
        return Ok(Some(outer(encoding.set())));
    }
    if !encoding.solve(&[accepted])? {
        return Ok(Some(Vec::new()));
    }
    loop {
        let largest = maximal_from(&part.framework, &encoding.set(), effort)?;
        if largest.binary_search(&position).is_err() {
            return Ok(Some(outer(largest)));
        }
        encoding.demand_more_than(&largest);
        if !encoding.solve(&[!accepted])? {
            return Ok(None);
        }
    }
}

/// The maximal admissible sets, at most `most`.
pub(super) fn all(framework: &Framework, most: usize, effort: &Effort) -> Result<Found, Exhausted> {
    let mut encoding = Encoding::new(framework, Sets::Admissible, effort);
    let mut found = Found::default();
    while encoding.solve(&[])? {
        if found.sets.len() == most {
            found.is_cut = true;
            break;
        }
        let largest = maximal_from(framework, &encoding.set(), effort)?;
        encoding.demand_more_than(&largest);
        found.sets.push(largest);
    }
    Ok(found)
}
