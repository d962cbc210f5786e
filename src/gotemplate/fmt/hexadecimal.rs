//! Floats by their binary fraction: Go's formats `x` and `b`.

use super::decimal::FloatText;

/// Bits of the fraction of a `float64`.
const FRACTION_BITS: u32 = 52;
const ONE: u64 = 1 << FRACTION_BITS;

/// Integer and power of two of a finite value without its sign.
fn parts(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let (fraction, field) = (bits & (ONE - 1), (bits >> FRACTION_BITS & 0x7ff) as i32);
    if field == 0 { (fraction, -1074) } else { (fraction | ONE, field - 1075) }
}

/// `%b`: `4503599627370496p-52`.
pub(super) fn binary_exponent(value: f64) -> FloatText {
    let (mantissa, exponent) = parts(value);
    FloatText { lead: mantissa.to_string(), zeros: 0, tail: format!("p{exponent:+}") }
}

/// `%x`: `0x1.8p+01`, with as many places as needed if `places` does not tell; rounded half to even.
pub(super) fn hexadecimal(value: f64, places: Option<usize>) -> FloatText {
    let (mut mantissa, mut exponent) = parts(value);
    if mantissa != 0 {
        let shift = mantissa.leading_zeros().saturating_sub(63 - FRACTION_BITS);
        mantissa <<= shift;
        exponent += FRACTION_BITS as i32 - shift as i32;
    } else {
        exponent = 0;
    }
    let exact = FRACTION_BITS / 4;
    let kept = places.map_or(exact, |places| u32::try_from(places).map_or(exact, |places| places.min(exact)));
    mantissa = round_half_even(mantissa, FRACTION_BITS - 4 * kept);
    if mantissa >= 2 * ONE {
        mantissa >>= 1;
        exponent += 1;
    }
    let fraction = format!("{:013x}", mantissa & (ONE - 1));
    let fraction = match places {
        Some(_) => fraction.get(..kept as usize).unwrap_or(&fraction),
        None => fraction.trim_end_matches('0'),
    };
    let point = if fraction.is_empty() { "" } else { "." };
    FloatText {
        lead: format!("0x{}{point}{fraction}", mantissa >> FRACTION_BITS),
        zeros: places.unwrap_or(0).saturating_sub(exact as usize),
        tail: format!("p{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.unsigned_abs()),
    }
}

/// Clears the lowest bits, rounding to the nearest multiple, in the middle to the even one.
fn round_half_even(number: u64, bits: u32) -> u64 {
    if bits == 0 {
        return number;
    }
    let unit = 1 << bits;
    let (below, rest) = (number & !(unit - 1), number & (unit - 1));
    let up = rest > unit / 2 || rest == unit / 2 && below & unit != 0;
    if up { below + unit } else { below }
}
