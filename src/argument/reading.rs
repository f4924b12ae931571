use super::{Id, NodeHandle};
use crate::document::Prose;
use crate::text::{Fault, SourceMap, Span};

/// Something in the text that could not become part of the argument, because the types do not allow it.
///
/// Readers collect these; the rules of the same names report them.
#[derive(Clone, Debug)]
pub enum Defect {
    /// Two nodes, sources or questions with one id; the second was given another.
    DuplicateId {
        /// The id.
        id: String,
        /// Where it stands first.
        first: Span,
        /// Where it stands again.
        again: Span,
    },
    /// A reference to a node or source that does not exist; the edge was left out.
    DanglingReference {
        /// The id that was named.
        id: String,
        /// Where.
        span: Span,
        /// What was looked for: "node", "source" or "question".
        wanted: &'static str,
        /// The nearest id that exists.
        nearest: Option<Id>,
    },
    /// An annotation that could not be read.
    MalformedAnnotation {
        /// Where.
        span: Span,
        /// What is wrong, in one sentence without a full stop.
        message: String,
        /// How to mend it.
        help: Option<String>,
    },
}

impl Defect {
    /// The defect as an error, for commands that need the whole argument.
    #[must_use]
    pub fn fault(&self, files: &SourceMap) -> Fault {
        let at = |span: Span, message: String| Fault::new(files.file(span.file), span.range(), message);
        match self {
            Self::DuplicateId { id, again, .. } => {
                at(*again, format!("the id `{id}` is given twice")).with_help("give one of the two another id")
            }
            Self::DanglingReference { id, span, wanted, nearest } => {
                let fault = at(*span, format!("there is no {wanted} `{id}`"));
                match nearest {
                    Some(nearest) => fault.with_help(format!("did you mean `{nearest}`?")),
                    None => fault.with_help(format!("name a {wanted} that exists, or add this one")),
                }
            }
            Self::MalformedAnnotation { span, message, help } => {
                let fault = at(*span, message.clone());
                match help {
                    Some(help) => fault.with_help(help.clone()),
                    None => fault,
                }
            }
        }
    }
}

/// A request by the author to silence a rule.
#[derive(Clone, Debug)]
pub struct Suppression {
    /// The rule's or group's name, as written.
    pub rule: String,
    /// The reason; `None` if the author gave none.
    pub reason: Option<String>,
    /// Where it is written.
    pub span: Span,
    /// The node that it is for; `None` for the report as a whole.
    pub node: Option<NodeHandle>,
}

/// A judgement that the report gives a second time, in its summary or in full.
#[derive(Clone, Debug)]
pub struct Restatement {
    /// The judgement.
    pub node: NodeHandle,
    /// The words of the other place.
    pub text: Prose,
}
