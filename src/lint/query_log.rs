//! Renderings that differ in nothing but a bare `log`, which most templates have for data planes that log queries. `log`
//! answers nothing and passes everything on, so what the rules say of the one without it holds for the other, too, and it
//! need not be looked at. That the query log itself is as asked for is why all of its data planes have to log.

use super::holds::Points;
use super::rendering::Rendering;
use crate::coredns::Plugin;
use crate::corefile::{MAIN, Token, lexer};
use crate::mesh::Matrix;

/// A rendering that is looked at, with its words and all data planes that it is looked at for.
#[derive(Debug)]
pub struct Read<'a> {
    /// The rendering.
    pub rendering: &'a Rendering,
    /// Its words.
    pub tokens: Vec<Token<'a>>,
    /// Who gets it, or the same with a query log.
    pub points: Points,
}

/// The renderings that have to be looked at.
#[must_use]
pub fn read<'a>(texts: &'a [Rendering], matrix: &Matrix) -> Vec<Read<'a>> {
    let read = |rendering: &'a Rendering| {
        let tokens = lexer::lex(&rendering.rendered.text, MAIN);
        Read { rendering, tokens, points: rendering.points.clone() }
    };
    let mut all: Vec<_> = texts.iter().map(read).collect();
    let mut index = 0;
    while index < all.len() {
        let logs = all[index].points.iter().all(|point| matrix.points[point].logging);
        let plain = if logs { without_log(&all[index].tokens) } else { None };
        let other = plain.and_then(|plain| {
            all.iter().position(|other| words(&other.tokens).eq(plain.iter().map(|word| (word.0, word.1))))
        });
        match other {
            Some(other) if other != index => {
                let points = all.remove(index).points;
                let other = if other > index { other - 1 } else { other };
                all[other].points.extend(&points);
            }
            _ => index += 1,
        }
    }
    all
}

/// What each word says, and whether it starts a line.
fn words<'t>(tokens: &'t [Token<'_>]) -> impl Iterator<Item = (&'t str, bool)> {
    tokens.iter().enumerate().map(|(index, token)| (token.text.as_ref(), starts_line(tokens, index)))
}

fn starts_line(tokens: &[Token<'_>], index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| tokens.get(before));
    before.is_none_or(|before| tokens.get(index).is_none_or(|token| before.last_line() < token.line))
}

/// The words without every `log` that stands alone on a line of a server block; none where there is no such line.
fn without_log<'t>(tokens: &'t [Token<'_>]) -> Option<Vec<(&'t str, bool)>> {
    let (mut depth, mut plain) = (0_usize, Vec::with_capacity(tokens.len()));
    for (index, (text, starts)) in words(tokens).enumerate() {
        let is_alone = starts && starts_line(tokens, index + 1);
        if depth == 1 && is_alone && text == Plugin::Log.name() {
            continue;
        }
        match text {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        plain.push((text, starts));
    }
    (plain.len() < tokens.len()).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Option<Vec<String>> {
        let tokens = lexer::lex(text.as_bytes(), MAIN);
        Some(without_log(&tokens)?.into_iter().map(|(text, _)| text.to_owned()).collect())
    }

    #[test]
    fn only_a_bare_log_of_a_server_block_is_left_out() {
        assert_eq!(plain(".:1 {\n  errors\n  log\n}\n").unwrap(), [".:1", "{", "errors", "}"]);
        for text in [
            ".:1 {\n  errors\n}\n",
            ".:1 {\n  log .\n}\n",
            ".:1 {\n  errors log\n}\n",
            ".:1 {\n  log {\n    class error\n  }\n}\n",
            ".:1 {\n  errors {\n    log\n  }\n}\n",
            ".:1\nlog\n",
        ] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
