use std::collections::HashMap;

use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxBuildHasher;

use super::{Argument, Id, Source};

/// Where the information of each source comes from in the end.
///
/// Sources with one address are one source. From there the chains of `derived_from` are followed to their ends; a
/// chain that runs in a circle ends in the circle as a whole. Ends that one publisher issued count as one origin.
#[derive(Clone, Debug)]
pub struct SourceOrigins {
    numbers: HashMap<Id, usize, FxBuildHasher>,
    /// By source: the first source with the same address.
    by_address: Vec<usize>,
    /// By source: the ends of its chains, sorted.
    ends: Vec<Vec<usize>>,
    /// By source: the ends of its chains, the first of each publisher standing for all, sorted.
    origins: Vec<Vec<usize>>,
}

/// Why two sources are one origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommonOrigin {
    /// They have the same address.
    Address,
    /// They took their information from one and the same source, or one from the other.
    Derivation,
    /// What they lead to was issued by one publisher.
    Publisher,
}

/// A source that leads to more origins than this leads to that many: the bound keeps the work linear.
const MOST_ORIGINS: usize = 16;

impl SourceOrigins {
    /// Follows the sources of an argument to their origins. O(sources + references between them).
    #[must_use]
    pub fn new(argument: &Argument) -> Self {
        let sources: Vec<&Source> = argument.sources().collect();
        let numbers: HashMap<Id, usize, FxBuildHasher> =
            sources.iter().enumerate().map(|(number, source)| (source.key.clone(), number)).collect();
        let addresses = sources.iter().map(|source| source.url.as_deref().and_then(normalised_address));
        let by_address = first_of_each(addresses);
        let publishers = sources.iter().map(|source| source.publisher.as_deref().and_then(normalised_name));
        let by_publisher = first_of_each(publishers);

        let mut chains: DiGraph<(), (), u32> = DiGraph::default();
        for _ in &sources {
            chains.add_node(());
        }
        for (number, source) in sources.iter().enumerate() {
            for wanted in source.derived_from.iter().filter_map(|key| numbers.get(key)) {
                let (from, to) = (by_address[number], by_address[*wanted]);
                if from != to {
                    chains.add_edge(NodeIndex::new(from), NodeIndex::new(to), ());
                }
            }
        }
        let mut ends: Vec<Vec<usize>> = vec![Vec::new(); sources.len()];
        // The ends of chains come first.
        for circle in petgraph::algo::kosaraju_scc(&chains) {
            let mut found: Vec<usize> = Vec::new();
            for &member in &circle {
                for next in chains.neighbors(member) {
                    found.extend(&ends[next.index()]);
                }
            }
            found.sort_unstable();
            found.dedup();
            found.truncate(MOST_ORIGINS);
            if found.is_empty() {
                found.extend(circle.iter().map(|member| member.index()).min());
            }
            for member in circle {
                ends[member.index()].clone_from(&found);
            }
        }
        for (number, &same) in by_address.iter().enumerate().filter(|&(number, same)| number != *same) {
            let of_same = ends[same].clone();
            ends[number] = of_same;
        }
        let origins = ends
            .iter()
            .map(|ends| {
                let mut origins: Vec<usize> = ends.iter().map(|&end| by_publisher[end]).collect();
                origins.sort_unstable();
                origins.dedup();
                origins
            })
            .collect();
        Self { numbers, by_address, ends, origins }
    }

    /// The number of a source in the order of [`Argument::sources`]. O(1).
    #[must_use]
    pub fn number(&self, key: &Id) -> Option<usize> {
        self.numbers.get(key).copied()
    }

    /// The origins of the source of that number, as numbers of sources that stand for them. At least one, and at most
    /// sixteen.
    ///
    /// # Panics
    /// If there is no source of that number.
    #[must_use]
    pub fn of(&self, source: usize) -> &[usize] {
        &self.origins[source]
    }

    /// Why two sources share an origin; `None` if they share none. O(1).
    ///
    /// # Panics
    /// If there is no source of one of the numbers.
    #[must_use]
    pub fn common(&self, one: usize, other: usize) -> Option<CommonOrigin> {
        let share = |sets: &[Vec<usize>]| sets[one].iter().any(|end| sets[other].contains(end));
        if self.by_address[one] == self.by_address[other] {
            Some(CommonOrigin::Address)
        } else if share(&self.ends) {
            Some(CommonOrigin::Derivation)
        } else {
            share(&self.origins).then_some(CommonOrigin::Publisher)
        }
    }
}

/// For each place, the first place with the same value; a place without a value stands for itself.
fn first_of_each(values: impl Iterator<Item = Option<String>>) -> Vec<usize> {
    let mut first: HashMap<String, usize, FxBuildHasher> = HashMap::default();
    values
        .enumerate()
        .map(|(place, value)| match value {
            Some(value) => *first.entry(value).or_insert(place),
            None => place,
        })
        .collect()
}

fn normalised_name(name: &str) -> Option<String> {
    let folded = name.to_lowercase();
    let words: Vec<&str> = folded.split_whitespace().collect();
    let words = words.strip_prefix(&["the"]).unwrap_or(&words);
    (!words.is_empty()).then(|| words.join(" "))
}

/// An address without what makes no other page of it: the scheme, `www.`, a default port, the place within the page,
/// the slash at the end, parameters that follow readers about. A copy in the Internet Archive is its original.
fn normalised_address(address: &str) -> Option<String> {
    let address = address.trim();
    let (_, mut rest) = split_scheme(address)?;
    if let Some(copy) = strip_prefix_ignoring_case(rest, "web.archive.org/web/")
        && let Some((_, original)) = copy.split_once('/')
    {
        rest = split_scheme(original).map_or(original, |pair| pair.1);
    }
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
    if host.is_empty() {
        return None;
    }
    let mut normalised = format!("{host}/{}", path.trim_end_matches('/'));
    let follows = |parameter: &&str| {
        let name = parameter.split('=').next().unwrap_or("").to_lowercase();
        name.is_empty() || name.starts_with("utm_") || matches!(name.as_str(), "fbclid" | "gclid" | "mc_cid" | "mc_eid")
    };
    let mut kept: Vec<&str> = query.split('&').filter(|parameter| !follows(parameter)).collect();
    kept.sort_unstable();
    if !kept.is_empty() {
        normalised.push('?');
        normalised.push_str(&kept.join("&"));
    }
    // Pages that are put together in the browser tell themselves apart behind the `#`.
    if fragment.starts_with(['/', '!']) {
        normalised.push('#');
        normalised.push_str(fragment);
    }
    Some(normalised)
}

fn split_scheme(address: &str) -> Option<(&str, &str)> {
    let pair = address.split_once("://")?;
    matches!(pair.0.to_lowercase().as_str(), "http" | "https").then_some(pair)
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    /// `key derived,from @address =publisher`, one a line.
    fn origins(lines: &str) -> (Argument, SourceOrigins) {
        let mut argument = Argument::default();
        for line in lines.lines() {
            let mut words = line.split_whitespace();
            let mut source = Source::new(Id::new(words.next().unwrap()).unwrap(), Span::default());
            for word in words {
                match word.chars().next() {
                    Some('@') => source.url = Some(word[1..].to_owned()),
                    Some('=') => source.publisher = Some(word[1..].to_owned()),
                    _ => source.derived_from = word.split(',').map(|key| Id::new(key).unwrap()).collect(),
                }
            }
            argument.add_source(source).unwrap();
        }
        let origins = SourceOrigins::new(&argument);
        (argument, origins)
    }

    #[test]
    fn chains_are_followed_to_their_ends() {
        let (_, origins) = origins("a b\nb c\nc\nd c\ne c,f\nf");
        assert_eq!(origins.of(0), [2]);
        assert_eq!(origins.of(4), [2, 5]);
        assert_eq!(origins.common(0, 3), Some(CommonOrigin::Derivation));
        assert_eq!(origins.common(0, 2), Some(CommonOrigin::Derivation));
        assert_eq!(origins.common(0, 5), None);
    }

    #[test]
    fn a_circle_is_one_origin() {
        let (_, origins) = origins("a b\nb c\nc b\nd c\ne e\nf unknown");
        assert_eq!(origins.of(0), [1]);
        assert_eq!(origins.common(0, 3), Some(CommonOrigin::Derivation));
        assert_eq!(origins.of(4), [4]);
        assert_eq!(origins.of(5), [5]);
    }

    #[test]
    fn one_address_is_one_source_and_one_publisher_one_origin() {
        let (_, origins) = origins(
            "a @https://www.News.example/x/?utm_source=y#top\nb @http://news.example/x\nc @http://news.example/y =Wire\n\
             d =wire\ne c\nf @https://web.archive.org/web/2022/https://news.example/x\ng @mailto:x",
        );
        assert_eq!(origins.common(0, 1), Some(CommonOrigin::Address));
        assert_eq!(origins.common(0, 5), Some(CommonOrigin::Address));
        assert_eq!(origins.common(0, 2), None);
        assert_eq!(origins.common(2, 3), Some(CommonOrigin::Publisher));
        assert_eq!(origins.common(3, 4), Some(CommonOrigin::Publisher));
    }

    #[test]
    fn long_chains_need_no_stack() {
        let lines: Vec<String> = (0..100_000).map(|n| format!("s{n} s{}", n + 1)).collect();
        let (_, origins) = origins(&lines.join("\n"));
        assert_eq!(origins.of(0), [99_999]);
    }
}
