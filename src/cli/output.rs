//! Where results go: standard output, or a file that is replaced whole.

use std::borrow::Cow;
use std::io::{self, IsTerminal, StdoutLock, Write};

use anstream::{AutoStream, ColorChoice};
use anyhow::Context;
use camino::{Utf8Path, Utf8PathBuf};
use linchpin::review::visible;

use super::progress::{self, Aside};

/// Writes `content` to the file, or to standard output where there is none or it is `-`.
///
/// A file is written beside its place and renamed, so that a failed write leaves the old one as it was.
pub fn write(path: Option<&Utf8Path>, content: &[u8]) -> anyhow::Result<()> {
    match path.filter(|path| path.as_str() != "-") {
        None => {
            let mut out = Aside(io::stdout().lock());
            if out.0.is_terminal() {
                out.write_all(&for_terminal(content))?;
            } else {
                out.write_all(content)?;
            }
            out.flush()?;
            Ok(())
        }
        Some(path) => replace(path, content).with_context(|| format!("cannot write {path}")),
    }
}

/// Standard output, for what people read, and whether it takes colours. Where it takes none, none may be written to it:
/// nothing is taken out again.
pub fn stdout() -> (bool, Aside<AutoStream<StdoutLock<'static>>>) {
    let stdout = io::stdout();
    let takes_colour = AutoStream::choice(&stdout) != ColorChoice::Never;
    let choice = if takes_colour { ColorChoice::Always } else { ColorChoice::AlwaysAnsi };
    (takes_colour, Aside(AutoStream::new(stdout.lock(), choice)))
}

/// The same text with nothing in it that a terminal obeys: some formats
/// have no way to escape a control character, and a file or a pipe is to get it as it is.
fn for_terminal(content: &[u8]) -> Cow<'_, [u8]> {
    let Ok(text) = std::str::from_utf8(content) else { return Cow::Borrowed(content) };
    if !text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')) {
        return Cow::Borrowed(content);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() && !matches!(c, '\n' | '\t') {
            shown.push_str(&visible(c.encode_utf8(&mut [0; 4])));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown.into_bytes())
}

/// Writes several files that belong together: none is replaced before all are written.
pub fn write_all(files: &[(Utf8PathBuf, &[u8])]) -> anyhow::Result<()> {
    let mut ready = Vec::new();
    for (path, content) in files {
        ready.push((path, prepare(path, content).with_context(|| format!("cannot write {path}"))?));
    }
    for (path, file) in ready {
        file.put().with_context(|| format!("cannot write {path}"))?;
    }
    Ok(())
}

/// Fails where bytes that are no text would go to a terminal.
pub fn refuse_terminal(path: Option<&Utf8Path>, format: &str) -> anyhow::Result<()> {
    if path.is_none_or(|path| path == "-") && io::stdout().is_terminal() {
        anyhow::bail!(
            "{format} is not text and is not written to a terminal; name a file with -o, or send it to a pipe"
        );
    }
    Ok(())
}

fn replace(path: &Utf8Path, content: &[u8]) -> io::Result<()> {
    prepare(path, content)?.put()
}

/// A file that is written, and not yet in its place.
enum Ready {
    Beside(tempfile::NamedTempFile, std::path::PathBuf),
    /// In something that cannot be replaced.
    Written,
}

impl Ready {
    fn put(self) -> io::Result<()> {
        match self {
            Self::Beside(file, target) => file.persist(target).map(drop).map_err(|error| error.error),
            Self::Written => Ok(()),
        }
    }
}

fn prepare(path: &Utf8Path, content: &[u8]) -> io::Result<Ready> {
    // A link is written through: the file that it names is the one that is replaced.
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.as_std_path().to_owned());
    let metadata = std::fs::metadata(&target).ok();
    if metadata.as_ref().is_some_and(|metadata| !metadata.is_file()) {
        if metadata.is_some_and(|metadata| metadata.is_dir()) {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "this is a folder"));
        }
        // A pipe or a device (`/dev/stdout`) cannot be replaced; it is written to.
        std::fs::OpenOptions::new().write(true).open(&target)?.write_all(content)?;
        return Ok(Ready::Written);
    }
    let folder = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| ".".as_ref());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".linchpin-");
    #[cfg(unix)]
    let mode = {
        use std::os::unix::fs::PermissionsExt;
        metadata.as_ref().map_or_else(|| std::fs::Permissions::from_mode(0o666), std::fs::Metadata::permissions)
    };
    #[cfg(unix)]
    builder.permissions(mode);
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    Ok(Ready::Beside(file, target))
}

/// Says an error on standard error, with what caused it.
pub fn error(error: &anyhow::Error) {
    let text = error.chain().map(std::string::ToString::to_string).collect::<Vec<_>>().join(": ");
    let text = text.lines().map(visible).collect::<Vec<_>>().join("\n");
    progress::aside(|| {
        let _ = writeln!(anstream::stderr().lock(), "\x1b[1;31merror\x1b[0m: {text}");
    });
}

/// Says something that is no error on standard error.
pub fn note(text: &str) {
    progress::aside(|| {
        let _ = writeln!(anstream::stderr().lock(), "note: {}", visible(text));
    });
}

/// The width to write for: the terminal's where there is one, else 100 cells.
pub fn width() -> usize {
    terminal_size::terminal_size().map_or(100, |(terminal_size::Width(width), _)| usize::from(width).clamp(60, 140))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_told_nothing() {
        assert_eq!(&*for_terminal("a\tb\né\n".as_bytes()), "a\tb\né\n".as_bytes());
        assert_eq!(&*for_terminal("\u{1b}[2J\u{9b}1m\r\n".as_bytes()), "␛[2J<U+009B>1m␍\n".as_bytes());
        assert_eq!(&*for_terminal(b"\xff\x1b"), b"\xff\x1b");
    }
}
