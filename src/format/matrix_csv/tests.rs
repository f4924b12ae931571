use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::argument::{Argument, EdgeKind};
use crate::matrix::{Consistency, Matrix, Method, credibilities};
use crate::score::ScoreSettings;
use crate::score::semantics::LogOdds;

fn read(text: &str) -> Reading {
    let file = SourceFile::new("matrix.csv", text);
    assert!(MatrixCsv.recognises(&file), "{text}");
    MatrixCsv.read(&file).unwrap_or_else(|faults| panic!("{}", faults[0]))
}

fn faults(text: &str) -> Vec<String> {
    MatrixCsv.read(&SourceFile::new("matrix.csv", text)).unwrap_err().iter().map(ToString::to_string).collect()
}

fn comparison(argument: &Argument) -> Comparison<'_> {
    let numbers = credibilities(argument, &LogOdds, &ScoreSettings::default());
    Comparison::of(argument, &argument.questions()[0], &numbers, &[]).unwrap()
}

/// The grades by item and hypothesis, as letters.
fn letters(matrix: &Matrix) -> Vec<String> {
    let cell = |cell: &Option<crate::matrix::Cell>| cell.map_or("NA", |cell| cell.consistency.letters());
    matrix.rows.iter().map(|row| row.cells.iter().map(cell).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_typed_matrix_becomes_a_question_with_its_answers_and_evidence() {
    let reading = read(
        "Who did it?,Credibility,Source,h-crime: A gang.,A rival state\n\
         \"Keys, all of them, were erased\",high,lab; log,II,++\nA demand appeared,B2,,consistent,-\n\n,,,,\n",
    );
    let argument = &reading.argument;
    assert_eq!(argument.questions()[0].text, "Who did it?");
    let nodes: Vec<String> =
        argument.nodes().map(|(_, node)| format!("{} {} {}", node.id, node.kind, node.text.as_str())).collect();
    assert_eq!(
        nodes,
        [
            "h-crime hypothesis A gang.",
            "h1 hypothesis A rival state",
            "e1 evidence Keys, all of them, were erased",
            "e2 evidence A demand appeared"
        ]
    );
    let edges: Vec<(EdgeKind, f64)> = argument.edges().map(|(_, edge)| (edge.kind, edge.weight.get())).collect();
    let (for_it, against) = (EdgeKind::Supports, EdgeKind::Contradicts);
    assert_eq!(edges, [(against, 0.6), (for_it, 0.6), (for_it, 0.3), (against, 0.3)]);
    let first = argument.node(argument.find("e1").unwrap());
    assert_eq!(first.credibility.unwrap().get(), 0.8);
    assert_eq!(first.sources.len(), 2);
    assert_eq!(argument.node(argument.find("e2").unwrap()).grade.unwrap().to_string(), "B2");
    // Each cell's edge knows its cell.
    let spans: Vec<&str> = argument.edges().map(|(_, edge)| argument.files().slice(edge.span)).collect();
    assert_eq!(spans, ["II", "++", "consistent", "-"]);
    assert!(reading.losses.is_empty());
}

#[test]
fn every_usual_way_to_write_a_grade_is_read() {
    for cells in [
        "CC;C;N;I;II;NA",
        "++;+;0;-;--;",
        "5;4;3;2;1;n/a",
        "very consistent;Consistent;neutral;inconsistent;Very Inconsistent;not applicable",
    ] {
        let reading = read(&format!("evidence;a;b;c;d;e;f\nA thing;{cells}\nAnother;C;C;C;C;C;C\n"));
        assert_eq!(letters(&comparison(&reading.argument).matrix), ["CC C NA I II NA", "C C C C C C"], "{cells}");
        assert_eq!(reading.losses.len(), 1, "{:?}", reading.losses);
    }
    let tabs = read("evidence\ta\tb\n\"A \"\"thing\"\"\r\non two lines\"\tC\tI\r\n");
    assert_eq!(tabs.argument.node(tabs.argument.find("e1").unwrap()).text.as_str(), "A \"thing\" on two lines");
}

#[test]
fn parcs_products_are_kept_where_one_weight_can_hold_them() {
    let reading = read(
        "evidence,credibility,relevance,a,b\nA,high,high,II,C\nB,medium,medium,II,CC\nC,low,medium,I,C\nD,medium,low,I,C\n",
    );
    let ranking = comparison(&reading.argument).matrix.ranking(Method::WeightedInconsistency);
    let root = std::f64::consts::FRAC_1_SQRT_2;
    // 2·√2·√2 + 2 + 1/√2 + 1/√2.
    assert!((ranking.scores[0] - (4.0 + 2.0 + root + root)).abs() < 1e-9, "{ranking:?}");
    assert_eq!(reading.losses.len(), 1);
}

#[test]
fn other_tables_are_not_taken_for_a_matrix() {
    for text in [
        "",
        "a,b,c\n1,2,3\n4,5,1\n",
        "id,kind,text,credibility\ne1,evidence,A ship left.,0.9\n",
        "from,to,kind,weight\ne1,kj1,supports,1\n",
        "A report, with commas, and more.\nNothing here, or there, is a grade.\n",
        "evidence,a\nA,C\n",
        "evidence,a,b\nA,C\nB,I,I\n",
        "{\"a\": [1, 2, 3]}",
    ] {
        assert!(!MatrixCsv.recognises(&SourceFile::new("x.csv", text)), "{text}");
    }
}

#[test]
fn faults_name_their_cell() {
    let found = faults("evidence,a,b\nA,C,maybe\nB,I,I\n");
    assert!(found.len() == 1 && found[0].starts_with("matrix.csv:2:5: `maybe` is no grade\n"), "{found:?}");
    assert_eq!(faults("evidence,a,b\nA,\"C,I\n").len(), 1);
    assert!(
        faults("evidence,a,b\nA,\"C,I\n")[0].starts_with("matrix.csv:2:3: this value has an opening quotation mark")
    );
    assert!(faults("id,evidence,a,b\nx,A,C,I\nx,B,C,I\n")[0].contains("the id `x` is taken"));
    assert!(faults("evidence,credibility,a,b\nA,splendid,C,I\n")[0].contains("`splendid` is no credibility"));
    assert!(faults("evidence,a\nA,C\n")[0].contains("there are no two columns of hypotheses"));
    assert!(faults("")[0].contains("there is no matrix in this file"));
    assert!(faults("evidence,a,b\nA,C,I,too much\n")[0].contains("this line has 4 values"));
}

#[test]
fn many_cells_are_read_in_linear_time() {
    let mut text = String::from("evidence");
    (0..50).for_each(|number| write!(text, ",hypothesis {number}").unwrap());
    for row in 0..4_000 {
        write!(text, "\nitem {row}").unwrap();
        (0..50).for_each(|column| text.push_str([",C", ",I", ",II", ",NA"][(row * 7 + column) % 4]));
    }
    assert_eq!(read(&text).argument.edge_count(), 150_000);
}

fn words() -> impl Strategy<Value = String> {
    "[-=+@'\"; ,a-c<&\u{202e}\u{1b}é港:\\[\\]|]{0,12}".prop_map(|text| format!("{text}x"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_is_written_reads_back(
        question in words(),
        answers in prop::collection::vec(words(), 2..5),
        rows in prop::collection::vec((words(), prop::collection::vec(0_usize..6, 5), 0_u8..=10), 1..6),
    ) {
        let mut argument = Argument::default();
        let mut add = |id: String, kind, text: &str| {
            let id = crate::argument::Id::new(&id).unwrap();
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let node = crate::argument::Node::new(id, kind, crate::document::Prose::synthetic(text), crate::text::Span::default());
            argument.add_node(node).unwrap()
        };
        let hypotheses: Vec<_> = answers
            .iter()
            .enumerate()
            .map(|(number, text)| add(format!("an {number}: answer"), crate::argument::NodeKind::Hypothesis, text))
            .collect();
        let items: Vec<_> = rows
            .iter()
            .enumerate()
            .map(|(number, row)| add(format!("=i{number}"), crate::argument::NodeKind::Assumption, &row.0))
            .collect();
        for (item, (_, grades, credibility)) in items.iter().zip(&rows) {
            let number = crate::argument::Credibility::new(f64::from(*credibility) / 10.0).unwrap();
            argument.update_node(*item, |node| node.credibility = Some(number));
            for (hypothesis, grade) in hypotheses.iter().zip(grades) {
                let Some((kind, weight)) =
                    Consistency::ALL.get(*grade).and_then(|grade| grades::edge(*grade, crate::matrix::Level::Medium))
                else {
                    continue;
                };
                let edge = crate::argument::Edge {
                    kind,
                    weight: crate::argument::Weight::new(weight).unwrap(),
                    because: None,
                    span: crate::text::Span::default(),
                    origin: crate::argument::Origin::Stated,
                };
                argument.connect(*item, *hypothesis, edge);
            }
        }
        let question = question.split_whitespace().collect::<Vec<_>>().join(" ");
        argument.add_question(crate::argument::Question {
            id: crate::argument::Id::new("question").unwrap(),
            text: question.clone(),
            answers: hypotheses,
            span: crate::text::Span::default(),
        });
        let before = comparison(&argument);
        prop_assume!(!before.matrix.rows.is_empty());
        let written = csv(&before);
        let file = SourceFile::new("m.csv", written.as_str());
        for cell in records::Records::new(&file, file.text()).flat_map(Result::unwrap) {
            prop_assert!(!cell.text.trim_start().starts_with(['=', '+', '-', '@']), "{written}");
        }
        let reading = MatrixCsv.read(&SourceFile::new("m.csv", written.as_str())).unwrap();
        let after = comparison(&reading.argument);
        prop_assert_eq!(&after.question.text, &question, "{}", written);
        prop_assert_eq!(letters(&before.matrix), letters(&after.matrix), "{}", written);
        for (old, new) in before.matrix.rows.iter().zip(&after.matrix.rows) {
            prop_assert_eq!(before.id(old.item), after.id(new.item));
            prop_assert_eq!(before.words(old.item), after.words(new.item));
            prop_assert_eq!(old.level(), new.level());
        }
        for (old, new) in before.matrix.hypotheses.iter().zip(&after.matrix.hypotheses) {
            prop_assert_eq!(before.id(*old), after.id(*new), "{}", written);
            prop_assert_eq!(before.words(*old), after.words(*new));
        }
        for method in Method::ALL {
            prop_assert_eq!(before.matrix.ranking(method).ranks, after.matrix.ranking(method).ranks);
        }
    }

    #[test]
    fn no_table_makes_it_panic(text in "[-+,;\t\"\r\nCIN15a-c:\\[\\]?' ]{0,80}") {
        let file = SourceFile::new("m.csv", text);
        let _ = MatrixCsv.recognises(&file);
        let _ = MatrixCsv.read(&file);
    }
}
