//! `--fix`: the mends that findings offer, made in the file.

use anyhow::Context;
use camino::Utf8Path;
use linchpin::argument::Argument;
use linchpin::config::Config;
use linchpin::format;
use linchpin::review;
use linchpin::rules::Finding;
use linchpin::text::SourceFile;

use super::{input, output};

/// Makes the mends of the findings in the file that the argument was read from, and says how many were made.
///
/// Nothing is written unless the mended text reads as the same nodes and the file still holds what was read. Mends that
/// touch each other are made one after the other, by calling this again on what is read then.
pub fn mend(
    path: &Utf8Path,
    from: Option<&str>,
    config: &Config,
    argument: &Argument,
    findings: &[Finding],
) -> anyhow::Result<usize> {
    let Some(file) = argument.files().files().next() else { return Ok(0) };
    let (mended, count) = review::mend(file.text(), findings.iter().filter_map(|finding| finding.fix.as_ref()));
    if count == 0 {
        return Ok(0);
    }
    let on_disk = std::fs::read(path).with_context(|| format!("cannot read {path}"))?;
    if on_disk != file.text().as_bytes() {
        output::note(&format!("{path}: not mended, as only files in UTF-8 are"));
        return Ok(0);
    }
    let mended = SourceFile::new(file.name(), mended);
    if !reads_alike(&mended, from, config, argument)? {
        output::note(&format!("{path}: not mended, as it would be read as another argument"));
        return Ok(0);
    }
    output::write(Some(path), mended.text().as_bytes())?;
    Ok(count)
}

/// Whether a text reads as an argument of the same nodes, with the same letters in their texts, and as many edges.
fn reads_alike(mended: &SourceFile, from: Option<&str>, config: &Config, argument: &Argument) -> anyhow::Result<bool> {
    let reader = input::reader_for(mended, from)?;
    let Ok(again) = format::understand(mended, reader, config) else { return Ok(false) };
    let again = &again.reading.argument;
    let gist = |argument: &Argument| {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        argument.nodes().map(|(_, node)| (node.id.clone(), node.kind, letters(node.text.as_str()))).collect::<Vec<_>>()
    };
    Ok(gist(again) == gist(argument) && again.edge_count() == argument.edge_count())
}
