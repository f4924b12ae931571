use super::*;
use crate::argument::NodeKind;
use crate::argument::testing::edges;
use crate::format::Reading;
use crate::text::InMemory;

fn read(text: &str) -> Reading {
    Gsn.read(&SourceFile::new("case.yaml", text)).unwrap_or_else(|faults| panic!("{}", faults[0]))
}

const CASE: &str = "G1:\n  text: Safe.\n  inContextOf: [C1, A1]\n  supportedBy: [S1]\nC1:\n  text: The harbour.\nA1: {text: Calm.}\nS1:\n  \
                    text: Over hazards.\n  inContextOf: J1\n  supportedBy: [G2, Sn1]\nJ1: {text: Two hazards.}\nG2:\n  text: |\n    Lit\n    well.\n  \
                    undeveloped: true\nSn1:\n  text: Log.\n  url: https://e.example/log\n  rankIncrement: 1\nCG1:\n  text: Fog.\n  challenges: G2\n\
                    CSn1:\n  text: Buoy.\n  challenges: S1 -> G2\n";

#[test]
fn elements_become_nodes_of_the_kinds_that_they_are() {
    let reading = read(CASE);
    let kinds: Vec<_> = reading.argument.nodes().map(|(_, node)| (node.id.as_str(), node.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("G1", NodeKind::Judgement),
            ("A1", NodeKind::Assumption),
            ("S1", NodeKind::Inference),
            ("J1", NodeKind::Assumption),
            ("G2", NodeKind::Claim),
            ("Sn1", NodeKind::Evidence),
            ("CG1", NodeKind::Claim),
            ("CSn1", NodeKind::Evidence),
        ]
    );
    assert_eq!(edges(&reading.argument), ["A1 + G1", "S1 + G1", "J1 + S1", "G2 + S1", "Sn1 + S1", "CG1 - G2"]);
    let losses: Vec<_> = reading.losses.iter().map(|loss| loss.message.as_str()).collect();
    assert_eq!(
        losses,
        [
            "the context C1 is left out: it neither supports nor contradicts",
            "layout and style are left out, here and elsewhere",
            "a challenge of a relation is left out: edges cannot be contradicted",
        ]
    );
    assert_eq!(reading.argument.source("https://e.example/log").unwrap().url.as_deref(), Some("https://e.example/log"));
}

#[test]
fn what_is_not_there_is_a_defect_and_a_circle_is_kept() {
    let argument =
        read("G1: {text: x, supportedBy: [G2, Sn9]}\nG2: {text: y, supportedBy: [G1]}\nSn1: {text: z}\n").argument;
    assert_eq!(edges(&argument), ["G2 + G1", "G1 + G2"]);
    let defect = argument.defects[0].fault(argument.files()).to_string();
    assert_eq!(defect, "case.yaml:1:33: there is no node `Sn9`\nhelp: did you mean `Sn1`?");
    let settings = crate::config::Config::default().settings(&crate::rules::LevelOverrides::default());
    let rules: Vec<_> = crate::rules::check(&argument, &settings).iter().map(|finding| finding.rule).collect();
    assert!(rules.contains(&"circular-support") && rules.contains(&"dangling-reference"), "{rules:?}");
}

#[test]
fn faults_have_a_place() {
    for (text, start) in [
        ("\n- X1\n", "case.yaml:2:1: a goal structure must be a table, not a list"),
        ("X1: {text: x}\n", "case.yaml:1:1: the element `X1` has no type that is known"),
        ("G1: {text: x, nodeType: Gaol}\n", "case.yaml:1:25: `Gaol` is no type of element"),
        ("G1: x\n", "case.yaml:1:5: an element must be a table, not text"),
        ("G1: {text: x}\nG1: {text: y}\n", "case.yaml:2:1: the key `G1` stands twice in one table"),
        ("G1: {text: [x]}\n", "case.yaml:1:12: `text` must be text, not a list"),
        ("G1: {text: x, supportedBy: [{a: b}]}\n", "case.yaml:1:29: `supportedBy` must be an id or a list of ids"),
        ("G1: {text: x\n", "case.yaml:"),
    ] {
        let faults = Gsn.read(&SourceFile::new("case.yaml", text)).map(|reading| reading.argument.node_count());
        let fault = faults.unwrap_err()[0].to_string();
        assert!(fault.starts_with(start), "{text:?}: {fault}");
    }
    let deep = format!("G1: {}", "[".repeat(20_000));
    assert!(Gsn.read(&SourceFile::new("case.yaml", deep)).is_err());
}

#[test]
fn modules_are_read_from_their_folder_and_nowhere_else() {
    let mut folder = InMemory::default();
    folder
        .insert("parts/b.yaml", "module: {name: B, uses: [c.yaml, ../a.yaml]}\nG2: {text: two, supportedBy: [Sn1]}\n");
    folder.insert(
        "parts/c.yaml",
        "module:\n  name: C\n  extends:\n  - module: A\n    develops: {G3: [Sn1]}\nSn1: {text: log}\n",
    );
    let main = SourceFile::new(
        "cases/a.yaml",
        "module: {name: A, uses: [parts/b.yaml]}\nG1: {text: one, supportedBy: [G2, G3, G9]}\nG3: {text: three}\n",
    );
    let reading = Gsn.read_among(&main, &folder).unwrap();
    let argument = &reading.argument;
    assert_eq!(edges(argument), ["G2 + G1", "G3 + G1", "Sn1 + G2", "Sn1 + G3"]);
    let log = argument.node(argument.find("Sn1").unwrap());
    assert_eq!(argument.files().file(log.span.file).name(), "cases/parts/c.yaml");
    assert_eq!(argument.files().slice(log.text.span()), "log");
    assert_eq!(argument.defects.len(), 1, "G9 is nowhere");
    let other = SourceFile::new("a.yaml", "module: {name: A, uses: [../x.yaml]}\nG1: {text: x}\n");
    let fault =
        Gsn.read_among(&other, &folder).map(|reading| reading.argument.node_count()).unwrap_err()[0].to_string();
    assert!(fault.starts_with("a.yaml:1:26: the module in `../x.yaml` cannot be read"), "{fault}");
    // By itself, a module is read with what is missing as a loss.
    let alone = Gsn.read(&main).unwrap();
    assert_eq!(edges(&alone.argument), ["G3 + G1"]);
    assert!(alone.argument.defects.is_empty());
    assert_eq!(alone.losses.len(), 3);
}

#[test]
fn other_yaml_is_not_taken_for_it() {
    let is = |text: &str| Gsn.recognises(&SourceFile::new("x.yaml", text));
    assert!(is(CASE) && is("module:\n  name: A\n") && is("G-top:\n  supportedBy: Sn1\n"));
    for text in
        ["nodes:\n  G1:\n    text: x\n", "- X1\n", "services:\n  web:\n    image: x\n", "Goals:\n  text: x\n", ""]
    {
        assert!(!is(text), "{text}");
    }
}

#[test]
fn premises_that_gsn_refuses_are_written_as_what_it_accepts() {
    let argument = crate::argument::testing::sketch(
        "kj1: judgement \"j\"\ne1: evidence \"e\"\ne2: evidence \"f\"\ni1: inference \"i\"\na1: assumption \"a\"\no: claim \"o\"\n\
         e2 -> e1\ne1 -> i1\na1 -> i1\ni1 -> kj1 0.5\no -x kj1\no -x i1\ne2 -> o\n",
    );
    let written = Gsn.write(&argument, &WriteOptions::default()).unwrap();
    let text = String::from_utf8(written.bytes).unwrap();
    assert!(
        text.contains("inContextOf:\n    - a1") || text.contains("inContextOf: [a1]") || text.contains("- a1"),
        "{text}"
    );
    assert!(text.contains("also-challenges"), "{text}");
    assert_eq!(written.notes.len(), 1, "{:?}", written.notes);
    let again = read(&text).argument;
    let kinds = |argument: &Argument| argument.nodes().map(|(_, node)| node.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&again), kinds(&argument));
}
