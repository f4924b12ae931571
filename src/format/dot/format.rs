use super::{Options, write};
use crate::argument::Argument;
use crate::format::{WriteFault, WriteOptions, Writer, Written};

/// DOT, which Graphviz draws.
#[derive(Clone, Copy, Debug)]
pub struct Dot;

impl Writer for Dot {
    fn name(&self) -> &'static str {
        "dot"
    }

    fn summary(&self) -> &'static str {
        "a diagram for Graphviz"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["dot", "gv"]
    }

    fn is_diagram(&self) -> bool {
        true
    }

    fn keeps(&self) -> &'static str {
        "nodes and edges with their kinds, ids, words and weights, to draw; strengths and findings where asked for"
    }

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        let part = options.part(argument);
        let linchpins: Vec<_> = part.linchpins().collect();
        let hidden: Vec<usize> = part.argument.nodes().map(|(node, _)| part.hidden(node)).collect();
        let options_here = Options {
            findings: part.findings.is_some(),
            strengths: part.strengths.as_deref(),
            acceptance: part.acceptance.as_deref(),
            linchpins: &linchpins,
            hidden: &hidden,
            changes: part.changes.as_ref(),
            theme: options.look.theme,
            direction: options.look.direction,
            legend: options.look.legend,
            ..Options::default()
        };
        Ok(write(part.argument, part.findings.as_deref().unwrap_or_default(), &options_here).into())
    }
}
