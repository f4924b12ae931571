//! Where a check of one file spends its time: reading, likelihoods, strengths, and each rule alone.
//!
//! `cargo bench --bench stages -- FILE [RULE]…`; without a file, a report of `graphs/`. Each rule pays here for the facts
//! that it asks for, which a check works out once for all of them.

use std::path::Path;
use std::time::{Duration, Instant};

use linchpin::config::Config;
use linchpin::format;
use linchpin::rules::{self, LevelOverrides, LevelSetting, Settings};
use linchpin::score::{ScoreSettings, score, semantics};
use linchpin::text::SourceFile;

fn main() {
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with("--"));
    let path = words.next().unwrap_or_else(|| "graphs/china-russia.md".to_owned());
    let wanted: Vec<String> = words.collect();
    let bytes = std::fs::read(Path::new(&path)).expect("the file can be read");
    let size = bytes.len();
    let (file, decode) = timed(|| SourceFile::from_bytes(path.as_str(), bytes).expect("the file is text"));
    let (reader, detect) = timed(|| format::detect(&file));
    let (reading, read) = timed(|| reader.read(&file).expect("the file holds an argument"));
    let (understood, understand) = timed(|| format::understand(&file, reader, &Config::default()).expect("as before"));
    let argument = &understood.reading.argument;
    println!("{path}: {size} bytes, {} nodes, {} edges", argument.node_count(), argument.edge_count());
    let ((), dropped) = timed(|| drop(reading));
    say("decode", decode);
    say("detect", detect);
    say("read", read);
    say("drop", dropped);
    say("likelihoods", understand.saturating_sub(read));
    let (_, scored) = timed(|| score(argument, semantics::default_semantics(), &ScoreSettings::default()));
    say("score", scored);
    let (findings, checked) = timed(|| rules::check(argument, &Settings::default()));
    say("check", checked);
    println!("{} findings", findings.len());
    let mut each: Vec<(Duration, &str, usize)> = rules::all()
        .iter()
        .map(|rule| rule.card().id)
        .filter(|id| wanted.is_empty() || wanted.iter().any(|word| word == id))
        .map(|id| {
            let mut only = LevelOverrides::default();
            only.push("all", LevelSetting::Off).expect("a selector");
            only.push(id, LevelSetting::At(rules::Level::Note)).expect("a rule");
            let settings = Settings::from_layers(&[&only]);
            let (found, time) = timed(|| rules::check(argument, &settings));
            (time, id, found.len())
        })
        .collect();
    each.sort_by_key(|&(time, _, _)| std::cmp::Reverse(time));
    for (time, id, found) in each {
        println!("{:>10.2} ms  {id} ({found})", time.as_secs_f64() * 1e3);
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let (start, busy) = (Instant::now(), busy());
    let made = work();
    let used = busy.and_then(|before| self::busy()?.checked_sub(before));
    (made, used.unwrap_or_else(|| start.elapsed()))
}

/// The time that this thread has been on a processor, where the system tells: on a machine that does other things too,
/// a truer figure than the time that has passed.
fn busy() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(told.split_whitespace().next()?.parse().ok()?))
}

fn say(what: &str, time: Duration) {
    println!("{:>10.2} ms  {what}", time.as_secs_f64() * 1e3);
}
