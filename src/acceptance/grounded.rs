use super::Framework;

/// What a labelling says of an argument (Caminada 2006).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// Accepted: each of its attackers is rejected.
    In,
    /// Rejected: an attacker of it is accepted.
    Out,
    /// Neither.
    Undecided,
}

impl Label {
    /// The word for it in output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::In => "accepted",
            Self::Out => "rejected",
            Self::Undecided => "undecided",
        }
    }
}

/// The grounded labelling: what must be accepted, what must be rejected, and the rest.
///
/// An argument is accepted once all of its attackers are rejected, and rejected once one of them is accepted (Dung 1995;
/// Modgil & Caminada 2009). O(arguments + attacks), with a counter for each argument and without recursion.
#[must_use]
pub fn grounded(framework: &Framework) -> Vec<Label> {
    label_from(framework, &[]).0
}

/// The least complete labelling in which `seeds`, an admissible set, is accepted, and what is accepted, each argument
/// after those that defend it. O(arguments + attacks).
pub(super) fn label_from(framework: &Framework, seeds: &[u32]) -> (Vec<Label>, Vec<u32>) {
    let mut standing = framework.attacker_counts();
    let mut labels = vec![Label::Undecided; framework.count() as usize];
    let mut accepted = seeds.to_vec();
    for &seed in seeds {
        labels[seed as usize] = Label::In;
    }
    for argument in 0..framework.count() {
        if standing[argument as usize] == 0 && labels[argument as usize] == Label::Undecided {
            labels[argument as usize] = Label::In;
            accepted.push(argument);
        }
    }
    let mut done = 0;
    while let Some(&argument) = accepted.get(done) {
        done += 1;
        for &rejected in framework.attacked(argument) {
            if labels[rejected as usize] != Label::Undecided {
                continue;
            }
            labels[rejected as usize] = Label::Out;
            for &freed in framework.attacked(rejected) {
                let left = &mut standing[freed as usize];
                *left -= 1;
                if *left == 0 && labels[freed as usize] == Label::Undecided {
                    labels[freed as usize] = Label::In;
                    accepted.push(freed);
                }
            }
        }
    }
    (labels, accepted)
}
