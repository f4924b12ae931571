//! Abstract argumentation frameworks as the solvers' competition (ICCMA) has them: `.af`, `.apx` and `.tgf`.
//!
//! A framework has arguments with names and attacks between them, and nothing else: as an argument of ours it is claims
//! and contradictions.

mod af;
mod apx;
mod detect;
mod parse;
mod raw;
mod read;
#[cfg(test)]
mod tests;
mod tgf;
mod write;

pub use parse::Flaw;
pub use raw::RawFramework;

use super::{Reader, Reading, WriteFault, WriteOptions, Writer, Written};
use crate::text::{Fault, SourceFile};

/// The form of a framework's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// `p af N` and pairs of numbers: the competition's own since 2023.
    Af,
    /// Facts `arg(a).` and `att(a,b).`, as ASPARTIX has them.
    Apx,
    /// The trivial graph format: names, `#`, pairs of names.
    Tgf,
}

impl Syntax {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Af, Self::Apx, Self::Tgf];

    /// Its name, which is its files' ending too.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Af => "af",
            Self::Apx => "apx",
            Self::Tgf => "tgf",
        }
    }

    /// The form of a file by its name's ending, else by its content.
    #[must_use]
    pub fn of(name: &str, bytes: &[u8]) -> Option<Self> {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        let by_name = Self::ALL.into_iter().find(|syntax| syntax.name() == ending);
        by_name.or_else(|| detect::detect(std::str::from_utf8(bytes).ok()?))
    }
}

fn parse_as(syntax: Syntax, bytes: &[u8], most: u32, sink: &mut impl parse::Sink) -> Result<(), Flaw> {
    match syntax {
        Syntax::Af => af::parse(bytes, most, sink),
        Syntax::Apx => apx::parse(bytes, most, sink),
        Syntax::Tgf => tgf::parse(bytes, most, sink),
    }
}

/// Frameworks as `.af`.
#[derive(Clone, Copy, Debug)]
pub struct Af;

/// Frameworks as `.apx`.
#[derive(Clone, Copy, Debug)]
pub struct Apx;

/// Frameworks as `.tgf`.
#[derive(Clone, Copy, Debug)]
pub struct Tgf;

/// A form as a format of its own: summary, what is kept in reading and in writing.
macro_rules! framework_format {
    ($name:ident, $word:literal, $summary:literal, $written:literal) => {
        impl Reader for $name {
            named!(
                $word,
                $summary,
                &[$word],
                "all of it: arguments are claims, attacks are contradictions of full weight",
            );

            fn recognises(&self, file: &SourceFile) -> bool {
                detect::detect(file.text()) == Some(Syntax::$name)
            }

            fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
                read::read(file, Syntax::$name)
            }
        }

        impl Writer for $name {
            named!($word, $summary, &[$word], $written);

            fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
                Ok(write::write(options.part(argument).argument, Syntax::$name))
            }
        }
    };
}

use crate::argument::Argument;

framework_format!(
    Af,
    "af",
    "a framework of numbered arguments (ICCMA 2023)",
    "contradictions, between numbers that a comment gives the ids of"
);
framework_format!(Apx, "apx", "a framework in facts (ASPARTIX)", "ids and contradictions");
framework_format!(Tgf, "tgf", "a framework in the trivial graph format", "ids, words and contradictions");
