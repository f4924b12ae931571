//! Any argument at all, and all that can be said of one in a text to compare.

use proptest::prelude::*;

use crate::argument::{
    Argument, Confidence, Credibility, Date, Edge, EdgeKind, Grade, Id, InformationCredibility, Node, NodeHandle,
    NodeKind, Origin, Question, Reliability, Source, SourceReference, StatedConfidence, Suppression, Weight,
};
use crate::document::{Prose, ProseBuilder};
use crate::text::{FileId, Span};

/// Everything that a graph file can say of an argument, without places; edges by premise, kind and conclusion.
pub(crate) fn canonical(argument: &Argument) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    let report = &argument.report;
    let title = report.title.as_ref().map(Prose::as_str).map(folded);
    writeln!(text, "{title:?} {:?} {:?}", report.date, report.yardstick).unwrap();
    for (handle, node) in argument.nodes() {
        let confidence = node
            .confidence
            .as_ref()
            .map(|stated| (stated.level, stated.basis.as_ref().map(|basis| folded(basis.as_str()))));
        let sources: Vec<_> = node.sources.iter().map(|reference| &reference.key).collect();
        let words = folded(node.text.as_str());
        let likelihood = node.likelihood.as_deref().map(|likelihood| folded(likelihood.as_str()));
        writeln!(
            text,
            "{:?} {:?} {words:?} {likelihood:?} {confidence:?} {:?} {:?} {:?} {sources:?} {}",
            node.id, node.kind, node.credibility, node.grade, node.date, node.inline
        )
        .unwrap();
        let mut edges: Vec<_> = argument.conclusions(handle).collect();
        edges.sort_by_key(|premise| (premise.kind, premise.node));
        for premise in edges {
            let Edge { kind, weight, because, .. } = premise.edge;
            writeln!(text, "  {kind:?} {:?} {weight:?} {because:?}", premise.node).unwrap();
        }
    }
    for source in argument.sources() {
        let Source { key, title, author, publisher, url, date, archive, grade, derived_from, .. } = source;
        writeln!(
            text,
            "{key:?} {title:?} {author:?} {publisher:?} {url:?} {date:?} {archive:?} {grade:?} {derived_from:?}"
        )
        .unwrap();
    }
    for question in argument.questions() {
        writeln!(text, "{:?} {:?} {:?}", question.id, folded(&question.text), question.answers).unwrap();
    }
    let mut allowed: Vec<_> = argument.suppressions.iter().map(|one| (one.node, &one.rule, &one.reason)).collect();
    allowed.sort();
    writeln!(text, "{allowed:?}").unwrap();
    text
}

/// A text with each run of white space as one blank.
pub(crate) fn folded(text: &str) -> String {
    let mut builder = ProseBuilder::new(FileId::FIRST);
    builder.push(text, 0);
    builder.finish().as_str().to_owned()
}

/// Words that a syntax may take for something else.
pub(crate) fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("no".to_owned()),
        Just("null".to_owned()),
        Just("~".to_owned()),
        Just("2022-02-16".to_owned()),
        Just("1e3".to_owned()),
        Just("0x1F".to_owned()),
        Just(".inf".to_owned()),
        Just("- item".to_owned()),
        Just("key: value # no comment".to_owned()),
        Just("*alias &anchor !tag <<".to_owned()),
        Just("<<".to_owned()),
        Just("\"\"\" ''' \\\" \\u0041".to_owned()),
        Just("[nodes.x]\ntext = \"y\"".to_owned()),
        Just("a\r\nb\tc\u{85}\u{2028}d\u{feff}".to_owned()),
        Just("\u{7f}\u{1}\u{1b}[31m".to_owned()),
        Just("{{ x }} %YAML @ ` |".to_owned()),
        Just("---".to_owned()),
        Just("עִבְרִית 🇨🇳 e\u{301}".to_owned()),
        "[ -~]{0,40}",
        "\\PC{0,20}",
        any::<String>().prop_map(|text| text.replace('\0', "0")),
        "([a-zé]{1,12} ){20,40}",
    ]
}

fn ids() -> impl Strategy<Value = Vec<String>> {
    let id =
        prop_oneof!["[a-z][a-z0-9-]{0,8}", "[0-9]{1,4}", hostile().prop_filter("an id", |text| Id::new(text).is_ok()),];
    prop::collection::hash_set(id, 1..6).prop_map(|ids| {
        let mut ids: Vec<String> = ids.into_iter().collect();
        ids.sort();
        ids
    })
}

fn date() -> impl Strategy<Value = Date> {
    (1..=9999_u16, prop::option::of((1..=12_u8, prop::option::of(1..=28_u8)))).prop_map(|(year, rest)| {
        let text = match rest {
            None => format!("{year:04}"),
            Some((month, None)) => format!("{year:04}-{month:02}"),
            Some((month, Some(day))) => format!("{year:04}-{month:02}-{day:02}"),
        };
        text.parse().unwrap()
    })
}

fn grade() -> impl Strategy<Value = Grade> {
    let letters = [Reliability::Completely, Reliability::Unreliable, Reliability::CannotBeJudged];
    let digits = [InformationCredibility::Confirmed, InformationCredibility::CannotBeJudged];
    (prop::sample::select(letters.to_vec()), prop::sample::select(digits.to_vec()))
        .prop_map(|(reliability, credibility)| Grade { reliability, credibility })
}

fn weight() -> impl Strategy<Value = Weight> {
    prop_oneof![Just(1.0), Just(f64::MIN_POSITIVE), Just(5e-324), Just(0.1 + 0.2), 1e-9..=1.0]
        .prop_map(|value| Weight::new(value).unwrap())
}

#[derive(Clone, Debug)]
struct NodePlan {
    kind: NodeKind,
    text: String,
    credibility: Option<f64>,
    confidence: Option<(Confidence, Option<String>)>,
    grade: Option<Grade>,
    date: Option<Date>,
    inline: bool,
    sources: Vec<prop::sample::Index>,
    edges: Vec<(prop::sample::Index, bool, Weight, Option<String>)>,
    allow: Option<(String, Option<String>)>,
}

fn node() -> impl Strategy<Value = NodePlan> {
    let any_index = any::<prop::sample::Index>;
    (
        prop::sample::select(&NodeKind::ALL[..]),
        hostile(),
        prop::option::of(prop_oneof![Just(0.0), Just(1.0), 0.0..=1.0]),
        prop::option::of((prop::sample::select(&Confidence::ALL[..]), prop::option::of(hostile()))),
        prop::option::of(grade()),
        prop::option::of(date()),
        any::<bool>(),
        prop::collection::vec(any_index(), 0..3),
        prop::collection::vec((any_index(), any::<bool>(), weight(), prop::option::of(hostile())), 0..4),
        prop::option::of((hostile(), prop::option::of("[a-z ]{0,8}x"))),
    )
        .prop_map(|(kind, text, credibility, confidence, grade, date, inline, sources, edges, allow)| NodePlan {
            kind,
            text,
            credibility,
            confidence,
            grade,
            date,
            inline,
            sources,
            edges,
            allow,
        })
}

prop_compose! {
    fn source()(
        texts in prop::collection::vec(prop::option::of(hostile()), 5),
        date in prop::option::of(date()),
        grade in prop::option::of(grade()),
        derived_from in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
    ) -> (Vec<Option<String>>, Option<Date>, Option<Grade>, Vec<prop::sample::Index>) {
        (texts, date, grade, derived_from)
    }
}

prop_compose! {
    /// Any argument at all, of a few nodes: hostile words, loops, parallel edges, every kind and field.
    pub(crate) fn argument()(
        title in prop::option::of(hostile()),
        yardstick in prop::option::of(hostile()),
        report_date in prop::option::of(date()),
        report_allow in prop::option::of(hostile()),
        (node_ids, nodes) in (ids(), prop::collection::vec(node(), 6)),
        (keys, sources) in (ids(), prop::collection::vec(source(), 6)),
        questions in prop::option::of(ids()),
        answers in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
        question_text in hostile(),
    ) -> Argument {
        let mut argument = Argument::default();
        argument.report.title = title.map(Prose::synthetic);
        argument.report.yardstick = yardstick;
        argument.report.date = report_date;
        if let Some(rule) = report_allow {
            argument.suppressions.push(Suppression { rule, reason: None, span: Span::default(), node: None });
        }
        let keys: Vec<Id> = keys.iter().map(|key| Id::new(key).unwrap()).collect();
        for (key, (texts, date, grade, derived_from)) in keys.iter().zip(sources) {
            let [title, author, publisher, url, archive] = <[_; 5]>::try_from(texts).unwrap();
            let derived_from = derived_from.iter().map(|at| at.get(&keys).clone()).collect();
            let base = Source::new(key.clone(), Span::default());
            let source = Source { title, author, publisher, url, date, archive, grade, derived_from, ..base };
            argument.add_source(source).unwrap();
        }
        let mut handles: Vec<NodeHandle> = Vec::new();
        for (id, plan) in node_ids.iter().zip(&nodes) {
            let text = Prose::synthetic(plan.text.clone());
            let mut node = Node::new(Id::new(id).unwrap(), plan.kind, text, Span::default());
            node.credibility = plan.credibility.map(|value| Credibility::new(value).unwrap());
            node.confidence = plan.confidence.clone().map(|(level, basis)| {
                let basis = basis.map(Prose::synthetic);
                Box::new(StatedConfidence { level, span: Span::default(), basis })
            });
            // One part of a plan more than a tuple of strategies holds.
            node.likelihood = plan.inline.then(|| Box::new(Prose::synthetic(plan.text.clone())));
            (node.grade, node.date, node.inline) = (plan.grade, plan.date, plan.inline);
            node.sources = plan.sources.iter().map(|at| SourceReference {
                key: at.get(&keys).clone(),
                span: Span::default(),
            }).collect();
            handles.push(argument.add_node(node).unwrap());
        }
        for (premise, plan) in handles.clone().into_iter().zip(&nodes) {
            for (at, supports, weight, because) in &plan.edges {
                let kind = if *supports { EdgeKind::Supports } else { EdgeKind::Contradicts };
                let (weight, because) = (*weight, because.as_deref().map(Into::into));
                let edge = Edge { kind, weight, because, span: Span::default(), origin: Origin::Stated };
                argument.connect(premise, *at.get(&handles), edge);
            }
            if let Some((rule, reason)) = plan.allow.clone() {
                let node = Some(premise);
                argument.suppressions.push(Suppression { rule, reason, span: Span::default(), node });
            }
        }
        for id in questions.into_iter().flatten() {
            let answers = answers.iter().map(|at| *at.get(&handles)).collect();
            let (id, text) = (Id::new(&id).unwrap(), question_text.clone());
            argument.add_question(Question { id, text, answers, span: Span::default() });
        }
        argument
    }
}
