use std::collections::HashSet;
use std::io::{self, BufWriter, IsTerminal};
use std::num::NonZeroUsize;

use anyhow::{anyhow, bail};
use camino::Utf8PathBuf;
use clap::Args;
use linchpin::argument::Argument;
use linchpin::format;
use linchpin::review::{FindingsWriter, Style, formats};
use linchpin::rules::LevelOverrides;

use super::in_order::in_order;
use super::input::Refusal;
use super::known::{Known, Seen, Told};
use super::level_flags::LevelFlags;
use super::progress;
use super::targets::{Target, targets};
use super::{Outcome, input, mending, output, review};

/// Check reports and graph files.
///
/// Of a folder, every file that holds an argument is checked; ignore files are obeyed.
#[derive(Debug, Args)]
pub struct Check {
    /// Reports, graph files and folders; `-` is standard input.
    #[arg(default_value = ".")]
    paths: Vec<Utf8PathBuf>,
    /// How findings are shown: human, concise, json, sarif, github, gitlab, junit or markdown.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: String,
    /// The format of the input, where names and contents do not tell.
    #[arg(long, value_name = "FORMAT")]
    from: Option<String>,
    #[command(flatten)]
    levels: LevelFlags,
    /// Report only what this file does not hold.
    #[arg(long, value_name = "FILE")]
    baseline: Option<Utf8PathBuf>,
    /// Write all findings of the files that are checked to the baseline, and report none.
    #[arg(long, requires = "baseline")]
    update_baseline: bool,
    /// Make the mends that are safe, in the files that are named; those of a folder are left alone.
    #[arg(long, conflicts_with = "update_baseline")]
    fix: bool,
    /// How many threads work, on files and on the parts of a large one; by default, one for each processor.
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// The settings to use, instead of the nearest linchpin.toml.
    #[arg(long, value_name = "FILE")]
    config: Option<Utf8PathBuf>,
}

/// What there is to say of one file.
struct Checked {
    argument: Argument,
    told: Told,
    /// Which yardstick its likelihoods were read by, and why.
    yardstick: Option<String>,
    mends: usize,
    /// How many things the file says that the argument does not hold.
    losses: usize,
}

/// At most so many rounds of mends are made in a file: mends that touch each other wait for the next round.
const MOST_ROUNDS: usize = 10;

impl Check {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let format = formats().iter().find(|format| format.name == self.format).ok_or_else(|| {
            let names: Vec<_> = formats().iter().map(|format| format.name).collect();
            anyhow!("findings are shown as {}, not as `{}`", names.join(", "), self.format)
        })?;
        let overrides = self.levels.overrides().map_err(|error| anyhow!("{error}"))?;
        if let Some(name) = &self.from
            && format::reader(name).is_none()
        {
            // Said once, not for every file.
            input::reader_for(&linchpin::text::SourceFile::new("", ""), Some(name))?;
        }
        if self.fix && self.paths.iter().any(|path| path.as_str() == "-") {
            bail!("--fix writes to the files that it mends; standard input is none");
        }
        let known = match self.baseline.as_deref().map(|path| Known::read(path, self.update_baseline)).transpose() {
            Ok(known) => known,
            Err(refusal) => {
                input::report(refusal)?;
                return Ok(Outcome::Faults);
            }
        };
        if let Some(jobs) = self.jobs {
            // For the work on one large file; nothing has been shared out before, so that this is not refused.
            let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.get()).build_global();
        }
        let (targets, mut had_faults) = targets(&self.paths, self.config.as_deref());

        let (colour, stdout) = output::stdout();
        let style = Style { colour, width: output::width() };
        let mut out = BufWriter::new(stdout);
        let mut writer = FindingsWriter::new((format.reporter)(style), &mut out)?;
        progress::begin(targets.len());
        let mut seen = Seen::default();
        let mut said = HashSet::new();
        let is_watched = io::stdout().is_terminal();
        let is_only_one = targets.len() == 1;
        let check = |target: &Target| self.check_one(target, &overrides, known.as_ref());
        in_order(self.jobs(), &targets, check, |checked| {
            progress::step();
            match checked {
                Ok(Some(checked)) => {
                    let argument = show(checked, &mut seen, &mut writer)?;
                    if is_only_one {
                        // The program ends after this: to take a large argument apart would only take time.
                        std::mem::forget(argument);
                    }
                }
                Ok(None) => {}
                Err(refusal) => {
                    had_faults = true;
                    // What was found before stands before it.
                    writer.flush()?;
                    input::report(refusal.unless_said(&mut said))?;
                }
            }
            if is_watched {
                writer.flush()?;
            }
            anyhow::Ok(())
        })?;
        let tally = writer.finish()?;
        if let Some(known) = known {
            known.finish(seen)?;
        }
        Ok(match (had_faults, tally.errors) {
            (true, _) => Outcome::Faults,
            (false, 0) => Outcome::Clean,
            (false, _) => Outcome::Findings,
        })
    }

    fn jobs(&self) -> NonZeroUsize {
        // A file that is named twice must not be mended twice at once.
        if self.fix {
            return NonZeroUsize::MIN;
        }
        self.jobs.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
    }

    /// `None` for a file of a folder that holds no argument.
    fn check_one(
        &self,
        target: &Target,
        overrides: &LevelOverrides,
        known: Option<&Known>,
    ) -> Result<Option<Checked>, Refusal> {
        let path = &target.path;
        let config = input::config(path, self.config.as_deref())?;
        let settings = config.settings(overrides);
        let (mut mends, mut rounds) = (0, 0);
        loop {
            let Some(file) = target.open(config.limits)? else { return Ok(None) };
            let reader = input::reader_for(&file, self.from.as_deref())?;
            let input = input::understand(&file, path, reader, &config)?;
            let argument = input.reading.argument;
            if !target.is_named && argument.node_count() == 0 {
                return Ok(None);
            }
            let findings = review::findings(&argument, path, &config, &settings)?;
            let told = match known {
                Some(known) => known.tell(path, &argument, &settings, findings)?,
                None => Told::all_new(findings),
            };
            if self.fix && target.is_named && rounds < MOST_ROUNDS {
                rounds += 1;
                let made = mending::mend(path, self.from.as_deref(), &config, &argument, &told.new)?;
                mends += made;
                if made > 0 {
                    continue;
                }
            }
            let has_judgements = argument.judgements().next().is_some();
            let yardstick = has_judgements.then_some(input.choice.reason);
            return Ok(Some(Checked { argument, told, yardstick, mends, losses: input.reading.losses.len() }));
        }
    }
}

/// Shows what there is to say of a file, and gives its argument back.
fn show(checked: Checked, seen: &mut Seen, writer: &mut FindingsWriter<'_>) -> anyhow::Result<Argument> {
    let Checked { argument, told, yardstick, mends, losses } = checked;
    let name = argument.files().files().next().map_or("", |file| file.name());
    if mends > 0 {
        output::note(&format!("{name}: {mends} mended"));
    }
    if losses > 0 {
        let things = if losses == 1 { "1 thing in it is" } else { &format!("{losses} things in it are") };
        output::note(&format!("{name}: {things} no part of the argument; `linchpin import` lists them"));
    }
    let findings = seen.add(told);
    if let Some(yardstick) = yardstick {
        writer.remark(&argument, &yardstick)?;
    }
    writer.add(&argument, &findings)?;
    Ok(argument)
}
