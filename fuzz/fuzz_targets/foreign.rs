//! Reads arbitrary text in every format: nothing may panic, and what is not kept has a place in the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use linchpin::format::READERS;
use linchpin::text::SourceFile;

fuzz_target!(|text: &str| {
    let file = SourceFile::new("fuzz", text);
    for reader in READERS {
        let _ = reader.recognises(&file);
        let Ok(reading) = reader.read(&file) else { continue };
        for loss in &reading.losses {
            assert!(text.get(loss.span.range()).is_some(), "{}: {loss:?}", reader.name());
        }
    }
});
