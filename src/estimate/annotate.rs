use super::Yardsticks;
use super::matching::{TermMatch, find_terms_in_prose, first_own};
use crate::argument::{Argument, Estimate, Node, NodeHandle, NodeKind, ReadBy};
use crate::document::Prose;
use crate::text::Span;

/// Which yardstick an argument is read with, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name; `None` if the argument uses no likelihood term that any yardstick knows.
    pub yardstick: Option<String>,
    /// Why, as a clause without a full stop: `PHIA knows all 2 terms of the report: "likely", "highly likely"`.
    pub reason: String,
}

/// A yardstick was named that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no yardstick `{}`; {}", .name.escape_debug(), help(.nearest.as_deref(), .known))]
pub struct UnknownYardstick {
    /// The name, as written.
    pub name: String,
    /// The known name that is most like it.
    pub nearest: Option<String>,
    /// All known names.
    pub known: Vec<String>,
    /// Where the report names it; `None` if it was asked for from outside.
    pub span: Option<Span>,
}

fn help(nearest: Option<&str>, known: &[String]) -> String {
    match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("known are {}", known.join(", ")),
    }
}

/// Picks the yardstick and fills in the estimates of judgements, hypotheses and claims, and which yardstick it was.
///
/// A likelihood that a node gives apart from its sentence ([`Node::likelihood`]) counts where the sentence states none.
///
/// The yardstick is the one `asked` for, else the one that the report names, else the one that knows most of the terms
/// that the judgements use; equals are parted by the terms of the other nodes, then by the order of
/// [`Yardsticks::iter`]. A node whose term is not on the chosen yardstick gets no estimate; estimates that were there
/// before are replaced. O(length of all texts).
///
/// # Errors
/// [`UnknownYardstick`] if the name asked for, or named by the report, is not known; the argument stays as it was.
pub fn annotate(
    argument: &mut Argument,
    yardsticks: &Yardsticks,
    asked: Option<&str>,
) -> Result<Choice, UnknownYardstick> {
    let named = match asked {
        Some(name) => Some((resolve(yardsticks, name, None)?, "it was asked for")),
        None => match &argument.report.yardstick {
            Some(name) => Some((resolve(yardsticks, name, argument.report.yardstick_span)?, "the report names it")),
            None => None,
        },
    };
    let stated_by = |argument: &Argument, asked: fn(NodeKind) -> bool| -> Vec<Stated> {
        argument.of_each_node(|handle, node| {
            let stated = asked(node.kind).then(|| Stated::of(handle, node, yardsticks));
            // Most nodes state nothing; those that had an estimate before are to lose it.
            stated.filter(|stated| !stated.terms.is_empty() || node.estimate.is_some())
        })
    };
    let found = stated_by(argument, takes_estimate);
    let is_named = named.is_some();
    let (index, reason) = match named {
        Some((index, why)) => (Some(index), format!("{} is used because {why}", yardsticks.at(index).title)),
        // Most nodes are evidence, whose terms seldom matter.
        None => choose(&found, || stated_by(argument, |kind| kind != NodeKind::Inference), yardsticks),
    };
    for stated in found {
        argument.update_node(stated.node, |node: &mut Node| {
            let prose = if stated.apart { node.likelihood.as_deref() } else { Some(&node.text) };
            node.estimate = index
                .zip(prose)
                .and_then(|(index, prose)| estimate(prose, stated.terms, yardsticks, index))
                .map(Box::new);
        });
    }
    argument.report.read_by =
        index.map(|index| ReadBy { yardstick: yardsticks.at(index).name.clone(), named: is_named });
    Ok(Choice { yardstick: index.map(|index| yardsticks.at(index).name.clone()), reason })
}

/// The likelihood terms that a node states.
struct Stated {
    node: NodeHandle,
    kind: NodeKind,
    /// Whether they stand in a column or field of their own, because the sentence has none of the author's.
    apart: bool,
    terms: Vec<TermMatch>,
}

impl Stated {
    fn of(handle: NodeHandle, node: &Node, yardsticks: &Yardsticks) -> Self {
        let terms = find_terms_in_prose(&node.text, yardsticks);
        let silent = !terms.iter().any(|term| term.usage.is_own());
        match node.likelihood.as_deref().filter(|_| silent) {
            Some(apart) => {
                Self { node: handle, kind: node.kind, apart: true, terms: find_terms_in_prose(apart, yardsticks) }
            }
            None => Self { node: handle, kind: node.kind, apart: false, terms },
        }
    }
}

fn takes_estimate(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::Judgement | NodeKind::Hypothesis | NodeKind::Claim)
}

fn resolve(yardsticks: &Yardsticks, name: &str, span: Option<Span>) -> Result<usize, UnknownYardstick> {
    yardsticks.index(name).ok_or_else(|| UnknownYardstick {
        name: name.to_owned(),
        nearest: yardsticks.nearest(name).map(str::to_owned),
        known: yardsticks.names().map(str::to_owned).collect(),
        span,
    })
}

fn estimate(prose: &Prose, matches: Vec<TermMatch>, yardsticks: &Yardsticks, index: usize) -> Option<Estimate> {
    let found = first_own(matches).filter(|found| !found.negated)?;
    let reading = found.reading(index)?;
    let yardstick = yardsticks.at(index);
    let term = &yardstick.terms[reading.term];
    Some(Estimate {
        term: super::matching::folded(&prose.as_str()[reading.range.clone()]),
        name: term.name.clone(),
        yardstick: yardstick.name.clone(),
        low: term.band.low,
        high: term.band.high,
        span: prose.span_of(reading.range.clone()),
    })
}

/// A wording of likelihood that the report uses, and the yardsticks that know it.
struct Wording {
    words: String,
    known_to: Vec<usize>,
}

/// The wordings of the authors' own likelihoods, each once.
fn wordings<'s>(stated: impl Iterator<Item = &'s Stated>) -> Vec<Wording> {
    let mut wordings: Vec<Wording> = Vec::new();
    let terms = stated.flat_map(|stated| &stated.terms);
    for term in terms.filter(|term| term.usage.is_own() && !term.readings.is_empty()) {
        let words = term.words.trim_start_matches("most ").replace('-', " ");
        // The number of distinct wordings is bounded by the yardsticks' phrases, not by the text.
        if !wordings.iter().any(|known| known.words == words) {
            let known_to = term.readings.iter().map(|reading| reading.yardstick).collect();
            wordings.push(Wording { words, known_to });
        }
    }
    wordings
}

/// The yardstick that knows most of the terms of the judgements among `found`, and why. What `all` nodes state is asked
/// for where that does not decide it.
fn choose(found: &[Stated], all: impl FnOnce() -> Vec<Stated>, yardsticks: &Yardsticks) -> (Option<usize>, String) {
    let of_judgements = wordings(found.iter().filter(|stated| stated.kind == NodeKind::Judgement));
    let known = |wordings: &[Wording], index: usize| {
        wordings.iter().filter(|wording| wording.known_to.contains(&index)).count()
    };
    let scores: Vec<usize> = (0..yardsticks.iter().len()).map(|index| known(&of_judgements, index)).collect();
    let most = scores.iter().copied().max().unwrap_or(0);
    let is_decided = most > 0 && scores.iter().filter(|score| **score == most).count() == 1;
    let all = if is_decided { Vec::new() } else { all() };
    let of_others = wordings(all.iter().filter(|stated| stated.kind != NodeKind::Judgement));
    let (weighty, whose) =
        if of_judgements.is_empty() { (&of_others, "the report") } else { (&of_judgements, "the report's judgements") };
    let mut best: Option<(usize, (usize, usize))> = None;
    for (index, score) in scores.into_iter().enumerate() {
        let score = (score, known(&of_others, index));
        if best.is_none_or(|(_, most)| score > most) {
            best = Some((index, score));
        }
    }
    let Some((index, _)) = best.filter(|_| !weighty.is_empty()) else {
        return (None, "the report uses no likelihood term of any yardstick".to_owned());
    };
    let title = &yardsticks.at(index).title;
    let (count, total) = (known(weighty, index), weighty.len());
    let listed = quoted_list(weighty.iter());
    if count < total {
        let missing = quoted_list(weighty.iter().filter(|wording| !wording.known_to.contains(&index)));
        let reason = format!(
            "no yardstick knows every term of {whose} ({listed}); {title} knows most, {count} of {total}, \
             and not {missing}"
        );
        return (Some(index), reason);
    }
    let all = if total == 1 { "the one term".to_owned() } else { format!("all {total} terms") };
    (Some(index), format!("{title} knows {all} of {whose}: {listed}"))
}

fn quoted_list<'w>(wordings: impl Iterator<Item = &'w Wording>) -> String {
    wordings.map(|wording| format!("\"{}\"", wording.words)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::argument::Id;
    use crate::text::FileId;

    fn argument(texts: &[(NodeKind, &str)]) -> Argument {
        let mut argument = Argument::default();
        for (index, (kind, text)) in texts.iter().enumerate() {
            let prose = Prose::verbatim(*text, FileId::FIRST, 1000 * index);
            let span = prose.span();
            argument.add_node(Node::new(Id::new(&format!("n{index}")).unwrap(), *kind, prose, span)).unwrap();
        }
        argument
    }

    fn chosen(texts: &[&str]) -> (Option<String>, String) {
        let texts: Vec<_> = texts.iter().map(|text| (NodeKind::Judgement, *text)).collect();
        let choice = annotate(&mut argument(&texts), &Yardsticks::built_in(), None).unwrap();
        (choice.yardstick, choice.reason)
    }

    #[test]
    fn the_yardstick_that_knows_every_term_is_chosen() {
        let (name, reason) = chosen(&[
            "The two states are highly unlikely to merge their fleets.",
            "They are highly likely to drill together.",
            "Trade is likely to grow.",
        ]);
        assert_eq!(name.as_deref(), Some("phia"));
        assert_eq!(
            reason,
            "PHIA knows all 3 terms of the report's judgements: \"highly unlikely\", \"highly likely\", \"likely\""
        );
        let by_texts = |texts: &[&str]| chosen(texts).0.unwrap_or_default();
        assert_eq!(by_texts(&["It is very likely to rain.", "Hail is unlikely."]), "icd-203");
        assert_eq!(by_texts(&["There is an even chance of rain.", "Hail is likely."]), "nato");
        assert_eq!(by_texts(&["Rain is virtually certain.", "Hail is exceptionally unlikely."]), "ipcc-ar5");
        assert_eq!(by_texts(&["The chances are about even.", "He will almost certainly not go."]), "kent");
        assert_eq!(by_texts(&["There is a realistic possibility of rain."]), "phia");
    }

    #[test]
    fn when_none_knows_all_the_reason_says_so() {
        let (name, reason) = chosen(&["Rain is very likely.", "Hail is highly likely.", "Snow is very unlikely."]);
        assert_eq!(name.as_deref(), Some("icd-203"));
        assert!(reason.starts_with("no yardstick knows every term of the report's judgements"), "{reason}");
        assert!(reason.ends_with("ICD 203 knows most, 2 of 3, and not \"highly likely\""), "{reason}");
        let (name, reason) = chosen(&["Rain will fall.", "Likely targets include the port."]);
        assert_eq!((name, reason.as_str()), (None, "the report uses no likelihood term of any yardstick"));
    }

    #[test]
    fn judgements_weigh_before_the_rest() {
        let mut argument = argument(&[
            (NodeKind::Evidence, "Rain is very likely."),
            (NodeKind::Evidence, "Hail is very unlikely."),
            (NodeKind::Judgement, "Floods are highly likely."),
        ]);
        let choice = annotate(&mut argument, &Yardsticks::built_in(), None).unwrap();
        assert_eq!(choice.yardstick.as_deref(), Some("phia"));
        // Among equals the rest decides.
        let mut argument = self::argument(&[
            (NodeKind::Evidence, "Rain is very likely."),
            (NodeKind::Judgement, "Floods are likely."),
        ]);
        let choice = annotate(&mut argument, &Yardsticks::built_in(), None).unwrap();
        assert_eq!(choice.yardstick.as_deref(), Some("icd-203"));
    }

    #[test]
    fn estimates_are_filled_in_with_their_place() {
        let mut argument = argument(&[
            (NodeKind::Judgement, "They are  Highly Unlikely to ally."),
            (NodeKind::Hypothesis, "They will probably ally."),
            (NodeKind::Evidence, "They are likely to meet."),
            (NodeKind::Claim, "They are quite likely to meet."),
        ]);
        let choice = annotate(&mut argument, &Yardsticks::built_in(), Some("PHIA")).unwrap();
        assert_eq!(choice.reason, "PHIA is used because it was asked for");
        let nodes: Vec<&Node> = argument.nodes().map(|(_, node)| node).collect();
        let estimate = nodes[0].estimate.as_deref().unwrap();
        assert_eq!((estimate.term.as_str(), estimate.name.as_str()), ("highly unlikely", "highly unlikely"));
        assert_eq!(estimate.span.range(), 10..25);
        assert_eq!(estimate.yardstick, "phia");
        let estimate = nodes[1].estimate.as_deref().unwrap();
        assert_eq!((estimate.term.as_str(), estimate.name.as_str()), ("probably", "likely"));
        assert_eq!((estimate.low, estimate.high), (0.55, 0.75));
        assert!(nodes[2].estimate.is_none() && nodes[3].estimate.is_none());
    }

    #[test]
    fn a_likelihood_of_its_own_counts_where_the_sentence_has_none() {
        let mut argument = argument(&[
            (NodeKind::Judgement, "The port closes this winter."),
            (NodeKind::Judgement, "The port is unlikely to close."),
        ]);
        let handles: Vec<NodeHandle> = argument.judgements().map(|(handle, _)| handle).collect();
        for handle in handles {
            let apart = Prose::verbatim("Highly likely (85 %)", FileId::FIRST, 500);
            argument.update_node(handle, |node| node.likelihood = Some(Box::new(apart)));
        }
        annotate(&mut argument, &Yardsticks::built_in(), None).unwrap();
        let estimates: Vec<&Estimate> =
            argument.judgements().filter_map(|(_, node)| node.estimate.as_deref()).collect();
        assert_eq!(estimates.iter().map(|estimate| &estimate.name).collect::<Vec<_>>(), ["highly likely", "unlikely"]);
        assert_eq!(estimates[0].span.range(), 500..513);
        assert_eq!(argument.report.read_by, Some(ReadBy { yardstick: "phia".to_owned(), named: false }));
    }

    #[test]
    fn an_unknown_name_is_an_error_with_the_nearest() {
        let mut argument = argument(&[(NodeKind::Judgement, "Rain is likely.")]);
        let span = Span::new(FileId::FIRST, 3..7);
        argument.report.yardstick = Some("ikd-203".to_owned());
        argument.report.yardstick_span = Some(span);
        let yardsticks = Yardsticks::built_in();
        let error = annotate(&mut argument, &yardsticks, None).unwrap_err();
        assert_eq!(error.to_string(), "there is no yardstick `ikd-203`; did you mean `icd-203`?");
        assert_eq!(error.span, Some(span));
        let error = annotate(&mut argument, &yardsticks, Some("zzz")).unwrap_err();
        assert!(error.to_string().contains("known are phia, icd-203, nato"), "{error}");
        assert_eq!(error.span, None);
        let choice = annotate(&mut argument, &yardsticks, Some("nato")).unwrap();
        assert_eq!(choice.yardstick.as_deref(), Some("nato"));
        argument.report.yardstick = Some("Kent".to_owned());
        let choice = annotate(&mut argument, &yardsticks, None).unwrap();
        assert_eq!(choice.reason, "Kent (1964) is used because the report names it");
    }
}
