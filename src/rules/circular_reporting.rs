use std::collections::BTreeMap;

use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::{CommonOrigin, NodeHandle, Source};
use crate::text::Span;

rule! {
    /// ## What it does
    /// Reports sources that stand under one judgement as if they were several, and lead to one origin: they took their
    /// information from the same source, one from the other, or in a circle (`derived_from`); they have one publisher;
    /// or they have one address, whatever the scheme, the place in the page and the parameters that track readers.
    /// Sources that share their origin under several judgements are reported once, at the first.
    ///
    /// ## Why it matters
    /// Three papers that copy one agency are one report. Counted as three they make a rumour look confirmed, which is
    /// how single sources have carried whole estimates.
    ///
    /// ## Example
    /// ```markdown fail
    /// ---
    /// sources:
    ///   wire: { title: Agency report of 3 May }
    ///   echo: { title: Harbour Echo of 4 May, derived_from: [wire] }
    /// ---
    ///
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed. [@wire]
    /// - Two tugs were sold in March. [@echo]
    /// ```
    ///
    /// ```markdown pass
    /// ---
    /// sources:
    ///   wire: { title: Agency report of 3 May }
    ///   register: { title: Register of ships, publisher: Port state control }
    /// ---
    ///
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November and was not renewed. [@wire]
    /// - Two tugs were sold in March. [@register]
    /// ```
    ///
    /// ## How to mend it
    /// Cite the origin alone, or find a source with access of its own. Where two documents of one publisher do have
    /// their information from different places, say so and silence the rule with that reason.
    ///
    /// ## Standard
    /// STANAG 2511, credibility of information, 1: it must be certain that the information originates from another
    /// source than what is already known on the subject. ICD 203, D.6.e(1): source descriptors describe factors
    /// affecting source quality, such as source access, validation, motivation, possible bias, or expertise.
    pub struct CircularReporting;
    id = "circular-reporting";
    group = Sourcing;
    level = Warning;
    summary = "Sources under one judgement that lead to one origin";
}

/// How many of the sources are pointed at.
const SHOWN: usize = 4;

/// Sources that lead to one origin, and the judgements that they stand under.
struct Circle {
    members: Vec<(usize, Span)>,
    judgements: Vec<NodeHandle>,
}

impl Rule for CircularReporting {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let argument = context.argument;
        let origins = context.origins();
        let mut circles: BTreeMap<Vec<usize>, Circle> = BTreeMap::new();
        for grounds in context.grounds() {
            let mut first_cited: BTreeMap<usize, Span> = BTreeMap::new();
            for reference in grounds.sourced.iter().flat_map(|&node| &argument.node(node).sources) {
                if let Some(number) = origins.number(&reference.key) {
                    first_cited.entry(number).or_insert(reference.span);
                }
            }
            let mut by_origin: BTreeMap<usize, Vec<(usize, Span)>> = BTreeMap::new();
            for (&number, &span) in &first_cited {
                for &origin in origins.of(number) {
                    by_origin.entry(origin).or_default().push((number, span));
                }
            }
            // Sources that share two origins are one circle.
            let mut groups: Vec<Vec<(usize, Span)>> = by_origin.into_values().filter(|group| group.len() > 1).collect();
            groups.sort_by(|one, other| one.iter().map(|pair| pair.0).cmp(other.iter().map(|pair| pair.0)));
            groups.dedup_by(|one, other| one.iter().map(|pair| pair.0).eq(other.iter().map(|pair| pair.0)));
            for members in groups {
                let key = members.iter().map(|&(number, _)| number).collect();
                let circle = circles.entry(key).or_insert_with(|| Circle { members, judgements: Vec::new() });
                circle.judgements.push(grounds.judgement);
            }
        }
        let sources: Vec<&Source> = argument.sources().collect();
        for circle in circles.into_values() {
            findings.push(hit(context, &sources, circle));
        }
    }
}

fn hit(context: &Context<'_>, sources: &[&Source], mut circle: Circle) -> Hit {
    let origins = context.origins();
    // In the order of the text: what comes second is what adds nothing.
    circle.members.sort_by_key(|&(number, span)| (span, number));
    let (first, first_span) = circle.members[0];
    let (second, second_span) = circle.members[1];
    let shared = origins.of(second).iter().find(|origin| origins.of(first).contains(origin));
    let why = match origins.common(first, second) {
        Some(CommonOrigin::Address) => "have one address".to_owned(),
        Some(CommonOrigin::Publisher) => match shared.and_then(|&shared| sources[shared].publisher.as_ref()) {
            Some(publisher) => format!("have one publisher, {publisher}"),
            None => "have one publisher".to_owned(),
        },
        _ => match shared.map(|&shared| &sources[shared].key) {
            Some(origin) if *origin == sources[first].key => format!("have one origin: the second draws on `{origin}`"),
            Some(origin) if *origin == sources[second].key => format!("have one origin: the first draws on `{origin}`"),
            Some(origin) => format!("have one origin, `{origin}`"),
            None => "have one origin".to_owned(),
        },
    };
    let more = match circle.members.len() - 2 {
        0 => String::new(),
        1 => ", and so has one more".to_owned(),
        more => format!(", and so have {more} more"),
    };
    let judgement = &context.argument.node(circle.judgements[0]).id;
    let under = match circle.judgements.len() - 1 {
        0 => format!("under `{judgement}`"),
        more => format!("under `{judgement}` and {more} more"),
    };
    let (one, other) = (&sources[first].key, &sources[second].key);
    let mut hit = Hit::new(second_span, format!("the sources `{one}` and `{other}` {under} {why}{more}"))
        .help("count them once: cite the origin alone, or find a source with access of its own")
        .also(first_span, "cited here first");
    for &(number, span) in circle.members.iter().skip(2).take(SHOWN - 2) {
        hit = hit.also(span, format!("`{}` leads there too", sources[number].key));
    }
    hit.about_all(circle.judgements)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use crate::rules::frame::testing::{assert_examples, hits, hits_in_report};

    /// A report with one bullet for each source of the front matter.
    fn report(sources: &[(&str, &str)], cited: &[&str]) -> String {
        let mut text = String::from("---\nsources:\n");
        for (key, fields) in sources {
            writeln!(text, "  {key}: {{ {fields} }}").unwrap();
        }
        text.push_str("---\n\n## Key Judgement 1\n\nIt will likely rain.\n\n");
        for key in cited {
            writeln!(text, "- The {key} says so. [@{key}]").unwrap();
        }
        text
    }

    #[test]
    fn the_page_keeps_its_word() {
        assert_examples("circular-reporting");
    }

    #[test]
    fn derivation_publisher_and_address_are_told_apart() {
        let of =
            |sources: &[(&str, &str)], cited: &[&str]| hits_in_report("circular-reporting", &report(sources, cited));
        assert_eq!(
            of(&[("a", "derived_from: [c]"), ("b", "derived_from: [c]"), ("c", "title: C")], &["a", "b"]),
            ["13: the sources `a` and `b` under `kj1` have one origin, `c`"]
        );
        assert_eq!(
            of(&[("a", "derived_from: [b]"), ("b", "derived_from: [a]")], &["a", "b"]),
            ["12: the sources `a` and `b` under `kj1` have one origin: the second draws on `a`"]
        );
        assert_eq!(
            of(&[("a", "publisher: The Echo"), ("b", "publisher: echo"), ("d", "publisher: Echo")], &["b", "a", "d"]),
            ["13: the sources `b` and `a` under `kj1` have one publisher, The Echo, and so has one more"]
        );
        assert_eq!(
            of(&[("a", "url: 'https://a.example/x#one'"), ("b", "url: 'http://www.a.example/x/'")], &["a", "b"]),
            ["12: the sources `a` and `b` under `kj1` have one address"]
        );
        assert!(of(&[("a", "publisher: Echo"), ("b", "publisher: Wire")], &["a", "b"]).is_empty());
        assert!(of(&[("a", "derived_from: [b]"), ("b", "title: B")], &["a"]).is_empty());
    }

    #[test]
    fn the_same_sources_under_two_judgements_are_reported_once() {
        let text = "---\nsources:\n  a: { publisher: Echo }\n  b: { publisher: Echo }\n---\n\n## Key Judgement 1\n\n\
                    It will likely rain.\n\n- A. [@a]\n- B. [@b]\n\n## Key Judgement 2\n\nIt will likely snow.\n\n\
                    - C. [@b]\n- D. [@a]\n";
        let found = hits_in_report("circular-reporting", text);
        assert_eq!(found, ["12: the sources `a` and `b` under `kj1` and 1 more have one publisher, Echo"]);
    }

    #[test]
    fn sources_apart_are_silent() {
        let text = "kj1: judgement \"A.\"\nkj2: judgement \"B.\"\ne1: evidence \"C.\" source=a\n\
                    e2: evidence \"D.\" source=b\ne1 -> kj1\ne2 -> kj2";
        assert!(hits("circular-reporting", text).is_empty());
    }
}
