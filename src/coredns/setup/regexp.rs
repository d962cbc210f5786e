//! Regular expressions in Go's syntax (regexp/syntax with the flag Perl): which are refused, with Go's message, and what the
//! others are in the syntax of the crate that matches. The text is read once, from left to right.

mod class;
mod escape;

use super::{Setup, Version};

/// CoreDNS's own bound, in bytes.
const MAX_LEN: usize = 10_000;
const MAX_REPEAT: u64 = 1_000;
const MAX_HEIGHT: u32 = 1_000;
// Go allows 128 MB of instructions of 40 bytes.
const MAX_SIZE: u64 = (128 << 20) / 40;

/// A refused expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum RegexpError {
    /// CoreDNS finds it too long.
    #[error("regex pattern too long: {0} > {MAX_LEN}")]
    TooLong(usize),
    /// Go's parser finds something wrong.
    #[error("error parsing regexp: {reason}: `{part}`")]
    Syntax {
        /// What.
        reason: &'static str,
        /// Where: the part of the expression that Go shows.
        part: String,
    },
}

type Parsed<T> = Result<T, RegexpError>;

fn wrong<T>(reason: &'static str, part: &str) -> Parsed<T> {
    Err(RegexpError::Syntax { reason, part: part.to_owned() })
}

impl Setup<'_> {
    /// Checks an expression and gives it in the crate's syntax.
    pub(super) fn regexp(&self, pattern: &str) -> Parsed<String> {
        if pattern.len() > MAX_LEN && self.probe.at_least(Version::new(1, 14, 0)) {
            return Err(RegexpError::TooLong(pattern.len()));
        }
        translate(pattern)
    }
}

/// What Go measures of a part of an expression.
#[derive(Clone, Copy)]
struct Measure {
    /// Nodes one below the other.
    height: u32,
    /// Instructions.
    size: u64,
    /// The largest product of repetitions, one inside the other.
    repeats: u64,
}

impl Measure {
    const ATOM: Self = Self { height: 1, size: 1, repeats: 1 };
    const NOTHING: Self = Self { height: 0, size: 0, repeats: 1 };

    fn beside(self, other: Self) -> Self {
        Self {
            height: self.height.max(other.height),
            size: self.size.saturating_add(other.size),
            repeats: self.repeats.max(other.repeats),
        }
    }

    fn around(self, size: u64) -> Self {
        Self { height: self.height.saturating_add(1), size: self.size.saturating_add(size), ..self }
    }
}

/// A group that is open, or the whole expression.
struct Open {
    captures: bool,
    /// The alternatives that are complete, and how many.
    alternatives: (Measure, u32),
    /// The parts before the last one of the current alternative, and how many.
    parts: (Measure, u32),
    /// The last part: what a repetition applies to.
    last: Option<Measure>,
}

impl Open {
    fn new(captures: bool) -> Self {
        Self { captures, alternatives: (Measure::NOTHING, 0), parts: (Measure::NOTHING, 0), last: None }
    }

    fn push(&mut self, part: Measure) {
        if let Some(last) = self.last.replace(part) {
            self.parts = (self.parts.0.beside(last), self.parts.1 + 1);
        }
    }

    fn end_alternative(&mut self) {
        let (parts, count) = self.parts;
        let whole = match self.last.take() {
            Some(last) if count > 0 => parts.beside(last).around(0),
            Some(last) => last,
            None => Measure::ATOM,
        };
        self.parts = (Measure::NOTHING, 0);
        self.alternatives = (self.alternatives.0.beside(whole), self.alternatives.1 + 1);
    }

    fn close(mut self) -> Measure {
        self.end_alternative();
        let (whole, count) = self.alternatives;
        let whole = if count > 1 { whole.around(u64::from(count) - 1) } else { whole };
        if self.captures { whole.around(2) } else { whole }
    }
}

/// Gives a Go expression in the crate's syntax.
///
/// # Errors
/// Go's message for what is none.
pub(super) fn translate(pattern: &str) -> Parsed<String> {
    let mut parser = Parser { whole: pattern, rest: pattern, out: String::with_capacity(pattern.len()), open: vec![] };
    parser.open.push(Open::new(false));
    parser.run()?;
    let Some(top) = parser.open.pop().filter(|_| parser.open.is_empty()) else {
        return wrong("missing closing )", pattern);
    };
    let measure = top.close();
    if measure.height > MAX_HEIGHT {
        return wrong("expression nests too deeply", pattern);
    }
    if measure.size > MAX_SIZE {
        return wrong("expression too large", pattern);
    }
    Ok(parser.out)
}

struct Parser<'p> {
    whole: &'p str,
    rest: &'p str,
    out: String,
    open: Vec<Open>,
}

impl<'p> Parser<'p> {
    fn run(&mut self) -> Parsed<()> {
        // Where the repetition starts that the text before the cursor ends with.
        let mut repeated_from: Option<&'p str> = None;
        while let Some(first) = self.rest.chars().next() {
            let before = self.rest;
            let mut is_repetition = false;
            match first {
                '(' if self.rest.starts_with("(?") => self.group()?,
                '(' => self.begin(true, "("),
                '|' => {
                    self.advance(1);
                    self.out.push('|');
                    if let Some(open) = self.open.last_mut() {
                        open.end_alternative();
                    }
                }
                ')' => self.end()?,
                '*' | '+' | '?' => {
                    self.advance(1);
                    self.repeat(before, repeated_from, None)?;
                    is_repetition = true;
                }
                '{' => match bounds(self.rest) {
                    Some((min, max, len)) => {
                        self.advance(len);
                        if min > MAX_REPEAT || max.is_some_and(|max| max > MAX_REPEAT || min > max) {
                            return wrong("invalid repeat count", &before[..len]);
                        }
                        self.repeat(before, repeated_from, Some((min, max)))?;
                        is_repetition = true;
                    }
                    None => self.literal('{', 1),
                },
                '^' | '$' | '.' => {
                    self.advance(1);
                    self.out.push(first);
                    self.push(Measure::ATOM);
                }
                '[' => {
                    self.class()?;
                    self.push(Measure::ATOM);
                }
                '\\' => self.backslash()?,
                _ => self.literal(first, first.len_utf8()),
            }
            repeated_from = is_repetition.then_some(before);
        }
        Ok(())
    }

    fn advance(&mut self, len: usize) {
        self.rest = self.rest.get(len..).unwrap_or("");
    }

    fn push(&mut self, part: Measure) {
        if let Some(open) = self.open.last_mut() {
            open.push(part);
        }
    }

    fn literal(&mut self, c: char, len: usize) {
        self.advance(len);
        push_escaped(&mut self.out, c);
        self.push(Measure::ATOM);
    }

    fn begin(&mut self, captures: bool, head: &'p str) {
        self.advance(head.len());
        self.out.push_str(head);
        self.open.push(Open::new(captures));
    }

    fn end(&mut self) -> Parsed<()> {
        if self.open.len() < 2 {
            return wrong("unexpected )", self.whole);
        }
        self.advance(1);
        self.out.push(')');
        if let Some(open) = self.open.pop() {
            self.push(open.close());
        }
        Ok(())
    }

    /// `(?P<name>`, `(?<name>`, `(?flags)` or `(?flags:`.
    fn group(&mut self) -> Parsed<()> {
        let text = self.rest;
        let named = |prefix: &str, min: usize| text.starts_with(prefix) && text.len() > min;
        if named("(?P<", 4) || named("(?<", 3) {
            let start = if text.starts_with("(?P<") { 4 } else { 3 };
            let Some(end) = text.find('>') else { return wrong("invalid named capture", text) };
            let name = text.get(start..end).unwrap_or("");
            let is_word = |c: char| c == '_' || c.is_ascii_alphanumeric();
            if name.is_empty() || !name.chars().all(is_word) {
                return wrong("invalid named capture", &text[..=end]);
            }
            self.begin(true, &text[..=end]);
            return Ok(());
        }
        let (mut negative, mut saw_flag) = (false, false);
        for (index, c) in text.char_indices().skip(2) {
            match c {
                'i' | 'm' | 's' | 'U' => saw_flag = true,
                '-' if !negative => (negative, saw_flag) = (true, false),
                ':' | ')' if !negative || saw_flag => {
                    if c == ':' {
                        self.begin(false, &text[..=index]);
                    } else {
                        self.advance(index + 1);
                        if index > 2 {
                            self.out.push_str(&text[..=index]);
                        }
                    }
                    return Ok(());
                }
                _ => return wrong("invalid or unsupported Perl syntax", &text[..index + c.len_utf8()]),
            }
        }
        wrong("invalid or unsupported Perl syntax", text)
    }

    /// A repetition of the last part; the operator itself has been read, a `?` behind it has not.
    fn repeat(
        &mut self,
        before: &'p str,
        stacked_on: Option<&'p str>,
        bounds: Option<(u64, Option<u64>)>,
    ) -> Parsed<()> {
        if self.rest.starts_with('?') {
            self.advance(1);
        }
        let operator = &before[..before.len() - self.rest.len()];
        if let Some(stacked_on) = stacked_on {
            return wrong("invalid nested repetition operator", &stacked_on[..stacked_on.len() - self.rest.len()]);
        }
        let Some(part) = self.open.last_mut().and_then(|open| open.last.as_mut()) else {
            return wrong("missing argument to repetition operator", operator);
        };
        *part = match bounds {
            None => part.around(if operator.starts_with('*') { 2 } else { 1 }),
            Some((min, max)) => {
                let times = max.unwrap_or(min);
                let size = match max {
                    None if min == 0 => part.size.saturating_add(2),
                    None => min.saturating_mul(part.size).saturating_add(1),
                    Some(max) => max.saturating_mul(part.size).saturating_add(max - min),
                };
                let repeats = if max == Some(0) { 1 } else { part.repeats.saturating_mul(times.max(1)) };
                Measure { height: part.height.saturating_add(1), size, repeats }
            }
        };
        if bounds.is_some_and(|(min, max)| min >= 2 || max.is_some_and(|max| max >= 2)) && part.repeats > MAX_REPEAT {
            return wrong("invalid repeat count", operator);
        }
        self.out.push_str(operator);
        Ok(())
    }
}

/// `{n}`, `{n,}` or `{n,m}` and its length; anything else is no repetition. A number too large for one counts as too large.
fn bounds(text: &str) -> Option<(u64, Option<u64>, usize)> {
    let (inner, _) = text.strip_prefix('{')?.split_once('}')?;
    let (min, max) = match inner.split_once(',') {
        None => (count(inner)?, Some(count(inner)?)),
        Some((min, "")) => (count(min)?, None),
        Some((min, max)) => (count(min)?, Some(count(max)?)),
    };
    Some((min, max, inner.len() + 2))
}

fn count(digits: &str) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // Zeros in front make it no number for Go.
    let is_plain = digits.len() == 1 || !digits.starts_with('0');
    (is_number && is_plain).then(|| digits.parse().unwrap_or(u64::MAX))
}

/// Appends a character that stands for itself.
fn push_escaped(out: &mut String, c: char) {
    if r"\.+*?()|[]{}^$#&-~".contains(c) {
        out.push('\\');
    }
    out.push(c);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_match_as_in_go() {
        for (pattern, text, matches) in [
            ("^a{2}[.]$", "aa.", true),
            ("a{,2}", "a{,2}", true),
            (r"\Qa.b\E+", "a.bbb", true),
            (r"^\d+\z", "12", true),
            (r"\d", "٣", false),
            (r"[[:alpha:]\d-]+$", "a-1", true),
            (r"^(?P<n>[^.]*)[.]", "a.b", true),
            ("(?i)MESH", "mesh", true),
            (r"a\x{2e}b\x2e\056", "a.b..", true),
            ("[a&&b]", "&", true),
            (r"\pL\p{Greek}", "xα", true),
            ("(?)a", "a", true),
            ("[]a]", "]", true),
        ] {
            let translated = translate(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
            let regex = regex::Regex::new(&translated).unwrap_or_else(|error| panic!("{translated}: {error}"));
            assert_eq!(regex.is_match(text), matches, "{pattern} as {translated}");
        }
    }

    #[test]
    fn refusals_are_go_own() {
        for (pattern, reason) in [
            ("(", "missing closing ): `(`"),
            (")", "unexpected ): `)`"),
            ("a**", "invalid nested repetition operator: `**`"),
            ("a*+", "invalid nested repetition operator: `*+`"),
            ("*", "missing argument to repetition operator: `*`"),
            ("(|+?)", "missing argument to repetition operator: `+?`"),
            ("a{1001}", "invalid repeat count: `{1001}`"),
            ("a{2,1}", "invalid repeat count: `{2,1}`"),
            ("(a{100}){100}", "invalid repeat count: `{100}`"),
            ("^(?!a)", "invalid or unsupported Perl syntax: `(?!`"),
            ("(?<=a)", "invalid named capture: `(?<=a)`"),
            ("(?P<a b>x)", "invalid named capture: `(?P<a b>`"),
            (r"(a)\1", r"invalid escape sequence: `\1`"),
            (r"\C", r"invalid escape sequence: `\C`"),
            (r"\", "trailing backslash at end of expression: ``"),
            ("[a", "missing closing ]: `[a`"),
            ("[b-a]", "invalid character class range: `b-a`"),
            ("[[:foo:]]", "invalid character class range: `[:foo:]`"),
            (r"\p{Foo}", r"invalid character class range: `\p{Foo}`"),
        ] {
            let error = translate(pattern).map_err(|error| error.to_string());
            assert_eq!(error, Err(format!("error parsing regexp: {reason}")), "{pattern}");
        }
    }

    #[test]
    fn deep_and_large_expressions_cost_no_stack() {
        let deep = format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000));
        assert!(translate(&deep).is_err_and(|error| error.to_string().contains("nests too deeply")));
        assert!(translate(&format!("({}){{1000}}", "a".repeat(9_000))).is_err());
    }
}
