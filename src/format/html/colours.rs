use std::fmt::Write as _;

use crate::draw::{Palette, Theme};

/// The colours of all themes as custom properties, for the page and the picture in it alike. `auto` follows what the
/// reader's system prefers; on paper, a dark page is a light one.
pub(super) fn of_themes() -> String {
    let mut style = String::new();
    block(&mut style, "", Theme::Light);
    style.push_str("@media (prefers-color-scheme: dark) {\n");
    block(&mut style, "[data-theme=\"auto\"]", Theme::Dark);
    style.push_str("}\n");
    block(&mut style, "[data-theme=\"dark\"]", Theme::Dark);
    block(&mut style, "[data-theme=\"print\"]", Theme::Print);
    style.push_str("@media print {\n");
    // As specific as the dark blocks before.
    block(&mut style, "[data-theme]:not([data-theme=\"print\"])", Theme::Light);
    style.push_str("}\n");
    style
}

fn block(style: &mut String, theme_attribute: &str, theme: Theme) {
    let palette = Palette::of(theme);
    let (scheme, quiet, focus) = match theme {
        Theme::Light => ("light", "#595959", "#7a2e8c"),
        Theme::Dark => ("dark", "#b6bec9", "#e8b5f5"),
        Theme::Print => ("light", "#333333", "#000000"),
    };
    // Writing to a string cannot fail.
    let _ = writeln!(
        style,
        ":root{theme_attribute}, :root{theme_attribute} .linchpin-picture {{ color-scheme: {scheme}; --background: {}; \
         --ink: {}; --line: {}; --cluster-fill: {}; --cluster-line: {}; --judgement-fill: {}; --fill: {}; --support: {}; \
         --contradiction: {}; --error: {}; --warning: {}; --note: {}; --quiet: {quiet}; --focus: {focus}; }}",
        palette.background,
        palette.ink,
        palette.line,
        palette.cluster_fill,
        palette.cluster_line,
        palette.judgement_fill,
        palette.fill,
        palette.support,
        palette.contradiction,
        palette.error,
        palette.warning,
        palette.note,
    );
}
