use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static IS_CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread would be caught where it means no more than that a PDF file is damaged.
///
/// For a program's panic hook, which may then be silent: the library has none of its own. A program that is built with
/// `panic = "abort"` ends at such a file.
#[must_use]
pub fn is_panic_contained() -> bool {
    IS_CONTAINED.get()
}

/// Runs what other people's code does with a file; if it panics, there is an error.
pub(super) fn contained<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    IS_CONTAINED.set(true);
    // What it had in hand is dropped with it; nothing of it is seen again.
    let read = catch_unwind(AssertUnwindSafe(read));
    IS_CONTAINED.set(false);
    read.unwrap_or_else(|_| {
        Err("this PDF file is damaged in a way that its reader does not cope with; print the report anew".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_and_ends_with_it() {
        assert!(!is_panic_contained());
        assert_eq!(contained(|| Ok(is_panic_contained())), Ok(true));
        // Without a word from a hook.
        let panicked = contained(|| -> Result<(), String> { std::panic::resume_unwind(Box::new("out of bounds")) });
        assert!(panicked.unwrap_err().contains("damaged"));
        assert!(!is_panic_contained());
    }
}
