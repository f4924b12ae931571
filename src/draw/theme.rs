/// The colours of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark ink on white.
    #[default]
    Light,
    /// Light ink on a dark ground.
    Dark,
    /// Black on white, for paper: kinds, lines and findings are told apart without colour.
    Print,
}

/// The way from a judgement to what bears on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Judgements on the left.
    #[default]
    Right,
    /// Judgements on the right.
    Left,
    /// Judgements at the top.
    Down,
    /// Judgements at the bottom.
    Up,
}

/// How a picture looks, whatever it shows.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// The colours.
    pub theme: Theme,
    /// The way from a judgement to what bears on it.
    pub direction: Direction,
    /// Explain the shapes and lines that occur.
    pub legend: bool,
    /// Where a node's line in its report is to be found, with `{file}` and `{line}` in their places; `None` for no
    /// links.
    pub source_address: Option<&'a str>,
    /// What lays the picture out; `None` for [`Elk`](super::layout::Elk). DOT is laid out by whoever draws it.
    #[cfg(feature = "pictures")]
    pub engine: Option<&'a dyn super::layout::Engine>,
}

impl Default for Look<'_> {
    /// Light, from left to right, with a legend, without links.
    fn default() -> Self {
        Self {
            theme: Theme::Light,
            direction: Direction::Right,
            legend: true,
            source_address: None,
            #[cfg(feature = "pictures")]
            engine: None,
        }
    }
}
