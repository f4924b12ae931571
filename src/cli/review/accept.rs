use std::collections::BTreeMap;

use anyhow::{anyhow, bail};
use clap::Args;
use linchpin::argument::{Argument, NodeHandle};
use linchpin::review::signoff::{Item, Label, ReviewStanding, accept, quoted_label};
use linchpin::review::visible;
use linchpin::text::nearest;

use super::{Read, Reviewed, file_beside, reviewer};
use crate::cli::{Outcome, output};

/// Accept nodes and links as they are now.
///
/// An accepted item is suspect once its words, what is said of it, the words at a link's ends or the copy of a source change,
/// until somebody accepts it again. What is accepted already, and unchanged, keeps who accepted it.
#[derive(Debug, Args)]
pub struct Accept {
    #[command(flatten)]
    reviewed: Reviewed,
    /// Nodes by their ids, and links as 'kj1-2->kj1' (in quotation marks, as `>` means something to a shell). One that is
    /// gone is taken out of the sign-off.
    #[arg(value_name = "ITEM")]
    items: Vec<String>,
    /// Accept everything.
    #[arg(long, conflicts_with_all = ["items", "under"])]
    all: bool,
    /// Accept a judgement, or another node, with all that bears on it up to the next judgements.
    #[arg(long, value_name = "NODE")]
    under: Vec<String>,
    /// Who accepts; without it, git's user.name and user.email.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The day; without it, today (UTC).
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
}

/// What is to be accepted, and the lines to be taken out.
#[derive(Default)]
struct Selection {
    items: Vec<Item>,
    gone: Vec<usize>,
}

impl Accept {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        if !self.all && self.items.is_empty() && self.under.is_empty() {
            bail!(
                "what is accepted? name nodes and links, such as kj1 and 'kj1-2->kj1', or write --under kj1 or --all"
            );
        }
        let by = reviewer::reviewer(self.by.as_deref(), &self.reviewed.path)?;
        let date = reviewer::day(self.date.as_deref())?;
        let Some(Read { argument, archives, sign_off }) = self.reviewed.read()? else { return Ok(Outcome::Faults) };
        let standing = ReviewStanding::new(&argument, &archives, &sign_off);
        let selection = self.selection(&argument, &standing)?;
        let (accepted_now, done) = accept(&standing, &selection.items, &selection.gone, &by, date);
        let file = file_beside(&self.reviewed.path);
        if done.first + done.again + done.dropped > 0 {
            output::write(Some(&file), accepted_now.to_string().as_bytes())?;
        }
        let counts = [
            (done.first, "accepted"),
            (done.again, "accepted again"),
            (done.kept, "accepted before and unchanged"),
            (done.dropped, "gone and taken out"),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, word)| format!("{count} {word}")).collect();
        output::note(&format!("{file}: {}", counts.join(", ")));
        Ok(Outcome::Clean)
    }

    fn selection(&self, argument: &Argument, standing: &ReviewStanding<'_>) -> anyhow::Result<Selection> {
        let mut selection = Selection::default();
        if self.all {
            selection.items = standing.items().map(|(item, _)| item).collect();
            selection.gone = standing.gone().map(|(number, _)| number).collect();
            return Ok(selection);
        }
        for id in &self.under {
            let node = argument.find(id).ok_or_else(|| unknown(argument, id))?;
            let under = standing.under(node);
            let nodes: Vec<NodeHandle> = under
                .iter()
                .filter_map(|item| match item {
                    Item::Node(node) => Some(*node),
                    Item::Link(_) => None,
                })
                .collect();
            selection.gone.extend(gone_under(standing, &nodes));
            selection.items.extend(under);
        }
        let links = links_by_label(argument);
        for text in &self.items {
            let label = match argument.find(text) {
                Some(node) => Label::of_node(argument, node),
                None => Label::parse(text).ok_or_else(|| unknown(argument, text))?,
            };
            let before = (selection.items.len(), selection.gone.len());
            match &label {
                Label::Node(id) => selection.items.extend(argument.find(id).map(Item::Node)),
                Label::Link(..) => selection.items.extend(links.get(&label).into_iter().flatten()),
            }
            if selection.items.len() == before.0 {
                selection.gone.extend(standing.gone().filter(|(_, gone)| gone.item == label).map(|(number, _)| number));
            }
            if (selection.items.len(), selection.gone.len()) == before {
                return Err(unknown(argument, text));
            }
        }
        Ok(selection)
    }
}

/// The lines of links that are gone and led to one of these nodes, and of the nodes that they led from.
fn gone_under(standing: &ReviewStanding<'_>, nodes: &[NodeHandle]) -> Vec<usize> {
    let mut nodes = nodes.to_vec();
    nodes.sort_unstable();
    let is_under = |number: usize| {
        standing.conclusion_of_gone(number).is_some_and(|conclusion| nodes.binary_search(&conclusion).is_ok())
    };
    let mut gone = Vec::new();
    let mut premises = std::collections::BTreeSet::new();
    for (number, acceptance) in standing.gone().filter(|&(number, _)| is_under(number)) {
        gone.push(number);
        if let Label::Link(premise, _) = &acceptance.item {
            premises.insert(premise.as_str());
        }
    }
    gone.extend(
        standing
            .gone()
            .filter(|(_, acceptance)| matches!(&acceptance.item, Label::Node(id) if premises.contains(id.as_str())))
            .map(|(number, _)| number),
    );
    gone
}

fn links_by_label(argument: &Argument) -> BTreeMap<Label, Vec<Item>> {
    let mut links: BTreeMap<Label, Vec<Item>> = BTreeMap::new();
    for (handle, _) in argument.edges() {
        links.entry(Label::of_link(argument, handle)).or_default().push(Item::Link(handle));
    }
    links
}

fn unknown(argument: &Argument, text: &str) -> anyhow::Error {
    // A shell takes `kj1-2->kj1` for "write to the file kj1".
    if let Some(premise) = text.strip_suffix('-').filter(|premise| argument.find(premise).is_some()) {
        let link = argument.find(premise).and_then(|node| argument.conclusions(node).next());
        let example =
            link.map_or_else(|| "'a->b'".to_owned(), |link| quoted_label(&Label::of_link(argument, link.handle)));
        return anyhow!(
            "there is no node `{}`; put a link into quotation marks, as {example}, since `>` means something to a shell",
            visible(text)
        );
    }
    let ids = argument.nodes().map(|(_, node)| node.id.as_str());
    let labels: Vec<String> =
        argument.edges().map(|(handle, _)| Label::of_link(argument, handle).to_string()).collect();
    let near = nearest(text, ids.chain(labels.iter().map(String::as_str)));
    let near = near.map_or_else(String::new, |near| format!("; did you mean `{}`?", visible(near)));
    anyhow!("there is no node and no link `{}`{near}", visible(text))
}
