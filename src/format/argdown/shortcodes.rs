//! Signs of logic that are written as words between full stops or colons.

/// The sign for the word between two full stops or colons. Argdown's little pictures stay words.
pub(super) fn shortcode(word: &str) -> Option<&'static str> {
    Some(match word {
        "A" => "∀",
        "E" => "∃",
        "O" => "𝗢",
        "P" => "𝗣",
        "->" => "→",
        "<->" => "↔",
        "~" => "¬",
        "^" => "∧",
        "v" => "∨",
        "v_" => "⊻",
        "<>" => "◇",
        "[]" => "◻",
        _ => return None,
    })
}
