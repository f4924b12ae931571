//! Work on many items at once, with the results in the order of the items.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

/// How many results a worker may be ahead of the one that is waited for, so that memory does not grow with the number of
/// items.
const AHEAD: usize = 4;

/// Does `work` on each item, in `jobs` threads, and hands the results to `each` in the order of the items.
///
/// At most `jobs` × 4 results exist at any time. Threads stop early when `each` fails.
///
/// # Errors
/// The first error of `each`.
pub fn in_order<T: Sync, R: Send, E>(
    jobs: NonZeroUsize,
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut each: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let jobs = jobs.get().min(items.len());
    if jobs <= 1 {
        return items.iter().try_for_each(|item| each(work(item)));
    }
    let window = Window::new(items.len(), jobs * AHEAD);
    thread::scope(|scope| {
        // Taken down first when this thread leaves, however it does: workers that wait for their turn must wake up.
        let _closing = Closing(&window);
        let (sender, receiver) = mpsc::channel();
        for _ in 0..jobs {
            let (sender, window, work) = (sender.clone(), &window, &work);
            scope.spawn(move || {
                // Should the work panic, the others stop too, and the scope passes the panic on.
                let guard = Closing(window);
                while let Some(number) = window.take() {
                    if sender.send((number, work(&items[number]))).is_err() {
                        break;
                    }
                }
                if window.is_exhausted() {
                    std::mem::forget(guard);
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (number, result) in receiver {
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&next) {
                next += 1;
                each(result)?;
                window.advance(next);
            }
        }
        Ok(())
    })
}

/// Which items may be worked on: those not yet taken that are near enough to the one that is waited for.
struct Window {
    state: Mutex<State>,
    moved: Condvar,
    count: usize,
    width: usize,
}

struct State {
    /// The first item that nobody has taken.
    untaken: usize,
    /// The item whose result is waited for.
    awaited: usize,
    closed: bool,
}

impl Window {
    fn new(count: usize, width: usize) -> Self {
        Self { state: Mutex::new(State { untaken: 0, awaited: 0, closed: false }), moved: Condvar::new(), count, width }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is three plain values: it holds even if a thread panicked.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next item to work on; waits until there is one, and gives none when there is nothing left to do.
    fn take(&self) -> Option<usize> {
        let mut state = self.state();
        loop {
            if state.closed || state.untaken == self.count {
                return None;
            }
            if state.untaken < state.awaited + self.width {
                state.untaken += 1;
                return Some(state.untaken - 1);
            }
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn advance(&self, awaited: usize) {
        self.state().awaited = awaited;
        self.moved.notify_all();
    }

    fn is_exhausted(&self) -> bool {
        let state = self.state();
        !state.closed && state.untaken == self.count
    }
}

/// Closes the window when it goes.
struct Closing<'w>(&'w Window);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.state().closed = true;
        self.0.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn jobs(count: usize) -> NonZeroUsize {
        NonZeroUsize::new(count).unwrap()
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<u64> = (0..300).collect();
        for count in [1, 2, 7] {
            let mut results = Vec::new();
            let work = |item: &u64| {
                thread::sleep(std::time::Duration::from_micros(item * 7919 % 300));
                item * 2
            };
            in_order(jobs(count), &items, work, |result| {
                results.push(result);
                Ok::<(), ()>(())
            })
            .unwrap();
            assert_eq!(results, items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn few_results_wait_and_an_error_ends_it() {
        let begun = AtomicUsize::new(0);
        let items = [(); 10_000];
        let mut done = 0;
        let result = in_order(
            jobs(3),
            &items,
            |()| begun.fetch_add(1, Ordering::SeqCst),
            |_| {
                done += 1;
                if done == 50 { Err("broken pipe") } else { Ok(()) }
            },
        );
        assert_eq!((result, done), (Err("broken pipe"), 50));
        assert!(begun.load(Ordering::SeqCst) <= 50 + 3 * AHEAD);
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_panic_in_the_work_does_not_hang() {
        let items: Vec<usize> = (0..1000).collect();
        let work = |item: &usize| assert!(*item != 20, "at 20");
        let _ = in_order(jobs(2), &items, work, |()| Ok::<(), ()>(()));
    }
}
