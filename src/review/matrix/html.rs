use std::fmt::Write as _;

use super::contents;
use crate::draw::short;
use crate::matrix::{Cell, Comparison, Method, Sentence, TOLD};
use crate::review::content::Dialect;
use crate::review::html_text::plain;

const STYLE: &str = concat!(include_str!("../diff/page.css"), include_str!("matrix.css"));

/// A page that opens from disk, with every question that is given. It has no script and loads nothing, and its policy forbids
/// both. Grades are told by sign as well as by colour. O(cells).
#[must_use]
pub fn html_page(comparisons: &[Comparison<'_>]) -> String {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Competing hypotheses</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Competing hypotheses</h1>\n"
    );
    for comparison in comparisons {
        section(&mut page, comparison);
    }
    page.push_str("<section>\n<h3>How it is scored</h3>\n<ul>\n");
    for method in &Method::ALL[..TOLD] {
        let way = if method.is_more_better() { "more is better" } else { "less is better" };
        let _ = writeln!(page, "<li>{}: {way}. {}.</li>", plain(method.heading()), plain(method.source()));
    }
    page + "</ul>\n</section>\n</main>\n</body>\n</html>\n"
}

fn section(page: &mut String, comparison: &Comparison<'_>) {
    let _ = writeln!(page, "<section>\n<h2>{}</h2>", plain(comparison.question.text.trim()));
    list(page, None, &comparison.standing());
    let [standing, _] = contents(comparison);
    page.push_str(&standing.written(Dialect::Html));
    matrix(page, comparison);
    let hangs_on: Vec<Sentence> = comparison.undiagnostic().into_iter().chain(comparison.hangs_on()).collect();
    list(page, Some("What it hangs on"), &hangs_on);
    list(page, Some("What to look for"), &comparison.to_look_for());
    page.push_str("</section>\n");
}

fn list(page: &mut String, heading: Option<&str>, sentences: &[Sentence]) {
    if sentences.is_empty() {
        return;
    }
    if let Some(heading) = heading {
        let _ = writeln!(page, "<h3>{heading}</h3>");
    }
    page.push_str("<ul>\n");
    for sentence in sentences {
        let _ = writeln!(page, "<li>{}.</li>", told(sentence));
    }
    page.push_str("</ul>\n");
}

fn matrix(page: &mut String, comparison: &Comparison<'_>) {
    let matrix = &comparison.matrix;
    if matrix.rows.is_empty() {
        return;
    }
    page.push_str("<figure tabindex=\"0\" aria-label=\"Evidence against hypotheses\">\n<table class=\"linchpin-matrix\">\n<thead>\n<tr>");
    page.push_str("<th scope=\"col\">evidence</th><th scope=\"col\">credibility</th>");
    for &node in &matrix.hypotheses {
        let (id, words) = (plain(comparison.id(node)), plain(comparison.words(node)));
        let _ = write!(page, "<th scope=\"col\" title=\"{words}\">{id}</th>");
    }
    page.push_str("<th scope=\"col\">tells apart</th></tr>\n</thead>\n<tbody>\n");
    for row in comparison.rows_by_diagnosticity() {
        let row = &matrix.rows[row];
        let (id, words) = (plain(comparison.id(row.item)), plain(comparison.words(row.item)));
        let _ = write!(
            page,
            "<tr><th scope=\"row\"><code>{id}</code> {words}</th><td class=\"number\">{} ({})</td>",
            short(row.credibility),
            row.level().word()
        );
        row.cells.iter().for_each(|cell| cell_of(page, cell.as_ref()));
        let _ = writeln!(page, "<td class=\"number\">{:.2}</td></tr>", row.diagnosticity());
    }
    page.push_str(
        "</tbody>\n</table>\n</figure>\n<p class=\"place\">++ very consistent, + consistent, 0 neutral, − inconsistent, −− very \
         inconsistent, n/a not applicable.</p>\n",
    );
}

fn cell_of(page: &mut String, cell: Option<&Cell>) {
    let Some(cell) = cell else {
        page.push_str("<td class=\"none\" title=\"not applicable\">n/a</td>");
        return;
    };
    let grade = cell.consistency;
    let _ = write!(
        page,
        "<td class=\"{}\" title=\"{}, influence {}{}\">{}</td>",
        grade.letters().to_lowercase(),
        grade.words(),
        if cell.influence < 0.0 { "−" } else { "" },
        short(cell.influence.abs()),
        grade.signs()
    );
}

fn told(sentence: &Sentence) -> String {
    sentence.written(plain, |id| format!("<code>{}</code>", plain(id)))
}
