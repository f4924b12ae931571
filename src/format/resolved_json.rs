//! The argument as it was understood, resolved, for other tools to read.
