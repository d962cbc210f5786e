//! All that a template renders to: once for each distinct text, with the points of the matrix that get it, and the messages
//! of those that get none.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use super::engine::is_set;
use super::holds::Points;
use crate::gotemplate::{Cause, Error, GoVersion, Limits, Rendered, Template};
use crate::mesh::Matrix;
use crate::source::Span;
use crate::source::provenance::Provenance;

/// Go's name of the template, as the control plane's has it in messages.
const NAME: &str = "Corefile";

/// What a text is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A template that kuma-dp executes.
    Template,
    /// A finished Corefile.
    Corefile,
}

/// What a template renders to.
#[derive(Debug, Default)]
pub struct Renderings {
    /// The distinct texts.
    pub texts: Vec<Rendering>,
    /// The distinct refusals.
    pub refusals: Vec<Refusal>,
    /// The template as the newest Go of the matrix parses it.
    pub newest: Option<Template>,
}

/// A rendered text.
#[derive(Debug)]
pub struct Rendering {
    /// The text with its origin.
    pub rendered: Rendered,
    /// Who gets it.
    pub points: Points,
    /// Which fields were read: a point, and the bits of its release's struct.
    pub reads: Vec<(usize, u32)>,
    // Where the lines start; looked for when a line is first asked for.
    lines: OnceCell<Vec<u32>>,
}

/// A template that does not parse or execute.
#[derive(Debug)]
pub struct Refusal {
    /// Go's message.
    pub error: Box<Error>,
    /// Who gets it.
    pub points: Points,
}

/// Bytes of each end of a piece that are compared.
const ENDS: usize = 32;

/// What an execution came to: an index into the texts or the refusals.
#[derive(Clone, Copy, Debug)]
enum Settled {
    Text(usize),
    Refusal(usize),
}

impl Renderings {
    /// Renders `text` for all points in `examined`.
    #[must_use]
    pub fn of(text: &[u8], kind: Kind, matrix: &Matrix, examined: &Points, limits: Limits) -> Self {
        Self::of_until(text, kind, matrix, examined, limits, None)
    }

    /// The same, given up as soon as `stop` is set; what is there by then is not all.
    pub(super) fn of_until(
        text: &[u8],
        kind: Kind,
        matrix: &Matrix,
        examined: &Points,
        limits: Limits,
        stop: Option<&AtomicBool>,
    ) -> Self {
        match kind {
            Kind::Corefile => Self { texts: vec![Rendering::finished(text, examined.clone())], ..Self::default() },
            Kind::Template => Self::of_template(text, matrix, examined, limits, stop),
        }
    }

    fn of_template(text: &[u8], matrix: &Matrix, examined: &Points, limits: Limits, stop: Option<&AtomicBool>) -> Self {
        let mut renderings = Self::default();
        // Points with the same Go and the same data render alike.
        let mut groups: BTreeMap<GoVersion, BTreeMap<usize, Points>> = BTreeMap::new();
        for index in examined.iter() {
            let point = &matrix.points[index];
            let by_data = groups.entry(matrix.rows[point.row].go).or_default();
            by_data.entry(point.data).or_default().insert(index);
        }
        // What came of a value of the dot with an older Go, where a newer one cannot make anything else of it.
        let mut settled: BTreeMap<usize, Settled> = BTreeMap::new();
        let mut parsed: Option<Template> = None;
        for (go, by_data) in groups {
            if !parsed.as_ref().is_some_and(Template::is_the_same_in_newer_go) {
                parsed = match Template::parse(NAME, text, go, limits) {
                    Ok(template) => Some(template),
                    Err(error) => {
                        for points in by_data.values() {
                            renderings.refuse(error.clone(), points);
                        }
                        None
                    }
                };
            }
            let Some(template) = &parsed else { continue };
            for (data, points) in by_data {
                if is_set(stop) {
                    return renderings;
                }
                if template.is_the_same_in_newer_go()
                    && let Some(settled) = settled.get(&data)
                {
                    renderings.extend(*settled, &points);
                    continue;
                }
                match template.execute(&matrix.data[data]) {
                    Ok(rendered) => {
                        settled.insert(data, Settled::Text(renderings.add(rendered, &points)));
                    }
                    Err(failure) => {
                        let is_settled = matches!(failure.error.cause, Cause::UnknownField { .. });
                        let refusal = renderings.refuse(failure.error, &points);
                        if is_settled {
                            settled.insert(data, Settled::Refusal(refusal));
                        }
                    }
                }
            }
        }
        renderings.newest = parsed;
        renderings
    }

    fn extend(&mut self, settled: Settled, points: &Points) {
        match settled {
            Settled::Text(index) => self.texts[index].points.extend(points),
            Settled::Refusal(index) => self.refusals[index].points.extend(points),
        }
    }

    fn add(&mut self, rendered: Rendered, points: &Points) -> usize {
        let same = |known: &Rendering| {
            known.rendered.text == rendered.text && known.rendered.provenance.leads_to_the_same(&rendered.provenance)
        };
        let read = (points.iter().next().unwrap_or_default(), rendered.fields_read);
        match self.texts.iter().position(same) {
            Some(index) => {
                self.texts[index].points.extend(points);
                self.texts[index].reads.push(read);
                index
            }
            None => {
                let rendering =
                    Rendering { rendered, points: points.clone(), reads: vec![read], lines: OnceCell::new() };
                self.texts.push(rendering);
                self.texts.len() - 1
            }
        }
    }

    fn refuse(&mut self, error: Box<Error>, points: &Points) -> usize {
        let same = |known: &Refusal| known.error.detail == error.detail && known.error.span == error.span;
        match self.refusals.iter().position(same) {
            Some(index) => {
                self.refusals[index].points.extend(points);
                index
            }
            None => {
                self.refusals.push(Refusal { error, points: points.clone() });
                self.refusals.len() - 1
            }
        }
    }
}

impl Rendering {
    fn finished(text: &[u8], points: Points) -> Self {
        let provenance = Provenance::of_itself(text.len());
        let rendered = Rendered { text: text.to_vec(), provenance, fields_read: 0 };
        Self { rendered, points, reads: Vec::new(), lines: OnceCell::new() }
    }

    /// The number of the rendered line that an offset is in, from 1.
    #[must_use]
    pub fn line_number(&self, offset: u32) -> usize {
        let lines = self.lines.get_or_init(|| {
            let newlines = memchr::memchr_iter(b'\n', &self.rendered.text);
            newlines.map(|newline| u32::try_from(newline).unwrap_or(u32::MAX)).collect()
        });
        1 + lines.partition_point(|newline| *newline < offset)
    }

    /// The bytes of the template that made a span of the rendered text.
    #[must_use]
    pub fn origin(&self, span: Span) -> Span {
        self.rendered.provenance.origin(span)
    }

    /// The same where the whole span was written literally: what is changed there in the template changes here.
    #[must_use]
    pub fn literal_origin(&self, template: &[u8], span: Span) -> Option<Span> {
        let len = self.rendered.provenance.rendered_len();
        if span.is_empty() && span.start == len {
            return None;
        }
        let segment = self.rendered.provenance.segment_at(span.start)?;
        if span.end > segment.rendered.end || segment.template.len() != segment.rendered.len() {
            return None;
        }
        let start = segment.template.start + (span.start - segment.rendered.start);
        let origin = Span::new(start, start + span.len());
        // A text can be as long as the template; both ends and the span tell it from an action well enough.
        let (written, text) = (segment.template.of(template), segment.rendered.of(&self.rendered.text));
        let ends = |text: &[u8]| (text.len().min(ENDS), text.len().saturating_sub(ENDS));
        let (first, last) = ends(text);
        let is_literal = written.get(..first) == text.get(..first)
            && written.get(last..) == text.get(last..)
            && origin.of(template) == span.of(&self.rendered.text);
        is_literal.then_some(origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::{Injector, Mode, Scope, release};

    fn matrix() -> Matrix {
        let releases = ["2.7", "2.8", "2.14"].into_iter().filter_map(|line| release::find(line).ok()).collect();
        let injector = Injector::default();
        let scope =
            Scope { releases, modes: Mode::ALL.to_vec(), injector: &injector, logging_is_set: false, flags: &[] };
        Matrix::new(scope, |_| None).unwrap()
    }

    fn rendered(text: &str) -> Renderings {
        let matrix = matrix();
        Renderings::of(text.as_bytes(), Kind::Template, &matrix, &Points::all(&matrix), Limits::default())
    }

    #[test]
    fn equal_texts_are_one_rendering() {
        assert_eq!(rendered("fixed").texts.len(), 1);
        assert_eq!(rendered("{{ .EnvoyDNSPort }}").texts.len(), 2);
        assert_eq!(rendered("{{ if .CoreDNSLogging }}log{{ end }}").texts.len(), 2);
        let renderings = rendered("{{ .CoreDNSEmptyPort }}");
        assert_eq!((renderings.texts.len(), renderings.refusals.len()), (2, 1));
        assert_eq!(rendered("{{ if }}").refusals.len(), 1);
    }

    #[test]
    fn places_lead_back_to_the_template() {
        let text = ".:{{ .CoreDNSPort }} {\n  errors\n}\n";
        let renderings = rendered(text);
        let rendering = &renderings.texts[0];
        let at = |part: &str| {
            let shown = String::from_utf8(rendering.rendered.text.clone()).unwrap();
            let start = u32::try_from(shown.find(part).unwrap()).unwrap();
            Span::new(start, start + u32::try_from(part.len()).unwrap())
        };
        let origin = |part: &str| String::from_utf8_lossy(rendering.origin(at(part)).of(text.as_bytes())).into_owned();
        assert_eq!(origin("errors"), "errors");
        assert_eq!(origin(".:15053"), ".:{{ .CoreDNSPort }}");
        assert_eq!(origin("5053 {\n  err"), "{{ .CoreDNSPort }} {\n  err");
        assert!(rendering.literal_origin(text.as_bytes(), at("errors")).is_some());
        assert_eq!(rendering.literal_origin(text.as_bytes(), at(".:15053")), None);
        assert_eq!(rendering.literal_origin(text.as_bytes(), at("15053")), None);
    }
}
