//! Go's package `fmt` over template values: what `print`, `println` and `printf` write, byte for byte, mistakes such as
//! `%!d(string=x)` included. Left out is what a template cannot reach: Formatter, Stringer and error values, pointers,
//! typed slices, and formatting to a stream.
//!
//! Addresses differ between runs of the real program; `%p` prints [`ADDRESS`] instead.

mod argument;
mod decimal;
mod directive;
mod hexadecimal;
mod numeral;
mod print;
mod quote;
mod spec;
mod unquote;
mod writer;

use crate::gotemplate::value::{Kind, Value};
use crate::gotemplate::version::GoVersion;

use self::directive::{Operand, Piece, Scanner};
use self::print::Printer;
use self::spec::Spec;

pub(in crate::gotemplate) use self::argument::{Argument, Field};
pub use self::quote::quote;
pub use self::unquote::{SyntaxError, unquote, unquote_char};

/// Stands for the address of every list and map under `%p`, where Go prints another one in every run.
pub const ADDRESS: u64 = 0xc0_0000_0000;

/// Formatting stopped because the result would exceed the budget; what was written until then stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the formatted text is too long")]
pub struct TooLong;

/// Appends what Go's `fmt.Sprint` returns: the operands, with a space between two of which neither is a string.
///
/// # Errors
/// [`TooLong`] when `out` would grow beyond `max_len` bytes.
pub fn sprint(out: &mut Vec<u8>, args: &[Value<'_>], go: GoVersion, max_len: usize) -> Result<(), TooLong> {
    if let [only] = args
        && let Some(written) = plain(out, &only.kind, max_len)
    {
        return written;
    }
    let mut printer = Printer::new(out, go, max_len);
    let mut after_string = true;
    for arg in args {
        let is_string = matches!(arg.kind, Kind::String(_));
        if !is_string && !after_string {
            printer.text(b" ")?;
        }
        printer.operand(&arg.kind, 'v')?;
        after_string = is_string;
    }
    Ok(())
}

/// A lone string or integer, which is what templates print nearly always: nothing to lay out.
fn plain(out: &mut Vec<u8>, kind: &Kind<'_>, max_len: usize) -> Option<Result<(), TooLong>> {
    let mut digits = itoa::Buffer::new();
    let text = match kind {
        Kind::String(text) => text.bytes(),
        Kind::Int(_, number) => digits.format(*number).as_bytes(),
        Kind::Uint(_, number) => digits.format(*number).as_bytes(),
        _ => return None,
    };
    if text.len() > max_len.saturating_sub(out.len()) {
        return Some(Err(TooLong));
    }
    out.extend_from_slice(text);
    Some(Ok(()))
}

/// Appends what Go's `fmt.Sprintln` returns: the operands with a space between any two, and a line feed.
///
/// # Errors
/// [`TooLong`] when `out` would grow beyond `max_len` bytes.
pub fn sprintln(out: &mut Vec<u8>, args: &[Value<'_>], go: GoVersion, max_len: usize) -> Result<(), TooLong> {
    let mut printer = Printer::new(out, go, max_len);
    for (index, arg) in args.iter().enumerate() {
        if index > 0 {
            printer.text(b" ")?;
        }
        printer.operand(&arg.kind, 'v')?;
    }
    printer.text(b"\n")
}

/// Appends what Go's `fmt.Sprintf` returns.
///
/// # Errors
/// [`TooLong`] when `out` would grow beyond `max_len` bytes.
pub fn sprintf(
    out: &mut Vec<u8>,
    format: &[u8],
    args: &[Value<'_>],
    go: GoVersion,
    max_len: usize,
) -> Result<(), TooLong> {
    formatted(out, format, args, go, max_len)
}

/// Appends what Go's `fmt.Errorf` makes the text of an error. Without a limit: the format is one of Go's own messages,
/// with a template's name in it.
pub(in crate::gotemplate) fn errorf(out: &mut Vec<u8>, format: &[u8], args: &[Argument<'_>], go: GoVersion) {
    let written = formatted(out, format, args, go, usize::MAX);
    debug_assert!(written.is_ok());
}

fn formatted<O: Operand>(
    out: &mut Vec<u8>,
    format: &[u8],
    args: &[O],
    go: GoVersion,
    max_len: usize,
) -> Result<(), TooLong> {
    let mut printer = Printer::new(out, go, max_len);
    let mut scanner = Scanner::new(format, args);
    for piece in scanner.by_ref() {
        match piece {
            Piece::Text(text) => printer.text(text)?,
            Piece::Directive(directive) => printer.directive(&directive)?,
        }
    }
    surplus(&mut printer, scanner.unused())
}

/// `%!(EXTRA type=value, …)` for operands that no directive used.
fn surplus(printer: &mut Printer<'_>, args: &[impl Operand]) -> Result<(), TooLong> {
    if args.is_empty() {
        return Ok(());
    }
    printer.spec = Spec::default();
    printer.text(b"%!(EXTRA ")?;
    for (index, arg) in args.iter().enumerate() {
        if index > 0 {
            printer.text(b", ")?;
        }
        arg.print_typed(printer)?;
    }
    printer.text(b")")
}

#[cfg(test)]
mod tests;
