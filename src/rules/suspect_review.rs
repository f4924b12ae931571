use super::{Context, Findings, Hit, Rule, rule};
use crate::argument::NodeHandle;
use crate::review::signoff::{Beneath, Item, ItemState, Label, ReviewStanding, accept_command, changed_parts};

rule! {
    /// ## What it does
    /// Holds the sign-off that lies beside the argument (`report.md.review`, written by `linchpin review accept`) against it. It
    /// reports what was accepted and has changed since: a node's words, likelihood, confidence, grade, date or sources; a
    /// link's kind, weight or reason, or the words at its ends; the copy that a source keeps (`archive`). It reports what
    /// was accepted and is gone, and each judgement that rests on any of these. Without that file it is silent, and so it
    /// is on what nobody has accepted yet: `linchpin review status` says that.
    ///
    /// ## Why it matters
    /// A reviewer's signature is for what was read. When a piece of evidence is reworded a week later the signature still
    /// stands under the conclusion, and nobody knows that it no longer covers what the conclusion rests on.
    ///
    /// ## Example
    /// Here the reviewer accepted "The pilots' contract ends in November.", as the last lines say; they stand in a file
    /// of their own, `report.md.review`.
    ///
    /// ```markdown fail
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in March.
    ///
    /// <!-- report.md.review
    /// kj1-1  v1:e719dadd7f7f9e01-a9bcf2a88c923d6c  2026-11-28  Jane Doe  "The pilots' contract ends in November."
    /// -->
    /// ```
    ///
    /// ```markdown pass
    /// ## Key Judgement 1
    ///
    /// The harbour will very likely be closed by winter.
    ///
    /// - The pilots' contract ends in November.
    ///
    /// <!-- report.md.review
    /// kj1-1  v1:e719dadd7f7f9e01-a9bcf2a88c923d6c  2026-11-28  Jane Doe  "The pilots' contract ends in November."
    /// -->
    /// ```
    ///
    /// ## How to mend it
    /// Read it again, with what it bears on. If the judgement still follows, accept it anew: `linchpin review accept report.md
    /// kj1-1`. If it does not, mend the judgement first.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(7): explains change to or consistency of analytic judgments. Tools for requirements call a link
    /// whose end changed since it was last looked at a suspect link.
    pub struct SuspectReview;
    id = "suspect-review";
    group = Review;
    level = Warning;
    summary = "Something that was accepted in review, and changed since";
}

/// So many items are named in one piece of help.
const MOST_NAMED: usize = 4;

impl Rule for SuspectReview {
    fn check(&self, context: &Context<'_>, findings: &mut Findings) {
        let Some(standing) = context.review_standing().filter(|standing| standing.is_suspect()) else { return };
        let argument = context.argument;
        let file = crate::review::name_of(argument);
        let carried = carried_by_node(standing);
        for (item, state) in standing.items() {
            let ItemState::Suspect { acceptance, changed } = state else { continue };
            let accepted = standing.acceptance(acceptance);
            let label = item.label(argument);
            let message = format!(
                "`{label}` changed since {} accepted it on {}: {}",
                accepted.by.name(),
                accepted.date,
                changed_parts(item, changed)
            );
            let mut to_accept = vec![label];
            let (span, about) = match item {
                Item::Node(node) => {
                    to_accept.extend(carried[node.index()].iter().cloned());
                    (context.place(node), vec![node])
                }
                Item::Link(link) if standing.is_carried(link) => continue,
                Item::Link(link) => {
                    let (premise, conclusion) = argument.ends(link);
                    (argument.edge(link).span, vec![premise, conclusion])
                }
            };
            let mut hit = Hit::new(span, message).about_all(about).help(help(file, &to_accept));
            if changed.words {
                hit = hit.saying(format!("it was \"{}\"", accepted.opening));
            }
            findings.push(hit);
        }
        let first = argument.judgements().next().or_else(|| argument.nodes().next()).map(|(node, _)| node);
        for (number, gone) in standing.gone_to_tell() {
            let Some(place) = standing.conclusion_of_gone(number).or(first) else { continue };
            let message = format!(
                "`{}`, which {} accepted on {}, is gone: \"{}\"",
                gone.item,
                gone.by.name(),
                gone.date,
                gone.opening
            );
            let mut to_accept = vec![gone.item.clone()];
            if let Label::Link(premise, _) = &gone.item
                && argument.find(premise).is_none()
            {
                to_accept.push(Label::Node(premise.clone()));
            }
            findings.push(Hit::new(context.place(place), message).about(place).help(help(file, &to_accept)));
        }
        for (judgement, _) in argument.judgements() {
            if let Some(hit) = mark(context, standing, judgement) {
                findings.push(hit);
            }
        }
    }
}

/// That a judgement rests on something that is no longer as it was accepted.
fn mark(context: &Context<'_>, standing: &ReviewStanding<'_>, judgement: NodeHandle) -> Option<Hit> {
    let argument = context.argument;
    let id = &argument.node(judgement).id;
    let file = crate::review::name_of(argument);
    let hit = match standing.beneath(judgement)? {
        Beneath::Changed(item) => {
            let ItemState::Suspect { acceptance, .. } = standing.state(item) else { return None };
            // A changed link into the judgement says so by itself.
            let accepted = standing.acceptance(acceptance);
            let label = item.label(argument);
            let message = format!(
                "`{id}` rests on `{label}`, which changed since {} accepted it on {}",
                accepted.by.name(),
                accepted.date
            );
            Hit::new(context.place(judgement), message).help(help(file, &[label]))
        }
        // Said at this very place already.
        Beneath::Gone(number) if standing.conclusion_of_gone(number) == Some(judgement) => return None,
        Beneath::Gone(number) => {
            let gone = standing.acceptance(number);
            let message = format!(
                "`{id}` rested on `{}`, which {} accepted on {}, and which is gone",
                gone.item,
                gone.by.name(),
                gone.date
            );
            Hit::new(context.place(judgement), message).help(help(file, std::slice::from_ref(&gone.item)))
        }
    };
    Some(hit.about(judgement))
}

/// By node: the links that are suspect only as its words changed. Each link is carried by one node. O(nodes + edges).
fn carried_by_node(standing: &ReviewStanding<'_>) -> Vec<Vec<Label>> {
    let argument = standing.argument();
    let mut carried: Vec<Vec<Label>> = vec![Vec::new(); argument.node_count()];
    for (handle, _) in argument.edges().filter(|&(handle, _)| standing.is_carried(handle)) {
        let (premise, conclusion) = argument.ends(handle);
        let is_suspect = matches!(standing.state(Item::Node(premise)), ItemState::Suspect { .. });
        let carrier = &mut carried[if is_suspect { premise } else { conclusion }.index()];
        if carrier.len() < MOST_NAMED {
            carrier.push(Label::of_link(argument, handle));
        }
    }
    carried
}

fn help(file: &str, labels: &[Label]) -> String {
    if labels.len() > MOST_NAMED {
        return format!("look at it again, then `{} --all`, or accept item by item", accept_command(file, &[]));
    }
    format!("look at it again, then `{}`", accept_command(file, labels))
}

#[cfg(test)]
mod tests {
    use crate::archive::Archives;
    use crate::argument::Argument;
    use crate::review::signoff::{Item, ReviewStanding, Reviewer, SignOff, accept};
    use crate::rules::frame::testing::{read, sign_off_in};
    use crate::rules::{Companions, Settings, check_with};

    fn report(judgement: &str, bullets: &[&str]) -> Argument {
        let bullets: String = bullets.iter().map(|bullet| format!("- {bullet}\n")).collect();
        read("report.md", &format!("## Key Judgement 1\n\n{judgement}\n\n{bullets}"))
    }

    /// All of it, accepted by Jane.
    fn accepted(argument: &Argument) -> SignOff {
        let none = SignOff::default();
        let standing = ReviewStanding::new(argument, &Archives::default(), &none);
        let items: Vec<Item> = standing.items().map(|(item, _)| item).collect();
        let by = Reviewer::new("Jane Doe <jane@example.org>").unwrap();
        accept(&standing, &items, &[], &by, "2026-11-28".parse().unwrap()).0
    }

    fn hits(argument: &Argument, sign_off: Option<&SignOff>) -> Vec<String> {
        let archives = Archives::default();
        let companions = Companions { archives: Some(&archives), sign_off };
        let mut found = check_with(argument, &Settings::default(), companions);
        found.retain(|finding| finding.rule == "suspect-review");
        let line = |finding: &crate::rules::Finding| argument.files().positions(finding.primary.span).0.line;
        found.iter().map(|finding| format!("{}: {}", line(finding), finding.message)).collect()
    }

    const RAIN: &str = "It will likely rain.";
    const BULLETS: [&str; 2] = ["The glass is falling quickly.", "Swallows fly low over the fields."];

    #[test]
    fn the_page_keeps_its_word() {
        for example in crate::rules::find("suspect-review").unwrap().card().examples() {
            let argument = read("report.md", &example.text);
            let sign_off = sign_off_in(&example.text).unwrap();
            let found = hits(&argument, Some(&sign_off));
            assert_eq!(found.is_empty(), example.passes, "{found:?}\n{}", example.text);
        }
    }

    #[test]
    fn it_is_silent_without_a_sign_off_on_what_stands_and_on_what_is_new() {
        let before = report(RAIN, &BULLETS);
        let sign_off = accepted(&before);
        assert!(hits(&before, None).is_empty());
        assert!(hits(&before, Some(&sign_off)).is_empty());
        assert!(hits(&report("It will\nlikely rain.", &[BULLETS[1], BULLETS[0]]), Some(&sign_off)).is_empty());
        assert!(hits(&report(RAIN, &["The cat sneezes.", BULLETS[0], BULLETS[1]]), Some(&sign_off)).is_empty());
    }

    #[test]
    fn a_change_is_told_where_it_is_and_at_the_judgement_above() {
        let sign_off = accepted(&report(RAIN, &BULLETS));
        assert_eq!(
            hits(&report(RAIN, &["Unheard of.", BULLETS[0], "Swallows fly high over the fields."]), Some(&sign_off)),
            [
                "3: `kj1` rests on `kj1-3`, which changed since Jane Doe accepted it on 2026-11-28",
                "7: `kj1-3` changed since Jane Doe accepted it on 2026-11-28: its words",
            ]
        );
        assert_eq!(
            hits(&report(RAIN, &[BULLETS[0], "Swallows fly low over the fields. {weight=0.5}"]), Some(&sign_off)),
            [
                "3: `kj1` rests on `kj1-2->kj1`, which changed since Jane Doe accepted it on 2026-11-28",
                "6: `kj1-2->kj1` changed since Jane Doe accepted it on 2026-11-28: its kind, weight or reason",
            ]
        );
        assert_eq!(
            hits(&report("It will hardly rain.", &BULLETS), Some(&sign_off)),
            [concat!(
                "3: `kj1` changed since Jane Doe accepted it on 2026-11-28: ",
                "its words and what is said of it"
            )]
        );
    }

    #[test]
    fn what_is_gone_is_told_once_at_what_it_bore_on() {
        let sign_off = accepted(&report(RAIN, &BULLETS));
        assert_eq!(
            hits(&report(RAIN, &BULLETS[1..]), Some(&sign_off)),
            ["3: `kj1-1->kj1`, which Jane Doe accepted on 2026-11-28, is gone: \"The glass is falling quickly.\""]
        );
    }
}
