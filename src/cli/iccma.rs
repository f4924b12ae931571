use anyhow::{Context, anyhow, bail};
use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;
use linchpin::acceptance::{
    Effort, Framework, Label, Semantics, credulous, defence, extension, grounded, preferred_around, refutation,
    sceptical,
};
use linchpin::config::Limits;
use linchpin::format::framework::{Flaw, RawFramework, Syntax};
use linchpin::text::{Disk, Fault, SourceFile};

use super::{Outcome, output};

/// Solve an argumentation framework as the solvers' competition (ICCMA) asks for it.
///
/// Tasks are SE (some extension), DC (is the argument in some extension?) and DS (is it in every one?), a hyphen, and a
/// semantics: CO, GR, PR, ST, SST or ID, as in DC-PR. The answer is `w` and an extension's arguments, or `NO`; for DC
/// and DS `YES` or `NO`, with the extension that shows it on the next line.
#[derive(Debug, Args)]
pub struct Iccma {
    /// The task: SE, DC or DS, and the semantics.
    #[arg(short = 'p', value_name = "TASK", required_unless_present = "problems")]
    task: Option<String>,
    /// The framework: a file of the form .af, .apx or .tgf.
    #[arg(short = 'f', value_name = "FILE", required_unless_present = "problems")]
    file: Option<Utf8PathBuf>,
    /// The argument that DC and DS ask for.
    #[arg(short = 'a', value_name = "ARGUMENT")]
    argument: Option<String>,
    /// The form of the file, where its name and content do not tell.
    #[arg(long, value_name = "FORM", value_parser = ["af", "apx", "tgf"])]
    from: Option<String>,
    /// List the tasks.
    #[arg(long)]
    problems: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Question {
    Some,
    Credulous,
    Sceptical,
}

impl Question {
    const ALL: [(Self, &'static str); 3] = [(Self::Some, "SE"), (Self::Credulous, "DC"), (Self::Sceptical, "DS")];
}

fn tasks() -> impl Iterator<Item = (Question, Semantics, String)> {
    Question::ALL.into_iter().flat_map(|(question, word)| {
        Semantics::ALL.map(|semantics| (question, semantics, format!("{word}-{}", semantics.letters())))
    })
}

impl Iccma {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        if self.problems {
            let names: Vec<String> = tasks().map(|(_, _, name)| name).collect();
            output::write(None, format!("[{}]\n", names.join(",")).as_bytes())?;
            return Ok(Outcome::Clean);
        }
        let (Some(task), Some(path)) = (&self.task, &self.file) else {
            bail!("name a task with -p and a file with -f")
        };
        let (question, semantics, _) = tasks().find(|(_, _, name)| name == task).ok_or_else(|| {
            anyhow!("`{task}` is no task; write SE, DC or DS, a hyphen, and CO, GR, PR, ST, SST or ID, as in DC-PR")
        })?;
        let bytes = bytes_of(path)?;
        let named = self.from.as_deref().and_then(|name| Syntax::ALL.into_iter().find(|syntax| syntax.name() == name));
        let syntax = named.or_else(|| Syntax::of(path.as_str(), &bytes)).ok_or_else(|| {
            anyhow!("{path} is no framework of the form .af, .apx or .tgf; name its form with --from")
        })?;
        let raw = match RawFramework::read(bytes, syntax) {
            Ok(raw) => raw,
            Err(flaw) => return report(path, flaw),
        };
        let argument = match (&self.argument, question) {
            (None, Question::Some) => None,
            (Some(_), Question::Some) => bail!("{task} asks for no argument; take out -a"),
            (None, _) => bail!("{task} asks for an argument; name it with -a"),
            (Some(name), _) => Some(raw.find(name).ok_or_else(|| anyhow!("there is no argument `{name}` in {path}"))?),
        };
        let (framework, effort) = (&raw.framework, Effort::unbounded());
        let (verdict, witness) = match (question, argument) {
            (Question::Credulous, Some(argument)) => {
                let witness = match semantics {
                    Semantics::Preferred => preferred_if_easy(framework, defence(framework, argument, &effort)?),
                    _ => credulous(framework, semantics, argument, &effort)?,
                };
                (if witness.is_some() { "YES\n" } else { "NO\n" }, witness)
            }
            (Question::Sceptical, Some(argument)) => {
                let witness = match semantics {
                    Semantics::Preferred => preferred_if_easy(framework, refutation(framework, argument, &effort)?),
                    _ => sceptical(framework, semantics, argument, &effort)?,
                };
                (if witness.is_none() { "YES\n" } else { "NO\n" }, witness)
            }
            _ => {
                let witness = extension(framework, semantics, &effort)?;
                (if witness.is_some() { "" } else { "NO\n" }, witness)
            }
        };
        let mut answer = verdict.as_bytes().to_vec();
        if let Some(witness) = witness {
            answer.push(b'w');
            for argument in witness {
                answer.push(b' ');
                raw.write_name(argument, &mut answer);
            }
            answer.push(b'\n');
        }
        output::write(None, &answer)?;
        Ok(Outcome::Clean)
    }
}

/// What goes into making a witness of DC-PR and DS-PR larger: so many conflicts, where at most so many arguments are open.
const WITNESS_EFFORT: u64 = 1_000;
const WITNESS_OPEN: usize = 10_000;

/// A preferred extension around the set that settles the answer; the set itself, which is complete and part of one, where
/// that could be much harder than the answer was.
fn preferred_if_easy(framework: &Framework, set: Option<Vec<u32>>) -> Option<Vec<u32>> {
    let set = set?;
    let open = grounded(framework).into_iter().filter(|&label| label == Label::Undecided).count();
    if open > WITNESS_OPEN {
        return Some(set);
    }
    Some(preferred_around(framework, &set, &Effort::of(WITNESS_EFFORT)).unwrap_or(set))
}

/// The bytes of the file, if they are within the limits that hold without settings.
fn bytes_of(path: &Utf8Path) -> anyhow::Result<Vec<u8>> {
    Disk.bytes_within(path, Limits::default().most_bytes()).with_context(|| format!("cannot read {path}"))
}

/// Says what is wrong with the file, with the line. It is read again, since only now its places are needed.
fn report(path: &Utf8PathBuf, flaw: Flaw) -> anyhow::Result<Outcome> {
    let bytes = bytes_of(path)?;
    let file = SourceFile::from_bytes(path.as_str(), bytes).with_context(|| format!("cannot read {path}"))?;
    let fault = Fault::new(&file, flaw.range, flaw.message);
    let fault = if flaw.help.is_empty() { fault } else { fault.with_help(flaw.help) };
    super::input::report(super::input::Refusal::Faults(vec![fault]))?;
    Ok(Outcome::Faults)
}
