//! Where on a page the article is.

use super::furniture;
use super::tree::{NodeKind, Tree};

/// What stands before a node; the difference of two says what lies between them, in constant time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals {
    /// Bytes of text other than white space, without scripts, navigation and what is hidden.
    pub text: u32,
    /// Those of them in links.
    pub linked: u32,
    /// Headings.
    pub headings: u32,
    /// `<nav>` elements.
    pub navs: u32,
    /// Tables.
    pub tables: u32,
    /// Table cells.
    pub cells: u32,
}

impl Totals {
    /// One entry for each node and one for the end. Linear.
    pub fn of(source: &str, tree: &Tree) -> Vec<Self> {
        let mut totals = Vec::with_capacity(tree.nodes.len() + 1);
        let mut sum = Self::default();
        let mut silent_until = 0;
        let mut linked_until = 0;
        for (at, node) in tree.nodes.iter().enumerate() {
            totals.push(sum);
            match &node.kind {
                NodeKind::Element(element) => {
                    sum.headings += u32::from(element.heading_level().is_some());
                    match element.name.as_str() {
                        "nav" => sum.navs += 1,
                        "table" => sum.tables += 1,
                        "td" | "th" => sum.cells += 1,
                        "a" => linked_until = node.end,
                        _ => {}
                    }
                    if at >= silent_until && furniture::is_silent(element) {
                        silent_until = node.end;
                    }
                }
                NodeKind::Text(range) if at >= silent_until => {
                    let text = source.get(range.clone()).unwrap_or("");
                    let bytes = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).count();
                    let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
                    sum.text = sum.text.saturating_add(bytes);
                    if at < linked_until {
                        sum.linked = sum.linked.saturating_add(bytes);
                    }
                }
                _ => {}
            }
        }
        totals.push(sum);
        totals
    }

    /// What lies between two nodes.
    pub fn within(totals: &[Self], start: usize, end: usize) -> Self {
        let (before, after) = (totals[start], totals[end]);
        Self {
            text: after.text - before.text,
            linked: after.linked - before.linked,
            headings: after.headings - before.headings,
            navs: after.navs - before.navs,
            tables: after.tables - before.tables,
            cells: after.cells - before.cells,
        }
    }
}

/// The element that holds the article, and why the rest of the page is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Root {
    /// Its node; 0 is the whole page.
    pub node: usize,
    /// The reason given for what lies outside.
    pub outside: &'static str,
}

/// Chooses the article: the only `<article>` or the longest, else `<main>`, else the whole page. Linear.
///
/// An `<article>` that holds less than a fifth of the text around it is a teaser, and where a second one is at least
/// half as long as the longest, the articles are the parts of a page; in both cases it is `<main>` or the whole page
/// that is read.
pub(super) fn choose(tree: &Tree, totals: &[Totals]) -> Root {
    let page = totals.last().map_or(0, |total| total.text);
    let mut articles: Vec<(usize, u32)> = Vec::new();
    let mut main: Option<usize> = None;
    // Text that is not furniture, summed up; `None` for nodes in furniture is never asked for.
    let mut at = 0;
    let mut removed: u32 = 0;
    let mut open: Vec<(usize, usize, u32)> = Vec::new();
    let mut weights: Vec<(usize, u32)> = Vec::new();
    while at < tree.nodes.len() {
        close(&mut open, at, totals, removed, &mut weights);
        if let Some(element) = tree.element(at) {
            if at > 0 && furniture::reason(tree, totals, at, page).is_some() {
                removed += Totals::within(totals, at, tree.nodes[at].end).text;
                at = tree.nodes[at].end;
                continue;
            }
            let role = element.attribute("role").map_or("", str::trim);
            let is_main = main.is_none() && (element.name == "main" || role == "main");
            let is_article = element.name == "article" || role == "article";
            if is_main {
                main = Some(at);
            }
            let is_outermost = !open.iter().any(|&(node, ..)| node != 0 && Some(node) != main);
            if at == 0 || is_main || (is_article && is_outermost) {
                open.push((at, tree.nodes[at].end, removed));
                if is_article && is_outermost {
                    articles.push((at, 0));
                }
            }
        }
        at += 1;
    }
    close(&mut open, usize::MAX, totals, removed, &mut weights);
    weights.sort_unstable();
    let weight = |node: usize| weights.binary_search_by_key(&node, |&(node, _)| node).map_or(0, |at| weights[at].1);
    for article in &mut articles {
        article.1 = weight(article.0);
    }
    if let Some(main) = main {
        let end = tree.nodes[main].end;
        let within = |&(node, _): &(usize, u32)| main < node && node < end;
        if articles.iter().any(within) {
            articles.retain(within);
        }
    }
    let container = match main {
        Some(node) => Root { node, outside: "outside <main>" },
        None => Root { node: 0, outside: "outside the article" },
    };
    // The first of several that are equally long.
    let longest = articles.iter().copied().reduce(|best, next| if next.1 > best.1 { next } else { best });
    let Some((node, length)) = longest else { return container };
    let second = articles.iter().filter(|&&(other, _)| other != node).map(|&(_, length)| length).max().unwrap_or(0);
    let is_teaser = u64::from(length) * 5 < u64::from(weight(container.node));
    let is_part = u64::from(second) * 2 >= u64::from(length) && articles.len() > 1;
    if is_teaser || is_part { container } else { Root { node, outside: "outside <article>" } }
}

fn close(
    open: &mut Vec<(usize, usize, u32)>,
    at: usize,
    totals: &[Totals],
    removed: u32,
    weights: &mut Vec<(usize, u32)>,
) {
    while let Some(&(node, end, before)) = open.last().filter(|&&(_, end, _)| end <= at) {
        open.pop();
        let text = Totals::within(totals, node, end).text;
        weights.push((node, text.saturating_sub(removed - before)));
    }
}
