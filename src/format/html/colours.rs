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
    // What is chosen or in focus needs a hue that nothing else has.
    let (scheme, focus) = match theme {
        Theme::Light => ("light", "#7a2e8c"),
        Theme::Dark => ("dark", "#e8b5f5"),
        Theme::Print => ("light", "#000000"),
    };
    let properties = Palette::of(theme).properties().map(|(name, value)| format!("{name}: {value};")).join(" ");
    // Writing to a string cannot fail.
    let _ = writeln!(style, ":root{theme_attribute} {{ color-scheme: {scheme}; {properties} --focus: {focus}; }}");
}
