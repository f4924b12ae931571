use std::fmt::Write as _;

use super::contents;
use crate::matrix::{Comparison, Sentence};
use crate::review::content::Dialect;
use crate::review::markdown_text::plain;

/// Markdown: who stands where, the matrix, what it hangs on and what is missing. O(cells).
#[must_use]
pub fn markdown(comparison: &Comparison<'_>) -> String {
    let [standing, rows] = contents(comparison);
    let mut text = format!("## {}\n\n", plain(comparison.question.text.trim()));
    list(&mut text, &comparison.standing());
    let _ = writeln!(text, "\n{}\n{}", standing.written(Dialect::Markdown), rows.written(Dialect::Markdown).trim_end());
    text.push_str(
        "\n\\++ very consistent, + consistent, 0 neutral, − inconsistent, −− very inconsistent, n/a not applicable; the number is \
         the item's influence on the answer.\n",
    );
    let hangs_on: Vec<Sentence> = comparison.undiagnostic().into_iter().chain(comparison.hangs_on()).collect();
    for (heading, sentences) in [("What it hangs on", hangs_on), ("What to look for", comparison.to_look_for())] {
        if !sentences.is_empty() {
            let _ = write!(text, "\n### {heading}\n\n");
            list(&mut text, &sentences);
        }
    }
    text
}

fn list(text: &mut String, sentences: &[Sentence]) {
    for sentence in sentences {
        let _ = writeln!(text, "- {}.", told(sentence));
    }
}

/// A sentence with its ids in bold. The blanks between the pieces are our own.
fn told(sentence: &Sentence) -> String {
    let words = |text: &str| {
        let inner = text.trim();
        let start = text.len() - text.trim_start().len();
        format!("{}{}{}", &text[..start], plain(inner), &text[start + inner.len()..])
    };
    sentence.written(words, |id| format!("**{}**", plain(id.trim())))
}
