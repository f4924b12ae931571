//! Reading a large Argdown document: 100,000 statements and arguments, some of them nested, with tags and weights.

use std::fmt::Write;

use linchpin::format::Reader;
use linchpin::format::argdown::Argdown;
use linchpin::text::SourceFile;

fn main() {
    divan::main();
}

/// A document of `count` statements, of moderate length.
fn document(count: usize) -> SourceFile {
    let mut text = String::new();
    let mut at = 0;
    while at < count {
        let _ =
            writeln!(text, "[Statement {at}]: This statement has number {at}, and says something of moderate length.");
        at += 1;
        for line in 0..4 {
            let mark = if line % 2 == 0 { '+' } else { '-' };
            let _ = writeln!(
                text,
                "  {mark} [Statement {at}]: What is said in number {at} stands on a line of its own. #tag"
            );
            at += 1;
            if line % 2 == 0 {
                let _ =
                    writeln!(text, "    + <Argument {at}>: A deeper one, with a weight. {{weight: 0.{}}}", 1 + at % 9);
                at += 1;
            }
        }
        let _ = writeln!(text, "  -> [Statement {}]\n", at / 7 * 7);
    }
    SourceFile::new("large.argdown", text)
}

#[divan::bench(sample_count = 20)]
fn read(bencher: divan::Bencher<'_, '_>) {
    let file = document(100_000);
    bencher.bench_local(|| Argdown.read(&file).unwrap().argument.node_count());
}
