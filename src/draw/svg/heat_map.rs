//! The matrix of competing hypotheses as a heat map.

use super::markup::{Markup, length};
use crate::draw::measure::{Measure, Thickness};
use crate::draw::visible::visible_text;
use crate::draw::wrap::{runs_right_to_left, wrap_by};
use crate::draw::{Drawing, Palette, Theme, short};
use crate::matrix::{Cell, Comparison, Consistency, TOLD};

/// More rows are left out, the least telling ones, which the picture says.
const MOST_ROWS: usize = 200;
/// More hypotheses are left out, those that stand last.
const MOST_HYPOTHESES: usize = 40;

const MARGIN: f64 = 26.0;
const WORDS: f64 = 330.0;
const COLUMN: f64 = 112.0;
const SIDE: f64 = 86.0;
const PADDING: f64 = 7.0;
const SIZE: f64 = 13.0;
const SMALL: f64 = 11.0;
const LEADING: f64 = 16.0;
const LEAST_ROW: f64 = 46.0;
/// Lines of words in a row or a heading; the rest is cut.
const MOST_LINES: usize = 5;

/// Draws the matrix of a question: items in rows, the most telling first, hypotheses in columns, the best first. A cell has
/// its grade as signs, and a colour behind them whose strength is the grade's; in print, where there is no colour, thickness of
/// frame and signs alone. O(cells), with bounds that the picture states.
#[must_use]
pub fn heat_map(comparison: &Comparison<'_>, theme: Theme) -> Drawing {
    let mut sheet =
        Sheet { palette: Palette::of(theme), theme, measure: Measure::new(), markup: Markup::default(), y: MARGIN };
    let order = comparison.hypotheses_in_order();
    let rows = comparison.rows_by_diagnosticity();
    let shown = Shown {
        comparison,
        hypotheses: &order[..order.len().min(MOST_HYPOTHESES)],
        rows: &rows[..rows.len().min(MOST_ROWS)],
    };
    let width = MARGIN + WORDS + SIDE + shown.columns() * COLUMN + SIDE + MARGIN;
    sheet.header(&shown, width);
    sheet.headings(&shown);
    for &row in shown.rows {
        sheet.row(&shown, row);
    }
    sheet.totals(&shown);
    sheet.legend();
    let height = (sheet.y + MARGIN).ceil();
    Drawing { svg: sheet.finish(&shown, width, height), width, height }
}

struct Shown<'s, 'a> {
    comparison: &'s Comparison<'a>,
    hypotheses: &'s [usize],
    rows: &'s [usize],
}

impl Shown<'_, '_> {
    #[expect(clippy::cast_precision_loss, reason = "there are forty at most")]
    fn columns(&self) -> f64 {
        self.hypotheses.len() as f64
    }

    fn left_out(&self) -> Option<String> {
        let rows = self.comparison.matrix.rows.len() - self.rows.len();
        let hypotheses = self.comparison.matrix.hypotheses.len() - self.hypotheses.len();
        let said = match (rows, hypotheses) {
            (0, 0) => return None,
            (rows, 0) => format!("{rows} items that tell less"),
            (0, hypotheses) => format!("{hypotheses} answers that stand lower"),
            (rows, hypotheses) => format!("{rows} items that tell less and {hypotheses} answers that stand lower"),
        };
        Some(format!("Left out: {said}."))
    }
}

/// Where a text stands in the room that it has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    Left,
    Middle,
}

struct Sheet {
    palette: &'static Palette,
    theme: Theme,
    measure: Measure,
    markup: Markup,
    y: f64,
}

impl Sheet {
    fn lines(&mut self, text: &str, room: f64, size: f64, thickness: Thickness, most: usize) -> Vec<String> {
        let text = visible_text(text);
        let measure = &mut self.measure;
        let mut lines = wrap_by(&text, room, |piece| measure.width(piece, size, thickness));
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                while measure.width(last, size, thickness) + size > room && last.pop().is_some() {}
                last.truncate(last.trim_end().len());
                last.push('…');
            }
        }
        lines
    }

    /// Writes a line whose baseline is at `y`, in the room from `x` on.
    fn write(
        &mut self,
        text: &str,
        (x, y): (f64, f64),
        room: f64,
        stand: Stand,
        (size, thickness, ink): (f64, Thickness, &str),
    ) {
        let from_right = runs_right_to_left(text);
        // In text from right to left, the start is on the right.
        let (x, anchor) = match (stand, from_right) {
            (Stand::Middle, _) => (x + room / 2.0, "middle"),
            (Stand::Left, false) => (x, "start"),
            (Stand::Left, true) => (x + room, "start"),
        };
        let (x, y, size) = (length(x), length(y), length(size));
        let mut attributes =
            vec![("x", x.as_str()), ("y", &y), ("font-size", &size), ("text-anchor", anchor), ("fill", ink)];
        if thickness == Thickness::Bold {
            attributes.push(("font-weight", "bold"));
        }
        if from_right {
            attributes.push(("direction", "rtl"));
        }
        self.markup.text("text", &attributes, &visible_text(text));
    }

    fn header(&mut self, shown: &Shown<'_, '_>, width: f64) {
        let room = width - 2.0 * MARGIN;
        let ink = self.palette.ink;
        for line in self.lines(shown.comparison.question.text.trim(), room, 20.0, Thickness::Bold, usize::MAX) {
            self.write(&line, (MARGIN, self.y + 20.0), room, Stand::Left, (20.0, Thickness::Bold, ink));
            self.y += 26.0;
        }
        let muted = self.palette.muted;
        for line in self.lines(&shown.left_out().unwrap_or_default(), room, 12.0, Thickness::Regular, 4) {
            self.write(&line, (MARGIN, self.y + 14.0), room, Stand::Left, (12.0, Thickness::Regular, muted));
            self.y += 16.0;
        }
        self.y += 14.0;
    }

    fn headings(&mut self, shown: &Shown<'_, '_>) {
        let (ink, muted) = (self.palette.ink, self.palette.muted);
        let room = COLUMN - PADDING;
        let headings: Vec<(Vec<String>, Vec<String>)> = shown
            .hypotheses
            .iter()
            .map(|&hypothesis| {
                let node = shown.comparison.matrix.hypotheses[hypothesis];
                let id = self.lines(shown.comparison.id(node), room, SIZE, Thickness::Bold, 2);
                let words = self.lines(shown.comparison.words(node), room, SMALL, Thickness::Regular, 2 * MOST_LINES);
                (id, words)
            })
            .collect();
        let tallest = headings.iter().map(|(id, words)| height(id, words)).fold(LEADING, f64::max);
        let bottom = self.y + tallest;
        for ((id, words), x) in headings.iter().zip(columns()) {
            let mut y = bottom - height(id, words);
            for (lines, size, thickness, ink) in
                [(id, SIZE, Thickness::Bold, ink), (words, SMALL, Thickness::Regular, muted)]
            {
                for line in lines {
                    y += if size == SIZE { LEADING } else { LEADING - 2.0 };
                    self.write(line, (x + PADDING / 2.0, y), room, Stand::Middle, (size, thickness, ink));
                }
            }
        }
        let beside = [(MARGIN + WORDS, "credibility"), (after(shown), "tells apart")];
        for (x, text) in beside {
            self.write(text, (x, bottom), SIDE, Stand::Middle, (SMALL, Thickness::Regular, muted));
        }
        self.write("evidence", (MARGIN, bottom), WORDS, Stand::Left, (SMALL, Thickness::Regular, muted));
        self.y = bottom + 8.0;
    }

    fn row(&mut self, shown: &Shown<'_, '_>, number: usize) {
        let (ink, muted) = (self.palette.ink, self.palette.muted);
        let row = &shown.comparison.matrix.rows[number];
        let id = shown.comparison.id(row.item);
        let room = WORDS - 2.0 * PADDING;
        let words = self.lines(shown.comparison.words(row.item), room, SIZE, Thickness::Regular, MOST_LINES);
        let names = self.lines(id, room, SMALL, Thickness::Bold, 1);
        let tall = (height(&words, &names) + 2.0 * PADDING).max(LEAST_ROW);
        let top = self.y;
        self.markup.open("g", &[("class", "row"), ("data-id", id)]);
        let mut y = top + PADDING - 3.0;
        for line in &words {
            y += LEADING;
            self.write(line, (MARGIN, y), room, Stand::Left, (SIZE, Thickness::Regular, ink));
        }
        for line in &names {
            y += LEADING - 2.0;
            self.write(line, (MARGIN, y), room, Stand::Left, (SMALL, Thickness::Bold, muted));
        }
        let middle = top + tall / 2.0 + 4.5;
        let credibility = format!("{} {}", short(row.credibility), row.level().word());
        self.write(&credibility, (MARGIN + WORDS, middle), SIDE, Stand::Middle, (12.0, Thickness::Regular, ink));
        for (&hypothesis, x) in shown.hypotheses.iter().zip(columns()) {
            let node = shown.comparison.matrix.hypotheses[hypothesis];
            self.cell(row.cells[hypothesis].as_ref(), (x, top), tall, id, shown.comparison.id(node));
        }
        let tells = format!("{:.2}", row.diagnosticity());
        self.write(&tells, (after(shown), middle), SIDE, Stand::Middle, (12.0, Thickness::Regular, ink));
        self.markup.close();
        self.y += tall;
    }

    fn cell(&mut self, cell: Option<&Cell>, (x, y): (f64, f64), tall: f64, item: &str, hypothesis: &str) {
        let look = self.look(cell.map(|cell| cell.consistency));
        let said = match cell {
            Some(cell) => {
                format!("{item} on {hypothesis}: {}, influence {}", cell.consistency.words(), signed(cell.influence))
            }
            None => format!("{item} on {hypothesis}: not applicable"),
        };
        self.markup.open("g", &[("class", "cell")]);
        self.markup.text("title", &[], &said);
        self.block(&look, (x + 2.0, y + 2.0), (COLUMN - 4.0, tall - 4.0));
        let middle = y + tall / 2.0;
        match cell {
            Some(cell) => {
                let signs = (17.0, Thickness::Bold, look.ink.as_str());
                self.write(cell.consistency.signs(), (x, middle), COLUMN, Stand::Middle, signs);
                let number = (SMALL, Thickness::Regular, look.ink.as_str());
                self.write(&signed(cell.influence), (x, middle + 13.0), COLUMN, Stand::Middle, number);
            }
            None => {
                let ink = (SMALL, Thickness::Regular, self.palette.muted);
                self.write("n/a", (x, middle + 4.0), COLUMN, Stand::Middle, ink);
            }
        }
        self.markup.close();
    }

    fn block(&mut self, look: &Grade, (x, y): (f64, f64), (width, height): (f64, f64)) {
        // The frame lies within the block.
        let inset = look.frame / 2.0;
        self.markup.empty(
            "rect",
            &[
                ("x", &length(x + inset)),
                ("y", &length(y + inset)),
                ("width", &length(width - look.frame)),
                ("height", &length(height - look.frame)),
                ("rx", "3"),
                ("fill", &look.fill),
                ("stroke", look.line),
                ("stroke-width", &length(look.frame)),
                ("stroke-dasharray", if look.is_dashed { "4 3" } else { "none" }),
            ],
        );
    }

    /// How a grade looks: blue for, orange against, the hue at its full strength only where the grade is very.
    fn look(&self, grade: Option<Consistency>) -> Grade {
        let palette = self.palette;
        let plain = |line, frame, is_dashed| Grade {
            fill: palette.background.to_owned(),
            ink: palette.ink.to_owned(),
            line,
            frame,
            is_dashed,
        };
        let Some(grade) = grade else { return plain(palette.cluster_line, 0.6, false) };
        let hue = if grade.is_against() { palette.contradiction } else { palette.support };
        let is_very = matches!(grade, Consistency::VeryConsistent | Consistency::VeryInconsistent);
        if grade == Consistency::Neutral {
            return plain(palette.line, 0.8, false);
        }
        if self.theme == Theme::Print {
            return plain(palette.line, if is_very { 3.0 } else { 1.2 }, grade.is_against());
        }
        let share = if is_very { 0.85 } else { 0.28 };
        let fill = mixed(hue, palette.background, share);
        let ink = if luminance(&fill) > 0.18 { "#000000" } else { "#ffffff" };
        Grade { fill, ink: ink.to_owned(), line: hue, frame: 1.0, is_dashed: false }
    }

    fn totals(&mut self, shown: &Shown<'_, '_>) {
        let (ink, muted) = (self.palette.ink, self.palette.muted);
        let width = WORDS + SIDE + shown.columns() * COLUMN + SIDE;
        self.y += 8.0;
        let (x, right, y) = (length(MARGIN), length(MARGIN + width), length(self.y));
        let rule = [("x1", x.as_str()), ("x2", &right), ("y1", &y), ("y2", &y), ("stroke", self.palette.line)];
        self.markup.empty("line", &rule);
        self.y += 6.0;
        for ranking in &shown.comparison.rankings[..TOLD] {
            self.y += 20.0;
            let y = self.y;
            let way = if ranking.method.is_more_better() { "most first" } else { "least first" };
            let label = format!("{} · {way}", ranking.method.heading());
            self.write(&label, (MARGIN, y), WORDS + SIDE, Stand::Left, (SIZE, Thickness::Regular, muted));
            for (&hypothesis, x) in shown.hypotheses.iter().zip(columns()) {
                let text = format!("{} ({})", ranking.shown(hypothesis), ranking.rank(hypothesis));
                let thickness = if ranking.ranks[hypothesis] == 1 { Thickness::Bold } else { Thickness::Regular };
                self.write(&text, (x, y), COLUMN, Stand::Middle, (SIZE, thickness, ink));
            }
        }
        self.y += 16.0;
    }

    fn legend(&mut self) {
        let muted = self.palette.muted;
        let mut x = MARGIN;
        self.y += 10.0;
        let entries = Consistency::ALL.iter().rev().map(|&grade| (Some(grade), grade.words()));
        for (grade, words) in entries.chain([(None, "not applicable")]) {
            let look = self.look(grade);
            self.block(&look, (x, self.y), (30.0, 22.0));
            let signs = grade.map_or("n/a", Consistency::signs);
            let ink = if grade.is_some() { look.ink.as_str() } else { muted };
            self.write(signs, (x, self.y + 15.5), 30.0, Stand::Middle, (SMALL, Thickness::Bold, ink));
            let wide = self.measure.width(words, SMALL, Thickness::Regular);
            self.write(words, (x + 36.0, self.y + 15.0), wide, Stand::Left, (SMALL, Thickness::Regular, muted));
            x += 36.0 + wide + 16.0;
        }
        self.y += 22.0;
    }

    fn finish(self, shown: &Shown<'_, '_>, width: f64, height: f64) -> String {
        let mut markup = Markup::default();
        let standing: Vec<String> =
            shown.comparison.standing().iter().map(|said| format!("{}.", said.plain())).collect();
        let count = format!(
            "{} items of evidence against {} answers. {}",
            shown.comparison.matrix.rows.len(),
            shown.comparison.matrix.hypotheses.len(),
            standing.join(" ")
        );
        let title = shown.comparison.question.text.trim();
        markup.open_picture((width, height), self.palette, (title, &count));
        markup.append(self.markup);
        markup.finish()
    }
}

struct Grade {
    fill: String,
    ink: String,
    line: &'static str,
    frame: f64,
    is_dashed: bool,
}

/// Where the hypotheses' columns begin.
fn columns() -> impl Iterator<Item = f64> {
    std::iter::successors(Some(MARGIN + WORDS + SIDE), |x| Some(x + COLUMN))
}

fn after(shown: &Shown<'_, '_>) -> f64 {
    MARGIN + WORDS + SIDE + shown.columns() * COLUMN
}

#[expect(clippy::cast_precision_loss, reason = "lines are few")]
fn height(large: &[String], small: &[String]) -> f64 {
    large.len() as f64 * LEADING + small.len() as f64 * (LEADING - 2.0)
}

fn signed(influence: f64) -> String {
    let number = short(influence.abs());
    if influence < 0.0 && number != "0" { format!("−{number}") } else { number }
}

/// The red, green and blue of `#rrggbb`, from 0 to 255.
fn channels(colour: &str) -> [f64; 3] {
    [1, 3, 5].map(|at| colour.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).map_or(0.0, f64::from))
}

/// A share of one colour on another.
fn mixed(colour: &str, ground: &str, share: f64) -> String {
    let (over, under) = (channels(colour), channels(ground));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
    let channel = |at: usize| (over[at] * share + under[at] * (1.0 - share)).round() as u8;
    format!("#{:02x}{:02x}{:02x}", channel(0), channel(1), channel(2))
}

/// Relative luminance (WCAG 2.1).
fn luminance(colour: &str) -> f64 {
    let linear = channels(colour).map(|value| {
        let value = value / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::argument::testing::sketch;
    use crate::score::ScoreSettings;
    use crate::score::semantics::LogOdds;

    fn drawn(text: &str, theme: Theme) -> Drawing {
        let argument = sketch(text);
        let numbers = crate::matrix::credibilities(&argument, &LogOdds, &ScoreSettings::default());
        let comparison = Comparison::of(&argument, &argument.questions()[0], &numbers, &[]).unwrap();
        heat_map(&comparison, theme)
    }

    #[test]
    fn signs_stand_out_from_their_colours_in_every_theme() {
        for theme in [Theme::Light, Theme::Dark, Theme::Print] {
            let sheet = Sheet {
                palette: Palette::of(theme),
                theme,
                measure: Measure::new(),
                markup: Markup::default(),
                y: 0.0,
            };
            for grade in Consistency::ALL {
                let look = sheet.look(Some(grade));
                let (one, other) = (luminance(&look.fill), luminance(&look.ink));
                let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(contrast >= 4.5, "{theme:?} {grade:?}: {contrast}");
            }
        }
    }

    #[test]
    fn text_is_data_and_every_cell_is_there() {
        let text = "h1: hypothesis \"<script>alert(1)</script> & 'x' عربي\"\nh2: hypothesis \"B.\"\n\
                    e: evidence \"]]> <b>\u{202e}\u{1b}[31m\"\nquestion q h1 h2\ne -> h1 0.7\ne -x h2 0.2";
        let svg = drawn(text, Theme::Light).svg;
        let document = roxmltree::Document::parse(&svg).unwrap();
        assert!(document.descendants().all(|node| node.tag_name().name() != "script"));
        let titles: Vec<&str> = document
            .descendants()
            .filter(|node| node.attribute("class") == Some("cell"))
            .filter_map(|node| node.first_element_child()?.text())
            .collect();
        assert_eq!(titles, ["e on h1: very consistent, influence 0.7", "e on h2: inconsistent, influence −0.2"]);
        assert!(!svg.contains('\u{202e}') && !svg.contains('\u{1b}'));
    }

    #[test]
    fn a_large_matrix_is_cut_and_says_so() {
        let mut text = String::from("h1: hypothesis \"A.\"\nh2: hypothesis \"B.\"\nquestion q h1 h2\n");
        (0..300).for_each(|number| writeln!(text, "e{number} -> h1").unwrap());
        let drawing = drawn(&text, Theme::Dark);
        assert!(drawing.svg.contains("Left out: 100 items that tell less."));
        assert_eq!(drawing.svg.matches("class=\"row\"").count(), MOST_ROWS);
    }
}
