//! One control plane's template for data planes of several releases (CF411): whether it executes on all of them.

use std::collections::BTreeMap;

use super::class::Class;
use super::control_plane::Control;
use super::data_plane::Verdict;
use super::evidence::Text;
use super::remark::Remark;
use crate::gotemplate::{Limits, Template};
use crate::lint::MIXED_RELEASES;
use crate::mesh::{EmbeddedDns, LayerKind, Platform, Release, Settings, Target, in_force};
use crate::source::Span;

/// What the control plane's template calls itself in Go's messages.
const NAME: &str = "Corefile";

/// Executes the template on each release that gets it. Where it fails on all of them it is just a broken template, which is
/// lint's business.
#[must_use]
pub fn judge(classes: &[Class], control: Option<&Control<'_>>) -> Option<Remark> {
    let mut releases: BTreeMap<String, (Release, Option<String>, Option<Span>)> = BTreeMap::new();
    let mut found = None;
    for class in classes {
        let Verdict::InForce { layer: LayerKind::ControlPlane, text: Some(text), .. } = &class.standing.verdict else {
            continue;
        };
        let Some((target, settings)) = &class.standing.settings else { continue };
        let release = *target.release();
        found = Some(text);
        releases.entry(format!("{:?}", release.version)).or_insert_with(|| executed(text, release, settings));
    }
    let text = found?;
    // A pod that starts anew gets the side-car of the control plane's own release.
    if let Some(control) = control
        && let Ok(target) = Target::new(control.release, Platform::Kubernetes, off(control))
        && let Ok(settings) = Settings::resolve(&target, &control.builtin_dns.injector(), &[], |_| None)
        && in_force::check(&target, &settings).is_ok()
        && classes.iter().any(|class| class.platform() == Platform::Kubernetes)
    {
        let release = control.release;
        releases.entry(format!("{:?}", release.version)).or_insert_with(|| executed(text, release, &settings));
    }
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

/// What kuma-dp says to the template, and where.
fn executed(text: &Text, release: Release, settings: &Settings) -> (Release, Option<String>, Option<Span>) {
    let executed = Template::parse(NAME, text.bytes.as_slice(), release.go.line, Limits::default())
        .and_then(|template| template.execute(&settings.data()).map_err(|failure| failure.error));
    let error = executed.err();
    (release, error.as_ref().map(ToString::to_string), error.map(|error| error.span))
}

/// What the control plane says about the embedded proxy, where its release has one.
fn off(control: &Control<'_>) -> Option<EmbeddedDns> {
    control.builtin_dns.embedded_dns().filter(|_| control.release.era.has_embedded_dns())
}
