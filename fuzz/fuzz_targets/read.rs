//! Reads arbitrary bytes with the reader that `LINCHPIN_FORMAT` names, checks the argument and writes it in every
//! format: nothing may panic, and every finding points into the text. Without the variable, the content decides.
//!
//! `LINCHPIN_FORMAT=list` prints the names, a line each.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use linchpin::config::Config;
use linchpin::format::{self, READERS, Reader, WRITERS};
use linchpin::rules::{self, LevelOverrides};
use linchpin::text::SourceFile;

static READER: LazyLock<Option<&dyn Reader>> = LazyLock::new(|| {
    let name = std::env::var("LINCHPIN_FORMAT").ok()?;
    Some(format::reader(&name).unwrap_or_else(|| panic!("`{name}` is not read")))
});

fuzz_target!(
    init: {
        if std::env::var("LINCHPIN_FORMAT").is_ok_and(|name| name == "list") {
            READERS.iter().for_each(|reader| println!("{}", reader.name()));
            std::process::exit(0);
        }
        // The fuzzer ends at any panic; those of a PDF file's reader are dealt with.
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !linchpin::text::is_panic_contained() {
                usual(panic);
            }
        }));
    },
    |bytes: &[u8]| {
        let Ok(file) = SourceFile::from_bytes("fuzz", bytes.to_vec()) else { return };
        let found = format::detect(&file);
        let reader = READER.unwrap_or(found);
        let config = Config::default();
        let Ok(understood) = format::understand(&file, reader, &config) else { return };
        let argument = &understood.reading.argument;
        for loss in &understood.reading.losses {
            assert!(file.text().get(loss.span.range()).is_some(), "{loss:?}");
        }
        let findings = rules::check(argument, &config.settings(&LevelOverrides::default()));
        for finding in &findings {
            assert!(file.text().get(finding.primary.span.range()).is_some(), "{finding:?}");
        }
        let options = format::WriteOptions { findings: Some(&findings), ..format::WriteOptions::default() };
        for writer in WRITERS {
            let _ = writer.write(argument, &options);
        }
    }
);
