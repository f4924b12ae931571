//! XML, as far as graph formats need it: elements, attributes and text, read in one pass and written.
//!
//! Document types are stepped over; the five entities of XML and character references are resolved and no others, so
//! that nothing expands and nothing outside the file is looked up.

mod read;
mod write;

pub(super) use read::{Element, Visitor, root_name, told, walk};
pub(super) use write::{Xml, check_ids};
