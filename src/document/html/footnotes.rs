//! Which links are references to footnotes, and which elements are the footnotes.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::article::Totals;
use super::tree::{Element, Tree};

/// A link to a footnote.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    /// The footnote's label.
    pub label: Rc<str>,
    /// Whether the link's text is a mere mark (`1`, `[2]`, `*`) that is not read as text.
    pub is_mark: bool,
}

/// The footnotes of a page and the links to them.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    /// The elements that hold a footnote's text, with the label and whether a link leads to it.
    pub notes: FxHashMap<usize, (Rc<str>, bool)>,
    /// The links (`<a>`) that are references.
    pub references: FxHashMap<usize, Reference>,
}

/// Bytes of a link's text that are taken for a mark and not for words.
const LONGEST_MARK: u32 = 8;

/// How far out of a link's target its footnote is looked for.
const STEPS: usize = 4;

impl Footnotes {
    /// Finds them: the targets of links into a list of footnotes, and of raised links to an id that says "footnote".
    /// Linear.
    pub fn find(tree: &Tree, totals: &[Totals]) -> Self {
        let mut targets: FxHashMap<&str, (usize, bool)> = FxHashMap::default();
        let mut links: Vec<(usize, &str, bool)> = Vec::new();
        let mut items: Vec<usize> = Vec::new();
        let (mut list_until, mut item_until) = (0, 0);
        for at in 1..tree.nodes.len() {
            let Some(element) = tree.element(at) else { continue };
            let end = tree.nodes[at].end;
            let is_note = is_single_note(element);
            let is_inside = at < list_until || is_note;
            let is_link = element.name == "a";
            let name = element.attribute("name").filter(|_| is_link);
            for id in [element.attribute("id"), name].into_iter().flatten() {
                targets.entry(id).or_insert((at, is_inside));
            }
            if is_link && let Some(target) = fragment(element) {
                links.push((at, target, at < list_until));
            }
            if (element.name == "li" && at < list_until && at >= item_until) || is_note {
                items.push(at);
                item_until = end;
            }
            if at >= list_until && is_list_of_notes(element) {
                list_until = end;
            }
        }
        let mut found = Self::default();
        let mut taken: FxHashSet<Rc<str>> = FxHashSet::default();
        for (link, target, is_in_note) in links {
            let Some(&(goal, is_inside)) = targets.get(target) else { continue };
            let says_so = label_of(target).is_some() && is_raised(tree, link);
            if is_in_note || !(is_inside || says_so) {
                continue;
            }
            let Some(note) = block_of(tree, goal) else { continue };
            if note <= link && link < tree.nodes[note].end {
                continue;
            }
            let label = found.name(note, Some(target), true, &mut taken);
            let text = Totals::within(totals, link, tree.nodes[link].end).text;
            found.references.insert(link, Reference { label, is_mark: text <= LONGEST_MARK });
        }
        for (index, note) in items.into_iter().enumerate() {
            let id = tree.element(note).and_then(|element| element.attribute("id"));
            let number = (index + 1).to_string();
            found.name(note, Some(id.unwrap_or(&number)), false, &mut taken);
        }
        found
    }

    fn name(&mut self, note: usize, id: Option<&str>, is_used: bool, taken: &mut FxHashSet<Rc<str>>) -> Rc<str> {
        if let Some((label, was_used)) = self.notes.get_mut(&note) {
            *was_used |= is_used;
            return Rc::clone(label);
        }
        let id = id.unwrap_or("");
        let short = label_of(id).unwrap_or(id);
        let fallbacks = [short.to_owned(), id.to_owned(), format!("{id}-{note}")];
        let label: Rc<str> =
            fallbacks.into_iter().map(Rc::from).find(|label: &Rc<str>| !taken.contains(label)).unwrap_or_default();
        taken.insert(Rc::clone(&label));
        self.notes.insert(note, (Rc::clone(&label), is_used));
        label
    }
}

/// Whether a link in a footnote leads back to where it is referred to.
pub(super) fn leads_back(element: &Element, text: &str) -> bool {
    let Some(target) = fragment(element) else { return false };
    target.contains("ref") || !text.contains(char::is_alphanumeric)
}

/// The id that a link within the page leads to.
pub(super) fn fragment(element: &Element) -> Option<&str> {
    element.attribute("href")?.trim().strip_prefix('#').filter(|target| !target.is_empty())
}

fn is_list_of_notes(element: &Element) -> bool {
    let is_role = |value: &str| matches!(value.trim(), "doc-endnotes" | "endnotes" | "footnotes" | "rearnotes");
    if element.attribute("role").is_some_and(is_role) || element.attribute("epub:type").is_some_and(is_role) {
        return true;
    }
    let names = [element.attribute("class"), element.attribute("id")].into_iter().flatten();
    names.flat_map(str::split_ascii_whitespace).any(|name| {
        let lower = name.to_ascii_lowercase();
        let mut words = lower.split(['-', '_']);
        words.any(|word| matches!(word, "footnotes" | "endnotes"))
            || lower.contains("footnote-list")
            || (element.name == "ol" && lower == "references")
    })
}

fn is_single_note(element: &Element) -> bool {
    let says_so = |value: &str| matches!(value.trim(), "doc-footnote" | "footnote");
    element.is_block()
        && (element.attribute("role").is_some_and(says_so) || element.attribute("epub:type").is_some_and(says_so))
}

/// Whether a link is raised (`<sup>`) or says that it is a reference.
fn is_raised(tree: &Tree, link: usize) -> bool {
    let is_sup = |node: usize| tree.element(node).is_some_and(|element| element.name == "sup");
    let element = tree.element(link);
    let says_so = |name: &str, word: &str| {
        element.and_then(|element| element.attribute(name)).is_some_and(|value| value.contains(word))
    };
    is_sup(tree.nodes[link].parent)
        || (link + 1..tree.nodes[link].end.min(link + 4)).any(is_sup)
        || says_so("class", "footnote")
        || says_so("role", "doc-noteref")
        || says_so("epub:type", "noteref")
        || says_so("href", "_ftn")
        || says_so("href", "_edn")
}

/// The block that a footnote's text fills: the target itself, or the nearest block around it; the whole item of a
/// list.
fn block_of(tree: &Tree, target: usize) -> Option<usize> {
    let is_block = |element: &Element| matches!(element.name.as_str(), "li" | "p" | "div" | "dd" | "aside" | "section");
    let target_element = tree.element(target).map(|element| (target, element));
    let mut around = target_element.into_iter().chain(tree.ancestors(target)).take(STEPS);
    let (node, element) = around.find(|(_, element)| is_block(element))?;
    let parent = tree.nodes[node].parent;
    let stands_in_item = element.name == "p" && tree.element(parent).is_some_and(|parent| parent.name == "li");
    Some(if stands_in_item { parent } else { node })
}

/// What is left of an id such as `fn:1`, `user-content-fn-a`, `_ftn3` or `cite_note-4` without the word for footnote.
fn label_of(id: &str) -> Option<&str> {
    const PREFIXES: [&str; 11] =
        ["footnotes", "footnote", "endnotes", "endnote", "cite_note", "fnote", "note", "ftn", "edn", "fn", "en"];
    let rest = id.strip_prefix("user-content-").unwrap_or(id).trim_start_matches('_');
    PREFIXES.iter().find_map(|prefix| {
        let head = rest.get(..prefix.len())?;
        let rest = &rest[prefix.len()..];
        let label = rest.trim_start_matches([':', '-', '_', '.']);
        let is_set_off = label.len() < rest.len() || label.starts_with(|c: char| c.is_ascii_digit());
        let is_label = is_set_off && !label.is_empty() && !label.starts_with("ref");
        (head.eq_ignore_ascii_case(prefix) && is_label).then_some(label)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_what_the_generators_number() {
        for (id, label) in [
            ("fn:1", Some("1")),
            ("fn1", Some("1")),
            ("user-content-fn-note-a", Some("note-a")),
            ("_ftn3", Some("3")),
            ("cite_note-Smith-4", Some("Smith-4")),
            ("fnref:1", None),
            ("_ftnref3", None),
            ("notes", None),
            ("energy", None),
            ("fn", None),
        ] {
            assert_eq!(label_of(id), label, "{id}");
        }
    }
}
