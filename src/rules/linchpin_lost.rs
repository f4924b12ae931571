use super::{Context, Findings, Hit, Level, Revision, Rule, Stage, rule};
use crate::argument::Node;

rule! {
    /// ## What it does
    /// `linchpin diff` reports a judgement that lost its linchpin: the node that it hung on most in the edition before is
    /// gone or bears on it no longer, and its strength fell by at least the option `fall`. Where the judgement stood before
    /// and no longer does, it is an error.
    ///
    /// ## Why it matters
    /// The linchpin is what the reader was asked to believe the judgement for. Without it the judgement rests on what was
    /// second best, and its words should say so.
    ///
    /// ## Example
    /// ```diff fail
    ///  ## Key Judgement 1
    ///
    ///  The harbour is likely to be closed by winter.
    ///
    /// -- The pilots' contract ends in November and was not renewed. {credibility=0.9}
    ///  - Two firms have moved their ships.
    /// ```
    ///
    /// ```diff pass
    ///  ## Key Judgement 1
    ///
    ///  The harbour is likely to be closed by winter.
    ///
    /// -- The pilots' contract ends in November and was not renewed. {credibility=0.9}
    /// +- The insurers have withdrawn their cover from November on. {credibility=0.9}
    ///  - Two firms have moved their ships.
    /// ```
    ///
    /// ## How to mend it
    /// Lower the likelihood or the confidence, add evidence that carries the judgement, or put the node back. If it turned
    /// out to be wrong, say so in the judgement.
    ///
    /// ## Standard
    /// ICD 203, D.6.e(7): explains change to or consistency of analytic judgments; D.6.e(3): what is the linchpin of an argument is made
    /// plain.
    pub struct LinchpinLost;
    id = "linchpin-lost";
    group = Review;
    level = Warning;
    summary = "A judgement that lost what it hung on most (diff)";
    option "fall" = 0.01 in 0.0..=1.0: "how far the strength has to fall for the loss to be reported";
}

impl Rule for LinchpinLost {
    fn stage(&self) -> Stage {
        Stage::Revision
    }

    fn check_revision(&self, context: &Context<'_>, revision: &Revision<'_>, findings: &mut Findings) {
        let least = context.option(self, "fall");
        for judgement in &revision.judgements {
            let (Some(lost), (Some(was), Some(is))) = (judgement.lost, judgement.strengths) else { continue };
            if was - is < least {
                continue;
            }
            let id = &context.argument.node(judgement.new).id;
            let linchpin = revision.old.node(lost.old);
            let what = match lost.new {
                None => "is gone",
                Some(_) => "bears on it no longer",
            };
            let falls = if lost.crosses { "no longer stands" } else { "is weaker" };
            let message = format!(
                "`{id}` {falls} ({was:.2}, now {is:.2}): its linchpin `{}` {what}, \"{}\"",
                linchpin.id,
                opening(linchpin)
            );
            let mut hit = Hit::new(context.place(judgement.new), message)
                .help("lower the likelihood, add evidence that carries the judgement, or say why it still holds")
                .about(judgement.new);
            if lost.crosses {
                hit = hit.at_level(Level::Error);
            }
            if let Some(new) = lost.new {
                hit = hit.also(context.place(new), "the linchpin that it had").about(new);
            }
            findings.push(hit);
        }
    }
}

/// The first words of a node, enough to know it by.
fn opening(node: &Node) -> String {
    const MOST: usize = 60;
    let text = node.text.as_str();
    let end = text.char_indices().nth(MOST).map_or(text.len(), |(at, _)| at);
    if end == text.len() {
        return text.to_owned();
    }
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", text[..cut].trim_end())
}
