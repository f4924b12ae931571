use super::grounded::Label;
use super::{Framework, grounded};

/// Some arguments of a framework as a framework of their own.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Their numbers in the whole, rising.
    pub members: Vec<u32>,
    /// The attacks among them, in their own numbers.
    pub framework: Framework,
}

impl Part {
    /// The own number of an argument of the whole. O(log arguments).
    pub fn position(&self, argument: u32) -> Option<u32> {
        self.members.binary_search(&argument).ok().map(number)
    }

    /// The numbers in the whole.
    pub fn outer(&self, arguments: impl IntoIterator<Item = u32>) -> impl Iterator<Item = u32> {
        arguments.into_iter().map(|argument| self.members[argument as usize])
    }

    /// The same part, in the numbers of the framework that `outer`, of which this is a part, is a part of.
    pub fn within(mut self, outer: &[u32]) -> Self {
        for member in &mut self.members {
            *member = outer[*member as usize];
        }
        self
    }
}

pub(super) fn number(index: usize) -> u32 {
    u32::try_from(index).expect("arguments are numbered by 32 bits")
}

/// What a labelling leaves undecided, in pieces that no attack connects, in the order of their first arguments.
/// O(arguments + attacks).
///
/// Complete, preferred, stable, semi-stable and ideal extensions of a framework are its grounded extension with one of
/// each piece, since no semantics of these looks beyond the attacks that are left.
pub(super) fn undecided_parts(framework: &Framework, labels: &[Label]) -> Vec<Part> {
    const NONE: u32 = u32::MAX;
    let is_open = |argument: u32| labels[argument as usize] == Label::Undecided;
    let mut positions = vec![NONE; labels.len()];
    let mut parts = Vec::new();
    for first in 0..framework.count() {
        if !is_open(first) || positions[first as usize] != NONE {
            continue;
        }
        let mut members = vec![first];
        positions[first as usize] = 0;
        let mut done = 0;
        while let Some(&argument) = members.get(done) {
            done += 1;
            for &next in framework.attacked(argument).iter().chain(framework.attackers(argument)) {
                if is_open(next) && positions[next as usize] == NONE {
                    positions[next as usize] = 0;
                    members.push(next);
                }
            }
        }
        members.sort_unstable();
        parts.push(part_of(framework, members, &mut positions, is_open));
    }
    parts
}

/// `positions` is changed at the members alone.
fn part_of(framework: &Framework, members: Vec<u32>, positions: &mut [u32], is_in: impl Fn(u32) -> bool) -> Part {
    for (position, &member) in members.iter().enumerate() {
        positions[member as usize] = number(position);
    }
    let mut attacks = Vec::new();
    for (position, &member) in members.iter().enumerate() {
        let kept = framework.attacked(member).iter().filter(|&&to| is_in(to));
        attacks.extend(kept.map(|&to| (number(position), positions[to as usize])));
    }
    Part { framework: Framework::new(number(members.len()), &attacks), members }
}

/// What the grounded labelling leaves undecided, in pieces.
pub(super) fn residue(framework: &Framework) -> (Vec<Label>, Vec<Part>) {
    let labels = grounded(framework);
    if !labels.contains(&Label::Undecided) {
        return (labels, Vec::new());
    }
    let parts = undecided_parts(framework, &labels);
    (labels, parts)
}

/// The arguments from which attacks lead to this one, and itself. O(arguments + attacks).
///
/// Whether an argument is in some, or in all, complete, preferred or ideal extensions depends on these alone (the
/// semantics are directional: Baroni & Giacomin 2007).
pub(super) fn upstream(framework: &Framework, argument: u32) -> Part {
    let mut is_member = vec![false; framework.count() as usize];
    is_member[argument as usize] = true;
    let mut members = vec![argument];
    let mut done = 0;
    while let Some(&member) = members.get(done) {
        done += 1;
        for &attacker in framework.attackers(member) {
            if !std::mem::replace(&mut is_member[attacker as usize], true) {
                members.push(attacker);
            }
        }
    }
    members.sort_unstable();
    let mut positions = vec![0; is_member.len()];
    part_of(framework, members, &mut positions, |to| is_member[to as usize])
}
