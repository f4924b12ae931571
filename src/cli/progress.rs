//! What is shown while a command works: after a second, and only where standard error is a terminal.

use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// One a process, as there is one terminal. Commands say what they are at wherever they are at it.
static SHOWN: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// What takes less is not worth a line.
const PATIENCE: Duration = Duration::from_secs(1);
const BETWEEN_FRAMES: Duration = Duration::from_millis(120);

fn shown() -> MutexGuard<'static, Option<ProgressBar>> {
    SHOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Begins to show, from the first second on, what is done; or, for several files, how many are.
pub fn begin(files: usize) {
    if !io::stderr().is_terminal() {
        return;
    }
    let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden());
    let template = if files > 1 { "{bar:30} {pos} of {len} files, {eta} left" } else { "{spinner} {msg}, {elapsed}" };
    // The templates are constants; a bar without them would do as well.
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message("working");
    *shown() = Some(bar);
    thread::spawn(|| {
        thread::sleep(PATIENCE);
        // Under the lock, so that nothing is drawn once the command has ended.
        if let Some(bar) = &*shown() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(BETWEEN_FRAMES);
        }
    });
}

/// Says what the command is at: `checking report.md`.
pub fn stage(words: impl FnOnce() -> String) {
    if let Some(bar) = &*shown() {
        let words = words();
        bar.set_message(linchpin::review::visible(&words).into_owned());
    }
}

/// One more file is done.
pub fn step() {
    if let Some(bar) = &*shown() {
        bar.inc(1);
    }
}

/// Writes to the terminal, with nothing of ours in the way. Standard error must not be locked yet: who draws locks it.
pub fn aside<T>(write: impl FnOnce() -> T) -> T {
    let bar = shown().clone();
    match bar {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

/// Takes away what is shown.
pub fn end() {
    if let Some(bar) = shown().take() {
        bar.finish_and_clear();
    }
}

/// Standard output, or what else is not standard error; what is written to it stands above what is shown.
pub struct Aside<W>(pub W);

impl<W: Write> Write for Aside<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        aside(|| self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        aside(|| self.0.flush())
    }
}
