use std::collections::BTreeSet;
use std::fmt;

use super::fingerprint::{Fingerprint, fingerprints};
use super::place::uri;
use crate::argument::Argument;
use crate::rules::Finding;
use crate::text::{Fault, SourceFile};

/// The findings that were there before: they are not reported again.
///
/// Its file has one line an item, `PATH RULE NODE FINGERPRINT`, in order, so that two branches' files merge line by line.
/// Paths are relative to the file's folder and percent-encoded; `-` stands for no node. Lines that are empty or begin
/// with `#` are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeSet<Entry>,
}

/// A finding in a [`Baseline`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The file that it is in.
    pub path: String,
    /// Its rule.
    pub rule: String,
    /// The node that it is about; `-` if it is about none.
    pub node: String,
    /// What makes it the same one.
    pub fingerprint: Fingerprint,
}

/// An argument's findings, told apart by a baseline.
#[derive(Clone, Debug)]
pub struct Sifted {
    /// Those that the baseline does not hold, in their order.
    pub new: Vec<Finding>,
    /// Every finding as an entry, in their order, whether the baseline holds it or not.
    pub entries: Vec<Entry>,
}

impl fmt::Display for Entry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} {} {}", self.path, self.rule, self.node, self.fingerprint)
    }
}

impl fmt::Display for Baseline {
    /// The file's content.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "# Findings that `linchpin check --baseline` does not report; --update-baseline writes it."
        )?;
        for entry in &self.entries {
            writeln!(formatter, "{entry}")?;
        }
        Ok(())
    }
}

impl Baseline {
    /// Reads a baseline's file.
    ///
    /// # Errors
    /// Every line that is none of its own, such as a merge's mark of a conflict.
    pub fn parse(file: &SourceFile) -> Result<Self, Vec<Fault>> {
        let mut baseline = Self::default();
        let mut faults = Vec::new();
        for number in 1..=file.lines().line_count() {
            let range = file.lines().line_range(file.text(), number).unwrap_or(0..0);
            let line = file.text()[range.clone()].trim_start_matches('\u{feff}').trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fields: Vec<&str> = line.split_ascii_whitespace().collect();
            let entry = match fields.as_slice() {
                [path, rule, node, fingerprint] => Fingerprint::parse(fingerprint).map(|fingerprint| Entry {
                    path: (*path).to_owned(),
                    rule: (*rule).to_owned(),
                    node: (*node).to_owned(),
                    fingerprint,
                }),
                _ => None,
            };
            match entry {
                Some(entry) => {
                    baseline.entries.insert(entry);
                }
                None => faults.push(
                    Fault::new(file, range, "this is no line of a baseline")
                        .with_help("a line is `PATH RULE NODE FINGERPRINT`; --update-baseline writes the file anew"),
                ),
            }
        }
        if faults.is_empty() { Ok(baseline) } else { Err(faults) }
    }

    /// Takes out the findings that were there before. `path` is the argument's file as seen from the baseline's folder.
    /// O(findings log entries).
    #[must_use]
    pub fn sift(&self, path: &str, argument: &Argument, findings: Vec<Finding>) -> Sifted {
        let path = uri(path);
        let mut sifted = Sifted { new: Vec::new(), entries: Vec::with_capacity(findings.len()) };
        let made = fingerprints(argument, &findings);
        for (finding, fingerprint) in findings.into_iter().zip(made) {
            let node = finding.nodes.first().map(|&node| uri(argument.node(node).id.as_str()));
            let entry = Entry {
                path: path.clone(),
                rule: finding.rule.to_owned(),
                node: node.unwrap_or_else(|| "-".to_owned()),
                fingerprint,
            };
            if !self.entries.contains(&entry) {
                sifted.new.push(finding);
            }
            sifted.entries.push(entry);
        }
        sifted
    }

    /// The entries of one file that are not among `found`, in order. O(entries of the file · log found).
    #[must_use]
    pub fn stale(&self, path: &str, found: &[Entry]) -> Vec<&Entry> {
        let path = uri(path);
        let found: BTreeSet<&Entry> = found.iter().collect();
        let first = Entry { path, rule: String::new(), node: String::new(), fingerprint: Fingerprint::LOWEST };
        let of_file = self.entries.range(&first..).take_while(|entry| entry.path == first.path);
        of_file.filter(|entry| !found.contains(entry)).collect()
    }

    /// The entries, in order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// Whether that entry is in it. O(log entries).
    #[must_use]
    pub fn holds(&self, entry: &Entry) -> bool {
        self.entries.contains(entry)
    }
}

impl FromIterator<Entry> for Baseline {
    fn from_iter<T: IntoIterator<Item = Entry>>(entries: T) -> Self {
        Self { entries: entries.into_iter().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::argument::testing::sketch;
    use crate::rules::{Settings, check};

    const SKETCH: &str =
        "kj1: judgement \"The harbour will be closed.\"\ne1: evidence \"The contract ends.\"\ne1 -> kj1\n";

    fn parse(text: &str) -> Result<Baseline, Vec<String>> {
        Baseline::parse(&SourceFile::new("baseline.txt", text))
            .map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn what_was_there_is_not_new_and_what_was_added_is() {
        let argument = sketch(SKETCH);
        let findings = check(&argument, &Settings::default());
        let all = Baseline::default().sift("a b.md", &argument, findings.clone());
        assert_eq!(all.new, findings);
        let baseline = parse(&all.entries.into_iter().collect::<Baseline>().to_string()).unwrap();
        assert!(baseline.sift("a b.md", &argument, findings.clone()).new.is_empty());
        assert_eq!(baseline.sift("other.md", &argument, findings.clone()).new.len(), findings.len());
        let argument = sketch(&format!("{SKETCH}e2: evidence \"The pilots left.\"\ne2 -> kj1\n"));
        let new = baseline.sift("a b.md", &argument, check(&argument, &Settings::default())).new;
        assert_eq!(new.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["unsourced-evidence"]);
        let one = &baseline.sift("a b.md", &argument, findings.clone()).entries[..1];
        assert_eq!(baseline.stale("a b.md", one).len(), findings.len() - 1);
        assert!(baseline.stale("a.md", &[]).is_empty());
    }

    #[test]
    fn a_file_reads_back_and_a_line_that_is_none_is_a_fault() {
        let line = "a%20b.md no-likelihood kj1 0123456789abcdef0123456789abcdef";
        let baseline = parse(&format!("# x\n\n{line}\r\n{line}\n")).unwrap();
        assert_eq!(baseline.entries().map(ToString::to_string).collect::<Vec<_>>(), [line]);
        assert_eq!(parse(&baseline.to_string()).unwrap(), baseline);
        let faults = parse("<<<<<<< ours\na b c d\n").unwrap_err();
        assert!(faults[0].starts_with("baseline.txt:1:1: this is no line of a baseline") && faults.len() == 2);
    }
}
