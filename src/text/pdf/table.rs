use rustc_hash::FxHashSet;

use super::layout::{Line, join};

/// How many lines of a run may in turn have text in one column only.
const LONGEST_CELL: usize = 12;

/// A printed line, or what became of a table.
#[derive(Clone, Debug)]
pub(super) enum Part {
    Line(Line),
    Row {
        page: usize,
        table: u32,
        header: bool,
        cells: Vec<String>,
    },
    /// A line of a table whose rows cannot be told apart.
    Tangled(Line),
}

/// Finds tables: lines that follow each other, with room between columns at the same place. O(lines · columns).
///
/// `compounds` are words that have a hyphen of their own.
pub(super) fn find(lines: &[Line], compounds: &FxHashSet<String>) -> Vec<Part> {
    let mut parts = Vec::with_capacity(lines.len());
    let mut tables = 0;
    let mut open: Option<Open> = None;
    let mut at = 0;
    while at < lines.len() {
        let run = Run::at(&lines[at..]);
        let page = lines[at].page;
        let Some(run) = run else {
            parts.push(Part::Line(lines[at].clone()));
            at += 1;
            continue;
        };
        let taken = &lines[at..at + run.count];
        let begins_page = at == 0 || lines[at - 1].page != page;
        at += run.count;
        let Some(mut rows) = run.rows(taken, compounds) else {
            parts.extend(taken.iter().cloned().map(Part::Tangled));
            continue;
        };
        // A table goes on at the head of the next page, where its heading is printed again.
        let goes_on = begins_page
            && matches!(parts.last(), Some(Part::Row { .. }))
            && open.as_ref().is_some_and(|open| open.page + 1 == page && open.header.len() == rows[0].len());
        if let Some(open) = open.as_mut().filter(|_| goes_on) {
            open.page = page;
            if rows[0] == open.header {
                rows.remove(0);
            }
        } else {
            open = Some(Open { page, header: rows[0].clone() });
            tables += 1;
        }
        for (number, cells) in rows.into_iter().enumerate() {
            parts.push(Part::Row { page, table: tables - 1, header: number == 0 && !goes_on, cells });
        }
    }
    parts
}

/// The table that was found last.
struct Open {
    page: usize,
    header: Vec<String>,
}

/// Lines that have room at the same places.
struct Run {
    count: usize,
    /// The room between the columns, from left to right.
    gutters: Vec<(f64, f64)>,
}

impl Run {
    /// The run that begins with the first of the lines.
    fn at(lines: &[Line]) -> Option<Self> {
        let first = lines.first()?;
        let mut gutters: Vec<(f64, f64)> = first.gaps.iter().map(|gap| (gap.from, gap.to)).collect();
        // Behind the last line with text in several columns, a line that is set off is a paragraph below.
        let (mut count, mut shared, mut alone, mut is_off) = (1, 1, 0, false);
        for (at, pair) in lines.windows(2).enumerate() {
            let [before, line] = pair else { break };
            let step = before.y - line.y;
            if line.page != first.page || step > 3.0 * first.size || (line.size - first.size).abs() > 0.1 * first.size {
                break;
            }
            let narrowed: Vec<(f64, f64)> = gutters.iter().filter_map(|&gutter| narrow(gutter, line)).collect();
            let is_shared = narrowed.iter().any(|&(from, to)| line.x0 < from && line.x1 > to);
            alone = if is_shared { 0 } else { alone + 1 };
            if narrowed.is_empty() || alone > LONGEST_CELL {
                break;
            }
            gutters = narrowed;
            if is_shared {
                shared += 1;
                is_off = false;
                count = at + 2;
            } else {
                is_off |= step > 1.45 * line.size;
                count = if is_off { count } else { at + 2 };
            }
        }
        // Two lines of running text may have such room at one place, hardly three.
        let is_wide = gutters.iter().any(|(from, to)| to - from > 1.5 * first.size);
        (shared > if is_wide { 1 } else { 2 }).then_some(Self { count, gutters })
    }

    /// The cells of each row; `None` if rows cannot be told apart.
    fn rows(&self, lines: &[Line], compounds: &FxHashSet<String>) -> Option<Vec<Vec<String>>> {
        let columns = self.gutters.len() + 1;
        let filled: Vec<Vec<String>> = lines.iter().map(|line| self.cells(line)).collect();
        let steps: Vec<f64> = lines.windows(2).map(|pair| pair[0].y - pair[1].y).collect();
        let (least, most) = steps.iter().fold((f64::MAX, 0.0), |(a, b), &step| (step.min(a), step.max(b)));
        let is_whole =
            |cells: &Vec<String>| !cells[0].is_empty() && cells.iter().filter(|cell| !cell.is_empty()).count() > 1;
        if most <= 1.1 * least {
            return filled.iter().all(is_whole).then_some(filled);
        }
        // Cells of several lines: lines of one cell lie closer than cells, and cells of one row beside each other.
        let mut pitch = f64::MAX;
        for column in 0..columns {
            let own = lines.iter().zip(&filled).filter(|(_, filled)| !filled[column].is_empty());
            let own: Vec<f64> = own.map(|(line, _)| line.y).collect();
            pitch = own.windows(2).map(|pair| pair[0] - pair[1]).fold(pitch, f64::min);
        }
        let mut cells: Vec<Cell> = Vec::new();
        for column in 0..columns {
            let mut open: Option<Cell> = None;
            for (line, filled) in lines.iter().zip(&filled) {
                let text = &filled[column];
                if text.is_empty() {
                    continue;
                }
                match &mut open {
                    Some(cell) if cell.foot - line.y <= 1.1 * pitch => {
                        cell.foot = line.y;
                        join(&mut cell.text, text, compounds);
                    }
                    _ => {
                        let cell = Cell { column, head: line.y, foot: line.y, text: text.clone() };
                        cells.extend(open.replace(cell));
                    }
                }
            }
            cells.extend(open);
        }
        cells.sort_by(|a, b| b.head.total_cmp(&a.head).then(a.column.cmp(&b.column)));
        let reach = 0.4 * lines[0].size;
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut foot = f64::MAX;
        for cell in cells {
            if rows.is_empty() || cell.head + reach < foot {
                rows.push(vec![String::new(); columns]);
                foot = cell.foot - reach;
            }
            foot = foot.min(cell.foot - reach);
            let row = rows.last_mut()?;
            if !row[cell.column].is_empty() {
                return None;
            }
            row[cell.column] = cell.text;
        }
        (rows.len() > 1 && rows.iter().all(is_whole)).then_some(rows)
    }

    /// What of a line stands in each column.
    fn cells(&self, line: &Line) -> Vec<String> {
        let mut cells = vec![String::new(); self.gutters.len() + 1];
        let mut starts = vec![(line.x0, 0)];
        starts.extend(line.gaps.iter().map(|gap| (gap.to, gap.at)));
        for (number, &(x, at)) in starts.iter().enumerate() {
            let end = starts.get(number + 1).map_or(line.text.len(), |next| next.1);
            let cell = &mut cells[self.gutters.iter().filter(|gutter| gutter.0 < x).count()];
            if !cell.is_empty() {
                cell.push(' ');
            }
            cell.push_str(line.text[at..end].trim());
        }
        cells
    }
}

#[derive(Debug)]
struct Cell {
    column: usize,
    head: f64,
    foot: f64,
    text: String,
}

/// What a line leaves of the room between columns.
fn narrow((from, to): (f64, f64), line: &Line) -> Option<(f64, f64)> {
    let mut free = line.gaps.iter().map(|gap| (gap.from, gap.to)).chain([(f64::MIN, line.x0), (line.x1, f64::MAX)]);
    free.find_map(|(start, end)| {
        let (from, to) = (from.max(start), to.min(end));
        (to - from >= 0.8 * line.size).then_some((from, to))
    })
}

#[cfg(test)]
mod tests {
    use super::super::layout::Gap;
    use super::*;

    /// A line of pieces, each at its place; letters are six points wide.
    fn line(y: f64, pieces: &[(f64, &str)]) -> Line {
        let mut line = Line { y, size: 10.0, x0: pieces[0].0, ..Line::default() };
        for (x, text) in pieces {
            if !line.text.is_empty() {
                line.text.push(' ');
                line.gaps.push(Gap { from: line.x1, to: *x, at: line.text.len() });
            }
            line.text.push_str(text);
            line.x1 = x + 6.0 * f64::from(u32::try_from(text.len()).unwrap());
        }
        line
    }

    fn told(lines: &[Line]) -> String {
        let parts = find(lines, &FxHashSet::default()).into_iter().map(|part| match part {
            Part::Line(line) => format!("{}\n", line.text),
            Part::Row { table, header, cells, .. } => {
                format!("{table}{}{}\n", if header { "# " } else { ": " }, cells.join(" | "))
            }
            Part::Tangled(line) => format!("? {}\n", line.text),
        });
        parts.collect()
    }

    #[test]
    fn lines_with_room_at_the_same_place_are_rows() {
        let lines = vec![
            line(700.0, &[(50.0, "Before it there is a line of text as wide as others are.")]),
            line(680.0, &[(50.0, "Judgement"), (300.0, "Confidence")]),
            line(668.0, &[(50.0, "It holds."), (300.0, "high")]),
            line(656.0, &[(50.0, "It is old."), (300.0, "low")]),
            line(636.0, &[(50.0, "Behind it.")]),
        ];
        let rows = "0# Judgement | Confidence\n0: It holds. | high\n0: It is old. | low\n";
        assert_eq!(told(&lines), format!("{}\n{rows}Behind it.\n", lines[0].text));
        // One line with a gap is none.
        let alone = vec![
            line(700.0, &[(50.0, "Author"), (400.0, "Date")]),
            line(688.0, &[(50.0, "Words below it that go on and on and on and on to there.")]),
        ];
        assert!(!told(&alone).contains('|'));
    }

    #[test]
    fn cells_of_several_lines_are_put_together_wherever_they_stand_in_the_row() {
        for shift in [0.0, -6.0, -12.0] {
            let lines = vec![
                line(700.0, &[(50.0, "Judgement"), (300.0, "Confidence")]),
                line(684.0, &[(50.0, "It holds to")]),
                line(684.0 + shift - 0.5, &[(300.0, "high")]),
                line(672.0, &[(50.0, "the end of")]),
                line(660.0, &[(50.0, "spring.")]),
                line(644.0, &[(50.0, "It is old."), (300.0, "low")]),
            ];
            let mut lines = lines;
            lines.sort_by(|a, b| b.y.total_cmp(&a.y));
            // A short cell at the height of a line is part of it.
            let merged = "0# Judgement | Confidence\n0: It holds to the end of spring. | high\n0: It is old. | low\n";
            assert_eq!(told(&lines), merged, "{shift}");
        }
    }

    #[test]
    fn rows_that_cannot_be_told_apart_are_said_to_be_so() {
        let lines = vec![
            line(700.0, &[(50.0, "One two"), (300.0, "three four")]),
            line(688.0, &[(300.0, "five six")]),
            line(676.0, &[(50.0, "seven"), (300.0, "eight")]),
        ];
        assert_eq!(told(&lines), "? One two three four\n? five six\n? seven eight\n");
    }

    #[test]
    fn a_table_goes_on_on_the_next_page_under_the_same_heading() {
        let rows = |page: usize, text: &str| {
            let mut lines = vec![
                line(700.0, &[(50.0, "Judgement"), (300.0, "Confidence")]),
                line(688.0, &[(50.0, text), (300.0, "high")]),
            ];
            for line in &mut lines {
                line.page = page;
            }
            lines
        };
        let lines = [rows(0, "It holds."), rows(1, "It is old.")].concat();
        assert_eq!(told(&lines), "0# Judgement | Confidence\n0: It holds. | high\n0: It is old. | high\n");
    }
}
