use std::borrow::Cow;

use super::{Settings, Silencing};
use crate::argument::NodeHandle;
use crate::rules::{self, Finding, Fix, Label, Level};
use crate::text::Span;

/// A hit of a rule as the rule sees it: what and where, and nothing of configuration or output.
#[derive(Clone, Debug)]
pub struct Hit {
    message: String,
    primary: Label,
    labels: Vec<Label>,
    help: Option<Cow<'static, str>>,
    nodes: Vec<NodeHandle>,
    fix: Option<Fix>,
    level: Option<Level>,
    pub(super) suppression: Option<usize>,
}

impl Hit {
    /// A hit at a place, with what is wrong in one sentence without a full stop.
    #[must_use]
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            primary: Label { span, message: String::new() },
            labels: Vec::new(),
            help: None,
            nodes: Vec::new(),
            fix: None,
            level: None,
            suppression: None,
        }
    }

    /// Says what stands under the place; short, so that it fits beside the report's words.
    #[must_use]
    pub fn saying(mut self, message: impl Into<String>) -> Self {
        self.primary.message = message.into();
        self
    }

    /// Points at another place that matters.
    #[must_use]
    pub fn also(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: message.into() });
        self
    }

    /// Says what to write.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names a node that it is about; the one at fault first. A suppression at any of them silences the hit.
    #[must_use]
    pub fn about(mut self, node: NodeHandle) -> Self {
        self.nodes.push(node);
        self
    }

    /// Names several nodes that it is about.
    #[must_use]
    pub fn about_all(mut self, nodes: impl IntoIterator<Item = NodeHandle>) -> Self {
        self.nodes.extend(nodes);
        self
    }

    /// Gives it another level than the rule's default; a level asked for by the user still wins.
    #[must_use]
    pub fn at_level(mut self, level: Level) -> Self {
        self.level = Some(level);
        self
    }

    /// Offers a mend that can be made without asking.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }

    /// Says that it is about a suppression, by its number: that one does not silence it.
    #[must_use]
    pub fn about_suppression(mut self, number: usize) -> Self {
        self.suppression = Some(number);
        self
    }

    pub(super) fn nodes(&self) -> &[NodeHandle] {
        &self.nodes
    }
}

/// Where rules put their hits.
#[derive(Debug, Default)]
pub struct Findings {
    rule: usize,
    hits: Vec<(usize, Hit)>,
}

impl Findings {
    /// Takes a hit of the rule that runs.
    pub fn push(&mut self, hit: Hit) {
        self.hits.push((self.rule, hit));
    }

    /// Says that the rule of that number runs now.
    pub(super) fn begin(&mut self, rule: usize) {
        self.rule = rule;
    }

    /// Takes out the hits that the author silenced.
    pub(super) fn silence(&mut self, silencing: &mut Silencing) {
        self.hits.retain(|(rule, hit)| !silencing.silences(*rule, hit));
    }

    pub(super) fn count(&self) -> usize {
        self.hits.len()
    }

    pub(super) fn append(&mut self, mut other: Self) {
        self.hits.append(&mut other.hits);
    }

    /// Findings with their levels, in the order of the text, and at one place in the order of the registry.
    pub(super) fn finish(self, settings: &Settings) -> Vec<Finding> {
        let mut hits = self.hits;
        // In place: hits are large, and may be many.
        hits.sort_unstable_by(|(rule, hit), (other_rule, other)| {
            let key = |rule, hit: &Hit| (hit.primary.span.file, hit.primary.span.start, hit.primary.span.end, rule);
            let places = |hit: &Hit| hit.labels.first().map(|label| label.span.start);
            key(*rule, hit)
                .cmp(&key(*other_rule, other))
                .then_with(|| hit.message.cmp(&other.message))
                .then_with(|| places(hit).cmp(&places(other)))
        });
        hits.into_iter()
            .filter_map(|(rule, hit)| {
                let card = rules::all()[rule].card();
                let level = settings.level(rule, hit.level.unwrap_or(card.level))?;
                let Hit { message, primary, labels, help, nodes, fix, .. } = hit;
                Some(Finding { rule: card.id, level, message, primary, labels, help, nodes, fix })
            })
            .collect()
    }
}
