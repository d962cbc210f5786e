//! What objects leave open until everything has been read: what ContainerPatches add to side-cars, variables that stand in
//! ConfigMaps, and what is in documents whose reading stopped at an error, of which nothing is concluded that is not there.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::control_plane::{MODE, SIDE_CAR_VARIABLES};
use super::evidence::{
    Borrowed, ControlPlane, DataPlane, Evidence, Mount, Notice, Open, Place, Placed, Variable, Volume, Wanted,
};
use super::kubernetes::is_about_dns;
use super::shelf::Shelf;
use crate::mesh::layers::CONTROL_PLANE_VARIABLE;
use crate::mesh::{Setting, builtin_dns};
use crate::source::Span;

/// How the volumes begin that the injector adds to pods (kuma: pkg/plugins/runtime/k8s/webhooks/injector).
const OF_INJECTOR: &str = "kuma-";
/// Where side-cars can write (kuma: pkg/plugins/runtime/k8s/containers/factory.go).
const WRITABLE: &str = "/tmp";

/// Settles all that is open.
pub fn settle(evidence: &mut Evidence, shelf: &Shelf<'_>) {
    let mut untold = Untold::default();
    let mut data_planes = std::mem::take(&mut evidence.data_planes);
    let mut control_planes = std::mem::take(&mut evidence.control_planes);
    let mut loose = std::mem::take(&mut evidence.loose);
    cut(evidence);
    for data_plane in &mut data_planes {
        let open = std::mem::take(&mut data_plane.open);
        data_plane.mounts = data_plane.mounts.take().filter(|_| !evidence.is_cut(data_plane.place));
        borrow(
            &mut data_plane.variables,
            &open.borrowed,
            &data_plane.namespace,
            is_about_dns,
            evidence,
            shelf,
            &mut untold,
        );
        patch(data_plane, open.volumes, evidence, &mut untold);
        untold.values(data_plane.variables.iter().filter(|variable| matters_to_data_plane(&variable.name)));
    }
    for control_plane in control_planes.iter_mut().chain([&mut loose]) {
        let Open { place, borrowed, .. } = std::mem::take(&mut control_plane.open);
        if place.is_some_and(|place| evidence.is_cut(place)) {
            control_plane.mounts = None;
        }
        let is_ours = |name: &str| name.contains("KUMA_");
        borrow(
            &mut control_plane.variables,
            &borrowed,
            &control_plane.namespace,
            is_ours,
            evidence,
            shelf,
            &mut untold,
        );
        untold.values(control_plane.variables.iter().filter(|variable| matters_to_control_plane(&variable.name)));
    }
    // Values that could not be read to their end may mount more, and anywhere.
    if let Some(mounts) = &mut loose.mounts
        && let Some(place) = mounts.iter().map(|mount| mount.path.place).find(|place| evidence.is_cut(*place))
    {
        let path = Placed { text: "/".to_owned(), place };
        mounts.push(Mount { path, sub_path: None, volume: Volume::Other });
    }
    (evidence.data_planes, evidence.control_planes, evidence.loose) = (data_planes, control_planes, loose);
    evidence.notices.extend(untold.notices());
}

/// Marks the ConfigMaps that could not be read to their end.
fn cut(evidence: &mut Evidence) {
    let mut config_maps = std::mem::take(&mut evidence.config_maps);
    if !evidence.cuts.is_empty() {
        for config_map in config_maps.values_mut().flat_map(BTreeMap::values_mut) {
            config_map.is_cut = evidence.is_cut(config_map.place);
        }
    }
    evidence.config_maps = config_maps;
}

/// Takes variables out of ConfigMaps. Those of `env` beat those of `envFrom`.
fn borrow(
    variables: &mut Vec<Variable>,
    borrowed: &[Borrowed],
    namespace: &str,
    is_ours: impl Fn(&str) -> bool,
    evidence: &Evidence,
    shelf: &Shelf<'_>,
    untold: &mut Untold,
) {
    let mut first = Vec::new();
    for Borrowed { config_map: name, wanted, place, owner } in borrowed {
        let found = name.as_ref().and_then(|name| evidence.config_map(name, namespace));
        match (found, wanted) {
            (Some((_, config_map)), Wanted::All(prefix)) => {
                let name = name.as_deref().unwrap_or_default();
                for (key, _) in &config_map.keys {
                    let variable = format!("{prefix}{key}");
                    let Some(text) = shelf.value(config_map, key).filter(|_| is_ours(&variable)) else { continue };
                    let length = u32::try_from(text.bytes.len()).unwrap_or(u32::MAX);
                    first.push(Variable {
                        name: variable,
                        value: Some(String::from_utf8_lossy(&text.bytes).into_owned()),
                        place: text.place(Span::new(0, length)),
                        owner: format!("ConfigMap {name}, from which {owner} takes its environment").into(),
                    });
                }
            }
            (Some((_, config_map)), Wanted::One { key, variable }) => {
                let value = shelf.value(config_map, key).map(|text| String::from_utf8_lossy(&text.bytes).into_owned());
                let ours = variables.iter_mut().rfind(|ours| ours.name == *variable && ours.value.is_none());
                if let Some(ours) = ours {
                    ours.value = value;
                }
            }
            (None, Wanted::All(_)) => {
                let source = match name {
                    Some(name) => format!("ConfigMap {name}, which is not among the inputs,"),
                    None => "a Secret".to_owned(),
                };
                untold.add(format!("variables that come by envFrom out of {source} are not seen"), *place, owner);
            }
            (None, Wanted::One { .. }) => {}
        }
    }
    variables.splice(0..0, first);
}

/// Applies ContainerPatches to a side-car that will be: a pod that has its side-car shows what they did. They come behind
/// the environment that the injector makes (kuma: pkg/plugins/runtime/k8s/webhooks/injector/injector.go).
fn patch(data_plane: &mut DataPlane, volumes: Vec<(String, Volume)>, evidence: &Evidence, untold: &mut Untold) {
    if data_plane.is_injected || data_plane.patches.is_empty() {
        return;
    }
    let writable = Placed { text: WRITABLE.to_owned(), place: data_plane.place };
    let mut mounts = vec![Mount { path: writable, sub_path: None, volume: Volume::EmptyDir }];
    let volumes: BTreeMap<String, Volume> = volumes.into_iter().collect();
    let mut is_known = !evidence.is_cut(data_plane.place);
    for name in &data_plane.patches {
        let Some(patch) = evidence.patches.get(name) else {
            is_known = false;
            let text = format!("ContainerPatch {name} is not among the inputs, so what it mounts and sets is not seen");
            untold.add(text, data_plane.place, &data_plane.name);
            continue;
        };
        for (volume, mount) in &patch.mounts {
            let held = || match volume.starts_with(OF_INJECTOR) {
                true => Volume::Other,
                false => Volume::Missing(volume.clone()),
            };
            mounts.push(Mount { volume: volumes.get(volume).cloned().unwrap_or_else(held), ..mount.clone() });
            is_known &= !evidence.is_cut(mount.path.place);
        }
        data_plane.variables.extend(patch.variables.iter().cloned());
    }
    data_plane.mounts = is_known.then_some(mounts);
}

/// Whether a variable that is not seen could change which Corefile is in force for a data plane.
#[must_use]
pub fn is_unseen(data_plane: &DataPlane) -> bool {
    data_plane.variables.iter().any(|variable| variable.value.is_none() && matters_to_data_plane(&variable.name))
}

/// The same for what a control plane says to data planes.
#[must_use]
pub fn is_open(seen: &ControlPlane) -> bool {
    seen.variables.iter().any(|variable| variable.value.is_none() && matters_to_control_plane(&variable.name))
}

fn matters_to_data_plane(name: &str) -> bool {
    Setting::ALL.into_iter().any(|setting| [setting.variable(), setting.long_variable()].contains(&name))
}

fn matters_to_control_plane(name: &str) -> bool {
    [CONTROL_PLANE_VARIABLE, MODE, SIDE_CAR_VARIABLES].contains(&name) || name.starts_with(builtin_dns::PREFIX)
}

/// What is not seen, with the first who has it and how many more do.
#[derive(Default)]
struct Untold {
    of_text: BTreeMap<String, (Place, Arc<str>, usize)>,
}

impl Untold {
    fn add(&mut self, text: String, place: Place, owner: &Arc<str>) {
        let (_, _, count) = self.of_text.entry(text).or_insert_with(|| (place, owner.clone(), 0));
        *count += 1;
    }

    fn values<'v>(&mut self, variables: impl Iterator<Item = &'v Variable>) {
        for Variable { name, place, owner, .. } in variables.filter(|variable| variable.value.is_none()) {
            self.add(format!("the value of {name} is not seen, so what depends on it is not known"), *place, owner);
        }
    }

    fn notices(self) -> impl Iterator<Item = Notice> {
        self.of_text.into_iter().map(|(text, (place, owner, count))| {
            let more = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
            Notice { place, text: format!("{owner}{more}: {text}") }
        })
    }
}
