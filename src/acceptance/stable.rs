use super::encoding::{Effort, Encoding, Exhausted, Sets};
use super::{Framework, enumerate::Found};

/// Whether an argument is to be in the set that is looked for, or is not to be.
pub(super) type Wish = (u32, bool);

/// A stable set, with or without an argument as wished.
pub(super) fn some(framework: &Framework, wish: Option<Wish>, effort: &Effort) -> Result<Option<Vec<u32>>, Exhausted> {
    let mut encoding = Encoding::new(framework, Sets::Stable, effort);
    if let Some((argument, is_in)) = wish {
        let accepted = encoding.accepted(argument);
        encoding.add([accepted.apply_sign(is_in)]);
    }
    Ok(encoding.solve(&[])?.then(|| encoding.set()))
}

/// The stable or the complete sets, at most `most`.
pub(super) fn all(framework: &Framework, sets: Sets, most: usize, effort: &Effort) -> Result<Found, Exhausted> {
    let mut encoding = Encoding::new(framework, sets, effort);
    let mut found = Found::default();
    while encoding.solve(&[])? {
        if found.sets.len() == most {
            found.is_cut = true;
            break;
        }
        let set = encoding.set();
        encoding.exclude(&set, None);
        found.sets.push(set);
    }
    Ok(found)
}
