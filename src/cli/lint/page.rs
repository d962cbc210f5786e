//! The pictures of a page: for each of the first files with findings the chain of its template at one data plane, the
//! one that starts with it and has most to show.

use crate::chain::side_car::world_of;
use crate::chain::{Answering, Capture, Journey, Picture, SideCar};
use crate::cli::side_car::suppositions;
use crate::cli::walk::Found;
use crate::diagnostic::{FileFindings, Severity};
use crate::lint::input::Template;
use crate::lint::{Kind, Seen, kind};
use crate::mesh::{Matrix, Point};
use crate::report::findings::Chain;
use crate::source::Source;

use super::check::Checker;

/// Templates whose chain is drawn; a picture is some 20 kB and takes some ten milliseconds.
const MAX_PICTURES: usize = 20;

/// What Go calls the template in messages, which nobody sees here.
const NAME: &str = "Corefile";

/// Pictures of chains.
#[derive(Debug, Default)]
pub struct Chains {
    /// The pictures.
    pub drawn: Vec<Chain>,
    /// Files with findings for which there was no room.
    pub left: usize,
}

/// Draws the chains of the first of `files` with findings; `found` and `seen` say where each is from and what it was looked at
/// for.
///
/// # Errors
/// A data plane around which no world can be.
pub fn chains(
    found: &[&Found],
    files: &[FileFindings],
    seen: &[Seen],
    checker: &Checker<'_>,
) -> anyhow::Result<Chains> {
    let mut chains = Chains::default();
    for (index, ((found, file), seen)) in found.iter().zip(files).zip(seen).enumerate() {
        if file.findings.is_empty() {
            continue;
        }
        if chains.drawn.len() >= MAX_PICTURES {
            chains.left += 1;
            continue;
        }
        let Some(input) = checker.read_again(found, file.source.text()) else { continue };
        let is_alone = input.templates().nth(1).is_none();
        for template in input.templates().take(MAX_PICTURES - chains.drawn.len()) {
            // What stops one template of a file does not stop the others.
            let own = (!is_alone).then(|| checker.seen(found, &template));
            let seen = own.as_ref().unwrap_or(seen);
            let subject = Subject { found, file, seen, template };
            chains.drawn.push(draw(index, &subject, checker)?);
        }
    }
    Ok(chains)
}

/// A template of a file.
struct Subject<'a> {
    found: &'a Found,
    file: &'a FileFindings,
    seen: &'a Seen,
    template: Template<'a>,
}

fn draw(index: usize, subject: &Subject<'_>, checker: &Checker<'_>) -> anyhow::Result<Chain> {
    let matrix = checker.linter.matrix;
    let label = subject.template.label.map(|label| format!(", {label}")).unwrap_or_default();
    let mut candidates: Vec<usize> = subject.seen.examined.iter().collect();
    candidates.retain(|point| !subject.seen.stopped.contains(*point));
    let started = best(matrix, subject.file, &candidates)
        .and_then(|number| Some((number, matrix.points.get(number)?)))
        .and_then(|(number, point)| Some((number, point, start(subject, point, checker)?)));
    let Some((number, point, side_car)) = started else {
        let title =
            format!("CoreDNS starts with it on none of the data planes, so that there is no chain to draw{label}.");
        return Ok(Chain { file: index, title, notes: Vec::new(), picture: None });
    };
    let world = world_of(&point.settings, None).map_err(|error| anyhow::anyhow!("{}", error.message))?;
    let answering = Answering::CoreDns(Box::new(side_car));
    let redirect = answering.redirect(&point.settings, Capture::All);
    let mut picture = Picture::of(&Journey { redirect, front: answering.front(), world: &world });
    let bad = subject.file.findings.iter().filter(|finding| finding.severity() >= Severity::Warning);
    for finding in bad.filter(|finding| finding.holds.points.contains(number)) {
        let line = subject.file.source.position(finding.span().start).line;
        let origin = |place| answering.side_car().map(|side_car| side_car.origin(place));
        picture.mark(finding, line, |place| {
            origin(place).map(|span| subject.template.span_in_file(span)).unwrap_or_default()
        });
    }
    let logging = if point.logging { ", with logging" } else { "" };
    let title = format!("Kuma {} on {}{logging}{label}", point.target.release(), point.target.platform());
    Ok(Chain { file: index, title, notes: suppositions(&point.settings, None, &world), picture: Some(picture) })
}

/// Of the data planes the one at which most findings hold; of equal ones that without logging, on Universal, with the newest
/// release.
fn best(matrix: &Matrix, file: &FileFindings, candidates: &[usize]) -> Option<usize> {
    let key = |number: &usize| {
        let point = matrix.points.get(*number)?;
        let holds = file.findings.iter().filter(|finding| finding.severity() >= Severity::Warning);
        let count = holds.filter(|finding| finding.holds.points.contains(*number)).count();
        Some((count, !point.logging, std::cmp::Reverse(point.mode), point.target.release().version))
    };
    candidates.iter().copied().max_by_key(key)
}

fn start(subject: &Subject<'_>, point: &Point, checker: &Checker<'_>) -> Option<SideCar> {
    let text = subject.template.text;
    let source = Source::new(subject.file.source.name(), text);
    let imports = checker.imports(subject.found);
    let kind = checker.kind.unwrap_or_else(|| kind::of(text));
    match kind {
        Kind::Template => SideCar::from_template(source, NAME, &point.settings, checker.linter.limits, &imports).ok(),
        Kind::Corefile => SideCar::from_corefile(source, point.target.release().coredns, &imports).ok(),
    }
}
