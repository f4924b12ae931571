//! What can be held together: abstract argumentation over an argument's contradictions.

mod encoding;
mod enumerate;
mod framework;
mod grounded;
mod ideal;
mod part;
mod preferred;
mod query;
mod semantics;
mod semi_stable;
mod stable;

pub use encoding::{Effort, Exhausted};
pub use enumerate::{Extensions, extensions};
pub use framework::Framework;
pub use grounded::{Label, grounded};
pub use query::{credulous, defence, extension, sceptical};
pub use semantics::Semantics;
