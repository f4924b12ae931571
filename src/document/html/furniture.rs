//! Which elements are part of the page and not of the article.

use super::article::Totals;
use super::tree::{Element, Tree};

/// Elements whose content is never text.
pub(super) fn is_dropped(name: &str) -> bool {
    matches!(name, "script" | "style" | "title")
}

/// Why an element is never part of an article, by itself and whatever it holds.
fn never_article(element: &Element) -> Option<&'static str> {
    let reason = match element.name.as_str() {
        "nav" => "inside <nav>",
        "button" => "inside <button>",
        "select" => "inside <select>",
        "textarea" => "inside <textarea>",
        "noscript" => "inside <noscript>",
        "template" => "inside <template>",
        "iframe" => "inside <iframe>",
        "svg" => "inside <svg>",
        "audio" | "video" | "canvas" => "inside a player or drawing",
        "dialog" if element.attribute("open").is_none() => "inside a closed <dialog>",
        _ => return hidden(element),
    };
    Some(reason)
}

/// Whether what an element holds is no text that anybody reads in an article.
pub(super) fn is_silent(element: &Element) -> bool {
    is_dropped(&element.name) || never_article(element).is_some()
}

fn hidden(element: &Element) -> Option<&'static str> {
    if element.attribute("hidden").is_some() {
        return Some("hidden");
    }
    if element.attribute("aria-hidden").is_some_and(|value| value.trim().eq_ignore_ascii_case("true")) {
        return Some("aria-hidden");
    }
    if let Some(style) = element.attribute("style")
        && declares(style, "display", |value| value == "none")
    {
        return Some("display:none");
    }
    let is_for_screen_readers = element.attribute("class").is_some_and(|classes| {
        classes
            .split_ascii_whitespace()
            .any(|class| matches!(class, "sr-only" | "screen-reader-text" | "visually-hidden"))
    });
    is_for_screen_readers.then_some("hidden but for screen readers")
}

/// Whether an inline style gives `property` such a value (in lower case, without blanks and `!important`).
pub(super) fn declares(style: &str, property: &str, is_such: impl Fn(&str) -> bool) -> bool {
    style.split(';').filter_map(|declaration| declaration.split_once(':')).any(|(name, value)| {
        let value = value.trim().to_ascii_lowercase();
        name.trim().eq_ignore_ascii_case(property) && is_such(value.trim_end_matches("!important").trim_end())
    })
}

/// How much of the article a wrapper may hold and still be furniture.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Guard {
    /// Up to one half: the name is used for wrappers of whole pages too (`with-sidebar`, a form around the page).
    Half,
    /// Up to nine tenths: nobody names a wrapper of the article so, and an article can be shorter than its author's
    /// biography.
    NineTenths,
    /// Up to one half, and only a few words besides links: the name is an ordinary word too (`social-unrest`).
    Brief,
}

/// Words of a class, id or itemprop, and what they say. A name matches where its words follow one another in it.
const NAMES: [(&[&str], &str, Guard); 45] = [
    (&["author", "box"], "an author box", Guard::NineTenths),
    (&["author", "bio"], "an author's biography", Guard::NineTenths),
    (&["author", "info"], "an author box", Guard::NineTenths),
    (&["author", "card"], "an author box", Guard::NineTenths),
    (&["author", "profile"], "an author box", Guard::NineTenths),
    (&["author", "description"], "an author's biography", Guard::NineTenths),
    (&["author", "avatar"], "an author box", Guard::NineTenths),
    (&["about", "author"], "an author's biography", Guard::NineTenths),
    (&["about", "the", "author"], "an author's biography", Guard::NineTenths),
    (&["bio", "box"], "an author's biography", Guard::NineTenths),
    (&["byline"], "a byline", Guard::NineTenths),
    (&["posted", "on"], "a byline", Guard::Brief),
    (&["posted", "by"], "a byline", Guard::Brief),
    (&["entry", "meta"], "a byline", Guard::Brief),
    (&["post", "meta"], "a byline", Guard::Brief),
    (&["share"], "a share bar", Guard::Brief),
    (&["sharing"], "a share bar", Guard::Brief),
    (&["sharedaddy"], "a share bar", Guard::Half),
    (&["social"], "a share bar", Guard::Brief),
    (&["newsletter"], "a newsletter form", Guard::Half),
    (&["subscribe"], "a newsletter form", Guard::Half),
    (&["related"], "related articles", Guard::Half),
    (&["cookie"], "a cookie notice", Guard::NineTenths),
    (&["cookies"], "a cookie notice", Guard::NineTenths),
    (&["toc"], "a table of contents", Guard::Half),
    (&["table", "of", "contents"], "a table of contents", Guard::Half),
    (&["breadcrumb"], "breadcrumbs", Guard::NineTenths),
    (&["breadcrumbs"], "breadcrumbs", Guard::NineTenths),
    (&["comments"], "a comments section", Guard::Half),
    (&["comment", "respond"], "a comments section", Guard::Half),
    (&["comment", "list"], "a comments section", Guard::Half),
    (&["comment", "form"], "a comments section", Guard::Half),
    (&["comment", "body"], "a comments section", Guard::Half),
    (&["sidebar"], "a sidebar", Guard::Half),
    (&["widget", "area"], "a sidebar", Guard::Half),
    (&["menu"], "a menu", Guard::Brief),
    (&["nav"], "navigation", Guard::Brief),
    (&["navbar"], "navigation", Guard::Brief),
    (&["navigation"], "navigation", Guard::Brief),
    (&["pagination"], "navigation", Guard::Brief),
    (&["skip", "link"], "navigation", Guard::Brief),
    (&["advertisement"], "an advertisement", Guard::Half),
    (&["advert"], "an advertisement", Guard::Half),
    (&["site", "footer"], "a footer", Guard::Half),
    (&["back", "to", "top"], "navigation", Guard::Brief),
];

/// As many bytes of text besides links as a menu or share bar may have.
const BRIEF: u32 = 300;

/// No class is longer than this; what is after it is not read.
const LONGEST_NAME: usize = 2000;

/// Why an element is part of the page and not of the article; `whole` is the text of the article that it may be in.
pub(super) fn reason(tree: &Tree, totals: &[Totals], node: usize, whole: u32) -> Option<&'static str> {
    let element = tree.element(node)?;
    if let Some(reason) = never_article(element) {
        return Some(reason);
    }
    let held = Totals::within(totals, node, tree.nodes[node].end);
    let (reason, guard) = by_tag_or_role(element, held).or_else(|| by_name(tree, totals, node, element))?;
    let share = u64::from(held.text);
    let whole = u64::from(whole);
    let is_furniture = match guard {
        Guard::Half => share * 2 <= whole,
        Guard::NineTenths => share * 10 <= whole * 9,
        Guard::Brief => share * 2 <= whole && held.text.saturating_sub(held.linked) <= BRIEF,
    };
    // Without any text there is nothing to lose on either side.
    (is_furniture || held.text == 0).then_some(reason)
}

fn by_tag_or_role(element: &Element, held: Totals) -> Option<(&'static str, Guard)> {
    let reason = match element.name.as_str() {
        "footer" => "inside <footer>",
        "aside" => "inside <aside>",
        "form" => "inside <form>",
        "header" if held.navs > 0 => "inside a <header> with navigation",
        _ => match element.attribute("role")?.trim() {
            "navigation" => "role navigation",
            "banner" => "role banner",
            "contentinfo" => "role contentinfo",
            "search" => "role search",
            "complementary" => "role complementary",
            "menu" | "menubar" | "toolbar" => "role menu",
            _ => return None,
        },
    };
    Some((reason, Guard::Half))
}

fn by_name(tree: &Tree, totals: &[Totals], node: usize, element: &Element) -> Option<(&'static str, Guard)> {
    let is_inline = !element.is_block();
    // A heading's id is made from its words, a data table is never a menu, and a link or a span in running text is
    // part of the sentence.
    if element.heading_level().is_some()
        || matches!(element.name.as_str(), "" | "main" | "td" | "th" | "tr" | "figcaption")
    {
        return None;
    }
    if is_inline && !stands_alone(tree, node) {
        return None;
    }
    let found = |name: &str, is_id: bool| {
        let found = find_name(name)?;
        let is_likely = match element.name.as_str() {
            "table" => found.1 != Guard::Brief && !is_id,
            _ => !is_inline || found.1 != Guard::Half,
        };
        is_likely.then_some(found)
    };
    let classes = element.attribute("class").unwrap_or("");
    let by_class = cut(classes).split_ascii_whitespace().find_map(|class| found(class, false));
    by_class
        .or_else(|| {
            let id = element.attribute("id")?;
            (!is_made_from_its_heading(tree, totals, node, id)).then(|| found(cut(id), true))?
        })
        .or_else(|| {
            let property = element.attribute("itemprop")?.trim();
            if property == "author" { Some(("a byline", Guard::Brief)) } else { found(property, false) }
        })
}

fn cut(name: &str) -> &str {
    &name[..name.floor_char_boundary(LONGEST_NAME)]
}

fn find_name(name: &str) -> Option<(&'static str, Guard)> {
    let words: Vec<String> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    // "has-sidebar" and "comments-open" are said of a page; "bio" alone is a biography, "bio-weapons" are not.
    if let [first, ..] = words.as_slice()
        && matches!(first.as_str(), "has" | "no" | "with" | "without" | "hide" | "tag" | "category")
    {
        return None;
    }
    match words.as_slice() {
        [only] if matches!(only.as_str(), "bio" | "biography") => {
            return Some(("an author's biography", Guard::NineTenths));
        }
        [.., last] if matches!(last.as_str(), "open" | "closed" | "enabled" | "disabled") => return None,
        _ => {}
    }
    NAMES
        .iter()
        .find(|(sought, ..)| {
            words.windows(sought.len()).any(|at| at.iter().zip(*sought).all(|(word, sought)| word == sought))
        })
        .map(|&(_, reason, guard)| (reason, guard))
}

/// Whether an inline element stands in a mere container and not in a paragraph, item, cell or heading.
fn stands_alone(tree: &Tree, node: usize) -> bool {
    let parent = tree.nodes[node].parent;
    tree.element(parent).is_some_and(|parent| {
        matches!(parent.name.as_str(), "div" | "section" | "header" | "footer" | "article" | "main")
    })
}

/// Pandoc and others wrap a section and give it its heading's words as an id (`social-media-and-unrest`).
fn is_made_from_its_heading(tree: &Tree, totals: &[Totals], node: usize, id: &str) -> bool {
    let end = tree.nodes[node].end;
    let is_one_word = !id.chars().any(|c| !c.is_alphanumeric());
    if is_one_word || Totals::within(totals, node, end).headings == 0 {
        return false;
    }
    // The heading is the first thing in the section, after white space at most.
    let first = (node + 1..end.min(node + 6)).find(|&at| tree.element(at).is_some());
    first.and_then(|at| tree.element(at)).is_some_and(|element| element.heading_level().is_some())
        && first.is_some_and(|at| totals[at].text == totals[node].text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_by_whole_words() {
        let reason = |name| find_name(name).map(|(reason, _)| reason);
        assert_eq!(reason("post-author-box"), Some("an author box"));
        assert_eq!(reason("article__share-buttons"), Some("a share bar"));
        assert_eq!(reason("ez-toc-container"), Some("a table of contents"));
        assert_eq!(reason("Newsletter"), Some("a newsletter form"));
        for name in ["author-john", "shareholders", "stock", "navy", "has-sidebar", "comments-open", "bio-weapons"] {
            assert_eq!(reason(name), None, "{name}");
        }
    }

    #[test]
    fn inline_styles_are_read_by_declaration() {
        let none = |style: &str| declares(style, "display", |value| value == "none");
        assert!(none("color: red; DISPLAY : None !important"));
        assert!(!none("display: block; background: none"));
    }
}
