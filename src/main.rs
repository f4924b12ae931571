//! The binary: parses arguments, calls a command, sets the exit code.

mod cli;

use std::process::ExitCode;

#[cfg(feature = "quick-allocator")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    #[cfg(feature = "documents")]
    silence_contained_panics();
    cli::run()
}

/// A PDF file that makes its reader panic is refused with a sentence; a second one, of the panic, would say less.
#[cfg(feature = "documents")]
fn silence_contained_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !linchpin::text::is_panic_contained() {
            usual(panic);
        }
    }));
}
