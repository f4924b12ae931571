//! The schemes of support that Arguebuf counts (after Walton, Reed & Macagno 2008), in the order of their numbers.

/// Their names as words; number 0 is the default and has none.
const SUPPORT: [&str; 65] = [
    "",
    "Position to know",
    "Expert opinion",
    "Witness testimony",
    "Popular opinion",
    "Popular practice",
    "Example",
    "Analogy",
    "Practical reasoning from analogy",
    "Composition",
    "Division",
    "Oppositions",
    "Rhetorical oppositions",
    "Alternatives",
    "Verbal classification",
    "Verbal classification definition",
    "Verbal classification vagueness",
    "Verbal classification arbitrariness",
    "Interaction of act and person",
    "Values",
    "Positive values",
    "Negative values",
    "Sacrifice",
    "The group and its members",
    "Practical reasoning",
    "Two person practical reasoning",
    "Waste",
    "Sunk costs",
    "Ignorance",
    "Epistemic ignorance",
    "Cause to effect",
    "Correlation to cause",
    "Sign",
    "Abductive",
    "Evidence to hypothesis",
    "Consequences",
    "Positive consequences",
    "Negative consequences",
    "Pragmatic alternatives",
    "Threat",
    "Fear appeal",
    "Danger appeal",
    "Need for help",
    "Distress",
    "Commitment",
    "Ethotic",
    "Generic ad hominem",
    "Pragmatic inconsistency",
    "Inconsistent commitment",
    "Circumstantial ad hominem",
    "Bias",
    "Bias ad hominem",
    "Gradualism",
    "Slippery slope",
    "Precedent slippery slope",
    "Sorites slippery slope",
    "Verbal slippery slope",
    "Full slippery slope",
    "Constitutive rule claims",
    "Rules",
    "Exceptional case",
    "Precedent",
    "Plea for excuse",
    "Perception",
    "Memory",
];

const PREFIX: &str = "SUPPORT_";

/// The words for a scheme by its name in the message, or by its number; empty for the default. `None` if there is none.
pub(super) fn words(name: &str) -> Option<&'static str> {
    if let Ok(number) = name.parse::<usize>() {
        return SUPPORT.get(number).copied();
    }
    let name = name.strip_prefix(PREFIX)?;
    if name == "DEFAULT" {
        return Some("");
    }
    SUPPORT[1..].iter().copied().find(|words| constant(words) == name)
}

/// The name in the message for the words of a scheme, in any case; that of the default if there is no such scheme.
pub(super) fn name(words: &str) -> String {
    let name = constant(words);
    let is_known = SUPPORT[1..].iter().any(|words| constant(words) == name);
    format!("{PREFIX}{}", if is_known { name } else { "DEFAULT".to_owned() })
}

fn constant(words: &str) -> String {
    words.trim().replace([' ', '-'], "_").to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_have_names_numbers_and_words() {
        assert_eq!(words("SUPPORT_EXPERT_OPINION"), Some("Expert opinion"));
        assert_eq!(words("2"), Some("Expert opinion"));
        assert_eq!(words("64"), Some("Memory"));
        assert_eq!((words("SUPPORT_DEFAULT"), words("0")), (Some(""), Some("")));
        assert_eq!((words("65"), words("SUPPORT_"), words("ATTACK_DEFAULT")), (None, None, None));
        assert_eq!(name("expert Opinion"), "SUPPORT_EXPERT_OPINION");
        assert_eq!((name(""), name("it follows")), ("SUPPORT_DEFAULT".to_owned(), "SUPPORT_DEFAULT".to_owned()));
        for scheme in &SUPPORT[1..] {
            assert_eq!(words(&name(scheme)), Some(*scheme));
        }
    }
}
