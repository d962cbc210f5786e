//! The words around a place of a rendered Corefile: the option that a word belongs to, and what has to go with it so that no
//! empty line is left.

use super::case::Case;
use super::draft::Where;
use crate::corefile::{Corefile, MAIN, Place, Token};
use crate::source::Span;

/// Edits of a mend.
pub type Edits = Vec<(Where, String)>;

/// The words of the line that a word stands on. None where it is not the Corefile's own.
#[must_use]
pub fn line<'c>(case: &'c Case<'_>, place: Place) -> Option<&'c [Token<'c>]> {
    if place.file != MAIN {
        return None;
    }
    let tokens = case.tokens;
    let at = tokens.partition_point(|token| token.place.span.end <= place.span.start);
    let number = tokens.get(at).filter(|token| token.place.span.start <= place.span.start)?.line;
    let start = tokens.partition_point(|token| token.line < number);
    let end = tokens.partition_point(|token| token.line <= number);
    tokens.get(start..end)
}

/// The option or directive `name` that a word belongs to, from its name to the end of its line.
#[must_use]
pub fn option<'c>(case: &'c Case<'_>, name: &str, place: Place) -> Option<&'c [Token<'c>]> {
    let line = line(case, place)?;
    let is_it = |token: &Token<'_>| token.text == name && token.place.span.start <= place.span.start;
    let start = line.iter().rposition(is_it)?;
    let rest = &line[start..];
    let end = rest.iter().position(|token| !token.quoted && token.text == "}").unwrap_or(rest.len());
    Some(&rest[..end])
}

/// Takes words out that stand one behind the other, with their whole line if nothing else is on it.
#[must_use]
pub fn without(case: &Case<'_>, words: &[Token<'_>]) -> Option<Edits> {
    let (first, last) = (words.first()?, words.last()?);
    let span = first.place.to(last.place).span;
    Some(vec![(Where::Rendered(whole_line(case, span)), String::new())])
}

/// Takes one word out of several behind an option, and the option with its last one.
#[must_use]
pub fn without_word(case: &Case<'_>, option: &[Token<'_>], place: Place) -> Option<Edits> {
    let at = option.iter().position(|token| token.place == place).filter(|at| *at > 0)?;
    if option.len() == 2 {
        return without(case, option);
    }
    let span = Span::new(option[at - 1].place.span.end, option[at].place.span.end);
    Some(vec![(Where::Rendered(span), String::new())])
}

/// The index of the server block that a place lies in.
#[must_use]
pub fn block_of(corefile: &Corefile<'_>, place: Place) -> Option<usize> {
    let span = place.in_main();
    corefile.blocks.iter().position(|block| {
        let block = block.place.in_main();
        block.start <= span.start && span.end <= block.end
    })
}

/// A word as it is written; none where it is not the Corefile's own.
#[must_use]
pub fn written(case: &Case<'_>, place: Place) -> Option<String> {
    let bytes = place.span.of(&case.rendering.rendered.text);
    (place.file == MAIN).then(|| String::from_utf8_lossy(bytes).into_owned())
}

fn whole_line(case: &Case<'_>, span: Span) -> Span {
    let text = &case.rendering.rendered.text;
    let (from, to) = (span.start as usize, span.end as usize);
    let (Some(before), Some(behind)) = (text.get(..from), text.get(to..)) else { return span };
    let start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    let end = memchr::memchr(b'\n', behind).map_or(text.len(), |newline| to + newline + 1);
    let is_blank = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_whitespace);
    if !is_blank(&text[start..from]) || !is_blank(&text[to..end]) {
        return span;
    }
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(start), offset(end))
}
