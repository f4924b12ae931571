//! How well each node stands: gradual semantics over the argument, and what a strength hangs on.
