//! Long reports in stretches, each of which is read by itself, side by side with the others.

use std::ops::Range;

use memchr::memmem;

/// So many bytes are read together at least: enough that the start costs nothing, and few enough that what is known of
/// them stays near the processor.
pub(super) const LEAST: usize = 1 << 18;

/// The stretches of `range`, in order, of at least `least` bytes but for the last.
///
/// Each but the first begins with a heading that ends whatever may be open above it, save fenced code and raw HTML:
/// whether one of these is open at the end of a stretch shows when it is read. Where a link or a note is defined, which
/// holds for the whole text, there is one stretch. O(length).
pub(super) fn stretches(source: &str, range: Range<usize>, least: usize) -> Vec<Range<usize>> {
    let bytes = &source.as_bytes()[..range.end];
    let mut found = Vec::new();
    let mut from = range.start;
    if memmem::find(&bytes[from..], b"]:").is_none() {
        let finder = memmem::Finder::new(b"\n#");
        while let Some(rest) = bytes.get(from.saturating_add(least)..) {
            let mut headings = finder.find_iter(rest).map(|at| from + least + at + 1);
            let Some(heading) = headings.find(|&at| begins_stretch(source, at)) else { break };
            found.push(from..heading);
            from = heading;
        }
    }
    found.push(from..range.end);
    found
}

/// Whether the line at `at`, which begins with `#`, is a heading with words, under a blank line; and nothing above it
/// looks like the end of a fence or of a tag, which would only be read in vain.
fn begins_stretch(source: &str, at: usize) -> bool {
    let words = source[at..].trim_start_matches('#');
    let level = source.len() - at - words.len();
    let is_heading = level <= 6
        && words.strip_prefix(' ').is_some_and(|words| words.starts_with(|first: char| first.is_ascii_alphabetic()));
    let above = source[..at].strip_suffix('\n').map(|above| above.strip_suffix('\r').unwrap_or(above));
    let above = above.filter(|above| is_heading && above.ends_with('\n'));
    above.is_some_and(|above| !above.trim_ascii_end().ends_with(['`', '~', '>']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(source: &str) -> Vec<&str> {
        stretches(source, 0..source.len(), 1).into_iter().map(|range| &source[range]).collect()
    }

    #[test]
    fn stretches_begin_at_headings_under_blank_lines() {
        assert_eq!(parted("# A\n\nx\n\n## B\r\n\r\n# C"), ["# A\n\nx\n\n", "## B\r\n\r\n", "# C"]);
        for whole in [
            "",
            "x",
            "x\n# B",
            "x\n\n#B",
            "x\n\n# *B*",
            "x\n\n#\n",
            "x\n\n####### B",
            "```\n\n# B",
            "x -->\n\n# B",
            "x\n\n # B",
            "[a]: /x\n\n# B",
            "x[^1]\n\n# B\n\n[^1]: y",
        ] {
            assert_eq!(parted(whole), [whole]);
        }
    }

    #[test]
    fn stretches_are_as_long_as_is_asked_for() {
        let source = "x\n\n# B\n\n".repeat(100);
        let lengths: Vec<usize> = stretches(&source, 5..source.len(), 20).iter().map(Range::len).collect();
        let (last, others) = lengths.split_last().unwrap();
        assert!(others.iter().all(|length| (20..30).contains(length)) && *last < 30, "{lengths:?}");
        assert_eq!(lengths.iter().sum::<usize>(), source.len() - 5);
    }
}
