//! Reads arbitrary text as a report in each layout, checks it and draws it: nothing may panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use linchpin::config::Config;
use linchpin::format;
use linchpin::rules::{self, LevelOverrides};
use linchpin::text::SourceFile;

fuzz_target!(|text: &str| {
    let config = Config::default();
    for name in ["report.md", "report.txt", "report.html"] {
        let file = SourceFile::new(name, text);
        let Ok(understood) = format::understand(&file, format::detect(&file), &config) else { continue };
        let argument = &understood.reading.argument;
        let findings = rules::check(argument, &config.settings(&LevelOverrides::default()));
        for finding in &findings {
            assert!(file.text().get(finding.primary.span.range()).is_some(), "{finding:?}");
        }
        let options = format::WriteOptions { findings: &findings, ..format::WriteOptions::default() };
        for writer in format::WRITERS {
            let _ = writer.write(argument, &options);
        }
    }
});
