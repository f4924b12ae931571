use resvg::tiny_skia::Rect;

use super::scene::Block;

/// The page of a PDF.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Paper {
    /// As large as the picture.
    #[default]
    Fit,
    /// 210 × 297 mm.
    A4,
    /// 297 × 420 mm.
    A3,
    /// 8.5 × 11 inches.
    Letter,
}

/// A pixel of a picture is 1/96 inch, a point is 1/72.
pub(super) const POINTS: f32 = 0.75;

/// What is left free on each side of a page, in points; the page's number stands in it.
pub(super) const MARGIN: f32 = 36.0;

/// The size below which text is not comfortable to read on paper, in points.
pub(super) const SMALLEST: f32 = 6.0;

/// More pages than anybody puts together.
const MOST_PAGES: usize = 100;

/// The largest side of a page that viewers agree on, in points (ISO 32000-1, annex C).
const LARGEST: f32 = 14_400.0;

impl Paper {
    /// Width and height in points, upright; `None` for [`Paper::Fit`].
    fn size(self) -> Option<(f32, f32)> {
        match self {
            Self::Fit => None,
            Self::A4 => Some((595.28, 841.89)),
            Self::A3 => Some((841.89, 1190.55)),
            Self::Letter => Some((612.0, 792.0)),
        }
    }
}

/// How a picture is laid on pages.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Imposition {
    /// Of each page, in points.
    pub(super) page: (f32, f32),
    pub(super) margin: f32,
    /// Points a pixel of the picture.
    pub(super) scale: f32,
    /// Where each page begins and the last one ends, in pixels of the picture: from left to right, and from top to
    /// bottom.
    pub(super) columns: Vec<f32>,
    pub(super) rows: Vec<f32>,
}

impl Imposition {
    /// Lays a picture of `size` pixels on pages; `smallest` is the height of its smallest text, in pixels.
    ///
    /// On one page if its text stays as large as [`SMALLEST`], upright or across by what is larger; never above its
    /// own size. Else on as many pages as that takes, cut between boxes where there is room. O(n log n).
    pub(super) fn new(size: (f32, f32), smallest: Option<f32>, paper: Paper, blocks: &[Block]) -> Self {
        let whole =
            |page, margin, scale| Self { page, margin, scale, columns: vec![0.0, size.0], rows: vec![0.0, size.1] };
        let Some((short, long)) = paper.size() else {
            let scale = POINTS.min(LARGEST / size.0).min(LARGEST / size.1);
            return whole((size.0 * scale, size.1 * scale), 0.0, scale);
        };
        let free = |page: (f32, f32)| (page.0 - 2.0 * MARGIN, page.1 - 2.0 * MARGIN);
        let pages = [(short, long), (long, short)];
        let fitting = pages.map(|page| {
            let free = free(page);
            (POINTS.min(free.0 / size.0).min(free.1 / size.1), page)
        });
        let (scale, page) = if fitting[1].0 > fitting[0].0 { fitting[1] } else { fitting[0] };
        let readable = smallest.map_or(0.0, |smallest| SMALLEST / smallest).min(POINTS);
        if scale >= readable {
            return whole(page, MARGIN, scale);
        }
        let along = |from: fn(&Rect) -> (f32, f32)| {
            Cuts::new(blocks.iter().filter(|block| !block.is_edge).map(|block| from(&block.bounds)))
        };
        let (across, down) =
            (along(|bounds| (bounds.left(), bounds.right())), along(|bounds| (bounds.top(), bounds.bottom())));
        let spread = |page: (f32, f32), smallest_scale: f32| {
            let free = free(page);
            let scale = POINTS.min(free.0 / size.0).max(smallest_scale);
            let columns = across.cut(size.0, free.0 / scale);
            let rows = down.cut(size.1, free.1 / scale);
            Self { page, margin: MARGIN, scale, columns, rows }
        };
        let mut smallest_scale = readable;
        loop {
            let [upright, sideways] = pages.map(|page| spread(page, smallest_scale));
            let best = if sideways.pages() < upright.pages() { sideways } else { upright };
            if best.pages() <= MOST_PAGES {
                return best;
            }
            // Ends at the scale of one page.
            if smallest_scale <= scale {
                return whole(page, MARGIN, scale);
            }
            smallest_scale *= 0.8;
        }
    }

    pub(super) fn pages(&self) -> usize {
        (self.columns.len() - 1) * (self.rows.len() - 1)
    }
}

/// Where boxes begin and end along one side of a picture, each sorted.
struct Cuts {
    starts: Vec<f32>,
    ends: Vec<f32>,
}

impl Cuts {
    fn new(blocks: impl Iterator<Item = (f32, f32)>) -> Self {
        let (mut starts, mut ends): (Vec<_>, Vec<_>) = blocks.unzip();
        starts.sort_by(f32::total_cmp);
        ends.sort_by(f32::total_cmp);
        Self { starts, ends }
    }

    /// How many boxes a cut at a place goes through.
    fn through(&self, place: f32) -> usize {
        self.starts.partition_point(|start| *start < place) - self.ends.partition_point(|end| *end <= place)
    }

    /// The cuts of a side into pieces of at most `longest`: each goes through as few boxes as any place in the last
    /// half of its piece, and of such places it is the last, a little before the box that comes next.
    fn cut(&self, side: f32, longest: f32) -> Vec<f32> {
        let mut cuts = vec![0.0];
        let mut from = 0.0;
        while side - from > longest * 1.001 {
            let limit = from + longest;
            let window = from + longest / 2.0;
            let first = self.starts.partition_point(|start| *start <= window);
            let last = self.starts.partition_point(|start| *start <= limit);
            let mut best = (self.through(limit), limit);
            for start in self.starts[first..last].iter().rev() {
                let through = self.through(*start);
                if through < best.0 {
                    // Midway to what ends before, so that neither box touches the edge.
                    let ended = self.ends.partition_point(|end| end <= start);
                    let before = if ended == 0 { window } else { self.ends[ended - 1].max(window) };
                    best = (through, f32::midpoint(before, *start));
                }
            }
            from = best.1;
            cuts.push(from);
        }
        cuts.push(side);
        cuts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(bounds: &[(f32, f32, f32, f32)]) -> Vec<Block> {
        let block = |bounds: &(f32, f32, f32, f32)| Block {
            is_edge: false,
            bounds: Rect::from_ltrb(bounds.0, bounds.1, bounds.2, bounds.3).unwrap(),
        };
        bounds.iter().map(block).collect()
    }

    #[test]
    fn a_small_picture_keeps_its_size_and_stands_upright() {
        let laid = Imposition::new((400.0, 300.0), Some(12.0), Paper::A4, &[]);
        assert_eq!((laid.scale, laid.page, laid.pages()), (0.75, (595.28, 841.89), 1));
    }

    #[test]
    fn a_wide_picture_lies_across() {
        let laid = Imposition::new((1000.0, 400.0), Some(12.0), Paper::A4, &[]);
        assert_eq!((laid.scale, laid.page, laid.pages()), (0.75, (841.89, 595.28), 1));
    }

    #[test]
    fn text_is_no_smaller_than_six_points_on_one_page() {
        // 769.89 pt / 1283 px × 10 px is 6 pt; a thousandth more is let be.
        let one = |width: f32| Imposition::new((width, 400.0), Some(10.0), Paper::A4, &[]).pages();
        assert_eq!(one(1283.0), 1);
        assert_eq!(one(1286.0), 2);
    }

    #[test]
    fn pages_are_cut_between_boxes() {
        let boxes = blocks(&[(0.0, 0.0, 600.0, 900.0), (0.0, 920.0, 600.0, 1900.0), (0.0, 1920.0, 600.0, 2000.0)]);
        let laid = Imposition::new((640.0, 2000.0), Some(12.0), Paper::A4, &boxes);
        assert_eq!(laid.page, (595.28, 841.89));
        assert_eq!(laid.columns, [0.0, 640.0]);
        assert_eq!(laid.rows[..2], [0.0, 910.0]);
        assert!(laid.rows.windows(2).all(|pair| (pair[1] - pair[0]) * laid.scale <= 841.89 - 72.0 + 0.1));
        assert_eq!(laid.rows.last(), Some(&2000.0));
    }

    #[test]
    fn a_box_taller_than_a_page_is_cut() {
        let boxes = blocks(&[(0.0, 0.0, 600.0, 5000.0)]);
        let laid = Imposition::new((600.0, 5000.0), Some(12.0), Paper::A4, &boxes);
        assert!(laid.pages() > 3, "{laid:?}");
    }

    #[test]
    fn pages_are_bounded() {
        let laid = Imposition::new((1e6, 1e6), Some(12.0), Paper::Letter, &[]);
        assert!(laid.pages() <= MOST_PAGES);
        let laid = Imposition::new((1e6, 1e6), Some(12.0), Paper::Fit, &[]);
        assert_eq!(laid.page, (14_400.0, 14_400.0));
    }
}
