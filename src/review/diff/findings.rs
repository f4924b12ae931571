use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::Side;
use super::matching::Matching;
use super::words::words_of;
use crate::rules::Finding;

/// The findings of one edition that the other does not have, by their places in each [`Side::findings`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingsDifference {
    /// Those of the new edition that are new.
    pub new: Vec<usize>,
    /// Those of the old edition that are gone.
    pub gone: Vec<usize>,
}

/// The node that a finding is about first: by its index in the new edition, or in the old one where it is gone.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum About {
    Nothing,
    New(usize),
    Old(usize),
}

/// Two findings are one if they are of one rule and about one node, wherever that stands by now. Of several of one rule about one node
/// those with the same message are one first, the others in their order; of findings about no node only those with the same
/// words at their place. O(findings and their words).
pub(super) fn compare(old: &Side<'_>, new: &Side<'_>, matching: &Matching) -> FindingsDifference {
    let about_old = |finding: &Finding| match finding.nodes.first() {
        None => About::Nothing,
        Some(&node) => matching.to_new(node).map_or(About::Old(node.index()), |new| About::New(new.index())),
    };
    let about_new = |finding: &Finding| finding.nodes.first().map_or(About::Nothing, |node| About::New(node.index()));
    let mut left_old = vec![true; old.findings.len()];
    let mut left_new = vec![true; new.findings.len()];
    // Ever looser: the message, the words at the place, the node alone.
    for round in 0..3 {
        let detail = |side: &Side<'_>, finding: &Finding| match round {
            0 => finding.message.clone(),
            1 => words_at(side, finding),
            _ => String::new(),
        };
        let mut waiting: FxHashMap<(&str, About, String), VecDeque<usize>> = FxHashMap::default();
        for (number, finding) in old.findings.iter().enumerate().filter(|&(number, _)| left_old[number]) {
            let about = about_old(finding);
            if round < 2 || about != About::Nothing {
                waiting.entry((finding.rule, about, detail(old, finding))).or_default().push_back(number);
            }
        }
        for (number, finding) in new.findings.iter().enumerate() {
            if !left_new[number] {
                continue;
            }
            let key = (finding.rule, about_new(finding), detail(new, finding));
            if let Some(same) = waiting.get_mut(&key).and_then(VecDeque::pop_front) {
                left_new[number] = false;
                left_old[same] = false;
            }
        }
    }
    let left = |left: &[bool]| left.iter().enumerate().filter(|(_, left)| **left).map(|(number, _)| number).collect();
    FindingsDifference { new: left(&left_new), gone: left(&left_old) }
}

/// The words at a finding's place, of a very long one the first; so that the whole stays linear.
fn words_at(side: &Side<'_>, finding: &Finding) -> String {
    const MOST: usize = 2048;
    let span = finding.primary.span;
    let file = crate::review::file_of(side.argument, span);
    let text = file.and_then(|file| file.text().get(span.range())).unwrap_or("");
    words_of(&text[..text.floor_char_boundary(MOST)]).join(" ")
}
