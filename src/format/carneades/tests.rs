use std::fmt::Write;

use proptest::prelude::*;

use super::Carneades;
use crate::argument::Argument;
use crate::format::testing::{refusal, told_of};
use crate::format::{Reader, Reading, detect};
use crate::text::{Fault, SourceFile};

fn read(text: &str) -> Result<Reading, Vec<Fault>> {
    Carneades.read(&SourceFile::new("a.yml", text))
}

fn told(text: &str) -> String {
    told_of(&read(text).unwrap_or_else(|faults| panic!("{}", faults[0])))
}

const STATEMENTS: &str = "statements:\n  p: The pilot is ill.\n  q: {text: No relief is near., assumed: true}\n  \
                          r: The ferry stays.\n  ¬app(a1):\n  s: The ferry sails.\n";

#[test]
fn linked_single_convergent_and_cumulative_arguments_are_read() {
    let text = format!(
        "{STATEMENTS}arguments:\n  a1: {{conclusion: r, premises: [p, q], weight: 0.5}}\n  \
         a2: {{conclusion: s, premises: {{backing: p}}}}\n"
    );
    assert_eq!(
        told(&text),
        "p:evidence q:assumption r:judgement ¬app(a1):evidence s:judgement a1:inference \
         | p->a1 | q->a1 | a1->r0.5 | p->s(backing)"
    );
    let of = |scheme: &str| {
        told(&format!("{STATEMENTS}arguments:\n  a1: {{conclusion: r, scheme: {scheme}, premises: [p, q]}}\n"))
    };
    assert!(of("convergent").ends_with("| p->r | q->r"), "{}", of("convergent"));
    assert!(of("cumulative").ends_with("| p->r0.5 | q->r0.5"), "{}", of("cumulative"));
    assert!(of("analogy").ends_with("a1:inference | p->a1 | q->a1 | a1->r"), "{}", of("analogy"));
}

#[test]
fn an_undercutter_contradicts_the_inference() {
    let text = format!(
        "{STATEMENTS}arguments:\n  a1: {{conclusion: r, premises: [p], undercutter: ¬app(a1), exceptions: [s]}}\n  \
         a2: {{conclusion: ¬app( a1 ), premises: [q]}}\n"
    );
    assert_eq!(
        told(&text),
        "p:evidence q:assumption r:judgement ¬app(a1):claim s:evidence a1:inference \
         | p->a1 | a1->r | ¬app(a1)-xa1 | s-xa1 | q->¬app(a1)"
    );
}

#[test]
fn an_argument_may_be_named_like_a_statement() {
    let text =
        "statements: {a: A., b: B., argument-a: C.}\narguments: {a: {conclusion: b, premises: [a, argument-a]}}\n";
    assert_eq!(
        told(text),
        "a:evidence b:judgement argument-a:evidence argument-a-2:inference | a->argument-a-2 | argument-a->argument-a-2 | argument-a-2->b"
    );
}

#[test]
fn issues_are_questions_and_tests_are_told() {
    let text = format!(
        "meta: {{title: The ferry, notes: Made up.}}\n{STATEMENTS}issues:\n  i1: {{positions: [r, s], standard: BRD}}\n\
         assumptions: [p, z]\narguments:\n  a1: {{conclusion: r, premises: [p, q]}}\ntests:\n  in: [p, r]\n  out: [s]\n"
    );
    let reading = read(&text).unwrap();
    let argument: &Argument = &reading.argument;
    assert_eq!(argument.report.title.as_ref().unwrap().as_str(), "The ferry");
    let question = &argument.questions()[0];
    let kinds: Vec<_> = question.answers.iter().map(|&answer| argument.node(answer).kind.word()).collect();
    assert_eq!((question.id.as_str(), kinds), ("i1", vec!["judgement", "hypothesis"]));
    let said = told_of(&reading);
    let losses: Vec<&str> = said.lines().skip(1).collect();
    assert_eq!(
        losses,
        [
            "1:26: `notes` is not kept",
            "9:37: a proof standard is not kept",
            "10:18: there is no statement `z`; the assumption is left out",
            "14:3: the file expects `p`, `r` to be in, which is not checked",
            "15:3: the file expects `s` to be out, which is not checked",
        ]
    );
}

#[test]
fn schemes_give_their_constant_weight() {
    let text = format!(
        "{STATEMENTS}argument_schemes:\n  - id: rumour\n    weight: {{constant: 0.4}}\narguments:\n  \
         a1: {{conclusion: r, scheme: rumour, premises: [p]}}\n"
    );
    assert!(told(&text).contains("| p->r0.4(rumour)"), "{}", told(&text));
    assert!(told(&text).contains("schemes are not run"), "{}", told(&text));
}

#[test]
fn malformed_and_hostile_files_are_refused_with_their_place() {
    let at = |text: &str, expected: &str| {
        let said = refusal(read(text));
        assert!(said.starts_with(expected), "{}\n{said}", text.get(..200).unwrap_or(text));
    };
    let with = |rest: &str| format!("statements: {{p: P., r: R.}}\narguments:\n  a1: {rest}\n");
    at("- p\n", "a.yml:1:1: an argument graph must be a table, not a list");
    at("statements: [p]\n", "a.yml:1:13: `statements` must be a table, not a list");
    at("statements: {p: []}\n", "a.yml:1:17: a statement must be text, not a list");
    at("statements: {p: x, p: y}\n", "a.yml:1:20: the key `p` stands twice");
    at("statements: {'p(a, b)': x, 'p(a,b)': y}\n", "a.yml:1:28: the statement `p(a,b)` is given twice");
    at(&with("{premises: [p]}"), "a.yml:3:3: the argument `a1` has no `conclusion`");
    at(&with("{conclusion: r, premises: [[p]]}"), "a.yml:3:34: the premise must be the id of a statement");
    at(&with("{conclusion: r, premises: [p], weight: 1.5}"), "a.yml:3:46: the weight 1.5 is out of range");
    at(&with("{conclusion: r, premises: [p], weight: .nan}"), "a.yml:3:46: `.nan` is not a finite number");
    at(&with("p"), "a.yml:3:7: an argument must be a table");
    at(&format!("statements: {}", "[".repeat(10_000)), "a.yml:1:");
    let mut bomb = String::from("a0: &a0 [x]\n");
    for level in 1..30 {
        let one = format!("*a{}", level - 1);
        writeln!(bomb, "a{level}: &a{level} [{}]", [one.as_str(); 10].join(", ")).unwrap();
    }
    assert!(refusal(read(&bomb)).contains("the aliases of this file repeat too much"), "{}", refusal(read(&bomb)));
}

#[test]
fn an_argument_of_no_weight_is_left_out() {
    let text = format!("{STATEMENTS}arguments: {{a1: {{conclusion: r, premises: [p], weight: 0}}}}\n");
    assert!(told(&text).ends_with("an argument of no weight is left out"), "{}", told(&text));
}

#[test]
fn it_is_known_by_its_keys() {
    let name = |text: &str| detect(&SourceFile::new("a.yml", text)).name();
    assert_eq!(name(&format!("# why\n{STATEMENTS}")), "carneades");
    assert_eq!(name("meta:\n  title: x\nargument_schemes:\n  - id: s\n"), "carneades");
    assert_eq!(name("nodes:\n  a:\n    text: x\n"), "yaml");
    assert_eq!(name("statements:\n  a: x\nother: 1\n"), "yaml");
    assert_eq!(name("meta:\n  title: x\n"), "yaml");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_input_makes_reading_panic(
        text in "(statements:|arguments:|issues:|tests:|assumptions:|conclusion:|premises:|weight:|\n|  |- |p|q|: |\\{|\\}|\\[|\\]|, |1|&a |\\*a){0,40}"
    ) {
        let _ = read(&text);
        let _ = read(&format!("{STATEMENTS}arguments:\n  a1: {text}"));
    }
}
