use std::sync::OnceLock;

/// An abstract argumentation framework (Dung 1995): arguments, numbered from 0, and who attacks whom.
///
/// Kept in compressed rows: for each argument the ones that it attacks, in the order in which they were given, and, from
/// the first time that they are asked for, the ones that attack it. An attack that is given twice counts once in every
/// semantics. 4 bytes an argument and an attack, and as much again for the attackers.
#[derive(Clone, Debug)]
pub struct Framework {
    attacked: Rows,
    attackers: OnceLock<Rows>,
}

#[derive(Clone, Debug)]
struct Rows {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Rows {
    fn row(&self, index: u32) -> &[u32] {
        let index = index as usize;
        &self.items[self.starts[index] as usize..self.starts[index + 1] as usize]
    }

    /// Rows from pairs of row and item, by counting. O(rows + pairs).
    fn from_pairs(count: u32, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0_u32; count as usize + 1];
        for (row, _) in pairs.clone() {
            starts[row as usize + 1] += 1;
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut items = vec![0; total as usize];
        // Each row's start is moved to its end while it is filled, which is the next row's start.
        for (row, item) in pairs {
            let next = &mut starts[row as usize];
            items[*next as usize] = item;
            *next += 1;
        }
        starts.rotate_right(1);
        starts[0] = 0;
        Self { starts, items }
    }
}

impl Framework {
    /// A framework of `count` arguments from attacks, each the number of the attacker and of the attacked.
    /// O(arguments + attacks).
    ///
    /// # Panics
    /// If an attack names an argument at or above `count`, or there are more than 2³² − 1 attacks.
    #[must_use]
    pub fn new(count: u32, attacks: &[(u32, u32)]) -> Self {
        assert!(u32::try_from(attacks.len()).is_ok(), "more attacks than can be numbered");
        assert!(attacks.iter().all(|&(_, to)| to < count), "an attack on an argument that is not there");
        Self { attacked: Rows::from_pairs(count, attacks.iter().copied()), attackers: OnceLock::new() }
    }

    /// How many arguments there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        u32::try_from(self.attacked.starts.len() - 1).unwrap_or(u32::MAX)
    }

    /// How many attacks there are, those given twice counted twice.
    #[must_use]
    pub fn attack_count(&self) -> usize {
        self.attacked.items.len()
    }

    /// The arguments that this one attacks.
    ///
    /// # Panics
    /// If there is no such argument.
    #[must_use]
    pub fn attacked(&self, argument: u32) -> &[u32] {
        self.attacked.row(argument)
    }

    /// The arguments that attack this one. The first call takes O(arguments + attacks).
    ///
    /// # Panics
    /// If there is no such argument.
    #[must_use]
    pub fn attackers(&self, argument: u32) -> &[u32] {
        self.attackers
            .get_or_init(|| Rows::from_pairs(self.count(), self.attacks().map(|(from, to)| (to, from))))
            .row(argument)
    }

    /// All attacks, attacker first.
    pub fn attacks(&self) -> impl Iterator<Item = (u32, u32)> + Clone + '_ {
        (0..self.count()).flat_map(|from| self.attacked(from).iter().map(move |&to| (from, to)))
    }

    /// How many attacks each argument suffers. O(arguments + attacks).
    pub(super) fn attacker_counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.count() as usize];
        for &to in &self.attacked.items {
            counts[to as usize] += 1;
        }
        counts
    }
}
