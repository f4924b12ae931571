//! How each kind of thing looks.
//!
//! No difference is told by colour alone: kinds differ by shape and border, support and contradiction by line and arrow
//! head as well as hue, findings by the rule's name in the box. The hues of edges and findings are those of Okabe and Ito
//! (*Color Universal Design*, 2008), which people with each form of colour blindness tell apart.

use super::Theme;
use crate::part::Became;
use crate::rules::Level;

/// The colours of a theme, as `#rrggbb`. Text on its fill has a contrast of at least 7 : 1, small print
/// 4.5 : 1, lines at least 3 : 1 (WCAG 2.1).
#[derive(Debug)]
pub(crate) struct Palette {
    pub(crate) background: &'static str,
    pub(crate) ink: &'static str,
    /// Small print.
    #[cfg_attr(not(feature = "pictures"), expect(dead_code, reason = "DOT has one ink"))]
    pub(crate) muted: &'static str,
    /// Borders of boxes that nothing is to be said of.
    pub(crate) line: &'static str,
    pub(crate) cluster_fill: &'static str,
    pub(crate) cluster_line: &'static str,
    pub(crate) judgement_fill: &'static str,
    pub(crate) fill: &'static str,
    pub(crate) support: &'static str,
    pub(crate) contradiction: &'static str,
    pub(crate) error: &'static str,
    pub(crate) warning: &'static str,
    pub(crate) note: &'static str,
    pub(crate) added: &'static str,
    pub(crate) removed: &'static str,
    pub(crate) changed: &'static str,
}

const LIGHT: Palette = Palette {
    background: "#ffffff",
    ink: "#1a1a1a",
    muted: "#4a525c",
    line: "#6b6b6b",
    cluster_fill: "#f5f5f2",
    cluster_line: "#c4c4be",
    judgement_fill: "#e1edf8",
    fill: "#ffffff",
    support: "#0072b2",
    contradiction: "#d55e00",
    error: "#d55e00",
    // Orange and sky blue, a little darker than Okabe and Ito have them, for contrast with white.
    warning: "#a86f00",
    note: "#2d83b8",
    added: "#007a5a",
    removed: "#b0306a",
    changed: "#a86f00",
};

const DARK: Palette = Palette {
    background: "#15171b",
    ink: "#f0f2f5",
    muted: "#b9c1cc",
    line: "#9aa3af",
    cluster_fill: "#1e2127",
    cluster_line: "#4a515c",
    judgement_fill: "#1f3a56",
    fill: "#2a2e36",
    support: "#56b4e9",
    contradiction: "#e69f00",
    error: "#f0733a",
    warning: "#f0e442",
    note: "#cc79a7",
    added: "#3fd6a4",
    removed: "#f080b0",
    changed: "#f0e442",
};

const PRINT: Palette = Palette {
    background: "#ffffff",
    ink: "#000000",
    muted: "#000000",
    line: "#000000",
    cluster_fill: "#ffffff",
    cluster_line: "#8a8a8a",
    judgement_fill: "#ffffff",
    fill: "#ffffff",
    support: "#000000",
    contradiction: "#000000",
    error: "#000000",
    warning: "#000000",
    note: "#000000",
    added: "#000000",
    removed: "#000000",
    changed: "#000000",
};

/// Custom properties in the place of colours, for a page that holds every theme: see [`Palette::properties`].
#[cfg(feature = "pictures")]
const PROPERTIES: Palette = Palette {
    background: "var(--background)",
    ink: "var(--ink)",
    muted: "var(--muted)",
    line: "var(--line)",
    cluster_fill: "var(--cluster-fill)",
    cluster_line: "var(--cluster-line)",
    judgement_fill: "var(--judgement-fill)",
    fill: "var(--fill)",
    support: "var(--support)",
    contradiction: "var(--contradiction)",
    error: "var(--error)",
    warning: "var(--warning)",
    note: "var(--note)",
    added: "var(--added)",
    removed: "var(--removed)",
    changed: "var(--changed)",
};

impl Palette {
    /// Names instead of colours.
    #[cfg(feature = "pictures")]
    pub(crate) fn of_properties() -> &'static Self {
        &PROPERTIES
    }

    /// The colours by the names that [`Palette::of_properties`] has for them.
    #[cfg(feature = "pictures")]
    pub(crate) fn properties(&self) -> [(&'static str, &'static str); 16] {
        [
            ("--background", self.background),
            ("--ink", self.ink),
            ("--muted", self.muted),
            ("--line", self.line),
            ("--cluster-fill", self.cluster_fill),
            ("--cluster-line", self.cluster_line),
            ("--judgement-fill", self.judgement_fill),
            ("--fill", self.fill),
            ("--support", self.support),
            ("--contradiction", self.contradiction),
            ("--error", self.error),
            ("--warning", self.warning),
            ("--note", self.note),
            ("--added", self.added),
            ("--removed", self.removed),
            ("--changed", self.changed),
        ]
    }

    pub(crate) fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
            Theme::Print => &PRINT,
        }
    }

    pub(crate) fn became(&self, became: Became) -> &'static str {
        match became {
            Became::Added => self.added,
            Became::Removed => self.removed,
            Became::Changed => self.changed,
        }
    }

    pub(crate) fn level(&self, level: Level) -> &'static str {
        match level {
            Level::Error => self.error,
            Level::Warning => self.warning,
            Level::Note => self.note,
        }
    }
}

/// The sign before the names of the rules that hit.
pub(crate) fn sign(level: Level) -> char {
    match level {
        Level::Error => '✖',
        Level::Warning => '⚠',
        Level::Note => 'ℹ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance, WCAG 2.1.
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[cfg(feature = "pictures")]
    #[test]
    fn every_colour_has_a_property() {
        for (name, value) in Palette::of_properties().properties() {
            assert_eq!(value, format!("var({name})"));
        }
    }

    #[test]
    fn text_and_lines_stand_out_in_every_theme() {
        for theme in [Theme::Light, Theme::Dark, Theme::Print] {
            let palette = Palette::of(theme);
            for fill in [palette.background, palette.cluster_fill, palette.judgement_fill, palette.fill] {
                assert!(contrast(palette.ink, fill) >= 7.0, "{theme:?} {fill}");
                #[cfg(feature = "pictures")]
                assert!(contrast(palette.muted, fill) >= 4.5, "{theme:?} {fill}");
                let levels = [palette.error, palette.warning, palette.note];
                let changes = [palette.added, palette.removed, palette.changed];
                let lines = [palette.line, palette.support, palette.contradiction];
                for line in lines.into_iter().chain(levels).chain(changes) {
                    assert!(contrast(line, fill) >= 3.0, "{theme:?} {line} on {fill}: {}", contrast(line, fill));
                }
            }
        }
    }
}
