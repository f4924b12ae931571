use super::Subject;
use super::order::{Order, Word};
use crate::argument::Question;
use crate::matrix::{Comparison, askable};
use crate::review::content::Dialect;
use crate::review::matrix::contents;
use crate::text::{Fault, SourceFile, nearest};

/// The scores of a question's answers and their matrix: of the question that is named, or of every question.
pub(super) fn body(
    subject: &Subject,
    wanted: Option<&Word>,
    order: &Order,
    dialect: Dialect,
    document: &SourceFile,
) -> Result<String, Fault> {
    let argument = &subject.argument;
    let place = wanted.map_or(&order.file.1, |wanted| &wanted.1);
    let fault = |message: String| Fault::new(document, place.clone(), message);
    let questions: Vec<&Question> = match wanted {
        None => askable(argument),
        Some((id, _)) => argument.questions().iter().filter(|question| question.id.as_str() == id).collect(),
    };
    if let (Some((id, _)), []) = (wanted, questions.as_slice()) {
        let ids = argument.questions().iter().map(|question| question.id.as_str());
        let help = match nearest(id, ids) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("`linchpin matrix {}` shows the questions", order.file.0),
        };
        return Err(fault(format!("there is no question `{id}` in `{}`", order.file.0)).with_help(help));
    }
    if questions.is_empty() {
        return Err(fault(format!("`{}` has no question with two answers", order.file.0))
            .with_help("put rival answers under a heading \"Alternatives\", or list the answers of a question"));
    }
    let credibilities = crate::matrix::credibilities(argument, subject.semantics, &subject.settings);
    let mut parts = Vec::new();
    for question in questions {
        let comparison = Comparison::of(argument, question, &credibilities, &subject.settings.overrides.without)
            .map_err(|refusal| fault(refusal.to_string()))?;
        let asked = crate::review::content::Content::Sentence(question.text.trim().to_owned());
        parts.push(asked.written(dialect));
        parts.extend(contents(&comparison).map(|content| content.written(dialect)));
    }
    Ok(parts.join(if dialect == Dialect::Html { "" } else { "\n" }))
}
