//! Where a text goes on: searches that scan no byte twice.

/// The next place of a needle, remembered, so that asking from every place of a text in turn is linear in all.
pub(super) struct Finder {
    needle: &'static str,
    /// The stretch that is known: no needle begins in it but at its end.
    from: usize,
    next: usize,
}

const NOWHERE: usize = usize::MAX;

impl Finder {
    pub fn new(needle: &'static str) -> Self {
        // An empty stretch: nothing is known yet.
        Self { needle, from: 1, next: 0 }
    }

    /// Where the needle begins at or after `from`.
    pub fn find(&mut self, text: &str, from: usize) -> Option<usize> {
        if from < self.from || from > self.next {
            let found = text.as_bytes().get(from..).and_then(|rest| match self.needle.as_bytes() {
                &[byte] => rest.iter().position(|&b| b == byte),
                needle => {
                    let first = needle[0];
                    let mut at = 0;
                    loop {
                        at += rest[at..].iter().position(|&b| b == first)?;
                        if rest[at..].starts_with(needle) {
                            break Some(at);
                        }
                        at += 1;
                    }
                }
            });
            self.from = from;
            self.next = found.map_or(NOWHERE, |at| from + at);
        }
        (self.next != NOWHERE).then_some(self.next)
    }
}

/// The closing brace of each opening one, for those that have one. Braces behind a backslash do not count.
#[derive(Default)]
pub(super) struct Braces {
    /// Pairs in the order of their opening braces.
    pairs: Option<Vec<(u32, u32)>>,
}

impl Braces {
    /// The place of the brace that closes the one at `open`. The first call is O(length), others O(log pairs).
    pub fn close(&mut self, text: &str, open: usize) -> Option<usize> {
        let pairs = self.pairs.get_or_insert_with(|| pairs(text));
        let open = u32::try_from(open).ok()?;
        let at = pairs.binary_search_by_key(&open, |pair| pair.0).ok()?;
        Some(pairs[at].1 as usize)
    }
}

fn pairs(text: &str) -> Vec<(u32, u32)> {
    let mut open: Vec<u32> = Vec::new();
    let mut found = Vec::new();
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'{' => open.push(at),
            b'}' => found.extend(open.pop().map(|opening| (opening, at))),
            _ => {}
        }
    }
    found.sort_unstable();
    found
}
