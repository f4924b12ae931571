//! Labellings as clauses, for a SAT solver (Besnard & Doutre 2004; Cerutti, Giacomin & Vallati 2014).

use std::cell::Cell;
use std::rc::Rc;

use batsat::{Callbacks, ClauseKind, Lit, Solver, SolverInterface, SolverOpts, lbool};

use super::Framework;

/// The work allowed was not enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the answer was not found within the work allowed ({conflicts} conflicts of the SAT solver)")]
pub struct Exhausted {
    /// How many conflicts were allowed.
    pub conflicts: u64,
}

/// How much work may go into an answer, over all steps of finding it.
///
/// Counted in conflicts of the SAT solver and not in seconds, so that the same question has the same answer on every
/// machine. Clones share one account.
#[derive(Clone, Debug)]
pub struct Effort {
    allowed: u64,
    left: Rc<Cell<u64>>,
}

impl Effort {
    /// At most so many conflicts.
    #[must_use]
    pub fn of(conflicts: u64) -> Self {
        Self { allowed: conflicts, left: Rc::new(Cell::new(conflicts)) }
    }

    /// So many conflicts are worth an answer, unless somebody says otherwise.
    pub const USUAL: u64 = 1_000_000;

    /// As much as it takes.
    #[must_use]
    pub fn unbounded() -> Self {
        Self::of(u64::MAX)
    }
}

impl Callbacks for Effort {
    fn on_new_clause(&mut self, _: &[Lit], kind: ClauseKind) {
        if kind == ClauseKind::Learnt {
            self.left.set(self.left.get().saturating_sub(1));
        }
    }

    fn stop(&self) -> bool {
        self.left.get() == 0
    }
}

/// Which sets of arguments satisfy the clauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sets {
    /// Those that attack every attacker, and nothing of themselves.
    Admissible,
    /// Admissible ones with all that they defend. What they attack is exactly what is labelled out.
    Complete,
    /// Those that attack all of the rest, and nothing of themselves.
    Stable,
}

/// A framework's labellings in a SAT solver.
pub(super) struct Encoding {
    solver: Solver<Effort>,
    count: u32,
    is_stable: bool,
    allowed: u64,
    clause: Vec<Lit>,
}

impl Encoding {
    /// O(arguments + attacks) clauses and literals.
    pub fn new(framework: &Framework, sets: Sets, effort: &Effort) -> Self {
        let solver = Solver::new(SolverOpts::default(), effort.clone());
        let count = framework.count();
        let is_stable = sets == Sets::Stable;
        let mut encoding = Self { solver, count, is_stable, allowed: effort.allowed, clause: Vec::new() };
        for _ in 0..if is_stable { count } else { 2 * count } {
            encoding.fresh();
        }
        for argument in 0..count {
            encoding.constrain(framework, argument, sets);
        }
        encoding
    }

    fn constrain(&mut self, framework: &Framework, argument: u32, sets: Sets) {
        let (accepted, rejected) = (self.accepted(argument), self.rejected(argument));
        let attackers = framework.attackers(argument);
        if sets == Sets::Stable {
            for &attacker in attackers {
                let attacking = self.accepted(attacker);
                self.add([!attacking, !accepted]);
            }
            let one_of = attackers.iter().map(|&attacker| self.accepted(attacker)).collect::<Vec<_>>();
            self.add(std::iter::once(accepted).chain(one_of));
            return;
        }
        self.add([!accepted, !rejected]);
        for &attacker in attackers {
            let (attacking, countered) = (self.accepted(attacker), self.rejected(attacker));
            self.add([!accepted, countered]);
            if sets == Sets::Complete {
                self.add([!attacking, rejected]);
            }
        }
        let attackers_accepted = attackers.iter().map(|&attacker| self.accepted(attacker)).collect::<Vec<_>>();
        self.add(std::iter::once(!rejected).chain(attackers_accepted));
        if sets == Sets::Complete {
            let attackers_standing = attackers.iter().map(|&attacker| !self.rejected(attacker)).collect::<Vec<_>>();
            self.add(std::iter::once(accepted).chain(attackers_standing));
        }
    }

    /// A variable of its own.
    pub fn fresh(&mut self) -> Lit {
        Lit::new(self.solver.new_var(lbool::UNDEF, true), true)
    }

    /// "The argument is accepted." Its variable stands for the opposite: the solver tries false first, so that the sets
    /// that it finds are large.
    pub fn accepted(&mut self, argument: u32) -> Lit {
        let variable = if self.is_stable { argument } else { 2 * argument };
        Lit::new(self.solver.var_of_int(variable), false)
    }

    /// "The argument is rejected."
    pub fn rejected(&mut self, argument: u32) -> Lit {
        if self.is_stable {
            return !self.accepted(argument);
        }
        Lit::new(self.solver.var_of_int(2 * argument + 1), true)
    }

    /// Adds a clause for good.
    pub fn add(&mut self, literals: impl IntoIterator<Item = Lit>) {
        self.clause.clear();
        self.clause.extend(literals);
        self.solver.add_clause_reuse(&mut self.clause);
    }

    /// Demands for good that an argument outside of `set` is accepted.
    pub fn demand_more_than(&mut self, set: &[u32]) {
        let mut is_in = vec![false; self.count as usize];
        for &argument in set {
            is_in[argument as usize] = true;
        }
        let literals: Vec<Lit> = (0..self.count)
            .filter(|&argument| !is_in[argument as usize])
            .map(|argument| self.accepted(argument))
            .collect();
        self.add(literals);
    }

    /// Rules a set out for good, or as long as `unless` does not hold.
    pub fn exclude(&mut self, set: &[u32], unless: Option<Lit>) {
        let mut members = set.iter().copied().peekable();
        let literals: Vec<Lit> = (0..self.count)
            .map(|argument| {
                let is_in = members.next_if_eq(&argument).is_some();
                self.accepted(argument).apply_sign(!is_in)
            })
            .collect();
        self.add(literals.into_iter().chain(unless));
    }

    /// Whether there is a set under these assumptions; it is then the model.
    pub fn solve(&mut self, assumptions: &[Lit]) -> Result<bool, Exhausted> {
        if !self.solver.is_ok() {
            return Ok(false);
        }
        match self.solver.solve_limited(assumptions) {
            result if result == lbool::TRUE => Ok(true),
            result if result == lbool::FALSE => Ok(false),
            _ => Err(Exhausted { conflicts: self.allowed }),
        }
    }

    /// Whether the literal is true in the model.
    pub fn holds(&self, literal: Lit) -> bool {
        self.solver.value_lit(literal) == lbool::TRUE
    }

    /// The arguments accepted in the model, rising.
    pub fn set(&mut self) -> Vec<u32> {
        (0..self.count)
            .filter(|&argument| {
                let literal = self.accepted(argument);
                self.holds(literal)
            })
            .collect()
    }
}
