//! DOT, for Graphviz.
