//! `render --source-map FILE`: which part of the template, and which value of which origin, made every rendered byte.

use serde::Serialize;

use super::scene::Scene;
use crate::gotemplate::Rendered;
use crate::mesh::settings::Entry;
use crate::mesh::{LayerKind, Winner};
use crate::source::{Source, Span};

/// The whole file; its `version` changes when its shape does.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SourceMap<'a> {
    version: u8,
    template: TemplateName<'a>,
    rendered_bytes: u32,
    segments: Vec<Piece<'a>>,
}

#[derive(Serialize)]
struct TemplateName<'a> {
    layer: LayerKind,
    file: &'a str,
}

// A run of rendered bytes. Offsets count bytes from 0, the end is exclusive; lines and columns count from 1.
#[derive(Serialize)]
struct Piece<'a> {
    rendered: Range,
    template: Place,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<&'a Entry>,
}

#[derive(Serialize)]
struct Range {
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Place {
    start: u32,
    end: u32,
    line: usize,
    column: usize,
}

/// The map as JSON, one line a segment.
pub fn json(scene: &Scene, winner: &Winner<'_>, source: &Source, rendered: &Rendered) -> serde_json::Result<Vec<u8>> {
    let place = |span: Span| {
        let position = source.position(span.start);
        Place { start: span.start, end: span.end, line: position.line, column: position.column }
    };
    let segments = rendered.provenance.segments().map(|segment| Piece {
        rendered: Range { start: segment.rendered.start, end: segment.rendered.end },
        template: place(segment.template),
        fields: (0..32)
            .filter(|bit| segment.fields >> bit & 1 == 1)
            .filter_map(|bit| scene.settings.of_field(bit))
            .collect(),
    });
    let map = SourceMap {
        version: 1,
        template: TemplateName { layer: winner.kind, file: source.name() },
        rendered_bytes: rendered.provenance.rendered_len(),
        segments: segments.collect(),
    };
    let mut json = serde_json::to_vec_pretty(&map)?;
    json.push(b'\n');
    Ok(json)
}
