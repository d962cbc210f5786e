//! Which comment is closest to a place. Scopes are directives with their blocks, so they lie within each other or apart.

use std::collections::HashMap;

use crate::source::Span;

/// Which code of which comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub allowance: usize,
    pub rule: usize,
}

/// The scopes of every code.
#[derive(Debug, Default)]
pub(super) struct Cover {
    codes: HashMap<&'static str, Scopes>,
}

#[derive(Debug, Default)]
struct Scopes {
    /// The first comment that covers everything.
    whole_file: Option<Place>,
    /// By start, the wider first.
    scopes: Vec<Scope>,
}

#[derive(Debug)]
struct Scope {
    span: Span,
    place: Place,
    /// The next wider one around it.
    parent: Option<usize>,
}

impl Cover {
    /// Adds a scope; none is everything.
    pub fn add(&mut self, code: &'static str, scope: Option<Span>, place: Place) {
        let scopes = self.codes.entry(code).or_default();
        match scope {
            Some(span) => scopes.scopes.push(Scope { span, place, parent: None }),
            None => scopes.whole_file = scopes.whole_file.or(Some(place)),
        }
    }

    /// Prepares for questions.
    pub fn index(&mut self) {
        for Scopes { scopes, .. } in self.codes.values_mut() {
            scopes.sort_by_key(|scope| (scope.span.start, std::cmp::Reverse(scope.span.end)));
            let mut open: Vec<usize> = Vec::new();
            for number in 0..scopes.len() {
                let start = scopes[number].span.start;
                while open.last().is_some_and(|&last| scopes[last].span.end <= start) {
                    open.pop();
                }
                scopes[number].parent = open.last().copied();
                open.push(number);
            }
        }
    }

    /// The comment with the narrowest scope around `offset`.
    pub fn closest(&self, code: &str, offset: u32) -> Option<Place> {
        let scopes = self.codes.get(code)?;
        let mut next = scopes.scopes.partition_point(|scope| scope.span.start <= offset).checked_sub(1);
        while let Some(scope) = next.and_then(|number| scopes.scopes.get(number)) {
            if offset < scope.span.end {
                return Some(scope.place);
            }
            next = scope.parent;
        }
        scopes.whole_file
    }
}
