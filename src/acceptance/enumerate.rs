use super::encoding::{Effort, Exhausted, Sets};
use super::grounded::Label;
use super::part::{Part, residue};
use super::{Framework, Semantics, ideal, preferred, semi_stable, stable};

/// Sets of arguments, each rising.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub sets: Vec<Vec<u32>>,
    /// Whether there are more.
    pub is_cut: bool,
}

/// The extensions of a framework, or as many as were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extensions {
    /// Each with its arguments rising. In the order of comparison, unless there are more than were asked for.
    pub sets: Vec<Vec<u32>>,
    /// Whether these are all.
    pub are_all: bool,
}

/// The extensions under a semantics, at most `most` of them.
///
/// Pieces that no undecided attack connects are solved apart, and their sets combined. There can be exponentially many;
/// time is bounded by `most` and `effort`.
///
/// # Errors
/// If the work allowed is not enough.
pub fn extensions(
    framework: &Framework,
    semantics: Semantics,
    most: usize,
    effort: &Effort,
) -> Result<Extensions, Exhausted> {
    let (labels, parts) = residue(framework);
    let accepted: Vec<u32> =
        (0..).zip(&labels).filter(|(_, label)| **label == Label::In).map(|(argument, _)| argument).collect();
    let mut all = Found { sets: vec![accepted], is_cut: false };
    if most == 0 {
        return Ok(Extensions { sets: Vec::new(), are_all: false });
    }
    if semantics != Semantics::Grounded {
        for part in &parts {
            let found = of_part(part, semantics, most, effort)?;
            all.combine(part, &found, most);
        }
    }
    for set in &mut all.sets {
        set.sort_unstable();
    }
    all.sets.sort_unstable();
    Ok(Extensions { sets: all.sets, are_all: !all.is_cut })
}

fn of_part(part: &Part, semantics: Semantics, most: usize, effort: &Effort) -> Result<Found, Exhausted> {
    let framework = &part.framework;
    match semantics {
        Semantics::Grounded => Ok(Found { sets: vec![Vec::new()], is_cut: false }),
        Semantics::Complete => stable::all(framework, Sets::Complete, most, effort),
        Semantics::Preferred => preferred::all(framework, most, effort),
        Semantics::Stable => stable::all(framework, Sets::Stable, most, effort),
        Semantics::SemiStable => semi_stable::all(framework, most, effort),
        Semantics::Ideal => Ok(Found { sets: vec![ideal::ideal(framework, effort)?], is_cut: false }),
    }
}

impl Found {
    /// Joins each set here with each of a part, at most `most`.
    fn combine(&mut self, part: &Part, found: &Self, most: usize) {
        let mut joined = Vec::new();
        'all: for set in &self.sets {
            for more in &found.sets {
                if joined.len() == most {
                    self.is_cut = true;
                    break 'all;
                }
                joined.push(set.iter().copied().chain(part.outer(more.iter().copied())).collect());
            }
        }
        // A part without any leaves the whole without any, whatever else was cut.
        self.is_cut = !joined.is_empty() && (self.is_cut || found.is_cut);
        self.sets = joined;
    }
}
