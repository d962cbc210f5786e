//! One control plane's template for data planes of several releases (CF411): whether it executes on all of them.

use std::collections::BTreeMap;

use super::class::Class;
use super::data_plane::Verdict;
use super::remark::Remark;
use crate::gotemplate::{Limits, Template};
use crate::lint::MIXED_RELEASES;
use crate::mesh::{LayerKind, Release};

/// What the control plane's template calls itself in Go's messages.
const NAME: &str = "Corefile";

/// Executes the template on each release that gets it. Where it fails on all of them it is just a broken template, which is
/// lint's business.
#[must_use]
pub fn judge(classes: &[Class]) -> Option<Remark> {
    let mut releases: BTreeMap<String, (Release, Option<String>, _)> = BTreeMap::new();
    let mut found = None;
    for class in classes {
        let Verdict::InForce { layer: LayerKind::ControlPlane, text: Some(text), .. } = &class.standing.verdict else {
            continue;
        };
        let Some((target, settings)) = &class.standing.settings else { continue };
        let release = *target.release();
        found = Some(text);
        releases.entry(format!("{:?}", release.version)).or_insert_with(|| {
            let limits = Limits::default();
            let executed = Template::parse(NAME, text.bytes.as_slice(), release.go.line, limits)
                .and_then(|template| template.execute(&settings.data()).map_err(|failure| failure.error));
            let error = executed.err();
            (release, error.as_ref().map(ToString::to_string), error.map(|error| error.span))
        });
    }
    let text = found?;
    let mut list: Vec<_> = releases.into_values().collect();
    list.sort_by_key(|(release, ..)| release.version);
    let (failing, fine): (Vec<_>, Vec<_>) = list.into_iter().partition(|(_, message, _)| message.is_some());
    let (release, message, span) = failing.first()?;
    let names = |some: &[(Release, Option<String>, _)]| {
        some.iter().map(|(release, ..)| release.to_string()).collect::<Vec<_>>().join(", ")
    };
    if fine.is_empty() {
        return None;
    }
    let message = message.clone().unwrap_or_default();
    let place = text.place(span.unwrap_or_default());
    Some(
        Remark::new(MIXED_RELEASES, place, "this template cannot serve all data planes of the zone")
            .note(format!("kuma-dp {release} stops with: {message}"))
            .note(format!("it fails on {}, and executes on {}", names(&failing), names(&fine)))
            .help("write a template that reads only fields that all of them have, or bring the data planes to one line first"),
    )
}
