use super::*;
use crate::argument::testing::edges;
use crate::argument::{EdgeKind, NodeKind};
use crate::format::Reading;

fn read(text: &str) -> Reading {
    Ltac.read(&SourceFile::new("case.ltac", text)).unwrap_or_else(|faults| panic!("{}", faults[0]))
}

const CASE: &str = "# The case\n- Claim C1: The pier is safe (for now) ()\n  - Context X1: Winter\n  - Strategy S1: By part\n    - Claim C2: Piles: sound\n      - \
                    Evidence E1: Dive log (logs/dive (2).pdf)\n      - Evidence E2: Photos {needsSupport, abstract} (https://e.example/p)\n    - Claim ^C3\n    # why\n    - \
                    Justification J1: No other parts\n  - Evidence: Rust {isCounter}\n    - Link E2 {defeater}\n\n- Claim C3: Deck sound\n  - Link E1\n  - Assumption A1: No ice\n  - \
                    Claim ^Far: Of another case\n";

#[test]
fn an_outline_is_a_graph_by_links_and_citations() {
    let reading = read(CASE);
    let nodes: Vec<_> = reading.argument.nodes().map(|(_, node)| (node.id.as_str(), node.kind)).collect();
    assert_eq!(
        nodes,
        [
            ("C1", NodeKind::Judgement),
            ("S1", NodeKind::Inference),
            ("C2", NodeKind::Claim),
            ("E1", NodeKind::Evidence),
            ("E2", NodeKind::Evidence),
            ("J1", NodeKind::Assumption),
            ("evidence-1", NodeKind::Evidence),
            ("C3", NodeKind::Claim),
            ("A1", NodeKind::Assumption),
            ("Far", NodeKind::Claim),
        ]
    );
    assert_eq!(
        edges(&reading.argument),
        [
            "S1 + C1",
            "C2 + S1",
            "E1 + C2",
            "E2 + C2",
            "C3 + S1",
            "J1 + S1",
            "evidence-1 - C1",
            "E2 - evidence-1",
            "E1 + C3",
            "A1 + C3",
            "Far + C3",
        ]
    );
    let text = |id: &str| reading.argument.node(reading.argument.find(id).unwrap()).text.as_str().to_owned();
    assert_eq!((text("C1").as_str(), text("C2").as_str()), ("The pier is safe (for now)", "Piles: sound"));
    // Not what brackets in brackets mean.
    assert_eq!(text("E1"), "Dive log (logs/dive (2).pdf)");
    let photos = reading.argument.node(reading.argument.find("E2").unwrap());
    assert_eq!(photos.sources[0].key.as_str(), "https://e.example/p");
    let at = photos.text.span();
    assert_eq!(&CASE[at.range()], "Photos");
    let losses: Vec<_> = reading.losses.iter().map(|loss| loss.message.as_str()).collect();
    assert_eq!(
        losses,
        [
            "the context X1 is left out",
            "the option `abstract` is left out",
            "Far is declared in another file; it is kept as a claim"
        ]
    );
}

#[test]
fn faults_have_a_place_and_double_ids_are_defects() {
    for (text, start) in [
        ("- Claim C1: x\nwords\n", "case.ltac:2:1: this line is no element"),
        ("- Clam C1: x\n", "case.ltac:1:1: `Clam` is no type of element"),
        ("- Claim C1\n", "case.ltac:1:1: there is no colon"),
        ("- Claim C1: x\n  - Link\n", "case.ltac:2:3: there is no identifier to cite"),
    ] {
        let faults = Ltac.read(&SourceFile::new("case.ltac", text)).map(|reading| reading.argument.node_count());
        let fault = faults.unwrap_err()[0].to_string();
        assert!(fault.starts_with(start), "{fault}");
    }
    let argument = read("- Claim C1: x\n  - Claim C1: y\n    - Link C9\n").argument;
    assert_eq!(edges(&argument), ["C1-1 + C1"]);
    assert_eq!(argument.defects.len(), 2);
}

#[test]
fn what_is_deep_is_written_as_packages_that_are_cited() {
    let mut argument = Argument::default();
    let mut above = None;
    for at in 0..100_000 {
        let id = crate::argument::Id::new(&format!("n{at}")).unwrap();
        let text = crate::document::Prose::synthetic("x");
        let node = crate::argument::Node::new(id, NodeKind::Claim, text, crate::text::Span::default());
        let node = argument.add_node(node).unwrap();
        if let Some(above) = above.replace(node) {
            let edge = crate::argument::Edge {
                kind: EdgeKind::Supports,
                weight: crate::argument::Weight::FULL,
                because: None,
                span: crate::text::Span::default(),
                origin: crate::argument::Origin::Layout,
            };
            argument.connect(node, above, edge);
        }
    }
    let written = Ltac.write(&argument, &WriteOptions::default()).unwrap();
    assert!(written.bytes.len() < 10_000_000, "{}", written.bytes.len());
    let read = read(&String::from_utf8(written.bytes).unwrap()).argument;
    assert_eq!((read.node_count(), read.edge_count()), (100_000, 99_999));
    let deep: String = (0..4_000).map(|at| format!("{}- Claim c{at}: x\n", " ".repeat(at))).collect();
    assert_eq!(self::read(&deep).argument.edge_count(), 3_999);
}
