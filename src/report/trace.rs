//! The walk of a query: hop by hop for people ([`text`]), as a document for programs ([`document`]), and an overview of
//! several queries ([`overview`]).

pub mod document;
pub mod overview;
pub mod text;

use crate::chain::{SideCar, Walk, World};
use crate::corefile::Place;
use crate::source::Position;

/// A walk with what is needed to tell it.
#[derive(Clone, Copy, Debug)]
pub struct Trace<'a> {
    /// The walk.
    pub walk: &'a Walk<'a>,
    /// What it went through.
    pub scene: Setting<'a>,
}

/// What a walk went through.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// Release and platform in words: `kuma-dp 2.7.29, universal`.
    pub target: &'a str,
    /// The Corefile in force, if there is one.
    pub side_car: Option<&'a SideCar>,
    /// Why there is none.
    pub no_corefile: Option<&'a str>,
    /// What stood around.
    pub world: &'a World,
    /// What was supposed, a sentence each.
    pub assumptions: &'a [String],
}

/// Where the responsible words stand in what the user wrote.
#[derive(Clone, Debug)]
pub struct Spot {
    /// The name of the file.
    pub path: String,
    /// The first of the words.
    pub position: Position,
    /// The line, without white space at its ends.
    pub line: String,
    /// The number and the text of the rendered line, where it says something else.
    pub rendered: Option<(usize, String)>,
}

impl Setting<'_> {
    /// Where a place of the Corefile stands.
    #[must_use]
    pub fn spot(&self, place: Place) -> Option<Spot> {
        let side_car = self.side_car?;
        Some(Spot {
            path: side_car.source.name().to_owned(),
            position: side_car.source.position(side_car.origin(place).start),
            line: side_car.line(place),
            rendered: side_car.rendered_line(place),
        })
    }
}
