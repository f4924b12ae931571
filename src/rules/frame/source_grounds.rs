use crate::argument::{Argument, EdgeKind, NodeHandle};

/// What a judgement rests on, as far as sources are named.
#[derive(Clone, Debug)]
pub struct Grounds {
    /// The judgement.
    pub judgement: NodeHandle,
    /// The nodes that have sources, among those that support it through any number of steps, and itself. In document
    /// order.
    pub sourced: Vec<NodeHandle>,
}

/// How many edges are walked for all grounds together. Evidence that many judgements share is walked once for each,
/// and the bound keeps that from growing with the square of the argument; judgements past it have no grounds.
const MOST_STEPS: usize = 5_000_000;

impl Grounds {
    /// The grounds of each judgement, in document order. Linear, but for evidence that judgements share.
    pub(super) fn of_all(argument: &Argument) -> Vec<Self> {
        if argument.sources().len() == 0 {
            let none = |(judgement, _)| Self { judgement, sourced: Vec::new() };
            return argument.judgements().map(none).collect();
        }
        let mut steps = 0;
        let mut seen = vec![0_usize; argument.node_count()];
        let mut all = Vec::new();
        for (number, (judgement, _)) in argument.judgements().enumerate() {
            let mut open = vec![judgement];
            let mut sourced = Vec::new();
            seen[judgement.index()] = number + 1;
            while let Some(node) = open.pop() {
                if !argument.node(node).sources.is_empty() {
                    sourced.push(node);
                }
                for premise in argument.premises(node) {
                    steps += 1;
                    let supports = premise.kind == EdgeKind::Supports;
                    if supports && std::mem::replace(&mut seen[premise.node.index()], number + 1) != number + 1 {
                        open.push(premise.node);
                    }
                }
            }
            if steps > MOST_STEPS {
                break;
            }
            sourced.sort_unstable();
            all.push(Self { judgement, sourced });
        }
        all
    }
}
