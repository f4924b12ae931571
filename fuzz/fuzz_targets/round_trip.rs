//! Reads arbitrary bytes with the reader that `LINCHPIN_FORMAT` names; what can be read is written in the same format,
//! can be read again, and is then written byte for byte the same.
//!
//! `LINCHPIN_FORMAT=list` prints the names, a line each.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use linchpin::argument::Argument;
use linchpin::format::graph_file::{self, Syntax};
use linchpin::format::{self, READERS, Reader, WriteOptions};
use linchpin::text::SourceFile;

static READER: LazyLock<&dyn Reader> = LazyLock::new(|| {
    let name = std::env::var("LINCHPIN_FORMAT").unwrap_or_else(|_| "toml".to_owned());
    format::reader(&name).filter(|reader| is_both(&name, *reader)).unwrap_or_else(|| panic!("`{name}` is not both read and written"))
});

/// Pages of Markdown and HTML are written for people, and are reports when they are read.
fn is_both(name: &str, reader: &dyn Reader) -> bool {
    name == "json" || (!matches!(reader.name(), "markdown" | "html" | "text") && format::writer(name).is_some())
}

fn written(name: &str, argument: &Argument) -> Option<Vec<u8>> {
    // The writer of that name writes the resolved argument, which is another format.
    if name == "json" {
        return Some(graph_file::write(argument, Syntax::Json).into_bytes());
    }
    // What a format cannot hold is no matter of the round trip.
    Some(format::writer(name)?.write(argument, &WriteOptions::default()).ok()?.bytes)
}

fuzz_target!(
    init: {
        if std::env::var("LINCHPIN_FORMAT").is_ok_and(|name| name == "list") {
            READERS.iter().filter(|reader| is_both(reader.name(), **reader)).for_each(|reader| println!("{}", reader.name()));
            std::process::exit(0);
        }
    },
    |bytes: &[u8]| {
        let Ok(file) = SourceFile::from_bytes("fuzz", bytes.to_vec()) else { return };
        let name = READER.name();
        let Ok(reading) = READER.read(&file) else { return };
        if reading.argument.node_count() == 0 || !reading.argument.defects.is_empty() {
            return;
        }
        let Some(first) = written(name, &reading.argument) else { return };
        let shown = String::from_utf8_lossy(&first).into_owned();
        let again = SourceFile::from_bytes("again", first.clone()).expect("what is written is text");
        let again = READER.read(&again).unwrap_or_else(|faults| panic!("{}\n{shown}", faults[0]));
        let second = written(name, &again.argument).expect("what was written once is written again");
        assert!(second == first, "first:\n{shown}\nsecond:\n{}", String::from_utf8_lossy(&second));
    }
);
