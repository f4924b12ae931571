use anyhow::bail;
use clap::{Args, CommandFactory};

use super::{Cli, Outcome, output};

/// Print the manual page of linchpin or of one command.
#[derive(Debug, Args)]
pub struct Man {
    /// The command; without it, the page of linchpin itself.
    command: Option<String>,
}

impl Man {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let mut program = Cli::command();
        program.build();
        let page = match &self.command {
            None => program,
            Some(name) => match program.find_subcommand(name) {
                Some(command) => command.clone(),
                None => bail!("`{name}` is no command; `linchpin --help` lists them"),
            },
        };
        let mut text = Vec::new();
        clap_mangen::Man::new(page).render(&mut text)?;
        output::write(None, &text)?;
        Ok(Outcome::Clean)
    }
}
