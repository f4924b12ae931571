//! Plain tables for the terminal.

use std::borrow::Cow;

use linchpin::review::visible;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A column's heading, and what its cells are.
pub struct Column {
    pub heading: Cow<'static, str>,
    pub holds: Holds,
}

/// What a column's cells are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Names and words: on the left, cut where they are too long.
    Words,
    /// Numbers: on the right.
    Numbers,
    /// Places in files: as the last column, never cut, for a place is of no use in part.
    Places,
}

impl Column {
    pub fn words(heading: impl Into<Cow<'static, str>>) -> Self {
        Self { heading: heading.into(), holds: Holds::Words }
    }

    pub fn numbers(heading: impl Into<Cow<'static, str>>) -> Self {
        Self { heading: heading.into(), holds: Holds::Numbers }
    }

    pub fn places(heading: impl Into<Cow<'static, str>>) -> Self {
        Self { heading: heading.into(), holds: Holds::Places }
    }
}

/// The widest that a column other than the last gets.
const WIDEST: usize = 32;
/// The narrowest last column that still says something.
const NARROWEST: usize = 16;

/// Rows under headings, two blanks apart, within `width` cells: what does not fit is cut, and the last column, which is for
/// running text, is left out where it would be a few letters.
pub fn table(columns: &[Column], rows: &[Vec<String>], width: usize) -> String {
    let last = columns.len().saturating_sub(1);
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| visible(cell.trim()).into_owned()).collect()).collect();
    let mut widths: Vec<usize> = columns.iter().map(|column| column.heading.width()).collect();
    for row in &rows {
        for (wide, cell) in widths[..last].iter_mut().zip(row) {
            *wide = cell.width().min(WIDEST).max(*wide);
        }
    }
    let taken: usize = widths[..last].iter().map(|wide| wide + 2).sum();
    let is_place = columns.last().is_some_and(|column| column.holds == Holds::Places);
    let room = if is_place { usize::MAX } else { width.saturating_sub(taken) };
    let shown = if room >= NARROWEST { columns.len() } else { last };
    widths[last] = room;
    let mut text = String::new();
    let mut line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut line = String::new();
        for ((cell, column), &wide) in cells.zip(columns).zip(&widths).take(shown) {
            let cell = cut(cell, wide);
            // Nothing follows the last column.
            let gap = if wide > width { String::new() } else { " ".repeat(wide - cell.width().min(wide)) };
            let (before, after) = if column.holds == Holds::Numbers { (gap.as_str(), "") } else { ("", gap.as_str()) };
            line.extend([before, cell.as_str(), after, "  "]);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    };
    line(&mut columns.iter().map(|column| column.heading.as_ref()));
    for row in &rows {
        line(&mut row.iter().map(String::as_str));
    }
    text
}

/// One line of at most `width` cells, its end cut off if need be.
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used + 1 > width {
            break;
        }
        short.push(c);
    }
    format!("{}…", short.trim_end())
}

/// The words in lines of at most `width` cells; a longer word has a line of its own.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<(String, usize)> = Vec::new();
    for word in text.split_whitespace() {
        let wide = word.width();
        match lines.last_mut() {
            Some((line, used)) if *used + 1 + wide <= width => {
                line.push(' ');
                line.push_str(word);
                *used += 1 + wide;
            }
            _ => lines.push((word.to_owned(), wide)),
        }
    }
    lines.into_iter().map(|(line, _)| line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_by_cells_and_keep_to_the_width() {
        let columns = [Column::words("node"), Column::numbers("strength"), Column::words("text")];
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let rows = [row(["港口", "0.5", "A ship left."]), row(["e\u{1b}1", "0.125", &"long ".repeat(20)])];
        let shown = table(&columns, &rows, 40);
        assert_eq!(
            shown,
            "node  strength  text\n港口       0.5  A ship left.\ne␛1      0.125  long long long long lon…\n"
        );
        assert!(shown.lines().all(|line| line.width() <= 40));
        assert_eq!(table(&columns, &rows, 25), "node  strength\n港口       0.5\ne␛1      0.125\n");
    }

    #[test]
    fn words_are_wrapped_by_cells() {
        assert_eq!(wrapped("港口 is closed  extraordinarily", 9), ["港口 is", "closed", "extraordinarily"]);
        assert!(wrapped(" ", 9).is_empty());
    }
}
