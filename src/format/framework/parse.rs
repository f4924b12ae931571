use std::collections::HashMap;
use std::ops::Range;

use rustc_hash::FxBuildHasher;

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The bytes at fault.
    pub range: Range<usize>,
    /// What is wrong, without a full stop.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl Flaw {
    pub(super) fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: String::new() }
    }

    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

/// What takes a file's arguments and attacks as they are read.
pub(super) trait Sink {
    /// So many arguments without names, before anything else.
    fn numbered(&mut self, count: u32, at: &Range<usize>);
    /// The argument of that number, from 0, and of that name.
    fn named(&mut self, number: u32, name: &str, label: &str, at: Range<usize>);
    /// An attack, by the arguments' numbers from 0, which may be named further down.
    fn attack(&mut self, from: u32, to: u32, at: Range<usize>);
}

/// The numbers of names. Declared names are numbered in their order; a name that is used before is numbered then.
pub(super) struct Names {
    numbers: HashMap<Box<str>, u32, FxBuildHasher>,
    /// Where each was used first, as long as it is not declared.
    undeclared: Vec<Option<Range<usize>>>,
    most: u32,
}

impl Names {
    pub(super) fn new(most: u32) -> Self {
        Self { numbers: HashMap::default(), undeclared: Vec::new(), most }
    }

    /// The number of a name that is declared here; `None` if it was declared before.
    pub(super) fn declare(&mut self, name: &str, at: Range<usize>) -> Result<Option<u32>, Flaw> {
        let known = self.undeclared.len();
        let number = self.number(name, at)?;
        let was_open = self.undeclared[number as usize].take().is_some();
        Ok((was_open || self.undeclared.len() > known).then_some(number))
    }

    /// The number of a name that is used here.
    pub(super) fn number(&mut self, name: &str, at: Range<usize>) -> Result<u32, Flaw> {
        if let Some(&number) = self.numbers.get(name) {
            return Ok(number);
        }
        let number = u32::try_from(self.undeclared.len()).unwrap_or(u32::MAX);
        if number >= self.most {
            return Err(Flaw::new(at, format!("there are more than the {} arguments that are read", self.most))
                .with_help("split the framework"));
        }
        self.numbers.insert(name.into(), number);
        self.undeclared.push(Some(at));
        Ok(number)
    }

    /// Finds fault with the first name that is used and not declared.
    pub(super) fn all_declared(&self, how: &str) -> Result<(), Flaw> {
        match self.undeclared.iter().flatten().next() {
            None => Ok(()),
            Some(at) => Err(Flaw::new(at.clone(), "an attack names this argument, which is not declared")
                .with_help(format!("add {how} it, or correct the name"))),
        }
    }
}

/// Where a file's content begins: after the byte order mark, if there is one.
pub(super) fn start(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 }
}

/// Where the line at `at` ends, its break not counted.
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |length| at + length)
}

/// The word that begins at `at`.
pub(super) fn token(bytes: &[u8], at: usize) -> Range<usize> {
    let length = bytes[at..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
    at..at + length
}

pub(super) fn utf8(bytes: &[u8], range: Range<usize>) -> Result<&str, Flaw> {
    std::str::from_utf8(&bytes[range.clone()])
        .map_err(|_| Flaw::new(range, "this name is not in UTF-8").with_help("save the file in UTF-8"))
}
