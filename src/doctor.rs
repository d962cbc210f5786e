//! The configuration doctor: takes what the user has (kuma-cp's YAML, values of the chart, objects of a cluster, environment
//! files, command lines, in any mix), works out what is in force for every data plane, and says what is wrong around it.
//!
//! `reading` turns inputs into `evidence`; `open` settles what objects leave open; `control_plane` and `data_plane` work one of
//! each out; `class` puts data planes that are alike together; `remark` makes findings of what was noticed. Left out: what a
//! template does, which is lint's and trace's business, and files that no input shows.

mod annotation;
mod chart_flags;
pub mod class;
mod compose;
mod container;
pub mod control_plane;
pub mod data_plane;
mod environment_file;
pub mod evidence;
mod gitops;
mod harm;
mod helm;
mod kubernetes;
mod mixed;
mod mounts;
mod node;
mod open;
mod plain;
mod program;
mod reading;
mod remark;
pub mod shelf;
mod shell;
mod template_path;
mod unit_file;
mod variables;
mod words;

use class::{Class, Classes};
use control_plane::Control;
use data_plane::{Around, release_of_tag};
use evidence::{ControlPlane, DataPlane, Evidence, Notice, Open, Place};
use shelf::Shelf;

use crate::diagnostic::Finding;
use crate::mesh::ranges::Range;
use crate::mesh::release::UnknownRelease;
use crate::mesh::{EmbeddedDns, Platform, Release};
use crate::source::{Source, Span};

/// What the user says beside the inputs.
#[derive(Debug)]
pub struct Asked {
    /// The release where the inputs do not say it.
    pub release: Release,
    /// Whether somebody named that release, or it is just the default.
    pub release_is_named: bool,
    /// The platform of data planes that no input shows.
    pub platform: Option<Platform>,
    /// What somebody says about the embedded proxy.
    pub embedded_dns: Option<EmbeddedDns>,
    /// The cluster's own ranges.
    pub ranges: Vec<Range>,
}

/// What the doctor says.
#[derive(Debug)]
pub struct Diagnosis {
    /// The findings of each input.
    pub findings: Vec<Vec<Finding>>,
    /// Data planes that are alike.
    pub classes: Vec<Class>,
    /// What is worth saying beside.
    pub notices: Vec<Notice>,
    /// Where Secrets stand: nothing of them may be shown.
    pub secrets: Vec<Place>,
    /// Objects, files and lines that said something.
    pub recognised: usize,
}

/// Looks at all inputs.
#[must_use]
pub fn examine(files: &[Source], asked: &Asked) -> Diagnosis {
    let mut evidence = reading::read(files);
    let mut remarks = std::mem::take(&mut evidence.remarks);
    complete(&mut evidence);
    let shelf = Shelf::new(files);
    open::settle(&mut evidence, &shelf);
    let found = |seen: &ControlPlane| seen.image.as_ref().map(|image| release_of_tag(&image.tag.text));
    let tag = |seen: &ControlPlane| found(seen).and_then(Result::ok);
    let seen = std::iter::once(&evidence.loose).filter(|loose| !loose.is_empty()).chain(&evidence.control_planes);
    let controls: Vec<Control<'_>> = seen
        .map(|seen| {
            let release = tag(seen).unwrap_or(asked.release);
            let gone = found(seen).and_then(Result::err);
            let gone = gone.filter(|error| matches!(error, UnknownRelease::WithoutCoreDns { .. }));
            Control::new(seen, &evidence, &shelf, release, gone, &asked.ranges, &mut remarks)
        })
        .collect();
    // What is shown running counts before what is only written down, and a zone's before a global one.
    let control = controls.iter().rev().max_by_key(|control| (!control.is_global, control.seen.name.is_some()));
    let known = control.and_then(|control| tag(control.seen)).filter(|_| !asked.release_is_named);
    let release = match known {
        Some(release) => (release, true),
        None => (asked.release, asked.release_is_named),
    };
    let known = shown_release(&evidence).filter(|_| !asked.release_is_named).map_or(release, |release| (release, true));
    let release = known;
    let around = Around { evidence: &evidence, shelf: &shelf, control, release, embedded_dns: asked.embedded_dns };
    let mut classes = Classes::default();
    classes.is_open = !evidence.cuts.is_empty() || control.is_some_and(|control| open::is_open(control.seen));
    for data_plane in &evidence.data_planes {
        let standing = around.stand(data_plane, &mut remarks);
        classes.add(data_plane, standing);
    }
    if evidence.data_planes.is_empty() && evidence.recognised > 0 {
        let place = control.and_then(|control| control.template.as_ref()).map(|template| template.place);
        let place = place.unwrap_or(Place { file: 0, span: Span::at(0) });
        // A control plane injects side-cars of its own release.
        let image = control.and_then(|control| control.seen.image.clone()).filter(|_| !asked.release_is_named);
        let unseen = DataPlane { image, ..unseen(&evidence, asked, place) };
        classes.add_unseen(around.stand(&unseen, &mut remarks));
    }
    let classes = classes.finish();
    remarks.extend(mixed::judge(&classes, control.filter(|control| tag(control.seen).is_some())));
    let (mut notices, secrets) = (evidence.notices.clone(), evidence.secrets.clone());
    notices.extend(control.and_then(|control| which(&controls, control, &evidence)));
    let recognised = evidence.recognised;
    Diagnosis { findings: remark::findings(remarks, files), classes, notices, secrets, recognised }
}

/// The one release that all side-cars have which the inputs show.
fn shown_release(evidence: &Evidence) -> Option<Release> {
    let images = evidence.data_planes.iter().filter_map(|data_plane| data_plane.image.as_ref());
    let mut releases = images.filter_map(|image| release_of_tag(&image.tag.text).ok());
    let first = releases.next()?;
    releases.all(|release| release == first).then_some(first)
}

/// Says which control plane data planes are judged with, where there are several.
fn which(controls: &[Control<'_>], control: &Control<'_>, evidence: &Evidence) -> Option<Notice> {
    let shown = controls.iter().filter(|other| other.seen.name.is_some() || evidence.control_planes.is_empty()).count();
    let several = shown > 1 || evidence.control_planes.is_empty() && evidence.loose.configs.len() > 1;
    let place = control.seen.variables.first().map(|variable| variable.place);
    let place = place.or_else(|| control.seen.configs.last().map(|text| text.place(Span::at(0))))?;
    let name = control.seen.name.as_deref().unwrap_or("the last configuration that is not a global one's");
    several.then(|| Notice { place, text: format!("several control planes: data planes are judged with {name}") })
}

/// What can be said only when everything has been read: which pods get side-cars, and whose a variable is.
fn complete(evidence: &mut Evidence) {
    let injected = std::mem::take(&mut evidence.injected_namespaces);
    evidence
        .data_planes
        .retain(|data_plane| !data_plane.is_up_to_namespace || injected.contains(&data_plane.namespace));
    let loose = std::mem::take(&mut evidence.data_plane_variables);
    let Some(first) = loose.first() else { return };
    let mut is_taken = false;
    for data_plane in evidence.data_planes.iter_mut().filter(|data_plane| data_plane.platform == Platform::Universal) {
        data_plane.variables.splice(0..0, loose.iter().cloned());
        is_taken = true;
    }
    if !is_taken {
        let (place, name) = (first.place, format!("kuma-dp with {}", first.owner).into());
        let platform = Platform::Universal;
        evidence.data_planes.push(DataPlane { name, variables: loose, is_injected: true, ..bare(place, platform) });
    }
}

fn bare(place: Place, platform: Platform) -> DataPlane {
    DataPlane {
        name: "data planes".into(),
        namespace: String::new(),
        place,
        platform,
        image: None,
        variables: Vec::new(),
        flags: Vec::new(),
        is_injected: platform == Platform::Universal,
        is_up_to_namespace: false,
        annotations: Vec::new(),
        mounts: None,
        patches: Vec::new(),
        stops: None,
        open: Open::default(),
    }
}

/// A data plane that nothing was said about, for inputs that show none.
fn unseen(evidence: &Evidence, asked: &Asked, place: Place) -> DataPlane {
    let default = if evidence.is_kubernetes { Platform::Kubernetes } else { Platform::Universal };
    bare(place, asked.platform.unwrap_or(default))
}
