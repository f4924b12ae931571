use super::{front_matter, source_lines};
use crate::text::SourceFile;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layout {
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
    /// HTML.
    Html,
}

/// How much of a file is looked at, in bytes.
const SAMPLE: usize = 64 * 1024;

/// How `file` is written: by the extension of its name, or else by what it holds.
///
/// A text that opens with `<!doctype html>` or `<html>`, or most lines of which begin with a tag, is HTML; one with
/// front matter, `#` headings, fences, pipe tables, inline links or bold is Markdown; everything else is plain text.
/// Only the first 64 KiB are looked at.
#[must_use]
pub fn detect(file: &SourceFile) -> Layout {
    let extension = camino::Utf8Path::new(file.name()).extension().unwrap_or("").to_ascii_lowercase();
    match extension.as_str() {
        "md" | "markdown" => Layout::Markdown,
        "txt" => Layout::Text,
        "html" | "htm" => Layout::Html,
        _ => by_content(file.text()),
    }
}

fn by_content(text: &str) -> Layout {
    let text = &text[..text.floor_char_boundary(SAMPLE.min(text.len()))];
    if is_html(text) {
        Layout::Html
    } else if front_matter::find(text).is_some() || has_markdown_marks(text) {
        Layout::Markdown
    } else {
        Layout::Text
    }
}

fn is_html(text: &str) -> bool {
    let mut head = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    // An XML declaration and comments may come first.
    while let Some(closing) = [("<?", "?>"), ("<!--", "-->")].iter().find(|(opening, _)| head.starts_with(opening)) {
        let Some(end) = head.find(closing.1) else { break };
        head = head[end + closing.1.len()..].trim_start();
    }
    let begins_with = |tag: &str| head.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    if begins_with("<!doctype html") || begins_with("<html") {
        return true;
    }
    if !is_tag(head) {
        return false;
    }
    let (mut tags, mut all) = (0_usize, 0_usize);
    for line in head.lines().map(str::trim_start).filter(|line| !line.is_empty()) {
        all += 1;
        tags += usize::from(is_tag(line) || line.trim_end().ends_with('>'));
    }
    head.contains("</") && tags * 2 > all
}

/// Whether a tag of HTML begins here; `<https://…>` is none.
fn is_tag(text: &str) -> bool {
    let Some(name) = text.strip_prefix('<') else { return false };
    let name = name.strip_prefix('/').unwrap_or(name);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name[end..].starts_with(['>', '/', ' ', '\t', '\n', '\r'])
}

fn has_markdown_marks(text: &str) -> bool {
    source_lines::lines(text, 0..text.len()).any(|line| {
        let line = line.text(text);
        let title = line.trim_start_matches('#');
        let is_heading = (1..=6).contains(&(line.len() - title.len())) && title.starts_with(' ');
        let is_fence = line.starts_with("```") || line.starts_with("~~~");
        is_heading || is_fence || is_table_rule(line) || has_bold(line) || has_link(line)
    })
}

/// Whether the line is the rule under the heading row of a pipe table.
fn is_table_rule(line: &str) -> bool {
    line.contains('|') && line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

fn has_bold(line: &str) -> bool {
    let Some((_, rest)) = line.split_once("**") else { return false };
    rest.starts_with(|c: char| !c.is_whitespace() && c != '*')
        && rest.find("**").is_some_and(|end| !rest[..end].ends_with(char::is_whitespace))
}

/// Whether there is a `[text](target)` or a link definition.
fn has_link(line: &str) -> bool {
    let inline = || line.split_once("](").is_some_and(|(before, after)| before.contains('[') && after.contains(')'));
    let definition = || line.starts_with('[') && line.find("]: ").is_some_and(|end| end > 1);
    inline() || definition()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(name: &str, text: &str) -> Layout {
        detect(&SourceFile::new(name, text))
    }

    #[test]
    fn the_extension_goes_before_the_content() {
        assert_eq!(detected("a.MD", "<html>"), Layout::Markdown);
        assert_eq!(detected("reports/b.markdown", ""), Layout::Markdown);
        assert_eq!(detected("c.txt", "# Title"), Layout::Text);
        assert_eq!(detected("d.Htm", "text"), Layout::Html);
        assert_eq!(detected("e.html", "text"), Layout::Html);
    }

    #[test]
    fn without_an_extension_the_content_tells() {
        for text in [
            "\u{feff}\n <!DOCTYPE html><p>x",
            "<HTML lang=en>",
            "<?xml version='1.0'?>\n<!-- c -->\n<html>",
            "<div>\n<p>One</p>\n<p>Two</p>\n</div>",
        ] {
            assert_eq!(detected("<stdin>", text), Layout::Html, "{text}");
        }
        for text in [
            "---\ntitle: A\n---\nText",
            "Intro\n\n## Key Judgements\n",
            "| a | b |\n|---|:--|\n",
            "```\ncode\n```",
            "- He said [so](https://a.example).",
            "A **bold** word",
            "<https://a.example> and **bold**",
        ] {
            assert_eq!(detected("<stdin>", text), Layout::Markdown, "{text}");
        }
        for text in [
            "",
            "\u{feff}",
            "Key Judgement 1\n\n• a bullet",
            "#1 priority",
            "2 ** 3 ** 4",
            "- one\n- two",
            "a < b and c > d",
            "<unclosed",
            "<!-- never closed",
        ] {
            assert_eq!(detected("noext", text), Layout::Text, "{text}");
        }
    }
}
