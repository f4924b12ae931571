//! Sign-off: what of an argument was reviewed, by whom, and what changed since.
//!
//! A reviewer accepts items: nodes and links ([`Item`]). Each [`Acceptance`] keeps a fingerprint of what was accepted
//! ([`ItemFingerprint`]); all of one argument are its [`SignOff`], a file of one line an item. [`ReviewStanding`] holds
//! it against the argument as it is now, and [`accept`] adds to it. Nothing here knows the date or who is at work: both
//! are values.

mod acceptance;
mod fingerprint;
mod json;
mod label;
mod markdown;
mod matching;
mod standing;
mod wording;

pub use acceptance::{Acceptance, InvalidReviewer, Reviewer, SignOff};
pub use fingerprint::{Changed, ItemFingerprint};
pub use label::Label;
pub use standing::{Accepted, Beneath, Coverage, Item, ItemState, ReviewStanding, accept};
pub use wording::{accept_command, changed_parts, quoted_label};

pub use json::json;
pub use markdown::markdown;

/// What the name of the file beside an argument adds to the argument's own: `report.md.review`.
pub const EXTENSION: &str = "review";
