use anyhow::bail;
use clap::{Args, CommandFactory};

use super::{Cli, Outcome, output};

/// Print the manual page of linchpin or of one command.
#[derive(Debug, Args)]
pub struct Man {
    /// The command, as `check` or `review status`; without it, the page of linchpin itself.
    command: Vec<String>,
}

impl Man {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let mut program = Cli::command();
        program.build();
        let mut page = program;
        for name in &self.command {
            let Some(command) = page.find_subcommand(name) else {
                bail!("`{}` is no command; `linchpin --help` lists them", self.command.join(" "));
            };
            page = command.clone();
        }
        let mut text = Vec::new();
        clap_mangen::Man::new(page).render(&mut text)?;
        output::write(None, &text)?;
        Ok(Outcome::Clean)
    }
}
