//! `--allow`, `--warn` and `--deny`, which count in the order in which they are given.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use linchpin::rules::{LevelOverrides, LevelSetting, UnknownRule};

/// Levels asked for on the command line.
#[derive(Clone, Debug, Default)]
pub struct LevelFlags {
    asked: Vec<(LevelSetting, String)>,
    deny_warnings: bool,
}

const FLAGS: [(&str, &str, &str); 3] = [
    ("allow", "allow", "Switch a rule or group off, or all of them"),
    ("warn", "warn", "Count findings of a rule or group as warnings"),
    ("deny", "deny", "Count findings of a rule or group as errors"),
];

impl LevelFlags {
    /// The levels, with every name known.
    pub fn overrides(&self) -> Result<LevelOverrides, UnknownRule> {
        let mut overrides = LevelOverrides::default();
        overrides.deny_warnings = self.deny_warnings;
        for (setting, name) in &self.asked {
            overrides.push(name, *setting)?;
        }
        Ok(overrides)
    }
}

impl FromArgMatches for LevelFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut asked = Vec::new();
        for (flag, word, _) in FLAGS {
            let Some(setting) = LevelSetting::from_word(word) else { continue };
            let names = matches.get_many::<String>(flag).into_iter().flatten();
            let places = matches.indices_of(flag).into_iter().flatten();
            asked.extend(places.zip(names).map(|(place, name)| (place, setting, name.clone())));
        }
        asked.sort_by_key(|(place, _, _)| *place);
        let asked = asked.into_iter().map(|(_, setting, name)| (setting, name)).collect();
        Ok(Self { asked, deny_warnings: matches.get_flag("deny-warnings") })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for LevelFlags {
    fn augment_args(command: Command) -> Command {
        let flags = FLAGS.map(|(name, _, help)| {
            Arg::new(name).long(name).value_name("RULE|GROUP|all").action(ArgAction::Append).help(help)
        });
        let deny_warnings = Arg::new("deny-warnings")
            .long("deny-warnings")
            .action(ArgAction::SetTrue)
            .help("Count every warning as an error");
        command.args(flags).arg(deny_warnings)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}
