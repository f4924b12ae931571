//! Findings' reporters: how findings are shown to people and to other tools.
