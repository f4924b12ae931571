use super::{Options, write};
use crate::argument::Argument;
use crate::format::{WriteOptions, Writer};

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

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> String {
        let options_here = Options {
            findings: !options.findings.is_empty(),
            strengths: (!options.strengths.is_empty()).then_some(options.strengths),
            theme: options.theme,
            ..Options::default()
        };
        write(argument, options.findings, &options_here)
    }
}
