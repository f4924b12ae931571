//! From the start of the process to its end, for a report of ordinary size, beside a program that does nothing.
//!
//! `cargo bench --bench cold_start`. The ratio of the two is the figure; the times are of the machine.

use std::process::{Command, Stdio};

fn main() {
    divan::main();
}

fn run(program: &str, arguments: &[&str]) {
    let status = Command::new(program).args(arguments).stdout(Stdio::null()).status().expect("the program starts");
    assert!(status.success(), "{program} failed");
}

#[divan::bench]
fn check() {
    run(env!("CARGO_BIN_EXE_linchpin"), &["check", "graphs/china-russia.md"]);
}

#[divan::bench]
fn nothing() {
    run("true", &[]);
}
