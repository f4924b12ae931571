//! Extensions against sets found by trying all subsets.

use std::collections::BTreeSet;
use std::path::PathBuf;

use linchpin::acceptance::{
    Effort, Extensions, Framework, Label, Semantics, credulous, extension, extensions, grounded, sceptical,
};

type Sets = Vec<Vec<u32>>;

/// The extensions by their definitions, from all subsets of at most twelve arguments.
struct BruteForce {
    count: u32,
    /// What each argument attacks, and what attacks it.
    attacked: Vec<u32>,
    attackers: Vec<u32>,
    complete: Vec<u32>,
}

impl BruteForce {
    fn new(count: u32, attacks: &[(u32, u32)]) -> Self {
        let mut brute =
            Self { count, attacked: vec![0; count as usize], attackers: vec![0; count as usize], complete: Vec::new() };
        for &(from, to) in attacks {
            brute.attacked[from as usize] |= 1 << to;
            brute.attackers[to as usize] |= 1 << from;
        }
        brute.complete = (0..1_u32 << count).filter(|&set| brute.is_complete(set)).collect();
        brute
    }

    fn attacked_by(&self, set: u32) -> u32 {
        (0..).zip(&self.attacked).filter(|(from, _)| set & 1 << from != 0).fold(0, |all, (_, attacked)| all | attacked)
    }

    fn is_complete(&self, set: u32) -> bool {
        let attacked = self.attacked_by(set);
        let is_defended = |it: u32| self.attackers[it as usize] & !attacked == 0;
        attacked & set == 0 && (0..self.count).all(|it| is_defended(it) == (set & 1 << it != 0))
    }

    fn sets(&self, semantics: Semantics) -> BTreeSet<u32> {
        let complete = &self.complete;
        let all = (1_u64 << self.count) - 1;
        let within = |inner: u32, outer: u32| inner & outer == inner && inner != outer;
        let maximal = |&set: &u32| !complete.iter().any(|&other| within(set, other));
        let range = |set: u32| set | self.attacked_by(set);
        let chosen: Vec<u32> = match semantics {
            Semantics::Complete => complete.clone(),
            Semantics::Grounded => {
                complete.iter().copied().filter(|&set| complete.iter().all(|&other| set & other == set)).collect()
            }
            Semantics::Preferred => complete.iter().copied().filter(maximal).collect(),
            Semantics::Stable => complete.iter().copied().filter(|&set| u64::from(range(set)) == all).collect(),
            Semantics::SemiStable => complete
                .iter()
                .copied()
                .filter(|&set| !complete.iter().any(|&other| within(range(set), range(other))))
                .collect(),
            Semantics::Ideal => {
                let shared = complete.iter().copied().filter(maximal).fold(u32::MAX, |shared, set| shared & set);
                let ideal =
                    complete.iter().copied().filter(|&set| set & shared == set).max_by_key(|set| set.count_ones());
                ideal.into_iter().collect()
            }
        };
        chosen.into_iter().collect()
    }
}

fn bits(set: &[u32]) -> u32 {
    set.iter().fold(0, |all, argument| all | 1 << argument)
}

/// A generator of our own, so that the cases stay the same: SplitMix64.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((z ^ (z >> 31)) % u64::from(bound)).unwrap()
    }
}

/// Frameworks of up to twelve arguments, from sparse to dense, with attacks on oneself and attacks given twice.
fn frameworks(how_many: u32) -> impl Iterator<Item = (u32, Vec<(u32, u32)>)> {
    let mut random = Seeded(7);
    (0..how_many).map(move |_| {
        let count = random.below(13);
        let attacks = if count == 0 { 0 } else { random.below(3 * count + 1) };
        (count, (0..attacks).map(|_| (random.below(count), random.below(count))).collect())
    })
}

fn all_of(framework: &Framework, semantics: Semantics) -> Sets {
    let found = extensions(framework, semantics, usize::MAX, &Effort::unbounded()).unwrap();
    assert!(found.are_all);
    found.sets
}

fn agree_with_brute_force(semantics: Semantics) {
    for (number, (count, attacks)) in frameworks(1000).enumerate() {
        let framework = Framework::new(count, &attacks);
        let brute = BruteForce::new(count, &attacks).sets(semantics);
        let said = format!("framework {number}: {count} arguments, {attacks:?}");
        let effort = Effort::unbounded();
        let found = all_of(&framework, semantics);
        assert_eq!(found.iter().map(|set| bits(set)).collect::<BTreeSet<_>>(), brute, "{said}");
        assert_eq!(found.len(), brute.len(), "{said}");
        let one = extension(&framework, semantics, &effort).unwrap();
        assert_eq!(one.is_some(), !brute.is_empty(), "{said}");
        assert!(one.iter().all(|set| brute.contains(&bits(set))), "{said}");
        for argument in 0..count {
            let holds = |set: &u32| set & 1 << argument != 0;
            let witness = credulous(&framework, semantics, argument, &effort).unwrap();
            assert_eq!(witness.is_some(), brute.iter().any(holds), "{said}, {argument}");
            assert!(witness.iter().all(|set| brute.contains(&bits(set)) && holds(&bits(set))), "{said}, {argument}");
            let witness = sceptical(&framework, semantics, argument, &effort).unwrap();
            assert_eq!(witness.is_none(), brute.iter().all(holds), "{said}, {argument}");
            assert!(witness.iter().all(|set| brute.contains(&bits(set)) && !holds(&bits(set))), "{said}, {argument}");
        }
    }
}

#[test]
fn grounded_extensions_are_those_of_the_definition() {
    agree_with_brute_force(Semantics::Grounded);
}

#[test]
fn complete_extensions_are_those_of_the_definition() {
    agree_with_brute_force(Semantics::Complete);
}

#[test]
fn preferred_extensions_are_those_of_the_definition() {
    agree_with_brute_force(Semantics::Preferred);
}

#[test]
fn stable_extensions_are_those_of_the_definition() {
    agree_with_brute_force(Semantics::Stable);
}

#[test]
fn semi_stable_extensions_are_those_of_the_definition() {
    agree_with_brute_force(Semantics::SemiStable);
}

#[test]
fn ideal_extensions_are_those_of_the_definition() {
    agree_with_brute_force(Semantics::Ideal);
}

#[test]
fn extensions_equal_those_of_an_independent_program() {
    let shared = std::env::var_os("LINCHPIN_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let Ok(text) = std::fs::read_to_string(shared.join("oracles/extensions.json")) else {
        println!("skipped: extensions.json is not at hand; name its folder's parent in LINCHPIN_SHARED");
        return;
    };
    let cases: serde_json::Value = serde_json::from_str(&text).unwrap();
    let cases = cases["af"].as_array().unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        let number = |value: &serde_json::Value| u32::try_from(value.as_u64().unwrap()).unwrap();
        let attacks: Vec<(u32, u32)> = case["attacks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|pair| (number(&pair[0]) - 1, number(&pair[1]) - 1))
            .collect();
        let framework = Framework::new(number(&case["n"]), &attacks);
        for (letters, expected) in case["extensions"].as_object().unwrap() {
            let semantics = Semantics::ALL.into_iter().find(|it| it.letters() == letters).unwrap();
            let sets = all_of(&framework, semantics);
            let found: Sets = sets.into_iter().map(|set| set.into_iter().map(|it| it + 1).collect()).collect();
            let mut expected: Sets = serde_json::from_value(expected.clone()).unwrap();
            expected.sort_unstable();
            assert_eq!(found, expected, "{letters} of {case}");
        }
    }
}

/// Forty pairs that attack each other have 2^40 preferred extensions.
#[test]
fn so_many_extensions_are_listed_as_were_asked_for() {
    let attacks: Vec<(u32, u32)> =
        (0..40).flat_map(|pair| [(2 * pair, 2 * pair + 1), (2 * pair + 1, 2 * pair)]).collect();
    let framework = Framework::new(80, &attacks);
    let Extensions { sets, are_all } = extensions(&framework, Semantics::Preferred, 5, &Effort::unbounded()).unwrap();
    assert_eq!((sets.len(), are_all), (5, false));
    let exact = extensions(&Framework::new(2, &attacks[..2]), Semantics::Stable, 2, &Effort::unbounded()).unwrap();
    assert_eq!(exact, Extensions { sets: vec![vec![0], vec![1]], are_all: true });
}

/// A chain is decided from its end: no stack is deep enough for a million calls.
#[test]
fn a_long_chain_is_labelled_without_recursion() {
    let count = 1_000_000;
    let attacks: Vec<(u32, u32)> = (1..count).map(|it| (it, it - 1)).collect();
    let labels = grounded(&Framework::new(count, &attacks));
    assert!(
        labels.iter().rev().enumerate().all(|(at, &label)| label == if at % 2 == 0 { Label::In } else { Label::Out })
    );
}

/// Pigeons and holes: no solver of this kind is quick at it, and the answer must not take for ever.
#[test]
fn work_stops_where_it_is_told_to() {
    let (pigeons, holes) = (11, 10);
    let at = |pigeon: u32, hole: u32| pigeon * holes + hole;
    let mut attacks = Vec::new();
    for (one, other) in (0..pigeons).flat_map(|one| (0..pigeons).map(move |other| (one, other))) {
        for hole in 0..holes {
            if one != other {
                attacks.push((at(one, hole), at(other, hole)));
            }
        }
        // An argument that attacks itself wants its pigeon to sit somewhere.
        attacks.push((pigeons * holes + one, pigeons * holes + one));
    }
    for (pigeon, hole) in (0..pigeons).flat_map(|pigeon| (0..holes).map(move |hole| (pigeon, hole))) {
        attacks.push((at(pigeon, hole), pigeons * holes + pigeon));
    }
    let framework = Framework::new(pigeons * holes + pigeons, &attacks);
    let refused = extension(&framework, Semantics::Stable, &Effort::of(500)).unwrap_err();
    assert!(refused.to_string().contains("500"), "{refused}");
}
