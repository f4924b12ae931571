use std::ops::Range;

use super::parse::Sink;
use super::{Syntax, parse_as};
use crate::argument::{Argument, Edge, EdgeKind, Id, Node, NodeHandle, NodeKind, Origin, Weight};
use crate::document::Prose;
use crate::format::{Loss, Reading};
use crate::text::{Fault, FileId, SourceFile, SourceMap, Span};

/// The most arguments that become nodes.
const MOST: u32 = 2_000_000;

/// Reads a framework as an argument: a claim for each argument, with its name as id and words, a contradiction for each
/// attack. O(bytes).
pub(super) fn read(file: &SourceFile, syntax: Syntax) -> Result<Reading, Vec<Fault>> {
    let mut found = Found { claims: Vec::new(), attacks: Vec::new(), losses: Vec::new() };
    parse_as(syntax, file.text().as_bytes(), MOST, &mut found).map_err(|flaw| {
        let fault = Fault::new(file, flaw.range, flaw.message);
        vec![if flaw.help.is_empty() { fault } else { fault.with_help(flaw.help) }]
    })?;
    let mut argument = Argument::new(SourceMap::single(file.clone()));
    let mut losses = found.losses;
    let mut handles: Vec<NodeHandle> = Vec::with_capacity(found.claims.len());
    for node in found.claims.into_iter().flatten() {
        let (name, span) = (node.id.to_string(), node.span);
        match argument.add_node(node) {
            Ok(handle) => handles.push(handle),
            Err(taken) => {
                losses.push(Loss {
                    span,
                    message: format!("the name `{name}` was taken; both arguments are one node here"),
                });
                handles.push(taken.holder);
            }
        }
    }
    for (from, to, span) in found.attacks {
        let edge =
            Edge { kind: EdgeKind::Contradicts, weight: Weight::FULL, because: None, span, origin: Origin::Stated };
        argument.connect(handles[from as usize], handles[to as usize], edge);
    }
    Ok(Reading { losses, ..Reading::whole(argument) })
}

struct Found {
    claims: Vec<Option<Node>>,
    attacks: Vec<(u32, u32, Span)>,
    losses: Vec<Loss>,
}

fn span(at: Range<usize>) -> Span {
    Span::new(FileId::FIRST, at)
}

impl Sink for Found {
    fn numbered(&mut self, count: u32, at: &Range<usize>) {
        for number in 1..=count {
            self.named(number - 1, &number.to_string(), &number.to_string(), at.clone());
        }
    }

    fn named(&mut self, number: u32, name: &str, label: &str, at: Range<usize>) {
        let id = Id::new(name).unwrap_or_else(|error| {
            let message = format!("the name {name:?} cannot be an id, as {error}; it is `argument-{number}` here");
            self.losses.push(Loss { span: span(at.clone()), message });
            Id::new(&format!("argument-{number}")).expect("a word and a number")
        });
        let place = number as usize;
        if self.claims.len() <= place {
            self.claims.resize(place + 1, None);
        }
        let text = Prose::approximate(label, span(at.clone()));
        self.claims[place] = Some(Node::new(id, NodeKind::Claim, text, span(at)));
    }

    fn attack(&mut self, from: u32, to: u32, at: Range<usize>) {
        self.attacks.push((from, to, span(at)));
    }
}
