//! Likelihood terms: yardsticks as data, and the estimate that a judgement states.
