use anyhow::bail;
use camino::Utf8PathBuf;
use clap::Args;

use super::{Outcome, output};

/// Write a linchpin.toml with every setting explained.
#[derive(Debug, Args)]
pub struct Init {
    /// The folder to write it to.
    #[arg(default_value = ".")]
    folder: Utf8PathBuf,
    /// Replace a linchpin.toml that is there already.
    #[arg(long)]
    force: bool,
}

const TEMPLATE: &str = include_str!("linchpin.toml");

impl Init {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let path = self.folder.join("linchpin.toml");
        if path.exists() && !self.force {
            bail!("{path} is there already; --force replaces it");
        }
        output::write(Some(&path), TEMPLATE.as_bytes())?;
        Ok(Outcome::Clean)
    }
}
