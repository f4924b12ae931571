use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::argument::EdgeKind;
use crate::argument::testing::sketch;
use crate::score::semantics::{self, LogOdds};

fn of(text: &str) -> (Argument, Matrix) {
    let argument = sketch(text);
    let credibilities = credibilities(&argument, &LogOdds, &ScoreSettings::default());
    let matrix = Matrix::of(&argument, &argument.questions()[0], &credibilities, &[]).unwrap();
    (argument, matrix)
}

/// `item: influence on each answer`, a line each.
fn shown(text: &str) -> Vec<String> {
    let (argument, matrix) = of(text);
    let row = |row: &Row| {
        let cell = |cell: &Option<Cell>| cell.map_or("·".to_owned(), |cell| format!("{:.2}", cell.influence));
        let cells: Vec<String> = row.cells.iter().map(cell).collect();
        format!("{}: {}", argument.node(row.item).id, cells.join(" "))
    };
    matrix.rows.iter().map(row).collect()
}

const RIVALS: &str = "h1: hypothesis \"A.\"\nh2: hypothesis \"B.\"\n";

#[test]
fn a_cell_is_the_sum_over_signed_paths() {
    let text = format!(
        "{RIVALS}c: claim \"C.\"\nstep: inference \"S.\"\nquestion q h1 h2\n\
         direct -> h1 0.5\ndirect -x h2 0.8\n\
         c -x h2 0.5\nc -> h1 0.25\nthrough -> c 0.5\nagainst -x c 0.5\n\
         step -> h1 0.5\nneeded -> step\nundercut -x step 0.8\nthrough -> h1 0.5"
    );
    let expected = ["direct: 0.50 -0.80", "through: 0.62 -0.25", "against: -0.12 0.25"];
    let expected = expected.into_iter().chain(["needed: 0.50 ·", "undercut: -0.40 ·"]).collect::<Vec<_>>();
    assert_eq!(shown(&text), expected);
}

#[test]
fn what_bears_on_evidence_counts_in_its_credibility_and_rivals_are_not_evidence() {
    let text =
        format!("{RIVALS}question q h1 h2\nh2 -x h1 0.9\nh1 -x h2 0.9\ne -> h2\nwitness -> e\nliar -x e\nliar -x e");
    assert_eq!(shown(&text), ["e: · 1.00"]);
    let (_, matrix) = of(&text);
    assert!(matrix.rows[0].credibility < 0.6, "{:?}", matrix.rows[0]);
}

#[test]
fn nothing_goes_round_on_a_cycle() {
    // h1 ← a ⇄ b ← e: the way round is not walked, the way through is.
    let text = format!(
        "{RIVALS}a: claim \"A.\"\nb: claim \"B.\"\nquestion q h1 h2\na -> h1 0.5\nb -> a 0.5\na -> b 0.5\ne -> b 0.8\na -x a\nf -> a"
    );
    assert_eq!(shown(&text), ["e: 0.20 ·", "f: 0.50 ·"]);
}

#[test]
fn sums_stay_within_one_and_a_way_for_and_against_is_neutral() {
    let text = format!("{RIVALS}question q h1 h2\ne -> h1 0.8\ne -> h1 0.8\ne -> h2 0.5\ne -x h2 0.5");
    assert_eq!(shown(&text), ["e: 1.00 0.00"]);
    let (_, matrix) = of(&text);
    assert_eq!(matrix.rows[0].cells[1].unwrap().consistency, Consistency::Neutral);
}

#[test]
fn evidence_against_all_tells_nothing_apart() {
    let text =
        format!("{RIVALS}h3: hypothesis \"C.\"\nquestion q h1 h2 h3\nall -x h1\nall -x h2\nall -x h3\none -x h1");
    let (_, matrix) = of(&text);
    assert_eq!(matrix.rows[0].diagnosticity(), 0.0);
    // 1, 3, 3: the mean is 7/3, the variance 8/9.
    assert!((matrix.rows[1].diagnosticity() - (8.0_f64 / 9.0).sqrt()).abs() < 1e-15);
    let missing = matrix.missing();
    assert_eq!((missing.alike, missing.untested, missing.unsupported), (vec![vec![1, 2]], vec![], vec![0, 1, 2]));
    assert_eq!(missing.blank, [0, 1, 1]);
}

#[test]
fn scores_are_those_of_the_published_methods() {
    let text = format!(
        "{RIVALS}good: evidence \"G.\"\nbad: assumption \"B.\"\nquestion q h1 h2\n\
         good -x h1 0.9\ngood -> h2 0.9\nbad -x h2 0.2\nbad -x h1 0.5"
    );
    let mut argument = sketch(&text);
    let credibility = |value| crate::argument::Credibility::new(value).ok();
    for (id, value) in [("good", 0.9), ("bad", 0.2)] {
        let node = argument.find(id).unwrap();
        argument.update_node(node, |node| node.credibility = credibility(value));
    }
    let numbers = credibilities(&argument, &LogOdds, &ScoreSettings::default());
    let matrix = Matrix::of(&argument, &argument.questions()[0], &numbers, &[]).unwrap();
    let near = |method: Method, expected: [f64; 2]| {
        let ranking = matrix.ranking(method);
        for (score, expected) in ranking.scores.iter().zip(expected) {
            assert!((score - expected).abs() < 1e-9, "{method:?}: {ranking:?}");
        }
    };
    let root = std::f64::consts::FRAC_1_SQRT_2;
    near(Method::Inconsistencies, [2.0, 1.0]);
    // Very inconsistent, high and high: 2·√2·√2. Inconsistent, low credibility, medium or low relevance: 1/√2 and 1/2.
    near(Method::WeightedInconsistency, [4.0 + root, 0.5]);
    near(Method::LogOdds, [-0.9 * 0.9 - 0.5 * 0.2, 0.9 * 0.9 - 0.2 * 0.2]);
    near(Method::OpenSynthesis, [4.0 + 1.0, 1.0]);
    assert!(Method::ALL.iter().all(|&method| matrix.ranking(method).first() == [1]));
}

#[test]
fn log_odds_of_direct_evidence_are_what_the_semantics_adds() {
    let text = format!("{RIVALS}question q h1 h2\na -> h1 0.4\nb -x h1 0.7\nb -> h2 0.3\nc -> h2");
    let (argument, matrix) = of(&text);
    let strengths = credibilities(&argument, semantics::named("log-odds").unwrap(), &ScoreSettings::default());
    for (score, hypothesis) in matrix.ranking(Method::LogOdds).scores.iter().zip(&matrix.hypotheses) {
        let strength = strengths[hypothesis.index()];
        assert!((score - (strength / (1.0 - strength)).ln()).abs() < 1e-9);
    }
}

#[test]
fn a_wrong_source_takes_the_rows_that_have_no_other() {
    let text = format!(
        "{RIVALS}a: evidence \"A.\" source=wire\nb: evidence \"B.\" source=wire,paper\nc: evidence \"C.\" source=copy\n\
         d: evidence \"D.\" source=paper\nquestion q h1 h2\na -x h1\nb -x h1\nc -x h1\nd -x h2"
    );
    let mut argument = sketch(&text);
    let sources: Vec<_> = argument.sources().cloned().collect();
    let mut with_copies = Argument::new(argument.files().clone());
    for mut source in sources {
        if source.key.as_str() == "copy" {
            source.derived_from.push(crate::argument::Id::new("wire").unwrap());
        }
        with_copies.add_source(source).unwrap();
    }
    for (_, node) in argument.nodes() {
        with_copies.add_node(node.clone()).unwrap();
    }
    for (handle, edge) in argument.edges() {
        let (premise, conclusion) = argument.ends(handle);
        with_copies.connect(premise, conclusion, edge.clone());
    }
    with_copies.add_question(argument.questions()[0].clone());
    argument = with_copies;
    let numbers = credibilities(&argument, &LogOdds, &ScoreSettings::default());
    let matrix = Matrix::of(&argument, &argument.questions()[0], &numbers, &[]).unwrap();
    let found = sensitivity(&argument, &matrix, Method::Inconsistencies);
    assert_eq!((found.first.as_slice(), found.item_count, found.cell_count), ([1].as_slice(), 0, 0));
    // Without the wire and what was copied from it, one item speaks against each.
    let key = crate::argument::Id::new("wire").unwrap();
    let swing = Swing { suspect: Suspect::Source { key, rows: vec![0, 2] }, first: vec![0, 1] };
    assert_eq!((found.sources, found.source_count), (vec![swing], 1));
}

#[test]
fn too_few_and_too_many_are_told() {
    let argument = sketch("h1: hypothesis \"A.\"\nquestion q h1\ne -> h1");
    let fault = Matrix::of(&argument, &argument.questions()[0], &[], &[]).unwrap_err();
    assert_eq!(fault.to_string(), "the question `q` has one answer; give it two answers or more");
    let mut text = String::from("question q");
    for number in 0..4_000 {
        write!(text, " h{number}").unwrap();
    }
    for number in 0..4_000 {
        write!(text, "\ne{number} -> h{number}").unwrap();
    }
    let argument = sketch(&text);
    let fault = Matrix::of(&argument, &argument.questions()[0], &[], &[]).unwrap_err();
    assert!(matches!(fault, NoMatrix::TooLarge { rows: 4_000, hypotheses: 4_000, .. }), "{fault}");
    let answers = argument.questions()[0].answers.clone();
    assert!(Influences::of(&argument, &answers, &[], &mut Work::new(24_000)).is_some());
    assert!(Influences::of(&argument, &answers, &[], &mut Work::new(23_999)).is_none());
}

#[test]
fn a_chain_of_a_hundred_thousand_needs_no_stack() {
    let mut text = String::from(RIVALS);
    for number in 0..100_000 {
        writeln!(text, "c{number}: claim \"C.\"").unwrap();
    }
    text.push_str("question q h1 h2\nc0 -> h1\nend -> c99999\n");
    for number in 1..100_000 {
        writeln!(text, "c{number} -> c{}", number - 1).unwrap();
    }
    assert_eq!(shown(&text), ["end: 1.00 ·"]);
}

/// Influences of every row on every hypothesis, with credibilities: a matrix without an argument.
fn matrices() -> impl Strategy<Value = Matrix> {
    let cell = prop::option::of(prop::sample::select(vec![-1.0, -0.6, -0.4, -0.3, -0.2, 0.0, 0.3, 0.6, 1.0]));
    (2_usize..6).prop_flat_map(move |width| {
        let row = (prop::collection::vec(cell.clone(), width), 0_u8..=10);
        prop::collection::vec(row, 0..12).prop_map(move |rows| {
            let handles: Vec<NodeHandle> = sketch("a -> b").nodes().map(|(handle, _)| handle).collect();
            let row = |(cells, credibility): (Vec<Option<f64>>, u8)| Row {
                item: handles[0],
                credibility: f64::from(credibility) / 10.0,
                cells: cells.into_iter().map(|cell| cell.map(Cell::new)).collect(),
            };
            Matrix { hypotheses: vec![handles[1]; width], rows: rows.into_iter().map(row).collect() }
        })
    })
}

/// Every path from every item to the answer, one by one.
fn walked(argument: &Argument, answer: NodeHandle) -> Vec<(usize, f64)> {
    let mut found = vec![0.0; argument.node_count()];
    let mut open = vec![(answer, 1.0)];
    while let Some((node, amount)) = open.pop() {
        found[node.index()] += amount;
        for premise in argument.premises(node).filter(|_| node == answer || !is_item(argument, node)) {
            let sign = if premise.kind == EdgeKind::Supports { 1.0 } else { -1.0 };
            open.push((premise.node, amount * sign * premise.edge.weight.get()));
        }
    }
    found.into_iter().enumerate().filter(|(_, amount)| *amount != 0.0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_row_that_says_the_same_of_all_tells_nothing_apart(influence in -1.0..=1.0_f64, width in 1_usize..60) {
        let (argument, _) = of(&format!("{RIVALS}question q h1 h2\ne -> h1"));
        let item = argument.find("e").unwrap();
        let row = Row { item, credibility: 1.0, cells: vec![Some(Cell::new(influence)); width] };
        prop_assert_eq!(row.diagnosticity(), 0.0);
        let mut telling = Row { cells: vec![Some(Cell::new(-1.0)); width + 1], ..row };
        telling.cells[0] = None;
        prop_assert!(telling.diagnosticity() > 0.0);
    }

    #[test]
    fn the_order_of_rows_does_not_matter(mut matrix in matrices(), turn in 0_usize..12) {
        let before: Vec<Ranking> = Method::ALL.map(|method| matrix.ranking(method)).into();
        let missing = matrix.missing();
        let turn = turn % matrix.rows.len().max(1);
        matrix.rows.rotate_left(turn);
        matrix.rows.reverse();
        prop_assert_eq!(missing, matrix.missing());
        for ranking in before {
            let after = matrix.ranking(ranking.method);
            prop_assert_eq!(&ranking.ranks, &after.ranks);
            prop_assert!(ranking.scores.iter().zip(&after.scores).all(|(a, b)| (a - b).abs() < 1e-9));
        }
    }

    #[test]
    fn sensitivity_is_what_scoring_again_finds(matrix in matrices()) {
        let argument = sketch("a -> b");
        for method in Method::ALL {
            let found = sensitivity(&argument, &matrix, method);
            let first = matrix.ranking(method).first();
            prop_assert_eq!(&found.first, &first);
            let (mut cells, mut items) = (Vec::new(), Vec::new());
            for row in 0..matrix.rows.len() {
                for hypothesis in 0..matrix.hypotheses.len() {
                    let mut changed = matrix.clone();
                    changed.rows[row].cells[hypothesis] = None;
                    let now = changed.ranking(method).first();
                    if now != first {
                        cells.push(Swing { suspect: Suspect::Cell { row, hypothesis }, first: now });
                    }
                }
                let mut changed = matrix.clone();
                changed.rows.remove(row);
                let now = changed.ranking(method).first();
                if now != first {
                    items.push(Swing { suspect: Suspect::Item { row }, first: now });
                }
            }
            prop_assert_eq!(found.cell_count, cells.len());
            prop_assert_eq!(found.cells, cells, "{:?}", method);
            prop_assert_eq!(found.items, items, "{:?}", method);
        }
    }

    #[test]
    fn without_cycles_influences_are_sums_over_all_paths(
        edges in prop::collection::vec((0_usize..7, 0_usize..7, any::<bool>(), 1_u8..=4), 0..16),
    ) {
        let mut text = String::from("h1: hypothesis \"A.\"\nh2: hypothesis \"B.\"\n");
        (0..7).for_each(|node| writeln!(text, "n{node}: claim \"N.\"").unwrap());
        text.push_str("question q h1 h2\nn0 -> h1 0.2\nn0 -x h2 0.1\nn1 -x h1 0.1\n");
        // Small weights, so that no sum is held at 1.
        for (from, to, supports, weight) in edges.into_iter().filter(|edge| edge.0 > edge.1) {
            let arrow = if supports { "->" } else { "-x" };
            writeln!(text, "n{from} {arrow} n{to} 0.{weight}").unwrap();
        }
        let argument = sketch(&text);
        let answers = argument.questions()[0].answers.clone();
        let influences = Influences::of(&argument, &answers, &[], &mut Work::default()).unwrap();
        for (answer, found) in answers.iter().zip(&influences.by_answer) {
            let walked = walked(&argument, *answer);
            if walked.iter().any(|(node, amount)| *node != answer.index() && amount.abs() >= 1.0) {
                continue;
            }
            for influence in found {
                let expected = walked.iter().find(|(node, _)| *node == influence.node.index()).map_or(0.0, |it| it.1);
                prop_assert!((influence.amount - expected).abs() < 1e-12, "{text}: {influence:?}, not {expected}");
            }
        }
    }
}
