//! Reads arbitrary text as a graph file; what can be read is written and read again, and must stay the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use linchpin::format::graph_file::{self, Syntax};
use linchpin::text::SourceFile;

fuzz_target!(|text: &str| {
    for syntax in [Syntax::Toml, Syntax::Yaml, Syntax::Json] {
        let Ok(argument) = graph_file::read(&SourceFile::new("fuzz", text), syntax) else { continue };
        let written = graph_file::write(&argument, syntax);
        let again = graph_file::read(&SourceFile::new("again", written.as_str()), syntax)
            .unwrap_or_else(|faults| panic!("{}\n{written}", faults[0]));
        assert_eq!(graph_file::write(&again, syntax), written);
    }
});
