use super::encoding::{Effort, Exhausted};
use super::grounded::{Label, grounded, label_from};
use super::part::{Part, residue};
use super::preferred::{admissible_with, maximal_from, never_with};
use super::stable::Wish;
use super::{Framework, Semantics, ideal, semi_stable, stable};

/// An extension under a semantics, its arguments rising; `None` if there is none, which only stable semantics may say.
///
/// Grounded and complete (of which the grounded extension is one) in O(arguments + attacks); the others ask a SAT solver,
/// each piece of what is undecided apart.
///
/// # Errors
/// If the work allowed is not enough.
pub fn extension(framework: &Framework, semantics: Semantics, effort: &Effort) -> Result<Option<Vec<u32>>, Exhausted> {
    match semantics {
        Semantics::Grounded | Semantics::Complete => Ok(Some(accepted(&grounded(framework)))),
        Semantics::Preferred => maximal_from(framework, &[], effort).map(Some),
        Semantics::Stable | Semantics::SemiStable | Semantics::Ideal => {
            let (labels, parts) = residue(framework);
            with_parts(accepted(&labels), &parts, |part| of_part(part, semantics, None, effort))
        }
    }
}

/// An extension that holds the argument; `None` if there is none: it is not accepted credulously.
///
/// # Errors
/// If the work allowed is not enough.
///
/// # Panics
/// If there is no such argument.
pub fn credulous(
    framework: &Framework,
    semantics: Semantics,
    argument: u32,
    effort: &Effort,
) -> Result<Option<Vec<u32>>, Exhausted> {
    Ok(match semantics {
        Semantics::Complete | Semantics::Preferred => {
            let set = defence(framework, argument, effort)?;
            match set {
                Some(set) if semantics == Semantics::Preferred => Some(maximal_from(framework, &set, effort)?),
                set => set,
            }
        }
        _ => queried(framework, semantics, (argument, true), effort)?,
    })
}

/// The least complete extension around an admissible set that holds the argument, rising; `None` if there is no such set.
///
/// # Errors
/// If the work allowed is not enough.
///
/// # Panics
/// If there is no such argument.
pub fn defence(framework: &Framework, argument: u32, effort: &Effort) -> Result<Option<Vec<u32>>, Exhausted> {
    let (labels, parts) = residue(framework);
    match labels[argument as usize] {
        Label::In => return Ok(Some(accepted(&labels))),
        Label::Out => return Ok(None),
        Label::Undecided => {}
    }
    let Some((part, position)) = place(&parts, argument) else { return Ok(None) };
    let Some(set) = admissible_with(&part.framework, position, effort)? else { return Ok(None) };
    let seeds: Vec<u32> = part.outer(set).collect();
    let (_, mut set) = label_from(framework, &seeds);
    set.sort_unstable();
    Ok(Some(set))
}

/// An extension that does not hold the argument; `None` if every one does (or there is none at all): it is accepted
/// sceptically.
///
/// # Errors
/// If the work allowed is not enough.
///
/// # Panics
/// If there is no such argument.
pub fn sceptical(
    framework: &Framework,
    semantics: Semantics,
    argument: u32,
    effort: &Effort,
) -> Result<Option<Vec<u32>>, Exhausted> {
    match semantics {
        // The grounded extension is a complete one, and part of each.
        Semantics::Grounded | Semantics::Complete => {
            let set = accepted(&grounded(framework));
            Ok(set.binary_search(&argument).is_err().then_some(set))
        }
        Semantics::Preferred => {
            let set = refutation(framework, argument, effort)?;
            set.map(|set| maximal_from(framework, &set, effort)).transpose()
        }
        _ => queried(framework, semantics, (argument, false), effort),
    }
}

/// The least complete extension around an admissible set that is part of no preferred extension with the argument, rising;
/// `None` if every preferred extension holds it.
///
/// # Errors
/// If the work allowed is not enough.
///
/// # Panics
/// If there is no such argument.
pub fn refutation(framework: &Framework, argument: u32, effort: &Effort) -> Result<Option<Vec<u32>>, Exhausted> {
    let (labels, parts) = residue(framework);
    let seeds: Vec<u32> = match (labels[argument as usize], place(&parts, argument)) {
        (Label::In, _) => return Ok(None),
        (Label::Undecided, Some((part, position))) => match never_with(&part.framework, position, effort)? {
            Some(set) => part.outer(set).collect(),
            None => return Ok(None),
        },
        _ => Vec::new(),
    };
    let (_, mut set) = label_from(framework, &seeds);
    set.sort_unstable();
    Ok(Some(set))
}

/// For every argument, whether some preferred extension holds it, and whether every one does.
///
/// What is undecided is put together once, O(arguments + attacks), and the SAT solver is asked at most twice for each
/// argument of it, in the connected piece that the argument is of.
///
/// # Errors
/// If the work allowed is not enough.
pub(super) fn preferred_of_all(framework: &Framework, effort: &Effort) -> Result<Vec<(bool, bool)>, Exhausted> {
    let (labels, parts) = residue(framework);
    let mut found: Vec<(bool, bool)> = labels.iter().map(|label| (*label == Label::In, *label == Label::In)).collect();
    for part in &parts {
        for (position, &member) in (0..).zip(&part.members) {
            let in_some = admissible_with(&part.framework, position, effort)?.is_some();
            let in_every = in_some && never_with(&part.framework, position, effort)?.is_none();
            found[member as usize] = (in_some, in_every);
        }
    }
    Ok(found)
}

/// A preferred extension that holds an admissible set, rising.
///
/// # Errors
/// If the work allowed is not enough.
pub fn preferred_around(framework: &Framework, set: &[u32], effort: &Effort) -> Result<Vec<u32>, Exhausted> {
    maximal_from(framework, set, effort)
}

/// An extension as wished, under the semantics whose sets are found piece by piece.
fn queried(
    framework: &Framework,
    semantics: Semantics,
    wish: Wish,
    effort: &Effort,
) -> Result<Option<Vec<u32>>, Exhausted> {
    let (labels, parts) = residue(framework);
    let (argument, is_wanted) = wish;
    let accepted = accepted(&labels);
    if semantics == Semantics::Grounded {
        return Ok(((labels[argument as usize] == Label::In) == is_wanted).then_some(accepted));
    }
    let Some((part, position)) = place(&parts, argument) else {
        if (labels[argument as usize] == Label::In) != is_wanted {
            return Ok(None);
        }
        return with_parts(accepted, &parts, |part| of_part(part, semantics, None, effort));
    };
    // The argument's own piece first: the others matter only if it has such a set.
    let Some(own) = of_part(part, semantics, Some((position, is_wanted)), effort)? else { return Ok(None) };
    let known: Vec<u32> = accepted.into_iter().chain(part.outer(own)).collect();
    let others = parts.iter().filter(|other| !std::ptr::eq(*other, part));
    with_parts(known, others, |part| of_part(part, semantics, None, effort))
}

fn of_part(
    part: &Part,
    semantics: Semantics,
    wish: Option<Wish>,
    effort: &Effort,
) -> Result<Option<Vec<u32>>, Exhausted> {
    match semantics {
        Semantics::Stable => stable::some(&part.framework, wish, effort),
        Semantics::SemiStable => semi_stable::some(&part.framework, wish, effort),
        _ => {
            let set = ideal::ideal(&part.framework, effort)?;
            let is_as_wished = wish.is_none_or(|(argument, is_in)| set.binary_search(&argument).is_ok() == is_in);
            Ok(is_as_wished.then_some(set))
        }
    }
}

/// The set with one of each part; `None` if a part has none.
fn with_parts<'p>(
    mut set: Vec<u32>,
    parts: impl IntoIterator<Item = &'p Part>,
    mut find: impl FnMut(&Part) -> Result<Option<Vec<u32>>, Exhausted>,
) -> Result<Option<Vec<u32>>, Exhausted> {
    for part in parts {
        let Some(found) = find(part)? else { return Ok(None) };
        set.extend(part.outer(found));
    }
    set.sort_unstable();
    Ok(Some(set))
}

/// The part that an argument is in, and its number there.
fn place(parts: &[Part], argument: u32) -> Option<(&Part, u32)> {
    parts.iter().find_map(|part| Some((part, part.position(argument)?)))
}

fn accepted(labels: &[Label]) -> Vec<u32> {
    (0..).zip(labels).filter(|(_, label)| **label == Label::In).map(|(argument, _)| argument).collect()
}
