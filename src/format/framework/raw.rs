use std::ops::Range;

use super::parse::{Flaw, Sink};
use super::{Syntax, parse_as};
use crate::acceptance::Framework;

/// The most arguments that are read into arrays.
const MOST: u32 = 200_000_000;

/// A framework as it stands in a file, in arrays: for a solver, which needs no places.
#[derive(Clone, Debug)]
pub struct RawFramework {
    /// Arguments and attacks.
    pub framework: Framework,
    /// The arguments' names; `None` for a file that numbers them from 1.
    pub names: Option<Vec<Box<str>>>,
}

impl RawFramework {
    /// Reads a file's bytes. O(bytes); for `.af` 8 bytes an attack besides the framework, and no table of names.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn read(bytes: Vec<u8>, syntax: Syntax) -> Result<Self, Flaw> {
        let mut arrays = Arrays { count: 0, names: None, attacks: Vec::new() };
        parse_as(syntax, &bytes, MOST, &mut arrays)?;
        // The text is larger than all that is made of it.
        drop(bytes);
        Ok(Self { framework: Framework::new(arrays.count, &arrays.attacks), names: arrays.names })
    }

    /// The number of the argument of that name. O(arguments).
    #[must_use]
    pub fn find(&self, name: &str) -> Option<u32> {
        match &self.names {
            Some(names) => names.iter().position(|it| **it == *name).and_then(|at| u32::try_from(at).ok()),
            None => {
                let number: u32 = name.parse().ok()?;
                (1..=self.framework.count()).contains(&number).then(|| number - 1)
            }
        }
    }

    /// Writes the name of an argument at the end of `text`.
    pub fn write_name(&self, argument: u32, text: &mut Vec<u8>) {
        if let Some(names) = &self.names {
            text.extend_from_slice(names[argument as usize].as_bytes());
            return;
        }
        let mut digits = [0; 10];
        let mut at = digits.len();
        let mut rest = argument + 1;
        while rest > 0 {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        text.extend_from_slice(&digits[at..]);
    }
}

struct Arrays {
    count: u32,
    names: Option<Vec<Box<str>>>,
    attacks: Vec<(u32, u32)>,
}

impl Sink for Arrays {
    fn numbered(&mut self, count: u32, _: &Range<usize>) {
        self.count = count;
    }

    fn named(&mut self, number: u32, name: &str, _: &str, _: Range<usize>) {
        let names = self.names.get_or_insert_default();
        let at = number as usize;
        if names.len() <= at {
            names.resize(at + 1, Box::default());
        }
        names[at] = name.into();
        self.count = self.count.max(number + 1);
    }

    fn attack(&mut self, from: u32, to: u32, _: Range<usize>) {
        self.attacks.push((from, to));
    }
}
