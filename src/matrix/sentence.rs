/// A sentence in which ids, which are data, stand apart from our own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Words(String),
    Id(String),
}

impl Sentence {
    pub(super) fn words(mut self, words: &str) -> Self {
        self.pieces.push(Piece::Words(words.to_owned()));
        self
    }

    pub(super) fn id(mut self, id: &str) -> Self {
        self.pieces.push(Piece::Id(id.to_owned()));
        self
    }

    /// Ids with commas, and `and` before the last; of more than eight, the rest are counted.
    pub(super) fn ids<'i>(mut self, ids: impl ExactSizeIterator<Item = &'i str>) -> Self {
        const MOST: usize = 8;
        let count = ids.len();
        let shown = if count > MOST + 1 { MOST } else { count };
        for (number, id) in ids.take(shown).enumerate() {
            let is_last = number + 1 == count;
            self = match number {
                0 => self,
                _ if is_last => self.words(" and "),
                _ => self.words(", "),
            };
            self = self.id(id);
        }
        if shown < count { self.words(&format!(" and {} more", count - shown)) } else { self }
    }

    /// In plain text, with the ids between backticks. They are data: whoever shows them has to see to what they hold.
    #[must_use]
    pub fn plain(&self) -> String {
        self.written(ToOwned::to_owned, |id| format!("`{id}`"))
    }

    /// With our own words and ids each written in their way.
    pub(crate) fn written(&self, words: impl Fn(&str) -> String, id: impl Fn(&str) -> String) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Words(text) => words(text),
            Piece::Id(text) => id(text),
        };
        self.pieces.iter().map(piece).collect()
    }
}
