//! Numbers as pictures write them.

use crate::argument::Estimate;

/// "highly unlikely 10–20 %": the words as they stand, and the band in whole per cent.
pub(crate) fn band(estimate: &Estimate) -> String {
    let per_cent = |share: f64| trimmed(format!("{:.1}", share * 100.0));
    let (low, high) = (per_cent(estimate.low), per_cent(estimate.high));
    if low == high {
        format!("{} {low}\u{a0}%", estimate.term)
    } else {
        format!("{} {low}–{high}\u{a0}%", estimate.term)
    }
}

/// A number in [0, 1] in two decimals at most; one that would round to an end without being it says so.
pub(crate) fn short(value: f64) -> String {
    if value > 0.0 && value < 0.005 {
        return "<0.01".to_owned();
    }
    if (0.995..1.0).contains(&value) {
        return ">0.99".to_owned();
    }
    trimmed(format!("{value:.2}"))
}

fn trimmed(mut number: String) -> String {
    if number.contains('.') {
        number.truncate(number.trim_end_matches('0').trim_end_matches('.').len());
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_never_round_to_an_end() {
        for (value, written) in [
            (0.0, "0"),
            (1.0, "1"),
            (0.8, "0.8"),
            (0.25, "0.25"),
            (1.0 / 3.0, "0.33"),
            (0.001, "<0.01"),
            (0.999, ">0.99"),
            (0.1, "0.1"),
        ] {
            assert_eq!(short(value), written);
        }
    }

    #[test]
    fn a_band_is_written_in_per_cent() {
        let estimate = |low, high| Estimate {
            term: "unlikely".to_owned(),
            name: String::new(),
            yardstick: String::new(),
            low,
            high,
            span: crate::text::Span::default(),
        };
        assert_eq!(band(&estimate(0.1, 0.2)), "unlikely 10–20\u{a0}%");
        assert_eq!(band(&estimate(0.55, 0.75)), "unlikely 55–75\u{a0}%");
        assert_eq!(band(&estimate(0.005, 0.01)), "unlikely 0.5–1\u{a0}%");
        assert_eq!(band(&estimate(0.5, 0.5)), "unlikely 50\u{a0}%");
    }
}
