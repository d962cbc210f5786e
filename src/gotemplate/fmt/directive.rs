//! Cuts a format into text and directives and finds the operand that each directive prints, with Go's rules for `*`,
//! `[n]` and everything that can be wrong with them. Nothing is printed here.

use memchr::memchr;

use super::TooLong;
use super::print::Printer;
use super::spec::Spec;
use crate::gotemplate::value::{Kind, Value};

/// The largest width or precision that an operand may give. Digits in the format are let in while what stands before
/// the last of them is not larger.
const LARGEST: usize = 1_000_000;

/// What a directive can print.
pub(super) trait Operand {
    /// What it is as a width or a precision.
    fn number(&self) -> Option<i64>;

    /// Prints it as the verb says.
    fn print(&self, printer: &mut Printer<'_>, verb: char) -> Result<(), TooLong>;

    /// Prints it as complaints have it: `type=value`.
    fn print_typed(&self, printer: &mut Printer<'_>) -> Result<(), TooLong>;
}

impl Operand for Value<'_> {
    fn number(&self) -> Option<i64> {
        match self.kind {
            Kind::Int(_, number) => Some(number),
            Kind::Uint(_, number) => i64::try_from(number).ok(),
            _ => None,
        }
    }

    fn print(&self, printer: &mut Printer<'_>, verb: char) -> Result<(), TooLong> {
        printer.operand(&self.kind, verb)
    }

    fn print_typed(&self, printer: &mut Printer<'_>) -> Result<(), TooLong> {
        printer.typed(&self.kind)
    }
}

/// A part of a format.
pub(super) enum Piece<'a, O> {
    /// Bytes that stand for themselves.
    Text(&'a [u8]),
    /// What begins with a percent sign.
    Directive(Directive<'a, O>),
}

/// A directive with its operand.
pub(super) struct Directive<'a, O> {
    /// Flags, width and precision.
    pub spec: Spec,
    /// The operand for the width was no small integer.
    pub bad_width: bool,
    /// The operand for the precision was no small integer, or it was negative.
    pub bad_precision: bool,
    /// What is to be printed.
    pub action: Action<'a, O>,
}

/// What a directive asks for.
pub(super) enum Action<'a, O> {
    /// Print the operand with the verb.
    Print(char, &'a O),
    /// `%%`: a percent sign, whatever the flags.
    Percent,
    /// The format ends before the verb.
    NoVerb,
    /// `[n]` is malformed, misplaced or names no operand.
    BadIndex(char),
    /// There is no operand left.
    Missing(char),
}

/// Walks through a format.
pub(super) struct Scanner<'a, O> {
    rest: &'a [u8],
    args: &'a [O],
    /// The operand that comes next.
    next: usize,
    /// An index was seen, so that unused operands are no mistake.
    reordered: bool,
    /// The index of the current directive is wrong.
    bad_index: bool,
    /// The rest is known to have no closing bracket; it keeps `%[%[%[…` from taking quadratic time.
    unclosed: bool,
}

impl<'a, O: Operand> Scanner<'a, O> {
    pub(super) fn new(format: &'a [u8], args: &'a [O]) -> Self {
        Self { rest: format, args, next: 0, reordered: false, bad_index: false, unclosed: false }
    }

    /// The operands that Go reports as extra at the end of the format.
    pub(super) fn unused(&self) -> &'a [O] {
        if self.reordered { &[] } else { self.args.get(self.next..).unwrap_or(&[]) }
    }

    /// Reads what follows the percent sign.
    fn directive(&mut self) -> Directive<'a, O> {
        self.bad_index = false;
        let mut spec = self.flags();
        let (mut bad_width, mut bad_precision) = (false, false);

        let mut indexed = self.index();
        if self.eat(b'*') {
            indexed = false;
            match self.number_from_operand() {
                Some(width) => {
                    spec.minus |= width < 0;
                    spec.width = usize::try_from(width.unsigned_abs()).unwrap_or(LARGEST);
                }
                None => bad_width = true,
            }
        } else if let Some(width) = self.number() {
            spec.width = width;
            self.bad_index |= indexed;
        }

        // A point that ends the format is the verb.
        if self.rest.len() > 1 && self.eat(b'.') {
            self.bad_index |= indexed;
            indexed = self.index();
            if self.eat(b'*') {
                indexed = false;
                spec.precision = self.number_from_operand().and_then(|precision| usize::try_from(precision).ok());
                bad_precision = spec.precision.is_none();
            } else {
                spec.precision = Some(self.number().unwrap_or(0));
            }
        }

        if !indexed {
            self.index();
        }
        let action = self.action(&mut spec);
        Directive { spec, bad_width, bad_precision, action }
    }

    fn flags(&mut self) -> Spec {
        let mut spec = Spec::default();
        while let [flag, rest @ ..] = self.rest {
            match flag {
                b'+' => spec.plus = true,
                b'-' => spec.minus = true,
                b'#' => spec.sharp = true,
                b' ' => spec.space = true,
                b'0' => spec.zero = true,
                _ => break,
            }
            self.rest = rest;
        }
        spec
    }

    /// Reads the verb and takes its operand.
    fn action(&mut self, spec: &mut Spec) -> Action<'a, O> {
        let Some(verb) = self.verb() else { return Action::NoVerb };
        if verb == '%' {
            return Action::Percent;
        }
        if self.bad_index {
            return Action::BadIndex(verb);
        }
        let Some(arg) = self.args.get(self.next) else { return Action::Missing(verb) };
        self.next += 1;
        if matches!(verb, 'v' | 'w') {
            spec.go_syntax = std::mem::take(&mut spec.sharp);
            spec.field_names = std::mem::take(&mut spec.plus);
        }
        Action::Print(verb, arg)
    }

    /// The next character; a byte that is not UTF-8 counts as U+FFFD.
    fn verb(&mut self) -> Option<char> {
        let chunk = self.rest.get(..4).unwrap_or(self.rest).utf8_chunks().next()?;
        let verb = chunk.valid().chars().next();
        self.rest = self.rest.get(verb.map_or(1, char::len_utf8)..).unwrap_or(&[]);
        Some(verb.unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// Reads `[n]`, which makes the n-th operand the next one. Says whether one was there and well formed, even if
    /// there is no such operand. A bracket that is never closed, or that fewer than two bytes follow, is skipped alone.
    fn index(&mut self) -> bool {
        let [b'[', inside @ ..] = self.rest else { return false };
        self.reordered = true;
        let close = if self.unclosed || inside.len() < 2 { None } else { memchr(b']', inside) };
        let Some((digits, [_, rest @ ..])) = close.and_then(|close| inside.split_at_checked(close)) else {
            self.unclosed |= inside.len() >= 2;
            self.bad_index = true;
            self.rest = inside;
            return false;
        };
        self.rest = rest;
        let number = match leading_number(digits) {
            (Some(number), []) => Some(number),
            _ => None,
        };
        match number.and_then(|number| number.checked_sub(1)).filter(|index| *index < self.args.len()) {
            Some(index) => self.next = index,
            None => self.bad_index = true,
        }
        number.is_some()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let [first, rest @ ..] = self.rest else { return false };
        if *first == byte {
            self.rest = rest;
        }
        *first == byte
    }

    fn number(&mut self) -> Option<usize> {
        let (number, rest) = leading_number(self.rest);
        self.rest = rest;
        number
    }

    /// The value of the next operand, for `*`. The operand is used up whatever it is.
    fn number_from_operand(&mut self) -> Option<i64> {
        let arg = self.args.get(self.next)?;
        self.next += 1;
        let number = arg.number()?;
        (number.unsigned_abs() <= LARGEST as u64).then_some(number)
    }
}

impl<'a, O: Operand> Iterator for Scanner<'a, O> {
    type Item = Piece<'a, O>;

    fn next(&mut self) -> Option<Piece<'a, O>> {
        if self.eat(b'%') {
            return Some(Piece::Directive(self.directive()));
        }
        let (text, rest) = self.rest.split_at(memchr(b'%', self.rest).unwrap_or(self.rest.len()));
        self.rest = rest;
        (!text.is_empty()).then_some(Piece::Text(text))
    }
}

/// Reads digits. Of a number that is too large nothing is left, and neither of the text: Go gives the format up.
fn leading_number(text: &[u8]) -> (Option<usize>, &[u8]) {
    let (mut number, mut rest) = (None, text);
    while let [digit @ b'0'..=b'9', after @ ..] = rest {
        let before = number.unwrap_or(0);
        if before > LARGEST {
            return (None, &[]);
        }
        number = Some(before * 10 + usize::from(digit - b'0'));
        rest = after;
    }
    (number, rest)
}
