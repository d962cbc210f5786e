//! The digits of floats in decimal: Go's formats `e`, `f` and `g`. Rust's own formatting is exact and rounds half to
//! even as Go does, so it is the source of all digits; what Go lays out differently is done here.

/// The text of a float without its sign: lead, a number of zeros, tail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FloatText {
    /// Digits and point.
    pub lead: String,
    /// How many zeros follow.
    pub zeros: usize,
    /// The exponent.
    pub tail: String,
}

/// No float has more decimal places than this, so that all beyond are zeros. It also keeps the precision within what
/// Rust's formatting takes.
const MOST_PLACES: usize = 1_100;

/// `%e`: one digit, `places` more, and an exponent of at least two digits.
pub(super) fn scientific(value: f64, places: usize) -> FloatText {
    let shown = places.min(MOST_PLACES);
    let text = format!("{value:.shown$e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let tail = exponent_text(exponent.parse().unwrap_or(0));
    FloatText { lead: digits.to_owned(), zeros: places - shown, tail }
}

/// `%f`: all digits before the point, `places` behind it.
pub(super) fn fixed(value: f64, places: usize) -> FloatText {
    let shown = places.min(MOST_PLACES);
    FloatText { lead: format!("{value:.shown$}"), zeros: places - shown, tail: String::new() }
}

/// `%g`: `precision` significant digits, or as few as identify the value, without zeros at the end; with an exponent
/// where that is below -4, or not below the precision, for which 6 stands in if there is none.
pub(super) fn general(value: f64, precision: Option<usize>) -> FloatText {
    let wanted = precision.map(|precision| precision.max(1));
    let text = match wanted {
        Some(wanted) => format!("{value:.*e}", wanted.min(MOST_PLACES) - 1),
        None => shortest(value),
    };
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return FloatText { lead: "0".to_owned(), zeros: 0, tail: String::new() };
    }
    let limit = wanted.map_or(6, |wanted| i32::try_from(wanted).unwrap_or(i32::MAX));
    let lead = if exponent < -4 || exponent >= limit {
        return FloatText { lead: with_point(digits, 1), zeros: 0, tail: exponent_text(exponent) };
    } else if exponent < 0 {
        format!("0.{}{digits}", "0".repeat(usize::try_from(-1 - exponent).unwrap_or(0)))
    } else {
        with_point(digits, usize::try_from(exponent + 1).unwrap_or(1))
    };
    FloatText { lead, zeros: 0, tail: String::new() }
}

/// As few digits as identify the value. If it lies in the middle between two such numbers, Go takes the even one and
/// Rust the larger; rounding to that many digits decides as Go does. Two numbers of up to 15 digits never share a
/// float, so that there is nothing to decide for them.
fn shortest(value: f64) -> String {
    let text = format!("{value:e}");
    let (mantissa, _) = text.split_once('e').unwrap_or((&text, ""));
    if mantissa.len() < "0.123456789012345".len() || mantissa.ends_with(['0', '2', '4', '6', '8']) {
        return text;
    }
    let rounded = format!("{value:.*e}", mantissa.len().saturating_sub(2));
    if rounded.parse() == Ok(value) { rounded } else { text }
}

/// Digits with a point after `whole` of them, filled up with zeros; no point if nothing would follow it.
fn with_point(digits: &str, whole: usize) -> String {
    match digits.split_at_checked(whole) {
        None | Some((_, "")) => format!("{digits:0<whole$}"),
        Some((whole, places)) => format!("{whole}.{places}"),
    }
}

fn exponent_text(exponent: i32) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("e{sign}{:02}", exponent.unsigned_abs())
}

impl FloatText {
    /// What the flag `#` does: there is a point, and at least `digits` significant digits. In hexadecimal the `x`
    /// counts as a digit, too, as in Go.
    pub(super) fn keep_point(&mut self, digits: usize) {
        let significant = self.lead.chars().filter(|c| *c != '.').skip_while(|c| *c == '0').count() + self.zeros;
        let mut missing = digits.saturating_sub(significant);
        if !self.lead.contains('.') {
            missing = missing.saturating_sub(usize::from(self.lead == "0"));
            self.lead.push('.');
        }
        self.zeros += missing;
    }
}
