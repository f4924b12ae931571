//! Foreign and own formats, one folder or file each.

pub mod dot;
pub mod graph_file;
pub mod resolved_json;
