//! A small argument with one of everything, drawn in every theme and direction.

use linchpin::argument::*;
use linchpin::document::Prose;
use linchpin::format::dot::{self, Direction, Options, Theme};
use linchpin::rules::{Finding, Label, Level};
use linchpin::text::Span;

struct Example {
    argument: Argument,
}

impl Example {
    fn node(&mut self, id: &str, kind: NodeKind, text: &str) -> NodeHandle {
        let node = Node::new(Id::new(id).unwrap(), kind, Prose::synthetic(text), Span::default());
        self.argument.add_node(node).unwrap()
    }

    fn edge(&mut self, premise: &str, kind: EdgeKind, conclusion: &str, weight: f64, because: Option<&str>) {
        let edge = Edge {
            kind,
            weight: Weight::new(weight).unwrap(),
            because: because.map(str::to_owned),
            span: Span::default(),
            origin: Origin::Layout,
        };
        let [premise, conclusion] = [premise, conclusion].map(|id| self.argument.find(id).unwrap());
        self.argument.connect(premise, conclusion, edge);
    }

    fn estimate(&mut self, id: &str, term: &str, low: f64, high: f64, confidence: Confidence) {
        let handle = self.argument.find(id).unwrap();
        self.argument.update_node(handle, |node| {
            node.estimate = Some(Estimate {
                term: term.to_owned(),
                name: term.to_owned(),
                yardstick: "phia".to_owned(),
                low,
                high,
                span: Span::default(),
            });
            node.confidence = Some(StatedConfidence { level: confidence, span: Span::default(), basis: None });
        });
    }

    fn source(&mut self, id: &str, key: &str, grade: Option<&str>) {
        let key = Id::new(key).unwrap();
        let mut source = Source::new(key.clone(), Span::default());
        source.grade = grade.map(|grade| grade.parse().unwrap());
        let _ = self.argument.add_source(source);
        let handle = self.argument.find(id).unwrap();
        self.argument.update_node(handle, |node| node.sources.push(SourceReference { key, span: Span::default() }));
    }

    fn finding(&self, rule: &'static str, level: Level, nodes: &[&str]) -> Finding {
        Finding {
            rule,
            level,
            message: String::new(),
            primary: Label { span: Span::default(), message: String::new() },
            labels: Vec::new(),
            help: None,
            nodes: nodes.iter().map(|id| self.argument.find(id).unwrap()).collect(),
            fix: None,
        }
    }
}

fn example() -> Example {
    use EdgeKind::{Contradicts, Supports};
    use NodeKind::{Assumption, Claim, Evidence, Hypothesis, Inference, Judgement};
    let mut it = Example { argument: Argument::default() };
    it.argument.report.title = Some(Prose::synthetic("Will the harbour towns merge their pilot services?"));
    it.argument.report.date = Some("2031-05-04".parse().unwrap());
    it.node("kj1", Judgement, "A full merger of the two pilot services is highly unlikely before the elections.");
    it.node("kj1-1", Evidence, "Both councils have turned a merger down in every session since the strike.");
    it.node("kj1-2", Claim, "The pilots' unions would strike again if their pay scales were merged.");
    it.node("kj1-2-1", Evidence, "The northern union called the pay scales “untouchable” in its last circular.");
    it.node("kj1-2-2", Evidence, "北港工会在通告中称薪级表不可触碰，并警告任何合并都会引发新的罢工和诉讼。");
    it.node("kj1-3", Assumption, "The election is held in the autumn, as the law now has it.");
    it.node("step", Inference, "A law that binds the harbours to a date leaves no time for a merger.");
    it.node("law", Evidence, "The harbour act of 2029 fixes the pilots' contracts for four years.");
    it.node("date", Assumption, "Parliament does not amend the act early.");
    it.node("amend", Evidence, "A bill to amend the act was tabled in March.");
    it.node("kj2", Judgement, "The services will likely share one control room within two years.");
    it.node(
        "kj2-1",
        Evidence,
        "A joint tender for radar was published (https://harbour.example/tenders/2031/radar-and-ais-equipment/lot-3).",
    );
    it.node("kj2-2", Evidence, "הנציבות אישרה את התקציב לחדר הבקרה המשותף, ושני הנמלים חתמו על ההסכם.");
    it.node("both", Evidence, "The two chief pilots meet every month, and publish joint minutes.");
    it.node("circle", Claim, "The control room pays for itself.");
    it.node("circle-2", Claim, "Fees fall once the control room has paid for itself.");
    it.node("kj3", Judgement, "Fees will rise.");
    it.node("h1", Hypothesis, "The services stay apart and outsource the night shift instead.");
    it.node("alone", Evidence, "A new quay was opened.");
    it.estimate("kj1", "highly unlikely", 0.1, 0.2, Confidence::Moderate);
    it.estimate("kj2", "likely", 0.55, 0.75, Confidence::ModerateToHigh);
    it.source("kj1-1", "council-minutes", Some("B2"));
    it.source("kj1-1", "gazette", None);
    it.source("law", "harbour-act", Some("A1"));
    it.edge("kj1-1", Supports, "kj1", 1.0, None);
    it.edge("kj1-2", Supports, "kj1", 0.7, None);
    it.edge("kj1-2-1", Supports, "kj1-2", 1.0, None);
    it.edge("kj1-2-2", Supports, "kj1-2", 0.4, None);
    it.edge("kj1-3", Supports, "kj1", 0.25, Some("The new councils would have to begin the talks again."));
    it.edge("law", Supports, "step", 1.0, None);
    it.edge("date", Supports, "step", 1.0, None);
    it.edge("step", Supports, "kj1", 0.9, None);
    it.edge("amend", Contradicts, "step", 0.5, None);
    it.edge("kj2-1", Supports, "kj2", 1.0, None);
    it.edge("kj2-2", Supports, "kj2", 1.0, None);
    it.edge("both", Supports, "kj2", 0.8, None);
    it.edge("both", Contradicts, "kj1", 0.3, None);
    it.edge("circle", Supports, "kj2", 1.0, None);
    it.edge("circle", Supports, "circle-2", 1.0, None);
    it.edge("circle-2", Supports, "circle", 1.0, None);
    it.edge("kj2-1", Supports, "kj2", 0.2, Some("Radar is the dearest part."));
    it.edge("circle-2", Contradicts, "circle-2", 0.1, None);
    let handle = it.argument.find("kj2-1").unwrap();
    it.argument.update_node(handle, |node| {
        node.inline = true;
        node.credibility = Some(Credibility::new(0.9).unwrap());
        node.date = Some("2031-02".parse().unwrap());
    });
    it
}

fn findings(it: &Example) -> Vec<Finding> {
    vec![
        it.finding("unsupported-judgement", Level::Error, &["kj3"]),
        it.finding("circular-support", Level::Error, &["circle", "circle-2"]),
        it.finding("unsourced-evidence", Level::Warning, &["kj1-2-1"]),
        it.finding("orphan-evidence", Level::Warning, &["alone"]),
        it.finding("unsourced-evidence", Level::Warning, &["alone"]),
        it.finding("no-likelihood", Level::Note, &["kj3"]),
        it.finding("unanswered-question", Level::Note, &[]),
    ]
}

#[test]
fn look() {
    let it = example();
    let strengths: Vec<f64> = (0..it.argument.node_count()).map(|n| 1.0 / (1.0 + n as f64)).collect();
    let dir = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    for (name, theme, direction) in [
        ("light", Theme::Light, Direction::Right),
        ("dark", Theme::Dark, Direction::Right),
        ("print", Theme::Print, Direction::Right),
        ("down", Theme::Light, Direction::Down),
        ("left", Theme::Light, Direction::Left),
        ("up", Theme::Light, Direction::Up),
    ] {
        let options = Options {
            theme,
            direction,
            strengths: (theme == Theme::Dark).then_some(&strengths[..]),
            ..Options::default()
        };
        std::fs::write(dir.join(format!("{name}.dot")), dot::write(&it.argument, &findings(&it), &options)).unwrap();
    }
}
