//! Extensions against sets found by trying all subsets.

#[path = "program/mod.rs"]
mod program;

use std::collections::BTreeSet;
use std::path::PathBuf;

use linchpin::acceptance::{
    Effort, Extensions, Framework, Label, Semantics, credulous, extension, extensions, grounded, sceptical,
};
use program::{Run, file, linchpin};

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

/// A generator of our own, so that the cases stay the same (`SplitMix64`).
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

/// 1 and 2 attack each other, both attack 3, which attacks 4.
const PAIR: &str = "p af 4\n# two against each other\n1 2\n2 1\n1 3\n2 3\n3 4\n";

#[test]
fn answers_have_the_form_of_the_competition() {
    let (_folder, path) = file("pair.af", PAIR);
    let ask = |task: &str, argument: &str| {
        let query: &[&str] = if argument.is_empty() { &[] } else { &["-a", argument] };
        let Run { out, err, code } = linchpin(&[&["iccma", "-p", task, "-f", &path], query].concat());
        assert_eq!(code, Some(0), "{err}");
        out
    };
    assert_eq!(ask("SE-GR", ""), "w\n");
    assert_eq!(ask("SE-CO", ""), "w\n");
    assert_eq!(ask("DC-GR", "4"), "NO\n");
    assert_eq!(ask("DS-GR", "4"), "NO\nw\n");
    assert_eq!(ask("DS-CO", "4"), "NO\nw\n");
    assert_eq!(ask("DC-CO", "1"), "YES\nw 1 4\n");
    assert_eq!(ask("DC-PR", "2"), "YES\nw 2 4\n");
    assert_eq!(ask("DC-PR", "3"), "NO\n");
    assert_eq!(ask("DS-PR", "4"), "YES\n");
    assert_eq!(ask("DS-PR", "1"), "NO\nw 2 4\n");
    assert_eq!(ask("DC-ST", "2"), "YES\nw 2 4\n");
    assert_eq!(ask("DS-ST", "4"), "YES\n");
    assert_eq!(ask("DS-SST", "2"), "NO\nw 1 4\n");
    assert_eq!(ask("SE-ID", ""), "w\n");
    assert!(["w 1 4\n", "w 2 4\n"].contains(&ask("SE-ST", "").as_str()));
    let (_folder, path) = file("odd", "arg(x). arg(y). att(x,x).");
    let ask = |arguments: &[&str]| linchpin(&[&["iccma", "-f", &path, "-p"], arguments].concat()).out;
    assert_eq!(ask(&["SE-ST"]), "NO\n");
    assert_eq!(ask(&["DC-ST", "-a", "y"]), "NO\n");
    assert_eq!(ask(&["DS-ST", "-a", "x"]), "YES\n");
    assert_eq!(ask(&["SE-SST"]), "w y\n");
    assert_eq!(ask(&["DC-ID", "-a", "y"]), "YES\nw y\n");
    let out = linchpin(&["iccma", "--problems"]).out;
    assert!(out.starts_with("[SE-GR,SE-CO,SE-PR,SE-ST,SE-SST,SE-ID,DC-GR,"), "{out}");
    assert_eq!(out.matches('-').count(), 18);
}

#[test]
fn what_cannot_be_asked_is_said() {
    let (_folder, path) = file("pair.af", PAIR);
    let said = |arguments: &[&str]| {
        let Run { out, err, code } = linchpin(&[&["iccma"], arguments].concat());
        assert_eq!((out.as_str(), code), ("", Some(2)), "{err}");
        err
    };
    assert!(said(&["-p", "EE-PR", "-f", &path]).contains("`EE-PR` is no task"));
    assert!(said(&["-p", "DC-PR", "-f", &path]).contains("name it with -a"));
    assert!(said(&["-p", "DC-PR", "-f", &path, "-a", "5"]).contains("there is no argument `5`"));
    assert!(said(&["-p", "SE-PR", "-f", &path, "-a", "1"]).contains("asks for no argument"));
    let (_folder, path) = file("broken.af", "p af 2\n1 2\n1 x\n");
    let err = said(&["-p", "SE-PR", "-f", &path]);
    assert!(err.contains("the number of an argument was expected here") && err.contains("broken.af:3:3"), "{err}");
}

fn overview(arguments: &[&str]) -> serde_json::Value {
    let Run { out, err, code } = linchpin(&[&["extensions", "--format", "json"], arguments].concat());
    assert_eq!(code, Some(0), "{err}");
    serde_json::from_str(&out).unwrap()
}

/// As the chapter works it out.
#[test]
fn the_keeper_and_the_mate_cannot_both_be_believed() {
    let light = "graphs/skerry-light.yaml";
    let fates = |reduction: &str| {
        let found = overview(&[light, "--reduction", reduction]);
        let fate = |node: &serde_json::Value| {
            format!("{} {} {} {}", node["id"], node["grounded"], node["credulous"], node["sceptical"]).replace('"', "")
        };
        found["nodes"].as_array().unwrap().iter().map(fate).collect::<Vec<_>>()
    };
    assert_eq!(fates("none"), ["put-out undecided true false", "asleep undecided true false"]);
    assert_eq!(fates("evidential"), ["put-out accepted true true", "asleep rejected false false"]);
    assert_eq!(fates("necessary"), ["put-out rejected false false", "asleep rejected false false"]);
    assert_eq!(fates("deductive"), ["put-out undecided true false", "asleep undecided true false"]);
    let sets = overview(&[light, "--reduction", "none", "--semantics", "preferred"]);
    assert_eq!(sets["complete"], true);
    let has = |set: usize, id: &str| sets["extensions"][set].as_array().unwrap().iter().any(|it| it == id);
    assert_eq!(
        [0, 1].map(|set| [has(set, "mate"), has(set, "keeper"), has(set, "put-out"), has(set, "asleep")]),
        [[true, false, true, false], [false, true, false, true]]
    );
    assert_eq!(sets["extensions"].as_array().unwrap().len(), 2);
}

#[test]
fn an_explanation_says_who_defends_a_node_against_whom() {
    let light = "graphs/skerry-light.yaml";
    let why = overview(&[light, "mate"]);
    assert_eq!((why["reason"].as_str(), why["grounded"].as_str()), (Some("defended"), Some("accepted")));
    let said: Vec<String> = why["defence"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            format!("{} < {} < {}", it["attacked"]["says"], it["attacker"]["says"], it["counter"]["says"])
                .replace('"', "")
        })
        .collect();
    assert_eq!(said[0], "mate < keeper < “keeper lacks log-entry”");
    assert!(said.contains(&"“keeper lacks log-entry” < log-entry < same-ink".to_owned()), "{said:?}");
    let keeper = &why["defence"][0]["attacker"]["nodes"][0];
    assert_eq!((keeper["line"].as_u64(), keeper["column"].as_u64()), (Some(30), Some(11)));
    let page = linchpin(&["extensions", light, "asleep"]).out;
    assert!(page.contains("against asleep: mate · graphs/skerry-light.yaml:23:11\n"), "{page}");
    assert!(page.contains("answered by: same-ink"), "{page}");
    let why = overview(&[light, "keeper", "--reduction", "none"]);
    assert_eq!((why["reason"].as_str(), why["credulous"].as_bool()), (Some("defended"), Some(true)));
    assert!(why["without"].as_array().unwrap().iter().any(|id| id == "mate"));
}

/// Three that attack each other in a circle, and a fourth under one of them: nothing can be held, for no reason but that.
#[test]
fn an_attack_that_nothing_answers_is_followed() {
    let (_folder, path) = file("circle.tgf", "a\nb\nc\nd\n#\na b\nb c\nc a\nc d\n");
    let why = overview(&[&path, "d"]);
    assert_eq!((why["reason"].as_str(), why["grounded"].as_str()), (Some("undefended"), Some("undecided")));
    let links: Vec<String> = why["unanswered"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| format!("{} {}", it["attacked"]["says"], it["attacker"]["says"]).replace('"', ""))
        .collect();
    assert_eq!(links, ["d c", "b a", "c b", "a c"]);
    let page = linchpin(&["extensions", &path, "d"]).out;
    assert!(page.contains("only b stands against that, and cannot be held"), "{page}");
    let page = linchpin(&["extensions", &path, "--semantics", "stable"]).out;
    assert!(page.contains("There is no stable set."), "{page}");
}

#[test]
fn supports_go_into_a_framework_by_a_reduction_on_demand() {
    let plain = linchpin(&["export", "graphs/festival.json", "--to", "apx"]);
    assert_eq!(plain.out.matches("att(").count(), 3);
    assert!(plain.err.contains("3 supports are left out") && plain.err.contains("--reduction"), "{}", plain.err);
    let reduced = linchpin(&["export", "graphs/festival.json", "--to", "apx", "--reduction", "necessary"]);
    assert!(reduced.out.contains("att(signs,\"west-gate-lacks-signs\")."), "{}", reduced.out);
    assert_eq!(reduced.out.matches("att(").count(), 9, "{}", reduced.out);
    let (_folder, path) = file("festival.apx", &reduced.out);
    let labels = overview(&[&path, "--all"]);
    let accepted = |id: &str| labels["grounded"].as_array().unwrap().iter().any(|it| it == id);
    assert_eq!(["phones", "tram-film", "signs", "west-gate"].map(accepted), [true, true, false, false]);
    let refused = linchpin(&["export", "graphs/festival.json", "--to", "dot", "--reduction", "necessary"]);
    assert_eq!(refused.code, Some(2));
}

#[test]
fn diagrams_say_how_each_node_fares() {
    let text = "[nodes.keeper]\nkind = 'claim'\ntext = 'The lamp burnt.'\ncontradicts = { mate = 1 }\n\
                [nodes.mate]\nkind = 'claim'\ntext = 'It was dark.'\ncontradicts = { keeper = 1 }\n\
                [nodes.log]\ntext = 'Logged.'\ncontradicts = { rumour = 1 }\n[nodes.rumour]\ntext = 'A rumour.'\n";
    let (_folder, path) = file("lamp.toml", text);
    let in_some = "undecided, in some preferred sets";
    for (format, sign) in [("dot", ["✓ ", "✗ ", "◌ "]), ("mermaid", ["✓ ", "✗ ", "◌ "]), ("d2", ["✓ ", "✗ ", "◌ "])]
    {
        let Run { out: said, err: faults, code } = linchpin(&["export", &path, "--to", format, "--acceptance"]);
        assert_eq!(code, Some(0), "{faults}");
        for (sign, words) in sign.iter().zip(["accepted", "rejected", in_some]) {
            let wanted = format!("{sign}{words}");
            let times = if words == in_some { 2 } else { 1 };
            assert_eq!(said.matches(&wanted).count(), times, "{format}: {wanted}\n{said}");
        }
        let plain = linchpin(&["export", &path, "--to", format]).out;
        assert!(!plain.contains("accepted"), "{plain}");
        let grounded = linchpin(&["export", &path, "--to", format, "--acceptance=grounded"]).out;
        assert!(grounded.contains("◌ undecided") && !grounded.contains("sets"), "{grounded}");
    }
    let Run { err: faults, code, .. } = linchpin(&["export", &path, "--to", "csv", "--acceptance"]);
    assert_eq!(code, Some(2));
    assert!(faults.contains("--acceptance is for diagrams: "), "{faults}");
}

#[cfg(feature = "pictures")]
#[test]
fn pictures_show_how_each_node_fares_by_sign_and_by_word() {
    let text = "[nodes.log]\ntext = 'Logged.'\ncontradicts = { rumour = 1 }\n[nodes.rumour]\ntext = 'A rumour.'\n";
    let (_folder, path) = file("lamp.toml", text);
    let Run { out: svg, err: faults, code } = linchpin(&["export", &path, "--to", "svg", "--acceptance"]);
    assert_eq!(code, Some(0), "{faults}");
    let picture = roxmltree::Document::parse(&svg).unwrap();
    let said = |id: &str| {
        let node = picture.descendants().find(|node| node.attribute("data-id") == Some(id)).unwrap();
        let of = |class: &str| node.descendants().find(|node| node.attribute("class") == Some(class));
        (of("acceptance").and_then(|line| line.text()).unwrap().to_owned(), of("sign accepted").is_some())
    };
    assert_eq!(said("log"), ("accepted".to_owned(), true));
    assert_eq!(said("rumour"), ("rejected".to_owned(), false));
    let legend = picture.descendants().find(|node| node.attribute("class") == Some("legend")).unwrap();
    let words: Vec<&str> = legend.descendants().filter_map(|node| node.text()).collect();
    assert!(words.contains(&"accepted") && words.contains(&"rejected") && !words.contains(&"undecided"), "{words:?}");
}
