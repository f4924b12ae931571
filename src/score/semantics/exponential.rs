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
/// (e^r − 1 − r) / r² on |r| ≤ ln 2 / 2: the polynomial through the ten Chebyshev nodes, computed with 60 digits. It is
/// within 2⁻⁵³ of the function, which Taylor's needs two more terms for.
const TAIL: [f64; 10] = [
    0.500_000_000_000_000_1,
    0.166_666_666_666_666_69,
    0.041_666_666_666_624_164,
    0.008_333_333_333_330_065,
    0.001_388_888_891_719_671_9,
    0.000_198_412_698_630_405_45,
    2.480_152_132_236_869_2e-5,
    2.755_726_848_031_002_4e-6,
    2.762_007_587_998_336_7e-7,
    2.510_037_583_256_123_4e-8,
];
/// Beyond it e^x is no normal number any more.
const LIMIT: f64 = 708.0;

/// e^x within 2 units in the last place for |x| ≤ 708; beyond that the value at ±708, which for a strength is 0 or 1.
///
/// e^x = 2^k · e^r with k whole and |r| ≤ ln 2 / 2, and e^r = 1 + r + r²·tail(r).
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
    let low = (TAIL[0] + r * TAIL[1]) + r2 * (TAIL[2] + r * TAIL[3]);
    let middle = (TAIL[4] + r * TAIL[5]) + r2 * (TAIL[6] + r * TAIL[7]);
    let high = TAIL[8] + r * TAIL[9];
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
