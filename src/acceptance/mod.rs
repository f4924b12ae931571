//! What can be held together: abstract argumentation (Dung 1995) over an argument's contradictions.
//!
//! [`Reduced`] turns an argument into a [`Framework`] of arguments and attacks; the rest knows frameworks alone.
//! [`grounded`] takes linear time. The other [`Semantics`] first take what the grounded labelling decides, then ask a
//! SAT solver about each connected piece of what is left. What they answer is NP-hard or worse, so that each takes an
//! [`Effort`], and lists take the most sets that they may hold.

mod circles;
mod encoding;
mod enumerate;
mod explanation;
mod framework;
mod grounded;
mod ideal;
mod part;
mod preferred;
mod query;
mod reduction;
mod semantics;
mod semi_stable;
mod stable;
mod status;

pub use encoding::{Effort, Exhausted};
pub use enumerate::{Extensions, extensions};
pub use explanation::{Exchange, Undefended, accepted_in_order, defenders, undefended};
pub use framework::Framework;
pub use grounded::{Label, grounded};
pub use query::{credulous, defence, extension, preferred_around, refutation, sceptical};
pub use reduction::{LONGEST_CHAIN, Meaning, Reduced, Reduction};
pub use semantics::Semantics;
pub use status::Status;
