use super::{Reader, Reading};
use crate::argument::{Argument, NodeKind, StatedConfidence};
use crate::config::Config;
use crate::estimate::{self, Choice, UnknownYardstick};
use crate::text::{Fault, SourceFile, SourceProvider};

/// An argument with the likelihoods and confidences that its words state.
#[derive(Clone, Debug)]
pub struct Understood {
    /// What was read.
    pub reading: Reading,
    /// The yardstick that its likelihoods are read by, and why.
    pub choice: Choice,
}

/// Reads a file and fills in what its judgements' words state: likelihoods by the yardstick that the report or the
/// configuration names (or the one that knows its terms), and confidences.
///
/// # Errors
/// Every fault that was found: malformed input, a limit that is exceeded, a yardstick that nobody knows.
pub fn understand(file: &SourceFile, reader: &dyn Reader, config: &Config) -> Result<Understood, Vec<Fault>> {
    config.limits.check_file(file).map_err(|fault| vec![fault])?;
    finish(reader.read(file)?, file, config)
}

/// As [`understand`], where the files beside this one are at hand: see [`Reader::read_among`].
///
/// # Errors
/// As for [`understand`], and if a file that belongs to the argument cannot be read.
pub fn understand_among(
    file: &SourceFile,
    reader: &dyn Reader,
    config: &Config,
    folder: &dyn SourceProvider,
) -> Result<Understood, Vec<Fault>> {
    config.limits.check_file(file).map_err(|fault| vec![fault])?;
    finish(reader.read_among(file, folder)?, file, config)
}

fn finish(mut reading: Reading, file: &SourceFile, config: &Config) -> Result<Understood, Vec<Fault>> {
    config.limits.check_argument(&reading.argument, file).map_err(|fault| vec![fault])?;
    let yardsticks = config.yardsticks()?;
    let named = config.yardstick.as_ref().filter(|name| *name.get_ref() != "auto");
    // What the report says of itself beats what the folder's settings say of all reports.
    let asked = named.filter(|_| reading.argument.report.yardstick.is_none());
    let choice = estimate::annotate(&mut reading.argument, &yardsticks, asked.map(|name| name.get_ref().as_str()))
        .map_err(|error| vec![unknown_yardstick(&error, file, config)])?;
    state_confidences(&mut reading.argument);
    Ok(Understood { reading, choice })
}

fn unknown_yardstick(error: &UnknownYardstick, file: &SourceFile, config: &Config) -> Fault {
    match (error.span, &config.file, &config.yardstick) {
        (None, Some(settings), Some(name)) => Fault::new(settings, name.span(), error.to_string()),
        (span, _, _) => Fault::new(file, span.map_or(0..0, crate::text::Span::range), error.to_string()),
    }
    .with_label("no such yardstick")
}

/// "We assess with high confidence that …" states the judgement's confidence where no label does.
fn state_confidences(argument: &mut Argument) {
    let silent = argument.of_each_node(|handle, node| {
        let may_state = matches!(node.kind, NodeKind::Judgement | NodeKind::Hypothesis) && node.confidence.is_none();
        let phrases = may_state.then(|| estimate::confidence_phrases(node.text.as_str()))?;
        let (range, level) = phrases.into_iter().next()?;
        Some((handle, StatedConfidence { level, span: node.text.span_of(range), basis: None }))
    });
    for (handle, stated) in silent {
        argument.update_node(handle, |node| node.confidence = Some(Box::new(stated)));
    }
}
