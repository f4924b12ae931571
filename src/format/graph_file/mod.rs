//! Graph files: an argument written down in TOML, YAML or JSON, one schema for all three.
