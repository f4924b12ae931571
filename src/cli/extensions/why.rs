use linchpin::acceptance::{
    Exchange, Exhausted, Label, Semantics, Undefended, accepted_in_order, credulous, defenders, sceptical, undefended,
};
use linchpin::argument::NodeHandle;

use super::{Case, Fate};

/// A node, how it fares, and why.
pub struct Explained {
    pub fate: Fate,
    pub reason: Reason,
    /// An extension without the node, if it is in some and not in every one.
    pub without: Option<Vec<NodeHandle>>,
}

/// Why a node fares as it does.
pub enum Reason {
    /// Every attack on it is answered.
    Defended(Vec<Exchange>),
    /// An accepted argument attacks it; how that one is defended.
    Defeated { attacker: u32, defence: Vec<Exchange> },
    /// No set that stands holds it: the attacks that nothing answers.
    Undefended(Vec<Undefended>),
}

/// So many links of a chain of unanswered attacks are followed.
const MOST_LINKS: usize = 8;

/// Works out how a node fares and why.
pub fn explain(case: &Case<'_>, node: NodeHandle) -> Result<Explained, Exhausted> {
    let fate = case.fate(node)?;
    let (framework, argument) = (&case.reduced.framework, case.reduced.of_node(node));
    let order = accepted_in_order(framework);
    let reason = match fate.status.grounded {
        Label::In => Reason::Defended(defenders(framework, &order, argument)),
        Label::Out => {
            let first = order.iter().find(|&&member| framework.attacked(member).contains(&argument));
            match first {
                Some(&attacker) => Reason::Defeated { attacker, defence: defenders(framework, &order, attacker) },
                None => Reason::Undefended(Vec::new()),
            }
        }
        Label::Undecided => {
            let semantics = if fate.status.in_some { case.semantics } else { Semantics::Complete };
            match credulous(framework, semantics, argument, case.effort)? {
                Some(set) => {
                    // What must be accepted anyway is named first, then the node itself.
                    let rest = set.iter().copied().filter(|member| *member != argument && !order.contains(member));
                    let named: Vec<u32> = order.iter().copied().chain([argument]).chain(rest).collect();
                    Reason::Defended(defenders(framework, &named, argument))
                }
                None => Reason::Undefended(undefended(framework, argument, MOST_LINKS, case.effort)?),
            }
        }
    };
    let without = if fate.status.in_some && !fate.status.in_every {
        sceptical(framework, case.semantics, argument, case.effort)?.map(|set| case.reduced.nodes(&set))
    } else {
        None
    };
    Ok(Explained { fate, reason, without })
}
