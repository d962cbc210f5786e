//! The one mend of our own: server blocks whose every address is on a port that goes are taken out of the template, with the
//! comment above them. It is offered only where the rest renders to the same words as before; all other mends are the rules'.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::bytes::Regex;

use crate::coredns::Plugin;
use crate::corefile::environment::Nothing;
use crate::corefile::{Corefile, ImportLimit, MAIN, ServerBlock, Token, lexer};
use crate::diagnostic::Fix;
use crate::gotemplate::{Limits, Template};
use crate::lint::Points;
use crate::lint::rendering::{Kind, Rendering, Renderings};
use crate::mesh::{Matrix, Setting};
use crate::source::provenance::Segment;
use crate::source::{Edit, Span, edit};

const NAME: &str = "Corefile";
/// What a comment for lint begins with; it is about more than a block.
const OURS: &[u8] = b"corefilectl:";

/// Takes the server blocks on the port `setting` out of `text`, which renders on the data planes of `before` and would not on
/// those of `after`. None where there are none, where anything else would change, or where that does not help.
#[must_use]
pub fn without_blocks(text: &[u8], setting: Setting, before: &Matrix, after: &Matrix, limits: Limits) -> Option<Fix> {
    let renderings = Renderings::of(text, Kind::Template, before, &Points::all(before), limits);
    if !renderings.refusals.is_empty() {
        return None;
    }
    let mut spans = BTreeSet::new();
    for rendering in &renderings.texts {
        let blocks = blocks_on(rendering, setting, before)?;
        spans.extend(blocks.iter().map(|block| rendering.origin(*block)).map(|span| (span.start, span.end)));
    }
    let spans: Vec<Span> =
        spans.into_iter().map(|(start, end)| widened(text, Span::new(start, end), setting)).collect();
    let edits: Vec<Edit> = spans.iter().map(|span| Edit::new(*span, "")).collect();
    let mended = edit::apply(text, &edits).ok().filter(|_| !edits.is_empty())?;
    let is_same = renderings.texts.iter().all(|rendering| keeps_the_rest(rendering, &mended, setting, before, limits));
    let mended = Renderings::of(&mended, Kind::Template, after, &Points::all(after), limits);
    let fix = || Fix { title: format!("leave the server block on .{} out", setting.field()), edits };
    (is_same && mended.refusals.is_empty()).then(fix)
}

/// The blocks of a rendering all of whose addresses are on the port, as places of the rendered text; none where CoreDNS does
/// not read it.
fn blocks_on(rendering: &Rendering, setting: Setting, matrix: &Matrix) -> Option<Vec<Span>> {
    let (point, _) = *rendering.reads.first()?;
    let field = matrix.points.get(point)?.target.release().era.schema().field(setting.field().as_bytes())?;
    let provenance = &rendering.rendered.provenance;
    let is_of_field = |span: Span| {
        let next = |segment: &Segment| provenance.segment_at(segment.rendered.end);
        let mut segments = std::iter::successors(provenance.segment_at(span.start), next);
        segments
            .by_ref()
            .take_while(|segment| segment.rendered.start < span.end)
            .any(|one| one.fields >> field & 1 == 1)
    };
    let is_directive = |name: &str| Plugin::named(name).is_some();
    let corefile =
        Corefile::parse(NAME, &rendering.rendered.text, &is_directive, ImportLimit::TenThousand, &Nothing).ok()?;
    let is_on =
        |block: &&ServerBlock<'_>| block.keys.iter().all(|key| key.place.file == MAIN && is_of_field(key.place.span));
    Some(corefile.blocks.iter().filter(is_on).map(|block| block.place.in_main()).collect())
}

/// Whether the mended template renders to the words of the rendering without those of its blocks on the port.
fn keeps_the_rest(rendering: &Rendering, mended: &[u8], setting: Setting, matrix: &Matrix, limits: Limits) -> bool {
    let Some(blocks) = blocks_on(rendering, setting, matrix) else { return false };
    // They stand in the order of the text.
    let is_inside = |span: Span| {
        let before = blocks.partition_point(|block| block.start <= span.start);
        before.checked_sub(1).is_some_and(|block| span.end <= blocks[block].end)
    };
    let words = lexer::lex(&rendering.rendered.text, MAIN);
    let rest: Vec<_> = words.iter().filter(|word| !is_inside(word.place.span)).collect();
    let points = rendering.points.iter().map(|index| &matrix.points[index]);
    let distinct: BTreeSet<_> = points.map(|point| (matrix.rows[point.row].go, point.data)).collect();
    distinct.into_iter().all(|(go, data)| {
        let rendered = Template::parse(NAME, mended, go, limits)
            .and_then(|template| template.execute(&matrix.data[data]).map_err(|failure| failure.error));
        rendered.is_ok_and(|rendered| {
            let words = lexer::lex(&rendered.text, MAIN);
            let is_same =
                |(one, other): (&Token<'_>, &&Token<'_>)| one.text == other.text && one.quoted == other.quoted;
            words.len() == rest.len() && words.iter().zip(&rest).all(is_same)
        })
    })
}

/// The block with what belongs to it: an `if` around it that asks for the field, the comment directly above, the rest of its
/// lines, and the blank lines before it.
fn widened(text: &[u8], block: Span, setting: Setting) -> Span {
    let block = guarded(text, block, setting);
    let (mut start, mut end) = (line_start(text, block.start as usize), block.end as usize);
    if !is_blank(&text[start..block.start as usize]) {
        return block;
    }
    let rest = memchr::memchr(b'\n', &text[end..]).map_or(text.len(), |newline| end + newline + 1);
    if !is_blank(&text[end..rest]) {
        return block;
    }
    end = rest;
    while let Some(above) = start.checked_sub(1).map(|newline| line_start(text, newline)) {
        let line = text[above..start].trim_ascii();
        let is_comment = line.starts_with(b"#") && memchr::memmem::find(line, OURS).is_none();
        if !is_comment || memchr::memmem::find(line, b"{{").is_some() {
            break;
        }
        start = above;
    }
    while let Some(above) = start.checked_sub(1).map(|newline| line_start(text, newline)) {
        // At the start of the file the blank lines behind the block go in their place.
        if !is_blank(&text[above..start]) {
            break;
        }
        start = above;
    }
    if start == 0 {
        while let Some(newline) = memchr::memchr(b'\n', &text[end..]).filter(|len| is_blank(&text[end..end + len])) {
            end += newline + 1;
        }
    }
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(start), offset(end))
}

static IF: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\{\{-?\s*if\s[^{}]*-?\}\}\s*$").ok());
static END: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\s*\{\{-?\s*end\s*-?\}\}").ok());

fn guarded(text: &[u8], block: Span, setting: Setting) -> Span {
    let (Some(begin), Some(finish)) = (IF.as_ref(), END.as_ref()) else { return block };
    let (before, behind) = (&text[..block.start as usize], &text[block.end as usize..]);
    // An action is short; a template need not be.
    let near = before.len().saturating_sub(500);
    let field = format!(".{}", setting.field());
    let condition =
        begin.find(&before[near..]).filter(|found| memchr::memmem::find(found.as_bytes(), field.as_bytes()).is_some());
    let (Some(condition), Some(finish)) = (condition, finish.find(&behind[..behind.len().min(500)])) else {
        return block;
    };
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(near + condition.start()), block.end + offset(finish.end()))
}

fn line_start(text: &[u8], at: usize) -> usize {
    memchr::memrchr(b'\n', &text[..at]).map_or(0, |newline| newline + 1)
}

fn is_blank(text: &[u8]) -> bool {
    text.trim_ascii().is_empty()
}
