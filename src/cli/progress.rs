use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar on standard error, for work that takes longer than a second. Nothing is drawn where that is no terminal.
pub struct Progress {
    bar: ProgressBar,
    begun: Instant,
    is_shown: bool,
}

impl Progress {
    /// For so many steps, none of which is done.
    pub fn new(steps: usize) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::hidden());
        // The template is a constant; a bar without it would do as well.
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} files, {eta} left") {
            bar.set_style(style);
        }
        Self { bar, begun: Instant::now(), is_shown: false }
    }

    /// One more step is done; what `write` writes to the same terminal stands above the bar.
    pub fn step<T>(&mut self, write: impl FnOnce() -> T) -> T {
        if !self.is_shown && self.begun.elapsed() > Duration::from_secs(1) {
            self.is_shown = true;
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
        if self.is_shown { self.bar.suspend(write) } else { write() }
    }

    /// Takes the bar away.
    pub fn finish(self) {
        self.bar.finish_and_clear();
    }
}
