//! e^x as straight-line arithmetic.
//!
//! A call into the C library for each node stops the processor from overlapping the loads of the nodes after it, which
//! is what the time of a pass goes into.

use std::f64::consts::LOG2_E;

/// ln 2 in two parts, of which the first has 21 zero bits at its end: its multiples by an exponent are exact.
const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// 1.5 · 2⁵²: adding it rounds to a whole number, which then stands in the low bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// Beyond it e^x is no normal number any more.
const LIMIT: f64 = 708.0;

/// e^x within 2 units in the last place for |x| ≤ 708; beyond that the value at ±708, which for a strength is 0 or 1.
///
/// e^x = 2^k · e^r with k whole and |r| ≤ ln 2 / 2, where the Taylor polynomial of degree 13 is exact to 2⁻⁵⁶.
#[inline(always)]
#[allow(clippy::inline_always, reason = "a call is what this avoids")]
pub(super) fn exp(x: f64) -> f64 {
    let x = if x > LIMIT { LIMIT } else { x };
    let x = if x < -LIMIT { -LIMIT } else { x };
    let rounded = x * LOG2_E + ROUNDER;
    let whole = rounded - ROUNDER;
    let r = (x - whole * LN_2_HIGH) - whole * LN_2_LOW;
    // Pairs of terms, so that the multiplications do not wait for each other (Estrin's scheme).
    let r2 = r * r;
    let r4 = r2 * r2;
    let r8 = r4 * r4;
    let low = (1.0 / 2.0 + r * (1.0 / 6.0)) + r2 * (1.0 / 24.0 + r * (1.0 / 120.0));
    let middle = (1.0 / 720.0 + r * (1.0 / 5_040.0)) + r2 * (1.0 / 40_320.0 + r * (1.0 / 362_880.0));
    let high =
        (1.0 / 3_628_800.0 + r * (1.0 / 39_916_800.0)) + r2 * (1.0 / 479_001_600.0 + r * (1.0 / 6_227_020_800.0));
    let tail = low + r4 * middle + r8 * high;
    let power = 1.0 + (r + r2 * tail);
    // 2^k: the low bits of the rounded number, moved to where a double has its exponent.
    let scale = f64::from_bits((rounded.to_bits() << 52).wrapping_add(1023 << 52));
    power * scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_exponential() {
        let mut worst = 0.0_f64;
        for step in -200_000..=200_000_i32 {
            let x = f64::from(step) * 0.003_541;
            if x.abs() <= 707.9 {
                worst = worst.max((exp(x) / x.exp() - 1.0).abs());
            }
        }
        assert!(worst < 4.5e-16, "off by {worst:e}");
        for x in [0.0, -0.0, 1e-300, -1e-300] {
            assert!((exp(x) - 1.0).abs() <= 0.0);
        }
        assert!(exp(1e9).is_finite() && exp(f64::INFINITY) > 1e300);
        assert!(exp(-1e9) < 1e-300 && exp(f64::NEG_INFINITY) >= 0.0);
    }
}
