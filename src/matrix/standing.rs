use super::Method;

/// Scores that are this near are level.
pub(super) const LEVEL: f64 = 1e-9;

/// The hypotheses in order, by one method.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// The method.
    pub method: Method,
    /// By hypothesis.
    pub scores: Vec<f64>,
    /// By hypothesis: 1 for the one that stands first. Those that are level share a rank, and the ranks after it are left
    /// out: 1, 2, 2, 4.
    pub ranks: Vec<usize>,
}

impl Ranking {
    /// Orders scores: what the method takes for the best comes first. O(n log n).
    #[must_use]
    pub fn new(method: Method, scores: Vec<f64>) -> Self {
        let mut order: Vec<usize> = (0..scores.len()).collect();
        let cost = |at: usize| cost(method, scores[at]);
        order.sort_by(|&a, &b| cost(a).total_cmp(&cost(b)));
        let mut ranks = vec![0; scores.len()];
        let mut shared = (f64::NEG_INFINITY, 0);
        for (place, &at) in order.iter().enumerate() {
            if place == 0 || cost(at) - shared.0 > LEVEL {
                shared = (cost(at), place + 1);
            }
            ranks[at] = shared.1;
        }
        Self { method, scores, ranks }
    }

    /// The hypotheses that stand first: one, or several that are level.
    #[must_use]
    pub fn first(&self) -> Vec<usize> {
        (0..self.ranks.len()).filter(|&at| self.ranks[at] == 1).collect()
    }

    /// All hypotheses, the best first, and level ones in their own order. O(n log n).
    #[must_use]
    pub fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.ranks.len()).collect();
        order.sort_by_key(|&at| self.ranks[at]);
        order
    }

    /// The rank with a mark for those who share it: `1`, `2=`.
    #[must_use]
    pub fn rank(&self, hypothesis: usize) -> String {
        let rank = self.ranks[hypothesis];
        let is_shared = self.ranks.iter().filter(|&&other| other == rank).count() > 1;
        format!("{rank}{}", if is_shared { "=" } else { "" })
    }

    /// A hypothesis's score as its method shows it.
    #[must_use]
    pub fn shown(&self, hypothesis: usize) -> String {
        self.method.shown(self.scores[hypothesis])
    }
}

/// A score as a number of which less is better.
pub(super) fn cost(method: Method, score: f64) -> f64 {
    if method.is_more_better() { -score } else { score }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn level_scores_share_a_rank() {
        let ranking = Ranking::new(Method::Inconsistencies, vec![3.0, 0.0, 2.0, 2.0 + 1e-12]);
        assert_eq!(ranking.ranks, [4, 1, 2, 2]);
        assert_eq!(ranking.first(), [1]);
        assert_eq!(ranking.order(), [1, 2, 3, 0]);
        assert_eq!([0, 2].map(|at| ranking.rank(at)), ["4", "2="]);
        let ranking = Ranking::new(Method::LogOdds, vec![0.1, 0.7, 0.7]);
        assert_eq!(ranking.first(), [1, 2]);
        assert!(Ranking::new(Method::LogOdds, Vec::new()).first().is_empty());
    }
}
