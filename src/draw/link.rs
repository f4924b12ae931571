//! Addresses that a picture or a page may link to.

#[cfg(feature = "pictures")]
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand in a path as it is. Not the colon: a file's name must not become a scheme.
#[cfg(feature = "pictures")]
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// Whether an address is of the web (`http`, `https`), or relative to the file that it stands in.
#[must_use]
pub fn is_link(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme);
    match scheme.filter(|scheme| !scheme.contains(['/', '?', '#', '{'])) {
        Some(scheme) => ["http", "https"].iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed)),
        None => !address.starts_with("//"),
    }
}

/// The address of a line of a file: `{file}` and `{line}` in the pattern are replaced; `None` if the result [is no
/// link](is_link).
#[cfg(feature = "pictures")]
pub(crate) fn source_link(pattern: &str, file: &str, line: usize) -> Option<String> {
    let name = utf8_percent_encode(file, PATH).to_string();
    let address = pattern.replace("{line}", &line.to_string()).replace("{file}", &name);
    is_link(&address).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_and_neighbours_are_linked_to() {
        for address in ["https://example.org/a#L1", "HTTP://x", "report.md#L3", "a/b:c", "#kj1", "{file}#L{line}"] {
            assert!(is_link(address), "{address}");
        }
        for address in ["javascript:alert(1)", "data:text/html,x", "//example.org", "file:///etc/passwd"] {
            assert!(!is_link(address), "{address}");
        }
    }

    #[cfg(feature = "pictures")]
    #[test]
    fn a_name_is_data() {
        assert_eq!(source_link("{file}#L{line}", "a b.md", 3).as_deref(), Some("a%20b.md#L3"));
        assert_eq!(source_link("{file}", "javascript:alert(1)", 1).as_deref(), Some("javascript%3Aalert%281%29"));
        assert_eq!(source_link("javascript:{file}", "x", 1), None);
    }
}
