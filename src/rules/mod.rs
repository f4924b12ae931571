//! The rules: what a demanding reviewer of an argument looks for. One file a rule; the registry lists them.

mod finding;

pub use finding::{Finding, Fix, Label, Level};
