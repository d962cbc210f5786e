//! Numbers as Go writes them: `strconv.FormatFloat` and the form that `encoding/json` gives floats.

/// A float in JSON; `None` for infinities and NaN, which JSON does not have.
pub(super) fn json_float(float: f64) -> Option<String> {
    if !float.is_finite() {
        return None;
    }
    let size = float.abs();
    if size != 0.0 && !(1e-6..1e21).contains(&size) {
        return Some(exponential(&format!("{float:e}"), 1));
    }
    Some(format!("{float}"))
}

/// `strconv.FormatFloat(float, 'g', -1, 32)`, which `sigs.k8s.io/yaml` 1.4 uses for keys and for string fields: more
/// than seven or so digits are lost.
pub(super) fn short_float(float: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "this loss is what Go does")]
    let float = float as f32;
    if float.is_nan() {
        return "NaN".to_owned();
    }
    if float.is_infinite() {
        return if float > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let scientific = format!("{float:e}");
    let exponent: i32 = scientific.rsplit('e').next().and_then(|exponent| exponent.parse().ok()).unwrap_or(0);
    if (-4..6).contains(&exponent) { format!("{float}") } else { exponential(&scientific, 2) }
}

/// Rust's `1e-7` with a sign and at least `width` digits in the exponent.
fn exponential(scientific: &str, width: usize) -> String {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let (sign, exponent) = match exponent.strip_prefix('-') {
        Some(exponent) => ('-', exponent),
        None => ('+', exponent),
    };
    format!("{mantissa}e{sign}{exponent:0>width$}")
}
